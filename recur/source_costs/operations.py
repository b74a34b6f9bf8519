"""What the operations of a language cost in the worst case: its table, read from one data file a language.

An operation that is in no table has no known cost. Formulas are in the sizes of the receiver ("self") and of the
arguments, by the names of the parameters; what else a size may be is said at `OperationCost`.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from recur.model import Expr, expressions as ex
from recur.model.patterns import regex
from recur.model.records import frozen

#: languages whose table another one's is
_TABLES = {"c++": "c"}
_PARAMETER = regex(r"(?P<star>\*?)(?P<name>[A-Za-z_]\w*|-?\d+)(?:: (?P<kind>[\w.]+))?(?P<optional>=?)$")


@frozen
class GivenArgument:
    """What is known of an argument: its kind ("" for nothing), and its value where that is written out."""

    kind: str = ""
    literal: object = None


@frozen
class OperationParameter:
    """`kind` where the operation costs that only for such an argument; `literal` where only for this one.

    `rest`: it takes all further arguments; `named`: it is given by its name only.
    """

    name: str
    kind: str = ""
    literal: int | None = None
    optional: bool = False
    rest: bool = False
    named: bool = False


@frozen
class OperationCost:
    """cost, in the sizes of the arguments, and what is known of the result.

    A symbol x is the size of that argument, the length of a container or the value of a number ("self": of the
    receiver; a parameter that takes the rest: how many these are); "all x" is all there is in it, "each x" the size
    of its longest element. `at_most`: `size` and `after` are bounds from above.
    """

    name: str
    parameters: tuple[OperationParameter, ...]
    cost: Expr
    #: what it costs whatever the items are; None: a step, as of a search that finds at once
    least: Expr | None
    #: what it costs where all items are equal; None: as for any
    alike: Expr | None
    #: the kind of the result: "element" of what `elements` names, "same" as the receiver's, "none", "unknown"
    result: str
    #: its length, or its value if it is a number
    size: Expr | None
    #: the parameters whose elements are in it, in order, or "=kind"; of a dict "keys" are its keys
    elements: tuple[str, ...]
    #: the size of each element, and of all of them together
    each: Expr | None
    total: Expr | None
    at_most: bool
    #: the size afterwards of what `changes` names
    after: Expr | None
    changes: str
    #: the parameter whose elements are written over by others
    fills: str
    #: how often an argument that is a function is called
    calls: tuple[tuple[str, Expr], ...]
    #: "hashing": constant on average; "amortised": constant over many; "copy"; "lazy": paid when it is run through
    remark: str
    #: the index behind which all items are moved: no more than those are paid for, where it is known
    behind: str = ""
    #: the parameter whose items are containers, all put into one
    joins: str = ""

    @property
    def plain(self) -> list[OperationParameter]:
        """Those that arguments without a name are for, each one."""
        return [p for p in self.parameters if not (p.rest or p.named)]

    def bound(self, given: int, keywords: Sequence[str] = ()) -> tuple[str, ...]:
        """The parameter that each argument is for, first those without a name."""
        plain = self.plain
        rest = [p.name for p in self.parameters if p.rest] * max(0, given - len(plain))
        return (*[p.name for p in plain[:given]], *rest, *keywords)


def operation(
    language: str,
    name: str,
    receiver: str = "",
    arguments: Sequence[GivenArgument] = (),
    keywords: Mapping[str, GivenArgument] = MappingProxyType({}),
) -> OperationCost | None:
    """The operation of that name for such arguments; None: what it costs is not known.

    >>> str(operation("python", "pop", "list", [GivenArgument("int", 0)]).cost)
    'self'
    """
    entries = _entries(language, receiver, name)
    return next((entry for entry in entries if _fits(entry, arguments, keywords, _kinds(language))), None)


def operation_names(language: str) -> frozenset[tuple[str, str]]:
    """Receivers and names of all that the table knows."""
    return frozenset(_table(_TABLES.get(language, language))[0])


def type_kinds(language: str) -> Mapping[str, str]:
    """The kind of what is declared with a type of the library: vector is a list."""
    types: dict[str, str] = _data(_TABLES.get(language, language)).get("types", {})
    return types


def text_constants(language: str) -> Mapping[str, int]:
    """The texts that the library has under a name, by how long they are."""
    lengths: dict[str, int] = _data(_TABLES.get(language, language)).get("constants", {})
    return lengths


def _entries(language: str, receiver: str, name: str) -> tuple[OperationCost, ...]:
    table, kinds = _table(_TABLES.get(language, language))
    module, _, last = name.rpartition(".")
    found: list[OperationCost] = []
    place: str | None = receiver or module
    while place is not None:
        found += table.get((place, last), ())
        place = kinds.get(place)
    return tuple(found)


def _kinds(language: str) -> Mapping[str, str]:
    return _table(_TABLES.get(language, language))[1]


def _fits(
    entry: OperationCost,
    arguments: Sequence[GivenArgument],
    keywords: Mapping[str, GivenArgument],
    kinds: Mapping[str, str],
) -> bool:
    plain = entry.plain
    taken, left = plain[: len(arguments)], [*plain[len(arguments) :], *(p for p in entry.parameters if p.named)]
    if len(arguments) > len(plain) and not any(p.rest for p in entry.parameters):
        return False
    named = {p.name for p in left if p.literal is None}
    if not keywords.keys() <= named or any(not p.optional and p.name not in keywords for p in left):
        return False
    given = [*zip(taken, arguments, strict=False), *((p, keywords[p.name]) for p in left if p.name in keywords)]
    return all(_matches(p, argument, kinds) for p, argument in given)


def _matches(parameter: OperationParameter, argument: GivenArgument, kinds: Mapping[str, str]) -> bool:
    if parameter.literal is not None:
        return argument.literal == parameter.literal and not isinstance(argument.literal, bool)
    kind: str | None = argument.kind
    while parameter.kind and kind != parameter.kind:
        if kind is None:
            return False
        kind = kinds.get(kind)
    return True


@cache
def _data(language: str) -> dict[str, Any]:
    return tomllib.loads(files("recur.source_costs").joinpath(f"{language}.toml").read_text(encoding="utf-8"))


@cache
def _table(language: str) -> tuple[Mapping[tuple[str, str], tuple[OperationCost, ...]], Mapping[str, str]]:
    """The operations by receiver and name, and what each kind of receiver is a kind of."""
    data = dict(_data(language))
    kinds: dict[str, str] = data.pop("kinds", {})
    for part in ("types", "constants"):
        data.pop(part, None)
    table: dict[tuple[str, str], tuple[OperationCost, ...]] = {}
    for receiver, entries in data.items():
        for signature, said in entries.items():
            entry = _entry(signature, said)
            table[receiver, entry.name] = (*table.get((receiver, entry.name), ()), entry)
    return table, kinds


def _entry(signature: str, said: dict[str, Any]) -> OperationCost:
    name, _, inside = signature.removesuffix(")").partition("(")
    parameters = tuple(_parameters([word for word in inside.split(", ") if word not in ("", "self")]))
    unknown = said.keys() - {"cost", "result", "size", "elements", "each", "total", "at_most", "after", "changes",
                             "calls", "remark", "least", "alike", "fills", "behind", "joins"}  # fmt: skip
    if unknown:
        raise ValueError(f"{signature} has {', '.join(sorted(unknown))}, which means nothing")
    size, each, total, after = (_formula(said.get(word)) for word in ("size", "each", "total", "after"))
    least = _formula(said.get("least", said.get("cost") if said.get("remark") == "copy" else None))
    calls = tuple((parameter, _read(times)) for parameter, times in said.get("calls", {}).items())
    return OperationCost(
        name, parameters, _read(said.get("cost", "1")), least, _formula(said.get("alike")),
        said.get("result", "number"), size,
        tuple(said.get("elements", "").split(", ")) if "elements" in said else (), each, total,
        said.get("at_most", False), after, said.get("changes", "self" if after is not None else ""),
        said.get("fills", ""), calls,
        said.get("remark", ""), said.get("behind", ""), said.get("joins", ""),
    )  # fmt: skip


def _parameters(words: list[str]) -> Iterator[OperationParameter]:
    named = False
    for word in words:
        found = _PARAMETER.match(word)
        if word == "*":
            named = True
        elif found is None:
            raise ValueError(f"{word!r} is no parameter")
        else:
            name, rest = found["name"], bool(found["star"])
            literal = None if name.isidentifier() else int(name)
            yield OperationParameter(name, found["kind"] or "", literal, bool(found["optional"]), rest, named)
            named = named or rest


def _formula(text: str | None) -> Expr | None:
    return None if text is None else _read(text)


def _read(text: str) -> Expr:
    """A formula of the table: names, numbers, + - * / **, log, sqrt, floor, ceiling, min, max, factorial, all, each."""
    return _of_node(ast.parse(text, mode="eval").body)


def _of_node(node: ast.expr) -> Expr:
    match node:
        case ast.Constant(value=int(value)):
            return ex.number(value)
        case ast.Name(id=name):
            return ex.Symbol(name)
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATIONS[type(op)](_of_node(left), _of_node(right))
        case ast.Call(func=ast.Name(id="all" | "each" as part), args=[ast.Name(id=name)]):
            return ex.Symbol(f"{part} {name}")
        case ast.Call(func=ast.Name(id="log"), args=[inside]):
            return ex.log(_of_node(inside), ex.number(2))
        case ast.Call(func=ast.Name(id="sqrt"), args=[inside]):
            return ex.power(_of_node(inside), ex.number(Fraction(1, 2)))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return ex.Apply(name, tuple(map(_of_node, arguments)))
    raise ValueError(f"{ast.unparse(node)} is no formula of this table")


_OPERATIONS: dict[type[ast.operator], Callable[[Expr, Expr], Expr]] = {
    ast.Add: ex.add, ast.Sub: ex.subtract, ast.Mult: ex.mul, ast.Div: ex.divide, ast.Pow: ex.power,
}  # fmt: skip
