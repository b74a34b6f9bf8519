"""ln T(n) along a growing sequence of sizes, straight from the recurrence: no theorem, only its own steps.

The way is chosen by how the calls shrink: n/b is a chain of sizes b^j, or a grid in ln n where there are
several calls; √n and the like are the orbit of one large n down to its base; n-1 is a table of all small n;
and exact values serve where terms are negative or calls stand inside max, min, Σ and products.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import log

from recur.evaluation.equation import same_size, straight_line
from recur.model.recurrence import Recurrence, System
from recur.verification.chains import Trajectory, along_divisions, orbit, scaling, smooth
from recur.verification.grids import grid
from recur.verification.log_domain import LogDomain, NoModel


def trajectory(
    system: System, function: str, domains: Mapping[str, LogDomain], constants: Mapping[str, Fraction]
) -> Trajectory:
    """ln T along the deepest sequence of sizes that the recurrence allows; NoModel where there is none."""
    involved = _involved(system, function)
    if not any(recurrence.nonlinear for recurrence in involved):
        try:
            found = _in_floats(system, involved, domains, constants)
        except (ValueError, NoModel):
            found = None  # a negative term, or a function that floats cannot follow
        if found is not None:
            return found
    from recur.verification.stepwise import exact_values

    return exact_values(system, function, constants)


def _in_floats(
    system: System,
    involved: list[Recurrence],
    domains: Mapping[str, LogDomain],
    constants: Mapping[str, Fraction],
) -> Trajectory | None:
    recurrence = involved[0]
    calls, domain = recurrence.subcalls, domains[recurrence.function]
    if len(involved) == 1 and len(calls) == 1:
        rate = scaling(calls[0].argument, domain)
        if rate is not None:
            return along_divisions(recurrence, domain, rate)
    divides = all(_divides(each, domains[each.function]) for each in involved)
    if len(involved) > 1:
        return grid(involved, domains) if divides else None
    if not divides:
        from recur.verification.stepwise import table

        return table(system, recurrence, domain, constants)
    return orbit(recurrence, domain) if len(calls) == 1 else grid(involved, domains)


def _involved(system: System, function: str) -> list[Recurrence]:
    """The recurrence asked for and all that it calls, itself first."""
    found = [system.named(function)]
    for recurrence in found:
        for call in recurrence.subcalls:
            other = system.named(call.function)
            if other not in found:
                found.append(other)
    return found


def _divides(recurrence: Recurrence, domain: LogDomain) -> bool:
    """Whether every call divides the size (n/b, √n, n/log n) and none only takes from it (n-1, n-√n)."""
    for call in recurrence.subcalls:
        if scaling(call.argument, domain) is not None:
            continue
        argument = smooth(call.argument, domain.variable)
        line = straight_line(argument, domain.variable)
        if same_size(call.argument, domain.variable) and call.function != recurrence.function:
            continue  # another function at the same size
        far = 40 * log(2)
        if line is not None or far - domain.positive(argument)(far) < 1e-3:
            return False
    return True
