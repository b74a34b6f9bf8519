"""A judged answer: the claim as read, the verdict, what misses, numbers, the likely mistake; no solution unasked."""

from recur.answers.judging.statements import statement, statements
from recur.answers.judging.verdict import Standing, Verdict
from recur.documents import blocks as b, several, solution
from recur.documents.given import as_given
from recur.documents.refusal import refused
from recur.documents.solution import left_side
from recur.model import Expr, Step, Unsolved, expressions as ex
from recur.model.several import JointClaim

MARKS = {
    Standing.CORRECT: ("✓", b.Tone.GOOD),
    Standing.NOT_TIGHT: ("✗", b.Tone.DOUBTFUL),
    Standing.WRONG: ("✗", b.Tone.BAD),
    Standing.UNDECIDED: ("?", b.Tone.DOUBTFUL),
    Standing.UNREADABLE: ("?", b.Tone.DOUBTFUL),
}
INVITATION = "--hint for the next step, --reveal for the derivation"
NO_HINT = b.Paragraph(Step("There is no hint for this one."))


def document(
    verdict: Verdict, hints: int = 0, reveal: bool = False, invite: bool = False, why: bool = False
) -> b.Document:
    """`hints` so many steps in place of the feedback, `reveal` the derivation below it; `invite` tells of both.

    Undecided because the recurrence is unsolved, it is a refusal: brief, or with `why` all that each method said.
    """
    given: list[b.Block] = _given(verdict)
    if claims := claims_of(verdict):
        joint = None if verdict.several is None else verdict.several.claim
        rows = tuple(map(b.Displayed, claims))
        given.append(b.Given("Answer", (rows if joint is None else (said_claim(joint, rows[0]), *rows[1:]),)))
    if verdict.system is not None and isinstance(verdict.problem, Unsolved) and not hints:
        because = "undecided, as the recurrence is unsolved"
        return (*given, refused(verdict.problem, why, because, MARKS[Standing.UNDECIDED][0]))
    if verdict.verdict is Standing.UNREADABLE and verdict.problem is not None:
        return (*given, b.Failed(verdict.problem, verdict.answer))
    parts = [*given, headline(verdict), *(_hints(verdict, hints, invite) if hints else _feedback(verdict))]
    if reveal and verdict.solution is not None:
        parts += solution.document(verdict.solution, read=verdict.system, judged=True)
    elif reveal and verdict.several is not None and verdict.several.solution is not None:
        parts += several.document(verdict.several.solution)[1:]
    elif invite and not hints and verdict.verdict is not Standing.CORRECT and verdict.solution is not None:
        parts.append(b.Paragraph(Step(INVITATION), apart=True))
    return tuple(parts)


def _given(verdict: Verdict) -> list[b.Block]:
    """What was read."""
    if verdict.several is not None:
        return [as_given(verdict.several.recurrence)]
    return [] if verdict.system is None else [as_given(verdict.system)]


def _named(verdict: Verdict) -> tuple[str, str]:
    about = None if verdict.system is None else verdict.system.claimed(verdict.claim)
    return ("T", "n") if about is None else (about.function, about.variable)


def claims_of(verdict: Verdict) -> tuple[Expr, ...]:
    """All that the answer states, in its order: T(n) = O(n²), T(n) ~ 2n³, T(n) ≤ 2n and 2n = O(n)."""
    found = verdict.several
    if found is not None and found.claim is not None:
        return (found.claim.formula(found.recurrence.left), *found.claim.where)
    return () if verdict.claim is None else statements(verdict.claim, *_named(verdict))


def said_claim(claim: JointClaim, row: b.Displayed) -> b.Displayed:
    """T(m, n) = Θ(n) for fixed m"""
    return row if claim.course is None else b.Displayed(row.formula, condition=claim.course)


def claim_of(verdict: Verdict) -> Expr | None:
    """What the answer comes to."""
    found = verdict.several
    if found is not None and found.claim is not None:
        return found.claim.formula(found.recurrence.left)
    return None if verdict.claim is None else statement(verdict.claim, *_named(verdict))


def headline(verdict: Verdict) -> b.AnswerLine:
    """wrong: too small, by a factor n^0.585/log n"""
    mark, tone = MARKS[verdict.verdict]
    if not verdict.feedback or verdict.verdict is Standing.CORRECT:
        return b.AnswerLine(verdict.word, tone, mark=mark)
    first = verdict.feedback[0]
    sentence = first.sentence[:1].lower() + first.sentence[1:].removesuffix(".")  # goes on after a colon
    return b.AnswerLine(f"{verdict.word}:", tone, Step(sentence, first.formulas), mark=mark)


def _feedback(verdict: Verdict) -> b.Document:
    """The numbers, and the sentences that the headline leaves."""
    following = verdict.feedback if verdict.verdict is Standing.CORRECT else verdict.feedback[1:]
    return (*([_table(verdict)] if verdict.table else []), *map(b.Paragraph, following))


def _hints(verdict: Verdict, count: int, invite: bool) -> b.Document:
    shown = b.Steps(verdict.hints[:count]) if verdict.hints else NO_HINT
    left = len(verdict.hints) - count
    return (shown, *([b.Paragraph(Step(f"{left} more: repeat --hint"))] if invite and left > 0 else []))


def _table(verdict: Verdict) -> b.Table:
    function, variable = _named(verdict)
    left = ex.Call(function, (ex.Symbol(variable),)) if verdict.solution is None else left_side(verdict.solution)
    claimed = b.Column("") if verdict.claim is None else b.Column(verdict.claim.body, brief="claim")
    columns = (b.Column(ex.Symbol(variable)), b.Column(left), claimed, b.Column("ratio"))
    rows = [tuple(map(b.Digits, (row.size, row.value, row.claimed, row.ratio))) for row in verdict.table]
    return b.Table(columns, tuple(rows), verdict.table_note)


def formulas(verdict: Verdict) -> b.Document:
    """The recurrence, the claim, and how it stands; never the solution."""
    claim = claim_of(verdict)
    given = _given(verdict)
    claimed = () if claim is None else (b.Display((b.Displayed(claim),)),)
    return (*given, *claimed, headline(verdict))
