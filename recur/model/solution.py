"""What solving hands back: a Solution, or the Refusal of each method that did not fit."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from recur.model.derivation import Step
from recur.model.display import Answer
from recur.model.domain import Domain, Size
from recur.model.errors import RecurError
from recur.model.expressions import Expr
from recur.model.records import field, frozen
from recur.model.recurrence import Recurrence, System

if TYPE_CHECKING:
    from recur.asymptotics.growth import Growth


@frozen
class Bounds:
    """What is proved of T: Ω(lower) and O(upper); None where nothing is. Tight when the two are equal.

    `attained`: T is Θ(lower) at some sizes without end and Θ(upper) at others, so that no Θ holds for all sizes.
    """

    lower: Growth | None
    upper: Growth | None
    attained: bool = field(default=False, kw_only=True)

    @property
    def theta(self) -> Growth | None:
        return self.lower if self.lower is not None and self.lower == self.upper else None


@frozen
class Case:
    """One row of a table over the values of a parameter: what holds where all of `conditions` do."""

    name: str
    conditions: tuple[Expr, ...]
    growth: Growth | None
    exact: Expr | None = None
    from_above: bool = False  # O(growth) is all that is proved

    @property
    def bounds(self) -> Bounds:
        return Bounds(None if self.from_above else self.growth, self.growth)


@frozen
class Definition:
    """A symbol in a bound that no short formula replaces: its equation and 50 correct digits."""

    symbol: str
    equation: Expr
    value: str
    description: str = ""  # "the real root of"


@frozen
class Refusal:
    """Why a method does not apply: the name of the hypothesis that fails, and a sentence."""

    method: str
    hypothesis: str
    reason: str
    formulas: tuple[tuple[str, Expr], ...] = ()
    other_shape: bool = False  # the method is about another kind of recurrence


@frozen
class Magnitude:
    """base^exponent, or base^(base^exponent) where `doubly`: a size with more digits than one writes."""

    base: int
    exponent: int
    doubly: bool = False


@frozen
class Verification:
    """The numeric evidence: T(n)/against at `sizes` sizes from `smallest` to `largest` lies within [low, high].

    `low` and `high` have three digits. `status` is "checked" or "unchecked"; `reason` says why nothing was checked,
    or what else was. `proved`: the closed form holds at every size, by the proof that `reason` names.
    """

    status: str
    sizes: int = 0
    smallest: Size | Magnitude | None = None
    largest: Size | Magnitude | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    against: Expr | None = None
    reason: str = ""
    proved: bool = False


@frozen
class GeneratingFunction:
    """name(variable) = formula, the power series Σ T(n)·variableⁿ; None where none is known.

    `exponential`: Σ T(n)·variableⁿ/n!.
    """

    name: str
    variable: str
    formula: Expr | None
    exponential: bool = False


@frozen
class ConstantFactors:
    """lower·g(n) ≤ T(n) ≤ upper·g(n) for every n ≥ first, proved, g being the Θ; None: nothing was proved there."""

    lower: Fraction | None
    upper: Fraction | None
    first: int


@frozen
class Solution(Answer):
    """A checked answer. `method` and `case` are the field's names ("master theorem", "2b");

    `reason` is the one line under the bound; `remarks` are sentences a reader should not miss;
    `leading` is the C·g(n) of T(n) ~ C·g(n), `logarithm` the L(n) of ln T(n) ~ L(n); `exact` a closed form that holds
    on `exact_domain`.
    """

    recurrence: Recurrence
    bounds: Bounds
    method: str
    case: str | None
    reason: Step
    steps: Sequence[Step]
    assumptions: tuple[Step, ...] = ()
    remarks: tuple[Step, ...] = ()
    where: tuple[Definition, ...] = ()
    leading: Expr | None = None
    exact: Expr | None = None
    exact_domain: Domain | None = None  # None: there is no closed form
    constants: tuple[str, ...] = ()  # the free constants of a general solution, by their names in `exact`
    #: with parameters: one row for each range of their values; then `bounds` holds none
    cases: tuple[Case, ...] = ()
    verification: Verification = Verification("unchecked")
    #: the closed form held against exact values at the first sizes of its domain
    exact_verification: Verification = Verification("unchecked")

    generating_function: GeneratingFunction | None = None  # None: it was not asked for
    series: GeneratingFunction | None = None  # that the method stands on, whether it is asked for or not
    factors: ConstantFactors | None = None  # None: they were not asked for

    system: System | None = None
    #: where no formula is known to be Θ of T, but one to be asymptotic to ln T
    logarithm: Expr | None = None

    def __post_init__(self) -> None:
        assert (self.exact is None) == (self.exact_domain is None), "a closed form and its domain go together"

    @property
    def theta(self) -> Any:
        """The tight bound as a sympy expression in `recur.n`; None where the bounds differ."""
        return _sympy(self.bounds.theta)

    @property
    def lower(self) -> Any:
        """Ω of this sympy expression is proved (None: nothing is)."""
        return _sympy(self.bounds.lower)

    @property
    def upper(self) -> Any:
        """O of this sympy expression is proved (None: nothing is)."""
        return _sympy(self.bounds.upper)

    def value(self, n: int) -> Any:
        """The value at size n: an int or a Fraction where it is exact, else 50 correct digits as a string."""
        return self._face("value", n)

    @property
    def function(self) -> str:
        return self.recurrence.function

    @property
    def variable(self) -> str:
        return self.recurrence.variable


def _sympy(growth: Growth | None) -> Any:
    from recur.model.symbolic import to_sympy

    return None if growth is None else to_sympy(growth.expression())


class Unsolved(RecurError):
    """No tight bound was proved: why, every refusal, and the best bounds that were (None: none at all).

    The refusals begin with those of the methods that are about such a recurrence. `recurrence`, of `system`, is the
    one that stays unsolved; `remedy` the change to it that would make it solvable, where one was looked for and found.
    """

    kind = "unsolved"

    def __init__(
        self,
        message: str | Step,
        refusals: tuple[Refusal, ...] = (),
        bounds: Bounds | None = None,
        *,
        recurrence: Recurrence | None = None,
        system: System | None = None,
        remedy: Step | None = None,
        **where: object,
    ) -> None:
        self.reason = message if isinstance(message, Step) else Step(message)
        super().__init__(str(self.reason), **where)  # type: ignore[arg-type]
        self.refusals = refusals
        self.bounds = bounds
        self.recurrence = recurrence
        self.system = system
        self.remedy = remedy


class Unmet(Exception):
    """A hypothesis of the method fails: its name, and a sentence that says how."""

    def __init__(self, hypothesis: str, reason: str, **formulas: Expr) -> None:
        super().__init__(reason)
        self.hypothesis = hypothesis
        self.reason = reason
        self.formulas = tuple(formulas.items())


class Settled(Unmet):
    """What fails here fails in every method that follows: only a closed form can still be found."""


class OtherShape(Unmet):
    """The recurrence is not of the kind that the method is about at all."""
