r"""What Tab completes: \Theta to Θ, the words of commands, their options, the names of files."""

from __future__ import annotations

import sys
from functools import cache
from glob import escape, iglob
from os import path
from typing import TYPE_CHECKING

from recur.model.patterns import regex

if TYPE_CHECKING:
    from ..words import Parameter

#: what is inserted, and how it is listed
Offer = tuple[str, str]

OWN_COMMANDS = ("exit", "help", "quit", "steps")
_NAME = regex(r"\\[A-Za-z]*\Z")
_FIRST_WORD = regex(r"\s*(?:help\s+)?([A-Za-z]*)\Z")
_VERB = regex(r"\s*([A-Za-z]+)\s")
#: LaTeX that has no sign of its own: it is completed to what is typed next.
_OPENED = {"frac": r"\frac{", "binom": r"\binom{", "mathcal": r"\mathcal{", "begin": r"\begin{cases}",
           "end": r"\end{cases}", "log": "log ", "lg": "lg ", "ln": "ln ", "exp": "exp(", "max": "max(",
           "min": "min("}  # fmt: skip
_LETTERS = {"Theta": "Θ", "Omega": "Ω", "omega": "ω", "phi": "φ", "pi": "π", "sqrt": "√", "sum": "Σ", "prod": "Π"}


def completions(line: str) -> tuple[int, list[Offer]]:
    """Where the word begins that ends the line, and what may stand there instead."""
    name = _NAME.search(line)
    if name:
        return name.start(), signs(name[0][1:])
    first = _FIRST_WORD.match(line)
    if first:
        return first.start(1), [(f"{word} ", word) for word in commands() if word.startswith(first[1])]
    start = max(line.rfind(blank) for blank in " \t") + 1
    word, verb = line[start:], _VERB.match(line)
    if verb is None:
        return start, []
    if word.startswith("-"):
        return start, [(f"{option} ", option) for option in options(verb[1]) if option.startswith(word)]
    if verb[1] not in commands() or not takes_files(verb[1]):
        return start, []
    return start, _files(word)


def signs(name: str) -> list[Offer]:
    r"""The sign of a LaTeX name; of the beginning of several names, these names.

    >>> signs("Thet"), signs("lf")
    ([('Θ', '\\Theta  Θ')], [('⌊', '\\lfloor  ⌊')])
    """
    from ..terminal import shows_unicode

    known = latex_names()
    names = [name] if name in known else sorted(other for other in known if other.startswith(name))
    listed = [(known[other], f"\\{other}  {known[other]}") for other in names]
    if not shows_unicode(sys.stdout):
        return [(f"\\{other}", f"\\{other}") for other in names]
    if len(names) == 1:
        return listed
    return [(f"\\{other}", shown) for other, (_, shown) in zip(names, listed, strict=True)]


@cache
def latex_names() -> dict[str, str]:
    """Each name without its backslash, and what it is completed to; all of it is read by the parser."""
    from recur.parsing.text.vocabulary import COMMANDS, GREEK

    marks = {name: sign for name, sign in COMMANDS.items() if len(sign) == 1 and sign != "⇒" and sign not in "{}[]/*|"}
    return marks | {name: letter for letter, name in GREEK.items()} | _OPENED | _LETTERS


@cache
def commands() -> tuple[str, ...]:
    """All words that a statement can begin with."""
    from ..app import verbs

    return tuple(sorted({*verbs(), *OWN_COMMANDS} - {"prompt"}))


def options(verb: str) -> list[str]:
    return sorted(flag for parameter in parameters(verb) for flag in (*parameter.flags, *parameter.against))


@cache
def parameters(verb: str) -> tuple[Parameter, ...]:
    """The parameters of a verb; none of a word that is no verb."""
    from ..app import verb_named

    found = verb_named("solve" if verb == "steps" else verb)
    return () if found is None else found.parameters


def takes_files(verb: str) -> bool:
    """Whether its arguments may be files; those of the other verbs are formulas."""
    return any(kind in shown for shown in _arguments(verb) for kind in ("FILE", "PROGRAM"))


def takes_recurrence(verb: str) -> bool:
    """Whether its first argument is a recurrence, which becomes `ans`."""
    return [shown.strip("[].") for shown in _arguments(verb)[:1]] == ["RECURRENCE"]


def _arguments(verb: str) -> list[str]:
    return [parameter.shown for parameter in parameters(verb) if not parameter.flags]


def _files(word: str) -> list[Offer]:
    found = sorted(iglob(escape(path.expanduser(word)) + "*"))
    return [(f"{name}{path.sep}" if path.isdir(name) else f"{name} ", path.basename(name)) for name in found]
