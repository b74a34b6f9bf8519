"""Times against sizes: every run, the medians, the fitted curve, and the curves that the interval of δ allows."""

from collections.abc import Callable, Sequence
from math import ceil, floor, inf, log, log10

from recur.documents.fit import claim, curve, thetas, verdict_text
from recur.documents.given import equations, listing, said
from recur.measurement.evidence import Evidence, FitVerdict
from recur.measurement.exponent import Deformation
from recur.measurement.naming import Candidate
from recur.measurement.prediction import Prediction
from recur.measurement.samples import SizeTimes
from recur.model import Expr, InvalidRecurrence, expressions as ex
from recur.model.records import frozen, replace
from recur.pictures import charts
from recur.pictures.braille import HIGH, LOW, drawn_in_characters
from recur.pictures.chart_layout import laid_out
from recur.pictures.shapes import Label, Point, Sheet

LN10 = log(10)
A, B, ALPHA, DELTA = map(ex.Symbol, ("a", "b", "alpha", "delta"))
MOST_SAMPLES = 4000  # points that a picture holds
MOST_CLASSES = 4
FINENESS = 48  # points of a class, whose W is known between the sizes as well
CURVES = 12  # of the band
FARTHEST = 4.0  # an interval without end is drawn so far from its best δ
MOST_SERIES = 4
STYLES = ("solid", "dashed", "dotted", "mixed")


def drawn(evidence: Evidence) -> Sheet:
    """The times beside the fitted curve, and what it leaves."""
    return drawn_series((("", evidence),))


def drawn_series(found: Sequence[tuple[str, Evidence]]) -> Sheet:
    """One series with its residuals, or a few beside each other, each under its name."""
    if len(found) > MOST_SERIES:
        raise InvalidRecurrence(f"{len(found)} series are more than one picture holds", hint="pick one with --series")
    panels = [times_panel(evidence) for _, evidence in found]
    panels = [
        replace(p, title=said(f"{name}: ", p.title)) if name else p for p, (name, _) in zip(panels, found, strict=True)
    ]
    rest = residuals_panel(found[0][1]) if len(found) == 1 else None
    panels += [] if rest is None else [rest]
    return laid_out(charts.Picture("Measured times", "", tuple(panels)))


def charts_in_characters(evidence: Evidence, width: int, unicode: bool = True) -> tuple[str, ...]:
    """The times above what the fit leaves, for a terminal."""
    rest = residuals_panel(evidence)
    above = drawn_in_characters(times_panel(evidence), width, HIGH, unicode)
    return above if rest is None else (*above, "", *drawn_in_characters(rest, width, LOW, unicode))


def residuals_panel(evidence: Evidence) -> charts.Panel | None:
    """median/fitted − 1 at each size, in per cent; None without a fit."""
    return _Drawing(evidence, "run").residuals()


def times_panel(evidence: Evidence, per_task: bool = False) -> charts.Panel:
    """log t against log n; against n itself where the growth is exponential, which is a straight line there."""
    return _Drawing(evidence, "task" if per_task else "run").panel()


