"""Plain functions, without a task in sight; what they are called with is a function of n."""

from __future__ import annotations

import inspect
import itertools
import math
import random
import string
import sys
from collections import deque
from collections.abc import Callable, Mapping
from importlib.abc import InspectLoader
from pathlib import Path
from types import FunctionType, GeneratorType, ModuleType
from typing import Any

from recur.forkjoin.tasks.tasks import Declaration, Task
from recur.model import InvalidRecurrence
from recur.runs.python_files import names_in

DEEPEST = 100_000  # calls inside calls: Python's own thousand is no limit of an algorithm
EXAMPLE = '--input "lambda n: list(range(n))"'
#: What a text of inputs may name besides what its file defines.
OFFERED: dict[str, Any] = {
    "random": random, "Random": random.Random, "math": math, "string": string, "itertools": itertools,
}  # fmt: skip
NAMES = ("make_inputs", "make_input", "inputs", "input_of_size", "example")


class PlainFunction(Task):
    """A function that spawns nothing, run on what `inputs` makes of a size: each time on an argument made anew.

    A generator is run to its end.
    """

    consumes = True

    def __init__(self, function: Callable[..., Any], inputs: Callable[[int], Any]) -> None:
        super().__init__(_to_its_end(function), Declaration())
        self.plain = function
        self.name = function.__name__
        self.file = inspect.getfile(inspect.unwrap(function))
        self.example(inputs)


def _to_its_end(function: Callable[..., Any]) -> Callable[..., Any]:
    def run(*arguments: Any, **named: Any) -> None:
        found = function(*arguments, **named)
        if isinstance(found, GeneratorType):
            deque(found, maxlen=0)

    run.__name__ = run.__qualname__ = function.__name__
    return run


def function_of(names: Mapping[str, Any], name: str, path: Path) -> Callable[..., Any]:
    """The function that is named, that carries the name of the file, or that is the only one."""
    own = {
        key: value
        for key, value in names.items()
        if isinstance(value, FunctionType) and value.__module__ == names.get("__name__") and not key.startswith("_")
    }
    if name:
        found = names.get(name)
        if callable(found):
            function: Callable[..., Any] = found
            return function
        raise InvalidRecurrence(f"{path} holds no function {name}", hint=f"it holds {', '.join(own)}" if own else None)
    chosen = own.get(path.stem) or (next(iter(own.values())) if len(own) == 1 else None)
    if chosen is None:
        said = f"several functions: {', '.join(own)}" if own else "no function"
        raise InvalidRecurrence(f"{path} holds {said}", hint=f"name one: {path}:{next(iter(own), 'function')}")
    return chosen


def inputs_of(text: str, names: Mapping[str, Any]) -> Callable[[int], Any]:
    """A function of n from the text of one, from an expression in n, or from a file that holds one."""
    if text.endswith(".py") or ".py:" in text:
        return _in_file(text)
    words = text.strip()
    source = words if words.startswith("lambda") else f"lambda n: {words}"
    module = ModuleType("recur_input")
    vars(module).update(OFFERED | dict(names))
    try:
        _Typed(f"made = (\n{source}\n)").exec_module(module)
        found = vars(module)["made"]
    except SyntaxError as fault:
        raise InvalidRecurrence(f"--input is no Python: {fault.msg}", text=text, hint=EXAMPLE) from None
    except Exception as fault:
        raise InvalidRecurrence(f"--input raised {type(fault).__name__}: {fault}", text=text, hint=EXAMPLE) from None
    if not callable(found):
        raise InvalidRecurrence("--input is a function of n", text=text, hint=EXAMPLE)
    made: Callable[[int], Any] = found
    return made


class _Typed(InspectLoader):
    """A Python file that was typed as a word of the command line, and is run as any other."""

    def __init__(self, source: str) -> None:
        self.source = source

    def get_source(self, fullname: str) -> str:
        return self.source


def _in_file(text: str) -> Callable[[int], Any]:
    file, colon, name = text.rpartition(":") if ".py:" in text else (text, "", "")
    path = Path(file if colon else text)
    if not path.exists():
        raise InvalidRecurrence(f"cannot read {path}: no such file", hint=EXAMPLE)
    names = names_in(path.resolve())
    if not name:
        name = next((each for each in NAMES if callable(names.get(each))), "")
    return function_of(names, name, path)


def allow_deep_calls() -> None:
    """Recursion as deep as an algorithm wants it."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), DEEPEST))
