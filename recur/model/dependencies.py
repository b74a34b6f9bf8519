"""In which order the functions of a system are solved: each after those it calls, circles of calls together.

Source: Tarjan, Depth-first search and linear graph algorithms, 1972.
"""

from __future__ import annotations

from recur.model.errors import InvalidRecurrence
from recur.model.expressions import Call, walk
from recur.model.recurrence import Recurrence, System


def components(system: System) -> tuple[tuple[Recurrence, ...], ...]:
    """The strongly connected components of the call graph, callees first, otherwise in the order written."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[tuple[Recurrence, ...]] = []

    def visit(function: str) -> None:
        index[function] = low[function] = len(index)
        stack.append(function)
        for callee in callees(system.named(function)):
            if callee not in system.functions:
                raise InvalidRecurrence(f"the function {callee} is called but not defined")
            if callee not in index:
                visit(callee)
                low[function] = min(low[function], low[callee])
            elif callee in stack:
                low[function] = min(low[function], index[callee])
        if low[function] == index[function]:
            start = stack.index(function)
            members = stack[start:]
            del stack[start:]
            found.append(tuple(r for r in system.recurrences if r.function in members))

    for function in system.functions:
        if function not in index:
            visit(function)
    return tuple(found)


def callees(recurrence: Recurrence) -> tuple[str, ...]:
    """The functions called on the right-hand side, in the order of their first call."""
    linear = [call.function for call in recurrence.subcalls]
    inside = [x.function for term in recurrence.nonlinear for x in walk(term) if isinstance(x, Call)]
    return tuple(dict.fromkeys((*linear, *inside)))
