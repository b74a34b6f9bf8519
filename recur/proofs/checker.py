"""Check a certificate of a bound with the standard library alone: T(n) ≤ U(n), or ≥, for every n ≥ n₀.

A certificate holds a recurrence T(n) = Σ aᵢ T(round(rᵢ n + oᵢ)) + f(n), its base values, the terms of U and of f, the
first size n₀, and the N from which the step is claimed. Four things make the proof, and each is checked here:
1. at every size from n₀ to N − 1 the value; 2. for n ≥ N every call lies in [n₀, n − 1]; 3. U rises from n₀ on, or no
size is rounded; 4. U(n) − Σ aᵢ U(rᵢ n + eᵢ) − f(n) ≥ 0 for every n ≥ N, eᵢ being the end of what the rounding leaves
open: a finite sum of monomials, of which the negative ones only fall against the leading one and are outweighed at N.
A term is c·gⁿ·n^(q + rp)·(log_b n)^j, with one irrational p = log x / log y for the whole certificate. Numbers are
exact, logarithms and powers lie between two rationals; whatever is not as it should be is refused.
"""

from __future__ import annotations

import hashlib
import json
import math
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

UNIT = 1 << 160  # ends are rounded outwards to multiples of 1/UNIT
ORDER = 5  # terms of (1 + x)^a and log(1 + x) before Lagrange's remainder
MOST = 1 << 14  # sizes below the step


class NotProved(Exception):  # the certificate proves nothing, and this is why
    @classmethod
    def unless(cls, holds: bool, why: str) -> None:
        if not holds:
            raise cls(why)


demand = NotProved.unless


class Ends(NamedTuple):  # a number between two rational ends
    low: Fraction
    high: Fraction

    @classmethod
    def of(cls, x: Fraction | int) -> Ends:
        return cls(Fraction(x), Fraction(x))

    def outwards(self) -> Ends:
        low, high = math.floor(self.low * UNIT), math.ceil(self.high * UNIT)
        return self if self.low == self.high else Ends(Fraction(low, UNIT), Fraction(high, UNIT))

    def plus(self, other: Ends) -> Ends:
        return Ends(self.low + other.low, self.high + other.high)

    def times(self, other: Ends | Fraction | int) -> Ends:
        right = other if isinstance(other, Ends) else Ends.of(other)
        products = [a * b for a in self for b in right]
        return Ends(min(products), max(products)).outwards()

    def around(self, other: Ends) -> Ends:
        return Ends(min(self.low, other.low), max(self.high, other.high))

    def inverse(self) -> Ends:
        demand(self.low > 0, "a division by what may be 0")
        return Ends(1 / self.high, 1 / self.low).outwards()

    def exp(self) -> Ends:  # e^(x/2^s) by Taylor's series, |x/2^s| < 1/2, squared s times
        s = math.ceil(max(abs(self.low), abs(self.high)) * 2).bit_length()
        y, total, term = self.times(Fraction(1, 2**s)), ONE, ONE
        for i in range(1, 60):
            term = term.times(y).times(Fraction(1, i))
            total = total.plus(term)
        total = Ends(total.low - Fraction(1, UNIT), total.high + Fraction(1, UNIT))
        for _ in range(s):
            total = total.times(total)
        return total

    def power(self, e: Ends) -> Ends:
        if self == ONE or (e.low == e.high and e.low.denominator == 1 and abs(e.low) <= 64):
            result, base = ONE, self if e.low >= 0 else self.inverse()
            for _ in range(0 if self == ONE else abs(int(e.low))):
                result = result.times(base)
            return result
        return Ends(ln(self.low).low, ln(self.high).high).times(e).exp()


ZERO, ONE = Ends.of(0), Ends.of(1)


