"""The gallery holds what recur writes now: `python docs/gallery.py` draws it anew; look at it before keeping it."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ElementTree
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "docs" / "gallery.py"


def load() -> ModuleType:
    spec = spec_from_file_location("docs_gallery", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


GALLERY = load()
EXHIBITS = list(GALLERY.exhibits())
NAMES = sorted({exhibit.file.partition("/")[0] for exhibit in EXHIBITS})


def stored(file: str) -> str:
    return (GALLERY.FOLDER / file).read_bytes().decode()


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: exhibit.file)
def test_an_exhibit_is_what_its_command_prints(exhibit: Any) -> None:
    assert stored(exhibit.file) == GALLERY.drawn(exhibit), exhibit.command


def test_the_index_shows_what_is_stored() -> None:
    assert stored("index.md") == GALLERY.index()


def test_nothing_else_lies_in_the_gallery() -> None:
    assert GALLERY.unlisted() == []


def test_there_are_twenty_three_recurrences_and_six_programs_and_one_of_each_kind_in_every_format() -> None:
    assert (len(GALLERY.RECURRENCES), len(GALLERY.SPAWNED)) == (23, 6)
    for name in NAMES:
        kinds = {exhibit.file.partition(".")[2] for exhibit in EXHIBITS if exhibit.file.startswith(f"{name}/")}
        assert "txt" in kinds and ("svg" in kinds or name in GALLERY.WITHOUT_TREE)
        if name in GALLERY.IN_EVERY_FORMAT:
            assert kinds >= {"120.txt", "ascii.txt", "md", "tex", "json", "html"}
    recurrences = {name for name, *_ in GALLERY.RECURRENCES}
    assert len(GALLERY.IN_EVERY_FORMAT & recurrences) == 2 and len(GALLERY.IN_EVERY_FORMAT - recurrences) == 1


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: exhibit.file)
def test_a_file_is_of_the_kind_that_its_name_says(exhibit: Any) -> None:
    file, columns = exhibit.file, exhibit.columns
    content = stored(file)
    if file.endswith(".txt"):
        assert max(map(len, content.splitlines())) <= columns
        assert content.isascii() or not file.endswith(".ascii.txt")
    elif file.endswith(".svg"):
        assert ElementTree.fromstring(content).tag.endswith("svg")
    elif file.endswith(".tex"):
        assert content.isascii() and content.rstrip().endswith("\\end{document}")
    assert "/home/" not in content and "/tmp/" not in content


def test_an_unknown_option_shows_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert GALLERY.run(["--chek"]) == 2
    assert "python docs/gallery.py --check" in capsys.readouterr().err
