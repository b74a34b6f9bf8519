"""Exams side by side: where two students have the same answer, and where the right choice can be told by its shape."""

from collections.abc import Iterator, Mapping, Sequence

from recur.exercises.exercise import MadeExercise

MOST_TOLD = 12


def alike(exams: Mapping[str, Sequence[MadeExercise]]) -> list[str]:
    """What would help somebody who looks at a neighbour's exam, or at the shape of the choices alone."""
    found = [*_same_answers(exams), *_told_by_shape(exams)]
    left = len(found) - MOST_TOLD
    return found[:MOST_TOLD] + ([f"… and {left:,} more"] if left > 0 else [])


def _same_answers(exams: Mapping[str, Sequence[MadeExercise]]) -> Iterator[str]:
    """Exercises of one number with one answer, and who has them."""
    for position in range(max(map(len, exams.values()), default=0)):
        who: dict[str, list[str]] = {}
        same: dict[str, list[str]] = {}
        for name, exercises in exams.items():
            if position < len(exercises):
                who.setdefault(exercises[position].answer, []).append(name)
                same.setdefault(f"{exercises[position].recurrence}{exercises[position].program}", []).append(name)
        for names in same.values():
            if len(names) > 1:
                yield f"exercise {position + 1} is the same for {_listed(names)}"
        for answer, names in who.items():
            if len(names) > 1:
                yield f"exercise {position + 1} has the same answer, {answer}, for {_listed(names)}"


def _told_by_shape(exams: Mapping[str, Sequence[MadeExercise]]) -> Iterator[str]:
    """A right choice that differs from all others in a way that needs no solving: the longest by far."""
    for name, exercises in exams.items():
        for exercise in exercises:
            right = next((len(c.written) for c in exercise.choices if c.right), 0)
            others = [len(c.written) for c in exercise.choices if not c.right]
            if others and right > 2 * max(others):
                yield f"exercise {exercise.number} of {name}: the right choice is the longest by far"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 3:,} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more
