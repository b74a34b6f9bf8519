"""What can go wrong, as values: each kind has the name the JSON face gives it and the exit code of the shell."""

from collections.abc import Callable
from typing import Any

from recur.model.records import frozen


@frozen
class Place:
    """A position in the user's text: 1-based line and column, and the length of what is meant."""

    line: int
    column: int
    length: int = 1


class RecurError(Exception):
    """Base of every error recur raises on purpose.

    A `hint` may be a function that looks for it, which is called where it is read first: what somebody may have meant
    takes as long to find as reading does, and a class is not told it.
    """

    kind = "internal"

    def __init__(
        self,
        message: str,
        *,
        text: str | None = None,
        place: Place | None = None,
        hint: str | Callable[[], str | None] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.text = text
        self.place = place
        self._hint = hint

    @property
    def hint(self) -> str | None:
        found = self._hint
        if callable(found):  # of one and the same value, whatever another thread finds meanwhile
            self._hint = found = found()
        return found

    @hint.setter
    def hint(self, told: str | None) -> None:
        self._hint = told

    def __reduce__(self) -> Any:
        self._hint = self.hint  # a search goes to no other process
        return super().__reduce__()

    @property
    def told_kind(self) -> str:
        """Its kind in JSON, where what is undecided is told as unsolved."""
        return "unsolved" if self.kind == "undecided" else self.kind


def own_fault(fault: Exception) -> RecurError:
    """What nobody raises on purpose; a fault that is told already is the same."""
    if isinstance(fault, RecurError):
        return fault
    return RecurError(f"a fault in recur, not in your input: {type(fault).__name__}: {fault}")


class SyntaxProblem(RecurError):
    """The text cannot be read. `place` says where, `hint` what may have been meant."""

    kind = "syntax"


class InvalidRecurrence(RecurError):
    """The text can be read, but says nothing solvable: T(n) = T(n), an argument that grows, an unknown name."""

    kind = "invalid"


class SeveralSizes(InvalidRecurrence):
    """The text states a function of several sizes, its `recurrence`, where one of one size is asked for."""

    def __init__(self, message: str, recurrence: Any, **where: Any) -> None:
        super().__init__(message, **where)
        self.recurrence = recurrence


class LimitExceeded(RecurError):
    """A bound on time, input size, digits or nesting was passed."""

    kind = "limit"


class OutOfTime(LimitExceeded):
    """The time allowed was over: with more of it there may be an answer."""


class Undecided(RecurError):
    """A question on growth or on exact numbers has no proved answer; never replaced by a guess."""

    kind = "undecided"


class InvalidLimit(RecurError, ValueError):
    """A limit that is no number: timeout="5", timeout=nan."""

    kind = "invalid"


class DependsOnLetter(Undecided):
    """The sign of `quantity`, an exact number with unknown constants in it, is not the same for all their values."""

    def __init__(self, quantity: Any) -> None:
        super().__init__(f"the sign of {quantity} depends on a parameter")
        self.quantity = quantity
