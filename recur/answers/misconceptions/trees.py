"""Mistakes with T(n) = Σ aᵢT(n/bᵢ) + f(n), and with roots of n, which are divisions of log n."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import wraps

from recur.answers.misconceptions.misconceptions import LOG, Scene, mistake
from recur.asymptotics import UNIT, Monomial, level, monomials
from recur.asymptotics.monomials import multiply
from recur.model.expressions import Number, Power, Symbol
from recur.model.records import frozen
from recur.numbers import Real, real
from recur.solving.problem import Shrink

Found = Iterator[Monomial | None]


@frozen
class DividedCalls:
    """Calls (a, b) of T(n/b); driving f and growth in the variable that is divided: n, or log n for roots."""

    calls: tuple[tuple[Real, Real], ...]
    f: Monomial
    growth: Monomial | None

    @property
    def single(self) -> tuple[Real, Real] | None:
        return self.calls[0] if len(self.calls) == 1 else None

    @property
    def regime(self) -> str:
        """Which end of the recursion tree decides, as the proved growth shows."""
        if self.growth is None:
            return "unknown"
        order = monomials.compare(self.growth, self.f)
        if order == 0:
            return "root-heavy"
        balanced = self.single is not None and real.compare(exponent(*self.single), k_of(self.f)) == 0
        return "balanced" if balanced or monomials.compare(self.growth, multiply(self.f, LOG)) == 0 else "leaf-heavy"


def exponent(a: Real, b: Real) -> Real:
    """log_b a"""
    return real.ZERO if a == 1 else real.ln(a) / real.ln(b)


def k_of(f: Monomial) -> Real:
    return dict(f.powers).get(0, real.ZERO)


def p_of(f: Monomial) -> Real:
    return dict(f.powers).get(1, real.ZERO)


def master(a: Real, b: Real, f: Monomial) -> Monomial | None:
    """The growth of aT(n/b) + f by the extended master theorem, for f without exponentials."""
    if f.exponential or real.compare(b, real.ONE) <= 0 or real.sign(a) <= 0:
        return None
    e = exponent(a, b)
    order = real.compare(k_of(f), e)
    if order:
        return f if order > 0 else level(0, e)
    p = real.compare(p_of(f), Fraction(-1))
    if p > 0:
        return multiply(f, LOG)
    plain = multiply(level(0, e), level(2)) if e != 0 else level(2)
    return plain if p == 0 else level(0, e)


def division_of(scene: Scene) -> DividedCalls | None:
    """The division in the scene; its growths are told in n again by the decorator below."""
    f = UNIT if scene.driving is None else scene.driving
    if scene.all_shrink_by(Shrink.FRACTION):
        calls = [(scene.problem.constant_coefficient(c), real.ONE / c.ratio) for c in scene.calls]
        return _division(calls, f, scene.growth)
    if scene.all_shrink_by(Shrink.SUBLINEAR):
        roots = [(scene.problem.constant_coefficient(c), _root(c.argument, scene.variable)) for c in scene.calls]
        return _division(roots, _lowered(f), _lowered(scene.growth))
    return None


def _division(
    calls: Sequence[tuple[Real | None, Real | None]], f: Monomial | None, growth: Monomial | None
) -> DividedCalls | None:
    known = tuple((a, b) for a, b in calls if a is not None and b is not None and real.sign(a) > 0)
    return None if f is None or len(known) < len(calls) else DividedCalls(known, f, growth)


def _root(x: object, variable: str) -> Real | None:
    """r of n^(1/r)."""
    match x:
        case Power(Symbol(name), Number(e)) if name == variable and 0 < e < 1:
            return 1 / e
    return None


def _lowered(m: Monomial | None) -> Monomial | None:
    """A function of log n as one of m = log n."""
    if m is None or m.exponential or any(k == 0 for k, _ in m.powers):
        return None
    return Monomial(tuple((k - 1, e) for k, e in m.powers))


def _raised(m: Monomial | None) -> Monomial | None:
    return None if m is None or m.exponential else Monomial(tuple((k + 1, e) for k, e in m.powers))


def trees(results: Callable[[DividedCalls], Found]) -> Callable[[Scene], Found]:
    """A mistake made on the division in the scene."""

    @wraps(results)
    def on_scene(scene: Scene) -> Found:
        division = division_of(scene)
        if division is None:
            return
        roots = scene.all_shrink_by(Shrink.SUBLINEAR)
        for found in results(division):
            yield _raised(found) if roots else found

    return on_scene


@mistake(
    "missing-log", "This is the cost of one level of the recursion tree. Where all levels cost the same, count them."
)
@trees
def case_2_without_the_log(d: DividedCalls) -> Found:
    if d.regime == "balanced":
        yield d.f


@mistake(
    "log-added-in-case-3",
    "A logarithm counts levels of equal cost. Compare the first two levels of this recursion tree.",
)
@trees
def log_added_in_case_3(d: DividedCalls) -> Found:
    if d.regime == "root-heavy":
        yield multiply(d.f, LOG)


@mistake("leaves-forgotten", "This counts the driving function at the root alone. How many leaves does the tree have?")
@trees
def leaves_forgotten(d: DividedCalls) -> Found:
    if d.regime == "leaf-heavy":
        yield d.f


@mistake("calls-not-counted", "This is the answer with a single call at each level. How many calls are made?")
@trees
def number_of_calls_ignored(d: DividedCalls) -> Found:
    if d.single is not None and real.compare(d.single[0], real.ONE) > 0:
        yield master(real.ONE, d.single[1], d.f)


@mistake(
    "log-added-in-case-1",
    "A logarithm counts levels of equal cost. Compare the last level of this recursion tree with the others.",
)
@trees
def log_added_in_case_1(d: DividedCalls) -> Found:
    if d.regime == "leaf-heavy" and d.growth is not None:
        yield multiply(d.growth, LOG)
        yield multiply(d.f, LOG)


@mistake("driving-forgotten", "This counts the leaves alone. How much does the driving function cost at the root?")
@trees
def driving_term_forgotten(d: DividedCalls) -> Found:
    if d.single is not None:
        yield level(0, exponent(*d.single)) if d.single[0] != 1 else UNIT


@mistake("driving-log-ignored", "This is the answer without the logarithm in the driving function; here it matters.")
@trees
def the_log_of_the_driving_function_ignored(d: DividedCalls) -> Found:
    p = p_of(d.f)
    if d.single is not None and real.sign(p):
        yield master(*d.single, monomials.divide(d.f, level(1, p)))


@mistake(
    "a-and-b-swapped",
    "This is the answer with a and b exchanged. Which is the number of calls, which divides the size?",
)
@trees
def a_and_b_swapped(d: DividedCalls) -> Found:
    if d.single is not None and real.compare(d.single[0], real.ONE) > 0:
        yield master(d.single[1], d.single[0], d.f)


@mistake("logarithm-inverted", "Look at the exponent again: of the two numbers in the logarithm, which is the base?")
@trees
def log_a_b_for_log_b_a(d: DividedCalls) -> Found:
    if d.single is None or real.compare(d.single[0], real.ONE) <= 0 or d.single[0] == d.single[1]:
        return
    inverted = level(0, exponent(d.single[1], d.single[0]))
    yield inverted
    if d.regime == "balanced":
        yield multiply(inverted, LOG)


@mistake(
    "printed-case-3",
    "This is what some tables print for case 3 with p < 0. It is an upper bound; how much does the root alone cost?",
)
@trees
def the_printed_table_for_negative_p(d: DividedCalls) -> Found:
    if d.regime == "root-heavy" and real.sign(p_of(d.f)) < 0:
        yield level(0, k_of(d.f)) if k_of(d.f) != 0 else UNIT


@mistake(
    "p-minus-1",
    "The exponent of the logarithm is exactly −1: the levels form a harmonic sum, which does not converge.",
)
@trees
def p_minus_1_taken_as_less(d: DividedCalls) -> Found:
    if d.regime == "balanced" and p_of(d.f) == -1:
        yield monomials.divide(d.f, level(1, Fraction(-1)))


@mistake(
    "p-below-minus-1",
    "The exponent of the logarithm is below −1: then the sum over the levels converges.",
)
@trees
def p_below_minus_1_taken_as_more(d: DividedCalls) -> Found:
    p = p_of(d.f)
    if d.single is None or real.compare(p, Fraction(-1)) >= 0:
        return
    plain = monomials.divide(d.f, level(1, p))
    if real.compare(exponent(*d.single), k_of(d.f)) == 0:
        yield multiply(plain, level(2))
        yield multiply(d.f, LOG)


@mistake(
    "depth",
    "The depth of the recursion is mistaken: how often can the size be divided before it is constant?",
)
@trees
def a_depth_of_n(d: DividedCalls) -> Found:
    """n levels that cost f(n) each; or n levels of a calls each, a^n."""
    yield multiply(d.f, level(0))
    total: Real = real.ZERO
    for a, _ in d.calls:
        total += a
    if real.compare(total, real.ONE) > 0:
        yield Monomial((), ((level(0), real.ln(total)),))


@mistake(
    "unequal-sizes",
    "The calls have different sizes. This is the answer with all of them as large, or as small, as one of them.",
)
@trees
def all_calls_of_one_size(d: DividedCalls) -> Found:
    if len(d.calls) < 2:
        return
    total: Real = real.ZERO
    for a, _ in d.calls:
        total += a
    for _, b in d.calls:
        yield master(total, b, d.f)
