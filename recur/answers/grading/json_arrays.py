"""[{"student": …, "q1": …}, …]: an array of objects is a table whose columns are their names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from recur.answers.grading.submissions import InvalidAssignment
from recur.answers.grading.tables import AnswerTable

#: characters of one array, which is read whole
LONGEST = 64_000_000
EXPECTED = 'an array is [{"student": …, "recurrence": …, "answer": …}, …]; one object a line is read too'
_SPACE = " \t\r\n"


def begins_array(line: str, suffix: str) -> bool:
    """Is it the first line of an array of objects, and of no table whose heading stands in brackets?"""
    begin = line.strip()
    return begin == "[" or begin.replace(" ", "").startswith("[{") or (suffix == ".json" and begin.startswith("["))


def table_of_array(source: Iterable[str], where: str) -> AnswerTable:
    """Raises `InvalidAssignment`, with its line, at what is no object or no JSON."""
    lines: list[str] = []
    length = 0
    for line in source:
        lines.append(line)
        length += len(line)
        if length > LONGEST:
            raise InvalidAssignment(f"{where} is longer than {LONGEST} characters", hint="write one object a line")
    found = list(_objects("".join(lines), where))
    names = list(dict.fromkeys(name for _, record in found for name in record))
    if not names:
        raise InvalidAssignment(f"{where} is empty", hint=EXPECTED)
    rows = ((number, [_cell(record.get(name)) for name in names]) for number, record in found)
    return AnswerTable(names, iter(rows), f"{where} line", "")


def _objects(text: str, where: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects with their lines; numbers stay as they are written, however long."""
    decoder, at, line, counted = json.JSONDecoder(parse_int=str, parse_float=str), text.index("[") + 1, 1, 0
    while True:
        while at < len(text) and text[at] in _SPACE + ",":
            at += 1
        line, counted = line + text.count("\n", counted, at), at
        if text[at : at + 1] == "]":
            if text[at + 1 :].strip():
                raise InvalidAssignment(f"{where} line {line}: something stands behind this array", hint=EXPECTED)
            return
        try:
            record, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as fault:
            told = f"{where} line {line}: this array cannot be read: {why_no_json(fault)}"
            raise InvalidAssignment(told, hint=EXPECTED) from None
        if not isinstance(record, dict):
            raise InvalidAssignment(f"{where} line {line}: an item of this array is no object", hint=EXPECTED)
        yield line, record


def why_no_json(fault: Exception) -> str:
    """Why a text is no JSON."""
    return "it is nested too deeply" if isinstance(fault, RecursionError) else str(getattr(fault, "msg", fault))


def _cell(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
