"""C, C++ and Java become source trees: what a text says is there, under its place, or is named as unreadable."""

import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from recur.model import LimitExceeded, RecurError, SyntaxProblem, source_tree as tree
from recur.parsing.languages.reading import read_source, told_language
from tests.told_source import told

CASES = tomllib.loads((Path(__file__).parent / "cases" / "brace_languages.toml").read_text(encoding="utf-8"))
SUFFIXES = {"c": "x.c", "c++": "x.cpp", "java": "X.java", "": ""}


def read(text: str, language: str = "") -> tree.SourceFile:
    file = read_source(text, SUFFIXES[language])
    assert file is not None
    return file


@pytest.mark.parametrize("case", CASES["read"], ids=lambda case: case["rule"])
def test_what_is_written_is_in_the_tree(case: dict[str, Any]) -> None:
    assert told(read(case["code"], case["language"])) == case["tree"].strip("\n")


@pytest.mark.parametrize("case", CASES["mistake"], ids=lambda case: case["message"])
def test_a_mistake_is_told_with_its_place(case: dict[str, Any]) -> None:
    with pytest.raises(SyntaxProblem, match=case["message"]) as problem:
        read(case["code"], case["language"])
    place = problem.value.place
    assert place is not None
    assert [place.line, place.column] == case["at"]


@pytest.mark.parametrize("case", CASES["told"], ids=lambda case: case["rule"])
def test_the_text_tells_its_language(case: dict[str, Any]) -> None:
    assert told_language(case["code"]) == case["language"]


@pytest.mark.parametrize("case", CASES["pasted"], ids=lambda case: case["rule"])
def test_what_stands_around_code_is_blank_and_no_line_moves(case: dict[str, Any]) -> None:
    file = read(case["code"])
    assert file.language == case["language"]
    written = case["code"].split("\n")
    for function in file.functions:
        assert function.name in written[function.place.line - 1]
    assert [function.name for function in file.functions] == case["functions"]


def test_places_count_characters_beyond_ascii() -> None:
    file = read("int größe(int n) { /* µ */ return größe(n - 1); }", "c")
    call = next(node for node in tree.walk(file.functions[0]) if isinstance(node, tree.CallOf))
    assert file.functions[0].name == "größe"
    assert (call.place.column, call.place.length) == (35, 12)


@pytest.mark.parametrize(
    "text",
    [
        "int f() { return " + "(" * 10_000 + "1" + ")" * 10_000 + "; }",
        "int f() " + "{" * 10_000 + "}" * 10_000,
        "int f(int n) { return " + "f(" * 5_000 + "n" + ")" * 5_000 + "; }",
        "int f(int n) { return n" + " + n" * 20_000 + "; }",
        "int x;\n" * 100_000,
    ],
    ids=["brackets", "blocks", "calls", "a long sum", "many lines"],
)
@pytest.mark.parametrize("language", ["c", "c++", "java"])
def test_what_is_too_deep_or_too_long_is_refused(text: str, language: str) -> None:
    with pytest.raises(LimitExceeded):
        read(text, language)


def test_a_long_chain_of_else_if_is_one_choice() -> None:
    text = "int f(int n) { " + "else ".join(f"if (n == {k}) return {k}; " for k in range(2_000)) + "}"
    (choice,) = read(text, "c").functions[0].body
    assert isinstance(choice, tree.Alternatives)
    assert len(choice.alternatives) == 2_000


@pytest.mark.parametrize("language", ["c", "c++", "java"])
def test_without_the_extra_it_is_told_what_to_install(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tree_sitter", None)
    with pytest.raises(RecurError, match="tree-sitter") as problem:
        read("int f(int n) { return n; }", language)
    assert problem.value.hint == 'pip install "recur-solver[code]"'


def test_two_languages_in_one_text_are_told_apart() -> None:
    text = "```c\nint f(int n) { return n; }\n```\n```python\ndef f(n): return n\n```\n"
    with pytest.raises(SyntaxProblem, match="block of python") as problem:
        read_source(text)
    assert problem.value.place is not None
    assert problem.value.place.line == 4


@pytest.mark.parametrize(
    ("text", "parameters"),
    [
        ("int sum = 0;\nfor (int i = n; i > 0; i /= 3) sum++;", ["n"]),
        ("for (i = 0; i < n; i++)\n  for (j = 0; j < m; j++) c[i] = x;", ["n", "m", "x", "c"]),
        ("while n > 1:\n    n //= b", ["n", "b"]),
        ("total = 0\nfor x in xs:\n    total += x * f(x)", ["xs"]),
        ("s = sum(x * k for x in xs)\nfor i in range(s): pass", ["xs", "k"]),
    ],
)
def test_code_without_a_header_is_a_procedure_in_its_free_names(text: str, parameters: list[str]) -> None:
    (function,) = read(text).functions
    assert [parameter.name for parameter in function.parameters] == parameters


@pytest.mark.parametrize(
    ("line", "formula"),
    [
        ("work();  // constant time", "1"),
        ("x = work(n); // O(n log n)", "n log n"),
        ("for (;;) work();  // cost: n^2", "n^2"),
        ("for (;;) {  // runs: log n", "log n"),
        ("f(n);  // O(1)", None),
        ("for (i = 0; i < n; i++)  // O(n)", None),
    ],
)
def test_what_a_comment_states_of_a_call_that_is_not_defined(line: str, formula: str | None) -> None:
    file = read(f"void f(int n) {{\n{line}\n{'}' * line.count('{')} ; }}", "c")
    assert [fact.formula for fact in file.declarations] == ([formula] if formula else [])
