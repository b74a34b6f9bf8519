"""Run a fork-join program: counts, times and speed-ups against theory.

examples:
  recur measure examples/programs/merge_sort.py
  recur measure merge_sort.py --sizes 2^10..2^17 --engine processes -P 1,2,4
  recur measure merge_sort.py --save runs.jsonl --resume --plot runs.svg
  recur measure merge_sort.py --predict "T(n) = 2T(n/2) + n" --engine none
  recur measure primes.py matrix_multiply.py waiting.py

A program is a Python file with a function under @task of recur.forkjoin; FILE.py:NAME names one of several. It is
counted at small sizes, timed without spawns at sizes that fit into --seconds, and run on every engine. Several
programs are compared in one table. The exit code is 0 where counts or times confirm what is declared, 1 where they
refute it, 2 for a program that does not run, 3 for no conclusion, 4 for a run that takes too long.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recur.model.errors import RecurError

from .answering import JsonObject, Reply, answer_each
from .codes import SOLVED, UNDECIDED, code_of
from .documents import written
from .inputs import Input
from .options import Manner, Page, answers, plot_option, processors_option, seconds_of, sizes_option
from .pictures import require_picture, write_picture
from .progress import Stages

if TYPE_CHECKING:
    from recur.runs.measured import Measured
    from recur.runs.measuring import Plan

ASKED_FOR = "times"

REFUTED = 1
NO_ENGINE = "none"
SECONDS = 30.0
MOST_SIZES = 64


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of every program."""

    plan: Plan
    save: Path | None
    resume: bool
    plot: Path | None
    manner: Manner


@answers(Page)
def run(
    programs: Annotated[list[str], typer.Argument(metavar="PROGRAM...", help="Python files of tasks (FILE.py:NAME)")],
    sizes: Annotated[str | None, sizes_option("sizes to time: 64,128 or 2^6..2^12 or 10..20:1", old="--size")] = None,
    engine: Annotated[
        str | None,
        typer.Option("--engine", "-e", metavar="NAME,...", help="threads, processes, dask, mpi; none for no engine"),
    ] = None,
    processors: Annotated[str | None, processors_option("numbers of workers, such as 1,2,4")] = None,
    parallel_size: Annotated[
        str | None,
        typer.Option("--parallel-size", "--at", metavar="N", help="size of the parallel runs (default: what fits)"),
    ] = None,
    predict: Annotated[
        str | None,
        typer.Option("--predict", "-p", metavar="GROWTH", help="hold the times against this, not what is declared"),
    ] = None,
    repetitions: Annotated[
        int, typer.Option("--repetitions", "-r", metavar="K", min=1, max=1000, help="samples of each size")
    ] = 5,
    seconds: Annotated[
        float,
        typer.Option(
            "--seconds",
            "-t",
            metavar="SECONDS",
            parser=seconds_of,
            show_default=False,
            help=f"time to spend on each program (default {SECONDS:g})",
        ),
    ] = SECONDS,
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar="FILE", dir_okay=False, help="keep every run, as it is made (JSON lines)"),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="go on with the runs in --save FILE")] = False,
    plot: Annotated[Path | None, plot_option("draw times and speed-ups")] = None,
    address: Annotated[
        str | None, typer.Option("--address", metavar="HOST:PORT", help="a dask cluster to run on, with --engine dask")
    ] = None,
    *,
    asked: Manner,
) -> int:
    from recur.runs.measuring import ENGINES, Plan

    if resume and save is None:
        raise typer.BadParameter("--resume needs --save FILE, where the runs so far are")
    if len(programs) > 1 and (save is not None or plot is not None):
        raise typer.BadParameter("--save and --plot take one program: their file holds the runs of one")
    require_picture(plot)
    if seconds == float("inf"):
        raise typer.BadParameter("--seconds is the time to spend, and it ends: such as 60")
    engines = _engines(engine) if engine is not None else ENGINES
    if address is not None and "dask" not in engines:
        raise typer.BadParameter("--address belongs to --engine dask")
    plan = Plan(
        seconds,
        repetitions,
        _sizes(sizes) if sizes is not None else (),
        engines,
        _sizes(processors) if processors is not None else (),
        _number(parallel_size) if parallel_size is not None else None,
        predict,
        options={"dask": {"address": address}} if address is not None else {},
    )
    question = Question(plan, save, resume, plot, asked)
    found: list[Measured] = []

    def compared() -> str:
        return f"\n{_compared(found, asked)}\n" if len(found) > 1 and asked.format != "json" else ""

    return answer_each(map(Input, programs), asked, lambda text: _answer(text, question, found), _refuse, compared)


