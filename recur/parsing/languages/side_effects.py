"""An expression that changes variables is a value, and changes before and after it: x = a[i++] is x = a[i]; i += 1.

A variable that is changed and read in one expression is read as the language evaluates it, from left to right; where
it is read on both sides of its change, no place for the change is right.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from recur.model import Place, source_tree as tree
from recur.model.records import field, frozen, mutable

if TYPE_CHECKING:
    from tree_sitter import Node

Statements: TypeAlias = tuple[tree.SourceStatement, ...]


@frozen
class SideEffect:
    """`certain` where the test it stands in was true, `possible` where it was not, or where nothing is known."""

    certain: Statements
    possible: Statements


@mutable
class SideEffects:
    """What one expression changes; `early_only`: nothing can follow its value."""

    root: Node
    early_only: bool = False
    before: list[SideEffect] = field(default_factory=list)
    after: list[SideEffect] = field(default_factory=list)

    def first(self) -> Statements:
        return tuple(statement for change in self.before for statement in change.possible)

    def last(self, certain: bool = False) -> Statements:
        """The latest first: a condition that guards one reads what the others have not changed yet."""
        chosen = [change.certain if certain else change.possible for change in reversed(self.after)]
        return tuple(statement for statements in chosen for statement in statements)

    def take_guarded(self, inner: SideEffects, guard: tree.Expression, wanted: bool, certain: bool) -> None:
        """The changes of an operand that is evaluated only where the guard has the value wanted."""
        for mine, its in ((self.before, inner.before), (self.after, inner.after)):
            for change in its:
                guarded = only_if(guard, wanted, change.possible)
                mine.append(SideEffect(change.certain if certain else (guarded,), (guarded,)))

    def take_either(self, test: tree.Expression, then: SideEffects, otherwise: SideEffects) -> None:
        """The changes of the two branches of test ? then : otherwise."""
        for mine, one, other in (
            (self.before, then.first(), otherwise.first()),
            (self.after, then.last(), otherwise.last()),
        ):
            if one or other:
                both = _either(test, one, other)
                mine.append(SideEffect((both,), (both,)))


def only_if(guard: tree.Expression, wanted: bool, statements: Statements) -> tree.Alternatives:
    test = guard if wanted else tree.Operation(guard.place, "not", (guard,))
    return tree.Alternatives(guard.place, (tree.Alternative(guard.place, test, statements),))


def _either(test: tree.Expression, one: Statements, other: Statements) -> tree.Alternatives:
    branches = [tree.Alternative(test.place, test, one), tree.Alternative(test.place, None, other)]
    return tree.Alternatives(test.place, tuple(branches[: 2 if other else 1]))


def reads_around(name: str, node: Node, root: Node, text: str) -> tuple[bool, bool]:
    """Whether the root reads the variable before the node, and behind it; the other branch of a choice is neither."""
    start, end = root.start_byte, root.end_byte
    passed: list[tuple[int, int]] = []
    inner, outer = node, node.parent
    while outer is not None and inner != root:
        if outer.type in ("conditional_expression", "ternary_expression"):
            branches = [outer.child_by_field_name(part) for part in ("consequence", "alternative")]
            if inner in branches:
                passed += [(b.start_byte, b.end_byte) for b in branches if b is not None and b != inner]
        inner, outer = outer, outer.parent
    found = [match.start() for match in re.finditer(rf"\b{re.escape(name)}\b", text[start:end])]
    places = [start + at for at in found if not any(low <= start + at < high for low, high in passed)]
    return any(at < node.start_byte for at in places), any(at >= node.end_byte for at in places)


def undecided_order(place: Place, text: str, name: str) -> tree.Unreadable:
    return tree.Unreadable(place, text, f"{name} is changed here and read on both sides of it in one expression")
