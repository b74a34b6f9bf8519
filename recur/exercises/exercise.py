"""An exercise: what is asked, the recurrence that decides, the key, and answers that real mistakes would give."""

from __future__ import annotations

from functools import cached_property

from recur.asymptotics import Growth
from recur.model import Expr, RecurError, Solution, Step, System, expressions as ex
from recur.model.records import frozen, replace
from recur.notation import text as notation
from recur.proofs.proof import Proof

BOUND, FORMULA, PROOF = "bound", "formula", "proof"


@frozen(slots=False)
class AnswerChoice:
    """An answer to choose: right, or what the mistake of this tag would answer, with what is said to it.

    `is_compound`: a second mistake is made beside that of the tag.
    """

    answer: Expr
    right: bool
    tag: str = ""
    feedback: str = ""
    is_compound: bool = False

    @cached_property
    def written(self) -> str:
        return notation.write(self.answer)

    @cached_property
    def growth(self) -> Growth | None:
        """The growth of a bound; None of a formula."""
        if not isinstance(self.answer, ex.Asymptotic):
            return None
        try:
            return Growth.of(self.answer.body, next(iter(ex.symbols(self.answer.body)), "n"))
        except RecurError:
            return None


@frozen
class MadeExercise:
    """One exercise. `program` is the text of a program, if the recurrence is that of one."""

    number: int
    topic: str
    difficulty: int
    asked: str
    kind: str  # a bound, a formula or a proof
    recurrence: str
    system: System
    key: Expr
    solution: Solution
    hints: tuple[Step, ...] = ()
    choices: tuple[AnswerChoice, ...] = ()
    program: str = ""
    language: str = ""
    proof: Proof | None = None

    @property
    def id(self) -> str:
        return f"{self.topic}-{self.number}"

    @property
    def answer(self) -> str:
        """The key as it is typed."""
        return notation.write(self.key)

    def numbered(self, number: int) -> MadeExercise:
        return replace(self, number=number)


def difficulty_of(solution: Solution, kind: str = BOUND, program: str = "") -> int:
    """1 for what a glance at a theorem answers, then one more for each thing that has to be seen; 5 at most.

    They are: levels that cost about the same, a quotient in the driving function, a sum over the levels that is
    harmonic or converges, an exponent that is no whole number, several calls or another theorem than the master
    theorem, a closed form or a proof instead of a bound, in a closed form a driving function and a double root, a
    program that has to be read first.
    """
    theta = solution.bounds.theta
    monomial = None if theta is None else theta.monomial
    powers = () if monomial is None else monomial.powers
    seen = [
        solution.case in ("2a", "2b", "2c", "balanced"),
        "log" in notation.write(solution.recurrence.driving) and "/" in notation.write(solution.recurrence.driving),
        any(getattr(power, "denominator", 0) != 1 for _, power in powers),
        len(solution.recurrence.subcalls) > 1 or solution.method not in ("master theorem", "summation"),
        solution.case in ("2b", "2c"),
        kind != BOUND,
        kind == FORMULA and solution.recurrence.driving != ex.ZERO,
        kind == FORMULA and has_double_root(solution),
        bool(program),
    ]
    return min(5, 1 + sum(seen))


def has_double_root(solution: Solution) -> bool:
    """Whether a free constant stands before a power of n."""
    if solution.exact is None:
        return False
    n, free = ex.Symbol(solution.variable), set(solution.constants)
    return any(isinstance(x, ex.Mul) and n in x.factors and ex.symbols(x) & free for x in ex.walk(solution.exact))
