"""The extended master theorem: T(n) = a·T(n/b) + Θ(n^k log^p n), a ≥ 1, b > 1, p real.

| case | condition         | T(n)                     |
|------|-------------------|--------------------------|
| 1    | a > b^k           | Θ(n^(log_b a))           |
| 2a   | a = b^k, p > −1   | Θ(n^k log^(p+1) n)       |
| 2b   | a = b^k, p = −1   | Θ(n^k log log n)         |
| 2c   | a = b^k, p < −1   | Θ(n^k)                   |
| 3    | a < b^k           | Θ(n^k log^p n)           |

Source: CLRS 4e, Theorem 4.1 and exercise 4.6-3; the cases with a logarithm follow from Akra and Bazzi's integral.
Some tables print Θ(n^k) for case 3 with p < 0. That is only an upper bound: T(n) ≥ f(n) at once.
"""

from fractions import Fraction

from recur.asymptotics import Monomial, Regime
from recur.model import Expr, Solution, Step, StepsOnDemand, Undecided, Unmet, expressions as ex, step
from recur.model.expressions import ONE as ONE_FORMULA
from recur.numbers import Real, exact_formula, real
from recur.solving.divide_and_conquer import fractions
from recur.solving.divide_and_conquer.precise_answers import precisely
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind

SOURCE = "CLRS 4e, Theorem 4.1"
_CASE_REASONS = {
    "1": "the watershed {w} is larger than the driving function by a power of {n}: the leaves dominate",
    "2a": "the driving function is the watershed {w} times {x}: every level costs about the same",
    "2b": "the driving function is the watershed {w} divided by exactly one logarithm",
    "2c": "the driving function is the watershed {w} divided by more than one logarithm: the levels converge",
    "3": "the driving function is larger than the watershed {w} by a power of {n}: the root dominates",
}


@method(
    "master theorem",
    about=(RecurrenceKind.FRACTION,),
    source=SOURCE,
    summary="T(n) = a T(n/b) + Θ(n^k log^p n), a ≥ 1, b > 1, every real p",
)
def solve(problem: Problem) -> Solution:
    shape = fractions.shape_of(problem)
    if len(shape.calls) != 1:
        raise Unmet("one subproblem size", "the subproblems have {x} different sizes", x=ex.number(len(shape.calls)))
    if shape.sides:
        raise Unmet("one subproblem size", "there is a further call of size {x}", x=shape.sides[0][1])
    a, ratio = shape.calls[0]
    b = real.ONE / ratio
    try:
        enough = real.compare(a, real.ONE) >= 0
    except Undecided:
        enough = True  # a parameter such as 2^a: a ≥ 1 is its meaning, a number of subproblems
    if not enough:
        raise Unmet("a ≥ 1", "{a} subproblems are fewer than one", a=exact_formula(a))
    watershed = real.log_ratio(a, b)
    found = fractions.outcome(problem, shape, watershed)
    k, p = _polylog(found.main.toll, watershed, problem.variable)
    case = _case(found.main, p)
    formulas = {name: exact_formula(value) for name, value in zip("abkp", (a, b, k, p), strict=True)}
    level_factor = None if found.main.toll is None else exact_formula(real.power(b, k))
    solution = Solution(
        problem.recurrence,
        found.bounds,
        "master theorem",
        case,
        _reason(problem, case, found.main, watershed, p),
        StepsOnDemand(lambda: _steps(problem, found, formulas, level_factor, watershed, case)),
        assumptions=shape.assumptions,
        remarks=(*fractions.usual_reading(problem, found), *_printed_table(problem, case, k, p)),
    )
    return precisely(problem, shape, watershed, found, solution)


def _polylog(toll: Monomial | None, watershed: Real, variable: str) -> tuple[Real, Real]:
    """(k, p) of the driving function; without one, case 1 with any k below the watershed."""
    return (watershed - real.ONE, real.ZERO) if toll is None else fractions.polylog(toll, variable)


def _case(reading: fractions.TollReading, p: Real) -> str:
    if reading.sum is None or reading.sum.regime is Regime.LEAF_HEAVY:
        return "1"
    if reading.sum.regime is Regime.ROOT_HEAVY:
        return "3"
    order = real.compare(p, Fraction(-1))
    return "2a" if order > 0 else "2b" if order == 0 else "2c"


