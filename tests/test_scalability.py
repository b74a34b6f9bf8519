"""What measured times say of the serial part: Karp and Flatt row by row, Amdahl and Gustafson fitted, slow-downs."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from recur.documents.scaling import sheet
from recur.forkjoin.laws.laws import amdahl, gustafson
from recur.forkjoin.laws.scaling import Law
from recur.measurement.scalability import SerialTrend, scalability
from recur.measurement.worker_times import read_times
from recur.model.errors import InvalidRecurrence, SyntaxProblem
from recur.writers.json.answers import PLAIN

PROCESSORS = (1, 2, 4, 8, 16)


def said(text: str) -> str:
    return " ".join(map(PLAIN.sentence, sheet(scalability(read_times(text))).sentences))


@given(st.fractions(min_value=Fraction(1, 100), max_value=Fraction(99, 100), max_denominator=100))
def test_times_that_follow_amdahl_show_their_serial_part(part: Fraction) -> None:
    found = scalability((p, 100 / amdahl(part, p)) for p in PROCESSORS)
    assert {row.serial for row in found.rows[1:]} == {1 - part}
    assert found.trend is SerialTrend.STEADY
    assert found.fit is not None and found.fit.law is Law.AMDAHL and not found.fit.strays
    assert found.fit.fraction.best == pytest.approx(float(1 - part), abs=1e-4)


@given(st.fractions(min_value=Fraction(0), max_value=Fraction(99, 100), max_denominator=100))
def test_times_of_a_growing_problem_that_follow_gustafson_show_theirs(part: Fraction) -> None:
    found = scalability(((p, 100 * p / gustafson(part, p)) for p in PROCESSORS), grows=True)
    assert [row.speedup for row in found.rows] == [gustafson(part, p) for p in PROCESSORS]
    assert {row.serial for row in found.rows[1:]} == {1 - part}
    assert found.fit is not None and found.fit.law is Law.GUSTAFSON
    assert found.fit.fraction.best == pytest.approx(float(1 - part), abs=1e-4)


@pytest.mark.parametrize("law", Law)
@pytest.mark.parametrize("serial", [0.02, 0.1, 0.3, 0.7])
def test_the_interval_holds_the_truth_about_as_often_as_it_says(law: Law, serial: float) -> None:
    part, held, trials = Fraction(1 - serial), 0, 200
    rng = random.Random(f"{law} {serial}")
    for _ in range(trials):
        times = []
        for p in PROCESSORS:
            exact = 1 / amdahl(part, p) if law is Law.AMDAHL else p / gustafson(part, p)
            times.append((p, exact * Fraction(1 + rng.gauss(0, 0.03))))
        fit = scalability(times, grows=law is Law.GUSTAFSON).fit
        assert fit is not None
        held += fit.fraction.low <= serial <= fit.fraction.high
    assert 0.9 * trials <= held


def test_overhead_that_grows_with_p_shows_as_a_rising_serial_part_and_as_a_slow_down() -> None:
    found = scalability((p, Fraction(100, p) + 4 * p) for p in PROCESSORS)
    assert found.trend is SerialTrend.RISING
    assert found.fastest.processors == 4 and found.past_the_fastest
    assert "overhead has outgrown the gain" in said("1:100, 2:52, 4:30, 8:28, 16:40")


def test_more_workers_that_are_slower_than_one_are_called_so() -> None:
    found = scalability(read_times("1:10, 2:12, 4:15"))
    assert [row.processors for row in found.slower_than_one] == [2, 4]
    assert "Slower than one worker" in said("1:10, 2:12, 4:15") and "overhead" in said("1:10, 2:12, 4:15")
    assert "never passes" not in said("1:10, 2:12, 4:15")


def test_a_law_that_the_times_do_not_keep_to_gives_no_limit() -> None:
    assert "does not follow these times" in said("1:100, 2:50, 4:25, 8:24, 16:40")


def test_the_serial_part_may_fall() -> None:
    assert scalability(read_times("1:100, 2:80, 4:40")).trend is SerialTrend.FALLING


def test_parts_that_one_serial_part_explains_are_not_said_to_move() -> None:
    found = scalability(read_times("1:12.3, 2:6.5, 4:3.9"))
    assert found.trend is SerialTrend.RISING and found.settled_trend is SerialTrend.UNKNOWN


def test_two_times_tell_no_trend_and_no_law() -> None:
    found = scalability(read_times("1:10,2:6"))
    assert found.trend is SerialTrend.UNKNOWN and found.fit is None


def test_a_speed_up_above_p_is_marked() -> None:
    found = scalability(read_times("1:10.0, 2:4.9, 4:2.6"))
    assert [row.superlinear for row in found.rows] == [False, True, False]


def test_several_times_for_one_p_count_by_their_median() -> None:
    rows = scalability(read_times("1:10, 1:30, 1:11, 2:6")).rows
    assert rows[0].seconds == 11 and rows[1].speedup == Fraction(11, 6) and rows[0].runs == 3


@pytest.mark.parametrize("times", ["2:5", "1:0, 2:3", "1:-1", "0:3,1:4"])
def test_times_that_cannot_be(times: str) -> None:
    with pytest.raises(InvalidRecurrence):
        scalability(read_times(times))


@pytest.mark.parametrize("text", ["", "foo", "1", "1:", ":1", "1:abc", "1:nan", "1:inf", "1.5:3", "1:2,", "²:3"])
def test_what_is_no_measurement_is_a_syntax_error(text: str) -> None:
    with pytest.raises(SyntaxProblem):
        read_times(text)
