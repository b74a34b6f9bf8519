"""List the solving methods, in the order in which they are tried.

examples:
  recur methods
  recur methods --json
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .codes import SOLVED
from .options import Ascii, Color, Json, Manner, Table, TableFormat, When, manner
from .terminal import look

if TYPE_CHECKING:
    from recur.solving.method import Method

ASKED_FOR = "learning"


def run(form: TableFormat = Table.TEXT, json: Json = False, ascii: Ascii = False, color: Color = When.AUTO) -> int:
    from recur.solving.order import registered

    asked = manner(form, json, ascii, color)
    methods = registered()
    if asked.format == "json":
        from json import dumps

        print(dumps({"schema": 1, "methods": [_document(*pair) for pair in enumerate(methods, 1)]}))
    else:
        print(_page(methods, asked))
    return SOLVED


def _document(place: int, method: Method) -> dict[str, str | int]:
    return {"name": method.name, "place": place, "source": method.source, "summary": method.summary}


def _page(methods: tuple[Method, ...], asked: Manner) -> str:
    """Each name; below it, indented, what the method solves and where it is stated."""
    from recur.writers.page import INDENT, Page

    style = look(sys.stdout, asked.ascii, asked.color)
    page = Page(style.width, style.unicode, style.colour)
    for method in methods:
        page.blank()
        page.lines.append(page.styled(page.words(method.name), "label"))
        page.paragraph(page.words(f"{method.summary} [{method.source}]"), INDENT, INDENT)
    return page.text()
