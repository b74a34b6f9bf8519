"""Standard input, output and error: batches that stream, codes that tell, pipes that close."""

from __future__ import annotations

import json
import multiprocessing
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from recur.cli import main
from recur.cli.batch import Answerer, Reply, answer_each
from recur.cli.inputs import Input
from recur.cli.manner import Manner
from recur.crew import Loss
from tests.child_processes import PATIENCE, command, driven

Recur = Callable[..., "subprocess.CompletedProcess[str]"]
GOOD = "T(n)=2T(n/2)+n"
BAD = "T(n) = 2T(n/2 + n"


def documents(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def thetas(done: subprocess.CompletedProcess[str]) -> list[str | None]:
    return [d["solutions"][-1]["theta"] if d["solutions"] else None for d in documents(done)]


def test_one_line_in_is_one_answer_out_in_order(recur: Recur) -> None:
    done = recur("solve", "--json", "-", stdin="4T(n/2)+1\n# a comment\n\n   \nT(n)=T(n/2)+1\n")
    assert done.returncode == 0
    assert thetas(done) == ["n**2", "log(n)"]


def test_a_bad_line_does_not_stop_the_next(recur: Recur) -> None:
    done = recur("solve", "--json", "-", stdin=f"{BAD}\n4T(n/2)+1\n")
    assert [d["error"] and d["error"]["kind"] for d in documents(done)] == ["syntax", None]
    assert done.returncode == 2 and done.stderr == ""


def test_the_worst_code_of_a_batch_counts(recur: Recur) -> None:
    unsolved = "T(n) = 2T(n/2) + n sin(n)^2/log log n"
    done = recur("solve", "--json", "-", stdin=f"{unsolved}\n{BAD}\n4T(n/2)+1\n")
    assert [d["error"] and d["error"]["kind"] for d in documents(done)] == ["unsolved", "syntax", None]
    assert done.returncode == 3


def test_base_cases_alone_on_the_line_below_belong_to_the_recurrence(recur: Recur) -> None:
    text = (
        "T(n) = 2T(n/2) + n\nT(1) = 1\n\na_n = 2a_{n-1}\n\nwhere a_0 = 3\n4T(n/2)+1\nS(0) = 1\nT(n) = T(n-1)\nT(0) = 7"
    )
    done = recur("solve", "--json", "-", stdin=text)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["interpreted"] for answer in found] == [
        "T(n) = 2*T(n/2) + n, T(1) = 1",
        "a(n) = 2*a(n - 1), a(0) = 3",
        "T(n) = 4*T(n/2) + 1",
        None,
        "T(n) = T(n - 1), T(0) = 7",
    ]


def test_a_line_that_is_a_json_string_may_hold_newlines(recur: Recur) -> None:
    system = json.dumps("A(n) = 4A(n/2) + 1\nM(n) = 8M(n/2) + A(n)")
    done = recur("solve", "--json", "-", stdin=system + "\n")
    assert [s["function"] for s in documents(done)[0]["solutions"]] == ["A", "M"]


def test_a_broken_json_string_is_an_error_of_its_line(recur: Recur) -> None:
    done = recur("solve", "--json", "-", stdin='"4T(n/2)\\q"\n4T(n/2)+1\n')
    assert [d["error"] and d["error"]["kind"] for d in documents(done)] == ["syntax", None]


def test_a_line_that_is_not_utf_8_is_an_error_of_its_line(recur: Recur) -> None:
    done = recur("solve", "--json", "-", stdin=b"T(n)=2T(n/2)+\xff\n4T(n/2)+1\n")
    first, second = documents(done)
    assert first["error"]["kind"] == "syntax" and "0xff" in first["error"]["message"]
    assert first["error"]["column"] == 14
    assert second["error"] is None


def test_a_byte_order_mark_and_carriage_returns_are_nothing_to_complain_about(recur: Recur) -> None:
    done = recur("solve", "--json", "-", stdin=b"\xef\xbb\xbf4T(n/2)+1\r\nT(n)=T(n/2)+1\r\n")
    assert thetas(done) == ["n**2", "log(n)"]


