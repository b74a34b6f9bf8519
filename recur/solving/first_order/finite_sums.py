"""T(n) = a(n)·T(n − 1) + f(n) as a finite sum, whatever the signs are and whichever letters stand in it.

With P(n) = Π_{k=s+1}^n a(k) the solution is P(n)·(T(s) + Σ_{k=s+1}^n f(k)/P(k)). Where a is free of n and f is a sum of
p(n)·βⁿ, the sum closes: q(n)·βⁿ with q(n) − (a/β)·q(n − 1) = p(n) solves the equation as long as a ≠ β, and a row of
its own holds for a = β. What does not close stays a sum. Source: Concrete Mathematics, sections 2.2 and 7.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from math import ceil as ceiling, comb

from recur.asymptotics import Between, Growth, coefficient_sign, expand
from recur.evaluation.arithmetic import Compiler
from recur.evaluation.equation import OUTSIDE
from recur.model import (
    Bounds,
    Case,
    LimitExceeded,
    Progression,
    RecurError,
    Solution,
    Step,
    Undecided,
    expressions as ex,
    limits,
    listed,
    names_of,
    step,
)
from recur.model.records import frozen, replace
from recur.numbers import Polynomial, exact_formula, exponential_polynomials as ep
from recur.numbers.exact import bits_of
from recur.numbers.polynomials import plus, raised, rational_roots, scaled, times
from recur.solving.breaking_sizes import breaking_sizes
from recur.solving.first_order.hypergeometric import (
    HypergeometricTerm,
    product,
    rational_sum,
    reciprocal,
    running_product,
    term,
)
from recur.solving.first_order.telescoping import polynomial_sum, sum_from
from recur.solving.letter_ranges import with_numbers
from recur.solving.linear.general_solution import constant_names
from recur.solving.problem import Problem
from recur.verification.families import hold_family
from recur.verification.verify import Refuted

NAME = "summation factor"
SOURCE = "Concrete Mathematics, section 2.2"
_FURTHEST = 12  # sizes at which a recurrence without values may begin
_TRIED = 40  # sizes at which a coefficient must have a value
_LONG = 20_000  # bits of one that is not looked at any more
_MOST_BASES = 3
_MOST_WAVES = 150  # in a formula whose growth is read off it
_SHORT_POWER = 3  # up to which coefficients are written one inside the other
#: base β -> power of n -> coefficient
Driving = dict[ex.Expr, dict[int, ex.Expr]]


@frozen
class Row:
    """A closed form and the conditions on the letters; `particular` solves the equation, `meets`: a is a base there."""

    conditions: tuple[ex.Expr, ...]
    exact: ex.Expr
    particular: ex.Expr
    meets: bool


@frozen
class Beginning:
    """T(size) = value, where `constant` is the name of a value that is not stated."""

    size: int
    value: ex.Expr
    constant: str = ""


def completed(problem: Problem, found: Solution | None) -> Solution | None:
    """The solution with its closed form, or its finite sum; `found` as it is where there is none to add."""
    r = problem.recurrence
    if r.relation != "=" or r.nonlinear or len(r.subcalls) != 1 or (found is not None and found.exact is not None):
        return found
    (call,) = r.subcalls
    n = ex.Symbol(r.variable)
    if call.function != r.function or call.argument != ex.add(n, ex.MINUS_ONE) or _is_open(r.right):
        return found
    if r.variable not in ex.symbols(call.coefficient):
        return _geometric(problem, call.coefficient, found)
    return _by_product(problem, call.coefficient, found)


def _is_open(x: ex.Expr) -> bool:
    """Whether something in it is known up to constants only."""
    return any(isinstance(y, ex.Asymptotic | ex.ByRemainder) for y in ex.walk(x))


def _beginning(problem: Problem, first: int) -> Beginning | None:
    """The last stated value; a free constant at `first` where none is stated."""
    r = problem.recurrence
    own = [c for c in r.initial if c.function == r.function]
    if not own:
        name = next(constant_names(names_of(r)))
        return Beginning(first, ex.Symbol(name), name)
    last = max(own, key=lambda c: c.high)
    if last.relation != "=" or _is_open(last.value):
        return None
    return Beginning(last.high, ex.substitute(last.value, r.variable, ex.number(last.high)))


def _begun_anew(problem: Problem, coefficient: HypergeometricTerm, start: Beginning) -> Beginning:
    """T(z) = f(z) at the last size z beyond the stated values at which the coefficient is 0."""
    if start.constant or not coefficient.is_rational or not coefficient.above:
        return start
    zeros = [int(z) for z in rational_roots(coefficient.above) if z.denominator == 1 and z > start.size]
    f = problem.driving_term
    if not zeros or breaks_beyond(ex.add(coefficient.formula(problem.variable), f), problem.variable, start.size):
        return start
    value = f if f == ex.ZERO else formula_at(f, problem.variable, max(zeros))
    return Beginning(max(zeros), value)


# -- a coefficient that varies -----------------------------------------------------------------------------


def _by_product(problem: Problem, a: ex.Expr, found: Solution | None) -> Solution | None:
    """n!·(T(0) + Σ f(k)/k!), and the like."""
    r = problem.recurrence
    letters, rest = _split(a, r.variable)
    coefficient = term(rest, r.variable)
    stated = any(c.function == r.function for c in r.initial)
    start = None
    whole = ex.add(a, problem.driving_term)
    for first in (0,) if stated else first_sizes(whole, r.variable):
        start = _beginning(problem, first)
        if start is None:
            return found
        start = start if coefficient is None else _begun_anew(problem, coefficient, start)
        if breaks_beyond(whole, r.variable, start.size):
            continue
        front = None if coefficient is None else running_product(coefficient, start.size)
        if front is not None:
            break
    else:
        return _unfactored(problem, a, _beginning(problem, 0), found)
    if not front.is_closed and problem.driving_term != ex.ZERO:
        return _unfactored(problem, a, start, found)
    raised = ex.power(letters, ex.add(ex.Symbol(r.variable), ex.number(-start.size)))
    p = ex.mul(front.formula(r.variable, problem.index.name), raised)
    inverse = reciprocal(front)
    quotients: list[ex.Expr] = []
    for x in _terms(problem.driving_term):
        part = term(x, r.variable)
        plain = ex.divide(x, front.formula(r.variable)) if part is None else product(part, inverse).formula(r.variable)
        quotients.append(ex.divide(plain, raised))
    added = ex.ZERO if not quotients else _sum(ex.add(*quotients), r.variable, problem.index, start.size)
    exact = ex.mul(start.value, p) if added == ex.ZERO else ex.mul(p, ex.add(start.value, added))
    return _with_form(problem, found, start, exact, ())


def _split(a: ex.Expr, variable: str) -> tuple[ex.Expr, ex.Expr]:
    """(c, b) with a = c·b, where c holds the letters and b no other factor free of n than numbers."""
    factors = a.factors if isinstance(a, ex.Mul) else (a,)
    free = [x for x in factors if variable not in ex.symbols(x) and not isinstance(x, ex.Number)]
    return ex.mul(*free), ex.mul(*(x for x in factors if x not in free))


def _terms(x: ex.Expr) -> tuple[ex.Expr, ...]:
    return () if x == ex.ZERO else x.terms if isinstance(x, ex.Add) else (x,)


def _unfactored(problem: Problem, a: ex.Expr, start: Beginning | None, found: Solution | None) -> Solution | None:
    """T(s)·Π a(k) + Σ f(k)·Π_{j=k+1}^n a(j), where the product has no shorter form."""
    r, n, k = problem.recurrence, ex.Symbol(problem.variable), problem.index
    start = _unbroken(problem, ex.add(a, problem.driving_term), start)
    if start is None:
        return found
    taken = names_of(r) | {k.name}
    j = ex.Symbol(next(name for name in "jilmpq" if name not in taken))
    low = ex.number(start.size + 1)
    whole = ex.mul(start.value, ex.Range("product", k.name, low, n, ex.substitute(a, r.variable, k)))
    if problem.driving_term == ex.ZERO:
        return _with_form(problem, found, start, whole, ())
    later = ex.Range("product", j.name, ex.add(k, ex.ONE), n, ex.substitute(a, r.variable, j))
    body = ex.mul(ex.substitute(problem.driving_term, r.variable, k), later)
    return _with_form(problem, found, start, ex.add(whole, ex.Range("sum", k.name, low, n, body)), ())


def _unbroken(problem: Problem, x: ex.Expr, start: Beginning | None) -> Beginning | None:
    """The beginning, if x has values after it; a free constant stands at the first size of which that is so."""
    if start is not None and start.constant:
        sizes = (s for s in first_sizes(x, problem.variable) if not breaks_beyond(x, problem.variable, s))
        start = next((_beginning(problem, s) for s in sizes), None)
    return None if start is None or breaks_beyond(x, problem.variable, start.size) else start


def first_sizes(x: ex.Expr, variable: str) -> Iterator[int]:
    """The sizes at which a recurrence without values may begin: small ones, and the last at which x has no value."""
    yield from range(_FURTHEST)
    last = max((n for n, _ in breaking_sizes(x, variable)), default=0)
    if last >= _FURTHEST:
        yield last


def breaks_beyond(x: ex.Expr, variable: str, start: int) -> bool:
    """Whether the equation has no value at a later size: a division by 0 that no later size survives."""
    if any(n > start for n, _ in breaking_sizes(x, variable)):
        return True
    try:
        compiler = Compiler(variable, dict.fromkeys(ex.symbols(x) - {variable}, Fraction(7, 5)))
        value = compiler.compile(x)
        for size in range(start + 1, start + _TRIED):
            compiler.cells[0] = size
            if bits_of(value()) > _LONG:
                break  # what grows as (n·n)! is far beyond its breaks
    except LimitExceeded:
        limits.check()  # too long a number is one
        return False
    except (*OUTSIDE, RecurError):
        return True
    return False


def closed_sums(x: ex.Expr) -> ex.Expr:
    """The formula with every Σ in it closed that closes.

    >>> k, n = ex.Symbol("k"), ex.Symbol("n")
    >>> str(closed_sums(ex.Range("sum", "k", ex.ZERO, n, ex.power(ex.TWO, k))))
    '2*2**n - 1'
    """
    if not isinstance(x, ex.Range):
        return ex.rebuild(x, closed_sums) if x.children else x
    body = closed_sums(x.body)
    if x.op == "sum" and any(isinstance(y, ex.Apply) and y.name == "binomial" for y in ex.walk(body)):
        from recur.solving.first_order.binomial_sums import row_sum, without_short_binomials

        whole = row_sum(replace(x, body=body))
        if whole is not None:
            return whole
        body = without_short_binomials(body)
    low = x.low.value if isinstance(x.low, ex.Number) else None
    if x.op != "sum" or low is None or low < -_FURTHEST:
        return replace(x, body=body)
    low = Fraction(ceiling(low))
    begin = max(int(low), 1)
    closed = closed_from(body, x.index, begin - 1)
    if closed is None:
        return replace(x, body=closed_sums(x.body))
    first = [formula_at(body, x.index, k) for k in range(int(low), 1)]
    return ex.add(*first, ex.substitute(closed, x.index, _whole_end(x.high)))


def _whole_end(high: ex.Expr) -> ex.Expr:
    """The last index: ⌊n/2⌋ where a sum ends at n/2."""
    parts = [x for term in _terms(high) for x in (term.factors if isinstance(term, ex.Mul) else (term,))]
    parts = [y for x in parts for y in (x.children if isinstance(x, ex.Power) and not ex.symbols(x.base) else (x,))]
    whole = all(isinstance(x, ex.Symbol) or (isinstance(x, ex.Number) and x.value.denominator == 1) for x in parts)
    rounded = isinstance(high, ex.Apply) and high.name in ("floor", "ceiling")
    return high if whole or rounded else ex.Apply("floor", (high,))


def formula_at(x: ex.Expr, variable: str, size: int) -> ex.Expr:
    """x at this size, as a number where it is rational."""
    letters, rest = _split(x, variable)
    with suppress(*OUTSIDE, RecurError):
        compiler = Compiler(variable)
        compiler.cells[0] = size
        value = compiler.compile(rest)()
        if isinstance(value, int | Fraction):
            return ex.mul(letters, ex.number(value))
    return ex.substitute(x, variable, ex.number(size))


def _sum(x: ex.Expr, variable: str, k: ex.Symbol, start: int) -> ex.Expr:
    """Σ_{k=start+1}^n x(k), closed where it can be."""
    x = closed_sums(x)
    closed = closed_from(x, variable, start)
    if closed is not None:
        return closed
    return ex.Range("sum", k.name, ex.number(start + 1), ex.Symbol(variable), ex.substitute(x, variable, k))


def _hypergeometric_sum(x: ex.Expr, variable: str, start: int) -> ex.Expr | None:
    """By partial fractions where x is rational, by Gosper's algorithm where it is another hypergeometric term."""
    found = term(x, variable)
    if found is None or not found.above:
        return None
    if found.is_rational:
        closed = rational_sum(found, start)
        return None if closed is None else closed.formula(variable)
    from recur.solving.p_recursive.reduction_of_order import moved, multiple_of

    try:
        anti = multiple_of(found, ((Fraction(-1),), (Fraction(1),)))  # S(n + 1) − S(n) = x(n)
        first = None if anti is None else anti.at(start + 1)
    except (ZeroDivisionError, ValueError, RecurError):
        return None
    if anti is None or first is None:
        return None
    return ex.add(moved(anti, 1).formula(variable), ex.number(-first))


