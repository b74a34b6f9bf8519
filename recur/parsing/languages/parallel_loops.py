"""A parallel loop in canonical form, for (i = a; i < b; i += c): its rounds are those of range(a, b, c).

OpenMP 5.2, section 4.4.1, and Cilk demand this form, so that the rounds are known before the first one runs.
"""

from __future__ import annotations

from recur.model import source_tree as tree
from recur.parsing.languages.side_effects import Statements

_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "!=": "!="}


def canonical(made: Statements) -> Statements:
    """The start and the loop as one loop over a range; as they are where they have another form."""
    match made:
        case (
            *before,
            tree.Assigned(targets=(tree.NamedValue(name=name) as index,), value=first),
            tree.TestLoop(test=tree.Operation(op=op, operands=(left, right)), updates=(update,)) as loop,
        ) if first is not None and op in _MIRRORED:
            if isinstance(right, tree.NamedValue) and right.name == name:
                left, right, op = right, left, _MIRRORED[op]
            step = _step(update, name)
            if step is None or not (isinstance(left, tree.NamedValue) and left.name == name):
                return made
            one = tree.Literal(loop.place, 1)
            beyond = {"<=": "+", ">=": "-"}.get(op)
            last = right if beyond is None else tree.Operation(right.place, beyond, (right, one))
            plain = isinstance(step, tree.Literal) and step.value == 1
            counted = tree.CallOf(
                loop.place, tree.NamedValue(loop.place, "range"), (first, last) if plain else (first, last, step)
            )
            return (*before, tree.EachLoop(loop.place, index, counted, loop.body, parallel=True))
    return made


def _step(update: tree.SourceStatement, name: str) -> tree.Expression | None:
    match update:
        case tree.Update(target=tree.NamedValue(name=own), op="+", value=value) if own == name:
            return value
        case tree.Update(target=tree.NamedValue(name=own), op="-", value=tree.Literal(value=int(value))) if own == name:
            return tree.Literal(update.place, -value)
        case tree.Assigned(
            targets=(tree.NamedValue(name=own),),
            value=tree.Operation(op="+", operands=(tree.NamedValue(name=same), value)),
        ) if own == same == name:
            return value
    return None
