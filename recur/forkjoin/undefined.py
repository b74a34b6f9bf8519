"""A procedure that the program calls and does not define: its cost is unknown, so no Θ stands on it."""

from __future__ import annotations

from recur.program import Invocation, Program
from recur.solution import Bounds, Unsolved


def undefined(call: Invocation, program: Program, bounds: Bounds | None = None) -> Unsolved:
    """Why there is no upper bound: nothing says what the call costs."""
    return Unsolved(
        f"{call.procedure} is not defined: give its procedure, or // Θ(n) behind the call",
        (), bounds, text=program.text, place=call.place,
    )  # fmt: skip
