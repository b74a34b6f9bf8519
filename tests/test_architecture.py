"""The import rules, read from each file's syntax: data flows one way, third parties stay in their corner."""

from __future__ import annotations

import ast
import gc
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from recur.model.patterns import regex
from recur.solving.order import ORDER

CHECKOUT = Path(__file__).resolve().parent.parent

#: From the ground up. A module may import from its own layer and from those below, never from above.
#: A file belongs to the layer of the longest name here that begins its own.
LAYERS: tuple[frozenset[str], ...] = tuple(
    frozenset(names.split())
    for names in (
        # formulas, recurrences, programs, solutions: the values that everything hands on
        "model",
        # exact numbers, and how a formula is written
        "numbers notation files crew model.symbolic model.logarithms",
        # the asymptotic scale
        "asymptotics",
        "model.solution model.several",
        "parsing",
        # numbers that know no theorem: exact values, and the check of every answer
        "evaluation",
        "verification",
        # from a recurrence to a proved bound
        "solving",
        # what is unrolled and drawn stands on the solver and on exact values
        "trees",
        # bounds proved by induction stand on what is solved
        "proofs",
        # answers judged, programs analysed
        "answers forkjoin measurement",
        # code written in other languages as programs
        "source_costs",
        # all that a report tells of a problem
        "worked_example exercises",
        # programs run
        "executors",
        "runs",
        "pictures documents writers reports exercises.formats",
        # answers for other programs and for pages
        "serving",
        # the page, which asks in JSON
        "web",
        "cli __main__",
    )
)
#: Parsing reads text into the model and knows nothing of what is done with it.
PARSING_MAY_SEE = frozenset({"model", "parsing", "grammar"})
#: The check of every answer knows no theorem: what it finds does not stand on what it checks.
VERIFICATION_MAY_SEE = frozenset({"model", "numbers", "evaluation", "verification"})
#: third party -> the parts that may import it
CORNERS = {
    "lark": {"parsing"},
    "tree_sitter": {"parsing"},
    "tree_sitter_c": {"parsing"},
    "tree_sitter_cpp": {"parsing"},
    "tree_sitter_java": {"parsing"},
    "gmpy2": {"numbers"},
    "flint": {"numbers"},
    "typer": {"cli"},
    "rich": {"cli"},
    "click": {"cli"},
    "prompt_toolkit": {"cli"},
    "matplotlib": {"pictures"},
    "numpy": {"executors", "forkjoin"},
    "distributed": {"executors"},
    "mpi4py": {"executors"},
    "threadpoolctl": {"executors"},
    "openpyxl": {"answers"},
    "uvicorn": {"serving"},
}
#: Heavy: imported only inside the function that needs it, so that a cold start does not pay for it.
LAZY = {
    "lark",
    "gmpy2",
    "flint",
    "sympy",
    "mpmath",
    "rich",
    "numpy",
    "matplotlib",
    "pydantic",
    "distributed",
    "mpi4py",
    "prompt_toolkit",
    "uvicorn",
}
ALLOWED = {
    "gmpy2",
    "flint",
    "matplotlib",
    "numpy",
    "openpyxl",
    "nbgrader",
    "distributed",
    "mpi4py",
    "threadpoolctl",
    "sympy",
    "mpmath",
    "lark",
    "typer",
    "rich",
    "click",
    "prompt_toolkit",
    "tree_sitter",
    "tree_sitter_c",
    "tree_sitter_cpp",
    "tree_sitter_java",
    "uvicorn",
}
#: Values that show themselves (`str(x)`, `to_dict`, a notebook) reach up, but only once they are asked to.
UPWARD = ("recur.model.display", "recur.writers.show")


#: Public classes that two modules may call the same, and why.
SHARED = {"Call": "the value of an unknown function, and the call of a task that users of recur.forkjoin write"}
#: Functions that a whole room has under one name: which of them is meant, its module says.
OF_EVERY_MODULE = {"document", "drawn", "picture_of", "render", "run", "solve", "write"}


@dataclass(frozen=True)
class Import:
    importer: str
    imported: str
    late: bool  # inside a function, or for the type checker alone


