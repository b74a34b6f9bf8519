"""The evidence in sentences: why the verdict is what it is, and what to measure next."""

from collections.abc import Sequence
from math import exp, expm1, inf, log, sqrt

from recur.measurement.change_points import NEARLY_AS_WELL, SteppedFit
from recur.measurement.evidence import Evidence, FitVerdict
from recur.measurement.exponent import ExponentInterval
from recur.measurement.naming import INDISTINGUISHABLE, Candidate, Ranking
from recur.measurement.samples import Medians
from recur.model import Expr, Step, step
from recur.model.records import replace

MANY = 24  # sizes whose residuals show the noise without repetitions
FARTHEST = 40  # doublings of the largest size looked ahead
MORE = Step(
    "Measure a wider range of sizes, or more repetitions on a quiet machine; counted operations decide where "
    "times cannot."
)
MACHINE = "a cache that is left, or a change of the machine, would do so"
APART = 4.0  # standard errors between two fits at which one more size decides


def told(evidence: Evidence, wanted: int) -> Evidence:
    """The evidence with its reasons and its advice."""
    reasons = _of_prediction(evidence) if evidence.prediction is not None else _of_classes(evidence)
    reasons += [*_of_range(evidence), *_of_pieces(evidence), *_of_steps(evidence), *_of_sum(evidence)]
    if evidence.verdict is not FitVerdict.REFUTED and evidence.sum is None:
        reasons += _of_residuals(evidence)
    advice: list[Step] = []
    m = evidence.medians
    if evidence.verdict is FitVerdict.INCONCLUSIVE and m.sizes[-1] < 0.99 * wanted * m.sizes[0]:
        reasons.insert(0, Step(f"The largest size is only {_factor(m.sizes[-1] / m.sizes[0])} times the smallest."))
        advice.append(sizes_to_measure(m, wanted))
    else:
        advice += _where_they_part(evidence)
    if m.sigma is None and m.count < MANY:
        advice.append(Step("Measure every size several times, five or more: without repetitions noise cannot be told "
                           "from a curve that does not fit."))  # fmt: skip
    reasons += () if evidence.stray is None else evidence.stray.sentences()
    return replace(evidence, reasons=tuple(reasons), advice=tuple(advice))


def thinned(used: int, found: int) -> Step:
    return Step(f"Of the {found} sizes, {used} were used, evenly chosen.")


def too_few(m: Medians, needed: int) -> Step:
    sizes = "one size" if m.count == 1 else f"{m.count} sizes"
    return Step(f"There are times of {sizes}; a curve with three free numbers needs at least {needed} to be tested.")


def sizes_to_measure(m: Medians, wanted: int) -> Step:
    """Eight sizes in equal ratios over the range that is wanted."""
    span = max(wanted, m.sizes[-1] / m.sizes[0])
    sizes = sorted({round(m.sizes[0] * span ** (i / 7)) for i in range(8)})
    return Step(
        f"Measure at least {wanted}-fold, such as n = {', '.join(map(str, sizes))}; where the time grows "
        f"exponentially, in equal steps of n until it is {wanted} times as long."
    )


def _of_classes(evidence: Evidence) -> list[Step]:
    named, ranking = evidence.named, evidence.ranking
    assert ranking is not None
    reasons: list[Step] = []
    if evidence.falls:
        return [Step("The time falls as n grows: no class of growth does so."), *_of_power(evidence)]
    if evidence.scattered:
        reasons.append(_of_scatter(evidence))
    elif evidence.lack_of_fit is not None and evidence.lack_of_fit.strays:
        reasons.append(step("No class follows the times; the nearest is {c}.", c=_formula(named[0])))
        return reasons + _of_power(evidence)
    if evidence.open_constant and evidence.lack_of_fit is not None:
        stray = f"Single runs stray from every class by {_percent(evidence.lack_of_fit.root_mean_square)}"
        reasons.append(step(stray + "; the nearest is {c}.", c=_formula(named[0])))
    elif named[0].shape.is_constant:
        reasons.append(
            Step(f"The time does not grow with n: over all sizes it stays within the noise{_noise(evidence)}.")
        )
    if len(named) > 1:
        sentence, formulas = _listed(named)
        reasons.append(Step(f"These times cannot tell {sentence} apart{_by_what(evidence)}.", formulas))
    elif not named[0].shape.is_constant:
        behind, ahead = _next(evidence, ranking)
        sentence = "{c} fits best; the next of " + f"{len(ranking.candidates)} classes, " + "{d}, " + _behind(ahead)
        reasons.append(step(sentence, c=_formula(named[0]), d=_formula(behind)))
    return reasons + _of_power(evidence)


def _next(evidence: Evidence, ranking: Ranking) -> tuple[Candidate, float]:
    """The class behind the best one, and its BIC above that; with steps, where the verdict stands on them."""
    if evidence.piecewise is not None:
        best, second = evidence.stepped[:2]
        return second.candidate, second.bic - best.bic
    behind = next(c for c in ranking.candidates if c.growth_class != evidence.named[0].growth_class)
    return behind, behind.delta


