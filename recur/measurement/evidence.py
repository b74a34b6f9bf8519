"""What measured times say, as values: a verdict, the interval behind it, the classes that fit, the table."""

from enum import StrEnum
from math import exp, inf

from recur.measurement.change_points import SteppedFit
from recur.measurement.classes import GrowthClass
from recur.measurement.exponent import ExponentInterval
from recur.measurement.naming import Candidate, Ranking
from recur.measurement.prediction import Prediction
from recur.measurement.samples import Medians, SizeTimes
from recur.measurement.stray_runs import StrayRuns
from recur.measurement.sums import UNLIKELY, SumFit
from recur.model import Step
from recur.model.display import Answer
from recur.model.records import frozen

ROUGH = 0.10
CLOSE = 0.06  # residuals of single runs that keep to a curve
FIFTH = 0.2  # residuals of another class, in those of the prediction, that are little beside them
UNREPEATED = 0.12  # residuals of the best class past which those of single runs may be noise or a step
FALLING = -0.05  # an exponent surely below it is no drift of the machine
FAR = 0.15  # δ of a prediction that these times, right or wrong, do not follow


class FitVerdict(StrEnum):
    """Of a prediction the first three; without one the times are "named" or "inconclusive"."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    INCONCLUSIVE = "inconclusive"
    NAMED = "named"


@frozen
class FittedSize:
    """One size: the median of its times, and what the fit says there."""

    size: int
    repetitions: int
    seconds: float
    fitted: float | None
    residual: float | None  # log(seconds/fitted)
    wall_seconds: float | None = None  # where `seconds` are CPU time

    @property
    def ratio(self) -> float | None:
        return None if self.residual is None else exp(self.residual)


@frozen
class LackOfFit:
    """Residual variance over that of repetitions, the chance of so much in a true model, and the residuals' size."""

    statistic: float | None  # None: no repetitions to compare with
    p_value: float | None
    root_mean_square: float

    @property
    def significant(self) -> bool:
        return self.p_value is not None and self.p_value < UNLIKELY

    @property
    def strays(self) -> bool:
        """Is the curve another one? Smaller residuals may be lower-order terms or caches, however significant."""
        return self.significant and self.root_mean_square > ROUGH


@frozen
class Evidence(Answer):
    """The verdict on a prediction, or the classes that the times may belong to, with all that led there.

    `interval` bounds δ in a + b·W·n^δ (W^(1 + δ) where `bent` is "W"), `power` the exponent α in a + b·n^α.
    `named` are the classes that cannot be told apart, likeliest first; with a prediction, those that fit as well
    as it does and grow differently. `sum` is a curve of two terms, where one alone does not explain the times;
    `stepped` are the curves with steps in the cost of one operation, the best first, where none without follows them;
    `piecewise` is the one of them that the verdict stands on. `used` are the smallest and the largest of the sizes that
    it stands on, where those are not all; `scattered`: whole sizes stray from every curve, and classes are told apart
    by that scatter; `decisive_end` is the size without which the others refute nothing; `stray` counts the runs that
    were left out and the outliers.
    """

    verdict: FitVerdict
    times: tuple[SizeTimes, ...]
    medians: Medians
    rows: tuple[FittedSize, ...]
    prediction: Prediction | None = None
    interval: ExponentInterval | None = None
    bent: str = "n"
    power: ExponentInterval | None = None
    ranking: Ranking | None = None
    fitted: Candidate | None = None
    named: tuple[Candidate, ...] = ()
    lack_of_fit: LackOfFit | None = None
    sum: SumFit | None = None
    stepped: tuple[SteppedFit, ...] = ()
    piecewise: SteppedFit | None = None
    used: tuple[int, int] | None = None
    scattered: bool = False
    decisive_end: int | None = None
    stray: StrayRuns | None = None
    reasons: tuple[Step, ...] = ()
    advice: tuple[Step, ...] = ()

    @property
    def excluded(self) -> bool:
        """Do the times keep far from a prediction that is not refuted? Then no headline names it."""
        if self.verdict is not FitVerdict.INCONCLUSIVE or self.interval is None:
            return False
        return self.interval.low > FAR or self.interval.high < -FAR

    @property
    def falls(self) -> bool:
        """Do the times fall as n grows? No class of growth follows them then, the constant neither."""
        return self.power is not None and -inf < self.power.high < FALLING

    @property
    def open_constant(self) -> bool:
        """Is the constant nearest to single runs that fall, or that stray so far that any growth may be hidden?"""
        if self.lack_of_fit is None or not self.named or not self.named[0].shape.is_constant:
            return False
        return self.falls or (self.medians.sigma is None and self.lack_of_fit.root_mean_square > UNREPEATED)

    @property
    def follows_another(self) -> bool:
        """Do the times keep to another class, or stray from it a fifth at most of what the prediction leaves?"""
        if self.ranking is None or self.prediction is None:
            return False
        best, own = self.ranking.best.fit.rss, self.ranking.prediction.fit.rss
        return best <= ROUGH**2 * self.medians.count or best <= FIFTH**2 * own

    @property
    def consistent(self) -> bool:
        """Do the sizes keep to one curve without steps, as far as repetitions or small residuals can show it?"""
        lack = self.lack_of_fit
        if lack is None or self.piecewise is not None:
            return False
        return lack.root_mean_square <= CLOSE if lack.p_value is None else not lack.significant

    @property
    def classes(self) -> tuple[GrowthClass, ...]:
        return tuple(c.growth_class for c in self.named if c.growth_class is not None)
