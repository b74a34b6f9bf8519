"""Sums and extremes of many terms at once: the values are those of term by term, and logarithms are kept."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import isclose, log2, sqrt

import pytest

from recur.evaluation.arithmetic import Compiler
from recur.evaluation.evaluator import Evaluator
from recur.model import InvalidRecurrence, LimitExceeded, limits
from recur.numbers import interval
from recur.parsing import parse, parse_formula

Values = dict[int, float]


def split(of: Callable[[list[float]], float], weight: Callable[[int, int], float]) -> Callable[[Values, int], float]:
    return lambda t, n: of([t[k] + t[n - k] + weight(k, n - k) for k in range(1, n)])


RULES = [
    ("T(n) = n + max(k=1..n-1, T(k) + T(n-k)), T(1) = 1", lambda t, n: n + split(max, lambda _, __: 0)(t, n)),
    (
        "T(n) = 1 + min(k=1..n, T(k-1) + T(n-k)), T(0) = 3",
        lambda t, n: 1 + min(t[k - 1] + t[n - k] for k in range(1, n + 1)),
    ),
    ("T(n) = sum(k=0..n-1, T(k)*T(n-1-k)), T(0) = 1", lambda t, n: sum(t[k] * t[n - 1 - k] for k in range(n))),
    (
        "T(n) = sum(k=0..n-1, k*T(k)*T(n-1-k)/2), T(0) = 1",
        lambda t, n: sum(k * t[k] * t[n - 1 - k] / 2 for k in range(n)),
    ),
    ("T(n) = 1 + max(k=1..n-1, max2(T(k), T(n-k))), T(1) = 0", lambda t, n: 1 + max(t[k] for k in range(1, n))),
    ("T(n) = max(k=1..n-1, T(k) + T(n-k) + sqrt(min2(k,n-k))), T(1) = 0", split(max, lambda k, m: sqrt(min(k, m)))),
    ("T(n) = min(k=1..n-1, T(k) + T(n-k) + lg(k)), T(1) = 0", split(min, lambda k, _: log2(k))),
    (
        "T(n) = sum(k=1..n-1, T(k)*T(n-k)/(k+1)), T(1) = 2",
        lambda t, n: sum(t[k] * t[n - k] / (k + 1) for k in range(1, n)),
    ),
    (
        "T(n) = max(k=1..n-1, T(floor(k/2)) + k), T(0) = 0, T(1) = 1",
        lambda t, n: max(t[k // 2] + k for k in range(1, n)),
    ),
]


@pytest.mark.parametrize(("text", "rule"), RULES, ids=[text for text, _ in RULES])
def test_values_are_those_of_term_by_term(text: str, rule: Callable[[Values, int], float]) -> None:
    system = parse(text)
    evaluator = Evaluator(system)
    known: Values = {case.high: float(str(case.value)) for case in system.recurrences[0].initial}
    for n in range(max(known) + 1, 40):
        known[n] = rule(known, n)
        value = evaluator.value("T", n).value
        assert isclose(float(Fraction(value)), known[n], rel_tol=1e-9)


def test_rational_terms_stay_exact() -> None:
    evaluator = Evaluator(parse("T(n) = max(k=1..n-1, T(k)/3 + T(n-k)), T(1) = 1"))
    assert [evaluator.number("T", n) for n in (2, 3, 4, 40)] == [Fraction(4, 3), Fraction(5, 3), 2, 14]


def test_long_sums_are_the_same_in_blocks() -> None:
    compiler = Compiler("n")
    value = compiler.compile(parse_formula("sum(k=1..n, k^2 + n)"))
    for n in (1, 3, 255, 256, 257, 2000):
        compiler.cells[0] = n
        assert value() == n * (n + 1) * (2 * n + 1) // 6 + n * n


def test_work_on_a_sum_is_counted_before_it_is_done() -> None:
    compiler = Compiler("n")
    value = compiler.compile(parse_formula("sum(k=1..n, k + n)"))
    compiler.cells[0] = 100_000
    with pytest.raises(LimitExceeded), limits.work_limit(50_000):
        value()


def test_a_value_that_is_not_there_yet_is_worked_out_first() -> None:
    evaluator = Evaluator(
        parse("T(n) = max(k=1..4, T(n-k) + T(n-5)), T(0) = 1, T(1) = 1, T(2) = 1, T(3) = 2, T(4) = 2")
    )
    last = evaluator.number("T", 60)
    assert last == max(evaluator.number("T", n) for n in range(56, 60)) + evaluator.number("T", 55)
    with pytest.raises(InvalidRecurrence):
        Evaluator(parse("T(n) = max(k=0..9, T(n-k)), T(0) = 1")).number("T", 20)


@pytest.mark.parametrize("weight", ["lg(min2(k,n-k) + 1)", "sqrt(min2(k,n-k))"])
def test_logarithms_and_roots_of_small_numbers_are_kept(weight: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    for name in ("logarithm", "_root"):
        of = getattr(interval, name)
        monkeypatch.setattr(interval, name, lambda *x, of=of: asked.append(x) or of(*x))
    Evaluator(parse(f"T(n) = max(k=1..n-1, T(k) + T(n-k) + {weight}), T(1) = 0")).number("T", 60)
    assert 0 < len(asked) < 200
