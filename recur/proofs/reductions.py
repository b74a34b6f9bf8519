"""What the induction runs over where the recurrence is not Σ aᵢ T(sᵢ) + f itself: a sum over all earlier values as two
of them, a maximum over earlier values as the last of them, unknown positive factors as 1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from recur.asymptotics import UNIT, Monomial, level
from recur.model import Expr, Recurrence, Step, Subcall, System, Undecided, Unmet, expressions as ex, step
from recur.model.linearity import split
from recur.model.records import frozen, replace
from recur.numbers import Real, real
from recur.numbers.exponential_polynomials import polynomial_formula
from recur.numbers.rational_functions import quotient_of
from recur.proofs.free_letters import free_form
from recur.proofs.lowered_orders import has_negative_coefficient, with_lower_order
from recur.proofs.positive_forms import PositiveForm, positive_form
from recur.solving.divide_and_conquer.critical_exponent import critical_exponent
from recur.solving.history.earlier_values import history_of
from recur.solving.history.partial_sums import full_history, inverse_linear
from recur.solving.problem import Problem, never_negative


@frozen
class InductionForm:
    """The form of the induction, how it came about, and the letters that were taken as 1."""

    form: PositiveForm
    told: Step | None = None
    letters: tuple[str, ...] = ()
    #: T is its one letter times the T of the letter 1
    scaled: bool = False


def reduced(r: Recurrence, system: System) -> InductionForm:
    """The recurrence as an induction takes it; `Undecided` says what is in the way."""
    scale = _scale(r)
    letters = _letters(r) if scale is None else (scale,)
    if letters:
        r = _with_ones(r, letters)
    told = None
    if any(call.function != r.function for call in r.subcalls):
        from recur.proofs.systems import on_its_own

        r, told, first = on_its_own(r, system)
        form = replace(positive_form(r), valid_from=first)
    elif r.nonlinear:
        r, told, first = _without_history(r)
        form = replace(positive_form(r), valid_from=first)
    elif has_negative_coefficient(r):
        r, told, first = with_lower_order(r)
        form = replace(positive_form(r), valid_from=first)
    else:
        form = positive_form(r)
    return InductionForm(replace(form, critical=_critical(form)), told, letters, scale is not None)


def _scale(r: Recurrence) -> str | None:
    """The c that all terms of f and all base values are multiples of: T(n) = 2T(n/2) + cn, T(1) = c."""
    own = [c.value for c in r.initial if c.function == r.function]
    found = ex.symbols(ex.add(r.driving, *own)) - {r.variable}
    if len(found) != 1 or r.nonlinear or not own:
        return None
    [c] = found
    if any(c in ex.symbols(x) for call in r.subcalls for x in (call.coefficient, call.argument)):
        return None
    forms = [free_form(x, frozenset(found)) for x in (r.driving, *own) if x != ex.ZERO]
    return c if all(form is not None and form.fixed == ex.ZERO for form in forms) else None


def _letters(r: Recurrence) -> tuple[str, ...]:
    """The unknown positive constants, each a factor of terms of the driving function: T(n) = 2T(n/2) + cn."""
    found = ex.symbols(r.driving) - {r.variable}
    elsewhere = [x for call in r.subcalls for x in (call.coefficient, call.argument)]
    elsewhere += [*r.nonlinear, *(c.value for c in r.initial if c.function == r.function)]
    if any(ex.symbols(x) - {r.variable} - _indices(x) for x in elsewhere):
        raise Undecided("a letter stands in a coefficient, a size or a base case: no constants hold for all its values")
    terms = r.driving.terms if isinstance(r.driving, ex.Add) else (r.driving,)
    for term in terms:
        factors = term.factors if isinstance(term, ex.Mul) else (term,)
        inside = set().union(*(ex.symbols(f) for f in factors if not isinstance(f, ex.Symbol))) - {r.variable}
        if inside & found or sum(f.name in found for f in factors if isinstance(f, ex.Symbol)) > 1:
            raise Undecided("a letter stands in the driving function otherwise than as a factor")
    if found and not _is_scaled(r):
        raise Undecided("with a letter, driving function and base values must not be negative: it would not scale them")
    return tuple(sorted(found))


def _is_scaled(r: Recurrence) -> bool:
    """min(1, c)·T ≤ T with c ≤ max(1, c)·T: where nothing that enters is negative."""
    values = [c.value for c in r.initial if c.function == r.function]
    return never_negative(r.driving, r.variable) and all(never_negative(x, r.variable) for x in values)


def _indices(x: Expr) -> set[str]:
    return {y.index for y in ex.walk(x) if isinstance(y, ex.Range)}


def _with_ones(r: Recurrence, letters: tuple[str, ...]) -> Recurrence:
    ones: dict[str, Expr] = dict.fromkeys(letters, ex.ONE)
    initial = tuple(replace(c, value=ex.substitute_all(c.value, ones)) for c in r.initial)
    return replace(
        r, driving=ex.substitute_all(r.driving, ones), right=ex.substitute_all(r.right, ones), initial=initial
    )


def _critical(form: PositiveForm) -> Monomial | None:
    """n^p with Σ aᵢ rᵢ^p = 1, where all sizes are fractions of n."""
    merged: dict[Real, Real] = {}
    for call in form.calls:
        if call.size.root != 1 or call.size.ratio >= 1 or call.weight is None:
            return None
        merged[call.size.ratio] = merged.get(call.size.ratio, real.ZERO) + call.weight
    if not merged:
        return None
    p = critical_exponent(tuple((a, r) for r, a in merged.items())).value
    return UNIT if p == 0 else level(0, p)


# -- all earlier values ------------------------------------------------------------------------------------------


def _unsolved(r: Recurrence) -> NoReturn:
    raise Undecided("the sum over earlier values is not of a kind that two of them replace")


def _without_history(r: Recurrence) -> tuple[Recurrence, Step, int]:
    """α(n) Σ T(k) + f(n), the equation for n − 1 subtracted from it after division by α."""
    last = _last_of_maximum(r)
    if last is not None:
        return last
    problem = Problem(r, {}, _unsolved, lambda sizes: None)
    try:
        full = full_history(problem, history_of(problem))
    except Unmet as unmet:
        raise Undecided(str(Step(unmet.reason, unmet.formulas))) from None
    if full.steps:
        raise Undecided("calls stand beside the sum over earlier values")
    n = ex.Symbol(r.variable)

    def earlier(x: Expr) -> Expr:
        return ex.substitute(x, r.variable, ex.subtract(n, ex.ONE))

    ratio = _ratio(full.alpha, r.variable, earlier)
    before = ex.Call(r.function, (ex.subtract(n, ex.ONE),))
    if full.lag == 1:
        calls = ex.mul(_in_lowest_terms(ex.add(ratio, full.alpha), r.variable), before)
    else:
        lagging = ex.mul(full.alpha, ex.Call(r.function, (ex.subtract(n, ex.number(full.lag)),)))
        calls = ex.add(ex.mul(ratio, before), lagging)
    parts = split(calls)
    f = full.history.driving
    driving = _in_lowest_terms(ex.subtract(f, ex.mul(ratio, earlier(f))), r.variable)
    stated = max((c.high for c in r.initial), default=0)
    first = max(full.low + full.lag, stated + 1) + 1
    right = ex.add(calls, driving)
    equation = ex.Relation("=", r.left, right)
    told = step(
        "Subtract the equation for {m} from the one for {n}, each divided by the weight of its sum: for {sizes} the "
        "sum is gone, {e}.",
        m=ex.subtract(n, ex.ONE), n=n, e=equation, sizes=ex.Relation(">=", n, ex.number(first)),
    )  # fmt: skip
    return Recurrence(r.function, r.variable, "=", right, parts.subcalls, driving, (), r.initial), told, first


def _ratio(alpha: Expr, variable: str, earlier: Callable[[Expr], Expr]) -> Expr:
    """α(n)/α(n − 1), for α = c/(n + d) as (n + d − 1)/(n + d)."""
    if variable not in ex.symbols(alpha):
        return ex.ONE
    found = inverse_linear(alpha, variable)
    if found is None:
        return ex.divide(alpha, earlier(alpha))
    below = ex.add(ex.Symbol(variable), ex.number(found[1]))
    return ex.divide(ex.subtract(below, ex.ONE), below)


def _in_lowest_terms(x: Expr, variable: str) -> Expr:
    """A quotient of polynomials as one; any other formula as it is."""
    found = quotient_of(x, variable)
    if found is None:
        return x
    above, below = (polynomial_formula(p, variable) for p in found)
    return ex.divide(above, below)


def _last_of_maximum(r: Recurrence) -> tuple[Recurrence, Step, int] | None:
    """max_{k<n} T(k) is T(n − 1) where T rises."""
    if len(r.nonlinear) != 1 or not isinstance(r.nonlinear[0], ex.Range) or r.nonlinear[0].op != "max":
        return None
    best = r.nonlinear[0]
    n = ex.Symbol(r.variable)
    last = ex.Call(r.function, (ex.subtract(n, ex.ONE),))
    own = ex.Call(r.function, (ex.Symbol(best.index),))
    if best.body != own or best.high != ex.subtract(n, ex.ONE) or r.subcalls:
        return None
    if not isinstance(best.low, ex.Number):
        return None
    if not never_negative(r.driving, r.variable):
        raise Undecided("T need not rise")
    stated = max((c.high for c in r.initial), default=0)
    first = max(int(best.low.value) + 1, stated + 2)
    told = step(
        "For {sizes} the maximum is its last term: {t} is at least every earlier one, as {f} is never negative.",
        t=last, f=r.driving, sizes=ex.Relation(">=", n, ex.number(first)),
    )  # fmt: skip
    right = ex.add(last, r.driving)
    calls = (Subcall(r.function, ex.ONE, ex.subtract(n, ex.ONE)),)
    return Recurrence(r.function, r.variable, "=", right, calls, r.driving, (), r.initial), told, first
