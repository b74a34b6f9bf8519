"""Pool.map gives the list that a loop gives, computed by several processes; each clock must start with its own work.

python examples/lessons/18_pool_map.py

A mistake that is often seen: the pool is timed from t1, then the loop is started, and its time is printed as
`time.time() - t1`. That is the time of the pool and the loop together: by that clock no pool can ever lose.
"""

import time
from multiprocessing import Pool

WORKERS = 2


def collatz_steps(n):
    """How many steps of n -> n/2 or 3n + 1 lead to 1."""
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


def timed(run):
    """What a run returns, when it began, and when it ended. perf_counter, unlike time(), is never set back."""
    began = time.perf_counter()
    return run(), began, time.perf_counter()


def speed_ups(pool_began, pool_ended, loop_began, loop_ended):
    """Loop over pool, each by its own interval; and with the loop timed from the start of the pool."""
    pool = pool_ended - pool_began
    return (loop_ended - loop_began) / pool, (loop_ended - pool_began) / pool


def by_pool(inputs):
    with Pool(WORKERS) as pool:
        return pool.map(collatz_steps, inputs)


def by_loop(inputs):
    return [collatz_steps(n) for n in inputs]


if __name__ == "__main__":
    inputs = range(1, 60_001)
    pooled, *pool = timed(lambda: by_pool(inputs))
    looped, *loop = timed(lambda: by_loop(inputs))
    right, mistaken = speed_ups(*pool, *loop)

    print(f"Both give the same list of {len(looped)} results: {pooled == looped}")
    print(f"Pool of {WORKERS}, its start and end included:  {pool[1] - pool[0]:.3f} seconds")
    print(f"Loop, from its own start:             {loop[1] - loop[0]:.3f} seconds; the speed-up is {right:.2f}")
    print(f"Loop, from the start of the pool:     {loop[1] - pool[0]:.3f} seconds; this would claim {mistaken:.2f}")
    print("(loop + pool)/pool is the speed-up plus 1: the wrong interval claims more than 1 whatever the pool does.")
