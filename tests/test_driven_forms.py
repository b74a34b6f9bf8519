"""Driving functions that are no Σ p(n)·βⁿ: any first values reproduce what the recurrence gives."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import mpmath
import pytest
from hypothesis import given, settings, strategies as st

from recur.model import Solution, expressions as ex
from recur.model.errors import InvalidRecurrence
from recur.notation import text as notation
from recur.parsing import parse
from recur.solving.solver import solve_all

FAR, DIGITS = 18, 40
FUNCTIONS = {
    "cos": mpmath.cos,
    "sin": mpmath.sin,
    "fibonacci": mpmath.fib,
    "factorial": mpmath.factorial,
    "harmonic": mpmath.harmonic,
    "floor": mpmath.floor,
}
CONSTANTS = {"pi": mpmath.pi, "phi": mpmath.phi, "e": mpmath.e}


def value(x: ex.Expr, at: Mapping[str, object]) -> mpmath.mpf:
    """The formula at these numbers, apart from recur's own evaluation."""
    match x:
        case ex.Number(number):
            return mpmath.mpf(number.numerator) / number.denominator
        case ex.Symbol(name):
            return mpmath.mpmathify(at[name])
        case ex.Constant(name):
            return +CONSTANTS[name]
        case ex.Add(terms):
            return mpmath.fsum(value(term, at) for term in terms)
        case ex.Mul(factors):
            return mpmath.fprod(value(factor, at) for factor in factors)
        case ex.Power(base, exponent):
            return mpmath.power(value(base, at), value(exponent, at))
        case ex.Log(argument, base):
            whole = mpmath.log(value(argument, at))
            return whole if base is None else whole / mpmath.log(value(base, at))
        case ex.Apply("mod", (argument, modulus)):
            n, m = int(value(argument, at)), int(value(modulus, at))
            return mpmath.mpf(n % m)
        case ex.Apply(name, (argument,)):
            return FUNCTIONS[name](value(argument, at))
        case ex.Range("sum", index, low, high, body):
            first, last = int(value(low, at)), int(value(high, at))
            return mpmath.fsum(value(body, {**at, index: k}) for k in range(first, last + 1))
    raise AssertionError(type(x).__name__)


def solved(text: str) -> Solution:
    (solution,) = solve_all(text)
    assert solution.exact is not None and solution.exact_domain is not None, text
    assert solution.exact_verification.status == "checked"
    return solution


def continued(text: str, first: Mapping[int, Fraction], last: int) -> dict[int, mpmath.mpf]:
    r = parse(text).recurrences[0]
    known = {n: mpmath.mpf(v.numerator) / v.denominator for n, v in first.items()}
    for n in range(max(first) + 1, last):
        total = value(r.driving, {r.variable: n})
        for c in r.subcalls:
            size = int(value(c.argument, {r.variable: n}))
            total += value(c.coefficient, {r.variable: n}) * known[size]
        known[n] = total
    return known


def close(x: mpmath.mpf, y: mpmath.mpf) -> bool:
    return abs(x - y) <= mpmath.mpf(10) ** (-DIGITS + 12) * (1 + abs(x) + abs(y))


def fits(text: str, order: int) -> None:
    """The free constants, fitted to values of the recurrence, give all later ones."""
    with mpmath.workdps(DIGITS):
        solution = solved(text)
        names, exact = solution.constants, solution.exact
        assert exact is not None and len(names) == order, text
        start = int(next(iter(solution.exact_domain.sizes())))  # type: ignore[union-attr]
        first = {start + i: Fraction(3 - 5 * i, 2) for i in range(order)}
        known = continued(text, first, start + FAR)
        zero = dict.fromkeys(names, 0)
        rows, right = [], []
        for n in first:
            alone = value(exact, {"n": n, **zero})
            rows.append([value(exact, {"n": n, **zero, name: 1}) - alone for name in names])
            right.append(known[n] - alone)
        numbers = mpmath.lu_solve(mpmath.matrix(rows), mpmath.matrix(right)) if order else []
        letters = dict(zip(names, numbers, strict=True))
        for n in range(start, start + FAR):
            assert close(value(exact, {"n": n, **letters}), known[n]), (text, n, notation.write(exact))


