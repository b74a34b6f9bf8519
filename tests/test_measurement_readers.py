"""Files of times as tools write them: recognised by content, every series with its sizes and seconds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recur.cli import main
from recur.measurement.reading import one_of, read_series
from recur.measurement.series import TimedRun, series_of
from recur.model import InvalidRecurrence

CASES = Path(__file__).parent / "cases"
EXPECTED: dict[str, list[dict[str, object]]] = json.loads((CASES / "times.json").read_text(encoding="utf-8"))


def test_every_file_has_its_expectation() -> None:
    assert sorted(EXPECTED) == sorted(file.name for file in (CASES / "times").iterdir())


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_is_read_by_its_content(name: str) -> None:
    found = read_series((CASES / "times" / name).read_text(encoding="utf-8"))
    assert [series.name for series in found] == [row["name"] for row in EXPECTED[name]]
    for series, row in zip(found, EXPECTED[name], strict=True):
        expected = row["samples"]
        assert isinstance(expected, list)
        assert [sample.size for sample in series.samples] == [size for size, _ in expected]
        judged = [sample.seconds if sample.cpu_seconds is None else sample.cpu_seconds for sample in series.samples]
        assert judged == pytest.approx([seconds for _, seconds in expected])
        assert [remark.sentence for remark in series.remarks] == row["remarks"]


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("matrix 64x64", "matrix 128x128"), {"matrix": [64, 128]}),
        (("sort(2^10)", "sort(2^11)"), {"sort": [1024, 2048]}),
        (("BM_x/512", "BM_x/1k", "BM_x/2k"), {"BM_x": [512, 1024, 2048]}),
        (("BM_x/1k", "BM_x/10k"), {"BM_x": [1000, 10000]}),
        (("BM_x/1Ki", "BM_x/1Mi"), {"BM_x": [2**10, 2**20]}),
        (("x/64/threads:1", "x/128/threads:1", "x/64/threads:2"), {"x/threads:1": [64, 128], "x/threads:2": [64]}),
        (("L2_norm/64", "L2_norm/128", "L1_norm/64"), {"L2_norm": [64, 128], "L1_norm": [64]}),
        (("test_a[n=10-fast]", "test_a[n=20-fast]"), {"test_a[fast]": [10, 20]}),
        (("fib(10) = 55", "fib(20) = 6765"), {"fib": [10, 20]}),
        (("run 1, n 10", "run 2, n 10", "run 3, n 20"), {"run": [10, 10, 20]}),
        (("sort_1_000", "sort_2_000"), {"sort": [1000, 2000]}),
        (("Sort1000Random", "Sort2000Random"), {"SortRandom": [1000, 2000]}),
    ],
)
def test_the_size_is_taken_out_of_the_names(names: tuple[str, ...], found: dict[str, list[int]]) -> None:
    series = series_of(TimedRun(name, (1.0,)) for name in names)
    assert {one.name: [sample.size for sample in one.samples] for one in series} == found


def test_what_has_no_size_is_said_to_be_left_out() -> None:
    (series,) = series_of(TimedRun(name, (1.0,)) for name in ("sort/8", "setup", "sort/16"))
    assert [remark.sentence for remark in series.remarks] == ["Left out, having no size: setup."]
    with pytest.raises(InvalidRecurrence, match="no size is told from the names sort, search"):
        series_of(TimedRun(name, (1.0,)) for name in ("sort", "search"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"context": {}, "benchmarks": [{"name": "x/8", "cpu_time": "fast", "time_unit": "us"}]}', "cannot be read"),
        ('{"results": [{"command": "x 8", "mean": null, "times": null}]}', "cannot be read"),
        ('{"answers": [1, 2]}', "no tool that is known"),
        ("[1, 2, 3]", "no tool that is known"),
    ],
)
def test_a_file_that_only_looks_like_a_tools_is_refused(text: str, said: str) -> None:
    with pytest.raises(InvalidRecurrence, match=said):
        read_series(text)


@pytest.fixture
def two(tmp_path: Path) -> str:
    rows = [
        f"{name}/{2**k},{1e-9 * 2 ** (power * k)}" for name, power in (("line", 1), ("square", 2)) for k in range(4, 12)
    ]
    file = tmp_path / "two.csv"
    file.write_text("name,seconds\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return str(file)


def test_several_series_are_answered_one_by_one(two: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit", two, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["series"]
    assert {one["name"]: [c["growth"] for c in one["classes"]] for one in found} == {"line": ["n"], "square": ["n**2"]}
    assert main(["fit", two]) == 0
    shown = capsys.readouterr().out
    assert shown.index("line") < shown.index("Θ(n)") < shown.index("square") < shown.index("Θ(n²)")


def test_one_series_is_chosen_by_its_name(two: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit", two, "--series", "square", "--predict", "n^2", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "confirmed"
    assert main(["fit", two, "--series", "cube"]) == 2
    assert "no series is called cube" in capsys.readouterr().err
    series = read_series(Path(two).read_text(encoding="utf-8"))
    assert [one.name for one in one_of(series, "SQU")] == ["square"]


def test_one_refuted_series_is_the_exit_code_of_all(two: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit", two, "--predict", "n"]) == 1
    capsys.readouterr()


def test_a_picture_has_the_times_and_what_the_fit_leaves(
    two: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, both = tmp_path / "one.svg", tmp_path / "both.png"
    assert main(["fit", two, "--series", "square", "--plot", str(one)]) == 0
    drawn = one.read_text(encoding="utf-8")
    assert "residuals" in drawn and "times named" in drawn
    assert main(["fit", two, "--plot", str(both)]) == 0
    assert both.read_bytes().startswith(b"\x89PNG")
    assert main(["fit", two, "--plot", str(tmp_path / "x.txt")]) == 2
    capsys.readouterr()


def test_times_that_are_none_are_said_to_be_left_out() -> None:
    rows = [{"name": f"x/{8 << i}", "cpu_time": time, "time_unit": "us"} for i, time in enumerate((1.0, 0.0, 2.0))]
    (series,) = read_series(json.dumps({"context": {}, "benchmarks": rows}))
    assert [sample.size for sample in series.samples] == [8, 32]
    assert "Left out, being no time above 0: 1 of the times." in [remark.sentence for remark in series.remarks]


def test_a_run_that_failed_is_said_to_be_left_out() -> None:
    rows: list[dict[str, object]] = [{"name": f"x/{n}", "cpu_time": 1.0, "time_unit": "us"} for n in (8, 16, 32)]
    rows[1] |= {"error_occurred": True, "error_message": "out of memory"}
    (series,) = read_series(json.dumps({"context": {}, "benchmarks": rows}))
    assert [sample.size for sample in series.samples] == [8, 32]
    assert "Left out, being no time above 0: 1 of the times." in [remark.sentence for remark in series.remarks]
