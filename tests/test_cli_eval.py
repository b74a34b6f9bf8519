"""recur eval: exact values of any length, what was rounded or assumed, numbers that no reader of JSON can spoil."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable

import pytest

from recur.cli import main
from recur.documents.values import LONGEST
from recur.evaluation import recurring_sequence

Recur = Callable[..., "subprocess.CompletedProcess[str]"]
MERGESORT = "T(n)=2T(n/2)+n, T(1)=1"


def test_each_size_has_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", MERGESORT, "1", "2", "2^10"]) == 0
    shown = [line.split() for line in capsys.readouterr().out.splitlines() if "=" in line][1:]
    assert shown == [["T(1)", "=", "1"], ["T(2)", "=", "4"], ["T(2^10)", "=", "11264"]]


def test_a_long_number_is_shown_by_its_ends_and_its_length(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", MERGESORT, "2^4000"]) == 0
    exact = str(4001 * 2**4000)
    out = capsys.readouterr().out
    assert f"{exact[:24]}…{exact[-12:]} ({len(exact):,} digits)" in out
    assert max(map(len, out.splitlines())) <= 80


def test_full_writes_every_digit(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "--full", MERGESORT, "2^4000"]) == 0
    assert str(4001 * 2**4000) in capsys.readouterr().out


def test_a_number_that_fits_is_never_shortened(capsys: pytest.CaptureFixture[str]) -> None:
    size = 10 ** (LONGEST - 1)
    assert main(["eval", "T(n)=n", f"10^{LONGEST - 1}"]) == 0
    assert f"= {size}\n" in capsys.readouterr().out


def test_json_keeps_every_digit_as_a_string(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "--json", MERGESORT, "2^4000"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["values"][0]["value"] == str(4001 * 2**4000)
    assert document["values"][0]["size"] == str(2**4000)


def test_the_rounding_is_stated_and_can_be_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    recurrence = "T(n)=T(n/2)+1, T(1)=0"
    assert main(["eval", recurrence, "7"]) == 0
    down = capsys.readouterr().out
    assert main(["eval", recurrence, "7", "--rounding", "ceiling"]) == 0
    up = capsys.readouterr().out
    assert "T(7) = 2\n" in down and "rounded down" in down
    assert "T(7) = 3\n" in up and "rounded up" in up


def test_nothing_is_said_of_rounding_where_nothing_was_rounded(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", MERGESORT, "64"]) == 0
    assert "rounded" not in capsys.readouterr().out


def test_an_assumed_base_case_is_stated(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "T(n)=2T(n/2)+n", "8"]) == 0
    assert "assumed" in capsys.readouterr().out


def test_a_function_of_a_system_can_be_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    system = "M(n)=8M(n/2)+A(n), M(1)=1; A(n)=4A(n/2)+1, A(1)=1"
    assert main(["eval", system, "2"]) == 0
    assert "A(2) = 5" in capsys.readouterr().out
    assert main(["eval", system, "2", "--function", "M"]) == 0
    assert "M(2) = 13" in capsys.readouterr().out


def test_an_inexact_value_says_how_far_its_digits_go(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "T(n)=T(n-1)+sqrt(n), T(0)=0", "2"]) == 0
    out = capsys.readouterr().out
    assert "≈ 2.41421356237309504880168872420" in out and "cut off" in out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["T(n)=2T(n/2+n", "8"], 2),
        ([MERGESORT, "8.5"], 2),
        ([MERGESORT, "n"], 2),
        ([MERGESORT, "9^9^9^9"], 4),
        ([MERGESORT, "8", "--function", "S"], 2),
        (["T(n)=2T(n-1)+cos(n), T(0)=1", "10^30"], 4),
    ],
    ids=str,
)
def test_what_cannot_be_evaluated_has_its_code_and_a_reason(
    words: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eval", *words]) == code
    said = capsys.readouterr()
    assert said.out == "" and said.err and "Traceback" not in said.err


def test_a_long_fraction_is_shortened_above_and_below(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "T(n)=T(n-1)/3, T(0)=-7", "200"]) == 0
    below = str(3**200)
    assert f"= -7/{below[:24]}…{below[-12:]} ({len(below)} digits)" in capsys.readouterr().out


def test_lines_of_standard_input_are_each_evaluated(recur: Recur) -> None:
    done = recur("eval", "--json", "-", "8", stdin=f"{MERGESORT}\nT(n)=2T(n/2+n\nT(n)=T(n-1)+1, T(0)=0\n")
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert [d["values"] and d["values"][0]["value"] for d in replies] == ["32", [], "8"]
    assert done.returncode == 2


@pytest.mark.parametrize("sizes", [["7", "12", "30"], ["30", "12", "7"]], ids=" ".join)
def test_a_size_out_of_reach_hides_none_of_the_others(sizes: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    text = "T(n) = T(n-1)^2 - T(n-1) + 1, T(0) = 2"
    assert main(["eval", text, *sizes]) == 4
    shown = capsys.readouterr()
    assert "= 113423713055421844361000443" in shown.out and "T(30)   no value" in shown.out and not shown.err
    assert main(["eval", "--json", text, *sizes]) == 4
    document = json.loads(capsys.readouterr().out)
    assert {value["size"] for value in document["values"]} == {"7", "12"}
    assert document["error"]["kind"] == "limit" and document["error"]["message"].startswith("T(30): ")


def test_an_exponential_too_far_out_is_refused_before_its_digits_are_made(capsys: pytest.CaptureFixture[str]) -> None:
    """Its number of digits doubles at each squaring, so how many there will be is known after a few."""
    multiplied = []
    original = recurring_sequence.guard

    def counted(value):  # type: ignore[no-untyped-def]
        multiplied.append(value.bit_length())
        return original(value)

    for size in ("10^7", "10^30"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(recurring_sequence, "guard", counted)
            assert main(["eval", "F(n) = F(n-1) + F(n-2), F(0) = 0, F(1) = 1", size]) == 4
        assert "more than 4,000,000 binary digits" in capsys.readouterr().err
    assert max(multiplied) < 10_000


def test_squarings_serve_every_size_that_has_them(capsys: pytest.CaptureFixture[str]) -> None:
    """The sizes 2^20 and 2^21 need the same squarings but one, and what calls nothing smaller needs none."""
    squared = []
    original = recurring_sequence.RecurringSequence._squared

    def counted(self, x):  # type: ignore[no-untyped-def]
        squared.append(x)
        return original(self, x)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recurring_sequence.RecurringSequence, "_squared", counted)
        assert main(["eval", "T(n) = T(n-1) + n, T(0) = 0", "2^20"]) == 0
        once = len(squared)
        assert main(["eval", "T(n) = T(n-1) + n, T(0) = 0", "2^20", "2^21"]) == 0
        assert once and len(squared) == once + once + 1
        squared.clear()
        assert main(["eval", "T(n) = S(n) + n, S(n) = n^2, T(0) = 0, S(0) = 0", "2^20"]) == 0
        assert not squared
    assert "2199024304128" in capsys.readouterr().out.replace(",", "")
