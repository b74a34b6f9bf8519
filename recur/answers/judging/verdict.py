"""What a judged answer is: the verdict, what earned it, and the sentences a student reads."""

from enum import StrEnum
from fractions import Fraction

from recur.model import Claim, Expr, RecurError, Solution, Step, System
from recur.model.display import Answer
from recur.model.records import frozen
from recur.model.several import JointClaim, MultivariateRecurrence, MultivariateSolution


class Standing(StrEnum):
    """How a claim stands to what is proved."""

    CORRECT = "correct"
    NOT_TIGHT = "not tight"
    WRONG = "wrong"
    UNDECIDED = "undecided"
    UNREADABLE = "unreadable"


#: The share of the points a verdict earns where no rubric says otherwise; None: a person has to look.
SCORES: dict[Standing, Fraction | None] = {
    Standing.CORRECT: Fraction(1),
    Standing.NOT_TIGHT: Fraction(1, 2),
    Standing.WRONG: Fraction(0),
    Standing.UNDECIDED: None,
    Standing.UNREADABLE: None,
}


#: A true bound that says nothing, and the share it earns in place of its verdict's.
TRIVIAL = "trivial"
TRIVIAL_SCORE = Fraction(0)


#: A formula that gives solutions, and leaves something to be said: other solutions, or what its constants are.
INCOMPLETE = frozenset(("not-general", "constants-left"))


@frozen
class SampledSize:
    """One size in the table beside the feedback; the numbers are digits to be shown, never computed with."""

    size: str  # "2^20"
    value: str  # T(n)
    claimed: str  # the body of the claim at n
    ratio: str  # T(n) / claimed


@frozen
class JudgedSeveral:
    """A recurrence in several sizes, what was claimed of it, and the solution, None where nothing is proved."""

    recurrence: MultivariateRecurrence
    claim: JointClaim | None
    solution: MultivariateSolution | None


@frozen
class Verdict(Answer):
    """A claim held against a recurrence.

    `notes` are machine tags ("too-loose", "missing-log", …); `feedback` the sentences for the student, none of which
    gives the solution away; `hints` the next steps, smallest first; `solution` what `--reveal` shows, None where
    nothing is proved; `problem` what kept the answer from being read, or from being decided.
    """

    recurrence: str
    answer: str
    verdict: Standing
    notes: tuple[str, ...] = ()
    feedback: tuple[Step, ...] = ()
    hints: tuple[Step, ...] = ()
    table: tuple[SampledSize, ...] = ()
    system: System | None = None
    claim: Claim | None = None
    factor: Expr | None = None  # the larger growth over the smaller one: n/log n
    solution: Solution | None = None
    problem: RecurError | None = None
    several: JudgedSeveral | None = None  # a function of several sizes: what was read, claimed and is proved
    table_note: str = ""  # what was assumed, rounded or taken for the table

    @property
    def hint(self) -> Step | None:
        """The next step alone."""
        return self.hints[0] if self.hints else None

    @property
    def word(self) -> str:
        """The verdict as a student reads it: a formula is incomplete where a bound is not tight."""
        incomplete = self.verdict is Standing.NOT_TIGHT and INCOMPLETE & set(self.notes)
        return "incomplete" if incomplete else str(self.verdict)

    @property
    def score(self) -> Fraction | None:
        """The share of the points: 1, 1/2 or 0; None where a person has to look."""
        return TRIVIAL_SCORE if TRIVIAL in self.notes else SCORES[self.verdict]

    def assert_correct(self) -> None:
        """Raise an AssertionError with the feedback unless the answer is correct: for pytest, otter and nbgrader."""
        if self.verdict is not Standing.CORRECT:
            raise AssertionError(str(self))

    def sentences(self) -> tuple[str, ...]:
        """The feedback written out."""
        return tuple(self._face("sentences"))
