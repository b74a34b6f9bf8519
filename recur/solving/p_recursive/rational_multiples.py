"""T(n) = a(n)·T(n − 1) + f(n) where a rational multiple of f solves the equation: no sum is left.

n·T(n − 1) + n + 1 − n² is solved by n + 1, so every solution is C·n! + n + 1. The multiple is a rational solution of a
difference equation. Source: Petkovšek, Wilf, Zeilberger, A = B, chapters 5 and 8.
"""

from recur.model import Solution, Undecided, Unmet
from recur.solving.p_recursive import reduction_of_order as orders
from recur.solving.p_recursive.hypergeometric_solutions import beside, fitted_or_general
from recur.solving.p_recursive.polynomial_equations import equation_of
from recur.solving.problem import Problem


def completed(problem: Problem, found: Solution | None) -> Solution | None:
    """The solution with that closed form; `found` as it is where there is no such multiple."""
    r = problem.recurrence
    if r.relation != "=" or r.nonlinear or len(r.subcalls) != 1 or (found is not None and found.exact is not None):
        return found
    try:
        equation = equation_of(problem)
        if equation.order != 1 or not equation.right:
            return found
        multiples = [orders.multiple_of(f, equation.coefficients) for f in equation.right]
        closed: list[orders.Term] = [x for x in multiples if x is not None]
        if len(closed) < len(multiples):
            return found
        basis = orders.solutions(equation.coefficients)
        return beside(found, fitted_or_general(problem, equation, basis, closed))
    except (Unmet, Undecided):
        return found
