"""Block structure and conditions to model: the actions of grammar/spawn.lark."""

from typing import Any

from recur.model.expressions import TWO, Expr, Log
from recur.model.program import Beside, Branch, For, If, Procedure, RelationTest, SourceLine, Statement, While
from recur.model.records import replace
from recur.parsing.formulas.building import Arithmetic


class Blocks(Arithmetic):
    """The value of a line is its model without its block, which is put in here."""

    def without_base(self, argument: Expr) -> Expr:
        return Log(argument, TWO)  # a size is a number: its logarithm has a base

    def comparison(self, children: list[Any]) -> tuple[RelationTest, ...]:
        return tuple(
            RelationTest(children[i].value, children[i - 1], children[i + 1]) for i in range(1, len(children), 2)
        )

    def conjunction(self, children: list[Any]) -> tuple[RelationTest, ...]:
        return tuple(comparison for part in children for comparison in part)

    def condition(self, children: list[Any]) -> tuple[tuple[RelationTest, ...], ...]:
        return tuple(children)

    def program(self, children: list[Any]) -> tuple[Procedure, ...]:
        return tuple(children)

    def procedure(self, children: list[Any]) -> Procedure:
        header: Procedure = children[0].value
        return replace(header, body=children[1])

    def block(self, children: list[Any]) -> tuple[Statement, ...]:
        return tuple(children)

    def simple(self, children: list[Any]) -> Statement:
        value: Statement = children[0].value
        return value

    def loop(self, children: list[Any]) -> For:
        head: For = children[0].value
        return replace(head, body=children[1])

    def repetition(self, children: list[Any]) -> While:
        head: While = children[0].value
        return replace(head, body=children[1])

    def beside(self, children: list[Any]) -> Beside:
        head: Beside = children[0].value
        return replace(head, body=children[1])

    def branching(self, children: list[Any]) -> If:
        branches: list[Branch] = []
        for lexeme, body in zip(children[::2], children[1::2], strict=True):
            head: Branch = lexeme.value
            branches.append(replace(head, body=body))
        source: SourceLine = branches[0].source
        return If(source, tuple(branches))
