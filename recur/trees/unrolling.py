"""Unrolling: T(n) = a·T(n/b) + f(n) = a²·T(n/b²) + a·f(n/b) + f(n) = … down to the base case.

The line after k steps is a^k·T(n/b^k) + Σ_{i=0}^{k−1} a^i·f(n/b^i): the level i has a^i nodes and costs a^i·f(n/b^i),
not f(n). With k = log_b n steps the base is met, and the sum at the bottom is T. The same for sizes n − c and n^(1/r),
and for unequal splits, whose nodes are counted by binomial coefficients.
Source: CLRS 4e, section 4.4.
"""

from fractions import Fraction

from recur.asymptotics import Growth, real_number
from recur.model import Domain, Expr, RecurError, Recurrence, Step, System, expressions as ex, limits, step
from recur.model.logarithms import formulas_of, remark_on
from recur.model.records import frozen
from recur.model.solution import Bounds, Definition, Solution, Verification
from recur.numbers import Real, exact_formula, real
from recur.trees import chain_values
from recur.trees.branching import Branching, StepKind, branching
from recur.trees.chain_checks import closed_form, solved_form, with_base
from recur.trees.dominance import Dominance, shares
from recur.trees.level_costs import LevelCost, level_cost, mixtures, over_mixtures, sum_of, summed, terms_of, weight

DEFAULT_LINES = 3
MOST_LINES = 40
MOST_TERMS = 200  # of one line of an unequal split


@frozen
class Bottom:
    """Where the recursion ends: `condition` (n/b^k = 1) and the number of steps `depth` that it asks for.

    `leaf` is "first" or "last" for unequal splits whose order is known, else "".
    """

    leaf: str
    condition: Expr
    depth: Expr


@frozen
class Unrolling:
    """The right-hand sides of T(n) = …, one below the other.

    `lines` are explicit, `general` is the one after `steps` (k) steps; `level` is what level `index` (i) costs, and
    `level_written` the same before it is simplified; `bottoms` has one entry for a single size, the first and the
    last leaf for unequal splits;
    `at_bottom` are the lines with k put in, `closed` the closed form on `domain` (checked, else None).
    """

    recurrence: Recurrence
    system: System
    steps: ex.Symbol
    index: ex.Symbol
    lines: tuple[Expr, ...]
    general: Expr
    size: Expr | None
    level_written: Expr
    level: Expr
    bottoms: tuple[Bottom, ...]
    at_bottom: tuple[Expr, ...]
    closed: Expr | None
    domain: Domain | None
    verification: Verification
    bounds: Bounds | None
    solution: Solution | None
    dominance: Dominance | None
    explanation: Step
    notes: tuple[Step, ...]
    leaf_count: Expr
    leaf_growth: Growth | None
    where: tuple[Definition, ...] = ()
    #: what the levels above the first leaf cost together, for unequal splits
    full_levels: Expr | None = None

    @property
    def left(self) -> Expr:
        return self.recurrence.left


def unroll(
    text: str | System,
    *,
    function: str | None = None,
    lines: int = DEFAULT_LINES,
    timeout: float | None = limits.DEFAULT_SECONDS,
    log: str | None = None,
) -> Unrolling:
    """The expansion of T with its general line, its depth and the sum at the bottom.

    Raises `Unsolved` with the hypothesis that fails where no general line exists, or another `RecurError`.
    """
    with limits.time_limit(timeout):
        system = system_of(text, log)
        recurrence = system.named(function) if function else system.asked
        return _unroll(system, recurrence, max(1, min(lines, MOST_LINES)))


def system_of(text: str | System, log: str | None = None) -> System:
    """The text as a system; a system as it is."""
    from recur.parsing import parse

    return parse(text, log) if isinstance(text, str) else text


def _on_bases(recurrence: Recurrence) -> tuple[Step, ...]:
    """What a log without a base was read as: the costs of the levels depend on it."""
    said = remark_on(formulas_of(recurrence))
    return () if said is None else (said,)


def _unroll(system: System, recurrence: Recurrence, count: int) -> Unrolling:
    found = branching(recurrence)
    names = _free_names(found)
    k, i = ex.Symbol(names[0]), ex.Symbol(names[1])
    cost = level_cost(found, i)
    known = shares(system, recurrence.function)
    value, verification = closed_form(found, system)
    closed: Expr | None = None if value is None else value.value
    where = None if value is None else value.domain
    if closed is None and known.solution is not None and known.solution.exact is not None:
        closed, where, verification = solved_form(system, known.solution)
    bottoms = _bottoms(found, k)
    general = _line(found, k, summed(cost, i.name, k))
    return Unrolling(
        recurrence,
        system,
        k,
        i,
        tuple(_lines(found, count)),
        general,
        found.size((k,)) if found.single is not None else None,
        _written(found, i),
        cost.formula,
        bottoms,
        tuple(_at_bottom(found, cost, i, bottoms, value)),
        closed,
        where,
        verification,
        known.bounds,
        known.solution,
        known.dominance if found.counts else None,
        explain(found, cost, known.dominance),
        (*_notes(found), *_cases(known.solution), *_on_bases(recurrence)),
        _leaf_count(found, bottoms[0].depth) if found.single is not None else ex.number(0),
        known.leaves,
        known.where,
        summed(cost, i.name, bottoms[0].depth) if bottoms[0].leaf and found.toll != ex.number(0) else None,
    )


