"""Code without a header is a procedure, T, in the names that it reads before it sets them."""

from __future__ import annotations

from collections.abc import Iterator

from recur.model import source_tree as tree
from recur.model.records import replace


def with_header(file: tree.SourceFile) -> tree.SourceFile:
    """A file of statements alone as one function; its parameters are its free names, in the order of the text.

    >>> from recur.parsing.languages.python import parse_python
    >>> [p.name for p in with_header(parse_python("while n > 1:\\n    n //= b")).functions[0].parameters]
    ['n', 'b']
    """
    if file.functions or all(map(_sets_up, file.statements)):
        return file
    whole = {name for statement in file.statements for name in _containers(statement)}
    names = dict.fromkeys(_free(file.statements, set(dict(file.imports))))
    free = tuple(tree.FormalParameter(name, "" if name in whole else "int") for name in names)
    function = tree.Function(file.statements[0].place, "T", free, file.statements)
    return replace(file, functions=(function,), statements=())


def _sets_up(statement: tree.SourceStatement) -> bool:
    """Is it a constant, a function, or an import, which is passed over? There is nothing to cost then."""
    return isinstance(statement, tree.Assigned | tree.InnerFunction) or (
        isinstance(statement, tree.Leave) and statement.kind == "pass"
    )


def _free(nodes: tuple[tree.Node, ...], known: set[str]) -> Iterator[str]:
    """The names that are read before they are set, walking as the program runs."""
    for node in nodes:
        match node:
            case tree.NamedValue(name=name):
                if name not in known:
                    yield name
            case tree.Assigned(targets=targets, value=value):
                yield from _free((value,) if value is not None else (), known)
                yield from _set(targets, known)
            case tree.NamedExpression(target=target, value=value):
                yield from _free((value,), known)
                yield from _set((target,), known)
            case tree.Update(target=target, value=value):
                yield from _free((value,), known)
                if not isinstance(target, tree.NamedValue):
                    yield from _free((target,), known)
            case tree.EachLoop():
                yield from _free((node.iterable,), known)
                yield from _set((node.target,), known)
                yield from _free((*node.body, *node.otherwise), known)
            case tree.TestLoop():
                yield from _free((() if node.test is None else (node.test,)), known)
                yield from _free((*node.body, *node.updates, *node.otherwise), known)
            case tree.Comprehension(clauses=clauses):
                inner = set(known)
                for clause in clauses:
                    yield from _free((clause.iterable,), inner)
                    yield from _set((clause.target,), inner)
                    yield from _free(clause.conditions, inner)
                yield from _free(node.items, inner)
            case tree.Lambda(parameters=parameters, body=body):
                yield from _free((body,), known | set(parameters))
            case tree.InnerFunction(function=function):
                known.add(function.name)
            case tree.CallOf(function=tree.NamedValue()):
                yield from _free((*node.arguments, *(value for _, value in node.keywords)), known)
            case _:
                yield from _free(tuple(tree.children(node)), known)


def _containers(node: tree.Node) -> Iterator[str]:
    """Names of what is looked into, gone through, or handed to a function: perhaps no numbers."""
    for inner in tree.walk(node):
        match inner:
            case tree.Element(container=owner) | tree.Slice(container=owner) | tree.Member(value=owner):
                yield from _names((owner,))
            case tree.EachLoop(iterable=iterable):
                yield from _names((iterable,))
            case tree.Comprehension(clauses=clauses):
                yield from _names(tuple(clause.iterable for clause in clauses))
            case tree.CallOf(function=tree.NamedValue(name="range")):
                continue
            case tree.CallOf(arguments=arguments):
                yield from _names(arguments)


def _names(values: tuple[tree.Expression, ...]) -> Iterator[str]:
    yield from (value.name for value in values if isinstance(value, tree.NamedValue))


def _set(targets: tuple[tree.Expression, ...], known: set[str]) -> Iterator[str]:
    for target in targets:
        if isinstance(target, tree.NamedValue):
            known.add(target.name)
        elif isinstance(target, tree.Collection):
            yield from _set(target.items, known)
        else:
            yield from _free((target,), known)
