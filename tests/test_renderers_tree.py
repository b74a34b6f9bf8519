"""Unrollings and trees as they are shown: golden pages, drawings within their frame, well-formed SVG and DOT.

`python -m tests.test_renderers_tree` from the root writes the golden files anew; read the difference before keeping it.
"""

from __future__ import annotations

import json
import re
import struct
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lark import Lark

from recur.model import Step, expressions as ex
from recur.notation import picture
from recur.parsing import parse_formula
from recur.pictures import png, svg, tree as tree_picture
from recur.pictures.shapes import RoundedBox, Sheet, Text, typed
from recur.pictures.tree import drawn
from recur.trees import recursion_tree as trees, unrolling
from recur.writers import dot
from recur.writers.json.tree import tree_document
from recur.writers.json.unrolling import unroll_document
from tests.written import TREE, UNROLLING, as_latex, as_markdown, as_text

FOLDER = Path(__file__).parent / "golden_trees"
recursion_tree, unroll = cache(trees.recursion_tree), cache(unrolling.unroll)
SVG = "{http://www.w3.org/2000/svg}"
SHOWN = {
    "three_halves": ("T(n) = 3T(n/2) + n", None),
    "hidden_constant": ("T(n) = 4T(n/2) + Θ(1)", None),
    "unequal_split": ("T(n) = T(n/3) + T(2n/3) + n", None),
    "unequal_split_at_64": ("T(n) = T(n/3) + T(2n/3) + n", 64),
    "hanoi": ("T(n) = 2T(n-1) + 1, T(0) = 0", None),
    "root_weighted": ("T(n) = sqrt(n) T(sqrt n) + n", None),
    "merge_sort": ("T(n) = T(⌊n/2⌋) + T(⌈n/2⌉) + n, T(1) = 0", None),
    "parameters": ("T(n) = aT(n/b) + n^c", None),
    "fibonacci_at_40": ("T(n) = T(n-1) + T(n-2) + 1", 40),
    "system": ("M(n) = 8M(n/2) + A(n); A(n) = 4A(n/2) + 1", None),
}
MORE = (
    ("T(n) = T(n/2) + T(n/4) + T(n/8) + n log n", None),
    ("T(n) = 16T(n/2) + n^2", None),
    ("T(n) = (1/2) T(n/2) + 1/n", None),
    ("T(n) = T(n-1) + n", "10^4"),
    ("T(n) = 2T(n/2) + n log n", "10^18"),
    ("T(n) = (n+1) T(n-1) + n", 9),
    ("T(n) = (sqrt(n)+1) T(sqrt n) + sqrt n", None),
    ("T(n) <= 3T(n/3) + n/log n", None),
    ("T(n) = 2T(n/2) + O(n)", None),
    ("T(n) = 9T(n/10) + T(n/20) + n", "10^6"),
)
EVERYTHING = (*SHOWN.values(), *MORE)
DOT = Lark(
    r"""
    start: "digraph" NAME block
    block: "{" (statement ";"?)* "}"
    ?statement: setting | edge | node | block | attributes
    setting: NAME "=" value
    attributes: ("node" | "edge" | "graph") list
    node: NAME list?
    edge: NAME ("->" NAME)+ list?
    list: "[" [pair ("," pair)*] "]"
    pair: NAME "=" value
    ?value: NAME | NUMBER | STRING
    NAME: /[A-Za-z_][A-Za-z_0-9]*/
    NUMBER: /-?[0-9]+(\.[0-9]+)?/
    STRING: /"(\\.|[^"\\])*"/
    %ignore /[ \t\n]+/
    """,
    parser="earley",
    lexer="dynamic",
)