def _of_scatter(evidence: Evidence) -> Step:
    """How far whole sizes stray, and that the names are those which so much leaves open."""
    assert evidence.lack_of_fit is not None
    far = f"stray from every class by {_percent(evidence.lack_of_fit.root_mean_square)}"
    left_open = "every class is named that so much noise leaves open"
    if evidence.medians.sigma is None:
        return Step(f"Single runs {far}, by noise or a busy machine: {left_open}.")
    return Step(
        f"Whole sizes {far}, more than the noise of the repetitions{_noise(evidence)} explains, as on a busy machine: "
        f"{left_open}."
    )


def _by_what(evidence: Evidence) -> str:
    """The BIC of plain fits, or that of fits with steps."""
    if evidence.scattered:
        return " once the machine may have made a step as well"
    if evidence.piecewise is None and all(c.delta < INDISTINGUISHABLE for c in evidence.named):
        return ": the BIC of their fits differs by less than 6"
    if evidence.medians.sigma is None:
        return ": without repetitions nobody knows the noise, and a cache or a busy machine may have bent the times"
    return " once the machine may have made a step"


def _of_power(evidence: Evidence) -> list[Step]:
    power = evidence.power
    if power is None or power.low == -inf or power.high == inf or _exponential(evidence.named):
        return []
    return [Step(f"As a single power with an offset, a + b·n^α: α = {power.best:.2f}, {_interval(power)}.")]


def _of_prediction(evidence: Evidence) -> list[Step]:
    found, own, ranking = evidence.interval, evidence.fitted, evidence.ranking
    assert found is not None and own is not None and ranking is not None
    bent = "W(n)·n^δ" if evidence.bent == "n" else "W(n)^(1 + δ)"
    fitted = (
        f"The best fit of a + b·{bent} has δ = {_number(found.best)}"
        if abs(found.best) < 60
        else f"No δ fits a + b·{bent}"
    )
    if found.low == -inf or found.high == inf:
        reasons = [Step(f"{fitted}, but the times do not bound δ: {_interval(found)}.")]
        share = 1 - exp(-abs(own.rise))
        if share < 0.5:
            reasons.append(
                Step(
                    f"The fitted time grows by {_percent(expm1(own.rise))} over all sizes: a fixed cost hides the rest."
                )
            )
    else:
        verb = "holds 0" if 0 in found else "excludes 0"
        reasons = [Step(f"{fitted}; {_interval(found)}, which {verb}.")]
    if evidence.verdict is FitVerdict.CONFIRMED and 0 not in found:
        reasons.append(Step("So small a δ may come from lower-order terms or caches."))
    better = [c for c in evidence.named if c.bic < own.bic - 6]
    equal = [c for c in evidence.named if c not in better]
    if better:
        sentence, formulas = _listed(better)
        reasons.append(
            Step(
                f"{sentence} {'fits' if len(better) == 1 else 'fit'} better: the BIC is "
                f"lower by {own.bic - better[0].bic:.0f}.",
                formulas,
            )
        )
    if equal:
        sentence, formulas = _listed(equal)
        verb = "fits" if len(equal) == 1 else "fit"
        reasons.append(
            Step(
                f"{sentence} {verb} these times about as well as the prediction: the BIC differs by less than 6.",
                formulas,
            )
        )
    if (
        evidence.verdict is FitVerdict.INCONCLUSIVE
        and 0 in found
        and not evidence.named
        and found.high - found.low < inf
    ):
        reasons.append(Step("The interval is too wide to confirm an exponent: it should stay within ±0.15."))
    return reasons


def _of_residuals(evidence: Evidence) -> list[Step]:
    lack = evidence.lack_of_fit
    if lack is None or not lack.significant or evidence.scattered:
        return []
    size = _percent(lack.root_mean_square)
    doubt = "lower-order terms, caches or a drift of the machine" if not lack.strays else "another curve"
    return [
        Step(
            f"Lack of fit: the medians stray from the curve by {size}, more than the noise of the repetitions"
            f"{_noise(evidence)} explains (p = {lack.p_value:.1g}); {doubt} may be at work."
        )
    ]


def _of_range(evidence: Evidence) -> list[Step]:
    """Which sizes were used, where not all were, and why; and the one size that alone would refute."""
    if evidence.decisive_end is not None:
        return [
            Step(
                f"Without n = {evidence.decisive_end} the other sizes do not refute the prediction, and a step of the "
                "machine at that size alone would look the same."
            )
        ]
    if evidence.used is None:
        return []
    low, high = evidence.used
    return [
        Step(
            f"The {evidence.medians.count} sizes from n = {low} to n = {high} are used, of {len(evidence.times)}: the "
            "largest range that keeps to one curve. With the others one operation does not cost the same at all sizes; "
            f"{MACHINE}."
        )
    ]


