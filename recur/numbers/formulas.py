"""Exact numbers written back as formulas: log 3 / log 2 as log_2 3, (1 + √5)/2 as φ's radical."""

import math
from fractions import Fraction
from functools import lru_cache

from recur.model import Expr, expressions as ex
from recur.numbers import normal_form as nf, real
from recur.numbers.normal_form import ONE, ZERO, Irrational, Kernel, Real, Sum, Term

_MOST_FACTORS = 200
_LONGEST_BASE = 512  # bits


def exact_formula(x: Real) -> Expr:
    return _formula_of(x) if isinstance(x, Irrational) else ex.Number(x)


@lru_cache(maxsize=2048)
def _formula_of(x: Irrational) -> Expr:
    if x == real.named("phi"):
        return ex.Constant("phi")
    ratio = _as_log_ratio(x)
    return ratio if ratio is not None else _formula(x)


@lru_cache(maxsize=2048)
def radicals(x: Real) -> Expr:
    """An algebraic number in radicals, φ too."""
    return _formula(x)


def _as_log_ratio(x: Irrational) -> Expr | None:
    """(Σ eᵢ log pᵢ)/(Σ fᵢ log qᵢ) as log_b a, a and b rational, or with an algebraic a such as φ."""
    if not real.has_logarithm(x):
        return None
    numerator, denominator = fraction(x)
    above, below = _antilogarithm(numerator), _antilogarithm(denominator)
    if above is None or below is None:
        return None
    (a, numerator_scale), (b, denominator_scale) = above, below
    scale = numerator_scale / denominator_scale
    if isinstance(b, Fraction) and b < 1:
        b, scale = 1 / b, -scale
    if isinstance(a, Fraction) and a < 1:
        a, scale = 1 / a, -scale
    logarithm = ex.Log(exact_formula(a), exact_formula(b))
    return logarithm if scale == 1 else ex.mul(ex.Number(scale), logarithm)


def fraction(x: Real) -> tuple[Sum, Sum]:
    """x as a quotient of two sums with whole coefficients and without negative exponents."""
    below: Sum = {(): ONE}
    above = real.terms_of(x)
    if isinstance(x, Irrational):
        below = x.below
    least: dict[Kernel, Real] = {}
    for term in above:
        for kernel, e in term:
            if _is_negative(e) and (kernel not in least or _is_negative(e - least[kernel])):
                least[kernel] = e
    if least:
        clear: Sum = {tuple((k, -e) for k, e in least.items()): ONE}
        above, below = nf.multiplied(above, clear), nf.multiplied(below, clear)
    scale = nf.whole_scale((*above.values(), *below.values()))
    if len(below) > 1 and all(c < 0 for c in above.values()):  # 1/(1 − a), not −1/(a − 1)
        scale = -scale
    return nf.scaled(above, scale), nf.scaled(below, scale)


def _is_negative(e: Real) -> bool:
    """Whether an exponent is written with a minus sign."""
    return all([c < 0 for c in e.above.values()]) if isinstance(e, Irrational) else e < 0


@lru_cache(maxsize=1024)
def _antilogarithm_of(x: Irrational) -> tuple[Real, Fraction] | None:
    return _antilogarithm(x.above) if len(x.below) == 1 else None


