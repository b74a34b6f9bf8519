"""List the solving methods, in the order in which they are tried.

examples:
  recur methods
  recur methods --json
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .batch import Reply, answer_each
from .inputs import Input
from .manner import Manner, TableFormat
from .options import answers

if TYPE_CHECKING:
    from recur.solving.method import Method

ASKED_FOR = "learning"


@answers(TableFormat)
def run(*, asked: Manner) -> int:
    from recur.solving.order import registered

    methods = registered()

    def answer(_: str) -> Reply:
        if asked.format == "json":
            return Reply({"schema": 1, "methods": [_document(*pair) for pair in enumerate(methods, 1)]})
        return Reply(_page(methods, asked))

    return answer_each(
        [Input("")], asked, answer, lambda _, problem: {"schema": 1, "methods": [], "error": problem.message}
    )


def _document(place: int, method: Method) -> dict[str, str | int]:
    return {"name": method.name, "place": place, "source": method.source, "summary": method.summary}


def _page(methods: tuple[Method, ...], asked: Manner) -> str:
    """Each name; below it, indented, what the method solves and where it is stated."""
    from recur.writers.page import INDENT, Page

    style = asked.look()
    page = Page(style.width, style.unicode, style.colour)
    for method in methods:
        page.blank()
        page.lines.append(page.styled(page.words(method.name), "label"))
        page.paragraph(page.words(f"{method.summary} [{method.source}]"), INDENT, INDENT)
    return page.text()
