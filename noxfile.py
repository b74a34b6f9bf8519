"""Sessions for every version of Python, and for the oldest dependencies that pyproject.toml allows.

nox                    the tests on every Python that is installed here
nox -s tests-3.12      on one of them; what follows `--` is given to pytest
nox -s lowest          a selection with the lowest versions
nox -s lint            lint, format and types
"""

from __future__ import annotations

import re

import nox

nox.options.sessions = ["tests"]
nox.options.error_on_missing_interpreters = False

PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
#: Each room once, through what a user calls: quick enough to run for every version.
SELECTION = [
    "tests/test_python_face.py",
    "tests/test_renderers_golden.py",
    "tests/test_parsing_notations.py",
    "tests/test_cli_words.py",
    "tests/test_cli_completion.py",
    "tests/test_readme.py",
]


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    session.install(".[test]")
    session.run("pytest", *session.posargs)


@nox.session(python=PYTHONS[0])
def lowest(session: nox.Session) -> None:
    needed = nox.project.load_toml("pyproject.toml")["project"]["dependencies"]
    session.install(".[test]", *(re.sub(r">=([\d.]+).*", r"==\1", bound) for bound in needed))
    session.run("pytest", *(session.posargs or SELECTION))


@nox.session(python=PYTHONS[0])
def lint(session: nox.Session) -> None:
    session.install(".[lint]", "nox")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy", "--strict", "recur", "cli")
