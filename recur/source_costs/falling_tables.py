"""Tables that hold no number above its own index, as the failure function of a pattern: j = f[j − 1] makes j smaller.

That f[x] ≤ x is supposed first, and holds by induction where every store keeps it; a table that a store is not seen to
keep is read as any other. Source: CLRS 4e, section 32.4; Knuth, Morris, Pratt 1977, SIAM J. Comput. 6(2), section 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from recur.forkjoin.costs.polynomials import Polynomial
from recur.model import source_tree as tree
from recur.source_costs.coincidences import Coincidences
from recur.source_costs.evaluating import ZERO
from recur.source_costs.values import NumberValue, Value, ValueState
from recur.source_costs.visiting import set_once


class FallingTables(Coincidences):
    #: the names of tables of which it is supposed
    tables: frozenset[str] = frozenset()

    @cached_property
    def broken(self) -> set[str]:
        """The tables that a store has not been seen to keep."""
        return set()

    def item_read(self, node: tree.Element, state: ValueState) -> Value:
        found = super().item_read(node, state)
        if not (isinstance(node.container, tree.NamedValue) and node.container.name in self.tables):
            return found
        index = self.as_number(self.quietly(node.index, state.copy()))
        if index is None or not self._is_natural(index, state):
            return found
        return NumberValue(self.choices.choose(ZERO, index, False))

    def _is_natural(self, p: Polynomial, state: ValueState) -> bool:
        return self.choices.at_least(p, 0) or any(self.choices.at_least(q, 0) for q in self.told_by_facts(p, state))

    def kept_below(self, target: tree.Element, value: Value, state: ValueState) -> None:
        """What is put into a table is to be at most its index."""
        if self.dry or not (isinstance(target.container, tree.NamedValue) and target.container.name in self.tables):
            return
        index, number = self.as_number(self.quietly(target.index, state.copy())), self.as_number(value)
        if index is None or number is None or not self.choices.at_least(index - number, 0):
            self.broken.add(target.container.name)


def supposed_tables(function: tree.Function, falling: frozenset[str]) -> frozenset[str]:
    """The names that one line sets to [0] * m, or to what a function gives that is known to fill such a table.

    They are read and stored to by index, and given back, and nothing else.
    """
    made = {name for name, value in set_once(function).items() if _is_zeros(value) or _is_given(value, falling)}
    read = {x.container.name for x in tree.walk(function) if isinstance(x, tree.Element)
            and isinstance(x.container, tree.NamedValue)}  # fmt: skip
    return frozenset((made & read) - set(_used_otherwise(function, made)))


def returned_tables(function: tree.Function, tables: frozenset[str]) -> bool:
    """Does every return give one of them?"""
    returns = [x.value for x in tree.walk(function) if isinstance(x, tree.Leave) and x.kind == "return"]
    return bool(returns) and all(isinstance(x, tree.NamedValue) and x.name in tables for x in returns)


def _is_zeros(value: tree.Expression) -> bool:
    match value:
        case tree.Operation(op="*", operands=(tree.Collection(kind="list", items=(tree.Literal(value=0),)), _)):
            return True
    return False


def _is_given(value: tree.Expression, falling: frozenset[str]) -> bool:
    return isinstance(value, tree.CallOf) and isinstance(value.function, tree.NamedValue) and (
        value.function.name in falling
    )  # fmt: skip


def _used_otherwise(function: tree.Function, names: set[str]) -> Iterator[str]:
    """The names that stand elsewhere than in f[x], in what sets them, in a return and in len(f)."""
    allowed: set[int] = set()
    for node in tree.walk(function):
        match node:
            case tree.Element(container=tree.NamedValue() as one):
                allowed.add(id(one))
            case tree.Assigned(targets=(tree.NamedValue() as one,)):
                allowed.add(id(one))
            case tree.Leave(kind="return", value=tree.NamedValue() as one):
                allowed.add(id(one))
            case tree.CallOf(function=tree.NamedValue(name="len"), arguments=(tree.NamedValue() as one,)):
                allowed.add(id(one))
    for node in tree.walk(function):
        if isinstance(node, tree.NamedValue) and node.name in names and id(node) not in allowed:
            yield node.name
        if isinstance(node, tree.Update) and isinstance(node.target, tree.Element):
            yield from (x.name for x in tree.walk(node.target) if isinstance(x, tree.NamedValue))
