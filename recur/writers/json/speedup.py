"""Speed-ups as JSON, schema 1: exact fractions as strings, with decimal digits beside them."""

from fractions import Fraction
from functools import partial
from math import exp
from typing import Any

from recur.documents.scaling import sheet
from recur.forkjoin.laws.laws import LawRange, nearly_floor
from recur.forkjoin.laws.rounding import short_decimal
from recur.forkjoin.laws.scaling import Scaled
from recur.forkjoin.laws.speedup import GrowingSpeedup, Speedup, SpeedupRow
from recur.measurement.scalability import LawFit, Scalability
from recur.model import RecurError
from recur.notation import python
from recur.notation.layout import integer_digits
from recur.numbers import rational_text
from recur.pictures.speedup import Subject
from recur.writers.json.answers import PLAIN, JsonObject, answered, formula_text, growth_text

DIGITS = 12


def document(input: str, found: Subject | None, error: RecurError | None = None) -> JsonObject:
    """What `speedup` answers. `law` is "bounds", "growth", "amdahl", "gustafson" or "karp-flatt"."""
    if found is None:
        return answered(input, error)
    return answered(input, error, **_answer(found), sentences=list(map(PLAIN.sentence, sheet(found).sentences)))


def _answer(found: Subject) -> JsonObject:
    match found:
        case Speedup():
            return _bounds(found)
        case GrowingSpeedup():
            return _growth(found)
        case Scaled():
            return {
                "law": str(found.law),
                "p": _number(found.part),
                "limit": _number(found.limit),
                "half_of_limit_at": _whole(found.half),
                "at_factor": None
                if found.factor is None
                else {"s": _number(found.factor[0]), "speedup": _number(found.factor[1])},
                "rows": [
                    {"processors": _whole(p), "speedup": _number(s), "efficiency": _number(s / p)}
                    for p, s in found.rows
                ],
            }
    return _measured(found)


def _bounds(found: Speedup) -> JsonObject:
    c = found.computation
    needed, enough = c.within_twice_span()
    number = partial(_number, exact=found.exact)
    return {
        "law": "bounds",
        "program": found.program or None,
        "size": _whole(found.size),
        "exact": found.exact,
        "work": number(c.work),
        "span": number(c.span),
        "parallelism": number(c.parallelism) | {"theta": growth_text(found.parallelism)},
        "strands": _whole(found.strands),
        "linear_up_to": _whole(nearly_floor(c.parallelism)),
        "ninety_percent_up_to": _whole(c.most_efficient(Fraction(9, 10))),
        "twice_span": {"impossible_below": _whole(needed), "certain_from": _whole(enough)},
        "rows": [_row(found, row) for row in found.rows],
    }


def _row(found: Speedup, row: SpeedupRow) -> JsonObject:
    c, p = found.computation, row.processors
    made = row.schedule
    number, ends = partial(_number, exact=found.exact), partial(_range, exact=found.exact)
    return {
        "processors": _whole(p),
        "named": formula_text(row.named),
        "time": {"lower": number(c.lower(p)), "brent": number(c.brent(p)), "weaker": number(c.simple(p))},
        "speedup": ends(c.speedup(p)),
        "efficiency": ends(c.efficiency(p)),
        "cost": ends(c.cost(p)),
        "greedy": None
        if made is None
        else {
            "time": _number(Fraction(made.time)),
            "speedup": _number(made.speedup),
            "efficiency": _number(made.utilisation),
        },
    }


def _growth(found: GrowingSpeedup) -> JsonObject:
    return {
        "law": "growth",
        "program": found.program or None,
        "work": {"theta": growth_text(found.work)},
        "span": {"theta": growth_text(found.span)},
        "parallelism": {"theta": growth_text(found.parallelism)},
        "rows": [
            {
                "processors": python.write(row.processors),
                "time": growth_text(row.time),
                "speedup": growth_text(row.speedup),
                "cost": growth_text(row.cost),
                "efficiency": growth_text(row.efficiency),
                "work_efficient": row.excess.is_constant,
            }
            for row in found.rows
        ],
    }


def _measured(found: Scalability) -> JsonObject:
    return {
        "law": "karp-flatt",
        "grows": found.grows,
        "trend": str(found.trend),
        "fit": None if found.fit is None else _fit(found.fit),
        "fastest": _whole(found.fastest.processors),
        "slower_than_one": [_whole(row.processors) for row in found.slower_than_one],
        "rows": [
            {
                "processors": _whole(row.processors),
                "runs": row.runs,
                "seconds": _number(row.seconds),
                "speedup": _number(row.speedup),
                "efficiency": _number(row.efficiency),
                "serial_part": _number(row.serial),
                "above_p": row.superlinear,
            }
            for row in found.rows
        ],
    }


def _fit(found: LawFit) -> JsonObject:
    """The serial part is a float, fitted; `follows` says whether the times keep to the law."""
    f = found.fraction
    return {
        "law": str(found.law),
        "serial_part": {"best": f.best, "low": f.low, "high": f.high, "level": f.level},
        "seconds_on_one": exp(found.log_seconds),
        "root_mean_square": found.root_mean_square,
        "follows": not found.strays,
    }


def _number(value: Fraction | None, exact: bool = True) -> Any:
    """Digits for those who compute, the fraction for those who prove; none where it was cut off itself."""
    if value is None:
        return None
    return {"exact": rational_text(value) if exact else None, "decimal": short_decimal(value, DIGITS)}


def _range(found: LawRange, exact: bool) -> JsonObject:
    return {"low": _number(found.low, exact), "high": _number(found.high, exact)}


def _whole(value: int | None) -> int | str | None:
    """A number that every reader of JSON keeps; as a string of digits beyond that."""
    return value if value is None or abs(value) < 2**53 else integer_digits(value)
