"""Linear recurrences with constant coefficients, step by step: characteristic equation, roots, homogeneous solutions,
a trial function for each driving term, and the linear system by which stated values fix the constants.

Source: Graham, Knuth, Patashnik, Concrete Mathematics, section 7.3; Rosen, Discrete Mathematics and Its Applications,
section 8.2.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from recur.model import Step, expressions as ex, listed, names_of, step
from recur.numbers import Polynomial, Root, exponential_polynomials as ep, roots_of
from recur.numbers.polynomials import degree
from recur.solving.linear.closed_forms import ClosedForm
from recur.solving.linear.general_solution import GeneralSolution, Mode, rational_first
from recur.solving.linear.linear_sequences import characteristic_factors, characteristic_polynomial
from recur.solving.linear.root_formulas import RootFormulas
from recur.solving.problem import Problem

#: as many constants are fitted before the reader's eyes
MOST_EQUATIONS = 6
RESONANCE = "Rosen, Discrete Mathematics and Its Applications, section 8.2"
SOURCE = "Concrete Mathematics, section 7.3"
Factored = Sequence[tuple[Polynomial, int]]
#: the products of letters in a value, each with its rational coefficient
Value = Mapping[ex.Expr, Fraction]
_LONGEST_NUMBER = 10**9


def characteristic_step(
    problem: Problem, coefficients: Mapping[int, Fraction], factored: Factored, formulas: RootFormulas | None = None
) -> Step:
    """The characteristic equation, its factors and its roots; irreducible cubics and beyond only with `formulas`."""
    x = ex.Symbol("x" if problem.variable != "x" else "z")
    factored = rational_first(factored)
    equation = ex.equation_of_roots(characteristic_polynomial(coefficients), x.name)
    substeps: list[Step] = []
    if len(factored) > 1 or factored[0][1] > 1:
        powers = [ex.power(ep.polynomial_formula(q, x.name), ex.number(m)) for q, m in factored]
        substeps.append(step("It factors as {product}.", product=ex.Relation("=", ex.mul(*powers), ex.ZERO)))
    if max(coefficients) > 1 and (formulas is not None or all(degree(q) <= 2 for q, _ in factored)):
        substeps.append(_roots_step(factored, formulas or RootFormulas(problem.variable)))
    without = " without the driving function" if problem.driving_term != ex.ZERO else ""
    sentence = f"Trying {{t}}{without} gives the characteristic equation"
    trial = ex.Relation("=", problem.recurrence.left, ex.power(x, ex.Symbol(problem.variable)))
    return Step(sentence, (("t", trial),), (equation,), SOURCE, tuple(substeps))


def _roots_step(factored: Factored, formulas: RootFormulas) -> Step:
    """Its roots are 2, of multiplicity 3, and 1 + i and 1 − i, of modulus √2 and angles π/4 and −π/4."""
    said: list[str] = []
    shown: dict[str, ex.Expr] = {}

    def name(x: ex.Expr) -> str:
        shown[f"x{len(shown)}"] = x
        return f"{{x{len(shown) - 1}}}"

    for q, m in factored:
        for root in roots_of(q):
            if not root.is_real and root.disk(64).y < 0:
                continue
            if root.is_real:
                told, are = name(_told_root(formulas, root)), []
            else:
                modulus, angle = formulas.polar_form(root)
                rectangular = formulas.rectangular_form(root)
                told = f"the pair {' and '.join(map(name, rectangular))}" if rectangular else "a pair of complex roots"
                are = [f"of modulus {name(modulus)} and angles {name(angle)} and {name(ex.negate(angle))}"]
            if m > 1:
                are.insert(0, f"of multiplicity {m}" if root.is_real else f"each of multiplicity {m}")
            said.append(", ".join([told, *are]))
    if len(said) == 1 and factored[0][1] > 1 and degree(factored[0][0]) == 1:
        return Step(f"Its only root is {said[0]}.", tuple(shown.items()))
    *before, last = said
    sign = ";" if any("," in part for part in before) else ","
    joined = f"{sign} ".join(before) + ("" if not before else " and " if sign == "," else "; and ")
    return Step(f"Its roots are {joined}{last}.", tuple(shown.items()))


def _told_root(formulas: RootFormulas, root: Root) -> ex.Expr:
    """The root in radicals; φ with its name, which the growth is told by."""
    told, known = formulas.root_formula(root), formulas.formula_of(root)
    return ex.Relation("=", known, told) if isinstance(known, ex.Constant) else told


def general_steps(
    problem: Problem,
    coefficients: Mapping[int, Fraction],
    driving: Mapping[ex.Expr, ep.Terms],
    general: GeneralSolution,
) -> tuple[Step, ...]:
    """Homogeneous solutions, a trial function for each driving term, and their sum."""
    factored = characteristic_factors(coefficients)
    clauses = ["each root gives a solution, and so does every sum of multiples of them"]
    if max(coefficients) == 1:
        clauses = ["the power of the root, and every multiple of it"]
    if any(m > 1 for _, m in factored):
        clauses.append("a root of multiplicity {m} gives {m} of them, with the factors 1, {n}, …, {p}")
    if any(not root.is_real for q, _ in factored for root in roots_of(q)):
        clauses.append("a pair of complex roots gives a cosine and a sine times the power of their modulus")
    without = " without {f}" if driving else ""
    sentence = f"Homogeneous solutions: {'; '.join(clauses)}. So{without} every solution is {{h}}."
    n, m = ex.Symbol(problem.variable), ex.Symbol("m" if problem.variable != "m" else "k")
    last = ex.power(n, ex.add(m, ex.MINUS_ONE))
    shown = {"n": n, "m": m, "p": last, "f": problem.driving_term, "h": general.homogeneous}
    steps = [step(sentence, source=SOURCE, **shown)]
    for atom, terms in driving.items():
        for base in sorted(terms, key=abs):
            found = general.particular[atom].get(base, ())
            steps.append(_trial(problem, coefficients, atom, base, terms[base], found))
    if driving:
        total = ex.Relation("=", problem.recurrence.left, general.formula(problem.variable))
        steps.append(step("Every solution is a homogeneous one plus the particular one: {t}.", t=total))
    return tuple(steps)


def _trial(
    problem: Problem,
    coefficients: Mapping[int, Fraction],
    atom: ex.Expr,
    base: Fraction,
    p: Polynomial,
    found: Polynomial,
) -> Step:
    """Undetermined coefficients for p(n)·βⁿ: what is tried, the equation it leaves, and the coefficients."""
    n = ex.Symbol(problem.variable)
    multiplicity = dict(characteristic_factors(coefficients)).get((-base, Fraction(1)), 0)
    names = _coefficient_names(problem, len(p))
    order = max(coefficients)

    def wave(shift: int) -> ex.Expr:
        return ex.ONE if base == 1 else ex.power(ex.number(base), ex.add(n, ex.number(-shift)))

    def polynomial(lift: int) -> ex.Expr:
        powers = [ex.mul(a, ex.power(n, ex.number(lift + i))) for i, a in enumerate(names)]
        return ex.add(*reversed(powers))

    inner = polynomial(multiplicity)
    left = ex.mul(ex.number(base**order), inner)
    calls = [
        ex.mul(ex.number(c * base ** (order - i)), ex.substitute(inner, problem.variable, ex.add(n, ex.number(-i))))
        for i, c in sorted(coefficients.items())
    ]
    rest = ex.mul(ex.number(base**order), atom, ep.polynomial_formula(p, problem.variable))
    values = [
        ex.Relation("=", a, ex.mul(ex.number(found[multiplicity + i] if multiplicity + i < len(found) else 0), atom))
        for i, a in reversed(list(enumerate(names)))
    ]
    sentence = "For {f} try {x}."
    if multiplicity:
        sentence = (
            f"{{b}} is a root of multiplicity {multiplicity} (resonance), so for {{f}} the trial function {{y}} is "
            "multiplied by {k}: try {x}."
        )
    divided = "" if base == 1 else " and divided by {w}"
    said = [f"{{v{i}}}" for i in range(len(values))]
    compared = ", hence" if len(values) == 1 else "; its powers of {n} compared,"
    sentence += f" Put into the equation{divided} it leaves {{e}}{compared} {listed(said)}."
    shown = {
        "f": ex.mul(atom, ep.formula({base: p}, problem.variable)),
        "b": ex.number(base),
        "y": ex.mul(polynomial(0), wave(0)),
        "k": ex.power(n, ex.number(multiplicity)),
        "x": ex.mul(inner, wave(0)),
        "w": wave(order),
        "e": ex.Relation("=", left, ex.Add((*calls, rest))),
        "n": n,
        **{f"v{i}": value for i, value in enumerate(values)},
    }
    return step(sentence, source=RESONANCE if multiplicity else SOURCE, **shown)


def _coefficient_names(problem: Problem, count: int) -> list[ex.Symbol]:
    """Undetermined coefficients of 1, n, n², …: A is what stands before the highest power."""
    taken = names_of(problem.recurrence)
    letters = [letter for letter in "ABDEFGHKLMPQRSUVW" if letter not in taken]
    names = letters[:count] if count <= len(letters) else [f"A_{i}" for i in range(count)]
    return [ex.Symbol(name) for name in reversed(names)]


def system_steps(
    problem: Problem,
    general: GeneralSolution,
    formulas: RootFormulas,
    stated: Iterable[tuple[int, Value]],
    forms: Mapping[ex.Expr, ClosedForm],
) -> tuple[Step, ...]:
    """C₁ + C₂ = 1, 2C₁ + 3C₂ = 4, and C₁ = −1, C₂ = 2; nothing where these lines would be too long to be read."""
    equations: list[ex.Expr] = []
    values: dict[str, ex.Expr] = {}
    for n, value in stated:
        equation = _equation_at(general, formulas, n, value)
        if equation is None or len(equations) == MOST_EQUATIONS:
            return ()
        given = _formula(value)
        values[f"v{len(equations)}"] = ex.Relation("=", ex.Call(problem.recurrence.function, (ex.number(n),)), given)
        equations.append(equation)
    constants = []
    for term in general.terms:
        front = [
            (atom, formulas.constant_of(part.weights[term.power], term.root))
            for atom, form in forms.items()
            for part in form.parts
            if part.factor == term.root.factor and term.power < len(part.weights)
        ]
        whole = ex.add(*(ex.mul(x, atom) if isinstance(x, ex.Number) else ex.mul(atom, x) for atom, x in front))
        constants.append(ex.Relation("=", ex.Symbol(term.constant), whole))
    one = len(equations) == 1
    sentence = f"Put into it, {listed([f'{{{v}}}' for v in values])} "
    sentence += "gives an equation for the constant:" if one else "give a linear system for the constants:"
    return (
        Step(sentence, tuple(values.items()), tuple(equations)),
        Step("Its solution is" if one else "Their solution is", (), tuple(constants)),
    )


def _formula(value: Value) -> ex.Expr:
    return ex.add(*(ex.mul(ex.number(c), atom) for atom, c in value.items()))


def _equation_at(general: GeneralSolution, formulas: RootFormulas, n: int, value: Value) -> ex.Expr | None:
    """The general solution at n, equal to the value; None where its numbers are long."""
    bases = [t.root.factor[0] for t in general.terms if degree(t.root.factor) == 1]
    if abs(n) > 64 or any(max(abs(x.numerator), x.denominator) ** abs(n) > _LONGEST_NUMBER for x in bases):
        return None
    terms = [_times_constant(formulas, term, n) for term in general.terms]
    driven: dict[ex.Expr, Fraction] = {}
    for atom, part in general.particular.items():
        driven[atom] = driven.get(atom, Fraction(0)) + Fraction(ep.at(part, n))
    return ex.Relation("=", ex.add(*terms, _formula(driven)), _formula(value))


def _times_constant(formulas: RootFormulas, term: Mode, n: int) -> ex.Expr:
    front = ex.mul(ex.number(n**term.power), formulas.solution_at(term.root, n))
    constant = ex.Symbol(term.constant)
    return ex.mul(front, constant) if isinstance(front, ex.Number) else ex.mul(constant, front)
