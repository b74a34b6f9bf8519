"""T(n) = Σ cᵢ·T(n/b^i) + f(n) on n = b^j: a linear recurrence with constant coefficients in j, whatever the signs.

With t(j) = T(b^j) the calls are t(j − i), f(b^j) is a sum of p(j)·βʲ, and ρʲ is n^(log_b ρ). Between the powers of b
the values depend on the rounding, and nothing is claimed of them. Source: Concrete Mathematics, sections 1.1 and 7.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import count
from math import gcd

from recur.model import Bounds, Powers, Solution, Step, Unmet, expressions as ex, index_letter, step
from recur.model.linearity import split
from recur.model.records import frozen, replace
from recur.model.recurrence import InitialCondition, Recurrence, Subcall
from recur.numbers import Real, exact_formula, real
from recur.solving.divide_and_conquer.lattice_forms import division
from recur.solving.divide_and_conquer.lattice_terms import Lattice, Outside
from recur.solving.linear import general_answers
from recur.solving.problem import Problem, Shrink
from recur.verification.families import hold_family
from recur.verification.verify import Refuted

NAME = "linear recurrence on powers"
SOURCE = "Concrete Mathematics, section 7.3"
_MOST_STEPS = 12
_MOST_VALUES = 40


@frozen
class PowerCalls:
    """Σ coefficients[i]·T(n/b^i)."""

    b: int
    coefficients: Mapping[int, Real]

    @property
    def order(self) -> int:
        return max(self.coefficients)


def completed(problem: Problem, found: Solution | None) -> Solution | None:
    """The solution with its closed form on the powers of b; `found` as it is where there is none to add."""
    r = problem.recurrence
    if r.relation != "=" or r.nonlinear or (found is not None and (found.exact is not None or found.cases)):
        return found
    calls = power_calls(problem)
    if calls is None or not problem.is_exact:
        return found
    index, factor = index_letter(r), _factor(r, calls.b)
    try:
        driving = _driving(problem, calls.b, index, factor)
        auxiliary = _auxiliary(problem, calls, driving, index, factor)
    except (Outside, Unmet):
        return found
    inner = general_answers.completed(
        replace(problem, recurrence=auxiliary, known={}, values=lambda sizes: None, substituted=True), None
    )
    if inner is None or inner.exact is None or inner.exact_domain is None:
        return found
    exact = in_size(inner.exact, index, r.variable, calls.b)
    if factor != 1:
        exact = ex.substitute(exact, r.variable, ex.divide(ex.Symbol(r.variable), ex.number(factor)))
    domain = Powers(r.variable, calls.b, factor, first_index=int(inner.exact_domain.first), index=index)
    try:
        held = hold_family(_on_powers(r, calls, auxiliary, factor), exact, map(int, domain.sizes()), inner.where)
    except Refuted:
        return found
    if held.status != "checked":
        return found
    told = _steps(problem, calls, auxiliary, inner, exact, factor)
    if found is None:
        reason = _told(f"on {_powers(factor)} it is a linear recurrence in the exponent.", calls, factor)
        found = Solution(r, Bounds(None, None), NAME, None, reason, (), verification=held)
    return replace(
        found,
        exact=exact,
        exact_domain=domain,
        constants=inner.constants,
        where=(*found.where, *inner.where),
        steps=(*found.steps, *told),
        remarks=(*found.remarks, _between(calls, factor)),
        exact_verification=held,
    )


def power_calls(problem: Problem) -> PowerCalls | None:
    """The calls as T(n/b^i) with one b, their coefficients constant; None where there are others."""
    divisors: list[tuple[int, Real]] = []
    for call in problem.calls:
        d = division(call.argument, problem.variable) if call.shrink is Shrink.FRACTION else None
        a = problem.constant_coefficient(call)
        if d is None or a is None or not (0 <= d.w < d.b if d.rounded else d.v == 0):
            return None
        divisors.append((d.b, a))
    if not divisors:
        return None
    smallest = min(b for b, _ in divisors)
    root = next(r for r in count(2) if _exponent(smallest, r) is not None)
    exponents = [_exponent(b, root) for b, _ in divisors]
    if any(e is None for e in exponents):
        return None
    shared = gcd(*(e for e in exponents if e is not None))
    coefficients: dict[int, Real] = {}
    for (_, a), e in zip(divisors, exponents, strict=True):
        i = (e or 0) // shared
        coefficients[i] = real.plus(coefficients.get(i, real.ZERO), a)
    kept = {i: a for i, a in coefficients.items() if not real.is_zero(a)}
    return PowerCalls(root**shared, kept) if kept and max(kept) <= _MOST_STEPS else None


def _exponent(x: int, base: int) -> int | None:
    """e with base^e = x."""
    e = 0
    while x % base == 0:
        x, e = x // base, e + 1
    return e if x == 1 else None


def _factor(r: Recurrence, b: int) -> int:
    """The m of the sizes m·b^j from which the stated values lead on: 1 where one is stated at a power of b."""
    own = [c for c in r.initial if c.function == r.function]
    if not own or any(c.low is None or c.low != c.high or c.high < 1 for c in own):
        return 1
    return min(c.high // int(b ** _valuation(c.high, b)) for c in own)


def _valuation(x: int, b: int) -> int:
    """How often b divides x."""
    return next(e for e in count() if x % b ** (e + 1))


def _driving(problem: Problem, b: int, index: str, factor: int) -> ex.Expr:
    """f(m·b^j)."""
    j = ex.Symbol(index)
    parts: list[ex.Expr] = []
    driving = problem.driving_term
    if factor != 1:
        driving = ex.substitute(driving, problem.variable, ex.mul(ex.number(factor), ex.Symbol(problem.variable)))
    for (k, q), c in Lattice(problem.variable, b).terms(driving).items():
        base = real.power(Fraction(b), k)
        if not isinstance(base, Fraction):
            raise Outside
        parts.append(ex.mul(exact_formula(c), ex.power(j, ex.number(q)), ex.power(ex.number(base), j)))
    return ex.add(*parts)


def _auxiliary(problem: Problem, calls: PowerCalls, driving: ex.Expr, index: str, factor: int) -> Recurrence:
    """t(j) = Σ cᵢ·t(j − i) + f(m·b^j), with the values that are known of T at these sizes."""
    r, j = problem.recurrence, ex.Symbol(index)
    name = next(x for x in ("t", "s", "u", "v", "w") if x not in {r.function, index} | ex.symbols(r.right))
    sizes = {i: ex.Call(name, (ex.add(j, ex.number(-i)),)) for i in sorted(calls.coefficients)}
    linear = [ex.mul(exact_formula(calls.coefficients[i]), x) for i, x in sizes.items()]
    right = ex.add(*linear, driving)
    parts = split(right)
    initial = tuple(InitialCondition(name, n, n, value) for n, value in _values(problem, calls, factor).items())
    return Recurrence(name, index, "=", right, parts.subcalls, parts.driving, parts.nonlinear, initial)


def _values(problem: Problem, calls: PowerCalls, factor: int) -> dict[int, ex.Expr]:
    """T(m·b^j) by j: as stated, or worked out from what is stated below; {} where nothing is stated."""
    r = problem.recurrence
    own = [c for c in r.initial if c.function == r.function]
    if not own:
        return {}
    if any(c.relation != "=" or any(isinstance(x, ex.Asymptotic) for x in ex.walk(c.value)) for c in own):
        raise Unmet("exact initial values", "the initial values are not all known exactly")
    top = max(c.high for c in own)
    stated: dict[int, ex.Expr] = {}
    for j in range(_MOST_VALUES):
        size = factor * calls.b**j
        if size > top and len(stated) >= calls.order:
            break
        case = next((c for c in own if size <= c.high and (c.low is None or c.low <= size)), None)
        if case is not None:
            stated[j] = ex.substitute(case.value, r.variable, ex.number(size))
            continue
        values = problem.values(range(size, size + 1))
        if values is not None:
            stated[j] = ex.number(values[0])
        elif size > top * calls.b**calls.order:
            break
    if not stated:
        raise Unmet("initial values at powers of b", "no value at a power of {b} is stated", b=ex.number(calls.b))
    return stated


def in_size(x: ex.Expr, index: str, variable: str, b: int) -> ex.Expr:
    """The formula in j as one in n = b^j: βʲ is n^(log_b β).

    >>> j = ex.Symbol("j")
    >>> str(in_size(ex.mul(j, ex.power(ex.number(4), j)), "j", "n", 2))
    'n**2*(log(n)/log(2))'
    """
    n, level = ex.Symbol(variable), ex.Symbol(index)
    logarithm = ex.Log(n, ex.number(b))

    def change(y: ex.Expr) -> ex.Expr:
        if y == level:
            return logarithm
        if isinstance(y, ex.Power) and index in ex.symbols(y.exponent) and index not in ex.symbols(y.base):
            return _power(y.base, y.exponent, index, n, b) or ex.rebuild(y, change)
        return ex.rebuild(y, change) if index in ex.symbols(y) else y

    return change(x)


def _power(base: ex.Expr, exponent: ex.Expr, index: str, n: ex.Symbol, b: int) -> ex.Expr | None:
    """base^(j + c) as base^c·n^(log_b base), for a positive base."""
    if not isinstance(base, ex.Number) or base.value <= 0:
        return None
    rest = ex.subtract(exponent, ex.Symbol(index)) if exponent != ex.Symbol(index) else ex.ZERO
    if isinstance(exponent, ex.Add):
        rest = ex.add(*(term for term in exponent.terms if term != ex.Symbol(index)))
    if index in ex.symbols(rest):
        return None
    k = real.log_ratio(base.value, Fraction(b))
    return ex.mul(ex.power(base, rest), ex.power(n, exact_formula(k)))


def _on_powers(r: Recurrence, calls: PowerCalls, auxiliary: Recurrence, factor: int) -> Recurrence:
    """The recurrence at the sizes m·b^j, where no division leaves a remainder, with the values that are known there."""
    n = ex.Symbol(r.variable)
    linear = tuple(
        Subcall(r.function, exact_formula(c), ex.mul(ex.number(Fraction(1, calls.b**i)), n))
        for i, c in calls.coefficients.items()
    )
    right = ex.add(*(ex.mul(c.coefficient, ex.Call(c.function, (c.argument,))) for c in linear), r.driving)
    powers = ((factor * calls.b**c.high, c.value) for c in auxiliary.initial)
    initial = tuple(InitialCondition(r.function, size, size, value) for size, value in powers)
    return replace(r, right=right, subcalls=linear, initial=initial)


# -- what is told ------------------------------------------------------------------------------------------


def _steps(
    problem: Problem, calls: PowerCalls, auxiliary: Recurrence, inner: Solution, exact: ex.Expr, factor: int
) -> tuple[Step, ...]:
    r, j = problem.recurrence, ex.Symbol(auxiliary.variable)
    size = ex.mul(ex.number(factor), ex.power(ex.number(calls.b), j))
    begun = step(
        "On {n} let {t}; a call at {m} is one at {i}, so",
        ex.Relation("=", auxiliary.left, auxiliary.right),
        n=ex.Relation("=", ex.Symbol(r.variable), size),
        t=ex.Relation("=", auxiliary.left, ex.Call(r.function, (size,))),
        m=ex.divide(ex.Symbol(r.variable), ex.number(calls.b)),
        i=ex.add(j, ex.MINUS_ONE),
        source="Concrete Mathematics, section 1.1",
    )
    back = step(
        "Back in {n}, with {j}: {t}.",
        n=ex.Symbol(r.variable),
        j=ex.Relation("=", j, ex.Log(ex.divide(ex.Symbol(r.variable), ex.number(factor)), ex.number(calls.b))),
        t=ex.Relation("=", r.left, exact),
    )
    return replace(begun, substeps=inner.steps), back


def _powers(factor: int) -> str:
    return "powers of {b}" if factor == 1 else "sizes {s}"


def _told(sentence: str, calls: PowerCalls, factor: int) -> Step:
    """A sentence on the sizes b^j or m·b^j."""
    if factor == 1:
        return step(sentence, b=ex.number(calls.b))
    return step(sentence, s=ex.mul(ex.number(factor), ex.power(ex.number(calls.b), ex.Symbol("j"))))


def _between(calls: PowerCalls, factor: int) -> Step:
    told = f"The closed form holds on {_powers(factor)}; between them the values depend on how sizes are rounded"
    return _told(told + ("." if factor == 1 else ", or on other first values."), calls, factor)
