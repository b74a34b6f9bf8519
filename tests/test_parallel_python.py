"""Threads, processes, pools, futures, joblib and dask: what they start and what they wait for, in the source tree."""

import tomllib
from pathlib import Path

import pytest

import recur as library
from recur.model import source_tree as tree
from recur.parsing.languages.python import parse_python
from recur.source_costs.locks import with_locks_in_a_row
from tests.spawn_programs import growth

CASES = Path(__file__).parent / "cases" / "parallel_python.toml"
LOCKS = CASES.with_name("locked_python.toml")


def shown(statements: tuple[tree.SourceStatement, ...], indent: str = "") -> str:
    return "".join(line for statement in statements for line in _lines(statement, indent))


def _lines(node: tree.SourceStatement, indent: str) -> list[str]:
    inner = indent + "  "
    match node:
        case tree.Evaluation(value=value):
            return [f"{indent}{_text(value)}\n"]
        case tree.Assigned(targets=targets, value=value):
            return [f"{indent}{', '.join(map(_text, targets))} = {value and _text(value)}\n"]
        case tree.EachLoop(target=target, iterable=iterable, body=body, parallel=parallel):
            head = "parallel for" if parallel else "for"
            return [f"{indent}{head} {_text(target)} in {_text(iterable)}:\n", shown(body, inner)]
        case tree.Wait(of=of):
            return [f"{indent}wait{'' if of is None else ' for ' + _text(of)}\n"]
        case tree.Guarded(body=body, entered=entered, lock=lock):
            held = ", ".join(map(_text, entered))
            return [f"{indent}with {lock and 'lock ' + lock}{held}:\n", shown(body, inner)]
        case tree.TestLoop(test=test, body=body):
            return [f"{indent}while {'' if test is None else _text(test)}:\n", shown(body, inner)]
        case tree.Update(target=target, op=op, value=value):
            return [f"{indent}{_text(target)} {op}= {_text(value)}\n"]
        case tree.Unreadable(why=why):
            return [f"{indent}unknown: {why}\n"]
        case tree.Leave(kind="pass"):
            return []
        case tree.Leave(kind=kind, value=value):
            return [f"{indent}{kind} {'' if value is None else _text(value)}\n"]
        case tree.Alternatives(alternatives=alternatives):
            return [f"{indent}if:\n" + shown(a.body, inner) for a in alternatives]
        case tree.InnerFunction(function=function):
            return [f"{indent}def {function.name}:\n", shown(function.body, inner)]
    return [f"{indent}{type(node).__name__}\n"]


def _text(node: tree.Expression) -> str:
    match node:
        case tree.NamedValue(name=name):
            return name
        case tree.Literal(value=value):
            return repr(value)
        case tree.CallOf(function=function, arguments=arguments, keywords=keywords, spawned=spawned):
            given = [*map(_text, arguments), *(f"{k}={_text(v)}" for k, v in keywords)]
            return f"{'spawn ' if spawned else ''}{_text(function)}({', '.join(given)})"
        case tree.Member(value=value, name=name):
            return f"{_text(value)}.{name}"
        case tree.Element(container=container, index=index):
            return f"{_text(container)}[{_text(index)}]"
        case tree.Slice(container=container, low=low, high=high):
            return f"{_text(container)}[{(low and _text(low)) or ''}:{(high and _text(high)) or ''}]"
        case tree.Collection(kind=kind, items=items):
            return f"{kind}({', '.join(map(_text, items))})"
        case tree.Comprehension(items=items, clauses=clauses, parallel=parallel):
            rounds = " ".join(f"for {_text(c.target)} in {_text(c.iterable)}" for c in clauses)
            return f"{'parallel ' if parallel else ''}[{', '.join(map(_text, items))} {rounds}]"
        case tree.Operation(op=op, operands=operands):
            return f" {op} ".join(map(_text, operands))
        case tree.Unpacked(value=value):
            return "*" + _text(value)
    return type(node).__name__


def test_what_is_started_and_waited_for_is_told_apart() -> None:
    for name, case in tomllib.loads(CASES.read_text(encoding="utf-8")).items():
        read = parse_python(case["text"])
        named = {f.name: f.body for f in read.functions}
        body = named[case["function"]] if "function" in case else read.statements
        assert shown(body) == case["tree"].removeprefix("\n"), name
        words = case.get("remark")
        assert (words is None) == (not read.remarks), name
        assert words is None or words in read.remarks[0].message, name


def test_what_is_done_under_a_lock_is_repeated_in_a_row() -> None:
    for name, case in tomllib.loads(LOCKS.read_text(encoding="utf-8")).items():
        read = with_locks_in_a_row(parse_python(case["text"]))
        body = {f.name: f.body for f in read.functions}["f"]
        assert shown(body) == case["tree"], name


def test_a_file_without_these_modules_stays_as_it_is() -> None:
    text = "class Thread: pass\n\ndef f(t, pool, xs):\n    t.start()\n    t.join()\n    return pool.map(f, xs)\n"
    assert "spawn" not in shown(parse_python(text).functions[0].body)


