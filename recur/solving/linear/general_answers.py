"""The whole answer of a linear recurrence with constant coefficients: free constants and letters in its closed form.

Whatever a method has proved of the growth stays; what is added is the general solution where no value is stated, and
the closed form over the letters where values or the driving function hold some.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from recur.model import InitialCondition, Progression, Step, StepsOnDemand, expressions as ex, listed, names_of, step
from recur.model.errors import InvalidRecurrence, Undecided
from recur.model.records import replace
from recur.model.solution import Bounds, Solution, Unmet
from recur.numbers import exponential_polynomials as ep
from recur.solving.linear.characteristic import NAME
from recur.solving.linear.general_solution import GeneralSolution, general_solution, growth_cases
from recur.solving.linear.linear_sequences import characteristic_factors, rational_coefficients
from recur.solving.linear.root_formulas import RootFormulas
from recur.solving.linear.superposition import Contradiction, Superposition, over_letters, superposition
from recur.solving.linear.textbook_steps import SOURCE, characteristic_step, general_steps, system_steps
from recur.solving.problem import Problem
from recur.verification.verify import Refuted

Coefficients = Mapping[int, Fraction]


def completed(problem: Problem, found: Solution | None) -> Solution | None:
    """The solution with a closed form for all values that are open; `found` as it is where there is none to add."""
    r = problem.recurrence
    if r.relation != "=" or r.nonlinear or (found is not None and (found.exact is not None or found.cases)):
        return found
    try:
        coefficients = rational_coefficients(problem)
    except Unmet:
        return found
    if not problem.is_exact:
        return found
    driving = over_letters(problem.driving_term, r.variable)
    if driving is None:
        return _driven(problem, coefficients, found)
    if any(c.function == r.function for c in r.initial):
        return _over_letters(problem, coefficients, found)
    return _in_general(problem, coefficients, driving, found)


def _driven(problem: Problem, coefficients: Coefficients, found: Solution | None) -> Solution | None:
    """sin n, n mod 3, log n and the like in the driving function."""
    from recur.solving.linear.driven_forms import with_driven_form

    try:
        whole = with_driven_form(problem, coefficients, found)
    except Contradiction as clash:
        raise _clash(problem.recurrence.function, coefficients, clash) from None
    try:
        return found if whole is None or whole is found else _held(whole)
    except Refuted:  # digits of a root are lost where its powers nearly cancel
        return found


# -- no value is stated ------------------------------------------------------------------------------------


def _in_general(
    problem: Problem, coefficients: Coefficients, driving: Mapping[ex.Expr, ep.Terms], found: Solution | None
) -> Solution | None:
    taken = names_of(problem.recurrence)
    formulas = RootFormulas(problem.variable, taken=taken)
    general = general_solution(coefficients, driving, formulas, taken)
    if general is None:
        return found
    exact = general.formula(problem.variable)
    alone = found is None
    before = _by_constants(problem, general, formulas) if found is None else found
    factored = characteristic_factors(coefficients)

    def told() -> Iterator[Step]:
        if before.method != NAME or alone:
            yield characteristic_step(problem, coefficients, factored, formulas)
        yield from general_steps(problem, coefficients, driving, general)
        if alone and before.cases:
            yield step("Of the terms whose constants are not 0 the one of fastest growth decides.", source=SOURCE)

    whole = _with_form(problem, before, exact, 0, formulas, StepsOnDemand(told), general.constants)
    if alone and whole.constants:
        whole = _held(whole)
    return whole


def _held(solution: Solution) -> Solution:
    """The general solution put into the recurrence: what its growth rests on."""
    from recur.verification.families import hold_family

    assert solution.exact is not None and solution.exact_domain is not None
    held = hold_family(solution.recurrence, solution.exact, map(int, solution.exact_domain.sizes()), solution.where)
    return replace(solution, verification=held, exact_verification=held)


def _by_constants(problem: Problem, general: GeneralSolution, formulas: RootFormulas) -> Solution:
    """Θ by the constants that are not 0; unconditional where the particular solution decides."""
    reason = step("the general solution; what grows fastest depends on the constants.")
    if not set(general.particular) <= {ex.ONE}:
        return Solution(problem.recurrence, Bounds(None, None), NAME, None, reason, ())
    try:
        rows, upper, complete = growth_cases(general, formulas, problem.variable)
    except Undecided:  # moduli that cannot be told apart
        return Solution(problem.recurrence, Bounds(None, None), NAME, None, reason, ())
    bounds, cases = Bounds(None, None), rows
    if len(rows) == 1 and not rows[0].conditions:
        bounds, cases = Bounds(upper if _is_positive(general) else None, upper), ()
    elif not complete:
        bounds, cases = Bounds(None, upper), ()
    if len(rows) == 1 and not rows[0].conditions:
        reason = step("the particular solution grows faster than every homogeneous one.")
    return Solution(problem.recurrence, bounds, NAME, None, reason, (), cases=cases)


def _is_positive(general: GeneralSolution) -> bool:
    """Whether the particular solution is positive in the long run, by its fastest term."""
    base, p = max(general.particular[ex.ONE].items(), key=lambda term: (abs(term[0]), len(term[1])))
    return base > 0 and p[-1] > 0


# -- values that hold letters, or are stated in part -------------------------------------------------------


def _over_letters(problem: Problem, coefficients: Coefficients, found: Solution | None) -> Solution | None:
    r = problem.recurrence
    try:
        sequence = superposition(problem, coefficients)
    except Contradiction as clash:
        raise _clash(r.function, coefficients, clash) from None
    if sequence is not None and sequence.is_rational:
        return _between(problem, sequence) or found
    formulas = RootFormulas(problem.variable, taken=names_of(r))
    exact = None if sequence is None else sequence.formula(formulas)
    if sequence is None or exact is None:
        return found
    steps = _letter_steps(problem, coefficients, sequence, formulas, exact)
    if found is None:
        reason = step("the closed form is exact, whatever its signs; its growth is not told.")
        first = characteristic_step(problem, coefficients, characteristic_factors(coefficients))
        found, steps = Solution(r, Bounds(None, None), NAME, None, reason, ()), (first, *steps)
    constants = tuple(name for name, _ in sequence.constants)
    return _with_form(problem, found, exact, sequence.start, formulas, steps, constants)


def _clash(function: str, coefficients: Coefficients, clash: Contradiction) -> InvalidRecurrence:
    return InvalidRecurrence(
        f"the value stated for {function}({clash.size}) is not the one that the other values give",
        hint=f"state {max(coefficients)} values that follow each other",
    )


def _between(problem: Problem, sequence: Superposition) -> Solution | None:
    """u(0) = 0, u(10) = 1: the values in between first, then what follows from them."""
    from recur.solving.linear.characteristic import solve

    r = problem.recurrence
    first = [(sequence.start + i, ex.number(value.get(ex.ONE, Fraction(0)))) for i, value in enumerate(sequence.first)]
    stated = tuple(InitialCondition(r.function, n, n, value) for n, value in first)
    try:
        found = solve.apply(replace(problem, recurrence=replace(r, initial=stated)))
    except Unmet:
        return None
    named = {
        f"v{i}": ex.Relation("=", ex.Call(r.function, (ex.number(n),)), value) for i, (n, value) in enumerate(first)
    }
    said = listed([f"{{{name}}}" for name in named])
    told = Step(f"The equation and the stated values leave one choice: {said}.", tuple(named.items()))
    return replace(found, recurrence=r, steps=(told, *found.steps))


def _letter_steps(
    problem: Problem, coefficients: Coefficients, sequence: Superposition, formulas: RootFormulas, exact: ex.Expr
) -> tuple[Step, ...]:
    r = problem.recurrence
    fitted = _fitted(problem, coefficients, sequence, formulas)
    if fitted:
        return (*fitted, step("So {t}.", t=ex.Relation("=", r.left, exact)))
    steps: list[Step] = []
    if sequence.constants:
        named = {
            f"c{i}": ex.Relation("=", ex.Call(r.function, (ex.number(n),)), ex.Symbol(name))
            for i, (name, n) in enumerate(sequence.constants)
        }
        said = listed([f"{{{name}}}" for name in named])
        steps.append(Step(f"Not every value that is needed is stated: let {said}.", tuple(named.items())))
    sentence = (
        "The solution is linear in its first values and in the driving function, so each letter is carried along as "
        "it stands: {t}."
    )
    steps.append(step(sentence, t=ex.Relation("=", r.left, exact), source=SOURCE))
    return tuple(steps)


def _fitted(
    problem: Problem, coefficients: Coefficients, sequence: Superposition, formulas: RootFormulas
) -> tuple[Step, ...]:
    """The general solution and the linear system for its constants; nothing where some value is not stated."""
    driving = over_letters(problem.driving_term, problem.variable)
    if sequence.constants or driving is None:
        return ()
    general = general_solution(coefficients, driving, formulas, names_of(problem.recurrence))
    if general is None:
        return ()
    stated = enumerate(sequence.first, sequence.start)
    system = system_steps(problem, general, formulas, stated, sequence.forms)
    return (*general_steps(problem, coefficients, driving, general), *system) if system else ()


def _with_form(
    problem: Problem,
    found: Solution,
    exact: ex.Expr,
    start: int,
    formulas: RootFormulas,
    steps: Sequence[Step],
    constants: tuple[str, ...],
) -> Solution:
    named = {d.symbol: d for d in found.where}
    if any(named.get(d.symbol, d) != d for d in formulas.definitions):
        return found
    where = tuple({**named, **{d.symbol: d for d in formulas.definitions}}.values())
    return replace(
        found,
        exact=exact,
        exact_domain=Progression(problem.variable, start),
        constants=constants,
        steps=StepsOnDemand(lambda: (*found.steps, *steps)),
        where=where,
    )
