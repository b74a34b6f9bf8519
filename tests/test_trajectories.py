"""The values that a bound is held against: the sum of the terms of the recurrence, however they are followed."""

from __future__ import annotations

from collections import Counter
from math import exp, inf, isclose, log

import pytest

from recur.evaluation.evaluator import Evaluator
from recur.model.expressions import Symbol, number, power
from recur.parsing import parse
from recur.solving.solver import solve_all
from recur.verification import chains, grids, verify as verifying
from recur.verification.chains import InSteps, StepsBack, Trajectory, climb
from recur.verification.grids import trajectory
from recur.verification.limit_size import _segment
from recur.verification.log_domain import LogDomain, log_sum

STEPS = 40
ROW = [0.3 * i - 2 for i in range(STEPS)]
FLAT = [0.25] * STEPS


def plainly(values: list[float], terms: list[tuple[list[float], float]]) -> list[float]:
    """ln T(i) = ln(e^row[i] + Σ e^a[i]·T(i − back)), each value looked up between its neighbours."""
    values, behind = list(values), len(values)
    for i in range(STEPS):
        logs = [ROW[i]]
        for coefficients, back in terms:
            place = i + behind - back
            k = int(place + 1e-9)
            part = place - k
            value = values[k] if part < 1e-9 else (1 - part) * values[k] + part * values[k + 1]
            logs.append(coefficients[i] + value)
        values.append(log_sum(logs))
    return values


@pytest.mark.parametrize("backs", [(1,), (3,), (1, 2.4), (2, 2), (1, 2.25, 3), (1, 1.5, 2.5, 3)])
def test_values_so_many_steps_back_are_added_up(backs: tuple[float, ...]) -> None:
    start = [0.0, 0.5, 1.5, 1.0]
    rows = [ROW if i % 2 else FLAT for i in range(len(backs))]
    values = list(start)
    calls = []
    for row, back in zip(rows, backs, strict=True):
        steps = int(back) + (back > int(back))
        calls.append(StepsBack(row, values, steps, steps - back))
    climb([InSteps(ROW, calls, values)], 0, 13)
    climb([InSteps(ROW, calls, values)], 13, STEPS)
    expected = plainly(start, list(zip(rows, backs, strict=True)))
    assert values == pytest.approx(expected, rel=1e-12)


def test_functions_that_call_each_other_at_the_same_step() -> None:
    a, b = [0.0], [1.0]
    first = InSteps([-inf] * STEPS, [StepsBack(FLAT, a, 1, 0.0), StepsBack(ROW, b, 1, 0.0)], a)
    second = InSteps(ROW, [StepsBack(FLAT, a, 0, 0.0)], b)
    climb([first, second], 0, STEPS)
    for i in range(STEPS):
        assert isclose(a[i + 1], log_sum([FLAT[i] + a[i], ROW[i] + b[i]]), rel_tol=1e-12)
        assert isclose(b[i + 1], log_sum([ROW[i], FLAT[i] + a[i + 1]]), rel_tol=1e-12)


def test_values_end_where_floats_carry_no_further() -> None:
    values = [0.0]
    climb([InSteps([-inf] * STEPS, [StepsBack([1e11] * STEPS, values, 1, 0.0)], values)], 0, STEPS)
    assert len(values) == 11


