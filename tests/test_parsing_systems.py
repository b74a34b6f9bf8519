"""Recurrences and systems: names, first values, piecewise forms, shifted and implicit equations."""

from __future__ import annotations

import pytest

from recur.model import RecurError
from recur.model.expressions import ONE, ZERO, Asymptotic, Symbol, number
from recur.model.recurrence import Claim, InitialCondition
from recur.parsing import parse
from recur.solving.solver import solve_unverified
from tests.equal_readings import same
from tests.spawn_programs import growth

SAME = [
    # a bare right-hand side
    ("4T(n/2)+1", "T(n) = 4*T(n/2) + 1"),
    ("4T(n/2)", "T(n) = 4*T(n/2)"),
    ("aT(n/b)+n^c", "T(n) = a*T(n/b) + n^c"),
    ("2T(n/2) + A(n); A(n) = n", "T(n) = 2*T(n/2) + A(n); A(n) = n"),
    ("F(n-1)+F(n-2)", "F(n) = F(n-1) + F(n-2)"),
    # equal calls are merged, factors distributed
    ("T(n) = T(n/2) + T(0.5n)", "T(n) = 2*T(n/2)"),
    ("T(n) = 1/2 (T(3n/4) + T(n/4))", "T(n) = (1/2)*T(3*n/4) + (1/2)*T(n/4)"),
    ("T(n) = T((n-1)/2) + T(n/2 - 1/2)", "T(n) = 2*T((n-1)/2)"),
    ("T(n) = 3T(n/2) - T(n/2) + n + n", "T(n) = 2*T(n/2) + 2*n"),
    # the unknown where it is not alone on the left
    ("a_n + 3a_{n-1} - 10a_{n-2} = 2^n", "a(n) = -3*a(n-1) + 10*a(n-2) + 2^n"),
    ("nT(n) = 2T(n-1) + n", "T(n) = (2/n)*T(n-1) + 1"),
    ("F_{n+2} = F_n + F_{n+1}", "F(n) = F(n-2) + F(n-1)"),
    ("a_{n+1} = n a_n", "a(n) = (n-1)*a(n-1)"),
    ("T(2n) = 2T(n) + n", "T(n) = 2*T(n/2) + n/2"),
    ("2T(n/2) + n = T(n)", "T(n) = 2*T(n/2) + n"),
    ("-T(n) >= T(n-1) - n", "T(n) <= -T(n-1) + n"),
    # subscripts
    ("aₙ = 2aₙ₋₁ + 1; a₀ = 1", "a(n) = 2*a(n-1) + 1; a(0) = 1"),
    ("a[n] = a[n-1] + n", "a(n) = a(n-1) + n"),
    ("H_n = 2H_{n-1} + 1, H_0 = 0", "H(n) = 2*H(n-1) + 1, H(0) = 0"),
    ("T<sub>1</sub>(n) = T<sub>1</sub>(n/2) + n<sup>2</sup>", "T_1(n) = T_1(n/2) + n^2"),
    # first values and conditions
    ("T(n) = T(n-1) + 1, T(0) = T(1) = 0", "T(n) = T(n-1) + 1; T(0) = 0; T(1) = 0"),
    ("T(n) = T(n-1) + 1 for n > 0; T(0) = c", "T(n) = T(n-1) + 1; T(0) = c"),
    ("T(n) = c if n = 0 or n = 1; T(n) = T(n-1) if n > 1", "T(n) = T(n-1); T(0) = c; T(1) = c"),
    ("T(n) = 1 if n <= 1 else 2T(n/2) + n", "T(n) = 2*T(n/2) + n; T(n) = 1 for n <= 1"),
    ("T(n) = if n = 1 then 1 else 2T(n/2) + n", "T(n) = 2*T(n/2) + n; T(1) = 1"),
    ("if n = 1 then T(n) = 1 else T(n) = 2T(n/2) + n", "T(n) = 2*T(n/2) + n; T(1) = 1"),
    ("For n > 1, T(n) = 2T(n/2) + n. When n = 1, T(n) = 1.", "T(n) = 2*T(n/2) + n; T(1) = 1"),
    ("T(n) = { 1 if n = 1; 2T(n/2) + n if n > 1 }", "T(n) = 2*T(n/2) + n; T(1) = 1"),
    ("T(n) = 2T(n/2) + n, n > 1\nT(n) = 1, n = 1", "T(n) = 2*T(n/2) + n; T(1) = 1"),
    ("T(n) = Θ(1) for n ≤ n_0; T(n) = 2T(n/2) + n otherwise", "T(n) = 2*T(n/2) + n"),
    (
        "T(n) = \\begin{cases} \\Theta(1) & \\text{if } n = 1, \\\\ 2T(n/2) + n & \\text{if } n > 1. \\end{cases}",
        "T(n) = 2*T(n/2) + n; T(1) = Theta(1)",
    ),
    (
        "T(n) = \\left\\{\\begin{array}{ll} 1 & n=1 \\\\ 2T(n/2)+n & otherwise \\end{array}\\right.",
        "T(n) = 2*T(n/2) + n; T(1) = 1",
    ),
    # names
    ("t(n) = 2T(n/2) + n", "T(n) = 2*T(n/2) + n"),
    ("T(N) = 2T(n/2) + N", "T(n) = 2*T(n/2) + n"),
    ("work(n) = 2work(n/2) + n", "WORK(n) = 2*WORK(n/2) + n"),
    ("T(size) = T(size/2) + size", "T(n) = T(n/2) + n"),
    ("x(k) = 3x(k-1) + k", "x(n) = 3*x(n-1) + n"),
    ("T(n) = aT(n/b) + f(n), a = 4, b = 2, f(n) = n", "T(n) = 4*T(n/2) + f(n); f(n) = n"),
    # what stands around it
    ("Solve T(n) = 2T(n/2) + n; assume T(1) = 1.", "T(n) = 2*T(n/2) + n; T(1) = 1"),
    ("T(n) = 2T(n/2) + n where n is a power of 2", "T(n) = 2*T(n/2) + n"),
    ("T(n) = 2T(n/2) + n  // linear work", "T(n) = 2*T(n/2) + n"),
    ("```text\nT(n) = 2T(n/2)\n     + n log n\n```", "T(n) = 2*T(n/2) + n*log(n)"),
    ("$T(n) = 2T(n/2) + n$, $T(1) = 1$", "T(n) = 2*T(n/2) + n; T(1) = 1"),
    ("T(n) &le; 2T(n/2) + n", "T(n) <= 2*T(n/2) + n"),
    ("𝑇(𝑛) = 2𝑇(𝑛/2) + 𝛼𝑛 + 𝚯(1)", "T(n) = 2*T(n/2) + alpha*n + Θ(1)"),
    (
        "T(n) = { 2T(n/2) if n > 2; 0 if n = 0; 1 otherwise }",
        "T(n) = 2*T(n/2); T(0) = 0; T(n) = 1 for n <= -1; T(n) = 1 for 1 <= n <= 2",
    ),
    ("T(n) = 2T(n/2); T(n) = n for n <= 3; T(2) = 2", "T(n) = 2*T(n/2); T(n) = n for n <= 3; T(2) = 2"),
    ("T(n) = T(n-1); T(1) = c; T(1) = 1", "T(n) = T(n-1); T(1) = c; T(1) = 1"),
    ("T(n) = T(n-1); T(1) <= 2; T(1) = 1", "T(n) = T(n-1); T(1) <= 2; T(1) = 1"),
    # claims
    ("T(n) = 2T(n/2) + n = Θ(n log n)", "T(n) = 2*T(n/2) + n => Theta(n*log(n))"),
    ("T(n) = 2T(n/2) + n; T(n) = O(n log n)", "T(n) = 2*T(n/2) + n => O(n*log(n))"),
    ("2T(n/2) + n ⟹ n log n", "T(n) = 2*T(n/2) + n => Theta(n*log(n))"),
    ("T(n) = T(n/2) + 1 ~ log n", "T(n) = T(n/2) + 1; T(n) ~ log n"),
]


