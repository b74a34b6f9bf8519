"""A formula laid out as boxes: here, once for all media, signs are taken out, factors are put in order, fractions get
a bar or a slash, and brackets stand where the reading would change without them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import NamedTuple

from recur.model import expressions as ex
from recur.model.expressions import Expr
from recur.model.logarithms import with_bases
from recur.notation import boxes
from recur.notation.arrangement import (
    HALF,
    Quotient,
    coefficient_first,
    decimal_digits,
    integer_digits,
    is_decimal,
    is_logarithmic,
    is_natural,
    is_square_root,
    quotient,
    signed_terms,
)
from recur.notation.boxes import Box, Join, Operator, Vocabulary


class Level(IntEnum):
    """How tightly the outermost operation binds; what binds less than its place wants goes in brackets."""

    RELATION = 0
    SUM = 1
    PRODUCT = 2
    PREFIX = 3  # log n, Σ …: swallows what follows it
    POWER = 4
    ATOM = 5


class Piece(NamedTuple):
    """A laid-out formula and the level of its outermost operation."""

    box: Box
    level: Level


LETTERS = {"harmonic": "H", "fibonacci": "F"}
UNIT = boxes.Digits("1")


def written(x: Expr, vocabulary: Vocabulary, tight: bool = False) -> str:
    """The formula in the vocabulary's medium."""
    return vocabulary.set(Layout(vocabulary, tight).box(x))


