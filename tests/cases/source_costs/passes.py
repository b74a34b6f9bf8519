"""Passes until nothing is exchanged, calls that come last, and results of which one is an item of an input."""


def bubble(a):
    n = len(a)
    swapped = True
    while swapped:
        swapped = False
        for i in range(n - 1):
            if a[i] > a[i + 1]:
                a[i], a[i + 1] = a[i + 1], a[i]
                swapped = True


def bubble2(a):
    n = len(a)
    swapped = True
    k = 0
    while swapped:
        swapped = False
        for i in range(1, n - k):
            if a[i - 1] > a[i]:
                a[i - 1], a[i] = a[i], a[i - 1]
                swapped = True
        k += 1


def for_ever(a):
    n = len(a)
    swapped = True
    while swapped:
        swapped = False
        for i in range(n - 1):
            if a[i] >= a[i + 1]:
                a[i], a[i + 1] = a[i + 1], a[i]
                swapped = True


def to_base(num, base):
    out = []
    while num > 0:
        out.append(num % base)
        num //= base
    return out


def max_heapify(a, n, i):
    largest = i
    left = 2 * i + 1
    right = 2 * i + 2
    if left < n and a[left] > a[largest]:
        largest = left
    if right < n and a[right] > a[largest]:
        largest = right
    if largest != i:
        a[i], a[largest] = a[largest], a[i]
        max_heapify(a, n, largest)


def heapsort(a):
    n = len(a)
    for i in range(n // 2 - 1, -1, -1):
        max_heapify(a, n, i)
    for i in range(n - 1, 0, -1):
        a[0], a[i] = a[i], a[0]
        max_heapify(a, i, 0)


def up(n, i):
    if i < n:
        up(n, i + 1)


def never(n):
    never(n + 1)


def prefix(a: str, b: str) -> str:
    if not a or not b:
        return ""
    i = 0
    while a[i] == b[i]:
        i += 1
        if i >= len(a) or i >= len(b):
            return a[:i]
    return a[:i]


def best_prefix(xs: list[str], lo: int, hi: int) -> str:
    if lo == hi:
        return xs[lo]
    mid = (lo + hi) // 2
    return prefix(best_prefix(xs, lo, mid), best_prefix(xs, mid + 1, hi))


def or_zero(xs, i):
    if i < 0:
        return 0
    return xs[i]


def so_often(xs):
    for k in range(or_zero(xs, 2)):
        print(k)
