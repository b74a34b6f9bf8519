"""break inside a case leaves the switch: what stands behind it in the case belongs to the other branches."""

from __future__ import annotations

from recur.model import source_tree as tree
from recur.model.records import replace
from recur.parsing.languages.side_effects import Statements


def without_breaks(body: Statements) -> Statements:
    """The same statements without the breaks that leave the case; those of inner loops stay."""
    for at, statement in enumerate(body):
        if isinstance(statement, tree.Leave) and statement.kind == "break":
            return body[:at]
        if not _leaves(statement):
            continue
        if not isinstance(statement, tree.Alternatives):
            why = "a break out of this block leaves the switch: it is not followed"
            return (*body[:at], tree.Unreadable(statement.place, "break", why))
        return (*body[:at], _with_rest(statement, body[at + 1 :]))
    return body


def _with_rest(choice: tree.Alternatives, rest: Statements) -> tree.Alternatives | tree.Unreadable:
    """The rest goes into the branch that does not end the case; only one may go on, so that nothing is doubled."""
    branches = choice.alternatives
    if branches[-1].test is not None:
        branches = (*branches, tree.Alternative(choice.place, None, ()))
    going_on = [branch for branch in branches if not _ends(branch.body)]
    if len(going_on) > 1 and rest:
        why = "breaks in some of these branches leave the switch: put what follows into the branches it belongs to"
        return tree.Unreadable(choice.place, "break", why)
    made = [
        replace(branch, body=without_breaks(branch.body if _ends(branch.body) else (*branch.body, *rest)))
        for branch in branches
    ]
    return replace(choice, alternatives=tuple(made))


def _leaves(statement: tree.SourceStatement) -> bool:
    """Whether a break in it, outside of inner loops, leaves the case."""
    match statement:
        case tree.Leave():
            return statement.kind == "break"
        case tree.Alternatives():
            return any(_leaves(inner) for branch in statement.alternatives for inner in branch.body)
        case tree.Guarded():
            blocks = (statement.body, *statement.handlers, statement.finally_)
            return any(_leaves(inner) for block in blocks for inner in block)
    return False


def _ends(body: Statements) -> bool:
    return bool(body) and isinstance(body[-1], tree.Leave) and body[-1].kind in ("break", "return", "raise", "continue")


def with_updates(body: Statements, updates: Statements) -> Statements:
    """What follows each round of a for loop follows it at a continue too; those of inner loops are theirs."""
    if not updates:
        return body
    return tuple(made for statement in body for made in _with_updates(statement, updates))


def _with_updates(statement: tree.SourceStatement, updates: Statements) -> Statements:
    match statement:
        case tree.Leave(kind="continue"):
            return (*updates, statement)
        case tree.Alternatives(alternatives=branches):
            made = tuple(replace(branch, body=with_updates(branch.body, updates)) for branch in branches)
            return (replace(statement, alternatives=made),)
        case tree.Guarded():
            handlers = tuple(with_updates(handler, updates) for handler in statement.handlers)
            return (replace(statement, body=with_updates(statement.body, updates), handlers=handlers),)
    return (statement,)


def leaves_loop(body: Statements) -> bool:
    """Whether a break or a continue in it, outside of inner loops, is the loop's; or a loop in it tests at its end."""
    for statement in body:
        match statement:
            case tree.Leave(kind="break" | "continue") | tree.TestLoop(body_first=True):
                return True
            case tree.Alternatives(alternatives=branches):
                if any(leaves_loop(branch.body) for branch in branches):
                    return True
            case tree.TestLoop(body=inner) | tree.EachLoop(body=inner):
                if any(isinstance(n, tree.TestLoop) and n.body_first for s in inner for n in tree.walk(s)):
                    return True
            case tree.Guarded() | tree.SideBySide():
                return True
    return False
