"""What is remembered, and what only looks so."""

from functools import cache, lru_cache


def handed_another(n, memo={}):  # noqa: B006
    if n in memo:
        return memo[n]
    if n < 2:
        return n
    r = handed_another(n - 1, {}) + handed_another(n - 2, {})
    memo[n] = r
    return r


def handed_copies(n, memo={}):  # noqa: B006
    if n in memo:
        return memo[n]
    if n < 2:
        return n
    r = handed_copies(n - 1, dict(memo)) + handed_copies(n - 2, dict(memo))
    memo[n] = r
    return r


def handed_none(n, memo=None):
    if memo is None:
        memo = {}
    if n in memo:
        return memo[n]
    if n < 2:
        return n
    r = handed_none(n - 1) + handed_none(n - 2)
    memo[n] = r
    return r


def taken_out(n, memo={}):  # noqa: B006
    if n in memo:
        return memo[n]
    if n < 2:
        return n
    memo[n] = taken_out(n - 1) + taken_out(n - 2)
    if len(memo) > 3:
        memo.popitem()
    return memo[n]


def marked_as_new(n, memo):
    if memo[n] != -1:
        return memo[n]
    if n < 2:
        return n
    r = marked_as_new(n - 1, memo) + marked_as_new(n - 2, memo)
    memo[n] = -1
    return r


def kept_sometimes(n, memo):
    if n in memo:
        return memo[n]
    if n < 2:
        return n
    r = kept_sometimes(n - 1, memo) + kept_sometimes(n - 2, memo)
    if r > 0:
        memo[n] = r
    return r


def made_where_none(n, memo=None):
    if memo is None:
        memo = {}
    if n in memo:
        return memo[n]
    if n < 2:
        return n
    memo[n] = made_where_none(n - 1, memo) + made_where_none(n - 2, memo)
    return memo[n]


def kept_in_each_branch(n, memo):
    if n in memo:
        return memo[n]
    if n < 2:
        memo[n] = n
    else:
        memo[n] = kept_in_each_branch(n - 1, memo) + kept_in_each_branch(n - 2, memo)
    return memo[n]


def common(i, j, a, b, memo):
    if (i, j) in memo:
        return memo[(i, j)]
    if i == 0 or j == 0:
        return 0
    if a[i - 1] == b[j - 1]:
        memo[(i, j)] = 1 + common(i - 1, j - 1, a, b, memo)
    else:
        memo[(i, j)] = max(common(i - 1, j, a, b, memo), common(i, j - 1, a, b, memo))
    return memo[(i, j)]


def one_branch_keeps_none(i, j, a, b, memo):
    if (i, j) in memo:
        return memo[(i, j)]
    if i == 0 or j == 0:
        return 0
    if a[i - 1] == b[j - 1]:
        return 1 + one_branch_keeps_none(i - 1, j - 1, a, b, memo) + one_branch_keeps_none(i - 1, j, a, b, memo)
    memo[(i, j)] = max(one_branch_keeps_none(i - 1, j, a, b, memo), one_branch_keeps_none(i, j - 1, a, b, memo))
    return memo[(i, j)]


@cache
def knapsack(i, w, ws):
    if i == 0:
        return 0
    return max(knapsack(i - 1, w, ws), knapsack(i - 1, w - ws[i], ws))


@cache
def halves_and_thirds(n):
    if n < 2:
        return 1
    return halves_and_thirds(n // 2) + halves_and_thirds(n // 3)


@cache
def numbers_grow(i, t):
    if i == 0:
        return 0
    return numbers_grow(i - 1, t * 2) + numbers_grow(i - 1, t * 2 + 1)


@cache
def sums(i, t):
    if i == 0:
        return 0
    return sums(i - 1, t + 1) + sums(i - 1, t)


@lru_cache(maxsize=2)
def forgets(i, j):
    if i == 0 or j == 0:
        return 0
    return forgets(i - 1, j) + forgets(i, j - 1)


@cache
def handed_on_as_it_is(i, k):
    if i == 0:
        return 0
    return handed_on_as_it_is(i - 1, k) + handed_on_as_it_is(i - 2, k)


@cache
def intervals(i, j):
    if i >= j:
        return 0
    return intervals(i + 1, j) + intervals(i, j - 1)


@cache
def one_diagonal(i, j):
    if i == 0 or j == 0:
        return 0
    return one_diagonal(i - 1, j - 1) + one_diagonal(i - 1, j - 1)


@cache
def substrings(s):
    if len(s) == 0:
        return 0
    return max(substrings(s[1:]), substrings(s[:-1]))


def longest(a):
    @cache
    def go(i, last):
        if i == len(a):
            return 0
        return max(go(i + 1, last), go(i + 1, i))

    return go(0, -1)


class Kept:
    def __init__(self):
        self.memo = {}

    def of_another(self, n):
        if n in self.memo:
            return self.memo[n]
        if n < 2:
            return n
        self.memo[n] = Kept().of_another(n - 1) + Kept().of_another(n - 2)
        return self.memo[n]
