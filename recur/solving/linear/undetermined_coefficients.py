"""A particular solution for p(n)·βⁿ·cos(ωn + φ), β and ω any real numbers, and for a periodic driving function.

With z = βe^{iω} the driving function is the real part of p(n)e^{iφ}·zⁿ, and q(n)·zⁿ solves the equation where
q(n) − Σ cᵢ z^{−i} q(n − i) = p(n)e^{iφ}: from the highest power down, one power higher for each time that z is a
characteristic root. A function of n mod m has a solution Σ n^j·π_j(n mod m), found from its values.
Source: Graham, Knuth, Patashnik, Concrete Mathematics, section 7.3; Elaydi, An Introduction to Difference Equations,
section 2.4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from math import comb, lcm

from recur.asymptotics import real_number
from recur.evaluation.arithmetic import Compiler
from recur.model import Step, Undecided, expressions as ex, step
from recur.model.records import frozen
from recur.numbers import Polynomial, Real, exact_formula, exponential_polynomials as ep, real
from recur.numbers.polynomials import degree, factors, plus, scaled, times, trimmed
from recur.solving.first_order.finite_sums import as_exponential, distributed
from recur.solving.linear.closed_forms import ClosedForm, FactorPart, fit
from recur.solving.linear.linear_sequences import CHECKED, characteristic_factors

SOURCE = "Elaydi, An Introduction to Difference Equations, section 2.4"
Coefficients = Mapping[int, Fraction]
_MOST_POWER, _MOST_POWER_OF_WAVE = 60, 4
_LONGEST_PERIOD, _MOST_ROOTS = 12, 64
_MOST_WAVES = 8
_MOST_WORK = 25  # unknown coefficients, squared, over all frequencies


@frozen
class Particular:
    """A solution for one part of the driving function: its formula, its exact values, how it was found."""

    formula: ex.Expr
    at: Callable[[int], ex.Expr]
    told: Step


@frozen
class Wave:
    """front · weight·n^power · baseⁿ · cos(frequency·n + phase − quarters·π/2): a sine is a quarter behind."""

    front: ex.Expr
    weight: Fraction
    power: int
    base: ex.Expr
    frequency: Real = Fraction(0)
    phase: Real = Fraction(0)
    quarters: int = 0


# -- waves -------------------------------------------------------------------------------------------------


def waves_of(x: ex.Expr, variable: str) -> list[Wave] | None:
    """x as a sum of waves; None where it is of another form, or letters stand in a base or an angle."""
    found: list[Wave] = []
    for factors_of_x in distributed(x, variable):
        if factors_of_x is None:
            return None
        circular = [f for f in factors_of_x if _is_circular(f) and variable in ex.symbols(f)]
        part = as_exponential(tuple(f for f in factors_of_x if f not in circular), variable)
        angles = _product_to_sum(circular, variable)
        if part is None or angles is None or ex.symbols(part[0]):
            return None
        base, power, c = part
        front, weight = (ex.ONE, c.value) if isinstance(c, ex.Number) else (c, Fraction(1))
        found += [Wave(front, weight * w, power, base, f, phase, turned) for w, f, phase, turned in angles]
    return found if len(found) <= _MOST_WAVES else None


def _is_circular(x: ex.Expr) -> bool:
    if isinstance(x, ex.Power):
        e = x.exponent
        whole = isinstance(e, ex.Number) and e.value.denominator == 1 and 0 < e.value <= 4
        return whole and _is_circular(x.base)
    return isinstance(x, ex.Apply) and x.name in ("cos", "sin")


def _product_to_sum(circular: list[ex.Expr], variable: str) -> list[tuple[Fraction, Real, Real, int]] | None:
    """cos a·cos b = (cos(a + b) + cos(a − b))/2, as (weight, frequency, phase, quarters) each."""
    found: list[tuple[Fraction, Real, Real, int]] = [(Fraction(1), real.ZERO, real.ZERO, 0)]
    for x in circular:
        times_over = int(x.exponent.value) if isinstance(x, ex.Power) and isinstance(x.exponent, ex.Number) else 1
        wave = x.base if isinstance(x, ex.Power) else x
        assert isinstance(wave, ex.Apply)
        line = _line(wave.arguments[0], variable)
        if line is None:
            return None
        frequency, phase = line
        turned = int(wave.name == "sin")
        for _ in range(times_over):
            if found == [(Fraction(1), real.ZERO, real.ZERO, 0)]:
                found = [(Fraction(1), frequency, phase, turned)]
                continue
            found = [
                (
                    w / 2,
                    real.plus(f, real.times(Fraction(sign), frequency)),
                    real.plus(p, real.times(Fraction(sign), phase)),
                    (q + sign * turned) % 4,
                )
                for w, f, p, q in found
                for sign in (1, -1)
            ]
    return found


def _line(x: ex.Expr, variable: str) -> tuple[Real, Real] | None:
    """(ω, φ) of ωn + φ with real numbers."""
    slopes: list[ex.Expr] = []
    rest: list[ex.Expr] = []
    for part in x.terms if isinstance(x, ex.Add) else (x,):
        inner = part.factors if isinstance(part, ex.Mul) else (part,)
        if variable not in ex.symbols(part):
            rest.append(part)
        elif inner.count(ex.Symbol(variable)) == 1:
            slopes.append(ex.mul(*(f for f in inner if f != ex.Symbol(variable))))
        else:
            return None
    slope, phase = ex.add(*slopes), ex.add(*rest)
    if ex.symbols(slope) or ex.symbols(phase):
        return None
    return real_number(slope), real_number(phase)


#: exponent of e^{iω} -> coefficient
_Laurent = dict[int, Real]


@frozen
class _Quotient:
    """above/D^times, where D is the square of a modulus."""

    above: _Laurent
    times: int


def _plus(x: _Laurent, y: _Laurent, c: Real = Fraction(1)) -> _Laurent:
    total = dict(x)
    for i, v in y.items():
        total[i] = real.plus(total.get(i, Fraction(0)), real.times(c, v))
    return {i: v for i, v in total.items() if v != 0}


def _times(x: _Laurent, y: _Laurent) -> _Laurent:
    total: _Laurent = {}
    for i, v in y.items():
        total = _plus(total, {i + j: w for j, w in x.items()}, v)
    return total


@frozen
class _Point:
    """z = β·e^{iω}: what the equation makes of n^j·zⁿ, and numbers over e^{iω}."""

    base: Real
    frequency: Real
    coefficients: Coefficients

    def moment(self, k: int) -> _Laurent:
        """1 − Σ cᵢ z^{−i} for k = 0, −Σ cᵢ (−i)^k z^{−i} beyond."""
        total: _Laurent = {0: Fraction(1)} if k == 0 else {}
        for i, c in self.coefficients.items():
            size = real.times(-c * Fraction(-i) ** k, real.power(self.base, Fraction(-i)))
            total = _plus(total, {-i if self.frequency != 0 else 0: size})
        return total

    def value(self, x: _Laurent, phase: Real = Fraction(0), quarters: int = 0) -> tuple[Real, Real]:
        """Real and imaginary part of x·e^{i·phase}·(−i)^quarters."""
        re: Real = Fraction(0)
        im: Real = Fraction(0)
        for i, c in x.items():
            back = i < 0 and phase == 0
            angle = real.plus(real.times(self.frequency, Fraction(-i if back else i)), phase)
            cosine, sine = real.trigonometric("cos", angle), real.trigonometric("sin", angle)
            sine = real.times(Fraction(-1), sine) if back else sine
            for _ in range(quarters):
                cosine, sine = sine, real.times(Fraction(-1), cosine)
            re, im = real.plus(re, real.times(c, cosine)), real.plus(im, real.times(c, sine))
        return re, im


def _conjugate(x: _Laurent) -> _Laurent:
    return {-i: c for i, c in x.items()}


@frozen
class _Solved:
    """The q of q(n)·zⁿ, for the driving function Σ weight·n^power without its phase; D is `norm`."""

    point: _Point
    q: Mapping[int, _Quotient]
    norm: Real
    phase: Real
    quarters: int


def particular_waves(waves: list[Wave], coefficients: Coefficients, variable: str) -> list[Particular] | None:
    """A particular solution for each base and frequency; None where a power is too high or a sign undecided."""
    groups: dict[tuple[ex.Expr, ex.Expr, Real], dict[tuple[Real, int], dict[int, Fraction]]] = {}
    for wave in waves:
        place = groups.setdefault((wave.front, wave.base, wave.frequency), {})
        p = place.setdefault((wave.phase, wave.quarters), {})
        p[wave.power] = p.get(wave.power, Fraction(0)) + wave.weight
    found = []
    work = sum((1 + max(map(max, members.values()))) ** 2 for (_, _, f), members in groups.items() if f != 0)
    if work > _MOST_WORK:
        return None
    try:
        for (front, base, frequency), members in groups.items():
            point = _Point(real_number(base), frequency, coefficients)
            solved = [_solved_wave(p, point, *turned) for turned, p in members.items()]
            if any(x is None for x in solved):
                return None
            found.append(_written(front, base, point, [x for x in solved if x is not None], variable))
    except Undecided:
        return None
    return found


def _solved_wave(p: Mapping[int, Fraction], point: _Point, phase: Real, quarters: int) -> _Solved | None:
    """The q with q(n) − Σ cᵢ z^{−i} q(n − i) = p(n), from the highest power down."""
    top = max(p)
    rational = point.frequency == 0 and isinstance(point.base, Fraction)
    if top > (_MOST_POWER if rational else _MOST_POWER_OF_WAVE):
        return None
    s = 0
    while real.is_zero(point.value(square := _times(point.moment(s), _conjugate(point.moment(s))))[0]):
        s += 1  # z is a characteristic root, of multiplicity s at least
    moments = [point.moment(k) for k in range(s, top + s + 1)]
    norm = point.value(square)[0]
    plain = point.frequency == 0 or isinstance(norm, Fraction)
    whole = lcm(*(c.denominator for c in square.values() if isinstance(c, Fraction)))
    if not plain and whole > 1:  # written without fractions below
        norm, square = real.times(norm, Fraction(whole)), _plus({}, square, Fraction(whole))
    q: dict[int, _Quotient] = {}
    for m in range(top, -1, -1):
        deepest = max((x.times for x in q.values()), default=0)
        rest: _Laurent = {0: p[m]} if p.get(m) else {}
        for _ in range(deepest):
            rest = _times(rest, square)
        for j, x in q.items():
            part = _times(x.above, moments[j - m - s])
            for _ in range(deepest - x.times):
                part = _times(part, square)
            rest = _plus(rest, part, Fraction(-comb(j, j - m)))
        above = _times(rest, _conjugate(moments[0]))
        c: Real = Fraction(1 if plain else whole, comb(m + s, s))
        if plain:
            c = real.over(c, norm)
        q[m + s] = _Quotient(_plus({}, above, c), 0 if plain else deepest + 1)
    return _Solved(point, q, norm, phase, quarters)


def _written(front: ex.Expr, base: ex.Expr, point: _Point, solved: list[_Solved], variable: str) -> Particular:
    """βⁿ·(A(n)·cos ωn + B(n)·sin ωn)."""
    n = ex.Symbol(variable)
    backwards = real.sign(point.frequency) < 0
    angle = ex.mul(exact_formula(real.times(point.frequency, Fraction(-1 if backwards else 1))), n)
    sides: dict[str, dict[int, list[ex.Expr]]] = {"cos": {}, "sin": {}}
    for x in solved:
        for j, c in x.q.items():
            re, im = point.value(c.above, x.phase, x.quarters)
            sides["cos"].setdefault(j, []).append(_over_norm(re, x.norm, c.times))
            if point.frequency != 0:
                im = real.times(im, Fraction(1 if backwards else -1))
                sides["sin"].setdefault(j, []).append(_over_norm(im, x.norm, c.times))
    parts = []
    for name, p in sides.items():
        p_of_n = ex.add(*(ex.mul(ex.add(*c), ex.power(n, ex.number(j))) for j, c in sorted(p.items(), reverse=True)))
        if p_of_n != ex.ZERO:
            parts.append(ex.mul(p_of_n, ex.Apply(name, (angle,)) if point.frequency != 0 else ex.ONE))
    formula = ex.mul(front, ex.add(*parts), ex.power(base, n))

    def at(size: int) -> ex.Expr:
        total: list[ex.Expr] = []
        for x in solved:
            for j, c in x.q.items():
                moved = {i + size if point.frequency != 0 else 0: v for i, v in c.above.items()}
                re = real.times(point.value(moved, x.phase, x.quarters)[0], Fraction(size) ** j)
                total.append(_over_norm(real.times(re, real.power(point.base, Fraction(size))), x.norm, c.times))
        return ex.mul(front, ex.add(*total))

    lowest = min(min(x.q) for x in solved)
    highest = max(max(x.q) for x in solved)
    return Particular(formula, at, _wave_step(base, angle, range(lowest, highest + 1), n, formula))


def _over_norm(x: Real, norm: Real, times_over: int) -> ex.Expr:
    if real.is_zero(x):
        return ex.ZERO
    if not times_over:
        return exact_formula(x)
    return ex.divide(exact_formula(x), ex.power(exact_formula(norm), ex.number(times_over)))


def _wave_step(base: ex.Expr, angle: ex.Expr, powers: range, n: ex.Symbol, formula: ex.Expr) -> Step:
    """What is tried, and what the comparison of coefficients gives."""
    count = len(powers)
    names = list("ABDEFGHKLMPQ") if 2 * count <= 12 else [f"A_{i}" for i in range(2 * count)]
    letters = [ex.Symbol(name) for name in names]
    monomials = [ex.power(n, ex.number(j)) for j in reversed(powers)]
    trial = ex.add(*map(ex.mul, letters, monomials))
    if angle != ex.ZERO:
        second = ex.add(*map(ex.mul, letters[count:], monomials))
        trial = ex.add(ex.mul(trial, ex.Apply("cos", (angle,))), ex.mul(second, ex.Apply("sin", (angle,))))
    trial = ex.mul(trial, ex.power(base, n))
    sentence = "Try {x}; put into the equation and compared, it gives {v}."
    if powers.start:
        sentence = f"With {{x}}, n^{powers.start} times what is a homogeneous solution already, comparing gives {{v}}."
    return step(sentence, x=trial, v=formula, source=SOURCE)


# -- functions of n mod m ----------------------------------------------------------------------------------


@frozen
class Periodic:
    """front · n^power · baseⁿ · table[n mod m]."""

    front: ex.Expr
    power: int
    base: Fraction
    table: tuple[Fraction, ...]

    def at(self, n: int) -> Fraction:
        return Fraction(n) ** self.power * self.base**n * self.table[n % len(self.table)]


def periodic_of(x: ex.Expr, variable: str) -> Periodic | None:
    """A product of remainders of n + k, times c·n^i·βⁿ with rational β."""
    factors_of_x = x.factors if isinstance(x, ex.Mul) else (x,)
    remainders = [f for f in factors_of_x if variable in ex.symbols(f) and _period(f, variable)]
    part = as_exponential(tuple(f for f in factors_of_x if f not in remainders), variable)
    if not remainders or part is None or not isinstance(part[0], ex.Number) or not part[0].value:
        return None
    base, power, front = part
    length = lcm(*(_period(f, variable) for f in remainders))
    if length > _LONGEST_PERIOD:
        return None
    compiler = Compiler(variable)
    value = compiler.compile(ex.mul(*remainders))
    table = []
    for n in range(length):
        compiler.cells[0] = n
        told = value()
        if not isinstance(told, int | Fraction):
            return None
        table.append(Fraction(told))
    assert isinstance(base, ex.Number)
    return Periodic(front, power, base.value, tuple(table))


def _period(x: ex.Expr, variable: str) -> int:
    """m of (an + b) mod m and its powers; 0 for anything else."""
    if isinstance(x, ex.Power):
        e = x.exponent
        whole = isinstance(e, ex.Number) and e.value.denominator == 1 and e.value > 0
        return _period(x.base, variable) if whole else 0
    if not isinstance(x, ex.Apply) or x.name != "mod" or not isinstance(x.arguments[1], ex.Number):
        return 0
    line = ep.exponential_polynomial(x.arguments[0], variable)
    m = x.arguments[1].value
    plain = line is not None and set(line) <= {Fraction(1)} and degree(line.get(Fraction(1), ())) <= 1
    if not plain or line is None or m.denominator != 1 or m <= 0:
        return 0
    return int(m) if all(c.denominator == 1 for c in line.get(Fraction(1), ())) else 0


def particular_periodic(x: Periodic, coefficients: Coefficients, variable: str) -> Particular | None:
    """Σ n^j·π_j(n mod m)·βⁿ, read off the solution that is 0 at first; None: too many roots."""
    m, order = len(x.table), max(coefficients)
    own = dict(characteristic_factors(coefficients))
    around = [c for c, _ in factors(trimmed([-(x.base**m), *([Fraction(0)] * (m - 1)), Fraction(1)]))]
    total = dict(own)
    for q in around:
        total[q] = total.get(q, 0) + x.power + 1
    size = sum(degree(q) * k for q, k in total.items())
    if size > _MOST_ROOTS:
        return None
    values = [Fraction(0)] * order
    for at in range(order, size + CHECKED):
        values.append(x.at(at) + sum((c * values[at - i] for i, c in coefficients.items()), Fraction(0)))
    form = fit(values, 0, list(total.items()))
    parts = [part for part in (_beyond(part, own) for part in form.parts if part.factor in around) if part]
    kept = ClosedForm(tuple(parts), 0)
    top = x.power + max((own.get(q, 0) for q in around), default=0)
    tables = _tables(kept, x.base, m, top)
    n = ex.Symbol(variable)
    terms = [
        ex.mul(_of_remainder(table, n), ex.power(n, ex.number(j))) for j, table in reversed(list(enumerate(tables)))
    ]
    formula = ex.mul(x.front, ex.add(*terms), ex.power(ex.number(x.base), n))
    told = step(
        "{f} depends on {r} alone but for powers: so does a particular solution, {v}.",
        f=ex.mul(x.front, _of_remainder(x.table, n)),
        r=ex.Apply("mod", (n, ex.number(m))),
        v=formula,
        source=SOURCE,
    )
    return Particular(formula, lambda size: ex.mul(x.front, ex.number(kept.values(size, 1)[0])), told)


def _beyond(part: FactorPart, own: Mapping[Polynomial, int]) -> FactorPart | None:
    """The part without what is a homogeneous solution itself."""
    free = own.get(part.factor, 0)
    empty: tuple[Polynomial, ...] = ((),) * min(free, len(part.weights))
    weights = (*empty, *part.weights[free:])
    return FactorPart(part.factor, weights) if any(weights) else None


def _tables(form: ClosedForm, base: Fraction, m: int, top: int) -> list[tuple[Fraction, ...]]:
    """π₀, π₁, … of Σ n^j·π_j(n mod m)·βⁿ: on each residue class a polynomial through its values."""
    values = form.values(0, m * (top + 1))
    columns = [_through([(Fraction(n), values[n] / base**n) for n in range(r, m * (top + 1), m)]) for r in range(m)]
    return [tuple(p[j] if j < len(p) else Fraction(0) for p in columns) for j in range(top + 1)]


def _through(points: list[tuple[Fraction, Fraction]]) -> Polynomial:
    """The polynomial through the points."""
    total: Polynomial = ()
    for i, (x, y) in enumerate(points):
        basis: Polynomial = (y,) if y else ()
        for j, (other, _) in enumerate(points):
            if j != i and basis:
                basis = scaled(times(basis, (-other, Fraction(1))), 1 / (x - other))
        total = plus(total, basis)
    return total


def _of_remainder(table: tuple[Fraction, ...], n: ex.Symbol) -> ex.Expr:
    """The table as a polynomial in n mod m."""
    p = _through([(Fraction(r), y) for r, y in enumerate(table)])
    remainder = ex.Apply("mod", (n, ex.number(len(table))))
    return ex.add(*(ex.mul(ex.number(c), ex.power(remainder, ex.number(j))) for j, c in _highest_first(p)))


def _highest_first(p: Polynomial) -> Iterator[tuple[int, Fraction]]:
    return ((j, c) for j, c in reversed(list(enumerate(p))) if c)
