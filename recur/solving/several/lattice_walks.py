"""Lattice walks: T(m, n) = T(m−1, n) + T(m, n−1) + γT(m−1, n−1) + f, and Pascal's triangle turned by m = n − k.

Without the diagonal step every C(m+n+s, m+t) solves the homogeneous equation, and their values along a border are the
binomials of Newton's interpolation: borders that are polynomials give the closed form as a sum of binomials at once.
With the step and one constant along both borders the numbers are Delannoy's, Σ C(m,k)C(n,k)(1+γ)ᵏ. On the diagonal both
grow as (1+√δ)^(2n+1)/(2·δ^(1/4)·√(πn)), δ = 1 + γ. Source: Comtet, Advanced Combinatorics, I.6 and I.21; Flajolet and
Sedgewick, Analytic Combinatorics, VI.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import comb

from recur.model import Step, Unmet, expressions as ex, listed, step
from recur.model.records import frozen
from recur.model.several import ClosedLine, JointGrowthLine, MultivariateSolution
from recur.solving.several.border_sums import border_sums
from recur.solving.several.joint_problem import (
    GRID_OF_SUMS,
    JointProblem,
    Polynomial,
    choose,
    joint_formula,
    joint_polynomial,
    ratio_bounded,
    rational_value,
    region_of,
    together,
)
from recur.solving.several.lattice_weights import (
    LatticeWalk,
    both_borders,
    by_letters,
    coordinates_of,
    positive,
    walk_of,
    without_weights,
)

METHOD = "lattice paths"
_HIGHEST = 5  # degree of a border, and of the driving term
_WIDEST = 2  # shift of a binomial that is fitted


@frozen
class _Closed:
    """The closed form of the walks with weights 1; `simple` is c where it is c·C(i+j, j) up to a constant, `diagonal` d
    where it is ~ d·C(2n, n) on the diagonal."""

    formula: ex.Expr
    simple: ex.Expr | None
    diagonal: ex.Expr | None


def diagonal_weight(problem: JointProblem) -> Fraction | None:
    """The δ of paths with steps right and up of weight 1, of which there are (1 + √δ)^(2n)/√n on the diagonal."""
    try:
        walk = walk_of(problem)
    except Unmet:
        return None
    return 1 + walk.both if not walk.turned and walk.is_plain else None


def lattice_walks(problem: JointProblem) -> MultivariateSolution:
    """The closed form and the growth of a function that counts or sums over the walks to a point."""
    walk = walk_of(problem)
    problem.require_open_conditions()
    if not all(map(problem.near_border, problem.borders)):
        raise Unmet("borders", "a border is no polynomial near the origin")
    if not problem.borders:
        return _delannoy(problem, walk) if walk.both else _open(problem, walk)
    try:
        return _in_binomials(problem, walk)
    except Unmet as unmet:
        try:
            return _along_the_borders(problem, walk)
        except Unmet:
            raise unmet from None


def _in_binomials(problem: JointProblem, walk: LatticeWalk) -> MultivariateSolution:
    unit = without_weights(problem, walk)
    parts = [(factor, part) for factor, part in by_letters(unit) if not _is_nothing(part)]
    for _, part in parts:
        part.require_plain_borders()
    if walk.both:
        return _delannoy(problem, walk, parts)
    i, j = coordinates_of(problem, walk)
    found = [_closed(part, walk, i, j) for _, part in parts]
    closed = ex.add(*(ex.mul(factor, x.formula) for (factor, _), x in zip(parts, found, strict=True)))
    scale = walk.scale(i, j)
    formula = closed if scale == ex.ONE else ex.mul(closed, scale)
    value = problem.evaluated(formula)
    region, checked = region_of(problem, lambda point, found: value(point) == found)
    simple, diagonal = (
        _added([(factor, getattr(x, name)) for (factor, _), x in zip(parts, found, strict=True)])
        for name in ("simple", "diagonal")
    )
    return MultivariateSolution(
        problem.recurrence,
        METHOD,
        step("every value is a sum over the lattice paths from the borders to it"),
        tuple(_steps(problem, walk, parts, formula)),
        _growths(problem, walk, simple, diagonal),
        (ClosedLine(formula, region),),
        assumptions=_positive_letters(problem, walk, diagonal),
        remarks=_remarks(problem, walk, simple),
        verification=checked,
    )


def _is_nothing(problem: JointProblem) -> bool:
    return problem.driving == ex.ZERO and all(border.value == ex.ZERO for border in problem.borders)


def _added(terms: list[tuple[ex.Expr, ex.Expr | None]]) -> ex.Expr | None:
    if any(x is None for _, x in terms):
        return None
    return ex.add(*(ex.mul(factor, x) for factor, x in terms if x is not None and x != ex.ZERO))


def _positive_letters(problem: JointProblem, walk: LatticeWalk, constant: ex.Expr | None) -> tuple[Step, ...]:
    """The letters on whose signs the growth stands."""
    if constant is None or not positive(constant):
        return ()
    names = sorted(frozenset().union(*map(ex.symbols, (constant, walk.right, walk.up))))
    if not names:
        return ()
    named = tuple((f"letter_{i}", ex.Symbol(name)) for i, name in enumerate(names))
    told = listed([f"{{{name}}}" for name, _ in named])
    return (Step(f"in the growth {told} {'is' if len(names) == 1 else 'are'} positive", named),)


def _along_the_borders(problem: JointProblem, walk: LatticeWalk) -> MultivariateSolution:
    """Borders of any form: every value is a sum over the last point on a border of each path."""
    particular = _particular(problem)
    found = border_sums(problem, walk, particular)
    value = problem.evaluated(found.formula)
    region, checked = region_of(problem, lambda point, stated: value(point) == stated, GRID_OF_SUMS)
    i, j = coordinates_of(problem, walk)
    told = "A path leaves the border {b} for good at one point; a binomial tells how many go on to {t} from there:"
    first = step(told, ex.Relation("=", problem.recurrence.left, found.formula), t=problem.recurrence.left,
                 b=ex.Relation("=", j, ex.ZERO), source="Stanley, Enumerative Combinatorics 1, 4.7")  # fmt: skip
    if found.other:
        told = "A path leaves the border {b} or {c} for good at one point; a binomial tells how many go on from there:"
        first = step(told, *first.display, b=ex.Relation("=", j, ex.ZERO), c=ex.Relation("=", i, ex.ZERO),
                     source=first.source)  # fmt: skip
    steps = [first]
    if particular:
        q = joint_formula(particular, problem.sizes)
        steps.insert(0, step("A polynomial that satisfies the whole equation is {p}, and is taken away.", p=q))
    return MultivariateSolution(
        problem.recurrence,
        METHOD,
        step("every value is a sum over the lattice paths from the borders to it"),
        tuple(steps),
        _growths(problem, walk, None, found.diagonal),
        (ClosedLine(found.formula, region),),
        assumptions=_positive_letters(problem, walk, found.diagonal),
        verification=checked,
    )


def _closed(problem: JointProblem, walk: LatticeWalk, i: ex.Expr, j: ex.Expr) -> _Closed:
    """The closed form of a problem with numbers and with weights 1."""
    whole = ex.add(*_terms(i), *_terms(j)) if not walk.turned else ex.Symbol(problem.sizes[0])
    if problem.recurrence.zero_outside:
        (border,) = problem.borders if len(problem.borders) == 1 else (None,)
        if border is None or border.fixed(problem.sizes) != (ex.ZERO, ex.ZERO) or problem.driving != ex.ZERO:
            raise Unmet("borders", "the value at the origin alone is not what is stated")
        value = ex.number(rational_value(border.value) or Fraction(0))
        return _Closed(ex.mul(value, choose(whole, j)), value, value)
    particular = _particular(problem)
    shown = joint_formula(particular, problem.sizes)
    try:
        along = _along_borders(problem, walk, particular)
    except Unmet:
        return _partial_row(problem, walk, particular) or _fitted(problem, particular, whole, j)
    if along[0][0] == along[1][0]:
        simple = along[0][0] if all(not any(x[1:]) for x in along) and set(particular) <= {(0, 0)} else None
        terms = [(along[0][0], whole, j)]
        terms += [(c, whole, ex.add(j, ex.number(u))) for u, c in enumerate(along[0][1:], 1)]
        terms += [(c, whole, ex.subtract(j, ex.number(u))) for u, c in enumerate(along[1][1:], 1)]
    else:
        # The corner belongs to neither border: Newton's interpolation from 1 on.
        simple = None
        shifted = [_shifted(x) for x in along]
        before = ex.subtract(whole, ex.ONE)
        terms = [(c, before, ex.add(j, ex.number(u))) for u, c in enumerate(shifted[0])]
        terms += [(c, before, ex.subtract(j, ex.number(u + 1))) for u, c in enumerate(shifted[1])]
    found = [ex.mul(ex.number(c), choose(n, k)) for c, n, k in terms if c]
    diagonal = sum((c / (1 if n == whole else 2) for c, n, _ in terms), Fraction(0))
    return _Closed(ex.add(*found, shown), None if simple is None else ex.number(simple), ex.number(diagonal))


def _partial_row(problem: JointProblem, walk: LatticeWalk, particular: Polynomial) -> _Closed | None:
    """Σ_{i≤k} C(n, i), of which Pascal's triangle is the difference: one value along k = 0 and in row 0."""
    value = problem.constant_border()
    n, k = map(ex.Symbol, problem.sizes)
    stated = {border.where for border in problem.borders}
    if stated != {(ex.Relation("=", n, ex.ZERO),), (ex.Relation("=", k, ex.ZERO),)}:
        return None
    if not walk.turned or value is None or not set(particular) <= {(0, 0)}:
        return None
    index = next(name for name in ("i", "j", "r") if name not in (*problem.sizes, *problem.recurrence.letters))
    q = particular.get((0, 0), Fraction(0))
    total = ex.Range("sum", index, ex.ZERO, k, choose(n, ex.Symbol(index)))
    return _Closed(ex.add(ex.mul(ex.number(value - q), total), ex.number(q)), None, None)


