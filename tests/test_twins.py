"""What is done twice is done once: no two files share six lines of logic."""

from __future__ import annotations

import tokenize
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
LINES = 6
#: Tokens that are no part of what a line does.
LAYOUT = {tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING, tokenize.ENDMARKER}


def logical_lines(file: Path) -> Iterator[str]:
    """The statements one by one, without imports and docstrings; a call over several lines is one."""
    line: list[str] = []
    with file.open("rb") as source:
        for token in tokenize.tokenize(source.readline):
            if token.type == tokenize.NEWLINE:
                if line[0] not in ("import", "from") and not (len(line) == 1 and line[0].endswith('"')):
                    yield " ".join(line)
                line = []
            elif token.type not in LAYOUT:
                line.append(token.string)


@pytest.mark.long
def test_no_two_files_share_six_lines_of_logic() -> None:
    places: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for file in (file for room in ("recur", "cli") for file in (CHECKOUT / room).rglob("*.py")):
        lines = list(logical_lines(file))
        for start in range(len(lines) - LINES + 1):
            places[tuple(lines[start : start + LINES])].add(str(file.relative_to(CHECKOUT)))
    twins = {files: lines for lines, found in places.items() if len(files := frozenset(found)) > 1}
    assert not twins
