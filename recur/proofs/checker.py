"""Check a certificate of a bound with the standard library alone: T(n) ≤ U(n), or ≥, for every n ≥ n₀ that has a T(n).

A certificate holds T(n) = Σ aᵢ(n) T(sᵢ(n)) + f(n), base values, U, n₀, and the N from which the step is claimed, each
formula as a tree such as ["*", "3", "n"]. Checked are: 1. the values from n₀ to N − 1; 2. for n ≥ N every aᵢ ≥ 0, every
call in [n₀, n − 1]; 3. where U rises, a call counts at the end of what its rounding leaves open, else all of it counts;
4. U − Σ aᵢ U(sᵢ) − f ≥ 0 for n ≥ N: a sum of monomials, of which the negative ones only fall against the first, and are
outweighed at N. The number x that no tree writes has Σ aᵢ rᵢ^x = 1, or Σ aᵢ x^(−kᵢ) = 1 for sizes n − kᵢ.
"""

from __future__ import annotations

import hashlib
import json
import math
from decimal import MAX_EMAX, MIN_EMIN, Context
from fractions import Fraction
from typing import Any, NamedTuple

TINY = Fraction(1, 1 << 160)  # ends are rounded outwards; ln and exp err by less, e^x in proportion
DIGITS = Context(prec=70, Emax=MAX_EMAX, Emin=MIN_EMIN)
ORDER = 5  # terms of (1 + x)^a and log(1 + x), the last one with the remainder
MOST, WORK, MARGIN = 1 << 13, 1 << 21, Fraction(1, 1 << 14)  # sizes, digits, pairs of terms; what is read in all


class NotProved(Exception): ...  # the certificate proves nothing, and this is why


def demand(holds: bool, why: str) -> None:
    if not holds:
        raise NotProved(why)


