"""A page that stands alone: no script, no address outside it, light or dark, fit to print. Everything is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from recur.answers.grading.gradebook import Gradebook, Student
from recur.reports.cells import heading, mark, number, replaced, sentences, total
from recur.reports.tables import Table, tables
from recur.writers.characters import printable

SUFFIX = ".html"
ONE_STUDENT = False
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """\
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --good: #1a7f37; --half: #9a6700; --bad: #cf222e; }
@media (prefers-color-scheme: dark) { :root { --good: #3fb950; --half: #d29922; --bad: #f85149; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { margin-bottom: 0; } h2 { margin-top: 2.5rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .75rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top; }
th { font-weight: 600; } .left { text-align: left; }
tbody tr:nth-child(even) { background: var(--soft); }
details { border-bottom: 1px solid var(--line); padding: .4rem 0; }
summary { cursor: pointer; } summary b { margin-right: 1rem; }
dt { margin-top: .6rem; font-weight: 600; } dd { margin: 0 0 0 1.5rem; overflow-wrap: anywhere; }
code { font: .95em ui-monospace, monospace; } .note { opacity: .75; }
.correct { color: var(--good); } .not-tight { color: var(--half); } .wrong { color: var(--bad); }
@media print {
  body { max-width: none; margin: 0; font-size: 11pt; } table, details { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
"""


def render(book: Gradebook, width: int = 80, unicode: bool = True, colour: bool = False) -> str:
    title = _words(book.assignment.title or "Grades")
    parts = [f"<h1>{title}</h1>", f'<p class="note">{_words(heading(book))}</p>']
    parts += map(_table, tables(book))
    parts += [f'<p class="note">{_words(said)}</p>'] if (said := replaced(book)) else []
    parts.append("<h2>Feedback</h2>")
    parts += [_feedback(book, student) for student in book.students]
    body = "\n".join(parts)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _table(table: Table) -> str:
    rows = [_row(table.heads, table.left, "th"), *(_row(row, table.left, "td") for row in table.rows)]
    note = f'\n<p class="note">{_words(table.note)}</p>' if table.note else ""
    return (
        f'<h2>{_words(table.title)}</h2>\n<div class="wide"><table>\n<thead>{rows[0]}</thead>\n<tbody>\n'
        + "\n".join(rows[1:])
        + f"\n</tbody></table></div>{note}"
    )


def _row(cells: Sequence[str], left: frozenset[int], tag: str) -> str:
    shown = (
        f'<{tag}{" class=left" if column in left else ""} dir="auto">{_words(cell)}</{tag}>'
        for column, cell in enumerate(cells)
    )
    return f"<tr>{''.join(shown)}</tr>"


def _feedback(book: Gradebook, student: Student) -> str:
    items = []
    for exercise, graded in book.in_order(student):
        points = f"{mark(graded)} / {number(exercise.points)}"
        asked = f"<dt>{_words(exercise.id)} <code>{_words(exercise.text)}</code> — {_words(points)}</dt>"
        if graded is None:
            items.append(f"{asked}\n<dd>not handed in</dd>")
            continue
        verdict = str(graded.judgement.verdict)
        said = f'<span class="{verdict.replace(" ", "-")}">{_words(verdict)}</span>. {_words(sentences(graded))}'
        items.append(f'{asked}\n<dd><code dir="auto">{_words(graded.submission.answer)}</code></dd>\n<dd>{said}</dd>')
    name = _words(student.name or "(nobody)")
    inner = "\n".join(items)
    return (
        f'<details><summary><b dir="auto">{name}</b>{_words(total(student))}</summary>\n<dl>\n{inner}\n</dl></details>'
    )


def _words(text: str) -> str:
    return escape(printable(text), quote=True)