def _answer(text: str, question: Question, so_far: list[Measured]) -> Reply:
    found = _measured(text, question)
    so_far.append(found)
    if question.plot is not None:
        _draw(found, question.plot)
    if question.manner.format == "json":
        from recur.writers.json.measured import document

        return Reply(document(text, found), code_of_measured(found))
    return Reply(_page(found, question.manner), code_of_measured(found))


def _measured(text: str, question: Question) -> Measured:
    stages = Stages()
    try:
        return measured(text, question.plan, question.save, question.resume, stages)
    finally:
        stages.end()


def measured(
    text: str,
    plan: Plan | None = None,
    kept: Path | None = None,
    resume: bool = True,
    report: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> Measured:
    """FILE.py:task measured, with the runs that are kept in a file."""
    from recur.runs.machine import this_machine
    from recur.runs.measuring import Plan, measure
    from recur.runs.programs import load_program
    from recur.runs.store import open_store

    program = load_program(text)
    with open_store(kept, program, this_machine(), resume) as store:
        return measure(program, plan or Plan(), store, report)


def code_of_measured(found: Measured) -> int:
    """The exit code: what failed, else what was found."""
    if found.failures:
        return max(code_of(failure.error.kind) for failure in found.failures)
    return {"refuted": REFUTED, "inconclusive": UNDECIDED}.get(found.verdict, SOLVED)


def _page(found: Measured, asked: Manner) -> str:
    from recur.documents.measured import document

    return written(document(found), asked)


def _compared(programs: list[Measured], asked: Manner) -> str:
    from recur.documents.measured import comparison

    return written(comparison(programs), asked).rstrip()


def _draw(found: Measured, plot: Path) -> None:
    from recur.pictures.measured import drawn

    write_picture(plot, drawn(found))


def _refuse(text: str, problem: RecurError) -> JsonObject:
    from recur.writers.json.measured import document

    return document(text, error=problem)


def _engines(text: str) -> tuple[str, ...]:
    from recur.executors import ENGINES, missing

    names = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    if names == (NO_ENGINE,):
        return ()
    for name in names:
        if name not in ENGINES:
            raise typer.BadParameter(f"there is no engine {name}: {', '.join(ENGINES)}, or none")
        if said := missing(name):
            raise typer.BadParameter(said)
    return tuple(name for name in names if name != "serial")


def _sizes(text: str) -> tuple[int, ...]:
    """64,128 · 2^6..2^12, doubling · 10..20:1, in steps."""
    found: list[int] = []
    for part in text.split(","):
        low, dots, rest = part.partition("..")
        if not dots:
            found.append(_number(low))
            continue
        high, colon, step = rest.partition(":")
        size, last, by = _number(low), _number(high), _number(step) if colon else 0
        while size <= last and len(found) <= MOST_SIZES:
            found.append(size)
            size = size + by if by else 2 * size
    if len(found) > MOST_SIZES:
        raise typer.BadParameter(f"{text}: more than {MOST_SIZES} numbers")
    return tuple(sorted(set(found)))


def _number(text: str) -> int:
    """1024 or 2^10"""
    base, power, exponent = text.strip().replace("**", "^").partition("^")
    try:
        value = int(base) ** min(int(exponent), 64) if power else int(base)
    except ValueError:
        raise typer.BadParameter(f"{text.strip() or 'nothing'} is no size: such as 1024 or 2^10") from None
    if not 1 <= value <= 2**48:
        raise typer.BadParameter(f"{text.strip()}: a size is between 1 and 2^48")
    return value
