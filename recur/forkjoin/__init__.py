"""Fork-join programs: their work, their span and the laws on paper, and in Python as tasks that engines run."""

from recur.forkjoin.tasks.arrays import empty
from recur.forkjoin.tasks.counting import count, counted
from recur.forkjoin.tasks.tasks import Call, Task, task

__all__ = ["Call", "Task", "count", "counted", "empty", "task"]
