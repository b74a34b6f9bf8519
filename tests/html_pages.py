"""What every page that stands alone has to hold, whatever is on it: read by a strict parser."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from itertools import pairwise
from xml.etree.ElementTree import Element

import html5lib

from tests.mathml_reader import assert_presentation

VOID_OR_FOREIGN = re.compile(r"^\{.*\}")
LINKS = ("href", "src", "srcset", "action", "data", "poster", "{http://www.w3.org/1999/xlink}href")
LEVELS = {f"h{level}": level for level in range(1, 7)}


def read(page: str) -> Element:
    """The document of a page without one error of syntax."""
    document = html5lib.HTMLParser(strict=True).parse(page)
    assert isinstance(document, Element)
    for element in document.iter():
        if isinstance(element.tag, str):
            element.tag = VOID_OR_FOREIGN.sub("", element.tag)
    return document


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def assert_stands_alone(page: str) -> Element:
    """A page in one file: valid, no script, no address outside it, unique names, links that lead somewhere."""
    document = read(page)
    names = Counter(element.get("id") for element in document.iter() if element.get("id"))
    assert set(names.values()) <= {1}
    for element in document.iter():
        assert element.tag not in ("script", "link", "iframe", "object", "embed", "img", "base", "image", "use")
        for name, value in element.items():
            assert not name.startswith("on")
            if name in LINKS:
                assert value.startswith("#") and value[1:] in names
            if name in ("aria-labelledby", "aria-describedby"):
                assert set(value.split()) <= names.keys()
            assert "url(" not in value.replace(" ", "").lower()
    for style in document.iter("style"):
        assert not re.search(r"url\(|@import|https?:|expression\(", style.text or "")
    addresses = set(re.findall(r"https?://[^\s\"'<>]+", page))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"}
    return document


def assert_readable(document: Element) -> None:
    """Language, title, one main heading, no level of headings left out, pictures with words, tables with heads."""
    assert document.get("lang") == "en" and words(next(document.iter("title")))
    levels = [LEVELS[element.tag] for element in document.iter() if element.tag in LEVELS]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(list(document.iter("main"))) == 1
    for picture in document.iter("svg"):
        assert picture.get("role") == "img" and words(next(picture.iter("title")))
    for table in document.iter("table"):
        rows = [len(row) for row in table.iter("tr")]
        assert len(set(rows)) == 1 and all(head.get("scope") == "col" for head in table.iter("th"))


def assert_mathematics(page: str) -> int:
    """Each <math> is XML by itself and presentation MathML; how many there are."""
    formulas = re.findall(r"<math\b.*?</math>", page, re.DOTALL)
    for formula in formulas:
        assert_presentation(ElementTree.fromstring(formula))
    return len(formulas)
