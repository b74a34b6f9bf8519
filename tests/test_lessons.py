"""Each lesson runs alone, without a warning, on the standard library; and the index lists exactly the lessons."""

from __future__ import annotations

import ast
import re
import sys

import pytest

from tests.lesson_runs import FOLDER, LESSONS, load, said

INDEX = (FOLDER / "README.md").read_text(encoding="utf-8")
NUMBERS = range(1, len(LESSONS) + 1)
#: Beside the standard library.
NEEDED = {"22_mpi_ranks.py": {"mpi4py"}, "23_dask_futures.py": {"distributed"}}
OF_THE_LECTURE = """check_cpu_number HelloWorld HelloWorld2 HelloWorld3 HelloWorld4 foo serial sleep1 sleep2 sleep3
    multitasking thread1 thread2 thread3 thread4 global1 global2 global3 array1 value1 value2 value3 q1 q2 map1 map2"""


def text_of(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def modules_imported_by(text: str) -> set[str]:
    nodes = list(ast.walk(ast.parse(text)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


def test_the_index_lists_exactly_the_lessons_in_order() -> None:
    listed = re.findall(r"^(\d+)\. `python examples/lessons/(\S+)`$", INDEX, re.MULTILINE)
    assert listed == [(str(number), name) for number, name in zip(NUMBERS, LESSONS, strict=True)]


def test_the_index_says_one_or_two_sentences_of_each_lesson() -> None:
    for entry in re.split(r"^\d+\. ", INDEX, flags=re.MULTILINE)[1:]:
        _, said_of_it, *_ = entry.split("\n\n")
        assert 1 <= len(re.findall(r"[.?](?:\s|$)", said_of_it)) <= 2, entry


def test_the_lessons_are_numbered_without_a_gap() -> None:
    assert [int(name[:2]) for name in LESSONS] == list(NUMBERS)


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_begins_with_what_it_shows_and_the_command_that_runs_it(name: str) -> None:
    first, blank, command, *_ = (ast.get_docstring(ast.parse(text_of(name))) or "").splitlines()
    assert first.endswith(".") and not blank
    assert command == f"python examples/lessons/{name}"


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_short(name: str) -> None:
    assert 20 <= len(text_of(name).splitlines()) <= 80


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_needs_nothing_but_the_standard_library_and_what_it_is_about(name: str) -> None:
    needed = {module.partition(".")[0] for module in modules_imported_by(text_of(name))} - sys.stdlib_module_names
    assert needed == NEEDED.get(name, set())


@pytest.mark.parametrize("file", OF_THE_LECTURE.split())
def test_each_file_of_the_lecture_has_its_lessons(file: str) -> None:
    (lessons,) = re.findall(rf"^\| `{file}\.py` \| .+ \| ([\d, ]+) \|$", INDEX, re.MULTILINE)
    assert {int(number) for number in lessons.split(", ")} <= set(NUMBERS)


@pytest.mark.parametrize("number", NUMBERS)
def test_to_import_a_lesson_does_nothing(number: int, capfd: pytest.CaptureFixture[str]) -> None:
    load(number)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("number", NUMBERS)
def test_a_lesson_runs_as_a_learner_types_it(number: int) -> None:
    assert said(number)
