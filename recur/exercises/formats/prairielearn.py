"""PrairieLearn: a folder a question, whose typed answers recur itself grades [PrairieLearn, Question structure].

`server.py` asks `recur.check`; what cannot be read costs no attempt, and what is undecided is no 0 either. The elements
of the page parse before it does: where nothing was typed they have put None, and a format error.
"""

import json
from collections.abc import Sequence
from html import escape
from uuid import NAMESPACE_URL, uuid5

from recur.exercises.exercise import FORMULA, PROOF, MadeExercise
from recur.exercises.formats.passages import HTML, question_html, reason_html

SERVER = '''"""Grades the answer with recur (pip install recur), which proves what it says."""

import recur
from recur.answers.grading.judgements import written
from recur.answers.grading.rubric import Rubric

RECURRENCE = {recurrence}
ASKED = Rubric(accepted=({kind},))


def checked(data):
    return recur.check(RECURRENCE, ASKED.as_asked(data["submitted_answers"]["answer"]))


def parse(data):
    if "answer" in data["format_errors"]:  # nothing was typed, which PrairieLearn has told
        return
    verdict = checked(data)
    if verdict.verdict == "unreadable":
        data["format_errors"]["answer"] = " ".join(written(verdict).feedback)


def grade(data):
    verdict = checked(data)
    kind = verdict.claim and verdict.claim.kind
    share = ASKED.share(verdict.verdict, verdict.notes, kind)
    if share is None:
        data["format_errors"]["answer"] = "This answer could not be decided: a person has to look."
        return
    said = [] if ASKED.accepts(kind) else ["The question asks for {asked}."]
    feedback = " ".join([*verdict.sentences(), *said])
    data["partial_scores"]["answer"] = {{"score": float(share), "weight": 1, "feedback": feedback}}
    data["score"] = float(share)
'''


def render(exercises: Sequence[MadeExercise], title: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for exercise in exercises:
        found[f"{exercise.id}/info.json"] = _info(exercise, title)
        found[f"{exercise.id}/question.html"] = _page(exercise).encode()
        if exercise.kind != PROOF:
            kind, asked = ("=", "a formula") if exercise.kind == FORMULA else ("Θ", "a tight bound, Θ")
            filled = SERVER.format(recurrence=ascii(exercise.recurrence), kind=ascii(kind), asked=asked)
            found[f"{exercise.id}/server.py"] = filled.encode()
    return found


def _info(exercise: MadeExercise, title: str) -> bytes:
    manual = exercise.kind == PROOF
    info = {
        "uuid": str(uuid5(NAMESPACE_URL, f"recur:{exercise.kind}:{exercise.recurrence}:{exercise.program}")),
        "title": f"{exercise.id}",
        "topic": title or "Recurrences",
        "tags": [exercise.topic, f"difficulty-{exercise.difficulty}"],
        "type": "v3",
        **({"gradingMethod": "Manual"} if manual else {}),
    }
    return (json.dumps(info, indent=1) + "\n").encode()


def _page(exercise: MadeExercise) -> str:
    box = '<pl-rich-text-editor file-name="proof.html"></pl-rich-text-editor>'
    if exercise.kind != PROOF:
        box = '<pl-string-input answers-name="answer" label="answer" remove-spaces="false"></pl-string-input>'
    hints = "".join(f"<li>{HTML.sentence(hint)}</li>" for hint in exercise.hints[:3])
    return (
        f"<pl-question-panel>{question_html(exercise)}</pl-question-panel>\n{box}\n"
        "<pl-submission-panel>{{#partial_scores.answer}}{{partial_scores.answer.feedback}}{{/partial_scores.answer}}"
        f"</pl-submission-panel>\n<pl-answer-panel><ol>{hints}</ol>{reason_html(exercise)}<p>{escape(exercise.answer)}</p></pl-answer-panel>\n"
    )
