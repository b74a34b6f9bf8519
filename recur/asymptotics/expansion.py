"""From a formula to its asymptotic expansion as the variable tends to infinity.

Factorials go through Stirling's series, roundings and bounded oscillations become bounded factors, Θ(g) becomes
g times an unknown positive factor. What has no expansion on the scale raises `Undecided`.
Source: CLRS 4e, chapter 3; Stirling's series: Graham, Knuth, Patashnik, Concrete Mathematics, section 9.6.
"""

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cmp_to_key, lru_cache

from recur.asymptotics import monomials, series as s
from recur.asymptotics.monomials import STAR, UNIT
from recur.asymptotics.series import UNKNOWN, Between, Coefficient, Series
from recur.model import Expr, InvalidRecurrence, Undecided, expressions as ex, limits
from recur.numbers import Real, real
from recur.numbers.exact import fibonacci, harmonic

_ORDERS = (3, 8, 16)
_MOST_EXPANDED = 1024
#: One formula is asked for several times in an answer, and in the answers to one question: its expansion and its steps.
_expanded: dict[tuple[Expr, str], tuple[Series, int]] = {}
#: Of a power, a logarithm or a function, which many formulas hold, in a variable and at an order: its expansion, and
#: the parts that were expanded on the way, each of which is a step.
_parts: dict[tuple[Expr, str, int], tuple[Series, tuple[Expr, ...]]] = {}
_REMEMBERED = frozenset({ex.Power, ex.Log, ex.Apply})
_WITH_OWN_STEPS = frozenset({ex.Range, ex.RootSum, ex.ByRemainder})
_MOST_TERMS = 256  # of a sum between two numbers, that is written out
_MOST_ITEMS = 10_000  # of it with all sums within
_OF_ITEMS: dict[str, Callable[..., Expr]] = {
    "sum": ex.add,
    "product": ex.mul,
    "max": lambda *items: ex.Apply("max", items),
    "min": lambda *items: ex.Apply("min", items),
}
_NUMBERED: dict[str, tuple[str, Callable[[int], int | Fraction]]] = {
    "harmonic": ("the harmonic", harmonic), "fibonacci": ("the Fibonacci", fibonacci)
}  # fmt: skip
_AROUND_ONE = Between(Fraction(1, 2), Fraction(2))
_UNIT_INTERVAL = Between(Fraction(-1), Fraction(1))


def expand(x: Expr, variable: str) -> Series:
    """The expansion of x as variable → ∞, with at least its leading term (or exactly 0)."""
    known = _expanded.get((x, variable))
    if known is not None:
        found, steps = known
        limits.check(steps)  # as many as it took
        return found
    steps = 0
    for order in _ORDERS:
        expansion = _Expansion(variable, order)
        try:
            result = expansion.of(x)
        except s.Imprecise:
            steps += expansion.steps
            continue
        steps += expansion.steps
        if result.terms or result.error is None:
            if len(_expanded) >= _MOST_EXPANDED:
                _expanded.clear()
            _expanded[x, variable] = result, steps
            return result
    raise Undecided("the leading terms cancel to every order tried")


@lru_cache(maxsize=4096)
def real_number(x: Expr) -> Real:
    """A formula without the variable as an exact number; other symbols are unknown positive constants."""
    match x:
        case ex.Number(value):
            return value
        case ex.Defined():
            return x.number  # type: ignore[no-any-return]
        case ex.Symbol(name):
            return real.parameter(name)
        case ex.Constant(name):
            return real.named(name)
    result = expand(x, "")
    if result.is_zero:
        return real.ZERO
    m, c = result.lead
    if m != UNIT or isinstance(c, Between) or result.error is not None:
        raise Undecided("a constant is not known exactly")
    return c


