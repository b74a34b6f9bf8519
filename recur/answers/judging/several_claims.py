"""Claims on functions of several sizes: a formula tried at every point of a grid, a bound compared in both corners.

Products of powers and logarithms are compared for all ways in which the sizes grow. With M ≥ μ the larger and the
smaller size, M^x (ln M)^a μ^y (ln μ)^b is at most another one for every course of M and μ as soon as it is where μ
grows slower than every power of ln M, and where μ is as large as M: all that lies between are means of these.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

from recur.answers.judging.question import Question
from recur.answers.judging.several_courses import along_course, compared_by_arms
from recur.answers.judging.several_induction import holds_above
from recur.answers.judging.verdict import JudgedSeveral, Standing, Verdict
from recur.asymptotics.growth import Growth
from recur.evaluation.arithmetic import Compiler
from recur.evaluation.equation import OUTSIDE, straight_line
from recur.model import Step, Unsolved, expressions as ex, listed, step
from recur.model.errors import Undecided
from recur.model.several import JointClaim, MultivariateRecurrence, MultivariateSolution
from recur.numbers.exact import narrow, sign
from recur.solving.several.joint_problem import JointProblem, Point, joint_values

_FEWEST_POINTS = 30
_FEWEST_ON_COURSE = 12
_MOST_NODES = 80
_LEAST_FIXED = 2
_FIXED_AT = range(_LEAST_FIXED, 14)
_ALIKE = 12
#: What a formula may be made of so that agreeing at hundreds of points is no accident of their size.
_PLAIN = (ex.Number, ex.Symbol, ex.Constant, ex.Add, ex.Mul, ex.Power, ex.Apply, ex.Range)
_PLAIN_FUNCTIONS = frozenset({"factorial", "binomial", "min", "max"})
_LARGEST_NUMBER = 20

#: (x, a, y, b) of M^x (ln M)^a μ^y (ln μ)^b
Exponents: TypeAlias = tuple[Fraction, Fraction, Fraction, Fraction]


def judge_several(question: Question, recurrence: MultivariateRecurrence, answer: str | None) -> Verdict:
    """The answer, or the claim that the text makes, held against values and against what is proved."""
    from recur.parsing import parse_joint_claim

    claim = recurrence.claim if answer is None else parse_joint_claim(answer, recurrence, question.log)
    assert claim is not None
    solution, why = _solved(recurrence)
    judged = _judged(recurrence, claim, solution, why)
    standing, note, told = judged
    return Verdict(
        question.text,
        answer or "",
        standing,
        (note,) if note else (),
        (told,) if told is not None else (),
        several=JudgedSeveral(recurrence, claim, solution),
    )


def _solved(recurrence: MultivariateRecurrence) -> tuple[MultivariateSolution | None, str]:
    from recur.solving.several.joint_solver import solve_multivariate

    try:
        return solve_multivariate(recurrence, None), ""
    except Unsolved as unsolved:
        return None, unsolved.message


Judgement: TypeAlias = tuple[Standing, str, Step | None]


def _judged(
    recurrence: MultivariateRecurrence, claim: JointClaim, solution: MultivariateSolution | None, why: str
) -> Judgement:
    if claim.kind in ("=", "<=", ">=", "<", ">"):
        found = _tried(recurrence, claim, solution, why)
        if not claim.bare or found[0] is Standing.CORRECT:
            return found
    course = _course(recurrence, claim)
    if course is not None and solution is not None:
        return _on_course(recurrence, claim, solution, *course)
    if claim.where:
        return _undecided("a bound is judged as the sizes grow without end, and this one has conditions")
    kind = "Θ" if claim.kind == "=" else claim.kind
    if kind == "~":
        proved = [] if solution is None else _proved(recurrence, claim, solution, ("~",))
        if claim.body in proved or any(_is_same(recurrence, claim.body, x) for x in proved):
            return Standing.CORRECT, "", None
        return _undecided("a leading term in several sizes is not judged")
    if solution is None:
        return _undecided(why)
    if claim.fixed:
        return _for_fixed(recurrence, kind, claim, solution)
    return _bounded(recurrence, kind, claim.body, solution)


def _undecided(why: str) -> Judgement:
    return Standing.UNDECIDED, "undecided", Step(f"The claim cannot be compared with what is proved: {why}.")


def _tried(
    recurrence: MultivariateRecurrence, claim: JointClaim, solution: MultivariateSolution | None, why: str
) -> Judgement:
    """A formula or an inequality at every point of the grid that has a value, and where the claim says it holds."""
    if claim.kind != "=":
        return _inequality(recurrence, claim)
    values = joint_values(recurrence)
    value = _function(claim.body, recurrence)
    within = _within(claim, recurrence)
    agreed = 0
    for point, exact in values.items():
        claimed = value(point) if within(point) else None
        if claimed is None:
            continue
        if claimed != exact:
            return Standing.WRONG, "wrong-value", _differs(recurrence, point, exact, claimed)
        agreed += 1
    if agreed < (_FEWEST_ON_COURSE if claim.where else _FEWEST_POINTS):
        return _undecided("the formula has values at too few points")
    if solution is None or not solution.exact:
        told = f"The formula agrees with the exact values at all {agreed} points that were tried, which is no proof"
        return Standing.UNDECIDED, "undecided", Step(f"{told}: {why}." if why else f"{told}.")
    if not _is_plain(claim.body):
        told = f"The formula agrees at all {agreed} points that were tried; that it is the closed form is not proved."
        return Standing.UNDECIDED, "undecided", Step(told)
    return Standing.CORRECT, "", None


def _inequality(recurrence: MultivariateRecurrence, claim: JointClaim) -> Judgement:
    value, within = _function(claim.body, recurrence), _within(claim, recurrence)
    holds: dict[str, Callable[[int], bool]] = {
        "<=": lambda s: s <= 0, "<": lambda s: s < 0, ">=": lambda s: s >= 0, ">": lambda s: s > 0,
    }  # fmt: skip
    for point, exact in joint_values(recurrence).items():
        claimed = value(point) if within(point) else None
        if claimed is not None and not holds[claim.kind](sign(exact - claimed)):
            return Standing.WRONG, "wrong-value", _differs(recurrence, point, exact, claimed)
    return (
        Standing.UNDECIDED,
        "undecided",
        Step("The inequality holds at all points that were tried, which is no proof."),
    )


def _differs(recurrence: MultivariateRecurrence, point: Point, exact: object, claimed: object) -> Step:
    call = ex.Call(recurrence.function, tuple(map(ex.number, point)))
    told = "The recurrence gives {t} = {exact}, the claim says {claimed}."
    numbers = {"exact": exact, "claimed": claimed}
    shown = {name: ex.number(Fraction(str(x))) for name, x in numbers.items()}
    return Step(told, (("t", call), *shown.items()))


def _function(body: ex.Expr, recurrence: MultivariateRecurrence) -> Callable[[Point], int | Fraction | None]:
    return JointProblem(recurrence, (), ex.ZERO).evaluated(body)


def _within(claim: JointClaim, recurrence: MultivariateRecurrence) -> Callable[[Point], bool]:
    compiler = Compiler(recurrence.sizes[0])
    for slot, size in enumerate(recurrence.sizes[1:], 1):
        compiler.cells.append(0)
        compiler.slots[size] = slot
    signs = {"=": (0,), "!=": (-1, 1), "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1)}
    tests = [(signs[r.op], compiler.compile(ex.subtract(r.left, r.right))) for r in claim.where]

    def holds(point: Point) -> bool:
        compiler.cells[: len(point)] = point
        try:
            return all(sign(narrow(difference())) in allowed for allowed, difference in tests)
        except OUTSIDE:
            return False

    return holds


def _is_plain(x: ex.Expr) -> bool:
    nodes = list(ex.walk(x))
    return len(nodes) <= _MOST_NODES and all(
        isinstance(node, _PLAIN)
        and (not isinstance(node, ex.Apply) or node.name in _PLAIN_FUNCTIONS)
        and (not isinstance(node, ex.Number) or abs(node.value) <= _LARGEST_NUMBER)
        for node in nodes
    )


def _bounded(recurrence: MultivariateRecurrence, kind: str, body: ex.Expr, solution: MultivariateSolution) -> Judgement:
    """A bound against the Θ for all sizes together, and against what is known on diagonals."""
    above, below, why = _against_theta(recurrence, body, solution)
    for line in solution.growths:
        if line.along is not None and isinstance(line.along.left, ex.Symbol) and line.kind in ("Θ", "~"):
            course, (other,) = {line.along.left.name: line.along.right}, ex.symbols(line.along.right)
            try:
                claimed, known = (along_course(x, course, other) for x in (body, line.body))
                above = False if claimed < known else above
                below = False if known < claimed else below
            except Undecided:
                continue
    if above is None and holds_above(recurrence, body):
        above = True
    judged = _standing(kind, above, below, why)
    if judged[0] is Standing.WRONG:
        for line in solution.growths:
            fixed = tuple(size for size in recurrence.sizes if size not in line.growing)
            claim = JointClaim(kind, body, fixed=fixed)
            if line.growing and fixed and _for_fixed(recurrence, kind, claim, solution)[0] is Standing.CORRECT:
                return _undecided(f"it holds for fixed {listed(list(fixed))}, and not where all sizes grow")
    return judged


def _against_theta(
    recurrence: MultivariateRecurrence, body: ex.Expr, solution: MultivariateSolution
) -> tuple[bool | None, bool | None, str]:
    """Is the claim an upper bound, and a lower one? None where that is not seen, with what to say then."""
    theta = next(
        (line.body for line in solution.growths if line.kind == "Θ" and line.growing == recurrence.sizes), None
    )
    if theta is None:
        return None, None, "no Θ for all sizes together is proved"
    if _are_alike(recurrence, body, theta):
        return True, True, ""
    exponential = _against_paths(recurrence, body)
    if exponential is not None:
        return *exponential, ""
    try:
        above, below = _compared(body, theta, recurrence.sizes)
    except Undecided as undecided:
        return None, None, str(undecided)
    return above, below, "which of the two is larger depends on how the sizes grow together"


def _is_same(recurrence: MultivariateRecurrence, one: ex.Expr, other: ex.Expr) -> bool:
    return _are_alike(recurrence, one, other) and _function(one, recurrence)((3, 2)) == _function(other, recurrence)(
        (3, 2)
    )


def _are_alike(recurrence: MultivariateRecurrence, one: ex.Expr, other: ex.Expr) -> bool:
    """Are they the same formula up to a constant factor, as C(m+n, m) and (m+n)!/(m!·n!) are?"""
    if one == other:
        return True
    if not (_is_plain(one) and _is_plain(other)) or len(recurrence.sizes) != 2:
        return False
    values = [_function(x, recurrence) for x in (one, other)]
    found = {tuple(value((i, j)) for value in values) for i in range(1, _ALIKE) for j in range(1, _ALIKE)}
    known = [(a, b) for a, b in found if a is not None and b]
    return len(known) >= _FEWEST_POINTS and len({Fraction(a) / b for a, b in known if a is not None}) == 1


def _compared(claimed: ex.Expr, proved: ex.Expr, sizes: tuple[str, ...]) -> tuple[bool | None, bool | None]:
    """Is the claim an upper bound of what is proved, and a lower one? In the corners, or as minima of products."""
    if len(sizes) == 2:
        try:
            corners, others = _corners(claimed, sizes), _corners(proved, sizes)
        except Undecided:
            return compared_by_arms(claimed, proved, sizes)
        found = _at_most(others, corners), _at_most(corners, others)
        if None not in found:
            return found
    return compared_by_arms(claimed, proved, sizes)


def _course(recurrence: MultivariateRecurrence, claim: JointClaim) -> tuple[str, ex.Expr, str] | None:
    """(m, n, n) of a claim for m = n, (k, 2, n) of one for k = 2: a size, what it is, and the other size."""
    if len(claim.where) != 1 or len(recurrence.sizes) != 2 or claim.where[0].op != "=":
        return None
    for left, right in ((claim.where[0].left, claim.where[0].right), (claim.where[0].right, claim.where[0].left)):
        if not isinstance(left, ex.Symbol) or left.name not in recurrence.sizes:
            continue
        (other,) = (size for size in recurrence.sizes if size != left.name)
        line = straight_line(right, other)
        rises = line is not None and line[0] > 0 and ex.symbols(right) == {other}
        if rises or (isinstance(right, ex.Number) and right.value >= _LEAST_FIXED):
            return left.name, right, other
    return None


def _on_course(
    recurrence: MultivariateRecurrence,
    claim: JointClaim,
    solution: MultivariateSolution,
    size: str,
    at: ex.Expr,
    other: str,
) -> Judgement:
    """A bound on a diagonal against what is proved there, or for all sizes together."""
    there = [line for line in solution.growths if line.along == ex.Relation("=", ex.Symbol(size), at)]
    there += [line for line in solution.growths if line.along == ex.Relation("=", at, ex.Symbol(size))]
    body = ex.substitute(claim.body, size, at)
    if claim.kind == "~":
        if any(line.kind == "~" and ex.substitute(line.body, size, at) == body for line in there):
            return Standing.CORRECT, "", None
        return _undecided("a leading term in several sizes is not judged")
    courses = (recurrence.sizes, (other,)) if isinstance(at, ex.Number) else (recurrence.sizes,)
    there += [line for line in solution.growths if line.growing in courses]
    for line in there:
        if line.kind in ("Θ", "~"):
            try:
                claimed, known = (along_course(x, {size: at}, other) for x in (body, line.body))
                return _standing("Θ" if claim.kind == "=" else claim.kind, not claimed < known, not known < claimed)
            except Undecided:
                continue
    return _undecided("no growth on this course that could be compared is proved")


def _for_fixed(
    recurrence: MultivariateRecurrence, kind: str, claim: JointClaim, solution: MultivariateSolution
) -> Judgement:
    """A bound for fixed k against what is proved for every fixed k, or for all sizes together, and so for each k."""
    growing = [size for size in recurrence.sizes if size not in claim.fixed]
    proved = _proved(recurrence, claim, solution, ("Θ", "~"))
    if len(growing) != 1 or not proved or len(list(ex.walk(claim.body))) > _MOST_NODES:
        return _undecided(f"no growth for fixed {listed(list(claim.fixed))} is proved")
    found = set()
    for value in _FIXED_AT:
        try:
            claimed, known = (_growth_at(x, claim.fixed, value, growing[0]) for x in (claim.body, proved[0]))
        except Undecided as undecided:
            return _undecided(str(undecided))
        found.add((not claimed < known, not known < claimed))
    if len(found) != 1:
        return _undecided(f"which of the two is larger depends on {listed(list(claim.fixed))}")
    return _standing(kind, *found.pop())


def _proved(
    recurrence: MultivariateRecurrence, claim: JointClaim, solution: MultivariateSolution, kinds: tuple[str, ...]
) -> list[ex.Expr]:
    """What is proved where the sizes of the claim are fixed; a line with a condition on k speaks of some k alone."""
    courses = (recurrence.sizes, tuple(size for size in recurrence.sizes if size not in claim.fixed))
    return [line.body for line in solution.growths if line.kind in kinds and line.growing in courses]


def _growth_at(x: ex.Expr, fixed: tuple[str, ...], value: int, growing: str) -> Growth:
    for size in fixed:
        x = ex.substitute(x, size, ex.number(value))
    return Growth.of(x, growing)


def _against_paths(recurrence: MultivariateRecurrence, body: ex.Expr) -> tuple[bool, bool] | None:
    """Is B^(m+n), B^min(m, n) or B^max(m, n) an upper, and a lower bound of a number of lattice paths?

    On the diagonal there are (1 + √δ)^(2n)/√n of them, up to constants. Of all points with one m + n these are the
    most, and of those with one min(m, n) the fewest; where n = o(m) they are no exponential of m.
    """
    from recur.solving.several.joint_solver import joint_problem
    from recur.solving.several.lattice_walks import diagonal_weight

    delta = diagonal_weight(joint_problem(recurrence))
    match body:
        case ex.Power(ex.Number(base), exponent) if delta is not None and base > 1:
            pass
        case _:
            return None
    m, n = map(ex.Symbol, recurrence.sizes)
    squared = base * base if exponent in (ex.add(m, n), ex.add(n, m)) else base  # what it is at m = n, to the power n
    # B ≥ (1 + √δ)², without roots: B − 1 − δ ≥ 2√δ.
    rest = squared - 1 - delta
    reaches = rest >= 0 and rest * rest >= 4 * delta
    if exponent in (ex.add(m, n), ex.add(n, m)) or exponent in _extremes("max", m, n):
        return reaches, False
    if exponent in _extremes("min", m, n):
        return False, not reaches
    return None


def _extremes(name: str, m: ex.Expr, n: ex.Expr) -> tuple[ex.Expr, ex.Expr]:
    return ex.Apply(name, (m, n)), ex.Apply(name, (n, m))


def _standing(kind: str, above: bool | None, below: bool | None, why: str = "") -> Judgement:
    """The verdict on a claim that is an upper bound, and a lower one, or not; None where that is not known."""
    large = step("The claim is larger than the function by more than a constant factor in some direction.")
    small = step("The claim is smaller than the function by more than a constant factor in some direction.")
    if kind in ("Θ", "O") and above is False:
        return Standing.WRONG, "too-small", small
    if kind in ("Θ", "Ω") and below is False:
        return Standing.WRONG, "too-large", large
    if above is None or below is None:
        return _undecided(why or "how the two grow beside each other is not known")
    if kind in ("Θ", "O", "Ω") and above and below:
        return Standing.CORRECT, "", None
    if kind in ("O", "Ω"):
        return Standing.NOT_TIGHT, "too-loose", large if kind == "O" else small
    if above and below:
        return (
            Standing.WRONG,
            "tight",
            step("The claim is of the order of the function, so it is neither o nor ω of it."),
        )
    return _undecided("o and ω in several sizes are judged only where they are wrong")


def _corners(x: ex.Expr, sizes: tuple[str, ...]) -> tuple[list[Exponents], list[Exponents]]:
    """The terms where the first size is the larger one, and where the second is."""
    return _terms(x, sizes[0], sizes[1]), _terms(x, sizes[1], sizes[0])


def _terms(x: ex.Expr, large: str, small: str) -> list[Exponents]:
    match x:
        case ex.Add(terms):
            return [part for term in terms for part in _terms(term, large, small)]
        case ex.Mul(factors):
            found = [_NOTHING]
            for factor in factors:
                if isinstance(factor, ex.Number) and factor.value > 0:
                    continue
                parts = _terms(factor, large, small)
                found = [(a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]) for a in found for b in parts]
            return found
        case ex.Power(base, ex.Number(exponent)):
            parts = _terms(base, large, small)
            if len(parts) > 1 and exponent < 0:
                raise Undecided("a sum stands below a bar")
            # The power of a sum grows as the sum of the powers.
            return [(p[0] * exponent, p[1] * exponent, p[2] * exponent, p[3] * exponent) for p in parts]
        case ex.Apply("min" | "max" as name, arguments) if set(arguments) == {ex.Symbol(large), ex.Symbol(small)}:
            return _terms(ex.Symbol(small if name == "min" else large), large, small)
        case ex.Log(ex.Number(value), _) if value > 1:
            return [_NOTHING]
        case ex.Log(argument, _):
            parts = _terms(argument, large, small)
            logs = {_LOG_OF_LARGE if p[0] else _LOG_OF_SMALL for p in parts if p[0] or p[2]}
            if not logs or any(p[1] or p[3] for p in parts):
                raise Undecided("a logarithm of a logarithm is not compared")
            return sorted(logs)
        case ex.Symbol(name) if name in (large, small):
            return [(Fraction(name == large), Fraction(0), Fraction(name == small), Fraction(0))]
        case ex.Number(value) if value > 0:
            return [_NOTHING]
    raise Undecided("only products of powers and logarithms of the sizes are compared")


_ZERO, _ONE = Fraction(0), Fraction(1)
_NOTHING: Exponents = (_ZERO, _ZERO, _ZERO, _ZERO)
_LOG_OF_LARGE: Exponents = (_ZERO, _ONE, _ZERO, _ZERO)
_LOG_OF_SMALL: Exponents = (_ZERO, _ZERO, _ZERO, _ONE)


def _at_most(
    below: tuple[list[Exponents], list[Exponents]], above: tuple[list[Exponents], list[Exponents]]
) -> bool | None:
    """Is the first O of the second in both corners? None where neither that nor its contrary is seen."""
    verdicts = [_at_most_in_corner(p, q) for p, q in zip(below, above, strict=True)]
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _at_most_in_corner(below: list[Exponents], above: list[Exponents]) -> bool | None:
    slow = max(below) > max(above)  # μ grows slower than every power of M
    equal = max(map(_joined, below)) > max(map(_joined, above))  # μ = M
    if slow or equal:
        return False
    covered = all(any(p <= q and _joined(p) <= _joined(q) for q in above) for p in below)
    return True if covered else None


def _joined(p: Exponents) -> tuple[Fraction, Fraction]:
    return p[0] + p[2], p[1] + p[3]
