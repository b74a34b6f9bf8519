"""Series-parallel DAGs, compact: a subtree that occurs twice is one value; so are its many copies side by side.

work T₁ adds everywhere; span T∞ adds in series and takes the maximum in parallel; the width is the largest number
of strands that can run at the same moment. Each node knows its own, exactly, from the moment it is made, so that
a DAG of 8^20 strands whose subproblems of equal size are one value costs what its few distinct subtrees cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TypeAlias

from recur.model.records import field, frozen

Cost: TypeAlias = int | Fraction


@frozen(eq=False)
class Strand:
    """Instructions without a spawn or a sync among them, run by one processor from start to end: cost ≥ 0."""

    cost: Cost
    work: Cost = field(init=False)
    span: Cost = field(init=False)
    width: int = field(init=False)
    strands: int = field(init=False)

    def __post_init__(self) -> None:
        if self.cost < 0:
            raise ValueError(f"a strand cannot cost {self.cost}")
        _know(self, self.cost, self.cost, 1 if self.cost else 0, 1)


@frozen(eq=False)
class SeriesComposition:
    """Each part starts when the one before it has ended; no parts at all cost nothing.

    >>> sort = SeriesComposition((Parallel((Strand(5), Strand(3))), Strand(8)))
    >>> sort.work, sort.span
    (16, 13)
    """

    parts: tuple[Node, ...]
    work: Cost = field(init=False)
    span: Cost = field(init=False)
    width: int = field(init=False)
    strands: int = field(init=False)

    def __post_init__(self) -> None:
        parts = self.parts
        _know(
            self,
            sum(part.work for part in parts),
            sum(part.span for part in parts),
            max((part.width for part in parts), default=0),
            sum(part.strands for part in parts),
        )


@frozen(eq=False)
class Parallel:
    """All branches may run at once; it ends when the last of them has ended."""

    branches: tuple[Node, ...]
    work: Cost = field(init=False)
    span: Cost = field(init=False)
    width: int = field(init=False)
    strands: int = field(init=False)

    def __post_init__(self) -> None:
        branches = self.branches
        _know(
            self,
            sum(branch.work for branch in branches),
            max((branch.span for branch in branches), default=0),
            sum(branch.width for branch in branches),
            sum(branch.strands for branch in branches),
        )


@frozen(eq=False)
class Repeated:
    """`times` copies of one body, one after another, or all at once when `parallel`.

    >>> loop = Repeated(Strand(3), 2**20, parallel=True)
    >>> loop.work == 3 * 2**20, loop.span
    (True, 3)
    """

    body: Node
    times: int
    parallel: bool
    work: Cost = field(init=False)
    span: Cost = field(init=False)
    width: int = field(init=False)
    strands: int = field(init=False)

    def __post_init__(self) -> None:
        body, times = self.body, self.times
        if times < 0:
            raise ValueError(f"nothing is repeated {times} times")
        once = min(times, 1)
        in_series, at_once = (once, times) if self.parallel else (times, once)
        _know(self, body.work * times, body.span * in_series, body.width * at_once, body.strands * times)


Node: TypeAlias = Strand | SeriesComposition | Parallel | Repeated


def children(node: Node) -> tuple[Node, ...]:
    match node:
        case SeriesComposition(parts):
            return parts
        case Parallel(branches):
            return branches
        case Repeated(body):
            return (body,)
    return ()


def distinct(nodes: Iterable[Node]) -> Iterator[Node]:
    """Every subtree once, by identity, below and with the given ones; iterative, as chains may be deep."""
    seen: set[int] = set()
    pending = list(nodes)
    while pending:
        node = pending.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            pending.extend(children(node))


def _know(node: Node, work: Cost, span: Cost, width: int, strands: int) -> None:
    for name, value in (("work", work), ("span", span), ("width", width), ("strands", strands)):
        object.__setattr__(node, name, value)
