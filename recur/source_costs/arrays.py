"""Arrays of numpy: their shapes, and what arithmetic on whole arrays costs.

An operation on arrays is done item by item, on the shape that the two are stretched to. Source: NumPy user guide,
"Broadcasting"; a product of matrices takes the steps of the schoolbook. Source: CLRS 4e, section 4.1.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import reduce
from operator import mul

from recur.forkjoin.costs.polynomials import Polynomial
from recur.source_costs.values import ContainerValue, NumberValue, TupleValue, UnknownValue, Value

ARRAY = "numpy.array"
#: what is made with a shape
OF_SHAPES = frozenset(("numpy.zeros", "numpy.ones", "numpy.empty", "numpy.full"))
PRODUCTS = frozenset(("numpy.dot", "numpy.matmul"))
Shape = tuple[Polynomial, ...]


def shape_of_array(inside: ContainerValue, rows: Set[str]) -> Shape | None:
    """The lengths along its axes; None where they do not follow, as of an array that is handed in.

    `rows`: the items of inputs that are known to hold items themselves; any other one is a number.
    """
    if inside.length is None:
        return None
    match inside.element:
        case ContainerValue(kind="str"):
            return (inside.length,)
        case ContainerValue() as row:
            rest = shape_of_array(row, rows)
            return None if rest is None else (inside.length, *rest)
        case None if inside.name:
            return None
        case UnknownValue(name=name) if "[" not in name or name in rows:
            return None
        case TupleValue():
            return None
    return (inside.length,)


def array_of(shape: Sequence[Polynomial]) -> Value:
    """An array of numbers of that shape; without an axis a number."""
    element: Value = NumberValue()
    for length in reversed(shape):
        element = ContainerValue(ARRAY, length, element)
    return element


def items_in(shape: Sequence[Polynomial]) -> Polynomial:
    return reduce(mul, shape, Polynomial.constant(1))


def stretched(one: Shape, other: Shape) -> Shape | None:
    """The shape of the two together; None where one has an axis of another length than the other."""
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    fits = all(a == b for a, b in zip(reversed(longer), reversed(shorter), strict=False))
    return longer if fits else None


def product_of_shapes(one: Shape, other: Shape) -> tuple[Polynomial, Shape] | None:
    """The steps of a product of matrices or vectors, and its shape."""
    if not (1 <= len(one) <= 2 and 1 <= len(other) <= 2):
        return None
    rows, columns = one[:-1], other[1:]
    return items_in((*one, *columns)), (*rows, *columns)
