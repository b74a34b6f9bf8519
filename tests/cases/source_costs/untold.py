# ruff: noqa: UP031, UP032
"""What nothing is told of may be a number as well as something long; a name that is printed or compared is single."""

from functools import reduce


class Held:
    def __init__(self, x, count):
        self.x = x
        self.count = count
        self.items = []

    def written(self):
        return str(self.x)

    def in_text(self):
        return f"<{self.x}>"

    def filled_in(self):
        return "<%s>" % self.x

    def equals(self, other):
        return self.x == other.x

    def counted(self):
        self.count += 1
        return f"<{self.count}>"

    def put(self, item):
        self.items.append(item)
        print("put", item)

    def long_text(self):
        return str(self.items)


class Drawn:
    def __init__(self, n):
        self.n = n

    def __str__(self):
        text = ""
        for _ in range(self.n):
            text += "*"
        return text

    def draw(self):
        print(self)


def shown(x):
    print(x)


def formatted(x):
    return "value: {}".format(x)


def hashed(x):
    return hash(x)


def the_same(a, b):
    if a == b:
        return 1
    return 2


def given_back(x):
    return x


def shown_result(x):
    print(given_back(x))


def reduced(xs):
    print(reduce(lambda a, b: a + b, xs))


def shown_number(x):
    print(x)
    return x - 1


def shown_index(xs, i):
    print(i)
    return xs[i]


def shown_declared(x: int):
    print(x)


def shown_item(xs):
    print(xs[0])


def searched(xs, x):
    for i in range(len(xs)):
        if xs[i] == x:
            print("found", x)
            return i
    return -1


def digits(n):
    return sum(int(d) for d in str(n))


def of_a_node(root):
    if root is None:
        return
    print(root.value)
    of_a_node(root.left)


class Account:
    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance

    def deposit(self, amount):
        self.balance += amount
        print(amount, self.balance)

    def greet(self):
        print(self.owner)


def hanoi(n, source, target, spare):
    if n == 0:
        return
    hanoi(n - 1, source, spare, target)
    print(f"disk {n} from {source} to {target}")
    hanoi(n - 1, spare, target, source)


def handed_on(n, text):
    if n == 0:
        return
    print(text)
    handed_on(n - 1, text)


def sorted_together(xs, ys):
    both = xs + ys
    return sorted(both + both)


def taken_out_of_a_list(xs):
    work = [xs]
    part = work.pop()
    return sorted(part + part)
