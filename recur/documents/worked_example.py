"""All that a report tells of a problem: a recurrence with its tree, its growth and its values; a program."""

from collections.abc import Sequence
from fractions import Fraction
from math import exp

from recur.documents import analysis as programs, blocks as b, proof, solution as solved, speedup, tree
from recur.documents.given import doubt, ended, joined, listing, reading, said
from recur.documents.refusal import LABELS, refused
from recur.documents.solution import asymptotics, left_side
from recur.evaluation.evaluator import Value
from recur.forkjoin.costs.analysis import Analysis, Measure, ProcedureAnalysis, Values
from recur.forkjoin.dag.scheduled_program import principal
from recur.forkjoin.laws.laws import Computation, doubling
from recur.forkjoin.laws.rounding import short_decimal
from recur.forkjoin.laws.speedup import BEYOND, Speedup, SpeedupRow
from recur.model import RecurError, Solution, Step, Unsolved, expressions as ex
from recur.model.records import replace
from recur.numbers import rational_text
from recur.pictures import speedup as speedup_picture, tree as drawing
from recur.pictures.chart_layout import laid_out
from recur.pictures.growth import GrowthChart, growth_chart, picture_of, ratios
from recur.solving.solver import asked_solution
from recur.worked_example import Extras, Findings, Samples

LONGEST_TITLE = 120
SHOWN = 8  # exact values in the table
LONGEST, BITS = 24, 100  # digits of a number before it is shown by its first ones, and bits that have as many
PLACES = 10  # digits of any other value


