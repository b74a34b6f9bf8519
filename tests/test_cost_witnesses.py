"""A worst case that is put together from several tests is Θ where one input is seen to cost as much."""

import re
from pathlib import Path

import pytest

import recur as library
from recur.model.errors import OutOfTime
from recur.source_costs.trials.cost_witnesses import CostTrials
from tests.told_growths import told_growths

CASES = Path(__file__).parent / "cases" / "source_costs" / "cost_witnesses.py"
EXPECTED = re.findall(r"^def (\w+)\(.*?\):  # (.+)$", CASES.read_text("utf-8"), re.MULTILINE)


def work(text: str) -> str:
    analysis = library.analyze(text, timeout=None)
    return told_growths(analysis)[analysis.procedures[-1].name]


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    analysis = library.analyze(CASES.read_text("utf-8"), timeout=None)
    assert not analysis.refused
    return told_growths(analysis)


@pytest.mark.parametrize(("name", "growth"), EXPECTED)
def test_tests_that_keep_each_other_out(told: dict[str, str], name: str, growth: str) -> None:
    assert told[name] == growth


def test_it_is_said_that_no_input_costs_so_much() -> None:
    text = "def f(xs):\n    t = 0\n    for x in xs:\n        if x == 1: continue\n        if x != 1: continue\n"
    text += "        for y in xs:\n            t += 1\n    return t\n"
    [p] = library.analyze(text).procedures
    assert "no input has been found that costs as much as the costliest branches" in str(p.work.error)


def test_what_calls_a_function_of_which_no_input_is_seen_has_bounds_as_well() -> None:
    text = "def f(xs):\n    c = 0\n    for x in xs:\n        if x > 0 and c < 5:\n            c += 1\n"
    text += "    for i in range(c):\n        for x in xs:\n            print(x)\n\n\ndef g(xs):\n    f(xs)\n"
    text += "\n\ndef h(xs):\n    for x in xs:\n        print(x)\n"
    told = {p.name: p.work.theta is not None for p in library.analyze(text).procedures}
    assert told == {"f": False, "g": False, "h": True}


FULL = """\
class Full:
    def __init__(self):
        self._array = [None] * 10
        self._rear = 0

    def put(self, value):
        if self._rear == len(self._array):
            self._array += [None] * len(self._array)
        self._array[self._rear] = value
        self._rear += 1
"""
UNTOLD = """\
class Untold:
    def get(self):
        if self.length <= 0:
            return
        self.length -= 1
        first = self.entries[self.front]
        self.entries = self.entries[1:]
        return first
"""


@pytest.mark.parametrize("text", [FULL, UNTOLD])
def test_fields_of_an_object_fit_each_other_or_are_not_tried(text: str) -> None:
    assert work(text) == "Theta(n)"


GATHERED = """\
def f(xs):
    a = []
    for x in xs:
        if x > 0:
            a.append(x)
    for y in a:
        print(y)


def g(xs):
    f(xs)


def h(xs):
    for x in xs:
        print(x)
"""


def test_a_worst_case_that_is_not_tried_when_the_time_is_over_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def over(*_: object) -> bool:
        raise OutOfTime("stopped after the time limit of 1 s")

    assert [p.name for p in library.analyze(GATHERED).procedures] == ["f", "g", "h"]
    monkeypatch.setattr(CostTrials, "deny", over)
    told = library.analyze(GATHERED)
    assert [p.name for p in told.procedures] == ["h"] and [r.name for r in told.refused] == ["f", "g"]
    assert told.error is not None and told.error.kind == "limit"
    with pytest.raises(OutOfTime):
        library.analyze("F(A, n)\n  for i = 1 to n\n    if A[i] > 0\n      return i\n")


EQUAL = "for (int i = 0; i < {n}; i++) for (int j = i + 1; j < {n}; j++) if (a[i] == a[j]) return 1; return 0;"
DIFFERENT = "class A {{ static int f({type}[] a) {{ " + EQUAL.replace("{n}", "a.length") + " }} }}"


