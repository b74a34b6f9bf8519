"""Closed forms that hold at every size, with floors and ceilings, proved by differences.

Even splits: T(n) = α·Σ T(⌊(n + i)/b⌋) over i = 0 … b − 1, plus c·n + d. The sizes of n + 1 are those of n, but for one
⌊n/b⌋ that has become ⌊n/b⌋ + 1. So D(n) = T(n + 1) − T(n) satisfies D(n) = α·D(⌊n/b⌋) + c: it depends on ⌊log_b n⌋
alone, and T is the linear interpolation of its values at the powers of b. With b = 2 the sizes are those of mergesort.

One rounded call: T(n) = a·T(⌊n/b⌋) + d depends on ⌊log_b n⌋ alone, with a ceiling on ⌈log_b n⌉.

Source: Flajolet and Golin, Mellin transforms and asymptotics: the mergesort recurrence, 1994;
Concrete Mathematics, sections 3.2 and 3.3.
"""

from collections.abc import Iterator
from fractions import Fraction

from recur.asymptotics import real_number
from recur.model import Expr, InitialCondition, Undecided, expressions as ex
from recur.model.records import frozen
from recur.numbers import Real, exact_formula, real
from recur.solving.divide_and_conquer import lattice_terms
from recur.solving.divide_and_conquer.lattice_forms import Halving, base_value, exact_bases
from recur.solving.linear_forms import linear_form
from recur.solving.problem import Problem

_CHECKED = 40  # sizes at which a form is compared with exact values


@frozen
class EverySize:
    """T(n) = formula for every n ≥ start; `leading` is C·n where T(n) ~ C·n, `even` tells which of the two theorems."""

    formula: Expr
    start: int
    even: bool
    b: int
    leading: Expr | None = None


def every_size(problem: Problem, halving: Halving) -> EverySize | None:
    """The form by one of the two theorems; None where neither applies."""
    bases = exact_bases(problem)
    if not bases or not problem.is_exact or not all(d.rounded for d in halving.divisions):
        return None
    try:
        return _even_splits(problem, halving, bases) or _one_call(problem, halving, bases)
    except lattice_terms.Outside:
        return None


# -- even splits -------------------------------------------------------------------------------------------


def _even_splits(problem: Problem, halving: Halving, bases: tuple[InitialCondition, ...]) -> EverySize | None:
    b = halving.b
    weights: dict[int, Real] = {}
    for division, a in halving.calls:
        weights[division.w] = weights.get(division.w, real.ZERO) + a
    lowest = min(weights)
    alpha = weights[lowest]
    if sorted(weights) != list(range(lowest, lowest + b)) or any(a != alpha for a in weights.values()):
        return None
    s, rest = divmod(lowest, b - 1)
    line = linear_form(problem.driving_term)
    c, d = line.pop(ex.Symbol(problem.variable), real.ZERO), line.pop(_ONE, real.ZERO)
    if rest or line or not isinstance(alpha, Fraction):
        return None
    if max(case.high for case in bases) >= s + b:
        return None
    values = problem.values(range(s + 1, s + b + _CHECKED))
    if values is None or len({values[i + 1] - values[i] for i in range(b - 1)}) != 1:
        return None
    form = _Interpolated(b, alpha, c, d + c * s, values[0], values[1] - values[0])
    if any(told != value for told, value in zip(form.values(), values, strict=False)):
        return None
    x = _shifted(problem.variable, s)
    return EverySize(form.formula(x), s + 1, True, b, form.leading(ex.Symbol(problem.variable)))


_ONE = ex.Number(Fraction(1))


@frozen
class _Interpolated:
    """T(x) from x = 1 on: T(1) = first, D(1) = slope, with c·x + d as the driving term."""

    b: int
    alpha: Fraction
    c: Fraction
    d: Fraction
    first: Fraction
    slope: Fraction

    def values(self) -> Iterator[Fraction]:
        """T(1), T(2), …: a straight line between powers of b."""
        power_of_b, at, slope = 1, self.first, self.slope
        while True:
            value = at
            for _ in range(power_of_b, power_of_b * self.b):
                yield value
                value += slope
            power_of_b *= self.b
            at = self.alpha * self.b * at + self.c * power_of_b + self.d
            slope = self.alpha * slope + self.c

    def formula(self, x: Expr) -> Expr:
        return self._additive(x) if self.alpha == 1 else self._geometric(x)

    def _additive(self, x: Expr) -> Expr:
        """c·(x⌈log_b x⌉ − b^⌈log_b x⌉/(b − 1)) + (T(1) + (c + d)/(b − 1))·x − d/(b − 1)."""
        k = ex.Apply("ceiling", (ex.Log(x, ex.number(self.b)),))
        share = Fraction(1, self.b - 1)
        return ex.add(
            ex.mul(ex.number(self.c), x, k),
            ex.mul(ex.number(-self.c * share), ex.power(ex.number(self.b), k)),
            ex.mul(ex.number(self.first + (self.c + self.d) * share), x),
            ex.number(-self.d * share),
        )

    def _geometric(self, x: Expr) -> Expr:
        """E·x·α^L + A·(αb)^L + c·x/(1 − α) + d/(1 − αb), L = ⌊log_b x⌋; d·L in place of the last for αb = 1."""
        a = self.alpha * self.b
        level = ex.Apply("floor", (ex.Log(x, ex.number(self.b)),))
        slope = self.slope + self.c / (self.alpha - 1)
        driving: lattice_terms.Terms = {(real.ONE, 0): self.c, (real.ZERO, 0): self.d}
        u = lattice_terms.particular({key: value for key, value in driving.items() if value}, a, self.b)
        weight = self.first - _rational(lattice_terms.value_at(u, self.b, 0)) - slope
        flat = ex.number(self.d) if a == 1 else ex.number(self.d / (1 - a))
        return ex.add(
            ex.mul(ex.number(slope), x, ex.power(ex.number(self.alpha), level)),
            ex.mul(ex.number(weight), ex.power(ex.number(a), level)),
            ex.mul(ex.number(self.c / (1 - self.alpha)), x),
            ex.mul(flat, level) if a == 1 else flat,
        )

    def leading(self, n: Expr) -> Expr | None:
        """C·n where nothing oscillates in the fastest term."""
        if self.alpha != 1 or self.c:
            return None
        c = self.first + self.d / (self.b - 1)
        return ex.mul(ex.number(c), n) if c else None


