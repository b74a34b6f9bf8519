"""A function by its name: how a task reaches another process, where it is found again and never sent as code."""

import importlib
import importlib.util
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from recur.model import RecurError
from recur.model.records import frozen

#: What a script is called in the process that runs it, and in those that multiprocessing starts from it.
SCRIPT = ("__main__", "__mp_main__")


class NotReachable(RecurError):
    """Another process cannot find this function by name: it was made inside a function, or typed at a prompt."""

    kind = "invalid"

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        if hint:
            self.add_note(hint)


@frozen
class Reference:
    """`name` in `module`, which stands in the file `path` (empty: wherever the module is found)."""

    module: str
    name: str
    path: str

    @cache  # noqa: B019 (a reference is a few words, and is asked for again and again)
    def find(self) -> Any:
        """What the name stands for here; the module is imported, or loaded from its file, when it is not yet there."""
        found: Any = self._module()
        try:
            for part in self.name.split("."):
                found = getattr(found, part)
        except AttributeError:
            raise NotReachable(f"{self.path or self.module} has no {self.name}") from None
        return found

    def _module(self) -> ModuleType:
        names = SCRIPT if self.module in SCRIPT else (self.module,)
        for name in names:
            known = sys.modules.get(name)
            if known is not None and self._is_ours(known):
                return known
        if self.module not in SCRIPT:
            try:
                found = importlib.import_module(self.module)
            except ImportError:
                if not self.path:
                    raise
            else:
                if self._is_ours(found):
                    return found
        return _load(self.module, self.path)

    def _is_ours(self, module: ModuleType) -> bool:
        return not self.path or _file_of(module) == self.path


def refer(function: Callable[..., Any]) -> Reference:
    """The reference of a function at the top of a file.

    >>> refer(refer).find() is refer
    True
    """
    module, name = function.__module__, function.__qualname__
    if "<locals>" in name:
        raise NotReachable(
            f"{function.__name__} is defined inside a function, where other processes cannot find it",
            hint="move it to the top of the file",
        )
    path = _file_of(sys.modules.get(module))
    if not path and module in SCRIPT:
        raise NotReachable(
            f"{function.__name__} was typed at a prompt, where other processes cannot find it",
            hint="put it into a file and import it, or use the serial or the threads engine",
        )
    return Reference(module, name, path)


def _file_of(module: ModuleType | None) -> str:
    file = getattr(module, "__file__", None)
    return str(Path(file).resolve()) if file else ""


def _load(module: str, path: str) -> ModuleType:
    """The file as a module under its own name; a script under the name that its guard does not ask for."""
    name = SCRIPT[1] if module in SCRIPT else module
    specification = importlib.util.spec_from_file_location(name, path)
    if specification is None or specification.loader is None:
        raise NotReachable(f"{path} is no Python file")
    loaded = importlib.util.module_from_spec(specification)
    sys.modules[name] = loaded
    try:
        specification.loader.exec_module(loaded)
    except BaseException:
        del sys.modules[name]
        raise
    return loaded
