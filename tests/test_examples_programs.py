"""Every example program has the work, span and parallelism that its literature gives, and counts as it derives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recur.forkjoin.costs.analysis import analyze
from recur.forkjoin.dag.expansion import Expander
from recur.parsing.programs.program import parse_program
from tests.spawn_programs import counted, differences, growth

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parent / "examples" / "programs"
EXPECTED = json.loads((HERE / "cases" / "spawn" / "examples.json").read_text(encoding="utf-8"))


def text_of(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def test_every_example_has_its_expected_result() -> None:
    assert sorted(EXPECTED) == sorted(file.name for file in FOLDER.glob("*.spawn"))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_an_example_has_the_growth_that_is_expected(name: str) -> None:
    analysis = analyze(text_of(name), timeout=600)
    assert [p.name for p in analysis.procedures] == list(EXPECTED[name])
    for procedure in analysis.procedures:
        wanted = tuple(map(growth, EXPECTED[name][procedure.name]))
        assert (procedure.work.theta, procedure.span.theta, procedure.parallelism.theta) == wanted, procedure.name


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_an_example_gives_no_warning(name: str) -> None:
    assert analyze(text_of(name), timeout=600).warnings == ()


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_recurrences_count_the_strands_of_the_expanded_program(name: str) -> None:
    assert not differences(text_of(name), [*range(1, 34), 63, 64, 100])


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_costs_of_a_compact_graph_are_those_of_its_strands_one_by_one(name: str) -> None:
    program = parse_program(text_of(name))
    expander = Expander(program)
    for procedure in program.names:
        for size in range(1, 9):
            node = expander.node(procedure, size)
            assert counted(node) == (node.work, node.span), (procedure, size)


def test_a_size_of_a_million_takes_few_distinct_subproblems() -> None:
    program = parse_program(text_of("matrix_multiply.spawn"))
    expander = Expander(program)
    node = expander.node("MULT", 2**20)
    assert node.work > 8**20 and len(expander.known) == 42
