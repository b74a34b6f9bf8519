"""What a closed form answers: the growth of its dominant excited root, the leading term, the formula and its domain.

Where the sequence oscillates or becomes negative no Θ describes it; the closed form and a bound of |T(n)| stand.
"""

from recur.asymptotics import Growth
from recur.model import Bounds, Domain, Expr, Progression, Step, Unmet, expressions as ex, step
from recur.model.records import frozen
from recur.numbers import Root, exact_formula
from recur.solving.linear.closed_forms import ClosedForm
from recur.solving.linear.dominant_roots import have_equal_moduli
from recur.solving.linear.excited_growth import LongRun, Trend, growth_monomial, long_run
from recur.solving.linear.root_formulas import RootFormulas
from recur.solving.problem import Problem

_CASES = {
    LongRun.NEGATIVE: "negative values",
    LongRun.OSCILLATES: "oscillation",
    LongRun.VANISHES: "oscillation",
}


@frozen
class LinearAnswer:
    """`growth` is that of T where it has one, else of |T| from above; `root` the dominant root (None: T is 0)."""

    trend: Trend
    growth: Growth
    written: Expr  # the growth as a formula
    root: Expr | None
    leading: Expr | None
    closed: Expr
    domain: Domain

    @property
    def bounds(self) -> Bounds:
        return Bounds(self.growth if self.trend.is_tight else None, self.growth)

    @property
    def case(self) -> str | None:
        return _CASES.get(self.trend.course)


def closed_form_answer(problem: Problem, form: ClosedForm, formulas: RootFormulas) -> LinearAnswer:
    """The answer of an exact closed form; `Unmet` where T has no growth and moduli cannot be told from each other."""
    found = long_run(form)
    domain = Progression(problem.variable, form.start)
    if found.course is LongRun.ZERO or found.root is None:
        zero = Growth(None, problem.variable)
        return LinearAnswer(found, zero, ex.ZERO, None, None, formulas.closed_form(form), domain)
    if not found.is_tight:
        return _without_growth(problem, form, found, formulas, domain)
    root = formulas.number_of(found.root)
    growth = Growth(growth_monomial(root, found.multiplicity), problem.variable)
    written = growth.expression()
    leading = None
    if found.course is LongRun.SETTLES:
        weight = form.part_of(found.root).weights[found.multiplicity - 1]
        leading = ex.mul(formulas.weight(weight, found.root), written)
    closed = formulas.closed_form(form)
    return LinearAnswer(found, growth, written, exact_formula(root), leading, closed, domain)


def _without_growth(
    problem: Problem, form: ClosedForm, found: Trend, formulas: RootFormulas, domain: Domain
) -> LinearAnswer:
    """No Θ: the closed form, and O of |T|."""
    assert found.root is not None
    closed = formulas.closed_form(form)
    rivals = [root for root in found.others if root.multiplicity <= found.multiplicity]
    if not all(have_equal_moduli(found.root, root) for root in rivals):
        told = conclusion_of(problem, found, None)
        raise Unmet("no oscillation" if found.course is not LongRun.NEGATIVE else "positive values", told[0], **told[1])
    modulus = formulas.modulus_of(found.root)
    growth = Growth(growth_monomial(modulus, found.multiplicity), problem.variable)
    written = growth.expression()
    return LinearAnswer(found, growth, written, exact_formula(modulus), None, closed, domain)


def conclusion_of(problem: Problem, found: Trend, modulus: Expr | None) -> tuple[str, dict[str, Expr]]:
    """Why there is no Θ: a clause and its formulas."""
    shown: dict[str, Expr] = {"t": problem.recurrence.left}
    root = found.root
    assert root is not None
    if found.course is LongRun.NEGATIVE:
        return "with these initial values {t} becomes negative", shown
    if found.course is LongRun.VANISHES:
        return f"on some residue classes modulo {found.period} {{t}} grows more slowly than on the others", shown
    if _is_complex(root) and modulus is not None:
        shown["x"] = modulus
        return "the roots of largest modulus, {x}, are complex: {t} changes its sign for ever", shown
    if _is_complex(root):
        return "the roots of largest modulus are complex: {t} changes its sign for ever", shown
    if root.is_positive:
        if modulus is None:
            return "several roots have the largest modulus, and {t} changes its sign for ever", shown
        shown["x"] = modulus
        return "several roots have the largest modulus, {x}, and {t} changes its sign for ever", shown
    return "the root of largest modulus is negative: {t} changes its sign for ever", shown


def _is_complex(root: Root) -> bool:
    return not root.is_real


def conclusion(problem: Problem, found: LinearAnswer, opening: str) -> Step:
    """The last step of a derivation: Θ, or why there is none and what bounds |T|."""
    t = problem.recurrence.left
    if found.growth.is_zero:
        return step(f"{opening}, so {{r}}.", r=ex.Relation("=", t, ex.ZERO))
    growth = found.written
    if found.trend.is_tight:
        return step(f"{opening}, so {{r}}.", r=ex.Relation("=", t, ex.Asymptotic("Θ", growth)))
    clause, shown = conclusion_of(problem, found.trend, found.root)
    shown["r"] = ex.Relation("=", ex.Apply("abs", (t,)), ex.Asymptotic("O", growth))
    sentence = clause[0].upper() + clause[1:] + ". No Θ describes it; {r}."
    return Step(sentence, tuple(shown.items()))
