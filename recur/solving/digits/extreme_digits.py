"""f(bm + r) = Σ cᵢ·f(m + i) + d_r(m), cᵢ ≥ 0: bounds by the digits that make the values least and greatest.

With one call a branch and constant drivers the least and the greatest value among the sizes with k more digits are
sequences of the first order, and sizes of repeated digits attain them: where they grow apart there is no Θ.
Otherwise f lies between the solutions of S·T(n/b) + d with the least and the greatest S = Σ cᵢ and d, and what words
of digits can reach may be less than that.
Source: Allouche and Shallit 1992; Concrete Mathematics, section 1.3 (the generalised Josephus recurrence).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from recur.asymptotics import Growth
from recur.model import (
    Bounds,
    Expr,
    InitialCondition,
    Recurrence,
    Solution,
    Step,
    Subcall,
    Unmet,
    Unsolved,
    expressions as ex,
    letters_of,
    step,
    unused_name,
)
from recur.model.records import frozen, replace
from recur.numbers import Real, exact_formula, largest_root, real
from recur.numbers.polynomials import stays_nonnegative
from recur.solving.digits.digit_forms import digit_form, with_closed_form
from recur.solving.digits.digit_recurrences import DigitBranch, DigitRecurrence, digit_recurrence
from recur.solving.digits.finite_values import finitely_many
from recur.solving.digits.level_extremes import RepeatedDigit, constant_driver, extremes
from recur.solving.digits.polynomial_values import polynomial_solution
from recur.solving.digits.several_digits import by_last_digits
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind

NAME = "k-regular sequence"
SOURCE = "Allouche and Shallit 1992"
_MOST_FIRST_SIZES = 4096


@method(
    NAME,
    about=(RecurrenceKind.DIGITS,),
    source=SOURCE,
    summary="f(bn + r) = Σ cᵢ f(n + i) + d_r(n) for each last digit r: between the extreme digits",
)
def solve(problem: Problem) -> Solution:
    try:
        digits = digit_recurrence(problem)
    except Unmet:
        by_words = None if letters_of(problem.recurrence) else by_last_digits(problem, NAME)
        if by_words is None:
            raise
        return by_words
    polynomial = polynomial_solution(problem, digits, NAME)
    if polynomial is not None:
        return polynomial
    tops = _tops(problem, digits)
    few = finitely_many(problem, digits, tops, NAME) if _subtracts(digits) else None
    return with_closed_form(problem, digits, tops, few or _bounded(problem, digits, tops))


def completed(problem: Problem, found: Solution | None) -> Solution | None:
    """What no method bounds, with its closed form along the digits, whatever the signs; anything else as it is."""
    if found is not None:
        return found
    if letters_of(problem.recurrence):
        from recur.solving.digits.letter_digits import letter_form

        return letter_form(problem, NAME)
    try:
        digits = digit_recurrence(problem)
    except Unmet:
        return None
    tops = _tops(problem, digits)
    if digit_form(problem, digits, tops) is None:
        return None
    reason = step("each digit adds its part; the growth is not told.")
    alone = Solution(problem.recurrence, Bounds(None, None), NAME, None, reason, (_branches(problem, digits),))
    return with_closed_form(problem, digits, tops, alone)


def _bounded(problem: Problem, digits: DigitRecurrence, tops: dict[int, Fraction]) -> Solution:
    """Between the extreme digits; Unmet where signs leave nothing to be compared."""
    if _subtracts(digits):
        raise Unmet("calls that are added", "a call is subtracted, so the branches do not rise with it")
    constant = all(len(branch.driver) <= 1 for branch in digits.branches)
    ends = extremes(digits, tops) if digits.single and constant and tops else None
    return _between_weights(problem, digits) if ends is None else _between_extremes(problem, digits, tops, ends)


def _subtracts(digits: DigitRecurrence) -> bool:
    return any(c < 0 for branch in digits.branches for c in branch.calls.values())


def _tops(problem: Problem, digits: DigitRecurrence) -> dict[int, Fraction]:
    """The values at s … bs − 1, from which all later sizes are reached by further digits; {} where not known."""
    r = problem.recurrence
    stated = [c.high for c in r.initial if c.function == r.function]
    if not stated:
        return {}
    start = max(stated) // digits.base + 1
    if start * digits.base > _MOST_FIRST_SIZES:
        return {}
    sizes = range(start, start * digits.base)
    values = problem.values(sizes)
    return {} if values is None else dict(zip(sizes, values, strict=True))


def _between_extremes(
    problem: Problem, digits: DigitRecurrence, tops: Mapping[int, Fraction], ends: tuple[RepeatedDigit, RepeatedDigit]
) -> Solution:
    lower, upper = (_growth(problem, digits.base, end) for end in ends)
    if ends[0].last_sign < 0:
        raise Unmet("values that are not negative in the end", "at repeated digits the values become negative")
    bounds = Bounds(lower, upper, attained=lower != upper)
    k = problem.index
    return Solution(
        problem.recurrence,
        bounds,
        NAME,
        None,
        _reason(bounds),
        (
            _branches(problem, digits),
            *(_end(problem, digits, end, k, i) for i, end in enumerate(ends)),
            _joined(bounds),
        ),
        remarks=() if bounds.theta is not None else _average(problem, digits, tops),
    )


def _growth(problem: Problem, base: int, end: RepeatedDigit) -> Growth:
    """Of values Θ(a^k) at sizes Θ(b^k): n^(log_b a)."""
    n = ex.Symbol(problem.variable)
    if end.last_sign == 0:
        return Growth(None, problem.variable)
    if end.rises_by_steps:
        return Growth.of(ex.log(n), problem.variable)
    return Growth.of(ex.power(n, ex.log(ex.number(end.ratio), ex.number(base))), problem.variable)


def _between_weights(problem: Problem, digits: DigitRecurrence) -> Solution:
    """f between S·f(n/b) + d of the least and of the greatest S = Σ cᵢ and d, or below what its digits can reach."""
    first = _first_stretch(problem, digits)
    (least, lower), (greatest, upper) = (_weighed(problem, digits, extreme) for extreme in (min, max))
    by_words = None if lower == upper or digits.single else _by_words(problem, digits, first, upper)
    told: tuple[Step, ...]
    if by_words is not None:
        upper, attained, told = by_words
        told = (step("Up to a constant factor every value is at least that of {x}.", x=least), *told)
        attained = attained and _attains(digits, first, lower, problem)
    else:
        attained = digits.single and {lower, upper} <= {_along(problem, digits, each) for each in digits.branches}
        told = (_between(least, greatest),)
    bounds = Bounds(lower, upper, attained=attained and lower != upper)
    return Solution(
        problem.recurrence,
        bounds,
        NAME,
        None,
        _reason(bounds),
        (_branches(problem, digits), *told, _joined(bounds)),
        assumptions=() if problem.recurrence.initial else (_small_sizes(problem.recurrence),),
    )


def _between(least: Expr, greatest: Expr) -> Step:
    if least == greatest:
        between = "The factors of the calls have the same sum for each digit, and the drivers grow alike"
        told = step(between + ": up to constant factors the values are those of {least}.", least=least)
    else:
        between = "Up to constant factors every value lies between those of {least} and of {greatest}"
        told = step(between + ", by induction on the number of digits.", least=least, greatest=greatest)
    return replace(told, source=SOURCE)


def _by_words(
    problem: Problem, digits: DigitRecurrence, first: FirstStretch | None, upper: Growth
) -> tuple[Growth, bool, tuple[Step, ...]] | None:
    """The greatest growth that digits can reach, whether a word attains it, and why; None where it is not less."""
    from recur.solving.digits.digit_words import attains, greatest_growth

    found = greatest_growth(digits)
    root = None if found is None else largest_root(found.root.factor)
    if found is None or root is None:
        return None
    for branch in digits.branches:
        if branch.driver and real.compare(root, Fraction(digits.base) ** (len(branch.driver) - 1)) <= 0:
            return None
    growth = Growth.of(ex.power(ex.Symbol(problem.variable), _exponent(root, digits.base)), problem.variable)
    if not growth < upper:
        return None
    attained = first is not None and attains(digits, found, first.values, first.start)
    k, (great, x) = problem.index, (ex.Symbol(unused_name(problem.recurrence, letters)) for letters in ("MUG", "xzt"))
    before = [
        ex.mul(ex.number(c), ex.Call(great.name, (ex.add(k, ex.number(-j)),))) for j, c in enumerate(found.weights) if c
    ]
    order = max(j for j, c in enumerate(found.weights) if c)
    powers = [ex.mul(ex.number(c), ex.power(x, ex.number(order - j))) for j, c in enumerate(found.weights) if c]
    word = ex.Symbol("".join(map(str, found.word)) if digits.base <= 10 else " ".join(map(str, found.word)))
    told = [
        replace(
            step(
                "Let {m} be the greatest value at sizes of {k} digits. For each choice of the last digits, with calls "
                "whose last digit is known then put in once more, it is at most {sum}, or what weighs less: so {m} is "
                "{o} with the root {root} of {equation}.",
                m=ex.Call(great.name, (k,)),
                k=k,
                sum=ex.add(*before),
                o=ex.Asymptotic("O", ex.power(exact_formula(root), k)),
                root=exact_formula(root),
                equation=ex.Relation("=", ex.power(x, ex.number(order)), ex.add(*powers)),
            ),
            source=SOURCE,
        )
    ]
    if attained:
        told.append(step("The digits {word} again and again attain it.", word=word))
    return growth, attained, tuple(told)


def _exponent(root: Real, base: int) -> Expr:
    """log_b λ."""
    return ex.log(exact_formula(root), ex.number(base))


def _attains(digits: DigitRecurrence, first: FirstStretch | None, lower: Growth, problem: Problem) -> bool:
    """Whether one digit again and again gives no more than the least growth."""
    from recur.solving.digits.digit_words import repeats_with

    if first is None or any(branch.driver for branch in digits.branches):
        return False
    for digit in range(digits.base):
        ratio = repeats_with(digits, digit, first.values, first.start)
        if ratio is not None and ratio > 0:
            growth = Growth.of(ex.power(ex.Symbol(problem.variable), _exponent(ratio, digits.base)), problem.variable)
            if growth == lower:
                return True
    return False


def _small_sizes(r: Recurrence) -> Step:
    return step(
        "{t}, positive, for small {n}.", t=ex.Relation("=", r.left, ex.Asymptotic("Θ", ex.ONE)), n=r.left.arguments[0]
    )


@frozen
class FirstStretch:
    """Values above 0 from which all later ones come, around and behind the size `start`."""

    start: int
    values: dict[int, Fraction]


def _first_stretch(problem: Problem, digits: DigitRecurrence) -> FirstStretch | None:
    """The first stretch of positive values, with no negative driver behind it.

    None where no values are stated, or as Θ(1): they are positive then.
    """
    r = problem.recurrence
    stated = [c.high for c in r.initial if c.function == r.function]
    if all(_is_positive_constant(c) for c in r.initial):
        _require_drivers(digits, (max(stated) + 1) // digits.base if stated else 1)
        return None
    shifts = [0, *(i for branch in digits.branches for i in branch.calls)]
    before, behind = 2 * -min(shifts), 2 * max(shifts) + 1
    first = (max(stated) + before) // digits.base + 1 + before
    for start in range(first, first + 8):
        sizes = range(start - before, digits.base * (start + behind))
        values = problem.values(sizes)
        if values is not None and min(values) > 0:
            _require_drivers(digits, start - before)
            return FirstStretch(start, dict(zip(sizes, values, strict=True)))
    raise Unmet("positive first values", "among the first values there are some that are not seen to be positive")


def _is_positive_constant(c: InitialCondition) -> bool:
    return c.relation == "=" and isinstance(c.value, ex.Asymptotic) and c.value.kind == "Θ"


def _require_drivers(digits: DigitRecurrence, start: int) -> None:
    """No driver is negative at m ≥ start: from positive values on all later ones are positive then."""
    for branch in digits.branches:
        if not stays_nonnegative(branch.driver, start):
            raise Unmet(
                "drivers that are not negative",
                "the driver {x} may be negative",
                x=branch.driver_formula(ex.Symbol("m")),
            )


def _weighed(problem: Problem, digits: DigitRecurrence, extreme: Callable[..., Any]) -> tuple[Expr, Growth]:
    """f(n) = S·f(n/b) + d with the least or the greatest S and d, and its growth."""
    weight = extreme(branch.weight for branch in digits.branches)
    driver = extreme((branch.driver for branch in digits.branches), key=lambda d: (len(d), d[::-1]))
    return _of_one_call(problem, digits.base, weight, driver)


def _along(problem: Problem, digits: DigitRecurrence, branch: DigitBranch) -> Growth:
    """The growth at the sizes that end in the digit of the branch again and again."""
    return _of_one_call(problem, digits.base, branch.weight, branch.driver)[1]


def _of_one_call(problem: Problem, base: int, weight: Fraction, driver: Sequence[Fraction]) -> tuple[Expr, Growth]:
    """f(n) = S·f(n/b) + c·n^k with the last term of the driver, and its growth."""
    r = problem.recurrence
    n = ex.Symbol(r.variable)
    part = ex.divide(n, ex.number(base))
    there: Expr = ex.ZERO
    if driver:
        degree = len(driver) - 1
        there = ex.mul(ex.number(driver[-1] / base**degree), ex.power(n, ex.number(degree)))
    calls = (Subcall(r.function, ex.number(weight), part),) if weight else ()
    right = ex.add(*(ex.mul(call.coefficient, ex.Call(r.function, (part,))) for call in calls), there)
    equation = ex.Relation("=", r.left, right)
    if not calls and not driver:
        return equation, Growth(None, r.variable)
    plain = replace(r, right=right, subcalls=calls, driving=there, nonlinear=(), initial=(), claim=None, restated=())
    try:
        theta = problem.solve(plain).bounds.theta
    except Unsolved:
        theta = None
    if theta is None:
        raise Unmet("growths that are told", "the growth of {x} is not", x=right)
    return equation, theta


def _branches(problem: Problem, digits: DigitRecurrence) -> Step:
    """What the equation says by the last digit."""
    r = problem.recurrence
    m = ex.Symbol(unused_name(r, "mqu"))
    equations: dict[str, Expr] = {}
    for digit, branch in enumerate(digits.branches):
        size = ex.add(ex.mul(ex.number(digits.base), m), ex.number(digit))
        calls = [
            ex.mul(ex.number(c), ex.Call(r.function, (ex.add(m, ex.number(i)),)))
            for i, c in sorted(branch.calls.items())
        ]
        right = ex.add(*calls, branch.driver_formula(m))
        equations[f"e{digit}"] = ex.Relation("=", ex.Call(r.function, (size,)), right)
    if len(equations) > 8:
        return step("The last digit of the size in base {b} tells the branch.", b=ex.number(digits.base))
    told = "By the last digit of the size in base {b}: " + ", ".join(f"{{{name}}}" for name in equations) + "."
    return step(told, b=ex.number(digits.base), **equations)  # type: ignore[arg-type]


def _end(problem: Problem, digits: DigitRecurrence, end: RepeatedDigit, k: ex.Symbol, which: int) -> Step:
    """The least or the greatest value with one digit more, and where it is attained."""
    r = problem.recurrence
    x = ex.Symbol(unused_name(r, "xzt"))
    images = [
        ex.add(ex.mul(ex.number(branch.calls.get(0, Fraction(0))), x), branch.driver_formula(x))
        for branch in digits.branches
    ]
    different = tuple(dict.fromkeys(images))
    name = ("min", "max")[which]
    step_of_it = different[0] if len(different) == 1 else ex.Apply(name, different)
    value = ex.Relation("=", ex.Call(r.function, (end.size(digits.base, k),)), end.value_after(k))
    return step(
        f"With one digit more the {('least', 'greatest')[which]} value {{x}} becomes {{y}}, in the end always by the "
        "digit {d}: {value}.",
        x=x,
        y=step_of_it,
        d=ex.number(end.digit),
        value=value,
    )


def _reason(bounds: Bounds) -> Step:
    if bounds.attained:
        return step("the extreme digits give different growths, and each is attained: there is no Θ.")
    return step("the extreme digits bound the values on both sides.")


def _joined(bounds: Bounds) -> Step:
    lower, upper = bounds.lower, bounds.upper
    if bounds.theta is not None:
        return step("Both bounds grow alike: {x}.", x=ex.Asymptotic("Θ", bounds.theta.expression()))
    assert lower is not None and upper is not None
    high = ex.Asymptotic("O", upper.expression())
    if lower.is_zero:
        return step("So it is {high} and 0 again and again: no single Θ holds for all sizes.", high=high)
    told = "So it is {low} and {high}"
    if bounds.attained:
        told += ", each attained at infinitely many sizes: no single Θ holds for all sizes"
    return step(told + ".", low=ex.Asymptotic("Ω", lower.expression()), high=high)


def _average(problem: Problem, digits: DigitRecurrence, tops: Mapping[int, Fraction]) -> tuple[Step, ...]:
    """The mean over the sizes with k digits behind the first ones: E_{k+1} = (Σ a_r/b)·E_k + Σ d_r/b."""
    base, n, k = digits.base, ex.Symbol(problem.variable), problem.index
    line = (
        sum((branch.weight for branch in digits.branches), Fraction(0)) / base,
        sum((constant_driver(branch) for branch in digits.branches), Fraction(0)) / base,
    )
    mean = RepeatedDigit(min(tops), sum(tops.values(), Fraction(0)) / len(tops), 0, line)
    after = RepeatedDigit(base * min(tops), mean.value, 0, line)
    return (
        step(
            "On the average over the sizes {low} ≤ {n} < {high} it is {mean}.",
            low=mean.size(base, k),
            n=n,
            high=after.size(base, k),
            mean=mean.value_after(k),
        ),
    )