@cache
def rendered() -> dict[str, str]:
    """File name -> what it should hold."""
    files = {}
    for name, (text, at) in SHOWN.items():
        tree = recursion_tree(text, at)
        files[f"{name}.tree.txt"] = as_text(TREE)(tree) + "\n"
        files[f"{name}.tree.tex"] = as_latex(TREE)(tree, standalone=True)
        files[f"{name}.tree.md"] = as_markdown(TREE)(tree)
        files[f"{name}.svg"] = svg.render(drawn(tree))
        files[f"{name}.dot"] = dot.render(tree)
        if at is None:
            unrolled = unroll(text)
            files[f"{name}.unrolled.txt"] = as_text(UNROLLING)(unrolled) + "\n"
            files[f"{name}.unrolled.ascii.txt"] = as_text(UNROLLING)(unrolled, unicode=False) + "\n"
            files[f"{name}.unrolled.tex"] = as_latex(UNROLLING)(unrolled, standalone=True)
            files[f"{name}.unrolled.md"] = as_markdown(UNROLLING)(unrolled)
    return {name: files[name] for name in NAMES}


#: What is said of each tree, as text; the other media write two of them.
IN_EVERY_MEDIUM = ("unequal_split", "unequal_split_at_64")
NAMES = [
    f"{name}{kind}"
    for name, (_, at) in SHOWN.items()
    for kind in (
        *((".tree.txt",) if at else (".tree.txt", ".unrolled.txt")),
        *((".tree.tex", ".tree.md", ".svg", ".dot") if name in IN_EVERY_MEDIUM else ()),
        *((".unrolled.ascii.txt", ".unrolled.tex", ".unrolled.md") if name in IN_EVERY_MEDIUM and not at else ()),
    )
]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_looks_as_it_did(name: str) -> None:
    assert rendered()[name] == (FOLDER / name).read_text(encoding="utf-8")


def test_every_golden_page_is_compared() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(NAMES) == set(rendered())


@pytest.mark.parametrize(("text", "at"), EVERYTHING)
@pytest.mark.parametrize("width", (60, 80, 100))
def test_no_line_is_wider_than_the_terminal(text: str, at: int | str | None, width: int) -> None:
    pages = [as_text(TREE)(recursion_tree(text, at), width=width)]
    if at is None:
        pages.append(as_text(UNROLLING)(unroll(text), width=width))
    for page in pages:
        assert max(map(len, page.split("\n"))) <= width


@pytest.mark.parametrize(("text", "at"), EVERYTHING)
def test_ascii_and_latex_hold_no_unicode(text: str, at: int | str | None) -> None:
    tree = recursion_tree(text, at)
    assert as_text(TREE)(tree, unicode=False).isascii()
    assert as_latex(TREE)(tree).isascii()
    if at is None:
        assert as_text(UNROLLING)(unroll(text), unicode=False).isascii()
        assert as_latex(UNROLLING)(unroll(text)).isascii()


@pytest.mark.parametrize(("text", "at"), EVERYTHING)
def test_a_drawing_is_well_formed_and_stays_within_its_frame(text: str, at: int | str | None) -> None:
    root = ElementTree.fromstring(svg.render(drawn(recursion_tree(text, at))))
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    for shape in (*root.iter(f"{SVG}rect"), *root.iter(f"{SVG}text")):
        if shape.get("width") == "100%":
            continue
        x, y = float(shape.get("x", 0)), float(shape.get("y", 0))
        assert 0 <= x <= x + float(shape.get("width", 0)) <= width
        assert 0 <= y <= y + float(shape.get("height", 0)) <= height


@pytest.mark.parametrize(("text", "at"), EVERYTHING)
def test_boxes_of_one_level_do_not_cross(text: str, at: int | str | None) -> None:
    root = ElementTree.fromstring(svg.render(drawn(recursion_tree(text, at))))
    rows: dict[float, list[tuple[float, float]]] = {}
    for box in root.iter(f"{SVG}rect"):
        if box.get("stroke"):
            left = float(box.get("x", 0))
            rows.setdefault(float(box.get("y", 0)), []).append((left, left + float(box.get("width", 0))))
    for boxes in rows.values():
        boxes.sort()
        for (_, right), (left, _) in pairwise(boxes):
            assert right <= left + 1.6  # slivers have a least width