def _fitted(problem: JointProblem, particular: Polynomial, whole: ex.Expr, j: ex.Expr) -> _Closed:
    """The combination of C(i+j−s, j+t), |t| ≤ 2, with the values at hand: ballot numbers, triangles that begin at 1."""
    for less in range(_WIDEST + 1):
        found = _combination(problem, particular, ex.subtract(whole, ex.number(less)), j)
        if found is not None:
            return _Closed(found, None, None)
    raise Unmet("borders", "not both borders are stated")


def _combination(problem: JointProblem, particular: Polynomial, whole: ex.Expr, j: ex.Expr) -> ex.Expr | None:
    shifts = range(-_WIDEST, _WIDEST + 1)
    basis = [choose(whole, ex.add(j, ex.number(t))) for t in shifts]
    columns = [problem.evaluated(x) for x in basis]
    shown = joint_formula(particular, problem.sizes)
    rest = problem.evaluated(shown)
    rows: list[list[Fraction]] = []
    for point, value in problem.values.items():
        entries = [column(point) for column in columns]
        less = rest(point)
        if less is not None and None not in entries and max(point) <= 2 * _HIGHEST:
            rows.append([Fraction(x) for x in entries if x is not None] + [Fraction(value) - less])
    found = _solution_of(rows, len(basis))
    if found is None:
        return None
    ordered = sorted(zip(found, basis, strict=True), key=lambda term: term[0] < 0)
    terms = [ex.mul(ex.number(c), x) for c, x in ordered if c]
    return ex.add(*terms, shown)


