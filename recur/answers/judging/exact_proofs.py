"""Proofs that a formula is T(n) at every size; agreement at finitely many sizes is none.

The formula is the closed form that the solver proved; or both satisfy linear recurrences with constant coefficients
and agree at as many sizes in a row as the two orders together; or the formula satisfies the recurrence and takes its
first values, which is induction.
"""

from fractions import Fraction

from recur.answers.judging import exact_values
from recur.answers.judging.finite_orders import Unbounded, order
from recur.answers.judging.identities import is_identically_zero, is_zero_number, same_function, with_calls
from recur.evaluation.equation import straight_line
from recur.model import Expr, Powers, Recurrence, Solution, System, expressions as ex


def residual(recurrence: Recurrence, body: Expr) -> Expr | None:
    """formula(n) minus the right side with the formula for T; None where sizes are rounded or others are called."""
    if any(c.function != recurrence.function for c in recurrence.subcalls):
        return None
    if exact_values.is_rounded(recurrence):
        return None
    if any(isinstance(x, ex.Range) and x.op in ("max", "min") for t in recurrence.nonlinear for x in ex.walk(t)):
        return None
    right = with_calls(recurrence.right, recurrence.function, recurrence.variable, body)
    return ex.subtract(body, right)


def proved(
    table: exact_values.ExactTable,
    solution: Solution | None,
    body: Expr,
    formula: exact_values.Formula,
    powers_of: int | None,
) -> bool:
    recurrence = table.recurrence
    known = None if solution is None or not _covers(table, solution, powers_of) else solution.exact
    if known is not None and same_function(body, known, recurrence.variable):
        return True
    free = ex.symbols(body).union(*(ex.symbols(r.right) - {r.variable} for r in table.system.recurrences))
    plain = free <= {recurrence.variable}
    if plain and _proved_by_order(table, body, formula, powers_of):
        return True
    return powers_of is None and _proved_by_induction(table, body, formula)


def _covers(table: exact_values.ExactTable, solution: Solution, powers_of: int | None) -> bool:
    """Whether the solver's closed form holds wherever the claim speaks, and T has values; few small sizes are tried."""
    domain = solution.exact_domain
    if domain is None:
        return False
    if powers_of is not None:
        return domain.covers(Powers(domain.variable, powers_of).since(domain.first))
    return exact_values.covers_all_large(domain, table.recurrence)


def _proved_by_order(
    table: exact_values.ExactTable, body: Expr, formula: exact_values.Formula, powers_of: int | None
) -> bool:
    """Both are sequences of finite order, and agree at as many sizes in a row as the orders add up to."""
    r = table.recurrence
    try:
        states = _states(table.system) if powers_of is None else None
        if states is not None:
            needed = states[0] + order(body, r.variable)
            start = table.top + 1 - states[1]
            return all(_equal(table, body, formula, n) for n in range(min(table.bottom, start), table.top + needed + 1))
        if len(table.system.recurrences) > 1 or not _is_linear(r):
            return False
        scale = _common_factor(r, powers_of)
        if scale is None:
            return False
        b, levels = scale
        needed = levels + order(r.driving, r.variable, b) + order(body, r.variable, b)
        return _on_lattices(table, body, formula, b, needed + levels, powers_of)
    except Unbounded:
        return False


def _is_linear(r: Recurrence) -> bool:
    return not r.nonlinear and not any(r.variable in ex.symbols(c.coefficient) for c in r.subcalls)


def _states(system: System) -> tuple[int, int] | None:
    """The order of every function of a system in which all calls are F(n − i), and its largest i.

    The last values of each function and the driving terms are the coordinates of a linear map with constant
    coefficients, so by Cayley and Hamilton each function satisfies a recurrence of as many terms.
    """
    lags: dict[str, int] = {}
    total = 0
    for r in system.recurrences:
        if not _is_linear(r):
            return None
        total += order(r.driving, r.variable)
        for call in r.subcalls:
            line = straight_line(call.argument, r.variable)
            if line is None or line[0] != 1 or line[1].denominator != 1 or line[1] > 0:
                return None
            lags[call.function] = max(lags.get(call.function, 1), -int(line[1]))
    return (total + sum(lags.values()), max(lags.values())) if lags else None


def _common_factor(r: Recurrence, powers_of: int | None) -> tuple[int, int] | None:
    """(b, d) when all calls are T(n/b^i), i ≤ d, with nothing rounded, or rounded but only powers of b are asked."""
    bs = exact_values.division_factors(r)
    if not bs:
        return None
    b = bs[0]
    levels = 1
    for call in r.subcalls:
        if exact_values.unrounded(call.argument) != call.argument and powers_of != b:
            return None
        line = straight_line(exact_values.unrounded(call.argument), r.variable)
        if line is None or line[1] or not line[0]:
            return None
        size, i = Fraction(1), 0
        while size > line[0]:
            size, i = size / b, i + 1
        if size != line[0] or i == 0:
            return None
        levels = max(levels, i)
    return b, levels


def _on_lattices(
    table: exact_values.ExactTable,
    body: Expr,
    formula: exact_values.Formula,
    b: int,
    needed: int,
    powers_of: int | None,
) -> bool:
    """Every size with a value is m·b^j for a base case m: on each of these lattices the sequences are compared."""
    base = [n for n in range(max(table.bottom, 1), table.top + 1) if table.value(n) is not None]
    if not base or len(base) > 32:
        return False
    for m in {_odd_part(n, b) for n in base} if powers_of is None else {1}:
        sizes = [m * b**j for j in range(needed + _height(table.top, b) + 1)]
        known = [n for n in sizes if table.value(n) is not None]
        if known != sizes[len(sizes) - len(known) :] or len(known) < needed:
            return False
        if not all(_equal(table, body, formula, n) for n in known):
            return False
    if powers_of is not None:
        return True
    return all(n > 0 or formula.at(n) is None or _equal(table, body, formula, n) for n in range(table.bottom, 1))


def _odd_part(n: int, b: int) -> int:
    while n % b == 0:
        n //= b
    return n


def _height(n: int, b: int) -> int:
    i = 0
    while n:
        n, i = n // b, i + 1
    return i


def _proved_by_induction(table: exact_values.ExactTable, body: Expr, formula: exact_values.Formula) -> bool:
    """The formula satisfies the recurrence identically, and takes the base values exactly."""
    left = residual(table.recurrence, body)
    if left is None or len(table.system.recurrences) > 1 or table.top - table.bottom > 64:
        return False
    base = range(min(table.bottom, table.top), table.top + 2)
    known = [n for n in base if table.value(n) is not None]
    if not known or not all(_equal(table, body, formula, n) for n in known):
        return False
    return is_identically_zero(left, table.recurrence.variable)


def _equal(table: exact_values.ExactTable, body: Expr, formula: exact_values.Formula, n: int) -> bool:
    """T(n) = formula(n), for certain."""
    value, claimed = table.value(n), formula.at(n)
    if value is None or claimed is None:
        return False
    if isinstance(value, int | Fraction) and isinstance(claimed, int | Fraction):
        return value == claimed
    if exact_values.certainly_differ(value, claimed) or not isinstance(value, int | Fraction):
        return False
    at = ex.substitute(body, table.recurrence.variable, ex.number(n))
    return is_zero_number(ex.subtract(at, ex.Number(Fraction(value))))
