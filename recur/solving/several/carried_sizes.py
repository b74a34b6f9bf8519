"""One size falls, the others are carried along: T(n, k) = 2T(n/2, k) + nk is a recurrence in n for each k.

Where no coefficient holds a carried size, T(n, k) = Σ g(k)·T_g(n) by superposition: the driving term and the borders
are sorted by their factors g(k), and each T_g is solved by the methods of one size. Its constants hold for every k, so
the growth of the sum is that of T as all sizes grow. Source: Graham, Knuth, Patashnik, Concrete Mathematics, 2.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from recur.asymptotics.growth import Growth
from recur.asymptotics.several_sizes import JointGrowth, total
from recur.evaluation.equation import straight_line
from recur.evaluation.evaluator import Evaluator
from recur.model import (
    Case,
    InitialCondition,
    Progression,
    Recurrence,
    Solution,
    Step,
    Subcall,
    System,
    Unmet,
    Verification,
    expressions as ex,
    listed,
    step,
)
from recur.model.errors import Undecided
from recur.model.records import frozen
from recur.model.several import ClosedLine, JointGrowthLine, MultivariateSolution, SizeRule
from recur.solving.problem import never_negative
from recur.solving.several.joint_problem import JointProblem, Point, on_points, products_of_sum, together
from recur.solving.solver import solve_all

METHOD = "reduction to one size"
_MOST_FACTORS = 12
_FEWEST_POINTS = 12
_FEWEST_OF_EACH = 5  # values of each carried size
#: A call such as T(n/k, k) or T(n − k, k) is held against this n, for these k.
_LARGE_SIZE = 10**6
_TRIED: tuple[int, ...] = (*range(1, 10), 10_000)
_SIGNS = {"=": (0,), "!=": (-1, 1), "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1)}
_OTHERWISE = {"=": "≠", "<": "≥", "<=": ">"}


@frozen
class _Part:
    """The terms with the factor g of the carried sizes: h(n) on the right, and the first values beside it."""

    factor: ex.Expr
    driving: ex.Expr
    first: tuple[tuple[int | None, int, ex.Expr], ...]


def carried_along(problem: JointProblem) -> MultivariateSolution:
    """The solution where one size changes from call to call and the others do not."""
    falling, carried = _sizes(problem)
    problem.require_low_borders()
    one = _recurrence_of(problem, falling)
    if any(ex.symbols(x) & set(carried) for call in one.subcalls for x in (call.coefficient, call.argument)):
        return _for_each(problem, falling, carried, one)
    parts = _parts(problem, falling, carried, one)
    solved = [solve_all(System((_alone(one, part, bool(problem.borders)),)), None)[0] for part in parts]
    lines = tuple(_growths(problem, parts, solved))
    exact = _exact(problem, falling, parts, solved)
    if not lines and exact is None:
        raise Unmet("growth", "neither a growth nor a closed form of a part is known")
    return MultivariateSolution(
        problem.recurrence,
        METHOD,
        _reason(falling, carried),
        tuple(_steps(problem, falling, carried, parts, solved)),
        lines,
        () if exact is None else exact[:1],
        assumptions=_assumed(problem, falling),
        verification=on_points(exact[1]) if exact is not None else _superposed(problem, falling, parts, solved),
    )


def _sizes(problem: JointProblem) -> tuple[str, tuple[str, ...]]:
    """The size that falls, and those that every call leaves as they are."""
    carried = tuple(
        size
        for place, size in enumerate(problem.sizes)
        if all(call.arguments[place] == ex.Symbol(size) for call in problem.calls)
    )
    falling = [size for size in problem.sizes if size not in carried]
    if len(falling) != 1 or not carried:
        raise Unmet("calls", "more than one size changes from call to call")
    place = problem.sizes.index(falling[0])
    if any(falling[0] not in ex.symbols(call.arguments[place]) for call in problem.calls):
        raise Unmet("calls", "a call is at a fixed size")
    return falling[0], carried


def _recurrence_of(problem: JointProblem, falling: str) -> Recurrence:
    place = problem.sizes.index(falling)
    r = problem.recurrence
    subcalls = tuple(Subcall(r.function, call.coefficient, call.arguments[place]) for call in problem.calls)
    right = _right(r.function, subcalls, problem.driving)
    return Recurrence(r.function, falling, "=", right, subcalls, problem.driving)


def _right(function: str, subcalls: tuple[Subcall, ...], driving: ex.Expr) -> ex.Expr:
    return ex.add(*(ex.mul(c.coefficient, ex.Call(function, (c.argument,))) for c in subcalls), driving)


def _alone(one: Recurrence, part: _Part, stated: bool) -> Recurrence:
    """The recurrence of T_g; where no border is stated, its own first values are 0 unless they stand for Θ(1)."""
    initial = tuple(InitialCondition(one.function, low, high, value) for low, high, value in part.first)
    if not stated and part.factor != ex.ONE:
        lowest = max(_reach(one), 1)
        low = 0 if _falls_by_steps(one) else 1
        initial = (InitialCondition(one.function, low, low + lowest - 1, ex.ZERO),)
    right = _right(one.function, one.subcalls, part.driving)
    return Recurrence(one.function, one.variable, "=", right, one.subcalls, part.driving, (), initial)


def _falls_by_steps(one: Recurrence) -> bool:
    lines = [straight_line(call.argument, one.variable) for call in one.subcalls]
    return all(line is not None and line[0] == 1 for line in lines)


def _reach(one: Recurrence) -> int:
    lines = [straight_line(call.argument, one.variable) for call in one.subcalls]
    return max((int(-line[1]) for line in lines if line is not None and line[0] == 1), default=1)


def _parts(problem: JointProblem, falling: str, carried: tuple[str, ...], one: Recurrence) -> list[_Part]:
    """The driving term and the borders, sorted by their factors of the carried sizes."""
    found: dict[ex.Expr, list[ex.Expr]] = {}
    for term in products_of_sum(problem.driving):
        factor, rest = _separated(term, falling, carried)
        found.setdefault(factor, []).append(rest)
    borders: list[tuple[int | None, int, dict[ex.Expr, ex.Expr]]] = []
    for border in problem.borders:
        where = _range(border, falling, carried)
        if where is None:
            continue
        by_factor: dict[ex.Expr, ex.Expr] = {}
        for term in products_of_sum(border.value):
            factor, rest = _separated(term, falling, carried)
            by_factor[factor] = ex.add(by_factor.get(factor, ex.ZERO), rest)
        borders.append((*where, by_factor))
    factors = list(dict.fromkeys((*found, *(factor for _, _, values in borders for factor in values))))
    factors = [factor for factor in factors if factor != ex.ZERO]
    if not problem.borders:
        factors = list(dict.fromkeys((*factors, ex.ONE)))
    if not borders and problem.borders:
        raise Unmet("borders", f"no border says where {falling} begins")
    if len(factors) > _MOST_FACTORS:
        raise Unmet("factors", f"more than {_MOST_FACTORS} factors of the carried sizes")
    return [
        _Part(
            factor,
            ex.add(*found.get(factor, [])),
            tuple((low, high, values.get(factor, ex.ZERO)) for low, high, values in borders),
        )
        for factor in factors
    ] or [_Part(ex.ONE, ex.ZERO, tuple((low, high, ex.ZERO) for low, high, _ in borders))]


def _range(border: SizeRule, falling: str, carried: tuple[str, ...]) -> tuple[int | None, int] | None:
    """The sizes low … high of a border in the falling size; None for one that is about a carried size alone."""
    low: int | None = None
    high: int | None = None
    mentions = frozenset().union(*(ex.symbols(relation) for relation in border.where))
    if falling not in mentions:
        return None
    for relation in border.where:
        if ex.symbols(relation) != {falling}:
            raise Unmet("borders", "a border ties the falling size to a carried one")
        if relation.left != ex.Symbol(falling) or not isinstance(relation.right, ex.Number):
            raise Unmet("borders", "a border is no range of the falling size")
        at = int(relation.right.value)
        if relation.op in ("=", ">=", ">"):
            low = at + (relation.op == ">")
        if relation.op in ("=", "<=", "<"):
            high = at - (relation.op == "<")
    if high is None:
        raise Unmet("borders", "a border has no end")
    return low, high


def _separated(term: ex.Expr, falling: str, carried: tuple[str, ...]) -> tuple[ex.Expr, ex.Expr]:
    """g(carried) and h(falling) of a product of the two."""
    if isinstance(term, ex.Asymptotic):
        factor, rest = _separated(term.body, falling, carried)
        return factor, ex.Asymptotic(term.kind, rest)
    factor, rest = ex.ONE, ex.ONE
    for part in term.factors if isinstance(term, ex.Mul) else (term,):
        names = ex.symbols(part)
        if not names & set(carried):
            rest = ex.mul(rest, part)
        elif falling not in names and not any(isinstance(x, ex.Asymptotic) for x in ex.walk(part)):
            factor = ex.mul(factor, part)
        else:
            raise Unmet("factors", "a term of the right side is no product of one in each size")
    return _ordered(factor), rest


def _ordered(x: ex.Expr) -> ex.Expr:
    """Equal products written alike, equal factors put together."""
    if not isinstance(x, ex.Mul):
        return x
    powers: dict[ex.Expr, Fraction] = {}
    for factor in x.factors:
        base, exponent = factor, Fraction(1)
        if isinstance(factor, ex.Power) and isinstance(factor.exponent, ex.Number):
            base, exponent = factor.base, factor.exponent.value
        powers[base] = powers.get(base, Fraction(0)) + exponent
    return ex.mul(*(ex.power(base, ex.number(e)) for base, e in sorted(powers.items(), key=lambda item: repr(item[0]))))


def _growths(problem: JointProblem, parts: list[_Part], solved: list[Solution]) -> Iterator[JointGrowthLine]:
    """Θ of the sum, or the O and the Ω that are proved; no part is ever negative, none takes away from another."""
    for part, solution in zip(parts, solved, strict=True):
        signs = (part.driving, *(value for _, _, value in part.first))
        if not all(never_negative(x, solution.variable) for x in signs):
            return
    course = together(problem.sizes)
    theta = _sum_of(problem, parts, [s.bounds.theta for s in solved])
    if theta is not None:
        yield JointGrowthLine("Θ", theta.expression(), course, problem.sizes)
        return
    for kind, growths in (("O", [s.bounds.upper for s in solved]), ("Ω", [s.bounds.lower for s in solved])):
        found = _sum_of(problem, parts, growths)
        if found is not None and (kind == "O" or found.expression() != ex.ONE):
            yield JointGrowthLine(kind, found.expression(), course, problem.sizes)


def _sum_of(problem: JointProblem, parts: list[_Part], growths: list[Growth | None]) -> JointGrowth | None:
    sizes = problem.sizes
    found = []
    try:
        for part, growth in zip(parts, growths, strict=True):
            if growth is None:
                return None
            if growth.is_zero:
                continue
            factors = {name: Growth.of(ex.ONE, name) for name in sizes} | {growth.variable: growth}
            for factor in part.factor.factors if isinstance(part.factor, ex.Mul) else (part.factor,):
                names = ex.symbols(factor) & set(sizes)
                if len(names) > 1 or (not names and not never_negative(factor, sizes[0])):
                    return None
                for name in names:
                    factors[name] = factors[name] * Growth.of(factor, name)
            found.append(JointGrowth.of_factors(factors, sizes))
    except Undecided:
        return None
    return total(found, sizes) if found else None


def _exact(
    problem: JointProblem, falling: str, parts: list[_Part], solved: list[Solution]
) -> tuple[ClosedLine, int] | None:
    """Σ g·T_g in closed form, on the sizes on which every T_g has one, and at how many points it was checked."""
    domains = [solution.exact_domain for solution in solved]
    if not problem.borders or not domains or any(x is None for x in domains) or any(s.constants for s in solved):
        return None
    domain = domains[0]
    if any(other != domain for other in domains[1:]):
        if not all(isinstance(x, Progression) and x.step == 1 for x in domains):
            return None
        domain = max((x for x in domains if isinstance(x, Progression)), key=lambda x: x.start)
    assert domain is not None
    terms = [
        ex.mul(p.factor, _over_no_size(s.exact, problem.sizes))
        for p, s in zip(parts, solved, strict=True)
        if s.exact is not None
    ]
    formula = ex.add(*(term for term in terms if term != ex.ZERO))
    if ex.Asymptotic in ex.kinds(formula):
        return None
    found = ClosedLine(formula, _beside_borders(problem, falling, domain.told("for {domain}")))
    value = problem.evaluated(formula)
    place = problem.sizes.index(falling)
    points = [p for p in _inner(problem, falling) if p[place] in domain]
    kinds = min(len({p[other] for p in points}) for other in range(len(problem.sizes)) if other != place)
    if kinds < _FEWEST_OF_EACH or any(value(p) != problem.values[p] for p in points):
        return None
    return found, len(points)


def _over_no_size(x: ex.Expr, sizes: tuple[str, ...]) -> ex.Expr:
    """A sum over k beside a size k as one over another letter: each T_g was solved as a function of n alone."""
    if isinstance(x, ex.Range) and x.index in sizes:
        taken = {*sizes, *ex.symbols(x), *(inner.index for inner in ex.walk(x) if isinstance(inner, ex.Range))}
        index = next(name for name in "ijrhqlstuvwxyz" if name not in taken)
        x = ex.Range(x.op, index, x.low, x.high, ex.substitute(x.body, x.index, ex.Symbol(index)))
    return ex.rebuild(x, lambda child: _over_no_size(child, sizes)) if x.children else x


def _superposed(problem: JointProblem, falling: str, parts: list[_Part], solved: list[Solution]) -> Verification:
    """Σ g·T_g held against the values of T themselves; without stated borders each T_g was checked by itself."""
    if not problem.borders:
        return solved[0].verification
    place = problem.sizes.index(falling)
    factors = [problem.evaluated(part.factor) for part in parts]
    alone = [Evaluator(System((solution.recurrence,))) for solution in solved]
    count = 0
    for point in _inner(problem, falling):
        total_value: int | Fraction = 0
        for factor, evaluator in zip(factors, alone, strict=True):
            value, g = evaluator.number(problem.recurrence.function, point[place]), factor(point)
            if g is None or not isinstance(value, int | Fraction):
                break  # a logarithm that is irrational there
            total_value += g * value
        else:
            count += 1
            if total_value != problem.values[point]:
                raise Unmet("values", "the sum of the parts is not what the recurrence gives")
    if count < _FEWEST_POINTS:
        raise Unmet("values", "there are too few exact values")
    return on_points(count, "the sum over the factors")


def _inner(problem: JointProblem, falling: str) -> list[Point]:
    """The points with values that lie on no border of a carried size."""
    apart = [(problem.sizes.index(size), op, at) for size, op, at in _apart(problem, falling)]
    meets = {"=": lambda a, b: a == b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b}
    return [p for p in problem.values if not any(meets[op](p[place], at) for place, op, at in apart)]


def _apart(problem: JointProblem, falling: str) -> list[tuple[str, str, int]]:
    """The carried sizes with borders of their own, as T(n, 0) = 5 has: (k, "=", 0)."""
    return [
        (r.left.name, r.op, int(r.right.value))
        for border in problem.borders
        for r in border.where
        if isinstance(r.left, ex.Symbol) and r.left.name != falling and isinstance(r.right, ex.Number)
    ]


def _asked(problem: JointProblem, falling: str) -> list[ex.Relation]:
    """What the equation asks of carried sizes alone."""
    return [r for rule in problem.recurrence.equations for r in rule.where if falling not in ex.symbols(r)]


def _left_out(problem: JointProblem, falling: str) -> bool:
    """Are there values of the carried sizes that nothing is told of?"""
    return bool(_asked(problem, falling) or _apart(problem, falling))


def _beside_borders(problem: JointProblem, falling: str, where: Step) -> Step:
    """Where it holds, the borders of carried sizes left out; what the equation asks of them is told."""
    words, formulas = where.sentence, list(where.formulas)
    for i, r in enumerate(_asked(problem, falling)):
        words += f", {{asked_{i}}}"
        formulas.append((f"asked_{i}", r))
    for i, (size, op, at) in enumerate(_apart(problem, falling)):
        words += f", {{apart_{i}}} {_OTHERWISE[op]} {at}"
        formulas.append((f"apart_{i}", ex.Symbol(size)))
    return Step(words, tuple(formulas))


def _assumed(problem: JointProblem, falling: str) -> tuple[Step, ...]:
    if problem.borders:
        return ()
    told = "no border is stated: {t} lies between two positive constants where {size} is small"
    return (step(told, t=problem.recurrence.left, size=ex.Symbol(falling)),)


def _steps(
    problem: JointProblem, falling: str, carried: tuple[str, ...], parts: list[_Part], solved: list[Solution]
) -> Iterator[Step]:
    n = ex.Symbol(falling)
    told = f"Every call leaves {_names(carried)} as it is: otherwise this is a recurrence in {{falling}}."
    yield Step(told, _named(carried, falling))
    function = problem.recurrence.function
    names = [ex.Call(f"{function}_{i}", (n,)) for i in range(1, len(parts) + 1)]
    if len(parts) > 1 or parts[0].factor != ex.ONE:
        whole = ex.add(*(ex.mul(part.factor, name) for part, name in zip(parts, names, strict=True)))
        yield step("By linearity, sorted by what is carried along:", ex.Relation("=", problem.recurrence.left, whole))
    for part, solution, name in zip(parts, solved, names, strict=True):
        r = solution.recurrence
        shown = ex.Relation("=", name, _renamed_call(r.right, function, name.function))
        rows = [
            ex.Relation("=", ex.Call(name.function, (ex.number(high),)), value)
            for low, high, value in part.first
            if low == high
        ]
        theta = solution.bounds.theta
        exact = None if solution.exact is None else _over_no_size(solution.exact, problem.sizes)
        found = [] if exact is None else [ex.Relation("=", name, exact)]
        if theta is not None and not theta.is_zero:
            found.append(ex.Relation("=", name, ex.Asymptotic("Θ", theta.expression())))
        yield Step(
            f"{{e}}, by the {solution.method}:" if "method" in solution.method else "{e}:",
            (("e", shown),),
            (*rows, *found),
            substeps=tuple(solution.steps),
        )


def _renamed_call(x: ex.Expr, function: str, name: str) -> ex.Expr:
    if isinstance(x, ex.Call) and x.function == function:
        return ex.Call(name, x.arguments)
    return ex.rebuild(x, lambda child: _renamed_call(child, function, name)) if x.children else x


def _named(carried: tuple[str, ...], falling: str) -> tuple[tuple[str, ex.Expr], ...]:
    return (("falling", ex.Symbol(falling)), *((f"size_{i}", ex.Symbol(name)) for i, name in enumerate(carried)))


def _names(carried: tuple[str, ...]) -> str:
    return listed([f"{{size_{i}}}" for i in range(len(carried))])


def _reason(falling: str, carried: tuple[str, ...]) -> Step:
    told = f"{_names(carried)} {'is' if len(carried) == 1 else 'are'} carried along"
    return Step(f"only {{falling}} changes from call to call; {told}", _named(carried, falling))


def _for_each(problem: JointProblem, falling: str, carried: tuple[str, ...], one: Recurrence) -> MultivariateSolution:
    """A carried size in a coefficient, T(n, k) = k T(n-1, k) + 1: what holds for each fixed value of it."""
    initial = []
    for border in problem.borders:
        where = _range(border, falling, carried)
        if where is not None:
            initial.append(InitialCondition(one.function, *where, border.value))
    recurrence = Recurrence(one.function, falling, "=", one.right, one.subcalls, one.driving, (), tuple(initial))
    least = _least(problem, falling)
    solution = solve_all(System((recurrence,)), None)[0]
    told = f"for {{falling}} → ∞ and fixed {_names(carried)} ≥ {least}"
    course = _beside_borders(problem, falling, Step(told, _named(carried, falling)))
    lines = []
    theta = solution.bounds.theta
    if theta is not None and not theta.is_zero:
        whatever = least <= 2 and not _left_out(problem, falling)
        lines.append(JointGrowthLine("Θ", theta.expression(), course, (falling,) if whatever else ()))
    cases = [
        (case, points) for case in solution.cases if (points := _points_of(problem, falling, carried, least, case))
    ]
    for case, _ in cases:
        if case.growth is not None and not case.growth.is_zero:
            asked = tuple((f"c{i}", x) for i, x in enumerate(case.conditions))
            words = " and ".join(f"{{{name}}}" for name, _ in asked)
            within = Step(f"{course.sentence}, {words}", (*course.formulas, *asked))
            lines.append(JointGrowthLine("O" if case.from_above else "Θ", case.growth.expression(), within))
    exact = _exact_for_each(problem, falling, carried, least, solution)
    closed = [] if exact is None else [exact]
    for case, points in cases if exact is None and problem.borders else ():
        value = None if case.exact is None else problem.evaluated(case.exact)
        if case.exact is not None and value is not None and all(value(p) == problem.values[p] for p in points):
            asked = tuple((f"c{i}", x) for i, x in enumerate(case.conditions))
            first = min(point[problem.sizes.index(falling)] for point in points)
            begins = f"{{falling}} ≥ {first}, " if first else ""
            told = f"for {begins}{_names(carried)} ≥ {least}, " + " and ".join(f"{{{name}}}" for name, _ in asked)
            within = Step(told, (*_named(carried, falling), *asked))
            closed.append(ClosedLine(case.exact, _beside_borders(problem, falling, within)))
    if not lines and exact is None:
        raise Unmet("growth", "the growth depends on what is carried along")
    return MultivariateSolution(
        problem.recurrence,
        METHOD,
        _reason(falling, carried),
        tuple(solution.steps),
        tuple(lines),
        tuple(closed),
        assumptions=_assumed(problem, falling),
        remarks=tuple(solution.remarks),
        verification=solution.verification,
    )


def _least(problem: JointProblem, falling: str) -> int:
    """The least k ≥ 1 from which on every call is at a smaller size: 2 of T(n/k, k)."""
    place = problem.sizes.index(falling)
    sizes = [problem.evaluated(call.arguments[place], rounded=True) for call in problem.calls]

    def falls(k: int) -> bool:
        point = tuple(_LARGE_SIZE if size == falling else k for size in problem.sizes)
        return all((size := called(point)) is not None and size < _LARGE_SIZE for called in sizes)

    rising = [k for k in _TRIED if not falls(k)]
    if not rising:
        return 1
    if rising[-1] == _TRIED[-1]:
        raise Unmet("growth", "a call is at a size that is no smaller")
    return rising[-1] + 1


def _points_of(problem: JointProblem, falling: str, carried: tuple[str, ...], least: int, case: Case) -> list[Point]:
    """The points at which the conditions of a row hold; the sizes are whole, so some rows have none."""
    tests = []
    for x in case.conditions:
        if not isinstance(x, ex.Relation) or x.op not in _SIGNS:
            return []
        tests.append((problem.evaluated(ex.subtract(x.left, x.right)), _SIGNS[x.op]))
    others = [problem.sizes.index(size) for size in carried]
    found = []
    # Without borders there are no values, and a row is only asked whether it speaks of whole sizes.
    for point in _inner(problem, falling) if problem.borders else product(_TRIED[:-1], repeat=len(problem.sizes)):
        if any(point[other] < least for other in others):
            continue
        values = [value(point) for value, _ in tests]
        if all(v is not None and (v > 0) - (v < 0) in signs for v, (_, signs) in zip(values, tests, strict=True)):
            found.append(point)
    return found


def _exact_for_each(
    problem: JointProblem, falling: str, carried: tuple[str, ...], least: int, solution: Solution
) -> ClosedLine | None:
    """The closed form in the letter k, where it has the values of T at every point with k ≥ least."""
    formula, domain = solution.exact, solution.exact_domain
    if formula is None or domain is None or not problem.borders or solution.constants:
        return None
    if ex.Asymptotic in ex.kinds(formula):
        return None
    value = problem.evaluated(formula)
    place = problem.sizes.index(falling)
    others = [problem.sizes.index(size) for size in carried]
    inner = [p for p in _inner(problem, falling) if p[place] in domain]
    positive = [p for p in inner if all(p[other] >= least for other in others)]
    if not positive or any(value(p) != problem.values[p] for p in positive):
        return None
    where = domain.told("for {domain}")
    if any(value(p) != problem.values[p] for p in inner):
        where = Step(f"{where.sentence}, {_names(carried)} ≥ {least}", (*where.formulas, *_named(carried, falling)))
    return ClosedLine(formula, _beside_borders(problem, falling, where))
