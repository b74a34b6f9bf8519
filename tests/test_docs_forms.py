"""The tables of the three languages: every form is read as the page says, and no rule of a grammar is left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from docs.forms import READERS, program_of, reread, rows
from docs.pages import DOCS, Page, read
from recur.parsing import parse, parse_claim, parse_formula
from recur.parsing.programs.formulas import grammar
from recur.parsing.programs.program import parse_program
from recur.parsing.recurrences.reading import tables

LANGUAGES = [read(path) for path in sorted((DOCS / "languages").glob("*.md"))]
FORMS = [(kind, typed, said) for page in LANGUAGES for kind, typed, said in rows(page.text)]
#: Rules that no text reaches: the lexer of programs puts a TIMES between the 2 and the n of lg^2 n.
UNREACHED = {"<power : FUN CARET NUMBER power>"}
PARSERS: dict[str, Callable[[str], Any]] = {
    "A recurrence": parse,
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


@pytest.mark.parametrize(
    ("lark", "kinds"),
    [
        pytest.param(tables, ("A recurrence", "An answer", "A growth", "Refused"), id="recurrence.lark"),
        pytest.param(grammar, ("A line",), id="spawn.lark"),
    ],
)
def test_the_forms_use_every_rule_of_the_grammar(
    lark: Callable[[], Any], kinds: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = lark().parser.parser.parser
    used: set[Any] = set()

    def noted(rule: Any, action: Callable[..., Any]) -> Callable[..., Any]:
        def note(children: Any) -> Any:
            used.add(rule)
            return action(children)

        return note

    monkeypatch.setattr(machine, "callbacks", {rule: noted(rule, act) for rule, act in machine.callbacks.items()})
    for kind, typed, _ in FORMS:
        if kind in kinds:
            PARSERS[kind](typed)
    # A start symbol's own rule is accepted, never reduced.
    unused = {str(rule) for rule in machine.callbacks.keys() - used if not rule.origin.name.startswith("$")}
    assert unused <= UNREACHED
