"""What C, C++ and Java have in common, from the grammar's tree to the source tree: one method a kind of node.

A kind that has no method is an `Unreadable`. What a language has of its own stands in `c` and `java`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from recur.model import LimitExceeded, Place, source_tree as tree
from recur.model.records import frozen
from recur.parsing.languages.parallel_loops import canonical
from recur.parsing.languages.side_effects import SideEffect, SideEffects, Statements, reads_around, undecided_order
from recur.parsing.languages.switches import leaves_loop, with_updates, without_breaks
from recur.parsing.languages.syntax import field_of, without_silent
from recur.parsing.languages.types import DeclaredTypes, is_real_type

if TYPE_CHECKING:
    from tree_sitter import Node

#: Blocks in blocks, brackets in brackets: a level takes up to five of Python's thousand frames.
MAX_LEVELS = 120
_OPERATORS = {"&&": "and", "||": "or", "!": "not", ">" * 3: ">>", "and": "and", "or": "or", "not": "not"}
_LOOPS = frozenset(("while_statement", "for_statement", "do_statement", "enhanced_for_statement", "for_range_loop"))
_INVERSE = {"+": "-", "-": "+"}


@frozen
class AskedTest:
    """A test, what happens before it is asked, and what has happened where it holds and where it does not."""

    value: tree.Expression
    before: Statements = ()
    where_true: Statements = ()
    where_false: Statements = ()


class BraceReader:
    """One reading of one text. `prepared` is the text as the grammar sees it: the same places, some words blank."""

    def __init__(self, text: str, prepared: str) -> None:
        self.text = text
        self.plain = without_silent(prepared)
        self.functions: list[tree.Function] = []
        self.types = DeclaredTypes()
        self.owner = ""
        self._inside: list[SideEffects] = []
        self._hoisted: list[list[tree.SourceStatement]] = [[]]
        self._levels = 0
        #: labels of the loops around, "" for none, and of the statement that follows
        self._loops: list[str] = []
        self._label = ""
        self._starts = [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n")]

    # places and text

    def place(self, node: Node) -> Place:
        return self.place_of(node.start_byte, node.end_byte)

    def place_of(self, start: int, end: int) -> Place:
        line = bisect_right(self._starts, start)
        begins = self._starts[line - 1]
        ends = self._starts[line] - 1 if line < len(self._starts) else len(self.text)
        return Place(line, start - begins + 1, max(1, min(end, ends) - start))

    def written(self, node: Node | None) -> str:
        return "" if node is None else self.text[node.start_byte : node.end_byte]

    def unreadable(self, node: Node, why: str) -> tree.Unreadable:
        return tree.Unreadable(self.place(node), self.written(node), why)

    @contextmanager
    def level(self, node: Node) -> Iterator[None]:
        self._levels += 1
        if self._levels > MAX_LEVELS:
            raise LimitExceeded(
                f"this is nested more than {MAX_LEVELS} levels deep", text=self.text, place=self.place(node)
            )
        try:
            yield
        finally:
            self._levels -= 1

    # statements

    def block(self, node: Node | None) -> Statements:
        """The statements inside a block, or the one statement that stands in its place."""
        if node is None:
            return ()
        with self.level(node):
            if node.type not in ("compound_statement", "block", "constructor_body"):
                return self.statement(node)
            return self.sequence(node.named_children)

    def sequence(self, nodes: Sequence[Node]) -> Statements:
        return tuple(statement for node in nodes for statement in self.statement(node))

    def statement(self, node: Node) -> Statements:
        method: Callable[[Node], Statements] | None = getattr(self, f"statement_{node.type}", None)
        self._hoisted.append([])
        label, self._label = self._label, ""
        if node.type in _LOOPS:
            self._loops.append(label)
        found = method(node) if method is not None else self.evaluated(node)
        if node.type in _LOOPS:
            self._loops.pop()
        return (*self._hoisted.pop(), *found)

    def hoist(self, *statements: tree.SourceStatement) -> None:
        """What must stand before the statement that is being read, such as the body of a lambda."""
        self._hoisted[-1].extend(statements)

    @contextmanager
    def unhoisted(self, made: list[tree.SourceStatement]) -> Iterator[None]:
        """What a declarator hoists stands behind the declarators before it."""
        self._hoisted.append([])
        at = len(made)
        yield
        made[at:at] = self._hoisted.pop()

    def outside(self, nodes: Sequence[Node]) -> Statements:
        """The statements of a file or a class; its functions are kept by themselves."""
        return tuple(statement for node in nodes for statement in self.statement(node))

    def around(self, node: Node, make: Callable[[], Statements]) -> Statements:
        """What is made of the node, between what its expressions change before and after it."""
        changes = SideEffects(node)
        self._inside.append(changes)
        made = make()
        self._inside.pop()
        return (*changes.first(), *made, *changes.last())

    def statement_comment(self, node: Node) -> Statements:
        return ()

    statement_line_comment = statement_block_comment = statement_empty_statement = statement_comment

    def statement_compound_statement(self, node: Node) -> Statements:
        return self.block(node)

    statement_block = statement_compound_statement

    def statement_expression_statement(self, node: Node) -> Statements:
        return tuple(statement for inner in node.named_children for statement in self.statement(inner))

    def statement_parenthesized_expression(self, node: Node) -> Statements:
        return self.statement(self.inner(node))

    def statement_comma_expression(self, node: Node) -> Statements:
        return (*self.statement(field_of(node, "left")), *self.statement(field_of(node, "right")))

    def evaluated(self, node: Node) -> Statements:
        place = self.place(node)
        return self.around(node, lambda: (tree.Evaluation(place, self.expression(node)),))

    def statement_update_expression(self, node: Node) -> Statements:
        place = self.place(node)
        target, op = self.updated(node)
        one = tree.Literal(place, 1)
        return self.around(node, lambda: (tree.Update(place, self.expression(target), op, one),))

    def statement_assignment_expression(self, node: Node) -> Statements:
        return self.around(node, lambda: self.assigned(node))

    def assigned(self, node: Node) -> Statements:
        """a = b = value and target op= value."""
        place, op = self.place(node), self.written(field_of(node, "operator"))
        value, targets = field_of(node, "right"), [field_of(node, "left")]
        if op != "=":
            given = self.expression(value)
            target = self.expression(targets[0])
            return (tree.Update(place, target, self.dividing(self.operator(op[:-1]), target, given), given),)
        while value.type == "assignment_expression" and self.written(field_of(value, "operator")) == "=":
            targets.append(field_of(value, "left"))
            value = field_of(value, "right")
        made = self.expression(value)
        return (tree.Assigned(place, tuple(self.expression(target) for target in targets), made),)

    def statement_return_statement(self, node: Node) -> Statements:
        return self.leaving(node, "return")

    def statement_throw_statement(self, node: Node) -> Statements:
        return self.leaving(node, "raise")

    def leaving(self, node: Node, kind: str) -> Statements:
        value = next(iter(self.children(node)), None)
        if value is None:
            return (tree.Leave(self.place(node), kind),)
        return self.around(node, lambda: (tree.Leave(self.place(node), kind, self.expression(value)),))

    def statement_break_statement(self, node: Node) -> Statements:
        return (self.leaving_loop(node, "break"),)

    def statement_continue_statement(self, node: Node) -> Statements:
        return (self.leaving_loop(node, "continue"),)

    def leaving_loop(self, node: Node, kind: str) -> tree.Leave:
        """continue outer leaves the inner loop; what outer would skip behind it counts as done."""
        label = next((self.written(child) for child in self.children(node)), "")
        outward = bool(label and self._loops) and label != self._loops[-1]
        return tree.Leave(self.place(node), "break" if outward else kind, outward=outward)

    def statement_labeled_statement(self, node: Node) -> Statements:
        self._label = self.written(node.named_children[0])
        return self.statement(node.named_children[-1])

    def statement_goto_statement(self, node: Node) -> Statements:
        return (self.unreadable(node, "a goto is not followed"),)

    def statement_if_statement(self, node: Node) -> Statements:
        """else if is a further alternative, unless its test changes something."""
        alternatives: list[tree.Alternative] = []
        before: Statements = ()
        asked: Node | None = node
        while asked is not None:
            test = self.asked(self.condition(asked), self.starts(asked))
            if alternatives and (test.before or test.where_false):
                alternatives.append(tree.Alternative(self.place(asked), None, self.statement_if_statement(asked)))
                break
            body = (*test.where_true, *self.block(field_of(asked, "consequence")))
            alternatives.append(tree.Alternative(self.place(self.condition(asked)), test.value, body))
            before = before or test.before
            follows = self.otherwise(asked)
            if follows is not None and (follows.type != "if_statement" or test.where_false):
                rest = (*test.where_false, *self.block(follows))
                alternatives.append(tree.Alternative(self.place(follows), None, rest))
                break
            if follows is None and test.where_false:
                alternatives.append(tree.Alternative(self.place(asked), None, test.where_false))
            asked = follows
        return (*before, tree.Alternatives(self.place(node), tuple(alternatives)))

    def otherwise(self, node: Node) -> Node | None:
        found = node.child_by_field_name("alternative")
        if found is not None and found.type == "else_clause":
            return next(iter(self.children(found)), None)
        return found

    def statement_while_statement(self, node: Node) -> Statements:
        return self.loop(node, self.condition(node))

    def statement_for_statement(self, node: Node) -> Statements:
        with self.scope():
            starts = self.sequence(node.children_by_field_name("init") + node.children_by_field_name("initializer"))
            updates = self.sequence(node.children_by_field_name("update"))
            made = (*starts, *self.loop(node, node.child_by_field_name("condition"), updates))
            return canonical(made) if self.is_parallel(node) else made

    def loop(self, node: Node, condition: Node | None, updates: Statements = ()) -> Statements:
        place = self.place(node)
        test = AskedTest(tree.Literal(place, True)) if condition is None else self.asked(condition)
        asked = None if condition is None or _is_true(test.value) else test.value
        after = (*updates, *test.before)
        body = (*test.where_true, *with_updates(self.block(field_of(node, "body")), after))
        found = tree.TestLoop(place, asked, body, after, parallel=self.is_parallel(node))
        return (*test.before, found, *test.where_false)

    def statement_do_statement(self, node: Node) -> Statements:
        body = self.block(field_of(node, "body"))
        test = self.asked(field_of(node, "condition"), early_only=True)
        asked = None if _is_true(test.value) else test.value
        if leaves_loop(body) or asked is None:
            body = with_updates(body, test.before)
            return (tree.TestLoop(self.place(node), asked, body, test.before, body_first=True),)
        # do body while test: the body, and a loop that asks first
        return (*body, *test.before, tree.TestLoop(self.place(node), asked, body, test.before))

    def is_parallel(self, node: Node) -> bool:
        return False

    def statement_try_statement(self, node: Node) -> Statements:
        handlers = [child for child in node.named_children if child.type == "catch_clause"]
        finally_ = next((child for child in node.named_children if child.type == "finally_clause"), None)
        resources = node.child_by_field_name("resources")
        entered = self.sequence(resources.named_children) if resources is not None else ()
        guarded = tree.Guarded(
            self.place(node),
            self.block(field_of(node, "body")),
            tuple(self.block(field_of(handler, "body")) for handler in handlers),
            self.block(finally_.named_children[-1]) if finally_ is not None else (),
        )
        return (*entered, guarded)

    statement_try_with_resources_statement = statement_try_statement

    def switched(self, node: Node, subject: Node, cases: Sequence[tuple[tuple[Node, ...], Statements]]) -> Statements:
        """The first case that fits, and the ones below it up to a break; no label: default, whatever its place."""
        asked = self.asked(subject)
        found: list[tree.Alternative] = []
        default: tree.Alternative | None = None
        follows: Statements = ()
        for labels, body in reversed(cases):
            follows = without_breaks((*body, *follows))
            place = self.place(labels[0] if labels else node)
            if not labels:
                default = tree.Alternative(place, None, follows)
                continue
            tests = [tree.Operation(self.place(label), "==", (asked.value, self.expression(label))) for label in labels]
            test = tests[0] if len(tests) == 1 else tree.Operation(place, "or", tuple(tests))
            found.insert(0, tree.Alternative(place, test, follows))
        if default is not None:
            found.append(default)
        made = tree.Alternatives(self.place(node), tuple(found))
        return (*asked.before, *asked.where_true, *([made] if found else []))

    # tests

    def condition(self, node: Node) -> Node:
        found = field_of(node, "condition")
        return field_of(found, "value") if found.type == "condition_clause" else found

    def starts(self, node: Node) -> Statements:
        """if (int r = f(); r > 0)."""
        starts = field_of(node, "condition").child_by_field_name("initializer")
        return self.sequence(starts.named_children) if starts is not None else ()

    def asked(self, node: Node, before: Statements = (), early_only: bool = False) -> AskedTest:
        changes = SideEffects(node, early_only)
        self._inside.append(changes)
        value = self.chained(node)
        self._inside.pop()
        return AskedTest(value, (*before, *changes.first()), changes.last(certain=True), changes.last())

    def chained(self, node: Node) -> tree.Expression:
        """A test: where a && b holds, so do both."""
        node = self.bare(node)
        if node.type == "binary_expression" and self.written(field_of(node, "operator")) in ("&&", "and"):
            with self.level(node):
                left = self.chained(field_of(node, "left"))
                right = self.guarded(field_of(node, "right"), left, "and", certain=True)
            return tree.Operation(self.place(node), "and", (left, right))
        return self.expression(node)

    def guarded(self, node: Node, guard: tree.Expression, op: str, certain: bool = False) -> tree.Expression:
        with self.branch() as inner:
            value = self.chained(node) if certain else self.expression(node)
        self._inside[-1].take_guarded(inner, guard, op == "and", certain)
        return value

    @contextmanager
    def branch(self) -> Iterator[SideEffects]:
        outer = self._inside[-1]
        inner = SideEffects(outer.root, outer.early_only)
        self._inside.append(inner)
        yield inner
        self._inside.pop()

    # expressions

    def expression(self, node: Node) -> tree.Expression:
        with self.level(node):
            method: Callable[[Node], tree.Expression] | None = getattr(self, f"value_{node.type}", None)
            if method is None:
                return self.unreadable(node, f"{_worded(node.type)} is not followed")
            return method(node) if self._inside else self.alone(node, method)

    def alone(self, node: Node, method: Callable[[Node], tree.Expression]) -> tree.Expression:
        """A value that stands in no statement, such as the label of a case: it may change nothing."""
        changes = SideEffects(node)
        self._inside.append(changes)
        value = method(node)
        self._inside.pop()
        return self.unreadable(node, "a change here is not followed") if changes.before or changes.after else value

    def expressions(self, node: Node | None) -> tuple[tree.Expression, ...]:
        return tuple(self.expression(child) for child in self.children(node)) if node is not None else ()

    def children(self, node: Node) -> list[Node]:
        return [child for child in node.named_children if not child.type.endswith("comment")]

    def inner(self, node: Node) -> Node:
        return self.children(node)[0]

    def bare(self, node: Node) -> Node:
        while node.type == "parenthesized_expression":
            node = self.inner(node)
        return node

    def operator(self, written: str) -> str:
        return _OPERATORS.get(written, written)

    def dividing(self, op: str, *operands: tree.Expression) -> str:
        """/ of whole numbers is //; C11 6.5.5, JLS 15.17.2. A name without a type counts as one."""
        return "//" if op == "/" and not any(self.types.is_real(operand) for operand in operands) else op

    def value_parenthesized_expression(self, node: Node) -> tree.Expression:
        return self.expression(self.inner(node))

    def value_identifier(self, node: Node) -> tree.Expression:
        return tree.NamedValue(self.place(node), self.written(node))

    def value_true(self, node: Node) -> tree.Expression:
        return tree.Literal(self.place(node), node.type == "true")

    value_false = value_true

    def value_null(self, node: Node) -> tree.Expression:
        return tree.Literal(self.place(node), None)

    value_null_literal = value_null

    def value_binary_expression(self, node: Node) -> tree.Expression:
        op = self.operator(self.written(field_of(node, "operator")))
        left = self.expression(field_of(node, "left"))
        if op in ("and", "or"):
            return tree.Operation(self.place(node), op, (left, self.guarded(field_of(node, "right"), left, op)))
        right = self.expression(field_of(node, "right"))
        return tree.Operation(self.place(node), self.dividing(op, left, right), (left, right))

    def value_unary_expression(self, node: Node) -> tree.Expression:
        operand = node.child_by_field_name("argument") or field_of(node, "operand")
        value = self.expression(operand)
        op = self.operator(self.written(field_of(node, "operator")))
        if op == "-" and isinstance(value, tree.Literal) and type(value.value) in (int, float):
            assert isinstance(value.value, int | float)
            return tree.Literal(self.place(node), -value.value)
        return value if op == "+" else tree.Operation(self.place(node), op, (value,))

    def value_conditional_expression(self, node: Node) -> tree.Expression:
        test = self.expression(field_of(node, "condition"))
        with self.branch() as one:
            then = self.expression(field_of(node, "consequence"))
        with self.branch() as other:
            otherwise = self.expression(field_of(node, "alternative"))
        self._inside[-1].take_either(test, one, other)
        return tree.Conditional(self.place(node), test, then, otherwise)

    value_ternary_expression = value_conditional_expression

    def value_comma_expression(self, node: Node) -> tree.Expression:
        statements = self.statement(field_of(node, "left"))
        self._inside[-1].before.append(SideEffect(statements, statements))
        return self.expression(field_of(node, "right"))

    def value_assignment_expression(self, node: Node) -> tree.Expression:
        place, op = self.place(node), self.written(field_of(node, "operator"))
        target = self.expression(field_of(node, "left"))
        if op == "=":
            return tree.NamedExpression(place, target, self.expression(field_of(node, "right")))
        value = self.expression(field_of(node, "right"))
        update = tree.Update(place, target, self.dividing(self.operator(op[:-1]), target, value), value)
        return self.changed(node, field_of(node, "left"), update, postfix=False)

    def updated(self, node: Node) -> tuple[Node, str]:
        """What ++ or -- stands at, and its sign."""
        target = node.child_by_field_name("argument") or self.inner(node)
        sign = next(self.written(child) for child in node.children if not child.is_named)
        return target, sign[0]

    def value_update_expression(self, node: Node) -> tree.Expression:
        place = self.place(node)
        target, op = self.updated(node)
        update = tree.Update(place, self.expression(target), op, tree.Literal(place, 1))
        return self.changed(node, target, update, postfix=node.start_byte == target.start_byte)

    def changed(self, node: Node, target: Node, update: tree.Update, postfix: bool) -> tree.Expression:
        """The value of an expression that changes its target: the change stands before the whole, or behind it."""
        changes = self._inside[-1]
        before, after = reads_around(self.written(target), node, changes.root, self.plain)
        late = (before or (postfix and not after)) and not changes.early_only
        if (late and after) or (not late and before):
            return undecided_order(self.place(node), self.written(node), self.written(target))
        change = SideEffect((update,), (update,))
        (changes.after if late else changes.before).append(change)
        if late == postfix:
            return update.target
        op = update.op if late else _INVERSE[update.op]
        return tree.Operation(update.place, op, (update.target, update.value))

    def converted(self, node: Node, declared: str, value: tree.Expression) -> tree.Expression:
        """(int) x rounds a real number, (double) x makes one; between types of one kind nothing happens."""
        name = "double" if is_real_type(declared) else "int" if self.types.is_real(value) else ""
        if not name or (name == "double" and self.types.is_real(value)):
            return value
        return tree.CallOf(self.place(node), tree.NamedValue(self.place(node), name), (value,))

    # names

    @contextmanager
    def scope(self) -> Iterator[None]:
        outer = self.types
        self.types = DeclaredTypes(outer)
        yield
        self.types = outer

    def listed(self, node: Node, kind: str = "list") -> tree.Collection:
        return tree.Collection(self.place(node), kind, self.expressions(node))

    def zeros(self, place: Place, sizes: Sequence[tree.Expression], value: tree.Expression) -> tree.Expression:
        """An array with these sides: a list of the value, or of lists."""
        made: tree.Expression = value
        for depth, size in enumerate(reversed(sizes)):
            if not depth:
                made = tree.Operation(place, "*", (tree.Collection(place, "list", (made,)), size))
                continue
            counted = tree.CallOf(place, tree.NamedValue(place, "range"), (size,))
            made = tree.Comprehension(place, "list", (made,), (tree.Clause(tree.NamedValue(place, "_"), counted),))
        return made


def _is_true(value: tree.Expression) -> bool:
    return isinstance(value, tree.Literal) and value.value not in (0, False, None)


def _worded(kind: str) -> str:
    words = kind.removesuffix("_expression").replace("_", " ")
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"
