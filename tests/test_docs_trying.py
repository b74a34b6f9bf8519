"""Examples of the documentation as links to the page: what a command asks, the page is asked, or there is no link."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs

import pytest

from docs.pages import DOCS, pages
from docs.trying import fragment, with_links
from recur.web.protocol import answer
from tests.chromium import ALONE, chromium, needs_chromium
from tests.handing_out import handed_out


@pytest.mark.parametrize(
    "command",
    [
        "ls",
        "recur",
        "recur solve",
        'recur solve "T(n',
        'recur solve --json "4T(n/2)+1"',
        'recur solve "4T(n/2)+1" | less',
        'recur unroll "2T(n/2)+n" -n 8',
        'recur check "2T(n/2)+n" --working unknown.txt',
        'recur check "2T(n/2)+n" "n" "n^2"',
        "recur grade class.csv",
        "recur analyze unknown.py",
    ],
)
def test_what_says_more_than_the_page_is_told_has_no_link(command: str) -> None:
    assert fragment(command, {}) is None


FILES = {"f.py": "def f(n):\n    return n\n", "f.c": "int f(int n) { return n; }\n", "w.txt": "T(n) = n\n= O(n)\n"}


@pytest.mark.parametrize(
    "command, verb, fields",
    [
        ("recur analyze f.py", "analyze", {"text": FILES["f.py"]}),
        ("recur analyze f.py -n 16", "analyze", {"text": FILES["f.py"], "second": "16"}),
        ("recur tree '2T(n/2)+n' -n 8", "tree", {"text": "2T(n/2)+n", "second": "8"}),
        ("recur solve --brief '2T(n/2)+n'", "solve", {"text": "2T(n/2)+n"}),
        ("recur check '2T(n/2)+n' --working w.txt", "working", {"text": "2T(n/2)+n", "second": FILES["w.txt"]}),
        (
            "recur eval 'T(n) = T(n-1) + 1, T(0) = 0' 3 5",
            "eval",
            {"text": "T(n) = T(n-1) + 1, T(0) = 0", "second": "3 5"},
        ),
    ],
)
def test_what_a_command_asks_is_in_its_link(command: str, verb: str, fields: dict[str, str]) -> None:
    found = fragment(command, FILES)
    assert found is not None
    asked, _, query = found.removeprefix("#").partition("?")
    assert asked == verb and {name: value for name, [value] in parse_qs(query).items()} == fields


def test_code_that_a_page_cannot_read_has_no_link() -> None:
    assert fragment("recur analyze f.c", FILES) is None


def test_a_link_for_each_command_stands_below_its_block_and_leads_to_the_page() -> None:
    page = "../try/index.html"
    asked = f'<a href="{page}#solve?text=4T%28n%2F2%29%2B1">Try'
    shown = "```console\n$ recur solve '4T(n/2)+1'\nΘ(n²)\n```\n"
    assert f'```\n\n<p class="try">{asked} it</a></p>' in with_links(shown, page, {})
    helped = "```console\n$ recur solve --help\nexamples:\n  recur solve '4T(n/2)+1'\n  recur solve '<T(n)>'\n```\n"
    told = with_links(helped, page, {})
    assert f"{asked} <code>solve &#x27;4T(n/2)+1&#x27;</code></a>" in told
    assert "&lt;T(n)&gt;" in told.rpartition("<p class")[2]
    untried = "```console\n$ recur grade class.csv\n4 students\n```\n"
    assert with_links(untried, page, {}) == untried


@pytest.mark.long
def test_every_example_with_a_link_is_a_question_that_the_page_answers() -> None:
    """In the documentation as it is; where the command is refused, the page says why as well."""
    found = {}
    for page in pages():
        for block in page.blocks:
            for command, _ in block.commands if block.language == "console" and not block.excuse else []:
                if asked := fragment(command, page.files):
                    found[asked] = command
    assert len(found) > 100
    for asked, command in found.items():
        verb, _, fields = asked.removeprefix("#").partition("?")
        told = answer({"verb": verb} | {name: each[0] for name, each in parse_qs(fields).items()})
        assert told["html"] and (told["error"] or {"kind": ""})["kind"] not in ("internal", "limit"), command


@needs_chromium
def test_a_link_opens_the_page_below_its_example_one_at_a_time(tmp_path: Path) -> None:
    """A second click closes it; where it is opened from a disk, which runs no page, the link is a link."""
    links = "".join(f'<p class="try"><a href="there.html#solve?text={k}">Try it</a></p>' for k in (1, 2))
    script = (DOCS / "trying.js").read_text(encoding="utf-8")
    (tmp_path / "index.html").write_text(f"<!DOCTYPE html>{links}<script>{script}</script>", encoding="utf-8")
    (tmp_path / "there.html").write_text("<!DOCTYPE html><title>there</title>", encoding="utf-8")
    framed = "[...document.querySelectorAll('iframe')].map(f => f.contentWindow.location.hash)"
    with handed_out(tmp_path) as address, chromium(ALONE) as browser:
        tab = browser.tab()
        tab.open(address)
        for click, there in ((0, ["#solve?text=1"]), (1, ["#solve?text=2"]), (1, [])):
            tab.run(f"document.querySelectorAll('.try a')[{click}].click()")
            tab.until(f"JSON.stringify({framed}) === JSON.stringify({there})")
            assert int(tab.run("document.querySelectorAll('[aria-expanded=true]').length")) == len(there)
        tab.open((tmp_path / "index.html").as_uri())
        since = len(browser.events)
        tab.run("document.querySelector('.try a').click()")
        browser.wait("Page.loadEventFired", tab.session, since)
        assert str(tab.run("location.pathname")).endswith("there.html")
