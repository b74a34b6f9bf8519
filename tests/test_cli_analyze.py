"""recur analyze on the command line: formats, sizes, procedures, several programs, mistakes and exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from recur.cli import main

Recur = Callable[..., "CompletedProcess[str]"]
EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "programs"
MULT = str(EXAMPLES / "matrix_multiply.spawn")
SORT = """\
SORT(A, p, r)
  if p < r
    q = ⌊(p+r)/2⌋
    spawn SORT(A, p, q)
    SORT(A, q+1, r)
    sync
    merge // Θ(n)
"""


def test_a_program_is_shown_line_by_line_with_its_recurrences(recur: Recur) -> None:
    done = recur("analyze", MULT)
    assert done.returncode == 0 and done.stderr == ""
    lines = done.stdout.splitlines()
    assert any("spawn MULT" in line and "×8" in line and "8·M₁(n/2)" in line and "M∞(n/2)" in line for line in lines)
    assert any("M₁(n) = 8·M₁(n/2) + A₁(n) + Θ(1)" in line and "Θ(n³)" in line for line in lines)
    assert any("parallelism" in line and "Θ(n³/log² n)" in line for line in lines)
    assert all(len(line) <= 80 for line in lines)


def test_ascii_asks_for_ascii(recur: Recur) -> None:
    done = recur("analyze", "--ascii", MULT)
    assert done.stdout.isascii() and "Theta(n^3)" in done.stdout and "M_inf" in done.stdout


def test_a_program_comes_from_standard_input(recur: Recur) -> None:
    done = recur("analyze", "-", stdin=SORT)
    assert done.returncode == 0 and "Θ(n log n)" in done.stdout and "n = r - p + 1" in done.stdout


def test_programs_come_one_a_line_as_json_strings(recur: Recur) -> None:
    both = json.dumps(SORT) + "\n" + json.dumps("F(n):\n  spwan F(n/2)") + "\n" + json.dumps("F(n):\n  x") + "\n"
    done = recur("analyze", "--json", "-", stdin=both)
    documents = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 2
    assert [d["error"] and d["error"]["kind"] for d in documents] == [None, "syntax", None]
    assert documents[1]["error"]["line"] == 2 and documents[1]["error"]["column"] == 3


def test_the_document_has_what_the_page_has(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", MULT, "--json", "-n", "1024,2^20"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == 1 and document["error"] is None
    mult, add = document["procedures"]
    assert (mult["name"], mult["size"]) == ("MULT", "n")
    assert mult["work"]["recurrence"] == "M_1(n) = 8*M_1(n/2) + A_1(n) + Theta(1)"
    assert (mult["work"]["theta"], mult["span"]["theta"]) == ("n**3", "log(n)**2")
    assert mult["parallelism"]["theta"] == "n**3/log(n)**2"
    assert mult["work"]["steps"] and mult["work"]["verification"]["status"] == "checked"
    assert add["values"][0] == {
        "size": "1024",
        "work": "2796202",
        "span": "22",
        "parallelism": "1398101/11",
        "processors": "127100",
        "note": "",
    }
    assert add["values"][1]["span"] == "42"


def test_steps_show_the_derivations(capsys: pytest.CaptureFixture[str]) -> None:
    main(["analyze", MULT])
    plain = capsys.readouterr().out
    assert main(["analyze", MULT, "--steps"]) == 0
    assert len(capsys.readouterr().out) > 2 * len(plain)


def test_one_procedure_may_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", MULT, "--procedure", "add"]) == 0
    shown = capsys.readouterr().out
    assert "ADD(D, A, B, n)" in shown and "MULT(" not in shown
    assert main(["analyze", MULT, "--procedure", "none"]) == 2
    assert "the program defines MULT, ADD" in capsys.readouterr().err


@pytest.mark.parametrize(("form", "start"), [("latex", "\\textbf{MULT"), ("markdown", "### MULT")])
def test_other_formats_begin_as_they_do(form: str, start: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", MULT, "--format", form, "--steps", "-n", "16"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(start)
    assert shown.isascii() or form == "markdown"


@pytest.mark.parametrize("form", ["latex", "markdown", "text"])
def test_text_of_the_program_never_acts_as_markup(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    evil = "\\input{x} <b>|_*`$x$ \x1b[31m"
    from tests.spawn_programs import analysed

    found = analysed(f"F(A, n):\n    {evil}")
    from tests.written import ANALYSIS, as_latex, as_markdown, as_text

    if form == "latex":
        assert "\\input{" not in as_latex(ANALYSIS)(found) and "<b>" not in as_latex(ANALYSIS)(found)
    elif form == "markdown":
        assert "<b>" not in as_markdown(ANALYSIS)(found) and "\\<b\\>" in as_markdown(ANALYSIS)(found)
    else:
        assert "\x1b" not in as_text(ANALYSIS)(found)


def test_a_warning_goes_to_standard_error(recur: Recur) -> None:
    done = recur("analyze", "-", stdin="F(n):\n    x = 1\n    sync\n")
    assert done.returncode == 0
    assert done.stderr.startswith("warning: this sync has nothing to wait for") and "^^^^" in done.stderr


def test_a_mistake_is_shown_at_its_place(recur: Recur) -> None:
    done = recur("analyze", "-", stdin="F(n):\n    if n = 1 return\n    spwan F(n/2)\n    sync\n")
    assert done.returncode == 2 and done.stdout == ""
    assert "  3 |     spwan F(n/2)\n" in done.stderr and "did you mean  spawn F(n/2) ?" in done.stderr


def test_what_is_not_solved_is_undecided_and_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "odd.spawn"
    file.write_text("F(n):\n    if n <= 2 return\n    F(n - ⌊√n⌋)\n    F(⌊log n⌋)\n", encoding="utf-8")
    code = main(["analyze", str(file), "--json"])
    document = json.loads(capsys.readouterr().out)
    assert (code == 3) == (document["error"] is not None)


def test_a_file_that_is_not_there_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", "no such file"]) == 2
    assert "cannot read no such file" in capsys.readouterr().err


def test_a_program_that_is_no_text_is_a_syntax_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bytes.spawn"
    file.write_bytes(b"F(n):\n  \xff")
    assert main(["analyze", str(file)]) == 2
    assert "not UTF-8" in capsys.readouterr().err


def test_values_out_of_reach_leave_the_rest_standing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", str(EXAMPLES / "fibonacci.spawn"), "-n", "10,10^30"]) == 0
    shown = capsys.readouterr().out
    assert "Θ(φ^n / n)" in shown and "no value" in shown


def test_a_summary_of_another_case_is_told_as_that(recur: Recur, tmp_path: Path) -> None:
    (tmp_path / "f.py").write_text("def f(xs, t):\n    for x in xs:\n        if x == t: return x\n", "utf-8")
    asked = recur("analyze", str(tmp_path), "--summary", "--case", "best", "-j", "1")
    assert "In the best case: 1 function: 1 with Θ." in asked.stdout and "Θ(1)" in asked.stdout
    assert (
        json.loads(recur("analyze", str(tmp_path), "--summary", "--case", "best", "-j", "1", "--json").stdout)["case"]
        == "best"
    )
