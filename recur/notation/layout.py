"""A formula laid out as boxes: here, once for all media, signs are taken out, factors are put in order, fractions get
a bar or a slash, and brackets stand where the reading would change without them.
"""

from collections.abc import Callable
from enum import IntEnum
from fractions import Fraction
from typing import Any, NamedTuple

from recur.model import Expr, expressions as ex
from recur.model.logarithms import with_bases
from recur.model.records import frozen
from recur.notation import boxes
from recur.notation.boxes import Box, Join, Operator, Vocabulary, Written

HALF = Fraction(1, 2)
SIGN = 3  # columns of + with a space on both sides


class Quotient(NamedTuple):
    """sign · above / below; `above` may be empty (then it is 1), and so may `below`."""

    negative: bool
    above: tuple[Expr, ...]
    below: tuple[Expr, ...]


def signed_quotient(x: Expr) -> Quotient:
    """x as a signed fraction: factors with negative rational exponents, and denominators, go below."""
    negative = False
    above: list[Expr] = []
    below: list[Expr] = []
    for factor in x.factors if isinstance(x, ex.Mul) else (x,):
        match factor:
            case ex.Number(value, decimal):
                numerator, denominator = value.as_integer_ratio()
                negative ^= numerator < 0
                if decimal and is_decimal(value):
                    above.append(ex.Number(abs(value), True))
                    continue
                if denominator == 1 and numerator > 1:
                    above.append(factor)
                elif abs(numerator) != 1:
                    above.append(ex.Number(Fraction(abs(numerator))))
                if denominator != 1:
                    below.append(ex.Number(Fraction(denominator)))
            case ex.Power(base, ex.Number(exponent, decimal)) if exponent.numerator < 0:
                below.append(base if exponent == -1 else ex.Power(base, ex.Number(-exponent, decimal)))
            case _:
                above.append(factor)
    valued = not ex.kinds(x).isdisjoint(VALUES)
    return Quotient(negative, _in_reading_order(above, valued), _in_reading_order(below, valued))


def coefficient_first(parts: Quotient) -> tuple[Expr, ...]:
    """The values of functions that a fraction is written in front of: (2/n)·Σ…, (1/2)·T(n/2); else ().

    A single value over a symbolic denominator stays above the bar: T(n)/n.
    """
    if not parts.below:
        return ()
    values = tuple(factor for factor in parts.above if isinstance(factor, ex.Call | ex.Range | ex.RootSum))
    if not values:
        return ()
    symbolic = all(ex.symbols(factor) for factor in parts.below)
    return () if symbolic and len(parts.above) == 1 and isinstance(values[0], ex.Call) else values


def signed_terms(x: ex.Add) -> list[tuple[bool, Expr]]:
    """The terms, each with its sign taken out: a + (−1)·b is [(False, a), (True, b)]."""
    return [_signed(term) for term in x.terms]


def _signed(term: Expr) -> tuple[bool, Expr]:
    if isinstance(term, ex.Number) and term.value.numerator < 0:
        return True, ex.Number(-term.value, term.decimal)
    if isinstance(term, ex.Mul) and isinstance(first := term.factors[0], ex.Number) and first.value.numerator < 0:
        rest = term.factors[1:]
        if first.value == -1 and rest:
            return True, rest[0] if len(rest) == 1 else ex.Mul(rest)
        return True, ex.Mul((ex.Number(-first.value, first.decimal), *rest))
    return False, term


def sides(x: Expr) -> list[tuple[str, Expr]]:
    """A chain of relations, each side after its sign: 0 ≤ k < n is [("", 0), ("<=", k), ("<", n)]."""
    if isinstance(x, ex.Relation):
        (_, right), *more = sides(x.right)
        return [*sides(x.left), (x.op, right), *more]
    return [("", x)]


