"""Sheets of exercises as they are: what is a problem, what belongs to it, and what is listed as skipped."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from recur.answers.grading.assignment_file import parse_assignment
from recur.model import LimitExceeded
from recur.parsing import stated as stating
from recur.parsing.sheets import MOST_LINES, read_sheet
from recur.parsing.stated import continued, stated

LATEX = r"""
\documentclass{article}
\usepackage{tasks}
\title{Homework 4}
\begin{document}
Give tight bounds. % T(n) = 9T(n/3)
\begin{enumerate}
\item (2 points) $T(n) = 2T(n/2) + n$,
  $T(1) = 1$.
\item[7.] \textbf{[3 pts]} Solve
\[ T(n) = \begin{cases} \Theta(1) & n = 1 \\
   4T(n/2) + n^2 & n > 1 \end{cases} \]
  by the master theorem.
\item Why does the theorem not always apply?
\item Consider
 \begin{enumerate}[label=(\alph*)]
  \item $T(n) = T(n-1) + n$

  where $T(0) = 0$
  \item $a_n = 5a_{n-1} - 6a_{n-2}$, with $a_0 = 0$, $a_1 = 1$. Find a closed form.
 \end{enumerate}
\end{enumerate}
\begin{tasks}(2)
 \task $T(n) = 3T(n/4) + n \lg n$ \task $T(n) = T(\sqrt{n}) + 1$
\end{tasks}
\end{document}
"""
MARKDOWN = """# Week 5

Solve the following.

1. **(2 points)** `T(n) = 2T(n/2) + n log n`
2. T(n) = 7T(n/2) + n^2
   T(1) = 1
3. What is a recurrence?
4. Work and span:
   - T(n) = 2T(n/2) + n
   - S(n) = S(n/2) + log n

### Problem 7 (4 pts)
Prove that T(n) = T(n/3) + T(2n/3) + n is O(n log n).

* T(n) = T(n-1) + 1/n, T(1)=1
"""
PASTED = """CS 301 - Problem set 2          Due: Friday

Problem 1 (10 points each). Solve.
(a) T(n) = 2T(n/4) + n
(b) T(n) = 3T(n/3) + n/2
    with T(1) = 1
