"""The grammar is LALR(1) without a conflict, and its tables are kept where only their owner can write."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from lark import Lark, logger

from recur.parsing import parse, tables
from recur.parsing.formulas.building import Builder
from recur.parsing.text.lexemes import Lexeme

GRAMMAR = Path(__file__).resolve().parent.parent / "grammar" / "recurrence.lark"


@pytest.fixture
def fresh_parser() -> object:
    tables.tables.cache_clear()
    yield
    tables.tables.cache_clear()


def conflicts(grammar: str, caplog: pytest.LogCaptureFixture) -> bool:
    """Does lark have to choose between shifting and reducing anywhere?"""
    caplog.clear()
    propagate, logger.propagate = logger.propagate, True
    try:
        with caplog.at_level(logging.DEBUG, logger="lark"):
            Lark(grammar, parser="lalr", lexer="basic", start="system", debug=True)
    finally:
        logger.propagate = propagate
    return "conflict" in caplog.text.lower()


def test_the_grammar_has_no_conflict(caplog: pytest.LogCaptureFixture) -> None:
    assert conflicts("system: NAME | system PLUS system\n%declare NAME PLUS", caplog)
    assert not conflicts(GRAMMAR.read_text(encoding="utf-8"), caplog)


def test_every_rule_of_the_grammar_has_its_action() -> None:
    made = Lark(GRAMMAR.read_text(encoding="utf-8"), parser="lalr", lexer="basic", start="system")
    for rule in made.rules:
        assert rule.expansion  # an empty rule is none that the tables run
        name = rule.alias or str(rule.origin.name)
        passed_on = (
            rule.options.expand1
            and not rule.alias
            and len([s for s in rule.expansion if not s.name.startswith("_")]) == 1
        )
        if not name.startswith("_") and not passed_on:
            assert hasattr(Builder, name), rule


@pytest.mark.usefixtures("fresh_parser")
def test_the_tables_are_kept_in_the_users_cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    written = parse("4T(n/2)")
    kept = list((tmp_path / "recur").iterdir())
    assert len(kept) == 1 and kept[0].stat().st_size > 0
    tables.tables.cache_clear()
    assert parse("4T(n/2)") == written


@pytest.mark.usefixtures("fresh_parser")
def test_spoilt_tables_are_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    path = tables.tables_path("recurrence")
    assert path is not None
    path.write_bytes(b"nonsense")
    assert parse("4T(n/2)").functions == ("T",)


@pytest.mark.usefixtures("fresh_parser")
def test_without_a_folder_to_write_to_the_tables_are_made_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    monkeypatch.setenv("LOCALAPPDATA", str(blocked))
    assert tables.tables_path("recurrence") is None
    assert parse("4T(n/2)").functions == ("T",)


def test_a_folder_that_others_may_write_to_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "recur").mkdir()
    (tmp_path / "recur").chmod(0o777)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert tables.tables_path("recurrence") is None


@pytest.mark.parametrize(
    ("rule", "text", "made"),
    [
        ("start: a+\n?a: X", "X", ["X"]),
        ("start: a+\n?a: X", "XX", ["X", "X"]),
        ("start: a (_Y a)*\n?a: X", "XYX", ["X", "X"]),
        ("start: a\n?a: X | _Y a", "YYX", ["X"]),
    ],
)
def test_a_rule_is_given_what_lark_would_give_it(
    rule: str, text: str, made: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Actions:
        def start(self, children: list[Lexeme]) -> list[str]:
            return [child.type for child in children]

    read = tables.running(tables.made(f"{rule}\n%declare X _Y", ("start",)), Actions())
    lexemes = [Lexeme({"X": "X", "Y": "_Y"}[letter], letter, i, i + 1) for i, letter in enumerate(text)]
    assert read.parse(lexemes, "start") == made
    with pytest.raises(tables.Misplaced):
        read.parse([*lexemes, Lexeme("Z", "Z", 9, 10)], "start")
