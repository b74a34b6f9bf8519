"""Work and span derived from programs: the recurrences of the lecture appear as derived, and count exactly."""

from __future__ import annotations

import pytest

from recur.forkjoin.costs.analysis import analyze
from recur.forkjoin.costs.normal_forms import polynomial
from recur.forkjoin.costs.parallelism import parallelism
from recur.forkjoin.costs.workspan import derive, stems_of
from recur.forkjoin.dag.expansion import expand_dag
from recur.model.errors import InvalidRecurrence
from recur.model.expressions import Relation
from recur.notation.text import write
from recur.parsing.programs.formulas import parsed_formula
from recur.parsing.programs.program import parse_program
from tests.spawn_programs import analysed, differences, growth, thetas

LECTURE = """
MULT(C, A, B, n):
    create temporary matrix T
    if n = 1
        C[1, 1] = A[1, 1] * B[1, 1]
    else
        partition the matrices                 // O(1) time
        spawn MULT(C11, A11, B11, n/2)
        spawn MULT(C12, A11, B12, n/2)
        spawn MULT(C21, A21, B11, n/2)
        spawn MULT(C22, A21, B12, n/2)
        spawn MULT(T11, A12, B21, n/2)
        spawn MULT(T12, A12, B22, n/2)
        spawn MULT(T21, A22, B21, n/2)
        spawn MULT(T22, A22, B22, n/2)
        sync
        ADD(C, T, n)

ADD(D, A, B, n):
    if n = 1
        D[1, 1] = A[1, 1] + B[1, 1]
    else
        partition the matrices
        spawn ADD(D11, A11, B11, n/2)
        spawn ADD(D12, A12, B12, n/2)
        spawn ADD(D21, A21, B21, n/2)
        spawn ADD(D22, A22, B22, n/2)
        sync
"""


def test_the_four_recurrences_of_the_lecture_are_derived() -> None:
    analysis = analysed(LECTURE)
    told = [m.recurrence for p in analysis.procedures for m in (p.work, p.span)]
    assert [write(Relation("=", r.left, r.right)) for r in told] == [
        "M₁(n) = 8·M₁(n/2) + A₁(n) + Θ(1)",
        "M∞(n) = M∞(n/2) + A∞(n) + Θ(1)",
        "A₁(n) = 4·A₁(n/2) + Θ(1)",
        "A∞(n) = A∞(n/2) + Θ(1)",
    ]


def test_the_parallelism_of_the_lecture_is_a_quotient_of_growths() -> None:
    analysis = analysed(LECTURE)
    assert analysis.named("MULT").parallelism.theta == growth("n^3/log^2 n")
    assert analysis.named("ADD").parallelism.theta == growth("n^2/log n")


def test_every_line_is_shown_beside_what_it_adds() -> None:
    lines = analysed(LECTURE).named("MULT").lines
    shown = {
        line.source.place.line: (
            line.kind,
            line.times,
            *(None if x is None else write(x) for x in (line.work, line.span)),
        )
        for line in lines
    }
    assert shown[3] == ("test", 1, "Θ(1)", "Θ(1)")
    assert shown[4] == ("base", 1, None, None)
    assert shown[7] == ("spawn", 8, "M₁(n/2)", "M∞(n/2)")
    assert shown[16] == ("call", 1, "A₁(n)", "A∞(n)")
    assert {8, 14}.isdisjoint(shown)


def test_children_of_a_spawning_loop_stand_side_by_side_in_its_line() -> None:
    """Unless the loop waits for each of them."""
    program = "F(n):\n    if n = 1 return\n    for i = 1 to 7\n        spawn F(n/2)\n"
    for waiting, span in (("", "F∞(n/2)"), ("        sync\n", "7·F∞(n/2)")):
        procedure = analysed(program + waiting).procedures[0]
        line = next(one for one in procedure.lines if one.kind == "spawn")
        assert line.span is not None and write(line.span) == span


def test_values_are_those_of_the_exact_recurrences() -> None:
    analysis = analysed(LECTURE, 1, 2, 1024)
    add = analysis.named("ADD")
    assert [(v.size, v.work, v.span) for v in add.values] == [(1, 2, 2), (2, 10, 4), (1024, 2796202, 22)]
    assert add.values[-1].processors == 2796202 // 22


def test_a_maximum_that_no_growth_decides_stays_exact() -> None:
    text = """
    F(n):
        if n <= 1 return
        spawn F(n - 1)
        F(n - 2)
        sync
    """
    span = derive(parse_program(text.replace("\n    ", "\n").strip())).system.named("F_inf")
    assert str(span.right) == "Max(F_inf(n - 1), F_inf(n - 2)) + 1"


def test_the_larger_of_a_recursion_and_of_a_long_detour_decides() -> None:
    """S(n) = max(S(n/2), W(n)) + 1"""
    for cost, span in (("n", "n"), ("log n", "log n"), ("1", "log n"), ("n^2", "n^2")):
        text = f"""
        F(n):
            if n = 1 return
            spawn F(n/2)
            a detour                    // Θ({cost})
            sync
            one step
        """
        analysis = analysed(text)
        assert analysis.procedures[0].span.theta == growth(span), cost
        assert not differences(text, range(1, 40))


