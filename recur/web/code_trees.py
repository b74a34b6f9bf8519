"""tree-sitter's trees where JavaScript parses: what recur asks of a node, over what the page's worker tells of a tree.

A tree comes as a list in preorder, one entry a node: its type, where it begins and ends, what it is (the sum of
NAMED …), the field that it is of its parent, how many children it has.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

NAMED, MISSING, MISTAKEN, ERROR = 1, 2, 4, 8
#: Source, grammar and pieces, as JSON, to a tree as JSON.
Parse = Callable[[str], str]
#: What parses: the worker sets it, once.
PARSING: list[Parse] = []


@dataclass(slots=True, eq=False)
class SyntaxNode:
    """A node with the names that tree-sitter's Python face gives its parts; offsets count bytes."""

    type: str
    start_byte: int
    end_byte: int
    told: int
    called: str | None
    source: bytes = field(repr=False)
    parent: SyntaxNode | None = field(default=None, repr=False)
    children: list[SyntaxNode] = field(default_factory=list, repr=False)

    @property
    def id(self) -> int:
        return id(self)

    @property
    def text(self) -> bytes:
        return self.source[self.start_byte : self.end_byte]

    @property
    def is_named(self) -> bool:
        return bool(self.told & NAMED)

    @property
    def is_missing(self) -> bool:
        return bool(self.told & MISSING)

    @property
    def has_error(self) -> bool:
        return bool(self.told & MISTAKEN)

    @property
    def is_error(self) -> bool:
        return bool(self.told & ERROR)

    @property
    def named_children(self) -> list[SyntaxNode]:
        return [child for child in self.children if child.is_named]

    @property
    def named_child_count(self) -> int:
        return len(self.named_children)

    def child_by_field_name(self, name: str) -> SyntaxNode | None:
        return next((child for child in self.children if child.called == name), None)

    def children_by_field_name(self, name: str) -> list[SyntaxNode]:
        return [child for child in self.children if child.called == name]


@dataclass(frozen=True, slots=True)
class Tree:
    """What a parser makes of a source."""

    root_node: SyntaxNode


@dataclass(frozen=True, slots=True)
class Language:
    """A grammar by its name, which the worker knows."""

    name: str


@dataclass(frozen=True, slots=True)
class SourcePiece:
    """A piece of a source, as it is made by tree-sitter's name for it."""

    start_point: tuple[int, int]
    end_point: tuple[int, int]
    start_byte: int
    end_byte: int


Range = SourcePiece


@dataclass(frozen=True, slots=True)
class Parser:
    """Parses sources of one byte a sign, or pieces of them."""

    language: Language
    included_ranges: Sequence[SourcePiece] | None = None

    def parse(self, source: bytes) -> Tree:
        pieces = [(each.start_byte, each.end_byte) for each in self.included_ranges or ()]
        asked = {"grammar": self.language.name, "source": source.decode("ascii"), "pieces": pieces}
        return Tree(tree_of_entries(json.loads(PARSING[0](json.dumps(asked))), source))


def tree_of_entries(entries: Sequence[tuple[str, int, int, int, str | None, int]], source: bytes) -> SyntaxNode:
    """The root of a tree told in preorder.

    >>> told = [("sum", 0, 3, 1, None, 2), ("id", 0, 1, 1, "left", 0), ("id", 2, 3, 1, None, 0)]
    >>> root = tree_of_entries(told, b"a+b")
    >>> [child.text for child in root.children], root.child_by_field_name("left").type
    ([b'a', b'b'], 'id')
    """
    root: SyntaxNode | None = None
    open_: list[tuple[SyntaxNode, int]] = []  # with how many children are still to come
    for kind, start, end, told, name, count in entries:
        node = SyntaxNode(kind, start, end, told, name, source)
        if open_:
            above, left = open_.pop()
            node.parent = above
            above.children.append(node)
            if left > 1:
                open_.append((above, left - 1))
        root = root or node
        if count:
            open_.append((node, count))
    assert root is not None and not open_
    return root