def closed_from(x: ex.Expr, variable: str, start: int) -> ex.Expr | None:
    """Σ_{k=start+1}^n x(k): letters in front, then by the rules of finite calculus, or by partial fractions."""
    groups: dict[ex.Expr, list[ex.Expr]] = {}
    for part in _terms(x):
        letters, rest = _split(part, variable)
        groups.setdefault(letters, []).append(rest)
    total: list[ex.Expr] = []
    for letters, parts in groups.items():
        whole = ex.add(*parts)
        found = sum_from(whole, variable, start)
        if found is None:
            found = _hypergeometric_sum(whole, variable, start)
        if found is None:
            return None
        total.append(ex.mul(letters, found))
    return ex.add(*total)


# -- a constant coefficient, with letters ------------------------------------------------------------------


def _geometric(problem: Problem, a: ex.Expr, found: Solution | None) -> Solution | None:
    start = _beginning(problem, 0)
    if start is None:
        return found
    n, k = ex.Symbol(problem.variable), problem.index
    driving = over_bases(problem.driving_term, problem.variable)
    if driving is None or len(driving) > _MOST_BASES:
        start = _unbroken(problem, problem.driving_term, start)
        if start is None:
            return found
        power = ex.power(a, ex.add(n, ex.number(-start.size)))
        f = ex.substitute(problem.driving_term, problem.variable, k)
        summand = f if a == ex.ONE else ex.mul(ex.power(a, ex.subtract(n, k)), f)
        if a == ex.ONE:
            total = _sum(problem.driving_term, problem.variable, k, start.size)
        else:
            total = ex.Range("sum", k.name, ex.number(start.size + 1), n, summand)
        return _with_form(problem, found, start, ex.add(ex.mul(start.value, power), total), ())
    rows = list(_rows(problem, a, driving, start))
    if len(rows) == 1 and not rows[0].conditions:
        return _with_form(problem, found, start, rows[0].exact, ())
    return _with_form(problem, found, start, None, tuple(rows))


