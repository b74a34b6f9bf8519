"""The source tree: what code says, the same for every language; nothing here knows what anything costs.

A front end turns the text of its language into a `SourceFile` and judges nothing: what it has no node for is an
`Unreadable` with its text, so that nothing vanishes. Everything has its place in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from typing import Any, TypeAlias, TypeVar, cast, get_args

from recur.model.errors import Place
from recur.model.records import field, frozen, replace


@frozen
class NamedValue:
    place: Place
    name: str


@frozen
class Literal:
    """A number, a text, True, False or None (null)."""

    place: Place
    value: int | float | str | bool | None


@frozen
class Operation:
    """op is written as Python does: + - * / // % ** << >> & | ^ ~ not and or < <= == != > >= in, not in, is, is not.

    One operand: a sign; `and` and `or` have two or more. A chain a < b < c is `and` of its links. Where a language
    divides whole numbers by /, its front end says //.
    """

    place: Place
    op: str
    operands: tuple[Expression, ...]


@frozen
class Conditional:
    """then if test else otherwise; test ? then : otherwise."""

    place: Place
    test: Expression
    then: Expression
    otherwise: Expression


@frozen
class Element:
    """container[index]; p->next and *p of pointers are `Member` and `Element` at 0."""

    place: Place
    container: Expression
    index: Expression


@frozen
class Slice:
    """container[low:high:step]: a copy in Python; `view` where the language copies nothing (C++ span, numpy)."""

    place: Place
    container: Expression
    low: Expression | None
    high: Expression | None
    step: Expression | None = None
    view: bool = False


@frozen
class Member:
    """value.name, value->name; `a.length` of Java is one."""

    place: Place
    value: Expression
    name: str


@frozen
class CallOf:
    """function(arguments): the function is a `NamedValue`, or a `Member` of the object or module it belongs to.

    `spawned`: it may run beside what follows, until the next `Wait` (cilk_spawn, Thread.start, executor.submit).
    """

    place: Place
    function: Expression
    arguments: tuple[Expression, ...] = ()
    keywords: tuple[tuple[str, Expression], ...] = ()
    spawned: bool = False


@frozen
class Collection:
    """[a, b], (a, b), {a, b}, {a: b}: kind "list", "tuple", "set" or "dict" (keys and values one after the other)."""

    place: Place
    kind: str
    items: tuple[Expression, ...]


@frozen
class Clause:
    """for target in iterable if all the conditions hold."""

    target: Expression
    iterable: Expression
    conditions: tuple[Expression, ...] = ()


@frozen
class Comprehension:
    """Kind "list", "set", "dict" or "generator"; the items are made for every round of the clauses.

    `parallel`: the rounds run side by side, as those of a pool's map.
    """

    place: Place
    kind: str
    items: tuple[Expression, ...]
    clauses: tuple[Clause, ...]
    parallel: bool = False


@frozen
class Lambda:
    place: Place
    parameters: tuple[str, ...]
    body: Expression


@frozen
class NamedExpression:
    """An assignment inside an expression, whose value is what is assigned: (x := f(y)), while ((c = next()) != 0)."""

    place: Place
    target: Expression
    value: Expression


@frozen
class Unpacked:
    """*value in a call, a list or a target; in a dict it has None behind it in the place of a value."""

    place: Place
    value: Expression


@frozen
class Unreadable:
    """What has no node of its own, as an expression or as a statement: whatever holds it has no known cost."""

    place: Place
    text: str
    why: str


@frozen
class Assigned:
    """targets = value, a target being a `NamedValue`, `Element`, `Member`, `Collection` of targets.

    `declared` is the type where one is written: "int", "std::vector<int>", "int[]"; a declaration without a value
    has the value None.
    """

    place: Place
    targets: tuple[Expression, ...]
    value: Expression | None
    declared: str = ""


@frozen
class Update:
    """target op= value; i++ is one with "+" and 1."""

    place: Place
    target: Expression
    op: str
    value: Expression


@frozen
class Evaluation:
    """An expression on a line of its own."""

    place: Place
    value: Expression


@frozen
class EachLoop:
    """for target in iterable: body; `otherwise` runs when no break left the loop. range(…) is a call as any other."""

    place: Place
    target: Expression
    iterable: Expression
    body: tuple[SourceStatement, ...]
    otherwise: tuple[SourceStatement, ...] = ()
    parallel: bool = False


@frozen
class TestLoop:
    """while test: body, then the updates (for (start; test; updates) of C); `body_first` for do … while.

    What starts it is an ordinary statement before it. No test: it ends by break or return only.
    """

    place: Place
    test: Expression | None
    body: tuple[SourceStatement, ...]
    updates: tuple[SourceStatement, ...] = ()
    otherwise: tuple[SourceStatement, ...] = ()
    body_first: bool = False
    parallel: bool = False


@frozen
class Alternative:
    """The block behind one test; behind `else` where the test is None."""

    place: Place
    test: Expression | None
    body: tuple[SourceStatement, ...]


@frozen
class Alternatives:
    """if … elif … else, switch and match: the first whose test holds."""

    place: Place
    alternatives: tuple[Alternative, ...]


@frozen
class Leave:
    """return (with or without a value), yield, raise, break, continue, pass, global: `kind` is the word.

    What is global (or nonlocal) is a collection of names. `outward`: it goes on in a loop further out, by its label.
    """

    place: Place
    kind: str
    value: Expression | None = None
    outward: bool = False


@frozen
class Guarded:
    """try and with: the body, blocks that may follow it in its stead, and the block that always follows.

    `lock` is what the body holds: blocks under one lock run one after the other.
    """

    place: Place
    body: tuple[SourceStatement, ...]
    handlers: tuple[tuple[SourceStatement, ...], ...] = ()
    finally_: tuple[SourceStatement, ...] = ()
    entered: tuple[Expression, ...] = ()
    lock: str = ""


@frozen
class Wait:
    """What was spawned has ended behind it: cilk_sync, taskwait, join, result. No `of`: all of the procedure's."""

    place: Place
    of: Expression | None = None


