"""The longest common subsequence by blocks: the first quarter of the table, two quarters at once, and the last.

    work         T₁(n) = 4T₁(n/2) = n²
    span         T∞(n) = 3T∞(n/2) = n^log₂ 3
    parallelism  n^(2 − log₂ 3) ≈ n^0.415

An entry needs those above it, to its left, and above and to the left. So does a block, and it hands on its lowest row
and its rightmost column. Entry (i, j) is the length for the first i letters of one text and the first j of the other.
Counted are the entries; n is a power of 2.

python examples/programs/tableau.py
"""

from __future__ import annotations

from random import Random

from recur.forkjoin import count, task


@task(work="T(n) = 4T(n/2), T(1) = 1", span="T(n) = 3T(n/2), T(1) = 1", size=len)
def tableau(xs, ys, above, beside):
    """The lowest row and the rightmost column of a block, from the row above it, which begins one entry to the left,
    and the column beside it."""
    n = len(xs)
    if n == 1:
        count(1)
        entry = above[0] + 1 if xs == ys else max(above[1], beside[0])
        return [entry], [entry]
    h = n // 2
    low11, right11 = yield tableau(xs[:h], ys[:h], above[: h + 1], beside[:h])
    (low12, right12), (low21, right21) = yield (
        tableau(xs[:h], ys[h:], above[h:], right11),
        tableau(xs[h:], ys[:h], [beside[h - 1], *low11], beside[h:]),
    )
    low22, right22 = yield tableau(xs[h:], ys[h:], [low11[-1], *low12], right21)
    return low21 + low22, right12 + right22


@tableau.example
def texts(n):
    if n < 1 or n & (n - 1):
        raise ValueError(f"{n} letters cannot be halved down to 1; take a power of 2")
    random = Random(n)
    xs, ys = ("".join(random.choice("ACGT") for _ in range(n)) for _ in range(2))
    return xs, ys, [0] * (n + 1), [0] * n


@tableau.check
def are_the_lengths(result, xs, ys, above, beside):
    """By sets of bits: bit j of `rows` is 0 where the length grows from j to j + 1 letters (Hyyrö 2004)."""
    everywhere = (1 << len(ys)) - 1
    places = {x: sum(1 << j for j, y in enumerate(ys) if x == y) for x in set(xs)}
    row, lengths = everywhere, []
    for x in xs:
        met = row & places[x]
        row = ((row + met) | (row - met)) & everywhere
        lengths.append(len(ys) - row.bit_count())
    lowest = [(~row & ((1 << j) - 1)).bit_count() for j in range(1, len(ys) + 1)]
    return result == (lowest, lengths)


if __name__ == "__main__":
    from recur.forkjoin.tasks.agreement import compare_counts

    print(compare_counts(tableau, [2**k for k in range(8)], burden=10))