def _cases(solution: Solution | None) -> tuple[Step, ...]:
    if solution is None or not solution.cases:
        return ()
    return (step("How it grows depends on the parameters: recur solve shows the cases."),)


def _notes(found: Branching) -> tuple[Step, ...]:
    if not found.rounded:
        return found.notes
    if found.single is None or not isinstance(found.single.amount, Fraction):
        return (step("Sizes are written without their rounding."), *found.notes)
    sizes = chain_values.chain_domain(found, found.single.amount)
    return (sizes.told("Sizes are written without their rounding: for {domain} there is none."), *found.notes)


def _free_names(found: Branching) -> tuple[str, str]:
    """Names for the number of steps and the level that stand for nothing else."""
    taken = ex.symbols(found.recurrence.right) | {found.recurrence.function}
    free = [name for name in "kimhduvw" if name not in taken]
    return free[0], free[1] if free[0] == "k" else free[-1]


def _lines(found: Branching, count: int) -> list[Expr]:
    """The explicit lines; after the first, what was put in is shown once before it is multiplied out."""
    written = []
    for steps in range(1, count + 1):
        if found.single is None and len(found.branches) ** steps > MOST_TERMS:
            break
        if steps == 2:
            nested = _nested(found)
            if nested is not None:
                written.append(nested)
        written.append(_explicit(found, steps))
    return written


def _explicit(found: Branching, steps: int) -> Expr:
    costs = [level_cost(found, level).formula for level in range(steps - 1, -1, -1)]
    return sum_of(*_calls(found, steps), *costs)


def _calls(found: Branching, steps: int) -> list[Expr]:
    if found.single is not None:
        return [ex.mul(weight(found, steps), found.call(found.size((steps,))))]
    return [ex.mul(count, found.call(size)) for size, count in mixtures(found, steps)]


def _nested(found: Branching) -> Expr | None:
    """a·(a·T(n/b²) + f(n/b)) + f(n); None where the brackets would hold nothing new."""
    terms = []
    for position, branch in enumerate(found.branches):
        size = found.size(tuple(int(other == position) for other in range(len(found.branches))))
        inner = [
            ex.mul(found.at(b.coefficient, size), found.call(found.size(_plus(position, other, len(found.branches)))))
            for other, b in enumerate(found.branches)
        ]
        terms.append(_times(branch.coefficient, sum_of(*inner, found.toll_at(size))))
    if found.single is not None and found.toll == ex.number(0):
        return None
    return sum_of(*terms, found.toll)


def _plus(one: int, other: int, size: int) -> tuple[int, ...]:
    return tuple(int(position == one) + int(position == other) for position in range(size))


def _times(coefficient: Expr, bracket: Expr) -> Expr:
    return bracket if coefficient == ex.number(1) else ex.Mul((coefficient, bracket))


def _line(found: Branching, k: Expr, total: Expr) -> Expr:
    """The line after k steps."""
    if found.single is not None:
        return sum_of(ex.mul(weight(found, k), found.call(found.size((k,)))), total)
    return sum_of(over_mixtures(found, k, found.call), total)


def _written(found: Branching, i: ex.Symbol) -> Expr:
    """a^i·f(n/b^i) as it stands, before anything cancels."""
    if found.single is not None:
        size = found.size((i,))
        if found.toll == ex.number(0):
            return ex.number(0)
        if found.single.coefficient == ex.number(1):
            return found.toll_at(size)
        return ex.Mul((weight(found, i), ex.substitute(found.toll, found.n.name, size)))
    return ex.number(0) if found.toll == ex.number(0) else over_mixtures(found, i, found.toll_at)


def _bottoms(found: Branching, k: ex.Symbol) -> tuple[Bottom, ...]:
    """The steps to the base: along the sizes that shrink fastest first, along the slowest last."""
    ends = found.ends
    ordered = found.single is None and all(isinstance(b.amount, Fraction) for b in found.branches)
    names = ("first", "last") if ordered else ("",) * len(ends)
    result = []
    for branch, name in zip(ends, names, strict=True):
        steps = tuple(k if b is branch else 0 for b in found.branches)
        size, base = found.size(steps), ex.Number(found.base)
        bottom = Bottom(name, ex.Relation("=", size, base), chain_values.chain_depth(found, branch.amount))
        if ordered and found.kind is StepKind.DECREMENT and branch.amount != 1:
            bottom = _stepped_over(found, name, size, branch.amount)
        result.append(bottom)
    return tuple(result)