def _rows(problem: Problem, a: ex.Expr, driving: Driving, start: Beginning) -> Iterator[Row]:
    """The closed forms and their conditions: a apart from every base, then equal to one."""
    apart = {base: _is_apart(a, base) for base in driving}
    told = tuple(_oriented("!=", a, base) for base, sure in apart.items() if sure is None)
    if False not in apart.values():
        yield _row(problem, told, a, driving, start, None)
    for base, sure in apart.items():
        if sure is True or (sure is None and False in apart.values()):
            continue
        others = tuple(_oriented("!=", base, x) for x in driving if x != base and _is_apart(base, x) is None)
        met = () if sure is False else (_oriented("=", a, base),)
        if all(x == base or _is_apart(base, x) is not False for x in driving):
            yield _row(problem, (*met, *others), base, driving, start, base)


def _oriented(op: str, x: ex.Expr, y: ex.Expr) -> ex.Relation:
    """The letters first, a sum solved for one of them."""
    told = _solved(x, y) if isinstance(x, ex.Add) else None
    if told is not None:
        return ex.Relation(op, ex.Symbol(told[0]), told[1])
    return ex.Relation(op, y, x) if isinstance(x, ex.Number) else ex.Relation(op, x, y)


def _is_apart(x: ex.Expr, y: ex.Expr) -> bool | None:
    """Whether x ≠ y for certain; None where it depends on letters."""
    if x == y:
        return False
    if isinstance(x, ex.Number) and isinstance(y, ex.Number):
        return True
    return None


