"""What level i of the recursion costs: Σ over its nodes of f(size), in closed form where f is a sum of c·n^k·log^p n.

With T(n) = Σ aₗ·T(rₗ·n) + c·n^k the level costs c·n^k·(Σ aₗ·rₗ^k)^i: each level is the one above it times one and the
same ratio. The levels are not all alike, and their sum is not the number of levels times f, unless that ratio is 1.
"""

from collections.abc import Callable
from fractions import Fraction

from recur.asymptotics import real_number
from recur.model import Expr, RecurError, expressions as ex, index_letter
from recur.model.records import frozen
from recur.numbers import Real, exact_formula, real
from recur.solving.linear_forms import simplified
from recur.trees.branching import Branching, Count, StepKind, geometric, multiplied


@frozen
class LevelTerm:
    """front · n^k · rest(n): `front` is free of n; `rest` is 1 or what is no power of n, such as a logarithm."""

    front: Expr
    k: Real
    rest: Expr


def terms_of(f: Expr, variable: str) -> list[LevelTerm]:
    """f multiplied out; 0 has no terms."""
    return [_term(product, variable) for product in _products(f) if product != ex.number(0)]


def _products(x: Expr) -> list[Expr]:
    match x:
        case ex.Add(parts):
            return [product for part in parts for product in _products(part)]
        case ex.Mul(factors):
            if not any(isinstance(f, ex.Add) or _small_power(f) for f in factors):
                return [x]
            products = _products(factors[0])
            for factor in factors[1:]:
                products = [ex.mul(a, b) for a in products for b in _products(factor)]
            return products
    if _small_power(x):
        assert isinstance(x, ex.Power) and isinstance(x.exponent, ex.Number)
        return _products(ex.Mul((x.base,) * int(x.exponent.value)))
    return [x]


def _small_power(x: Expr) -> bool:
    """(n + 1)², which multiplies out to a few terms."""
    whole = isinstance(x, ex.Power) and isinstance(x.exponent, ex.Number) and x.exponent.value in range(2, 9)
    return whole and isinstance(x, ex.Power) and isinstance(x.base, ex.Add)


def _term(product: Expr, variable: str) -> LevelTerm:
    front: list[Expr] = []
    rest: list[Expr] = []
    k: Real = Fraction(0)
    for factor in product.factors if isinstance(product, ex.Mul) else (product,):
        base, exponent = (factor.base, factor.exponent) if isinstance(factor, ex.Power) else (factor, ex.number(1))
        if variable not in ex.symbols(factor) and not isinstance(factor, ex.Asymptotic):
            front.append(factor)
        elif base == ex.Symbol(variable) and variable not in ex.symbols(exponent):
            try:
                k += real_number(exponent)
            except RecurError:
                rest.append(factor)
        else:
            rest.append(factor)
    return LevelTerm(ex.mul(*front), k, ex.mul(*rest))


@frozen
class LevelCost:
    """The cost of level i as a sum of parts; each part is fixed · varying(i), `fixed` free of i.

    `ratio` is what the cost of a level is multiplied by from one to the next, where it is one and the same number.
    """

    parts: tuple[tuple[Expr, Expr], ...]
    ratio: Real | None

    @property
    def formula(self) -> Expr:
        return ex.add(*(ex.mul(fixed, varying) for fixed, varying in self.parts))


def level_cost(branching: Branching, i: Count) -> LevelCost:
    """Σ over the nodes of level i of the driving term at their sizes."""
    toll = branching.toll
    tolls = toll.terms if isinstance(toll, ex.Add) else (toll,)
    parts: list[tuple[Expr, Expr]] = []
    ratios: set[Real | None] = set()
    for one in tolls:
        if one == ex.number(0):
            continue
        if isinstance(one, ex.Asymptotic):
            inner, ratio = _plain_parts(branching, one.body, i)
            parts.append((ex.number(1), ex.Asymptotic(one.kind, ex.add(*(ex.mul(*pair) for pair in inner)))))
            ratios.add(ratio)
            continue
        found, ratio = _plain_parts(branching, one, i)
        parts += [(ex.number(1), _product(varying, fixed)) for fixed, varying in found] if isinstance(i, int) else found
        ratios.add(ratio)
    return LevelCost(tuple(parts), ratios.pop() if len(ratios) == 1 else None)


