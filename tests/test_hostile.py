"""Nothing that is typed is a fault of recur's own, and no line of a batch keeps the next from its answer."""

from __future__ import annotations

import ast
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import recur as recur_package
from recur.cli import main, solve as solve_verb
from recur.model.errors import LimitExceeded
from recur.model.expressions import depth
from recur.model.limits import MAX_DEPTH
from recur.parsing import parse_formula
from recur.solving import solver
from recur.solving.order import registered
from tests.child_processes import PATIENCE

CASES = Path(__file__).parent / "cases"
FAMILIES = [json.loads(line) for line in (CASES / "nested_families.jsonl").read_text(encoding="utf-8").splitlines()]
DEPTHS = (8, MAX_DEPTH - 4, 3_000)
#: the deepest that is read
DEEPEST = (MAX_DEPTH - 4,)
OURS = {0, 1, 2, 3, 4}
#: Whoever is not done by then is stopped, which is an answer as good as any other here.
BRIEFLY = ("--timeout", "0.1")


def nested(family: dict[str, str], levels: int) -> tuple[str, str]:
    """A recurrence of the family, and the formula that is nested in it."""
    formula = family["before"] * levels + family["core"] + family["after"] * levels
    return family["head"] + formula + family["tail"], (family["head"] + formula).partition("T(n/2) + ")[2] or formula


def feed(monkeypatch: pytest.MonkeyPatch, lines: Iterator[str]) -> None:
    raw = "".join(json.dumps(line) + "\n" if line[:1] != "{" else line + "\n" for line in lines)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw.encode()), encoding="utf-8"))


