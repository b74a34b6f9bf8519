"""Arrays in shared memory: each process maps the same pages, and a view is a name, an offset and a shape.

A segment is named by its engine, the process that made it and a running number, so that those of a process that was
killed can be found. A mapping lives as long as arrays refer to it, also after the name has been taken away.
"""

import errno
import mmap
import os
import sys
from collections.abc import Iterable
from contextvars import ContextVar
from math import prod
from multiprocessing.shared_memory import SharedMemory
from typing import Any
from weakref import WeakKeyDictionary

from recur.executors.failures import SharedMemoryFull

_SHARED: int = getattr(mmap, "MAP_SHARED", 0)
#: Map all pages at once: a page that is first met when it is used costs four times as much.
_POPULATED = _SHARED | getattr(mmap, "MAP_POPULATE", 0)


#: An idle segment may be so many times larger than what is asked for.
ROOMY = 2


class Segments:
    """The segments that this process has made, or has mapped: once, and not for every job that uses them, until they
    are dropped. The driver `fills` what it makes, and so has the folder make room for it at once.
    """

    def __init__(self, prefix: str, *, fills: bool = True) -> None:
        self.prefix = prefix
        self.fills = fills
        self.made = 0
        self.copied = 0  # bytes
        self.unreported: list[str] = []
        self._held: dict[str, mmap.mmap] = {}
        self._idle: set[str] = set()
        self._places: WeakKeyDictionary[mmap.mmap, tuple[str, int]] = WeakKeyDictionary()

    def empty(self, shape: tuple[int, ...], dtype: Any) -> Any:
        """An array in a segment of its own: one that is idle and not much larger, or a new one."""
        import numpy

        dtype = numpy.dtype(dtype)
        if dtype.hasobject:
            raise TypeError(f"an array of {dtype} holds Python objects, which processes cannot share")
        size = max(prod(shape) * dtype.itemsize, 1)
        name = self._idle_one(size) or self._new(size)
        self.unreported.append(name)
        return numpy.frombuffer(self._held[name], dtype, prod(shape)).reshape(shape)

    def copy_of(self, array: Any) -> Any:
        shared = self.empty(array.shape, array.dtype)
        shared[...] = array
        self.copied += array.nbytes
        return shared

    def report(self) -> list[str]:
        """The segments made or used again since the last report."""
        names, self.unreported = self.unreported, []
        return names

    def size_of(self, name: str) -> int:
        return len(self._held[name])

    def is_free(self, name: str) -> bool:
        """Does no array of this process lie in the segment?"""
        return name not in self._held or _references(self._held, name) == ALONE

    def offer(self, names: Iterable[str]) -> None:
        """No array of any process lies in these segments, which were made here: they may be used again."""
        self._idle.update(names)

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

    def attach(self, names: Iterable[str], whole: bool = True) -> None:
        """Map these segments now, and so that no run is charged for their pages: `whole`."""
        for name in names:
            if name not in self._held:
                self._remember(name, _attach(name, _POPULATED if whole else _SHARED))

    def drop(self, names: Iterable[str]) -> None:
        """These names are gone: their memory is freed with the last array that refers to it."""
        for name in names:
            self._idle.discard(name)
            mapping = self._held.pop(name, None)
            if mapping is not None:
                del self._places[mapping]

    def _idle_one(self, size: int) -> str | None:
        fitting = [name for name in self._idle if size <= self.size_of(name) <= ROOMY * size]
        if not fitting:
            return None
        found = min(fitting, key=self.size_of)
        self._idle.discard(found)
        return found

    def _new(self, size: int) -> str:
        name = f"{self.prefix}{self.made}"
        mapping = _create(name, size, filled_here=self.fills)
        self.made += 1
        self._remember(name, mapping)
        return name

    def _mapping(self, name: str) -> mmap.mmap:
        if name not in self._held:
            self._remember(name, _attach(name))
        return self._held[name]

    def _remember(self, name: str, mapping: mmap.mmap) -> None:
        import numpy

        self._held[name] = mapping
        self._places[mapping] = name, _address(numpy.frombuffer(mapping, "uint8"))


def _references(held: dict[str, Any], name: str) -> int:
    """How many references there are to what is held; without a count, more than any."""
    return sys.getrefcount(held[name]) if hasattr(sys, "getrefcount") else ALONE + 1


#: The references to a mapping in which no array lies; each array that does adds one.
ALONE = _references({"": object()}, "") if hasattr(sys, "getrefcount") else 0
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
    if not filled_here and (free := room()) is not None and size > free:
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


def room() -> int | None:
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