class _Expansion:
    """One pass at a fixed order; equal subformulas are expanded once."""

    def __init__(self, variable: str, order: int) -> None:
        self.variable = variable
        self.order = order
        self.known: dict[Expr, Series] = {}
        self.counted: set[Expr] = set()
        self.passed: list[Expr | None] = []  # all that was asked for; None where that was known with its parts
        self.steps = 0

    def of(self, x: Expr) -> Series:
        if isinstance(x, ex.Number):
            return s.constant(x.value)
        found = self.known.get(x)
        if found is None:
            self._count(x)
            found = self.known[x] = self._remembered(x) if x.__class__ in _REMEMBERED else self._expand(x)
        else:
            self.passed.append(None if x.children else x)
        return found

    def _count(self, x: Expr) -> None:
        self.passed.append(x)
        if x not in self.counted:
            self.counted.add(x)
            limits.check()
            self.steps += 1

    def _remembered(self, x: Expr) -> Series:
        """The expansion from another formula, in as many steps as it would take here."""
        name = x, self.variable, self.order
        known = _parts.get(name)
        if known is not None:
            for part in known[1]:
                self._count(part)
            return known[0]
        start = len(self.passed)
        found = self._expand(x)
        parts = dict.fromkeys(self.passed[start:])
        if None not in parts and ex.kinds(x).isdisjoint(_WITH_OWN_STEPS):
            if len(_parts) >= _MOST_EXPANDED:
                _parts.clear()
            _parts[name] = found, tuple(part for part in parts if part is not None)
        return found

    def _expand(self, x: Expr) -> Series:
        match x:
            case ex.Defined():
                return s.constant(x.number)
            case ex.Symbol(name):
                if name == self.variable:
                    return s.single(monomials.level(0))
                return s.constant(real.parameter(name))
            case ex.Constant(name):
                return s.constant(real.named(name))
            case ex.Add(terms):
                return s.add(*map(self.of, terms))
            case ex.Mul(factors):
                result = s.constant(real.ONE)
                for factor in factors:
                    result = s.multiply(result, self.of(factor))
                return result
            case ex.Apply(name, arguments):
                return self._apply(name, arguments)
            case ex.Log(argument, base):
                return self._log(argument, base)
            case ex.Power(base, exponent):
                return self._power(base, exponent)
            case ex.Asymptotic("Θ", body):
                return s.multiply(s.constant(UNKNOWN), self.of(body))
            case ex.Asymptotic(kind, _):
                raise Undecided(f"a term known only as {kind}(…) has no growth of its own")
            case ex.Range(op, index, low, high, body):
                return self._range(op, index, low, high, body)
            case ex.ByRemainder(_, branches):
                return self._branches(tuple(map(self.of, branches)))
            case ex.RootSum():
                raise Undecided("the growth of a sum over the roots of an equation is not worked out")
        raise Undecided(f"no expansion is known for {type(x).__name__}")

    def _branches(self, branches: tuple[Series, ...]) -> Series:
        """Leading terms of one growth, with a factor between the least and the greatest; 0 is among them."""
        first, *others = branches
        if all(other.terms == first.terms and other.error == first.error for other in others):
            return first
        leads = [x for x in branches if not x.is_zero]
        if any(not x.terms for x in leads):
            raise Undecided("the leading term of a branch is not known")
        m = leads[0].lead[0]
        values = [real.ZERO if x.is_zero else x.lead[1] for x in branches]
        numbers = [c for c in values if not isinstance(c, Between)]
        if any(x.lead[0] != m for x in leads) or len(numbers) < len(values):
            raise Undecided("the formulas for the remainders do not grow alike")
        ordered = sorted(numbers, key=cmp_to_key(real.compare))
        rest = [y for x in leads for y in (*(y for y, _ in x.terms[1:2]), x.error) if y is not None]
        error = max(rest, key=cmp_to_key(monomials.compare)) if rest else None
        low, high = ordered[0], ordered[-1]
        factor: Coefficient = low if real.compare(low, high) == 0 else Between(low, high)
        return Series(((m, factor),), error)

    def _power(self, base: Expr, exponent: Expr) -> Series:
        if self.variable not in ex.symbols(exponent):
            b = self.of(base)
            e = real_number(exponent)
            if b.is_zero:
                if real.sign(e) <= 0:
                    raise InvalidRecurrence("a division by 0")
                return s.NOTHING
            return s.power(b, e, self.order)
        b = self.of(base)
        m, c = b.lead
        if not isinstance(c, Between) and real.sign(c) < 0 and m == UNIT and len(b.terms) == 1:
            # (−a)^e for the integers e on which the recurrence lives: a^e with a sign that changes.
            size = s.constant(real.minus(real.ZERO, c))
            growth = s.exponential(s.multiply(self.of(exponent), s.logarithm(size, self.order)), self.order)
            return s.scale(growth, _UNIT_INTERVAL)
        return s.exponential(s.multiply(self.of(exponent), s.logarithm(b, self.order)), self.order)

    def _log(self, argument: Expr, base: Expr | None) -> Series:
        inner = self.of(argument)
        if inner.is_zero:
            raise InvalidRecurrence("the logarithm of 0")
        value = s.logarithm(inner, self.order)
        if base is None or base == ex.Constant("e"):
            return value
        b = real_number(base)
        if real.sign(b) <= 0 or b == 1:
            raise InvalidRecurrence("a logarithm's base must be positive and not 1")
        return s.scale(value, real.over(real.ONE, real.ln(b)))

    def _apply(self, name: str, arguments: tuple[Expr, ...]) -> Series:
        if name in ("cos", "sin"):
            if self.variable in ex.symbols(arguments[0]):
                return s.constant(_UNIT_INTERVAL)
            return s.constant(real.trigonometric(name, real_number(arguments[0])))
        if name == "mod":
            return self._mod(*arguments)
        if name in ("max", "min"):
            return self._extreme(name, arguments)
        if name == "binomial":
            return self._binomial(*arguments)
        if name in _NUMBERED and self.variable not in ex.symbols(arguments[0]):
            return s.constant(_numbered(name, arguments[0]))
        inner = self.of(arguments[0])
        if name == "abs":
            return inner if inner.is_zero or s.coefficient_sign(inner.lead[1]) > 0 else s.scale(inner, Fraction(-1))
        if name in ("floor", "ceiling"):
            return self._round(name, inner)
        if name == "factorial":
            return self._factorial(inner)
        if name == "log_star":
            return self._log_star(inner)
        if name == "harmonic":
            gamma = s.constant(real.named("euler_gamma"))
            cut = Series((), monomials.divide(UNIT, inner.lead[0]))
            return s.add(s.logarithm(inner, self.order), gamma, cut)
        if name == "fibonacci":
            phi = real.named("phi")
            root = s.exponential(s.scale(inner, real.ln(phi)), self.order)
            small = Series((), monomials.divide(UNIT, root.lead[0]))
            return s.add(s.scale(root, real.power(Fraction(5), Fraction(-1, 2))), small)
        raise Undecided(f"the growth of {name} is not known")

    def _round(self, name: str, inner: Series) -> Series:
        if inner.is_zero:
            return inner
        m, c = inner.lead
        if monomials.compare(m, UNIT) <= 0:
            if m == UNIT and len(inner.terms) == 1 and inner.error is None and isinstance(c, Fraction):
                return s.constant(Fraction(c.__floor__() if name == "floor" else c.__ceil__()))
            raise Undecided("the rounding of a bounded quantity has no known value")
        if inner.error is not None and monomials.is_infinite(inner.error):
            return inner
        slack = Between(Fraction(-1), real.ZERO) if name == "floor" else Between(real.ZERO, real.ONE)
        return s.add(inner, s.constant(slack))

    def _mod(self, x: Expr, modulus: Expr) -> Series:
        m = real_number(modulus)
        if not isinstance(m, Fraction) or m <= 0:
            raise Undecided("mod by something other than a positive rational number")
        if self.variable not in ex.symbols(x):
            value = real_number(x)
            if not isinstance(value, Fraction):
                raise Undecided("mod of an irrational number")
            return s.constant(value % m)
        return s.constant(Between(real.ZERO, m - 1 if m.denominator == 1 else m))

    def _extreme(self, name: str, arguments: tuple[Expr, ...]) -> Series:
        best = self.of(arguments[0])
        for argument in arguments[1:]:
            other = self.of(argument)
            difference = s.add(other, s.scale(best, Fraction(-1)))
            if difference.is_zero:
                continue
            better = s.coefficient_sign(difference.lead[1]) > 0
            if better == (name == "max"):
                best = other
        return best

    def _factorial(self, inner: Series) -> Series:
        if inner.is_zero:
            return s.constant(real.ONE)
        m, c = inner.lead
        if m == UNIT and isinstance(c, Fraction) and c.denominator == 1 and 0 <= c <= 500 and len(inner.terms) == 1:
            value = 1
            for i in range(2, int(c) + 1):
                value *= i
            return s.constant(Fraction(value))
        if not monomials.is_infinite(m) or s.coefficient_sign(c) < 0:
            raise Undecided("the factorial of a bounded or negative quantity")
        log = s.logarithm(inner, self.order)
        half = Fraction(1, 2)
        tail = s.power(inner, Fraction(-1), self.order)
        exponent = s.add(
            s.multiply(inner, log),
            s.scale(inner, Fraction(-1)),
            s.scale(log, half),
            s.constant(real.times(half, real.ln(real.times(Fraction(2), real.named("pi"))))),
            s.scale(tail, Fraction(1, 12)),
            Series((), monomials.raise_to(m, Fraction(-3))),
        )
        return s.exponential(exponent, self.order)

    def _binomial(self, top: Expr, bottom: Expr) -> Series:
        if self.variable not in ex.symbols(bottom):
            k = real_number(bottom)
            if isinstance(k, Fraction) and k.denominator == 1 and 0 <= k <= 50:
                result = s.constant(real.ONE)
                for i in range(int(k)):
                    shifted = s.add(self.of(top), s.constant(Fraction(-i)))
                    result = s.scale(s.multiply(result, shifted), Fraction(1, i + 1))
                return result
        rest = ex.Add((top, ex.Mul((ex.Number(Fraction(-1)), bottom))))
        parts = self.of(ex.Apply("factorial", (bottom,))), self.of(ex.Apply("factorial", (rest,)))
        product = s.power(s.multiply(*parts), Fraction(-1), self.order)
        return s.multiply(self.of(ex.Apply("factorial", (top,))), product)

    def _log_star(self, inner: Series) -> Series:
        m, _ = inner.lead
        if not monomials.is_infinite(m) or any(k >= STAR for k, _ in m.powers):
            raise Undecided("log* of this quantity is outside the scale")
        if any(k >= STAR for e, _ in m.exponential for k, _ in e.powers):
            raise Undecided("log* of this quantity is outside the scale")
        # Any tower of fixed height over n changes log* by a bounded amount only.
        return s.add(s.single(monomials.level(STAR)), Series((), UNIT))

    def _range(self, op: str, index: str, low: Expr, high: Expr, body: Expr) -> Series:
        """Σ up to an end that tends to infinity: by its fastest term, or a constant where it converges.

        What the index does not stand in is a factor: Σ_{i=0}^{log₂ n} 3^i·n/2^i = n·Σ (3/2)^i.
        """
        if isinstance(low, ex.Number) and isinstance(high, ex.Number) and op in _OF_ITEMS:
            return self.of(_written_out(op, index, low.value, high.value, body))
        if op != "sum" or not isinstance(low, ex.Number) or index in ex.symbols(high):
            raise Undecided(f"the growth of a {op} over {index} is not known")
        total = s.NOTHING
        for outside, inside in _with_factors_apart(body, index):
            if self.variable in ex.symbols(inside):
                raise Undecided(f"the growth of a {op} over {index} is not known")
            total = s.add(total, s.multiply(self.of(outside), self._sum_up_to(high, index, inside)))
        return total

    def _sum_up_to(self, high: Expr, index: str, body: Expr) -> Series:
        from recur.asymptotics.growth import monomial_formula
        from recur.asymptotics.sums import summation  # few formulas hold a Σ

        inner, end = expand(body, index), self.of(high)
        if inner.is_zero:
            if any(isinstance(x, ex.Apply) for x in ex.walk(body)):  # max(0, 5 − k) is 0 in the end only
                raise Undecided(
                    f"the terms of the sum over {index} are 0 in the end, and what they add up to is not known"
                )
            return s.NOTHING
        if end.is_zero or not monomials.is_infinite(end.lead[0]) or s.coefficient_sign(end.lead[1]) < 0:
            raise Undecided(f"the sum over {index} has no end that grows")
        m, c = inner.lead
        found = summation(m)
        if found.converges and _plainly_positive(body, index):
            return s.constant(UNKNOWN)
        if found.converges or found.constant is None:
            raise Undecided(f"whether the sum over {index} tends to 0 is not known")
        about = s.coefficient_product(_AROUND_ONE, found.constant)  # Σ m ~ constant · growth, and no more is known
        about = s.coefficient_product(about, c)
        if high == ex.Symbol(self.variable):
            return s.single(found.growth, about)
        about = s.coefficient_product(about, self._lost_by_rounding(high, index, body))
        return s.scale(self.of(ex.substitute(monomial_formula(found.growth, index), index, high)), about)

    def _lost_by_rounding(self, high: Expr, index: str, body: Expr) -> Coefficient:
        """m(⌊h⌋)/m(h), where an end such as log₂ n is no whole number."""
        whole = ex.substitute(high, self.variable, ex.ZERO)
        steps = ex.subtract(high, ex.Symbol(self.variable)) == whole
        if steps and isinstance(whole, ex.Number) and whole.value.denominator == 1:
            return real.ONE
        before = ex.substitute(body, index, ex.subtract(ex.Symbol(index), ex.ONE))
        ratio = expand(ex.divide(before, body), index)
        if ratio.is_zero or ratio.lead[0] != UNIT or isinstance(ratio.lead[1], Between):
            raise Undecided(f"the sum over {index} grows too fast for an end that is rounded")
        return Between(ratio.lead[1] / Fraction(2), real.ONE + ratio.lead[1])


