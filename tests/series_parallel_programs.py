"""Random series-parallel programs, and their strands one by one: each with those it waits for."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations
from random import Random

from recur.forkjoin.dag.series_parallel import Node, Parallel, Repeated, SeriesComposition, Strand

Number = int | Fraction


@dataclass(frozen=True)
class Explicit:
    """Strand i costs costs[i] and starts after all of before[i], which have smaller numbers."""

    costs: tuple[Number, ...]
    before: tuple[frozenset[int], ...]

    def longest_path(self) -> Number:
        ends: list[Number] = []
        for cost, before in zip(self.costs, self.before, strict=True):
            ends.append(cost + max((ends[i] for i in before), default=0))
        return max(ends, default=0)


def random_program(random: Random, most: int = 300, whole: bool = True) -> Node:
    """A program of at most so many strands; subtrees are often shared, some cost nothing."""
    pool: list[Node] = []
    while not pool or random.random() < 0.97:
        node = _grown(random, pool, whole)
        if node.strands <= most:
            pool.append(node)
    return max(pool, key=lambda node: (node.strands, node.width))


def _grown(random: Random, pool: list[Node], whole: bool) -> Node:
    def some() -> tuple[Node, ...]:
        return tuple(random.choice(pool) for _ in range(random.randrange(0, 5)))

    kind = random.randrange(5) if pool else 0
    if kind == 0:
        cost = random.choice((0, 1, 1, 1, 2, 3, 5, 8))
        return Strand(cost if whole else Fraction(cost, random.randrange(1, 5)))
    if kind == 1:
        return SeriesComposition(some())
    if kind == 2:
        return Parallel(some())
    return Repeated(random.choice(pool), random.randrange(0, 6), parallel=kind == 3)


def explicit(root: Node) -> Explicit:
    """All strands of the program, by walking through it as it would run: nothing is counted, nothing is shared."""
    costs: list[Number] = []
    before: list[frozenset[int]] = []

    def walk(node: Node, after: frozenset[int]) -> frozenset[int]:
        match node:
            case Strand(cost):
                costs.append(cost)
                before.append(after)
                return frozenset((len(costs) - 1,))
            case SeriesComposition(parts):
                for part in parts:
                    after = walk(part, after)
                return after
            case Parallel(branches):
                return frozenset().union(*(walk(branch, after) for branch in branches)) or after
            case Repeated(body, times, True):
                return frozenset().union(*(walk(body, after) for _ in range(times))) or after
            case Repeated(body, times, False):
                for _ in range(times):
                    after = walk(body, after)
                return after

    walk(root, frozenset())
    return Explicit(tuple(costs), tuple(before))


def greedy_time(program: Explicit, processors: int, random: Random) -> Number:
    """The time of a greedy schedule that picks at random among the ready strands."""
    waiting = {i: set(before) for i, before in enumerate(program.before)}
    running: list[tuple[Number, int]] = []
    now: Number = 0
    while waiting or running:
        ready = [i for i, before in waiting.items() if not before]
        random.shuffle(ready)
        for i in ready[: processors - len(running)]:
            del waiting[i]
            heapq.heappush(running, (now + program.costs[i], i))
        now, done = heapq.heappop(running)
        for before in waiting.values():
            before.discard(done)
    return now


def all_greedy_times(program: Explicit, processors: int) -> set[Number]:
    """The times of all greedy schedules there are; for a handful of strands."""
    everything = frozenset(range(len(program.costs)))

    def settled(done: frozenset[int], running: tuple[tuple[int, Number], ...]) -> tuple[frozenset[int], list[int]]:
        """What costs nothing is done as soon as it may start."""
        while True:
            busy = {i for i, _ in running}
            ready = [i for i in sorted(everything - done - busy) if program.before[i] <= done]
            free = [i for i in ready if not program.costs[i]]
            if not free:
                return done, ready
            done = done.union(free)

    @cache
    def times(done: frozenset[int], running: tuple[tuple[int, Number], ...]) -> frozenset[Number]:
        done, ready = settled(done, running)
        if not ready and not running:
            return frozenset((0,))
        found: set[Number] = set()
        for chosen in combinations(ready, min(len(ready), processors - len(running))):
            now = (*running, *((i, program.costs[i]) for i in chosen))
            step = min(left for _, left in now)
            ended = done.union(i for i, left in now if left == step)
            rest = tuple(sorted((i, left - step) for i, left in now if left > step))
            found |= {step + time for time in times(ended, rest)}
        return frozenset(found)

    return set(times(frozenset(), ()))


def programs(count: int, most: int = 300, whole: bool = True) -> Iterator[Node]:
    for seed in range(count):
        yield random_program(Random(seed), most, whole)
