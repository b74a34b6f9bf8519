"""What Python goes through once is empty behind that."""

from functools import lru_cache


def twice_with_a_list(xs):
    total = 0
    doubled = map(abs, xs)
    for a in doubled:
        total += a
    for b in doubled:
        for c in xs:
            total += b * c
    return total


def in_itself(xs):
    total = 0
    rest = iter(xs)
    for a in rest:
        for b in rest:
            total += a * b
    return total


def in_a_loop(xs):
    total = 0
    rest = iter(xs)
    for x in xs:
        for y in rest:
            total += x * y
    return total


def searched_in(xs):
    found = 0
    rest = iter(xs)
    for x in xs:
        if x in rest:
            found += 1
    return found


def made_anew(xs):
    total = 0
    for x in xs:
        for y in iter(xs):
            total += x * y
    return total


def summed_twice(xs):
    squares = (x * x for x in xs)
    total = sum(squares)
    for a in squares:
        for b in xs:
            total += a * b
    return total


def left_early(xs):
    total = 0
    rest = iter(xs)
    for a in rest:
        if a < 0:
            break
    for b in rest:
        for c in xs:
            total += b * c
    return total


def length_of(xs):
    return len(map(abs, xs))


def views(table):
    total = 0
    values = table.values()
    for a in values:
        for b in values:
            total += a * b
    return total + len(values)


def listed(xs):
    total = 0
    rest = list(map(abs, xs))
    for a in rest:
        for b in rest:
            total += a * b
    return total


def lines(path):
    count = 0
    with open(path) as file:
        for _line in file:
            count += 1
    return count


@lru_cache
def paths(i, j):
    if i == 0 or j == 0:
        return 1
    return paths(i - 1, j) + paths(i, j - 1)


@lru_cache
def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def up(n, i):
    while i < n:
        i += 1
