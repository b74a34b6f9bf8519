"""Two right-hand sides of one function: the same equation written twice, or two equations that disagree.

T(n) = T(n-1) + T(0) + Θ(n) = T(n-1) + Θ(n) says one thing twice, and so does an equation with its first levels
unrolled; T(n) = 2T(n/2) + n = 3T(n/2) + n does not.
"""

from collections import Counter
from collections.abc import Iterator
from enum import Enum
from fractions import Fraction

from recur.model import Expr, expressions as ex
from recur.parsing.recurrences.equations import Expansion, expansion_of, terms

#: Sizes at which two formulas are compared exactly, and how often an equation is put into itself.
_SIZES = tuple(Fraction(size) for size in (7, 12, 16, 30, 64, 81, 100))
_LEVELS = 4
_MOST_CALLS = 16


class Consequence(Enum):
    """How a second right-hand side follows from the first."""

    SAME = "the same in other signs"
    UNROLLED = "the first with its calls unrolled"
    SIMPLER = "the first without roundings and terms that its Θ or O swallows"


def agreement(first: Expr, second: Expr, function: str, variable: str) -> Consequence | None:
    """How `second` follows from function(variable) = `first`; None where it is not seen to."""
    if _same(first, second, variable):
        return Consequence.SAME
    if _simpler(first, second, variable) or _simpler(second, first, variable):
        return Consequence.SIMPLER
    for unrolled in _levels(first, function, variable):
        if _same(unrolled, second, variable) or _simpler(unrolled, second, variable):
            return Consequence.UNROLLED
    return None


def has_fixed_call(x: Expr, variable: str) -> bool:
    """Does T(0), a value at a number, stand in x?"""
    return any(variable not in ex.symbols(call) for call in _calls(x))


def _levels(right: Expr, function: str, variable: str) -> Iterator[Expr]:
    """The right-hand side with its own calls replaced by it, once, twice, …"""

    def deeper(x: Expr) -> Expr:
        if isinstance(x, ex.Call) and x.function == function and len(x.arguments) == 1 and variable in ex.symbols(x):
            return ex.substitute(right, variable, x.arguments[0])
        return ex.rebuild(x, deeper) if x.children else x

    unrolled = right
    for _ in range(_LEVELS):
        if sum(1 for _ in _calls(unrolled)) > _MOST_CALLS:
            return
        unrolled = deeper(unrolled)
        yield unrolled


def _calls(x: Expr) -> Iterator[ex.Call]:
    if isinstance(x, ex.Call):
        yield x
    for child in x.children:
        yield from _calls(child)


def _same(first: Expr, second: Expr, variable: str) -> bool:
    one, other = expansion_of(first, variable), expansion_of(second, variable)
    if Counter(one.nonlinear) != Counter(other.nonlinear) or _weights(one) != _weights(other):
        return False
    return _equal(one.driving_term(), other.driving_term(), variable)


def _weights(expansion: Expansion) -> dict[tuple[str, Expr], Expr]:
    """The coefficient of each call."""
    return {(call.function, call.argument): call.coefficient for call in expansion.subcalls()}


def _equal(one: Expr, other: Expr, variable: str) -> bool:
    """Equal term by term, or exactly equal wherever both are rational numbers at a few sizes."""
    if Counter(terms(one)) == Counter(terms(other)):
        return True
    names = sorted((ex.symbols(one) | ex.symbols(other)) - {variable})
    for size in _SIZES:
        left, right = (ex.substitute(x, variable, ex.Number(size)) for x in (one, other))
        for place, name in enumerate(names):
            value = ex.Number(1 / (size + 3 * place + 1))
            left, right = ex.substitute(left, name, value), ex.substitute(right, name, value)
        if not isinstance(left, ex.Number) or not isinstance(right, ex.Number) or left.value != right.value:
            return False
    return True


def _simpler(first: Expr, second: Expr, variable: str) -> bool:
    """Is `second` the first without ⌊ ⌋ in its calls, without T(0), and without what its one Θ or O swallows?"""
    one, other = expansion_of(_unrounded(first), variable), expansion_of(_unrounded(second), variable)
    fixed = {call for call in one.calls if variable not in ex.symbols(call[1])}
    ours = {key: weight for key, weight in _weights(one).items() if key not in fixed}
    if one.nonlinear or other.nonlinear or ours != _weights(other):
        return False
    left, right = Counter(_driving(one)), Counter(_driving(other))
    swallowing = [term for term in right if isinstance(term, ex.Asymptotic) and term.kind in ("Θ", "O")]
    if not fixed and _equal(one.driving_term(), other.driving_term(), variable):
        return True
    if len(swallowing) != 1 or (right - left) - Counter(swallowing):
        return False
    bound = swallowing[0]
    lost = [*(left - (right - Counter(swallowing))).elements()]
    degrees = [_degree(term, variable) for term in lost]
    limit = _degree(bound.body, variable)
    if bound.body in [term.body for term in lost if isinstance(term, ex.Asymptotic)]:
        return all(term == bound or (degree is not None and limit is not None and degree <= limit)
                   for term, degree in zip(lost, degrees, strict=True))  # fmt: skip
    if limit is None or any(degree is None or degree > limit for degree in degrees):
        return False
    return bound.kind == "O" or limit in degrees


def _driving(expansion: Expansion) -> tuple[Expr, ...]:
    return terms(expansion.driving_term())


def _unrounded(x: Expr) -> Expr:
    """The calls with ⌊n/2⌋ and ⌈n/2⌉ as n/2."""

    def plain(argument: Expr) -> Expr:
        if isinstance(argument, ex.Apply) and argument.name in ("floor", "ceiling"):
            return argument.arguments[0]
        return argument

    if isinstance(x, ex.Call):
        return ex.Call(x.function, tuple(map(plain, x.arguments)))
    return ex.rebuild(x, _unrounded) if x.children else x


def _degree(term: Expr, variable: str) -> Fraction | None:
    """The power of the variable in a term without logarithms; None for anything else. Constants may be negative."""
    match term:
        case ex.Number() | ex.Call():
            return Fraction(0) if variable not in ex.symbols(term) else None
        case ex.Symbol(name):
            return Fraction(name == variable)
        case ex.Asymptotic(kind, body):
            return _degree(body, variable) if kind in ("Θ", "O") else None
        case ex.Power(base, ex.Number(value)) if value >= 0:
            inner = _degree(base, variable)
            return None if inner is None else inner * value
        case ex.Mul(factors):
            parts = [_degree(factor, variable) for factor in factors]
            return None if None in parts else sum((part for part in parts if part is not None), Fraction(0))
        case ex.Add(added):
            degrees = [_degree(part, variable) for part in added]
            return None if None in degrees else max(part for part in degrees if part is not None)
    return None
