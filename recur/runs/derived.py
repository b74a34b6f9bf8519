"""The worst case of a plain function, derived line by line from its source, as the bound that its runs must keep."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from pathlib import Path
from typing import Any

from recur.model import RecurError
from recur.notation import text

SECONDS = 2.0
MOST_BYTES = 1_000_000
TRIED = (3, 5)  # sizes at which the inputs are looked at


def derived_bound(path: Path, function: Callable[..., Any], arguments: Callable[[int], tuple[Any, ...]]) -> str | None:
    """O(g) of the function, where one is derived in one size, and the inputs of size n have this size n."""
    from recur.files import read_text
    from recur.source_costs.source import analyze_text, name_in_analysis

    try:
        name = name_in_analysis(function)
        analysis = analyze_text(read_text(path, MOST_BYTES), (), SECONDS, path.name, [name])
        found = analysis.named(name)
    except (RecurError, KeyError, OSError):
        return None
    bounds = found.work.bounds
    if len(found.sizes) != 1 or bounds is None or bounds.upper is None:
        return None
    variable, meant = found.sizes[0]
    if meant is not None and not all(_size_of(str(meant), function, arguments(n)) == n for n in TRIED):
        return None
    return f"O({text.write(bounds.upper.expression())})" if variable == "n" else None


def _size_of(meant: str, function: Callable[..., Any], arguments: tuple[Any, ...]) -> int | None:
    """What `len(xs)`, or n itself, is of these arguments."""
    for name, value in zip(signature(function).parameters, arguments, strict=False):
        if meant == name and isinstance(value, int):
            return value
        if meant == f"len({name})" and hasattr(value, "__len__"):
            return len(value)
    return None