def _with_factors_apart(x: Expr, index: str) -> Iterator[tuple[Expr, Expr]]:
    """The terms of a sum over the index, each as (what the index does not stand in, the rest)."""
    match x:
        case ex.Add(terms):
            for term in terms:
                yield from _with_factors_apart(term, index)
        case ex.Mul(factors):
            found: list[tuple[Expr, Expr]] = [(ex.ONE, ex.ONE)]
            for factor in factors:
                parts = list(_with_factors_apart(factor, index))
                found = [(ex.mul(a, c), ex.mul(b, d)) for a, b in found for c, d in parts]
            yield from found
        case ex.Power(base, exponent) if index not in ex.symbols(exponent):
            parts = list(_with_factors_apart(base, index))
            if len(parts) > 1:
                parts = [(ex.ONE, base)]
            yield ex.power(parts[0][0], exponent), ex.power(parts[0][1], exponent)
        case _:
            yield (ex.ONE, x) if index in ex.symbols(x) else (x, ex.ONE)


def _plainly_positive(x: Expr, index: str) -> bool:
    """Whether x > 0 wherever it has a value at a size ≥ 0, and is not 0 from 1 on, as its form tells."""
    match x:
        case ex.Number(value):
            return value > 0
        case ex.Symbol(name):
            return name == index
        case ex.Constant():
            return True
        case ex.Add(parts) | ex.Mul(parts):
            return all(_plainly_positive(part, index) for part in parts)
        case ex.Power(base, _):
            return _plainly_positive(base, index)
        case ex.Apply("factorial", _):
            return True
    return False


