"""A graded class summed up: per student, per question, by mistake, and what a person has to look at.

Where a student answered a question several times, one answer counts: the assignment says which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from fractions import Fraction
from functools import cached_property

from recur.answers.grading.assignment import Assignment, Exercise
from recur.answers.grading.decisions import Decisions, OpenCase, open_cases
from recur.answers.grading.item_analysis import Distribution, discrimination, distribution, total_of
from recur.answers.grading.judgements import Graded
from recur.answers.grading.rubric import BLANK
from recur.answers.grading.submissions import Identity, InvalidAssignment
from recur.answers.judging.style import BASE, CONSTANT, LOWER
from recur.answers.judging.verdict import Standing
from recur.model.records import frozen

#: Notes that say where an answer stands, or how it is written, rather than what went wrong in it.
NO_MISTAKES = frozenset({
    BLANK, CONSTANT, BASE, LOWER, "log-base", "upper-bound-only", "lower-bound-only", "growth-right"
})  # fmt: skip

#: Notes that say which way a claim misses: told where nothing says why.
DIRECTIONS = frozenset({"too-large", "too-small", "too-loose", "too-tight"})


@frozen
class Student:
    """One student: the answer that counts for each question, the points decided so far, out of how many."""

    name: str
    answers: dict[str, Graded]
    points: Fraction
    max_points: Fraction
    #: how many answers have no score until somebody has looked
    undecided: int
    #: who that is, by the columns of the answers' file
    who: Identity = ()

    @property
    def total(self) -> Fraction | None:
        """The points; None as long as an answer has none: a part would look like the whole."""
        return None if self.undecided else self.points


@frozen
class Tally:
    """One question: how many answers have which verdict, the mean share of those that have a score, and whether it
    tells the strong students from the weak."""

    exercise: Exercise
    verdicts: Counter[Standing]
    mean: Fraction | None
    discrimination: Fraction | None = None


@frozen
class MistakeCount:
    """A tag, how many answers earned it, at which questions, and one of the answers."""

    tag: str
    count: int
    questions: tuple[str, ...]
    example: Graded


@frozen(slots=False)
class Gradebook:
    """All graded answers, in order, and what they come to."""

    assignment: Assignment
    graded: tuple[Graded, ...]
    #: students who are in the book whether they handed anything in or not
    roster: tuple[str, ...] = ()
    single: bool = False  # of one student, who is told of each answer

    def __hash__(self) -> int:
        return id(self)

    @cached_property
    def _counted(self) -> dict[tuple[str, str], Graded]:
        found: dict[tuple[str, str], Graded] = {}
        for graded in self.graded:
            if graded.exercise is not None and not _misplaced(graded):
                name = graded.submission.student, graded.exercise.id
                if name not in found or self._replaces(graded, found[name]):
                    found[name] = graded
        return found

    def _replaces(self, later: Graded, earlier: Graded) -> bool:
        """Whether the later answer counts; where nothing was answered there is no answer that could."""
        if BLANK in later.judgement.notes or BLANK in earlier.judgement.notes:
            return BLANK not in later.judgement.notes
        if self.assignment.attempts == "best":
            return _rank(later) > _rank(earlier)
        return self.assignment.attempts == "last"

    def alone(self, student: str) -> Gradebook:
        """The book of one student; `InvalidAssignment` where there is nobody of this name."""
        names = [each.name for each in self.students]
        if not names:  # a submission with nothing in it is one all the same
            return Gradebook(self.assignment, (), (student,), single=True)
        if student not in names:
            near = get_close_matches(student, names, n=1)
            hint = f"did you mean {near[0]}?" if near else None
            raise InvalidAssignment(f"there is no answer of a student {student}", hint=hint)
        return self.of(student)

    @cached_property
    def counting(self) -> tuple[Graded, ...]:
        """The answers that count, in order, and those that belong to no question: nothing is lost silently."""
        kept = {id(graded) for graded in self._counted.values()}
        return tuple(g for g in self.graded if id(g) in kept or g.exercise is None or _misplaced(g))

    @property
    def superseded(self) -> int:
        """How many answers do not count because the student gave another one."""
        counting = set(map(id, self.counting))
        return sum(id(g) not in counting and BLANK not in g.judgement.notes for g in self.graded)

    @cached_property
    def students(self) -> tuple[Student, ...]:
        """In the order in which they first appear."""
        answers: dict[str, dict[str, Graded]] = {name: {} for name in self.roster}
        for graded in self.graded:
            answers.setdefault(graded.submission.student, {})
        for (name, question), graded in self._counted.items():
            answers[name][question] = graded
        who = {graded.submission.student: graded.submission.who for graded in reversed(self.graded)}
        broken = Counter(g.submission.student for g in self.counting if g.exercise is None or _misplaced(g))
        return tuple(self._student(name, found, broken[name], who.get(name, ())) for name, found in answers.items())

    def _student(self, name: str, answers: dict[str, Graded], broken: int, who: Identity) -> Student:
        points = total_of(g.points for g in answers.values() if g.points is not None)
        asked = self.assignment.exercises if self.assignment.stated else [g.exercise for g in answers.values()]
        most = total_of(e.points for e in asked if e is not None)
        waiting = broken + sum(g.points is None for g in answers.values())
        return Student(name, answers, points, most, waiting, who)

    @cached_property
    def tallies(self) -> tuple[Tally, ...]:
        """One for each question, in the order of the assignment."""
        by_question: dict[str, list[Graded]] = {exercise.id: [] for exercise in self.assignment.exercises}
        for (_, question), graded in self._counted.items():
            by_question[question].append(graded)
        points = {student.name: student.points for student in self.students if student.max_points}
        order = {total: rank for rank, total in enumerate(sorted(set(points.values())))}
        totals = {name: order[total] for name, total in points.items()}
        return tuple(_tally(exercise, by_question[exercise.id], totals) for exercise in self.assignment.exercises)

    @cached_property
    def distribution(self) -> Distribution | None:
        """How the totals are distributed, of the students who have one."""
        asked = [student for student in self.students if student.max_points]
        scored = [student.points / student.max_points for student in asked if not student.undecided]
        return distribution(scored, len(asked) - len(scored))

    @cached_property
    def verdicts(self) -> Counter[Standing]:
        return Counter(graded.judgement.verdict for graded in self.counting)

    @cached_property
    def mistakes(self) -> tuple[MistakeCount, ...]:
        """What went wrong, the most frequent first; notes on answers that are right are no mistakes."""
        found: dict[str, list[Graded]] = {}
        for graded in self.counting:
            if graded.judgement.verdict in (Standing.WRONG, Standing.NOT_TIGHT):
                tags = [tag for tag in graded.judgement.notes if tag not in NO_MISTAKES]
                for tag in [tag for tag in tags if tag not in DIRECTIONS] or tags:
                    found.setdefault(tag, []).append(graded)
        order = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
        return tuple(MistakeCount(tag, len(them), _questions(them), them[0]) for tag, them in order)

    @cached_property
    def for_a_person(self) -> tuple[Graded, ...]:
        """Answers that have no score: undecided, unreadable, or in a row that could not be placed."""
        return tuple(graded for graded in self.counting if graded.points is None)

    @cached_property
    def open_cases(self) -> tuple[OpenCase, ...]:
        """What a person has to decide, each case once, the most frequent first."""
        return open_cases(self.for_a_person)

    def with_decisions(self, decisions: Decisions) -> Gradebook:
        return Gradebook(self.assignment, tuple(map(decisions.applied, self.graded)), self.roster, self.single)

    def of(self, student: str) -> Gradebook:
        """The book of one student alone."""
        alone = tuple(g for g in self.graded if g.submission.student == student)
        return Gradebook(self.assignment, alone, single=True)

    def in_order(self, student: Student) -> Iterator[tuple[Exercise, Graded | None]]:
        """The questions a student was asked, each with the answer that counts (None: not handed in)."""
        for exercise in self.assignment.exercises:
            graded = student.answers.get(exercise.id)
            if graded is not None or self.assignment.stated:
                yield exercise, graded


def _misplaced(graded: Graded) -> bool:
    """A broken row shows a person what there is of it, and replaces nobody's answer."""
    return graded.submission.problem is not None and "broken-row" in graded.judgement.notes


def _rank(graded: Graded) -> Fraction:
    return Fraction(-1) if graded.share is None else graded.share


def _tally(exercise: Exercise, answers: list[Graded], totals: Mapping[str, int]) -> Tally:
    shares = [(totals[g.submission.student], share) for g in answers if (share := g.share) is not None]
    mean = total_of(share for _, share in shares) / len(shares) if shares else None
    verdicts = Counter(graded.judgement.verdict for graded in answers)
    return Tally(exercise, verdicts, mean, discrimination(shares))


def _questions(answers: Iterable[Graded]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(graded.exercise.id for graded in answers if graded.exercise is not None))
