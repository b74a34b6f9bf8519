"""Shell completion: the scripts that are printed, what they are answered, where they are installed."""

from __future__ import annotations

import os
import select
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from recur.cli import main
from tests.child_processes import PATIENCE

Recur = Callable[..., "subprocess.CompletedProcess[str]"]

#: what is typed, the last word being unfinished -> what is offered
OFFERED = (
    (["recur", "so"], "solve"),
    (["recur", "--ver"], "--version"),
    (["recur", "solve", "--fo"], "--format"),
    (["recur", "solve", "-T(n-1)", "--bri"], "--brief"),
    (["recur", "solve", "--format", "lat"], "latex"),
    (["recur", "eval", "--rounding", "ce"], "ceiling"),
    (["recur", "completion", "fi"], "fish"),
)
needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
needs_zsh = pytest.mark.skipif(shutil.which("zsh") is None, reason="needs zsh")


@pytest.fixture
def surroundings(tmp_path: Path, command_line: list[str], bare_environment: dict[str, str]) -> dict[str, str]:
    """An environment in which `recur` is the command of this checkout."""
    script = tmp_path / "recur"
    script.write_text(f'#!/bin/sh\nexec {shlex.join(command_line)} "$@"\n')
    script.chmod(0o755)
    return bare_environment | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_printed_script_completes_this_command(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert f"_RECUR_COMPLETE=complete_{shell}" in script and "%(" not in script


def test_the_option_prints_the_same_script_as_the_verb(recur: Recur) -> None:
    for shell in ("bash", "zsh", "fish"):
        shown = recur("--show-completion", shell, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
        assert (shown.returncode, shown.stdout) == (0, recur("completion", shell).stdout)


def test_a_shell_that_is_not_known_is_a_usage_error(recur: Recur) -> None:
    assert recur("completion", "csh").returncode == 2


@pytest.mark.parametrize(("shell", "place"), [("bash", ".bashrc"), ("zsh", ".zfunc/_recur")])
def test_completion_installs_itself(shell: str, place: str, recur: Recur, tmp_path: Path) -> None:
    done = recur("--install-completion", shell, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1", HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "recur" in (tmp_path / place).read_text()


@needs_bash
@pytest.mark.parametrize(("typed", "offered"), OFFERED, ids=str)
def test_the_bash_script_completes(
    typed: list[str], offered: str, tmp_path: Path, surroundings: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["completion", "bash"]) == 0
    script = tmp_path / "complete.bash"
    script.write_text(capsys.readouterr().out)
    words = f"COMP_WORDS=({shlex.join(typed)}); COMP_CWORD={len(typed) - 1}"
    ask = f"source {shlex.quote(str(script))}; {words}; _recur_completion recur; echo ${{COMPREPLY[@]}}"
    done = subprocess.run(
        ["bash", "-c", ask], capture_output=True, check=True, encoding="utf-8", env=surroundings, timeout=PATIENCE
    )
    assert (done.stdout.strip(), done.stderr) == (offered, "")


@pytest.mark.parametrize(("typed", "offered"), OFFERED, ids=str)
def test_zsh_and_fish_are_answered(typed: list[str], offered: str, recur: Recur) -> None:
    line = shlex.join(typed[:-1]) + " " + typed[-1]
    answers = [
        recur(_RECUR_COMPLETE=f"complete_{shell}", _TYPER_COMPLETE_ARGS=line, _TYPER_COMPLETE_FISH_ACTION="get-args")
        for shell in ("zsh", "fish")
    ]
    assert all(answer.returncode == 0 and answer.stderr == "" for answer in answers)
    assert f'"{offered}"' in answers[0].stdout
    assert [row.partition("\t")[0] for row in answers[1].stdout.splitlines()] == [offered]


def test_a_verb_is_offered_with_its_summary(recur: Recur) -> None:
    said = recur(_RECUR_COMPLETE="complete_fish", _TYPER_COMPLETE_ARGS="recur ", _TYPER_COMPLETE_FISH_ACTION="get-args")
    rows = dict(row.split("\t", 1) for row in said.stdout.splitlines())
    assert rows["solve"] == "Solve recurrences: the tight bound, the theorem, the derivation."
    assert set(rows) >= {"solve", "check", "compare", "eval", "methods", "completion"}


def test_where_there_is_nothing_to_offer_fish_is_told_to_offer_files(recur: Recur) -> None:
    said = recur(
        _RECUR_COMPLETE="complete_fish", _TYPER_COMPLETE_ARGS="recur solve ", _TYPER_COMPLETE_FISH_ACTION="is-args"
    )
    assert (said.returncode, said.stdout) == (1, "")


@pytest.mark.parametrize(
    ("shell", "words"),
    [
        pytest.param("bash", ["bash", "--rcfile", "start", "-i"], marks=needs_bash),
        pytest.param("zsh", ["zsh", "-i"], marks=needs_zsh),
    ],
)
def test_an_installed_completion_answers_the_first_tab(
    shell: str, words: list[str], recur: Recur, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    done = recur("--install-completion", shell, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1", HOME=str(home))
    assert done.returncode == 0, done.stderr
    (home / "start").write_text("source ~/.bashrc\nPS1='ready> '\n")
    environment = surroundings | {"HOME": str(home), "ZDOTDIR": str(home), "TERM": "xterm", "PROMPT": "ready> "}
    assert "solve" in after_typing("recur so\t", words, environment, home, until="solve")


def after_typing(keys: str, words: list[str], environment: dict[str, str], folder: Path, until: str) -> str:
    """What a shell on a terminal shows from its prompt on, once the keys are typed, up to what is waited for."""
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    shell = subprocess.Popen(
        words, stdin=slave, stdout=slave, stderr=slave, env=environment, cwd=folder, start_new_session=True
    )
    os.close(slave)
    shown, typed = "", False
    try:
        while until not in shown and select.select([master], [], [], PATIENCE)[0]:
            shown += os.read(master, 4096).decode(errors="replace")
            if not typed and "ready> " in shown:
                os.write(master, keys.encode())
                shown, typed = "", True
    finally:
        shell.kill()
        shell.wait()
        os.close(master)
    return shown


@needs_zsh
def test_zsh_reads_the_script(surroundings: dict[str, str]) -> None:
    ask = 'autoload -U compinit && compinit -u -D; eval "$(recur completion zsh)"; print ${_comps[recur]}'
    done = subprocess.run(
        ["zsh", "-fc", ask], capture_output=True, check=True, encoding="utf-8", env=surroundings, timeout=PATIENCE
    )
    assert (done.stdout.strip(), done.stderr) == ("_recur_completion", "")
