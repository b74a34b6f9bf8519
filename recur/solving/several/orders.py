"""The sizes in another order: S(k, n) = k·S(k, n−1) + S(k−1, n−1) is the triangle of S(n, k), written the other way.

A method reads T(n, k) by the places of its sizes. So the recurrence is put into the other order, and the answer back.
"""

from __future__ import annotations

from recur.model import Step, expressions as ex
from recur.model.records import replace
from recur.model.several import MultivariateRecurrence, MultivariateSolution, SizeRule


def turned(r: MultivariateRecurrence) -> MultivariateRecurrence:
    """The same function with its sizes in the reverse order, in every call too."""

    def rules(old: tuple[SizeRule, ...]) -> tuple[SizeRule, ...]:
        return tuple(SizeRule(rule.where, turned_calls(rule.value, r.function)) for rule in old)

    return replace(r, sizes=r.sizes[::-1], borders=rules(r.borders), equations=rules(r.equations), claim=None)


def turned_calls(x: ex.Expr, function: str) -> ex.Expr:
    """The formula with the arguments of every call of the function in the reverse order.

    >>> str(turned_calls(ex.Call("T", (ex.Symbol("m"), ex.Symbol("n"))), "T"))
    'T(n, m)'
    """
    if not ex.has_call(x):
        return x
    if isinstance(x, ex.Call) and x.function == function:
        return ex.Call(function, tuple(turned_calls(argument, function) for argument in reversed(x.arguments)))
    return ex.rebuild(x, lambda child: turned_calls(child, function))


def turned_back(solution: MultivariateSolution, r: MultivariateRecurrence) -> MultivariateSolution:
    """The answer for the recurrence as it is written: the sizes are told by name, the calls turned."""

    def told(old: Step) -> Step:
        return replace(
            old,
            formulas=tuple((name, turned_calls(x, r.function)) for name, x in old.formulas),
            display=tuple(turned_calls(x, r.function) for x in old.display),
            substeps=tuple(map(told, old.substeps)),
        )

    return replace(
        solution,
        recurrence=r,
        reason=told(solution.reason),
        steps=tuple(map(told, solution.steps)),
        series=tuple(turned_calls(x, r.function) for x in solution.series),
        assumptions=tuple(map(told, solution.assumptions)),
        remarks=tuple(map(told, solution.remarks)),
    )
