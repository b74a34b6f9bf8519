"""Plain functions, to be measured by their lines and their times."""

from __future__ import annotations


def insertion_sort(xs):
    for i in range(1, len(xs)):
        x = xs[i]
        j = i
        while j > 0 and xs[j - 1] > x:
            xs[j] = xs[j - 1]
            j -= 1
        xs[j] = x
    return xs


def merge_sort(xs):
    if len(xs) <= 1:
        return xs
    half = len(xs) // 2
    return merge(merge_sort(xs[:half]), merge_sort(xs[half:]))


def merge(left, right):
    merged = []
    while left or right:
        if not right or (left and left[-1] > right[-1]):
            merged.append(left.pop())
        else:
            merged.append(right.pop())
    merged.reverse()
    return merged


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def halving(n):
    while n > 1:
        n //= 2


def pairs(xs):
    for x in xs:
        for y in xs:
            yield x, y


def builtin(xs):
    return sorted(xs)


def of_four_or_more(xs):
    return xs[3]


def leaves(xs):
    if len(xs) > 3:
        raise SystemExit(3)


def breaks_off(xs):
    if len(xs) > 3:
        raise GeneratorExit


def fails_at_eight(xs):
    return 1 // (len(xs) < 8)


def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)


def endless(n):
    while n >= 4:
        pass


def make_inputs(n):
    return list(range(n, 0, -1))


def out_of_memory(n):
    if n > 4:
        raise MemoryError
    return n
