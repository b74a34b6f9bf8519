"""Moodle XML [Moodle, Moodle XML format]: multiple choice with feedback; where there are no choices, an essay."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from recur.exercises.exercise import AnswerChoice, MadeExercise
from recur.exercises.formats.passages import HTML, category_name, feedback_of, question_html, reason_html, tex


def render(exercises: Sequence[MadeExercise], title: str) -> bytes:
    category = f"$course$/top/{category_name(title) or 'recur'}"
    head = f'<question type="category"><category><text>{escape(category)}</text></category></question>'
    body = "\n".join([head, *map(_question, exercises)])
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{body}\n</quiz>\n'.encode()


def _question(exercise: MadeExercise) -> str:
    kind = "multichoice" if exercise.choices else "essay"
    parts = [
        f"<name><text>{escape(f'{exercise.id} (difficulty {exercise.difficulty})')}</text></name>",
        _html("questiontext", question_html(exercise)),
        _html("generalfeedback", reason_html(exercise)),
        f"<defaultgrade>{exercise.difficulty}</defaultgrade>",
        "<penalty>0.3333333</penalty>",
        "<hidden>0</hidden>",
    ]
    if exercise.choices:
        parts += ["<single>true</single>", "<shuffleanswers>true</shuffleanswers>"]
        parts += ["<answernumbering>abc</answernumbering>", *map(_answer, exercise.choices)]
    else:
        parts += ["<responseformat>editor</responseformat>", "<responserequired>1</responserequired>"]
        parts += ["<responsefieldlines>15</responsefieldlines>", "<attachments>0</attachments>"]
        parts.append(_html("graderinfo", reason_html(exercise)))
    parts += [_html("hint", f"<p>{HTML.sentence(hint)}</p>") for hint in exercise.hints[:3]]
    parts.append(f"<tags><tag><text>{escape(exercise.topic)}</text></tag></tags>")
    return f"<question type={quoteattr(kind)}>\n" + "\n".join(parts) + "\n</question>"


def _answer(choice: AnswerChoice) -> str:
    grade = 100 if choice.right else 0
    said = _html("feedback", f"<p>{escape(feedback_of(choice))}</p>")
    return f'<answer fraction="{grade}" format="html"><text>{escape(tex(choice.answer))}</text>{said}</answer>'


def _html(name: str, content: str) -> str:
    """HTML as text of an element: every sign of it escaped, so that nothing can end it."""
    return f'<{name} format="html"><text>{escape(content)}</text></{name}>'
