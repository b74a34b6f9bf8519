"""Linear algebra on one thread a worker: workers that each start as many threads as there are cores slow each other."""

import importlib.util
import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

#: What the linear algebra libraries read when they are loaded.
VARIABLES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)


@contextmanager
def one_thread_in_children() -> Iterator[None]:
    """Processes that are started inside load their libraries with one thread."""
    before = {name: os.environ.get(name) for name in VARIABLES}
    os.environ.update(dict.fromkeys(VARIABLES, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def one_thread_here() -> AbstractContextManager[object]:
    """The libraries that are loaded in this process compute on one thread inside."""
    if importlib.util.find_spec("threadpoolctl") is None:
        return nullcontext()
    import threadpoolctl

    limited: AbstractContextManager[object] = threadpoolctl.threadpool_limits(limits=1)
    return limited


def one_thread_from_now_on() -> None:
    """In a process that does nothing but work: libraries that are loaded, and those that tasks will load."""
    os.environ.update(dict.fromkeys(VARIABLES, "1"))
    one_thread_here()


def unpinned() -> tuple[str, ...]:
    """The note on a run whose numpy could not be pinned."""
    if "numpy" in sys.modules and importlib.util.find_spec("threadpoolctl") is None:
        return ("numpy may use several threads a worker; threadpoolctl, of recur-solver[numpy], keeps it to one",)
    return ()
