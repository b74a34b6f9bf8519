"""Answers for a terminal: the bound first, then the reason, then the steps; nothing wider than asked."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from recur.model.derivation import Step, step
from recur.model.domain import Powers, Progression
from recur.model.expressions import (
    ONE,
    TWO,
    ZERO,
    Add,
    Apply,
    Asymptotic,
    Call,
    Expr,
    N,
    Number,
    Range,
    add,
    mul,
    power,
)
from recur.model.solution import Bounds, Magnitude, Verification
from recur.writers.characters import columns
from tests import sample_solutions
from tests.random_formulas import formulas
from tests.sample_solutions import Shown, closed, critical_exponent, driven_from_above, harmonic_levels, matrix_product
from tests.written import SOLUTION, as_text

render = as_text(SOLUTION)

COLOUR = re.compile(r"\x1b\[[\d;]+m")


def test_the_answer_stands_alone_and_first() -> None:
    assert render(harmonic_levels()).split("\n")[:4] == [
        "Read as  T(n) = 2·T(n/2) + n/log n",
        "",
        "    T(n) = Θ(n log log n)",
        "",
    ]


def test_bounds_that_differ_are_both_shown() -> None:
    assert "    T(n) = O(n log n)\n    T(n) = Ω(n)\n" in render(driven_from_above())


def test_a_bound_from_one_side_is_shown_alone() -> None:
    above_only = replace(driven_from_above(), bounds=Bounds(None, Shown(N)), remarks=())
    shown = render(above_only, steps=False)
    assert "T(n) = O(n)" in shown and "Ω" not in shown


def test_nothing_at_all_is_the_number_zero() -> None:
    nothing = replace(closed(), bounds=Bounds(Shown(ZERO), Shown(ZERO)), leading=None, exact=None, exact_domain=None)
    assert "    T(n) = 0\n" in render(nothing)
    everywhere = replace(nothing, exact=ZERO, exact_domain=Progression("n", 0))
    assert [line for line in render(everywhere).split("\n") if "= 0" in line][1:] == ["    T(n) = 0    for n ≥ 0"]


def test_a_closed_form_says_where_it_holds() -> None:
    assert "    T(n) = n log₂ n    for n = 2^j\n" in render(closed())


def test_a_symbol_of_the_bound_is_defined_under_it() -> None:
    lines = render(critical_exponent()).split("\n")
    position = lines.index("    T(n) = Θ(n^p)")
    assert lines[position + 1].startswith("    where p = 0.787884911025869…, the real root of (1/2)^p")


def test_of_a_system_all_answers_come_before_all_reasons() -> None:
    shown = render(matrix_product())
    assert shown.index("A(n) = Θ(n²)") < shown.index("M(n) = Θ(n³)") < shown.index("Master theorem")
    assert "\nA(n)  Master theorem, case 1" in shown and "\nM(n)  Master theorem, case 1" in shown


def test_the_reading_keeps_the_order_of_the_system() -> None:
    lines = render(matrix_product(), read=sample_solutions.system()).split("\n")
    assert lines[:2] == ["Read as  M(n) = 8·M(n/2) + A(n)", "         A(n) = 4·A(n/2) + Θ(1)"]


def test_initial_conditions_are_read_back() -> None:
    assert render(critical_exponent()).split("\n")[0].endswith("+ 1,  T(n) = 1 for 0 ≤ n ≤ 19,  T(20) = 20")


def test_a_brief_answer_has_no_steps_but_keeps_remarks_and_doubts() -> None:
    shown = render(driven_from_above(), steps=False)
    assert " 1  " not in shown and "Assumes" not in shown
    assert "Note       Θ(n log n) if O(n) is meant as Θ(n)." in shown
    assert "Unchecked  an O-term has no values to evaluate." in shown
    assert "Checked" not in render(harmonic_levels(), steps=False)


def test_the_method_is_named_once() -> None:
    named = replace(harmonic_levels(), reason=step("Master theorem, case 2b: one logarithm less."))
    assert render(named, steps=False).count("aster theorem") == 1


def test_the_checked_ratio_is_spelled_out() -> None:
    checked = render(harmonic_levels()).split("\n")[-1]
    assert checked == "Checked  at 12 sizes, 2^10 … 2^2048: T(n)/(n log log n) within [0.71, 0.98]."


def test_a_ratio_to_a_constant_is_the_value_itself() -> None:
    constant = Verification("checked", 3, Magnitude(2, 10), Magnitude(2, 40), Fraction("1.5"), Fraction("2"), ONE)
    assert render(replace(closed(), verification=constant)).endswith("2^40: T(n) within [1.5, 2].")


def test_steps_are_numbered_in_one_column_and_substeps_lettered() -> None:
    inner = (step("First."), step("Second."))
    many = replace(closed(), steps=(*(step("Say it."),) * 9, Step("Last.", substeps=inner)))
    lines = render(many).split("\n")
    assert "  1  Say it." in lines and " 10  Last." in lines
    assert "     a  First." in lines and "     b  Second." in lines


def test_a_source_follows_its_sentence_or_ends_its_formula() -> None:
    steps = (step("Look.", source="GKP 4.1"), step("See:", N, source="GKP 4.2"))
    lines = render(replace(closed(), steps=steps)).split("\n")
    assert " 1  Look. [GKP 4.1]" in lines
    assert "        n" + " " * 62 + "[GKP 4.2]" in lines


def test_displayed_relations_are_aligned() -> None:
    rows = (sample_solutions.equal(Call("T", (N,)), N), sample_solutions.equal(N, ONE))
    lines = render(replace(closed(), steps=(step("Rows:", *rows),))).split("\n")
    assert "        T(n) = n" in lines and "           n = 1" in lines


def test_a_brace_that_names_no_formula_is_a_brace() -> None:
    assert " 1  n^{2} and n" in render(replace(closed(), steps=(step("n^{2} and {n}", n=N),)))


def test_colour_adds_nothing_but_colour() -> None:
    for solutions in sample_solutions.everything().values():
        coloured = render(solutions, colour=True)
        assert "\x1b[1;32m" in coloured
        assert COLOUR.sub("", coloured) == render(solutions)


def test_text_from_outside_cannot_act_on_the_terminal() -> None:
    hostile = replace(
        closed(),
        method="\x1b[2Jmethod",
        steps=(step("\x1b]0;title\x07 {f}", f=Call("\x1b[31mT", (N,)), source="\x1b[0m"),),
        exact_domain=Powers("\x1b[1m", 2),
        verification=Verification("unchecked", reason="\u202eno"),
    )
    shown = render(hostile)
    assert all(character.isprintable() or character == "\n" for character in shown)


LONG = (
    Add(tuple(mul(Number(TWO.value + k), Call("T", (power(N, Number(TWO.value + k)),))) for k in range(30))),
    Number(TWO.value**900),
    Range("sum", "k", ONE, N, add(*(power(N, Number(TWO.value + k)) for k in range(30)))),
    Apply("floor", (add(*(Call("veryLongName", (power(N, Number(TWO.value + k)),)) for k in range(9))),)),
)


@pytest.mark.parametrize("formula", LONG, ids=["sum", "digits", "range", "floor"])
@pytest.mark.parametrize("width", [40, 80, 100])
def test_long_formulas_wrap(formula: Expr, width: int) -> None:
    long = replace(
        closed(),
        recurrence=sample_solutions.recurrence(formula, (TWO, N)),
        bounds=Bounds(Shown(formula), Shown(formula)),
        leading=formula,
        steps=(step("Inside a sentence {f} wraps.", Asymptotic("Θ", formula), f=formula, source="GKP " * 9),),
    )
    shown = render(long, width=width)
    assert max(map(columns, shown.split("\n"))) <= width


@given(formulas(), st.integers(40, 100), st.booleans())
def test_any_formula_fits(formula: Expr, width: int, unicode: bool) -> None:
    any_formula = replace(closed(), leading=formula, steps=(step("So {f} it is:", formula, formula, f=formula),))
    shown = render(any_formula, width=width, unicode=unicode)
    assert max(map(columns, shown.split("\n"))) <= width
    assert unicode or shown.isascii()
