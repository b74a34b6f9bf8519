"""f(a) + f(a + d) + … + f(z), where the written terms show f: log n + log(n − 1) + … + log 1."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING

from recur.answers.workings.progressions import MOST_TERMS, arithmetic_length, exponent_of
from recur.model import Expr, expressions as ex
from recur.model.records import field, mutable
from recur.numbers.exact import narrow

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

Evaluate = Callable[[Expr], "Enclosed"]


@mutable
class Pattern:
    """The terms as one formula f with holes, and what stands in each hole term by term."""

    formula: Expr = ex.ZERO
    holes: dict[tuple[Expr, ...], str] = field(default_factory=dict)

    def common(self, terms: tuple[Expr, ...]) -> Expr:
        first = terms[0]
        if all(term == first for term in terms):
            return first
        if len({_kind(term) for term in terms}) == 1 and first.children:
            columns = iter([self.common(column) for column in zip(*map(_in_order(terms), terms), strict=True)])
            return ex.rebuild(first, lambda _: next(columns))
        return ex.Symbol(self.holes.setdefault(terms, f"□{len(self.holes)}"))


@lru_cache(maxsize=200)
def pattern_of(terms: tuple[Expr, ...]) -> Pattern | None:
    """None where the terms have nothing in common but a place."""
    found = Pattern()
    found.formula = found.common(terms)
    return None if isinstance(found.formula, ex.Symbol) else found


def _in_order(terms: Sequence[Expr]) -> Callable[[Expr], Sequence[Expr]]:
    """Of sums and products first what all have: n · 1/9 and n · 3^(−k)."""
    if not isinstance(terms[0], ex.Add | ex.Mul):
        return lambda term: term.children
    shared = [child for child in terms[0].children if all(child in term.children for term in terms)]
    return lambda term: (*shared, *(child for child in term.children if child not in shared))


def _kind(x: Expr) -> tuple[object, ...]:
    """What has to be the same of two formulas that differ in their parts alone."""
    return type(x), len(x.children), getattr(x, "name", None), getattr(x, "function", None), isinstance(x, ex.Range)


def terms_of_pattern(terms: Sequence[Expr], after: int, value: Evaluate, geometric: bool) -> Iterator[Expr]:
    """All terms, those behind the dots included, `after` of which are written; raises ValueError where none is seen.

    What stands before the pattern begins, and behind its end, is no part of it: 1 + 2 + … + k + T(0).
    """
    written, ending = terms[: len(terms) - after], terms[len(terms) - after :]
    for start in range(max(len(written) - 1, 1)):
        for end in range(len(ending), 0, -1):
            found = _filled(written[start:], ending[:end], value, geometric)
            if found is not None:
                yield from (*written[:start], *found, *ending[end:])
                return
    raise ValueError("the terms show no pattern")


def product_with_dots(values: Sequence[Enclosed]) -> Enclosed:
    """values[0] factors stand after the dots; raises ValueError where the factors tell no progression."""
    exact = [Fraction(x) for x in values if isinstance(x, int | Fraction)]
    if len(exact) < len(values):
        raise ValueError("the factors of a product with dots are no rational numbers")
    after, factors = int(exact[0]), exact[1:]
    written, ending = factors[: len(factors) - after], factors[len(factors) - after :]
    for start in range(max(len(written) - 1, 1)):
        for end in range(len(ending), 0, -1):
            found = _members([*written[start:], *ending[:end]], len(written) - start, False)
            if found is not None:
                return prod((*written[:start], *found, *ending[end:]), start=Fraction(1))
    raise ValueError("the dots leave out what the factors do not tell")


def _filled(written: Sequence[Expr], ending: Sequence[Expr], value: Evaluate, geometric: bool) -> list[Expr] | None:
    pattern = pattern_of((*written, *ending))
    if pattern is None or len(written) < 2 or any(isinstance(x, ex.Range) for x in ex.walk(pattern.formula)):
        return None
    columns: dict[str, list[Fraction]] = {}
    for parts, name in pattern.holes.items():
        values = [narrow(value(x)) for x in parts]
        exact = [Fraction(x) for x in values if isinstance(x, int | Fraction)]
        members = None if len(exact) < len(values) else _members(exact, len(written), geometric)
        if members is None:
            return None
        columns[name] = members
    lengths = {len(members) for members in columns.values()}
    if len(lengths) != 1 or max(lengths) > MOST_TERMS:
        return None
    rows = zip(*columns.values(), strict=True)
    return [ex.substitute_all(pattern.formula, dict(zip(columns, map(ex.number, row), strict=True))) for row in rows]


def _members(values: Sequence[Fraction], written: int, geometric: bool) -> list[Fraction] | None:
    """The whole progression through what is written of it."""
    before, behind = values[:written], values[written:]
    if len(before) < 2:
        return None
    kinds = (_arithmetic, _geometric)
    for kind in reversed(kinds) if geometric else kinds:
        found = kind(before, behind)
        if found is not None:
            return found
    return None


def _arithmetic(before: Sequence[Fraction], behind: Sequence[Fraction]) -> list[Fraction] | None:
    length = arithmetic_length(before, behind)
    if length is None or length > MOST_TERMS:
        return None
    return [before[0] + i * (before[1] - before[0]) for i in range(length)]


def _geometric(before: Sequence[Fraction], behind: Sequence[Fraction]) -> list[Fraction] | None:
    if not before[0] or before[1] / before[0] in (0, 1, -1):
        return None
    q = before[1] / before[0]
    m = exponent_of(behind[-1] / before[0], q)
    if m is None or not max(len(before), len(behind)) <= m + 1 <= MOST_TERMS:
        return None
    members = [before[0] * q**i for i in range(m + 1)]
    whole = members[: len(before)] == list(before) and members[m + 1 - len(behind) :] == list(behind)
    return members if whole else None
