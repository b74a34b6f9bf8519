"""The documentation as a site: nothing in it is stale or left out, and it builds strictly and without a network."""

from __future__ import annotations

import ast
import doctest
import importlib
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import recur
from docs import reference
from docs.pages import CHECKOUT, DOCS, README, Page, read
from docs.typesetting import typeset
from recur.cli.app import verbs
from recur.solving.order import Method, registered
from tests.child_processes import PATIENCE

METHODS = registered()
PAGES = {page.name: page for page in map(read, sorted((DOCS / "theory" / "methods").glob("*.md")))}
NAMED = {m[1]: page for page in PAGES.values() for m in [re.search(r"<!-- method: (.+) -->", page.text)] if m}
SECTIONS = ("Hypotheses", "Proof", "Example", "Sources")
NAV = (CHECKOUT / "mkdocs.yml").read_text(encoding="utf-8")


def test_every_method_has_a_page_and_every_page_a_method() -> None:
    assert NAMED.keys() == {method.name for method in METHODS}
    assert len(PAGES) == len(METHODS) + 1


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
def test_the_page_of_a_method_states_proves_and_shows_it(method: Method) -> None:
    page = NAMED[method.name]
    assert page.text.startswith(f"# {method.name[:1].upper()}{method.name[1:]}\n")
    assert re.search(r"^> ", page.text, re.MULTILINE), "the statement"
    for section in SECTIONS:
        assert re.search(rf"^## {section}", page.text, re.MULTILINE), section


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
def test_the_example_of_a_method_is_solved_by_it(method: Method) -> None:
    shown = [out for block in NAMED[method.name].blocks if block.language == "console" for _, out in block.commands]
    # The table of cases speaks for the master theorem.
    name = "master theorem" if method.name == "table of cases" else method.name
    assert any(re.search(rf"^{name}(,|:)", out, re.MULTILINE | re.IGNORECASE) for out in shown)


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
def test_a_hypothesis_is_called_on_the_page_what_a_refusal_calls_it(method: Method) -> None:
    """Every name that the method's own file gives to a hypothesis stands on its page, or on the page of them all."""
    tree = ast.parse(Path(str(importlib.import_module(method.apply.__module__).__file__)).read_text(encoding="utf-8"))
    names = {
        str(node.args[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Unmet", "OtherShape")
        if node.args and isinstance(node.args[0], ast.Constant)
    }
    told = re.sub(r"\s+", " ", NAMED[method.name].text + PAGES["docs/theory/methods/index.md"].text).lower()
    assert not {name for name in names if name.lower() not in told}


def test_every_page_stands_in_the_navigation() -> None:
    written = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md") if "gallery" not in path.parts}
    listed = set(re.findall(r"[\w/-]+\.md", NAV))
    generated = {"reference/commands.md", "reference/python.md", "lessons.md"}
    assert listed == written | generated | {"gallery/index.md"}


def test_the_command_reference_has_every_verb() -> None:
    text = reference.commands()
    for verb in verbs():
        assert f"## recur {verb}\n" in text
        assert f"usage: recur {verb}" in text


def test_the_python_reference_has_every_public_name_and_says_something_of_each() -> None:
    told = {name for _, names in reference.INTERFACE.values() for name in names}
    assert set(recur.__all__) - {"n"} <= told
    assert set(reference.INTERFACE["recur"][1]) <= set(recur.__all__)
    for module, (_, names) in reference.INTERFACE.items():
        for name in names:
            assert getattr(importlib.import_module(module), name).__doc__, f"{module}.{name}"
    text = reference.interface()
    assert "### solve {" in text and "### karp_flatt {" in text
    assert "<script" not in text


@pytest.mark.parametrize("name", reference.INTERFACE)
def test_the_examples_of_the_python_reference_are_right(name: str) -> None:
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for test in doctest.DocTestFinder().find(importlib.import_module(name)):
        runner.run(test, out=report.append)
    assert not report, "".join(report)


def test_the_lessons_page_has_every_script() -> None:
    text = reference.lessons()
    for script in (CHECKOUT / "examples" / "lessons").glob("[0-9]*.py"):
        assert f"### {script.name}\n" in text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Θ(n^(log_b a))", "Θ(n<sup>log<sub>b</sub> a</sup>)"),
        ("2^(2^n) and 2^√n", "2<sup>2<sup>n</sup></sup> and 2^√n"),
        ("n^1.585, n^−d", "n<sup>1.585</sup>, n<sup>−d</sup>"),
        ("n^p(1 + x), b^L(n)", "n<sup>p</sup>(1 + x), b<sup>L(n)</sup>"),
        ("Σ_{k ≤ n} T_P", "Σ<sub>k ≤ n</sub> T<sub>P</sub>"),
        ("`a^b` and [x](a_b.md) and nbgrader_points", "`a^b` and [x](a_b.md) and nbgrader_points"),
        ("```text\na^b\n```\n# a^b\n", "```text\na^b\n```\n# a^b\n"),
    ],
)
def test_powers_and_indices_of_the_prose_are_typeset(written: str, shown: str) -> None:
    assert typeset(written) == shown


@pytest.mark.parametrize("page", [read(path) for path in (README, *sorted(DOCS.rglob("*.md")))], ids=lambda p: p.name)
def test_a_link_leads_to_a_file(page: Page) -> None:
    generated = {DOCS / name for name in ("reference/commands.md", "reference/python.md", "lessons.md")}
    prose = re.sub(r"^```.*?^```$|`[^`\n]*`", "", page.text, flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", prose):
        path = Path(os.path.normpath((CHECKOUT / page.name).parent / target))
        assert path.exists() or path in generated, target


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert "highlightjs: false" in NAV
    assert not re.search(r"https?://", NAV)


def test_the_extra_for_the_documentation_is_declared() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert any(name.startswith("mkdocs>=") for name in project["optional-dependencies"]["docs"])


@pytest.mark.skipif(importlib.util.find_spec("mkdocs") is None, reason="mkdocs is not installed: .[docs]")
def test_the_site_builds_strictly_and_holds_no_external_reference(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")],
        cwd=CHECKOUT,
        env={name: said for name, said in os.environ.items() if name != "RECUR_PYODIDE"}
        | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > len(METHODS)
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"""<(?:script|link|img|iframe)[^>]*(?:src|href)=["']?(?:https?:)?//""", text), page.name