Problem 2. M(n) = 8M(n/2) + A(n)
A(n) = 4A(n/2) + 1
Problem 3: Tower of Hanoi.
T(n) = 2T(n - 1) + 1 for n >= 1
T(0) = 0
T(n) = 16T(n/4) + n
T(n) = 2T(n/2) + n/log n
T(1) = 1
"""


CASES = Path(__file__).resolve().parent / "cases" / "sheets.toml"
SHEETS = [pytest.param(sheet, id=sheet["name"]) for sheet in tomllib.loads(CASES.read_text(encoding="utf-8"))["sheet"]]


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_is_read_as_teachers_write_it(sheet: dict[str, Any]) -> None:
    found = read_sheet(sheet["text"])
    problems = [(p.label, "-" if p.points is None else str(p.points), p.recurrence) for p in found.problems]
    assert [" | ".join(problem) for problem in problems] == sheet["problems"]
    assert [each.line for each in found.skipped] == sheet["skipped"]


def test_what_is_skipped_keeps_its_label_and_its_points(recur: Callable[..., Any]) -> None:
    text = "1. (4 points) Explain.\n2. T(n) = T(n-1) + 1\n"
    assert "1 (4 points): Explain." in recur("sheet", "-", stdin=text).stdout
    assert "# skipped, line 1: 1 (4 points): Explain." in recur("sheet", "-", "--format", "toml", stdin=text).stdout


def told(text: str) -> list[tuple[str, int | None, str]]:
    return [(p.label, None if p.points is None else int(p.points), p.recurrence) for p in read_sheet(text).problems]


def test_items_of_latex_have_the_numbers_that_their_lists_print() -> None:
    sheet = read_sheet(LATEX)
    assert sheet.title == "Homework 4"
    assert told(LATEX) == [
        ("1", 2, "T(n) = 2T(n/2) + n, T(1) = 1"),
        ("7", 3, r"T(n) = \begin{cases} \Theta(1) & n = 1 \\ 4T(n/2) + n^2 & n > 1 \end{cases}"),
        ("3a", None, "T(n) = T(n-1) + n, where T(0) = 0"),
        ("3b", None, "a_n = 5a_{n-1} - 6a_{n-2}, with a_0 = 0, a_1 = 1"),
        ("a", None, r"T(n) = 3T(n/4) + n \lg n"),
        ("b", None, r"T(n) = T(\sqrt{n}) + 1"),
    ]
    assert [s.words for s in sheet.skipped] == [
        "Give tight bounds.", "Why does the theorem not always apply?", "Consider",
    ]  # fmt: skip


def test_lists_of_markdown_are_problems_and_bullets_below_a_problem_its_parts() -> None:
    assert told(MARKDOWN) == [
        ("1", 2, "T(n) = 2T(n/2) + n log n"),
        ("2", None, "T(n) = 7T(n/2) + n^2, T(1) = 1"),
        ("4a", None, "T(n) = 2T(n/2) + n"),
        ("4b", None, "S(n) = S(n/2) + log n"),
        ("7", 4, "T(n) = T(n/3) + T(2n/3) + n"),
        ("5", None, "T(n) = T(n-1) + 1/n, T(1)=1"),
    ]
    assert read_sheet(MARKDOWN).title == "Week 5"


def test_lines_of_a_paste_are_problems_of_their_own_and_base_cases_and_systems_stay_together() -> None:
    assert told(PASTED) == [
        ("1a", 10, "T(n) = 2T(n/4) + n"),
        ("1b", 10, "T(n) = 3T(n/3) + n/2, with T(1) = 1"),
        ("2", None, "M(n) = 8M(n/2) + A(n), A(n) = 4A(n/2) + 1"),
        ("3", None, "T(n) = 2T(n - 1) + 1 for n >= 1, T(0) = 0"),
        ("4", None, "T(n) = 16T(n/4) + n"),
        ("5", None, "T(n) = 2T(n/2) + n/log n, T(1) = 1"),
    ]


def test_parts_on_one_line_and_bare_recurrences_are_problems() -> None:
    text = "Solve: a) T(n) = 2T(n/2) + 1; b) T(n) = 4T(n/2) + n; c) T(n) = T(n/2) + 1\n(4) 4T(n/2)+1\n"
    assert [(label, recurrence) for label, _, recurrence in told(text)] == [
        ("a", "T(n) = 2T(n/2) + 1"),
        ("b", "T(n) = 4T(n/2) + n"),
        ("c", "T(n) = T(n/2) + 1"),
        ("4", "4T(n/2)+1"),
    ]


def test_what_is_read_is_not_lost_by_the_words_behind_it() -> None:
    assert [p.recurrence for p in read_sheet("1. T(n) = 9T(n/3) + n\nT(n) = T(n) = n^2 (n\n").problems] == [
        "T(n) = 9T(n/3) + n"
    ]


def test_exam_classes_and_displays_are_read() -> None:
    text = r"""
\begin{questions}
\question[5] Solve
\begin{equation}
T(n) = \begin{cases}
 1 & \text{if } n = 1,\\
 2T(n/2) + n & \text{otherwise.}
