"""The README: two commands to set up, a tour of the verbs. What it shows is run by test_docs_blocks.py."""

from __future__ import annotations

import re

import pytest

from docs.pages import README, read

PAGE = read(README)
SET_UP = ('pip install . && recur solve "4T(n/2)+1"', 'pip install ".[test]" && pytest')


@pytest.mark.parametrize("setup", SET_UP)
def test_each_set_up_command_stands_in_a_block_of_its_own(setup: str) -> None:
    assert f"```sh\n{setup}\n```" in PAGE.text


def test_the_set_up_commands_are_the_only_ones() -> None:
    assert re.findall(r"^```sh\n(.*?)^```$", PAGE.text, re.MULTILINE | re.DOTALL) == [f"{s}\n" for s in SET_UP]


def test_the_tour_shows_every_verb_that_answers_a_question() -> None:
    told = "solve compare eval check unroll tree analyze parallelism speedup fit"
    shown = {
        command.split()[1] for block in PAGE.blocks if block.language == "console" for command, _ in block.commands
    }
    assert shown >= set(told.split())


def test_the_tour_is_long_enough_to_be_one() -> None:
    assert sum(block.language == "console" for block in PAGE.blocks) >= 5
