"""Each call divides a size: T(m, n) = T(m/2, n) + T(m, n/2) + 1 counts the paths of a lattice in ⌊log m⌋ and ⌊log n⌋.

⌊⌊m/b⌋/b⌋ = ⌊m/b²⌋, so that T depends on ⌊log_b m⌋ and ⌊log_c n⌋ alone, and in them the calls are steps of a lattice
path: with positive constants at the borders T lies between two multiples of the number of paths. On the diagonal these
are (1+√δ)^(2 log_b n)/√(log n), a power of n over that root. Source: Graham, Knuth, Patashnik, Concrete Mathematics,
3.2 and 5.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from recur.evaluation.equation import straight_line
from recur.model import Step, Unmet, expressions as ex, step
from recur.model.several import JointGrowthLine, MultivariateSolution
from recur.solving.several.joint_problem import (
    JointCall,
    JointProblem,
    choose,
    ratio_bounded,
    together,
)
from recur.solving.several.lattice_weights import LatticeWalk, positive, restated, walk_of

METHOD = "lattice paths of logarithms"
_LARGEST_BASE = 8


def halved_lattice(problem: JointProblem) -> MultivariateSolution:
    """Θ of the number of paths in the logarithms of the sizes."""
    if len(problem.sizes) != 2:
        raise Unmet("sizes", "the lattice is one of two sizes")
    bases = tuple(_base(problem, place) for place in range(2))
    walk = walk_of(_in_exponents(problem))
    delta = 1 + walk.both
    if walk.turned or not walk.is_plain or delta <= 0:
        raise Unmet("calls", "a call that divides one size is made more than once")
    _require_constants(problem, bases)
    m, n = map(ex.Symbol, problem.sizes)
    i, j = (ex.Apply("floor", (ex.Log(x, ex.number(b)),)) for x, b in zip((m, n), bases, strict=True))
    numbers = _paths(problem, walk, i, j)
    lines = [JointGrowthLine("Θ", numbers, together(problem.sizes), problem.sizes)]
    if bases[0] == bases[1]:
        grown, middle = _on_diagonal(delta, bases[0], n), step("for {m} = {n} → ∞", m=m, n=n)
        lines.append(JointGrowthLine("Θ", grown, middle, along=ex.Relation("=", m, n)))
    assumed = step("no border is stated: {t} lies between two positive constants where {m} or {n} is 1",
                   t=problem.recurrence.left, m=m, n=n)  # fmt: skip
    return MultivariateSolution(
        problem.recurrence,
        METHOD,
        step("in {i} and {j} the calls are steps of a lattice path", i=i, j=j),
        tuple(_steps(problem, i, j, lines)),
        tuple(lines),
        assumptions=() if problem.borders else (assumed,),
        verification=ratio_bounded(problem, numbers, (bases[0], bases[1])),
    )


def _base(problem: JointProblem, place: int) -> int:
    """The one number that a size is divided by, in the calls that do not leave it as it is."""
    slopes = set()
    for call in problem.calls:
        line = straight_line(call.arguments[place], problem.sizes[place])
        if line is None or line[1]:
            raise Unmet("calls", "a call does not divide a size")
        slopes.add(line[0])
    divided = slopes - {Fraction(1)}
    if len(divided) != 1:
        raise Unmet("calls", "a size is divided by no number, or by several")
    base = 1 / divided.pop()
    if base.denominator != 1 or not 1 < base <= _LARGEST_BASE:
        raise Unmet("calls", "a size is divided by no small whole number")
    return int(base)


def _in_exponents(problem: JointProblem) -> JointProblem:
    """The calls as steps: m/b is one step back in log_b m."""
    calls = []
    for call in problem.calls:
        places = zip(call.arguments, map(ex.Symbol, problem.sizes), strict=True)
        moved = (size if x == size else ex.subtract(size, ex.ONE) for x, size in places)
        calls.append(JointCall(call.coefficient, tuple(moved)))
    return restated(problem, (), tuple(calls), ex.ZERO)


def _require_constants(problem: JointProblem, bases: tuple[int, ...]) -> None:
    """Each call costs a constant, and each size that is below its base ends the recursion at one."""
    cost = problem.driving
    known = cost.body if isinstance(cost, ex.Asymptotic) and cost.kind == "Θ" else cost
    if known != ex.ZERO and (not positive(known) or ex.symbols(known) & set(problem.sizes)):
        raise Unmet("driving term", "the driving term is no positive constant")
    if not problem.borders:
        return
    border = problem.constant_border()
    if border is None or border <= 0:
        raise Unmet("borders", "the borders are not one positive constant")
    ends = {
        (relation.left, at + (relation.op != "<"))
        for rule in problem.borders
        for relation in rule.where
        if isinstance(relation.right, ex.Number) and (relation.op in ("<", "<=") or relation.right.value == 1)
        for at in (relation.right.value,)
    }
    if ends != {(ex.Symbol(size), Fraction(base)) for size, base in zip(problem.sizes, bases, strict=True)}:
        raise Unmet("borders", "a size below the number that divides it does not end the recursion")
    problem.require_low_borders()


def _paths(problem: JointProblem, walk: LatticeWalk, i: ex.Expr, j: ex.Expr) -> ex.Expr:
    if not walk.both:
        return choose(ex.add(i, j), i)
    k = next(name for name in ("k", "t", "r", "s") if name not in (*problem.sizes, *problem.recurrence.letters))
    body = ex.mul(choose(i, ex.Symbol(k)), choose(j, ex.Symbol(k)), ex.power(ex.number(1 + walk.both), ex.Symbol(k)))
    return ex.Range("sum", k, ex.ZERO, ex.Apply("min", (i, j)), body)


def _on_diagonal(delta: Fraction, base: int, n: ex.Expr) -> ex.Expr:
    """n^(2 log_b(1 + √δ))/√(log n)"""
    square = {2: ex.TWO, 4: ex.ONE}.get(base) if delta == 1 else None  # 4^(log_b n)
    grown = ex.add(ex.sqrt(ex.number(delta)), ex.ONE)
    exponent = square or ex.mul(ex.TWO, ex.Log(grown, ex.number(base)))
    return ex.divide(ex.power(n, exponent), ex.sqrt(ex.Log(n)))


def _steps(problem: JointProblem, i: ex.Expr, j: ex.Expr, lines: list[JointGrowthLine]) -> Iterator[Step]:
    t = problem.recurrence.left
    yield step(
        "Sizes are rounded down, one division after the other as at once: {t} depends on {i} and {j} alone.",
        t=t, i=i, j=j, source="Concrete Mathematics, 3.2",
    )  # fmt: skip
    told = "A call makes one of them smaller by 1. With Θ(1) at the borders and for each call, {t} lies between two "
    yield step(
        told + "multiples of the number of lattice paths:", ex.Relation("=", t, ex.Asymptotic("Θ", lines[0].body)), t=t
    )
    if len(lines) > 1:
        n = ex.Symbol(problem.sizes[1])
        at = ex.Call(problem.recurrence.function, (n, n))
        yield step("On the diagonal Stirling's formula gives", ex.Relation("=", at, ex.Asymptotic("Θ", lines[1].body)),
                   source="Flajolet and Sedgewick, Analytic Combinatorics, VI")  # fmt: skip