@frozen
class _Drawing:
    evidence: Evidence
    unit: str  # what took the time: a run or a task

    def panel(self) -> charts.Panel:
        times, across = self.evidence.times, self.across
        runs = [(across(at.size), y / LN10) for at in times for y in _shown(at, len(times))]
        medians = tuple((across(at.size), at.log_median / LN10) for at in times)
        bands, lines = self.bands(), self.lines()
        heights = [y for _, y in runs] + [y for line in lines for _, y in line.points]
        heights += [y for band in bands for _, y in (*band.lower, *band.upper)]
        low, high = charts.widened(heights, 0.05, 0.05)
        up = charts.Axis(f"time of one {self.unit}", low, high, charts.logarithmic_ticks(low, high, charts.time_label))
        marks = (
            charts.Marks(f"one {self.unit}", "sample", "ring", tuple(runs)),
            charts.Marks("median", "median", "dot", medians),
        )
        return charts.Panel(self.title(), self.note(), self.sizes(), up, bands, lines, marks)

    def residuals(self) -> charts.Panel | None:
        rows = [row for row in self.evidence.rows if row.ratio is not None and row.ratio < inf]
        if not rows:
            return None
        points = tuple((self.across(row.size), 100 * (row.ratio - 1)) for row in rows if row.ratio is not None)
        low, high = charts.widened([0.0, *(y for _, y in points)], 0.1, 0.1)
        step = charts.nice_step(high - low)
        ticks = tuple((step * i, _percent(step * i)) for i in range(ceil(low / step), floor(high / step) + 1))
        across = self.sizes()
        zero = charts.Line("the fit", "fit", "solid", ((across.low, 0.0), (across.high, 0.0)))
        marks = charts.Marks("median", "median", "dot", points, "dotted")
        up = charts.Axis("median against the fit", low, high, ticks)
        return charts.Panel("residuals", "what the fitted curve leaves", across, up, (), (zero,), (marks,))

    @property
    def linear(self) -> bool:
        prediction, classes = self.evidence.prediction, self.evidence.classes
        if prediction is not None:
            return prediction.exponential
        return bool(classes) and all(found.exponential for found in classes)

    @property
    def across(self) -> Callable[[int], float]:
        return float if self.linear else log10

    def sizes(self) -> charts.Axis:
        sizes = [at.size for at in self.evidence.times]
        low, high = charts.widened([self.across(size) for size in sizes], 0.04, 0.5 if self.linear else 0.05)
        return charts.Axis(
            ex.N, low, high, charts.linear_ticks(low, high) if self.linear else charts.size_ticks(sizes, low, high)
        )

    def title(self) -> Label:
        """times confirmed: Θ(n log n)"""
        predicted = claim(self.evidence)
        shown = [predicted] if predicted is not None else thetas(self.evidence)[:MOST_CLASSES]
        word = f"times {verdict_text(self.evidence)}"
        return said(f"{word}: ", listing(shown, " or ")) if shown else word

    def note(self) -> Label:
        """What was predicted, as it was read; of times named without a prediction, their power of n."""
        prediction, power = self.evidence.prediction, self.evidence.power
        if prediction is not None:
            return said("predicted: ", listing(_predicted(prediction)))
        if power is None or abs(power.low) == inf or abs(power.high) == inf or self.linear:
            return "nothing was predicted"
        ends = f" from {_signed(power.low)} to {_signed(power.high)}"
        curve = ex.Add((A, ex.Mul((B, ex.Power(ex.N, ALPHA)))))
        return said("nothing was predicted; ", curve, " has ", ALPHA, ends)

    def lines(self) -> tuple[charts.Line, ...]:
        """The prediction and the class that fits best beside it; of no prediction the classes that were named."""
        evidence, own = self.evidence, self.evidence.fitted
        if own is None:
            return ()
        if evidence.prediction is None:
            named = (own, *evidence.named[1:MOST_CLASSES]) if evidence.piecewise is None else (own,)
            return tuple(self.line(c, _class(c), style) for c, style in zip(named, STYLES, strict=False))
        found = [self.line(own, said("fit: ", self.formula(own)), "solid")]
        if evidence.named and evidence.verdict is not FitVerdict.CONFIRMED:
            rival = evidence.named[0]
            better = " fits better" if rival.bic < own.bic - 6 else " fits as well"
            found.append(self.line(rival, said(_class(rival), better), "dashed", "rival"))
        return tuple(found)

    def line(self, found: Candidate, label: Label, style: str, role: str = "fit") -> charts.Line:
        """a + b·W at the sizes, and between them where W is a class."""
        sizes = self.evidence.medians.sizes
        works = dict(zip(sizes, found.shape.log_work, strict=True))
        if found.growth_class is not None:
            between = {round(sizes[0] * (sizes[-1] / sizes[0]) ** (i / FINENESS)) for i in range(FINENESS)}
            works |= {size: found.growth_class.log_work(size) for size in between - works.keys()}
        return charts.Line(label, role, style, self.placed(self.lifted(found, works)))

    def lifted(self, found: Candidate, works: dict[int, float]) -> dict[int, float]:
        """The curve at each size; of the one that the verdict stands on, each piece with its factor."""
        pieces = self.evidence.piecewise if found is self.evidence.fitted else None
        logs = {n: found.fit.log_seconds(w) for n, w in works.items()}
        return logs if pieces is None else {n: y + pieces.log_lift(n) for n, y in logs.items()}

    def placed(self, logs: dict[int, float]) -> tuple[Point, ...]:
        return tuple((self.across(n), y / LN10) for n, y in sorted(logs.items()) if abs(y) < inf)

    def formula(self, own: Candidate) -> Label:
        """1.20 µs + 3.10 ns·W(n)"""
        offset, scale = curve(own)
        grown = said(scale) if own.shape.is_constant else said(f"{scale}·", self.work)
        return grown if offset is None else said(f"{offset} + ", grown)

    @property
    def work(self) -> Expr:
        """The predicted work of what was timed; a task has its part of the work of a run."""
        whole = ex.Call("W", (ex.N,))
        return whole if self.unit == "run" else ex.divide(whole, ex.Call("N", (ex.N,)))

    def bands(self) -> tuple[charts.Band, ...]:
        """The lowest and the highest at each size of the best fits for the δ that the times do not reject.

        Each δ has an a and a b of its own. A prediction whose δ = 0 is rejected leaves the band.
        """
        evidence, found, own = self.evidence, self.evidence.interval, self.evidence.fitted
        if found is None or own is None or evidence.piecewise is not None:
            return ()
        m, work = evidence.medians, own.shape.log_work
        direction = work if evidence.bent == "W" else [log(size) for size in m.sizes]
        bending = Deformation(work, direction, m.logs, m.weights, not own.shape.is_constant)
        low, high = max(found.low, found.best - FARTHEST), min(found.high, found.best + FARTHEST)
        deltas = {low + (high - low) * i / CURVES for i in range(CURVES + 1)} | {found.best}
        deltas |= {0.0} if low <= 0 <= high else set()
        edges = [self.heights(bending, delta) for delta in sorted(deltas)]
        kept = [i for i in range(m.count) if all(abs(ys[i]) < inf for ys in edges)]
        xs = [self.across(m.sizes[i]) for i in kept]
        lower = tuple((x, min(ys[i] for ys in edges)) for x, i in zip(xs, kept, strict=True))
        upper = tuple((x, max(ys[i] for ys in edges)) for x, i in zip(xs, kept, strict=True))
        power = ex.Power(ex.N, DELTA) if evidence.bent == "n" else ex.Power(self.work, ex.Add((ex.ONE, DELTA)))
        bent = ex.Mul((B, self.work, power) if evidence.bent == "n" else (B, power))
        ends = said(DELTA, f" from {_signed(found.low)} to {_signed(found.high)}")
        if found.low == -inf and found.high == inf:
            ends = said("no ", DELTA, " rejected")
        label = said(ex.Add((A, bent)), ", ", ends, f" ({100 * found.level:.0f} %)")
        return (charts.Band(label, lower, upper),)

    @staticmethod
    def heights(bending: Deformation, delta: float) -> list[float]:
        """log₁₀ of the fitted times: the medians without their residuals."""
        fit = bending.fit(delta)
        return [(y - r) / LN10 for y, r in zip(bending.logs, fit.residuals, strict=True)]


