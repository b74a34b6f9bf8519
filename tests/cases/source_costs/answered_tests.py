"""Tests that an earlier one on the way may have answered: `t_` is Θ of its costliest branch, `o_` is not.

What is Θ is attained by some input; of the others no input takes the branch that costs most.
"""


def o_one(xs):
    s = 0
    if xs[0] > 0:
        for x in xs:
            s += x
    else:
        return 0
    if xs[0] <= 0:
        for _x in xs:
            for _y in xs:
                s += 1
    return s


def o_both(xs):
    s = 0
    if xs[0] > 0 and xs[0] < 0:
        for x in xs:
            s += x
    return s


def o_nested(xs):
    s = 0
    if xs[0] > 0:
        s = 1
        if xs[0] < 0:
            for x in xs:
                s += x
    return s


def o_halves(n, xs):
    if n <= 1:
        return 0
    s = 0
    if xs[0] > 0:
        s += o_halves(n // 2, xs)
    if xs[0] <= 0:
        s += o_halves(n // 2, xs)
    return s


def t_differ(xs, ys):
    s = 0
    if xs[0] > 0:
        return 0
    if ys[0] > 0:
        for x in xs:
            s += x
    return s


def o_named(n, flag):
    s = 0
    if flag:
        return 0
    if flag:
        for _i in range(n):
            s += 1
    return s


def t_chain(xs, n):
    i = 0
    while i < n:
        if xs[i] > 0:
            return i
        if xs[i] < 0:
            for _j in range(n):
                i = i
        i += 1
    return -1


def o_loop2(xs, n):
    s = 0
    for i in range(n):
        if xs[i] > 0:
            continue
        if xs[i] > 5:
            for _j in range(n):
                s += 1
    return s


def o_elifs(xs, x):
    s = 0
    if x > 0:
        s = 1
    elif x > 5:
        for y in xs:
            s += y
    return s


def t_tokens(text):
    s = 0
    for c in text:
        if c == "(":
            s += 1
        elif c == ")":
            for _d in text:
                s += 1
        elif c in "abc":
            s += 2
    return s


def o_after(xs):
    for x in xs:
        if x > 0:
            return 1
    s = 0
    if xs[0] > 3:
        for _x in xs:
            for _y in xs:
                s += 1
    return s


def o_joined(xs, ys):
    s = 0
    if xs[0] > 0 and ys[0] > 0:
        return 1
    if xs[0] > 0:
        for y in ys:
            s += y
    return s


def o_same(xs, ys):
    s = 0
    if xs[0] > 0 and ys[0] > 0:
        return 1
    if xs[0] > 0 and ys[0] > 0:
        for y in ys:
            s += y
    return s


def t_search(xs, low, high, x):
    if low > high:
        return -1
    mid = (low + high) // 2
    if x < xs[mid]:
        return t_search(xs, low, mid - 1, x)
    if x > xs[mid]:
        return t_search(xs, mid + 1, high, x)
    return mid


def t_lengths(rows):
    n = len(rows)
    for row in rows:
        if len(row) != n:
            return 0
    s = 0
    if rows[0][0] > 0:
        for _i in range(n):
            s += 1
    return s


def t_seen(xs):
    seen = set()
    s = 0
    for x in xs:
        if x < 0:
            return s
        if x in seen:
            s += 1
        else:
            seen.add(x)
            for y in xs:
                s += y
    return s


def o_chosen(xs, low):
    s = 0
    if low:
        return s
    for _x in xs:
        s += sum(xs) if low else 0
    return s


def o_listed(xs, low):
    if low:
        return 0
    return sum(sum(xs) for x in xs if low)


def o_alias(xs):
    first = xs[0]
    s = 0
    if first > 0:
        return s
    if xs[0] > 2:
        for x in xs:
            s += x
    return s


def t_moved(xs, i):
    s = 0
    if xs[i] == 0:
        return s
    i += 1
    if xs[i] > 0:
        for x in xs:
            s += x
    return s


def o_while_flag(xs, x):
    n = len(xs)
    while n > 0 and x:
        if not x:
            for _ in xs:
                print(1)
        n -= 1


def o_while_item(xs):
    i = 0
    while i < len(xs) and xs[i] > 0:
        if xs[i] < 0:
            for _ in xs:
                print(1)
        i += 1


def t_while_other(xs, x):
    i = 0
    while i < len(xs) and xs[i] != x:
        if xs[i] > 5:
            for _ in xs:
                print(1)
        i += 1


def t_while_not_empty(a, b):
    while a and b:
        if a[0] < b[0]:
            a.pop(0)
        else:
            a.pop(0)


def t_leftmost(xs, x):
    low, high = 0, len(xs) - 1
    while low <= high:
        mid = (low + high) // 2
        if xs[mid] == x and (mid == 0 or xs[mid - 1] != x):
            return mid
        if xs[mid] >= x:
            high = mid - 1
        else:
            low = mid + 1
    return -1
