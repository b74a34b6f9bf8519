"""The pages that are written from the code itself: commands, the Python interface, the list of methods, the lessons."""

from __future__ import annotations

import contextlib
import enum
import importlib
import inspect
import io
import os
import re
from html import escape
from typing import Any

from docs.pages import CHECKOUT

#: What a program that uses recur meets: module by module the names that are for it, and what they are.
INTERFACE = {
    "recur": ("The functions to call", ("solve", "solve_all", "check", "check_working", "compare", "analyze",
                                        "evaluate", "unroll", "recursion_tree", "prove", "parse", "run",
                                        "nbgrader_points", "nbgrader_by_hand", "assert_complexity")),
    "recur.model.solution": ("What `solve` answers", ("Solution", "Bounds", "Case", "Definition", "Verification")),
    "recur.asymptotics.growth": ("A Θ class", ("Growth",)),
    "recur.model.derivation": ("A derivation", ("Step",)),
    "recur.answers.judging.verdict": ("What `check` answers", ("Verdict", "Standing")),
    "recur.answers.workings.working": ("What `check_working` answers",
                                       ("Working", "JudgedLine", "LineVerdict", "Slip")),
    "recur.solving.comparison": ("What `compare` answers", ("Comparison", "Order")),
    "recur.evaluation.evaluator": ("What `evaluate` answers", ("Value",)),
    "recur.proofs.proof": ("What `prove` answers", ("Proof", "ClaimedSide", "ProvedSide")),
    "recur.trees.unrolling": ("What `unroll` answers", ("Unrolling",)),
    "recur.trees.recursion_tree": ("What `recursion_tree` answers", ("RecursionTree", "Level")),
    "recur.forkjoin.costs.analysis": ("What `analyze` answers", ("Analysis", "ProcedureAnalysis", "Measure", "Values")),
    "recur.forkjoin.laws.laws": ("The laws of parallel time", ("Computation", "amdahl", "gustafson", "karp_flatt")),
    "recur.forkjoin.tasks.tasks": ("Fork-join programs", ("task", "Task", "Call")),
    "recur.forkjoin.tasks.counting": ("Operations counted", ("count", "counted")),
    "recur.forkjoin.tasks.arrays": ("Arrays for results", ("empty",)),
    "recur.executors": ("Engines", ("open_engine",)),
    "recur.measurement.judging": ("Times judged", ("assess",)),
    "recur.model.errors": ("What may be raised", ("RecurError", "SyntaxProblem", "InvalidRecurrence", "LimitExceeded",
                                            "Undecided")),
    "recur.model.recurrence": ("What `parse` reads", ("System", "Recurrence", "Subcall", "InitialCondition", "Claim")),
}  # fmt: skip
WIDTH = 88
_CODE = re.compile("`([^`]+)`")
_AS_CODE = r"<code>\1</code>"
_ANNOTATION = re.compile(r"(: |-> )'([^']*)'")
_DEFAULT = re.compile(r"= ([A-Z]\w*)\([^()]+\)")


def commands() -> str:
    """Every verb with its help, as the command line prints it."""
    parts = [
        "# Commands",
        "",
        "Every verb of the command line with its options and examples, as `recur VERB --help` prints them.",
        "",
        *_console("recur --help"),
    ]
    from recur.cli.app import verbs

    for verb in verbs():
        parts += ["", f"## recur {verb}", "", *_console(f"recur {verb} --help")]
    return "\n".join(parts) + "\n"


def _console(command: str) -> list[str]:
    return ["```console", f"$ {command}", _help(command.split()[1:]), "```"]


def _help(words: list[str]) -> str:
    from recur.cli import main

    written = io.StringIO()
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "80"
    try:
        with contextlib.redirect_stdout(written):
            main(words)
    finally:
        os.environ.pop("COLUMNS")
        if before is not None:
            os.environ["COLUMNS"] = before
    return written.getvalue().strip("\n")


def interface() -> str:
    """The public names of the modules of INTERFACE with their signatures and docstrings."""
    parts = [
        "# Python",
        "",
        "What a script or a notebook can call, and what it gets back. Everything is typed and immutable; numbers are "
        "`int` or `Fraction`, and what is raised is a `recur.RecurError`.",
    ]
    for name, (purpose, things) in INTERFACE.items():
        module = importlib.import_module(name)
        parts += ["", f"## {purpose}", "", f"`{name}`", ""]
        if name != "recur":
            parts.append(_prose(inspect.getdoc(module) or ""))
        for title in things:
            parts += ["", f"### {title} {{ #{name}.{title} }}", "", _described(getattr(module, title))]
    return "\n".join(parts) + "\n"


