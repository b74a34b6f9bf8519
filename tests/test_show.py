"""Values show themselves through one table: every class in it is there, and so is every builder."""

from __future__ import annotations

import ast

import pytest

from recur.writers.show import FACES, MIME, builder
from tests.test_architecture import syntax


def classes_that_show_themselves() -> set[str]:
    classes = [node for name, node, _ in syntax() if isinstance(node, ast.ClassDef) and name != "recur.model.display"]
    return {c.name for c in classes if {"Shown", "Answer"} & {getattr(base, "id", "") for base in c.bases}}


def test_every_value_that_shows_itself_has_its_line() -> None:
    assert classes_that_show_themselves() == set(FACES)


@pytest.mark.parametrize("name", FACES)
def test_every_builder_is_where_the_table_says(name: str) -> None:
    assert all(callable(builder(line)) for line in FACES[name].values())


def test_every_value_has_a_text_and_every_answer_is_data_that_a_notebook_shows() -> None:
    assert all("text" in faces for faces in FACES.values())
    answers = [faces for name, faces in FACES.items() if name not in ("Expr", "Domain", "Agreement")]
    assert all("json" in faces and len(set(faces) & set(MIME)) > 1 for faces in answers)
