"""One run over worker processes, as the driver sees it: what is ready, who waits for whom, which segments are whose."""

from collections import deque
from collections.abc import Callable, Iterable

from recur.executors.cutoff import Cutoff
from recur.executors.jobs import Begin, Ended, JobFailed, PackedCall, Reply, Resume, Transfer, as_error
from recur.executors.time_limits import Running
from recur.forkjoin.tasks.elision import path
from recur.model.records import field, mutable


@mutable
class Job:
    """A task that has been spawned. It owns the segments that it has made, and those it was handed with results, until
    it is through with them; when it ends, those that its own value refers to go to its parent, and the others are
    freed."""

    call: PackedCall
    parent: int
    slot: int
    worker: int = -1  # where it began
    whole: bool = False
    results: list[bytes] = field(default_factory=list)
    refers_to: set[str] = field(default_factory=set)  # the results
    missing: int = 0
    joins: int = 0  # that have been gone on with
    earlier: list[tuple[bytes, ...]] = field(default_factory=list)  # their results, where tasks may be run again
    owned: set[str] = field(default_factory=set)


class UnfoldedGraph:
    """The graph as far as it has unfolded; job 0 is the root."""

    def __init__(
        self,
        root: PackedCall,
        workers: int,
        cutoff: Cutoff,
        *,
        made: Iterable[str] = (),
        free: Callable[[str], None] = lambda name: None,
        replays: bool = False,
    ) -> None:
        self._replays = replays
        self.value = b""
        self.refers_to: frozenset[str] = frozenset()
        self.ended = False
        self.jobs = 0
        self.transfer = Transfer()
        self._cutoff = cutoff
        self._free = free
        self._tasks = {0: Job(root, -1, 0, owned=set(made))}
        self._born = 1
        self._ready: list[deque[int]] = [deque() for _ in range(workers)]
        self._ready[0].append(0)
        #: complete joins, which only the worker that holds the task can go on with
        self._joined: list[deque[int]] = [deque() for _ in range(workers)]

    def running(self, job: Begin | Resume) -> Running:
        """The job, for the clock, from now on."""
        return Running(
            self._tasks[job.job].call.label, lambda: self.path(job.job), isinstance(job, Begin) and job.whole
        )

    def path(self, job: int) -> str:
        """Through which calls the task was reached."""
        labels = []
        while job >= 0:
            task = self._tasks[job]
            labels.append(task.call.label)
            job = task.parent
        return path(labels)

    def next_job(self, worker: int) -> Begin | Resume | None:
        """What this worker should do now: a join of its own, its newest call, another's oldest call, or nothing."""
        if self._joined[worker]:
            number = self._joined[worker].pop()
            self.jobs += 1
            return self._resume(number)
        number = self._take(worker)
        if number < 0:
            return None
        task = self._tasks[number]
        task.worker = worker
        task.whole = self._cutoff.is_whole(task.call.task.find(), task.call.size)
        self.jobs += 1
        return Begin(number, task.call.message, task.whole, task.call.refers_to)

    def take(self, reply: Reply, worker: int) -> None:
        """A worker has got to a join, or to the end of a task; an error of a task is raised."""
        if isinstance(reply, JobFailed):
            error = as_error(reply)
            error.add_note(self.path(reply.job))
            raise error
        self.transfer += reply.account.transfer
        task = self._tasks[reply.job]
        task.owned.update(name for name, _ in reply.account.made)
        if isinstance(reply, Ended):
            self._end(task, reply)
            return
        for name in reply.through_with:
            task.owned.discard(name)
            self._free(name)
        task.missing = len(reply.calls)
        task.results = [b""] * task.missing
        first = self._born
        for slot, call in enumerate(reply.calls):
            self._tasks[self._born] = Job(call, reply.job, slot)
            self._born += 1
        self._ready[worker].extend(reversed(range(first, self._born)))

    def release_all(self) -> None:
        """Free every segment that is still owned: all of them, when the run has failed."""
        for task in self._tasks.values():
            for name in task.owned:
                self._free(name)
            task.owned.clear()

    def _take(self, worker: int) -> int:
        if self._ready[worker]:
            return self._ready[worker].pop()
        longest = max(self._ready, key=len)
        return longest.popleft() if longest else -1

    def _resume(self, number: int) -> Resume:
        task = self._tasks[number]
        results, refers_to = tuple(task.results), frozenset(task.refers_to)
        task.refers_to.clear()
        join, task.joins = task.joins, task.joins + 1
        if not self._replays:
            return Resume(number, join, b"", results, None, frozenset(task.owned), refers_to)
        earlier = tuple(task.earlier)
        task.earlier.append(results)
        return Resume(number, join, task.call.message, results, earlier)

    def _end(self, task: Job, reply: Ended) -> None:
        if task.whole:
            self._cutoff.learn(task.call.task.find(), task.call.size, reply.nanoseconds)
        if task.parent < 0:
            self.value, self.refers_to, self.ended = reply.value, reply.refers_to, True
            return
        del self._tasks[reply.job]
        parent = self._tasks[task.parent]
        for name in task.owned:
            if name in reply.refers_to:
                parent.owned.add(name)
            else:
                self._free(name)
        parent.results[task.slot] = reply.value
        parent.refers_to.update(reply.refers_to)
        parent.missing -= 1
        if not parent.missing:
            self._joined[parent.worker].append(task.parent)
