"""T(n) = a(n)·T(n − c), c ≥ 2: each residue class has a product of its own.

With n = c·m + r it is T(r + c·m) = T(r)·Π_{i=1}^m a(c·i + r), a running product in m: n·T(n − 2) leads to the double
factorials, 2^m·m! for n = 2m and (2m + 1)!/(2^m·m!) for n = 2m + 1. Source: Concrete Mathematics, sections 2.2 and 5.5.
"""

from fractions import Fraction

from recur.model import Bounds, Progression, Solution, Unmet, expressions as ex, names_of, step
from recur.model.records import replace
from recur.numbers import polynomials
from recur.solving.first_order import hypergeometric as terms
from recur.solving.free_constants import class_values
from recur.solving.linear.decrements import decrements
from recur.solving.linear.general_solution import constant_names
from recur.solving.problem import Problem

NAME = "summation factor"
_MOST_CLASSES = 6


def completed(problem: Problem, found: Solution | None) -> Solution | None:
    """The solution with a closed form for each residue class; `found` as it is where there is none to add."""
    r = problem.recurrence
    if r.relation != "=" or r.nonlinear or len(r.subcalls) != 1 or problem.driving_term != ex.ZERO:
        return found
    if found is not None and (found.exact is not None or found.cases):
        return found
    try:
        ((c, coefficient),) = decrements(problem)
    except Unmet:
        return found
    a = terms.term(coefficient, r.variable)
    if not isinstance(c, Fraction) or not 2 <= c <= _MOST_CLASSES or a is None or not a.is_rational or not a.above:
        return found
    classes = int(c)
    first = class_values(r, classes, _ordinary_from(a), constant_names(names_of(r)))
    if first is None:
        return found
    start, constants = first.start, first.constants
    branches: list[ex.Expr | None] = [None] * classes
    for size, value in enumerate(first.values, start):
        product = _product(problem, a, classes, size)
        if product is None:
            return found
        branches[size % classes] = ex.mul(value, product)
    forms = tuple(x for x in branches if x is not None)
    exact = forms[0] if len(set(forms)) == 1 else ex.ByRemainder(ex.Symbol(r.variable), forms)
    if found is None:
        reason = step("each class of sizes has a product of its own; its growth is not told.")
        found = Solution(r, Bounds(None, None), NAME, None, reason, ())
    told = step(
        "Sizes that are apart by a multiple of {c} belong together, and in each class {t} is a product of its "
        "coefficients: {x}.",
        c=ex.number(classes),
        t=r.left,
        x=ex.Relation("=", r.left, exact),
        source="Concrete Mathematics, section 2.2",
    )
    domain = Progression(r.variable, start)
    return replace(found, exact=exact, exact_domain=domain, constants=constants, steps=(*found.steps, told))


def _ordinary_from(a: terms.HypergeometricTerm) -> int:
    """The least s ≥ 0 such that a(n) has neither a zero nor a pole at n > s."""
    roots = (x for p in (a.above, a.below) for x in polynomials.rational_roots(p) if x.denominator == 1)
    return max([0, *map(int, roots)])


def _product(problem: Problem, a: terms.HypergeometricTerm, c: int, size: int) -> ex.Expr | None:
    """Π a(c·i + s) over i from 1 to m, for n = c·m + s, as a formula in n."""
    inner = terms.product(
        terms.HypergeometricTerm(_at_multiples(a.above, c, size)),
        terms.reciprocal(terms.HypergeometricTerm(_at_multiples(a.below, c, size))),
    )
    found = terms.running_product(inner, 0)
    if found is None:
        return None
    index = problem.index
    n = ex.Symbol(problem.variable)
    m = ex.mul(ex.number(Fraction(1, c)), n) if not size else ex.divide(ex.add(n, ex.number(-size)), ex.number(c))
    letter = next(x for x in "mijlpq" if x not in {*names_of(problem.recurrence), index.name})
    return _next_factorial(ex.substitute(found.formula(letter, index.name), letter, m), n)


def _next_factorial(x: ex.Expr, n: ex.Symbol) -> ex.Expr:
    """n·(n − 1)! as n!."""
    before = ex.Apply("factorial", (ex.add(n, ex.MINUS_ONE),))
    factors = list(x.factors) if isinstance(x, ex.Mul) else [x]
    if n not in factors or before not in factors:
        return x
    factors.remove(n)
    factors[factors.index(before)] = ex.Apply("factorial", (n,))
    return ex.mul(*factors)


def _at_multiples(p: polynomials.Polynomial, c: int, size: int) -> polynomials.Polynomial:
    """p(c·x + s)."""
    moved = polynomials.shifted(p, Fraction(size))
    return tuple(x * c**i for i, x in enumerate(moved))
