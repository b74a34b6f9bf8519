r"""Formulas in LaTeX mathematics mode: \frac{n}{\log n}, n^{\log_2 3}, \Theta(n \log n); ASCII only.

Fractions inside arguments and exponents stay on the line, as in T(n/2).
"""

from recur.model import Expr
from recur.notation import boxes
from recur.notation.boxes import Box, Join, Operator, Vocabulary, latex_name
from recur.notation.layout import typeset

RELATIONS = {"=": "=", "<": "<", "<=": r"\le", ">": ">", ">=": r"\ge", "!=": r"\ne", "~": r"\sim"}
SIGNS = {"e": "e", "i": "i", "pi": r"\pi", "phi": r"\varphi", "euler_gamma": r"\gamma", "H": "H", "F": "F",
         "Θ": r"\Theta", "O": "O", "Ω": r"\Omega", "o": "o", "ω": r"\omega", "*": "*",
         "sum": r"\sum", "product": r"\prod", "integral": r"\int"}  # fmt: skip
FENCES = {"floor": r"\lfloor {} \rfloor", "ceiling": r"\lceil {} \rceil", "abs": r"\lvert {} \rvert"}


def write(x: Expr, inline: bool = False) -> str:
    """The formula, without the dollar signs around it; `inline` writes n/2 for a fraction."""
    return typeset(x, LATEX, inline)


class Latex(Vocabulary[str]):
    stacked = True

    def set(self, box: Box) -> str:
        match box:
            case boxes.Numeral(text):
                return text
            case boxes.Name(name):
                return latex_name(name)
            case boxes.Letter(name) | Operator(name):
                return SIGNS.get(name, f"\\{name}")
            case boxes.Minus(body):
                return f"-{self.set(body)}"
            case boxes.Sum(terms, negative):
                text = ("-" if negative[0] else "") + self.set(terms[0])
                rest = zip(terms[1:], negative[1:], strict=True)
                return text + "".join(f" {'-' if minus else '+'} {self.set(term)}" for term, minus in rest)
            case boxes.Product():
                return self.product(box)
            case boxes.Fraction(above, below, bar):
                return rf"\{'frac' if bar else 'binom'}{{{self.set(above)}}}{{{self.set(below)}}}"
            case boxes.Slash(above, below):
                return f"{self.set(above)}/{self.set(below)}"
            case boxes.Script(boxes.Letter() as base, boxes.Box() as index, None):
                return f"{self.set(base)}_{{{self.set(index)}}}"
            case boxes.Script(base, lowered, raised):
                scripts = ("_" + self.group(lowered) if lowered else "") + ("^" + self.group(raised) if raised else "")
                return self.set(base) + scripts
            case boxes.Radical(body):
                return rf"\sqrt{{{self.set(body)}}}"
            case boxes.Fence(boxes.Fraction(_, _, False) as binomial):
                return self.set(binomial)
            case boxes.Fence(body, "()"):
                return rf"\left({self.set(body)}\right)" if boxes.is_tall(body) else f"({self.set(body)})"
            case boxes.Fence(body, kind):
                return FENCES[kind].format(self.set(body))
            case boxes.Commas(items):
                return ", ".join(map(self.set, items))
            case boxes.Applied(head, body):
                return self.set(head) + ("" if isinstance(body, boxes.Fence) else " ") + self.set(body)
            case boxes.Factorial(body):
                return f"{self.set(body)}!"
            case boxes.Modulo(body, modulus):
                return rf"{self.set(body)} \bmod {self.set(modulus)}"
            case boxes.BigOperator(op, index, low, high, body):
                start, first, last = self.set(index), self.set(low), self.set(high)
                if op == "integral":
                    return rf"\int_{{{first}}}^{{{last}}} {self.set(body)} \mathrm{{d}}{start}"
                if op in SIGNS:
                    return f"{SIGNS[op]}_{{{start}={first}}}^{{{last}}} {self.set(body)}"
                return rf"\{op}_{{{first} \le {start} \le {last}}} {self.set(body)}"
            case boxes.SumOverRoots(equation, body):
                return rf"\sum_{{{self.set(equation)}}} {self.set(body)}"
            case boxes.CaseBrace(size, branches):
                condition = rf" & {self.set(size)} \equiv {{}} \pmod{{{{{len(branches)}}}}}"
                rows = (self.set(branch) + condition.format(r) for r, branch in enumerate(branches))
                return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"
            case boxes.RelationLine(left, op, right):
                return (f"{self.set(left)} " if left else "") + f"{RELATIONS[op]} {self.set(right)}"
        raise TypeError(f"nothing that LaTeX has: {type(box).__name__}")

    def product(self, x: boxes.Product) -> str:
        text = self.set(x.factors[0])
        for left, right, join in zip(x.factors, x.factors[1:], x.joins, strict=False):
            written = self.set(right)
            if join is not Join.NOTHING:
                text += r" \cdot "
            elif not isinstance(left, boxes.Numeral) or not (
                written[0].isalpha() or written.startswith(("(", r"\left(", r"\sqrt"))
            ):
                text += " "
            text += written
        return text

    def group(self, x: Box) -> str:
        text = self.set(x)
        return text if len(text) == 1 else f"{{{text}}}"


LATEX = Latex()
