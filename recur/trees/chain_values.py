"""T at the end of one chain of equal steps, in closed form: T(n) = particular(n) + C·homogeneous(n).

Along n = n₀·b^j, n₀ + c·j or n₀^(r^j) a single call makes T a first-order linear sequence with a constant coefficient.
For a driving term ρ^j·j^p its particular solution is ρ^j times the polynomial P with P(x) = Q·P(x − c) + x^p, where
Q is the coefficient over ρ^c; P has degree p, or p + 1 where Q = 1. C is what the base case leaves.
Source: Graham, Knuth, Patashnik, Concrete Mathematics, sections 2.2 and 7.3.
"""

from fractions import Fraction
from math import comb

from recur.asymptotics import Growth, real_number
from recur.model import Domain, Expr, Powers, Progression, RecurError, Tower, expressions as ex, index_letter
from recur.model.records import frozen
from recur.numbers import Real, exact_formula, real
from recur.solving.linear_forms import linear_form, simplified
from recur.trees.branching import Branching, StepKind
from recur.trees.level_costs import LevelTerm, is_fully_known, terms_of

_HIGHEST_DEGREE = 8


class NoForm(Exception):
    """The sum along the chain has no closed form here."""


@frozen
class ChainValue:
    """T(n) = value on `domain` (n = n₀·b^j); `homogeneous` is the part that the base case multiplies."""

    value: Expr
    domain: Domain
    homogeneous: Expr
    constant: Expr
    particular: tuple[Expr, ...]


def chain_value(branching: Branching) -> ChainValue | None:
    """The closed form on the sizes that meet the base exactly; None where there is none of this kind."""
    try:
        return _chain_value(branching)
    except (NoForm, RecurError):
        return None


def _chain_value(branching: Branching) -> ChainValue:
    branch = branching.single
    if branch is None or not branching.has_constant_coefficients or not is_fully_known(branching.toll):
        raise NoForm
    a = real_number(branch.coefficient)
    if not isinstance(branch.amount, Fraction) or real.sign(a) <= 0:
        raise NoForm
    terms = terms_of(branching.toll, branching.n.name)
    solve = {StepKind.DIVISION: _divided, StepKind.DECREMENT: _decremented, StepKind.ROOT: _rooted}[branching.kind]
    parts = tuple(solve(branching, branch.amount, a, term) for term in terms)
    leaves = homogeneous(branching, branch.amount, a)
    start = [base_share(branching, part) for part in parts]
    constant = _value(ex.subtract(branching.leaf, ex.add(*start)))
    value = largest_first(_together(leaves, constant, parts), branching.n.name)
    return ChainValue(value, chain_domain(branching, branch.amount), leaves, constant, parts)


def base_share(branching: Branching, part: Expr) -> Expr:
    """What a particular solution is at the base."""
    return _value(ex.substitute(part, branching.n.name, ex.Number(branching.base)))


def _together(homogeneous: Expr, constant: Expr, parts: tuple[Expr, ...]) -> Expr:
    if homogeneous == ex.number(1):
        return ex.add(*parts, constant)
    if constant == ex.number(0):
        return ex.add(*parts)
    return simplified(ex.add(ex.mul(constant, homogeneous), *parts))


def largest_first(x: Expr, variable: str) -> Expr:
    """The terms of a sum in falling order of growth, as far as that is decided."""
    if not isinstance(x, ex.Add):
        return x
    try:
        growths = [_growth(term, variable) for term in x.terms]
        order = sorted(range(len(growths)), key=lambda position: growths[position], reverse=True)
    except RecurError:
        return x
    return ex.Add(tuple(x.terms[position] for position in order))


def _growth(term: Expr, variable: str) -> Growth:
    def plain(x: Expr) -> Expr:
        return ex.number(1) if isinstance(x, ex.Call) else ex.rebuild(x, plain) if x.children else x

    positive = plain(term)
    if isinstance(positive, ex.Mul):
        positive = ex.mul(*(f for f in positive.factors if variable in ex.symbols(f)))
    elif variable not in ex.symbols(positive):
        positive = ex.number(1)
    return Growth.of(positive, variable)


