"""An unrolled recurrence: the lines below each other, aligned at their signs, then the base, the sum and its growth.

What is said is one story of chains and sentences; text, LaTeX and Markdown each tell it in their own signs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from recur.model.derivation import Step, step
from recur.model.expressions import ZERO, Add, Asymptotic, Expr, Mul, Relation, Symbol, symbols
from recur.notation import latex as latex_notation
from recur.notation import python
from recur.renderers import latex, markdown, text, wording
from recur.writers.json.answers import PLAIN, SCHEMA, error_object
from recur.writers.lines import held, operands, wrap
from recur.writers.page import INDENT, Page

if TYPE_CHECKING:
    from recur.model.domain import Domain
    from recur.model.errors import RecurError
    from recur.model.recurrence import System
    from recur.model.solution import Bounds, Definition
    from recur.trees.unrolling import Unrolling


FULL = "Down to the first leaf every level is full, below it fewer nodes are left."


@dataclass(frozen=True, slots=True)
class Row:
    """One right-hand side; None stands for the lines left out. `domain` says for which n it holds."""

    right: Expr | None
    domain: Domain | None = None
    remark: Step | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """left = right = right = …"""

    left: Expr
    relation: str
    rows: tuple[Row, ...]

    def sign(self, row: Row) -> str:
        """T(n) ≤ n log n = O(n log n): a class is what the right side is, whatever stands before it."""
        return "=" if isinstance(row.right, Asymptotic) else self.relation


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, with a label in the margin where it has one."""

    sentence: Step
    label: str = ""


Story = Iterator[Chain | Said]


def story(unrolled: Unrolling) -> Story:
    """The chain of lines, how its levels compare, where it ends, and what it comes to."""
    k, left, relation = unrolled.steps, unrolled.left, unrolled.recurrence.relation
    after = step("after {k} steps", k=k)
    rows = [*(Row(line) for line in unrolled.lines), Row(None), Row(unrolled.general, remark=after)]
    yield Chain(left, relation, tuple(rows))
    yield Said(_levels(unrolled))
    yield from _ending(unrolled)
    yield from _result(unrolled)
    for definition in used_definitions(unrolled.where, bounds_of(unrolled.bounds)):
        yield Said(where(definition))
    for note in unrolled.notes:
        yield Said(note, "Note")
    checked = _checked(unrolled)
    if checked is not None:
        yield Said(checked, "Checked")


def _levels(unrolled: Unrolling) -> Step:
    sentence = unrolled.explanation.sentence
    if unrolled.level == ZERO:
        return unrolled.explanation
    cost = unrolled.level
    written = unrolled.level_written
    shown: Expr = cost if written == cost else Relation("=", written, cost)
    formulas = (("level_index", unrolled.index), ("level_cost", shown), *unrolled.explanation.formulas)
    return Step(f"Level {{level_index}} costs {{level_cost}}. {sentence}", formulas)


def _ending(unrolled: Unrolling) -> Story:
    bottoms, k = unrolled.bottoms, unrolled.steps
    if len(bottoms) == 1:
        end = bottoms[0]
        yield Said(
            step(
                "The base is met when {condition}, that is at {depth}:",
                condition=end.condition,
                depth=Relation("=", k, end.depth),
            )
        )
        return
    words = {"first": "The first leaf is met when", "last": "the last when", "": "A leaf is met when"}
    parts: list[str] = []
    formulas: list[tuple[str, Expr]] = []
    for position, end in enumerate(bottoms):
        lead = words[end.leaf]
        parts.append(f"{lead} {{c{position}}}, at {{d{position}}}")
        formulas += [(f"c{position}", end.condition), (f"d{position}", Relation("=", k, end.depth))]
    if bottoms[0].leaf:
        sentence = f"{parts[0]}; {parts[1]}. {FULL}"
        if unrolled.full_levels is not None:
            sentence += " The full levels cost {full} together."
            formulas.append(("full", unrolled.full_levels))
    else:
        sentence = "; ".join([parts[0], *(part[:1].lower() + part[1:] for part in parts[1:])]) + "."
    yield Said(Step(sentence, tuple(formulas)))


