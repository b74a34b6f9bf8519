"""T(n) = c·T(n − 1)^a·T(n − 2)^b + smaller products of earlier values, of which the logarithms are nearly linear.

With partial sums S_m = Σ_{i≤m} (a_i − b_i) ≥ 0 of the exponents, a product of exponents b_i is the main one divided
by Π (T(n−m)/T(n−m−1))^(S_m). Where the quotients of neighbours are at least
q(n) = c/2·T(n−1)^(a−1)·T(n−2)^b ≥ 2, they double from then on, and what is left of 1 falls like a power of 2, faster in
truth. So L = ln T satisfies L(n) = ln c + a·L(n−1) + b·L(n−2) + o(1), and with the positive root λ of λ² = aλ + b, the
other one inside the unit circle, T(n) ~ c^(−1/(a+b−1))·k^(λ^n).
Source: Aho and Sloane, Some doubly exponential sequences, Fibonacci Quarterly 11 (1973), for one earlier value.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod

from recur.asymptotics import Growth, monomials
from recur.model import (
    Bounds,
    Definition,
    Expr,
    OtherShape,
    Recurrence,
    Solution,
    Step,
    Unmet,
    expressions as ex,
    step,
    unused_name,
)
from recur.model.records import frozen
from recur.numbers import Real, exact_formula, real
from recur.numbers.interval import Interval, between, exponential, interval, logarithm
from recur.numbers.roots import largest_root
from recur.solving.linear_forms import beyond
from recur.solving.maps.one_value_maps import require_nonlinear_numbers
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind

SOURCE = "Aho and Sloane 1973"
NAME = "dominant product"
_MOST_BACK = 4
_MOST_TERMS = 16
_MOST_POWER = 16
_MOST_SIZES = 48  # until the main product is seen to dominate
_MOST_BITS = 1 << 16

Exponents = tuple[int, ...]


@frozen
class ProductTerm:
    """factor·n^power·Π T(n − i)^exponents[i − 1]."""

    factor: Fraction
    power: int
    exponents: Exponents

    def value(self, n: int, before: Sequence[Fraction]) -> Fraction:
        """At n, before[0] being T(n − 1)."""
        powers = (t**e for t, e in zip(before, self.exponents, strict=False))
        return prod(powers, start=self.factor * n**self.power)


@frozen
class DominantProduct:
    """The main term and the others, with the partial sums S_m of the differences of their exponents."""

    main: ProductTerm
    others: tuple[tuple[ProductTerm, Exponents], ...]
    back: int

    @property
    def root(self) -> Real:
        """λ."""
        a, b = (*self.main.exponents, 0)[:2]
        found = largest_root((Fraction(-b), Fraction(-a), Fraction(1)))
        assert found is not None
        return found if b else Fraction(a)


@method(
    NAME,
    about=(RecurrenceKind.NONLINEAR,),
    source=SOURCE,
    summary="T(n) = c T(n − 1)^a T(n − 2)^b + smaller products of earlier values: Θ(k^(λ^n))",
)
def solve(problem: Problem) -> Solution:
    r = problem.recurrence
    require_nonlinear_numbers(r)
    product = _dominant(r, _products(r, r.right))
    values = _Values(problem, product)
    size = values.settled()
    root = product.root
    n, lam, name = ex.Symbol(r.variable), exact_formula(root), unused_name(r, "kcq")
    base = real.defined(name, lambda bits: values.base(size, bits))
    inner = Growth.of(ex.power(lam, n), r.variable).monomial
    assert inner is not None
    growth = Growth(monomials.exponential({inner: real.ln(base)}), r.variable)
    total = sum(product.main.exponents)
    front = ex.power(ex.number(product.main.factor), ex.number(Fraction(-1, total - 1)))
    leading = ex.mul(front, ex.power(ex.Symbol(name), ex.power(lam, n)))
    power = ex.power(r.left, ex.divide(ex.ONE, ex.power(lam, n)))
    return Solution(
        r,
        Bounds(growth, growth),
        NAME,
        None,
        step("one product of earlier values outgrows all else, so logarithms satisfy a linear recurrence nearly."),
        _told(r, product, size, leading, name),
        where=(Definition(name, power, real.digits(base, 50), "the limit of"),),
        leading=leading,
    )


def _told(r: Recurrence, product: DominantProduct, size: int, leading: Expr, name: str) -> tuple[Step, ...]:
    n = ex.Symbol(r.variable)
    main = _formula(r, product.main)
    logarithm_name = unused_name(r, "LMU")
    before = [
        ex.mul(ex.number(e), ex.Call(logarithm_name, (ex.add(n, ex.number(-i)),)))
        for i, e in enumerate(product.main.exponents, 1)
        if e
    ]
    constant = ex.log(ex.number(product.main.factor)) if product.main.factor != 1 else ex.ZERO
    linear = ex.Relation("=", ex.Call(logarithm_name, (n,)), ex.add(*before, constant, ex.Asymptotic("o", ex.ONE)))
    return (
        step(
            "From {s} on the values more than double at each step, by a factor that doubles too, and all but {m} is at "
            "most a quarter of it, and falls from there.",
            s=ex.Relation("=", n, ex.number(size)),
            m=main,
        ),
        step(
            "So with {l}, {e}: its root of largest modulus is {root}, the others lie inside the unit circle.",
            l=ex.Relation("=", ex.Call(logarithm_name, (n,)), ex.log(r.left)),
            e=linear,
            root=exact_formula(product.root),
            source=SOURCE,
        ),
        step(
            "Hence {q} converges, to the logarithm of {k}, and {t}.",
            q=ex.divide(ex.log(r.left), ex.power(exact_formula(product.root), n)),
            k=ex.Symbol(name),
            t=ex.Relation("~", r.left, leading),
        ),
    )


def _formula(r: Recurrence, term: ProductTerm) -> Expr:
    n = ex.Symbol(r.variable)
    calls = [ex.Call(r.function, (ex.add(n, ex.number(-i)),)) for i in range(1, len(term.exponents) + 1)]
    powers = [ex.power(call, ex.number(e)) for call, e in zip(calls, term.exponents, strict=True) if e]
    return ex.mul(ex.number(term.factor), ex.power(n, ex.number(term.power)), *powers)


# -- reading ------------------------------------------------------------------------------------------------


def _products(r: Recurrence, x: Expr) -> list[ProductTerm]:
    """x as a sum of products of numbers, n and earlier values."""
    match x:
        case ex.Number(value):
            return [ProductTerm(value, 0, (0,) * _MOST_BACK)]
        case ex.Symbol(name) if name == r.variable:
            return [ProductTerm(Fraction(1), 1, (0,) * _MOST_BACK)]
        case ex.Call(function, (size,)) if function == r.function:
            back = beyond(size, r.variable)
            if back is None or back.denominator != 1 or not 1 <= -back <= _MOST_BACK:
                raise Unmet("values a few steps before", "{x} is not at n − i, i ≤ {d}", x=x, d=ex.number(_MOST_BACK))
            return [ProductTerm(Fraction(1), 0, tuple(int(i == -back) for i in range(1, _MOST_BACK + 1)))]
        case ex.Add(terms):
            return _collected([p for term in terms for p in _products(r, term)], x)
        case ex.Mul(factors):
            found = [ProductTerm(Fraction(1), 0, (0,) * _MOST_BACK)]
            for factor in factors:
                found = _collected([_times(p, q) for p in found for q in _products(r, factor)], x)
            return found
        case ex.Power(base, ex.Number(e)) if e.denominator == 1 and 0 < e <= _MOST_POWER:
            inner = _products(r, base)
            found = inner
            for _ in range(int(e) - 1):
                found = _collected([_times(p, q) for p in found for q in inner], x)
            return found
    raise Unmet("a polynomial in the values before", "{x} is none", x=x)


def _times(p: ProductTerm, q: ProductTerm) -> ProductTerm:
    exponents = tuple(a + b for a, b in zip(p.exponents, q.exponents, strict=True))
    return ProductTerm(p.factor * q.factor, p.power + q.power, exponents)


def _collected(terms: list[ProductTerm], x: Expr) -> list[ProductTerm]:
    total: dict[tuple[int, Exponents], Fraction] = {}
    for term in terms:
        key = term.power, term.exponents
        total[key] = total.get(key, Fraction(0)) + term.factor
    if len(total) > _MOST_TERMS:
        raise Unmet("few products", "{x} has more than {d}", x=x, d=ex.number(_MOST_TERMS))
    return [ProductTerm(c, p, e) for (p, e), c in total.items() if c]


def _dominant(r: Recurrence, terms: list[ProductTerm]) -> DominantProduct:
    """The product that is larger than all others for values that rise fast; Unmet where there is none."""
    main = max(terms, key=lambda term: term.exponents, default=None)
    if main is None or main.power or main.factor <= 0 or main.exponents[0] < 1 or sum(main.exponents) < 2:
        raise Unmet("one product that outgrows the rest", "no product of degree two or more leads in {x}", x=r.right)
    if any(main.exponents[2:]):
        raise Unmet("a product of the last two values", "{m} holds others", m=_formula(r, main))
    others = []
    for term in terms:
        if term is main:
            continue
        sums = tuple(sum(main.exponents[: m + 1]) - sum(term.exponents[: m + 1]) for m in range(_MOST_BACK))
        if min(sums) < 0 or not any(sums):
            larger = "{m} need not be larger than {x} for values that rise"
            raise Unmet("one product that outgrows the rest", larger, m=_formula(r, main), x=_formula(r, term))
        others.append((term, sums))
    if not others:
        raise OtherShape("a sum of products", "a product alone has methods of its own")
    used = max(i for term in terms for i, e in enumerate(term.exponents, 1) if e or i == 1)
    found = DominantProduct(main, tuple(others), used)
    if real.compare(Fraction(main.exponents[1]), found.root) >= 0:
        raise Unmet("a single root outside the unit circle", "{m} leads to two", m=_formula(r, main))
    return found


# -- values -------------------------------------------------------------------------------------------------


class _Values:
    """The exact values, and what is seen of them."""

    def __init__(self, problem: Problem, product: DominantProduct) -> None:
        self.product = product
        r = problem.recurrence
        stated = [c for c in r.initial if c.function == r.function]
        if not stated:
            raise Unmet("stated first values", "where the values go depends on the first ones, and none are stated")
        top = max(c.high for c in stated)
        self.first = top - product.back + 1
        if not -_MOST_BACK <= self.first <= _MOST_POWER:
            raise Unmet("first sizes near 0", "{n} is too far from it", n=ex.number(self.first))
        values = problem.values(range(self.first, top + 1))
        if values is None:
            raise Unmet("first values that are fractions", "the first values are not known as such")
        self.values: list[Fraction] = list(values)

    def at(self, n: int) -> Fraction:
        while len(self.values) <= n - self.first:
            before = self.values[::-1]
            size = self.first + len(self.values)
            terms = (self.product.main, *(term for term, _ in self.product.others))
            self.values.append(sum((term.value(size, before) for term in terms), Fraction(0)))
        return self.values[n - self.first]

    def before(self, n: int) -> list[Fraction]:
        """T(n − 1), T(n − 2), …"""
        self.at(n - 1)
        return self.values[: n - self.first][::-1]

    def quotient(self, n: int) -> Fraction:
        """q(n) = c/2·T(n − 1)^(a − 1)·T(n − 2)^b."""
        a, b = self.product.main.exponents[:2]
        t1, t2 = (*self.before(n), Fraction(1))[:2]
        return self.product.main.factor / 2 * t1 ** (a - 1) * (t2**b if b else 1)

    def rest(self, n: int) -> Fraction:
        """What is at most left of 1: Σ |c_j|/c·n^p·Π q(n − m)^(−S_m)·T(n − d)^(−S_d), which falls from the size on."""
        total = Fraction(0)
        for term, sums in self.product.others:
            share = abs(term.factor) / self.product.main.factor * n**term.power
            for m in range(1, _MOST_BACK):
                share /= self.quotient(n - m) ** sums[m - 1]
            total += share / self.at(n - _MOST_BACK) ** sums[-1]
        return total

    def settled(self) -> int:
        """The first size from which on the main product is seen to dominate for ever."""
        depth = 2 * _MOST_BACK + 2
        most = max(term.power for term, _ in self.product.others)
        least = max(self.first + depth, 2 * most, 1)
        for n in range(self.first, self.first + _MOST_SIZES):
            # One after the other from the first on: none is worked out behind one that is too long.
            value = self.at(n)
            if value.numerator.bit_length() + value.denominator.bit_length() > _MOST_BITS:
                break
            if n >= least and value <= 0:
                break
            if n >= least and self._dominates(n):
                return n
        raise Unmet("values that grow without end", "the first values are not seen to do so")

    def _dominates(self, n: int) -> bool:
        sizes = range(n - _MOST_BACK - 1, n + 1)
        if self.at(n - 2 * _MOST_BACK) < 1 or any(self.at(m - 1) < 1 for m in sizes):
            return False
        if any(not 2 <= self.quotient(m) <= self.at(m) / self.at(m - 1) for m in sizes):
            return False
        return self.rest(n + 1) <= Fraction(1, 4)

    def base(self, size: int, bits: int) -> tuple[Fraction, Fraction]:
        """k, by ln T at a size so large that what is left adds less than is asked for."""
        n = size
        while self.rest(n + 1) * (1 << bits + 8) > 1:
            n += 1
        working = bits + 48
        a = self.product.main.exponents[0]
        lam = between(*real.enclose(self.product.root, working), working)
        total = sum(self.product.main.exponents)
        added = logarithm(interval(self.product.main.factor, working)) * interval(Fraction(1, total - 1), working)
        one = logarithm(interval(self.at(n), working)) + added
        other = logarithm(interval(self.at(n - 1), working)) + added
        weight = lam - interval(a, working)
        slack = 5 * self.rest(n + 1)
        whole: Interval = one + weight * other + between(-slack, slack, working)
        scale = lam.power(n) * (interval(1, working) + weight * lam.reciprocal())
        return exponential(whole * scale.reciprocal()).rationals()
