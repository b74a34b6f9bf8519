"""The table of benchmarks: what a row says of its target, and how a growth is told."""

from __future__ import annotations

from importlib import import_module

import pytest

from benchmarks.all import MODULES, row
from benchmarks.figures import Figure, exponent


@pytest.mark.parametrize("module", MODULES)
def test_every_module_of_the_table_tells_figures(module: str) -> None:
    assert callable(import_module(f"benchmarks.{module}").figures)


@pytest.mark.parametrize("e", [0, 1, 1.5, 3])
def test_an_exponent_is_the_slope_of_the_logarithms(e: float) -> None:
    sizes = [10, 20, 50, 400]
    assert exponent(sizes, [7 * size**e for size in sizes]) == pytest.approx(e)


def test_a_row_says_whether_its_target_is_met() -> None:
    assert row(Figure("a", 2.0, "ms", at_most=3)) == "| a | 2 ms | ≤ 3 | yes |\n"
    assert row(Figure("a", 4.5, "ms", at_most=3, reason="why")) == "| a | 4.50 ms | ≤ 3 | **no**: why |\n"
    assert row(Figure("a|b", 120.0, "× as fast", at_least=100)) == "| a\\|b | 120 × as fast | ≥ 100 | yes |\n"
    assert row(Figure("a", 2.0, "pairs")).endswith("|  |  |\n")
