"""Declarations that bound, that speak of an order, or of a mean: what counts confirm, refute and leave open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import exp
from random import Random

import pytest

from recur.forkjoin import Task, count, task
from recur.forkjoin.tasks.agreement import Agreement, compare_counts
from recur.forkjoin.tasks.levelling import levels_off
from recur.forkjoin.tasks.means import Mean
from recur.forkjoin.tasks.predictions import declared_cost
from recur.measurement.evidence import FitVerdict
from recur.measurement.prediction import predict_values
from recur.measurement.samples import Sample, by_size
from recur.model.errors import RecurError
from recur.runs.sizes import Rung
from recur.runs.timed_growth import timed_growth
from tests.measured_programs import UNTIMED

DOUBLED = [2**k for k in range(11)]


def declared(work: str, counts: Callable[[int], int]) -> Task:
    """A task that counts what a function of n says."""

    @task(work=work, size="n")
    def program(n: int) -> None:
        count(counts(n))

    program.example(lambda n: n)
    return program


def judged(work: str, counts: Callable[[int], int], sizes: list[int] = DOUBLED) -> Agreement:
    return compare_counts(declared(work, counts), sizes)


@pytest.mark.parametrize(
    ("text", "relation", "expected"),
    [
        ("T(n) = 2T(n/2) + n, T(1) = 1", "=", False),
        ("T(n) <= 2T(n/2) + n, T(1) = 1", "<=", False),
        ("T(n) = 2T(n/2) + n, T(1) <= 1", "<=", False),
        ("T(n) >= n", ">=", False),
        ("n^2 + n", "Θ", False),
        ("O(n log n)", "O", False),
        ("T(n) = O(n^2)", "O", False),
        ("T(n) = T(n-1) + O(n)", "O", False),
        ("T(n) = 2T(n/2) + Θ(n)", "Θ", False),
        ("Ω(n)", "Ω", False),
        ("E[T(n)] = 2n", "=", True),
        ("E[T(n)] <= 4n", "<=", True),
        ("E[T(n)] = O(n)", "O", True),
        ("E[T(n)] = n + (2/n) * sum(k=0..n-1, E[T(k)]), E[T(0)] = 0", "=", True),
    ],
)
def test_what_is_declared_of_the_cost_is_read_with_it(text: str, relation: str, expected: bool) -> None:
    found = declared_cost(text)
    assert (found.relation, found.expected) == (relation, expected)


def test_what_bounds_from_both_sides_is_told() -> None:
    with pytest.raises(RecurError, match="from above and from below"):
        declared_cost("T(n) <= T(n-1) + Ω(n)")


def test_an_upper_bound_that_is_kept_is_consistent_and_no_equation() -> None:
    found = judged("T(n) <= n^2", lambda n: n * (n + 1) // 2)
    assert found.verdict == "consistent" and found.confirms
    assert found.work is not None and found.work.largest_ratio == (1, 1)
    shown = " ".join(str(found).split())
    assert "consistent with the upper bound" in shown and "the upper bound is kept at 11 of 11 sizes" in shown


@pytest.mark.parametrize(
    ("bound", "counts", "first"),
    [("T(n) <= n^2", lambda n: n * n + (n == 8), 8), ("T(n) >= n", lambda n: n - (n >= 4), 4)],
)
def test_a_bound_is_refuted_by_the_first_size_that_passes_it(
    bound: str, counts: Callable[[int], int], first: int
) -> None:
    found = judged(bound, counts)
    assert found.verdict == "refuted"
    assert found.work is not None and found.work.first_difference is not None
    assert found.work.first_difference.n == first


@pytest.mark.parametrize(
    ("order", "counts", "verdict"),
    [
        ("O(n)", lambda n: 7 * n + 100, "consistent"),
        ("O(n^2)", lambda n: 7 * n, "consistent"),
        ("O(n)", lambda n: 3 * n - 2 * int(n**0.5), "consistent"),
        ("O(n)", lambda n: n * n.bit_length(), "refuted"),
        ("O(n log n)", lambda n: n * n, "refuted"),
        ("O(1)", lambda n: n.bit_length(), "refuted"),
        ("Θ(n)", lambda n: 5 * n + n.bit_length(), "consistent"),
        ("Θ(n^2)", lambda n: n * n.bit_length(), "refuted"),
        ("Ω(n)", lambda n: n * n, "consistent"),
        ("Ω(n^2)", lambda n: n, "refuted"),
        ("T(n) = 2T(n/2) + O(n), T(1) = 1", lambda n: 4 * n * n.bit_length() + 3, "consistent"),
        ("T(n) = 2T(n/2) + O(n), T(1) = 1", lambda n: n * n, "refuted"),
    ],
)
def test_an_order_is_kept_where_the_ratio_levels_off(order: str, counts: Callable[[int], int], verdict: str) -> None:
    assert judged(order, counts).verdict == verdict


def test_an_order_is_not_decided_by_few_sizes() -> None:
    assert judged("O(n)", lambda n: n, [1, 2, 4]).verdict == "undecided"


def test_exponential_orders_are_judged_at_every_size() -> None:
    sizes = list(range(1, 15))
    assert judged("O(2^n)", lambda n: 5 * 2**n - n, sizes).verdict == "consistent"
    assert judged("O(2^n)", lambda n: n * 2**n, sizes).verdict == "refuted"


@pytest.mark.parametrize("seed", range(20))
def test_one_noisy_run_a_size_does_not_refute_the_order(seed: int) -> None:
    noise = Random(seed)
    assert levels_off([Fraction(100 + noise.randrange(-40, 40), 100) for _ in range(11)]) is not False


# ----- means


def drawing(work: str, seed: int = 1) -> Task:
    """n dice on the mean of 1: 0, 1 or 2 operations for each."""
    dice = Random(seed)
    return declared(work, lambda n: sum(dice.randrange(3) for _ in range(n)))


def test_a_mean_is_confirmed_by_the_mean_of_runs() -> None:
    found = compare_counts(drawing("E[T(n)] = n"), DOUBLED[2:9])
    assert found.verdict == "mean agrees" and found.confirms
    assert found.work is not None and found.work.rows[0].mean is not None
    assert found.work.rows[0].mean.runs == 30
    shown = " ".join(str(found).split())
    assert "Counts: mean of the counts agrees" in shown and "the mean of counted / declared over 210 runs is" in shown


@pytest.mark.parametrize("wrong", ["E[T(n)] = 2n", "E[T(n)] = n/2", "E[T(n)] <= 3n/4", "E[T(n)] = n + 20"])
def test_another_mean_is_refuted(wrong: str) -> None:
    assert compare_counts(drawing(wrong), DOUBLED[2:9]).verdict == "refuted"


@pytest.mark.parametrize("seed", range(10))
def test_a_right_mean_is_never_refuted(seed: int) -> None:
    assert compare_counts(drawing("E[T(n)] = n", seed), DOUBLED[2:9]).verdict == "mean agrees"
    assert compare_counts(drawing("E[T(n)] <= n", seed), DOUBLED[2:9]).verdict == "consistent"
    assert compare_counts(drawing("E[T(n)] = O(n)", seed), DOUBLED[2:9]).verdict in ("consistent", "undecided")


def test_runs_that_are_all_alike_confirm_no_mean_and_refute_none() -> None:
    assert judged("E[T(n)] = n", lambda n: n + n // 4).verdict == "undecided"
    assert judged("E[T(n)] = n", lambda n: n).verdict == "mean agrees"


def test_the_interval_of_a_mean_is_five_standard_errors() -> None:
    mean = Mean.of([0, 2] * 8)
    assert mean.squared_error == Fraction(1, 15)
    assert mean.may_be(1 + Fraction(5, 4)) and not mean.may_be(1 + Fraction(13, 10))


# ----- times beside a bound


def times_of(bound: str, seconds: Callable[[int], float]) -> FitVerdict:
    ns = [2**k for k in range(9, 17)]
    noise = (1.0, 1.004, 0.997, 1.006, 0.995)
    samples = [Sample(n, seconds(n) * noise[(i + j) % 5], j) for i, n in enumerate(ns) for j in range(5)]
    cost = declared_cost(bound)
    prediction = predict_values(cost.text, cost.system, cost.function, ns, cost.side)
    return timed_growth(by_size(samples), prediction, [Rung(n, 1, seconds(n), 1) for n in ns], False)[0].verdict


@pytest.mark.parametrize(
    ("bound", "power", "verdict"),
    [
        ("O(n^2)", 1.0, FitVerdict.CONFIRMED),
        ("O(n^2)", 2.0, FitVerdict.CONFIRMED),
        ("O(n)", 1.5, FitVerdict.REFUTED),
        ("T(n) <= 3T(n/2) + n, T(1) = 1", 1.0, FitVerdict.CONFIRMED),
        ("Ω(n)", 2.0, FitVerdict.CONFIRMED),
        ("Ω(n^2)", 1.0, FitVerdict.REFUTED),
    ],
)
def test_times_below_an_upper_bound_keep_it(bound: str, power: float, verdict: FitVerdict) -> None:
    assert times_of(bound, lambda n: 1e-8 * n**power) is verdict


# ----- counts and clock


#: Log-factors of whole sizes on a quiet machine, and on a busy one: no class keeps closer than 13 % to those.
QUIET, BUSY = (0.0,) * 8, (0.14, -0.16, 0.10, 0.15, -0.18, 0.12, -0.15, 0.08)


@pytest.mark.parametrize("whole", (QUIET, BUSY), ids=("quiet", "busy"))
def test_a_clock_that_contradicts_the_counts_is_told_in_the_headline(whole: tuple[float, ...]) -> None:
    program = declared("T(n) = n", lambda n: n)
    counts = compare_counts(program, DOUBLED)
    ns = [2**k for k in range(9, 17)]
    disturbed = zip(ns, whole, strict=True)
    samples = [
        Sample(n, 1e-9 * n * n * exp(at) * (1 + 0.004 * ((n + j) % 3)), j) for n, at in disturbed for j in range(5)
    ]
    cost = declared_cost("T(n) = n")
    prediction = predict_values(cost.text, cost.system, cost.function, ns)
    evidence, _ = timed_growth(by_size(samples), prediction, [Rung(n, 1, 1.0, 1) for n in ns], True)
    found = replace(UNTIMED, work=cost.text, counts=counts, samples=tuple(samples), evidence=evidence)
    assert (found.verdict, found.contradicted) == ("confirmed", True)
    assert "confirmed (counts equal; but the clock contradicts them: δ = " in " ".join(str(found).split())
    other = replace(found, work="another declaration")
    assert (other.verdict, other.contradicted) == ("refuted", False)
