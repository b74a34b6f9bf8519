"""Linear recurrences with polynomial coefficients: what is built from hypergeometric terms is found again, exactly."""

from __future__ import annotations

from fractions import Fraction
from itertools import count
from random import Random

import pytest
from hypothesis import given, strategies as st

import recur
from recur.model import Unsolved
from recur.notation import text
from recur.numbers import Polynomial, polynomials
from recur.numbers.polynomials import common_divisor, degree, divided, plus, scaled, shifted, times, value
from recur.solving.first_order.hypergeometric import HypergeometricTerm, product
from recur.solving.p_recursive import difference_equations as de
from recur.solving.p_recursive.petkovsek import hypergeometric_ratios
from recur.solving.p_recursive.reduction_of_order import Summed, inverse, moved, ratio_of, solutions, without_constant
from tests.formula_values import agrees

F = Fraction
LINE = st.builds(lambda a, b: (F(a), F(b)), st.integers(-3, 4), st.integers(1, 2))
BASES = [F(1), F(2), F(-1), F(3), F(1, 2), F(-2, 3)]


def random_term(chance: Random) -> HypergeometricTerm:
    """βⁿ·p(n)/q(n)·n!^e."""
    front = HypergeometricTerm()
    for _ in range(chance.randrange(2)):
        line = (F(chance.randrange(-3, 5)), F(chance.randrange(1, 3)))
        front = product(front, chance.choice([HypergeometricTerm(line), inverse(line)]))
    factorials = chance.choice([(), (), ((0, 1),), ((0, -1),)])
    return product(HypergeometricTerm(base=chance.choice(BASES), factorials=factorials), front)


def annihilator(x: HypergeometricTerm, y: HypergeometricTerm) -> tuple[Polynomial, ...] | None:
    """p₀, p₁, p₂ with p₀·f(n) + p₁·f(n + 1) + p₂·f(n + 2) = 0 for f = x and f = y: the Casoratian of the ratios."""
    (a, b), (c, d) = ratio_of(x), ratio_of(y)
    # with r = a/b, s = c/d: f(n)·[(s − r)·T² − (s·s₊ − r·r₊)·T + r·s·(s₊ − r₊)]
    one = F(1)
    minus = F(-1)
    a1, b1, c1, d1 = (shifted(p, one) for p in (a, b, c, d))
    apart = plus(times(b, c), scaled(times(a, d), minus))  # (s − r)·b·d
    apart_next = plus(times(b1, c1), scaled(times(a1, d1), minus))
    second = times(apart, times(b1, d1))
    middle = plus(times(times(c, c1), times(b, b1)), scaled(times(times(a, a1), times(d, d1)), minus))
    first = times(times(a, c), apart_next)
    if not apart:
        return None
    parts = (first, scaled(middle, minus), second)
    shared = common_divisor(common_divisor(first, second), middle)
    return tuple(divided(q, shared)[0] for q in parts)


def equation(p: tuple[Polynomial, ...]) -> str:
    def written(q: Polynomial) -> str:
        return "(" + " + ".join(f"({c})*n^{i}" for i, c in enumerate(q) if c or len(q) == 1) + ")"

    return " + ".join(f"{written(q)}*y(n+{i})" for i, q in enumerate(p) if q) + " = 0"


@pytest.mark.parametrize("seed", range(60))
def test_a_sum_of_two_terms_is_found_from_its_recurrence(seed: int) -> None:
    chance = Random(seed)
    x, y = random_term(chance), random_term(chance)
    p = annihilator(x, y)
    if p is None:
        return
    found = solutions(p)
    assert len(found) == 2 and all(isinstance(term, HypergeometricTerm) for term in found)
    ends = (p[0], p[2])
    start = next(s for s in count(6) if all(value(q, F(n)) for q in ends for n in range(s, s + 12)))
    u, v = chance.randrange(-3, 4), chance.randrange(1, 4)
    values = {n: u * x.at(n) + v * y.at(n) for n in range(start, start + 12)}
    given_values = ", ".join(f"y({n}) = {values[n]}" for n in (start, start + 1))
    solution = recur.solve(f"{equation(p)}, {given_values}")
    assert solution.exact is not None
    assert solution.exact_verification.status == "checked"
    assert all(agrees(solution.exact, {"n": n}, expected) for n, expected in values.items())


