"""Analyses of programs as JSON documents, schema 1: formulas are strings in Python syntax, in the variable n."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from recur.asymptotics import Growth
from recur.asymptotics.several_sizes import JointBounds, JointGrowth
from recur.documents.analysis import chosen, refusals
from recur.documents.given import equation, given
from recur.forkjoin.costs.analysis import Analysis, Measure, ProcedureAnalysis, RefusedFunction, ShownLine, Values
from recur.forkjoin.costs.parallelism import Parallelism
from recur.model import Bounds, RecurError
from recur.model.program import Warning
from recur.notation import python
from recur.notation.layout import integer_digits
from recur.numbers import rational_text
from recur.writers.json.answers import JsonObject, answered, error_object, formula_text, growth_text, solution_object

if TYPE_CHECKING:
    from recur.runs.measured import Measured


def analysis_object(analysis: Analysis) -> JsonObject:
    return analysis_document(analysis.program.text, analysis)


def parallelism_object(found: Parallelism) -> JsonObject:
    return parallelism_document({}, found)


def analysis_document(
    input: str,
    analysis: Analysis | None = None,
    error: RecurError | None = None,
    only: Sequence[str] = (),
    counted: Mapping[str, Measured] = MappingProxyType({}),
) -> JsonObject:
    """What `analyze` answers: every procedure in the order written; `error` is that of the first one not solved.

    `counted` are the functions that were run, their lines and their times: "run" of a procedure.
    """
    problem = error if analysis is None else error or analysis.error
    procedures = [] if analysis is None else [_procedure(p, analysis) for p in chosen(analysis, only)]
    procedures += [] if analysis is None else [_refused(r) for r in refusals(analysis, only)]
    warnings = [] if analysis is None else [_warning(w) for w in analysis.warnings]
    if counted:
        from recur.writers.json.measured import run_object

        procedures = [p | ({"run": run_object(counted[p["name"]])} if p["name"] in counted else {}) for p in procedures]
    return answered(input, problem, procedures=procedures, warnings=warnings)


def parallelism_document(
    input: object, found: Parallelism | None = None, error: RecurError | None = None
) -> JsonObject:
    """What `parallelism --work … --span …` answers."""
    if found is None:
        return answered(input, error, work=None, span=None, parallelism=None)
    return answered(
        input,
        error or found.values_error,
        work=solution_object(found.work),
        span=solution_object(found.span),
        parallelism=bounds_object(found.bounds),
        values=[_values(v) for v in found.values],
    )


def _procedure(p: ProcedureAnalysis, analysis: Analysis) -> JsonObject:
    return {
        "name": p.name,
        "parameters": list(p.parameters),
        "size": ", ".join(name for name, _ in p.sizes),
        "measured_by": p.size,
        "sizes": _size_texts(p),
        "work": _measure(p.work),
        "span": _measure(p.span),
        "parallelism": {**bounds_object(p.parallelism), "formula": f"{p.work.name}/{p.span.name}"},
        "lines": [_line(line) for line in p.lines],
        "values": [_values(v) for v in p.values],
        "assumptions": list(analysis.assumptions.get(p.name, ())),
        "case": analysis.case,
        "inputs": analysis.inputs.get(p.name),
        "values_error": None if p.values_error is None else error_object(p.values_error),
    }


def _refused(r: RefusedFunction) -> JsonObject:
    """A function that could not be costed: everything that is told of the others is null, and "error" says why."""
    error = error_object(r.error)
    measure = {"recurrence": None, "theta": None, "lower": None, "upper": None, "error": error}
    quotient = {"theta": None, "lower": None, "upper": None, "formula": None}
    return {
        "name": r.name, "parameters": None, "size": None, "measured_by": None, "sizes": {}, "work": measure,
        "span": measure, "parallelism": quotient, "lines": [], "values": [], "values_error": None, "error": error,
    }  # fmt: skip


def _measure(measure: Measure) -> JsonObject:
    solution = None if measure.solution is None else solution_object(measure.solution)
    together = {} if measure.together is None else {"theta": python.write(measure.together)}
    return {
        "function": measure.name,
        "recurrence": python.write(equation(measure.recurrence)),
        "exact_recurrence": "; ".join(given(measure.exact, python.write)),
        **bounds_object(measure.bounds),
        **together,
        "method": None if solution is None else solution["method"],
        "case": None if solution is None else solution["case"],
        "steps": [str(s) for s in measure.steps] if solution is None else solution["steps"],
        "where": {} if solution is None else solution["where"],
        "verification": None if solution is None else solution["verification"],
        "error": None if measure.error is None else error_object(measure.error),
    }


def bounds_object(bounds: Bounds | JointBounds) -> JsonObject:
    """Θ where both sides agree; what is not proved is null."""
    found = {"theta": bounds.theta, "lower": bounds.lower, "upper": bounds.upper}
    return {name: None if growth is None else _growth(growth) for name, growth in found.items()}


def _growth(growth: Growth | JointGrowth) -> str | None:
    """In the one size, which is called n here, or in the sizes by their own names."""
    if isinstance(growth, JointGrowth):
        return python.write(growth.expression())
    return growth_text(growth, growth.variable)


def _size_texts(p: ProcedureAnalysis) -> dict[str, str]:
    """{"n": "len(xs)"}: what each size is, a length as Python writes it."""
    named = {name: name if x is None else re.sub(r"\|(\w+)\|", r"len(\1)", str(x)) for name, x in p.sizes}
    return {name if len(p.sizes) > 1 else "n": text for name, text in named.items()}


def _line(line: ShownLine) -> JsonObject:
    return {
        "line": line.source.place.line,
        "last_line": line.last_line,
        "text": line.source.text,
        "kind": line.kind,
        "times": line.times,
        "work": formula_text(line.work),
        "span": formula_text(line.span),
    }


def _values(v: Values) -> JsonObject:
    """Sizes and values are strings of digits, which no reader of JSON can round."""
    return {
        "size": ", ".join(map(integer_digits, (v.size, *v.others))),
        "work": rational_text(v.work),
        "span": rational_text(v.span),
        "parallelism": rational_text(v.parallelism),
        "processors": integer_digits(v.processors),
        "note": v.note,
    }


def _warning(w: Warning) -> JsonObject:
    return {"message": w.message, "line": w.place.line, "column": w.place.column, "hint": w.hint or None}