@lru_cache(maxsize=1 << 15)
def ln(x: Fraction) -> Ends:
    """ln x for x = 2^k m, 1 ≤ m < 2: ln m = 2 artanh((m − 1)/(m + 1)), and ln 2 the same way."""

    def artanh(m: Fraction) -> Ends:
        y = (m - 1) / (m + 1)
        total, power = Fraction(0), y
        for i in range(60):
            total += power / (2 * i + 1)
            power = Fraction(math.floor(power * y * y * UNIT * UNIT), UNIT * UNIT)  # rounded down, within the slack
        slack = Fraction(200, UNIT * UNIT) + 4 * Fraction(1, 3) ** 120
        return Ends(2 * total, 2 * total + slack).outwards() if y else ZERO

    demand(x > 0, "the logarithm of what may be 0")
    k = x.numerator.bit_length() - x.denominator.bit_length()
    k -= x < Fraction(2) ** k
    return artanh(x / Fraction(2) ** k).plus(artanh(Fraction(2)).times(k))


class Key(NamedTuple):  # gⁿ·n^(q + rp)·(log_b n)^j
    g: Fraction = Fraction(1)
    q: Fraction = Fraction(0)
    r: Fraction = Fraction(0)
    j: int = 0

    def times(self, k: Key, sign: int = 1) -> Key:
        return Key(self.g * k.g**sign, self.q + sign * k.q, self.r + sign * k.r, self.j + sign * k.j)


class Total(dict[Key, Ends]):  # Σ coefficient·monomial
    def plus(self, *others: dict[Key, Ends]) -> Total:
        total = Total(self)
        for m, c in [item for other in others for item in other.items()]:
            total[m] = total[m].plus(c) if m in total else c
        return Total({m: c for m, c in total.items() if c != ZERO})

    def scaled(self, c: Ends | Fraction | int) -> Total:
        return Total({m: d.times(c) for m, d in self.items()})

    def product(self, other: Total) -> Total:
        return Total().plus(*({m.times(k): c.times(d)} for m, c in self.items() for k, d in other.items()))

    def series(self, coefficients: list[Ends]) -> Total:  # Σ coefficients[i]·self^i
        total, current = Total(), Total({Key(): ONE})
        for c in coefficients:
            total, current = total.plus(current.scaled(c)), current.product(self)
        return total

    @classmethod
    def read(cls, rows: Any) -> Total:
        total = cls()
        for row in rows:
            g, q, r = (Fraction(str(row[name])) for name in "gqr")
            m = Key(g, q, r, row["j"])
            demand(m.g > 0 and type(m.j) is int and 0 <= m.j <= 12, "a term that is none")
            total = total.plus({m: Ends.of(Fraction(str(row["c"])))})
        return total