def source_files() -> dict[str, Path]:
    """Dotted name -> file, with cli/ and grammar/ under the names they are installed by."""
    found = {}
    for root, name in (("recur", "recur"), ("cli", "recur.cli"), ("grammar", "recur.grammar")):
        folder = CHECKOUT / root
        for file in folder.rglob("*.py"):
            parts = file.relative_to(folder).with_suffix("").parts
            dotted = ".".join((name, *parts)).removesuffix(".__init__")
            found[dotted] = file
    return found


FILES = source_files()


@cache
def parsed(file: Path) -> ast.Module:
    """The syntax of a file, read once; its many nodes are kept, and no collection shall go through them meanwhile."""
    gc.disable()
    try:
        return ast.parse(file.read_text(encoding="utf-8"), str(file))
    finally:
        gc.enable()


def only_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


@cache
def syntax() -> tuple[tuple[str, ast.AST, bool], ...]:
    """Each import, call, attribute and class with its module, and whether it is late."""
    found = []
    for name, file in FILES.items():
        stack: list[tuple[ast.AST, bool]] = [(parsed(file), False)]
        while stack:
            node, late = stack.pop()
            if isinstance(node, ast.Import | ast.ImportFrom | ast.Call | ast.Attribute | ast.ClassDef):
                found.append((name, node, late))
            late |= isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or only_for_types(node)
            stack.extend((child, late) for child in ast.iter_child_nodes(node))
    return tuple(found)


def origin(node: ast.ImportFrom, importer: str) -> str:
    """The module that `from … import` names, relative ones told in full."""
    if not node.level:
        return node.module or ""
    package = importer.split(".") if FILES[importer].stem == "__init__" else importer.split(".")[:-1]
    package = package[: len(package) - node.level + 1]
    return ".".join([*package, *([node.module] if node.module else [])])


@cache
def homes() -> dict[str, str]:
    """What a room hands on, and the module of it that this comes from: recur.model.Step -> recur.model.derivation."""
    return {
        f"{name}.{alias.name}": node.module or ""
        for name, file in FILES.items()
        if file.stem == "__init__" and name != "recur"
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(f"{name}.")
        and node.module != "recur.model.faces"
        for alias in node.names
    }


def names_of(node: ast.AST, importer: str) -> list[str]:
    """The modules an import statement reaches: `from recur import growth` reaches recur.asymptotics.growth."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    base = origin(node, importer)
    inner = [homes().get(f"{base}.{alias.name}", f"{base}.{alias.name}") for alias in node.names]
    modules = [name for name in inner if name in FILES]
    return modules if len(modules) == len(inner) else [base, *modules]


@cache
def imports() -> tuple[Import, ...]:
    return tuple(
        Import(importer, imported, late) for importer, node, late in syntax() for imported in names_of(node, importer)
    )


def inside() -> list[Import]:
    return [edge for edge in imports() if edge.imported.partition(".")[0] == "recur" and edge.imported != "recur"]


def outside() -> list[Import]:
    here = {"recur", *sys.stdlib_module_names}
    return [edge for edge in imports() if edge.imported.partition(".")[0] not in here]


def part(module: str) -> str:
    """recur.solving.divide_and_conquer.master -> solving"""
    return module.split(".")[1] if "." in module else ""


def is_command(module: str) -> bool:
    """`python -m recur` starts what the console script starts."""
    return part(module) in ("cli", "__main__")


@cache
def layer(module: str) -> int:
    """The height of the longest name in LAYERS that the module's own begins with."""
    inner = f"{module}.".removeprefix("recur.")
    heights = {name: height for height, names in enumerate(LAYERS) for name in names if inner.startswith(f"{name}.")}
    assert heights, f"{module} stands in no layer"
    return heights[max(heights, key=len)]


def test_every_name_in_the_layers_is_a_module() -> None:
    assert frozenset().union(*LAYERS) <= {name.removeprefix("recur.") for name in FILES}


