"""Items are taken out of a list, and put into it, at an index: what stands behind is moved."""

import bisect


class Pile:
    def __init__(self):
        self.entries = []

    def size(self):
        return len(self.entries)

    def pop(self):
        self.entries.pop(self.size() - 1)


def last(xs):
    return len(xs) - 1


def take_the_last(xs):
    return xs.pop(len(xs) - 1)


def take_the_last_told(xs):
    return xs.pop(last(xs))


def take_the_third_last(xs):
    del xs[len(xs) - 3]


def put_before_the_last(xs, x):
    xs.insert(last(xs), x)


def take_any(xs, i):
    return xs.pop(i)


def take_the_second(xs):
    return xs.pop(1)


def take_backwards(xs):
    for i in range(len(xs) - 1, -1, -1):
        xs.pop(i)


def take_some(xs):
    i = 0
    while i < len(xs):
        if xs[i] == 0:
            xs.pop(i)
        else:
            i += 1


def sort_by_inserting(xs):
    out = []
    for x in xs:
        out.insert(bisect.bisect(out, x), x)
    return out


def reverse(xs):
    out = []
    for x in xs:
        out.insert(0, x)
    return out