def _shown(at: SizeTimes, sizes: int) -> Sequence[float]:
    """All log-times of a size; of very many the shortest, the longest, and evenly chosen ones between."""
    most = max(2, MOST_SAMPLES // sizes)
    if at.count <= most:
        return at.logs
    ordered = sorted(at.logs)
    return [ordered[round(i * (at.count - 1) / (most - 1))] for i in range(most)]


def _predicted(prediction: Prediction) -> list[Label]:
    """The formula, or the recurrence and those below it."""
    if prediction.formula is not None:
        return [prediction.formula]
    own = prediction.recurrence
    system = (own, *(each for each in prediction.system.recurrences if each is not own))
    return [line for each in system for line in equations(each)]


def _class(found: Candidate) -> Label:
    growth_class = found.growth_class
    return "the prediction" if growth_class is None else ex.Asymptotic("Θ", growth_class.expression)


def _percent(value: float) -> str:
    return f"{value:+.3g} %".replace("-", "−") if abs(value) > 1e-9 else "0"


def _signed(value: float) -> str:
    """Two decimals, more of what is near 0, with a minus sign that is one."""
    if abs(value) == inf:
        return "∞" if value > 0 else "−∞"
    return (f"{value:.2f}" if abs(value) >= 0.095 or not value else f"{value:.1g}").replace("-", "−")
