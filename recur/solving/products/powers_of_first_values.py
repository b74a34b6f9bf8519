"""T(n) = h(n)·Π T(n − i)^eᵢ as a product of powers: of its first values, and of what the factor h contributes.

With T(s), …, T(s + d − 1) the first values, T(n) = Π T(s + j)^(Uⱼ(n)) · Π_{k=s+d}^n h(k)^(U(n − k)): each exponent
satisfies E(n) = Σ eᵢ E(n − i). Uⱼ is 1 at s + j and 0 at the other first sizes; U is 1 at 0 and 0 before. The powers
of a constant h have X(n) = Σ eᵢ X(n − i) + 1 together. Signs do not matter where the eᵢ are whole numbers.
Source: Graham, Knuth, Patashnik, Concrete Mathematics, section 7.3, for the exponents.
"""

from fractions import Fraction
from itertools import count

from recur.asymptotics import Growth
from recur.model import Expr, Progression, RecurError, Recurrence, Step, Undecided, expressions as ex, names_of, step
from recur.model.linearity import split
from recur.model.records import frozen, replace
from recur.model.solution import Bounds, Definition, Solution, Unmet, Verification
from recur.numbers import exponential_polynomials as ep, polynomials
from recur.numbers.exponential_polynomials import polynomial_formula
from recur.numbers.rational_functions import quotient_of
from recur.solving.breaking_sizes import breaking_sizes
from recur.solving.linear.general_solution import constant_names
from recur.solving.linear.linear_sequences import fitted_form
from recur.solving.linear.root_formulas import RootFormulas
from recur.solving.problem import Problem, never_negative
from recur.solving.products.product_of_earlier_values import (
    NAME,
    SOURCE,
    ProductOfValues,
    product_of_values,
    require_positive,
)
from recur.verification.families import hold_family
from recur.verification.verify import Refuted

_MOST_ORDER = 8


@frozen
class _First:
    """The first values from `start` on; `constants` are the names of those that are not stated, and their sizes."""

    start: int
    values: tuple[Expr, ...]
    constants: tuple[tuple[str, int], ...]


def completed(problem: Problem, found: Solution | None) -> Solution | None:
    """The solution with its closed form as a product of powers; `found` as it is where there is none to add."""
    r = problem.recurrence
    single = len(r.nonlinear) == 1 and not r.subcalls and r.driving == ex.ZERO and r.relation == "="
    if not single or (found is not None and found.exact is not None):
        return found
    try:
        product = product_of_values(r.nonlinear[0], problem)
        if product.roots:
            require_positive(r, product)
    except Unmet:
        return found
    first = _first_values(r, product)
    return found if first is None else _as_powers(problem, product, first, found) or found


def _first_values(r: Recurrence, product: ProductOfValues) -> _First | None:
    """The last stated values, as many as the order; free constants where none is stated."""
    order = max((i for i, _ in product.powers), default=0)
    if not 0 < order <= _MOST_ORDER:
        return None
    stated = [c for c in r.initial if c.function == r.function]
    if not stated:
        size = 0 if _has_values(product.factor, r.variable, order) else 1
        names = constant_names(names_of(r))
        constants = tuple((next(names), size + j) for j in range(order))
        return _First(size, tuple(ex.Symbol(name) for name, _ in constants), constants)
    start = max(c.high for c in stated) - order + 1
    values: list[Expr] = []
    for n in range(start, start + order):
        case = next((c for c in stated if n <= c.high and (c.low is None or c.low <= n)), None)
        if case is None or case.relation != "=" or any(isinstance(x, ex.Asymptotic) for x in ex.walk(case.value)):
            return None
        values.append(ex.substitute(case.value, r.variable, ex.number(n)))
    return None if ex.ZERO in values else _First(start, tuple(values), ())


def _breaks(product: ProductOfValues, variable: str, top: int) -> bool:
    """Whether beyond the first values the factor is somewhere without a value, or 0 where values are divided by."""
    asked = [product.factor]
    if any(e < 0 for _, e in product.powers):
        asked.append(ex.divide(ex.ONE, product.factor))
    return any(n > top for x in asked for n, _ in breaking_sizes(x, variable))


