"""LaTeX and Markdown: mathematics as mathematics, words as words, everything balanced."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given

from recur.model.derivation import step
from recur.model.domain import Progression
from recur.model.expressions import Add, Call, Expr, N, Number, Relation, number, power
from recur.notation.latex import write
from tests import sample_solutions
from tests.random_formulas import formulas
from tests.sample_solutions import closed, critical_exponent, equal, harmonic_levels, matrix_product
from tests.written import SOLUTION, as_latex, as_markdown

HOSTILE = r"50% of \input{secret} $x$ #1 & ~ ^ _ { } < > | ` * [a](b) <script> 漢 é"


def balanced(text: str) -> bool:
    """Do braces and environments close in the order they open?"""
    opened: list[str] = []
    for match in re.finditer(r"\\begin\{(\w+\*?)\}|\\end\{(\w+\*?)\}|\\\[|\\\]|\\left\b|\\right\b|\\.|[{}]", text):
        token = match[0]
        if match[1]:
            opened.append(match[1])
        elif token in ("{", r"\[", r"\left"):
            opened.append({"{": "}", r"\[": r"\]", r"\left": r"\right"}[token])
        elif (match[2] or token in ("}", r"\]", r"\right")) and (not opened or opened.pop() != (match[2] or token)):
            return False
    return not opened


@pytest.mark.parametrize("name", sorted(sample_solutions.everything()))
def test_latex_is_balanced_ascii(name: str) -> None:
    written = as_latex(SOLUTION)(sample_solutions.everything()[name], standalone=True)
    assert written.isascii()
    assert balanced(written)
    assert written.count("$") % 2 == 0


def test_a_document_stands_alone_only_when_asked() -> None:
    part, whole = as_latex(SOLUTION)(closed()), as_latex(SOLUTION)(closed(), standalone=True)
    assert "documentclass" not in part
    assert whole.startswith("\\documentclass{article}") and whole.endswith("\\end{document}\n")
    assert part in whole


@given(formulas())
def test_any_formula_is_balanced_ascii(formula: Expr) -> None:
    for written in (write(formula), write(formula, inline=True)):
        assert written.isascii()
        assert balanced(written)


def test_words_never_act_as_commands_in_latex() -> None:
    hostile = replace(closed(), method=HOSTILE, steps=(step(HOSTILE, source=HOSTILE),))
    written = as_latex(SOLUTION)(hostile)
    assert written.isascii() and balanced(written)
    assert "\\input{" not in written and "50%" not in written.replace("50\\%", "")


def test_words_never_act_as_markup_in_markdown() -> None:
    written = as_markdown(SOLUTION)(replace(closed(), method=HOSTILE, steps=(step(HOSTILE, source=HOSTILE),)))
    assert "<script>" not in written.replace("\\<", "")
    assert "[a](" not in written.replace("\\[", "")


def test_a_sentence_that_starts_with_a_bracket_is_no_label() -> None:
    assert "\\item {}[0, 1]" in as_latex(SOLUTION)(replace(closed(), steps=(step("[0, 1] it is."),)))


def test_a_long_chain_is_broken_at_its_signs() -> None:
    long = [power(N, Number(number(10**40).value + k)) for k in range(4)]
    written = as_latex(SOLUTION)(replace(closed(), steps=(step("See:", equal(Call("T", (N,)), *long)),)))
    rows = written.split("See:")[1].split("\\end{align*}")[0].split(" \\\\\n")
    assert len(rows) == 4 and all("&=" in row for row in rows)


def test_a_long_sum_goes_on_on_the_next_row() -> None:
    terms = tuple(power(N, number(10**20 + k)) for k in range(9))
    written = as_latex(SOLUTION)(replace(closed(), steps=(step("See:", Relation("=", N, Add(terms))),)))
    rows = written.split("See:")[1].split("\\end{align*}")[0].split(" \\\\\n")
    assert len(rows) > 1 and all("&\\quad {}+ n^" in row for row in rows[1:])
    assert sum(row.count("n^") for row in rows) == 9


def test_where_a_closed_form_holds_is_mathematics() -> None:
    assert r"n \log_2 n \quad \text{for } n = 2^j" in as_latex(SOLUTION)(closed())
    every = replace(closed(), exact_domain=Progression("n", 0, stressed=True))
    assert r"\quad \text{for every } n \ge 0" in as_latex(SOLUTION)(every)


def test_markdown_sets_formulas_between_dollar_signs() -> None:
    written = as_markdown(SOLUTION)(harmonic_levels())
    assert written.startswith("Read as $T(n) = 2T(n/2) + n/\\log n$\n")
    assert "\n$$T(n) = \\Theta(n \\log \\log n)$$\n" in written
    assert "\n1. $a = 2$ subproblems of size $n/b$" in written
    assert "\n   $$n \\sum_{i=0}^{\\log_2 n}" in written


def test_markdown_never_has_a_backslash_before_punctuation_in_a_formula() -> None:
    for solutions in sample_solutions.everything().values():
        for formula in re.findall(r"\$+([^$]+)\$+", as_markdown(SOLUTION)(solutions)):
            assert not re.search(r"\\[^a-zA-Z]", formula)


def test_both_show_every_function_of_a_system() -> None:
    for written in (as_latex(SOLUTION)(matrix_product()), as_markdown(SOLUTION)(matrix_product())):
        assert written.index(r"A(n) = \Theta(n^2)") < written.index(r"M(n) = \Theta(n^3)")


def test_both_define_the_symbols_of_a_bound() -> None:
    for written in (as_latex(SOLUTION)(critical_exponent()), as_markdown(SOLUTION)(critical_exponent())):
        assert "where $p = 0.787884911025869$" in written


def test_both_leave_the_steps_out_when_asked() -> None:
    assert "enumerate" not in as_latex(SOLUTION)(closed(), steps=False)
    assert "1. " not in as_markdown(SOLUTION)(closed(), steps=False)
