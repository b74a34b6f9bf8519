"""A sheet of exercises, and its key: hints, the answer with its derivation, and why the other choices are wrong."""

from collections.abc import Sequence

from recur.documents import blocks as b
from recur.documents.given import said
from recur.documents.proof import document as proof_document
from recur.documents.solution import explanation
from recur.exercises.exercise import PROOF, MadeExercise
from recur.model import Step, expressions as ex

LETTERS = "ABCDEFGHIJ"


def document(exercises: Sequence[MadeExercise], title: str = "", choices: bool = True, key: bool = True) -> b.Document:
    """The exercises one after the other, then the key of each; without `choices` the answers are to be found."""
    parts: list[b.Block] = [b.Heading(title or "Exercises", level=-1)]
    for exercise in exercises:
        parts += [b.Heading(f"Exercise {exercise.number}", level=0), *asked(exercise, choices)]
    if key:
        parts.append(b.Heading("Key", level=-1))
        for exercise in exercises:
            parts += [b.Heading(f"Exercise {exercise.number}", level=0), *told(exercise, choices)]
    return tuple(parts)


def asked(exercise: MadeExercise, choices: bool = True) -> b.Document:
    """What a student sees."""
    parts: list[b.Block] = [b.Paragraph(Step(exercise.asked))]
    if exercise.program:
        parts.append(program(exercise))
    else:
        parts.append(b.Display(tuple(b.Displayed(x) for x in posed(exercise))))
    if exercise.kind == PROOF:
        parts.append(b.Display((b.Displayed(proved_claim(exercise)),)))
    if choices and exercise.choices:
        letters = tuple(f"({letter})" for letter in LETTERS[: len(exercise.choices)])
        parts.append(b.Items(tuple(said(c.answer) for c in exercise.choices), letters))
    return tuple(parts)


def posed(exercise: MadeExercise) -> list[ex.Expr]:
    """The equation, and its base cases."""
    r = exercise.system.recurrences[-1]
    cases = [
        ex.Relation("=", ex.Call(c.function, (ex.number(c.high),)), c.value)
        for c in r.initial
        if c.low in (None, c.high)
    ]
    return [ex.Relation("=", r.left, r.right), *cases]


def program(exercise: MadeExercise) -> b.Table:
    lines = exercise.program.rstrip("\n").split("\n")
    rows = tuple((b.Source(line.lstrip(), len(line) - len(line.lstrip())),) for line in lines)
    return b.Table((b.Column("", left=True),), rows)


def proved_claim(exercise: MadeExercise) -> ex.Expr:
    """T(n) = O(g), which is to be proved."""
    assert isinstance(exercise.key, ex.Asymptotic)
    return ex.Relation("=", exercise.system.recurrences[-1].left, ex.Asymptotic("O", exercise.key.body))


def told(exercise: MadeExercise, choices: bool = True) -> b.Document:
    """The answer, the hints that lead to it, its derivation, and the mistakes behind the other choices."""
    right = next((letter for letter, c in zip(LETTERS, exercise.choices, strict=False) if c.right), "")
    letter = f"({right}) " if choices and right else ""
    parts: list[b.Block] = [b.Paragraph(said(letter, exercise.key), "Answer")]
    parts.append(b.Paragraph(Step(f"{exercise.topic}, difficulty {exercise.difficulty} of 5"), "Topic"))
    parts += [b.Paragraph(hint, "Hint") for hint in exercise.hints[:3]]
    if exercise.program:
        parts.append(b.Display(tuple(b.Displayed(x) for x in posed(exercise))))
    if exercise.proof is not None:
        parts += proof_document(exercise.proof)
    else:
        parts += explanation(exercise.solution, steps=True)
    wrong = [(letter, c) for letter, c in zip(LETTERS, exercise.choices, strict=False) if not c.right]
    if choices and wrong:
        letters = tuple(f"({letter})" for letter, _ in wrong)
        parts.append(b.Items(tuple(said(c.answer, f": {c.feedback}") for _, c in wrong), letters))
    return tuple(parts)
