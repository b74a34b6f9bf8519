"""What the laws say of a computation: claims, a table for P processors, what follows from it."""

from fractions import Fraction

from recur.asymptotics import Growth
from recur.documents.blocks import Block, Cell, Column, Display, Displayed, Document, Items, Paragraph, Quantity, Table
from recur.forkjoin.laws.laws import LawRange
from recur.forkjoin.laws.quantities import Amount
from recur.forkjoin.laws.rounding import in_digits, short_decimal
from recur.forkjoin.laws.speedup import GrowingSpeedup, GrowthRow, Speedup, SpeedupRow
from recur.model import Expr, Step, expressions as ex, step
from recur.model.records import frozen

WORK, SPAN, TIME, P = ex.Symbol("T_1"), ex.Symbol("T_inf"), ex.Symbol("T_P"), ex.Symbol("P")
#: T₁/T∞, as it stands: a quotient of two symbols must not be folded
RATIO = ex.Mul((WORK, ex.Power(SPAN, ex.MINUS_ONE)))
BRENT = ex.add(ex.divide(ex.subtract(WORK, SPAN), P), SPAN)
LOWER_LAW, WEAKER_LAW = (ex.divide(WORK, P), SPAN), ex.add(ex.divide(WORK, P), SPAN)


EXACTER = 6  # digits of what is given
READABLE = 10**15


def decimal_formula(value: int | Fraction, digits: int = 4) -> Expr:
    """The number as `short_decimal` writes it, as a formula: 52429, 0.3333, 1.845·10^19."""
    front, exponent = in_digits(value, digits)
    number = ex.Number(Fraction(front), "." in front)
    return ex.Mul((number, ex.Power(ex.number(10), ex.number(exponent)))) if exponent else number


def theta(growth: Growth) -> Expr:
    return ex.Asymptotic("Θ", growth.expression())


