"""recur.evaluation.evaluator: exact values, against plain recursion and against closed forms anyone can check."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from itertools import product
from math import comb, factorial, isqrt, log

import pytest
from hypothesis import given, settings, strategies as st

from recur.evaluation.equation import Equation
from recur.evaluation.evaluator import Evaluator, evaluate
from recur.evaluation.sizes import whole_size
from recur.model.errors import RecurError
from recur.model.expressions import N, add, mul, number, power
from recur.model.recurrence import InitialCondition
from recur.parsing import parse
from tests.recurrences_by_hand import by_recursion, part, system


def value(text: str, size: int | str) -> int | Fraction | str:
    return evaluate(text, [size])[0].value


@pytest.mark.parametrize("rounding", ["floor", "ceiling"])
@pytest.mark.parametrize("b", [2, 3, 4])
def test_divide_and_conquer_agrees_with_plain_recursion(b: int, rounding: str) -> None:
    for a, offset, k in product(range(1, 9), (-1, 0, 1), (0, 1, 2)):
        base = {n: Fraction(n + 1) for n in range(-2, 6)}

        def smaller(n: int, offset: int = offset) -> int:
            return (n // b if rounding == "floor" else -(-n // b)) + offset

        def toll(n: int, k: int = k) -> int:
            return int(n**k)

        expected = by_recursion([(a, smaller)], toll, base)
        evaluator = Evaluator(system([(a, part(b, rounding, offset))], power(N, number(k)), base))
        for n in range(1, 80):
            assert evaluator.number("T", n) == expected(n), (a, b, offset, k, n)


def sub(d: int, n: int) -> int:
    return n - d


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(1, 4)), min_size=1, max_size=3), st.integers(0, 60))
def test_linear_recurrences_agree_with_plain_recursion(calls: list[tuple[int, int]], n: int) -> None:
    base: dict[int, int | Fraction] = {-4: 0, -3: 1, -2: 5, -1: 2}
    expected = by_recursion([(c, partial(sub, d)) for c, d in calls], lambda n: n, base)
    evaluator = Evaluator(system([(c, add(N, number(-d))) for c, d in calls], N, base))
    assert evaluator.number("T", n) == expected(n)


@settings(max_examples=20)
@given(st.lists(st.tuples(st.integers(-2, 2), st.integers(1, 3)), min_size=1, max_size=2), st.integers(4110, 4200))
def test_squaring_the_matrix_agrees_with_step_by_step(calls: list[tuple[int, int]], n: int) -> None:
    base: dict[int, int | Fraction] = {-3: 1, -2: 5, -1: 2}
    driving = add(power(N, number(2)), mul(N, power(number(2), N)))
    recurrence = system([(c, add(N, number(-d))) for c, d in calls], driving, base)
    stepwise = Evaluator(recurrence)
    assert Evaluator(recurrence).number("T", n) == stepwise.run(stepwise.equations["T"], n)


def test_merge_sort_at_a_power_of_two_is_exact_to_the_last_digit() -> None:
    found = evaluate("T(n)=2T(n/2)+n, T(1)=1", [2**60, "2^4000"])
    assert [each.value for each in found] == [61 * 2**60, 4001 * 2**4000]
    assert found[1].text == written_out(4001 * 2**4000)


def written_out(n: int) -> str:
    """Digit groups of nine, far below any limit on a single conversion."""
    groups = []
    while n:
        n, group = divmod(n, 10**9)
        groups.append(f"{group:09d}")
    return "".join(reversed(groups)).lstrip("0")


@pytest.mark.parametrize("n", [1, 7, 10**18, 10**40 + 1])
def test_merge_sort_with_floor_and_ceiling_has_its_closed_form(n: int) -> None:
    up = (n - 1).bit_length()
    assert value("T(n)=T(floor(n/2))+T(ceil(n/2))+n, T(1)=0", n) == n * up - 2**up + n


@pytest.mark.parametrize(
    ("text", "n", "expected"),
    [
        ("T(n)=T(n-1)+n, T(0)=0", 10**18, 10**18 * (10**18 + 1) // 2),
        ("T(n)=T(n-1)+T(n-2), T(0)=0, T(1)=1", 100, 354224848179261915075),
        ("T(n)=n*T(n-1), T(0)=1", 500, factorial(500)),
        ("T(n)=T(n-1)+1/n, T(0)=0", 5, Fraction(137, 60)),
        ("T(n)=2T(n-1)+1, T(0)=0", 10_000, 2**10_000 - 1),
        ("T(n)=T(n/2)+mod(n,2), T(0)=0", 2**100 - 1, 100),
        ("T(n)=1+sum(k=0..n-1, T(k)), T(0)=1", 900, 2**900),
        ("T(n)=sum(k=0..n-1, binom(n-1,k)*T(k)), T(0)=1", 10, 115975),
        ("T(n)=n+max(k=1..n, T(k-1)+T(n-k)), T(0)=0", 60, 60 * 61 // 2),
        ("T(n)=T(n-1)^2, T(0)=2", 12, 2**4096),
        ("T(n)=T(T(n-1))+1, T(0)=0", 40, 40),
        ("T(n)=T(n/2)*T(n/2), T(1)=3", 2**10, 3**1024),
        ("T(n)=2T(n/2)+n^(log_2 3), T(1)=1", 2**20, sum(2 ** (20 - i) * 3**i for i in range(21))),
    ],
)
def test_values_with_a_closed_form(text: str, n: int, expected: int | Fraction) -> None:
    assert value(text, n) == expected


def test_quicksort_agrees_with_its_closed_form() -> None:
    harmonic = sum((Fraction(1, i) for i in range(1, 301)), Fraction(0))
    assert value("T(n)=n-1+(2/n)*sum(k=0..n-1, T(k)), T(0)=0", 300) == 2 * 301 * harmonic - 4 * 300


def test_running_totals_agree_with_sums_written_out() -> None:
    quick = "T(n)=n+(1/n)*sum(k=1..n, T(k-1)+T(n-k))+max(k=0..n-1, T(k)), T(0)=1"
    base: dict[int, int | Fraction] = {0: 1}
    known = [Fraction(1)]
    for n in range(1, 40):
        known.append(n + Fraction(2, n) * sum(known) + max(known))
    assert value(quick, 39) == known[39]
    assert base[0] == known[0]


def test_functions_of_one_system_share_their_values() -> None:
    text = "Q(n)=2R(n-1)+1, R(n)=Q(n)+Q(n-1)+1, Q(0)=0, R(0)=0"
    q, r = [0], [0]
    for _ in range(30):
        q.append(2 * r[-1] + 1)
        r.append(q[-1] + q[-2] + 1)
    assert evaluate(text, [30], function="Q")[0].value == q[30]
    assert evaluate(text, [30], function="R")[0].value == r[30]


def test_a_system_is_squared_as_a_whole() -> None:
    text = "A(n)=A(n-1)+B(n), B(n)=B(n-1)+n, A(0)=0, B(0)=0"
    n = 10**15
    assert evaluate(text, [n], function="A")[0].value == comb(n + 2, 3)


def test_three_calls_at_a_thousand_digits_agree_with_the_table_of_sizes() -> None:
    text = "T(n)=T(n/2)+T(n/3)+T(n/6)+n, T(0)=0"
    n = 3**70 * 2**90 + 12345  # large enough for the grid, small enough for a table
    evaluator = Evaluator(parse(text))
    assert Evaluator(parse(text)).number("T", n) == evaluator.run(evaluator.equations["T"], n)


def test_irrational_values_carry_certain_digits() -> None:
    found = evaluate("T(n)=T(n-1)+ln(n), T(1)=0", [100])[0]
    assert not found.exact and found.digits == 30
    assert found.value == "363.739375555563490144079993369"  # ln 100! = …9993369655…
    assert abs(float(str(found.value)) - log(factorial(100))) < 1e-9


def test_a_logarithm_that_is_whole_stays_exact() -> None:
    assert value("T(n)=T(n/2)+lg n, T(1)=0", 2**50) == 50 * 51 // 2
    assert value("T(n)=T(n-1)+sqrt(n), T(0)=0", 1) == 1


def test_the_square_root_of_a_long_size_is_rounded_down_exactly() -> None:
    n = 10**1001 + 7
    assert value("T(n)=T(sqrt(n))+n, T(n)=0 for n<=1", n) == sum_of_roots(n)


def sum_of_roots(n: int) -> int:
    total = 0
    while n > 1:
        total += n
        n = isqrt(n)
    return total


def test_sizes_may_be_formulas() -> None:
    assert [each.size for each in evaluate("T(n)=T(n-1)+1, T(0)=0", ["10^3", "2^4-1", 7])] == [1000, 15, 7]


def test_one_size_alone_needs_no_list() -> None:
    text = "T(n) = T(n-1) + 1, T(0) = 0"
    assert [each.value for each in evaluate(text, 12)] == [12]
    assert [each.value for each in evaluate(text, "12")] == [12]  # not T(1) and T(2)
    assert [each.value for each in evaluate("C(n,k) = C(n-1,k-1) + C(n-1,k), C(n,0) = C(n,n) = 1", "5,2")] == [10]
    for size in (2.5, None):
        with pytest.raises(RecurError, match=f"{size} is no size"):
            evaluate(text, size)  # type: ignore[arg-type]


def test_rounding_is_stated_and_can_go_up() -> None:
    down, up = (evaluate("T(n)=T(n/2)+1, T(1)=0", [7], rounding=way)[0] for way in ("floor", "ceiling"))
    assert (down.value, up.value) == (2, 3)
    assert "rounded down" in down.rounding and "rounded up" in up.rounding
    assert not evaluate("T(n)=T(n/2)+1, T(1)=0", [8])[0].rounding


def test_what_is_rounded_in_a_product_is_named_as_it_is_written() -> None:
    text = "T(n) = T(n/3)*T(n/2)*T(n/4) + 1, T(0) = T(1) = 1"
    assert evaluate(text, 26)[0].rounding == "n/3, n/2 and n/4 rounded down"
    with pytest.raises(RecurError, match=r"n/3 is not whole at n = 26"):
        evaluate(text, 26, rounding="exact")


@pytest.mark.parametrize("last", range(1, 12))
def test_what_was_stopped_by_hand_may_be_asked_again(last: int, monkeypatch: pytest.MonkeyPatch) -> None:
    evaluator = Evaluator(parse("T(n) = T(n/2)*T(n/3) + n, T(0) = T(1) = 1"))
    attempt, tried = Equation.attempt, []

    def stopped(equation: Equation, size: int) -> object:
        tried.append(size)
        if len(tried) == last:
            raise KeyboardInterrupt
        return attempt(equation, size)

    with monkeypatch.context() as patched:
        patched.setattr(Equation, "attempt", stopped)
        with pytest.raises(KeyboardInterrupt):
            evaluator.number("T", 60)
    assert (evaluator.number("T", 23), evaluator.number("T", 60)) == (840, 5466204)


def test_an_assumed_base_case_is_stated() -> None:
    found = evaluate("T(n)=2T(floor(n/2)+17)+n", [100])[0]
    assert found.assumed == "T(n) = 1 for n < 35 assumed"
    assert not evaluate("T(n)=2T(n/2)+n, T(1)=1", [100])[0].assumed


def test_the_assumed_base_reaches_to_where_the_driving_term_is_defined_and_positive() -> None:
    assert evaluate("T(n)=2T(n/2)+log log n", [100])[0].assumed == "T(n) = 1 for n < 3 assumed"
    assert evaluate("T(n)=2T(n/2)+n/log n", [100])[0].assumed == "T(n) = 1 for n < 2 assumed"


def test_an_unknown_function_counts_as_its_body_and_that_is_said() -> None:
    found = evaluate("T(n)=T(n/2)+Θ(n), T(1)=1", [8])[0]
    assert found.value == 15 and "taken" in found.taken


def test_an_unknown_constant_is_one_and_that_is_said() -> None:
    found = evaluate("T(n)=T(n/2)+c n, T(1)=1", [8])[0]
    assert found.value == 15 and "c = 1" in found.taken


def test_base_cases_may_be_replaced() -> None:
    base = [InitialCondition("T", None, 1, number(7))]
    assert Evaluator(parse("T(n)=T(n/2), T(1)=1"), base=base).number("T", 64) == 7


def test_what_only_the_search_for_a_base_rounded_is_not_said_of_a_value() -> None:
    even, odd = evaluate(parse("T(n) = 2T(n/2) + n"), [8, 10])
    assert (even.rounding, odd.rounding) == ("", "n/2 rounded down")
    assert evaluate(parse("T(n) = 2T(n/2) + n"), [8])[0].assumed


@pytest.mark.parametrize(
    ("typed", "size"), [("1024", 1024), ("2^20", 2**20), ("10**3", 1000), ("7 // 2", 3), ("lg 1024", 10)]
)
def test_a_size_is_any_whole_number_as_formulas_write_it(typed: str, size: int) -> None:
    assert whole_size(typed) == size


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1k", "1k is no size"),
        ("n", "n is no size"),
        ("7/2", "not a whole number"),
        ("1e6", "10^6"),
        ("1,2", "one size"),
    ],
)
def test_what_is_no_size_is_told_before_anything_is_evaluated(typed: str, said: str) -> None:
    with pytest.raises(RecurError) as told:
        whole_size(typed)
    assert said in f"{told.value.message} {told.value.hint}"
