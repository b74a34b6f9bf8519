"""The seconds that are promised: how they are shared out, and what is told where they are over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recur.forkjoin.tasks.counting import Count
from recur.forkjoin.tasks.predictions import declared_cost
from recur.measurement.samples import Sample
from recur.model.errors import RecurError
from recur.runs.concluding import conclusion_of
from recur.runs.ledger import CountAtSize, EndedBy, Entry, Interrupted, Ledger, Subject
from recur.runs.machine import Machine
from recur.runs.measuring import _is_exponential, time_to_measure
from recur.runs.parallel_times import turns_of, wanted_runs
from recur.runs.reasons import Circumstances
from recur.runs.store import ParallelRun
from recur.runs.trials import DidNotEnd
from tests.invented_clock import InventedClock

MACHINE = Machine("abacus", 4, 4, "Linux x86_64", "CPython 3.11.7", True)
SUBJECT = Subject("sort.py", "sort", MACHINE, None, None, None, None)


@pytest.mark.parametrize(
    ("seconds", "slow", "late", "left"),
    [
        (30.0, 1.0, 0.0, 29.5),
        (30.0, 8.0, 2.0, 24.0),
        (6.0, 1.0, 0.5, 5.0),
        (6.0, 4.0, 1.0, 4.2),
        (1.0, 1.0, 9.0, 0.7),
    ],
)
def test_conclusions_and_a_late_start_have_their_part(seconds: float, slow: float, late: float, left: float) -> None:
    assert time_to_measure(seconds, slow, late, InventedClock()).left == pytest.approx(left)


def test_what_a_stage_leaves_over_is_the_next_ones() -> None:
    clock = InventedClock()
    whole = clock.budget(10.0)
    counting = whole.part(0.5, most=3.0)
    assert counting.left == 3.0
    clock.now += 1.0
    assert (counting.left, whole.left, whole.part(0.5).left) == (2.0, 9.0, 4.5)
    clock.now += 20.0
    assert whole.is_over and whole.left == 0.0 and not whole.fits(1e-9)


def test_a_run_is_endless_where_it_takes_many_times_what_was_to_be_expected() -> None:
    assert DidNotEnd("f(n = 4)", 3.0, 0.001).is_endless
    assert not DidNotEnd("f(n = 4)", 3.0, 1.0).is_endless
    assert not DidNotEnd("f(n = 4)", 0.1, 1e-6).is_endless  # as long as a busy machine may delay any run


def test_most_workers_are_run_first() -> None:
    assert turns_of(("threads", "processes"), (1, 2)) == (
        ("serial", 1),
        ("threads", 2),
        ("processes", 2),
        ("threads", 1),
        ("processes", 1),
    )


def test_a_turn_makes_the_runs_that_are_not_there() -> None:
    had = [ParallelRun(Sample(8, 1.0, 1, "threads", "sort", 2), 1, 1e-5)]
    assert list(wanted_runs(("threads", 2), 8, 1, had)) == [2]
    assert list(wanted_runs(("threads", 2), 8, 2, had)) == [3, 4]
    assert list(wanted_runs(("threads", 1), 8, 1, had)) == [1, 2]


# ----- whatever ends it, what is there is told


def ledger(*entries: Entry) -> Ledger:
    found = Ledger()
    for entry in entries:
        found.enter(entry)
    return found


COUNTS = tuple(CountAtSize(n, Count(n, 1, 1, 0, 1, 0, None)) for n in (1, 2, 4, 8))
SAMPLES = tuple(Sample(n, 1e-3 * n, 1, "serial", "sort") for n in (1, 2, 4))
SERIAL_RUN = ParallelRun(Sample(4, 1.0, 1, "serial", "sort"), 1, 0.0, 1.0)


@pytest.mark.parametrize(
    "entries",
    [
        (),
        (SUBJECT,),
        (SUBJECT, COUNTS[0]),
        (SUBJECT, *COUNTS),
        (SUBJECT, *SAMPLES[:1]),
        (SUBJECT, *COUNTS, *SAMPLES, Circumstances(MACHINE, None, 0.0)),
        (SUBJECT, *COUNTS, *SAMPLES, Circumstances(MACHINE, None, 0.0), SERIAL_RUN),
    ],
)
@pytest.mark.parametrize("end", [None, EndedBy(Interrupted()), EndedBy(RecurError("it raised"))])
def test_every_beginning_of_a_measurement_is_told_or_refused(entries: tuple[Entry, ...], end: EndedBy | None) -> None:
    entries = entries if end is None else (*entries, end)
    if len([each for each in entries if not isinstance(each, Subject | EndedBy)]) == 0 and (end or not entries):
        with pytest.raises(RecurError, match=r"interrupted|it raised|before anything was measured"):
            conclusion_of(ledger(*entries))
        return
    found = conclusion_of(ledger(*entries))
    assert str(found) and found.to_dict()["schema"] == 1
    assert (found.ended is not None) == (end is not None)


def test_times_at_a_size_whose_work_is_0_are_told_all_the_same() -> None:
    """There was time for n = 1 alone, where T(n) = T(n-1) + n - 1 is 0."""
    work = declared_cost("T(n) = T(n-1) + n - 1, T(0) = 0")
    found = conclusion_of(ledger(replace(SUBJECT, work=work), COUNTS[0], SAMPLES[0]))
    assert found.evidence is not None and found.evidence.prediction is None
    assert "held against no prediction" in found.evidence.reasons[-1].sentence


def test_every_entry_is_heard_of() -> None:
    heard: list[Entry] = []
    found = Ledger(told=heard.append)
    for entry in (SUBJECT, *COUNTS, *SAMPLES):
        found.enter(entry)
    assert heard == [SUBJECT, *COUNTS, *SAMPLES]


def test_the_first_end_counts() -> None:
    first, second = RecurError("first"), RecurError("second")
    assert ledger(EndedBy(first), EndedBy(second)).ended is first


def test_an_interruption_says_what_it_kept() -> None:
    assert ledger(SUBJECT, *COUNTS, *SAMPLES, SERIAL_RUN).kept == "counts at 4 sizes, 3 times, 1 parallel run"
    assert str(Interrupted("3 times")) == "interrupted; what was measured until then is kept: 3 times"


@pytest.mark.parametrize(
    ("text", "exponential"),
    [
        ("T(n) = 2T(n/2) + n, T(1) = 1", False),
        ("T(n) = 8T(n/2) + n, T(1) = 1", False),
        ("T(n) = n", False),
        ("T(n) = 1", False),
        ("T(n) = T(n-1) + T(n-2) + 1, T(0) = 1, T(1) = 1", True),
        ("T(n) = 2T(n-1) + 1, T(0) = 1", True),
        ("O(n!)", True),
    ],
)
def test_small_steps_are_taken_where_the_work_outgrows_powers(text: str, exponential: bool) -> None:
    assert _is_exponential(declared_cost(text), None) is exponential
    assert _is_exponential(None, None) is None
    assert _is_exponential(None, "O(2^n)") is None and _is_exponential(None, "2^n") is True
