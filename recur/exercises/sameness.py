"""Exams side by side: who has the same exercise or the same answer, and whether the right choice can be told by looks.

Two exercises are the same if only the names of function and size differ, and variants of each other if only numbers
differ too.
"""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

from recur.exercises.exercise import MadeExercise
from recur.exercises.looks import telling_cues
from recur.model import Expr, expressions as ex
from recur.notation import text as notation

MOST_TOLD = 12
Exams = Mapping[str, Sequence[MadeExercise]]


def alike(exams: Exams) -> list[str]:
    """What would help somebody who looks at a neighbour's exam, or at the looks of the choices alone."""
    choices = [each.choices for exercises in exams.values() for each in exercises if each.choices]
    found = [*_shared(exams), *telling_cues(choices)]
    left = len(found) - MOST_TOLD
    return found[:MOST_TOLD] + ([f"… and {left:,} more"] if left > 0 else [])


# Exercises and answers ------------------------------------------------------------------------------------


def _shared(exams: Exams) -> Iterator[str]:
    """Of each number the exercises that several students have, and the answer that most of them share."""
    for number in range(1, max(map(len, exams.values()), default=0) + 1):
        asked = {name: exercises[number - 1] for name, exercises in exams.items() if number <= len(exercises)}
        for names in _groups(asked, identity):
            yield f"exercise {number} is the same for {_listed(names)}"
        shared = [
            names
            for names in _groups(asked, lambda exercise: exercise.answer)
            if len({identity(asked[name]) for name in names}) > 1
        ]
        if shared:
            most = max(shared, key=len)
            variants = len({skeleton(asked[name]) for name in most}) == 1
            different = len({exercise.answer for exercise in asked.values()})
            answers = "1 answer" if different == 1 else f"{different:,} answers"
            yield (
                f"exercise {number} has the same answer, {asked[most[0]].answer}, for {_listed(most)}"
                f"{'; only numbers differ' if variants else ''} ({answers} for {len(asked):,} students)"
            )


def _groups(asked: Mapping[str, MadeExercise], told_by: Callable[[MadeExercise], Hashable]) -> list[list[str]]:
    """The students who share what is looked at, where several do."""
    found: dict[Hashable, list[str]] = {}
    for name, exercise in asked.items():
        found.setdefault(told_by(exercise), []).append(name)
    return [names for names in found.values() if len(names) > 1]


def identity(exercise: MadeExercise) -> str:
    """What two exercises share if and only if they differ in names alone."""
    if exercise.program:
        return f"{exercise.asked} {_with_plain_names(exercise.program)}"
    last = exercise.system.recurrences[-1]
    names = {last.function: "T", last.variable: "n"}
    first = [f"{c.low} {c.high} {c.relation} {_named(c.value, names)}" for c in last.initial]
    return " ".join([exercise.kind, _named(last.right, names), *first])


def skeleton(exercise: MadeExercise) -> str:
    """What two exercises share if and only if they differ in names and numbers alone."""
    return re.sub(r"\d+(?:/\d+)?·?", "#", identity(exercise))


def _named(x: Expr, names: Mapping[str, str]) -> str:
    def renamed(part: Expr) -> Expr:
        part = ex.rebuild(part, renamed) if part.children else part
        if isinstance(part, ex.Symbol):
            return ex.Symbol(names.get(part.name, part.name))
        return ex.Call(names.get(part.function, part.function), part.arguments) if isinstance(part, ex.Call) else part

    return notation.write(renamed(x))


def _with_plain_names(program: str) -> str:
    """The program with the names that it defines, in the order in which they come."""
    defined = list(dict.fromkeys(re.findall(r"(?m)^(?:def )?([A-Za-z][\w-]*)\(", program)))
    for number, name in enumerate(defined):
        program = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", f"F{number}", program)
    return program


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 3:,} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more
