"""Every solution: free constants fitted to any first values reproduce what the recurrence gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import mpmath
import pytest
from hypothesis import given, strategies as st

import recur
from recur.cli import main
from recur.evaluation.arithmetic import Compiler
from recur.model import expressions as ex, names_of
from recur.model.errors import InvalidRecurrence
from recur.model.recurrence import Recurrence
from recur.model.solution import Solution, Unsolved
from recur.notation import text as notation
from recur.parsing import parse, parse_formula
from recur.solving.linear.linear_sequences import fitted_form
from recur.verification.families import hold_family
from recur.verification.verify import Refuted
from tests.unrolled_by_hand import equal

FAR = 24  # values beyond the first that are compared
CONSTANTS = {"pi": mpmath.pi, "phi": mpmath.phi, "e": mpmath.e}
FUNCTIONS = {"cos": mpmath.cos, "sin": mpmath.sin, "fibonacci": mpmath.fib}


def value(x: ex.Expr, letters: Mapping[str, object]) -> mpmath.mpf:
    """The formula at these numbers, apart from recur's own evaluation."""
    match x:
        case ex.Number(number):
            return mpmath.mpf(number.numerator) / number.denominator
        case ex.Symbol(name):
            return mpmath.mpmathify(letters[name])
        case ex.Constant(name):
            return +CONSTANTS[name]
        case ex.Add(terms):
            return mpmath.fsum(value(term, letters) for term in terms)
        case ex.Mul(factors):
            return mpmath.fprod(value(factor, letters) for factor in factors)
        case ex.Power(base, exponent):
            return mpmath.power(value(base, letters), value(exponent, letters))
        case ex.Apply(name, (argument,)):
            return FUNCTIONS[name](value(argument, letters))
    raise AssertionError(x)


def numbers_of(solution: Solution) -> dict[str, object]:
    return {definition.symbol: definition.value for definition in solution.where}


def following(r: Recurrence, first: list[Fraction], letters: Mapping[str, Fraction]) -> list[mpmath.mpf]:
    """The values that the equation itself gives after these."""
    values = [mpmath.mpf(x.numerator) / x.denominator for x in first]
    for n in range(len(first), len(first) + FAR):
        at = {r.variable: n, **{k: mpmath.mpf(v.numerator) / v.denominator for k, v in letters.items()}}
        calls = [(value(c.coefficient, at), int(value(c.argument, at))) for c in r.subcalls]
        values.append(value(r.driving, at) + mpmath.fsum(a * values[m] for a, m in calls))
    return values


def fitted(solution: Solution, first: list[Fraction], letters: Mapping[str, object]) -> dict[str, mpmath.mpf]:
    """The numbers of the constants for which the closed form has these first values: it is linear in them."""
    assert solution.exact is not None
    n, names = solution.variable, solution.constants
    none = {**letters, **dict.fromkeys(names, 0)}
    rest = [value(solution.exact, {**none, n: i}) for i in range(len(first))]
    columns = [[value(solution.exact, {**none, name: 1, n: i}) - rest[i] for name in names] for i in range(len(first))]
    right = [mpmath.mpf(x.numerator) / x.denominator - y for x, y in zip(first, rest, strict=True)]
    found = mpmath.lu_solve(mpmath.matrix(columns), mpmath.matrix(right))
    return dict(zip(names, found, strict=True))


def assert_reproduces(text: str, first: list[Fraction], letters: Mapping[str, Fraction]) -> None:
    solution, r = recur.solve(text), parse(text).recurrences[0]
    assert solution.exact is not None and len(solution.constants) == len(first), text
    assert solution.exact_verification.status == "checked"
    known = {**numbers_of(solution), **{k: mpmath.mpf(v.numerator) / v.denominator for k, v in letters.items()}}
    constants = fitted(solution, first, known)
    for n, expected in enumerate(following(r, first, letters)):
        found = value(solution.exact, {**known, **constants, solution.variable: n})
        assert abs(found - expected) <= mpmath.mpf(10) ** -18 * (1 + abs(expected)), (text, n)


@pytest.fixture(autouse=True)
def _digits() -> Iterator[None]:
    with mpmath.workdps(70):
        yield


FIRST = [Fraction(3), Fraction(-1, 2), Fraction(5), Fraction(2, 7), Fraction(-4)]
LETTERS = {"c": Fraction(7, 3), "d": Fraction(-2)}
DRIVING = [
    "",
    " + 1",
    " - n",
    " + 2^n",
    " + n*2^n - 3",
    " + (-1)^n",
    " + n^2*3^n",
    " + c*n",
    " + c*2^n - d",
    " + n^3 + 2^n",
]


