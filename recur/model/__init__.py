"""The values that everything hands on: formulas, recurrences, programs, derivations, solutions, errors."""

from typing import TYPE_CHECKING

from recur.model.faces import face_of

if TYPE_CHECKING:
    from recur.model.cost_case import CostCase
    from recur.model.derivation import Step, StepsOnDemand, Voice, listed, step
    from recur.model.domain import Domain, Powers, Progression, Size, Tower, index_letter
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
        own_fault,
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
        digit_base,
        letters_of,
        named_value,
        names_of,
        unused_name,
    )
    from recur.model.solution import (
        Bounds,
        Case,
        Definition,
        GeneratingFunction,
        Magnitude,
        OtherShape,
        Refusal,
        Settled,
        Solution,
        Unmet,
        Unsolved,
        Verification,
    )

__all__ = [
    "Bounds",
    "Case",
    "Claim",
    "CostCase",
    "Definition",
    "DependsOnLetter",
    "Domain",
    "Expr",
    "GeneratingFunction",
    "InitialCondition",
    "InvalidLimit",
    "InvalidRecurrence",
    "LimitExceeded",
    "Magnitude",
    "OtherShape",
    "OutOfTime",
    "Place",
    "Powers",
    "Progression",
    "RecurError",
    "Recurrence",
    "Refusal",
    "Settled",
    "Size",
    "Solution",
    "Step",
    "StepsOnDemand",
    "Subcall",
    "SyntaxProblem",
    "System",
    "Tower",
    "Undecided",
    "Unmet",
    "Unsolved",
    "Verification",
    "Voice",
    "callees",
    "components",
    "digit_base",
    "index_letter",
    "letters_of",
    "listed",
    "named_value",
    "names_of",
    "own_fault",
    "step",
    "unused_name",
]  # fmt: skip
if not TYPE_CHECKING:
    __getattr__ = face_of(
        __name__,
        {
            "derivation": "StepsOnDemand Step Voice listed step",
            "domain": "Domain Powers Progression Size Tower index_letter",
            "errors": "DependsOnLetter InvalidLimit InvalidRecurrence LimitExceeded "
            "OutOfTime Place RecurError SyntaxProblem Undecided own_fault",
            "expressions": "Expr",
            "recurrence": "Claim InitialCondition Recurrence Subcall System callees components digit_base "
            "letters_of named_value names_of unused_name",
            "cost_case": "CostCase",
            "solution": "Bounds Case Definition GeneratingFunction Magnitude OtherShape Refusal Settled Solution "
            "Unmet Unsolved Verification",
        },
    )
