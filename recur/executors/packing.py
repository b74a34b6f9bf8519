"""Values as messages between processes: large arrays stay in shared memory, everything else is pickled.

Without shared memory, between machines, arrays travel as copies.
"""

import pickle
import sys
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from recur.executors.failures import CannotTravel
from recur.executors.shared_arrays import Segments, segments
from recur.model import RecurError

#: Below it, copying an array with the message is cheaper than a segment of its own.
SMALLEST_SHARED_BYTES = 32_768


class Packer(pickle.Pickler):
    """Pickles, with arrays as places in segments; `names` are the segments that the message refers to.

    An array that a call takes along as a copy is read-only at the other end: what is written to it would be lost.
    """

    def __init__(
        self, stream: BytesIO, shared: Segments | None, copies: dict[int, tuple[Any, Any]], for_calls: bool
    ) -> None:
        super().__init__(stream, pickle.HIGHEST_PROTOCOL)
        self._for_calls = for_calls
        self.names: set[str] = set()
        self._shared = shared
        self._copies = copies

    def reducer_override(self, value: Any) -> Any:
        numpy = sys.modules.get("numpy")
        if numpy is None or type(value) is not numpy.ndarray or value.dtype.hasobject:
            return NotImplemented
        shared = self._shared
        place = None if shared is None else shared.place(value)
        writable = value.flags.writeable and not (self._for_calls and place is None)
        if place is None:
            if shared is None or value.nbytes < SMALLEST_SHARED_BYTES:
                return (_read_only, (value.tobytes(), value.shape, value.dtype)) if self._for_calls else NotImplemented
            value = self._copy(value, shared)
            place = shared.place(value)
            assert place is not None
        name, offset = place
        self.names.add(name)
        return _view, (name, offset, value.shape, value.strides, value.dtype, writable)

    def _copy(self, array: Any, shared: Segments) -> Any:
        """One copy for all messages of one join; the array is kept, so that its identity stays its own."""
        if id(array) not in self._copies:
            self._copies[id(array)] = array, shared.copy_of(array)
        return self._copies[id(array)][1]


def pack(
    values: Iterable[Any], shared: Segments | None, for_calls: bool = False, whose: str = "a task"
) -> list[tuple[bytes, frozenset[str]]]:
    """Each value as a message, with the segments it refers to; results are those of `whose`."""
    copies: dict[int, tuple[Any, Any]] = {}
    packed = []
    for value in values:
        stream = BytesIO()
        packer = Packer(stream, shared, copies, for_calls)
        try:
            packer.dump(value)
        except RecurError:
            raise
        except Exception as error:  # pickle lets through whatever an object of the user raises
            what = f"the arguments of {value.label}" if for_calls else f"the result of {whose}"
            raise CannotTravel(what, error) from error
        packed.append((stream.getvalue(), frozenset(packer.names)))
    return packed


def unpack(message: bytes, shared: Segments | None) -> Any:
    if shared is None:
        return pickle.loads(message)
    token = segments.set(shared)
    try:
        return pickle.loads(message)
    finally:
        segments.reset(token)


def _view(name: str, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], dtype: Any, writable: bool) -> Any:
    view = segments.get().view(name, offset, shape, strides, dtype)
    view.flags.writeable = writable
    return view


def _read_only(content: bytes, shape: tuple[int, ...], dtype: Any) -> Any:
    """numpy does not write to bytes."""
    import numpy

    return numpy.frombuffer(content, dtype).reshape(shape)
