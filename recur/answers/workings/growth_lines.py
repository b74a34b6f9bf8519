"""T(n) = Θ(n log n), f(n) = O(n^(2−ε)): a growth said of the function that is asked about, or of a formula."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from recur.answers.judging.judging import judge_claim
from recur.answers.judging.links import judge_link
from recur.answers.judging.question import Question
from recur.answers.judging.verdict import Standing
from recur.answers.workings.corrections import Corrections
from recur.answers.workings.findings import RIGHT, UNJUDGED, Finding, slipped
from recur.answers.workings.samples import Condition, Standpoint
from recur.answers.workings.working import Slip
from recur.model import Claim, Expr, RecurError, expressions as ex, limits, step

EPSILONS = frozenset(("epsilon", "ε", "varepsilon", "ϵ"))
_TINY = ex.Number(Fraction(1, 10_000))  # for an ε of which nothing is said
#: Stands for T(1) where nothing is stated of it, and a growth is asked for.
_SOME_VALUE = ex.Number(Fraction(7, 3))
_MOST_DEFINITIONS = 20  # put in, one into the other


def growth_of_function(question: Question, corrections: Corrections, kind: str, body: Expr) -> Finding:
    """T(n) = Θ(…), by what is proved of T."""
    verdict = judge_claim(question, Claim(kind, body), None, with_table=False)
    return _of_standing(verdict.verdict, corrections.left, kind, body, corrections.growth())


def growth_of_formula(
    scene: Standpoint, corrections: Corrections, left: Expr, kind: str, body: Expr, conditions: Sequence[Condition]
) -> Finding:
    """f(n) = O(…), with what is defined put in."""
    plain = _without_functions(scene, left)
    if plain is None or scene.free(plain):
        return UNJUDGED
    for name in ex.symbols(body) & EPSILONS:
        told = [right for one, sign, right in conditions if one == ex.Symbol(name) and sign == "="]
        body = ex.substitute(body, name, told[0] if told else _TINY)
    standing = _standing(plain, kind, body, scene.variable)
    right = corrections.growth() if standing is Standing.WRONG else None
    like = isinstance(right, ex.Asymptotic) and _standing(plain, "Θ", right.body, scene.variable) is Standing.CORRECT
    return _of_standing(standing, left, kind, body, right if like else None)  # Θ of T, where this is of it as well


def _standing(left: Expr, kind: str, body: Expr, variable: str) -> Standing:
    try:
        return judge_link(Claim(kind, body, left=left), variable, 2, False).standing
    except (RecurError, ValueError, ArithmeticError):
        limits.check()
        return Standing.UNDECIDED


def _of_standing(standing: Standing, left: Expr, kind: str, body: Expr, right: Expr | None) -> Finding:
    if standing in (Standing.CORRECT, Standing.NOT_TIGHT):
        return RIGHT
    if standing is Standing.WRONG:
        told = step("{x} is not of this growth: {y}.", x=left, y=ex.Asymptotic(kind, body))
        return slipped(Slip.GROWTH, told, right)
    return UNJUDGED


def _without_functions(scene: Standpoint, x: Expr, left: int = _MOST_DEFINITIONS) -> Expr | None:
    """Definitions put in, a first value as its number; None where another call or dots are left."""
    if isinstance(x, ex.Call):
        if x.function in scene.defined and left:
            variable, body = scene.defined[x.function]
            return _without_functions(scene, ex.substitute(body, variable, x.arguments[0]), left - 1)
        if x.function == scene.recurrence.function and isinstance(x.arguments[0], ex.Number):
            return _first_value(scene, x.arguments[0].value)
        return None
    if not x.children:
        return x
    inner = [_without_functions(scene, child, left) for child in x.children]
    if any(child is None for child in inner):
        return None
    places = iter(inner)
    return ex.rebuild(x, lambda _: next(places) or ex.ZERO)


def _first_value(scene: Standpoint, size: Fraction) -> Expr:
    r = scene.recurrence
    for case in r.initial:
        if size <= case.high and (case.low is None or case.low <= size) and not ex.symbols(case.value):
            return _SOME_VALUE if isinstance(case.value, ex.Asymptotic) else case.value
    return scene.stated.get((r.function, size), _SOME_VALUE)
