"""Amdahl's, Gustafson's and the measured speed-up: the law, a table, what follows."""

from collections.abc import Sequence

from recur.documents.blocks import Cell, Column, Quantity
from recur.documents.speedup import LawSheet, P, bounds, decimal_formula, orders
from recur.forkjoin.laws.rounding import closest
from recur.forkjoin.laws.scaling import Law, Scaled, ScalingRow, SerialTrend, trend
from recur.forkjoin.laws.speedup import GrowingSpeedup, Speedup
from recur.model import Expr, Step, expressions as ex, step

S, PART, FACTOR, SERIAL = ex.Symbol("S"), ex.Symbol("p"), ex.Symbol("s"), ex.Symbol("e")
#: 1 − p, in the order that the law is written in
SERIAL_PART = ex.Add((ex.ONE, ex.negate(PART)))
ABOVE = (
    "On {p} processors the observed speed-up {s} is above P. No schedule of the same work can do that: it is an effect"
    " of caches, or another algorithm or amount of work in the run on one processor; not the parallelism of the task"
    " graph."
)
TRENDS = {
    SerialTrend.STEADY: "The serial part stays about the same: serial code limits the speed-up, as in Amdahl's law.",
    SerialTrend.RISING: "The serial part rises with P: that is overhead, such as communication or uneven loads.",
    SerialTrend.FALLING: "The serial part falls as P grows: few processors carry a cost that more of them take away.",
}


def sheet(found: Speedup | GrowingSpeedup | Scaled | Sequence[ScalingRow]) -> LawSheet:
    """What is found of the time on P processors, by whichever law."""
    match found:
        case Speedup():
            return bounds(found)
        case GrowingSpeedup():
            return orders(found)
        case Scaled():
            return scaled(found)
    return measured(found)


def scaled(found: Scaled) -> LawSheet:
    return _amdahl(found) if found.law is Law.AMDAHL else _gustafson(found)


def _amdahl(found: Scaled) -> LawSheet:
    law = ex.Power(ex.Add((ex.ONE, ex.negate(PART), ex.divide(PART, FACTOR))), ex.MINUS_ONE)
    claims: list[tuple[Expr, str]] = [(ex.Relation("=", S, law), f"Amdahl, p = {closest(found.part)}")]
    said = []
    if found.limit is not None:
        bound = ex.Relation("=", ex.divide(ex.ONE, SERIAL_PART), decimal_formula(found.limit))
        claims.append((ex.Relation("<=", S, bound), "the limit"))
    else:
        said.append(Step("With p = 1 nothing is serial: the law sets no limit."))
    if found.half is not None and found.limit is not None:
        said.append(step("Half of the limit is reached at P = {half}.", half=decimal_formula(found.half)))
    if found.factor is not None:
        factor, speedup = found.factor
        said.insert(
            0,
            step(
                "If the parallel part becomes {s} times as fast, the whole becomes {x} times as fast.",
                s=decimal_formula(factor),
                x=decimal_formula(speedup),
            ),
        )
    columns = [Column("P"), Column("speed-up"), Column("efficiency")]
    if found.limit is not None:
        columns.append(Column("of the limit"))
    rows: list[tuple[Cell, ...]] = []
    for p, s in found.rows:
        cells: list[Cell] = [decimal_formula(p), Quantity(s), Quantity(s / p, percent=True)]
        rows.append((*cells, Quantity(s / found.limit, percent=True)) if found.limit else tuple(cells))
    legend = step("In the table the parallel part is P times as fast: {s}.", s=ex.Relation("=", FACTOR, P))
    return LawSheet(tuple(claims), tuple(columns), tuple(rows), tuple(said), legend)


def _gustafson(found: Scaled) -> LawSheet:
    law = ex.Add((SERIAL_PART, ex.mul(PART, P)))
    claims = ((ex.Relation("=", S, law), f"Gustafson, p = {closest(found.part)}"),)
    columns = (Column("P"), Column("speed-up"), Column("efficiency"))
    rows = tuple((decimal_formula(p), Quantity(s), Quantity(s / p, percent=True)) for p, s in found.rows)
    said = step(
        "Here p is the parallel part of the time on P processors, and the problem grows with P; in Amdahl's law it is"
        " the part of the time on one processor, and the problem stays as it is."
    )
    return LawSheet(claims, columns, rows, (said,))


def measured(rows: Sequence[ScalingRow]) -> LawSheet:
    """Karp–Flatt: the serial part of each run."""
    one = ex.divide(ex.ONE, P)
    law = ex.Mul(
        (ex.subtract(ex.Power(S, ex.MINUS_ONE), one), ex.Power(ex.Add((ex.ONE, ex.negate(one))), ex.MINUS_ONE))
    )
    columns = tuple(map(Column, ("P", "time", "speed-up", "efficiency", "serial part e")))
    table = tuple(
        (
            decimal_formula(row.processors),
            Quantity(row.seconds),
            Quantity(row.speedup),
            Quantity(row.efficiency, percent=True),
            "" if row.serial is None else Quantity(row.serial),
        )
        for row in rows
    )
    said = [
        step(ABOVE, p=decimal_formula(row.processors), s=decimal_formula(row.speedup))
        for row in rows
        if row.superlinear
    ]
    found = trend(rows)
    if found in TRENDS:
        said.append(Step(TRENDS[found]))
    last = rows[-1].serial
    if last is not None and last > 0:
        limit = ex.Relation("=", ex.divide(ex.ONE, SERIAL), decimal_formula(1 / last))
        said.append(step("If e stays at {e}, the speed-up never passes {limit}.", e=decimal_formula(last), limit=limit))
    return LawSheet(((ex.Relation("=", SERIAL, law), "Karp–Flatt"),), columns, table, tuple(said))
