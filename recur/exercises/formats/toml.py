"""Exercises as the TOML of an assignment, which grades a class; proofs stand in it as remarks."""

from collections.abc import Sequence

from recur.answers.grading.stated_tables import quoted
from recur.exercises.exercise import FORMULA, PROOF, MadeExercise


def render(exercises: Sequence[MadeExercise], title: str) -> bytes:
    lines = [f"title = {quoted(title)}"] if title else []
    for exercise in exercises:
        lines.append("")
        if exercise.kind == PROOF:
            lines.append(
                f"# {exercise.id}: a proof that {exercise.recurrence} is {exercise.answer}, for a person to read"
            )
            continue
        lines += ["[[question]]", f"id = {quoted(exercise.id)}", f"recurrence = {quoted(exercise.recurrence)}"]
        lines += [f"key = {quoted(exercise.answer)}", f"points = {exercise.difficulty}"]
        lines += ['accept = ["="]'] if exercise.kind == FORMULA else ['accept = ["Θ"]']
    return ("\n".join(lines).strip() + "\n").encode()
