"""An answer held against a question: read, compared with what is proved, and told in words. Nothing here guesses.

Wrong means contradicted by a proof, correct means implied by one; everything else is undecided.
"""

from __future__ import annotations

import re
from fractions import Fraction

from recur.answers import feedback
from recur.answers.exact_claims import Fate, Tested, restricted_to, try_formula
from recur.answers.growth_claims import CORRECT, UNDECIDED, Judged, Miss, extent, judge_growth
from recur.answers.identities import differ_somewhere, same_function
from recur.answers.leading_claims import judge_expansion, judge_leading, split_hidden
from recur.answers.mistaken_readings import decimals, is_close
from recur.answers.question import Proved, Question
from recur.answers.verdict import Standing, Verdict
from recur.errors import InvalidRecurrence, RecurError, Undecided
from recur.expressions import symbols
from recur.limits import DEFAULT_SECONDS, time_limit
from recur.recurrence import Claim
from recur.solution import Bounds

CONSTANTS = frozenset("cCdαε") | {"alpha", "epsilon"}
#: Letters that usually stand for a second size: a graph's edges, a length, an index.
SIZES = frozenset("mNMkxyVEsijl")


def check(recurrence: str, answer: str | None = None, timeout: float | None = DEFAULT_SECONDS) -> Verdict:
    """The answer judged; without one, the claim that stands in the recurrence: T(n) = 2T(n/2) + n = O(n^2).

    >>> check("T(n) = 2T(n/2) + n", "O(n^2)").verdict
    <Standing.NOT_TIGHT: 'not tight'>
    """
    question = Question.read(recurrence, timeout)
    return judge_stated(question, timeout) if answer is None else judge(question, answer, timeout)


def judge_stated(question: Question, timeout: float | None = DEFAULT_SECONDS) -> Verdict:
    """The claim that the recurrence itself makes; raises a `RecurError` where it makes none."""
    if question.stated is None:
        raise question.problem or InvalidRecurrence(
            "no answer is given, and the recurrence makes no claim",
            text=question.text,
            hint='add the answer: "O(n log n)"',
        )
    return _guarded(question, "", question.stated, timeout)


def judge(
    question: Question, answer: str, timeout: float | None = DEFAULT_SECONDS, *, with_table: bool = True
) -> Verdict:
    """How the answer stands to what is proved. Raises nothing: what goes wrong is told in the verdict.

    The table of values costs as much as all the rest: without it a class is judged twice as fast.
    """
    from recur.parsing import parse_claim

    try:
        with time_limit(timeout):
            claim = parse_claim(answer, question.variable)
    except RecurError as problem:
        return feedback.unreadable(question, answer, problem)
    except Exception as fault:
        return feedback.fault(question, answer, fault)
    return _guarded(question, answer, claim, timeout, with_table)


def _guarded(question: Question, answer: str, claim: Claim, timeout: float | None, with_table: bool = True) -> Verdict:
    try:
        with time_limit(timeout):
            return _judged(question, answer, claim, with_table)
    except InvalidRecurrence as problem:
        return feedback.unreadable(question, answer, problem)
    except RecurError as problem:
        return feedback.undecided(question, answer, claim, problem)
    except Exception as fault:
        return feedback.fault(question, answer, fault)


def _judged(question: Question, answer: str, claim: Claim, with_table: bool) -> Verdict:
    named = claim.function
    if named is not None and question.system is not None and named not in question.system.functions:
        named = None  # a name of the student's own: f(n) = Θ(n²) for T
    _refuse_strange_sizes(question, answer, claim)
    known = question.proved(named)
    if known is None:
        return feedback.undecided(question, answer, claim, question.problem)
    judged, tested = _against(question, answer, claim, known)
    if judged.miss is not None and _is_cut_off(answer, claim, known):
        judged = Judged(Standing.UNDECIDED, Miss.CUT)
    return feedback.verdict(question, answer, claim, known, judged, tested, with_table)


