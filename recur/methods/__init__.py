"""Solving methods, one file each. A method is a function Problem → Solution that raises `Unmet` where it does not fit.

Registered by decorator; the solver tries them by tier, cheapest and most specific first. Methods never
import each other: what two of them need lives beside this package.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from recur.expressions import Expr
from recur.kinds import Kind
from recur.problem import Problem
from recur.solution import Refusal, Solution


class Unmet(Exception):
    """A hypothesis of the method fails: its name, and a sentence that says how."""

    def __init__(self, hypothesis: str, reason: str, **formulas: Expr) -> None:
        super().__init__(reason)
        self.hypothesis = hypothesis
        self.reason = reason
        self.formulas = tuple(formulas.items())


class OtherShape(Unmet):
    """The recurrence is not of the kind that the method is about at all."""


@dataclass(frozen=True, slots=True)
class Method:
    """A registered method: its name, its place in the order, where it is stated, and what it solves.

    `about` are the kinds of recurrence that it is made for: of those, it is the first to say why it fails.
    """

    name: str
    tier: int
    source: str
    summary: str
    apply: Callable[[Problem], Solution]
    about: tuple[Kind, ...] = ()

    def solve(self, problem: Problem) -> Solution | Refusal:
        try:
            return self.apply(problem)
        except Unmet as unmet:
            return Refusal(self.name, unmet.hypothesis, unmet.reason, unmet.formulas, isinstance(unmet, OtherShape))


_registered: list[Method] = []


def method(
    name: str, *, tier: int, source: str, summary: str, about: tuple[Kind, ...] = ()
) -> Callable[[Callable[[Problem], Solution]], Callable[[Problem], Solution]]:
    """Register the function below as a solving method."""

    def register(apply: Callable[[Problem], Solution]) -> Callable[[Problem], Solution]:
        _registered.append(Method(name, tier, source, summary, apply, about))
        return apply

    return register


@cache
def registered() -> tuple[Method, ...]:
    """Every method in this package, in the order in which the solver tries them."""
    import importlib
    import pkgutil

    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return tuple(sorted(_registered, key=lambda m: (m.tier, m.name)))
