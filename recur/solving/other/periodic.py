"""T(n) = F(T(n − 1), …, T(n − d)) without n itself: once d consecutive values come again, the sequence is periodic.

A periodic sequence of positive values is Θ(1). The values are exact, so that coming again is a proof:
T(n − 1)/T(n − 2) has period 6, Lyness's (1 + T(n − 1))/T(n − 2) has period 5.
Source: induction on the size.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import count

from recur.asymptotics import UNIT, Growth
from recur.model import (
    Bounds,
    Expr,
    LimitExceeded,
    OtherShape,
    Progression,
    Recurrence,
    Solution,
    Step,
    Unmet,
    expressions as ex,
    letters_of,
    step,
)
from recur.model.records import replace
from recur.numbers import Real, real
from recur.numbers.exact import bits_of
from recur.solving.linear.letter_field import LetterField, NoNumber
from recur.solving.linear_forms import beyond
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind, are_positive
from recur.verification.families import hold_family

NAME = "periodic values"
_LONGEST_FORM = 12  # values that a closed form names
_FAR_OVER_LETTERS = 16
_PRIMES = (7, 11, 13, 17, 19, 23, 29, 31)
_MOST_TERMS = 64
_FAR = 64  # values that are looked at
_MOST_DIGITS = 2000  # a value of more binary digits than this is not coming again


@method(
    NAME,
    about=(RecurrenceKind.PRODUCT_OF_STEPS, RecurrenceKind.NONLINEAR),
    source="induction on the size",
    summary="T(n) = F(T(n − 1), …, T(n − d)) whose exact values come again: Θ(1)",
)
def solve(problem: Problem) -> Solution:
    r = problem.recurrence
    if not r.nonlinear or r.relation != "=":
        raise OtherShape("a nonlinear recurrence", "a linear recurrence has methods of its own")
    order = _order(problem)
    base = [c for c in r.initial if c.function == r.function]
    if not base or any(c.low is None for c in base):
        raise Unmet("stated base values", "the values depend on base values that are not stated")
    first = max(min(c.low for c in base if c.low is not None), max(c.high for c in base) - order + 1)
    field = LetterField(r.variable)
    values = _over_letters(r, field, first, order) if letters_of(r) else list(_values(problem, first))
    period, start = _period(values, order)
    cycle = [field.formula(v) for v in values[start : start + period]]
    positive = are_positive(*values[start : start + period])
    if not positive and period > _LONGEST_FORM:
        raise Unmet("positive values", "a value that comes again is not positive")
    growth, n = Growth(UNIT, r.variable), ex.Symbol(r.variable)
    bounds = Bounds(growth if positive else None, growth)
    why = "the values come again and again, so they stay between two positive constants."
    found = Solution(
        r,
        bounds,
        NAME,
        f"period {period}",
        step(why if positive else "the values come again and again."),
        _told(problem, order, first + start, cycle),
        assumptions=_that_values_exist(problem),
    )
    if period > _LONGEST_FORM:
        return found
    turned = tuple(cycle[(k - first - start) % period] for k in range(period))
    exact = cycle[0] if period == 1 else ex.ByRemainder(n, turned)
    held = hold_family(r, exact, count(first + start))
    return replace(
        found,
        exact=exact,
        exact_domain=Progression(r.variable, first + start),
        exact_verification=held,
        verification=found.verification if positive else held,
    )


def _told(problem: Problem, order: int, first: int, cycle: list[Expr]) -> tuple[Step, ...]:
    n = ex.Symbol(problem.variable)
    formulas: dict[str, Expr] = {f"v{i}": v for i, v in enumerate(cycle)}
    formulas["n"] = ex.Relation("=", n, ex.number(first))
    values = ", ".join(f"{{v{i}}}" for i in range(len(cycle)))
    numbers = [v.value for v in cycle if isinstance(v, ex.Number)]
    last = step("So by induction on the size the sequence has the period {p}.", p=ex.number(len(cycle)))
    if len(numbers) == len(cycle) and min(numbers) > 0:
        last = step(
            "So by induction on the size the sequence has the period {p}, and it lies between {low} and {high}.",
            p=ex.number(len(cycle)),
            low=ex.number(min(numbers)),
            high=ex.number(max(numbers)),
        )
    return (
        step("The right-hand side depends on the last {d} values alone, not on {n} itself.", d=ex.number(order), n=n),
        Step(f"From {{n}} on the exact values are {values}, and then the same again.", tuple(formulas.items())),
        last,
    )


def _that_values_exist(problem: Problem) -> tuple[Step, ...]:
    """Letters may make a divisor 0."""
    r = problem.recurrence
    divides = any(isinstance(x, ex.Power) and x.exponent == ex.MINUS_ONE and ex.has_call(x) for x in ex.walk(r.right))
    return (step("no value on the way divides by 0."),) if letters_of(r) and divides else ()


def _order(problem: Problem) -> int:
    """d, when the right-hand side holds the variable only in calls T(n − i), 1 ≤ i ≤ d."""
    r = problem.recurrence
    backs: list[int] = []
    for node in ex.walk(r.right):
        if isinstance(node, ex.Range):
            raise Unmet("a fixed number of earlier values", "the right-hand side holds a {op}", op=ex.Symbol(node.op))
        if isinstance(node, ex.Call):
            back = beyond(node.arguments[0], r.variable) if node.function == r.function else None
            if back is None or back.denominator != 1 or back >= 0:
                raise Unmet("earlier values T(n − i)", "the call {x} is no such value", x=node)
            backs.append(-int(back))

    if r.variable in ex.beside_calls(r.right):
        raise Unmet("an equation without n itself", "the right-hand side depends on the size directly")
    return max(backs)


def _values(problem: Problem, first: int) -> list[Fraction]:
    """Exact values from `first` on, as far as they stay short."""
    found: list[Fraction] = []
    while len(found) < _FAR and (not found or bits_of(found[-1]) <= _MOST_DIGITS):
        values = problem.values(range(first, first + len(found) + 1))
        if values is None:
            break
        found = values
    if not found:
        raise Unmet("exact values", "the first values are not known exactly")
    return found


def _over_letters(r: Recurrence, field: LetterField, first: int, order: int) -> list[Real]:
    """The first values as quotients of polynomials in the letters, as far as they stay short."""
    base = [c for c in r.initial if c.function == r.function]
    held = {call: f"value {i}" for i, call in enumerate(x for x in ex.walk(r.right) if isinstance(x, ex.Call))}
    try:
        image = field.number(_with_names(r.right, held))
        if any(not ex.symbols(atom).isdisjoint(held.values()) for atom in field.atoms.values()):
            raise NoNumber  # |T(n − 1)| is no quotient of polynomials
        found = [
            field.number(ex.substitute(c.value, r.variable, ex.number(n)))
            for n in range(first, first + order)
            for c in base
            if (c.low if c.low is not None else n) <= n <= c.high
        ]
        if len(found) != order:
            raise Unmet("stated base values", "the values depend on base values that are not stated")
        backs = {name: -int(beyond(call.arguments[0], r.variable) or 0) for call, name in held.items()}
        _require_period_at_numbers(r, image, found, backs)
        while len(found) < _FAR_OVER_LETTERS + order:
            now = real.substituted(image, {name: found[-back] for name, back in backs.items()})
            found.append(now)
            if len(real.terms_of(now)) > _MOST_TERMS:
                break
    except (NoNumber, ZeroDivisionError):
        raise Unmet("exact values", "the first values are not known exactly") from None
    return found


def _require_period_at_numbers(r: Recurrence, image: Real, first: Sequence[Real], backs: dict[str, int]) -> None:
    """Raise Unmet where the values do not come again with numbers in the place of the letters: that is soon seen."""
    numbers: dict[str, Real] = {
        name: Fraction(prime, 3) for name, prime in zip(sorted(letters_of(r)), _PRIMES, strict=False)
    }
    found = [real.substituted(x, numbers) for x in first]
    there = real.substituted(image, numbers)
    while len(found) < _FAR_OVER_LETTERS + len(first):
        try:
            found.append(real.substituted(there, {name: found[-back] for name, back in backs.items()}))
        except ZeroDivisionError:
            return  # these numbers may be an exception
        except LimitExceeded:
            break  # too long to come again
    _period(found, len(first))


def _with_names(x: Expr, names: dict[ex.Call, str]) -> Expr:
    if isinstance(x, ex.Call):
        return ex.Symbol(names[x])
    return ex.rebuild(x, lambda part: _with_names(part, names)) if x.children else x


def _period(values: Sequence[Real], order: int) -> tuple[int, int]:
    """(period, start): the first stretch of `order` values that comes again."""
    seen: dict[tuple[Real, ...], int] = {}
    for i in range(len(values) - order + 1):
        state = tuple(values[i : i + order])
        if state in seen:
            return i - seen[state], seen[state]
        seen[state] = i
    raise Unmet("values that come again", "no stretch of {d} values comes again", d=ex.number(order))
