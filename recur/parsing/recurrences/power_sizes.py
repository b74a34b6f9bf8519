"""T(2^k) = 2T(2^(k-1)) + 2^k is T(n) = 2T(n/2) + n: every size a power of one base, named by the size itself."""

from collections.abc import Iterable
from fractions import Fraction

from recur.model import Expr, expressions as ex
from recur.parsing.recurrences.equations import affine


def base_of_sizes(sides: Iterable[Expr], variable: str) -> ex.Number | None:
    """The b of sizes b^(k + c) and no others; None where another size stands in the equation."""
    bases: set[ex.Number] = set()
    for side in sides:
        for node in ex.walk(side):
            if not isinstance(node, ex.Call) or isinstance(node.arguments[0], ex.Number):
                continue
            match node.arguments:
                case (ex.Power(ex.Number(b) as base, exponent),) if b > 1 and b.denominator == 1:
                    line = affine(exponent, variable)
                    if line is None or line[0] != 1:
                        return None
                    bases.add(base)
                case _:
                    return None
    return bases.pop() if len(bases) == 1 else None


def restated_in_size(x: Expr, index: str, variable: str, base: ex.Number) -> Expr:
    """x with base^index = variable: base^(2k + 1) becomes base·n², what is left of k a logarithm of n."""
    if isinstance(x, ex.Power) and isinstance(x.base, ex.Number) and (line := affine(x.exponent, index)) and line[0]:
        level = _exponent(x.base.value, base.value)
        if level is not None and line[1].denominator == 1:
            scale = ex.Number(x.base.value ** int(line[1]))
            return ex.mul(scale, ex.power(ex.Symbol(variable), ex.Number(level * line[0])))
    if x == ex.Symbol(index):
        return ex.Log(ex.Symbol(variable), base)
    return ex.rebuild(x, lambda child: restated_in_size(child, index, variable, base))


def _exponent(x: Fraction, base: Fraction) -> Fraction | None:
    """j with x = base^j for a whole j; None where there is none."""
    level, value = 0, Fraction(1)
    while value < x and level < 64:
        level, value = level + 1, value * base
    return Fraction(level) if value == x else None
