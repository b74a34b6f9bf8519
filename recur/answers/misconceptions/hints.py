"""The next step and no more: first the theorem, then the comparison to make, then the case; none of them the answer."""

from recur.model import Claim, Expr, RecurError, Recurrence, Solution, Step, expressions as ex, step
from recur.numbers import Real, exact_formula
from recur.solving.problem import Problem, Shrink

#: By method, what to think of first.
_FIRST = {
    "master theorem": "The recurrence has the form {form}: the master theorem applies. Read off a, b and f(n).",
    "Akra–Bazzi": "The calls are constant fractions of {n}: the theorem of Akra and Bazzi applies.",
    "characteristic polynomial": "It is linear with constant coefficients: try {power} without the driving function.",
    "summation": "There is one call, and nothing multiplies it: unroll the recurrence, and it becomes a sum.",
    "summation factor": "There is one call, with a factor: divide by a summation factor, and it becomes a sum.",
    "change of variable": "The size is no fraction of {n}, but its logarithm is one of {log}: put {m} for {log}.",
    "full history": "All earlier values stand on the right: write the equation for {before} too, and subtract.",
    "explicit function": "There is no call on the right: compare the terms.",
    "table of cases": "The answer depends on the parameters: the master theorem has a case for each range of them.",
    "iteration": "There is one call: how many steps does it take until the size is constant, and what does each cost?",
    "rescaling": "Divide by a power of {n} so that the factor before the call disappears.",
}
_COMPARE = {
    "master theorem": "Compare the driving function {f} with the watershed function {w}.",
    "Akra–Bazzi": "Find the exponent p with {p}, and compare the driving function {f} with {np}.",
}
_CASES = {
    "1": "The watershed function is larger by a power of {n}: the leaves of the recursion tree decide.",
    "2a": "The two agree up to logarithms: every level costs about the same. How many levels are there?",
    "2b": "The driving function is the watershed function divided by one logarithm: the levels form a harmonic sum.",
    "2c": "The driving function is smaller than the watershed function by more than one logarithm: the sum converges.",
    "3": "The driving function is larger by a power of {n}: the root of the recursion tree decides.",
    "leaf-heavy": "The driving function is smaller: the leaves of the recursion tree decide.",
    "balanced": "The two agree up to logarithms: every level costs about the same. How many levels are there?",
    "root-heavy": "The driving function is larger: the root of the recursion tree decides.",
}


def hints(solution: Solution) -> tuple[Step, ...]:
    """Each goes one step further, as the derivation does; none of them is the answer."""
    formulas = _formulas(solution)
    found = [_filled(_FIRST.get(solution.method, f"Try this method: {solution.method}."), formulas)]
    for sentence in (_COMPARE.get(solution.method), _CASES.get(solution.case or "")):
        if sentence is not None:
            found.append(_filled(sentence, formulas))
    if solution.method == "characteristic polynomial":
        from recur.answers.misconceptions.linear_hints import linear_hints

        found += linear_hints(solution)
    if len(found) == 1:
        found += _opening(solution)
    return tuple(told for told in found if told is not None)


def series_hints(claim: Claim, r: Recurrence) -> tuple[Step, ...]:
    """From the recurrence to its generating function."""
    n, x = ex.Symbol(r.variable), ex.Symbol(claim.series or "x")
    g = ex.Call(claim.function or "G", (x,))
    shifted = ex.Call(r.function, (ex.add(n, ex.MINUS_ONE),))
    return (
        step("Multiply the recurrence by {p} and sum over all sizes at which it holds.", p=ex.power(x, n)),
        step(
            "The sum of {t} is {g} without the terms that are left out; {s} brings one more factor {x}.",
            t=ex.mul(r.left, ex.power(x, n)), g=g, s=shifted, x=x,
        ),
        step("That is a linear equation for {g}: solve it, and mind the first values.", g=g),
    )  # fmt: skip


def _filled(sentence: str, formulas: dict[str, Expr]) -> Step | None:
    """None where the sentence needs a formula that this recurrence does not give."""
    named = tuple((name, x) for name, x in formulas.items() if f"{{{name}}}" in sentence)
    missing = any(f"{{{name}}}" in sentence for name in ("f", "w", "p") if name not in formulas)
    return None if missing else Step(sentence, named)


def _formulas(solution: Solution) -> dict[str, Expr]:
    r = solution.recurrence
    n, a, b = ex.Symbol(solution.variable), ex.Symbol("a"), ex.Symbol("b")
    one_less = ex.add(n, ex.number(-1))
    found: dict[str, Expr] = {
        "n": n,
        "log": ex.Log(n),
        "m": ex.Symbol("m" if solution.variable != "m" else "k"),
        "before": one_less,
        "power": ex.Relation("=", r.left, ex.Power(ex.Symbol("x"), n)),
        "form": ex.add(ex.mul(a, ex.Call(r.function, (ex.divide(n, b),))), ex.Call("f", (n,))),
        "np": ex.power(n, ex.Symbol("p")),
    }
    if r.driving != ex.number(0):
        found["f"] = r.driving
    shares = _shares(r)
    if len(shares) == 1:
        found["w"] = ex.Power(n, ex.Log(a, b))  # not with the numbers put in: that may be the answer
    if shares:
        terms = [ex.mul(exact_formula(c), ex.Power(exact_formula(ratio), ex.Symbol("p"))) for c, ratio in shares]
        found["p"] = ex.Relation("=", ex.add(*terms), ex.number(1))
    return found


def _shares(r: Recurrence) -> list[tuple[Real, Real]]:
    """The (a, r) of the calls aT(rn); none where a coefficient is no constant."""
    problem = Problem(r, {}, _unasked, lambda _: None)
    try:
        calls = [c for c in problem.calls if c.shrink is Shrink.FRACTION]
    except RecurError:
        return []
    found = [(problem.constant_coefficient(c), c.ratio) for c in calls]
    known = [(a, ratio) for a, ratio in found if a is not None]
    return known if len(known) == len(found) else []


def _unasked(_: object) -> Solution:
    raise ValueError


def _opening(solution: Solution) -> list[Step]:
    """The first steps of the derivation, as far as they do not show the answer."""
    found: list[Step] = []
    for told in solution.steps[:2]:
        if _shows(told, solution):
            break
        found.append(Step(told.sentence, told.formulas, told.display))
    return found


def _shows(told: Step, solution: Solution) -> bool:
    answers = {x for x in (solution.leading, solution.exact) if x is not None}
    theta = solution.bounds.theta
    if theta is not None:
        answers.add(theta.expression())
    shown = [x for _, x in told.formulas] + list(told.display)
    return any(isinstance(node, ex.Asymptotic) or node in answers for x in shown for node in ex.walk(x))
