"""Answer a sheet of exercises as it is: LaTeX, Markdown, or text that was copied.

examples:
  recur sheet homework.tex
  recur sheet homework.md -o key.html --steps
  recur sheet homework.txt -o homework.toml
  recur sheet - < pasted.txt

Problems keep their labels and points; base cases on the next line and sentences between belong to them. What states no
recurrence is listed, and stops nothing. A file that ends in .toml is an assignment, for recur grade.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from recur.model import InvalidRecurrence, RecurError
from recur.model.records import replace

from .batch import JsonObject, Reply, answer_each
from .codes import SOLVED, code_of
from .inputs import Input, standard_input
from .manner import STANDARD, Manner, SheetFormat
from .options import answers, argument, option

ASKED_FOR = "teaching"


@answers(SheetFormat, "log", "timeout")
def run(
    file: Annotated[Path, argument("FILE", "the sheet (.tex, .md, .txt), or - for standard input")],
    steps: Annotated[bool, option("--steps/--brief", "write the derivations, or only the answers")] = False,
    *,
    asked: Manner,
) -> int:
    from recur.files import read_text
    from recur.parsing.sheets import MOST_BYTES

    text = standard_input() if file == STANDARD else read_text(file, MOST_BYTES)
    whole = replace(asked, timeout=None)  # each problem has the time that is asked for
    return answer_each([Input(text)], whole, lambda text: _answer(text, steps, asked), _refuse)


def _answer(text: str, steps: bool, asked: Manner) -> Reply:
    from recur.answers.grading.answer_key import answered_sheet, assignment_text
    from recur.parsing.sheets import read_sheet

    sheet = read_sheet(text)
    if not sheet.problems:
        raise InvalidRecurrence("no line of the sheet states a recurrence", hint="such as  1. T(n) = 2T(n/2) + n")
    answered = list(answered_sheet(sheet, asked.timeout))
    code = max(SOLVED if each.error is None else code_of(each.error.kind) for each in answered)
    if asked.format == "toml":
        return Reply(assignment_text(sheet, answered), code)
    if asked.format == "json":
        from recur.writers.json.answer_key import key_document

        return Reply(key_document(sheet, answered), code)
    from recur.documents.answer_key import document

    return Reply(asked.written(document(sheet, answered, steps)), code)


def _refuse(text: str, problem: RecurError) -> JsonObject:
    from recur.writers.json.answers import answered

    return answered(text, problem, problems=[], skipped=[])
