"""Mutual recursion at sizes n, n − 1, n − 2 …: one function after the other is written by itself alone.

With the shift z·T(n) = T(n − 1) a linear system is (I − A(z))·T = f for a matrix of polynomials. Multiplied by the
adjugate it falls apart into det(I − A(z))·Tᵢ = (adj(I − A(z))·f)ᵢ, a linear recurrence for each function.
Source: Graham, Knuth, Patashnik, Concrete Mathematics, section 7.3 (mutual recursion).
"""

from fractions import Fraction

from recur.asymptotics import Between, expand, real_number
from recur.model import Expr, InitialCondition, Recurrence, Step, Subcall, Unmet, expressions as ex, step
from recur.model.errors import InvalidRecurrence
from recur.model.linearity import split
from recur.numbers import Polynomial
from recur.numbers.matrices import POLYNOMIALS, adjugate, determinant, identity_minus
from recur.numbers.polynomials import degree, plus

_MOST_FUNCTIONS = 6
_MOST_SHIFT = 30


def alone(
    component: tuple[Recurrence, ...], values: dict[str, dict[int, Fraction]]
) -> tuple[tuple[Recurrence, Step], ...]:
    """Each function's own recurrence, with initial values taken from `values`, and the step that derives it."""
    if len(component) > _MOST_FUNCTIONS:
        raise Unmet("few functions", "more than {x} functions call each other", x=ex.number(_MOST_FUNCTIONS))
    names = [r.function for r in component]
    n = component[0].variable
    matrix: list[list[Polynomial]] = [[()] * len(names) for _ in names]
    for i, r in enumerate(component):
        if r.nonlinear or r.relation != "=" or r.variable != n:
            raise Unmet("a linear system of equations", "{x} is not linear", x=ex.Relation(r.relation, r.left, r.right))
        for call in r.subcalls:
            if call.function not in names:
                continue
            shift, coefficient = shift_of(call, n)
            j = names.index(call.function)
            matrix[i][j] = plus(matrix[i][j], (Fraction(0),) * shift + (coefficient,))
    _refuse_standing_circles(component, n)
    system = identity_minus(matrix, POLYNOMIALS)
    common, cofactors = determinant(system, POLYNOMIALS), adjugate(system, POLYNOMIALS)
    return tuple((_scalar(component, i, common, row, values), _told(component[i])) for i, row in enumerate(cofactors))


def shift_of(call: Subcall, variable: str) -> tuple[int, Fraction]:
    """(k, c) of c·T(n − k)."""
    difference = expand(ex.subtract(ex.Symbol(variable), call.argument), variable)
    if difference.is_zero:
        shift = Fraction(0)
    else:
        m, c = difference.lead
        if m.powers or m.exponential or isinstance(c, Between) or not isinstance(c, Fraction):
            raise Unmet("sizes n − c", "the size {x} is not the size less a constant", x=call.argument)
        shift = c
    if shift.denominator != 1 or shift > _MOST_SHIFT:
        raise Unmet("sizes n − c", "the size {x} is not the size less a small whole number", x=call.argument)
    if shift < 0:
        raise InvalidRecurrence(f"the argument {call.argument} grows, so the recursion never reaches a base case")
    if variable in ex.symbols(call.coefficient):
        raise Unmet("constant coefficients", "the coefficient {a} varies with the size", a=call.coefficient)
    a = real_number(call.coefficient)
    if not isinstance(a, Fraction):
        raise Unmet("rational coefficients", "the coefficient {a} is not a known rational number", a=call.coefficient)
    return int(shift), a


def _refuse_standing_circles(component: tuple[Recurrence, ...], variable: str) -> None:
    """A circle of calls at the same size never shrinks."""
    names = {r.function for r in component}
    same = {
        r.function: [c.function for c in r.subcalls if c.argument == ex.Symbol(variable) and c.function in names]
        for r in component
    }

    def visit(function: str, path: tuple[str, ...]) -> None:
        if function in path:
            circle = " → ".join((*path[path.index(function) :], function))
            raise InvalidRecurrence(f"the calls {circle} stay at the same size, so they never reach a base case")
        for callee in same[function]:
            visit(callee, (*path, function))

    for r in component:
        visit(r.function, ())


def _scalar(
    component: tuple[Recurrence, ...],
    i: int,
    common: Polynomial,
    row: list[Polynomial],
    values: dict[str, dict[int, Fraction]],
) -> Recurrence:
    r = component[i]
    n = ex.Symbol(r.variable)
    names = [other.function for other in component]
    subcalls = tuple(
        Subcall(r.function, ex.Number(-c), ex.subtract(n, ex.number(k))) for k, c in enumerate(common) if k and c
    )
    driving: list[Expr] = []
    for cofactor, other in zip(row, component, strict=True):
        for k in range(degree(cofactor), -1, -1):
            if cofactor[k]:
                shifted = ex.substitute(_driving(other, names), r.variable, ex.subtract(n, ex.number(k)))
                driving.append(ex.mul(ex.Number(cofactor[k]), shifted))
    f = ex.add(*driving)
    right = ex.add(*(ex.mul(c.coefficient, ex.Call(r.function, (c.argument,))) for c in subcalls), f)
    parts = split(right)
    initial = tuple(
        InitialCondition(r.function, m, m, ex.Number(v)) for m, v in sorted(values.get(r.function, {}).items())
    )
    return Recurrence(r.function, r.variable, "=", right, parts.subcalls, parts.driving, parts.nonlinear, initial)


def _driving(r: Recurrence, names: list[str]) -> Expr:
    """The driving term, with the calls of functions outside the circle."""
    outside = (ex.mul(c.coefficient, ex.Call(c.function, (c.argument,))) for c in r.subcalls if c.function not in names)
    return ex.add(*outside, r.driving)


def _told(r: Recurrence) -> Step:
    return step(
        "The functions call each other. Eliminating the others, with the shift as an unknown in the linear system, "
        "leaves a recurrence for {t} alone:",
        t=r.left,
        source="Concrete Mathematics, section 7.3",
    )
