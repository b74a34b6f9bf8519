"""Python's text becomes a source tree: everything has a node with its place, or is named as unreadable."""

import ast
import re
from pathlib import Path

import pytest

from recur.model import LimitExceeded, RecurError, SyntaxProblem, source_tree as tree
from recur.parsing.languages.python import parse_python

ROOT = Path(__file__).parent.parent


def body(text: str) -> tuple[tree.SourceStatement, ...]:
    """The statements of a function with these lines."""
    return parse_python("def f(xs, n):\n" + re.sub("^", "    ", text, flags=re.M)).functions[0].body


def value(text: str) -> tree.Expression:
    (statement,) = body(text)
    assert isinstance(statement, tree.Evaluation)
    return statement.value


def all_nodes(text: str) -> list[tree.Node]:
    read = parse_python(text)
    return [node for part in (*read.functions, *read.statements) for node in tree.walk(part)]


ONE_OF_EACH = '''
import numpy as np
from math import *
from functools import lru_cache as kept

class Shape(list):
    sides: int = 3
    def area(self, /, *scale, unit="m", **more): return super().area(*scale, **more)

@kept(maxsize=None)
async def f(xs: list[int], n, k=2) -> int:
    """Words."""
    global total
    a, *rest = xs[1:n:2], xs[::-1], [*xs], {1, 2}, {**xs, 1: 2}, (lambda x, y=n: x + y)
    b: int
    c = d = [x for ys in xs if ys for x in ys if x > 1 if x < 9]
    e = {x: y async for x, y in zip(xs, xs)}, {x for x in xs}, sum(x for x in xs)
    a[0], b = b, -1
    a += 1; a //= 2; a @= a; del xs[0], xs[1:2], b
    assert 0 < n <= 9 != k, f"{n:>{k}} is {n!r} {xs} wrong"
    for i, x in enumerate(xs):
        if i: continue
        elif x: break
        else: pass
    else:
        raise ValueError(n) from None
    async for x in xs: await g(x)
    while (m := n - 1) and not n in xs or k is not None:
        n = a[1:2, 3] if m else ~n ** 2 >> 1 & 3 | 4 ^ 5
    else: yield n
    yield from g(n)
    with open(n) as file, lock: file.read()
    async with n: ...
    try: g()
    except (A, B) as problem: print(problem)
    finally: done()
'''


def test_every_construct_of_the_language_has_a_node() -> None:
    assert [node for node in all_nodes(ONE_OF_EACH) if isinstance(node, tree.Unreadable)] == []


def test_the_interpreter_s_own_grammar_has_no_node_without_a_reader() -> None:
    from recur.parsing.languages.python import ModuleReader

    kinds = {*ast.stmt.__subclasses__(), *ast.expr.__subclasses__()}
    apart = {"Yield", "YieldFrom", "FormattedValue", "TemplateStr", "Interpolation", "TypeAlias"}
    missing = {kind.__name__ for kind in kinds if not hasattr(ModuleReader, f"_{kind.__name__}")}
    assert missing <= apart


def test_names_mean_what_the_imports_say() -> None:
    read = parse_python(ONE_OF_EACH)
    assert read.imports == (("np", "numpy"), ("* math", "math"), ("kept", "functools.lru_cache"))
    assert read.functions[1].decorators == ("functools.lru_cache",)


def test_a_name_of_two_imports_means_neither() -> None:
    text = "try:\n    from fast import sort\nexcept ImportError:\n    from slow import sort\nimport os.path"
    assert parse_python(text).imports == (("os", "os"),)


def test_a_bounded_cache_is_told_from_one_without_bounds() -> None:
    text = "import functools as t\n@t.lru_cache({})\ndef f(n): return n"
    for given, name in (("maxsize=None", ""), ("", ""), ("128", "(128)"), ("maxsize=9", "(9)")):
        assert parse_python(text.format(given)).functions[0].decorators == ("functools.lru_cache" + name,)


def test_methods_know_their_class_and_functions_inside_their_function() -> None:
    text = "class A:\n  class B:\n    def f(self): pass\n  def g(self):\n    def h(): pass\n    return h\n  k = 1"
    read = parse_python(text)
    assert [(f.name, f.owner) for f in read.functions] == [("f", "A.B"), ("g", "A")]
    inner = read.functions[1].body[0]
    assert isinstance(inner, tree.InnerFunction) and inner.function.owner == ""
    (assigned,) = read.statements
    assert isinstance(assigned, tree.Assigned) and isinstance(assigned.targets[0], tree.Member)


def test_a_place_is_a_line_and_a_column_in_characters() -> None:
    _, second, _ = body("é = 'ü'; big = xs[0]\nif big:\n    pass\nelse:\n    n")
    assert isinstance(second, tree.Assigned) and second.place == tree.Place(2, 14, 11)
    (third,) = body("if n:\n    pass\nelse:\n    n()")
    assert isinstance(third, tree.Alternatives)
    assert [a.place.line for a in third.alternatives] == [2, 4]