def _result(unrolled: Unrolling) -> Story:
    rows = [Row(line) for line in unrolled.at_bottom]
    if unrolled.closed is not None:
        if rows and _terms(unrolled.at_bottom[-1]) == _terms(unrolled.closed):
            rows.pop()
        rows.append(Row(unrolled.closed, unrolled.domain))
    rows += [Row(bound) for bound in bounds_of(unrolled.bounds)]
    if rows:
        yield Chain(unrolled.left, unrolled.recurrence.relation, tuple(rows))


def _terms(x: Expr) -> list[list[str]]:
    """The terms with their factors, in an order of its own: n + n log n is n log n + n."""
    terms = x.terms if isinstance(x, Add) else (x,)
    return sorted(sorted(map(str, t.factors if isinstance(t, Mul) else (t,))) for t in terms)


def used_definitions(definitions: tuple[Definition, ...], shown: list[Expr]) -> list[Definition]:
    """Those whose symbol stands in a formula that is shown."""
    names = frozenset().union(*map(symbols, shown))
    return [definition for definition in definitions if definition.symbol in names]


def bounds_of(bounds: Bounds | None) -> list[Expr]:
    if bounds is None:
        return []
    theta = bounds.theta
    if theta is not None:
        return [] if theta.is_zero else [Asymptotic("Θ", theta.expression())]
    sides = (("O", bounds.upper), ("Ω", bounds.lower))
    return [Asymptotic(kind, g.expression()) for kind, g in sides if g is not None and not g.is_zero]


def where(definition: Definition) -> Step:
    return step(
        "Here {p} is " + (definition.description or "given by") + " {equation}.",
        p=Symbol(definition.symbol),
        equation=definition.equation,
    )


def _checked(unrolled: Unrolling) -> Step | None:
    found = unrolled.verification
    if unrolled.closed is None or found.status != "checked":
        return None
    more = f", {found.reason}" if found.reason else ""
    ends = f"{wording.size_text(found.smallest)} … {wording.size_text(found.largest)}"
    return step(f"the closed form equals {{t}} at {found.sizes} sizes, {ends}{more}.", t=unrolled.left)


def render(unrolled: Unrolling, width: int = 80, unicode: bool = True, colour: bool = False) -> str:
    """The story for a terminal."""
    page = Page(width, unicode, colour)
    page.lines += text.render((), width, unicode, colour, read=unrolled.system).split("\n")
    for part in story(unrolled):
        if isinstance(part, Chain):
            page.blank()
            _chain(page, part)
            page.blank()
        elif part.label:
            page.labelled(part.label, page.voice.sentence(part.sentence))
        else:
            page.paragraph(page.voice.sentence(part.sentence))
    return page.text()


def _chain(page: Page, chain: Chain) -> None:
    left = page.written(chain.left)
    drawn = {"<=": "≤", ">=": "≥"} if page.unicode else {}
    signs = [drawn.get(sign, sign) for sign in map(chain.sign, chain.rows)]
    before, room = f"{INDENT}{left} ", max(map(len, signs))
    for row, sign in zip(chain.rows, signs, strict=True):
        if row.right is None:
            page.lines.append(before + ("⋮" if page.unicode else ":"))
            continue
        style = "bound" if isinstance(row.right, Asymptotic) or row.domain else None
        _row(page, row, f"{before}{sign.ljust(room)} ", style)
        before = " " * len(before)


def _row(page: Page, row: Row, prefix: str, style: str | None) -> None:
    assert row.right is not None
    formula = page.written(row.right)
    after = ""
    if row.domain is not None:
        after = page.beside(row.domain.told("for {domain}"))
    elif row.remark is not None:
        after = page.beside(row.remark)
    if len(prefix + formula + after) <= page.width:
        page.lines.append(prefix + page.styled(formula, style) + after)
        return
    hanging = " " * (len(prefix) + 2)
    words = " ".join(map(held, operands(formula))) + (f" {held(after.strip())}" if after else "")
    page.lines += wrap(words, page.width, prefix, hanging)


