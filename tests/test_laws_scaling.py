"""Amdahl's and Gustafson's tables."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from recur.forkjoin.laws.laws import amdahl
from recur.forkjoin.laws.scaling import Law, law_speedups, read_part
from recur.model.errors import InvalidRecurrence, SyntaxProblem


@given(st.fractions(min_value=Fraction(1, 100), max_value=Fraction(99, 100), max_denominator=200))
def test_half_of_amdahls_limit_is_reached_where_it_is_said(part: Fraction) -> None:
    found = law_speedups(Law.AMDAHL, part)
    assert found.limit is not None and found.half is not None
    assert amdahl(part, found.half) >= found.limit / 2
    assert found.half == 1 or amdahl(part, found.half - 1) < found.limit / 2


def test_a_program_that_is_all_parallel_has_no_limit() -> None:
    found = law_speedups(Law.AMDAHL, Fraction(1), [8])
    assert found.limit is None and found.rows == ((8, Fraction(8)),)


def test_a_program_that_is_all_serial_gains_nothing() -> None:
    assert {s for _, s in law_speedups(Law.AMDAHL, Fraction(0)).rows} == {1}


def test_the_speed_up_of_the_parallel_part_gives_that_of_the_whole() -> None:
    found = law_speedups(Law.AMDAHL, Fraction(9, 10), factor=Fraction(9))
    assert found.factor == (9, 5)


def test_gustafson_has_no_limit_and_takes_no_factor() -> None:
    assert law_speedups(Law.GUSTAFSON, Fraction(9, 10), [11]).rows == ((11, Fraction(10)),)
    with pytest.raises(InvalidRecurrence, match="no -s"):
        law_speedups(Law.GUSTAFSON, Fraction(9, 10), factor=Fraction(2))


def test_no_processors_are_refused() -> None:
    with pytest.raises(InvalidRecurrence, match="at least one processor"):
        law_speedups(Law.AMDAHL, Fraction(1, 2), [0])


@pytest.mark.parametrize("text", ["0.95", "95%", "95 %", "19/20", ".95"])
def test_a_part_is_written_in_several_ways(text: str) -> None:
    assert read_part(text) == Fraction(19, 20)


@pytest.mark.parametrize("text", ["", "nan", "inf", "1/0", "half", "0,95", "9" * 500])
def test_a_part_is_a_number(text: str) -> None:
    with pytest.raises(SyntaxProblem):
        read_part(text)
