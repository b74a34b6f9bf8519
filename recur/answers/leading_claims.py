"""T ~ g: the leading terms compared, constants and all; and T = g + O(h): what is left after g held against h."""

from __future__ import annotations

from fractions import Fraction

from recur.answers.exact_values import is_rounded
from recur.answers.growth_claims import UNDECIDED, Judged, extent, judge_growth
from recur.answers.question import Proved
from recur.answers.verdict import Standing
from recur.asymptotics import monomials, series
from recur.asymptotics.expansion import expand
from recur.asymptotics.series import Between
from recur.errors import RecurError
from recur.expressions import Add, Asymptotic, Expr, add, subtract, walk
from recur.growth import Growth, lower_bound, upper_bound
from recur.numbers import constants
from recur.solution import Bounds


def judge_leading(known: Proved, body: Expr) -> Standing:
    """Whether T ~ body, for a body that grows like T; undecided where T's own constant is not proved."""
    formula = known.leading if known.leading is not None else exact_everywhere(known)
    if formula is None:
        return Standing.UNDECIDED
    try:
        (m, c), (k, d) = expand(formula, known.variable).lead, expand(body, known.variable).lead
        if isinstance(c, Between) or isinstance(d, Between) or monomials.compare(m, k) != 0:
            return Standing.UNDECIDED
        return Standing.CORRECT if constants.compare(c, d) == 0 else Standing.WRONG
    except RecurError:
        return Standing.UNDECIDED


def exact_everywhere(known: Proved) -> Expr | None:
    """The closed form, if it holds at all large sizes that have a value with nothing rounded."""
    everywhere = "≥" in known.domain or not known.domain or known.recurrence is None or not is_rounded(known.recurrence)
    return known.exact if everywhere else None


def split_hidden(body: Expr) -> tuple[Expr, Asymptotic] | None:
    """(n lg n, O(n)) of n lg n + O(n): a sum with one hidden term in it."""
    if not isinstance(body, Add):
        return None
    hidden = [term for term in body.terms if isinstance(term, Asymptotic)]
    plain = [term for term in body.terms if not isinstance(term, Asymptotic)]
    if len(hidden) != 1 or not plain or any(isinstance(x, Asymptotic) for term in plain for x in walk(term)):
        return None
    return add(*plain), hidden[0]


def judge_expansion(known: Proved, main: Expr, hidden: Asymptotic) -> Judged:
    """T = main + hidden: what the closed form leaves after main, beside hidden; without one, the leading terms."""
    rest = _remainder(known, main, hidden)
    if rest is not Standing.UNDECIDED:
        return Judged(rest)
    claimed, small = extent(main, known.variable), extent(hidden.body, known.variable)
    if hidden.kind not in ("O", "o", "Θ") or claimed.low is None or small.high is None or small.high >= claimed.low:
        return UNDECIDED
    grown = judge_growth("Θ", claimed, known.bounds)
    if grown.standing is Standing.CORRECT:
        return Judged(Standing.WRONG) if judge_leading(known, main) is Standing.WRONG else UNDECIDED
    return grown


def _remainder(known: Proved, main: Expr, hidden: Asymptotic) -> Standing:
    """A remainder that is smaller than the hidden term allows is within it all the same."""
    exact = exact_everywhere(known)
    if exact is None:
        return Standing.UNDECIDED
    try:
        left = expand(subtract(exact, main), known.variable)
        low, high = lower_bound(left), upper_bound(left)
        if low is None and not left.is_zero:
            low = lower_bound(series.scale(left, Fraction(-1)))
        lower, upper = (None if m is None else Growth(m, known.variable) for m in (low, high))
        zero = Growth(None, known.variable)
        proved = Bounds(zero, zero) if left.is_zero else Bounds(lower, upper)
        found = judge_growth(hidden.kind, extent(hidden.body, known.variable), proved).standing
    except RecurError:
        return Standing.UNDECIDED
    return Standing.CORRECT if found is Standing.NOT_TIGHT else found
