"""The life of a worker process: a request in, its answer out, within limits of time and memory, until nobody asks.

Both are JSON in frames on standard input and output: whether it is the last answer of this process, the length, the
bytes. A request is `{"seconds": …, "request": …}`. The first frame that comes says what to answer with; the first that
goes says that the worker is ready.
"""

from __future__ import annotations

import gc
import json
import os
import queue
import signal
import struct
import sys
import threading
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, BinaryIO

from recur.model import LimitExceeded, RecurError, own_fault
from recur.model.limits import limit_memory, time_limit

HEADER = struct.Struct(">?I")
JsonObject = dict[str, Any]
Answerer = Callable[[JsonObject], JsonObject]
#: A process that has once held more than this share of its memory makes room for a fresh one.
USED_UP = 0.5


def serve() -> None:
    """Answer what comes on standard input; what is printed meanwhile goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the business of who started this
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    said = _frame(requests)
    if said is None:
        return
    setup = json.loads(said)
    limit_memory(setup["memory"])
    answer = _answerer(setup["answerer"], setup["warm"])
    _send(replies, b"")
    coming: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, coming), daemon=True).start()
    while True:
        _send(replies, _answered(answer, coming.get()), last=_peak() > USED_UP * setup["memory"])


def _answerer(named: str, warm: Sequence[JsonObject]) -> Answerer:
    """The function that `module:function` names, warm: what it loads and keeps at first is there already."""
    module, _, name = named.partition(":")
    answer: Answerer = getattr(import_module(module), name)
    for request in warm:
        answer(request)
    gc.collect()
    gc.freeze()
    return answer


def _listen(requests: BinaryIO, coming: queue.SimpleQueue[bytes]) -> None:
    """Hand requests on; where nobody asks any more, the process ends in the middle of whatever it does."""
    while (request := _frame(requests)) is not None:
        coming.put(request)
    os._exit(0)


def _answered(answer: Answerer, asked: bytes) -> bytes:
    try:
        question = json.loads(asked)
        with time_limit(question["seconds"]):
            found = answer(question["request"])
        return json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")
    except RecurError as problem:
        return json.dumps(refusal(problem)).encode()
    except Exception as fault:
        return json.dumps(refusal(own_fault(fault))).encode()


def json_object(text: bytes) -> JsonObject | None:
    """The object that is sent; None where it is none."""
    try:
        sent = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return sent if isinstance(sent, dict) else None


def refusal(problem: RecurError) -> JsonObject:
    """An answer that says why there is none."""
    return {"schema": 1, "error": {"kind": problem.told_kind, "message": problem.message, "hint": problem.hint}}


def frame(body: bytes, last: bool = False) -> bytes:
    return HEADER.pack(last, len(body)) + body


def _send(replies: BinaryIO, body: bytes, last: bool = False) -> None:
    if len(body) >= 1 << 28:
        body = json.dumps(refusal(LimitExceeded("this answer is too long to be sent"))).encode()
    try:
        replies.write(frame(body, last))
        replies.flush()
    except OSError:
        os._exit(0)  # nobody asks any more


def _frame(requests: BinaryIO) -> bytes | None:
    """The next request; None where there is none."""
    head = requests.read(HEADER.size)
    if len(head) < HEADER.size:
        return None
    body = requests.read(HEADER.unpack(head)[1])
    return body


def _peak() -> int:
    """The most memory that this process has held, in bytes; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
