"""The grammar is LALR(1) without a conflict, and its tables are kept where only their owner can write."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from lark import Lark, logger

from recur.parsing import parse, tables
from recur.parsing.formulas.building import Builder
from recur.parsing.programs.blocks import Blocks
from recur.parsing.programs.formulas import parsed_formula
from recur.parsing.text.scanning import Lexeme

GRAMMARS = Path(__file__).resolve().parent.parent / "grammar"
#: Each language with what its texts can be, and the actions of its rules; formula.lark is a part of both.
LANGUAGES = {"recurrence": (["system"], Builder), "spawn": (["program", "sum", "condition"], Blocks)}


@pytest.fixture
def fresh_parser() -> object:
    tables.tables.cache_clear()
    yield
    tables.tables.cache_clear()


def made(language: str) -> Lark:
    path = GRAMMARS / f"{language}.lark"
    text, starts = path.read_text(encoding="utf-8"), LANGUAGES[language][0]
    return Lark(text, parser="lalr", lexer="basic", start=starts, source_path=str(path), debug=True)


def conflicts(make: Callable[[], Lark], caplog: pytest.LogCaptureFixture) -> bool:
    """Does lark have to choose between shifting and reducing anywhere?"""
    caplog.clear()
    propagate, logger.propagate = logger.propagate, True
    try:
        with caplog.at_level(logging.DEBUG, logger="lark"):
            make()
    finally:
        logger.propagate = propagate
    return "conflict" in caplog.text.lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_grammar_has_no_conflict(language: str, caplog: pytest.LogCaptureFixture) -> None:
    doubtful = "system: NAME | system PLUS system\n%declare NAME PLUS"
    assert conflicts(lambda: Lark(doubtful, parser="lalr", lexer="basic", start="system", debug=True), caplog)
    assert not conflicts(lambda: made(language), caplog)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_of_a_grammar_has_its_action(language: str) -> None:
    for rule in made(language).rules:
        assert rule.expansion  # an empty rule is none that the tables run
        name = (rule.alias or "").removeprefix("formula__") or str(rule.origin.name)
        passed_on = (
            rule.options.expand1
            and not rule.alias
            and len([s for s in rule.expansion if not s.name.startswith("_")]) == 1
        )
        if not name.startswith("_") and not passed_on:
            assert hasattr(LANGUAGES[language][1], name), rule


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
def test_a_change_of_the_arithmetic_makes_the_tables_of_both_languages_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(folder, str(tmp_path))
    parse("4T(n/2)")
    assert parsed_formula("n div 2") is not None
    kept = [tables.tables_path(language) for language in LANGUAGES]
    for path in kept:
        assert path is not None and "factorial: base BANG" in json.loads(path.read_text("utf-8"))["of"][2]["formula"]


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