def _row(
    problem: Problem,
    conditions: tuple[ex.Expr, ...],
    a: ex.Expr,
    driving: Driving,
    start: Beginning,
    met: ex.Expr | None,
) -> Row:
    """T(s)·a^(n−s) + Σ (q(n)βⁿ − a^(n−s)·q(s)β^s); for the base β = a that is met, Σ p(k) times aⁿ."""
    n, s = ex.Symbol(problem.variable), ex.number(start.size)
    power = ex.power(a, ex.subtract(n, s))
    free: list[ex.Expr] = []
    fixed: list[ex.Expr] = [start.value]
    for base, p in driving.items():
        wave = ex.power(base, n)
        if base == met:
            free.append(ex.mul(_polynomial(_summed(p, start.size), n), wave))
            continue
        whole = isinstance(base, ex.Number) or max(p) > _SHORT_POWER
        q = undetermined(p, ex.divide(a, base)) if whole else undetermined(p, a, base)
        free.append(ex.mul(_polynomial(q, n), wave))
        at = ex.mul(_polynomial(q, s), ex.power(base, s))
        fixed.append(ex.mul(ex.MINUS_ONE, at))
    return Row(conditions, ex.add(ex.mul(ex.add(*fixed), power), *free), ex.add(*free), met is not None)


