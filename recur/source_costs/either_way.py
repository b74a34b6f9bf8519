"""Can the data decide a comparison either way? Not x·x < 0, which no number makes true.

The difference of the two sides is a sum of independent parts, each with the range of its values; where one quantity
stands in two parts, how they go together is not followed, and nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ceil, floor, gcd

from recur.model import source_tree as tree
from recur.model.records import field, mutable, replace
from recur.source_costs.answered import Shape, is_item, shape_of_node

_ORDERS = frozenset(("<", "<=", ">", ">=", "==", "!="))
_OPPOSITE = {"<": ">=", "<=": ">", "==": "!=", "!=": "==", ">": "<=", ">=": "<"}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
#: what is never negative
_COUNTS = frozenset(("len", "abs", "fabs", "strlen"))
_LENGTHS = frozenset(("size", "length"))
_EXTREMES = frozenset(("max", "min"))
#: names that are set once, each with what it is set to
Definitions = Mapping[str, tree.Expression]


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


def goes_either_way(test: tree.Operation, floored: bool = True, defined: Definitions | None = None) -> bool:
    """Is the comparison true of some values and false of others, whatever the numbers in it are made of?

    `defined`: for y = 2·x, what is asked of y is asked of x.
    """
    if test.op not in _ORDERS:
        return True
    test = replace(test, operands=tuple(_written_out(x, defined or {}) for x in test.operands))
    difference = _Difference.of(test)
    parts = difference.summands
    atoms = [atom for x, _ in parts for atom in _atoms(_root(x))]
    if not parts or len(set(atoms)) < len(atoms) or settled(test, floored) is not None:
        return False
    if test.op in ("==", "!="):
        return _is_attained(parts, difference.constant, floored)
    return all(_reaches_its_ends(x) for x, _ in parts)


def takes_few_values(x: tree.Node, defined: Definitions) -> bool:
    """Is something in it one of so many values, however many items there are? As x % 5, x > t and not x are."""
    for node in tree.walk(x):
        match node:
            case tree.Operation(op="%" | "&", operands=(_, tree.Literal())) | tree.Operation(op="not" | "and" | "or"):
                return True
            case tree.Operation(op=op) if op in _ORDERS | {"in", "not in"}:
                return True
            case tree.NamedValue(name=name) if name in defined and isinstance(defined[name], tree.Operation):
                if takes_few_values(defined[name], {}):
                    return True
    return False


def _written_out(x: tree.Expression, defined: Definitions, depth: int = 8) -> tree.Expression:
    """The expression with what its names are set to, as far as that is arithmetic."""
    match x:
        case tree.NamedValue(name=name) if name in defined and depth:
            value = defined[name]
            made = isinstance(value, tree.Operation | tree.Literal | tree.Conditional | tree.CallOf)
            return _written_out(value, defined, depth - 1) if made else x
        case tree.Operation(operands=operands):
            return replace(x, operands=tuple(_written_out(y, defined, depth) for y in operands))
        case tree.CallOf(arguments=arguments):
            return replace(x, arguments=tuple(_written_out(y, defined, depth) for y in arguments))
        case tree.Element(container=tree.NamedValue(name=name)) if name in defined:
            match defined[name]:
                case tree.CallOf() as ordered if _called(ordered) == "sorted":
                    return replace(x, container=ordered)
    return x


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


def _is_attained(parts: list[tuple[tree.Expression, Fraction]], constant: Fraction, floored: bool) -> bool:
    """Do whole numbers solve Σ c·x = −constant? One x alone with c = ±1 may be all that is missing.

    Else all are to be any number, and the common divisor of all c divides the constant. Source: GKP, section 4.1.
    """
    if constant.denominator != 1 or not all(c.denominator == 1 for _, c in parts):
        return True
    unbounded = [_range(x, floored) == (None, None) and _is_any(x) for x, _ in parts]
    if any(free and abs(c) == 1 for free, (_, c) in zip(unbounded, parts, strict=True)):
        return True
    divided = constant / gcd(*(int(c) for _, c in parts))
    if divided.denominator != 1:
        return False
    match parts:
        case [(tree.Operation(op="&", operands=(inner, tree.Literal(value=int() as mask))), c)]:
            return _is_any(inner) and int(-constant / c) & mask == -constant / c
        case [(x, _)]:
            return _is_any_of_its_range(x)
    return all(unbounded) or all(_is_any_of_its_range(x) and abs(c) == 1 for x, c in parts)


def _is_any_of_its_range(x: tree.Expression) -> bool:
    match x:
        case tree.Operation(op="%", operands=(inner, tree.Literal())):
            return _is_any(inner)
        case tree.Operation(op="&", operands=(inner, tree.Literal(value=int() as mask))):
            return mask & (mask + 1) == 0 and _is_any(inner)
    return _is_any(x)


def _is_any(x: tree.Expression) -> bool:
    """May it be any whole number of its range, as what it is made of may? Not 2·x, nor x·x, nor max(x, 5)."""
    match x:
        case tree.Operation() if _root(x) is not x:
            return False
        case tree.Operation(op="+" | "-", operands=operands):
            return any(_is_any(y) for y in operands)
        case tree.Operation(op="*", operands=operands):
            return all(_is_any(y) for y in operands)
        case tree.Operation(op="//" | ">>", operands=(inner, _)):
            return _is_any(inner)
        case tree.Operation(op="**" | "<<" | "%" | "&" | "|") | tree.Conditional():
            return False
        case tree.Literal(value=int() | float()):
            return False
        case tree.CallOf(arguments=arguments) if _called(x) in _EXTREMES and len(arguments) > 1:
            return all(_is_any(y) for y in arguments)
        case tree.CallOf(arguments=(inner,)) if _called(x) in ("abs", "fabs"):
            return _is_any(inner)
    return True


def _reaches_its_ends(x: tree.Expression) -> bool:
    """Are the ends of its range values of it? Not of x·x % 4, which is never 3."""
    match x:
        case tree.Operation(op="%" | "&" | "|", operands=(inner, _)):
            return _is_any(inner)
        case tree.Conditional():
            return False
        case tree.Operation(operands=operands):
            return all(_reaches_its_ends(y) for y in operands)
        case tree.CallOf(arguments=arguments) if _called(x) in _EXTREMES | {"abs", "fabs"}:
            return all(_reaches_its_ends(y) for y in arguments)
    return True


def _called(x: tree.CallOf) -> str:
    return x.function.name if isinstance(x.function, tree.NamedValue | tree.Member) else ""


def _root(x: tree.Expression) -> tree.Expression:
    """y of y·y, of an even power, and of what else is never negative as they are."""
    match x:
        case tree.Operation(op="*", operands=(one, other)) if shape_of_node(one) == shape_of_node(other):
            return _root(one)
        case tree.Operation(op="**", operands=(base, tree.Literal(value=int() as k))) if k > 0 and k % 2 == 0:
            return _root(base)
    return x


def _range(x: tree.Expression, floored: bool) -> tuple[Fraction | None, Fraction | None]:
    """A value that it is never below, and one that it is never above; None: there is none."""
    zero = Fraction(0)
    match x:
        case tree.Operation() if _root(x) is not x:
            return zero, None
        case tree.Operation(op="**" | "<<", operands=(tree.Literal(value=int() as base), _)) if base > 0:
            return zero, None
        case tree.Operation(op="%", operands=(_, tree.Literal(value=int() as m))) if m > 0:
            return (zero if floored else Fraction(1 - m)), Fraction(m - 1)
        case tree.Operation(op="&", operands=(_, tree.Literal(value=int() as mask))) if mask >= 0:
            return zero, Fraction(mask)
        case tree.Operation(op="%", operands=(_, modulus)) if floored and _range(modulus, floored)[0] is not None:
            return zero, None
        case tree.CallOf(arguments=arguments) if _called(x) in _EXTREMES and len(arguments) > 1:
            return _extreme([_range(y, floored) for y in arguments], _called(x) == "max")
        case tree.CallOf(function=tree.NamedValue(name=name)) if name in _COUNTS:
            return zero, None
        case tree.CallOf(function=tree.Member(name=name)) if name in _COUNTS | _LENGTHS:
            return zero, None
        case tree.Literal(value=int() as k):
            return Fraction(k), Fraction(k)
    return None, None


def _extreme(
    ranges: list[tuple[Fraction | None, Fraction | None]], largest: bool
) -> tuple[Fraction | None, Fraction | None]:
    lows, highs = ([end for end in ends if end is not None] for ends in zip(*ranges, strict=True))
    if largest:
        return max(lows, default=None), max(highs) if len(highs) == len(ranges) else None
    return min(lows) if len(lows) == len(ranges) else None, min(highs, default=None)


def _atoms(x: tree.Node) -> Iterator[Shape]:
    """What it is made of: names, items and fields. The largest item, or the first in order, is of the whole list."""
    match x:
        case tree.Operation(operands=operands):
            for inner in operands:
                yield from _atoms(inner)
        case tree.CallOf(function=function, arguments=arguments) if not is_item(x):
            for inner in (*([function.value] if isinstance(function, tree.Member) else ()), *arguments):
                yield from _atoms(inner)
        case tree.Element(container=tree.CallOf() as ordered) if _called(ordered) == "sorted":
            yield from _atoms(ordered)
        case tree.Literal():
            pass
        case _:
            yield shape_of_node(x)
