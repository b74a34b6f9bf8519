"""Options among formulas that nobody has quoted: before them, after them, and with two dashes anywhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recur.model.patterns import regex

from .completion import parameters

_TOKEN = regex(r"""(?P<quoted>"[^"]*"|'[^']*')(?=\s|\Z)|\S+""")
_LONG = regex(r"(--[A-Za-z][A-Za-z-]*)(=.*)?\Z", re.DOTALL)


def split_options(verb: str, rest: str) -> tuple[list[str], list[str]]:
    """The options, and the formulas: what stands between options, or in quotation marks.

    >>> split("tree", "T(n) = T(n-1) - n -n 64 --ascii")
    (['-n', '64', '--ascii'], ['T(n) = T(n-1) - n'])
    """
    tokens = list(_TOKEN.finditer(rest))
    options: list[str] = []
    formulas: list[str] = []
    start = i = 0

    def gather(end: int) -> None:
        if rest[start:end].strip():
            formulas.append(rest[start:end].strip())

    while i < len(tokens):
        token = tokens[i]
        if token[0] == "--":
            gather(token.start())
            start = token.end()
            break
        taken = _option(verb, tokens, i)
        if taken and not token[0].startswith("--"):
            # -n and -o are options at the ends only: inside, T(n-1) -n is a formula
            taken = (
                taken if _only_options(verb, tokens, i) or not (formulas or rest[start : token.start()].strip()) else 0
            )
        if taken or token["quoted"]:
            gather(token.start())
            if taken:
                options += [_unquoted(inner) for inner in tokens[i : i + taken]]
            else:
                formulas.append(_unquoted(token))
            start = tokens[i + max(taken, 1) - 1].end()
        i += max(taken, 1)
    gather(len(rest))
    return options, formulas


def _unquoted(token: re.Match[str]) -> str:
    return token[0][1:-1] if token["quoted"] else token[0]


def _only_options(verb: str, tokens: Sequence[re.Match[str]], i: int) -> bool:
    while i < len(tokens):
        taken = _option(verb, tokens, i)
        if not taken:
            return False
        i += taken
    return True


def _option(verb: str, tokens: Sequence[re.Match[str]], i: int) -> int:
    """How many tokens the option takes that begins here; 0 where none does."""
    token = tokens[i][0]
    long = _LONG.match(token)
    if token in ("--help", "-h"):
        return 1
    name = long[1] if long else token
    param = next((p for p in parameters(verb) if name in (*p.flags, *p.against)), None)
    if param is None:
        return 1 if long else 0  # the command line says what was meant by a long one
    if (long and long[2]) or not param.takes_value:
        return 1
    if i + 1 == len(tokens) or (not long and tokens[i + 1][0][0] in "+-*/^=<>·)"):
        return 1 if long or len(tokens) == 1 else 0  # the command line says what a lone one lacks
    return 2
