"""Sentences made of words, formulas and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count

from recur.model.derivation import Step
from recur.model.expressions import Expr

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def said(*parts: str | Expr | Step) -> Step:
    """All of it one after the other, as one sentence.

    >>> said("Master theorem: ", Step("the leaves "), "dominate.").sentence
    'Master theorem: the leaves dominate.'
    """
    quoted = "".join(part if isinstance(part, str) else part.sentence for part in parts if not isinstance(part, Expr))
    fresh = (name for number in count() if f"{{{(name := f'x{number}')}}}" not in quoted)
    words: list[str] = []
    formulas: list[tuple[str, Expr]] = []
    for part in parts:
        if isinstance(part, str):
            words.append(part)
            continue
        inner = part if isinstance(part, Step) else Step("{x}", (("x", part),))
        names = {old: next(fresh) for old, _ in inner.formulas}
        formulas += [(names[old], x) for old, x in inner.formulas]
        words.append(_PLACEHOLDER.sub(lambda m, n=names: f"{{{n.get(m[1], m[1])}}}", inner.sentence))  # type: ignore[misc]
    return Step("".join(words), tuple(formulas))


def listing(parts: Iterable[str | Expr | Step], between: str = ", ") -> Step:
    """Θ(n) or Θ(n log n)"""
    found: list[str | Expr | Step] = []
    for part in parts:
        found += [between, part] if found else [part]
    return said(*found)


def ended(sentence: Step | str) -> Step:
    """With a full stop, where no other sign ends it."""
    step = Step(sentence) if isinstance(sentence, str) else sentence
    words = step.sentence.rstrip()
    return Step(words if words.endswith((".", "!", "?", ":")) else f"{words}.", step.formulas)


def joined(sentences: Iterable[Step]) -> Step:
    """Several short sentences as one: "…; …."."""
    return ended(listing((Step(each.sentence.rstrip().rstrip("."), each.formulas) for each in sentences), "; "))
