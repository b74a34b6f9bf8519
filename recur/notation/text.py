"""Formulas for a terminal: 2·T(n/2) + n/log n, n^(log₂ 3), Θ(log² n), √n, ⌊n/2⌋; or in ASCII alone.

What is written can be read back: brackets are left out only where the reading stays the same.
"""

from collections.abc import Mapping
from typing import ClassVar

from recur.model import Expr
from recur.notation import boxes
from recur.notation.boxes import Box, Join, Operator, Vocabulary, ascii_name, unicode_name
from recur.notation.layout import typeset

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
OPEN = ("log", "ln", "sqrt")  # beside an exponent their brackets may end too early for the eye
KINDS = {"Θ": "Theta", "Ω": "Omega", "ω": "omega"}
SIGNS = {
    "pi": "π", "phi": "φ", "euler_gamma": "γ", "Gamma": "Γ", "binomial": "binom", "sum": "Σ",
    "product": "Π", "integral": "∫", "<=": "≤", ">=": "≥", "!=": "≠",
}  # fmt: skip
FENCES = {"()": "()", "floor": "⌊⌋", "ceiling": "⌈⌉", "abs": "||"}


def write(x: Expr, ascii: bool = False) -> str:
    """The formula as one line of plain text."""
    return typeset(x, ASCII if ascii else TERMINAL)


class LineVocabulary(Vocabulary):
    """A line of characters, as a keyboard has them."""

    minus, dot = "-", "*"
    signs: ClassVar[Mapping[str, str]] = {}  # of letters, functions and relations; the rest is as it is called

    def set(self, box: Box) -> str:
        match box:
            case boxes.Numeral(text):
                return text
            case boxes.Name(name):
                return ascii_name(name)
            case boxes.Letter(name) | Operator(name):
                return self.signs.get(name, name)
            case boxes.Minus(body):
                return self.minus + self.set(body)
            case boxes.Sum():
                return self.sum(box)
            case boxes.Product(factors, joins):
                rest = (self.joined(join) + self.set(factor) for join, factor in zip(joins, factors[1:], strict=True))
                return self.set(factors[0]) + "".join(rest)
            case boxes.Slash(above, below, tight):
                return self.slash(self.set(above), self.set(below), tight)
            case boxes.Script(base, lowered, raised):
                written = self.set(base)
                written += self.lowered(base, lowered) if lowered else ""
                return written + (self.raised(raised) if raised else "")
            case boxes.Fence(body, kind):
                return FENCES[kind][0] + self.set(body) + FENCES[kind][1]
            case boxes.Commas(items):
                return ", ".join(map(self.set, items))
            case boxes.Applied(head, boxes.Fence() as body):
                return self.set(head) + self.set(body)
            case boxes.Applied(head, body):
                return f"{self.set(head)} {self.set(body)}"
            case boxes.Factorial(body):
                return f"{self.set(body)}!"
            case boxes.Reach(index, low, high):
                return f"{self.set(index)}={self.set(low)}..{self.set(high)}"
            case boxes.CaseBrace():
                return self.cases(box)
            case boxes.RelationLine(left, op, right):
                sign = self.signs.get(op, op)
                return f"{self.set(left)} {sign} {self.set(right)}" if left else f"{sign} {self.set(right)}"
        raise TypeError(f"nothing that a line has: {type(box).__name__}")

    def sum(self, x: boxes.Sum) -> str:
        terms = list(map(self.set, x.terms))
        # n−1, but log n − 1: written log n−1 it could be the logarithm of n − 1.
        room = "" if x.tight and not any(map(has_open_space, terms)) else " "
        text = f"{self.minus}{terms[0]}" if x.negative[0] else terms[0]
        for term, negative in zip(terms[1:], x.negative[1:], strict=True):
            text += f"{room}{self.minus if negative else '+'}{room}{term}"
        return text

    def joined(self, join: Join) -> str:
        return join.value.replace(Join.DOT.value, self.dot)

    def slash(self, above: str, below: str, tight: bool) -> str:
        # log n / 2 is spaced: written log n/2 it could be the logarithm of n/2.
        spaced = has_open_space(above) or (not tight and ("^" in above or "/" in below))
        return f"{above} / {below}" if spaced else f"{above}/{below}"

    def lowered(self, base: Box, index: Box) -> str:
        whole = isinstance(index, boxes.Numeral) and index.whole
        letter = isinstance(index, boxes.Letter) or (isinstance(index, boxes.Name) and self.is_index(base, index.text))
        return f"_{self.set(index)}" if whole or letter else f"_({self.set(index)})"

    def is_index(self, base: Box, name: str) -> bool:
        return base != Operator("log") or len(name) == 1

    def raised(self, x: Box) -> str:
        if x == Operator("*"):
            return "*"
        known = isinstance(x, boxes.Applied) and isinstance(x.head, Operator) and x.head.name not in OPEN
        text = self.set(x)
        bare = known or isinstance(x, boxes.Numeral | boxes.Name | boxes.Letter | boxes.Fence)
        return f"^{text}" if bare else f"^({text})"

    def cases(self, x: boxes.CaseBrace) -> str:
        rows, size = map(self.set, x.branches), self.set(x.size)
        modulus = len(x.branches)
        tests = ("even", "odd") if modulus == 2 else [f"mod {modulus} = {r}" for r in range(modulus)]
        return f"{{{'; '.join(f'{row} if {size} {test}' for row, test in zip(rows, tests, strict=True))}}}"