def render_latex(unrolled: Unrolling, standalone: bool = False) -> str:
    """The story with align* chains."""
    parts = [latex.render((), read=unrolled.system).strip()]
    for part in story(unrolled):
        parts.append(_latex_chain(part) if isinstance(part, Chain) else _labelled(part, latex.VOICE, r"\emph{%s} "))
    body = "\n\n".join(parts) + "\n"
    return f"{latex.PREAMBLE}{body}{latex.END}" if standalone else body


def _latex_chain(chain: Chain) -> str:
    rows, left = [], latex_notation.write(chain.left) + " "
    for row in chain.rows:
        if row.right is None:
            rows.append(r"&\mathrel{\phantom{=}} \vdots")
            continue
        sign = latex_notation.RELATIONS[chain.sign(row)]
        rows.append(f"{left}&{sign} {latex_notation.write(row.right)}{_latex_after(row)}")
        left = ""
    inner = " \\\\\n  ".join(rows)
    return f"\\begin{{align*}}\n  {inner}\n\\end{{align*}}"


def _latex_after(row: Row) -> str:
    if row.domain is not None:
        return latex.condition(row.domain.told("for {domain}"))
    if row.remark is not None:
        return rf" \qquad \text{{{latex.VOICE.sentence(row.remark)}}}"
    return ""


def render_markdown(unrolled: Unrolling) -> str:
    """The story with $$ chains."""
    parts = [markdown.render((), read=unrolled.system).strip()]
    for part in story(unrolled):
        if isinstance(part, Chain):
            parts.append("$$\n" + _latex_chain(part).replace("align*", "aligned") + "\n$$")
        else:
            parts.append(_labelled(part, markdown.VOICE, "*%s* "))
    return "\n\n".join(parts) + "\n"


def _labelled(part: Said, voice: wording.Voice, form: str) -> str:
    sentence = voice.sentence(part.sentence)
    return (form % part.label) + sentence if part.label else sentence


def unroll_document(
    input: str, unrolled: Unrolling | None, error: RecurError | None = None, read: System | None = None
) -> dict[str, Any]:
    """What `unroll` answers in JSON: formulas are strings in Python syntax. `read` is how a refused input was read."""
    system = read if unrolled is None else unrolled.system
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "input": input,
        "interpreted": None if system is None else wording.reading(system, python.echo),
        "error": None if error is None else error_object(error),
    }
    if unrolled is not None:
        found["unrolling"] = unrolling_object(unrolled)
    return found


def unrolling_object(unrolled: Unrolling) -> dict[str, Any]:
    bounds = unrolled.bounds
    domain = unrolled.domain
    return {
        "function": unrolled.recurrence.function,
        "left": python.write(unrolled.left),
        "relation": unrolled.recurrence.relation,
        "lines": [python.write(line) for line in unrolled.lines],
        "steps": unrolled.steps.name,
        "general": python.write(unrolled.general),
        "size": None if unrolled.size is None else python.write(unrolled.size),
        "level": {"index": unrolled.index.name, "cost": python.write(unrolled.level)},
        "bottoms": [
            {"leaf": end.leaf, "condition": python.write(end.condition), "depth": python.write(end.depth)}
            for end in unrolled.bottoms
        ],
        "at_bottom": [python.write(line) for line in unrolled.at_bottom],
        "closed": None if unrolled.closed is None else python.write(unrolled.closed),
        "domain": domain and ", ".join(map(python.write, domain.formulas())),
        "theta": None if bounds is None or bounds.theta is None else python.write(bounds.theta.expression()),
        "dominance": unrolled.dominance,
        "checked": unrolled.verification.status if unrolled.closed is not None else None,
        "sizes_checked": unrolled.verification.sizes if unrolled.closed is not None else 0,
        "notes": [PLAIN.sentence(note) for note in (unrolled.explanation, *unrolled.notes)],
    }