@given(
    st.lists(st.sampled_from([1, 1, -1, 2, 2, -2, 3, Fraction(1, 2), -3]), min_size=1, max_size=4),
    st.sampled_from(DRIVING),
)
def test_rational_roots_with_multiplicities_and_resonance(roots: list[Fraction], driving: str) -> None:
    p = [Fraction(1)]
    for root in roots:
        p = [a - root * b for a, b in zip([*p, Fraction(0)], [Fraction(0), *p], strict=True)]
    terms = [f"({-c})*a(n-{i})" for i, c in enumerate(p) if i and c]
    assert_reproduces(f"a(n) = {' + '.join(terms)}{driving}", FIRST[: len(roots)], LETTERS)


@pytest.mark.parametrize("driving", ["", " + n", " + c*2^n"])
@pytest.mark.parametrize(
    "calls",
    [
        "a(n-1) + a(n-2)", "2a(n-1) - 2a(n-2)", "-a(n-2)", "2a(n-2)", "a(n-3)", "-a(n-1) - a(n-2)", "2a(n-2) - a(n-4)",
        "a(n-1) + a(n-2) + a(n-3)", "a(n-1) - a(n-3)", "-4a(n-4)", "-2a(n-2) - a(n-4)", "a(n-1)/2 + a(n-2)/3",
    ],
)  # fmt: skip
def test_irrational_and_complex_roots(calls: str, driving: str) -> None:
    text = f"a(n) = {calls}{driving}"
    order = max(-int(c.argument.terms[1].value) for c in parse(text).recurrences[0].subcalls)
    assert_reproduces(text, FIRST[:order], LETTERS)


def told(solution: Solution) -> str:
    assert solution.exact is not None
    return notation.write(solution.exact)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x(n) = x(n-1) + c*n, x(0) = 1", "c·n²/2 + c·n/2 + 1"),
        ("x(n) = x(n-1) - a, x(0) = b", "−a·n + b"),
        ("T(n) = 2T(n-1) + 1, T(0) = c", "(c + 1)·2^n − 1"),
        ("F(n) = F(n-1) + F(n-2), F(0) = 0, F(2) = 1", "F_n"),
        ("u(n) = 3u(n-1) - 2u(n-2), u(0) = 0, u(10) = 1", "2^n / 1023 − 1/1023"),
        ("a_n = 4a_{n-1} - 4a_{n-2}, a_0 = 1", "((C₁/2 − 1)·n + 1)·2^n"),
        ("a_n = 5a_{n-1} - 6a_{n-2} + 2^n", "C₁·2^n + C₂·3^n − 2n·2^n"),
        ("a_n = C*a_{n-1}/C + 3", "K₁ + 3n"),
    ],
)
def test_the_closed_form_over_its_letters(text: str, expected: str) -> None:
    solution = recur.solve(text)
    assert told(solution) == expected
    assert solution.exact_verification.status == "checked"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("f(n) = 5f(n-1) - 6f(n-2), f(2) = a^2 - b^2, f(1) = a", 1),
        ("F(n) = F(n-1) + F(n-2) + n, F(0) = a, F(1) = b", 0),
        ("g(n) = 2g(n-1) - 2g(n-2) + a*3^n, g(0) = a*b, g(1) = 1 - b", 0),
        ("h(n) = h(n-3), h(0) = a, h(1) = b, h(2) = 7", 0),
    ],
)
def test_letters_in_first_values_stay_as_they_are(text: str, at: int) -> None:
    solution, r = recur.solve(text), parse(text).recurrences[0]
    letters = {"a": Fraction(5, 3), "b": Fraction(-2, 7)}
    stated = {c.high: value(c.value, letters) for c in r.initial}
    first = [Fraction(mpmath.nstr(stated[n], 60)) for n in sorted(stated)]
    assert solution.exact is not None and not solution.constants
    shifted = ex.substitute(r.driving, r.variable, ex.add(ex.Symbol(r.variable), ex.number(at)))
    moved = Recurrence(r.function, r.variable, "=", r.right, r.subcalls, shifted)
    for i, expected in enumerate(following(moved, first, letters)):
        found = value(solution.exact, {**numbers_of(solution), **letters, r.variable: at + i})
        assert abs(found - expected) <= mpmath.mpf(10) ** -40 * (1 + abs(expected))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a(n) = 5a(n-1) - 6a(n-2)", ["3**n", "2**n"]),
        ("a(n) = 5a(n-1) - 6a(n-2) + 2^n", ["3**n", "n*2**n"]),
        ("a(n) = 6a(n-1) - 9a(n-2)", ["n*3**n", "3**n"]),
        ("a(n) = -2a(n-1) + 1", ["2**n", "1"]),
        ("a(n) = -2a(n-1) + 2^n", []),  # (−2)ⁿ and 2ⁿ may cancel at every other size
        ("a(n) = -a(n-2)", []),  # a cosine
        ("a(n) = 3a(n-1) - 2a(n-2) + n^2*3^n", []),  # 3ⁿ decides, whatever the constants are
    ],
)
def test_theta_by_the_constants_that_are_not_0(text: str, rows: list[str]) -> None:
    assert [case["theta"] for case in json_of(text)["cases"]] == rows


