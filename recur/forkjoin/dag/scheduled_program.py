"""The speed-up of a fork-join program: at a size its exact task graph, scheduled greedily, else orders of growth."""

from collections.abc import Sequence

from recur.asymptotics import Growth
from recur.asymptotics.several_sizes import JointGrowth
from recur.forkjoin.costs.analysis import analyze
from recur.forkjoin.dag.expansion import expand_dag
from recur.forkjoin.laws.quantities import Amount
from recur.forkjoin.laws.speedup import GrowingSpeedup, Speedup, orders_of_speedup, scheduled_speedup
from recur.model import InvalidRecurrence, RecurError, limits
from recur.model.program import Program, invocations, statements_in
from recur.parsing.programs.program import parse_program

#: The growth stands beside a schedule as an extra; without it the answer is still whole.
GROWTH_STEPS = 20_000


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
        root = expand_dag(program, name, size, timeout=None)
        return scheduled_speedup(root, name, size, processors, _parallelism(program, name))
    if processors and all(amount.variable is None for amount in processors):
        raise InvalidRecurrence(f"the task graph of {name} depends on its size", hint="add -n, such as -n 1024")
    found = analyze(program, timeout=None).named(name)
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


def _parallelism(program: Program, name: str) -> Growth | None:
    try:
        with limits.work_limit(GROWTH_STEPS):
            theta = analyze(program, timeout=None).named(name).parallelism.theta
            return None if isinstance(theta, JointGrowth) else theta
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
