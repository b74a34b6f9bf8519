"""One answer judged for the records: what remains of a verdict once its formulas are written down."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, TypeVar

from recur.answers.grading.assignment import Exercise
from recur.answers.grading.decisions import Decision
from recur.answers.grading.rubric import BLANK
from recur.answers.grading.submissions import Submission
from recur.answers.judging.verdict import Standing
from recur.model import OutOfTime, RecurError, own_fault
from recur.model.records import frozen, replace

if TYPE_CHECKING:
    from recur.answers.judging.question import Question
    from recur.answers.judging.verdict import Verdict
    from recur.model.recurrence import Claim, System

#: What is judged: a recurrence, the key that stands in for it, and an answer; a working too, if there is one.
Task = tuple[str, str, str] | tuple[str, str, str, str]
KEPT_QUESTIONS = 1_000
MORE_TIME = 3  # times what was allowed, where that was over


class Told(Protocol):
    """A question or a verdict: `problem` says what went wrong."""

    @property
    def problem(self) -> RecurError | None: ...


Found = TypeVar("Found", bound=Told)


@frozen
class Judgement:
    """A verdict in plain words: its tags, its sentences, the kind of claim and how it was read."""

    verdict: Standing
    notes: tuple[str, ...] = ()
    feedback: tuple[str, ...] = ()
    kind: str | None = None
    read: str | None = None
    lines: tuple[tuple[int, str, str | None], ...] = ()  # of a working: the number, the verdict and the slip of each

    def __reduce__(self) -> tuple[object, ...]:
        """What goes from one process to another."""
        return _sent, (self.verdict.value, self.notes, self.feedback, self.kind, self.read, self.lines)


_STANDINGS = {standing.value: standing for standing in Standing}
Kept = TypeVar("Kept", bound=Hashable)


@lru_cache(maxsize=4096)
def _once(kept: Kept) -> Kept:
    """One value for all that are equal: a class of many answers has few tags, and is told few sentences."""
    return kept


def _sent(
    verdict: str,
    notes: tuple[str, ...],
    feedback: tuple[str, ...],
    kind: str | None,
    read: str | None,
    lines: tuple[tuple[int, str, str | None], ...],
) -> Judgement:
    """A judgement that has come from another process."""
    told = tuple(map(_once, feedback))
    return Judgement(_STANDINGS[verdict], _once(notes), told, _once(kind), read, lines)


@frozen
class Graded:
    """A submission, the exercise it answers (None: none), its judgement and what it earns (None: not decided).

    What a person has decided goes before the judgement.
    """

    submission: Submission
    exercise: Exercise | None
    judgement: Judgement
    decision: Decision | None = None

    @property
    def is_decided(self) -> bool:
        """Whether the points are a person's."""
        return self.decision is not None and self.decision.share is not None

    @property
    def share(self) -> Fraction | None:
        """The share of the points, by a person's decision or by the rubric of the exercise."""
        if self.exercise is None:
            return None
        if self.decision is not None and self.decision.share is not None:
            return self.decision.share
        judged = self.judgement
        return self.exercise.rubric.share(judged.verdict, judged.notes, judged.kind)

    @property
    def points(self) -> Fraction | None:
        share = self.share
        if share is None or self.exercise is None:
            return None
        return share if self.exercise.points == 1 else share * self.exercise.points

    @property
    def remark(self) -> str | None:
        """What a person says; else why a correct answer may not earn everything: it is not the kind asked for."""
        if self.decision is not None and self.decision.share is not None:
            return self.decision.remark or "A person has looked at this answer and scored it."
        kind = self.judgement.kind
        if self.exercise is None or self.exercise.rubric.accepts(kind) or self.judgement.verdict is Standing.UNREADABLE:
            return None
        asked = " or ".join(self.exercise.rubric.accepted)
        return f"The question asks for {asked}; this answer states {kind}."


def unreadable(problem: str, note: str) -> Judgement:
    return Judgement(Standing.UNREADABLE, (note,), (problem,))


def sentence(told: str) -> str:
    """What is told as a sentence: with a capital, and a full stop where it does not end with a mark of its own."""
    return f"{told[:1].upper()}{told[1:]}{'' if told.endswith(('.', '?', '!')) else '.'}"


def undecided(reason: str, note: str) -> Judgement:
    return Judgement(Standing.UNDECIDED, (note,), (reason,))


NOTHING_ANSWERED = unreadable("No answer is given.", BLANK)


