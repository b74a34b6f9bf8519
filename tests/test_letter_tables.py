"""Letters in the coefficients: every row of a table holds for the letters that it names, and some row names each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import mpmath
import pytest
from hypothesis import Phase, given, settings, strategies as st

import recur
from recur.model import expressions as ex
from recur.model.solution import Solution
from recur.notation import text as notation
from recur.numbers import real
from recur.numbers.factors_over_letters import factors_over_letters, zeros_over_letters
from recur.parsing import parse, parse_formula
from recur.solving.linear.letter_field import LetterField

LAST = 14
CONSTANTS = {"pi": mpmath.pi, "phi": mpmath.phi, "e": mpmath.e}
FUNCTIONS = {"cos": mpmath.cos, "sin": mpmath.sin, "floor": mpmath.floor, "log": mpmath.log, "fibonacci": mpmath.fib}
Numbers = Mapping[str, object]


def value(x: ex.Expr, numbers: Numbers) -> mpmath.mpc:
    """The formula at these numbers, complex roots and 0⁰ = 1 included, apart from recur's own evaluation."""
    match x:
        case ex.Number(number):
            return mpmath.mpf(number.numerator) / number.denominator
        case ex.Symbol(name):
            found = numbers[name]
            return mpmath.mpf(found.numerator) / found.denominator if isinstance(found, Fraction) else +found  # type: ignore[operator]
        case ex.Constant(name):
            return +CONSTANTS[name]
        case ex.Add(terms):
            return mpmath.fsum(value(term, numbers) for term in terms)
        case ex.Mul(factors):
            return mpmath.fprod(value(factor, numbers) for factor in factors)
        case ex.Power(base, exponent):
            return mpmath.power(value(base, numbers), value(exponent, numbers))
        case ex.Apply("mod", (one, other)):
            return mpmath.fmod(value(one, numbers), value(other, numbers))
        case ex.ByRemainder(argument, branches):
            return value(branches[int(value(argument, numbers)) % len(branches)], numbers)
        case ex.Range("sum", index, low, high, body):
            sizes = range(int(value(low, numbers)), int(value(high, numbers)) + 1)
            return mpmath.fsum(value(body, {**numbers, index: Fraction(k)}) for k in sizes)
        case ex.Apply(name, (argument,)):
            return FUNCTIONS[name](value(argument, numbers))
    raise AssertionError(x)


def near(x: mpmath.mpc, y: mpmath.mpc) -> bool:
    return bool(abs(x - y) <= mpmath.mpf(10) ** -25 * (1 + abs(x) + abs(y)))


def form_at(solution: Solution, numbers: Numbers, n: int) -> ex.Expr | None:
    """The one form that is told for these letters at this size."""
    if solution.exact_domain is not None:
        return solution.exact if n >= solution.exact_domain.first else None  # type: ignore[union-attr]
    here = {**numbers, solution.variable: Fraction(n)}
    told = [case.exact for case in solution.cases if case.exact is not None and holds(case.conditions, here)]
    assert len(told) <= 1
    return told[0] if told else None


def holds(conditions: tuple[ex.Expr, ...], numbers: Numbers) -> bool:
    for c in conditions:
        assert isinstance(c, ex.Relation)
        left, right = value(c.left, numbers), value(c.right, numbers)
        same = near(left, right)
        if not {"=": same, "!=": not same, ">=": same or left.real > right.real}[c.op]:
            return False
    return True


def assert_reproduces(source: str, numbers: Numbers) -> None:
    """The form has the stated values and satisfies the equation; free constants are numbers like all letters."""
    solution, r = recur.solve(source), parse(source).recurrences[0]
    known: dict[str, object] = {d.symbol: mpmath.mpf(d.value) for d in solution.where}
    known |= {name: Fraction(7 + 3 * i, 4) for i, name in enumerate(solution.constants)} | dict(numbers)
    forms = {n: form_at(solution, known, n) for n in range(LAST)}
    first = min((n for n, x in forms.items() if x is not None), default=LAST)
    assert first <= 3, source
    got = {n: value(x, {**known, r.variable: Fraction(n)}) for n, x in forms.items() if x is not None}
    for c in r.initial:
        if c.high in got:
            assert near(got[c.high], value(c.value, known)), (source, c.high)
    reach = max((int(-value(c.argument, {r.variable: Fraction(0)}).real) for c in r.subcalls), default=0)
    for n in range(max(first + reach, 3), LAST):
        here = {**known, r.variable: Fraction(n)}
        expected = value(r.driving, here)
        for c in r.subcalls:
            expected += value(c.coefficient, here) * got[int(value(c.argument, here).real)]
        assert near(got[n], expected), (source, n)


@pytest.fixture(autouse=True)
def _digits() -> Iterator[None]:
    with mpmath.workdps(60):
        yield


