"""A measured program as an SVG picture: times beside the prediction, T_P beside the laws."""

from __future__ import annotations

from recur.renderers import panel_svg
from recur.renderers.measure_chart import picture_of
from recur.runs.measured import Measured


def render(found: Measured) -> str:
    return panel_svg.render(picture_of(found))