@frozen
class SideBySide:
    """Blocks that run at the same time (OpenMP sections); the last to end ends them all."""

    place: Place
    blocks: tuple[tuple[SourceStatement, ...], ...]


@frozen
class InnerFunction:
    """A function inside a function."""

    place: Place
    function: Function


@frozen
class FormalParameter:
    """`declared` is its type as written; `default` the value it has without an argument; `read`: no call gives it."""

    name: str
    declared: str = ""
    default: Expression | None = None
    unpacked: bool = False
    read: bool = False


@frozen
class StatedFact:
    """A comment that says what cannot be seen: kind "cost", "size" or "runs", and the formula as typed."""

    place: Place
    kind: str
    formula: str


@frozen
class Function:
    """`owner` is the class of a method; `decorators` their dotted names; `declared` the comments of its header line."""

    place: Place
    name: str
    parameters: tuple[FormalParameter, ...]
    body: tuple[SourceStatement, ...]
    owner: str = ""
    decorators: tuple[str, ...] = ()
    declared: tuple[StatedFact, ...] = ()
    returns: str = ""

    @property
    def key(self) -> str:
        """Its name with that of its class: methods of two classes may have one name."""
        return f"{self.owner}.{self.name}" if self.owner else self.name


Expression: TypeAlias = (
    NamedValue | Literal | Operation | Conditional | Element | Slice | Member | CallOf | Collection | Comprehension
    | Lambda | NamedExpression | Unpacked | Unreadable
)  # fmt: skip
SourceStatement: TypeAlias = (
    Assigned | Update | Evaluation | EachLoop | TestLoop | Alternatives | Leave | Guarded | Wait | SideBySide
    | InnerFunction | Unreadable
)  # fmt: skip
Node: TypeAlias = Expression | SourceStatement | Alternative | Clause | Function | FormalParameter


