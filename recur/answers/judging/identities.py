"""Whether two formulas are one function: proved, or not known. Never by a finite number of values alone."""

from fractions import Fraction
from typing import Any

from recur.answers.judging.exact_values import Formula, certainly_differ
from recur.asymptotics import expand
from recur.model import Expr, LimitExceeded, RecurError, expressions as ex
from recur.model.symbolic import to_sympy


def same_function(x: Expr, y: Expr, variable: str) -> bool:
    """Whether x - y is identically 0 is proved: by an expansion without error, or by sympy's normal forms."""
    return x == y or is_identically_zero(ex.subtract(x, y), variable)


def is_identically_zero(x: Expr, variable: str) -> bool:
    try:
        if expand(x, variable).is_zero:
            return True
    except LimitExceeded:
        raise
    except RecurError:
        pass
    return _zero_by_sympy(x)


def differ_somewhere(x: Expr, y: Expr, variable: str) -> bool:
    """Whether x and y certainly differ at some whole size at which both have a value."""
    if not ex.symbols(ex.subtract(x, y)) <= {variable}:
        return False
    left, right = Formula(x, variable, {}), Formula(y, variable, {})
    pairs = [(left.at(n), right.at(n)) for n in range(1, 33)]
    return any(a is not None and b is not None and certainly_differ(a, b) for a, b in pairs)


def with_calls(x: Expr, function: str, variable: str, body: Expr) -> Expr:
    """x with every function(argument) replaced by body at the argument."""
    if isinstance(x, ex.Call) and x.function == function:
        return ex.substitute(body, variable, with_calls(x.arguments[0], function, variable, body))
    if not x.children:
        return x
    return ex.rebuild(x, lambda child: with_calls(child, function, variable, body))


def is_zero_number(x: Expr) -> bool:
    """Whether the number x, which holds no symbol, is proved to be 0."""
    return _zero_by_sympy(x)


def _zero_by_sympy(x: Expr) -> bool:
    if ex.RootSum in ex.kinds(x):  # sympy would look for the roots
        return False
    if any(isinstance(node, ex.Range) and node.op in ("max", "min") for node in ex.walk(x)) or _is_nonzero_somewhere(x):
        return False
    import sympy
    from sympy.polys.polyerrors import BasePolynomialError

    found: Any = to_sympy(x)
    try:
        for simplified in (_expanded, sympy.gammasimp, sympy.simplify):
            found = simplified(found)
            if found == 0:
                return True
    except (BasePolynomialError, ArithmeticError, NotImplementedError, RecursionError, TypeError, ValueError):
        pass  # sympy gives up in these ways, and each of them means: not proved
    return False


def _is_nonzero_somewhere(x: Expr) -> bool:
    """Whether x certainly is not 0 for one choice of its symbols: most that are no identities are told by that."""
    chosen = {name: Fraction(7 + 4 * i, 5 + i) for i, name in enumerate(sorted(ex.symbols(x)))}
    choices = [dict.fromkeys(chosen, Fraction(2)), dict.fromkeys(chosen, Fraction(7))]
    if ex.Range not in ex.kinds(x):  # a sum up to 7/5 is none
        choices.append(chosen)
    for choice in choices:
        try:
            value = Formula(
                ex.substitute_all(x, {name: ex.Number(Fraction(c)) for name, c in choice.items()}), "", {}
            ).at(1)
        except RecurError:
            continue
        if value is not None and certainly_differ(value, 0):
            return True
    return False


def _expanded(x: Any) -> Any:
    import sympy

    return sympy.expand(sympy.powsimp(sympy.expand(sympy.expand_func(x.doit()))))