def undetermined(p: Mapping[int, ex.Expr], ratio: ex.Expr, base: ex.Expr = ex.ONE) -> dict[int, ex.Expr]:
    """The q with base·q(n) − ratio·q(n − 1) = base·p(n), ratio ≠ base: from the highest power down.

    A base with letters stays above the line: where it is 0, the sum of its powers still is what it says.
    """
    q: dict[int, ex.Expr] = {}
    parts = ratio.terms if isinstance(ratio, ex.Add) else (ratio,)
    less = [ex.mul(ex.MINUS_ONE, x) for x in parts]
    short = not isinstance(base, ex.Add) and base not in parts and not any(isinstance(x, ex.Number) for x in parts)
    below = ex.Add((base, *less)) if short or (base != ex.ONE and not isinstance(base, ex.Add)) else ex.add(base, *less)
    if max(p) > _SHORT_POWER:
        return {i: ex.add(*terms) for i, terms in _over_powers(p, ratio, below).items()}
    for i in range(max(p), -1, -1):
        higher = [ex.mul(ex.number((-1) ** (j - i) * comb(j, i)), ratio, x) for j, x in q.items()]
        q[i] = _quotient(ex.add(ex.mul(base, p.get(i, ex.ZERO)), *higher), below)
    return q


def _over_powers(p: Mapping[int, ex.Expr], ratio: ex.Expr, below: ex.Expr) -> dict[int, list[ex.Expr]]:
    """qᵢ = Σ_k p_k·Nᵢₖ(ρ)/(1 − ρ)^(k−i+1), the numerators over the rationals: nothing is nested."""
    top = max(p)
    numerators: dict[tuple[int, int], Polynomial] = {}
    for k in p:
        numerators[k, k] = (Fraction(1),)
        for i in range(k - 1, -1, -1):
            total: Polynomial = ()
            for j in range(i + 1, k + 1):
                part = times(raised((Fraction(1), Fraction(-1)), j - i - 1), (Fraction(0), *numerators[j, k]))
                total = plus(total, scaled(part, Fraction((-1) ** (j - i) * comb(j, i))))
            numerators[i, k] = total
    found: dict[int, list[ex.Expr]] = {i: [] for i in range(top, -1, -1)}
    for (i, k), numerator in numerators.items():
        above = ex.add(*(ex.mul(ex.number(c), ex.power(ratio, ex.number(e))) for e, c in enumerate(numerator) if c))
        found[i].append(ex.mul(p[k], ex.divide(above, ex.power(below, ex.number(k - i + 1)))))
    return found


