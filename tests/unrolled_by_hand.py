"""Formulas with values of T in them, worked out at one size: each line of an unrolling must come to T(n) itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction

from recur.evaluation.arithmetic import Compiler
from recur.model.expressions import Call, Expr, number, substitute
from recur.numbers.exact import TooCoarse, narrow, sign

Value = Callable[[int], Fraction]


def worked_out(x: Expr, size: int, value: Value, **symbols: int) -> object:
    """The formula at n = size, with `value` for the values of T; a number, or an interval around it."""
    for name, whole in symbols.items():
        x = substitute(x, name, number(whole))

    def call(x: Call) -> Callable[[], object]:
        argument = compiler.compile(x.arguments[0])

        def known() -> object:
            at = narrow(argument())
            assert isinstance(at, int), f"T is asked for at {at}"
            return value(at)

        return known

    compiler = Compiler("n", bits=256, call=call)
    compiler.cells[0] = size
    return compiler.compile(x)()


def equal(one: object, other: object) -> bool:
    """Equal rational numbers, or intervals that meet."""
    difference = one - other  # type: ignore[operator]
    try:
        return sign(difference) == 0
    except TooCoarse:
        return True


def expanded(
    size: Fraction, branches: list[tuple[int, Callable[[Fraction], Fraction]]], depth: int
) -> Counter[Fraction]:
    """The sizes of the nodes `depth` levels below a root, one by one, by plain expansion."""
    level = [size]
    for _ in range(depth):
        level = [shrink(node) for node in level for count, shrink in branches for _ in range(count)]
    return Counter(level)
