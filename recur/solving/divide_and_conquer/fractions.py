"""What master theorem and Akra–Bazzi share: T(n) = Σ aᵢ T(rᵢ n + hᵢ(n)) + f(n), hypothesis by hypothesis.

Floors, ceilings and offsets hᵢ(n) = O(n / log^(1+ε) n) do not change the growth; calls of sublinear size are of lower
order when what they add at each level stays below the rest. Source: Akra and Bazzi 1998; Leighton 1996; Kuszmaul and
Leiserson, Floors and ceilings in divide-and-conquer recurrences, 2021.
"""

from fractions import Fraction

from recur.asymptotics import UNIT, Between, LevelSum, Monomial, Series, expand, level, level_sum, monomials
from recur.asymptotics.growth import Growth, lower_bound, monomial_formula, upper_bound
from recur.model import Bounds, Expr, InitialCondition, OtherShape, Step, Undecided, Unmet, expressions as ex, step
from recur.model.records import frozen
from recur.numbers import Real, exact_formula, real
from recur.solving.problem import Problem, Shrink, never_negative, once


@frozen
class FractionCalls:
    """calls are the merged (aᵢ, rᵢ) with 0 < rᵢ < 1; sides the sublinear calls (coefficient, argument)."""

    calls: tuple[tuple[Real, Real], ...]
    sides: tuple[tuple[Expr, Expr], ...]
    assumptions: tuple[Step, ...]
    merged: bool


@once
def shape_of(problem: Problem) -> FractionCalls:
    """The recurrence as Σ aᵢ T(rᵢ n + hᵢ) + f, or the first hypothesis that fails."""
    r = problem.recurrence
    if r.nonlinear:
        raise OtherShape(
            "linear in the calls", "the calls stand inside {x}, not in a sum of multiples", x=r.nonlinear[0]
        )
    merged: dict[Real, Real] = {}
    sides: list[tuple[Expr, Expr]] = []
    fractions = [call for call in problem.calls if call.shrink is not Shrink.CONSTANT]
    if not fractions:
        raise Unmet("a recursive call", "{f} does not call itself", f=ex.Symbol(r.function))
    for call in fractions:
        if call.shrink is Shrink.DECREMENT:
            raise OtherShape(
                "subproblems of size at most r·n, r < 1",
                "the subproblem {x} is not a constant fraction of the size",
                x=call.argument,
            )
        a = problem.constant_coefficient(call)
        if call.shrink is Shrink.SUBLINEAR:
            sides.append((call.coefficient, call.argument))
            continue
        if a is None:
            raise problem.not_constant("a constant number of subproblems", call.coefficient)
        if real.sign(a) <= 0:
            raise Unmet("positive coefficients", "the coefficient {a} is not positive", a=call.coefficient)
        check_offset(call.offset, call.argument)
        merged[call.ratio] = merged[call.ratio] + a if call.ratio in merged else a
    if not merged:
        raise OtherShape(
            "subproblems of size r·n, 0 < r < 1",
            "the subproblem {x} is smaller than every constant fraction of the size",
            x=fractions[0].argument,
        )
    return FractionCalls(
        tuple((a, q) for q, a in merged.items()),
        tuple(sides),
        _assumptions(problem),
        len(merged) < len(fractions) - len(sides),
    )


def check_offset(offset: Monomial | None, argument: Expr) -> None:
    """h(n) = O(n / log^(1+ε) n) for some ε > 0."""
    if offset is None:
        return
    part = monomials.divide(offset, level(0))
    relative = dict(part.powers)
    n_power = relative.get(0, Fraction(0))
    if part.exponential:
        small = monomials.compare(offset, level(0, Fraction(9, 10))) < 0
    else:
        small = real.sign(n_power) < 0 or (
            n_power == 0 and real.compare(relative.get(1, Fraction(0)), Fraction(-1)) < 0
        )
    if not small:
        raise Unmet(
            "offsets O(n/log^(1+ε) n)",
            "the size {x} differs from a constant fraction of the size by more than n/log^(1+ε) n",
            x=argument,
        )


