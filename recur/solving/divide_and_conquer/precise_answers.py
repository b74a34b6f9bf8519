"""What a divide and conquer answers beyond Θ: the leading constant, the closed form and where it holds, the period."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from recur.asymptotics import monomials
from recur.asymptotics.levels import Regime
from recur.asymptotics.monomials import UNIT
from recur.model.derivation import Step, step
from recur.model.domain import Progression, index_letter
from recur.model.expressions import Call, Expr, Log, Relation, Symbol, add, mul, number
from recur.model.solution import Solution
from recur.numbers import real
from recur.numbers.formulas import exact_formula
from recur.numbers.real import Real
from recur.solving.divide_and_conquer.fractions import BothReadings, FractionCalls, watershed_formula
from recur.solving.divide_and_conquer.lattice_forms import Halving, LatticeForm, exact_bases, halving_of, lattice_form
from recur.solving.divide_and_conquer.leading_constants import common_ratio, descent_of, leading_term
from recur.solving.problem import Problem

if TYPE_CHECKING:
    from recur.solving.divide_and_conquer.every_size import EverySize


def precisely(
    problem: Problem, shape: FractionCalls, exponent: Real, found: BothReadings, solution: Solution
) -> Solution:
    """The solution with T ~ C·g(n), the closed form and the steps that give them, as far as they are known exactly."""
    leading = leading_term(problem, shape, exponent, found)
    if leading is not None:
        solution = replace(solution, leading=leading.formula, steps=(*solution.steps, leading.step))
    if problem.substituted or shape.sides:
        return solution
    leaves_decide = solution.leading is None and _leaves_decide(found)
    halving = halving_of(problem)
    if halving is None:
        if leaves_decide:
            from recur.solving.divide_and_conquer.renewal_constants import renewal_term

            renewal = renewal_term(problem, shape, exponent, watershed_formula(exponent, problem.variable))
            if renewal is not None:
                return replace(solution, leading=renewal.formula, steps=(*solution.steps, renewal.step))
            return _with_limit(problem, shape, exponent, solution)
        return solution
    if exact_bases(problem) and problem.is_exact:
        from recur.solving.divide_and_conquer.every_size import every_size

        whole = every_size(problem, halving)
        if whole is not None:
            solution = _with_every_size(problem, solution, whole)
        else:
            form = lattice_form(problem, halving)
            solution = solution if form is None else _with_lattice(problem, solution, halving, form)
    if solution.leading is None and leaves_decide and real.sign(exponent) > 0:
        solution = _with_period(problem, solution, halving, exponent)
    return solution


def _leaves_decide(found: BothReadings) -> bool:
    return found.main.sum is None or found.main.sum.regime is Regime.LEAF_HEAVY


def _with_every_size(problem: Problem, solution: Solution, whole: EverySize) -> Solution:
    r = problem.recurrence
    n = Symbol(r.variable)
    closed = Relation("=", r.left, whole.formula)
    if whole.even:
        told = step(
            "From {n} to {m} exactly one of the sizes on the right grows, by one, so the differences of consecutive "
            "values satisfy a recurrence with one call and are constant between powers of {b}. Added up from the base "
            "case:",
            closed,
            n=n,
            m=add(n, number(1)),
            b=number(whole.b),
            source="Flajolet and Golin 1994; Concrete Mathematics, section 3.3",
        )
    else:
        told = step(
            "The driving function is constant and the first sizes have one value, so {t} depends on the number of "
            "levels alone, rounding included:",
            closed,
            t=r.left,
            source="Concrete Mathematics, section 3.2",
        )
    return replace(
        solution,
        leading=solution.leading or whole.leading,
        exact=whole.formula,
        exact_domain=Progression(r.variable, whole.start, stressed=True),
        steps=(*solution.steps, told),
    )


def _with_lattice(problem: Problem, solution: Solution, halving: Halving, form: LatticeForm) -> Solution:
    r = problem.recurrence
    lattice = form.lattice
    first = number(lattice.size(form.first))
    base = Relation("=", Call(r.function, (first,)), exact_formula(form.value))
    domain = form.domain(index_letter(r))
    told = replace(
        domain.told(
            "On {domain} every size is of the same form, so the recurrence is one of first order in {index}. With "
            "{base} it is solved exactly:",
            index=Symbol(domain.index),
            base=base,
        ),
        display=(Relation("=", r.left, form.formula),),
        source="CLRS 4e, section 4.4; Concrete Mathematics, section 2.2",
    )
    return replace(solution, exact=form.formula, exact_domain=domain, steps=(*solution.steps, told))


def _with_limit(problem: Problem, shape: FractionCalls, exponent: Real, solution: Solution) -> Solution:
    """Unequal rounded sizes: T/n^p is periodic in ln n where all ratios are powers of one; otherwise it has a limit."""
    bounded = all(c.rounded and (c.offset is None or monomials.compare(c.offset, UNIT) <= 0) for c in problem.calls)
    if not exact_bases(problem) or not bounded or real.sign(exponent) <= 0:
        return solution
    from recur.solving.divide_and_conquer.periodic_constants import rises

    if not rises(problem, exponent):
        return solution
    descent = descent_of(shape, exponent)
    if any(real.has_parameter(b) for _, b in descent):
        return solution
    w = watershed_formula(exponent, problem.variable)
    formulas: dict[str, Expr] = {"t": problem.recurrence.left, "w": w}
    if len(descent) == 1:
        n = Symbol(problem.variable)
        formulas["c"] = Call("C", (Log(n, exact_formula(common_ratio(shape))),))
        sentence = "Over all sizes {t} divided by {w} is {c} in the limit, a bounded factor of period 1."
    else:
        sentence = (
            "{t} divided by {w} tends to a constant, which depends on the base cases: the ratios of the sizes are not "
            "all powers of one number."
        )
    told = Step(sentence, tuple(formulas.items()), source="Drmota and Szpankowski 2013")
    return replace(solution, remarks=(*solution.remarks, told))


def _with_period(problem: Problem, solution: Solution, halving: Halving, exponent: Real) -> Solution:
    """Between the sizes of a lattice the constant of n^p varies: a bounded periodic factor, and its range."""
    r = problem.recurrence
    if not exact_bases(problem):
        return solution
    n = Symbol(r.variable)
    w = watershed_formula(exponent, r.variable)
    factor = Call("C", (Log(n, number(halving.b)),))
    formulas: dict[str, Expr] = {"t": r.left, "c": factor, "x": mul(factor, w)}
    sentence = "Over all sizes {t} ~ {x}, where {c} is a bounded factor of period 1"
    plain = next((call.argument for call in problem.calls if not call.rounded), None)
    if plain is not None:
        sentence = sentence.replace("Over all sizes", "With {size} rounded down,")
        formulas["size"] = plain
    from recur.solving.divide_and_conquer.periodic_constants import range_of

    found = range_of(problem, halving)
    if found is not None and not found.is_constant:
        sentence += f", with values from {found.low} to {found.high} (to six digits)"
    elif plain is not None:
        return solution  # sizes between those of the lattice may not even have a value
    told = Step(sentence + ".", tuple(formulas.items()), source="Drmota and Szpankowski 2013")
    return replace(solution, remarks=(*solution.remarks, told))
