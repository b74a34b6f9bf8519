"""From samples to evidence: the prediction confirmed, refuted or neither; the classes named."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from math import exp, inf, log, sqrt

from recur.measurement import conclusions
from recur.measurement.change_points import (
    HIGHEST,
    MOST_STEPS,
    NEARLY_AS_WELL,
    STEEPEST,
    SteppedDeformation,
    SteppedFit,
    stepped_fits,
)
from recur.measurement.classes import CLASSES, GrowthClass
from recur.measurement.clocks import clocks_apart, on_cpu
from recur.measurement.distributions import f_tail
from recur.measurement.evidence import UNREPEATED, Evidence, FittedSize, FitVerdict, LackOfFit
from recur.measurement.exponent import Deformation, ExponentInterval, exponent_interval
from recur.measurement.naming import FLOOR, INDISTINGUISHABLE, Candidate, Ranking, WorkCurve, indistinguishable, rank
from recur.measurement.offset_fit import Fit
from recur.measurement.prediction import Prediction, predict
from recur.measurement.samples import Medians, Sample, SizeTimes, by_size, medians
from recur.measurement.stray_runs import without_warm_up
from recur.measurement.sums import best_sum, explains, with_lower_term
from recur.model import Step, limits
from recur.model.records import replace

FEWEST_SIZES = 5  # three parameters, and two sizes to contradict them
MOST_SIZES = 128
RANGE = 64
NEARLY = 0.99  # sizes are whole numbers: 63.6-fold counts as 64-fold
PRECISE = 0.15  # a confirmed exponent is known at least so well
MATERIAL = 0.05  # a smaller δ may come from lower-order terms or caches
OVERWHELMING = 20.0  # ΔBIC by which another class refutes a curve that strays, whatever its δ
PROPORTIONAL = 0.05  # log-ratios that vary less over all sizes are the same in practice
UNPROVED = 0.3  # and so if the growth of the prediction is not known
MOST_NAMES = 5  # more classes are no answer
LIKELIEST = 3  # curves with steps whose places may end a range of sizes
BOTH_CLOCKS = Step("CPU times are judged, which other programs disturb least; the wall times are much the same.")
SCATTERED = 0.25  # residuals past which nothing is named: a step higher than any cache's may be among them


def assess(
    samples: Iterable[Sample],
    predicted: str | None = None,
    timeout: float | None = None,
    remarks: tuple[Step, ...] = (),
) -> Evidence:
    """What the times say of the predicted growth, or which growth they may have; `remarks` on their reading go last.

    >>> evidence = assess([Sample(2**k, 3e-9 * 4**k) for k in range(5, 13)], "n^2")
    >>> evidence.verdict
    <FitVerdict.CONFIRMED: 'confirmed'>
    """
    with limits.time_limit(timeout):
        given = tuple(samples)
        began = given[0].size if given else None
        judged, said = on_cpu(given), clocks_apart(given, 0.0)
        if judged is not given:
            remarks = (said or BOTH_CLOCKS, *remarks)
        elif said is not None:
            remarks = (said, *remarks)
        found = by_size(judged)
        times = thinned(found)
        prediction = None if predicted is None else predict(predicted, [at.size for at in times])
        evidence = judge_times(times, prediction, began)
        if len(times) != len(found):
            remarks = (conclusions.thinned(len(times), len(found)), *remarks)
        if judged is not given:
            evidence = replace(evidence, rows=_beside_wall(evidence.rows, by_size(given)))
        return replace(evidence, reasons=(*evidence.reasons, *remarks)) if remarks else evidence


def _beside_wall(rows: Sequence[FittedSize], times: Sequence[SizeTimes]) -> tuple[FittedSize, ...]:
    """The medians of the other clock beside those that were judged."""
    wall = {at.size: at.median_seconds for at in times}
    return tuple(replace(row, wall_seconds=wall[row.size]) for row in rows)


def thinned(times: Sequence[SizeTimes]) -> tuple[SizeTimes, ...]:
    """At most 128 of the sizes, evenly chosen with both ends: more cost time and tell little."""
    if len(times) <= MOST_SIZES:
        return tuple(times)
    last = len(times) - 1
    return tuple(times[round(i * last / (MOST_SIZES - 1))] for i in range(MOST_SIZES))


def judge_times(times: Sequence[SizeTimes], prediction: Prediction | None, began: int | None = None) -> Evidence:
    """The same for times already gathered by size, and a prediction worked out at those sizes.

    `began` is the size that ran first. What is left out, warm-up or sizes that keep to no curve with the others, is
    said.
    """
    kept, stray = without_warm_up(times, began)
    m = medians(kept)
    if m.count < FEWEST_SIZES:
        rows = tuple(FittedSize(at.size, at.count, at.median_seconds, None, None) for at in kept)
        bare = Evidence(FitVerdict.INCONCLUSIVE, kept, m, rows, prediction, stray=stray)
        return replace(
            bare, reasons=(conclusions.too_few(m, FEWEST_SIZES),), advice=(conclusions.sizes_to_measure(m, RANGE),)
        )
    evidence = _judged(kept, m, prediction)
    if evidence.stepped and (evidence.verdict is FitVerdict.INCONCLUSIVE or _all_stray(evidence)):
        evidence = _on_consistent_sizes(kept, prediction, evidence) or evidence
    if prediction is None and evidence.verdict is FitVerdict.INCONCLUSIVE:
        evidence = _named_by_scatter(evidence) or evidence
    return conclusions.told(replace(evidence, stray=stray), RANGE)


def _all_stray(evidence: Evidence) -> bool:
    """Does no class without steps follow the times? Then what refuted one may be a step."""
    ranking = evidence.ranking
    return evidence.piecewise is None and ranking is not None and lack_of_fit(ranking.best, evidence.medians).strays


def _judged(times: Sequence[SizeTimes], m: Medians, prediction: Prediction | None) -> Evidence:
    return _named(times, m) if prediction is None else _held_against(times, m, prediction)


def _on_consistent_sizes(times: Sequence[SizeTimes], prediction: Prediction | None, whole: Evidence) -> Evidence | None:
    """The verdict on the largest range of sizes that keep to one curve by themselves, where there is one.

    Ranges begin and end where the curves that explain all times best have their steps. The range has to be wide enough
    for a verdict of its own, and nothing in it may call for a step again.
    """
    sizes = [at.size for at in times]
    cuts = {0, len(times)} | {sizes.index(at.size) for fit in whole.stepped[:LIKELIEST] for at in fit.steps}
    ranges = [(high - low, high, low) for low, high in combinations(sorted(cuts), 2) if high - low < len(times)]
    for count, high, low in sorted(ranges, reverse=True):
        limits.check()
        m = medians(times[low:high])
        if count <= FEWEST_SIZES or not wide_enough(m, prediction is not None and prediction.exponential):
            continue
        part = _judged(times[low:high], m, None if prediction is None else prediction.at_sizes(low, high))
        if part.verdict is not FitVerdict.INCONCLUSIVE and part.consistent:
            blank = [FittedSize(at.size, at.count, at.median_seconds, None, None) for at in times]
            rows = (*blank[:low], *part.rows, *blank[high:])
            return replace(
                part, times=tuple(times), rows=rows, prediction=prediction, used=(sizes[low], sizes[high - 1])
            )
    return None


def _named(times: Sequence[SizeTimes], m: Medians) -> Evidence:
    ranking = rank(m)
    close = indistinguishable(ranking, m)
    lack = lack_of_fit(close[0], m)
    stepped = _stepped(ranking, close[0], m)
    pieces = _piecewise(stepped, lack, m)
    found = tuple(_unexcluded(stepped)) if pieces is not None else close
    found = (*found, *(c for c in _unexcluded(stepped) if c not in found))
    if stepped and m.sigma is not None:
        ends = _unexcluded_but_for_an_end(times)
        more = [c for c in ranking.candidates if c not in found and c.growth_class in ends]
        # Where an end decides between more classes than are named, the rest of the sizes say too little to add any.
        found = (*found, *more) if len(found) + len(more) <= MOST_NAMES else found
    fitted = found[0] if pieces is None else replace(pieces.candidate, fit=pieces.fit)
    left = lack if pieces is None else _lack(pieces.fit, pieces.parameters, m)
    settled = len(found) <= MOST_NAMES and not _unsettled(left, m)
    exponential = all(c.growth_class is not None and c.growth_class.exponential for c in found)
    clear = wide_enough(m, exponential) and not left.strays and settled
    verdict = FitVerdict.NAMED if clear else FitVerdict.INCONCLUSIVE
    if not clear:
        found, fitted, left, pieces = close, close[0], lack, None
    power = _interval(_power_law(m), m, 3, pieces)
    two = best_sum(m, ranking) if left.significant else None
    two = two if two is not None and explains(two, m, ranking) else None
    return Evidence(
        verdict,
        tuple(times),
        m,
        _rows(times, fitted, pieces),
        power=power,
        ranking=ranking,
        fitted=fitted,
        named=found,
        lack_of_fit=left,
        sum=two,
        stepped=stepped,
        piecewise=pieces,
    )


def _named_by_scatter(whole: Evidence) -> Evidence | None:
    """Every class that the scatter of whole sizes about their curve leaves open, steps and all, where those are few.

    A busy machine disturbs all runs of one size alike: a component of variance that repetitions do not show and that
    weighs every size once. It is estimated by the residuals of the best class: Searle, Casella, McCulloch, Variance
    Components (1992), section 1.4. A constant is not named so: any growth may be hidden in that scatter. And what a
    sum of two terms explains is no scatter.
    """
    m = replace(whole.medians, sigma=None, weights=(1.0,) * whole.medians.count)
    ranking = rank(m)
    lack = lack_of_fit(ranking.best, whole.medians)
    if ranking.best.shape.is_constant or lack.root_mean_square > SCATTERED:
        return None
    close = indistinguishable(ranking, m)
    stepped = stepped_fits(ranking, m)
    found = (*close, *(c for c in _unexcluded(stepped) if c not in close))
    few = len(found) <= MOST_NAMES and not any(c.shape.is_constant for c in found)
    if not few or not wide_enough(m, all(_exponential(c) for c in found)):
        return None
    two = best_sum(m, ranking)
    if two is not None and explains(two, m, ranking):
        return None
    return replace(
        whole,
        verdict=FitVerdict.NAMED,
        rows=_rows(whole.times, found[0]),
        power=_interval(_power_law(m), m, 3, None),
        ranking=ranking,
        fitted=found[0],
        named=found,
        lack_of_fit=lack,
        stepped=stepped,
        scattered=True,
    )


def _stepped(ranking: Ranking, best: Candidate, m: Medians, most: int = MOST_STEPS) -> tuple[SteppedFit, ...]:
    """Curves with steps, where the times show that none without follows them, or where no repetitions could show it."""
    if best.shape.is_constant:
        return ()  # any growth at all may be a step
    return stepped_fits(ranking, m, most) if m.sigma is None or lack_of_fit(best, m).significant else ()


def _piecewise(stepped: Sequence[SteppedFit], lack: LackOfFit, m: Medians) -> SteppedFit | None:
    """The best curve with steps, where without any the times stray, and with them no longer."""
    if not stepped or not stepped[0].steps or not lack.strays:
        return None
    best = stepped[0]
    return None if _lack(best.fit, best.parameters, m).significant else best


def _unexcluded(stepped: Sequence[SteppedFit]) -> list[Candidate]:
    """Classes that fit nearly as well as any once the machine may have made a step."""
    return [fit.candidate for fit in stepped if fit.bic - stepped[0].bic < NEARLY_AS_WELL]


def _unsettled(lack: LackOfFit, m: Medians) -> bool:
    """Single runs that no class follows closely: noise or another curve, who knows?"""
    return m.sigma is None and lack.root_mean_square > UNREPEATED


def _held_against(times: Sequence[SizeTimes], m: Medians, prediction: Prediction) -> Evidence:
    shape = _shape(m, prediction)
    ranking = rank(m, predicted=shape)
    own = ranking.prediction
    found = _delta(m, shape, prediction)
    rivals = tuple(c for c in indistinguishable(ranking, m) if _differs(c, prediction, shape))
    lack = lack_of_fit(own, m)
    stepped = _stepped(ranking, ranking.best, m)
    verdict, pieces = FitVerdict.INCONCLUSIVE, None
    if wide_enough(m, prediction.exponential or _exponential(ranking.best)):
        verdict = _verdict(found, own, rivals, lack, m)
        if verdict is FitVerdict.REFUTED and not stepped:
            stepped = _steps_of_little_growth(ranking, m)
        verdict = _withheld(verdict, own, stepped, m, prediction, shape)
        pieces = None if verdict is FitVerdict.CONFIRMED else _confirmed_in_pieces(own, stepped, m, prediction, shape)
    if pieces is not None:
        verdict, lack = FitVerdict.CONFIRMED, _lack(pieces.fit, pieces.parameters, m)
        found, own, rivals = _delta(m, shape, prediction, pieces), replace(own, fit=pieces.fit), ()
    two = None
    if verdict is not FitVerdict.CONFIRMED and found.low < 0 and (0 not in found or lack.significant):
        # Slower than W on the whole, but perhaps no slower in the end.
        two = with_lower_term(shape, m, CLASSES)
        two = two if two is not None and explains(two, m, ranking) else None
    decisive = _decisive_end(times, prediction, shape) if verdict is FitVerdict.REFUTED and two is None else None
    if verdict is FitVerdict.REFUTED and (two is not None or decisive is not None):
        verdict = FitVerdict.INCONCLUSIVE
    return Evidence(
        verdict,
        tuple(times),
        m,
        _rows(times, own, pieces),
        prediction,
        found,
        "W" if prediction.exponential else "n",
        ranking=ranking,
        fitted=own,
        named=rivals,
        lack_of_fit=lack,
        sum=two,
        stepped=stepped,
        piecewise=pieces,
        decisive_end=decisive,
    )


def _decisive_end(times: Sequence[SizeTimes], prediction: Prediction, shape: WorkCurve) -> int | None:
    """The largest or the smallest size, where the prediction may be true but for a step there.

    Such a step is seen at that size alone: no fit tells it from a curve that bends. That one observation may not
    decide is the rule of case deletion: Belsley, Kuh, Welsch, Regression Diagnostics (1980), section 2.1.
    """
    last = len(times) - 1
    for end, low, high in ((last, 0, last), (0, 1, last + 1)):
        if _may_hold_without(times[end], shape.log_work[end], times[low:high], prediction.at_sizes(low, high)):
            return times[end].size
    return None


def _may_hold_without(end: SizeTimes, work: float, times: Sequence[SizeTimes], prediction: Prediction) -> bool:
    """Is the end no farther from the curve of the other sizes than a step, and do those not exclude the prediction?"""
    m = medians(times)
    shape = _shape(m, prediction)
    ranking = rank(m, predicted=shape)
    own = ranking.prediction
    if abs(end.log_median - own.fit.log_seconds(work)) > STEEPEST:
        return False
    far_behind = m.sigma is not None and own.delta >= OVERWHELMING and lack_of_fit(own, m).strays
    if not far_behind and 0 in _delta(m, shape, prediction):
        return True
    most = MOST_STEPS - 1
    stepped = _stepped(ranking, ranking.best, m, most) or _steps_of_little_growth(ranking, m, most)
    return _withheld(FitVerdict.REFUTED, own, stepped, m, prediction, shape) is not FitVerdict.REFUTED


def _unexcluded_but_for_an_end(times: Sequence[SizeTimes]) -> set[GrowthClass | None]:
    """The classes that all sizes but the smallest, or all but the largest, cannot tell from their best."""
    found: set[GrowthClass | None] = set()
    for part in (times[:-1], times[1:]):
        m = medians(part)
        ranking = rank(m)
        stepped = _stepped(ranking, ranking.best, m, MOST_STEPS - 1)
        found |= {c.growth_class for c in (_unexcluded(stepped) if stepped else indistinguishable(ranking, m))}
    return found


def _steps_of_little_growth(ranking: Ranking, m: Medians, most: int = MOST_STEPS) -> tuple[SteppedFit, ...]:
    """Curves with steps, where the times grow so little on the whole that steps may be all of it."""
    little = max(m.logs) - min(m.logs) < most * HIGHEST
    return stepped_fits(ranking, m, most) if little else ()


def _confirmed_in_pieces(
    own: Candidate, stepped: Sequence[SteppedFit], m: Medians, prediction: Prediction, shape: WorkCurve
) -> SteppedFit | None:
    """The prediction with a factor a piece, where the times keep to it and to no other class with steps of its own."""
    mine = next((fit for fit in stepped if fit.candidate == own), None)
    if mine is None or not mine.steps or _lack(mine.fit, mine.parameters, m).significant or m.sigma is None:
        return None
    if any(_differs(c, prediction, shape) for c in _unexcluded(stepped)) or m.count < mine.parameters + FEWEST_SIZES:
        return None
    return mine if _is_precise(_delta(m, shape, prediction, mine)) else None


def _is_precise(found: ExponentInterval) -> bool:
    """Is δ known within ±0.15, and 0 or nearly?"""
    known = found.low >= -PRECISE and found.high <= PRECISE
    return known and (0 in found or abs(found.best) < MATERIAL)


def _verdict(
    found: ExponentInterval, own: Candidate, rivals: Sequence[Candidate], lack: LackOfFit, m: Medians
) -> FitVerdict:
    """What the interval and the rivals say; single runs, whose noise nobody knows, refute by the interval alone."""
    ahead = max((own.bic - rival.bic for rival in rivals), default=0.0) if m.sigma is not None else 0.0
    material = MATERIAL if m.sigma is not None else PRECISE
    apart = found.low > material or found.high < -material
    if (0 not in found and (apart or ahead >= INDISTINGUISHABLE)) or (lack.strays and ahead >= OVERWHELMING):
        return FitVerdict.REFUTED
    sure = _is_precise(found) and (m.sigma is not None or 0 in found)
    return FitVerdict.CONFIRMED if sure and not lack.strays and not rivals else FitVerdict.INCONCLUSIVE


def _withheld(
    verdict: FitVerdict,
    own: Candidate,
    stepped: Sequence[SteppedFit],
    m: Medians,
    prediction: Prediction,
    shape: WorkCurve,
) -> FitVerdict:
    """Neither refuted where the prediction with a step explains the times, nor confirmed where another class does."""
    mine = next((fit for fit in stepped if fit.candidate == own), None)
    if verdict is FitVerdict.REFUTED and shape.is_constant and max(m.logs) - min(m.logs) < HIGHEST:
        return FitVerdict.INCONCLUSIVE  # a single step may be all of it, wherever it is
    if mine is None:
        return verdict
    if verdict is FitVerdict.REFUTED and mine.bic - stepped[0].bic < NEARLY_AS_WELL:
        return FitVerdict.INCONCLUSIVE
    better = [f for f in stepped if f.bic < mine.bic and _differs(f.candidate, prediction, shape)]
    return FitVerdict.INCONCLUSIVE if verdict is FitVerdict.CONFIRMED and better else verdict


def _shape(m: Medians, prediction: Prediction) -> WorkCurve:
    """W as it is evaluated, or read between the sizes that need no rounding, whichever the times follow."""
    shape = WorkCurve(None, prediction.log_work)
    if prediction.between is None:
        return shape
    smooth = WorkCurve(None, prediction.between)
    return min(shape, smooth, key=lambda s: s.fit(m).rss)


def _delta(m: Medians, shape: WorkCurve, prediction: Prediction, pieces: SteppedFit | None = None) -> ExponentInterval:
    direction = list(shape.log_work) if prediction.exponential else [log(size) for size in m.sizes]
    bending = Deformation(shape.log_work, direction, m.logs, m.weights, not shape.is_constant)
    return _interval(bending, m, 2 if shape.is_constant else 3, pieces)


def _power_law(m: Medians) -> Deformation:
    return Deformation([0.0] * m.count, [log(size) for size in m.sizes], m.logs, m.weights, offset=True)


def _interval(bending: Deformation, m: Medians, parameters: int, pieces: SteppedFit | None) -> ExponentInterval:
    """The interval of δ; one δ for all pieces, which have a factor each, where there are such."""
    if pieces is not None:
        places = tuple(m.sizes.index(at.size) for at in pieces.steps)
        parameters += 2 * len(places)
        bending = SteppedDeformation(
            bending.shape, bending.direction, bending.logs, bending.weights, bending.offset, places
        )
    return exponent_interval(bending, max(m.variance, FLOOR**2), parameters)


def _differs(candidate: Candidate, prediction: Prediction, shape: WorkCurve) -> bool:
    """Is it a class of another growth, and visibly another over these sizes?"""
    if candidate.growth_class is None or candidate.growth_class.growth == prediction.growth:
        return False
    ratios = [x - y for x, y in zip(candidate.shape.log_work, shape.log_work, strict=True) if x > -inf and y > -inf]
    return max(ratios) - min(ratios) > (PROPORTIONAL if prediction.growth is not None else UNPROVED)


def _exponential(candidate: Candidate) -> bool:
    return candidate.growth_class is not None and candidate.growth_class.exponential


def wide_enough(m: Medians, exponential: bool) -> bool:
    """64-fold sizes; for exponential growth, which no one measures so far, 64-fold times."""
    if m.sizes[-1] >= NEARLY * RANGE * m.sizes[0]:
        return True
    return exponential and m.logs[-1] - m.logs[0] >= log(RANGE)


def lack_of_fit(candidate: Candidate, m: Medians) -> LackOfFit:
    """The F test of the residuals of the medians against the pure error of the repetitions."""
    return _lack(candidate.fit, candidate.shape.parameters, m)


def _lack(fit: Fit, parameters: int, m: Medians) -> LackOfFit:
    freedom = max(1, m.count - parameters)
    rms = sqrt(fit.rss / m.count)
    if m.sigma is None:
        return LackOfFit(None, None, rms)
    statistic = fit.rss / freedom / max(m.variance, FLOOR**2)
    return LackOfFit(statistic, f_tail(statistic, freedom, m.freedom), rms)


def _rows(times: Sequence[SizeTimes], fitted: Candidate, pieces: SteppedFit | None = None) -> tuple[FittedSize, ...]:
    found = []
    for at, work, residual in zip(times, fitted.shape.log_work, fitted.fit.residuals, strict=True):
        value = fitted.fit.log_seconds(work) + (0.0 if pieces is None else pieces.log_lift(at.size))
        found.append(FittedSize(at.size, at.count, at.median_seconds, exp(value) if value < 700 else inf, residual))
    return tuple(found)
