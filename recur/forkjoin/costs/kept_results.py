"""Procedures whose results are kept: the body is run once for each of the distinct arguments.

Σ of the body over them is at most their number times the body at the sizes themselves. It is that up to a constant
where the body is constant, or where every call takes numbers off the sizes, so that a constant part of the arguments
is as large as half the sizes, and the body is a polynomial in them.
"""

from recur.asymptotics import Growth
from recur.forkjoin.costs.costs import ONE_COST, Cost
from recur.forkjoin.costs.joint_growths import joint, scale_of
from recur.forkjoin.costs.normal_forms import floor_of
from recur.forkjoin.costs.shapes import SizeMeasure, valued
from recur.forkjoin.dag.run_state import Body, Reason, UncertainBranch
from recur.model.program import Procedure
from recur.model.records import replace


def with_kept_results(procedure: Procedure, shape: SizeMeasure, body: Body, below: Body) -> tuple[Body, Body]:
    """(costs, costs from below) of all calls together."""
    assert procedure.distinct is not None
    count = floor_of(valued(procedure.distinct.body, dict(shape.start)))
    every = replace(body, work=body.work.times(count), span=body.span.times(count))
    if procedure.distinct.kind != "O" and _spread_evenly(shape, body):
        return every, replace(every, work=below.work.times(count), span=below.span.times(count))
    once = ONE_COST.times(count) if procedure.distinct.kind != "O" else ONE_COST
    doubt = UncertainBranch(procedure.source, Reason.STATED)
    return replace(every, doubts=(*body.doubts, doubt)), replace(
        every, work=_either(once, below.work), span=_either(once, below.span)
    )


def _either(one: Cost, other: Cost) -> Cost:
    return Cost(tuple(dict.fromkeys((*one.forms, *other.forms))))


def _spread_evenly(shape: SizeMeasure, body: Body) -> bool:
    falling = all(step is not None and step >= 0 for steps in body.falls for step in steps)
    scale = scale_of(shape.sizes, {})
    for form in (*body.work.forms, *body.span.forms):
        found = joint(scale.bounds(form), shape.variable, shape.sizes).upper
        if found is None:
            return False
        growths = [growth for factors in found.factors() for growth in factors.values()]
        if not all(g.is_constant or (falling and not _exponential(g)) for g in growths):
            return False
    return True


def _exponential(growth: Growth) -> bool:
    return bool(growth.point.exponential)
