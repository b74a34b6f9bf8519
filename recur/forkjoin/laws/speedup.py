"""What P processors make of a computation of known work and span: bounds, a greedy schedule, and orders of growth."""

from collections.abc import Sequence
from fractions import Fraction

from recur.asymptotics import Growth
from recur.forkjoin.costs.analysis import Values
from recur.forkjoin.dag.schedule import Schedule, short_schedules
from recur.forkjoin.dag.series_parallel import Node
from recur.forkjoin.laws.laws import Computation, check_processors, doubling
from recur.forkjoin.laws.quantities import Amount, Known, processors_at
from recur.model import Expr, InvalidRecurrence, Undecided
from recur.model.records import frozen

BEYOND = 4  # how far the rows go past the point where T∞ is near
#: Beginnings and endings of a kind of strand that a simulation may consist of; each takes about a microsecond.
MOST_MOVES = 100_000
LEFT_OUT = "the greedy schedule is left out where it takes too long to simulate; the bounds hold for every one"
NO_GRAPH = "the task graph has too many different parts at this size: no schedule of it is simulated"


@frozen
class SpeedupRow:
    """One number of processors: `named` is the formula it came from (n/2), `schedule` what was simulated."""

    processors: int
    named: Expr | None = None
    schedule: Schedule | None = None


@frozen
class Speedup:
    """The laws for one computation; `exact` is False where work or span are irrational and cut off."""

    computation: Computation
    rows: tuple[SpeedupRow, ...]
    size: int | None = None
    work: Amount | None = None
    span: Amount | None = None
    exact: bool = True
    notes: tuple[str, ...] = ()
    #: the growth of T₁/T∞ where it is known
    parallelism: Growth | None = None
    program: str = ""
    strands: int | None = None


@frozen
class GrowthRow:
    """P as a function of n, and the orders of growth that follow: T_P, S, P·T_P and S/P."""

    processors: Expr
    time: Growth
    speedup: Growth
    cost: Growth
    efficiency: Growth
    #: what is paid for beyond the work: P·T_P / T₁
    excess: Growth


@frozen
class GrowingSpeedup:
    """The laws without a size: T_P = Θ(T₁/P + T∞), linear speed-up while P = O(T₁/T∞)."""

    work: Growth
    span: Growth
    parallelism: Growth
    rows: tuple[GrowthRow, ...]
    program: str = ""
    notes: tuple[str, ...] = ()


def speedup(work: Amount, span: Amount, size: int | None, processors: Sequence[Amount] = ()) -> Speedup:
    """The bounds at a size, for the given numbers of processors or 1, 2, 4, … until T∞ is near.

    >>> from recur.forkjoin.laws.quantities import read_amount
    >>> found = speedup(read_amount("n"), read_amount("lg n"), 1024, [read_amount("n/2")])
    >>> found.rows[0].processors, found.computation.brent(512)
    (512, Fraction(3067, 256))
    """
    require_size(size, work=work, span=span)
    _check_variables(work, span, *processors)
    known = work.at(size), span.at(size)
    _check_defined(known, size)
    computation = Computation(known[0].value, known[1].value)
    variable = work.variable or span.variable
    growths = work.growth(variable), span.growth(variable)
    return Speedup(
        computation,
        _rows(computation, size, processors),
        size,
        work,
        span,
        known[0].exact and known[1].exact,
        tuple(dict.fromkeys(note for found in known for note in found.notes)),
        _quotient(*growths) if variable is not None else None,
    )


def scheduled_speedup(
    root: Node, program: str, size: int, processors: Sequence[Amount] = (), parallelism: Growth | None = None
) -> Speedup:
    """The bounds for the exact DAG of a program at a size, and beside them a greedy schedule of it."""
    if not root.work:
        raise InvalidRecurrence(f"{program} costs nothing at n = {size}: there is nothing to schedule")
    computation = Computation(Fraction(root.work), Fraction(root.span))
    rows = _rows(computation, size, processors)
    schedules = short_schedules(root, [row.processors for row in rows], MOST_MOVES)
    return Speedup(
        computation,
        tuple(SpeedupRow(row.processors, row.named, found) for row, found in zip(rows, schedules, strict=True)),
        size,
        notes=(LEFT_OUT,) if None in schedules else (),
        parallelism=parallelism,
        program=program,
        strands=root.strands,
    )


