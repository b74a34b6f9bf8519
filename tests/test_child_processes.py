"""No test waits without end: what it starts has a limit, and what hangs is killed with all that it has started."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import child_processes

HERE = Path(__file__).resolve().parent
#: Those that end what they start in a way of their own.
DRIVERS = {"child_processes.py", "lesson_runs.py", "test_cli_completion.py", "test_executors_failures.py"}


def calls(file: Path) -> list[tuple[str, ast.Call]]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [(ast.unparse(node.func), node) for node in ast.walk(tree) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("file", sorted(HERE.glob("*.py")), ids=lambda file: file.name)
def test_every_process_that_a_test_starts_has_an_end(file: Path) -> None:
    for name, call in calls(file):
        if name == "subprocess.run":
            assert any(given.arg == "timeout" for given in call.keywords), f"line {call.lineno}"
        assert name != "subprocess.Popen" or file.name in DRIVERS, f"line {call.lineno}: use child_processes.driven"


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="sessions of POSIX")
def test_what_hangs_is_killed_with_its_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_processes, "PATIENCE", 0.1)
    hang = "import sys; sys.stdin.read()"
    both = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {hang!r}]); {hang}"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with child_processes.driven([sys.executable, "-c", both], **pipes) as process:
        assert process.stdout is not None
        assert process.stdout.read() == b""  # ends when the last process that holds the stream has ended
        assert process.wait() == -signal.SIGKILL


def test_a_command_heeds_ctrl_c_whoever_starts_it() -> None:
    words = child_processes.command("signal.raise_signal(signal.SIGINT)")
    words = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh", *words] if os.name == "posix" else words
    done = subprocess.run(words, capture_output=True, timeout=child_processes.PATIENCE, check=False)
    assert b"KeyboardInterrupt" in done.stderr