def _plain_parts(branching: Branching, f: Expr, i: Count) -> tuple[list[tuple[Expr, Expr]], Real | None]:
    parts, ratios = [], set()
    for term in terms_of(f, branching.recurrence.variable):
        fixed, varying, ratio = _part(branching, term, i)
        parts.append((fixed, varying))
        ratios.add(ratio)
    return parts, ratios.pop() if len(ratios) == 1 else None


def _part(branching: Branching, term: LevelTerm, i: Count) -> tuple[Expr, Expr, Real | None]:
    """(free of i, varying with i, the ratio of neighbouring levels) for one term."""
    ratio = _ratio(branching, term)
    if ratio is not None:
        n_power = ex.power(branching.n, exact_formula(term.k))
        plain = not _varies(term.rest)
        if plain:
            return ex.mul(term.front, n_power), geometric(ratio, i), ratio
        if branching.kind is StepKind.ROOT:
            return ex.mul(term.front, term.rest), geometric(ratio, i), ratio
        rest = branching.at(term.rest, branching.size((i,)))
        return ex.mul(term.front, n_power), ex.mul(geometric(ratio, i), rest), None
    logarithmic = _with_logarithm(branching, term, i)
    if logarithmic is not None:
        return ex.mul(term.front, ex.power(branching.n, exact_formula(term.k))), logarithmic, None
    return term.front, _node_sum(branching, ex.mul(ex.power(branching.n, exact_formula(term.k)), term.rest), i), None


def _with_logarithm(branching: Branching, term: LevelTerm, i: Count) -> Expr | None:
    """Of c·n^k·log n over unequal ratios: Q^i·(log n − i·h), where h = Σ aₗ·rₗ^k·log(1/rₗ)/Q is the mean loss."""
    if branching.kind is not StepKind.DIVISION or branching.single is not None or not isinstance(term.rest, ex.Log):
        return None
    ratio = _ratio(branching, LevelTerm(term.front, term.k, ex.number(1)))
    if (
        ratio is None
        or term.rest.argument != branching.n
        or any(not isinstance(b.amount, Fraction) for b in branching.branches)
    ):
        return None
    unit = real.ONE / branching.branches[0].amount
    loss: Real = Fraction(0)
    try:
        for branch in branching.branches:
            part = real_number(branch.coefficient) * real.power(branch.amount, term.k)
            lost = real.log_ratio(real.ONE / branch.amount, unit)
            loss += part * lost
        mean = loss / ratio
    except RecurError:
        return None
    if not isinstance(mean, Fraction):
        return None
    base = term.rest.base
    log_unit = ex.number(1) if base is not None and base == exact_formula(unit) else ex.Log(exact_formula(unit), base)
    steps = ex.number(i) if isinstance(i, int) else i
    left = ex.add(term.rest, ex.mul(ex.number(-1), ex.Number(mean), steps, log_unit))
    return _product(geometric(ratio, i), left) if isinstance(i, int) else ex.mul(geometric(ratio, i), left)


def _product(x: Expr, y: Expr) -> Expr:
    """x·y, a sum of logarithms multiplied out."""
    for one, other in ((x, y), (y, x)):
        if isinstance(one, ex.Add) and any(isinstance(part, ex.Log) for term in one.terms for part in ex.walk(term)):
            return ex.add(*(ex.mul(other, term) for term in one.terms))
    return ex.mul(x, y)


def _varies(x: Expr) -> bool:
    return not (isinstance(x, ex.Number) and x.value == 1)


def _ratio(branching: Branching, term: LevelTerm) -> Real | None:
    """Σ aₗ·(what one step of branch l does to the term), where that is one number for all sizes."""
    if not branching.has_constant_coefficients:
        return None
    if branching.kind is StepKind.ROOT:
        if term.k != 0:
            return None
        k = power_of_log(term.rest, branching.recurrence.variable)
    elif branching.kind is StepKind.DECREMENT:
        k = Fraction(0) if term.k == 0 and not _varies(term.rest) else None
    elif _varies(term.rest) and branching.single is None:
        return None
    else:
        k = term.k
    if k is None:
        return None
    total: Real = Fraction(0)
    try:
        for branch in branching.branches:
            amount = real.ONE if branching.kind is StepKind.DECREMENT else branch.amount
            total += real_number(branch.coefficient) * real.power(amount, k)
    except RecurError:
        return None
    return total


