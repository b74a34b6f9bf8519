"""Fork-join programs: their work, their span and the laws on paper, and in Python as tasks that engines run."""

from recur.forkjoin.arrays import empty
from recur.forkjoin.counting import count, counted
from recur.forkjoin.tasks import Call, Task, task

__all__ = ["Call", "Task", "count", "counted", "empty", "task"]