class Ends(NamedTuple):  # a number between two rational ends
    low: Fraction
    high: Fraction

    @classmethod
    def of(cls, *ends: Fraction | int, rounded: bool = True) -> Ends:
        low, high = Fraction(min(ends)), Fraction(max(ends))
        demand(max(map(abs, low.as_integer_ratio() + high.as_integer_ratio())) >> MOST == 0, "too large a number")
        return cls(low, high) if low == high or not rounded else cls(low // TINY * TINY, -(-high // TINY * TINY))

    def plus(self, other: Ends) -> Ends:
        return Ends.of(self.low + other.low, self.high + other.high, rounded=False)

    def times(self, other: Ends) -> Ends:
        return Ends.of(*(a * b for a in self for b in other))

    def log(self) -> Ends:
        low, high = (Fraction(DIGITS.ln(DIGITS.divide(x.numerator, x.denominator))) for x in self)
        return ZERO if self == ONE else Ends.of(low - TINY, high + TINY)

    def exp(self) -> Ends:
        demand(max(-self.low, self.high) < 16 * MOST, "a number that is too large")
        low, high = (Fraction(DIGITS.exp(DIGITS.divide(x.numerator, x.denominator))) for x in self)
        return Ends.of(low * (1 - TINY), high * (1 + TINY))

    def power(self, e: Ends) -> Ends:  # exactly, where it is rational
        q, exact = e.low, self.low == self.high
        bits = abs(q.numerator) * sum(map(int.bit_length, self.low.as_integer_ratio()))
        plain = e.low == e.high and q.denominator <= 64 and bits < MOST
        if self == ONE or (plain and q.denominator == 1 and (exact or abs(q) <= 64)):
            demand(self.low > 0 or (exact and (self.low < 0 or q >= 0)), "a power of what may be 0")
            return ONE if self == ONE else Ends.of(*(x ** int(q) for x in self))
        found = self.log().times(e).exp()
        guess = found.low.limit_denominator(MOST)
        return Ends.of(guess) if plain and exact and guess**q.denominator == self.low**q.numerator else found


ZERO, ONE = Ends.of(0), Ends.of(1)
Monomial = tuple[tuple[tuple[int, str], Fraction], ...]  # Π of powers: -1 n!, (0, b) bⁿ, (1, b) n^b, 2 log n, 3 ln ln n


def product(x: Monomial, y: Monomial, power: Fraction | int = 1) -> Monomial:
    total = dict(x)
    for name, c in y:
        total[name] = total.get(name, Fraction(0)) + c * power
    return tuple(sorted((name, c) for name, c in total.items() if c))


FACTORIAL, LINE, LOG, LOG_LOG = (product((), (((kind, ""), Fraction(1)),)) for kind in (-1, 1, 2, 3))
N, NUMBER, X = {LINE: ONE}, {()}, json.dumps("x")  # its name; 1 has "", other irrational numbers have their tree


class Total(dict[Monomial, Ends]):  # Σ coefficient·monomial
    def plus(self, *others: dict[Monomial, Ends]) -> Total:
        total = dict(self)
        for m, c in [item for other in others for item in other.items()]:
            total[m] = total[m].plus(c) if m in total else c
        return Total({m: c for m, c in total.items() if c != ZERO})

    def times(self, *others: dict[Monomial, Ends]) -> Total:
        total = self
        for other in others:
            demand(len(total) * len(other) < MOST, "too many terms")
            total = Total().plus(*({product(m, k): c.times(d)} for m, c in total.items() for k, d in other.items()))
        return total

    def __missing__(self, m: Monomial) -> Ends:
        return ZERO


def constant(*ends: Fraction | int) -> Total:
    return Total({(): Ends.of(*ends)}).plus()


class SizesFrom:  # formulas for every n ≥ start; the numbers that have a name, and the base of log n
    def __init__(self, start: int, base: Any, ends: Any) -> None:
        self.start, self.numbers = start, {"": ONE}
        low, high, self.base = (self.formula(x)[()].low for x in (*(ends or ["1", "1"]), base or "1"))
        demand(base is None or (type(base) is str and self.base > 1), "a base that is no number above 1")
        demand(low <= high <= low + MARGIN**7, "ends that leave x open")
        self.numbers[X] = Ends(low, high)
        self.per_log = Ends.of(self.base).log() if base else ONE
        self.per_ln = self.per_log.power(Ends.of(-1))

    def amount(self, m: Monomial, kind: int) -> Ends:  # Σ c·b, for b^(cn) Σ c·ln b
        total = ZERO
        for b, c in [(self.numbers[b], Ends.of(c)) for (at, b), c in m if at == kind]:
            total = total.plus((b.log() if kind == 0 else b).times(c))
        return total

    def log(self, x: Ends) -> Ends:  # log_b x, exactly for a power of b
        k = round(x.log().low * self.per_ln.low)
        return Ends.of(k) if self.base > 1 and x == Ends.of(self.base).power(Ends.of(k)) else x.log().times(self.per_ln)

    def value(self, m: Monomial, n: int) -> Ends:
        found = Ends.of(n).power(self.amount(m, 1))
        for (kind, b), c in (part for part in m if part[0][0] != 1):
            x = self.numbers[b] if kind == 0 else Ends.of(math.factorial(n)) if kind < 0 else self.log(Ends.of(n))
            x = Ends.of(n).log().log() if kind == 3 else x
            found = found.times(x.power(Ends.of(c if kind else c * n)))
        return found

    def lead(self, total: Total) -> Monomial:  # the fastest one, all of them being positive
        demand(all(kind < 2 or kind <= self.start for m in total for (kind, _), _ in m), "log n is not positive there")
        found = next(iter(total), ())
        for m in [m for m in total if m != found]:
            gap = product(m, found, -1)
            rate = self.amount(gap, gap[0][0][0])
            demand(rate.low > 0 or rate.high < 0, "growths that cannot be told apart")
            found = m if rate.low > 0 else found
        return found

    def falls(self, m: Monomial) -> bool:  # (ln m)′ = d·ln n + rate + (a + j/ln n + k/(ln n ln ln n))/n ≤ 0
        d, rate, a, j, k = (self.amount(m, kind).high for kind in range(-1, 4))
        log_n = Ends.of(self.start).log()
        a += (j / log_n.low if j > 0 else 0) + (k / log_n.times(log_n.log()).low if k > 0 else 0)
        return d <= 0 and d * log_n.low + rate + max(a, Fraction(0)) / self.start <= 0

    def is_not_negative(self, total: Total) -> bool:  # Σ c·m ≥ 0 for every size from `start` on
        lead = self.lead(total)
        ratios = {product(m, lead, -1): Ends.of(c.low) for m, c in total.items() if c.low < 0}
        left = total.get(lead, ZERO).low + sum(self.value(m, self.start).times(c).low for m, c in ratios.items())
        return not ratios or (() not in ratios and left >= 0 and all(map(self.falls, ratios)))

    def is_rising(self, bound: Total) -> bool:  # U′ = Σ c·m·(rate + a/n + j/(n ln n) + k/(n ln n ln ln n)) ≥ 0
        slope, per_n, per_log = Total(), product((), LINE, -1), product((), product(LINE, LOG), -1)
        for m, c in bound.items():
            for kind, factor in enumerate(((), per_n, per_log, product(per_log, LOG_LOG, -1))):
                rate = self.amount(m, kind).times(self.per_ln if kind > 1 else ONE)
                slope = slope.plus({product(m, factor): c.times(rate)})
        return self.is_not_negative(slope) and all(kind >= 0 for m in bound for (kind, _), _ in m)

    def formula(self, tree: Any, n: Any = None) -> Total:  # a number, or the formula with that in the place of n
        if isinstance(tree, str):
            demand(len(tree) < 4300 and (tree in ("n", "x") or set(tree) <= set("0123456789-/")), "no number")
            return Total(n) if tree == "n" else constant(*(self.numbers[X] if tree == "x" else [Fraction(tree)]))
        name, parts = tree[0], [self.formula(part, n) for part in tree[1:]]
        demand(name in ("+", "*") or len(parts) == (2 if name == "^" else 1), "a formula that is none")
        if name == "+":
            return Total().plus(*parts)
        if name in ("*", "^"):
            return constant(1).times(*parts) if name == "*" else self.raised(parts[0], parts[1], *tree[1:])
        if name in ("log", "ln"):
            return self.logarithm(parts[0]).times(constant(*(self.per_log if name == "ln" else ONE)))
        x, k = parts[0], parts[0][()].low
        if name == "!":  # of n, of n − 1, or of a number
            demand(k in range(-1, MOST) and x.plus(constant(-k)) in ([N] if k < 1 else []) + [{}], "no factorial")
            return Total({product(FACTORIAL, LINE, k): ONE}) if LINE in x else constant(math.factorial(int(k)))
        down = {"floor": math.floor, "ceiling": math.ceil}[name]
        if x.keys() <= NUMBER and down(x[()].low) == down(x[()].high):
            return constant(down(x[()].low))
        exact = x.keys() <= {LINE, ()} and all(c.low == c.high for c in x.values())
        most = Fraction(1) - (Fraction(1, math.lcm(*(c.low.denominator for c in x.values()))) if exact else 0)
        return x.plus({(): Ends(-most, Fraction(0)) if name == "floor" else Ends(Fraction(0), Fraction(most))})

    def tail(self, x: Total, terms: list[Ends], a: Ends) -> tuple[Monomial, Ends, Total]:
        lead = self.lead(x)  # x = c·lead·(1 + rest): Σ termsᵢ·restⁱ, the last one with the range of (1 + rest)^a
        c, reach, result, power = x[lead], ONE, Total(), constant(1)
        rest = Total({product(m, lead, -1): d.times(c.power(Ends.of(-1))) for m, d in x.items() if m != lead})
        for m, d in rest.items():
            demand(self.falls(m), "the step begins too early")
            reach = reach.plus(Ends.of(0, *d.times(self.value(m, self.start))))
        demand(reach.low > 0, "the step begins too early")
        for i, term in enumerate(terms):
            power = power.times(rest) if i else power
            term = term.times(Ends.of(1, *reach.power(a))) if i == ORDER else term
            result = result.plus(power.times(constant(*term)))
        return lead, c, result

    def raised(self, x: Total, y: Total, base: Any, exponent: Any) -> Total:
        e, straight = y[()], y[LINE].low
        if not y.keys() <= NUMBER:  # b^(rn + c)
            self.numbers[json.dumps(base)] = b = self.formula(base)[()]
            demand(y.keys() <= {LINE, ()} and straight == y[LINE].high and b.low > 0, "an exponential that is none")
            return Total({(((0, json.dumps(base)), straight),): b.power(e)})
        if x.keys() <= NUMBER:
            return constant(*x[()].power(e))
        if e.low == e.high and e.low in range(13):
            return constant(1).times(*[x] * int(e.low))
        terms = [ONE]
        for i in range(ORDER):
            terms.append(terms[-1].times(e.plus(Ends.of(-i))).times(Ends.of(Fraction(1, i + 1))))
        lead, c, found = self.tail(x, terms, e.plus(Ends.of(-ORDER)))
        demand(e.low == e.high or lead == LINE, "an irrational power of more than n")
        self.numbers[json.dumps(exponent)] = self.formula(exponent)[()]
        raised = product((), lead, e.low) if e.low == e.high else (((1, json.dumps(exponent)), Fraction(1)),)
        return found.times({raised: c.power(e)})

    def logarithm(self, x: Total) -> Total:
        terms = [ZERO, *(Ends.of(Fraction((-1) ** (i + 1), i)) for i in range(1, ORDER + 1))]
        lead, c, found = self.tail(x, terms, Ends.of(-ORDER))
        d, rate, a, j, k = (self.amount(lead, kind) for kind in range(-1, 4))
        demand(d == k == ZERO and (j == ZERO or self.base == 1), "a logarithm that has no place here")
        return found.plus({LINE: rate}).times(constant(*self.per_ln)).plus({LOG: a, LOG_LOG: j, (): self.log(c)})

    def has_unknown(self, calls: list[tuple[Total, Total]], back: bool) -> bool:
        sums = [
            ZERO,
            ZERO,
        ]  # Σ aᵢ rᵢ^x, or Σ aᵢ x^(−kᵢ), falls: from 1 or more at the one end to 1 or less at the other
        for i, end in enumerate(map(Ends.of, self.numbers[X])):
            for a, s in calls:
                known = a.keys() <= NUMBER and s.keys() <= {LINE, ()} and s[LINE].low == s[LINE].high
                demand(known and (s[()].low == s[()].high < 0 if back else s[LINE].high < 1), "an x that is none")
                sums[i] = sums[i].plus(a[()].times(end.power(s[()]) if back else s[LINE].power(end)))
        return sums[0].low >= 1 >= sums[1].high

    def values(self, initial: Any, calls: Any, driving: Any) -> dict[int, Ends]:  # T(n) below the step, where it is any
        known = {row["n"]: self.formula(str(row["value"]))[()] for row in initial}
        demand(len(known) == len(initial) and 0 <= min(known) <= max(known) < self.start, "base values that are none")
        for n in sorted({*range(min(known), self.start)} - known.keys()):
            total, there = self.formula(driving, constant(n))[()], True
            for row in calls:
                a, s = (self.formula(row[name], constant(n))[()] for name in ("coefficient", "size"))
                demand(s.low == s.high < n and s.low.denominator == 1, f"T({n}) calls no smaller size")
                total, there = total.plus(known.get(int(s.low), ZERO).times(a)), there and s.low in known
            known |= {n: total} if there else {}
        return known


def seal(certificate: Any) -> str:  # what tells a certificate from one that was changed
    return hashlib.sha256(json.dumps({**certificate, "seal": ""}, sort_keys=True).encode()).hexdigest()


def check(certificate: Any) -> tuple[str, int]:  # what is proved, as the side and n₀
    demand(certificate["certificate"] == 2 and certificate["side"] in ("upper", "lower"), "no certificate of schema 2")
    demand(certificate["seal"] == seal(certificate), "it was changed after it was written")
    first, start, upper = certificate["from"], certificate["step_from"], certificate["side"] == "upper"
    demand(type(first) is type(start) is int and 1 <= first <= start <= MOST and start > 1, "sizes that are none")
    demand(len(json.dumps({**certificate, "initial": []})) * start < WORK, "more than is looked at")
    base, ends, rising, sign = certificate["base"], certificate["x"], certificate["rising"], 1 if upper else -1
    sizes, small = (SizesFrom(n, base, ends) for n in (start, first))
    bound = Total().plus(*(small.formula(term, N) for term in certificate["bound"]))
    demand(not rising or small.is_rising(bound), "the bound need not rise")
    here = None if ends else N  # beside the one number x no coefficient depends on n
    calls = [(sizes.formula(row["coefficient"], here), sizes.formula(row["size"], N)) for row in certificate["calls"]]
    back = all(s[LINE] == ONE for _, s in calls)
    demand(not ends or sizes.has_unknown(calls, back), "an x that is none")
    for a, s in calls:
        lowest = first if rising and not upper else first - 1 + MARGIN
        demand(sizes.is_not_negative(a), "a call that hands on no inequality")
        demand(sizes.is_not_negative(s.plus(constant(-lowest))), "a call below the first size")
        demand(sizes.is_not_negative(s.times(constant(-1)).plus(N, constant(-MARGIN))), "a call that is not smaller")
    for n, value in sizes.values(certificate["initial"], certificate["calls"], certificate["driving"]).items():
        there = (small.formula(term, constant(n)) for term in certificate["bound"] if n >= first)
        gap = Total({(): value.times(Ends.of(-1))}).plus(*there)[()].times(Ends.of(sign))
        demand(n < first or gap.low >= 0, f"it fails at n = {n}")
    left = sizes.formula(certificate["driving"], N).times(constant(-sign))
    neutral = ((0 if back else 1, X), Fraction(1))
    for term in certificate["bound"]:
        own = found = sizes.formula(term, N)
        plain = not any(name in json.dumps(term) for name in ("+", "floor", "ceiling"))
        demand(plain and len(found) == 1, "a bound that is no sum of monomials")
        for a, s in calls:
            at = Total({**s, (): Ends.of(s[()][upper])}).plus() if rising else s
            found = found.plus(sizes.formula(term, at).times(a, constant(-1)))
        if ends and [part for part in next(iter(own)) if part[0][0] <= neutral[0][0]] == [neutral]:
            found.pop(next(iter(own)), None)  # c·(1 − Σ aᵢ rᵢ^x), which is 0
        left = left.plus(found.times(constant(sign)))
    demand(sizes.is_not_negative(left), "the step does not hold")
    return certificate["side"], first


def check_text(text: str) -> tuple[str, int]:  # whatever is wrong with it is `NotProved`
    try:
        return check(json.loads(text))
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as fault:
        raise NotProved(f"this is not read: {fault}") from None
