"""GMP and FLINT where they are installed: what they give is what Python gives."""

from __future__ import annotations

import random

import pytest

from recur.evaluation.evaluator import evaluate
from recur.numbers import factorization, fast

PRODUCTS = [[[-2, 1], [3, 1, 1], [1, 0, 2, 1], [5, 1, 0, 0, 0, 1]], [[-1, 2], [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3]]]


@pytest.fixture(params=["python", "installed"])
def with_or_without(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "python":
        monkeypatch.setattr(fast, "_gmp", lambda: None)
        monkeypatch.setattr(fast, "_flint", lambda: None)
    else:
        pytest.importorskip("gmpy2", reason="gmpy2 is not installed: .[fast]")
        pytest.importorskip("flint", reason="python-flint is not installed: .[fast]")
    return str(request.param)


@pytest.mark.usefixtures("with_or_without")
def test_products_of_long_numbers_are_exact_whole_numbers() -> None:
    rng = random.Random(1)
    for bits in (10, fast.LONG - 1, fast.LONG, 40_000):
        a, b = rng.getrandbits(bits), -rng.getrandbits(bits)
        found = fast.long_product(a, b)
        assert type(found) is int
        assert found == a * b


@pytest.mark.usefixtures("with_or_without")
@pytest.mark.parametrize("parts", PRODUCTS)
def test_factors_are_the_same_in_the_same_order(parts: list[list[int]]) -> None:
    product = [1]
    for part in parts:
        product = factorization.whole_product(product, part)
    found = factorization.irreducible_factors([-c for c in product])
    assert found == sorted(parts, key=lambda q: (len(q), q))
    assert {type(c) for q in found for c in q} == {int}


@pytest.mark.usefixtures("with_or_without")
def test_far_terms_of_sequences_are_those_of_steps() -> None:
    a, b = 0, 1
    for _ in range(20_000):
        a, b = b, a + b
    assert evaluate("F(n)=F(n-1)+F(n-2), F(0)=0, F(1)=1", [20_000])[0].value == a
    total = 1
    for n in range(1, 5_001):
        total = n * total
    assert evaluate("T(n)=n*T(n-1), T(0)=1", [5_000])[0].value == total


def test_long_products_are_those_of_gmp(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def whole(x: int) -> int:
        asked.append(x)
        return x

    monkeypatch.setattr(fast, "_gmp", lambda: whole)
    assert fast.long_product(1 << 5000, 3 << 5000) == 3 << 10_000
    assert asked == [1 << 5000, 3 << 5000]
    assert fast.long_product(2, 1 << 5000) == 1 << 5001
    assert len(asked) == 2
