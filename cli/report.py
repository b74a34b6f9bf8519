"""Write a report: one HTML page of recurrences and programs, explained.

examples:
  recur report "T(n) = 2T(n/2) + n" -o report.html
  recur report week5.txt merge_sort.spawn -o week5.html --title "Week 5"
  recur report sorting.py:insertion_sort --case best -o best.html
  recur report merge_sort.py --runs runs.jsonl -o measured.html
  recur report "T(n) = T(n/3) + T(2n/3) + n" -o - > report.html

Each problem has its answer, the derivation, the recursion tree, a plot of exact values against the bound and the
numeric evidence; a program (.spawn) the work, span and speed-up of each procedure. Code (.py, .c, .cpp, .java) has the
cost of each function, FILE.py:NAME of that one, in its worst, best or expected --case. A Python program with tasks of
recur.forkjoin is measured as `recur measure` does it, or told from the runs it --saved. A file of times (.csv, .json,
.jsonl) is fitted as `recur fit` does it. The page needs nothing but a browser: no network, no script. Any other file
holds one recurrence a line, as - for standard input does.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from recur.model import CostCase

from .manner import STANDARD, Manner
from .options import answers, argument, option, output_option, sizes_option
from .pictures import write_file
from .sections import sections_of
from .subjects import subjects
from .words import Misused

ASKED_FOR = "teaching"

#: What the name of a page ends in; a pipe or a device has a name without an ending.
PAGES = frozenset({".html", ".htm", ""})


@answers(None, "gf", "log", "timeout")
def run(
    inputs: Annotated[
        list[str],
        argument(
            "FILE|RECURRENCE...",
            "programs, code, FILE.py:NAME of it, files of times or of recurrences, recurrences; - for one a line",
        ),
    ],
    output: Annotated[
        Path | None, output_option("the page, in a file that ends in .html; - for standard output")
    ] = None,
    title: Annotated[str, option("--title TEXT", "the page's heading")] = "",
    size: Annotated[list[str] | None, sizes_option("sizes for the values of programs (default 16,128,1024)")] = None,
    runs: Annotated[Path | None, option("--runs FILE", "the runs of a .py program, as measure --save kept")] = None,
    case: Annotated[
        CostCase, option("--case CASE", "of code: worst; best: what no input costs less than; expected: on average")
    ] = CostCase.WORST,
    *,
    asked: Manner,
) -> int:
    if output is None and sys.stdout.isatty():
        raise Misused("where to? give -o report.html, or -o - to see the HTML itself")
    if output is not None and output != STANDARD and output.suffix.lower() not in PAGES:
        raise Misused(f"-o {output}: a report is a page of HTML, in a file that ends in .html")
    found = list(subjects(inputs))
    if not found:
        raise Misused("there is nothing to report on: no recurrence, no program")
    if runs is not None and sum(problem.runs for problem in found) != 1:
        raise Misused("--runs belongs to one program in Python (.py)")
    if runs is not None and not runs.exists():
        raise Misused(f"cannot read {runs}: no such file")
    if case is not CostCase.WORST and not any(problem.costed for problem in found):
        raise Misused("--case belongs to code")
    sections = list(sections_of(found, size or (), runs, asked, case.value))
    from recur.writers.html_page import render

    page = render([section.chapter for section in sections], title).encode("utf-8", "replace")
    if output is None or output == STANDARD:
        sys.stdout.flush()
        sys.stdout.buffer.write(page)
    else:
        write_file(output, page)
    return max(section.code for section in sections)
