"""T(n) = f(n) + max or min over k of T(k) + T(n − k − e) + g: the extreme total cost of the binary trees of size n.

A rising f(n) sums over the chain in the maximum, over the halving in the minimum; a cost of the smaller part sums over
the halving. `tree_costs` has the proofs; here the range and the costs are checked against their hypotheses.
Source: the substitution method, CLRS 4e, section 4.3.
"""

from recur.asymptotics import UNIT, Growth, Monomial, Series, expand, level, monomial_formula, monomials
from recur.model import Bounds, Expr, RecurError, Recurrence, Solution, Unmet, expressions as ex, step
from recur.model.expressions import ONE as ONE_FORMULA, ZERO as ZERO_FORMULA
from recur.model.linearity import split
from recur.model.records import replace
from recur.numbers import real
from recur.numbers.exponential_polynomials import exponential_polynomial
from recur.solving.divide_and_conquer.fractions import leaves, lower_toll, upper_toll
from recur.solving.extremes import tree_costs
from recur.solving.extremes.split_costs import PART, Costs, costs_of
from recur.solving.extremes.splits import Choice, SmallestPart, choice_of, fraction, smallest_part
from recur.solving.linear_forms import combined, constant_of
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind, envelope, never_negative


@method(
    "extreme split",
    about=(RecurrenceKind.CHOICE,),
    source=tree_costs.SOURCE,
    summary="T(n) = f(n) + max or min over k of T(k) + T(n − k) + g(k), over all splits or those in a range",
)
def solve(problem: Problem) -> Solution:
    r = problem.recurrence
    choice = choice_of(problem)
    lost = _lost_in_a_split(choice, r.variable)
    allowed = _allowed(choice, lost, r.variable)
    costs = costs_of(choice, r.variable)
    if leaves(problem) == "negative":
        raise Unmet("a nonnegative start", "a base value is negative")
    known = envelope(ex.add(problem.driving_term, costs.whole), problem.known)
    inner = ex.substitute(costs.smaller, PART.name, ex.Symbol(r.variable))
    g = expand(inner, r.variable)
    upper = lower = None
    if known.upper is not None and r.relation != ">=":
        f = expand(known.upper, r.variable)
        upper = _shares(problem, choice, allowed, costs, (upper_toll(f), upper_toll(g)))
    if known.lower is not None and r.relation != "<=":
        f = expand(known.lower, r.variable)
        lower = _shares(problem, choice, allowed, costs, (lower_toll(f), _lower(g)))
        _require_start(problem, costs, lower)
    told = upper or lower
    if told is None:
        raise Unmet("a bounded driving term", "nothing is known of the driving term on the side that is asked")
    low, high = (None if shares is None else Growth(_fastest(shares), r.variable) for shares in (lower, upper))
    bounds = Bounds(low, high)
    chain = _chain(problem, choice, costs, lost, allowed) if bounds.theta is not None else None
    return _solution(problem, choice, told, bounds, chain)


def _lost_in_a_split(choice: Choice, variable: str) -> int:
    """e for two parts whose sizes add up to n − e, each entering once."""
    if choice.inner != "+" or len(choice.calls) != 2 or any(w != ONE_FORMULA for w in choice.weights):
        raise Unmet("two parts of the size", "the choice is not between sums of the values of two parts")
    if choice.coefficient != ONE_FORMULA:
        op = ex.Symbol(choice.op)
        raise Unmet("two parts of the size", "the {op} is multiplied by {x}", op=op, x=choice.coefficient)
    if {c.slope for c in choice.calls} != {1, -1}:
        raise Unmet("two parts of the size", "the two sizes do not add up to the whole")
    total = combined(choice.calls[0].rest, choice.calls[1].rest)
    lost = constant_of(combined({ex.Symbol(variable): real.ONE}, total, -1))
    if lost is None or lost < 0 or lost.denominator != 1:
        raise Unmet("two parts of the size", "the two sizes do not add up to the whole, less a constant")
    return int(lost)


def _allowed(choice: Choice, lost: int, variable: str) -> tree_costs.Allowed:
    extents = [smallest_part(c.low, variable) for c in choice.calls]
    for call in choice.calls:
        least = constant_of(call.low)
        if least is not None and (least < 0 or least + lost < 1):
            raise Unmet("sizes below n", "the choice includes a part as large as the whole, or a negative one")
    first = choice.calls[0]
    low, high = fraction(first.low, variable), fraction(first.high, variable)
    inside = real.compare(low, real.ONE) < 0 and real.sign(high) > 0
    even = inside and not (real.compare(low, high) == 0 and low in (0, 1))
    return tree_costs.Allowed(
        SmallestPart.CONSTANT in extents, even, all(kind is SmallestPart.FRACTION for kind in extents)
    )


def _lower(g: Series) -> Monomial | None:
    return None if g.is_zero else lower_toll(g)


def _fastest(shares: tuple[tree_costs.CostShare, ...]) -> Monomial:
    best = shares[0].growth
    for share in shares[1:]:
        best = share.growth if monomials.compare(share.growth, best) > 0 else best
    return best


