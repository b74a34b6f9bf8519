"""c₁·g(n) ≤ T(n) ≤ c₂·g(n) for every n ≥ n₀, with rational constants near the best ones."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from recur.asymptotics import Monomial
from recur.model import Step, Undecided, limits
from recur.model.solution import ConstantFactors, Solution
from recur.proofs.bound_forms import nice_above, rounded_down
from recur.proofs.enclosures import Factor, LogarithmBase, interval_power, least, most
from recur.proofs.proof import ProvedSide
from recur.proofs.proving import Proving

#: beyond the constant that is proved of the leading term, for what stands below it
_ROOM = (Fraction(1, 50), Fraction(1, 20), Fraction(1, 4))


def with_constant_factors(solution: Solution, timeout: float | None = None) -> Solution:
    """The solution with the constants of its Θ, each side as far as it is proved."""
    with limits.time_limit(timeout):
        return _with_factors(solution)


def _with_factors(solution: Solution) -> Solution:
    theta = solution.bounds.theta
    assert solution.system is not None
    if theta is None or theta.is_zero:
        return replace(solution, factors=ConstantFactors(None, None, 0))
    proving = Proving(solution.system, (solution,), None, close=True)
    found: dict[bool, tuple[Fraction, int]] = {}
    said = "no induction was found"
    for upper in (True, False):
        try:
            proving.assert_carried(upper)
            if proving.reduced.letters:
                raise Undecided("a constant would be another for each value of a letter")
            proved = proving.found(upper, theta.point)
            factor = None if proved is None else _of_growth(proving, proved, theta.point)
        except Undecided as doubt:
            factor, said = None, str(doubt)
        if factor is not None:
            found[upper] = factor
    first = max((n for _, n in found.values()), default=0)
    lower, upper_ = (found[side][0] if side in found else None for side in (False, True))
    said = "; ".join(proving.assumed()) if found else said
    note = (Step(f"The constants: {said}."),) if said else ()
    return replace(solution, factors=ConstantFactors(lower, upper_, first), remarks=(*solution.remarks, *note))


def _of_growth(proving: Proving, proved: ProvedSide, g: Monomial) -> tuple[Fraction, int] | None:
    """(c, n₀) with bound ≤ c·g from n₀ on (≥ for a lower bound), g in natural logarithms as it is written."""
    assert proved.form is not None
    if proved.form.lead.monomial != g:
        return None
    unit = _unit(g, proved.form.log)
    lead = proved.form.lead.coefficient / unit if isinstance(unit, Fraction) else unit.reciprocal() * (
        proved.form.lead.coefficient)  # fmt: skip
    for room in _ROOM:
        c = nice_above(most(lead), room) if proved.upper else rounded_down(least(lead), room)
        for factor in (c, c * (1 + room) if proved.upper else c * (1 - room)):
            first = proving.dominates({g: unit * factor}, proved.form.coefficients, proved.upper, proved.first)
            if first is not None:
                return factor, first
    return None


def _unit(g: Monomial, log: LogarithmBase) -> Factor:
    """(ln b)^β: what log n to the base b is multiplied by to be the natural one."""
    beta = dict(g.powers).get(1)
    return Fraction(1) if beta is None or log.base is None else interval_power(log.unit, beta)
