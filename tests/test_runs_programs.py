"""Which task of a file is measured, and what is said of a file that holds none."""

from __future__ import annotations

from pathlib import Path

import pytest

from recur.model.errors import RecurError
from recur.runs.programs import load_program
from tests.programs_to_measure import SUM, UNDECLARED


def written(folder: Path, name: str, text: str) -> str:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_the_only_task_is_meant(tmp_path: Path) -> None:
    program = load_program(written(tmp_path, "only_one.py", SUM))
    assert program.name == "total"
    assert program.task.at(4).run() == 6
    assert len(program.digest) == 64


def test_of_several_tasks_the_one_named_like_the_file_or_the_one_that_is_named(tmp_path: Path) -> None:
    both = SUM + UNDECLARED
    assert load_program(written(tmp_path, "summed.py", both)).name == "summed"
    assert load_program(written(tmp_path, "two_tasks.py", both) + ":total").name == "total"
    with pytest.raises(RecurError, match="several tasks: total, summed") as told:
        load_program(written(tmp_path, "two_tasks.py", both))
    assert str(told.value.hint).endswith("two_tasks.py:total")


def test_a_task_without_an_example_is_passed_over(tmp_path: Path) -> None:
    other = "\n@task\ndef leaf(n):\n    return n\n"
    assert load_program(written(tmp_path, "with_a_leaf.py", SUM + other)).name == "total"
    with pytest.raises(RecurError, match="leaf cannot be run at a size") as told:
        load_program(written(tmp_path, "with_a_leaf.py", SUM + other) + ":leaf")
    assert "@leaf.example" in str(told.value.hint)


def test_a_file_called_like_a_module_does_not_replace_it(tmp_path: Path) -> None:
    import statistics

    assert load_program(written(tmp_path, "statistics.py", SUM)).name == "total"
    import statistics as again

    assert again is statistics
    assert again.median([1, 2, 3]) == 2


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("nothing_here.py", "x = 1\n", "holds no task"),
        ("no_python.py", "def f(:\n", r"is no Python: .* in line 1"),
        ("falls_over.py", "1/0\n", "cannot be loaded: ZeroDivisionError"),
        ("leaves.py", "raise SystemExit(3)\n", "cannot be loaded: SystemExit: 3"),
        ("program.txt", SUM, "is no Python program"),
    ],
)
def test_a_file_that_holds_no_task_is_told_what_is_wrong(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(RecurError, match=message):
        load_program(written(tmp_path, name, text))


def test_a_missing_file_and_a_missing_task_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(RecurError, match=r"cannot read .*No such file"):
        load_program(str(tmp_path / "missing.py"))
    with pytest.raises(RecurError, match="holds no task other") as told:
        load_program(written(tmp_path, "only_total.py", SUM) + ":other")
    assert told.value.hint == "it holds total"


def test_a_specification_is_sent_to_its_program(tmp_path: Path) -> None:
    spawn = written(tmp_path, "twins.spawn", "F(n):\n    return\n")
    with pytest.raises(RecurError, match="no Python program") as told:
        load_program(spawn)
    assert f"recur analyze {spawn}" in str(told.value.hint)
    written(tmp_path, "twins.py", SUM)
    with pytest.raises(RecurError) as told:
        load_program(spawn)
    assert str(told.value.hint).endswith("recur measure " + str(tmp_path / "twins.py"))
