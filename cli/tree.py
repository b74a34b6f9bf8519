"""Draw the recursion tree: nodes, sizes and costs, level by level.

examples:
  recur tree "T(n) = 3T(n/2) + n"
  recur tree "T(n) = T(n/3) + T(2n/3) + n" -n 64
  recur tree "T(n) = 2T(n/2) + n" -o tree.svg
  recur tree "T(n) = 2T(n/2) + n" -o tree.png
  recur tree "T(n) = 2T(n/2) + n" --format dot | dot -Tpdf > tree.pdf
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

from recur.model import RecurError

from .batch import JsonObject, Reply, answer_each, understood
from .inputs import read_inputs
from .manner import DrawingFormat, Manner
from .options import answers, argument, option, sizes_option
from .words import Misused

if TYPE_CHECKING:
    from recur.trees.recursion_tree import RecursionTree

ASKED_FOR = "learning"


@answers(DrawingFormat, "log", "timeout")
def run(
    recurrence: Annotated[str, argument("RECURRENCE", "a recurrence, or - for one a line from standard input")],
    at: Annotated[str | None, sizes_option("count the tree at this size, such as 64 or 2^10", "N")] = None,
    function: Annotated[
        str | None, option("--function NAME", "which function of a system (default: the one on the others)")
    ] = None,
    *,
    asked: Manner,
) -> int:
    if asked.output is not None and recurrence == "-":
        raise Misused("a file holds one tree: give -o a single recurrence")
    if asked.format == "png" and asked.output is None:
        raise Misused("a PNG goes to a file: give -o tree.png")
    answer = partial(_answer, asked=asked, at=at, function=function)
    return answer_each(read_inputs([recurrence]), asked, answer, _refuse)


def _answer(text: str, asked: Manner, at: str | None, function: str | None) -> Reply:
    from recur.parsing import parse

    system = parse(text)
    from recur.trees.recursion_tree import recursion_tree

    tree = recursion_tree(system, at, function=function, timeout=asked.timeout)
    if asked.format == "json":
        from recur.writers.json.tree import tree_document

        return Reply(tree_document(text, tree))
    if asked.format == "png":
        from recur.pictures import png
        from recur.pictures.tree import drawn

        return Reply(png.render(drawn(tree)))
    return Reply(_page(tree, asked))


def _page(tree: RecursionTree, asked: Manner) -> str:
    match asked.format:
        case "svg":
            from recur.pictures import svg
            from recur.pictures.tree import drawn

            return svg.render(drawn(tree))
        case "dot":
            from recur.writers import dot

            return dot.render(tree)
    from recur.documents.tree import document

    return asked.written(document(tree))


def _refuse(text: str, problem: RecurError) -> JsonObject:
    from recur.writers.json.tree import tree_document

    return tree_document(text, None, problem, understood(text))