\end{cases}
\end{equation}
\question Consider the following.
\begin{parts}
\part[2] $f(n) = f(n-1) + f(n-2)$ with $f(0)=0$ and $f(1)=1$
\end{parts}
\end{questions}
\paragraph{Exercise 4.3-1.} \(T(n) = 7T(n/2) + \Theta(n^2)\)
"""
    assert told(text) == [
        ("1", 5, r"T(n) = \begin{cases} 1 & if n = 1,\\ 2T(n/2) + n & otherwise. \end{cases}"),
        ("2a", 2, "f(n) = f(n-1) + f(n-2) with f(0)=0 and f(1)=1"),
        ("4.3-1", None, r"T(n) = 7T(n/2) + \Theta(n^2)"),
    ]


@pytest.mark.parametrize("text", [LATEX, MARKDOWN, PASTED])
def test_every_line_is_in_a_problem_or_listed(text: str) -> None:
    sheet = read_sheet(text)
    lines = sorted([p.line for p in sheet.problems] + [s.line for s in sheet.skipped])
    assert len(set(lines)) == len(lines) or text == LATEX
    assert len({p.label for p in sheet.problems}) == len(sheet.problems)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("T(n) = 2T(n/2) + n", "T(n) = 3T(n/2) + n"),
        ("T(n) = T(n-1) + 1", "S(0) = 1"),
        ("T(n) = T(n-1) + 1", "T(0) = 1, S(n) = S(n-1) + T(n)"),
        ("T(n) = T(n-1) + 1", "Use induction."),
        ("hello", "T(1) = 1"),
    ],
)
def test_what_is_no_base_case_of_the_recurrence_does_not_belong_to_it(text: str, line: str) -> None:
    assert continued(text, line) is None


def test_a_claim_and_the_words_around_are_no_part_of_the_recurrence() -> None:
    found = stated("3. Show that the solution of T(n) = T(n/2) + 1, T(1) = 1 is O(lg n). Use induction.")
    assert found is not None and found.text == "T(n) = T(n/2) + 1, T(1) = 1"


def test_a_recurrence_that_stands_alone_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []
    reading = stating._system
    monkeypatch.setattr(stating, "_system", lambda text: texts.append(text) or reading(text))
    assert stated("T(n) = 2T(n-1) + 3n, T(0) = 1") is not None
    assert texts == ["T(n) = 2T(n-1) + 3n, T(0) = 1"]


def test_a_sheet_becomes_an_assignment_with_its_key(recur: Callable[..., Any]) -> None:
    done = recur("sheet", "-", "--format", "toml", stdin=PASTED)
    assignment = parse_assignment(done.stdout)
    assert done.returncode == 0 and [e.id for e in assignment.exercises] == ["1a", "1b", "2", "3", "4", "5"]
    assert [e["key"] for e in tomllib.loads(done.stdout)["question"]][:2] == ["Θ(n)", "Θ(n log n)"]
    assert "# skipped, line 1: CS 301" in done.stdout


def test_a_sheet_is_answered_and_what_cannot_be_solved_stops_nothing(recur: Callable[..., Any]) -> None:
    text = "1. T(n) = T(n-1)^2 + T(n/2)\n2. [1 point] T(n) = 2T(n/2) + n\n3. Hello.\n"
    done = recur("sheet", "-", "--json", stdin=text)
    found = json.loads(done.stdout)
    assert done.returncode == 3
    assert [p["error"] is None for p in found["problems"]] == [False, True]
    assert [p["key"] for p in found["problems"]] == [None, "Θ(n log n)"]
    told = {"line": 3, "words": "Hello.", "labelled": True, "label": "3", "points": None}
    assert found["skipped"] == [told]
    shown = recur("sheet", "-", stdin=text).stdout
    assert "2 (1 point)" in shown and "Θ(n log n)" in shown and "Hello." in shown


def test_a_text_without_a_recurrence_is_no_sheet(recur: Callable[..., Any]) -> None:
    done = recur("sheet", "-", stdin="hello\n")
    assert done.returncode == 2 and "states a recurrence" in done.stderr


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\\item" * 50,
        "\\begin{enumerate}" * 40,
        "$$" * 101,
        "1. " * 200,
        "(" * 3_000,
        "\\[ T(n) = " * 30,
        "\x00\x1b[31m",
    ],
)
def test_no_text_is_a_fault(text: str) -> None:
    assert read_sheet(text).problems == () or "\\[" in text


def test_a_row_of_a_table_has_its_own_label_and_points() -> None:
    table = "| nr | recurrence | points |\n|---|---|---|\n| 2 | Explain. | 3 |\n| 3 | T(n) = 2T(n/2) + n | 4 |\n"
    assert told(f"{table}|(b)|S(n) = S(n-1) + 1, S(0) = 1|2 |\n") == [
        ("3", 4, "T(n) = 2T(n/2) + n"),
        ("b", 2, "S(n) = S(n-1) + 1, S(0) = 1"),
    ]
    assert [each.line for each in read_sheet(table).skipped] == [1, 3]
    brace = "T(n) = | 1            if n = 1\n       | 2T(n/2) + n  if n > 1\n"
    assert len(read_sheet(brace).problems) == 1 and not read_sheet(brace).skipped


def test_the_parts_of_a_problem_end_where_the_next_one_begins() -> None:
    sheet = "2. Solve both.\n(a) T(n) = T(n-1) + 1\n3. T(n) = 2T(n/2) + n\n(b) S(n) = S(n-1) + n\n"
    assert [label for label, _, _ in told(sheet)] == ["2a", "3", "b"]


def test_a_document_on_one_line_is_read_and_no_heading_of_it_is_lost() -> None:
    item = r"\begin{enumerate}\item $T(n)=2T(n/2)+n$ \item $S(n)=S(n-1)+1$\end{enumerate}"
    body = rf"\begin{{document}}\section{{One}} {item} \section{{Two}} The end. \end{{document}}"
    sheet = read_sheet(rf"\documentclass{{article}}\title{{Homework}}{body}")
    assert [each.recurrence for each in sheet.problems] == ["T(n)=2T(n/2)+n", "S(n)=S(n-1)+1"]
    assert (sheet.title, [each.words for each in sheet.skipped]) == ("Homework", ["One", "Two", "The end."])


def test_lines_beyond_what_is_read_are_an_error() -> None:
    with pytest.raises(LimitExceeded, match="lines"):
        read_sheet("T(n) = T(n-1) + 1\n" + "\n" * MOST_LINES + "S(n) = S(n-1) + 1")


def test_recurrences_that_have_nothing_to_do_with_each_other_are_questions_of_their_own(
    recur: Callable[..., Any],
) -> None:
    text = (
        "1. (4 points) Which is larger, T(n) = 2T(n/2) + n or S(n) = 3S(n/2) + n?\n"
        "2. T(n) = 2S(n/2) + n, S(n) = T(n/2)\n"
        "3. T(n) = T(n-1) + 1, S(n) = S(n-1) + n, T(0) = 1, S(0) = 2\n"
        "b) U(n) = U(n-1) + 1 and V(n) = V(n-1) V(n-2)\n"
    )
    toml = recur("sheet", "-", "--format", "toml", stdin=text).stdout
    asked = parse_assignment(toml).exercises
    assert [(e.id, e.recurrence, e.key, e.points) for e in asked] == [
        ("1a", "T(n) = 2T(n/2) + n", "Θ(n log n)", 2),
        ("1b", "S(n) = 3S(n/2) + n", "Θ(n^(log₂ 3))", 2),
        ("2", "T(n) = 2S(n/2) + n, S(n) = T(n/2)", "Θ(n)", 1),
        ("b1", "U(n) = U(n-1) + 1", "Θ(n)", 1),
        ("b2", "V(n) = V(n-1) V(n-2)", "", 1),
    ]
    assert "# 3: several recurrences" in toml
    found = json.loads(recur("sheet", "-", "--json", stdin=text).stdout)["problems"]
    assert [each["key"] for each in found] == [None, "Θ(n)", None, None]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("1. a) T(n) = T(n/2) + 1\n   b) T(n) = 2T(n/2) + n\n2. a) T(n) = T(n-1) + n\n", ["1a", "1b", "2a"]),
        (
            "1. (a) T(n) = T(n/2) + 1 (b) T(n) = 2T(n/2) + n\n2. a) S(n) = S(n/2) b) S(n) = 2S(n/2)\n",
            ["1a", "1b", "2a", "2b"],
        ),
        ("4-1. a. T(n) = 2T(n/2) + n\n b. T(n) = T(n-1) + n\n4-3. a. T(n) = 4T(n/3)\n", ["4-1a", "4-1b", "4-3a"]),
        ("1.\nT(n) = T(n/2) + 1\n3.\nT(n) = 2T(n/2) + n\n", ["1", "3"]),
    ],
)
def test_a_part_is_labelled_by_its_problem_wherever_that_stands(text: str, labels: list[str]) -> None:
    assert [label for label, _, _ in told(text)] == labels


@pytest.mark.parametrize(
    ("text", "label", "recurrence"),
    [
        ("Exercise 4-1 T(n) = 2T(n/2) + n^4", "4-1", "T(n) = 2T(n/2) + n^4"),
        ("Problem 5-T(n) = 2T(n/2) + n", "5", "T(n) = 2T(n/2) + n"),
        ("Problem 5 - 2T(n) = T(n/2) + n", "5", "2T(n) = T(n/2) + n"),
        ("Problem 5: -T(n) = -2T(n/2) - n", "5", "-T(n) = -2T(n/2) - n"),
    ],
)
def test_a_dash_behind_a_label_is_no_sign_of_the_recurrence(text: str, label: str, recurrence: str) -> None:
    found = stated(text)
    assert found is not None and (found.label, found.text) == (label, recurrence)


BROKEN = """1. Solve T(n) = 2T(n/
2) + n log n
2. (4 points) T(n) = T(⌊n/2⌋) + T(
⌈n/2⌉) + 1
3. T(n) = 3T(n/2 +
1) + n
"""
EXAM = r"""\begin{questions}
\titledquestion{Mystery}[10] $T(n) = 2T(n/2) + n$
\question[5] Solve $T(n) = T(n-1) +
n$.
\end{questions}"""
MARGIN = r"""\begin{enumerate}
\item (5~pts) $T(n)=8T(n/2)+n^3$.
\item $T(n)=T(n-1)+1$, $T(0)=1$ \hfill [6]
\item \points{4} $T(n)=T(n-1)+n$
\end{enumerate}"""
POSED = r"""\begin{problem}[Merge sort]{5}
$T(n) = 2T(n/2) + n$
\end{problem}
\begin{problem}
$T(n) = 7T(n/2) + n^2$
\end{problem}"""
DOTTED = """1. Master theorem
   1.1 T(n) = 3T(n/2) + n^2
   1.2 T(n) = 4T(n/2) + n^2
