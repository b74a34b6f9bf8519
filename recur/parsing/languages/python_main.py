"""What a module does when it is run, beside defining functions, as one more function: __main__."""

from __future__ import annotations

from collections.abc import Iterator

from recur.model import source_tree as tree
from recur.model.records import replace

MAIN = "__main__"


def with_main(file: tree.SourceFile) -> tree.SourceFile:
    """The file with its own statements as a function without parameters, where they loop, start or call something.

    >>> from recur.parsing.languages.python import parse_python
    >>> [f.name for f in parse_python("def f(): pass\\nif __name__ == '__main__':\\n    f()").functions]
    ['f', '__main__']
    """
    body = tuple(_run(file.statements))
    names = {f.name for f in file.functions}
    doing = [s for s in body if any(_does_something(node, names, s in file.statements) for node in tree.walk(s))]
    if not file.functions or not doing:
        return file
    return replace(file, functions=(*file.functions, tree.Function(doing[0].place, MAIN, (), body)))


def _run(statements: tuple[tree.SourceStatement, ...]) -> Iterator[tree.SourceStatement]:
    """The statements that run when the module is the program: __name__ is "__main__"."""
    for statement in statements:
        if isinstance(statement, tree.Alternatives) and _asks_for_main(statement.alternatives[0].test):
            yield from statement.alternatives[0].body
        else:
            yield statement


def _asks_for_main(test: tree.Expression | None) -> bool:
    match test:
        case tree.Operation(op="==", operands=(tree.NamedValue(name="__name__"), tree.Literal(value="__main__"))):
            return True
    return False


def _does_something(node: tree.Node, names: set[str], imported_too: bool) -> bool:
    """A loop or a start; a call of a function of the file, but not one that only sets a constant of the module."""
    if isinstance(node, tree.EachLoop | tree.TestLoop | tree.Wait):
        return True
    if not isinstance(node, tree.CallOf):
        return False
    named = isinstance(node.function, tree.NamedValue) and node.function.name in names
    return node.spawned or (named and not imported_too)
