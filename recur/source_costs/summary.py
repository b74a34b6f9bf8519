"""Every function of many files with what is proved of it: a file a task, on as many processors as there are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from recur.asymptotics.several_sizes import JointBounds
from recur.model import Bounds, LimitExceeded, RecurError, SyntaxProblem, limits
from recur.model.records import frozen

if TYPE_CHECKING:
    from recur.crew import Loss

#: what is looked for in a folder
ENDINGS = frozenset((".py", ".pyw", ".c", ".h", ".cpp", ".cc", ".cxx", ".hpp", ".hh", ".java", ".spawn"))
#: folders that hold what others wrote, or what no person did
_PASSED_OVER = frozenset(("__pycache__", "node_modules", "site-packages", "build", "dist", "venv"))
MOST_FILES = 5_000
MOST_CHARACTERS = 5_000_000


@frozen
class FunctionSummary:
    """One function: where it stands, what its sizes are, and what is proved of its work and span."""

    name: str
    line: int
    sizes: str
    work: Bounds | JointBounds | None
    span: Bounds | JointBounds | None
    #: why there is no Θ of the work
    reason: str = ""

    @property
    def tight(self) -> bool:
        return self.work is not None and self.work.theta is not None


@frozen
class FileSummary:
    """A file's functions in the order written, or why it cannot be read."""

    path: str
    functions: tuple[FunctionSummary, ...] = ()
    error: RecurError | None = None


def code_files(paths: Sequence[str]) -> list[Path]:
    """The files that are named, and those in the folders that are; hidden ones and those of others are passed over."""
    found: list[Path] = []
    for path in map(Path, paths):
        if not path.is_dir():
            found.append(path)
            continue
        for folder, inner, names in os.walk(path):
            inner[:] = sorted(name for name in inner if not name.startswith(".") and name not in _PASSED_OVER)
            found += [Path(folder, name) for name in sorted(names) if Path(name).suffix.lower() in ENDINGS]
            if len(found) > MOST_FILES:
                raise LimitExceeded(f"there are more than {MOST_FILES:,} files", hint="name a folder inside of it")
    return found


def summarised(path: str, timeout: float | None, case: str = "worst") -> FileSummary:
    """The functions of one file, in that case."""
    from recur.files import modules_beside
    from recur.source_costs.source import analyze_text

    try:
        with limits.time_limit(timeout):
            analysis = analyze_text(_text(path), (), None, path, case=case, beside=modules_beside(path))
    except RecurError as problem:
        return FileSummary(path, error=problem)
    rows = [
        FunctionSummary(
            p.name, p.source.place.line, "" if p.size == p.variable else p.size, p.work.bounds, p.span.bounds,
            "" if p.work.bounds.theta is not None or p.work.error is None else p.work.error.message,
        )
        for p in analysis.procedures
    ]  # fmt: skip
    rows += [FunctionSummary(r.name, r.source.place.line, "", None, None, r.error.message) for r in analysis.refused]
    return FileSummary(path, tuple(sorted(rows, key=lambda row: row.line)))


def _text(path: str) -> str:
    try:
        with Path(path).open("rb") as stream:
            return stream.read(MOST_CHARACTERS).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SyntaxProblem("this file is not UTF-8") from None
    except OSError as fault:
        raise SyntaxProblem(f"it cannot be read: {(fault.strerror or str(fault)).lower()}") from None


def summaries(paths: Sequence[Path], timeout: float | None, workers: int, case: str = "worst") -> Iterator[FileSummary]:
    """A summary for each file, in their order, each as soon as it and those before it are there."""
    if workers < 2 or len(paths) < 2:
        yield from (summarised(str(path), timeout, case) for path in paths)
        return
    from recur.crew import Crew

    names = [str(path) for path in paths]
    reading = partial(_summarising, timeout, case)
    with Crew(names, min(workers, len(names)), reading, _lost) as crew:
        yield from crew.outcomes()


def _summarising(timeout: float | None, case: str) -> Callable[[str], FileSummary]:
    return partial(summarised, timeout=timeout, case=case)


def _lost(path: str, loss: Loss) -> FileSummary:
    from recur.crew import given_up

    return FileSummary(path, error=given_up(loss))
