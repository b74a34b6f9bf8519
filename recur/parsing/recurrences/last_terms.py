"""Σ_{k≤n} T(k) holds T(n) itself: it is Σ_{k≤n−1} T(k) + T(n), and the equation can be collected."""

from __future__ import annotations

from recur.model import Expr, expressions as ex
from recur.model.records import replace
from recur.parsing.recurrences.equations import affine, canonical_argument, holds_call


def with_last_terms(x: Expr, variable: str, size: Expr) -> Expr:
    """x with the last term of each Σ apart whose call there is at this size.

    >>> n, k = ex.Symbol("n"), ex.Symbol("k")
    >>> str(with_last_terms(ex.Range("sum", "k", ex.ZERO, n, ex.Call("T", (k,))), "n", n))
    'Sum(T(k), (k, 0, n - 1)) + T(n)'
    """
    if isinstance(x, ex.Range) and x.op == "sum" and holds_call(x.body):
        line = affine(x.high, variable)
        if line is None or line[0] != 1 or line[1].denominator != 1 or not _reaches(x, variable, size):
            return x
        last = ex.substitute(x.body, x.index, x.high)
        before = canonical_argument(ex.add(x.high, ex.MINUS_ONE), variable)
        return ex.Add((replace(x, high=before), _tidied(last, variable)))
    if isinstance(x, ex.Call) or not x.children:
        return x
    return ex.rebuild(x, lambda child: with_last_terms(child, variable, size))


def _reaches(total: ex.Range, variable: str, size: Expr) -> bool:
    """Whether the last term holds one call, at the size."""
    wanted = affine(size, variable)
    last = ex.substitute(total.body, total.index, total.high)
    calls = [node for node in ex.walk(last) if isinstance(node, ex.Call)]
    return len(calls) == 1 and len(calls[0].arguments) == 1 and affine(calls[0].arguments[0], variable) == wanted


def _tidied(x: Expr, variable: str) -> Expr:
    """Arguments in their one form: n − 1 + 1 is n; binom(n, n) is 1."""
    if isinstance(x, ex.Call):
        return ex.Call(x.function, tuple(canonical_argument(a, variable) for a in x.arguments))
    if isinstance(x, ex.Apply) and x.name == "binomial" and x.arguments[0] == x.arguments[1]:
        return ex.ONE
    return ex.rebuild(x, lambda child: _tidied(child, variable)) if x.children else x
