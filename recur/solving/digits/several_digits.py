"""f(n) = A(w)·f(⌊n/b⌋) + D(w), w the last j digits of n: Gray's code, Rudin–Shapiro, the paper folding sequence.

With a digit more the last j − 1 digits tell what may come: a finite automaton. Where the values that it leads to are
finitely many, there are no others. Where all A are 1 and no D is negative, f counts what the digits add, and a circle
of the automaton that adds nothing keeps it bounded again and again. Where all A are one a > 1, f + c/(a − 1) grows by
the factor a at each digit, up to what D may differ.
Source: Allouche and Shallit, Automatic Sequences, 2003, chapters 3, 5 and 6.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from recur.asymptotics import UNIT, Growth
from recur.model import Bounds, Expr, Progression, Solution, Step, Unmet, digit_base, expressions as ex, step
from recur.model.records import frozen, replace
from recur.numbers.polynomials import Polynomial
from recur.solving.calls_and_polynomials import CallsAndPolynomial
from recur.solving.digits.digit_recurrences import DigitReading
from recur.solving.problem import Problem

SOURCE = "Allouche and Shallit 2003, chapter 5"
_MOST_WORDS = 64
_MOST_VALUES = 256


@frozen
class WordRecurrence:
    """f(n) = factors[w]·f(⌊n/b⌋) + drivers[w], w = n mod b^j, and the values f(1), …, f(b^j − 1)."""

    base: int
    words: int  # b^j
    factors: tuple[Fraction, ...]
    drivers: tuple[Fraction, ...]
    first: tuple[Fraction, ...]

    def image(self, word: int, value: Fraction) -> Fraction:
        return self.factors[word] * value + self.drivers[word]

    def after(self, state: int) -> Iterator[int]:
        """The words that a size ends in with a digit more than one that ends in the word `state`."""
        start = state % (self.words // self.base) * self.base
        yield from range(start, start + self.base)


class _WordReading(DigitReading):
    """The right-hand side at n = b^j·m + w, where the only call is at ⌊n/b⌋."""

    def __init__(self, problem: Problem, base: int, words: int) -> None:
        super().__init__(problem.recurrence, words)
        self.step = base

    def call(self, argument: Expr, digit: int, whole: Expr) -> CallsAndPolynomial:
        line = self.line(argument, digit)
        if line != (Fraction(digit // self.step), Fraction(self.base // self.step)):
            raise Unmet("calls at n/b", "{x} is not at ⌊n/b⌋", x=whole)
        return CallsAndPolynomial({0: Fraction(1)}, ())


def by_last_digits(problem: Problem, name: str) -> Solution | None:
    """The solution where two digits or more tell the branch; None where it has none of this form."""
    read = _word_recurrence(problem)
    if read is None:
        return None
    bounds, why, told = _bounds(problem, read)
    exact = _form(problem, read)
    if exact is None and bounds.theta is None and not bounds.attained:
        return None
    r, n = problem.recurrence, ex.Symbol(problem.variable)
    calling = "each calls {t}." if all(read.factors) else "{t} is the only value that a branch calls."
    first = step(
        "The last {j} digits of {n} in base {b} tell the branch, and " + calling,
        j=ex.number(_length(read)),
        n=n,
        b=ex.number(read.base),
        t=ex.Call(r.function, (ex.Apply("floor", (ex.divide(n, ex.number(read.base)),)),)),
    )
    steps = [first, replace(told, source=SOURCE)]
    if exact is not None:
        steps.append(step("Unrolled digit by digit: {e}.", e=ex.Relation("=", r.left, exact)))
    found = Solution(r, bounds, name, "several digits", why, tuple(steps))
    return found if exact is None else replace(found, exact=exact, exact_domain=Progression(problem.variable, 1))


def _length(read: WordRecurrence) -> int:
    length, words = 0, 1
    while words < read.words:
        length, words = length + 1, words * read.base
    return length


def _word_recurrence(problem: Problem) -> WordRecurrence | None:
    r = problem.recurrence
    base = digit_base(r)
    if base is None or r.relation != "=":
        return None
    words = base * base
    while words <= _MOST_WORDS:
        try:
            reading = _WordReading(problem, base, words)
            branches = [reading.branch(word) for word in range(words)]
        except Unmet:
            words *= base
            continue
        drivers: list[Polynomial] = [branch.driver for branch in branches]
        stated = [c.high for c in r.initial if c.function == r.function]
        values = problem.values(range(1, words)) if 0 <= max(stated, default=0) < words else None
        if values is None or any(len(driver) > 1 for driver in drivers):
            return None
        constants = tuple(driver[0] if driver else Fraction(0) for driver in drivers)
        return WordRecurrence(base, words, tuple(branch.weight for branch in branches), constants, tuple(values))
    return None


def _starts(read: WordRecurrence) -> list[tuple[int, Fraction]]:
    """The sizes of j digits with their values: from them all later ones come."""
    least = read.words // read.base
    return [(n, read.first[n - 1]) for n in range(least, read.words)]


def _bounds(problem: Problem, read: WordRecurrence) -> tuple[Bounds, Step, Step]:
    few = _values(read)
    unit = Growth(UNIT, problem.variable)
    if few is not None:
        shown = {f"v{i}": ex.number(x) for i, x in enumerate(few[:12])}
        listed = ", ".join(f"{{{key}}}" for key in shown) + (", …" if len(few) > 12 else "")
        told = Step(f"What comes again and again is {listed}, and there are no others.", tuple(shown.items()))
        why = step("the values are finitely many.")
        if not few[0] and few[-1]:
            return Bounds(Growth(None, problem.variable), unit, attained=True), why, told
        return Bounds(unit if few[0] > 0 else None, unit), why, told
    nothing = step("each digit adds its part; the growth is not told.")
    if len(set(read.factors)) > 1 or read.factors[0] < 1:
        return Bounds(None, None), nothing, nothing
    a, n = read.factors[0], ex.Symbol(problem.variable)
    least = min(value for _, value in _starts(read))
    if a > 1:
        shift = min(read.drivers) / (a - 1)
        if least + shift <= 0:
            return Bounds(None, None), nothing, nothing
        growth = Growth.of(ex.power(n, ex.log(ex.number(a), ex.number(read.base))), problem.variable)
        told = step(
            "Each digit multiplies by {a} and adds a bounded number, and the values stay positive: they are {t}.",
            a=ex.number(a),
            t=ex.Asymptotic("Θ", growth.expression()),
        )
        return Bounds(growth, growth), step("each digit multiplies by the same number."), told
    if min(read.drivers) < 0 or least < 0:
        return Bounds(None, None), nothing, nothing
    logarithm = Growth.of(ex.log(n), problem.variable)
    if not _stands_still(read):
        told = step("Wherever digits come again something is added, so it is {t}.", t=ex.Asymptotic("Θ", ex.log(n)))
        return Bounds(logarithm, logarithm), step("each circle of digits adds something."), told
    told = step("Some digits that come again add nothing, others add something: there is no single Θ.")
    lower = unit if least > 0 else None
    return Bounds(lower, logarithm, attained=lower is not None), step("it counts what the digits add."), told


def _values(read: WordRecurrence) -> list[Fraction] | None:
    """The values that come again and again, least first; None where they are not seen to be few."""
    pending = list(dict.fromkeys(_starts(read)))
    edges: dict[tuple[int, Fraction], list[tuple[int, Fraction]]] = {start: [] for start in pending}
    while pending:
        state, value = here = pending.pop()
        edges[here] = [(word, read.image(word, value)) for word in read.after(state)]
        for after in edges[here]:
            if after not in edges:
                edges[after] = []
                pending.append(after)
        if len(edges) > _MOST_VALUES:
            return None
    kept = set(edges)
    while True:  # what nothing that is kept leads to comes at few sizes only
        reached = {after for here in kept for after in edges[here]}
        if kept <= reached:
            return sorted({value for _, value in kept})
        kept &= reached


def _stands_still(read: WordRecurrence) -> bool:
    """Whether words that add nothing follow each other round a circle."""
    still = {word for word in range(read.words) if not read.drivers[word]}
    while True:
        kept = {word for word in still if any(after in still for after in read.after(word))}
        if kept == still:
            return bool(still)
        still = kept


def _form(problem: Problem, read: WordRecurrence) -> Expr | None:
    """a^L·f(t) + Σ_{k<L} a^k·D(⌊n/b^k⌋ mod b^j), or a product of signs, for every n ≥ 1; None for other factors."""
    n, k, b = ex.Symbol(problem.variable), problem.index, ex.number(read.base)
    count = ex.Apply("floor", (ex.log(n, b),))
    rest = ex.Apply("floor", (ex.divide(n, ex.power(b, k)),))
    tops = tuple(map(ex.number, read.first[: read.base - 1]))
    by_rule = all(
        read.image(n, read.first[n // read.base - 1]) == read.first[n - 1] for n in range(read.base, read.words)
    )
    if not by_rule:
        return None
    top: Expr = tops[0]
    if len(set(tops)) > 1:
        top = ex.ByRemainder(ex.Apply("floor", (ex.divide(n, ex.power(b, count)),)), (ex.ZERO, *tops))
    last = ex.subtract(count, ex.ONE)
    if len(set(read.factors)) == 1:
        a = read.factors[0]
        power = ex.power(ex.number(a), count) if a != 1 else ex.ONE
        part = ex.ByRemainder(rest, tuple(map(ex.number, read.drivers)))
        weight = ex.power(ex.number(a), k) if a != 1 else ex.ONE
        return ex.add(ex.mul(top, power), ex.Range("sum", k.name, ex.ZERO, last, ex.mul(weight, part)))
    if any(read.drivers) or set(read.factors) != {Fraction(1), Fraction(-1)}:
        return None
    turns = tuple(ex.ONE if factor < 0 else ex.ZERO for factor in read.factors)
    return ex.mul(top, ex.power(ex.MINUS_ONE, ex.Range("sum", k.name, ex.ZERO, last, ex.ByRemainder(rest, turns))))
