"""Inputs of size n for a function, from what its sizes are: text that is run only where somebody asks for it."""

from __future__ import annotations

import re

from recur.asymptotics import Growth
from recur.forkjoin.costs.analysis import ProcedureAnalysis
from recur.model import InvalidRecurrence, expressions as ex
from recur.notation import text

_LENGTH = re.compile(r"len\((\w+)\)$")
_RANGE = re.compile(r"(\w+) - (\w+)( \+ 1)?$")
LIST = "[random.randrange(n + 1) for _ in range(n)]"
#: a value that is in no list of these: what is searched for is not found
NOWHERE = "-1"


def inputs_text(procedure: ProcedureAnalysis) -> str:
    """A lambda of n that makes the arguments, every size being n; raises where a size is no length and no number.

    >>> from recur.source_costs.source import analyze_text
    >>> inputs_text(analyze_text("def f(xs, k):\\n    for x in xs:\\n        k += x").named("f"))
    'lambda n: ([random.randrange(n + 1) for _ in range(n)], -1)'
    """
    values = {name: NOWHERE for name in procedure.parameters}
    for name, what in procedure.sizes:
        words = name if what is None else str(what)
        if found := _LENGTH.match(words):
            values |= _known(procedure, {found[1]: LIST})
        elif found := _RANGE.match(words):
            values |= _known(procedure, {found[1]: "n - 1" if found[3] else "n", found[2]: "0"})
            # the range is one of the first parameter that is no end of it
            rest = [other for other in procedure.parameters if other not in (found[1], found[2])]
            values |= dict.fromkeys(rest[:1], LIST)
        else:
            values |= _known(procedure, {words: "n"})
    made = list(values.values())
    return f"lambda n: ({', '.join(made)}{',' if len(made) == 1 else ''})"


def _known(procedure: ProcedureAnalysis, given: dict[str, str]) -> dict[str, str]:
    for name in given:
        if name not in procedure.parameters:
            raise InvalidRecurrence(
                f"no inputs can be made for {procedure.name}: its size is {procedure.size}",
                hint='give a function of n:  --inputs "lambda n: list(range(n))"',
            )
    return given


def bound_text(procedure: ProcedureAnalysis) -> str | None:
    """What is derived of the work, every size being n: "n^2" for Θ, "O(n^2)" for a bound from above, None for none."""
    bounds = procedure.work.bounds
    growth = bounds.theta if bounds.theta is not None else bounds.upper
    if growth is None:
        return None
    names = [name for name, _ in procedure.sizes]
    formula = ex.substitute_all(growth.expression(), dict.fromkeys(names, ex.N))
    written = text.write(Growth.of(formula).expression(), ascii=True)
    return written if bounds.theta is not None else f"O({written})"
