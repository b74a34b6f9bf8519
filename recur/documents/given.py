"""Sentences of words and formulas; what was read: T(n) = 2·T(n/2) + n, T(1) = 1, and what belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count
from typing import TYPE_CHECKING

from recur.documents.blocks import Displayed, Failed, Given
from recur.model import Expr, InitialCondition, Recurrence, Step, SyntaxProblem, System, Voice, expressions as ex
from recur.model.derivation import PLACEHOLDER
from recur.model.several import MultivariateRecurrence, SizeRule

if TYPE_CHECKING:
    from recur.parsing.recurrences.reading import Remark


def said(*parts: str | Expr | Step) -> Step:
    """All of it one after the other, as one sentence.

    >>> said("Master theorem: ", Step("the leaves "), "dominate.").sentence
    'Master theorem: the leaves dominate.'
    """
    quoted = "".join(part if isinstance(part, str) else part.sentence for part in parts if not isinstance(part, Expr))
    fresh = (name for number in count() if f"{{{(name := f'x{number}')}}}" not in quoted)
    words: list[str] = []
    formulas: list[tuple[str, Expr]] = []
    for part in parts:
        if isinstance(part, str):
            words.append(part)
            continue
        inner = part if isinstance(part, Step) else Step("{x}", (("x", part),))
        names = {old: next(fresh) for old, _ in inner.formulas}
        formulas += [(names[old], x) for old, x in inner.formulas]
        words.append(PLACEHOLDER.sub(lambda m, n=names: f"{{{n.get(m[1], m[1])}}}", inner.sentence))  # type: ignore[misc]
    return Step("".join(words), tuple(formulas))


def listing(parts: Iterable[str | Expr | Step], between: str = ", ") -> Step:
    """Θ(n) or Θ(n log n)"""
    found: list[str | Expr | Step] = []
    for part in parts:
        found += [between, part] if found else [part]
    return said(*found)


def ended(sentence: Step | str) -> Step:
    """With a full stop, where no other sign ends it."""
    step = Step(sentence) if isinstance(sentence, str) else sentence
    words = step.sentence.rstrip()
    return Step(words if words.endswith((".", "!", "?", ":")) else f"{words}.", step.formulas)


def joined(sentences: Iterable[Step]) -> Step:
    """Several short sentences as one: "…; …."."""
    return ended(listing((Step(each.sentence.rstrip().rstrip("."), each.formulas) for each in sentences), "; "))


def reading(recurrences: Iterable[Recurrence]) -> Given:
    return Given("Read as", tuple(tuple(_rows(recurrence)) for recurrence in recurrences))


def as_given(read: System | MultivariateRecurrence) -> Given:
    """All that was read; of a function of several sizes its rules, the equation first."""
    return reading(read.recurrences) if isinstance(read, System) else Given("Read as", (tuple(_rules(read)),))


def _rules(r: MultivariateRecurrence) -> list[Displayed]:
    rows = [_rule(r, r.left, rule, rule.where) for rule in r.equations]
    return rows + [_rule(r, ex.Call(r.function, b.fixed(r.sizes)), b, b.conditions()) for b in r.borders]


def _rule(r: MultivariateRecurrence, left: ex.Expr, rule: SizeRule, where: tuple[ex.Relation, ...]) -> Displayed:
    told = ex.Relation("=", left, rule.value)
    if where:
        return Displayed(told, condition=said("for ", listing(where)))
    return Displayed(told, condition=Step("otherwise") if rule.recurs and len(r.equations) > 1 else None)


def doubt(remark: Remark, text: str) -> Failed:
    """A reading that is right as it stands and may not be what was meant (2n for 2^n)."""
    meant = f"did you mean  {remark.suggestion} ?"
    return Failed(SyntaxProblem(remark.message, place=remark.place, hint=meant), text, "note")


def _rows(recurrence: Recurrence) -> list[Displayed]:
    """The equation, then its initial conditions, with the range of n on which they hold."""
    return [Displayed(equation(recurrence)), *(_initial(each, recurrence.variable) for each in recurrence.initial)]


def equation(recurrence: Recurrence) -> ex.Expr:
    return ex.Relation(recurrence.relation, recurrence.left, recurrence.right)


def _initial(condition: InitialCondition, variable: str) -> Displayed:
    n, low, high = ex.Symbol(variable), condition.low, ex.number(condition.high)
    if low == condition.high:
        value = ex.substitute(condition.value, variable, high)
        return Displayed(ex.Relation(condition.relation, ex.Call(condition.function, (high,)), value))
    told = ex.Relation(condition.relation, ex.Call(condition.function, (n,)), condition.value)
    reach = ex.Relation("<=", n, high)
    holds = reach if low is None else ex.Relation("<=", ex.number(low), reach)
    return Displayed(told, condition=said("for ", holds))


def equations(recurrence: Recurrence) -> list[Step]:
    """The same as sentences."""
    rows = ((row.formula, row.condition) for row in _rows(recurrence))
    return [said(x) if condition is None else said(x, " ", condition) for x, condition in rows]


def given(recurrence: Recurrence, write: Callable[[ex.Expr], str]) -> list[str]:
    """The same in some notation."""
    return list(map(Voice(write, str).sentence, equations(recurrence)))


def on_one_line(system: System | MultivariateRecurrence | Iterable[Recurrence], write: Callable[[ex.Expr], str]) -> str:
    """T(n) = 2·T(n/2) + n, T(1) = 1; A(n) = …"""
    if isinstance(system, MultivariateRecurrence):
        rows = ((row.formula, row.condition) for row in _rules(system))
        return ", ".join(Voice(write, str).sentence(said(x) if c is None else said(x, " ", c)) for x, c in rows)
    recurrences = system.recurrences if isinstance(system, System) else system
    return "; ".join(", ".join(given(recurrence, write)) for recurrence in recurrences)