def _of_pieces(evidence: Evidence) -> list[Step]:
    """The factor of each piece, where the verdict stands on them."""
    if evidence.piecewise is None:
        return []
    steps = _listed_steps(evidence.piecewise)
    return [
        Step(
            f"All sizes are used, with a factor for each piece and one curve for all: one operation costs {steps}; "
            f"{MACHINE}."
        )
    ]


def _listed_steps(found: SteppedFit) -> str:
    return " and ".join(f"{at.factor:.2f} times as much from n = {at.size} on" for at in found.steps)


def _of_steps(evidence: Evidence) -> list[Step]:
    """Which curve with steps in the cost of an operation explains the times nearly as well as any."""
    if not evidence.stepped or evidence.piecewise is not None:
        return []
    best = evidence.stepped[0].bic
    near = [fit for fit in evidence.stepped if fit.bic - best < NEARLY_AS_WELL and fit.steps]
    own = next((fit for fit in near if evidence.prediction is not None and fit.candidate == evidence.fitted), None)
    bent = (f for f in near if f.candidate.growth_class is not None and f.candidate.delta >= INDISTINGUISHABLE)
    told_of = own or next(bent, None)
    if told_of is None or (
        evidence.prediction is not None and (own is None or evidence.verdict is FitVerdict.CONFIRMED)
    ):
        return []
    steps = _listed_steps(told_of)
    curve = "The prediction" if own is not None else "{c}"
    formulas = () if own is not None else (("c", _formula(told_of.candidate)),)
    return [Step(f"{curve} explains these times nearly as well if one operation costs {steps}: {MACHINE}.", formulas)]


def _of_sum(evidence: Evidence) -> list[Step]:
    two, m = evidence.sum, evidence.medians
    if two is None:
        return []
    own = two.shape.growth_class
    work, leads = ("the prediction" if own is None else "{w}"), _percent(two.share)
    formulas = (("v", two.lower.expression), *((("w", own.expression),) if own is not None else ()))
    return [
        Step(
            f"A sum of {work} and a lower-order term {{v}} explains these times, and {work} is {leads} "
            f"of it at n = {m.sizes[-1]}: measure larger sizes, where the rest is lost.",
            formulas,
        )
    ]


def _where_they_part(evidence: Evidence) -> list[Step]:
    """The size at which one more measurement would decide between the fits, if it is in reach."""
    if (
        evidence.sum is not None
        or evidence.piecewise is not None
        or (evidence.medians.sigma is None and len(evidence.named) > 1)
    ):
        return []
    rivals = [c for c in evidence.named if c is not evidence.fitted]
    own, ranking, m = evidence.fitted, evidence.ranking, evidence.medians
    if not rivals or own is None or own.growth_class is None or ranking is None:
        return [MORE] if evidence.verdict is FitVerdict.INCONCLUSIVE else []
    error = sqrt(ranking.variance)
    for doublings in range(1, FARTHEST):
        size = m.sizes[-1] << doublings
        logs = [c.fit.log_seconds(c.growth_class.log_work(size)) for c in (own, *rivals) if c.growth_class is not None]
        if all(abs(other - logs[0]) > APART * error for other in logs[1:]):
            return [Step(f"By these fits they part at about n = {size}: measure up to there, or with less noise.")]
    return [Step("No size in reach tells these apart by time: count operations instead, or reduce the noise.")]


def _listed(found: Sequence[Candidate]) -> tuple[str, tuple[tuple[str, Expr], ...]]:
    names = [f"c{i}" for i in range(len(found))]
    braced = [f"{{{name}}}" for name in names]
    sentence = braced[0] if len(braced) == 1 else f"{', '.join(braced[:-1])} and {braced[-1]}"
    return sentence, tuple((name, _formula(c)) for name, c in zip(names, found, strict=True))


def _formula(candidate: Candidate) -> Expr:
    assert candidate.growth_class is not None
    return candidate.growth_class.expression


def _exponential(named: Sequence[Candidate]) -> bool:
    return any(c.growth_class is not None and c.growth_class.exponential for c in named)


def _behind(delta: float) -> str:
    return f"has a BIC {delta:.0f} higher." if delta < 1000 else "has a BIC more than 1000 higher."


def _interval(found: ExponentInterval) -> str:
    low, high = _number(found.low), _number(found.high)
    return f"{100 * found.level:.0f} % interval [{low}, {high}]"


def _number(value: float) -> str:
    """Three digits, with a minus sign that is one."""
    return ("∞" if value > 0 else "−∞") if abs(value) == inf else f"{value:.3g}".replace("-", "−")


def _noise(evidence: Evidence) -> str:
    sigma = evidence.medians.sigma
    return "" if sigma is None else f" ({_percent(expm1(sigma))})"


def _percent(part: float) -> str:
    return f"{100 * part:.2g} %" if part < 1 else f"{100 * part:.0f} %"


def _factor(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") if log(value) < 4 else f"{value:.0f}"
