"""The generating function G(x) = Σ T(n)xⁿ of a linear recurrence with constant coefficients, and the way back.

Multiplied by xⁿ and summed over the sizes where it holds, T(n) = Σ cᵢT(n − i) + f(n) becomes a linear equation for G:
T(n − i) becomes xⁱG(x) less its first terms, and n^j·βⁿ a quotient with the denominator (1 − βx)^(j+1). Partial
fractions lead back to the closed form, by 1/(1 − ρx)^k = Σ C(n + k − 1, k − 1)·ρⁿxⁿ.
Source: Wilf, generatingfunctionology, chapter 1.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from recur.model import (
    GeneratingFunction,
    Recurrence,
    Solution,
    Step,
    Unmet,
    components,
    expressions as ex,
    step,
    unused_name,
)
from recur.model.records import replace
from recur.numbers import Polynomial, exact_formula, exponential_polynomials as ep, partial_fractions as pf, polynomials
from recur.solving.linear.rational_series import LetterSum, RationalSeries, known_series, rational_series

SOURCE = "Wilf, generatingfunctionology, chapter 1"
#: letter -> numerator, over one denominator
Numerators = dict[ex.Expr, Polynomial]


def with_generating_function(solution: Solution) -> Solution:
    """The solution with its generating function and the steps to it; with a remark where none is known."""
    if solution.series is not None:
        return replace(solution, generating_function=solution.series)
    name, x = _names(solution.recurrence)
    told: tuple[Step, ...] = ()
    try:
        try:
            series = known_series(solution)
        except Unmet:
            own = _alone(solution)
            if own is None:
                raise
            series = rational_series(own[1])
            told = () if any(own[0].display == known.display for known in solution.steps) else (own[0],)
    except Unmet as unmet:
        reason = Step(f"No rational generating function: {unmet.reason}.", unmet.formulas)
        none = GeneratingFunction(name, x, None)
        return replace(solution, generating_function=none, remarks=(*solution.remarks, reason))
    writing = _Writing(solution, series, name, ex.Symbol(x))
    found = GeneratingFunction(name, x, writing.formula)
    return replace(solution, generating_function=found, steps=(*solution.steps, *told, *writing.steps()))


def _alone(solution: Solution) -> tuple[Step, Recurrence] | None:
    """The recurrence of a function that calls others, without them: Cramer's rule over the quotients of polynomials."""
    system = solution.system
    if system is None:
        return None
    circle = next(c for c in components(system) if any(r.function == solution.function for r in c))
    if len(circle) == 1:
        return None
    from recur.solving.mutual.mutual_forms import own_recurrence

    return own_recurrence(circle, solution.function)


def _names(r: Recurrence) -> tuple[str, str]:
    """G and x, or letters that mean nothing else here."""
    return unused_name(r, "GAHW"), unused_name(r, "xzt")


