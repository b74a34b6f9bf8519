"""Formulas for a terminal: 2·T(n/2) + n/log n, n^(log₂ 3), Θ(log² n), √n, ⌊n/2⌋; or in ASCII alone.

What is written can be read back: brackets are left out only where the reading stays the same.
"""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import ClassVar

from recur.model import Expr
from recur.model.expressions import typed_marks
from recur.notation import boxes
from recur.notation.boxes import Box, Join, Operator, Vocabulary, Written, ascii_name, unicode_name
from recur.notation.layout import typeset

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
OPEN = ("log", "ln", "sqrt")  # beside an exponent their brackets may end too early for the eye
KINDS = {"Θ": "Theta", "Ω": "Omega", "ω": "omega"}
SIGNS = {
    "pi": "π", "phi": "φ", "euler_gamma": "γ", "Gamma": "Γ", "binomial": "binom", "sum": "Σ",
    "product": "Π", "integral": "∫", "<=": "≤", ">=": "≥", "!=": "≠",
}  # fmt: skip
_SIGNS = (boxes.Radical, boxes.BigOperator, boxes.SumOverRoots)  # which a keyboard does not have
FENCES = {"()": "()", "floor": "⌊⌋", "ceiling": "⌈⌉", "abs": "||"}


def write(x: Expr, ascii: bool = False) -> str:
    """The formula as one line of plain text."""
    return _written(x, typed_marks(x), ascii)


@lru_cache(maxsize=512)  # T(n), n and log n stand in every other sentence
def _written(x: Expr, _typed: tuple[bool, ...], ascii: bool) -> str:
    return typeset(x, ASCII if ascii else TERMINAL)


class LineVocabulary(Vocabulary[Written]):
    """A line of characters, as a keyboard has them."""

    minus, dot = "-", "*"
    signs: ClassVar[Mapping[str, str]] = {}  # of letters, functions and relations; the rest is as it is called

    @abstractmethod
    def beside(self, *parts: str | Written) -> Written:
        """Signs and what is written already, one after the other."""

    @abstractmethod
    def plain(self, written: Written) -> str:
        """The characters on the line itself."""

    def set(self, box: Box) -> Written:
        match box:
            case boxes.Numeral(text):
                return self.beside(text)
            case boxes.Name(name):
                return self.name(name)
            case boxes.Letter(name) | Operator(name):
                return self.beside(self.signs.get(name, name))
            case boxes.Minus(body):
                return self.beside(self.minus, self.set(body))
            case boxes.Sum():
                return self.sum(box)
            case boxes.Product(factors, joins):
                parts: list[str | Written] = [self.set(factors[0])]
                for join, factor in zip(joins, factors[1:], strict=True):
                    parts += [self.joined(join), self.set(factor)]
                return self.beside(*parts)
            case boxes.Slash(above, below, tight):
                return self.slash(self.set(above), self.set(below), tight)
            case boxes.Script(base, lowered, raised):
                index = [self.lowered(base, lowered)] if lowered else []
                return self.beside(self.set(base), *index, *([self.raised(raised)] if raised else []))
            case boxes.Fence(body, kind):
                return self.beside(FENCES[kind][0], self.set(body), FENCES[kind][1])
            case boxes.Commas(items):
                return self.beside(*self.between(", ", map(self.set, items)))
            case boxes.Applied(head, boxes.Fence() as body):
                return self.beside(self.set(head), self.set(body))
            case boxes.Applied(head, body):
                return self.beside(self.set(head), " ", self.set(body))
            case boxes.Factorial(body):
                return self.beside(self.set(body), "!")
            case boxes.Reach(index, low, high):
                return self.beside(self.set(index), "=", self.set(low), "..", self.set(high))
            case boxes.CaseBrace():
                return self.cases(box)
            case boxes.RelationLine(left, op, right):
                sign = f"{self.signs.get(op, op)} "
                before: list[str | Written] = [self.set(left), " "] if left else []
                return self.beside(*before, sign, self.set(right))
        raise TypeError(f"nothing that a line has: {type(box).__name__}")

    def name(self, name: str) -> Written:
        return self.beside(ascii_name(name))

    def between(self, sign: str, items: Iterable[Written]) -> Iterator[str | Written]:
        """The items with the sign between them."""
        for position, item in enumerate(items):
            yield from (sign, item) if position else (item,)

    def sum(self, x: boxes.Sum) -> Written:
        terms = list(map(self.set, x.terms))
        # n−1, but log n − 1: written log n−1 it could be the logarithm of n − 1.
        room = "" if x.tight and not any(has_open_space(self.plain(term)) for term in terms) else " "
        parts: list[str | Written] = [self.minus, terms[0]] if x.negative[0] else [terms[0]]
        for term, negative in zip(terms[1:], x.negative[1:], strict=True):
            parts += [f"{room}{self.minus if negative else '+'}{room}", term]
        return self.beside(*parts)

    def joined(self, join: Join) -> str:
        return join.value.replace(Join.DOT.value, self.dot)

    def slash(self, above: Written, below: Written, tight: bool) -> Written:
        # log n / 2 is spaced: written log n/2 it could be the logarithm of n/2.
        top = self.plain(above)
        spaced = has_open_space(top) or (not tight and ("^" in top or "/" in self.plain(below)))
        return self.beside(above, " / " if spaced else "/", below)

    def lowered(self, base: Box, index: Box) -> Written:
        whole = isinstance(index, boxes.Numeral) and index.whole
        letter = isinstance(index, boxes.Letter) or (isinstance(index, boxes.Name) and self.is_index(base, index.text))
        return self.beside("_", *([self.set(index)] if whole or letter else ["(", self.set(index), ")"]))

    def is_index(self, base: Box, name: str) -> bool:
        return base != Operator("log") or len(name) == 1

    def raised(self, x: Box) -> Written:
        if x == Operator("*"):
            return self.beside("*")
        known = isinstance(x, boxes.Applied) and isinstance(x.head, Operator) and x.head.name not in OPEN
        bare = known or isinstance(x, boxes.Numeral | boxes.Name | boxes.Letter | boxes.Fence)
        return self.beside("^", *([self.set(x)] if bare else ["(", self.set(x), ")"]))

    def cases(self, x: boxes.CaseBrace) -> Written:
        size, modulus = self.set(x.size), len(x.branches)
        tests = ("even", "odd") if modulus == 2 else [f"mod {modulus} = {r}" for r in range(modulus)]
        rows = (
            self.beside(self.set(branch), " if ", size, f" {test}")
            for branch, test in zip(x.branches, tests, strict=True)
        )
        return self.beside("{", *self.between("; ", rows), "}")


