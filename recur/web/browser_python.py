"""Python for the page: Pyodide as npm brings it, and recur with what it needs, in archives.

What is in the archives, the standard library too, is compiled by the Python of the page itself, where node is at hand
to run it: more than half of a start would be compiling otherwise.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from recur.model import InvalidRecurrence
from recur.web.in_browser import GRAMMARS, LATE

VARIABLE = "RECUR_PYODIDE"
#: Of the npm package: what the page loads; and what of it is kept compressed, and unpacked by the page.
OF_PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
PACKED = frozenset({"pyodide.asm.mjs", "pyodide.asm.wasm"})
STANDARD = "pyodide/python_stdlib.zip"
#: What reads C, C++ and Java: where npm has put these packages beside Pyodide, they come along.
OF_TREE_SITTER = {
    "code/web-tree-sitter.js": "web-tree-sitter/web-tree-sitter.js",
    "code/web-tree-sitter.wasm.gz": "web-tree-sitter/web-tree-sitter.wasm",
} | {f"code/{name}.wasm.gz": f"{name.replace('_', '-')}/{name.replace('_', '-')}.wasm" for name in GRAMMARS}
#: Archive -> the package in it. All but the first are fetched once an answer needs them.
ARCHIVES = {"recur.zip": "recur", **{archive: package for package, archive in LATE.items()}}
#: Rooms for which a page has no use; nor has it one for lark: the tables of the grammars come along.
LEFT_OUT = frozenset(
    f"recur/{room}"
    for room in ("answers/grading", "cli", "executors", "exercises", "reports", "runs", "serving", "web/assets")
)
NEVER_KEPT = frozenset({"__pycache__", "tests", "benchmarks"})
NOTICE = """\
recur runs in this page by the following, each under its own licence:
Pyodide, https://pyodide.org, Mozilla Public License 2.0
CPython, https://www.python.org, Python Software Foundation License 2
SymPy, https://www.sympy.org, and mpmath, https://mpmath.org, BSD licences
tree-sitter and its grammars of C, C++ and Java, https://tree-sitter.github.io, MIT License
"""
#: A compiled file without its source is found where the source would be.
COMPILING = """
import pathlib, py_compile
for source in sorted(pathlib.Path("/tree").rglob("*.py")):
    shown = str(source.relative_to("/tree")).partition(".zip/")[2]
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    plain = "python_stdlib.zip" in source.parts and not shown.startswith(("pyodide/", "_pyodide/"))
    level = 2 if plain else -1  # nobody reads the docstrings of the standard library
    py_compile.compile(str(source), str(source) + "c", shown, doraise=True, optimize=level, invalidation_mode=mode)
    source.unlink()
"""
IN_NODE = """
import { loadPyodide } from %(pyodide)s;
const python = await loadPyodide();
python.mountNodeFS("/tree", %(tree)s);
python.runPython(%(program)s);
"""
#: To answer once in each language leaves the tables of its grammar in the cache.
ANSWERING = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from recur.web.protocol import answer
answer({"verb": "solve", "text": "4T(n/2)+1"})
answer({"verb": "analyze", "text": "F(n):\\n  spawn F(n-1)"})
"""


def pyodide_folder(given: Path | None) -> Path:
    """The folder of the npm package: as given, as RECUR_PYODIDE says, or in the node_modules around this folder."""
    named = given or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    around = [folder / "node_modules" / "pyodide" for folder in (Path.cwd(), *Path.cwd().parents)]
    for folder in [named] if named else around:
        if all((folder / name).is_file() for name in OF_PYODIDE):
            return folder.resolve()
    told = "Pyodide, the Python of the page, is not " + (f"in {named}" if named else "at hand")
    raise InvalidRecurrence(told, hint=f"npm install pyodide, or {VARIABLE}=FOLDER")


def browser_python(pyodide: Path) -> dict[str, bytes]:
    """All that the page runs, by file name."""
    found = {}
    for name in OF_PYODIDE:
        content = (pyodide / name).read_bytes()
        if name in PACKED:
            found[f"pyodide/{name}.gz"] = gzip.compress(content, mtime=0)
        else:
            found[f"pyodide/{name}"] = content
    found["pyodide/pyodide-lock.json"] = _lock_of_nothing(found["pyodide/pyodide-lock.json"])
    with TemporaryDirectory() as work:
        for archive, package in ARCHIVES.items():
            _lay_out(package, Path(work, archive))
        with zipfile.ZipFile(io.BytesIO(found[STANDARD])) as standard:
            standard.extractall(Path(work, STANDARD))
        _compile(Path(work), pyodide)
        _leave_tables(Path(work, "recur.zip", "cache"))
        found |= tree_sitter_files(pyodide.parent)
        return found | {archive: _zipped(Path(work, archive)) for archive in (STANDARD, *ARCHIVES)}


def tree_sitter_files(packages: Path) -> dict[str, bytes]:
    """The parsers of code from the npm packages in a folder, by file name; none where one of them is not there."""
    files = {name: packages / place for name, place in OF_TREE_SITTER.items()}
    if not all(file.is_file() for file in files.values()):
        return {}
    read = {name: file.read_bytes() for name, file in files.items()}
    return {name: gzip.compress(each, mtime=0) if name.endswith(".gz") else each for name, each in read.items()}


def _lock_of_nothing(lock: bytes) -> bytes:
    """Pyodide's list of packages without the packages: none is fetched from elsewhere."""
    return json.dumps(json.loads(lock) | {"packages": {}}).encode()


def _lay_out(package: str, tree: Path) -> None:
    """A copy of an installed package, with the parts of it that stand elsewhere in a checkout."""
    for name in [package, *(["recur.grammar"] if package == "recur" else [])]:
        spec = find_spec(name)
        assert spec is not None and spec.submodule_search_locations
        source, target = Path(spec.submodule_search_locations[0]), tree / name.replace(".", "/")
        shutil.copytree(source, target, ignore=_of_no_use(source, package), dirs_exist_ok=True)


def _of_no_use(root: Path, package: str) -> Callable[[str, list[str]], set[str]]:
    def ignored(folder: str, names: list[str]) -> set[str]:
        inside = Path(package, os.path.relpath(folder, root))
        return {name for name in names if name in NEVER_KEPT or (inside / name).as_posix() in LEFT_OUT}

    return ignored


def _compile(tree: Path, pyodide: Path) -> None:
    """Compile what is in the tree, where there is a node that runs Pyodide; else the page does so at every start."""
    node = shutil.which("node")
    if node is not None:
        told = {"pyodide": (pyodide / "pyodide.mjs").as_uri(), "tree": str(tree), "program": COMPILING}
        program = IN_NODE % {name: json.dumps(value) for name, value in told.items()}
        subprocess.run([node, "--input-type=module", "-e", program], capture_output=True, check=False)


def _leave_tables(cache: Path) -> None:
    """The tables of all grammars, made by a process that keeps them there."""
    cache.mkdir(parents=True)
    places = os.environ | {"XDG_CACHE_HOME": str(cache), "LOCALAPPDATA": str(cache)}
    subprocess.run([sys.executable, "-c", ANSWERING, json.dumps(sys.path)], env=places, check=True)


def _zipped(tree: Path) -> bytes:
    """The same files make the same archive, byte by byte."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for file in sorted(tree.rglob("*")):
            if file.is_file():
                entry = zipfile.ZipInfo(file.relative_to(tree).as_posix())
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    return written.getvalue()
