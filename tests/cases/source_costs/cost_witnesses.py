# ruff: noqa: B007
"""Functions in which what is dear at one test keeps out what is dear at another; behind each what is told of it."""


def filt_both(xs):  # Theta(n**2)
    a = []
    b = []
    for x in xs:
        if x > 0:
            a.append(x)
        else:
            b.append(x)
    t = 0
    for y in a:
        for z in b:
            t += 1
    return t


def count_test2(xs):  # Theta(n**2)
    c = 0
    for x in xs:
        if x > 0:
            c += 1
    t = 0
    for i in range(c):
        for z in xs:
            t += 1
    return t


def often_union(xs):  # Theta(n**2)
    for x in xs:
        if x > 0:
            for y in xs:
                print(y)
        if x <= 0:
            for y in xs:
                print(y)


def often_mix(xs):  # O(n**2)
    t = 0
    for x in xs:
        if x == xs[0]:
            continue
        if x != xs[0]:
            continue
        for y in xs:
            t += 1
    return t


def cont_cover(xs):  # O(n**2)
    t = 0
    for x in xs:
        if x > 0:
            continue
        if x < 0:
            continue
        if x == 0:
            continue
        for y in xs:
            t += 1
    return t


def cont_idx(xs):  # O(n**2)
    t = 0
    for i in range(len(xs)):
        if i > 5:
            continue
        for y in xs:
            t += 1
    return t


def cont_n(xs):  # Theta(n)
    t = 0
    for i in range(len(xs)):
        if len(xs) > 60:
            continue
        for y in xs:
            t += 1
    return t


def while_cont(xs, k):  # O(n**2)
    i = 0
    t = 0
    while i < len(xs):
        i += 1
        if xs[i - 1] == k:
            continue
        if xs[i - 1] != k:
            continue
        for y in xs:
            t += 1
    return t


def newmax(xs):  # Theta(n**2)
    best = -1
    t = 0
    for x in xs:
        if x > best:
            best = x
            for y in xs:
                t += 1
    return t


def newset_mod(xs):  # O(n**2)
    seen = set()
    t = 0
    for x in xs:
        if x % 100 not in seen:
            seen.add(x % 100)
            for y in xs:
                t += 1
    return t


def countcap(xs):  # O(n**2)
    c = 0
    for x in xs:
        if x > 0 and c < 5:
            c += 1
    t = 0
    for i in range(c):
        for x in xs:
            t += 1
    return t


def countflag(xs):  # O(n**2)
    flag = False
    c = 0
    for x in xs:
        if flag:
            c += 1
    for i in range(c):
        for x in xs:
            print(x)


def countflag2(xs):  # O(n**2)
    ys = []
    flag = False
    for x in xs:
        if flag:
            ys.append(x)
    for y in ys:
        for x in xs:
            print(x)


def listexcl2(xs):  # O(n**2)
    ys = [x for x in xs if x > 5]
    zs = [y for y in ys if y < 5]
    for i in zs:
        for x in xs:
            print(x)


def or_and_lists(xs, flag):  # O(n**2)
    a = []
    b = []
    if flag:
        for x in xs:
            a.append(x)
    else:
        for x in xs:
            b.append(x)
    for x in a:
        for y in b:
            print(x)


def sumguard2(xs):  # O(n**2)
    s = 0
    for x in xs:
        s += abs(x) + 1
        if s > 100:
            break
        for y in xs:
            print(y)


def twoinputs(xs, ys):  # Theta(m*n)
    t = 0
    for x in xs:
        for y in ys:
            if x > y:
                break
            if x < y:
                break
            t += 1
    return t