def _reason(problem: Problem, case: str, reading: fractions.TollReading, watershed: Real, p: Real) -> Step:
    n = ex.Symbol(problem.variable)
    w = fractions.watershed_formula(watershed, problem.variable)
    if reading.toll is None:
        return step("Master theorem, case 1: there is no driving function, the leaves are all there is.")
    logs = ex.power(ex.log(n), exact_formula(p))
    sentence = _CASE_REASONS[case]
    if case == "2a" and p == 0:
        sentence = "the driving function is the watershed {w} itself: every level costs the same"
    return step(f"Master theorem, case {case}: {sentence}.", w=w, n=n, x=logs)


def _steps(
    problem: Problem,
    found: fractions.BothReadings,
    formulas: dict[str, Expr],
    level_factor: Expr | None,
    watershed: Real,
    case: str,
) -> tuple[Step, ...]:
    """`level_factor` is b^k, None where there is no driving function."""
    n = ex.Symbol(problem.variable)
    watershed_growth = ex.power(n, ex.Log(formulas["a"], formulas["b"]))
    w = fractions.watershed_formula(watershed, problem.variable)
    steps = [_form(problem, found, formulas, n)]
    comparison = {"1": ">", "3": "<"}.get(case, "=")
    value = w if watershed_growth == w else ex.Relation("=", watershed_growth, w)
    if level_factor is None:
        steps.append(step("The watershed function is {w}.", w=value))
    else:
        steps.append(
            step(
                "The watershed function is {w}. Compare {a} with {bk}: {verdict}"
                + (", and {p}." if case.startswith("2") else "."),
                w=value,
                a=ex.Relation("=", ex.Symbol("a"), formulas["a"]),
                bk=_power_of_b(formulas, level_factor),
                verdict=ex.Relation(comparison, ex.Symbol("a"), ex.power(ex.Symbol("b"), ex.Symbol("k"))),
                p=_place_of_p(formulas["p"], case),
            )
        )
    steps.append(_levels(n, formulas, case, silent=level_factor is None))
    steps.append(_conclusion(problem, found, case))
    steps.extend(fractions.reading_steps(problem, found))
    return tuple(steps)


def _place_of_p(p: Expr, case: str) -> Expr:
    """p beside −1: what tells the three cases of equality apart."""
    if case == "2b":
        return ex.Relation("=", ex.Symbol("p"), p)
    return ex.Relation(">" if case == "2a" else "<", ex.Relation("=", ex.Symbol("p"), p), ex.number(-1))


def _power_of_b(formulas: dict[str, Expr], value: Expr) -> Expr:
    written = ex.power(ex.Symbol("b"), ex.Symbol("k"))
    explicit = ex.power(formulas["b"], formulas["k"])
    inner = value if explicit == value or isinstance(explicit, ex.Number) else ex.Relation("=", explicit, value)
    return ex.Relation("=", written, inner)


def _form(problem: Problem, found: fractions.BothReadings, formulas: dict[str, Expr], n: ex.Symbol) -> Step:
    size = ex.divide(n, ex.Symbol("b"))
    problems = "subproblem" if formulas["a"] == ONE_FORMULA else "subproblems"
    if found.main.toll is None:
        return step(
            f"{{a}} {problems} of size {{size}}, {{b}}, and no driving function.",
            a=ex.Relation("=", ex.Symbol("a"), formulas["a"]),
            size=size,
            b=ex.Relation("=", ex.Symbol("b"), formulas["b"]),
        )
    readings = {reading.toll for reading in (found.lower, found.upper) if reading is not None}
    kind = "Θ" if len(readings) == 1 else "O"
    return step(
        f"{{a}} {problems} of size {{size}}, {{b}}; the driving function is {{f}}, that is {{g}} with {{k}} and {{p}}.",
        a=ex.Relation("=", ex.Symbol("a"), formulas["a"]),
        size=size,
        b=ex.Relation("=", ex.Symbol("b"), formulas["b"]),
        f=ex.Relation("=", ex.Call("f", (n,)), problem.driving_term),
        g=ex.Asymptotic(kind, ex.mul(ex.power(n, ex.Symbol("k")), ex.power(ex.log(n), ex.Symbol("p")))),
        k=ex.Relation("=", ex.Symbol("k"), formulas["k"]),
        p=ex.Relation("=", ex.Symbol("p"), formulas["p"]),
    )


