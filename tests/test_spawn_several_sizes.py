"""Costs in several sizes: a sum of products of growths in one size, none of which another one covers."""

from __future__ import annotations

import json
from itertools import permutations, product
from pathlib import Path
from typing import Any

import pytest

from recur.asymptotics import Growth
from recur.asymptotics.several_sizes import JointBounds, JointGrowth
from recur.evaluation.arithmetic import Compiler
from recur.forkjoin.costs.analysis import Measure, analyze
from recur.forkjoin.costs.joint_growths import JointScale
from recur.forkjoin.costs.normal_forms import numeric, polynomial
from recur.forkjoin.costs.workspan import derive
from recur.forkjoin.dag.expansion import Expander
from recur.model import Place, RecurError, Undecided, expressions as ex, program as code
from recur.parsing import parse_formula
from recur.parsing.programs.program import parse_program
from tests.spawn_programs import analysed, growth

CASES = Path(__file__).resolve().parent / "cases" / "spawn" / "several_sizes.jsonl"
ROWS = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
SPREAD = 24  # between T/g at the smallest and at the largest, below which constants may hide


def joint(formula: str, *sizes: str) -> JointGrowth:
    found = JointScale(sizes, {}).bounds(polynomial(parse_formula(formula))).theta
    assert found is not None
    return found


def agrees(measure: Measure, formula: str | None, sizes: tuple[str, ...]) -> bool:
    if formula is None:
        return measure.theta is None and measure.error is not None
    return measure.theta == (growth(formula) if len(sizes) == 1 else joint(formula, *sizes))


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case["rule"])
def test_work_and_span_in_all_sizes(case: dict[str, Any]) -> None:
    found = analysed(case["text"]).procedures[0]
    sizes = tuple(name for name, _ in found.sizes)
    assert agrees(found.work, case["work"], sizes)
    assert agrees(found.span, case["span"], sizes)


@pytest.mark.parametrize("case", [c for c in ROWS if c["work"]], ids=lambda case: case["rule"])
def test_the_program_run_at_sizes_stays_between_constants_of_the_bound(case: dict[str, Any]) -> None:
    program = parse_program(case["text"])
    derivation = derive(program)
    shape = derivation.derived[0].shape
    found = analysed(case["text"]).procedures[0]
    for measure, part in ((found.work, "work"), (found.span, "span")):
        assert measure.theta is not None
        ratios = []
        for values in product((5, 20), repeat=len(shape.sizes)):
            node = Expander(program, shapes=dict(derivation.shapes)).node(program.names[0], *values)
            ratios.append(
                getattr(node, part) / float(value(measure.theta, dict(zip(shape.sizes, values, strict=True))))
            )
        assert max(ratios) < SPREAD * min(ratios)


def value(found: Growth | JointGrowth, sizes: dict[str, int]) -> Any:
    rounded = ex.Apply("ceiling", (numeric(found.expression()),))
    return Compiler(None, dict(sizes), 200).compile(rounded)()


def test_the_bounds_of_a_recursion_whose_sizes_fall_in_turn() -> None:
    [lcs] = analysed(next(c["text"] for c in ROWS if c["rule"] == "both sizes fall by one")).procedures
    assert isinstance(lcs.work.bounds, JointBounds)
    assert lcs.work.bounds.upper == joint("2^m * 2^n", "m", "n")
    assert lcs.work.bounds.lower == joint("m + n", "m", "n")


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("m n + m + 3", "m*n"),
        ("V + E", "V+E"),
        ("(m + n)^2", "m^2+n^2"),
        ("log(m n)", "log(m)+log(n)"),
        ("max(m, n log n)", "m+n*log(n)"),
        ("m n - m - n", "m*n"),
        ("(n - floor(n/2)) m", "n*m"),
        ("n/k + 1", "n/k+1"),
        ("2^(m + n)", "2^m*2^n"),
    ],
)
def test_a_formula_in_several_sizes_is_a_sum_of_products(formula: str, written: str) -> None:
    parsed = parse_formula(formula)
    sizes = tuple(sorted(ex.symbols(parsed)))
    found = JointScale(sizes, {}).bounds(polynomial(parsed)).theta
    wanted = JointScale(sizes, {}).bounds(polynomial(parse_formula(written))).theta
    assert found is not None and found == wanted
    assert len(found.products) == written.count("+") + 1


def test_growths_are_ordered_only_where_every_factor_is() -> None:
    assert joint("m", "m", "n") < joint("m n", "m", "n")
    assert not joint("m n", "m", "n") < joint("m", "m", "n")
    with pytest.raises(Undecided):
        assert joint("m^2", "m", "n") < joint("n", "m", "n")


def test_a_size_that_falls_in_every_call_bounds_the_work_alone() -> None:
    text = "F(n, k):\n    if n = 0 or k = 0 return\n    for i = 1 to k\n        x\n    F(n - 1, k - 1)\n    F(n - 1, k)"
    [found] = analysed(text).procedures
    assert found.work.bounds.upper == joint("2^n k", "n", "k")
    assert found.work.bounds.lower == joint("n k", "n", "k")


def test_a_product_that_is_shared_out_bounds_the_work() -> None:
    text = """
        QUAD(A, m, n):
            if m = 1 or n = 1
                return
            if A[m, n] > 0
                spawn QUAD(A1, m/2, n)
                QUAD(A2, m/2, n)
            else
                spawn QUAD(A1, m, n/2)
                QUAD(A2, m, n/2)
            sync
        """
    [found] = analysed(text).procedures
    assert found.work.bounds.upper == joint("m n", "m", "n")
    assert found.span.theta == joint("log m + log n", "m", "n")


