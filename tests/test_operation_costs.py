"""The table of what Python's operations cost: every line of it names something that exists, and means something."""

import builtins
import importlib
import tomllib
from pathlib import Path
from typing import Any

import pytest

import recur
from recur.model import expressions as ex
from recur.source_costs.operations import GivenArgument, OperationCost, operation, operation_names

TABLES = sorted((Path(recur.__file__).parent / "source_costs").glob("*.toml"))
#: receivers that are types of Python, or that stand for several
TYPES = {
    "number": "int",
    "counter": "collections.Counter",
    "deque": "collections.deque",
    "file": "io.TextIOWrapper",
    "fifo": "queue.Queue",
}


def lines() -> list[tuple[str, str, OperationCost]]:
    found = []
    for table in TABLES:
        for receiver, entries in tomllib.loads(table.read_text(encoding="utf-8")).items():
            for signature in {} if receiver in ("kinds", "types") else entries:
                name = signature.partition("(")[0]
                found += [(table.stem, receiver, entry) for entry in costs(table.stem, receiver, name)]
    return found


def costs(language: str, receiver: str, name: str) -> tuple[OperationCost, ...]:
    from recur.source_costs.operations import _entries

    return _entries(language, receiver, name)


def test_a_formula_speaks_of_the_parameters_only() -> None:
    for language, receiver, entry in lines():
        known = {"self", "span", *(p.name for p in entry.parameters)}
        known |= {f"{part} {name}" for part in ("all", "each") for name in known}
        formulas = (entry.cost, entry.size, entry.each, entry.total, entry.after, *(times for _, times in entry.calls))
        for formula in formulas:
            assert formula is None or ex.symbols(formula) <= known, (language, receiver, entry.name)
        assert {name for name, _ in entry.calls} <= known
        assert entry.remark in ("", "hashing", "amortised", "copy", "lazy")


def exists(receiver: str, name: str) -> bool:
    """Is it there in Python, a function of that module, or a method of that type?"""
    if name.startswith("[") or receiver in ("numpy.array", "numpy"):
        return True
    place: Any = builtins
    if receiver in ("iterator", "range"):
        place = type(i for i in ())
    elif receiver:
        module, _, last = TYPES.get(receiver, receiver).rpartition(".")
        place = getattr(importlib.import_module(module or "builtins"), last, None) or importlib.import_module(receiver)
    return hasattr(place, name) or (receiver == "number" and hasattr(float, name))


def test_what_the_table_names_exists() -> None:
    of_the_ordered_ones = {("dict", "move_to_end")}
    assert {entry for entry in operation_names("python") if not exists(*entry)} == of_the_ordered_ones


def given(*kinds: str) -> tuple[GivenArgument, ...]:
    return tuple(GivenArgument(kind) for kind in kinds)


@pytest.mark.parametrize(
    ("name", "receiver", "arguments", "cost"),
    [
        ("pop", "list", (-1,), "1"), ("pop", "list", (), "1"),
        ("pop", "list", (0,), "self"), ("popleft", "deque", (), "1"),
        ("[in]", "list", ("int",), "self"), ("[in]", "set", ("int",), "1"),
        ("[in]", "frozenset", ("",), "1"), ("sort", "list", (), "self*(log(self)/log(2))"),
        ("str", "", ("int",), "1"), ("str", "", ("list",), "all x"),
        ("math.gcd", "", ("int", "int"), "log(Min(a, b))/log(2)"),
        ("heapq.heappush", "", ("", ""), "log(heap)/log(2)"), ("[+=]", "str", ("str",), "self + x"),
        ("[+=]", "list", ("list",), "x"), ("max", "", ("int", "int"), "1"), ("max", "", ("list",), "xs"),
        ("update", "counter", ("str",), "xs"), ("items", "defaultdict", (), "1"),
        ("print", "", ("list", "int"), "all values"),
    ],
)  # fmt: skip
def test_costs_are_those_of_the_documentation(
    name: str, receiver: str, arguments: tuple[str | int, ...], cost: str
) -> None:
    found = operation(
        "python",
        name,
        receiver,
        [GivenArgument(a) if isinstance(a, str) else GivenArgument("int", a) for a in arguments],
    )
    assert found is not None and str(found.cost) == cost


def test_what_is_in_no_table_has_no_cost() -> None:
    assert operation("python", "frobnicate") is None
    assert operation("python", "append", "str", given("")) is None
    assert operation("python", "len", "", ()) is None
    assert operation("python", "sorted", "", given("list"), {"cmp": GivenArgument()}) is None


def test_arguments_are_for_parameters() -> None:
    found = operation("python", "sorted", "", given("list"), {"key": GivenArgument()})
    assert found is not None and found.bound(1, ("key",)) == ("xs", "key")
    printed = operation("python", "print", "", given("int", "int"))
    assert printed is not None and printed.bound(2) == ("values", "values")
