"""Letters: an unknown constant is never taken for a number, and every name in an answer is explained."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

import recur
from recur.asymptotics.expansion import real_number
from recur.asymptotics.growth import Growth
from recur.model.errors import RecurError
from recur.model.expressions import ONE, ByRemainder, Expr, Number, Relation, substitute, symbols
from recur.model.recurrence import System
from recur.model.solution import Bounds, Solution, Unsolved
from recur.numbers import real
from recur.parsing import parse, parse_formula
from recur.solving.letter_ranges import with_numbers
from recur.solving.solver import solve_all


def solve(text: str) -> Solution:
    return solve_all(text)[-1]


@pytest.mark.parametrize(
    ("text", "growth"),
    [
        ("F(n) = p*F(n-1) + q*F(n-2)", "((p + sqrt(p^2 + 4q))/2)^n"),
        ("F(n) = p*F(n-1) + q*F(n-2), F(0) = 0, F(1) = 1", "((p + sqrt(p^2 + 4q))/2)^n"),
        ("F(n) = p*F(n-1) + q*F(n-2), F(0) = a, F(1) = b", "((p + sqrt(p^2 + 4q))/2)^n"),
        ("x(n) = 2x(n-1) + b*x(n-2)", "(1 + sqrt(b + 1))^n"),
        ("T(n) = k*T(n-2) + T(n-4)", "((k + sqrt(k^2 + 4))/2)^(n/2)"),
        ("T(n) = b*T(n-1) + (a*b + a^2)*T(n-2)", "(a + b)^n"),
        ("a(n) = sqrt(2)*a(n-1) + a(n-2) + 2^n", "2^n"),
    ],
)
def test_with_positive_coefficients_the_positive_root_tells_the_growth(text: str, growth: str) -> None:
    found = solve(text)
    assert found.bounds.theta is not None
    variable = found.variable
    assert Growth.of(parse_formula(growth, variable), variable) == found.bounds.theta
    assert found.verification.status == "checked"
    assert sum("characteristic equation" in x.sentence for x in found.steps) == 1


NONLINEAR_WITH_LETTERS = [
    "x(n) = x(n-1)^2/x(n-2), x(0)=a, x(1)=b",
    "x(n) = 2x(n-1) - x(n-1)^2, x(0)=b",
    "x(n) = x(n-1)^n, x(0)=b",
    "x(n) = 2x(n-1)^2 - 1, x(0)=b",
    "x(n) = x(n-1)/x(n-2), x(0)=a, x(1)=b",
    "y(n) = y(n-1)*y(n-2)/y(n-3), y(0)=1, y(1)=q, y(2)=1",
]


@pytest.mark.parametrize("text", NONLINEAR_WITH_LETTERS)
def test_values_that_come_again_at_one_value_of_a_letter_prove_nothing(text):
    try:
        found = solve(text)
    except Unsolved:
        return
    if isinstance(found.exact, ByRemainder):  # the values come again whatever the letters are
        assert found.bounds.theta is not None and found.bounds.theta.expression() == ONE
    else:
        assert found.exact is not None and found.bounds == Bounds(None, None)


def test_values_that_come_again_are_a_proof_where_the_first_ones_are_numbers():
    assert solve("x(n) = x(n-1)/x(n-2), x(0)=2, x(1)=3").bounds.theta is not None


def test_a_number_without_a_formula_is_a_refusal():
    with pytest.raises(RecurError):
        solve("T(n) = sin(3)*T(n-1) + tan(w)")


@pytest.mark.parametrize("text", ["T(n) = cos(x)*T(n-1) + T(n-2)", "y(n) = 2*r*cos(theta)*y(n-1) - r^2*y(n-2)"])
def test_a_number_without_a_formula_has_no_growth(text):
    found = solve(text)
    assert found.bounds.upper is None and all(case.growth is None for case in found.cases)


NESTED = [
    "T(n) = T(sqrt(n)) + 2T(n^(1/3)) + 1",
    "T(n) = 2T(n^(3/4)) + 2T(n^(1/3)) + ln(n)*ln(ln(n))",
    "T(n) = sqrt(n)*T(sqrt(n)) + n^(2/3)*T(n^(1/3)) + n",
    "W(m) = 3W(m^(1/2)) + W(m^(1/5)) + log m",
]


@pytest.mark.parametrize("text", NESTED)
def test_every_name_in_an_answer_is_the_size_or_explained(text):
    solution = solve(text)
    told = [g.expression() for g in (solution.bounds.lower, solution.bounds.upper) if g is not None]
    told += [x for x in (solution.leading, solution.exact) if x is not None]
    known = {solution.variable} | {d.symbol for d in solution.where} | symbols(solution.recurrence.right)
    assert all(symbols(x) <= known for x in told)


@pytest.mark.parametrize("text", ["T({}) = 2T(sqrt({})) + log {}, T(2) = 1", "T({}) = 2T({}/2) + {}, T(1) = 1"])
def test_the_letter_of_the_sizes_of_a_closed_form_is_not_the_size_itself(text):
    domain = solve(text.format(*"jjj")).exact_domain
    assert domain is not None and domain.variable == "j" and domain.index == "i"


def test_the_letter_of_the_sizes_of_a_closed_form_is_no_constant_of_the_recurrence():
    """T(n) = j·n log₂ n + i·n for n = 2^k: with n = 2^j the constant would be the exponent."""
    domain = solve("T(n) = 2T(n/2) + j*n, T(1) = i").exact_domain
    assert domain is not None and domain.index == "k"


#: recurrence, its letters, and values of them on every side of every condition
FAMILIES = [
    ("T(n) = T(n/2) + n^c", {"c": ("-2", "-1/3", "0", "1/4", "3")}),
    ("T(n) = 2T(n/2) + n log^k n", {"k": ("-3", "-1", "-1/2", "0", "2")}),
    ("T(n) = 9T(n/3) + n^2 log^j n", {"j": ("-2", "-1", "-1/3", "1")}),
    ("T(n) = T(n-1) + n^k", {"k": ("-2", "-1", "-1/2", "0", "2")}),
    ("T(n) = T(n-3) + n^(2q+1)", {"q": ("-2", "-1", "-1/4", "1")}),
    ("T(n) = T(n-sqrt(n)) + n^a", {"a": ("-1", "-1/2", "-1/4", "0", "1")}),
    ("T(n) = aT(sqrt n) + 1", {"a": ("1/2", "1", "4")}),
    ("T(n) = bT(n^(1/3)) + log n", {"b": ("1", "3", "5")}),
    ("T(n) = T(sqrt n) + log^k n", {"k": ("-1", "0", "2")}),
    ("T(n) = T(n-1) + a^n", {"a": ("1/3", "1", "2")}),
    ("T(n) = aT(n-1) + 1", {"a": ("1/2", "1", "3")}),
    ("T(n) = qT(n-2) + n", {"q": ("1/2", "1", "4")}),
    ("T(n) = T(n/3) + T(2n/3) + n^c", {"c": ("-1", "0", "1", "2")}),
    ("T(n) = T(n/3) + T(n/2) + n^c", {"c": ("-1", "1/2", "1", "2")}),
    ("T(n) = T(n/4) + 2T(n/2) + n^d", {"d": ("-1", "1", "2")}),
    ("T(n) = 2T(n-1) + n^k", {"k": ("-2", "0", "2")}),
    ("T(n) = T(n-1) + n^k log^j n", {"k": ("-2", "-1", "1"), "j": ("-2", "-1", "2")}),
    ("T(n) = T(n/2) + 2^(a*n)", {"a": ("-1", "0", "1/2")}),
    ("T(n) = T(n-n^a) + 1", {"a": ("0", "1/3", "1/2")}),
    ("T(n) = 3T(n^(1/k)) + 1", {"k": ("3/2", "2", "5")}),
    ("T(n) = (a-2)T(n/2) + n", {"a": ("5/2", "4", "10")}),
    ("T(n) = (c/n)*sum(k=0..n-1, T(k)) + n", {"c": ("1", "2", "4")}),
]


@pytest.mark.parametrize(("text", "values"), FAMILIES, ids=[text for text, _ in FAMILIES])
def test_the_row_that_holds_is_the_growth_with_numbers_for_the_letters(text, values):
    """No condition is silent: a row, or an assumption that the numbers do not meet."""
    (read,) = parse(text).recurrences
    told = solve(text)
    for numbers in product(*values.values()):
        chosen = {letter: parse_formula(number) for letter, number in zip(values, numbers, strict=True)}
        growth = growth_told(told, chosen)
        instance = solve_all(System((with_numbers(read, chosen),)))[-1].bounds.theta
        assert growth is None or growth == instance, (numbers, growth, instance)
        assert growth is not None or not met(told, chosen)
    assert growth_told(told, {letter: parse_formula(numbers[-1]) for letter, numbers in values.items()}) is not None


def growth_told(solution: Solution, chosen: dict[str, Expr]) -> Growth | None:
    """The growth of the row that holds for these numbers, or of the answer whose assumptions they meet."""
    known = chosen | {d.symbol: Number(Fraction(d.value)) for d in solution.where}
    tabled = [case for case in solution.cases if case.growth is not None]
    rows = [case.growth for case in tabled if all(holds(c, known) for c in case.conditions)]
    assert len(rows) <= 1
    growth = rows[0] if rows else solution.bounds.theta if met(solution, chosen) else None
    if growth is None:
        return None
    formula = growth.expression()
    if symbols(formula) & {d.symbol for d in solution.where}:
        return growth
    for letter, value in chosen.items():
        formula = substitute(formula, letter, value)
    return Growth.of(formula, solution.variable)


def met(solution: Solution, chosen: dict[str, Expr]) -> bool:
    """Whether the numbers meet every assumption on letters, and some growth is told."""
    said = [
        f for s in solution.assumptions for _, f in s.formulas if isinstance(f, Relation) and symbols(f) <= set(chosen)
    ]
    return solution.bounds.theta is not None and all(holds(c, chosen) for c in said)


def holds(condition: Expr, chosen: dict[str, Expr]) -> bool:
    assert isinstance(condition, Relation)
    sides = []
    for x in (condition.left, condition.right):
        for letter, value in chosen.items():
            x = substitute(x, letter, value)
        sides.append(real_number(x))
    order = real.compare(*sides)
    return {">": order > 0, "<": order < 0, "=": order == 0}[condition.op]


@pytest.mark.parametrize(
    ("text", "assumed"),
    [
        ("T(n) = 2T(n/2) + c n", {"c"}),
        ("T(n) = 2T(n-1), T(0) = c", {"c"}),
        ("T(n) = 4T(n/2), T(1) = q", {"q"}),
        ("T(n) = 2T(n/2) + n, T(1) = c", set()),  # c n is of lower order, whatever c is
        ("T(n) = T(n-1) + n, T(0) = a", set()),
        ("T(n) = 2T(n-1) + 1, T(0) = c", {"c"}),  # nothing grows at c = -1
        ("T(n) = aT(n/b) + n^2", {"a"}),
        ("T(n) = aT(n/b) + n^c", {"a"}),
        ("S(n) = 2T(n/2) + c n; T(n) = S(n/2) + n", {"c"}),
        ("T(n) = 2T(n-1) + n^k", set()),
        ("T(n) = T(n-c) + n", {"c"}),
        ("T(n) = T(n/c) + n", set()),  # it says that n/c is smaller than n
    ],
)
def test_a_letter_that_has_to_be_positive_is_said_to_be(text, assumed):
    found = solve(text)
    said = {name for s in found.assumptions for _, f in s.formulas if isinstance(f, Relation) for name in symbols(f)}
    assert said & {"c", "q", "a", "k"} == assumed


HIDDEN_BASES = [
    ("T(n) = 4T(n/2), T(1) = {}", "n^2"),
    ("T(n) = T(n-1) + T(n-2), T(0) = {0}, T(1) = {0}", "((1+sqrt(5))/2)^n"),
    ("T(n) = 2T(sqrt(n)), T(2) = {}", "log n"),
    ("T(n) = n*T(n-1), T(1) = {}", "n!"),
    ("G(k) = 3G(k-1), G(0) = {}", "3^k"),
]


@pytest.mark.parametrize(("text", "usual"), HIDDEN_BASES, ids=[text for text, _ in HIDDEN_BASES])
def test_a_base_value_of_o_of_1_may_be_0(text, usual):
    text = text.format("O(1)")
    found = solve(text)
    assert found.bounds.theta is None and found.bounds.lower is None
    assert found.bounds.upper == Growth.of(parse_formula(usual), found.variable)
    assert any("if {o}" in remark.sentence for remark in found.remarks)
    assert solve(text.replace("O(1)", "Θ(1)")).bounds.theta == found.bounds.upper


@pytest.mark.parametrize(
    "text", ["T(n) = 2T(n/2) + n, T(1) = O(1)", "T(n) = T(n-1) + n, T(0) = O(1)", "T(n) = 4T(n/2) + 1, T(1) = O(1)"]
)
def test_where_the_base_is_of_no_weight_o_of_1_costs_nothing(text):
    assert solve(text).bounds.theta is not None


def test_a_power_with_a_letter_is_the_letter_to_the_same_power():
    found = solve("T(n) = T(n-1)^3, T(0) = c")
    assert str(found.exact) == "c**(3**n)"
    assert str(found.bounds.theta and found.bounds.theta.expression()) == "c**(3**n)"


@pytest.mark.parametrize(
    ("text", "theta", "leading"),
    [
        ("T(n) = T(n-1) + 1, T(0) <= 5", "n", "n"),
        ("T(n) = 2T(n/2) + n, T(1) <= 1", "n*log(n)", "n*(log(n)/log(2))"),
        ("T(n) = 2T(n-1) + 1, T(0) < 4", "2**n", None),
        ("T(n) = 2T(n/2) + 1, T(1) <= 5", "n", None),
    ],
)
def test_what_is_known_from_above_only_has_no_closed_form_and_no_constant_that_hangs_on_it(text, theta, leading):
    solution = recur.solve(text)
    assert str(solution.theta) == theta
    assert solution.exact is None
    assert solution.to_dict()["leading"] == leading
    assert "as an equation" in recur.evaluate(text, [8])[0].taken
