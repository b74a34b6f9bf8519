"""A recursion tree as a table: a head that names its columns, and a row for each level."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recur.answers.workings.tree_sentences import TreeQuantity
from recur.model.patterns import regex
from recur.model.records import frozen

#: What the head of a column is called, the more special name first.
_HEADS = (
    (TreeQuantity.SIZE, r"size|argument|input"),
    (
        TreeQuantity.NODE_COST,
        r"(?:cost|work|time)s?\s*(?:/|per|of (?:one|each|a)|(?:at |for )?each)\s*(?:node|call|(?:sub)?problem)|each",
    ),
    (TreeQuantity.COST, r"total|sum|row|(?:cost|work|time) of (?:the )?level|level"),
    (TreeQuantity.NODES, r"nodes|calls|problems|subproblems|number|count|#"),
)
_OF_WHICH = regex(r"\W*(?:cost|work|time)s?\W*", re.I)  # of a level, where that of one node has its own column
_LEVEL = regex(r"\W*(?:level|depth|row|i|j|k)\W*", re.I)
_RULE = regex(r"(?:[\s|:+=&.…⋮-]|\\(?:hline|[vcld]*dots))*")


@frozen
class LevelTable:
    """The columns of a table of levels; None for one that is not understood."""

    level: int
    columns: tuple[TreeQuantity | None, ...]

    @classmethod
    def of_head(cls, line: str) -> LevelTable | None:
        """None where the line is no head of such a table."""
        heads = cells_of(line)
        levels = [i for i, head in enumerate(heads) if _LEVEL.fullmatch(head)]
        if len(heads) < 3 or len(levels) != 1:
            return None
        columns = [None if i in levels else _quantity(head) for i, head in enumerate(heads)]
        if TreeQuantity.NODE_COST in columns:
            columns = [TreeQuantity.COST if _OF_WHICH.fullmatch(h) else c for h, c in zip(heads, columns, strict=True)]
        return cls(levels[0], tuple(columns)) if any(columns) else None

    def row(self, line: str) -> Iterator[tuple[TreeQuantity, str, str]] | None:
        """(quantity, what is said of it, level) for each cell; None where the line is no row of the table."""
        cells = cells_of(line)
        if len(cells) != len(self.columns) or is_rule(line):
            return None
        level = cells[self.level]
        return ((what, cell, level) for what, cell in zip(self.columns, cells, strict=True) if what and cell)


def is_rule(line: str) -> bool:
    """|---|---|"""
    return bool(_RULE.fullmatch(line))


def cells_of(line: str) -> list[str]:
    """The cells between the bars of Markdown, the & of LaTeX, tabs or wide gaps."""
    bare = re.sub(r"\\hline|\\\\(?:\[[^\]]*\])?|\$", " ", line).strip()
    for bar in (r"\|", "&", r"\t+", r"\s{2,}"):
        parts = re.split(bar, bare.strip("|") if bar == r"\|" else bare)
        if len(parts) > 2:
            return [part.strip() for part in parts]
    return []


def _quantity(head: str) -> TreeQuantity | None:
    return next((what for what, names in _HEADS if re.search(rf"(?<!\w)(?:{names})(?!\w)", head, re.I)), None)