def documents(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize(
    ("words", "depths"),
    [
        pytest.param(["solve", "-"], DEPTHS, id="solve"),
        pytest.param(["unroll", "-"], DEEPEST, id="unroll"),
        pytest.param(["tree", "-"], DEEPEST, id="tree"),
        pytest.param(["eval", "-", "16"], DEEPEST, id="eval"),
    ],
)
def test_however_deep_a_formula_is_each_line_has_its_answer(
    words: list[str], depths: tuple[int, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    feed(monkeypatch, (nested(family, levels)[0] for family in FAMILIES for levels in depths))
    assert main([words[0], "--json", *BRIEFLY, *words[1:]]) in OURS
    found = documents(capsys.readouterr().out)
    assert len(found) == len(FAMILIES) * len(depths)
    assert not [f["input"][:80] for f in found if f["error"] and f["error"]["kind"] == "internal"]


@pytest.mark.parametrize("format", ["text", "latex", "markdown"])
def test_each_writer_carries_what_is_read(
    format: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    feed(monkeypatch, (nested(family, MAX_DEPTH // 2 - 4)[0] for family in FAMILIES))
    assert main(["solve", "--format", format, *BRIEFLY, "-"]) in OURS
    said = capsys.readouterr()
    assert "fault in recur" not in said.err and "too deeply" not in said.err


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family["family"])
def test_a_nested_answer_is_judged_or_refused(family: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    for levels in DEPTHS:
        formula = "n + " + nested(family, levels)[1]
        assert main(["check", "--json", *BRIEFLY, "T(n) = 2T(n/2) + n", formula]) in OURS
        assert main(["compare", "--json", *BRIEFLY, formula, "n"]) in OURS
    assert len(documents(capsys.readouterr().out)) == 2 * len(DEPTHS)


def test_the_depth_is_measured_in_what_was_built_and_refused_by_its_size() -> None:
    assert depth(parse_formula("log " * (MAX_DEPTH - 1) + "n")) == MAX_DEPTH
    assert depth(parse_formula("(" * 150 + "n" + ")" * 150)) == 1
    with pytest.raises(LimitExceeded, match=str(MAX_DEPTH + 1)):
        parse_formula("log " * MAX_DEPTH + "n")


def test_a_pair_that_is_nested_without_end_is_one_bad_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    deep = '{"recurrence": ' + "[" * 3_000 + "]" * 3_000 + ', "answer": "n"}'
    good = '{"recurrence": "T(n) = 2T(n/2) + n", "answer": "n log n"}'
    feed(monkeypatch, iter([deep, good]))
    assert main(["check", "--json", "-"]) in OURS
    first, second = documents(capsys.readouterr().out)
    assert first["error"]["kind"] == "limit" and second["verdict"] == "correct"


@pytest.mark.parametrize("form", [["--json"], []], ids=["JSON", "text"])
@pytest.mark.parametrize("fault", [RecursionError, MemoryError, ZeroDivisionError])
def test_a_fault_in_the_refusal_still_leaves_a_line_and_the_next_answer(
    fault: type[Exception], form: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise fault

    monkeypatch.setattr(solve_verb, "understood", broken)
    monkeypatch.setattr("recur.cli.batch.understood", broken)
    assert main(["solve", *form, "T(n) = T(n-1)^2 + T(n-2)^T(n-1)", "4T(n/2)+1"]) == 3
    said = capsys.readouterr()
    assert "n**2" in said.out or "n²" in said.out
    if form:
        first, _ = documents(said.out)
        assert first["error"]["kind"] == "unsolved" and first["input"].startswith("T(n) = T(n-1)^2")
    else:
        assert said.err.startswith("error: T(n - 1)**2 is not linear")


def test_without_assertions_the_same_holds(command_line: list[str], bare_environment: dict[str, str]) -> None:
    """python -O leaves out every assert: what stands behind one must hold by itself."""
    lines = [nested(family, levels)[0] for family in FAMILIES for levels in (MAX_DEPTH, 3_000)]
    done = subprocess.run(
        [*command_line, "solve", "--json", *BRIEFLY, "-"],
        input="".join(json.dumps(x) + "\n" for x in lines),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=bare_environment | {"PYTHONOPTIMIZE": "1"},
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode in OURS
    found = documents(done.stdout)
    assert len(found) == len(lines)
    assert not [f["input"][:80] for f in found if f["error"] and f["error"]["kind"] == "internal"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_told_and_is_no_fault(command_line: list[str], bare_environment: dict[str, str]) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*command_line, "solve", "4T(n/2)+1"],
            stdout=full,
            stderr=subprocess.PIPE,
            env=bare_environment,
            timeout=PATIENCE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.decode() == "error: cannot write the answer: no space left on device\n"


OUT_OF_REACH = [
    "T(n) = 1 + 2*sum(k=111111111111111111111..n-1, T(k)), T(0) = 0, T(1) = 1",
    f"T(n) = T(floor(n/2)) + T(ceil(n/{'9' * 400})) + n, T(0) = 0, T(1) = 1",
    f"T(n) = T(n/{'9' * 900}) + n",
    f"T(n) = T(n/2) + {'9' * 500}*T(n/8) + n^2",
    "T(n) = T(n/2) + T(n/10^400) + n*log(n)*n*log(n)",
    "T(n) = T(n/2) + 9^9^9^9^2.0000000000000000000000001",
    "T(n) = (1-2/n)*T(n-1) + 1, T(9999999999999999999999999999999999999999) = 1",
    "T(n) = n*T((n^(1/2))(n^(1/2))-1) + 1",
    "T(n) = T((1)-sqrt(n)) + 1, T(0) = 0, T(1) = 1",
    "T(n) = T((-1*n^(1/2))-1) + n*2^n, T(0) = 0",
    "T(n) = sin 3*T(n-1) + 1",
    f"T(n) = 2T({'log(' * 12}n{')' * 12}/2) + n",
    "T(n) = 4T(n/2) + n^10000000000*(4/n)*sum(k=0..n-1, T(k)), T(0) = 0",  # no value that a float holds
]


@pytest.mark.parametrize("verb", [("solve",), ("eval", "8"), ("eval", "2^1000"), ("tree",), ("unroll",)], ids=" ".join)
def test_a_number_out_of_reach_is_no_fault(verb: tuple[str, ...]) -> None:
    for text in OUT_OF_REACH:
        assert main([verb[0], "--json", "--timeout", "60", text, *verb[1:]]) in OURS, text


@pytest.mark.parametrize("text", [f"a_n = 5a_{{n-1}} - 6a_{{n-{'9' * 60}}}", f"T(n) = T(n-{'9' * 60}) + T(n-2) + 1"])
def test_values_far_back_are_not_listed_to_find_a_remedy(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "--timeout", "60", text]) == 3  # refused from the size, and no limit was run into
    capsys.readouterr()


def test_the_values_below_one_that_is_stated_far_out_are_not_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "--timeout", "60", f"T(n) = 3T(floor(n/2)) + n, T(1{'0' * 400}) = 1"]) == 0
    capsys.readouterr()


def test_asserts_in_proofs_only_tell_a_type() -> None:
    """What depends on the recurrence is a named hypothesis: an assert is a fault, and vanishes under python -O."""
    package = Path(recur_package.__file__).parent
    for file in (package / "solving").glob("*/*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assert):
                parts = node.test.values if isinstance(node.test, ast.BoolOp) else [node.test]
                told = {ast.unparse(part).partition("(")[0].rpartition(" is not ")[2] for part in parts}
                assert told <= {"isinstance", "None"}, f"{file.name}:{node.lineno}"


def test_a_method_that_breaks_off_leaves_the_answer_to_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        name = "broken"

        def apply(self, problem: object) -> None:
            raise KeyError("a fault of its own")

    monkeypatch.setattr(solver, "faults_are_raised", False)
    monkeypatch.setattr(solver, "in_order", lambda first=(): (Broken(), *registered()))
    assert str(recur_package.solve("4T(n/2)+1").theta) == "n**2"
