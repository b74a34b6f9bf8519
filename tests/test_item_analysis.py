"""How points are distributed and what a question tells, by hand."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from recur.answers.grading.item_analysis import discrimination, distribution


def test_the_last_tenth_has_its_upper_end_and_a_few_are_no_distribution() -> None:
    found = distribution([Fraction(n, 10) for n in (0, 1, 10, 10, 9)], 2)
    assert found is not None and found.counts == (1, 1, 0, 0, 0, 0, 0, 0, 0, 3)
    assert (found.mean, found.median, found.students, found.waiting) == (Fraction(3, 5), Fraction(9, 10), 5, 2)
    assert distribution([Fraction(1)] * 4) is None


def test_a_question_that_only_the_strong_answer_has_discrimination_one_and_the_reverse_minus_one() -> None:
    right = [(Fraction(n), Fraction(n > 50)) for n in range(100)]
    assert discrimination(right) == 1
    assert discrimination([(points, 1 - share) for points, share in right]) == -1
    assert discrimination([(points, Fraction(1, 2)) for points, _ in right]) == 0
    assert discrimination(right[:9]) is None


def test_no_order_of_the_class_matters() -> None:
    scored = [(Fraction(n % 4), Fraction(n % 3, 2)) for n in range(37)]
    found = {discrimination(Random(seed).sample(scored, len(scored))) for seed in range(20)}
    assert len(found) == 1
