"""A derivation as data: sentences with named formulas in them. Renderers write it; methods never format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from recur.model.expressions import Expr


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence; `{name}` in it stands for the formula of that name, inline.

    `display` are formulas set on lines of their own below the sentence; `source` is a citation.
    """

    sentence: str
    formulas: tuple[tuple[str, Expr], ...] = ()
    display: tuple[Expr, ...] = ()
    source: str | None = None
    substeps: tuple[Step, ...] = ()

    def __str__(self) -> str:
        """The sentence as plain text, its formulas in Python syntax: what a message of an error says."""
        said = self.sentence
        for name, x in self.formulas:
            said = said.replace(f"{{{name}}}", str(x))
        return said


def step(sentence: str, *display: Expr, source: str | None = None, **formulas: Expr) -> Step:
    """Step("Since {a} …", …) written shortly: step("Since {a} …", a=expression).

    Formulas that the sentence does not name are left out.
    """
    named = tuple([(name, x) for name, x in formulas.items() if f"{{{name}}}" in sentence])
    return Step(sentence, named, display, source)


def listed(parts: Iterable[str]) -> str:
    """a, b and c"""
    *before, last = parts
    return f"{', '.join(before)} and {last}" if before else last
