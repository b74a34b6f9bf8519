"""What would make an unsolved recurrence solvable: one thing of it is changed at a time, and the result is solved.

Nothing is said that was not tried: "without T(n/2) it can be solved" is told where the rest has been solved.
"""

from collections.abc import Iterator
from itertools import islice

from recur.model import Expr, RecurError, Step, Unsolved, expressions as ex, limits, listed, step
from recur.model.linearity import split
from recur.model.records import frozen, replace
from recur.model.recurrence import InitialCondition, Recurrence, System
from recur.solving.solver import solve_all

MOST_TRIED = 6
STEPS = 20_000  # for one of them; a recurrence that is solved takes some hundred as a rule
MOST_STARTS = 4  # initial values that are asked for
MOST_REACHED = 1000  # sizes that a call reaches back, of which some may be stated
MOST_LETTERS = 3


@frozen
class Change:
    """The recurrence with one thing changed, and the words that go before "it can be solved"."""

    recurrence: Recurrence
    told: Step


def remedied(unsolved: Unsolved) -> Unsolved:
    """The refusal with the first change, of a few, that makes the recurrence solvable."""
    r, system = unsolved.recurrence, unsolved.system
    if r is None or system is None or r not in system.recurrences:
        return unsolved
    found = next(filter(None, (_solved(c, system) for c in islice(changes(r), MOST_TRIED))), None)
    return Unsolved(
        unsolved.reason,
        unsolved.refusals,
        unsolved.bounds,
        recurrence=r,
        system=system,
        remedy=found,
        text=unsolved.text,
        place=unsolved.place,
        hint=unsolved.hint,
    )


def _solved(change: Change, system: System) -> Step | None:
    """The sentence on a change, where it helps."""
    changed = change.recurrence
    others = tuple(r for r in system.recurrences if r.function != changed.function)
    try:
        with limits.work_limit(STEPS):
            found = solve_all(System((*others, changed)), timeout=None)
        solution = next(s for s in found if s.function == changed.function)
    except RecurError:
        return None
    told, theta = change.told, solution.bounds.theta
    if theta is None or ex.symbols(theta.expression()) & {d.symbol for d in solution.where}:
        return Step(f"{told.sentence} it can be solved.", told.formulas)
    result = ex.Relation("=", changed.left, ex.Asymptotic("Θ", theta.expression()))
    return Step(f"{told.sentence} it can be solved: {{result}}.", (*told.formulas, ("result", result)))


def changes(r: Recurrence) -> Iterator[Change]:
    """Initial values stated, letters made numbers, one term left out: what asks least of the reader first."""
    yield from _with_initial_values(r)
    yield from _with_numbers(r)
    yield from _without_a_term(r)


def _with_initial_values(r: Recurrence) -> Iterator[Change]:
    known = [c for c in r.initial if c.function == r.function and isinstance(c.value, ex.Number)]
    starts = _starts(r, known)
    if starts.stop - starts.start > MOST_REACHED:
        return
    missing = [n for n in starts if not any((c.low is None or c.low <= n) and n <= c.high for c in known)]
    if not missing or len(missing) > MOST_STARTS:
        return
    asked = [(f"t{n}", ex.Call(r.function, (ex.number(n),))) for n in missing]
    for value in (ex.number(2), ex.number(1)):
        given = tuple(InitialCondition(r.function, n, n, value) for n in missing)
        changed = replace(r, initial=(*known, *given), claim=None)
        each = "{v} for each" if len(missing) > 1 else "{v}"
        told = f"Give {listed(f'{{{name}}}' for name, _ in asked)}: with {each}, for instance,"
        yield Change(changed, Step(told, (*asked, ("v", value))))


def _starts(r: Recurrence, known: list[InitialCondition]) -> range:
    """The sizes whose values say all: as many as the call furthest back reaches, or 1 where sizes are divided."""
    back = []
    for call in (x for x in ex.walk(r.right) if isinstance(x, ex.Call) and x.function == r.function):
        match call.arguments:
            case (ex.Add((ex.Symbol(name), ex.Number(shift))),) if (
                name == r.variable and shift < 0 and shift.denominator == 1
            ):
                back.append(-int(shift))
            case (argument,) if argument != ex.Symbol(r.variable) and any(
                isinstance(c, ex.Number) for c in _parts(argument)
            ):
                back.append(0)
            case _:
                return range(0)
    if not back or (0 in back and any(back)):
        return range(0)
    if 0 in back:
        return range(1, 1) if known else range(1, 2)
    reach = max(back)
    last = max((c.high for c in known), default=reach - 1)
    first = max(last - reach + 1, min((c.low or 0 for c in known), default=0) if last < reach - 1 else 0, 0)
    return range(first, first + reach)


def _parts(x: Expr) -> tuple[Expr, ...]:
    return x.factors if isinstance(x, ex.Mul) else tuple(ex.walk(x))


def _with_numbers(r: Recurrence) -> Iterator[Change]:
    """Letters of unknown value decide nothing once they are numbers; those of a sum are its own."""
    names = sorted(ex.symbols(r.right) - {r.variable})
    if not names or len(names) > MOST_LETTERS or any(isinstance(x, ex.Range) for x in ex.walk(r.right)):
        return
    for value in (ex.number(2), ex.number(1)):
        right = ex.substitute_all(r.right, dict.fromkeys(names, value))
        chosen = tuple((f"x{i}", ex.Relation("=", ex.Symbol(name), value)) for i, name in enumerate(names))
        yield Change(_with_right(r, right), Step(f"With {listed(f'{{{name}}}' for name, _ in chosen)}", chosen))


def _without_a_term(r: Recurrence) -> Iterator[Change]:
    calls = [ex.mul(c.coefficient, ex.Call(c.function, (c.argument,))) for c in r.subcalls] + list(r.nonlinear)
    driving = [] if r.driving == ex.ZERO else list(r.driving.terms) if isinstance(r.driving, ex.Add) else [r.driving]
    terms = [*calls, *driving]
    first = driving[::-1] if len(driving) > 1 else []
    for left_out in (*first, *calls[::-1], *(driving if len(driving) == 1 else [])):
        rest = list(terms)
        rest.remove(left_out)
        right = ex.add(*rest)
        if ex.has_call(right):
            yield Change(_with_right(r, right), step("Without {x}", x=left_out))


def _with_right(r: Recurrence, right: Expr) -> Recurrence:
    parts = split(right)
    return replace(
        r, right=right, subcalls=parts.subcalls, driving=parts.driving, nonlinear=parts.nonlinear, claim=None
    )
