"""Java as a source tree, with threads, executors, streams and the fork-join framework."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from recur.model import source_tree as tree
from recur.model.patterns import regex
from recur.parsing.languages.braces import BraceReader
from recur.parsing.languages.comments import stated_facts
from recur.parsing.languages.java_tasks import JavaTasks
from recur.parsing.languages.methods import STATIC, base_names, with_owners
from recur.parsing.languages.side_effects import Statements
from recur.parsing.languages.syntax import field_of, tree_of
from recur.parsing.languages.types import plain_type

if TYPE_CHECKING:
    from tree_sitter import Node

_SEQUENCES = regex(r"ArrayList|Vector")
_MAPS = regex(r"(?:Linked)?HashMap|Hashtable|ConcurrentHashMap")
_SETS = regex(r"(?:Linked)?HashSet")


def parse_java(text: str) -> tree.SourceFile:
    """The methods of a Java text, constructors as functions of the class's name; raises `SyntaxProblem`.

    >>> [(f.owner, f.name) for f in parse_java("class A { int twice(int n) { return 2 * n; } }").functions]
    [('A', 'twice')]
    """
    root = tree_of(text, "java")
    reader = JavaReader(text, text)
    statements = reader.outside(root.named_children)
    file = tree.SourceFile(
        "java", text, tuple(reader.functions), statements, tuple(sorted(reader.classes.items())),
        stated_facts(text, reader.place_of, {f.name for f in reader.functions}), classes=tuple(reader.inherited),
    )  # fmt: skip
    file = JavaTasks(file, reader.supers, reader.fields).file()
    return with_owners(file, {owner: {f.name: f.declared for f in fields} for owner, fields in reader.fields.items()})


class JavaReader(BraceReader):
    """What Java has beside the common statements: classes, creation of objects and arrays, lambdas."""

    def __init__(self, text: str, prepared: str) -> None:
        super().__init__(text, prepared)
        #: what a capital name before a dot means: Math is Math
        self.classes: dict[str, str] = {}
        self.supers: dict[str, str] = {}
        self.inherited: list[tree.SourceClass] = []
        self.fields: dict[str, tuple[tree.FormalParameter, ...]] = {}

    # classes

    def statement_import_declaration(self, node: Node) -> Statements:
        """import static java.lang.Math.max: max is Math.max."""
        words = self.written(node).rstrip("; \n").split()
        parts = words[-1].split(".")
        if "static" in words and parts[-1] != "*" and len(parts) > 1:
            self.classes[parts[-1]] = ".".join(parts[-2:])
        return ()

    def statement_package_declaration(self, node: Node) -> Statements:
        return ()

    statement_annotation_type_declaration = statement_package_declaration

    def statement_interface_declaration(self, node: Node) -> Statements:
        """Its methods are those of the classes that implement it."""
        self.note_class(node, "extends_interfaces")
        return ()

    def note_class(self, node: Node, *parts: str) -> None:
        above = (child for child in node.named_children if child.type in parts)
        bases = (base for child in above for base in base_names(self.written(child)))
        self.inherited.append(tree.SourceClass(self.written(field_of(node, "name")), tuple(bases)))

    statement_module_declaration = statement_asterisk = statement_package_declaration

    def statement_class_declaration(self, node: Node) -> Statements:
        outer, self.owner = self.owner, self.written(field_of(node, "name"))
        self.note_class(node, "superclass", "super_interfaces")
        above = node.child_by_field_name("superclass")
        interfaces = self.written(node.child_by_field_name("interfaces"))
        self.supers[self.owner] = (
            self.written(above).removeprefix("extends").strip() or interfaces.removeprefix("implements").strip()
        )
        self.fields[self.owner] = self.record_fields(node)
        with self.scope():
            members = self.children(field_of(node, "body"))
            members.sort(key=lambda member: member.type != "field_declaration")
            statements = self.outside(members)
        self.owner = outer
        return statements

    statement_record_declaration = statement_enum_declaration = statement_class_declaration

    def record_fields(self, node: Node) -> tuple[tree.FormalParameter, ...]:
        return self.formal(node.child_by_field_name("parameters")) if node.type == "record_declaration" else ()

    def statement_enum_constant(self, node: Node) -> Statements:
        return ()

    def statement_enum_body_declarations(self, node: Node) -> Statements:
        return self.outside(self.children(node))

    def statement_static_initializer(self, node: Node) -> Statements:
        return self.block(self.inner(node))

    def statement_field_declaration(self, node: Node) -> Statements:
        made = self.statement_local_variable_declaration(node)
        declared = tuple(
            tree.FormalParameter(target.name, statement.declared)
            for statement in made
            if isinstance(statement, tree.Assigned)
            for target in statement.targets
            if isinstance(target, tree.NamedValue)
        )
        if not self.is_static(node):
            self.fields[self.owner] = (*self.fields.get(self.owner, ()), *declared)
        return made

    def statement_method_declaration(self, node: Node) -> Statements:
        name = self.written(field_of(node, "name"))
        returns = plain_type(self.written(node.child_by_field_name("type")))
        self.types.declare(f"{name}()", returns)
        body = node.child_by_field_name("body")
        if body is None:
            return ()
        with self.scope():
            parameters = self.formal(node.child_by_field_name("parameters"))
            statements = self.block(body)
        place = self.place_of(self.starts_at(node), body.start_byte)
        static = (STATIC,) if self.is_static(node) else ()
        if self.is_called(node, "synchronized"):  # a lock of the object, or of the class
            statements = (tree.Guarded(place, statements, lock=f"{self.owner} itself" if static else "this"),)
        self.functions.append(tree.Function(place, name, parameters, statements, self.owner, static, returns=returns))
        return ()

    statement_constructor_declaration = statement_compact_constructor_declaration = statement_method_declaration

    def is_static(self, node: Node) -> bool:
        return self.is_called(node, "static")

    def is_called(self, node: Node, word: str) -> bool:
        """Is it among the modifiers of the declaration?"""
        modifiers = next((child for child in node.named_children if child.type == "modifiers"), None)
        return modifiers is not None and any(child.type == word for child in modifiers.children)

    def starts_at(self, node: Node) -> int:
        """Behind annotations, which stand on lines of their own."""
        modifiers = next((child for child in node.named_children if child.type == "modifiers"), None)
        notes = [child for child in modifiers.named_children] if modifiers is not None else []
        if not notes:
            return node.start_byte
        end = notes[-1].end_byte
        return (
            end + len(self.text[end:]) - len(self.text[end:].lstrip())
            if end - node.start_byte < 4000
            else node.start_byte
        )

    def formal(self, parameters: Node | None) -> tuple[tree.FormalParameter, ...]:
        found: list[tree.FormalParameter] = []
        for node in self.children(parameters) if parameters is not None else ():
            if node.type == "formal_parameter":
                dimensions = self.written(node.child_by_field_name("dimensions"))
                declared = plain_type(self.written(field_of(node, "type")) + dimensions)
                found.append(tree.FormalParameter(self.written(field_of(node, "name")), declared))
            elif node.type == "spread_parameter":
                inner = [child for child in self.children(node) if child.type != "modifiers"]
                found.append(tree.FormalParameter(self.written(inner[-1]), plain_type(self.written(inner[0])) + "[]"))
            elif node.type == "identifier":
                found.append(tree.FormalParameter(self.written(node)))
        for parameter in found:
            self.types.declare(parameter.name, parameter.declared)
        return tuple(found)

    # statements

    def statement_local_variable_declaration(self, node: Node) -> Statements:
        type_ = self.written(field_of(node, "type"))
        made: list[tree.SourceStatement] = []
        for declarator in node.children_by_field_name("declarator"):
            declared = plain_type(type_ + self.written(declarator.child_by_field_name("dimensions")))
            name = self.written(field_of(declarator, "name"))
            with self.unhoisted(made):
                made.extend(self.declared(declarator, name, declared, declarator.child_by_field_name("value")))
        return tuple(made)

    def declared(self, node: Node, name: str, declared: str, value: Node | None) -> Statements:
        place = self.place(node)
        target = (tree.NamedValue(place, name),)
        self.types.declare(name, declared)
        if value is None:
            return (tree.Assigned(place, target, None, declared),)
        return self.around(value, lambda: (tree.Assigned(place, target, self.expression(value), declared),))

    def statement_resource(self, node: Node) -> Statements:
        if node.child_by_field_name("value") is None:
            return self.evaluated(self.inner(node))
        name, declared = self.written(field_of(node, "name")), plain_type(self.written(field_of(node, "type")))
        return self.declared(node, name, declared, field_of(node, "value"))

    def statement_enhanced_for_statement(self, node: Node) -> Statements:
        with self.scope():
            name = self.written(field_of(node, "name"))
            self.types.declare(name, plain_type(self.written(field_of(node, "type"))))
            target = tree.NamedValue(self.place(field_of(node, "name")), name)

            def made() -> Statements:
                iterable = self.expression(field_of(node, "value"))
                return (tree.EachLoop(self.place(node), target, iterable, self.block(field_of(node, "body"))),)

            return self.around(node, made)

    def statement_synchronized_statement(self, node: Node) -> Statements:
        lock = self.written(
            self.bare(next(child for child in node.named_children if child.type == "parenthesized_expression"))
        )
        return (tree.Guarded(self.place(node), self.block(field_of(node, "body")), lock=lock),)

    def statement_assert_statement(self, node: Node) -> Statements:
        return self.evaluated(self.inner(node))

    def statement_explicit_constructor_invocation(self, node: Node) -> Statements:
        """super(…) and this(…)."""
        place, word = self.place(node), self.written(field_of(node, "constructor"))
        name = self.owner if word == "this" else re.sub(r"<.*", "", self.supers.get(self.owner, "")) or "Object"
        call = tree.CallOf(place, tree.NamedValue(place, name), self.expressions(field_of(node, "arguments")))
        return (tree.Evaluation(place, call),)

    def statement_yield_statement(self, node: Node) -> Statements:
        return self.evaluated(self.inner(node))

    def statement_switch_expression(self, node: Node) -> Statements:
        cases: list[tuple[tuple[Node, ...], Statements]] = []
        labels: list[Node] = []
        default = False
        for group in self.children(field_of(node, "body")):
            marks = [child for child in group.named_children if child.type == "switch_label"]
            labels += [label for mark in marks for label in self.children(mark)]
            default = default or any(not self.children(mark) for mark in marks)
            inside = [child for child in self.children(group) if child.type != "switch_label"]
            if not inside:
                continue
            body = self.sequence(inside)
            if group.type == "switch_rule":
                body = (*body, tree.Leave(self.place(group), "break"))
            cases.append((() if default else tuple(labels), body))
            labels, default = [], False
        return self.switched(node, self.condition(node), cases)

    statement_switch_statement = statement_switch_expression

    # expressions

    def value_switch_expression(self, node: Node) -> tree.Expression:
        """Its cases stand before the statement; what it gives depends on the data."""
        self.hoist(*self.statement_switch_expression(node))
        return tree.NamedValue(self.place(node), f"switch at line {self.place(node).line}")

    def whole(self, node: Node) -> tree.Expression:
        text = self.written(node).rstrip("lL").replace("_", "")
        octal = len(text) > 1 and text.isdigit() and text[0] == "0"
        return tree.Literal(self.place(node), int(text, 8 if octal else 0))

    value_decimal_integer_literal = value_hex_integer_literal = value_octal_integer_literal = whole
    value_binary_integer_literal = whole

    def value_decimal_floating_point_literal(self, node: Node) -> tree.Expression:
        return tree.Literal(self.place(node), float(self.written(node).rstrip("fFdD").replace("_", "")))

    def value_string_literal(self, node: Node) -> tree.Expression:
        return tree.Literal(self.place(node), self.written(node).strip('"'))

    def value_character_literal(self, node: Node) -> tree.Expression:
        return tree.Literal(self.place(node), self.written(node).strip("'"))

    def value_this(self, node: Node) -> tree.Expression:
        return tree.NamedValue(self.place(node), self.written(node))

    value_super = value_this

    def value_field_access(self, node: Node) -> tree.Expression:
        name, owner = self.written(field_of(node, "field")), field_of(node, "object")
        if self.written(owner) == "this":
            return tree.NamedValue(self.place(node), name)
        return tree.Member(self.place(node), self.owner_value(owner), name)

    def owner_value(self, node: Node) -> tree.Expression:
        """What stands before a dot; a name with a capital that is no variable is a class."""
        name = self.written(node)
        if node.type == "identifier" and name[:1].isupper() and not self.types.of(name):
            self.classes.setdefault(name, "math" if name == "Math" else name)
        return self.expression(node)

    def value_array_access(self, node: Node) -> tree.Expression:
        return tree.Element(
            self.place(node), self.expression(field_of(node, "array")), self.expression(field_of(node, "index"))
        )

    def value_method_invocation(self, node: Node) -> tree.Expression:
        place, name, owner = self.place(node), field_of(node, "name"), node.child_by_field_name("object")
        word = self.written(name)
        function: tree.Expression = tree.NamedValue(self.place(name), word)
        if owner is not None and self.written(owner) == "Math" and word in ("max", "min", "abs"):
            function = tree.NamedValue(place, f"Math.{word}")
            self.classes[f"Math.{word}"] = word
        elif owner is not None and self.written(owner) == "super":
            function = tree.Member(place, tree.NamedValue(place, "super"), word)
        elif owner is not None and self.written(owner) != "this":
            function = tree.Member(place, self.owner_value(owner), word)
        return tree.CallOf(place, function, self.expressions(field_of(node, "arguments")))

    def value_object_creation_expression(self, node: Node) -> tree.Expression:
        """new ArrayList<>() is a list without elements, new T(x) a call of its constructor."""
        place = self.place(node)
        name = re.sub(r"<.*", "", plain_type(self.written(field_of(node, "type"))), flags=re.DOTALL)
        given = self.expressions(field_of(node, "arguments"))
        if any(child.type == "class_body" for child in node.named_children):
            return self.unreadable(node, "a class without a name is not followed")
        if not given or (len(given) == 1 and isinstance(given[0], tree.Literal)):
            for kind, sign in (("list", _SEQUENCES), ("dict", _MAPS), ("set", _SETS)):
                if sign.fullmatch(name):
                    return tree.Collection(place, kind, ())
        return tree.CallOf(place, tree.NamedValue(place, name), given)

    def value_array_creation_expression(self, node: Node) -> tree.Expression:
        value = node.child_by_field_name("value")
        if value is not None:
            return self.listed(value)
        sizes = [
            self.expression(self.inner(child))
            for child in node.children_by_field_name("dimensions")
            if child.type == "dimensions_expr"
        ]
        return self.zeros(self.place(node), sizes, tree.Literal(self.place(node), 0))

    def value_array_initializer(self, node: Node) -> tree.Expression:
        return self.listed(node)

    def value_cast_expression(self, node: Node) -> tree.Expression:
        return self.converted(
            node, plain_type(self.written(field_of(node, "type"))), self.expression(field_of(node, "value"))
        )

    def value_instanceof_expression(self, node: Node) -> tree.Expression:
        place = self.place(node)
        value = self.expression(field_of(node, "left"))
        return tree.Operation(place, "is", (value, tree.Literal(place, self.written(node.named_children[-1]))))

    def value_class_literal(self, node: Node) -> tree.Expression:
        return tree.Literal(self.place(node), self.written(node))

    def value_lambda_expression(self, node: Node) -> tree.Expression:
        """x -> value is a Lambda; with a block as its body it is a function of its own."""
        parameters, body = field_of(node, "parameters"), field_of(node, "body")
        with self.scope():
            single = parameters.type == "identifier"
            names = (tree.FormalParameter(self.written(parameters)),) if single else self.formal(parameters)
            statements = self.block(body)
        place = self.place(node)
        if body.type != "block" and len(statements) == 1 and isinstance(statements[0], tree.Evaluation):
            return tree.Lambda(place, tuple(parameter.name for parameter in names), statements[0].value)
        name = f"lambda at line {place.line}"
        self.hoist(tree.InnerFunction(place, tree.Function(place, name, names, statements)))
        return tree.NamedValue(place, name)

    def value_method_reference(self, node: Node) -> tree.Expression:
        """A::f is x -> A.f(x)."""
        place = self.place(node)
        inner = self.children(node)
        argument = tree.NamedValue(place, "_")
        if len(inner) < 2:
            return tree.Lambda(place, ("_",), tree.CallOf(place, tree.NamedValue(place, self.written(inner[0])), ()))
        owner, name = inner[0], self.written(inner[-1])
        if self.written(owner) in ("this", *self.supers):
            function: tree.Expression = tree.NamedValue(place, name)
        else:
            function = tree.Member(
                place, self.owner_value(owner) if owner.type == "identifier" else self.expression(owner), name
            )
        return tree.Lambda(place, ("_",), tree.CallOf(place, function, (argument,)))
