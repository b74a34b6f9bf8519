"""What can be predicted, and the work that it means at each size."""

from __future__ import annotations

from fractions import Fraction
from math import log, log2

import pytest

from recur.evaluation.evaluator import Evaluator
from recur.forkjoin.tasks.predictions import declared_cost
from recur.measurement.prediction import predict
from recur.model.errors import InvalidRecurrence, LimitExceeded, RecurError
from recur.parsing import parse

SIZES = [16, 64, 256]


@pytest.mark.parametrize("text", ["n log n", "Θ(n log n)", "T(n) = Θ(n log n)", "T(n) = n log n", "~ n log n"])
def test_a_growth_may_be_typed_as_a_formula_or_a_claim(text: str) -> None:
    assert predict(text, SIZES).log_work == pytest.approx([log(n * log2(n)) for n in SIZES])


def test_a_recurrence_is_predicted_by_its_exact_values() -> None:
    found = predict("T(n) = 8T(n/2) + n^2, T(1) = 1", SIZES)
    assert found.log_work == pytest.approx([log(2 * n**3 - n**2) for n in SIZES])
    assert found.growth is not None and str(found.growth.expression()) == "n**3"
    assert found.notes == ()


def test_the_last_function_of_a_system_is_the_one_that_is_measured() -> None:
    assert predict("M(n) = 8M(n/2) + A(n); A(n) = 4A(n/2) + 1", SIZES).function == "M"


def test_what_is_assumed_is_said() -> None:
    assert predict("2T(n/2)+n", SIZES).notes == ("T(n) = 1 for n < 2 assumed",)


def test_between_powers_of_two_the_steps_of_rounding_are_smoothed() -> None:
    found = predict("T(n) = 8T(n/2) + 1, T(1) = 1", [16, 23, 32])
    assert found.base == 2 and found.between is not None
    low, middle, high = found.between
    part = (log(23) - log(16)) / log(2)
    assert (low, high) == (found.log_work[0], found.log_work[2])
    assert middle == pytest.approx(low + part * (high - low))
    assert found.log_work[1] == low  # ⌊23/2⌋ and so on are the sizes of 16


def test_where_no_size_is_rounded_nothing_is_smoothed() -> None:
    assert predict("T(n) = T(n-1) + n, T(1) = 1", [5, 7, 100]).between is None
    assert predict("T(n) = 2T(n/2) + n, T(1) = 1", SIZES).between is None


#: Quicksort with random pivots: 2(n + 1)·Hₙ − 4n, a fraction whose denominator has about 1.44 n binary digits.
PIVOTS = "T(n) = n - 1 + (2/n) * sum(k=0..n-1, T(k)), T(0) = 0"


def test_long_fractions_are_worked_with_by_their_first_digits() -> None:
    sizes = [10, 300, 3000]
    exact = [log(2 * (n + 1) * sum(1 / k for k in range(1, n + 1)) - 4 * n) for n in sizes]
    assert predict(PIVOTS, sizes).log_work == pytest.approx(exact, rel=1e-12)
    whole, digits = Evaluator(parse(PIVOTS)), Evaluator(parse(PIVOTS), longest=64)
    assert digits.value("T", 10) == whole.value("T", 10)
    shortened = digits.value("T", 300)
    assert not shortened.exact
    assert 0 <= Fraction(whole.value("T", 300).value) - Fraction(shortened.value) < Fraction(1, 10**20)


def test_values_that_take_too_many_steps_leave_the_word_to_the_growth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recur.measurement.prediction.VALUES", 500)
    found = predict(PIVOTS, [1000, 2000])
    assert found.log_work == pytest.approx([log(n * log(n)) for n in (1000, 2000)])
    assert found.notes and "2,000 take too many steps" in found.notes[0]
    assert not predict(PIVOTS, [100, 200]).notes


def test_an_estimate_takes_so_many_steps_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    cost = declared_cost(PIVOTS)
    monkeypatch.setattr("recur.forkjoin.tasks.predictions.ESTIMATED", 500)
    assert cost.number(3) == Fraction(8, 3)
    with pytest.raises(LimitExceeded):
        cost.number(100_000)


@pytest.mark.parametrize("text", ["2^n", "n!", "n^n", "2^(sqrt n)", "T(n) = T(n-1) + T(n-2), T(0) = 1, T(1) = 1"])
def test_what_outgrows_every_power_is_exponential(text: str) -> None:
    assert predict(text, SIZES).exponential
    assert not predict("n^9", SIZES).exponential


@pytest.mark.parametrize("text", ["O(n^2)", "Ω(n)", "T(n) = o(n)"])
def test_a_bound_on_one_side_is_no_prediction(text: str) -> None:
    with pytest.raises(InvalidRecurrence, match="one side"):
        predict(text, SIZES)


@pytest.mark.parametrize("text", ["", "n +* 2", "0", "-n", "n - 100", "2T(n/2", "T(n) = T(n)"])
def test_what_is_no_growth_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(RecurError) as refused:
        predict(text, SIZES)
    assert refused.value.kind in ("syntax", "invalid", "undecided")
