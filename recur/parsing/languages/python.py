"""Python as a source tree, by the grammar of the interpreter itself; nothing that is read is ever run."""

import ast
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from recur.model import LimitExceeded, Place, RecurError, SyntaxProblem, limits, source_tree as tree
from recur.parsing.languages.python_comments import Declarations, declarations
from recur.parsing.languages.python_main import with_main
from recur.parsing.languages.python_parallel import with_parallel
from recur.parsing.languages.python_patterns import tests_of

#: characters of a file; a hundred thousand lines are beyond it
LONGEST = 1_000_000
#: expressions and statements inside each other; whoever walks the tree takes a few of Python's thousand frames each
DEEPEST = 90
_OPERATORS = {
    "Add": "+", "Sub": "-", "Mult": "*", "MatMult": "@", "Div": "/", "FloorDiv": "//", "Mod": "%", "Pow": "**",
    "LShift": "<<", "RShift": ">>", "BitAnd": "&", "BitOr": "|", "BitXor": "^", "UAdd": "+", "USub": "-", "Invert": "~",
    "Not": "not", "And": "and", "Or": "or", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">=", "Eq": "==", "NotEq": "!=",
    "In": "in", "NotIn": "not in", "Is": "is", "IsNot": "is not",
}  # fmt: skip
_COMPREHENSIONS = {"ListComp": "list", "SetComp": "set", "GeneratorExp": "generator", "DictComp": "dict"}
_COLLECTIONS = {"List": "list", "Tuple": "tuple", "Set": "set"}
_LEAVES = {"Return": "return", "Raise": "raise", "Break": "break", "Continue": "continue", "Pass": "pass"}

_TUPLES_WITH_NAMES = frozenset(("collections.namedtuple", "typing.NamedTuple"))

Statements = tuple[tree.SourceStatement, ...]


def parse_python(text: str) -> tree.SourceFile:
    """The functions and methods of a module, and its other statements; raises `SyntaxProblem` with the place.

    >>> [f.name for f in parse_python("def twice(xs):\\n    return xs + xs").functions]
    ['twice']
    """
    if len(text) > LONGEST:
        raise LimitExceeded(
            f"this file has {len(text):,} characters, and {LONGEST:,} are read", hint="analyse a part of it"
        )
    return with_main(with_parallel(ModuleReader(text).file(_module(text))))