def test_a_line_without_end_is_refused_and_the_next_answered(recur: Recur) -> None:
    done = recur("solve", "--json", "-", stdin="n+" * 1_000_000 + "n\n4T(n/2)+1\n")
    first, second = documents(done)
    assert first["error"]["kind"] == "limit" and second["error"] is None
    assert done.returncode == 4


def test_hostile_lines_leave_the_next_one_answered(recur: Recur) -> None:
    hostile = [
        "(" * 5000,
        "T(n)=T(n)",
        "T(n)=T(2n)+1",
        "T(n)=2T(n/2)+9^9^9^9",
        "T(n)=2T(n/2)+1/0",
        "T(n)=\u202e1",
    ]
    lines = [json.dumps(text) for text in [*hostile, "T(n)=2T(n/2)\x00"]]
    done = recur("solve", "--json", "-", stdin="\n".join([*lines, "4T(n/2)+1", ""]))
    replies = documents(done)
    assert len(replies) == len(lines) + 1
    assert replies[-1]["solutions"][-1]["theta"] == "n**2"
    assert done.returncode in (2, 3, 4)
    assert all(d["error"] is None or d["error"]["kind"] != "internal" for d in replies)


HOSTILE = ["T(n)=T(n)", BAD, '"4T(n/2)\\q"', "T(n)=T(2n)+1", "(" * 5000, "T(n) = 2T(n/2) + n sin(n)^2/log log n"]
SOLVED = [GOOD, "T(n) = T(n/2) + 2n", "T(n)=T(n-1)+T(n-2), T(0)=0, T(1)=1", "4T(n/2)+1"]


@pytest.mark.parametrize("verb", ["solve", "check", "compare"])
@pytest.mark.parametrize("form", ["text", "json", "latex"])
def test_several_processes_print_what_one_prints(verb: str, form: str, recur: Recur) -> None:
    """Byte for byte and in the same order, on both streams, with hostile lines in the middle."""
    good = ["n", "n log n", "n!", "2^n"] if verb == "compare" else SOLVED
    lines = [line for pair in zip(good, HOSTILE, strict=False) for line in pair] * 2 + HOSTILE
    if verb != "solve":
        lines = [f"{line}\t{second}" for line, second in zip(lines, ["n", "n^2", "x/(", "n log n"] * 6, strict=False)]
    text = "\n".join(lines).encode() + b"\nT(n)=2T(n/2)+\xff\n" + f"{GOOD}\n".encode()
    alone, together = (recur(verb, "--format", form, "-j", jobs, "-", stdin=text) for jobs in ("1", "2"))
    assert alone.stdout and (form == "json" or alone.stderr)
    assert (alone.stdout, alone.stderr, alone.returncode) == (together.stdout, together.stderr, together.returncode)


def deadly(text: str) -> Reply:
    """An answer, but to one input, at which the process ends: as for a want of memory."""
    if text == "die" and multiprocessing.parent_process() is not None:
        os._exit(9)
    return Reply(text)


def no_document(text: str, problem: Exception) -> dict[str, Any]:
    raise AssertionError(f"no JSON is asked for: {text}, {problem}")


def test_a_line_that_costs_its_process_the_life_has_an_error_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    texts = ["a", "b", "die", "c", "d"]
    inputs = [Input(text, followed=True) for text in texts]
    assert answer_each(inputs, Manner(jobs=2), deadly, no_document) == 4
    said = capsys.readouterr()
    assert said.out.split() == ["a", "b", "c", "d"]
    assert "ended without a word" in said.err


def test_a_process_that_hangs_has_not_ended() -> None:
    lost = Answerer(Manner(), deadly, no_document).lost((0, Input("a")), Loss.HUNG)
    assert lost.code == 4 and "did not end within its time limit" in lost.aside


def test_an_empty_batch_is_no_error(recur: Recur) -> None:
    done = recur("solve", "-", stdin="")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_several_arguments_are_each_answered(recur: Recur) -> None:
    done = recur("solve", "--json", "4T(n/2)+1", "-", "T(n)=T(n/2)+1", stdin=GOOD + "\n")
    assert thetas(done) == ["n**2", "n*log(n)", "log(n)"]


