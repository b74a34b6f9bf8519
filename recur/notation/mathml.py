"""Formulas in presentation MathML: <msup><mi>n</mi><mn>2</mn></msup>, with nothing beyond MathML Core.

Fractions inside arguments, exponents and sentences stay on the line, as in T(n/2).
"""

from html import escape

from recur.model import Expr
from recur.model.patterns import regex
from recur.notation import boxes
from recur.notation.boxes import GREEK, Box, Join, Operator, Vocabulary
from recur.notation.layout import typeset

LETTERS = {"pi": "π", "phi": "φ", "euler_gamma": "γ", "Gamma": "Γ"}
RELATIONS = {"-": "−", "<=": "≤", ">=": "≥", "!=": "≠", "~": "∼"}
BIG_OPERATORS = {"sum": "∑", "product": "∏"}
FENCES = {"()": "()", "floor": "⌊⌋", "ceiling": "⌈⌉", "abs": "||"}
APPLIED, TIMES = "<mo>&#8289;</mo>", "<mo>&#8290;</mo>"  # the invisible signs of application and of a product
THIN = '<mspace width="0.1667em"></mspace>'
DOT, SLASH, COMMA = "<mo>·</mo>", '<mo lspace="0em" rspace="0em">/</mo>', "<mo>,</mo>"
MOD = '<mo form="infix" lspace="0.2222em" rspace="0.2222em">mod</mo>'
MINUS = '<mo form="prefix">−</mo>'
_ONE_ELEMENT = regex(r"<(mi|mn|mo)\b[^<>]*>[^<>]*</\1>")


def write(x: Expr, inline: bool = False) -> str:
    """The formula as one <math> element; `inline` writes n/2 for a fraction."""
    return mathematics(elements(x, inline), inline)


def elements(x: Expr, inline: bool = False) -> str:
    """The formula without the <math> around it."""
    return typeset(x, MATHML, inline)


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


class MathML(Vocabulary[str]):
    stacked = True

    def set(self, box: Box) -> str:
        match box:
            case boxes.Numeral(text):
                return f"<mn>{text}</mn>"
            case boxes.Name(text):
                return name(text)
            case boxes.Letter(text):
                return f"<mi>{LETTERS.get(text, text)}</mi>"
            case Operator("*"):
                return "<mo>*</mo>"
            case Operator(text):
                upright = ' mathvariant="normal"' if text in "ΘΩ" else ""
                return f"<mi{upright}>{_letters(text)}</mi>"
            case boxes.Minus(body):
                return MINUS + self.set(body)
            case boxes.Sum(terms, negative):
                text = (MINUS if negative[0] else "") + self.set(terms[0])
                rest = zip(terms[1:], negative[1:], strict=True)
                return text + "".join(operator("-" if minus else "+") + self.set(term) for term, minus in rest)
            case boxes.Product(factors, joins):
                more = zip(joins, factors[1:], strict=True)
                return self.set(factors[0]) + "".join(self.joined(join, factor) for join, factor in more)
            case boxes.Fraction(above, below, bar):
                thickness = "" if bar else ' linethickness="0"'
                return f"<mfrac{thickness}>{self.group(above)}{self.group(below)}</mfrac>"
            case boxes.Slash(above, below):
                return self.set(above) + SLASH + self.set(below)
            case boxes.Script(base, lowered, raised):
                return scripted(self.group(base), self.group(lowered), self.group(raised))
            case boxes.Radical(body):
                return f"<msqrt>{self.set(body)}</msqrt>"
            case boxes.Fence(body, kind):
                return _bracketed(self.set(body), FENCES[kind], boxes.is_tall(body))
            case boxes.Commas(items):
                return COMMA.join(map(self.set, items))
            case boxes.Applied(head, body):
                return self.set(head) + APPLIED + ("" if isinstance(body, boxes.Fence) else THIN) + self.set(body)
            case boxes.Factorial(body):
                return f"{self.set(body)}<mo>!</mo>"
            case boxes.Modulo(body, modulus):
                return self.set(body) + MOD + self.set(modulus)
            case boxes.BigOperator():
                return self.big_operator(box)
            case boxes.SumOverRoots(equation, body):
                return f"<munder><mo>∑</mo><mrow>{self.set(equation)}</mrow></munder>{self.set(body)}"
            case boxes.CaseBrace(size, branches):
                rows = ""
                for remainder, branch in enumerate(branches):
                    condition = f"{self.set(size)}<mo>≡</mo><mn>{remainder}</mn><mtext> (mod {len(branches)})</mtext>"
                    rows += f'<mtr><mtd>{self.set(branch)}</mtd><mtd><mspace width="1em"/>{condition}</mtd></mtr>'
                return f'<mo stretchy="true">{{</mo><mtable>{rows}</mtable>'
            case boxes.RelationLine(None, op, right):
                return f'<mo form="prefix">{RELATIONS[op]}</mo>{self.set(right)}'
            case boxes.RelationLine(left, op, right) if left:
                return self.set(left) + operator(op) + self.set(right)
        raise TypeError(f"nothing that MathML has: {type(box).__name__}")

    def joined(self, join: Join, factor: Box) -> str:
        """A dot where the factors would run together, a thin space before a function's name, else nothing to see."""
        named = isinstance(boxes.first(factor), Operator | boxes.BigOperator | boxes.SumOverRoots)
        sign = DOT if join is not Join.NOTHING else TIMES + THIN if named else TIMES
        return sign + self.set(factor)

    def big_operator(self, x: boxes.BigOperator) -> str:
        index, low, high, body = map(self.set, (x.index, x.low, x.high, x.body))
        if x.op == "integral":
            head = f"<msubsup><mo>∫</mo>{_grouped(low)}{_grouped(high)}</msubsup>"
            return f'{head}{body}{THIN}<mi mathvariant="normal">d</mi>{index}'
        if x.op in BIG_OPERATORS:
            start = f"<mrow>{index}{operator('=')}{low}</mrow>"
            return f"<munderover><mo>{BIG_OPERATORS[x.op]}</mo>{start}{_grouped(high)}</munderover>{body}"
        reach = f"{low}{operator('<=')}{index}{operator('<=')}{high}"
        return f"<munder><mi>{_letters(x.op)}</mi><mrow>{reach}</mrow></munder>{APPLIED}{THIN}{body}"

    def group(self, box: Box | None) -> str:
        return _grouped(self.set(box)) if box else ""


def scripted(base: str, lowered: str, raised: str) -> str:
    element = "msubsup" if lowered and raised else "msub" if lowered else "msup"
    return f"<{element}>{base}{lowered}{raised}</{element}>"


def _bracketed(text: str, fences: str, grows: bool) -> str:
    """Brackets that grow with what they hold where it is taller than a line."""
    still = "" if grows else ' stretchy="false"'
    opening = f'<mo form="prefix"{still}>{fences[0]}</mo>'
    closing = f'<mo form="postfix"{still}>{fences[1]}</mo>'
    return f"<mrow>{opening}{text}{closing}</mrow>"


def _grouped(text: str) -> str:
    """One element, as a script or a part of a fraction has to be."""
    return text if _ONE_ELEMENT.fullmatch(text) else f"<mrow>{text}</mrow>"


MATHML = MathML()
