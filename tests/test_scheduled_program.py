"""A program at a size: its bounds need no schedule, and what is too long to be simulated or added up is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from recur.documents.speedup import bounds, orders
from recur.evaluation.arithmetic import Compiler
from recur.forkjoin.dag import schedule as schedule_module
from recur.forkjoin.dag.expansion import Expander
from recur.forkjoin.dag.schedule import Schedule, schedule, short_schedules
from recur.forkjoin.dag.scheduled_program import program_speedup
from recur.forkjoin.dag.series_parallel import Node, Parallel, Repeated, SeriesComposition, Strand
from recur.forkjoin.dag.task_table import TaskTable
from recur.forkjoin.laws.quantities import read_processors
from recur.forkjoin.laws.speedup import LEFT_OUT, NO_GRAPH, GrowingSpeedup, Speedup
from recur.model import LimitExceeded, limits
from recur.parsing import parse_formula
from recur.parsing.programs.program import parse_program

PROGRAMS = Path(__file__).resolve().parent.parent / "examples" / "programs"


@pytest.mark.parametrize("processors", ["1, 10000, 2^55", "2^100"])
def test_a_graph_of_more_strands_than_can_be_counted_has_its_bounds(processors: str) -> None:
    found = program_speedup((PROGRAMS / "fibonacci.spawn").read_text(), 1024, read_processors(processors))
    assert isinstance(found, Speedup) and found.strands is not None and found.strands > 10**213
    left_out = [row for row in found.rows if row.schedule is None]
    assert (LEFT_OUT in found.notes) == bool(left_out)
    for row in found.rows:
        if row.schedule is not None:
            low, high = found.computation.lower(row.processors), found.computation.brent(row.processors)
            assert low <= row.schedule.time <= high
    assert "left out" in str(bounds(found).notes) or not left_out


@pytest.mark.parametrize("file", sorted(PROGRAMS.glob("*.spawn")), ids=lambda file: file.stem)
def test_every_example_answers_at_a_million(file: Path) -> None:
    found = program_speedup(file.read_text(), 2**20, read_processors("1, 16, 10000"))
    if isinstance(found, GrowingSpeedup):
        assert "too large here" in str(orders(found).notes)
        return
    c = found.computation
    assert [row.schedule.time for row in found.rows[:1] if row.schedule] in ([c.work], [])
    assert found.notes or all(row.schedule for row in found.rows)


def test_where_the_graph_is_too_large_the_recurrences_give_work_and_span(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (PROGRAMS / "merge_sort_serial_merge.spawn").read_text()
    whole = program_speedup(text, 1024, read_processors("4"))
    monkeypatch.setattr("recur.forkjoin.dag.scheduled_program.GRAPH_STEPS", 20)
    left = program_speedup(text, 1024, read_processors("4"))
    assert isinstance(whole, Speedup) and isinstance(left, Speedup)
    assert whole.computation == left.computation
    assert left.notes == (NO_GRAPH,) and left.rows[0].schedule is None


def test_a_schedule_is_short_or_none() -> None:
    fork = Parallel(
        (Repeated(Strand(3), 50, parallel=True), SeriesComposition((Strand(1), Repeated(Strand(2), 9, True))))
    )
    assert short_schedules(fork, [1, 2, 3], 10_000) == schedule(fork, [1, 2, 3])
    assert short_schedules(fork, [1, 2], 1)[1] is None


def test_between_two_numbers_of_processors_that_take_too_long_none_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []
    simulated = schedule_module._scheduled

    def told(root: Node, table: TaskTable, task: int, processors: int) -> Schedule:
        tried.append(processors)
        return simulated(root, table, task, processors)

    monkeypatch.setattr(schedule_module, "_scheduled", told)
    found = program_speedup((PROGRAMS / "fibonacci.spawn").read_text(), 1024)
    assert isinstance(found, Speedup) and len(tried) == 4 < len(found.rows)
    assert [row.processors for row in found.rows if row.schedule] == [
        found.rows[0].processors,
        found.rows[-1].processors,
    ]


def test_a_graph_with_too_many_rounds_is_given_up_at_the_first() -> None:
    program = parse_program((PROGRAMS / "lu.spawn").read_text())
    expander = Expander(program)
    with pytest.raises(LimitExceeded), limits.work_limit(10_000):
        expander.node("LU", 2**20)
    assert expander.events < 10


def test_a_sum_that_cannot_be_ended_within_the_limit_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []
    value = Compiler(None, {}, 64).compile(parse_formula("sum(i=1..100000, i^2)"))
    check = limits.check

    def told(steps: int = 1) -> None:
        counted.append(steps)
        check(steps)

    monkeypatch.setattr(limits, "check", told)
    with pytest.raises(LimitExceeded), limits.work_limit(5_000):
        value()
    assert not counted
    with limits.work_limit(256 * (100_000 // 256)):  # exactly what it counts
        assert value() == sum(i * i for i in range(100_001))
