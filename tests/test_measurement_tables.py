"""Tables of times as programs write them."""

from __future__ import annotations

import pytest

from recur.measurement.samples import Sample
from recur.measurement.tables import read_samples, read_table
from recur.model.errors import InvalidRecurrence, SyntaxProblem

SAME = (Sample(1000, 0.0015, 1), Sample(2000, 0.003, 1), Sample(1000, 0.0016, 2))


@pytest.mark.parametrize(
    "table",
    [
        "n,seconds\n1000,0.0015\n2000,0.003\n1000,0.0016\n",
        "seconds,n\n0.0015,1000\n0.003,2000\n0.0016,1000",
        "size;time (ms)\n1000;1,5\n2000;3,0\n1000;1,6\n",
        "N\ttime_us\n1000\t1500\n2000\t3000\n1000\t1600\n",
        "# made by hand\nn seconds\n\n1000 0.0015\n// half way\n2000 3e-3\n1000 .0016\n",
        "1000,0.0015\n2000,0.003\n1000,0.0016\n",
        "1000 1.5e-3\n2000 3.0e-3\n1000 1.6e-3\n",
        'engine,"input size","elapsed [ns]"\nserial,1000,1500000\nserial,2000,3000000\nserial,1000,1600000\n',
        "n,seconds\r\n1000,0.0015\r\n2000,0.003\r\n1000,0.0016\r\n",
        "n,time\n1e3,1.5 ms\n2000.0,3ms\n1000,1600us\n",
        "problem_size,wall time,repetition\n1000,0.0015,1\n2000,0.003,1\n1000,0.0016,2\n",
    ],
)
def test_separators_headings_units_and_comments_all_mean_the_same(table: str) -> None:
    found = read_samples(table)
    assert [(s.size, s.repetition) for s in found] == [(s.size, s.repetition) for s in SAME]
    assert [s.seconds for s in found] == pytest.approx([s.seconds for s in SAME])


@pytest.mark.parametrize(
    ("table", "line", "column", "said"),
    [
        ("n,seconds\n8,0.1\n16,fast\n", 3, 4, "fast is not a time"),
        ("n,seconds\n8,0.1\n16,nan\n", 3, 4, "nan is not a time"),
        ("n,seconds\n8,inf\n", 2, 3, "inf is not a time"),
        ("n,seconds\n8,0\n", 2, 3, "above 0"),
        ("n,seconds\n8,-0.5\n", 2, 3, "above 0"),
        ("n,seconds\n8,1e999\n", 2, 3, "above 0"),
        ("n,seconds\nmany,0.5\n", 2, 1, "many is not a size"),
        ("n,seconds\n8.5,0.5\n", 2, 1, "not a whole number"),
        ("n,seconds\n0,0.5\n", 2, 1, "from 1 on"),
        ("n,seconds\n8\n", 2, 1, "one is missing"),
        ("n,seconds\n8,\n", 2, 1, "one is missing"),
        ("# x\n1,2,3\n", 2, 1, "no heading"),
        ("a,b\n1,2\n", 1, 1, "as the size"),
        ("n,b\n1,2\n", 1, 1, "as the time"),
        ("n,real,elapsed\n1,2,3\n", 1, 8, "two columns could be the time"),
        ("n,size,s\n1,2,3\n", 1, 3, "two columns could be the size"),
    ],
)
def test_a_bad_cell_is_named_with_its_line_and_place(table: str, line: int, column: int, said: str) -> None:
    with pytest.raises(SyntaxProblem) as refused:
        read_samples(table)
    place = refused.value.place
    assert place is not None and (place.line, place.column) == (line, column)
    assert refused.value.message.startswith(f"line {line}: ") and said in refused.value.message


@pytest.mark.parametrize("table", ["", "\n\n", "# nothing\n", "n,seconds\n"])
def test_a_table_without_times_is_refused(table: str) -> None:
    with pytest.raises(InvalidRecurrence, match="no times"):
        read_samples(table)


def test_a_time_of_zero_is_explained() -> None:
    with pytest.raises(SyntaxProblem) as refused:
        read_samples("n,s\n8,0.000\n")
    assert refused.value.hint is not None and "many calls" in refused.value.hint


MARKED = {
    "several sizes in thousands": ("n\ts\n1,000\t0.5\n2,000\t1\n", [1000, 2000], [0.5, 1]),
    "a size that were no whole number": ("n;s\n16,384;1\n", [16384], [1]),
    "two marks in one number": ("n;ms\n8;1,500.5\n16;3,250\n", [8, 16], [1.5005, 3.25]),
    "thousands with points beside decimal commas": ("n;s\n1.000;0,5\n2.000;1,25\n", [1000, 2000], [0.5, 1.25]),
    "marks that are nothing else": ("n\ts\n1 000\t1\n2'000\t2\n4_000\t4\n", [1000, 2000, 4000], [1, 2, 4]),
    "in quotation marks": ('n,s\n"1,024",1\n"2,048",2\n', [1024, 2048], [1, 2]),
    "between spaces": ("1,000 0.5\n2,000 1\n", [1000, 2000], [0.5, 1]),
    "millions": ("n\ts\n1,000,000\t1\n500\t0.5\n", [1000000, 500], [1, 0.5]),
    "a decimal comma": ("n;s\n8;0,125\n16;3,250\n", [8, 16], [0.125, 3.25]),
}


@pytest.mark.parametrize(("table", "sizes", "seconds"), MARKED.values(), ids=MARKED)
def test_the_marks_in_numbers_mean_what_the_table_tells(table: str, sizes: list[int], seconds: list[float]) -> None:
    found = read_samples(table)
    assert [sample.size for sample in found] == sizes
    assert [sample.seconds for sample in found] == pytest.approx(seconds)


def test_thousands_are_said() -> None:
    said = [remark.sentence for remark in read_table("n\ts\n1,000\t0.5\n2,000\t1\n")[0].remarks]
    assert said == ["1,000 is read as 1000."]


@pytest.mark.parametrize(
    ("table", "doubt"),
    [
        ("n;s\n1,000;1\n", "1,000 can be 1000 or 1.000"),
        ("n;ms\n8;1,500\n16;3,250\n", "1,500 can be 1500 or 1.500"),
        ("n,s\n1,000,0.5\n", "1,000 may be one number or two"),
        ("n time\n1 200 0.5\n2 400 1\n", "1 200 may be one number or two"),
        ("n;s\n1.000;1\n2.000;2\n", "1.000 can be 1000 or 1.000"),
    ],
)
def test_a_number_that_can_be_read_in_two_ways_is_asked_about(table: str, doubt: str) -> None:
    with pytest.raises(SyntaxProblem) as asked:
        read_samples(table)
    assert doubt in asked.value.message and asked.value.hint


@pytest.mark.parametrize("table", ["n time\n8 0.5 ms\n16 1 ms\n", "8 0.5 ms\n16 1 ms\n", "n time\n8 0.5ms\n16 1ms\n"])
def test_a_unit_behind_a_space_is_the_unit(table: str) -> None:
    assert [x.seconds for x in read_samples(table)] == [0.0005, 0.001]