def _solution_of(rows: list[list[Fraction]], unknowns: int) -> list[Fraction] | None:
    """The one solution of the equations, by elimination; None where there is none, or more than one."""
    fixed: dict[int, list[Fraction]] = {}
    for row in rows:
        for place, known in fixed.items():
            if row[place]:
                row = [a - row[place] * b for a, b in zip(row, known, strict=True)]
        lead = next((place for place in range(unknowns) if row[place]), None)
        if lead is None:
            if row[-1]:
                return None
            continue
        row = [a / row[lead] for a in row]
        for place, known in fixed.items():
            fixed[place] = [a - known[lead] * b for a, b in zip(known, row, strict=True)]
        fixed[lead] = row
    return [fixed[place][-1] for place in range(unknowns)] if len(fixed) == unknowns else None


def _terms(x: ex.Expr) -> tuple[ex.Expr, ...]:
    return x.terms if isinstance(x, ex.Add) else (x,)


def _particular(problem: JointProblem) -> Polynomial:
    """The polynomial q with q(m, n) − Σ weight·q(m − a, n − b) = f(m, n), from the highest products down."""
    left = joint_polynomial(problem.driving, problem.sizes)
    shifts = problem.shifts
    if left is None or shifts is None or any(sum(row) > _HIGHEST for row in left):
        raise Unmet("driving term", "the driving term is no polynomial of a small degree")
    weights = {shift: rational_value(x) for shift, x in shifts.items()} if left else {}
    numbers = {shift: weight for shift, weight in weights.items() if weight is not None}
    lead = 1 - sum(numbers.values())
    if left and (len(numbers) < len(weights) or not lead):
        raise Unmet("driving term", "the weights of the steps add up to 1, or are letters beside a driving term")
    found: Polynomial = {}
    while left:
        row = max(left, key=lambda r: (sum(r), r))
        c = left[row] / lead
        found[row] = c
        for (a, b), weight in numbers.items():
            for p in range(row[0] + 1):
                for q in range(row[1] + 1):
                    moved = comb(row[0], p) * a ** (row[0] - p) * comb(row[1], q) * b ** (row[1] - q)
                    _add(left, (p, q), c * weight * moved)
        _add(left, row, -c)
    return found


