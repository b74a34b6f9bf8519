"""Report pages: valid, self-contained HTML that says all there is to say of each problem."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from recur.documents import worked_example
from recur.documents.blocks import Chapter
from recur.documents.worked_example import failed
from recur.model.errors import LimitExceeded, RecurError
from recur.parsing import parse
from recur.worked_example import study, study_program
from recur.writers.html_page import render
from recur.writers.markup import VOICE, inline, unbroken, words
from tests import html_pages
from tests.html_pages import assert_mathematics, assert_readable, assert_stands_alone, words as shown_words

CHECKOUT = Path(__file__).resolve().parent.parent
REPRESENTATIVE = {
    case["name"]: case["recurrence"]
    for line in (CHECKOUT / "tests/cases/representative.jsonl").read_text(encoding="utf-8").splitlines()
    for case in [json.loads(line)]
}
PROGRAMS = ("merge_sort", "matrix_multiply", "fibonacci", "prefix_sums")
UNSOLVED = "T(n) = 2T(n/2) + n*sin(n)^2/log log n"
HOSTILE = "</title><script>alert(1)</script><img src=x onerror=alert(1)>"


@cache
def recurrence(text: str) -> Chapter:
    return worked_example.recurrence_chapter(study(text, None))


@cache
def program(name: str) -> Chapter:
    text = (CHECKOUT / f"examples/programs/{name}.spawn").read_text(encoding="utf-8")
    return worked_example.program(f"{name}.spawn", study_program(text, (4, 64), None))


def error_of(text: str) -> RecurError:
    with pytest.raises(RecurError) as caught:
        parse(text)
    return caught.value


def assert_page(page: str) -> None:
    document = assert_stands_alone(page)
    assert_readable(document)
    assert assert_mathematics(page) == len(list(document.iter("math")))


@pytest.mark.parametrize("name", REPRESENTATIVE)
def test_the_page_of_a_recurrence_is_valid_and_stands_alone(name: str) -> None:
    assert_page(render([recurrence(REPRESENTATIVE[name])]))


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_page_of_a_program_is_valid_and_stands_alone(name: str) -> None:
    assert_page(render([program(name)]))


def test_several_problems_have_a_table_of_contents_that_leads_to_each() -> None:
    chapters = [recurrence("2T(n/2)+n"), recurrence(UNSOLVED), program("fibonacci"), broken("T(n) = 2T(n/2")]
    page = render(chapters, "Week 5")
    assert_page(page)
    document = html_pages.read(page)
    links = [link.get("href") for link in document.iter("a")]
    assert links == [f"#{section.get('id')}" for section in document.iter("section")] and len(links) == 4
    assert [shown_words(entry) for entry in next(document.iter("h1"))] == []
    assert shown_words(next(document.iter("h1"))) == "Week 5" == shown_words(next(document.iter("title")))
    assert "4 problems, 1 unsolved, 1 in error" in shown_words(next(document.iter("header")))


def broken(text: str) -> Chapter:
    return failed(text, text, error_of(text))


def test_one_problem_needs_no_table_of_contents() -> None:
    assert not list(html_pages.read(render([recurrence("2T(n/2)+n")])).iter("nav"))


def test_a_solved_recurrence_has_all_its_parts() -> None:
    document = html_pages.read(render([recurrence("T(n) = 2T(n/2) + n, T(1) = 0")]))
    heads = [shown_words(head) for head in document.iter("h3")]
    assert heads == ["Derivation", "Recursion tree", "Growth", "Evidence", "Proof by induction"]
    said = shown_words(next(document.iter("main")))
    assert "Checked" in said and "CLRS 4e" in said and "Master theorem, case 2a" in said
    titles = [shown_words(title) for picture in document.iter("svg") for title in picture.iter("title")]
    assert [title.partition(" of ")[0] for title in titles] == ["Recursion tree", "Values"]


def test_the_table_holds_exact_values() -> None:
    document = html_pages.read(render([recurrence("T(n) = 2T(n/2) + n, T(1) = 0")]))
    rows = [[shown_words(cell) for cell in row] for row in next(document.iter("table")).iter("tr")]
    values = {size: value for size, value, _ in rows[1:]}
    assert values["2,048"] == f"{2048 * 11:,}" and values["1"] == "0"


def test_fractions_that_double_their_length_are_shown_by_their_first_digits() -> None:
    """T(20) has half a million digits above and below the line; the plot goes on to hundreds of sizes."""
    samples = study(REPRESENTATIVE["logistic_four"], None).extras["T"].samples
    assert samples is not None and len(samples.values) > 15
    assert samples.values[0].exact and not samples.values[-1].exact and samples.values[-1].size > 100


def test_each_function_of_a_system_has_its_own_section_in_dependency_order() -> None:
    document = html_pages.read(render([recurrence(REPRESENTATIVE["matrix_product"])]))
    heads = [shown_words(head).replace("\u2061", "") for head in document.iter("h3")]
    assert heads == ["A(n)", "M(n)"]


def test_the_derivation_has_every_sentence_substep_and_source_of_the_solution() -> None:
    found = study(REPRESENTATIVE["fibonacci"], None)
    page = render([worked_example.recurrence_chapter(found)])
    document = html_pages.read(page)
    listed = next(element for element in document.iter("ol") if element.get("class") == "steps")
    steps = found.solutions[-1].steps
    assert len(listed) == len(steps)
    for item, step in zip(listed, steps, strict=True):
        assert unbroken(VOICE.sentence(step)) in page
        assert sum(len(inner) for inner in item.iter("ol")) == len(step.substeps)
        assert step.source is None or step.source in shown_words(item)


def test_what_is_unsolved_shows_its_bounds_and_every_refusal() -> None:
    found = study(UNSOLVED, None)
    assert found.unsolved is not None and found.unsolved.bounds is not None
    said = shown_words(html_pages.read(render([worked_example.recurrence_chapter(found)])))
    assert "Unsolved: the driving function" in said and "O" in said and "Ω" in said
    for refusal in found.unsolved.refusals:
        assert refusal.method in said


def test_a_table_of_cases_names_the_conditions() -> None:
    document = html_pages.read(render([recurrence(REPRESENTATIVE["parameters"])]))
    rows = [row for row in document.iter("mtr") if len(row) == 3]
    assert len(rows) == 3 and all(shown_words(row[2]).startswith("if") for row in rows)


def test_defined_symbols_are_explained_with_their_digits() -> None:
    said = shown_words(html_pages.read(render([recurrence("T(n) = T(n/2) + T(n/3) + 1")])))
    assert "0.787884911025869" in said and "real root" in said


def test_a_program_shows_the_costs_of_its_lines_its_measures_and_the_speed_up() -> None:
    document = html_pages.read(render([program("merge_sort")]))
    procedures = [head for head in document.iter("h3") if head.get("class") == "function"]
    assert [shown_words(head) for head in procedures] == ["P-MERGE-SORT(A, n)", "P-MERGE(A, B, n)"]
    names = [shown_words(term) for term in document.iter("dt")]
    assert names == ["work", "span", "parallelism"] * 2
    assert [shown_words(head) for head in document.iter("h4")] == ["Work", "Span", "Speed-up"] * 2
    heads = [[shown_words(cell) for cell in next(table.iter("tr"))] for table in document.iter("table")]
    assert heads.count(["line", "source", "work", "span"]) == 2
    assert sum(head[0] == "P" and "at most" in head for head in heads) == 2
    assert sum("speed-up" in shown_words(picture) for picture in document.iter("svg")) == 2


def test_an_error_stands_at_its_place() -> None:
    document = html_pages.read(render([broken("T(n) = 2T(n/2 + n")]))
    excerpt = next(pre for pre in document.iter("pre"))
    (mark,) = excerpt
    assert (excerpt.text, mark.text, mark.tail) == ("T(n) = 2T", "(", "n/2 + n")


@pytest.mark.parametrize(
    "text", [HOSTILE, f"T(n) = 2T(n/2) + n # {HOSTILE}", '"&lt;<b>', "T(n) = \u202e\x1b[31m", "{}"]
)
def test_what_is_typed_stays_words(text: str) -> None:
    chapter = failed(text, text, LimitExceeded("too long", text=text, hint=HOSTILE))
    page = render([chapter, chapter], title=text)
    assert_page(page)
    assert "\x1b" not in page and "\u202e" not in page


def test_hostile_names_of_programs_and_procedures_stay_words() -> None:
    text = "F(<b>):\n  x\n"
    with pytest.raises(RecurError) as caught:
        study_program(text)
    assert_page(render([failed("<i>.spawn", text, caught.value)]))


def test_words_raise_powers_and_lower_indices() -> None:
    assert words("near 2^10, n = b^(2k) and A_1(n) <= T_inf") == (
        "near 2<sup>10</sup>, n = b<sup>2k</sup> and A<sub>1</sub>(n) ≤ T<sub>∞</sub>"
    )


def test_a_full_stop_stays_with_the_formula_before_it() -> None:
    assert unbroken("(<math>a</math>), so <math>b</math> holds.") == (
        '<span class="held">(<math>a</math>),</span> so <math>b</math> holds.'
    )


def test_a_long_formula_in_a_sentence_may_break_before_its_signs() -> None:
    system = parse("T(n) = T(n-1) + T(n-2) + T(n-3) + T(n-4) + T(n-5) + T(n-6) + T(n-7) + n")
    broken_up = inline(system.recurrences[0].right)
    assert broken_up.count("<wbr>") >= 2 and broken_up.count("<math>") == broken_up.count("<wbr>") + 1
    assert "<wbr>" not in inline(parse("T(n) = T(n-1) + n").recurrences[0].right)


def test_a_page_says_the_same_every_time() -> None:
    assert render([worked_example.recurrence_chapter(study("2T(n/2)+n", None))]) == render(
        [worked_example.recurrence_chapter(study("2T(n/2)+n", None))]
    )
