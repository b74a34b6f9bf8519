"""Serial times held against the predicted work; where the tasks themselves cost time, the time a task against W/N.

To begin, to join and to end a task takes about a microsecond, whatever it does. N tasks of work W so take
a + b·W + c·N. Where N is of lower order than W, c·N bends the curve of a correct prediction; t/N = c + b·W/N has c for
its constant, and N is known exactly: it was counted in the warm-up.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import log

from recur.measurement.evidence import Evidence, FitVerdict
from recur.measurement.judging import PRECISE, judge_times, lack_of_fit, wide_enough
from recur.measurement.prediction import Prediction
from recur.measurement.samples import SizeTimes
from recur.model import Step
from recur.model.records import replace
from recur.runs.sizes import Rung

UNCOUNTED = Step(
    "The counted operations are those of the recurrence, and yet the time grows otherwise: something that takes time "
    "is not counted, such as the copying of a slice."
)
UNEVEN = Step(
    "The counted operations are exactly those of the recurrence, so it is the time an operation takes that changes "
    "with n: caches, memory, or what every task costs besides."
)
TASKS = Step(
    "The time grows more slowly than the prediction, as it does where what every task costs besides its operations is "
    "the larger part: the time a task does not refute it."
)
BELOW = Step("The time grows more slowly than the upper bound, which is kept and need not be reached.")
ABOVE = Step("The time grows faster than the lower bound, which is kept and need not be reached.")
RISE = log(1.5)  # a ratio W/N that is nearly constant could not be told from c


def timed_growth(
    times: Sequence[SizeTimes], prediction: Prediction | None, rungs: Sequence[Rung], counts_agree: bool
) -> tuple[Evidence, bool]:
    """The evidence, and whether it is on the seconds a task, which is tried where whole runs do not confirm."""
    plain = judge_times(times, prediction)
    if prediction is not None and prediction.side:
        return _one_sided(plain, prediction), False
    if prediction is None or plain.verdict is FitVerdict.CONFIRMED:
        return plain, False
    a_task = _of_one_task(times, prediction, {rung.size: rung.tasks for rung in rungs})
    if a_task is not None and a_task.verdict is FitVerdict.CONFIRMED:
        return a_task, True
    if a_task is not None and a_task.verdict is not FitVerdict.REFUTED and _falls_behind(plain):
        return replace(plain, verdict=FitVerdict.INCONCLUSIVE, reasons=(*plain.reasons, TASKS)), False
    return (_softened(plain) if counts_agree else plain), False


def _falls_behind(found: Evidence) -> bool:
    """Is a prediction refuted because the times grow more slowly? A term of lower order, such as c·N, makes them so."""
    return found.verdict is FitVerdict.REFUTED and found.interval is not None and found.interval.high < 0


def _one_sided(found: Evidence, prediction: Prediction) -> Evidence:
    """Held against a bound: only what passes it refutes it, and what keeps it need not reach it."""
    interval = found.interval
    if interval is None or not wide_enough(found.medians, prediction.exponential):
        return found
    low, high = (interval.low, interval.high) if prediction.side == "O" else (-interval.high, -interval.low)
    if high <= PRECISE:
        reasons = found.reasons if low > -PRECISE else (*found.reasons, BELOW if prediction.side == "O" else ABOVE)
        return replace(found, verdict=FitVerdict.CONFIRMED, reasons=reasons, advice=())
    if found.verdict is FitVerdict.REFUTED and low > 0:
        return found
    return replace(found, verdict=FitVerdict.INCONCLUSIVE)


def _of_one_task(times: Sequence[SizeTimes], prediction: Prediction, tasks: dict[int, int]) -> Evidence | None:
    logs = [log(tasks.get(at.size, 1)) for at in times]
    ratios = [work - count for work, count in zip(prediction.log_work, logs, strict=True)]
    falls = any(later < earlier for earlier, later in pairwise(ratios))
    if falls or logs[-1] <= logs[0] or ratios[-1] - ratios[0] < RISE:
        return None
    a_task = [SizeTimes(at.size, tuple(t - count for t in at.logs)) for at, count in zip(times, logs, strict=True)]
    between = prediction.between
    # The growth of W/N is not known by name, only by its values.
    per_task = replace(
        prediction,
        growth=None,
        log_work=tuple(ratios),
        between=None if between is None else tuple(w - c for w, c in zip(between, logs, strict=True)),
    )
    found = judge_times(a_task, per_task)
    return replace(found, prediction=replace(per_task, growth=prediction.growth))


def _softened(found: Evidence) -> Evidence:
    """Where the operations are exactly those that were predicted, times refute only by following another curve."""
    interval = found.interval
    if found.verdict is not FitVerdict.REFUTED or interval is None:
        return found
    strays = found.ranking is None or lack_of_fit(found.ranking.best, found.medians).strays
    if (not strays or found.follows_another) and (interval.low > PRECISE or interval.high < -PRECISE):
        return replace(found, reasons=(*found.reasons, UNCOUNTED))
    return replace(found, verdict=FitVerdict.INCONCLUSIVE, reasons=(*found.reasons, UNEVEN))