@pytest.mark.parametrize(
    ("text", "plain"), SAME, ids=[text[:50].encode("ascii", "replace").decode() for text, _ in SAME]
)
def test_a_text_states_the_same_as_its_plain_form(text: str, plain: str) -> None:
    assert same(text, plain)


def test_systems_keep_the_order_in_which_they_are_written() -> None:
    assert parse("T(n) = 8T(n/2) + A(n); A(n) = 4A(n/2) + O(1)").functions == ("T", "A")
    assert parse("M₁(n) = 8M₁(n/2) + A₁(n) and A₁(n) = 4A₁(n/2)").functions == ("M_1", "A_1")


def test_names_are_kept_as_they_are_typed() -> None:
    system = parse("T∞(k) = T∞(k/2) + αk")
    assert system.functions == ("T_inf",)
    assert system.recurrences[0].variable == "k"
    assert system.recurrences[0].driving.children == (Symbol("alpha"), Symbol("k"))


def test_the_text_is_kept() -> None:
    assert parse(" 4T(n/2) ").text == " 4T(n/2) "


def test_a_range_of_first_values_keeps_its_ends() -> None:
    initial = parse("T(n) = 2T(n/2); T(n) = 1 for 0 <= n <= 19").recurrences[0].initial
    assert initial == (InitialCondition("T", 0, 19, ONE),)
    assert parse("T(n) = 2T(n/2); T(n) ≤ 5 for n < 7").recurrences[0].initial == (
        InitialCondition("T", None, 6, number(5), "<="),
    )


