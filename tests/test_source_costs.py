"""Functions as people write them: what is derived of each is the growth that a textbook gives it, or less than that."""

import json
import re
from pathlib import Path

import pytest

from recur.model import limits
from recur.parsing.languages.python import parse_python
from recur.source_costs.analysis import analyze_source
from recur.source_costs.source import analyze_text
from tests.told_growths import told_growths

CASES = Path(__file__).parent / "cases" / "source_costs"


FILES = (
    "functions",
    "moving_on",
    "passes",
    "arrays",
    "items_behind",
    "untold",
    "iterators",
    "long_numbers",
    "method_walks",
)


def rows(file: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (CASES / f"{file}.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, str]]:
    return {file: growths(file) for file in FILES}


def growths(file: str) -> dict[str, str]:
    return told_growths(analyze_source(parse_python((CASES / f"{file}.py").read_text("utf-8")), timeout=None))


@pytest.mark.parametrize(("file", "row"), [(f, r) for f in FILES for r in rows(f)], ids=lambda x: str(x)[:60])
def test_the_growth_of_a_function_is_that_of_its_worst_case(
    file: str, row: dict[str, str], found: dict[str, dict[str, str]]
) -> None:
    assert found[file][row["function"]] == row["work"]


def test_a_cache_that_keeps_few_results_is_said_to_forget_none() -> None:
    """lru_cache alone keeps 128: enough for what looks back a fixed number of steps, and for nothing else."""
    analysis = analyze_source(parse_python((CASES / "iterators.py").read_text("utf-8")))
    assert analysis.assumptions.get("paths") == ("kept results",) and "fib" not in analysis.assumptions


SHARED = (CASES / "shared_containers.py").read_text("utf-8")
FILLING = frozenset(
    ("fill", "fill_named", "fill_loop", "fill_plus", "fill_slice", "fill_alias", "put", "fill_call", "first", "same")
)


@pytest.fixture(scope="module")
def shared() -> dict[str, str]:
    return told(SHARED)


@pytest.mark.parametrize("name", [n for n in re.findall(r"^def (\w+)", SHARED, re.MULTILINE) if n not in FILLING])
def test_a_container_that_something_else_makes_longer_is_of_unknown_length(name: str, shared: dict[str, str]) -> None:
    """An upper bound that is told is not below what the function takes; most are refused."""
    assert shared[name] in ("refused", "None", "n**2", "m*n", "m*n**2", "n**3")


def test_what_only_reads_or_only_fills_is_costed_as_before(shared: dict[str, str]) -> None:
    assert shared["twice"] == "n**2" and shared["fill"] == shared["fill_call"] == "n"
    assert told("def add(n, total):\n    total += n\n    return total\n\ndef f(n):\n    t = 0\n    for i in range(n):\n"
                "        t = add(i, t)\n    return t\n")["f"] == "n"  # fmt: skip


def test_a_test_that_another_has_answered_is_no_choice_of_the_data() -> None:
    """Its costliest branch is no worst case; a test of something else, or one that leaves both answers open, is."""
    analysis = analyze_source(parse_python((CASES / "answered_tests.py").read_text("utf-8")))
    assert {p.name: p.work.bounds.theta is not None for p in analysis.procedures} == {
        p.name: p.name.startswith("t_") for p in analysis.procedures
    }
    assert len(analysis.procedures) == 25 and not analysis.refused


def test_an_item_that_meets_itself_leaves_a_test_one_answer() -> None:
    """A loop that ends at x in xs, for x of xs, ends in its first round; what is behind a break counts."""
    text = (CASES / "own_items.py").read_text("utf-8")
    bounds = {p.name: p.work.bounds for p in analyze_source(parse_python(text)).procedures}
    stated = dict(re.findall(r"^def (\w+)\(.*# (n\S*(?: log n)?|1)", text, re.MULTILINE))
    told = {name: str(b.upper.expression()).replace("*log(n)", " log n") for name, b in bounds.items() if b.upper}
    assert {name: told[name] for name in stated} == {name: size.rstrip(",") for name, size in stated.items()}
    assert [n for n, b in bounds.items() if (b.theta is None) != n.startswith("o_")] == []


@pytest.mark.parametrize(
    ("body", "growth"),
    [
        ("for (int x : xs) if (xs.contains(x)) return 1;", "1"),
        ("for (int i = 0; i < s.length(); i++) { if (s.indexOf(s.charAt(i)) == i) return i; }", None),
        ("for (int x : a) { for (int y : a) { if (x == y) return x; } }", None),
        ("for (int i = 0; i < a.length; i++) { int x = a[i]; if (x == a[i]) return i; for (int y : a) c += y; }", "1"),
        (
            "Map<Integer, Integer> m = new HashMap<>(); for (int x : a) m.put(x, m.getOrDefault(x, 0) + 1);"
            " for (int x : a) { if (m.get(x) > 0) return x; for (int y : a) c += y; }",
            "n",
        ),
        ("Set<Integer> met = new HashSet<>(); for (int x : a) { if (met.contains(x)) return x; met.add(x); }", "n"),
    ],
)
def test_an_item_of_java_meets_itself_too(body: str, growth: str | None) -> None:
    used = {"xs": "List<Integer> xs", "a": "int[] a", "s": "String s"}
    taken = ", ".join(p for name, p in used.items() if re.search(rf"\b{name}\b", body))
    text = f"class T {{ static int f({taken}) {{ int c = 0; {body} return c; }} }}"
    theta = analyze_text(text, name="T.java").procedures[0].work.bounds.theta
    assert (None if theta is None else str(theta.expression())) == growth


@pytest.mark.parametrize("case", ["worst", "best"])
def test_what_is_written_over_is_no_choice_of_the_data(case: str) -> None:
    """Nor is it what it was before: by a function or a method that is called, in a row, or in what holds the list."""
    analysis = analyze_text((CASES / "written_over.py").read_text("utf-8"), name="f.py", case=case, timeout=None)
    told = {p.name: p.work.bounds.theta for p in analysis.procedures}
    assert [n for n, theta in told.items() if n.rpartition(".")[2].startswith("o_") and theta is not None] == []
    assert told["t_swapped_by_a_callee"] is not None or case == "best"
    assert told["t_same_as_itself"] is not None
    assert len(told) == 33 and not analysis.refused


@pytest.mark.parametrize("test", ["s.charAt(i) != s.charAt(j)", "s.charAt(i++) != s.charAt(j--)"])
def test_indices_that_a_loop_compares_tell_nothing_of_the_items(test: str) -> None:
    moves = "" if "++" in test else "i++; j--;"
    text = (
        "class P { boolean p(String s) { int i = 0, j = s.length() - 1;"
        f" while (i < j) {{ if ({test}) return false; {moves} }} return true; }} }}"
    )
    theta = analyze_text(text, name="P.java").procedures[0].work.bounds.theta
    assert theta is not None and str(theta.expression()) == "n"


def test_what_a_function_of_c_sets_of_the_file_is_anything_behind_the_call() -> None:
    text = (
        "int count = 0;\nvoid tick() { count++; }\n"
        "int f(int n) { int c = 0; tick(); if (count > 0) for (int i = 0; i < n; i++) c++; return c; }\n"
    )
    assert analyze_text(text, name="f.c").named("f").work.bounds.theta is None


@pytest.mark.parametrize("call", ["fill(a, n)", "memset(a, 0, n)"])
def test_what_a_call_in_c_writes_over_is_no_choice_of_the_data(call: str) -> None:
    text = (
        "void fill(int *a, int n) { for (int i = 0; i < n; i++) a[i] = 3; }\n"
        f"int f(int *a, int n) {{ int c = 0; {call}; for (int i = 0; i < n; i++) if (a[i] == 2)"
        " for (int j = 0; j < n; j++) c++; return c; }\n"
    )
    assert analyze_text(text, name="f.c").named("f").work.bounds.theta is None


@pytest.mark.parametrize("steps", ["", "-1", "3"])
def test_a_deque_is_turned_by_so_many_steps(steps: str) -> None:
    text = (
        "from collections import deque\ndef f(xs):\n    d = deque(xs)\n    for x in xs:\n"
        f"        d.rotate({steps})\n    return d\n"
    )
    theta = analyze_text(text, name="f.py").named("f").work.bounds.theta
    assert theta is not None and str(theta.expression()) == "n"


def test_a_field_and_a_parameter_of_one_name_are_two_sizes() -> None:
    text = (
        "class T:\n    def f(self, n, xs):\n        for i in range(self.n):\n            print(i)\n"
        "        for i in range(n):\n            print(i)\n        for x in xs:\n            print()\n"
    )
    told = [name for name, _ in analyze_text(text, name="f.py").procedures[0].sizes]
    assert len(set(told)) == 3 and {"self_n", "n"} < set(told)


def test_items_of_a_set_are_no_family_of_equal_ones() -> None:
    text = (
        "def f(s: set):\n    c = 0\n    for x in s:\n        if x == 1:\n            continue\n"
        "        for y in s:\n            c += 1\n    return c\n"
    )
    assert analyze_text(text, name="f.py", case="best").named("f").work.bounds.theta is None


def test_loops_too_deep_to_be_costed_are_refused_as_that() -> None:
    loops = "".join(f"{'    ' * (i + 1)}for i{i} in range(n):\n" for i in range(12))
    analysis = analyze_source(parse_python(f"def f(n):\n{loops}{'    ' * 13}x = 1\n"))
    assert [r.error.kind for r in analysis.refused] == ["limit"]


def test_what_cannot_be_costed_takes_no_other_function_down() -> None:
    text = "def f(n):\n    while g(n):\n        pass\n\ndef h(n):\n    for i in range(n):\n        print(i)\n"
    analysis = analyze_source(parse_python(text))
    assert [p.name for p in analysis.procedures] == ["h"]
    assert [r.error.place.line for r in analysis.refused if r.error.place is not None] == [2]


def test_an_unknown_function_is_never_free() -> None:
    analysis = analyze_source(parse_python("def f(xs):\n    return mystery(xs)\n"))
    bounds = analysis.named("f").work.bounds
    assert bounds.theta is None and bounds.upper is None


def told(text: str) -> dict[str, str]:
    analysis = analyze_source(parse_python(text))
    found = {r.name: "refused" for r in analysis.refused}
    return found | {p.name: str(p.work.bounds.upper and p.work.bounds.upper.expression()) for p in analysis.procedures}


def test_what_a_class_says_an_operation_is_costs_what_its_method_does() -> None:
    found = told(
        "class Vector:\n"
        "    def __init__(self, items):\n        self.items = items\n"
        "    def __add__(self, other):\n        return [x for x in self.items]\n"
        "    def __sub__(self, other):\n        return self + other\n"
        "    def __len__(self):\n        return sum(1 for x in self.items)\n"
        "class Holder:\n"
        "    def __len__(self):\n        return len(self.vector)\n"
    )
    assert found["Vector.__sub__"] == found["Vector.__add__"] == "n"
    assert found["Holder.__len__"] == "refused"


def test_the_fields_of_another_object_are_not_those_of_this_one() -> None:
    found = told(
        "class Stack:\n"
        "    def __init__(self):\n        self.items = []\n"
        "    def all(self):\n        return [x for x in self.items]\n"
        "class Two:\n"
        "    def run(self):\n        stack = Stack()\n        return stack.all()\n"
    )
    assert found["Stack.all"] == "n"
    assert found["Two.run"] == "refused"


def test_a_property_costs_what_its_method_does() -> None:
    found = told(
        "class Bag:\n"
        "    def __init__(self):\n        self.items = {}\n"
        "    @property\n"
        "    def total(self):\n        return len([x for x in self.items])\n"
        "    def twice(self):\n        return self.total + self.total\n"
        "    def holds(self, x):\n        return x in self.items\n"
    )
    assert found["Bag.twice"] == found["Bag.total"] == "n"
    assert found["Bag.holds"] == "1"


def test_a_field_that_is_set_on_one_way_only_is_what_it_was_on_the_others() -> None:
    found = told(
        "class Counter:\n"
        "    def grow(self, n):\n        for i in range(n):\n            for j in range(self.k):\n"
        "                print(j)\n            self.k += 1\n"
        "    def some(self, n):\n        if n > 3:\n            self.k = 0\n"
        "        for j in range(self.k):\n            print(j)\n"
    )
    assert found["Counter.grow"] == "k*n + n**2"
    assert found["Counter.some"] == "refused"


def test_a_walk_over_linked_nodes_comes_to_each_of_them_once() -> None:
    """By stack, queue, level or in order; not where a node is put in twice, or again, or the tree is changed."""
    analysis = analyze_source(parse_python((CASES / "node_walks.py").read_text("utf-8")))
    found = {p.name: (str(p.work.bounds.upper.expression()), p.work.theta is not None) for p in analysis.procedures}
    assert found == {
        "breadth_first": ("n", True), "by_level_sizes": ("n", True), "has_sum": ("n", False),
        "with_children": ("n", True), "with_nothing": ("n", False), "list_as_queue": ("n**2", False),
        "for_each_node": ("m*n", True), "in_order_by_stack": ("n", True), "by_new_lists": ("n", True),
        "in_order_forever": ("n", True), "in_order_elif": ("n", True), "in_order_by_turns": ("n", True),
        "in_order_left": ("n", True), "pre_order_by_turns": ("n", True), "kth_in_order": ("n", False),
    }  # fmt: skip
    assert {r.name for r in analysis.refused} == {
        "put_in_twice", "upward_too", "rewired", "root_again", "left_twice", "pushed_twice",
    }  # fmt: skip


def test_a_size_has_a_name_of_the_program() -> None:
    """Not that of what an argument is kept in until its thread starts."""
    text = (
        "from threading import Thread\n\ndef part(lo, hi, xs):\n    for i in range(lo, hi):\n        print(xs[i])\n\n"
        "def halves(xs):\n    a = Thread(target=part, args=(0, len(xs) // 2, xs))\n"
        "    b = Thread(target=part, args=(len(xs) // 2, len(xs), xs))\n"
        "    a.start()\n    b.start()\n    a.join()\n    b.join()\n"
    )
    assert [name for name, _ in analyze_source(parse_python(text)).named("halves").sizes] == ["n"]


def test_one_loop_after_another_takes_steps_for_each_of_them_alone() -> None:
    scan = "    for x in xs:\n        if x == t:\n            c += 1\n"
    with limits.work_limit(2_000):
        assert told("def f(xs, t):\n    c = 0\n" + scan * 50 + "    return c\n")["f"] == "n"


def test_what_an_object_of_a_class_with_its_own_iteration_gives_is_not_followed() -> None:
    text = (
        "class Bag:\n    def __init__(self, n): self.items = list(range(n))\n"
        "    def __iter__(self):\n        for x in sorted(self.items):\n            yield x\n"
        "def over(bag: Bag):\n    for x in bag: pass\n"
    )
    assert told(text)["over"] == "refused"


def test_marks_that_are_taken_away_again_keep_no_vertex_from_being_entered_again() -> None:
    """Every path is followed then, and there may be exponentially many."""
    told_of = told((CASES / "marks.py").read_text("utf-8"))
    assert told_of.pop("kept") == "V + E"
    assert set(told_of.values()) == {"refused"}


def test_two_items_of_one_container_are_two_numbers() -> None:
    expected = {"pairs": "n**3", "lens": "n**3", "eachtwo": "n**3", "csr": "n**3", "popped": "n**2"}
    assert told((CASES / "two_items.py").read_text("utf-8")) == expected


def test_passes_are_counted_only_where_all_of_them_sort_the_whole_array() -> None:
    """In steps of 2 they end at once; against each other, or of cells that are not compared, they may never end."""
    told_of = told((CASES / "exchanges.py").read_text("utf-8"))
    assert (told_of.pop("backward"), told_of.pop("taken_down_after")) == ("n**2", "n")
    assert set(told_of.values()) == {"refused"}


def test_what_is_remembered_is_counted_by_the_arguments_that_differ() -> None:
    """A dictionary that is handed on as another one, or emptied, or not set on every way, remembers nothing."""
    found = told((CASES / "remembered.py").read_text("utf-8"))
    linear = ("made_where_none", "kept_in_each_branch", "halves_and_thirds")
    assert {name: found.pop(name) for name in linear} == dict.fromkeys(linear, "n")
    assert (found.pop("common"), found.pop("one_diagonal"), found.pop("handed_on_as_it_is")) == ("i*j", "i*j", "i")
    assert (found.pop("intervals"), found.pop("Kept.__init__")) == ("n**2", "1")
    fast = {"1", "n", "n**2", "i", "i*j", "i*t"}
    assert not fast & set(found.values())


def test_a_comparison_with_what_nobody_tells_of_may_go_through_all_items() -> None:
    text = "def times(xs, y):\n    c = 0\n    for x in xs:\n        if xs == y: c += 1\n    return c\n"
    assert told(text) == {"times": "n**2"}


def test_what_a_field_holds_is_told_by_the_parameter_that_is_kept_in_it() -> None:
    text = (
        "class Rows:\n    def __init__(self, rows):\n        self.first = rows[0] if len(rows) else 0\n"
        "        self.rows = rows\n    def __repr__(self): return str(self.rows)\n"
        "    def __eq__(self, other): return self.rows == other.rows\n"
    )
    assert told(text) == {"Rows.__init__": "1", "Rows.__repr__": "n", "Rows.__eq__": "n"}


def test_a_generator_runs_only_as_far_as_it_is_asked() -> None:
    text = "def each(n):\n    for i in range(n): yield i\ndef one(n): x = each(n)\n"
    [lower] = [p.work.bounds.lower for p in analyze_source(parse_python(text)).procedures if p.name == "one"]
    assert str(lower and lower.expression()) == "1"


def test_lists_are_joined_with_lists_whose_lengths_count() -> None:
    start, end = "(lists):\n    out = []\n    for ", "\n    return out\n"
    each = f"def each{start}one in lists:\n        out = out + one{end}"
    indexed = f"def indexed{start}i in range(len(lists)):\n        out = out + lists[i]{end}"
    assert told(each + indexed) == {"each": "k*n**2", "indexed": "k*n**2"}


def test_a_walk_that_may_go_back_to_where_it_came_from_need_not_end() -> None:
    walk = (
        "    while node:\n        if node.val:\n            node = node.next\n"
        "        else:\n            node = node.{}\n"
    )
    text = "def on(node):\n" + walk.format("next") + "def back(node):\n" + walk.format("prev")
    assert told(text) == {"on": "n", "back": "refused"}
