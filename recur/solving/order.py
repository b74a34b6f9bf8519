"""The order in which the solver tries its methods: cheapest and most specific first.

A line is a module of `recur.solving`; it is imported when its turn comes.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from recur.solving.method import Method

ORDER = (
    "other.identically_zero",
    "other.explicit",
    "divide_and_conquer.master",
    "divide_and_conquer.akra_bazzi",
    "other.case_table",
    "extremes.extremes",
    "products.product_of_halves",
    "change_of_variable.change_of_variable",
    "first_order.summation",
    "linear.characteristic",
    "first_order.summation_factor",
    "first_order.rescaling",
    "first_order.successive_ratio",
    "change_of_variable.slow_iteration",
    "history.full_history",
    "history.reduced_history",
    "history.weighted_history",
    "extremes.best_subproblem",
    "extremes.split_extremes",
    "products.product_of_earlier_values",
    "other.periodic",
    "change_of_variable.root_dominated",
    "other.squeeze",
)


def in_order() -> Iterator[Method]:
    """Every method, imported when it is reached."""
    for name in ORDER:
        found: Method = import_module(f"recur.solving.{name}").solve
        yield found


def registered() -> tuple[Method, ...]:
    """All of them at once, as `recur methods` lists them."""
    return tuple(in_order())
