"""A future of dask is a value that is still to come; handed to other calls, it is where a graph of tasks comes from.

python examples/lessons/23_dask_futures.py

It needs dask: pip install distributed. The cluster here is two processes of this machine; Client("tcp://HOST:PORT")
is one of many machines, started by dask scheduler and dask worker.
"""

import os
from importlib.util import find_spec

LAST = 100_000
PARTS = 8


def part(number):
    return range(number, LAST + 1, PARTS)


def sum_of_squares(numbers):
    return sum(n * n for n in numbers)


def add(left, right):
    return left + right


def sum_by_a_tree(client, futures):
    """Half as many sums in each round, and no result passes through here: log n rounds for n of them."""
    rounds = 0
    while len(futures) > 1:
        pairs = zip(futures[::2], futures[1::2], strict=True)
        futures = [client.submit(add, left, right) for left, right in pairs]
        rounds += 1
    return futures[0], rounds


def look(client):
    futures = client.map(sum_of_squares, [part(number) for number in range(1, PARTS + 1)])
    print(f"submit and map are back at once: {len(futures)} futures, and the work has hardly begun")
    total, rounds = sum_by_a_tree(client, futures)
    print(f"{rounds} rounds of additions are on their way. result() waits for the sum: {total.result()}")
    print(f"n(n+1)(2n+1)/6 for n = {LAST}: {LAST * (LAST + 1) * (2 * LAST + 1) // 6}")
    pids = {*client.run(os.getpid).values()}
    print(f"The workers are {len(pids)} processes, and main is another: {os.getpid() not in pids}")
    same = client.submit(add, 1, 2).key == client.submit(add, 1, 2).key
    print(f"The same call with the same arguments is one task, run once: {same}")


def main():
    from distributed import Client, LocalCluster

    # Calls travel as pickles, and whoever reaches a port of the cluster runs code here: so it is on the loopback.
    local = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0"}
    with LocalCluster(n_workers=2, threads_per_worker=1, **local) as cluster, Client(cluster) as client:
        look(client)


if __name__ == "__main__":
    if find_spec("distributed") is None:
        print("There is no dask here: pip install distributed")
    else:
        main()
