"""The tables of the three languages: every form is read as the page says, and no rule of a grammar is left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from docs.forms import READERS, program_of, reread, rows
from docs.pages import CHECKOUT, DOCS, Page, read
from recur.parsing import parse_any, parse_claim, parse_formula
from recur.parsing.formulas.building import Builder
from recur.parsing.programs.formulas import grammar
from recur.parsing.programs.program import parse_program
from recur.parsing.tables import Reduction, Tables, tables

LANGUAGES = [read(path) for path in sorted((DOCS / "languages").glob("*.md"))]
ARITHMETIC = (CHECKOUT / "grammar" / "formula.lark").read_text(encoding="utf-8")
FORMS = [(kind, typed, said) for page in LANGUAGES for kind, typed, said in rows(page.text)]


def recurrence_tables() -> Tables:
    return tables("recurrence", ("system",), Builder)


PARSERS: dict[str, Callable[[str], Any]] = {
    "A recurrence": parse_any,
    "Refused": READERS["Refused"],
    "An answer": parse_claim,
    "A growth": parse_formula,
    "A line": lambda typed: parse_program(program_of(typed)),
}


@pytest.mark.parametrize(("kind", "typed", "said"), FORMS, ids=[typed for _, typed, _ in FORMS])
def test_a_form_is_read_as_the_page_says(kind: str, typed: str, said: tuple[str, ...]) -> None:
    assert READERS[kind](typed) == said


@pytest.mark.parametrize("kind", READERS)
def test_every_kind_of_table_is_there(kind: str) -> None:
    assert any(kind == other for other, _, _ in FORMS)


@pytest.mark.parametrize("page", LANGUAGES, ids=[page.name for page in LANGUAGES])
def test_reading_a_true_page_again_changes_nothing(page: Page) -> None:
    assert reread(page.text) == page.text


def own(rule: Reduction) -> bool:
    """Is it none of the arithmetic, whose rules the forms of recurrences use?"""
    return not rule.origin.startswith("__") and not re.search(rf"^\??{rule.origin}:", ARITHMETIC, re.MULTILINE)


@pytest.mark.parametrize(
    ("language", "kinds"),
    [
        pytest.param(recurrence_tables, ("A recurrence", "An answer", "A growth", "Refused"), id="recurrence.lark"),
        pytest.param(grammar, ("A line",), id="spawn.lark"),
    ],
)
def test_the_forms_use_every_rule_of_the_grammar(
    language: Callable[[], Tables], kinds: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    used: set[int] = set()
    rules: dict[int, Reduction] = {}
    language().names.clear()  # another test may have read the forms before

    def noted(rule: Reduction) -> Reduction:
        act = rule.act or (lambda values: values[0])

        def note(values: Any) -> Any:
            used.add(id(rule))
            return act(values)

        return rule._replace(act=note)

    for state in language().states:
        for symbol, step in list(state.items()):
            if isinstance(step, Reduction):
                rules[id(step)] = step
                monkeypatch.setitem(state, symbol, noted(step))
    for kind, typed, _ in FORMS:
        if kind in kinds:
            PARSERS[kind](typed)
    assert used
    unused = [rule for key, rule in rules.items() if key not in used]
    assert not {(rule.origin, rule.size) for rule in unused if language is recurrence_tables or own(rule)}
