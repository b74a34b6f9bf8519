"""Inputs of size n for a function, from what its sizes are: text that is run only where somebody asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Set
from types import MappingProxyType

from recur.asymptotics import Growth
from recur.forkjoin.costs.analysis import ProcedureAnalysis
from recur.model import InvalidRecurrence, expressions as ex
from recur.model.patterns import regex
from recur.notation import text

_LENGTH = regex(r"len\((\w+)\)$")
_ROW = regex(r"len\((\w+)\[0\]\)$")
_EDGES = regex(r"sum\(len\(row\) for row in (\w+)\)$")
_RANGE = regex(r"(\w+) - (\w+)( \+ 1)?$")
LIST = "[random.randrange(n + 1) for _ in range(n)]"
MATRIX = "[[random.randrange(n + 1) for _ in range(n)] for _ in range(n)]"
TEXT = "''.join(random.choice('ab ') for _ in range(n))"
#: three edges at each of n vertices
GRAPH = "[[random.randrange(n) for _ in range(3)] for _ in range(n)]"
KEYED_GRAPH = "{u: [random.randrange(n) for _ in range(3)] for u in range(n)}"
#: a value that is in no list of these: what is searched for is not found
NOWHERE = "-1"


def parameter_kinds(text: str, name: str, function: str) -> dict[str, str]:
    """What the uses of the parameters of a function in a file tell that they are: "list", "str", "dict"."""
    from recur.parsing.languages.reading import read_source
    from recur.source_costs.kinds import kinds_of

    file = read_source(text, name)
    if file is None:
        return {}
    kinds = kinds_of(file.functions, dict(file.imports), file.language)
    return {parameter: kind for (key, parameter), kind in kinds.items() if key == function}


def inputs_text(procedure: ProcedureAnalysis, kinds: Mapping[str, str] = MappingProxyType({})) -> str:
    """A lambda of n that makes the arguments, every size being n; raises where a size is no length and no number.

    `kinds` tells what a parameter with a length is, where it is no list of numbers.

    >>> from recur.source_costs.source import analyze_text
    >>> inputs_text(analyze_text("def f(xs, k):\\n    for x in xs:\\n        k += x").named("f"))
    'lambda n: ([random.randrange(n + 1) for _ in range(n)], -1)'
    """
    values = {name: NOWHERE for name in procedure.parameters}
    said = [name if what is None else str(what) for name, what in procedure.sizes]
    graphs = {found[1] for words in said if (found := _EDGES.match(words))}
    if graphs:  # a vertex to begin at is one of them
        values = dict.fromkeys(values, "0")
    rows = {found[1] for words in said if (found := _ROW.match(words))}
    for words in said:
        if found := _LENGTH.match(words) or _ROW.match(words) or _EDGES.match(words):
            values |= _known(procedure, {found[1]: _container(found[1], rows, graphs, kinds)})
        elif found := _RANGE.match(words):
            values |= _known(procedure, {found[1]: "n - 1" if found[3] else "n", found[2]: "0"})
            # the range is one of the first parameter that is no end of it
            rest = [other for other in procedure.parameters if other not in (found[1], found[2])]
            values |= dict.fromkeys(rest[:1], LIST)
        else:
            values |= _known(procedure, {words: "n"})
    made = list(values.values())
    return f"lambda n: ({', '.join(made)}{',' if len(made) == 1 else ''})"


def _container(name: str, rows: Set[str], graphs: Set[str], kinds: Mapping[str, str]) -> str:
    kind = kinds.get(name, "")
    if name in graphs:
        return KEYED_GRAPH if kind == "dict" else GRAPH
    return MATRIX if name in rows else TEXT if kind == "str" else LIST


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