def _refuse_strange_sizes(question: Question, answer: str, claim: Claim) -> None:
    """A letter that the recurrence does not hold is a constant, such as c, unless it looks like another size."""
    if question.system is None:
        return
    held = set().union(*(symbols(r.right) | {r.variable} for r in question.system.recurrences))
    strange = sorted(symbols(claim.body) - held - CONSTANTS)
    if strange and question.variable not in symbols(claim.body):
        message = f"the answer is in {strange[0]}, the recurrence in {question.variable}"
        raise InvalidRecurrence(message, text=answer, hint=f"write it in {question.variable}")
    if set(strange) & SIZES:
        raise Undecided(f"what {strange[0]} stands for is not said")


def _is_cut_off(answer: str, claim: Claim, known: Proved) -> bool:
    """A number that is right as far as it goes, where its digits go on (n^0.694…) or no short formula names it."""
    theta, places = known.bounds.theta, decimals(claim.body)
    goes_on = re.search(r"\d\s*(\.\.\.|…)", answer) is not None
    named = known.solution is not None and known.solution.where
    if theta is None or places is None or places < 2 or not (goes_on or named):
        return False
    growth = extent(claim.body, known.variable).growth
    return growth is not None and is_close(growth, theta, Fraction(1, 10**places))


def _against(question: Question, answer: str, claim: Claim, known: Proved) -> tuple[Judged, Tested | None]:
    if known.cases:
        return _uniformly(claim, known), None
    if claim.kind not in ("~", "="):
        return judge_growth(claim.kind, extent(claim.body, known.variable), known.bounds), None
    parts = split_hidden(claim.body)
    if parts is not None:
        return judge_expansion(known, *parts), None
    grown = _grown(claim, known.variable, known.bounds)
    if claim.kind == "=":
        return _formula(question, answer, claim, known, grown)
    if grown.standing is Standing.CORRECT:
        return Judged(judge_leading(known, claim.body)), None
    return grown, None


def _grown(claim: Claim, variable: str, bounds: Bounds) -> Judged:
    """The growth of a formula alone."""
    try:
        return judge_growth("Θ", extent(claim.body, variable), bounds)
    except Undecided:
        return UNDECIDED


def _uniformly(claim: Claim, known: Proved) -> Judged:
    """With parameters: what holds in every case of the table."""
    kind = "Θ" if claim.kind in ("~", "=") else claim.kind
    claimed = extent(claim.body, known.variable)
    found = {judge_growth(kind, claimed, Bounds(c.growth, c.growth)) for c in known.cases}
    standings = {judged.standing for judged in found}
    if len(standings) > 1 or (claim.kind in ("~", "=") and standings != {Standing.WRONG}):
        return UNDECIDED
    return found.pop() if len(found) == 1 else Judged(standings.pop())


def _formula(
    question: Question, answer: str, claim: Claim, known: Proved, grown: Judged
) -> tuple[Judged, Tested | None]:
    if question.key is not None:
        return _beside_key(claim, known, grown), None
    assert question.system is not None and known.recurrence is not None
    function = known.recurrence.function
    tested = try_formula(question.system, known.solution, function, claim.body, restricted_to(answer))
    if tested.fate is Fate.PROVED:
        return CORRECT, tested
    if grown.standing is Standing.WRONG:
        return grown, tested
    apart = grown.standing is Standing.CORRECT and judge_leading(known, claim.body) is Standing.WRONG
    wrong = tested.fate is Fate.REFUTED or apart
    return (Judged(Standing.WRONG) if wrong else UNDECIDED), tested


def _beside_key(claim: Claim, known: Proved, grown: Judged) -> Judged:
    """A formula beside a key: the same function, another one, or not known."""
    if grown.standing is Standing.WRONG or known.exact is None:
        return grown if grown.standing is Standing.WRONG else UNDECIDED
    if same_function(claim.body, known.exact, known.variable):
        return CORRECT
    return Judged(Standing.WRONG) if differ_somewhere(claim.body, known.exact, known.variable) else UNDECIDED
