"""The picture of a measured program as SVG and PNG: well-formed, inside its frame, nothing over anything else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import combinations
from xml.etree import ElementTree

import pytest

from recur.measurement.samples import Sample
from recur.model import expressions as ex
from recur.notation.picture import width_of
from recur.pictures import png, svg
from recur.pictures.chart_layout import laid_out
from recur.pictures.charts import Picture
from recur.pictures.measured import drawn, picture_of
from recur.pictures.shapes import Mark, Sheet, Text, typed
from recur.runs.measured import Measured
from tests.measured_programs import MACHINE, UNTIMED, run_on, timed
from tests.synthetic_times import SCENARIOS, samples

PLAIN, OFFSET = SCENARIOS[:2]
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</text><script>alert(1)</script>&\"'\u202e\x1b[31m$\\frac{x}$ _^{} 日本語" * 3
LONG = f"T(n) = 2T(n/2) + {' + '.join(f'n/{k}' for k in range(100, 140))}"

MADE: dict[str, Callable[[], Measured]] = {
    "confirmed, four engines": lambda: replace(
        timed(samples("n log n", PLAIN, 0.05, 1), "n log n"),
        parallel=run_on({"threads": 1.5, "processes": 0.1, "dask": 30.0, "mpi": 0.2}, range(1, 9)),
    ),
    "refuted": lambda: timed(samples("n log n", PLAIN, 0.05, 1), "n^2"),
    "named": lambda: replace(timed(samples("log n", OFFSET, 0.1, 2)), parallel=run_on({"processes": 0.1}, span=None)),
    "exponential": lambda: timed(samples("2^n", PLAIN, 0.05, 1), "2^n"),
    "a long recurrence": lambda: timed([Sample(64 << k, 1e-7 * 2.0**k) for k in range(8)], LONG),
    "parallel alone": lambda: replace(UNTIMED, parallel=run_on({"threads": 0.1}, (1, 2))),
    "many processors": lambda: replace(UNTIMED, parallel=run_on({"mpi": 0.1}, (1, 2, 4, 8, 16, 32, 64, 96, 128))),
    "nothing": lambda: UNTIMED,
    "hostile": lambda: replace(
        UNTIMED, task=HOSTILE, machine=replace(MACHINE, processor=HOSTILE), parallel=run_on({HOSTILE: 1.0})
    ),
}


@cache
def measured(name: str) -> Measured:
    return MADE[name]()


@pytest.fixture(params=MADE)
def found(request: pytest.FixtureRequest) -> Measured:
    return measured(request.param)


def boxes(picture: Picture) -> list[tuple[float, float, float, float]]:
    """About where each text stands: left, top, right, bottom."""
    placed = []
    for text in laid_out(picture).shapes:
        if isinstance(text, Text) and text.content:
            width = width_of(text.line, text.size)
            left = text.place[0] - {"start": 0.0, "middle": 0.5, "end": 1.0}[text.anchor] * width
            placed.append((left, text.place[1] - 0.75 * text.size, left + width, text.place[1] + 0.2 * text.size))
    return placed


def test_a_picture_is_well_formed_and_every_point_lies_inside(found: Measured) -> None:
    root = ElementTree.fromstring(svg.render(drawn(found)))
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    assert root.attrib["viewBox"] == f"0 0 {width:g} {height:g}" and width <= 920
    lines = root.findall(f".//{SVG}polyline") + root.findall(f".//{SVG}polygon")
    points = [tuple(map(float, pair.split(","))) for node in lines for pair in node.attrib["points"].split()]
    points += [(float(node.attrib["cx"]), float(node.attrib["cy"])) for node in root.findall(f".//{SVG}circle")]
    assert bool(points) == bool(found.evidence or found.parallel)
    assert all(0 <= x <= width and 0 <= y <= height for x, y in points)


def test_no_text_leaves_the_picture(found: Measured) -> None:
    sheet = laid_out(picture_of(found))
    assert all(
        left >= 0 and top >= 0 and right <= sheet.width and bottom <= sheet.height
        for left, top, right, bottom in boxes(picture_of(found))
    )


def test_no_text_stands_on_another(found: Measured) -> None:
    for one, other in combinations(boxes(picture_of(found)), 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)


def test_text_is_large_enough_to_read(found: Measured) -> None:
    sizes = [shape.size for shape in laid_out(picture_of(found)).shapes if isinstance(shape, Text)]
    assert min(sizes) >= 11


def test_every_run_is_drawn_where_it_belongs() -> None:
    found = measured("refuted")
    (panel,) = picture_of(found).panels
    rings = [shape.place for shape in laid_out(picture_of(found)).shapes if isinstance(shape, Mark)]
    rings = [place for place in rings if place[1] < 420]  # without the keys of the legend
    assert len(rings) == len(found.samples) + len(panel.marks[1].points)
    left, right = 74, 620
    expected = {round(left + panel.across.part(x) * (right - left), 6) for x, _ in panel.marks[0].points}
    assert {round(x, 6) for x, _ in rings} == expected
    heights = sorted(418 - 300 * panel.up.part(y) for marks in panel.marks for _, y in marks.points)
    assert sorted(y for _, y in rings) == pytest.approx(heights)


def test_text_of_a_user_stays_text() -> None:
    drawing = svg.render(drawn(measured("hostile")))
    root = ElementTree.fromstring(drawing)
    assert not root.findall(f".//{SVG}script") and "\x1b" not in drawing and "\u202e" not in drawing
    assert any("</text><script>" in (node.text or "") for node in root.findall(f".//{SVG}text"))


def test_a_picture_stands_alone_on_white_paper(found: Measured) -> None:
    drawing = svg.render(drawn(found))
    assert '<rect width="100%" height="100%" fill="white"/>' in drawing
    assert not re.search(r"href|url\(|<style|<image", drawing)
    assert drawing.count("http") == 1  # the name of the language


def test_engines_are_told_apart_without_colour() -> None:
    marks = picture_of(measured("confirmed, four engines")).panels[1].marks
    assert len({each.shape for each in marks}) == len({each.style for each in marks}) == len(marks) == 4


@pytest.mark.parametrize("name", MADE)
def test_a_png_is_a_png_of_the_same_picture(name: str) -> None:
    pytest.importorskip("matplotlib", reason="no matplotlib: PNG pictures are not tested")
    content = png.render(drawn(measured(name)))
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    sheet = laid_out(picture_of(measured(name)))
    width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
    assert abs(width - 2 * sheet.width) <= 1 and abs(height - 2 * sheet.height) <= 1


@pytest.mark.parametrize("content", ["pay $5 and $6", r"$\frac{$", "$x", "100 %"])
def test_dollar_signs_of_a_user_start_no_mathematics(content: str) -> None:
    pytest.importorskip("matplotlib", reason="no matplotlib: PNG pictures are not tested")
    for label in (content, ex.Symbol(content)):
        sheet = Sheet("", 200, 40, (Text(typed(label), (5, 20), 12),))
        assert png.render(sheet).startswith(b"\x89PNG\r\n\x1a\n")


def test_words_stand_upright_as_they_are_and_variables_do_not() -> None:
    seconds, work = typed("2 s·", ex.Symbol("s"))
    assert (seconds.text, seconds.italic, work.text, work.italic) == ("2 s·", False, "s", True)
    assert [run.text for run in typed("a_b^c")] == ["a_b^c"]
