"""Arrays that a program makes for its results, placed where all workers of the engine that runs it can write."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeAlias

Allocate: TypeAlias = Callable[[tuple[int, ...], Any], Any]

#: How an engine whose workers share no memory makes an array that they all see.
allocation: ContextVar[Allocate | None] = ContextVar("allocation", default=None)


def empty(shape: int | tuple[int, ...], dtype: Any = "float64") -> Any:
    """A numpy array without values yet, to be filled by tasks that are handed views of it.

    In worker processes it lies in shared memory: a view that is handed to another task is the same memory there.
    """
    allocate = allocation.get()
    shape = (shape,) if isinstance(shape, int) else tuple(shape)
    if allocate is not None:
        return allocate(shape, dtype)
    import numpy

    return numpy.empty(shape, dtype)
