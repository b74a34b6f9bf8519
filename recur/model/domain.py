"""The sizes at which a closed form holds: n ≥ n₀ or n = d·j + n₀, n = c·b^j + s, n = c^(r^j).

A domain is a rising sequence of sizes without end, and known well enough to list its first sizes, to say of a size
whether it is one of them, and to prove that it holds all sizes of another.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, count, islice, takewhile
from typing import TypeAlias

from recur.model import expressions as ex
from recur.model.derivation import Step
from recur.model.display import Shown
from recur.model.records import field, frozen, replace
from recur.model.recurrence import Recurrence, unused_name

Size: TypeAlias = int | Fraction


def index_letter(r: Recurrence) -> str:
    """The j of n = b^j, or another letter where j is the size or a constant of the recurrence."""
    return unused_name(r, "jikl", chain.from_iterable(ex.symbols(case.value) for case in r.initial))


@frozen
class Domain(Shown, ABC):
    """Sizes that are called `variable`; the letter `index` of each kind is for showing, and no part of the domain."""

    variable: str

    @abstractmethod
    def sizes(self) -> Iterator[Size]:
        """All sizes, each larger than the one before, without end."""

    @abstractmethod
    def since(self, size: Size) -> Domain:
        """Those sizes that are not smaller than this one."""

    @abstractmethod
    def formulas(self) -> tuple[ex.Expr, ...]:
        """The domain in mathematics: (n ≥ 3,), (n = 2^j, j ≥ 3)."""

    @abstractmethod
    def _has_pattern_of(self, other: Domain) -> bool:
        """Whether the other lies in this domain as soon as its first two sizes do."""

    @property
    def quantifier(self) -> str:
        """What is said before the formulas."""
        return ""

    @property
    def first(self) -> Size:
        return next(self.sizes())

    def told(self, sentence: str = "{domain}", **formulas: ex.Expr) -> Step:
        """A sentence with the domain in it, to be written in any notation: "for {domain}"."""
        parts = [(f"domain_{i}", x) for i, x in enumerate(self.formulas())]
        domain = self.quantifier + ", ".join(f"{{{name}}}" for name, _ in parts)
        return Step(sentence.replace("{domain}", domain), (*parts, *formulas.items()))

    def __contains__(self, size: Size) -> bool:
        return size in takewhile(lambda each: each <= size, self.sizes())

    def covers(self, other: Domain) -> bool:
        """Whether every size of the other is one of these.

        >>> Powers("n", 2).covers(Powers("n", 4)), Powers("n", 2, first_index=2).covers(Progression("n", 1))
        (True, False)
        """
        return self._has_pattern_of(other) and all(size in self for size in islice(other.sizes(), 2))


@frozen
class Progression(Domain):
    """n = step·j + start, j ≥ 0; with step 1 all n ≥ start.

    `stressed`: "every n ≥ start" is said, where a closed form at some sizes only would be no surprise.
    """

    start: Size
    step: Size = 1
    index: str = field(default="j", compare=False)
    stressed: bool = field(default=False, compare=False)

    def sizes(self) -> Iterator[Size]:
        return (self.start + self.step * j for j in count())

    def since(self, size: Size) -> Progression:
        return replace(self, start=self.start + self.step * max(-((self.start - size) // self.step), 0))

    def formulas(self) -> tuple[ex.Expr, ...]:
        n, start = ex.Symbol(self.variable), ex.number(self.start)
        if self.step == 1:
            return (ex.Relation(">=", n, start),)
        return (ex.Relation("=", n, ex.add(ex.mul(ex.number(self.step), ex.Symbol(self.index)), start)),)

    @property
    def quantifier(self) -> str:
        return "every " if self.stressed else ""

    def __contains__(self, size: Size) -> bool:
        return size >= self.start and (size - self.start) % self.step == 0

    def _has_pattern_of(self, other: Domain) -> bool:
        """Two sizes give the step of a progression; all n ≥ n₀ hold whatever is whole."""
        whole = isinstance(other, Powers | Tower) and other.is_whole
        return isinstance(other, Progression) or (whole and self.step == 1)


@frozen
class Powers(Domain):
    """n = factor·base^j + shift, j ≥ first_index."""

    base: Size
    factor: Size = 1
    shift: int = 0
    first_index: int = 0
    index: str = field(default="j", compare=False)

    def sizes(self) -> Iterator[Size]:
        return (self.factor * self.base**j + self.shift for j in count(self.first_index))

    def since(self, size: Size) -> Powers:
        later = sum(1 for _ in takewhile(lambda each: each < size, self.sizes()))
        return replace(self, first_index=self.first_index + later)

    def formulas(self) -> tuple[ex.Expr, ...]:
        j = ex.Symbol(self.index)
        size = ex.mul(ex.number(self.factor), ex.power(ex.number(self.base), j))
        equation = ex.Relation("=", ex.Symbol(self.variable), ex.add(size, ex.number(self.shift)))
        return (equation, ex.Relation(">=", j, ex.number(self.first_index))) if self.first_index else (equation,)

    @property
    def is_whole(self) -> bool:
        return int(self.base) == self.base and int(self.factor) == self.factor

    def _has_pattern_of(self, other: Domain) -> bool:
        """With x and x·q, or x and x^q, all of x·q^i, or of x^(q^i), are multiples of the factor by powers of b."""
        if isinstance(other, Powers):
            return other.shift == self.shift
        return isinstance(other, Tower) and other.is_whole and not self.shift


@frozen
class Tower(Domain):
    """n = base^(degree^j), j ≥ 0; where the degree is no whole number, only the first of them is listed."""

    base: Size
    degree: Size
    index: str = field(default="j", compare=False)

    def sizes(self) -> Iterator[Size]:
        degree = Fraction(self.degree)
        exponents = (degree**j for j in count()) if degree.denominator == 1 else (Fraction(1),)
        return (self.base ** int(exponent) for exponent in exponents)

    def since(self, size: Size) -> Tower:
        return replace(self, base=next(each for each in self.sizes() if each >= size))

    def formulas(self) -> tuple[ex.Expr, ...]:
        exponent = ex.power(ex.number(self.degree), ex.Symbol(self.index))
        return (ex.Relation("=", ex.Symbol(self.variable), ex.power(ex.number(self.base), exponent)),)

    @property
    def is_whole(self) -> bool:
        return int(self.base) == self.base and int(self.degree) == self.degree

    def _has_pattern_of(self, other: Domain) -> bool:
        """With x and x^q, where q is a power of the degree, all of x^(q^i) are here."""
        return isinstance(other, Tower) and other.is_whole
