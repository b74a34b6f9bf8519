"""recur measure: counts, samples, parallel runs, in every format; what is kept; what is said of a program that fails.

Nothing here depends on how long anything takes.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from recur.cli import main
from tests.child_processes import PATIENCE, driven
from tests.engine_rules import GROWING
from tests.programs_to_measure import DEADLY, ENDLESS, FAILING, SEVEN, SUM, UNDECLARED, WRONG

QUICK = ("--sizes", "1,2,4,8,16", "--at", "16", "--seconds", "100", "-r", "2")


@pytest.fixture
def program(tmp_path: Path) -> Any:
    def write(text: str, name: str = "measured_program") -> str:
        file = tmp_path / f"{name}.py"
        file.write_text(text, encoding="utf-8")
        return str(file)

    return write


def measured(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    code = main(["measure", *words, *QUICK, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_the_answer_holds_counts_samples_machine_and_parallel_runs(program: Any, capsys: Any) -> None:
    code, found = measured(capsys, program(SUM), "-e", "threads", "-P", "1,2")
    assert code == 0
    assert found["verdict"] == "confirmed"
    assert found["counts"]["verdict"] == "equal"
    assert [(row["n"], row["work"], row["span"]) for row in found["counts"]["rows"]][:3] == [
        (1, 1, 1),
        (2, 3, 2),
        (4, 7, 3),
    ]
    assert sorted({s["n"] for s in found["samples"]}) == [1, 2, 4, 8, 16]
    assert len(found["samples"]) == 10
    assert {(s["engine"], s["unit"], s["workers"]) for s in found["samples"]} == {("serial", "total", 1)}
    assert found["machine"]["usable"] >= 1 and found["machine"]["interpreter"].startswith(
        sys.implementation.name[0].upper()
    )
    rows = found["parallel"]["rows"]
    assert [(row["engine"], row["workers"], len(row["times"])) for row in rows] == [
        ("threads", 1, 4),
        ("threads", 2, 4),
    ]
    for row in rows:
        assert row["speedup"] == pytest.approx(found["parallel"]["serial_seconds"] / row["seconds"])
        assert row["efficiency"] == pytest.approx(row["speedup"] / row["workers"])
        assert 0 < row["lower_bound_seconds"] <= row["upper_bound_seconds"]
    assert rows[0]["karp_flatt"] is None and rows[1]["karp_flatt"] is not None
    assert found["failures"] == [] and found["error"] is None


def test_a_wrong_recurrence_is_refuted_by_the_first_size_that_differs(program: Any, capsys: Any) -> None:
    code, found = measured(capsys, program(SEVEN), "-e", "none")
    assert (code, found["verdict"]) == (1, "refuted")
    assert found["counts"]["work"]["first_difference"] == {"n": 2, "counted": 9, "declared": "8"}
    assert found["parallel"] is None


def test_a_program_that_declares_nothing_is_timed_alone(program: Any, capsys: Any) -> None:
    code, found = measured(capsys, program(UNDECLARED), "-e", "none")
    assert code in (0, 3)
    assert found["counts"] is None and found["work"] is None
    assert "counts no operations" in found["notes"][0]


def test_another_prediction_replaces_the_declared_one_for_the_times_alone(program: Any, capsys: Any) -> None:
    _, found = measured(capsys, program(SUM), "-e", "none", "--predict", "n^2")
    assert found["times"]["interpreted"]["theta"] == "n**2"
    assert found["counts"]["verdict"] == "equal"


def test_text_and_markdown_say_the_same(program: Any, capsys: Any) -> None:
    for form in ("text", "markdown"):
        assert main(["measure", program(SUM), *QUICK, "-e", "threads", "-P", "2", "--format", form]) == 0
        shown = " ".join(capsys.readouterr().out.split())
        for said in ("confirmed", "equal at 5 of 5 sizes", "Parallel runs at n = ", "without spawns"):
            assert said in shown, (form, said)
    assert main(["measure", program(SUM), *QUICK, "-e", "none", "--ascii"]) == 0
    assert capsys.readouterr().out.isascii()


def test_several_programs_end_in_one_table(program: Any, capsys: Any) -> None:
    waiting = UNDECLARED.replace("return sum(range(n))", "import time; time.sleep(1e-4)")
    files = [program(SUM, "summing"), program(waiting, "waiting_for_it")]
    assert main(["measure", *files, *QUICK, "-e", "threads", "-P", "1,2"]) in (0, 3)
    table = capsys.readouterr().out.partition("\nEngines\n")[2]
    head, *rows = table.splitlines()
    assert "S on threads" in head and "processor busy" in head
    assert rows[0].split()[0] == "total" and rows[1].split()[0] == "summed"


def test_what_is_kept_is_gone_on_with(program: Any, tmp_path: Path, capsys: Any) -> None:
    kept = tmp_path / "runs.jsonl"
    words = (program(SUM), "-e", "threads", "-P", "2", "--save", str(kept))
    _, first = measured(capsys, *words)
    lines = kept.read_text(encoding="utf-8").splitlines()
    _, again = measured(capsys, *words, "--resume")
    assert kept.read_text(encoding="utf-8").splitlines() == lines
    assert again["samples"] == first["samples"]
    assert again["parallel"]["rows"][0]["times"] == first["parallel"]["rows"][0]["times"]
    code, refused = measured(capsys, *words)
    assert code == 2 and "exists" in refused["error"]["message"]
    assert main(["fit", str(kept), "--json"]) in (0, 3)
    assert json.loads(capsys.readouterr().out)["rows"][0]["repetitions"] == 2


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kills a process as POSIX does")
def test_a_killed_worker_is_told_beside_the_runs_that_ended(program: Any, tmp_path: Path, capsys: Any) -> None:
    kept = tmp_path / "runs.jsonl"
    words = (program(DEADLY), "-e", "threads,processes", "-P", "2", "--save", str(kept))
    code, found = measured(capsys, *words)
    assert code == 2
    assert [(f["engine"], f["kind"]) for f in found["failures"]] == [("processes", "execution")]
    assert "SIGKILL" in found["failures"][0]["message"]
    assert [row["engine"] for row in found["parallel"]["rows"]] == ["threads"]
    assert '"engine": "threads"' in kept.read_text(encoding="utf-8")


@pytest.mark.parametrize(("text", "said"), [(FAILING, "raised KeyError: 'four'"), (WRONG, "its own check refuses it")])
def test_a_program_that_fails_is_told_by_its_task_and_size(text: str, said: str, program: Any, capsys: Any) -> None:
    code, found = measured(capsys, program(text), "-e", "none")
    assert code == 2
    assert found["error"]["kind"] == "execution"
    assert said in found["error"]["message"] and "total(n = 4)" in found["error"]["message"]


def test_what_was_measured_before_a_task_raised_is_told(program: Any, capsys: Any) -> None:
    code, found = measured(capsys, program(FAILING), "-e", "none")
    assert (code, found["verdict"]) == (2, "inconclusive")
    assert [(row["n"], row["work"]) for row in found["counts"]["rows"]] == [(1, 1), (2, 3)]
    assert main(["measure", program(FAILING), *QUICK, "-e", "none"]) == 2
    shown = " ".join(capsys.readouterr().out.split())
    assert "Ended: total(n = 4) raised KeyError: 'four'" in shown and "equal at 2 of 2 sizes" in shown


def ended(program: str, capsys: Any, *words: str) -> tuple[int, dict[str, Any]]:
    """A program that is measured in ever more time, until the machine has come as far as its sizes 1 and 2."""
    found: dict[str, Any] = {}
    for seconds in GROWING:
        code = main(["measure", program, "--seconds", f"{seconds:g}", "-e", "none", *words, "--json"])
        found = json.loads(capsys.readouterr().out)
        if found["error"] is not None and len((found.get("counts") or {"rows": ()})["rows"]) == 2:
            return code, found
    raise AssertionError(found)


def test_a_run_that_does_not_end_is_stopped(program: Any, capsys: Any) -> None:
    code, found = ended(program(ENDLESS), capsys)
    assert (code, found["error"]["kind"]) == (4, "limit")
    assert "total(n = 4) did not end within" in found["error"]["message"]


@pytest.mark.skipif(os.name != "posix", reason="forks")
@pytest.mark.parametrize(
    ("does", "kind", "said"),
    [
        ("sum(range(10**15))", "limit", "could not be stopped in time"),
        ("__import__('os').kill(__import__('os').getpid(), 9)", "execution", "killed by SIGKILL while"),
        ("__import__('os')._exit(3)", "execution", "ended with exit code 3 while"),
    ],
)
def test_whatever_a_program_does_to_its_process_the_counts_before_are_told(
    does: str, kind: str, said: str, program: Any, capsys: Any
) -> None:
    text = SUM.replace("    count(1)\n", f"    count(1)\n    if len(xs) == 4:\n        {does}\n")
    code, found = ended(program(text), capsys)
    assert (code, found["error"]["kind"]) == ({"limit": 4, "execution": 2}[kind], kind)
    assert said in found["error"]["message"]


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_ends_it_at_once_and_keeps_the_runs(
    program: Any, tmp_path: Path, command_line: list[str], bare_environment: dict[str, str]
) -> None:
    """The program interrupts itself when it finds three of its runs kept."""
    kept = tmp_path / "runs.jsonl"
    interrupted = SUM.replace(
        "    count(1)\n",
        "    count(1)\n"
        "    import pathlib, signal\n"
        f"    kept = pathlib.Path({str(kept)!r})\n"
        "    if kept.exists() and kept.read_bytes().count(b'\"sample\"') >= 3:\n"
        "        signal.raise_signal(signal.SIGINT)\n",
    )
    words = ["measure", program(interrupted), "--sizes", "1,2,4,8,16,32,64", "--save", str(kept)]
    words += ["--seconds", str(PATIENCE)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with driven([*command_line, *words], env=bare_environment, cwd=tmp_path, **pipes) as process:
        out, err = process.communicate()
        assert process.returncode == 130
    assert b"Traceback" not in err
    shown = " ".join(out.decode().split())
    assert (
        "interrupted; what was measured until then is kept: counts at 7 sizes, 3 times" in shown
        and "equal at 7 of 7 sizes" in shown
    )
    assert kept.read_bytes().count(b'"record": "sample"') >= 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--sizes", "1..x"), "x is no size"),
        (("--sizes", "1..100:1"), "more than 64 numbers"),
        (("--sizes", "0"), "a size is between 1"),
        (("-e", "fibers"), "there is no engine fibers"),
        (("--resume",), "--resume needs --save FILE"),
        (("--plot", "x.gif"), "ends in .svg or .png"),
        (("--scheduler", "localhost:1"), "--scheduler belongs to --engine dask"),
        (("--seconds", "inf"), "--seconds is the time to spend"),
        (("other.py", "--save", "x"), "take one program"),
    ],
)
def test_wrong_options_are_told_before_anything_runs(
    words: tuple[str, ...], said: str, program: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["measure", program(FAILING), *words]) == 2
    assert said in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("64,128", (64, 128)),
        ("2^3..2^6", (8, 16, 32, 64)),
        ("3..11:4", (3, 7, 11)),
        ("5, 2, 5", (2, 5)),
        ("3..20", (3, 6, 12)),
    ],
)
def test_sizes_are_listed_doubled_or_stepped(text: str, found: tuple[int, ...]) -> None:
    from recur.runs.sizes import read_run_sizes

    assert read_run_sizes(text) == found


def test_it_is_a_module_for_launchers(program: Any, bare_environment: dict[str, str], tmp_path: Path) -> None:
    words = [sys.executable, "-m", "recur.cli", "--version"]
    done = subprocess.run(
        words, env=bare_environment, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=PATIENCE
    )
    if "No module named" in done.stderr:
        pytest.skip("recur is not installed here, only found by the tests")
    assert done.stdout.startswith("recur ")
