"""Containers that something else holds too: what makes one of them longer makes all of them longer.

Every function but those that only fill takes Θ(n²) steps at least, though each loop that fills takes n.
"""

from collections import defaultdict


def fill(rows, n):
    for i in range(n):
        rows[0].append(i)


def fill_named(rows, n):
    row = rows[0]
    for i in range(n):
        row.append(i)


def fill_loop(rows, n):
    for row in rows:
        for i in range(n):
            row.append(i)


def fill_plus(xs, n):
    xs += [0] * n


def fill_slice(xs, n):
    xs[0:0] = [0] * n


def fill_alias(xs, n):
    ys = xs
    for i in range(n):
        ys.append(i)


def put(xs, v):
    xs.append(v)


def fill_call(rows, n):
    for i in range(n):
        put(rows[0], i)


def twice(xs):
    c = 0
    for _ in xs:
        for _ in xs:
            c += 1
    return c


def first(rows):
    return rows[0]


def same(xs):
    return xs


def by_name(n):
    rows = [[] for _ in range(n)]
    for i in range(n):
        row = rows[0]
        row.append(i)
    c = 0
    for _ in rows[0]:
        for _ in rows[0]:
            c += 1
    return c


def by_loop(n):
    rows = [[] for _ in range(n)]
    for i in range(n):
        for row in rows:
            row.append(i)
    c = 0
    for row in rows:
        for _ in row:
            for _ in row:
                c += 1
    return c


def by_call(n):
    rows = [[] for _ in range(n)]
    for i in range(n):
        put(rows[0], i)
    c = 0
    for _ in rows[0]:
        for _ in rows[0]:
            c += 1
    return c


def by_first(n):
    rows = [[] for _ in range(n)]
    first, *_ = rows
    for i in range(n):
        first.append(i)
    c = 0
    for _ in rows[0]:
        for _ in rows[0]:
            c += 1
    return c


def by_get(n):
    d = {0: []}
    for i in range(n):
        d.get(0).append(i)
    c = 0
    for _ in d[0]:
        for _ in d[0]:
            c += 1
    return c


def by_list_of(n):
    xs = []
    rows = [xs]
    for i in range(n):
        xs.append(i)
    c = 0
    for _ in rows[0]:
        for _ in rows[0]:
            c += 1
    return c


def by_default(n):
    d = defaultdict(list)
    for i in range(n):
        d[0] += [i]
    c = 0
    for _ in d[0]:
        for _ in d[0]:
            c += 1
    return c


def by_enumerate(n):
    rows = [[] for _ in range(n)]
    for _, row in enumerate(rows):
        row.extend(range(n))
    c = 0
    for row in rows:
        for _ in row:
            for _ in row:
                c += 1
    return c


def by_values(n):
    d = {i: [] for i in range(n)}
    for row in d.values():
        row.extend(range(n))
    c = 0
    for row in d.values():
        for _ in row:
            for _ in row:
                c += 1
    return c


def slice_put(n):
    rows = [[] for _ in range(n)]
    for i in range(n):
        rows[0][0:0] = [i]
    c = 0
    for _ in rows[0]:
        for _ in rows[0]:
            c += 1
    return c


def by_plus(n):
    rows = [[] for _ in range(n)]
    for i in range(n):
        rows[0] += [i]
    c = 0
    for _ in rows[0]:
        for _ in rows[0]:
            c += 1
    return c


def by_name_plus(n):
    rows = [[] for _ in range(n)]
    for i in range(n):
        row = rows[0]
        row += [i]
    c = 0
    for _ in rows[0]:
        for _ in rows[0]:
            c += 1
    return c


def by_fill(n):
    rows = [[] for _ in range(n)]
    fill(rows, n)
    return twice(rows[0])


def by_fill_named(n):
    rows = [[] for _ in range(n)]
    fill_named(rows, n)
    return twice(rows[0])


def by_fill_loop(n):
    rows = [[] for _ in range(2)]
    fill_loop(rows, n)
    return twice(rows[0])


def by_fill_plus(n):
    xs = []
    fill_plus(xs, n)
    return twice(xs)


def by_fill_slice(n):
    xs = []
    fill_slice(xs, n)
    return twice(xs)


def by_fill_alias(n):
    xs = []
    fill_alias(xs, n)
    return twice(xs)


def by_fill_call(n):
    rows = [[] for _ in range(n)]
    fill_call(rows, n)
    return twice(rows[0])


def by_element_handed(n):
    rows = [[] for _ in range(n)]
    fill_plus(rows[0], n)
    return twice(rows[0])


def by_param(rows, n):
    for i in range(n):
        rows[0].append(i)
    return twice(rows[0])


def by_param_loop(rows, n):
    for row in rows:
        row.extend(range(n))
    return twice(rows[0])


def by_param_named(rows, n):
    row = rows[0]
    for i in range(n):
        row += [i]
    return twice(rows[0])


def by_returned(n):
    rows = [[] for _ in range(n)]
    for i in range(n):
        first(rows).append(i)
    return twice(rows[0])


def by_same(n):
    xs = []
    for i in range(n):
        same(xs).append(i)
    return twice(xs)


def grow_b(n):
    rows = [[1] for _ in range(n)]
    for i in range(1, n):
        rows[i] += rows[i - 1]
        rows[i] += rows[i]
    total = 0
    for _ in rows[n - 1]:
        total += 1
    return total
