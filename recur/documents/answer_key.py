"""The key of a sheet: each problem with its answer and the reason, and what was skipped."""

from recur.answers.grading.answer_key import AnsweredProblem, headed, skipped_line
from recur.documents import blocks as b, gradebook
from recur.documents.refusal import document as refusal
from recur.documents.solution import document as solution
from recur.model import Step, Unsolved
from recur.parsing.sheets import ProblemSheet


def document(sheet: ProblemSheet, answered: list[AnsweredProblem], steps: bool = False) -> b.Document:
    """A heading and the answer for each problem, with `steps` its derivation; then the lines that state none."""
    parts: list[b.Block] = [b.Heading(sheet.title, level=-1)] if sheet.title else []
    counted = gradebook.counted
    said = f"{counted(len(answered), 'problem')}, {counted(len(sheet.skipped), 'text')} skipped"
    parts.append(b.Paragraph(Step(said)))
    for each in answered:
        parts.append(b.Heading(headed(each.problem.label, each.problem.points), level=0))
        if each.problem.doubt:
            parts.append(b.Paragraph(Step(f"{each.problem.doubt}."), "Doubt", doubtful=True))
        parts += _answer(each, steps)
    if sheet.skipped:
        rows = tuple((str(each.line), b.Typed(skipped_line(each))) for each in sheet.skipped)
        parts += [b.Heading("Skipped", level=0), b.Table((b.Column("line"), b.Column("text", left=True)), rows)]
    return tuple(parts)


def _answer(each: AnsweredProblem, steps: bool) -> b.Document:
    if isinstance(each.error, Unsolved) and each.system is not None:
        return refusal(each.error, each.system)
    if each.error is not None:
        return (b.Failed(each.error, each.problem.recurrence),)
    return solution(each.solutions, steps, each.system)
