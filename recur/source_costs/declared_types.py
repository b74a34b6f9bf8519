"""What a declared type holds, in the words of the table of operations: std::vector<std::string> is a list of texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recur.model.patterns import regex
from recur.model.records import frozen
from recur.source_costs.operations import type_kinds

_NUMBER = regex(
    r"(?:(?:unsigned|signed|long|short|int|char|bool|boolean|byte|float|double|Integer|Long|Short|Byte|Character|Boolean"
    r"|Float|Double|Number|(?:std::)?(?:s?size_t|ptrdiff_t|u?int(?:_fast|_least)?\d+_t))\s*)+"
)


@frozen
class DeclaredKind:
    """kind "" where it is a class of the program or nothing is said; `elements`: what it holds, of a map key and value.

    `sides` are the sizes that the type itself writes, from outside in: int[n][m].
    """

    kind: str
    elements: tuple[DeclaredKind, ...] = ()
    sides: tuple[str, ...] = ()


UNTOLD = DeclaredKind("")


def declared_kind(language: str, declared: str) -> DeclaredKind:
    """The kind of what is declared so.

    >>> declared_kind("c++", "std::vector<std::string>&").elements[0].kind
    'str'
    >>> declared_kind("c", "double[n][m]").sides
    ('n', 'm')
    """
    text = declared.strip().rstrip("&").strip()
    if not text or len(text) > 500:
        return UNTOLD
    sides = re.findall(r"\[([^\]]*)\]", text[text.index("[") :]) if text.endswith("]") else []
    if sides:
        return _array(language, text[: text.index("[")], tuple(sides))
    if text.endswith("*"):
        inner = declared_kind(language, text[:-1])
        return _pointer(text, inner)
    if _NUMBER.fullmatch(text):
        return DeclaredKind("number")
    name, arguments = _generic(text)
    kind = type_kinds(language).get(name, "")
    return DeclaredKind(kind, tuple(declared_kind(language, argument) for argument in arguments)) if kind else UNTOLD


def _array(language: str, element: str, sides: tuple[str, ...]) -> DeclaredKind:
    inner = declared_kind(language, element)
    for at in range(len(sides) - 1, -1, -1):
        text = element == "char" and at == len(sides) - 1 and language != "java"
        inner = DeclaredKind("str" if text else "list", () if text else (inner,), sides[at:] if any(sides) else ())
    return inner


def _pointer(text: str, inner: DeclaredKind) -> DeclaredKind:
    """Memory of the type, a text of characters; a pointer to a class of the program is that object."""
    if text == "char*":
        return DeclaredKind("str")
    return DeclaredKind("list", (inner,)) if inner.kind else UNTOLD


def _generic(text: str) -> tuple[str, list[str]]:
    """std::map<K, V> is map with K and V."""
    name, sign, rest = text.partition("<")
    name = name.rpartition("::")[2].rpartition(".")[2].strip()
    return name, list(_arguments(rest.rstrip()[:-1])) if sign else []


def _arguments(text: str) -> Iterator[str]:
    depth = start = 0
    for at, sign in enumerate(text):
        depth += (sign in "<([") - (sign in ">)]")
        if sign == "," and depth == 0:
            yield text[start:at].strip()
            start = at + 1
    if text[start:].strip():
        yield text[start:].strip()