@pytest.mark.parametrize(
    "text", ["T(n) = T(n/10) + T(9n/10) + n", "T(n) = T(n/5) + T(7n/10) + 2n", "T(n) = T(n/3) + 1"]
)
def test_what_lies_before_all_points_is_the_first_value_from_the_first_step_on(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no value is 0, all steps are taken alike; each by itself, they come to the same."""
    stepped: list[int] = []
    further = grids._further
    monkeypatch.setattr(grids, "_further", lambda rows, i: stepped.append(i) or further(rows, i))
    (r,) = parse(text).recurrences
    together = grids.grid([r], {"T": LogDomain("n")}).values
    assert not stepped
    monkeypatch.setattr(chains, "_climbs_alone", lambda functions: False)
    by_itself = grids.grid([r], {"T": LogDomain("n")}).values
    assert stepped[:16] == list(range(16))
    assert together == pytest.approx(by_itself, rel=1e-12)


def path_of(text: str) -> Trajectory:
    system = parse(text)
    (function,) = system.functions
    return trajectory(system, function, {function: LogDomain("n")}, {})


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("T(n) = T(n-1) + 2T(n-2) + n, T(0) = 0, T(1) = 1", lambda t, n: t[n - 1] + 2 * t[n - 2] + n),
        ("T(n) = T(n-1) + 1/n, T(0) = 0", lambda t, n: t[n - 1] + 1 / n),
        ("T(n) = n*T(n-1) + ln(n), T(0) = 1", lambda t, n: n * t[n - 1] + log(n)),
        ("T(n) = (n/(n-5))*T(n-1) + 1, T(5) = 1", lambda t, n: n / (n - 5) * t[n - 1] + 1),
        ("T(n) = T(n-3) + n^2, T(0) = 0, T(1) = 4, T(2) = 0", lambda t, n: t[n - 3] + n**2),
        ("T(n) = T(n-ceil(n/2)) + n, T(0) = 1", lambda t, n: t[n // 2] + n),
    ],
)
def test_a_table_holds_the_values_of_its_recurrence(text: str, plain) -> None:
    path = path_of(text)
    assert path.depth == sorted(path.depth)
    assert path.depth[-1] == 2048
    found = dict(zip(path.depth, path.values, strict=True))
    (recurrence,) = parse(text).recurrences
    known = {case.high: float(str(case.value)) for case in recurrence.initial}
    for n in range(max(known) + 1, 100):
        known[n] = plain(known, n)
        assert n < 2 or exp(found[n]) == pytest.approx(known[n], rel=1e-9)


def test_points_of_deep_roots_end_where_floats_do() -> None:
    (solution,) = solve_all("T(n) = T(n^(1/10)) + T(n^(1/20)) + 1")
    assert solution.verification.status == "checked"


def test_steep_levels_are_the_greatest_one_times_a_gap() -> None:
    near = _segment(10.0, 0.7, 0.0, 550.0)
    assert near == pytest.approx(550 + log(0.7), rel=1e-12)
    assert _segment(10.0, 0.7, 0.0, 580.0) == pytest.approx(580 + log(0.7), rel=1e-12)
    assert _segment(0.5, 0.7, 90.0, 20.0) == pytest.approx(90 + log(0.5), rel=1e-12)


def test_values_that_stand_in_an_extreme_are_asked_for_together() -> None:
    """Neither fails for want of the other: each size is tried twice at most, once for what it needs."""
    evaluator = Evaluator(parse("T(n) = 1 + min2(2T(floor(n/2)), 3T(floor(n/3))), T(0) = 1"))
    equation, tried = evaluator.equations["T"], Counter[int]()
    attempt = equation.attempt
    equation.attempt = lambda size: tried.update([size]) or attempt(size)
    evaluator.number("T", 1 << 40)
    assert max(tried.values()) == 2


def test_values_are_followed_once_for_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    followed: list[object] = []
    monkeypatch.setattr(verifying, "trajectory", lambda *x: followed.append(x) or trajectory(*x))
    n = Symbol("n")
    for text, times in (("T(n) = 2T(n/2) + n^2", 1), ("T(n) = 2T(n/2) + n^2 + O(n)", 2)):
        followed.clear()
        held = verifying.verify(parse(text), "T", n, power(n, number(3)))
        assert held.status == "checked"
        assert len(followed) == times


@pytest.mark.parametrize(
    "text",
    [
        "T(n) = T(n/3) + T(2n/3) + n",
        "T(n) = T(n/2) + 2T(n/4) + n^2/log(n)",
        "T(n) = 2T(n/2) + n*log(log(n))/log(n)",
        "T(n) = 3T(n/2) + n, T(1) = 1",
        "T(n) = T(n/2) + T(n/10^400) + n",
    ],
)
def test_where_the_far_end_tells_the_bound_is_worked_out_at_the_sizes_shown_alone(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    against = verifying._against
    monkeypatch.setattr(verifying, "_against", lambda *x: asked.append(x) or against(*x))
    (solution,) = solve_all(text)
    assert solution.verification.status == "checked"
    assert not asked
    monkeypatch.setattr("recur.verification.log_domain.Polylogarithm.is_moderate", lambda *_: False)
    assert solve_all(text)[0].verification == solution.verification
    assert asked