@frozen
class SourceRemark:
    """What costs in steps do not say: threads that share one interpreter, arguments that are copied."""

    place: Place
    message: str
    hint: str = ""


@frozen
class SourceClass:
    """A class and those it inherits from, by the names that the imports give them."""

    name: str
    bases: tuple[str, ...] = ()


@frozen
class SourceFile:
    """The functions of a text in the order written, and the statements that stand outside of them.

    `language` is "python", "c", "c++" or "java"; `imports` gives for a name what it means: {"heappush":
    "heapq.heappush", "np": "numpy"}, all of a module {"* math": "math"}; `declarations` are the comments by their line.
    """

    language: str
    text: str
    functions: tuple[Function, ...]
    statements: tuple[SourceStatement, ...] = ()
    imports: tuple[tuple[str, str], ...] = ()
    declarations: tuple[StatedFact, ...] = field(default=())
    remarks: tuple[SourceRemark, ...] = ()
    classes: tuple[SourceClass, ...] = ()


def children(node: Node) -> list[Node]:
    """The nodes directly inside a node, in the order of the text."""
    found: list[Node] = []
    for name in _PARTS[type(node)]:
        value = getattr(node, name)
        if type(value) is tuple:
            _add_nodes(value, found)
        elif type(value) in _PARTS:
            found.append(value)
    return found


def walk(node: Node) -> Iterator[Node]:
    """The node and all that stands in it, outer ones first."""
    rest = [node]
    while rest:
        node = rest.pop()
        yield node
        rest += reversed(children(node))


def with_blocks(
    node: SourceStatement, read: Callable[[tuple[SourceStatement, ...]], tuple[SourceStatement, ...]]
) -> SourceStatement:
    """The statement with `read` applied to each of the blocks directly inside it."""
    match node:
        case EachLoop():
            return replace(node, body=read(node.body), otherwise=read(node.otherwise))
        case TestLoop():
            return replace(node, body=read(node.body), updates=read(node.updates), otherwise=read(node.otherwise))
        case Alternatives():
            return replace(node, alternatives=tuple(replace(a, body=read(a.body)) for a in node.alternatives))
        case Guarded():
            handlers = tuple(map(read, node.handlers))
            return replace(node, body=read(node.body), handlers=handlers, finally_=read(node.finally_))
        case SideBySide():
            return replace(node, blocks=tuple(map(read, node.blocks)))
        case InnerFunction(place, function):
            return InnerFunction(place, replace(function, body=read(function.body)))
    return node


Changed = TypeVar("Changed", bound=Node)


def with_children(node: Changed, change: Callable[[Node], Node]) -> Changed:
    """The node with every node directly inside it changed."""
    found = {part.name: _with_nodes(getattr(node, part.name), change) for part in fields(node)}
    made: Changed = replace(node, **{name: value for name, value in found.items() if value is not getattr(node, name)})
    return made


def put_in(node: Expression, values: Mapping[str, Expression]) -> Expression:
    """The expression with the values for the names that have one."""

    def change(inner: Node) -> Node:
        if isinstance(inner, NamedValue):
            return values.get(inner.name, inner)
        return with_children(inner, change)

    return cast(Expression, change(node))


def _with_nodes(value: Any, change: Callable[[Node], Node]) -> Any:
    if isinstance(value, tuple):
        return tuple(_with_nodes(item, change) for item in value) if value else value
    return change(value) if isinstance(value, get_args(Node)) else value


def _add_nodes(values: tuple[Any, ...], found: list[Node]) -> None:
    for value in values:
        if type(value) is tuple:
            _add_nodes(value, found)
        elif type(value) in _PARTS:
            found.append(value)


_NODES = get_args(Node)


#: the fields of each kind of node, which every step of a walk asks for
_PARTS: dict[type[Any], tuple[str, ...]] = {kind: tuple(part.name for part in fields(kind)) for kind in _NODES}
