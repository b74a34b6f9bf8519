"""What the engines cost and what they gain: nanoseconds a node, and speed-up over the serial engine on two workers.

    python benchmarks/engines.py [ROUNDS]

The engines take turns, so that a busy moment of the machine falls on all of them; the best round of each counts.
Exit code 1 when a bar is missed. numpy and threadpoolctl (recur-solver[numpy]) are needed for the matrices.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

from recur.executors import Engine, missing_packages, open_engine
from recur.forkjoin import Call, empty, task
from recur.forkjoin.tasks.references import Reference

PROGRAMS = Path(__file__).resolve().parent.parent / "examples" / "programs"
WORKERS = 2
DEPTH = {"serial": 14, "threads": 12, "processes": 12, "dask": 6}
#: engine -> the most microseconds that spawning, running and joining one node may take
MOST_MICROSECONDS = {"serial": 10, "threads": 30}
#: (program, engine) -> the least speed-up over the serial engine
LEAST_SPEEDUP = {
    ("matrix product, n = 2048", "threads"): 1.7,
    ("matrix product, n = 2048", "processes"): 1.7,
    ("merge sort, n = 2^18", "processes"): 1.4,
    ("stencil in two buffers", "processes"): 1.4,
    ("stencil of results", "processes"): 1.1,
}
SIDE, STEPS = 4096, 5


@task(size="depth")
def tree(depth: int) -> Any:
    """2^(depth + 1) − 1 nodes that do nothing."""
    if depth:
        yield tree(depth - 1), tree(depth - 1)


@task(work="M(n) = 8M(n/2) + 1, M(n) = n^3 for n <= 512", size=lambda a: len(a))
def product(c: Any, a: Any, b: Any, add: bool) -> Any:
    """C = A·B, or C + A·B, by eight products of quarters: four that may begin, and then four that add."""
    n = len(a)
    if n <= 512:
        if add:
            c += a @ b
        else:
            import numpy

            numpy.matmul(a, b, out=c)
        return
    halves = slice(None, n // 2), slice(n // 2, None)
    for k in halves:
        yield [product(c[i, j], a[i, k], b[k, j], add or k is halves[1]) for i in halves for j in halves]


@task(work="M(n) = 8M(n/2) + 1, M(n) = n^3 for n <= 512", size=len)
def multiply(a: Any, b: Any) -> Any:
    c = empty(a.shape)
    yield product(c, a, b, add=False)
    return c


def means(old: Any) -> Any:
    """Of the four neighbours of each inner point."""
    return (old[:-2, 1:-1] + old[2:, 1:-1] + old[1:-1, :-2] + old[1:-1, 2:]) / 4


@task
def relax(old: Any, new: Any) -> None:
    new[1:-1, 1:-1] = means(old)


@task
def relaxed(old: Any) -> Any:
    new = old[1:-1].copy()
    new[:, 1:-1] = means(old)
    return new


@task
def stencil_in_buffers(grid: Any, steps: int) -> Any:
    """What tasks write, they write in place."""
    old, new, half = empty(grid.shape), empty(grid.shape), len(grid) // 2
    old[...] = new[...] = grid
    for _ in range(steps):
        yield relax(old[: half + 1], new[: half + 1]), relax(old[half - 1 :], new[half - 1 :])
        old, new = new, old
    return old


@task
def stencil_of_results(grid: Any, steps: int) -> Any:
    """What tasks return is put together anew."""
    import numpy

    half = len(grid) // 2
    for _ in range(steps):
        upper, lower = yield relaxed(grid[: half + 1]), relaxed(grid[half - 1 :])
        grid = numpy.vstack([grid[:1], upper, lower, grid[-1:]])
    return grid


def nodes(rounds: int) -> bool:
    """The overhead of a node, with no cut-off."""
    kept = True
    print(f"\n{'engine':<12}{'nodes':>8}{'µs a node':>12}{'bar':>8}{'round trip µs':>16}")
    for name, depth in DEPTH.items():
        if missing_packages(name):
            print(f"{name:<12}  {missing_packages(name)}")
            continue
        with open_engine(name, WORKERS, cutoff=None) as engine:
            count = 2 ** (depth + 1) - 1
            best = min(engine.run(tree(depth)).nanoseconds for _ in range(1 if name == "dask" else rounds))
            bar = MOST_MICROSECONDS.get(name)
            kept &= bar is None or best <= bar * 1000 * count
            print(f"{name:<12}{count:>8}{best / count / 1000:>12.2f}{bar or '':>8}{engine.round_trip / 1000:>16.1f}")
    return kept


def speedups(rounds: int) -> bool:
    kept = True
    print(f"{'program':<28}{'engine':<12}{'seconds':>10}{'speed-up':>10}{'bar':>6}{'jobs':>6}")
    engines = {name: open_engine(name, WORKERS) for name in ("serial", "threads", "processes")}
    programs = {
        "matrix product, n = 2048": matrices,
        "merge sort, n = 2^18": numbers,
        "stencil in two buffers": lambda engine: stencil_in_buffers(grid(engine), STEPS),
        "stencil of results": lambda engine: stencil_of_results(grid(engine), STEPS),
    }
    for program, make in programs.items():
        if program.startswith(("matrix", "stencil")) and importlib.util.find_spec("numpy") is None:
            print(f"{program:<28}numpy is not installed")
            continue
        best: dict[str, int] = {}
        jobs: dict[str, int] = {}
        for name in list(engines) * rounds:
            with_best(name, engines[name], make, best, jobs)
        for name, nanoseconds in best.items():
            speedup, bar = best["serial"] / nanoseconds, LEAST_SPEEDUP.get((program, name))
            kept &= bar is None or speedup >= bar
            print(f"{program:<28}{name:<12}{nanoseconds / 1e9:>10.3f}{speedup:>10.2f}{bar or '':>6}{jobs[name]:>6}")
    return kept


def with_best(name: str, engine: Engine, make: Any, best: dict[str, int], jobs: dict[str, int]) -> None:
    """Each turn opens its engine anew: an engine at rest must not disturb the others."""
    with engine:
        call = make(engine)
        engine.run(call)  # warms up: the workers map the arrays and load their libraries
        for _ in range(3):
            result = engine.run(call)
            best[name] = min(best.get(name, result.nanoseconds), result.nanoseconds)
            jobs[name] = result.jobs


def matrices(engine: Engine) -> Call:
    import numpy

    random = numpy.random.default_rng(2048)
    return multiply(engine.share(random.random((2048, 2048))), engine.share(random.random((2048, 2048))))


def grid(engine: Engine) -> Any:
    import numpy

    return engine.share(numpy.random.default_rng(SIDE).random((SIDE, SIDE)))


def numbers(engine: Engine) -> Call:
    merge_sort = Reference("merge_sort", "merge_sort", str(PROGRAMS / "merge_sort.py")).find()
    found: Call = merge_sort.at(2**18)
    return found


def main(rounds: int) -> int:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(f"{os.cpu_count()} processors, load {load:.1f}; a busy machine cannot show a speed-up\n")
    kept = speedups(rounds)  # first: dask leaves its event loop behind, which takes turns with the driver
    return 0 if nodes(rounds) and kept else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
