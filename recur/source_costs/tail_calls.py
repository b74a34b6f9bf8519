"""A function whose calls of itself are the last thing that it does, as a loop that sets its parameters anew.

Source: Steele, Debunking the "expensive procedure call" myth (1977).
"""

from __future__ import annotations

from recur.model import source_tree as tree
from recur.model.records import replace
from recur.source_costs.visiting import name_of

Block = tuple[tree.SourceStatement, ...]


def as_loop(f: tree.Function) -> tree.Function | None:
    """while True: what it does, and return; a call of itself is: parameters = arguments; continue. None: it is none."""
    body = _again(f.body, f)
    calls = sum(_calls_itself(x, f) for x in tree.walk(f))
    if not calls or body is None or any(_calls_itself(x, f) for s in body for x in tree.walk(s)):
        return None
    return replace(f, body=(tree.TestLoop(f.place, None, (*body, tree.Leave(f.place, "return", None))),))


def _calls_itself(x: tree.Node, f: tree.Function) -> bool:
    own = {f.name, f"self.{f.name}"} if f.owner else {f.name}
    return isinstance(x, tree.CallOf) and name_of(x.function) in own


def _again(body: Block, f: tree.Function) -> Block | None:
    """The block with the calls at its end as assignments; None where one cannot be written so."""
    if not body:
        return body
    *before, last = body
    match last:
        case tree.Evaluation(value=tree.CallOf() as call) | tree.Leave(kind="return", value=tree.CallOf() as call) if (
            _calls_itself(call, f)
        ):
            return None if (set_anew := _set_anew(call, f)) is None else (*before, *set_anew)
        case tree.Alternatives(alternatives=alternatives):
            blocks = [_again(each.body, f) for each in alternatives]
            changed = [replace(a, body=b) for a, b in zip(alternatives, blocks, strict=True) if b is not None]
            return None if len(changed) < len(blocks) else (*before, replace(last, alternatives=tuple(changed)))
    return body


def _set_anew(call: tree.CallOf, f: tree.Function) -> Block | None:
    names = [p.name for p in f.parameters][1 if isinstance(call.function, tree.Member) else 0 :]
    if call.keywords or len(call.arguments) != len(names) or any(isinstance(x, tree.Unpacked) for x in call.arguments):
        return None
    moved = [(n, x) for n, x in zip(names, call.arguments, strict=True) if name_of(x) != n]
    targets = tuple(tree.NamedValue(call.place, name) for name, _ in moved)
    values = tuple(x for _, x in moved)
    again = tree.Leave(call.place, "continue", None)
    if not moved:
        return None
    if len(moved) == 1:
        return (tree.Assigned(call.place, targets, values[0]), again)
    together = tree.Collection(call.place, "tuple", targets)
    return (tree.Assigned(call.place, (together,), tree.Collection(call.place, "tuple", values)), again)
