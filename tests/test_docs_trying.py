"""Examples of the documentation as links to the page: what a command asks, the page is asked, or there is no link."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from docs.hooks import with_links
from docs.pages import pages
from docs.trying import fragment
from recur.web.protocol import answer


@pytest.mark.parametrize(
    "command",
    [
        "ls",
        "recur",
        "recur solve",
        'recur solve "T(n',
        'recur solve --json "4T(n/2)+1"',
        'recur solve "4T(n/2)+1" | less',
        'recur tree "2T(n/2)+n" -n 8',
        'recur check "2T(n/2)+n" "n" "n^2"',
        "recur grade class.csv",
        "recur analyze unknown.py",
    ],
)
def test_what_says_more_than_the_page_is_told_has_no_link(command: str) -> None:
    assert fragment(command, {}) is None


def test_a_program_that_the_page_shows_is_in_its_link() -> None:
    found = fragment("recur analyze f.py", {"f.py": "def f(n):\n    return n\n"})
    assert found is not None and parse_qs(found.partition("?")[2])["text"] == ["def f(n):\n    return n\n"]


def test_a_link_stands_below_its_example_and_leads_to_the_page() -> None:
    shown = "```console\n$ recur solve '4T(n/2)+1'\nΘ(n²)\n```\n"
    assert '<a href="../try/index.html#solve?text=4T%28n%2F2%29%2B1">Try it</a>' in with_links(shown, "../")
    untried = "```console\n$ recur grade class.csv\n4 students\n```\n"
    assert with_links(untried, "") == untried


def test_every_example_with_a_link_is_a_question_that_the_page_answers() -> None:
    """In the documentation as it is; where the command is refused, the page says why as well."""
    found = {}
    for page in pages():
        for block in page.blocks:
            for command, _ in block.commands[:1] if block.language == "console" and not block.excuse else []:
                if asked := fragment(command, page.files):
                    found[asked] = command
    assert len(found) > 20
    for asked, command in found.items():
        verb, _, fields = asked.removeprefix("#").partition("?")
        told = answer({"verb": verb} | {name: each[0] for name, each in parse_qs(fields).items()})
        assert told["html"] and (told["error"] or {"kind": ""})["kind"] not in ("internal", "limit"), command