def json_of(text: str) -> dict[str, Any]:
    return recur.solve(text).to_dict()


def test_json_names_the_constants_as_they_stand_in_the_form() -> None:
    shown = json_of("a(n) = 5a(n-1) - 6a(n-2) + 2^n")
    assert shown["constants"] == ["C1", "C2"] and shown["exact"] == "C1*2**n + C2*3**n - 2*n*2**n"
    assert json_of("T(n) = 2T(n-1), T(0) = 1")["constants"] == []


def test_values_that_cannot_all_be_taken_are_refused_with_their_size(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "F(n) = F(n-1) + F(n-2), F(0) = 0, F(2) = 1, F(5) = 7"]) == 2
    assert "the value stated for F(5) is not the one that the other values give" in capsys.readouterr().err
    with pytest.raises(InvalidRecurrence):
        recur.solve("F(n) = F(n-1) + F(n-2), F(0) = 0, F(2) = 1, F(5) = 7")


@pytest.mark.parametrize("wrong", ["C_1*2^n + C_2*3^n - n*2^n", "C_1*2^n + C_2*4^n - 2n*2^n", "C_1 + C_2*3^n - 2n*2^n"])
def test_a_family_that_does_not_satisfy_the_recurrence_is_refuted(wrong: str) -> None:
    r = parse("a(n) = 5a(n-1) - 6a(n-2) + 2^n").recurrences[0]
    form = parse_formula(wrong)
    with pytest.raises(Refuted):
        hold_family(r, form, range(0, 40))


def test_a_family_without_the_stated_value_is_refuted() -> None:
    r = parse("a(n) = 2a(n-1), a(0) = c").recurrences[0]
    with pytest.raises(Refuted, match=r"the value of a\(0\)"):
        hold_family(r, parse_formula("2^n"), range(0, 40))


def test_a_family_of_towers_is_held_at_the_sizes_that_can_be_written() -> None:
    solution = recur.solve("x(n) = x(n-1)*x(n-2), x(0) = a, x(1) = a")
    held = solution.exact_verification
    assert held.status == "checked" and held.sizes < 30  # a^F(n) soon has more digits than there is room for


@pytest.mark.parametrize(
    "words",
    [
        ["compare", "n^10^400 log n", "n**(log(143640)/log(70))"],
        ["compare", "n((10^400+sqrt(5))/2.0000000001)**--n", "n*log(n)**2"],
        ["solve", "T(n) = T(n-1) + T(n-2) + 1, T(0) = 10^400, T(1) = 1"],
        ["solve", "A(n) = A(n/2) + B(n/2) + n; B(n) = A(n/2) + B(n/2), A(0) = 0, B(0) = x0, A(1) = 1, B(1) = 1"],
        ["solve", "T(n) = T(n-1) + T(n-2) + 1 i!f n>1, 1 if n<=1"],
        ["check", "aT(n/b) + n", "Theta(n^2.10^4001)"],
    ],
)  # fmt: skip
def test_numbers_beyond_floats_and_letters_without_a_factorial_are_no_fault(words: list[str]) -> None:
    assert main(words) != 70


def test_no_name_of_the_text_means_something_else_in_the_answer() -> None:
    """Neither a root r beside a letter r, nor a constant that is a letter, nor an unknown A of the function A."""
    for text in (
        "a(n) = a(n-1) + a(n-2) + a(n-3) + r*n",
        "a(n) = a(n-1) + a(n-2) + a(n-3) + m*t",
        "x(n) = x(n-1) + C + K + A + B + D + E + G + H",
        "x(n) = 2x(n-1) + C_1*n + K_1 + A + B + D + E + G + H",
        "A(n) = 2A(n-1) + n",
    ):
        solution = recur.solve(text)
        names = names_of(parse(text).recurrences[0])
        assert not names & {*solution.constants, *(d.symbol for d in solution.where)}, text
        tried = [x for step in solution.steps for name, x in step.formulas if name.startswith("v")]
        assert not {x.left.name for x in tried if isinstance(x, ex.Relation) and isinstance(x.left, ex.Symbol)} & names


