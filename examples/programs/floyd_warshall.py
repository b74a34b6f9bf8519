"""All shortest paths (Floyd and Warshall): n rounds one after another, and in each of them all rows side by side.

    work         T₁(n) = n³
    span         T∞(n) = n², n rounds of one row
    parallelism  n

Round k lets paths lead through place k: d[i][j] becomes the lesser of d[i][j] and d[i][k] + d[k][j]. Counted are
these entries.

python examples/programs/floyd_warshall.py
"""

from __future__ import annotations

from random import Random

from recur.forkjoin import count, task


@task(work="T(n) = n^3", span="T(n) = n^2", size=len)
def shortest_paths(d):
    for k in range(len(d)):
        d = yield [relaxed(row, d[k], k) for row in d]
    return d


@task(work="T(n) = n", span="T(n) = n", size=len)
def relaxed(row, through, k):
    count(len(row))
    return [min(here, row[k] + there) for here, there in zip(row, through, strict=True)]


@shortest_paths.example
def roads(n):
    """Each place leads to the next one by a short road, and to all others by roads of any length."""
    random = Random(n)
    return [[0 if i == j else 5 if j == i + 1 else random.randrange(1, 9 * n) for j in range(n)] for i in range(n)]


@shortest_paths.check
def are_the_shortest_paths(result, d):
    """From each place in turn: the nearest place that is left is final, and roads lead on from it (Dijkstra 1959)."""
    return result == [from_place(i, d) for i in range(len(d))]


def from_place(start, d):
    distance, left = list(d[start]), set(range(len(d)))
    while left:
        nearest = min(left, key=lambda place: distance[place])
        left.remove(nearest)
        distance = [min(far, distance[nearest] + road) for far, road in zip(distance, d[nearest], strict=True)]
    return distance


if __name__ == "__main__":
    from recur.forkjoin.tasks.agreement import compare_counts

    print(compare_counts(shortest_paths, [1, 2, 3, 5, 10, 32, 64]))
