"""The verbs: each is a file, found by its name, and imported only when it is asked for.

A module of this package that has a `run` is a verb, and so is the module `verb` of a folder. Its docstring is its help
(a summary line, then examples); the parameters of `run` are its arguments and options; what `run` returns is the exit
code; `ASKED_FOR` says under which heading of `recur --help` it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property
from importlib import import_module
from inspect import cleandoc, signature
from pathlib import Path

from recur.model.records import frozen

from .words import Parameter, declared

PROGRAM = "recur"
#: Where the completion scripts put what they ask; typer derives the name from the program's.
COMPLETE = "_RECUR_COMPLETE"


@frozen(slots=False)
class Verb:
    """One verb: its name, its help, and the function that its words are read for."""

    name: str
    run: Callable[..., int]
    told: str
    asked_for: str

    @property
    def summary(self) -> str:
        return self.told.partition("\n\n")[0]

    @property
    def example(self) -> str:
        """The first example in its help."""
        lines = (line.strip() for line in self.told.splitlines())
        return next(line for line in lines if line.startswith(f"recur {self.name} "))

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        return tuple(map(declared, signature(self.run, eval_str=True).parameters.values()))


def verbs() -> list[str]:
    """The names of all verbs."""
    return [name for name in sorted(_modules()) if verb_named(name) is not None]


def verb_named(name: str) -> Verb | None:
    """The verb of this name, importing no other; None when there is none."""
    place = _modules().get(name)
    if place is None:
        return None
    module = import_module(place, __package__)
    if not hasattr(module, "run"):
        return None
    return Verb(name, module.run, cleandoc(module.__doc__ or ""), getattr(module, "ASKED_FOR", ""))


@cache
def _modules() -> dict[str, str]:
    """Each name that may be a verb's, and its module: a file, or the file verb.py of a folder."""
    here = Path(__file__).parent
    files = {file.stem: f".{file.stem}" for file in here.glob("[a-z]*.py")}
    return files | {file.parent.name: f".{file.parent.name}.verb" for file in here.glob("[a-z]*/verb.py")}
