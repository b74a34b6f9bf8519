"""Amdahl's, Gustafson's and the measured speed-up: the law, a table, what follows."""

from fractions import Fraction

from recur.documents.blocks import Cell, Column, Quantity
from recur.documents.speedup import LawSheet, P, bounds, decimal_formula, orders
from recur.forkjoin.laws.rounding import closest, short_decimal
from recur.forkjoin.laws.scaling import Law, Scaled
from recur.forkjoin.laws.speedup import GrowingSpeedup, Speedup
from recur.measurement.scalability import LawFit, Scalability, ScalingRow, SerialTrend
from recur.model import Expr, Step, expressions as ex, step

S, PART, FACTOR, SERIAL, F = (ex.Symbol(name) for name in ("S", "p", "s", "e", "f"))
#: 1 − p, in the order that the law is written in
SERIAL_PART = ex.Add((ex.ONE, ex.negate(PART)))
ABOVE = (
    "On {p} processors the observed speed-up {s} is above P. No schedule of the same work can do that: it is an effect"
    " of caches, or another algorithm or amount of work in the run on one processor; not the parallelism of the task"
    " graph."
)
FARTHEST = 1000.0  # a limit of the speed-up past which times do not show it
TRENDS = {
    SerialTrend.STEADY: "The serial part stays about the same: serial code limits the speed-up, as in Amdahl's law.",
    SerialTrend.RISING: "The serial part rises with P: that is overhead, such as communication or uneven loads.",
    SerialTrend.FALLING: "The serial part falls as P grows: few processors carry a cost that more of them take away.",
}


def sheet(found: Speedup | GrowingSpeedup | Scaled | Scalability) -> LawSheet:
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


def measured(found: Scalability) -> LawSheet:
    """The serial part of each run, the law fitted to all of them, and what slows them down."""
    rows, fit = found.rows, found.fit
    repeated = any(row.runs > 1 for row in rows)
    names = ["P", *(["runs"] if repeated else []), "time", "speed-up", "efficiency"]
    columns = tuple(map(Column, (*names, "serial part f" if found.grows else "serial part e")))
    table = tuple(_measured_row(row, repeated) for row in rows)
    law = (_gustafson_serial(), "Gustafson, the problem grows with P") if found.grows else (_karp_flatt(), "Karp–Flatt")
    claims = [law]
    said = [] if fit is None else [_fitted(fit)]
    if fit is not None and not fit.strays:
        claims.append((_fitted_law(fit), f"{_law_name(fit)}, fitted"))
    said += _slowed(found)
    said += [
        step(ABOVE, p=decimal_formula(row.processors), s=decimal_formula(row.speedup))
        for row in rows
        if row.superlinear
    ]
    if found.settled_trend in TRENDS:
        said.append(Step(TRENDS[found.settled_trend]))
    last = rows[-1].serial
    if fit is None and not found.grows and last is not None and 0 < last <= 1:
        limit = ex.Relation("=", ex.divide(ex.ONE, SERIAL), decimal_formula(1 / last))
        said.append(step("If e stays at {e}, the speed-up never passes {limit}.", e=decimal_formula(last), limit=limit))
    return LawSheet(tuple(claims), columns, table, tuple(said), notes=found.remarks)


def _measured_row(row: ScalingRow, repeated: bool) -> tuple[Cell, ...]:
    return (
        decimal_formula(row.processors),
        *([decimal_formula(row.runs)] if repeated else []),
        Quantity(row.seconds),
        Quantity(row.speedup),
        Quantity(row.efficiency, percent=True),
        "" if row.serial is None else Quantity(row.serial),
    )


def _karp_flatt() -> Expr:
    one = ex.divide(ex.ONE, P)
    law = ex.Mul(
        (ex.subtract(ex.Power(S, ex.MINUS_ONE), one), ex.Power(ex.Add((ex.ONE, ex.negate(one))), ex.MINUS_ONE))
    )
    return ex.Relation("=", SERIAL, law)


def _gustafson_serial() -> Expr:
    """f = (P − S)/(P − 1), S = P·T₁/T_P"""
    below = ex.Power(ex.Add((P, ex.MINUS_ONE)), ex.MINUS_ONE)
    return ex.Relation("=", F, ex.Mul((ex.Add((P, ex.negate(S))), below)))


def _law_name(fit: LawFit) -> str:
    return "Amdahl" if fit.law is Law.AMDAHL else "Gustafson"


def _fitted_law(fit: LawFit) -> Expr:
    """S = 1/(f + (1 − f)/P) or S = P − f·(P − 1)"""
    rest = ex.Add((ex.ONE, ex.negate(F)))
    if fit.law is Law.AMDAHL:
        return ex.Relation("=", S, ex.Power(ex.Add((F, ex.divide(rest, P))), ex.MINUS_ONE))
    return ex.Relation("=", S, ex.Add((P, ex.negate(ex.Mul((F, ex.Add((P, ex.MINUS_ONE))))))))


def _fitted(fit: LawFit) -> Step:
    """The serial fraction with its interval, and the limit that follows; or that the times keep to no such law."""
    f, name = fit.fraction, _law_name(fit)
    interval = f"{100 * f.level:.0f} % interval [{_short(f.low)}, {_short(f.high)}]"
    if fit.strays:
        part = f"{100 * fit.root_mean_square:.2g} %"
        return step(f"{name}'s law does not follow these times, they stray from it by {part}: no {{f}} is fitted.", f=F)
    said = f"{name}'s law fits with the serial part {{f}}, {interval}"
    if fit.law is Law.GUSTAFSON:
        return step(f"{said}: so much of the time on {{p}} processors is serial.", f=_equals(F, f.best), p=P)
    if f.best <= 0 or 1 / f.best > FARTHEST:
        return step(f"{said}: these times show no limit of the speed-up.", f=_equals(F, f.best))
    ends = f" ({_short(1 / f.high)} to {_short(1 / f.low)})" if f.low > 0 else f" (at least {_short(1 / f.high)})"
    limit = ex.Relation("=", ex.divide(ex.ONE, F), _decimals(1 / f.best))
    return step(f"{said}: the speed-up never passes {{limit}}{ends}.", f=_equals(F, f.best), limit=limit)


def _equals(symbol: Expr, value: float) -> Expr:
    return ex.Relation("=", symbol, _decimals(value))


def _decimals(value: float) -> Expr:
    """Three digits of a float."""
    return decimal_formula(Fraction(value), 3)


def _short(value: float) -> str:
    return short_decimal(Fraction(value), 3)


def _slowed(found: Scalability) -> list[Step]:
    """Slower than one worker, or past the P that is fastest: overhead, in so many words."""
    slower, best = found.slower_than_one, found.fastest
    said = []
    if slower:
        worst = min(slower, key=lambda row: row.speedup)
        said.append(
            step(
                "Slower than one worker: on {p} processors the "
                + ("scaled speed-up" if found.grows else "speed-up")
                + " is {s}. That is overhead: starting workers, handing data to them and waiting take more time than"
                " the work that they share.",
                p=decimal_formula(worst.processors),
                s=decimal_formula(worst.speedup),
            )
        )
    if found.past_the_fastest and best.processors > 1:
        said.append(
            step(
                "The fastest is {p} processors, with a speed-up of {s}; on {q} the overhead has outgrown the gain.",
                p=decimal_formula(best.processors),
                s=decimal_formula(best.speedup),
                q=decimal_formula(found.rows[-1].processors),
            )
        )
    return said
