"""Functions that remember their results: by a decorator, or in a dictionary that they look into.

How many calls are worked out is how many different arguments there are.
"""

from __future__ import annotations

from recur.model import source_tree as tree
from recur.source_costs.visiting import calls_by_name, kept_results, name_of

_CACHES = ("functools.lru_cache", "functools.cache", "lru_cache", "cache")


def is_memoised(f: tree.Function) -> bool:
    return any(d.split("(")[0] in _CACHES for d in f.decorators)


def forgets(f: tree.Function) -> bool:
    """lru_cache(maxsize=100) keeps the last ones alone."""
    caches = [d for d in f.decorators if d.split("(")[0] in _CACHES]
    return any(c.isdigit() for d in caches for c in d.partition("(")[2])


def keeps_few(f: tree.Function) -> bool:
    """Does lru_cache alone stand there, which keeps 128 results? Source: library reference, functools."""
    return any(d.removesuffix("()") in ("functools.lru_cache", "lru_cache") for d in f.decorators)


def moved_by_calls(f: tree.Function) -> frozenset[str]:
    """The parameters by which results are kept for which a call of itself hands on anything but themselves.

    A sequence of which each call hands on a rest, or each a beginning, counts by its length; of any other part it does
    not, and is named with a mark that no size has.
    """
    kept = kept_results(f)
    parameters = [p for p in f.parameters if p.name not in ("self", "this", "cls")]
    names = [p.name for p in parameters if is_memoised(f) or (kept is not None and p.name in kept[1])]
    calls = [x for x in tree.walk(f) if isinstance(x, tree.CallOf) and calls_by_name(x, f)]
    found = set()
    for name in names:
        handed = [_handed(x, name, [p.name for p in parameters]) for x in calls]
        if not handed or any(x is None or name_of(x) != name for x in handed):
            found.add(name if _is_one_line(handed) else f"{name}[]")
    return frozenset(found)


def _handed(call: tree.CallOf, name: str, parameters: list[str]) -> tree.Expression | None:
    given = {**dict(zip(parameters, call.arguments, strict=False)), **dict(call.keywords)}
    return given.get(name)


def _is_one_line(handed: list[tree.Expression | None]) -> bool:
    slices = [x for x in handed if isinstance(x, tree.Slice)]
    return not slices or all(x.high is None for x in slices) or all(x.low is None for x in slices)