def test_options_may_stand_between_the_arguments(recur: Recur) -> None:
    done = recur("solve", "4T(n/2)+1", "--json", GOOD)
    assert thetas(done) == ["n**2", "n*log(n)"]


def test_after_two_dashes_everything_is_an_input(recur: Recur) -> None:
    done = recur("solve", "--json", "--", "--brief")
    assert documents(done)[0]["input"] == "--brief" and done.returncode == 2


def test_text_answers_go_to_output_and_errors_to_error(recur: Recur) -> None:
    done = recur("solve", "-", stdin=f"4T(n/2)+1\n{BAD}\n")
    assert "Θ(n²)" in done.stdout and "error" not in done.stdout
    assert done.stderr.lstrip().startswith("error: ") and "^" in done.stderr
    assert done.returncode == 2


def test_an_unsolved_recurrence_shows_what_is_known_and_has_code_3(recur: Recur) -> None:
    done = recur("solve", "T(n) = 2T(n/2) + n sin(n)^2/log log n")
    assert done.returncode == 3 and done.stdout.strip()


def test_ascii_output_is_ascii(recur: Recur) -> None:
    for words in (["solve", "2T(n/2)+n/log n"], ["compare", "n^(log n)", "2^(sqrt n)"]):
        assert recur(*words, "--ascii").stdout.isascii()


def test_an_encoding_without_greek_letters_falls_back_to_ascii(recur: Recur) -> None:
    done = recur("solve", "4T(n/2)+1", PYTHONIOENCODING="ascii")
    assert done.returncode == 0 and "Theta(n^2)" in done.stdout and done.stdout.isascii()


def test_json_is_json_in_every_encoding(recur: Recur) -> None:
    for encoding in ("ascii", "latin-1", "utf-8"):
        done = recur("solve", "--json", "-", stdin="T₁(n) = 2T₁(n/2) + é\n", PYTHONIOENCODING=encoding)
        assert documents(done)[0]["input"] == "T₁(n) = 2T₁(n/2) + é"


def test_there_is_no_colour_off_a_terminal_and_color_always_brings_it(recur: Recur) -> None:
    assert "\x1b[" not in recur("solve", "4T(n/2)+1").stdout
    assert "\x1b[" in recur("solve", "4T(n/2)+1", "--color", "always", NO_COLOR="1").stdout


