"""The letters of a claim that are its own: c and d of T(n) ≤ c·n − d are positive constants that the proof finds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from recur.model import Expr, expressions as ex
from recur.model.records import frozen

_VALUES = tuple(Fraction(x) for x in ("1", "2", "4", "1/2", "8", "1/4", "16", "1/8"))


@frozen
class FreeForm:
    """fixed + Σ letter·part"""

    body: Expr
    fixed: Expr
    parts: Mapping[str, Expr]

    def at(self, values: Mapping[str, Fraction]) -> Expr:
        return ex.substitute_all(self.body, {name: ex.number(value) for name, value in values.items()})


def free_form(body: Expr, letters: frozenset[str]) -> FreeForm | None:
    """The bound as a sum to which each letter is a factor; None where it is not linear in them.

    >>> from recur.model import expressions as ex
    >>> c, n = ex.Symbol("c"), ex.Symbol("n")
    >>> str(free_form(ex.mul(c, ex.subtract(n, ex.ONE)), frozenset("c")).parts["c"])
    'n - 1'
    >>> free_form(ex.power(n, c), frozenset("c")) is None
    True
    """
    fixed: list[Expr] = []
    parts: dict[str, list[Expr]] = {name: [] for name in sorted(letters)}
    for term in _multiplied_out(body, letters):
        factors = term.factors if isinstance(term, ex.Mul) else (term,)
        own = [f.name for f in factors if isinstance(f, ex.Symbol) and f.name in letters]
        rest = ex.mul(*(f for f in factors if not (isinstance(f, ex.Symbol) and f.name in letters)))
        if ex.symbols(rest) & letters or len(own) > 1:
            return None
        (parts[own[0]] if own else fixed).append(rest)
    return FreeForm(body, ex.add(*fixed), {name: ex.add(*found) for name, found in parts.items()})


def _multiplied_out(x: Expr, letters: frozenset[str]) -> Iterator[Expr]:
    """The terms of a sum; a factor that is a sum with letters in it is multiplied out."""
    if isinstance(x, ex.Add):
        for term in x.terms:
            yield from _multiplied_out(term, letters)
        return
    factors = x.factors if isinstance(x, ex.Mul) else ()
    for i, factor in enumerate(factors):
        if isinstance(factor, ex.Add) and ex.symbols(factor) & letters:
            rest = factors[:i] + factors[i + 1 :]
            for term in factor.terms:
                yield from _multiplied_out(ex.mul(term, *rest), letters)
            return
    yield x


def choices(letters: list[str]) -> Iterator[dict[str, Fraction]]:
    """Values to try for the letters that do not lead, the plainest first."""
    most = len(_VALUES) if len(letters) < 3 else 3
    tried = product(range(most), repeat=len(letters))
    for places in sorted(tried, key=sum):
        yield {name: _VALUES[place] for name, place in zip(letters, places, strict=True)}
