"""Reports that people read: every format holds the whole class, and nothing that was typed in acts in any of them."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from recur.answers.grading.gradebook import Gradebook
from recur.answers.grading.judgements import Graded
from recur.answers.grading.records import line
from recur.reports import endings as known_endings, names, report
from recur.reports.csv import FORMULA_STARTS
from recur.writers import MEDIA
from tests.gradings import HOSTILE, book, exercise, graded, hostile_book

MIXED = book(
    graded(1, "ada", "n log n"),
    graded(2, "bob", "n", "wrong", ("too-small", "missing-log"), feedback=("Too small.",)),
    graded(3, "cat", "O(n^2)", "not tight", ("too-loose",), kind="O"),
    graded(4, "dan", "Theta(n", "unreadable", ("unreadable",), feedback=("It cannot be read.", "A bracket is open.")),
    graded(5, "ada", "n^2", "wrong", ("too-large",), asked=exercise("q2", 3)),
    graded(6, "bob", "f(n)", "undecided", asked=exercise("q2", 3), feedback=("Nothing is proved.",)),
    title="Homework 1",
)


GRADEBOOKS = ("gradebook", "canvas", "moodle")
PLATFORMS = ("gradescope", "prairielearn")


def test_every_format_is_a_file_and_a_file_ending_names_one() -> None:
    assert set(names()) == {*MEDIA, "summary", "json", "jsonl", "csv", "xlsx", *GRADEBOOKS, *PLATFORMS}
    media = {ending: medium for medium, ending in MEDIA.items()}
    assert known_endings() == {".json": "json", ".jsonl": "jsonl", ".csv": "csv", ".xlsx": "xlsx"} | media


@pytest.mark.parametrize("form", ["text", "markdown", "latex", "html", "csv", "json", "jsonl", *GRADEBOOKS])
def test_every_student_is_in_every_report(form: str) -> None:
    shown = report(form).render(MIXED)
    assert all(name in shown for name in ("ada", "bob", "cat", "dan"))
    assert shown.endswith("\n")


def test_the_table_has_the_points_of_each_question_and_the_total() -> None:
    lines = report("text").render(MIXED).splitlines()
    row = {
        name: re.split(r"\s{2,}", found.strip())
        for found in lines
        for name in ("ada", "bob", "dan")
        if found.startswith(f"  {name}")
    }
    assert row["ada"] == ["ada", "2", "0", "2 / 5"]
    assert row["bob"] == ["bob", "0", "?", "0 + 1? / 5"]
    assert row["dan"] == ["dan", "?", "–", "0 + 1? / 5"]


def test_the_summary_tells_mistakes_by_tag_and_what_needs_a_person_and_nobodys_points() -> None:
    shown = report("summary").render(MIXED)
    assert re.search(r"missing-log +1 +q1 +n\n", shown) and "too-small" not in shown
    assert "unreadable: A bracket is open." in shown and "undecided: Nothing is proved." in shown
    assert "Students" not in shown and "cat" not in shown


def test_what_a_log_was_read_as_is_no_mistake() -> None:
    shown = report("summary").render(book(graded(1, "ada", "log n", "wrong", ("no-solution", "log-base"))))
    assert "no-solution" in shown and "log-base" not in shown


@pytest.mark.parametrize("width", [60, 80, 100])
def test_the_text_keeps_to_the_width_where_words_can_be_broken(width: int) -> None:
    assert all(len(found) <= width for found in report("text").render(MIXED, width=width).splitlines())


def test_text_in_ascii_is_ascii() -> None:
    assert report("text").render(MIXED, unicode=False).isascii()
    assert report("json").render(hostile_book(), unicode=False).isascii()


def test_long_lists_end_with_how_many_more_there_are() -> None:
    many = book(*[graded(n, f"s{n}", f"n({n}", "unreadable", ("unreadable",)) for n in range(1, 100)])
    shown = report("text").render(many)
    assert "… and 39 more" in shown and "s99" in shown


def test_hostile_text_does_not_act_on_a_terminal() -> None:
    for shown in (report("text").render(hostile_book()), report("summary").render(hostile_book())):
        assert all(character.isprintable() or character == "\n" for character in shown)


def test_no_cell_of_the_table_is_a_formula_and_numbers_stay_numbers() -> None:
    rows = list(csv.DictReader(io.StringIO(report("csv").render(hostile_book()), newline="")))
    assert len(rows) == len(HOSTILE)
    for row in rows:
        assert all(not str(cell).lstrip(" ").startswith(FORMULA_STARTS) for cell in row.values())
        assert (float(row["points"]), float(row["max_points"]), int(row["row"])) == (0, 1, int(row["row"]))
    assert rows[0]["answer"] == "'=HYPERLINK(1)" and rows[6]["answer"] == "<script>alert(1)</script>"


def test_an_answer_without_a_score_has_an_empty_cell_and_not_a_zero() -> None:
    rows = list(csv.DictReader(io.StringIO(report("csv").render(MIXED))))
    assert [row["points"] for row in rows] == ["2", "0", "1", "", "0", ""]


def test_markdown_escapes_what_would_be_markup() -> None:
    shown = report("markdown").render(hostile_book())
    assert "<script" not in re.sub(r"\\<", "", shown) and "a\\|b\\`c\\`\\*d\\*" in shown
    tables = [block.splitlines() for block in shown.split("\n\n") if block.startswith("| ")]
    assert len(tables) == 4
    for rows in tables:
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) == 1
    assert "://" not in shown and "\\[x\\](https:" in shown


class Page(HTMLParser):
    """The elements of a page, their attributes, and whether every one that opens is closed."""

    VOID = frozenset({"meta", "link", "br", "img"})

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.anchors: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.anchors += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("shown", [hostile_book(), MIXED], ids=["hostile", "mixed"])
def test_the_page_stands_alone_and_nothing_typed_in_is_an_element(shown: object) -> None:
    text = report("html").render(shown)
    page = Page()
    page.feed(text)
    assert not page.open
    assert not page.tags & {"img", "link", "iframe", "i", "object"} and text.count("<script>") == 1
    assert not page.attributes & {"src", "onerror", "style"}
    assert len(set(page.anchors)) == len(page.anchors)
    assert page.links and {link.removeprefix("#") for link in page.links} <= set(page.anchors)
    assert (
        "://" not in text.replace("https://example.org", "").replace("http://www.w3.org/2000/svg", "")
        and "prefers-color-scheme" in text
        and "@media print" in text
    )
    digest = b64encode(sha256(text.split("<script>")[1].split("</script>")[0].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'" in text


def test_the_sheet_of_a_student_has_no_script_and_tells_nothing_of_the_others() -> None:
    text = report("html").render(MIXED.of("bob"))
    assert "<script" not in text and "Read as" not in text and "Too small." in text
    assert all(name not in text for name in ("ada", "cat", "dan"))


def test_json_lines_are_the_lines_of_the_results_file() -> None:
    assert report("jsonl").render(MIXED).encode() == b"".join(map(line, MIXED.graded))
    for found in report("jsonl").render(hostile_book(), unicode=False).splitlines():
        assert found.isascii() and json.loads(found)["answer"] in HOSTILE


def test_the_document_holds_students_questions_mistakes_and_every_answer() -> None:
    document = json.loads(report("json").render(MIXED))
    assert document["schema"] == 1 and document["title"] == "Homework 1"
    assert document["students"][0] == {
        "student": "ada",
        "points": 2,
        "max_points": 5,
        "undecided": 0,
        "answers": {"q1": 1, "q2": 5},
    }
    assert document["needs_a_person"] == [4, 6]
    assert [answer["points"] for answer in document["answers"]] == [2, 0, 1, None, 0, None]
    assert document["verdicts"] == {"correct": 1, "not tight": 1, "wrong": 2, "undecided": 1, "unreadable": 1}
    assert document["questions"][1]["mean_share"] == 0


def test_a_class_without_answers_has_a_report_in_every_format() -> None:
    for form in set(names()) - {"xlsx"}:
        assert report(form).render(book()).endswith("\n") or form == "jsonl"


def rows(form: str, shown: Gradebook) -> list[list[str]]:
    return list(csv.reader(io.StringIO(report(form).render(shown), newline="")))


def known(row: int, student: str, answer: str, verdict: str, **who: str) -> Graded:
    found = graded(row, student, answer, verdict)
    names = tuple((name.replace("_", " "), cell) for name, cell in who.items())
    return replace(found, submission=replace(found.submission, who=names))


def test_a_gradebook_has_one_row_a_student_and_no_total_while_an_answer_waits() -> None:
    heading, ada, bob, cat, dan = rows("gradebook", MIXED)
    assert heading == ["student", "q1", "q2", "points", "max_points", "needs_a_person"]
    assert (ada, bob) == (["ada", "2", "0", "2", "5", "0"], ["bob", "0", "", "", "5", "1"])
    assert (cat, dan) == (["cat", "1", "0", "1", "5", "0"], ["dan", "", "0", "", "5", "1"])


def test_the_columns_that_say_who_go_back_to_where_they_came_from() -> None:
    shown = book(
        known(1, "70500", "n", "wrong", name="Ada L", id="70500", sis_id="x1", section="A"),
        known(2, "70501", "n(", "unreadable", name="=1+1", id="70501", sis_id="x2", section="B"),
        title="Quiz",
    )
    assert rows("canvas", shown) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Quiz"],
        ["    Points Possible", "", "", "", "", "2"],
        ["Ada L", "70500", "x1", "", "A", "0"],
        ["'=1+1", "70501", "x2", "", "B", ""],
    ]
    moodle = book(known(1, "7", "n", "wrong", First_name="Ada", Last_name="L", ID_number="7"), title="Quiz")
    assert rows("moodle", moodle)[0] == ["First name", "Last name", "ID number", "Quiz", "Quiz (feedback)"]
    assert rows("moodle", moodle)[1][:4] == ["Ada", "L", "7", "0"]
    assert rows("canvas", moodle)[2] == ["Ada L", "", "7", "", "", "0"]
    assert rows("canvas", MIXED)[2] == ["ada", "", "", "ada", "", "2"]


@pytest.mark.parametrize("form", GRADEBOOKS)
def test_no_cell_of_a_gradebook_is_a_formula(form: str) -> None:
    found = rows(form, hostile_book())
    assert all(not cell.lstrip(" ").startswith(FORMULA_STARTS) for row in found for cell in row)


def test_a_workbook_says_nowhere_when_it_was_made() -> None:
    pytest.importorskip("openpyxl")
    with zipfile.ZipFile(io.BytesIO(report("xlsx").render(hostile_book()))) as parts:
        assert b"dcterms" not in parts.read("docProps/core.xml").replace(b"xmlns:dcterms", b"")
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_workbook_has_texts_as_texts_and_numbers_as_numbers() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    workbook = openpyxl.load_workbook(io.BytesIO(report("xlsx").render(hostile_book())))
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert workbook.sheetnames == ["Gradebook", "Questions", "Needs a person"]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [workbook["Gradebook"].cell(2, column).value for column in (1, 2)] == ["=HYPERLINK(1)", 0]


def test_a_class_is_told_first_as_a_whole_and_then_by_student() -> None:
    answers = [graded(n, f"s{n}", "n log n" if n > 6 else "n", "correct" if n > 6 else "wrong") for n in range(1, 13)]
    for form in ("text", "markdown", "html"):
        shown = report(form).render(book(*answers))
        order = [shown.index(word) for word in ("Points", "Questions", "Students")]
        assert order == sorted(order) and "50%" in shown
    assert "<svg" in report("html").render(book(*answers))
