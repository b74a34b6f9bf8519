"""The prompt: recurrences without quotation marks, `ans`, conversations and their help."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from recur.cli.prompt.ans import Last
from recur.cli.prompt.conversation import Conversation, Ways
from recur.cli.prompt.editors import PROMPT, Lines
from recur.cli.prompt.statements import words_of
from recur.model.errors import RecurError

Recur = Callable[..., "subprocess.CompletedProcess[str]"]
CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "prompt_words.jsonl").read_text(encoding="utf-8").splitlines()
]


def source(*lines: str | type[BaseException]) -> Lines:
    """An editor to which these lines are typed, an exception standing for its key; then Ctrl-D."""
    waiting: Iterator[str | type[BaseException]] = iter(lines)

    def ask(_prompt: str) -> str:
        line = next(waiting, EOFError)
        if isinstance(line, str):
            return line
        raise line

    return Lines(ask)


@pytest.fixture
def converse(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[str, str]]:
    """Hold a conversation at a terminal; what was answered, and what was said to be wrong."""

    def conversation(*lines: str | type[BaseException], ways: Ways | None = None) -> tuple[str, str]:
        capsys.readouterr()
        assert Conversation(source(*lines), ways or Ways(), watched=True).run() == 0
        said = capsys.readouterr()
        return said.out, said.err

    return conversation


# What is typed, as words of a command line


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["typed"])
def test_a_statement_is_a_command_line_without_quotation_marks(case: dict[str, Any]) -> None:
    found = words_of(case["typed"], Last(None, "4T(n/2)+1"))
    assert [*found.words] == case["words"]
    assert found.recurrence == case.get("ans")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("slove T(n) = 2T(n/2)", "did you mean solve?"),
        ("O(n log n)", "check O(n log n)"),
        ("compare n log n n^2", "a comma between them"),
        ("compare n", "two functions"),
        ("check", "check RECURRENCE; ANSWER"),
        ("eval", "eval RECURRENCE; 10"),
        ("solve -", "standard input"),
        ("analyze -", "name of a file"),
        ('analyze "no end', "come in pairs"),
        ("tree", "type one first"),
        ("check n^2", "type one first"),
        ("compare ans, n", "type one first"),
    ],
)
def test_what_cannot_be_meant_is_met_with_what_can(typed: str, told: str) -> None:
    with pytest.raises(RecurError) as problem:
        words_of(typed, Last(None))
    assert told in f"{problem.value.message} {problem.value.hint}"


def test_a_bound_that_is_not_tight_is_no_growth_to_compare() -> None:
    with pytest.raises(RecurError, match="no single Θ"):
        words_of("compare ans, n", Last(None, "T(n) = 2T(n/2) + O(n)"))
    with pytest.raises(RecurError, match="holds p"):
        words_of("compare ans, n", Last(None, "T(n) = T(n/2) + T(n/3) + 1"))
    with pytest.raises(RecurError, match="no bound is proved"):
        words_of("compare ans, n", Last(None, "T(n) = 2T(n/2) + n sin(n)^2/log log n"))


# A conversation


def test_a_recurrence_is_answered_in_brief_and_steps_shows_the_derivation(converse: Any) -> None:
    brief, _ = converse("4T(n/2)+1")
    assert "Θ(n²)" in brief and "Assumes" not in brief
    both, _ = converse("4T(n/2)+1", "steps")
    assert both.startswith(brief) and "Assumes" in both


def test_the_last_recurrence_is_ans(converse: Any) -> None:
    out, err = converse("T(n) = 2T(n/2) + n", "check ans O(n log n)", "tree ans -n 8", "compare ans, n^2", "eval 8")
    assert err == ""
    for part in ("✓ correct", "T(8) = 32", "n log n = o(n²)", "T(8) = 32"):
        assert part in out


def test_what_cannot_be_read_does_not_become_ans(converse: Any) -> None:
    out, err = converse("4T(n/2)+1", "T(n) = 2T(n/2 + n", "", "check n^2")
    assert "✓ correct" in out and "^" in err


def test_an_unsolved_recurrence_becomes_ans_and_has_no_growth(converse: Any) -> None:
    out, err = converse("T(n) = 2T(n/2) + n sin(n)^2/log log n", "unroll", "compare ans, n")
    assert "n·sin" in out and "no bound is proved of ans" in err


def test_errors_show_the_place_with_a_caret_and_the_conversation_goes_on(converse: Any) -> None:
    out, err = converse("T(n) = 2T(n/2) + )", "tree --fromat svg 4T(n/2)", "4T(n/2)+1")
    assert "^" in err and "unknown option --fromat; did you mean --format?" in err
    assert "Θ(n²)" in out


def test_every_verb_of_the_command_line_works_with_words_as_in_a_shell(converse: Any, tmp_path: Path) -> None:
    program = tmp_path / "two words.spawn"
    program.write_text("FIB(n)\n  if n <= 1\n    return n\n  x = spawn FIB(n - 1)\n  y = FIB(n - 2)\n  sync\n")
    out, err = converse(f"analyze '{program}'", f"analyze {tmp_path}/none.spawn")
    assert "FIB(n)" in out and "cannot read" in err


def test_a_system_has_a_line_for_each_function_and_an_empty_line_ends_it(converse: Any) -> None:
    out, err = converse("A(n) = 4A(n/2) + 1;", "M(n) = 8M(n/2) + A(n);", "", "check O(n^3)")
    assert err == "" and "M(n) = Θ(n³)" in out and "✓ correct" in out


def test_ctrl_c_gives_up_the_line_and_ctrl_d_leaves(converse: Any) -> None:
    out, _ = converse("T(n) = 2T(n/2) + n;", KeyboardInterrupt, "4T(n/2)+1")
    assert "n log n" not in out and "Θ(n²)" in out


def test_ctrl_c_stops_an_answer_and_the_next_one_is_given(converse: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from recur.solving import solver

    real, calls = solver.solve_all, []

    def slow(*given: Any, **more: Any) -> Any:
        calls.append(given)
        if len(calls) == 1:
            raise KeyboardInterrupt
        return real(*given, **more)

    monkeypatch.setattr("recur.solving.solver.solve_all", slow)
    out, err = converse("4T(n/2)+1", "T(n) = 2T(n/2) + n")
    assert "stopped" in err and "n²" not in out and "Θ(n log n)" in out


@pytest.mark.parametrize("word", ["quit", "exit", "quit()"])
def test_quit_leaves(word: str, converse: Any) -> None:
    assert converse(word, "4T(n/2)+1") == ("", "")


def test_options_of_the_conversation_are_those_of_every_command_that_has_them(converse: Any) -> None:
    ways = Ways(5, ("--timeout=5.0", "--ascii", "--color=never"))
    out, err = converse("4T(n/2)+1", "methods", "help solve", ways=ways)
    assert "Theta(n^2)" in out and "master theorem" in out and err == ""


def test_a_fault_of_recur_itself_does_not_end_the_conversation(converse: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.delenv("RECUR_DEBUG", raising=False)
    monkeypatch.setattr("recur.solving.solver.solve_all", broken)
    out, err = converse("4T(n/2)+1", "compare n, n^2")
    assert "fault in recur" in err and "n = o(n²)" in out


def test_help_tells_what_ans_is_and_names_every_verb(converse: Any) -> None:
    from recur.cli.app import verbs

    out, _ = converse("help")
    assert all(verb in out for verb in verbs() if verb != "prompt")
    assert "ans is the last recurrence" in out
    assert max(map(len, out.splitlines())) <= 80


def test_help_of_a_command_shows_what_may_be_typed_here_and_its_options(converse: Any) -> None:
    out, err = converse("help tree", "help ans", "help tre", "?")
    assert "tree -n 64" in out and "--format" in out and "where a growth is expected" in out
    assert "did you mean tree?" in err


def test_everything_the_help_gives_as_an_example_is_answered(converse: Any) -> None:
    from recur.cli.prompt.help import PAGE

    typed = [line[2:33].strip() for line in PAGE.splitlines() if line.startswith("  ") and line[2] != " "]
    examples = [line for line in typed if not line.startswith(("quit", "help", "A(n)", "M(n)", "tree ans"))]
    assert len(examples) == 10
    out, err = converse(*examples, "tree ans", "check ans O(n^2)", "compare ans, n^2")
    assert err == "" and out.count("Read as") == len(examples) + 1


def test_off_a_terminal_the_statements_are_read_without_a_prompt(recur: Recur) -> None:
    done = recur("prompt", stdin="﻿4T(n/2)+1\ncheck n^2\nT(n) = 2T(n/2 + n".encode())
    assert done.returncode == 0
    assert "✓ correct" in done.stdout and PROMPT not in done.stdout
    assert "not closed" in done.stderr


def test_no_words_off_a_terminal_show_the_help(recur: Recur) -> None:
    done = recur()
    assert done.returncode == 2 and "usage: recur VERB" in done.stderr


def test_a_line_that_cannot_be_decoded_is_an_error_of_its_line(converse: Any) -> None:
    class Undecodable(UnicodeDecodeError):
        def __init__(self) -> None:
            super().__init__("utf-8", b"\xff", 0, 1, "invalid start byte")

    out, err = converse(Undecodable, "4T(n/2)+1")
    assert "Θ(n²)" in out and "encoding" in err


def test_a_terminal_that_goes_away_ends_the_conversation(converse: Any) -> None:
    assert converse(OSError, "4T(n/2)+1") == ("", "")
