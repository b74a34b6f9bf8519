"""In a notebook: one display of mathematics, Markdown, pictures; and the example notebook shows what it stores."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import recur
from recur.forkjoin.costs.parallelism import parallelism
from recur.measurement.judging import assess
from recur.measurement.tables import read_samples
from tests.child_processes import PATIENCE

CHECKOUT = Path(__file__).resolve().parent.parent
EXAMPLES = CHECKOUT / "examples"
NOTEBOOK = EXAMPLES / "notebook.ipynb"
AGAIN = "where the change is meant: jupyter execute --inplace examples/notebook.ipynb"

Bundle = dict[str, str]


def measured(name: str, predicted: str | None) -> Any:
    return assess(read_samples((EXAMPLES / "measurements" / name).read_text(encoding="utf-8")), predicted)


VALUES: dict[str, Callable[[], Any]] = {
    "a solution": lambda: recur.solve("T(n) = 2T(n/2) + n log n"),
    "a closed form": lambda: recur.solve("T(n) = T(n-1) + T(n-2), T(0) = 0, T(1) = 1"),
    "a defined symbol": lambda: recur.solve("T(n) = T(n/2) + T(n/3) + 1"),
    "a table of cases": lambda: recur.solve("T(n) = a T(n/2) + n^2"),
    "bounds that differ": lambda: recur.solve("T(n) = 2T(n/2) + O(n)"),
    "a right answer": lambda: recur.check("T(n) = 2T(n/2) + n", "n log n"),
    "a loose answer": lambda: recur.check("T(n) = 3T(n/2) + n", "O(n^2)"),
    "an unreadable answer": lambda: recur.check("T(n) = 2T(n/2) + n", "O(<script>{\\50% $x$"),
    "a program": lambda: recur.analyze((EXAMPLES / "programs" / "merge_sort.spawn").read_text(), [1024]),
    "work and span": lambda: parallelism("8T(n/2) + n^2", "T(n/2) + log n", [64]),
    "confirmed times": lambda: measured("sort_cpp.csv", "n log n"),
    "times of a recurrence": lambda: measured("sort_cpp.csv", "T(n) = 2T(n/2) + n"),
    "refuted times": lambda: measured("sort_cpp.csv", "n^2"),
    "named times": lambda: measured("insertion_sort_java.csv", None),
}


@pytest.fixture(scope="module", params=VALUES)
def bundle(request: pytest.FixtureRequest) -> Bundle:
    return dict(VALUES[request.param]()._repr_mimebundle_())


def test_mathematics_is_one_display_that_mathjax_takes(bundle: Bundle) -> None:
    latex = bundle["text/latex"]
    inner = latex.removeprefix("$$\\begin{aligned}\n").removesuffix("\n\\end{aligned}$$")
    assert latex == f"$$\\begin{{aligned}}\n{inner}\n\\end{{aligned}}$$"
    assert "$$" not in inner and "\n\n" not in inner
    assert inner.count("{") - inner.count("\\{") == inner.count("}") - inner.count("\\}")
    assert inner.count("\\left") == inner.count("\\right")
    # a row has one place to align it at, and nothing of a page stands among formulas
    assert all(row.count("&") == 1 for row in inner.split(" \\\\\n"))
    assert not re.search(r"\\(?:begin|end|\[|\]|\(|\)|emph|texttt|textbf|item|documentclass)|[%#]", inner)


def test_words_among_the_mathematics_hold_nothing_that_acts(bundle: Bundle) -> None:
    for words in re.findall(r"\\text\{((?:[^{}$]|\$[^$]*\$)*)\}", bundle["text/latex"]):
        assert not set("\\{}%#&_^~") & set(re.sub(r"\$[^$]*\$", "", words))


def test_text_is_what_print_shows(bundle: Bundle, request: pytest.FixtureRequest) -> None:
    assert bundle["text/plain"].strip() and "\x1b" not in bundle["text/plain"]
    assert not bundle["text/plain"].startswith(("Solution(", "Verdict(", "Evidence(", "Analysis("))


def test_pages_and_pictures_are_well_formed_and_need_nothing_from_outside(bundle: Bundle) -> None:
    drawn = [bundle[kind] for kind in ("text/html", "image/svg+xml") if kind in bundle]
    assert drawn or "text/markdown" in bundle
    for page in drawn:
        for element in ElementTree.fromstring(page).iter():
            assert "script" not in str(element.tag)
            assert not [name for name in element.attrib if name.endswith(("href", "src")) or name.startswith("on")]


def test_what_a_student_typed_never_acts() -> None:
    bundle = VALUES["an unreadable answer"]()._repr_mimebundle_()
    assert "<script>" not in bundle["text/markdown"] and "script" not in bundle["text/latex"]


def test_the_verdict_does_not_give_the_solution_away() -> None:
    bundle = VALUES["a loose answer"]()._repr_mimebundle_()
    solution = recur.solve("T(n) = 3T(n/2) + n")._repr_mimebundle_()
    for kind, exponent in (("text/plain", "log₂ 3"), ("text/latex", r"\log_2 3"), ("text/markdown", r"\log_2 3")):
        assert exponent in solution[kind] and exponent not in bundle[kind]


def test_a_recursion_tree_is_its_picture() -> None:
    bundle = recur.recursion_tree("T(n) = 3T(n/2) + n")._repr_mimebundle_()
    assert ElementTree.fromstring(bundle["image/svg+xml"]).tag.endswith("svg")
    assert "n/2" in bundle["text/plain"]


def test_times_are_shown_with_their_picture_their_table_and_the_reasons() -> None:
    bundle = VALUES["confirmed times"]()._repr_mimebundle_()
    page = ElementTree.fromstring(bundle["text/html"])
    figure, *rest = page
    picture = next(element for element in figure.iter() if element.tag.endswith("svg"))
    assert "Θ(" in "".join(picture.itertext())
    assert len([row for element in rest for row in element.iter("tr")]) == 1 + 8  # a heading, and a row for each size
    assert "interval" in "".join(page.itertext())


def test_ipython_takes_the_bundle_as_it_is() -> None:
    formatters = pytest.importorskip("IPython.core.formatters")
    value = VALUES["a solution"]()
    shown, _ = formatters.DisplayFormatter().format(value)
    assert shown == value._repr_mimebundle_()


# The example notebook


def cells() -> list[dict[str, Any]]:
    return [cell for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]


def stored(cell: dict[str, Any]) -> Bundle:
    """What the cell shows, which is one result and nothing else."""
    (output,) = cell["outputs"]
    assert output["output_type"] == "execute_result"
    return {kind: "".join(lines) for kind, lines in output["data"].items()}


def run(source: str, names: dict[str, Any]) -> Bundle:
    """The last expression of a cell, as a notebook would show it."""
    *statements, last = ast.parse(source).body
    assert isinstance(last, ast.Expr)
    exec(compile(ast.Module(statements, []), str(NOTEBOOK), "exec"), names)
    value = eval(compile(ast.Expression(last.value), str(NOTEBOOK), "eval"), names)
    shown = getattr(value, "_repr_mimebundle_", None)
    return {"text/plain": repr(value)} if shown is None else dict(shown())


def test_every_cell_of_the_example_shows_what_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)
    names: dict[str, Any] = {}
    for cell in cells():
        assert run("".join(cell["source"]), names) == stored(cell), AGAIN


def test_the_example_shows_each_kind_of_value() -> None:
    kinds = [frozenset(stored(cell)) for cell in cells()]
    for kind in ("text/latex", "text/markdown", "image/svg+xml", "text/html"):
        assert any(kind in shown for shown in kinds)


#: Runs the notebook in a kernel of this Python, which finds recur in a checkout that need not be installed.
EXECUTE = """
import sys, nbformat
from nbclient import NotebookClient

notebook, folder = sys.argv[1:]
book = nbformat.read(notebook, as_version=4)
where = {"metadata": {"path": folder}}
NotebookClient(book, kernel_name="python3", timeout=600, record_timing=False, resources=where).execute()
print(nbformat.writes(book))
"""


def test_a_kernel_shows_the_same(tmp_path: Path, bare_environment: dict[str, str]) -> None:
    for package in ("nbclient", "ipykernel"):
        pytest.importorskip(package, reason=f"the notebook is executed here without a kernel: {package} is missing")
    jupyter = {"PYTHONPATH": str(CHECKOUT), "IPYTHONDIR": str(tmp_path), "JUPYTER_RUNTIME_DIR": str(tmp_path / "run")}
    done = subprocess.run(
        [sys.executable, "-c", EXECUTE, str(NOTEBOOK), str(EXAMPLES)],
        env=bare_environment | jupyter,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    executed = [cell for cell in json.loads(done.stdout)["cells"] if cell["cell_type"] == "code"]
    assert [stored(cell) for cell in executed] == [stored(cell) for cell in cells()], AGAIN
