"""The MPI engine: ranks of an MPI job as workers, through mpi4py.futures.

    mpiexec -n 5 python -m mpi4py.futures program.py
    mpiexec -n 5 python -m mpi4py.futures -m recur measure program.py --engine mpi

One rank runs the program and drives, the others work; inside a batch job the line is the same. The driver keeps the
graph, and passes calls and results on unopened. Any rank may get any job: a task that does not wait where its join is
to be gone on with is run again up to there, with the results it was given before. Ranks share no memory.
"""

import atexit
import os
import secrets
import sys
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import ExitStack
from typing import Any

from recur.executors.engine import Engine, RunOutcome
from recur.executors.failures import EngineMissing
from recur.executors.jobs import Begin, JobFailed, Load, Porter, Reply, Resume, Waiting, answer, as_error
from recur.executors.time_limits import Allowance, Running
from recur.executors.unfolding import UnfoldedGraph
from recur.forkjoin.tasks.references import Reference
from recur.forkjoin.tasks.tasks import Call
from recur.model import limits

LINE = "mpiexec -n P+1 python -m mpi4py.futures PROGRAM, or -m mpi4py.futures -m recur measure FILE --engine mpi"


class MPIEngine(Engine):
    """The ranks beside this one, or `workers` of them at a time."""

    name = "mpi"

    def __init__(
        self, workers: int | None = None, cutoff: int | str | None = "auto", task_seconds: float | None = None
    ) -> None:
        ranks = _ranks_that_work()
        if workers is not None and workers > ranks:
            raise EngineMissing(f"{workers} workers need {workers + 1} ranks, and there are {ranks + 1}", hint=LINE)
        super().__init__(workers or ranks, cutoff, task_seconds)
        self._pool: Any = None
        self._loaded: set[Reference] = set()

    @classmethod
    def require_place(cls) -> None:
        _ranks_that_work()

    def _open(self, stack: ExitStack) -> None:
        from mpi4py.futures import MPIPoolExecutor

        end_without_abort()
        self._pool = stack.enter_context(MPIPoolExecutor(self.workers))
        self._pool.bootup()

    def _prepare(self, call: Call) -> None:
        """Every rank is sent the file, as often as there are ranks: who takes what is not ours to say."""
        wanted = call.task.reference
        if wanted not in self._loaded:
            jobs = [self._pool.submit(work, "", Load(wanted)) for _ in range(2 * self.workers)]
            for job in jobs:
                if isinstance(reply := job.result(), JobFailed):
                    raise as_error(reply)
            self._loaded.add(wanted)

    def _run(self, call: Call, seconds: float | None) -> RunOutcome:
        allowance = Allowance(seconds, self.task_seconds)
        [packed] = Porter(None).calls([call])
        run = UnfoldedGraph(packed, 1, self.cutoff, replays=True)
        token = secrets.token_hex(8)
        under_way: dict[Future[Reply], Running] = {}
        try:
            while not run.ended:
                while len(under_way) < self.workers and (job := run.next_job(0)) is not None:
                    running = run.running(job)
                    under_way[self._pool.submit(work, token, job, allowance.left([running]))] = running
                done, _ = wait(under_way, allowance.left(under_way.values()), FIRST_COMPLETED)
                allowance.check(list(under_way.values()))  # first: a rank that has stopped by itself reports an error
                for future in done:
                    del under_way[future]
                    run.take(future.result(), 0)
        finally:
            for future in under_way:
                future.cancel()
        [value] = Porter(None).opened(run.value)
        return RunOutcome(value, run.jobs, transfer=run.transfer)


#: The tasks that wait on this rank, of the run that is under way.
_waiting: dict[str, Waiting] = {}


def work(token: str, job: Begin | Resume | Load, seconds: float | None = None) -> Reply:
    """What a rank does with a job of the run of this token. Nobody can stop a rank: it looks at the clock itself."""
    if token not in _waiting:
        _waiting.clear()
    with limits.clock_limit(seconds):
        return answer(job, _waiting.setdefault(token, {}), None)


#: What launchers tell each rank: Open MPI and PMIx, MPICH and its kin, Slurm.
_LAUNCHED = ("OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK", "SLURM_PROCID")


def _ranks_that_work() -> int:
    alone = EngineMissing("the mpi engine runs inside an MPI job, and this process is alone", hint=LINE)
    if not any(name in os.environ for name in _LAUNCHED):
        raise alone  # without asking MPI, which would start up for a job of one rank, and leave a segment behind
    every = EngineMissing("every rank has started the program; only one may", hint=LINE)
    if "mpi4py.futures" not in sys.modules:
        raise every
    from mpi4py import MPI

    ranks = int(MPI.COMM_WORLD.Get_size())
    if ranks < 2:
        raise alone
    if MPI.COMM_WORLD.Get_rank() != 0:
        raise every
    return ranks - 1


def end_without_abort() -> None:
    """An exit code that is not 0 is an answer, such as "refuted": the job ends in order, with that code.

    mpi4py.futures takes it for a fault, and aborts the job, in the middle of what is still being printed. It does so
    when MPI is finalized at last; the ranks that worked have been dismissed by then.
    """
    atexit.unregister(_finalize)
    atexit.register(_finalize)


def _finalize() -> None:
    from mpi4py import MPI

    if not MPI.Is_finalized():
        MPI.Finalize()


OPEN = MPIEngine
