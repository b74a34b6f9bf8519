"""T(n) whose power S = T^p satisfies a linear recurrence: 1/T, T², √T put in the place of T.

T/(1 + n·T) is linear in 1/T, √(T² + n) in T², (1 + √T)² in √T, and T(n − 1)·T(n − 2)/(T(n − 1) + T(n − 2)) in 1/T: the
equation for S is solved by the methods for linear recurrences, and T = S^(1/p).
Source: Elaydi, An Introduction to Difference Equations, section 2.6.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import count

from recur.asymptotics import Growth
from recur.asymptotics.monomials import raise_to
from recur.evaluation.equation import whole_shift
from recur.model import (
    Bounds,
    Case,
    Expr,
    OtherShape,
    Recurrence,
    Solution,
    Step,
    Unmet,
    Unsolved,
    Verification,
    expressions as ex,
    letters_of,
    step,
    unused_name,
)
from recur.model.linearity import split
from recur.model.records import replace
from recur.numbers import polynomials_over_letters as over, real
from recur.numbers.factors_over_letters import OverLetters
from recur.numbers.real import ZERO, Real
from recur.solving.linear.letter_field import LetterField, NoNumber
from recur.solving.maps.letter_maps import letter_map
from recur.solving.maps.one_value_maps import map_of
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind, never_negative
from recur.verification.families import hold_family
from recur.verification.verify import Refuted

SOURCE = "Elaydi, An Introduction to Difference Equations, section 2.6"
NAME = "power of the values"
_MOST_BACK = 8
_MOST_ROOT = 6
_FIRST_VALUES = 64
Names = Mapping[ex.Call, str]


@method(
    NAME,
    about=(RecurrenceKind.NONLINEAR, RecurrenceKind.PRODUCT_OF_STEPS),
    source=SOURCE,
    summary="T(n) whose reciprocal, square or root satisfies a linear recurrence: T/(1 + n T), √(T² + n)",
)
def solve(problem: Problem) -> Solution:
    r = problem.recurrence
    if not r.nonlinear or r.relation != "=":
        raise OtherShape("a nonlinear recurrence", "a linear recurrence has methods of its own")
    calls = list(dict.fromkeys(x for x in ex.walk(r.right) if isinstance(x, ex.Call)))
    backs = [whole_shift(x.arguments[0], r.variable) if x.function == r.function else None for x in calls]
    if not calls or any(back is None or not -_MOST_BACK <= back < 0 for back in backs):
        raise Unmet("earlier values T(n − i)", "the calls are of other sizes, or of other functions")
    names = {call: f"value {i}" for i, call in enumerate(calls)}
    for p in _candidates(r.right):
        linear = _linear(r, names, p)
        if linear is not None:
            return _solved(problem, linear, p)
    raise Unmet("a power of the values that satisfies a linear recurrence", "none is seen in {x}", x=r.right)


def _candidates(right: Expr) -> Iterator[Fraction]:
    """−1, then the powers that turn roots and powers of calls into calls."""
    found: dict[Fraction, None] = {Fraction(-1): None}
    for x in ex.walk(right):
        if isinstance(x, ex.Power) and isinstance(x.exponent, ex.Number) and ex.has_call(x.base):
            e = x.exponent.value
            found[e if isinstance(x.base, ex.Call) else 1 / e] = None
    for p in found:
        size = abs(p.numerator), p.denominator
        if p not in (0, 1) and max(size) <= _MOST_ROOT and min(size) == 1:
            yield p


def _linear(r: Recurrence, names: Names, p: Fraction) -> Recurrence | None:
    """The recurrence of S = T^p, if it is linear."""
    field = LetterField("")  # n is a letter as any other here
    try:
        image = _image(field, r.right, names, p)
    except (NoNumber, ZeroDivisionError):
        return None
    if image is None or any(not ex.symbols(atom).isdisjoint(names.values()) for atom in field.atoms.values()):
        return None
    name = unused_name(r, "SUVWR")
    terms: list[Expr] = []
    rest = image
    for call, letter in names.items():
        coefficients = real.polynomial_in(image, letter)
        if (
            coefficients is None
            or len(coefficients) > 2
            or not real.letters(coefficients[-1]).isdisjoint(names.values())
        ):
            return None
        if len(coefficients) == 2:
            terms.append(ex.mul(field.formula(coefficients[1]), ex.Call(name, call.arguments)))
            rest = real.substituted(rest, {letter: ZERO})
    right = ex.add(*terms, field.formula(rest))
    parts = split(right)
    if parts.nonlinear or not terms:
        return None
    initial = tuple(replace(c, function=name, value=_value(c.value, p)) for c in r.initial)
    return Recurrence(name, r.variable, "=", right, parts.subcalls, parts.driving, initial=initial)


def _value(x: Expr, p: Fraction) -> Expr:
    """The first value raised to p; 0 stays 0."""
    known = real.rational_power(x.value, p) if isinstance(x, ex.Number) and x.value > 0 else None
    if known is not None:
        return ex.number(known)
    return ex.ZERO if x == ex.ZERO and p > 0 else ex.power(x, ex.number(p))


def _image(field: LetterField, right: Expr, names: Names, p: Fraction) -> Real | None:
    """S(n) in the letters that stand for S(n − i)."""
    if isinstance(right, ex.Add) and p.denominator > 1:
        letters = set(names.values())
        whole = (
            real.polynomial_in(field.number(_put_in(right, names, p)), next(iter(letters)))
            if len(letters) == 1
            else None
        )
        return None if whole is None else _root(tuple(whole), next(iter(letters)), p)
    raised = ex.mul(*(_raised(factor, p) for factor in (right.factors if isinstance(right, ex.Mul) else (right,))))
    return field.number(_put_in(raised, names, p))


def _raised(x: Expr, p: Fraction) -> Expr:
    if isinstance(x, ex.Power) and isinstance(x.exponent, ex.Number):
        return ex.power(x.base, ex.number(x.exponent.value * p))
    return ex.power(x, ex.number(p))


def _put_in(x: Expr, names: Names, p: Fraction) -> Expr:
    """The letter for S(n − i), raised to 1/p, in the place of T(n − i)."""
    match x:
        case ex.Call():
            return ex.power(ex.Symbol(names[x]), ex.number(1 / p))
        case ex.Power(ex.Call() as call, ex.Number(e)):
            return ex.power(ex.Symbol(names[call]), ex.number(e / p))
    return ex.rebuild(x, lambda part: _put_in(part, names, p)) if x.children else x


def _root(q: OverLetters, letter: str, p: Fraction) -> Real | None:
    """α·y + β where q is its power 1/p."""
    k = p.denominator
    if p.numerator != 1 or len(q) != k + 1:
        return None
    scale = real.power(q[-1], Fraction(1, k))
    shift = real.over(q[-2], real.times(Fraction(k), over.raised((scale,), k - 1)[0]))
    if over.raised((shift, scale), k) != q:
        return None
    return real.plus(real.times(scale, real.parameter(letter)), shift)


def _solved(problem: Problem, linear: Recurrence, p: Fraction) -> Solution:
    r = problem.recurrence
    _require_values(problem, linear, p)
    try:
        told = problem.whole(linear)
    except Unsolved as refused:
        raise Unmet("a linear recurrence that is solved", "{e} is not", e=_equation(linear)) from refused
    exponent = 1 / p
    low, high = (_raised_growth(g, exponent) for g in _sides(told.bounds, p))
    exact = None if told.exact is None else _power_of(told.exact, exponent)
    cases = tuple(_case(case, exponent) for case in told.cases)
    if _has_shorter_form(problem):
        exact, cases = None, tuple(replace(case, exact=None) for case in cases if case.growth is not None)
    held = _held_form(r, told, exact, cases)
    return Solution(
        r,
        Bounds(low, high, attained=told.bounds.attained),
        NAME,
        told.method,
        step("the values raised to the power {p} satisfy a linear recurrence.", p=ex.number(p)),
        (
            step(
                "Let {s}. Then {e}.",
                s=ex.Relation("=", linear.left, ex.power(r.left, ex.number(p))),
                e=_equation(linear),
            ),
            *told.steps,
            *_back(r, linear, exact, exponent),
        ),
        assumptions=(*_positive(problem, linear, p), *told.assumptions),
        where=told.where,
        leading=None if told.leading is None else _power_of(told.leading, exponent),
        exact=exact,
        exact_domain=None if exact is None else told.exact_domain,
        constants=told.constants if exact is not None else (),
        cases=cases,
        verification=held,
        exact_verification=held if exact is not None else Verification("unchecked"),
    )


def _has_shorter_form(problem: Problem) -> bool:
    """Whether a Möbius transformation gives one: not where its formula divides by a value that its quotient allows."""
    line = letter_map(problem)
    if line is None or line.degree != 1:
        return False
    try:
        map_of(problem)
    except Unmet as unmet:
        return unmet.hypothesis != "a quotient in lowest terms"
    return True


def _case(case: Case, exponent: Fraction) -> Case:
    exact = None if case.exact is None else _power_of(case.exact, exponent)
    growth = None if case.from_above and exponent < 0 else _raised_growth(case.growth, exponent)
    return replace(case, growth=growth, exact=exact, from_above=case.from_above and exponent > 0)


def _held_form(r: Recurrence, told: Solution, exact: Expr | None, cases: tuple[Case, ...]) -> Verification:
    """The closed form, or the first one of the table, put into the recurrence; other rows were put into that of S."""
    form = exact if exact is not None else next((case.exact for case in cases if case.exact is not None), None)
    if form is None:
        return Verification("unchecked", reason="the growth is that of the recurrence for the powers")
    start = max((c.high for c in r.initial), default=0)
    sizes = count(start) if told.exact_domain is None else map(int, told.exact_domain.sizes())
    try:
        return hold_family(r, form, sizes, told.where)
    except Refuted:
        raise Unmet("a closed form that holds", "exact values do not bear the form out") from None


def _sides(bounds: Bounds, p: Fraction) -> tuple[Growth | None, Growth | None]:
    """What is below and above for T: the reciprocal turns the sides round."""
    return (bounds.lower, bounds.upper) if p > 0 else (bounds.upper, bounds.lower)


def _raised_growth(g: Growth | None, exponent: Fraction) -> Growth | None:
    """A bound of 0 says nothing."""
    return None if g is None or g.monomial is None else Growth(raise_to(g.monomial, exponent), g.variable)


def _power_of(x: Expr, exponent: Fraction) -> Expr:
    if exponent.denominator == 1 and isinstance(x, ex.Mul):
        return ex.mul(*(_raised(factor, exponent) for factor in x.factors))
    return ex.power(x, ex.number(exponent))


def _equation(linear: Recurrence) -> Expr:
    return ex.Relation("=", linear.left, linear.right)


def _back(r: Recurrence, linear: Recurrence, exact: Expr | None, exponent: Fraction) -> tuple[Step, ...]:
    power = ex.Relation("=", r.left, ex.power(linear.left, ex.number(exponent)))
    if exact is None:
        return (step("Back to the function: {t}.", t=power),)
    return (step("Back to the function: {t}, so {e}.", t=power, e=ex.Relation("=", r.left, exact)),)


def _require_values(problem: Problem, linear: Recurrence, p: Fraction) -> None:
    """For a root: nothing negative comes in. For the reciprocal: the first values exist, and none is 0."""
    if p == -1:
        if problem.recurrence.initial and not letters_of(problem.recurrence):
            first = max(c.high for c in problem.recurrence.initial)
            values = problem.values(range(first, first + _FIRST_VALUES))
            if values is None or 0 in values:
                raise Unmet("values that are not 0", "a first value is 0, or the next one divides by 0")
        return
    coefficients = (call.coefficient for call in linear.subcalls)
    stated = (c.value for c in problem.recurrence.initial)
    if not all(never_negative(x, linear.variable) for x in (*coefficients, linear.driving, *stated)):
        raise Unmet("values that are not negative", "in {e} something negative may come in", e=_equation(linear))


def _positive(problem: Problem, linear: Recurrence, p: Fraction) -> tuple[Step, ...]:
    if p == -1 and (letters_of(problem.recurrence) or not problem.recurrence.initial):
        return (step("{s} is not 0 at any size before.", s=linear.left),)
    if not problem.recurrence.initial:
        return (step("{s} is not negative.", s=linear.left),)
    return ()
