"""A method costs what the one that runs costs: an inherited one, one of a class below; it finds fields as they are."""

import json
from pathlib import Path

import pytest

from recur.documents.analysis import chosen
from recur.model import source_tree as tree
from recur.model.inheritance import Inheritance
from recur.source_costs.source import analyze_text

CASES = Path(__file__).parent / "cases" / "source_costs"


@pytest.mark.parametrize(
    "name", ["classes.py", "Classes.java", "classes.cpp", "fields.py", "Fields.java", "decorators.py"]
)
def test_a_method_costs_what_the_one_that_runs_costs(name: str) -> None:
    analysis = analyze_text((CASES / name).read_text("utf-8"), name=name, timeout=None)
    told = {p.name: "" if (t := p.work.bounds.theta) is None else str(t.expression()) for p in analysis.procedures}
    told |= {r.name: "" for r in analysis.refused}
    assert told == json.loads((CASES / "classes.json").read_text("utf-8"))[name]


def test_what_a_call_reaches_is_above_or_below_the_class() -> None:
    """Of two classes above that both have the method the first; one that does nothing is passed over."""
    place = tree.Place(1, 1)
    works = (tree.Evaluation(place, tree.Literal(place, 1)),)
    methods = [
        tree.Function(place, "f", (), body, owner)
        for owner, body in (("A", works), ("B", works), ("Idle", (tree.Leave(place, "pass"),)), ("Own", works))
    ]
    bases = {"Both": ("A", "B"), "FromA": ("A",), "Own": ("Idle",), "Lower": ("Own",), "Foreign": ("FromA", "lib.Base")}
    classes = Inheritance([tree.SourceClass(name, above) for name, above in bases.items()], methods)
    assert classes.nearest("Both", "f") == ("A",) and classes.nearest("Lower", "f") == ("Own",)
    assert classes.reached("Idle", "f") == ("Own",) and classes.above("Own", "f") == ("Idle",)
    assert classes.foreign("Foreign") == ("lib.Base",) and classes.nearest("Nobody", "f") == ()


def test_super_reaches_the_next_class_of_every_object() -> None:
    """Each class stands before those above it; what has no such order is looked for nearest first."""
    place = tree.Place(1, 1)
    works = (tree.Evaluation(place, tree.Literal(place, 1)),)
    methods = [tree.Function(place, "f", (), works, owner) for owner in ("A", "C")]
    bases = {"B": ("A",), "C": ("A",), "D": ("B", "C"), "E": ("A", "D"), "Round": ("Round",)}
    classes = Inheritance([tree.SourceClass(name, above) for name, above in bases.items()], methods)
    assert classes.order("D") == ["D", "B", "C", "A"] and classes.nearest("D", "f") == ("C",)
    assert classes.above("B", "f") == ("A", "C") and classes.above("C", "f") == ("A",)
    assert classes.nearest("E", "f") == ("A",) and classes.order("Round") == ["Round"]


@pytest.mark.parametrize(("name", "asked", "work"), [
    ("classes.py", "makes_inherited", "n"), ("classes.py", "has", "n"), ("Classes.java", "byBase", "n + m"),
])  # fmt: skip
def test_one_function_asked_for_costs_what_it_costs_among_all(name: str, asked: str, work: str) -> None:
    """Constructors and operations are called without their names; a method is asked for with its class or without."""
    analysis = analyze_text((CASES / name).read_text("utf-8"), name=name, only=(asked,), timeout=None)
    theta = chosen(analysis, (asked,))[0].work.bounds.theta
    assert theta is not None and str(theta.expression()) == work


SQUARES = """
class A { void f(int n) { for (int i = 0; i < n; i++) { } } }
class B extends A { void f(int n) { for (int i = 0; i < n * n; i++) { } } }
class M {
    A kept;
    void other() { kept = new B(); }
    void g(A given, boolean b, int n) { %s }
}
"""


@pytest.mark.parametrize(
    ("body", "theta"),
    [
        ("A a = new A(); a.f(n);", "n"),
        ("A a = new B(); a.f(n);", "n**2"),
        ("A a; a = new B(); a.f(n);", "n**2"),
        ("var a = new A(); a.f(n);", "n"),
        ("new A().f(n);", "n"),
        ("A a = new A(); if (b) a = new B(); a.f(n);", None),
        ("A a = given; a.f(n);", None),
        ("kept = new A(); other(); kept.f(n);", None),
    ],
)
def test_of_an_object_that_is_made_in_java_the_class_is_known(body: str, theta: str | None) -> None:
    found = analyze_text(SQUARES % body, name="M.java")
    told = [str(p.work.theta.expression()) for p in found.procedures if p.name == "M.g" and p.work.theta is not None]
    assert told == ([] if theta is None else [theta])


def test_a_pointer_of_cpp_to_an_object_that_is_made_is_of_any_class_below() -> None:
    text = (
        "struct A { void f(int n) { for (int i = 0; i < n; i++) { } } };\n"
        "struct B : A { void f(int n) { for (int i = 0; i < n * n; i++) { } } };\n"
        "void g(int n) { A* a = new B(); a->f(n); }\n"
    )
    found = analyze_text(text, name="g.cpp")
    assert all(p.work.theta is None for p in found.procedures if p.name == "g")


LINKED = """
class LinkedList:
    def __init__(self):
        self.head = None
    def append(self, x):
        node = self.head
        while node.next:
            node = node.next
        node.next = x
"""


@pytest.mark.parametrize(("given", "theta"), [("lst", None), ("lst: list", "n"), ("lst: LinkedList", None)])
def test_a_method_that_a_class_of_the_file_has_is_no_sign_of_a_list(given: str, theta: str | None) -> None:
    found = analyze_text(
        f"{LINKED}def fill({given}, n):\n    for i in range(n):\n        lst.append(i)\n", name="lists.py"
    )
    told = [str(p.work.theta.expression()) for p in found.procedures if p.name == "fill" and p.work.theta is not None]
    assert told == ([] if theta is None else [theta])


THREADS = """
class Dear extends Thread { int n; Dear(int n) { this.n = n; }
    public void run() { for (int i = 0; i < n; i++) { } } }
class Easy extends Thread { int n; Easy(int n) { this.n = n; }
    public void run() { n = 1; } }
class M { static void g(int n, boolean b) { %s } }
"""


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("Thread t; if (b) { t = new Dear(n); } else { t = new Easy(n); } t.start();", False),
        ("Thread t = new Dear(n); if (b) t = new Easy(n); t.start();", False),
        ("int m = n * n; Thread t = new Dear(m); m = 1; t.start();", False),
        ("Thread t = new Easy(n); for (int i = 0; i < n; i++) { t.start(); t = new Dear(n); }", False),
        ("if (b) { Thread t = new Dear(n); t.start(); } else { Thread t = new Easy(n); t.start(); }", True),
        ("Thread[] ts = new Thread[n]; for (int i = 0; i < n; i++) ts[i] = new Dear(i);"
         " for (int i = 0; i < n; i++) ts[i].start();", True),
    ],
)  # fmt: skip
def test_which_thread_of_java_is_started_is_not_guessed(body: str, told: bool) -> None:
    found = analyze_text(THREADS % body, name="M.java")
    bounds = [p.work.bounds.upper for p in found.procedures if p.name.rpartition(".")[2] == "g"]
    assert [bound is not None for bound in bounds] == [told]
