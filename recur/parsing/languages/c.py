"""C and C++ as source trees, with Cilk and OpenMP."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from recur.model import Place, SyntaxProblem, source_tree as tree
from recur.model.patterns import regex
from recur.model.records import replace
from recur.parsing.languages.braces import BraceReader
from recur.parsing.languages.cilk import SYNC, CilkPlaces, without_cilk
from recur.parsing.languages.comments import stated_facts
from recur.parsing.languages.declarators import Declared, declared_by
from recur.parsing.languages.inputs_read import SCANS
from recur.parsing.languages.methods import STATIC, base_names, with_owners
from recur.parsing.languages.openmp import OmpDirective, without_pragmas
from recur.parsing.languages.pointers import indexed
from recur.parsing.languages.sentinels import with_lengths
from recur.parsing.languages.side_effects import SideEffect, Statements
from recur.parsing.languages.syntax import expression_at, field_of, one_byte_each, tree_of
from recur.parsing.languages.tasks import side_by_side, spawned, spawned_call
from recur.parsing.languages.types import element_type, is_copied, is_real_type, is_whole_type, plain_type

if TYPE_CHECKING:
    from tree_sitter import Node

#: A class that holds a lock until its block ends.
_GUARDS = regex(r"(?:std::)?(?:lock_guard|unique_lock|scoped_lock|shared_lock)\b")
_THREADS = regex(r"(?:std::)?j?thread")
_WAITED = regex(r"(?:std::)?(?:j?thread|(?:shared_)?future<.*>)&*")
#: what waits where its block ends; auto is the future of async
_ENDS_WAITING = regex(r"auto|(?:std::)?(?:jthread|future<.*>)")
_ASYNC = regex(r"(?:std::)?async\b")
_STREAMS_IN = frozenset({"cin", "std::cin"})
_NUMBER = regex(r"(?P<whole>-?(?:0[xX][\da-fA-F]+|0[bB][01]+|\d+))[uUlLzZ]*")
_OF_NUMBERS = frozenset(
    ("sqrt", "pow", "exp", "log", "log2", "log10", "floor", "ceil", "round", "trunc", "fabs", "fmod", "hypot", "sin",
     "cos", "tan", "atan", "atan2", "cbrt", "gcd", "lcm", "max", "min", "abs", "fmax", "fmin")
)  # fmt: skip
_CASTS = frozenset({"static_cast", "reinterpret_cast", "const_cast", "dynamic_cast"})


def parse_c(text: str, language: str = "c") -> tree.SourceFile:
    """The functions of a C or C++ text; raises `SyntaxProblem` where the grammar reads something in no way."""
    prepared, cilk = without_cilk(text)
    prepared, directives = without_pragmas(prepared)
    try:
        root = tree_of(prepared, language, text)
    except SyntaxProblem:
        if language != "c":
            raise
        # a header of C++, or C with a word of C++ in it
        try:
            root = tree_of(prepared, "c++", text)
        except SyntaxProblem:
            root = tree_of(prepared, language, text)
        language = "c++"
    reader = CReader(text, prepared, cilk, directives)
    statements = reader.outside(root.named_children)
    facts = stated_facts(text, reader.place_of, {function.name for function in reader.functions})
    file = tree.SourceFile(
        language, text, tuple(reader.functions), statements, declarations=facts, classes=tuple(reader.classes)
    )
    file = with_owners(file, reader.fields)
    file = indexed(replace(file, imports=meanings(file, "using namespace std" in text)))
    return replace(file, functions=tuple(map(with_lengths, file.functions)))


def meanings(file: tree.SourceFile, std: bool) -> tuple[tuple[str, str], ...]:
    """What the names of the library mean in the words of its table: std::sort is std.sort, sqrt is math.sqrt."""
    own = {function.name for function in file.functions}
    nodes = (node for part in (*file.functions, *file.statements) for node in tree.walk(part))
    found: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, tree.InnerFunction):
            own.add(node.function.name)
        if not isinstance(node, tree.CallOf) or not isinstance(node.function, tree.NamedValue):
            continue
        name = node.function.name
        last = name.removeprefix("std::")
        if last in _OF_NUMBERS and name not in own:
            found[name] = last if last in ("max", "min", "abs") else f"math.{last}"
        elif last != name or (std and name not in own):
            found[name] = f"std.{last}"
    return tuple(sorted((name, meaning) for name, meaning in found.items() if name not in own))


class CReader(BraceReader):
    """What C has beside the common statements: declarations, pointers, the preprocessor, words of parallel programs."""

    def __init__(self, text: str, prepared: str, cilk: CilkPlaces, directives: dict[int, list[OmpDirective]]) -> None:
        super().__init__(text, prepared)
        self.cilk = cilk
        self.directives = directives
        #: what each task of OpenMP that runs beside the statement being read depends on
        self.running: list[dict[str, bool]] = []
        self.parallel = set(cilk.loops)
        self.aliases: dict[str, str] = {}
        self.source = one_byte_each(prepared)
        self.inside_function = False
        #: class -> the types of its fields
        self.fields: dict[str, dict[str, str]] = {}
        self.classes: list[tree.SourceClass] = []

    # outside of functions

    def statement_preproc_include(self, node: Node) -> Statements:
        return ()

    statement_preproc_call = statement_using_declaration = statement_static_assert_declaration = (
        statement_preproc_include
    )
    statement_access_specifier = statement_friend_declaration = statement_preproc_include

    def statement_preproc_ifdef(self, node: Node) -> Statements:
        skipped = {
            child.id for field in ("name", "condition", "alternative") for child in node.children_by_field_name(field)
        }
        return self.outside([child for child in self.children(node) if child.id not in skipped])

    statement_preproc_if = statement_preproc_ifdef

    def statement_preproc_def(self, node: Node) -> Statements:
        """#define N 100 is a constant, #define ll long long a type."""
        name, value = self.written(field_of(node, "name")), self.written(node.child_by_field_name("value")).strip()
        number = _NUMBER.fullmatch(value)
        if number is not None:
            place = self.place(node)
            return (
                tree.Assigned(place, (tree.NamedValue(place, name),), tree.Literal(place, int(number["whole"], 0))),
            )
        if re.fullmatch(r"[a-zA-Z_:<>\s]+", value):
            self.aliases[name] = plain_type(value)
        return ()

    def statement_preproc_function_def(self, node: Node) -> Statements:
        """#define MAX(a, b) ((a) > (b) ? (a) : (b)) is a function, where its text is an expression."""
        value = node.child_by_field_name("value")
        text = self.written(value)
        if value is None or "\\" in text:
            return ()
        start = value.start_byte + len(text) - len(text.lstrip())
        body = expression_at(self.source, start, start + len(text.strip()), "c++")
        if body is None:
            return ()
        parameters = tuple(
            tree.FormalParameter(self.written(child)) for child in self.children(field_of(node, "parameters"))
        )
        name, place = self.written(field_of(node, "name")), self.place(node)
        with self.scope():
            statements = self.around(body, lambda: (tree.Leave(place, "return", self.expression(body)),))
        self.functions.append(tree.Function(place, name, parameters, statements))
        return ()

    def statement_type_definition(self, node: Node) -> Statements:
        made = self.statement_specifier(node)
        for declarator in node.children_by_field_name("declarator"):
            found = declared_by(declarator, self.typed(field_of(node, "type")), self.written)
            if found.declared:
                self.aliases[found.name] = found.declared
        return made

    def statement_alias_declaration(self, node: Node) -> Statements:
        self.aliases[self.written(field_of(node, "name"))] = self.typed(field_of(node, "type"))
        return ()

    def statement_specifier(self, node: Node) -> Statements:
        """struct S { … } in front of a declarator."""
        found = node.child_by_field_name("type")
        return self.statement(found) if found is not None and found.child_by_field_name("body") is not None else ()

    def statement_struct_specifier(self, node: Node) -> Statements:
        body, name = node.child_by_field_name("body"), self.written(node.child_by_field_name("name"))
        if body is None:
            return ()
        outer, self.owner = self.owner, name
        self.fields.setdefault(name, {})
        above = (child for child in node.named_children if child.type == "base_class_clause")
        bases = (base for child in above for base in base_names(self.written(child)))
        self.classes.append(tree.SourceClass(name, tuple(bases)))
        with self.scope():
            statements = self.outside(self.children(body))
        self.owner = outer
        return statements

    statement_class_specifier = statement_union_specifier = statement_struct_specifier

    def statement_enum_specifier(self, node: Node) -> Statements:
        return ()

    def statement_namespace_definition(self, node: Node) -> Statements:
        return self.outside(self.children(field_of(node, "body")))

    def statement_linkage_specification(self, node: Node) -> Statements:
        body = field_of(node, "body")
        return self.outside(self.children(body)) if body.type == "declaration_list" else self.statement(body)

    def statement_template_declaration(self, node: Node) -> Statements:
        return self.statement(self.children(node)[-1])

    def statement_field_declaration(self, node: Node) -> Statements:
        made = self.statement_declaration(node)
        static = any(self.written(child) == "static" for child in node.children)
        for statement in () if static else made:
            if isinstance(statement, tree.Assigned):
                names = [target.name for target in statement.targets if isinstance(target, tree.NamedValue)]
                self.fields.setdefault(self.owner, {}).update((name, statement.declared) for name in names)
        return made

    # functions

    def statement_function_definition(self, node: Node) -> Statements:
        if node.child_by_field_name("body") is None:
            return ()
        found = declared_by(field_of(node, "declarator"), self.typed(node.child_by_field_name("type")), self.written)
        self.inside_function = True
        name, owner = found.name.rpartition("::")[2], found.name.rpartition("::")[0] or self.owner
        self.types.declare(f"{name}()", found.declared)
        self.functions.append(self.function(node, name, found.parameters, found.declared, owner))
        self.inside_function = False
        return ()

    def function(
        self, node: Node, name: str, parameters: Node | None, returns: str = "", owner: str = ""
    ) -> tree.Function:
        static = any(self.written(child) == "static" for child in node.children)
        self.running = []
        with self.scope():
            formal, copies = self.formal(parameters)
            body = (*self.initialised(node), *self.block(field_of(node, "body")))
        return tree.Function(
            self.place_of(node.start_byte, field_of(node, "body").start_byte), name, formal, (*copies, *body),
            owner.rpartition("::")[2], (STATIC,) if static else (), returns=returns,
        )  # fmt: skip

    def initialised(self, node: Node) -> Statements:
        """C(int n) : size(n), data(n, 0) sets the fields."""
        lists = [child for child in node.named_children if child.type == "field_initializer_list"]
        made: list[tree.SourceStatement] = []
        for child in (inner for found in lists for inner in self.children(found)):
            place = self.place(child)
            name, given = child.named_children[0], child.named_children[-1]
            declared = self.types.of(self.written(name))
            value = self.constructed(declared or self.written(name), self.children(given), place)
            made.append(tree.Assigned(place, (tree.NamedValue(place, self.written(name)),), value))
        return tuple(made)

    def formal(self, parameters: Node | None) -> tuple[tuple[tree.FormalParameter, ...], Statements]:
        """The parameters, and the copies of containers that are passed by value."""
        found: list[tree.FormalParameter] = []
        copies: list[tree.SourceStatement] = []
        for node in self.children(parameters) if parameters is not None else ():
            if "parameter_declaration" not in node.type:
                continue
            declarator = node.child_by_field_name("declarator")
            type_ = self.typed(field_of(node, "type"))
            declared = declared_by(declarator, type_, self.written) if declarator else Declared("", type_)
            if not declared.name:
                if type_ != "void":
                    found.append(tree.FormalParameter(f"_{len(found)}", declared.declared))
                continue
            constant = any(self.written(child) == "const" for child in node.children)
            kind = declared.declared.rstrip("&") if constant else declared.declared
            default = node.child_by_field_name("default_value")
            self.types.declare(declared.name, kind)
            found.append(
                tree.FormalParameter(declared.name, kind, self.expression(default) if default is not None else None)
            )
            if is_copied(declared.declared):
                copies.append(self.copied(node, declared.name))
        return tuple(found), tuple(copies)

    def copied(self, node: Node, name: str) -> tree.Assigned:
        place = self.place(node)
        value = tree.NamedValue(place, name)
        return tree.Assigned(place, (value,), tree.Slice(place, value, None, None))

    def value_lambda_expression(self, node: Node) -> tree.Expression:
        """[…](int x) { return …; } is a Lambda; with more in its body it is a function of its own."""
        body = field_of(node, "body")
        declarator = node.child_by_field_name("declarator")
        parameters = declarator.child_by_field_name("parameters") if declarator is not None else None
        inner = self.children(body)
        if len(inner) == 1 and inner[0].type == "return_statement" and self.children(inner[0]):
            with self.scope():
                names = tuple(parameter.name for parameter in self.formal(parameters)[0])
                return tree.Lambda(self.place(node), names, self.expression(self.inner(inner[0])))
        if len(inner) == 1 and inner[0].type == "expression_statement":
            done = self.inner(inner[0])
            if done.type == "call_expression":
                with self.scope():
                    names = tuple(parameter.name for parameter in self.formal(parameters)[0])
                    return tree.Lambda(self.place(node), names, self.expression(done))
        place = self.place(node)
        name = f"lambda at line {place.line}"
        self.hoist(tree.InnerFunction(place, self.function(node, name, parameters)))
        return tree.NamedValue(place, name)

    # declarations

    def typed(self, node: Node | None) -> str:
        if node is None:
            return ""
        body, name = node.child_by_field_name("body"), node.child_by_field_name("name")
        text = self.written(name) if body is not None else self.written(node)
        text = plain_type(text)
        for _ in range(3):
            known = re.sub(r"[A-Za-z_]\w*", lambda word: self.aliases.get(word[0], word[0]), text)
            if known == text:
                break
            text = known
        return text

    def statement_declaration(self, node: Node) -> Statements:
        type_ = self.typed(field_of(node, "type"))
        made = list(self.statement_specifier(node))
        for declarator in node.children_by_field_name("declarator"):
            with self.unhoisted(made):
                made.extend(self.declaration(declarator, type_, node))
        return tuple(made)

    def declaration(self, node: Node, type_: str, whole: Node) -> Statements:
        found = declared_by(node, type_, self.written)
        place = self.place(node)
        if found.name.startswith("operator"):
            return ()
        if found.is_function and not _GUARDS.match(type_):
            arguments = self.arguments_of(node, found)
            if arguments is None:
                return ()
            found.value = arguments
        if _GUARDS.match(type_):
            return (tree.Guarded(place, (), lock=self.lock_of(found)),)
        names: tuple[tree.Expression, ...] = tuple(tree.NamedValue(place, name) for name in found.names)
        if len(names) > 1 or found.is_binding:
            names = (tree.Collection(place, "tuple", names),)
        for name in found.names:
            self.types.declare(name, found.declared)
        value = found.value
        if value is not None and found.declared == "auto" and _ASYNC.match(self.written(value)):
            self.types.declare(found.name, "future<>")
        if value is None:
            static = any(self.written(child) == "static" for child in whole.children)
            declared = f"static {found.declared}" if static else found.declared
            return (tree.Assigned(place, names, self.unset(found, place), declared),)
        if value.type == "lambda_expression" and len(found.names) == 1:
            return self.named_lambda(value, found.names[0])
        return self.around(
            node, lambda: (tree.Assigned(place, names, self.initial(found, value, place), found.declared),)
        )

    def arguments_of(self, node: Node, found: Declared) -> Node | None:
        """vector<int> v(n) declares no function: its brackets hold values. C++20 [dcl.ambig.res] goes by the names."""
        given = self.children(found.parameters) if found.parameters is not None else []
        if not given or (not self.inside_function and not is_copied(found.declared)):
            return None
        for parameter in given:
            type_, declarator = parameter.child_by_field_name("type"), parameter.child_by_field_name("declarator")
            named_one = declarator is not None and not declarator.type.startswith("abstract")
            if type_ is None or type_.type == "primitive_type" or named_one:
                return None
        call = expression_at(self.source, node.start_byte, node.end_byte, "c++")
        return call.child_by_field_name("arguments") if call is not None else None

    def lock_of(self, found: Declared) -> str:
        arguments = found.parameters if found.parameters is not None else found.value
        return self.written(arguments).strip("(){} ") or "lock"

    def named_lambda(self, node: Node, name: str) -> Statements:
        declarator = node.child_by_field_name("declarator")
        parameters = declarator.child_by_field_name("parameters") if declarator is not None else None
        return (tree.InnerFunction(self.place(node), self.function(node, name, parameters)),)

    def unset(self, found: Declared, place: Place) -> tree.Expression | None:
        """A container is empty at first; what C leaves unset has no value."""
        if not is_copied(found.declared) or found.sizes:
            return None
        name = re.sub(r"<.*|^std::", "", found.declared)
        if name in ("vector", "array"):
            return tree.Collection(place, "list", ())
        return tree.CallOf(place, tree.NamedValue(place, name))

    def initial(self, found: Declared, value: Node, place: Place) -> tree.Expression:
        if value.type == "argument_list":
            return self.constructed(found.declared, self.children(value), place)
        if value.type == "initializer_list" and is_copied(found.declared):
            return self.listed(value)
        return self.expression(value)

    def constructed(self, declared: str, arguments: Sequence[Node], place: Place) -> tree.Expression:
        """vector<int>(n, 0) is a list of n zeros, a number in brackets the number, T(…) a call of its constructor."""
        if _THREADS.fullmatch(declared):
            return spawned_call(place, self.expressions_of(arguments))
        given = self.expressions_of(arguments)
        if re.match(r"(?:std::)?(?:vector|deque|string|valarray)\b", declared):
            if not given:
                return tree.Collection(place, "list", ())
            if len(given) <= 2 and not self.is_iterator(given[0]):
                return self.filled(given, place)
        if len(given) == 1 and (is_whole_type(declared) or is_real_type(declared) or declared[-1:] == "*"):
            return given[0]
        return tree.CallOf(place, tree.NamedValue(place, re.sub(r"<.*", "", declared)), given)

    def filled(self, given: tuple[tree.Expression, ...], place: Place) -> tree.Expression:
        """(n, value) is n copies of the value, (n) of 0; (other) a copy of the other."""
        if len(given) == 1 and not self.is_number(given[0]):
            return tree.Slice(place, given[0], None, None)
        value = given[1] if len(given) == 2 else tree.Literal(place, 0)
        if isinstance(value, tree.Operation | tree.Comprehension | tree.Slice):
            counted = tree.CallOf(place, tree.NamedValue(place, "range"), given[:1])
            return tree.Comprehension(place, "list", (value,), (tree.Clause(tree.NamedValue(place, "_"), counted),))
        return self.zeros(place, given[:1], value)

    def is_number(self, value: tree.Expression) -> bool:
        """Not told to be a container."""
        if isinstance(value, tree.Collection | tree.Comprehension | tree.Slice):
            return False
        declared = self.types.typed(value).rstrip("&")
        return not (is_copied(declared) or declared.endswith(("*", "]")))

    def is_iterator(self, value: tree.Expression) -> bool:
        return (
            isinstance(value, tree.CallOf)
            and isinstance(value.function, tree.Member)
            and value.function.name in ("begin", "end", "cbegin", "cend", "rbegin", "rend")
        )

    def expressions_of(self, nodes: Sequence[Node]) -> tuple[tree.Expression, ...]:
        return tuple(self.expression(node) for node in nodes)

    # statements of its own

    def sequence(self, nodes: Sequence[Node]) -> Statements:
        """A lock that is declared holds to the end of its block; a task runs beside what follows it up to the wait."""
        made: list[tree.SourceStatement] = []
        for at, node in enumerate(nodes):
            waiting = self.directives.get(node.start_byte, [])
            if waiting and waiting[0].is_task:
                made.extend(self.in_order(waiting[0]))
                made.extend(self.task(node, nodes[at + 1 :]))
                break
            statements = self.statement(node)
            lock = statements[-1] if statements else None
            if isinstance(lock, tree.Guarded) and lock.lock and not lock.body and node.type == "declaration":
                rest = self.sequence(nodes[at + 1 :])
                made.append(tree.Guarded(lock.place, rest, lock=lock.lock))
                break
            made.extend(statements)
        return tuple(made)

    def statement(self, node: Node) -> Statements:
        directives = self.directives.pop(node.start_byte, None) if node.is_named else None
        return self.directed(node, directives) if directives else super().statement(node)

    def directed(self, node: Node, directives: list[OmpDirective]) -> Statements:
        """The statement under its directives, the outermost first."""
        directive, inner = directives[0], directives[1:]
        place = self.place_of(directive.start, directive.end)
        if inner:
            self.directives[node.start_byte] = inner
        if directive.is_task:
            return (*self.in_order(directive), *self.task_alone(node))
        if directive.lock:
            return (tree.Guarded(place, self.statement(node), lock=directive.lock),)
        if "sections" in directive.words:
            return self.sections(node, place)
        if directive.is_loop:
            if not self.mark_loops(node, directive.loops):
                return (self.unreadable(node, "this directive is for a loop, and none follows"),)
            return self.statement(node)
        if not directive.words:
            return (tree.Unreadable(place, self.text[directive.start : directive.end], "this directive is not known"),)
        made = self.statement(node)
        return (*made, tree.Wait(place)) if directive.waits else made

    def block(self, node: Node | None) -> Statements:
        """At the end of a block its futures of async and its jthreads are waited for, as their destructors do."""
        made = super().block(node)
        if node is None or isinstance(made[-1] if made else None, tree.Leave):
            return made
        return (*made, *(tree.Wait(self.place(node), name) for name in _waited_at_the_end(made)))

    def evaluated(self, node: Node) -> Statements:
        """async(f, n); whose future nobody keeps is waited for where it stands. Source: C++20 [futures.async] 5."""
        made = super().evaluated(node)
        last = made[-1] if made else None
        match last:
            case tree.Evaluation(value=tree.CallOf(spawned=True) as call) if _ASYNC.match(self.written(node)):
                return (*made[:-1], replace(last, value=replace(call, spawned=False)))
        return made

    def mark_loops(self, node: Node, depth: int) -> bool:
        """The loop, and the loops inside it that collapse names."""
        found: Node | None = node
        for _ in range(depth):
            while found is not None and found.type == "compound_statement":
                found = next(iter(self.children(found)), None)
            if found is None or found.type not in ("for_statement", "for_range_loop"):
                return False
            self.parallel.add(found.start_byte)
            found = found.child_by_field_name("body")
        return True

    def sections(self, node: Node, place: Place) -> Statements:
        blocks = []
        for child in self.children(node) if node.type == "compound_statement" else [node]:
            directives = self.directives.get(child.start_byte, [])
            if directives and "section" in directives[0].words:
                self.directives[child.start_byte] = directives[1:]
                if not directives[1:]:
                    del self.directives[child.start_byte]
                blocks.append(list(self.statement(child)))
            elif blocks:
                blocks[-1].extend(self.statement(child))
            else:
                blocks.append(list(self.statement(child)))
        return (tree.SideBySide(place, tuple(tuple(block) for block in blocks)),)

    def in_order(self, task: OmpDirective) -> Statements:
        """The wait of a task for those before it that it depends on, where those are all that run; else a refusal."""
        before, self.running = self.running, [*self.running, task.depends]
        met = [any(one and name in task.depends and (one[name] or task.depends[name]) for name in one)
               for one in before]  # fmt: skip
        place = self.place_of(task.start, task.end)
        if any(met) and all(met):
            self.running = [task.depends]
            return (tree.Wait(place),)
        if any(met) or (self._loops and any(task.depends.values())):
            return (tree.Unreadable(place, "depend", "which of the other tasks this one waits for does not follow"),)
        return ()

    def task(self, node: Node, following: Sequence[Node]) -> Statements:
        directives = self.directives.pop(node.start_byte)
        if directives[1:]:
            self.directives[node.start_byte] = directives[1:]
        body = self.statement(node)
        return side_by_side(self.place(node), body, self.sequence(following))

    def task_alone(self, node: Node) -> Statements:
        return spawned(self.place(node), self.statement(node))

    def is_parallel(self, node: Node) -> bool:
        return node.start_byte in self.parallel

    def statement_compound_statement(self, node: Node) -> Statements:
        with self.scope():
            made = self.block(node)
        return (*made, tree.Wait(self.place(node))) if node.start_byte in self.cilk.scopes else made

    def statement_identifier(self, node: Node) -> Statements:
        if self.written(node) in SYNC or self.plain[node.start_byte : node.end_byte] == "omp_wait":
            self.running = []
            return (tree.Wait(self.place(node)),)
        return self.evaluated(node)

    def statement_for_range_loop(self, node: Node) -> Statements:
        with self.scope():
            found = declared_by(field_of(node, "declarator"), self.typed(field_of(node, "type")), self.written)
            place = self.place(node)
            names = tuple(tree.NamedValue(self.place(field_of(node, "declarator")), name) for name in found.names)
            target: tree.Expression = tree.Collection(place, "tuple", names) if found.is_binding else names[0]
            listed = self.types.of(self.written(field_of(node, "right")))
            for name in found.names:
                self.types.declare(name, element_type(listed) if found.declared[:4] == "auto" else found.declared)
            starts = node.child_by_field_name("initializer")
            before = self.sequence(starts.named_children) if starts is not None else ()
            copies = (self.copied(field_of(node, "declarator"), found.name),) if is_copied(found.declared) else ()

            def made() -> Statements:
                iterable = self.expression(field_of(node, "right"))
                body = (*copies, *self.block(field_of(node, "body")))
                return (tree.EachLoop(place, target, iterable, body, parallel=self.is_parallel(node)),)

            return (*before, *self.around(node, made))

    def statement_switch_statement(self, node: Node) -> Statements:
        cases: list[tuple[tuple[Node, ...], Statements]] = []
        labels: list[Node] = []
        for child in self.children(field_of(node, "body")):
            if child.type != "case_statement":
                return (self.unreadable(child, "a statement before the first case is not followed"),)
            value = child.child_by_field_name("value")
            inside = [inner for inner in self.children(child) if value is None or inner.id != value.id]
            if value is not None:
                labels.append(value)
            if not inside and value is not None:
                continue
            default = value is None
            cases.append((() if default else tuple(labels), self.sequence(inside)))
            labels = []
        return self.switched(node, self.condition(node), cases)

    def statement_binary_expression(self, node: Node) -> Statements:
        """cin >> x reads x."""
        targets: list[Node] = []
        left = node
        while left.type == "binary_expression" and self.written(field_of(left, "operator")) == ">>":
            targets.insert(0, field_of(left, "right"))
            left = field_of(left, "left")
        if self.written(left) not in _STREAMS_IN:
            return self.evaluated(node)
        return tuple(statement for target in targets for statement in self.read(node, target))

    def read(self, node: Node, target: Node) -> Statements:
        place = self.place(node)
        value = tree.CallOf(place, tree.NamedValue(place, "read"))
        return self.around(target, lambda: (tree.Assigned(place, (self.expression(target),), value),))

    def statement_delete_expression(self, node: Node) -> Statements:
        place = self.place(node)
        return (tree.Evaluation(place, tree.CallOf(place, tree.NamedValue(place, "delete"), self.expressions(node))),)

    # expressions of its own

    def value_number_literal(self, node: Node) -> tree.Expression:
        text = self.written(node).replace("'", "")
        number = _NUMBER.fullmatch(text)
        if number is not None:
            whole = number["whole"]
            octal = len(whole) > 1 and whole.isdigit() and whole[0] == "0"
            return tree.Literal(
                self.place(node),
                int(whole, 8 if octal and "8" not in whole and "9" not in whole else 0 if not octal else 10),
            )
        try:
            return tree.Literal(self.place(node), float(text.rstrip("fFlL")))
        except ValueError:
            return self.unreadable(node, "this number is not read")

    def value_string_literal(self, node: Node) -> tree.Expression:
        return tree.Literal(self.place(node), self.written(node).strip('"'))

    value_raw_string_literal = value_concatenated_string = value_string_literal

    def value_char_literal(self, node: Node) -> tree.Expression:
        return tree.Literal(self.place(node), self.written(node).strip("'"))

    def value_this(self, node: Node) -> tree.Expression:
        return tree.NamedValue(self.place(node), "this")

    value_qualified_identifier = value_field_identifier = value_type_identifier = BraceReader.value_identifier

    def value_template_function(self, node: Node) -> tree.Expression:
        return self.expression(field_of(node, "name"))

    def value_field_expression(self, node: Node) -> tree.Expression:
        field = field_of(node, "field")
        name = self.written(field.child_by_field_name("name") or field)
        value = self.expression(field_of(node, "argument"))
        if isinstance(value, tree.NamedValue) and value.name == "this":
            return tree.NamedValue(self.place(node), name)
        return tree.Member(self.place(node), value, name)

    def value_subscript_expression(self, node: Node) -> tree.Expression:
        container = self.expression(field_of(node, "argument"))
        index = node.child_by_field_name("index")
        inner = index if index is not None else self.inner(field_of(node, "indices"))
        return tree.Element(self.place(node), container, self.expression(inner))

    def value_pointer_expression(self, node: Node) -> tree.Expression:
        """*p is p[0]; &x is x, which the one who gets it may change."""
        value = self.expression(field_of(node, "argument"))
        if self.written(field_of(node, "operator")) == "&":
            if isinstance(value, tree.Element):  # &a[i] is a + i
                return tree.Slice(value.place, value.container, value.index, None, view=True)
            return value
        return tree.Element(self.place(node), value, tree.Literal(self.place(node), 0))

    def value_cast_expression(self, node: Node) -> tree.Expression:
        return self.converted(node, self.typed(field_of(node, "type")), self.expression(field_of(node, "value")))

    def value_sizeof_expression(self, node: Node) -> tree.Expression:
        """A constant that every program has: what is counted are elements, not bytes."""
        return tree.Literal(self.place(node), 1)

    def value_call_expression(self, node: Node) -> tree.Expression:
        function, arguments = field_of(node, "function"), field_of(node, "arguments")
        called = self.written(function.child_by_field_name("name") or function)
        place = self.place(node)
        if function.type == "template_function" and called in _CASTS:
            declared = plain_type(self.written(field_of(function, "arguments")).strip("<>"))
            return self.converted(node, self.renamed(declared), self.expression(self.inner(arguments)))
        if function.type == "primitive_type":
            return self.converted(node, self.typed(function), self.expression(self.inner(arguments)))
        if is_copied(plain_type(self.written(function))):
            return self.constructed(self.typed(function), self.children(arguments), place)
        given = self.expressions(arguments)
        if _ASYNC.fullmatch(called) or _THREADS.fullmatch(called):
            return spawned_call(place, given)
        kept = self.expression(function)
        if isinstance(kept, tree.Member) and kept.name == "emplace_back" and self.holds_threads(kept.value):
            return tree.CallOf(place, replace(kept, name="push_back"), (spawned_call(place, given),))
        waited = self.waited_for(function, called, place)
        if waited is not None:
            return waited
        for argument in self.children(arguments):
            self.unknown_after(argument, "read" if called in SCANS else "written")
        return tree.CallOf(place, self.expression(function), given, spawned=node.start_byte in self.cilk.spawned)

    def holds_threads(self, owner: tree.Expression) -> bool:
        return _THREADS.fullmatch(element_type(self.types.typed(owner))) is not None

    def waited_for(self, function: Node, called: str, place: Place) -> tree.Expression | None:
        """t.join() and r.get() wait for what runs beside."""
        owner = function.child_by_field_name("argument") if function.type == "field_expression" else None
        if owner is None or self.written(field_of(function, "field")) not in ("join", "get", "wait"):
            return None
        name = self.written(owner)
        if not _WAITED.fullmatch(self.types.typed(self.expression(owner))):
            return None
        wait = tree.Wait(place, tree.NamedValue(place, name))
        self._inside[-1].before.append(SideEffect((wait,), (wait,)))
        return tree.NamedValue(place, name)

    def renamed(self, declared: str) -> str:
        return re.sub(r"[A-Za-z_]\w*", lambda word: self.aliases.get(word[0], word[0]), declared)

    def unknown_after(self, argument: Node, by: str) -> None:
        """f(&x) may change x."""
        if argument.type != "pointer_expression" or self.written(field_of(argument, "operator")) != "&":
            return
        target = field_of(argument, "argument")
        if target.type == "identifier" and not self._inside[-1].early_only:
            place = self.place(argument)
            value = tree.CallOf(place, tree.NamedValue(place, by))
            unknown = tree.Assigned(place, (tree.NamedValue(place, self.written(target)),), value)
            self._inside[-1].after.append(SideEffect((unknown,), (unknown,)))

    def value_new_expression(self, node: Node) -> tree.Expression:
        place = self.place(node)
        declared, length = self.typed(field_of(node, "type")), node.child_by_field_name("declarator")
        if length is not None:
            sizes = [self.expression(field_of(length, "length"))]
            return self.zeros(place, sizes, tree.Literal(place, 0))
        arguments = node.child_by_field_name("arguments")
        return self.constructed(declared, self.children(arguments) if arguments is not None else (), place)

    def value_initializer_list(self, node: Node) -> tree.Expression:
        return self.listed(node)

    def value_compound_literal_expression(self, node: Node) -> tree.Expression:
        return self.constructed(
            self.typed(field_of(node, "type")), self.children(field_of(node, "value")), self.place(node)
        )

    def value_initializer_pair(self, node: Node) -> tree.Expression:
        return self.expression(field_of(node, "value"))

    def value_user_defined_literal(self, node: Node) -> tree.Expression:
        return tree.Literal(self.place(node), self.written(node).strip('"'))


def _waited_at_the_end(block: Statements) -> Iterator[tree.NamedValue]:
    """The names of the block whose tasks are neither waited for in it nor handed on."""
    gone = {
        argument.name
        for statement in block
        for node in tree.walk(statement)
        if isinstance(node, tree.Wait) or (isinstance(node, tree.CallOf) and not node.spawned)
        for argument in ([node.of] if isinstance(node, tree.Wait) else node.arguments)
        if isinstance(argument, tree.NamedValue)
    }
    for statement in block:
        match statement:
            case tree.Assigned(targets=(tree.NamedValue(name=name) as of,), value=tree.CallOf(spawned=True)):
                if _ENDS_WAITING.fullmatch(statement.declared) and name not in gone:
                    yield of