def titled(text: str) -> str:
    """What was typed, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "…"


def recurrence_chapter(found: Findings) -> b.Chapter:
    """How it was read, then each function; in a word, the bound of the one asked for."""
    parts: list[b.Block] = [doubt(remark, found.text) for remark in found.remarks]
    parts.append(reading(found.system.recurrences))
    several = len(found.solutions) > 1
    for each in found.solutions:
        parts += [b.Heading(left_side(each))] if several else []
        parts += _function(each, found.extras[each.function], 2 if several else 1)
    if found.proof is not None:
        parts += [b.Heading("Proof by induction", level=2 if several else 1), *proof.argument(found.proof)]
    parts += solved.unused(found.system.recurrences)
    if found.unsolved is not None:
        parts.append(refused(found.unsolved, why=True))
        parts += [part for extras in found.extras.values() for part in _pictures(extras, 1)]
    status = b.Status.SOLVED if found.unsolved is None else b.Status.UNSOLVED
    return b.Chapter(titled(found.text), _in_a_word(found), tuple(parts), status)


def _in_a_word(found: Findings) -> Step:
    if found.unsolved is not None:
        return Step("unsolved")
    asked = asked_solution(found.solutions)
    shown = solved.bounds(asked)
    if shown:
        return said(shown[0]) if asked.bounds.theta is not None else listing(shown[:2], " and ")
    closed = solved.closed_form(asked)
    return Step("by cases") if closed is None else said(closed.formula)


def failed(title: str, text: str, error: RecurError) -> b.Chapter:
    """A problem that could not be read, or took too long."""
    return b.Chapter(
        title, Step(LABELS.get(error.kind, "error")), (b.Failed(error, error.text or text),), b.Status.ERROR
    )


def _function(found: Solution, extras: Extras, level: int) -> b.Document:
    """Everything about one function that is solved."""
    return (
        solved.answer(found),
        b.Paragraph(solved.reason(found)),
        *(b.Paragraph(remark, "Note") for remark in found.remarks),
        *([b.Heading("Derivation", level=level)] if found.steps else []),
        *solved.derivation(found),
        *_pictures(extras, level),
        b.Heading("Evidence", level=level),
        solved.evidence(found),
        *([] if extras.samples is None else _values(extras.samples)),
    )


def _pictures(extras: Extras, level: int) -> list[b.Block]:
    """The recursion tree and the growth plot, where there are any."""
    parts: list[b.Block] = []
    if extras.tree is not None:
        caption = listing(tree.notes(extras.tree), " ")  # the verdict stands in the drawing
        picture = drawing.drawn(extras.tree, notes=False)
        parts += [b.Heading("Recursion tree", level=level), b.Figure(picture, caption, "tree")]
    elif extras.no_tree:
        parts.append(b.Paragraph(ended(f"No recursion tree: {extras.no_tree}")))
    chart = None if extras.samples is None else growth_chart(extras.samples)
    if chart is not None and extras.samples is not None:
        picture, caption = laid_out(picture_of(chart)), _caption(chart, extras.samples)
        parts += [b.Heading("Growth", level=level), b.Figure(picture, caption, "growth")]
    return parts


def _caption(chart: GrowthChart, samples: Samples) -> Step:
    """What the picture shows."""
    axes = "the upright axis is logarithmic" if chart.linear else "both axes are logarithmic"
    shown = said("Values of ", chart.title, f"; {axes}.")
    curves = [curve.label for curve in chart.curves]
    if any(curve.style == "dashed" for curve in chart.curves):
        start = ex.Symbol(f"{samples.variable}_0")
        return said(shown, " From ", start, " on they keep to ", listing(curves, " and "), ".")
    return said(shown, " The curve is ", curves[0], ".") if curves else shown


def _values(samples: Samples) -> b.Document:
    """Some of the exact values, spread evenly, and what part of the bound they are."""
    exact = all(value.exact for value in samples.values)
    notes = joined(map(Step, ("Exact values" if exact else "Values", *samples.notes)))
    count, last = min(SHOWN, len(samples.values)), len(samples.values) - 1
    chosen = sorted({round(last * i / (count - 1)) for i in range(count)})
    left = ex.Call(samples.function, (ex.Symbol(samples.variable),))
    theta, known = samples.bounds.theta, ratios(samples)
    columns = [b.Column(ex.Symbol(samples.variable)), b.Column(left)]
    if known and theta is not None:
        ratio = left if theta.is_constant else ex.Mul((left, ex.Power(theta.expression(), ex.MINUS_ONE)))
        columns.append(b.Column(ratio))
    rows: list[tuple[b.Cell, ...]] = []
    for value in (samples.values[i] for i in chosen):
        share = [f"{exp(known[value.size]):.4g}" if value.size in known else ""] if len(columns) > 2 else []
        rows.append((_size(value.size), _number(value), *share))
    return b.Paragraph(Step(notes.sentence.rstrip(".") + ":")), b.Table(tuple(columns), tuple(rows))


def _size(size: int) -> b.Cell:
    return f"{size:,}" if size < 10**6 or size & (size - 1) else b.Digits(f"2^{size.bit_length() - 1}")


def _number(value: Value) -> b.Cell:
    """The value in full where it is rational and short, else its first digits."""
    exact = Fraction(value.value)
    short = value.exact and max(exact.numerator.bit_length(), exact.denominator.bit_length()) < BITS
    written = rational_text(exact) if short else ""
    if short and len(written) <= LONGEST:
        return f"{exact.numerator:,}" if exact.denominator == 1 else written
    return b.Digits(short_decimal(exact, PLACES), rounded=True)


def program(name: str, found: Analysis, only: Sequence[str] = ()) -> b.Chapter:
    """Its warnings, then each procedure, or those in `only`; in a word, the parallelism of the one that stands on the
    others."""
    parts: list[b.Block] = [programs.warned(warning, found.program.text) for warning in found.warnings]
    serial = programs.is_serial_code(found)
    told = programs.chosen(found, only)
    for procedure in told:
        parts += _procedure(procedure, ("work",) if serial else ("work", "span"), found)
    refusals = programs.refusals(found, only)
    parts += [b.Failed(r.error, found.program.text, f"{r.name} is not told") for r in refusals]
    if found.error is not None:
        return b.Chapter(name, Step("unsolved"), tuple(parts), b.Status.UNSOLVED)
    if serial:
        last = told[-1]
        return b.Chapter(name, said(f"{last.name}: ", listing(asymptotics(last.work.bounds), " and ")), tuple(parts))
    last = told[-1] if only else found.named(principal(found.program))
    bounds = asymptotics(last.parallelism)
    word = said("parallelism ", listing(bounds, " and ")) if bounds else Step("parallelism not known")
    return b.Chapter(name, word, tuple(parts))


def _procedure(procedure: ProcedureAnalysis, shown: tuple[str, ...], found: Analysis) -> list[b.Block]:
    parts: list[b.Block] = [programs.listing(procedure, shown), programs.terms(procedure, shown)]
    parts += programs.case_told(found, procedure)
    parts += programs.assumed(found.assumptions.get(procedure.name, ()))
    for label, measure in (("Work", procedure.work), ("Span", procedure.span))[: len(shown)]:
        parts += _measure(label, measure)
    parallel = "span" in shown
    if procedure.values or procedure.values_error is not None:
        parts.append(b.Heading("Speed-up" if parallel else "Values", level=2))
    parts += programs.values(procedure.values, [name for name, _ in procedure.sizes], procedure.values_error)
    return [*parts, *(_speedup(procedure) if procedure.values and parallel else ())]


def _measure(label: str, measure: Measure) -> list[b.Block]:
    """The derivation of a bound, or why there is none."""
    heading = b.Heading(label, level=2)
    if measure.solution is not None:
        found = measure.solution
        leading = [] if found.leading is None else [ex.Relation("~", measure.recurrence.left, found.leading)]
        closed = solved.closed_form(found)
        exact = [] if closed is None else [closed.formula]
        rows = tuple(map(b.Displayed, (*leading, *exact)))
        shown = [b.Display(rows)] if rows else []
        return [heading, *shown, b.Paragraph(solved.reason(found)), *solved.derivation(found), solved.evidence(found)]
    if measure.error is None:
        return []
    told: b.Block = b.Paragraph(said(measure.recurrence.left, ": ", ended(measure.error.message)))
    return [heading, refused(measure.error, why=True) if isinstance(measure.error, Unsolved) else told]


def _speedup(procedure: ProcedureAnalysis) -> b.Document:
    """What P processors make of it at the largest size."""
    largest = procedure.values[-1]
    found = _bounds(largest)
    if found is None:
        return ()
    chart = speedup_picture.chart_of(found)
    sizes = zip((name for name, _ in procedure.sizes), (largest.size, *largest.others), strict=True)
    size = ", ".join(f"{name} = {short_decimal(value)}" for name, value in sizes)
    caption = Step(f"Bounds on the speed-up of {procedure.name} at {size}, whatever the greedy schedule.")
    picture = () if chart is None else (b.Figure(speedup_picture.drawn(chart), caption, "speedup"),)
    return (*picture, *replace(speedup.bounds(found), claims=()).document())


def _bounds(values: Values) -> Speedup | None:
    """Brent's bounds for one size; None where a cost is 0."""
    if values.work <= 0 or values.span <= 0:
        return None
    computation = Computation(values.work, values.span)
    processors = doubling(BEYOND * computation.within_twice_span()[1])
    return Speedup(computation, tuple(map(SpeedupRow, processors)), values.size)
