"""What an exercise says, as passages for learning platforms: HTML with formulas in TeX, or plain text."""

from html import escape

from recur.documents.exercises import posed, proved_claim
from recur.exercises.exercise import PROOF, AnswerChoice, MadeExercise
from recur.model import Expr, Step, Voice
from recur.notation import latex, text as notation
from recur.writers.characters import printable


def tex(x: Expr) -> str:
    r"""\(…\), as MathJax sets it on Moodle, Canvas and PrairieLearn."""
    return escape(rf"\({latex.write(x, inline=True)}\)")


#: sentences with formulas in TeX, and in plain text
HTML = Voice(tex, lambda words: escape(printable(words)))
PLAIN = Voice(notation.write, printable)


def question_html(exercise: MadeExercise) -> str:
    """The question without its choices."""
    parts = [f"<p>{escape(exercise.asked)}</p>"]
    if exercise.program:
        parts.append(f"<pre>{escape(exercise.program.rstrip())}</pre>")
    else:
        parts.append(f"<p>{', '.join(map(tex, posed(exercise)))}</p>")
    if exercise.kind == PROOF:
        parts.append(f"<p>{tex(proved_claim(exercise))}</p>")
    return "".join(parts)


def question_text(exercise: MadeExercise) -> str:
    """The same as plain text."""
    body = exercise.program.rstrip() if exercise.program else ", ".join(map(notation.write, posed(exercise)))
    more = f"\n{notation.write(proved_claim(exercise))}" if exercise.kind == PROOF else ""
    return f"{exercise.asked}\n{body}{more}"


def reason_html(exercise: MadeExercise) -> str:
    """The answer and the step that gives it."""
    return f"<p>{tex(exercise.key)}</p><p>{HTML.sentence(exercise.solution.reason or Step(''))}</p>"


def feedback_of(choice: AnswerChoice) -> str:
    return "Correct." if choice.right else choice.feedback


def category_name(title: str) -> str:
    """The title as the name of one category of Moodle, where a slash alone begins a category inside."""
    return " ".join(title.split()).replace("/", "//")
