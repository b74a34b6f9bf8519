"""The serial elision: a fork-join program without its spawns, on a stack of its own, so that no depth is too deep."""

from collections.abc import Callable
from typing import Any, TypeVar

from recur.forkjoin.tasks.tasks import Call, Frame
from recur.model import limits

AnyFrame = TypeVar("AnyFrame", bound=Frame)


def note_path(error: Exception, calls: list[Call]) -> None:
    """What is told of an error, unless an engine tells it its own way: through which calls the task was reached."""
    error.add_note(path([call.label for call in calls]))


def serial_result(root: Call, told: Callable[[Exception, list[Call]], None] = note_path) -> Any:
    """The result of a call, its tasks run one after another, each before those that stand to the right of it."""
    return run_to_end(root, Frame, told).value


def run_to_end(
    root: Call, begin: Callable[[Call], AnyFrame], told: Callable[[Exception, list[Call]], None] = note_path
) -> AnyFrame:
    """The frame of a call at its end, and with it of every call below, in serial order."""
    waiting: list[AnyFrame] = []
    frame = begin(root)
    try:
        while True:
            frame.advance()
            if frame.calls:
                waiting.append(frame)
                frame = begin(frame.calls[0])
                continue
            if not waiting:
                return frame
            parent = waiting[-1]
            parent.receive(frame)
            arrived = len(parent.results)
            frame = begin(parent.calls[arrived]) if arrived < len(parent.calls) else waiting.pop()
    except limits.Stopped as stopped:
        stopped.doing = stopped.doing or frame.call.label
        raise
    except Exception as error:
        told(error, [frame.call, *(each.call for each in reversed(waiting))])
        raise
    finally:
        for each in waiting:
            each.close()


def path(labels: list[str]) -> str:
    """in merge_sort(n = 1), called by merge_sort(n = 2), …, called by merge_sort(n = 1024)"""
    if len(labels) > 8:
        labels = [*labels[:4], "…", *labels[-3:]]
    return "in " + ", called by ".join(labels)