def _assumptions(problem: Problem) -> tuple[Step, ...]:
    r = problem.recurrence
    found: list[Step] = []
    mine = [c for c in r.initial if c.function == r.function]
    if not mine:
        found.append(step("{t} for small {n}.", t=_theta_one(r.function, r.variable), n=ex.Symbol(r.variable)))
        if not never_negative(problem.driving_term, r.variable):
            found.append(step("{f} is not negative above the base cases.", f=problem.driving_term))
    for call in problem.calls:
        if call.assumes_proper:
            found.append(step("{x} is smaller than {n}.", x=call.argument, n=ex.Symbol(r.variable)))
    if any(c.shrink is Shrink.FRACTION and not c.rounded and c.offset is None for c in problem.calls):
        size = next(c.argument for c in problem.calls if c.shrink is Shrink.FRACTION and not c.rounded)
        found.append(step("{x} may be rounded either way.", x=size))
    return tuple(found)


def _theta_one(function: str, variable: str) -> Expr:
    return ex.Relation("=", ex.Call(function, (ex.Symbol(variable),)), ex.Asymptotic("Θ", ex.ONE))


@frozen
class TollReading:
    """One reading of the driving term: its growth (None: 0) and the sum over the levels."""

    toll: Monomial | None
    sum: LevelSum | None
    growth: Growth


@frozen
class BothReadings:
    """The lower and the upper reading; the same object when they agree."""

    lower: TollReading | None
    upper: TollReading | None

    @property
    def bounds(self) -> Bounds:
        return Bounds(*(None if reading is None else reading.growth for reading in (self.lower, self.upper)))

    @property
    def main(self) -> TollReading:
        """The reading a derivation explains: the upper one where there is one."""
        reading = self.upper or self.lower
        assert reading is not None
        return reading


def outcome(problem: Problem, shape: FractionCalls, exponent: Real) -> BothReadings:
    """Both readings, summed over the levels; relation ≤ keeps the upper bound only, ≥ the lower."""
    low, high = problem.tolls
    relation = problem.recurrence.relation
    upper = None if high is None or relation == ">=" else _read(problem, shape, exponent, upper_toll(high))
    if relation == "<=" or low is None:
        lower = None
    else:
        toll = lower_toll(low)
        if upper is not None and toll == upper.toll and toll is not None:
            lower = upper
        else:
            lower = _read(problem, shape, exponent, toll)
    if upper is not None and (upper is lower or lower is None or lower.toll is None):
        _check_leaves(problem, upper, exponent)
    if lower is not None and lower.toll is None:
        lower = _leaves_alone(problem, lower)
    if lower is None and upper is None:
        raise Unmet("a bounded driving term", "nothing is known of the driving term on the side that is asked")
    return BothReadings(lower, upper)


def upper_toll(toll: Series) -> Monomial | None:
    if toll.is_zero:
        return None
    m = upper_bound(toll)
    lead = toll.terms[0][1]
    low = lead.low if isinstance(lead, Between) else lead
    if low is not None and real.sign(low) < 0:
        raise Unmet("a nonnegative driving function", "the driving function takes negative values for large sizes")
    return m


def lower_toll(toll: Series) -> Monomial | None:
    return lower_bound(toll)


def polylog(toll: Monomial, variable: str) -> tuple[Real, Real]:
    """(k, p) of a driving function n^k log^p n; any other is `Unmet`."""
    powers = dict(toll.powers)
    k, p = powers.pop(0, real.ZERO), powers.pop(1, real.ZERO)
    if powers or toll.exponential:
        raise Unmet(
            "f(n) = Θ(n^k log^p n)",
            "the driving function grows like {f}, which is no power of the size times a power of its logarithm",
            f=monomial_formula(toll, variable),
        )
    return k, p


def _read(problem: Problem, shape: FractionCalls, exponent: Real, toll: Monomial | None) -> TollReading:
    variable = problem.variable
    if toll is None:
        watershed = UNIT if exponent == 0 else level(0, exponent)
        return TollReading(None, None, _with_sides(problem, shape, exponent, None, Growth(watershed, variable)))
    total = level_sum(toll, exponent)
    return TollReading(toll, total, _with_sides(problem, shape, exponent, toll, Growth(total.growth, variable)))


