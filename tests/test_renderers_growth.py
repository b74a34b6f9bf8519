"""The growth plot: exact values against the bound, inside the frame, well-formed, told in words."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from functools import cache
from math import log

import pytest

from recur.notation import python
from recur.pictures import svg
from recur.pictures.chart_layout import laid_out
from recur.pictures.growth import GrowthChart, growth_chart, picture_of, ratios
from recur.worked_example import Samples, study

SVG = "{http://www.w3.org/2000/svg}"
TYPED = {
    "leading term": "T(n) = 2T(n/2) + n",
    "band": "T(n) = T(n/2) + T(n/3) + 1",
    "bounds apart": "T(n) = 2T(n/2) + O(n)",
    "exponential": "T(n) = T(n-1) + T(n-2)",
    "factorial": "T(n) = n T(n-1)",
    "square root": "T(n) = T(sqrt n) + 1",
    "history": "T(n) = 2/n*sum(k=0..n-1, T(k)) + n",
    "unsolved": "T(n) = 2T(n/2) + n*sin(n)^2/log log n",
    "unknown growth": "T(n) = sum(k=1..n-1, T(k)T(n-k)), T(1) = 1",
    "powers of three": "T(n) = 9T(n/3) + n^2, T(1) = 1",
}


@cache
def samples(name: str) -> Samples:
    found = next(iter(study(TYPED[name], None).extras.values())).samples
    assert found is not None
    return found


def chart(name: str) -> GrowthChart:
    found = growth_chart(samples(name))
    assert found is not None
    return found


@pytest.mark.parametrize("name", TYPED)
def test_the_points_are_the_exact_values(name: str) -> None:
    values = {v.size: v.value for v in samples(name).values if isinstance(v.value, int) and 0 < v.value < 2**900}
    shown = dict(zip(chart(name).sizes, chart(name).points, strict=True))
    assert len(values) > 1
    for size, value in values.items():
        if size in shown:
            across, height = shown[size]
            assert height == pytest.approx(log(value), abs=1e-9)
            assert across == pytest.approx(size if chart(name).linear else log(size))


@pytest.mark.parametrize("name", ["band", "bounds apart", "unsolved"])
def test_a_band_holds_the_values_from_its_start_on(name: str) -> None:
    found = chart(name)
    above, below = found.curves
    assert found.band and above.style == below.style == "dashed"
    for across, height in found.points:
        if across >= above.points[0][0] - 1e-9:
            upper, lower = (min(curve.points, key=lambda p: abs(p[0] - across))[1] for curve in (above, below))
            assert lower - 0.1 <= height <= upper + 0.1


def test_a_known_leading_term_is_the_curve() -> None:
    found = chart("leading term")
    assert len(found.curves) == 1 and not found.band
    assert python.write(found.curves[0].label).startswith("T(n) ~ ")
    assert abs(found.curves[0].points[-1][1] - found.points[-1][1]) < 0.1


def test_what_explodes_has_a_linear_lower_axis() -> None:
    assert [chart(name).linear for name in ("exponential", "factorial", "unknown growth")] == [True] * 3
    assert not chart("history").linear


def test_sizes_are_powers_of_what_every_call_divides_by() -> None:
    assert chart("powers of three").sizes == tuple(3**k for k in range(13))
    assert samples("powers of three").notes == ()
    assert any("rounded" in note for note in samples("band").notes)


def test_ratios_are_told_of_tight_bounds_only() -> None:
    found = ratios(samples("leading term"))
    assert found[1024] == pytest.approx(log(11 / (10 * log(2))))  # T(1024) = 1024·11, and the bound is n·ln n
    assert ratios(samples("bounds apart")) == {}


@pytest.mark.parametrize("name", TYPED)
def test_the_drawing_is_well_formed_and_stays_in_its_frame(name: str) -> None:
    sheet = laid_out(picture_of(chart(name)))
    drawing = ElementTree.fromstring(svg.render(sheet))
    assert drawing.get("role") == "img" and "Values of T(n)" in (drawing.findtext(f"{SVG}title") or "")
    dots = [(float(dot.get("cx", 0)), float(dot.get("cy", 0))) for dot in drawing.iter(f"{SVG}circle")]
    assert len(dots) == len(chart(name).points) + 1  # one stands in the legend
    for line in (*drawing.iter(f"{SVG}polyline"), *drawing.iter(f"{SVG}polygon")):
        pairs = [pair.split(",") for pair in line.get("points", "").split()]
        dots += [(float(x), float(y)) for x, y in pairs]
    for x, y in dots:
        assert 0 <= x <= sheet.width and 0 <= y <= sheet.height
    labels = [text.text or "".join(text.itertext()) for text in drawing.iter(f"{SVG}text")]
    assert len(labels) >= 6 and all(labels)