TEXTS = [
    "F(n) = F(n-1) + k*F(n-2), F(0)=0, F(1)=1",
    "T(n) = 2x T(n-1) - T(n-2), T(0)=1, T(1)=x",
    "y(n+2) = y(n+1) + k*y(n)",
    "F(n) = p*F(n-1) + q*F(n-2), F(1)=1, F(2)=p",
    "c(n) = (t+k)*c(n-1) - t*k*c(n-2)",
    "c(n) = (t+k)*c(n-1) - t*k*c(n-2) + t^n, c(0)=0, c(1)=1",
    "c(n) = (t+k)*c(n-1) - t*k*c(n-2) + p",
    "y(n) = 2*p*cos(q)*y(n-1) - p^2*y(n-2)",
    "y(n) = 2*p*sin(q)*y(n-1) - p^2*y(n-2), y(0)=k, y(1)=2",
    "y(n) = k*y(n-2) + n, y(0)=1, y(1)=p",
    "y(n) = k*y(n-2) + p^n",
    "x(n) = x(n-1) + x(n-2) + p + k^n + n*q^n",
    "x(n) = 2*x(n-1) - 2*x(n-2) + k^n, x(0)=p, x(1)=q",
    "T(n) = (p+q+k)*T(n-1) - (p*q+q*k+p*k)*T(n-2) + p*q*k*T(n-3)",
    "a(n) = (1+k)*a(n-1) - k*a(n-2) + n, a(0)=p",
    "a(n) = k*a(n-1) + k^2*a(n-2) + 1",
    "a(n) = p^2*a(n-1) + q^2*a(n-2), a(1)=1, a(2)=1",
    "a(n) = p*a(n-1) - q^2*a(n-2), a(0)=k, a(1)=2",
    "a(n) = p*q*a(n-1) + p*a(n-2)",
]
MEETINGS: list[dict[str, Fraction]] = [
    {"k": Fraction(3), "t": Fraction(2), "p": Fraction(5), "q": Fraction(7, 2), "x": Fraction(3)},
    {"k": Fraction(-3), "t": Fraction(-1, 2), "p": Fraction(1, 3), "q": Fraction(-2), "x": Fraction(1, 2)},
    {"k": Fraction(2), "t": Fraction(2), "p": Fraction(2), "q": Fraction(-1), "x": Fraction(1)},
    {"k": Fraction(-1, 4), "t": Fraction(1), "p": Fraction(1), "q": Fraction(0), "x": Fraction(-1)},
    {"k": Fraction(1), "t": Fraction(0), "p": Fraction(0), "q": Fraction(1), "x": Fraction(0)},
    {"k": Fraction(0), "t": Fraction(3), "p": Fraction(-1), "q": Fraction(2), "x": Fraction(2)},
    {"k": Fraction(0), "t": Fraction(0), "p": Fraction(4), "q": Fraction(-4), "x": Fraction(5)},
]


@pytest.mark.parametrize("source", TEXTS)
def test_every_meeting_of_the_letters_has_a_row_that_holds(source: str) -> None:
    for numbers in MEETINGS:
        assert_reproduces(source, numbers)


@pytest.mark.parametrize(
    "source",
    [
        "x(n) = k*x(n-2) + mod(n, q), x(0)=1, x(1)=3",
        "x(n) = k*x(n-3), x(0)=1, x(1)=2, x(2)=p",
        "x(n) = (k+1)*x(n-3) + p*n",
        "x(n) = k*x(n-2) + sqrt(n), x(1)=p",
        "x(n) = k*x(n-4) + t^n, x(4)=7",
    ],
)
def test_steps_of_more_than_one_are_sums_by_residue(source: str) -> None:
    for numbers in ({**MEETINGS[0]}, {**MEETINGS[2], "q": Fraction(3)}):
        assert_reproduces(source, numbers)


COEFFICIENTS = ["k", "p+q", "2p", "-1", "k-1", "p*q", "1", "k^2", "p/2"]
DRIVING = ["", " + p", " - k*n", " + q^n", " + n*2^n", " + (-1)^n - 3"]
FIRST = ["", ", T(0)=p, T(1)=1", ", T(0)=2, T(1)=k*q", ", T(1)=1, T(2)=q"]


