"""First order with any coefficient, any driving function and letters; sums without a call: closed, or left as sums."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

import recur
from recur.evaluation.arithmetic import Compiler
from recur.model import expressions as ex
from recur.model.solution import Unsolved
from recur.notation import python, text
from recur.parsing import parse, parse_formula
from recur.solving.first_order.finite_sums import closed_sums, over_bases, undetermined
from recur.solving.solver import solve_all
from tests.unrolled_by_hand import equal

NUMBERS = {"a": Fraction(5, 3), "b": Fraction(-2), "c": Fraction(7), "d": Fraction(1, 2), "r": Fraction(3)}
#: where the coefficient is one of the bases of the driving function
MEETING = {"1": {"a": Fraction(1)}, "2": {"a": Fraction(2)}}


def at(x: ex.Expr, variable: str, n: int, numbers: dict[str, Fraction]) -> object:
    compiler = Compiler(variable, numbers, 512)
    value = compiler.compile(x)
    compiler.cells[0] = n
    return value()


def unrolled(source: str, last: int, numbers: dict[str, Fraction]) -> dict[int, object]:
    """The values that the equation gives, from its one stated value on."""
    r = parse(source).recurrences[0]
    (first,) = r.initial
    values: dict[int, object] = {first.high: at(first.value, r.variable, first.high, numbers)}
    (call,) = r.subcalls
    for n in range(first.high + 1, last):
        a = at(call.coefficient, r.variable, n, numbers)
        values[n] = a * values[n - 1] + at(r.driving, r.variable, n, numbers)  # type: ignore[operator]
    return values


COEFFICIENTS = ["n", "n + 1", "1/n", "(2n-1)", "-n", "n/(n+1)", "(n-1)/n", "2", "-3", "a", "a*r", "(1-a)", "n*a"]
DRIVING = [
    "",
    " + 3",
    " - n",
    " + b*n",
    " + n*2^n",
    " + 1/n",
    " + c*2^n - d",
    " + b^n",
    " + n^2*r^n",
    " + sqrt(n)",
    " + (-1)^n",
]


@given(st.sampled_from(COEFFICIENTS), st.sampled_from(DRIVING), st.sampled_from(["1", "c", "a*b - 1"]))
def test_the_closed_form_has_the_values_of_the_recurrence(coefficient: str, driving: str, value: str) -> None:
    source = f"x(n) = {coefficient}*x(n-1){driving}, x(1) = {value}"
    for solution in (recur.solve(source),):
        rows = (
            [((), solution.exact)] if solution.exact is not None else [(c.conditions, c.exact) for c in solution.cases]
        )
        assert rows, source
        expected = unrolled(source, 9, NUMBERS)
        told = [x for conditions, x in rows if x is not None and holds(conditions, NUMBERS)]
        assert len(told) == 1, source
        for n, right in expected.items():
            assert equal(right, at(told[0], "n", n, NUMBERS)), (source, n)


def holds(conditions: tuple[ex.Expr, ...], numbers: dict[str, Fraction]) -> bool:
    for c in conditions:
        assert isinstance(c, ex.Relation)
        same = at(c.left, "n", 1, numbers) == at(c.right, "n", 1, numbers)
        if same != (c.op == "="):
            return False
    return True


@pytest.mark.parametrize("source", ["x(n) = a*x(n-1) + b, x(0) = c", "x(n) = a*x(n-1) + b*n - 2^n, x(0) = c"])
@pytest.mark.parametrize("met", MEETING.values(), ids=MEETING)
def test_a_row_of_its_own_where_the_coefficient_is_a_base(source: str, met: dict[str, Fraction]) -> None:
    numbers = {**NUMBERS, **met}
    found = [case for case in recur.solve(source).cases if case.exact is not None]
    rows = [case.exact for case in found if holds(case.conditions, numbers)]
    assert len(rows) == 1 and rows[0] is not None
    for n, right in unrolled(source, 8, numbers).items():
        assert at(rows[0], "n", n, numbers) == right


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("S(n) = sum(k=1..n, k^2)", "n³/3 + n²/2 + n/6"),
        ("S(n) = sum(k=0..n, 2^k)", "2·2^n − 1"),
        ("S(n) = sum(k=1..n, 1/k)", "H_n"),
        ("a(n) = n*a(n-1) + 1, a(0) = 1", "n!·(Σ_{k=1}^n 1/k! + 1)"),
        ("a(n) = n*a(n-1), a(0) = c", "c·n!"),
        ("y(n) = y(n-1)/n", "C₁/n!"),
        ("x(n) = a*x(n-1)", "C₁·a^n"),
        ("x(n) = sin(n-1)*n", "sin(n−1)·n"),
        ("T(n) = cos(x)*T(n-1)", "C₁·cos(x)^n"),
    ],
)
def test_what_is_shown(source: str, expected: str) -> None:
    exact = recur.solve(source).exact
    assert exact is not None and text.write(exact) == expected


def test_a_sum_that_stays_is_a_sum_in_python_syntax_and_reads_back_as_it_is_echoed() -> None:
    x = parse_formula("sum(k=1..n, k^2/ln k)")
    assert python.write(x) == "Sum(k**2/log(k), (k, 1, n))"
    assert python.echo(x).startswith("sum(k=1..n, ")


def test_sums_close_inside_a_formula() -> None:
    assert str(closed_sums(parse_formula("n * sum(k=1..n, k) + 1"))) == "n*(n**2/2 + n/2) + 1"
    assert over_bases(parse_formula("sqrt(n)"), "n") is None
    assert over_bases(parse_formula("(n+1)^2*2^(n+1)"), "n") is not None


def test_the_growth_of_a_sum_is_that_of_its_closed_form() -> None:
    assert str(recur.solve("S(n) = sum(k=1..n, k*2^k)").bounds.theta.expression()) == "n*2**n"


def test_beyond_a_size_at_which_the_equation_breaks_the_value_there_is_a_constant() -> None:
    solution = recur.solve("T(n) = T(n-1)/(n-3) + 1, T(0) = 1")
    assert solution.constants == ("C_1",) and "T(3)" in " ".join(map(str, solution.assumptions))


@pytest.mark.parametrize(("source", "first"), [("k=1..n-5, k", 4), ("k=0..n-3, 2^k", 2), ("k=1..n-20, k^2", 19)])
def test_a_sum_is_closed_from_the_size_on_at_which_it_has_terms(source: str, first: int) -> None:
    solution = recur.solve(f"S(n) = sum({source})")
    assert solution.exact_domain is not None and solution.exact_domain.first == first
    assert solution.exact_verification.status == "checked"


@pytest.mark.parametrize("base", [2, 8, 13, 18, 23])
def test_numbers_for_the_letters_that_meet_a_base_are_passed_over(base: int) -> None:
    """8, 13/3, … are tried for a; where one is the base itself there is no form, and others decide."""
    solution = recur.solve(f"x(n) = a*x(n-1) + {base}^n")
    assert sum(case.exact is not None for case in solution.cases) == 2


def test_the_index_of_a_sum_is_no_letter_of_a_first_value() -> None:
    exact = recur.solve("x(n) = n*x(n-1) + 3, x(0) = k").exact
    assert exact is not None and text.write(exact) == "n!·(k + Σ_{j=1}^n 3/j!)"


@pytest.mark.parametrize(
    ("source", "start", "first"),
    [
        ("x(n) = 8x(n) + 1", 0, "-1/7"),
        ("x(n) = 8x(n) + 1, x(0) = 3", 1, "-1/7"),
        ("x(n) = 2x(n) + n^2", 0, "0"),
        ("x(n) = sum(i=0..n, i*ln(i))", 0, "0"),
        ("T(n) = n*sum(k=1..n, 1/k^2), T(2) = 9", 3, "49/12"),
    ],
)
def test_a_function_without_a_call_is_its_own_form_beyond_the_stated_values(
    source: str, start: int, first: str
) -> None:
    solution = recur.solve(source)
    assert solution.exact is not None and solution.exact_domain is not None
    assert next(iter(solution.exact_domain.sizes())) == start
    assert equal(at(solution.exact, solution.variable, start, {}), Fraction(first))


@pytest.mark.parametrize(
    ("source", "theta"),
    [
        ("T(n) = sum(k=1..n, sqrt(k))", "n^(3/2)"),
        ("T(n) = n*sum(k=1..n, 1/k^2)", "n"),
        ("T(n) = sum(k=0..n, k*ln(k))", "n² log n"),
        ("T(n) = sum(k=1..n, 1/k!)", "1"),
        ("T(n) = sum(k=1..n, 2^k/k)", "2^n / n"),
        ("T(n) = T(n-1) + sum(k=1..n, k)", "n³"),
        ("T(n) = 2T(n/2) + sum(k=1..n, ln(k))", "n log² n"),
    ],
)
def test_a_sum_grows_as_the_sum_of_its_fastest_term(source: str, theta: str) -> None:
    (solution,) = solve_all(source)
    assert solution.bounds.theta is not None and text.write(solution.bounds.theta.expression()) == theta


@pytest.mark.parametrize("source", ["T(n) = sum(k=0..n, 1/k)", "T(n) = n + sum(k=1..n, 1/(k-2))"])
def test_a_sum_with_a_term_that_does_not_exist_is_declined_with_that_term(source: str) -> None:
    with pytest.raises(Unsolved, match="has no value"):
        recur.solve(source)


@pytest.mark.parametrize(
    "source", ["T(n) = sum(k=0..n/2, k)", "T(n) = sum(k=1..n/3, 2^k)", "T(n) = sum(k=1..sqrt(n), 1)"]
)
def test_a_sum_that_ends_between_whole_numbers_ends_at_the_one_below(source: str) -> None:
    exact, right = recur.solve(source).exact, parse(source).recurrences[0].right
    assert exact is not None and not any(isinstance(x, ex.Range) for x in ex.walk(exact))
    assert all(equal(at(exact, "n", n, {}), at(right, "n", n, {})) for n in range(1, 30))


@pytest.mark.parametrize("power", [1, 2, 3, 4, 5, 9])
def test_coefficients_of_any_power_are_undetermined_alike(power: int) -> None:
    """q(n) − r·q(n − 1) = n^k, at numbers for r."""
    q = undetermined({power: ex.ONE}, ex.Symbol("r"))
    for r in (Fraction(3), Fraction(-2, 5)):
        values = {i: Fraction(at(x, "n", 0, {"r": r})) for i, x in q.items()}  # type: ignore[arg-type]
        for n in range(-2, 5):
            here, before = (sum(v * Fraction(m) ** i for i, v in values.items()) for m in (n, n - 1))
            assert here - r * before == n**power


@pytest.mark.parametrize(
    "total",
    [
        "k=0..n, binom(n,k)",
        "k=0..n, k*binom(n,k)",
        "k=0..n, k^3*(-2)^k*binom(n,k)",
        "k=0..n, c*binom(n,k)^2",
        "k=0..n, binom(k,3)",
        "k=2..n, k*binom(k+1,2)",
        "k=1..n, harmonic(k)",
        "k=1..n, c*k*harmonic(k)",
        "k=3..n, (k^2-1)*harmonic(k)/2",
        "k=1..n, (k^2+1)*k!",
        "k=1..n, k/(k+1)!",
        "k=1..n, (k-1)*2^k/(k*(k+1))",
        "k=2..n, 1/(k^2-1)",
        "k=1..n, c/(k*(k+1)) + d*k",
        "k=1..n, (-1)^k*k^2",
    ],
)
def test_a_sum_that_closes_is_written_without_it(total: str) -> None:
    right = parse(f"T(n) = sum({total})").recurrences[0].right
    closed = closed_sums(right)
    assert not any(isinstance(x, ex.Range) for x in ex.walk(closed))
    assert all(equal(at(closed, "n", n, NUMBERS), at(right, "n", n, NUMBERS)) for n in range(2, 16))


@pytest.mark.parametrize("total", ["k=1..n, k!", "k=1..n, 1/k^2", "k=0..n, (-1)^k*binom(n,k)", "k=1..n, 2^k/k"])
def test_a_sum_that_does_not_close_stays(total: str) -> None:
    right = parse(f"T(n) = sum({total})").recurrences[0].right
    assert closed_sums(right) == right


@pytest.mark.parametrize(
    "text",
    ["x(n) = x(n-1) + (n*n)!", "x(n) = x(n-1)*(n*n)!", "x(n) = x(n-1)*(n*n)! + (n^3)!", "x(n) = x(n-1) + (n*n)! - n"],
)
def test_values_that_are_very_long_are_looked_at_a_few_times_only(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    long: list[int] = []
    factorial = math.factorial

    def noted(n: int) -> int:
        if n > 5_000:
            long.append(n)
        return factorial(n)

    monkeypatch.setattr(math, "factorial", noted)
    assert recur.solve(text).exact is not None
    assert len(long) < 60


def test_numbers_too_long_to_be_written_break_no_equation() -> None:
    solution = recur.solve("x(n) = x(n-1) + n^9^n, x(0) = 1")
    assert str(solution.exact) == "Sum(k**(9**k), (k, 1, n)) + 1"


@pytest.mark.parametrize("text", ["a(n) = p*a(n-1) + q^n, a(0) = c", "a(n) = p*a(n-1) + n*q^n, a(0) = c"])
def test_a_base_with_letters_stays_above_the_line(text: str) -> None:
    """Where q = 0 nothing is added at n ≥ 1, and the row of p ≠ q says so without dividing by 0."""
    forms = [case.exact for case in solve_all(parse(text), None)[0].cases if case.exact is not None]
    numbers = {"p": Fraction(3), "q": Fraction(0), "c": Fraction(5)}
    assert equal(at(forms[0], "n", 4, numbers), 5 * 3**4)
