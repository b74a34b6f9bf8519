"""Block structure to model: the actions of the program rules in grammar/spawn.lark."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from recur.model.program import Beside, Branch, For, If, Procedure, Source, Statement, While
from recur.parsing.programs.formulas import Formulas


class Blocks(Formulas):
    """The value of a line is its model without its block, which is put in here."""

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
        source: Source = branches[0].source
        return If(source, tuple(branches))