def _has_values(factor: Expr, variable: str, first: int) -> bool:
    """Whether the factor is not 0 and has a value where it is first asked for."""
    try:
        return ex.substitute(factor, variable, ex.number(first)) != ex.ZERO
    except (ArithmeticError, RecurError):
        return False


def _as_powers(problem: Problem, product: ProductOfValues, first: _First, found: Solution | None) -> Solution | None:
    r = problem.recurrence
    if _breaks(product, r.variable, first.start + len(first.values) - 1):
        return None
    formulas = RootFormulas(r.variable, taken=names_of(r))
    exponents = _exponents(product, first, formulas)
    if exponents is None:
        return None
    own, added = exponents[: len(first.values)], exponents[len(first.values) :]
    exact = ex.mul(_contributed(problem, product, first, added), *map(ex.power, first.values, own))
    where, domain = tuple(formulas.definitions), Progression(r.variable, first.start)
    held = _held(problem, product, first, exponents, exact, where)
    if held is None:
        return None
    if found is None:
        growth = _growth(r, product, first, exact)
        reason = step("the closed form is a product of powers" + ("." if growth else "; its growth is not told."))
        found = Solution(r, Bounds(growth, growth), NAME, None, reason, (), verification=held)
    return replace(
        found,
        exact=exact,
        exact_domain=domain,
        exact_verification=held,
        constants=tuple(name for name, _ in first.constants),
        steps=(*found.steps, *_steps(problem, product, exact)),
        where=(*found.where, *(d for d in where if d not in found.where)),
        assumptions=(*found.assumptions, *(a for a in _positive_values(product, first) if a not in found.assumptions)),
    )


def _growth(r: Recurrence, product: ProductOfValues, first: _First, exact: Expr) -> Growth | None:
    """That of the form itself, where no letter decides."""
    numbers = all(isinstance(x, ex.Number) and x.value > 0 for x in first.values)
    if not numbers or ex.symbols(exact) - {r.variable} or not never_negative(product.factor, r.variable):
        return None
    try:
        return Growth.of(exact, r.variable)
    except Undecided:
        return None


def _exponential_parts(factor: Expr, variable: str) -> list[tuple[Expr, ep.Terms]] | None:
    """(base, p(n)) for each base^p(n) of the factor; None where another function of n stands in it."""
    parts: list[tuple[Expr, ep.Terms]] = []
    for x in factor.factors if isinstance(factor, ex.Mul) else (factor,):
        if variable not in ex.symbols(x):
            parts.append((x, {Fraction(1): (Fraction(1),)}))
        elif isinstance(x, ex.Power) and variable not in ex.symbols(x.base):
            found = quotient_of(x.exponent, variable)
            if found is None or len(found[1]) != 1:
                return None
            parts.append((x.base, {Fraction(1): polynomials.scaled(found[0], 1 / found[1][0])}))
        else:
            return None
    once: ep.Terms = {Fraction(1): (Fraction(1),)}
    constant = [base for base, p in parts if p == once]
    rest = [(base, p) for base, p in parts if p != once]
    return [(ex.mul(*constant), once), *rest] if constant else rest


def _exponents(product: ProductOfValues, first: _First, formulas: RootFormulas) -> list[Expr] | None:
    """Uⱼ(n) for each first value, then U(n), or X(n) for each base^p(n) of the factor."""
    coefficients, order = dict(product.powers), len(first.values)
    units = [[Fraction(i == j) for i in range(order)] for j in range(order)]
    told: list[tuple[int, list[Fraction], ep.Terms]] = [(first.start, unit, {}) for unit in units]
    parts = _exponential_parts(product.factor, formulas.variable)
    if parts is None:
        told.append((1 - order, units[-1], {}))
    else:
        told += [(first.start, [Fraction(0)] * order, p) for _, p in parts]
    found: list[Expr] = []
    for start, values, driving in told:
        fitted = fitted_form(coefficients, driving, start, values)
        if fitted is None:
            return None
        found.append(formulas.closed_form(fitted[0]))
    return found


def _contributed(problem: Problem, product: ProductOfValues, first: _First, added: list[Expr]) -> Expr:
    """Π base^X(n), or Π_{k=s+d}^n h(k)^(U(n − k))."""
    n, k = ex.Symbol(problem.variable), problem.index
    parts = _exponential_parts(product.factor, n.name)
    if parts is not None:
        return ex.mul(*(ex.power(base, x) for (base, _), x in zip(parts, added, strict=True) if base != ex.ONE))
    later = ex.substitute(added[0], n.name, ex.subtract(n, k))
    body = ex.power(ex.substitute(product.factor, n.name, k), later)
    return ex.Range("product", k.name, ex.number(first.start + len(first.values)), n, body)