def _module(text: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes in texts: they change no cost
            return ast.parse(text)
    except SyntaxError as error:
        raise _problem(error, text) from None
    except (RecursionError, MemoryError):
        raise LimitExceeded("this file is nested too deeply") from None
    except ValueError as error:  # a null byte
        raise SyntaxProblem(str(error), text=text) from None


def _problem(error: SyntaxError, text: str) -> RecurError:
    line, column = error.lineno or 1, max(error.offset or 1, 1)
    written = lines_of(text)
    longest = len(written[line - 1]) - column + 1 if line <= len(written) else 1
    same = error.end_lineno in (None, line)
    length = (error.end_offset or column + 1) - column if same else longest
    kind: type[RecurError] = SyntaxProblem
    if "too many" in (message := error.msg) or "Exceeds the limit" in message:
        kind = LimitExceeded
    place = Place(line, column, max(1, min(length, longest)))
    return kind(f"this is no Python: {message}", text=text, place=place, hint=_advice(message))


def _advice(message: str) -> str | None:
    if "call to 'print'" in message or "multiple exception types" in message:
        return "Python 3 is read; this is written in Python 2"
    return "begin the lines inside a block further to the right" if "expected an indented block" in message else None


def lines_of(text: str) -> list[str]:
    """The lines as Python counts them: a form feed and a line separator of Unicode end none."""
    return re.split(r"\r\n|\r|\n", text)


class ModuleReader:
    """One reading of a module: a method for every kind of node of Python's grammar, named as the grammar names it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = lines_of(text)
        self.imports: dict[str, str] = {}
        self.functions: list[tree.Function] = []
        self.classes: list[tree.SourceClass] = []
        self.declared = Declarations(())
        self.depth = 0
        #: the functions and classes around what is read, outermost first; a class is in owners only
        self.owners: list[str] = []
        self.inside = 0

    def file(self, module: ast.Module) -> tree.SourceFile:
        self.declared = declarations(self.text)
        for node in ast.walk(module):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                self._note_imports(node)
        statements = self.block(module.body)
        return tree.SourceFile(
            "python", self.text, tuple(self.functions), statements,
            tuple((name, meaning) for name, meaning in self.imports.items() if meaning), self.declared.facts,
            classes=tuple(self.classes),
        )  # fmt: skip

    def _note_imports(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            if isinstance(node, ast.Import):
                name, meaning = (alias.asname or alias.name.split(".")[0], alias.name)
                meaning = meaning if alias.asname else name
            else:
                module = "." * node.level + (node.module or "")
                name, meaning = alias.asname or alias.name, f"{module}.{alias.name}"
                if alias.name == "*":
                    name, meaning = f"* {module}", module
            # a name with two meanings (try: import …, except: import …) is known as neither
            self.imports[name] = meaning if self.imports.get(name, meaning) == meaning else ""

    # places and texts

    def place(self, node: Any) -> Place:
        """Lines and columns from 1, in characters; a node of several lines is as long as its first one."""
        line = self.lines[node.lineno - 1]
        start = self._column(line, node.col_offset)
        ends_here = node.end_lineno == node.lineno
        end = self._column(line, node.end_col_offset) if ends_here else len(line.rstrip())
        return Place(node.lineno, start + 1, max(1, end - start))

    def _column(self, line: str, offset: int) -> int:
        """Python counts the bytes of UTF-8."""
        return offset if line.isascii() else len(line.encode()[:offset].decode(errors="ignore"))

    def source(self, node: Any) -> str:
        """The text of a node."""
        first: int = node.lineno - 1
        last: int = node.end_lineno - 1
        start = self._column(self.lines[first], node.col_offset)
        end = self._column(self.lines[last], node.end_col_offset)
        if first == last:
            return self.lines[first][start:end]
        return "\n".join((self.lines[first][start:], *self.lines[first + 1 : last], self.lines[last][:end]))

    def unreadable(self, node: Any, why: str) -> tree.Unreadable:
        return tree.Unreadable(self.place(node), self.source(node), why)

    def name(self, node: Any, name: str) -> tree.NamedValue:
        return tree.NamedValue(self.place(node), name)

    def call(self, node: Any, name: str, *arguments: tree.Expression) -> tree.CallOf:
        """A construct that costs what a call of this name costs."""
        return tree.CallOf(self.place(node), self.name(node, name), arguments)

    def method(self, node: Any, value: tree.Expression, name: str, *arguments: tree.Expression) -> tree.CallOf:
        return tree.CallOf(self.place(node), tree.Member(self.place(node), value, name), arguments)

    # expressions

    def expression(self, node: ast.expr) -> tree.Expression:
        limits.check()
        name = type(node).__name__
        read: Callable[[Any], tree.Expression] | None = getattr(self, f"_{name}", None)
        if read is None:
            return self.unreadable(node, f"{name} is not read inside an expression")
        if self.depth > DEEPEST:
            return self.unreadable(node, "it is nested too deeply")
        self.depth += 1
        try:
            return read(node)
        finally:
            self.depth -= 1

    def expressions(self, nodes: Iterable[ast.expr]) -> tuple[tree.Expression, ...]:
        return tuple(map(self.expression, nodes))

    def _maybe(self, node: ast.expr | None) -> tree.Expression | None:
        return None if node is None else self.expression(node)

    def _Constant(self, node: ast.Constant) -> tree.Expression:
        value = node.value
        if isinstance(value, (bytes, complex)):
            written = tree.Literal(self.place(node), self.source(node))
            return self.call(node, type(value).__name__, written)
        return self.name(node, "Ellipsis") if value is ... else tree.Literal(self.place(node), value)

    def _Name(self, node: ast.Name) -> tree.Expression:
        return self.name(node, node.id)

    def _Attribute(self, node: ast.Attribute) -> tree.Expression:
        return tree.Member(self.place(node), self.expression(node.value), node.attr)

    def _BinOp(self, node: ast.BinOp) -> tree.Expression:
        return self._operation(node, node.op, node.left, node.right)

    def _UnaryOp(self, node: ast.UnaryOp) -> tree.Expression:
        if isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
            value = node.operand.value
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                return tree.Literal(self.place(node), -value)
        return self._operation(node, node.op, node.operand)

    def _BoolOp(self, node: ast.BoolOp) -> tree.Expression:
        return self._operation(node, node.op, *node.values)

    def _operation(self, node: ast.expr, op: ast.AST, *operands: ast.expr) -> tree.Expression:
        return tree.Operation(self.place(node), _OPERATORS[type(op).__name__], self.expressions(operands))

    def _Compare(self, node: ast.Compare) -> tree.Expression:
        terms = self.expressions((node.left, *node.comparators))
        pairs = zip(node.ops, terms, terms[1:], strict=False)
        links = tuple(tree.Operation(self.place(node), _OPERATORS[type(op).__name__], (a, b)) for op, a, b in pairs)
        return links[0] if len(links) == 1 else tree.Operation(self.place(node), "and", links)

    def _IfExp(self, node: ast.IfExp) -> tree.Expression:
        test, then, otherwise = self.expressions((node.test, node.body, node.orelse))
        return tree.Conditional(self.place(node), test, then, otherwise)

    def _Subscript(self, node: ast.Subscript) -> tree.Expression:
        container = self.expression(node.value)
        if not isinstance(node.slice, ast.Slice):
            return tree.Element(self.place(node), container, self.expression(node.slice))
        low, high, step = map(self._maybe, (node.slice.lower, node.slice.upper, node.slice.step))
        return tree.Slice(self.place(node), container, low, high, step)

    def _Slice(self, node: ast.Slice) -> tree.Expression:
        """One among several indices, as in a[i:j, k]."""
        nothing = tree.Literal(self.place(node), None)
        bounds = (self._maybe(bound) or nothing for bound in (node.lower, node.upper, node.step))
        return self.call(node, "slice", *bounds)

    def _Call(self, node: ast.Call) -> tree.Expression:
        keywords = tuple((k.arg or "**", self.expression(k.value)) for k in node.keywords)
        return tree.CallOf(self.place(node), self.expression(node.func), self.expressions(node.args), keywords)

    def _Starred(self, node: ast.Starred) -> tree.Expression:
        return tree.Unpacked(self.place(node), self.expression(node.value))

    def _List(self, node: ast.List | ast.Tuple | ast.Set) -> tree.Expression:
        return tree.Collection(self.place(node), _COLLECTIONS[type(node).__name__], self.expressions(node.elts))

    _Tuple = _Set = _List

    def _Dict(self, node: ast.Dict) -> tree.Expression:
        items: list[tree.Expression] = []
        for key, value in zip(node.keys, node.values, strict=True):
            read = self.expression(value)
            if key is None:
                items += [tree.Unpacked(self.place(value), read), tree.Literal(self.place(value), None)]
            else:
                items += [self.expression(key), read]
        return tree.Collection(self.place(node), "dict", tuple(items))

    def _ListComp(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> tree.Expression:
        clauses = tuple(
            tree.Clause(self.expression(g.target), self.expression(g.iter), self.expressions(g.ifs))
            for g in node.generators
        )
        items = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        kind = _COMPREHENSIONS[type(node).__name__]
        return tree.Comprehension(self.place(node), kind, self.expressions(items), clauses)

    _SetComp = _GeneratorExp = _DictComp = _ListComp

    def _Lambda(self, node: ast.Lambda) -> tree.Expression:
        defaults = [*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)]
        if not all(isinstance(default, (ast.Name, ast.Constant)) for default in defaults):
            return self.unreadable(node, "a default value is computed in it")
        names = tuple(parameter.name for parameter in self._parameters(node.args))
        return tree.Lambda(self.place(node), names, self.expression(node.body))

    def _NamedExpr(self, node: ast.NamedExpr) -> tree.Expression:
        target, value = self.expressions((node.target, node.value))
        return tree.NamedExpression(self.place(node), target, value)

    def _Await(self, node: ast.Await) -> tree.Expression:
        """What is awaited costs the same; that nothing else runs meanwhile is the worst case."""
        return self.expression(node.value)

    def _JoinedStr(self, node: ast.JoinedStr) -> tree.Expression:
        parts = tree.Collection(self.place(node), "list", tuple(self._part(node, part) for part in node.values))
        return self.method(node, tree.Literal(self.place(node), ""), "join", parts)

    def _part(self, whole: ast.JoinedStr, part: ast.expr) -> tree.Expression:
        """A piece of an f-string; before Python 3.12 places inside of it are those of the whole."""
        if isinstance(part, ast.Constant):
            return tree.Literal(self.place(whole), str(part.value))
        if not isinstance(part, ast.FormattedValue):
            return self.unreadable(whole, "this piece of a text is not read")
        value = self.expression(part.value)
        return self.call(whole, "format", value)

    # statements

    def block(self, nodes: Sequence[ast.stmt]) -> Statements:
        return tuple(statement for node in nodes for statement in self.statement(node))

    def statement(self, node: ast.stmt) -> Iterator[tree.SourceStatement]:
        limits.check()
        name = type(node).__name__
        read: Callable[[Any], Iterator[tree.SourceStatement]] | None = getattr(self, f"_{name}", None)
        if read is None or self.depth > DEEPEST:
            yield self.unreadable(node, f"{name} is not read" if read is None else "it is nested too deeply")
            return
        self.depth += 1
        yield from read(node)
        self.depth -= 1

    def _Return(self, node: Any) -> Iterator[tree.SourceStatement]:
        value = node.value if isinstance(node, ast.Return) else getattr(node, "exc", None)
        yield tree.Leave(self.place(node), _LEAVES[type(node).__name__], self._maybe(value))

    _Raise = _Break = _Continue = _Pass = _Return

    def _Global(self, node: ast.Global | ast.Nonlocal) -> Iterator[tree.SourceStatement]:
        names = tuple(self.name(node, name) for name in node.names)
        yield tree.Leave(self.place(node), "global", tree.Collection(self.place(node), "tuple", names))

    _Nonlocal = _Global

    def _Import(self, node: ast.Import | ast.ImportFrom) -> Iterator[tree.SourceStatement]:
        yield tree.Leave(self.place(node), "pass")

    _ImportFrom = _Import

    def _Expr(self, node: ast.Expr) -> Iterator[tree.SourceStatement]:
        value = node.value
        if isinstance(value, ast.Constant):  # a docstring
            return
        if isinstance(value, ast.Yield):
            yield tree.Leave(self.place(node), "yield", self._maybe(value.value))
        elif isinstance(value, ast.YieldFrom):
            each = self.name(value, "_")
            body = (tree.Leave(self.place(node), "yield", each),)
            yield tree.EachLoop(self.place(node), each, self.expression(value.value), body)
        else:
            yield tree.Evaluation(self.place(node), self.expression(value))

    def _Assign(self, node: ast.Assign) -> Iterator[tree.SourceStatement]:
        if isinstance(node.value, ast.Call) and self._imported(node.value.func) in _TUPLES_WITH_NAMES:
            names = (self.source(target) for target in node.targets)
            self.classes += (tree.SourceClass(name, ("typing.NamedTuple",)) for name in names)
        yield tree.Assigned(self.place(node), self.expressions(node.targets), self.expression(node.value))

    def _AnnAssign(self, node: ast.AnnAssign) -> Iterator[tree.SourceStatement]:
        targets, declared = (self.expression(node.target),), self.source(node.annotation)
        yield tree.Assigned(self.place(node), targets, self._maybe(node.value), declared)

    def _AugAssign(self, node: ast.AugAssign) -> Iterator[tree.SourceStatement]:
        target, value = self.expressions((node.target, node.value))
        yield tree.Update(self.place(node), target, _OPERATORS[type(node.op).__name__], value)

    def _Delete(self, node: ast.Delete) -> Iterator[tree.SourceStatement]:
        for target in node.targets:
            if isinstance(target, ast.Subscript):
                container, index = self.expressions((target.value, target.slice))
                removed = self.method(target, container, "__delitem__", index)
                yield tree.Evaluation(self.place(node), removed)
            else:
                yield tree.Assigned(self.place(node), (self.expression(target),), tree.Literal(self.place(node), None))

    def _Assert(self, node: ast.Assert) -> Iterator[tree.SourceStatement]:
        place = self.place(node)
        fails = tree.Operation(self.place(node.test), "not", (self.expression(node.test),))
        raised = tree.Leave(place, "raise", self._maybe(node.msg))
        yield tree.Alternatives(place, (tree.Alternative(place, fails, (raised,)),))

    def _For(self, node: ast.For | ast.AsyncFor) -> Iterator[tree.SourceStatement]:
        target, iterable = self.expressions((node.target, node.iter))
        yield tree.EachLoop(self.place(node), target, iterable, self.block(node.body), self.block(node.orelse))

    _AsyncFor = _For

    def _While(self, node: ast.While) -> Iterator[tree.SourceStatement]:
        endless = isinstance(node.test, ast.Constant) and bool(node.test.value)
        test = None if endless else self.expression(node.test)
        yield tree.TestLoop(self.place(node), test, self.block(node.body), otherwise=self.block(node.orelse))

    def _If(self, node: ast.If) -> Iterator[tree.SourceStatement]:
        """A chain of elif, however long, is one statement."""
        found: list[tree.Alternative] = []
        place, rest = self.place(node), node
        while True:
            found.append(tree.Alternative(self.place(rest), self.expression(rest.test), self.block(rest.body)))
            after = rest.orelse
            if len(after) != 1 or not isinstance(after[0], ast.If) or not self._is_elif(after[0]):
                break
            rest = after[0]
        if rest.orelse:
            found.append(tree.Alternative(self._else_place(rest), None, self.block(rest.orelse)))
        yield tree.Alternatives(place, tuple(found))

    def _is_elif(self, node: ast.If) -> bool:
        line = self.lines[node.lineno - 1]
        return line[self._column(line, node.col_offset) :].startswith("elif")

    def _else_place(self, node: ast.If) -> Place:
        first = node.orelse[0].lineno
        for line in range(first, node.body[-1].end_lineno or 0, -1):
            if found := re.match(r"\s*(else\b)", self.lines[line - 1]):
                return Place(line, found.start(1) + 1, 4)
        return self.place(node.orelse[0])

    def _Match(self, node: ast.Match) -> Iterator[tree.SourceStatement]:
        subject = self.expression(node.subject)
        if not isinstance(subject, tree.NamedValue):
            held = self.name(node.subject, "_subject")
            yield tree.Assigned(self.place(node.subject), (held,), subject)
            subject = held
        cases = tuple(self._case(case, subject) for case in node.cases)
        yield tree.Alternatives(self.place(node), cases)

    def _case(self, case: ast.match_case, subject: tree.Expression) -> tree.Alternative:
        place = self.place(case.pattern)
        tests, named = list(tests_of(case.pattern, subject, self)), []
        if case.guard is not None:  # which may use the names that the pattern gives
            tests.append(self.expression(case.guard))
        else:
            named = [part for part in tests if isinstance(part, tree.NamedExpression)]
            tests = [part for part in tests if not isinstance(part, tree.NamedExpression)]
        test = tests[0] if len(tests) == 1 else tree.Operation(place, "and", tuple(tests)) if tests else None
        names = tuple(tree.Assigned(place, (part.target,), part.value) for part in named)
        return tree.Alternative(place, test, (*names, *self.block(case.body)))

    def _With(self, node: ast.With | ast.AsyncWith) -> Iterator[tree.SourceStatement]:
        entered: list[tree.Expression] = []
        named: list[tree.SourceStatement] = []
        for item in node.items:
            context = self.expression(item.context_expr)
            if item.optional_vars is None:
                entered.append(context)
            else:
                target = self.expression(item.optional_vars)
                named.append(tree.Assigned(self.place(item.context_expr), (target,), context))
        body = (*named, *self.block(node.body))
        yield tree.Guarded(self.place(node), body, entered=tuple(entered))

    _AsyncWith = _With

    def _Try(self, node: Any) -> Iterator[tree.SourceStatement]:
        handlers = tuple(self._handler(handler) for handler in node.handlers)
        body = (*self.block(node.body), *self.block(node.orelse))
        yield tree.Guarded(self.place(node), body, handlers, self.block(node.finalbody))

    _TryStar = _Try

    def _handler(self, handler: ast.ExceptHandler) -> Statements:
        caught: list[tree.SourceStatement] = []
        if handler.name is not None:
            target = self.name(handler, handler.name)
            caught.append(tree.Assigned(self.place(handler), (target,), self.call(handler, "Exception")))
        return (*caught, *self.block(handler.body))

    # functions and classes

    def _FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tree.SourceStatement]:
        decorators = tuple(map(self._decorator, node.decorator_list))
        if "typing.overload" in decorators:
            return
        owners, depth = self.owners, self.depth
        self.owners, self.inside = [], self.inside + 1
        if self.inside == 1:
            self.depth = 0
        body = self.block(node.body)
        self.owners, self.depth, self.inside = owners, depth, self.inside - 1
        first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
        facts = self.declared.of_header(first, node.lineno, node.body[0].lineno, self.lines)
        returns = "" if node.returns is None else self.source(node.returns)
        function = tree.Function(
            self._header_place(node), node.name, tuple(self._parameters(node.args)), body, ".".join(owners),
            decorators, facts, returns,
        )  # fmt: skip
        if self.inside:
            yield tree.InnerFunction(function.place, function)
        else:
            self.functions.append(function)

    _AsyncFunctionDef = _FunctionDef

    def _header_place(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Place:
        line = self.lines[node.lineno - 1]
        start = self._column(line, node.col_offset)
        return Place(node.lineno, start + 1, max(1, len(line.rstrip()) - start))

    def _parameters(self, given: ast.arguments) -> Iterator[tree.FormalParameter]:
        plain = [*given.posonlyargs, *given.args]
        defaults: list[ast.expr | None] = [*[None] * (len(plain) - len(given.defaults)), *given.defaults]
        yield from (self._parameter(a, d) for a, d in zip(plain, defaults, strict=True))
        if given.vararg is not None:
            yield self._parameter(given.vararg, None, unpacked=True)
        yield from (self._parameter(a, d) for a, d in zip(given.kwonlyargs, given.kw_defaults, strict=True))
        if given.kwarg is not None:
            yield self._parameter(given.kwarg, None, unpacked=True)

    def _parameter(self, given: ast.arg, default: ast.expr | None, unpacked: bool = False) -> tree.FormalParameter:
        declared = "" if given.annotation is None else self.source(given.annotation)
        return tree.FormalParameter(given.arg, declared, self._maybe(default), unpacked)

    def _decorator(self, node: ast.expr) -> str:
        """The dotted name that the imports give it, with the arguments of a call but for "no limit"."""
        called = node if isinstance(node, ast.Call) else None
        name = self._imported(node if called is None else called.func)
        values = [] if called is None else [*called.args, *(k.value for k in called.keywords)]
        bounds = [ast.unparse(v) for v in values if isinstance(v, ast.Constant) and v.value is not None]
        return f"{name}({', '.join(bounds)})" if bounds else name

    def _imported(self, node: ast.expr) -> str:
        """The dotted name that the imports give it."""
        first, _, rest = self.source(node).partition(".")
        return ".".join(filter(None, (self.imports.get(first) or first, rest)))

    def _ClassDef(self, node: ast.ClassDef) -> Iterator[tree.SourceStatement]:
        """Its methods are functions with an owner, its assignments those of members of the class."""
        self.owners = [*self.owners, node.name]
        bases = [base.value if isinstance(base, ast.Subscript) else base for base in node.bases]
        self.classes.append(tree.SourceClass(".".join(self.owners), tuple(map(self._imported, bases))))
        for statement in self.block(node.body):
            yield self._of_class(statement, node)
        self.owners = self.owners[:-1]

    def _of_class(self, statement: tree.SourceStatement, node: ast.ClassDef) -> tree.SourceStatement:
        if not isinstance(statement, tree.Assigned):
            return statement
        owner = self.name(node, node.name)
        targets = tuple(
            tree.Member(t.place, owner, t.name) if isinstance(t, tree.NamedValue) else t for t in statement.targets
        )
        return tree.Assigned(statement.place, targets, statement.value, statement.declared)