2. Linear
   2.1 a_n = 3a_{n-1} - 2a_{n-2}, a_0 = 0, a_1 = 1
"""
CHAPTERED = """4.3-2 Show that the solution of T(n) = T(⌈n/2⌉) + 1 is O(lg n).
4.3-3 We saw that the solution of T(n) = 2T(⌊n/2⌋) + n is O(n lg n).
"""
PAGE = """<ol><li>Solve <b>T(n) = 2T(n/2) + n</b> (3 points)</li>
<li>Bounds:<ol><li>T(n) = T(n&minus;1) + n<sup>2</sup></li><li>T(n) = T(n/2) + 1</li></ol></li></ol>"""


@pytest.mark.parametrize(
    ("sheet", "found"),
    [
        (BROKEN, [("1", None, "n log n"), ("2", 4, "⌈n/2⌉"), ("3", None, "3T(n/2 + 1)")]),
        (EXAM, [("1", 10, "2T(n/2)"), ("2", 5, "T(n-1)")]),
        (MARGIN, [("1", 5, "8T"), ("2", 6, "T(0)=1"), ("3", 4, "n")]),
        (POSED, [("1", 5, "2T(n/2)"), ("2", None, "7T")]),
        (DOTTED, [("1.1", None, "3T"), ("1.2", None, "4T"), ("2.1", None, "a_1 = 1")]),
        (CHAPTERED, [("4.3-2", None, "⌈n/2⌉"), ("4.3-3", None, "2T")]),
        (PAGE, [("1", 3, "2T(n/2)"), ("2a", None, "2"), ("2b", None, "T(n/2) + 1")]),
    ],
)
def test_sheets_of_other_styles_keep_labels_and_points(sheet: str, found: list[tuple[str, int | None, str]]) -> None:
    problems = read_sheet(sheet).problems
    assert [(each.label, each.points) for each in problems] == [(label, points) for label, points, _ in found]
    assert all(part in each.recurrence for each, (_, _, part) in zip(problems, found, strict=True))


def test_a_remark_in_brackets_that_goes_over_lines_takes_no_label_away() -> None:
    sheet = read_sheet("a) T(n) = 2T(n/2) + n (hint: the tree\nb) T(n) = T(n-1) + 1\n")
    assert [each.label for each in (*sheet.skipped, *sheet.problems)] == ["a", "b"]
    assert read_sheet("1. T(n) = 2T(n/" + "\n" * 9 + "2. T(n) = T(n-1) + 1").problems[0].label == "2"


def test_a_long_line_with_open_brackets_is_read_in_no_time() -> None:
    assert read_sheet("T(" + r"\a" * 20_000 + " foo\nx)\n" + "(" * 20_000).problems == ()
