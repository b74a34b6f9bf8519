"""The values that everything hands on: formulas, recurrences, programs, derivations, solutions, errors."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    from recur.model.recurrence import (
        Claim,
        InitialCondition,
        Recurrence,
        Subcall,
        System,
        callees,
        components,
        letters_of,
        names_of,
    )

__all__ = [
    "Claim",
    "DependsOnLetter",
    "Expr",
    "InitialCondition",
    "InvalidLimit",
    "InvalidRecurrence",
    "LimitExceeded",
    "OutOfTime",
    "Place",
    "RecurError",
    "Recurrence",
    "Step",
    "Subcall",
    "SyntaxProblem",
    "System",
    "Undecided",
    "callees",
    "components",
    "letters_of",
    "listed",
    "names_of",
    "step",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """Imported when it is asked for: one of the errors does not load all formulas."""
    for home in ("errors", "derivation", "expressions", "recurrence") if name in __all__ else ():
        module = import_module(f"recur.model.{home}")
        if hasattr(module, name):
            return getattr(module, name)
    raise AttributeError(f"module 'recur.model' has no attribute {name!r}")
