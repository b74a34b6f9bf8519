"""Calls count wherever they stand: random programs cost what the derived recurrences say, at every size."""

from __future__ import annotations

import pytest

from recur.evaluation.evaluator import Evaluator
from recur.forkjoin.costs.workspan import derive
from recur.forkjoin.dag.expansion import Expander
from recur.parsing.programs.program import parse_program
from tests.random_spawn_programs import program

SIZES = (*range(1, 14), 27, 64)


@pytest.mark.parametrize("seed", range(60))
def test_a_random_program_costs_what_is_derived(seed: int) -> None:
    text, cost = program(seed)
    read = parse_program(text)
    derivation = derive(read)
    [derived] = derivation.derived
    work, span = (Evaluator(derivation.standing_on(f)) for f in (derived.work_name, derived.span_name))
    expander = Expander(read)
    for size in SIZES:
        told = work.value(derived.work_name, size).value, span.value(derived.span_name, size).value
        node = expander.node(derived.procedure.name, size)
        assert told == cost(size), f"at {size}:\n{text}"
        # the graph is of one branch each time: the one of more work, whose span may be shorter
        assert node.work == told[0] and node.span <= told[1], f"at {size}:\n{text}"
