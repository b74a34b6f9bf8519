"""Σ pᵢ(n)·T(n − i) = f(n) with polynomials pᵢ: hypergeometric solutions, and sums of them, fitted to the first values.

Petkovšek's algorithm finds every solution with a rational ratio T(n + 1)/T(n), or shows that there is none; one of them
lowers the order by one, and the others are sums. Source: Petkovšek, Wilf, Zeilberger, A = B, chapter 8.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from recur.asymptotics import Growth, expand, real_number
from recur.model import Progression, Step, Undecided, expressions as ex, listed, names_of, step
from recur.model.records import frozen, replace
from recur.model.solution import Bounds, Case, Solution, Unmet, Verification
from recur.numbers import Real, exact_formula, real
from recur.numbers.exponential_polynomials import polynomial_formula
from recur.numbers.polynomials import cleared, scaled, shifted, value
from recur.solving.first_order import hypergeometric as terms
from recur.solving.first_order.hypergeometric import HypergeometricTerm
from recur.solving.linear.general_solution import constant_names
from recur.solving.order import method
from recur.solving.p_recursive import reduction_of_order as orders
from recur.solving.p_recursive.difference_equations import Coefficients, ordinary_from
from recur.solving.p_recursive.polynomial_equations import DifferenceEquation, equation_of, kind_of_term
from recur.solving.problem import Problem, RecurrenceKind
from recur.solving.silent_sizes import silent_sizes
from recur.verification.families import hold_family

SOURCE = "A = B, chapter 8"
NAME = "hypergeometric solutions"


@frozen
class Combination:
    """Σ weight · term from `start` on; a particular solution has the weight 1."""

    parts: tuple[tuple[ex.Expr, orders.Term], ...]
    start: int


@method(
    NAME,
    about=(RecurrenceKind.VARYING_STEPS,),
    source=SOURCE,
    summary="T(n) = Σ aᵢ(n) T(n − i) + f(n) with rational functions aᵢ, where a solution has a rational ratio",
)
def solve(problem: Problem) -> Solution:
    equation = equation_of(problem)
    if equation.order < 2:
        raise Unmet("an order between 2 and 6", "the calls reach back one size only")
    basis = orders.solutions(equation.coefficients)
    if not basis:
        raise Unmet(
            "a hypergeometric solution",
            "no solution without driving function has a ratio {r} that is a rational function of {n}",
            r=ex.divide(_at(problem, 1), _at(problem, 0)),
            n=ex.Symbol(problem.variable),
        )
    return fitted_or_general(
        problem, equation, basis, [orders.particular(equation.coefficients, f) for f in equation.right]
    )


def fitted_or_general(
    problem: Problem, equation: DifferenceEquation, basis: list[orders.Term], driven: list[orders.Term]
) -> Solution:
    """The solution with the stated values; without any, with a free constant for each of the basis."""
    if any(c.function == problem.recurrence.function for c in problem.recurrence.initial):
        return _fitted(problem, equation, basis, driven)
    return _general(problem, equation, basis, driven)


def completed(problem: Problem, found: Solution | None) -> Solution | None:
    """What is proved of the growth, with the closed form beside it; `found` as it is where there is none."""
    r = problem.recurrence
    if r.relation != "=" or r.nonlinear or (found is not None and (found.exact is not None or found.cases)):
        return found
    try:
        whole = solve.apply(problem)
    except (Unmet, Undecided):
        return found
    return beside(found, whole)


def beside(found: Solution | None, whole: Solution) -> Solution | None:
    """The closed form beside what is proved of the growth."""
    if found is None or whole.exact is None:
        return found if whole.exact is None else whole
    bounds = found.bounds if found.bounds.theta is not None or whole.bounds.theta is None else whole.bounds
    return replace(
        found,
        bounds=bounds,
        leading=found.leading or whole.leading,
        exact=whole.exact,
        exact_domain=whole.exact_domain,
        constants=whole.constants,
        steps=(*found.steps, *whole.steps),
        remarks=(*found.remarks, *whole.remarks),
        exact_verification=whole.exact_verification,
    )


def _at(problem: Problem, i: int) -> ex.Expr:
    n = ex.Symbol(problem.variable)
    return ex.Call(problem.recurrence.function, (ex.add(n, ex.number(i)) if i else n,))


# -- the constants -----------------------------------------------------------------------------------------


def _general(
    problem: Problem, equation: DifferenceEquation, basis: list[orders.Term], driven: list[orders.Term]
) -> Solution:
    if len(basis) < equation.order:
        k, d = ex.number(len(basis)), ex.number(equation.order)
        raise Unmet("a full set of solutions", "only {k} of {d} independent solutions are found", k=k, d=d)
    names = constant_names(names_of(problem.recurrence))
    least = ordinary_from(equation.coefficients)
    start = max([least, *map(orders.defined_from, (*basis, *driven))])
    while start > least and _fits(equation, basis, driven, start - 1):
        start -= 1
    letters = [next(names) for _ in basis]
    parts = [(ex.Symbol(name), part) for name, part in zip(letters, basis, strict=True)]
    whole = Combination((*parts, *((ex.ONE, part) for part in driven)), start)
    exact = formula_of(problem, whole)
    steps = (*_steps(problem, equation, basis, driven), _every(problem, exact))
    reason = step("the general solution; what grows fastest depends on the constants.")
    found = Solution(problem.recurrence, Bounds(None, None), NAME, None, reason, steps)
    domain = Progression(problem.variable, start)
    held = _held(problem, exact, domain)
    return replace(
        found,
        cases=_by_constants(problem, basis, driven, letters),
        exact=exact,
        exact_domain=domain,
        constants=tuple(letters),
        verification=held,
        exact_verification=held,
    )


def _fits(equation: DifferenceEquation, basis: list[orders.Term], driven: list[orders.Term], start: int) -> bool:
    """Whether every term has a value at this size and satisfies the equation there."""
    if start < 0:
        return False
    try:
        for part in (*basis, *driven):
            if _left_over(equation, part, start) != (
                equation.right[driven.index(part)].at(start) if part in driven else 0
            ):
                return False
    except (ZeroDivisionError, ValueError):
        return False
    return True


def _left_over(equation: DifferenceEquation, x: orders.Term, n: int) -> Fraction:
    total = Fraction(0)
    for i, p in enumerate(equation.coefficients):
        total += value(p, Fraction(n)) * x.at(n + i)
    return total


def _fitted(
    problem: Problem, equation: DifferenceEquation, basis: list[orders.Term], driven: list[orders.Term]
) -> Solution:
    r = problem.recurrence
    own = [c for c in r.initial if c.function == r.function]
    top, low = max(c.high for c in own), min(c.low if c.low is not None else c.high for c in own)
    first = max([low, *map(orders.defined_from, (*basis, *driven))])
    late = max(top - equation.order + 1, first)
    open_values: dict[str, int] = {}
    starts = [max(late, ordinary_from(equation.coefficients)), late, *range(late - 1, first - 1, -1)]
    for start in dict.fromkeys(starts):
        values = _values(problem, start, equation.order)
        weights = None if values is None else _weights(basis, driven, dict(enumerate(values, start)))
        if weights is not None:
            break
    else:
        start = first
        weights, open_values = _between(problem, equation, basis, driven, first)
    if weights is None:
        raise Unmet("values that fix the constants", "the stated values are those of no sum of the solutions found")
    parts = tuple((w, part) for w, part in zip(weights, basis, strict=True) if w != ex.ZERO)
    whole = Combination((*parts, *((ex.ONE, part) for part in driven)), start)
    while start > low and _has_value(problem, whole, start - 1):
        start -= 1
    whole = replace(whole, start=start)
    exact = formula_of(problem, whole)
    fixed = _by_open_values(problem, exact, open_values) or _by_values(problem, whole, exact, equation.order)
    steps, constants = [*_steps(problem, equation, basis, driven), fixed], tuple(open_values)
    reason = step("the closed form is exact, whatever its signs.")
    found = Solution(r, Bounds(None, None), NAME, None, reason, tuple(steps), constants=constants)
    found = found if constants else _grown(found, whole)
    domain = Progression(problem.variable, start)
    held = _held(problem, exact, domain)
    evidence = held if found.bounds.theta is None else found.verification
    taken = tuple(_taken(problem, whole, n) for n in silent_sizes(r) or () if n >= start)
    return replace(
        found, exact=exact, exact_domain=domain, remarks=taken, verification=evidence, exact_verification=held
    )


def _taken(problem: Problem, whole: Combination, n: int) -> Step:
    """Which value the closed form has where the equation leaves one open."""
    value_there = ex.add(*(_times(part.at(n), weight) for weight, part in whole.parts))
    told = ex.Relation("=", ex.Call(problem.recurrence.function, (ex.number(n),)), value_there)
    return step("The closed form is the solution with {v}, a value that the equation leaves open.", v=told)


def _held(problem: Problem, exact: ex.Expr, domain: Progression) -> Verification:
    """The closed form put into the equation; one that is not confirmed is not given."""
    held = hold_family(problem.recurrence, exact, map(int, domain.sizes()))
    if held.status != "checked":
        raise Unmet("agreement with the equation", "the closed form is not confirmed: {x}", x=exact)
    return held


def _values(problem: Problem, start: int, count: int) -> list[ex.Expr] | None:
    """The values at start, start + 1, …, as they are stated where letters stand in them."""
    values = problem.values(range(start, start + count))
    if values is not None:
        return [ex.number(x) for x in values]
    r = problem.recurrence
    found: list[ex.Expr] = []
    for n in range(start, start + count):
        case = next(
            (c for c in r.initial if c.function == r.function and n <= c.high and (c.low is None or c.low <= n)), None
        )
        if case is None or case.relation != "=" or any(isinstance(x, ex.Asymptotic) for x in ex.walk(case.value)):
            return None
        found.append(ex.substitute(case.value, r.variable, ex.number(n)))
    return found


def _between(
    problem: Problem, equation: DifferenceEquation, basis: list[orders.Term], driven: list[orders.Term], first: int
) -> tuple[list[ex.Expr] | None, dict[str, int]]:
    """The weights by values that do not follow each other, a constant for each missing one, and the sizes of these."""
    r = problem.recurrence
    own = [c for c in r.initial if c.function == r.function and c.low == c.high >= first and c.relation == "="]
    if len(basis) < equation.order or not own:
        return None, {}
    values = {c.high: c.value for c in own}
    names, size = constant_names(names_of(r)), first
    constants: dict[str, int] = {}
    while len(values) < equation.order:
        if size not in values:
            name = next(names)
            constants[name] = size
            values[size] = ex.Symbol(name)
        size += 1
    return _weights(basis, driven, values), constants


def _weights(basis: list[orders.Term], driven: list[orders.Term], values: dict[int, ex.Expr]) -> list[ex.Expr] | None:
    """The weights with which the basis takes these values less those of the particular solutions; None: none do."""
    rows: list[tuple[list[Fraction], ex.Expr]] = []
    for n, given in values.items():
        rest = ex.add(given, ex.number(-sum((x.at(n) for x in driven), Fraction(0))))
        rows.append(([x.at(n) for x in basis], rest))
    solved: list[tuple[list[Fraction], ex.Expr]] = []
    for j in range(len(basis)):
        pivot = next((row for row in rows if row[0][j]), None)
        if pivot is None:
            return None
        rows.remove(pivot)
        pivot = ([x / pivot[0][j] for x in pivot[0]], _times(1 / pivot[0][j], pivot[1]))
        rows = [_less(row, row[0][j], pivot) for row in rows]
        solved = [*(_less(row, row[0][j], pivot) for row in solved), pivot]
    return [right for _, right in solved] if all(right == ex.ZERO for _, right in rows) else None


def _less(
    row: tuple[list[Fraction], ex.Expr], c: Fraction, other: tuple[list[Fraction], ex.Expr]
) -> tuple[list[Fraction], ex.Expr]:
    left = [x - c * y for x, y in zip(row[0], other[0], strict=True)]
    return left, ex.add(row[1], _times(-c, other[1])) if c else row[1]


def _times(c: Fraction, x: ex.Expr) -> ex.Expr:
    if isinstance(x, ex.Add):
        return ex.add(*(ex.mul(ex.number(c), y) for y in x.terms))
    return ex.mul(ex.number(c), x)


def _has_value(problem: Problem, whole: Combination, n: int) -> bool:
    """Whether the form has the stated value at this size too."""
    values = _values(problem, n, 1)
    if values is None or not isinstance(values[0], ex.Number):
        return False
    total = Fraction(0)
    try:
        for weight, part in whole.parts:
            if not isinstance(weight, ex.Number):
                return False
            total += weight.value * part.at(n)
            if isinstance(part, orders.Summed) and n < part.start:
                return False
    except (ZeroDivisionError, ValueError):
        return False
    return total == values[0].value


# -- growth ------------------------------------------------------------------------------------------------


def _growth(x: orders.Term, variable: str) -> tuple[Growth, ex.Expr] | None:
    """The growth of |x|, and g with |x| ~ |g|."""
    if isinstance(x, orders.Summed):
        return None
    positive = replace(x, base=abs(x.base))
    leading = terms.leading_hypergeometric(positive, variable)
    if leading is None:
        return None
    return Growth(expand(leading, variable).lead[0], variable), leading


def _by_constants(
    problem: Problem, basis: list[orders.Term], driven: list[orders.Term], letters: list[str]
) -> tuple[Case, ...]:
    """Θ of |T| by the constants that are not 0, largest first, where all terms can be told apart."""
    try:
        grown = [_growth(x, problem.variable) for x in basis]
    except Undecided:
        return ()
    if driven or any(x is None for x in grown):
        return ()
    told = [(g[0], name) for g, name in zip(grown, letters, strict=True) if g is not None]
    rows: list[Case] = []
    none: tuple[ex.Expr, ...] = ()
    try:
        while told:
            top, name = next((g, x) for g, x in told if all(y == x or h < g for h, y in told))
            constant = ex.Symbol(name)
            rows.append(Case(f"{name} ≠ 0", (*none, ex.Relation("!=", constant, ex.ZERO)), top))
            none = (*none, ex.Relation("=", constant, ex.ZERO))
            told.remove((top, name))
    except (StopIteration, Undecided):
        return ()
    return tuple(rows)


def _grown(found: Solution, whole: Combination) -> Solution:
    """Θ and the leading term, where one term decides and stays positive."""
    try:
        groups = _constants_of(whole)
        sizes = [(g, c, x) for x, c in groups if (g := _growth(x, found.variable)) is not None and not real.is_zero(c)]
        if len(sizes) < len(groups) or not sizes:
            return found
        top = next((s for s in sizes if all(t is s or t[0][0] < s[0][0] for t in sizes)), None)
        if top is None:
            upper = next((s[0][0] for s in sizes if not any(s[0][0] < t[0][0] for t in sizes)), None)
            return replace(found, bounds=Bounds(None, upper))
        (growth, leading), c, x = top
        if x.base < 0 or (real.sign(c) < 0) != (x.above[-1] < 0):
            return replace(found, bounds=Bounds(None, growth))
    except Undecided:
        return found
    reason = step("of the terms that the values call for, one grows fastest.")
    shown = leading if c == 1 else ex.mul(exact_formula(c), leading)
    return replace(found, bounds=Bounds(growth, growth), leading=shown, reason=reason)


def _constants_of(whole: Combination) -> list[tuple[HypergeometricTerm, Real]]:
    """T ~ Σ c·h over hypergeometric h, where a sum counts by its limit; nothing where that is not known."""
    total: dict[HypergeometricTerm, Real] = {}
    for weight, part in whole.parts:
        w = real_number(weight)
        if isinstance(part, HypergeometricTerm):
            total[part] = real.plus(total.get(part, real.ZERO), w)
            continue
        series = None
        if isinstance(part.inner, HypergeometricTerm):
            series = terms.exponential_series(orders.moved(part.inner, -1), part.start)
        if series is None:
            return []
        a, b, beta = series
        limit = real.plus(a, real.times(b, real.power(real_number(ex.Constant("e")), beta)))
        total[part.front] = real.plus(total.get(part.front, real.ZERO), real.times(w, limit))
    return list(total.items())


# -- formulas and steps ------------------------------------------------------------------------------------


def formula_of(problem: Problem, whole: Combination) -> ex.Expr:
    """Σ weight · term: terms alike but for a rational factor are one, sums stand in the brackets of their front."""
    variable, taken = problem.variable, names_of(problem.recurrence)
    plain: list[tuple[ex.Expr, HypergeometricTerm]] = []
    for weight, part in whole.parts:
        if isinstance(part, HypergeometricTerm):
            plain = _joined(plain, weight, part)
    fronts: dict[HypergeometricTerm, list[ex.Expr]] = {}
    for weight, part in whole.parts:
        if isinstance(part, orders.Summed):
            beside = next(((w, x) for w, x in plain if x == part.front or _is_multiple(x, part.front)), None)
            first = None
            if beside is not None and part.front not in fronts:
                plain.remove(beside)
                w = _times(beside[1].above[-1] / part.front.above[-1], beside[0])
                first = _first_term(part, w, weight)
                fronts[part.front] = [] if first is not None else [w]
            total = orders.sum_formula(part, variable, taken, first)
            fronts.setdefault(part.front, []).append(ex.mul(weight, total))
    index = orders.free_letter(taken)
    shown = [ex.mul(w, orders.term_formula(x, variable, index)) for w, x in plain]
    for front, inner in fronts.items():
        added = inner[0] if len(inner) == 1 else ex.Add(tuple(inner))
        shown.append(ex.mul(orders.term_formula(front, variable, index), added))
    return ex.add(*shown)


def _is_multiple(x: HypergeometricTerm, y: HypergeometricTerm) -> bool:
    return replace(x, above=()) == replace(y, above=()) and tuple(a * y.above[-1] for a in x.above) == tuple(
        a * x.above[-1] for a in y.above
    )


def _joined(
    plain: list[tuple[ex.Expr, HypergeometricTerm]], weight: ex.Expr, part: HypergeometricTerm
) -> list[tuple[ex.Expr, HypergeometricTerm]]:
    """One more term; numbers times terms that are alike but for a rational factor are one."""
    for i, (w, x) in enumerate(plain):
        if kind_of_term(x) == kind_of_term(part) and isinstance(w, ex.Number) and isinstance(weight, ex.Number):
            total = terms.rational_plus(
                HypergeometricTerm(tuple(w.value * a for a in x.above), x.below),
                HypergeometricTerm(tuple(weight.value * a for a in part.above), part.below),
            )
            joined = replace(part, above=total.above, below=total.below)
            return [*plain[:i], *([(ex.ONE, joined)] if total.above else []), *plain[i + 1 :]]
    return [*plain, (weight, part)]


def _first_term(part: orders.Summed, beside: ex.Expr, weight: ex.Expr) -> int | None:
    """The start of the sum from one term earlier, where that term is what stands beside it."""
    if isinstance(part.inner, HypergeometricTerm) and isinstance(beside, ex.Number) and isinstance(weight, ex.Number):
        try:
            at_start = orders.moved(part.inner, -1).at(part.start)
        except (ZeroDivisionError, ValueError):
            return None
        if weight.value * at_start == beside.value:
            return part.start
    return None


def _steps(
    problem: Problem, equation: DifferenceEquation, basis: Sequence[orders.Term], driven: Sequence[orders.Term]
) -> list[Step]:
    variable, taken = problem.variable, names_of(problem.recurrence)
    p = equation.coefficients
    left = ex.Add(
        tuple(ex.mul(polynomial_formula(c, variable), _at(problem, i)) for i, c in reversed(list(enumerate(p))) if c)
    )
    index = orders.free_letter(taken)
    right = ex.add(*(orders.term_formula(f, variable, index) for f in equation.right))
    n = ex.Symbol(variable)
    u = ex.Call(next(name for name in "uvwxy" if name not in taken), (n,))
    steps = [
        step("With polynomial coefficients the equation is", ex.Relation("=", left, right)),
        _normal_form(problem, p),
    ]
    for x in basis:
        if isinstance(x, HypergeometricTerm):
            above, below = orders.ratio_of(x)
            ratio = orders.term_formula(
                terms.product(HypergeometricTerm(above), orders.inverse(below)), variable, index
            )
            steps.append(
                step("The ratio {r} gives the solution {h}.", r=ratio, h=orders.term_formula(x, variable, index))
            )
        else:
            h = orders.term_formula(x.front, variable, index)
            whole = ex.mul(h, orders.sum_formula(x, variable, taken))
            steps.append(
                step(
                    "Reduction of order: put {t} into it; the equation for {v} is of an order less, and summed its "
                    "solution gives {y}.",
                    t=ex.Relation("=", _at(problem, 0), ex.mul(h, u)),
                    v=ex.subtract(ex.substitute(u, variable, ex.add(n, ex.ONE)), u),
                    y=whole,
                    source="Elaydi, section 2.3",
                )
            )
    for f, x in zip(equation.right, driven, strict=True):
        shown = formula_of(problem, Combination(((ex.ONE, x),), 0))
        if isinstance(x, HypergeometricTerm):
            sentence = "For {f} on the right a rational multiple of it solves the equation: {y}."
        else:
            sentence = "For {f} on the right reduction of order gives {y}."
        steps.append(step(sentence, f=orders.term_formula(f, variable, index), y=shown))
    return steps


def _normal_form(problem: Problem, p: Coefficients) -> Step:
    """What a rational ratio is made of, and what its parts divide."""
    n, taken = ex.Symbol(problem.variable), names_of(problem.recurrence)
    z, a, b, c = [name for name in "zabcpqruvw" if name not in taken][:4]
    parts = [ex.Call(name, (n,)) for name in (a, b, c)]
    next_c = ex.Call(c, (ex.add(n, ex.ONE),))
    ratio = ex.mul(ex.Symbol(z), ex.divide(parts[0], parts[1]), ex.divide(next_c, parts[2]))
    ends = (p[0], shifted(p[-1], Fraction(2 - len(p))))
    divided_by = [polynomial_formula(tuple(map(Fraction, cleared(scaled(q, 1 / q[-1])))), n.name) for q in ends]
    return step(
        "A solution with a rational ratio has {r}, where {a} divides {p} and {b} divides {q}; {z} is fixed by the "
        "leading coefficients, and {c} is a polynomial solution of what is left.",
        r=ex.Relation("=", ex.divide(_at(problem, 1), _at(problem, 0)), ratio),
        a=parts[0],
        b=parts[1],
        c=parts[2],
        z=ex.Symbol(z),
        p=divided_by[0],
        q=divided_by[1],
        source="Petkovšek 1992",
    )


def _every(problem: Problem, exact: ex.Expr) -> Step:
    return step("So every solution is {t}.", t=ex.Relation("=", _at(problem, 0), exact))


def _by_open_values(problem: Problem, exact: ex.Expr, constants: Mapping[str, int]) -> Step | None:
    """Which values the free constants are; None where all that are needed are stated."""
    if not constants:
        return None
    named = {
        f"c{i}": ex.Relation("=", ex.Call(problem.recurrence.function, (ex.number(n),)), ex.Symbol(name))
        for i, (name, n) in enumerate(constants.items())
    }
    sentence = f"Not every value that is needed is stated: let {listed([f'{{{name}}}' for name in named])}. Then {{t}}."
    return Step(sentence, (*named.items(), ("t", ex.Relation("=", _at(problem, 0), exact))))


def _by_values(problem: Problem, whole: Combination, exact: ex.Expr, order: int) -> Step:
    values = _values(problem, whole.start, order) or []
    named = {
        f"v{i}": ex.Relation("=", ex.Call(problem.recurrence.function, (ex.number(whole.start + i),)), given)
        for i, given in enumerate(values)
    }
    shown = (*named.items(), ("t", ex.Relation("=", _at(problem, 0), exact)))
    if not named:
        return Step("The stated values fix the constants: {t}.", shown)
    return Step(f"With {listed([f'{{{name}}}' for name in named])} the constants are fixed: {{t}}.", shown)
