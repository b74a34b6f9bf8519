"""Θ, O, Ω, o, ω beside proved bounds: true where they follow, false where they contradict, else undecided."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from recur.answers.judging.growth_claims import GrowthRange, Miss, extent, judge_growth
from recur.answers.judging.verdict import Standing
from recur.asymptotics.growth import Growth
from recur.asymptotics.monomials import Monomial
from recur.model.errors import Undecided
from recur.model.solution import Bounds
from recur.parsing import parse_formula

POWERS = st.tuples(*[st.sampled_from([Fraction(-1), Fraction(0), Fraction(1, 2), Fraction(1), Fraction(2)])] * 3)
TRUE = {"Θ": lambda s: s == 0, "O": lambda s: s <= 0, "Ω": lambda s: s >= 0, "o": lambda s: s < 0, "ω": lambda s: s > 0}


def growth(text: str) -> Growth:
    return Growth.of(parse_formula(text))


def polylog(powers: tuple[Fraction, ...]) -> Growth:
    """n^k log^p n (log log n)^q: these are ordered as their exponents are, from the first to the last."""
    return Growth(Monomial(tuple((k, e) for k, e in enumerate(powers) if e)))


@given(POWERS, POWERS, st.sampled_from("ΘOΩoω"))
def test_with_a_tight_bound_every_claim_is_true_or_false(truth, claimed, kind) -> None:
    t, g = polylog(truth), polylog(claimed)
    standing = judge_growth(kind, GrowthRange(g, g), Bounds(t, t)).standing
    order = (truth > claimed) - (truth < claimed)
    if not TRUE[kind](order):
        assert standing is Standing.WRONG
    else:
        loose = kind in "OΩ" and order != 0
        assert standing is (Standing.NOT_TIGHT if loose else Standing.CORRECT)


@given(POWERS, POWERS, POWERS, st.sampled_from("ΘOΩoω"))
def test_between_two_bounds_nothing_is_said_that_some_growth_there_would_contradict(one, other, claimed, kind) -> None:
    lower, upper = min(one, other), max(one, other)
    g = polylog(claimed)
    standing = judge_growth(kind, GrowthRange(g, g), Bounds(polylog(lower), polylog(upper))).standing
    held = {TRUE[kind]((t > claimed) - (t < claimed)) for t in (lower, upper)}
    if standing is Standing.WRONG:
        assert held == {False}
    if standing in (Standing.CORRECT, Standing.NOT_TIGHT):
        assert held == {True}
    if held == {True} or (held == {False} and not lower < claimed < upper):
        assert standing is not Standing.UNDECIDED


@pytest.mark.parametrize(
    ("kind", "claim", "standing"),
    [
        ("O", "n log n", Standing.CORRECT),
        ("O", "n^2", Standing.NOT_TIGHT),
        ("o", "n^2", Standing.CORRECT),
        ("Θ", "n^2", Standing.WRONG),
        ("Ω", "n^2", Standing.WRONG),
        ("ω", "n log n", Standing.WRONG),
        ("Θ", "n log n", Standing.UNDECIDED),
        ("Θ", "1", Standing.UNDECIDED),
        ("O", "n", Standing.UNDECIDED),
        ("Ω", "1", Standing.UNDECIDED),
    ],
)
def test_an_upper_bound_alone_refutes_from_above_and_proves_nothing_from_below(kind, claim, standing) -> None:
    g = growth(claim)
    assert judge_growth(kind, GrowthRange(g, g), Bounds(None, growth("n log n"))).standing is standing


@pytest.mark.parametrize(
    ("kind", "claim", "miss", "factor"),
    [
        ("Θ", "n^2", Miss.LARGE, "n/log n"),
        ("Θ", "n", Miss.SMALL, "log n"),
        ("O", "n^2", Miss.LOOSE, "n/log n"),
        ("O", "sqrt n", Miss.TIGHT, "sqrt(n) log n"),
        ("Ω", "n", Miss.LOOSE, "log n"),
        ("Ω", "2^n", Miss.TIGHT, "2^n/(n log n)"),
        ("o", "n", Miss.TIGHT, "log n"),
        ("ω", "n^2", Miss.TIGHT, "n/log n"),
    ],
)
def test_a_miss_has_a_direction_and_a_factor(kind, claim, miss, factor) -> None:
    t, g = growth("n log n"), growth(claim)
    judged = judge_growth(kind, GrowthRange(g, g), Bounds(t, t))
    assert (judged.miss, judged.factor) == (miss, growth(factor))


def test_a_claim_that_oscillates_between_two_growths_has_an_extent_and_no_growth() -> None:
    found = extent(parse_formula("n(2 + cos n)"), "n")
    assert found.growth == growth("n")
    assert extent(parse_formula("n(1 + cos n) + 1"), "n") == GrowthRange(growth("1"), growth("n"))


@pytest.mark.parametrize("text", ["-n", "n sin n"])
def test_what_is_not_positive_at_large_sizes_cannot_be_claimed(text) -> None:
    with pytest.raises(Undecided):
        extent(parse_formula(text), "n")


@pytest.mark.parametrize("text", ["n^c", "c^n"])
def test_a_parameter_that_decides_the_order_leaves_the_claim_undecided(text) -> None:
    linear = Bounds(growth("n"), growth("n"))
    assert judge_growth("Θ", extent(parse_formula(text), "n"), linear).standing is Standing.UNDECIDED


def test_against_the_function_0_every_growth_is_too_large() -> None:
    zero = Growth(None)
    one = growth("1")
    assert judge_growth("Θ", GrowthRange(one, one), Bounds(zero, zero)).standing is Standing.WRONG
    assert judge_growth("Θ", GrowthRange(zero, zero), Bounds(zero, zero)).standing is Standing.CORRECT
    assert judge_growth("O", GrowthRange(one, one), Bounds(zero, zero)).standing is Standing.NOT_TIGHT
