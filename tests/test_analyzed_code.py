"""Code in, complexity out: recur analyze of files, functions and folders, of a function in Python, and assertions."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from heapq import heappop
from pathlib import Path
from subprocess import CompletedProcess

import pytest

import recur as library
from recur.model import InvalidRecurrence

Recur = Callable[..., "CompletedProcess[str]"]
SORT = """\
def merge_sort(xs):
    if len(xs) <= 1:
        return xs
    mid = len(xs) // 2
    return merge(merge_sort(xs[:mid]), merge_sort(xs[mid:]))


def merge(left, right):
    out, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            out.append(left[i])
            i += 1
        else:
            out.append(right[j])
            j += 1
    return out + left[i:] + right[j:]


def collatz(n):
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
"""


@pytest.fixture
def sort_file(tmp_path: Path) -> Path:
    path = tmp_path / "sorting.py"
    path.write_text(SORT)
    return path


def test_a_file_is_read_in_its_language(recur: Recur, sort_file: Path) -> None:
    done = recur("analyze", str(sort_file), "--json")
    document = json.loads(done.stdout)
    found = {p["name"]: p for p in document["procedures"]}
    assert found["merge_sort"]["work"]["theta"] == "n*log(n)" and found["merge_sort"]["sizes"] == {"n": "len(xs)"}
    assert found["merge"]["work"]["theta"] == "m + n"
    assert found["collatz"]["work"]["theta"] is None and found["collatz"]["error"]["line"] == 21
    assert done.returncode != 0 and document["error"] == found["collatz"]["error"]


def test_one_function_of_a_file_is_asked_for_by_its_name(recur: Recur, sort_file: Path) -> None:
    done = recur("analyze", f"{sort_file}:merge_sort", "--steps")
    assert done.returncode == 0 and done.stderr == ""
    assert "Θ(n log n)" in done.stdout and "with n = len(xs)" in done.stdout and "(slices copy" in done.stdout
    assert "collatz" not in done.stdout and "span" not in done.stdout


def test_a_function_that_is_not_there_is_told_with_those_that_are(recur: Recur, sort_file: Path) -> None:
    done = recur("analyze", f"{sort_file}:sort")
    assert done.returncode == 2 and "merge_sort, merge, collatz" in done.stderr


def test_what_cannot_be_told_is_shown_at_its_line_with_what_would_help(recur: Recur, sort_file: Path) -> None:
    done = recur("analyze", f"{sort_file}:collatz")
    assert "collatz is not told" in done.stdout and "21 |     while n != 1:" in done.stdout
    assert "# runs: n" in done.stdout and len(done.stdout.splitlines()) <= 6


def test_code_comes_from_standard_input_too(recur: Recur) -> None:
    done = recur("analyze", "-", stdin="def f(xs):\n    for x in xs:\n        print(x)\n")
    assert done.returncode == 0 and "Θ(n)" in done.stdout


def test_a_mistake_in_code_is_shown_at_its_place(recur: Recur, tmp_path: Path) -> None:
    path = tmp_path / "wrong.py"
    path.write_text("def f(xs):\n    for x in xs\n        print(x)\n")
    done = recur("analyze", str(path))
    assert done.returncode == 2 and "2 |     for x in xs" in done.stderr


def test_a_folder_is_a_table_of_all_functions(recur: Recur, sort_file: Path) -> None:
    folder = sort_file.parent
    (folder / "more.py").write_text(
        "def twice(n):\n    for i in range(n):\n        for j in range(n):\n            i * j\n"
    )
    (folder / "broken.py").write_text("def f(:\n")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "no.py").write_text("def hidden(): pass\n")
    done = recur("analyze", str(folder), "--summary", "-j", "1")
    assert "merge_sort  Θ(n log n)" in done.stdout and "twice" in done.stdout and "hidden" not in done.stdout
    assert "4 functions: 3 with Θ, 1 not told." in done.stdout and "this is no Python" in done.stdout
    assert done.returncode != 0
    listed = recur("analyze", str(folder), "--summary", "-j", "1", "--json")
    files = [json.loads(line) for line in listed.stdout.splitlines()]
    assert [Path(file["input"]).name for file in files] == ["broken.py", "more.py", "sorting.py"]
    assert files[1]["procedures"][0]["work"]["theta"] == "n**2"


def test_a_folder_without_a_summary_is_told_how_to_ask(recur: Recur, tmp_path: Path) -> None:
    done = recur("analyze", str(tmp_path))
    assert done.returncode == 2 and "--summary" in done.stderr


def halved(xs: list[int]) -> int:
    return 1 if len(xs) < 2 else halved(xs[len(xs) // 2 :]) + total(xs)


def total(xs: list[int]) -> int:
    result = 0
    for x in xs:
        result += x
    return result


@cache
def kept(n: int) -> int:
    return n if n < 2 else kept(n - 1) + kept(n - 2)


class Heap:
    def emptied(self, heap: list[int]) -> list[int]:
        return [heappop(heap) for _ in range(len(heap))]


def test_a_function_is_analysed_with_those_it_calls_and_is_not_called() -> None:
    found = library.analyze(halved)
    assert str(found.named("halved").work.theta) == str(found.named("total").work.theta)
    assert found.names == ("halved", "total")
    assert library.analyze(kept).names == ("kept",)


def test_a_function_without_a_module_brings_what_its_names_stand_for() -> None:
    namespace: dict[str, Callable[..., object]] = {}
    source = "def doubled(xs):\n    return repeated(xs) + heappop(xs)\n"
    import linecache

    linecache.cache["<cell 1>"] = (len(source), None, source.splitlines(True), "<cell 1>")
    namespace["repeated"] = total
    namespace["heappop"] = heappop
    exec(compile(source, "<cell 1>", "exec"), namespace)
    assert "total" not in library.analyze(namespace["doubled"]).names


def test_what_has_no_source_is_told() -> None:
    for given in (len, lambda x: x, int):
        with pytest.raises(InvalidRecurrence):
            library.analyze(given)


@pytest.mark.parametrize(
    ("claim", "right"),
    [("O(n)", True), ("O(n^2)", True), ("Θ(n)", True), ("linear", True), ("O(log n)", False), ("Θ(n^2)", False),
     ("Ω(n)", True), ("O(m)", True), ("ω(n)", False)],
)  # fmt: skip
def test_a_claim_is_asserted(claim: str, right: bool) -> None:
    if right:
        library.assert_complexity(total, claim)
        return
    with pytest.raises(AssertionError, match=r"total is not shown to be .*: its work is Θ\(n\), with n = len\(xs\)"):
        library.assert_complexity(total, claim)


def test_claims_in_several_sizes_are_asserted() -> None:
    text = "def f(a, b):\n  k = 0\n  for x in a:\n    for y in b:\n      k += 1\n    k -= 1\n  return k\n"
    for claim in ("O(m*n)", "Θ(m n)", "O(m^2 n)", "Θ(m n + m)", "Ω(m)"):
        library.assert_complexity(text, claim)
    for claim in ("O(m + n)", "Θ(m^2 n)", "O(n^2)"):
        with pytest.raises(AssertionError, match="m"):
            library.assert_complexity(text, claim)
    with pytest.raises(InvalidRecurrence, match="q is no size"):
        library.assert_complexity(text, "O(q)")


def test_what_cannot_be_told_asserts_nothing() -> None:
    with pytest.raises(AssertionError, match="collatz is not shown to be O"):
        library.assert_complexity(SORT, "O(n)")


def test_what_is_left_when_the_time_is_over_is_told_beside_what_was_found() -> None:
    from recur.model.errors import OutOfTime
    from recur.parsing.languages.python import parse_python
    from recur.source_costs.analysis import CostedFile, InputView, lower_file

    file = parse_python("def f(n):\n    return n\n\n\ndef g(n):\n    return n\n\n\ndef h(n):\n    return n\n")
    found = CostedFile(file)
    found.lowered = lower_file(file, InputView())
    found.cost(found.lowered.circles[0], ())
    found.give_up(OutOfTime("stopped after the time limit of 1 s"))
    told = found.analysis()
    assert [p.name for p in told.procedures] == ["f"] and [r.name for r in told.refused] == ["g", "h"]
    assert told.error is not None and told.error.kind == "limit"


def test_the_span_of_serial_code_is_its_work() -> None:
    found = library.analyze("def f(n):\n    return 1 if n < 2 else f(n // 2) + f(n // 2)\n").named("f")
    assert found.span.bounds == found.work.bounds and found.span.solution is None and found.work.solution is not None
    assert "F_inf" in str(found.span.recurrence.right)


DECLARED = """\
def sorted_by_magic(xs):  # cost: n log n
    return magic(xs)


