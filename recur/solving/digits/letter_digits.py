"""Letters among the drivers and first values: f = f₀ + Σ a·f_a, one recurrence along the digits for each letter a.

The equation is linear in f and its letters together, so f is the sum of what each letter alone gives: the repertoire
method in the other direction. J(1) = α, J(2n) = 2J(n) + β, J(2n + 1) = 2J(n) + γ is A(n)α + B(n)β + C(n)γ.
Source: Concrete Mathematics, section 1.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from recur.model import (
    Bounds,
    Expr,
    Progression,
    Solution,
    Step,
    System,
    Unmet,
    Verification,
    expressions as ex,
    letters_of,
    step,
)
from recur.model.records import replace
from recur.numbers.polynomials import trimmed
from recur.solving.digits.digit_forms import SOURCE, digit_form
from recur.solving.digits.digit_recurrences import DigitBranch, DigitRecurrence, digit_recurrence
from recur.solving.letter_ranges import with_numbers
from recur.solving.problem import Problem
from recur.verification.agreement import verify_exact
from recur.verification.verify import Refuted

_MOST_LETTERS = 16
_SIZES = (*range(1, 41), 2**10 - 1, 2**10, 3**9 + 5, 10**9)


def letter_form(problem: Problem, name: str) -> Solution | None:
    """The closed form over the letters; None where the equation is not linear in them, or a part has no form."""
    r = problem.recurrence
    letters = letters_of(r)
    stated = [c.value for c in r.initial if c.function == r.function]
    if not 0 < len(letters) <= _MOST_LETTERS or any(_degree(x, r.variable) > 1 for x in (r.right, *stated)):
        return None
    parts: list[tuple[Expr, Expr]] = []
    alone = _part(problem, dict.fromkeys(letters, ex.ZERO))
    if alone is None:
        return None
    for letter in ("", *letters):
        there = _part(problem, dict.fromkeys(letters, ex.ZERO) | {letter: ex.ONE}) if letter else alone
        form = None if there is None else _form(problem, there, alone if letter else None)
        if form is None:
            return None
        parts.append((ex.Symbol(letter) if letter else ex.ONE, form))
    exact = ex.add(*(ex.mul(letter, form) for letter, form in parts))
    told = step(
        "The equation is linear in {t} and the letters together, so each letter has a part of its own: {parts}.",
        t=r.left,
        parts=ex.Relation("=", r.left, exact),
    )
    held = _held(problem, exact, letters)
    if held is None:
        return None
    reason = step("each letter and each digit adds its part; the growth is not told.")
    domain = Progression(r.variable, 1)
    steps: tuple[Step, ...] = (replace(told, source=SOURCE),)
    found = Solution(r, Bounds(None, None), name, None, reason, steps, exact=exact, exact_domain=domain)
    return replace(found, verification=held, exact_verification=held)


def _held(problem: Problem, exact: Expr, letters: tuple[str, ...]) -> Verification | None:
    """The form against exact values with numbers for the letters; None where it is not seen to have them."""
    r = problem.recurrence
    held = None
    for start in (3, -17):
        numbers = {letter: ex.number(Fraction(start + 7 * i, 2)) for i, letter in enumerate(letters)}
        there, form = with_numbers(r, numbers), ex.substitute_all(exact, numbers)
        try:
            held = verify_exact(System((there,)), r.function, form, _SIZES)
        except Refuted:
            return None
        if held.status != "checked":
            return None
    told = "with numbers for the letters the closed form has the values of the recurrence"
    return Verification("checked", len(_SIZES), min(_SIZES), max(_SIZES), reason=told)


def _degree(x: Expr, variable: str) -> float:
    """The degree in letters and calls together; infinite where they stand in no polynomial."""
    match x:
        case ex.Number():
            return 0
        case ex.Symbol(name):
            return 0 if name == variable else 1
        case ex.Call(_, arguments):
            return 1 if all(_degree(each, variable) == 0 for each in arguments) else float("inf")
        case ex.Add(terms):
            return max(_degree(each, variable) for each in terms)
        case ex.Mul(factors):
            return sum(_degree(each, variable) for each in factors)
        case ex.ByRemainder(argument, branches):
            there = max(_degree(each, variable) for each in branches)
            return there if _degree(argument, variable) == 0 else float("inf")
    return 0 if all(_degree(each, variable) == 0 for each in x.children) else float("inf")


def _part(problem: Problem, values: Mapping[str, Expr]) -> tuple[DigitRecurrence, dict[int, Fraction]] | None:
    """The recurrence with these numbers for its letters, and its values of one digit."""
    there = replace(problem, recurrence=with_numbers(problem.recurrence, values))
    try:
        digits = digit_recurrence(there)
    except Unmet:
        return None
    stated: dict[int, Fraction] = {}
    for c in there.recurrence.initial:
        value = there.constant(c.value)
        if c.relation != "=" or c.low != c.high or not isinstance(value, Fraction):
            return None
        stated[c.high] = value
    if not digits.single or not set(stated) <= set(range(digits.base)):
        return None
    tops = {}
    for t in range(1, digits.base):
        branch = digits.branches[t]
        if t not in stated and 0 not in stated:
            return None
        before = branch.weight * stated.get(0, Fraction(0)) + (branch.driver[0] if branch.driver else 0)
        tops[t] = stated.get(t, before)
    return digits, tops


def _form(
    problem: Problem,
    part: tuple[DigitRecurrence, dict[int, Fraction]],
    alone: tuple[DigitRecurrence, dict[int, Fraction]] | None,
) -> Expr | None:
    """The closed form of a part, without what there is of it when all letters are 0."""
    digits, tops = part
    if alone is not None:
        pairs = zip(digits.branches, alone[0].branches, strict=True)
        branches = tuple(DigitBranch(one.calls, _difference(one.driver, other.driver)) for one, other in pairs)
        digits = replace(digits, branches=branches)
        tops = {t: value - alone[1][t] for t, value in tops.items()}
    if not any(tops.values()) and not any(branch.driver for branch in digits.branches):
        return ex.ZERO
    found = digit_form(problem, digits, tops)
    return None if found is None else found[0]


def _difference(one: tuple[Fraction, ...], other: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    length = max(len(one), len(other))
    padded = [(*p, *(Fraction(0),) * (length - len(p))) for p in (one, other)]
    return trimmed([a - b for a, b in zip(*padded, strict=True)])
