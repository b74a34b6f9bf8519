"""A refusal is read at once: why, what is proved, what would make it solvable; the rest stands behind --why."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

import recur
from recur.cli import main
from recur.model import Unsolved
from recur.solving.order import registered
from recur.solving.problem import Problem, RecurrenceKind, kind_of
from recur.solving.remedies import remedied
from recur.writers.json.answers import PLAIN, error_object
from tests.written import REFUSAL, as_latex, as_markdown, as_text

LINES = (Path(__file__).parent / "cases" / "unsolved.txt").read_text(encoding="utf-8").splitlines()
TEXTS = [line for line in LINES if not line.startswith("#")]
#: Try what is general; they are about no one kind of recurrence.
ABOUT_ALL = {"identically zero", "table of cases", "root-dominated", "calls of different kinds", "squeeze"}


def refusal_of(text: str) -> Unsolved | None:
    """The refusal; None where the recurrence is solved, or is none."""
    try:
        recur.solve_all(text, None)
    except Unsolved as unsolved:
        return remedied(unsolved)
    except recur.RecurError:
        pass
    return None


def refused(text: str) -> Unsolved:
    unsolved = refusal_of(text)
    assert unsolved is not None, "solved by now, and so no case of a refusal"
    return unsolved


def assert_brief(text: str, unsolved: Unsolved) -> None:
    system = recur.parse(text)
    for unicode in (True, False):
        lines = as_text(REFUSAL)(unsolved, system, unicode=unicode).split("\n")
        assert len(lines) <= 6 and max(map(len, lines)) <= 80
        assert lines[0].startswith("Read as  ") and lines[1].startswith("unsolved: ")
        assert lines[-1].startswith("--why" if len(unsolved.refusals) > 1 else "recur eval")
        assert unicode or "".join(lines).isascii()


@pytest.mark.parametrize("text", TEXTS)
def test_a_refusal_takes_six_lines_of_eighty_columns(text: str) -> None:
    assert_brief(text, refused(text))


LINEAR = ("T(n-1)", "2T(n-3)", "-T(n-2)", "T(n/2)", "-3T(n/5)", "T(sqrt n)", "n^2 T(n-2)", "k T(n-1)")
OTHERWISE = ("T(n-1)^2", "sqrt(T(n-2))", "T(T(n-1))", "T(n-1) T(n-2)", "sum(k=1..n-1, T(k) T(n-k))", "max(T(n-1), 2)")
DRIVING = ("", " + n", " - 100", " + sin(n)", " + (-1)^n n^3", " + n!/2^n", " + 12345678901234567890^n/log log log n")
BASES = ("", ", T(0) = 0", ", T(0) = 1, T(1) = 1, T(2) = 5", ", T(0) = c", ", T(1) = O(1)")


@given(
    st.lists(st.sampled_from(LINEAR + OTHERWISE), min_size=1, max_size=4, unique=True),
    st.sampled_from(DRIVING),
    st.sampled_from(BASES),
)
@settings(max_examples=60)
def test_whatever_the_recurrence_its_refusal_is_brief(calls: list[str], driving: str, base: str) -> None:
    text = f"T(n) = {' + '.join(calls)}{driving}{base}"
    unsolved = refusal_of(text)
    if unsolved is not None:
        assert_brief(text, unsolved)


def test_each_method_says_what_it_is_about() -> None:
    assert {method.name for method in registered() if not method.about} == ABOUT_ALL
    spoken_for = {kind for method in registered() for kind in method.about}
    assert set(RecurrenceKind) - spoken_for == {RecurrenceKind.MIXED}, (
        "the kinds between the methods have a sentence of their own"
    )


@pytest.mark.parametrize("text", TEXTS)
def test_a_method_about_such_a_recurrence_speaks_first(text: str) -> None:
    unsolved = refused(text)
    if unsolved.recurrence is None:
        pytest.skip("functions that call each other have one method")
    kind = kind_of(Problem(unsolved.recurrence, {}, no_solution, lambda sizes: None))
    about = {method.name: kind in method.about for method in registered()}
    order = [about[refusal.method] for refusal in unsolved.refusals]
    assert order == sorted(order, reverse=True)


def no_solution(_: Any) -> Any:
    raise AssertionError("only the shape is looked at")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("T(n) = 3T(n/2) - 2T(n/3)", "the coefficient −2 is not positive (Akra–Bazzi)"),
        (
            "T(n) = T(n-1)^2 + T(n/2)",
            "T(n−1)² is not linear in the calls, and T(n/2) stands beside it; no method here bounds both",
        ),
        (
            "T(n) = T(n-sqrt(n)) + T(n/2) + n",
            "T(n−√n) and T(n/2) shrink in different ways, and no method here bounds their sum tightly",
        ),
        (
            "x(n+1) = (x(n) - 1/x(n))/2, x(0) = 1",
            "what follows from the stated values ends before x(2): there (x(n−1) − 1/x(n−1))/2 divides by 0",
        ),
    ],
)
def test_the_reason_is_the_one_that_matters_for_this_recurrence(text: str, reason: str) -> None:
    assert PLAIN.sentence(refused(text).reason) == reason


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("T(n) = 3T(n/2) - 2T(n/3)", "Without −2·T(n/3) it can be solved: T(n) = Θ(n^(log₂ 3))."),
        ("T(n) = 3T(2n/3) + n - 100, T(1) = 0", "Without −100 it can be solved: T(n) = Θ(n^(log_(3/2) 3))."),
        ("T(n) = T(n-1)^2 + 1", "Give T(0): with 2, for instance, it can be solved."),
        ("x(n) = x(n-1)^k, x(0) = 2", "With k = 2 it can be solved: x(n) = Θ(2^(2^n))."),
    ],
)
def test_what_would_make_it_solvable_is_said_where_it_has_been_tried(text: str, remedy: str) -> None:
    found = refused(text).remedy
    assert found is not None and PLAIN.sentence(found) == remedy


def test_no_remedy_is_made_up() -> None:
    assert refused("T(n) = T(T(n-1)), T(0) = 1").remedy is None


UNSOLVED = "T(n) = 3T(n/2) - 2T(n/3)"


@pytest.mark.parametrize("words", [("solve", UNSOLVED), ("check", UNSOLVED, "n log n")])
def test_the_verbs_refuse_in_six_lines_and_tell_the_rest_with_why(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words]) == 3
    brief = capsys.readouterr()
    assert brief.err == "" and len(brief.out.splitlines()) <= 6
    assert brief.out.splitlines()[-1].startswith("--why")
    assert main([*words, "--why"]) == 3
    every = " ".join(capsys.readouterr().out.split())
    assert "--why" not in every
    assert {method.name for method in registered() if method.name not in every} == set()


@pytest.mark.parametrize("render", [as_latex(REFUSAL), as_markdown(REFUSAL)])
def test_every_format_says_the_same(render: Callable[..., str]) -> None:
    unsolved, system = refused(UNSOLVED), recur.parse(UNSOLVED)
    brief = render(unsolved, system)
    assert "is not positive" in brief and "it can be solved" in brief and "iteration" not in brief
    assert "iteration" in render(unsolved, system, why=True)


def test_json_has_every_refusal_and_the_remedy_for_a_hint() -> None:
    found = error_object(refused(UNSOLVED))
    assert found["message"] == "the coefficient −2 is not positive (Akra–Bazzi)"
    assert found["hint"].startswith("Without −2·T(n/3) it can be solved")
    assert len(found["refusals"]) == len(registered())
    assert json.dumps(found)
