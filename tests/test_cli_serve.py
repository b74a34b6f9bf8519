"""`recur serve --stdio`: every line is answered under its id, and no line stops another."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from recur.serving.json_lines import MOST_BYTES
from tests.child_processes import command, driven

ENDLESS = {"words": ["eval", "T(n) = T(n-1)*T(n-1) + 1, T(0) = 2", "10^9"]}


def answers(*lines: Any) -> dict[str, dict[str, Any]]:
    """Each answer by the JSON of its id."""
    written = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with driven([*command(), "serve", "--stdio"], **streams) as process:
        out, _ = process.communicate(written.encode())
        assert process.returncode == 0
    found = [json.loads(line) for line in out.splitlines()]
    return {json.dumps(each.pop("id")): each for each in found}


def test_a_line_is_answered_as_the_command_line_answers_it() -> None:
    found = answers(
        {"id": 1, "words": ["solve", "--json", "4T(n/2)+1"]},
        {"id": "b", "words": ["check", "--json", "4T(n/2)+1", "n^3"]},
        {"id": [3], "words": ["compare", "n", "n^2", "--ascii"]},
        {"id": 4, "words": ["solve", "T(n)="]},
    )
    assert found["1"]["code"] == 0 and found["1"]["answers"][0]["solutions"][0]["theta"] == "n**2"
    assert found['"b"']["code"] == 1 and found['"b"']["answers"][0]["verdict"] == "wrong"
    assert "n = o(n^2)" in found["[3]"]["text"]
    assert found["4"]["code"] == 2 and "expected" in found["4"]["errors"]


def test_a_line_that_says_nothing_is_refused_and_the_next_is_answered() -> None:
    found = answers("no JSON", {"id": 1}, {"id": 2, "words": ["serve"]}, "", {"id": 3, "words": ["solve", "T(n/2)+1"]})
    assert found["null"]["error"]["kind"] == "syntax"
    assert found["1"]["error"]["kind"] == found["2"]["error"]["kind"] == "syntax"
    assert found["3"]["code"] == 0


def test_a_line_that_is_too_long_is_refused() -> None:
    found = answers("x" * (3 * MOST_BYTES), {"id": 1, "words": ["solve", "T(n/2)+1"]})
    assert found["null"]["error"]["kind"] == "limit" and found["1"]["code"] == 0


def test_a_request_that_is_given_up_says_so() -> None:
    found = answers(*({"id": k, **ENDLESS} for k in range(9)), *({"cancel": k} for k in range(9)))
    assert {json.dumps(k) for k in range(9)} == set(found)
    assert found["8"].get("cancelled")
