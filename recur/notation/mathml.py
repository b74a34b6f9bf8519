"""Formulas in presentation MathML: <msup><mi>n</mi><mn>2</mn></msup>, with nothing beyond MathML Core.

Fractions inside arguments, exponents and sentences stay on the line, as in T(n/2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from recur.model.expressions import (
    Add,
    Apply,
    Asymptotic,
    ByRemainder,
    Call,
    Constant,
    Expr,
    Log,
    Mul,
    Number,
    Power,
    Range,
    Relation,
    Symbol,
)
from recur.model.logarithms import with_bases
from recur.notation.arrangement import (
    HALF,
    Level,
    Quotient,
    coefficient_first,
    decimal_digits,
    integer_digits,
    is_decimal,
    power_of_log_on_name,
    quotient,
    signed_terms,
    takes_no_brackets,
)
from recur.notation.names import GREEK

CONSTANTS = {"e": "e", "pi": "π", "phi": "φ", "euler_gamma": "γ"}
RELATIONS = {"<=": "≤", ">=": "≥", "!=": "≠", "~": "∼"}
BIG_OPERATORS = {"sum": "∑", "product": "∏"}
FENCES = {"floor": "⌊⌋", "ceiling": "⌈⌉", "abs": "||"}
APPLIED, TIMES = "<mo>&#8289;</mo>", "<mo>&#8290;</mo>"  # the invisible signs of application and of a product
THIN = '<mspace width="0.1667em"></mspace>'
DOT, SLASH, COMMA = "<mo>·</mo>", '<mo lspace="0em" rspace="0em">/</mo>', "<mo>,</mo>"
MINUS = '<mo form="prefix">−</mo>'
TALL = ("<mfrac", "<munder", "<msubsup><mo")
_ONE_ELEMENT = re.compile(r"<(mi|mn|mo)\b[^<>]*>[^<>]*</\1>")
_FIRST_LEAF = re.compile(r"<(mi|mn|mo|mspace)\b")


class Row(NamedTuple):
    """Elements beside each other, the level of their outermost operation; `open`: a name at the end, as in n log n,
    would swallow what follows."""

    text: str
    level: Level
    open: bool = False


def write(x: Expr, inline: bool = False) -> str:
    """The formula as one <math> element; `inline` writes n/2 for a fraction."""
    return mathematics(elements(x, inline), inline)


def elements(x: Expr, inline: bool = False) -> str:
    """The formula without the <math> around it."""
    return _Writer(inline).write(x)


def mathematics(content: str, inline: bool = False) -> str:
    display = "" if inline else ' display="block"'
    return f"<math{display}>{content}</math>"


def operator(sign: str) -> str:
    """A sign between two operands: +, or that of a relation such as "<="."""
    return f'<mo form="infix">{escape(RELATIONS.get(sign, sign))}</mo>'


def name(symbol: str) -> str:
    """T_1 with its index lowered, T_inf with ∞, alpha as α."""
    stem, underscore, index = symbol.replace("∞", "_inf").partition("_")
    written = f"<mi>{_letters(GREEK.get(stem, stem))}</mi>"
    if not underscore:
        return written
    index = "∞" if index in ("inf", "infty", "infinity") else _letters(index)
    lowered = f"<mn>{index}</mn>" if index.isdecimal() else f"<mi>{index}</mi>"
    return f"<msub>{written}{lowered}</msub>"


def _letters(text: str) -> str:
    """Escaped, primes as primes; a character that is not printed by its code point."""
    shown = "".join(c if c.isprintable() else f"U{ord(c):04X}" for c in text.replace("'", "′"))
    return escape(shown) or "?"


@dataclass(frozen=True, slots=True)
class _Writer:
    """`tight`: fractions on the line, as arguments, exponents and sentences have them."""

    tight: bool = False

    def write(self, x: Expr, least: Level = Level.RELATION) -> str:
        text, level, _ = self.row(x)
        return text if level >= least else _bracketed(text)

    def inner(self, x: Expr, least: Level = Level.RELATION) -> str:
        return (self if self.tight else _Writer(True)).write(x, least)

    def row(self, x: Expr) -> Row:
        match x:
            case Number():
                return self.number(x)
            case Symbol(symbol):
                return Row(name(symbol), Level.ATOM)
            case Constant(constant):
                return Row(f"<mi>{CONSTANTS[constant]}</mi>", Level.ATOM)
            case Add():
                return self.sum(x)
            case Mul():
                return self.fraction(quotient(x))
            case Power(base, exponent):
                return self.power(base, exponent)
            case Log(argument, base, unwritten):
                return self.prefixed(self.logarithm(None if unwritten else base), argument)
            case Apply(function, arguments):
                return self.applied(function, arguments)
            case Call(function, arguments):
                return Row(name(function) + APPLIED + self.arguments(arguments), Level.ATOM)
            case ByRemainder(argument, branches):
                return self.by_remainder(argument, branches)
            case Range():
                return self.range(x)
            case Asymptotic("~", body):
                return Row('<mo form="prefix">∼</mo>' + self.write(body, Level.SUM), Level.RELATION)
            case Asymptotic(kind, body):
                upright = ' mathvariant="normal"' if kind in "ΘΩ" else ""
                return Row(f"<mi{upright}>{kind}</mi>{APPLIED}{_bracketed(self.write(body))}", Level.ATOM)
            case Relation(op, left, right):
                return Row(self.write(left) + operator(op) + self.write(right), Level.RELATION)
        raise TypeError(f"not a formula: {type(x).__name__}")

    def arguments(self, arguments: tuple[Expr, ...]) -> str:
        return _bracketed(COMMA.join(map(self.inner, arguments)))

    def number(self, x: Number) -> Row:
        sign, value = (MINUS, -x.value) if x.value < 0 else ("", x.value)
        level = Level.SUM if sign else Level.ATOM
        if value.denominator == 1:
            return Row(f"{sign}<mn>{integer_digits(value.numerator)}</mn>", level)
        if x.decimal and is_decimal(value):
            return Row(f"{sign}<mn>{decimal_digits(value)}</mn>", level)
        top, bottom = (f"<mn>{integer_digits(part)}</mn>" for part in (value.numerator, value.denominator))
        text = top + SLASH + bottom if self.tight else f"<mfrac>{top}{bottom}</mfrac>"
        return Row(sign + text, Level.SUM if sign else Level.PRODUCT)

    def sum(self, x: Add) -> Row:
        text = ""
        for negative, term in signed_terms(x):
            written = self.write(term, Level.PRODUCT)
            if not text:
                text = MINUS + written if negative else written
            else:
                text += operator("−" if negative else "+") + written
        return Row(text, Level.SUM)

    def fraction(self, parts: Quotient) -> Row:
        negative, above, below = parts
        values = coefficient_first(parts)
        if values:
            rest = tuple(factor for factor in above if factor not in values)
            coefficient = self.over(rest, below).text
            written = _bracketed(coefficient) if self.tight else coefficient
            product = self.product(values)
            top = Row(written + TIMES + product.text, Level.PRODUCT, product.open)
        else:
            top = self.over(above, below) if below else self.product(above)
        return Row(MINUS + top.text, Level.SUM, top.open) if negative else top

    def over(self, above: tuple[Expr, ...], below: tuple[Expr, ...]) -> Row:
        if not self.tight:
            top, bottom = (_grouped(self.beside_bar(part)) for part in (above, below))
            return Row(f"<mfrac>{top}{bottom}</mfrac>", Level.PRODUCT)
        numerator, denominator = self.product(above), self.product(below)
        bottom = denominator.text if denominator.level >= Level.PREFIX else _bracketed(denominator.text)
        # A logarithm that ends the numerator would swallow the slash: (log n)/2.
        top = _bracketed(numerator.text) if numerator.open else numerator.text
        return Row(top + SLASH + bottom, Level.PRODUCT, denominator.open)

    def beside_bar(self, factors: tuple[Expr, ...]) -> str:
        """Above or below a fraction bar, which brackets by itself: a single sum stands bare."""
        return self.write(factors[0]) if len(factors) == 1 else self.product(factors).text

    def product(self, factors: tuple[Expr, ...]) -> Row:
        if not factors:
            return Row("<mn>1</mn>", Level.ATOM)
        if len(factors) == 1:
            row = self.row(factors[0])
            return row if row.level >= Level.PRODUCT else Row(_bracketed(row.text), Level.ATOM)
        text, open_end = "", False
        for position, factor in enumerate(factors):
            written, level, ends_open = self.row(factor)
            if level < Level.PREFIX or (isinstance(factor, Range) and position < len(factors) - 1):
                written, level, ends_open = _bracketed(written), Level.ATOM, False
            if text:
                text += _separator(factors[position - 1], factor, written, open_end)
            text += written
            open_end = ends_open
        return Row(text, Level.PRODUCT, open_end)

    def power(self, base: Expr, exponent: Expr) -> Row:
        if isinstance(exponent, Number):
            if exponent.value < 0:
                return self.fraction(quotient(Power(base, exponent)))
            if exponent.value == HALF and not exponent.decimal:
                return Row(f"<msqrt>{self.write(base)}</msqrt>", Level.POWER)
        raised = _grouped(self.inner(with_bases(exponent)))
        if isinstance(base, Log) and power_of_log_on_name(base, exponent):
            return self.prefixed(self.logarithm(None if base.unwritten else base.base, raised), base.argument)
        if isinstance(base, Apply) and base.name in ("cos", "sin"):
            head = f"<msup><mi>{base.name}</mi>{raised}</msup>"
            return Row(head + APPLIED + self.arguments(base.arguments), Level.POWER)
        return Row(f"<msup>{_grouped(self.write(base, Level.ATOM))}{raised}</msup>", Level.POWER)

    def by_remainder(self, size: Expr, branches: tuple[Expr, ...]) -> Row:
        """A brace before one row for each remainder: its formula, and n ≡ r (mod m)."""
        written, rows = self.inner(size), ""
        for remainder, branch in enumerate(branches):
            condition = f"{written}<mo>≡</mo><mn>{remainder}</mn><mtext> (mod {len(branches)})</mtext>"
            rows += f"<mtr><mtd>{self.inner(branch)}</mtd><mtd>{condition}</mtd></mtr>"
        return Row(f'<mo stretchy="true">{{</mo><mtable>{rows}</mtable>', Level.ATOM)

    def prefixed(self, head: str, argument: Expr) -> Row:
        """log n, log log n, log(n/2): brackets unless the argument is as simple as can be."""
        if takes_no_brackets(argument):
            return Row(head + APPLIED + THIN + self.write(argument), Level.PREFIX, True)
        return Row(head + APPLIED + _bracketed(self.inner(argument)), Level.POWER)

    def logarithm(self, base: Expr | None, raised: str = "") -> str:
        if base is None or base == Constant("e"):
            written = "<mi>log</mi>" if base is None else "<mi>ln</mi>"
            return f"<msup>{written}{raised}</msup>" if raised else written
        lowered = _grouped(self.inner(base))
        if raised:
            return f"<msubsup><mi>log</mi>{lowered}{raised}</msubsup>"
        return f"<msub><mi>log</mi>{lowered}</msub>"

    def applied(self, function: str, arguments: tuple[Expr, ...]) -> Row:
        first = self.inner(arguments[0])
        match function:
            case "floor" | "ceiling" | "abs":
                return Row(_bracketed(first, FENCES[function]), Level.ATOM)
            case "factorial":
                return Row(f"{self.inner(arguments[0], Level.ATOM)}<mo>!</mo>", Level.POWER)
            case "log_star":
                return self.prefixed("<msup><mi>log</mi><mo>*</mo></msup>", arguments[0])
            case "harmonic" | "fibonacci":
                return Row(
                    f"<msub><mi>{'H' if function == 'harmonic' else 'F'}</mi>{_grouped(first)}</msub>", Level.POWER
                )
            case "binomial":
                above, below = _grouped(first), _grouped(self.inner(arguments[1]))
                return Row(_bracketed(f'<mfrac linethickness="0">{above}{below}</mfrac>'), Level.ATOM)
            case "mod":
                sign = '<mo form="infix" lspace="0.2222em" rspace="0.2222em">mod</mo>'
                return Row(_bracketed(first + sign + self.inner(arguments[1], Level.ATOM)), Level.ATOM)
        return Row(f"<mi>{_letters(function)}</mi>{APPLIED}{self.arguments(arguments)}", Level.ATOM)

    def range(self, x: Range) -> Row:
        index, low, high = name(x.index), self.inner(x.low), self.inner(x.high)
        body = self.write(x.body, Level.PRODUCT)
        if x.op == "integral":
            head = f"<msubsup><mo>∫</mo>{_grouped(low)}{_grouped(high)}</msubsup>"
            return Row(f'{head}{body}{THIN}<mi mathvariant="normal">d</mi>{index}', Level.PREFIX, True)
        if x.op in BIG_OPERATORS:
            start = f"<mrow>{index}{operator('=')}{low}</mrow>"
            head = f"<munderover><mo>{BIG_OPERATORS[x.op]}</mo>{start}{_grouped(high)}</munderover>"
        else:
            reach = f"{low}{operator('<=')}{index}{operator('<=')}{high}"
            head = f"<munder><mi>{_letters(x.op)}</mi><mrow>{reach}</mrow></munder>{APPLIED}{THIN}"
        return Row(head + body, Level.PREFIX, True)


def _separator(left: Expr, right: Expr, written: str, open_end: bool) -> str:
    """A dot where the factors would run together, a thin space before the name of a function, else nothing to see."""
    first = _FIRST_LEAF.search(written)
    bracket = written.startswith("<mrow><mo")
    digit = first is not None and first[1] == "mn"
    if open_end or left == right or digit or (bracket and not isinstance(left, Number)):
        return DOT
    named = isinstance(right, Log | Range) or (isinstance(right, Apply) and written.startswith(("<mi>", "<msup>")))
    raised = isinstance(right, Power) and isinstance(right.base, Log | Apply) and not bracket
    return TIMES + THIN if named or raised else TIMES


def _bracketed(text: str, fences: str = "()") -> str:
    """Brackets that grow with what they hold where it is taller than a line."""
    still = "" if any(tag in text for tag in TALL) else ' stretchy="false"'
    opening = f'<mo form="prefix"{still}>{fences[0]}</mo>'
    closing = f'<mo form="postfix"{still}>{fences[1]}</mo>'
    return f"<mrow>{opening}{text}{closing}</mrow>"


def _grouped(text: str) -> str:
    """One element, as a script or a part of a fraction has to be."""
    return text if _ONE_ELEMENT.fullmatch(text) else f"<mrow>{text}</mrow>"
