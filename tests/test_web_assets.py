"""The page holds together: its examples are answered, its elements are there, and it asks only what is answered."""

import re
from html.parser import HTMLParser
from importlib.resources import files
from urllib.parse import parse_qs, urlsplit

import pytest

from recur.model import LimitExceeded
from recur.web.in_browser import LateImports
from recur.web.protocol import VERBS, answer

ASSETS = files("recur.web") / "assets"
PAGE = (ASSETS / "index.html").read_text(encoding="utf-8")
SCRIPT = (ASSETS / "page.js").read_text(encoding="utf-8")
EXAMPLES = re.findall(r'href="#(\w+\?[^"]*)"', PAGE)


class Elements(HTMLParser):
    """Every element of the page by its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_page_is_answered(example: str) -> None:
    verb, query = re.sub("&amp;", "&", example).split("?", 1)
    fields = {name: values[0] for name, values in parse_qs(query).items()}
    assert answer({"verb": verb, **fields})["error"] is None


def test_the_page_offers_what_is_answered() -> None:
    offered = {attrs["value"] for tag, attrs in Elements(PAGE).found if attrs.get("name") == "verb"}
    forms = re.search(r"const FORMS = \{(.*?)^\};", SCRIPT, re.DOTALL | re.MULTILINE)
    assert forms is not None
    assert offered == set(VERBS) - {"read"} == set(re.findall(r"^  (\w+):", forms[1], re.MULTILINE))
    assert {example.split("?")[0] for example in EXAMPLES} == offered


def test_the_script_finds_its_elements() -> None:
    ids = {attrs["id"] for _, attrs in Elements(PAGE).found if "id" in attrs}
    assert set(re.findall(r'\bat\("([\w-]+)"\)', SCRIPT)) <= ids


def test_every_field_has_a_label() -> None:
    found = Elements(PAGE).found
    labelled = {attrs.get("for") for tag, attrs in found if tag == "label"}
    fields = {attrs["id"] for tag, attrs in found if tag in ("textarea", "select") or attrs.get("type") == "text"}
    assert fields <= labelled


def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing_inline() -> None:
    found = Elements(PAGE).found
    for tag, attrs in found:
        assert not [name for name in attrs if name.startswith("on") or name == "style"]
        for name in ("src", "href"):
            assert not urlsplit(attrs.get(name) or "").netloc
        assert tag != "script" or attrs.get("src")


def test_a_package_that_cannot_be_loaded_is_told_and_asked_for_again() -> None:
    asked: list[str] = []
    late = LateImports(lambda archive: asked.append(archive) or False)  # type: ignore[func-returns-value]
    assert late.find_spec("json") is None
    for _ in range(2):
        with pytest.raises(LimitExceeded, match="needs sympy"):
            late.find_spec("sympy")
    assert asked == ["sympy.zip", "sympy.zip"]
