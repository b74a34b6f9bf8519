"""C(n, k) is a binomial coefficient where no equation of the text is about a function C of its own.

The other way round, a text that defines \\binom{n}{k} by \\binom{n-1}{k-1} + \\binom{n-1}{k} is about such a function.
"""

from collections.abc import Callable, Iterator, Sequence

from recur.model import Expr, expressions as ex
from recur.model.records import replace
from recur.parsing.formulas.building import RelationChain, Span, Statement

_LETTER = "C"


def with_binomials(statements: Sequence[Statement]) -> Sequence[Statement]:
    """The statements with binom(n, k) for C(n, k), unless C is a function of theirs.

    It is one where it is called with one number, as Catalan's C(n), or where a side consists of it: C(n, k) = ….
    """
    sides = filter(ex.has_call, _sides(statements))
    calls = [x for side in sides for x in ex.walk(side) if isinstance(x, ex.Call) and x.function == _LETTER]
    if not calls or any(len(x.arguments) != 2 for x in calls) or _is_defined(statements):
        return statements
    return _all_changed(statements, _binomials)


def with_own_binomials(statements: Sequence[Statement]) -> Sequence[Statement]:
    """The statements with C(n, k) for every binomial coefficient, where one of two letters is given by others."""
    if not any(ex.Apply in ex.kinds(side) for side in _sides(statements)) or not any(map(_gives_binomials, statements)):
        return statements
    if any(ex.has_call(side) for side in _sides(statements)):
        return statements
    return _all_changed(statements, _as_calls)


def _gives_binomials(statement: Statement) -> bool:
    left, *others = statement.chain.sides
    letters = (
        isinstance(left, ex.Apply)
        and left.name == "binomial"
        and all(isinstance(x, ex.Symbol) for x in left.arguments)
        and len(set(left.arguments)) == 2
    )
    return letters and any(
        isinstance(node, ex.Apply) and node.name == "binomial" and node != left
        for side in others
        if isinstance(side, Expr)
        for node in ex.walk(side)
    )


def _as_calls(x: Expr) -> Expr:
    if not x.children:
        return x
    if isinstance(x, ex.Apply) and x.name == "binomial":
        return ex.Call(_LETTER, tuple(map(_as_calls, x.arguments)))
    return ex.rebuild(x, _as_calls)


def _is_defined(statements: Sequence[Statement]) -> bool:
    """Does an equation begin with C(n, k)? An answer that is C(n, k) alone has no further side."""
    firsts = [s.chain.sides[0] for s in statements if len(s.chain.sides) > 1 and not s.lead]
    return any(isinstance(side, ex.Call) and side.function == _LETTER for side in firsts)


def _sides(statements: Sequence[Statement]) -> Iterator[Expr]:
    for statement in statements:
        for chain in (statement.chain, statement.condition):
            for side in chain.sides if chain is not None else ():
                yield from (side.low, side.high) if isinstance(side, Span) else (side,)


def _all_changed(statements: Sequence[Statement], change: Callable[[Expr], Expr]) -> Sequence[Statement]:
    return [
        replace(
            statement,
            chain=_changed(statement.chain, change),
            condition=statement.condition and _changed(statement.condition, change),
        )
        for statement in statements
    ]


def _changed(chain: RelationChain, change: Callable[[Expr], Expr]) -> RelationChain:
    sides = (Span(change(x.low), change(x.high)) if isinstance(x, Span) else change(x) for x in chain.sides)
    return replace(chain, sides=tuple(sides))


def _binomials(x: Expr) -> Expr:
    if not x.children:
        return x
    if isinstance(x, ex.Call) and x.function == _LETTER:
        return ex.Apply("binomial", tuple(map(_binomials, x.arguments)))
    return ex.rebuild(x, _binomials)
