"""The values that everything hands on: formulas, recurrences, programs, derivations, solutions, errors."""

from recur.model.derivation import Step, listed, step
from recur.model.errors import (
    DependsOnLetter,
    InvalidLimit,
    InvalidRecurrence,
    LimitExceeded,
    OutOfTime,
    Place,
    RecurError,
    SyntaxProblem,
    Undecided,
)
from recur.model.expressions import Expr
from recur.model.recurrence import Claim, InitialCondition, Recurrence, Subcall, System, callees, components, letters_of

__all__ = [
    "Claim", "DependsOnLetter", "Expr", "InitialCondition", "InvalidLimit", "InvalidRecurrence", "LimitExceeded",
    "OutOfTime", "Place", "RecurError", "Recurrence", "Step", "Subcall", "SyntaxProblem", "System", "Undecided",
    "callees", "components", "letters_of", "listed", "step",
]  # fmt: skip
