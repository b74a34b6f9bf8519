"""A record of named fields is no answer: the strings in it are not read as prose around a formula."""

import pytest

from recur import check
from recur.answers.judging.verdict import Standing


@pytest.mark.parametrize(
    "answer",
    [
        '{"a": "1"}',
        "{'answer': 'n log n'}",
        "{a: 1}",
        "{bound: n log n}",
        "{a: 1}",
        "{bound: n log n}",
        ' { "f" : 1, "g": "n^2"}',
    ],
)
def test_a_record_is_not_read_as_a_bound(answer: str) -> None:
    verdict = check("T(n) = 2T(n/2) + n", answer)
    assert verdict.verdict is Standing.UNREADABLE
    assert "record of named fields" in str(verdict.problem)


def test_braces_alone_are_brackets() -> None:
    assert check("T(n) = 2T(n/2) + n", "{n} log {n}").verdict is Standing.CORRECT