def _add(p: Polynomial, row: tuple[int, ...], c: Fraction) -> None:
    value = p.get(row, Fraction(0)) + c
    if value:
        p[row] = value
    else:
        p.pop(row, None)


def _along_borders(
    problem: JointProblem, walk: LatticeWalk, particular: Polynomial
) -> tuple[list[Fraction], list[Fraction]]:
    """Newton's differences at 0 of the borders j = 0 and i = 0, less the particular solution.

    >>> _differences([0, 1, 4, 9])
    [Fraction(0, 1), Fraction(1, 1), Fraction(2, 1)]
    """
    found = []
    for axis, border in enumerate(both_borders(problem, walk)):
        rows = []
        for t in range(2 * _HIGHEST + 3):
            point = (t, 0) if axis == 0 else ((t, t) if walk.turned else (0, t))
            value = joint_polynomial(_at(border.value, problem.sizes, point), ())
            assert value is not None
            q = sum(
                (c * Fraction(point[0]) ** r * Fraction(point[1]) ** s for (r, s), c in particular.items()), Fraction(0)
            )
            rows.append(value.get((), Fraction(0)) - q)
        found.append(_differences(rows))
    if any(len(x) > _HIGHEST + 1 for x in found):
        raise Unmet("borders", "a border is of a high degree")
    return found[0], found[1]


def _at(x: ex.Expr, sizes: tuple[str, ...], point: tuple[int, int]) -> ex.Expr:
    for size, value in zip(sizes, point, strict=True):
        x = ex.substitute(x, size, ex.number(value))
    return x