def _quotient(x: ex.Expr, below: ex.Expr) -> ex.Expr:
    """x/below, a factor that stands in both left out, powers of `below` in one."""
    factors = list(x.factors) if isinstance(x, ex.Mul) else [x]
    if below in factors:
        factors.remove(below)
        return ex.mul(*factors)
    for i, factor in enumerate(factors):
        if isinstance(factor, ex.Power) and factor.base == below:
            factors[i] = ex.power(below, ex.subtract(factor.exponent, ex.ONE))
            return ex.mul(*factors)
    return ex.divide(x, below)


def _summed(p: Mapping[int, ex.Expr], start: int) -> dict[int, ex.Expr]:
    """Σ_{k=start+1}^n p(k)."""
    total: dict[int, list[ex.Expr]] = {}
    for i, c in p.items():
        monomial = (*(Fraction(0),) * i, Fraction(1))
        for j, x in enumerate(polynomial_sum(monomial, start)):
            if x:
                total.setdefault(j, []).append(ex.mul(ex.number(x), c))
    return {j: ex.add(*parts) for j, parts in total.items()}


def _polynomial(p: Mapping[int, ex.Expr], x: ex.Expr) -> ex.Expr:
    if x == ex.ZERO:
        return p.get(0, ex.ZERO)
    return ex.add(*(ex.mul(c, ex.power(x, ex.number(i))) for i, c in sorted(p.items(), reverse=True)))


def over_bases(x: ex.Expr, variable: str) -> Driving | None:
    """x as Σ c·n^i·βⁿ with c and β free of n; None where it is of another form.

    >>> found = over_bases(ex.mul(ex.Symbol("c"), ex.power(ex.Symbol("b"), ex.Symbol("n"))), "n")
    >>> {str(base): {i: str(c) for i, c in p.items()} for base, p in found.items()}
    {'b': {0: 'c'}}
    """
    total: Driving = {}
    for part in distributed(x, variable):
        found = None if part is None else as_exponential(part, variable)
        if found is None:
            return None
        base, i, c = found
        place = total.setdefault(base, {})
        place[i] = ex.add(place.get(i, ex.ZERO), c)
    return {base: p for base, p in total.items() if any(c != ex.ZERO for c in p.values())}


