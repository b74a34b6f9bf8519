"""A new medium is one module and one line: every verb and the grading of a class write it."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from recur import writers
from recur.documents.blocks import Document
from recur.reports import endings, report
from recur.writers.show import FACES, builder
from tests.gradings import book, graded


def shout(document: Document) -> str:
    from recur.writers import text

    return text.render(document).upper()


def test_a_medium_is_a_module_and_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    toy = ModuleType("recur.writers.loud")
    toy.render = shout  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "recur.writers.loud", toy)
    monkeypatch.setitem(writers.MEDIA, "loud", ".loud")
    assert endings()[".loud"] == "loud"
    assert "ADA" in report("loud").render(book(graded(1, "ada", "n log n")))


@pytest.mark.parametrize("medium", writers.MEDIA)
def test_every_medium_has_its_writer(medium: str) -> None:
    from importlib import import_module

    assert callable(import_module(f"recur.writers.{medium}").render)


def test_every_face_of_a_value_has_its_builder() -> None:
    for faces in FACES.values():
        assert all(callable(builder(line)) for line in faces.values())