def _written_out(op: str, index: str, low: Fraction, high: Fraction, body: Expr) -> Expr:
    """Σ, Π, max or min over the whole numbers from low to high, item by item."""
    count = math.floor(high - low) + 1
    if low.denominator > 1 or count > _MOST_TERMS or (count < 1 and op in ("max", "min")):
        told = f"{count:,} items is not written out" if count > 0 else "nothing has no value"
        raise Undecided(f"a {op} of {told}")
    within = _items_within(body, count)
    if count * within > _MOST_ITEMS:
        raise Undecided(f"a {op} of sums, {count * within:,} items in all, is not written out")
    return _OF_ITEMS[op](*(ex.substitute(body, index, ex.number(low + i)) for i in range(count)))


def _items_within(x: Expr, outer: int) -> int:
    """How many items the sums in one item hold, where they are written out too; one up to the outer index as many."""
    if ex.Range not in ex.kinds(x):
        return 1
    most = max(_items_within(part, outer) for part in x.children)
    if not isinstance(x, ex.Range):
        return most
    ends = [end.value for end in (x.low, x.high) if isinstance(end, ex.Number)]
    return most * max(math.floor(ends[1] - ends[0]) + 1 if len(ends) == 2 else outer, 1)


def _numbered(name: str, argument: Expr) -> Fraction:
    """H_5 or F_5 as a number."""
    called, at = _NUMBERED[name]
    if not isinstance(argument, ex.Number) or argument.value.denominator > 1 or argument.value < 0:
        raise Undecided(f"it stands on {called} number of {argument}, and that is no number from 0 on")
    return Fraction(at(argument.value.numerator))
