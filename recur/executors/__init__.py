"""Engines that run fork-join programs: one file an engine, opened by name.

    from recur.executors import open_engine

    with open_engine("processes", workers=4) as engine:
        result = engine.run(merge_sort(xs))
    result.value, result.nanoseconds

Opening an engine imports what it needs and no other engine.
"""

import importlib
import importlib.util
import inspect
from typing import Any

from recur.executors.engine import Engine, Result
from recur.executors.failures import (
    CannotTravel,
    EngineMissing,
    ExecutionError,
    RunTooLong,
    TaskFailed,
    TaskTooLong,
    WorkerLost,
)

__all__ = [
    "ENGINES",
    "CannotTravel",
    "Engine",
    "EngineMissing",
    "ExecutionError",
    "Result",
    "RunTooLong",
    "TaskFailed",
    "TaskTooLong",
    "WorkerLost",
    "engines_named",
    "missing",
    "open_engine",
]

#: name -> the packages it needs beside recur, and the extra that installs them
ENGINES: dict[str, tuple[tuple[str, ...], str]] = {
    "serial": ((), ""),
    "threads": ((), ""),
    "processes": ((), ""),
    "dask": (("distributed",), "dask"),
    "mpi": (("mpi4py",), "mpi"),
}


def engines_named(text: str) -> tuple[str, ...]:
    """The engines of a list such as threads,dask that run in parallel; `none` is none of them."""
    names = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    if names == ("none",):
        return ()
    for name in names:
        if name not in ENGINES:
            raise EngineMissing(f"there is no engine {name}: {', '.join(ENGINES)}, or none")
        if said := missing_packages(name):
            raise EngineMissing(said)
        _engine_module(name).OPEN.require_place()
    return tuple(name for name in names if name != "serial")


def missing_packages(name: str) -> str:
    """What must be installed before the engine can be opened; empty when nothing must."""
    needed, extra = ENGINES[name]
    absent = [package for package in needed if importlib.util.find_spec(package) is None]
    return f'the {name} engine needs {", ".join(absent)}: pip install "recur-solver[{extra}]"' if absent else ""


def _engine_module(name: str) -> Any:
    return importlib.import_module(f"recur.executors.{name}")


def open_engine(name: str, workers: int | None = None, **options: Any) -> Engine:
    """The engine of this name with `workers` workers (None: as many as there are processors), to be used in `with`."""
    if name not in ENGINES:
        raise EngineMissing(f"there is no engine {name}", hint=f"try {', '.join(ENGINES)}")
    if said := missing_packages(name):
        raise EngineMissing(said)
    module = _engine_module(name)
    known = [option for option in inspect.signature(module.OPEN).parameters if option != "workers"]
    if strange := sorted(options.keys() - known):
        raise TypeError(f"the {name} engine has no option {', '.join(strange)}; it has {', '.join(known)}")
    engine: Engine = module.OPEN(workers, **options)
    return engine
