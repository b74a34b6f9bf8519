"""The whole answer of a linear recurrence with constant coefficients: free constants and letters in its closed form.

Whatever a method has proved of the growth stays; what is added is the general solution where no value is stated, and
the closed form over the letters where values or the driving function hold some.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from recur.model import InitialCondition, Progression, Step, expressions as ex, listed, names_of, step
from recur.model.errors import InvalidRecurrence, Undecided
from recur.model.solution import Bounds, Refusal, Solution, Unmet
from recur.numbers import Polynomial, exponential_polynomials as ep, roots_of
from recur.numbers.polynomials import factors
from recur.solving.linear.characteristic import NAME, SOURCE, characteristic_step, rational_coefficients
from recur.solving.linear.decrements import constant_coefficients, decrements
from recur.solving.linear.general_solution import GeneralSolution, general_solution, growth_cases
from recur.solving.linear.linear_sequences import characteristic_polynomial
from recur.solving.linear.root_formulas import RootFormulas
from recur.solving.linear.superposition import Contradiction, Superposition, over_letters, superposition
from recur.solving.problem import Problem

Coefficients = Mapping[int, Fraction]


def completed(problem: Problem, found: Solution | None) -> Solution | None:
    """The solution with a closed form for all values that are open; `found` as it is where there is none to add."""
    r = problem.recurrence
    if r.relation != "=" or r.nonlinear or (found is not None and (found.exact is not None or found.cases)):
        return found
    try:
        coefficients = rational_coefficients(constant_coefficients(problem, decrements(problem)))
    except Unmet:
        return found
    if not problem.is_exact:
        return found
    if any(c.function == r.function for c in r.initial):
        return _over_letters(problem, coefficients, found)
    return _in_general(problem, coefficients, found)


# -- no value is stated ------------------------------------------------------------------------------------


def _in_general(problem: Problem, coefficients: Coefficients, found: Solution | None) -> Solution | None:
    driving = over_letters(problem.driving_term, problem.variable)
    if driving is None:
        return found
    taken = names_of(problem.recurrence)
    formulas = RootFormulas(problem.variable, taken=taken)
    general = general_solution(coefficients, driving, formulas, taken)
    if general is None:
        return found
    steps = _general_steps(problem, coefficients, driving, general)
    exact = general.formula(problem.variable)
    alone = found is None
    if found is None:
        found = _by_constants(problem, general, formulas)
        steps = (characteristic_step(problem, coefficients, factors(characteristic_polynomial(coefficients))), *steps)
    whole = _with_form(problem, found, exact, 0, formulas, steps, general.constants)
    if alone and whole.constants:
        whole = _held(whole)
    wanted = tuple((name, i) for i, name in enumerate(general.constants))
    return _with_wish(whole, problem.recurrence.function, wanted)


def _held(solution: Solution) -> Solution:
    """The general solution put into the recurrence: what its growth rests on."""
    from recur.verification.families import hold_family

    assert solution.exact is not None and solution.exact_domain is not None
    held = hold_family(solution.recurrence, solution.exact, map(int, solution.exact_domain.sizes()), solution.where)
    return replace(solution, verification=held, exact_verification=held)


def _with_wish(found: Solution, function: str, constants: tuple[tuple[str, int], ...]) -> Solution:
    """The solution that says which values would fix its constants."""
    if not found.constants:
        return found
    given = {f"t{n}": ex.Call(function, (ex.number(n),)) for _, n in constants}
    fixed = {f"c{n}": ex.Symbol(name) for name, n in constants}
    names = [listed([f"{{{name}}}" for name in group]) for group in (fixed, given)]
    are, them = ("are", "them") if len(constants) > 1 else ("is", "it")
    wish = Step(f"{names[0]} {are} free: give {names[1]} to fix {them}.", tuple({**fixed, **given}.items()))
    return replace(found, remarks=(*found.remarks, wish))


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
        bounds, cases = Bounds(upper, upper), ()
    elif not complete:
        bounds, cases = Bounds(None, upper), ()
    if bounds.theta is not None:
        reason = step("the particular solution grows faster than every homogeneous one.")
    return Solution(problem.recurrence, bounds, NAME, None, reason, (), cases=cases)


def _general_steps(
    problem: Problem, coefficients: Coefficients, driving: Mapping[ex.Expr, ep.Terms], general: GeneralSolution
) -> tuple[Step, ...]:
    t = problem.recurrence.left
    factored = factors(characteristic_polynomial(coefficients))
    clauses = ["each root gives a solution, and so does every sum of multiples of them"]
    if any(m > 1 for _, m in factored):
        clauses.append("a root of multiplicity m gives m of them, with the factors 1, {n}, …, {n}^(m−1)")
    if any(not root.is_real for q, _ in factored for root in roots_of(q)):
        clauses.append("a pair of complex roots gives a cosine and a sine times the power of their modulus")
    without = " without {f}" if driving else ""
    sentence = f"Homogeneous solutions: {'; '.join(clauses)}. So{without} every solution is {{h}}."
    formulas = {"n": ex.Symbol(problem.variable), "f": problem.driving_term, "h": general.homogeneous}
    used = {name: x for name, x in formulas.items() if f"{{{name}}}" in sentence}
    steps = [Step(sentence, tuple(used.items()), source=SOURCE)]
    for atom, terms in driving.items():
        for base in sorted(terms, key=abs):
            found = general.particular[atom].get(base, ())
            steps.append(_trial(problem, coefficients, atom, base, terms[base], found))
    if driving:
        total = ex.Relation("=", t, general.formula(problem.variable))
        steps.append(step("The sum of the two is every solution: {t}.", t=total))
    return tuple(steps)


def _trial(
    problem: Problem, coefficients: Coefficients, atom: ex.Expr, base: Fraction, p: Polynomial, found: Polynomial
) -> Step:
    """Undetermined coefficients for p(n)·βⁿ: what is tried, the equation it leaves, and the coefficients."""
    n = ex.Symbol(problem.variable)
    factored = dict(factors(characteristic_polynomial(coefficients)))
    multiplicity = factored.get((-base, Fraction(1)), 0)
    letters = [letter for letter in "ABDEFGHKLMPQRSUVW" if letter not in names_of(problem.recurrence)]
    count = len(p)
    names = [ex.Symbol(letters[i]) if count <= len(letters) else ex.Symbol(f"A_{i}") for i in range(count)]
    shown = list(reversed(names))  # A is what stands before the highest power
    powers = [ex.power(n, ex.number(multiplicity + i)) for i in range(count)]
    inner = ex.add(*(ex.mul(a, x) for a, x in reversed(list(zip(shown, powers, strict=True)))))
    wave = ex.ONE if base == 1 else ex.power(ex.number(base), n)
    given = ex.mul(atom, ep.formula({base: p}, problem.variable))
    order = max(coefficients)
    left = ex.mul(ex.number(base**order), inner)
    calls = [
        ex.mul(ex.number(c * base ** (order - i)), ex.substitute(inner, problem.variable, ex.add(n, ex.number(-i))))
        for i, c in sorted(coefficients.items())
    ]
    rest = ex.mul(ex.number(base**order), atom, ep.polynomial_formula(p, problem.variable))
    values = [
        ex.Relation("=", a, ex.mul(ex.number(found[multiplicity + i] if multiplicity + i < len(found) else 0), atom))
        for i, a in reversed(list(enumerate(shown)))
    ]
    sentence = "For {f} try {x}"
    if multiplicity:
        times = "" if multiplicity == 1 else f" of multiplicity {multiplicity}"
        sentence = f"For {{f}}: {{b}} is a characteristic root{times} already, so try {{x}}"
    said = [f"{{v{i}}}" for i in range(len(values))]
    sentence += f". Put into the equation it leaves {{e}}, hence {listed(said)}."
    formulas: dict[str, ex.Expr] = {"f": given, "x": ex.mul(inner, wave)}
    if multiplicity:
        formulas["b"] = ex.number(base)
    formulas["e"] = ex.Relation("=", left, ex.Add((*calls, rest)))
    formulas |= {f"v{i}": value for i, value in enumerate(values)}
    return Step(sentence, tuple(formulas.items()), source="resonance" if multiplicity else SOURCE)


# -- values that hold letters, or are stated in part -------------------------------------------------------


def _over_letters(problem: Problem, coefficients: Coefficients, found: Solution | None) -> Solution | None:
    r = problem.recurrence
    try:
        sequence = superposition(problem, coefficients)
    except Contradiction as clash:
        raise InvalidRecurrence(
            f"the value stated for {r.function}({clash.size}) is not the one that the other values give",
            hint=f"state {max(coefficients)} values that follow each other",
        ) from None
    if sequence is not None and sequence.is_rational:
        return _between(problem, sequence) or found
    formulas = RootFormulas(problem.variable, taken=names_of(r))
    exact = None if sequence is None else sequence.formula(formulas)
    if sequence is None or exact is None:
        return found
    steps = _letter_steps(problem, sequence, exact)
    if found is None:
        reason = step("the closed form is exact, whatever its signs; its growth is not told.")
        first = characteristic_step(problem, coefficients, factors(characteristic_polynomial(coefficients)))
        found, steps = Solution(r, Bounds(None, None), NAME, None, reason, ()), (first, *steps)
    constants = tuple(name for name, _ in sequence.constants)
    whole = _with_form(problem, found, exact, sequence.start, formulas, steps, constants)
    return _with_wish(whole, r.function, sequence.constants)


def _between(problem: Problem, sequence: Superposition) -> Solution | None:
    """u(0) = 0, u(10) = 1: the values in between first, then what follows from them."""
    from recur.solving.linear.characteristic import solve

    r = problem.recurrence
    first = [(sequence.start + i, ex.number(value.get(ex.ONE, Fraction(0)))) for i, value in enumerate(sequence.first)]
    stated = tuple(InitialCondition(r.function, n, n, value) for n, value in first)
    found = solve.solve(replace(problem, recurrence=replace(r, initial=stated)))
    if isinstance(found, Refusal):
        return None
    named = {
        f"v{i}": ex.Relation("=", ex.Call(r.function, (ex.number(n),)), value) for i, (n, value) in enumerate(first)
    }
    said = listed([f"{{{name}}}" for name in named])
    told = Step(f"The equation and the stated values leave one choice: {said}.", tuple(named.items()))
    return replace(found, recurrence=r, steps=(told, *found.steps))


def _letter_steps(problem: Problem, sequence: Superposition, exact: ex.Expr) -> tuple[Step, ...]:
    r = problem.recurrence
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


def _with_form(
    problem: Problem,
    found: Solution,
    exact: ex.Expr,
    start: int,
    formulas: RootFormulas,
    steps: tuple[Step, ...],
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
        steps=(*found.steps, *steps),
        where=where,
    )
