"""Draw the recursion tree: nodes, sizes and costs, level by level.

examples:
  recur tree "T(n) = 3T(n/2) + n"
  recur tree "T(n) = T(n/3) + T(2n/3) + n" -n 64
  recur tree "T(n) = 2T(n/2) + n" -o tree.svg
  recur tree "T(n) = 2T(n/2) + n" -o tree.png
  recur tree "T(n) = 2T(n/2) + n" --format dot | dot -Tpdf > tree.pdf
"""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recur.model.errors import RecurError
from recur.model.limits import DEFAULT_SECONDS

from .answering import JsonObject, Reply, answer_each, understood
from .documents import written
from .inputs import read
from .options import STANDARD, Ascii, Color, Json, Log, LogBase, Manner, Standalone, Timeout, When, limit_of
from .pictures import write_file

if TYPE_CHECKING:
    from recur.trees.recursion_tree import RecursionTree

ASKED_FOR = "learning"


class Drawing(StrEnum):
    """The formats of a tree."""

    TEXT = "text"
    SVG = "svg"
    PNG = "png"
    DOT = "dot"
    LATEX = "latex"
    MARKDOWN = "markdown"
    JSON = "json"


ENDINGS = {
    ".svg": Drawing.SVG,
    ".png": Drawing.PNG,
    ".dot": Drawing.DOT,
    ".gv": Drawing.DOT,
    ".tex": Drawing.LATEX,
    ".md": Drawing.MARKDOWN,
    ".json": Drawing.JSON,
    ".txt": Drawing.TEXT,
    "": Drawing.TEXT,
}


def run(
    recurrence: Annotated[
        str, typer.Argument(metavar="RECURRENCE", help="a recurrence, or - for one a line from standard input")
    ],
    at: Annotated[
        str | None, typer.Option("--at", "-n", metavar="N", help="count the tree at this size, such as 64 or 2^10")
    ] = None,
    function: Annotated[
        str | None,
        typer.Option("--function", metavar="NAME", help="which function of a system (default: the one on the others)"),
    ] = None,
    form: Annotated[
        Drawing | None,
        typer.Option("--format", show_default=False, help="how to write it (default: text, or what -o ends in)"),
    ] = None,
    standalone: Standalone = False,
    json: Json = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", dir_okay=False, help="write it to a file")
    ] = None,
    log: Log = LogBase.TWO,
    timeout: Timeout = DEFAULT_SECONDS,
    ascii: Ascii = False,
    color: Color = When.AUTO,
) -> int:
    output = None if output == STANDARD else output
    if output is not None and recurrence == "-":
        raise typer.BadParameter("a file holds one tree: give -o a single recurrence")
    chosen = Drawing.JSON if json else form or _by_ending(output)
    if chosen is Drawing.PNG and output is None:
        raise typer.BadParameter("a PNG goes to a file: give -o tree.png")
    seconds = limit_of(timeout)
    asked = Manner(chosen.value, seconds, ascii, color.value, standalone and output is None, log.value)
    answer = partial(_answer, asked=asked, at=at, function=function, output=output)
    return answer_each(read([recurrence]), asked, answer, _refuse)


def _by_ending(output: Path | None) -> Drawing:
    """The format that the name of the file asks for."""
    ending = "" if output is None else output.suffix.lower()
    if ending not in ENDINGS:
        known = ", ".join(name for name in ENDINGS if name)
        raise typer.BadParameter(f"-o {output}: a tree is written to a file that ends in {known}; or say --format")
    return ENDINGS[ending]


def _answer(text: str, asked: Manner, at: str | None, function: str | None, output: Path | None) -> Reply:
    from recur.parsing import parse

    system = parse(text)
    from recur.trees.recursion_tree import recursion_tree

    tree = recursion_tree(system, at, function=function, timeout=asked.timeout)
    if asked.format == Drawing.JSON:
        from recur.writers.json.tree import tree_document

        document = tree_document(text, tree)
        return Reply(document) if output is None else _written(output, _json(document))
    if asked.format == Drawing.PNG and output is not None:
        from recur.pictures import png
        from recur.pictures.tree import drawn

        return _written(output, png.render(drawn(tree)))
    page = _page(tree, asked, output is not None)
    return Reply(page) if output is None else _written(output, page)


def _json(document: JsonObject) -> str:
    import json

    return json.dumps(document, ensure_ascii=False) + "\n"


def _written(output: Path, content: str | bytes) -> Reply:
    if isinstance(content, str):
        content = f"{content.rstrip()}\n".encode()
    write_file(output, content)
    return Reply("")


def _page(tree: RecursionTree, asked: Manner, in_file: bool) -> str:
    match asked.format:
        case Drawing.SVG:
            from recur.pictures import svg
            from recur.pictures.tree import drawn

            return svg.render(drawn(tree))
        case Drawing.DOT:
            from recur.writers import dot

            return dot.render(tree)
    from recur.documents.tree import document
    from recur.writers import text

    if in_file and asked.format == "text":
        return text.render(document(tree), unicode=not asked.ascii)
    return written(document(tree), asked, standalone=in_file)


def _refuse(text: str, problem: RecurError) -> JsonObject:
    from recur.writers.json.tree import tree_document

    return tree_document(text, None, problem, understood(text))
