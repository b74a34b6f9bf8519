"""Recurrences and programs have one arithmetic: what a formula means does not depend on where it stands."""

from __future__ import annotations

import pytest

from recur.model.errors import RecurError
from recur.parsing import parse, parse_formula
from recur.parsing.programs.formulas import parsed_formula

FORMULAS = """
n; 2n; 1.5n; (n+1)(n-1); n*-2; n/3*2; n - n mod 2; +n; --n; -n^2
n div 2; n % 2; n // 2; n mod 2; 7 mod 3 * 2; n/2 mod 3; -n mod 2; -n // 2; -(-n // 2); 2 - n // 2
⌊n/2⌋; ⌈n/2⌉; floor(n/2); ceil(n/2); 2^⌊lg n⌋; floor(n/2)*2; ⌊(n+1)/2⌋⌈n/2⌉
log n; lg n; ln n/lg n; lg^2 n; log² n; log^2(n); log(n)^2; log_2 n; log2 n; log_2(n); log(n, 3); log_3^2 n
log 2n; log n^2; 2^log n; log log n; n log n; log n log n; 2 log n; n^2 log n
sqrt n; √n; sqrt(n+1); √(n+1); n√n; exp(n); max(n, 2); min(n, 3); n²; n**2; 2^n^2; n^-1; n^2^-1; n^(1/2)
"""


@pytest.mark.parametrize("typed", [typed.strip() for typed in FORMULAS.replace("\n", ";").split(";") if typed.strip()])
def test_a_formula_is_the_same_in_a_recurrence_and_in_a_program(typed: str) -> None:
    assert parsed_formula(typed) == parse_formula(typed)


@pytest.mark.parametrize(
    "typed", ["n/0", "n mod 0", "n // 0", "0^-1", "sqrt(-1)", "log 0", "log_1 n", "floor(n, 2)", "2n^", "⌊n)"]
)
def test_what_is_no_number_in_one_is_none_in_the_other(typed: str) -> None:
    assert parsed_formula(typed) is None
    with pytest.raises(RecurError):
        parse_formula(typed)


def test_a_sign_binds_to_its_term_before_the_quotient_is_rounded() -> None:
    """The quotient rounded up, as programs write it."""
    assert parse("T(n) = 2T(-(-n // 2)) + n").recurrences[0].subcalls[0].argument == parse_formula("-floor(-n/2)")
