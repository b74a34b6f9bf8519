"""One layout for all media: they differ in how a formula looks, and agree on its order and its brackets."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given

from recur.model.expressions import Expr
from recur.notation import boxes, latex, mathml
from recur.notation.latex import LATEX
from recur.notation.layout import Layout
from recur.notation.mathml import MATHML
from recur.notation.python import PYTHON
from recur.notation.text import ASCII, TERMINAL
from tests.mathml_reader import seen
from tests.random_formulas import formulas
from tests.test_notation_mathml import ALL_KINDS

SPELLED = {"φ": r"\varphi", "π": r"\pi", "Γ": r"\Gamma", "−": "-", r"\cdot": "*"}


def bare(line: str) -> str:
    """A line of TeX without what a reader does not see: spaces, braces, how brackets grow."""
    for letter, name in SPELLED.items():
        line = line.replace(letter, name)
    return re.sub(r"\\left|\\right|[{}\s]", "", line)


@pytest.mark.parametrize("inline", [False, True], ids=["displayed", "inline"])
@given(formulas())
def test_latex_and_mathml_have_the_same_signs_in_the_same_order(inline: bool, x: Expr) -> None:
    shown = seen(ElementTree.fromstring(mathml.write(x, inline)))
    assert bare(latex.write(x, inline)) == bare(shown)


@pytest.mark.parametrize("vocabulary", [TERMINAL, ASCII, PYTHON, LATEX, MATHML], ids=lambda v: type(v).__name__)
@pytest.mark.parametrize("x", ALL_KINDS, ids=str)
def test_every_vocabulary_shows_whatever_is_laid_out_for_it(vocabulary: boxes.Vocabulary, x: Expr) -> None:
    assert vocabulary.set(Layout(vocabulary).box(x))


def test_boxes_are_frozen_and_compared_by_kind_and_parts() -> None:
    assert boxes.Name("log") == boxes.Name("log") != boxes.Operator("log")
    assert len({boxes.Name("n"), boxes.Name("n"), boxes.Letter("n")}) == 2
    with pytest.raises(AttributeError):
        boxes.Name("n").text = "k"  # type: ignore[misc]


def test_brackets_grow_around_whatever_is_higher_than_a_line() -> None:
    digit = boxes.Numeral("1")
    high = [
        boxes.Fraction(digit, digit),
        boxes.CaseBrace(digit, (digit, digit)),
        boxes.Minus(boxes.Fraction(digit, digit)),
    ]
    assert all(map(boxes.is_tall, high)) and not boxes.is_tall(boxes.Slash(digit, digit, False))
