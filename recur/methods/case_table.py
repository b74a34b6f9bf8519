"""T(n) = a·T(n/b) + Θ(n^k log^p n) with parameters among a, b, k, p: which case applies depends on their values.

Every case of the extended master theorem becomes a row with its condition. Each row is checked: the recurrence with
numbers that meet the condition is solved, and must have the growth of the row.
Source: CLRS 4e, Theorem 4.1, with the logarithms of Akra and Bazzi 1998.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product

from recur.asymptotics.expansion import real_number
from recur.derivation import Step, step
from recur.errors import RecurError
from recur.expressions import (
    Call,
    Expr,
    Relation,
    Symbol,
    add,
    divide,
    log,
    mul,
    number,
    power,
    substitute,
    symbols,
)
from recur.growth import Growth
from recur.linearity import split
from recur.methods import Unmet, method
from recur.numbers import constants
from recur.numbers.constants import ONE, Real
from recur.numbers.formulas import exact_formula
from recur.problem import Problem
from recur.recurrence import Recurrence
from recur.solution import Bounds, Case, Solution, Verification
from recur.theory.divide_and_conquer import polylog, shape_of, upper_toll

SOURCE = "CLRS 4e, Theorem 4.1"
_SAMPLES = tuple(map(number, ("2", "4", "3", "1", "8", "16", "1/2", "32", "0", "-1", "-2", "5")))
_MOST_SAMPLES = 4000


@method(
    "table of cases",
    tier=25,
    source=SOURCE,
    summary="a T(n/b) + n^k log^p n with parameters: one row for each case of the master theorem",
)
def solve(problem: Problem) -> Solution:
    shape = shape_of(problem)
    if len(shape.calls) != 1 or shape.sides:
        raise Unmet("one subproblem size", "there are several subproblem sizes")
    a, ratio = shape.calls[0]
    b = constants.over(ONE, ratio)
    low, high = problem.tolls
    if low is None or low is not high or problem.recurrence.relation != "=":
        raise Unmet("a driving term of one growth", "the driving term is known from one side only")
    toll = upper_toll(low)
    if toll is None:
        raise Unmet("a driving function", "there is no driving function")
    k, p = polylog(toll, problem.variable)
    if not any(map(constants.has_parameter, (a, b, k, p))):
        raise Unmet("a parameter that decides", "the case does not depend on a parameter")
    cases = tuple(_cases(a, b, k, p, problem.variable))
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
        cases=cases,
        verification=Verification("checked", sizes=0, reason="each row with numbers in it: " + "; ".join(samples)),
    )


def _cases(a: Real, b: Real, k: Real, p: Real, variable: str) -> Iterator[Case]:
    n = Symbol(variable)
    exponent, logs = exact_formula(k), exact_formula(p)
    leaves = Growth.of(power(n, exact_formula(constants.log_ratio(a, b))), variable)
    root = Growth.of(mul(power(n, exponent), power(log(n), logs)), variable)
    yield Case("1", _condition(a, b, k, ">"), leaves)
    equal = _condition(a, b, k, "=")
    one_more = Growth.of(mul(power(n, exponent), power(log(n), exact_formula(constants.plus(p, ONE)))), variable)
    twice = Growth.of(mul(power(n, exponent), log(log(n))), variable)
    plain = Growth.of(power(n, exponent), variable)
    if constants.has_parameter(p):
        for name, op, growth in (("2a", ">", one_more), ("2b", "=", twice), ("2c", "<", plain)):
            yield Case(name, (*equal, Relation(op, logs, number(-1))), growth)
    else:
        order = constants.compare(p, Fraction(-1))
        name, growth = ("2a", one_more) if order > 0 else ("2c", plain) if order else ("2b", twice)
        yield Case(name, equal, growth)
    yield Case("3", _condition(a, b, k, "<"), root)


def _condition(a: Real, b: Real, k: Real, op: str) -> tuple[Expr, ...]:
    """a against b^k; where a and b are numbers, k against log_b a."""
    if not constants.has_parameter(a) and not constants.has_parameter(b):
        turned = {">": "<", "<": ">", "=": "="}[op]
        return (Relation(turned, exact_formula(k), exact_formula(constants.log_ratio(a, b))),)
    return (Relation(op, exact_formula(a), exact_formula(constants.power(b, k))),)


def _checked(problem: Problem, case: Case) -> str:
    """Numbers that meet the conditions, with which the recurrence has the growth of the row."""
    r = problem.recurrence
    names = sorted((symbols(r.right) | set().union(*map(symbols, case.conditions))) - {r.variable})
    bounds = [x for c in case.conditions for x in c.children if not symbols(x)]
    samples = dict.fromkeys((*_SAMPLES, *bounds, *(add(x, d) for x in bounds for d in (number(1), number(-1)))))
    for values in islice(product(samples, repeat=len(names)), _MOST_SAMPLES):
        chosen = dict(zip(names, values, strict=True))
        if not all(_holds(condition, chosen) for condition in case.conditions):
            continue
        try:
            found = problem.solve(_instance(r, chosen)).bounds.theta
        except RecurError:
            continue  # these numbers make no recurrence of the kind: n/1, no subproblem
        if found is None:
            continue
        if found != Growth.of(_with(case.growth.expression(), chosen), r.variable):
            raise Unmet("rows that hold", "a row of the table contradicts a solved instance")
        return ", ".join(f"{name} = {value}" for name, value in zip(names, values, strict=True))
    raise Unmet("rows that hold", "no sample values meet the condition {x}", x=case.conditions[0])


def _with(x: Expr, chosen: dict[str, Expr]) -> Expr:
    for name, value in chosen.items():
        x = substitute(x, name, value)
    return x


def _holds(condition: Expr, chosen: dict[str, Expr]) -> bool:
    assert isinstance(condition, Relation)
    try:
        left, right = (real_number(_with(side, chosen)) for side in (condition.left, condition.right))
        order = constants.compare(left, right)
    except (RecurError, ArithmeticError):
        return False
    return {">": order > 0, "=": order == 0, "<": order < 0}[condition.op]


def _instance(r: Recurrence, chosen: dict[str, Expr]) -> Recurrence:
    right = _with(r.right, chosen)
    parts = split(right)
    return Recurrence(r.function, r.variable, r.relation, right, parts.subcalls, parts.driving, parts.nonlinear)


def _steps(problem: Problem, numbers: tuple[Real, Real, Real, Real]) -> tuple[Step, ...]:
    n = Symbol(problem.variable)
    formulas = {name: Relation("=", Symbol(name), exact_formula(x)) for name, x in zip("abkp", numbers, strict=True)}
    shown = {name: (f.left if f.left == f.right else f) for name, f in formulas.items()}
    return (
        step(
            "{a} subproblems of size {size}; the driving function is {f}, a power of {n} with {k} times a power "
            "of {log} with {p}.",
            size=divide(n, Symbol("b")),
            f=Relation("=", Call("f", (n,)), problem.driving_term),
            n=n,
            log=log(n),
            a=shown["a"],
            b=shown["b"],
            k=shown["k"],
            p=shown["p"],
        ),
        step(
            "The levels of the recursion tree change by the factor {q} up to logarithms: above 1 the leaves dominate, "
            "below 1 the root, and at 1 the power of the logarithm decides.",
            q=divide(Symbol("a"), power(Symbol("b"), Symbol("k"))),
            source=SOURCE,
        ),
    )
