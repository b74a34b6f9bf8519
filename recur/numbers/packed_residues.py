"""Polynomials modulo a small prime and a monic f, each as one whole number whose words are its coefficients.

A sum, a multiple and a remainder modulo the prime take all coefficients at once; f ↦ f^p is linear, so that its matrix
is worked out once. Source: von zur Gathen and Gerhard, Modern Computer Algebra, sections 8.4 and 14.2 (Kronecker's
substitution; the Frobenius map); Granlund and Montgomery 1994 (remainders without a division).
"""

import struct
from functools import cached_property
from operator import mul

from recur.model import limits


class PackedResidues:
    """The residues modulo f of degree d ≥ 1, all of its coefficients from 0 to the prime − 1, its lead 1.

    >>> ring = PackedResidues([1, 0, 1], 3)  # x² = −1
    >>> ring.unpacked(ring.times(ring.packed([0, 1]), ring.packed([0, 1])))
    [2]
    """

    def __init__(self, f: list[int], prime: int) -> None:
        self.prime, self.degree = prime, len(f) - 1
        most = (len(f) + 1) * prime**2  # no coefficient becomes larger before it is reduced
        self._shift = (most * prime).bit_length()
        self._inverse = (1 << self._shift) // prime + 1  # v // prime is v·inverse >> shift for every v ≤ most
        self.width, self._code = (32, "I") if most * self._inverse >> 32 == 0 else (64, "Q")
        if most * self._inverse >> self.width:
            raise ValueError("a prime too large for coefficients of a word")
        ones = ((1 << self.width * 2 * len(f)) - 1) // ((1 << self.width) - 1)
        self._mask = ones * ((1 << self.width - self._shift) - 1)
        self._low = (1 << self.width * self.degree) - 1
        self.f = self.packed(f)

    def packed(self, p: list[int]) -> int:
        return int.from_bytes(struct.pack(f"<{len(p)}{self._code}", *p), "little")

    def unpacked(self, v: int) -> list[int]:
        """The coefficients, the constant one first, without zeros behind the lead."""
        count = -(-v.bit_length() // self.width)
        return list(struct.unpack(f"<{count}{self._code}", v.to_bytes(count * self.width // 8, "little")))

    def degree_of(self, v: int) -> int:
        return (v.bit_length() - 1) // self.width

    def reduced(self, v: int) -> int:
        """Every coefficient modulo the prime."""
        return v - self.prime * (v * self._inverse >> self._shift & self._mask)

    @cached_property
    def _rows(self) -> list[int]:
        """x^(d + i) modulo f, as many as a product or a shift by p needs."""
        row = first = self.reduced((self.prime - 1) * (self.f & self._low))
        rows = [row]
        for _ in range(max(self.degree - 1, self.prime)):
            row <<= self.width
            row = self.reduced((row & self._low) + (row >> self.width * self.degree) * first)
            rows.append(row)
        return rows

    def _folded(self, v: int) -> int:
        """v modulo f."""
        above = v >> self.width * self.degree
        return self.reduced((v & self._low) + sum(map(mul, self.unpacked(above), self._rows))) if above else v

    @cached_property
    def _powers(self) -> list[int]:
        """1, x^p, x^2p, … modulo f."""
        powers = [1]
        for _ in range(self.degree - 1):
            powers.append(self._folded(powers[-1] << self.prime * self.width))
        return powers

    def raised(self, v: int) -> int:
        """v^p."""
        return self.reduced(sum(map(mul, self.unpacked(v), self._powers)))

    def minus(self, v: int, w: int) -> int:
        return self.reduced(v + (self.prime - 1) * w)

    def times(self, v: int, w: int) -> int:
        return self._folded(self.reduced(v * w))

    def divided(self, v: int, w: int) -> tuple[int, int]:
        """(quotient, remainder) of polynomials of degree at most d, w ≠ 0."""
        prime, width, down = self.prime, self.width, self.degree_of(w)
        inverse = pow(w >> width * down, -1, prime)
        quotient, word = 0, (1 << width) - 1
        for shift in range(self.degree_of(v) - down, -1, -1):
            c = (v >> width * (shift + down) & word) * inverse % prime
            if c:
                quotient += c << width * shift
                v += (prime - c) * w << width * shift
        return quotient, self.reduced(v & (1 << width * down) - 1)

    def common(self, v: int, w: int) -> int:
        """The greatest common divisor of polynomials of degree at most d, up to a factor."""
        while w:
            v, w = w, self.divided(v, w)[1]
        return v

    def is_square_free(self) -> bool:
        """Whether f and its derivative have no common factor."""
        slope = self.packed([i * c % self.prime for i, c in enumerate(self.unpacked(self.f))][1:])
        return self.degree_of(self.common(self.f, slope)) == 0

    def by_degrees(self) -> list[tuple[list[int], int]]:
        """The products of the irreducible factors of f of one degree each, where f is square-free.

        x^(p^d) − x is the product of all irreducible polynomials whose degree divides d. Most degrees have no factor,
        so that the differences for several are multiplied before the common divisor is looked for.
        """
        found: list[tuple[list[int], int]] = []
        x = 1 << self.width
        rest, power, d, together = self.f, self._folded(x), 0, 2
        x = power
        while (size := self.degree_of(rest)) > 2 * d + 1:
            differences, product = [], 1
            for _ in range(min(together, size // 2 - d)):
                limits.check()
                power = self.raised(power)
                differences.append(self.minus(power, x))
                product = self.times(product, differences[-1])
            several = self.common(rest, product)
            for difference in differences:
                d += 1
                if not self.degree_of(several):
                    continue
                same = self.common(several, difference)
                if self.degree_of(same):
                    found.append((self.unpacked(same), d))
                    rest, several = self.divided(rest, same)[0], self.divided(several, same)[0]
            together *= 2
        last = self.degree_of(rest)
        return [*found, (self.unpacked(rest), last)] if last else found
