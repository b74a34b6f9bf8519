r"""Numbers above each other in brackets: {n \brace k} and its brothers as functions of two sizes."""

import pytest

from recur.evaluation.points import PointEvaluator
from recur.model.several import MultivariateRecurrence
from recur.parsing import parse_any
from recur.parsing.text.stacked_numbers import without_stacked_numbers

SUBSETS = {(5, 2): 15, (6, 3): 90}
CYCLES = {(5, 2): 50, (6, 3): 225}
PASCAL = {(5, 2): 10, (6, 3): 20}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (r"{n \brace k} = k{n-1 \brace k} + {n-1 \brace k-1}, {0 \brace 0} = 1", SUBSETS),
        (r"{n\brace k}=k{n-1\brace k}+{n-1\brace k-1},{0\brace 0}=1", SUBSETS),
        (
            r"\left\{{n \atop k}\right\} = k \left\{{n-1 \atop k}\right\} + \left\{{n-1 \atop k-1}\right\}, "
            r"\left\{{0 \atop 0}\right\} = 1",
            SUBSETS,
        ),
        (r"\left\{n \atop k\right\} = k\left\{n-1 \atop k\right\} + \left\{n-1 \atop k-1\right\}, "
         r"\left\{0 \atop 0\right\} = 1", SUBSETS),
        (r"{n \atop k} = k{n-1 \atop k} + {n-1 \atop k-1}, {0 \atop 0} = 1", SUBSETS),
        (
            r"\genfrac{\{}{\}}{0pt}{}{n}{k} = k \genfrac{\{}{\}}{0pt}{}{n-1}{k} + \genfrac{\{}{\}}{0pt}{}{n-1}{k-1}, "
            r"\genfrac\{\}{0pt}{}{0}{0} = 1",
            SUBSETS,
        ),
        (r"{n \brack k} = (n-1){n-1 \brack k} + {n-1 \brack k-1}, {0 \brack 0} = 1", CYCLES),
        (r"\left[{n \atop k}\right] = (n-1)\left[{n-1 \atop k}\right] + \left[{n-1 \atop k-1}\right], "
         r"\left[{0 \atop 0}\right] = 1", CYCLES),
        (r"\left({n \atop k}\right) = \left({n-1 \atop k}\right) + \left({n-1 \atop k-1}\right), "
         r"\left({n \atop 0}\right) = \left({n \atop n}\right) = 1", PASCAL),
    ],
)  # fmt: skip
def test_stacked_numbers_are_a_function_of_two_sizes(text: str, values: dict[tuple[int, int], int]) -> None:
    read = parse_any(text)
    assert isinstance(read, MultivariateRecurrence)
    points = PointEvaluator(read)
    assert {point: points.number(point) for point in values} == values


@pytest.mark.parametrize(
    "text",
    [
        r"\sum_{i<j \atop j<k} f(i)",
        r"T(n) = \underbrace{2T(n/2)}_{calls} + n",
        "(" * 9 + r"n \brace k",
        r"\lbrace n \rbrace \brace",
    ],
)
def test_other_texts_stay(text: str) -> None:
    assert without_stacked_numbers(text) == text


def test_a_letter_of_the_text_is_not_taken() -> None:
    kept = without_stacked_numbers(r"{n \brace k} = S {n-1 \brace k} + {n-1 \brace k-1}")
    assert kept == " U(n, k)     = S  U(n-1, k)     +  U(n-1, k-1)    "
