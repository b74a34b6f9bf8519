"""A derivation as data: sentences with named formulas in them. Writers give it a voice; methods never format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import overload

from recur.model.expressions import Expr
from recur.model.patterns import regex
from recur.model.records import frozen

PLACEHOLDER = regex(r"\{(\w+)\}")


@frozen
class Step:
    """One sentence; `{name}` in it stands for the formula of that name, inline.

    `display` are formulas set on lines of their own below the sentence; `source` is a citation.
    """

    sentence: str
    formulas: tuple[tuple[str, Expr], ...] = ()
    display: tuple[Expr, ...] = ()
    source: str | None = None
    substeps: Sequence[Step] = ()

    def __str__(self) -> str:
        """The sentence as plain text, its formulas in Python syntax: what a message of an error says."""
        return Voice(str, str).sentence(self)


class StepsOnDemand(Sequence[Step]):
    """Steps that are written down when they are first read: an answer that is only compared needs none of them.

    >>> steps = StepsOnDemand(lambda: [Step("First."), Step("So it is.")])
    >>> len(steps), steps[-1].sentence
    (2, 'So it is.')
    """

    __slots__ = ("_steps", "_write")

    def __init__(self, write: Callable[[], Iterable[Step]]) -> None:
        self._write: Callable[[], Iterable[Step]] | None = write
        self._steps: tuple[Step, ...] = ()

    def read(self) -> tuple[Step, ...]:
        write = self._write  # once, as another thread may be done with it in between
        if write is not None:
            self._steps = tuple(write())
            self._write = None
        return self._steps

    @overload
    def __getitem__(self, place: int) -> Step: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Step, ...]: ...

    def __getitem__(self, place: int | slice) -> Step | tuple[Step, ...]:
        return self.read()[place]

    def __len__(self) -> int:
        return len(self.read())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self.read() == tuple(other)

    def __hash__(self) -> int:
        return hash(self.read())

    def __repr__(self) -> str:
        return repr(self.read())

    def __reduce__(self) -> tuple[type, tuple[tuple[Step, ...]]]:
        return tuple, (self.read(),)


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


@frozen
class Voice:
    """A sentence in some notation: `formula` writes a formula inside a sentence, `words` makes plain text harmless."""

    formula: Callable[[Expr], str]
    words: Callable[[str], str]

    def sentence(self, step: Step) -> str:
        """The sentence of a step, its placeholders replaced by the formulas of those names."""
        return self.fill(step.sentence, dict(step.formulas))

    def fill(self, sentence: str, formulas: dict[str, Expr]) -> str:
        parts = in_turn(sentence, formulas)
        return "".join(self.words(part) if isinstance(part, str) else self.formula(part) for part in parts)


def in_turn(sentence: str, formulas: dict[str, Expr]) -> Iterator[str | Expr]:
    """Words and formulas in turn.

    Braces around anything but the name of a formula stay as they are: an error may quote LaTeX.
    """
    done = 0
    for match in PLACEHOLDER.finditer(sentence):
        if match[1] in formulas:
            yield sentence[done : match.start()]
            yield formulas[match[1]]
            done = match.end()
    yield sentence[done:]
