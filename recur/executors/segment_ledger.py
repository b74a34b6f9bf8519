"""What becomes of shared memory that nobody owns any more: it is used again, and its pages need not be made anew.

A page of shared memory that is new costs many times what it costs to write to one that is there. So a segment that its
task is through with goes back to the process that made it, as soon as every process that has it mapped has said that
no array of its own lies in it: one that a program has kept for itself is never written over.

Between runs a segment has no name in the folder of shared memory, only mappings: it is gone with the processes,
however they end. What the caller still holds of a result stays mapped everywhere, too, and is not copied when it is
handed to the next run.
"""

from collections.abc import Iterable

from recur.executors.jobs import Account, Notice
from recur.executors.shared_arrays import Segments, remove, room
from recur.model.records import field, mutable

DRIVER = -1
#: Of the room that there is for shared memory, what may be kept for later.
KEPT_PART = 8
#: After so many runs in which nobody used it, an idle segment is given up.
MOST_RUNS_IDLE = 2
MOST_BYTES = 4 << 30


@mutable
class SegmentRecord:
    """`asked` are the processes that have not said yet whether arrays of theirs lie in it; None: nobody is asked."""

    maker: int
    size: int
    mapped_by: set[int]
    has_name: bool = True
    asked: set[int] | None = None
    kept: bool = False  # for later: idle, about to be, or in the hands of the caller
    runs_idle: int = 0


@mutable
class _Notices:
    retired: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)


class SegmentLedger:
    """The segments of one generation of workers; `own` are those that the driver has mapped."""

    def __init__(self, own: Segments, workers: int) -> None:
        self._own = own
        self._records: dict[str, SegmentRecord] = {}
        self._notices = {worker: _Notices() for worker in range(workers)}
        self._kept_bytes = 0
        free = room()
        self._most = (MOST_BYTES if free is None else free) // KEPT_PART

    def enter(self, maker: int, made: Iterable[tuple[str, int]]) -> int:
        """Segments that a process has made, or uses again; how many of them are new."""
        new = 0
        for name, size in made:
            record = self._records.get(name)
            if record is None:
                self._records[name] = SegmentRecord(maker, size, {maker})
                new += 1
            elif record.kept:
                self._keep(record, False)
        return new

    def hand(self, worker: int, names: Iterable[str]) -> None:
        """A message to this worker refers to these: it is about to map them."""
        for name in names:
            if name in self._records:
                self._records[name].mapped_by.add(worker)

    def retire(self, name: str) -> None:
        """No task owns it any more: ask whether it can be used again, unless the caller has arrays in it."""
        record = self._records.get(name)
        if record is None:
            return
        if self._kept_bytes + record.size > self._most:
            self._remove(name, record)
            return
        self._keep(record, True)
        if self._own.is_free(name):
            self._ask(name, record)

    def recall(self) -> None:
        """Before a run: what the caller held, and holds no longer; and what has been idle for long."""
        for name, record in list(self._records.items()):
            if record.asked is not None:
                record.runs_idle += 1
                if record.runs_idle > MOST_RUNS_IDLE:
                    self._remove(name, record)
            elif record.kept and DRIVER in record.mapped_by and self._own.is_free(name):
                self._ask(name, record)

    def heed(self, worker: int, account: Account) -> None:
        """What a worker says of the segments that it was asked about."""
        for name in account.occupied:
            if name in self._records:
                self._remove(name, self._records[name])
        for name in account.free:
            record = self._records.get(name)
            if record is not None and record.asked is not None:
                record.asked.discard(worker)
                self._offer(name, record)

    def notice_for(self, worker: int) -> Notice | None:
        """What this worker should know before its next job."""
        news = self._notices[worker]
        if not (news.retired or news.dropped or news.offered):
            return None
        self._notices[worker] = _Notices()
        return Notice(tuple(news.retired), tuple(news.dropped), tuple(news.offered))

    def is_asked(self, worker: int) -> bool:
        """Has this worker not said yet of some segment whether arrays of its own lie in it?"""
        return any(worker in record.asked for record in self._records.values() if record.asked)

    def unmapped_by(self, worker: int) -> tuple[str, ...]:
        """What stands in the folder still and is surely kept, and this worker could not map later."""
        sure = (name for name, record in self._named() if record.kept and not record.asked)
        return tuple(name for name in sure if worker not in self._records[name].mapped_by)

    def settle(self) -> None:
        """After a run, when every worker has mapped what is kept: its names are taken away."""
        for name, record in self._named():
            if record.kept and not record.asked:
                self._own.attach([name], whole=False)
                record.mapped_by.update(self._notices, [DRIVER])
                record.has_name = False
                remove(name)
            else:
                self._remove(name, record)

    def abandon(self) -> None:
        """The workers are gone, and with them what they had mapped."""
        for name, record in self._records.items():
            if record.has_name:
                remove(name)
            self._own.drop([name])
        self._records.clear()
        self._kept_bytes = 0
        self._notices = {worker: _Notices() for worker in self._notices}

    def _named(self) -> list[tuple[str, SegmentRecord]]:
        return [(name, record) for name, record in self._records.items() if record.has_name]

    def _ask(self, name: str, record: SegmentRecord) -> None:
        record.asked = record.mapped_by - {DRIVER}
        for worker in record.asked:
            self._notices[worker].retired.append(name)
        self._offer(name, record)

    def _offer(self, name: str, record: SegmentRecord) -> None:
        if record.asked:
            return
        record.asked = set()
        if record.maker == DRIVER:
            self._own.offer([name])
        else:
            self._notices[record.maker].offered.append(name)

    def _remove(self, name: str, record: SegmentRecord) -> None:
        self._keep(record, False)
        del self._records[name]
        if record.has_name:
            remove(name)
        self._own.drop([name])
        for worker in record.mapped_by - {DRIVER}:
            self._notices[worker].dropped.append(name)

    def _keep(self, record: SegmentRecord, kept: bool) -> None:
        if record.kept != kept:
            self._kept_bytes += record.size if kept else -record.size
        record.kept = kept
        record.asked = None
        record.runs_idle = 0
