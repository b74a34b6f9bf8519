"""From a recurrence in several sizes to a checked solution: the methods in order, and what is declined by name."""

from __future__ import annotations

from collections.abc import Callable

from recur.model import Refusal, Unmet, Unsolved, expressions as ex, limits
from recur.model.errors import InvalidRecurrence, Undecided
from recur.model.several import MultivariateRecurrence, MultivariateSolution
from recur.numbers import TooCoarse
from recur.solving.several.carried_sizes import carried_along
from recur.solving.several.common_diagonal import along_the_diagonal
from recur.solving.several.halved_lattice import halved_lattice
from recur.solving.several.joint_problem import JointCall, JointProblem
from recur.solving.several.lattice_walks import lattice_walks
from recur.solving.several.number_triangles import number_triangles
from recur.solving.several.orders import turned, turned_back
from recur.solving.several.partitions import partitions
from recur.solving.several.polynomial_rows import polynomial_rows
from recur.solving.several.unequal_paces import along_unequal_paces

#: The most specific last: each looks at the calls first, and is about few.
METHODS: tuple[tuple[str, Callable[[JointProblem], MultivariateSolution]], ...] = (
    ("reduction to one size", carried_along),
    ("recurrence along the diagonal", along_the_diagonal),
    ("lattice paths of logarithms", halved_lattice),
    ("levels of the recursion tree", along_unequal_paces),
    ("lattice paths", lattice_walks),
    ("triangle of numbers", number_triangles),
    ("generating function of a column", partitions),
    ("powers of a polynomial", polynomial_rows),
)
_NONE = (
    "the calls neither leave all sizes but one as they are, nor make all of them smaller alike, nor are they steps of "
    "a lattice path, of a triangle of numbers or of partitions"
)
_LONGEST_SUM = 40
_OUT_OF_REACH = (ArithmeticError, ValueError, NotImplementedError, TooCoarse)


def solve_multivariate(
    recurrence: MultivariateRecurrence, timeout: float | None = limits.DEFAULT_SECONDS
) -> MultivariateSolution:
    """The checked solution; raises `Unsolved` with the refusal of every method, or `LimitExceeded`.

    >>> from recur.parsing import parse_any
    >>> found = solve_multivariate(parse_any("T(m,n) = T(m-1,n) + T(m,n-1), T(m,0) = T(0,n) = 1"))
    >>> str(found.exact[0].formula)
    'binomial(m + n, n)'
    """
    with limits.time_limit(timeout):
        found, refusals = _by_any_method(joint_problem(recurrence))
        if found is not None:
            return found
        if len(recurrence.sizes) == 2:
            found, of_turned = _by_any_method(joint_problem(turned(recurrence)))
            if found is not None:
                return turned_back(found, recurrence)
            refusals += of_turned
        told = max(refusals, key=_standing)
        why = told.reason if _standing(told) else _NONE
        raise Unsolved(
            f"no method for several sizes fits: {why}", tuple(refusals), text=recurrence.text,
            hint="recur eval gives its values at any point",
        )  # fmt: skip


def _by_any_method(problem: JointProblem) -> tuple[MultivariateSolution | None, list[Refusal]]:
    """The solution by the first method that fits, or why none does."""
    refusals: list[Refusal] = []
    for name, method in METHODS:
        try:
            return method(problem), refusals
        except Unmet as unmet:
            refusals.append(Refusal(name, unmet.hypothesis, unmet.reason, unmet.formulas))
        except (Undecided, InvalidRecurrence, Unsolved) as problem_of_method:
            refusals.append(Refusal(name, "one size", problem_of_method.message))
        except _OUT_OF_REACH:
            refusals.append(Refusal(name, "numbers", "a number is out of reach"))
    return None, refusals


def _standing(refusal: Refusal) -> int:
    """How far a method came: what fails on the calls is about another kind."""
    return {"calls": 0, "sizes": 0}.get(refusal.hypothesis, 1)


def joint_problem(recurrence: MultivariateRecurrence) -> JointProblem:
    """The recurrence taken apart; raises `Unsolved` by name for what no method here is about."""
    if len(recurrence.equations) != 1:
        raise _declined(recurrence, "it has one equation for some sizes and another for others")
    (equation,) = recurrence.equations
    calls: dict[tuple[ex.Expr, ...], ex.Expr] = {}
    driving = []
    for coefficient, call in _terms(recurrence, equation.value, ex.ONE):
        if call is None:
            driving.append(coefficient)
            continue
        calls[call.arguments] = ex.add(calls[call.arguments], coefficient) if call.arguments in calls else coefficient
    for arguments in calls:
        _decline_by_name(recurrence, arguments)
    kept = tuple(JointCall(c, arguments) for arguments, c in calls.items() if c != ex.ZERO)
    return JointProblem(recurrence, kept, ex.add(*driving))


def _terms(r: MultivariateRecurrence, x: ex.Expr, factor: ex.Expr) -> list[tuple[ex.Expr, ex.Call | None]]:
    if not ex.has_call(x):
        return [(ex.mul(factor, x), None)]
    match x:
        case ex.Add(terms):
            return [part for term in terms for part in _terms(r, term, factor)]
        case ex.Call(_, arguments):
            if any(map(ex.has_call, arguments)):
                raise _declined(
                    r,
                    "a call stands inside a call, as in Ackermann's function, which outgrows all that is on the scale",
                )
            return [(factor, x)]
        case ex.Mul(factors):
            calling = [part for part in factors if ex.has_call(part)]
            if len(calling) == 1:
                return _terms(r, calling[0], ex.mul(factor, *(part for part in factors if part is not calling[0])))
            raise _declined(r, "values are multiplied with each other")
        case ex.Range("sum", index, ex.Number(low), ex.Number(high), body) if 0 <= high - low < _LONGEST_SUM:
            rows = (ex.substitute(body, index, ex.number(low + i)) for i in range(int(high - low) + 1))
            return [part for row in rows for part in _terms(r, row, factor)]
        case ex.Apply("max" | "min" as name, _):
            raise _declined(r, f"the {name} of values depends on the values themselves")
    raise _declined(r, "a value stands inside another function")


def _decline_by_name(r: MultivariateRecurrence, arguments: tuple[ex.Expr, ...]) -> None:
    for x in arguments:
        if any(isinstance(node, ex.Apply) and node.name == "mod" for node in ex.walk(x)):
            raise _declined(
                r, "a call at a remainder is that of Euclid's algorithm, whose steps depend on the quotients; "
                "Lamé's theorem bounds them by O(log min), and is not derived here",
            )  # fmt: skip


def _declined(r: MultivariateRecurrence, why: str) -> Unsolved:
    return Unsolved(f"{r.left} is not solved: {why}", text=r.text, hint="recur eval gives its values at any point")
