"""All functions of files and folders in one table, while it is shown how far the work is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recur.model import CostCase

from .batch import Reply, answer_each
from .codes import SOLVED, UNDECIDED, code_of
from .inputs import Input
from .manner import Manner
from .progress import Progress
from .words import Misused

if TYPE_CHECKING:
    from recur.source_costs.summary import FileSummary


def summarise(paths: list[str], jobs: int | None, asked: Manner, case: CostCase) -> int:
    """One table for all files; with --json one object for each."""
    files = _summaries(paths, jobs, asked, case)
    code = max([SOLVED, *map(_code, files)])
    if asked.format == "json":
        from recur.writers.json.summary import summary_document

        answers = iter(files)
        given = [Input(file.path) for file in files]
        return max(
            code, answer_each(given, asked, lambda _: Reply(summary_document(next(answers), case.value)), _no_refusal)
        )
    from recur.documents.summary import document

    return answer_each(
        [Input("")], asked, lambda _: Reply(asked.written(document(files, case.value)), code), _no_refusal
    )


def _summaries(paths: list[str], jobs: int | None, asked: Manner, case: CostCase) -> list[FileSummary]:
    from recur.crew import usable_processors
    from recur.source_costs.summary import code_files, summaries

    files = code_files(paths)
    if not files:
        raise Misused(f"there is no code in {', '.join(paths)}")
    found, progress = [], Progress(len(files), verb="read")
    try:
        for summary in summaries(files, asked.timeout, jobs or usable_processors(), case.value):
            found.append(summary)
            progress.advance()
    finally:
        progress.end()
    return found


def _code(file: FileSummary) -> int:
    if file.error is not None:
        return code_of(file.error.kind)
    return SOLVED if all(f.tight for f in file.functions) else UNDECIDED


def _no_refusal(_: str, problem: Exception) -> dict[str, object]:
    return {"schema": 1, "error": {"kind": "internal", "message": str(problem)}}
