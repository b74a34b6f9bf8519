"""How far the stated values reach: up to a size at which the equation has no value, and across gaps between them.

With T(0) = 1 the equation T(n) = T(n − 1)/(n − 3) + 1 gives T(1) and T(2), and nothing at 3: what is said of the sizes
beyond is said of values that begin anew there. (n − 3)·T(n) = T(n − 1) + 1 says 0 = 1 at 3. Between T(0) = 1 and
T(3) = 2 the first one gives T(1) and T(2), and at 3 a value that is not the one that is stated.
"""

from __future__ import annotations

from fractions import Fraction

from recur.evaluation.evaluator import Evaluator
from recur.model import (
    Expr,
    InvalidRecurrence,
    RecurError,
    Recurrence,
    Step,
    System,
    expressions as ex,
    letters_of,
    listed,
    step,
)
from recur.model.records import replace
from recur.numbers.exact import bits_of
from recur.solving.breaking_sizes import breaking_sizes
from recur.solving.silent_sizes import silent_sizes

_MOST_GAPS = 40
_MOST_VALUES, _MOST_BITS = 64, 4096  # that are looked at for one that does not exist
_FARTHEST = 1000


def broken_off(r: Recurrence) -> tuple[Recurrence, Step] | None:
    """The recurrence without stated values that reach no size beyond a break, and what is said of it."""
    own = [c for c in r.initial if c.function == r.function]
    falls = all(isinstance(c.argument, ex.Add) and ex.Symbol(r.variable) in c.argument.terms for c in r.subcalls)
    history = all(any(isinstance(x, ex.Range) and x.op == "sum" for x in ex.walk(term)) for term in r.nonlinear)
    if not own or not (r.subcalls or r.nonlinear) or r.relation != "=" or not falls or not history:
        return None
    top = max(c.high for c in own)
    parts = (*(c.coefficient for c in r.subcalls), r.driving, *r.nonlinear)
    breaks = [(n, x) for part in parts for n, x in breaking_sizes(part, r.variable) if n > top]
    if not breaks:
        return None
    at, reason = max(breaks, key=lambda pair: pair[0])
    left_over = _left_over(r, at) if at in (silent_sizes(r) or ()) else None
    if left_over == 0:
        return None
    stated = {
        f"v{i}": ex.Relation("=", ex.Call(r.function, (ex.number(c.high),)), c.value)
        for i, c in enumerate(own)
        if c.low == c.high
    }
    given = listed([f"{{{name}}}" for name in stated]) if stated else "the stated values"
    why = "is 0" if isinstance(reason, ex.Power) else "has none"
    sentence = f"What follows from {given} ends before {{t}}: at {{e}} the equation has no value, for {{x}} {why}"
    formulas: dict[str, Expr] = {
        **stated,
        "t": ex.Call(r.function, (ex.number(at),)),
        "e": ex.Relation("=", ex.Symbol(r.variable), ex.number(at)),
        "x": reason.base if isinstance(reason, ex.Power) else reason,
    }
    if left_over is not None:
        sentence += ", and what is left of it says {c}, which is false"
        formulas["c"] = ex.Relation("=", ex.ZERO, ex.number(left_over))
    sentence += ". The answer is for the sizes beyond, whose first values are new ones."
    said = Step(sentence, tuple(formulas.items()))
    return replace(r, initial=tuple(c for c in r.initial if c.function != r.function)), said


def broken_value(r: Recurrence, system: System) -> Step | None:
    """The first size at which the values from the stated ones on end: 1/(1 − T(n − 1)) from T(0) = 1 has no T(1)."""
    own = [c for c in r.initial if c.function == r.function]
    if not own or not r.nonlinear or letters_of(r) or r not in system.recurrences:
        return None
    top, values = max(c.high for c in own), Evaluator(system)
    for size in range(top + 1, top + _MOST_VALUES):
        try:
            if bits_of(values.number(r.function, size)) > _MOST_BITS:
                return None
        except InvalidRecurrence as fault:
            if "a division by zero" in fault.message:
                at = ex.Call(r.function, (ex.number(size),))
                return step(
                    "what follows from the stated values ends before {t}: there {x} divides by 0", t=at, x=r.right
                )
            return None
        except RecurError:
            return None
    return None


def _left_over(r: Recurrence, size: int) -> Fraction | None:
    """What the equation, as it was typed, equates with 0·T(size); None where that is not known."""
    from recur.solving.first_order.hypergeometric import term

    try:
        evaluator = Evaluator(System((r,)))
        total = Fraction(0)
        for factor, call in [(r.driving, None), *((c.coefficient, c.argument) for c in r.subcalls)]:
            cleared = term(ex.mul(factor, r.divisor), r.variable)
            if cleared is None:
                return None
            below = Fraction(1)
            if call is not None:
                there = ex.substitute(call, r.variable, ex.number(size))
                value = evaluator.number(r.function, int(there.value)) if isinstance(there, ex.Number) else None
                if not isinstance(value, int | Fraction):
                    return None
                below = Fraction(value)
            total += cleared.at(size) * below
    except (RecurError, ZeroDivisionError, ValueError):
        return None
    return total


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
