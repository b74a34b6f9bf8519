"""recur fit: the answer for a table of times, its formats, its exit codes; the measured tables of examples/."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from recur.cli import main

MEASUREMENTS = Path(__file__).parent.parent / "examples" / "measurements"
SQUARES = "n,seconds\n" + "".join(f"{2**k},{1e-9 * 4**k}\n" for k in range(4, 12) for _ in range(2))


@pytest.fixture
def squares(tmp_path: Path) -> str:
    file = tmp_path / "squares.csv"
    file.write_text(SQUARES, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize(
    ("name", "growth", "recurrence"),
    [
        ("sort_cpp.csv", "n*log(n)", "T(n) = 2T(n/2) + n"),
        ("matrix_multiply_cpp.csv", "n**3", "M(n) = 8M(n/2) + 1"),
        ("fibonacci_python.csv", "((1 + sqrt(5))/2)**n", "T(n) = T(n-1) + T(n-2) + 1"),
    ],
)
def test_measured_programs_grow_as_their_recurrences_do(
    name: str, growth: str, recurrence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fit", str(MEASUREMENTS / name), "--json"]) == 0
    named = json.loads(capsys.readouterr().out)
    assert [c["growth"].replace("phi", "((1 + sqrt(5))/2)") for c in named["classes"]] == [growth]
    assert main(["fit", str(MEASUREMENTS / name), "--predict", recurrence, "--json"]) == 0
    held = json.loads(capsys.readouterr().out)
    assert held["verdict"] == "confirmed"
    assert abs(held["exponent"]["best"]) < 0.05


def test_every_measured_table_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    tables = sorted(MEASUREMENTS.iterdir())
    assert tables
    for table in tables:
        assert main(["fit", str(table)]) == 0, table.name
    capsys.readouterr()


def test_seven_multiplications_are_refuted_by_the_times_of_eight(capsys: pytest.CaptureFixture[str]) -> None:
    table = str(MEASUREMENTS / "matrix_multiply_cpp.csv")
    assert main(["fit", table, "--predict", "M(n) = 7M(n/2) + 1"]) == 1
    shown = capsys.readouterr().out
    assert "refuted" in shown and "excludes 0" in shown and "n³ fits better" in shown


def test_the_exit_code_is_the_verdict(squares: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit", squares]) == 0
    assert main(["fit", squares, "--predict", "n^2"]) == 0
    assert main(["fit", squares, "--predict", "n^3"]) == 1
    capsys.readouterr()


def test_a_small_range_exits_3_and_says_how_far_to_measure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "small.csv"
    table.write_text("n,seconds\n" + "".join(f"{100 * k},{k}\n" for k in range(1, 9)), encoding="utf-8")
    assert main(["fit", str(table)]) == 3
    shown = capsys.readouterr().out
    assert "only 8 times the smallest" in shown and "6400" in shown


def test_the_table_may_come_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + SQUARES.encode())))
    assert main(["fit", "-", "--json"]) == 0
    assert [c["growth"] for c in json.loads(capsys.readouterr().out)["classes"]] == ["n**2"]


def test_the_text_has_verdict_reasons_table_and_residuals(squares: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit", squares, "--predict", "n^2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["Read", "as", "n²"]
    assert lines[2] == "    confirmed  Θ(n²)"
    assert any(line.split() == ["n", "runs", "median", "fitted", "ratio"] for line in lines)
    assert any(line.split() == ["1024", "2", "1.05", "ms", "1.05", "ms", "1.000"] for line in lines)
    assert any(line.lstrip().startswith("residuals") for line in lines)
    assert all(len(line) <= 80 for line in lines)


def test_ascii_output_has_no_other_character(squares: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit", squares, "--predict", "n^3", "--ascii"]) == 1
    shown = capsys.readouterr().out
    assert shown.isascii() and "\\" not in shown


def test_markdown_is_a_table_with_formulas(squares: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit", squares, "--predict", "T(n) = 4T(n/2) + 1", "--format", "markdown"]) == 0
    shown = capsys.readouterr().out
    assert "**confirmed** $\\Theta(n^2)$" in shown
    assert "| n | runs | median | fitted | ratio |" in shown


def test_json_holds_only_what_every_reader_can_read(squares: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit", squares, "--predict", "2^n", "--json"]) == 1

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    document = json.loads(capsys.readouterr().out, parse_constant=refuse)
    assert (document["schema"], document["verdict"], document["error"]) == (1, "refuted", None)
    assert document["exponent"]["of"] == "W(n)"
    assert len(document["rows"]) == 8


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"n,seconds\n8,0.1\n16,fast\n", "line 3: fast is not a time"),
        (b"n,seconds\n8,-1\n", "above 0"),
        (b"n,seconds\n8,\x1b[31m\n", "is not a time"),
        (b"", "no times"),
        (b"\xff\xfa\x00", "UTF-8"),
    ],
)
def test_what_cannot_be_read_exits_2_and_names_the_place(
    content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "bad.csv"
    table.write_bytes(content)
    assert main(["fit", str(table)]) == 2
    told = capsys.readouterr()
    assert said in told.err and told.out == "" and "\x1b" not in told.err
    assert main(["fit", str(table), "--json"]) == 2
    assert said in json.loads(capsys.readouterr().out)["error"]["message"]


def test_a_missing_file_and_a_bad_prediction_exit_2(squares: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit", squares + ".none"]) == 2
    assert "no such file" in capsys.readouterr().err
    assert main(["fit", squares, "--predict", "n +* 2"]) == 2
    assert "^" in capsys.readouterr().err
