"""T(n) = (a·T(n − 1) + b)/(c·T(n − 1) + d) from a first value x, for all a, b, c, d: one form for each discriminant.

The matrix ((a, b), (c, d)) takes the pair (T, 1) to a multiple of the next one. Its eigenvalues are (a + d ± s)/2 with
s² = (a − d)² + 4bc; its powers are combinations of theirs, of 1 and n where they are one, of cos nt and sin nt with
cos t = (a + d)/(2√(ad − bc)) where they are complex.
Source: Needham, Visual Complex Analysis, section 3.VI.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from recur.model import Expr, Step, expressions as ex, names_of, step
from recur.numbers import real
from recur.numbers.factors_over_letters import zeros_over_letters
from recur.numbers.real import ZERO, Real
from recur.solving.linear.letter_forms import LetterForms
from recur.solving.linear.root_formulas import RootFormulas
from recur.solving.maps.letter_maps import LetterMap, MapForm
from recur.solving.problem import Problem, are_positive

SOURCE = "Needham, Visual Complex Analysis, section 3.VI"
_TWO, _FOUR = Fraction(2), Fraction(4)


def moebius_forms(problem: Problem, found: LetterMap) -> Iterator[MapForm]:
    """The forms of all values of the letters, the generic one first."""
    if found.degree != 1 or len(found.below) != 2:
        return
    (b, a), (d, c) = ((*p, ZERO)[:2] for p in (found.above, found.below))
    difference = real.minus(a, d)
    discriminant = real.plus(real.times(difference, difference), real.times(_FOUR, real.times(b, c)))
    matrix = (a, b, c, d)
    if discriminant == ZERO:
        if not _meets_pole(found, matrix):
            yield _one_point(problem, found, matrix)
        return
    if isinstance(discriminant, Fraction) and discriminant < 0:
        yield _turning(problem, found, matrix)
        return
    yield _two_points(problem, found, matrix, discriminant)
    if not real.letters(discriminant):
        return
    for name, value in zeros_over_letters(discriminant).values:
        there = tuple(real.substituted(x, {name: value}) for x in matrix)
        a, b, c, d = there
        if c != ZERO and real.plus(a, d) != ZERO:
            yield _one_point(problem, found, (a, b, c, d), ((name, value),))


def _sides(found: LetterMap, matrix: tuple[Real, Real, Real, Real]) -> tuple[Real, Real]:
    """(a − d)·x + 2b and 2c·x + d − a: twice the matrix less its trace, put to (x, 1)."""
    a, b, c, d = matrix
    x, difference = found.first, real.minus(a, d)
    above = real.plus(real.times(difference, x), real.times(_TWO, b))
    return above, real.minus(real.times(_TWO, real.times(c, x)), difference)


def _two_points(
    problem: Problem, found: LetterMap, matrix: tuple[Real, Real, Real, Real], discriminant: Real
) -> MapForm:
    a, b, c, d = matrix
    field, x, m = found.field, found.first, found.steps
    trace = real.plus(a, d)
    over, under = _sides(found, matrix)
    determinant = real.over(real.minus(real.times(trace, trace), discriminant), _FOUR)
    q = (determinant, real.minus(ZERO, trace), real.ONE)
    if b == ZERO or not real.letters(discriminant):
        s = real.minus(a, d) if b == ZERO else real.power(discriminant, real.HALF)
        if not real.letters(trace) and not real.letters(s) and real.sign(trace) * real.sign(s) < 0:
            s = real.minus(ZERO, s)  # the larger eigenvalue first
        first, second = (real.over(sign(trace, s), _TWO) for sign in (real.plus, real.minus))
        upper = [real.over(sign(real.times(s, x), over), _TWO) for sign in (real.plus, real.minus)]
        lower = [real.over(sign(s, under), _TWO) for sign in (real.plus, real.minus)]
        if not any(map(real.letters, (first, second, *lower[:1]))) and lower[0] != ZERO and first != ZERO:
            upper, lower = ([real.over(y, lower[0]) for y in row] for row in (upper, lower))
            first, second = real.ONE, real.over(second, first)
        powers = [ex.power(field.formula(y), m) for y in (first, second)]
        numerator, denominator = (
            ex.add(*(ex.mul(field.formula(y), p) for y, p in zip(row, powers, strict=True) if y != ZERO))
            for row in (upper, lower)
        )
        conjugates = False
    else:
        forms = LetterForms(field, RootFormulas(problem.variable, taken=names_of(problem.recurrence)))
        root = forms.difference(q)
        powers = [ex.power(y, m) for y in forms.pair(q)]
        value = field.formula(x)
        numerator, denominator = (
            ex.add(
                ex.mul(ex.add(ex.mul(root, y), field.formula(z)), powers[0]),
                ex.mul(ex.subtract(ex.mul(root, y), field.formula(z)), powers[1]),
            )
            for y, z in ((value, over), (ex.ONE, under))
        )
        conjugates = True
    apart = (discriminant,) if real.letters(discriminant) else ()
    limit = None
    if are_positive(b, c, real.plus(a, d), x) and not any(are_positive(real.minus(ZERO, y)) for y in (a, d)):
        limit = real.over(real.plus(real.minus(a, d), real.power(discriminant, real.HALF)), real.times(_TWO, c))
    exact = ex.divide(numerator, denominator)
    told = "The eigenvalues of the matrix are {p} and {q}, so its power is a combination of theirs."
    values = (first, second) if not conjugates else None
    shown = [field.formula(y) for y in values] if values and values[0] != real.ONE else list(_pair(problem, found, q))
    return MapForm(
        exact,
        denominator,
        "two fixed points",
        (_matrix(found), step(told, p=shown[0], q=shown[1], source=SOURCE), _solved(found, exact)),
        apart=apart,
        conjugates=conjugates,
        limit=limit,
    )


def _pair(problem: Problem, found: LetterMap, q: tuple[Real, ...]) -> tuple[Expr, Expr]:
    return LetterForms(found.field, RootFormulas(problem.variable, taken=names_of(problem.recurrence))).pair(q)


def _meets_pole(found: LetterMap, matrix: tuple[Real, Real, Real, Real]) -> bool:
    """Whether a + d + m·(2c·x + d − a) is 0 for some m ≥ 0."""
    trace, under = real.plus(matrix[0], matrix[3]), _sides(found, matrix)[1]
    if not isinstance(trace, Fraction) or not isinstance(under, Fraction) or not under:
        return False
    steps = -trace / under
    return steps.denominator == 1 and steps >= 0


def _one_point(
    problem: Problem,
    found: LetterMap,
    matrix: tuple[Real, Real, Real, Real],
    met: tuple[tuple[str, Real], ...] = (),
) -> MapForm:
    """Where both eigenvalues are λ, the power is λ^m·(1 + m·(matrix − λ)/λ)."""
    field, m = found.field, found.steps
    first = real.substituted(found.first, dict(met))
    root = real.over(real.plus(matrix[0], matrix[3]), _TWO)
    over, under = (real.over(real.substituted(x, dict(met)), _TWO) for x in _sides(found, matrix))
    numerator, denominator = (
        ex.add(ex.mul(field.formula(z), m), field.formula(y))
        for y, z in ((real.times(root, first), over), (root, under))
    )
    exact = ex.divide(numerator, denominator)
    told = step(
        "Both eigenvalues of the matrix are {p}, so its power is {p} to the {m} times a linear function of {m}.",
        p=field.formula(root),
        m=m,
        source=SOURCE,
    )
    return MapForm(exact, denominator, "one fixed point", (_matrix(found), told, _solved(found, exact)), met=met)


def _turning(problem: Problem, found: LetterMap, matrix: tuple[Real, Real, Real, Real]) -> MapForm:
    a, b, c, d = matrix
    assert isinstance(a, Fraction) and isinstance(b, Fraction) and isinstance(c, Fraction) and isinstance(d, Fraction)
    field, m = found.field, found.steps
    if a + d < 0:
        a, b, c, d = -a, -b, -c, -d
    over, under = _sides(found, (a, b, c, d))
    formulas = RootFormulas(problem.variable, taken=names_of(problem.recurrence))
    determinant = a * d - b * c
    angle = formulas.angle(a + d, determinant)
    height = real.power(4 * determinant - (a + d) ** 2, real.HALF)
    if isinstance(height, Fraction):
        over, under, height = real.over(over, height), real.over(under, height), real.ONE
    wave = [ex.Apply(name, (ex.mul(angle, m),)) for name in ("cos", "sin")]
    numerator, denominator = (
        ex.add(*(ex.mul(field.formula(front), w) for front, w in zip((y, z), wave, strict=True) if front != ZERO))
        for y, z in ((real.times(height, found.first), over), (height, under))
    )
    exact = ex.divide(numerator, denominator)
    told = step(
        "Its eigenvalues are complex, of the angles {t} and {u}, as no fixed point is real: the values go round.",
        t=angle,
        u=ex.negate(angle),
        source=SOURCE,
    )
    return MapForm(
        exact,
        denominator,
        "no real fixed point",
        (_matrix(found), told, _solved(found, exact)),
        tuple(formulas.definitions),
    )


def _matrix(found: LetterMap) -> Step:
    return step(
        "The numerator and the denominator of {t} are linear in those of the value before, so the pair of them is "
        "multiplied by a fixed matrix of order two.",
        t=found.left,
    )


def _solved(found: LetterMap, exact: Expr) -> Step:
    return step("Put to the first value it gives {e}.", e=ex.Relation("=", found.left, exact))
