"""recur compare and recur methods: the order and its reason, the list of methods."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable

import pytest

from recur.cli import main

Recur = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.mark.parametrize(
    ("f", "g", "order"),
    [
        ("n log n", "n^2", "slower"),
        ("n^2", "n log n", "faster"),
        ("3^(log_2 n)", "n^(log_2 3)", "same"),
        ("n^(log n)", "2^(sqrt n)", "slower"),
    ],
)
def test_the_order_is_that_of_f_beside_g(f: str, g: str, order: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "--json", f, g]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["f"], document["g"], document["order"], document["error"]) == (f, g, order, None)
    assert document["reason"]["text"]


def test_the_text_gives_the_claim_first_and_then_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "n log n", "n^2"]) == 0
    claim, _, *reason = capsys.readouterr().out.splitlines()
    assert claim == "    n log n = o(n²)"
    assert "grows more slowly than" in " ".join(reason)


def test_pairs_are_compared_line_by_line(recur: Recur) -> None:
    pairs = 'n log n\tn^2\n{"f": "n^2", "g": "n"}\nn log n\n{"f": 1, "g": "n"}\nn\t2n\n'
    done = recur("compare", "--json", "-", stdin=pairs)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["order"] for answer in found] == ["slower", "faster", None, None, "same"]
    assert [bool(answer["error"]) for answer in found] == [False, False, True, True, False]
    done = recur("compare", "--json", "n log n", "-", stdin="n\nn^2\n")
    assert [json.loads(line)["order"] for line in done.stdout.splitlines()] == ["faster", "slower"]


@pytest.mark.parametrize(("form", "mark"), [("latex", "\\["), ("markdown", "$$")])
def test_a_comparison_can_be_written_for_papers_and_pages(
    form: str, mark: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", "n log n", "n^2", "--format", form]) == 0
    assert mark in capsys.readouterr().out


def test_the_function_that_cannot_be_read_is_the_one_that_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "n log n", "n^(2"]) == 2
    said = capsys.readouterr()
    assert said.out == "" and "n^(2" in said.err and "n log n" not in said.err


def test_an_unreadable_function_is_an_error_object_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "--json", "n log n", "n^(2"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["kind"] == "syntax"


def test_what_cannot_be_compared_is_undecided_and_has_code_3(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "--json", "n^(1+sin(n))", "n"]) == 3
    assert json.loads(capsys.readouterr().out)["order"] == "undecided"


def test_every_method_is_listed_with_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    from recur.solving.order import registered

    assert main(["methods", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["methods"]
    assert [row["name"] for row in listed] == [method.name for method in registered()]
    assert all(row["source"] and row["summary"] for row in listed)
    assert {"master theorem", "Akra–Bazzi"} <= {row["name"] for row in listed}


def test_the_list_of_methods_fits_eighty_columns(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["methods", "--ascii"]) == 0
    shown = capsys.readouterr().out
    assert shown.isascii() and max(map(len, shown.splitlines())) <= 80
