"""Curves of ln f: the values along many sizes are those at each of them, to the last bit, up to the first error."""

from __future__ import annotations

import math

import pytest

from recur.parsing import parse
from recur.verification import limit_size
from recur.verification.limit_size import exponent, far_end
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
    "log(log(n))",
    "n*log(log(n))/log(n)",
    "n/(log(n)*log(log(n))^2)",
    "3log(7n)",
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


@pytest.mark.parametrize(
    "formula", ["log(log(n))", "n*log(log(n))/log(n)", "5n/sqrt(log(log(n)))", "3log(7n)", "log(n/9)^2", "n/log(n/9)^3"]
)
def test_a_logarithm_beside_powers_is_what_its_parts_give(formula: str, monkeypatch: pytest.MonkeyPatch) -> None:
    f = curve(formula)
    monkeypatch.setattr(LogDomain, "_with_logarithms", lambda *_: None)
    plain = curve(formula)
    for sizes in (SIZES, SIZES[3:], [30.0, 1e9]):
        assert f.along(sizes) == pytest.approx(plain.along(sizes), rel=1e-12)
    for x in (0.0, 0.1, 0.5, 1.0, 3.0):
        assert one_by_one(f, [x]) == pytest.approx(one_by_one(plain, [x]), rel=1e-12)


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


@pytest.mark.parametrize(
    "driving",
    ["n", "5n ln n", "n/ln(n)", "n/ln(n)^2", "n ln(n)^3/7", "n/sqrt(ln(n))", "n^2", "7n^3", "1", "sqrt(n)", "n^1.001"],
)
def test_levels_of_a_power_or_of_one_size_are_added_up_in_closed_form(
    driving: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    f = curve(driving)
    for a in (1, 2, 4) if "ln" not in driving else (2,):
        rates = ((math.log(a), math.log(2)),)
        added_up = far_end(rates, Curve(f.at, f._all_along), curve("n"))
        with monkeypatch.context() as patched:
            patched.setattr(limit_size, "_added_up", None)
            assert far_end(rates, f, curve("n")) == pytest.approx(added_up, abs=0.03)


@pytest.mark.parametrize(
    "calls",
    [
        ((1, 3), (1, 1.5)),
        ((2, 2), (4, 4)),
        ((0.01, 2), (0.02, 3)),
        ((7, 1.001), (1, 50), (3, 2)),
        ((10**300, 2), (1, 10**300)),
        ((1, 2), (1, 10**400)),
    ],
)
def test_the_exponent_of_several_calls(calls: tuple[tuple[float, float], ...]) -> None:
    rates = tuple((math.log(a), math.log(b)) for a, b in calls)
    p = exponent(rates)
    assert math.fsum(math.exp(a - p * b) for a, b in rates) == pytest.approx(1, rel=1e-9)


@pytest.mark.parametrize("formula", ["5", "n^2/7", "n/log n", "log(n)^3/n", "n ln n/ln(ln(n))", "ln(ln(n))"])
def test_a_shape_tells_where_a_curve_begins_and_how_large_it_is(formula: str) -> None:
    f = curve(formula)
    for first in (-math.inf, -1.0, 0.0, 1e-9, 0.5, 1.0, 1.5, 3.0):
        sizes = [first, 2 * abs(first) + 1.0, 40.0]
        defined = len(one_by_one(f, [x for x in sizes if x > -math.inf])) == sum(x > -math.inf for x in sizes)
        assert defined == (first > f.beginning) or first == -math.inf
        if first > f.beginning and first > -math.inf:
            largest = max(abs(f(x)) for x in sizes)
            assert f.is_moderate(first, 40.0, 1e3) and not f.is_moderate(first, 40.0, largest * (1 - 1e-12))
    assert not curve("n + log n").is_moderate(1.0, 2.0, 1e12)
