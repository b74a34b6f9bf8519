"""Values as sizes, f(f(n − 1)), f(n − f(n − 1)): lines by remainder, proved by substitution, and known sequences.

A form f(n) = a_r·n + b_r for n ≡ r (mod m) is guessed from values. At n = mt + r every size inside is then linear in t;
where its slope is a multiple of m it has one remainder, the form gives the value, and in the end the equation is one
between lines. Where all sizes lie between the start and n, the form holds by induction.
Others that are known are compared with the equation as it is written: Hofstadter's G and its kin, Golomb's sequence,
that of Hofstadter, Conway and Mallows, that of Conolly and Tanny, and f(n − f(n − 1)) + 1.
Source: Hofstadter, Gödel, Escher, Bach, chapter V; Golomb and Fine (1967); Mallows, Conway's challenge sequence (1991).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from recur.asymptotics import Growth
from recur.model import Bounds, Expr, OtherShape, Progression, Solution, Step, Unmet, expressions as ex, step
from recur.model.records import frozen
from recur.solving.named_sequences import is_nested
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind

NAME = "nested calls"
SOURCE = "Hofstadter, Gödel, Escher, Bach, chapter V"
_MOST_MODULUS = 8
_VALUES = 240
_PHI = ex.Constant("phi")


@method(
    NAME,
    about=(RecurrenceKind.NONLINEAR,),
    source=SOURCE,
    summary="f(f(n − 1)), f(n − f(n − 1)): lines by remainder, Hofstadter's G, Golomb's and Conway's sequences",
)
def solve(problem: Problem) -> Solution:
    r = problem.recurrence
    if not is_nested(r):
        raise OtherShape("a value as a size", "no size of a call holds a value")
    if r.relation != "=":
        raise Unmet("an equation", "the relation is {x}", x=ex.Relation(r.relation, r.left, r.right))
    stated = {c.high: c.value for c in r.initial if c.function == r.function and c.low == c.high}
    if not stated or len(stated) < len(r.initial):
        raise Unmet("stated first values", "where the values go depends on the first ones, and none is stated")
    for known in _KNOWN:
        found = known(problem, stated)
        if found is not None:
            return found
    found = _by_lines(problem, max(stated), min(stated))
    if found is None:
        raise Unmet("a sequence with a known proof", "it is none of those, and no line by remainder")
    return found


# -- lines by remainder ------------------------------------------------------------------------------------


@frozen
class SizeLine:
    """slope·x + constant."""

    slope: Fraction
    constant: Fraction


class _NoLine(Exception):
    """The right-hand side is no line in t."""


def _by_lines(problem: Problem, top: int, low: int) -> Solution | None:
    values = problem.values(range(low, low + _VALUES))
    if values is None:
        return None
    for modulus in range(1, _MOST_MODULUS + 1):
        for start in sorted({low, low + 1, top, top + 1}):
            lines = _through(values, low, start, modulus)
            if lines is not None and _holds(problem, lines, start, low, values):
                return _told(problem, lines, start)
    return None


def _through(values: Sequence[Fraction], low: int, start: int, modulus: int) -> tuple[SizeLine, ...] | None:
    """The line of each remainder through its first two values from `start` on, where all later ones lie on it."""
    lines = []
    for rest in range(modulus):
        first = start + (rest - start) % modulus
        x, y = values[first - low], values[first + modulus - low]
        slope = (y - x) / modulus
        line = SizeLine(slope, x - slope * first)
        if any(line.slope * n + line.constant != values[n - low] for n in range(first, low + len(values), modulus)):
            return None
        lines.append(line)
    return tuple(lines)


def _holds(problem: Problem, lines: tuple[SizeLine, ...], start: int, low: int, values: Sequence[Fraction]) -> bool:
    """Whether the equation is one between lines for each remainder, all sizes between the start and n."""
    modulus = len(lines)
    for rest in range(modulus):
        try:
            right = _Lines(problem, lines, rest, start, low, values).read(problem.recurrence.right)
        except _NoLine:
            return False
        line = lines[rest]
        if right != SizeLine(line.slope * modulus, line.slope * rest + line.constant):
            return False
    return True


class _Lines:
    """The right-hand side at n = mt + rest as a line in t, values by the lines that are guessed.

    What is needed of t for the sizes to lie between the start and n has to hold before the values end.
    """

    def __init__(
        self,
        problem: Problem,
        lines: tuple[SizeLine, ...],
        rest: int,
        start: int,
        low: int,
        values: Sequence[Fraction],
    ) -> None:
        self.problem, self.lines, self.rest = problem, lines, rest
        self.start, self.low, self.values = start, low, values
        self.enough = (len(values) // 2 - rest) // len(lines)  # the t from which the sizes must fit

    def read(self, x: Expr) -> SizeLine:
        match x:
            case ex.Number(value):
                return SizeLine(Fraction(0), value)
            case ex.Symbol(name) if name == self.problem.variable:
                return SizeLine(Fraction(len(self.lines)), Fraction(self.rest))
            case ex.Add(terms):
                parts = [self.read(term) for term in terms]
                return SizeLine(
                    sum((p.slope for p in parts), Fraction(0)), sum((p.constant for p in parts), Fraction(0))
                )
            case ex.Mul((ex.Number(value), factor)):
                part = self.read(factor)
                return SizeLine(value * part.slope, value * part.constant)
            case ex.Call(function, (size,)) if function == self.problem.recurrence.function:
                return self.value(self.read(size))
        raise _NoLine

    def value(self, size: SizeLine) -> SizeLine:
        modulus, t = len(self.lines), self.enough
        if size.slope.denominator != 1 or size.constant.denominator != 1 or size.slope % modulus:
            raise _NoLine  # a size has several remainders
        if not size.slope:
            place = int(size.constant) - self.low
            if not 0 <= place < len(self.values):
                raise _NoLine
            return SizeLine(Fraction(0), self.values[place])
        at, n = size.slope * t + size.constant, modulus * t + self.rest
        if not (0 < size.slope <= modulus and self.start <= at < n):
            raise _NoLine  # a size is not between the start and n
        line = self.lines[int(size.constant) % modulus]
        return SizeLine(line.slope * size.slope, line.slope * size.constant + line.constant)


def _told(problem: Problem, lines: tuple[SizeLine, ...], start: int) -> Solution:
    n = ex.Symbol(problem.variable)
    forms = tuple(ex.add(ex.mul(ex.number(line.slope), n), ex.number(line.constant)) for line in lines)
    exact = forms[0] if len(forms) == 1 else ex.ByRemainder(n, forms)
    ends = [Growth.of(form, n.name) if form != ex.ZERO else Growth(None, n.name) for form in forms]
    lower, upper = min(ends), max(ends)
    slopes = {line.slope for line in lines}
    told = step(
        "The first values lie on {e}. Put into the equation, with the size of each call worked out from inside, this "
        "gives itself, and all sizes are smaller than {n}: so it holds for every {n}, by induction.",
        e=ex.Relation("=", problem.recurrence.left, exact),
        n=n,
        source="CLRS 4e, section 4.3 (substitution method)",
    )
    return Solution(
        problem.recurrence,
        Bounds(lower, upper, attained=lower != upper),
        NAME,
        None,
        step("the values lie on a line." if len(lines) == 1 else "for each remainder the values lie on a line."),
        (told,),
        leading=ex.mul(ex.number(slopes.pop()), n) if len(slopes) == 1 and not upper.is_constant else None,
        exact=exact,
        exact_domain=Progression(n.name, start),
    )


# -- sequences with a proof --------------------------------------------------------------------------------

Stated = dict[int, Expr]


def _known(
    problem: Problem,
    growth: Expr,
    reason: str,
    steps: tuple[Step, ...],
    leading: Expr | None,
    exact: Expr | None,
    start: int,
) -> Solution:
    theta = Growth.of(growth, problem.variable)
    domain = None if exact is None else Progression(problem.variable, start)
    return Solution(
        problem.recurrence,
        Bounds(theta, theta),
        NAME,
        None,
        step(reason),
        steps,
        leading=leading,
        exact=exact,
        exact_domain=domain,
    )


def _iterate(problem: Problem, times: int, size: Expr) -> Expr:
    for _ in range(times):
        size = ex.Call(problem.recurrence.function, (size,))
    return size


def _size(problem: Problem, less: int = 1) -> tuple[ex.Symbol, Expr]:
    n = ex.Symbol(problem.variable)
    return n, ex.add(n, ex.number(-less))


def _hofstadter(problem: Problem, stated: Stated) -> Solution | None:
    """f(n) = n − f(f(… f(n − 1))): ⌊(n + 1)/φ⌋ of two, and α·n with α^k + α = 1 of k of them."""
    n, before = _size(problem)
    times = next(
        (k for k in range(2, 9) if problem.recurrence.right == ex.subtract(n, _iterate(problem, k, before))), 0
    )
    if not times or stated not in ({0: ex.ZERO}, {0: ex.ZERO, 1: ex.ONE}, {1: ex.ONE}):
        return None
    start = min(stated)
    left = problem.recurrence.left
    if times == 2:
        exact = ex.Apply("floor", (ex.divide(ex.add(n, ex.ONE), _PHI),))
        proof = step(
            "Hofstadter's G: let {b} be {e}. From {p} it follows that {q}, as the fractional part of {x} says which of "
            "two whole numbers it is; so {b} satisfies the equation and has the first value.",
            b=ex.Call("b", (n,)),
            e=exact,
            p=ex.Relation("=", ex.add(ex.divide(ex.ONE, _PHI), ex.power(_PHI, ex.number(-2))), ex.ONE),
            q=ex.Relation("=", ex.add(ex.Call("b", (ex.Call("b", (before,)),)), ex.Call("b", (n,))), n),
            x=ex.divide(n, _PHI),
            source="Downey and Griswold, On a family of nested recurrences (1984)",
        )
        return _known(problem, n, "it is Hofstadter's sequence G.", (proof,), ex.divide(n, _PHI), exact, start)
    a = ex.Symbol("α" if problem.variable != "α" else "β")
    proof = step(
        "It rises by 0 or 1 at each step, by induction, and {q} tends to the root of {e} between 0 and 1.",
        q=ex.divide(left, n),
        e=ex.Relation("=", ex.add(ex.power(a, ex.number(times)), a), ex.ONE),
        source="Meek and van Rees (1984); Letouzey, Hofstadter's problem for curious readers (2023)",
    )
    return _known(problem, n, "it is one of Hofstadter's sequences, of kin with G and H.", (proof,), None, None, start)


def _golomb(problem: Problem, stated: Stated) -> Solution | None:
    """f(n) = 1 + f(n − f(f(n − 1))), f(1) = 1: how often n stands in the sequence itself; φ^(2 − φ)·n^(φ − 1)."""
    n, before = _size(problem)
    inner = ex.subtract(n, _iterate(problem, 2, before))
    right = ex.add(ex.ONE, _iterate(problem, 1, inner))
    if problem.recurrence.right not in (right, ex.add(_iterate(problem, 1, inner), ex.ONE)) or stated != {1: ex.ONE}:
        return None
    power = ex.power(n, ex.add(_PHI, ex.MINUS_ONE))
    leading = ex.mul(ex.power(_PHI, ex.subtract(ex.TWO, _PHI)), power)
    proof = step(
        "Golomb's sequence: {t} says how often {n} stands in it, so that the sum of the first {n} values is the last "
        "place of {n}. Of the functions {p} only {c} has this property, up to terms of lower order, and the sequence "
        "grows so.",
        t=problem.recurrence.left,
        n=n,
        p=ex.mul(ex.Symbol("c"), ex.power(n, ex.Symbol("p"))),
        c=leading,
        source="Golomb and Fine, American Mathematical Monthly 74 (1967), 740–743",
    )
    return _known(problem, power, "it is Golomb's self-describing sequence.", (proof,), leading, None, 1)


def _conway(problem: Problem, stated: Stated) -> Solution | None:
    """f(n) = f(f(n − 1)) + f(n − f(n − 1)), f(1) = f(2) = 1: ~ n/2, and 2^(k−1) at 2^k."""
    n, before = _size(problem)
    call = _iterate(problem, 1, before)
    terms = {_iterate(problem, 2, before), _iterate(problem, 1, ex.subtract(n, call))}
    if not _is_sum_of(problem.recurrence.right, terms) or stated != {1: ex.ONE, 2: ex.ONE}:
        return None
    proof = step(
        "The sequence of Hofstadter, Conway and Mallows: at {p} it is half of the size, between two powers it lies "
        "above that by sums of binomial coefficients, and the difference is {o}.",
        p=ex.power(ex.TWO, ex.Symbol("k")),
        o=ex.Asymptotic("o", n),
        source="Mallows, Conway's challenge sequence, American Mathematical Monthly 98 (1991)",
    )
    half = ex.mul(ex.number(Fraction(1, 2)), n)
    return _known(problem, n, "it is the sequence of Hofstadter, Conway and Mallows.", (proof,), half, None, 1)


def _tanny(problem: Problem, stated: Stated) -> Solution | None:
    """f(n − f(n − 1)) + f(n − 1 − f(n − 2)), and the same with sizes one smaller: slow, ~ n/2."""
    n, _ = _size(problem)
    one, two = (_iterate(problem, 1, _size(problem, k)[1]) for k in (1, 2))
    for less, first in ((0, {1: ex.ONE, 2: ex.ONE}), (1, {0: ex.ONE, 1: ex.ONE, 2: ex.ONE})):
        sizes = (ex.subtract(_minus(n, less), one), ex.subtract(_minus(n, less + 1), two))
        if _is_sum_of(problem.recurrence.right, {_iterate(problem, 1, s) for s in sizes}) and stated == first:
            proof = step(
                "Each step raises it by 0 or 1, and each whole number stands in it once more than 2 divides it: so it "
                "is half of the size, up to {o}.",
                o=ex.Asymptotic("O", ex.log(n)),
                source="Tanny, A well-behaved cousin of the Hofstadter sequence, Discrete Mathematics 105 (1992)",
            )
            half = ex.mul(ex.number(Fraction(1, 2)), n)
            return _known(problem, n, "it is the sequence of Conolly and Tanny.", (proof,), half, None, min(stated))
    return None


def _minus(n: ex.Symbol, less: int) -> Expr:
    return ex.add(n, ex.number(-less)) if less else n


def _is_sum_of(x: Expr, terms: set[Expr]) -> bool:
    return isinstance(x, ex.Add) and len(x.terms) == len(terms) and set(x.terms) == terms


def _repeating(problem: Problem, stated: Stated) -> Solution | None:
    """f(n) = f(n − f(n − 1)) + 1, f(s) = 1: each k stands k times, ⌊(1 + √(8(n − s) + 1))/2⌋."""
    n, before = _size(problem)
    inner = _iterate(problem, 1, ex.subtract(n, _iterate(problem, 1, before)))
    if not _is_sum_of(problem.recurrence.right, {inner, ex.ONE}) or list(stated.values()) != [ex.ONE]:
        return None
    (start,) = stated
    radicand = ex.add(ex.mul(ex.number(8), n), ex.number(1 - 8 * start))
    exact = ex.Apply("floor", (ex.divide(ex.add(ex.ONE, ex.sqrt(radicand)), ex.TWO),))
    k = ex.Symbol("k" if problem.variable != "k" else "j")
    proof = step(
        "Each {k} stands {k} times in a row: if the value before is {k}, the size of the call is {k} smaller, "
        "where the row before is met as long as the row of {k} is shorter than {k}. So the first {k} stands behind "
        "{s} values.",
        k=k,
        s=ex.divide(ex.mul(k, ex.add(k, ex.MINUS_ONE)), ex.TWO),
        source="CLRS 4e, section 4.3 (substitution method)",
    )
    leading = ex.sqrt(ex.mul(ex.TWO, n))
    return _known(problem, ex.sqrt(n), "each number stands in it as often as it says.", (proof,), leading, exact, start)


_KNOWN: tuple[Callable[[Problem, Stated], Solution | None], ...] = (_hofstadter, _golomb, _conway, _tanny, _repeating)
