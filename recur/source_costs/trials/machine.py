"""Carries out the source tree of a function on one input, and counts how far each loop goes.

It reads no file, imports nothing and calls nothing but what `operations` lists; steps, depth and the size of every
value are bounded. A loop is known by its place.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, ValuesView
from contextlib import suppress
from typing import Any, TypeAlias

from recur.model import Place, source_tree as tree
from recur.model.patterns import regex
from recur.model.records import field, mutable
from recur.source_costs.kinds import dotted
from recur.source_costs.trials.operations import (
    BINARY,
    CONSTANTS,
    FUNCTIONS,
    GATHERED,
    MOST_ITEMS,
    MOVING,
    SHALLOW,
    THROUGH,
    TOWARD_ZERO,
    TYPES,
    UNARY,
    Gathered,
    TrialAborted,
    TrialRaised,
    TrialTooLarge,
    checked,
    items_within,
    method_of,
    nearer,
    within_reach,
)

DEEPEST_CALLS = 40
STEPS_OUTSIDE = 2_000
#: how a block ends: None at its end, else the word, and what is given back
Ending: TypeAlias = "tuple[str, Any] | None"
Names: TypeAlias = dict[str, Any]
_ERRORS = (
    ArithmeticError, AttributeError, LookupError, TypeError, ValueError, StopIteration, RuntimeError, AssertionError,
)  # fmt: skip
_DEEP = frozenset(f for name, f in FUNCTIONS.items() if name not in SHALLOW) - {
    FUNCTIONS[name] for name in SHALLOW if name in FUNCTIONS
}
#: what looks at no item
_AT_ONCE = (len, isinstance, FUNCTIONS["type"], FUNCTIONS["iter"], FUNCTIONS["print"])
#: by which factor a number makes another larger or smaller is no border that it comes to
_SCALES = frozenset(("*", "/", "//", ">>", "<<", "**"))
_COMPARED = frozenset(("==", "!=", "<", "<=", ">", ">="))
_LENGTH_TOLD = regex(r"\[\s*(\w+)\s*\]")


@mutable(slots=False)
class LoopRun:
    """All runs of one loop together: the rounds made, and those there might have been, where that is known."""

    rounds: int = 0
    possible: int = 0
    #: was it run inside a loop over what the data have left few of, or is it one?
    of_few: bool = False
    #: how many rounds each run made that a test of data, or a line inside, ended
    left_after: list[int] = field(default_factory=list)

    def is_whole(self, size: int) -> bool:
        """Was more than half of it made?"""
        if self.of_few:
            return False
        if self.possible:
            return 2 * self.rounds > self.possible
        return bool(self.rounds) and 2 * sum(self.left_after) >= size * len(self.left_after)


class MadeObject:
    """Linked nodes, and objects: their attributes."""

    def __init__(self, owner: str = "", **attributes: Any) -> None:
        self.owner = owner
        self.attributes = attributes
        #: what an attribute is that nothing has set
        self.missing: Callable[[str], Any] | None = None

    def attribute(self, name: str) -> Any:
        if name not in self.attributes:
            if self.missing is None:
                raise TrialRaised(own=False)
            self.attributes[name] = self.missing(name)
        return self.attributes[name]


class TrialMachine:
    def __init__(
        self, functions: Mapping[str, tree.Function], imports: Mapping[str, str], language: str,
        statements: tuple[tree.SourceStatement, ...],
    ) -> None:  # fmt: skip
        self.functions, self.imports, self.language = functions, imports, language
        #: steps left, and how many items operations have gone through that are one step of the program each
        self.left = self.items_passed = 0
        self.depth = 0
        #: small numbers for those of the program, where what happens beyond them is looked for
        self.near: Mapping[int, int] | None = None
        #: the size of the input, and how many loops are being run over what the data have left few of
        self.size = self.few = 0
        self.loops: dict[tuple[Place, int], LoopRun] = {}
        #: how often each test of a branch was true, and false; and how often each function was called
        self.answers: dict[tuple[Place, bool], int] = {}
        self.calls: dict[Place, int] = {}
        self.yielded: list[list[Any]] = []
        #: by the place of each function that was called: does it yield?
        self.generators: dict[Place, bool] = {}
        self.binary = BINARY if language == "python" else {**BINARY, **TOWARD_ZERO}
        self.outside: Names = {}
        self._set_outside(statements)

    def run(self, function: tree.Function, given: Mapping[str, Any], steps: int, size: int = 0) -> Any:
        """What the function gives back; `TrialAborted` where that is not told, `TrialRaised` where it raises.

        `size`: that of an input which stands for larger ones too, so that large numbers of the program become small.
        """
        self.left, self.depth, self.size, self.few, self.items_passed = steps, 0, size, 0, 0
        self.loops, self.answers, self.calls = {}, {}, {}
        try:
            return self._called(function, dict(given))
        except _ERRORS:  # RecursionError among them
            raise TrialRaised(own=False) from None

    def _set_outside(self, statements: tuple[tree.SourceStatement, ...]) -> None:
        """What lines outside of all functions set, as far as it is plain."""
        self.left, self.size = STEPS_OUTSIDE, 1
        for s in statements:
            if isinstance(s, tree.Assigned):
                with suppress(TrialAborted, TrialRaised, *_ERRORS):
                    self.assigned(s, self.outside)

    def _called(self, function: tree.Function, names: Names) -> Any:
        if self.depth > DEEPEST_CALLS:
            raise TrialTooLarge
        generated = self.generators.get(function.place)
        if generated is None:
            inside = (x for s in function.body for x in tree.walk(s))
            generated = any(isinstance(x, tree.Leave) and x.kind == "yield" for x in inside)
            self.generators[function.place] = generated
        self.depth += 1
        self.calls[function.place] = self.calls.get(function.place, 0) + 1
        self.yielded.append([])
        try:
            ended = self.block(function.body, names)
        finally:
            self.depth -= 1
            made = self.yielded.pop()
        return made if generated else ended[1] if ended is not None else None

    def step(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise TrialAborted

    def weigh(self, *values: Any) -> None:
        """As many steps as there are items to be compared, hashed or spelled."""
        for value in values:
            self._go_through(items_within(value, self.left))
            if self.left < 0:
                raise TrialAborted

    def _go_through(self, items: int) -> None:
        self.left -= items
        self.items_passed += items

    # ---- statements

    def block(self, body: tuple[tree.SourceStatement, ...], names: Names) -> Ending:
        for s in body:
            self.step()
            ended = _STATEMENTS[type(s)](self, s, names)
            if ended is not None:
                return ended
        return None

    def assigned(self, s: tree.Assigned, names: Names) -> Ending:
        value = self.value(s.value, names) if s.value is not None else self._declared(s.declared, names)
        if s.declared and isinstance(value, list) and s.value is not None:
            told = self._declared(s.declared, names)
            if isinstance(told, list) and len(told) > len(value):
                value = value + told[len(value) :]
        for target in s.targets:
            self.store(target, value, names)
        return None

    def _declared(self, declared: str, names: Names) -> Any:
        """What a variable of C and C++ holds that nothing has been put into."""
        made: Any = 0
        for told in reversed(_LENGTH_TOLD.findall(declared)):
            count = int(told) if told.isdigit() else names.get(told)
            if not isinstance(count, int) or count > MOST_ITEMS:
                raise TrialTooLarge
            made = [made] * count if not isinstance(made, list) else [list(made) for _ in range(count)]
        if isinstance(made, list):
            return made
        for word, kind in (("map", dict), ("set", set), ("vector", list), ("stack", list), ("queue", list),
                           ("string", str)):  # fmt: skip
            if word in declared:
                return kind()
        return 0

    def store(self, target: tree.Expression, value: Any, names: Names) -> None:
        match target:
            case tree.NamedValue(name=name):
                names[name] = value
            case tree.Element(container=container, index=index):
                self.value(container, names)[self._index(index, names)] = value
            case tree.Collection(items=items) if not any(isinstance(x, tree.Unpacked) for x in items):
                values = list(value)
                if len(values) != len(items):
                    raise TrialRaised(own=False)
                for item, one in zip(items, values, strict=True):
                    self.store(item, one, names)
            case tree.Member(value=owner, name=name):
                held = self.value(owner, names)
                if not isinstance(held, MadeObject):
                    raise TrialAborted
                held.attributes[name] = value
            case _:
                raise TrialAborted

    def update(self, s: tree.Update, names: Names) -> Ending:
        before, value = self.value(s.target, names), self.value(s.value, names)
        if s.op == "+" and isinstance(before, list) and not isinstance(value, int):
            before.extend(value)
            checked(before)
        else:
            self.store(s.target, self.operated(s.op, before, value), names)
        return None

    def evaluation(self, s: tree.Evaluation, names: Names) -> Ending:
        self.value(s.value, names)
        return None

    def alternatives(self, s: tree.Alternatives, names: Names) -> Ending:
        for alternative in s.alternatives:
            holds = alternative.test is None or bool(self.value(alternative.test, names))
            self._answer(alternative.place, holds)
            if holds:
                return self.block(alternative.body, names)
        return None

    def _answer(self, place: Place, holds: bool) -> None:
        self.answers[place, holds] = self.answers.get((place, holds), 0) + 1

    def leave(self, s: tree.Leave, names: Names) -> Ending:
        if s.kind in ("pass", "global"):
            return None
        if s.outward and s.kind == "break":
            return ("outward", None)
        value = self.value(s.value, names) if s.value is not None and s.kind != "raise" else None
        if s.kind == "raise":
            raise TrialRaised(own=True)
        if s.kind == "yield":
            self.yielded[-1].append(value)
            checked(self.yielded[-1])
            return None
        return (s.kind, value)

    def guarded(self, s: tree.Guarded, names: Names) -> Ending:
        for x in s.entered:
            self.value(x, names)
        ended: Ending = None
        try:
            ended = self.block(s.body, names)
        except (TrialRaised, *_ERRORS):
            if not s.handlers and not s.finally_:
                raise
            ended = self.block(s.handlers[0], names) if s.handlers else None
        last = self.block(s.finally_, names)
        return last if last is not None else ended

    def wait(self, s: tree.Wait, names: Names) -> Ending:
        """What is started here has ended before the next line begins."""
        return None

    def side_by_side(self, s: tree.SideBySide, names: Names) -> Ending:
        for block in s.blocks:
            self.block(block, names)
        return None

    def inner_function(self, s: tree.InnerFunction, names: Names) -> Ending:
        function = s.function

        def called(*given: Any) -> Any:
            return self._called(function, {**names, **self._handed(function, given, {})})

        names[function.name] = called
        return None

    # ---- loops

    def counted(self, place: Place, number: int = 0) -> LoopRun:
        loop = self.loops.setdefault((place, number), LoopRun())
        loop.of_few |= self.few > 0
        return loop

    def _left_few(self, iterable: tree.Expression, value: Any, items: list[Any]) -> bool:
        """Are its items what is different, or what passes a test, and do most inputs of this size have more of it?

        What is written out holds as many on every input.
        """
        gathered = isinstance(value, GATHERED)
        return (
            gathered and 2 * len(items) < self.size and any(isinstance(x, tree.NamedValue) for x in tree.walk(iterable))
        )

    def each_loop(self, s: tree.EachLoop, names: Names) -> Ending:
        value = self.value(s.iterable, names)
        items = self.items(value)
        few = self._left_few(s.iterable, value, items)
        self.few += few
        try:
            return self._rounds_of(s, items, names)
        finally:
            self.few -= few

    def _rounds_of(self, s: tree.EachLoop, items: list[Any], names: Names) -> Ending:
        loop = self.counted(s.place)
        loop.possible += len(items)
        for item in items:
            loop.rounds += 1
            self.store(s.target, item, names)
            try:
                ended = self.block(s.body, names)
            except TrialRaised:
                loop.left_after.append(loop.rounds)
                raise
            if ended is not None and ended[0] != "continue":
                return self._left(ended)
        return self.block(s.otherwise, names)

    @staticmethod
    def _left(ended: tuple[str, Any]) -> Ending:
        return None if ended[0] == "break" else ("break", None) if ended[0] == "outward" else ended

    def test_loop(self, s: tree.TestLoop, names: Names) -> Ending:
        loop, rounds = self.counted(s.place), 0
        while s.test is None or (s.body_first and not rounds) or self._goes_on(s.test, names, loop, rounds):
            self.step()
            rounds += 1
            loop.rounds += 1
            try:
                ended = self.block(s.body, names)
            except TrialRaised:
                loop.left_after.append(rounds)
                raise
            if ended is not None and ended[0] != "continue":
                loop.left_after.append(rounds)
                return self._left(ended)
            self.block(s.updates, names)
        return self.block(s.otherwise, names)

    def _goes_on(self, test: tree.Expression, names: Names, loop: LoopRun, rounds: int) -> bool:
        parts = test.operands if isinstance(test, tree.Operation) and test.op == "and" else (test,)
        for part in parts:
            found = self.value(part, names)
            if not found:  # what is empty has ended by its size
                if asks_data(part) and not isinstance(found, list | str | dict | set | deque | tuple):
                    loop.left_after.append(rounds)
                return False
        return True

    def items(self, value: Any) -> list[Any]:
        if isinstance(value, MadeObject | int):
            raise TrialRaised(own=False)
        found = []
        if isinstance(value, set | frozenset):  # in an order that is the same in every process
            self.weigh(value)
            value = sorted(value, key=repr)
        for item in value:
            found.append(item)
            if len(found) > MOST_ITEMS:
                raise TrialTooLarge
        return found

    # ---- expressions

    def value(self, x: tree.Expression, names: Names) -> Any:
        self.step()
        return _EXPRESSIONS[type(x)](self, x, names)

    def named(self, x: tree.NamedValue, names: Names) -> Any:
        if x.name in names:
            return names[x.name]
        if x.name in self.functions:
            function = self.functions[x.name]
            return lambda *given: self._called(function, self._handed(function, given, {}))
        if x.name in self.outside:
            return self.outside[x.name]
        for meant in (self.imports.get(x.name, x.name), x.name):
            for table in (CONSTANTS, TYPES, FUNCTIONS):
                if meant in table:
                    return table[meant]
        raise TrialAborted

    def literal(self, x: tree.Literal, names: Names) -> Any:
        if self.near is not None and type(x.value) is int:
            return self.near.get(x.value, nearer(x.value))
        return within_reach(x.value) if self.size else x.value

    def operation(self, x: tree.Operation, names: Names) -> Any:
        if x.op in ("and", "or"):
            found: Any = None
            for operand in x.operands:
                found = self.value(operand, names)
                if bool(found) == (x.op == "or"):
                    break
            return found
        if self.near is not None and x.op in _SCALES:
            values = [y.value if isinstance(y, tree.Literal) else self.value(y, names) for y in x.operands]
        else:
            values = [self.value(operand, names) for operand in x.operands]
        if len(values) == 1:
            return checked(UNARY[x.op](values[0]))
        if x.op in ("in", "not in"):
            return self.searched(values[0], values[1], x.place) == (x.op == "in")
        found = self.operated(x.op, values[0], values[1])
        return within_reach(found) if self.size and all(isinstance(y, tree.Literal) for y in x.operands) else found

    def operated(self, op: str, a: Any, b: Any) -> Any:
        if op not in self.binary:
            raise TrialAborted
        if self.language != "python" and isinstance(a, str) != isinstance(b, str):  # a char is a number
            a, b = (ord(v) if isinstance(v, str) and len(v) == 1 and not isinstance(w, str) else v
                    for v, w in ((a, b), (b, a)))  # fmt: skip
        elif self.language != "python" and op == "-" and isinstance(a, str) and isinstance(b, str):
            a, b = ord(a), ord(b)
        if op in _COMPARED and not (isinstance(a, int) or isinstance(b, int)):
            self.weigh(a, b)
        found = checked(self.binary[op](a, b))
        if isinstance(found, str | list | tuple):
            self._go_through(len(found))
        return found

    def searched(self, item: Any, container: Any, place: Place) -> bool:
        """Is it in the list? As far as it is looked for."""
        if isinstance(container, MadeObject):
            raise TrialAborted
        self.weigh(item)
        if isinstance(container, list | tuple):
            self.weigh(container)
            loop = self.counted(place)
            loop.possible += len(container)
            loop.rounds += container.index(item) + 1 if item in container else len(container)
        elif isinstance(container, (str, deque, ValuesView)):
            self.weigh(container)
        return bool(item in container)

    def conditional(self, x: tree.Conditional, names: Names) -> Any:
        holds = bool(self.value(x.test, names))
        self._answer(x.place, holds)
        return self.value(x.then if holds else x.otherwise, names)

    def element(self, x: tree.Element, names: Names) -> Any:
        container, index = self.value(x.container, names), self._index(x.index, names)
        if self.language != "python" and isinstance(index, int) and index < 0:
            raise TrialRaised(own=False)
        return container[index]

    def _index(self, x: tree.Expression, names: Names) -> Any:
        index = self.value(x, names)
        if isinstance(index, tuple):
            self.weigh(index)
        return ord(index) if self.language != "python" and isinstance(index, str) and len(index) == 1 else index

    def slice(self, x: tree.Slice, names: Names) -> Any:
        ends = [None if end is None else self.value(end, names) for end in (x.low, x.high, x.step)]
        found = self.value(x.container, names)[slice(*ends)]
        self._go_through(len(found))
        return found

    def member(self, x: tree.Member, names: Names) -> Any:
        known = CONSTANTS.get(dotted(x, self.imports))
        if known is not None:
            return known
        held = self.value(x.value, names)
        if isinstance(held, MadeObject):
            return held.attribute(x.name)
        if x.name == "length" and isinstance(held, list | str | deque | dict | set):
            return len(held)
        if held is None:
            raise TrialRaised(own=False)
        raise TrialAborted

    def call(self, x: tree.CallOf, names: Names) -> Any:
        if any(isinstance(a, tree.Unpacked) for a in x.arguments):
            raise TrialAborted
        given = [self.value(a, names) for a in x.arguments]
        keywords = {name: self.value(v, names) for name, v in x.keywords}
        match x.function:
            case tree.NamedValue(name="range") if "range" not in names:
                return _ranged(given)
            case tree.NamedValue(name="any" | "all" as name) if name not in names:
                return any(given[0]) if name == "any" else all(given[0])
            case tree.NamedValue(name="next") if "next" not in names:
                return next(*given)
            case tree.NamedValue(name=name) if name not in names and name in self.functions:
                function = self.functions[name]
                return self._called(function, self._handed(function, given, keywords))
            case tree.Member(value=owner, name=name):
                return self._method(x, owner, name, given, keywords, names)
        called = self.value(x.function, names)
        if called in _DEEP:
            self.weigh(*given)
        elif called not in _AT_ONCE:
            self._go_through(sum(len(v) for v in given if isinstance(v, list | str | tuple | range)))
        return checked(called(*given, **keywords))

    def _method(
        self, x: tree.CallOf, owner: tree.Expression, name: str, given: list[Any], keywords: Names, names: Names
    ) -> Any:
        whole = dotted(x.function, self.imports)
        if whole in FUNCTIONS and not (isinstance(owner, tree.NamedValue) and owner.name in names):
            self.weigh(*(given if whole not in SHALLOW else ()))
            return checked(FUNCTIONS[whole](*given, **keywords))
        held = self.value(owner, names)
        if isinstance(held, MadeObject):
            function = self.functions.get(f"{held.owner}.{name}")
            if function is None:
                raise TrialAborted
            return self._called(function, self._handed(function, [held, *given], keywords))
        if isinstance(held, list | tuple) and name in ("index", "count", "contains", "indexOf") and given:
            self.searched(given[0], held, x.place)
        self.weigh(*(given if name not in SHALLOW else ()), *((held,) if name in THROUGH else ()))
        if isinstance(held, list) and given and name in MOVING:
            self._go_through(len(held))
        found = method_of(held, name, self.language)(*given, **keywords)
        checked(held)
        return checked(found)

    def _handed(self, function: tree.Function, given: Iterable[Any], keywords: Names) -> Names:
        values, names = list(given), dict(keywords)
        if any(p.unpacked for p in function.parameters) or len(values) > len(function.parameters):
            raise TrialAborted
        names |= {p.name: v for p, v in zip(function.parameters, values, strict=False)}
        for p in function.parameters:
            if p.name not in names:
                if p.default is None:
                    raise TrialAborted
                names[p.name] = self.value(p.default, {})
        return names

    def collection(self, x: tree.Collection, names: Names) -> Any:
        if any(isinstance(item, tree.Unpacked) for item in x.items):
            raise TrialAborted
        values = [self.value(item, names) for item in x.items]
        if x.kind in ("dict", "set"):
            self.weigh(*(values[::2] if x.kind == "dict" else values))
        if x.kind == "dict":
            return dict(zip(values[::2], values[1::2], strict=True))
        return {"tuple": tuple, "set": set}.get(x.kind, list)(values)

    def comprehension(self, x: tree.Comprehension, names: Names) -> Any:
        made = self._made(x, 0, dict(names))
        if x.kind == "generator":
            return made
        if x.kind == "dict":
            return dict(made)
        if x.kind == "set":
            return checked(set(made))
        return checked((Gathered if any(c.conditions for c in x.clauses) else list)(made))

    def _made(self, x: tree.Comprehension, position: int, names: Names) -> Iterator[Any]:
        if position == len(x.clauses):
            values = [self.value(item, names) for item in x.items]
            if x.kind in ("set", "dict"):
                self.weigh(values[0])
            yield values[0] if len(values) == 1 else tuple(values)
            return
        clause = x.clauses[position]
        items, loop = self.items(self.value(clause.iterable, names)), self.counted(x.place, position)
        loop.possible += len(items)
        for item in items:
            loop.rounds += 1
            self.store(clause.target, item, names)
            if all(self.value(c, names) for c in clause.conditions):
                yield from self._made(x, position + 1, names)

    def function_of(self, x: tree.Lambda, names: Names) -> Any:
        return lambda *given: self.value(x.body, {**names, **dict(zip(x.parameters, given, strict=True))})

    def named_expression(self, x: tree.NamedExpression, names: Names) -> Any:
        value = self.value(x.value, names)
        self.store(x.target, value, names)
        return value

    def unreadable(self, x: tree.Node, names: Names) -> Any:
        raise TrialAborted


def _ranged(given: list[Any]) -> range:
    if not all(isinstance(v, int) for v in given):
        raise TrialRaised(own=False)
    found = range(*given)
    if len(found) > MOST_ITEMS:
        raise TrialTooLarge
    return found


def asks_data(part: tree.Expression) -> bool:
    """Is an item asked about, or a flag, and not how a counter stands to a size?"""
    match part:
        case tree.Operation(op="not", operands=(inner,)):
            return asks_data(inner)
        case tree.Operation(op="<" | "<=" | ">" | ">=", operands=operands):
            return any(isinstance(x, tree.Element | tree.CallOf) and not _is_length(x)
                       for operand in operands for x in tree.walk(operand))  # fmt: skip
        case tree.Operation(op="is" | "is not" | "!=" | "==", operands=(_, tree.Literal(value=None))):
            return False
    return True


def _is_length(x: tree.Node) -> bool:
    return isinstance(x, tree.CallOf) and isinstance(x.function, tree.NamedValue | tree.Member) and (
        x.function.name in ("len", "size", "length", "strlen")
    )  # fmt: skip


_M = TrialMachine
_STATEMENTS: Mapping[type, Callable[[TrialMachine, Any, Names], Ending]] = {
    tree.Assigned: _M.assigned, tree.Update: _M.update, tree.Evaluation: _M.evaluation,
    tree.EachLoop: _M.each_loop, tree.TestLoop: _M.test_loop, tree.Alternatives: _M.alternatives,
    tree.Leave: _M.leave, tree.Guarded: _M.guarded, tree.InnerFunction: _M.inner_function,
    tree.Wait: _M.wait, tree.SideBySide: _M.side_by_side, tree.Unreadable: _M.unreadable,
}  # fmt: skip
_EXPRESSIONS: Mapping[type, Callable[[TrialMachine, Any, Names], Any]] = {
    tree.NamedValue: _M.named, tree.Literal: _M.literal, tree.Operation: _M.operation,
    tree.Conditional: _M.conditional, tree.Element: _M.element, tree.Slice: _M.slice,
    tree.Member: _M.member, tree.CallOf: _M.call, tree.Collection: _M.collection,
    tree.Comprehension: _M.comprehension, tree.Lambda: _M.function_of,
    tree.NamedExpression: _M.named_expression, tree.Unpacked: _M.unreadable,
    tree.Unreadable: _M.unreadable,
}  # fmt: skip
