"""The range of the periodic factor C: six digits, held against all sizes of a whole period."""

import math
import re

import pytest

from recur.evaluation.evaluator import Evaluator
from recur.parsing import parse
from recur.solving.solver import solve_all


def told_range(text: str) -> tuple[str, str] | None:
    remarks = " ".join(remark.sentence for remark in solve_all(text)[-1].remarks)
    found = re.search(r"values from ([\d.e-]+) to ([\d.e-]+) \(to six digits\)", remarks)
    return None if found is None else (found[1], found[2])


KNOWN = [
    # Σ 2^(ones of m), m < n: the constant of Stolarsky and Harborth
    ("T(n) = 2T(floor(n/2)) + T(ceil(n/2)), T(1) = 1", "0.812557", "1.00000"),
    # the values at 2^j − 1 and at 2^j
    ("T(n) = 7T(floor(n/2)) + n^2, T(1) = 1", "0.700000", "2.33333"),
    ("T(n) = 3T(floor(n/2)) + n, T(1) = 1", "1.50000", "3.00000"),
    # (A + B·x)/x² on [1, 2], greatest in between
    ("T(n) = 2T(floor(n/2)) + 2T(ceil(n/2)), T(1) = 1", "1.00000", "1.12500"),
    ("T(n) = 2T(floor(n/2)) + 2T(ceil(n/2)) + n, T(1) = 1", "2.00000", "2.25000"),
]


@pytest.mark.parametrize(("text", "low", "high"), KNOWN, ids=[text for text, *_ in KNOWN])
def test_the_range_of(text, low, high):
    assert told_range(text) == (low, high)


SEARCHED = [
    ("T(n) = 3T(ceil(n/2)) + n, T(0) = 0, T(1) = 1", math.log2(3)),
    ("T(n) = 3T(floor(n/2)) + 2T(ceil(n/2)) + n, T(1) = 1", math.log2(5)),
    ("T(n) = 5T(floor(n/2)) + T(ceil(n/2)) + n lg n + 4, T(1) = 3", math.log2(6)),
    ("T(n) = 4T(floor(n/3)) + T(ceil(n/3)) + n, T(1) = 1, T(2) = 2", math.log(5, 3)),
    ("T(n) = 4T(floor(n/2) + 2) + n, T(n) = 1 for 0 <= n <= 5", 2.0),
    ("T(n) = T(floor(n/2)) + T(ceil(n/2)) + 2, T(1) = 0, T(2) = 1", 1.0),
    ("T(n) = 3T(floor(n/2)) + 7, T(1) = 1, T(2) = 5", math.log2(3)),
]


@pytest.mark.parametrize(("text", "p"), SEARCHED, ids=[text for text, _ in SEARCHED])
def test_every_size_of_a_late_period_lies_in_the_range_and_comes_near_its_ends(text, p):
    told = told_range(text)
    assert told is not None
    low, high = map(float, told)
    evaluator = Evaluator(parse(text))
    b = 3 if "/3" in text else 2
    scale = b**40
    at = [x * scale + e for x in range(b**7, b**8, 3) for e in (0, 5, scale - 1)]
    ratios = [float(evaluator.value("T", n, 20).value) / float(n) ** p for n in at]
    assert low * (1 - 1e-5) < min(ratios) < low * 1.01
    assert high * 0.99 < max(ratios) < high * (1 + 1e-5)


@pytest.mark.parametrize(
    "text",
    [
        "T(n) = 3T(floor(n/2)) + n",  # no base case: any constant
        "T(n) = 2T(floor(n/2)) + n, T(1) = 1",  # balanced: the constant is 1
        "T(n) = T(floor(n/2)) + T(ceil(n/2)) + 1, T(1) = 1",  # 2n − 1 does not oscillate
        "T(n) = 4T(floor(n/2)) + c n, T(0) = 0, T(1) = 1",
    ],
)
def test_no_range_is_told_for(text):
    assert told_range(text) is None


def test_a_period_without_a_certified_range_is_still_told():
    remarks = solve_all("T(n) = 3T(floor(n/2) - 5) + n/lg(n), T(n) = 1 for 0 <= n <= 13")[-1].remarks
    assert any("bounded factor of period 1" in remark.sentence for remark in remarks)