def _value(x: Expr) -> Expr:
    """A formula without n, folded to one exact number where it is one."""
    x = evaluated_ends(x)
    try:
        return exact_formula(real_number(x))
    except (RecurError, TypeError):
        return simplified(x)


def evaluated_ends(x: Expr) -> Expr:
    """log 1 and H_0 are 0, 0! and 1! are 1."""
    if not x.children:
        return x
    x = ex.rebuild(x, evaluated_ends)
    if isinstance(x, ex.Log) and x.argument == ex.number(1):
        return ex.number(0)
    if x == ex.Apply("harmonic", (ex.number(0),)):
        return ex.number(0)
    return ex.number(1) if x in (ex.Apply("factorial", (ex.number(0),)), ex.Apply("factorial", (ex.number(1),))) else x


def chain_domain(branching: Branching, amount: Fraction) -> Domain:
    """n = n₀·b^j, n₀ + c·j, n₀^(r^j): the sizes from which the base is met exactly."""
    n, base, index = branching.n.name, branching.base, index_letter(branching.recurrence)
    match branching.kind:
        case StepKind.DIVISION:
            return Powers(n, 1 / amount, base, index=index)
        case StepKind.DECREMENT:
            return Progression(n, base, amount, index)
    return Tower(n, base, 1 / amount, index)


def chain_depth(branching: Branching, amount: Real) -> Expr:
    """The number of steps of one kind from n to the base."""
    n, base = branching.n, ex.Number(branching.base)
    match branching.kind:
        case StepKind.DIVISION:
            b = exact_formula(real.ONE / amount)
            return ex.Log(n if base.value == 1 else ex.divide(n, base), b)
        case StepKind.DECREMENT:
            return simplified(ex.divide(simplified(ex.subtract(n, base)), exact_formula(amount)))
    return ex.Log(ex.Log(n, base), exact_formula(real.ONE / amount))


def homogeneous(branching: Branching, amount: Real, a: Real) -> Expr:
    """a^(number of steps to the base), as a power of the size where it is one."""
    n, base = branching.n, ex.Number(branching.base)
    if a == 1:
        return ex.number(1)
    if branching.kind is StepKind.DECREMENT:
        return ex.power(exact_formula(a), chain_depth(branching, amount))
    exponent = exact_formula(real.log_ratio(a, real.ONE / amount))
    if branching.kind is StepKind.ROOT:
        return ex.power(ex.Log(n, base), exponent)
    return ex.power(n if base.value == 1 else ex.divide(n, base), exponent)


def _divided(branching: Branching, ratio: Real, a: Real, term: LevelTerm) -> Expr:
    """c·n^k·log^p n: n^k times a polynomial in log_b n."""
    n = branching.n
    scale, p, harmonic = _logarithm_power(term.rest, n, real.ONE / ratio)
    q = a * real.power(ratio, term.k)
    x = ex.Log(n, exact_formula(real.ONE / ratio))
    front = ex.mul(term.front, scale, ex.power(n, exact_formula(term.k)))
    if harmonic:
        if real.compare(q, real.ONE) != 0 or branching.base != 1:
            raise NoForm
        return ex.mul(front, ex.Apply("harmonic", (x,)))
    return _times(front, polynomial(q, real.ONE, p), x)


def _logarithm_power(rest: Expr, n: Expr, b: Real) -> tuple[Expr, int, bool]:
    """rest = scale·(log_b n)^p; p = −1 is told apart."""
    if rest == ex.number(1):
        return rest, 0, False
    base, exponent = (rest.base, rest.exponent) if isinstance(rest, ex.Power) else (rest, ex.number(1))
    if not (isinstance(base, ex.Log) and base.argument == n and isinstance(exponent, ex.Number)):
        raise NoForm
    p = exponent.value
    if p.denominator != 1 or not -1 <= p <= _HIGHEST_DEGREE:
        raise NoForm
    one = ex.Log(exact_formula(b), base.base)
    scale = ex.number(1) if base.base is not None and real_number(base.base) == b else ex.power(one, exponent)
    return scale, int(p), p == -1