def test_a_chain_of_comparisons_is_its_links() -> None:
    links = value("0 <= n < 9")
    assert isinstance(links, tree.Operation) and links.op == "and"
    assert [part.op for part in links.operands if isinstance(part, tree.Operation)] == ["<=", "<"]


def test_a_chain_of_elif_is_one_statement_however_long() -> None:
    (chain,) = body("if n == 0: pass\n" + "".join(f"elif n == {i}: pass\n" for i in range(1, 400)))
    assert isinstance(chain, tree.Alternatives) and len(chain.alternatives) == 400


def test_an_if_inside_else_is_no_elif() -> None:
    (outer,) = body("if n:\n    pass\nelse:\n    if xs: pass")
    assert isinstance(outer, tree.Alternatives) and len(outer.alternatives) == 2


@pytest.mark.parametrize(
    ("pattern", "test", "names"),
    [
        ("0 | 1", "or", 0), ("[a, *b, c]", ">=", 3), ("[a, b]", "==", 2), ("None", "is", 0), ("_", None, 0),
        ("{'k': v, **rest}", "in", 2), ("str() as s", "isinstance", 1), ("Point(x, y=0)", "and", 1),
    ],
)  # fmt: skip
def test_a_pattern_is_a_test_and_names(pattern: str, test: str | None, names: int) -> None:
    (matched,) = body(f"match n:\n    case {pattern}: pass")
    assert isinstance(matched, tree.Alternatives)
    (case,) = matched.alternatives
    assert len(case.body) == names + 1
    match case.test:
        case None:
            assert test is None
        case tree.Operation(op=op):
            assert op == test
        case tree.CallOf(function=tree.NamedValue(name=name)):
            assert name == test


def test_a_guard_sees_the_names_of_its_pattern() -> None:
    (matched,) = body("match n:\n    case [a] if a > 1: pass")
    assert isinstance(matched, tree.Alternatives)
    inside = list(tree.walk(matched.alternatives[0]))
    assert any(isinstance(node, tree.NamedExpression) for node in inside)


def test_what_is_stated_in_comments_belongs_to_its_function_or_its_line() -> None:
    text = (
        "# size: hi - lo\n@kept\ndef f(lo, hi):  # cost: n log n\n    # runs: n\n    g(lo)  # cost: n\n"
        "    h('# cost: n^9')\n"
    )
    read = parse_python(text)
    assert [(f.kind, f.formula, f.place.line) for f in read.functions[0].declared] == [
        ("size", "hi - lo", 1), ("cost", "n log n", 3), ("runs", "n", 4),
    ]  # fmt: skip
    assert [f.place.line for f in read.declarations] == [1, 3, 4, 5]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("def f(xs):\nreturn xs", 2, 1, "indented block"), ("def f(:\n  pass", 1, 7, "invalid syntax"),
        ("print 'a'", 1, 1, "call to 'print'"), ("x = (1,\n  2", 1, 5, "never closed"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(text: str, line: int, column: int, words: str) -> None:
    with pytest.raises(SyntaxProblem) as told:
        parse_python(text)
    assert told.value.place is not None
    assert (told.value.place.line, told.value.place.column) == (line, column)
    assert words in told.value.message


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "(" * 5000 + ")" * 5000, "x = " + "-" * 5000 + "1", "x = " + "+".join("1" * 20000),
        "x = f" + "(x)" * 9999, "x\n" * 600_000, "".join(" " * i + "if x:\n" for i in range(300)), "x = '\0'",
        "\ufeffx = 1\x0c\n", "x" + ".a" * 9999, "x = " + "9" * 9999, "x = [" * 150 + "]" * 150,
        "lambda: " * 900 + "1", "x = " + "1 if x else " * 900 + "2",
    ],
)  # fmt: skip
def test_hostile_files_end_as_trees_or_limits(text: str) -> None:
    try:
        read = parse_python(text)
    except RecurError as problem:
        assert isinstance(problem, (LimitExceeded, SyntaxProblem))
        return
    for statement in read.statements:
        for node in tree.walk(statement):
            assert node.place.line >= 1 if hasattr(node, "place") else True


@pytest.mark.parametrize("path", sorted((ROOT / "recur" / "model").glob("*.py")), ids=lambda path: path.name)
def test_real_modules_are_read_whole(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    read = parse_python(text)
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    defined = [node.name for node in ast.walk(ast.parse(text)) if isinstance(node, functions)]
    found = [node.name for f in read.functions for node in tree.walk(f) if isinstance(node, tree.Function)]
    assert {*found} - {"__main__"} == {*defined}
