"""A link between two formulas, 2n = O(n) or 3^n = 2^n − 1: true, false, or not decided."""

from __future__ import annotations

from recur.answers.dominance import nonnegative_from
from recur.answers.exact_values import Formula
from recur.answers.growth_claims import extent, judge_growth
from recur.answers.identities import differ_somewhere, same_function
from recur.answers.leading_claims import split_hidden
from recur.answers.question import Proved
from recur.answers.verdict import Standing
from recur.asymptotics import monomials
from recur.asymptotics.expansion import expand
from recur.asymptotics.series import Between, coefficient_sign
from recur.errors import LimitExceeded, RecurError
from recur.expressions import Asymptotic, Expr, subtract, walk
from recur.numbers import constants
from recur.numbers.exact import TooCoarse, sign
from recur.recurrence import Claim
from recur.solution import Bounds


def judge_link(link: Claim, variable: str, first: int) -> Standing:
    """Whether left kind body is true; `first` is the smallest size that it speaks of."""
    assert link.left is not None
    try:
        if link.kind in ("Θ", "O", "Ω", "o", "ω"):
            found = judge_growth(link.kind, extent(link.body, variable), _bounds(link.left, variable)).standing
            return Standing.CORRECT if found is Standing.NOT_TIGHT else found
        if any(isinstance(x, Asymptotic) for side in (link.left, link.body) for x in walk(side)):
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


def _bounds(left: Expr, variable: str) -> Bounds:
    """The growth of the left side, where it is O(g) or n lg n + O(n) as well."""
    parts = split_hidden(left)
    if parts is not None:
        main, hidden = extent(parts[0], variable), extent(parts[1].body, variable)
        smaller = main.low is not None and hidden.high is not None and hidden.high < main.low
        return Bounds(main.low if smaller or parts[1].kind in ("Θ", "Ω", "ω") else None, main.high if smaller else None)
    if isinstance(left, Asymptotic):
        inner = extent(left.body, variable)
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
    return Standing.CORRECT if constants.compare(c, d) == 0 else Standing.WRONG


def _differ_later(left: Expr, right: Expr, variable: str) -> bool:
    found = expand(subtract(left, right), variable)
    if not found.terms:
        return False
    c = found.lead[1]
    return not isinstance(c, Between) and not constants.has_parameter(c)


def _ordered(link: Claim, variable: str, first: int) -> Standing:
    """left ≤ body by values below some N, and by the falling ratios of their difference's terms from there on."""
    assert link.left is not None
    upper, strict = link.kind in ("<=", "<"), link.kind in ("<", ">")
    gap = subtract(link.body, link.left) if upper else subtract(link.left, link.body)
    later = expand(gap, variable)
    if later.is_zero:
        return Standing.WRONG if strict else Standing.CORRECT
    if coefficient_sign(later.lead[1]) < 0:
        return Standing.WRONG
    start = nonnegative_from(later)
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
    return Standing.CORRECT if sure and not strict else Standing.UNDECIDED


def first_size(known: Proved) -> int:
    """The smallest size of T, where its base cases say so; 1 otherwise."""
    recurrences = () if known.system is None else known.system.recurrences
    lows = [c.high if c.low is None else c.low for r in recurrences for c in r.initial]
    return min(lows, default=1)
