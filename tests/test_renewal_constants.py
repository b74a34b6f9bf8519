"""T(n) ~ C·n^p without oscillation, where the sizes are no powers of one number."""

from fractions import Fraction

import pytest

from recur.evaluation.arithmetic import Compiler
from recur.evaluation.evaluator import Evaluator
from recur.numbers.interval import interval
from recur.parsing import parse
from recur.solving.solver import solve_all

CASES = [
    # Erdős and others: T(n)/n tends to 12/log 432
    "T(n) = T(floor(n/2)) + T(floor(n/3)) + T(floor(n/6)), T(0) = 1",
    "T(n) = T(floor(n/2)) + T(floor(n/3)) + T(floor(n/6)) + 2, T(0) = 1, T(1) = 5, T(2) = 0",
    "T(n) = T(floor(n/2)) + T(floor(n/3)) + 2T(floor(n/5)) + 3, T(0) = 1",
    "T(n) = T(floor(n/2)) + 3T(floor(n/6)), T(0) = 2",
]


@pytest.mark.parametrize("text", CASES)
def test_the_quotient_tends_to_the_constant(text):
    solution = solve_all(text)[-1]
    assert solution.leading is not None
    # a short fraction for p: it costs n^(10⁻⁶)
    known = {d.symbol: Fraction(d.value).limit_denominator(1000) for d in solution.where}
    compiler = Compiler("n", known, 200)
    formula = compiler.compile(solution.leading)
    evaluator, ratios = Evaluator(parse(text)), []
    for n in (10**k + 12345 * k for k in range(14, 24)):
        compiler.cells[0] = n
        ratios.append(float(evaluator.value("T", n).value) / float(interval(formula(), 200).rationals()[0]))
    assert abs(sum(ratios) / len(ratios) - 1) < 0.01
    assert all(abs(ratio - 1) < 0.1 for ratio in ratios)


@pytest.mark.parametrize(
    "text",
    [
        "T(n) = T(floor(n/2)) + T(floor(n/4)), T(0) = 1",  # powers of 2: a periodic factor remains
        "T(n) = T(floor(n/2)) + T(floor(n/3)), T(0) = Θ(1)",
        "T(n) = T(floor(n/2)) + T(floor(n/3))",
    ],
)
def test_no_constant_is_claimed_for(text):
    assert solve_all(text)[-1].leading is None


def remarks(text: str) -> str:
    return " ".join(remark.sentence for remark in solve_all(text)[-1].remarks)


def test_ratios_that_are_powers_of_one_number_leave_a_period():
    assert "bounded factor of period 1" in remarks("T(n) = T(floor(n/2)) + T(floor(n/4)), T(0) = 1")


def test_other_ratios_have_a_limit_even_where_its_value_is_not_known():
    text = "T(n) = T(floor(n/3)) + T(ceil(2n/3)) + 1, T(0) = 1, T(1) = 1, T(2) = 2"
    assert "tends to a constant" in remarks(text)
    assert solve_all(text)[-1].leading is None


def test_without_a_base_case_nothing_is_said_of_a_limit():
    assert "tends to" not in remarks("T(n) = T(floor(n/3)) + T(ceil(2n/3)) + 1")
