"""A link between two formulas, 2n = O(n) or 3^n = 2^n − 1: true, false, or not decided."""

from fractions import Fraction

from recur.answers.judging.exact_values import Formula
from recur.answers.judging.general_forms import general_form
from recur.answers.judging.growth_claims import Judged, extent, judge_growth
from recur.answers.judging.identities import differ_somewhere, is_identically_zero, same_function, with_calls
from recur.answers.judging.leading_claims import exact_everywhere, split_hidden
from recur.answers.judging.question import Proved
from recur.answers.judging.rounded_numbers import meant
from recur.answers.judging.verdict import Standing
from recur.asymptotics import Between, Series, coefficient_sign, expand, monomials
from recur.asymptotics.dominance import nonnegative_from
from recur.model import Bounds, Claim, Expr, LimitExceeded, RecurError, Recurrence, expressions as ex
from recur.numbers import TooCoarse, real
from recur.numbers.exact import sign
from recur.parsing.recurrences.equations import expansion_of as taken_apart


def judge_link(link: Claim, variable: str, first: int, strict: bool) -> Judged:
    """Whether left kind body is true; `first` is the smallest size that it speaks of.

    n^(log_2 7) = n^2.81 is true as far as the decimal goes, unless `strict`.
    """
    standing = _standing(link, variable, first)
    if standing is Standing.CORRECT or strict or not _is_rounded(link, variable):
        return Judged(standing)
    return Judged(Standing.CORRECT, rounded=True)


def _is_rounded(link: Claim, variable: str) -> bool:
    assert link.left is not None
    left, right = (x.body if isinstance(x, ex.Asymptotic) else x for x in (link.left, link.body))
    try:
        exact, decimal = extent(left, variable).growth, extent(right, variable).growth
        if exact is None or decimal is None or link.kind in ("o", "ω"):
            return False
        found = meant(right, decimal, exact)
        return found is not None and found == exact
    except LimitExceeded:
        raise
    except RecurError:
        return False


def _standing(link: Claim, variable: str, first: int) -> Standing:
    assert link.left is not None
    try:
        if link.kind in ("Θ", "O", "Ω", "o", "ω"):
            found = judge_growth(
                link.kind, extent(link.body, variable), _bounds(link.left, link.kind, variable)
            ).standing
            return Standing.CORRECT if found is Standing.NOT_TIGHT else found
        if any(isinstance(x, ex.Asymptotic) for side in (link.left, link.body) for x in ex.walk(side)):
            return Standing.UNDECIDED
        if link.kind == "~":
            return _alike(link.left, link.body, variable)
        if link.kind == "=":
            if same_function(link.left, link.body, variable):
                return Standing.CORRECT
            apart = differ_somewhere(link.left, link.body, variable) or _differ_later(link.left, link.body, variable)
            return Standing.WRONG if apart else Standing.UNDECIDED
        return _ordered(link, variable, first)
    except LimitExceeded:
        raise
    except RecurError:
        return Standing.UNDECIDED


def _bounds(left: Expr, kind: str, variable: str) -> Bounds:
    """The growth of the left side, where it is O(g) or n lg n + O(n) as well.

    O(f) = O(g) says that all of O(f) is O(g), and f is in it.
    """
    parts = split_hidden(left)
    if parts is not None:
        main, hidden = extent(parts[0], variable), extent(parts[1].body, variable)
        smaller = main.low is not None and hidden.high is not None and hidden.high < main.low
        return Bounds(main.low if smaller or parts[1].kind in ("Θ", "Ω", "ω") else None, main.high if smaller else None)
    if isinstance(left, ex.Asymptotic):
        inner = extent(left.body, variable)
        if left.kind + kind in ("OO", "Oo", "ΩΩ", "Ωω", "oO", "ωΩ"):
            return Bounds(inner.low, inner.high)
        low = inner.low if left.kind in ("Θ", "Ω", "ω") else None
        return Bounds(low, inner.high if left.kind in ("Θ", "O", "o") else None)
    found = extent(left, variable)
    return Bounds(found.low, found.high)


