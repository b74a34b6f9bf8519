"""Fields that methods change: a call finds them as they are, and leaves them as the method does."""


class Stack:
    def __init__(self, items):
        self.items = []
        for x in items:
            self.push_and_look(x)

    def push(self, x):
        self.items.append(x)

    def pop(self):
        return self.items.pop()

    def is_empty(self):
        return len(self.items) == 0

    def clear(self):
        while not self.is_empty():
            self.pop()

    def push_and_look(self, x):
        self.items.append(x)
        for y in self.items:
            print(y)

    def push_all(self, xs):
        for x in xs:
            self.push(x)

    def looks_as_it_grows(self, xs):
        for x in xs:
            self.items.append(x)
            for y in self.items:
                print(y)

    def looks_by_a_call(self, xs):
        for x in xs:
            self.push_and_look(x)


class Heap:
    def __init__(self, items):
        self.heap = [None]
        for x in items:
            self.push(x)

    def __len__(self):
        return len(self.heap) - 1

    def push(self, x):
        i = len(self.heap)
        self.heap.append(x)
        while i > 1 and x < self.heap[i // 2]:
            self.heap[i] = self.heap[i // 2]
            i //= 2
        self.heap[i] = x


class Counter:
    def __init__(self, n):
        self.n = n

    def step(self):
        for i in range(self.n):
            print(i)

    def squares_first(self):
        self.n = self.n * self.n
        self.step()

    def square(self):
        self.n = self.n * self.n

    def squares_by_a_call(self):
        self.square()
        for i in range(self.n):
            print(i)


def pops_its_end(xs):
    while xs:
        xs.pop(len(xs) - 1)


def deletes_its_end(xs):
    while xs:
        del xs[-1]


def pops_its_front(xs):
    for _ in range(len(xs)):
        xs.pop(0)


def inserts_at_the_end(n):
    xs = []
    for i in range(n):
        xs.insert(len(xs), i)


def inserts_in_the_middle(n):
    xs = []
    for i in range(n):
        xs.insert(len(xs) // 2, i)


def halves(xs):
    if len(xs) < 2:
        return xs
    return halves(xs[0::2]) + halves(xs[1::2])


class Net:
    def __init__(self):
        self.edges = {}

    def add_edge(self, edge, weight):
        self.vertices.add(edge[0])
        self.edges[edge] = weight
