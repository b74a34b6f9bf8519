"""Recurrences of functions of several sizes, T(m, n) and S(n, k): rules, each with the conditions under which it holds.

They are a value of their own: a `Recurrence` falls in one size, and everything proved of it stands on that.
"""

from __future__ import annotations

from collections.abc import Sequence

from recur.model import expressions as ex
from recur.model.derivation import Step, listed
from recur.model.display import Answer
from recur.model.records import frozen
from recur.model.solution import Verification


@frozen
class SizeRule:
    """function(sizes) = value where every relation of `where` holds; no relations: wherever no other rule says.

    The border C(n, 0) = 1 is the value 1 where k = 0.
    """

    where: tuple[ex.Relation, ...]
    value: ex.Expr

    @property
    def recurs(self) -> bool:
        return ex.has_call(self.value)

    def fixed(self, sizes: tuple[str, ...]) -> tuple[ex.Expr, ...]:
        """The arguments it is stated for: (n, 0) of k = 0; a size that nothing fixes stands for itself."""
        known = {r.left.name: r.right for r in self.where if r.op == "=" and isinstance(r.left, ex.Symbol)}
        return tuple(known.get(size, ex.Symbol(size)) for size in sizes)

    def conditions(self) -> tuple[ex.Relation, ...]:
        """What is asked besides the arguments themselves."""
        return tuple(r for r in self.where if r.op != "=" or not isinstance(r.left, ex.Symbol))

    def is_point(self, sizes: tuple[str, ...]) -> bool:
        """Is it the value of one point, as S(0, 0) = 1 is?"""
        return all(isinstance(x, ex.Number) for x in self.fixed(sizes))


@frozen
class JointClaim:
    """What is stated of a function of several sizes: a kind as in `Claim`, a body, and where it is said to hold.

    `bare`: a formula alone, which may be meant as it is or as Θ. `fixed`: the sizes that do not grow.
    """

    kind: str
    body: ex.Expr
    where: tuple[ex.Relation, ...] = ()
    bare: bool = False
    fixed: tuple[str, ...] = ()

    @property
    def course(self) -> Step | None:
        """for fixed k"""
        named = tuple((f"size_{i}", ex.Symbol(size)) for i, size in enumerate(self.fixed))
        return Step(f"for fixed {listed([f'{{{name}}}' for name, _ in named])}", named) if named else None

    def formula(self, left: ex.Expr) -> ex.Expr:
        """The claim as a formula: T(m, n) = O(mn)."""
        asymptotic = self.kind in ("Θ", "O", "Ω", "o", "ω")
        return (
            ex.Relation("=", left, ex.Asymptotic(self.kind, self.body))
            if asymptotic
            else (ex.Relation(self.kind, left, self.body))
        )


@frozen
class MultivariateRecurrence:
    """One function of two or more sizes. `borders` are the rules that come first, `equations` those that recur.

    A border of one point is an exception to one along a line; other borders that meet must agree there.
    """

    function: str
    sizes: tuple[str, ...]
    borders: tuple[SizeRule, ...]
    equations: tuple[SizeRule, ...]
    text: str = ""
    claim: JointClaim | None = None

    @property
    def left(self) -> ex.Call:
        return ex.Call(self.function, tuple(map(ex.Symbol, self.sizes)))

    @property
    def zero_outside(self) -> bool:
        """Is the function taken as 0 where the text gives no value?

        The one convention, and it is always said: only values at single points are stated, such as S(0, 0) = 1 of a
        triangle of numbers, and the equation is stated without conditions.
        """
        return (
            bool(self.borders)
            and all(border.is_point(self.sizes) for border in self.borders)
            and not any(equation.where for equation in self.equations)
        )

    @property
    def letters(self) -> tuple[str, ...]:
        """The unknown constants."""
        formulas = [x for rule in (*self.borders, *self.equations) for x in (rule.value, *rule.where)]
        return tuple(sorted(frozenset().union(*map(ex.symbols, formulas)) - set(self.sizes)))


@frozen
class JointGrowthLine:
    """function(sizes) kind body, and the way in which the sizes grow: "for m, n → ∞", "for n → ∞ and fixed k".

    `growing` are the sizes that grow without end, each as it likes, beside any fixed values ≥ 2 of the others; none
    where the line holds on another course, as on a diagonal, or under a condition. `along` is the diagonal, m = n.
    """

    kind: str  # Θ, O, Ω or ~
    body: ex.Expr
    course: Step
    growing: tuple[str, ...] = ()
    along: ex.Relation | None = None


@frozen
class ClosedLine:
    """function(sizes) = formula, and where it holds: "for m, n ≥ 0", "for m ≥ n"."""

    formula: ex.Expr
    where: Step


@frozen
class MultivariateSolution(Answer):
    """A checked answer for a function of several sizes; each of `growths` says how the sizes grow.

    `series` are generating functions of columns or rows, where there is no closed form in the usual functions.
    """

    recurrence: MultivariateRecurrence
    method: str
    reason: Step
    steps: Sequence[Step] = ()
    growths: tuple[JointGrowthLine, ...] = ()
    exact: tuple[ClosedLine, ...] = ()
    series: tuple[ex.Expr, ...] = ()
    assumptions: tuple[Step, ...] = ()
    remarks: tuple[Step, ...] = ()
    verification: Verification = Verification("unchecked")

    @property
    def function(self) -> str:
        return self.recurrence.function
