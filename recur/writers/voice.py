"""A sentence in some notation: the formulas in it written, the words between them made harmless."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from recur.model import Expr, Step

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Voice:
    """`formula` writes a formula inside a sentence, `words` makes plain text harmless."""

    formula: Callable[[Expr], str]
    words: Callable[[str], str]

    def sentence(self, step: Step) -> str:
        """The sentence of a step, its placeholders replaced by the formulas of those names."""
        return self.fill(step.sentence, dict(step.formulas))

    def fill(self, sentence: str, formulas: dict[str, Expr]) -> str:
        return "".join(self.pieces(sentence, formulas))

    def pieces(self, sentence: str, formulas: dict[str, Expr]) -> Iterator[str]:
        """Words and formulas in turn.

        Braces around anything but the name of a formula stay as they are: an error may quote LaTeX.
        """
        done = 0
        for match in _PLACEHOLDER.finditer(sentence):
            if match[1] in formulas:
                yield self.words(sentence[done : match.start()])
                yield self.formula(formulas[match[1]])
                done = match.end()
        yield self.words(sentence[done:])
