"""The DAG of a program at one size: every distinct subproblem is run once, equal subtrees are one value.

Work and span of the DAG are the exact values of the derived recurrences.
"""

from __future__ import annotations

from recur.forkjoin.costs.execution import Execution
from recur.forkjoin.costs.shapes import SizeMeasure, measures_of
from recur.forkjoin.dag.body_run import BodyRun, LineFacts, Needed, lowest_size
from recur.forkjoin.dag.series_parallel import Node
from recur.model import InvalidRecurrence, LimitExceeded, Place, Unsolved, limits
from recur.model.program import Procedure, Program

MOST_EVENTS = 500_000
DEEPEST = 100_000


class Expander:
    """The DAGs of a program; remembered from one size to the next."""

    def __init__(self, program: Program, free: int = 0, shapes: dict[str, SizeMeasure] | None = None) -> None:
        self.program = program
        self.free = free  # what a bound such as p is, which cancels in every size
        self.shapes = measures_of(program) if shapes is None else shapes
        self.known: dict[tuple[str, tuple[int, ...]], Node] = {}
        self.open: dict[tuple[str, tuple[int, ...]], None] = {}
        self.events = 0
        self.facts = LineFacts()
        self._conditions: dict[str, frozenset[Place]] = {}
        self._lowest: dict[str, tuple[int, ...]] = {}

    def elsewhere(self, free: int) -> Expander:
        """The DAGs with another value for what is free, where sizes decide the same conditions."""
        other = Expander(self.program, free, self.shapes)
        other._conditions, other._lowest, other.facts = self._conditions, self._lowest, self.facts
        return other

    def node(self, procedure: str, *sizes: int) -> Node:
        """The DAG of the procedure at these sizes, one for each; they are worked through on a stack of our own."""
        own = self.program.named(procedure)
        if own.distinct is not None:
            raise Unsolved(f"no exact cost: the results of {procedure} are kept", (), None,
                           text=self.program.text, place=own.source.place)  # fmt: skip
        asked = (procedure, self.clamped(procedure, sizes))
        wanted = [asked]
        while wanted:
            limits.check()
            key = wanted[-1]
            if key in self.known:
                wanted.pop()
                continue
            if len(wanted) > DEEPEST:
                raise LimitExceeded("the program calls itself too deeply at this size")
            try:
                self.open[key] = None
                self.known[key] = self._body(self.program.named(key[0]), key[1])
            except Needed as need:
                if need.key in wanted:
                    name, at = need.key
                    raise InvalidRecurrence(
                        f"{name} at size {', '.join(map(str, at))} calls itself at the same size, so it never ends",
                        text=self.program.text, place=self.program.named(name).source.place,
                        hint="end the recursion in a base case, such as  if n = 1",
                    ) from None  # fmt: skip
                wanted.append(need.key)
        return self.known[asked]

    def clamped(self, procedure: str, sizes: tuple[int, ...]) -> tuple[int, ...]:
        if procedure not in self._lowest:
            code, shape = self.program.named(procedure), self.shapes[procedure]
            self._lowest[procedure] = tuple(lowest_size(code, shape, name) for name in shape.sizes)
        return tuple(map(max, sizes, self._lowest[procedure]))

    def _body(self, procedure: Procedure, sizes: tuple[int, ...]) -> Node:
        shape = self.shapes[procedure.name]
        runner = BodyRun(self, procedure, shape, self._sized(procedure), dict(zip(shape.sizes, sizes, strict=True)))
        return runner.run()

    def _sized(self, procedure: Procedure) -> frozenset[Place]:
        """Which conditions sizes decide, one way here and the other way there."""
        if procedure.name not in self._conditions:
            execution = Execution(self.program, self.shapes, procedure, lambda name: (name, name))
            self._conditions[procedure.name] = execution.run().sized
        return self._conditions[procedure.name]

    def count(self, events: int) -> None:
        limits.check()
        self.events += events
        if self.events > MOST_EVENTS:
            raise LimitExceeded(
                "the program has too many different iterations at this size", hint="ask for a smaller size"
            )


def expand_dag(program: Program, procedure: str, size: int, timeout: float | None = limits.DEFAULT_SECONDS) -> Node:
    """The DAG of the procedure at this size.

    Raises `InvalidRecurrence` where the recursion has no base case, `LimitExceeded` where there are too many
    different subproblems.
    """
    if procedure not in program.names:
        raise InvalidRecurrence(f"the procedure {procedure} is not defined", hint=f"try {', '.join(program.names)}")
    with limits.time_limit(timeout):
        return Expander(program).node(procedure, size)
