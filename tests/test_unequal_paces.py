"""Sizes that fall at different paces, and lattices of logarithms: Θ against the values in every direction."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from itertools import product
from math import comb, log, log2
from pathlib import Path

import pytest

import recur as library
from recur.evaluation.arithmetic import Compiler
from recur.evaluation.points import PointEvaluator
from recur.model import expressions as ex
from recur.model.records import replace
from recur.model.several import MultivariateRecurrence, MultivariateSolution, SizeRule
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


GROWTHS = [
    ("T(n,h) = 2T(n/2,h-1) + n", "n*Min(log(n), h)"),
    ("T(n,h) = T(n/2,h-1) + T(n/2,h-1) + 1", "Min(n, 2**h)"),
    ("T(m,n) = 2T(m/2,n/4) + m", "m*Min(log(m), log(n))"),
    ("T(m,n) = 3T(m/2,n/4)", "Min(m**(log(3)/log(2)), n**(log(3)/log(4)))"),
    ("T(m,n) = 4T(m/2,n/3) + m n", "m*n"),
    ("T(m,n) = T(m/2,n-1) + n", "n*Min(log(m), n)"),
    ("T(m,n) = T(m-2,n-1) + n^2", "n**2*Min(m, n)"),
    ("T(m,n) = T(m-2,n-2) + m, T(m,n) = 1 if m < 2 or n < 2", "m*Min(m, n)"),
    ("T(a,b,c) = T(a-1,b-1,c-1) + 1", "Min(a, b, c)"),
    ("T(a,b,c) = 8T(a/2,b/2,c/2) + a*b + b*c", "a*b*Min(a, b, c) + b*c*Min(a, b, c)"),
    (
        "T(m,n) = T(m/2,n) + T(m,n/2) + 1, T(1,n) = T(m,1) = 1",
        "binomial(floor(log(m)/log(2)) + floor(log(n)/log(2)), floor(log(m)/log(2)))",
    ),
]


@pytest.mark.parametrize(("text", "growth"), GROWTHS, ids=[text for text, _ in GROWTHS])
def test_the_growth_holds_in_every_direction(text: str, growth: str) -> None:
    found = solved(text)
    line = found.growths[0]
    assert (line.kind, write(line.body)) == ("Θ", growth)
    assert line.growing == found.recurrence.sizes
    r = found.recurrence
    if not r.borders:
        lows = [ex.Relation("<", ex.Symbol(size), ex.TWO if "/" in text else ex.ONE) for size in r.sizes]
        r = replace(r, borders=tuple(SizeRule((low,), ex.ONE) for low in lows))
    evaluator = PointEvaluator(r)
    compiler = Compiler(r.sizes[0])
    for slot, size in enumerate(r.sizes[1:], 1):
        compiler.cells.append(0)
        compiler.slots[size] = slot
    closure = compiler.compile(line.body)
    ratios = []
    places = [{"/2": 2**13 + 5, "/4": 4**9 + 3, "/3": 3**9 + 2}.get(x[1:3], 29) for x in _arguments(text)]
    for shares in product((1.0, 0.75, 0.5), repeat=len(places)):
        point = tuple(int(place**share) + 4 for place, share in zip(places, shares, strict=True))
        compiler.cells[: len(point)] = point
        grown = closure()
        known = grown if isinstance(grown, int | Fraction) else Fraction(certain_digits(grown, 12))
        ratios.append(Fraction(evaluator.number(point)) / known)  # type: ignore[arg-type]
    assert max(ratios) / min(ratios) < 14


def _arguments(text: str) -> list[str]:
    """The arguments of the call that moves the most: n/2 and h-1."""
    calls = [part.split(")")[0].split(",") for part in text.split("=")[1].split("T(")[1:]]
    return [next((x for x in column if x[1:]), column[0]) for column in zip(*calls, strict=True)]


def test_the_lattice_of_logarithms_has_a_power_over_a_root_on_the_diagonal() -> None:
    @cache
    def value(m: int, n: int) -> int:
        return 1 if m < 2 or n < 2 else value(m // 2, n) + value(m, n // 2) + 1

    found = solved("T(m,n) = T(m/2,n) + T(m,n/2) + 1")
    assert write(found.growths[1].body) == "n**2/sqrt(log(n))"
    for i, j in product((3, 7, 20), repeat=2):
        m, n = 2**i + i, 2 ** (j + 1) - 1
        assert 1 <= value(m, n) / comb(i + j, i) <= 2
    ratios = [value(2**k, 2**k) * log(2**k) ** 0.5 / 4**k for k in (20, 40, 80)]
    assert max(ratios) / min(ratios) < 1.03


def test_letters_and_upper_bounds_in_the_driving_term() -> None:
    found = solved("T(m,n) = 4T(m/2,n/2) + c m n")
    assert (found.growths[0].kind, write(found.growths[0].body)) == ("Θ", "m*n*log(Min(m, n))")
    assert "in the growth c is positive" in [str(x) for x in found.assumptions]
    assert [x.kind for x in solved("T(n,h) = 2T(n/2,h-1) + O(n)").growths] == ["O"]
    assert solved("T(a,b,c,d) = 2T(a/2,b/2,c/2,d/2) + 1").growths[0].growing == ("a", "b", "c", "d")


def test_thirds_that_end_at_1_alone_grow_so_along_powers_of_3() -> None:
    """T(18, n) calls T(2, n) and T(0, n), which the border at 1 does not end."""
    line = solved("T(a,b) = 8T(a/3,b/3) + b^2, T(1,b) = T(a,1) = 1").growths[0]
    assert (write(line.body), str(line.course), line.growing) == ("b**2", "for powers a, b → ∞ of 3", ())
    line = solved("T(a,b) = 8T(a/3,b/3) + b^2, T(a,b) = 1 if a < 3 or b < 3").growths[0]
    assert (write(line.body), line.growing) == ("b**2", ("a", "b"))
    assert solved("T(m,n) = 4T(m/2,n/2) + m n, T(0,n) = T(m,0) = 1").growths[0].growing == ("m", "n")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("T(m,n) = 3T(m/2,n-1) + n", "its last levels cost the most"),
        ("T(m,n) = T(m/2,n) + T(m,n/2) + m", "the driving term is no positive constant"),
        ("T(m,n) = T(m/2,n) + T(m,n/2) + 1, T(0,n) = T(m,0) = 1", "does not end the recursion"),
        ("T(m,n) = 2T(m/2,n-1) + 1, T(0,n) = 1, T(1,n) = 1", "not every size ends the recursion"),
        ("T(m,n) = T(m/2,n-1)", "a value at the border"),
        ("T(n,h) = T(n/2,h-1) + Ω(n)", "it has no upper bound"),
        ("T(n,h) = T(n/2,h-1) + c - 1", "no sum of products with positive coefficients"),
        ("T(m,n) = 2T(m/3,n/2) + m n, T(1,n) = T(m,1) = 1", "where a size is 2, which is below 3"),
    ],
)
def test_what_is_declined_says_why(text: str, reason: str) -> None:
    with pytest.raises(Unsolved) as refused:
        solved(text)
    assert reason in " ".join(refusal.reason for refusal in refused.value.refusals)


LCS = """
def lcs(i, j):
    if i == {low} or j == {low}:
        return 0
    return max(lcs(i - 1, j), lcs(i, j - 1))
