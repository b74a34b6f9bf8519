"""Every solution of T(n) = Σ cᵢ T(n − i) + f(n): homogeneous solutions with a free constant each, and a particular one.

A root ρ of multiplicity m of the characteristic polynomial contributes n^j·ρⁿ for j < m, a pair of complex roots
|ρ|ⁿ·cos(nθ) and |ρ|ⁿ·sin(nθ) times n^j. For p(n)·βⁿ in the driving function undetermined coefficients give n^s·q(n)·βⁿ
with deg q = deg p, where s is the multiplicity of β as a characteristic root (resonance).
Source: Graham, Knuth, Patashnik, Concrete Mathematics, section 7.3; Rosen, Discrete Mathematics and Its Applications,
section 8.2.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import count
from math import comb, lcm

from recur.asymptotics import Growth
from recur.model import Case, expressions as ex
from recur.model.records import frozen
from recur.numbers import Polynomial, Root, exponential_polynomials as ep
from recur.numbers.polynomials import degree
from recur.solving.linear.dominant_roots import dominant
from recur.solving.linear.excited_growth import growth_monomial
from recur.solving.linear.linear_sequences import characteristic_factors
from recur.solving.linear.root_formulas import MOST_DEGREE, RootFormulas


@frozen
class Mode:
    """One mode: constant · n^j · basis, where basis is ρⁿ, |ρ|ⁿ·cos(nθ) or |ρ|ⁿ·sin(nθ) for the root ρ."""

    constant: str
    root: Root
    power: int


@frozen
class GeneralSolution:
    """`homogeneous` + Σ letters · Σ p(n)·βⁿ of `particular`; `terms` say what stands behind each free constant."""

    homogeneous: ex.Expr
    particular: Mapping[ex.Expr, ep.Terms]
    terms: tuple[Mode, ...]

    @property
    def constants(self) -> tuple[str, ...]:
        return tuple(term.constant for term in self.terms)

    def formula(self, variable: str) -> ex.Expr:
        parts = [self.homogeneous]
        parts += [ex.mul(atom, ep.formula(terms, variable)) for atom, terms in self.particular.items() if terms]
        return ex.Add(tuple(term for x in parts for term in (x.terms if isinstance(x, ex.Add) else (x,))))


def general_solution(
    coefficients: Mapping[int, Fraction],
    driving: Mapping[ex.Expr, ep.Terms],
    formulas: RootFormulas,
    taken: frozenset[str],
) -> GeneralSolution | None:
    """The general solution; None where a root has no formula. Constants have names that are not `taken`."""
    factored = characteristic_factors(coefficients)
    if any(degree(q) > MOST_DEGREE for q, _ in factored):
        return None
    names = constant_names(taken)
    parts: list[ex.Expr] = []
    terms: list[Mode] = []
    for q, m in rational_first(factored):
        part, found = _contribution(q, m, formulas, names)
        parts += part
        terms += found
    homogeneous = parts[0] if len(parts) == 1 else ex.Add(tuple(parts))
    driven = {atom: particular(coefficients, terms) for atom, terms in driving.items()}
    return GeneralSolution(homogeneous, driven, tuple(terms))


def constant_names(taken: frozenset[str]) -> Iterator[str]:
    """C₁, C₂, …, or K₁, K₂, … where a letter C stands in the text."""
    letter = next((x for x in "CKABDEGH" if not any(name.startswith(x) for name in taken)), "C")
    return (name for i in count(1) if (name := f"{letter}_{i}") not in taken)


def rational_first(factored: Iterable[tuple[Polynomial, int]]) -> list[tuple[Polynomial, int]]:
    """Rational roots first, from the least modulus up; then quadratics, then the others."""
    return sorted(factored, key=lambda factor: (degree(factor[0]), abs(factor[0][0])))


def particular(coefficients: Mapping[int, Fraction], driving: ep.Terms) -> ep.Terms:
    """The one particular solution without a term that is homogeneous itself, by undetermined coefficients.

    For L(T) = T(n) − Σ cᵢ T(n − i) one has L(n^j·βⁿ) = βⁿ·Σ_k C(j, k)·n^(j−k)·M_k with M₀ = 1 − Σ cᵢ β^(−i) and
    M_k = −Σ cᵢ β^(−i)·(−i)^k beyond, where M_k = 0 for k below the multiplicity s of β: the highest power goes first.

    >>> particular({1: Fraction(2)}, {Fraction(2): (Fraction(3),)})
    {Fraction(2, 1): (Fraction(0, 1), Fraction(3, 1))}
    """
    factored = characteristic_factors(coefficients)
    found: ep.Terms = {}
    for base, p in driving.items():
        s = next((m for q, m in factored if len(q) == 2 and -q[0] == base), 0)
        scale, weights = _over(coefficients, base)
        moments = [(scale if not k else 0) - sum([w * (-i) ** k for i, w in weights]) for k in range(s, s + len(p))]
        q = [c * scale for c in p]
        for m in range(len(p) - 1, -1, -1):
            for j in range(m + 1, len(p)):
                q[m] -= q[j] * (comb(j + s, m) * moments[j - m])
            q[m] /= comb(m + s, s) * moments[0]
        found[base] = (Fraction(0),) * s + tuple(q)
    return found


def _over(coefficients: Mapping[int, Fraction], base: Fraction) -> tuple[int, list[tuple[int, int]]]:
    """A common denominator of all cᵢ β^(−i), and (i, cᵢ β^(−i)) times that."""
    order, below = max(coefficients), lcm(*[c.denominator for c in coefficients.values()])
    a, b = base.numerator, base.denominator
    weights = [(i, c.numerator * (below // c.denominator) * b**i * a ** (order - i)) for i, c in coefficients.items()]
    return below * a**order, weights


def _contribution(
    q: Polynomial, m: int, formulas: RootFormulas, names: Iterator[str]
) -> tuple[list[ex.Expr], list[Mode]]:
    """The summands of an irreducible factor of multiplicity m, and their terms."""
    parts, terms = [], []
    for basis, roots in formulas.real_basis(q):
        inner: list[ex.Expr] = []
        for wave, root in roots:
            constants: list[ex.Expr] = []
            for j in range(m):
                terms.append(Mode(next(names), root, j))
                constants.append(ex.mul(ex.Symbol(terms[-1].constant), ex.power(formulas.n, ex.number(j))))
            front = constants[0] if m == 1 else ex.Add(tuple(constants))
            inner.append(ex.mul(front, wave))
        parts.append(ex.mul(inner[0] if len(inner) == 1 else ex.Add(tuple(inner)), basis))
    return parts, terms


def growth_cases(
    general: GeneralSolution, formulas: RootFormulas, variable: str
) -> tuple[tuple[Case, ...], Growth, bool]:
    """Θ of |T| by the constants that are not 0, largest first; O of |T| whatever they are; whether all are told.

    The rows end where several roots share the largest modulus: what oscillates there has no Θ. The driving function
    holds no letters.
    """
    left = _of_one_root(general.terms)
    driven, settles = _driven(general, variable)
    rows: list[Case] = []
    none: tuple[ex.Expr, ...] = ()
    upper: Growth | None = None
    while left:
        top, growth = _largest(left, formulas, variable)
        if growth < driven:
            break
        upper = upper or growth
        if len(top) > 1 or growth == driven:
            return tuple(rows), upper, False
        constant = ex.Symbol(top[0].pop().constant)
        rows.append(Case(f"{constant.name} ≠ 0", (*none, ex.Relation("!=", constant, ex.ZERO)), growth))
        none = (*none, ex.Relation("=", constant, ex.ZERO))
        left = [modes for modes in left if modes]
    if settles and not driven.is_zero:
        rows.append(Case("otherwise", none, driven))
    return tuple(rows), upper or driven, settles


def _of_one_root(terms: Iterable[Mode]) -> list[list[Mode]]:
    """The terms of each root, as they follow each other: the power of n rises from 0."""
    found: list[list[Mode]] = []
    for term in terms:
        if term.power:
            found[-1].append(term)
        else:
            found.append([term])
    return found


def _largest(left: list[list[Mode]], formulas: RootFormulas, variable: str) -> tuple[list[list[Mode]], Growth]:
    """The terms of the roots ρ with the largest n^j·ρⁿ, and the growth of that."""
    roots = [Root(modes[0].root.factor, modes[0].root.place, len(modes)) for modes in left]
    found = dominant(roots)
    largest = [*([found.positive] if found.positive is not None else []), *found.others]
    m = max([root.multiplicity for root in largest])
    top = [root for root in largest if root.multiplicity == m]
    chosen = [modes for root, modes in zip(roots, left, strict=True) if root in top]
    return chosen, Growth(growth_monomial(formulas.modulus_of(top[0]), m), variable)


def _driven(general: GeneralSolution, variable: str) -> tuple[Growth, bool]:
    """The growth of the particular solution, and whether one base decides it."""
    if not general.particular:
        return Growth(None, variable), True
    sizes = {base: (abs(base), len(p)) for base, p in general.particular[ex.ONE].items()}
    modulus, length = max(sizes.values())
    alone = list(sizes.values()).count((modulus, length)) == 1
    return Growth(growth_monomial(modulus, length), variable), alone