def _rational(x: Real) -> Fraction:
    if not isinstance(x, Fraction):
        raise Undecided(f"{x} is no rational number")
    return x


# -- one call ----------------------------------------------------------------------------------------------


def _one_call(problem: Problem, halving: Halving, bases: tuple[InitialCondition, ...]) -> EverySize | None:
    """T is constant between the sizes c·b^j: with floors on [c·b^j, c·b^(j+1)), with ceilings on (c·b^(j−1), c·b^j]."""
    if len(halving.calls) != 1 or problem.variable in ex.symbols(problem.driving_term):
        return None
    d, _ = halving.calls[0]
    s, i = divmod(d.w, d.b - 1)
    if i:
        return None
    # rounded up it is ⌊(x + b − 1)/b⌋ in x = n − (s − 1)
    down, up = (
        lattice_terms.Lattice(problem.variable, d.b, 1, s),
        lattice_terms.Lattice(problem.variable, d.b, 1, s - 1),
    )
    tried = [(down, "floor"), (up, "ceiling")] if s <= 0 else [(up, "ceiling"), (down, "floor")]
    later = max(case.high for case in bases) + 1 - s
    if later > 1:
        tried.append((lattice_terms.Lattice(problem.variable, d.b, later, s), "floor"))
    for lattice, rounding in tried:
        found = _levels(problem, halving, bases, lattice, rounding)
        if found is not None:
            return found
    return None


def _levels(
    problem: Problem,
    halving: Halving,
    bases: tuple[InitialCondition, ...],
    lattice: lattice_terms.Lattice,
    rounding: str,
) -> EverySize | None:
    """A·a^L + u(L) with L = ⌊log_b (x/c)⌋ or ⌈log_b x⌉ from x = c on, when T is the same on the whole first level."""
    down, start, a, b = rounding == "floor", lattice.size(0), halving.a, halving.b
    sizes = range(start, lattice.size(1)) if down else range(start, start + 1)
    if max(case.high for case in bases) >= sizes.stop:
        return None
    cost = real_number(problem.driving_term)
    first = _same_value(problem, halving, bases, sizes, cost)
    if first is None:
        return None
    u = lattice_terms.particular({} if real.is_zero(cost) else {(real.ZERO, 0): cost}, a, b)
    weight = first - lattice_terms.value_at(u, b, 0)
    watershed = real.log_ratio(a, Fraction(b))
    terms = lattice_terms.sum_of_terms(u, {} if real.is_zero(weight) else {(watershed, 0): weight})
    if not _agrees(problem, terms, lattice, down):
        return None
    x = _shifted(problem.variable, lattice.s)
    level = ex.Apply(rounding, (ex.Log(x if lattice.c == 1 else ex.divide(x, ex.number(lattice.c)), ex.number(b)),))
    parts = [
        ex.mul(exact_formula(c), ex.power(exact_formula(a), level) if k != 0 else _ONE, ex.power(level, ex.number(q)))
        for k, q, c in lattice_terms.fastest_first(terms)
    ]
    return EverySize(ex.add(*parts), start, False, b)


def _same_value(
    problem: Problem, halving: Halving, bases: tuple[InitialCondition, ...], sizes: range, cost: Real
) -> Real | None:
    """T on all the sizes, when it is the same: stated, or by one step of the recurrence from what is stated."""
    if len(sizes) > 1000:
        return None
    found: Real | None = None
    ((d, a),) = halving.calls
    for size in sizes:
        value = base_value(problem, bases, size)
        if value is None:
            below = base_value(problem, bases, (size + d.w) // d.b)
            if below is None:
                return None
            value = a * below + cost
        if found is not None and value != found:
            return None
        found = value
    return found


def _agrees(problem: Problem, terms: lattice_terms.Terms, lattice: lattice_terms.Lattice, down: bool) -> bool:
    start = lattice.size(0)
    values = problem.values(range(start, start + _CHECKED))
    if values is None:
        return False
    for x, value in enumerate(values, lattice.c):
        j = 0
        while lattice.c * lattice.b ** (j + 1) <= x if down else lattice.c * lattice.b**j < x:
            j += 1
        if not lattice_terms.equals(lattice_terms.value_at(terms, lattice.b, j), value):
            return False
    return True


def _shifted(variable: str, s: int) -> Expr:
    return ex.add(ex.Symbol(variable), ex.number(-s)) if s else ex.Symbol(variable)