class _Writing:
    """One generating function, written down."""

    def __init__(self, solution: Solution, series: RationalSeries, name: str, x: ex.Symbol) -> None:
        self.solution, self.series, self.x = solution, series, x
        self.left = ex.Call(name, (x,))
        self.t, self.n = solution.recurrence.left, ex.Symbol(solution.variable)
        self.groups: dict[Polynomial, Numerators] = {}
        for atom, (above, below) in series.quotients.items():
            self.groups.setdefault(below, {})[atom] = above

    @property
    def formula(self) -> ex.Expr:
        quotients = [ex.divide(self.polynomial(top), self.denominator(below)) for below, top in self.groups.items()]
        return ex.add(*quotients)

    def polynomial(self, by_letter: Mapping[ex.Expr, Polynomial]) -> ex.Expr:
        """Lowest power first, as a power series begins."""
        terms = []
        for k in range(max(map(len, by_letter.values()))):
            c = _letters({atom: p[k] for atom, p in by_letter.items() if k < len(p)})
            if c != ex.ZERO:
                terms.append(ex.mul(c, ex.power(self.x, ex.number(k))))
        return terms[0] if len(terms) == 1 else ex.Add(tuple(terms))

    def denominator(self, below: Polynomial) -> ex.Expr:
        """Multiplied out without a driving function, 1 − 5x + 6x²; else by its factors."""
        if not self.series.driving:
            return self.polynomial({ex.ONE: below})
        return ex.mul(*(self.factor(q, m) for q, m in pf.reversed_factors(below)))

    def factor(self, q: Polynomial, m: int) -> ex.Expr:
        return ex.power(self.polynomial({ex.ONE: q}), ex.number(m))

    # -- the way there, and back -----------------------------------------------------------------------------

    def steps(self) -> Iterator[Step]:
        if not self.series.coefficients:
            yield self._of_closed_form()
            return
        yield self._equation()
        yield Step("Solved for {g}:", (("g", self.left),), (ex.Relation("=", self.left, self.formula),))
        yield from self._partial_fractions()

    def _of_closed_form(self) -> Step:
        """Summand by summand, where the recurrence is of another kind and its solution is known."""
        n, j, rho = self.n, ex.Symbol("j"), ex.Symbol("r")
        below = ex.power(ex.Add((ex.ONE, ex.negate(ex.mul(rho, self.x)))), ex.add(j, ex.ONE))
        sentence = (
            f"Let {{g}} be the sum of {{s}} over {{n}} ≥ {self.series.start}. "
            "The closed form is a sum of multiples of {p}, each of which adds a quotient with the denominator {q}:"
        )
        named = {
            "g": self.left,
            "n": n,
            "s": ex.mul(self.t, ex.power(self.x, n)),
            "p": ex.mul(ex.power(n, j), ex.power(rho, n)),
            "q": below,
        }
        return Step(sentence, tuple(named.items()), (ex.Relation("=", self.left, self.formula),), SOURCE)

    def _equation(self) -> Step:
        series, x = self.series, self.x
        named = {"g": self.left, "s": ex.mul(self.t, ex.power(x, self.n)), "p": ex.power(x, self.n), "n": self.n}
        right = [
            ex.mul(ex.number(c), ex.power(x, ex.number(i)), self._without_first(series.regular - i))
            for i, c in sorted(series.coefficients.items())
        ]
        equation = ex.Relation("=", self._without_first(series.regular), ex.add(*right, *self._driving()))
        sentence = (
            f"Let {{g}} be the sum of {{s}} over {{n}} ≥ {series.start}. "
            f"Multiply the recurrence by {{p}} and sum over {{n}} ≥ {series.regular}:"
        )
        return Step(sentence, tuple(named.items()), (equation,), SOURCE)

    def _without_first(self, end: int) -> ex.Expr:
        """G(x) without its terms below xᵉⁿᵈ."""
        first = self.series.values[: max(end - self.series.start, 0)]
        terms = [
            ex.negate(ex.mul(_letters(value), ex.power(self.x, ex.number(n))))
            for n, value in enumerate(first, self.series.start)
        ]
        shown = [term for term in terms if term != ex.ZERO]
        return ex.Add((self.left, *shown)) if shown else self.left

    def _driving(self) -> Iterator[ex.Expr]:
        """Σ f(n)xⁿ over the sizes at which the recurrence holds."""
        for atom, terms in self.series.driving.items():
            for base, p in terms.items():
                below = polynomials.raised((Fraction(1), -base), len(p))
                end = self.series.regular + len(p)
                values = [
                    Fraction(ep.at({base: p}, n)) if n >= self.series.regular else Fraction(0) for n in range(end)
                ]
                above, below = pf.lowest_terms(pf.annihilated(values, below, end), below)
                yield ex.mul(
                    atom, ex.divide(self.polynomial({ex.ONE: above}), self.factor((Fraction(1), -base), len(p)))
                )

    def _partial_fractions(self) -> Iterator[Step]:
        whole: Numerators = {}
        parts: dict[tuple[Polynomial, int], Numerators] = {}
        for atom, (above, below) in self.series.quotients.items():
            polynomial, found = pf.partial_fractions(above, below)
            if polynomial:
                whole[atom] = polynomial
            for place, numerator in found.items():
                parts.setdefault(place, {})[atom] = numerator
        summands = [self.polynomial(whole)] if whole else []
        summands += [
            ex.divide(self.polynomial(top), self.factor(q, k)) for (q, k), top in sorted(parts.items(), key=_place)
        ]
        apart = ex.Relation("=", self.left, ex.add(*summands))
        if apart.right != self.formula:
            yield Step("In partial fractions:", (), (apart,))
        split = self._split_quadratics(parts)
        if split is not None:
            yield split
        closed = self._closed_form(parts, whole)
        if closed is not None:
            yield closed

    def _split_quadratics(self, parts: Mapping[tuple[Polynomial, int], Numerators]) -> Step | None:
        """(a + bx)/((1 − ρx)(1 − σx)) as the sum of two fractions, where ρ and σ are real."""
        if set(self.series.quotients) - {ex.ONE}:
            return None
        whole: list[ex.Expr] = []
        apart: list[ex.Expr] = []
        for (q, k), top in parts.items():
            split = pf.over_real_roots(top[ex.ONE], q) if k == 1 and len(q) == 3 else ()
            for weight, rho in split:
                below = ex.Add((ex.ONE, ex.negate(ex.mul(exact_formula(rho), self.x))))
                apart.append(ex.divide(exact_formula(weight), below))
            whole += [ex.divide(self.polynomial(top), self.factor(q, k))] if split else []
        if not apart:
            return None
        return step("{q} splits over the real numbers: it is {s}.", q=ex.add(*whole), s=ex.add(*apart))

    def _closed_form(self, parts: Mapping[tuple[Polynomial, int], Numerators], whole: Numerators) -> Step | None:
        """The coefficient of xⁿ, summand by summand."""
        exact = self.solution.exact
        after = max(map(len, whole.values())) if whole else 0
        if all(len(q) == 2 for q, _ in parts):
            by_base: dict[Fraction, Numerators] = {}
            for (q, k), top in parts.items():
                for atom, (c, *_) in top.items():
                    terms = by_base.setdefault(-q[1], {})
                    terms[atom] = polynomials.plus(
                        terms.get(atom, ()), polynomials.scaled(pf.binomial_polynomial(k), c)
                    )
            fastest_first = sorted(by_base, key=lambda base: (abs(base), base), reverse=True)
            exact = ex.add(*(self._exponential(base, by_base[base]) for base in fastest_first))
        elif exact is None or self.solution.constants or self.solution.exact_domain is None:
            return None
        n, times, rho = self.n, ex.Symbol("k"), ex.Symbol("r")
        summand = ex.divide(ex.ONE, ex.power(ex.Add((ex.ONE, ex.negate(ex.mul(rho, self.x)))), times))
        choose = ex.Apply("binomial", (ex.add(n, times, ex.MINUS_ONE), ex.add(times, ex.MINUS_ONE)))
        since = f" for {{n}} ≥ {after}" if after > self.series.start else ""
        named = {
            "p": ex.power(self.x, n),
            "s": summand,
            "c": ex.mul(choose, ex.power(rho, n)),
            "t": ex.Relation("=", self.t, exact),
            "n": n,
        }
        sentence = f"The coefficient of {{p}} in {{s}} is {{c}}, so {{t}}{since}."
        used = tuple((name, x) for name, x in named.items() if f"{{{name}}}" in sentence)
        return Step(sentence, used, source=SOURCE)

    def _exponential(self, base: Fraction, top: Numerators) -> ex.Expr:
        weights = []
        for j in range(max(map(len, top.values())) - 1, -1, -1):
            c = _letters({atom: p[j] for atom, p in top.items() if j < len(p)})
            weights.append(ex.mul(c, ex.power(self.n, ex.number(j))))
        return ex.mul(ex.add(*weights), ex.power(ex.number(base), self.n))


def _letters(value: LetterSum) -> ex.Expr:
    """3a − b/2: what is added first."""
    falling = sorted(value.items(), key=lambda part: part[1] < 0)
    return ex.add(*(ex.mul(ex.number(c), atom) for atom, c in falling if c))


def _place(part: tuple[tuple[Polynomial, int], Numerators]) -> tuple[int, Fraction, int]:
    (q, k), _ = part
    return len(q), abs(q[-1]), k
