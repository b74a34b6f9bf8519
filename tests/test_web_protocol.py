"""What the page asks is answered as in the terminal, and whatever is asked is answered."""

import json
import sys
from typing import Any

import pytest

from recur.web.protocol import VERBS, answer
from tests.child_processes import CHECKOUT, driven

REQUESTS = {
    "read": {"text": "T(n) = 2T(n/2) + n"},
    "solve": {"text": "T(n) = 2T(n/2) + n"},
    "check": {"text": "T(n) = 2T(n/2) + n", "second": "n^2", "hints": 1},
    "working": {"text": "T(n) = 2T(n/2) + n", "second": "T(n) = 2T(n/2) + n\n= 4T(n/4) + 3n"},
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
        {"verb": "check", "text": "T(n) = (T(n/2) + n", "second": "n"},
        {"verb": "check", "text": "T(n) = 2S(n/2) + n", "second": "n"},
        {"verb": "check", "text": "my T(n) = zz", "second": "Theta(n)"},
        {"verb": "eval", "text": "T(n) = T(n/2) + 1"},
        {"verb": "analyze", "text": "x = 1"},
        {"verb": "compare", "text": "n", "second": ""},
    ],
)
def test_whatever_is_wrong_is_told_and_no_fault(request_: dict[str, Any]) -> None:
    found = answer(request_)
    assert found["error"]["kind"] in ("syntax", "invalid", "limit")
    assert found["error"]["message"] and "error" in found["html"]


LINEAR = "T(n) = T(n-1) + n, T(0) = 0"
OF_TWO_SIZES = "P(m, n):\n  parallel for i = 1 to m\n    for j = 1 to n\n      x = 1\n"


@pytest.mark.parametrize(
    "of, text, second, told",
    [
        ("eval", LINEAR, "10 100, 2^20", "At size  10, 100, 1048576"),
        ("eval", LINEAR, "2 ^ 10 + 1", "At size  1025"),
        ("tree", LINEAR, "2^10", "At size  1024"),
        ("analyze", OF_TWO_SIZES, "m=4 n = 8", "At size  m = 4 and n = 8"),
        ("solve", "2T(n/2)+n", "", "Read as  T(n) = 2·T(n/2) + n"),
        ("check", "T(n) = 2T(n/2) + n", "n log n", "Answer   Θ(n log n)"),
        ("prove", "T(n) = 2T(n/2) + n", "T(n) <= 2n lg n", "Claim    T(n) ≤ 2n log₂ n"),
        ("compare", "n log n", "n^2", "n²"),
        ("compare", "n log n", "", "Read as  n log n"),
        ("analyze", "F(n):\n    spawn F(n/2)\n    sync\n", "", "Read as a program: F(n)"),
        ("analyze", "def f(xs, k): return 1", "", "Read as Python: f(xs, k)"),
    ],
)
def test_what_is_typed_is_echoed_as_it_is_read(of: str, text: str, second: str, told: str) -> None:
    found = answer({"verb": "read", "of": of, "text": text, "second": second})
    assert found["error"] is None and told in found["text"]


@pytest.mark.parametrize("verb, text", [("eval", LINEAR), ("analyze", "def f(n): return n"), ("tree", LINEAR)])
@pytest.mark.parametrize("typed", ["1,000,000", "1 000", "4 1,024", "2 ^ 10 1 024"])
def test_the_thousands_of_one_size_are_no_sizes_of_their_own(verb: str, text: str, typed: str) -> None:
    for request in ({"verb": "read", "of": verb}, {"verb": verb}):
        assert answer({**request, "text": text, "second": typed})["error"] is not None


def test_each_of_several_sizes_has_its_column() -> None:
    told = answer({"verb": "analyze", "text": OF_TWO_SIZES, "second": "m=4, n=8"})
    table = told["text"].partition("Speed-up\n")[2].splitlines()
    assert dict(zip(table[0].split(), table[1].split(), strict=True)) == {
        "m": "4", "n": "8", "work": "75", "span": "21", "work/span": "3.5", "processors": "3",
    }  # fmt: skip
    assert "P at m = 4, n = 8" in told["html"]


SYSTEM = "T(n) = T(n-1) + S(n), T(0) = 0; S(n) = S(n-1) + 1, S(0) = 0"
CIRCLE = "A(n) = 2B(n/2) + n, A(1) = 1; B(n) = 2A(n/2) + 1, B(1) = 1"
IN_TWO_LETTERS = "M(n) = 8M(n/2) + A(n); A(m) = 4A(m/2) + 1"


@pytest.mark.parametrize("verb, label", [("check", "Answer"), ("prove", "Claim")])
@pytest.mark.parametrize(
    "text, claim, read",
    [
        (SYSTEM, "<= n", "T(n) ≤ n"),
        (SYSTEM, "S(n) >= 2n", "S(n) ≥ 2n"),
        (CIRCLE, "<= 1", "B(n) ≤ 1"),
        (IN_TWO_LETTERS, "A(m) = O(m)", "A(m) = O(m)"),
        ("T(n) = 2T(n/2) + n = O(n)", "", "T(n) = O(n)"),
    ],
)
def test_a_claim_is_echoed_as_it_is_answered(verb: str, label: str, text: str, claim: str, read: str) -> None:
    fields = {"text": text, "second": claim}
    for request in ({"verb": "read", "of": verb, **fields}, {"verb": verb, **fields}):
        first = next(line for line in answer(request)["text"].splitlines() if line.startswith(label))
        assert first.removeprefix(label).strip().rstrip(".") == read


def test_advice_for_a_shell_is_none_for_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tree_sitter", None)  # as in a browser
    unread = answer({"verb": "analyze", "text": "int f(int n) { for (int i = 0; i < n; i++) g(); return 0; }"})
    late = answer({"verb": "analyze", "text": "def f(xs):\n    return 1\n", "seconds": 1e-9})
    for found, hint in ((unread, "Python is read here"), (late, "a smaller problem")):
        assert found["error"]["hint"].startswith(hint)
        assert "--" not in found["html"] and "pip" not in found["html"]


def test_the_values_of_serial_code_are_no_speedup() -> None:
    code = {"verb": "analyze", "text": "def f(xs):\n    for x in xs:\n        print(x)\n", "second": "16"}
    assert "Speed-up" not in answer(code)["html"]


def test_no_answer_needs_what_a_browser_has_not() -> None:
    asked = [{"verb": verb, **request} for verb, request in REQUESTS.items()]
    absent = ("multiprocessing", "subprocess", "tree_sitter", "sympy")
    program = (
        f"import sys; sys.path.insert(0, {str(CHECKOUT)!r}); sys.modules.update(dict.fromkeys({absent!r}))\n"
        f"from recur.web.protocol import answer\n"
        f"assert all(answer(each)['error'] is None for each in {asked!r})"
    )
    with driven([sys.executable, "-c", program]) as process:
        assert process.wait() == 0


@pytest.mark.parametrize("verb", REQUESTS)
def test_what_is_typed_is_no_part_of_the_page(verb: str) -> None:
    hostile = "</pre><img src=x onerror=alert(1)>"
    for fields in ({"text": hostile}, {**REQUESTS[verb], "second": hostile}):
        assert "<img" not in answer({"verb": verb, **fields})["html"]