def test_the_longest_of_two_procedures_decides() -> None:
    text = """
    MAIN(n):
        spawn LONG(n)
        SHORT(n)
        sync
    LONG(n):
        for i = 1 to n: x
    SHORT(n):
        parallel for i = 1 to n: x
    """
    analysis = analysed(text)
    assert write(analysis.named("MAIN").span.recurrence.right) == "max(L∞(n), S∞(n))"
    assert thetas(analysis, "MAIN") == ("n", "n", "1")


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("n - ⌊n/2⌋", "⌈n/2⌉"),
        ("⌊(n + 1)/2⌋", "⌈n/2⌉"),
        ("⌊n/2⌋ + ⌈n/2⌉", "n"),
        ("⌊⌊n/2⌋/2⌋", "⌊n/4⌋"),
        ("n - ⌊n/4⌋", "⌈3n/4⌉"),
        ("⌊(3n + 5)/3⌋", "n + 1"),
        ("-⌊-n/2⌋", "⌈n/2⌉"),
        ("2^(s - 1)", "2^s/2"),
        ("(n - 1)(n + 1)", "n^2 - 1"),
        ("log_2(8)", "3"),
    ],
)
def test_equal_sizes_are_equal_values(written: str, same: str) -> None:
    one, other = parsed_formula(written), parsed_formula(same)
    assert one is not None and other is not None
    assert polynomial(one) == polynomial(other)


def test_a_midpoint_cancels_the_bounds_of_its_range() -> None:
    text = """
    SORT(A, p, r):
        if p < r
            q = ⌊(p + r)/2⌋
            spawn SORT(A, p, q)
            SORT(A, q + 1, r)
            sync
    """
    analysis = analysed(text)
    assert analysis.procedures[0].size == "n = r - p + 1"
    assert write(analysis.procedures[0].work.recurrence.right) == "S₁(⌈n/2⌉) + S₁(⌊n/2⌋) + Θ(1)"


def test_names_are_initials_unless_two_share_them() -> None:
    assert stems_of(("MERGE-SORT", "P-MERGE")) == {"MERGE-SORT": "MS", "P-MERGE": "PM"}
    assert stems_of(("MULT", "MERGE")) == {"MULT": "MULT", "MERGE": "MERGE"}
    assert stems_of(("OR",)) == {"OR": "OR"}  # O(n) is something else


def test_an_unsolved_recurrence_is_told_with_what_is_proved() -> None:
    text = """
    F(n):
        if n <= 2 return
        spawn F(n - √n)
        F(⌊log n⌋)
        sync
    """
    analysis = analysed(text)
    for measure in (analysis.procedures[0].work, analysis.procedures[0].span):
        assert (measure.theta is None) == (measure.error is not None)


def test_the_program_is_expanded_to_its_graph() -> None:
    program = parse_program("F(n):\n    if n = 1 return 1\n    spawn F(n/2)\n    F(n/2)\n    sync")
    node = expand_dag(program, "F", 8)
    assert (node.work, node.span) == (8 * 2 + 7, 2 + 3)


def test_sizes_that_rounding_takes_below_the_base_case_are_the_base_case() -> None:
    text = "F(n):\n    if n = 1 return\n    spawn F(n/3)\n    F(n/3)\n    sync"
    program = parse_program(text)
    assert expand_dag(program, "F", 0).work == expand_dag(program, "F", 1).work == 2
    assert not differences(text, range(1, 60))


def test_a_program_without_a_base_case_has_no_graph() -> None:
    program = parse_program("F(n):\n    spawn F(n/2)\n    F(n/2)\n    sync")
    with pytest.raises(InvalidRecurrence, match="never ends"):
        expand_dag(program, "F", 8)


def test_an_unknown_procedure_is_refused_with_those_there_are() -> None:
    program = parse_program("F(n):\n    x")
    with pytest.raises(InvalidRecurrence) as caught:
        expand_dag(program, "G", 8)
    assert caught.value.hint == "try F"


def test_parallelism_of_two_recurrences_is_their_quotient() -> None:
    found = parallelism("8T(n/2)+n^2", "T(n/2)+log n", ["1024"])
    assert found.bounds.theta == growth("n^3/log^2 n")
    assert found.values[0].processors > 10**7


def test_plain_growths_have_a_quotient_too() -> None:
    assert parallelism("n^2", "log n").bounds.theta == growth("n^2/log n")


def test_a_span_above_the_work_is_refused() -> None:
    with pytest.raises(InvalidRecurrence, match="grows faster than the work"):
        parallelism("n", "n^2")


def test_an_analysis_shows_itself() -> None:
    analysis = analysed(LECTURE, 16)
    assert "Θ(n³/log² n)" in str(analysis)
    assert r"\text{parallelism}" in analysis._repr_latex_()
    document = analysis.to_dict()
    assert [p["name"] for p in document["procedures"]] == ["MULT", "ADD"]
    assert document["procedures"][0]["work"]["theta"] == "n**3"
    assert document["procedures"][0]["parallelism"]["theta"] == "n**3/log(n)**2"


def test_the_python_face_analyzes_a_text() -> None:
    import recur

    found = recur.analyze("F(n):\n    if n = 1 return\n    spawn F(n/2)\n    F(n/2)\n    sync", ["2^10"])
    assert thetas(found) == ("n", "log(n)", "n/log(n)")
    assert found.procedures[0].values[0].work == 2**10 * 2 + 2**10 - 1


@pytest.mark.parametrize("size", ["(n-1)/2", "(n-1)/3", "n/2-1", "n/2+1", "n/2"])
def test_the_size_of_a_call_is_shown_as_the_program_has_it(size: str) -> None:
    program = f"F(n):\n  if n <= 1\n    return 1\n  spawn F({size})\n  sync\n"
    (found,) = analyze(parse_program(program), (), None).procedures
    assert f"F₁({size})".replace("-", "−") in write(found.work.recurrence.right)
