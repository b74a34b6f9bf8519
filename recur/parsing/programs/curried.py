"""fun fib n = … fib (n - 1) … of ML as fib(n) = … fib(n - 1) …: functions that take their arguments one by one."""

import re
from collections.abc import Iterator

from recur.model.patterns import regex
from recur.model.records import replace
from recur.parsing.programs.calls import closing_bracket
from recur.parsing.programs.layout import ProgramLine

_NAME = r"[^\W\d]\w*['′]*"
_HEADER = regex(
    rf"(?:fun|let\s+rec|let)\s+(?P<name>{_NAME})(?P<parameters>(?:\s+{_NAME}|\s*\(\s*{_NAME}\s*:[^()]*\))+)\s*(?::[^=]*)?=\s*"
)


def uncurried(lines: list[ProgramLine]) -> list[ProgramLine]:
    """The lines with brackets around what the functions of such headers take; others as they are."""
    headers = {line.start: match for line in lines if (match := _HEADER.fullmatch(line.text)) is not None}
    taken = {match["name"]: len(_parameters(match)) for match in headers.values()}
    if not taken:
        return lines
    found = []
    for line in lines:
        match = headers.get(line.start)
        if match is not None:
            text = f"fun {match['name']}({', '.join(_parameters(match))}) ="
        else:
            text = _applied(line.text, taken)
        found.append(replace(line, text=text))
    return found


def _parameters(match: re.Match[str]) -> list[str]:
    plain = re.sub(r"\(\s*([^\s:()]+)\s*:[^()]*\)", r" \1 ", match["parameters"])
    return plain.split()


def _applied(text: str, taken: dict[str, int]) -> str:
    """f a (b + 1) as f(a, b + 1), wherever f stands before as many arguments as it takes."""
    names = "|".join(map(re.escape, taken))
    at = 0
    while (match := re.compile(rf"(?<![\w.'′])({names})(?![\w'′])\s*").search(text, at)) is not None:
        parts = list(_arguments(text, match.end(), taken[match[1]]))
        at = match.end()
        if len(parts) == taken[match[1]]:
            inner = ", ".join(_applied(text[start:stop].strip(), taken) for start, stop, _ in parts)
            rest = text[parts[-1][2] :]
            text = f"{text[: match.start()]}{match[1]}({inner})"
            at, text = len(text), text + rest
    return text


def _arguments(text: str, at: int, count: int) -> Iterator[tuple[int, int, int]]:
    """Where each argument begins and ends, and where it ends with its brackets."""
    for _ in range(count):
        at += len(text[at:]) - len(text[at:].lstrip())
        if text[at : at + 1] == "(":
            stop = closing_bracket(text, at)
            if stop is None:
                return
            yield at + 1, stop, stop + 1
            at = stop + 1
            continue
        atom = re.compile(rf"(?!(?:then|else|of|in|end|and|or|div|mod|val|let|do)\b)(?:{_NAME}|\d+)").match(text, at)
        if atom is None:
            return
        yield at, atom.end(), atom.end()
        at = atom.end()
