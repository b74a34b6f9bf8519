"""Work law, span law, Brent, Amdahl, Gustafson, Karp–Flatt: exact, and true of each other."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from recur.asymptotics.growth import Growth
from recur.forkjoin.laws.laws import Computation, amdahl, amdahl_limit, doubling, gustafson, karp_flatt
from recur.forkjoin.laws.quantities import processors_at, read_amount, read_processors
from recur.forkjoin.laws.rounding import short_decimal
from recur.forkjoin.laws.speedup import growing_speedup, orders_of_speedup, scheduled_speedup, speedup
from recur.model.errors import InvalidRecurrence, RecurError, SyntaxProblem, Undecided
from recur.model.expressions import Symbol, log

N = Symbol("n")
positive = st.fractions(min_value=Fraction(1, 50), max_value=10**6, max_denominator=50)
processors = st.integers(min_value=1, max_value=5000)
shares = st.fractions(min_value=0, max_value=1, max_denominator=100)


@st.composite
def computations(draw: st.DrawFn) -> Computation:
    span = draw(positive)
    return Computation(span + draw(positive) * draw(st.integers(0, 50)), span)


@given(computations(), processors)
def test_the_lectures_chain_of_bounds(c: Computation, p: int) -> None:
    """T₁/P ≤ T_P ≤ T∞ + (T₁ − T∞)/P ≤ T₁/P + T∞, and the span law beside it."""
    assert c.work / p <= c.lower(p) and c.span <= c.lower(p)
    assert c.lower(p) <= c.brent(p) <= c.simple(p) <= 2 * c.lower(p)


@given(computations(), processors)
def test_no_speed_up_passes_the_processors_or_the_parallelism(c: Computation, p: int) -> None:
    found = c.speedup(p)
    assert 1 <= found.low <= found.high <= min(p, c.parallelism)
    assert c.efficiency(p).high <= 1
    assert c.cost(p).low >= c.work


@given(computations(), processors)
def test_up_to_the_parallelism_the_speed_up_is_linear(c: Computation, p: int) -> None:
    if p <= c.parallelism:
        assert c.efficiency(p).low >= Fraction(1, 2)


@given(computations(), st.fractions(min_value=Fraction(1, 10), max_value=Fraction(19, 20), max_denominator=20))
def test_the_largest_p_of_an_efficiency_is_the_largest(c: Computation, efficiency: Fraction) -> None:
    most = c.most_efficient(efficiency)
    assert c.efficiency(most).low >= efficiency
    assert most >= 1
    if c.work > c.span:
        assert c.efficiency(most + 1).low < efficiency


@given(computations())
def test_where_the_time_comes_within_twice_the_span(c: Computation) -> None:
    needed, enough = c.within_twice_span()
    assert c.lower(needed) <= 2 * c.span and c.brent(enough) <= 2 * c.span
    assert needed == 1 or c.lower(needed - 1) > 2 * c.span
    assert enough == 1 or c.brent(enough - 1) > 2 * c.span


@given(shares, processors)
def test_amdahls_speed_up_stays_below_its_limit(p: Fraction, s: int) -> None:
    limit = amdahl_limit(p)
    assert 1 <= amdahl(p, s) <= s
    assert limit is None or amdahl(p, s) <= limit


@given(shares, st.integers(2, 5000))
def test_the_serial_part_of_karp_and_flatt_is_that_of_amdahl(p: Fraction, processors: int) -> None:
    assert karp_flatt(amdahl(p, processors), processors) == 1 - p


@given(shares, processors)
def test_gustafson_is_amdahl_for_the_same_run_seen_from_one_processor(p: Fraction, processors: int) -> None:
    """The parallel part p of the time on P processors is the part pP/(1 − p + pP) of the time on one."""
    s = gustafson(p, processors)
    assert amdahl(p * processors / s, processors) == s


def test_a_speed_up_above_p_has_a_negative_serial_part() -> None:
    serial = karp_flatt(Fraction(5), 4)
    assert serial is not None and serial < 0


def test_on_one_processor_there_is_no_serial_part_to_tell() -> None:
    assert karp_flatt(Fraction(1), 1) is None


@pytest.mark.parametrize(("work", "span"), [(1, 2), (0, 0), (5, 0), (-1, -2), (3, -1)])
def test_work_and_span_that_no_computation_has(work: int, span: int) -> None:
    with pytest.raises(InvalidRecurrence):
        Computation(Fraction(work), Fraction(span))


@pytest.mark.parametrize("part", [Fraction(-1, 10), Fraction(11, 10), Fraction(95)])
def test_a_part_is_between_none_and_all(part: Fraction) -> None:
    for law in (lambda: amdahl(part, 2), lambda: amdahl_limit(part), lambda: gustafson(part, 2)):
        with pytest.raises(InvalidRecurrence, match="between 0"):
            law()


def test_the_rows_double_and_reach_the_end() -> None:
    assert doubling(1) == (1,)
    assert doubling(8) == (1, 2, 4, 8)
    long = doubling(2**100)
    assert long[0] == 1 and long[-1] >= 2**100 and len(long) <= 15


# amounts


@pytest.mark.parametrize(
    ("text", "size", "value"),
    [
        ("1024", None, 1024),
        ("7/3", None, Fraction(7, 3)),
        ("n^2", 10, 100),
        ("n lg n", 8, 24),
        ("T(n) = 2T(n/2) + n, T(1) = 1", 8, 32),
        ("8T(n/2) + n^2", 4, 112),
        ("M(n)=8M(n/2)+A(n), M(1)=1; A(n)=4A(n/2)+1, A(1)=1", 2, 13),
        ("A∞(n) = A∞(n/2) + 1, A∞(1) = 1", 16, 5),
    ],
)
def test_an_amount_is_a_number_a_formula_or_a_recurrence(text: str, size: int | None, value: int | Fraction) -> None:
    assert read_amount(text).at(size).value == value


def test_an_irrational_amount_says_so_and_is_right_to_many_digits() -> None:
    root = read_amount("sqrt(n)").at(2)
    assert not root.exact
    assert abs(root.value**2 - 2) < Fraction(1, 10**50)


def test_an_irrational_quotient_that_hides_a_whole_number_is_that_number() -> None:
    """n·√2 of work on a span of √2: the parallelism is n, not a hair below."""
    found = speedup(read_amount("n sqrt(2)"), read_amount("sqrt(2)"), 1000)
    assert found.computation.within_twice_span() == (500, 999)


@pytest.mark.parametrize("text", ["nan", "inf", "", "n +", "-", "1e400"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(RecurError):
        read_amount(text)


def test_processors_may_be_formulas() -> None:
    found = read_processors("1, n/2, max(n, 3), n/lg n")
    assert [processors_at(amount, 1024) for amount in found] == [1, 512, 1024, 102]


@pytest.mark.parametrize("text", ["0", "-4", "2.5", "n"])
def test_processors_are_whole_and_at_least_one(text: str) -> None:
    with pytest.raises(InvalidRecurrence):
        processors_at(read_amount(text), None)


@pytest.mark.parametrize("text", ["", "1,,2", "1,2,"])
def test_no_number_between_commas_is_a_syntax_error(text: str) -> None:
    with pytest.raises(SyntaxProblem):
        read_processors(text)


# the laws with and without a size


def test_the_lectures_global_sum() -> None:
    """n/2 processors reach log n at a cost of n log n; n/log n processors keep the time at the cost of the work."""
    n, log_n = Growth.of(N), Growth.of(log(N))
    found = growing_speedup(read_amount("n"), read_amount("log n"), read_processors("n/2, n/log n"))
    many, few = found.rows
    assert many.time == few.time == log_n
    assert many.cost == n * log_n and few.cost == n
    assert not many.excess.is_constant and few.excess.is_constant


def test_the_global_sum_at_a_size() -> None:
    found = speedup(read_amount("n"), read_amount("lg n"), 2**20, read_processors("n/2, n/lg n"))
    many, few = (row.processors for row in found.rows)
    assert (many, few) == (2**19, 52428)
    assert found.computation.brent(few) <= 2 * found.computation.span
    assert found.computation.cost(few).high <= 2 * found.computation.work
    assert found.computation.cost(many).low == 10 * found.computation.work


def test_without_processors_the_orders_are_told_at_the_parallelism() -> None:
    square, log_n = Growth.of(N) * Growth.of(N), Growth.of(log(N))
    found = growing_speedup(read_amount("n^2"), read_amount("log n"))
    assert found.rows[0].time == log_n and found.rows[0].speedup == found.parallelism == square / log_n


def test_the_growth_of_the_parallelism_stands_beside_its_value() -> None:
    found = speedup(read_amount("8T(n/2)+n^2"), read_amount("T(n/2)+log n"), 64)
    assert found.parallelism is not None
    assert found.parallelism == Growth.of(N) * Growth.of(N) * Growth.of(N) / Growth.of(log(N)) / Growth.of(log(N))


def test_a_constant_span_is_a_growth_in_any_variable() -> None:
    found = growing_speedup(read_amount("m^2"), read_amount("3"))
    assert found.span.is_constant and found.parallelism == Growth.of(Symbol("m"), "m") * Growth.of(Symbol("m"), "m")


def test_numbers_of_processors_need_a_size_where_the_work_is_a_formula() -> None:
    with pytest.raises(InvalidRecurrence, match="no size is given"):
        growing_speedup(read_amount("n"), read_amount("log n"), read_processors("1,2,4"))


def test_a_span_that_outgrows_the_work_is_refused() -> None:
    with pytest.raises(InvalidRecurrence, match="faster than the work"):
        growing_speedup(read_amount("n"), read_amount("n^2"))


def test_an_unknown_growth_is_undecided_rather_than_guessed() -> None:
    with pytest.raises(Undecided):
        orders_of_speedup(None, Growth.of(N))


def test_a_formula_needs_a_size() -> None:
    with pytest.raises(InvalidRecurrence, match="depends on n"):
        speedup(read_amount("n^2"), read_amount("5"), None)


def test_different_variables_are_refused() -> None:
    with pytest.raises(InvalidRecurrence, match="several variables"):
        speedup(read_amount("n^2"), read_amount("m"), 8)


def test_a_program_that_costs_nothing_has_no_schedule() -> None:
    from recur.forkjoin.dag.series_parallel import SeriesComposition

    with pytest.raises(InvalidRecurrence, match="costs nothing"):
        scheduled_speedup(SeriesComposition(()), "IDLE", 4)


def test_the_schedule_of_a_program_stands_beside_the_bounds() -> None:
    from recur.forkjoin.dag.series_parallel import Repeated, Strand

    found = scheduled_speedup(Repeated(Strand(3), 10, parallel=True), "LOOP", 10, read_processors("1,4,n"))
    assert [row.schedule.time for row in found.rows if row.schedule] == [30, 9, 3]


@given(st.fractions(min_value=Fraction(1, 10**9), max_value=10**15))
def test_a_short_decimal_is_the_number_to_its_digits(value: Fraction) -> None:
    shown = Fraction(short_decimal(value, 6))
    assert abs(shown - value) <= value / 10**5 / 2


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 3), "0.3333"),
        (Fraction(99999, 100000), "1"),
        (9999999, "9999999"),
        (10**7, "1e7"),
        (Fraction(-5, 2), "-2.5"),
        (0, "0"),
        (Fraction(1, 10**6), "1e-6"),
        (Fraction(199999, 2), "100000"),
    ],
)
def test_numbers_look_short(value: int | Fraction, text: str) -> None:
    assert short_decimal(value) == text
