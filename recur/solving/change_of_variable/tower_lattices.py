"""Closed forms of T(n) = a·T(n^(1/r)) + f(log n) on n = c^(r^j): with m = log_c n a divide and conquer on m = r^j.

Source: CLRS 4e, section 4.3 (changing variables).
"""

from fractions import Fraction

from recur.asymptotics import real_number
from recur.model import Expr, InitialCondition, Powers, Recurrence, Subcall, Tower, expressions as ex, index_letter
from recur.model.records import frozen
from recur.model.solution import Unsolved
from recur.numbers import exact_formula, real
from recur.solving.divide_and_conquer.lattice_forms import base_value, exact_bases
from recur.solving.problem import Problem


@frozen
class TowerForm:
    """T(n) = formula on the domain."""

    formula: Expr
    domain: Tower


def tower_form(problem: Problem) -> TowerForm | None:
    """The closed form from the recurrence of S(m) = T(c^m), which is solved on its own; None where there is none."""
    r, bases = problem.recurrence, exact_bases(problem)
    size = _base_size(bases)
    if size is None or len(r.subcalls) != 1 or not problem.is_exact:
        return None
    call, value = r.subcalls[0], base_value(problem, bases, size)
    degree = _root(call.argument, r.variable)
    m = ex.Symbol("m" if r.variable != "m" else "k")
    driving = _in_logarithm(r.driving, r.variable, m, ex.number(size))
    if degree is None or driving is None or value is None or r.variable in ex.symbols(call.coefficient):
        return None
    smaller = ex.mul(ex.number(Fraction(1, degree)), m)
    start = InitialCondition("S", 1, 1, exact_formula(value))
    right = ex.add(ex.mul(call.coefficient, ex.Call("S", (smaller,))), driving)
    calls = (Subcall("S", call.coefficient, smaller),)
    try:
        told = problem.solve(Recurrence("S", m.name, "=", right, calls, driving, (), (start,)))
    except Unsolved:
        return None
    if told.exact is None or told.exact_domain != Powers(m.name, degree):
        return None
    formula = ex.substitute(told.exact, m.name, ex.Log(ex.Symbol(r.variable), ex.number(size)))
    return TowerForm(formula, Tower(r.variable, size, degree, index_letter(r)))


def _base_size(bases: tuple[InitialCondition, ...]) -> int | None:
    """c ≥ 2 where T(c) is the last value that is stated."""
    largest = max((case.high for case in bases), default=0)
    return largest if largest >= 2 else None


def _root(x: Expr, variable: str) -> int | None:
    """r with x = n^(1/r), rounded or not."""
    inner = x.arguments[0] if isinstance(x, ex.Apply) and x.name in ("floor", "ceiling") else x
    if isinstance(inner, ex.Power) and inner.base == ex.Symbol(variable) and isinstance(inner.exponent, ex.Number):
        e = inner.exponent.value
        return e.denominator if e.numerator == 1 and e.denominator >= 2 else None
    return None


def _in_logarithm(f: Expr, variable: str, m: ex.Symbol, c: Expr) -> Expr | None:
    """f with every log_b n written as m·log_b c; None where n stands elsewhere."""

    def change(x: Expr) -> Expr:
        if isinstance(x, ex.Log) and x.argument == ex.Symbol(variable):
            base = x.base if x.base is not None else ex.Constant("e")
            scale = real.ln(real_number(c)) / real.ln(real_number(base))
            return m if scale == real.ONE else ex.mul(exact_formula(scale), m)
        return ex.rebuild(x, change) if x.children else x

    changed = change(f)
    return None if variable in ex.symbols(changed) else changed