def _alike(left: Expr, right: Expr, variable: str) -> Standing:
    (m, c), (k, d) = expand(left, variable).lead, expand(right, variable).lead
    if monomials.compare(m, k) != 0:
        return Standing.WRONG
    if isinstance(c, Between) or isinstance(d, Between):
        return Standing.UNDECIDED
    return Standing.CORRECT if real.compare(c, d) == 0 else Standing.WRONG


def _differ_later(left: Expr, right: Expr, variable: str) -> bool:
    found = expand(ex.subtract(left, right), variable)
    if not found.terms:
        return False
    c = found.lead[1]
    return not isinstance(c, Between) and not real.has_parameter(c)


def _ordered(link: Claim, variable: str, first: int) -> Standing:
    """left ≤ body by values below some N, and by the falling ratios of their difference's terms from there on."""
    assert link.left is not None
    upper, strict = link.kind in ("<=", "<"), link.kind in ("<", ">")
    gap = ex.subtract(link.body, link.left) if upper else ex.subtract(link.left, link.body)
    later = expand(gap, variable)
    if later.is_zero:
        return Standing.WRONG if strict else Standing.CORRECT
    if coefficient_sign(later.lead[1]) < 0:
        return Standing.WRONG
    start = nonnegative_from(_less_a_little(later) if strict else later)
    formula = Formula(gap, variable, {})
    begin = first if link.start is None else max(first, link.start)
    sure = start is not None
    for n in range(begin, max(begin + 64, start or 0)):
        value = formula.at(n)
        if value is None:
            continue
        try:
            if sign(value) < 0 or (strict and not sign(value)):
                return Standing.WRONG
        except TooCoarse:
            sure = False
    return Standing.CORRECT if sure else Standing.UNDECIDED


def _less_a_little(s: Series) -> Series:
    """The leading term less a small part of it: where what is left is not negative, all of it is positive."""
    m, c = s.lead
    if isinstance(c, Between):
        return s
    return Series(((m, c * Fraction(999, 1000)), *s.terms[1:]), s.error)


def first_size(known: Proved) -> int:
    """The smallest size of T, where its base cases say so; 1 otherwise."""
    recurrences = () if known.system is None else known.system.recurrences
    lows = [c.high if c.low is None else c.low for r in recurrences for c in r.initial]
    return min(lows, default=1)


def judge_restated(known: Proved, body: Expr) -> Standing:
    """Whether T(n) = body, which holds calls of T: the recurrence written again, or what follows of it.

    True where the recurrence's closed form, whatever its base, satisfies it; false where it certainly does not.
    """
    r = known.recurrence
    if r is None or any(isinstance(x, ex.Call) and x.function != r.function for x in ex.walk(body)):
        return Standing.UNDECIDED
    if _same_right_side(r, body):
        return Standing.CORRECT
    form = general_form(r) if not r.initial else exact_everywhere(known)
    if form is None or any(isinstance(x, ex.Asymptotic) for x in ex.walk(body)):
        return Standing.UNDECIDED
    left = ex.subtract(form, with_calls(body, r.function, r.variable, form))
    if is_identically_zero(left, r.variable):
        return Standing.CORRECT
    try:
        found = expand(left, r.variable)
        return Standing.WRONG if found.terms and not isinstance(found.lead[1], Between) else Standing.UNDECIDED
    except LimitExceeded:
        raise
    except RecurError:
        return Standing.UNDECIDED


def _same_right_side(r: Recurrence, body: Expr) -> bool:
    if body == r.right:
        return True
    again = taken_apart(body, r.variable)
    if again.nonlinear or r.nonlinear:
        return False
    mine = {(call.function, call.argument): call.coefficient for call in r.subcalls}
    theirs = {(call.function, call.argument): call.coefficient for call in again.subcalls()}
    return mine == theirs and again.driving_term() == r.driving
