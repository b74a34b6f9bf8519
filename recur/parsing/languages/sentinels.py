"""A text of C ends before its zero: s[i] != 0, asked in a loop that moves along s, is i < strlen(s) (C11 7.1.1)."""

from __future__ import annotations

from recur.model import source_tree as tree
from recur.model.records import replace

_ZERO = (0, "\\0", "\\x00")


def with_lengths(function: tree.Function) -> tree.Function:
    """The tests of the loops over texts, by lengths."""
    texts = {p.name for p in function.parameters if _is_text(p.declared)}
    for node in tree.walk(function):
        if isinstance(node, tree.Assigned) and _is_text(node.declared):
            texts |= {target.name for target in node.targets if isinstance(target, tree.NamedValue)}
    if not texts:
        return function

    def change(node: tree.Node) -> tree.Node:
        node = tree.with_children(node, change)
        if isinstance(node, tree.TestLoop) and node.test is not None:
            return replace(node, test=_asked(node.test, texts))
        return node

    made = tree.with_children(function, change)
    assert isinstance(made, tree.Function)
    return made


def _is_text(declared: str) -> bool:
    return declared.rstrip("&") == "char*" or declared.startswith("char[")


def _asked(test: tree.Expression, texts: set[str]) -> tree.Expression:
    match test:
        case tree.Operation(op="and", operands=operands):
            return replace(test, operands=tuple(_asked(operand, texts) for operand in operands))
        case tree.Operation(op="!=", operands=(value, tree.Literal(value=end))) if end in _ZERO and end is not False:
            return _before_end(value, texts) or test
        case tree.Element() | tree.NamedExpression():
            return _before_end(test, texts) or test
    return test


def _before_end(value: tree.Expression, texts: set[str]) -> tree.Expression | None:
    if isinstance(value, tree.NamedExpression):
        value = value.value
    match value:
        case tree.Element(container=tree.NamedValue(name=name) as text, index=index) if name in texts:
            length = tree.Member(value.place, text, "length")
            return tree.Operation(value.place, "<", (index, length))
    return None
