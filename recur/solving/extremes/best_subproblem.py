"""T(n) = c·max or min of single values T(x) over a range of sizes x, plus f(n): T rises, so one size decides.

T rises when the choice is a maximum with c ≥ 1 and f ≥ 0, since then T(n) ≥ T(x) for every x in the range; and it
rises, by induction, when f rises and the ends of the range do. Then max T(x) is T at the largest size, min T(x) at the
smallest, max(T(x), T(n − x)) = T(max(x, n − x)) is least at the halving, and one call is left.
Source: the substitution method, CLRS 4e, section 4.3.
"""

from itertools import pairwise

from recur.asymptotics import UNIT, Between, expand, monomials
from recur.model import Expr, InitialCondition, RecurError, Recurrence, Solution, Unmet, expressions as ex, step
from recur.model.expressions import ONE as ONE_FORMULA
from recur.model.linearity import split
from recur.model.records import replace
from recur.numbers import real
from recur.solving.divide_and_conquer.fractions import leaves, lower_toll
from recur.solving.extremes.splits import Choice, SplitSizes, choice_of, fraction
from recur.solving.linear_forms import LinearForm, beyond, combined, constant_of, formula_of_form
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind, never_negative

SOURCE = "CLRS 4e, section 4.3 (substitution method)"


@method(
    "best subproblem",
    about=(RecurrenceKind.CHOICE,),
    source=SOURCE,
    summary="T(n) = c · max or min of T(k), or of max(T(k), T(n − k)), over a range of k, plus f(n)",
)
def solve(problem: Problem) -> Solution:
    r = problem.recurrence
    choice = choice_of(problem)
    if choice.inner == "+" and len(choice.calls) != 1:
        raise Unmet("single values", "the choice is between sums of several values")
    if choice.index in ex.symbols(choice.cost) or choice.index in ex.symbols(choice.weights[0]):
        raise Unmet("a cost that does not depend on the choice", "the cost {x} varies with it", x=choice.cost)
    weight = ex.mul(choice.coefficient, choice.weights[0])
    rises_exactly = _require_rising(problem, choice, weight)
    size = _size(choice, r.variable)
    rises_exactly = rises_exactly and _starts_rising(problem, size)
    f = ex.add(problem.driving_term, ex.mul(choice.coefficient, choice.cost))
    if constant_of(size) is not None:
        right = ex.add(f, *_constant_value(problem))
        reduced = replace(r, right=right, driving=right, subcalls=(), nonlinear=(), claim=None)
    else:
        call = ex.mul(weight, ex.Call(r.function, (_rounded(size, choice),)))
        reduced = Recurrence(
            r.function, r.variable, r.relation, ex.add(call, f), split(call).subcalls, f, (), _initial(problem, size)
        )
    try:
        told = problem.solve(reduced)
    except RecurError as error:
        raise Unmet("a solvable recurrence with one call", "{x} is not solved", x=reduced.right) from error
    exact = told.exact if rises_exactly and (reduced.initial or not r.initial) else None
    which = "largest" if choice.op == "max" else "smallest"
    why = ", since {t} is at least every value that it chooses from" if rises_exactly else ", by induction"
    return replace(
        told,
        recurrence=r,
        method="best subproblem",
        case=choice.op,
        reason=step(f"the values rise with the size, so the {which} one belongs to an extreme size."),
        steps=(
            step(
                f"The values rise with the size{why}. So the {which} of them is found at a fixed size, and",
                ex.Relation("=", r.left, reduced.right),
                t=r.left,
                source=SOURCE,
            ),
            replace(
                step(
                    "By the method {m}: {result}.",
                    m=ex.Symbol(told.method),
                    result=_result(told, r.left),
                ),
                substeps=told.steps,
            ),
        ),
        leading=told.leading if rises_exactly else None,
        exact=exact,
        exact_domain=told.exact_domain if exact is not None else None,
    )


def _constant_value(problem: Problem) -> tuple[Expr, ...]:
    """The value at a constant size: Θ(1), or nothing where every base value is 0."""
    kind = leaves(problem)
    if kind == "negative":
        raise Unmet("a nonnegative start", "a base value is negative")
    return () if kind == "zero" else (ex.Asymptotic("Θ" if kind == "positive" else "O", ONE_FORMULA),)


def _result(told: Solution, t: Expr) -> Expr:
    growth = told.bounds.theta or told.bounds.upper or told.bounds.lower
    if growth is None:
        raise Unmet("one growth of the rest", "the rest has a table of growths, one for each range of its letters")
    kind = "Θ" if told.bounds.theta is not None else "O" if told.bounds.upper is not None else "Ω"
    return ex.Relation("=", t, growth.expression() if growth.is_zero else ex.Asymptotic(kind, growth.expression()))


