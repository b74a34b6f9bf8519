"""A right-hand side as Σ coefficient·T(argument) + driving + nonlinear terms; equal calls are merged exactly."""

from collections.abc import Iterable
from fractions import Fraction

from recur.model import Expr, Subcall, expressions as ex
from recur.model.records import field, mutable


def holds_call(x: Expr) -> bool:
    if isinstance(x, ex.Call):
        return True
    for child in x.children:
        kind = type(child)
        if kind is not ex.Symbol and kind is not ex.Number and holds_call(child):
            return True
    return False


def affine(x: Expr, variable: str) -> tuple[Fraction, Fraction] | None:
    """(α, β) when x is α·variable + β with rational α and β."""
    if isinstance(x, ex.Symbol):
        return (Fraction(1), Fraction(0)) if x.name == variable else None
    if isinstance(x, ex.Number):
        return Fraction(0), x.value
    if isinstance(x, ex.Add):
        slope = offset = Fraction(0)
        for term in x.terms:
            part = affine(term, variable)
            if part is None:
                return None
            slope, offset = slope + part[0], offset + part[1]
        return slope, offset
    if isinstance(x, ex.Mul) and len(x.factors) == 2 and isinstance(x.factors[0], ex.Number):
        part = affine(x.factors[1], variable)
        return None if part is None else (part[0] * x.factors[0].value, part[1] * x.factors[0].value)
    return None


def canonical_argument(x: Expr, variable: str) -> Expr:
    """(n - 1)/2 and n/2 - 1/2 are one argument."""
    if is_canonical(x):
        return x
    line = affine(x, variable)
    if line is None or not line[0]:
        return x
    return ex.add(ex.mul(ex.Number(line[0]), ex.Symbol(variable)), ex.Number(line[1]))


def is_canonical(x: Expr) -> bool:
    """n, n/2, 3·n/4 and n - 1 are what they would become."""
    if isinstance(x, ex.Symbol):
        return True
    if isinstance(x, ex.Mul):
        return len(x.factors) == 2 and isinstance(x.factors[0], ex.Number) and isinstance(x.factors[1], ex.Symbol)
    return (
        isinstance(x, ex.Add)
        and len(x.terms) == 2
        and isinstance(x.terms[0], ex.Symbol)
        and isinstance(x.terms[1], ex.Number)
    )


def collect(terms: Iterable[Expr]) -> Expr:
    """The sum with like terms merged exactly; unknown functions such as Θ(1) are never merged."""
    terms = tuple(terms)
    if len(terms) == 1 and not isinstance(terms[0], ex.Add):
        return terms[0]
    kept: dict[object, list[Expr]] = {}
    amounts: dict[object, Fraction] = {}
    for position, term in enumerate(terms):
        for part in term.terms if isinstance(term, ex.Add) else (term,):
            amount, rest = _split(part)
            key: object = (position, len(kept)) if ex.Asymptotic in ex.kinds(rest) else rest
            amounts[key] = amounts.get(key, Fraction(0)) + amount
            kept.setdefault(key, []).append(part)
    merged = []
    for key, parts in kept.items():
        if len(parts) == 1:
            merged.append(parts[0])
        elif amounts[key]:
            merged.append(ex.mul(ex.Number(amounts[key]), _split(parts[0])[1]))
    return ex.add(*merged)


def _split(term: Expr) -> tuple[Fraction, Expr]:
    if isinstance(term, ex.Number):
        return term.value, ex.ONE
    if isinstance(term, ex.Mul) and isinstance(term.factors[0], ex.Number):
        rest = term.factors[1:]
        return term.factors[0].value, rest[0] if len(rest) == 1 else ex.Mul(rest)
    return Fraction(1), term


def cancel(x: Expr) -> Expr:
    """A product with the powers of equal bases put together: n·(n + 1)/n is n + 1."""
    if not isinstance(x, ex.Mul):
        return x
    exponents: dict[Expr, Fraction] = {}
    for factor in x.factors:
        base, exponent = factor, Fraction(1)
        if isinstance(factor, ex.Power) and isinstance(factor.exponent, ex.Number):
            base, exponent = factor.base, factor.exponent.value
        exponents[base] = exponents.get(base, Fraction(0)) + exponent
    if len(exponents) == len(x.factors):
        return x
    return ex.mul(*(ex.power(base, ex.Number(exponent)) for base, exponent in exponents.items()))


@mutable
class Expansion:
    """A right-hand side taken apart; `calls` maps (function, argument) to its coefficients."""

    calls: dict[tuple[str, Expr], list[Expr]] = field(default_factory=dict)
    driving: list[Expr] = field(default_factory=list)
    nonlinear: list[Expr] = field(default_factory=list)

    def subcalls(self) -> tuple[Subcall, ...]:
        found = []
        for (function, argument), coefficients in self.calls.items():
            coefficient = coefficients[0] if len(coefficients) == 1 else collect(coefficients)
            if coefficient != ex.ZERO:
                found.append(Subcall(function, coefficient, argument))
        return tuple(found)

    def driving_term(self) -> Expr:
        return collect(self.driving)


def expansion_of(x: Expr, variable: str) -> Expansion:
    expansion = Expansion()
    _expand(x, ex.ONE, expansion, variable)
    return expansion


def _expand(x: Expr, factor: Expr, into: Expansion, variable: str) -> None:
    if isinstance(x, ex.Add):
        for term in x.terms:
            _expand(term, factor, into, variable)
    elif not holds_call(x):
        into.driving.append(x if factor is ex.ONE else ex.mul(factor, x))
    elif isinstance(x, ex.Call) and len(x.arguments) == 1 and not holds_call(x.arguments[0]):
        key = (x.function, canonical_argument(x.arguments[0], variable))
        into.calls.setdefault(key, []).append(factor)
    elif isinstance(x, ex.Mul):
        calling = [part for part in x.factors if holds_call(part)]
        if len(calling) == 1 and isinstance(calling[0], ex.Call | ex.Add):
            rest = [part for part in x.factors if part is not calling[0]]
            _expand(calling[0], ex.mul(factor, *rest), into, variable)
        else:
            into.nonlinear.append(x if factor is ex.ONE else ex.mul(factor, x))
    else:
        into.nonlinear.append(x if factor is ex.ONE else ex.mul(factor, x))


def terms(x: Expr) -> tuple[Expr, ...]:
    return x.terms if isinstance(x, ex.Add) else (x,)


def replace(x: Expr, values: dict[Expr, Expr]) -> Expr:
    """x with names replaced by what a definition says they are."""
    if x in values:
        return values[x]
    if not x.children:
        return x
    return ex.rebuild(x, lambda child: replace(child, values))


def rename_calls(x: Expr, names: dict[str, str]) -> Expr:
    """x with functions renamed: T where the text mixes T and t."""
    if isinstance(x, ex.Call) and x.function in names:
        return ex.Call(names[x.function], tuple(rename_calls(argument, names) for argument in x.arguments))
    return ex.rebuild(x, lambda child: rename_calls(child, names)) if x.children else x
