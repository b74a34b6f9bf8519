"""Sizes that step: ln T(n) for all small n, in floats where all terms are positive, else from exact values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import exp, inf, log, nan
from typing import TYPE_CHECKING

from recur.evaluation.equation import show, straight_line
from recur.evaluation.evaluator import Evaluator
from recur.model import limits
from recur.model.errors import LimitExceeded, RecurError
from recur.model.expressions import ONE, ZERO, Add, Apply, Expr, Log, Number, Power, Range, Symbol, add, negate, walk
from recur.model.recurrence import Recurrence, System
from recur.numbers.exact import TooCoarse, narrow, sign
from recur.verification.chains import PRECISE, Trajectory, log_sum, smooth
from recur.verification.limit_size import steady, swings
from recur.verification.log_domain import Curve, LogDomain, NoModel

if TYPE_CHECKING:
    from recur.numbers.exact import Real

TABLE = 2048  # sizes of a table
HISTORY = 256  # sizes where every step looks at all earlier ones
IRRATIONAL = 96  # the same in intervals
EXACT = 512  # sizes of exact values where every size is needed
CROWD = 20_000  # values that are remembered before no further size is tried
COSTLY = 2_000  # the same where every step takes roots or logarithms of intervals
FAR = 160  # exponents of 2 where few are
LONG = 20_000.0  # ln of a value from which on the next would cost too much time
MORE = 4096  # sizes where the first values are negative
FORGIVEN = 16  # sizes at which a term may still be 0


def table(system: System, recurrence: Recurrence, domain: LogDomain, constants: Mapping[str, Fraction]) -> Trajectory:
    """T(n) for n = base, …, TABLE by the recurrence itself."""
    evaluator = Evaluator(system, constants=constants)
    equation = evaluator.equations[recurrence.function]
    arguments = [
        argument if straight_line(smooth(call.argument, domain.variable), domain.variable) else None
        for call, (_, argument, _) in zip(recurrence.subcalls, equation.calls, strict=True)
    ]
    shrinks = [domain.positive(call.argument) for call in recurrence.subcalls]
    coefficients = [domain.positive(call.coefficient) for call in recurrence.subcalls]
    driving = None if recurrence.driving == ZERO else domain.positive(recurrence.driving)
    top = equation.top or 0
    if top > TABLE:
        raise NoModel(f"a base case at {show(top)} lies beyond the sizes that are tried one by one")
    known: dict[int, float] = {}
    for size in range(equation.bottom if equation.bottom is not None else top - 64, top + 1):
        value = equation.base_value(size)
        if value is not None:
            known[size] = logarithm(value)
    for size in range(max(top, 0) + 1, TABLE + 1):
        if not size & 255:
            limits.check()
        x = log(size)
        equation.cells[0] = size
        terms = [] if driving is None else [_forgiving(driving, x, size)]
        for coefficient, argument, shrink in zip(coefficients, arguments, shrinks, strict=True):
            # An irrational size is rounded down in floats: n is small, and a constant is all that is at stake.
            wanted = int(exp(shrink(x)) + 1e-9) if argument is None else argument()
            if wanted not in known:
                raise NoModel
            terms.append(_forgiving(coefficient, x, size) + known[wanted])
        total = log_sum(terms)
        if total > PRECISE:
            break
        known[size] = total
    path = _steps(known, exact=False)
    far = _as_integral(recurrence, domain)
    path = replace(path, swings=swings(recurrence.right))
    return path if far is None else replace(path, rates=((0.0, 1.0),), driving=far, whole=True)


def _as_integral(recurrence: Recurrence, domain: LogDomain) -> Curve | None:
    """ln of f(n)/h(n) · n, for T(n) = T(n - h(n)) + f(n): then T is the integral of f/h, up to a constant factor."""
    call = recurrence.subcalls[0]
    argument = call.argument
    if isinstance(argument, Apply) and argument.name in ("floor", "ceiling"):
        argument = argument.arguments[0]
    if len(recurrence.subcalls) > 1 or call.coefficient != ONE or recurrence.driving == ZERO:
        return None
    if not isinstance(argument, Add) or Symbol(domain.variable) not in argument.terms:
        return None
    step = domain.positive(negate(add(*(term for term in argument.terms if term != Symbol(domain.variable)))))
    driving = domain.positive(steady(recurrence.driving))
    return lambda x: driving(x) - step(x) + x


def _forgiving(curve: Curve, x: float, size: int) -> float:
    """The term, 0 where it has no logarithm yet, as log n at n = 1."""
    try:
        return curve(x)
    except ValueError:
        if size > FORGIVEN:
            raise
        return -inf


def exact_values(system: System, function: str, constants: Mapping[str, Fraction]) -> Trajectory:
    """ln T from exact values: at powers of 2 where few sizes are needed, at all small n otherwise.

    Where T(n) is negative the value is nan.
    """
    try:
        evaluator = Evaluator(system, constants=constants)
        ranges = any(isinstance(x, Range) for r in system.recurrences for t in r.nonlinear for x in walk(t))
        irrational = any(isinstance(x, Log) or _is_root(x) for r in system.recurrences for x in walk(r.right))
        most = EXACT if not ranges else IRRATIONAL if irrational else HISTORY
        swing = any(swings(r.right) for r in system.recurrences)
        size = 4
        while size <= EXACT and (size <= 64 or _known(evaluator) > size // 4):
            if not _ask(evaluator, function, min(size, most)) or size >= most:
                break
            size *= 2
        if (size >= most or size > 128) and _known(evaluator) > size // 8:
            return replace(_every_size(evaluator, function, min(size, most), most), swings=swing)
        known: dict[int, Real] = {}
        for exponent in range(1, FAR + 1):
            if _known(evaluator) > (COSTLY if irrational else CROWD) or not _ask(evaluator, function, 1 << exponent):
                break
            known[exponent] = evaluator.number(function, 1 << exponent)
            if known[exponent] != 0 and abs(size_of(known[exponent])) > LONG:
                break
    except (RecurError, TooCoarse) as problem:
        raise NoModel(str(problem)) from None
    sizes = [exponent * log(2) for exponent in known]
    logs, heights = [logarithm(v) for v in known.values()], [size_of(v) for v in known.values()]
    return Trajectory([float(e) for e in known], sizes, logs, exact=True, swings=swing, absolute=heights)


def _every_size(evaluator: Evaluator, function: str, end: int, most: int) -> Trajectory:
    """All small sizes, as some residue classes alone would show a drift where there is only a swing."""
    known: dict[int, Real] = {}
    size, top = 2, end
    while size <= top:
        if not size & 63:
            limits.check()
        if _ask(evaluator, function, size):
            known[size] = evaluator.number(function, size)
        elif size > end:
            break
        if size == top == EXACT == most and any(sign(known.get(n, 1)) < 0 for n in (size // 8, size // 4, size // 2)):
            top = MORE
        if size > EXACT and known[size] != 0 and abs(size_of(known[size])) > EXACT:
            break
        size += 1
    path = _steps({n: logarithm(value) for n, value in known.items()}, exact=True)
    return replace(path, absolute=[size_of(value) for value in known.values()])


def _is_root(x: Expr) -> bool:
    return isinstance(x, Power) and isinstance(x.exponent, Number) and x.exponent.value.denominator > 1


def _known(evaluator: Evaluator) -> int:
    return sum(len(equation.memo) for equation in evaluator.equations.values())


def _ask(evaluator: Evaluator, function: str, size: int) -> bool:
    """Whether the value could be worked out; the smaller ones found on the way are kept either way."""
    try:
        evaluator.number(function, size)
    except LimitExceeded:
        limits.check()
        return False
    return True


def _steps(known: Mapping[int, float], exact: bool) -> Trajectory:
    sizes = sorted(size for size in known if size >= 2)
    logs = [log(size) for size in sizes]
    return Trajectory([float(size) for size in sizes], logs, [known[size] for size in sizes], 0, exact)


def size_of(value: Real) -> float:
    """ln|value|"""
    return logarithm(-value if sign(value) < 0 else value)


def logarithm(value: Real) -> float:
    """ln of an exact value of any size; -inf of 0, nan of a negative one."""
    value = narrow(value)
    if sign(value) <= 0:
        return nan if sign(value) < 0 else -inf
    if isinstance(value, int | Fraction):
        return log(value.numerator) - log(value.denominator)
    low, _ = value.rationals()
    return log(low.numerator) - log(low.denominator)