def _differences(rows: list[Fraction]) -> list[Fraction]:
    found = []
    while any(rows):
        found.append(Fraction(rows[0]))
        rows = [b - a for a, b in pairwise(rows)]
        if not rows:
            break
    return found or [Fraction(0)]


def _shifted(differences: list[Fraction]) -> list[Fraction]:
    """The differences at 1 of those at 0: Δᵘ(1) = Δᵘ(0) + Δᵘ⁺¹(0)."""
    return [a + b for a, b in zip(differences, [*differences[1:], Fraction(0)], strict=True)]


def _delannoy(
    problem: JointProblem, walk: LatticeWalk, parts: Sequence[tuple[ex.Expr, JointProblem]] = ()
) -> MultivariateSolution:
    """Steps along the diagonal, where both borders are one constant, or stated only as Θ(1)."""
    delta = 1 + walk.both
    if walk.turned or delta <= 0:
        raise Unmet("calls", "the weight along the diagonal takes away more than the others give")
    m, n = map(ex.Symbol, problem.sizes)
    k = next(name for name in ("k", "i", "j", "r") if name not in (*problem.sizes, *problem.recurrence.letters))
    index = ex.Symbol(k)
    body = ex.mul(choose(m, index), choose(n, index), ex.power(ex.number(delta), index))
    numbers = ex.Range("sum", k, ex.ZERO, ex.Apply("min", (m, n)), body)
    if not problem.borders:
        if not walk.is_plain:
            raise Unmet("borders", "no border is stated")
        return _between(problem, walk, numbers, delta)
    shares, rests = [], []
    for factor, part in parts:
        border, cost = part.constant_border(), rational_value(part.driving)
        if border is None or cost is None:
            raise Unmet("borders", "the borders and the driving term are not one constant each")
        q = cost / (1 - 2 - walk.both)
        shares.append((factor, ex.number(border - q)))
        rests.append((factor, ex.number(q)))
    share, rest = (_added([(factor, x) for factor, x in each]) or ex.ZERO for each in (shares, rests))
    closed = ex.add(ex.mul(share, numbers), rest)
    scale = walk.scale(m, n)
    formula = closed if scale == ex.ONE else ex.mul(closed, scale)
    value = problem.evaluated(formula)
    region, checked = region_of(problem, lambda point, found: value(point) == found)
    return MultivariateSolution(
        problem.recurrence,
        METHOD,
        step("with steps along the diagonal the walks are counted by weighted Delannoy numbers"),
        tuple(_steps(problem, walk, parts, formula)),
        _growths(problem, walk, share, share, numbers),
        (ClosedLine(formula, region),),
        assumptions=_positive_letters(problem, walk, share),
        remarks=_remarks(problem, walk, share),
        verification=checked,
    )


def _open(problem: JointProblem, walk: LatticeWalk) -> MultivariateSolution:
    if walk.turned or not walk.is_plain:
        raise Unmet("borders", "no border is stated")
    m, n = map(ex.Symbol, problem.sizes)
    return _between(problem, walk, choose(ex.add(m, n), m), Fraction(1))


def _between(problem: JointProblem, walk: LatticeWalk, numbers: ex.Expr, delta: Fraction) -> MultivariateSolution:
    """No border is stated: with Θ(1) along both, T lies between two multiples of the number of walks."""
    cost = problem.driving
    known = cost.body if isinstance(cost, ex.Asymptotic) and cost.kind in ("Θ", "O") else cost
    if known != ex.ZERO and not (positive(known) and not ex.symbols(known) & set(problem.sizes)):
        raise Unmet("borders", "no border is stated, and the driving term is no positive constant")
    m, n = map(ex.Symbol, problem.sizes)
    told = "no border is stated: {t} lies between two positive constants where {m} or {n} is 0"
    return MultivariateSolution(
        problem.recurrence,
        METHOD,
        step("every value is a sum over the lattice paths from the borders to it"),
        tuple(_steps(problem, walk, (), None)),
        (
            JointGrowthLine("Θ", numbers, together(problem.sizes), problem.sizes),
            JointGrowthLine(
                "Θ",
                _on_diagonal(delta, n)[0],
                step("for {m} = {n} → ∞", m=m, n=n),
                along=ex.Relation("=", m, n),
            ),
        ),
        assumptions=(step(told, t=problem.recurrence.left, m=m, n=n), *_positive_letters(problem, walk, known)),
        remarks=_remarks(problem, walk, ex.ONE),
        verification=ratio_bounded(problem, numbers, (1, 1)),
    )


