"""A Python file as what it defines: run as Python runs a script, but for what stands under its `__main__` guard."""

import importlib.util
import sys
from pathlib import Path
from typing import Any

from recur.executors.failures import ExecutionError
from recur.forkjoin.tasks.references import Reference


def names_in(path: Path) -> dict[str, Any]:
    """The names at the top of a file."""
    folder = str(path.parent)
    if folder not in sys.path:
        sys.path.append(folder)  # it may import its neighbours; a random.py among them replaces nobody's random
    try:
        names: dict[str, Any] = Reference(_module_name(path), "__dict__", str(path)).find()
    except SyntaxError as fault:
        raise ExecutionError(f"{path.name} is no Python: {fault.msg} in line {fault.lineno}") from fault
    except (Exception, SystemExit) as fault:
        raise ExecutionError(f"{path.name} cannot be loaded: {type(fault).__name__}: {fault}") from fault
    return names


def _module_name(path: Path) -> str:
    """The name of the file, unless a module of this name is somewhere else: random.py must not become random."""
    try:
        known = importlib.util.find_spec(path.stem)
    except (ImportError, ValueError):
        known = None
    ours = known is None or (known.origin is not None and Path(known.origin).resolve() == path)
    return path.stem if ours else f"program_{path.stem}"
