"""Pascal's rule as a recursion: T(n, k) = T(n − 1, k − 1) + T(n − 1, k) + c, where k = 0 and k = n cost d.

T + c obeys the rule of the binomial coefficients and is c + d on both borders, so T(n, k) = (c + d)·C(n, k) − c. Over
0 ≤ k ≤ n it is largest in the middle, where C(n, ⌊n/2⌋) = Θ(2^n/√n). The longest way to a border has n − 1 steps.
Source: GKP, sections 5.1 and 9.4.
"""

from itertools import permutations

from recur.asymptotics import Growth
from recur.asymptotics.several_sizes import JointBounds, JointGrowth
from recur.forkjoin.costs.polynomials import UNIT, Polynomial
from recur.forkjoin.costs.solving import CostSolution, JointSolution, Outcome
from recur.forkjoin.costs.workspan import Derivation, Derived, calls_of
from recur.forkjoin.dag.run_state import Reason
from recur.model import Bounds, Solution, Unsolved, expressions as ex, program as code, step
from recur.model.records import replace

#: a border at which the recursion ends, in the names of the two parameters
Border = frozenset[ex.Expr]


def lattice_paths(derivation: Derivation) -> dict[str, Outcome]:
    """By function, the work and the span of the procedures that go by Pascal's rule: at the worst k, or in n and k."""
    found: dict[str, Outcome] = {}
    for d in derivation.derived:
        for n, k in permutations(d.shape.sizes, 2) if len(d.shape.sizes) == 2 else ():
            if _is_the_rule_in_both(d, n, k) and _ends_on_both_borders(d, n, k):
                found[d.work_name] = _solution_in_both(d, n, k)
        other = _falling_beside(d)
        if other is None or not _ends_on_both_borders(d, d.shape.variable, other):
            continue
        for part, function in enumerate((d.work_name, d.span_name)):
            ways = _ways(d, part, function)
            if ways is not None:
                found[function] = _solution(derivation, function, other, ways)
    return found


def _falling_beside(d: Derived) -> str | None:
    """k of the two calls at (n − 1, k − 1) and (n − 1, k); None where the calls are others."""
    n = ex.Symbol(d.shape.variable)
    if d.shape.measures != ((n.name, n),) or not _sizes_alone_decide(d):
        return None
    calls = [c for c in calls_of(d.procedure) if c.procedure == d.procedure.name]
    handed = [dict(zip(reversed(d.procedure.parameters), reversed(c.arguments), strict=False)) for c in calls]
    if len(calls) != 2 or any(h.get(n.name) != ex.subtract(n, ex.ONE) for h in handed):
        return None
    for name in d.procedure.parameters:
        k = ex.Symbol(name)
        if (
            set(d.shape.sizes) <= {n.name, name}
            and name != n.name
            and {h.get(name) for h in handed} == {k, ex.subtract(k, ex.ONE)}
        ):
            return name
    return None


def _sizes_alone_decide(d: Derived) -> bool:
    return not d.body.missing and {x.reason for x in d.body.doubts} == {Reason.SIZES}


def _ends_on_both_borders(d: Derived, n: str, k: str) -> bool:
    """Are k = 0 and k = n what ends the recursion, at a constant cost, and does nothing else branch?"""
    ifs = [s for s in code.statements_in(d.procedure.body) if isinstance(s, code.If)]
    borders: list[Border] = []
    for statement in ifs:
        [branch, *others] = statement.branches
        plain = all(isinstance(s, code.Return) and not (s.calls or s.cost) for s in branch.body)
        if others or branch.condition is None or not plain or branch.condition.calls:
            return False
        for group in branch.condition.groups:
            if len(group) != 1 or group[0].op != "=":
                return False
            borders.append(frozenset((group[0].left, group[0].right)))
    own = ex.Symbol(k)
    return set(borders) == {frozenset((own, ex.ZERO)), frozenset((own, ex.Symbol(n)))}


def _ways(d: Derived, part: int, function: str) -> int | None:
    """2 where both calls are counted, 1 where the longer one is; None where anything but a constant stands beside."""
    form = d.body.cost(part).single
    if form is None:
        return None
    call = ex.Call(function, (ex.subtract(ex.Symbol(d.shape.variable), ex.ONE),))
    counted = form - Polynomial.constant(form.constant_term)
    if [m for m, _ in counted.terms if m != UNIT] != [frozenset({(call, 1)})]:
        return None
    ways = counted.terms[0][1]
    return int(ways) if ways in (1, 2) and form.constant_term > 0 else None


def _is_the_rule_in_both(d: Derived, n: str, k: str) -> bool:
    """Is the work T(n − 1, k − 1) + T(n − 1, k) and a positive constant, in both sizes?"""
    form = d.body.cost(0).single
    if form is None or form.constant_term <= 0 or not _sizes_alone_decide(d):
        return False
    less = {name: ex.subtract(ex.Symbol(name), ex.ONE) for name in (n, k)}
    places = ({**less}, {**less, k: ex.Symbol(k)})
    calls = [ex.Call(d.work_name, tuple(place[size] for size in d.shape.sizes)) for place in places]
    return form == sum(map(Polynomial.atom, calls), Polynomial.constant(form.constant_term))


def _solution_in_both(d: Derived, larger: str, k: str) -> JointSolution:
    n = ex.Symbol(larger)
    binomial = ex.Apply("binomial", (n, ex.Symbol(k)))
    largest = Growth.of(ex.divide(ex.power(ex.TWO, n), ex.sqrt(n)), n.name)
    bounds = JointBounds(JointGrowth.one(d.shape.sizes), JointGrowth.of_factors({n.name: largest}, d.shape.sizes))
    rule = step("For {k} from 0 to {n} the calls are up to constants as many as the binomial coefficient {b}: "
                "Pascal's rule. It is largest in the middle.", b=binomial, k=ex.Symbol(k), n=n)  # fmt: skip
    told = f"Θ({binomial}), for 0 <= {k} <= {n.name}, is no product of growths in one size each"
    return JointSolution(bounds, (rule,), Unsolved(f"only bounds are proved: {told}"), binomial)


def _solution(derivation: Derivation, function: str, k: str, ways: int) -> CostSolution:
    # the equation in n alone is a bound from above
    recurrence = replace(derivation.system.named(function), relation="<=")
    n = ex.Symbol(recurrence.variable)
    largest = ex.divide(ex.power(ex.TWO, n), ex.sqrt(n)) if ways == 2 else n
    growth = Growth.of(largest, n.name)
    theta = ex.Asymptotic("Θ", growth.expression())
    binomial = ex.Apply("binomial", (n, ex.Symbol(k)))
    rule = step("Up to constants the calls are as many as the binomial coefficient {b}: Pascal's rule.", b=binomial)
    if ways == 1:
        rule = step("The longest way to one of the borders has as many steps as {n}, up to a constant.", n=n)
    worst = step("The worst {k}, about the half of {n}, gives {theta}.", k=ex.Symbol(k), n=n, theta=theta)
    bounds = Bounds(growth, growth)
    reason = step("the calls follow Pascal's rule, and {k} is the worst one.", k=ex.Symbol(k))
    return CostSolution(bounds, Solution(recurrence, bounds, "lattice paths", None, reason, (rule, worst)))
