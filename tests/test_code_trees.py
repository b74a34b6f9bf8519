"""Code in the page: from a tree that JavaScript tells, the same is read as from tree-sitter's own."""

from __future__ import annotations

import json
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from recur.model import RecurError
from recur.parsing.languages.reading import read_source
from recur.web import code_trees, in_browser

tree_sitter = pytest.importorskip("tree_sitter", reason="tree-sitter is not installed: .[code]")
HERE = Path(__file__).parent / "cases"
TEXTS = tomllib.loads((HERE / "brace_languages.toml").read_text(encoding="utf-8"))
CODE = [case["code"] for kind in ("read", "mistake") for case in TEXTS[kind]] + [
    file.read_text(encoding="utf-8")
    for file in sorted((HERE / "source_costs").iterdir())
    if file.suffix in (".c", ".cpp", ".java")
]
NATIVE = {name: import_module(name) for name in in_browser.GRAMMARS}


def told_tree(asked: str) -> str:
    """What the worker of the page does: the tree of a source in preorder."""
    request = json.loads(asked)
    pieces = [tree_sitter.Range((0, a), (0, b), a, b) for a, b in request["pieces"]] or None
    language = tree_sitter.Language(NATIVE[request["grammar"]].language())
    cursor = tree_sitter.Parser(language, included_ranges=pieces).parse(request["source"].encode()).walk()
    entries: list[tuple[Any, ...]] = []
    while True:
        node = cursor.node
        told = node.is_named + 2 * node.is_missing + 4 * node.has_error + 8 * node.is_error
        entries.append((node.type, node.start_byte, node.end_byte, told, cursor.field_name, node.child_count))
        if cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return json.dumps(entries)


def read(text: str) -> object:
    try:
        return read_source(text)
    except RecurError as problem:
        return problem.message, problem.place


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the page once it has loaded its grammars."""
    for name in in_browser.GRAMMARS:
        monkeypatch.setitem(sys.modules, name, sys)  # so that it is as it was behind the test
        in_browser.have_grammar(name)
    monkeypatch.setitem(sys.modules, "tree_sitter", code_trees)
    monkeypatch.setattr(code_trees, "PARSING", [told_tree])


def test_code_is_read_in_the_page_as_by_tree_sitter(request: pytest.FixtureRequest) -> None:
    own = [read(text) for text in CODE]
    request.getfixturevalue("page")
    assert len(CODE) > 50
    assert [read(text) for text in CODE] == own


class Without:
    """Finds no grammar, as where none is installed."""

    def find_spec(self, name: str, *_: object) -> None:
        if name in in_browser.GRAMMARS:
            raise ModuleNotFoundError(name)


def test_a_grammar_that_is_not_there_is_wanted_and_then_it_is_known(
    page: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer says which; until it is loaded, the refusal stands."""
    late = in_browser.LateImports(lambda archive: False)
    monkeypatch.setattr(sys, "meta_path", [late, Without(), *sys.meta_path])
    monkeypatch.delitem(sys.modules, "tree_sitter_java")
    question = json.dumps({"verb": "read", "of": "analyze", "text": "public class A { int f(int n) { return n; } }"})
    for _ in range(2):
        told = json.loads(in_browser.ask(question))
        assert told["wanted"] == ["tree_sitter_java"] and told["error"]
    in_browser.have_grammar("tree_sitter_java")
    told = json.loads(in_browser.ask(question))
    assert told["wanted"] == [] and told["error"] is None and "Read as Java" in told["text"]