def pieces(x: Expr, width: Callable[[Expr], int], room: int) -> list[tuple[str, Expr]]:
    """A long sum in parts that each fit, the later ones after the sign of their first term: "+" or "-"."""
    if not isinstance(x, ex.Add) or width(x) <= room or any(isinstance(term, ex.Add | ex.Relation) for term in x.terms):
        return [("", x)]
    found: list[tuple[str, list[Expr]]] = [("", [x.terms[0]])]
    used = width(x.terms[0])
    for (negative, positive), term in zip(signed_terms(x)[1:], x.terms[1:], strict=True):
        used += (needed := width(positive) + SIGN)
        if used > room:
            found.append(("-" if negative else "+", [positive]))
            used = needed
        else:
            found[-1][1].append(term)
    return [(sign, terms[0] if len(terms) == 1 else ex.Add(tuple(terms))) for sign, terms in found]


def is_decimal(value: Fraction) -> bool:
    """Does the number end when it is written with a decimal point?"""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def decimal_digits(value: Fraction) -> str:
    """The digits of a number for which is_decimal holds: 51/100 is 0.51."""
    places = 0
    while (scaled := value * 10**places).denominator != 1:
        places += 1
    digits = integer_digits(abs(scaled.numerator)).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def integer_digits(value: int) -> str:
    """Decimal digits of an integer of any length (str alone stops at 4,300 digits)."""
    if value < 0:
        return "-" + integer_digits(-value)
    if value.bit_length() < 13_000:
        return str(value)
    half = int(value.bit_length() * 0.15)  # about half of the digits: log 2 / log 10 = 0.30…
    high, low = divmod(value, 10**half)
    return integer_digits(high) + integer_digits(low).rjust(half, "0")


def is_logarithmic(x: Expr) -> bool:
    """A logarithm that varies, or a power of one: such factors are written after powers of n."""
    if isinstance(x, ex.Power):
        x = x.base
    return isinstance(x, ex.Log) and bool(ex.symbols(x))


def is_natural(x: Expr) -> bool:
    return isinstance(x, ex.Number) and x.value.denominator == 1 and x.value >= 0


def is_square_root(x: Expr) -> bool:
    return isinstance(x, ex.Power) and isinstance(x.exponent, ex.Number) and x.exponent.value == HALF


def _in_reading_order(factors: list[Expr], valued: bool) -> tuple[Expr, ...]:
    """Numbers first; logarithms last, unless values of a function, which are `valued`, stand among the factors."""
    if len(factors) < 2:
        return tuple(factors)
    if valued and any(not ex.kinds(factor).isdisjoint(VALUES) for factor in factors):
        return tuple(sorted(factors, key=lambda factor: not isinstance(factor, ex.Number)))
    return tuple(sorted(factors, key=_place))


def _place(factor: Expr) -> int:
    if isinstance(factor, ex.Number):
        return 0
    if isinstance(factor, ex.Constant):
        return 1
    return 3 if is_logarithmic(factor) else 2


class Binding(IntEnum):
    """How tightly the outermost operation binds; what binds less than its place wants goes in brackets."""

    RELATION = 0
    SUM = 1
    PRODUCT = 2
    PREFIX = 3  # log n, Σ …: swallows what follows it
    POWER = 4
    ATOM = 5


#: A laid-out formula and the level of its outermost operation.
Bound = tuple[Box, Binding]
#: Values of functions, and what is put together out of many.
VALUES = frozenset({ex.Call, ex.Range, ex.RootSum})
LETTERS = {"harmonic": "H", "fibonacci": "F"}
UNIT = boxes.Numeral("1")
#: Signs that would swallow a factor behind what they stand before.
SWALLOWING = (boxes.BigOperator, boxes.SumOverRoots)


def typeset(x: Expr, vocabulary: Vocabulary[Written], tight: bool = False) -> Written:
    """The formula in the vocabulary's medium."""
    return vocabulary.set(Layout(vocabulary, tight).box(x))


