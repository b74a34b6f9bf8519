"""Can the data decide a comparison either way? Not x·x < 0, which no number makes true.

The difference of the two sides is a sum of independent parts, each with the range of its values; where one quantity
stands in two parts, how they go together is not followed, and nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor, gcd

from recur.model import source_tree as tree
from recur.model.records import field, mutable
from recur.source_costs.answered import Shape, shape_of_node

_ORDERS = frozenset(("<", "<=", ">", ">=", "==", "!="))
_OPPOSITE = {"<": ">=", "<=": ">", "==": "!=", "!=": "==", ">": "<=", ">=": "<"}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
#: what is never negative
_COUNTS = frozenset(("len", "abs", "fabs", "strlen"))
_LENGTHS = frozenset(("size", "length"))


@mutable(slots=False)
class _Difference:
    """constant + Σ coefficient·part, each part by its shape."""

    constant: Fraction = Fraction(0)
    coefficients: dict[Shape, Fraction] = field(default_factory=dict)
    parts: dict[Shape, tree.Expression] = field(default_factory=dict)

    @classmethod
    def of(cls, test: tree.Operation) -> _Difference:
        found = cls()
        found.add(test.operands[0], Fraction(1))
        found.add(test.operands[1], Fraction(-1))
        return found

    @property
    def summands(self) -> list[tuple[tree.Expression, Fraction]]:
        return [(self.parts[shape], c) for shape, c in self.coefficients.items() if c]

    def add(self, x: tree.Expression, times: Fraction) -> None:
        match x:
            case tree.Literal(value=int() | float() as value) if not isinstance(value, bool) and value == value:
                self.constant += times * Fraction(value)
            case tree.Operation(op="+" | "-" as op, operands=(one, other)):
                self.add(one, times)
                self.add(other, times if op == "+" else -times)
            case tree.Operation(op="-", operands=(inner,)):
                self.add(inner, -times)
            case tree.Operation(op="*", operands=(tree.Literal(value=int() as k), inner)):
                self.add(inner, times * k)
            case tree.Operation(op="*", operands=(inner, tree.Literal(value=int() as k))):
                self.add(inner, times * k)
            case _:
                shape = shape_of_node(x)
                self.parts[shape] = x
                self.coefficients[shape] = self.coefficients.get(shape, Fraction(0)) + times


def goes_either_way(test: tree.Operation, floored: bool = True) -> bool:
    """Is the comparison true of some values and false of others, whatever the numbers in it are made of?"""
    if test.op not in _ORDERS:
        return True
    difference = _Difference.of(test)
    parts = difference.summands
    atoms = [atom for x, _ in parts for atom in _atoms(_root(x))]
    if not parts or len(set(atoms)) < len(atoms) or settled(test, floored) is not None:
        return False
    return test.op not in ("==", "!=") or _divides(parts, difference.constant)


def settled(test: tree.Operation, floored: bool = True) -> bool | None:
    """Is it true, or false, of all numbers? None where that does not follow from the ranges of its parts.

    `floored`: a remainder is never negative, as in Python; in C and Java it has the sign of what is divided.
    """
    difference = _Difference.of(test)
    low: Fraction | None = difference.constant
    high: Fraction | None = difference.constant
    for x, c in difference.summands:
        first, last = _range(x, floored)
        if c < 0:
            first, last = last, first
        low = None if low is None or first is None else low + c * first
        high = None if high is None or last is None else high + c * last
    never_below, never_above = low is not None and low >= 0, high is not None and high <= 0
    never_zero = (low is not None and low > 0) or (high is not None and high < 0)
    match test.op:
        case "==" | "!=" if never_zero:
            return test.op == "!="
        case "<" | ">=" if never_below:
            return test.op == ">="
        case ">" | "<=" if never_above:
            return test.op == "<="
        case "<" | "<=" if high is not None and high < 0:
            return True
        case ">" | ">=" if low is not None and low > 0:
            return True
        case "<=" if low is not None and low > 0:
            return False
        case ">=" if high is not None and high < 0:
            return False
    return None


def go_together(test: tree.Operation) -> bool:
    """Can all of x > 5 and x < 9 hold at once, and of an `or` can none? What is compared with numbers is."""
    met: dict[Shape, tuple[Fraction | None, Fraction | None]] = {}
    for part, low, high in (found for x in test.operands for found in _limits(x, test.op == "and")):
        least, most = met.get(part, (None, None))
        least = low if least is None else least if low is None else max(least, low)
        most = high if most is None else most if high is None else min(most, high)
        met[part] = least, most
    return all(low is None or high is None or ceil(low) <= floor(high) for low, high in met.values())


def _limits(x: tree.Expression, holds: bool) -> Iterator[tuple[Shape, Fraction | None, Fraction | None]]:
    """The values of a part where x op number holds, as if they were whole numbers."""
    match x:
        case tree.Operation(op="and" | "or" as op, operands=operands) if (op == "and") == holds:
            yield from (found for inner in operands for found in _limits(inner, holds))
        case tree.Operation(op="not", operands=(inner,)):
            yield from _limits(inner, not holds)
        case tree.Operation(op=op, operands=operands) if op in _ORDERS and len(operands) == 2:
            difference = _Difference.of(x)
            if len(difference.coefficients) != 1:
                return
            [(part, c)] = difference.coefficients.items()
            op = op if holds else _OPPOSITE[op]
            if not c or op == "!=":
                return
            border = -difference.constant / c
            if c < 0:
                op = _TURNED.get(op, op)
            shift = Fraction(1, 2) if op in ("<", ">") else Fraction(0)
            low = border + shift if op in (">", ">=", "==") else None
            yield part, low, border - shift if op in ("<", "<=", "==") else None


def _divides(parts: list[tuple[tree.Expression, Fraction]], constant: Fraction) -> bool:
    """Whole numbers solve Σ c·x = −constant where the common divisor of all c divides it. Source: GKP, section 4.1."""
    numbers = [c for _, c in parts]
    if not all(c.denominator == 1 for c in numbers):
        return True
    return (constant / gcd(*(int(c) for c in numbers))).denominator == 1 or constant.denominator != 1


def _root(x: tree.Expression) -> tree.Expression:
    """y of y·y, of an even power, and of what else is never negative as they are."""
    match x:
        case tree.Operation(op="*", operands=(one, other)) if shape_of_node(one) == shape_of_node(other):
            return _root(one)
        case tree.Operation(op="**", operands=(base, tree.Literal(value=int() as k))) if k > 0 and k % 2 == 0:
            return _root(base)
    return x


def _range(x: tree.Expression, floored: bool) -> tuple[Fraction | None, Fraction | None]:
    """The least and the largest value, both attained; None: there is none."""
    zero = Fraction(0)
    match x:
        case tree.Operation() if _root(x) is not x:
            return zero, None
        case tree.Operation(op="**" | "<<"):
            return zero, None
        case tree.Operation(op="%", operands=(_, tree.Literal(value=int() as m))) if m > 0:
            return (zero if floored else Fraction(1 - m)), Fraction(m - 1)
        case tree.Operation(op="&", operands=(_, tree.Literal(value=int() as mask))) if mask >= 0:
            return zero, Fraction(mask)
        case tree.Operation(op="%") if floored:
            return zero, None
        case tree.CallOf(function=tree.NamedValue(name=name)) if name in _COUNTS:
            return zero, None
        case tree.CallOf(function=tree.Member(name=name)) if name in _COUNTS | _LENGTHS:
            return zero, None
    return None, None


def _atoms(x: tree.Node) -> Iterator[Shape]:
    """What it is made of: names, items, fields and calls."""
    match x:
        case tree.Operation(operands=operands):
            for inner in operands:
                yield from _atoms(inner)
        case tree.CallOf(function=tree.NamedValue(name="abs" | "fabs"), arguments=(inner,)):
            yield from _atoms(inner)
        case tree.Literal():
            pass
        case _:
            yield shape_of_node(x)