class TextVocabulary(LineVocabulary[str]):
    """A line as text."""

    def beside(self, *parts: str) -> str:
        return "".join(parts)

    def plain(self, written: str) -> str:
        return written


class Ascii(TextVocabulary):
    spelled = frozenset({"floor", "ceiling", "binomial", "mod", "sqrt", "range"})
    signs = KINDS | {"ceiling": "ceil", "binomial": "binom"}

    def is_letter(self, name: str) -> bool:
        return len(ascii_name(name)) == 1


class SignVocabulary(LineVocabulary[Written]):
    """A line with all the signs that Unicode has."""

    spelled = frozenset({"binomial", "mod"})
    superscripts = 3
    minus, dot = "−", "·"
    signs = SIGNS

    def is_letter(self, name: str) -> bool:
        return len(unicode_name(name).rstrip("₀₁₂₃₄₅₆₇₈₉")) == 1

    def set(self, box: Box) -> Written:
        return self.sign(box) if type(box) in _SIGNS else super().set(box)

    def sign(self, box: Box) -> Written:
        match box:
            case boxes.Radical(body):
                bare = isinstance(body, boxes.Name | boxes.Letter) or (isinstance(body, boxes.Numeral) and body.whole)
                return self.beside("√", *([self.set(body)] if bare else ["(", self.set(body), ")"]))
            case boxes.BigOperator():
                return self.big_operator(box)
            case boxes.SumOverRoots(equation, body):
                return self.beside(self.signs["sum"], *self.below(self.set(equation)), " ", self.set(body))
        raise TypeError(f"no sign: {type(box).__name__}")

    @abstractmethod
    def big_operator(self, x: boxes.BigOperator) -> Written: ...

    def below(self, equation: Written) -> Iterable[str | Written]:
        """An equation below a sign."""
        return "_{", equation, "}"


class Terminal(TextVocabulary, SignVocabulary[str]):
    def name(self, name: str) -> str:
        return unicode_name(name)

    def lowered(self, base: Box, index: Box) -> str:
        if base == Operator("log") and isinstance(index, boxes.Numeral) and index.whole:
            return index.text.translate(SUBSCRIPTS)
        return super().lowered(base, index)

    def raised(self, x: Box) -> str:
        if isinstance(x, boxes.Numeral) and x.whole and len(x.text) <= self.superscripts:
            return x.text.translate(SUPERSCRIPTS)
        return super().raised(x)

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
    for character in text if " " in text else "":
        depth += (character in "([{⌊⌈") - (character in ")]}⌋⌉")
        if character == " " and not depth:
            return True
    return False
