"""Methods of one name in several classes, and methods that are inherited: each costs what the one that runs costs."""

from abc import ABC, abstractmethod
from collections import namedtuple

from elsewhere import Framework

Link = namedtuple("Link", "key next")


class Listed:
    def __init__(self):
        self.data = []

    def has(self, x):
        return x in self.data

    def __len__(self):
        return len(self.data)


class Hashed:
    def __init__(self):
        self.data = {}

    def has(self, x):
        return x in self.data


class Filled:
    def __init__(self, xs):
        for x in xs:
            print(x)

    def work(self, n):
        return 0

    def __len__(self):
        return sum(range(9))


class Inherits(Filled):
    def work(self, n):
        return sum(range(n))

    def above(self, n):
        return super().work(n)


class Shape(ABC):
    @abstractmethod
    def area(self, n):
        raise NotImplementedError

    def total(self, n):
        return self.area(n)


class Square(Shape):
    def area(self, n):
        return sum(range(n))


class Animal:
    def cry(self, n):
        print(n)
        print(n)

    def twice(self, n):
        self.cry(n)


class Dog(Animal):
    def cry(self, n):
        return sum(range(n))


class Sequence(list):
    pass


class Window(Framework):
    def size(self):
        return 1


class Bad(Exception):
    pass


class Tools:
    @staticmethod
    def total(xs):
        return sum(xs)


def makes_inherited(xs):
    return Inherits(xs)


def makes_list(xs):
    return Sequence(xs)


def makes_foreign(xs):
    return Window(xs)


def makes_links(n):
    return [Link(i, None) for i in range(n)]


def asks_square(n):
    return Square().total(n)


def raises(n):
    if n < 0:
        raise Bad(n)
    return n


def by_class(xs):
    return Filled.__init__(None, xs)


def by_object(xs):
    tools = Tools()
    return tools.total(xs)


class Made:
    def __init__(self, n):
        self.cells = [0] * n

    @classmethod
    def make(cls, n):
        return cls(n)


class Leaf:
    def __init__(self, key):
        self.key = key
        self.below = None

    def find(self, key):
        return self if key == self.key else self.below.find(key)


class Tree:
    def __init__(self):
        self.root = None

    def find(self, key):
        return self.root.find(key)


class Plain:
    def cost(self, n):
        return 1

    def run(self, n):
        for _ in range(n):
            self.cost(n)

    def other(self, n):
        return sum(range(n))


class Dear(Plain):
    def cost(self, n):
        return sum(range(n))


class Idle:
    def cost(self, n):
        return 0


class Busy(Idle):
    def cost(self, n):
        return sum(range(n))


def made_plain(n):
    Plain().run(n)


def made_dear(n):
    Dear().run(n)


def made_other(n):
    Plain().other(n)


def made_idle(n):
    idle = Idle()
    return idle.cost(n)


class Replaced:
    def price(self, n):
        return 1


def dearer(self, n):
    return sum(range(n))


Replaced.price = dearer


def made_replaced(n):
    return Replaced().price(n)


class Pile:
    def __init__(self):
        self.items = []

    def perhaps(self, k):
        return self.items.pop() if k else 0

    def surely(self):
        return self.items.pop()

    def ends(self):
        while self.items:
            self.surely()

    def may_never_end(self, k):
        while self.items:
            self.perhaps(k)
