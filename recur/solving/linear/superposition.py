"""Values that hold letters, or are not stated: by linearity one rational sequence for each product of letters.

T(n) = Σ cᵢ T(n − i) + f(n) with rational cᵢ is linear in its initial values and in f. With T(0) = a² − b, T(1) = 3a and
f = c·n the solution is a²·U(n) + b·V(n) + a·W(n) + c·X(n), where each of U, V, W, X has rational data. A value that is
not stated is a letter of its own, a free constant; one that is stated later than it is needed is an equation for them.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from recur.model import InitialCondition, expressions as ex, names_of
from recur.model.records import frozen
from recur.numbers import exponential_polynomials as ep
from recur.numbers.polynomials import degree
from recur.solving.linear.closed_forms import ClosedForm
from recur.solving.linear.general_solution import constant_names
from recur.solving.linear.linear_sequences import fitted_form
from recur.solving.linear.root_formulas import MOST_DEGREE, RootFormulas
from recur.solving.problem import Problem

#: a value: the rational coefficient of each product of letters
Value = dict[ex.Expr, Fraction]
_MOST_ATOMS = 12
_LONGEST_GAP = 256


class Contradiction(Exception):
    """The stated numbers cannot all be taken: `size` is the one that differs from what the others give."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


class Unsettled(Exception):
    """A stated value is an equation between letters, or between numbers that are not rational."""


@frozen
class Superposition:
    """Σ atom · form(n) from `start` on; `constants` are the free ones among the atoms, and what each stands for."""

    forms: Mapping[ex.Expr, ClosedForm]
    start: int
    first: tuple[Value, ...]
    constants: tuple[tuple[str, int], ...]

    @property
    def is_rational(self) -> bool:
        """Whether neither letters nor constants are left."""
        return set(self.forms) <= {ex.ONE} and not self.constants

    def formula(self, formulas: RootFormulas) -> ex.Expr | None:
        """Grouped by exponentials with a rational base; what stands on other roots by atoms."""
        if any(degree(part.factor) > MOST_DEGREE for form in self.forms.values() for part in form.parts):
            return None
        rational: dict[Fraction, dict[int, list[ex.Expr]]] = {}
        others: list[ex.Expr] = []
        for atom, form in self.forms.items():
            rest = [part for part in form.parts if degree(part.factor) > 1]
            if rest:
                others.append(_times(atom, formulas.closed_form(ClosedForm(tuple(rest), form.start))))
            for part in form.parts:
                if degree(part.factor) == 1:
                    for j, g in enumerate(part.weights):
                        if g:
                            place = rational.setdefault(-part.factor[0], {}).setdefault(j, [])
                            place.append(_times(atom, ex.number(g[0])))
        fastest_first = sorted(rational, key=lambda base: (abs(base), base), reverse=True)
        return ex.add(*others, *(_grouped(rational[base], base, formulas.n) for base in fastest_first))


def _times(atom: ex.Expr, x: ex.Expr) -> ex.Expr:
    if isinstance(x, ex.Number):
        return ex.mul(x, atom)
    return ex.mul(atom, x)


def _grouped(weights: Mapping[int, list[ex.Expr]], base: Fraction, n: ex.Symbol) -> ex.Expr:
    """(Σ wⱼ·n^j)·baseⁿ."""
    terms = [ex.mul(ex.add(*w), ex.power(n, ex.number(j))) for j, w in sorted(weights.items(), reverse=True)]
    return ex.mul(ex.add(*terms), ex.power(ex.number(base), n))


def over_letters(x: ex.Expr, variable: str) -> dict[ex.Expr, ep.Terms] | None:
    """x as Σ atom · Σ p(n)·βⁿ with rational p and β; None where a letter stands elsewhere.

    >>> found = over_letters(ex.mul(ex.Symbol("c"), ex.Symbol("n")), "n")
    >>> {str(atom): terms for atom, terms in found.items()}
    {'c': {Fraction(1, 1): (Fraction(0, 1), Fraction(1, 1))}}
    """
    plain = ep.exponential_polynomial(x, variable)
    if plain is not None:
        return {ex.ONE: plain} if plain else {}
    match x:
        case ex.Add(terms):
            total: dict[ex.Expr, ep.Terms] = {}
            for term in terms:
                part = over_letters(term, variable)
                if part is None:
                    return None
                for atom, found in part.items():
                    total[atom] = ep.added(total.get(atom, {}), found)
            return {atom: terms for atom, terms in total.items() if terms}
        case ex.Mul(factors):
            product: dict[ex.Expr, ep.Terms] = {ex.ONE: {Fraction(1): (Fraction(1),)}}
            for factor in factors:
                part = over_letters(factor, variable)
                if part is None or len(part) * len(product) > _MOST_ATOMS:
                    return None
                product = {ex.mul(a, b): ep.multiplied(p, q) for a, p in product.items() for b, q in part.items()}
            return product
        case ex.Power(base, ex.Number(k)) if isinstance(base, ex.Add) and k.denominator == 1 and 1 < k <= 4:
            return over_letters(ex.Mul((base,) * int(k)), variable)
    if variable in ex.symbols(x) or any(isinstance(y, ex.Asymptotic | ex.Call) for y in ex.walk(x)):
        return None
    return {x: {Fraction(1): (Fraction(1),)}}