def _with_sides(
    problem: Problem, shape: FractionCalls, exponent: Real, toll: Monomial | None, growth: Growth
) -> Growth:
    """The growth stands when what the sublinear calls add, summed over the levels, is of lower order."""
    for coefficient, argument in shape.sides:
        cost = ex.mul(coefficient, ex.substitute(growth.expression(), problem.variable, argument))
        m, _ = expand(cost, problem.variable).lead
        added = level_sum(m, exponent)
        watershed = UNIT if exponent == 0 else level(0, exponent)
        order = monomials.compare(added.growth, growth.point)
        if order < 0 or (order == 0 and growth.monomial == watershed and monomials.compare(m, watershed) < 0):
            continue
        raise Unmet(
            "side calls of lower order",
            "the call of size {x} adds more than lower-order terms",
            x=argument,
        )
    return growth


def leaves(problem: Problem) -> str:
    """ "positive", "zero", "mixed" or "negative": what the stated base cases are; positive when none is stated."""
    r = problem.recurrence
    mine = [c for c in r.initial if c.function == r.function]
    if not mine:
        return "positive"
    signs = {_sign(c) for c in mine}
    if signs == {1}:
        return "positive"
    if signs == {0}:
        return "zero"
    return "negative" if -1 in signs else "mixed"


def _sign(condition: InitialCondition) -> int:
    if _is_zero(condition.value):
        return 0
    try:
        _, c = expand(condition.value, "").lead
    except Undecided:
        return 1
    low = c.low if isinstance(c, Between) else c
    return 1 if low is None else real.sign(low)


def _is_zero(value: Expr) -> bool:
    return isinstance(value, ex.Number) and value.value == 0


def _check_leaves(problem: Problem, reading: TollReading, exponent: Real) -> None:
    """With a stated base and a leaf-heavy tree the constant may vanish: it must be seen to be positive."""
    watershed = UNIT if exponent == 0 else level(0, exponent)
    if reading.growth.monomial != watershed or reading.toll is None:
        return
    if not any(c.function == problem.recurrence.function for c in problem.recurrence.initial):
        return
    if monomials.compare(reading.toll, watershed) >= 0:
        return
    if leaves(problem) != "negative" and never_negative(problem.driving_term, problem.variable):
        return
    if not _is_positive_from_somewhere(problem):
        raise Unmet(
            "a positive start",
            "with these base cases the values do not become positive, so the leaves' share may cancel",
        )


def _leaves_alone(problem: Problem, reading: TollReading) -> TollReading | None:
    """Without a driving term the lower bound is what the base cases give."""
    kind = leaves(problem)
    if kind == "positive":
        return reading
    if kind == "zero":
        return TollReading(None, None, Growth(None, problem.variable))
    return reading if _is_positive_from_somewhere(problem) else None


def _is_positive_from_somewhere(problem: Problem) -> bool:
    """T(m) > 0 on a whole stretch M ≤ m ≤ b·M, seen by exact evaluation: with nonnegative terms it stays so."""
    widest = max((1 / float(c.ratio) for c in problem.calls if c.shrink is Shrink.FRACTION), default=2.0)
    if widest > 300:
        return leaves(problem) == "positive"
    start = 40
    values = problem.values(range(start, int(start * widest) + 40))
    return values is not None and all(v > 0 for v in values)


def watershed_formula(exponent: Real, variable: str) -> Expr:
    return ex.power(ex.Symbol(variable), exact_formula(exponent))


def reading_steps(problem: Problem, found: BothReadings) -> tuple[Step, ...]:
    """Why a side is missing or lower: the relation of the recurrence, or a term known from one side only."""
    t = ex.Call(problem.recurrence.function, (ex.Symbol(problem.variable),))
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
            bound=ex.Relation("=", t, ex.Asymptotic("Ω", lower.expression())),
        ),
    )


def usual_reading(problem: Problem, found: BothReadings) -> tuple[Step, ...]:
    """With O in the driving term most people mean Θ."""
    if found.bounds.theta is not None or found.upper is None or problem.recurrence.relation != "=":
        return ()
    hidden = [x for x in ex.walk(problem.recurrence.driving) if isinstance(x, ex.Asymptotic) and x.kind in ("O", "Ω")]
    if not hidden or any(x.kind != "O" for x in hidden):
        return ()
    return (
        step(
            "{bound} if {o} is meant as {theta}.",
            bound=ex.Asymptotic("Θ", found.upper.growth.expression()),
            o=hidden[0],
            theta=ex.Asymptotic("Θ", hidden[0].body),
        ),
    )