WORK = """
from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Lock, Thread
def work(xs):
    for x in xs: pass
def kept(xs, guard):
    guard.acquire()
    try:
        for x in xs: pass
    finally:
        guard.release()
def held(xs, guard):
    with guard:
        for x in xs: pass
"""


@pytest.mark.parametrize(
    ("body", "span"),
    [
        ("ts = [Thread(target=work, args=(xs,)) for xs in xss]\n[t.start() for t in ts]\n"
         "[t.join() for t in ts]", "k + n"),
        ("ts = [Thread(target=lambda: work(xs)) for xs in xss]\nfor t in ts: t.start()\n"
         "for t in ts: t.join()", "k + n"),
        ("with ThreadPoolExecutor() as pool:\n    fs = [pool.submit(lambda: work(xs)) for xs in xss]\n"
         "    return [f.result() for f in fs]", "k + n"),
        ("with ThreadPoolExecutor() as pool:\n    fs = {pool.submit(work, xs): i for i, xs in enumerate(xss)}\n"
         "    for f in as_completed(fs): print(fs[f], f.result())", "k + n"),
        ("g = Lock()\nts = [Thread(target=kept, args=(xs, g)) for xs in xss]\nfor t in ts: t.start()\n"
         "for t in ts: t.join()", "k*n"),
        ("g = Lock()\nts = [Thread(target=held, args=(xs, g)) for xs in xss]\nfor t in ts: t.start()\n"
         "for t in ts: t.join()", "k*n"),
    ],
)  # fmt: skip
def test_the_span_of_what_is_started_as_people_write_it(body: str, span: str) -> None:
    """A lambda, a comprehension of starts, a dictionary of futures; what a lock of any name holds goes in a row."""
    text = WORK + "def f(xss):\n" + "".join(f"    {line}\n" for line in body.split("\n"))
    assert str(library.analyze(text).named("f").span.theta.expression()) == span


DEAR = """
from threading import Thread
def dear(n):
    for i in range(n * n): pass
def easy(n): pass
"""


@pytest.mark.parametrize(
    "body",
    [
        "m = n * n\nt = Thread(target=dear, args=(m,))\nm = 1\nt.start()",
        "if n % 3:\n    t = Thread(target=dear, args=(n,))\nelse:\n    t = Thread(target=easy, args=(n,))\nt.start()",
        "t = Thread(target=dear, args=(n,))\nfor i in range(n % 2):\n    t = Thread(target=easy, args=(n,))\nt.start()",
        "t = Thread(target=easy, args=(n,))\nfor i in range(n):\n    t.start()\n    t = Thread(target=dear, args=(n,))",
        "try: t = Thread(target=dear, args=(n,))\nexcept RuntimeError: t = Thread(target=easy, args=(n,))\nt.start()",
    ],
)
def test_which_task_is_started_is_not_guessed(body: str) -> None:
    """Of tasks that a name may stand for, and of values they may have been made with, it was the last one."""
    text = DEAR + "def f(n):\n" + "".join(f"    {line}\n" for line in body.split("\n"))
    found = library.analyze(text).named("f").work
    assert found.bounds.upper is None
    assert found.error is not None and "(one of several)() costs is not known" in str(found.error)


def test_tasks_of_branches_that_are_started_there_and_joined_behind_them() -> None:
    text = DEAR + (
        "def f(n, q):\n"
        "    if q:\n        t = Thread(target=dear, args=(n,))\n        t.start()\n"
        "    else:\n        t = Thread(target=easy, args=(n,))\n        t.start()\n"
        "    t.join()\n"
    )
    assert str(library.analyze(text).named("f").work.theta.expression()) == "n**2"


def test_a_task_of_some_rounds_is_started_in_these_alone() -> None:
    text = DEAR + (
        "def f(n):\n    ts = []\n    for i in range(n):\n        if i == 0:\n"
        "            ts.append(Thread(target=dear, args=(n,)))\n"
        "    for t in ts: t.start()\n    for t in ts: t.join()\n"
    )
    bounds = library.analyze(text).named("f").work.bounds
    assert bounds.theta is None and str(bounds.upper.expression()) == "n**3"


IN_ONE_EXPRESSION = """
from concurrent.futures import ThreadPoolExecutor
def late(n):
    if n < 2:
        return n
    with ThreadPoolExecutor() as pool:
        a = pool.submit(late, n - 1)
        return late(n - 2) + a.result()
def early(n):
    if n < 2:
        return n
    with ThreadPoolExecutor() as pool:
        a = pool.submit(early, n - 1)
        return a.result() + early(n - 2)
def inside(n):
    if n < 2:
        return n
    with ThreadPoolExecutor() as pool:
        a = pool.submit(lambda: abs(inside(n - 1)))
        b = inside(n - 2)
        return a.result() + b
"""


