"""Answers on functions of several sizes as JSON: one solution, each growth and closed form with where it holds."""

from __future__ import annotations

from recur.model import RecurError
from recur.model.several import MultivariateRecurrence, MultivariateSolution
from recur.notation import python
from recur.writers.json.answers import PLAIN, JsonObject, answered, as_read, json_step, json_verification


def solved_several(
    input: str,
    recurrence: MultivariateRecurrence,
    solution: MultivariateSolution | None,
    error: RecurError | None = None,
) -> JsonObject:
    """What `solve` answers on one function of several sizes."""
    solutions = [] if solution is None else [multivariate_object(solution)]
    return answered(input, error, interpreted=as_read(recurrence), solutions=solutions)


def multivariate_object(solution: MultivariateSolution) -> JsonObject:
    """`theta` is the first Θ of the `growths`, which say how the sizes grow; `exact` the one formula of `closed`."""
    theta = next((line.body for line in solution.growths if line.kind == "Θ"), None)
    return {
        "function": solution.function,
        "sizes": list(solution.recurrence.sizes),
        "theta": None if theta is None else python.write(theta),
        "growths": [
            {"kind": line.kind, "body": python.write(line.body), "course": PLAIN.sentence(line.course)}
            for line in solution.growths
        ],
        "exact": python.write(solution.exact[0].formula) if len(solution.exact) == 1 else None,
        "closed": [
            {"formula": python.write(line.formula), "where": PLAIN.sentence(line.where)} for line in solution.exact
        ],
        "generating_functions": [python.write(x) for x in solution.series],
        "method": solution.method,
        "reason": json_step(solution.reason),
        "steps": [json_step(each) for each in solution.steps],
        "assumptions": [json_step(each) for each in solution.assumptions],
        "remarks": [json_step(each) for each in solution.remarks],
        "verification": json_verification(solution.verification, solution.recurrence.sizes[0]),
    }
