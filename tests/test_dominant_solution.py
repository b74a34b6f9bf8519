"""Polynomial coefficients of any signs: the factor by certain digits, random recurrences against exact values."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

import pytest

from recur.answers.judging.exact_values import Formula
from recur.asymptotics import Growth
from recur.evaluation.arithmetic import Compiler
from recur.evaluation.evaluator import Evaluator
from recur.model import RecurError, Solution, Unsolved
from recur.numbers import certain_digits
from recur.numbers.interval import interval
from recur.numbers.polynomials import value
from recur.parsing import parse, parse_formula
from recur.solving.p_recursive.connection import Connection
from recur.solving.p_recursive.formal_solutions import PolynomialRecurrence, dominant_group
from recur.solving.solver import solve_all
from tests.p_recursive_cases import p_recursive_case

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

#: a recurrence, and its factor where it is known in closed form
KNOWN = [
    ("(n+2)*M(n) = (2n+1)*M(n-1) + (3n-3)*M(n-2), M(0) = 1, M(1) = 1", "sqrt(27/(4*pi))"),  # Motzkin
    ("n*D(n) = 3(2n-1)*D(n-1) - (n-1)*D(n-2), D(0) = 1, D(1) = 3", "sqrt((4+3*sqrt(2))/(8*pi))"),  # Delannoy
    (
        "n^3*a(n) = (34n^3-51n^2+27n-5)*a(n-1) - (n-1)^3*a(n-2), a(0) = 1, a(1) = 5",  # Apéry
        "(1+sqrt(2))^2/(2^(9/4)*pi^(3/2))",
    ),
    ("n^2*a(n) = (7n^2-7n+2)*a(n-1) + 8(n-1)^2*a(n-2), a(0) = 1, a(1) = 2", "2/(pi*sqrt(3))"),  # Franel
    ("n*P(n) = 5(2n-1)*P(n-1) - (n-1)*P(n-2), P(0) = 1, P(1) = 5", "sqrt((5+2*sqrt(6))/(4*pi*sqrt(6)))"),  # Legendre
]


def digits(x: Enclosed | None, count: int = 40) -> str:
    assert x is not None
    found = certain_digits(interval(x, 400), count)
    assert found is not None
    return found


@pytest.mark.parametrize(("text", "factor"), KNOWN)
def test_the_factor_is_that_of_its_closed_form(text: str, factor: str) -> None:
    """By 45 digits where it is known by digits, and exactly so where the generating function gives it."""
    (solution,) = solve_all(text, None)
    assert solution.leading is not None
    known: dict[str, int | Fraction] = {d.symbol: Fraction(d.value) for d in solution.where}
    theta = solution.bounds.theta
    assert theta is not None
    shape = Formula(theta.expression(), "n", {})
    told, meant = Formula(solution.leading, "n", known).at(50), Formula(parse_formula(factor), "n", {}).at(1)
    ratio = interval(told, 256) * interval(shape.at(50), 256).reciprocal() * interval(meant, 256).reciprocal()  # type: ignore[arg-type]
    assert max(abs(end - 1) for end in ratio.rationals()) < Fraction(1, 10**40)
    assert bool(solution.where) == ("^3*a" in text or "^2*a" in text)


def _connection(polynomials: list[list[int]], first: list[int]) -> Connection:
    told = PolynomialRecurrence(tuple(tuple(map(Fraction, p)) for p in polynomials), len(first))
    values = exact_values(polynomials, first, 3072)
    return Connection(told, dominant_group(told), lambda n: values[n] if n < len(values) else None)


TO_200_DIGITS = [
    ([[2, 1], [1, 2], [-3, 3]], [1, 1], "sqrt(27/(4*pi))"),  # Motzkin
    ([[0, 1], [-3, 6], [1, -1]], [1, 3], "sqrt((4+3*sqrt(2))/(8*pi))"),  # Delannoy
    ([[1], [-1, 1], [-1, 1]], [1, 0], "e^(-1)"),  # derangements
]


@pytest.mark.parametrize(("polynomials", "first", "factor"), TO_200_DIGITS)
def test_the_enclosure_holds_the_factor_to_200_digits(
    polynomials: list[list[int]], first: list[int], factor: str
) -> None:
    (found,) = _connection(polynomials, first).enclose(670)
    meant = interval(Compiler("n", {}, 800).compile(parse_formula(factor))(), 800)
    low, high = found.re.rationals()
    least, most = meant.rationals()
    assert low <= most and least <= high
    assert high - low < Fraction(1, 10**200)


def test_the_factors_of_a_complex_pair_are_conjugates_that_give_the_values() -> None:
    """Legendre at 1/2: 2·Re(C·ρⁿ)·n^(−1/2) is the value up to a part of 1/n."""
    connection = _connection([[0, 2], [-1, 2], [2, -2]], [2, 1])
    one, other = connection.enclose(100)
    assert one.im is not None and other.im is not None
    assert one.re.rationals()[0] <= other.re.rationals()[1] and one.im.sign() == -other.im.sign() != 0
    n, rho = 1200, complex(0.5, 3**0.5 / 2)
    value = connection.values(n)
    assert value is not None
    c = complex(float(one.re.rationals()[0]), float(one.im.rationals()[0]))
    told = 2 * (c * rho**n).real / n**0.5
    assert abs(told - float(value)) < 1 / n


def test_a_factor_that_converges_slowly_has_the_digits_within_reach() -> None:
    """n^(28/9)·3ⁿ beside 2ⁿ: an enclosure with room for rounding would need values beyond those worked out."""
    text = "n*a(n) = (5n+1)*a(n-1) - 6(n-1)*a(n-2) + a(n-3), a(0) = 1, a(1) = 2, a(2) = 5"
    (solution,) = solve_all(text, None)
    (factor,) = solution.where
    assert solution.method == "dominant solution" and str(solution.leading) == "C*3**n*n**(28/9)"
    assert factor.value.startswith("0.000565353092114207")


def test_coefficients_of_degree_one_have_their_generating_function() -> None:
    (motzkin,) = solve_all(KNOWN[0][0], None, gf=True)
    found = motzkin.generating_function
    assert found is not None and found.formula is not None
    meant = parse_formula("(1 - x - sqrt(1 - 2x - 3x^2))/(2x^2)", "x")
    for x in (Fraction(1, 10), Fraction(1, 5)):
        one, other = Formula(found.formula, "x", {}), Formula(meant, "x", {})
        one.compiler.cells[0] = other.compiler.cells[0] = x
        assert digits(one.closure()) == digits(other.closure())


def test_a_third_order_recurrence_with_a_minus_has_its_leading_term() -> None:
    (solution,) = solve_all("a(n) = 2*a(n-1) + a(n-2)/n - a(n-3)/n, a(0) = 1, a(1) = 1, a(2) = 1", None)
    assert solution.method == "dominant solution"
    assert solution.bounds.theta == Growth.of(parse_formula("n^(1/8)*2^n"))


def test_the_smaller_solution_is_not_given_the_larger_growth() -> None:
    """Constants solve T(n) = (3 + 1/n)·T(n − 1) − (2 + 1/n)·T(n − 2), beside about 2ⁿ."""
    told = PolynomialRecurrence(
        tuple(tuple(map(Fraction, p)) for p in ((0, 1), (1, 3), (-1, -2))),
        2,
    )
    (factor,) = Connection(told, dominant_group(told), lambda n: Fraction(1)).coarse() or (None,)
    assert factor is None or factor.re.rationals()[0] <= 0 <= factor.re.rationals()[1]


#: recurrences whose values change sign for ever, the size of |T|, and the size of the factor
OSCILLATING = [
    ("n*P(n) = -3(2n-1)*P(n-1) - (n-1)*P(n-2), P(0) = 1, P(1) = -3", "(3+2*sqrt(2))^n/sqrt(n)"),  # Legendre at −3
    ("n*P(n) = (n-1/2)*P(n-1) - (n-1)*P(n-2), P(0) = 1, P(1) = 1/2", "1/sqrt(n)"),  # Legendre at 1/2
    ("H(n) = 2H(n-1) - 2(n-1)*H(n-2), H(0) = 1, H(1) = 2", "sqrt(n!)*sqrt(2)^n/n^(1/4)"),  # Hermite at 1
    ("n^3*a(n) = (2n-1)*(7n^2-7n+3)*a(n-1) - 81(n-1)^3*a(n-2), a(0) = 1, a(1) = 3", "9^n/n^(3/2)"),  # Almkvist, Zudilin
    ("T(n) = -n*T(n-1) + T(n-2) - T(n-3), T(0) = 1, T(1) = 1, T(2) = 1", "n!"),
]


@pytest.mark.parametrize(("text", "size"), OSCILLATING)
def test_values_that_change_their_sign_for_ever_have_a_size(text: str, size: str) -> None:
    (solution,) = solve_all(text, None)
    assert solution.case == "oscillation" and solution.method == "dominant solution"
    assert solution.bounds.upper == Growth.of(parse_formula(size)) and solution.bounds.lower is None
    evaluator = Evaluator(parse(text))
    values = [Fraction(evaluator.number(solution.function, n)) for n in range(290, 301)]  # type: ignore[arg-type]
    assert min(values) < 0 < max(values)
    held = solution.verification
    assert held.status == "checked" and held.low is not None and held.high is not None and held.low < 0 < held.high


def test_two_real_roots_of_one_modulus_are_weighed() -> None:
    """T(n) = 4·T(n − 2)·(1 + 1/n): the positive root outweighs the negative one, or the other way round."""
    even = "n*T(n) = 4(n+1)*T(n-2), T(0) = 1, T(1) = 3"
    odd = "n*T(n) = T(n-1) + 4(n+1)*T(n-2), T(0) = 1, T(1) = -3"
    (one,), (other,) = solve_all(even, None), solve_all(odd, None)
    assert one.bounds.theta == Growth.of(parse_formula("2^n*sqrt(n)"))
    assert other.bounds.upper is not None


def test_a_closed_form_without_a_growth_gets_its_size() -> None:
    (solution,) = solve_all("T(n) = n*T(n-1) - (n-1)*T(n-2) + 1/(n+1), T(0) = 1, T(1) = 2", None)
    assert solution.exact is not None and solution.bounds.theta == Growth.of(parse_formula("n!/n"))


def test_a_double_root_is_declined_by_the_reason() -> None:
    with pytest.raises(Unsolved) as caught:
        solve_all("n*L(n) = 2n*L(n-1) - (n-1)*L(n-2), L(0) = 1, L(1) = 2", None)
    first = caught.value.refusals[0]
    assert (first.method, first.hypothesis) == ("dominant solution", "simple dominant roots")


def test_a_driving_function_is_one_more_solution() -> None:
    text = "n*T(n) = (2n-1)*T(n-1) + 3(n-1)*T(n-2) + 5^n, T(0) = 1, T(1) = 1"
    (solution,) = solve_all(text, None)
    assert solution.bounds.theta == Growth.of(parse_formula("5^n/n"))
    assert solution.leading is not None
    ratio = Fraction(Evaluator(parse(text)).number("T", 400)) / 5**400  # type: ignore[arg-type]
    known: dict[str, int | Fraction] = {d.symbol: Fraction(d.value) for d in solution.where}
    told = Fraction(digits(Formula(solution.leading, "n", known).at(400), 20)) / 5**400
    assert abs(ratio / told - 1) < Fraction(1, 50)


@pytest.mark.parametrize(
    ("driving", "signs", "factor"),
    [
        ("5^n", (1, 1), "25/12*5^n/n"),
        ("n*7^n", (1, 1), "49/32*7^n"),
        ("n!", (1, 1), "n!/n"),  # against n!, not against what Stirling's formula makes of it
        ("2*5^n", (-1, -1), "25/19*5^n/n"),
    ],
)
def test_a_driving_function_that_outweighs_the_rest_gives_its_factor(
    driving: str, signs: tuple[int, int], factor: str
) -> None:
    text = f"n*T(n) = {signs[0]}*(2n-1)*T(n-1) + {3 * signs[1]}*(n-1)*T(n-2) + {driving}, T(0) = 1, T(1) = 1"
    (solution,) = solve_all(text, None)
    assert solution.leading is not None
    told, wanted = Formula(solution.leading, "n", {}).at(30), Formula(parse_formula(factor), "n", {}).at(30)
    assert told == wanted


@pytest.mark.parametrize("seed", range(24))
def test_what_is_said_of_a_random_recurrence_is_true_of_its_values(seed: int) -> None:
    """T(n) over the leading term tends to 1, and stays within constants of Θ."""
    text, polynomials, first = p_recursive_case(Random(seed))
    try:
        (solution,) = solve_all(text, None)
    except Unsolved:
        return
    except RecurError as problem:
        assert problem.message  # the first coefficient is 0 at a size, for one
        return
    values = exact_values(polynomials, first, 600)
    for n in (150, 300, 600):
        _require_true(solution, values[n], n)


def exact_values(polynomials: list[list[int]], first: list[int], last: int) -> list[Fraction]:
    found = list(map(Fraction, first))
    p = [tuple(map(Fraction, q)) for q in polynomials]
    for n in range(len(first), last + 1):
        right = sum((value(q, Fraction(n)) * found[-j] for j, q in enumerate(p) if j), Fraction(0))
        found.append(right / value(p[0], Fraction(n)))
    return found


def _require_true(solution: Solution, exact: Fraction, n: int) -> None:
    known: dict[str, int | Fraction] = {d.symbol: Fraction(d.value) for d in solution.where}
    if solution.leading is not None:
        told = Formula(solution.leading, "n", known).at(n)
        if "sqrt" not in str(solution.leading) or n == 600:  # there the terms beyond fall with the root of n
            assert abs(exact / Fraction(digits(told, 20)) - 1) < Fraction(100, n)
    if solution.case == "negative values":
        assert exact < 0
    if solution.exact is not None and not solution.constants:
        form = Formula(solution.exact, "n", known).at(n)
        assert form is None or digits(form, 12) == digits(exact, 12)
