"""GIFT [Moodle, GIFT format]: a question a block, its signs escaped."""

import re
from collections.abc import Sequence

from recur.exercises.exercise import AnswerChoice, MadeExercise
from recur.exercises.formats.passages import category_name, feedback_of, question_html, tex


def render(exercises: Sequence[MadeExercise], title: str) -> bytes:
    heading = [f"$CATEGORY: {category_name(title)}"] if title else []
    return ("\n\n".join([*heading, *map(_question, exercises)]) + "\n").encode()


def _question(exercise: MadeExercise) -> str:
    question = f"::{_escaped(exercise.id)}::[html]{_escaped(question_html(exercise))}"
    if not exercise.choices:
        return f"{question} {{}}"
    return f"{question} {{\n" + "\n".join(map(_answer, exercise.choices)) + "\n}"


def _answer(choice: AnswerChoice) -> str:
    mark = "=" if choice.right else "~"
    return f"{mark}{_escaped(tex(choice.answer))}#{_escaped(feedback_of(choice))}"


def _escaped(text: str) -> str:
    """The signs that mean something in GIFT, with a backslash before them; a line end as it writes one."""
    return re.sub(r"([\\~=#{}:])", r"\\\1", text).replace("\n", r"\n")