def test_what_is_carried_along_may_not_tell_how_many_calls_there_are() -> None:
    [found] = analysed("F(n, k):\n    if n = 0 return\n    for i = 1 to k\n        F(n - 1, k)").procedures
    assert found.work.theta is None and found.work.bounds.upper is None
    assert isinstance(found.work.error, RecurError) and "k tells how many calls" in found.work.error.message


def line(number: int) -> code.SourceLine:
    return code.SourceLine(Place(number, 1), f"line {number}")


def costed(*body: code.Statement, sizes: str = "n", distinct: code.StatedCost | None = None) -> Any:
    """The analysis of a procedure F that is given as a value, with sizes that are named."""
    named = tuple((name, ex.Symbol(f"len({name}s)")) for name in sizes.split())
    procedure = code.Procedure("F", ("data",), body, line(1), sizes=named, distinct=distinct)
    return analyze(code.Program((procedure,)), [dict.fromkeys(sizes.split(), 8)], None).procedures[0]


def loop(
    number: int, last: str, *body: code.Statement, count: code.StatedCost | None = None, shared: int = 0
) -> code.For:
    ends = (None, None) if count is not None else (ex.ONE, parse_formula(last))
    return code.For(line(number), f"i{number}", *ends, body, ex.ONE, count=count, shared=shared)


def stated(kind: str, formula: str) -> code.StatedCost:
    return code.StatedCost(kind, parse_formula(formula))


X = code.PlainStatement(line(9))


def test_rounds_that_are_counted_over_all_rounds_around_them_are_added_once() -> None:
    """Every edge once, over all vertices."""
    found = costed(loop(2, "V", loop(3, "", X, count=stated("Θ", "E"), shared=1)), sizes="V E")
    assert found.work.theta == joint("V + E", "V", "E")
    assert [str(shown.work) for shown in found.lines] == ["Theta(V)", "Theta(V + E)", "Theta(E)"]


def test_a_stated_upper_bound_gives_no_theta_unless_other_lines_cost_as_much() -> None:
    alone = costed(loop(2, "", X, count=stated("O", "n^2")))
    assert (alone.work.theta, alone.work.bounds.upper) == (None, growth("n^2"))
    assert "stated from above only" in alone.work.error.message
    beside = costed(loop(2, "n", X), code.PlainStatement(line(3), stated("O", "n")))
    assert beside.work.theta == growth("n") and beside.work.error is None


def test_two_pointers_are_linear() -> None:
    assert costed(loop(2, "n", loop(3, "", X, count=stated("O", "n"), shared=1))).work.theta == growth("n")


def recursion(*arguments: str, cost: str = "1") -> tuple[code.Statement, ...]:
    test = code.Condition(((code.RelationTest("<", ex.N, ex.TWO),),), line(2))
    base = code.If(line(2), (code.Branch(line(2), test, (code.Return(line(3)),)),))
    calls = tuple(code.Invocation("F", (), Place(4, 1), sizes=(parse_formula(a),)) for a in arguments)
    return base, code.Return(line(4), calls, stated("Θ", cost))


@pytest.mark.parametrize(
    ("arguments", "cost", "count", "work"),
    [
        (("n - 1", "n - 2"), "1", ("Θ", "n"), "n"),
        (("n - 1", "n - 2"), "n", ("Θ", "n"), "n^2"),
        (("n/2",), "n", ("Θ", "log n"), None),  # n + n/2 + …: the number of arguments times n is too much
        (("n - 1",), "1", ("O", "n"), None),
    ],
)
def test_a_procedure_whose_results_are_kept_is_run_once_for_each_argument(
    arguments: tuple[str, ...], cost: str, count: tuple[str, str], work: str | None
) -> None:
    found = costed(*recursion(*arguments, cost=cost), distinct=stated(*count))
    assert found.work.theta == (None if work is None else growth(work))
    assert not found.values and "kept" in found.values_error.message


def test_sizes_are_said_in_the_words_of_the_language() -> None:
    procedure = code.Procedure("F", ("xs",), (loop(2, "n", X),), line(1), sizes=(("n", ex.Symbol("len(xs)")),))
    [found] = analyze(code.Program((procedure,))).to_dict()["procedures"]
    assert found["sizes"] == {"n": "len(xs)"}


def test_values_in_several_sizes_are_asked_for_by_name() -> None:
    text = next(c["text"] for c in ROWS if c["rule"] == "loops one after the other")
    [found] = analyze(text, ["V=3,E=5", 7]).procedures
    assert [(v.size, v.others, v.work) for v in found.values] == [(3, (5,), 2 * 3 + 1 + 2 * 5 + 1)]
    [unasked] = analyze(text, [7]).procedures
    assert not unasked.values and "-n V=100,E=100" in unasked.values_error.message


def test_a_sum_of_products_is_written_in_one_order_however_it_arose() -> None:
    """The order of sets of names changes from run to run, and nothing that is shown may."""
    parts = [joint(x, "m", "n", "k").products[0] for x in ("m^2", "m n", "n^2 k", "k^3 m")]
    written = {str(JointGrowth(("m", "n", "k"), tuple(order)).expression()) for order in permutations(parts)}
    assert len(written) == 1
