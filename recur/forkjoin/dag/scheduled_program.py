"""The speed-up of a fork-join program: at a size its exact task graph, scheduled greedily, else orders of growth."""

from collections.abc import Sequence

from recur.asymptotics.several_sizes import JointGrowth
from recur.forkjoin.costs.analysis import ProcedureAnalysis, Values, analyze
from recur.forkjoin.dag.expansion import expand_dag
from recur.forkjoin.laws.quantities import Amount
from recur.forkjoin.laws.rounding import short_decimal
from recur.forkjoin.laws.speedup import (
    GrowingSpeedup,
    Speedup,
    orders_of_speedup,
    scheduled_speedup,
    unscheduled_speedup,
)
from recur.model import InvalidRecurrence, LimitExceeded, RecurError, limits
from recur.model.program import Program, invocations, statements_in
from recur.model.records import replace
from recur.parsing.programs.program import parse_program

#: The growth stands beside a schedule as an extra; without it the answer is still whole.
GROWTH_STEPS = 20_000
#: What a task graph and exact values may take, beyond which they are left out.
GRAPH_STEPS = 10_000
VALUE_STEPS = 15_000
NO_VALUES = "n = {size} is too large here: the work has too many different parts to be added up. The orders hold for it"


def program_speedup(
    text: str, size: int | None, processors: Sequence[Amount] = (), procedure: str | None = None
) -> Speedup | GrowingSpeedup:
    r"""The bounds and a schedule of the named procedure, or of the one that stands on the others.

    Without a size, orders of growth.

    >>> from recur.forkjoin.laws.quantities import read_processors
    >>> text = "F(n):\n  if n > 1\n    spawn F(n/2)\n    F(n/2)\n    sync"
    >>> found = program_speedup(text, 8, read_processors("1"))
    >>> found.rows[0].schedule.time == found.computation.work
    True
    """
    program = parse_program(text)
    if procedure is not None and procedure not in program.names:
        raise InvalidRecurrence(f"the procedure {procedure} is not defined", hint=f"try {', '.join(program.names)}")
    name = procedure or principal(program)
    if size is not None:
        return _at_size(program, name, size, processors)
    if processors and all(amount.variable is None for amount in processors):
        raise InvalidRecurrence(f"the task graph of {name} depends on its size", hint="add -n, such as -n 1024")
    return _as_it_grows(analyze(program, timeout=None).named(name), name, processors)


def _as_it_grows(found: ProcedureAnalysis, name: str, processors: Sequence[Amount]) -> GrowingSpeedup:
    error = found.work.error or found.span.error
    if error is not None:
        raise error
    work, span = found.work.theta, found.span.theta
    if isinstance(work, JointGrowth) or isinstance(span, JointGrowth):
        raise InvalidRecurrence(
            f"{name} has several sizes: {found.size}",
            hint="orders of growth are compared in one size; recur analyze shows the parallelism in all of them",
        )
    return orders_of_speedup(work, span, processors, name)


def _at_size(program: Program, name: str, size: int, processors: Sequence[Amount]) -> Speedup | GrowingSpeedup:
    grown = _soon_analysed(program, name)
    theta = None if grown is None else grown.parallelism.theta
    growth = None if isinstance(theta, JointGrowth) else theta
    try:
        with limits.work_limit(GRAPH_STEPS):
            root = expand_dag(program, name, size, timeout=None)
    except LimitExceeded:
        if values := _values(program, name, size):
            return unscheduled_speedup(values, name, processors, growth)
        grown = grown or analyze(program, timeout=None).named(name)
        orders = _as_it_grows(grown, name, [amount for amount in processors if amount.variable is not None])
        return replace(orders, notes=(NO_VALUES.format(size=short_decimal(size)),))
    return scheduled_speedup(root, name, size, processors, growth)


def _values(program: Program, name: str, size: int) -> Values | None:
    """Exact work and span by their recurrences; None where they are too long to be worked out."""
    try:
        with limits.work_limit(VALUE_STEPS):
            found = analyze(program, (size,), timeout=None).named(name)
    except LimitExceeded:
        return None
    if not found.values and found.values_error is not None and found.values_error.kind != "limit":
        raise found.values_error
    return found.values[0] if found.values else None


def _soon_analysed(program: Program, name: str) -> ProcedureAnalysis | None:
    try:
        with limits.work_limit(GROWTH_STEPS):
            return analyze(program, timeout=None).named(name)
    except RecurError:
        return None


def principal(program: Program) -> str:
    """The last procedure that no other one calls; of a circle, the last."""
    called = {
        call.procedure
        for procedure in program.procedures
        for statement in statements_in(procedure.body)
        for call in invocations(statement)
        if call.procedure != procedure.name
    }
    return next((name for name in reversed(program.names) if name not in called), program.names[-1])
