"""recur.evaluation.evaluator at its edges: what has no value says why and where; nothing hangs, whatever is asked."""

from __future__ import annotations

import pytest

from recur.evaluation.evaluator import Evaluator, evaluate
from recur.model import limits
from recur.model.errors import InvalidRecurrence, LimitExceeded
from recur.parsing import parse
from recur.solving.solver import solve_all
from recur.writers.json.answers import PLAIN


@pytest.mark.parametrize(
    ("text", "n", "named"),
    [
        ("T(n)=2T(floor(n/2)+17)+n, T(1)=1", 1000, "T(34)"),  # stuck above the base
        ("T(n)=T(n-1)+T(n-2), T(1)=1", 5, "T(0)"),  # one base case too few
        ("T(n)=2T(n/2)+n, T(2)=2", 6, "T(1)"),
        ("T(n)=T(n/2)+1, T(3)=1", 4, "T(2)"),
        ("T(n)=T(n-1)+1/(n-3), T(0)=0", 5, "T(3)"),
        ("T(n)=T(n-1)+log(n-3), T(1)=0", 9, "T(2)"),
        ("A(n)=B(n)+1, B(n)=A(n)+1, A(0)=0, B(0)=0", 5, "A → B → A"),
        ("T(n)=T(T(n-1)+n)+1, T(0)=1", 5, "T(2)"),
    ],
)
def test_a_missing_base_case_is_named(text: str, n: int, named: str) -> None:
    with pytest.raises(InvalidRecurrence) as caught:
        evaluate(text, [n])
    assert named in caught.value.message


def test_the_hint_says_which_size_a_base_case_must_cover() -> None:
    with pytest.raises(InvalidRecurrence) as caught:
        evaluate("T(n)=2T(floor(n/2)+17)+n, T(1)=1", [1000])
    assert caught.value.hint == "a base case must cover n = 34"


def test_two_functions_that_lead_each_other_upwards_are_stopped() -> None:
    with pytest.raises(InvalidRecurrence, match="without end"):
        evaluate("A(n)=B(n+1)+1, B(n)=A(n+1)+1, A(0)=0, B(0)=0", [5])


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("T(n)=T(n-1)+log(n), T(1)=0", 10**18),  # one size after the other
        ("T(n)=T(n-log(n))+1, T(1)=0", 10**18),
        ("T(n)=T(n-1)+T(n/2), T(0)=1", 10**30),
        ("T(n)=2T(n-1)+1, T(0)=0", 10**18),  # the value has 10^18 bits
        ("T(n)=T(n-1)^2, T(0)=2", 64),
        ("T(n)=2^T(n-1), T(0)=1", 8),
        ("T(n)=T(n/2)+2^n, T(1)=1", 10**12),
        ("T(n)=T(n/2)+n!, T(1)=1", 10**12),
        ("T(n)=T(n/2)+T(n/3)+T(n/5)+n", 10**900),  # sizes along three primes
        ("T(n)=sum(k=0..n-1, T(k)), T(0)=1", 10**9),
    ],
)
def test_the_hopeless_is_refused_with_a_reason(text: str, n: int) -> None:
    with pytest.raises(LimitExceeded) as caught:
        evaluate(text, [n], timeout=600)
    assert "time limit" not in caught.value.message


def test_time_runs_out_politely() -> None:
    with pytest.raises(LimitExceeded, match="time limit"):
        evaluate("T(n)=max(k=1..n-1, T(k)+T(n-k))+n, T(1)=1", [20_000], timeout=0.3)


def test_a_hundred_thousand_levels_need_no_stack() -> None:
    assert evaluate("T(n)=T(n-1)+mod(n,2), T(0)=0", [100_000])[0].value == 50_000


@pytest.mark.parametrize("size", ["1/2", "sqrt(2)", "ln(2)"])
def test_a_size_must_be_a_whole_number(size: str) -> None:
    with pytest.raises(InvalidRecurrence, match="the size"):
        evaluate("T(n)=T(n/2)+1, T(1)=0", [size])


def test_a_size_of_millions_of_digits_is_refused() -> None:
    with pytest.raises(LimitExceeded):
        evaluate("T(n)=T(n/2)+1, T(1)=0", ["9^9^9^9"])


def test_a_call_whose_size_depends_on_an_unknown_constant_has_no_value() -> None:
    with pytest.raises(InvalidRecurrence, match="depends on a"):
        evaluate("T(n)=T(a n)+T((1-a) n)+n", [100])


def test_exact_sizes_may_be_demanded() -> None:
    assert Evaluator(parse("T(n)=2T(n/2)+n, T(1)=1"), rounding="exact").number("T", 8) == 32
    with pytest.raises(InvalidRecurrence, match="not whole at n = 7"):
        evaluate("T(n)=2T(n/2)+n, T(1)=1", [14], rounding="exact")


