"""What a text says of its letters, c > 2, excludes rows of a table.

A relation between formulas in letters says on which side of a number a sum of products of letters lies. Two such sums
that are multiples of each other are compared by these numbers.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from fractions import Fraction

from recur.model import RecurError, Solution, expressions as ex
from recur.model.records import frozen, replace
from recur.numbers import real
from recur.numbers.real import Real
from recur.solving.linear.letter_field import LetterField, NoNumber

_HOLDS = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "!=": operator.ne,
}  # fmt: skip


@frozen
class _Side:
    """sum op bound, where the first coefficient of the sum is 1."""

    sum: Real
    op: str
    bound: Fraction

    def excludes(self, other: _Side) -> bool:
        """Whether no number is on both sides."""
        if self.sum != other.sum:
            return False
        lows = [(x.bound, x.op != ">") for x in (self, other) if x.op in (">", ">=", "=")]
        highs = [(x.bound, x.op != "<") for x in (self, other) if x.op in ("<", "<=", "=")]
        apart = {self.op, other.op} == {"=", "!="} and self.bound == other.bound
        return apart or any(
            low > high or (low == high and not (closed and shut)) for low, closed in lows for high, shut in highs
        )


def rows_within(solution: Solution, facts: Iterable[ex.Expr]) -> Solution:
    """The solution without the rows that the facts exclude."""
    facts = tuple(facts)
    field = LetterField(solution.variable)
    known = [side for fact in facts if (side := _side(fact, field)) is not None]
    if not known or not solution.cases:
        return solution
    kept = []
    for case in solution.cases:
        said = [side for c in case.conditions if (side := _side(c, field)) is not None]
        met = {
            c.left.name: c.right
            for c in case.conditions
            if isinstance(c, ex.Relation) and c.op == "=" and isinstance(c.left, ex.Symbol)
        }
        if any(fact.excludes(side) for fact in known for side in said) or any(_fails(x, met, field) for x in facts):
            continue
        kept.append(case)
    return replace(solution, cases=tuple(kept)) if kept else solution


def _fails(fact: ex.Expr, met: Mapping[str, ex.Expr], field: LetterField) -> bool:
    """Whether the fact is false with these values for letters: r < t where both are 0."""
    if not isinstance(fact, ex.Relation) or ex.symbols(fact).isdisjoint(met):
        return False
    try:
        left, right = (field.number(ex.substitute_all(x, met)) for x in (fact.left, fact.right))
    except (NoNumber, RecurError):
        return False
    difference = real.minus(left, right)
    return isinstance(difference, Fraction) and not _HOLDS[fact.op](difference, 0)


def _side(x: ex.Expr, field: LetterField) -> _Side | None:
    if not isinstance(x, ex.Relation):
        return None
    try:
        difference = real.minus(field.number(x.left), field.number(x.right))
    except NoNumber:
        return None
    if isinstance(difference, Fraction) or real.numerator(difference) != difference:
        return None
    terms = dict(real.terms_of(difference))
    constant = terms.pop((), Fraction(0))
    lead = terms[min(terms, key=repr)]
    op = x.op if lead > 0 else ex.MIRRORED[x.op]
    return _Side(real.of_terms({term: c / lead for term, c in terms.items()}), op, -constant / lead)
