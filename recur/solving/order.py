"""The order in which the solver tries its methods: cheapest and most specific first.

A line is a module whose `solve` is a method; it is imported when its turn comes. A script may put in a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from recur.solving.method import Method

ORDER = [
    "recur.solving.other.identically_zero",
    "recur.solving.other.explicit",
    "recur.solving.divide_and_conquer.master",
    "recur.solving.divide_and_conquer.akra_bazzi",
    "recur.solving.other.case_table",
    "recur.solving.extremes.extremes",
    "recur.solving.products.product_of_halves",
    "recur.solving.change_of_variable.change_of_variable",
    "recur.solving.first_order.summation",
    "recur.solving.linear.characteristic",
    "recur.solving.first_order.summation_factor",
    "recur.solving.first_order.rescaling",
    "recur.solving.first_order.successive_ratio",
    "recur.solving.change_of_variable.slow_iteration",
    "recur.solving.history.full_history",
    "recur.solving.history.reduced_history",
    "recur.solving.history.weighted_history",
    "recur.solving.extremes.best_subproblem",
    "recur.solving.extremes.split_extremes",
    "recur.solving.products.product_of_earlier_values",
    "recur.solving.other.periodic",
    "recur.solving.change_of_variable.root_dominated",
    "recur.solving.other.squeeze",
]


def in_order() -> Iterator[Method]:
    """Every method, imported when it is reached."""
    for name in ORDER:
        found: Method = import_module(name).solve
        yield found


def registered() -> tuple[Method, ...]:
    """All of them at once, as `recur methods` lists them."""
    return tuple(in_order())
