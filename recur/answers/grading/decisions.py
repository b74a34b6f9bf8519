"""What a person has decided: answers that cannot be judged, each reading of them once, for this class and the next.

[[decision]]
recurrence = "T(n) = 2T(n/2) + n"    # or key = …: the question as the assignment states it
answer = "O(n^2"                     # as somebody handed it in
read = "O(n^2)"                      # as it was read, if it was: all answers that are read so share the decision
working = "T(n) = …"                 # the working beside it, if there was one: then the decision is about both
share = "1/2"                        # of the points: 0 to 1, "1/2", "50%"; without it nothing is decided yet
remark = "Mind the bracket."         # optional: what the students are told

A decision about a recurrence holds in every assignment that asks for it, whatever points it has there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from recur.answers.grading.rubric import Share
from recur.answers.grading.stated_tables import StatedTables, quoted, text_of
from recur.files import unwritable, write_whole
from recur.model.patterns import regex
from recur.model.records import field, frozen, replace

if TYPE_CHECKING:
    from recur.answers.grading.assignment import Exercise
    from recur.answers.grading.judgements import Graded

FILE = "decisions.toml"
FIELDS = ("recurrence", "key", "answer", "read", "working", "share", "remark")
HEAD = """\
# What a person has decided about answers that recur could not judge; recur grade reads it at every run.
# share is the part of the points, 0 to 1, "1/2" or "50%"; an entry without it is still open.
# remark, if there is one, is told to the students.
"""
#: Words that are no letters of a formula.
_WORDS = regex(r"(?:[^\W\d_]{2,}|[IiAa])(?: (?:[^\W\d_]{2,}|[IiAa]))*")
#: What a decision is looked up by: the question, and the answer as it is read, as it is typed, or with its working.
Case = tuple[str, ...]
READ, TYPED, WORKED = "read", "typed", "worked"


@frozen
class Decision:
    """What answers of one reading earn (None: not decided yet), and what is said to those who gave them."""

    recurrence: str
    key: str
    answer: str
    read: str = ""
    share: Share = None
    remark: str = ""
    working: str = ""

    @property
    def cases(self) -> tuple[Case, ...]:
        question = _typed(self.recurrence or self.key)
        if self.working:
            return ((question, WORKED, _typed(self.answer), _typed(self.working)),)
        named = (READ, self.read), (TYPED, _typed(self.answer))
        return tuple((question, way, name) for way, name in named if name)

    def of(self, share: Share, remark: str = "") -> Decision:
        """The same case, decided."""
        return replace(self, share=share, remark=remark)

    @property
    def entry(self) -> str:
        """The decision as it stands in the file."""
        asked = ("recurrence", self.recurrence) if self.recurrence else ("key", self.key)
        rows = [asked, ("answer", self.answer), ("read", self.read), ("working", self.working), ("remark", self.remark)]
        lines = [f"{name} = {quoted(text)}" for name, text in rows if text or name == "answer"]
        lines.append(f'share = "{self.share}"' if self.share is not None else "# share =")
        return "\n".join(("[[decision]]", *lines, ""))


@frozen
class Decisions:
    """All decisions of a file; where two are about one case, the later one holds."""

    entries: tuple[Decision, ...] = ()
    _by_case: dict[Case, Decision] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for decision in self.entries:
            self._by_case.update(dict.fromkeys(decision.cases, decision))

    def holds(self, decision: Decision) -> bool:
        """Whether there is an entry about the case already, decided or not."""
        return any(case in self._by_case for case in decision.cases)

    def applied(self, graded: Graded) -> Graded:
        """The answer with what is decided about what was typed, or about its reading where that leaves it open.

        A reading does not hold the words around a formula: what is judged with them is not decided by it.
        """
        if graded.exercise is None or not self.entries or graded.submission.problem is not None:
            return graded
        cases = _undecided(graded, graded.exercise).cases
        known = {case[1]: self._by_case[case] for case in cases if case in self._by_case}
        if graded.share is not None:
            known.pop(READ, None)
        return replace(graded, decision=next(iter(known.values()), None))


def _undecided(graded: Graded, exercise: Exercise) -> Decision:
    """What would have to be decided about an answer."""
    given, read = graded.submission, graded.judgement.read or ""
    working = "" if given.working == given.answer else given.working
    return Decision(exercise.recurrence, exercise.key, given.answer, read, working=working)


def read_decisions(path: Path) -> Decisions:
    """The decisions of a file; none where there is no file. Raises `InvalidAssignment`."""
    return parse_decisions(text_of(path, "decisions"), path.name) if path.exists() else Decisions()


def parse_decisions(text: str, where: str = FILE) -> Decisions:
    """The decisions that the text states; a complaint stands at its line."""
    return Decisions(tuple(_Reading(text, where, "decision").decisions()))


class _Reading(StatedTables):
    """Decisions being read."""

    def decisions(self) -> Iterable[Decision]:
        self.known(self.document, ("decision",), "a file of decisions")
        tables = self.document.get("decision", [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise self.wrong("decision", "each decision stands under a line [[decision]]")
        for self.entry, table in enumerate(tables, 1):
            self.known(table, FIELDS, "a decision")
            texts = [self.word(table, name) for name in FIELDS if name != "share"]
            recurrence, key, answer, read, working, remark = texts
            if not (recurrence or key) or not (answer or read):
                raise self.wrong("answer", "a decision names its recurrence (or key) and the answer")
            share = self.share("share", table["share"]) if "share" in table else None
            yield Decision(recurrence, key, answer, read, share, remark, working)


def keep(path: Path, decisions: Iterable[Decision]) -> None:
    """Put the decisions into the file; all else that a person has written there stays as it is."""
    text = text_of(path, "decisions") if path.exists() else HEAD
    parse_decisions(text, path.name)
    for decision in decisions:
        waiting = decision.of(None).entry
        more = f"{text.rstrip()}\n\n{decision.entry}"
        text = text.replace(waiting, decision.entry, 1) if waiting in text else more
    try:
        write_whole(path, text.encode())
    except OSError as fault:
        raise unwritable(path, fault) from None


@frozen
class OpenCase:
    """Answers to one question that need the same decision: those that are read alike, or typed alike."""

    exercise: Exercise
    answers: tuple[Graded, ...]

    @property
    def example(self) -> Graded:
        return self.answers[0]

    def decided(self, share: Share, remark: str = "") -> Decision:
        return _undecided(self.example, self.exercise).of(share, remark)


def open_cases(waiting: Iterable[Graded]) -> tuple[OpenCase, ...]:
    """The cases behind answers that need a person, the most frequent first."""
    found: dict[Case, list[Graded]] = {}
    for graded in waiting:
        if graded.exercise is not None and graded.submission.problem is None:
            case = _undecided(graded, graded.exercise).cases[0]
            found.setdefault((graded.exercise.id, *case), []).append(graded)
    cases = (OpenCase(them[0].exercise, tuple(them)) for them in found.values() if them[0].exercise is not None)
    return tuple(sorted(cases, key=lambda case: -len(case.answers)))


def share_of(words: str, points: Fraction) -> Share:
    """The share that is meant by points out of so many, or by a percentage; a ValueError says why it is none.

    >>> share_of("1.5", Fraction(2)), share_of("25%", Fraction(2))
    (Fraction(3, 4), Fraction(1, 4))
    """
    if not re.fullmatch(r"\d{1,7}([.,]\d{1,6})?%?|\d{1,4}/\d{1,4}", words) or words.endswith("/0"):
        raise ValueError(f"{words[:20]} is no number of points")
    given = Fraction(words.rstrip("%").replace(",", "."))
    share = given / 100 if words.endswith("%") else given / points
    if share > 1:
        raise ValueError(f"{words} is more than the question is worth")
    return share


def _typed(text: str) -> str:
    """A text as it is compared: without spaces around signs; words alone in any case and without their stops.

    >>> _typed("I don't know.") == _typed("i dont  know"), _typed("o(n)") == _typed("O(n)")
    (True, False)
    """
    bare = " ".join(re.sub(r"\s*([^\w\s])\s*", r"\1", text).split())
    words = re.sub(r"['’.,;:!?]", "", bare)
    return words.casefold() if _WORDS.fullmatch(words) else bare
