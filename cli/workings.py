"""A student's working, from a file or from standard input, held against its recurrence line by line."""

from __future__ import annotations

from pathlib import Path

from .batch import JsonObject, Reply, answer_each
from .codes import code_of_verdict
from .inputs import Input, standard_input
from .manner import STANDARD, Manner

MOST_BYTES = 1_000_000


def answer_working(recurrence: str, file: Path, asked: Manner, hints: int, reveal: bool) -> int:
    """The exit code: 0 where every line follows, 1 where one is false, 3 where that is not known."""
    from recur.files import read_text
    from recur.model import RecurError

    def judged(text: str) -> Reply:
        return _reply(text, standard_input() if file == STANDARD else read_text(file, MOST_BYTES), asked, hints, reveal)

    def refused(text: str, problem: RecurError) -> JsonObject:
        from recur.writers.json.working import unjudged_object

        return unjudged_object(text, problem)

    return answer_each([Input(recurrence)], asked, judged, refused)


def _reply(recurrence: str, working: str, asked: Manner, hints: int, reveal: bool) -> Reply:
    from recur.answers.workings.judging_lines import check_working

    found = check_working(recurrence, working, asked.timeout, log=asked.log)
    code = code_of_verdict(found.standing)
    if asked.format == "json":
        from recur.writers.json.working import working_object

        return Reply(working_object(found), code)
    from recur.documents.working import document

    invite = asked.format == "text" and not reveal
    return Reply(asked.written(document(found, hints, reveal, invite)), code)
