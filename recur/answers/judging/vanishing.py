"""What is left of a formula when it should be 0 at every size: nothing, by proof, or something that can be shown.

A sum of polynomials times exponentials is 0 when its normal form is; a sequence of order d when d values in a row are.
What stands on n!, on harmonic numbers or on sums up to n is written over the lowest of each, which then is one unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING, TypeAlias

from recur.answers.judging.complex_values import complex_at, is_complex, number_at, vanishes
from recur.answers.judging.exact_values import Formula, certainly_differ
from recur.answers.judging.finite_orders import Unbounded, order
from recur.answers.judging.identities import is_identically_zero
from recur.evaluation.equation import whole_shift
from recur.model import Expr, InvalidRecurrence, expressions as ex
from recur.model.records import frozen
from recur.numbers import exponential_polynomials as ep, real

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

_FURTHEST_SHIFT = 12
#: a part of a formula and the variable -> the kernel, and by how much it is shifted
Kernel: TypeAlias = Callable[[Expr, str], tuple[Expr, int] | None]


@frozen
class Residue:
    """Not 0: the `formula` that is left, or its `value` at a `size`."""

    formula: Expr | None = None
    size: int | None = None
    value: Enclosed | None = None


class Undetermined(Exception):
    """Neither proved to be 0, nor certainly another number at a size that was tried."""


def residue_of(x: Expr, variable: str, sizes: Sequence[int], scale: int | None = None) -> Residue | None:
    """What x leaves at the sizes; None: it is proved to be 0. `scale` b: the sizes are the powers of b.

    >>> from recur.parsing import parse_formula
    >>> residue_of(parse_formula("2^(n+1) - 2*2^n"), "n", range(40)) is None
    True
    >>> str(residue_of(parse_formula("2^(n+1) - 2^n"), "n", range(40)).formula)
    '2**n'
    """
    if is_complex(x):
        return _complex_residue(x, variable, sizes, scale)
    terms = ep.exponential_polynomial(x, variable)
    if terms is not None:
        return Residue(ep.formula(terms, variable)) if terms else None
    found = _refuted(x, variable, sizes)
    if found is not None:
        return found
    if _zero_by_order(x, variable, sizes, scale) or _zero_by_kernels(x, variable):
        return None
    raise Undetermined


def _complex_residue(x: Expr, variable: str, sizes: Sequence[int], scale: int | None) -> Residue | None:
    """0 by as many values in a row as the order; no inequality says anything of a complex number."""
    try:
        needed = order(x, variable, scale)
    except Unbounded:
        raise Undetermined from None
    values = [complex_at(x, variable, n) for n in sizes[:needed]]
    if needed > len(sizes) or None in values:
        raise Undetermined
    return None if all(value is not None and vanishes(value) for value in values) else Residue()


def _refuted(x: Expr, variable: str, sizes: Iterable[int]) -> Residue | None:
    """The first of the sizes where x, with numbers for its letters, certainly is not 0."""
    letters = sorted(ex.symbols(x) - {variable})
    chosen: dict[str, int | Fraction] = {name: Fraction(7 + 4 * i, 5 + i) for i, name in enumerate(letters)}
    try:
        formula = Formula(x, variable, chosen)
    except InvalidRecurrence:
        return None
    for n in sizes:
        value = formula.at(n)
        if value is not None and certainly_differ(value, 0):
            return Residue(_over_letters(x, variable)) if letters else Residue(size=n, value=value)
    return None


def _over_letters(x: Expr, variable: str) -> Expr | None:
    """Σ letters · Σ p(n)·βⁿ where that is all there is."""
    from recur.solving.linear.superposition import over_letters

    found = over_letters(x, variable)
    return None if found is None else ex.add(*(ex.mul(atom, ep.formula(p, variable)) for atom, p in found.items()))


def _zero_by_order(x: Expr, variable: str, sizes: Sequence[int], scale: int | None) -> bool:
    try:
        needed = order(x, variable, scale)
    except Unbounded:
        return False
    if needed > len(sizes):
        return False
    values = [number_at(x, variable, n) for n in sizes[:needed]]
    return all(value is not None and real.is_zero(value) for value in values)


# -- factorials, harmonic numbers, sums --------------------------------------------------------------------


def _zero_by_kernels(x: Expr, variable: str) -> bool:
    taken = ex.symbols(x)
    names = (name for i in count(1) if (name := f"K_{i}") not in taken)
    for is_kernel in (_sum_to, _factorial_of):  # a sum leaves its last terms, in which factorials may stand
        lowest: dict[Expr, int] = {}
        for node in ex.walk(x):
            found = is_kernel(node, variable)
            if found is not None:
                kernel, shift = found
                lowest[kernel] = min(lowest.get(kernel, shift), shift)
        unknown = {kernel: (ex.Symbol(next(names)), least) for kernel, least in lowest.items()}
        x = _over_lowest(x, variable, is_kernel, unknown)
    return is_identically_zero(x, variable)


def _sum_to(x: Expr, variable: str) -> tuple[Expr, int] | None:
    """Σ up to n and −1, of Σ up to n − 1; a product likewise."""
    match x:
        case ex.Range("sum" | "product" as op, index, low, high, body) if variable not in ex.symbols(low):
            shift = whole_shift(high, variable)
            if shift is not None and (index == variable or variable not in ex.symbols(body)):
                return ex.Range(op, index, low, ex.Symbol(variable), body), shift
    return None


def _factorial_of(x: Expr, variable: str) -> tuple[Expr, int] | None:
    """n! and 3, of (n + 3)!; a harmonic number likewise."""
    match x:
        case ex.Apply("factorial" | "harmonic" as name, (argument,)):
            shift = whole_shift(argument, variable)
            return None if shift is None else (ex.Apply(name, (ex.Symbol(variable),)), shift)
    return None


def _over_lowest(x: Expr, variable: str, is_kernel: Kernel, unknown: Mapping[Expr, tuple[ex.Symbol, int]]) -> Expr:
    """x with each kernel over the unknown that stands for the lowest shift of it: n! as n·K, H(n) as K + 1/n."""
    found = is_kernel(x, variable)
    if found is not None:
        kernel, shift = found
        lowest, least = unknown[kernel]
        if shift - least <= _FURTHEST_SHIFT:
            between = [ex.add(ex.Symbol(variable), ex.number(i)) for i in range(least + 1, shift + 1)]
            return _grown(kernel, lowest, between)
    if not x.children:
        return x
    return ex.rebuild(x, lambda child: _over_lowest(child, variable, is_kernel, unknown))


def _grown(kernel: Expr, unknown: Expr, between: list[Expr]) -> Expr:
    match kernel:
        case ex.Apply("factorial"):
            return ex.mul(unknown, *between)
        case ex.Apply("harmonic"):
            return ex.add(unknown, *(ex.power(k, ex.MINUS_ONE) for k in between))
        case ex.Range(op, index, _, _, body):
            parts = [ex.substitute(body, index, k) for k in between]
            return ex.add(unknown, *parts) if op == "sum" else ex.mul(unknown, *parts)
    raise AssertionError(kernel)