class Judge:
    """Judges answers one after the other, and reads and solves each question once."""

    def __init__(self, timeout: float | None, log: str | None = None) -> None:
        self.timeout, self.log = timeout, log
        self._questions: OrderedDict[tuple[str, str], Question] = OrderedDict()

    def judge(self, task: Task) -> Judgement:
        """The judgement of a task; never raises, whatever the texts are."""
        try:
            return self._judge(*task)
        except MemoryError:
            return undecided("Judging this answer needs more memory than there is.", "memory")
        except Exception as fault:  # one answer of a class; those behind it are judged
            problem, note = (fault, fault.kind) if isinstance(fault, RecurError) else (own_fault(fault), "fault")
            return undecided(sentence(problem.message), note)

    def _judge(self, recurrence: str, key: str, answer: str, working: str = "") -> Judgement:
        if working:
            answered = self._judge(recurrence, key, answer) if answer else None
            return self._worked(recurrence, working, answered)
        if not recurrence:
            return written(self._judged(self._question("", key), answer))
        question = self._question(recurrence, "")
        if question.problem is not None and question.system is None:
            return undecided(f"The recurrence cannot be read: {question.problem.message}", "unreadable-recurrence")
        verdict = self._judged(question, answer)
        if key and verdict.verdict is Standing.UNDECIDED:
            by_key = self._judged(self._question("", key), answer)
            if by_key.verdict is not Standing.UNDECIDED:
                found = written(by_key)
                return Judgement(found.verdict, (*found.notes, "by-key"), found.feedback, found.kind, found.read)
        return written(verdict)

    def _worked(self, recurrence: str, working: str, answered: Judgement | None) -> Judgement:
        from recur.answers.grading.judged_workings import with_working
        from recur.answers.workings.judging_lines import judge_working

        question = self._question(recurrence, "") if recurrence else None
        if question is None or question.system is None:
            return answered or undecided("A working is judged against a recurrence.", "unreadable-recurrence")
        try:
            found = judge_working(question, working, self.timeout, self.log)
        except OutOfTime:
            found = judge_working(question, working, self.timeout and MORE_TIME * self.timeout, self.log)
        return with_working(found, answered)

    def _judged(self, question: Question, answer: str) -> Verdict:
        from recur.answers.judging.judging import judge

        return self._patiently(lambda seconds: judge(question, answer, seconds, with_table=False))

    def _patiently(self, work: Callable[[float | None], Found]) -> Found:
        """The work; where its time was over, once more with a longer one: the machine may have been busy."""
        found = work(self.timeout)
        if self.timeout is None or not isinstance(found.problem, OutOfTime):
            return found
        return work(MORE_TIME * self.timeout)

    def _question(self, recurrence: str, key: str) -> Question:
        from recur.answers.judging.question import Question

        name = recurrence, key
        known = self._questions.get(name)
        if known is None:
            known = self._patiently(
                lambda seconds: (
                    Question.read(recurrence, seconds, self.log)
                    if recurrence
                    else Question.keyed(key, seconds, self.log)
                )
            )
            self._questions[name] = known
            if len(self._questions) > KEPT_QUESTIONS:
                self._questions.popitem(last=False)
        else:
            self._questions.move_to_end(name)
        return known


def written(verdict: Verdict) -> Judgement:
    """The verdict with its sentences written out."""
    claim = verdict.claim
    feedback = verdict.sentences()
    if verdict.problem is not None and verdict.problem.message not in " ".join(feedback):
        feedback = (*feedback, sentence(verdict.problem.message))
    kind, read = (None, None) if claim is None else (claim.kind, _reading(claim, verdict.system))
    return Judgement(verdict.verdict, verdict.notes, feedback, kind, read)


_SIGNS = {"=": "=", "~": "~", "<=": "≤", "<": "<", ">=": "≥", ">": ">"}


def _reading(claim: Claim, system: System | None) -> str:
    """All that is claimed, and of which function where there are several."""
    if claim.beside:
        return " and ".join(dict.fromkeys(_reading(replace(each, beside=()), system) for each in claim.beside))
    from recur.notation.layout import typeset
    from recur.notation.text import TERMINAL

    body, sign = typeset(claim.body, TERMINAL), _SIGNS.get(claim.kind)  # few are read twice
    read = f"{sign} {body}" if sign else f"{claim.kind}({body})"
    named = [r for r in system.recurrences if r.function == claim.function] if system is not None else []
    if not named or system is None or len(system.recurrences) == 1:
        return read
    return f"{claim.function}({named[0].variable}) {read if sign else f'= {read}'}"
