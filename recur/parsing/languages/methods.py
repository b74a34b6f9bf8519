"""Methods of C++ and Java: the object is a parameter, this, its fields are members of it, a call says whose it is.

f(x) inside a class is C.f(this, x), an overloaded f the one with as many parameters; obj.f(x) is D.f(obj, x) where obj
is declared a D.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from recur.model import source_tree as tree
from recur.model.inheritance import Inheritance
from recur.model.records import replace
from recur.parsing.languages.types import element_type

#: A method without an object, as Python marks it.
STATIC = "staticmethod"
_OF_BASES = frozenset(("extends", "implements", "public", "protected", "private", "virtual"))


def base_names(written: str) -> Iterator[str]:
    """extends A<T>, implements B; : public A, private b::C<T>: the names alone."""
    while (shorter := re.sub(r"<[^<>]*>", "", written)) != written:
        written = shorter
    for part in written.replace(":: ", "::").lstrip(": ").split(","):
        words = [word.rpartition("::")[2] for word in part.split() if word not in _OF_BASES]
        yield from words[-1:]


def with_owners(file: tree.SourceFile, fields: Mapping[str, Mapping[str, str]]) -> tree.SourceFile:
    """The file with calls by full names. `fields`: class -> the types of its fields, but for static ones."""
    named = _Named(file, fields)
    return replace(file, functions=tuple(named.function(at) for at in range(len(file.functions))))


class _Named:
    def __init__(self, file: tree.SourceFile, fields: Mapping[str, Mapping[str, str]]) -> None:
        self.file = file
        self.fields = fields
        self.classes = {function.owner for function in file.functions if function.owner}
        #: (owner, name) -> its overloads
        self.known: dict[tuple[str, str], list[int]] = {}
        for at, function in enumerate(file.functions):
            self.known.setdefault((function.owner, function.name), []).append(at)
        self.inheritance = Inheritance(file.classes, file.functions)
        self.names = [self._name(at) for at in range(len(file.functions))]
        self.of_name: dict[str, set[str]] = {}
        for owner, name in self.known:
            self.of_name.setdefault(name, set()).add(owner)

    def _name(self, at: int) -> str:
        """The first of several overloads keeps the name, the others say their number of parameters."""
        function = self.file.functions[at]
        overloads = self.known[function.owner, function.name]
        if at == overloads[0]:
            return function.name
        arity = len(function.parameters)
        same = [other for other in overloads if len(self.file.functions[other].parameters) == arity]
        which = f", {same.index(at) + 1}" if same.index(at) else ""
        return f"{function.name} ({arity} parameter{'s' * (arity != 1)}{which})"

    def function(self, at: int) -> tree.Function:
        function = self.file.functions[at]
        within = _Within(self, function)
        parameters = function.parameters
        if within.has_object:
            parameters = (tree.FormalParameter("this", function.owner), *parameters)
        body = tuple(within.changed(statement) for statement in function.body)
        return replace(function, name=self.names[at], parameters=parameters, body=body)

    def constructor_above(self, name: str) -> str:
        """The class whose constructor a class without one has; "" where there is none."""
        above = [name]
        for at in above:
            if (at, at) in self.known:
                return at
            above += [base for base in self.inheritance.bases.get(at, ()) if base not in above]
        return ""

    def reached(self, declared: str, method: str) -> tuple[str, ...]:
        """The classes whose method is called on what is declared so: a value of C++ is of just that class."""
        owner = declared.rstrip("*&")
        if self.file.language == "c++" and declared == owner:
            return self.inheritance.nearest(owner, method)
        return self.inheritance.reached(owner, method)

    def fitting(self, owner: str, name: str, types: list[str]) -> list[int]:
        """The overloads with as many parameters; of several those whose types are none but the given ones."""
        found = self.known.get((owner, name), [])
        same = [at for at in found if len(self.file.functions[at].parameters) == len(types)]
        if len(same) > 1:
            same = [at for at in same if self._takes(at, types)]
        return same or (found if len(found) == 1 else [])

    def _takes(self, at: int, types: list[str]) -> bool:
        declared = [parameter.declared.rstrip("*&") for parameter in self.file.functions[at].parameters]
        return all(given in ("", own) for given, own in zip(types, declared, strict=True))

    def full_name(self, at: int) -> str:
        owner = self.file.functions[at].owner
        return f"{owner}.{self.names[at]}" if owner else self.names[at]

    def is_static(self, at: int) -> bool:
        function = self.file.functions[at]
        return not function.owner or STATIC in function.decorators


class _Within:
    """One function's body, its names and their types."""

    def __init__(self, named: _Named, function: tree.Function) -> None:
        self.named = named
        self.owner = function.owner
        self.has_object = bool(function.owner) and STATIC not in function.decorators
        self.types = dict(_local_types(function))
        #: of C++ it is the declared type that says which method of no virtual one is called
        made = _made_once(function) if named.file.language == "java" else ()
        self.made = {name: cls for name, cls in made if name in self.types}
        own = named.fields.get(function.owner, {})
        self.members = {name for name in own if name not in self.types} if self.has_object else set()
        if self.has_object:
            # this.a = a of a constructor sets the field, whatever the parameter is called
            self.sets = set(own) if function.name == function.owner else set()
        else:
            self.sets = set()

    def changed(self, node: Any) -> Any:
        match node:
            case tree.NamedValue(name=name) if name in self.members:
                return tree.Member(node.place, tree.NamedValue(node.place, "this"), name)
            case tree.Assigned(targets=(tree.NamedValue(name=name) as target,), declared="") if name in self.sets:
                member = tree.Member(target.place, tree.NamedValue(target.place, "this"), name)
                return replace(
                    node, targets=(member,), value=self.changed(node.value) if node.value is not None else None
                )
            case tree.CallOf():
                return self.call(node)
        return tree.with_children(node, self.changed)

    def call(self, call: tree.CallOf) -> tree.Expression:
        arguments = tuple(self.changed(given) for given in call.arguments)
        keywords = tuple((name, self.changed(value)) for name, value in call.keywords)
        call = replace(call, keywords=keywords)
        match call.function:
            case tree.NamedValue(name=name) if name in self.named.fields and (name, name) not in self.named.known:
                # a class without a constructor
                made = self.named.constructor_above(name) or "Object"
                return replace(call, function=tree.NamedValue(call.function.place, made), arguments=arguments)
            case tree.NamedValue(name=name) if len(self.named.known.get((name, name), ())) > 1:
                return self._constructed(name, call, arguments)
            case tree.NamedValue(name=name) if name.rpartition("::")[0].rpartition("::")[2] in self.named.classes:
                scope, _, last = name.rpartition("::")
                return self._of((scope.rpartition("::")[2],), last, call, None, arguments)
            case tree.NamedValue(name=name) if name not in self.types:
                own = self.named.inheritance.reached(self.owner, name)
                if own:
                    return self._of(own, name, call, tree.NamedValue(call.place, "this"), arguments)
                owners = self.named.of_name.get(name, set())
                owner = "" if "" in owners else self.owner if self.owner in owners else next(iter(owners), "")
                if owners and (len(owners) == 1 or owner in ("", self.owner)):
                    return self._of((owner,), name, call, tree.NamedValue(call.place, "this"), arguments)
                return replace(call, arguments=arguments)
            case tree.Member(value=value, name=name):
                if (
                    isinstance(value, tree.NamedValue)
                    and value.name in self.named.classes
                    and value.name not in self.types
                ):
                    return self._of((value.name,), name, call, None, arguments)
                above = self.named.inheritance.above(self.owner, name)
                if above and value == tree.NamedValue(value.place, "super"):
                    return self._of(above, name, call, tree.NamedValue(call.place, "this"), arguments)
                declared = self.type_of(value).rstrip("*&")
                if reached := self._reached(value, name):
                    return self._of(reached, name, call, self.changed(value), arguments)
                if name in ("isEmpty", "empty") and not arguments and declared not in self.named.fields:
                    return _is_empty(call, self.changed(value))
        return replace(call, function=self.changed(call.function), arguments=arguments)

    def _reached(self, value: tree.Expression, name: str) -> tuple[str, ...]:
        """The classes whose method is called on the value; of an object that is made here the class is known."""
        made = self.made.get(value.name, "") if isinstance(value, tree.NamedValue) else _made(value)
        made = made if self.named.file.language == "java" else ""
        if made in self.named.inheritance.bases and self.named.of_name.get(made, {made}) == {made}:
            return self.named.inheritance.nearest(made, name)
        return self.named.reached(self.type_of(value), name)

    def _constructed(self, name: str, call: tree.CallOf, arguments: tuple[tree.Expression, ...]) -> tree.CallOf:
        """One of several constructors; the first of them is called by the name of the class."""
        found = self.named.fitting(name, name, [self.type_of(given).rstrip("*&") for given in call.arguments])
        if found == self.named.known[name, name][:1]:
            return replace(call, arguments=arguments)
        made = self.named.full_name(found[0]) if len(found) == 1 else f"{name} (one of several)"
        given = (tree.Literal(call.place, None), *arguments)
        return replace(call, function=tree.NamedValue(call.function.place, made), arguments=given)

    def _of(
        self, owners: tuple[str, ...], name: str, call: tree.CallOf, value: tree.Expression | None,
        arguments: tuple[tree.Expression, ...],
    ) -> tree.CallOf:  # fmt: skip
        owner = owners[0] if len(owners) == 1 else ""
        if name == owner:
            return replace(call, arguments=arguments)  # a constructor is called by its class
        found = self.named.fitting(owner, name, [self.type_of(given).rstrip("*&") for given in call.arguments])
        if len(found) != 1 or len(owners) != 1:
            function = tree.NamedValue(call.function.place, f"{name} (one of several)")
            return replace(call, function=function, arguments=arguments)
        function = tree.NamedValue(call.function.place, self.named.full_name(found[0]))
        if not self.named.is_static(found[0]):
            here = self.has_object and owner in self.named.inheritance.upward(self.owner)
            given = value if value is not None and (here or not _is_this(value)) else tree.Literal(call.place, None)
            arguments = (given, *arguments)
        return replace(call, function=function, arguments=arguments)

    def type_of(self, value: tree.Expression) -> str:
        match value:
            case tree.NamedValue(name="this"):
                return self.owner
            case tree.NamedValue(name=name):
                return self.types.get(name) or self.named.fields.get(self.owner, {}).get(name, "")
            case tree.Member(value=inner, name=name):
                return self.named.fields.get(self.type_of(inner).rstrip("*&"), {}).get(name, "")
            case tree.Element(container=container):
                return element_type(self.type_of(container))
            case tree.CallOf(function=tree.NamedValue(name=name)) if name in self.named.classes:
                return name
        return ""


