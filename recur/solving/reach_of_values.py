"""How far the stated values reach: up to a size at which the equation has no value, and across gaps between them.

With T(0) = 1 the equation T(n) = T(n − 1)/(n − 3) + 1 gives T(1) and T(2), and nothing at 3: what is said of the sizes
beyond is said for any T(3). Between T(0) = 1 and T(3) = 2 it gives T(1) and T(2), and at 3 a value that is not the one
that is stated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from math import ceil

from recur.evaluation.evaluator import Evaluator
from recur.model import Expr, RecurError, Recurrence, Step, System, expressions as ex, listed, step
from recur.numbers.exponential_polynomials import exponential_polynomial
from recur.numbers.polynomials import rational_roots
from recur.solving.silent_sizes import silent_sizes

_MOST_GAPS = 40
_FARTHEST = 1000


def broken_off(r: Recurrence) -> tuple[Recurrence, Step] | None:
    """The recurrence without stated values that reach no size beyond a break, and what is said of it."""
    own = [c for c in r.initial if c.function == r.function]
    falls = all(isinstance(c.argument, ex.Add) and ex.Symbol(r.variable) in c.argument.terms for c in r.subcalls)
    if not own or r.nonlinear or not r.subcalls or r.relation != "=" or not falls:
        return None
    top = max(c.high for c in own)
    breaks = [(n, x) for n, x in _breaks(r) if top < n <= top + _FARTHEST]
    if not breaks:
        return None
    at, reason = max(breaks, key=lambda pair: pair[0])
    if at in (silent_sizes(r) or ()) and _is_free(r, at):
        return None
    stated = {
        f"v{i}": ex.Relation("=", ex.Call(r.function, (ex.number(c.high),)), c.value)
        for i, c in enumerate(own)
        if c.low == c.high
    }
    given = listed([f"{{{name}}}" for name in stated]) if stated else "the stated values"
    why = "is 0" if isinstance(reason, ex.Power) else "has none"
    sentence = (
        f"What follows from {given} ends before {{t}}: at {{e}} the equation has no value, for {{x}} {why}. "
        "The answer is for the sizes beyond, whatever {t} is."
    )
    formulas: dict[str, Expr] = {
        **stated,
        "t": ex.Call(r.function, (ex.number(at),)),
        "e": ex.Relation("=", ex.Symbol(r.variable), ex.number(at)),
        "x": reason.base if isinstance(reason, ex.Power) else reason,
    }
    said = Step(sentence, tuple(formulas.items()))
    return replace(r, initial=tuple(c for c in r.initial if c.function != r.function)), said


def _breaks(r: Recurrence) -> Iterator[tuple[int, Expr]]:
    """The sizes at which a denominator is 0, and the last at which a logarithm or a factorial has no value."""
    for x in (node for part in (*(c.coefficient for c in r.subcalls), r.driving) for node in _outside_sums(part)):
        match x:
            case ex.Power(base, ex.Number(e)) if e < 0 and r.variable in ex.symbols(base):
                yield from ((n, x) for n in _whole_zeros(base, r.variable))
            case ex.Log(argument, _) | ex.Apply("factorial", (argument,)) if isinstance(argument, ex.Add):
                line = exponential_polynomial(argument, r.variable)
                if line is not None and set(line) == {Fraction(1)} and len(line[Fraction(1)]) == 2:
                    intercept, slope = line[Fraction(1)]
                    last = -intercept / slope  # where a logarithm has no value yet; a factorial has one there
                    if slope > 0:
                        yield int(last // 1) if isinstance(x, ex.Log) else ceil(last) - 1, x
            case _:
                continue


def _outside_sums(x: Expr) -> Iterator[Expr]:
    yield x
    if not isinstance(x, ex.Range):
        for child in x.children:
            yield from _outside_sums(child)


def _whole_zeros(x: Expr, variable: str) -> list[int]:
    terms = exponential_polynomial(x, variable)
    if terms is None or set(terms) != {Fraction(1)}:
        return []
    return [int(root) for root in rational_roots(terms[Fraction(1)]) if root.denominator == 1]


def _is_free(r: Recurrence, size: int) -> bool:
    """Whether the equation, as it was typed, holds at this size without T(size), whose coefficient is 0 there."""
    from recur.solving.first_order.hypergeometric import term

    try:
        evaluator = Evaluator(System((r,)))
        total = Fraction(0)
        for factor, call in [(r.driving, None), *((c.coefficient, c.argument) for c in r.subcalls)]:
            cleared = term(ex.mul(factor, r.divisor), r.variable)
            if cleared is None:
                return False
            below = Fraction(1)
            if call is not None:
                there = ex.substitute(call, r.variable, ex.number(size))
                value = evaluator.number(r.function, int(there.value)) if isinstance(there, ex.Number) else None
                if not isinstance(value, int | Fraction):
                    return False
                below = Fraction(value)
            total += cleared.at(size) * below
    except (RecurError, ZeroDivisionError, ValueError):
        return False
    return total == 0


def differing_values(r: Recurrence) -> tuple[Step, ...]:
    """The stated values behind a gap that the equation does not give from those before it."""
    own = sorted((c for c in r.initial if c.function == r.function), key=lambda c: c.high)
    if r.relation != "=" or any(c.low != c.high or c.relation != "=" for c in own) or not r.subcalls:
        return ()
    if len(own) < 2 or own[-1].high - own[0].high == len(own) - 1 or own[-1].high - own[0].high > _FARTHEST:
        return ()
    said: list[Step] = []
    for i, c in enumerate(own[1 : _MOST_GAPS + 1], 1):
        if own[i - 1].high == c.high - 1 or not isinstance(c.value, ex.Number):
            continue
        try:
            evaluator = Evaluator(System((replace(r, initial=tuple(own[:i])),)))
            value = evaluator.number(r.function, c.high)
        except RecurError:
            continue
        if not evaluator.taken and isinstance(value, int | Fraction) and value != c.value.value:
            said.append(
                step(
                    "{s} is stated, and the equation gives {v} from the values before: it is used beyond {n} alone.",
                    s=ex.Relation("=", ex.Call(r.function, (ex.number(c.high),)), c.value),
                    v=ex.number(value),
                    n=ex.number(c.high),
                )
            )
    return tuple(said)
