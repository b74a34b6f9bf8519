"""The cost of one split of n into two parts: a function of n, of the smaller part, or of the product of both."""

from fractions import Fraction

from recur.asymptotics import UNIT, Between, expand, monomial_formula, monomials
from recur.model import Expr, Unmet, expressions as ex
from recur.model.records import frozen
from recur.numbers import real
from recur.solving.extremes.splits import Choice, SmallestPart, SplitSizes, smallest_part
from recur.solving.linear_forms import combined, constant_of, linear_form

#: the size of the smaller part, in the formulas of `Costs.smaller`
PART = ex.Symbol("m")


@frozen
class Costs:
    """f(n) + g(m) for the smaller part m + what grows like (x·(n − x))^q; f may be a Θ."""

    whole: Expr
    smaller: Expr
    product: int = 0


def costs_of(choice: Choice, variable: str) -> Costs:
    """The inner cost of the split, term by term."""
    whole: list[Expr] = []
    smaller: list[Expr] = []
    product = 0
    for term in choice.cost.terms if isinstance(choice.cost, ex.Add) else (choice.cost,):
        if choice.index not in ex.symbols(term):
            whole.append(term)
            continue
        power_of_both = _product_of_parts(term, choice, variable)
        if power_of_both:
            product = max(product, power_of_both)
            continue
        kind, body = _of_one_part(term, choice, variable)
        (smaller if kind == "smaller" else whole).append(body)
    return Costs(ex.add(*whole), ex.add(*smaller), product)


def _of_one_part(term: Expr, choice: Choice, variable: str) -> tuple[str, Expr]:
    """("smaller", g(m)) or ("whole", Θ(g(n)))."""
    n = ex.Symbol(variable)
    moved = _with_part(term, choice, variable)
    if choice.index not in ex.symbols(moved) and variable not in ex.symbols(moved):
        _require_regular(ex.substitute(moved, PART.name, n), variable)
        return "smaller", moved
    moved = _with_largest(term, choice, variable)
    if choice.index not in ex.symbols(moved):
        _require_regular(moved, variable)
        return "whole", ex.Asymptotic("Θ", moved)
    side = next((c for c in choice.calls if _only_through(term, c, choice.index)), None)
    if side is not None and choice.op == "max":
        other = next(c for c in choice.calls if c is not side)
        at_n = ex.substitute(term, choice.index, n)
        _require_regular(at_n, variable)
        if smallest_part(other.low, variable) is SmallestPart.CONSTANT and _rises(at_n, variable):
            return "whole", ex.Asymptotic("Θ", at_n)
    raise Unmet(
        "a cost of n or of the smaller part",
        "the cost {x} of a split is no function of the whole size, of the smaller part or of the larger part",
        x=term,
    )


def _require_regular(g: Expr, variable: str) -> None:
    """g(n/2) = Θ(g(n)): sizes within a factor 2 cost the same up to constants."""
    size = monomial_formula(expand(g, variable).lead[0], variable)
    half = ex.substitute(size, variable, ex.mul(ex.number("1/2"), ex.Symbol(variable)))
    if expand(ex.divide(half, size), variable).lead[0] != UNIT:
        raise Unmet("a cost of polynomial growth", "the cost {x} changes too fast with the size", x=g)


def _rises(g: Expr, variable: str) -> bool:
    m, c = expand(g, variable).lead
    return not isinstance(c, Between) and real.sign(c) > 0 and monomials.compare(m, UNIT) >= 0


def _only_through(term: Expr, call: SplitSizes, index: str) -> bool:
    """A cost in the index alone, which is up to a constant the size of the part that rises with it."""
    return ex.symbols(term) == {index} and call.slope > 0 and constant_of(call.rest) is not None


def _with_part(x: Expr, choice: Choice, variable: str) -> Expr:
    """x with min(k + c, n − k + d) written as the smaller part m: constants do not matter for its growth."""
    if isinstance(x, ex.Apply) and x.name == "min" and _are_the_parts(x.arguments, choice, variable):
        return PART
    return ex.rebuild(x, lambda child: _with_part(child, choice, variable)) if x.children else x


def _with_largest(x: Expr, choice: Choice, variable: str) -> Expr:
    """x with max(k + c, n − k + d), which lies between n/2 and n, written as n."""
    if isinstance(x, ex.Apply) and x.name == "max" and _are_the_parts(x.arguments, choice, variable):
        return ex.Symbol(variable)
    return ex.rebuild(x, lambda child: _with_largest(child, choice, variable)) if x.children else x


def _are_the_parts(arguments: tuple[Expr, ...], choice: Choice, variable: str) -> bool:
    """k + c and n − k + d, in either order."""
    if len(arguments) != 2:
        return False
    k = ex.Symbol(choice.index)
    forms = sorted((linear_form(x) for x in arguments), key=lambda form: form.get(k, Fraction(0)))
    falling, rising = forms
    total = combined(rising, falling)
    return (
        rising.get(k) == 1
        and falling.get(k) == -1
        and constant_of(combined(rising, {k: Fraction(1)}, -1)) is not None
        and constant_of(combined(total, {ex.Symbol(variable): Fraction(1)}, -1)) is not None
    )


def _product_of_parts(term: Expr, choice: Choice, variable: str) -> int:
    """q when the term is a constant times (k·(n − k))^q up to constants added to the parts; 0 otherwise."""
    k = ex.Symbol(choice.index)
    counts = {1: 0, -1: 0}
    for factor in term.factors if isinstance(term, ex.Mul) else (term,):
        base, times = factor, 1
        if (
            isinstance(factor, ex.Power)
            and isinstance(factor.exponent, ex.Number)
            and factor.exponent.value.denominator == 1
        ):
            base, times = factor.base, int(factor.exponent.value)
        if isinstance(base, ex.Number):
            if base.value <= 0:
                return 0
            continue
        form = linear_form(base)
        slope = int(form.pop(k, Fraction(0)))
        rest = form if slope > 0 else combined(form, {ex.Symbol(variable): Fraction(1)}, -1)
        if slope not in counts or constant_of(rest) is None or times < 1:
            return 0
        counts[slope] += times
    return counts[1] if counts[1] == counts[-1] else 0
