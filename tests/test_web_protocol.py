"""What the page asks is answered as in the terminal, and whatever is asked is answered."""

import json
from typing import Any

import pytest

from recur.web.protocol import VERBS, answer

REQUESTS = {
    "read": {"text": "T(n) = 2T(n/2) + n"},
    "solve": {"text": "T(n) = 2T(n/2) + n"},
    "check": {"text": "T(n) = 2T(n/2) + n", "second": "n^2", "hints": 1},
    "unroll": {"text": "T(n) = 3T(n/2) + n"},
    "tree": {"text": "T(n) = 3T(n/2) + n"},
    "compare": {"text": "n log n", "second": "n^2"},
    "prove": {"text": "T(n) = 2T(n/2) + n", "second": "O(n log n)"},
    "eval": {"text": "T(n) = 2T(n/2) + n, T(1) = 1", "second": "8 2^10"},
    "analyze": {"text": "def f(xs):\n    for x in xs:\n        print(x)\n"},
    "report": {"text": "T(n) = 2T(n/2) + n"},
}


def test_every_verb_has_a_request_here() -> None:
    assert REQUESTS.keys() == VERBS.keys()


@pytest.mark.parametrize("verb", REQUESTS)
def test_a_verb_is_answered_in_every_notation(verb: str) -> None:
    found = answer({"verb": verb, **REQUESTS[verb]})
    assert found["error"] is None
    assert found["html"] and found["text"]
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"verb": "steal", "text": "x"},
        {"verb": "solve", "text": 7},
        {"verb": "solve", "text": "T(n) = ("},
        {"verb": "solve", "text": "(" * 30_000},
        {"verb": "check", "text": "T(n) = 2T(n/2) + n", "second": "(("},
        {"verb": "check", "text": "T(n) = T(n/2) + 1", "hints": -1},
        {"verb": "eval", "text": "T(n) = T(n/2) + 1"},
        {"verb": "analyze", "text": "x = 1"},
        {"verb": "compare", "text": "n", "second": ""},
    ],
)
def test_whatever_is_wrong_is_told_and_no_fault(request_: dict[str, Any]) -> None:
    found = answer(request_)
    assert found["error"]["kind"] in ("syntax", "invalid", "limit")
    assert found["error"]["message"] and "error" in found["html"]
