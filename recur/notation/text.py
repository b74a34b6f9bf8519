"""Formulas for a terminal: 2·T(n/2) + n/log n, n^(log₂ 3), Θ(log² n), √n, ⌊n/2⌋; or in ASCII alone.

What is written can be read back: brackets are left out only where the reading stays the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from recur.model.expressions import (
    ONE,
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
    is_logarithmic,
    is_natural,
    is_square_root,
    power_of_log_on_name,
    quotient,
    signed_terms,
    takes_no_brackets,
)
from recur.notation.names import ascii_name, unicode_name

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
CONSTANTS = {"e": "e", "pi": "π", "phi": "φ", "euler_gamma": "γ"}
ASCII_CONSTANTS = {"e": "e", "pi": "pi", "phi": "phi", "euler_gamma": "euler_gamma"}
KINDS = {"Θ": "Theta", "Ω": "Omega", "ω": "omega"}
RELATIONS = {"<=": "≤", ">=": "≥", "!=": "≠"}
BIG_OPERATORS = {"sum": "Σ", "product": "Π"}


def write(x: Expr, ascii: bool = False) -> str:
    """The formula as one line of plain text."""
    return _Writer(ascii).write(x)


@dataclass(frozen=True, slots=True)
class _Writer:
    """`tight` leaves out the spaces around + and −: so are exponents and arguments written."""

    ascii: bool
    tight: bool = False

    def write(self, x: Expr, least: Level = Level.RELATION) -> str:
        text, level = self.piece(x)
        return text if level >= least else f"({text})"

    def inner(self, x: Expr, least: Level = Level.RELATION) -> str:
        return (self if self.tight else _Writer(self.ascii, True)).write(x, least)

    @property
    def minus(self) -> str:
        return "-" if self.ascii else "−"

    @property
    def dot(self) -> str:
        return "*" if self.ascii else "·"

    def piece(self, x: Expr) -> Piece:
        match x:
            case Number():
                return self.number(x)
            case Symbol(name):
                return Piece(self.name(name), Level.ATOM)
            case Constant(name):
                return Piece((ASCII_CONSTANTS if self.ascii else CONSTANTS)[name], Level.ATOM)
            case Add():
                return self.sum(x)
            case Mul():
                return self.fraction(quotient(x))
            case Power(base, exponent):
                return self.power(base, exponent)
            case Log(argument, base, unwritten):
                return self.prefixed("log" if base is None or unwritten else self.logarithm(base), argument)
            case Apply(name, arguments):
                return self.applied(name, arguments)
            case Call(function, arguments):
                written = ", ".join(map(self.inner, arguments))
                return Piece(f"{self.name(function)}({written})", Level.ATOM)
            case ByRemainder(argument, branches):
                rows = (f"{self.write(b)} if {self.remainder(argument, x.modulus, r)}" for r, b in enumerate(branches))
                return Piece(f"{{{'; '.join(rows)}}}", Level.ATOM)
            case Range():
                return self.range(x)
            case Asymptotic("~", body):
                return Piece(f"~ {self.write(body, Level.SUM)}", Level.RELATION)
            case Asymptotic(kind, body):
                sign = KINDS.get(kind, kind) if self.ascii else kind
                return Piece(f"{sign}({self.write(body)})", Level.ATOM)
            case Relation(op, left, right):
                sign = op if self.ascii else RELATIONS.get(op, op)
                return Piece(f"{self.write(left)} {sign} {self.write(right)}", Level.RELATION)
        raise TypeError(f"not a formula: {type(x).__name__}")

    def name(self, name: str) -> str:
        return ascii_name(name) if self.ascii else unicode_name(name)

    def number(self, x: Number) -> Piece:
        sign, value = (self.minus, -x.value) if x.value < 0 else ("", x.value)
        level = Level.SUM if sign else Level.ATOM
        if value.denominator == 1:
            return Piece(sign + integer_digits(value.numerator), level)
        if x.decimal and is_decimal(value):
            return Piece(sign + decimal_digits(value), level)
        text = f"{integer_digits(value.numerator)}/{integer_digits(value.denominator)}"
        return Piece(sign + text, Level.SUM if sign else Level.PRODUCT)

    def sum(self, x: Add) -> Piece:
        terms = [(negative, self.write(term, Level.PRODUCT)) for negative, term in signed_terms(x)]
        # n−1, but log n − 1: written log n−1 it could be the logarithm of n − 1.
        tight = self.tight and not any(_has_open_space(written) for _, written in terms)
        text = ""
        for negative, written in terms:
            sign = self.minus if negative else "+"
            if not text:
                text = f"{self.minus}{written}" if negative else written
            else:
                text += f"{sign}{written}" if tight else f" {sign} {written}"
        return Piece(text, Level.SUM)

    def fraction(self, parts: Quotient) -> Piece:
        negative, above, below = parts
        values = coefficient_first(parts)
        if values:
            rest = tuple(factor for factor in above if factor not in values)
            coefficient = self.fraction(Quotient(False, rest, below)).text
            separator = "" if self.ascii else self.separator(ONE, values[0], False)
            top = Piece(f"({coefficient}){separator}{self.product(values).text}", Level.PRODUCT)
        else:
            top = self.product(above)
            if below:
                top = Piece(top.text + self.over(top, below), Level.PRODUCT)
        return Piece(self.minus + top.text, Level.SUM) if negative else top

    def over(self, top: Piece, below: tuple[Expr, ...]) -> str:
        bottom = self.product(below)
        text = bottom.text if bottom.level >= Level.PREFIX else f"({bottom.text})"
        # log n / 2 is spaced: written log n/2 it could be the logarithm of n/2.
        spaced = _has_open_space(top.text) or (not self.tight and ("^" in top.text or "/" in text))
        return f" / {text}" if spaced else f"/{text}"

    def product(self, factors: tuple[Expr, ...]) -> Piece:
        if not factors:
            return Piece("1", Level.ATOM)
        if len(factors) == 1:
            top = self.piece(factors[0])
            return top if top.level >= Level.PRODUCT else Piece(f"({top.text})", Level.ATOM)
        text, open_end = "", False
        for position, factor in enumerate(factors):
            last = position == len(factors) - 1
            written, level = self.piece(factor)
            if level < Level.PREFIX or (isinstance(factor, Range) and not last):
                written, level = f"({written})", Level.ATOM
            if text:
                text += self.separator(factors[position - 1], factor, open_end)
            text += written
            open_end = level is Level.PREFIX
        return Piece(text, Level.PRODUCT)

    def separator(self, left: Expr, right: Expr, open_end: bool) -> str:
        if open_end:
            return f" {self.dot} "  # log n · log log n, not log(n·log log n)
        if isinstance(right, Range) and not self.ascii:
            return " "
        counted = isinstance(left, Number)
        if (is_logarithmic(right) or (counted and isinstance(right, Log))) and not is_square_root(right):
            return " "
        return "" if counted and self.juxtaposed(right) else self.dot

    def juxtaposed(self, right: Expr) -> bool:
        """Does a number stand before it without a sign: 2n, 3n², 2(n + 1), 2√n; but 2·3^n and 2·T(n/2)?"""
        if isinstance(right, Call):
            return self.ascii
        if is_square_root(right):
            return not self.ascii
        base = right.base if isinstance(right, Power) else right
        if isinstance(base, Symbol):
            return len(self.name(base.name).rstrip("₀₁₂₃₄₅₆₇₈₉")) == 1
        return isinstance(base, Add)

    def power(self, base: Expr, exponent: Expr) -> Piece:
        if isinstance(exponent, Number):
            if exponent.value < 0:
                return self.fraction(quotient(Power(base, exponent)))
            if exponent.value == HALF and not exponent.decimal:
                if self.ascii:
                    return Piece(f"sqrt({self.write(base)})", Level.ATOM)
                bare = isinstance(base, Symbol | Constant) or is_natural(base)
                return Piece(f"√{self.write(base)}" if bare else f"√({self.write(base)})", Level.POWER)
        raised = self.exponent(with_bases(exponent))
        unbased = isinstance(base, Log) and (base.base is None or base.unwritten)
        if unbased and isinstance(base, Log) and power_of_log_on_name(base, exponent):
            return self.prefixed(f"log{raised}", base.argument)
        if isinstance(base, Apply) and base.name in ("cos", "sin") and not raised.startswith("^"):
            return Piece(f"{base.name}{raised}({self.inner(base.arguments[0])})", Level.POWER)
        return Piece(self.write(base, Level.ATOM) + raised, Level.POWER)

    def exponent(self, x: Expr) -> str:
        if isinstance(x, Number) and is_natural(x) and not self.ascii and x.value < 1000:
            return str(x.value.numerator).translate(SUPERSCRIPTS)
        text, level = (self if self.tight else _Writer(self.ascii, True)).piece(x)
        bare = level is Level.ATOM and not isinstance(x, Call | Asymptotic | Power)
        return f"^{text}" if bare else f"^({text})"

    def remainder(self, size: Expr, modulus: int, remainder: int) -> str:
        """n even, n odd; n mod 3 = 1."""
        if modulus == 2:
            return f"{self.inner(size)} {('even', 'odd')[remainder]}"
        return f"{self.inner(size)} mod {modulus} = {remainder}"

    def prefixed(self, name: str, argument: Expr) -> Piece:
        """log n, log log n, log(n/2): brackets unless the argument is as simple as can be."""
        if takes_no_brackets(argument):
            return Piece(f"{name} {self.write(argument)}", Level.PREFIX)
        return Piece(f"{name}({self.inner(argument)})", Level.POWER)

    def logarithm(self, base: Expr) -> str:
        if base == Constant("e"):
            return "ln"
        text = self.inner(base)
        if is_natural(base) and not self.ascii:
            return "log" + text.translate(SUBSCRIPTS)
        bare = isinstance(base, Constant) or (isinstance(base, Symbol) and len(base.name) == 1) or is_natural(base)
        return f"log_{text}" if bare else f"log_({text})"

    def applied(self, name: str, arguments: tuple[Expr, ...]) -> Piece:
        written = ", ".join(map(self.inner, arguments))
        match name:
            case "floor" if not self.ascii:
                return Piece(f"⌊{written}⌋", Level.ATOM)
            case "ceiling":
                return Piece(f"ceil({written})" if self.ascii else f"⌈{written}⌉", Level.ATOM)
            case "factorial":
                return Piece(self.inner(arguments[0], Level.ATOM) + "!", Level.POWER)
            case "log_star":
                return self.prefixed("log*", arguments[0])
            case "abs":
                return Piece(f"|{written}|", Level.ATOM)
            case "harmonic" | "fibonacci":
                letter = "H" if name == "harmonic" else "F"
                bare = isinstance(arguments[0], Symbol) or is_natural(arguments[0])
                return Piece(f"{letter}_{written}" if bare else f"{letter}_({written})", Level.POWER)
            case "binomial":
                return Piece(f"binom({written})", Level.ATOM)
        return Piece(f"{name}({written})", Level.ATOM)

    def range(self, x: Range) -> Piece:
        index, low, high = self.name(x.index), self.inner(x.low), self.inner(x.high)
        if self.ascii:
            return Piece(f"{x.op}({index}={low}..{high}, {self.write(x.body)})", Level.ATOM)
        low_end, high_end = (end if len(end) == 1 else f"{{{end}}}" for end in (low, high))
        if x.op == "integral":
            body = self.write(x.body, Level.PRODUCT)
            return Piece(f"∫_{low_end}^{high_end} {body} d{index}", Level.PREFIX)
        if x.op in BIG_OPERATORS:
            head = f"{BIG_OPERATORS[x.op]}_{{{index}={low}}}^{high_end}"
        else:
            head = f"{x.op}_{{{low}≤{index}≤{high}}}"
        return Piece(f"{head} {self.write(x.body, Level.PRODUCT)}", Level.PREFIX)


def _has_open_space(text: str) -> bool:
    """Is there a space outside all brackets?"""
    depth = 0
    for character in text:
        depth += (character in "([{⌊⌈") - (character in ")]}⌋⌉")
        if character == " " and not depth:
            return True
    return False