def of_two(xs, k):
    # cost: n k
    return magic(xs)


def halved(a, lo, hi):  # size: hi - lo
    if hi - lo <= 1:
        return 1
    mid = pick(a, lo, hi)  # cost: 1, size: mid
    m = (lo + hi) // 2
    return halved(a, lo, m) + halved(a, m, hi)


def counted(n):
    while n != 1:  # runs: n
        n = 3 * n + 1


def caller(xs):
    return sorted_by_magic(xs) + magic(xs)


def above(n):
    for i in range(n):
        collatz(n)


def collatz(n):
    while n != 1:
        n = 3 * n + 1
"""


def test_what_cannot_be_seen_is_stated_in_comments_and_told_as_an_assumption(recur: Recur, tmp_path: Path) -> None:
    path = tmp_path / "declared.py"
    path.write_text(DECLARED.replace(", size: mid", ""))
    document = json.loads(recur("analyze", str(path), "--json").stdout)
    found = {p["name"]: p for p in document["procedures"]}
    theta = {name: found[name]["work"]["theta"] for name in ("sorted_by_magic", "of_two", "halved", "counted")}
    assert theta == {"sorted_by_magic": "n*log(n)", "of_two": "n*k", "halved": "n", "counted": "n"}
    assert found["of_two"]["assumptions"] == ["cost: n k"] and found["halved"]["sizes"] == {"n": "hi - lo"}
    assert "Assumes  cost: n log n" in recur("analyze", f"{path}:sorted_by_magic").stdout


def test_what_nothing_is_told_of_is_refused_with_what_helps(recur: Recur, tmp_path: Path) -> None:
    """By the type of the parameter, or by a comment; what other uses tell is an assumption."""
    path = tmp_path / "untold.py"
    path.write_text("def shown(x):\n    return str(x)\n")
    refused = " ".join(recur("analyze", str(path)).stdout.split())
    assert "nothing tells whether x is a number or something long" in refused and "x: int" in refused
    for helped in ("def shown(x: int):\n    return str(x)\n", "def shown(x):\n    return str(x)  # cost: 1\n"):
        path.write_text(helped)
        assert json.loads(recur("analyze", str(path), "--json").stdout)["procedures"][0]["work"]["theta"] == "1"
    for taken in ("print(x)", "return x == y", "return f'{y}: {x}'", "print(x, x + y)"):
        path.write_text(f"def shown(x, y):\n    {taken}\n")
        told = " ".join(recur("analyze", str(path)).stdout.split())
        assert "= Θ(1)" in told and "x is a single value, such as a number: no line tells" in told
    path.write_text("def shown(xs, x):\n    if xs[0] == x:\n        print(x)\n")
    told = " ".join(recur("analyze", str(path)).stdout.split())
    assert "x is a single value, such as a number, as its other uses tell" in told


def test_a_caller_of_what_is_not_told_says_why(recur: Recur, tmp_path: Path) -> None:
    path = tmp_path / "declared.py"
    path.write_text(DECLARED)
    document = json.loads(recur("analyze", str(path), "--json").stdout)
    found = {p["name"]: p for p in document["procedures"]}
    assert found["caller"]["work"]["theta"] is None and found["caller"]["work"]["lower"] == "n*log(n)"
    assert "what magic() costs is not known" in found["caller"]["work"]["error"]["message"]
    assert "it calls collatz, of which nothing is told" in found["above"]["work"]["error"]["message"]


def test_threads_have_work_and_span_and_a_lock_puts_them_in_a_row(recur: Recur, tmp_path: Path) -> None:
    text = """\
