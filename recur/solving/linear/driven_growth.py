"""T(n) = Σ cᵢ T(n − i) + f(n), coefficients of both signs, where f decides whatever the base is.

T is a solution without f plus Σ h(n − k)·f(k), h the solution that starts with 0, …, 0, 1. If f outgrows every
root, the sum is f(n)·(λ^d/p(λ) + o(1)) with λ = lim f(n)/f(n − 1) and p the characteristic polynomial. If one
positive root ρ of multiplicity m is larger in modulus than all others, h(j) ~ C·j^(m−1)·ρ^j with C > 0, and the sum
is an m-fold sum of f(k)/ρ^k, which decides if it diverges. Source: Flajolet and Sedgewick, Analytic Combinatorics,
section VI.
"""

from recur.asymptotics import Between, Monomial, coefficient_sign, level, monomial_formula, monomials, summation
from recur.model import Step, Undecided, Unmet, expressions as ex, step
from recur.model.records import frozen
from recur.numbers import Polynomial, Root, exact_formula, real, roots_of
from recur.numbers.polynomials import degree
from recur.numbers.roots import PRECISIONS, exact_modulus
from recur.solving.linear.dominant_roots import dominant
from recur.solving.linear.excited_growth import growth_monomial
from recur.solving.linear.root_formulas import RootFormulas
from recur.solving.problem import Problem


@frozen
class Driven:
    growth: Monomial
    reason: Step
    steps: tuple[Step, ...]


def driven_growth(problem: Problem, factored: tuple[tuple[Polynomial, int], ...], formulas: RootFormulas) -> Driven:
    """Θ of every solution, whatever its initial values; `Unmet` where they have a say."""
    toll = _toll(problem, factored)
    roots = [root for q, m in factored for root in roots_of(q, m)]
    top = dominant(roots)
    if toll is None:
        raise _depends_on_base(problem, top.positive if not top.others else None, formulas)
    outgrown = _outgrows(toll, roots)
    if outgrown:
        f = monomial_formula(toll, problem.variable)
        return Driven(
            toll,
            step("the driving function outgrows every characteristic root."),
            (
                step(
                    "The driving function, of the order of {f}, grows by a larger factor than the modulus of any "
                    "characteristic root, so that {t} is a constant multiple of it.",
                    f=f,
                    t=problem.recurrence.left,
                ),
            ),
        )
    if top.positive is None or top.others:
        raise Unmet("a single dominant root", "the characteristic roots of largest modulus are not one positive number")
    return _iterated(problem, toll, top.positive, formulas)


def _toll(problem: Problem, factored: tuple[tuple[Polynomial, int], ...]) -> Monomial | None:
    """The growth of a driving function that is positive from some size on, on both readings."""
    r = problem.recurrence
    low, high = problem.tolls
    if r.relation != "=":
        raise Unmet("positive coefficients", "an inequality says nothing once earlier values are subtracted")
    if low is None or high is None:
        raise Unmet("a bounded driving term", "the driving term is known from one side only")
    if high.is_zero:
        return None
    m, c = high.lead
    hidden = isinstance(c, Between) or not problem.driving.exact
    if hidden and not _all_positive(factored):
        raise Unmet(
            "an exact driving function",
            "with coefficients of both signs the hidden constants of the driving function may cancel",
        )
    if low.is_zero or low.lead[0] != m or coefficient_sign(low.lead[1]) <= 0 or coefficient_sign(c) <= 0:
        raise Unmet("a positive driving function", "the driving function is not known to be positive for large sizes")
    return m


def _all_positive(factored: tuple[tuple[Polynomial, int], ...]) -> bool:
    """All roots real and positive: then every h(j), a sum of products of roots, is positive."""
    return all(root.is_positive for q, _ in factored for root in roots_of(q))


def _outgrows(toll: Monomial, roots: list[Root]) -> bool:
    """f(n)/(|ρ| + ε)ⁿ → ∞ for every root ρ: ln |ρ| is below the exponential rate of f."""
    rate = dict(toll.exponential)
    for m, c in toll.exponential:
        if monomials.compare(m, level(0)) > 0:
            return real.sign(c) > 0
    speed = rate.get(level(0), real.ZERO)
    known = [exact_modulus(root) for root in roots]
    if any(m is not None and m != 0 and real.sign(speed - real.ln(m)) <= 0 for m in known):
        return False
    rest = [root for root, m in zip(roots, known, strict=True) if m is None]
    for bits in PRECISIONS if rest else ():
        highs = [root.modulus(bits) for root in rest]
        low, high = max(a for a, _ in highs), max(b for _, b in highs)
        if real.is_zero(speed):
            if high < 1:
                return True
            if low >= 1:
                return False
            continue
        # ln x = speed: compare the moduli with e^speed through certified logarithms.
        if real.sign(speed - real.ln(high)) > 0:
            return True
        if low > 0 and real.sign(speed - real.ln(low)) <= 0:
            return False
    if not rest:
        return True
    raise Undecided("the driving function grows by a factor too close to the modulus of a characteristic root")


def _iterated(problem: Problem, toll: Monomial, root: Root, formulas: RootFormulas) -> Driven:
    rho = formulas.number_of(root)
    front = growth_monomial(rho, 1)
    total = monomials.divide(toll, front)
    if any(monomials.compare(m, level(0)) >= 0 for m, _ in total.exponential):
        raise _depends_on_base(problem, root, formulas)
    for _ in range(root.multiplicity):
        partial = summation(total)
        if partial.converges:
            raise _depends_on_base(problem, root, formulas)
        total = partial.growth
    growth = monomials.multiply(front, total)
    times = "sum" if root.multiplicity == 1 else f"{root.multiplicity}-fold sum"
    multiplicity = f", of multiplicity {root.multiplicity}," if root.multiplicity > 1 else ""
    return Driven(
        growth,
        step("the driving function decides: what it adds outgrows what the initial values leave."),
        (
            step(
                f"The root of largest modulus is {{x}}{multiplicity} and it is positive. Divided by {{w}}, {{t}} is up "
                f"to constants a {times} of {{q}}, which is {{s}} and diverges: the initial values do not matter.",
                x=exact_formula(rho),
                t=problem.recurrence.left,
                w=monomial_formula(front, problem.variable),
                q=monomial_formula(monomials.divide(toll, front), problem.variable),
                s=ex.Asymptotic("Θ", monomial_formula(total, problem.variable)),
            ),
        ),
    )


def _depends_on_base(problem: Problem, root: Root | None, formulas: RootFormulas) -> Unmet:
    """Coefficients of both signs and no driving function that decides: the base does."""
    t = problem.recurrence.left
    reason = "with coefficients of both signs the growth of {t} depends on the initial values"
    stated = any(c.function == problem.recurrence.function for c in problem.recurrence.initial)
    if stated:
        reason += ", which are not all known exactly"
    if root is None or (degree(root.factor) > 2 and not root.is_positive):
        return Unmet("stated initial values", reason, t=t)
    growth = monomial_formula(growth_monomial(formulas.number_of(root), root.multiplicity), problem.variable)
    reason += ": it is {g} if these excite the largest root {x} with a positive coefficient"
    return Unmet("stated initial values", reason, t=t, g=ex.Asymptotic("Θ", growth), x=formulas.formula_of(root))