@given(st.lists(LINE, min_size=2, max_size=3), st.lists(st.integers(-3, 3), min_size=1, max_size=4))
def test_polynomial_solutions_are_found(p: list[Polynomial], c: list[int]) -> None:
    wanted = polynomials.trimmed(map(F, c))
    right = de.combined(p, [shifted(wanted, F(i)) for i in range(len(p))])
    found, basis = de.polynomial_solutions(tuple(p), right)
    assert found is not None
    for q in (found, *(plus(found, x) for x in basis)):
        assert de.combined(p, [shifted(q, F(i)) for i in range(len(p))]) == right


def test_rational_solutions_are_found() -> None:
    p = ((F(0), F(-1)), (F(2), F(1)))  # (n + 2)·y(n + 1) − n·y(n) = 0: 1/(n(n + 1))
    assert degree(de.universal_denominator(p)) == 2
    # Σ 1/(k(k + 1)) = −1/n
    found = de.rational_solution(((F(0), F(-1), F(-1)), (F(0), F(1), F(1))), polynomials.ONE)
    assert found is not None and found[0][0] / found[1][1] == -1


@pytest.mark.parametrize(
    ("source", "exact"),
    [
        ("(n-1)y(n+2) = (n^2+3n-2)y(n+1) - 2n(n+1)y(n), y(0)=0, y(1)=3", "3·2^n − 3·n!"),
        ("(n-1)y(n+2) = (n^2+3n-2)y(n+1) - 2n(n+1)y(n)", "C₁·2^n + C₂·n!"),
        ("D(n) = (n-1)(D(n-1) + D(n-2)), D(0)=1, D(1)=0", "n! Σ_{k=0}^n (−1)^k / k!"),
        ("D(n) = (n-1)(D(n-1) + D(n-2)), D(0)=1, D(1)=1", "n!"),
        ("D(n) = (n-1)(D(n-1) + D(n-2))", "n!·(C₁ + C₂ Σ_{k=1}^n (−1)^k / k!)"),
        ("y(n+2) = (n+1)*(n+2)*y(n)/((n-1)*(n-2)), y(3)=6, y(4)=24", "n·(n − 1)·(n − 2)"),
        ("y(n+2) = (n+1)*(n+2)*y(n)/((n-1)*(n-2)), y(3)=6, y(4)=-24", "−n·(n − 1)·(n − 2)·(−1)^n"),
        ("a(n+2) = (2n+1)*a(n+1) - (n^2-4)*a(n), a(3)=1, a(4)=2", "3·(n−3)!/4 + (n+1)!/96"),
        ("y(n+2) = (n+3)y(n+1) - (n+1)*y(n) + 1, y(0)=1, y(1)=1", "2·n! − 1"),
        ("y(n+2) = (2n+3)y(n+1) - (n+1)^2*y(n)", "n!·(C₁ + C₂·H_n)"),
        ("(n+5)*s(n+3) = (6n+22)*s(n+2) - (9n+17)*s(n+1) + 4n*s(n), s(0)=1, s(1)=1, s(2)=1", "1"),
    ],
)
def test_textbook_recurrences(source: str, exact: str) -> None:
    solution = recur.solve(source)
    assert solution.exact is not None and text.write(solution.exact) == exact
    assert solution.exact_verification.status == "checked"


def test_derangements_are_one_in_e_of_the_permutations() -> None:
    leading = recur.solve("D(n) = (n-1)(D(n-1) + D(n-2)), D(0)=1, D(1)=0").leading
    assert leading is not None and text.write(leading) == "n!/e"


def test_what_the_equation_leaves_open_is_said() -> None:
    solution = recur.solve("(n-1)y(n+2) = (n^2+3n-2)y(n+1) - 2n(n+1)y(n), y(0)=0, y(1)=3")
    assert any("y(3) = 6" in str(remark) for remark in solution.remarks)
    assert any("leaves y(3) open" in str(assumption) for assumption in solution.assumptions)


def test_a_value_stated_at_the_open_size_decides() -> None:
    solution = recur.solve("(n-1)y(n+2) = (n^2+3n-2)y(n+1) - 2n(n+1)y(n), y(0)=0, y(1)=3, y(3)=5")
    assert solution.exact is not None
    assert agrees(solution.exact, {"n": 3}, 5) and agrees(solution.exact, {"n": 2}, 6)


def test_involutions_have_no_hypergeometric_solution() -> None:
    assert list(hypergeometric_ratios(((F(-1), F(-1)), (F(-1),), (F(1),)))) == []
    with pytest.raises(Unsolved) as caught:
        recur.solve("I(n) = -I(n-1) + (n-1)I(n-2)")
    assert any(refusal.hypothesis == "a hypergeometric solution" for refusal in caught.value.refusals)


