"""T(n) ~ C·g(n): the constants of root-heavy and balanced recurrences, held against exact values far out."""

from fractions import Fraction
from itertools import product

import pytest

from recur.evaluation.arithmetic import Compiler
from recur.evaluation.evaluator import Evaluator
from recur.model.solution import Solution
from recur.notation.text import write
from recur.numbers.interval import interval
from recur.parsing import parse
from recur.solving.solver import solve_all


def solve(text: str) -> Solution:
    return solve_all(text)[-1]


def number(value) -> Fraction:
    """An exact value, or one within the 600 bits of its interval."""
    return interval(value, 600).rationals()[0]


def formula_at(solution: Solution, n: int) -> Fraction:
    compiler = Compiler(solution.variable, {d.symbol: Fraction(d.value) for d in solution.where}, 600)
    formula = compiler.compile(solution.leading)
    compiler.cells[0] = n
    return number(formula())


def value_at(text: str, n: int) -> Fraction:
    system = parse(text)
    return number(Evaluator(system).number(system.functions[-1], n))


def root_heavy():
    for a, b, (f, k) in product(range(1, 9), (2, 3, 4), (("n", 1), ("n^2", 2), ("5n^3 - n", 3), ("n^2 log n", 2))):
        if a < b**k:
            yield pytest.param(a, b, f, id=f"{a}T(n/{b})+{f}")


@pytest.mark.parametrize(("a", "b", "f"), list(root_heavy()))
def test_a_root_heavy_tree_costs_a_fixed_multiple_of_its_root(a, b, f):
    text = f"T(n) = {a}T(n/{b}) + {f}"
    solution = solve(text)
    assert solution.bounds.theta is not None and solution.leading is not None
    ratio = value_at(text, b**200) / formula_at(solution, b**200)
    tolerance = Fraction(1, 10**9) if "log" not in f and a * 8 <= b ** (2 if "2" in f else 3) else Fraction(1, 20)
    assert abs(ratio - 1) < tolerance


def balanced():
    for b, k, (p, extra) in product((2, 3, 4), (0, 1, 2), ((0, ""), (1, " + 7"), (2, " + n^(1/2)"), (-1, ""))):
        if extra != " + n^(1/2)" or k:
            power = {0: "", 1: "log n", 2: "log(n)^2", -1: ""}[p]
            f = f"3 n^({k}) {power}" if p >= 0 else f"3 n^({k}) / log(n)"
            yield pytest.param(f"T(n) = {b**k}T(n/{b}) + {f}{extra if k else ''}", b, k, id=f"b={b} k={k} p={p}")


@pytest.mark.parametrize(("text", "b", "k"), list(balanced()))
def test_the_levels_of_a_balanced_tree_add_up_to_an_integral(text, b, k):
    """Differences of T/n^k between two sizes do not feel the base case, against those of the leading term."""
    solution = solve(text)
    assert solution.leading is not None
    near, far = b**800, b**1600
    grown = value_at(text, far) / far**k - value_at(text, near) / near**k
    told = formula_at(solution, far) / far**k - formula_at(solution, near) / near**k
    assert abs(grown / told - 1) < Fraction(1, 200)


UNEQUAL = [
    ("T(n) = T(n/3) + T(2n/3) + n", 1),
    ("T(n) = T(n/4) + T(3n/4) + n log n", 1),
    ("T(n) = T(n/2) + 2T(n/4) + n", 1),
    ("T(n) = T(3n/5) + T(4n/5) + n^2", 2),
    ("T(n) = T(floor(n/2)) + T(ceil(n/4)) + T(floor(n/4) + 3) + n, T(n) = 2 for 0 <= n <= 9", 1),
    ("T(n) = (2/3) T(n/3) + (1/3) T(2n/3) + lg n", 0),
]


@pytest.mark.parametrize(("text", "k"), UNEQUAL, ids=[text for text, _ in UNEQUAL])
def test_unequal_subproblems_divide_by_the_mean_fall_of_the_logarithm(text, k):
    solution = solve(text)
    assert solution.leading is not None
    near, far = 12**14, 12**28
    grown = value_at(text, far) / far**k - value_at(text, near) / near**k
    told = formula_at(solution, far) / far**k - formula_at(solution, near) / near**k
    assert abs(grown / told - 1) < Fraction(1, 50)


WRITTEN = [
    ("T(n) = 2T(n/2) + n", "n log₂ n"),
    ("T(n) = 2T(n/2) + n lg n", "n (log₂ n)² / 2"),
    ("T(n) = 2T(n/2) + n ln n", "n (ln n)² / (2 ln 2)"),
    ("T(n) = 2T(n/2) + n log n", "n (log₂ n)² / 2"),
    ("T(n) = 3T(n/2) + n^2", "4n²"),
    ("T(n) = T(n/2) + 2^n", "2^n"),
    ("T(n) = 2T(n/2) + n!", "n!"),
    ("T(n) = 4T(n/2) + n^2 sqrt(n)", "(2 + √2)·n^(5/2)"),
    ("T(n) = T(n/2) + c n", "2c·n"),
    ("T(n) = 2^a T(n/2^a) + a n", "n log₂ n"),
    ("T(n) = T(n/2) + T(n/4) + T(n/8) + n", "8n"),
    ("T(n) = T(n/3) + T(2n/3) + n", "n ln n / (ln 3 / 3 + 2 ln(3/2) / 3)"),
    ("T(n) = 2T(n/2) + n + O(log n)", "n log₂ n"),
    ("T(n) = 2T(n/2) + n + Θ(1)", "n log₂ n"),
    ("T(n) = 2T(n/2 + sqrt(n)) + T(log n) + n", "n log₂ n"),
]


@pytest.mark.parametrize(("text", "leading"), WRITTEN, ids=[text for text, _ in WRITTEN])
def test_the_leading_term_is_written_as_in_a_textbook(text, leading):
    assert write(solve(text).leading) == leading


SILENT = [
    "T(n) = 2T(n/2) + Θ(n)",
    "T(n) = 2T(n/2) + O(n)",
    "T(n) <= 2T(n/2) + n",
    "T(n) = T(n/2) + n(2 - cos(n))",
    "T(n) = 2T(n/2) + n/log(n)^2",
    "T(n) = 3T(n/2) + n",
    "M(n) = 2M(n/2) + A(n); A(n) = A(n/2) + n",
]


@pytest.mark.parametrize("text", SILENT)
def test_no_constant_is_claimed_where_the_base_case_or_a_hidden_constant_takes_part(text):
    assert solve(text).leading is None
