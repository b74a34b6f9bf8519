"""The JSON documents: schema 1, formulas in Python syntax in the variable n, errors with their place."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

from recur.evaluation.evaluator import Value
from recur.model.errors import Place, RecurError, SyntaxProblem, Undecided
from recur.model.expressions import N, Symbol, mul, number, power
from recur.model.recurrence import Recurrence
from recur.model.solution import Bounds
from recur.writers.json.answers import compare_document, eval_document, solve_document
from tests import sample_solutions
from tests.sample_solutions import Shown, closed, critical_exponent, driven_from_above, harmonic_levels, tight


def test_a_document_names_the_schema_the_input_and_the_reading() -> None:
    found = solve_document("T(n)=…", sample_solutions.system(), sample_solutions.matrix_product())
    assert (found["schema"], found["input"], found["error"]) == (1, "T(n)=…", None)
    assert found["interpreted"] == "M(n) = 8*M(n/2) + A(n); A(n) = 4*A(n/2) + Theta(1)"
    assert [solution["function"] for solution in found["solutions"]] == ["A", "M"]


def test_a_solution_has_the_fields_that_are_promised() -> None:
    (found,) = solve_document("", None, (harmonic_levels(),))["solutions"]
    assert {
        "function", "theta", "lower", "upper", "leading", "exact", "exact_domain", "where", "method", "case",
        "steps", "assumptions", "verification",
    } <= set(found)  # fmt: skip
    assert found["theta"] == found["lower"] == found["upper"] == "n*log(log(n))"
    assert (found["method"], found["case"], found["leading"]) == ("master theorem", "2b", None)


def test_bounds_that_differ_have_no_theta() -> None:
    (found,) = solve_document("", None, (driven_from_above(),))["solutions"]
    assert (found["theta"], found["lower"], found["upper"]) == (None, "n", "n*log(n)")


def test_steps_are_sentences_with_their_formulas_and_source() -> None:
    steps = solve_document("", None, (harmonic_levels(),))["solutions"][0]["steps"]
    assert steps[2]["text"] == "Level i has 2^i nodes of size n/2^i and costs n/(log n − i·log 2)."
    assert steps[2]["formulas"]["size"] == "n/2**i"
    assert steps[1]["source"] == "CLRS 4e, Theorem 4.1"


def test_a_symbol_stands_in_where_with_fifty_digits() -> None:
    where = solve_document("", None, (critical_exponent(),))["solutions"][0]["where"]
    assert where["p"]["equation"] == "(1/2)**p + (1/3)**p = 1"
    assert len(where["p"]["value"]) == 52


def test_results_are_in_n_whatever_the_variable_was_called() -> None:
    m = Symbol("m")
    in_m = Recurrence("T", "m", "=", m, (), m)
    other = replace(closed(), recurrence=in_m, bounds=tight(mul(m, m)), exact=power(m, number(3)))
    found = solve_document("", None, (other,))
    assert found["interpreted"] == "T(m) = m"
    assert (found["solutions"][0]["theta"], found["solutions"][0]["exact"]) == ("n*n", "n**3")
    clash = replace(other, bounds=Bounds(None, Shown(mul(m, N))))
    assert solve_document("", None, (clash,))["solutions"][0]["upper"] == "m*n"


def test_an_error_has_its_place_and_its_hint() -> None:
    problem = SyntaxProblem("odd", text="x", place=Place(2, 7, 3), hint="did you mean  y ?")
    assert solve_document("x", None, (), problem)["error"] == {
        "kind": "syntax",
        "message": "odd",
        "line": 2,
        "column": 7,
        "hint": "did you mean  y ?",
        "refusals": [],
    }


def test_what_is_unsolved_carries_refusals_and_proved_bounds() -> None:
    error = solve_document("x", None, (), sample_solutions.unsolved())["error"]
    assert (error["kind"], error["lower"], error["upper"]) == ("unsolved", "n", "n*log(n)/log(log(n))")
    assert error["refusals"][0] == {
        "method": "master theorem",
        "hypothesis": "logarithmic powers",
        "reason": "sin²(n) comes arbitrarily close to 0",
    }


def test_undecided_is_unsolved_to_the_reader() -> None:
    assert solve_document("x", None, (), Undecided("p = k is open"))["error"]["kind"] == "unsolved"


def test_a_comparison_tells_order_and_reason() -> None:
    found = compare_document("a", "b", sample_solutions.comparisons()["slower"])
    assert (found["order"], found["interpreted"]) == ("slower", ["n**log(n)", "2**sqrt(n)"])
    assert found["reason"]["text"].startswith("The difference of the logarithms, log² n")
    assert len(found["reason"]["steps"]) == 2
    assert compare_document("a", "b", None, RecurError("odd"))["order"] is None


def test_values_are_strings_of_digits() -> None:
    values = (Value("T", 10**5000, Fraction(1, 3)), Value("T", 2, "1.41", exact=False, digits=3, rounding="…"))
    found = eval_document("x", None, values)
    assert found["values"][0]["size"] == "1" + "0" * 5000
    assert (found["values"][0]["value"], found["values"][0]["exact"]) == ("1/3", True)
    assert (found["values"][1]["value"], found["values"][1]["digits"]) == ("1.41", 3)


def test_every_document_is_json() -> None:
    for solutions in sample_solutions.everything().values():
        document = solve_document("T(n)=\x00", None, solutions)
        assert json.loads(json.dumps(document)) == document