@pytest.mark.parametrize("room", ["recur.model", "recur.numbers", "recur.asymptotics"])
def test_what_a_room_hands_on_is_what_its_face_says(room: str) -> None:
    """The names for the type checker, those in __all__ and those that are imported when asked for are the same."""
    face = import_module(room)
    known = {name.removeprefix(f"{room}."): home for name, home in homes().items() if name.startswith(f"{room}.")}
    assert set(face.__all__) == set(known)
    assert all(getattr(face, name) is getattr(import_module(home), name) for name, home in known.items())
    assert vars(face).keys() >= known.keys()  # each was looked for once
    with pytest.raises(AttributeError):
        face.nonsense  # noqa: B018


def test_imports_never_go_up() -> None:
    """But for values that show themselves, and for the face of a room, which hands on what is in it."""
    edges = [edge for edge in inside() if part(edge.importer) and part(edge.imported) != "grammar"]
    upward = [edge for edge in edges if layer(edge.imported) > layer(edge.importer)]
    unexpected = {
        (edge.importer, edge.imported, edge.late)
        for edge in upward
        if not edge.late
        or ((edge.importer, edge.imported) != UPWARD and not edge.imported.startswith(f"{edge.importer}."))
    }
    assert not unexpected


def test_the_library_never_imports_the_command_line() -> None:
    offenders = {edge.importer for edge in inside() if part(edge.imported) == "cli" and not is_command(edge.importer)}
    assert not offenders


def test_parsing_sees_only_the_model() -> None:
    seen = {edge.imported for edge in inside() if part(edge.importer) == "parsing"}
    assert {part(name) for name in seen} <= PARSING_MAY_SEE, seen


def test_verification_sees_no_theorem() -> None:
    seen = {edge.imported for edge in inside() if part(edge.importer) == "verification"}
    assert {part(name) for name in seen} <= VERIFICATION_MAY_SEE, seen


def test_no_verdict_stands_on_a_float() -> None:
    """Answers are held against exact values and proofs; the numeric check of a bound only withholds what is solved."""
    seen = {edge.imported for edge in inside() if part(edge.importer) == "answers"}
    assert not {name for name in seen if part(name) == "verification"}


def test_methods_never_import_each_other() -> None:
    """What two of them need stands beside them; only the order knows them all."""
    pairs = {(edge.importer, edge.imported) for edge in inside() if {edge.importer, edge.imported} <= set(ORDER)}
    assert not {(one, other) for one, other in pairs if one != other}


@pytest.mark.parametrize("package", sorted(CORNERS))
def test_a_third_party_stays_in_its_corner(package: str) -> None:
    seen_by = {part(edge.importer) for edge in outside() if edge.imported.partition(".")[0] == package}
    assert seen_by <= CORNERS[package]


def test_no_other_third_party_is_imported() -> None:
    assert {edge.imported.partition(".")[0] for edge in outside()} <= ALLOWED


def test_the_command_line_is_a_typer_application() -> None:
    """And what it is made of, click and rich, is left to typer: which click that is differs from one to the next."""
    seen = {edge.imported.partition(".")[0] for edge in outside() if part(edge.importer) == "cli"}
    assert seen == {"typer", "prompt_toolkit"}


def test_the_command_line_touches_nothing_private() -> None:
    """Of what it imports and holds, only names without an underscore before them: no release of typer changes those."""
    own = {f"__{name}__" for name in ["doc", "file", "name", "package", "future", "signature", "annotations"]}
    for module, file in FILES.items():
        if part(module) == "cli":
            nodes = list(ast.walk(parsed(file)))
            reached = {n.attr for n in nodes if isinstance(n, ast.Attribute) and ast.unparse(n.value) != "self"}
            reached |= {name for n in nodes for name in names_of(n, module) if not name.startswith("recur.")}
            assert not {name for name in reached if re.search(r"(^|\.)_", name)} - own, module


@pytest.mark.parametrize("package", sorted(LAZY))
def test_a_heavy_package_loads_only_when_a_function_asks_for_it(package: str) -> None:
    """It is imported inside functions, or by a module that is itself imported only inside functions."""
    eager = {edge.importer for edge in outside() if edge.imported.split(".")[0] == package and not edge.late}
    gates = {edge.imported for edge in inside() if not edge.late}
    assert not eager & gates


