"""A page that stands alone: the tables, sorted by the column that is chosen, and what each student is told."""

from recur.answers.grading.gradebook import Gradebook
from recur.documents.gradebook import document

SUFFIX = ".html"
ONE_STUDENT = False
STYLE = """\
h2 { margin-top: 2rem; } dd code { white-space: pre-wrap; }
.marked { display: block; } .marked dt { margin-top: .8rem; } .marked dd { margin: .1rem 0 .1rem 1.2rem; }
th button { all: unset; cursor: pointer; } th button:focus-visible { outline: 2px solid var(--accent); }
th[aria-sort=ascending] button::after { content: " ▲"; } th[aria-sort=descending] button::after { content: " ▼"; }
:target { scroll-margin-top: 1rem; } details:target, tr:has(:target) { background: var(--soft); }
@media print { th button::after { content: none !important; } }
"""
#: Rows in the order of a column, numbers by their size; the answers of the student that a link leads to are unfolded.
SCRIPT = """\
"use strict";
const value = (row, column) => row.cells[column].textContent.trim();
const number = (text) => parseFloat(text.replace(/,/g, ""));
const compare = (one, other) => {
  const [a, b] = [number(one), number(other)];
  if (Number.isNaN(a) !== Number.isNaN(b)) return Number.isNaN(a) ? 1 : -1;
  return Number.isNaN(a) || a === b ? one.localeCompare(other, undefined, { numeric: true }) : a - b;
};
for (const table of document.querySelectorAll("table")) {
  const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0];
  heads.forEach((head, column) => {
    if (!head.textContent.trim() || body.rows.length < 2) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].sort((a, b) => compare(value(a, column), value(b, column)));
      body.append(...(down ? rows.reverse() : rows));
    });
  });
}
const unfold = () => {
  const target = document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) target.open = true;
};
addEventListener("hashchange", unfold);
unfold();
"""


def render(book: Gradebook, width: int = 80, unicode: bool = True, colour: bool = False) -> str:
    from recur.writers.html_page import page  # the endings of all reports are asked for without it

    title = book.assignment.title or "Grades"
    if book.single:
        return page(document(book), title, STYLE)
    return page(document(book), title, STYLE, SCRIPT)
