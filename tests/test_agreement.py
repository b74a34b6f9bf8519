"""Closed forms stand where they are exact, and fall at the first size where they are not."""

from __future__ import annotations

import pytest

from recur.parsing import parse, parse_formula
from recur.verification.agreement import verify_exact
from recur.verification.verify import Refuted


@pytest.mark.parametrize(
    ("text", "closed", "sizes"),
    [
        ("T(n)=2T(n/2)+n, T(1)=0", "n*log_2(n)", [1 << j for j in range(60)]),
        ("T(n)=T(n-1)+n, T(0)=0", "n*(n+1)/2", range(50)),
        ("T(n)=T(floor(n/2))+T(ceil(n/2))+1, T(1)=1", "2n-1", [1, 2, 3, 77, 10**30 + 1]),
        ("T(n)=7T(n/2)+(9/2)*n^2, T(1)=1", "7*7^(log_2(n))-6n^2", [1 << j for j in range(20)]),
        ("T(n)=T(n-1)+T(n-2), T(0)=0, T(1)=1", "(phi^n-(1-phi)^n)/sqrt(5)", range(40)),
        ("T(n)=T(n-1)+1/n, T(0)=0", "harmonic(n)", range(1, 40)),
        ("T(n)=n*T(n-1), T(0)=1", "n!", range(30)),
    ],
)
def test_an_exact_closed_form_stands(text: str, closed: str, sizes: list[int]) -> None:
    found = verify_exact(parse(text), "T", parse_formula(closed), sizes)
    assert found.status == "checked" and found.sizes == len(sizes), found.reason


@pytest.mark.parametrize(
    ("text", "closed", "named"),
    [
        ("T(n)=2T(n/2)+n, T(1)=0", "n*log_2(n)", "T(3)"),  # right at powers of 2 alone
        ("T(n)=T(n-1)+T(n-2), T(0)=0, T(1)=1", "phi^n/sqrt(5)", "T(1)"),
        ("T(n)=T(n-1)+n, T(0)=0", "n^2/(n-4)", "T(1)"),
        ("T(n)=T(n-1)+1, T(1)=1", "n+log(6-n)-log(6-n)", "n = 6"),
    ],
)
def test_a_closed_form_that_is_not_exact_falls_at_the_first_size(text: str, closed: str, named: str) -> None:
    with pytest.raises(Refuted) as caught:
        verify_exact(parse(text), "T", parse_formula(closed), range(1, 20))
    assert named in caught.value.message


def test_values_too_large_to_work_out_are_left_out() -> None:
    found = verify_exact(parse("T(n)=T(n-1)^2, T(0)=2"), "T", parse_formula("2^(2^n)"), [1, 5, 100])
    assert found.status == "checked" and found.sizes == 2