@pytest.mark.parametrize(
    ("kind", "growth"),
    [("boolean", "O(n**2)"), ("byte", "O(n**2)"), ("char", "O(n**2)"), ("int", "Theta(n**2)"), ("long", "Theta(n**2)")],
)
def test_items_of_few_values_meet_each_other_soon(kind: str, growth: str) -> None:
    assert work(DIFFERENT.format(type=kind)) == growth


@pytest.mark.parametrize("kind", ["bool a[]", "unsigned char *a", "uint8_t a[]", "char *a"])
def test_items_of_few_values_in_c(kind: str) -> None:
    assert work(f"int f({kind}, int n) {{ {EQUAL.replace('{n}', 'n')} }}") == "O(n**2)"


def test_what_is_unsigned_is_never_negative() -> None:
    loop = "for (int i = 0; i < n; i++) if (a[i] >= 0) return 1; return 0;"
    assert work(f"int f(unsigned a[], int n) {{ {loop} }}") == "O(n)"


def test_a_number_is_no_border_where_it_scales() -> None:
    text = "def f(n):\n    if n < 3:\n        return 1\n    return f(n // 3) + f(n // 3) + sum(range(n))\n"
    assert work(text) == "Theta(n)"


@pytest.mark.parametrize(
    ("body", "growth"),
    [
        ("for i = 1 to n\n    if n > 20\n      return\n    x = x + 1", "Theta(1)"),
        ("for i = 1 to n\n    if n > 20\n      return\n    x = x + 1\n  for i = 1 to n\n    x = x + 1", "Theta(1)"),
        ("for i = 1 to n\n    for j = 1 to n\n      if n > 20\n        return\n      x = x + 1", "Theta(1)"),
    ],
)
def test_a_size_that_ends_a_loop_of_pseudo_code_ends_it_in_its_first_round(body: str, growth: str) -> None:
    assert work(f"F(n)\n  {body}\n") == growth


@pytest.mark.parametrize(
    ("body", "growth"),
    [
        ("for i = 1 to n\n    if n > 20\n      break\n    x = x + 1", "Theta(1)"),
        ("for i = 1 to n\n    x = A[i]\n    if x > 0\n      return i\n    if A[i] <= 0\n      return i", "O(n)"),
        ("for i = 1 to n\n    if A[i] * A[i] >= 0\n      return i", "O(n)"),
        ("for i = 1 to n\n    for j = i + 1 to n\n      if A[i] mod 10 = A[j] mod 10\n        return i", "O(n**2)"),
        ("for i = 1 to n\n    for j = 1 to n\n      if A[i] = A[j]\n        return i", "O(n**2)"),
        ("for i = 1 to n\n    if A[i] > 5\n      if A[i] < 3\n        for j = 1 to n\n          x = x + 1", "O(n**2)"),
        ("for i = 1 to n\n    if i > 5\n      continue\n    for j = 1 to n\n      x = x + 1", "O(n**2)"),
        ("for i = 1 to n\n    if A[i] > 0\n      continue\n    for j = 1 to n\n      x = x + 1", "Theta(n**2)"),
        ("for i = 1 to n\n    if A[i] > 0\n      for j = 1 to n\n        x = x + 1", "Theta(n**2)"),
        ("for i = 0 to n - 1\n    if A[i] = k\n      break", "Theta(n)"),
        (
            "for i = 1 to n\n    y = A[i]\n    if y > 3\n      for j = 1 to n\n        if A[i] <= 3\n"
            "          for k = 1 to n\n            x = x + 1",
            "O(n**3)",
        ),
    ],
)
def test_tests_of_pseudo_code_are_tried_as_those_of_code_are(body: str, growth: str) -> None:
    assert work(f"F(A, n, k)\n  {body}\n") == growth
