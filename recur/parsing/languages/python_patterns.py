"""The patterns of `match` as tests: what is compared, and what is named by the way."""

import ast
from collections.abc import Iterator
from typing import Any, Protocol

from recur.model import Place, source_tree as tree


class ExpressionReader(Protocol):
    """What reads the expressions inside of a pattern."""

    def place(self, node: Any) -> Place: ...
    def expression(self, node: ast.expr) -> tree.Expression: ...
    def unreadable(self, node: Any, why: str) -> tree.Unreadable: ...


def tests_of(pattern: ast.pattern, value: tree.Expression, reader: ExpressionReader) -> Iterator[tree.Expression]:
    """What has to hold for the value to match, in the order tested; a name that is bound is a `NamedExpression`."""
    place = reader.place(pattern)
    match pattern:
        case ast.MatchValue(value=constant):
            yield tree.Operation(place, "==", (value, reader.expression(constant)))
        case ast.MatchSingleton(value=constant):
            yield tree.Operation(place, "is", (value, tree.Literal(place, constant)))
        case ast.MatchAs():
            if pattern.pattern is not None:
                yield from tests_of(pattern.pattern, value, reader)
            if pattern.name is not None:
                yield tree.NamedExpression(place, tree.NamedValue(place, pattern.name), value)
        case ast.MatchOr(patterns=patterns):
            yield tree.Operation(place, "or", tuple(_all_of(p, value, reader) for p in patterns))
        case ast.MatchSequence(patterns=patterns):
            yield from _of_sequence(patterns, value, place, reader)
        case ast.MatchMapping():
            yield from _of_mapping(pattern, value, place, reader)
        case ast.MatchClass():
            yield from _of_class(pattern, value, place, reader)
        case _:
            yield reader.unreadable(pattern, "this pattern is not read")


def _all_of(pattern: ast.pattern, value: tree.Expression, reader: ExpressionReader) -> tree.Expression:
    tests = tuple(tests_of(pattern, value, reader))
    place = reader.place(pattern)
    return tests[0] if len(tests) == 1 else tree.Operation(place, "and", tests or (tree.Literal(place, True),) * 2)


def _of_sequence(
    patterns: list[ast.pattern], value: tree.Expression, place: Place, reader: ExpressionReader
) -> Iterator[tree.Expression]:
    """[first, *rest, last]: as long as its parts, and the rest a copy."""
    star = next((i for i, p in enumerate(patterns) if isinstance(p, ast.MatchStar)), None)
    length = tree.CallOf(place, tree.NamedValue(place, "len"), (value,))
    fixed = tree.Literal(place, len(patterns) - (star is not None))
    yield tree.Operation(place, "==" if star is None else ">=", (length, fixed))
    for i, pattern in enumerate(patterns):
        behind = i - len(patterns)
        at = i if star is None or i < star else behind
        if not isinstance(pattern, ast.MatchStar):
            yield from tests_of(pattern, tree.Element(place, value, tree.Literal(place, at)), reader)
        elif pattern.name is not None:
            high = tree.Literal(place, behind + 1) if behind + 1 else None
            rest = tree.Slice(place, value, tree.Literal(place, i), high)
            yield tree.NamedExpression(place, tree.NamedValue(place, pattern.name), rest)


def _of_mapping(
    pattern: ast.MatchMapping, value: tree.Expression, place: Place, reader: ExpressionReader
) -> Iterator[tree.Expression]:
    for key, inner in zip(pattern.keys, pattern.patterns, strict=True):
        read = reader.expression(key)
        yield tree.Operation(place, "in", (read, value))
        yield from tests_of(inner, tree.Element(place, value, read), reader)
    if pattern.rest is not None:
        rest = tree.CallOf(place, tree.NamedValue(place, "dict"), (value,))
        yield tree.NamedExpression(place, tree.NamedValue(place, pattern.rest), rest)


def _of_class(
    pattern: ast.MatchClass, value: tree.Expression, place: Place, reader: ExpressionReader
) -> Iterator[tree.Expression]:
    """Point(x, y=0): an instance whose members match; which members stand first is the class's own affair."""
    kind = reader.expression(pattern.cls)
    yield tree.CallOf(place, tree.NamedValue(place, "isinstance"), (value, kind))
    first = tree.Member(place, kind, "__match_args__")
    for i, inner in enumerate(pattern.patterns):
        yield from tests_of(inner, tree.Element(place, first, tree.Literal(place, i)), reader)
    for name, inner in zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True):
        yield from tests_of(inner, tree.Member(place, value, name), reader)
