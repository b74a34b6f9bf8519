r"""Formulas in LaTeX mathematics mode: \frac{n}{\log n}, n^{\log_2 3}, \Theta(n \log n); ASCII only.

Fractions inside arguments and exponents stay on the line, as in T(n/2).
"""

from __future__ import annotations

from dataclasses import dataclass

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
    Piece,
    Quotient,
    coefficient_first,
    decimal_digits,
    integer_digits,
    is_decimal,
    is_square_root,
    power_of_log_on_name,
    quotient,
    signed_terms,
    takes_no_brackets,
)
from recur.notation.names import latex_name

CONSTANTS = {"e": "e", "pi": r"\pi", "phi": r"\varphi", "euler_gamma": r"\gamma"}
KINDS = {"Θ": r"\Theta", "O": "O", "Ω": r"\Omega", "o": "o", "ω": r"\omega"}
RELATIONS = {"=": "=", "<": "<", "<=": r"\le", ">": ">", ">=": r"\ge", "!=": r"\ne", "~": r"\sim"}
BIG_OPERATORS = {"sum": r"\sum", "product": r"\prod"}
TALL = (r"\frac", r"\sum", r"\int", r"\prod", r"\binom", r"\max_", r"\min_")


def write(x: Expr, inline: bool = False) -> str:
    """The formula, without the dollar signs around it; `inline` writes n/2 for a fraction."""
    return _Writer(inline).write(x)


