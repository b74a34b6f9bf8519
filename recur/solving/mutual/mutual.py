"""Functions that call each other: reduced to recurrences of one function each, or solved together.

Sizes n, n − 1, …: elimination with the shift (`mutual_decrements`). Otherwise a function that does not call itself is
substituted into the others; when all of them call themselves, the matrix form of Akra–Bazzi (`mutual_fractions`).
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from recur.asymptotics import UNIT, Growth, Monomial, expand, level, level_sum, monomial_formula, monomials, real_number
from recur.model import Bounds, Expr, Recurrence, Solution, Step, Undecided, Unmet, expressions as ex, step
from recur.model.linearity import split
from recur.model.records import replace
from recur.numbers import exact_formula, real
from recur.solving.divide_and_conquer.fractions import check_offset, lower_toll, upper_toll
from recur.solving.mutual.mutual_decrements import alone
from recur.solving.mutual.mutual_fractions import Entries, matrix_exponent
from recur.solving.problem import Shrink, classify, envelope

Solve = Callable[[Recurrence], Solution]
Values = Callable[[str, range], dict[int, Fraction]]
_SMALL = 80


def solve_mutual(
    component: tuple[Recurrence, ...], known: dict[str, Bounds], solve: Solve, values: Values
) -> list[Solution]:
    """A solution of each function of the component; raises `Unmet`. `values` gives exact values of a function."""
    try:
        eliminated = alone(component, _initial_values(component, values))
    except Unmet as unmet:
        first = unmet
    else:
        return [_told_first(solve(scalar), r, told) for (scalar, told), r in zip(eliminated, component, strict=True)]
    for i, r in enumerate(component):
        if r.function not in {c.function for c in r.subcalls} and not r.nonlinear and r.relation == "=":
            return _substituted(component, i, known, solve, values)
    if any(call.argument == ex.Symbol(r.variable) for r in component for call in r.subcalls):
        raise first
    return _together(component, known)


def _told_first(solution: Solution, original: Recurrence, *told: Step) -> Solution:
    shown = (replace(told[0], display=(ex.Relation("=", original.left, solution.recurrence.right),)), *told[1:])
    return replace(solution, recurrence=original, steps=(*shown, *solution.steps))


def _initial_values(component: tuple[Recurrence, ...], values: Values) -> dict[str, dict[int, Fraction]]:
    """Exact values at the first sizes, when base cases are stated."""
    if not any(r.initial for r in component):
        return {}
    if not all(r.initial for r in component):
        raise Unmet("base cases of all functions or of none", "some of the functions have no stated base case")
    start = min(c.high if c.low is None else c.low for r in component for c in r.initial)
    last = max(c.high for r in component for c in r.initial) + sum(_order(r) for r in component)
    sizes = range(start, min(last, start + _SMALL) + 1)
    return {r.function: values(r.function, sizes) for r in component}


def _order(r: Recurrence) -> int:
    largest = 0
    for call in r.subcalls:
        if r.variable in ex.symbols(call.argument):
            shift = expand(ex.add(ex.Symbol(r.variable), ex.mul(ex.Number(Fraction(-1)), call.argument)), r.variable)
            if shift.terms and isinstance(shift.terms[0][1], Fraction) and shift.terms[0][0] == UNIT:
                largest = max(largest, int(shift.terms[0][1]))
    return largest


def _substituted(
    component: tuple[Recurrence, ...], i: int, known: dict[str, Bounds], solve: Solve, values: Values
) -> list[Solution]:
    """The function that does not call itself put into the others; at the end its own bound from theirs."""
    gone = component[i]
    rest = tuple(_insert(r, gone) for j, r in enumerate(component) if j != i)
    _require_clear_base(component, rest)
    told = step(
        "{b} does not call itself, so it can be substituted:",
        b=gone.left,
        source="CLRS 4e, section 4.3",
    )
    if len(rest) == 1:
        found = [_told_first(solve(rest[0]), component[1 - i], told)]
    else:
        found = solve_mutual(rest, known, solve, values)
    known.update((s.function, s.bounds) for s in found)
    return [*found, solve(gone)]


def _insert(r: Recurrence, gone: Recurrence) -> Recurrence:
    def change(x: Expr) -> Expr:
        if isinstance(x, ex.Call) and x.function == gone.function:
            return ex.substitute(gone.right, gone.variable, change(x.arguments[0]))
        return ex.rebuild(x, change) if ex.has_call(x) else x

    right = change(r.right)
    parts = split(right)
    return replace(r, right=right, subcalls=parts.subcalls, driving=parts.driving, nonlinear=parts.nonlinear)


def _require_clear_base(component: tuple[Recurrence, ...], rest: tuple[Recurrence, ...]) -> None:
    """After substitution the base values of the function that is gone still feed the others."""
    stated = [c.value for r in component for c in r.initial]
    if all(isinstance(v, ex.Number) and v.value > 0 for v in stated):
        return
    if any(r.driving == ex.ZERO for r in rest):
        raise Unmet("positive base values", "with a base value that is not positive the substitution may lose it")


def _together(component: tuple[Recurrence, ...], known: dict[str, Bounds]) -> list[Solution]:
    names = [r.function for r in component]
    entries: Entries = {}
    lowers: list[Monomial | None] = []
    uppers: list[Monomial | None] = []
    n = component[0].variable
    for i, r in enumerate(component):
        if r.nonlinear or r.relation != "=" or r.variable != n:
            raise Unmet("a linear system of equations", "{x} is not linear", x=ex.Relation(r.relation, r.left, r.right))
        foreign: list[Expr] = []
        for call in r.subcalls:
            if call.function not in names:
                foreign.append(ex.mul(call.coefficient, ex.Call(call.function, (call.argument,))))
                continue
            sized = classify(call, n)
            a = real_number(call.coefficient) if n not in ex.symbols(call.coefficient) else None
            if sized.shrink is not Shrink.FRACTION or a is None or real.sign(a) <= 0:
                x = ex.Call(call.function, (call.argument,))
                raise Unmet("positive multiples of T(r·n)", "{x} is no such call", x=x)
            check_offset(sized.offset, call.argument)
            entries.setdefault((i, names.index(call.function)), []).append((a, sized.ratio))
        reading = envelope(ex.add(*foreign, r.driving), known)
        lowers.append(None if reading.lower is None else lower_toll(expand(reading.lower, n)))
        uppers.append(None if reading.upper is None else upper_toll(expand(reading.upper, n)))
        if reading.upper is None:
            raise Unmet("bounded driving terms", "a driving term has no upper bound")
    if _largest(lowers) is None:
        _require_clear_base(component, component)
    elif any(isinstance(c.value, ex.Number) and c.value.value < 0 for r in component for c in r.initial):
        raise Unmet("nonnegative base values", "a base value is negative")
    p = matrix_exponent(entries, len(names))
    upper, lower = (_growth(_largest(tolls), p.value, n) for tolls in (uppers, lowers))
    bounds = Bounds(lower, upper)
    steps = _steps(component, entries, p.value, _largest(uppers), upper, n, bool(p.definition))
    where = () if p.definition is None else (p.definition,)
    return [
        Solution(
            r,
            bounds,
            "Akra–Bazzi for systems",
            None,
            step("the functions call each other, so all grow alike, by the Perron root of their matrix."),
            (*steps, _result(r, bounds)),
            where=where,
        )
        for r in component
    ]


def _largest(tolls: list[Monomial | None]) -> Monomial | None:
    found: Monomial | None = None
    for toll in tolls:
        if toll is not None and (found is None or monomials.compare(toll, found) > 0):
            found = toll
    return found


def _growth(toll: Monomial | None, p: real.Real, variable: str) -> Growth:
    watershed = UNIT if p == 0 else level(0, p)
    return Growth(watershed if toll is None else level_sum(toll, p).growth, variable)


def _steps(
    component: tuple[Recurrence, ...],
    entries: Entries,
    p: Any,
    toll: Monomial | None,
    growth: Growth,
    n: str,
    rooted: bool,
) -> tuple[Step, ...]:
    q = ex.Symbol("p")
    value = ex.Relation("~" if rooted else "=", q, _short(p) if rooted else exact_formula(p))
    steps = [
        step(
            "Write {m} for the matrix whose entry in row i and column j is the sum of a·r^p over the calls a·T(r·n) of "
            "function j in the equation of function i. Its Perron root is 1 at {value}, the critical exponent.",
            m=ex.Call("M", (q,)),
            value=value,
            source="Akra and Bazzi 1998; Perron 1907",
        )
    ]
    driving = "there is no driving function" if toll is None else "the largest driving function is {f}"
    formulas = {} if toll is None else {"f": ex.Asymptotic("Θ", monomial_formula(toll, n))}
    steps.append(
        Step(
            f"Every function reaches every other within a bounded number of calls, and {driving}; so each of them is "
            "of the order {g}.",
            (*formulas.items(), ("g", growth.expression())),
        )
    )
    return tuple(steps)


def _short(p: Any) -> Expr:
    return ex.Number(Fraction(real.digits(p, 8)), decimal=True)


def _result(r: Recurrence, bounds: Bounds) -> Step:
    kind = "Θ" if bounds.theta is not None else "O"
    growth = bounds.upper or bounds.lower
    if growth is None:
        raise Undecided("neither bound is known")
    return step("Therefore {result}.", result=ex.Relation("=", r.left, ex.Asymptotic(kind, growth.expression())))