def test_an_unknown_function_or_rounding_is_an_error() -> None:
    with pytest.raises(InvalidRecurrence, match="not defined"):
        evaluate("T(n)=T(n/2)+1", [4], function="S")
    with pytest.raises(ValueError, match="floor, ceiling"):
        Evaluator(parse("T(n)=T(n/2)+1"), rounding="nearest")


HUGE = "1" + "0" * 300


def test_a_lone_base_case_at_a_huge_size_ends_no_steps() -> None:
    text = f"T(n) = T(n-1) + T(n-2), T({HUGE}) = 0, T(1) = 1"
    with pytest.raises(LimitExceeded, match="too many smaller values"):
        evaluate(text, [f"{HUGE}+5"])
    both = f"T(n) = T(n-1) + T(n-2), T({HUGE}) = 0, T(1{HUGE[1:-1]}1) = 1"
    assert evaluate(both, [f"{HUGE}+5"])[0].value == 5


def test_a_step_of_a_huge_size_makes_no_matrix_of_that_width() -> None:
    with pytest.raises(LimitExceeded, match="too many smaller values"):
        evaluate(f"T(n) = T(n-1) + T(n-2) + T(n-{HUGE}), T(0) = 0, T(1) = 0, T(2) = 1", ["2^4000"])


def test_a_size_out_of_reach_leaves_no_value_that_others_wait_for() -> None:
    evaluator = Evaluator(parse("x(n) = x(n-1)^3, x(0) = 2"))
    for size in (20, 20, 24):
        with pytest.raises(LimitExceeded, match="binary digits"):
            evaluator.number("x", size)
    assert evaluator.number("x", 3) == 2**27


@pytest.mark.parametrize("text", ["T(n) = T(n-1) + n^3 - 50n^2, T(0) = 3", "T(n) = n*T(n-1) - 1, T(0) = 2"])
def test_one_size_after_the_other_is_one_step_each(text: str) -> None:
    """What leaps to a size far off from the base cases is not begun anew for each where the one before is known."""
    evaluator = Evaluator(parse(text))
    with limits.work_limit(40_000):
        values = [evaluator.number("T", size) for size in range(2_500)]
    assert values[2_400] == Evaluator(parse(text)).number("T", 2_400)


def test_a_first_value_stands_on_no_other_value() -> None:
    """T(1) of T(n) = 2T(n/2) + n has a value, though T(1/2) is none: a claim is refuted there."""
    equation = Evaluator(parse("T(n) = 2T(n/2) + n, T(1) = 1"), rounding="exact").equations["T"]
    assert equation.at_hand(1) is None


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("T(n) = 2T(n-1) for n > 10, T(0) = 1", 1),
        ("T(n) = 2T(n/2) + n if n >= 5, T(n) = 1 for n < 3", 3),
        ("T(n) = T(n-1) + n, 10 < n, T(0) = 0", 1),
        ("2T(n-1) + 1 for n > 10, T(0) = 1", 1),
        ("T(n+1) = 2T(n) for n >= 5, T(0) = 1, T(1) = 2", 2),
        ("f(2n) = f(n) + 1 if n > 3, f(2n+1) = f(n), f(1) = 1", 2),
        ("T(n) = T(n-1) + 1 if n even and n > 2, T(n) = 2T(n-1) if n odd, T(0) = 1", 1),
        ("T(n) = T(n-1) + 1 if n even and n >= 2, T(n) = 2T(n-1) if n odd, T(0) = 1", None),
        ("f(2n) = f(n) + 1, f(2n+1) = f(n) for n >= 1, f(1) = 1", None),
        ("A(n) = 2A(n-1) for n > 10, B(n) = 3B(n-1), A(0) = 1, B(0) = 1", 1),
        ("A(n) = 2A(n-1), B(n) = 3B(n-1) for n > 0, A(0) = 1, B(0) = 1", None),
        ("T(n) = 2T(n/2) + n for n > 1, T(1) = 1", None),
        ("T(n) = T(n-1) + T(n-2) for n >= 2, T(0) = 0, T(1) = 1", None),
    ],
)
def test_sizes_below_those_of_the_equation_that_have_no_value_are_told(text: str, first: int | None) -> None:
    told = [PLAIN.sentence(each) for solution in solve_all(text) for each in solution.assumptions]
    noted = evaluate(text, [8])[0].assumed
    said = f"is used from n = {first} on"
    assert any(said in each for each in told) == (first is not None) == ("which the text has for" in noted)
