"""Functions of modules that stand beside a file of Python: `from helper import f`, `import helper` and helper.f.

They come into the file under the name helper.f, with all that they call. Only plain functions are read: one that looks
at what its module has set, and all of a module that has classes, stay unknown, and so does what is given a new value.
Source: Python language reference, 5.3 and 5.4.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from recur.model import Place, RecurError, source_tree as tree
from recur.model.records import field, mutable, replace

#: modules that are read for one file, and characters of all of them
MOST_MODULES, MOST_CHARACTERS = 20, 1_000_000

AnyNode = TypeVar("AnyNode", bound=tree.Node)


def with_siblings(
    file: tree.SourceFile, text_of: Callable[[str], str | None], parse: Callable[[str], tree.SourceFile]
) -> tuple[tree.SourceFile, tuple[str, ...]]:
    """The file with those functions of the modules beside it that it reaches, and their names.

    `text_of` gives the text of a module by its name, None where no such file stands there.
    """
    if file.language != "python":
        return file, ()
    siblings = Siblings(text_of, parse)
    own = siblings.renamed(file.functions, file, "")
    statements = tuple(siblings.changed(s, dict(file.imports), _given(file)) for s in file.statements)
    siblings.follow()
    if not siblings.functions:
        return file, ()
    imports = {**siblings.imports, **dict(file.imports)}
    if siblings.mixed(file, imports):
        return file, ()
    text, functions, remarks = file.text, list(own), list(file.remarks)
    for module, read in siblings.modules.items():
        if read is None:
            continue
        lines = text.count("\n") + 1
        text = f"{text}\n{read.text}"
        functions += [_moved(f, lines) for key, f in siblings.functions.items() if key.rpartition(".")[0] == module]
    for module in dict.fromkeys(key.rpartition(".")[0] for key in siblings.functions):
        if (place := siblings.used.get(module)) is not None:
            names = ", ".join(key.rpartition(".")[2] for key in siblings.functions if key.startswith(f"{module}."))
            message = f"{names} of {module}: read in {module}.py, which stands beside this file"
            remarks.append(tree.SourceRemark(place, message))
    whole = replace(
        file, text=text, functions=tuple(functions), statements=statements, imports=tuple(imports.items()),
        remarks=tuple(remarks),
    )  # fmt: skip
    return whole, tuple(siblings.functions)


@mutable
class Siblings:
    """What is read of the modules beside a file so far."""

    text_of: Callable[[str], str | None]
    parse: Callable[[str], tree.SourceFile]
    modules: dict[str, tree.SourceFile | None] = field(default_factory=dict)
    #: module.name -> the function under this name
    functions: dict[str, tree.Function] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)
    #: where the file names a function of a module first
    used: dict[str, Place] = field(default_factory=dict)
    wanted: list[str] = field(default_factory=list)
    characters: int = 0

    def module(self, name: str) -> tree.SourceFile | None:
        if name not in self.modules:
            self.modules[name] = self._read(name) if len(self.modules) < MOST_MODULES else None
        return self.modules[name]

    def _read(self, name: str) -> tree.SourceFile | None:
        if not name.isidentifier() or name in sys.stdlib_module_names or (text := self.text_of(name)) is None:
            return None
        text = text.replace("\r\n", "\n")
        self.characters += len(text)
        if "\r" in text or self.characters > MOST_CHARACTERS:
            return None
        try:
            read = self.parse(text)
        except RecurError:
            return None
        return None if read.classes or any(f.owner for f in read.functions) else read

    def full_name(self, meaning: str) -> str:
        """module.f where that is a plain function of a module beside the file; "" else."""
        module, _, name = meaning.removeprefix(".").rpartition(".")
        read = self.module(module) if module else None
        found = [] if read is None else [f for f in read.functions if f.name == name]
        return f"{module}.{name}" if read is not None and len(found) == 1 and _is_plain(found[0], read) else ""

    def renamed(
        self, functions: tuple[tree.Function, ...], file: tree.SourceFile, module: str
    ) -> tuple[tree.Function, ...]:
        """The functions of a file with the names of what they call in other ones."""
        meanings = dict(file.imports)
        meanings |= {f.name: f".{module}.{f.name}" for f in file.functions if module}
        shadowed = _given(file)
        return tuple(self.changed(f, meanings, shadowed | _local_names(f)) for f in functions)

    def changed(self, node: AnyNode, meanings: Mapping[str, str], shadowed: set[str]) -> AnyNode:
        """Each name of a function of another module as module.f."""

        def change(inner: tree.Node) -> tree.Node:
            name = _dotted(inner)
            first, _, rest = name.partition(".")
            if first and first not in shadowed and first in meanings:
                meaning = f"{meanings[first]}.{rest}" if rest else meanings[first]
                key = self.full_name(meaning)
                if not key and meaning == f".{meaning[1:]}" and name == first:  # of its own module, and not plain
                    return replace(inner, name=f"{meaning[1:]}()") if isinstance(inner, tree.NamedValue) else inner
                if key:
                    assert isinstance(inner, tree.NamedValue | tree.Member)
                    self.wanted.append(key)
                    self.used.setdefault(key.rpartition(".")[0], inner.place)
                    return tree.NamedValue(inner.place, key)
            return tree.with_children(inner, change)

        read = change(node)
        assert isinstance(read, type(node))
        return read

    def mixed(self, file: tree.SourceFile, imports: Mapping[str, str]) -> bool:
        """Is there a name that means one thing in the file, and another in what is read of the others?"""
        known = {f.name for f in file.functions if not f.owner} | _given(file) | {c.name for c in file.classes}
        parts = [(dict(file.imports), _mentioned(part), set[str]()) for part in (*file.functions, *file.statements)]
        for key in self.functions:
            module, _, name = key.rpartition(".")
            if (read := self.modules[module]) is not None:
                function = next(f for f in read.functions if f.name == name)
                names = _mentioned(function) - _local_names(function) - {f.name for f in read.functions}
                parts.append((dict(read.imports), names, known))
        for own, names, others in parts:
            for name in names:
                if name in others or (name in imports and own.get(name) != imports[name]):
                    return True
        return False

    def follow(self) -> None:
        """The functions that are named, and all that these name."""
        while self.wanted:
            key = self.wanted.pop()
            module, _, name = key.rpartition(".")
            read = self.modules[module]
            if key in self.functions or read is None:
                continue
            function = next(f for f in read.functions if f.name == name)
            used = dict(self.used)
            (changed,) = self.renamed((function,), read, module)
            self.used = used  # places are those of the file itself
            self.functions[key] = replace(changed, name=key)
            self.imports |= {n: m for n, m in read.imports if n in _mentioned(function) and not self.full_name(m)}


def _is_plain(function: tree.Function, file: tree.SourceFile) -> bool:
    """Does it look at nothing that its module sets, and is it what its name says?"""
    given = _given(file)
    return not (
        function.decorators or function.name in given or given & (_mentioned(function) - _local_names(function))
    )


def _mentioned(node: tree.Node) -> set[str]:
    return {x.name for x in tree.walk(node) if isinstance(x, tree.NamedValue)}


def _given(file: tree.SourceFile) -> set[str]:
    """Names of the file that may not be what they seem: those that anything in it gives a value from outside."""
    found = _names_set(file.statements)
    for node in (inner for f in file.functions for inner in tree.walk(f)):
        if isinstance(node, tree.Leave) and node.kind == "global" and node.value is not None:
            found |= _mentioned(node.value)
        found |= {_dotted(t).partition(".")[0] for t in _targets(node) if isinstance(t, tree.Member)}
    return found - {"", "self"}


def _names_set(statements: tuple[tree.SourceStatement, ...]) -> set[str]:
    """The names, and the members of modules, that the statements of a file give a value."""
    found: set[str] = set()
    for node in (inner for s in statements for inner in tree.walk(s)):
        found |= {_dotted(t).partition(".")[0] for t in _targets(node)}
    return found - {""}


def _local_names(function: tree.Function) -> set[str]:
    found = {p.name for p in function.parameters}
    for node in tree.walk(function):
        found |= {_dotted(t).partition(".")[0] for t in _targets(node)}
        if isinstance(node, tree.InnerFunction):
            found |= {node.function.name, *(p.name for p in node.function.parameters)}
        if isinstance(node, tree.Lambda):
            found |= set(node.parameters)
    return found - {""}


def _targets(node: tree.Node) -> Iterator[tree.Expression]:
    match node:
        case tree.Assigned(targets=targets):
            pass
        case (
            tree.Update(target=target) | tree.EachLoop(target=target) | tree.NamedExpression(target=target)
            | tree.Clause(target=target)
        ):  # fmt: skip
            targets = (target,)
        case _:
            return
    for target in targets:
        yield from (x for x in tree.walk(target) if isinstance(x, tree.NamedValue | tree.Member))


def _dotted(node: tree.Node) -> str:
    if isinstance(node, tree.NamedValue):
        return node.name
    before = _dotted(node.value) if isinstance(node, tree.Member) else ""
    return f"{before}.{node.name}" if isinstance(node, tree.Member) and before else ""


def _moved(node: AnyNode, lines: int) -> AnyNode:
    """The same, that many lines further down."""

    def change(inner: tree.Node) -> tree.Node:
        return _moved(inner, lines)

    moved: Any = tree.with_children(node, change)
    place = getattr(moved, "place", None)
    placed: AnyNode = replace(moved, place=replace(place, line=place.line + lines)) if place is not None else moved
    return placed
