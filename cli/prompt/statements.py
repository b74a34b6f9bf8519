"""From a statement of the prompt to the words of a command line: formulas need no quoting, `ans` is filled in.

Formulas are separated by what no formula holds; quotation marks are taken where they are given.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from recur.model import InvalidRecurrence
from recur.model.patterns import regex
from recur.model.records import frozen

from .ans import ANS, Last, read_with_ans
from .completion import commands, takes_files, takes_recurrence
from .options import split_options

#: recur solve …, as it is pasted from a shell or a book
_SHELL = regex(r"\A\s*(?:[$>%]\s+)?recur\s+(?=\S)")
_VERB = regex(r"\A\s*([A-Za-z]+)(?=\s|\Z)\s*")
_SIZE = regex(r"[0-9(][0-9^*+\-()!]*\Z")
_GOES_ON = regex(r"[-+*/^=,(<>·]\Z")
_BETWEEN = regex(r"\s+(?:with|and|vs\.?|versus|against|beside|to)\s+")


@frozen
class Words:
    """What the command line is given; `recurrence` is what becomes `ans`, where the statement names one."""

    words: tuple[str, ...]
    recurrence: str | None = None


def words_of(statement: str, last: Last) -> Words:
    """The command of a statement; a recurrence alone is solved. Raises what is wrong with it."""
    statement = _SHELL.sub("", statement)
    match = _VERB.match(statement)
    verb = match[1] if match else ""
    if match is None or verb not in commands():
        if statement.lstrip().startswith("--"):
            return Words(tuple(statement.split()))
        text = last.recurrence() if statement.strip() == ANS else statement
        _suggest(verb, text)
        return Words(("solve", "--brief", "--", text), text)
    rest = statement[match.end() :]
    if takes_files(verb):
        return Words((verb, *_shell_words(rest)))
    options, formulas = split_options(verb, rest)
    if "-" in formulas:
        raise InvalidRecurrence("- stands for standard input, which is this prompt", hint="type the recurrence here")
    if "--help" in options or "-h" in options:
        return Words((verb, "--help"))
    read = _READERS.get(verb) or (_one_recurrence if takes_recurrence(verb) else None)
    found = formulas if read is None else read(formulas, last)
    words = ("solve" if verb == "steps" else verb, *options, *(("--", *found) if found else ()))
    return Words(words, found[0] if found and takes_recurrence(verb) else None)


def _suggest(verb: str, text: str) -> None:
    """A word that is nearly a command, or a bound that no recurrence stands beside: what was meant."""
    from difflib import get_close_matches

    readable = read_with_ans(text) is not None  # as prose and a recurrence: then the word must be very near
    near = get_close_matches(verb, commands(), 1, 0.75 if readable else 0.6) if len(verb) > 2 else []
    if readable and not near:
        return
    if near:
        raise InvalidRecurrence(f"unknown command {verb}", hint=f"did you mean {near[0]}? help lists them all")
    if "=" not in text and _is_bound(text):
        raise InvalidRecurrence(
            f"{text.strip()} is a bound, and no recurrence",
            hint=f"check {text.strip()}  holds it against the last recurrence, compare F, G  compares two",
        )


def _is_bound(text: str) -> bool:
    from recur.parsing import parse_claim

    from ..faults import attempt

    return not isinstance(attempt(lambda: parse_claim(text), None), Exception)


def _shell_words(rest: str) -> list[str]:
    import shlex
    from os import path

    try:
        words = shlex.split(rest)
    except ValueError as fault:
        raise InvalidRecurrence(f"{str(fault).lower()} in: {rest}", hint="quotation marks come in pairs") from None
    if "-" in words:
        raise InvalidRecurrence("- stands for standard input, which is this prompt", hint="give the name of a file")
    return [path.expanduser(word) for word in words]


def _one_recurrence(formulas: list[str], last: Last) -> list[str]:
    """solve, steps, tree, unroll: of nothing, of the last one."""
    if not formulas:
        return [last.recurrence()]
    return [last.recurrence() if text == ANS else text for text in formulas]


def _check(formulas: list[str], last: Last) -> list[str]:
    """check ANSWER, check ans ANSWER, check RECURRENCE; ANSWER, or a recurrence that states its claim."""
    if not formulas:
        raise InvalidRecurrence(
            "check needs an answer", hint="check O(n log n)  of the last recurrence, or  check RECURRENCE; ANSWER"
        )
    recurrence, answer = formulas[0], " ".join(formulas[1:])
    if not answer:
        recurrence, answer = _question(formulas[0], last)
    recurrence = last.recurrence() if recurrence == ANS else recurrence
    return [recurrence, last.filled(answer)] if answer else [recurrence]


def _prove(formulas: list[str], last: Last) -> list[str]:
    """prove, prove CLAIM of the last recurrence; prove RECURRENCE, prove RECURRENCE; CLAIM."""
    return _check(formulas, last) if formulas else [last.recurrence()]


def _question(text: str, last: Last) -> tuple[str, str]:
    word, _, rest = text.partition(" ")
    if word.rstrip(";") == ANS:
        return ANS, rest.strip(" ;")
    head, semicolon, tail = text.rpartition(";")
    if semicolon and tail.strip() and (head.strip() == ANS or read_with_ans(head) is not None):
        return head.strip(), tail.strip()
    system = read_with_ans(text)
    if system is not None and any(r.subcalls or r.nonlinear for r in system.recurrences):
        return text, ""
    return last.recurrence(), text


def _eval(formulas: list[str], last: Last) -> list[str]:
    """eval N…, eval RECURRENCE; N…, or the sizes right behind the recurrence."""
    if not formulas:
        raise InvalidRecurrence(
            "eval needs sizes", hint="eval 10 2^20  of the last recurrence, or  eval RECURRENCE; 10"
        )
    recurrence, sizes = formulas[0], [size for text in formulas[1:] for size in _sizes(text)]
    if not sizes:
        recurrence, sizes = _measured(formulas[0])
    elif _sizes(recurrence):
        recurrence, sizes = ANS, [*_sizes(recurrence), *sizes]
    return [last.recurrence() if recurrence == ANS else recurrence, *sizes]


def _sizes(text: str) -> list[str]:
    """The sizes that the text consists of; none where it holds anything else."""
    words = text.replace(",", " ").split()
    return words if all(map(_SIZE.match, words)) else []


def _measured(text: str) -> tuple[str, list[str]]:
    if _sizes(text):
        return ANS, _sizes(text)
    head, _, tail = text.rpartition(";")
    if head and _sizes(tail):
        return head.strip(), _sizes(tail)
    front = text
    sizes: list[str] = []
    while (word := re.search(r"[\s,]([^\s,]+)\Z", front)) and _SIZE.match(word[1]):
        front = front[: word.start()].rstrip(" ,")
        sizes.insert(0, word[1])
    while sizes and _GOES_ON.search(front):
        front = f"{front} {sizes.pop(0)}"
    return front, sizes


def _compare(formulas: list[str], last: Last) -> list[str]:
    """compare F, G; two formulas without blanks, or `ans` and one, need no comma."""
    parts = formulas if len(formulas) != 1 else _two(formulas[0])
    if len(parts) != 2:
        raise InvalidRecurrence(
            "compare needs two functions, with a comma between them",
            hint="compare n log n, n^2;  or  compare ans, n^2  with the bound of the last recurrence",
        )
    return [last.filled(part) for part in parts]


def _two(text: str) -> list[str]:
    """The text cut at its commas, its semicolon, a word between, or where only one blank stands outside brackets."""
    depth, flat = 0, ""  # the text with the insides of brackets blotted out
    for sign in text:
        depth -= sign in ")]}⌋⌉"
        flat += "_" if depth > 0 else sign
        depth += sign in "([{⌊⌈"
    for cut in (re.compile(r"[;,]"), _BETWEEN, re.compile(rf"(?<=\A{ANS})\s+|\s+(?={ANS}\Z)"), re.compile(r"\s+")):
        places = list(cut.finditer(flat))
        if places:
            ends = [0, *(place.end() for place in places)]
            starts = [*(place.start() for place in places), len(text)]
            return [text[a:b].strip() for a, b in zip(ends, starts, strict=True)]
    return [text]


_READERS: dict[str, Callable[[list[str], Last], list[str]]] = {
    "check": _check,
    "prove": _prove,
    "eval": _eval,
    "compare": _compare,
}
