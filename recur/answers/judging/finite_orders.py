"""How many values decide an identity: sequences of finite order that agree often enough in a row agree for ever.

A sequence is of order d when it satisfies a linear recurrence with d constant coefficients. The difference of two
sequences of orders p and q is of order p + q at most, so p + q zeros in a row make it 0 from there on.
Source: Stanley, Enumerative Combinatorics 1, section 4.1; Kauers and Paule, The Concrete Tetrahedron, section 4.
"""

from math import comb

from recur.evaluation.equation import straight_line
from recur.model import Expr, expressions as ex

MOST = 400


class Unbounded(Exception):
    """No finite order is known."""


def order(x: Expr, variable: str, scale: int | None = None) -> int:
    """An order of the sequence x(0), x(1), …; with `scale` b, of x at m, m·b, m·b², ….

    >>> from recur.model.expressions import N, number, power
    >>> order(power(number(2), N), "n"), order(power(N, number(2)), "n"), order(power(N, number(2)), "n", 2)
    (1, 3, 1)
    """
    found = _order(x, variable, scale)
    if found > MOST:
        raise Unbounded
    return found


def _order(x: Expr, variable: str, scale: int | None) -> int:
    if variable not in ex.symbols(x):
        return 1
    match x:
        case ex.Symbol():
            return 2 if scale is None else 1
        case ex.Add(terms):
            varying = [term for term in terms if variable in ex.symbols(term)]
            constant = len(varying) < len(terms) and not any(_is_polynomial(t, variable, scale) for t in varying)
            return sum(_order(term, variable, scale) for term in varying) + constant
        case ex.Mul(factors):
            total = 1
            degree = 0
            for factor in factors:
                d = _degree(factor, variable, scale)
                if d is None:
                    total *= _order(factor, variable, scale)
                    if total > MOST:
                        raise Unbounded
                else:
                    degree += d
            return total * (degree + 1)
        case ex.Power(base, exponent):
            return _power(base, exponent, variable, scale)
        case ex.Range("sum", index, ex.Number(low), ex.Symbol(), body) if scale is None and low.denominator == 1:
            if variable not in ex.symbols(body):  # S(n) − S(n − 1) is the summand, from n = low on
                return _order(body, index, None) + 1 + max(int(low), 0)
        case ex.RootSum(_, coefficients, body):
            return (len(coefficients) - 1) * _order(body, variable, scale)
        case ex.Log(argument, base) if scale is not None and (base is None or variable not in ex.symbols(base)):
            if _is_power(argument, variable):
                return 2
        case ex.Apply("floor" | "ceiling", (ex.Log(ex.Symbol(), ex.Number(b)),)) if scale is not None and b == scale:
            return 2
        case ex.Apply("fibonacci", (argument,)) if scale is None and _slope(argument, variable) is not None:
            return 2
        case ex.Apply("cos" | "sin", (argument,)) if scale is None and _degree(argument, variable, scale) == 1:
            return 2  # s(n + 1) + s(n − 1) = 2 cos θ · s(n)
        case ex.Apply("mod", (argument, ex.Number(m))) if scale is None and m.denominator == 1 and 0 < m < MOST:
            if _slope(argument, variable) is not None:
                return int(m)
        case ex.Apply("floor" | "ceiling", (argument,)) if scale is None:
            return _rounded(argument, variable)
    raise Unbounded


def _is_polynomial(x: Expr, variable: str, scale: int | None) -> bool:
    return _degree(x, variable, scale) is not None


def _degree(x: Expr, variable: str, scale: int | None) -> int | None:
    """The degree of a polynomial in n, or on powers of b in log n; None for anything else."""
    if variable not in ex.symbols(x):
        return 0
    match x:
        case ex.Symbol() if scale is None:
            return 1
        case ex.Log(argument, base) if scale is not None and (base is None or variable not in ex.symbols(base)):
            return 1 if _is_power(argument, variable) else None
        case ex.Add(terms) | ex.Mul(terms):
            degrees = [_degree(term, variable, scale) for term in terms]
            known = [d for d in degrees if d is not None]
            if len(known) < len(degrees):
                return None
            return max(known) if isinstance(x, ex.Add) else sum(known)
        case ex.Power(base, ex.Number(k)) if k.denominator == 1 and 0 < k < MOST:
            inner = _degree(base, variable, scale)
            return None if inner is None else inner * int(k)
    return None


def _power(base: Expr, exponent: Expr, variable: str, scale: int | None) -> int:
    degree = _degree(ex.Power(base, exponent), variable, scale)
    if degree is not None:
        return degree + 1
    if variable not in ex.symbols(exponent):
        if scale is not None and _is_power(base, variable):
            return 1  # (c·b^j)^k = c^k · (b^k)^j
        if isinstance(exponent, ex.Number) and exponent.value.denominator == 1 and 0 < exponent.value < 20:
            k = int(exponent.value)
            return comb(_order(base, variable, scale) + k - 1, k)
    elif variable not in ex.symbols(base):
        if scale is None and (_slope(exponent, variable) is not None or _is_root(base, exponent, variable)):
            return 1
        if scale is not None and _degree(exponent, variable, scale) == 1:
            return 1  # c^(log_b n)
    raise Unbounded


def _is_root(base: Expr, exponent: Expr, variable: str) -> bool:
    """2^(n/3): a positive number to the power of a straight line."""
    return isinstance(base, ex.Number) and base.value > 0 and straight_line(exponent, variable) is not None


def _is_power(x: Expr, variable: str) -> bool:
    """Whether x = c·n^k: a geometric sequence at n = 1, b, b², …"""
    if variable not in ex.symbols(x) or isinstance(x, ex.Symbol):
        return True
    if isinstance(x, ex.Mul):
        return all(_is_power(factor, variable) for factor in x.factors)
    return isinstance(x, ex.Power) and variable not in ex.symbols(x.exponent) and _is_power(x.base, variable)


def _slope(x: Expr, variable: str) -> int | None:
    """k when x = k·n + c with a whole k >= 0 and a constant c."""
    match x:
        case ex.Symbol(name) if name == variable:
            return 1
        case ex.Add(terms):
            varying = [term for term in terms if variable in ex.symbols(term)]
            return _slope(varying[0], variable) if len(varying) == 1 else None
        case ex.Mul((ex.Number(k), ex.Symbol(name))) if name == variable and k.denominator == 1 and k > 0:
            return int(k)
    return None


def _rounded(x: Expr, variable: str) -> int:
    """⌊(p·n + q)/r⌋ = (p·n + q)/r minus a periodic part."""
    line = straight_line(x, variable)
    if line is None:
        raise Unbounded
    return 2 + line[0].denominator
