"""Functions that call each other: in dependency order, by elimination, by substitution, by the matrix of calls."""

from fractions import Fraction

import pytest

import recur
from recur.asymptotics.growth import Growth
from recur.evaluation.arithmetic import Compiler
from recur.model.errors import InvalidRecurrence
from recur.model.recurrence import components
from recur.notation import text as notation
from recur.numbers.exact import narrow, sign
from recur.parsing import parse, parse_formula
from recur.solving.solver import solve_all


def bounds(text):
    return {s.function: s.bounds.theta for s in solve_all(text)}


def growth(text):
    return Growth.of(parse_formula(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("S(n) = 3T(n/2) + 1; T(n) = 2S(n/2) + n", {"S": "n^(log_4 6)", "T": "n^(log_4 6)"}),
        ("A(n) = 2B(n/2) + n^2; B(n) = 3A(n/3) + n", {"A": "n^2", "B": "n^2"}),
        ("A(n) = A(n/2) + B(n/2) + n; B(n) = A(n/2) + B(n/2)", {"A": "n log n", "B": "n log n"}),
        ("A(n) = 2A(n/2) + B(n/2); B(n) = A(n/2) + B(n/2)", {"A": "n^(log_2((3+sqrt(5))/2))"}),
        ("A(n) = A(n/2) + B(n/3) + n; B(n) = A(n/2) + B(n/5)", {"A": "n", "B": "n"}),
        ("T(n) = S(n) + 1; S(n) = 2T(n/2)", {"S": "n", "T": "n"}),
        ("A(n) = A(n-1) + B(n-1); B(n) = A(n-1), A(0) = 1, B(0) = 1", {"A": "phi^n", "B": "phi^n"}),
        ("Q(n) = 2R(n-1) + 1; R(n) = Q(n) + Q(n-1) + 1, Q(0) = 0, R(0) = 0", {"Q": "(1+sqrt(3))^n"}),
        ("A(n) = 2A(n-1) + B(n-1); B(n) = 2B(n-1), A(0) = 0, B(0) = 1", {"A": "n 2^n", "B": "2^n"}),
        ("C(n) = A(n) + B(n); A(n) = 2B(n/2) + n; B(n) = A(n/2)", {"A": "n", "B": "n", "C": "n"}),
    ],
)
def test_the_growth_of_functions_that_call_each_other(text, expected):
    found = bounds(text)
    for function, bound in expected.items():
        assert found[function] == growth(bound)
    assert all(s.verification.status == "checked" for s in solve_all(text))


def test_the_eigenvalue_of_a_cubic_is_given_by_its_equation():
    text = (
        "A(n) = A(n-1) + B(n-1); B(n) = E(n-1) + C(n-1); E(n) = B(n-1) + C(n-1); C(n) = A(n-1), "
        "A(0) = 1, B(0) = 0, E(0) = 0, C(0) = 0"
    )
    for solution in solve_all(text):
        assert solution.where[0].value.startswith("1.7548776662466927")


def test_exact_forms_of_a_linear_system_hold_for_its_values():
    solutions = solve_all("A(n) = A(n-1) + B(n-1); B(n) = A(n-1), A(0) = 1, B(0) = 1")
    assert [str(s.exact) for s in solutions] == ["fibonacci(n + 2)", "fibonacci(n + 1)"]
    assert [[s.value(n) for n in range(6)] for s in solutions] == [[1, 2, 3, 5, 8, 13], [1, 1, 2, 3, 5, 8]]


def test_a_circle_that_stays_at_its_size_is_invalid_by_name():
    with pytest.raises(InvalidRecurrence, match="A → B → A"):
        solve_all("A(n) = B(n); B(n) = A(n) + 1")


def test_components_come_in_dependency_order_and_otherwise_as_written():
    system = parse("M(n) = A(n) + B(n); A(n) = B(n-1) + A(n-1); B(n) = A(n-2); X(n) = X(n/2) + 1")
    assert [[r.function for r in component] for component in components(system)] == [["A", "B"], ["M"], ["X"]]


def test_base_values_of_zero_that_substitution_would_lose_are_not_lost():
    # A(n) is 0 at the powers of 4 and 1 at twice the powers of 4
    from recur.model.solution import Unsolved

    with pytest.raises(Unsolved):
        solve_all("A(n) = B(n/2); B(n) = A(n/2), A(1) = 0, B(1) = 1")


def right_side(r, n, at):
    """The equation at n with these values of the functions."""
    compiler = Compiler(
        r.variable, {}, 256, lambda x: lambda: at(x.function, narrow(compiler.compile(x.arguments[0])()))
    )
    right = compiler.compile(r.right)
    compiler.cells[0] = n
    return right()


@pytest.mark.parametrize(
    "text",
    [
        "A(n) = B(n-1)/2 + 3B(n-2); B(n) = 3B(n-1) + A(n-1); A(1) = 2",  # B is solved first
        "A(n) = B(n-1) - 3; B(n) = 3B(n-2) + A(n-1) + 2^n; A(1) = 2; B(1) = 2",  # B(0) is open, and A(3) hangs on it
        "A(n) = 3A(n-1) + 2B(n-1) - 3; B(n) = 3A(n-1) + n; A(2) = -1; B(0) = 2; B(1) = 2",
        "A(n) = 2B(n-2); B(n) = A(n-1) + B(n-1) + 2^n; A(0) = 1; B(0) = 2",
        "A(n) = A(n-1) + 2B(n-1); B(n) = A(n-1) - B(n-1) + n",
        "A(n) = B(n-1); B(n) = A(n-1) - B(n-1) - B(n-2); A(0) = 1; A(1) = 0; B(0) = -1; B(2) = 1",  # B(1) is open
    ],
)
def test_forms_of_functions_that_call_each_other_fit_together(text):
    """With the same numbers for the constants each form has the value that the equation makes of both."""
    solutions = {s.function: s for s in recur.solve_all(text)}
    numbers = {"C_1": Fraction(2, 3), "C_2": Fraction(-5, 7)}

    def at(function, n):
        solution = solutions[function]
        assert solution.exact is not None
        compiler = Compiler(solution.variable, numbers | {d.symbol: Fraction(d.value) for d in solution.where}, 256)
        form = compiler.compile(solution.exact)
        compiler.cells[0] = n
        return form()

    for r in parse(text).recurrences:
        for n in range(6, 12):
            apart = at(r.function, n) - right_side(r, n, at)
            assert sign(apart - Fraction(1, 10**30)) < 0 < sign(apart + Fraction(1, 10**30)), (r.function, n)


def test_of_functions_that_call_each_other_the_last_one_named_is_asked_for():
    """Another may be found last: what is known of A stands on what is known of B."""
    text = "A(n) = n*B(n-1); B(n) = A(n-1), A(0) = 1, B(0) = 1"
    found, of_a = (s.bounds.theta.expression() for s in solve_all(text))
    assert recur.solve(text).function == recur.prove(text).recurrence.function == "B"
    assert recur.check(text, f"Θ({notation.write(found)})").verdict == "correct"
    assert recur.check(text, f"Θ({notation.write(of_a)})").verdict == "wrong"
