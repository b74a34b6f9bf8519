"""Growth: a class of functions equal up to constant factors, Θ(f), as one canonical point of the asymptotic scale.

Equal growths are equal values with equal hashes; the order is total wherever it can be decided, and raises
`Undecided` otherwise. The scale holds constants, log* n, iterated logarithms, n^c, 2^(√n), n^(log n), c^n, n!,
2^(2^n) and all their products, with exact real exponents.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache, total_ordering
from math import gcd, lcm

from recur.asymptotics import monomials
from recur.asymptotics.expansion import expand
from recur.asymptotics.monomials import STAR, UNIT, Monomial
from recur.asymptotics.series import Between, Series, coefficient_sign
from recur.model import Expr, Undecided, expressions as ex
from recur.model.records import frozen
from recur.numbers import Real, exact_formula, real
from recur.numbers.formulas import exponential_factor

_N, _N_LOG_N = monomials.level(0), monomials.multiply(monomials.level(0), monomials.level(1))


@total_ordering
@frozen(eq=False)
class Growth:
    """Θ of `monomial` in `variable`; no monomial is the function 0, below all others.

    >>> n = ex.Symbol("n")
    >>> Growth.of(ex.power(n, ex.log(n))) > Growth.of(ex.mul(n, n))
    True
    """

    monomial: Monomial | None
    variable: str = "n"

    def defined_numbers(self) -> dict[str, Real]:
        """The numbers in it that have a name and a definition, by name: the root ρ of ρⁿ."""
        found: dict[str, Real] = {}
        pending = [] if self.monomial is None else [self.monomial]
        while pending:
            m = pending.pop()
            for inner, c in m.exponential:
                pending.append(inner)
                found |= real.defined_numbers(c)
            for _, exponent in m.powers:
                found |= real.defined_numbers(exponent)
        return found

    def formula(self) -> Expr:
        """`expression()`, in which a symbol that was defined is that number and no letter: its growth is this one."""
        numbers = self.defined_numbers()
        return ex.substitute_all(self.expression(), {name: ex.Defined(name, x) for name, x in numbers.items()})

    @property
    def is_zero(self) -> bool:
        return self.monomial is None

    @property
    def point(self) -> Monomial:
        """The monomial of a growth that is not 0."""
        if self.monomial is None:
            raise Undecided("0 has no place on the scale of growth")
        return self.monomial

    @classmethod
    def of(cls, x: Expr, variable: str = "n") -> Growth:
        """The growth of a formula that is eventually positive."""
        expansion = expand(x, variable)
        if expansion.is_zero:
            return cls(None, variable)
        m, c = expansion.lead
        if coefficient_sign(c) < 0:
            raise Undecided("the function is negative for large arguments, so it is no growth")
        return cls(m, variable)

    def __eq__(self, other: object) -> bool:
        """Whether the two grow alike: the same monomial, or exponents that are proved equal."""
        if self is other:
            return True
        if not isinstance(other, Growth):
            return NotImplemented
        if self.variable != other.variable or self.monomial is None or other.monomial is None:
            return self.variable == other.variable and self.monomial == other.monomial
        if self.monomial == other.monomial:
            return True
        try:
            return monomials.compare(self.monomial, other.monomial) == 0
        except Undecided:
            return False

    def __hash__(self) -> int:
        # Irrational exponents may be written in several ways: only what is rational is hashed.
        m = self.monomial
        powers = () if m is None else tuple((k, e) for k, e in m.powers if isinstance(e, Fraction))
        return hash((self.variable, m is None, powers))

    def __lt__(self, other: Growth) -> bool:
        if self.monomial is None or other.monomial is None:
            return self.monomial is None and other.monomial is not None
        return monomials.compare(self.monomial, other.monomial) < 0

    def __mul__(self, other: Growth) -> Growth:
        return Growth(monomials.multiply(self.point, other.point), self.variable)

    def __truediv__(self, other: Growth) -> Growth:
        return Growth(monomials.divide(self.point, other.point), self.variable)

    @property
    def is_constant(self) -> bool:
        return self.monomial == UNIT

    def expression(self) -> Expr:
        """The shortest usual formula, without constant factors: n^(log_2 3), n·log log n, 2^n."""
        return ex.ZERO if self.monomial is None else monomial_formula(self.monomial, self.variable)


def multiple(c: Real, m: Monomial, variable: str) -> Expr:
    """c·m as a formula of exactly that leading term.

    Where m is written with n!, which is √(2π) times m's Stirling form, the constant in front is smaller by that factor.
    """
    shown = monomial_formula(m, variable)
    if any(isinstance(x, ex.Apply) and x.name == "factorial" for x in ex.walk(shown)):
        _, inside = expand(shown, variable).lead
        if isinstance(inside, Between):
            raise Undecided(f"the leading constant of {shown} is not known")
        c = c / inside
    return shown if c == 1 else ex.mul(exact_formula(c), shown)


@lru_cache(maxsize=2048)
def monomial_formula(m: Monomial, variable: str) -> Expr:
    powers = dict(m.powers)
    factors: list[Expr] = []
    rest = dict(m.exponential)
    if rest.get(_N_LOG_N) == 1 and _is_half_integer(powers.get(0)):
        # Stirling read backwards: e^(n log n − n) √n is n!
        factors.append(ex.Apply("factorial", (ex.Symbol(variable),)))
        del rest[_N_LOG_N]
        rest[_N] = rest.get(_N, Fraction(0)) + Fraction(1)
        powers[0] = powers[0] - Fraction(1, 2)
    factors += [_exponential_formula(e, c, variable) for e, c in rest.items() if c != 0]
    logs = [ex.power(_level_formula(k, variable), exact_formula(e)) for k, e in sorted(powers.items()) if e != 0]
    at_front = 1 if powers.get(0, 0) != 0 else 0
    return ex.mul(*logs[:at_front], *factors, *logs[at_front:])


def _is_half_integer(x: Real | None) -> bool:
    return isinstance(x, Fraction) and x.denominator == 2


def _exponential_formula(m: Monomial, c: Real, variable: str) -> Expr:
    """exp(c·m): n^n for n log n, (log n)^(log n) for log n · log log n, otherwise a constant to the power of m."""
    if m.powers:
        k, e = m.powers[-1]
        if 0 < k < STAR and real.compare(e, Fraction(1)) >= 0:
            rest = monomials.divide(m, monomials.level(k))
            base = _with_its_base(_level_formula(k - 1, variable))
            return ex.power(base, _multiple_of(c, monomial_formula(rest, variable), variable))
    return exponential_factor(_with_its_base(monomial_formula(m, variable)), c)


def _multiple_of(c: Real, x: Expr, variable: str) -> Expr:
    """c·x in an exponent: (log₂ n)/2 for log n/(2 log 2)."""
    n = ex.Symbol(variable)
    if x == ex.log(n) and not isinstance(c, Fraction):
        inverse = real.ONE / c
        parts = () if isinstance(inverse, Fraction) else real.terms_of(inverse).values()
        content = Fraction(gcd(*(p.numerator for p in parts)), lcm(*(p.denominator for p in parts)))
        base = real.exponential(inverse / content) if parts else None
        if isinstance(base, Fraction) and base > 1:
            return ex.mul(ex.number(1 / content), ex.Log(n, ex.number(base)))
        if isinstance(base, Fraction) and base < 1:
            return ex.mul(ex.number(-1 / content), ex.Log(n, ex.number(1 / base)))
    return ex.mul(exact_formula(c), _with_its_base(x))


def _with_its_base(x: Expr) -> Expr:
    """With ln for log: in an exponent, and below one that varies, the base decides the growth."""
    if isinstance(x, ex.Log) and x.base is None:
        return ex.Log(_with_its_base(x.argument), ex.Constant("e"))
    return x if not x.children else ex.rebuild(x, _with_its_base)


def _level_formula(k: int, variable: str) -> Expr:
    x: Expr = ex.Symbol(variable)
    if k >= STAR:
        x, k = ex.Apply("log_star", (x,)), k - STAR
    for _ in range(k):
        x = ex.log(x)
    return x


def lower_bound(s: Series) -> Monomial | None:
    """The fastest monomial that s is certainly Ω of; None when s may be 0 or negative."""
    for m, c in s.terms:
        if isinstance(c, Between) and c.low is not None and real.sign(c.low) == 0:
            continue  # this term may vanish, the next ones are still there
        low: Real | None = c.low if isinstance(c, Between) else c
        return m if low is None or real.sign(low) > 0 else None
    return None


def upper_bound(s: Series) -> Monomial | None:
    """The monomial that |s| is certainly O of."""
    return s.terms[0][0] if s.terms else s.error
