"""What a proof by induction is, as a value: the sides that are proved, and what a claim is held against."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from recur.asymptotics import Monomial
from recur.model import Claim, Expr, Recurrence, Solution, Step, System
from recur.model.display import Answer
from recur.model.records import frozen
from recur.numbers.interval import Interval
from recur.proofs.bound_forms import BoundForm
from recur.proofs.enclosures import EnclosedSum, Factor
from recur.proofs.positive_forms import PositiveForm


@frozen
class ProvedSide:
    """T(n) ≤ bound (or ≥) for every n ≥ first; the step holds from `step_from` on, the sizes below it are looked at.

    `residual` is what is left in the step, bound − Σ aᵢ·bound(sᵢ) − f, and is not negative (turned for a lower bound).
    """

    upper: bool
    bound: Expr
    first: int
    step_from: int
    residual: EnclosedSum
    terms: Mapping[Monomial, Factor]
    #: the bound rises, so that each call counts at the end of what its rounding leaves open
    rising: bool
    #: the constants, where recur chose them
    form: BoundForm | None = None
    #: T(n) < bound (or >): at every size below the step, and handed on by a call
    strict: bool = False


@frozen
class BrokenStep:
    """Where a guess does not carry its own induction: the residual is not seen to be ≥ 0, and begins below 0.

    With a `letter` the guess is that multiple of the bound, and the step leaves that multiple of `scaled`, too.
    """

    bound: Expr
    residual: EnclosedSum
    upper: bool
    letter: str | None = None
    scaled: EnclosedSum | None = None


@frozen
class SmallSize:
    """A size below the step: the value of T and of the bound there."""

    size: int
    value: Interval
    bound: Interval


@frozen
class ClaimedSide:
    """A side of the claim: what the induction proves, and the claimed bound that it stays within from `first` on."""

    proved: ProvedSide
    goal: Expr
    first: int
    broken: BrokenStep | None = None
    values: tuple[SmallSize, ...] = ()
    #: the first sizes below the step that have no value, as what they call is not stated: no claim is about them
    without_value: tuple[int, ...] = ()
    #: T(n) < goal (or >); the bound that the induction is about may stand with ≤
    strict: bool = False
    chosen: ChosenLetters | None = None
    #: bounds on other functions that stand in its step, and what the induction runs over then
    lemmas: tuple[Lemma, ...] = ()
    form: PositiveForm | None = None


@frozen
class Lemma:
    """A bound on another function, with its own proof."""

    recurrence: Recurrence
    side: ClaimedSide
    form: PositiveForm


@frozen
class ChosenLetters:
    """The constants that were found for the letters of a claim; the first one leads.

    The base asks for no less than `base` of it (for a lower bound no more), the step for no less than `step`, where
    that is known. `monotone`: every larger one (smaller one) serves as well.
    """

    values: Mapping[str, Fraction]
    base: Fraction | None
    step: Fraction | None
    monotone: bool


@frozen
class Disproof:
    """Why no constant helps: T ≥ L (or ≤ for a lower bound), proved, and L over the claimed bound is ~ `ratio`.

    `guess` is what an induction over the claim would leave.
    """

    side: ClaimedSide
    claimed: Expr
    ratio: Expr
    guess: BrokenStep | None = None


@frozen
class Proof(Answer):
    """The claim on T and what was proved of it; `refused` says why a side that was asked for is not.

    `form` is what the induction runs over; `reduced` tells how it comes from the recurrence, where it is another one.
    `letters` are factors such as c, taken as 1: with them the bounds stand times max(1, c) and min(1, c). `assumed`
    says what of the recurrence was left open: a base case, how sizes are rounded, the base of a logarithm.
    """

    recurrence: Recurrence
    system: System
    claim: Claim | None
    form: PositiveForm | None
    upper: ClaimedSide | None
    lower: ClaimedSide | None
    asked: frozenset[str]  # of "upper" and "lower"
    reduced: Step | None = None
    solution: Solution | None = None
    refused: tuple[Step, ...] = ()
    #: the claim is false, `refused` says where
    refuted: bool = False
    assumed: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    #: the bounds stand times the one letter, as T does
    scaled: bool = False
    disproof: Disproof | None = None

    @property
    def proved(self) -> bool:
        """Is every side of the claim proved?"""
        sides = {"upper": self.upper, "lower": self.lower}
        return all(sides[name] is not None for name in self.asked)
