"""a + b + c + … + z as a number: the terms that are written tell the progression, arithmetic, geometric or of powers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.numbers.exact import exact_root

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

MOST_TERMS = 100_000
#: What becomes an arithmetic progression: the terms, their reciprocals, their square or cube roots.
_UNDONE: tuple[tuple[Callable[[Fraction], Fraction | None], Callable[[Fraction], Fraction]], ...] = (
    (lambda x: x, lambda x: x),
    (lambda x: 1 / x if x else None, lambda x: 1 / x),
    (lambda x: _root(x, 2), lambda x: x**2),
    (lambda x: _root(x, 3), lambda x: x**3),
)


def _root(x: Fraction, degree: int) -> Fraction | None:
    found = exact_root(x, degree) if x >= 0 else None
    return None if found is None else Fraction(found)


def sum_with_dots(values: Sequence[Enclosed]) -> Fraction:
    """values[0] terms stand after the dots; raises ValueError where the terms tell no progression, or several."""
    if not all(isinstance(x, int | Fraction) for x in values):
        raise ValueError("the terms of a sum with dots are no rational numbers")
    after, *terms = (Fraction(x) for x in values if isinstance(x, int | Fraction))
    written, ending = terms[: len(terms) - int(after)], terms[len(terms) - int(after) :]
    for start in range(max(len(written) - 1, 1)):
        for end in range(len(ending), 0, -1):
            found = _sums(written[start:], ending[:end])
            if len(found) > 1:
                raise ValueError("the dots can be read in two ways")
            if found:
                return sum(written[:start], Fraction(0)) + found.pop() + sum(ending[end:], Fraction(0))
    raise ValueError("the dots leave out what the terms do not tell")


def _sums(written: Sequence[Fraction], ending: Sequence[Fraction]) -> set[Fraction]:
    """What written + … + ending is, by each progression that passes through all of it."""
    if len(written) < 2:
        return set()
    found = set()
    ratio = written[1] / written[0] if written[0] else Fraction(0)
    if ratio not in (0, 1, -1):
        found |= _passed(written, ending, lambda x: x * ratio, abs(ratio) < 1)
    for undo, do in _UNDONE:
        bare = [undo(x) for x in (*written, *ending)]
        if any(x is None for x in bare):
            continue
        plain = [x for x in bare if x is not None]
        step = plain[1] - plain[0]
        if step:
            passed = _terms(plain[: len(written)], plain[len(written) :], lambda x, step=step: x + step, step < 0)
            if passed is not None:
                found.add(sum(map(do, passed), Fraction(0)))
    return found


def _passed(
    written: Sequence[Fraction], ending: Sequence[Fraction], following: Callable[[Fraction], Fraction], falls: bool
) -> set[Fraction]:
    terms = _terms(written, ending, following, falls)
    return set() if terms is None else {sum(terms, Fraction(0))}


def _terms(
    written: Sequence[Fraction], ending: Sequence[Fraction], following: Callable[[Fraction], Fraction], falls: bool
) -> list[Fraction] | None:
    """The terms from the first that is written to the last; None where one of those written is not met in its place."""
    terms = [written[0]]
    last = ending[-1]
    while terms[-1] != last:
        if len(terms) > MOST_TERMS or (abs(terms[-1]) < abs(last) if falls else abs(terms[-1]) > abs(last)):
            return None
        terms.append(following(terms[-1]))
    if terms[: len(written)] != list(written) or terms[-len(ending) :] != list(ending):
        return None
    return terms