def distributed(x: ex.Expr, variable: str) -> Iterator[tuple[ex.Expr, ...] | None]:
    """The products that x is a sum of, each by its factors; brackets with n in them are multiplied out."""
    for part in x.terms if isinstance(x, ex.Add) else (x,):
        factors = part.factors if isinstance(part, ex.Mul) else (part,)
        opened = [
            y
            for y in factors
            if variable in ex.symbols(y)
            and (isinstance(y, ex.Add) or (isinstance(y, ex.Power) and isinstance(y.base, ex.Add)))
        ]
        if not opened:
            yield factors
            continue
        rest = list(factors)
        bracket: ex.Expr = opened[0]
        rest.remove(bracket)
        if isinstance(bracket, ex.Power):
            e = bracket.exponent
            if not isinstance(e, ex.Number) or e.value.denominator != 1 or not 1 < e.value <= 8:
                yield None
                continue
            rest += [bracket.base] * (int(e.value) - 1)
            bracket = bracket.base
        assert isinstance(bracket, ex.Add)
        for inner in bracket.terms:
            yield from distributed(ex.mul(*rest, inner) if rest else inner, variable)


def as_exponential(factors: tuple[ex.Expr, ...], variable: str) -> tuple[ex.Expr, int, ex.Expr] | None:
    """(β, i, c) of c·n^i·βⁿ."""
    base: list[ex.Expr] = []
    c: list[ex.Expr] = []
    i = 0
    for x in factors:
        match x:
            case _ if variable not in ex.symbols(x):
                c.append(x)
            case ex.Symbol():
                i += 1
            case ex.Power(ex.Symbol(), ex.Number(k)) if k.denominator == 1 and k > 0:
                i += int(k)
            case ex.Power(b, e) if variable not in ex.symbols(b):
                line = ep.exponential_polynomial(e, variable)
                if line is None or set(line) != {Fraction(1)} or len(line[Fraction(1)]) != 2:
                    return None
                intercept, slope = line[Fraction(1)]
                base.append(ex.power(b, ex.number(slope)))
                c.append(ex.power(b, ex.number(intercept)))
            case _:
                return None
    return (ex.mul(*base), i, ex.mul(*c)) if i <= 60 else None


# -- what is told ------------------------------------------------------------------------------------------


def _with_form(
    problem: Problem,
    found: Solution | None,
    start: Beginning,
    exact: ex.Expr | None,
    rows: tuple[Row, ...],
) -> Solution | None:
    r = problem.recurrence
    if found is None:
        reason = step("the closed form is exact, whatever its signs; its growth is not told.")
        found = Solution(r, Bounds(None, None), NAME, None, reason, ())
    if rows:
        return _by_rows(problem, found, start, rows)
    domain = Progression(problem.variable, start.size)
    constants = (start.constant,) if start.constant else ()
    assert exact is not None
    if found.bounds == Bounds(None, None):
        found = grown(found, exact)
    told = ex.Relation("=", r.left, exact)
    steps = (
        *found.steps,
        step("Unrolled down to {v}, and summed: {t}.", v=_value(problem, start), t=told, source=SOURCE),
    )
    return replace(found, exact=exact, exact_domain=domain, constants=constants, steps=steps)


def grown(found: Solution, exact: ex.Expr) -> Solution:
    """The solution with the growth of its closed form, where that is positive in the long run."""
    if sum(isinstance(x, ex.Apply) and x.name in ("cos", "sin") for x in ex.walk(exact)) > _MOST_WAVES:
        return found  # polynomials in cos 1, sin 2, … of thousands of terms
    try:
        expansion = expand(exact, found.variable)
        if expansion.is_zero or coefficient_sign(expansion.lead[1]) <= 0 or isinstance(expansion.lead[1], Between):
            return found
    except Undecided:
        return found
    growth = Growth(expansion.lead[0], found.variable)
    leading = ex.mul(exact_formula(expansion.lead[1]), growth.expression())
    reason = step("the closed form grows as its fastest term.")
    return replace(found, bounds=Bounds(growth, growth), leading=leading, reason=reason)


