"""Branches that hold for one remainder of the size each, joined: T(n) = … if n is even, … if n is odd."""

from math import lcm

from recur.model.expressions import ByRemainder, Call, Expr, Symbol
from recur.model.records import frozen
from recur.parsing.formulas.building import MOST_BRANCHES
from recur.parsing.recurrences.conditions import Remainder
from recur.parsing.recurrences.equations import affine


@frozen
class ResidueCase:
    """relation right, for the sizes with this remainder (None: for all the others)."""

    remainder: Remainder | None
    relation: str
    right: Expr


class Unjoinable(Exception):
    """Why branches do not make an equation."""


def residue(left: Expr, variable: str, beside: Call | None = None) -> Remainder | None:
    """The remainder of the size in T(3n + 1); None for T(n), T(n + 1) and functions other than the one `beside`."""
    if not isinstance(left, Call) or len(left.arguments) != 1 or isinstance(left.arguments[0], Symbol):
        return None
    if beside is not None and beside.function != left.function:
        return None
    line = affine(left.arguments[0], variable)
    if line is None or line[0].denominator != 1 or line[1].denominator != 1 or not 2 <= line[0] <= MOST_BRANCHES:
        return None
    return Remainder(int(line[0]), int(line[1] % line[0]))


def by_remainder(branches: list[ResidueCase], function: str, variable: str) -> tuple[str, Expr]:
    """The relation and the right-hand side of all branches together."""
    modulus = lcm(*(branch.remainder.modulus for branch in branches if branch.remainder is not None))
    if modulus > MOST_BRANCHES:
        raise Unjoinable(
            f"{function} has different formulas for {modulus} remainders; at most {MOST_BRANCHES} are read"
        )
    found: dict[int, Expr] = {}
    for branch in branches:
        stated = branch.remainder
        for r in range(modulus):
            if stated is not None and r % stated.modulus == stated.remainder:
                if r in found:
                    raise Unjoinable(f"{function} is defined twice for {_sizes(variable, modulus, r)}")
                found[r] = branch.right
    rest = [branch.right for branch in branches if branch.remainder is None]
    for r in range(modulus):
        if r not in found:
            if not rest:
                raise Unjoinable(f"{function} is not defined for {_sizes(variable, modulus, r)}")
            found[r] = rest[0]
    relations = {branch.relation for branch in branches}
    if len(relations) > 1:
        raise Unjoinable(f"the branches of {function} have different relations: {' and '.join(sorted(relations))}")
    return relations.pop(), ByRemainder(Symbol(variable), tuple(found[r] for r in range(modulus)))


def _sizes(variable: str, modulus: int, remainder: int) -> str:
    if modulus == 2:
        return f"{('even', 'odd')[remainder]} {variable}"
    return f"{variable} mod {modulus} = {remainder}"
