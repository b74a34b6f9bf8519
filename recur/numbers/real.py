"""Exact real numbers: a rational as `Fraction`, any other as `Irrational`, compared with proof.

A sign is decided by a certified enclosure that excludes 0, or by a proof of 0: roots of rationals that differ in an
exponent are independent over ℚ (Besicovitch 1940), other radicals have a root bound, and a rational combination of
logarithms is 0 when the product of the powers is 1. What none of them settles raises `Undecided`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import cache, lru_cache
from itertools import count
from typing import TYPE_CHECKING

from recur.model import DependsOnLetter, InvalidRecurrence, RecurError, Undecided
from recur.numbers import normal_form as nf
from recur.numbers.exact import TooCoarse, exact_root, factored
from recur.numbers.normal_form import HALF, MINUS_ONE, ONE, ZERO, Enclosure, Irrational, Kernel, Real, Sum, Term

if TYPE_CHECKING:
    from recur.numbers.interval import Interval

__all__ = ["HALF", "ONE", "ZERO", "Real"]  # what the normal form lends to this face, with these four
plus, minus, times, over = nf.plus, nf.minus, nf.times, nf.over

_LONGEST_PROOF = 60_000  # bits of an enclosure that proves a number to be 0
_LONGEST_PRODUCT = 4096  # bits of a power that is held against another
_serial = count(1)


def defined(name: str, enclose: Enclosure) -> Real:
    """A real number known by its enclosures: `enclose(bits)` returns rationals low < x < high, about 2^-bits apart."""
    return Kernel("defined", name, next(_serial), cache(enclose)).number


def parameter(name: str) -> Real:
    """An unknown positive constant."""
    return Kernel("letter", name).number


@cache
def named(name: str) -> Real:
    """e, π, the golden ratio or Euler's constant."""
    if name == "phi":
        return times(HALF, plus(ONE, power(Fraction(5), HALF)))
    return Kernel("constant", name).number


def letters(x: Real) -> frozenset[str]:
    """The names of the unknown constants in x."""
    if isinstance(x, Fraction):
        return frozenset()
    return frozenset(str(k.of) for k in x.kernels if k.kind == "letter")


def defined_numbers(x: Real) -> dict[str, Real]:
    """The numbers in x that are known by their enclosures, by name."""
    return {} if isinstance(x, Fraction) else {str(k.of): k.number for k in x.kernels if k.kind == "defined"}


def under_name(x: Real, name: str) -> Real:
    """A number known by its enclosures under another name, by which it is one number however often it is named so."""
    assert isinstance(x, Irrational)
    (kernel,) = x.kernels
    assert kernel.enclosure is not None
    return Kernel("defined", name, kernel.serial, kernel.enclosure).number


def has_parameter(x: Real) -> bool:
    return isinstance(x, Irrational) and any([k.kind == "letter" for k in x.kernels])


def is_known_by_digits(x: Real) -> bool:
    """Whether a number known by its enclosures only stands in x."""
    return isinstance(x, Irrational) and any([k.kind == "defined" for k in x.kernels])


def has_logarithm(x: Real) -> bool:
    return isinstance(x, Irrational) and any([k.kind == "log" for k in x.kernels])


# -- powers and logarithms ---------------------------------------------------------------------------------


def power(x: Real, y: Real) -> Real:
    """x^y for x > 0 (or an integer y)."""
    if not isinstance(y, Irrational):
        if not y:
            return ONE
        if y == 1:
            return x
        if not isinstance(x, Irrational):
            root = rational_power(x, y)
            if root is not None:
                return root
    return ONE if x == 1 else _irrational_power(x, y)


