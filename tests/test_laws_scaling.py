"""Amdahl's and Gustafson's tables, and what measured times say of the serial part."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from recur.forkjoin.laws.laws import amdahl
from recur.forkjoin.laws.scaling import Law, SerialTrend, law_speedups, measured, read_csv, read_part, read_times, trend
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


@given(st.fractions(min_value=Fraction(1, 100), max_value=Fraction(99, 100), max_denominator=100))
def test_times_that_follow_amdahl_show_a_steady_serial_part(part: Fraction) -> None:
    rows = measured((p, 100 / amdahl(part, p)) for p in (1, 2, 4, 8, 16))
    assert {row.serial for row in rows[1:]} == {1 - part}
    assert trend(rows) is SerialTrend.STEADY


def test_overhead_that_grows_with_p_shows_as_a_rising_serial_part() -> None:
    rows = measured((p, Fraction(100, p) + p) for p in (1, 2, 4, 8, 16))
    assert trend(rows) is SerialTrend.RISING


def test_the_serial_part_may_fall() -> None:
    assert trend(measured(read_times("1:100, 2:80, 4:40"))) is SerialTrend.FALLING


def test_two_times_tell_no_trend() -> None:
    assert trend(measured(read_times("1:10,2:6"))) is SerialTrend.UNKNOWN


def test_a_speed_up_above_p_is_marked() -> None:
    rows = measured(read_times("1:10.0, 2:4.9, 4:2.6"))
    assert [row.superlinear for row in rows] == [False, True, False]


def test_several_times_for_one_p_count_by_their_median() -> None:
    rows = measured(read_times("1:10, 1:30, 1:11, 2:6"))
    assert rows[0].seconds == 11 and rows[1].speedup == Fraction(11, 6)


@pytest.mark.parametrize("times", ["2:5", "1:0, 2:3", "1:-1", "0:3,1:4"])
def test_times_that_cannot_be(times: str) -> None:
    with pytest.raises(InvalidRecurrence):
        measured(read_times(times))


@pytest.mark.parametrize("text", ["", "foo", "1", "1:", ":1", "1:abc", "1:nan", "1:inf", "1.5:3", "1:2,", "²:3"])
def test_what_is_no_measurement_is_a_syntax_error(text: str) -> None:
    with pytest.raises(SyntaxProblem):
        read_times(text)


def test_a_table_of_times_may_have_a_heading_and_comments() -> None:
    assert read_csv("P,seconds\n# warm\n1,10.5\n\n2, 6e0\n") == [(1, Fraction(21, 2)), (2, Fraction(6))]


@pytest.mark.parametrize("content", ["", "P,seconds\n", "1\n", "1,x\n"])
def test_a_table_without_times_is_refused(content: str) -> None:
    with pytest.raises(SyntaxProblem):
        read_csv(content)


@pytest.mark.parametrize("text", ["0.95", "95%", "95 %", "19/20", ".95"])
def test_a_part_is_written_in_several_ways(text: str) -> None:
    assert read_part(text) == Fraction(19, 20)


@pytest.mark.parametrize("text", ["", "nan", "inf", "1/0", "half", "0,95", "9" * 500])
def test_a_part_is_a_number(text: str) -> None:
    with pytest.raises(SyntaxProblem):
        read_part(text)
