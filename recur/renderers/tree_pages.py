"""A recursion tree as a table in LaTeX or Markdown, and as a JSON document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from recur.model.expressions import Asymptotic, Call, Expr, Relation, number
from recur.notation import latex as notation
from recur.notation import python
from recur.renderers import latex, markdown, wording
from recur.renderers.tree_table import HEADINGS, percent, table
from recur.renderers.tree_text import notes_of
from recur.renderers.unrolling import bounds_of
from recur.writers.json.answers import PLAIN, SCHEMA, error_object

if TYPE_CHECKING:
    from recur.model.errors import RecurError
    from recur.model.recurrence import System
    from recur.trees.recursion_tree import Level, RecursionTree


def render_latex(tree: RecursionTree, standalone: bool = False) -> str:
    """The reading, the table, the sum and the verdict."""
    rows = table(tree, lambda x: f"${notation.write(x, inline=True)}$", r"\dots{}")
    shares = any(row is not None and row.share is not None for row in rows)
    heads = [*HEADINGS, *(["share"] if shares else [])]
    lines = [rf"\begin{{tabular}}{{r{'l' * (len(heads) - 1)}}}", " & ".join(heads) + r" \\ \hline"]
    for row in rows:
        if row is None:
            lines.append(r"$\vdots$" + " &" * (len(heads) - 1) + r" \\")
            continue
        share = [] if not shares else [percent(row.share).replace("<", "$<$").replace("%", r"\%") if row.share else ""]
        lines.append(" & ".join([*row.texts, *share]) + r" \\")
    lines.append(r"\end{tabular}")
    parts = [latex.render((), read=tree.system).strip(), "\n".join(lines)]
    sums = _sums(tree)
    if sums:
        inner = " \\\\\n  ".join(notation.write(x).replace(" = ", " &= ", 1) for x in sums)
        parts.append(f"\\begin{{align*}}\n  {inner}\n\\end{{align*}}")
    parts += _said(tree, latex.VOICE, r"\emph{%s} ")
    body = "\n\n".join(parts) + "\n"
    return f"{latex.PREAMBLE}{body}{latex.END}" if standalone else body


def render_markdown(tree: RecursionTree) -> str:
    """The reading, the table, the sum and the verdict."""
    rows = table(tree, lambda x: f"${notation.write(x, inline=True)}$", "…")
    shares = any(row is not None and row.share is not None for row in rows)
    heads = [*HEADINGS, *(["share"] if shares else [])]
    lines = [_pipes(heads), _pipes(["--:", *["---"] * (len(heads) - 1)])]
    for row in rows:
        if row is None:
            lines.append(_pipes(["⋮", *[""] * (len(heads) - 1)]))
            continue
        share = [] if not shares else [percent(row.share).replace("<", "&lt;") if row.share is not None else ""]
        lines.append(_pipes([*row.texts, *share]))
    parts = [markdown.render((), read=tree.system).strip(), "\n".join(lines)]
    parts += [f"$${notation.write(x)}$$" for x in _sums(tree)]
    parts += _said(tree, markdown.VOICE, "*%s* ")
    return "\n\n".join(parts) + "\n"


def _pipes(cells: list[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _sums(tree: RecursionTree) -> list[Expr]:
    """T(n) = the sum over the levels; T(n) = Θ(…)."""
    if tree.at is not None:
        left = Call(tree.recurrence.function, (number(tree.at),))
        return [] if tree.total is None else [Relation("=", left, tree.total)]
    relation = tree.recurrence.relation
    rights = ([] if tree.total is None else [tree.total]) + bounds_of(tree.bounds)
    return [Relation("=" if isinstance(x, Asymptotic) else relation, tree.left, x) for x in rights]


def _said(tree: RecursionTree, voice: wording.Voice, form: str) -> list[str]:
    """The verdict, then the notes."""
    verdict = f"{str(tree.dominance).capitalize()}. " if tree.dominance else ""
    parts = [verdict + voice.sentence(tree.explanation)]
    parts += [(form % "Note") + voice.sentence(note) for note in notes_of(tree)]
    return parts


def tree_document(
    input: str, tree: RecursionTree | None, error: RecurError | None = None, read: System | None = None
) -> dict[str, Any]:
    """What `tree` answers in JSON: formulas are strings in Python syntax. `read` is how a refused input was read."""
    system = read if tree is None else tree.system
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "input": input,
        "interpreted": None if system is None else wording.reading(system, python.echo),
        "error": None if error is None else error_object(error),
    }
    if tree is not None:
        found["tree"] = tree_object(tree)
    return found


def tree_object(tree: RecursionTree) -> dict[str, Any]:
    theta = None if tree.bounds is None else tree.bounds.theta
    counted = tree.counted
    return {
        "function": tree.recurrence.function,
        "at": None if tree.at is None else str(tree.at),
        "levels": [_level(level) for level in tree.levels if level is not None],
        "general": None if tree.general is None else _level(tree.general),
        "leaves": None if tree.bottom is None else _level(tree.bottom),
        "depths": [python.write(end.depth) for end in tree.bottoms],
        "sum": counted.value.text if counted is not None else _written(tree.total),
        "theta": None if theta is None else python.write(theta.expression()),
        "dominance": tree.dominance,
        "share_size": None if tree.share_size is None else str(tree.share_size),
        "notes": [PLAIN.sentence(note) for note in (tree.explanation, *notes_of(tree))],
    }


def _level(level: Level) -> dict[str, Any]:
    """Sizes with their number and the cost of one node each."""
    return {
        "level": python.write(level.index),
        "nodes": _written(level.nodes),
        "sizes": [
            {"size": python.write(size), "nodes": python.write(count), "cost": python.write(cost)}
            for (size, count), cost in zip(level.sizes, level.cost_of_node, strict=True)
        ],
        "cost": _written(level.cost),
        "leaves": _written(level.leaves),
        "share": None if level.share is None else str(level.share),
    }


def _written(x: Expr | None) -> str | None:
    return None if x is None else python.write(x)
