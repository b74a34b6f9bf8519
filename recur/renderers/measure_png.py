"""A measured program as a PNG picture: what `measure_svg` draws, by matplotlib."""

from __future__ import annotations

from recur.renderers import panel_png
from recur.renderers.measure_chart import picture_of
from recur.runs.measured import Measured


def render(found: Measured) -> bytes:
    return panel_png.render(picture_of(found))
