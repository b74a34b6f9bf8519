"""Both sizes fall together, T(m, n) = aT(m/b, n/b) + f(m, n) or aT(m−1, n−1) + f: a recurrence along each diagonal.

It ends where the smaller size does, after log_b min(m, n) or min(m, n) calls. With f a product mᵖnᑫ and M ≥ μ the
larger and the smaller size, level i costs aⁱ·f/b^{i(p+q)}, a geometric sum; for steps by one Σ_{t≤μ} (M−μ+t)ᵖtᑫ lies
between Mᵖμ^{q+1}/2^{p+q+1} and Mᵖμ^{q+1}. Source: the recursion-tree method (CLRS 4e, section 4.4) in two sizes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from recur.evaluation.equation import straight_line
from recur.model import (
    InitialCondition,
    Recurrence,
    Step,
    Subcall,
    System,
    Unmet,
    expressions as ex,
    step,
)
from recur.model.errors import RecurError
from recur.model.records import frozen
from recur.model.several import ClosedLine, JointGrowthLine, MultivariateSolution
from recur.solving.several.joint_problem import (
    GRID,
    JointProblem,
    Polynomial,
    joint_formula,
    joint_polynomial,
    on_points,
    ratio_bounded,
    rational_value,
    together,
)
from recur.solving.solver import solve_all

METHOD = "recurrence along the diagonal"


@frozen
class _Fall:
    """One call: a·T(m/base, n/base), or a·T(m − 1, n − 1) where the base is 1; `times` is 0 where a is no number."""

    coefficient: ex.Expr
    times: Fraction
    base: Fraction


@frozen
class _JointTerm:
    """mᵖ·nᑫ·min(m, n)^e·(log min(m, n))^l"""

    p: Fraction
    q: Fraction
    e: ex.Expr
    value: Fraction | None  # of e; None: the irrational log_b a less p + q, which is positive
    logs: int = 0


def along_the_diagonal(problem: JointProblem) -> MultivariateSolution:
    """The solution where every call makes both sizes smaller at the same pace."""
    if len(problem.sizes) != 2:
        raise Unmet("sizes", "the diagonal is taken between two sizes")
    fall = _fall(problem)
    problem.require_low_borders()
    exact, count = _exact(problem, fall)
    ended = {size for border in problem.borders for relation in border.where for size in ex.symbols(relation)}
    if fall.base > 1 and problem.borders and not ended >= set(problem.sizes):
        raise Unmet("borders", "a border ends the recursion in one size alone, and either may be the smaller one")
    everywhere = not problem.borders or fall.base > 1 or len(problem.values) == GRID * GRID
    growth = _growth(problem, fall) if everywhere else None  # with one border, T is known on one side of the diagonal
    if growth is None and not exact:
        raise Unmet("growth", "neither a growth nor a closed form along the diagonals is known")
    m, n = map(ex.Symbol, problem.sizes)
    least = ex.Apply("min", (m, n))
    calls = least if fall.base == 1 else ex.Log(least, ex.number(fall.base))
    lines = () if growth is None else (_line(problem, fall, growth),)
    assumed = step("no border is stated: {t} lies between two positive constants where {m} or {n} is small",
                   t=problem.recurrence.left, m=m, n=n)  # fmt: skip
    return MultivariateSolution(
        problem.recurrence,
        METHOD,
        step("{m} and {n} fall together, for about {c} calls", m=m, n=n, c=calls),
        tuple(_steps(problem, fall, growth)),
        lines,
        exact,
        assumptions=() if problem.borders else (assumed,),
        verification=on_points(count)
        if exact or growth is None
        else ratio_bounded(problem, growth, (int(fall.base),) * 2),
    )


def _line(problem: JointProblem, fall: _Fall, growth: ex.Expr) -> JointGrowthLine:
    """Θ for all sizes, or for powers of b where T(1, n) is stated and T(2, n), which n/3 leads to, is not."""
    try:
        problem.require_ends(dict.fromkeys(problem.sizes, int(fall.base)))
    except Unmet:
        m, n = map(ex.Symbol, problem.sizes)
        powers = step("for powers {m}, {n} → ∞ of {b}", m=m, n=n, b=ex.number(fall.base))
        return JointGrowthLine("Θ", growth, powers)
    return JointGrowthLine("Θ", growth, together(problem.sizes), problem.sizes)


def _fall(problem: JointProblem) -> _Fall:
    if not problem.calls:
        raise Unmet("calls", "there are none")
    paces = set()
    for call in problem.calls:
        lines = [straight_line(x, size) for x, size in zip(call.arguments, problem.sizes, strict=True)]
        if any(line is None for line in lines):
            raise Unmet("calls", "a call mixes the sizes")
        paces.add(tuple(line for line in lines if line is not None))
    if len(paces) != 1:
        raise Unmet("calls", "the calls are at different places")
    ((first, second),) = paces
    coefficient = ex.add(*(call.coefficient for call in problem.calls))
    times = rational_value(coefficient)
    if times is not None and times <= 0:
        raise Unmet("calls", "the calls cancel, or their coefficient is negative")
    if first == second == (Fraction(1), Fraction(-1)):
        return _Fall(coefficient, times or Fraction(0), Fraction(1))
    if times is None:
        raise Unmet("calls", "a coefficient is no number")
    if first == second and first[1] == 0 and 0 < first[0] < 1 and first[0].numerator == 1:
        return _Fall(coefficient, times, 1 / first[0])
    raise Unmet("calls", "the sizes do not fall at one pace, by 1 each or by one whole factor")


def _driving(problem: JointProblem) -> Polynomial:
    """The driving term as products with coefficients ≥ 0; Θ(…) stands for what is in it."""
    parts = problem.driving.terms if isinstance(problem.driving, ex.Add) else (problem.driving,)
    bodies = [x.body if isinstance(x, ex.Asymptotic) and x.kind == "Θ" else x for x in parts]
    found = joint_polynomial(ex.add(*bodies), problem.sizes)
    if found is None or any(c < 0 for c in found.values()):
        raise Unmet("driving term", "the driving term is no sum of products with positive coefficients")
    return found


def _growth(problem: JointProblem, fall: _Fall) -> ex.Expr | None:
    try:
        driving = _driving(problem)
    except Unmet:
        return None
    border = problem.constant_border()
    if not fall.times:
        return None
    if (problem.borders and (border is None or border < 0)) or (not driving and border == 0):
        return None
    m, n = map(ex.Symbol, problem.sizes)
    least = ex.Apply("min", (m, n))
    if fall.base == 1 and fall.times != 1:
        constant = set(driving) <= {(0, 0)} and fall.times > 1
        return ex.power(ex.number(fall.times), least) if constant else None
    terms = [_term(fall, Fraction(p), Fraction(q)) for p, q in driving]
    if not terms:
        if fall.base == 1:
            return ex.ONE
        terms = [_JointTerm(Fraction(0), Fraction(0), _exponent(fall, Fraction(0)), _log(fall))]
    joined = _as_product(terms)
    if joined is not None:
        return _formula(joined, m, n, least)
    kept = [t for i, t in enumerate(terms) if not any(_covers(u, t) and (u != t or j < i)
            for j, u in enumerate(terms) if j != i)]  # fmt: skip
    return ex.add(*(_formula(t, m, n, least) for t in kept))


def _log(fall: _Fall) -> Fraction | None:
    """log_b a where it is a whole number."""
    a, exponent = fall.times, 0
    while a > 1:
        a, exponent = a / fall.base, exponent + 1
    return Fraction(exponent) if a == 1 else None


def _exponent(fall: _Fall, less: Fraction) -> ex.Expr:
    known = _log(fall)
    if known is not None:
        return ex.number(known - less)
    return ex.subtract(ex.Log(ex.number(fall.times), ex.number(fall.base)), ex.number(less))


def _term(fall: _Fall, p: Fraction, q: Fraction) -> _JointTerm:
    """The cost of the whole diagonal for the driving term mᵖnᑫ."""
    if fall.base == 1:
        return _JointTerm(p, q, ex.ONE, Fraction(1))
    level = fall.base ** int(p + q)
    if fall.times < level:
        return _JointTerm(p, q, ex.ZERO, Fraction(0))
    if fall.times == level:
        return _JointTerm(p, q, ex.ZERO, Fraction(0), 1)
    known = _log(fall)
    return _JointTerm(p, q, _exponent(fall, p + q), None if known is None else known - p - q)


def _covers(u: _JointTerm, t: _JointTerm) -> bool:
    """Is u at least as large as t wherever m and n are ≥ 2? Seen in both corners, m ≥ n and n ≥ m."""
    if u.value is None or t.value is None:
        return u.p >= t.p and u.q >= t.q and u.e == t.e and u.logs >= t.logs
    above = u.p + u.q + u.value, u.logs
    below = t.p + t.q + t.value, t.logs
    return u.p >= t.p and u.q >= t.q and above >= below


def _as_product(terms: list[_JointTerm]) -> _JointTerm | None:
    """One product that grows as the sum does in both corners: (m + n)·min(m, n) is m·n."""
    if len(terms) == 1 or any(t.value is None for t in terms):
        return None
    corners = []
    for first in (True, False):
        # M^x·μ^y is the largest where both x and x + y are.
        exponents = [(t.p if first else t.q, t.p + t.q + (t.value or Fraction(0)), t.logs) for t in terms]
        top = max(exponents)
        if any(e[1:] > top[1:] for e in exponents):
            return None
        corners.append(top)
    (p, whole, logs), (q, other, logs_of_other) = corners
    e = whole - p - q
    if whole != other or logs != logs_of_other or e < 0:
        return None
    return _JointTerm(p, q, ex.number(e), e, logs)


def _formula(t: _JointTerm, m: ex.Expr, n: ex.Expr, least: ex.Expr) -> ex.Expr:
    return ex.mul(
        ex.power(m, ex.number(t.p)),
        ex.power(n, ex.number(t.q)),
        ex.power(least, t.e),
        ex.power(ex.Log(least), ex.number(t.logs)),
    )


def _exact(problem: JointProblem, fall: _Fall) -> tuple[tuple[ClosedLine, ...], int]:
    """Closed forms where the steps are by one: along n − m fixed, from each border."""
    if fall.base != 1 or not problem.borders:
        return (), 0
    try:
        problem.require_plain_borders()
    except Unmet:
        return (), 0
    sides = []
    for falls in (0, 1):
        try:
            sides.append(_side(problem, fall, falls))
        except Unmet:
            continue
        if falls == len(sides):
            return _one_side(problem, sides[0], falls)
    if len(sides) == 1:
        return _one_side(problem, sides[0], 0)
    if not sides:
        return (), 0
    m, n = map(ex.Symbol, problem.sizes)
    least = ex.Apply("min", (m, n))
    below, above = (ex.substitute(side, problem.sizes[1 - i], least) for i, side in enumerate(sides))
    other = problem.sizes
    candidates: list[tuple[ClosedLine, ...]] = []
    if ex.symbols(sides[0]) <= {other[1]} and ex.symbols(sides[1]) <= {other[0]} and below == above:
        candidates.append((ClosedLine(below, step("for {m}, {n} ≥ 0", m=m, n=n)),))
    candidates.append((
        ClosedLine(sides[0], step("for {m} ≥ {n} ≥ 0", m=m, n=n)),
        ClosedLine(sides[1], step("for {n} ≥ {m} ≥ 0", m=m, n=n)),
    ))  # fmt: skip
    for lines in candidates:
        values = [problem.evaluated(line.formula) for line in lines]
        grid = [(i, j) for i in range(GRID) for j in range(GRID)]
        if all(
            point in problem.values
            and problem.values[point] == values[0 if len(lines) == 1 or point[0] >= point[1] else 1](point)
            for point in grid
        ):
            return lines, GRID * GRID
    return (), 0


def _one_side(problem: JointProblem, side: ex.Expr, falls: int) -> tuple[tuple[ClosedLine, ...], int]:
    """The closed form where the diagonal ends at the one border that is stated, as n!/(n − k)! does at k = 0."""
    large, small = (ex.Symbol(problem.sizes[place]) for place in (falls, 1 - falls))
    points = [(i, j) for i in range(GRID) for j in range(GRID) if (i >= j if falls == 0 else j >= i)]
    value = problem.evaluated(side)
    if not all(point in problem.values and problem.values[point] == value(point) for point in points):
        return (), 0
    return (ClosedLine(side, step("for {m} ≥ {n} ≥ 0", m=large, n=small)),), len(points)


def _side(problem: JointProblem, fall: _Fall, falls: int) -> ex.Expr:
    """T for m ≥ n (falls 0), from the border n = 0: U(n) = aU(n−1) + f(n + d, n), U(0) = T(d, 0), then d = m − n."""
    r = problem.recurrence
    smaller, larger = problem.sizes[1 - falls], problem.sizes[falls]
    border = next(
        (b for b in problem.borders if b.where == (ex.Relation("=", ex.Symbol(smaller), ex.ZERO),)),
        None,
    )
    if border is None:
        raise Unmet("borders", "no border is stated where a size is 0")
    gap = next(name for name in ("d", "h", "g", "q") if name not in (*problem.sizes, *r.letters))
    n = ex.Symbol(smaller)
    driving = ex.substitute(problem.driving, larger, ex.add(n, ex.Symbol(gap)))
    first = ex.substitute(border.value, larger, ex.Symbol(gap))
    times = ex.substitute(fall.coefficient, larger, ex.add(n, ex.Symbol(gap)))
    subcalls = (Subcall(r.function, times, ex.subtract(n, ex.ONE)),)
    right = ex.add(ex.mul(times, ex.Call(r.function, (subcalls[0].argument,))), driving)
    alone = Recurrence(
        r.function, smaller, "=", right, subcalls, driving, (), (InitialCondition(r.function, 0, 0, first),)
    )
    try:
        (found,) = solve_all(System((alone,)), None)
    except RecurError as problem_of_one:
        raise Unmet("diagonal", "the recurrence along a diagonal has no closed form") from problem_of_one
    if found.exact is None or found.constants:
        raise Unmet("diagonal", "the recurrence along a diagonal has no closed form")
    whole = ex.substitute(found.exact, gap, ex.subtract(ex.Symbol(larger), n))
    neat = joint_polynomial(whole, problem.sizes)
    return whole if neat is None else joint_formula(neat, problem.sizes)


def _steps(problem: JointProblem, fall: _Fall, growth: ex.Expr | None) -> Iterator[Step]:
    m, n = map(ex.Symbol, problem.sizes)
    i = ex.Symbol(next(name for name in ("i", "l", "t") if name not in (*problem.sizes, *problem.recurrence.letters)))
    if fall.base == 1:
        yield step("Every call goes one step along the diagonal, on which {d} stays as it is.", d=ex.subtract(m, n))
        if not fall.times:
            return
        total = ex.Range(
            "sum", i.name, ex.ZERO, ex.subtract(ex.Apply("min", (m, n)), ex.ONE),
            ex.mul(ex.power(ex.number(fall.times), i), _moved(problem, lambda x: ex.subtract(x, i))),
        )  # fmt: skip
        yield step("Up to the value at the border, the sum over the calls is", total)
        return
    base = ex.number(fall.base)
    yield step("Every call divides both sizes by {b}; the smaller one ends the recursion.", b=base)
    level = ex.mul(ex.power(ex.number(fall.times), i), _moved(problem, lambda x: ex.divide(x, ex.power(base, i))))
    depth = ex.Log(ex.Apply("min", (m, n)), base)
    if problem.driving == ex.ZERO:
        count = ex.power(ex.number(fall.times), depth)
        yield step("There are {d} levels, and {c} calls at the border.", d=depth, c=count)
        return
    yield step("Level {i} of the recursion tree costs", level, i=i)
    if growth is not None:
        told = "For each product in it these are the terms of a geometric sum of {d} levels, which gives"
        yield step(told, ex.Relation("=", problem.recurrence.left, ex.Asymptotic("Θ", growth)), d=depth)


def _moved(problem: JointProblem, move: Callable[[ex.Expr], ex.Expr]) -> ex.Expr:
    x = problem.driving
    for size in problem.sizes:
        x = ex.substitute(x, size, move(ex.Symbol(size)))
    return x
