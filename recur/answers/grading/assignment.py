"""An assignment: exercises with points and rubrics, and which of them an answer belongs to."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache
from itertools import count
from pathlib import Path

from recur.answers.grading.rubric import Rubric
from recur.answers.grading.submissions import Submission
from recur.model import RecurError
from recur.model.patterns import regex
from recur.model.records import field, frozen
from recur.parsing import parse
from recur.parsing.stated import stated


@frozen
class Exercise:
    """One question of an assignment: a recurrence, or a key where there is no recurrence to solve, and its points.

    With both, the recurrence decides; the key stands in where nothing is proved of the recurrence.
    """

    id: str
    recurrence: str = ""
    key: str = ""
    points: Fraction = Fraction(1)
    rubric: Rubric = field(default_factory=Rubric)
    title: str = ""
    written: str = ""  # the sentence of the answers' file that states the recurrence, where it is not alone

    @property
    def asked(self) -> tuple[str, str]:
        """What answers are held against: equal for exercises that ask the same."""
        return self.recurrence, self.key

    @property
    def text(self) -> str:
        return self.title or self.recurrence or self.key


@frozen
class Assignment:
    """The exercises in order. `attempts` says which answer counts where a student hands in several."""

    exercises: tuple[Exercise, ...]
    title: str = ""
    attempts: str = "last"  # or "first", "best"
    answers: Path | None = None
    log: str | None = None  # the base of a log that names none, "2", "e" or "10"
    #: what the table of answers calls its columns: {"student": "Matriculation", "merge": "Question 3a"}
    columns: Mapping[str, str] = field(default_factory=dict)
    #: written for this class (a file of questions), or gathered from the answers themselves
    stated: bool = True
    #: by what an answer may name an exercise: its id in any case, or its recurrence however it is spaced
    _names: dict[str, Exercise] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for exercise in self.exercises:
            if exercise.recurrence:
                self._names.setdefault(tight(exercise.written or exercise.recurrence), exercise)
        for exercise in self.exercises if self.stated else ():  # an id goes before a recurrence that looks like one
            self._names[named(exercise.id)] = exercise
        numbers = Counter(bare_number(named(exercise.id)) for exercise in self.exercises)
        for exercise in self.exercises if self.stated else ():
            if numbers[bare_number(named(exercise.id))] == 1:
                self._names.setdefault(bare_number(named(exercise.id)), exercise)

    @property
    def points(self) -> Fraction:
        return sum((exercise.points for exercise in self.exercises), Fraction(0))

    def exercise_of(self, submission: Submission) -> Exercise | None:
        """The exercise that a submission answers; None where it names none of them.

        In a file of questions an id goes first, then a recurrence, then the number alone: 2 and Question 2 are q2,
        where no other id has that number. Where there is no such file, an id is no more than a label.
        """
        if not self.stated:
            return self._names.get(tight(submission.recurrence or submission.question))
        for name in (submission.question, submission.recurrence):
            if name and (found := self._names.get(named(name)) or self._names.get(tight(name))) is not None:
                return found
        return self._names.get(bare_number(named(submission.question)))

    def asked_as(self, text: str, number: str) -> str:
        """The id of the exercise whose recurrence a row states; its number where it states none.

        A quiz may ask its questions in another order for each student. What no exercise asks has no id.
        """
        problem = stated(text) if self.stated else None
        if problem is None:
            return number
        asked = _equations(problem.text)
        found = [e.id for e in self.exercises if e.recurrence and _equations(e.recurrence) == asked]
        silent = [e.id for e in self.exercises if not e.recurrence]
        return next((name for name in (*found, *silent) if named(name) == named(number)), next(iter(found), ""))

    def nearest(self, submission: Submission) -> str:
        """The id that may have been meant, or nothing."""
        near = get_close_matches(submission.question.casefold(), [e.id.casefold() for e in self.exercises], n=1)
        return next((e.id for e in self.exercises if near and e.id.casefold() == near[0]), "")


def gathered(submissions: Iterable[Submission]) -> Assignment:
    """The assignment that a file of recurrences and answers stands for: one point for each recurrence in it."""
    found: dict[str, Exercise] = {}
    taken: set[str] = set()
    for submission in submissions:
        text = submission.recurrence or submission.question
        if text and submission.problem is None and (name := tight(text)) not in found:
            label = submission.question if submission.recurrence else ""
            free = (str(number) for number in count(len(found) + 1) if str(number) not in taken)
            if not label or named(label) in taken:
                label = next(free)
            taken.add(named(label))
            found[name] = _stated_exercise(label, text)
    return Assignment(tuple(found.values()), stated=False)


def _stated_exercise(label: str, text: str) -> Exercise:
    """The recurrence that the text states; floors that a copy has turned into letters are read as such, and said."""
    problem = stated(text)
    if problem is None or problem.text == text:
        return Exercise(label, text)
    title = f"{problem.text} ({problem.doubt})" if problem.doubt else ""
    return Exercise(label, problem.text, title=title, written=text)


@lru_cache(512)
def _equations(text: str) -> object:
    """The equations of a text without base cases, however they are written; the text where it cannot be read."""
    try:
        return tuple((r.function, r.variable, r.relation, r.right) for r in parse(text).recurrences)
    except RecurError:
        return tight(text)


def named(name: str) -> str:
    """An id as it is compared: in any case and spacing."""
    return "".join(name.casefold().split())


#: What may stand before the number of a question.
_QUESTION = regex(
    r"^(?:question|exercise|problem|task|aufgabe|frage|übung|exercice|pregunta|ejercicio|problema|domanda|esercizio"
    r"|pergunta|exercício|vraag|opgave|q|ex)[.:#]?(?=\d)"
)


def bare_number(name: str) -> str:
    """2a of question2a and of q2a; any other name as it is.

    >>> bare_number("q2a"), bare_number("merge")
    ('2a', 'merge')
    """
    return _QUESTION.sub("", name)


@lru_cache(16_384)  # a class gives few answers to few recurrences, again and again
def tight(formula: str) -> str:
    """A recurrence as it is compared: without the spaces around its signs; those between words stay.

    >>> tight("T(n) = 2T( n/2 ) + n log n")
    'T(n)=2T(n/2)+n log n'
    """
    return " ".join(re.sub(r"\s*([^\w\s])\s*", r"\1", formula).split())