def _value(problem: Problem, start: Beginning) -> ex.Expr:
    return ex.Relation("=", ex.Call(problem.recurrence.function, (ex.number(start.size),)), start.value)


def _by_rows(
    problem: Problem,
    found: Solution,
    start: Beginning,
    rows: tuple[Row, ...],
) -> Solution | None:
    """A table of closed forms, one row for each meeting of the coefficient with a base."""
    rows = tuple(row for row in rows if _met(row.conditions) is not None)
    if found.cases or not rows:
        return found
    cases = tuple(Case(str(i), row.conditions, None, row.exact) for i, row in enumerate(rows, 1))
    sizes = Progression(problem.variable, start.size).sizes
    try:
        held = [
            hold_family(with_numbers(problem.recurrence, met), ex.substitute_all(row.exact, met), map(int, sizes()))
            for row in rows
            if (met := _met(row.conditions)) is not None
        ]
    except Refuted:  # letters that cannot be as a row has them
        return found
    if any(each.status != "checked" for each in held):
        return found
    evidence = held[0] if found.bounds == Bounds(None, None) else found.verification
    constants = (start.constant,) if start.constant else ()
    steps = (*found.steps, *(_row_step(problem, start, row) for row in rows))
    return replace(found, cases=cases, constants=constants, steps=steps, verification=evidence)


def _row_step(problem: Problem, start: Beginning, row: Row) -> Step:
    """Homogeneous and particular solution under these conditions, and the constant that the first value fixes."""
    n = ex.Symbol(problem.variable)
    named = {f"c{i}": x for i, x in enumerate(row.conditions)}
    where = f"Where {listed([f'{{{name}}}' for name in named])}: " if named else ""
    why = "the driving function is homogeneous there itself, up to powers of {n}: " if row.meets else ""
    sentence = where + why + "with undetermined coefficients {p} solves the equation; added to the multiples of {h} "
    sentence += "that gives every solution, and {v} leaves {t}."
    (call,) = problem.recurrence.subcalls
    met = _met(row.conditions) or {}
    return Step(
        sentence,
        (
            *named.items(),
            *((("n", n),) if row.meets else ()),
            ("p", row.particular),
            ("h", ex.power(ex.substitute_all(call.coefficient, met), n)),
            ("v", _value(problem, start)),
            ("t", ex.Relation("=", problem.recurrence.left, row.exact)),
        ),
        source="Concrete Mathematics, section 7.3",
    )


def _met(conditions: tuple[ex.Expr, ...]) -> dict[str, ex.Expr] | None:
    """What the equalities say that letters are; None where one cannot be solved for a letter."""
    found: dict[str, ex.Expr] = {}
    for c in conditions:
        if isinstance(c, ex.Relation) and c.op == "=":
            solved = _solved(c.left, c.right)
            if solved is None:
                return None
            found[solved[0]] = solved[1]
    return found


def _solved(x: ex.Expr, y: ex.Expr) -> tuple[str, ex.Expr] | None:
    """x = y for a letter that stands alone in x, as a factor of it, or as a multiple in a sum."""
    match x:
        case ex.Symbol(name):
            return name, y
        case ex.Mul(factors):
            for i, factor in enumerate(factors):
                rest = ex.mul(*factors[:i], *factors[i + 1 :])
                if isinstance(factor, ex.Symbol) and factor.name not in ex.symbols(rest) | ex.symbols(y):
                    return factor.name, ex.divide(y, rest)
        case ex.Add(terms):
            for i, x in enumerate(terms):
                others = ex.add(*terms[:i], *terms[i + 1 :])
                times, letter = (x.factors[0], ex.mul(*x.factors[1:])) if isinstance(x, ex.Mul) else (ex.ONE, x)
                alone = isinstance(letter, ex.Symbol) and letter.name not in ex.symbols(others) | ex.symbols(y)
                if alone and isinstance(times, ex.Number) and isinstance(letter, ex.Symbol):
                    return letter.name, ex.divide(ex.subtract(y, others), times)
    return None
