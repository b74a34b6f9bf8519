"""Mistakes with the general solution of a linear recurrence with constant coefficients, seen in the formula itself.

Each is a property of the very answer: it satisfies the recurrence whose characteristic equation has the mistake in it,
or lacks the power of n that a multiple root or resonance asks for.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import product

from recur.answers.judging.complex_values import number_at
from recur.answers.judging.exact_proofs import residual
from recur.answers.judging.general_claims import Family, General, as_family, free_constants, rank_of
from recur.answers.judging.vanishing import Undetermined, residue_of
from recur.evaluation.equation import straight_line
from recur.model import Expr, RecurError, Recurrence, Solution, Step, expressions as ex
from recur.model.records import frozen
from recur.numbers import Polynomial, exponential_polynomials as ep, polynomials, real
from recur.solving.linear import general_solution
from recur.solving.linear.linear_sequences import characteristic_polynomial

_TRIED = range(2, 42)
_MOST_ORDER = 4  # of an equation whose signs are changed one by one


@frozen(slots=False)
class FormScene:
    """A formula that is not what was asked for, beside the recurrence Σ cᵢT(n − i) + Σ p(n)·βⁿ."""

    recurrence: Recurrence
    coefficients: Mapping[int, Fraction]
    driving: ep.Terms
    family: Family
    exact: Expr | None = None
    general: General | None = None

    @cached_property
    def characteristic(self) -> Polynomial:
        return characteristic_polynomial(self.coefficients)

    @cached_property
    def first_values(self) -> dict[int, Fraction]:
        """The values that are stated as numbers."""
        return {
            n: case.value.value
            for case in self.recurrence.initial
            if isinstance(case.value, ex.Number)
            for n in range(case.high if case.low is None else case.low, case.high + 1)
        }

    @cached_property
    def particular(self) -> Expr:
        """The particular solution without a term that is homogeneous itself."""
        found = general_solution.particular(self.coefficients, self.driving)
        return ep.formula(found, self.recurrence.variable)

    @cached_property
    def homogeneous(self) -> list[Expr]:
        """The functions that stand for solutions of the homogeneous recurrence; without constants all but a
        particular solution."""
        if self.family.multiples:
            return self.family.functions
        return [ex.subtract(self.family.particular, self.particular) if self.driving else self.family.particular]

    def solves(self, equation: Polynomial) -> bool:
        """Whether those functions satisfy the recurrence with this characteristic polynomial, and not all are 0."""
        return all(self._annihilated(h, equation) for h in self.homogeneous) and not all(
            self._annihilated(h, polynomials.ONE) for h in self.homogeneous
        )

    def _annihilated(self, x: Expr, equation: Polynomial) -> bool:
        n = ex.Symbol(self.recurrence.variable)
        shifted = (
            ex.mul(ex.number(c), ex.substitute(x, n.name, ex.add(n, ex.number(k)))) for k, c in enumerate(equation)
        )
        return residue_of(ex.add(*shifted), n.name, _TRIED) is None

    def has_first_values(self, x: Expr) -> bool:
        """Whether the formula has all the stated values; where none are stated it has them."""
        found = {n: number_at(x, self.recurrence.variable, n) for n in self.first_values}
        return all(x is not None and real.is_zero(real.minus(x, self.first_values[n])) for n, x in found.items())

    @property
    def is_meant_for_all(self) -> bool:
        """With constants left, or with the values that are stated."""
        return bool(self.family.multiples) or (
            bool(self.first_values) and self.has_first_values(self.family.particular)
        )


def form_scene(
    recurrence: Recurrence, solution: Solution | None, body: Expr, general: General | None
) -> FormScene | None:
    """None: the recurrence is not of this kind, or the formula not linear in its constants."""
    lines = [straight_line(call.argument, recurrence.variable) for call in recurrence.subcalls]
    driving = ep.exponential_polynomial(recurrence.driving, recurrence.variable)
    family = as_family(body, free_constants(recurrence, body))
    if driving is None or family is None or recurrence.nonlinear or not lines:
        return None
    coefficients: dict[int, Fraction] = {}
    for call, line in zip(recurrence.subcalls, lines, strict=True):
        whole = line is not None and line[0] == 1 and line[1].denominator == 1 and line[1] < 0
        if not whole or line is None or not isinstance(call.coefficient, ex.Number):
            return None
        coefficients[-int(line[1])] = call.coefficient.value
    exact = None if solution is None or solution.constants else solution.exact
    return FormScene(recurrence, coefficients, driving, family, exact, general)


@frozen
class FormMistake:
    """`explains`: whether the formula shows this mistake."""

    tag: str
    sentence: str
    explains: Callable[[FormScene], bool]


FORM_MISTAKES: list[FormMistake] = []


def mistake_in_form(tag: str, sentence: str) -> Callable[[Callable[[FormScene], bool]], Callable[[FormScene], bool]]:
    """Register the decorated test; the likeliest mistakes come first."""

    def register(explains: Callable[[FormScene], bool]) -> Callable[[FormScene], bool]:
        FORM_MISTAKES.append(FormMistake(tag, sentence, explains))
        return explains

    return register


def likely_in_form(scene: FormScene) -> Iterator[FormMistake]:
    for candidate in FORM_MISTAKES:
        try:
            if candidate.explains(scene):
                yield candidate
        except (Undetermined, RecurError):
            continue


def told_in_form(found: list[FormMistake]) -> tuple[Step, ...]:
    return (Step(found[0].sentence),) if found else ()


# -- the roots ---------------------------------------------------------------------------------------------


@mistake_in_form(
    "roots-negated", "These are the characteristic roots with their signs changed: x − r = 0 has the root r."
)
def the_signs_of_the_roots_changed(scene: FormScene) -> bool:
    """p(−x) in place of p(x)."""
    p = scene.characteristic
    return _negated(p) != p and scene.is_meant_for_all and scene.solves(_negated(p)) and not scene.solves(p)


def _negated(p: Polynomial) -> Polynomial:
    """The polynomial with the roots −r."""
    return tuple(c * (-1) ** (k + len(p) - 1) for k, c in enumerate(p))


@mistake_in_form(
    "characteristic-signs",
    "These are the roots of another equation: a sign was lost on the way to the characteristic equation.",
)
def a_sign_lost_in_the_characteristic_equation(scene: FormScene) -> bool:
    """x² + 5x − 6 or x² − 5x − 6 for x² − 5x + 6."""
    *rest, _ = p = scene.characteristic
    if len(rest) > _MOST_ORDER or not scene.is_meant_for_all or scene.solves(p):
        return False
    found = (
        (*(s * c for s, c in zip(signs, rest, strict=True)), p[-1]) for signs in product((1, -1), repeat=len(rest))
    )
    return any(scene.solves(other) for other in found if other not in (p, _negated(p)))


@mistake_in_form(
    "multiplicity",
    "A root of multiplicity m gives m solutions, with the factors 1, n, …, n^(m−1). Here a multiple root counts once.",
)
def a_multiple_root_counted_once(scene: FormScene) -> bool:
    """A·2ⁿ + B·2ⁿ for a double root 2; with first values one of the forms without the factor n."""
    distinct = polynomials.ONE
    for q, _ in polynomials.factors(scene.characteristic):
        distinct = polynomials.times(distinct, q)
    if len(distinct) == len(scene.characteristic) or not scene.solves(distinct):
        return False
    if not scene.family.multiples:
        return True
    return rank_of(scene.family.functions, scene.recurrence.variable, len(distinct) - 1) == len(distinct) - 1


# -- the driving function ----------------------------------------------------------------------------------


@mistake_in_form(
    "resonance",
    "A base of the driving function is a characteristic root already: what is tried must be multiplied by n once more.",
)
def resonance_overlooked(scene: FormScene) -> bool:
    """a·2ⁿ for 2ⁿ where 2 is a root: whatever a is, it is homogeneous."""
    found = ep.exponential_polynomial(scene.family.particular, scene.recurrence.variable)
    if found is None:
        return False
    roots = dict(polynomials.factors(scene.characteristic))
    for base, p in scene.driving.items():
        s = roots.get((-base, Fraction(1)), 0)
        if s and base in found and len(found[base]) <= max(s, len(p)):
            return True
    return False


@mistake_in_form("particular-missing", "This solves the recurrence without its driving function only.")
def no_particular_solution(scene: FormScene) -> bool:
    whole = [*scene.family.functions, scene.family.particular]
    return bool(scene.driving) and all(scene._annihilated(x, scene.characteristic) for x in whole)


@mistake_in_form(
    "fitted-too-early",
    "The constants have the first values without the particular solution: fit them to the sum of the two.",
)
def constants_fitted_before_the_particular_solution_is_added(scene: FormScene) -> bool:
    """h(n) + P(n), where h has the first values, and not the sum."""
    if not scene.driving or scene.family.multiples or not scene.first_values:
        return False
    left = residual(scene.recurrence, scene.family.particular)
    if left is None or residue_of(left, scene.recurrence.variable, _TRIED) is not None:
        return False
    return scene.has_first_values(scene.homogeneous[0])


@mistake_in_form(
    "off-by-one", "These are the right values, one size too early or too late: where do the first ones stand?"
)
def shifted_by_one(scene: FormScene) -> bool:
    if scene.exact is None or scene.family.multiples:
        return False
    n = ex.Symbol(scene.recurrence.variable)
    for k in (-1, 1):
        moved = ex.substitute(scene.exact, n.name, ex.add(n, ex.number(k)))
        if residue_of(ex.subtract(scene.family.particular, moved), n.name, _TRIED) is None:
            return True
    return False
