"""recur.verification.verify: known answers pass, wrong ones are caught, and nothing true is ever refuted."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import log as ln
from pathlib import Path

import pytest

import recur
from recur.model.domain import Powers, Progression
from recur.model.errors import InvalidRecurrence, Undecided
from recur.model.expressions import Expr, Log, N, Number, Symbol, add, divide, log, mul, number, power, sqrt
from recur.model.solution import Magnitude, Verification
from recur.parsing import parse, parse_formula
from recur.solving.solver import solve_all
from recur.verification.agreement import hold_closed_form
from recur.verification.verify import Refuted, verify
from tests.recurrences_by_hand import system

KNOWN = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "known_growth.jsonl").read_text(encoding="utf-8").splitlines()
]
#: a rounded exponent such as n**0.7878849 is too fine to refute anything with
DIVIDE = [
    row
    for row in KNOWN
    if row["class"] in ("master", "akra_bazzi", "floor_ceil") and not re.search(r"\d{9}", row["answer"])
]
#: factors no answer can have too much or too little of
FACTORS = {
    "log n": log(N),
    "1/log n": power(log(N), number(-1)),
    "sqrt(log n)": sqrt(log(N)),
    "n^(1/4)": power(N, number("1/4")),
    "n^(-1/4)": power(N, number("-1/4")),
}


def theta(text: str, answer: str | Expr, function: str = "", **known: str) -> Verification:
    asked = parse(text)
    name = function or asked.functions[-1]
    bound = parse_formula(answer, asked.named(name).variable) if isinstance(answer, str) else answer
    return verify(asked, name, bound, bound, known=known)


@pytest.mark.parametrize("row", KNOWN, ids=lambda row: f"{row['class']}: {row['recurrence']}")
def test_a_known_answer_is_never_refuted(row: dict[str, str]) -> None:
    try:
        found = theta(row["recurrence"], row["answer"], row["function"])
    except InvalidRecurrence:
        pytest.fail("the recurrence cannot be read")
    assert found.status == "checked", found.reason


@pytest.mark.parametrize("factor", FACTORS, ids=str)
@pytest.mark.parametrize("row", DIVIDE, ids=lambda row: f"{row['class']}: {row['recurrence']}")
def test_an_answer_that_is_off_by_a_factor_is_refuted(row: dict[str, str], factor: str) -> None:
    with pytest.raises(Refuted):
        theta(row["recurrence"], mul(parse_formula(row["answer"]), FACTORS[factor]))


def test_every_case_of_the_master_theorem_is_confirmed_by_numbers() -> None:
    """a up to 16 and some that are no integers, b up to 8 and 3/2, k by quarters and at log_b a, p from -3 to 3."""
    for a in [*(number(a) for a in range(1, 17, 3)), number("1/2"), number("5/2"), sqrt(number(2))]:
        for b in (number(b) for b in (2, 3, 5, 8, "3/2")):
            for k in [*(number(Fraction(i, 4)) for i in range(-4, 17, 3)), Log(a, b)]:
                for p in (-3, -1, Fraction(-1, 2), 0, 2):
                    driving = mul(power(N, k), power(log(N), number(p)))
                    bound = master_theorem(a, b, k, Fraction(p), driving)
                    asked = system([(a, divide(N, b))], driving)
                    assert verify(asked, "T", bound, bound).status == "checked", (a, b, k, p)


def master_theorem(a: Expr, b: Expr, k: Expr, p: Fraction, driving: Expr) -> Expr:
    leaves = ln(value(a)) / ln(value(b))
    if isinstance(k, Number) and abs(leaves - float(k.value)) > 1e-12:
        return power(N, Log(a, b)) if leaves > k.value else driving
    if p == -1:
        return mul(power(N, k), log(log(N)))
    return mul(power(N, k), power(log(N), number(p + 1))) if p > -1 else power(N, k)


def value(x: Expr) -> float:
    return float(x.value) if isinstance(x, Number) else 2**0.5


def powers(k: Fraction | int, p: Fraction | int) -> Expr:
    """n^k log^p n"""
    return mul(power(N, number(k)), power(log(N), number(p)))


@pytest.mark.parametrize("a", ["1/2", "9/10", "1", "11/10", "3"])
def test_recurrences_that_step_down_are_never_refuted(a: str) -> None:
    """T(n) = a·T(n-b) + n^k log^p n, the short tables of which are the hardest to judge."""
    for b, k, p in product((1, 3), (Fraction(-1), Fraction(-1, 2), Fraction(0), Fraction(2)), (-2, -1, 0, 1)):
        if Fraction(a) < 1:
            bound = powers(k, p)
        elif Fraction(a) > 1:
            bound = power(number(a), divide(N, number(b)))
        elif k > -1:
            bound = powers(k + 1, p)
        else:
            bound = power(log(N), number(p + 1)) if p > -1 else log(log(N)) if p == -1 else number(1)
        asked = system([(Fraction(a), add(N, number(-b)))], powers(k, p))
        try:
            verify(asked, "T", bound, bound)
        except Refuted:
            pytest.fail(f"refuted with b = {b}, k = {k}, p = {p}")


def test_recurrences_on_roots_are_confirmed() -> None:
    """T(n) = a·T(n^(1/r)) + log^k n is the master theorem in log n."""
    for a, r, k in product((1, 2, 3, 8), (2, 3, 4), (Fraction(0), Fraction(1, 2), Fraction(1), Fraction(2))):
        gap = ln(a) / ln(r) - float(k)
        toll = power(log(N), number(k))
        leaves = power(log(N), Log(number(a), number(r)))
        bound = mul(toll, log(log(N))) if abs(gap) < 1e-12 else leaves if gap > 0 else toll
        asked = system([(a, power(N, number(Fraction(1, r))))], toll)
        assert verify(asked, "T", bound, bound).status == "checked", (a, r, k)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("T(n)=0.999T(n-1)+n^3", "n^3"),
        ("T(n)=1.001T(n-1)+n", "1.001^n"),
        ("T(n)=1.01T(sqrt(n))+1", "log(n)^(log_2(1.01))"),
    ],
)
def test_what_settles_too_slowly_is_not_refuted(text: str, answer: str) -> None:
    assert theta(text, answer).status in ("checked", "unchecked")


@pytest.mark.parametrize("exponent", ["1.01", "1.001", "1.00001", "1.000000001"])
def test_exponents_that_nearly_meet_do_not_confuse_a_true_answer(exponent: str) -> None:
    assert theta(f"T(n)=2T(n/2)+n^{exponent}", f"n^{exponent}").status == "checked"
    below = str(2 - Fraction(exponent))
    assert theta(f"T(n)=2T(n/2)+n^({below})", "n").status == "checked"


@pytest.mark.parametrize("exponent", ["1.01", "1.0001"])
def test_exponents_that_nearly_meet_do_not_excuse_a_wrong_answer(exponent: str) -> None:
    with pytest.raises(Refuted):
        theta(f"T(n)=2T(n/2)+n^{exponent}", "n log n")
    with pytest.raises(Refuted):
        theta(f"T(n)=T(n/3)+T(2n/3)+n^{exponent}", "n log n")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("T(n)=2T(n/2)+n log n+10^30 n", "n log(n)^2"),
        ("T(n)=2T(n/2)+n/log n+1000 n/log(n)^2", "n log log n"),
        ("T(n)=T(n-1)+n, T(0)=10^100", "n^2"),
        ("T(n)=T(n-1)+10^50 n+n^2, T(0)=1", "n^3"),
        ("T(n)=2T(n/2)+n, T(1)=10^-40", "n log n"),
    ],
)
def test_huge_constants_do_not_hide_the_growth(text: str, answer: str) -> None:
    assert theta(text, answer).status == "checked"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("T(n)=2T(n/2+n/log n)+n", "n log(n)^(2/log(2))", "n log n"),  # outside every theorem
        ("T(n)=5T(n-1)-6T(n-2), T(0)=1, T(1)=2", "2^n", "3^n"),
        ("T(n)=4T(n/2), T(1)=0", "0", "n^2"),
        ("T(n)=4T(n/2), T(1)=1", "n^2", "0"),
        ("T(n)=2T(n/2)-1, T(1)=1", "1", "n"),
        ("T(n)=2T(n/2)-1, T(1)=2", "n", "1"),
        ("T(n)=T(n/2)/2+1/n", "log(n)/n", "1/n"),
        ("T(n)=2T(n/2)+n/(log n log log n)", "n log(log(log(n)))", "n log log n"),
        ("T(n)=T(sqrt n)+1", "log log n", "log n"),
        ("T(n)=T(log n)+1", "log_star(n)", "log n"),
        ("T(n)=T(5n/13)+T(12n/13)+n", "n^2", "n^2 log n"),
        ("T(n)=T(999n/1000)+n", "n", "n log n"),
        ("T(n)=2^n T(n/2)+n^n", "n^n", "2^n"),
        ("T(n)=T(n/2)+c n", "n", "n log n"),
        ("T(n)=T(a n)+T((1-a)n)+c n", "n log n", "n"),
        ("T(n)=2^a T(n/2^a)+a n", "n log n", "n"),
        ("T(n)=T(n-1)+log n, T(1)=0", "n log n", "n"),
        ("T(n)=n+(2/n)*sum(k=0..n-1, T(k)), T(0)=0", "n log n", "n"),
    ],
)
def test_the_right_answer_stands_and_the_tempting_one_falls(text: str, right: str, wrong: str) -> None:
    assert theta(text, right).status == "checked"
    with pytest.raises(Refuted):
        theta(text, wrong)


ZERO_UP_TO_12 = "; T(n) = 0 for n <= 12"


@pytest.mark.parametrize(
    ("text", "function", "answer"),
    [
        ("T(n)=2T(n/2)+n^2*(2+cos(n))", "T", "n^2"),
        ("T(n)=2T(n/2)+n^2*(2+cos(log n))", "T", "n^2"),
        ("T(n)=T(n-1)+2+cos(n), T(0)=0", "T", "n"),
        ("T(n)=T(n/2)+mod(n,2)+1", "T", "log n"),
        ("T(n)=2T(n/2)+n^(log log n)", "T", "n^(log log n)"),
        ("T(n)=2T(n/2)+(log n)^(log n)", "T", "(log n)^(log n)"),
        ("T(n)=2T(n/2)+(lg n)^(lg n)", "T", "(lg n)^(lg n)"),
        ("T(n)=2T(n/2)+(log n)!", "T", "(log n)!"),
        ("T(n)=T(n-1)+n-100, T(0)=0", "T", "n^2"),
        ("T(n)=T(2^sqrt(log n))+1", "T", "log log log n"),
        ("T(n)=4*T(ceil(n/3))+n+n*mod(n,2)" + ZERO_UP_TO_12, "T", "n^(log_3 4)"),
        ("T(n)=2*T(ceil(n/4))+3*n^(3/2)+n*mod(n,2)" + ZERO_UP_TO_12, "T", "n^1.5"),
        ("T(n)=T(n/2)+T(n/4)+1/2*n^(3/2)*log n+n*mod(n,2)" + ZERO_UP_TO_12, "T", "n^1.5 log n"),
        ("A(n)=1/2*B(n-2); B(n)=3A(n-1); A(0)=2; A(1)=1; B(0)=1; B(1)=1", "A", "(3/2)^(n/3)"),
        ("A(n)=2B(n-2); B(n)=1; A(0)=1; A(1)=1; B(0)=0; B(1)=1", "A", "1"),
        ("A(n)=2A(n-2)+2n; B(n)=2A(n-1); A(0)=1; A(1)=0; B(0)=0; B(1)=2", "B", "2^(n/2)"),
        ("T(n)=n^3-n+(4/n)*sum(k=0..n-1,T(k)), T(0)=0", "T", "n^3 log n"),
    ],
)
def test_swings_zeros_and_steep_terms_do_not_hide_the_growth(text: str, function: str, answer: str) -> None:
    assert theta(text, answer, function).status == "checked"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("T(n)=T(n-1)+n-100000, T(0)=0", "n^2"),
        ("T(n)=T(n-1)+log n-20, T(1)=0", "n log n"),
        ("T(n)=2T(n/2)+n-1000, T(1)=0", "n log n"),
        ("T(n)=2T(n/2)+n^1.0001*(2+cos(n))", "n^1.0001"),
        ("T(n)=2^(sqrt n)+(2/n)*sum(k=0..n-1,T(k)), T(0)=1", "2^(sqrt n)"),
        ("T(n)=n^5-n+(6/n)*sum(k=0..n-1,T(k)), T(0)=0", "n^5 log n"),
        ("T(n)=n^9-n^8+(10/n)*sum(k=0..n-1,T(k)), T(0)=1", "n^9 log n"),
    ],
)
def test_a_true_answer_that_shows_late_is_not_refuted(text: str, answer: str) -> None:
    assert theta(text, answer).status in ("checked", "unchecked")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("T(n)=2T(n/2)+n^2*(2+cos(n))", "n^2 log n"),
        ("T(n)=2T(n/2)+n*(2+cos(n))", "n"),
        ("T(n)=2T(n/2)+(log n)^(log n)", "n^(1/4)*(log n)^(log n)"),
        ("T(n)=T(n-1)+n-100, T(0)=0", "n^3"),
        ("T(n)=2T(n-1)-n, T(0)=1", "n"),
        ("T(n)=T(n-1)-n, T(0)=5", "n^2"),
    ],
)
def test_swings_and_negative_values_do_not_excuse_a_wrong_answer(text: str, answer: str) -> None:
    with pytest.raises(Refuted):
        theta(text, answer)


def test_a_defined_symbol_is_known_by_its_digits() -> None:
    digits = "0.69424191363061730173879026994989"  # log_2 of the golden ratio
    assert theta("T(n)=T(n/2)+T(n/4)+1", "n^p", p=digits).status == "checked"
    with pytest.raises(Refuted):
        theta("T(n)=T(n/2)+T(n/4)+1", "n^p log n", p=digits)


def test_functions_of_a_system_are_followed_together() -> None:
    text = "M(n)=8M(n/2)+A(n), A(n)=4A(n/2)+1"
    assert theta(text, "n^2", "A").status == theta(text, "n^3", "M").status == "checked"
    with pytest.raises(Refuted):
        theta(text, "n^2 log n", "M")


def bounds(text: str, lower: str | None, upper: str | None) -> Verification:
    pair = [None if each is None else parse_formula(each) for each in (lower, upper)]
    return verify(parse(text), "T", pair[0], pair[1])


def test_an_upper_bound_may_be_loose_and_a_lower_one_too() -> None:
    assert bounds("T(n)=2T(n/2)+n", None, "n^2").status == "checked"
    assert bounds("T(n)=2T(n/2)+n", "n", "n^2").status == "checked"
    for lower, upper in ((None, "n"), ("n^2", None), ("n^2", "n^2")):
        with pytest.raises(Refuted):
            bounds("T(n)=2T(n/2)+n", lower, upper)


def test_what_an_unknown_upper_term_may_hide_is_left_out_of_the_lower_bound() -> None:
    assert bounds("T(n)=2T(n/2)+O(n)", "n", "n log n").status == "checked"
    with pytest.raises(Refuted):
        bounds("T(n)=2T(n/2)+O(n)", "n log n", "n log n")
    assert bounds("T(n)=4T(n/2)+O(1)", "n^2", "n^2").status == "checked"


@pytest.mark.parametrize("text", ["T(n)=64T(n/8)-n^2 log n", "T(n)=T(2n)+1", "T(n)=2T(n/2)-1"])
def test_what_cannot_be_followed_is_unchecked_with_a_reason(text: str) -> None:
    found = bounds(text, "n", "n")
    assert found.status == "unchecked" and found.reason and not found.sizes


def test_a_size_that_no_interval_can_round_is_unchecked() -> None:
    found = bounds("T(n) = T(n-10^400.999) + n^2", "n^3", "n^3")
    assert found.status == "unchecked" and found.reason


def test_the_evidence_names_its_sizes_and_its_ratios() -> None:
    found = bounds("T(n)=2T(n/2)+n, T(1)=0", "n ln n", "n ln n")
    assert (found.smallest, found.largest) == (Magnitude(2, 10), Magnitude(2, 480))
    assert found.sizes >= 10 and found.against == parse_formula("n ln n")
    # T(2^j) = j·2^j exactly: the ratio is 1/ln 2
    assert float(found.low) == pytest.approx(1 / ln(2), rel=0.05)
    assert float(found.high) == pytest.approx(1 / ln(2), rel=0.05)


def test_a_closed_form_that_is_not_what_the_recurrence_gives_is_refuted_on_its_own_domain() -> None:
    solution = recur.solve("T(n) = 2T(n/2) + n, T(1) = 3")
    assert solution.exact is not None
    hold_closed_form(solution.system, replace(solution, verification=Verification("unchecked")))
    for wrong, domain in ((Symbol("n"), Powers("n", 2)), (solution.exact, Progression("n", 1))):
        with pytest.raises(Refuted, match="differs from T"):
            hold_closed_form(
                solution.system,
                replace(solution, exact=wrong, exact_domain=domain, verification=Verification("unchecked")),
            )


@pytest.mark.parametrize("d", [50, 56, 64])
def test_a_table_of_long_steps_is_seen_to_go_to_and_fro(d: int) -> None:
    found = solve_all(f"T(n) = 3T(n-{d}) + 1, T(0..{d - 1}) = 1")[-1]
    assert found.bounds.theta is not None
    assert found.verification.status == "checked"


@pytest.mark.parametrize("d", [12, 14, 20])
def test_exact_values_beside_two_roots_that_are_close_say_nothing(d: int) -> None:
    found = solve_all(f"T(n) = 2T(n-1) - 2T(n-{d}) + 2^n, T(0..{d - 1}) = 1")[-1]
    assert str(found.bounds.theta.expression() if found.bounds.theta else None) == "2**n"
    assert found.exact_verification.status == "checked"
    assert "settles too slowly" in found.verification.reason


@pytest.mark.parametrize(("first", "answer"), [("1", "n 2^n"), ("n", "2^n/n"), ("n^2", "3^n"), ("5", "1.9^n")])
def test_wrong_bounds_of_exact_values_are_refuted_all_the_same(first: str, answer: str) -> None:
    with pytest.raises(Refuted):
        theta(f"T(n) = 3T(n-1) - 2T(n-2) + {first}, T(0) = 1, T(1) = 4", answer)


@pytest.mark.parametrize(
    "text",
    [
        "T(n) = 835501765431T(n-1) + 615633911876T(n-2) + 472353280767T(n-3) + n, T(0)=-3, T(1)=-8, T(2)=9",
        "T(n) = max(T(n-1) + n, 2T(n-2)), T(20) = 1, T(21) = 4",  # no value below 20
        "T(n) = max(2T(n/2), n), T(1024) = 5000",
    ],
)
def test_values_that_begin_late_or_below_0_are_followed_from_there(text: str) -> None:
    assert recur.solve(text).verification.status == "checked"


def test_values_that_begin_too_late_are_unchecked_with_the_reason() -> None:
    found = recur.solve("T(n) = T(n-1) - T(n-2)/(2*10^100) + n^3*2^n, T(9990) = 1, T(9991) = 4", timeout=None)
    assert found.bounds.theta is not None and "9991 lies beyond" in found.verification.reason


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("u(n) = u(n-1) + u(⌊n-1⌋), u(0) = 1", "u(n) = 2u(n-1), u(0) = 1"),
        ("T(n) = T(⌈n-1⌉) + ⌊n⌋, T(0) = 0", "T(n) = T(n-1) + n, T(0) = 0"),
    ],
)
def test_what_is_whole_is_not_rounded(text: str, plain: str) -> None:
    assert recur.solve(text).exact == recur.solve(plain).exact is not None


def test_a_numbered_harmonic_number_is_a_constant() -> None:
    theta = recur.solve("T(n) = 2T(n/2) + H(5)").bounds.theta
    assert theta is not None and str(theta.expression()) == "n"


def test_a_fibonacci_number_of_a_letter_is_said_to_be_none() -> None:
    with pytest.raises(Undecided, match="the Fibonacci number of k"):
        recur.solve("T(n) = 2T(n/2) + F(k)")


def test_sums_within_sums_are_written_out_by_their_items() -> None:
    with pytest.raises(Undecided, match="8,000,000 items in all"):
        recur.solve("T(n) = 2T(n/2) + sum_{i=1}^{200} sum_{j=1}^{200} sum_{k=1}^{200} i*j*k/(i+j+k)")