def _antilogarithm(terms: Sum) -> tuple[Real, Fraction] | None:
    """(a, s) with Σ = s · log a, a free of logarithms; s is 1 over the common denominator where a is short so."""
    if any(len(t) != 1 or t[0][0].kind != "log" or t[0][1] != 1 for t in terms):
        return None
    above, below = 1, math.lcm(*[c.denominator for c in terms.values()])
    exponents = [c.numerator * (below // c.denominator) for c in terms.values()]
    if sum(map(abs, exponents)) > _MOST_FACTORS:  # 150 log 2 + 150 log 5 is 150 log 10
        above = math.gcd(*exponents)
        if below > 1 and max(exponents) < 0:  # 2^(−4339n/6250), as it is typed
            above = -above
        exponents = [k // above for k in exponents]
    if sum(map(abs, exponents)) > _MOST_FACTORS:
        return None
    product: Real = ONE
    for term, k in zip(terms, exponents, strict=True):
        of = term[0][0].of
        assert not isinstance(of, str)
        power = real.power(Fraction(of) if isinstance(of, int) else of, Fraction(k))
        product = power if product is ONE else product * power
    return product, Fraction(above, below)


def _formula(x: Real) -> Expr:
    if isinstance(x, Fraction):
        return ex.Number(x)
    if len(x.below) > 1 or (len(x.above) > 1 and not _is_open(x)):
        numerator, denominator = fraction(x)
        if denominator == {(): ONE}:
            return _sum_formula(numerator)
        return ex.divide(_sum_formula(numerator), _sum_formula(denominator))
    return _sum_formula(x.above)


def _is_open(x: Irrational) -> bool:
    """Whether letters, or numbers known by their digits, stand in x."""
    return real.has_parameter(x) or real.is_known_by_digits(x)


def _sum_formula(terms: Sum) -> Expr:
    if len(terms) == 1:
        ((term, c),) = terms.items()
        return _term_formula(term, c)
    parts = [_term_formula(t, terms[t]) for t in _in_order(terms)]
    if any(_is_open(Irrational({t: ONE})) for t in terms if t):
        return ex.add(*parts)
    parts.sort(key=lambda part: not isinstance(part, ex.Number))  # 1 + √5 reads better than √5 + 1
    return ex.Add(tuple(parts))


def _in_order(terms: Sum) -> list[Term]:
    """By falling exponents of the letters, then by size."""
    rows: dict[Term, dict[tuple[int, int, str], Fraction]] = {}
    sizes: dict[Term, float] = {}
    for term, c in terms.items():
        size, rows[term] = _size(c), {}
        for kernel, e in term:
            if kernel.kind == "whole" and isinstance(kernel.of, int) and isinstance(e, Fraction):
                size *= _size_of_root(kernel.of, e)
                continue
            alone = Irrational({((kernel, e),): ONE})
            if not _is_open(alone):
                size *= _size(alone)
            elif isinstance(e, Fraction):
                rows[term][kernel.order] = e
            else:
                rows[term][kernel.order] = ONE
        sizes[term] = size
    generators = sorted({g for row in rows.values() for g in row})
    return sorted(terms, key=lambda t: ([-rows[t].get(g, ZERO) for g in generators], sizes[t]))


def _size(x: Real) -> float:
    """x as a float, for the order alone; infinite where it is too large for one."""
    try:
        return float(x)
    except OverflowError:
        return math.copysign(math.inf, real.sign(x))


def _size_of_root(base: int, exponent: Fraction) -> float:
    """As `_size`, of base^exponent."""
    try:
        return float(base ** (exponent.numerator / exponent.denominator))
    except OverflowError:
        return math.inf


def _term_formula(term: Term, c: Fraction) -> Expr:
    """c · Π kernel^exponent as a quotient."""
    powers = [*_radicals(term), *[_power_formula(k, e) for k, e in term if k.kind != "whole"]]
    if len(powers) < 2 and c.denominator == 1 and not (powers and powers[0][1]):
        return ex.mul(ex.Number(c), powers[0][0]) if powers else ex.Number(c)
    numerator = ex.mul(ex.Number(Fraction(c.numerator)), *(p for p, below in powers if not below))
    denominator = ex.mul(ex.Number(Fraction(c.denominator)), *(p for p, below in powers if below))
    return numerator if denominator == ex.Number(ONE) else ex.divide(numerator, denominator)


def _power_formula(kernel: Kernel, e: Real) -> tuple[Expr, bool]:
    """kernel^|e|, and whether it stands below."""
    below = _is_negative(e)
    return ex.power(_kernel_formula(kernel), exact_formula(-e if below else e)), below


def _radicals(term: Term) -> list[tuple[Expr, bool]]:
    """Roots of one degree in one: √2·√3 is √6, and 2^k·3^k is 6^k."""
    if len(term) == 1:
        ((kernel, e),) = term
        if kernel.kind != "whole" or not isinstance(kernel.of, int):
            return []
        below = _is_negative(e)
        return [(ex.power(ex.Number(Fraction(kernel.of)), exact_formula(ZERO - e if below else e)), below)]
    groups: dict[Real, dict[int, int]] = {}  # unit -> {p: m} for p^(m·unit)
    for kernel, e in term:
        if kernel.kind != "whole" or not isinstance(kernel.of, int):
            continue
        unit, times = (Fraction(1, e.denominator), e.numerator) if isinstance(e, Fraction) else (e, 1)
        for known in groups if isinstance(unit, Irrational) else ():
            ratio = unit / known
            if isinstance(ratio, Fraction) and ratio.denominator == 1:
                unit, times = known, ratio.numerator
                break
        groups.setdefault(unit, {})[kernel.of] = times
    found = []
    for unit, powers in groups.items():
        shared = math.gcd(*powers.values())
        parts = [{p: m // shared} for p, m in powers.items()]
        if sum(p.bit_length() * abs(m // shared) for p, m in powers.items()) <= _LONGEST_BASE:
            parts = [{p: m // shared for p, m in powers.items()}]
        for part in parts:
            base, exponent = math.prod((Fraction(p) ** m for p, m in part.items()), start=ONE), shared
            if len(part) == 1:
                ((p, m),) = part.items()
                base, exponent = Fraction(p), m * shared
            e = Fraction(exponent) * unit
            below = _is_negative(e)
            found.append((ex.power(ex.Number(base), exact_formula(ZERO - e if below else e)), below))
    return found


def _kernel_formula(kernel: Kernel) -> Expr:
    if kernel.kind in ("letter", "defined"):
        return ex.Symbol(str(kernel.of))
    if kernel.kind == "constant":
        return ex.Constant(str(kernel.of))
    inner = ex.Number(Fraction(kernel.of)) if isinstance(kernel.of, int) else _formula(_argument(kernel))
    if kernel.kind == "log":
        return ex.Log(inner, ex.Constant("e"))
    return inner if kernel.kind == "sum" else ex.Apply(kernel.kind, (inner,))


def _argument(kernel: Kernel) -> Real:
    assert isinstance(kernel.of, Irrational)
    return kernel.of


def exponential_factor(body: Expr, c: Real) -> Expr:
    """exp(c · body) with the shortest base: exp(log 2 · n) is 2^n, exp(log 2 / 2 · n) is 2^(n/2)."""
    if not isinstance(c, Fraction):
        antilogarithm = _antilogarithm_of(c)
        if antilogarithm is not None:
            a, scale = antilogarithm
            return ex.power(exact_formula(a), ex.mul(ex.Number(scale), body))
        base = _only_logarithm(c)
        if base is not None:
            return ex.power(exact_formula(base), ex.mul(_formula(c / real.ln(base)), body))
    return ex.power(ex.Constant("e"), ex.mul(exact_formula(c), body) if c != 1 else body)


def _only_logarithm(x: Irrational) -> Real | None:
    """a of a product with one logarithm, log a."""
    if len(x.above) > 1 or len(x.below) > 1:
        return None
    logs = [(k, e) for term in x.above for k, e in term if k.kind == "log"]
    if len(logs) != 1 or logs[0][1] != 1:
        return None
    of = logs[0][0].of
    assert not isinstance(of, str)
    return Fraction(of) if isinstance(of, int) else of