class Ascii(LineVocabulary):
    spelled = frozenset({"floor", "ceiling", "binomial", "mod", "sqrt", "range"})
    signs = KINDS | {"ceiling": "ceil", "binomial": "binom"}

    def is_letter(self, name: str) -> bool:
        return len(ascii_name(name)) == 1


class Terminal(LineVocabulary):
    """A line with all the signs that Unicode has."""

    spelled = frozenset({"binomial", "mod"})
    superscripts = 3
    minus, dot = "−", "·"
    signs = SIGNS

    def is_letter(self, name: str) -> bool:
        return len(unicode_name(name).rstrip("₀₁₂₃₄₅₆₇₈₉")) == 1

    def set(self, box: Box) -> str:
        match box:
            case boxes.Name(name):
                return unicode_name(name)
            case boxes.Radical(body):
                bare = isinstance(body, boxes.Name | boxes.Letter) or (isinstance(body, boxes.Numeral) and body.whole)
                return f"√{self.set(body)}" if bare else f"√({self.set(body)})"
            case boxes.BigOperator():
                return self.big_operator(box)
        return LineVocabulary.set(self, box)

    def lowered(self, base: Box, index: Box) -> str:
        if base == Operator("log") and isinstance(index, boxes.Numeral) and index.whole:
            return index.text.translate(SUBSCRIPTS)
        return LineVocabulary.lowered(self, base, index)

    def raised(self, x: Box) -> str:
        if isinstance(x, boxes.Numeral) and x.whole and len(x.text) <= self.superscripts:
            return x.text.translate(SUPERSCRIPTS)
        return LineVocabulary.raised(self, x)

    def big_operator(self, x: boxes.BigOperator) -> str:
        index, low, high, body = map(self.set, (x.index, x.low, x.high, x.body))
        sign = self.signs.get(x.op, x.op)
        low_end, high_end = (end if len(end) == 1 else f"{{{end}}}" for end in (low, high))
        if x.op == "integral":
            return f"{sign}_{low_end}^{high_end} {body} d{index}"
        if x.op in ("sum", "product"):
            return f"{sign}_{{{index}={low}}}^{high_end} {body}"
        return f"{sign}_{{{low}≤{index}≤{high}}} {body}"


ASCII, TERMINAL = Ascii(), Terminal()


def has_open_space(text: str) -> bool:
    """Is there a space outside all brackets?"""
    depth = 0
    for character in text:
        depth += (character in "([{⌊⌈") - (character in ")]}⌋⌉")
        if character == " " and not depth:
            return True
    return False
