"""Arrays of numpy: what is done item by item, products, and shapes that nobody knows."""

import numpy as np


def handed(a: np.ndarray, b: np.ndarray):
    return a * b + 3


def total(a: np.ndarray):
    return a.sum()


def rows(a: np.ndarray):
    n, m = a.shape
    s = 0
    for i in range(n):
        for j in range(m):
            s += a[i, j]
    return s


def dot(n):
    x = np.zeros((n, n))
    y = np.ones((n, n))
    return np.dot(x, y)


def matmul(n, m, k):
    return np.zeros((n, m)) @ np.ones((m, k))


def vector(n, m):
    x = np.zeros((n, m))
    return x.dot(np.ones(m))


def items(n):
    x = np.arange(n)
    y = np.ones(n)
    z = x * y + 2
    return z.sum()


def negative(n):
    return -np.arange(n)


def compared(n):
    return (np.arange(n) > 3).sum()


def outer(n, m):
    x = np.zeros((n, m))
    x = x + np.ones(m)
    return x.T.sum()


def rounds(n):
    x = np.zeros(n)
    for _ in range(n):
        x = x + 1
        x *= 2
    return x


def of_list(xs):
    a = np.array(xs)
    return a * 2


def two_shapes(n, m):
    return np.ones(n) + np.ones(m)
