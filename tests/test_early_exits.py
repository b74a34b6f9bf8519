"""A loop that may be left early has its worst case only where an input is seen on which it goes on."""

import re
from pathlib import Path

import pytest

import recur as library
from recur.model import source_tree as tree
from recur.parsing.languages.python import parse_python
from recur.source_costs.trials.machine import TrialMachine
from recur.source_costs.trials.operations import TrialAborted, TrialRaised
from recur.source_costs.trials.tried_inputs import Holding, Recipe
from tests.told_growths import told_growths

CASES = Path(__file__).parent / "cases" / "source_costs" / "early_exits.py"
EXPECTED = re.findall(r"^def (\w+)\(.*?\):  # (.+)$", CASES.read_text("utf-8"), re.MULTILINE)


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    analysis = library.analyze(CASES.read_text("utf-8"), timeout=None)
    assert not analysis.refused
    return told_growths(analysis)


@pytest.mark.parametrize(("name", "growth"), EXPECTED)
def test_a_loop_with_an_exit(told: dict[str, str], name: str, growth: str) -> None:
    assert told[name] == growth


def test_it_is_said_which_line_may_end_the_loop_on_every_input() -> None:
    text = "def f(xs):\n    for x in xs:\n        if x & 1 in (0, 1):\n            return x\n"
    [p] = library.analyze(text).procedures
    assert p.work.error is not None
    assert "no input has been found on which the loop goes on past line 3" in str(p.work.error)


def machine(text: str) -> tuple[TrialMachine, tree.Function]:
    file = parse_python(text)
    functions = {f.key: f for f in file.functions}
    return TrialMachine(functions, dict(file.imports), "python", file.statements), file.functions[0]


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("return sum(y for y in x if y % 2)", 4), ("return [*map(str, x)][0] if 0 else sorted(x)[-1]", 3),
        ("try:\n        return x[9]\n    except IndexError:\n        return -1", -1),
        ("for y in x:\n        if y > 5: break\n    else:\n        return 8", 8),
        ("d = {}\n    for y in x: d[y] = d.get(y, 0) + 1\n    return len(d)", 3),
        ("def g(y):\n        return y + len(x)\n    return g(4)", 7), ("return A + 1", 6),
    ],
)  # fmt: skip
def test_a_function_is_carried_out_as_python_does(body: str, value: int) -> None:
    runs, f = machine(f"def f(x):\n    {body}\nA = 5\n")
    assert runs.run(f, {"x": [1, 2, 3]}, 1_000) == value


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass", "return 10 ** 10 ** 10", "x = [0]\n    while x: x += x", "return 'a' * 10 ** 9",
        "return 1 << 10 ** 9", "return open('f')", "return __import__('os')", "return [0] * 10 ** 9",
        "return list(range(10 ** 9))", "x = 3\n    while True: x = x * x", "return eval('1')", "return x.__class__",
        "a, b = [0], [0]\n    for i in range(45):\n        a, b = [a, a], [b, b]\n    return a == b",
        "a = (0,)\n    for i in range(45): a = (a, a)\n    return {a}",
        "a = (0,)\n    for i in range(45): a = (a, a)\n    return {}.get(a)",
        "a = [0]\n    for i in range(45): a = [a, a]\n    return str(a)",
        "a = [0]\n    for i in range(45): a = [a, a]\n    return [a, a].count([])",
        "a = {}\n    for i in range(45): a = {0: a, 1: a}\n    return a in [{}, a]",
        "return sum([[0] * 4000] * 4000, [])", "return round(7, -10 ** 9)",
    ],
)  # fmt: skip
def test_what_is_large_or_not_listed_ends_the_trial(body: str) -> None:
    runs, f = machine(f"def f(x):\n    {body}\n")
    with pytest.raises(TrialAborted):
        runs.run(f, {"x": [1, 2, 3]}, 3_000)


@pytest.mark.parametrize("body", ["return list(iter(int, 1))", "return type('X', (list,), {})"])
def test_what_has_no_end_is_not_called(body: str) -> None:
    runs, f = machine(f"def f(x):\n    {body}\n")
    with pytest.raises(TrialRaised):
        runs.run(f, {"x": [1, 2, 3]}, 3_000)


def test_sets_are_gone_through_in_one_order_in_every_process() -> None:
    runs, f = machine("def f(x):\n    return [y for y in set(x)]\n")
    assert runs.run(f, {"x": list("hgfedcba")}, 1_000) == list("abcdefgh")


@pytest.mark.parametrize(("body", "own"), [("return x[7]", False), ("return f(x)", False), ("raise ValueError", True)])
def test_an_exception_is_of_the_program_or_of_the_input(body: str, own: bool) -> None:
    runs, f = machine(f"def f(x):\n    {body}\n")
    with pytest.raises((TrialRaised, TrialAborted)) as raised:
        runs.run(f, {"x": [1]}, 100_000)
    assert getattr(raised.value, "own", False) is own


def test_texts_in_rows_are_made_at_the_largest_size_too() -> None:
    made = Recipe(items=8, signs=True, beside=0, datum=0, size=0, links=0).made((Holding("x", "list", rows=True),), 521)
    assert len(made["x"][520]) == 521
