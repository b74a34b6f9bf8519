"""T(n) = F(T(n − 1)) where F is a power, a polynomial of Chebyshev or Newton's iteration in another coordinate.

Each of them is iterated in one formula: d^m stands where d stood. The forms are those of `power_forms`.
"""

from __future__ import annotations

from recur.model import OtherShape, Solution, Unmet
from recur.solving.maps.letter_maps import letter_map
from recur.solving.maps.map_forms import with_forms
from recur.solving.maps.power_forms import SOURCE, power_form
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind

NAME = "power in another coordinate"


@method(
    NAME,
    about=(RecurrenceKind.NONLINEAR,),
    source=SOURCE,
    summary="T(n) = F(T(n − 1)), F a power, Chebyshev's 2x² − 1 or Heron's (x + a/x)/2 in another coordinate",
)
def solve(problem: Problem) -> Solution:
    seen = letter_map(problem)
    if seen is None or seen.degree < 2:
        raise OtherShape(
            "a quotient of polynomials of degree two or more", "the value before stands in no such quotient"
        )
    form = power_form(problem, seen)
    if form is None:
        raise Unmet("a map that is a power in another coordinate", "{x} is not seen to be one", x=seen.shown)
    found = with_forms(problem, seen, None, (form,), NAME)
    if found is None:
        raise Unmet("a closed form that holds", "exact values do not bear the form out")
    return found