def test_no_module_evaluates_text_as_code() -> None:
    """User text is parsed by the grammar alone; the constructors of records are compiled from the names of fields."""
    forbidden = {"eval", "exec", "compile", "sympify", "parse_expr", "__import__"}
    for name, node, _ in syntax():
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else None
            if isinstance(node.func, ast.Attribute) and node.func.attr in ("sympify", "parse_expr"):
                called = node.func.attr
            known = (name, called) == ("recur.model.records", "exec")
            assert known or called not in forbidden, f"{name} line {node.lineno} calls {called}"


def test_modules_that_load_together_form_no_cycle() -> None:
    """Late imports are left out: they run after everything has been loaded."""
    graph: dict[str, set[str]] = {name: set() for name in FILES}
    for edge in inside():
        if not edge.late and edge.imported in graph and edge.importer != edge.imported:
            graph[edge.importer].add(edge.imported)
    done: set[str] = set()
    for start in graph:
        assert_no_cycle_from(start, graph, done, [])


def test_no_circle_leads_out_of_a_room() -> None:
    """Late imports counted, all but that of the values that show themselves."""
    graph: dict[str, set[str]] = {name: set() for name in FILES}
    edges = {(edge.importer, edge.imported) for edge in inside() if edge.imported in graph} - {UPWARD}
    for importer, imported in edges:
        graph[importer].add(imported)
    across = {(one, other) for one, other in edges if part(one) != part(other)}
    assert not {(one, other) for one, other in across if one in reached_from(other, graph)}


def reached_from(name: str, graph: dict[str, set[str]]) -> set[str]:
    found, pending = {name}, [name]
    while pending:
        new = graph[pending.pop()] - found
        found |= new
        pending += new
    return found


def assert_no_cycle_from(name: str, graph: dict[str, set[str]], done: set[str], path: list[str]) -> None:
    if name in done:
        return
    assert name not in path, " -> ".join([*path[path.index(name) :], name])
    for imported in sorted(graph[name]):
        assert_no_cycle_from(imported, graph, done, [*path, name])
    done.add(name)


def defined(kind: type[ast.ClassDef | ast.FunctionDef]) -> Iterator[tuple[str, str]]:
    """(module, name) of every public class or function at the top of a module."""
    for module, file in FILES.items():
        for node in parsed(file).body:
            if isinstance(node, kind) and not node.name.startswith("_"):
                yield module, node.name


def test_the_name_of_a_public_class_is_unique() -> None:
    homes: dict[str, list[str]] = {}
    for module, name in defined(ast.ClassDef):
        homes.setdefault(name, []).append(module)
    assert {name for name, modules in homes.items() if len(modules) > 1} == set(SHARED)


def test_a_function_that_is_imported_by_its_name_has_it_alone() -> None:
    """One that is called through its module, real.plus, has the module in its name."""
    functions = set(defined(ast.FunctionDef))
    known: dict[str, set[str]] = {}
    for importer, node, _ in syntax():
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                base = homes().get(f"{origin(node, importer)}.{alias.name}", origin(node, importer))
                if (base, alias.name) in functions:
                    known.setdefault(alias.name, set()).add(base)
    assert not {name: modules for name, modules in known.items() if len(modules) > 1 and name not in OF_EVERY_MODULE}


def verb_files() -> Iterator[tuple[str, ast.Module, ast.FunctionDef]]:
    for name, file in FILES.items():
        tree = parsed(file)
        runs = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "run"]
        if name.startswith("recur.cli.") and runs:
            yield name, tree, runs[0]


def test_a_verb_is_its_options_one_call_and_one_printed_result() -> None:
    """Beside its help and its options it is 80 lines at the most: what else there is to do moves down."""
    lengths = {}
    for name, tree, run in verb_files():
        lines, help = len(FILES[name].read_text(encoding="utf-8").splitlines()), tree.body[0]
        options = run.body[0].lineno - run.lineno
        lengths[name] = lines - ((help.end_lineno or 0) - help.lineno + 1) - options
    assert len(lengths) > 15
    assert not {name: length for name, length in lengths.items() if length > 80}