def _held(
    problem: Problem,
    product: ProductOfValues,
    first: _First,
    exponents: list[Expr],
    exact: Expr,
    where: tuple[Definition, ...],
) -> Verification | None:
    """The form put into the recurrence; with irrational exponents its logarithm into that of logarithms."""
    r = problem.recurrence
    logarithm = _logarithm(problem, product, first, exponents)
    for equation, form in ((r, exact), logarithm):
        try:
            held = hold_family(equation, form, count(first.start), where, positive=True)
        except Refuted:
            return None
        if held.status == "checked":
            return held
    return None


def _logarithm(
    problem: Problem, product: ProductOfValues, first: _First, exponents: list[Expr]
) -> tuple[Recurrence, Expr]:
    """L(n) = Σ eᵢ L(n − i) + log h(n), and its solution; log T(s + j) and the log of a constant h are letters."""
    r = problem.recurrence
    n, k = ex.Symbol(r.variable), problem.index
    names = constant_names(names_of(r))
    letters = [ex.Symbol(next(names)) for _ in exponents]
    order = len(first.values)
    terms = list(map(ex.mul, letters, exponents[:order]))
    parts = _exponential_parts(product.factor, n.name)
    driving: Expr = ex.ZERO
    if parts is None:
        driving = ex.log(product.factor, ex.Constant("e"))
        later = ex.substitute(exponents[order], n.name, ex.subtract(n, k))
        body = ex.mul(ex.substitute(driving, n.name, k), later)
        terms.append(ex.Range("sum", k.name, ex.number(first.start + order), n, body))
    else:
        for letter, (_, p), x in zip(letters[order:], parts, exponents[order:], strict=True):
            driving = ex.add(driving, ex.mul(letter, polynomial_formula(p[Fraction(1)], n.name)))
            terms.append(ex.mul(letter, x))
    calls = [ex.mul(ex.number(e), ex.Call(r.function, (ex.subtract(n, ex.number(i)),))) for i, e in product.powers]
    right = ex.add(*calls, driving)
    cut = split(right)
    linear = Recurrence(r.function, r.variable, "=", right, cut.subcalls, cut.driving)
    return linear, ex.add(*terms)


def _steps(problem: Problem, product: ProductOfValues, exact: Expr) -> tuple[Step, ...]:
    n = ex.Symbol(problem.variable)
    name = "E" if problem.recurrence.function != "E" else "U"
    calls = [ex.mul(ex.number(e), ex.Call(name, (ex.subtract(n, ex.number(i)),))) for i, e in product.powers]
    equation = ex.Relation("=", ex.Call(name, (n,)), ex.add(*calls))
    sentence = (
        "{t} is a product of powers of its first values. Put in, the exponent of each of them satisfies {e}, with 1 at "
        "its own size and 0 at the others"
    )
    if _exponential_parts(product.factor, n.name) is None:
        sentence += "; a factor {h} that comes in has exponent 1 at its own size, and 0 before"
    elif product.factor != ex.ONE:
        sentence += (
            "; that of {h} grows by what it adds at every size"
            if n.name in ex.symbols(product.factor)
            else ("; that of {h} grows by 1 more at every size")
        )
    told = step(f"{sentence}.", t=problem.recurrence.left, e=equation, h=product.factor, source=SOURCE)
    solved = step("Solved for the exponents: {t}.", t=ex.Relation("=", problem.recurrence.left, exact), source=SOURCE)
    return told, solved


def _positive_values(product: ProductOfValues, first: _First) -> tuple[Step, ...]:
    """Roots are those of positive numbers; a quotient needs values that are not 0."""
    lettered = [value for value in first.values if ex.symbols(value)]
    if product.roots:
        return tuple(step("{c}.", c=ex.Relation(">", value, ex.ZERO)) for value in lettered)
    if any(e < 0 for _, e in product.powers):
        return tuple(step("{c}.", c=ex.Relation("!=", value, ex.ZERO)) for value in lettered)
    return ()
