"""Text as the tree that a tree-sitter grammar makes of it, or the place of its first mistake."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from recur.model import LimitExceeded, RecurError, SyntaxProblem, limits
from recur.model.patterns import regex
from recur.parsing.faults import place

if TYPE_CHECKING:
    from tree_sitter import Node

GRAMMARS = {"c": "tree_sitter_c", "c++": "tree_sitter_cpp", "java": "tree_sitter_java"}
SHOWN = {"c": "C", "c++": "C++", "java": "Java"}
#: Strings, characters and comments: signs in them are no signs of the program.
SILENT = regex(r'"(?:[^"\\\n]|\\.)*"?|\'(?:[^\'\\\n]|\\.)+\'|//[^\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL)
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}


class CodeExtraMissing(RecurError):
    """tree-sitter or the grammar of a language is not installed."""

    kind = "invalid"


def tree_of(text: str, language: str, written: str | None = None) -> Node:
    """The tree of the text; `written` is what the user typed, of the same length, where the text was prepared.

    A node's offsets count characters: the grammar sees one byte for each.
    """
    deep = _too_deep(without_silent(text))
    if deep is not None:
        raise LimitExceeded(
            f"brackets are nested more than {limits.MAX_NESTING} deep", text=text, place=place(text, deep, deep + 1)
        )
    root = _parser(language)(one_byte_each(text))
    problem = first_mistake(root, text if written is None else written, language)
    if problem is not None:
        raise problem
    return root


def reads_as(text: str, language: str) -> bool:
    """Whether the grammar reads all of the text."""
    return not _parser(language)(one_byte_each(text)).has_error


def expression_at(source: bytes, start: int, end: int, language: str) -> Node | None:
    """What stands between two offsets as an expression, its offsets those of the whole; None where it is none."""
    padded = source[:end] + b";"
    root = _parser(language, ((start, end + 1),))(padded)
    found = root.named_children[0] if root.named_child_count == 1 else None
    return found.named_children[0] if found is not None and not root.has_error and found.named_child_count else None


def one_byte_each(text: str) -> bytes:
    """Letters beyond ASCII are letters to the grammar, other signs beyond it are none of any language."""
    return "".join(c if c.isascii() else "_" if c.isalnum() else "`" for c in text).encode()


def without_silent(text: str) -> str:
    """The text with blanks for strings and comments, of the same length."""
    return SILENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def first_mistake(root: Node, text: str, language: str) -> SyntaxProblem | None:
    """What no rule of the grammar reads, or what it misses: the first in the text."""
    if not root.has_error:
        return None
    bracket = _unpaired(without_silent(text))
    if bracket is not None:
        start, message, advice = bracket
        return SyntaxProblem(message, text=text, place=place(text, start, start + 1), hint=advice)
    node = next(_mistaken(root))
    start, end = node.start_byte, node.end_byte
    if node.is_missing:
        start = len(text[:start].rstrip())
        return SyntaxProblem(f"{_said(node.type)} is missing here", text=text, place=place(text, start, start + 1))
    end = min(end, text.find("\n", start) if "\n" in text[start:end] else end)
    return SyntaxProblem(f"this is no {SHOWN[language]}", text=text, place=place(text, start, end))


def field_of(node: Node, field: str) -> Node:
    """The child that the grammar promises under this name."""
    found = node.child_by_field_name(field)
    assert found is not None, f"{node.type} has no {field}"
    return found


def _parser(language: str, pieces: tuple[tuple[int, int], ...] = ()) -> Callable[[bytes], Node]:
    """What parses a source, or these pieces of it as if nothing stood between them."""
    try:
        sitter, grammar = import_module("tree_sitter"), import_module(GRAMMARS[language])
    except ImportError:
        raise CodeExtraMissing(
            f"{SHOWN[language]} is read by tree-sitter, which is not installed", hint='pip install "recur-solver[code]"'
        ) from None
    ranges = [sitter.Range((0, start), (0, end), start, end) for start, end in pieces] or None
    parser = sitter.Parser(sitter.Language(grammar.language()), included_ranges=ranges)

    def tree(source: bytes) -> Node:
        root: Node = parser.parse(source).root_node
        return root

    return tree


def _mistaken(root: Node) -> Iterator[Node]:
    """ERROR and MISSING, in the order of the text; a walk with a stack of its own, however deep the tree is."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if (node.is_error and node.parent is not None) or node.is_missing:
            yield node
        elif node.has_error:
            waiting.extend(reversed([child for child in node.children if child.has_error or child.is_missing]))
    yield root


def _too_deep(text: str) -> int | None:
    depth = 0
    for found in re.finditer(r"[()\[\]{}]", text):
        depth += 1 if found[0] in _CLOSING else -1
        if depth > limits.MAX_NESTING:
            return found.start()
    return None


def _unpaired(text: str) -> tuple[int, str, str | None] | None:
    open_: list[int] = []
    for found in re.finditer(r"[()\[\]{}]", text):
        sign = found[0]
        if sign in _CLOSING:
            open_.append(found.start())
        elif not open_ or text[open_[-1]] != _OPENING[sign]:
            if not open_:
                return found.start(), f"this {sign} closes nothing", None
            break
        else:
            open_.pop()
    if not open_:
        return None
    start = open_[-1]
    return start, f"this {text[start]} is not closed", f"a {_CLOSING[text[start]]} is missing"


def _said(kind: str) -> str:
    return kind if kind == "identifier" else f"a {kind}" if len(kind) > 2 else f"“{kind}”"
