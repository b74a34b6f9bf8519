"""Charts made of characters: within the width, in ASCII if asked, every mark and curve where it belongs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recur.cli import main
from recur.measurement.judging import assess
from recur.measurement.samples import Sample
from recur.pictures.braille import HIGH, drawn_in_characters
from recur.pictures.charts import Axis, Band, Line, Marks, Panel
from recur.pictures.times import charts_in_characters
from recur.writers.characters import columns

AXIS = Axis("x", 0.0, 10.0, ((0.0, "0"), (5.0, "5"), (10.0, "10")))
EXAMPLES = Path(__file__).parent.parent / "examples" / "measurements"


def panel(*, lines: tuple[Line, ...] = (), marks: tuple[Marks, ...] = (), bands: tuple[Band, ...] = ()) -> Panel:
    return Panel("title", "", AXIS, Axis("y", 0.0, 10.0, AXIS.ticks), bands, lines, marks)


def field(lines: tuple[str, ...], rule: str = "│") -> list[str]:
    """What stands between the axes, the highest row first."""
    return [line.partition(rule)[2] for line in lines if rule in line]


def test_a_rising_line_rises_from_the_corner_to_the_corner() -> None:
    rows = field(drawn_in_characters(panel(lines=(Line("", "fit", "solid", ((0.0, 0.0), (10.0, 10.0))),))))
    assert len(rows) == HIGH and rows[-1][0] != " " and rows[0][-1] != " "
    starts = [len(row) - len(row.lstrip()) for row in rows]
    assert starts == sorted(starts, reverse=True)


def test_a_mark_stands_over_a_curve_and_a_curve_over_a_shade() -> None:
    level = ((0.0, 5.0), (10.0, 5.0))
    band = Band("", ((0.0, 0.0), (10.0, 0.0)), ((0.0, 10.0), (10.0, 10.0)))
    marks = Marks("", "median", "dot", ((10.0, 5.0),))
    rows = field(drawn_in_characters(panel(lines=(Line("", "fit", "solid", level),), marks=(marks,), bands=(band,))))
    assert sum(row.count("●") for row in rows) == 1
    assert {character for row in rows for character in row} - {"●", "░"} <= set(map(chr, range(0x2801, 0x2900)))


def test_what_leaves_the_axes_is_not_drawn() -> None:
    steep = Line("", "fit", "solid", ((0.0, -50.0), (10.0, 90.0)))
    outside = Marks("", "median", "dot", ((5.0, 11.0), (-1.0, 5.0)))
    rows = field(drawn_in_characters(panel(lines=(steep,), marks=(outside,))))
    assert "●" not in "".join(rows) and any(row.strip() for row in rows)


@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("predicted", [None, "n log n", "2^n"])
def test_the_chart_of_times_keeps_to_its_width(width: int, predicted: str | None, unicode: bool) -> None:
    evidence = assess(
        [Sample(2**k, 3e-9 * 4**k * (1 + 0.1 * (j - 1))) for k in range(4, 12) for j in range(3)], predicted
    )
    lines = charts_in_characters(evidence, width, unicode)
    assert max(map(columns, lines)) <= width
    assert unicode or all(line.isascii() for line in lines)
    assert sum(line.count("●" if unicode else "o") for line in field(lines, "│" if unicode else "|")) >= 8


def test_times_without_a_fit_have_a_chart_too() -> None:
    assert charts_in_characters(assess([Sample(8, 1.0)]), 80)


def test_fit_draws_in_the_terminal_where_it_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    table = str(EXAMPLES / "sort_cpp.csv")
    assert main(["fit", table, "--chart"]) == 0
    assert "● median" in capsys.readouterr().out
    assert main(["fit", table]) == 0
    assert "● median" not in capsys.readouterr().out
    assert main(["fit", table, "--chart", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "named"