def test_boxes_of_an_unequal_split_are_as_wide_as_their_sizes() -> None:
    root = ElementTree.fromstring(svg.render(drawn(recursion_tree("T(n) = T(n/4) + T(3n/4) + n"))))
    boxes = [box for box in root.iter(f"{SVG}rect") if box.get("stroke")]
    top = min(float(box.get("y", 0)) for box in boxes)
    first = [float(box.get("width", 0)) + 3 for box in boxes if float(box.get("y", 0)) == top]
    second = [float(box.get("width", 0)) + 3 for box in boxes if float(box.get("y", 0)) == top + tree_picture.STEP]
    assert len(first) == 1
    assert sorted(second) == pytest.approx([first[0] / 4, 3 * first[0] / 4])


@pytest.mark.parametrize("unicode", (True, False))
@pytest.mark.parametrize(("text", "parts"), [("T(n/4) + T(3n/4) + n", 1), ("T(n/5) + T(7n/10) + n", 0.9)])
def test_bars_in_a_terminal_are_as_long_as_their_sizes(text: str, parts: float, unicode: bool) -> None:
    page = as_text(TREE)(recursion_tree(text), unicode=unicode)
    rows = [re.findall(r"├[^┤]*┤" if unicode else r"[|][^|]*[|]", line) for line in page.split("\n")]
    levels = [[len(bar) for bar in row] for row in rows if row]
    (whole,), children = levels[0], levels[1]
    share = recursion_tree(text).found.branches[0].amount  # type: ignore[union-attr]
    assert [part / whole for part in children] == pytest.approx([share, parts - share], abs=1.5 / whole)


def test_sizes_that_outgrow_their_parent_are_not_drawn_to_scale_in_a_terminal() -> None:
    assert "├" not in as_text(TREE)(recursion_tree("T(n) = 3T(n/2) + T(n/4) + n")).split("level")[0]


def test_a_drawing_uses_no_colour() -> None:
    drawing = svg.render(drawn(recursion_tree("T(n) = 2T(n/2) + n")))
    root = ElementTree.fromstring(drawing)
    colours = {e.get(kind) for e in root.iter() for kind in ("fill", "stroke")} - {None}
    for colour in colours - {"white", "none"}:
        assert colour is not None and colour[1:3] == colour[3:5] == colour[5:7]


def shapes(text: str, at: int | str | None, kind: type) -> list[Any]:
    return [shape for shape in drawn(recursion_tree(text, at)).shapes if isinstance(shape, kind)]


def bars(text: str, at: int | str | None = None) -> list[float]:
    """How long the bars are, from the root down."""
    found = [box for box in shapes(text, at, RoundedBox) if not box.outlined]
    return [box.width for box in sorted(found, key=lambda box: box.place[1])]


def test_bars_are_equal_where_levels_are_and_else_grow_towards_the_costly_end() -> None:
    balanced, to_leaves, to_root = bars("2T(n/2) + n"), bars("8T(n/2) + n^2"), bars("3T(n/4) + n^2")
    assert len(balanced) == len(to_leaves) == 9 and len(to_root) == 5  # every level at n = 256, drawn or left out
    assert len({round(length, 6) for length in balanced}) == 1
    assert to_leaves == sorted(to_leaves) and to_root == sorted(to_root, reverse=True)


def test_the_last_level_of_a_counted_tree_is_drawn_with_its_own_sizes() -> None:
    leaves = [text.content for text in shapes("T(n) = 2T(n/2) + n, T(1) = 1", 16, Text)]
    assert "16 nodes of size 1" in leaves
    texts = [text for text in shapes("T(n) = T(n/3) + T(2n/3) + n", 64, Text)]
    said = next(text for text in texts if text.content == "2 nodes of size 0 … 1")
    row = [t.content for t in texts if -40 < t.place[1] - said.place[1] < -10 and t.anchor == "middle"]
    assert row == ["0", "1"]


