"""Formulas in Python syntax: n**2*log(n), 2*T(n/2) + n, Theta(1). `log` is the natural logarithm.

Numbers stay exact (0.51 is 51/100), a logarithm to another base is a quotient, and names are ASCII.
"""

from recur.model import Expr, expressions as ex
from recur.model.logarithms import decides_growth, has_unwritten, without_bases
from recur.notation import boxes
from recur.notation.boxes import Box
from recur.notation.layout import HALF, typeset
from recur.notation.text import KINDS, TextVocabulary

TEN, E = ex.number(10), ex.Constant("e")
SIGNS = KINDS | {
    "ln": "log",
    "abs": "Abs",
    "max": "Max",
    "min": "Min",
    "mod": "Mod",
    "euler_gamma": "EulerGamma",
    "i": "I",
}
GOLDEN = ex.divide(ex.Add((ex.ONE, ex.sqrt(ex.number(5)))), ex.TWO)


def write(x: Expr) -> str:
    """The formula in Python syntax."""
    return typeset(x, PYTHON)


def echo(x: Expr) -> str:
    """The formula as it was read: a log without a base is log2 (or log10) where the base has a meaning."""
    return typeset(_by_names(x), ECHO)


def _by_names(x: Expr) -> Expr:
    if not has_unwritten(x) or (isinstance(x, ex.Asymptotic) and x.kind != "~" and not decides_growth(x.body)):
        return without_bases(x)
    if isinstance(x, ex.Log) and x.unwritten:
        name = "log2" if x.base == ex.TWO else "log10" if x.base == TEN else "log"
        return ex.Apply(name, (_by_names(x.argument),))
    return ex.rebuild(x, _by_names)


class Python(TextVocabulary):
    """Five operators, and calls for all else."""

    code = True
    signs = SIGNS

    def translated(self, x: Expr) -> Expr:
        match x:
            case ex.Constant("e"):
                return ex.Apply("exp", (ex.ONE,))
            case ex.Constant("phi"):
                return GOLDEN
            case ex.Log(argument, base) if base not in (None, E):
                return ex.Mul((ex.Log(argument), ex.Power(ex.Log(base), ex.MINUS_ONE)))
            case ex.Log(argument):
                return ex.Log(argument)
            case ex.Power(ex.Constant("e"), ex.Number(value)) if value < 0 or value == HALF:
                return x
            case ex.Power(ex.Constant("e"), exponent):
                return ex.Apply("exp", (exponent,))
            case ex.RootSum(index, coefficients, body):
                x = ex.Symbol(index)
                terms = [ex.monomial(c, x, i) for i, c in reversed(list(enumerate(coefficients))) if c]
                return ex.Apply("RootSum", (ex.add(*terms), ex.Apply("Lambda", (x, body))))
        return x

    def set(self, box: Box) -> str:
        match box:
            case boxes.Numeral(text):
                return text
            case boxes.Name(name):
                return name.replace("∞", "_inf")
            case boxes.Applied(
                boxes.Name("sum" | "product" as op), boxes.Fence(boxes.Commas((boxes.Reach() as reach, body)))
            ):
                return self.ranged(op, reach, body)
            case boxes.RelationLine(None, op, right):
                return op + self.set(right)
        return super().set(box)

    def ranged(self, op: str, reach: boxes.Reach, body: Box) -> str:
        """Sum(k**2, (k, 1, n))"""
        over = ", ".join(map(self.set, (reach.index, reach.low, reach.high)))
        return f"{op.capitalize()}({self.set(body)}, ({over}))"

    def slash(self, above: str, below: str, tight: bool) -> str:
        return f"{above}/{below}"

    def raised(self, x: Box) -> str:
        atom = isinstance(x, boxes.Numeral | boxes.Name | boxes.Letter | boxes.Fence | boxes.Applied)
        return f"**{self.set(x)}" if atom else f"**({self.set(x)})"

    def cases(self, x: boxes.CaseBrace) -> str:
        remainder = f"Mod({self.set(x.size)}, {len(x.branches)})"
        rows = (f"({self.set(branch)}, Eq({remainder}, {r}))" for r, branch in enumerate(x.branches))
        return f"Piecewise({', '.join(rows)})"


class Echo(Python):
    """Sums as they are typed: sum(k=1..n, k**2)."""

    def translated(self, x: Expr) -> Expr:
        return x if isinstance(x, ex.RootSum) else super().translated(x)

    def ranged(self, op: str, reach: boxes.Reach, body: Box) -> str:
        return f"{op}({self.set(boxes.Commas((reach, body)))})"


PYTHON, ECHO = Python(), Echo()
