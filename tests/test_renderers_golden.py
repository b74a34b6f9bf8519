"""Whole answers as files to look at, a few in every format: tests/golden/NAME.{txt,ascii.txt,tex,md}.

`python -m tests.test_renderers_golden` from the root writes them anew; read the difference before keeping it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from recur.writers.diagnostics import render_error
from tests import sample_solutions
from tests.written import COMPARISON, SOLUTION, as_latex, as_markdown, as_text

FOLDER = Path(__file__).parent / "golden"
#: What is said of each answer, as text; the other media write two of them.
IN_EVERY_MEDIUM = ("critical_exponent", "matrix_product")
NAMES = sorted(path.name for path in FOLDER.iterdir())


@cache
def rendered() -> dict[str, str]:
    """File name -> what it should hold."""
    files = {"unsolved.txt": render_error(sample_solutions.unsolved()) + "\n"}
    for name, solutions in sample_solutions.everything().items():
        files[f"{name}.txt"] = as_text(SOLUTION)(solutions) + "\n"
        if name in IN_EVERY_MEDIUM:
            files[f"{name}.ascii.txt"] = as_text(SOLUTION)(solutions, unicode=False) + "\n"
            files[f"{name}.tex"] = as_latex(SOLUTION)(solutions, standalone=True)
            files[f"{name}.md"] = as_markdown(SOLUTION)(solutions)
    for name, comparison in sample_solutions.comparisons().items():
        files[f"compared_{name}.txt"] = as_text(COMPARISON)(comparison) + "\n"
    return files


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_looks_as_it_did(name: str) -> None:
    assert rendered()[name] == (FOLDER / name).read_text(encoding="utf-8")


def test_every_golden_file_is_compared() -> None:
    assert rendered().keys() == set(NAMES)


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".txt")])
def test_no_line_is_wider_than_a_terminal(name: str) -> None:
    assert max(map(len, rendered()[name].splitlines())) <= 80


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith((".ascii.txt", ".tex"))])
def test_ascii_and_latex_hold_no_unicode(name: str) -> None:
    assert rendered()[name].isascii()


if __name__ == "__main__":
    for name, content in rendered().items():
        (FOLDER / name).write_text(content, encoding="utf-8")
