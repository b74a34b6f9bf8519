"""What a method is, and the order in which the solver tries them: cheapest and most specific first.

A line is a module whose `solve` is a method; it is imported when its turn comes. A script may put in a line of its own.
"""

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module

from recur.model import OtherShape, Refusal, Solution, Unmet
from recur.model.records import frozen
from recur.solving.problem import Problem, RecurrenceKind

Apply = Callable[[Problem], Solution]


@frozen
class Method:
    """A method: its name, where it is stated, and what it solves.

    `about` are the kinds of recurrence that it is made for: of those, it is the first to say why it fails. One that is
    `widest` solves the most of them, and speaks before the others.
    """

    name: str
    source: str
    summary: str
    apply: Apply
    about: tuple[RecurrenceKind, ...] = ()
    widest: bool = False

    def refusal(self, unmet: Unmet) -> Refusal:
        other = isinstance(unmet, OtherShape)
        return Refusal(self.name, unmet.hypothesis, unmet.reason, unmet.formulas, other)


def method(
    name: str, *, source: str, summary: str, about: tuple[RecurrenceKind, ...] = (), widest: bool = False
) -> Callable[[Apply], Method]:
    """Make the function below the method of its module, found by `recur.solving.order`."""
    return lambda apply: Method(name, source, summary, apply, about, widest)


ORDER = [
    "recur.solving.other.identically_zero",
    "recur.solving.other.explicit",
    "recur.solving.divide_and_conquer.master",
    "recur.solving.divide_and_conquer.akra_bazzi",
    "recur.solving.other.case_table",
    "recur.solving.extremes.extremes",
    "recur.solving.products.product_of_halves",
    "recur.solving.maps.values_at_powers",
    "recur.solving.change_of_variable.change_of_variable",
    "recur.solving.first_order.summation",
    "recur.solving.linear.characteristic",
    "recur.solving.first_order.summation_factor",
    "recur.solving.first_order.rescaling",
    "recur.solving.first_order.successive_ratio",
    "recur.solving.p_recursive.hypergeometric_solutions",
    "recur.solving.p_recursive.dominant_solution",
    "recur.solving.change_of_variable.slow_iteration",
    "recur.solving.history.full_history",
    "recur.solving.history.reduced_history",
    "recur.solving.history.weighted_history",
    "recur.solving.history.convolutions",
    "recur.solving.history.several_factors",
    "recur.solving.history.exponential_generating_function",
    "recur.solving.extremes.best_subproblem",
    "recur.solving.extremes.split_extremes",
    "recur.solving.products.product_of_earlier_values",
    "recur.solving.other.periodic",
    "recur.solving.maps.moebius",
    "recur.solving.maps.power_of_values",
    "recur.solving.maps.doubly_exponential",
    "recur.solving.maps.dominant_products",
    "recur.solving.maps.slow_maps",
    "recur.solving.maps.fixed_points",
    "recur.solving.maps.contraction",
    "recur.solving.maps.balanced_powers",
    "recur.solving.maps.conjugate_powers",
    "recur.solving.other.nested_calls",
    "recur.solving.change_of_variable.root_dominated",
    "recur.solving.digits.extreme_digits",
    "recur.solving.linear.periodic_coefficients",
    "recur.solving.other.different_kinds",
    "recur.solving.other.squeeze",
]


@cache
def _method(name: str) -> Method:
    found: Method = import_module(name).solve
    return found


#: tried first where all sizes fall step by step and no letter decides: without a driving term, of one call, of any.
#: What stands before them refuses that
OF_STEPS = (
    "recur.solving.other.identically_zero",
    "recur.solving.first_order.summation",
    "recur.solving.linear.characteristic",
)

#: tried first where there are calls and a driving term: what stands before them refuses that
OF_DRIVEN_CALLS = ("recur.solving.divide_and_conquer.master",)

#: tried first where the equation asks for the last digit of n
OF_DIGITS = ("recur.solving.digits.extreme_digits",)


def in_order(first: tuple[str, ...] = ()) -> Iterator[Method]:
    """Every method, imported when it is reached, after those that are named."""
    for name in first:
        yield _method(name)
    for name in ORDER:
        if name not in first:
            yield _method(name)


def registered() -> tuple[Method, ...]:
    """All of them at once, as `recur methods` lists them."""
    return tuple(in_order())
