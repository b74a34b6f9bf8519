"""The README is short, and the tour shows every verb. What they show is run by test_docs_blocks.py."""

from __future__ import annotations

import re

import pytest

import recur
from docs.pages import DOCS, PICTURE, PICTURED, README, Page, read
from recur.pictures import svg
from recur.pictures.tree import drawn

PAGE = read(README)
TOUR = read(DOCS / "tour.md")
SET_UP = ('pip install . && recur solve "4T(n/2)+1"', 'pip install ".[test]" && pytest')


@pytest.mark.parametrize("setup", SET_UP)
def test_each_set_up_command_stands_in_a_block_of_its_own(setup: str) -> None:
    assert f"```sh\n{setup}\n```" in PAGE.text


def test_the_set_up_commands_are_the_only_ones() -> None:
    assert re.findall(r"^```sh\n(.*?)^```$", PAGE.text, re.MULTILINE | re.DOTALL) == [f"{s}\n" for s in SET_UP]


def verbs_shown(page: Page) -> set[str]:
    commands = [command for block in page.blocks if block.language == "console" for command, _ in block.commands]
    return {verb for command in commands for verb in re.findall(r"\brecur (\w+)", command)}


def test_the_readme_is_read_in_one_go() -> None:
    assert len(PAGE.text.splitlines()) <= 200


def test_each_kind_of_user_finds_an_example() -> None:
    """A student a solution and a judged answer, a teacher a class, a programmer work and span, and Python."""
    assert verbs_shown(PAGE) >= {"solve", "check", "grade", "analyze"}
    assert any(block.language == "pycon" for block in PAGE.blocks)


def test_the_picture_is_what_the_command_draws() -> None:
    assert f"(docs/{PICTURE.name})" in PAGE.text
    assert f'recur tree "{PICTURED}" -o {PICTURE.name}' in re.sub(r"\s+", " ", PAGE.text)
    assert svg.render(drawn(recur.recursion_tree(PICTURED))).rstrip() == PICTURE.read_text(encoding="utf-8").rstrip()


def test_the_tour_shows_every_verb_that_answers_a_question() -> None:
    told = "solve compare eval check grade unroll tree analyze parallelism speedup fit"
    assert verbs_shown(TOUR) >= set(told.split())