def power_of_log(x: Expr, variable: str) -> Real | None:
    """k when x is log^k n, 0 when it is 1."""
    if not _varies(x):
        return Fraction(0)
    base, exponent = (x.base, x.exponent) if isinstance(x, ex.Power) else (x, ex.number(1))
    if isinstance(base, ex.Log) and base.argument == ex.Symbol(variable) and isinstance(exponent, ex.Number):
        return exponent.value
    return None


def _node_sum(branching: Branching, f: Expr, i: Count) -> Expr:
    """The nodes one size after the other: weight(i)·f(size), or the sum over the mixtures of branches."""
    if branching.single is not None:
        return one_power(ex.mul(weight(branching, i), branching.at(f, branching.size((i,)))), branching.n)
    if branching.kind is StepKind.DECREMENT and f == branching.n:
        return _linear_sum(branching, i)
    return over_mixtures(branching, i, lambda size: branching.at(f, size))


def _linear_sum(branching: Branching, i: Count) -> Expr:
    """Σ over the nodes of their sizes: A^i·(n − i·C/A) with A = Σ aₗ and C = Σ aₗ·cₗ."""
    a = ex.add(*(b.coefficient for b in branching.branches))
    c = ex.add(*(ex.mul(b.coefficient, exact_formula(b.amount)) for b in branching.branches))
    steps = ex.number(i) if isinstance(i, int) else i
    mean = simplified(ex.add(branching.n, ex.mul(ex.number(-1), steps, c, ex.power(a, ex.number(-1)))))
    return ex.mul(ex.power(a, steps), mean) if not isinstance(i, int) else simplified(ex.mul(ex.power(a, steps), mean))


def one_power(x: Expr, n: Expr) -> Expr:
    """The powers of n in a product as one: n^(1 − 1/2^i)·n^(1/2^i) is n."""
    if not isinstance(x, ex.Mul):
        return x
    exponents, rest = [], []
    for factor in x.factors:
        base, exponent = (factor.base, factor.exponent) if isinstance(factor, ex.Power) else (factor, ex.number(1))
        if base == n:
            exponents.append(exponent)
        else:
            rest.append(factor)
    if len(exponents) < 2:
        return x
    return ex.mul(*rest, ex.power(n, simplified(ex.add(*exponents))))


def weight(branching: Branching, i: Count) -> Expr:
    """How many nodes level i has when there is one size: a^i, or the product of the coefficients above it."""
    branch = branching.single
    assert branch is not None
    if branching.has_constant_coefficients:
        try:
            return geometric(real_number(branch.coefficient), i)
        except RecurError:
            return ex.power(branch.coefficient, ex.number(i) if isinstance(i, int) else i)
    if isinstance(i, int):
        product = ex.mul(*(branching.at(branch.coefficient, branching.size((j,))) for j in range(i)))
        return one_power(product, branching.n)
    known = _telescoping(branching, branch.coefficient, i)
    if known is not None:
        return known
    j = ex.Symbol(index_letter(branching.recurrence))
    return ex.Range(
        "product",
        j.name,
        ex.number(0),
        ex.add(i, ex.number(-1)),
        branching.at(branch.coefficient, branching.size((j,))),
    )


def _telescoping(branching: Branching, coefficient: Expr, i: Expr) -> Expr | None:
    """Products that close: √n·n^(1/4)·… is n^(1 − 1/2^i), n·(n − 1)·… is n!/(n − i)!."""
    branch = branching.single
    assert branch is not None
    n = branching.n
    (term,) = terms_of(coefficient, n.name) if len(terms_of(coefficient, n.name)) == 1 else (None,)
    if term is None or _varies(term.rest):
        return None
    front = ex.number(1) if term.front == ex.number(1) else ex.power(term.front, i)
    if branching.kind is StepKind.ROOT:
        # e + e·s + … + e·s^(i−1) = e·(1 − s^i)/(1 − s)
        scale = term.k / (real.ONE - branch.amount)
        shrunk = multiplied(ex.number(1), [(branch.amount, i)])
        rest = ex.Add((ex.number(1), ex.mul(ex.number(-1), shrunk)))
        return ex.mul(front, ex.power(n, rest if scale == 1 else ex.mul(exact_formula(scale), rest)))
    if branching.kind is StepKind.DECREMENT and branch.amount == 1 and term.k == 1:
        below = ex.Apply("factorial", (branching.size((i,)),))
        return ex.mul(front, ex.Apply("factorial", (n,)), ex.power(below, ex.number(-1)))
    return None


