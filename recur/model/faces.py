"""The face of a room: what others take from it, imported when it is asked for, so that an error loads no formulas."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def face_of(room: str, handed_on: Mapping[str, str]) -> Callable[[str], object]:
    """The `__getattr__` of a room: for each module of it, the names that it hands on. A name is asked for once.

    >>> face_of("recur.model", {"derivation": "Step step"})("Step").__module__
    'recur.model.derivation'
    """
    homes = {name: module for module, names in handed_on.items() for name in names.split()}

    def handed(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        found = getattr(import_module(f"{room}.{homes[name]}"), name)
        vars(sys.modules[room])[name] = found  # which the room has itself from now on
        return found

    return handed