@dataclass(frozen=True, slots=True)
class Layout:
    """`tight`: fractions and sums as arguments, exponents and sentences have them, on the line and without room."""

    vocabulary: Vocabulary
    tight: bool = False

    def box(self, x: Expr, least: Level = Level.RELATION) -> Box:
        box, level = self.piece(x)
        return box if level >= least else boxes.Fence(box)

    def inner(self, x: Expr, least: Level = Level.RELATION) -> Box:
        return (self if self.tight or self.vocabulary.code else Layout(self.vocabulary, True)).box(x, least)

    def piece(self, x: Expr) -> Piece:
        match self.vocabulary.translated(x):
            case ex.Number(value, decimal):
                return self.number(value, decimal)
            case ex.Symbol(name):
                return Piece(boxes.Name(name), Level.ATOM)
            case ex.Constant(name):
                return Piece(boxes.Letter(name), Level.ATOM)
            case ex.Add() as total:
                return self.sum(total)
            case ex.Mul() as product:
                return self.quotient(quotient(product))
            case ex.Power(base, exponent):
                return self.power(base, exponent)
            case ex.Log(argument, base, unwritten):
                return self.prefixed(self.logarithm(None if unwritten else base), argument)
            case ex.Apply(name, arguments):
                return self.applied(name, arguments)
            case ex.Call(function, arguments):
                return Piece(self.call(boxes.Name(function), arguments), Level.ATOM)
            case ex.ByRemainder(size, branches):
                branch = self.inner if self.vocabulary.stacked else self.box
                return Piece(boxes.Cases(self.inner(size), tuple(map(branch, branches))), Level.ATOM)
            case ex.Range() as many:
                return self.range(many)
            case ex.Asymptotic("~", body) if self.vocabulary.code:
                return Piece(boxes.Comparison(None, "~", self.box(body, Level.ATOM)), Level.POWER)
            case ex.Asymptotic("~", body):
                return Piece(boxes.Comparison(None, "~", self.box(body, Level.SUM)), Level.RELATION)
            case ex.Asymptotic(kind, body):
                return Piece(boxes.Applied(Operator(kind), boxes.Fence(self.box(body))), Level.ATOM)
            case ex.Relation(op, left, right):
                return Piece(boxes.Comparison(self.box(left), op, self.box(right)), Level.RELATION)
        raise TypeError(f"not a formula: {type(x).__name__}")

    def number(self, value: Fraction, decimal: bool) -> Piece:
        size = abs(value)
        if size.denominator == 1:
            piece = Piece(boxes.Digits(integer_digits(size.numerator)), Level.ATOM)
        elif decimal and not self.vocabulary.code and is_decimal(size):
            piece = Piece(boxes.Digits(decimal_digits(size)), Level.ATOM)
        else:
            above, below = (boxes.Digits(integer_digits(part)) for part in size.as_integer_ratio())
            piece = Piece(self.over(above, below), Level.PRODUCT)
        return Piece(boxes.Minus(piece.box), Level.SUM) if value < 0 else piece

    def over(self, above: Box, below: Box) -> Box:
        if self.vocabulary.stacked and not self.tight:
            return boxes.Fraction(above, below)
        return boxes.Slash(above, below, self.tight)

    def sum(self, x: ex.Add) -> Piece:
        terms = signed_terms(x)
        laid_out = tuple(self.box(term, Level.PRODUCT) for _, term in terms)
        return Piece(boxes.Sum(laid_out, tuple(negative for negative, _ in terms), self.tight), Level.SUM)

    def quotient(self, parts: Quotient) -> Piece:
        negative, above, below = parts
        values = () if self.vocabulary.code else coefficient_first(parts)
        if values:
            rest = tuple(factor for factor in above if factor not in values)
            coefficient, times = self.fraction(rest, below).box, self.product(values).box
            join = self.join(ex.ONE, values[0], times.factors[0] if isinstance(times, boxes.Product) else times)
            if not isinstance(coefficient, boxes.Fraction):
                coefficient = boxes.Fence(coefficient)
            piece = Piece(boxes.Product((coefficient, times), (join,)), Level.PRODUCT)
        else:
            piece = self.fraction(above, below) if below else self.product(above)
        return Piece(boxes.Minus(piece.box), Level.SUM) if negative else piece

    def fraction(self, above: tuple[Expr, ...], below: tuple[Expr, ...]) -> Piece:
        if self.vocabulary.stacked and not self.tight:
            return Piece(boxes.Fraction(self.beside_bar(above), self.beside_bar(below)), Level.PRODUCT)
        top = self.product(above).box
        bottom, level = self.product(below)
        # A logarithm that ends the numerator would swallow the slash: (log n)/2; in a terminal log n / 2.
        if self.vocabulary.stacked and boxes.is_open(top):
            top = boxes.Fence(top)
        return Piece(self.over(top, bottom if level >= Level.PREFIX else boxes.Fence(bottom)), Level.PRODUCT)

    def beside_bar(self, factors: tuple[Expr, ...]) -> Box:
        """Above or below a fraction bar, which brackets by itself: a single sum stands bare."""
        return self.box(factors[0]) if len(factors) == 1 else self.product(factors).box

    def product(self, factors: tuple[Expr, ...]) -> Piece:
        if not factors:
            return Piece(UNIT, Level.ATOM)
        if len(factors) == 1:
            piece = self.piece(factors[0])
            least = Level.POWER if self.vocabulary.code else Level.PRODUCT
            return piece if piece.level >= least else Piece(boxes.Fence(piece.box), Level.ATOM)
        written: list[Box] = []
        joins: list[Join] = []
        for position, factor in enumerate(factors):
            box, level = self.piece(factor)
            if level < Level.PREFIX or (isinstance(box, boxes.BigOperator) and position < len(factors) - 1):
                box = boxes.Fence(box)
            if written:
                # log n · log log n, not log(n·log log n)
                apart = boxes.is_open(written[-1])
                joins.append(Join.WIDE_DOT if apart else self.join(factors[position - 1], factor, box))
            written.append(box)
        return Piece(boxes.Product(tuple(written), tuple(joins)), Level.PRODUCT)

    def join(self, left: Expr, right: Expr, box: Box) -> Join:
        """What stands between two factors, the right one laid out as `box`."""
        counted = isinstance(left, ex.Number)
        if self.vocabulary.code:
            return Join.DOT
        if self.vocabulary.stacked:
            start = boxes.first(box)
            bracket = isinstance(start, boxes.Fence) and start.kind == "()"
            apart = left == right or isinstance(start, boxes.Digits) or (bracket and not counted)
            return Join.DOT if apart else Join.NOTHING
        if isinstance(box, boxes.BigOperator):
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

    def power(self, base: Expr, exponent: Expr) -> Piece:
        if isinstance(exponent, ex.Number):
            if exponent.value < 0:
                return self.quotient(quotient(ex.Power(base, exponent)))
            if exponent.value == HALF and (self.vocabulary.code or not exponent.decimal):
                if self.vocabulary.spells("sqrt"):
                    return Piece(boxes.Applied(Operator("sqrt"), boxes.Fence(self.box(base))), Level.ATOM)
                return Piece(boxes.Radical(self.box(base)), Level.POWER)
        raised = self.inner(exponent if self.vocabulary.code else with_bases(exponent))
        if isinstance(base, ex.Log) and self.is_raised_on_name(base, exponent):
            head = self.logarithm(None if base.unwritten else base.base, raised)
            return self.prefixed(head, base.argument)
        if isinstance(base, ex.Apply) and base.name in ("cos", "sin") and self.is_short_script(exponent):
            return Piece(self.call(boxes.Script(Operator(base.name), None, raised), base.arguments), Level.POWER)
        return Piece(boxes.Script(self.box(base, Level.ATOM), None, raised), Level.POWER)

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

    def prefixed(self, head: Box, argument: Expr) -> Piece:
        """log n, log log n, log(n/2): brackets unless the argument is as simple as can be."""
        if self.vocabulary.code:
            return Piece(self.call(head, (argument,)), Level.ATOM)
        nested = isinstance(argument, ex.Log) or (isinstance(argument, ex.Apply) and argument.name == "log_star")
        if nested or isinstance(argument, ex.Symbol | ex.Constant) or is_natural(argument):
            return Piece(boxes.Applied(head, self.box(argument)), Level.PREFIX)
        return Piece(self.call(head, (argument,)), Level.POWER)

    def logarithm(self, base: Expr | None, raised: Box | None = None) -> Box:
        name = Operator("ln" if base == ex.Constant("e") else "log")
        lowered = None if base is None or name.name == "ln" else self.inner(base)
        return boxes.Script(name, lowered, raised) if lowered or raised else name

    def call(self, head: Box, arguments: tuple[Expr, ...]) -> Box:
        first, *more = map(self.inner, arguments)
        return boxes.Applied(head, boxes.Fence(boxes.Commas((first, *more)) if more else first))

    def applied(self, name: str, arguments: tuple[Expr, ...]) -> Piece:
        if self.vocabulary.spells(name):
            return Piece(self.call(Operator(name), arguments), Level.ATOM)
        match name, arguments:
            case "floor" | "ceiling" | "abs", (body,):
                return Piece(boxes.Fence(self.inner(body), name), Level.ATOM)
            case "factorial", (body,):
                return Piece(boxes.Factorial(self.inner(body, Level.ATOM)), Level.POWER)
            case "log_star", (body,):
                return self.prefixed(boxes.Script(Operator("log"), None, Operator("*")), body)
            case "harmonic" | "fibonacci", (index,):
                return Piece(boxes.Script(boxes.Letter(LETTERS[name]), self.inner(index)), Level.POWER)
            case "binomial", (above, below):
                return Piece(boxes.Fence(boxes.Fraction(self.inner(above), self.inner(below), False)), Level.ATOM)
            case "mod", (body, modulus):
                remainder = boxes.Remainder(self.inner(body), self.inner(modulus, Level.ATOM))
                return Piece(boxes.Fence(remainder), Level.ATOM)
        return Piece(self.call(Operator(name), arguments), Level.ATOM)

    def range(self, x: ex.Range) -> Piece:
        index, low, high = boxes.Name(x.index), self.inner(x.low), self.inner(x.high)
        if self.vocabulary.spells("range"):
            reach = boxes.Commas((boxes.Reach(index, low, high), self.box(x.body)))
            return Piece(boxes.Applied(boxes.Name(x.op), boxes.Fence(reach)), Level.ATOM)
        body = self.box(x.body, Level.PRODUCT)
        return Piece(boxes.BigOperator(x.op, index, low, high, body), Level.PREFIX)