def test_reduction_of_order_sums_what_is_left() -> None:
    p = ((F(-1), F(-1)), (F(-1), F(-1)), (F(1),))
    first, second = solutions(p)
    assert isinstance(second, Summed) and second.front == first
    for n in range(9):
        total = sum(value(q, F(n)) * second.at(n + i) for i, q in enumerate(p))
        assert total == 0


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("steps", [-2, 1, 3])
def test_terms_are_moved(seed: int, steps: int) -> None:
    x = random_term(Random(seed))
    for n in range(12, 18):
        assert moved(x, steps).at(n) == x.at(n + steps)
        assert without_constant(x).at(n) * x.at(n + 1) == without_constant(x).at(n + 1) * x.at(n)


@pytest.mark.parametrize(
    ("source", "exact"),
    [
        ("a(n+2) = (2n+1)*a(n+1) - (n^2-2)*a(n)", "C₁ Π_{k=0}^{n−1} (k − √2) + C₂ Π_{k=0}^{n−1} (k + √2)"),
        ("a(n+2) = (2n+1)*a(n+1) - (n^2-u)*a(n)", "C₁ Π_{k=0}^{n−1} (k − √u) + C₂ Π_{k=0}^{n−1} (k + √u)"),
        ("x(n) = x(n-1)(n-1)/n + x(n-2)(n-2)/n", "C₁·((1 − √5)/2)^n / n + C₂·φ^n / n"),
    ],
)
def test_ratios_over_roots_and_letters(source: str, exact: str) -> None:
    solution = recur.solve(source)
    assert solution.exact is not None and text.write(solution.exact) == exact
    assert solution.exact_verification.status == "checked"


def test_first_values_fix_solutions_over_roots() -> None:
    solution = recur.solve("y(n+2) = (2n+1)*y(n+1) - (n^2-2)*y(n), y(0)=1, y(1)=2")
    assert solution.exact is not None
    for n, expected in enumerate([1, 2, 4, 14, 62, 336, 2156, 15988, 134540]):
        assert agrees(solution.exact, {"n": n}, expected)


def test_a_letter_under_a_root_is_taken_for_no_square() -> None:
    solution = recur.solve("a(n+2) = (2n+1)*a(n+1) - (n^2-u)*a(n)")
    assert any("no whole numbers" in str(assumption) for assumption in solution.assumptions)


def test_a_recurrence_with_one_solution_over_its_letters_has_no_general_form() -> None:
    with pytest.raises(Unsolved):
        recur.solve("y(n+2) = (a+n)*y(n+1) - a*n*y(n)")


@pytest.mark.parametrize(
    ("source", "exact"),
    [
        ("y(n+1) = n*y(n) - n^2 + n + 1", "C₁·(n−1)! + n"),
        ("y(n+1) = (4n+2)*y(n) + 4n + 1", "C₁·(2n)!/n! − 1"),
        ("y(n) = n*y(n-1) + n + 1 - n^2, y(0) = 4", "3·n! + n + 1"),
        ("a(x+2) = 2*((x-99)*(x+101))/((x-98)*(x+102))*a(x+1) - ((x-100)*(x+100))/((x-98)*(x+102))*a(x)", None),
    ],
)
def test_a_rational_multiple_of_the_driving_function_leaves_no_sum(source: str, exact: str | None) -> None:
    solution = recur.solve(source)
    assert solution.exact is not None and (exact is None or text.write(solution.exact) == exact)
    assert solution.exact_verification.status == "checked"


def test_a_solution_that_tends_to_a_negative_number_has_no_growth() -> None:
    solution = recur.solve("x(n) = 1/(2n-1)*x(n-1) - (n-1)/(2n-1), x(0) = 1")
    assert solution.exact is not None and solution.bounds.theta is None and solution.bounds.upper is not None


def test_values_that_do_not_follow_each_other_fix_the_constants() -> None:
    solution = recur.solve("(n-1)y(n+2) = (n^2+3n-2)y(n+1) - 2n(n+1)y(n), y(4) = 40, y(7) = 5168")
    assert solution.exact is not None and text.write(solution.exact) == "2^n + n!"


def test_a_value_that_is_missing_is_a_constant() -> None:
    solution = recur.solve("D(n) = (n-1)(D(n-1) + D(n-2)), D(0) = 1")
    assert solution.exact is not None and solution.constants == ("C_1",)
    assert solution.exact_verification.status == "checked"
