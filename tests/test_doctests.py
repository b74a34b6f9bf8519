"""Every example in a docstring gives what it says."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "recur"
MODULES = sorted(
    "recur." + ".".join(file.relative_to(ROOT).with_suffix("").parts)
    for file in ROOT.rglob("*.py")
    if ">>>" in file.read_text(encoding="utf-8") and file.name != "__init__.py"
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_hold(name: str) -> None:
    module = importlib.import_module(name)
    failed, tried = doctest.testmod(module)
    assert tried
    assert not failed


def test_the_examples_of_the_package_itself_hold() -> None:
    import recur

    assert not doctest.testmod(recur).failed
