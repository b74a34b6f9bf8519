"""T(n) by T(n/b), T(n/b²), … with powers and products of them: at n = b^j it is a recurrence in j.

S(j) = T(b^j) satisfies the equation with S(j − i) for T(n/bⁱ) and b^j for n. What is proved of S is told of T at the
powers of b, with j = log_b n: n·T(n/2)² gives (4·T(1))^n/(4n), and T(n/2)² + 1 gives k^n.
Source: Graham, Knuth, Patashnik, Concrete Mathematics, section 1.3 (values at powers first).
"""

from __future__ import annotations

from fractions import Fraction

from recur.asymptotics import Growth
from recur.evaluation.equation import straight_line
from recur.model import (
    Bounds,
    Case,
    Expr,
    OtherShape,
    Powers,
    Recurrence,
    Solution,
    Undecided,
    Unmet,
    Unsolved,
    Verification,
    expressions as ex,
    index_letter,
    step,
    unused_name,
)
from recur.model.linearity import split
from recur.model.records import replace
from recur.numbers import real
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind

SOURCE = "Concrete Mathematics, section 1.3"
NAME = "values at powers"
_MOST_DEPTH = 8
_LARGE = 10**9


@method(
    NAME,
    about=(RecurrenceKind.NONLINEAR, RecurrenceKind.PRODUCT_OF_FRACTIONS),
    source=SOURCE,
    summary="T(n) by powers and products of T(n/b), T(n/b²), …, at the powers of b: n T(n/2)², T(n/2)² + 1",
)
def solve(problem: Problem) -> Solution:
    r = problem.recurrence
    if not r.nonlinear or r.relation != "=":
        raise OtherShape("a nonlinear recurrence", "a linear recurrence has methods of its own")
    calls = list(dict.fromkeys(x for x in ex.walk(r.right) if isinstance(x, ex.Call)))
    b, depths = _levels(r, calls)
    inner = _on_powers(r, b, depths)
    try:
        told = problem.whole(inner)
    except Unsolved as refused:
        raise Unmet("a recurrence in the exponent that is solved", "{e} is not", e=_equation(inner)) from refused
    if any(case.exact is not None for case in told.cases) or (told.exact is None and told.bounds == Bounds(None, None)):
        raise Unmet("one answer for all letters", "that of {e} is a table", e=_equation(inner))
    j, n = inner.variable, ex.Symbol(r.variable)
    try:
        low, high = (_growth(g, j, b, r.variable) for g in (told.bounds.lower, told.bounds.upper))
        cases = tuple(_case(case, j, b, r.variable) for case in told.cases)
    except Undecided as doubt:
        raise Unmet("a growth that is told in n", "at powers it is not") from doubt
    exact = None if told.exact is None else _in_size(told.exact, j, b, n)
    first = int(told.exact_domain.first) if told.exact_domain is not None else 0
    at = ex.Relation("=", n, ex.power(ex.number(b), ex.Symbol(j)))
    back = step("With {j} this is the growth of {t} at the powers of {b}.", j=at, t=r.left, b=ex.number(b))
    if exact is not None:
        back = step("With {j} this is {t}.", j=at, t=ex.Relation("=", r.left, exact))
    return Solution(
        r,
        Bounds(low, high),
        NAME,
        told.method,
        step("at the powers of {b} the values follow a recurrence in the exponent.", b=ex.number(b)),
        (step("Let {s}. Then {e}.", s=_named(r, inner, b), e=_equation(inner), source=SOURCE), *told.steps, back),
        assumptions=(step("{n} is a power of {b}.", n=n, b=ex.number(b)), *told.assumptions),
        where=told.where,
        exact=exact,
        exact_domain=None if exact is None else Powers(r.variable, b, first_index=first, index=index_letter(r)),
        constants=told.constants if exact is not None else (),
        cases=cases,
        verification=_at_powers(told.exact_verification if low is None or cases else told.verification, b),
        exact_verification=_at_powers(told.exact_verification, b),
    )


def _levels(r: Recurrence, calls: list[ex.Call]) -> tuple[int, dict[ex.Call, int]]:
    """b and the i of each size n/bⁱ."""
    shares: dict[ex.Call, int] = {}
    for call in calls:
        size = call.arguments[0]
        if isinstance(size, ex.Apply):
            raise Unmet("sizes that are not rounded", "between the powers the values of {x} go their own way", x=call)
        line = straight_line(size, r.variable) if call.function == r.function else None
        if line is None or line[1] or line[0].numerator != 1 or line[0].denominator < 2:
            raise OtherShape("sizes n/b, n/b², …", "the size of {x} is none", x=call)
        shares[call] = line[0].denominator
    if not shares:
        raise OtherShape("sizes n/b, n/b², …", "there is no call")
    b = min(shares.values())
    depths: dict[ex.Call, int] = {}
    for call, share in shares.items():
        depth = next((i for i in range(1, _MOST_DEPTH + 1) if b**i == share), None)
        if depth is None:
            raise Unmet("sizes n/b, n/b², …", "{x} is at no power of the same number", x=call)
        depths[call] = depth
    return b, depths


