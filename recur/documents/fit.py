"""Times held against growth: the verdict, why, the table of medians, what to measure next."""

from collections.abc import Callable, Sequence
from math import exp, expm1, inf

from recur.documents import blocks
from recur.documents.given import listing, reading
from recur.measurement.evidence import Evidence, FittedSize, FitVerdict as Standing
from recur.measurement.naming import Candidate
from recur.model import Expr, Step, expressions as ex, step
from recur.model.logarithms import with_bases

HEADINGS = ("n", "runs", "median", "fitted", "ratio")
BOTH_CLOCKS = ("n", "runs", "CPU", "wall", "fitted", "ratio")  # medians of either clock
UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"), (1e-12, "ps"))
BARS = "▁▂▃▄▅▆▇█"
BARS_ASCII = "_.-:=+*#"
LONGEST = 10**15  # a longer size is shown by its first digits
MOST_ROWS = 40


TONES = {"confirmed": blocks.Tone.GOOD, "named": blocks.Tone.GOOD, "refuted": blocks.Tone.BAD}


def documents(
    found: Sequence[tuple[str, Evidence]], pictured: Callable[[Evidence], blocks.Document] = lambda _: ()
) -> blocks.Document:
    """What is told of each series, under its name where there are several; `pictured`: what stands below its table."""
    if len(found) == 1:
        return document(found[0][1], pictured(found[0][1]))
    return tuple(
        block
        for name, evidence in found
        for block in (blocks.Heading(name or "(without a name)"), *document(evidence, pictured(evidence)))
    )


def document(evidence: Evidence, pictures: blocks.Document = ()) -> blocks.Document:
    """The verdict first, then its reasons, the table of medians, pictures, and advice."""
    prediction = evidence.prediction
    read: list[blocks.Given] = []
    if prediction is not None and prediction.formula is not None:
        read = [blocks.Given("Read as", ((blocks.Displayed(prediction.formula),),))]
    elif prediction is not None:
        read = [reading(prediction.system.recurrences)]
    notes = () if prediction is None else prediction.notes
    return (
        *read,
        verdict(evidence),
        *map(blocks.Paragraph, evidence.reasons),
        *table(evidence),
        *pictures,
        *(blocks.Paragraph(said, "Advice") for said in evidence.advice),
        *(blocks.Paragraph(Step(f"{note}."), "Note") for note in notes),
    )


def verdict(evidence: Evidence) -> blocks.AnswerLine:
    """confirmed Θ(n log n), or the classes that were named; below it the fitted curve."""
    word, predicted = verdict_text(evidence), claim(evidence)
    shown = [predicted] if predicted is not None else thetas(evidence)
    shown = [] if evidence.excluded else shown
    details = () if evidence.fitted is None else (_curve(evidence, evidence.fitted),)
    return blocks.AnswerLine(word, TONES.get(word, blocks.Tone.DOUBTFUL), listing(shown, " or "), details)


def _curve(evidence: Evidence, fitted: Candidate) -> Step:
    """fit: 1.20 µs + 3.10 ns · n log n"""
    offset, scale = curve(fitted)
    growth = fitted.growth_class
    constant = "" if offset is None else f"{offset} + "
    if growth is not None and growth.is_constant:
        return Step(f"fit: {constant}{scale}")
    formula = None if evidence.prediction is None else evidence.prediction.formula
    if growth is None and (formula is None or isinstance(formula, ex.Add | ex.Number)):
        formula = ex.Call("W", (ex.Symbol("n"),))  # what would need brackets behind a factor has a name
    work = formula if growth is None else growth.expression
    assert work is not None
    return step(f"fit: {constant}{scale} · {{w}}", w=with_bases(work))  # the constant depends on the base


def table(evidence: Evidence) -> list[blocks.Block]:
    """The medians, and the residuals as bars below them."""
    both = any(row.wall_seconds is not None for row in evidence.rows)
    headings = BOTH_CLOCKS if both else HEADINGS
    used = len(headings) if evidence.fitted is not None else len(headings) - 2
    cells = tuple(None if row is None else row[:used] for row in rows(evidence))
    found: list[blocks.Block] = [blocks.Table(tuple(map(blocks.Column, headings[:used])), cells)]
    drawn = residual_line(evidence)
    if drawn:
        said = Step(f"at most {largest_residual(evidence)}")
        found.append(blocks.Bars((drawn,), (residual_line(evidence, unicode=False),), "residuals", said))
    return found