from threading import Lock, Thread

shared = []


def add(numbers, lock):
    for x in numbers:
        with lock:
            shared.append(x)


def in_threads(xs, k):
    lock = Lock()
    threads = [Thread(target={}, args={}) for i in range(k)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
"""
    path = tmp_path / "threads.py"
    path.write_text(text.format("add", "(xs, lock)"))
    document = json.loads(recur("analyze", f"{path}:in_threads", "--json").stdout)
    procedure = next(p for p in document["procedures"] if p["name"] == "in_threads")
    assert procedure["work"]["theta"] == "n*k" == procedure["span"]["theta"]
    told = [w["message"] for w in document["warnings"]]
    assert len(told) == 2 and "one at a time" in told[0] and "under the lock lock runs one after the other" in told[1]
    path.write_text(text.format("sum", "(xs,)"))
    free = json.loads(recur("analyze", f"{path}:in_threads", "--json").stdout)["procedures"][0]
    assert (free["work"]["theta"], free["span"]["theta"]) == ("n*k", "n + k")


def test_inputs_are_made_from_what_the_sizes_are() -> None:
    from recur.source_costs.inputs import bound_text, inputs_text

    text = (
        "def f(xs, key):\n    for x in xs:\n        if x == key:\n            return x\n\n\n"
        "def g(a, b):\n    k = 0\n    for x in a:\n        for y in b:\n            k += 1\n    return k\n\n\n"
        "def h(xs, lo, hi):\n    m = (lo + hi) // 2\n"
        "    return xs[lo] if hi - lo == 1 else h(xs, lo, m) + h(xs, m, hi)\n\n\n"
        "def p(n):\n    while n > 1:\n        n //= 2\n"
    )  # fmt: skip
    found = library.analyze(text)
    values = "[random.randrange(n + 1) for _ in range(n)]"
    made = {p.name: (inputs_text(p), bound_text(p)) for p in found.procedures}
    assert made == {
        "f": (f"lambda n: ({values}, -1)", "n"), "g": (f"lambda n: ({values}, {values})", "n^2"),
        "h": (f"lambda n: ({values}, 0, n)", "n"), "p": ("lambda n: (n,)", "log n"),
    }  # fmt: skip


def test_inputs_are_texts_graphs_and_matrices_where_the_code_says_so() -> None:
    from recur.source_costs.inputs import GRAPH, MATRIX, TEXT, inputs_text, parameter_kinds

    text = (
        "def words(s: str):\n    return s.split()\n\n\n"
        "def total(rows):\n    k = 0\n    for row in rows:\n"
        "        for x in row:\n            k += x\n    return k\n\n\n"
        "def reach(graph, s):\n    seen, waiting = {s}, [s]\n    while waiting:\n"
        "        for v in graph[waiting.pop()]:\n            if v not in seen:\n"
        "                seen.add(v)\n                waiting.append(v)\n    return seen\n"
    )
    found = library.analyze(text)
    made = {p.name: inputs_text(p, parameter_kinds(text, "x.py", p.name)) for p in found.procedures}
    assert made == {
        "words": f"lambda n: ({TEXT},)", "total": f"lambda n: ({MATRIX},)", "reach": f"lambda n: ({GRAPH}, 0)",
    }  # fmt: skip


def test_lines_that_are_executed_are_held_against_the_bound_and_only_where_asked_for(
    recur: Recur, tmp_path: Path
) -> None:
    path = tmp_path / "counted.py"
    path.write_text("print('run')\n\n\ndef f(xs):\n    for x in xs:\n        for y in xs:\n            x + y\n")
    assert "run" not in recur("analyze", str(path)).stdout.replace("# runs", "")
    words = ("analyze", f"{path}:f", "--run", "--timeout", "3")
    document = json.loads(recur(*words, "--json").stdout.splitlines()[-1])
    run = document["procedures"][0]["run"]
    assert run["verdict"] == "confirmed" and run["bound"] == "n^2"
    assert run["times"] is None or run["times"]["verdict"] in ("confirmed", "refuted", "inconclusive")
    assert [row["lines"] for row in run["rows"]][:3] == [n * (2 * n + 2) + 1 for n in (1, 2, 4)]
    assert recur("analyze", str(path), "--inputs", "n").returncode == 2


EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "code"
KNOWN = Path(__file__).parent / "cases" / "code_examples.json"


@pytest.mark.parametrize("name", ["sorting.py", "threads.py", "processes.py"])
def test_work_and_span_of_the_examples_are_known(name: str, recur: Recur) -> None:
    document = json.loads(recur("analyze", str(EXAMPLES / name), "--json", "--timeout", "60").stdout)
    found = {p["name"]: (p["work"]["theta"], p["span"]["theta"]) for p in document["procedures"]}
    known = json.loads(KNOWN.read_text(encoding="utf-8"))[name]
    assert {each: list(found[each][: len(measures)]) for each, measures in known.items()} == known
    assert set(found) == set(known)


def test_every_example_of_code_is_in_the_cases() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == set(json.loads(KNOWN.read_text(encoding="utf-8")))


def test_imports_and_constants_alone_are_no_function() -> None:
    assert library.analyze("import math\nfrom os import path\nLIMIT = 3\n", name="m.py").names == ()


def test_a_function_that_does_nothing_takes_a_step() -> None:
    assert str(library.analyze("def nothing():\n    pass\n").named("nothing").work.theta.expression()) == "1"  # type: ignore[union-attr]


def test_code_is_a_chapter_of_a_report_and_shows_itself_in_a_notebook(recur: Recur, sort_file: Path) -> None:
    page = recur("report", str(sort_file), "-o", "-").stdout
    assert "merge_sort" in page and "collatz is not told" in page and "slices copy" in page
    shown = library.analyze(total)._repr_mimebundle_()
    assert "text/latex" in shown and "total" in shown["text/plain"]


NOT_TAKEN_IN = """\
def sentinel(xs, wanted):
    xs.append(wanted)
    i = 0
    while xs[i] != wanted:
        i += 1
    return i


def given_or_none(n, bank=None):
    bank = bank or []
    for word in bank:
        n += 1
    return n


def in_a_strip(n):
    count = 0
    for i in range(n):
        for j in range(max(0, i - 6), i):
            count += 1
    return count


def two_sizes(text, pattern):
    m = len(pattern)
    for x in text:
        for y in pattern:
            m += 0
"""


def test_what_looks_constant_and_is_not_is_told_right_or_not_at_all() -> None:
    found = library.analyze(NOT_TAKEN_IN)
    theta = {p.name: str(p.work.theta.expression()) for p in found.procedures if p.work.theta is not None}
    assert theta == {"given_or_none": "n", "in_a_strip": "n", "two_sizes": "m*n"}
    assert not found.refused
    assert str(found.named("sentinel").work.bounds.upper.expression()) == "n"  # type: ignore[union-attr]


def test_what_takes_long_for_some_sizes_alone_is_not_summed_as_if_for_all() -> None:
    """Of 2 … n only the primes, n/log n of them, are divided up to their root."""
    text = (
        "def is_prime(n):\n    d = 2\n    while d * d <= n:\n        if n % d == 0:\n            return False\n"
        "        d += 1\n    return True\n\n\n"
        "def count(n):\n    return sum(1 for i in range(2, n) if is_prime(i))\n"
    )
    found = library.analyze(text)
    assert found.named("is_prime").work.theta is not None
    count = found.named("count").work
    assert count.theta is None and count.bounds.upper is not None
    assert "for some sizes alone" in str(count.error)


def test_a_loop_that_the_counter_around_it_ends_early_is_not_run_to_its_end_in_every_round() -> None:
    text = (
        "def count(n):\n    k = 0\n    for i in range(2, n):\n        for d in range(2, i):\n"
        "            if i % d == 0:\n                break\n        else:\n            k += 1\n    return k\n"
    )
    work = library.analyze(text).named("count").work
    assert work.theta is None and "ends early in some rounds" in str(work.error)


def test_what_is_put_into_a_list_is_gone_through_as_well() -> None:
    """But not what is put into a copy, nor behind the beginning of reversed()."""
    text = (
        "def fed(xs):\n    for x in xs:\n        xs.append(x)\n\n\n"
        "def fed_by_another_name(xs):\n    ys = xs\n    for i, x in enumerate(xs):\n        ys.append(i)\n\n\n"
        "def waiting(graph, s):\n    seen, queue = {s}, [s]\n    for u in queue:\n        for v in graph[u]:\n"
        "            if v not in seen:\n                seen.add(v)\n                queue.append(v)\n\n\n"
        "def copied(xs):\n    for x in list(xs):\n        xs.append(x)\n\n\n"
        "def backwards(xs):\n    for x in reversed(xs):\n        xs.append(x)\n\n\n"
        "def kept(xs):\n    for x in xs:\n        xs.append(x)\n        xs.pop()\n"
    )
    found = library.analyze(text)
    theta = {p.name: str(p.work.theta.expression()) for p in found.procedures if p.work.theta is not None}
    assert theta == {"copied": "n", "backwards": "n", "kept": "n"}
    why = {r.name: str(r.error) for r in found.refused}
    assert why.keys() == {"fed", "fed_by_another_name", "waiting"}
    assert all("changes its length in a round" in text for text in why.values())


def test_what_waits_in_a_list_is_a_vertex_where_it_is_taken_out_as_one() -> None:
    text = (
        "def reach(graph, start):\n    seen, stack = {start}, [start]\n    while stack:\n        v = stack.pop()\n"
        "        print(v, end=' ')\n        for w in graph[v]:\n            if w not in seen:\n"
        "                seen.add(w)\n                stack.append(w)\n"
    )
    upper = library.analyze(text).named("reach").work.bounds.upper
    assert upper is not None and str(upper.expression()) in ("E + V", "V + E")


def test_tests_for_primes_that_end_without_a_break_are_bounded_from_above() -> None:
    """Of 2 … n only the n/log n primes are divided to the end: by all(), any(), next(), and by what a while asks."""
    ways = (
        "    return [i for i in range(2, n) if all(i % d for d in range(2, i))]\n",
        "    return sum(1 for i in range(2, n) if not any(i % d == 0 for d in range(2, i)))\n",
        "    return [i for i in range(2, n) if next((d for d in range(2, i) if i % d == 0), None) is None]\n",
        "    k = 0\n    for i in range(2, n):\n        d = 2\n        while d < i and i % d:\n            d += 1\n"
        "        if d == i:\n            k += 1\n    return k\n",
        "    def prime(i):\n        return all(i % d for d in range(2, i))\n\n"
        "    return [i for i in range(2, n) if prime(i)]\n",
    )
    for body in ways:
        work = library.analyze("def count(n):\n" + body).named("count").work
        assert work.theta is None and work.bounds.upper is not None, body
        assert str(work.bounds.upper.expression()) == "n**2", body
    data = "def shared(xs, ys):\n    return [x for x in xs if all(x != y for y in ys)]\n"
    assert str(library.analyze(data).named("shared").work.theta.expression()) == "m*n"  # type: ignore[union-attr]
