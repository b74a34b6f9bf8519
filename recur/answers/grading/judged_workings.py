"""A working judged for the records: its first false line decides, its slip is a tag that a rubric may give a share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recur.answers.grading.judgements import Judgement
from recur.answers.judging.verdict import Standing
from recur.model import Voice
from recur.model.derivation import listed
from recur.model.records import replace
from recur.notation import text

if TYPE_CHECKING:
    from recur.answers.workings.working import Working

#: The note of a working in which some line could not be judged.
OPEN = "working-open"
_PLAIN = Voice(text.write, str)


def with_working(found: Working, answered: Judgement | None) -> Judgement:
    """The judgement of the answer that stands beside it, or of the working alone.

    A right answer with a false line is wrong; a right answer whose working is not judged in full stays right, and
    says so in a note.
    """
    lines = tuple((line.number, str(line.verdict), line.slip and str(line.slip)) for line in found.lines)
    told = Judgement(found.standing, _notes(found), _sentences(found), lines=lines)
    if answered is None:
        return told
    verdict = Standing.WRONG if found.standing is Standing.WRONG else answered.verdict
    if answered.verdict is not Standing.CORRECT:
        verdict = answered.verdict
    notes = (*answered.notes, *(note for note in told.notes if note not in answered.notes))
    return replace(answered, verdict=verdict, notes=notes, feedback=(*answered.feedback, *told.feedback), lines=lines)


def _notes(found: Working) -> tuple[str, ...]:
    if found.false_line is not None and found.false_line.slip is not None:
        return (str(found.false_line.slip),)
    return (OPEN,) if found.open_lines or found.standing is Standing.UNDECIDED else ()


def _sentences(found: Working) -> tuple[str, ...]:
    false, open_ = found.false_line, found.open_lines
    if false is not None and false.slip is not None:
        told = [f"Line {false.number} is false: {false.slip.words}."]
        return tuple(told + [_PLAIN.sentence(each) for each in (false.said, false.witness) if each is not None])
    if open_:
        many = "Lines" if len(open_) > 1 else "Line"
        return (f"No line of the working is false. {many} {listed(map(str, open_))} could not be judged.",)
    if found.standing is Standing.UNDECIDED:
        return ("Nothing in the working could be judged.",)
    return ("Every line of the working follows.",)