def _decremented(branching: Branching, c: Real, a: Real, term: LevelTerm) -> Expr:
    """front·n^p·ρ^n: ρ^n times a polynomial in n."""
    n = branching.n
    rho, scale = _exponential(term.rest, n)
    if not isinstance(term.k, Fraction) or term.k.denominator != 1 or not -1 <= term.k <= _HIGHEST_DEGREE:
        raise NoForm
    q = a / real.power(rho, c)
    front = ex.mul(term.front, scale)
    if term.k == -1:
        if real.compare(q, real.ONE) != 0 or rho != 1 or c != 1:
            raise NoForm
        return ex.mul(front, ex.Apply("harmonic", (n,)))
    if rho != 1:
        front = ex.mul(front, ex.power(exact_formula(rho), n))
    return _times(front, polynomial(q, c, int(term.k)), n)


def _exponential(rest: Expr, n: ex.Symbol) -> tuple[Real, Expr]:
    """rest = scale·ρ^n"""
    if rest == ex.number(1):
        return real.ONE, rest
    if isinstance(rest, ex.Mul) or not isinstance(rest, ex.Power) or n.name in ex.symbols(rest.base):
        raise NoForm
    exponent = linear_form(rest.exponent)
    slope, rest_exponent = exponent.pop(n, Fraction(0)), exponent.pop(ex.number(1), Fraction(0))
    if exponent or not slope:
        raise NoForm
    base = real_number(rest.base)
    return real.power(base, slope), exact_formula(real.power(base, rest_exponent))


def _rooted(branching: Branching, exponent: Real, a: Real, term: LevelTerm) -> Expr:
    """c·log^k n: log^k n times a constant, or times the number of levels."""
    n = branching.n
    rest = term.rest
    base, k = (rest.base, rest.exponent) if isinstance(rest, ex.Power) else (rest, ex.number(1))
    if rest == ex.number(1):
        base, k = ex.Log(n), ex.number(0)
    if term.k != 0 or not (isinstance(base, ex.Log) and base.argument == n and isinstance(k, ex.Number)):
        raise NoForm
    q = a * real.power(exponent, k.value)
    front = ex.mul(term.front, ex.power(base, k))
    return _times(front, polynomial(q, real.ONE, 0), chain_depth(branching, exponent))


def polynomial(q: Real, c: Real, p: int) -> list[Real]:
    """The coefficients, lowest first, of P with P(x) = q·P(x − c) + x^p; P(0) = 0 where q = 1.

    >>> polynomial(Fraction(1), Fraction(1), 1)
    [Fraction(0, 1), Fraction(1, 2), Fraction(1, 2)]
    """
    resonant = real.compare(q, real.ONE) == 0
    degree = p + 1 if resonant else p
    found: list[Real] = [Fraction(0)] * (degree + 1)
    lag = Fraction(0) - c
    for m in range(p, -1, -1):
        carried: Real = Fraction(1 if m == p else 0)
        first = m + 2 if resonant else m + 1
        for j in range(first, degree + 1):
            shifted = Fraction(comb(j, m)) * real.power(lag, Fraction(j - m))
            carried += q * (found[j] * shifted)
        if resonant:
            found[m + 1] = carried / (Fraction(m + 1) * c)
        else:
            found[m] = carried / (real.ONE - q)
    return found


def _times(front: Expr, coefficients: list[Real], x: Expr) -> Expr:
    """front·Σ coefficientsₘ·x^m, the highest power first."""
    terms = [ex.mul(exact_formula(c), ex.power(x, ex.number(m))) for m, c in enumerate(coefficients) if c != 0]
    terms.reverse()
    if len(terms) == 1:
        return ex.mul(front, terms[0])
    if isinstance(front, ex.Number):
        return ex.add(*(ex.mul(front, term) for term in terms))
    return ex.mul(front, ex.Add(tuple(terms)))