@frozen
class Layout:
    """`tight`: fractions and sums as arguments, exponents and sentences have them, on the line and without room."""

    vocabulary: Vocabulary[Any]
    tight: bool = False

    def box(self, x: Expr, least: Binding = Binding.RELATION) -> Box:
        box, level = self.piece(x)
        return box if level >= least else boxes.Fence(box)

    def inner(self, x: Expr, least: Binding = Binding.RELATION) -> Box:
        return (self if self.tight or self.vocabulary.code else Layout(self.vocabulary, True)).box(x, least)

    def piece(self, x: Expr) -> Bound:
        match self.vocabulary.translated(x):
            case ex.Number(value, decimal):
                return self.number(value, decimal)
            case ex.Symbol(name):
                return boxes.Name(name), Binding.ATOM
            case ex.Constant(name):
                return boxes.Letter(name), Binding.ATOM
            case ex.Add() as total:
                return self.sum(total)
            case ex.Mul() as product:
                return self.quotient(signed_quotient(product))
            case ex.Power(base, exponent):
                return self.power(base, exponent)
            case ex.Log(argument, base, unwritten):
                return self.prefixed(self.logarithm(None if unwritten else base), argument)
            case ex.Apply(name, arguments):
                return self.applied(name, arguments)
            case ex.Call(function, arguments):
                return self.call(boxes.Name(function), arguments), Binding.ATOM
            case ex.ByRemainder(size, branches):
                branch = self.inner if self.vocabulary.stacked else self.box
                return boxes.CaseBrace(self.inner(size), tuple(map(branch, branches))), Binding.ATOM
            case ex.Range() as many:
                return self.range(many)
            case ex.RootSum() as total:
                return self.over_roots(total)
            case ex.Asymptotic("~", body) if self.vocabulary.code:
                return boxes.RelationLine(None, "~", self.box(body, Binding.ATOM)), Binding.POWER
            case ex.Asymptotic("~", body):
                return boxes.RelationLine(None, "~", self.box(body, Binding.SUM)), Binding.RELATION
            case ex.Asymptotic(kind, body):
                return boxes.Applied(Operator(kind), boxes.Fence(self.box(body))), Binding.ATOM
            case ex.Relation(op, left, right):
                return boxes.RelationLine(self.box(left), op, self.box(right)), Binding.RELATION
        raise TypeError(f"not a formula: {type(x).__name__}")

    def number(self, value: Fraction, decimal: bool) -> Bound:
        numerator, denominator = value.as_integer_ratio()
        if denominator == 1:
            piece: Bound = boxes.Numeral(integer_digits(abs(numerator))), Binding.ATOM
        elif decimal and not self.vocabulary.code and is_decimal(value):
            piece = boxes.Numeral(decimal_digits(abs(value))), Binding.ATOM
        else:
            above, below = (boxes.Numeral(integer_digits(part)) for part in (abs(numerator), denominator))
            piece = self.over(above, below), Binding.PRODUCT
        return (boxes.Minus(piece[0]), Binding.SUM) if numerator < 0 else piece

    def over(self, above: Box, below: Box) -> Box:
        if self.vocabulary.stacked and not self.tight:
            return boxes.Fraction(above, below)
        return boxes.Slash(above, below, self.tight)

    def sum(self, x: ex.Add) -> Bound:
        terms = signed_terms(x)
        laid_out = tuple(self.box(term, Binding.PRODUCT) for _, term in terms)
        return boxes.Sum(laid_out, tuple(negative for negative, _ in terms), self.tight), Binding.SUM

    def quotient(self, parts: Quotient) -> Bound:
        negative, above, below = parts
        values = () if self.vocabulary.code else coefficient_first(parts)
        if values:
            rest = tuple(factor for factor in above if factor not in values)
            (coefficient, _), (times, _) = self.fraction(rest, below), self.product(values)
            join = self.join(ex.ONE, values[0], times.factors[0] if isinstance(times, boxes.Product) else times)
            if not isinstance(coefficient, boxes.Fraction):
                coefficient = boxes.Fence(coefficient)
            piece: Bound = boxes.Product((coefficient, times), (join,)), Binding.PRODUCT
        else:
            piece = self.fraction(above, below) if below else self.product(above)
        return (boxes.Minus(piece[0]), Binding.SUM) if negative else piece

    def fraction(self, above: tuple[Expr, ...], below: tuple[Expr, ...]) -> Bound:
        if self.vocabulary.stacked and not self.tight:
            return boxes.Fraction(self.beside_bar(above), self.beside_bar(below)), Binding.PRODUCT
        top, _ = self.product(above)
        bottom, level = self.product(below)
        # A logarithm that ends the numerator would swallow the slash: (log n)/2; in a terminal log n / 2.
        if self.vocabulary.stacked and boxes.is_open(top):
            top = boxes.Fence(top)
        return self.over(top, bottom if level >= Binding.PREFIX else boxes.Fence(bottom)), Binding.PRODUCT

    def beside_bar(self, factors: tuple[Expr, ...]) -> Box:
        """Above or below a fraction bar, which brackets by itself: a single sum stands bare."""
        return self.box(factors[0]) if len(factors) == 1 else self.product(factors)[0]

    def product(self, factors: tuple[Expr, ...]) -> Bound:
        if not factors:
            return UNIT, Binding.ATOM
        if len(factors) == 1:
            box, level = self.piece(factors[0])
            least = Binding.POWER if self.vocabulary.code else Binding.PRODUCT
            return (box, level) if level >= least else (boxes.Fence(box), Binding.ATOM)
        written: list[Box] = []
        joins: list[Join] = []
        for position, factor in enumerate(factors):
            box, level = self.piece(factor)
            if level < Binding.PREFIX or (isinstance(box, SWALLOWING) and position < len(factors) - 1):
                box = boxes.Fence(box)
            if written:
                # log n · log log n, not log(n·log log n)
                apart = boxes.is_open(written[-1])
                joins.append(Join.WIDE_DOT if apart else self.join(factors[position - 1], factor, box))
            written.append(box)
        return boxes.Product(tuple(written), tuple(joins)), Binding.PRODUCT

    def join(self, left: Expr, right: Expr, box: Box) -> Join:
        """What stands between two factors, the right one laid out as `box`."""
        counted = isinstance(left, ex.Number)
        if self.vocabulary.code:
            return Join.DOT
        if self.vocabulary.stacked:
            start = boxes.first(box)
            bracket = isinstance(start, boxes.Fence) and start.kind == "()"
            apart = left == right or isinstance(start, boxes.Numeral) or (bracket and not counted)
            return Join.DOT if apart else Join.NOTHING
        if isinstance(box, SWALLOWING):
            return Join.SPACE
        if (is_logarithmic(right) or (counted and isinstance(right, ex.Log))) and not is_square_root(right):
            return Join.SPACE
        return Join.NOTHING if counted and self.juxtaposed(right) else Join.DOT

    def juxtaposed(self, right: Expr) -> bool:
        """Does a number stand before it without a sign, on a line: 2n, 3n², 2(n + 1), 2√n; but 2·3^n and 2·T(n/2)?"""
        if isinstance(right, ex.Call):
            return self.vocabulary.spells("sqrt")
        if is_square_root(right):
            return not self.vocabulary.spells("sqrt")
        base = right.base if isinstance(right, ex.Power) else right
        if isinstance(base, ex.Symbol):
            return self.vocabulary.is_letter(base.name)
        return isinstance(base, ex.Add)

    def power(self, base: Expr, exponent: Expr) -> Bound:
        if isinstance(exponent, ex.Number):
            if exponent.value.numerator < 0:
                return self.quotient(signed_quotient(ex.Power(base, exponent)))
            if exponent.value == HALF and (self.vocabulary.code or not exponent.decimal):
                if self.vocabulary.spells("sqrt"):
                    return boxes.Applied(Operator("sqrt"), boxes.Fence(self.box(base))), Binding.ATOM
                return boxes.Radical(self.box(base)), Binding.POWER
        raised = self.inner(exponent if self.vocabulary.code else with_bases(exponent))
        if isinstance(base, ex.Log) and self.is_raised_on_name(base, exponent):
            head = self.logarithm(None if base.unwritten else base.base, raised)
            return self.prefixed(head, base.argument)
        if isinstance(base, ex.Apply) and base.name in ("cos", "sin") and self.is_short_script(exponent):
            return self.call(boxes.Script(Operator(base.name), None, raised), base.arguments), Binding.POWER
        return boxes.Script(self.box(base, Binding.ATOM), None, raised), Binding.POWER

    def is_raised_on_name(self, base: ex.Log, exponent: Expr) -> bool:
        """Is the power written on the name, log^(p+1) n, and not around the logarithm, (log log n)^2?"""
        if self.vocabulary.code or isinstance(base.argument, ex.Log):
            return False
        plain = all(isinstance(x, ex.Number | ex.Symbol | ex.Add | ex.Mul) for x in ex.walk(exponent))
        return plain and (self.vocabulary.stacked or base.base is None or base.unwritten)

    def is_short_script(self, x: Expr) -> bool:
        """Can it be raised on the name of a function: anywhere on paper, a few digits on a line?"""
        few = isinstance(x, ex.Number) and is_natural(x) and x.value < 10**self.vocabulary.superscripts
        return few or self.vocabulary.stacked

    def prefixed(self, head: Box, argument: Expr) -> Bound:
        """log n, log log n, log(n/2): brackets unless the argument is as simple as can be."""
        if self.vocabulary.code:
            return self.call(head, (argument,)), Binding.ATOM
        nested = isinstance(argument, ex.Log) or (isinstance(argument, ex.Apply) and argument.name == "log_star")
        if nested or isinstance(argument, ex.Symbol | ex.Constant) or is_natural(argument):
            return boxes.Applied(head, self.box(argument)), Binding.PREFIX
        return self.call(head, (argument,)), Binding.POWER

    def logarithm(self, base: Expr | None, raised: Box | None = None) -> Box:
        name = Operator("ln" if base == ex.Constant("e") else "log")
        lowered = None if base is None or name.name == "ln" else self.inner(base)
        return boxes.Script(name, lowered, raised) if lowered or raised else name

    def call(self, head: Box, arguments: tuple[Expr, ...]) -> Box:
        first, *more = map(self.inner, arguments)
        return boxes.Applied(head, boxes.Fence(boxes.Commas((first, *more)) if more else first))

    def applied(self, name: str, arguments: tuple[Expr, ...]) -> Bound:
        if self.vocabulary.spells(name):
            return self.call(Operator(name), arguments), Binding.ATOM
        match name, arguments:
            case "floor" | "ceiling" | "abs", (body,):
                return boxes.Fence(self.inner(body), name), Binding.ATOM
            case "factorial", (ex.Number(value),) if value.denominator != 1:
                return self.call(boxes.Letter("Gamma"), (ex.number(value + 1),)), Binding.ATOM
            case "factorial", (body,):
                return boxes.Factorial(self.inner(body, Binding.ATOM)), Binding.POWER
            case "log_star", (body,):
                return self.prefixed(boxes.Script(Operator("log"), None, Operator("*")), body)
            case "harmonic" | "fibonacci", (index,):
                return boxes.Script(boxes.Letter(LETTERS[name]), self.inner(index)), Binding.POWER
            case "binomial", (above, below):
                return boxes.Fence(boxes.Fraction(self.inner(above), self.inner(below), False)), Binding.ATOM
            case "mod", (body, modulus):
                remainder = boxes.Modulo(self.inner(body), self.inner(modulus, Binding.ATOM))
                return boxes.Fence(remainder), Binding.ATOM
        return self.call(Operator(name), arguments), Binding.ATOM

    def range(self, x: ex.Range) -> Bound:
        index, low, high = boxes.Name(x.index), self.inner(x.low), self.inner(x.high)
        if self.vocabulary.spells("range"):
            reach = boxes.Commas((boxes.Reach(index, low, high), self.box(x.body)))
            return boxes.Applied(boxes.Name(x.op), boxes.Fence(reach)), Binding.ATOM
        body = self.box(x.body, Binding.PRODUCT)
        return boxes.BigOperator(x.op, index, low, high, body), Binding.PREFIX

    def over_roots(self, x: ex.RootSum) -> Bound:
        equation = self.inner(x.equation)
        if self.vocabulary.spells("range"):
            arguments = boxes.Commas((equation, self.box(x.body)))
            return boxes.Applied(boxes.Name("sum"), boxes.Fence(arguments)), Binding.ATOM
        return boxes.SumOverRoots(equation, self.box(x.body, Binding.PRODUCT)), Binding.PREFIX
