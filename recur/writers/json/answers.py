"""Answers as JSON documents, schema 1: formulas are strings in Python syntax, in the variable n."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from recur.documents.given import on_one_line
from recur.documents.solution import ratio_text, size_text
from recur.model import Domain, Expr, RecurError, Step, System, Voice, expressions as ex
from recur.model.solution import Bounds, Definition, Refusal, Solution, Unsolved, Verification
from recur.notation import python, text
from recur.notation.layout import integer_digits

if TYPE_CHECKING:
    from recur.asymptotics.growth import Growth
    from recur.evaluation.evaluator import Value
    from recur.model.several import MultivariateRecurrence
    from recur.solving.comparison import Comparison

SCHEMA = 1
PLAIN = Voice(text.write, str)
JsonObject = dict[str, Any]


def answered(input: object, error: RecurError | None, **found: Any) -> JsonObject:
    """What a verb answers: the input, what was found, and what was not."""
    return {"schema": SCHEMA, "input": input, **found, "error": None if error is None else error_object(error)}


def as_read(system: System | MultivariateRecurrence | None) -> str | None:
    """All that was read, on one line that can be typed again."""
    return None if system is None else on_one_line(system, python.echo)


def solve_document(
    input: str,
    system: System | MultivariateRecurrence | None = None,
    solutions: Sequence[Solution] = (),
    error: RecurError | None = None,
) -> JsonObject:
    """What `solve` answers: one solution for each function, the one asked for last; or an error."""
    read = as_read(system or (System(tuple(each.recurrence for each in solutions)) if solutions else None))
    return answered(input, error, interpreted=read, solutions=[solution_object(each) for each in solutions])


def solution_object(solution: Solution) -> JsonObject:
    bounds, n = solution.bounds, solution.variable
    plain = partial(_plainly_named, constants=solution.constants)
    return {
        "function": solution.function,
        "theta": growth_text(bounds.theta, n),
        "lower": growth_text(bounds.lower, n),
        "upper": growth_text(bounds.upper, n),
        "leading": formula_text(solution.leading, n),
        "exact": None if solution.exact is None else formula_text(plain(solution.exact), n),
        "exact_domain": solution.exact_domain and domain_text(solution.exact_domain),
        "constants": [plain_name(name) for name in solution.constants],
        "where": {definition.symbol: definition_object(definition) for definition in solution.where},
        "method": solution.method,
        "case": solution.case,
        "cases": [
            {
                "case": case.name,
                "conditions": [python.write(plain(condition)) for condition in case.conditions],
                "theta": growth_text(case.bounds.theta, n),
                "upper": growth_text(case.bounds.upper, n),
                "exact": None if case.exact is None else formula_text(plain(case.exact), n),
            }
            for case in solution.cases
        ],
        "reason": json_step(solution.reason, plain),
        "steps": [json_step(step, plain) for step in solution.steps],
        "assumptions": [json_step(step, plain) for step in solution.assumptions],
        "remarks": [json_step(step, plain) for step in solution.remarks],
        "verification": json_verification(solution.verification, n),
        **_generating_function(solution),
        **_constant_factors(solution),
        **({} if solution.logarithm is None else {"logarithm": formula_text(solution.logarithm, n)}),
    }


def _constant_factors(solution: Solution) -> JsonObject:
    """Where they were asked for: constants_lower·theta ≤ T ≤ constants_upper·theta from that size on."""
    found = solution.factors
    if found is None:
        return {}
    lower, upper = (None if c is None else str(c) for c in (found.lower, found.upper))
    return {"constants_lower": lower, "constants_upper": upper, "from": found.first}


def _generating_function(solution: Solution) -> JsonObject:
    """Where it was asked for: null where none is known, `egf` an exponential one; a(0) stands for an open value."""
    found = solution.generating_function
    if found is None:
        return {}
    text = formula_text(found.formula)
    return {"gf": None, "egf": text} if found.exponential else {"gf": text}


def domain_text(domain: Domain) -> str:
    """ "n = 2^j", "every n ≥ 1" """
    return PLAIN.sentence(domain.told())


def plain_name(constant: str) -> str:
    """C1, where formulas show C₁."""
    return constant.replace("_", "")


def _plainly_named(x: Expr, constants: tuple[str, ...]) -> Expr:
    return ex.substitute_all(x, {name: ex.Symbol(plain_name(name)) for name in constants})


def compare_document(
    f: str, g: str, comparison: Comparison | None = None, error: RecurError | None = None
) -> JsonObject:
    """What `compare` answers: order is "slower", "same", "faster" (f against g) or "undecided"."""
    return {
        "schema": SCHEMA,
        "f": f,
        "g": g,
        "interpreted": None if comparison is None else [python.echo(comparison.f), python.echo(comparison.g)],
        "order": None if comparison is None else str(comparison.order),
        "reason": None if comparison is None else json_step(comparison.reason),
        "remarks": [] if comparison is None else [json_step(remark) for remark in comparison.remarks],
        "error": None if error is None else error_object(error),
    }


def eval_document(
    input: str,
    system: System | MultivariateRecurrence | None = None,
    values: Sequence[Value] = (),
    error: RecurError | None = None,
) -> JsonObject:
    """What `eval` answers: sizes and values are strings of digits, which no reader of JSON can round."""
    return answered(input, error, interpreted=as_read(system), values=[_value(value) for value in values])


def error_object(error: RecurError) -> JsonObject:
    """The error; an `Unsolved` one carries every refusal and the bounds that are proved all the same."""
    place = error.place
    found: JsonObject = {
        "kind": error.told_kind,
        "message": PLAIN.sentence(error.reason) if isinstance(error, Unsolved) else error.message,
        "line": None if place is None else place.line,
        "column": None if place is None else place.column,
        "hint": error.hint,
        "refusals": [],
    }
    if isinstance(error, Unsolved):
        bounds = error.bounds or Bounds(None, None)
        if error.hint is None and error.remedy is not None:
            found["hint"] = PLAIN.sentence(error.remedy)
        found["refusals"] = [_refusal(refusal) for refusal in error.refusals]
        found["lower"], found["upper"] = growth_text(bounds.lower), growth_text(bounds.upper)
    return found


def growth_text(growth: Growth | None, variable: str = "n") -> str | None:
    return None if growth is None else formula_text(growth.expression(), variable)


def formula_text(x: Expr | None, variable: str = "n") -> str | None:
    """The formula with n for its variable, unless n already is the name of something else in it."""
    if x is None:
        return None
    if variable != ex.N.name and ex.N.name not in ex.symbols(x):
        x = ex.substitute(x, variable, ex.N)
    return python.write(x)


def _as_it_is(x: Expr) -> Expr:
    return x


def json_step(step: Step, named: Callable[[Expr], Expr] = _as_it_is) -> JsonObject:
    found: JsonObject = {
        "text": PLAIN.sentence(step),
        "formulas": {name: python.write(named(formula)) for name, formula in step.formulas},
        "source": step.source,
    }
    if step.display:
        found["display"] = [python.write(named(formula)) for formula in step.display]
    if step.substeps:
        found["steps"] = [json_step(substep, named) for substep in step.substeps]
    return found


def definition_object(definition: Definition) -> JsonObject:
    return {
        "equation": python.write(definition.equation),
        "value": definition.value,
        "description": definition.description,
    }


def json_verification(found: Verification, variable: str) -> JsonObject:
    return {
        "status": found.status,
        "proved": found.proved,
        "sizes": found.sizes,
        "smallest": size_text(found.smallest),
        "largest": size_text(found.largest),
        "low": ratio_text(found.low),
        "high": ratio_text(found.high),
        "against": formula_text(found.against, variable),
        "reason": found.reason,
    }


def _refusal(refusal: Refusal) -> JsonObject:
    return {
        "method": refusal.method,
        "hypothesis": refusal.hypothesis,
        "reason": PLAIN.fill(refusal.reason, dict(refusal.formulas)),
    }


def _value(value: Value) -> JsonObject:
    return {
        "function": value.function,
        "size": ", ".join(map(integer_digits, (value.size, *value.others))),
        "value": value.text,
        "exact": value.exact,
        "digits": value.digits,
        "rounding": value.rounding,
        "assumed": value.assumed,
        "taken": value.taken,
        "read_as": value.read_as,
    }
