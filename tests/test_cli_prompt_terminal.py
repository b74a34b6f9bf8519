"""The prompt as it is typed at: lines that go on, Tab, history, and a real terminal with Ctrl-C and Ctrl-D."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from recur.cli import main
from recur.cli.prompt.completion import completions, latex_names
from recur.cli.prompt.editors import awaited, typed_statements
from recur.cli.prompt.history import StatementHistory, history_file
from tests.child_processes import PATIENCE, command

# Lines that go on


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("T(n) = 2T(n/2", ")"),
        ("T(n) = 2T(⌊n/2", "⌋"),
        ("T(n) = {", "}"),
        ("A(n) = 4A(n/2) + 1;", ";"),
        ("T(n) = T(n-1) + 1,", ","),
        ("T(n) = T(n-1) \\", "\\"),
        (r"T(n) = \begin{cases} 1 & n = 1 \\", "}"),
        (r"T(n) = \begin{cases} 1 & n = 1 \end{cases}", ""),
        ("4T(n/2)+1", ""),
        ("T(n) = 2T(n/2) + n)", ""),
        ("T(n) = 2T(n/2\n", ""),
        ("A(n) = A(n/2);\n  ", ""),
        ("A(n) = A(n/2);\nB(n) = B(n/2", ")"),
    ],
)
def test_a_line_goes_on_while_something_is_open(text: str, sign: str) -> None:
    assert awaited(text) == sign


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("T(n) = T(n-1) \\\n + 1", ["T(n) = T(n-1)   + 1"]),
        ("A(n) = A(n/2) + 1;\nB(n) = B(n/2);\n", ["A(n) = A(n/2) + 1;\nB(n) = B(n/2)"]),
        ("4T(n/2)+1\ncheck n^2\ntree", ["4T(n/2)+1", "check n^2", "tree"]),
        ("check T(n) = T(n/2) + 1;\ncompare", ["check T(n) = T(n/2) + 1;\ncompare"]),
        (" \n", []),
    ],
)
def test_pasted_lines_are_cut_where_a_command_begins(text: str, found: list[str]) -> None:
    assert typed_statements(text) == found


# Tab


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("check \\Theta", ["check Θ"]),
        ("check \\Thet", ["check Θ"]),
        ("T(n) = 2T(\\lf", ["T(n) = 2T(⌊"]),
        ("T(n) \\le", ["T(n) ≤"]),
        ("n \\fr", ["n \\frac{"]),
        ("so", ["solve "]),
        ("help unr", ["help unroll "]),
        ("tree 4T(n/2)+1 --for", ["tree 4T(n/2)+1 --format "]),
        ("steps --br", ["steps --brief "]),
        ("T(n) = 2T(n/2) + l", []),
    ],
)
def test_tab_completes(line: str, completed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recur.cli.terminal.shows_unicode", lambda _: True)
    start, offered = completions(line)
    assert [line[:start] + insert for insert, _ in offered] == completed


def test_several_names_are_offered_as_names_until_one_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recur.cli.terminal.shows_unicode", lambda _: True)
    offered = {insert for insert, _ in completions("\\lfl"[:2])[1]}
    assert {"\\lfloor", "\\log", "\\leq"} <= offered and all(name.startswith("\\l") for name in offered)


def test_a_terminal_without_greek_gets_the_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recur.cli.terminal.shows_unicode", lambda _: False)
    assert completions("\\Thet") == (0, [("\\Theta", "\\Theta")])


def test_every_sign_that_is_completed_is_one_the_parser_knows() -> None:
    from recur.parsing.text.cleaning import clean

    for sign in latex_names().values():
        clean(sign)


def test_files_are_completed_for_the_verbs_that_take_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "merge.spawn").touch()
    (tmp_path / "measured").mkdir()
    monkeypatch.chdir(tmp_path)
    start, offered = completions("analyze me")
    assert (start, offered) == (8, [(f"measured{os.sep}", "measured"), ("merge.spawn ", "merge.spawn")])
    assert completions("tree me")[1] == []


# History


def test_the_history_lasts_and_holds_statements_of_several_lines(tmp_path: Path) -> None:
    file = tmp_path / "new" / "history"
    typed = ["4T(n/2)+1", "A(n) = 4A(n/2) + 1;\nM(n) = 8M(n/2) + A(n)", '"T(n)', "check Θ(n²)"]
    first = StatementHistory(file)
    for text in [*typed, typed[-1], "  "]:
        first.add(text)
    assert StatementHistory(file).entries == typed
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0


def test_the_history_is_shortened_once_it_is_long(tmp_path: Path) -> None:
    file = tmp_path / "history"
    file.write_text("".join(f"T(n) = T(n-{k})\n" for k in range(2500)))
    assert len(StatementHistory(file).entries) == len(file.read_text().splitlines()) == 1000
    assert StatementHistory(file).entries[-1] == "T(n) = T(n-2499)"


def test_a_history_that_cannot_be_kept_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file" / "history", tmp_path, None):
        history = StatementHistory(place)
        history.add("4T(n/2)+1")
        assert history.entries == ["4T(n/2)+1"]


def test_the_history_stands_in_the_state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert history_file() == tmp_path / "recur" / "history"
    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    found = history_file()
    assert found is None or (found.is_absolute() and found.name == "history")


# At a real terminal


INTERRUPT = b"\x03"


class Screen:
    """recur at a pseudo-terminal; `until` types, and waits for what must appear."""

    def __init__(self, words: list[str], environment: dict[str, str]) -> None:
        import pty

        self.child, self.leader = pty.fork()
        if not self.child:  # pragma: no cover (another process)
            os.execvpe(words[0], words, environment)

    def until(self, typed: bytes, *awaited: str) -> None:
        """Type, and read until all of this has come in this order.

        An interrupt that comes to nothing is typed again, as a person would: one that reaches the interpreter just
        before it waits for a key is answered at the next key only.
        """
        import select

        os.write(self.leader, typed)
        fresh, end, silent = "", time.monotonic() + PATIENCE, 0
        for part in awaited:
            while part not in fresh:
                assert time.monotonic() < end, f"no {part!r} after {typed!r} in {fresh!r}"
                if select.select([self.leader], [], [], 0.2)[0]:
                    fresh += os.read(self.leader, 65536).decode(errors="replace")
                    silent = 0
                    continue
                silent += 1
                if typed == INTERRUPT and silent % 10 == 0:
                    os.write(self.leader, INTERRUPT)
            fresh = fresh.partition(part)[2]

    def close(self) -> int:
        """Wait for the end, reading what still comes; the exit code."""
        end = time.monotonic() + PATIENCE
        while not (ended := os.waitpid(self.child, os.WNOHANG))[0]:
            if time.monotonic() > end:
                os.kill(self.child, signal.SIGKILL)
            time.sleep(0.02)
        os.close(self.leader)
        return os.waitstatus_to_exitcode(ended[1])


#: The process says when it is at an answer that takes for ever, so that it is the answer which is interrupted.
TELLING = """
from recur.evaluation.evaluator import Evaluator
def telling(*given, value=Evaluator.value, **options):
    print("it evaluates", flush=True)
    return value(*given, **options)
