"""A pool's map: one function of every item, all items side by side.

    work         T₁(n) = n calls
    span         T∞(n) = 1 call
    parallelism  n

The function is handed over by its name, so it stands at the top of a file. Items should take a worker much longer
than it takes to send them: here an item is a limit, and the function counts the primes below it.

python examples/programs/pool_map.py
"""

from __future__ import annotations

from recur.forkjoin import count, task


@task(work="T(n) = n", span="T(n) = 1", size=lambda items: len(items))
def pool_map(function, items):
    found = yield [apply(function, item) for item in items]
    return found


@task
def apply(function, item):
    count(1)
    return function(item)


def primes_below(limit):
    """How many there are, by trial division."""
    return sum(all(n % d for d in range(2, int(n**0.5) + 1)) for n in range(2, limit))


@pool_map.example
def limits(n):
    return primes_below, [1000 + 10 * i for i in range(n)]


@pool_map.check
def are_the_numbers_of_primes(result, function, items):
    """One sieve (Eratosthenes) for all of them."""
    size = max(items, default=0) + 2
    prime = [False, False] + [True] * size
    for n in range(2, size):
        if prime[n]:
            prime[n * n :: n] = [False] * len(prime[n * n :: n])
    return result == [sum(prime[:limit]) for limit in items]


if __name__ == "__main__":
    from recur.executors import open_engine
    from recur.forkjoin.tasks.agreement import compare_counts

    print(compare_counts(pool_map, [1, 2, 5, 10, 100]))
    for name in ("serial", "threads", "processes"):
        with open_engine(name, workers=2) as engine:
            result = min((engine.run(pool_map.at(100)) for _ in range(2)), key=lambda each: each.nanoseconds)
        print(f"{name:<10} {result.value[:3]} … {result.value[-1]} in {result.nanoseconds / 1e6:.1f} ms")
