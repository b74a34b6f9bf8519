"""Run a fork-join program: counts, times and speed-ups against theory.

examples:
  recur measure examples/programs/merge_sort.py
  recur measure merge_sort.py --sizes 2^10..2^17 --engine processes -P 1,2,4
  recur measure merge_sort.py --save runs.jsonl --resume --plot runs.svg
  recur measure merge_sort.py --predict "T(n) = 2T(n/2) + n" --engine none
  recur measure primes.py matrix_multiply.py waiting.py
  recur measure sorting.py:insertion_sort --input "lambda n: [random.random() for _ in range(n)]" --bound "O(n^2)"

A program is a Python file with a function under @task of recur.forkjoin; FILE.py:NAME names one of several. It is
counted at small sizes, timed without spawns at sizes that fit into --seconds, and run on every engine; with --input, a
plain function is measured, too: the lines that it executes, and its times. Several programs are compared in one table.
The exit code is 0 where counts or times confirm what is declared, 1 where they refute it, 2 for a program that does
not run, 3 for no conclusion, 4 for a run that takes too long; what was measured until then is told.
"""

from __future__ import annotations

from math import inf
from pathlib import Path
from typing import Annotated

from .manner import Manner, PageFormat
from .measurements import Measurements
from .options import answers, argument, option, plot_option, processors_option, seconds_of, sizes_option
from .pictures import require_picture
from .words import Misused

ASKED_FOR = "times"

SECONDS = 30.0


@answers(PageFormat)
def run(
    programs: Annotated[list[str], argument("PROGRAM...", "Python files of tasks (FILE.py:NAME)")],
    sizes: Annotated[str | None, sizes_option("sizes to time: 64,128 or 2^6..2^12 or 10..20:1", old="--size")] = None,
    engine: Annotated[
        str | None, option("--engine -e NAME,...", "threads, processes, dask, mpi; none for no engine")
    ] = None,
    processors: Annotated[str | None, processors_option("numbers of workers, such as 1,2,4")] = None,
    parallel_size: Annotated[
        str | None, option("--parallel-size --at N", "size of the parallel runs (default: what fits)")
    ] = None,
    predict: Annotated[
        str | None, option("--predict --bound -p GROWTH", "hold the times against this, not what is declared")
    ] = None,
    inputs: Annotated[
        str | None, option("--input --inputs TEXT", "what is called with size n: a lambda of n, or FILE.py of one")
    ] = None,
    repetitions: Annotated[int, option("--repetitions -r K", "samples of each size", min=1, max=1000)] = 5,
    seconds: Annotated[
        float,
        option(
            "--seconds -t SECONDS",
            f"time to spend on each program (default {SECONDS:g})",
            parser=seconds_of,
            show_default=False,
        ),
    ] = SECONDS,
    save: Annotated[Path | None, option("--save FILE", "keep every run, as it is made (JSON lines)")] = None,
    resume: Annotated[bool, option("--resume", "go on with the runs in --save FILE")] = False,
    plot: Annotated[Path | None, plot_option("draw times and speed-ups")] = None,
    address: Annotated[
        str | None, option("--scheduler --address HOST:PORT", "a dask cluster to run on, with --engine dask")
    ] = None,
    *,
    asked: Manner,
) -> int:
    from recur.executors import engines_named
    from recur.runs.measuring import ENGINES, Plan
    from recur.runs.sizes import read_run_sizes

    if resume and save is None:
        raise Misused("--resume needs --save FILE, where the runs so far are")
    if len(programs) > 1 and (save is not None or plot is not None):
        raise Misused("--save and --plot take one program: their file holds the runs of one")
    require_picture(plot)
    if seconds == inf:
        raise Misused("--seconds is the time to spend, and it ends: such as 60")
    engines = ENGINES if engine is None else engines_named(engine)
    if address is not None and "dask" not in engines:
        raise Misused("--scheduler belongs to --engine dask")
    asked_sizes, workers, parallel = (
        () if text is None else read_run_sizes(text) for text in (sizes, processors, parallel_size)
    )
    options = {} if address is None else {"dask": {"address": address}}
    at = parallel[-1] if parallel else None
    plan = Plan(seconds, repetitions, asked_sizes, engines, workers, at, predict, options, inputs)
    return Measurements(plan, asked, save, resume, plot).answer_all(programs)