def test_a_first_value_may_hold_the_variable_under_another_name() -> None:
    initial = parse("T(n) = 2T(n/2); T(x) = x for x <= 2").recurrences[0].initial
    assert initial[0].value == Symbol("n")


def test_each_way_that_calls_enter_has_its_place() -> None:
    recurrence = parse("T(n) = 2T(n/2) + T(n-1)^2 + max(T(n/3), n) + n").recurrences[0]
    assert [call.coefficient for call in recurrence.subcalls] == [number(2)]
    assert recurrence.driving == Symbol("n")
    assert len(recurrence.nonlinear) == 2


def test_no_driving_term_is_zero() -> None:
    assert parse("T(n) = 4T(n/2)").recurrences[0].driving == ZERO


def test_unknown_functions_are_never_merged() -> None:
    driving = parse("T(n) = T(n-1) + Θ(1) + Θ(1)").recurrences[0].driving
    assert driving.children == (Asymptotic("Θ", ONE), Asymptotic("Θ", ONE))


def test_a_claim_belongs_to_the_equation_that_it_follows() -> None:
    system = parse("T(n) = 2T(n/2) + n = Θ(n); S(n) = S(n-1) + 1")
    assert system.named("T").claim == Claim("Θ", Symbol("n"))
    assert system.named("S").claim is None


def test_functions_that_call_each_other_have_one_letter_for_their_size() -> None:
    system = parse("A(n) = B(n-1) + B(n-2) + 1, B(k) = A(k), B(0) = 1, B(1) = 1")
    assert [r.variable for r in system.recurrences] == ["n", "n"]
    assert str(system.recurrences[1].right) == "A(n)"
    apart = parse("A(n) = A(n/2) + B(n), B(k) = 2B(k/2) + k")
    assert [r.variable for r in apart.recurrences] == ["n", "k"]


def test_two_letters_that_cannot_be_one_are_told() -> None:
    with pytest.raises(RecurError, match="call each other, and their sizes have two letters"):
        parse("A(n) = B(n-1) + n, B(k) = A(k-1) + n")


def test_the_growth_of_functions_with_two_letters_is_told() -> None:
    found = {s.function: s.bounds.theta for s in solve_unverified(parse("A(n) = B(n-1) + B(n-2) + 1, B(k) = A(k)"))}
    assert found == dict.fromkeys(("A", "B"), growth("phi^n"))