@lru_cache(maxsize=4096)
def _irrational_power(x: Real, y: Real) -> Real:
    """x^y, seen to be rational where y is a logarithm to a base that goes with x: 2^(log_2 3) is 3."""
    if isinstance(x, Fraction):
        if x <= 0:
            raise Undecided("a broken power of a number that is not positive")
        if isinstance(y, Fraction):
            powers = {Kernel("whole", p): k * y for p, k in prime_powers(x)}
            return nf.quotient(nf.monomial(powers))
        known = _antilogarithm(times(y, ln(x)))
        if known is not None:
            return known
        return nf.quotient(nf.monomial({Kernel("whole", p): times(Fraction(k), y) for p, k in prime_powers(x)}))
    if len(x.below) > 1:
        return over(power(nf.quotient(x.above), y), power(nf.quotient(x.below), y))
    if isinstance(y, Fraction) and y.denominator == 1 and len(x.above) > 1 and nf.is_expanded(x, abs(int(y))):
        if y < 0:
            return over(ONE, power(x, -y))
        half = power(x, Fraction(y // 2))
        square = times(half, half)
        return times(square, x) if y % 2 else square
    if len(x.above) == 1:
        ((term, c),) = x.above.items()
        if isinstance(y, Fraction) and y.denominator == 1:
            return nf.quotient(nf.monomial({k: times(e, y) for k, e in term}, nf.whole_power(c, int(y))))
        if c > 0 and all(map(_is_positive, (k for k, _ in term))):
            result = power(c, y)
            for kernel, e in term:
                result = times(result, _kernel_power(kernel, times(e, y)))
            return result
    return nf.quotient(nf.monomial({Kernel("sum", x): y}))


def _kernel_power(kernel: Kernel, y: Real) -> Real:
    if kernel.kind == "whole" and not isinstance(y, Fraction):
        assert isinstance(kernel.of, int)
        return power(Fraction(kernel.of), y)
    if kernel.kind == "constant" and kernel.of == "e":
        return exponential(y)
    return nf.quotient(nf.monomial({kernel: y}))


def exponential(x: Real) -> Real:
    """e^x, logarithms taken back: e^(2 log 3) is 9."""
    if x == 0:
        return ONE
    e = Kernel("constant", "e")
    if isinstance(x, Fraction) or len(x.below) > 1:
        return nf.quotient({((e, x),): ONE})
    result: Real = ONE
    rest: Real = ZERO
    for term, c in x.above.items():
        logs = [(kernel, k) for kernel, k in term if kernel.kind == "log"]
        if len(logs) == 1 and logs[0][1] == 1:
            of = logs[0][0].of
            assert not isinstance(of, str)
            exponent = nf.quotient({tuple(pair for pair in term if pair not in logs): c})
            result = times(result, power(Fraction(of) if isinstance(of, int) else of, exponent))
        else:
            rest = plus(rest, nf.quotient({term: c}))
    return result if rest == 0 else times(result, nf.quotient({((e, rest),): ONE}))


def _antilogarithm(x: Real) -> Real | None:
    """e^x where x is a rational combination of logarithms of rationals."""
    if isinstance(x, Fraction) or len(x.below) > 1:
        return None
    result: Real = ONE
    for term, c in x.above.items():
        if len(term) != 1 or term[0][0].kind != "log" or term[0][1] != 1 or not isinstance(term[0][0].of, int):
            return None
        result = times(result, power(Fraction(term[0][0].of), c))
    return result


def rational_power(x: Fraction, y: Fraction) -> Fraction | None:
    """x^y when it is rational.

    >>> rational_power(Fraction(4, 9), Fraction(-1, 2))
    Fraction(3, 2)
    """
    p, q = y.numerator, y.denominator
    if x == 1 or not y:
        return ONE
    root = x if q == 1 else None if x < 0 else exact_root(x, q)
    if root == 0 and p < 0:
        raise InvalidRecurrence("a division by 0")
    return None if root is None else nf.whole_power(Fraction(root), p)


def prime_powers(x: Fraction) -> list[tuple[int, int]]:
    """x > 0 as Π p^k; a large cofactor without small primes stays as it is (sound, only less canonical)."""
    return [*factored(x.numerator), *((p, -k) for p, k in factored(x.denominator))]


@lru_cache(maxsize=4096)
def ln(x: Real) -> Real:
    """The natural logarithm of x > 0, over logarithms of primes where x is rational."""
    if x == 1:
        return ZERO
    if isinstance(x, Fraction):
        if x <= 0:
            raise Undecided("the logarithm of a number that is not positive")
        return Irrational({((Kernel("log", p), ONE),): Fraction(k) for p, k in prime_powers(x)})
    if len(x.below) > 1:
        return minus(ln(nf.quotient(x.above)), ln(nf.quotient(x.below)))
    if len(x.above) == 1:
        ((term, c),) = x.above.items()
        if c > 0 and all(map(_is_positive, (k for k, _ in term))):
            total = ln(c)
            for kernel, e in term:
                total = plus(total, times(e, _ln_of(kernel)))
            return total
        return Kernel("log", x).number
    # The rational content apart: log((3 + √5)/2) is log(3 + √5) − log 2 however it came about.
    content = _content(x.above)
    if content == 1:
        return Kernel("log", x).number
    return plus(ln(content), Kernel("log", Irrational({t: c / content for t, c in x.above.items()})).number)


def _content(terms: Sum) -> Fraction:
    """The positive rational that leaves whole coefficients without a common divisor."""
    scale = math.lcm(*(c.denominator for c in terms.values()))
    return Fraction(math.gcd(*(int(c * scale) for c in terms.values())), scale)


def _ln_of(kernel: Kernel) -> Real:
    if kernel.kind == "whole":
        return Kernel("log", kernel.of).number
    if kernel.kind == "constant" and kernel.of == "e":
        return ONE
    if kernel.kind == "sum":
        assert isinstance(kernel.of, Irrational)
        return ln(kernel.of)
    return Kernel("log", _number(kernel)).number


def _number(kernel: Kernel) -> Irrational:
    return Irrational({((kernel, ONE),): ONE})


@lru_cache(maxsize=4096)
def log_ratio(a: Real, b: Real) -> Real:
    """log_b a, rational exactly when a and b are rational powers of one number; b > 0, b != 1, a > 0."""
    if a == 1:
        return ZERO
    return over(ln(a), ln(b))


def trigonometric(name: str, x: Real) -> Real:
    """cos x or sin x, exact at multiples of π/6 and π/4."""
    turns = _turns(x)
    if turns is not None:
        if name == "sin":
            turns = Fraction(1, 4) - turns
        known = _cosine(turns % 1)
        if known is not None:
            return known
    if isinstance(x, Fraction):
        x = Irrational({(): x})
    return Kernel(name, x).number


def _turns(x: Real) -> Fraction | None:
    """x/(2π) where that is rational."""
    if x == 0:
        return ZERO
    ratio = over(x, named("pi"))
    return ratio / 2 if isinstance(ratio, Fraction) else None


def _cosine(turns: Fraction) -> Real | None:
    """cos 2πt for t in [0, 1)."""
    if turns > HALF:
        turns = 1 - turns
    if turns > Fraction(1, 4):
        opposite = _cosine(HALF - turns)
        return None if opposite is None else times(Fraction(-1), opposite)
    squares = {1: Fraction(4), 12: Fraction(3), 8: Fraction(2), 6: Fraction(1), 4: ZERO}  # of 2 cos 2π/q
    square = squares.get(turns.denominator) if turns else Fraction(4)
    return None if square is None else times(HALF, power(square, HALF)) if square else ZERO


def near_log(x: Real) -> float:
    """ln x of a positive number to a float's precision, which only proposes a candidate, however large x is."""
    near = x if isinstance(x, Fraction) else sum(enclose(x), start=ZERO) / 2
    above, below = near.numerator, near.denominator
    if above <= 0:
        raise Undecided("a constant is too close to 0 to tell its sign")
    if 1000 * abs(above - below) < below:
        return math.log1p((above - below) / below)
    return math.log(above) - math.log(below)


# -- order -------------------------------------------------------------------------------------------------


def sign(x: Real) -> int:
    """-1, 0 or 1, proved; `Undecided` where it depends on a parameter or resists proof."""
    if isinstance(x, Irrational):
        return _sign_for_all(x) if has_parameter(x) else _sign(x)
    p = x.numerator
    return (p > 0) - (p < 0)


def is_zero(x: Real) -> bool:
    """Whether x is 0; with a parameter inside, whether it is 0 for every value of the parameter."""
    if not isinstance(x, Irrational):
        return not x
    if has_parameter(x):
        return not _is_nonzero_somewhere(x) and _is_proved_zero(x)
    return _sign(x) == 0


def compare(x: Real, y: Real) -> int:
    if isinstance(x, Irrational) or isinstance(y, Irrational):
        return 0 if x == y else sign(minus(x, y))
    one, other = x.numerator * y.denominator, y.numerator * x.denominator
    return (one > other) - (one < other)


@lru_cache(maxsize=8192)
def _sign(x: Irrational) -> int:
    told = _sign_of_logarithms(x)
    if told is not None:
        return told
    for bits in (32, 80, 400):
        low, high = enclose(x, bits)
        if low > 0 or high < 0:
            return 1 if low > 0 else -1
    if _is_proved_zero(x):
        return 0
    low, high = enclose(x, 4000)
    if low > 0 or high < 0:
        return 1 if low > 0 else -1
    raise Undecided(f"{x} is 0 to 1,000 digits, but no proof of equality was found")


def _sign_of_logarithms(x: Irrational) -> int | None:
    """The sign of Σ cᵢ log pᵢ, and of a quotient of two: Π pᵢ^cᵢ is above 1, below it, or is 1. None for other numbers.

    2 − log_2 5 is (2 log 2 − log 5)/log 2, and 2² < 5.
    """
    below = next((kernel for term in x.above for kernel, e in term if e == -1), None)
    above = _sign_of_logs(x.above, below)
    if above is None or len(x.below) == 1:
        return above
    over_all = _sign_of_logs(x.below, None)
    return above * over_all if over_all else None


def _sign_of_logs(terms: Sum, below: Kernel | None) -> int | None:
    """The sign of Σ cᵢ log pᵢ for whole pᵢ > 1, all of it over one more such logarithm, which is positive, if given."""
    exponents: list[tuple[int, Fraction]] = []
    for term, c in terms.items():
        left = list(term)
        if below is not None:
            pair = (below, MINUS_ONE)
            left = [x for x in term if x != pair] if pair in term else [*term, (below, ONE)]
        if len(left) != 1 or left[0][1] != 1:
            return None
        kernel = left[0][0]
        if kernel.kind != "log" or not isinstance(kernel.of, int):
            return None
        exponents.append((kernel.of, c))
    if below is not None and not isinstance(below.of, int):
        return None
    scale = math.lcm(*[c.denominator for _, c in exponents])
    whole = [(p, c.numerator * (scale // c.denominator)) for p, c in exponents]
    if sum([p.bit_length() * abs(k) for p, k in whole]) > _LONGEST_PRODUCT:
        return None
    up: int = math.prod([p**k for p, k in whole if k > 0])
    down: int = math.prod([p**-k for p, k in whole if k < 0])
    return (up > down) - (up < down)


def _is_proved_zero(x: Irrational) -> bool:
    """Whether the numerator is 0: its coefficients at the products of letters, logarithms and constants are."""
    groups: dict[Term, Sum] = {}
    for term, c in x.above.items():
        free = tuple((k, e) for k, e in term if not _is_algebraic(k, e))
        rest = tuple((k, e) for k, e in term if _is_algebraic(k, e))
        groups.setdefault(free, {})[rest] = c
    if all(_is_algebraic_zero(group) for group in groups.values()):
        return True
    if any(k.kind == "letter" for k in x.kernels):
        return False
    product = _power_product(x)
    return product is not None and _is_algebraic_zero(nf.parts(minus(product, ONE))[0])


def _power_product(x: Irrational) -> Real | None:
    """Π uᵢ^cᵢ where the numerator is Σ cᵢ log uᵢ with whole coefficients, up to a positive factor."""
    content = _content(x.above)
    product: Real = ONE
    for term, c in x.above.items():
        if len(term) != 1 or term[0][0].kind != "log" or term[0][1] != 1 or abs(c / content) > 200:
            return None
        of = term[0][0].of
        assert not isinstance(of, str)
        product = times(product, power(Fraction(of) if isinstance(of, int) else of, c / content))
    return product


def _is_algebraic(kernel: Kernel, exponent: Real) -> bool:
    """Whether kernel^exponent is a root of a rational polynomial."""
    if not isinstance(exponent, Fraction):
        return False
    if kernel.kind == "sum":
        assert isinstance(kernel.of, Irrational)
        return all(_is_algebraic(k, e) for t in (*kernel.of.above, *kernel.of.below) for k, e in t)
    return kernel.kind == "whole"


def _is_algebraic_zero(x: Sum) -> bool:
    """Whether a sum of radicals is 0, by their root bound. Source: Burnikel, Funke, Mehlhorn, Schirra, Schmitt 2009."""
    if not all(_is_algebraic(k, e) for t in x for k, e in t):
        return False
    if not any(k.kind == "sum" for t in x for k, _ in t):
        return not x
    number = Irrational(x)
    degrees: dict[Kernel, int] = {}
    above, below = _root_bound(number, degrees)
    bits = math.ceil(above * (math.prod(degrees.values()) - 1) + below) + 2
    if bits > _LONGEST_PROOF:
        return False
    low, high = enclose(number, bits + 64)
    return low <= 0 <= high and high - low < Fraction(1, 1 << bits)


def _root_bound(x: Irrational, degrees: dict[Kernel, int]) -> tuple[Fraction, Fraction]:
    """(log₂ u, log₂ l): all conjugates of x are quotients of algebraic integers of sizes at most u and l."""

    def added(parts: list[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction]:
        below = sum((b for _, b in parts), start=ZERO)
        return max(a + below - b for a, b in parts) + len(parts).bit_length(), below

    def of(terms: Sum) -> tuple[Fraction, Fraction]:
        found = []
        for term, c in terms.items():
            above, below = Fraction(c.numerator.bit_length()), Fraction(c.denominator.bit_length())
            for kernel, e in term:
                assert isinstance(e, Fraction)
                u, v = _bound_of(kernel, degrees)
                degrees[kernel] = math.lcm(degrees.get(kernel, 1), e.denominator)
                # (u/l)^(a/q) is (u·l^(q−1))^(a/q)/l^a
                u, v = u * abs(e) + v * abs(e.numerator), v * abs(e.numerator)
                if e < 0:
                    u, v = v, u
                above, below = above + u + 1, below + v + 1
            found.append((above, below))
        return added(found)

    (a, b), (c, d) = of(x.above), of(x.below)
    return a + d, b + c


def _bound_of(kernel: Kernel, degrees: dict[Kernel, int]) -> tuple[Fraction, Fraction]:
    if isinstance(kernel.of, int):
        return Fraction(kernel.of.bit_length()), ZERO
    assert isinstance(kernel.of, Irrational)
    return _root_bound(kernel.of, degrees)


def _is_nonzero_somewhere(x: Irrational) -> bool:
    """Whether x is proved not to be 0 for one choice of its letters; most differences are told apart by that."""
    chosen = {name: Fraction(7 + 4 * i, 5 + i) for i, name in enumerate(sorted(letters(x)))}
    try:
        low, high = enclose(substituted(x, chosen))
    except (RecurError, ArithmeticError, ValueError):
        return False
    return low > 0 or high < 0


@lru_cache(maxsize=8192)
def _sign_for_all(x: Irrational) -> int:
    """The sign of x for all positive values of its letters."""
    if _is_proved_zero(x):
        return 0
    found = _sign_of_sum(x.above)
    if len(x.below) > 1 and found is not None:
        below = _sign_of_sum(x.below)
        found = None if below is None else found * below
    if found is None:
        raise DependsOnLetter(x)
    return found


def _sign_of_sum(terms: Sum) -> int | None:
    # powers of sums stay: they are positive, and a whole one would be multiplied out again
    common = {k: e for k, e in nf.common_powers(terms).items() if k.kind != "sum"}
    if common:
        outside = _sign_of_term(tuple(common.items()))
        if outside is None:
            return None
        inverse = nf.monomial({k: times(Fraction(-1), e) for k, e in common.items()})
        inside = _sign_of_sum(nf.multiplied(terms, inverse))
        return None if inside is None else inside * outside
    signs = set()
    for term, c in by_letters(terms).items():
        outside = _sign_of_term(term)
        signs.add(None if outside is None else outside * sign(c))
    if None not in signs and len(signs - {0}) <= 1:
        return next(iter(signs - {0}), 0)
    return _sign_by_logarithms(terms) or _sign_by_factors(terms)


def by_letters(terms: Sum) -> dict[Term, Real]:
    """The sum collected by the products of what depends on letters."""
    groups: dict[Term, Sum] = {}
    for term, c in terms.items():
        letter = tuple((k, e) for k, e in term if _depends(k) or has_parameter(e))
        rest = tuple((k, e) for k, e in term if not (_depends(k) or has_parameter(e)))
        groups.setdefault(letter, {})[rest] = c
    return {letter: nf.quotient(group) for letter, group in groups.items()}


def _depends(kernel: Kernel) -> bool:
    return kernel.kind == "letter" or (isinstance(kernel.of, Irrational) and has_parameter(kernel.of))


def _sign_of_term(term: Term) -> int | None:
    total = 1
    for kernel, e in term:
        found = _sign_of_kernel(kernel)
        if found == -1 and isinstance(e, Fraction) and e.denominator == 1:
            found = 1 if e % 2 == 0 else -1
        elif found == -1:
            found = None
        if found is None:
            return None
        total *= found
    return total


def _sign_of_kernel(kernel: Kernel) -> int | None:
    if kernel.kind in ("whole", "constant", "letter", "sum"):
        return 1
    if kernel.kind == "log" and isinstance(kernel.of, int):
        return 1
    try:
        if kernel.kind == "log" and isinstance(kernel.of, Irrational):
            return sign(minus(kernel.of, ONE))
        return None if _depends(kernel) else sign(kernel.number)  # the cosine of a letter has any sign
    except Undecided:
        return None


def _is_positive(kernel: Kernel) -> bool:
    return _sign_of_kernel(kernel) == 1


def _sign_by_logarithms(terms: Sum) -> int | None:
    """Σ cᵢ log uᵢ has the sign of Π uᵢ^cᵢ − 1: log(k + 3) − log 3 that of k."""
    if not all(len(t) == 1 and t[0][0].kind == "log" for t in terms):
        return None
    product = _power_product(Irrational(terms))
    if product is None:
        return None
    try:
        return sign(minus(product, ONE))
    except Undecided:
        return None


def _sign_by_factors(terms: Sum) -> int | None:
    """A rational polynomial in one letter without a positive root has the sign of its value at 1."""
    names = letters(Irrational(terms))
    if len(names) != 1:
        return None
    coefficients = polynomial_in(Irrational(terms), next(iter(names)))
    if coefficients is None or not all(isinstance(c, Fraction) for c in coefficients):
        return None
    from recur.numbers.polynomials import positive_roots_exist

    rational = tuple(c for c in coefficients if isinstance(c, Fraction))
    at_one = sum(rational, start=ZERO)
    if not at_one or positive_roots_exist(rational):
        return None
    return 1 if at_one > 0 else -1


def terms_of(x: Real) -> Sum:
    """The terms of the numerator of x."""
    return nf.parts(x)[0]


def of_terms(terms: Sum) -> Real:
    return nf.quotient(terms)


def numerator(x: Real) -> Real:
    return nf.quotient(terms_of(x))


def without_common_factor(x: Irrational) -> tuple[dict[Kernel, Real], Real]:
    """(kernels with their exponents, rest): what every term of the numerator has, and what is left."""
    common = nf.common_powers(x.above)
    inverse = nf.monomial({k: times(Fraction(-1), e) for k, e in common.items()})
    return common, nf.quotient(nf.multiplied(x.above, inverse))


def polynomial_in(x: Real, name: str) -> list[Real] | None:
    """The coefficients of a polynomial in a letter, constant term first; None of anything else."""
    if isinstance(x, Fraction) or name not in letters(x):
        return [x]
    if name in letters(nf.quotient(x.below)):
        return None
    found: dict[int, Sum] = {}
    for term, c in x.above.items():
        degree = ZERO
        rest = []
        for kernel, e in term:
            if kernel.kind == "letter" and kernel.of == name:
                if not isinstance(e, Fraction) or e.denominator != 1 or e < 0:
                    return None
                degree = e
            elif name in letters(_number(kernel)) | letters(e):
                return None
            else:
                rest.append((kernel, e))
        found.setdefault(int(degree), {})[tuple(rest)] = c
    return [nf.quotient(found.get(i, {}), x.below) for i in range(max(found) + 1)]


def substituted(x: Real, values: Mapping[str, Real]) -> Real:
    """x with numbers in the place of its letters."""
    if isinstance(x, Fraction) or not letters(x) & values.keys():
        return x

    def of(terms: Sum) -> Real:
        total: Real = ZERO
        for term, c in terms.items():
            product: Real = c
            for kernel, e in term:
                product = times(product, power(_substituted_kernel(kernel, values), substituted(e, values)))
            total = plus(total, product)
        return total

    return over(of(x.above), of(x.below))


def _substituted_kernel(kernel: Kernel, values: Mapping[str, Real]) -> Real:
    if kernel.kind == "letter":
        return values.get(str(kernel.of), kernel.number)
    if not isinstance(kernel.of, Irrational):
        return kernel.number
    inner = substituted(kernel.of, values)
    if kernel.kind == "log":
        return ln(inner)
    return inner if kernel.kind == "sum" else trigonometric(kernel.kind, inner)


# -- enclosures --------------------------------------------------------------------------------------------


def enclose(x: Real, bits: int = 80) -> tuple[Fraction, Fraction]:
    """Certified rational bounds low <= x <= high, by interval arithmetic with `bits` bits."""
    if isinstance(x, Fraction):
        return x, x
    try:
        for precision in (bits, 4 * bits, 16 * bits):
            try:
                return as_interval(x, precision).rationals()
            except TooCoarse:
                continue
    except (ArithmeticError, MemoryError, ValueError):  # mpmath on 9^9^9^9
        pass
    raise Undecided("a constant is too large or too small to enclose")


def as_interval(x: Real, bits: int) -> Interval:
    """x between two binary numbers of that many digits."""
    from recur.numbers.interval import interval

    if isinstance(x, Fraction):
        return interval(x, bits)
    above = _interval_of_sum(x.above, bits)
    if len(x.below) == 1:
        return above
    below = _interval_of_sum(x.below, bits)
    return above * below.reciprocal()


def _interval_of_sum(terms: Sum, bits: int) -> Interval:
    from recur.numbers.interval import interval

    total: Interval | None = None
    for term, c in terms.items():
        product = interval(c, bits)
        for kernel, e in term:
            product = product * _interval_of_power(kernel, e, bits)
        total = product if total is None else total + product
    return interval(ZERO, bits) if total is None else total


def _interval_of_power(kernel: Kernel, e: Real, bits: int) -> Interval:
    from recur.numbers.interval import exponential as exp

    if kernel.kind == "constant" and kernel.of == "e" and e != 1:
        return exp(as_interval(e, bits))
    base = _interval_of_kernel(kernel, bits)
    if isinstance(e, Irrational):
        return base.power(as_interval(e, bits))
    return base if e == 1 else base.power(e.numerator if e.denominator == 1 else e)


@lru_cache(maxsize=1024)
def _interval_of_kernel(kernel: Kernel, bits: int) -> Interval:
    from recur.numbers import interval as i

    if kernel.kind == "letter":
        raise Undecided(f"no certified value of {kernel.of} is available")
    if kernel.enclosure is not None:
        low, high = kernel.enclosure(bits)
        return i.between(low, high, bits)
    if kernel.kind == "constant":
        return i.enclosed_constant(str(kernel.of), bits)
    inner = i.interval(kernel.of, bits) if isinstance(kernel.of, int) else as_interval(_argument(kernel), bits)
    functions = {"log": i.logarithm, "cos": i.cosine, "sin": i.sine}
    return functions[kernel.kind](inner) if kernel.kind in functions else inner


def _argument(kernel: Kernel) -> Irrational:
    assert isinstance(kernel.of, Irrational)
    return kernel.of


def digits(x: Real, count: int = 50) -> str:
    """x in decimal with `count` correct significant digits."""
    from recur.numbers.interval import nearest_decimal

    bits = int(count * 3.33) + 40
    low, high = enclose(x, bits)
    return nearest_decimal((low + high) / 2, count)