def _described(thing: Any) -> str:
    if not inspect.isclass(thing):
        return f"{_signature(thing.__name__, thing)}\n\n{_prose(inspect.getdoc(thing) or '')}"
    parts = [] if issubclass(thing, enum.Enum | Exception) else [_signature(thing.__name__, thing)]
    parts.append(_prose(inspect.cleandoc(thing.__doc__ or "")))
    if issubclass(thing, enum.Enum):
        parts.append(", ".join(f"<code>{escape(str(member.value))}</code>" for member in thing))
    members = [(name, member) for name, member in vars(thing).items() if not name.startswith("_")]
    entries = [entry for name, member in members if (entry := _member(name, member))]
    if entries:
        parts.append("<dl>\n" + "\n".join(entries) + "\n</dl>")
    return "\n\n".join(part for part in parts if part)


def _member(name: str, member: Any) -> str:
    """A method or a property that has something to say; fields stand in the signature."""
    function = getattr(member, "fget", None) or getattr(member, "func", None) or getattr(member, "__func__", member)
    if not inspect.isfunction(function) or not function.__doc__:
        return ""
    called = inspect.isfunction(member) or isinstance(member, classmethod | staticmethod)
    head = f"{name}{_parameters(function)}" if called else name
    return f"<dt><code>{escape(head)}</code></dt>\n<dd>{_prose(inspect.getdoc(function) or '')}</dd>"


def _signature(name: str, thing: Any) -> str:
    written = f"{name}{_parameters(thing)}"
    if len(written) > WIDTH:
        inside, _, after = written.removeprefix(f"{name}(").rpartition(")")
        lines = re.sub(r", (?=\*|\w+: )", ",\n    ", inside)
        written = f"{name}(\n    {lines},\n){after}"
    return f"```python\n{written}\n```"


def _parameters(thing: Any) -> str:
    try:
        found = inspect.signature(thing)
    except ValueError:
        return ""
    kept = [p for p in found.parameters.values() if p.name not in ("self", "cls")]
    if inspect.isclass(thing):
        found = found.replace(return_annotation=inspect.Signature.empty)
    shown = _ANNOTATION.sub(r"\1\2", str(found.replace(parameters=kept)))
    return _DEFAULT.sub(r"= \1(…)", shown)


def _prose(text: str) -> str:
    """A docstring as HTML: paragraphs, and what is indented as it stands."""
    parts = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        if paragraph.startswith(("    ", ">>>", "|")):
            parts.append(f"<pre><code>{escape(inspect.cleandoc(paragraph))}</code></pre>")
        elif paragraph:
            parts.append(f"<p>{_CODE.sub(_AS_CODE, escape(paragraph))}</p>")
    return "\n".join(parts)


def facts(name: str) -> str:
    """What the method says of itself: what it solves, where that is stated, when it is tried."""
    from recur.solving.order import registered

    methods = registered()
    position = next(i for i, method in enumerate(methods) if method.name == name)
    found = methods[position]
    return (
        f'!!! info "Tried {position + 1} of {len(methods)}"\n'
        f"    Solves {escape(found.summary)}.\n\n    Source: {escape(found.source)}."
    )


def methods(address: dict[str, str]) -> str:
    """The table of methods in the order in which they are tried; `address` is the page of each."""
    from recur.solving.order import registered

    rows = [f"| {i} | [{m.name}]({address[m.name]}) | {escape(m.summary)} |" for i, m in enumerate(registered(), 1)]
    return "\n".join(["| | method | solves |", "|---|---|---|", *rows])


def lessons() -> str:
    """The README of the lessons, and below it each script."""
    folder = CHECKOUT / "examples" / "lessons"
    parts = [(folder / "README.md").read_text(encoding="utf-8").rstrip(), "", "## The scripts"]
    for script in sorted(folder.glob("[0-9]*.py")):
        parts += ["", f"### {script.name}", "", "```python", script.read_text(encoding="utf-8").rstrip(), "```"]
    return "\n".join(parts) + "\n"