def _stepped_over(found: Branching, leaf: str, size: Expr, back: Real) -> Bottom:
    """Steps of c > 1 end at the base or below it: after ⌈(n − n₀)/c⌉ = ⌊(n − n₀ + c − 1)/c⌋ of them."""
    base, c = ex.Number(found.base), exact_formula(back)
    above = ex.add(ex.subtract(found.n, base), ex.subtract(c, ex.number(1)))
    return Bottom(leaf, ex.Relation("<=", size, base), ex.Apply("floor", (ex.divide(above, c),)))


def _at_bottom(
    found: Branching, cost: LevelCost, i: ex.Symbol, bottoms: tuple[Bottom, ...], value: chain_values.ChainValue | None
) -> list[Expr]:
    """The general line with the depth put in: the leaves, then the levels above them."""
    if found.single is None:
        return []
    steps = bottoms[0].depth
    leaves = ex.mul(
        value.homogeneous if value is not None else _leaf_count(found, steps), found.call(ex.Number(found.base))
    )
    lines = [sum_of(leaves, summed(cost, i.name, steps))]
    if value is not None and cost.ratio is not None and cost.ratio != 1:
        collapsed = _geometric(found, value)
        if collapsed is not None:
            lines.append(sum_of(leaves, collapsed))
    if value is not None and found.base_value is not None:
        lines = [with_base(found, line) for line in lines]
    return [line for position, line in enumerate(lines) if line not in lines[:position]]


def _leaf_count(found: Branching, steps: Expr) -> Expr:
    """The number of nodes on the level of the leaves."""
    branch = found.single
    assert branch is not None
    if found.has_constant_coefficients:
        try:
            a = real_number(branch.coefficient)
            if real.sign(a) > 0:
                return chain_values.homogeneous(found, branch.amount, a)
        except RecurError:
            pass  # a parameter
        return ex.power(branch.coefficient, steps)
    terms = terms_of(branch.coefficient, found.n.name)
    if found.kind is StepKind.ROOT and len(terms) == 1 and terms[0].rest == ex.number(1):
        # the exponents add up to those of n over those of the base
        scale = exact_formula(terms[0].k / (real.ONE - branch.amount))
        front = ex.number(1) if terms[0].front == ex.number(1) else ex.power(terms[0].front, steps)
        return ex.mul(front, ex.power(ex.mul(found.n, ex.Number(1 / found.base)), scale))
    return chain_values.evaluated_ends(weight(found, steps))


def _geometric(found: Branching, value: chain_values.ChainValue) -> Expr | None:
    """The levels above the leaves summed by the geometric series: particular(n) − particular(n₀)·homogeneous(n)."""
    if len(value.particular) != 1:
        return None
    (part,) = value.particular
    start = chain_values.base_share(found, part)
    size = ex.mul(part, ex.power(start, ex.number(-1))) if isinstance(start, ex.Number) and start.value else None
    if size is None or found.base != 1 or not isinstance(start, ex.Number):
        return chain_values.largest_first(ex.add(part, ex.mul(ex.number(-1), start, value.homogeneous)), found.n.name)
    if start.value < 0:
        return ex.mul(ex.Number(-start.value), ex.Add((value.homogeneous, ex.mul(ex.number(-1), size))))
    return ex.mul(start, ex.Add((size, ex.mul(ex.number(-1), value.homogeneous))))


def explain(found: Branching, cost: LevelCost, dominance: Dominance | None) -> Step:
    """How the levels compare, in one sentence."""
    if found.toll == ex.number(0):
        return step("Nothing is added on the way: only the leaves count.")
    ratio = cost.ratio
    if not found.counts:
        return step("Calls are subtracted: the levels take from each other.")
    if ratio is not None and not any(isinstance(part, ex.Asymptotic) for _, part in cost.parts):
        try:
            order = real.compare(ratio, real.ONE)
        except RecurError:
            return step("Each level costs {q} times the level above it.", q=exact_formula(ratio))
        if order == 0:
            return step(f"Every {'level' if found.single is not None else 'full level'} costs the same.")
        grows = "grow towards the leaves" if order > 0 else "shrink away from the root"
        return step(f"Each level costs {{q}} times the level above it: the levels {grows}.", q=exact_formula(ratio))
    sentences = {
        Dominance.LEAF_HEAVY: "The levels grow towards the leaves.",
        Dominance.ROOT_HEAVY: "The levels shrink away from the root.",
        Dominance.BALANCED: "No single level dominates the sum.",
        None: "The levels cost differently.",
    }
    return step(sentences[dominance])
