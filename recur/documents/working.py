"""A working, line by line: a mark beside each, the slip of the first false one, and numbers that show it."""

from recur.answers.workings.working import JudgedLine, LineVerdict, Working
from recur.documents import blocks as b
from recur.documents.given import reading
from recur.model import Step, expressions as ex, step

MARKS = {LineVerdict.RIGHT: "✓", LineVerdict.FALSE: "✗", LineVerdict.UNREAD: "?", LineVerdict.NOT_JUDGED: ""}
INVITATION = "--hint for one step at a time, --reveal for what would be right there"


def document(working: Working, hints: int = 0, reveal: bool = False, invite: bool = False) -> b.Document:
    """All lines with their marks; with `hints` only so many steps towards the slip; with `reveal` what is right."""
    given = reading(working.system.recurrences)
    if hints:
        return (given, *_hints(working, hints, invite))
    false = working.false_line
    parts: list[b.Block] = [given, _table(working), _headline(working)]
    if false is not None:
        parts += [b.Paragraph(told) for told in (false.witness,) if told is not None]
        if reveal:
            parts += _revealed(false)
        elif invite:
            parts.append(b.Paragraph(Step(INVITATION), apart=True))
    return tuple(parts)


def _table(working: Working) -> b.Table:
    columns = (b.Column(""), *(b.Column("", left=True) for _ in range(3)))
    rows = [
        (str(line.number), b.Typed(line.text), MARKS[line.verdict], _beside(line, working)) for line in working.lines
    ]
    return b.Table(columns, tuple(rows))


def _beside(line: JudgedLine, working: Working) -> str:
    match line.verdict:
        case LineVerdict.FALSE if line.slip is not None:
            return line.slip.words
        case LineVerdict.UNREAD:
            return "cannot be read, not judged" if line.claims else ""
        case LineVerdict.NOT_JUDGED if working.first_false is not None and line.number > working.first_false:
            return f"stands on line {working.first_false}, not judged"
        case LineVerdict.NOT_JUDGED:
            return "not judged" if line.claims else ""
    return ""


def _headline(working: Working) -> b.AnswerLine:
    false = working.false_line
    if false is not None:
        said = false.said or Step("it does not follow")
        told = said.sentence[:1].lower() + said.sentence[1:].removesuffix(".")  # goes on after a colon
        return b.AnswerLine(f"line {false.number} is false:", b.Tone.BAD, Step(told, said.formulas), mark="✗")
    open_ = working.open_lines
    if not open_ and working.standing.value == "correct":
        return b.AnswerLine("every line follows", b.Tone.GOOD, mark="✓")
    if len(open_) == len(working.lines) or (working.standing.value == "undecided" and not open_):
        return b.AnswerLine("nothing here could be judged", b.Tone.DOUBTFUL, mark="?")
    listed = ", ".join(map(str, open_))
    told = f"{'line' if len(open_) == 1 else 'lines'} {listed} could not be judged"
    return b.AnswerLine("no line is false:", b.Tone.DOUBTFUL, Step(told), mark="?")


def _hints(working: Working, count: int, invite: bool) -> b.Document:
    """Where it is, numbers that show it, of what kind it is; never what would be right."""
    false = working.false_line
    if false is None or false.slip is None:
        return (_headline(working),)
    told = [step("Look at line {n}: what stands before it is right.", n=ex.number(false.number))]
    told += [] if false.witness is None else [false.witness]
    told.append(Step(f"It is {false.slip.words}." if false.slip != "does-not-follow" else "It does not follow."))
    left = len(told) - count
    more = [b.Paragraph(Step(f"{left} more: repeat --hint"))] if invite and left > 0 else []
    return (b.Steps(tuple(told[:count])), *more)


def _revealed(false: JudgedLine) -> list[b.Block]:
    if false.right is None:
        return [b.Paragraph(Step("What would be right there is not known."))]
    return [b.Paragraph(step("Right would be {x}.", x=false.right))]


def formulas(working: Working) -> b.Document:
    """The recurrence, and how the working stands."""
    return reading(working.system.recurrences), _headline(working)
