"""recur speedup: the bounds as a table, the lecture's examples, pictures, documents, and what is asked wrongly."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from recur.cli import main

Recur = Callable[..., "subprocess.CompletedProcess[str]"]
GLOBAL_SUM = ("speedup", "--work", "n", "--span", "lg n")


MERGE_SORT = """
SORT(A, n):
    if n > 1
        spawn SORT(A[1 .. n/2], n/2)
        SORT(A[n/2+1 .. n], n/2)
        sync
        merge the halves   // Θ(n)
"""
MATRICES = """
MULT(C, A, B, n):
    create a temporary matrix T
    if n = 1
        C11 = A11 * B11
    else
        spawn MULT(C11, A11, B11, n/2)
        spawn MULT(C12, A11, B12, n/2)
        spawn MULT(C21, A21, B11, n/2)
        spawn MULT(C22, A21, B12, n/2)
        spawn MULT(T11, A12, B21, n/2)
        spawn MULT(T12, A12, B22, n/2)
        spawn MULT(T21, A22, B21, n/2)
        spawn MULT(T22, A22, B22, n/2)
        sync
        ADD(C, T, n)

ADD(C, T, n):
    if n = 1
        C11 = C11 + T11
    else
        spawn ADD(C11, T11, n/2)
        spawn ADD(C12, T12, n/2)
        spawn ADD(C21, T21, n/2)
        spawn ADD(C22, T22, n/2)
        sync