class CertificateScale:  # what p is, and the base of log n
    def __init__(self, p: tuple[Fraction, Fraction], base: Fraction | None) -> None:
        demand(p[1] > 1 and (base is None or base > 1), "a base that is not above 1")
        self.x, self.y, self.base = p[0], p[1], base
        self.p = ln(p[0]).times(ln(p[1]).inverse())
        self.per_ln = ONE if base is None else ln(base).inverse()

    def exponent(self, m: Key) -> Ends:
        return Ends.of(m.q).plus(self.p.times(m.r))

    def log(self, x: Fraction) -> Ends:  # log_b x, exactly for a power of b
        k = 0 if self.base is None else round(float(ln(x).low / ln(self.base).low))
        return Ends.of(k) if self.base is not None and self.base**k == x else ln(x).times(self.per_ln)

    def value(self, m: Key, n: int) -> Ends:
        whole = Ends.of(m.g**n).times(Ends.of(n).power(self.exponent(m)))
        return whole.times(self.log(Fraction(n)).power(Ends.of(m.j))) if m.j else whole

    def at(self, total: Total, n: int) -> Ends:
        found = ZERO
        for m, c in total.items():
            found = found.plus(c.times(self.value(m, n)))
        return found

    def is_faster(self, m: Key, k: Key) -> bool:  # does m grow faster than k?
        gap = self.exponent(m.times(k, -1))
        demand(m.g != k.g or m[1:3] == k[1:3] or gap.low > 0 or gap.high < 0, "exponents that cannot be told apart")
        return (m.g, gap.low > 0, m.j) > (k.g, gap.high < 0, k.j)

    def falls(self, m: Key, n: int) -> bool:
        """Does m only fall from n on? ln g + (a + j/ln n)/n ≤ 0, of which the positive parts shrink."""
        demand(n > 1 or m.j <= 0, "log n is 0 at n = 1")
        a, log_part = self.exponent(m).high, m.j * ln(Fraction(n)).inverse().high if m.j > 0 else Fraction(0)
        return a + log_part <= 0 if m.g == 1 else ln(m.g).high + (max(a, Fraction(0)) + log_part) / n <= 0

    def is_not_negative(self, total: Total, n: int) -> bool:  # Σ c·m ≥ 0 for every size from n on
        if all(c.low >= 0 for c in total.values()):
            return True
        lead = next(iter(total))
        for m in total:
            lead = m if self.is_faster(m, lead) else lead
        negative = {m: c for m, c in total.items() if c.low < 0 and m != lead}
        left = total[lead].low + sum(
            Ends.of(c.low).times(self.value(m.times(lead, -1), n)).low for m, c in negative.items()
        )
        return total[lead].low > 0 and left >= 0 and all(self.falls(m.times(lead, -1), n) for m in negative)

    def is_rising(self, bound: Total, first: int) -> bool:
        """U′ ≥ 0 from there on: Σ c·m·(ln g + a/n + j/(n ln n))."""
        slope, per_n = Total(), Key(q=Fraction(-1))
        for m, c in bound.items():
            slope = slope.plus({m.times(per_n): c.times(self.exponent(m))}, {m: c.times(ln(m.g))})
            if m.j:
                slope = slope.plus({m.times(per_n)._replace(j=m.j - 1): c.times(self.per_ln.times(m.j))})
        return self.is_not_negative(slope, first)

    def shifted(self, m: Key, ratio: Fraction, end: Fraction, start: int) -> Total:
        """m(ratio·n + end) for every n ≥ start: (1 + x)^a and log(1 + x) with x = end/(ratio·n)."""
        demand(m.g == 1 or (ratio == 1 and end.denominator == 1), "an exponential at a fraction of the size")
        x = Total().plus({Key(q=Fraction(-1)): Ends.of(end / ratio)})
        reach = ONE.around(Ends.of(1 + end / ratio / start))
        demand(reach.low > 0, "the step begins too early")
        a, c, found = self.exponent(m), ONE, []
        whole = m.q.denominator == 1 and m.r == 0 and 0 <= m.q <= 12
        for i in range(int(m.q) + 1 if whole else ORDER):
            found.append(c)
            c = c.times(a.plus(Ends.of(-i))).times(Fraction(1, i + 1))
        ends = [Ends.of(r).power(a.plus(Ends.of(-ORDER))) for r in reach]
        body = x.series(found if whole else [*found, c.times(ends[0].around(ends[1]))])
        if m.j:
            ends = [Ends.of(r).power(Ends.of(-ORDER)) for r in reach]
            steps = [ZERO, *(Ends.of(Fraction((-1) ** (i + 1), i)) for i in range(1, ORDER + 1))]
            steps[-1] = steps[-1].times(ends[0].around(ends[1]))
            log_s = Total({Key(j=1): ONE}).plus({Key(): self.log(ratio)}, x.series(steps).scaled(self.per_ln))
            for _ in range(m.j):
                body = body.product(log_s)
        factor = self.of_ratio(m, ratio).times(m.g ** int(end) if m.g != 1 else 1)
        return body.product(Total({m._replace(j=0): factor}))

    def of_ratio(self, m: Key, ratio: Fraction) -> Ends:  # ratio^(q + rp), exactly where it is rational: (1/y)^p = 1/x
        if m.q.denominator == 1 == m.r.denominator and (m.r == 0 or ratio * self.y == 1):
            return Ends.of(ratio ** int(m.q) * self.x ** -int(m.r))
        return Ends.of(ratio).power(self.exponent(m))

    def values(self, initial: Any, calls: list[Call], driving: Total, last: int) -> dict[int, Ends]:
        demand(all(0 <= row["to"] - row["from"] <= MOST for row in initial), "base values that are none")
        known = {n: Ends.of(Fraction(str(row["value"]))) for row in initial for n in range(row["from"], row["to"] + 1)}
        demand(len(known) > 0 and max(known) <= last, "the recurrence does not hold at every size of the step")
        for n in range(max(known) + 1, last + 1):
            known[n] = self.at(driving, n)
            for call in calls:
                demand(call.at(n) in known and call.at(n) < n, f"T({n}) needs T({call.at(n)}), which is not there")
                known[n] = known[n].plus(known[call.at(n)].times(call.coefficient))
        return known


