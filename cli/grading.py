"""A class graded while somebody waits: how far it is, each result as it comes, and what an interruption leaves."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from .manner import Manner
from .progress import Progress

if TYPE_CHECKING:
    from recur.answers.grading.assignment import Assignment
    from recur.answers.grading.decisions import Decisions
    from recur.answers.grading.judgements import Graded, Judgement
    from recur.answers.grading.submissions import Submission


def graded(
    assignment: Assignment,
    submissions: list[Submission],
    known: Sequence[Judgement],
    journal: Path | None,
    streamed: bool,
    jobs: int | None,
    asked: Manner,
    decisions: Decisions,
) -> tuple[Graded, ...]:
    """Everything graded; each result is kept in the file and shown, where asked for, before the next is awaited."""
    from recur.answers.grading.grading import grade
    from recur.answers.grading.records import kept, line
    from recur.crew import usable_processors

    workers = jobs or usable_processors()
    source = grade(assignment, submissions, workers=workers, timeout=asked.timeout, known=known, decisions=decisions)
    found: list[Graded] = []
    progress = Progress(len(submissions), len(known))
    with closing(kept(source, len(known), journal)) as results:
        try:
            for each in results:
                found.append(each)
                if streamed:
                    print(line(each, asked.look().unicode).decode(), end="", flush=True)
                if len(found) > len(known):
                    progress.advance()
        except KeyboardInterrupt:
            progress.end()
            again = "" if journal is None else "; --resume goes on from there"
            note_aside(f"interrupted: {len(found):,} of {len(submissions):,} answers are graded{again}")
            raise
        finally:
            progress.end()
    return tuple(found)


def note_aside(message: str) -> None:
    sys.stdout.flush()
    print(message, file=sys.stderr)