def test_imports_are_few_lines_of_all() -> None:
    """Many names of one module are taken through it, `expressions as ex`; those of a room through its face."""
    lines = sum(len(file.read_text(encoding="utf-8").splitlines()) for file in FILES.values())
    spent = [node for _, node, _ in syntax() if isinstance(node, ast.Import | ast.ImportFrom)]
    assert sum((node.end_lineno or 0) - node.lineno + 1 for node in spent) <= 0.06 * lines


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = {"utils", "util", "helpers", "helper", "base", "common", "misc"}
    assert not {name for name in FILES if vague & set(name.split("."))}


def test_the_library_never_prints_and_never_exits() -> None:
    for name, node, _ in syntax():
        if not is_command(name):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("print", "input", "exit", "quit"), f"{name} line {node.lineno}"
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "sys":
                assert node.attr not in ("argv", "exit"), f"{name} line {node.lineno}"


#: What may be called while a test module is imported: values are put together, decorators, and lists of what there is.
MADE_AT_ONCE = {
    "model.expressions",
    "model.derivation",
    "model.records",
    "forkjoin",
    "forkjoin.costs.polynomials",
    "solving.order",
    "cli.app",
}


def at_import(tree: ast.Module) -> Iterator[ast.Call]:
    """The calls outside of functions; what decorates one is outside."""
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Call):
            yield node
        inner = ast.iter_child_nodes(node)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = iter(node.decorator_list)
        stack.extend(() if isinstance(node, ast.Lambda) else inner)


def test_a_test_module_computes_nothing_while_it_is_imported() -> None:
    """Every worker collects all of them: what is solved, parsed or drawn there is done again by each."""
    for file in sorted((CHECKOUT / "tests").glob("*.py")):
        tree = parsed(file)
        told = {
            alias.asname or alias.name: (node.module or "").removeprefix("recur").removeprefix(".")
            for node in tree.body
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "recur"
            for alias in node.names
        } | {"recur": ""}
        for call in at_import(tree):
            room = told.get(ast.unparse(call.func).partition(".")[0])
            verb = ast.unparse(call.func).rpartition(".")[2]
            made = room is None or verb[:1].isupper() or room in MADE_AT_ONCE
            assert made, f"{file.name} line {call.lineno} calls {verb}"


def test_no_class_of_the_lowering_chain_takes_the_private_name_of_another() -> None:
    """Each is written in a file of its own: a method that is private there is never another one's by chance."""
    from recur.source_costs.lowering import Lowering

    owners: dict[str, list[str]] = {}
    for kind in Lowering.__mro__[:-1]:
        for name, value in vars(kind).items():
            if name.startswith("_") and not name.startswith("__") and (callable(value) or hasattr(value, "func")):
                owners.setdefault(name, []).append(kind.__name__)
    assert {name: kinds for name, kinds in owners.items() if len(kinds) > 1} == {}


def test_a_regular_expression_is_compiled_when_it_is_first_asked() -> None:
    """A process needs few of the hundreds that its modules hold."""
    for name, node, late in syntax():
        if isinstance(node, ast.Call) and not late:
            assert ast.unparse(node.func) != "re.compile", f"{name} line {node.lineno}: recur.model.patterns.regex"


def held_patterns(value: object) -> Iterator[Any]:
    """The regular expressions of recur in a value of a module, or in its tables."""
    if type(value) is type(regex("")):
        yield value
    elif isinstance(value, tuple | list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from held_patterns(part)


def test_every_regular_expression_compiles_though_late() -> None:
    holders = {
        name
        for name, node, late in syntax()
        if isinstance(node, ast.Call) and not late and ast.unparse(node.func) == "regex"
    }
    found = [
        pattern for name in holders for value in vars(import_module(name)).values() for pattern in held_patterns(value)
    ]
    assert len(found) >= len(holders) > 90
    for pattern in found:
        assert pattern.search is not None  # which compiles it
    assert regex(b"[0-9]").sub(b"x", b"a1") == b"ax"
    assert regex("(?i)A").flags == re.compile("(?i)A").flags