def rows(evidence: Evidence) -> list[tuple[str, ...] | None]:
    """The cells of each size; None where sizes of a long table are left out."""
    cells = [_cells(row) for row in evidence.rows]
    if len(cells) <= MOST_ROWS:
        return [*cells]
    half = MOST_ROWS // 2
    return [*cells[:half], None, *cells[-half:]]


def _cells(row: FittedSize) -> tuple[str, ...]:
    fitted = "" if row.fitted is None else seconds_text(row.fitted)
    ratio = "" if row.ratio is None else f"{row.ratio:.3f}" if row.ratio < 1000 else f"{row.ratio:.3g}"
    size = str(row.size) if row.size < LONGEST else f"{row.size:.4g}"
    clocks = [seconds_text(x) for x in (row.seconds, row.wall_seconds) if x is not None]
    return (size, str(row.repetitions), *clocks, fitted, ratio)


def seconds_text(seconds: float) -> str:
    """Three digits and a unit: 1.50 ms, 23.0 µs, 4.10e+09 s.

    >>> seconds_text(0.0015), seconds_text(12)
    ('1.50 ms', '12.0 s')
    """
    if seconds == inf:
        return "> 1e300 s"
    for unit, name in UNITS:
        if seconds >= unit * 0.9995:
            digits = f"{seconds / unit:.3g}"
            if "e" not in digits:
                size = len(digits.partition(".")[0])
                digits = f"{seconds / unit:.{max(0, 3 - size)}f}"
            return f"{digits} {name}"
    return f"{seconds:.3g} s"


def residual_line(evidence: Evidence, unicode: bool = True) -> str:
    """log(median/fitted) at each size as a line of bars, the middle one for 0; empty without a fit."""
    found = [row.residual for row in evidence.rows if row.residual is not None]
    if not found or len(found) > 2 * MOST_ROWS:
        return ""
    top = max(1e-9, *map(abs, found))
    bars = BARS if unicode else BARS_ASCII
    return "".join(bars[min(7, int((r / top + 1) * 4))] for r in found)


def largest_residual(evidence: Evidence) -> str:
    """How far the worst median is from the fit, as a part of it: 3.4 %."""
    part = max((abs(expm1(row.residual)) for row in evidence.rows if row.residual is not None), default=0.0)
    return f"{100 * part:.2g} %" if part < 0.995 or part > 99 else f"{100 * part:.0f} %"


def verdict_text(evidence: Evidence) -> str:
    """The verdict as a heading has it."""
    words = {Standing.NAMED: "named", Standing.CONFIRMED: "confirmed", Standing.REFUTED: "refuted"}
    return words.get(evidence.verdict, "inconclusive")


def claim(evidence: Evidence) -> Expr | None:
    """The prediction as a formula: Θ of it where that is proved, O or Ω of a bound."""
    prediction = evidence.prediction
    if prediction is None:
        return None
    if prediction.growth is not None and not prediction.growth.is_zero:
        return ex.Asymptotic(prediction.side or "Θ", prediction.growth.expression())
    return prediction.formula or ex.Call(prediction.function, (ex.Symbol(prediction.recurrence.variable),))


def curve(found: Candidate) -> tuple[str | None, str]:
    """The offset, None where there is none, and the factor of the growth, both as times."""
    offset, scale = found.fit.log_offset, found.fit.log_scale
    return (None if offset == -inf else seconds_text(_exp(offset))), seconds_text(_exp(scale))


def _exp(value: float) -> float:
    return exp(value) if value < 700 else inf


def thetas(evidence: Evidence) -> list[Expr]:
    """Θ of each class that was named; nothing where no class follows the times."""
    if evidence.lack_of_fit is None or (evidence.lack_of_fit.strays and not evidence.scattered):
        return []
    if evidence.open_constant or (evidence.stepped and evidence.verdict is Standing.INCONCLUSIVE):
        return []  # so many classes may be meant that none is
    return [ex.Asymptotic("Θ", c.expression) for c in evidence.classes]


def formulas(evidence: Evidence) -> blocks.Document:
    """The verdict on the times, and the fitted curve: all that one display can hold."""
    return (verdict(evidence),)