def test_one_node_is_a_node_and_not_nodes() -> None:
    said = [text.content for text in shapes("T(n) = T(n-1) + n", None, Text)]
    assert "1 node of size n − i" in said and "1 leaf of size 0" in said


@pytest.mark.parametrize(("text", "at"), [SHOWN["unequal_split"], SHOWN["merge_sort"], SHOWN["unequal_split_at_64"]])
def test_a_png_is_as_large_as_the_drawing(text: str, at: int | None) -> None:
    pytest.importorskip("matplotlib")
    tree = recursion_tree(text, at)
    written = png.render(drawn(tree))
    assert written.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", written[16:24])
    assert width == round(tree_picture.WIDTH * png.SHARPER)
    assert abs(height - drawn(tree).height * png.SHARPER) <= 1


@pytest.mark.parametrize(("text", "at"), EVERYTHING)
def test_the_graph_is_in_the_language_dot(text: str, at: int | str | None) -> None:
    graph = dot.render(recursion_tree(text, at))
    assert DOT.parse(graph)


def test_text_of_drawings_and_graphs_is_escaped() -> None:
    hostile = '<script>&"\\'
    for label in (hostile, ex.Symbol(hostile), Step("{x}", (("x", ex.Call(hostile, (ex.N,))),))):
        drawing = svg.render(Sheet(hostile, 100, 20, (Text(typed(label), (0, 10), 10),)))
        (element,) = ElementTree.fromstring(drawing).iter(f"{SVG}text")
        assert "".join(element.itertext()).removesuffix("(n)") == hostile and "<script>" not in drawing
    assert dot.quoted(hostile) == '"<script>&\\"\\\\"'


@pytest.mark.parametrize(
    ("formula", "pieces"),
    [
        ("n^(log_2 3)", [("n", 0), ("log", -1), ("2", -1), (" 3", -1)]),
        ("3^i*n", [("3", 0), ("i", -1), ("·", 0), ("n", 0)]),
        ("n^1.5", [("n", 0), ("1.5", -1)]),
        ("sum(k=1..n, k)", [("Σ", 0), ("k", 1), ("=1", 1), ("n", -1), (" ", 0), ("k", 0)]),
    ],
)
def test_scripts_are_raised_and_lowered(formula: str, pieces: list[tuple[str, int]]) -> None:
    found = [(run.text, (run.shift > 0) - (run.shift < 0)) for run in picture.write(parse_formula(formula))]
    assert found == pieces


def test_what_follows_a_sum_stands_behind_the_longer_of_its_limits() -> None:
    """An exponent is set back over the index; what comes next begins where both have ended."""
    sign, index, equal, *over, space, _ = picture.write(parse_formula("sum(k=1..n, k)"))
    assert over[0].back == pytest.approx(picture.width_of((index, equal)))
    assert picture.width_of((index, equal, *over, replace(space, text=""))) == pytest.approx(
        max(picture.width_of((index, equal)), picture.width_of([replace(over[0], back=0.0)]))
    )
    assert not sign.shift


@pytest.mark.parametrize(("text", "at"), EVERYTHING)
def test_documents_are_json_with_formulas_as_strings(text: str, at: int | str | None) -> None:
    document = json.loads(json.dumps(tree_document(text, recursion_tree(text, at))))
    assert document["schema"] == 1 and document["error"] is None
    assert all(isinstance(level["cost"], str) for level in document["tree"]["levels"])
    if at is None:
        unrolled = json.loads(json.dumps(unroll_document(text, unroll(text))))
        assert isinstance(unrolled["unrolling"]["general"], str)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, content in rendered().items():
        (FOLDER / name).write_text(content, encoding="utf-8")
