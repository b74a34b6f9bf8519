"""Arrays in shared memory: each process maps the same pages, and a view is a name, an offset and a shape.

A segment is named by its engine, the process that made it and a running number, so that those of a process that was
killed can be found. A mapping lives as long as arrays refer to it, also after the name has been taken away.
"""

import errno
import mmap
import os
from collections.abc import Iterable
from contextvars import ContextVar
from math import prod
from multiprocessing.shared_memory import SharedMemory
from typing import Any
from weakref import WeakKeyDictionary, WeakValueDictionary

from recur.executors.failures import SharedMemoryFull

_SHARED: int = getattr(mmap, "MAP_SHARED", 0)
#: Map all pages at once: a page that is first met when it is used costs four times as much.
_POPULATED = _SHARED | getattr(mmap, "MAP_POPULATE", 0)


class Segments:
    """The segments that this process has made, or has mapped.

    A worker `holds` them: they are mapped once, and not by every job that uses them, until they are dropped.
    """

    def __init__(self, prefix: str, *, holds: bool = False) -> None:
        self.prefix = prefix
        self.holds = holds
        self.made = 0
        self.unreported: list[str] = []
        self._held: dict[str, mmap.mmap] = {}
        self._mapped: WeakValueDictionary[str, mmap.mmap] = WeakValueDictionary()
        self._places: WeakKeyDictionary[mmap.mmap, tuple[str, int]] = WeakKeyDictionary()

    def empty(self, shape: tuple[int, ...], dtype: Any) -> Any:
        """An array in a segment of its own."""
        import numpy

        dtype = numpy.dtype(dtype)
        if dtype.hasobject:
            raise TypeError(f"an array of {dtype} holds Python objects, which processes cannot share")
        size = prod(shape) * dtype.itemsize
        name = f"{self.prefix}{self.made}"
        mapping = _create(name, max(size, 1), filled_here=not self.holds)
        self.made += 1
        self.unreported.append(name)
        self._remember(name, mapping)
        return numpy.frombuffer(mapping, dtype, prod(shape)).reshape(shape)

    def copy_of(self, array: Any) -> Any:
        shared = self.empty(array.shape, array.dtype)
        shared[...] = array
        return shared

    def report(self) -> list[str]:
        """The segments made since the last report."""
        names, self.unreported = self.unreported, []
        return names

    def place(self, array: Any) -> tuple[str, int] | None:
        """The segment an array lies in, and the offset of its first element; None where it lies in none."""
        owner = array
        while getattr(owner, "base", None) is not None:
            owner = owner.base
        if isinstance(owner, memoryview):
            owner = owner.obj
        if not isinstance(owner, mmap.mmap) or owner not in self._places:
            return None
        name, start = self._places[owner]
        return name, _address(array) - start

    def view(self, name: str, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], dtype: Any) -> Any:
        """The array that another process calls by this place."""
        import numpy

        return numpy.ndarray(shape, dtype, self._mapping(name), offset, strides)

    def attach(self, names: Iterable[str]) -> None:
        """Map these segments now, so that no run is charged for it."""
        for name in names:
            if name not in self._mapped:
                self._remember(name, _attach(name, _POPULATED))

    def drop(self, names: Iterable[str]) -> None:
        """These names are gone: their memory is freed with the last array that refers to it."""
        for name in names:
            self._held.pop(name, None)
            self.forget(name)

    def _mapping(self, name: str) -> mmap.mmap:
        mapping = self._mapped.get(name)
        if mapping is None:
            mapping = _attach(name)
            self._remember(name, mapping)
        return mapping

    def forget(self, name: str) -> None:
        """A segment whose name is gone is nobody else's any more."""
        mapping = self._mapped.pop(name, None)
        if mapping is not None:
            del self._places[mapping]

    def _remember(self, name: str, mapping: mmap.mmap) -> None:
        import numpy

        self._mapped[name] = mapping
        if self.holds:
            self._held[name] = mapping
        self._places[mapping] = name, _address(numpy.frombuffer(mapping, "uint8"))


#: Those of this process, where a message is being read or written.
segments: ContextVar[Segments] = ContextVar("segments")


def remove(name: str) -> bool:
    """Take the name away; the memory is freed when the last mapping is. False where there is no such name."""
    try:
        segment = SharedMemory(name)
    except FileNotFoundError:
        return False
    segment.close()
    segment.unlink()
    return True


def _create(name: str, size: int, filled_here: bool) -> mmap.mmap:
    """Pages are zeroed one by one, by whichever process first writes to them: a worker makes room for none of them."""
    if not filled_here and (room := _room()) is not None and size > room:
        raise _full(size, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    try:
        segment = SharedMemory(name, create=True, size=size)
    except OSError as error:
        raise _full(size, error) from error
    try:
        if filled_here and hasattr(os, "posix_fallocate"):
            # A folder that fills up while an array is being written to ends the process, here the driver, by a signal.
            os.posix_fallocate(_descriptor(segment), 0, size)
        return mmap.mmap(_descriptor(segment), size)
    except OSError as error:
        segment.unlink()
        raise _full(size, error) from error
    finally:
        segment.close()


def _room() -> int | None:
    """Bytes that are free in the folder of shared memory; None where it has no limit, or is no folder."""
    try:
        folder = os.statvfs("/dev/shm")
    except (AttributeError, OSError):
        return None
    return folder.f_bavail * folder.f_frsize if folder.f_blocks else None


def _attach(name: str, flags: int = _SHARED) -> mmap.mmap:
    segment = SharedMemory(name)
    try:
        options = {"flags": flags} if flags else {}
        return mmap.mmap(_descriptor(segment), segment.size, **options)
    finally:
        segment.close()


def _descriptor(segment: SharedMemory) -> int:
    """A mapping of our own frees itself with its last array; that of a SharedMemory must be closed before."""
    return int(segment._fd)  # type: ignore[attr-defined]


def _address(array: Any) -> int:
    return int(array.__array_interface__["data"][0])


def _full(size: int, error: OSError) -> SharedMemoryFull:
    what = "has no room for" if error.errno == errno.ENOSPC else "refuses"
    return SharedMemoryFull(
        f"the folder of shared memory {what} an array of {size:,} bytes: {error.strerror}",
        hint="use smaller arrays, or allow the folder more (mount -o remount,size=… /dev/shm)",
    )
