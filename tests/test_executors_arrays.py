"""Arrays between processes lie in shared memory: they are not copied, and none is left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from recur.executors import TaskFailed, open_engine
from recur.executors.jobs import Account
from recur.executors.packing import pack, unpack
from recur.executors.segment_ledger import SegmentLedger
from recur.executors.shared_arrays import Segments, remove
from recur.model import limits
from tests import engine_programs as programs
from tests.child_processes import PATIENCE

SHARED_MEMORY = Path("/dev/shm")
SECONDS = PATIENCE
LARGE = 20_000  # numbers of 8 bytes: more than travels with a message
pytestmark = pytest.mark.skipif(not SHARED_MEMORY.is_dir(), reason="looks at the folder of shared memory")


@pytest.fixture(scope="module", autouse=True)
def numpy() -> Any:
    return pytest.importorskip("numpy")


@pytest.fixture(autouse=True)
def lock_ups_end() -> Iterator[None]:
    with limits.time_limit(PATIENCE):
        yield


@pytest.fixture(scope="module")
def engine() -> Iterator[Any]:
    with open_engine("processes", workers=2, cutoff=2000) as engine:
        yield engine


@pytest.fixture
def shared() -> Iterator[Segments]:
    segments = Segments(f"recur-test-{id(object()):x}-")
    yield segments
    for name in segments.report():
        remove(name)


def left_by(engine: Any) -> list[str]:
    return [file.name for file in SHARED_MEMORY.glob(f"{engine._token}*")]


@pytest.mark.parametrize("size", [4, LARGE])
def test_a_result_of_many_arrays_is_right_and_leaves_no_segment(numpy: Any, engine: Any, size: int) -> None:
    numbers = numpy.arange(size)
    result = engine.run(programs.doubled(numbers), SECONDS).value
    assert (result == 2 * numbers).all()
    assert result.flags.writeable
    assert left_by(engine) == []


def test_tasks_write_to_views_of_one_array(numpy: Any, engine: Any) -> None:
    result = engine.run(programs.filled(LARGE), SECONDS).value
    assert (result == numpy.arange(LARGE)).all()
    assert left_by(engine) == []


def test_a_result_outlives_the_next_run_and_the_engine() -> None:
    with open_engine("processes", workers=1) as engine:
        first = engine.run(programs.filled(LARGE), SECONDS).value
        engine.run(programs.doubled(first), SECONDS)
        assert left_by(engine) == []
    assert first.sum() == LARGE * (LARGE - 1) // 2


@pytest.mark.parametrize("size", [8, LARGE])
def test_writing_to_what_was_copied_is_an_error_and_not_a_wrong_result(engine: Any, size: int) -> None:
    with pytest.raises(TaskFailed, match="read-only") as told:
        engine.run(programs.writes_to_a_copy(size), SECONDS)
    assert "recur.forkjoin.empty" in str(told.value.hint)
    assert left_by(engine) == []


def test_what_is_shared_once_is_not_copied_again(numpy: Any) -> None:
    with open_engine("processes", workers=1, cutoff=None) as engine:
        numbers = engine.share(numpy.arange(LARGE))
        kept = left_by(engine)
        assert len(kept) == 1
        assert (engine.run(programs.echo(numbers[10:]), SECONDS).value == numbers[10:]).all()
        assert left_by(engine) == kept
    assert left_by(engine) == []
    assert numbers[7] == 7


def test_an_engine_can_be_opened_again(numpy: Any) -> None:
    engine = open_engine("processes", workers=1, cutoff=None)
    for start in range(2):
        with engine:
            numbers = engine.share(numpy.arange(start, LARGE))
            assert (engine.run(programs.echo(numbers), SECONDS).value == numbers).all()
        assert left_by(engine) == []


def test_every_engine_shares_arrays_or_hands_them_on(numpy: Any) -> None:
    numbers = numpy.arange(10)
    for name in ("serial", "threads"):
        with open_engine(name, workers=1) as engine:
            assert engine.share(numbers) is numbers
            assert (engine.run(programs.filled(3000), SECONDS).value == numpy.arange(3000)).all()


def views(array: Any) -> list[Any]:
    square = array.reshape(4, -1)
    return [array, array[5:9], array[::-1], square.T, square[1:3, ::7], array[:0], square[0, 0:1]]


def test_a_view_is_the_same_memory_at_the_other_end(numpy: Any, shared: Segments) -> None:
    array = shared.copy_of(numpy.arange(400.0))
    for view in views(array):
        [(message, names)] = pack([view], shared, for_calls=True)
        again = unpack(message, shared)
        assert len(message) < 1000
        assert len(names) == 1
        assert again.shape == view.shape
        assert (again == view).all()
        again[...] = -1
        assert (view == -1).all()


def test_arrays_of_objects_and_structures_travel(numpy: Any, shared: Segments) -> None:
    objects = numpy.array([None, 1, "two"], dtype=object)
    structure = numpy.zeros(5000, dtype=[("x", "f8"), ("name", "U3")])
    for array in (objects, structure, numpy.float64(3), numpy.zeros((0, 3)), numpy.ma.masked_array([1, 2], [0, 1])):
        [(message, _)] = pack([array], shared)
        again = unpack(message, shared)
        assert type(again) is type(array)
        assert numpy.array_equal(again, array)
    with pytest.raises(TypeError, match="holds Python objects"):
        shared.empty((3,), object)


def test_an_array_that_two_calls_of_a_join_take_is_copied_once(numpy: Any, shared: Segments) -> None:
    array = numpy.zeros(LARGE)
    (_, names), (_, others) = pack([("first", array), ("second", array)], shared)
    assert names == others
    assert len(names) == 1


def segments_made(engine: Any) -> int:
    return int(engine._shared.made + sum(worker.segments for worker in engine._workers))


def test_the_segments_of_one_step_are_used_again_by_the_next(numpy: Any) -> None:
    with open_engine("processes", workers=2, cutoff=None) as engine:
        made = {}
        for steps in (8, 8, 40):
            result = engine.run(programs.step_by_step(numpy.arange(LARGE), steps), SECONDS).value
            assert (result == numpy.arange(steps, LARGE + steps)).all()
            assert left_by(engine) == []
            del result
            made[steps] = segments_made(engine)
        assert made[40] == made[8] < 20


def test_segments_that_nobody_uses_are_given_up(numpy: Any) -> None:
    with open_engine("processes", workers=1, cutoff=None) as engine:
        engine.run(programs.step_by_step(numpy.arange(LARGE), 3), SECONDS)
        assert engine._ledger._records
        for _ in range(5):
            assert engine.run(programs.leaves(1), SECONDS).value == 2
        assert not engine._ledger._records and not engine._ledger._kept_bytes
        assert engine.run(programs.step_by_step(numpy.arange(LARGE), 2), SECONDS).value[0] == 2


def test_a_result_that_is_handed_to_the_next_run_is_not_copied(numpy: Any) -> None:
    with open_engine("processes", workers=2, cutoff=None) as engine:
        numbers = engine.run(programs.filled(LARGE), SECONDS).value
        copied = engine._shared.made
        for steps in range(1, 8):
            numbers = engine.run(programs.step_by_step(numbers, 1), SECONDS).value
            assert (numbers == numpy.arange(steps, LARGE + steps)).all()
            assert left_by(engine) == []
        assert engine._shared.made == copied
        with pytest.raises(TaskFailed):
            engine.run(programs.fails_below(0), SECONDS)
        again = engine.run(programs.step_by_step(numbers, 1), SECONDS).value  # the workers are others now
        assert (again == numbers + 1).all()
        assert left_by(engine) == []


def test_an_array_that_a_program_keeps_is_never_written_over(numpy: Any) -> None:
    with open_engine("processes", workers=1, cutoff=None) as engine:
        given = []
        for start in range(6):
            given.append(start)
            numbers = numpy.arange(start, LARGE + start)
            assert engine.run(programs.passes_on(numbers), SECONDS).value == given
        results = [engine.run(programs.one_more(numpy.arange(n, LARGE + n)), SECONDS).value for n in range(6)]
        assert [int(result[0]) for result in results] == [n + 1 for n in range(6)]


def test_nothing_is_kept_that_takes_more_than_its_part_of_the_room(numpy: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from recur.executors import segment_ledger

    monkeypatch.setattr(segment_ledger, "room", lambda: 8 * LARGE)
    with open_engine("processes", workers=1, cutoff=None) as engine:
        for _ in range(2):
            result = engine.run(programs.step_by_step(numpy.arange(LARGE), 3), SECONDS).value
            assert (result == numpy.arange(3, LARGE + 3)).all()
            assert left_by(engine) == [] and not engine._ledger._records


def test_what_jobs_move_is_counted_and_what_stays_in_shared_memory_is_not(numpy: Any, engine: Any) -> None:
    numbers = engine.share(numpy.arange(LARGE))
    written = engine.run(programs.filled(LARGE), SECONDS).transfer
    assert written.bytes < 8 * LARGE
    made = engine.run(programs.one_more(numbers), SECONDS).transfer
    assert 8 * LARGE < made.bytes < 9 * LARGE
    for transfer in (written, made):
        assert 0 < transfer.nanoseconds < transfer.of
    with open_engine("threads", workers=1) as threads:
        assert threads.run(programs.filled(3000), SECONDS).transfer is None


def test_a_segment_is_kept_and_used_again_when_all_who_have_mapped_it_say_that_it_is_free(
    numpy: Any, shared: Segments
) -> None:
    """And until then nobody else is told to map it, since its name may go at any moment."""
    ledger = SegmentLedger(Segments("recur-test-driver-"), workers=3)
    for answers, kept in (((True, True), True), ((True, False), False)):
        shared.copy_of(numpy.zeros(LARGE))
        [name] = shared.report()
        assert ledger.enter(0, [(name, shared.size_of(name))]) == 1
        ledger.hand(1, [name])
        ledger.retire(name)
        for worker, free in enumerate(answers):
            assert ledger.is_asked(worker) and ledger.unmapped_by(2) == ()
            notice = ledger.notice_for(worker)
            assert notice is not None and notice.retired == (name,)
            ledger.heed(worker, Account(free=(name,)) if free else Account(occupied=(name,)))
        assert ledger.unmapped_by(2) == ((name,) if kept else ())
        ledger.settle()
        assert not remove(name)
        told = ledger.notice_for(0)
        assert told is not None
        assert (told.offered, told.dropped) == (((name,), ()) if kept else ((), (name,)))
    ledger.abandon()


def test_programs_that_do_anything_with_arrays_give_what_they_give_without_spawns(numpy: Any) -> None:
    """Also results that are held while others are made, and those that go into the next run."""
    with open_engine("processes", workers=3, cutoff=None) as engine:
        held, given = [], numpy.arange(LARGE)
        for seed in range(60):
            wanted = programs.wanders(numpy.array(given), seed, 3).run().copy()
            held = [*held[-3:], (engine.run(programs.wanders(given, seed, 3), SECONDS).value, wanted)]
            assert all((result == right).all() for result, right in held), seed
            given = held[-1][0] if seed % 3 else numpy.arange(seed, LARGE)
            assert left_by(engine) == []
