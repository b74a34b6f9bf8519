"""Functions of several sizes solved: closed forms against plain recursion far beyond the grid, growths by values."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from itertools import product
from math import comb, factorial, log

import pytest

from recur.answers.judging.judging import check
from recur.evaluation.arithmetic import Compiler
from recur.evaluation.points import PointEvaluator
from recur.model import expressions as ex
from recur.model.errors import InvalidRecurrence, RecurError
from recur.model.several import MultivariateRecurrence, MultivariateSolution
from recur.model.solution import Unsolved
from recur.notation.python import write
from recur.numbers import certain_digits
from recur.parsing import parse_any
from recur.solving.several.joint_solver import solve_multivariate
from tests.conftest import Recur


def solved(text: str) -> MultivariateSolution:
    read = parse_any(text)
    assert isinstance(read, MultivariateRecurrence)
    return solve_multivariate(read)


def growths(text: str) -> list[str]:
    return [f"{line.kind} {write(line.body)} {line.course}" for line in solved(text).growths]


def at(formula: ex.Expr, sizes: tuple[str, ...], point: tuple[int, ...]) -> object:
    compiler = Compiler(sizes[0])
    for slot, size in enumerate(sizes[1:], 1):
        compiler.cells.append(0)
        compiler.slots[size] = slot
    closure = compiler.compile(formula)
    compiler.cells[: len(point)] = point
    return closure()


def approximately(value: object) -> Fraction:
    return (
        value
        if isinstance(value, Fraction)
        else Fraction(certain_digits(value, 12) if not isinstance(value, int) else value)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T(n,k) = T(n-1,k) + k, T(0,k) = 0", ["Θ n*k for n, k → ∞"]),
        ("T(n,m) = 2T(n/2,m) + nm, T(1,m) = m", ["Θ n*m*log(n) for n, m → ∞"]),
        ("T(m,n) = T(m-1,n) + m, T(0,n) = n", ["Θ m**2 + n for m, n → ∞"]),
        ("T(n,k) = T(n/2,k) + log k, T(1,k) = 1", ["Θ log(n)*log(k) for n, k → ∞"]),
        ("T(m,n) = T(m-1,n) + O(n)", ["O m*n for m, n → ∞"]),
        ("T(V,E) = T(V-1,E) + E", ["Θ V*E for V, E → ∞"]),
        ("T(n,m,k) = T(n-1,m,k) + m k, T(0,m,k) = 0", ["Θ n*m*k for n, m, k → ∞"]),
        ("T(m,n) = T(m-1,n-1) + 1, T(m,0) = T(0,n) = 0", ["Θ Min(m, n) for m, n → ∞"]),
        ("T(m,n) = T(m-1,n-1) + m + n, T(m,0) = T(0,n) = 0", ["Θ m*n for m, n → ∞"]),
        ("T(m,n) = 2T(m-1,n-1) + 1, T(m,0) = T(0,n) = 1", ["Θ 2**Min(m, n) for m, n → ∞"]),
        ("T(m,n) = T(m/2,n/2) + m + n", ["Θ m + n for m, n → ∞"]),
        ("T(m,n) = 4T(m/2,n/2) + mn", ["Θ m*n*log(Min(m, n)) for m, n → ∞"]),
        ("T(m,n) = 8T(m/2,n/2) + mn", ["Θ m*n*Min(m, n) for m, n → ∞"]),
        ("T(m,n) = 7T(m/2,n/2)", ["Θ Min(m, n)**(log(7)/log(2)) for m, n → ∞"]),
        (
            "T(m,n) = T(m-1,n) + T(m,n-1) + 1",
            ["Θ binomial(m + n, m) for m, n → ∞", "Θ 4**n/sqrt(n) for m = n → ∞"],
        ),
        (
            "C(n,k) = C(n-1,k-1) + C(n-1,k), C(n,0) = C(n,n) = 1",
            ["~ n**k/factorial(k) for n → ∞ and fixed k", "~ 4**k/sqrt(pi*k) for n = 2*k, k → ∞"],
        ),
        ("S(n,k) = k S(n-1,k) + S(n-1,k-1), S(0,0) = 1", ["~ k**n/factorial(k) for n → ∞ and fixed k ≥ 1"]),
        ("E(n,k) = (k+1)E(n-1,k) + (n-k)E(n-1,k-1), E(0,0) = 1", ["~ (k + 1)**n for n → ∞ and fixed k"]),
        (
            "p(n,k) = p(n-1,k-1) + p(n-k,k), p(0,0) = 1",
            ["~ n**(k - 1)/(factorial(k)*factorial(k - 1)) for n → ∞ and fixed k ≥ 1"],
        ),
        (
            "s(n,k) = (n-1)s(n-1,k) + s(n-1,k-1), s(0,0) = 1",
            ["~ factorial(n - 1)*log(n)**(k - 1)/factorial(k - 1) for n → ∞ and fixed k ≥ 1"],
        ),
    ],
)
def test_the_growth_and_how_the_sizes_grow(text: str, expected: list[str]) -> None:
    assert growths(text) == expected


EXACT = [
    ("T(n,k) = 2T(n-1,k) + k^2 + n, T(0,k) = k", "m, n ≥ 0"),
    ("T(n,k) = n T(n-1,k) + k, T(0,k) = 0", "m, n ≥ 0"),
    ("T(m,n) = T(m-1,n-1) + 1, T(m,0) = m, T(0,n) = n", "m, n ≥ 0"),
    ("T(m,n) = T(m-1,n-1) + m n, T(m,0) = T(0,n) = 2", "m, n ≥ 0"),
    ("T(m,n) = T(m-1,n) + T(m,n-1) + 1, T(m,0) = m, T(0,n) = n", "m, n ≥ 0"),
    ("T(m,n) = T(m-1,n) + T(m,n-1) + m + 2n, T(m,0) = m^2, T(0,n) = 3", "m, n ≥ 1"),
    ("T(m,n) = T(m-1,n) + T(m,n-1), T(m,0) = 0, T(0,n) = 1", "m, n ≥ 1"),
    ("D(m,n) = D(m-1,n) + D(m,n-1) + D(m-1,n-1), D(m,0) = D(0,n) = 1", "m, n ≥ 0"),
    ("T(m,n) = T(m-1,n) + T(m,n-1) + 2T(m-1,n-1) + 3, T(m,0) = T(0,n) = 5", "m, n ≥ 0"),
    ("C(n,k) = C(n-1,k-1) + C(n-1,k) + 1, C(n,0) = 1, C(n,n) = 1", "n ≤ m"),
    ("T(n,k) = 2T(n-1,k) + 3T(n-1,k-1), T(0,0) = 1", "m, n ≥ 0"),
    ("T(n,k) = T(n-1,k-1) + T(n-1,k) + 1, T(n,0) = 0, T(0,k) = 0", "m, n ≥ 0"),
    ("C(n,k) = C(n-1,k) + C(n,k-1), C(n,0) = 1, C(n,n+1) = 0", "n ≤ m"),
    ("S(n,k) = k S(n-1,k) + S(n-1,k-1), S(n,1) = S(n,n) = 1", "1 ≤ n ≤ m"),
    ("T(n,k) = (2k+1)T(n-1,k) + T(n-1,k-1), T(0,0) = 1", "m, n ≥ 0"),
    ("T(n,k) = k T(n-1,k) + k T(n-1,k-1), T(0,0) = 1", "m, n ≥ 0"),
    ("A(n,k) = k A(n-1,k) + (n-k+1)A(n-1,k-1), A(1,1) = 1", "1 ≤ n ≤ m"),
    ("L(n,k) = (n+k-1)L(n-1,k) + L(n-1,k-1), L(0,0) = 1", "1 ≤ n ≤ m"),
]
_INSIDE: dict[str, Callable[[int, int], bool]] = {
    "m, n ≥ 0": lambda m, n: True,
    "m, n ≥ 1": lambda m, n: m >= 1 and n >= 1,
    "n ≤ m": lambda m, n: n <= m,
    "1 ≤ n ≤ m": lambda m, n: 1 <= n <= m,
}


@pytest.mark.parametrize(("text", "region"), EXACT, ids=[text for text, _ in EXACT])
def test_closed_forms_hold_far_beyond_the_grid(text: str, region: str) -> None:
    found = solved(text)
    evaluator = PointEvaluator(found.recurrence)
    draw = random.Random(text)
    points = [(draw.randrange(61), draw.randrange(61)) for _ in range(40)]
    for m, n in filter(lambda p: _INSIDE[region](*p), points):
        line = found.exact[0] if len(found.exact) == 1 or m >= n else found.exact[1]
        assert at(line.formula, found.recurrence.sizes, (m, n)) == evaluator.number((m, n)), (m, n)


def test_two_lines_where_the_smaller_size_decides() -> None:
    found = solved("T(m,n) = T(m-1,n-1) + 1, T(m,0) = m, T(0,n) = n")
    assert [(write(line.formula), str(line.where)) for line in found.exact] == [
        ("m", "for m ≥ n ≥ 0"),
        ("n", "for n ≥ m ≥ 0"),
    ]


def test_random_lattices_with_polynomial_borders() -> None:
    draw = random.Random(21)
    for _ in range(12):
        a, b, c, d, e, f = (draw.randrange(-3, 4) for _ in range(6))
        text = f"T(m,n) = T(m-1,n) + T(m,n-1) + {a}m + {b}n + {c}, T(m,0) = {d}m^2 + {e}, T(0,n) = {f}n + {e}"
        found = solved(text.replace("+ -", "- ").replace("= -", "= -"))

        @cache
        def value(m: int, n: int, k: tuple[int, ...] = (a, b, c, d, e, f)) -> int:
            if n == 0:
                return k[3] * m * m + k[4]
            if m == 0:
                return k[5] * n + k[4]
            return value(m - 1, n) + value(m, n - 1) + k[0] * m + k[1] * n + k[2]

        for m, n in product((1, 2, 5, 17, 40), repeat=2):
            assert at(found.exact[0].formula, ("m", "n"), (m, n)) == value(m, n), text


@pytest.mark.parametrize(
    "text",
    [
        "T(m,n) = T(m/2,n/2) + m + n, T(1,n) = T(m,1) = 1",
        "T(m,n) = 3T(m/2,n/2) + m n + n^2, T(1,n) = T(m,1) = 1",
        "T(m,n) = 9T(m/3,n/3) + m n, T(m,n) = 1 if m < 3 or n < 3",
        "T(m,n) = 5T(m/2,n/2) + m, T(m,n) = 1 if m < 2 or n < 2",
        "T(m,n) = T(m-1,n-1) + m^2 + n, T(m,0) = T(0,n) = 1",
    ],
)
def test_a_growth_along_the_diagonals_has_the_ratio_bounded_in_every_direction(text: str) -> None:
    found = solved(text)
    (line,) = found.growths
    evaluator = PointEvaluator(found.recurrence)
    base = 1 if "-1" in text else int(text.split("/")[1][0])
    points = [(i, j) for i, j in product((5, 9, 17, 30), repeat=2)]
    if base > 1:
        points = [(base**i + i, base**j + j) for i, j in points]  # no powers, so that sizes are rounded down
    ratios = [evaluator.number(p) / approximately(at(line.body, ("m", "n"), p)) for p in points]
    assert max(ratios) / min(ratios) < 8


def test_columns_grow_as_is_said() -> None:
    @cache
    def parts(n: int, k: int) -> int:
        return int(n == k == 0) if n <= 0 or k <= 0 else parts(n - 1, k - 1) + parts(n - k, k)

    @cache
    def cycles(n: int, k: int) -> int:
        return int(n == k == 0) if n <= 0 or k <= 0 else (n - 1) * cycles(n - 1, k) + cycles(n - 1, k - 1)

    for n in range(0, 400, 40):
        parts(2 * n, 3)
        cycles(n, 2)
    assert abs(parts(720, 3) / (720**2 / (factorial(3) * factorial(2))) - 1) < 0.02
    ratio = Fraction(cycles(360, 2), factorial(359))
    assert abs(float(ratio) / log(360) - 1) < 0.15
    assert abs(comb(2000, 3) / (2000**3 / 6) - 1) < 0.01


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("A(m,n) = A(m-1,A(m,n-1)), A(0,n) = n+1, A(m,0) = A(m-1,1)", "Ackermann's function"),
        ("T(a,b) = T(b, a mod b) + 1, T(a,0) = 1", "Euclid's algorithm"),
        ("L(i,j) = max(L(i-1,j), L(i,j-1)), L(i,0) = L(0,j) = 0", "the max of values"),
        ("T(m,n) = T(m-1,n)T(m,n-1), T(m,0) = T(0,n) = 2", "multiplied with each other"),
        ("T(m,n) = T(m-1,n) + T(m,n-2), T(m,0) = T(0,n) = 1", "the calls neither leave"),
        ("T(m,n) = T(m-1,n) + n if m > n, T(m,n) = T(m,n-1) otherwise, T(0,0) = 0", "one equation for some sizes"),
        ("T(n,k) = T(n-1,k) + k, T(0,k) = 0, T(n,k) = 0 if k > 5", "more than small sizes"),
        ("T(m,n) = T(m-1,n-1) + 1, T(m,0) = T(0,n) = 0, T(m,n) = 7 if m > 50", "more than small sizes"),
        ("T(m,n) = T(m-1,n) + T(m,n-1), T(m,0) = T(0,n) = 1, T(m,n) = 7 if m > 50", "no polynomial near the origin"),
        ("T(m,n) = T(m-1,n) + T(m,n-1) for m <= 50, T(m,0) = T(0,n) = 1", "holds for small sizes alone"),
        (
            "S(n,k) = k S(n-1,k) + S(n-1,k-1) for n <= 40, S(0,0) = 1, S(n,0) = 0 if n > 0",
            "holds for small sizes alone",
        ),
    ],
)
def test_what_is_declined_says_why(text: str, reason: str) -> None:
    with pytest.raises(Unsolved, match=reason):
        solved(text)


def test_a_border_of_a_carried_size_is_left_out_of_the_closed_form() -> None:
    (line,) = solved("T(n,k) = T(n-1,k) + 1, T(0,k) = 0, T(n,0) = 5").exact
    assert (write(line.formula), str(line.where)) == ("n", "for n >= 0, k ≠ 0")


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("T(n,k) = T(n-1,k) + 1, T(0,k) = 0, T(n,k) = 3 if k < 2", ["n for n >= 0, k ≥ 2"]),
        ("T(m,n) = (2n+3)T(m-1,n), T(m,1) = m, T(1,n) = n", ["n*(2*n + 3)**(m - 1) for m >= 1, n ≠ 1"]),
        ("P(x,n) = x P(x,n-1), P(x,0) = 1", ["x**n for n >= 0"]),
        ("P(n,r) = n P(n-1,r-1), P(n,0) = 1", ["Product(k + n - r, (k, 1, r)) for n ≥ r ≥ 0"]),
        ("T(m,n) = T(m-1,n-1) + m, T(m,0) = 1", ["m*n - n**2/2 + n/2 + 1 for m ≥ n ≥ 0"]),
        ("T(n,k) = T(n-1,k) + T(n-1,k-1), T(n,n) = T(n,1) = 1", ["binomial(n - 1, k - 1) for 1 ≤ k ≤ n"]),
    ],
)
def test_where_a_closed_form_holds(text: str, closed: list[str]) -> None:
    found = solved(text)
    assert [f"{write(line.formula)} {line.where}" for line in found.exact] == closed


def test_a_row_says_where_the_falling_size_begins() -> None:
    lines = solved("T(m,n) = n T(m-1,n) + 2^n, T(1,n) = c").exact
    assert lines
    assert all(str(line.where).startswith("for m ≥ 1, n ≥ 1, ") for line in lines)


def test_a_row_for_each_kind_of_a_carried_coefficient() -> None:
    found = solved("T(n,k) = k T(n-1,k) + 1, T(0,k) = 1")
    evaluator = PointEvaluator(found.recurrence)
    for n, k in product((1, 4, 9), (1, 2, 7)):
        line = found.exact[1 if k == 1 else 0]
        assert at(line.formula, ("n", "k"), (n, k)) == evaluator.number((n, k))


@pytest.mark.parametrize("text", ["T(m,n) = T(m,0) - T(m,n-1), T(m,1) = m", "T(m,n) = T(0,n) + 1, T(0,n) = 1"])
def test_a_call_at_a_fixed_size_is_no_smaller_one(text: str) -> None:
    with pytest.raises(Unsolved):
        solved(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T(n,k) = T(n/k,k) + 1", ["Θ log(n) for n → ∞ and fixed k ≥ 2"]),
        ("T(n,k) = k T(n/k,k) + n", ["Θ n*log(n) for n → ∞ and fixed k ≥ 2"]),
        ("T(n,k) = T(n-k,k) + 1", ["Θ n for n → ∞ and fixed k ≥ 1"]),
        (
            "T(n,b) = 2T(n/b,b) + n",
            ["Θ n*log(n) for n → ∞ and fixed b ≥ 2, 2 = b", "Θ n for n → ∞ and fixed b ≥ 2, 2 < b"],
        ),
    ],
)
def test_a_carried_size_in_a_call_is_so_large_that_calls_are_smaller(text: str, expected: list[str]) -> None:
    assert growths(text) == expected


def test_a_call_at_a_multiple_by_a_size_is_no_smaller_one() -> None:
    with pytest.raises(Unsolved, match="a call is at a size that is no smaller"):
        solved("T(n,k) = T(k*n,k) + n")


def test_halves_with_a_border_in_one_size_have_no_growth() -> None:
    with pytest.raises(Unsolved, match="a border ends the recursion in one size alone"):
        solved("T(m,n) = 2T(m/2,n/2) + m, T(m,1) = 0")
    assert growths("T(m,n) = 2T(m/2,n/2) + m, T(m,1) = T(1,n) = 0") == ["Θ m*log(Min(m, n)) for m, n → ∞"]


def test_what_an_equation_asks_of_a_carried_size_is_told() -> None:
    (line,) = solved("T(n,k) = 2T(n/2,k) + n k for k > 2, T(1,k) = 1").exact
    assert str(line.where) == "for n = 2**j, k > 2"


def test_no_sum_is_over_a_size() -> None:
    for text in ("T(n,k) = T(n-1,k) + k 2^(2^n), T(0,k) = k", "T(i,k) = i T(i-1,k) + i!, T(0,k) = k"):
        found = solved(text)
        (line,) = found.exact
        indices = {x.index for x in ex.walk(line.formula) if isinstance(x, ex.Range)}
        assert not indices & set(found.recurrence.sizes)
        assert at(line.formula, found.recurrence.sizes, (4, 3)) == PointEvaluator(found.recurrence).number((4, 3))


def test_points_without_a_value_confirm_nothing() -> None:
    with pytest.raises(Unsolved):
        solved("T(m,n) = T(m-1,n-1) + log(m-n), T(m,0) = T(0,n) = 0")


def test_one_border_tells_one_side_of_the_diagonal_and_no_growth() -> None:
    assert solved("T(m,n) = T(m-1,n-1) + m, T(m,0) = 1").growths == ()


def test_the_python_face(recur: Recur) -> None:
    import recur as library

    found = library.solve("S(n,k) = k S(n-1,k) + S(n-1,k-1), S(0,0) = 1")
    assert isinstance(found, MultivariateSolution)
    assert found.to_dict()["growths"][0]["course"] == "for n → ∞ and fixed k ≥ 1"
    assert "S(n, k) ~ k^n / k!" in str(found)


def test_solve_in_every_medium(recur: Recur) -> None:
    text = "C(n,k) = C(n-1,k-1) + C(n-1,k), C(n,0) = C(n,n) = 1"
    ended = recur("solve", text)
    assert "C(n, k) = binom(n, k)     for 0 ≤ k ≤ n" in ended.stdout
    assert "Checked  the closed form at 496 points" in ended.stdout
    assert r"C(n, k) &= \binom{n}{k}" in recur("solve", "--format", "latex", text).stdout
    assert "binom" in recur("solve", "--format", "markdown", text).stdout
    assert '"exact": "binomial(n, k)"' in recur("solve", "--json", text).stdout


def test_an_unsolved_one_shows_how_it_was_read(recur: Recur) -> None:
    ended = recur("solve", "A(m,n) = A(m-1,A(m,n-1)), A(0,n) = n+1", "--why")
    assert ended.stdout.startswith("Read as  A(m, n) = A(m−1, A(m, n−1)),  A(0, n) = n + 1")
    assert "unsolved" in ended.stdout


def test_nothing_random_breaks_the_solver() -> None:
    """Random coefficients, borders and steps: solved and checked, or refused, and no other end."""
    draw = random.Random(4)
    steps = ["T(m-1,n)", "T(m,n-1)", "T(m-1,n-1)", "T(m/2,n/2)", "T(m-2,n)", "T(m-n,n)", "T(m/2,n)"]
    for _ in range(40):
        calls = " + ".join(
            f"{draw.choice(['', '2', 'm*', 'n*', '(n+1)*'])}{c}" for c in draw.sample(steps, draw.choice((1, 2)))
        )
        driving = draw.choice(["", " + 1", " + m", " + mn", " + n^2 - m", " + log n", " + 2^n"])
        border = draw.choice(
            ["", ", T(m,0) = T(0,n) = 1", ", T(0,n) = n, T(m,0) = m", ", T(0,0) = 1", ", T(1,n) = 1, T(0,n) = 1"]
        )
        text = f"T(m,n) = {calls}{driving}{border}"
        try:
            found = solved(text)
        except RecurError as problem:
            assert problem.kind in ("unsolved", "invalid", "limit"), text
            continue
        evaluator = PointEvaluator(found.recurrence)
        for line in found.exact:
            if str(line.where) in ("for m, n ≥ 0", "for m >= 0", "for n >= 0"):
                for point in ((7, 5), (33, 35), (40, 12)):
                    value = evaluator.number(point)
                    assert at(line.formula, ("m", "n"), point) == value, text


PASCAL = "C(n,k) = C(n-1,k-1) + C(n-1,k), C(n,0) = 1, C(n,n) = 1"
HALVES = "T(n,m) = 2T(n/2,m) + nm, T(1,m) = m"
TABLE = "T(m,n) = T(m-1,n) + n, T(0,n) = 0"
EDITS = "T(m,n) = T(m-1,n) + T(m,n-1) + T(m-1,n-1) + 1, T(m,0) = T(0,n) = 1"
BEGINS = "T(m,n) = T(m-1,n) + n, T(0,n) = 3, T(1,n) = n"
PATHS = "T(m,n) = T(m-1,n) + T(m,n-1), T(m,0) = T(0,n) = 1"


@pytest.mark.parametrize(
    ("text", "answer", "verdict"),
    [
        (PASCAL, "C(n,k) = n!/(k!(n-k)!)", "correct"),
        (PASCAL, "C(n,k) = n!/(k!(n-k)!) for 0 <= k <= n", "correct"),
        (PASCAL, r"\binom{n}{k}", "correct"),
        (PASCAL, "C(n,k) = n!/k!", "wrong"),
        (PASCAL, "O(2^n)", "not tight"),
        (HALVES, "Θ(nm log n)", "correct"),
        (HALVES, "O(n^2 m)", "not tight"),
        (HALVES, "O(nm)", "wrong"),
        (HALVES, "Θ(n log n)", "wrong"),
        (HALVES, "Ω(n m)", "not tight"),
        (HALVES, "T(n,m) = O(mn log(mn))", "not tight"),
        (TABLE, "Theta(mn)", "correct"),
        (TABLE, "mn", "correct"),
        (TABLE, "T(a,b) = a*b", "correct"),
        (TABLE, "O(m*x)", "unreadable"),
        (TABLE, "o(mn)", "wrong"),
        ("T(m,n) = T(m-1,n) + m, T(0,n) = n", "Θ(m^2)", "wrong"),
        ("T(m,n) = T(m-1,n) + m, T(0,n) = n", "Θ(m^2 + n)", "correct"),
        ("T(m,n) = T(m/2,n/2) + m + n", "Θ(max(m,n))", "correct"),
        ("T(m,n) = T(m/2,n/2) + m + n", "O(mn)", "not tight"),
        ("T(m,n) = 4T(m/2,n/2) + mn", "Θ(mn log n)", "wrong"),
        ("T(m,n) = 4T(m/2,n/2) + mn", "Θ(mn log min(m,n))", "correct"),
        (PATHS, "T(m,n) = (m+n)!/(m! n!)", "correct"),
        (PATHS, "T(m,n) <= 2^m", "wrong"),
        (PATHS, "O(2^(m+n))", "not tight"),
        (PATHS, "Θ(2^(m+n))", "wrong"),
        (PATHS, "Ω(2^min(m,n))", "not tight"),
        (PATHS, "Ω(4^min(m,n))", "wrong"),
        (PATHS, "O(2^max(m,n))", "wrong"),
        (PATHS, "O(4^max(m,n))", "not tight"),
        (EDITS, "O(3^(m+n))", "not tight"),
        (EDITS, "O(2^(m+n))", "wrong"),
        (EDITS, "Ω(3^min(m,n))", "not tight"),
        (EDITS, "O(m n)", "wrong"),
        (PATHS, "T(m,n) <= 2^(m+n)", "undecided"),
        ("T(m,n) = T(m-1,n-1) + 1, T(m,0) = T(0,n) = 0", "T(m,n) = min(m,n)", "correct"),
        ("T(m,n) = T(m-1,n-1) + 1, T(m,0) = T(0,n) = 0", "T(m,n) = max(min(m,n), m - 40)", "undecided"),
        ("A(m,n) = A(m-1,A(m,n-1)), A(0,n) = n+1", "O(mn)", "undecided"),
        (BEGINS, "T(m,n) = m n for m, n >= 1", "correct"),
        (BEGINS, "T(m,n) = m n for m >= 0", "wrong"),
        (BEGINS, "T(m,n) = m n for m > 0 or n > 0", "unreadable"),
        (BEGINS, "T(m,n) = m n when m is positive", "unreadable"),
        (BEGINS, "Θ(mn log 2)", "correct"),
        (HALVES, "Θ(n log n) for fixed m", "correct"),
        (HALVES, "m fixed: Θ(n log n)", "correct"),
        (HALVES, "T(a,b) = Θ(a log a), b constant", "correct"),
        (HALVES, "Θ(n log n) with m held constant", "correct"),
        (HALVES, "O(n) for fixed m", "wrong"),
        (HALVES, "Θ(m) for fixed n", "correct"),
        (HALVES, "Θ(nm log n) for n, m → ∞", "correct"),
        (HALVES, "Θ(n log n) for fixed n, m", "unreadable"),
        (HALVES, "Θ(n log n), one size fixed", "unreadable"),
        (HALVES, "Θ(n^2 log n) on the diagonal", "unreadable"),
        (HALVES, "Θ(nm log n) with constant factor 2", "correct"),
        (PASCAL, "Θ(n^k) for n → ∞ and fixed k", "correct"),
        (PASCAL, "C(n,k) ~ n^k/k! for n → ∞ and fixed k", "correct"),
        (PASCAL, "C(n,k) ~ n^k for n → ∞ and fixed k", "undecided"),
        (PASCAL, "O(n^(k-1)) for fixed k", "wrong"),
        (PASCAL, "O(n^3) for fixed k", "undecided"),
        (PASCAL, "Θ(k^n) for fixed n", "undecided"),
        ("T(n,k) = k T(n/2,k) + n, T(1,k) = 1", "Θ(n log n) for fixed k", "undecided"),
    ],
)
def test_claims(text: str, answer: str, verdict: str) -> None:
    assert check(text, answer).verdict == verdict


def test_the_claim_of_the_text_itself() -> None:
    assert check(f"{TABLE}; Θ(mn)").verdict == "correct"
    assert check(f"{TABLE}; Θ(m)").verdict == "wrong"
    assert check(f"{HALVES}; Θ(n log n) for fixed m").verdict == "correct"
    assert check(f"{HALVES}, T(n,m) = Θ(n) for fixed m").verdict == "wrong"
    assert check(f"{TABLE}; Θ(m^2) for m = n").verdict == "correct"
    assert check(f"{TABLE}; Θ(m^2), m = n").verdict == "correct"


def test_how_the_sizes_of_a_claim_grow_is_shown(recur: Recur) -> None:
    assert "Answer   T(n, m) = Θ(n log n) for fixed m" in recur("check", HALVES, "Θ(n log n) for fixed m").stdout
    assert '"where": [], "fixed": ["m"]' in recur("check", "--json", HALVES, "Θ(n log n) for fixed m").stdout


def test_a_wrong_formula_is_refuted_at_a_point_and_revealed(recur: Recur) -> None:
    ended = recur("check", PASCAL, "C(n,k) = n!/k!", "--reveal")
    assert "wrong: the recurrence gives C(2, 0) = 1, the claim says 2" in ended.stdout
    assert "C(n, k) = binom(n, k)" in ended.stdout
    told = recur("check", "--json", PASCAL, "C(n,k) = n!/k!").stdout
    assert '"answer": "C(n, k) = factorial(n)/factorial(k)"' in told


def test_what_is_of_one_size_is_not_passed_over(recur: Recur) -> None:
    import recur as library

    for option in ("--constants", "--gf"):
        ended = recur("solve", option, PASCAL)
        assert ended.returncode == 2
        assert "for functions of one size" in ended.stderr
    with pytest.raises(InvalidRecurrence, match="of one size"):
        library.solve(PASCAL, gf=True)


def test_the_page_answers_as_the_terminal() -> None:
    from recur.web.protocol import answer

    solved_there = answer({"verb": "solve", "text": PASCAL})
    assert solved_there["error"] is None
    assert "fixed" in str(solved_there)
    values = answer({"verb": "eval", "text": PASCAL, "second": "40,20; 10,5"})
    assert "137846528820" in str(values)
    assert "252" in str(values)
    assert "wrong" in str(answer({"verb": "check", "text": PASCAL, "second": "C(n,k) = n!/k!"}))
    declined = answer({"verb": "solve", "text": "A(m,n) = A(m-1,A(m,n-1)), A(0,n) = n+1"})
    assert declined["error"]["kind"] == "unsolved"
    for verb, second in (("check", "Θ(mn)"), ("eval", "3,4"), ("solve", "")):
        assert answer({"verb": "read", "of": verb, "text": TABLE, "second": second})["error"] is None
