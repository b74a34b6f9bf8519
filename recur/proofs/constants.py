"""c₁·g(n) ≤ T(n) ≤ c₂·g(n) for every n ≥ n₀, with rational constants near the best ones."""

from __future__ import annotations

from fractions import Fraction

from recur.asymptotics import Between, Monomial, expand
from recur.model import LimitExceeded, Step, Undecided, limits
from recur.model.records import replace
from recur.model.solution import ConstantFactors, Solution
from recur.numbers import TooCoarse, real
from recur.numbers.interval import Interval, interval
from recur.proofs.bound_forms import nice_above, rounded_down, simplest_between
from recur.proofs.enclosures import Factor, LogarithmBase, interval_power, least, most, without_factorial
from recur.proofs.proof import ProvedSide
from recur.proofs.proving import Proving

#: beyond the constant that is proved of the leading term, for what stands below it
_ROOM = (Fraction(1, 50), Fraction(1, 20), Fraction(1, 4))
_ROOM_BELOW = _ROOM[1:]  # where the limit is not known, and small sizes may lie far below
_NEAR = Fraction(1, 20)
_SLACKS = (Fraction(1, 64), Fraction(1, 256), Fraction(1, 16), Fraction(1, 4))
_WORK = 10_000  # steps of a search for one constant
_BOTH = 2  # slacks that are tried in any case; looser ones only where none of these is near


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
            limit = _limit(solution, theta.point)
            factor = _factor(proving, upper, theta.point, limit)
        except (Undecided, LimitExceeded) as doubt:
            factor, said = None, str(doubt)
        if factor is not None:
            found[upper] = factor
    first = max((n for _, n in found.values()), default=0)
    lower, upper_ = (found[side][0] if side in found else None for side in (False, True))
    said = "; ".join(proving.assumed()) if found else said
    note = (Step(f"The constants: {said}."),) if said else ()
    return replace(solution, factors=ConstantFactors(lower, upper_, first), remarks=(*solution.remarks, *note))


def _limit(solution: Solution, g: Monomial) -> Interval | None:
    """lim T/g, where it is known."""
    if solution.leading is None:
        return None
    try:
        m, c = expand(solution.leading, solution.variable).lead
        if m != g or isinstance(c, Between) or real.has_parameter(c):
            return None
        delta = without_factorial(g)[1]  # n! ~ √(2π)·g
        return real.as_interval(c * real.power(real.named("pi") * Fraction(2), delta * Fraction(-1, 2)), 128)
    except (Undecided, TooCoarse, ValueError, IndexError):
        return None


def _factor(proving: Proving, upper: bool, g: Monomial, limit: Interval | None) -> tuple[Fraction, int] | None:
    """One near the best, else the nearer one of what the search and the plain proof give.

    The answer does not wait for them: past `_WORK` steps what has been found is taken.
    """
    kept: list[tuple[int, Fraction]] = []
    over: LimitExceeded | None = None
    for search in (_collect_near, _collect_plain):
        try:
            with limits.work_limit(_WORK):
                search(kept, proving, upper, g, limit)
        except LimitExceeded as too_long:
            over = too_long
        if any(_is_near(c, upper, limit) for _, c in kept):
            break
    if not kept and over is not None:
        raise over
    return _best(kept, upper, limit)


def _collect_near(
    kept: list[tuple[int, Fraction]], proving: Proving, upper: bool, g: Monomial, limit: Interval | None
) -> None:
    """(n₀, c) for one slack after the other, until one of them is near the limit."""
    slow = 2 in dict(g.powers)  # the series of log log n
    for i, slack in enumerate(_SLACKS[:1] if slow else _SLACKS):
        told = len(proving.why)
        proved = proving.found(upper, g, (slack,))
        del proving.why[told:]
        found = None if proved is None else _of_growth(proving, proved, g, limit)
        if found is not None:
            kept.append((found[1], found[0]))
        if i + 1 >= _BOTH and any(_is_near(c, upper, limit) for _, c in kept):
            break


def _collect_plain(
    kept: list[tuple[int, Fraction]], proving: Proving, upper: bool, g: Monomial, limit: Interval | None
) -> None:
    """(n₀, c) of the proof that `prove` gives."""
    plain = Proving(proving.system, proving.solutions, None)
    proved = plain.found(upper, g)
    found = None if proved is None else _of_growth(plain, proved, g, limit)
    if found is not None:
        kept.append((found[1], found[0]))


def _best(kept: list[tuple[int, Fraction]], upper: bool, limit: Interval | None) -> tuple[Fraction, int] | None:
    """The constant that begins to hold first, of those within five per cent of the limit, or of the best one found."""
    if not kept:
        return None
    best = (min if upper else max)(c for _, c in kept)
    end = interval(best, 128) if limit is None else limit
    within = [(first, c) for first, c in kept if _is_near(c, upper, end)] or [
        (first, c) for first, c in kept if c == best
    ]
    first, c = min(within, key=lambda found: (found[0], found[1] if upper else -found[1]))
    return c, first


def _is_near(c: Fraction, upper: bool, limit: Interval | None) -> bool:
    if limit is None:
        return True
    low, high = limit.rationals()
    return c <= low * (1 + _NEAR) if upper else c >= high * (1 - _NEAR)


def _of_growth(
    proving: Proving, proved: ProvedSide, g: Monomial, limit: Interval | None
) -> tuple[Fraction, int] | None:
    """(c, n₀) with bound ≤ c·g from n₀ on (≥ for a lower bound), g in natural logarithms as it is written."""
    assert proved.form is not None
    if proved.form.lead.monomial != g:
        return None
    unit = _unit(g, proved.form.log)
    lead = proved.form.lead.coefficient / unit if isinstance(unit, Fraction) else unit.reciprocal() * (
        proved.form.lead.coefficient)  # fmt: skip
    candidates: list[Fraction] = []
    if limit is not None and least(limit) > 0:
        end = least(limit) * (1 + _NEAR) if proved.upper else most(limit) * (1 - _NEAR)
        c = simplest_between(*sorted((end, end * (1 - _NEAR / 4 if proved.upper else 1 + _NEAR / 4))))
        if (c >= most(lead)) if proved.upper else (c <= least(lead)):
            candidates.append(c)
    for room in _ROOM if limit is not None or proved.upper else _ROOM_BELOW:
        c = nice_above(most(lead), room) if proved.upper else rounded_down(least(lead), room)
        candidates += [c, c * (1 + room) if proved.upper else c * (1 - room)]
    for c in candidates:
        first = proving.dominates({g: unit * c}, proved.form.coefficients, proved.upper, proved.first)
        if first is not None:
            return c, first
    return None


def _unit(g: Monomial, log: LogarithmBase) -> Factor:
    """(ln b)^β: what log n to the base b is multiplied by to be the natural one."""
    beta = dict(g.powers).get(1)
    return Fraction(1) if beta is None or log.base is None else interval_power(log.unit, beta)
