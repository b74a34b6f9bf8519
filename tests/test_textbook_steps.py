"""A derivation with stated values: the constants told solve the system told, and give the answer told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import mpmath
import pytest

import recur
from recur.model import Solution, Step, expressions as ex
from tests.test_general_solutions import numbers_of, value

SOME_LETTERS = {"c": 3, "d": -2, "b": 5}

RATIONAL = ["a(n) = 5a(n-1) - 6a(n-2)", "a(n) = 4a(n-1) - 4a(n-2) + 3*2^n + n", "a(n) = a(n-1) + 6a(n-2) - n*3^n"]
IRRATIONAL = ["a(n) = a(n-1) + a(n-2)", "a(n) = 2a(n-1) + a(n-2) - 1", "a(n) = 3a(n-2) + n"]
COMPLEX = [
    "a(n) = 2a(n-1) - 2a(n-2)",
    "a(n) = -4a(n-2) + 2^n",
    "a(n) = -a(n-1) - 3a(n-2)",
    "a(n) = a(n-1) - a(n-2) + n",
]
THREE = [
    "a(n) = a(n-1) + a(n-2) + a(n-3) + 1",
    "a(n) = a(n-3)",
    "a(n) = 2a(n-3) + n",
    "a(n) = 3a(n-1) - 3a(n-2) + a(n-3)",
]
FOUR = ["a(n) = -a(n-4)", "a(n) = -8a(n-2) - 16a(n-4)", "a(n) = a(n-1) - a(n-4) + 2^n", "a(n) = 2a(n-2) - a(n-4)"]
TEXTS = [
    *(f"{text}, a(0) = 2, a(1) = -1/3" for text in (*RATIONAL, *IRRATIONAL, *COMPLEX)),
    *(f"{text}, a(1) = 2, a(2) = 5, a(3) = 0" for text in THREE),
    *(f"{text}, a(0) = 2, a(1) = 5, a(2) = 0, a(3) = 1" for text in FOUR),
    "a(n) = -a(n-1) + 2^n, a(0) = 3",
    "a(n) = 5a(n-1) - 6a(n-2) + b*2^n, a(0) = c, a(1) = d",
    "a(n) = a(n-1) + a(n-2), a(0) = c, a(1) = d^2",
]


@pytest.fixture(autouse=True)
def _digits() -> Iterator[None]:
    with mpmath.workdps(40):
        yield


def with_opening(solution: Solution, opening: str) -> Step:
    (found,) = [step for step in solution.steps if step.sentence.startswith(opening)]
    return found


def assert_equation(x: ex.Expr, letters: Mapping[str, object]) -> None:
    assert isinstance(x, ex.Relation)
    assert abs(value(x.left, letters) - value(x.right, letters)) < mpmath.mpf(10) ** -20, x


@pytest.mark.parametrize("text", TEXTS)
def test_the_constants_that_are_told_solve_the_system_that_is_told(text: str) -> None:
    solution = recur.solve(text)
    system = with_opening(solution, "Put into it")
    solved = solution.steps[solution.steps.index(system) + 1]
    known: dict[str, object] = {**SOME_LETTERS, **numbers_of(solution)}
    constants = {}
    for x in solved.display:
        assert isinstance(x, ex.Relation) and isinstance(x.left, ex.Symbol)
        constants[x.left.name] = value(x.right, known)
    assert len(system.display) == len(constants)
    for equation in system.display:
        assert_equation(equation, known | constants)
    told = [x for step in solution.steps for _, x in step.formulas if isinstance(x, ex.Relation) and x.op == "="]
    general = next((x.right for x in told if "C_1" in ex.symbols(x.right)), None)
    if general is None:
        general = dict(with_opening(solution, "Homogeneous").formulas)["h"]
    assert solution.exact is not None
    for n in range(4, 9):
        assert_equation(ex.Relation("=", general, solution.exact), {**known, **constants, "n": n})


def test_roots_are_told_with_their_multiplicities_and_angles() -> None:
    def roots(text: str) -> str:
        return str(recur.solve(text).steps[0].substeps[-1])

    assert roots("a(n) = 4a(n-1) - 4a(n-2)") == "Its only root is 2, of multiplicity 2."
    assert roots("a(n) = 3a(n-1) - 4a(n-3)") == "Its roots are -1 and 2, of multiplicity 2."
    pair = "the pair 1 + I and 1 - I, of modulus sqrt(2) and angles pi/4 and -pi/4"
    assert roots("a(n) = 2a(n-1) - 2a(n-2)") == f"Its roots are {pair}."
    assert roots("a(n) = 5a(n-1) - 8a(n-2) + 6a(n-3)") == f"Its roots are 3 and {pair}."


def test_more_equations_than_a_page_holds_are_not_written_out() -> None:
    calls = " + ".join(f"a(n-{i})" for i in range(1, 9))
    values = ", ".join(f"a({i}) = {i}" for i in range(8))
    solution = recur.solve(f"a(n) = {calls}, {values}")
    assert solution.exact is not None
    assert not any(step.sentence.startswith("Put into it") for step in solution.steps)
