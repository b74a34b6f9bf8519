"""Linear recurrences with constant coefficients: closed forms against the values, bounds from excited roots.
"roots."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest

import recur
from recur.asymptotics.growth import Growth
from recur.model import Undecided, expressions as ex
from recur.model.domain import Progression
from recur.model.expressions import Asymptotic, Expr, N, Range, RootSum, log, mul, number, power, symbols, walk
from recur.model.recurrence import Recurrence
from recur.model.solution import Solution, Unsolved
from recur.notation import python
from recur.numbers import exponential_polynomials as ep, real
from recur.numbers.formulas import exponential_factor
from recur.numbers.polynomials import degree, factors, raised, rational_roots, times, value
from recur.numbers.roots import PRECISIONS, disks, roots_of, sign_at
from recur.parsing import parse
from recur.solving.linear import characteristic, general_answers, linear_sequences
from recur.solving.linear.closed_forms import fit
from recur.solving.linear.dominant_roots import _order_of_angle, dominant
from recur.solving.linear.excited_growth import LongRun, long_run
from recur.solving.linear.general_solution import particular
from recur.solving.linear.linear_sequences import exact_sequence
from recur.solving.linear.root_formulas import RootFormulas
from recur.solving.order import _method
from recur.solving.problem import Problem
from recur.solving.solver import _first_methods, solve_all
from tests.formula_values import agrees
from tests.linear_cases import Linear, random_linear, system

F = Fraction
SEEDS = range(4)


def polynomial(*coefficients: int | Fraction) -> tuple[Fraction, ...]:
    return tuple(map(F, coefficients))


def problem_of(recurrence: Recurrence) -> Problem:
    def refuse(_: Recurrence) -> Solution:
        raise Unsolved("not asked")

    return Problem(recurrence, {}, refuse, lambda _: None)


def sequence_of(case: Linear):
    found = exact_sequence(problem_of(case.system().recurrences[0]), case.coefficients)
    assert found is not None
    return found


def solve(coefficients: dict[int, int | str], driving: Expr, *values: int) -> Solution:
    numbers = {i: number(c) for i, c in coefficients.items()}
    return solve_all(system(numbers, driving, values))[-1]


def theta(solution: Solution) -> Growth:
    assert solution.bounds.theta is not None
    return solution.bounds.theta


@pytest.mark.parametrize("seed", SEEDS)
def test_closed_forms_are_the_values_of_random_recurrences(seed):
    rng = random.Random(seed)
    for _ in range(40):
        case = random_linear(rng)
        form = sequence_of(case).form
        expected = case.follow(200)
        assert form.values(case.start, len(expected)) == expected, case


@pytest.mark.parametrize("seed", SEEDS)
def test_the_formula_of_a_closed_form_has_the_same_values(seed):
    rng = random.Random(100 + seed)
    for _ in range(12):
        case = random_linear(rng)
        formulas = RootFormulas("n")
        formula = formulas.closed_form(sequence_of(case).form)
        assert formula is not None
        digits = {d.symbol: d.value for d in formulas.definitions}
        expected = case.follow(120)
        for n in [*range(case.start, case.start + 12), 60, 120]:
            assert agrees(formula, {**digits, "n": n}, expected[n - case.start]), (case, n)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_course_of_random_sequences_is_what_their_values_show(seed):
    rng = random.Random(200 + seed)
    for _ in range(25):
        case = random_linear(rng)
        found = long_run(sequence_of(case).form)
        far = case.follow(400)[-120:]
        if found.course in (LongRun.SETTLES, LongRun.FLUCTUATES):
            assert min(far) > 0, case
        elif found.course is LongRun.NEGATIVE:
            assert max(far) < 0, case
        elif found.course is LongRun.OSCILLATES:
            assert min(far) < 0 < max(far), case
        elif found.course is LongRun.ZERO:
            assert set(far) == {0}, case


def test_the_initial_values_choose_the_root_that_counts():
    two_and_three: dict[int, int | str] = {1: 5, 2: -6}
    assert theta(solve(two_and_three, number(0), 1, 2)) == Growth.of(power(number(2), N))
    assert theta(solve(two_and_three, number(0), 1, 4)) == Growth.of(power(number(3), N))
    told = solve(two_and_three, number(0), 1, 2).remarks
    assert any("does not occur" in remark.sentence for remark in told)


def test_fibonacci_numbers_are_called_by_their_name():
    found = solve({1: 1, 2: 1}, number(0), 0, 1)
    assert str(found.exact) == "fibonacci(n)"
    assert found.exact_domain == Progression("n", 0)


def test_a_root_of_higher_degree_is_defined_by_its_equation_and_fifty_digits():
    found = solve({1: 1, 2: 1, 3: 1}, number(0), 0, 0, 1)
    (root, *_) = found.where
    assert root.value.startswith("1.839286755214161132551852564653286600424178746")
    assert str(root.equation) == f"{root.symbol}**3 = {root.symbol}**2 + {root.symbol} + 1"
    assert str(theta(found).expression()) == f"{root.symbol}**n"


def test_order_thirty_is_no_harder():
    found = solve({i: 1 for i in range(1, 31)}, number(1), *([0] * 29), 1)
    root, _ = found.where
    assert root.value.startswith("1.99999999906867")
    assert str(theta(found).expression()) == f"{root.symbol}**n"


@pytest.mark.parametrize("double", [False, True])
def test_resonance_raises_the_power_of_n(double):
    coefficients: dict[int, int | str] = {1: 4, 2: -4} if double else {1: 1, 2: 2}
    found = solve(coefficients, power(number(2), N), 1, 1)
    assert theta(found) == Growth.of(mul(power(N, number(2 if double else 1)), power(number(2), N)))


@pytest.mark.parametrize(
    ("coefficients", "values"),
    [
        ({1: -1}, (1,)),  # −1
        ({1: 1, 2: -1}, (1, 1)),  # e^(±iπ/3)
        ({1: 6, 2: -25}, (1, 2)),  # 3 ± 4i
        ({2: 4}, (1, 0)),  # 2 and −2 cancel on odd sizes
        ({1: 11, 2: -55, 3: 125}, (1, 50, 3)),  # 5 beside 3 ± 4i
    ],
)
def test_sequences_without_one_growth_get_no_theta(coefficients, values):
    try:
        found = solve(coefficients, number(0), *values)
    except Unsolved:
        return
    assert found.bounds.theta is None
    assert found.exact is not None


def test_a_positive_root_may_outweigh_the_complex_ones_of_its_modulus():
    found = solve({1: 11, 2: -55, 3: 125}, number(0), 5, 9, 30)
    assert theta(found) == Growth.of(power(number(5), N))
    assert found.leading is None  # T(n)/5ⁿ has no limit


def test_residue_classes_share_one_growth():
    found = solve({2: 3, 4: 0, 6: 1}, N, 1, 2, 1, 1, 5, 1)
    assert found.bounds.theta is not None and found.leading is None


def test_positive_coefficients_need_no_initial_values():
    assert theta(solve({1: 1, 2: 1}, log(N))) == theta(solve({1: 1, 2: 1}, number(0), 0, 1))
    assert theta(solve({1: 1, 2: 1}, power(number(2), N))) == Growth.of(power(number(2), N))
    assert theta(solve({1: "1/2", 2: "1/2"}, number(1))) == Growth.of(N)


def test_coefficients_of_both_signs_without_initial_values_have_a_theta_only_where_the_driving_function_decides():
    assert theta(solve({1: 2, 2: -1}, number(1))) == Growth.of(power(N, number(2)))
    assert theta(solve({1: 2, 2: -1}, log(N))) == Growth.of(mul(power(N, number(2)), log(N)))
    assert theta(solve({1: 5, 2: -6}, power(number(4), N))) == Growth.of(power(number(4), N))
    for driving in (number(0), N, power(number(2), N)):
        found = solve({1: 5, 2: -6}, driving)
        assert found.bounds.theta is None and len(found.constants) == 2
        assert {str(case.growth) for case in found.cases} >= {str(Growth.of(power(number(3), N)))}


def test_hidden_constants_are_carried_as_two_bounds():
    found = solve({1: 1, 2: 1}, Asymptotic("O", power(number(2), N)))
    assert found.bounds.upper == Growth.of(power(number(2), N))
    assert found.bounds.lower == theta(solve({1: 1, 2: 1}, number(0)))
    assert theta(solve({1: 1, 2: 1}, Asymptotic("Θ", power(number(2), N)))) == Growth.of(power(number(2), N))


def test_disks_hold_a_root_each_and_stay_apart():
    for p in (polynomial(-1, -1, -1, 1), polynomial(5, -3, 7, 0, 1), polynomial(-2, 0, 0, 0, 0, 0, 1)):
        for bits in PRECISIONS:
            found = disks(p, bits)
            assert len(found) == degree(p)
            assert all(d.radius < F(1, 1 << bits) for d in found)
            real = [d for d in found if not d.y]
            for d in real:  # a real root: the polynomial changes its sign across the disk
                assert value(p, d.x - d.radius) * value(p, d.x + d.radius) < 0


def test_factors_multiply_back():
    p = times(raised(polynomial(-2, 1), 3), times(polynomial(1, 1, 1), polynomial(-1, -1, 0, 1)))
    product = polynomial(1)
    for q, m in factors(p):
        product = times(product, raised(q, m))
    assert product == p
    assert [(degree(q), m) for q, m in factors(p)] == [(1, 3), (2, 1), (3, 1)]


@pytest.mark.parametrize("seed", SEEDS)
def test_factors_of_random_products_are_irreducible_and_multiply_back(seed):
    rng = random.Random(300 + seed)
    for _ in range(40):
        p = polynomial(1)
        for _ in range(rng.randint(1, 4)):
            width = rng.randint(1, 2)
            q = polynomial(*(F(rng.randint(-4, 4), rng.choice((1, 1, 2, 3))) for _ in range(width)), 1)
            p = times(p, raised(q, rng.randint(1, 3)))
        product = polynomial(1)
        for q, m in factors(p):
            product = times(product, raised(q, m))
            assert q[-1] == 1 and all(isinstance(c, F) for c in q)
            assert degree(q) == 1 or not rational_roots(q)
        assert product == p


def test_equal_moduli_are_proved_and_not_measured():
    roots = [root for q, m in factors(times(polynomial(-5, 1), polynomial(25, -6, 1))) for root in roots_of(q, m)]
    found = dominant(roots)
    assert found.positive is not None and len(found.others) == 2
    close = times(polynomial(-5, 1), polynomial(25 + F(1, 10**30), -6, 1))
    assert dominant([r for q, m in factors(close) for r in roots_of(q, m)]).positive is None


@pytest.mark.parametrize(
    ("positive", "pair", "others"),
    [
        ((-1, 1), (1, 0, F(1, 2), 0, 1), 4),
        ((-2, 1), (16, 0, -2, 0, 1), 4),
        ((-3, 0, 0, 1), (9, 0, 0, 1, 0, 0, 1), 8),
    ],
)
def test_roots_of_a_quadratic_in_a_power_have_a_known_modulus(positive, pair, others):
    p = times(polynomial(*positive), polynomial(*pair))
    found = dominant([root for q, m in factors(p) for root in roots_of(q, m)])
    assert found.positive is not None and len(found.others) == others


def test_a_pair_of_powers_beside_a_driving_function_of_its_size_is_solved():
    first = ", T(n) = n for 0 <= n <= 3"
    (solution,) = solve_all("T(n) = -1/2*T(n-2) - T(n-4) + n" + first)
    assert solution.bounds.theta == Growth.of(N)
    (solution,) = solve_all("T(n) = -1/2*T(n-2) - T(n-4)" + first)
    assert python.write(solution.bounds.upper.expression()) == "1"  # not the power of a modulus that is 1


def test_negative_sizes_may_carry_the_initial_values():
    form = fit([F(1), F(1)], -1, ((polynomial(-1, -1, 1), 1),))
    assert form.values(-1, 8) == [1, 1, 2, 3, 5, 8, 13, 21]
    doubling = fit([F(1)], -2, ((polynomial(-2, 1), 1),))
    assert doubling.values(-3, 5) == [F(1, 2), 1, 2, 4, 8]
    assert all(isinstance(value, F) for value in doubling.values(-3, 5))


def test_a_closed_form_is_refused_where_a_further_value_differs():
    roots = ((polynomial(-2, 1), 2), (polynomial(-1, -1, 1), 1))
    form = fit([F(n) for n in (1, 0, 3, 5)], 2, roots)
    values = form.values(2, 20)
    assert fit(values, 2, roots) == form
    for place in (4, 9, 19):
        wrong = [*values[:place], values[place] + F(1, 3), *values[place + 1 :]]
        with pytest.raises(Undecided):
            fit(wrong, 2, roots)


@pytest.mark.parametrize("roots", [((1, 2), (-3, 1)), ((-2, 5), (3, 4), (7, 2)), ((0, 1), (5, 3), (-5, 3))])
def test_factors_with_rational_roots_come_from_the_largest_root_down(roots):
    p = polynomial(1)
    for k, (a, b) in enumerate(roots, 1):
        p = times(p, raised(polynomial(F(-a, b), 1), k))
    found = factors(times(p, polynomial(1, 0, 1)))
    expected = sorted(((polynomial(F(-a, b), 1), k) for k, (a, b) in enumerate(roots, 1)), key=lambda x: x[0])
    assert list(found) == [*expected, (polynomial(1, 0, 1), 1)]
    assert sorted(rational_roots(p)) == sorted(F(a, b) for a, b in roots)


@pytest.mark.parametrize("bits", [64, 300])
def test_disks_of_quadratics_hold_their_roots(bits):
    rng = random.Random(bits)
    for _ in range(60):
        p = polynomial(F(rng.randint(-999, 999), rng.randint(1, 9)), F(rng.randint(-99, 99), rng.randint(1, 9)), 1)
        if len(factors(p)) == 1 and degree(factors(p)[0][0]) == 2:
            one, other = disks(p, bits)
            assert one.radius == other.radius < F(1, 1 << bits)
            x, y = (one.x, 0) if other.y == 0 else ((one.x + other.x) / 2, one.y)
            size = abs(one.x) + abs(one.y) + abs(other.x) + abs(other.y) + 1
            assert abs(one.x + other.x + p[1]) <= 2 * one.radius
            assert abs(one.x * other.x - one.y * other.y - p[0]) <= 4 * size * one.radius
            assert (one.y > 0) == (p[1] ** 2 < 4 * p[0])
            assert y == 0 or x == one.x == other.x


def test_the_order_of_an_angle_in_a_quadratic_is_what_its_digits_say():
    for u in range(-6, 7):
        for w in range(-6, 13):
            p = polynomial(w, -u, 1)
            if len(factors(p)) == 1 and degree(factors(p)[0][0]) == 2:
                for root in roots_of(p):
                    disk = root.disk(64)
                    turn = math.atan2(disk.y, disk.x) / (2 * math.pi)
                    orders = (q for q in range(2, 13) if abs(q * turn - round(q * turn)) < 1e-9)
                    assert _order_of_angle(root) == next(orders, None), p


SYMBOLS = (
    ({1: 2, 2: -5}, (1, 1)),
    ({1: 1, 2: 1, 3: 1}, (0, 0, 1)),
    ({1: 2, 2: -1, 3: 2}, (1, 1, 1)),
    ({2: 1, 3: 3}, (1, 2, 0)),
    ({1: 4, 2: -9, 3: 10}, (1, 2, 4)),  # roots 2 and 1 ± 2i, the pair is not excited
    ({1: 4, 2: -9, 3: 10}, ()),
    ({1: 1, 3: -5}, ()),
)


@pytest.mark.parametrize(("coefficients", "values"), SYMBOLS)
@pytest.mark.parametrize("driving", [number(0), N, power(number(2), N)])
def test_every_symbol_of_the_steps_is_defined_before_they_are_read(coefficients, values, driving):
    found = solve(coefficients, driving, *values)
    known = {d.symbol for d in found.where} | {"n", "x", *found.constants}
    pending = list(found.steps)
    for step in pending:
        pending += step.substeps
        for x in (*(x for _, x in step.formulas), *step.display):
            named = {name for name in symbols(x) if name[0] in "rt"}
            assert named <= known, (step.sentence, x)


@pytest.mark.parametrize("coefficients", [{1: 1, 2: 1}, {1: 5, 2: -6}, {1: 2, 2: -2}])
@pytest.mark.parametrize("values", [(), (1, 1)])
def test_steps_are_written_when_they_are_read(coefficients, values, monkeypatch):
    asked = []
    written = characteristic.characteristic_step
    told = lambda *given: asked.append(given) or written(*given)  # noqa: E731
    monkeypatch.setattr(characteristic, "characteristic_step", told)
    monkeypatch.setattr(general_answers, "characteristic_step", told)
    found = solve(coefficients, power(number(7), N), *values)
    assert found.exact is not None and not asked
    assert len(found.steps) > 1 and asked


def test_a_sequence_is_worked_out_once_for_all_methods(monkeypatch):
    asked = []
    fitted = linear_sequences.fitted_form
    monkeypatch.setattr(linear_sequences, "fitted_form", lambda *given: asked.append(given) or fitted(*given))
    found = solve({2: 3}, N, 1, 1)
    assert found.method == "characteristic polynomial" and len(asked) == 1
    assert exact_sequence(problem_of(found.recurrence), {2: F(3)}) is not None
    assert exact_sequence(problem_of(found.recurrence), {2: F(4)}) is not None


TRIES = (
    ("T(n) = 2T(n-1)", ["identically zero", "summation", "characteristic polynomial"]),
    ("T(n) = 2T(n-1) + n", ["summation", "characteristic polynomial"]),
    ("T(n) = 2T(n-1) - T(n-2)", ["identically zero", "characteristic polynomial"]),
    ("T(n) = 2T(n-1) - T(n-2) + 1", ["characteristic polynomial"]),
)


@pytest.mark.parametrize(("text", "expected"), TRIES)
def test_methods_that_the_shape_of_the_calls_refuses_are_not_tried_first(text, expected):
    (recurrence,) = parse(text).recurrences
    assert [method.name for method in map(_method, _first_methods(problem_of(recurrence)))] == expected


def test_particular_solutions_in_whole_numbers_satisfy_the_equation():
    rng = random.Random(11)
    for _ in range(40):
        coefficients = {i: F(rng.randint(1, 9) * rng.choice((1, -1)), rng.randint(1, 4)) for i in (1, 2, 4)}
        base = F(rng.randint(1, 7) * rng.choice((1, -1)), rng.randint(1, 3))
        lower = [F(rng.randint(-5, 5), rng.randint(1, 3)) for _ in range(rng.randint(0, 2))]
        driving = {base: (*lower, F(1))}
        found = particular(coefficients, driving)
        for n in range(-2, 6):
            earlier = sum(c * F(ep.at(found, n - i)) for i, c in coefficients.items())
            assert ep.at(found, n) == earlier + ep.at(driving, n)


def test_values_at_negative_sizes_are_exact():
    assert ep.at({F(3): (F(1),)}, -2) == F(1, 9)
    (found,) = solve_all("T(n) = 3T(n-1) + 3^n, T(n) = 3^n for -2 <= n <= 0")
    assert found.exact == mul(ex.add(N, number(1)), power(number(3), N))


@pytest.mark.parametrize(("text", "expected"), [
    ("T(n) = 10^150*T(n-1), T(0) = 1", power(number(10), mul(number(150), N))),
    ("T(n) = T(n-1)/10^150, T(0) = 1", power(number(F(1, 10)), mul(number(150), N))),
])  # fmt: skip
def test_a_base_of_many_prime_factors_is_a_power_of_a_shorter_one(text, expected):
    (found,) = solve_all(text)
    assert found.bounds.theta is not None and found.bounds.theta.expression() == expected


def test_a_long_rational_exponent_keeps_its_sign_and_its_base():
    written = exponential_factor(N, real.ln(F(2)) * F(-4339, 6250))
    assert written == power(number(2), mul(number(F(-4339, 6250)), N))


def test_the_sign_at_a_root_of_a_quadratic_is_told_however_near_to_0():
    near = ((F(-1), F(-1), F(1)), (F(1), F(-(10**400)), F(1)), (F(-1), F(4, 10**30), F(1)))
    for factor in near:
        for root in roots_of(factor):
            root_up = [root.disk(12_000).x + e * root.disk(12_000).radius for e in (-1, 1)]
            for p in (
                (F(1), F(2)),
                (F(-7, 3), F(1)),
                (-root_up[0], F(1)),
                (root_up[1], F(-1)),
                (F(0), F(1), F(0), F(5)),
            ):
                expected = value(p, root_up[0]) + value(p, root_up[1])
                assert sign_at(p, root) == (1 if expected > 0 else -1)
    (found,) = solve_all("T(n) = T(n-1) + T(n-2), T(10000) = 1, T(10001) = 2")
    assert found.exact is not None and found.bounds.theta is not None


def test_a_whole_answer_names_its_steps():
    found = solve({1: 1, 2: 6}, mul(N, power(number(3), N)), 1, 1)
    assert theta(found) == Growth.of(mul(power(N, number(2)), power(number(3), N)))
    sentences = " ".join(step.sentence for step in found.steps)
    assert "characteristic equation" in sentences and "resonance" in sentences and "linear system" in sentences


@pytest.mark.parametrize(
    "text", ["T(n) = T(n-1)+T(n-2)+n^k", "T(k) = T(k-1)+T(k-2)+k^j", "T(k) = T(k-1)+T(k-2)+k^(i+j)"]
)
def test_the_index_of_a_sum_is_no_letter_of_the_recurrence(text):
    (solution,) = solve_all(text)
    sums = [x for s in solution.steps for _, formula in s.formulas for x in walk(formula) if isinstance(x, Range)]
    assert sums
    right = symbols(solution.recurrence.right) | {solution.variable}
    assert not right & {x.index for x in sums}


@pytest.mark.parametrize(("calls", "rest"), [
    ({1: F(1), 10: F(1)}, ""),
    ({1: F(2), 9: F(1)}, "n + 1"),
    ({1: F(-1), 10: F(1)}, ""),
    ({1: F(1), 10: F(-3)}, "1"),
    ({1: F(1, 2), 11: F(3, 5)}, "2^n"),
])  # fmt: skip
def test_a_factor_of_many_roots_has_its_closed_form_as_a_sum_over_them(calls: dict[int, F], rest: str) -> None:
    """Σ p(x)·xⁿ/q′(x) over the roots in floats is the sequence; the leading constant is that of the largest root."""
    order = max(calls)
    right = " + ".join([*(f"({c})·T(n-{i})" for i, c in calls.items()), *([rest] if rest else [])])
    text = f"T(n) = {right}, " + ", ".join(f"T({i}) = {1 + i % 3}" for i in range(order))
    solution = recur.solve(text)
    assert isinstance(solution, Solution) and solution.exact is not None
    characteristic = polynomial(*(-calls.get(order - i, F(0)) for i in range(order)), 1)
    (long,) = [factor for factor, _ in factors(characteristic) if degree(factor) > 8]
    (total,) = [x for x in walk(solution.exact) if isinstance(x, RootSum)]
    assert total.coefficients == long
    roots = [complex(float(d.x), float(d.y)) for d in disks(long, 64)]
    others = ex.rebuild(ex.add(solution.exact, N), lambda x: number(0) if x == total else x)
    for n, told in enumerate(recur.evaluate(text, range(60))):
        known = F(str(told.value))
        found = sum(value_at(total.body, n=n, x=x) for x in roots) + value_at(others, n=n) - n
        assert abs(found - known) < 1e-6 * max(1, abs(known))
    where = {d.symbol: d for d in solution.where}
    if "C" in where:
        assert abs(value_at(where["C"].equation, r=float(where["r"].value)) - float(where["C"].value)) < 1e-9


def value_at(formula: Expr, **values: complex) -> complex:
    return complex(eval(python.write(formula), dict(values)))


@pytest.mark.parametrize("one", ["log2(2)", "0!", "ceil(1)", "max(1, 0)", "cos(0)"])
def test_one_size_in_two_spellings_is_one_call(one: str) -> None:
    assert str(recur.solve(f"u(n) = u(n-1) + u(n-{one}), u(0) = 1").exact) == "2**n"
    assert str(recur.solve(f"u(n) = 3u(n-1) - 2u(n-{one}), u(0) = 1").exact) == "1"
    assert str(recur.solve(f"u(n) = u(n-1)/n + u(n-{one}), u(0) = 1").exact) == "n + 1"


def test_calls_of_one_size_that_leave_nothing_are_no_recursion() -> None:
    for right in ("2u(n-1) - 2u(n-0!)", "u(n-2) - u(n-log_3(9)) + n"):
        with pytest.raises(Unsolved, match="leave nothing of each other"):
            solve_all(f"u(n) = {right}")


def test_two_roots_that_are_very_close_are_told_apart() -> None:
    """Mignotte's polynomials x^d − 2(ax − 1)²: two roots are about a^(−d/2 − 1) apart."""
    for d, a in ((20, 10**6), (30, 10**8)):
        p = [Fraction(0)] * (d + 1)
        p[0], p[1], p[2], p[d] = Fraction(-2), Fraction(4 * a), Fraction(-2 * a * a), Fraction(1)
        assert len(disks(tuple(p), 40)) == d


def test_roots_that_are_too_close_are_declined_by_counted_work() -> None:
    p = [Fraction(0)] * 61
    p[0], p[1], p[2], p[60] = Fraction(-2), Fraction(4 * 10**30), Fraction(-2 * 10**60), Fraction(1)
    with pytest.raises(Undecided, match="could not be separated"):
        disks(tuple(p), 40)