@dataclass(frozen=True, slots=True)
class _Writer:
    """`tight`: fractions on the line, as arguments, exponents and sentences have them."""

    tight: bool = False

    def write(self, x: Expr, least: Level = Level.RELATION) -> str:
        text, level = self.piece(x)
        return text if level >= least else _bracketed(text)

    def inner(self, x: Expr, least: Level = Level.RELATION) -> str:
        return (self if self.tight else _Writer(True)).write(x, least)

    def piece(self, x: Expr) -> Piece:
        match x:
            case Number():
                return self.number(x)
            case Symbol(name):
                return Piece(latex_name(name), Level.ATOM)
            case Constant(name):
                return Piece(CONSTANTS[name], Level.ATOM)
            case Add():
                return self.sum(x)
            case Mul():
                return self.fraction(quotient(x))
            case Power(base, exponent):
                return self.power(base, exponent)
            case Log(argument, base, unwritten):
                return self.prefixed(self.logarithm(None if unwritten else base), argument)
            case Apply(name, arguments):
                return self.applied(name, arguments)
            case Call(function, arguments):
                return Piece(latex_name(function) + self.arguments(arguments), Level.ATOM)
            case ByRemainder(argument, branches):
                size = self.inner(argument)
                rows = [rf"{self.inner(b)} & {size} \equiv {r} \pmod{{{x.modulus}}}" for r, b in enumerate(branches)]
                return Piece(r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}", Level.ATOM)
            case Range():
                return self.range(x)
            case Asymptotic("~", body):
                return Piece(rf"\sim {self.write(body, Level.SUM)}", Level.RELATION)
            case Asymptotic(kind, body):
                return Piece(KINDS[kind] + _bracketed(self.write(body)), Level.ATOM)
            case Relation(op, left, right):
                return Piece(f"{self.write(left)} {RELATIONS[op]} {self.write(right)}", Level.RELATION)
        raise TypeError(f"not a formula: {type(x).__name__}")

    def arguments(self, arguments: tuple[Expr, ...]) -> str:
        return _bracketed(", ".join(map(self.inner, arguments)))

    def number(self, x: Number) -> Piece:
        sign, value = ("-", -x.value) if x.value < 0 else ("", x.value)
        level = Level.SUM if sign else Level.ATOM
        if value.denominator == 1:
            return Piece(sign + integer_digits(value.numerator), level)
        if x.decimal and is_decimal(value):
            return Piece(sign + decimal_digits(value), level)
        top, bottom = integer_digits(value.numerator), integer_digits(value.denominator)
        text = f"{top}/{bottom}" if self.tight else rf"\frac{{{top}}}{{{bottom}}}"
        return Piece(sign + text, Level.SUM if sign else Level.PRODUCT)

    def sum(self, x: Add) -> Piece:
        text = ""
        for negative, term in signed_terms(x):
            written = self.write(term, Level.PRODUCT)
            if not text:
                text = f"-{written}" if negative else written
            else:
                text += f" - {written}" if negative else f" + {written}"
        return Piece(text, Level.SUM)

    def fraction(self, parts: Quotient) -> Piece:
        negative, above, below = parts
        values = coefficient_first(parts)
        if values:
            rest = tuple(factor for factor in above if factor not in values)
            coefficient = self.over(rest, below)
            written = coefficient if not self.tight else _bracketed(coefficient)
            top = Piece(rf"{written} {self.product(values).text}", Level.PRODUCT)
        else:
            top = Piece(self.over(above, below), Level.PRODUCT) if below else self.product(above)
        return Piece(f"-{top.text}", Level.SUM) if negative else top

    def over(self, above: tuple[Expr, ...], below: tuple[Expr, ...]) -> str:
        if not self.tight:
            return rf"\frac{{{self.beside_bar(above)}}}{{{self.beside_bar(below)}}}"
        top, bottom = self.product(above), self.product(below)
        text = bottom.text if bottom.level >= Level.PREFIX else _bracketed(bottom.text)
        # A logarithm that ends the numerator would swallow the slash: (log n)/2.
        open_end = top.level < Level.ATOM and "\\" in top.text and " " in top.text
        return f"({top.text})/{text}" if open_end else f"{top.text}/{text}"

    def beside_bar(self, factors: tuple[Expr, ...]) -> str:
        """Above or below a fraction bar, which brackets by itself: a single sum stands bare."""
        return self.write(factors[0]) if len(factors) == 1 else self.product(factors).text

    def product(self, factors: tuple[Expr, ...]) -> Piece:
        if not factors:
            return Piece("1", Level.ATOM)
        if len(factors) == 1:
            piece = self.piece(factors[0])
            return piece if piece.level >= Level.PRODUCT else Piece(_bracketed(piece.text), Level.ATOM)
        text, open_end = "", False
        for position, factor in enumerate(factors):
            written, level = self.piece(factor)
            if level < Level.PREFIX or (isinstance(factor, Range) and position < len(factors) - 1):
                written, level = _bracketed(written), Level.ATOM
            if text:
                text += _separator(factors[position - 1], factor, written, open_end)
            text += written
            open_end = level is Level.PREFIX
        return Piece(text, Level.PRODUCT)

    def power(self, base: Expr, exponent: Expr) -> Piece:
        if isinstance(exponent, Number):
            if exponent.value < 0:
                return self.fraction(quotient(Power(base, exponent)))
            if exponent.value == HALF and not exponent.decimal:
                return Piece(rf"\sqrt{{{self.write(base)}}}", Level.POWER)
        raised = "^" + _group(self.inner(with_bases(exponent)))
        if isinstance(base, Log) and power_of_log_on_name(base, exponent):
            return self.prefixed(self.logarithm(None if base.unwritten else base.base) + raised, base.argument)
        if isinstance(base, Apply) and base.name in ("cos", "sin"):
            return Piece(rf"\{base.name}{raised}{self.arguments(base.arguments)}", Level.POWER)
        return Piece(self.write(base, Level.ATOM) + raised, Level.POWER)

    def prefixed(self, name: str, argument: Expr) -> Piece:
        r"""\log n, \log \log n, \log(n/2): brackets unless the argument is as simple as can be."""
        if takes_no_brackets(argument):
            return Piece(f"{name} {self.write(argument)}", Level.PREFIX)
        return Piece(name + _bracketed(self.inner(argument)), Level.POWER)

    def logarithm(self, base: Expr | None) -> str:
        if base is None:
            return r"\log"
        return r"\ln" if base == Constant("e") else rf"\log_{_group(self.inner(base))}"

    def applied(self, name: str, arguments: tuple[Expr, ...]) -> Piece:
        first = self.inner(arguments[0])
        match name:
            case "floor":
                return Piece(rf"\lfloor {first} \rfloor", Level.ATOM)
            case "ceiling":
                return Piece(rf"\lceil {first} \rceil", Level.ATOM)
            case "factorial":
                return Piece(self.inner(arguments[0], Level.ATOM) + "!", Level.POWER)
            case "log_star":
                return self.prefixed(r"\log^*", arguments[0])
            case "abs":
                return Piece(rf"\lvert {first} \rvert", Level.ATOM)
            case "harmonic" | "fibonacci":
                return Piece(f"{'H' if name == 'harmonic' else 'F'}_{{{first}}}", Level.POWER)
            case "binomial":
                return Piece(rf"\binom{{{first}}}{{{self.inner(arguments[1])}}}", Level.ATOM)
            case "mod":
                return Piece(rf"({first} \bmod {self.inner(arguments[1], Level.ATOM)})", Level.ATOM)
        return Piece(rf"\{name}{self.arguments(arguments)}", Level.ATOM)

    def range(self, x: Range) -> Piece:
        index, low, high = latex_name(x.index), self.inner(x.low), self.inner(x.high)
        if x.op == "integral":
            body = self.write(x.body, Level.PRODUCT)
            return Piece(rf"\int_{{{low}}}^{{{high}}} {body} \mathrm{{d}}{index}", Level.PREFIX)
        if x.op in BIG_OPERATORS:
            head = rf"{BIG_OPERATORS[x.op]}_{{{index}={low}}}^{{{high}}}"
        else:
            head = rf"\{x.op}_{{{low} \le {index} \le {high}}}"
        return Piece(f"{head} {self.write(x.body, Level.PRODUCT)}", Level.PREFIX)


def _separator(left: Expr, right: Expr, written: str, open_end: bool) -> str:
    bracket = written.startswith((r"\left(", "("))
    if open_end or left == right or written[0].isdigit() or (bracket and not isinstance(left, Number)):
        return r" \cdot "
    if isinstance(left, Number) and (bracket or written[0].isalpha() or is_square_root(right)):
        return ""
    return " "


def _bracketed(text: str) -> str:
    return rf"\left({text}\right)" if any(command in text for command in TALL) else f"({text})"


def _group(text: str) -> str:
    return text if len(text) == 1 else f"{{{text}}}"
