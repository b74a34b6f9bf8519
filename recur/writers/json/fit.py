"""Times held against growth, as JSON, schema 1: numbers are floats, in seconds; what no float holds is null."""

from collections.abc import Sequence
from math import exp, isfinite

from recur.documents.given import on_one_line
from recur.measurement.evidence import Evidence, FittedSize
from recur.measurement.exponent import ExponentInterval
from recur.measurement.naming import Candidate
from recur.measurement.prediction import Prediction
from recur.model import RecurError
from recur.notation import python
from recur.notation.layout import integer_digits
from recur.writers.json.answers import PLAIN, JsonObject, answered


def document(
    input: str,
    predicted: str | None = None,
    found: Sequence[tuple[str, Evidence]] = (),
    error: RecurError | None = None,
) -> JsonObject:
    """What `fit` answers; `verdict` is "named", "confirmed", "refuted" or "inconclusive"; of several series a list."""
    if len(found) == 1:
        return answered(input, error, predicted=predicted, **evidence_object(found[0][1]))
    several = {"series": [{"name": name, **evidence_object(evidence)} for name, evidence in found]} if found else {}
    return answered(input, error, predicted=predicted, **several)


def evidence_object(evidence: Evidence) -> JsonObject:
    lack = evidence.lack_of_fit
    delta = _interval(evidence.interval)
    return {
        "interpreted": None if evidence.prediction is None else _prediction(evidence.prediction),
        "verdict": str(evidence.verdict),
        "classes": [_candidate(c) for c in evidence.named],
        "fit": None if evidence.fitted is None else _candidate(evidence.fitted),
        "exponent": None if delta is None else delta | {"of": "W(n)" if evidence.bent == "W" else "n"},
        "power": _interval(evidence.power),
        "noise": _number(evidence.medians.sigma),
        "lack_of_fit": None
        if lack is None
        else {
            "statistic": _number(lack.statistic),
            "p_value": _number(lack.p_value),
            "root_mean_square": _number(lack.root_mean_square),
        },
        "sum": None
        if evidence.sum is None
        else {
            "lower": python.write(evidence.sum.lower.expression),
            "leading": None
            if (leading := evidence.sum.shape.growth_class) is None
            else python.write(leading.expression),
            "share": _number(evidence.sum.share),
        },
        "used": None if evidence.used is None else {"from": evidence.used[0], "to": evidence.used[1]},
        "pieces": [
            {"from": at.size, "factor": at.factor}
            for at in (() if evidence.piecewise is None else evidence.piecewise.steps)
        ],
        "scattered": evidence.scattered,
        "warm_up_runs": 0 if evidence.stray is None else evidence.stray.warm_up,
        "outliers": 0 if evidence.stray is None else evidence.stray.outliers,
        "rows": [_row(row) for row in evidence.rows],
        "reasons": [PLAIN.sentence(reason) for reason in evidence.reasons],
        "advice": [PLAIN.sentence(advice) for advice in evidence.advice],
    }


def _prediction(prediction: Prediction) -> JsonObject:
    growth = prediction.growth
    return {
        "reading": python.echo(prediction.formula)
        if prediction.formula is not None
        else on_one_line(prediction.system, python.echo),
        "theta": None if growth is None else python.write(growth.expression()),
        "notes": list(prediction.notes),
    }


def _candidate(found: Candidate) -> JsonObject:
    """t = offset + scale·W(n); `growth` is null where W is the prediction."""
    growth = found.growth_class
    return {
        "growth": None if growth is None else python.write(growth.expression),
        "delta_bic": _number(found.delta),
        "offset_seconds": _exp(found.fit.log_offset),
        "scale_seconds": _exp(found.fit.log_scale),
    }


def _interval(found: ExponentInterval | None) -> JsonObject | None:
    if found is None:
        return None
    return {
        "best": _number(found.best),
        "low": _number(found.low),
        "high": _number(found.high),
        "level": found.level,
    }


def _row(row: FittedSize) -> JsonObject:
    return {
        "n": row.size if row.size < 2**53 else integer_digits(row.size),
        "repetitions": row.repetitions,
        "median_seconds": _number(row.seconds),
        "wall_seconds": _number(row.wall_seconds),
        "fitted_seconds": _number(row.fitted),
        "ratio": _number(row.ratio),
    }


def _number(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None


def _exp(value: float) -> float | None:
    return exp(value) if value < 700 else None
