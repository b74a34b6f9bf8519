"""What was read, as sentences: T(n) = 2·T(n/2) + n, T(1) = 1, and every further equation in a sentence of its own."""

from __future__ import annotations

from collections.abc import Iterable

from recur.documents.blocks import Paragraph
from recur.model.derivation import Step
from recur.model.expressions import Expr
from recur.model.recurrence import Recurrence
from recur.renderers import wording


def reading(recurrences: Iterable[Recurrence]) -> list[Paragraph]:
    """A labelled paragraph for each equation; only the first has its label."""
    found: list[Paragraph] = []
    for recurrence in recurrences:
        found.append(Paragraph(_sentence(recurrence), "Read as" if not found else " "))
    return found


def _sentence(recurrence: Recurrence) -> Step:
    sentence, formulas = "{equation}", [("equation", wording.equation(recurrence))]
    for position, (value, domain) in enumerate(wording.initial_values(recurrence)):
        sentence += f",  {{v{position}}}"
        formulas.append((f"v{position}", value))
        if domain is not None:
            sentence += f" for {{d{position}}}"
            formulas.append((f"d{position}", domain))
    return Step(sentence, tuple(formulas))


def alternatives(formulas: Iterable[Expr]) -> Step:
    """Formulas as one sentence: Θ(n) or Θ(n log n)."""
    named = tuple((f"f{i}", x) for i, x in enumerate(formulas))
    return Step(" or ".join(f"{{{name}}}" for name, _ in named), named)
