"""Names and verdicts on times that no clock made; benchmarks/fitting.py counts the same over many more seeds."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from math import exp, log

import pytest

from recur.documents import fit
from recur.documents.blocks import AnswerLine
from recur.measurement.evidence import Evidence, FitVerdict
from recur.measurement.judging import assess, judge_times
from recur.measurement.prediction import predict
from recur.measurement.samples import Sample, by_size
from recur.pictures.times import charts_in_characters
from tests.real_times import real_series
from tests.synthetic_times import MACHINES, SCENARIOS, TRUTHS, Scenario, samples, sizes_of

PLAIN, OFFSET, RECURRENCE = SCENARIOS[:3]
SEEDS = range(3)


def formulas(evidence: Evidence) -> list[str]:
    return [c.formula for c in evidence.classes]


@pytest.mark.parametrize("truth", TRUTHS)
@pytest.mark.parametrize("scenario", [PLAIN, OFFSET, RECURRENCE], ids=lambda s: s.name)
def test_without_noise_exactly_the_true_class_is_named(truth: str, scenario: Scenario) -> None:
    evidence = assess(samples(truth, scenario, 0.0, 1))
    assert (evidence.verdict, formulas(evidence)) == (FitVerdict.NAMED, [truth])


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.name)
def test_at_five_percent_noise_the_truth_is_among_few_names(scenario: Scenario) -> None:
    found = [(truth, formulas(assess(samples(truth, scenario, 0.05, seed)))) for truth in TRUTHS for seed in SEEDS]
    assert sum(truth in names for truth, names in found) >= 0.97 * len(found) - 1
    assert sum(len(names) for _, names in found) < 1.5 * len(found)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.name)
def test_true_predictions_are_kept_and_wrong_ones_are_not(scenario: Scenario) -> None:
    verdicts: Counter[tuple[bool, FitVerdict]] = Counter()
    for truth in TRUTHS:
        sizes = sizes_of(truth, scenario, 16)
        times = by_size(samples(truth, scenario, 0.05, 7))
        for predicted in TRUTHS:
            verdicts[truth == predicted, judge_times(times, predict(predicted, sizes)).verdict] += 1
    assert verdicts[True, FitVerdict.REFUTED] <= 1
    assert verdicts[True, FitVerdict.CONFIRMED] >= 8
    assert verdicts[False, FitVerdict.CONFIRMED] <= 1
    assert verdicts[False, FitVerdict.REFUTED] >= 90  # ten pairs have no growth to hold a prediction against


@pytest.mark.parametrize("truth", TRUTHS)
def test_the_exact_values_of_a_recurrence_confirm_it(truth: str) -> None:
    evidence = assess(samples(truth, RECURRENCE, 0.02, 3), TRUTHS[truth])
    assert evidence.verdict is FitVerdict.CONFIRMED
    assert evidence.interval is not None and abs(evidence.interval.best) < 0.05


def test_seven_sub_multiplications_are_refuted_where_there_were_eight() -> None:
    measured = samples("n^3", RECURRENCE, 0.05, 1, smallest=4)
    assert assess(measured, "T(n) = 8T(n/2) + n^2, T(1) = 1").verdict is FitVerdict.CONFIRMED
    assert assess(measured, "T(n) = 7T(n/2) + n^2, T(1) = 1").verdict is FitVerdict.REFUTED


def test_log_n_and_its_square_are_reported_together_where_nobody_can_tell() -> None:
    for seed in range(5):
        assert {"log n", "(log n)^2"} <= set(formulas(assess(samples("log n", OFFSET, 0.05, seed, smallest=1024))))


def test_a_rival_that_fits_as_well_keeps_a_prediction_from_being_confirmed() -> None:
    evidence = assess(samples("log n", OFFSET, 0.05, 1, smallest=1024), "log n")
    assert evidence.verdict is FitVerdict.INCONCLUSIVE
    assert "(log n)^2" in formulas(evidence)


def test_a_lower_order_term_does_not_refute_the_growth_it_hides() -> None:
    """n³ + 333n² looks like n^2.35 up to n = 1024, and is Θ(n³) all the same."""
    times = [Sample(n, 3e-9 * n**3 + 1e-6 * n**2 * f) for n in (8 << i for i in range(8)) for f in (0.98, 1, 1.02)]
    held = assess(times, "n^3")
    assert held.verdict is FitVerdict.INCONCLUSIVE
    assert held.sum is not None and held.sum.lower.formula == "n^2"
    assert assess(times, "n^4").verdict is FitVerdict.REFUTED
    named = assess(times)
    assert named.verdict is FitVerdict.INCONCLUSIVE
    assert named.sum is not None and named.sum.shape.growth_class is not None
    assert named.sum.shape.growth_class.formula == "n^3"


def test_growth_between_the_classes_shows_in_the_power() -> None:
    evidence = assess([Sample(n, 1e-6 * n**2.3) for n in (16 << i for i in range(8))])
    assert evidence.power is not None and 2.3 in evidence.power


def test_a_fixed_cost_that_hides_all_growth_confirms_and_refutes_nothing() -> None:
    evidence = assess(samples("1", PLAIN, 0.05, 2), "n^2")
    assert evidence.verdict is FitVerdict.INCONCLUSIVE
    assert assess(samples("1", PLAIN, 0.05, 2), "1").verdict is FitVerdict.CONFIRMED


def test_a_small_range_is_inconclusive_and_the_advice_says_how_far_to_go() -> None:
    evidence = assess([Sample(100 * i, 1e-4 * i) for i in range(1, 9)], "n")
    assert evidence.verdict is FitVerdict.INCONCLUSIVE
    assert "6400" in evidence.advice[0].sentence
    assert assess([Sample(100 * i, 1e-4 * i) for i in range(1, 9)]).verdict is FitVerdict.INCONCLUSIVE


def test_exponential_growth_needs_a_range_of_times_and_not_of_sizes() -> None:
    evidence = assess([Sample(n, 1e-6 * 2**n) for n in range(8, 32, 3)], "T(n) = 2T(n-1) + 1")
    assert evidence.verdict is FitVerdict.CONFIRMED
    assert evidence.bent == "W"
    assert assess([Sample(n, 1e-6 * 2**n) for n in range(8, 13)], "2^n").verdict is FitVerdict.INCONCLUSIVE


@pytest.mark.parametrize("count", [1, 2, 4])
def test_too_few_sizes_are_inconclusive(count: int) -> None:
    evidence = assess([Sample(2**i, 1.0) for i in range(count)], "n")
    assert (evidence.verdict, evidence.fitted) == (FitVerdict.INCONCLUSIVE, None)
    assert len(evidence.rows) == count


def test_the_order_of_the_samples_says_nothing() -> None:
    given = samples("n log n", OFFSET, 0.05, 4)
    assert assess(given).ranking == assess(sorted(given, key=lambda s: -s.seconds)).ranking


def test_the_unit_of_time_says_nothing() -> None:
    given = samples("n^2", OFFSET, 0.05, 4)
    minutes = [Sample(s.size, s.seconds / 60) for s in given]
    assert formulas(assess(given)) == formulas(assess(minutes))
    assert assess(given, "n log n").verdict is assess(minutes, "n log n").verdict


def test_a_table_of_many_sizes_is_thinned_and_says_so() -> None:
    evidence = assess([Sample(n, 1e-8 * n) for n in range(1, 3000)])
    assert formulas(evidence) == ["n"]
    assert len(evidence.rows) == 128
    assert "2999" in evidence.reasons[-1].sentence


def test_work_past_all_floats_is_refuted_like_any_other() -> None:
    evidence = assess([Sample(10**9 * i, 1e-9 * i) for i in range(1, 100)], "n!")
    assert evidence.verdict is FitVerdict.REFUTED
    assert formulas(evidence) == ["n"]


@pytest.mark.parametrize("scenario", MACHINES, ids=lambda s: s.name)
def test_what_a_machine_does_refutes_no_true_growth_and_names_no_other_alone(scenario: Scenario) -> None:
    for seed, truth in enumerate(("log n", "n", "n log n", "n^2", "n^(log_2 7)", "n^3")):
        times = by_size(samples(truth, scenario, 0.05, seed))
        evidence = judge_times(times, None)
        alone = evidence.verdict is FitVerdict.NAMED and len(evidence.classes) == 1
        assert not alone or formulas(evidence) == [truth], truth
        held = judge_times(times, predict(truth, sizes_of(truth, scenario, 16)))
        assert held.verdict is not FitVerdict.REFUTED, truth


def test_a_step_is_found_and_said() -> None:
    times = [
        Sample(2**k, 1e-9 * 2**k * (1.6 if k >= 10 else 1.0) * (1 + 0.001 * r), r)
        for k in range(4, 15)
        for r in range(5)
    ]
    evidence = assess(times, "n")
    assert evidence.verdict is FitVerdict.CONFIRMED
    best = evidence.piecewise
    assert best is not None
    assert [(step.size, round(step.factor, 2)) for step in best.steps] == [(1024, 1.6)]
    assert any("1.60 times as much from n = 1024 on" in reason.sentence for reason in evidence.reasons)


def test_a_prediction_that_the_interval_excludes_by_far_is_no_headline() -> None:
    short = [Sample(100 * k, 1e-6 * k, r) for k in range(1, 17) for r in range(3)]  # 16-fold only
    evidence = assess(short, "n^2")
    assert evidence.verdict is FitVerdict.INCONCLUSIVE and evidence.excluded
    shown = fit.document(evidence)
    assert "Θ" not in str([block for block in shown if isinstance(block, AnswerLine)])
    assert not assess(short, "n").excluded


def stepped(factor: float, at: int, sizes: range) -> list[Sample]:
    """n log n, from 2^at on so many times as slow, five runs with noise of 2 %."""
    rng = random.Random(f"{factor} {at} {sizes}")
    return [
        Sample(2**k, k * 2**k * 1e-9 * (factor if k >= at else 1) * exp(rng.gauss(0, 0.02)), r)
        for r in range(1, 6)
        for k in sizes
    ]


@pytest.mark.parametrize("factor", [1.6, 3.0, 8.0])
@pytest.mark.parametrize("predicted", [None, "n log n"])
def test_sizes_that_a_cache_splits_are_judged_in_pieces_or_on_the_larger_part(
    factor: float, predicted: str | None
) -> None:
    evidence = assess(stepped(factor, 14, range(5, 19)), predicted)
    assert evidence.verdict is (FitVerdict.NAMED if predicted is None else FitVerdict.CONFIRMED)
    assert formulas(evidence) == (["n log n"] if predicted is None else [])
    pieces = None if evidence.piecewise is None else [at.size for at in evidence.piecewise.steps]
    assert (evidence.used, pieces) in (((32, 2**13), None), (None, [2**14]))
    told = " ".join(reason.sentence for reason in evidence.reasons)
    assert "the largest range that keeps to one curve" in told or "a factor for each piece" in told


@pytest.mark.parametrize("count", range(5, 9))
@pytest.mark.parametrize("places", [(2,), (2, 4), (3, 5)])
@pytest.mark.parametrize("predicted", [None, "n"])
def test_steps_in_few_sizes_come_to_an_end(count: int, places: tuple[int, ...], predicted: str | None) -> None:
    """A curve with steps may have as many free numbers as there are sizes: it then bounds no exponent."""
    rng = random.Random(f"{count} {places}")
    times = [
        Sample(16 * 4**k, 1e-6 * 4**k * 1.65 ** sum(k >= at for at in places) * exp(rng.gauss(0, 0.01)), r)
        for k in range(count)
        for r in range(1, 6)
    ]
    evidence = assess(times, predicted)
    assert evidence.verdict is not FitVerdict.NAMED or "n" in formulas(evidence)


@pytest.mark.parametrize("at", [1, 4, 7])
@pytest.mark.parametrize("truth", ["log n", "n", "n log n", "n^2"])
def test_a_step_that_one_end_alone_shows_refutes_no_true_growth(truth: str, at: int) -> None:
    """The largest size just outside a cache, or the smallest alone within one: one observation does not decide."""
    for seed in range(4):
        smooth = samples(truth, PLAIN, 0.02, seed, 1024)
        sizes = sorted({one.size for one in smooth})
        bent = [replace(one, seconds=one.seconds * (1.7 if one.size >= sizes[at] else 1)) for one in smooth]
        held = assess(bent, truth)
        assert held.verdict is not FitVerdict.REFUTED
        assert held.decisive_end in (None, sizes[0], sizes[-1])
        if held.decisive_end is not None:
            assert any(f"Without n = {held.decisive_end} " in reason.sentence for reason in held.reasons)
    assert truth == "log n" or assess(bent, "n^3").verdict is FitVerdict.REFUTED


def test_a_class_that_an_end_alone_excludes_is_named_too() -> None:
    """n that leaves a cache at the largest size looks like n log n."""
    bent = assess(samples("n", next(s for s in MACHINES if s.name == "caches"), 0.05, 0, 1024))
    assert bent.verdict is not FitVerdict.NAMED or "n" in formulas(bent)


def test_sizes_that_are_not_used_stand_in_the_table_without_a_fit() -> None:
    gradual = [
        replace(sample, seconds=sample.seconds * max(1.0, min(4.0, (sample.size / 2**12) ** 0.5)))
        for sample in stepped(1.0, 0, range(4, 19))
    ]
    evidence = assess(gradual)
    assert evidence.used is not None and evidence.verdict is FitVerdict.NAMED and formulas(evidence) == ["n log n"]
    low, high = evidence.used
    assert [row.fitted is None for row in evidence.rows] == [not low <= row.size <= high for row in evidence.rows]
    assert f"from n = {low} to n = {high} are used" in " ".join(reason.sentence for reason in evidence.reasons)
    assert charts_in_characters(evidence, 80)


def test_a_prediction_that_no_step_explains_stays_refuted() -> None:
    assert assess(stepped(1.6, 14, range(5, 19)), "n^2").verdict is FitVerdict.REFUTED
    assert assess(stepped(3.0, 14, range(5, 19)), "log n").verdict is FitVerdict.REFUTED


def test_time_that_does_not_grow_is_not_refuted_for_a_step() -> None:
    rng = random.Random(1)
    times = [
        Sample(2**k, 1e-6 * (1.5 if k > 5 else 1) * exp(rng.gauss(0, 0.02)), r) for k in range(4, 12) for r in range(5)
    ]
    assert assess(times, "1").verdict is not FitVerdict.REFUTED


def test_the_first_runs_of_most_sizes_are_warm_up_where_they_are_slower() -> None:
    rng = random.Random(2)
    times = [
        Sample(2**k, 1e-9 * 2**k * (rng.uniform(1.5, 4) if r == 1 else exp(rng.gauss(0, 0.02))), r)
        for k in range(5, 13)
        for r in range(1, 7)
    ]
    evidence = assess(times, "n")
    assert evidence.verdict is FitVerdict.CONFIRMED and evidence.stray is not None
    assert (evidence.stray.warm_up, evidence.stray.outliers) == (8, 0)
    assert [row.repetitions for row in evidence.rows] == [5] * 8
    assert "Left out as warm-up: the first run of 8 sizes" in " ".join(x.sentence for x in evidence.reasons)


def test_the_first_run_of_all_is_warm_up_and_a_slow_one_elsewhere_an_outlier() -> None:
    slow = {(32, 1): 3.0, (512, 3): 2.5, (1024, 1): 2.0}
    times = [
        Sample(2**k, 1e-9 * 2**k * slow.get((2**k, r), 1 + 0.002 * r), r) for k in range(5, 13) for r in range(1, 6)
    ]
    stray = assess(times, "n").stray
    assert stray is not None and (stray.warm_up, stray.outliers, round(stray.slower, 1)) == (1, 2, 2.5)


def test_no_real_file_refutes_its_truth_or_names_another_class() -> None:
    decided: Counter[bool] = Counter()
    files = real_series()
    for series in files:
        named, held = assess(series.samples), assess(series.samples, series.truth)
        told = f"{series.written_by}: {series.truth}"
        assert held.verdict is not FitVerdict.REFUTED, told
        assert named.verdict is not FitVerdict.NAMED or series.truth in formulas(named), told
        decided[series.bent] += named.verdict is FitVerdict.NAMED or held.verdict is FitVerdict.CONFIRMED
    assert decided[False] >= 7
    assert decided.total() >= 0.7 * len(files)


#: Log-factors of whole sizes that a busy machine may give: no step among them, and no curve.
BUSY = (0.14, -0.16, 0.10, 0.15, -0.18, 0.12, -0.15, 0.08)


def disturbed(work: Callable[[int], float], scale: float = 1.0, runs: int = 3) -> list[Sample]:
    """Runs that agree within a percent at each of eight sizes, which are all disturbed as a whole."""
    return [
        Sample(2**k, 1e-9 * work(2**k) * exp(scale * at) * (1 + 0.01 * r), r + 1)
        for k, at in zip(range(5, 13), BUSY, strict=True)
        for r in range(runs)
    ]


@pytest.mark.parametrize("runs", (1, 3))
@pytest.mark.parametrize(
    ("truth", "work", "excluded"),
    (
        ("n^2", lambda n: n**2, {"n", "n log n", "n^3"}),
        ("n log n", lambda n: n * log(n), {"log n", "sqrt n", "n^2"}),
        ("n^3", lambda n: n**3, {"n", "n^2", "n^4"}),
    ),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_whole_sizes_that_stray_leave_a_few_classes_open(
    truth: str, work: Callable[[int], float], excluded: set[str], runs: int
) -> None:
    """What repetitions do not show is a noise all the same: by it the nearest classes are named, and no far one."""
    named = assess(disturbed(work, runs=runs))
    assert (named.verdict, named.scattered) == (FitVerdict.NAMED, True)
    assert truth in formulas(named) and not excluded & set(formulas(named)) and len(named.named) <= 5


@pytest.mark.parametrize("runs", [1, 5])
@pytest.mark.parametrize("power", [-1.0, -0.3])
def test_times_that_fall_are_no_constant(power: float, runs: int) -> None:
    """Repeated or not, they are of no class, and nothing says that they stay within the noise."""
    noise = random.Random(5)
    sizes = [2**k for k in range(10, 24) for _ in range(runs)]
    found = assess(Sample(n, n**power * noise.uniform(0.98, 1.02)) for n in sizes)
    assert (found.verdict, fit.thetas(found)) == (FitVerdict.INCONCLUSIVE, [])
    assert any("The time falls as n grows" in str(reason) for reason in found.reasons)
    assert not any("does not grow" in str(reason) for reason in found.reasons)


def test_single_runs_that_rise_and_fall_again_are_no_constant() -> None:
    found = assess(Sample(2**k, 1 + 5.0 * max(0, 5 - abs(k - 16))) for k in range(10, 24))
    assert (found.verdict, fit.thetas(found)) == (FitVerdict.INCONCLUSIVE, [])
    assert not any("within the noise" in str(reason) for reason in found.reasons)


def test_scatter_names_nothing_where_it_is_large_or_hides_whether_there_is_growth() -> None:
    assert assess(disturbed(lambda n: n**2, scale=2.5)).verdict is FitVerdict.INCONCLUSIVE
    assert assess(disturbed(lambda n: 1000)).verdict is FitVerdict.INCONCLUSIVE


def test_single_runs_confirm_no_prediction_that_their_interval_excludes() -> None:
    """Nobody knows their noise: (log n)² comes near the times of a binary search, and is not theirs."""
    searches = [series for series in real_series() if series.truth == "log n"]
    assert searches
    for series in searches:
        assert assess(series.samples, "(log n)^2").verdict is not FitVerdict.CONFIRMED, series.written_by