"""
LCS_OF_STRINGS = """
def lcs(x, y, i, j):
    if i == 0 or j == 0:
        return 0
    if x[i - 1] == y[j - 1]:
        return 1 + lcs(x, y, i - 1, j - 1)
    return max(lcs(x, y, i - 1, j), lcs(x, y, i, j - 1))
"""
TRIANGLE = """
def triangle(n, k):
    if n == k:
        return 1
    if k == 0 or k > n:
        return 0
    return k * triangle(n - 1, k) + triangle(n - 1, k - 1)
"""
EDITS = """
def edits(a, b, i, j):
    if i == 0:
        return j
    if j == 0:
        return i
    if a[i - 1] == b[j - 1]:
        return edits(a, b, i - 1, j - 1)
    return 1 + min(edits(a, b, i - 1, j), edits(a, b, i, j - 1), edits(a, b, i - 1, j - 1))
"""
BINOMIAL = """
def binomial(n, k):
    if k == 0 or k == n:
        return 1
    return binomial(n - 1, k - 1) + binomial(n - 1, k)
"""
HALVES = """
def halves(n, h):
    if n <= 1 or h == 0:
        return 0
    s = 0
    for i in range(n):
        s += i
    return halves(n // 2, h - 1) + halves(n // 2, h - 1) + s
"""


@pytest.mark.parametrize(
    ("code", "upper", "told"),
    [
        (LCS.format(low=0), "2**i*2**j", "Θ(binomial(i + j, i)) is no product"),
        (LCS.format(low=1), "2**i*2**j", "Θ(binomial(i + j - 2, i - 1)) is no product"),
        (LCS_OF_STRINGS, "2**i*2**j", "Θ(binomial(i + j, i)) is no product"),
        (TRIANGLE, "2**n", "the sizes fall in ways that are not solved together"),
        (EDITS, "(1 + sqrt(2))**i*(1 + sqrt(2))**j", "Θ(Sum(binomial(i, k)*binomial(j, k)*2**k"),
        (BINOMIAL, "2**n/sqrt(n)", "Θ(binomial(n, k)), for 0 <= k <= n, is no product"),
        (HALVES, "n*log(n)", "the sizes fall in ways that are not solved together"),
    ],
)
def test_code_in_two_sizes(code: str, upper: str, told: str) -> None:
    (procedure,) = library.analyze(code).procedures
    bounds, error = procedure.work.bounds, procedure.work.error
    assert bounds.upper is not None
    assert error is not None
    assert write(bounds.upper.expression()) == upper
    assert told in error.message


@pytest.mark.parametrize(
    ("code", "theta"),
    [
        (LCS.format(low=0), "binomial(i + j, i)"),
        (LCS.format(low=1), "binomial(i + j - 2, i - 1)"),
        (BINOMIAL, "binomial(n, k)"),
        (TRIANGLE, None),
        (HALVES, None),
    ],
)
def test_json_tells_a_growth_that_is_no_product(code: str, theta: str | None, tmp_path: Path, recur: Recur) -> None:
    path = tmp_path / "program.py"
    path.write_text(code)
    run = recur("analyze", "--json", str(path))
    (procedure,) = json.loads(run.stdout)["procedures"]
    assert procedure["work"]["theta"] == theta


def test_calls_are_counted_as_is_said() -> None:
    """Calls of the recursions above, against the numbers that are claimed."""

    @cache
    def calls(i: int, j: int, low: int) -> int:
        return 1 if low in (i, j) else 1 + calls(i - 1, j, low) + calls(i, j - 1, low)

    for i, j in product((1, 2, 5, 30), repeat=2):
        assert calls(i, j, 0) == 2 * comb(i + j, i) - 1
        assert calls(i, j, 1) == 2 * comb(i + j - 2, i - 1) - 1
    assert log2(calls(30, 30, 0)) < 60
