"""What equality passes over in a formula: numbers typed with a point, logarithms typed without a base."""

import pytest

from recur.model import expressions as ex
from recur.parsing import parse_formula


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("n log n", {"unwritten"}),
        ("n lg n", set()),
        ("n^1.5", {"decimal"}),
        ("sum(k=1..n, k^0.5 log k)", {"decimal", "unwritten"}),
        ("n^2.81 + log log n", {"decimal", "unwritten"}),
        ("floor(n^(log_3 2))", set()),
    ],
)
def test_the_marks_of_a_formula_are_those_of_its_parts(text: str, marks: set[str]) -> None:
    x = parse_formula(text)
    assert ex.typed(x) == marks
    walked = {
        "decimal" if isinstance(y, ex.Number) else "unwritten"
        for y in ex.walk(x)
        if (isinstance(y, ex.Number) and y.decimal) or (isinstance(y, ex.Log) and y.unwritten)
    }
    assert walked == marks


def test_equal_formulas_have_the_marks_that_each_was_typed_with() -> None:
    plain, marked = parse_formula("n^(3/2)*lg(n)"), parse_formula("n^1.5*log(n)")
    assert plain == marked
    assert (ex.typed(plain), ex.typed(marked)) == (frozenset(), {"decimal", "unwritten"})
    assert ex.typed_marks(plain) == () != ex.typed_marks(marked)
