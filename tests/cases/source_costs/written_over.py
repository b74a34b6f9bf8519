"""What is written over is no data of the input any more: a test of it has not the answer that costs most, or least."""


def fill(ys):
    for i in range(len(ys)):
        ys[i] = 3


def bump(ys):
    for i in range(len(ys)):
        ys[i] += 1


def swap(ys, i, j):
    ys[i], ys[j] = ys[j], ys[i]


def o_by_a_callee(xs):
    c = 0
    fill(xs)
    for i in range(len(xs)):
        if xs[i] == 2:
            for _y in xs:
                c += 1
    return c


def t_swapped_by_a_callee(xs):
    c = 0
    for i in range(1, len(xs)):
        swap(xs, i, i - 1)
    for i in range(len(xs)):
        if xs[i] == 2:
            for _y in xs:
                c += 1
    return c


def o_by_an_inner_function(xs):
    def spoil():
        for i in range(len(xs)):
            xs[i] = 3

    spoil()
    c = 0
    for i in range(len(xs)):
        if xs[i] == 2:
            for _y in xs:
                c += 1
    return c


def o_by_a_slice(xs):
    xs[:] = [3] * len(xs)
    c = 0
    for x in xs:
        if x == 2:
            for _y in xs:
                c += 1
    return c


def o_in_rows(rows):
    c = 0
    for row in rows:
        for j in range(len(row)):
            row[j] = 3
    for row in rows:
        for x in row:
            if x == 2:
                for _y in row:
                    c += 1
    return c


def o_by_turns(xs, n):
    c = 0
    if n == 0:
        return 0
    if xs[n] == 2:
        for _j in range(n):
            c += 1
    return c + o_by_the_other(xs, n - 1)


def o_by_the_other(xs, n):
    if n == 0:
        return 0
    xs[n - 1] = 3
    return o_by_turns(xs, n - 1)


class Holder:
    def __init__(self, xs):
        self.xs = xs

    def spoil(self):
        for i in range(len(self.xs)):
            self.xs[i] = 3

    def o_by_a_method(self):
        self.spoil()
        c = 0
        for i in range(len(self.xs)):
            if self.xs[i] == 2:
                for j in range(len(self.xs)):
                    c += j
        return c

    def o_of_a_field(self):
        for i in range(len(self.xs)):
            self.xs[i] = 3
        c = 0
        for i in range(len(self.xs)):
            if self.xs[i] == 2:
                for j in range(len(self.xs)):
                    c += j
        return c


def o_made_and_filled(n):
    xs = [0] * n
    fill(xs)
    c = 0
    for x in xs:
        if x == 3:
            for _y in xs:
                c += 1
    return c


def o_made_and_raised(n):
    xs = [0] * n
    bump(xs)
    c = 0
    for x in xs:
        if x == 1:
            for _y in xs:
                c += 1
    return c


def o_visited(n):
    seen = [[False] * n for _ in range(n)]
    c = 0
    for i in range(n):
        for j in range(n):
            if seen[i][j]:
                for _k in range(n):
                    c += 1
            seen[j][i] = True
    return c


def o_rows_filled(n):
    rows = [[0] * n for _ in range(n)]
    for row in rows:
        fill(row)
    c = 0
    for i in range(n):
        for j in range(n):
            if rows[i][j] == 3:
                for _k in range(n):
                    c += 1
    return c


def o_lists_in_lists_grow(n):
    groups = [[0] for _ in range(n)]
    for group in groups:
        group.append(1)
    c = 0
    for i in range(n):
        if groups[i][1] == 1:
            for _j in range(n):
                c += 1
    return c


def o_held_in_a_list(n):
    xs = [0] * n
    both = [xs, [0]]
    for i in range(n):
        both[0][i] = 1
    c = 0
    for x in xs:
        if x == 1:
            for _y in xs:
                c += 1
    return c


def t_same_as_itself(xs):
    c = 0
    for i in range(len(xs)):
        if xs[i] != xs[i]:
            for _y in xs:
                c += 1
    return c


TOTAL = 0


def raise_total():
    global TOTAL
    TOTAL += 1


def o_by_a_global(n):
    raise_total()
    c = 0
    if TOTAL > 0:
        for i in range(n):
            c += i
    return c


def o_by_what_is_nonlocal(n):
    count = 0

    def rise():
        nonlocal count
        count += 1

    rise()
    c = 0
    if count > 0:
        for i in range(n):
            c += i
    return c


class Counter:
    def __init__(self):
        self.k = 0
        self.seen = []

    def rise(self):
        self.k += 1

    def rise_through(self):
        self.rise()

    def mark(self):
        for i in range(len(self.seen)):
            self.seen[i] = 1

    def mark_through(self):
        self.mark()

    def o_of_a_number(self, n):
        self.k = 0
        self.rise_through()
        c = 0
        if self.k > 0:
            for i in range(n):
                c += i
        return c

    def o_of_a_list(self, n):
        self.seen = [0] * n
        self.mark_through()
        c = 0
        for x in self.seen:
            if x == 1:
                for y in self.seen:
                    c += y
        return c
