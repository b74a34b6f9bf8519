"""An unrolled recurrence: the lines below each other, aligned at their signs, then the base, the sum and its growth."""

from collections.abc import Sequence

from recur.documents import blocks as b
from recur.documents.given import listing, reading, said
from recur.documents.solution import asymptotics, size_text
from recur.model import Definition, Step, expressions as ex, step
from recur.trees.unrolling import Unrolling

FULL = "Down to the first leaf every level is full, below it fewer nodes are left."


def document(unrolled: Unrolling) -> b.Document:
    """The chain of lines, how its levels compare, where it ends, and what it comes to."""
    k, relation = unrolled.steps, unrolled.recurrence.relation
    lines = [b.Link(relation, line) for line in unrolled.lines]
    general = b.Link(relation, unrolled.general, step("after {k} steps", k=k))
    chain = b.Chain(unrolled.left, (*lines, b.Link(relation, None), general))
    parts: list[b.Block] = [reading(unrolled.system.recurrences), chain]
    parts += [b.Paragraph(_levels(unrolled)), b.Paragraph(_ending(unrolled))]
    result = _result(unrolled)
    parts += [b.Chain(unrolled.left, result)] if result else []
    parts += map(b.Paragraph, definitions(unrolled.where, asymptotics(unrolled.bounds)))
    parts += [b.Paragraph(note, "Note") for note in unrolled.notes]
    return (*parts, *_checked(unrolled))


def _levels(unrolled: Unrolling) -> Step:
    if unrolled.level == ex.ZERO:
        return unrolled.explanation
    cost, written = unrolled.level, unrolled.level_written
    shown = cost if written == cost else ex.Relation("=", written, cost)
    return said("Level ", unrolled.index, " costs ", shown, ". ", unrolled.explanation)


def _ending(unrolled: Unrolling) -> Step:
    bottoms, k = unrolled.bottoms, unrolled.steps
    depths = [ex.Relation("=", k, end.depth) for end in bottoms]
    if len(bottoms) == 1:
        return said("The base is met when ", bottoms[0].condition, ", that is at ", depths[0], ":")
    words = {"first": "The first leaf is met when ", "last": "the last when ", "": "a leaf is met when "}
    parts = [said(words[end.leaf], end.condition, ", at ", depth) for end, depth in zip(bottoms, depths, strict=True)]
    if not bottoms[0].leaf:
        told = listing(parts, "; ")
        return Step(f"{told.sentence[:1].upper()}{told.sentence[1:]}.", told.formulas)
    full = () if unrolled.full_levels is None else (" The full levels cost ", unrolled.full_levels, " together.")
    return said(parts[0], "; ", parts[1], f". {FULL}", *full)


def _result(unrolled: Unrolling) -> tuple[b.Link, ...]:
    relation = unrolled.recurrence.relation
    links = [b.Link(relation, line) for line in unrolled.at_bottom]
    if unrolled.closed is not None:
        if links and _terms(unrolled.at_bottom[-1]) == _terms(unrolled.closed):
            links.pop()
        domain = None if unrolled.domain is None else unrolled.domain.told("for {domain}")
        links.append(b.Link(relation, unrolled.closed, condition=domain))
    # A class is what the right side is, whatever stands before it: T(n) ≤ n log n = O(n log n).
    return (*links, *(b.Link("=", bound) for bound in asymptotics(unrolled.bounds)))


def _terms(x: ex.Expr) -> list[list[str]]:
    """The terms with their factors, in an order of its own: n + n log n is n log n + n."""
    terms = x.terms if isinstance(x, ex.Add) else (x,)
    return sorted(sorted(map(str, t.factors if isinstance(t, ex.Mul) else (t,))) for t in terms)


def definitions(known: Sequence[Definition], shown: Sequence[ex.Expr]) -> list[Step]:
    """What the symbols are that stand in a formula that is shown."""
    names = frozenset().union(*map(ex.symbols, shown))
    return [
        said("Here ", ex.Symbol(each.symbol), f" is {each.description or 'given by'} ", each.equation, ".")
        for each in known
        if each.symbol in names
    ]


def _checked(unrolled: Unrolling) -> list[b.Block]:
    found = unrolled.verification
    if unrolled.closed is None or found.status != "checked":
        return []
    more = f", {found.reason}" if found.reason else ""
    where = f" at {found.sizes} sizes, {size_text(found.smallest)} … {size_text(found.largest)}{more}."
    return [b.Paragraph(said("the closed form equals ", unrolled.left, where), "Checked")]
