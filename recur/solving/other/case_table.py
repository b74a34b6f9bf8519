"""T(n) = a·T(n/b) + Θ(n^k log^p n) with parameters among a, b, k, p: which case applies depends on their values.

Every case of the extended master theorem becomes a row with its condition. Each row is checked: the recurrence with
numbers that meet the condition is solved, and must have the growth of the row.
Source: CLRS 4e, Theorem 4.1, with the logarithms of Akra and Bazzi 1998.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from itertools import islice, product

from recur.asymptotics import UNIT, Growth, level, real_number
from recur.model import (
    Bounds,
    Case,
    Definition,
    Expr,
    Solution,
    Step,
    Unmet,
    Verification,
    expressions as ex,
    letters_of,
    step,
    unused_name,
)
from recur.model.errors import RecurError
from recur.model.records import replace
from recur.numbers import Real, exact_formula, real
from recur.solving.divide_and_conquer.critical_exponent import critical_exponent
from recur.solving.divide_and_conquer.fractions import FractionCalls, polylog, shape_of, upper_toll
from recur.solving.first_order.finite_sums import over_bases
from recur.solving.letter_ranges import with_numbers
from recur.solving.linear.decrements import small_sizes
from recur.solving.order import method
from recur.solving.problem import Problem

SOURCE = "CLRS 4e, Theorem 4.1"
_SAMPLES = tuple(map(ex.number, ("2", "4", "3", "1", "8", "16", "1/2", "32", "0", "-1", "-2", "5")))
_MOST_SAMPLES = 4000
_LETTERS = {"a": "amd", "b": "bsc", "k": "kjl", "p": "pqr"}  # of the theorem, and others where one is taken


@method(
    "table of cases",
    source=SOURCE,
    summary="a T(n/b) + n^k log^p n, a T(n − 1) + n^k bⁿ with parameters: a row for each case",
)
def solve(problem: Problem) -> Solution:
    falling = _by_steps(problem)
    if falling is not None:
        return falling
    shape = shape_of(problem)
    if shape.sides:
        raise Unmet("subproblems of constant fractions", "a subproblem is smaller than every constant fraction")
    low, high = problem.tolls
    hidden = low is not high  # O(n^d): from below nothing of it is known
    if high is None or problem.recurrence.relation != "=" or (hidden and (low is None or not low.is_zero)):
        raise Unmet("a driving term of one growth", "the driving term is known from one side only")
    toll = upper_toll(high)
    if toll is None:
        raise Unmet("a driving function", "there is no driving function")
    k, p = polylog(toll, problem.variable)
    if len(shape.calls) > 1:
        if hidden:
            raise Unmet("a driving term of one growth", "the driving term is known from above only")
        return _several(problem, shape, k, p)
    a, ratio = shape.calls[0]
    b = real.ONE / ratio
    if not any(map(real.has_parameter, (a, b, k, p))):
        raise Unmet("a parameter that decides", "the case does not depend on a parameter")
    cases = tuple(_cases(real.log_ratio(a, b), _condition_of(a, b, k), k, p, problem.variable))
    if hidden:
        cases = tuple(replace(case, from_above=case.name != "1") for case in cases)
    samples = tuple(_checked(problem, case) for case in cases)
    reason = step("which case applies depends on the parameters.")
    return Solution(
        problem.recurrence,
        Bounds(None, None),
        "master theorem",
        None,
        reason,
        _steps(problem, (a, b, k, p)),
        assumptions=shape.assumptions,
        remarks=_usual_reading(problem) if hidden else (),
        cases=cases,
        verification=Verification("checked", sizes=0, reason="each row with numbers in it: " + "; ".join(samples)),
    )


def _usual_reading(problem: Problem) -> tuple[Step, ...]:
    """With O in the driving term most people mean Θ."""
    hidden = [x for x in ex.walk(problem.recurrence.driving) if isinstance(x, ex.Asymptotic)]
    theta = ex.Asymptotic("Θ", hidden[0].body)
    return (step("From below {o} may be 0; every row is Θ if it is meant as {theta}.", o=hidden[0], theta=theta),)


def _by_steps(problem: Problem) -> Solution | None:
    """T(n) = a·T(n − 1) + c·n^k·βⁿ, where letters decide which of a and β is larger; None of any other recurrence."""
    r, n = problem.recurrence, ex.Symbol(problem.variable)
    if (
        len(letters_of(r)) < 2
        or len(r.subcalls) != 1
        or r.nonlinear
        or r.subcalls[0].argument != ex.add(n, ex.MINUS_ONE)
    ):
        return None
    a, waves = problem.constant(r.subcalls[0].coefficient), over_bases(problem.driving_term, r.variable)
    if a is None or waves is None or len(waves) != 1 or r.relation != "=":
        return None
    ((base, weights),) = waves.items()
    b, values = problem.constant(base), [problem.constant(c.value) for c in r.initial]
    k, lead = max(weights), problem.constant(weights[max(weights)])
    if b is None or lead is None or len(real.letters(a) | real.letters(b)) < 2 or real.sign(lead) <= 0:
        return None
    if any(value is None or real.sign(value) < 0 for value in values):
        return None
    leaves, wave = ex.power(exact_formula(a), n), ex.power(exact_formula(b), n)
    rows = {
        ">": leaves,
        "=": ex.mul(ex.power(n, ex.number(k + 1)), wave),
        "<": ex.mul(ex.power(n, ex.number(k)), wave),
    }
    cases = tuple(
        Case(str(i), (ex.Relation(op, exact_formula(a), exact_formula(b)),), Growth.of(x, r.variable))
        for i, (op, x) in enumerate(rows.items(), 1)
    )
    samples = tuple(_checked(problem, case) for case in cases)
    sentence = (
        "Divided by {a} the recurrence adds the terms {f}, a geometric series up to a power of the size: it converges "
        "where {q} is below 1, is the sum of the powers where it is 1, and is of the order of its last term above."
    )
    told = step(sentence, a=leaves, f=ex.divide(problem.driving_term, leaves), q=ex.divide(base, exact_formula(a)))
    return Solution(
        r,
        Bounds(None, None),
        "summation factor",
        None,
        step("which term grows fastest depends on the parameters."),
        (replace(told, source="Concrete Mathematics, section 2.2"),),
        assumptions=small_sizes(problem),
        cases=cases,
        verification=Verification("checked", sizes=0, reason="each row with numbers in it: " + "; ".join(samples)),
    )


def _several(problem: Problem, shape: FractionCalls, k: Real, p: Real) -> Solution:
    """Several subproblem sizes: k against the critical exponent."""
    if not real.has_parameter(k) and not real.has_parameter(p):
        raise Unmet("a parameter that decides", "the case does not depend on a parameter of the driving function")
    if any(real.has_parameter(a) for a, _ in shape.calls):
        raise Unmet("numbers of subproblems that are known", "the number of subproblems is a parameter")
    exponent = critical_exponent(shape.calls)
    cases = tuple(_cases(exponent.value, partial(_against, k, exponent.value), k, p, problem.variable))
    defined = exponent.definition
    if defined is not None and defined.symbol in ex.symbols(problem.recurrence.right):
        raise Unmet(
            "a name for the critical exponent", "{p} is a letter of the recurrence", p=ex.Symbol(defined.symbol)
        )
    samples = tuple(
        str(case.conditions[0]) + " is not sampled"
        if defined is not None and case.conditions[0] == ex.Relation("=", exact_formula(k), ex.Symbol(defined.symbol))
        else _checked(problem, case, defined)
        for case in cases
    )
    shown, f = exact_formula(exponent.value), problem.driving_term
    return Solution(
        problem.recurrence,
        Bounds(None, None),
        "Akra–Bazzi",
        None,
        step("which case applies depends on the parameters."),
        (
            step("The critical exponent is the root of {equation}, {p}.", equation=exponent.equation, p=shown),
            step(
                "The driving function {f} is held against {w}: what grows faster decides, and where the two are equal "
                "up to logarithms the levels add up.",
                f=f,
                w=ex.power(ex.Symbol(problem.variable), shown),
                source="Akra and Bazzi 1998",
            ),
        ),
        assumptions=shape.assumptions,
        where=() if defined is None else (defined,),
        cases=cases,
        verification=Verification("checked", sizes=0, reason="each row with numbers in it: " + "; ".join(samples)),
    )


def _against(k: Real, exponent: Real, op: str) -> tuple[Expr, ...]:
    return (ex.Relation(ex.MIRRORED[op], exact_formula(k), exact_formula(exponent)),)


def _cases(
    watershed: Real, condition: Callable[[str], tuple[Expr, ...]], k: Real, p: Real, variable: str
) -> Iterator[Case]:
    """The rows; `condition` says when n^watershed grows faster than n^k (">"), as fast, or more slowly."""
    n = ex.Symbol(variable)
    exponent, logs = exact_formula(k), exact_formula(p)
    leaves = Growth(UNIT if real.is_zero(watershed) else level(0, watershed), variable)
    root = Growth.of(ex.mul(ex.power(n, exponent), ex.power(ex.log(n), logs)), variable)
    yield Case("1", condition(">"), leaves)
    equal = condition("=")
    one_more = Growth.of(ex.mul(ex.power(n, exponent), ex.power(ex.log(n), exact_formula(p + real.ONE))), variable)
    twice = Growth.of(ex.mul(ex.power(n, exponent), ex.log(ex.log(n))), variable)
    plain = Growth.of(ex.power(n, exponent), variable)
    if real.has_parameter(p):
        for name, op, growth in (("2a", ">", one_more), ("2b", "=", twice), ("2c", "<", plain)):
            yield Case(name, (*equal, ex.Relation(op, logs, ex.number(-1))), growth)
    else:
        order = real.compare(p, Fraction(-1))
        name, growth = ("2a", one_more) if order > 0 else ("2c", plain) if order else ("2b", twice)
        yield Case(name, equal, growth)
    yield Case("3", condition("<"), root)


def _condition_of(a: Real, b: Real, k: Real) -> Callable[[str], tuple[Expr, ...]]:
    """a against b^k; where a and b are numbers, k against log_b a."""
    if not real.has_parameter(a) and not real.has_parameter(b):
        return partial(_against, k, real.log_ratio(a, b))
    return lambda op: (ex.Relation(op, exact_formula(a), exact_formula(real.power(b, k))),)


def _checked(problem: Problem, case: Case, defined: Definition | None = None) -> str:
    """Numbers that meet the conditions, with which the recurrence has the growth of the row."""
    r = problem.recurrence
    known = {} if defined is None else {defined.symbol: ex.Number(Fraction(defined.value))}
    names = sorted((ex.symbols(r.right) | set().union(*map(ex.symbols, case.conditions))) - {r.variable, *known})
    bounds = [x for c in case.conditions for x in c.children if not ex.symbols(x)]
    near = _near(case.conditions) if len(names) == 1 else ()
    samples = dict.fromkeys(
        (*_SAMPLES, *near, *bounds, *(ex.add(x, d) for x in bounds for d in (ex.number(1), ex.number(-1))))
    )
    for values in islice(product(samples, repeat=len(names)), _MOST_SAMPLES):
        chosen = dict(zip(names, values, strict=True))
        if not all(_holds(condition, {**chosen, **known}) for condition in case.conditions):
            continue
        try:
            solved = problem.solve(replace(with_numbers(r, chosen), initial=())).bounds
            found = solved.upper if case.from_above else solved.theta
        except RecurError:
            continue  # these numbers make no recurrence of the kind: n/1, no subproblem
        if found is None or case.growth is None:
            continue
        if found != case.growth and found != Growth.of(ex.substitute_all(case.growth.expression(), chosen), r.variable):
            raise Unmet("rows that hold", "a row of the table contradicts a solved instance")
        return ", ".join(f"{name} = {value}" for name, value in zip(names, values, strict=True))
    raise Unmet("rows that hold", "no sample values meet the condition {x}", x=case.conditions[0])


def _near(conditions: tuple[Expr, ...]) -> Iterator[Expr]:
    """The b with a = b^k, where 8 and b² are held against each other, numbers above it, and some just above 1."""
    for condition in conditions:
        match condition:
            case ex.Relation(_, ex.Number() as a, ex.Symbol()):
                yield from (a, ex.mul(ex.number(2), a))
            case ex.Relation(_, ex.Number() as a, ex.Power(ex.Symbol(), ex.Number(k))) if k:
                yield from (ex.power(a, ex.Number(1 / k)), ex.mul(ex.number(2), ex.power(a, ex.Number(1 / k))))
    yield from map(ex.number, ("3/2", "5/4", "17/16"))


def _holds(condition: Expr, chosen: dict[str, Expr]) -> bool:
    assert isinstance(condition, ex.Relation)
    try:
        left, right = (real_number(ex.substitute_all(side, chosen)) for side in (condition.left, condition.right))
        order = real.compare(left, right)
    except (RecurError, ArithmeticError):
        return False
    return {">": order > 0, "=": order == 0, "<": order < 0}[condition.op]


def _steps(problem: Problem, numbers: tuple[Real, Real, Real, Real]) -> tuple[Step, ...]:
    n = ex.Symbol(problem.variable)
    values = dict(zip("abkp", map(exact_formula, numbers), strict=True))
    # Their usual letters, but for one that stands in the recurrence for something else: n^p log n has a k = p, p = 1.
    letters = {
        name: name if value == ex.Symbol(name) else unused_name(problem.recurrence, _LETTERS[name])
        for name, value in values.items()
    }
    formulas = {name: ex.Relation("=", ex.Symbol(letters[name]), value) for name, value in values.items()}
    shown = {name: (f.left if f.left == f.right else f) for name, f in formulas.items()}
    return (
        step(
            "{a} subproblems of size {size}"
            + (", {b}" if isinstance(shown["b"], ex.Relation) else "")
            + "; the driving function is {f}, a power of {n} with {k} times a power of {log} with {p}.",
            size=ex.divide(n, ex.Symbol(letters["b"])),
            f=ex.Relation("=", ex.Call("f", (n,)), problem.driving_term),
            n=n,
            log=ex.log(n),
            a=shown["a"],
            b=shown["b"],
            k=shown["k"],
            p=shown["p"],
        ),
        step(
            "The levels of the recursion tree change by the factor {q} up to logarithms: above 1 the leaves dominate, "
            "below 1 the root, and at 1 the power of the logarithm decides.",
            q=ex.divide(ex.Symbol(letters["a"]), ex.power(ex.Symbol(letters["b"]), ex.Symbol(letters["k"]))),
            source=SOURCE,
        ),
    )
