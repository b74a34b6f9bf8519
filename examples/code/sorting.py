"""Sorting as people write it: recur analyze examples/code/sorting.py

Nothing here knows of recur. What each function costs is derived from its lines.
"""

import re


def merge_sort(xs):
    if len(xs) <= 1:
        return xs
    mid = len(xs) // 2
    return merge(merge_sort(xs[:mid]), merge_sort(xs[mid:]))


def merge(left, right):
    out, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            out.append(left[i])
            i += 1
        else:
            out.append(right[j])
            j += 1
    return out + left[i:] + right[j:]


def insertion_sort(xs):
    for i in range(1, len(xs)):
        j = i
        while j > 0 and xs[j - 1] > xs[j]:
            xs[j - 1], xs[j] = xs[j], xs[j - 1]
            j -= 1
    return xs


def quick_sort(xs):
    """The data may make the first element the smallest each time: then one part is empty."""
    if len(xs) <= 1:
        return xs
    pivot, rest = xs[0], xs[1:]
    smaller = [x for x in rest if x < pivot]
    larger = [x for x in rest if x >= pivot]
    return [*quick_sort(smaller), pivot, *quick_sort(larger)]


def sorted_words(text):
    """What a regular expression costs hangs on the expression, and no table can say it: the comment does."""
    words = re.split(r"\W+", text)  # cost: n, size: n
    return merge_sort(words)