def unscheduled_speedup(
    values: Values, program: str, processors: Sequence[Amount] = (), parallelism: Growth | None = None
) -> Speedup:
    """The bounds for the exact work and span of a program at a size whose task graph is too large."""
    computation = Computation(values.work, values.span)
    rows = _rows(computation, values.size, processors)
    notes = (NO_GRAPH, *([values.note] if values.note else []))
    return Speedup(computation, rows, values.size, notes=notes, parallelism=parallelism, program=program)


def growing_speedup(work: Amount, span: Amount, processors: Sequence[Amount] = ()) -> GrowingSpeedup:
    """The laws without a size, as orders of growth."""
    if processors and all(amount.variable is None for amount in processors):
        require_size(None, work=work, span=span)
    _check_variables(work, span, *processors)
    variable = work.variable or span.variable
    return orders_of_speedup(work.growth(variable), span.growth(variable), processors)


def orders_of_speedup(
    work: Growth | None, span: Growth | None, processors: Sequence[Amount] = (), program: str = ""
) -> GrowingSpeedup:
    """The laws as orders of growth; without processors, at P = T₁/T∞.

    The lecture's global sum: n/2 processors reach log n at the cost of n log n, n/log n at that of n.
    """
    for name, growth in (("work", work), ("span", span)):
        if growth is None:
            raise Undecided(f"no tight bound of the {name} is proved", hint="give a size, such as -n 1024")
        if growth.is_zero:
            raise InvalidRecurrence(f"the {name} is 0, and a computation takes more time than 0")
    assert work is not None and span is not None
    if span > work:
        raise InvalidRecurrence(
            "the span grows faster than the work: the longest path is a part of all the work",
            hint="have --work and --span been swapped?",
        )
    ratio = work / span
    formulas = [_formula(amount) for amount in processors] or [ratio.expression()]
    rows = tuple(_growth_row(work, span, formula) for formula in formulas)
    return GrowingSpeedup(work, span, ratio, rows, program)


def _growth_row(work: Growth, span: Growth, formula: Expr) -> GrowthRow:
    p = Growth.of(formula, work.variable)
    unit = work / work
    if p < unit:
        raise InvalidRecurrence("the number of processors falls below 1 for large n")
    time = max(work / p, span)
    cost = p * time
    return GrowthRow(formula, time, work / time, cost, work / cost, cost / work)


def _formula(amount: Amount) -> Expr:
    if amount.formula is None:
        raise InvalidRecurrence("the number of processors is a number or a formula, not a recurrence", text=amount.text)
    if amount.variable is None:
        processors_at(amount, None)
    return amount.formula


def _rows(computation: Computation, size: int | None, processors: Sequence[Amount]) -> tuple[SpeedupRow, ...]:
    if not processors:
        return tuple(SpeedupRow(p) for p in doubling(BEYOND * computation.within_twice_span()[1]))
    rows = [
        SpeedupRow(processors_at(amount, size), None if amount.variable is None else _formula(amount))
        for amount in processors
    ]
    check_processors(row.processors for row in rows)
    return tuple(rows)


def require_size(size: int | None, **amounts: Amount) -> None:
    """A formula has no value without a size: say which, and what to type."""
    _check_variables(*amounts.values())
    for name, amount in amounts.items():
        if amount.variable is not None and size is None:
            raise InvalidRecurrence(
                f"the {name} depends on {amount.variable}, and no size is given",
                text=amount.text,
                hint="add -n, such as -n 1024",
            )


def _check_variables(*amounts: Amount) -> None:
    named = sorted({amount.variable for amount in amounts if amount.variable is not None})
    if len(named) > 1:
        raise InvalidRecurrence(f"one size is meant, but there are several variables: {', '.join(named)}")


def _check_defined(known: tuple[Known, Known], size: int | None) -> None:
    for name, found in zip(("work", "span"), known, strict=True):
        if found.value <= 0 and size is not None:
            raise InvalidRecurrence(
                f"at n = {size} the {name} is {found.value}, and a computation takes more time than 0",
                hint="try a larger size" if size < 16 else None,
            )


def _quotient(work: Growth | None, span: Growth | None) -> Growth | None:
    if work is None or span is None or work.is_zero or span.is_zero:
        return None
    return work / span
