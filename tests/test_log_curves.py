"""Curves of ln f: the values along many sizes are those at each of them, to the last bit, up to the first error."""

from __future__ import annotations

import math

import pytest

from recur.parsing import parse
from recur.verification.limit_size import far_end
from recur.verification.log_domain import Curve, LogDomain

FORMULAS = (
    "5",
    "3n^2",
    "n log n",
    "n log n/log log n",
    "n^2 + 3n log n",
    "n^2 + n + 7",
    "n - 100",
    "log(n)^3 + log(log(n))",
    "n!",
    "2^n + n",
    "sqrt(n) - log n",
    "n/(n + 1) + 1/n",
    "(n - 5)*(n - 7)",
    "n^2 - 3n + 40",
    "max2(n, 100) + min2(n, 7)*log(n)",
    "floor(n/3) + 7",
    "n*(2 - cos(n))",
    "(n - 3)^2*sqrt(n)",
    "log(n^2 + n)",
    "2^(sqrt(n))/n",
)
SIZES = [0.5 + 0.7 * i for i in range(60)]


def curve(formula: str) -> Curve:
    return LogDomain("n").positive(parse(f"T(n) = T(n/2) + {formula}").asked.driving)


def one_by_one(f: Curve, sizes: list[float]) -> list[float]:
    found = []
    for x in sizes:
        try:
            found.append(f(x))
        except (ValueError, OverflowError):
            break
    return found


@pytest.mark.parametrize("formula", FORMULAS)
def test_values_along_sizes_are_those_of_each_size(formula: str) -> None:
    f = curve(formula)
    for sizes in (SIZES, SIZES[10:], [0.0, *SIZES], [30.0, 800.0, 1e300, 5.0]):
        assert f.along(sizes) == one_by_one(f, sizes)


def test_a_curve_is_worked_out_along_all_sizes_at_once() -> None:
    asked: list[float] = []
    f = curve("n/(n + 1) + 1/n")
    counted = Curve(lambda x: asked.append(x) or f.at(x), f._all_along)
    assert len(counted.along(SIZES)) == len(SIZES)
    assert asked == []


def test_the_size_behind_the_last_value_tells_its_error() -> None:
    f = curve("n - 100")
    assert f.along(SIZES) == []
    with pytest.raises(ValueError):
        f(SIZES[0])
    large = curve("n!").along([1.0, 700.0, 1000.0])
    assert len(large) == 2
    with pytest.raises(OverflowError):
        curve("n!")(1000.0)


@pytest.mark.parametrize(("driving", "bound"), [("n", "n"), ("n^2", "n^2"), ("1", "n"), ("n log n", "n log n")])
def test_levels_that_a_float_cannot_add_are_left_out(driving: str, bound: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rates = ((math.log(2), math.log(2)),)
    found = far_end(rates, curve(driving), curve(bound))
    monkeypatch.setattr("recur.verification.limit_size.NOTHING", math.inf)
    assert found == far_end(rates, curve(driving), curve(bound))