"""


@pytest.fixture
def sort(tmp_path: Path) -> str:
    file = tmp_path / "sort.spawn"
    file.write_text(MERGE_SORT, encoding="utf-8")
    return str(file)


@pytest.fixture
def matrices(tmp_path: Path) -> str:
    file = tmp_path / "matrices.spawn"
    file.write_text(MATRICES, encoding="utf-8")
    return str(file)


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def run(*words: str) -> str:
        assert main(["speedup", *words]) == 0
        return capsys.readouterr().out

    return run


@pytest.fixture
def document(shown: Callable[..., str]) -> Callable[..., dict[str, Any]]:
    def run(*words: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(shown(*words, "--json"))
        assert found["schema"] == 1 and found["error"] is None
        return found

    return run


def exact(value: dict[str, str]) -> Fraction:
    return Fraction(value["exact"])


def table(text: str) -> list[list[str]]:
    """The cells of the table: its rows start with a number of processors."""
    return [line.split() for line in text.splitlines() if re.match(r" +\d+ +\S+ +\S+", line)]


def test_the_table_holds_both_bounds_of_the_lecture(shown: Callable[..., str]) -> None:
    rows = table(shown("--work", "100", "--span", "10", "-P", "1,2,9,10,100"))
    assert [row[:4] for row in rows] == [
        ["1", "100", "100", "110"],
        ["2", "50", "55", "60"],
        ["9", "11.11", "20", "21.11"],
        ["10", "10", "19", "20"],
        ["100", "10", "10.9", "11"],
    ]


def test_the_json_is_exact(document: Callable[..., dict[str, Any]]) -> None:
    found = document("--work", "100", "--span", "10", "-P", "3")
    row = found["rows"][0]
    assert exact(row["time"]["lower"]) == Fraction(100, 3)
    assert exact(row["time"]["brent"]) == Fraction(90, 3) + 10
    assert exact(row["time"]["weaker"]) == Fraction(100, 3) + 10
    assert exact(row["speedup"]["low"]) == Fraction(100, 40) and exact(row["speedup"]["high"]) == 3
    assert exact(row["efficiency"]["low"]) == Fraction(100, 120)
    assert found["linear_up_to"] == 10
    assert found["twice_span"] == {"impossible_below": 5, "certain_from": 9}


def test_the_rows_go_on_until_the_span_rules(document: Callable[..., dict[str, Any]]) -> None:
    found = document("--work", "n^2", "--span", "n", "-n", "2^10")
    last = found["rows"][-1]
    assert found["rows"][0]["processors"] == 1
    assert exact(last["time"]["lower"]) == 1024 and exact(last["time"]["brent"]) < 2 * 1024


def test_the_global_sum_with_n_half_processors_is_not_work_efficient(shown: Callable[..., str]) -> None:
    out = shown("--work", "n", "--span", "log n", "-P", "n/2, n/log n")
    rows = [line.split("  ") for line in out.splitlines() if line.strip().startswith("n/")]
    cells = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    assert cells[0] == ["n/2", "Θ(log n)", "Θ(n/log n)", "Θ(n log n)", "Θ(1/log n)"]
    assert cells[1] == ["n/log n", "Θ(log n)", "Θ(n/log n)", "Θ(n)", "Θ(1)"]
    assert "n/2 processors: not work-efficient" in out and "n/log n processors: work-efficient" in out


def test_processors_as_formulas_are_shown_with_their_number(shown: Callable[..., str]) -> None:
    out = shown(*GLOBAL_SUM[1:], "-n", "1024", "-P", "n/2,n/lg n")
    assert "n/2 = 512" in out and "n/log₂ n = 102" in out


def test_the_lectures_matrices_from_their_recurrences(document: Callable[..., dict[str, Any]]) -> None:
    work = "M(n)=8M(n/2)+A(n), M(1)=1; A(n)=4A(n/2)+1, A(1)=1"
    span = "M(n)=M(n/2)+A(n), M(1)=1; A(n)=A(n/2)+1, A(1)=1"
    found = document("--work", work, "--span", span, "-n", "2")
    assert exact(found["work"]) == 13 and exact(found["span"]) == 3
    assert found["parallelism"]["theta"] == "n**3/log(n)**2"


def test_super_linear_is_said_to_be_the_parallelism_not_the_speed_up(shown: Callable[..., str]) -> None:
    out = " ".join(shown("--work", "n^2", "--span", "log n").split())
    assert "outgrows every fixed number of processors" in out and "never exceeds P" in out


def test_amdahls_law(shown: Callable[..., str]) -> None:
    out = shown("--amdahl", "0.95", "-P", "19", "-s", "8")
    assert "= 20" in out and "P = 19" in out and "5.926 times as fast" in " ".join(out.split())
    assert table(out) == [["19", "10", "52.6", "%", "50", "%"]]


def test_gustafsons_law(shown: Callable[..., str]) -> None:
    assert table(shown("--gustafson", "90%", "-P", "11")) == [["11", "10", "90.9", "%"]]


def test_karp_and_flatt(document: Callable[..., dict[str, Any]]) -> None:
    found = document("--measured", "1:10.0,2:5.6,4:3.4")
    assert [row["serial_part"] and exact(row["serial_part"]) for row in found["rows"]] == [
        None,
        Fraction(3, 25),
        Fraction(3, 25),
    ]
    assert found["trend"] == "steady"


def test_an_observed_speed_up_above_p_is_an_effect_of_the_machine(shown: Callable[..., str]) -> None:
    out = " ".join(shown("--measured", "1:10.0,2:4.0").split())
    assert "above P" in out and "caches" in out


def test_measured_times_from_a_file(document: Callable[..., dict[str, Any]], tmp_path: Path) -> None:
    file = tmp_path / "times.csv"
    file.write_text("processors,seconds\n1,8\n4,2\n", encoding="utf-8")
    assert exact(document("--measured", str(file))["rows"][1]["serial_part"]) == 0


def assert_greedy(found: dict[str, Any]) -> None:
    """T_P within [max(T₁/P, T∞), (T₁ − T∞)/P + T∞] in every row."""
    work, span = exact(found["work"]), exact(found["span"])
    for row in found["rows"]:
        p, time = row["processors"], exact(row["greedy"]["time"])
        assert max(work / p, span) <= time <= (work - span) / p + span
        assert exact(row["greedy"]["speedup"]) == work / time


def test_a_program_is_scheduled_beside_the_bounds(document: Callable[..., dict[str, Any]], sort: str) -> None:
    found = document(sort, "-n", "2^20", "-P", "1,2,3,1000,1024,2^30")
    assert found["program"] == "SORT" and found["size"] == 2**20
    assert_greedy(found)
    assert exact(found["rows"][0]["greedy"]["time"]) == exact(found["work"])
    assert exact(found["rows"][-1]["greedy"]["time"]) == exact(found["span"])


def test_the_lectures_matrix_product_on_as_many_processors_as_its_parallelism(
    document: Callable[..., dict[str, Any]], matrices: str
) -> None:
    found = document(matrices, "-n", "2^20", "-P", "1,1024,n^3/lg(n)^2")
    assert found["program"] == "MULT"
    assert_greedy(found)


def test_one_procedure_of_a_program_can_be_meant(document: Callable[..., dict[str, Any]], matrices: str) -> None:
    found = document(matrices, "-n", "64", "--procedure", "ADD")
    assert found["program"] == "ADD"
    assert_greedy(found)


def test_the_schedule_is_a_column_of_the_table(shown: Callable[..., str], sort: str) -> None:
    out = shown(sort, "-n", "64", "--chart")
    assert "greedy" in out and "●" in out and "work of SORT, n = 64" in out


def test_the_growth_of_the_parallelism_of_a_program(document: Callable[..., dict[str, Any]], matrices: str) -> None:
    growing = document(matrices)
    assert (growing["work"]["theta"], growing["span"]["theta"]) == ("n**3", "log(n)**2")
    assert growing["parallelism"]["theta"] == "n**3/log(n)**2"
    assert document(matrices, "-n", "8")["parallelism"]["theta"] == "n**3/log(n)**2"


def test_numbers_of_processors_need_the_size_of_a_program(capsys: pytest.CaptureFixture[str], sort: str) -> None:
    assert main(["speedup", sort, "-P", "1,2,4"]) == 2
    assert "-n 1024" in capsys.readouterr().err


def test_an_unknown_procedure_is_met_with_those_there_are(capsys: pytest.CaptureFixture[str], matrices: str) -> None:
    assert main(["speedup", matrices, "-n", "8", "--procedure", "SUB"]) == 2
    assert "MULT, ADD" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ("--work", "100", "--span", "10", "-P", "1,2,64"),
        ("--amdahl", "0.9"),
        ("--gustafson", "0.9"),
        ("--measured", "1:10,2:4,8:2"),
        ("--work", "n^3", "--span", "lg n", "-n", "2^40"),
    ],
)
def test_a_picture_is_well_formed_and_everything_lies_inside(words: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "out.svg"
    assert main(["speedup", *words, "--plot", str(file)]) == 0
    root = ElementTree.fromstring(file.read_text(encoding="utf-8"))
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    lines = [node for node in root.iter() if node.tag.endswith(("polyline", "polygon"))]
    points = [pair.split(",") for node in lines for pair in node.attrib["points"].split()]
    points += [(node.attrib["cx"], node.attrib["cy"]) for node in root.iter() if node.tag.endswith("circle")]
    assert len(points) > 2
    assert all(0 <= float(x) <= width and 0 <= float(y) <= height for x, y in points)


def test_a_png_needs_matplotlib_or_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "out.png"
    code = main(["speedup", "--amdahl", "0.9", "--plot", str(file)])
    if code:
        assert code == 2 and "recur-solver[plot]" in capsys.readouterr().err and not file.exists()
    else:
        assert file.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("width", ["40", "60", "80"])
def test_the_chart_fits_the_terminal(recur: Recur, width: str) -> None:
    done = recur(*GLOBAL_SUM, "-n", "2^30", "--chart", COLUMNS=width)
    assert done.returncode == 0 and "█" in done.stdout
    rows = [line for line in done.stdout.splitlines() if "│" in line]
    assert len(rows) > 5 and max(map(len, rows)) <= int(width)


def test_ascii_is_ascii(shown: Callable[..., str]) -> None:
    for words in (("--amdahl", "0.9"), ("--measured", "1:2,2:1"), ("--work", "n", "--span", "log n", "-n", "64")):
        assert shown(*words, "--ascii", "--chart").isascii()


@pytest.mark.parametrize("form", ["latex", "markdown"])
def test_every_law_has_a_page(shown: Callable[..., str], form: str) -> None:
    for words in (
        ("--work", "n", "--span", "log n", "-n", "64"),
        ("--work", "n", "--span", "log n", "-P", "n/2"),
        ("--amdahl", "0.9"),
        ("--gustafson", "0.9"),
        ("--measured", "1:10,2:6,4:4"),
    ):
        out = shown(*words, "--format", form)
        assert ("\\begin{tabular}" if form == "latex" else "| --: |") in out
        assert out.isascii() or form == "markdown"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--work 10 --span 20", "swapped"),
        ("--work 0 --span 0", "more time than 0"),
        ("--work n^2 --span n^3", "swapped"),
        ("--work n --span n -P 0 -n 4", "P = 0"),
        ("--work n --span 1 -P 2.5 -n 4", "whole number"),
        ("--work n^2 --span n -P 1,2", "-n 1024"),
        ("--work n^2 --span n -n 0", "n = 0"),
        ("--work nan --span 1", "nan"),
        ("--work n --span m -n 4", "several variables"),
        ("--work 3", "--span is missing"),
        ("--work log(n) --span 1 -n 1", "larger size"),
        ("--amdahl 95", "95 % is p = 0.95"),
        ("--amdahl -0.1", "between 0"),
        ("--amdahl nan", "not a number"),
        ("--measured 2:5", "one processor is missing"),
        ("--measured 1:0", "above 0"),
        ("--measured nowhere.csv", "cannot read"),
        ("--amdahl 0.5 --gustafson 0.5", "--amdahl and --gustafson are given"),
        ("--amdahl 0.5 --plot out.pdf", ".svg or .png"),
        ("--work n --span log(n) --chart", "a picture needs numbers"),
        ("--gustafson 0.5 -s 2", "-s belongs to --amdahl"),
        ("nowhere.spawn -n 4", "cannot read"),
        ("", "nothing is given"),
    ],
)
def test_what_is_asked_wrongly_is_explained(words: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["speedup", *words.split()]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in " ".join(captured.err.split())


def test_an_error_is_a_document_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["speedup", "--work", "1", "--span", "2", "--json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert found["error"]["kind"] == "invalid" and "swapped" in found["error"]["hint"]


def test_numbers_that_no_float_holds(document: Callable[..., dict[str, Any]]) -> None:
    found = document("--work", "10^4000", "--span", "10^3990", "-P", "10^3000")
    assert exact(found["parallelism"]) == 10**10
    assert found["rows"][0]["processors"] == str(10**3000)
