"""Growth in several sizes: Θ(m·n), Θ(V + E), Θ(n·k·log k), for all ways in which every size tends to infinity.

f = Θ(g) says here that c₁·g ≤ f ≤ c₂·g as soon as every size is large (CLRS 4e, exercise 3.2-7, asks it where any is).
A product is dropped beside another one that is at least as large factor by factor: m + m·n is m·n, V + E stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from itertools import combinations
from typing import TypeAlias

from recur.asymptotics.growth import Growth
from recur.model import Expr, Undecided, expressions as ex
from recur.model.records import frozen

#: one growth for each size, in the order of the sizes
Product: TypeAlias = tuple[Growth, ...]


@frozen(eq=False)
class JointGrowth:
    """Θ of the sum of `products`, over the sum of `divisors` where there are any; no products at all are 0."""

    sizes: tuple[str, ...]
    products: tuple[Product, ...] = ()
    divisors: tuple[Product, ...] = ()

    @staticmethod
    def of_factors(factors: Mapping[str, Growth], sizes: tuple[str, ...]) -> JointGrowth:
        """The product of growths in sizes of their own; a size that has none is no factor.

        >>> m, n = Growth.of(ex.Symbol("m"), "m"), Growth.of(ex.log(ex.N), "n")
        >>> str(JointGrowth.of_factors({"m": m, "n": n}, ("m", "n")).expression())
        'm*log(n)'
        """
        if any(growth.is_zero for growth in factors.values()):
            return JointGrowth(sizes)
        return JointGrowth(sizes, (tuple(factors.get(name, Growth.of(ex.ONE, name)) for name in sizes),))

    @staticmethod
    def one(sizes: tuple[str, ...]) -> JointGrowth:
        return JointGrowth.of_factors({}, sizes)

    @property
    def is_zero(self) -> bool:
        return not self.products

    @property
    def variable(self) -> str:
        return self.sizes[0]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, JointGrowth):
            return NotImplemented
        return (self.sizes, set(self.products), set(self.divisors)) == (
            other.sizes, set(other.products), set(other.divisors),
        )  # fmt: skip

    def __hash__(self) -> int:
        return hash((self.sizes, frozenset(self.products), frozenset(self.divisors)))

    def __add__(self, other: JointGrowth) -> JointGrowth:
        """The growth of the sum, which is that of the maximum too."""
        return JointGrowth(self.sizes, _largest((*self.products, *other.products)))

    def __mul__(self, other: JointGrowth) -> JointGrowth:
        every = (tuple(a * b for a, b in zip(p, q, strict=True)) for p in self.products for q in other.products)
        return JointGrowth(self.sizes, _largest(every))

    def __truediv__(self, other: JointGrowth) -> JointGrowth:
        """The quotient; by a sum, it stays one."""
        if self.divisors == () == other.divisors and set(self.products) == set(other.products):
            return JointGrowth.one(self.sizes)
        if len(other.products) > 1:
            return JointGrowth(self.sizes, self.products, other.products)
        [q] = other.products
        return JointGrowth(self.sizes, _largest(tuple(a / b for a, b in zip(p, q, strict=True)) for p in self.products))

    def __lt__(self, other: JointGrowth) -> bool:
        """Is each product strictly below one of the other's? `Undecided` where neither growth covers the other."""
        if all(any(_below(p, q) for q in other.products) for p in self.products):
            return True
        if all(any(_at_most(q, p) for p in self.products) for q in other.products):
            return False
        if all(any(_at_most(p, q) for q in other.products) for p in self.products):
            return False
        raise Undecided("which of the two growths is larger depends on how the sizes grow together")

    def raised(self, exponent: Expr) -> JointGrowth:
        """The power to a number: of a sum it grows as the sum of the powers."""
        assert isinstance(exponent, ex.Number)
        if exponent.value < 0 and len(self.products) != 1:
            raise Undecided("a sum below the bar has no place among sums of products")
        return JointGrowth(
            self.sizes,
            _largest(
                tuple(Growth.of(ex.power(g.expression(), exponent), g.variable) for g in product)
                for product in self.products
            ),
        )

    def factors(self) -> tuple[dict[str, Growth], ...]:
        """Each product as its growths by size."""
        return tuple(dict(zip(self.sizes, product, strict=True)) for product in self.products)

    def within(self, sizes: tuple[str, ...]) -> JointGrowth:
        """The same growth among more sizes, on which it does not depend."""
        return total((JointGrowth.of_factors(f, sizes) for f in self.factors()), sizes)

    def expression(self) -> Expr:
        """m·n + k·log k: products in the order of the sizes in them."""
        above = _formula(self.products) if self.products else ex.ZERO
        return ex.divide(above, _formula(self.divisors)) if self.divisors else above


@frozen
class JointBounds:
    """What is proved in several sizes: Ω(lower) and O(upper); None where nothing is."""

    lower: JointGrowth | None
    upper: JointGrowth | None

    @property
    def theta(self) -> JointGrowth | None:
        return self.lower if self.lower is not None and self.lower == self.upper else None


def total(growths: Iterable[JointGrowth], sizes: tuple[str, ...]) -> JointGrowth:
    return reduce(JointGrowth.__add__, growths, JointGrowth(sizes))


def _formula(products: tuple[Product, ...]) -> Expr:
    ordered = sorted(products, key=lambda p: ([g.is_constant for g in p], [repr(g.expression()) for g in p]))
    return ex.add(*(ex.mul(*(g.expression() for g in p if not g.is_constant)) for p in ordered))


def _at_most(p: Product, q: Product) -> bool:
    return all(not b < a for a, b in zip(p, q, strict=True))


def _below(p: Product, q: Product) -> bool:
    return _at_most(p, q) and any(a < b for a, b in zip(p, q, strict=True))


def _between(p: Product, q: Product, r: Product) -> bool:
    """p ≤ q^(a/(a+b))·r^(b/(a+b)) ≤ q + r for some small a and b: m·n beside m² + n²."""
    for a, b in ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1)):
        mean = tuple(_power(x, a) * _power(y, b) for x, y in zip(q, r, strict=True))
        if _at_most(tuple(_power(x, a + b) for x in p), mean):
            return True
    return False


def _power(growth: Growth, exponent: int) -> Growth:
    return reduce(Growth.__mul__, [growth] * exponent)


def _largest(products: Iterable[Product]) -> tuple[Product, ...]:
    """The products that no other one, and no mean of two others, is at least as large as; of equal ones the first."""
    kept: list[Product] = []
    for p in products:
        if not any(_at_most(p, q) for q in kept):
            kept = [q for q in kept if not _at_most(q, p)]
            kept.append(p)
    return tuple(p for p in kept if not any(_between(p, q, r) for q, r in combinations(kept, 2) if p not in (q, r)))
