"""An amount as it is typed, a number, a formula in n or a recurrence: its value at a size and its growth."""

from fractions import Fraction

from recur.asymptotics import Growth
from recur.evaluation.evaluator import Evaluator
from recur.forkjoin.laws.laws import nearly_floor
from recur.forkjoin.laws.rounding import short_decimal
from recur.model import Expr, Recurrence, System, expressions as ex
from recur.model.errors import InvalidRecurrence, RecurError, SyntaxProblem
from recur.model.patterns import regex
from recur.model.records import frozen
from recur.parsing import parse, parse_formula

DIGITS = 60  # of a value that is irrational
#: T(n/2), A∞(n), an equation or a bound: what only a recurrence can hold
_RECURRENCE = regex(r"=|(?<![A-Za-z])[A-Z]\w*[₁∞']?\s*\(|[ΘΩ]")


@frozen
class Known:
    """The value at one size; exact, or cut after many certain digits."""

    value: Fraction
    exact: bool = True
    notes: tuple[str, ...] = ()


@frozen
class Amount:
    """`function` of `system`; a plain formula is a system of one equation without calls."""

    text: str
    system: System
    function: str
    formula: Expr | None

    @property
    def recurrence(self) -> Recurrence:
        return self.system.named(self.function)

    @property
    def variable(self) -> str | None:
        """What it depends on; None for a number."""
        if isinstance(self.formula, ex.Number) or (self.formula is not None and not ex.symbols(self.formula)):
            return None
        return self.recurrence.variable

    def at(self, size: int | None) -> Known:
        found = Evaluator(self.system).value(self.function, 1 if size is None else size, DIGITS)
        notes = [note for note in (found.rounding, found.assumed, found.taken, found.read_as) if note]
        return Known(Fraction(found.value), found.exact, tuple(notes))

    def growth(self, variable: str | None = None) -> Growth | None:
        """Θ of it, a number as a constant function of the variable; None where no tight bound is proved."""
        try:
            if self.formula is not None:
                return Growth.of(self.formula, self.variable or variable or "n")
            from recur.solving.solver import solve_all

            solved = [s for s in solve_all(self.system, None) if s.function == self.function]
            return solved[0].bounds.theta if solved else None
        except RecurError as problem:
            if problem.kind == "limit":
                raise
            return None


def read_amount(text: str) -> Amount:
    """The amount that a text states; a syntax error names its place.

    >>> read_amount("n lg n").at(1024).value
    Fraction(10240, 1)
    >>> read_amount("T(n) = 2T(n/2) + n, T(1) = 1").at(1024).value
    Fraction(11264, 1)
    """
    if _RECURRENCE.search(text):
        system = parse(text)
        return Amount(text, system, system.asked.function, None)
    formula = parse_formula(text)
    names = ex.symbols(formula)
    variable = "n" if "n" in names or not names else sorted(names)[0]
    equation = Recurrence("T", variable, "=", formula, (), formula)
    return Amount(text, System((equation,), text), "T", formula)


def read_processors(text: str) -> tuple[Amount, ...]:
    """Numbers of processors between commas; each may be a formula in n, such as n/2.

    >>> [amount.at(16).value for amount in read_processors("1, 8, n/2")]
    [Fraction(1, 1), Fraction(8, 1), Fraction(8, 1)]
    """
    items, depth, start = [], 0, 0
    for position, character in enumerate(text + ","):
        depth += (character in "([{") - (character in ")]}")
        if character == "," and depth <= 0:
            items.append(text[start:position].strip())
            start = position + 1
    if not all(items):
        raise SyntaxProblem(
            "a number of processors is missing between the commas", text=text, hint="such as -P 1,2,4,8"
        )
    return tuple(read_amount(item) for item in items)


def processors_at(amount: Amount, size: int | None) -> int:
    """The whole number of processors that an amount names: a formula is rounded down, but to at least 1."""
    if amount.variable is not None and size is None:
        raise InvalidRecurrence(
            f"P = {amount.text} depends on {amount.variable}, and no size is given", hint="add -n, such as -n 1024"
        )
    value = amount.at(size).value
    if amount.variable is None and (value < 1 or value.denominator != 1):
        raise InvalidRecurrence(
            f"P = {short_decimal(value)}: the number of processors is a whole number from 1 on",
            text=amount.text,
            hint="such as -P 1,2,4,8",
        )
    return max(1, nearly_floor(value))