def over_mixtures(branching: Branching, i: Count, value: Callable[[Expr], Expr]) -> Expr:
    """Σ over i₁ + … + i_m = i of i!/(i₁!…i_m!)·Π aₗ^iₗ·value(size)."""
    if isinstance(i, int):
        return simplified(ex.add(*(ex.mul(count, value(size)) for size, count in mixtures(branching, i))))
    names = _indices(branching)
    counts: list[Count] = []
    left: Expr = i
    ranges: list[tuple[str, Expr]] = []
    ways: list[Expr] = []
    for name in names:
        ranges.append((name, left))
        ways.append(ex.Apply("binomial", (left, ex.Symbol(name))))
        counts.append(ex.Symbol(name))
        left = ex.add(left, ex.mul(ex.number(-1), ex.Symbol(name)))
    counts.insert(0, left)
    coefficients = [ex.power(b.coefficient, c) for b, c in zip(branching.branches, _as_formulas(counts), strict=True)]
    body = ex.mul(*ways, *coefficients, value(branching.size(counts)))
    for name, high in reversed(ranges):
        body = ex.Range("sum", name, ex.number(0), high, body)
    return body


def _as_formulas(counts: list[Count]) -> list[Expr]:
    return [ex.number(c) if isinstance(c, int) else c for c in counts]


def _indices(branching: Branching) -> list[str]:
    taken = set().union(*(ex.symbols(x) for x in (branching.toll, *(b.coefficient for b in branching.branches))))
    free = [name for name in "jlmqrstuvwxy" if name not in taken | {branching.n.name}]
    return free[: len(branching.branches) - 1]


def mixtures(branching: Branching, i: int) -> list[tuple[Expr, Expr]]:
    """(size, number of nodes) on level i, equal sizes together, the smallest size first."""
    level: dict[tuple[int, ...], Expr] = {(0,) * len(branching.branches): ex.number(1)}
    for _ in range(i):
        below: dict[tuple[int, ...], Expr] = {}
        for steps, count in level.items():
            for position, branch in enumerate(branching.branches):
                child = (*steps[:position], steps[position] + 1, *steps[position + 1 :])
                more = ex.mul(count, branch.coefficient)
                below[child] = ex.add(below[child], more) if child in below else more
        level = below
    merged: dict[Expr, Expr] = {}
    for steps in sorted(level, reverse=True):
        size = branching.size(steps)
        merged[size] = ex.add(merged[size], level[steps]) if size in merged else level[steps]
    return list(merged.items())


def summed(cost: LevelCost, index: str, high: Expr) -> Expr:
    """Σ_{index=0}^{high−1} of the level costs, what does not vary drawn out; equal levels are counted."""
    last = ex.add(high, ex.number(-1))
    totals = []
    for fixed, varying in cost.parts:
        if index not in ex.symbols(varying):
            totals.append(ex.mul(high, fixed, varying))
        else:
            totals.append(ex.mul(fixed, ex.Range("sum", index, ex.number(0), last, varying)))
    return ex.add(*totals)


def sum_of(*terms: Expr) -> Expr:
    """The terms as they are, none folded into another: 4 + 1 stays 4 + 1; 0 is left out."""
    kept = [term for term in terms if term != ex.number(0)]
    return ex.number(0) if not kept else kept[0] if len(kept) == 1 else ex.Add(tuple(kept))


def is_fully_known(x: Expr) -> bool:
    """Whether nothing in x is hidden or unknown: no Θ, no other function."""
    return not any(isinstance(node, ex.Asymptotic | ex.Call) for node in ex.walk(x))
