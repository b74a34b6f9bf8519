"""Workings judged line by line: no true line is called false, and of a false working the first false line is found."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from recur.answers.workings.judging_lines import check_working
from recur.answers.workings.working import LineVerdict, Working
from recur.cli import main

CASES = Path(__file__).parent / "cases" / "workings.txt"


@dataclass(frozen=True)
class Case:
    """A true working, with the slips (line, kind or nothing, false line) that are put into it."""

    recurrence: str
    lines: tuple[str, ...]
    slips: tuple[tuple[int, str, str], ...]

    def with_slip(self, slip: tuple[int, str, str]) -> str:
        number, _, line = slip
        return "\n".join((*self.lines[: number - 1], line, *self.lines[number:]))


@cache
def cases() -> tuple[Case, ...]:
    text = "\n".join(line for line in CASES.read_text(encoding="utf-8").split("\n") if not line.startswith("#"))
    return tuple(_case(block) for block in text.split("\n\n") if block.strip())


def _case(block: str) -> Case:
    head, *rest = block.strip("\n").split("\n")
    slips = []
    for line in rest:
        if line.startswith("✗"):
            where, _, false = line.removeprefix("✗").partition(": ")
            number, _, kind = where.strip().partition(" ")
            slips.append((int(number), kind, false))
    lines = tuple(line for line in rest if not line.startswith("✗"))
    return Case(head.removeprefix("recurrence: "), lines, tuple(slips))


@cache
def judged(recurrence: str, text: str) -> Working:
    return check_working(recurrence, text, None)


@pytest.mark.long
def test_no_line_of_a_true_working_is_called_false() -> None:
    called = {
        (case.recurrence, line.text)
        for case in cases()
        for line in judged(case.recurrence, "\n".join(case.lines)).lines
        if line.verdict is LineVerdict.FALSE
    }
    assert not called


@pytest.mark.long
def test_the_first_false_line_is_found_and_its_slip_named() -> None:
    missed = []
    for case in cases():
        for slip in case.slips:
            number, kind, line = slip
            found = judged(case.recurrence, case.with_slip(slip))
            false = found.false_line
            if found.first_false != number or (kind and (false is None or false.slip != kind)):
                missed.append((case.recurrence, line, found.first_false, false and false.slip))
    assert not missed


def test_what_is_called_right_there_is_right_there() -> None:
    from recur.notation import python

    for case in cases():
        for slip in case.slips:
            false = judged(case.recurrence, case.with_slip(slip)).false_line
            if false is None or false.right is None:
                continue
            sign = next((s for s in ("≤", "=") if case.with_slip(slip).split("\n")[slip[0] - 1].startswith(s)), None)
            if sign is not None:
                mended = (slip[0], "", f"{sign} {python.write(false.right)}")
                again = judged(case.recurrence, case.with_slip(mended))
                assert again.first_false is None or again.first_false > slip[0], (case.recurrence, mended)


HOMEWORK = "T(n) = T(n/2) + n\n     = T(n/4) + n/2 + n\n\n     = T(n/2^k) + kn\nT(n) = Θ(n log n)\n"
ASKED = "T(n) = T(n/2) + n, T(1) = 1"


def test_a_line_is_named_by_its_number_in_the_file_and_what_stands_on_it_is_not_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "homework.txt"
    file.write_text(HOMEWORK, encoding="utf-8")
    assert main(["check", ASKED, "--working", str(file), "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert (document["schema"], document["recurrence"], document["first_false"]) == (1, ASKED, 4)
    assert [(line["line"], line["verdict"]) for line in document["lines"]] == [
        (1, "right"), (2, "right"), (4, "false"), (5, "not judged"),
    ]  # fmt: skip
    assert main(["check", ASKED, "--working", str(file)]) == 1
    said = capsys.readouterr().out
    assert "✗" in said and "stands on line 4, not judged" in said and "For n = 16 and k = 2" in said


def test_hints_name_the_line_then_numbers_then_the_kind_and_never_what_is_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "homework.txt"
    file.write_text("T(n) = 2T(n/2) + n\n= 2(2T(n/4) + n) + n\n= 4T(n/4) + 3n", encoding="utf-8")
    words = ["check", "T(n) = 2T(n/2) + n, T(1) = 1", "--working", str(file)]
    main([*words, "--hint"])
    assert "Look at line 2" in (one := capsys.readouterr().out) and "wrong size" not in one
    main([*words, "--hint", "--hint", "--hint"])
    assert (
        "a cost taken at the wrong size" in (three := capsys.readouterr().out) and "n/2)" not in three.split("Look")[1]
    )
    main([*words, "--reveal"])
    assert "Right would be 2(2·T(n/4) + n/2) + n." in capsys.readouterr().out


def test_a_working_without_a_false_line_is_correct_only_where_all_of_it_is_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "homework.txt"
    for text, code in (
        ("T(n) = 2T(n/2) + n\n= 4T(n/4) + 2n", 0),
        ("First the recurrence is unrolled.\nT(n) = 2T(n/2) + n\n= 4T(n/4) + 2n", 0),
        ("T(n) = 2T(n/2) + n\n= 4T(n/4 + 2n\n= 8T(n/8) + 3n", 3),
        ("I do not know.", 3),
    ):
        file.write_text(text, encoding="utf-8")
        assert main(["check", "T(n) = 2T(n/2) + n", "--working", str(file)]) == code, text
    assert "could be judged" in capsys.readouterr().out


def test_an_answer_and_a_working_are_not_taken_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", ASKED, "O(n)", "--working", str(tmp_path / "x")]) == 2
    assert "not both" in capsys.readouterr().err
