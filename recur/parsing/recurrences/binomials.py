"""C(n, k) is a binomial coefficient where no equation of the text is about a function C of its own."""

from collections.abc import Iterator, Sequence

from recur.model import Expr, expressions as ex
from recur.model.records import replace
from recur.parsing.formulas.building import RelationChain, Span, Statement

_LETTER = "C"


def with_binomials(statements: Sequence[Statement]) -> Sequence[Statement]:
    """The statements with binom(n, k) for C(n, k), unless C is a function of theirs.

    It is one where it is called with one number, as Catalan's C(n), or where a side consists of it: C(n, k) = ….
    """
    calls = [
        x for side in _sides(statements) for x in ex.walk(side) if isinstance(x, ex.Call) and x.function == _LETTER
    ]
    if not calls or any(len(x.arguments) != 2 for x in calls) or _is_defined(statements):
        return statements
    return [
        replace(
            statement,
            chain=_rewritten(statement.chain),
            condition=statement.condition and _rewritten(statement.condition),
        )
        for statement in statements
    ]


def _is_defined(statements: Sequence[Statement]) -> bool:
    """Does an equation begin with C(n, k)? An answer that is C(n, k) alone has no further side."""
    firsts = [s.chain.sides[0] for s in statements if len(s.chain.sides) > 1 and not s.lead]
    return any(isinstance(side, ex.Call) and side.function == _LETTER for side in firsts)


def _sides(statements: Sequence[Statement]) -> Iterator[Expr]:
    for statement in statements:
        for chain in (statement.chain, statement.condition):
            for side in chain.sides if chain is not None else ():
                yield from (side.low, side.high) if isinstance(side, Span) else (side,)


def _rewritten(chain: RelationChain) -> RelationChain:
    return replace(chain, sides=tuple(_side(side) for side in chain.sides))


def _side(side: Expr | Span) -> Expr | Span:
    return Span(_binomials(side.low), _binomials(side.high)) if isinstance(side, Span) else _binomials(side)


def _binomials(x: Expr) -> Expr:
    if not x.children:
        return x
    if isinstance(x, ex.Call) and x.function == _LETTER:
        return ex.Apply("binomial", tuple(map(_binomials, x.arguments)))
    return ex.rebuild(x, _binomials)