def _on_powers(r: Recurrence, b: int, depths: dict[ex.Call, int]) -> Recurrence:
    """The recurrence of S(j) = T(b^j)."""
    name, j = unused_name(r, "SUVWR"), unused_name(r, "jkim")
    size = ex.power(ex.number(b), ex.Symbol(j))

    def put(x: Expr) -> Expr:
        match x:
            case ex.Call():
                return ex.Call(name, (ex.subtract(ex.Symbol(j), ex.number(depths[x])),))
            case ex.Symbol(symbol) if symbol == r.variable:
                return size
            case ex.Power(ex.Symbol(symbol), ex.Number(e)) if symbol == r.variable:
                return ex.power(ex.number(b), ex.mul(ex.number(e), ex.Symbol(j)))
            case ex.Log(ex.Symbol(symbol), base) if symbol == r.variable:
                scale = ex.ONE if base == ex.number(b) else ex.log(ex.number(b), base)
                return ex.mul(ex.Symbol(j), scale)
        return ex.rebuild(x, put) if x.children else x

    initial = []
    for c in r.initial:
        power = next((i for i in range(64) if b**i == c.high), None)
        if c.function != r.function or c.low != c.high or power is None or c.relation != "=":
            raise Unmet("first values at powers", "a value is stated at another size, or at several")
        initial.append(
            replace(
                c, function=name, low=power, high=power, value=ex.substitute(c.value, r.variable, ex.number(c.high))
            )
        )
    right = put(r.right)
    parts = split(right)
    return Recurrence(name, j, "=", right, parts.subcalls, parts.driving, parts.nonlinear, tuple(initial))


def _at_powers(held: Verification, b: int) -> Verification:
    """What was held against the values S(j), with b^j for each j."""
    if not isinstance(held.smallest, int) or not isinstance(held.largest, int):
        return held
    return replace(held, smallest=b**held.smallest, largest=b**held.largest)


def _growth(g: Growth | None, j: str, b: int, variable: str) -> Growth | None:
    return None if g is None else Growth.of(_in_size(g.expression(), j, b, ex.Symbol(variable)), variable)


def _case(case: Case, j: str, b: int, variable: str) -> Case:
    return replace(case, growth=_growth(case.growth, j, b, variable))


def _in_size(x: Expr, j: str, b: int, n: Expr) -> Expr:
    """The formula with log_b n for j, and powers of n for the powers c^j in which c is a power of b."""
    match x:
        case ex.Symbol(name) if name == j:
            return ex.log(n, ex.number(b))
        case ex.Power(ex.Number(base), exponent) if j in ex.symbols(exponent) and base > 0:
            line = straight_line(exponent, j)
            share = real.log_ratio(base, Fraction(b)) if line is not None else None
            if line is not None and isinstance(share, Fraction):
                front = ex.power(ex.number(base), ex.number(line[1]))
                return ex.mul(front, ex.power(n, ex.number(share * line[0])))
            whole = exponent.factors[0] if isinstance(exponent, ex.Mul) else None
            if isinstance(whole, ex.Number):
                rest = exponent.children[1:]
                if whole.value.denominator == 1 and whole.value > 1 and base ** int(whole.value) < _LARGE:
                    raised = ex.power(ex.number(base ** int(whole.value)), ex.mul(*rest))
                    return _in_size(raised, j, b, n)
            terms = exponent.terms if isinstance(exponent, ex.Add) else (exponent,)
            if len(terms) > 1:
                return ex.mul(*(_in_size(ex.power(ex.number(base), term), j, b, n) for term in terms))
    return ex.rebuild(x, lambda part: _in_size(part, j, b, n)) if x.children else x


def _named(r: Recurrence, inner: Recurrence, b: int) -> Expr:
    at = ex.Call(r.function, (ex.power(ex.number(b), ex.Symbol(inner.variable)),))
    return ex.Relation("=", inner.left, at)


def _equation(inner: Recurrence) -> Expr:
    return ex.Relation("=", inner.left, inner.right)
