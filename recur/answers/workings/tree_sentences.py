"""What words say of a recursion tree: "level i has 2^i nodes of size n/2^i", "there are log₂ n + 1 levels"."""

from __future__ import annotations

import re
from enum import StrEnum

from recur.model.patterns import regex


class TreeQuantity(StrEnum):
    """What is said of a recursion tree; the name of the group that holds it in a sentence."""

    NODES = "nodes"
    SIZE = "size"
    COST = "cost"
    NODE_COST = "one"
    DEPTH = "depth"
    HEIGHT = "height"
    LEAVES = "leaves"
    LEVELS = "levels"


_ITS_WORDS = r"nodes?|subproblems?|problems?|calls?|leaves|levels?|size|each|cost|costs|work|total"


def _said(quantity: TreeQuantity) -> str:
    return rf"(?P<{quantity}>[^a-zA-Z]*(?:(?!\b(?:{_ITS_WORDS})\b).)+?)"


_NODES, _SIZE, _COST = map(_said, (TreeQuantity.NODES, TreeQuantity.SIZE, TreeQuantity.COST))
_ONE, _DEPTH, _LEAVES = map(_said, (TreeQuantity.NODE_COST, TreeQuantity.DEPTH, TreeQuantity.LEAVES))
_LEVELS, _HEIGHT = map(_said, (TreeQuantity.LEVELS, TreeQuantity.HEIGHT))
_THE = r"(?:the\s+)?"
_NODE = r"(?:nodes?|subproblems?|problems?|calls?|vertices)"
_ANY_NODE = rf"(?:each|every|a|one)\s+{_NODE}"
_LEVEL = r"(?:level|depth)\s+(?P<level>\w+)"
_AT = rf"(?:at|of|on|in|for)\s+{_THE}(?:each\s+)?{_LEVEL}"
_OF_SIZE = rf"(?:,?\s*(?:each\s+)?(?:of|with|having)?\s*{_THE}size\s+{_SIZE})?"
_IS = r"\s*(?:\bis\b|=|:|\bequals\b)\s*"
_TREE = rf"{_THE}(?:recursion\s+)?tree\s+has"
_THERE_ARE = rf"(?:there\s+are|{_TREE}|we\s+have)"
_DOES = (
    r"(?:costs?|takes?|contributes?|does|do|has\s+(?:a\s+)?(?:total\s+)?(?:cost|work)(?:\s+of)?"
    r"|sums?\s+to|adds?\s+up\s+to)"
)
_COSTING = r",?\s*(?:and\s+)?each\s+(?:\w+\s+)?(?:costing|costs|of\s+cost|with\s+cost|doing)"
_EACH_COSTS = rf"(?:(?:{_COSTING}|,?\s*and\s+(?:of\s+)?cost)\s+{_ONE})?"
#: Sentences about a tree; each group but `level` is named after the quantity that it tells.
TREE_SENTENCES = tuple(
    regex(pattern, re.I)
    for pattern in (
        rf"(?:at\s+|on\s+|the\s+)?{_LEVEL},?\s*(?:of\s+the\s+tree\s+)?"
        rf"(?:has|contains|{_THERE_ARE})\s+{_NODES}\s+{_NODE}{_OF_SIZE}{_EACH_COSTS}",
        rf"{_THERE_ARE}\s+{_NODES}\s+{_NODE}\s+{_AT}{_OF_SIZE}{_EACH_COSTS}",
        rf"{_THERE_ARE}\s+{_NODES}\s+{_NODE}\s+{_AT}{_COSTING}\s+{_ONE}(?:\s+work)?",
        rf"(?:level\s+|depth\s+)?(?:[ijk]\s*=\s*)?(?P<level>\w+)\s*:\s*{_NODES}\s+{_NODE}{_OF_SIZE}"
        rf"(?:,?\s*(?:and\s+|with\s+)?(?:total\s+)?(?:work|cost)\s+(?:of\s+)?{_COST})?",
        rf"(?:at\s+)?{_LEVEL}\s*:\s*{_COST}",
        rf"{_ANY_NODE}\s+{_AT}\s+has\s+size\s+{_SIZE}",
        rf"{_ANY_NODE}\s+{_AT}\s+{_DOES}\s+{_ONE}",
        rf"{_THE}(?:size|subproblem\s+size)\s+{_AT}\s+is\s+{_SIZE}",
        rf"{_THE}number\s+of\s+{_NODE}\s+{_AT}\s+is\s+{_NODES}",
        rf"(?:so\s+|the\s+)?{_LEVEL}\s+(?:thus\s+|then\s+)?{_DOES}\s+{_COST}(?:\s+in\s+total|\s+work|\s+total)?",
        rf"{_THE}(?:total\s+)?(?:cost|work|total|sum)\s+(?:done\s+)?{_AT}\s*(?:is|=|equals|:)\s*{_COST}",
        rf"{_THE}(?:depth|height)(?:\s+of\s+the\s+(?:recursion\s+)?tree)?{_IS}{_HEIGHT}",
        rf"{_TREE}\s+(?:a\s+)?(?:depth|height)\s+(?:of\s+)?{_HEIGHT}",
        rf"{_THE}leaves\s+(?:stand|are|sit|lie|appear|occur)\s+(?:on|at)\s+(?:level|depth)\s+{_DEPTH}",
        rf"{_THE}last\s+level\s+is\s+(?:level\s+)?{_DEPTH}",
        rf"(?:{_THERE_ARE}|with)\s+{_LEAVES}\s+leaves",
        rf"{_THE}number\s+of\s+leaves{_IS}{_LEAVES}",
        rf"(?:there\s+are|{_TREE})\s+{_LEVELS}\s+levels",
        rf"{_THE}number\s+of\s+levels{_IS}{_LEVELS}",
    )
)