Evaluator.value = telling
"""

needs_terminal = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@needs_terminal
@pytest.mark.parametrize("words", [[], ["prompt", "--plain"]], ids=["prompt_toolkit", "plain"])
def test_at_a_terminal_one_types_completes_interrupts_and_leaves(
    words: list[str], bare_environment: dict[str, str], tmp_path: Path
) -> None:
    if not words:
        pytest.importorskip("prompt_toolkit")
    state = {"XDG_STATE_HOME": str(tmp_path), "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "LANG": "C.UTF-8"}
    screen = Screen([*command(TELLING), *words], bare_environment | state)
    screen.until(b"", "recur>")
    screen.until(b"4T(n/2)+1\r", "leaves dominate.", "recur>")
    screen.until(b"check \\Thet\t", "Θ")
    screen.until(b"(n^2)\r", "correct", "recur>")
    screen.until(b"A(n) = 4A(n/2) + 1;\r", ";>")
    screen.until(b"M(n) = 8M(n/2)+A(n)\r", "M(n) = Θ(n³)", "recur>")
    screen.until(b"half a line", "half a line")
    screen.until(INTERRUPT, "recur>")
    screen.until(b"eval T(n) = T(n-1)*T(n-2)+n, T(0)=2, T(1)=3 10^9 --timeout inf\r", "it evaluates")
    screen.until(INTERRUPT, "stopped", "recur>")
    screen.until(b"compare n, n^2\r", "more slowly", "recur>")
    screen.until(b"\x04")
    assert screen.close() == 0
    kept = (tmp_path / "recur" / "history").read_text(encoding="utf-8").splitlines()
    assert kept[:2] == ["4T(n/2)+1", "check Θ(n^2)"]
    assert json.loads(kept[2]) == "A(n) = 4A(n/2) + 1;\nM(n) = 8M(n/2)+A(n)"


def test_the_editor_takes_several_lines_remembers_and_completes() -> None:
    pytest.importorskip("prompt_toolkit")
    from prompt_toolkit.input import create_pipe_input
    from prompt_toolkit.output import DummyOutput

    from recur.cli.prompt.editors import Toolkit

    with create_pipe_input() as keys:
        editor = Toolkit(["A(n) = A(n/2);\nB(n) = B(n/2)", "4T(n/2)+1"], input=keys, output=DummyOutput())
        for typed, read in (
            ("\x1b[A\r", "4T(n/2)+1"),
            ("T(n) = 2T(n/2) + n\r", "T(n) = 2T(n/2) + n"),
            ("A(n) = A(n/2);\rB(n) = B(n/2)\r", "A(n) = A(n/2);\nB(n) = B(n/2)"),
            ("T(n) = 2T(n/2\r\r", "T(n) = 2T(n/2\n"),
            ("check \\Thet\t(n)\r", "check Θ(n)"),
            ("\x1b[200~4T(n/2)+1\ncheck n^2\x1b[201~\r", "4T(n/2)+1\ncheck n^2"),
        ):
            keys.send_text(typed)
            assert editor.read() == read
        for key, given in (("\x03", KeyboardInterrupt), ("\x04", EOFError)):
            keys.send_text(key)
            with pytest.raises(given):
                editor.read()


def test_the_prompt_is_there_before_typer_lark_and_the_mathematics(command_line: list[str]) -> None:
    program = (
        command_line[-1]
        .rpartition("; sys.exit")[0]
        .replace("from recur.cli import main", "import recur.cli.prompt.conversation")
    )
    done = subprocess.run(
        [*command_line[:-1], f"{program}; print(*sys.modules)"],
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=PATIENCE,
    )
    heavy = {"typer", "lark", "sympy", "mpmath", "recur.solving.solver", "prompt_toolkit", "recur.model.expressions"}
    assert heavy.isdisjoint(done.stdout.split())


def test_the_help_of_the_verb_fits_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prompt", "--help"]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80
