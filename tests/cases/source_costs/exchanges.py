"""Passes that exchange, of which only the last is a sort by n of them."""


def oddeven_only_even(a):
    n = len(a)
    swapped = True
    while swapped:
        swapped = False
        for i in range(0, n - 1, 2):
            if a[i] > a[i + 1]:
                a[i], a[i + 1] = a[i + 1], a[i]
                swapped = True


def opposite_ways(a):
    n = len(a)
    swapped = True
    while swapped:
        swapped = False
        for i in range(n - 1):
            if a[i] > a[i + 1]:
                a[i], a[i + 1] = a[i + 1], a[i]
                swapped = True
        for i in range(n - 1):
            if a[i] < a[i + 1]:
                a[i], a[i + 1] = a[i + 1], a[i]
                swapped = True


def swap_dist_two(a):
    n = len(a)
    swapped = True
    while swapped:
        swapped = False
        for i in range(n - 2):
            if a[i] > a[i + 1]:
                a[i], a[i + 2] = a[i + 2], a[i]
                swapped = True


def swap_not_tested(a, j):
    n = len(a)
    swapped = True
    while swapped:
        swapped = False
        for i in range(n - 1):
            if a[i] > a[i + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
                swapped = True


def part(a, k):
    swapped = True
    while swapped:
        swapped = False
        for i in range(k):
            if a[i] > a[i + 1]:
                a[i], a[i + 1] = a[i + 1], a[i]
                swapped = True


def wrap(a):
    n = len(a)
    swapped = True
    while swapped:
        swapped = False
        for i in range(-1, n - 1):
            if a[i] > a[i + 1]:
                a[i], a[i + 1] = a[i + 1], a[i]
                swapped = True


def growing(a, n):
    swapped = True
    while swapped:
        swapped = False
        for i in range(n - 1):
            if a[i] > a[i + 1]:
                a[i], a[i + 1] = a[i + 1], a[i]
                swapped = True
        n += 1


def left_when_moved(a):
    moved = True
    while moved:
        moved = False
        for i in range(len(a) - 1):
            if a[i] > a[i + 1]:
                a[i], a[i + 1] = a[i + 1], a[i]
                moved = True
        if moved:
            break


def taken_down_after(a):
    moved = True
    while moved:
        moved = False
        for i in range(len(a) - 1):
            if a[i] > a[i + 1]:
                a[i], a[i + 1] = a[i + 1], a[i]
                moved = True
        moved = False


def backward(a):
    n = len(a)
    moved = True
    while moved:
        moved = False
        for i in range(n - 1, 0, -1):
            if a[i] < a[i - 1]:
                a[i - 1], a[i] = a[i], a[i - 1]
                moved = True
