"""How the two readings of a hidden driving term are told: what O and Ω leave open, and what most people mean."""

from __future__ import annotations

from recur.model.derivation import Step, step
from recur.model.expressions import Asymptotic, Call, Relation, Symbol, walk
from recur.solving.divide_and_conquer.fractions import BothReadings
from recur.solving.problem import Problem


def reading_steps(problem: Problem, found: BothReadings) -> tuple[Step, ...]:
    """Why a side is missing or lower: the relation of the recurrence, or a term known from one side only."""
    t = Call(problem.recurrence.function, (Symbol(problem.variable),))
    relation = problem.recurrence.relation
    if relation != "=":
        side = "above" if relation == "<=" else "below"
        return (step(f"The recurrence is an inequality: it bounds {{t}} from {side} only.", t=t),)
    if found.bounds.theta is not None or found.upper is None:
        return ()
    if found.lower is None:
        return (step("The base cases give no lower bound: nothing says that {t} is not 0.", t=t),)
    lower = found.lower.growth
    if lower.is_zero:
        return (step("From below nothing is proved: the hidden term and the base cases may both be 0.", t=t),)
    return (
        step(
            "From below the driving term may be 0 or small, and what is left gives {bound}.",
            bound=Relation("=", t, Asymptotic("Ω", lower.expression())),
        ),
    )


def usual_reading(problem: Problem, found: BothReadings) -> tuple[Step, ...]:
    """With O in the driving term most people mean Θ."""
    if found.bounds.theta is not None or found.upper is None or problem.recurrence.relation != "=":
        return ()
    hidden = [x for x in walk(problem.recurrence.driving) if isinstance(x, Asymptotic) and x.kind in ("O", "Ω")]
    if not hidden or any(x.kind != "O" for x in hidden):
        return ()
    return (
        step(
            "{bound} if {o} is meant as {theta}.",
            bound=Asymptotic("Θ", found.upper.growth.expression()),
            o=hidden[0],
            theta=Asymptotic("Θ", hidden[0].body),
        ),
    )
