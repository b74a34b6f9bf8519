"""The fit of a + b·W in log space, and the interval of δ: exact data give exact answers."""

from __future__ import annotations

from math import exp, inf, log

import pytest
from hypothesis import given, strategies as st

from recur.measurement.classes import CLASSES, CONSTANT, GrowthClass
from recur.measurement.exponent import Deformation, exponent_interval
from recur.measurement.offset_fit import fit_offset, fit_scale, log_sum
from recur.measurement.samples import Sample, by_size, medians

SIZES = [16 << i for i in range(8)]
EVEN = [1.0] * len(SIZES)


@given(st.floats(-6, 6), st.floats(-20, 20), st.sampled_from([c for c in CLASSES if not c.exponential][1:]))
def test_an_offset_and_a_factor_are_found_again(log_ratio: float, log_factor: float, shape: GrowthClass) -> None:
    works = [shape.log_work(size) for size in SIZES]
    offset = works[0] + log_ratio + log_factor
    logs = [log_sum(offset, log_factor + work) for work in works]
    fit = fit_offset(works, logs, EVEN)
    assert fit.rss < 1e-9
    assert exp(fit.log_scale - log_factor) == pytest.approx(1, rel=1e-2)


def test_growth_past_every_float_is_fitted_in_logarithms() -> None:
    works = [n * log(2) for n in (1000, 2000, 4000, 8000)]
    assert fit_offset(works, [w - 30 for w in works], EVEN[:4]).log_scale == pytest.approx(-30)


def test_an_offset_is_never_negative() -> None:
    """3n^1.585 − 2n rises faster than its leading term: a = 0 is the nearest that a + b·W comes."""
    shape = GrowthClass("n^(log_2 3)", power=log(3) / log(2))
    logs = [log(3 * exp(shape.log_work(n)) - 2 * n) for n in SIZES]
    fit = fit_offset([shape.log_work(n) for n in SIZES], logs, EVEN)
    assert fit.log_offset == -inf


def test_a_size_without_work_needs_the_offset() -> None:
    works = [-inf, log(1), log(2), log(3)]
    fit = fit_offset(works, [log(5.0), log(6.0), log(7.0), log(8.0)], EVEN[:4])
    assert exp(fit.log_offset) == pytest.approx(5, rel=1e-4)
    assert fit_scale(works, EVEN[:4], EVEN[:4]).rss == inf


@pytest.mark.parametrize("delta", [-0.8, -0.05, 0.0, 0.05, 0.7, 2.0])
def test_a_stray_exponent_is_found_and_bounded(delta: float) -> None:
    shape = [2 * log(n) for n in SIZES]
    noise = [0.01 * (-1) ** i for i in range(8)]
    logs = [s + delta * log(n) - 9 + e for s, n, e in zip(shape, SIZES, noise, strict=True)]
    found = exponent_interval(Deformation(shape, [log(n) for n in SIZES], logs, EVEN, offset=True), 1e-10)
    assert delta in found
    assert found.high - found.low < 0.1


def test_exponential_growth_is_bent_in_its_base() -> None:
    """φ^n is (2^n)^(log₂ φ): δ = log₂ φ − 1."""
    shape = [n * log(2) for n in range(8, 32, 3)]
    golden = log((1 + 5**0.5) / 2) / log(2)
    found = exponent_interval(Deformation(shape, shape, [golden * s for s in shape], EVEN, offset=True), 1e-10)
    assert found.best == pytest.approx(golden - 1, abs=1e-5)


def test_the_median_ignores_one_wild_repetition_and_so_does_the_noise() -> None:
    quiet = [Sample(n, n * f) for n in SIZES for f in (0.99, 1.0, 1.01, 1.02, 0.98)]
    wild = [Sample(s.size, s.seconds * (30 if i % 5 == 0 else 1)) for i, s in enumerate(quiet)]
    calm, disturbed = medians(by_size(quiet)), medians(by_size(wild))
    assert calm.sigma is not None and disturbed.sigma is not None
    assert max(abs(x - y) for x, y in zip(calm.logs, disturbed.logs, strict=True)) < 0.02
    assert disturbed.sigma < 3 * calm.sigma


def test_times_without_repetitions_have_no_pure_error() -> None:
    assert medians(by_size([Sample(n, n) for n in SIZES])).sigma is None


def test_more_repetitions_weigh_more() -> None:
    found = medians(by_size([Sample(1, 1.0), *(Sample(2, t) for t in (1.0, 1.1, 0.9, 1.05, 0.95))]))
    assert found.weights[1] > 2 * found.weights[0]


@pytest.mark.parametrize("growth_class", CLASSES, ids=lambda c: c.formula)
def test_every_class_is_the_growth_that_its_formula_says(growth_class: GrowthClass) -> None:
    """The numbers that are fitted and the formula that is shown are one function."""
    from recur.measurement.prediction import predict
    from recur.model.logarithms import log_means

    sizes = [4, 8, 20]
    with log_means("e"):  # as it is in the class
        typed = predict(growth_class.formula, sizes).log_work
    assert typed == pytest.approx([growth_class.log_work(n) for n in sizes], abs=1e-9)
    assert growth_class.is_constant == (growth_class == CONSTANT)