def test_each_answer_comes_before_the_next_line_is_sent(
    command_line: list[str], bare_environment: dict[str, str]
) -> None:
    with driven(
        [*command_line, "solve", "--json", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=bare_environment,
    ) as process:
        assert process.stdin and process.stdout
        for text, theta in (("4T(n/2)+1", "n**2"), ("T(n)=T(n/2)+1", "log(n)")):
            process.stdin.write(f"{text}\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["solutions"][-1]["theta"] == theta
        process.stdin.close()
        assert process.wait() == 0


@pytest.mark.skipif(os.name != "posix", reason="signals and pipes of POSIX")
def test_a_reader_that_leaves_ends_the_batch_quietly(command_line: list[str], bare_environment: dict[str, str]) -> None:
    with driven(
        [*command_line, "solve", "--json", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=bare_environment,
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(b"4T(n/2)+1\n")
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(b"4T(n/2)+1\n")
        process.stdin.close()
        assert process.wait() == 141
        assert process.stderr.read() == b""


#: Standard input of one line: who asks for the next is interrupted at that moment.
ONE_LINE = """
import io, types
class OneLine(io.BytesIO):
    def readline(self, size=-1):
        line = super().readline(size)
        if not line:
            signal.raise_signal(signal.SIGINT)
        return line
    read1 = readline
sys.stdin = types.SimpleNamespace(buffer=OneLine(b"4T(n/2)+1\\n"))
"""


@pytest.mark.parametrize("ignored", [False, True])
def test_an_interrupt_ends_the_batch_quietly(ignored: bool, bare_environment: dict[str, str]) -> None:
    """Also where whoever runs the tests ignores interrupts, as a job in the background does."""
    words = [*command(ONE_LINE), "solve", "--json", "-"]
    words = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh", *words] if ignored and os.name == "posix" else words
    done = subprocess.run(words, capture_output=True, env=bare_environment, timeout=PATIENCE, check=False)
    assert (done.returncode, done.stderr) == (130, b"")
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.skipif(os.name != "posix", reason="closes streams as a POSIX shell does")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_fault(closed: str, command_line: list[str], bare_environment: dict[str, str]) -> None:
    words = shlex.join([*command_line, "solve", "--brief", "4T(n/2)+1", "-"])
    done = subprocess.run(
        ["sh", "-c", f"{words} {closed}"],
        env=bare_environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def broken(*_: object, **__: object) -> None:
    raise ZeroDivisionError("a bug")


def test_a_fault_of_recur_itself_has_code_70_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("RECUR_DEBUG", raising=False)
    monkeypatch.setattr("recur.solving.solver.solve_all", broken)
    assert main(["solve", GOOD]) == 70
    said = capsys.readouterr()
    assert "fault in recur" in said.err and "ZeroDivisionError" in said.err and "Traceback" not in said.err


def test_a_fault_is_an_internal_error_in_json_and_the_batch_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("RECUR_DEBUG", raising=False)
    monkeypatch.setattr("recur.solving.solver.solve_all", broken)
    assert main(["solve", "--json", GOOD, "4T(n/2)+1"]) == 70
    kinds = [json.loads(line)["error"]["kind"] for line in capsys.readouterr().out.splitlines()]
    assert kinds == ["internal", "internal"]


def test_a_fault_of_the_parser_does_not_stop_the_batch(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("RECUR_DEBUG", raising=False)
    monkeypatch.setattr("recur.parsing.parse_any", broken)
    assert main(["solve", "--json", GOOD, "4T(n/2)+1"]) == 70
    replies = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(d["input"], d["error"]["kind"]) for d in replies] == [(GOOD, "internal"), ("4T(n/2)+1", "internal")]


def test_debugging_shows_the_traceback_of_a_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RECUR_DEBUG", "1")
    monkeypatch.setattr("recur.solving.solver.solve_all", broken)
    assert main(["solve", GOOD]) == 70
    assert "Traceback" in capsys.readouterr().err


def test_a_solver_that_does_not_end_meets_the_time_limit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def endless(*_: object, **__: object) -> None:
        while True:
            pass

    monkeypatch.setattr("recur.solving.solver.solve_all", endless)
    assert main(["solve", "--json", "--timeout", "0.1", GOOD]) == 4
    assert json.loads(capsys.readouterr().out)["error"]["kind"] == "limit"


def test_running_out_of_memory_is_a_limit(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def greedy(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("recur.solving.solver.solve_all", greedy)
    assert main(["solve", GOOD]) == 4
    assert "memory" in capsys.readouterr().err


def test_the_terminal_is_asked_for_its_colour(recur: Recur) -> None:
    if sys.platform == "win32":
        pytest.skip("needs a pseudo-terminal")
    from recur.cli.terminal import wants_colour

    leader, follower = os.openpty()
    with os.fdopen(leader, "rb"), os.fdopen(follower, "w") as screen, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TERM", "xterm")
        patch.delenv("NO_COLOR", raising=False)
        patch.delenv("OMPI_COMM_WORLD_RANK", raising=False)
        assert wants_colour(screen)
        for name, value in (("NO_COLOR", "1"), ("OMPI_COMM_WORLD_RANK", "0")):
            with patch.context() as set_alone:
                set_alone.setenv(name, value)
                assert not wants_colour(screen)


def test_a_product_that_may_be_a_lost_power_is_read_as_it_stands_with_a_note(recur):
    done = recur("solve", "--brief", "T(n) = T(n/2) + 2n")
    assert done.returncode == 0
    assert "Θ(n)" in done.stdout
    assert "note: 2n is read as a product" in done.stderr
    assert "T(n) = T(n/2) + 2^n" in done.stderr
    assert "note" not in recur("solve", "--brief", "T(n) = T(n/2) + 3n").stderr
