"""From samples to evidence: the prediction confirmed, refuted or neither; the classes named."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import exp, inf, log, sqrt

from recur.measurement import conclusions
from recur.measurement.change_points import NEARLY_AS_WELL, SteppedFit, stepped_fits
from recur.measurement.classes import CLASSES
from recur.measurement.distributions import f_tail
from recur.measurement.evidence import Evidence, FittedSize, FitVerdict, LackOfFit
from recur.measurement.exponent import Deformation, ExponentInterval, exponent_interval
from recur.measurement.naming import FLOOR, INDISTINGUISHABLE, Candidate, Ranking, WorkCurve, indistinguishable, rank
from recur.measurement.prediction import Prediction, predict
from recur.measurement.samples import Medians, Sample, SizeTimes, by_size, medians
from recur.measurement.sums import best_sum, explains, with_lower_term
from recur.model import Step, limits

FEWEST_SIZES = 5  # three parameters, and two sizes to contradict them
MOST_SIZES = 256
RANGE = 64
NEARLY = 0.99  # sizes are whole numbers: 63.6-fold counts as 64-fold
PRECISE = 0.15  # a confirmed exponent is known at least so well
MATERIAL = 0.05  # a smaller δ may come from lower-order terms or caches
OVERWHELMING = 20.0  # ΔBIC by which another class refutes a curve that strays, whatever its δ
PROPORTIONAL = 0.05  # log-ratios that vary less over all sizes are the same in practice
UNPROVED = 0.3  # and so if the growth of the prediction is not known
MOST_NAMES = 5  # classes that a step may bring in: more is no answer
UNREPEATED = 0.12  # residuals of the best class past which single runs name nothing: they may be noise or a step


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
        found = by_size(samples)
        times = thinned(found)
        prediction = None if predicted is None else predict(predicted, [at.size for at in times])
        evidence = judge_times(times, prediction)
        if len(times) != len(found):
            remarks = (conclusions.thinned(len(times), len(found)), *remarks)
        return replace(evidence, reasons=(*evidence.reasons, *remarks)) if remarks else evidence


def thinned(times: Sequence[SizeTimes]) -> tuple[SizeTimes, ...]:
    """At most 256 of the sizes, evenly chosen with both ends: more cost time and tell little."""
    if len(times) <= MOST_SIZES:
        return tuple(times)
    last = len(times) - 1
    return tuple(times[round(i * last / (MOST_SIZES - 1))] for i in range(MOST_SIZES))


def judge_times(times: Sequence[SizeTimes], prediction: Prediction | None) -> Evidence:
    """The same for times already gathered by size, and a prediction worked out at those sizes."""
    m = medians(times)
    if m.count < FEWEST_SIZES:
        rows = tuple(FittedSize(at.size, at.count, at.median_seconds, None, None) for at in times)
        bare = Evidence(FitVerdict.INCONCLUSIVE, tuple(times), m, rows, prediction)
        return replace(
            bare, reasons=(conclusions.too_few(m, FEWEST_SIZES),), advice=(conclusions.sizes_to_measure(m, RANGE),)
        )
    evidence = _named(times, m) if prediction is None else _held_against(times, m, prediction)
    return conclusions.told(evidence, RANGE)


def _named(times: Sequence[SizeTimes], m: Medians) -> Evidence:
    ranking = rank(m)
    close = indistinguishable(ranking, m)
    lack = lack_of_fit(close[0], m)
    stepped = _stepped(ranking, close[0], m)
    found = (*close, *(c for c in _unexcluded(stepped) if c not in close))
    settled = len(found) <= max(MOST_NAMES, len(close)) and not _unsettled(lack, m)
    power = exponent_interval(_power_law(m), max(m.variance, FLOOR**2))
    exponential = all(c.growth_class is not None and c.growth_class.exponential for c in found)
    clear = wide_enough(m, exponential) and not lack.strays and settled
    verdict = FitVerdict.NAMED if clear else FitVerdict.INCONCLUSIVE
    found = found if clear else close
    two = best_sum(m, ranking) if lack.significant else None
    two = two if two is not None and explains(two, m, ranking) else None
    rows = _rows(times, found[0])
    return Evidence(
        verdict, tuple(times), m, rows, None, None, "n", power, ranking, found[0], found, lack, two, stepped
    )


def _stepped(ranking: Ranking, best: Candidate, m: Medians) -> tuple[SteppedFit, ...]:
    """Curves with steps, where the times show that none without follows them, or where no repetitions could show it."""
    if best.shape.is_constant:
        return ()  # any growth at all may be a step
    return stepped_fits(ranking, m) if m.sigma is None or lack_of_fit(best, m).significant else ()


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
    verdict = FitVerdict.INCONCLUSIVE
    if wide_enough(m, prediction.exponential or _exponential(ranking.best)):
        verdict = _verdict(found, own, rivals, lack, m)
        verdict = _withheld(verdict, own, stepped, prediction, shape)
    two = None
    if verdict is not FitVerdict.CONFIRMED and found.low < 0 and (0 not in found or lack.significant):
        # Slower than W on the whole, but perhaps no slower in the end.
        two = with_lower_term(shape, m, CLASSES)
        two = two if two is not None and explains(two, m, ranking) else None
    if verdict is FitVerdict.REFUTED and two is not None:
        verdict = FitVerdict.INCONCLUSIVE
    rows = _rows(times, own)
    bent = "W" if prediction.exponential else "n"
    return Evidence(
        verdict, tuple(times), m, rows, prediction, found, bent, None, ranking, own, rivals, lack, two, stepped
    )


def _verdict(
    found: ExponentInterval, own: Candidate, rivals: Sequence[Candidate], lack: LackOfFit, m: Medians
) -> FitVerdict:
    """What the interval and the rivals say; single runs, whose noise nobody knows, refute by the interval alone."""
    ahead = max((own.bic - rival.bic for rival in rivals), default=0.0) if m.sigma is not None else 0.0
    material = MATERIAL if m.sigma is not None else PRECISE
    apart = found.low > material or found.high < -material
    if (0 not in found and (apart or ahead >= INDISTINGUISHABLE)) or (lack.strays and ahead >= OVERWHELMING):
        return FitVerdict.REFUTED
    precise = found.low >= -PRECISE and found.high <= PRECISE
    agrees = 0 in found or abs(found.best) < MATERIAL
    return FitVerdict.CONFIRMED if precise and agrees and not lack.strays and not rivals else FitVerdict.INCONCLUSIVE


def _withheld(
    verdict: FitVerdict, own: Candidate, stepped: Sequence[SteppedFit], prediction: Prediction, shape: WorkCurve
) -> FitVerdict:
    """Neither refuted where the prediction with a step explains the times, nor confirmed where another class does."""
    mine = next((fit for fit in stepped if fit.candidate == own), None)
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


def _delta(m: Medians, shape: WorkCurve, prediction: Prediction) -> ExponentInterval:
    logs = [log(size) for size in m.sizes]
    direction = list(shape.log_work) if prediction.exponential else logs
    bending = Deformation(shape.log_work, direction, m.logs, m.weights, not shape.is_constant)
    return exponent_interval(bending, max(m.variance, FLOOR**2), 2 if shape.is_constant else 3)


def _power_law(m: Medians) -> Deformation:
    return Deformation([0.0] * m.count, [log(size) for size in m.sizes], m.logs, m.weights, offset=True)


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
    freedom = m.count - candidate.shape.parameters
    rms = sqrt(candidate.fit.rss / m.count)
    if m.sigma is None:
        return LackOfFit(None, None, rms)
    statistic = candidate.fit.rss / freedom / max(m.variance, FLOOR**2)
    return LackOfFit(statistic, f_tail(statistic, freedom, m.freedom), rms)


def _rows(times: Sequence[SizeTimes], fitted: Candidate) -> tuple[FittedSize, ...]:
    found = []
    for at, work, residual in zip(times, fitted.shape.log_work, fitted.fit.residuals, strict=True):
        value = fitted.fit.log_seconds(work)
        found.append(FittedSize(at.size, at.count, at.median_seconds, exp(value) if value < 700 else inf, residual))
    return tuple(found)