def _on_diagonal(delta: Fraction, n: ex.Expr) -> tuple[ex.Expr, ex.Expr]:
    """The growth on the diagonal, without and with its constant."""
    if delta == 1:
        grown = ex.divide(ex.power(ex.number(4), n), ex.sqrt(n))
        return grown, ex.divide(ex.power(ex.number(4), n), ex.sqrt(ex.mul(ex.Constant("pi"), n)))
    root = ex.sqrt(ex.number(delta))
    base = ex.add(root, ex.ONE)
    grown = ex.divide(ex.power(base, ex.mul(ex.TWO, n)), ex.sqrt(n))
    above = ex.power(base, ex.add(ex.mul(ex.TWO, n), ex.ONE))
    below = ex.mul(ex.TWO, ex.power(ex.number(delta), ex.number(Fraction(1, 4))), ex.sqrt(ex.mul(ex.Constant("pi"), n)))
    return grown, ex.divide(above, below)


def _growths(
    problem: JointProblem,
    walk: LatticeWalk,
    simple: ex.Expr | None,
    diagonal: ex.Expr | None,
    numbers: ex.Expr | None = None,
) -> tuple[JointGrowthLine, ...]:
    """The leading term on the diagonal or along a column, and Θ where the answer is c times the number of walks."""
    if diagonal is None or not all(map(positive, (diagonal, walk.right, walk.up))):
        return ()
    first, second = map(ex.Symbol, problem.sizes)
    both = ex.mul(walk.right, walk.up)
    if walk.both:
        leading = ex.mul(diagonal, ex.power(_folded(both), second), _on_diagonal(1 + walk.both, second)[1])
    else:
        root = ex.sqrt(ex.mul(ex.Constant("pi"), second))
        leading = ex.mul(diagonal, ex.divide(ex.power(_folded(ex.mul(ex.number(4), both)), second), root))
    if walk.turned:
        middle = step("for {n} = {m}, {k} → ∞", n=first, m=ex.mul(ex.TWO, second), k=second)
        along = ex.Relation("=", first, ex.mul(ex.TWO, second))
        found = (JointGrowthLine("~", leading, middle, along=along),)
        if simple is None:
            return found
        least = "" if problem.driving == ex.ZERO else " ≥ 1"
        fixed = step(f"for {{n}} → ∞ and fixed {{k}}{least}", n=first, k=second)
        body = ex.mul(
            simple,
            ex.power(_folded(ex.divide(walk.up, walk.right)), second),
            ex.divide(ex.power(first, second), ex.Apply("factorial", (second,))),
            ex.power(walk.right, first),
        )
        return (JointGrowthLine("~", body, fixed, (first.name,)), *found)
    middle = step("for {m} = {n} → ∞", m=first, n=second)
    found = (JointGrowthLine("~", leading, middle, along=ex.Relation("=", first, second)),)
    if simple is None or not walk.is_plain:
        return found
    paths = choose(ex.add(first, second), second) if numbers is None else numbers
    return (JointGrowthLine("Θ", paths, together(problem.sizes), problem.sizes), *found)


def _folded(x: ex.Expr) -> ex.Expr:
    value = rational_value(x)
    return x if value is None else ex.number(value)