def superposition(problem: Problem, coefficients: Mapping[int, Fraction]) -> Superposition | None:
    """The sequence over its letters and unstated values; None where they stand elsewhere. May raise Contradiction."""
    r = problem.recurrence
    driving = over_letters(problem.driving_term, r.variable) if problem.is_exact else None
    cases = [c for c in r.initial if c.function == r.function]
    if driving is None or not cases or any(c.relation != "=" for c in cases) or len(driving) > _MOST_ATOMS:
        return None
    stated = _stated(cases, r.variable, max(coefficients))
    if stated is None:
        return None
    try:
        start, first, free = _first_values(coefficients, driving, stated, constant_names(names_of(r)))
    except Unsettled:
        return None
    atoms = list(dict.fromkeys([*(atom for value in first for atom in value), *driving]))
    if len(atoms) > _MOST_ATOMS:
        return None
    forms: dict[ex.Expr, ClosedForm] = {}
    for atom in atoms:
        values = [value.get(atom, Fraction(0)) for value in first]
        fitted = fitted_form(coefficients, driving.get(atom, {}), start, values)
        if fitted is None:
            return None
        forms[atom] = fitted[0]
    return Superposition(forms, start, tuple(first), free)


def _stated(cases: list[InitialCondition], variable: str, order: int) -> dict[int, Value] | None:
    found: dict[int, Value] = {}
    low = min(c.low if c.low is not None else c.high - order + 1 for c in cases)
    for case in sorted(cases, key=lambda c: c.high):
        first = low if case.low is None else case.low
        if case.high - low > _LONGEST_GAP:
            return None
        for n in range(first, case.high + 1):
            value = over_letters(ex.substitute(case.value, variable, ex.number(n)), variable)
            if value is None:
                return None
            found.setdefault(n, {atom: Fraction(ep.at(terms, n)) for atom, terms in value.items()})
    return found


def _first_values(
    coefficients: Mapping[int, Fraction],
    driving: Mapping[ex.Expr, ep.Terms],
    stated: dict[int, Value],
    names: Iterator[str],
) -> tuple[int, list[Value], tuple[tuple[str, int], ...]]:
    """(start, values at start, start + 1, …, one for each order, the free constants among them)."""
    order, top = max(coefficients), max(stated)
    window = range(top - order + 1, top + 1)
    if all(n in stated for n in window):
        return window[0], [stated[n] for n in window], ()
    start = min(stated)
    unknown = {n: ex.Symbol(next(names)) for n in range(start, start + order) if n not in stated}
    known: dict[int, Value] = {}
    solved: dict[ex.Expr, Value] = {}
    for n in range(start, max(top + 1, start + order)):
        value: Value | None = {unknown[n]: Fraction(1)} if n in unknown else stated.get(n)
        if n >= start + order:
            value = _following(coefficients, driving, known, n)
            if n in stated:
                _settle(_put_in(value, solved), stated[n], list(unknown.values()), solved, n)
        assert value is not None
        known[n] = value
    first = [_put_in(known[n], solved) for n in range(start, start + order)]
    free = tuple((letter.name, n) for n, letter in unknown.items() if letter not in solved)
    return start, first, free


def _following(
    coefficients: Mapping[int, Fraction], driving: Mapping[ex.Expr, ep.Terms], known: Mapping[int, Value], n: int
) -> Value:
    total: Value = {atom: Fraction(ep.at(terms, n)) for atom, terms in driving.items()}
    for i, c in coefficients.items():
        for atom, x in known[n - i].items():
            total[atom] = total.get(atom, Fraction(0)) + c * x
    return {atom: x for atom, x in total.items() if x}


def _settle(value: Value, given: Value, unknown: list[ex.Symbol], solved: dict[ex.Expr, Value], n: int) -> None:
    """value = given, solved for one of the unknown letters."""
    rest = {atom: given.get(atom, Fraction(0)) - value.get(atom, Fraction(0)) for atom in {**value, **given}}
    rest = {atom: x for atom, x in rest.items() if x}
    letter = next((x for x in unknown if x in rest), None)
    if letter is None:
        if rest:
            raise Contradiction(n) if set(rest) <= {ex.ONE} else Unsettled
        return
    c = rest.pop(letter)
    told = {atom: -x / c for atom, x in rest.items()}
    for other in solved:
        solved[other] = _put_in(solved[other], {letter: told})
    solved[letter] = told


def _put_in(value: Value, solved: Mapping[ex.Expr, Value]) -> Value:
    total: Value = {}
    for atom, x in value.items():
        for other, y in solved.get(atom, {atom: Fraction(1)}).items():
            total[other] = total.get(other, Fraction(0)) + x * y
    return {atom: x for atom, x in total.items() if x}
