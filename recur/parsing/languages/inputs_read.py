"""What a function reads is an input of it as an argument is: n = int(input()) makes n a size of its cost.

So it is read as a parameter, where it is read outside of loops and branches and nothing has held the name before.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from recur.model import source_tree as tree
from recur.model.records import replace

#: methods that give the next number, or the next line, of what is typed
_NUMBERS = frozenset(("nextInt", "nextLong", "nextShort", "nextByte"))
#: functions of C that set what they are handed
SCANS = frozenset(("scanf", "scanf_s"))
_LINES = frozenset(("readline", "readLine", "nextLine"))
_TO_NUMBER = frozenset(("int", "parseInt", "parseLong", "valueOf"))


def with_inputs_read(file: tree.SourceFile) -> tree.SourceFile:
    """The file, its functions with what they read as parameters."""
    imports = dict(file.imports)
    lines = {name for name, meaning in imports.items() if meaning in ("sys.stdin.readline", "fileinput.input")}
    return replace(file, functions=tuple(_with_inputs(f, frozenset(lines | {"input"})) for f in file.functions))


def _with_inputs(f: tree.Function, lines: frozenset[str]) -> tree.Function:
    mentioned = {p.name for p in f.parameters}
    read: list[dict[str, str]] = []
    for s in f.body:
        names = dict(_read(s, lines))
        read.append(names if not names.keys() & mentioned else {})
        here = {x.name for x in tree.walk(s) if isinstance(x, tree.NamedValue)}
        mentioned |= set() if _declares(s, here) or _scans(s) else here
    found = {name: kind for names in read for name, kind in names.items()}
    if not found:
        return f
    parameters = tuple(tree.FormalParameter(name, kind, read=True) for name, kind in found.items())
    body = tuple(_given(s, names) if names else s for s, names in zip(f.body, read, strict=True))
    return replace(
        f, parameters=(*f.parameters, *parameters), body=tuple(s for s in body if not _declares(s, found.keys()))
    )


def _given(s: tree.SourceStatement, names: dict[str, str]) -> tree.SourceStatement:
    """In place of reading: a step, or a copy of the list."""
    lists = tuple(tree.NamedValue(s.place, name) for name, kind in names.items() if kind == "list")
    copied = tree.CallOf(s.place, tree.NamedValue(s.place, "list"), lists)
    return tree.Evaluation(s.place, copied if lists else tree.Literal(s.place, 0))


def _declares(s: tree.SourceStatement, names: Set[str]) -> bool:
    """int n; in front of scanf("%d", &n);"""
    match s:
        case tree.Assigned(targets=(tree.NamedValue(name=name),), value=None):
            return name in names
    return False


def _scans(s: tree.SourceStatement) -> bool:
    """scanf("%d", &n): that n is set stands behind it."""
    match s:
        case tree.Evaluation(value=tree.CallOf(function=tree.NamedValue(name=name))):
            return name in SCANS
    return False


def _read(s: tree.SourceStatement, lines: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The names that are set to what is read, each with its type."""
    match s:
        case tree.Assigned(targets=(tree.NamedValue(name=name),), value=value) if _is_number(value, lines):
            yield name, "int"
        case tree.Assigned(targets=(tree.NamedValue(name=name),), value=value) if _is_list(value, lines):
            yield name, "list"
        case tree.Assigned(targets=(tree.Collection(items=items),), value=value) if _is_several(value, lines):
            if all(isinstance(item, tree.NamedValue) for item in items):
                yield from ((item.name, "int") for item in items if isinstance(item, tree.NamedValue))


def _is_number(value: tree.Expression | None, lines: frozenset[str]) -> bool:
    match value:
        case tree.CallOf(function=tree.NamedValue(name="read"), arguments=()):  # of C, C++
            return True
        case tree.CallOf(function=tree.Member(name=name), arguments=()) if name in _NUMBERS:
            return True
        case tree.CallOf(function=tree.NamedValue(name=name) | tree.Member(name=name), arguments=(line,)):
            return name in _TO_NUMBER and _is_line(line, lines)
    return False


def _is_line(value: tree.Expression, lines: frozenset[str]) -> bool:
    match value:
        case tree.CallOf(function=tree.Member(value=inner, name="strip" | "rstrip" | "trim"), arguments=()):
            return _is_line(inner, lines)
        case tree.CallOf(function=tree.NamedValue(name=name)):
            return name in lines
        case tree.CallOf(function=tree.Member(name=name), arguments=()):
            return name in _LINES
    return False


def _is_several(value: tree.Expression | None, lines: frozenset[str]) -> bool:
    """map(int, input().split()), [int(x) for x in input().split()]."""
    match value:
        case tree.CallOf(
            function=tree.NamedValue(name="map"), arguments=(tree.NamedValue(name="int" | "float"), words)
        ):
            return _are_words(words, lines)
        case tree.Comprehension(
            items=(tree.CallOf(function=tree.NamedValue(name="int" | "float")),), clauses=(clause,)
        ):
            return _are_words(clause.iterable, lines) and not clause.conditions
        case tree.CallOf(function=tree.NamedValue(name="list" | "tuple"), arguments=(inner,)):
            return _is_several(inner, lines)
    return False


def _is_list(value: tree.Expression | None, lines: frozenset[str]) -> bool:
    match value:
        case tree.CallOf(function=tree.NamedValue(name="list")) | tree.Comprehension(kind="list"):
            return _is_several(value, lines)
    return value is not None and _are_words(value, lines)


def _are_words(value: tree.Expression, lines: frozenset[str]) -> bool:
    match value:
        case tree.CallOf(function=tree.Member(value=line, name="split"), arguments=()):
            return _is_line(line, lines)
    return False
