"""Mistakes with recurrences that step, T(n) = Σ aᵢT(n − i) + f(n), and with a variable that was changed."""

from collections.abc import Iterator
from fractions import Fraction

from recur.answers.misconceptions.misconceptions import LOG, Scene, mistake, solved
from recur.asymptotics import UNIT, Monomial, level, monomials
from recur.asymptotics.monomials import STAR, multiply
from recur.evaluation.equation import straight_line
from recur.model import System, expressions as ex
from recur.model.records import replace
from recur.numbers import Real, real
from recur.solving.problem import Shrink

Found = Iterator[Monomial | None]


def steps(scene: Scene) -> list[tuple[Real, Fraction]]:
    """(a, i) of the calls aT(n − i); none where a call is of another kind."""
    if not scene.all_shrink_by(Shrink.DECREMENT):
        return []
    found = []
    for call in scene.calls:
        a, line = scene.problem.constant_coefficient(call), straight_line(call.argument, scene.variable)
        if a is None or line is None:
            return []
        found.append((a, -line[1]))
    return found


def exponential(base: Real) -> Monomial | None:
    """base^n"""
    if real.compare(base, real.ONE) <= 0:
        return UNIT if base == 1 else None
    return Monomial((), ((level(0), real.ln(base)),))


def total(calls: list[tuple[Real, Fraction]]) -> Real:
    found: Real = real.ZERO
    for a, _ in calls:
        found += a
    return found


@mistake(
    "step-ignored",
    "This takes every call to be of size n−1. Some are smaller: write down the characteristic equation.",
)
def all_calls_of_size_n_minus_1(scene: Scene) -> Found:
    """2^n for φ^n, 2^n for 2^(n/2)."""
    calls = steps(scene)
    if any(i != 1 for _, i in calls):
        yield exponential(total(calls))


@mistake("one-level-only", "This is the driving function itself. How often is it paid before the size is constant?")
def the_sum_not_taken(scene: Scene) -> Found:
    if steps(scene):
        yield UNIT if scene.driving is None else scene.driving


@mistake("driving-forgotten", "This is the answer without the driving function. Which of the two grows faster?")
def driving_term_forgotten(scene: Scene) -> Found:
    """Named where the driving function decides: where it does not, leaving it out changes nothing.

    With base cases it is the answer to the same ones: 0 for T(n) = T(n − 1) + n, T(0) = 0.
    """
    calls = steps(scene)
    if not calls or scene.driving is None or scene.growth is None:
        return
    for left in _without_driving(scene, calls):
        if left is not None and monomials.compare(left, scene.growth) < 0:
            yield left


def _without_driving(scene: Scene, calls: list[tuple[Real, Fraction]]) -> Found:
    r = scene.recurrence
    if not r.initial:
        yield exponential(total(calls)) if all(i == 1 for _, i in calls) else None
        return
    right = ex.add(*(ex.mul(call.coefficient, ex.Call(call.function, (call.argument,))) for call in r.subcalls))
    for solution in solved(System((replace(r, right=right, driving=ex.number(0), claim=None),))):
        theta = solution.bounds.theta
        yield None if theta is None else theta.monomial


@mistake(
    "depth",
    "The depth of the recursion is mistaken: how often can the size be lowered before it is constant?",
)
def a_depth_of_log_n(scene: Scene) -> Found:
    """log n levels that cost f(n) each, or of a calls each."""
    calls = steps(scene)
    f = UNIT if scene.driving is None else scene.driving
    if calls or scene.all_shrink_by(Shrink.SUBLINEAR) or scene.all_shrink_by(Shrink.DECREMENT):
        yield multiply(f, LOG)
    if calls and real.compare(total(calls), real.ONE) > 0:
        yield level(0, real.ln(total(calls)) / real.ln(Fraction(2)))
    if not calls and scene.all_shrink_by(Shrink.SUBLINEAR, Shrink.DECREMENT):
        yield multiply(f, level(0))


@mistake(
    "leaves-times-driving",
    "This multiplies the number of leaves by the driving function. Is it as large at the leaves as at the root?",
)
def leaves_times_driving(scene: Scene) -> Found:
    calls = steps(scene)
    if len(calls) == 1 and scene.driving is not None and scene.growth is not None:
        yield multiply(scene.growth, scene.driving)


@mistake("not-changed-back", "This is the answer in the new variable. Put the old one back.")
def variable_not_changed_back(scene: Scene) -> Found:
    """The growth of S(m), m = log n, with n written for m."""
    growth = scene.growth
    if not scene.all_shrink_by(Shrink.SUBLINEAR) or growth is None or growth.exponential:
        return
    if growth.powers and all(0 < k < STAR for k, _ in growth.powers):
        yield Monomial(tuple((k - 1, e) for k, e in growth.powers))
