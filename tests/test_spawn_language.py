"""The language of programs: each form means what textbooks mean by it, and counts exactly as it derives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import recur as library
from recur.model import RecurError
from recur.model.program import Advance, For, If, PlainStatement, ProcedureCall, While, statements_in
from recur.parsing.programs.line_kinds import LOCKED
from recur.parsing.programs.program import parse_program
from tests.spawn_programs import analysed, differences, growth, thetas

FOLDER = Path(__file__).resolve().parent / "cases" / "spawn"
PROGRAMS = [json.loads(line) for line in (FOLDER / "programs.jsonl").read_text(encoding="utf-8").splitlines()]


#: loops that the data choose the course of, which no size alone tells; and other ways to write programs down
READ_FORMS = [json.loads(line) for line in (FOLDER / "read_forms.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", [*PROGRAMS, *READ_FORMS], ids=lambda case: case["rule"])
def test_a_form_has_the_work_and_the_span_of_its_meaning(case: dict[str, Any]) -> None:
    analysis = analysed(case["text"])
    procedure = analysis.named(case["procedure"]) if case["procedure"] else analysis.procedures[0]
    variable = procedure.variable
    assert procedure.work.error is None and procedure.span.error is None
    wanted = [growth(case[side]) for side in ("work", "span")]
    assert variable == "n"
    assert [procedure.work.theta, procedure.span.theta] == wanted


@pytest.mark.parametrize("case", PROGRAMS, ids=lambda case: case["rule"])
def test_the_derived_recurrences_count_what_the_program_does(case: dict[str, Any]) -> None:
    assert not differences(case["text"], range(1, 25))


def test_a_loop_that_sizes_may_end_early_is_bounded_from_above_alone() -> None:
    text = "F(A, n)\n    i = 1\n    while i ≤ n and i mod 7 ≠ 0\n        i = i + 1"
    (procedure,) = analysed(text).procedures
    assert procedure.work.theta is None and procedure.work.bounds.upper == growth("n")
    assert "may end before its counter does" in str(procedure.work.error)


def test_pseudo_code_inside_of_fences_is_read_without_what_stands_around_them() -> None:
    pasted = "Is this right?\n\n```\nF(A, n)\n    if n = 1\n        return\n    F(A, n/2)\n    F(A, n/2)\n```\nThanks!"
    (procedure,) = library.analyze(pasted).procedures
    assert procedure.work.theta == growth("n") and procedure.source.place.line == 4


def test_a_comment_on_a_line_of_its_own_is_no_cost_of_the_line_above() -> None:
    loop = "\\For{$i \\gets 1$ \\KwTo $n$}{\n\\tcp{$O(n)$ for all}\n$x \\gets x + 1$\\;\n}"
    (procedure,) = analysed(f"\\begin{{algorithm}}\n{loop}\n\\end{{algorithm}}").procedures
    assert procedure.work.theta == growth("n")


def test_a_name_that_is_squared_tells_no_step() -> None:
    with pytest.raises(RecurError, match="how often this loop runs"):
        analysed("F(n)\n    k = 2\n    while k < n\n        k = k · k")


def test_a_bound_that_moves_away_tells_no_number_of_rounds() -> None:
    text = (
        "F(A, n)\n    i = 1\n    m = n\n    while i < m\n        i = i + 1\n        if A[i] > 0\n            m = m + 5"
    )
    with pytest.raises(RecurError, match="how often this loop runs"):
        analysed(text)


def test_names_are_matched_whatever_their_case() -> None:
    program = parse_program("MULT(n):\n    if n = 1 return\n    spawn Mult(n/2)\n    sync")
    spawned = [s for s in statements_in(program.procedures[0].body) if isinstance(s, ProcedureCall)]
    assert [s.call.procedure for s in spawned] == ["MULT"] and spawned[0].spawned


def test_a_result_has_its_target() -> None:
    program = parse_program("F(n):\n    if n = 1 return\n    x = spawn F(n/2)\n    sync")
    [call] = [s for s in statements_in(program.procedures[0].body) if isinstance(s, ProcedureCall)]
    assert call.target == "x" and call.spawned


def test_a_loop_knows_how_it_goes_on() -> None:
    text = """F(n):
    for i = n, n/2, …, 1
        x
    for i = 1, 3, 9, …, n
        x
    for i = 1, 4, 7, …, n
        x
    for i ← n downto 1
        x"""
    loops = [s for s in statements_in(parse_program(text).procedures[0].body) if isinstance(s, For)]
    ways = [(str(loop.first), str(loop.last), loop.progression, str(loop.step)) for loop in loops]
    assert ways == [
        ("n", "1", Advance.DIVIDE, "2"),
        ("1", "n", Advance.MULTIPLY, "3"),
        ("1", "n", Advance.ADD, "3"),
        ("n", "1", Advance.ADD, "-1"),
    ]


def test_the_places_of_statements_are_those_of_the_text() -> None:
    text = "# first\nF(n):\n    if n = 1\n        return 1\n    else return 2"
    [branching] = parse_program(text).procedures[0].body
    assert isinstance(branching, If)
    places = [(b.source.place.line, b.source.place.column) for b in branching.branches]
    assert places == [(3, 5), (5, 5)]
    inner = branching.branches[1].body[0]
    assert (inner.source.place.line, inner.source.place.column) == (5, 10)


def test_a_division_inside_brackets_begins_no_comment() -> None:
    program = parse_program("F(n):\n    if n = 1 return\n    F(n//2)   // half")
    [call] = [s for s in statements_in(program.procedures[0].body) if isinstance(s, ProcedureCall)]
    assert str(call.call.arguments[0]) == "floor(n/2)" and call.source.comment == "half"


def test_open_brackets_join_lines() -> None:
    program = parse_program(
        "F(A,\n  B, n):\n    if n = 1 return\n    spawn F(A,   // first\n            B, n/2)\n    sync"
    )
    [call] = [s for s in statements_in(program.procedures[0].body) if isinstance(s, ProcedureCall)]
    assert [str(a) for a in call.call.arguments] == ["A", "B", "n/2"]


def test_a_word_that_states_no_cost_is_a_comment() -> None:
    program = parse_program("F(A, n):\n    x = 1   // combine\n    y = 1   // n/2 steps\n    z = 1   // key")
    strands = [s for s in statements_in(program.procedures[0].body) if isinstance(s, PlainStatement)]
    assert [None if s.cost is None else str(s.cost.body) for s in strands] == [None, "n/2", None]


def test_a_condition_on_data_is_no_comparison() -> None:
    program = parse_program("F(A, n):\n    while A[1] < n and not done   // n times\n        x")
    [loop] = [s for s in statements_in(program.procedures[0].body) if isinstance(s, While)]
    assert loop.condition.groups == () and loop.count is not None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("F(n):\n    x = 1\n    sync", "nothing to wait for"),
        ("F(n):\n    F(n/2)", "no base case"),
        ("F(n):\n    x   // O(n)", "is read as Θ(n)"),
        ("F(A, n):\n    G(n)\nG(A, n):\n    x", "takes 2 arguments"),
        ("F(A, p, q, r):\n    for i = p to r\n        for j = p to q\n            x", "q is taken to lie inside"),
        ("F(n):\nif n = 1\nthen x\nelse\nF(n/2)\ny", "the block of this else is read down to  y"),
        ("F(A, n):\n    for all i = 1 to n\n        x", "for all is read as a parallel loop"),
        ("F(A, n):\nif n = 1 return\nG(A, n)\nG(B, n)\nfor i = 1 to n\nx", "read as the header of a procedure"),
    ],
)
def test_what_is_probably_not_meant_is_a_warning(text: str, said: str) -> None:
    warnings = analysed(text).warnings
    assert any(said in warning.message for warning in warnings), warnings


@pytest.mark.parametrize("line", ["lock m", "acquire the lock", "atomic c = c + 1", "begin critical section"])
def test_waiting_for_a_lock_is_said_not_to_be_counted(line: str) -> None:
    beside = analysed(f"F(A, n):\n    parallel for i = 1 to n\n        {line}\n        x = 1")
    assert [w.message for w in beside.warnings if "lock" in w.message] == [LOCKED]
    assert not analysed(f"F(A, n):\n    for i = 1 to n\n        {line}\n        x = 1").warnings


@pytest.mark.parametrize("clause", [" reduction(+: s)", ", reduction(max: s):", " with reduction(*: p, q)"])
def test_the_clause_of_a_reduction_is_no_call_and_no_bound(clause: str) -> None:
    found = analysed(f"SUM(A, n):\n    parallel for i = 1 to n{clause}\n        s = s + A[i]\n    return s")
    plain = analysed("SUM(A, n):\n    parallel for i = 1 to n\n        s = s + A[i]\n    return s")
    assert thetas(found) == thetas(plain) and None not in thetas(found)


def test_for_all_in_parallel_is_what_is_meant() -> None:
    assert not analysed("F(A, n):\n    for all i = 1 to n in parallel do\n        x").warnings


def test_hostile_lengths_and_depths_end_in_an_answer() -> None:
    from recur.model.errors import RecurError

    deep = "F(n):\n" + "".join("  " * (i + 1) + "if n > 1\n" for i in range(300))
    for text in (
        deep,
        "F(n):\n    x = " + "(" * 5000,
        "F(n):\n    spawn F(" + "n/2," * 3000 + "1)",
        "F(" * 3000,
        "x" * 30_000,
    ):
        try:
            assert analysed(text).procedures
        except RecurError as problem:
            assert problem.kind in ("syntax", "invalid", "limit")