def _require_rising(problem: Problem, choice: Choice, weight: Expr) -> bool:
    """The values rise with the size: exactly (True), or up to constant factors."""
    series = expand(weight, problem.variable)
    if problem.variable in ex.symbols(weight) or series.is_zero:
        raise Unmet("a constant coefficient", "the coefficient {a} varies with the size", a=weight)
    c = series.lead[1]
    least = c.low if isinstance(c, Between) else c
    f = ex.add(problem.driving_term, choice.cost)
    if least is None or real.sign(least) <= 0 or not never_negative(f, problem.variable):
        raise Unmet("nonnegative terms", "the coefficient or the driving function is not seen to be nonnegative")
    if choice.op == "max" and choice.inner in ("+", "max") and real.compare(least, real.ONE) >= 0:
        return True
    low = problem.tolls[0]
    toll = None if low is None or low.is_zero else lower_toll(low)
    if low is not None and low.is_zero:
        return False
    if toll is None or monomials.compare(toll, UNIT) < 0:
        raise Unmet("a rising driving function", "the driving function {f} does not rise", f=f)
    return False


def _starts_rising(problem: Problem, size: LinearForm) -> bool:
    """Do the stated values rise, and the first ones that are worked out from them? From there on they all do.

    T(n − c) begins with values that were worked out (`_initial`), and these are above all that stand before.
    """
    r = problem.recurrence
    base = [b for b in r.initial if b.function == r.function]
    if not base or beyond(formula_of_form(size), r.variable) is not None:
        return True
    if any(b.low is None for b in base):
        return False
    first, last = min(b.low for b in base if b.low is not None), max(b.high for b in base)
    values = problem.values(range(first, 2 * last + 3))
    return values is not None and all(earlier <= later for earlier, later in pairwise(values))


def _size(choice: Choice, variable: str) -> LinearForm:
    """The size whose value is chosen, for a T that rises."""
    largest = choice.op == "max"
    if choice.inner == "+":
        return choice.calls[0].high if largest else choice.calls[0].low
    if (choice.inner == "max") == largest:
        ends = [call.high if largest else call.low for call in choice.calls]
        return _extreme(ends, variable, largest)
    return _balanced(choice, variable)


def _extreme(forms: list[LinearForm], variable: str, largest: bool) -> LinearForm:
    best = forms[0]
    for form in forms[1:]:
        difference = combined(form, best, -1)
        if not difference:
            continue
        lead = expand(formula_of_form(difference), variable).lead[1]
        if isinstance(lead, Between):
            raise Unmet(
                "ends in a known order",
                "the sizes {x} and {y} have no fixed order",
                x=formula_of_form(form),
                y=formula_of_form(best),
            )
        sign = real.sign(lead)
        if sign > 0 if largest else sign < 0:
            best = form
    return best


def _balanced(choice: Choice, variable: str) -> LinearForm:
    """min over k of the larger of two parts, or max of the smaller: the parts are as equal as the range allows."""
    if len(choice.calls) != 2 or {c.slope for c in choice.calls} != {1, -1}:
        raise Unmet("one part that rises and one that falls", "the two sizes do not cross")
    rising, falling = sorted(choice.calls, key=lambda c: -c.slope)
    crossing: LinearForm = {x: c / 2 for x, c in combined(rising.rest, falling.rest).items()}
    at = fraction(crossing, variable)
    low, high = fraction(rising.low, variable), fraction(rising.high, variable)
    if real.compare(low, at) <= 0 <= real.compare(high, at):
        return crossing
    outside: list[SplitSizes] = [rising, falling]
    ends = [c.low if choice.inner == "max" else c.high for c in outside]
    return _extreme(ends, variable, choice.inner == "max")


def _rounded(size: LinearForm, choice: Choice) -> Expr:
    """A half is rounded up for the larger part, down for the smaller one."""
    x = formula_of_form(size)
    if all(c.denominator == 1 for c in size.values()):
        return x
    return ex.Apply("ceiling" if choice.inner == "max" else "floor", (x,))


def _initial(problem: Problem, size: LinearForm) -> tuple[InitialCondition, ...]:
    """The stated base cases; for T(n − c) also the first values, where the choice is still among base cases."""
    r = problem.recurrence
    base = tuple(b for b in r.initial if b.function == r.function)
    back = beyond(formula_of_form(size), r.variable)
    if not base or back is None:
        return base
    if any(b.low is None for b in base):
        return ()
    first = min(b.low for b in base if b.low is not None)
    last = max(b.high for b in base) + int(-back)
    values = problem.values(range(first, last + 1))
    if values is None:
        return ()
    return tuple(InitialCondition(r.function, n, n, ex.Number(v)) for n, v in enumerate(values, first))
