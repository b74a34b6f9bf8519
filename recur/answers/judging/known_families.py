"""A formula with free constants beside a general solution that is known: for histories, systems, products of values.

The two families P + Σ Cᵢ·Hᵢ and Q + Σ Dⱼ·Kⱼ are one where P − Q and each Hᵢ are multiples of the Kⱼ summed up, and the
coefficients of the Hᵢ have full rank. A few exact values give the coefficients, a proof that nothing is left confirms
them. Other forms, such as C^(2^n), are compared as they stand.
"""

from collections.abc import Sequence
from itertools import islice, permutations

from recur.answers.judging.complex_values import number_at
from recur.answers.judging.general_claims import NONLINEAR, Family, General, Scope, as_family, free_constants
from recur.answers.judging.vanishing import Residue, Undetermined, residue_of
from recur.model import Expr, Progression, Recurrence, Solution, expressions as ex
from recur.numbers import Real, exact_formula, matrices, real

_ROWS, _MOST_RENAMED = 8, 3


def hold_beside(recurrence: Recurrence, solution: Solution, body: Expr) -> General:
    """The formula against the general solution, which is exact and stands on no symbols of its own.

    >>> from recur.parsing import parse, parse_formula
    >>> from recur.solving.solver import solve_all
    >>> (found,) = solve_all(parse("T(n) = sum(k=0..n-1, T(k)) + n"))
    >>> hold_beside(found.recurrence, found, parse_formula("A 2^n - 1")).scope
    <Scope.ALL: 'all'>
    """
    assert solution.exact is not None and solution.exact_domain is not None
    constants = free_constants(recurrence, body)
    family, known = as_family(body, constants), as_family(solution.exact, solution.constants)
    sizes = list(islice(map(int, solution.exact_domain.sizes()), 2 * _ROWS))
    if family is None or known is None:
        return _renamed(recurrence, solution, body, constants, sizes)
    scale = None if isinstance(solution.exact_domain, Progression) else sizes[1] // sizes[0]
    try:
        rows = [_coordinates(h, known, recurrence.variable, sizes, scale) for h in family.functions]
        apart = ex.subtract(family.particular, known.particular)
        place = _coordinates(apart, known, recurrence.variable, sizes, scale)
    except Undetermined:
        return General(Scope.OPEN, family)
    parts = [ex.mul(ex.Symbol(name), h) for name, h in family.multiples]
    for part, found in (*zip(parts, rows, strict=True), (family.particular, place)):
        if found is None:
            scope = Scope.MIXED if part in parts and place is not None else Scope.FALSE
            return General(scope, family, 0, len(known.multiples), part, Residue())
    met = matrices.rank([row for row in rows if row is not None]) if rows else 0
    return General(Scope.ALL if met >= len(known.multiples) else Scope.SOME, family, met, len(known.multiples))


def _coordinates(x: Expr, known: Family, variable: str, sizes: Sequence[int], scale: int | None) -> list[Real] | None:
    """The coefficients of x over the known functions; None: it is no sum of multiples of them."""
    rows: list[list[Real]] = []
    for n in sizes[:_ROWS]:
        row = [value for f in (*known.functions, x) if (value := number_at(f, variable, n)) is not None]
        if len(row) == len(known.functions) + 1:
            rows.append(row)
    if len(rows) <= len(known.functions):
        raise Undetermined
    relations = [v for v in matrices.kernel(rows) if not real.is_zero(v[-1])]
    if not relations:
        return None
    found = [real.minus(real.ZERO, real.over(c, relations[0][-1])) for c in relations[0][:-1]]
    total = ex.add(*(ex.mul(exact_formula(c), f) for c, f in zip(found, known.functions, strict=True)))
    return found if residue_of(ex.subtract(x, total), variable, sizes, scale) is None else None


def _renamed(
    recurrence: Recurrence, solution: Solution, body: Expr, constants: Sequence[str], sizes: Sequence[int]
) -> General:
    """The general solution itself, its constants by other names."""
    assert solution.exact is not None
    if len(constants) != len(solution.constants) or len(constants) > _MOST_RENAMED:
        return NONLINEAR
    taken = [f"{name}{name}" for name in solution.constants]
    for names in permutations(constants):
        theirs = ex.substitute_all(body, {a: ex.Symbol(b) for a, b in zip(names, taken, strict=True)})
        ours = ex.substitute_all(solution.exact, dict(zip(solution.constants, map(ex.Symbol, taken), strict=True)))
        try:
            if residue_of(ex.subtract(theirs, ours), recurrence.variable, sizes) is None:
                return General(Scope.ALL, order=len(constants))
        except Undetermined:
            continue
    return NONLINEAR
