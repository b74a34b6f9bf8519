"""Exercises as one JSON document, schema 1: formulas in Python syntax, and as they are typed."""

import json
from collections.abc import Sequence

from recur.exercises.exercise import MadeExercise
from recur.exercises.formats.passages import PLAIN, question_text
from recur.writers.json.answers import SCHEMA, JsonObject, solution_object


def render(exercises: Sequence[MadeExercise], title: str) -> bytes:
    document = {"schema": SCHEMA, "title": title, "exercises": list(map(_exercise, exercises)), "error": None}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _exercise(exercise: MadeExercise) -> JsonObject:
    return {
        "id": exercise.id,
        "number": exercise.number,
        "topic": exercise.topic,
        "difficulty": exercise.difficulty,
        "kind": exercise.kind,
        "question": question_text(exercise),
        "recurrence": exercise.recurrence,
        "program": exercise.program or None,
        "language": exercise.language or None,
        "key": exercise.answer,
        "hints": [PLAIN.sentence(hint) for hint in exercise.hints],
        "choices": [
            {"answer": c.written, "right": c.right, "tag": c.tag or None, "feedback": c.feedback or None}
            for c in exercise.choices
        ],
        "solution": solution_object(exercise.solution),
    }
