"""Arrays between processes lie in shared memory: they are not copied, and none is left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from recur.executors import TaskFailed, open_engine
from recur.executors.packing import pack, unpack
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