CALLS = {"2x(n-1)": 1, "x(n-1)": 1, "x(n-1)+x(n-2)": 2, "2x(n-1)-x(n-2)": 2, "-x(n-2)": 2, "x(n-2)/4": 2, "x(n-3)": 3}
DRIVING = [
    "sin(n)",
    "3*cos(2n+1)",
    "2^n*sin(n)",
    "n*cos(n)",
    "cos(n*pi/2)",
    "sin(n*pi/3)+n",
    "n^2*cos(n*pi)",
    "sin(n)*cos(2n)",
    "n mod 3",
    "n*((n+1) mod 2)",
    "2^n*(n mod 3)+1",
    "(n mod 4)^2",
    "2^(n/2)",
    "n*3^(n/2)",
]
SUMS = ["1/n", "ln(n)", "sqrt(n)", "n!", "1/(n+1)", "n*ln(n) - sin(n)", "2^n/n"]


#: each with another equation, and those that meet a characteristic root
PAIRS = [
    *zip(DRIVING, (sorted(CALLS) * len(DRIVING))[: len(DRIVING)], strict=True),
    ("cos(n*pi/2)", "-x(n-2)"),
    ("n^2*cos(n*pi)", "x(n-2)/4"),
    ("n mod 3", "x(n-1)"),
    ("n*((n+1) mod 2)", "2x(n-1)-x(n-2)"),
    ("n mod 3", "x(n-3)"),
]


@pytest.mark.parametrize(("driving", "calls"), PAIRS)
def test_undetermined_coefficients(calls: str, driving: str) -> None:
    fits(f"x(n) = {calls} + {driving}", CALLS[calls])


@pytest.mark.parametrize(
    ("calls", "driving"),
    [
        *(("3x(n-1)-2x(n-2)", f) for f in SUMS),
        ("x(n-1)+x(n-2)", "ln(n)"),
        ("2x(n-1)-x(n-2)", "1/n"),
        ("x(n-2)", "1/n"),
        ("-x(n-2)", "sqrt(n)"),
    ],
)
def test_variation_of_constants(calls: str, driving: str) -> None:
    fits(f"x(n) = {calls} + {driving}", 2)


@settings(max_examples=12)
@given(st.sampled_from(sorted(CALLS)), st.sampled_from([*DRIVING, "1/n", "sqrt(n)"]), st.integers(1, 3), st.data())
def test_with_first_values(calls: str, driving: str, start: int, data: st.DataObject) -> None:
    first = {start + i: data.draw(st.fractions(-5, 5, max_denominator=4)) for i in range(CALLS[calls])}
    stated = ", ".join(f"x({n}) = {v}" for n, v in first.items())
    (solution,) = solve_all(f"x(n) = {calls} + {driving}, {stated}")
    assert solution.exact is not None and solution.exact_domain is not None and not solution.constants
    with mpmath.workdps(DIGITS):
        known = continued(f"x(n) = {calls} + {driving}", first, start + FAR)
        begin = int(next(iter(solution.exact_domain.sizes())))
        assert begin <= max(first)
        for n in range(begin, start + FAR):
            assert close(value(solution.exact, {"n": n}), known[n])


def test_two_distant_values_fix_the_constants_beside_a_wave() -> None:
    solution = solved("x(n) = x(n-1) + x(n-2) + sin(n), x(0) = 0, x(6) = 1")
    with mpmath.workdps(DIGITS):
        assert close(value(solution.exact, {"n": 0}), mpmath.mpf(0))  # type: ignore[arg-type]
        assert close(value(solution.exact, {"n": 6}), mpmath.mpf(1))  # type: ignore[arg-type]


def test_values_that_clash_beside_a_wave_are_refused() -> None:
    with pytest.raises(InvalidRecurrence, match=r"x\(4\) is not the one"):
        solve_all("x(n) = x(n-2) + n mod 3, x(0) = 0, x(1) = 1, x(4) = 8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x(n) = 5x(n-1)-6x(n-2)+cos(n*pi/3)", "C₁·2^n + C₂·3^n − 3·cos(π·n/3)/14 − √3·sin(π·n/3)/42"),
        ("x(n) = x(n-1)+x(n-2)+n mod 3, x(0)=0, x(1)=1", "3·F_(n+1)/2 + F_n/2 + mod(n, 3)/2 − 3/2"),
        ("x(n) = 2x(n-1)-x(n-2)+1/n", "C₁ + C₂·n + (n + 1)·(H_n − 1) − (n − 1)"),
        ("x(n) = 3x(n-1)-2x(n-2)+2^(n/2)", "C₁ + C₂·2^n + (−3√2 − 4)·(√2)^n"),
    ],
)
def test_what_is_shown(text: str, expected: str) -> None:
    exact = solved(text).exact
    assert exact is not None and notation.write(exact) == expected
