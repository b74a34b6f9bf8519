"""Functions of modules beside a file of Python: what is read of them, under which name, and what stays unknown."""

from collections.abc import Callable
from pathlib import Path

import pytest

from recur.cli import main
from recur.forkjoin.costs.analysis import Analysis
from recur.source_costs.source import analyze_text

HELPER = """
import math
from other import third
LIMIT = 5
def merge(a, b):
    c = []
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] < b[j]:
            c.append(a[i])
            i += 1
        else:
            c.append(b[j])
            j += 1
    return c + a[i:] + b[j:]
def total(xs):
    return each(xs)
def each(xs):
    for x in xs: math.sqrt(x)
def limited(xs):
    return each(xs[:LIMIT])
def further(xs):
    return third(xs)
def plain(xs):
    return sum(xs)
def counted(n):
    return 1 if n < 1 else counted(n - 1)
"""
OTHER = """
def third(xs):
    for x in xs:
        for y in xs: pass
"""
WITH_CLASS = """
class Bag:
    def add(self, x):
        for i in range(x): pass
def fill(bag, n): bag.add(n)
"""


def analyzed(text: str) -> Analysis:
    beside: Callable[[str], str | None] = {"helper": HELPER, "other": OTHER, "bags": WITH_CLASS}.get
    return analyze_text(text, name="main.py", beside=beside)


@pytest.mark.parametrize(
    ("imports", "body", "theta"),
    [
        ("from helper import merge", "if len(xs) < 2: return xs\n    m = len(xs) // 2\n"
         "    return merge(f(xs[:m]), f(xs[m:]))", "n*log(n)"),
        ("import helper", "for x in xs: helper.total(xs)", "n**2"),
        ("import helper as h", "return h.total(xs)", "n"),
        ("from helper import total as t", "return t(xs)", "n"),
        ("from .helper import total", "return total(xs)", "n"),
        ("from helper import further", "return further(xs)", "n**2"),
        ("from helper import counted", "return counted(len(xs))", "n"),
    ],
)  # fmt: skip
def test_a_function_of_a_module_beside_the_file(imports: str, body: str, theta: str) -> None:
    found = analyzed(f"{imports}\ndef f(xs):\n    {body}\n")
    assert [p.name for p in found.procedures] == ["f"]
    work = found.named("f").work.theta
    assert work is not None and str(work.expression()).replace("log(n)*n", "n*log(n)") == theta
    assert any("helper" in w.message and "stands beside this file" in w.message for w in found.warnings)


@pytest.mark.parametrize(
    "text",
    [
        "from helper import limited\ndef f(xs): return limited(xs)",  # what LIMIT is may change
        "from bags import fill\ndef f(n): return fill(0, n)",  # classes are not read
        "from nowhere import g\ndef f(xs): return g(xs)",
        "import helper\nhelper.total = print\ndef f(xs): return helper.total(xs)",
        "import helper\ndef swap(): helper.each = print\ndef f(xs): return helper.total(xs)",
        "from helper import plain\ndef sum(xs): pass\ndef f(xs): return plain(xs)",  # two functions called sum
        "from helper import total\nfrom numpy import sqrt as math\ndef f(xs): return total(xs)",
        "from helper import total\ndef f(xs, total): return total(xs)",
        "from helper import total\ndef g(xs):\n    global total\n    total = print\ndef f(xs): return total(xs)",
        "import json\ndef f(xs): return json.each(xs)",
    ],
)
def test_what_is_not_plain_stays_unknown(text: str) -> None:
    found = analyzed(text + "\n")
    assert all(p.work.bounds.upper is None for p in found.procedures if p.name == "f")


def test_names_of_both_files_are_kept_apart() -> None:
    text = "from helper import total\ndef each(n):\n    for i in range(n * n): pass\ndef f(xs): return total(xs)\n"
    found = analyzed(text)
    assert {p.name: str(p.work.theta.expression()) for p in found.procedures if p.work.theta is not None} == {
        "each": "n**2",
        "f": "n",
    }


def test_a_mistake_in_the_other_module_is_no_mistake_in_this_one() -> None:
    text = "from helper import f\ndef g(n):\n    for i in range(n): f(i)\n"
    found = analyze_text(text, name="main.py", beside={"helper": "def f(:"}.get)
    assert found.named("g").work.bounds.upper is None


def test_the_command_reads_it_beside_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "helper.py").write_text(OTHER, encoding="utf-8")
    (tmp_path / "main.py").write_text("from helper import third\ndef f(xs): return third(xs)\n", encoding="utf-8")
    assert main(["analyze", str(tmp_path / "main.py")]) == 0
    told = capsys.readouterr()
    assert "Θ(n²)" in told.out and "third of helper: read in helper.py" in told.err.replace("\n  ", " ")
    assert main(["report", str(tmp_path / "main.py"), "-o", str(tmp_path / "a.html")]) == 0
