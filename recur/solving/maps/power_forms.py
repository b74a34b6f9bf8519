"""Maps that are a power in another coordinate: z ↦ z^d, Chebyshev's polynomials, Newton's iteration for a square root.

- F(x) = h + A·(x − h)^d: from x it gives h + A^((d^m − 1)/(d − 1))·(x − h)^(d^m) after m steps.
- C(z) = z² − 2, z³ − 3z, …, the polynomials with C(w + 1/w) = w^d + w^(−d), so with C(2·cos t) = 2·cos dt; 2z² − 1,
  4z(1 − z) and 4z³ − 3z are these in another coordinate.
- F(x) = p + g·((y + g)^d + (y − g)^d)/((y + g)^d − (y − g)^d), y = x − p: (F − p − g)/(F − p + g) is the d-th power of
  (x − p − g)/(x − p + g). For d = 2 that is Newton's iteration for the zeros p ± g of a quadratic, Heron's for √a.

Of any such map 1/F(1/x) is solved with it.
Source: Beardon, Iteration of Rational Functions, section 1.4.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

from recur.model import Definition, Expr, Step, expressions as ex, names_of, step
from recur.model.records import replace
from recur.numbers import polynomials_over_letters as over, real
from recur.numbers.factors_over_letters import OverLetters
from recur.numbers.real import ONE, ZERO, Real
from recur.solving.linear.letter_forms import LetterForms
from recur.solving.linear.root_formulas import RootFormulas
from recur.solving.maps.letter_maps import LetterMap, MapForm
from recur.solving.problem import Problem, are_positive

SOURCE = "Beardon, Iteration of Rational Functions, section 1.4"
_TWO = Fraction(2)
_MOST_ROOT = 3  # of the leading coefficient


def power_form(problem: Problem, found: LetterMap) -> MapForm | None:
    """The form of the map, or of the map of the reciprocals, if it is such a power."""
    if found.degree < 2:
        return None
    told = _form(problem, found)
    if told is not None or found.first == ZERO:
        return told
    size = found.degree + 1
    above, below = (over.trimmed((*(ZERO,) * (size - len(p)), *reversed(p))) for p in (found.below, found.above))
    first, left = real.over(ONE, found.first), ex.divide(ex.ONE, found.left)
    told = _form(problem, replace(found, above=above, below=below, first=first, left=left))
    return None if told is None else _reciprocal(found, told)


def _form(problem: Problem, found: LetterMap) -> MapForm | None:
    return _power(problem, found) or _chebyshev(problem, found) or _two_points(problem, found)


def _reciprocal(found: LetterMap, form: MapForm) -> MapForm:
    """1/T(n) = form."""
    factors = form.formula.factors if isinstance(form.formula, ex.Mul) else (form.formula,)
    inverse = (
        x.base if isinstance(x, ex.Power) and x.exponent == ex.MINUS_ONE else ex.divide(ex.ONE, x) for x in factors
    )
    exact = ex.mul(*inverse)
    steps = (*form.steps, step("So {e}.", e=ex.Relation("=", found.left, exact)))
    limit = None if form.limit is None else real.over(ONE, form.limit)
    return replace(form, formula=exact, below=form.formula, steps=steps, bounded=False, limit=limit)


def _coefficients(found: LetterMap) -> OverLetters | None:
    """Those of a polynomial."""
    return over.scaled(found.above, real.over(ONE, found.below[0])) if len(found.below) == 1 else None


def _raised(found: LetterMap) -> Expr:
    """d^m."""
    return ex.power(ex.number(found.degree), found.steps)


# -- powers --------------------------------------------------------------------------------------------


def _power(problem: Problem, found: LetterMap) -> MapForm | None:
    p, d = _coefficients(found), found.degree
    if p is None:
        return None
    lead = p[-1]
    centre = real.over(real.minus(ZERO, p[-2]), real.times(Fraction(d), lead))
    line = (real.minus(ZERO, centre), ONE)
    if over.plus(over.scaled(over.raised(line, d), lead), (centre,)) != p:
        return None
    field = found.field
    distance = field.formula(real.minus(found.first, centre))
    power = _raised(found)
    if d == 2:
        scale = field.formula(lead)
        moved = ex.mul(
            ex.divide(ex.ONE, scale), ex.power(field.formula(real.times(lead, real.minus(found.first, centre))), power)
        )
    else:
        front = ex.divide(ex.subtract(power, ex.ONE), ex.number(d - 1))
        moved = ex.mul(ex.power(field.formula(lead), front), ex.power(distance, power))
    exact = ex.add(moved, field.formula(centre))
    told = step(
        "The equation says that {z} is {a} times its power {d} one size before.",
        z=ex.subtract(found.left, field.formula(centre)),
        a=field.formula(lead),
        d=ex.number(d),
        source=SOURCE,
    )
    return MapForm(exact, ex.ONE, "a power", (told, _solved(found, exact)))


def _solved(found: LetterMap, exact: Expr) -> Step:
    return step("From the first value on that is {e}.", e=ex.Relation("=", found.left, exact))


# -- Chebyshev's polynomials ---------------------------------------------------------------------------


def _chebyshev_polynomial(d: int) -> OverLetters:
    """C with C(w + 1/w) = w^d + w^(−d)."""
    before: OverLetters = (_TWO,)
    now: OverLetters = (ZERO, ONE)
    for _ in range(d - 1):
        before, now = now, over.plus(over.times((ZERO, ONE), now), over.scaled(before, Fraction(-1)))
    return now


def _chebyshev(problem: Problem, found: LetterMap) -> MapForm | None:
    p, d = _coefficients(found), found.degree
    if p is None or d - 1 > _MOST_ROOT:
        return None
    for sign in (1, -1) if d % 2 else (1,):
        lead = over.scaled(p[-1:], Fraction(sign))[0]
        if d > 2 and (real.letters(lead) or real.sign(lead) < 0):
            continue
        scale = real.power(lead, Fraction(1, d - 1)) if d > 2 else lead
        shift = real.over(real.times(p[-2], scale), real.times(Fraction(d), p[-1]))
        image = over.scaled(over.composed(_chebyshev_polynomial(d), (shift, scale)), Fraction(sign))
        if over.scaled(over.plus(image, (real.minus(ZERO, shift),)), real.over(ONE, scale)) == p:
            return _of_angles(problem, found, scale, shift, sign)
    return None


def _of_angles(problem: Problem, found: LetterMap, scale: Real, shift: Real, sign: int) -> MapForm | None:
    """z = scale·T + shift follows C, or −C where the sign is −1."""
    r, field, d = problem.recurrence, found.field, found.degree
    z = real.plus(real.times(scale, found.first), shift)
    formulas = RootFormulas(r.variable, taken=names_of(r))
    power = _raised(found)
    bounded = not real.letters(z) and real.compare(real.times(z, z), Fraction(4)) <= 0
    square = real.times(z, z)
    if bounded:
        if not isinstance(square, Fraction) or square == 4:  # the fixed point 2, or one step before it
            return None
        side = square if real.sign(z) > 0 else -square
        angle = formulas.angle(side, square) if square else formulas.angle(Fraction(0), Fraction(1))
        value = ex.mul(ex.TWO, ex.Apply("cos", (ex.mul(angle, power),)))
        how = step(
            "At first {z} is {form}; one step multiplies the angle by {d}.",
            z=ex.add(ex.mul(field.formula(scale), found.left), field.formula(shift)),
            form=ex.mul(ex.TWO, ex.Apply("cos", (angle,))),
            d=ex.number(d),
            source=SOURCE,
        )
    else:
        pair = LetterForms(field, formulas).pair((ONE, real.minus(ZERO, z), ONE))
        value = ex.add(*(ex.power(w, power) for w in pair))
        how = step(
            "At first {z} is the sum of {v} and {w}, whose product is 1; one step raises both to the power {d}.",
            z=ex.add(ex.mul(field.formula(scale), found.left), field.formula(shift)),
            v=pair[0],
            w=pair[1],
            d=ex.number(d),
            source=SOURCE,
        )
    if sign < 0:
        value = ex.mul(ex.power(ex.MINUS_ONE, found.steps), value)
    least = field.formula(real.over(real.minus(ZERO, shift), scale))
    exact = ex.add(ex.mul(field.formula(real.over(ONE, scale)), value), least)
    return MapForm(
        exact,
        ex.ONE,
        "Chebyshev's polynomial",
        (how, _solved(found, exact)),
        tuple(formulas.definitions),
        conjugates=bool(real.letters(z)),
        bounded=bounded,
    )


# -- powers of (x − p − g)/(x − p + g) -----------------------------------------------------------------


def _two_points(problem: Problem, found: LetterMap) -> MapForm | None:
    above, below, d = found.above, found.below, found.degree
    if len(above) != d + 1 or len(below) != d:
        return None
    centre = real.over(real.minus(ZERO, below[-2]), real.times(Fraction(d - 1), below[-1]))
    moved, divisor = (over.composed(q, (centre, ONE)) for q in (above, below))
    moved = over.plus(moved, over.scaled(divisor, real.minus(ZERO, centre)))
    square = real.over(real.over(moved[-3], moved[-1]), Fraction(comb(d, 2)))  # g²
    wanted = [
        tuple(
            real.times(Fraction(comb(d, k)), _whole_power(square, (d - k - odd) // 2)) if (d - k) % 2 == odd else ZERO
            for k in range(d + 1 - odd)
        )
        for odd in (0, 1)
    ]
    if square == ZERO:
        return None
    if moved != over.scaled(wanted[0], moved[-1]) or divisor != over.scaled(wanted[1], moved[-1]):
        return None
    return _of_two_points(problem, found, centre, square)


def _whole_power(x: Real, e: int) -> Real:
    found: Real = ONE
    for _ in range(e):
        found = real.times(found, x)
    return found


def _of_two_points(problem: Problem, found: LetterMap, centre: Real, square: Real) -> MapForm | None:
    r, field = problem.recurrence, found.field
    y, power, p = real.minus(found.first, centre), _raised(found), field.formula(centre)
    definitions: tuple[Definition, ...] = ()
    conjugates, limit = False, None
    if isinstance(square, Fraction) and square < 0:
        if not isinstance(y, Fraction):
            return None
        g = real.power(-square, real.HALF)
        formulas = RootFormulas(r.variable, taken=names_of(r))
        angle = ex.mul(formulas.angle(2 * y, y * y - square), power)
        waves = [ex.Apply(name, (angle,)) for name in ("cos", "sin")]
        below: Expr = waves[1]
        exact = ex.add(ex.divide(ex.mul(field.formula(g), waves[0]), below), p)
        definitions = tuple(formulas.definitions)
        told = step(
            "{x} is {g} times a cotangent; one step multiplies its angle by {d}.",
            x=ex.subtract(found.left, p),
            g=field.formula(g),
            d=ex.number(found.degree),
            source=SOURCE,
        )
    else:
        g = real.power(square, real.HALF)
        plus_g, minus_g = (ex.power(field.formula(sign(y, g)), power) for sign in (real.plus, real.minus))
        below = ex.subtract(plus_g, minus_g)
        exact = ex.add(ex.divide(ex.mul(field.formula(g), ex.add(plus_g, minus_g)), below), p)
        left = ex.subtract(found.left, p)
        told = step(
            "One step raises {q} to the power {d}, as {a} and {b} are fixed points at which the map is flat.",
            q=ex.divide(ex.subtract(left, field.formula(g)), ex.add(left, field.formula(g))),
            d=ex.number(found.degree),
            a=field.formula(real.plus(centre, g)),
            b=field.formula(real.minus(centre, g)),
            source=SOURCE,
        )
        conjugates = bool(real.letters(square))
        end = real.plus(centre, g)
        limit = end if are_positive(square, y, end) else None
    return MapForm(
        exact,
        below,
        "a power of a quotient",
        (told, _solved(found, exact)),
        definitions,
        apart=(square,) if real.letters(square) else (),
        conjugates=conjugates,
        limit=limit,
    )
