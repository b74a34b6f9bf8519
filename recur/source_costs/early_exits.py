"""Lines that end a loop early: that none of them is come to is the worst case if an input is seen on which it is so.

What an exit asks may have one answer on every input: the tests before it may cover all items, or contradict it. So it
is no choice of the data unless the trials of the function show an input that the loops around go through to the end.
"""

from __future__ import annotations

from functools import cached_property

from recur.model import Place, source_tree as tree
from recur.source_costs.calling import called_name
from recur.source_costs.evaluating import Knowledge, counting_names
from recur.source_costs.falling_tables import FallingTables
from recur.source_costs.trials.machine import TrialMachine, asks_data
from recur.source_costs.trials.tried_inputs import Holding, holdings
from recur.source_costs.trials.witnesses import LoopTrials, TrialsOfLoops, dear_answers, left_loops, sides_wanted
from recur.source_costs.values import ValueState


def machine_of(known: Knowledge) -> TrialMachine:
    return TrialMachine(known.functions, known.imports, known.source.language, known.source.statements)


def tried_inputs_of(function: tree.Function, known: Knowledge) -> tuple[Holding, ...]:
    """What its parameters, and the names of the functions around, are to hold in a trial."""
    key = function.key
    deep, captured = known.deep.get(key, frozenset()), known.captured.get(key, ())
    return holdings(function, known.kinds, counting_names(key, known), deep, captured)


class EarlyExits(FallingTables):
    """Which loops some input goes through to the end."""

    @cached_property
    def trials(self) -> TrialsOfLoops:
        known, function = self.known, self.function
        if function.key not in known.trials or known.trials[function.key][0] is not function:
            machine, parameters = machine_of(known), tried_inputs_of(function, known)
            known.trials[function.key] = function, LoopTrials(machine, function, parameters, self._called).best()
        return known.trials[function.key][1]

    @cached_property
    def _called(self) -> tuple[str, ...]:
        """The functions of the file that it calls, and those that they call."""
        found: dict[str, None] = {}
        pending: list[tree.Function] = [self.function]
        while pending:
            for node in tree.walk(pending.pop()):
                name = called_name(node) if isinstance(node, tree.CallOf) else ""
                if name in self.known.functions and name not in found and name != self.function.key:
                    found[name] = None
                    pending.append(self.known.functions[name])
        return tuple(found)

    @cached_property
    def _left_loops(self) -> frozenset[Place]:
        return frozenset(place for place, _ in left_loops(self.function.body))

    def may_stay(self, alternative: tree.Alternative) -> bool:
        """Is an input seen on which the loops around the branch go on, whatever it and others are there for?"""
        around = self.loops_around.get(id(alternative))
        places = self._left_loops if around is None else self._left_loops & {x.place for x in around}  # type: ignore[union-attr]
        return all((place, 0) in self.trials.whole for place in places)

    @cached_property
    def _dear(self) -> frozenset[tuple[Place, bool]]:
        return frozenset(dear_answers(self.function))

    def is_gone_into(self, alternative: tree.Alternative) -> bool:
        """Is the branch gone into on some input, or passed over for what is behind it, in a third of the rounds?"""
        wanted = {answer for answer in self._dear if answer[0] == alternative.place}
        return not wanted or wanted <= self.trials.often

    def reaches(self, called: str) -> bool:
        """Does the function, as it is called here, go through the loops on some input that it can go through at all?"""
        if called == self.function.key or called not in self.known.trials:
            return True
        function, alone = self.known.trials[called]
        return alone.whole.intersection(left_loops(function.body)) <= self.trials.whole

    def is_chosen(self, node: tree.Conditional) -> bool:
        """Is each side that may be dear chosen on some input, in a third of the rounds?"""
        wanted = sides_wanted(node)
        return not wanted or not self.known.freedom or wanted <= self.trials.often

    def may_go_on(self, node: tree.TestLoop, state: ValueState) -> bool:
        """Is an input seen on which what the loop asks of data does not end it?"""
        test = node.test
        if test is None or not self.known.freedom:
            return True
        parts = test.operands if isinstance(test, tree.Operation) and test.op == "and" else (test,)
        return all(self._is_counted(x, state) or asks_data(x) for x in parts) and (node.place, 0) in self.trials.whole

    def _is_counted(self, part: tree.Expression, state: ValueState) -> bool:
        with self.nested():
            return bool(self.test(part, state.copy()).groups)

    def is_gone_through(self, place: Place, number: int = 0) -> bool:
        """Is an input seen on which the generator, or the search, goes to the end? True where it has not been met."""
        key = (place, number)
        return not self.known.freedom or key in self.trials.whole or (self.trials.told and key not in self.trials.met)
