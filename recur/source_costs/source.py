"""What is to be analysed, as a source tree: a text, a file's text with its name, or a function that runs already."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from types import FunctionType, ModuleType
from typing import Any

from recur.forkjoin.costs.analysis import Analysis
from recur.model import InvalidRecurrence, limits, source_tree as tree
from recur.model.program import Program
from recur.model.records import replace
from recur.parsing.languages.excerpts import fenced_code
from recur.parsing.languages.python_siblings import with_siblings
from recur.parsing.languages.reading import read_source
from recur.parsing.programs.program import parse_program

#: functions that are looked for among the names of a function and of those that it calls
MOST_FUNCTIONS = 200


def analyze_text(
    text: str,
    sizes: Sequence[int | str | Mapping[str, int | str]] = (),
    timeout: float | None = limits.DEFAULT_SECONDS,
    name: str = "",
    only: Sequence[str] = (),
    case: str = "worst",
    beside: Callable[[str], str | None] | None = None,
) -> Analysis:
    """Work and span of everything in a text, code or pseudo-code; of code, what is not needed by `only` is left out.

    `name` is the file's, whose ending tells the language; `beside` gives the text of a module that stands beside it.
    """
    with limits.time_limit(timeout):
        file = read_source(text, name)
        if file is None:
            if case != "worst":
                raise InvalidRecurrence(
                    f"the {case} case is told of code, not of pseudo-code",
                    hint="write it in Python, C, C++ or Java, where it is told what each test reads",
                )
            pasted = PurePath(name).suffix != ".spawn"
            from recur.source_costs.pseudo_code import analyze_pseudo_code

            return analyze_pseudo_code(_program(fenced_code(text) if pasted else text, only), sizes, timeout)
        file, others = (file, ()) if beside is None else with_siblings(file, beside, _module)
        found = analyze_case(reaching(file, only) if only else file, sizes, timeout, case)
        return _without(found, others)


def _module(text: str) -> tree.SourceFile:
    from recur.parsing.languages.python import parse_python

    return parse_python(text)


def _without(found: Analysis, others: tuple[str, ...]) -> Analysis:
    """The functions of the file alone; those of others have cost what they call."""
    procedures = tuple(p for p in found.procedures if p.name not in others)
    return replace(found, procedures=procedures, refused=tuple(r for r in found.refused if r.name not in others))


def analyze_case(
    file: tree.SourceFile, sizes: Sequence[int | str | Mapping[str, int | str]], timeout: float | None, case: str
) -> Analysis:
    """The functions of a file in their "worst", "best" or "expected" case."""
    match case:
        case "worst":
            from recur.source_costs.analysis import analyze_source

            return analyze_source(file, sizes, timeout)
        case "best":
            from recur.source_costs.best_case import analyze_best_case

            return analyze_best_case(file, sizes, timeout)
        case "expected":
            from recur.source_costs.expected_case import analyze_expected_case

            return analyze_expected_case(file, timeout)
    raise InvalidRecurrence(f"there is no {case} case", hint="the cases are worst, best and expected")


def _program(text: str, only: Sequence[str]) -> Program:
    """The program, which defines all that is asked for by name."""
    program = parse_program(text)
    names = {name.casefold() for name in program.names}
    for name in only:
        if name.casefold() not in names:
            listed = ", ".join(program.names)
            raise InvalidRecurrence(f"the procedure {name} is not defined", hint=f"the program defines {listed}")
    return program


def analyze_function(
    function: Callable[..., Any],
    sizes: Sequence[int | str | Mapping[str, int | str]] = (),
    timeout: float | None = limits.DEFAULT_SECONDS,
    case: str = "worst",
) -> Analysis:
    """Work and span of a function of Python and of those that it calls; it is read and never called."""
    with limits.time_limit(timeout):
        file, others = with_siblings(source_of(function), _beside(function), _module)
        return _without(analyze_case(file, sizes, timeout, case), others)


def _beside(function: Callable[..., Any]) -> Callable[[str], str | None]:
    """The modules beside the one that the function stands in; none where it has no file."""
    from recur.files import modules_beside

    try:
        found = modules_beside(inspect.getsourcefile(_plain(function)) or "")
    except TypeError:
        found = None
    return found or (lambda module: None)


def name_in_analysis(function: Callable[..., Any]) -> str:
    """The name that its analysis has: with its class, if it has one."""
    plain = _plain(function)
    return ".".join(part for part in plain.__qualname__.split(".") if part != "<locals>").rpartition("<locals>.")[2]


def reaching(file: tree.SourceFile, names: Iterable[str]) -> tree.SourceFile:
    """The file with those functions and all that they may call; a method is named with its class or without."""
    called = {id(f): _names_in(f) for f in file.functions}
    asked = {name.casefold() for name in names}
    kept = [f for f in file.functions if {f.name.casefold(), f.key.casefold()} & asked]
    if not kept:
        listed = ", ".join(f.key for f in file.functions) or "none"
        raise InvalidRecurrence(f"there is no function {', '.join(names)}", hint=f"the file has {listed}")
    pending = list(kept)
    while pending:
        wanted = called[id(pending.pop())]
        more = [f for f in file.functions if _is_called(f, wanted) and not any(f is k for k in kept)]
        kept += more
        pending += more
    starts = sorted((f.place.line, any(f is k for k in kept)) for f in file.functions)
    return replace(
        file, functions=tuple(f for f in file.functions if any(f is k for k in kept)),
        statements=tuple(s for s in file.statements if isinstance(s, tree.Assigned)),
        remarks=tuple(r for r in file.remarks if _within(r.place.line, starts)),
    )  # fmt: skip


def _within(line: int, starts: Sequence[tuple[int, bool]]) -> bool:
    """Does the function that the line stands in belong to those that are kept?"""
    above = [kept for start, kept in starts if start <= line]
    return bool(above) and above[-1]


def _is_called(f: tree.Function, wanted: set[str]) -> bool:
    """Is it named, or a method that operations and constructors call without its name?"""
    return bool({f.name, f.key} & wanted) or (bool(f.owner) and f.name.startswith("__"))


def _names_in(function: tree.Function) -> set[str]:
    return {node.name for node in tree.walk(function) if isinstance(node, tree.NamedValue | tree.Member)}


def source_of(function: Callable[..., Any]) -> tree.SourceFile:
    """The function with those of its module that it calls; where it has no file, all that its names stand for."""
    plain = _plain(function)
    module = inspect.getmodule(plain)
    try:
        whole = inspect.getsource(module) if module is not None and module.__name__ != "__main__" else ""
        own, first = inspect.getsourcelines(plain)
    except (OSError, TypeError):
        raise InvalidRecurrence(f"the source of {plain.__qualname__} is not known: only its file could tell") from None
    if whole:
        file = read_source(whole, "module.py")
        assert file is not None
        there = [f for f in file.functions if f.name == plain.__name__ and first <= f.place.line < first + len(own)]
        if there:
            found = there[0]
            return reaching(file, [found.key])
    file = read_source("\n".join(_pieces(plain)), "cell.py")
    assert file is not None
    return file


def _plain(function: Callable[..., Any]) -> FunctionType:
    plain = inspect.unwrap(function)
    plain = getattr(plain, "__func__", plain)
    if not isinstance(plain, FunctionType):
        named = getattr(function, "__name__", type(function).__name__)
        raise InvalidRecurrence(f"{named} is not written in Python, so its source cannot be read")
    if plain.__name__ == "<lambda>":
        raise InvalidRecurrence("a lambda has no lines of its own", hint="give it a name with def")
    return plain


def _pieces(function: FunctionType) -> Iterator[str]:
    """The sources of a function and of all that it calls by the names it knows, with their imports."""
    seen, pending = {function}, [function]
    pieces, imports = [], dict[str, str]()
    while pending and len(seen) <= MOST_FUNCTIONS:
        current = pending.pop()
        try:
            pieces.append(textwrap.dedent(inspect.getsource(current)))
        except (OSError, TypeError):
            continue
        for name in _global_names(current):
            value = inspect.unwrap(current.__globals__[name]) if name in current.__globals__ else None
            if isinstance(value, FunctionType) and value.__name__ == name and not _is_library(value):
                if value not in seen:
                    seen.add(value)
                    pending.append(value)
            elif (line := _import_line(name, value)) is not None:
                imports[name] = line
    yield from imports.values()
    yield from pieces


def _global_names(function: FunctionType) -> set[str]:
    """The names that the code of a function, and of those inside it, looks up in its module."""
    codes, names = [function.__code__], set[str]()
    while codes:
        code = codes.pop()
        names |= set(code.co_names)
        codes += [c for c in code.co_consts if isinstance(c, type(code))]
    return names


def _is_library(function: FunctionType) -> bool:
    return function.__module__.split(".")[0] in ("heapq", "bisect", "functools", "itertools", "collections", "random")


def _import_line(name: str, value: Any) -> str | None:
    if isinstance(value, ModuleType):
        return f"import {value.__name__} as {name}"
    home, own = getattr(value, "__module__", None), getattr(value, "__name__", None)
    if isinstance(home, str) and isinstance(own, str) and home not in ("builtins", "__main__") and own.isidentifier():
        return f"from {home.lstrip('_')} import {own} as {name}"
    return None