def _levels(n: ex.Symbol, formulas: dict[str, Expr], case: str, silent: bool) -> Step:
    """What level i of the recursion tree costs, and how the levels add up."""
    i = ex.Symbol("i")
    a, b = formulas["a"], formulas["b"]
    depth = ex.Log(n, b)
    if silent:
        return step("The tree has {d} levels; its {x} leaves cost a constant each.", d=depth, x=ex.power(a, depth))
    count, size = ex.power(a, i), ex.divide(n, ex.power(b, i))
    nodes = "one node" if a == ONE_FORMULA else "{count} nodes"
    if case in ("1", "3"):
        ratio = ex.divide(ex.Symbol("a"), ex.power(ex.Symbol("b"), ex.Symbol("k")))
        verdict = ex.Relation(">" if case == "1" else "<", ratio, ONE_FORMULA)
        sentence = (
            f"Level {{i}} of the recursion tree has {nodes} of size {{size}}; up to logarithms the cost changes from "
            "level to level by the factor {verdict}, so the levels form a "
            + (
                "growing geometric sum and the leaves dominate."
                if case == "1"
                else "falling geometric sum and the root dominates. The condition of regularity holds for {g}: "
                "{regular} for large {n}, with any {c} between {ratio} and 1."
            )
        )
        g = ex.mul(ex.power(n, formulas["k"]), ex.power(ex.log(n), formulas["p"]))
        return step(
            sentence,
            i=i,
            count=count,
            size=size,
            verdict=verdict,
            ratio=ratio,
            g=ex.Relation("=", ex.Call("g", (n,)), g),
            regular=_regularity(n),
            n=n,
            c=ex.Symbol("c"),
        )
    remaining = ex.subtract(ex.Log(n, b), i)
    cost = ex.mul(ex.power(n, formulas["k"]), ex.power(remaining, formulas["p"]))
    total = ex.Range("sum", "i", ex.number(0), ex.subtract(depth, ONE_FORMULA), ex.power(remaining, formulas["p"]))
    kind = {
        "2a": "The exponent {p} is above −1, so the sum grows with the number of levels",
        "2b": "The exponent is −1: this is a harmonic sum",
        "2c": "The exponent {p} is below −1, so the sum converges",
    }[case]
    if formulas["p"] == ex.ZERO:
        return step(
            f"Level {{i}} of the recursion tree has {nodes} of size {{size}} and costs {{cost}} up to constants, "
            "the same on each of the {d} levels.",
            i=i,
            count=count,
            size=size,
            cost=ex.power(n, formulas["k"]),
            d=depth,
        )
    return step(
        f"Level {{i}} of the recursion tree has {nodes} of size {{size}} and costs {{cost}} up to constants. "
        + kind
        + ":",
        ex.mul(ex.power(n, formulas["k"]), total),
        i=i,
        count=count,
        size=size,
        cost=cost,
        p=formulas["p"],
    )


def _regularity(n: ex.Symbol) -> Expr:
    """a·g(n/b) ≤ c·g(n) for g(n) = n^k log^p n; the driving function, Θ of it, may oscillate and not satisfy this."""
    lower_level = ex.mul(ex.Symbol("a"), ex.Call("g", (ex.divide(n, ex.Symbol("b")),)))
    return ex.Relation("<=", lower_level, ex.mul(ex.Symbol("c"), ex.Call("g", (n,))))


def _conclusion(problem: Problem, found: fractions.BothReadings, case: str) -> Step:
    t = ex.Call(problem.recurrence.function, (ex.Symbol(problem.variable),))
    growth = found.main.growth.expression()
    kind = "Θ" if found.bounds.theta is not None else "O" if found.upper is not None else "Ω"
    return step(
        f"Case {case} of the theorem gives {{result}}.",
        result=ex.Relation("=", t, ex.Asymptotic(kind, growth)),
        source=SOURCE if case in ("1", "3") else SOURCE + "; for the logarithms Akra and Bazzi 1998",
    )


def _printed_table(problem: Problem, case: str, k: Real, p: Real) -> tuple[Step, ...]:
    """Case 3 with p < 0 is printed loosely in some tables."""
    if case != "3" or real.sign(p) >= 0:
        return ()
    n = ex.Symbol(problem.variable)
    f = ex.mul(ex.power(n, exact_formula(k)), ex.power(ex.log(n), exact_formula(p)))
    return (
        step(
            "Some printed tables give {loose} for case 3 with {p}. That is an upper bound but not tight: {t} is at "
            "least its driving function, and at most a constant times {f}.",
            loose=ex.Asymptotic("Θ", ex.power(n, exact_formula(k))),
            p=ex.Relation("<", ex.Symbol("p"), ex.number(0)),
            t=ex.Call(problem.recurrence.function, (n,)),
            f=f,
        ),
    )
