"""How long the speed-up of a program takes, with the greedy schedule of its task graph where that is short.

python benchmarks/scheduling.py        the table of schedules alone, in seconds

The bar is one second for n = 2^20 and up to 10,000 processors.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.figures import Figure, seconds
from recur.forkjoin.dag.schedule import schedule
from recur.forkjoin.dag.scheduled_program import program_speedup
from recur.forkjoin.dag.series_parallel import Node, Parallel, Repeated, SeriesComposition, Strand, distinct
from recur.forkjoin.laws.quantities import read_processors

PROCESSORS = (1, 3, 1000, 1024, 4096)
EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "programs"
PROGRAMS = ("merge_sort", "strassen", "fft", "quicksort", "floyd_warshall")
Grow = Callable[[int], Node]


def remembered(build: Callable[[int, Grow], Node]) -> Grow:
    """One node for each size, as a program expands to."""
    known: dict[int, Node] = {}

    def grow(size: int) -> Node:
        if size not in known:
            known[size] = build(size, grow)
        return known[size]

    return grow


def merge_sort(size: int, sort: Grow) -> Node:
    """Two halves at once, then a serial merge of n."""
    if size == 1:
        return Strand(1)
    return SeriesComposition((Strand(1), Parallel((sort(size // 2), sort(size - size // 2))), Strand(size)))


def add(size: int, inner: Grow) -> Node:
    return Strand(1) if size == 1 else SeriesComposition((Strand(1), Repeated(inner(size // 2), 4, parallel=True)))


ADD = remembered(add)


def multiply(size: int, inner: Grow) -> Node:
    """Eight products of half the size at once, then the parallel sum of two matrices."""
    if size == 1:
        return Strand(1)
    return SeriesComposition((Strand(1), Repeated(inner(size // 2), 8, parallel=True), ADD(size)))


def fibonacci(size: int, inner: Grow) -> Node:
    if size < 2:
        return Strand(1)
    return SeriesComposition((Strand(1), Parallel((inner(size - 1), inner(size - 2))), Strand(1)))


def merge(size: int, inner: Grow) -> Node:
    """A binary search, then two merges of a quarter and three quarters: hardly two sizes are equal."""
    if size < 4:
        return Strand(size)
    return SeriesComposition((Strand(size.bit_length()), Parallel((inner(size // 4), inner(size - size // 4)))))


MERGE = remembered(merge)


def parallel_merge_sort(size: int, sort: Grow) -> Node:
    if size == 1:
        return Strand(1)
    return SeriesComposition((Parallel((sort(size // 2), sort(size - size // 2))), MERGE(size)))


def figures() -> list[Figure]:
    processors = read_processors("1, 10, 100, 1000, 10000")
    texts = {name: (EXAMPLES / f"{name}.spawn").read_text("utf-8") for name in PROGRAMS}
    program_speedup(texts["merge_sort"], 8, processors)
    return [
        Figure(f"{name} at n = 2^20, P to 10,000", seconds(partial(program_speedup, text, 2**20, processors)), "s", 1)
        for name, text in texts.items()
    ]


def main() -> None:
    cases = (
        ("matrix product, n = 2^7", remembered(multiply), 2**7),
        ("matrix product, n = 2^20", remembered(multiply), 2**20),
        ("merge sort, n = 2^20", remembered(merge_sort), 2**20),
        ("merge sort, n = 10^6", remembered(merge_sort), 10**6),
        ("parallel merge, n = 2^20", remembered(parallel_merge_sort), 2**20),
        ("Fibonacci, n = 30", remembered(fibonacci), 30),
        ("Fibonacci, n = 100", remembered(fibonacci), 100),
    )
    print(f"{'':26}{'strands':>10}{'distinct':>9}" + "".join(f"{f'P={p}':>9}" for p in PROCESSORS))
    for name, grow, size in cases:
        root = grow(size)
        seconds = []
        for processors in PROCESSORS:
            start = time.perf_counter()
            schedule(root, [processors])
            seconds.append(time.perf_counter() - start)
        graph = f"{float(root.strands):>10.3g}{sum(1 for _ in distinct([root])):>9}"
        print(f"{name:26}{graph}" + "".join(f"{spent:>9.3f}" for spent in seconds))


if __name__ == "__main__":
    main()