@pytest.mark.parametrize(("name", "span"), [("late", "n"), ("early", "phi^n"), ("inside", "n")])
def test_a_result_is_waited_for_where_it_is_asked_for(name: str, span: str) -> None:
    procedure = library.analyze(IN_ONE_EXPRESSION).named(name)
    assert (procedure.work.theta, procedure.span.theta) == (growth("phi^n"), growth(span))


TWO_AT_ONCE = """
import threading
def work(n):
    for i in range(n):
        print(i)
def f(n):
    t, u = threading.Thread(target=work, args=(n,)), threading.Thread(target=work, args=(n,))
    t.start()
    u.start()
    t.join()
    u.join()
"""


def test_two_threads_of_one_assignment_are_two() -> None:
    assert library.analyze(TWO_AT_ONCE).named("f").span.theta == growth("n")


LOCKED_INSIDE = """
import threading
def heavy(n):
    for i in range(n):
        print(i)
def f(n):
    lock = threading.Lock()
    def body(i):
        with lock:
            heavy(n)
    started = [threading.Thread(target=body, args=(i,)) for i in range(n)]
    for t in started:
        t.start()
    for t in started:
        t.join()
"""


def test_a_lock_that_a_function_inside_of_another_takes_counts() -> None:
    assert library.analyze(LOCKED_INSIDE).named("f").span.theta == growth("n^2")


def test_which_of_two_functions_of_one_name_takes_the_lock_is_not_guessed() -> None:
    other = "def g(n):\n    def body(i):\n        print(i)\n    return body\n"
    found = library.analyze(LOCKED_INSIDE + other)
    (refused,) = [r for r in found.refused if r.name == "f"]
    assert "one of which takes a lock, is not known" in str(refused.error)


ENDS_OF_POOLS = """
from concurrent.futures import ThreadPoolExecutor
def halves(n):
    if n < 2:
        return
    with ThreadPoolExecutor() as pool:
        pool.submit(halves, n // 2)
    halves(n // 2)
def asked_for(n):
    with ThreadPoolExecutor() as pool:
        futures = (pool.submit(halves, n) for i in range(n))
        for f in futures:
            f.result()
"""


def test_the_end_of_a_pool_waits_for_what_has_no_name_too() -> None:
    assert library.analyze(ENDS_OF_POOLS).named("halves").span.theta == growth("n")


def test_a_generator_of_tasks_starts_none_before_it_is_asked_for_it() -> None:
    (refused,) = library.analyze(ENDS_OF_POOLS).refused
    assert refused.name == "asked_for" and "a generator starts each task when it is asked" in str(refused.error)


@pytest.mark.parametrize(
    "under", ["with lock:\n            heavy(n)", "if i > 3:\n            with lock:\n                heavy(n)"]
)
def test_a_lock_that_each_task_makes_for_itself_holds_up_nobody(under: str) -> None:
    text = LOCKED_INSIDE.replace("    lock = threading.Lock()\n", "").replace("with lock:\n            heavy(n)", under)
    own = text.replace("def body(i):\n", "def body(i):\n        lock = threading.Lock()\n")
    assert library.analyze(own).named("f").span.theta == growth("n")


def test_a_lock_under_another_name_is_that_lock() -> None:
    other = LOCKED_INSIDE.replace("with lock:", "held = lock\n        with held:")
    assert library.analyze(other).named("f").span.theta == growth("n^2")


WAITED_FOR = """
from threading import Lock, Thread
def task(xs{parameter}):
{before}    with {lock}:
        for x in xs:
            print(x)
def f(xs):
{outside}    threads = [Thread(target=task, args=({handed})) for _ in range(len(xs))]
    for t in threads: t.start()
    for t in threads: t.join()
"""


@pytest.mark.parametrize(
    ("parameter", "before", "lock", "outside", "handed", "span"),
    [
        ("", "    lock = Lock()\n    mine = lock\n", "mine", "", "xs,", "n"),
        (", lock", "", "lock", "", "xs, Lock()", "n"),
        (", lock", "    mine = lock\n", "mine", "    lock = Lock()\n", "xs, lock", "n^2"),
        (", lock=Lock()", "", "lock", "", "xs,", "n^2"),
    ],
)
def test_a_task_waits_for_those_that_may_hold_its_lock_and_for_no_others(
    parameter: str, before: str, lock: str, outside: str, handed: str, span: str
) -> None:
    text = WAITED_FOR.format(parameter=parameter, before=before, lock=lock, outside=outside, handed=handed)
    assert library.analyze(text).named("f").span.theta == growth(span)


def test_a_recursion_whose_calls_make_a_lock_of_their_own_waits_for_nobody() -> None:
    text = """
from threading import Lock, Thread
def f(n):
    if n <= 1:
        return
    lock = Lock()
    with lock:
        for i in range(n):
            print(i)
    t = Thread(target=f, args=(n // 2,))
    t.start()
    f(n // 2)
    t.join()
"""
    f = library.analyze(text).named("f")
    assert (f.work.theta, f.span.theta) == (growth("n log n"), growth("n"))