class Call(NamedTuple):
    coefficient: Fraction
    ratio: Fraction
    offset: Fraction
    up: bool

    @property
    def slack(self) -> Fraction:  # what rounding changes at most
        return 1 - Fraction(1, math.lcm(self.ratio.denominator, self.offset.denominator))

    def end(self, high: bool) -> Fraction:
        return self.offset + (self.slack if high and self.up else -self.slack if not (high or self.up) else 0)

    def at(self, n: int) -> int:
        size = self.ratio * n + self.offset
        return math.ceil(size) if self.up else math.floor(size)


def seal(certificate: Any) -> str:  # what tells a certificate from one that was changed
    rest = {name: value for name, value in certificate.items() if name != "seal"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def check(certificate: Any) -> tuple[str, int]:
    """What is proved, as the side and n₀; `NotProved` where it is not."""
    demand(certificate["certificate"] == 1 and certificate["side"] in ("upper", "lower"), "no certificate of schema 1")
    demand(certificate["seal"] == seal(certificate), "it was changed after it was written")
    p, base = certificate["p"] or (1, 2), certificate["base"]
    scale = CertificateScale((Fraction(str(p[0])), Fraction(str(p[1]))), None if base is None else Fraction(str(base)))
    bound, driving = Total.read(certificate["bound"]), Total.read(certificate["driving"])
    first, start, upper = certificate["from"], certificate["step_from"], certificate["side"] == "upper"
    demand(type(first) is type(start) is int and 1 <= first <= start <= MOST and start > 1, "sizes that are none")
    calls = []
    for row in certificate["calls"]:
        demand(row["round"] in ("floor", "ceiling"), "a rounding that is none")
        a, ratio, offset = (Fraction(str(row[name])) for name in ("coefficient", "ratio", "offset"))
        call = Call(a, ratio, offset, row["round"] == "ceiling")
        demand(call.coefficient >= 0 and 0 < call.ratio <= 1, "a call that hands on no inequality")
        demand(min(call.at(start), ratio * start + call.end(upper)) >= first, "a call below the first size")
        demand(call.end(True) + (call.ratio - 1) * start < 0, "a call that is not smaller")
        calls.append(call)
    known, sign = scale.values(certificate["initial"], calls, driving, start - 1), 1 if upper else -1
    for n in range(first, start):
        demand(n in known and scale.at(bound, n).plus(known[n].times(-1)).times(sign).low >= 0, f"it fails at n = {n}")
    left = bound.plus(driving.scaled(-1))
    for call in calls:
        demand(call.slack == 0 or scale.is_rising(bound, first), "the bound need not rise, and a size is rounded")
        for m, c in bound.items():
            part = scale.shifted(m, call.ratio, call.end(upper), start)
            left = left.plus(part.scaled(c.times(-call.coefficient)))
    demand(scale.is_not_negative(left.scaled(sign), start), "the step does not hold")
    return certificate["side"], first


def check_text(text: str) -> tuple[str, int]:
    """The certificate in a JSON text; whatever is wrong with it is `NotProved`."""
    try:
        return check(json.loads(text))
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as fault:
        raise NotProved(f"this is not read: {fault}") from None