def _remarks(problem: JointProblem, walk: LatticeWalk, simple: ex.Expr | None) -> tuple[Step, ...]:
    """The exponential bounds that are read off the number of branches."""
    if walk.turned or simple is None or not positive(simple) or not walk.is_plain or walk.both not in (0, 1):
        return ()
    m, n = map(ex.Symbol, problem.sizes)
    base = ex.number(2 + walk.both)
    told = "So {t} is at least of the order {low} and at most of the order {high}."
    return (
        step(
            told,
            t=problem.recurrence.left,
            low=ex.power(base, ex.Apply("min", (m, n))),
            high=ex.power(base, ex.add(m, n)),
        ),
    )


def _steps(
    problem: JointProblem, walk: LatticeWalk, parts: Sequence[tuple[ex.Expr, JointProblem]], formula: ex.Expr | None
) -> Iterator[Step]:
    r = problem.recurrence
    i, j = coordinates_of(problem, walk)
    if walk.turned:
        yield step("In the coordinates {i} and {k} the calls are steps to the right and up.", i=i, k=j)
    if not walk.is_plain:
        unit = ex.Call("U" if r.function != "U" else "V", r.left.arguments)
        told = "The weights go into the powers of {t}: the steps to the right and up of {u} have the weight 1."
        yield step(told, t=ex.Relation("=", r.left, ex.mul(unit, walk.scale(i, j))), u=unit)
    if walk.both:
        yield _series_step(problem, walk)
    else:
        whole = ex.Symbol(r.sizes[0]) if walk.turned else ex.add(*_terms(i), *_terms(j))
        yield step(
            "Every binomial {b} satisfies the equation without its driving term, by Pascal's rule.",
            b=choose(whole, j),
            source="Concrete Mathematics, 5.1",
        )
    if len(parts) > 1:
        named = tuple((f"letter_{place}", factor) for place, (factor, _) in enumerate(parts))
        told = f"The equation is linear: the terms with the factors {listed([f'{{{name}}}' for name, _ in named])}"
        yield Step(f"{told} are solved one by one, and added.", named)
    if formula is not None:
        found = [_particular(part) for _, part in parts]
        q = ex.add(
            *(ex.mul(factor, joint_formula(p, r.sizes)) for (factor, _), p in zip(parts, found, strict=True) if p)
        )
        if q != ex.ZERO:
            yield step("A polynomial that satisfies the whole equation is {p}.", p=q)
        yield step("The sum that has the stated values at the borders is", ex.Relation("=", r.left, formula))
    else:
        told = "With Θ(1) at the borders and Θ(1) for each call, {t} lies between two multiples of the number of paths."
        yield step(told, t=r.left)
    if not walk.turned:
        n = ex.Symbol(r.sizes[1])
        paths = choose(ex.mul(ex.TWO, n), n) if not walk.both else ex.Call("D", (n, n))
        told = "On the diagonal Stirling's formula gives" if not walk.both else "On the diagonal Laplace's method gives"
        grown = ex.Relation("~", paths, _on_diagonal(1 + walk.both, n)[1])
        yield step(told, grown, source="Flajolet and Sedgewick, Analytic Combinatorics, VI")


def _series_step(problem: JointProblem, walk: LatticeWalk) -> Step:
    """The numbers D(m, n) of weighted walks by their generating function in two letters."""
    taken = (*problem.sizes, *problem.recurrence.letters)
    x, y = (ex.Symbol(next(a for a in letters if a not in taken)) for letters in ("xzu", "ywv"))
    m, n = map(ex.Symbol, problem.sizes)
    below = ex.Add((ex.ONE, ex.negate(x), ex.negate(y), ex.negate(ex.mul(ex.number(walk.both), x, y))))
    return step(
        "The number {d} of weighted walks, with steps along the diagonal, is the coefficient of {p} in",
        ex.divide(ex.ONE, below),
        d=ex.Call("D", (m, n)),
        p=ex.mul(ex.power(x, m), ex.power(y, n)),
        source="Comtet, Advanced Combinatorics, I.21",
    )