@pytest.mark.long
@settings(max_examples=25, phases=(Phase.generate,))
@given(
    st.sampled_from(COEFFICIENTS),
    st.sampled_from(COEFFICIENTS),
    st.sampled_from(DRIVING),
    st.sampled_from(FIRST),
    st.sampled_from(MEETINGS[:2]),
)
def test_letters_anywhere_in_the_second_order(
    one: str, two: str, driving: str, first: str, numbers: Mapping[str, Fraction]
) -> None:
    assert_reproduces(f"T(n) = ({one})*T(n-1) + ({two})*T(n-2){driving}{first}", numbers)


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        (
            "c(n) = (t+r)*c(n-1) - t*r*c(n-2)",
            ["C₁·t^n + C₂·r^n if r ≠ t", "(C₁ + C₂·n)·t^n if r = t, t ≠ 0", "0 if r = 0, t = 0, n ≥ 2"],
        ),
        (
            "y(n+2) = y(n+1) + r*y(n)",
            [
                "C₁·((1 + √(4r + 1))/2)^n + C₂·((1 − √(4r + 1))/2)^n if r ≠ −1/4",
                "(C₁ + C₂·n)·(1/2)^n if r = −1/4",
            ],
        ),
        (
            "T(n) = 2x T(n-1) - T(n-2), T(0)=1, T(1)=x",
            ["((x + √(x² − 1))^n + (x − √(x² − 1))^n) / 2 if x ≠ 1, x ≠ −1", "1 if x = 1", "(−1)^n if x = −1"],
        ),
        ("y(n) = a*y(n-2)", ["(C₁ + C₂·(−1)^n)·a^⌊n/2⌋"]),
    ],
)
def test_what_is_shown(source: str, rows: list[str]) -> None:
    solution = recur.solve(source)
    told = [] if solution.exact is None else [notation.write(solution.exact)]
    for case in solution.cases:
        assert case.exact is not None
        told.append(f"{notation.write(case.exact)} if {', '.join(map(notation.write, case.conditions))}")
    assert told == rows


def test_a_root_that_is_real_for_small_letters_alone_is_held_against_those() -> None:
    solution = recur.solve("y(n) + a*(y(n+1) + y(n-1))/2 = 0, y(0)=1, y(1)=0")
    assert [case.exact is not None for case in solution.cases] == [True] * 3
    assert_reproduces("y(n) = -2/a*y(n-1) - y(n-2), y(0)=1, y(1)=0", {"a": Fraction(1, 3)})


def over(text: str) -> real.Real:
    return LetterField("n").number(parse_formula(text))


@settings(max_examples=25, phases=(Phase.generate,))
@given(
    st.lists(
        st.sampled_from(["a", "b", "a+b", "a*b", "2", "a^2", "1-b", "0", "a/b", "-a", "c"]), min_size=1, max_size=4
    )
)
def test_a_product_of_roots_over_letters_is_taken_apart_again(roots: list[str]) -> None:
    p: list[real.Real] = [real.ONE]
    for root in map(over, roots):
        p = [real.minus(x, real.times(root, y)) for x, y in zip([real.ZERO, *p], [*p, real.ZERO], strict=True)]
    found = factors_over_letters(tuple(p))
    assert found is not None
    told = sorted(str(real.minus(real.ZERO, q[0])) for q, m in found for _ in range(m))
    assert all(len(q) == 2 for q, _ in found) and told == sorted(str(over(root)) for root in roots)


@pytest.mark.parametrize("p", [["-k", "-1", "1"], ["1", "-2*x", "1"], ["-b", "-a", "1"], ["-a", "0", "0", "1"]])
def test_what_has_no_roots_over_the_letters_stays_whole(p: list[str]) -> None:
    assert factors_over_letters(tuple(map(over, p))) == ((tuple(map(over, p)), 1),)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1 + 4k", ["k = -1/4"]),
        ("x^2 - 1", ["x = -1", "x = 1"]),
        ("a*b - a - b + 1", ["a = 1", "b = 1"]),
        ("k^2 + 4", []),
        ("a^2 - 3", ["a = -sqrt(3)", "a = sqrt(3)"]),
        ("a^2*b", ["a = 0", "b = 0"]),
        ("1/a - 2", ["a = 1/2"]),
        ("a^4 + 4b^2", ["a = 0"]),
        ("a^2*b^2 + 4a", ["a = -4/b**2", "a = 0", "b = 0"]),
    ],
)
def test_where_a_polynomial_in_letters_is_0(text: str, values: list[str]) -> None:
    found = zeros_over_letters(over(text))
    assert found.complete and sorted(f"{name} = {x}" for name, x in found.values) == values


@pytest.mark.parametrize(
    ("source", "conditions"),
    [
        ("T(n) = c*T(n-1) + 1 where c > 2", ["c ≠ 1", "c > 1"]),
        ("T(n) = c*T(n-1) + 1 where c < 1", ["c ≠ 1", "c > 0, c < 1"]),
        ("T(n) = a*T(n/2) + n where a > 2", ["a > 2"]),
        ("T(n) = a*T(n/2) + n where a >= 2", ["a > 2", "a = 2"]),
        ("T(n) = a*T(n-1) + b^n where a > b", ["a ≠ b", "a > b"]),
        ("T(n) = a*T(n-1) + b^n where b > a", ["a ≠ b", "a < b"]),
        ("c(n) = (t+r)*c(n-1) - t*r*c(n-2) where r < t", ["r ≠ t"]),
        ("T(n) = c*T(n-1) + 1 where d > 2", ["c ≠ 1", "c = 1", "c > 1", "c = 1", "c > 0, c < 1"]),
    ],
)
def test_what_the_text_says_of_letters_cuts_rows(source: str, conditions: list[str]) -> None:
    told = [", ".join(map(notation.write, case.conditions)) for case in recur.solve(source).cases]
    assert told == conditions