def test_a_stated_value_that_binds_letters_or_irrational_numbers_is_no_contradiction() -> None:
    assert recur.solve("u(n) = u(n-1) + u(n-2), u(0) = a, u(2) = b, u(5) = c").bounds.theta is not None
    # √8 is 2√2, and 10√2 is what the others give
    assert recur.solve("u(n) = u(n-1) + u(n-2), u(0) = 0, u(2) = sqrt(8), u(5) = 10*sqrt(2)").bounds.theta is not None
    with pytest.raises(InvalidRecurrence):
        recur.solve("u(n) = u(n-1) + u(n-2), u(0) = 0, u(3) = 4, u(5) = 11")


@pytest.mark.parametrize(
    ("text", "opened", "values"),
    [
        ("D(n) = (n-1)*(D(n-1) + D(n-2)), D(0) = 1", "D(1)", {2: 3}),
        ("x(n) = n*x(n-2), x(0) = 1", "x(1)", {1: 2, 3: 6, 4: 8}),
        ("x(n) = n*x(n-2), x(1) = 1", "x(0)", {0: 2, 3: 3, 4: 16}),
        ("x(n) = 2x(n-2), x(0) = 1", "x(1)", {1: 2, 3: 4, 6: 8}),
        ("a(n) = 5a(n-1) - 6a(n-2), a(0) = 2", "a(1)", {1: 2, 2: -2}),
    ],
)
def test_a_value_that_is_not_stated_beside_others_is_a_constant(text: str, opened: str, values: dict[int, int]) -> None:
    """With C₁ = 2."""
    solution = recur.solve(text)
    assert solution.exact is not None
    assert solution.constants == ("C_1",)
    assert any(f"give {opened}" in str(remark) for remark in solution.remarks)
    compiler = Compiler(solution.variable, {"C_1": Fraction(2)})
    form = compiler.compile(solution.exact)
    for n, value in values.items():
        compiler.cells[0] = n
        assert equal(form(), value), n


def test_a_class_of_sizes_without_a_value_may_be_zero() -> None:
    assert recur.solve("x(n) = n*x(n-2), x(0) = 1").bounds.theta is None
    assert recur.solve("x(n) = 2x(n-2), x(1) = 1").bounds.theta is None
    assert recur.solve("x(n) = 2x(n-2), x(0) = 1, x(1) = 1").bounds.theta is not None


def test_a_first_value_of_another_function_is_the_same_constant_in_all_of_them() -> None:
    for solution in recur.solve_all("A(n) = B(n-1); B(n) = A(n-1) + 1; A(0) = 1"):
        assert solution.constants == ("C_1",)
        assert any("give B(0)" in str(remark) for remark in solution.remarks)


def test_a_family_is_no_closed_form_that_an_answer_is_held_against() -> None:
    assert recur.check("T(n) = 2T(n-1) + 1", "T(n) = 2^n - 1").verdict == "undecided"
    assert recur.check("x(n) = r*b*x(n-1) + s", "O(n)").verdict == "undecided"


def test_values_stated_far_out_fit_no_powers_of_that_length() -> None:
    two = (Fraction(1), Fraction(1))
    assert fitted_form({1: Fraction(1), 2: Fraction(1)}, {}, 10**300, list(two)) is None
    assert fitted_form({1: Fraction(1), 2: Fraction(1)}, {}, 50, list(two)) is not None
    assert recur.solve("T(n) = 2T(n-1) + 1, T(10^9) = 1").exact is not None


@pytest.mark.parametrize("driving", ["Θ(1)", "Θ(n)", "O(1)", "Θ(2^n)", "n + Θ(log n)"])
@pytest.mark.parametrize("calls", ["2T(n-1)", "T(n-1) + T(n-2)", "5T(n-1) - 6T(n-2)", "n*T(n-1)", "a*T(n-1)", "T(n-2)"])
def test_what_is_known_up_to_growth_has_no_closed_form(calls: str, driving: str) -> None:
    """Θ(1) is a function between two constants: C₁·2ⁿ − Θ(1) would say more than is known."""
    try:
        solution = recur.solve(f"T(n) = {calls} + {driving}")
    except Unsolved:
        return
    assert solution.exact is None


@pytest.mark.parametrize("text", ["T(n) = 7919T(n-4)", "T(n) = 55101632905T(n-6) + n"])
def test_digits_of_a_root_are_an_enclosure(text: str) -> None:
    """Values near 0 whose terms are large: 50 digits of a root leave 30 of a term, not of the sum."""
    found = recur.solve(text)
    assert found.exact is not None and found.exact_verification.status == "checked"


def test_a_wrong_multiple_of_a_power_of_a_root_is_refuted() -> None:
    found = recur.solve("T(n) = 7919T(n-4)")
    assert found.exact is not None
    wrong = ex.add(found.exact, ex.power(ex.Symbol("n"), ex.number(-3)))
    with pytest.raises(Refuted):
        hold_family(found.recurrence, wrong, range(1, 200), found.where)