def _shares(
    problem: Problem,
    choice: Choice,
    allowed: tree_costs.Allowed,
    costs: Costs,
    tolls: tuple[Monomial | None, Monomial | None],
) -> tuple[tree_costs.CostShare, ...]:
    """The shares of the leaves, of f, of g and of the products of parts, for one reading of f and g."""
    v = problem.variable
    f, g = tolls
    shares = [tree_costs.of_leaves(v) if leaves(problem) == "positive" else tree_costs.of_nodes(v)]
    if f is not None:
        shares.append(tree_costs.of_whole_size(choice, allowed, f, v))
    if g is not None:
        found = tree_costs.of_smaller_part(choice, allowed, g, v, alone=f is None)
        # In a minimum the halving pays for the smaller parts too, and that must not exceed the rest.
        if choice.op == "min" and f is not None and monomials.compare(found.growth, _fastest(tuple(shares))) > 0:
            raise Unmet("one kind of cost", "the two kinds of cost ask for different splits")
        shares.append(found)
    if costs.product:
        shares.append(tree_costs.of_product(choice, allowed, costs.product, v))
    return tuple(shares)


def _require_start(problem: Problem, costs: Costs, shares: tuple[tree_costs.CostShare, ...]) -> None:
    """Where nothing outweighs the leaves and small nodes, these must be seen to have positive cost."""
    if monomials.compare(_fastest(shares), level(0)) > 0:
        return
    if not never_negative(ex.add(problem.driving_term, costs.whole), problem.variable) or not never_negative(
        costs.smaller, problem.variable
    ):
        raise Unmet("a nonnegative driving function", "the driving function is not seen to be nonnegative at all sizes")
    if leaves(problem) == "positive":
        return
    steady = any(
        x != ZERO_FORMULA and monomials.compare(_lower(expand(x, v)) or level(0, -real.ONE), UNIT) >= 0
        for x, v in ((ex.add(problem.driving_term, costs.whole), problem.variable), (costs.smaller, PART.name))
    )
    if not steady:
        raise Unmet("a positive start", "the base values are 0, and the cost of a node may vanish")


def _chain(problem: Problem, choice: Choice, costs: Costs, lost: int, allowed: tree_costs.Allowed) -> Solution | None:
    """The recurrence of the chain, solved, where it is the exact extreme: each node puts aside one element.

    Then at most n − s + 1 nodes have size s or more, in every tree of size n, and the leaves of all trees are equal.
    """
    r = problem.recurrence
    f = ex.add(problem.driving_term, costs.whole)
    base = [b for b in r.initial if b.function == r.function]
    if not allowed.thin or costs.smaller != ZERO_FORMULA or costs.product or len(base) != 1 or r.relation != "=":
        return None
    part = base[0].low
    thin = {constant_of(c.low) for c in choice.calls}
    if part is None or part != base[0].high or part + lost != 1 or part not in thin or base[0].relation != "=":
        return None
    terms = exponential_polynomial(f, r.variable)
    if terms is None or not terms.keys() <= {real.ONE} or any(c < 0 for c in terms.get(real.ONE, ())):
        return None
    if choice.op == "min" and len(terms.get(real.ONE, ())) > 1:
        return None  # only a constant cost is the same for all trees
    call = ex.Call(r.function, (ex.subtract(ex.Symbol(r.variable), ONE_FORMULA),))
    driving = ex.add(f, base[0].value)
    linear = Recurrence(
        r.function, r.variable, "=", ex.add(call, driving), split(call).subcalls, driving, (), r.initial
    )
    try:
        return problem.solve(linear)
    except RecurError:
        return None


def _solution(
    problem: Problem, choice: Choice, told: tuple[tree_costs.CostShare, ...], bounds: Bounds, chain: Solution | None
) -> Solution:
    r = problem.recurrence
    kind = "Θ" if bounds.theta is not None else "O" if bounds.upper is not None else "Ω"
    growth: Expr = ex.Asymptotic(kind, monomial_formula(_fastest(told), r.variable))
    which = "largest" if choice.op == "max" else "smallest"
    exact = chain if chain is not None and chain.bounds.theta == bounds.theta else None
    steps = [
        step(
            "The recursion builds a binary tree whose nodes split their size in two; {t} is the "
            + which
            + " total cost of such a tree.",
            t=r.left,
        ),
        *(share.told for share in told),
        step("The fastest of these shares decides: {t}.", t=ex.Relation("=", r.left, growth)),
    ]
    if exact is not None:
        equation = ex.Relation("=", r.left, exact.recurrence.right)
        steps.append(replace(step("The chain is the exact extreme, {t}.", t=equation), substeps=exact.steps))
    return Solution(
        r,
        bounds,
        "extreme split",
        choice.op,
        step(f"the {which} total cost of a binary tree of size {{n}}.", n=ex.Symbol(r.variable)),
        tuple(steps),
        leading=None if exact is None else exact.leading,
        exact=None if exact is None else exact.exact,
        exact_domain=None if exact is None else exact.exact_domain,
    )