def _is_empty(call: tree.CallOf, value: tree.Expression) -> tree.Operation:
    """x.isEmpty() is x.length == 0."""
    length = tree.Member(call.place, value, "length")
    return tree.Operation(call.place, "==", (length, tree.Literal(call.place, 0)))


def _is_this(value: tree.Expression) -> bool:
    return isinstance(value, tree.NamedValue) and value.name == "this"


def _local_types(function: tree.Function) -> Iterator[tuple[str, str]]:
    """Every local name with its type, "" where none is written."""
    for parameter in function.parameters:
        yield parameter.name, parameter.declared
    for node in tree.walk(function):
        match node:
            case tree.Assigned(targets=targets, declared=declared) if declared:
                for target in targets:
                    if isinstance(target, tree.NamedValue):
                        yield target.name, _told(declared, node.value)
            case tree.EachLoop(target=tree.NamedValue(name=name)):
                yield name, ""
            case tree.InnerFunction(function=inner):
                yield inner.name, ""
                yield from ((parameter.name, parameter.declared) for parameter in inner.parameters)


def _made_once(function: tree.Function) -> Iterator[tuple[str, str]]:
    """The local names that are given one value, an object that is made there, with its class."""
    values: dict[str, list[str]] = {p.name: [""] for p in function.parameters}
    for node in tree.walk(function):
        targets: tuple[tree.Expression, ...] = ()
        value: tree.Expression | None = None
        match node:
            case tree.Assigned():
                targets, value = node.targets, node.value
                if value is None:  # A a;
                    continue
            case tree.Update(target=target) | tree.EachLoop(target=target) | tree.NamedExpression(target=target):
                targets = (target,)
            case tree.InnerFunction(function=inner):
                for p in inner.parameters:
                    values.setdefault(p.name, []).append("")
            case tree.Lambda(parameters=names):
                for name in names:
                    values.setdefault(name, []).append("")
        for part in (x for t in targets for x in tree.walk(t)):
            if isinstance(part, tree.NamedValue):
                values.setdefault(part.name, []).append(_made(value) if part in targets else "")
    yield from ((name, found[0]) for name, found in values.items() if len(found) == 1 and found[0])


def _made(value: tree.Expression | None) -> str:
    """The class of new A(…)."""
    match value:
        case tree.CallOf(function=tree.NamedValue(name=name)):
            return name
    return ""


def _told(declared: str, value: tree.Expression | None) -> str:
    """auto and var are what is created."""
    if (
        declared.rstrip("*&") in ("auto", "var")
        and isinstance(value, tree.CallOf)
        and isinstance(value.function, tree.NamedValue)
    ):
        return value.function.name
    return declared