@frozen
class LawSheet:
    """What a law says: claims with a word each, a table and its legend, what follows from it, what is assumed."""

    claims: tuple[tuple[Expr, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    follows: tuple[Step, ...]
    legend: Step | None = None
    notes: tuple[Step, ...] = ()

    @property
    def sentences(self) -> tuple[Step, ...]:
        return (*self.follows, *self.notes)

    def document(self, *pictures: Block) -> Document:
        """The sheet as blocks, pictures below its table."""
        return (
            *([Display(tuple(Displayed(x, Step(word)) for x, word in self.claims))] if self.claims else []),
            Table(self.columns, self.rows),
            *pictures,
            *([] if self.legend is None else [Paragraph(self.legend)]),
            *([Items(self.follows)] if self.follows else []),
            *(Paragraph(note, "Note") for note in self.notes),
        )


def bounds(found: Speedup) -> LawSheet:
    """The table of `recur speedup` at a size."""
    scheduled = any(row.schedule for row in found.rows)
    columns = [Column("P"), Column("at least"), Column("at most"), Column("weaker", spare=2)]
    if scheduled:
        columns.insert(2, Column("greedy"))
    columns += [Column("speed-up"), Column("efficiency", spare=1)]
    legend = step(
        "Time {t}: at least {lower}; a greedy schedule takes at most {brent} (Brent); weaker {weaker}."
        + (" Greedy is one such schedule, simulated on {strands} strands." if scheduled else ""),
        strands=decimal_formula(found.strands or 0),
        t=TIME,
        lower=ex.Apply("max", LOWER_LAW),
        brent=BRENT,
        weaker=WEAKER_LAW,
    )
    return LawSheet(
        _claims(found),
        tuple(columns),
        tuple(_row(found, row, scheduled) for row in found.rows),
        tuple(_sentences(found)),
        legend,
        tuple(Step(f"{note}.") for note in found.notes),
    )


def _claims(found: Speedup) -> tuple[tuple[Expr, str], ...]:
    c = found.computation
    where = f" of {found.program}" if found.program else ""
    where += "" if found.size is None else f", n = {short_decimal(found.size)}"
    ratio = ex.Relation("=", RATIO, _given(c.parallelism))
    growth = () if found.parallelism is None else ((ex.Relation("=", RATIO, theta(found.parallelism)), "as n grows"),)
    return (
        (_claim(WORK, found.work, c.work), f"work{where}{_rounded(c.work)}"),
        (_claim(SPAN, found.span, c.span), f"span{_rounded(c.span)}"),
        (ratio, "parallelism" + _rounded(c.parallelism)),
        *growth,
    )


def _given(value: Fraction) -> Expr:
    """What is given, closer than what follows from it: whole numbers in full as long as they can be read."""
    return ex.number(value) if value.denominator == 1 and value < READABLE else decimal_formula(value, EXACTER)


def _rounded(value: Fraction) -> str:
    """A word of warning where the digits shown are not all there are."""
    whole = value.denominator == 1 and value < READABLE
    return "" if whole or Fraction(short_decimal(value, EXACTER)) == value else ", rounded"


def _claim(left: Expr, amount: Amount | None, value: Fraction) -> Expr:
    right = _given(value)
    if amount is not None and amount.variable is not None and amount.formula is not None:
        return ex.Relation("=", left, ex.Relation("=", amount.formula, right))
    return ex.Relation("=", left, right)


def _row(found: Speedup, row: SpeedupRow, scheduled: bool) -> tuple[Cell, ...]:
    c, p = found.computation, row.processors
    cells: list[Cell] = [_processors(row), Quantity(c.lower(p)), Quantity(c.brent(p)), Quantity(c.simple(p))]
    speedup, efficiency = c.speedup(p), c.efficiency(p)
    if scheduled:
        cells.insert(2, Quantity(Fraction(row.schedule.time)) if row.schedule else "")
        if row.schedule:
            speedup = LawRange(row.schedule.speedup, row.schedule.speedup)
            efficiency = LawRange(row.schedule.utilisation, row.schedule.utilisation)
    return (*cells, _figure(speedup), _figure(efficiency, percent=True))


def _figure(found: LawRange, percent: bool = False) -> Quantity:
    return Quantity(found.low, found.high if found.high != found.low else None, percent)


def _processors(row: SpeedupRow) -> Cell:
    value = decimal_formula(row.processors)
    return value if row.named is None else ex.Relation("=", row.named, value)


def _sentences(found: Speedup) -> list[Step]:
    c = found.computation
    most = c.most_efficient(Fraction(9, 10))
    needed, enough = c.within_twice_span()
    said = [
        step(
            "Linear speed-up while P ≤ {ratio}: there a greedy schedule is certain of at least P/2, and up to"
            " P = {most} of 90 % of P. No P brings more than {ratio}.",
            ratio=decimal_formula(c.parallelism, EXACTER),
            most=decimal_formula(most),
        ),
        step(
            "Within a factor 2 of {span}: certain from P = {enough} on, and impossible below P = {needed}."
            if enough > needed
            else "Within a factor 2 of {span}: from P = {enough} on.",
            span=SPAN,
            enough=decimal_formula(enough),
            needed=decimal_formula(needed),
        ),
    ]
    said += [_paid(found, row) for row in found.rows if row.named is not None]
    return said


def _paid(found: Speedup, row: SpeedupRow) -> Step:
    """What a named number of processors costs beside the work."""
    cost = found.computation.cost(row.processors)
    alike = short_decimal(cost.low) == short_decimal(cost.high)
    return step(
        "With {named} processors the cost {paid} is "
        + ("{high}, {times} times the work." if alike else "between {low} and {high}, at most {times} times the work."),
        named=row.named or ex.ONE,
        paid=ex.Mul((P, TIME)),
        low=decimal_formula(cost.low),
        high=decimal_formula(cost.high),
        times=decimal_formula(cost.high / found.computation.work),
    )


def orders(found: GrowingSpeedup) -> LawSheet:
    """The table of `recur speedup` without a size: orders of growth."""
    claims = (
        (ex.Relation("=", WORK, theta(found.work)), f"work of {found.program}" if found.program else "work"),
        (ex.Relation("=", SPAN, theta(found.span)), "span"),
        (ex.Relation("=", RATIO, theta(found.parallelism)), "parallelism"),
    )
    rows = tuple(
        (row.processors, *(theta(x) for x in (row.time, row.speedup, row.cost, row.efficiency))) for row in found.rows
    )
    headings = ("P", "time", "speed-up", "cost", "efficiency")
    said = [
        step(
            "Linear speed-up while {p}; from there on the span rules, and {t}.",
            p=ex.Relation("=", P, ex.Asymptotic("O", found.parallelism.expression())),
            t=ex.Relation("=", TIME, theta(found.span)),
        )
    ]
    said += map(_paid_in_growth, found.rows)
    if not found.parallelism.is_constant:
        said.append(
            Step(
                "The parallelism outgrows every fixed number of processors; that is what “super-linear speed-up” can"
                " mean here. On P processors the speed-up of this computation never exceeds P."
            )
        )
    legend = step(
        "Greedy schedules take {t}; the cost is {c}.",
        t=ex.Relation("=", TIME, ex.Asymptotic("Θ", WEAKER_LAW)),
        c=ex.Mul((P, TIME)),
    )
    notes = tuple(
        Step(f"{note}.") for note in found.notes or ("With a size, such as -n 1024, the table holds numbers",)
    )
    return LawSheet(claims, tuple(map(Column, headings)), rows, tuple(said), legend, notes)


def _paid_in_growth(row: GrowthRow) -> Step:
    if row.excess.is_constant:
        verdict = "work-efficient, the cost {cost} is of the order of the work."
    else:
        verdict = "not work-efficient, the cost {cost} is {more} times the work."
    return step("{p} processors: " + verdict, p=row.processors, more=theta(row.excess), cost=theta(row.cost))
