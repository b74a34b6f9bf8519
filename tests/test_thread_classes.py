"""Classes that inherit from Thread or Process: start() runs the method run with the fields that __init__ has set."""

import pytest

import recur as library
from tests.spawn_programs import growth

SUMMER = """
from threading import Lock, Thread
from multiprocessing import Process
class Summer(Thread):
    def __init__(self, xs, lo, hi, lock=None):
        super().__init__()
        self.xs, self.lo = xs, lo
        self.hi = hi
        self.lock = lock
        self.result = 0
    def run(self):
        for i in range(self.lo, self.hi):
            self.result += self.xs[i]
class Row(Process):
    def __init__(self, A, i):
        Process.__init__(self)
        self.A = A
        self.i = i
    def run(self):
        for x in self.A: pass
class Held(Thread):
    def __init__(self, xs, lock):
        super().__init__()
        self.xs = xs
        self.lock = lock
    def run(self):
        with self.lock:
            for x in self.xs: pass
class Fib(Thread):
    def __init__(self, n):
        Thread.__init__(self)
        self.n = n
        self.result = None
    def run(self):
        if self.n < 2:
            self.result = self.n
        else:
            a = Fib(self.n - 1)
            b = Fib(n=self.n - 2)
            a.start()
            b.start()
            a.join()
            b.join()
            self.result = a.result + b.result
"""


def costs(text: str, name: str) -> tuple[str, str]:
    found = library.analyze(text).named(name)
    return str(found.work.theta.expression()), str(found.span.theta.expression())


@pytest.mark.parametrize(
    ("body", "work", "span"),
    [
        ("m = len(xs) // 2\na = Summer(xs, 0, m)\nb = Summer(xs, m, hi=len(xs))\na.start()\nb.start()\na.join()\n"
         "b.join()\nreturn a.result + b.result", "n", "n"),
        ("ws = [Row(xs, i) for i in range(len(xs))]\nfor w in ws: w.start()\nfor w in ws: w.join()", "n**2", "n"),
        ("ws = []\nfor i in range(len(xs)):\n    w = Row(xs, i)\n    ws.append(w)\n    w.start()\n"
         "for w in ws: w.join()", "n**2", "n"),
        ("g = Lock()\nws = [Held(xs, g) for x in xs]\nfor w in ws: w.start()\nfor w in ws: w.join()", "n**2", "n**2"),
        ("for x in xs:\n    w = Row(xs, 0)\n    w.run()", "n**2", "n**2"),
    ],
)  # fmt: skip
def test_an_object_that_is_started_is_a_task(body: str, work: str, span: str) -> None:
    text = SUMMER + "def f(xs):\n" + "".join(f"    {line}\n" for line in body.split("\n"))
    assert costs(text, "f") == (work, span)


def test_an_object_that_starts_objects_of_its_class() -> None:
    work, span = costs(SUMMER, "Fib.run")
    assert span == "n" and "**n" in work


@pytest.mark.parametrize(
    ("cls", "body"),
    [
        # a field is another one at the start than __init__ has set
        ("def run(self):\n        for i in range(self.n): pass", "w = W(1)\nw.n = n\nw.start()"),
        ("def put(self, n): self.n = n\n    def run(self):\n        for i in range(self.n): pass",
         "w = W(1)\nw.put(n)\nw.start()"),
        ("def run(self):\n        for i in self.ys: pass", "w = W(1)\nfor i in range(n): w.ys.append(i)\nw.start()"),
        # what run costs is told elsewhere, by a method that sets a field
        ("def run(self): self.work()\n    def work(self):\n        self.n += 1\n        for i in range(self.n): pass",
         "W(n).start()"),
        ("k = 10**9\n    def run(self):\n        for i in range(self.k): pass", "w = W(n)\nw.start()"),
        # two fields are one list, and one name two
        ("def run(self):\n        for i in range(9): self.ys.append(i)\n        for i in self.zs: pass",
         "w = W(n)\nw.start()"),
    ],
)  # fmt: skip
def test_what_is_not_plain_is_unknown(cls: str, body: str) -> None:
    text = (
        "from threading import Thread\nclass W(Thread):\n    def __init__(self, n):\n        super().__init__()\n"
        f"        self.n = n\n        self.ys = []\n        self.zs = self.ys\n    {cls}\n"
        "def f(n):\n" + "".join(f"    {line}\n" for line in body.split("\n"))
    )
    one = text.replace("        self.zs = self.ys\n", "") if "zs:" not in text else text
    found = library.analyze(one)
    assert all(p.name != "f" or p.work.bounds.upper is None for p in found.procedures)


def test_another_object_made_of_a_list_twice_is_unknown() -> None:
    text = (
        "from threading import Thread\nclass W(Thread):\n    def __init__(self, xs):\n        super().__init__()\n"
        "        self.a = xs\n        self.b = xs\n    def run(self):\n        for i in range(9): self.a.append(i)\n"
        "        for x in self.b: pass\ndef f(n):\n    w = W([1] * n)\n    w.start()\n"
    )
    assert library.analyze(text).named("f").work.bounds.upper is None


def test_a_local_name_is_no_field() -> None:
    text = (
        "from threading import Thread\nclass W(Thread):\n    def __init__(self, n):\n        super().__init__()\n"
        "        self.n = n\n    def run(self):\n        n = 1\n        for i in range(self.n): pass\n"
        "def f(n):\n    w = W(n)\n    w.start()\n    w.join()\n"
    )
    assert costs(text, "f")[0] == "n"


COUNTER = """
from threading import Lock, Thread
class Counter:
    def __init__(self):
        self.lock = Lock()
        self.total = 0
    def add(self, n):
        with self.lock:
            for i in range(n): self.total += 1
def work(counter, n):
    counter.add(n)
def f(n):
    c = Counter()
    ts = [Thread(target=work, args=(c, n)) for i in range(n)]
    for t in ts: t.start()
    for t in ts: t.join()
def g(n):
    c = Counter()
    ts = [Thread(target=c.add, args=(n,)) for i in range(n)]
    for t in ts: t.start()
    for t in ts: t.join()
"""


@pytest.mark.parametrize("name", ["f", "g"])
def test_a_lock_that_a_method_takes_puts_its_calls_in_a_row(name: str) -> None:
    found = library.analyze(COUNTER)
    told = [p for p in found.procedures if p.name == name]
    assert all(p.span.bounds.upper is None or str(p.span.theta.expression()) == "n**2" for p in told)


HELPED = """
from threading import Thread
class Summer(Thread):
    def __init__(self, xs):
        super().__init__()
        self.xs = xs
        self.result = 0
    def squared(self, x):
        return x * x
    def scan(self):
        return sum(self.squared(x) for x in self.xs)
    def run(self):
        for x in self.xs:
            self.result += self.scan()
def halves(xs):
    mid = len(xs) // 2
    a, b = Summer(xs[:mid]), Summer(xs[mid:])
    a.start(); b.start()
    a.join(); b.join()
    return a.result + b.result
"""


def test_methods_that_run_calls_are_functions_of_the_fields_too() -> None:
    found = library.analyze(HELPED)
    assert found.named("halves").work.theta == found.named("Summer.run").work.theta == growth("n^2")


def test_a_method_that_others_call_as_well_stays_a_method() -> None:
    asked = HELPED + "def ask(xs):\n    return Summer(xs).scan()\n"
    error = library.analyze(asked).named("halves").work.error
    assert error is not None and "start() costs is not known" in str(error)
