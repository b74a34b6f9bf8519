"""What a task declares about its work and span, as exact values at every size."""

import inspect
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from recur.evaluation.evaluator import Evaluator, Value
from recur.forkjoin.tasks.tasks import Task
from recur.model import InvalidRecurrence, System


@dataclass(frozen=True, slots=True)
class DeclaredCost:
    """`function` of a system, and its values; where the recurrence says nothing of small sizes, the values say what
    was assumed of them."""

    text: str
    function: str
    system: System
    _evaluator: Evaluator = field(repr=False, compare=False)

    def __reduce__(self) -> tuple[Any, ...]:
        return _prediction, (self.text, self.system, self.function)

    def value(self, n: int) -> Value:
        return self._evaluator.value(self.function, n)

    def number(self, n: int) -> Fraction:
        """The value for an estimate: of an irrational one, its first digits."""
        return Fraction(self.value(n).value)


def predict(text: str, function: str | None = None) -> DeclaredCost:
    """The prediction in a recurrence as it is typed; of several functions the last one named is meant.

    >>> predict("2T(n/2) + n, T(1) = 1").value(8).value
    32
    """
    from recur.parsing import parse

    return _prediction(text, parse(text), function)


def work_of(task: Task) -> DeclaredCost | None:
    """The work that a task declares."""
    return _predictions(task)[0]


def span_of(task: Task) -> DeclaredCost | None:
    """The span that a task declares."""
    return _predictions(task)[1]


@cache
def _predictions(task: Task) -> tuple[DeclaredCost | None, DeclaredCost | None]:
    declared = task.declared
    if declared.spec is not None:
        return _specified(task, declared.spec)
    return (
        None if declared.work is None else predict(declared.work),
        None if declared.span is None else predict(declared.span),
    )


def _specified(task: Task, spec: str) -> tuple[DeclaredCost, DeclaredCost]:
    """Work and span of the procedure that a `.spawn` file, beside the task's own file, specifies."""
    from recur.forkjoin.costs.workspan import derive
    from recur.parsing.programs.program import parse_program

    file = Path(inspect.getfile(task.function)).resolve().parent / spec
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as problem:
        raise InvalidRecurrence(f"{task.name} is specified by {spec}, which cannot be read: {problem}") from None
    derivation = derive(parse_program(text))
    wanted = task.declared.procedure or task.name
    for derived in derivation.derived:
        if _plain(derived.procedure.name) == _plain(wanted):
            system = derivation.system
            return (
                _prediction(spec, system, derived.work_name),
                _prediction(spec, system, derived.span_name),
            )
    names = ", ".join(derived.procedure.name for derived in derivation.derived)
    raise InvalidRecurrence(f"{spec} has no procedure {wanted}", hint=f"procedure= is one of {names}")


def _prediction(text: str, system: System, function: str | None) -> DeclaredCost:
    return DeclaredCost(text, function or system.functions[-1], system, Evaluator(system))


def _plain(name: str) -> str:
    """MERGE-SORT, merge_sort and MergeSort are one name."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())
