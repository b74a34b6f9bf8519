"""What is installed is what stands in the folders, and it works away from the checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shutil import copy2, copytree, ignore_patterns

import pytest

import recur
from tests.child_processes import PATIENCE

CHECKOUT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
SETUPTOOLS = PROJECT["tool"]["setuptools"]


def folders_of_package(name: str, folder: Path) -> set[str]:
    """The package and its sub-packages: every folder that holds Python."""
    found = {name} if any(folder.glob("*.py")) else set()
    for child in folder.iterdir():
        if child.is_dir() and child.name != "__pycache__":
            found |= folders_of_package(f"{name}.{child.name}", child)
    return found


def test_every_folder_is_in_the_package_list_and_every_listed_package_is_a_folder() -> None:
    there = folders_of_package("recur", CHECKOUT / "recur")
    for name, folder in SETUPTOOLS["package-dir"].items():
        there |= folders_of_package(name, CHECKOUT / folder)
    assert sorted(SETUPTOOLS["packages"]) == sorted(there)


def test_every_package_has_an_init_file() -> None:
    places = SETUPTOOLS["package-dir"]
    for name in SETUPTOOLS["packages"]:
        moved = next((there for there in places if f"{name}.".startswith(f"{there}.")), None)
        at = name if moved is None else name.replace(moved, places[moved], 1)
        assert (CHECKOUT / at.replace(".", "/") / "__init__.py").is_file(), name


def test_the_citation_names_the_version_of_the_package() -> None:
    citation = (CHECKOUT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.findall(r"^version: (.+)$", citation, re.MULTILINE) == [recur.__version__]


def test_the_changelog_has_a_section_for_the_version() -> None:
    assert f"## {recur.__version__}" in (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")


def files_of_the_project() -> set[Path]:
    """The files that are kept: those at the top, and those under the folders of the layout."""
    files = set(CHECKOUT.glob("*.*"))
    for folder in ("recur", "grammar", "cli", "tests", "examples", "benchmarks", "docs"):
        files |= set((CHECKOUT / folder).rglob("*.*"))
    texts = (".py", ".md", ".toml", ".lark", ".cff", ".jsonl", ".txt")
    return {file for file in files if file.suffix in texts and file.is_file()}


def test_no_file_of_the_project_names_a_home_folder() -> None:
    home = re.compile(r"/(?:home|Users|root)/\w")
    files = files_of_the_project()
    assert Path(__file__).resolve() in files
    assert not {file for file in files if home.search(file.read_text(encoding="utf-8"))}


def can_build() -> bool:
    try:
        return int(version("setuptools").partition(".")[0]) >= 77
    except PackageNotFoundError:
        return False


def build_or_skip() -> None:
    """Skip where the archives cannot be built; in the gate they must be."""
    if not can_build():
        reason = 'the archives cannot be built here: needs setuptools >= 77 (pip install ".[test]")'
        assert not os.environ.get("CI"), reason
        pytest.skip(reason)


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, unpacked; built from a copy, so that nothing is left in the tree."""
    build_or_skip()
    work = tmp_path_factory.mktemp("wheel")
    junk = ignore_patterns(".*", "build", "dist", "*.egg-info", "__pycache__", "venv", "tests")
    copytree(CHECKOUT, work / "tree", ignore=junk)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run(
        [*pip, "--wheel-dir", str(work), str(work / "tree")], check=True, capture_output=True, timeout=PATIENCE
    )
    (wheel,) = work.glob("recur_solver-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(work / "site")
    return work / "site"


def run_unpacked(unpacked: Path, elsewhere: Path, program: str, *words: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(unpacked), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        cwd=elsewhere,
        env=environment,
        capture_output=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_the_wheel_solves_from_another_directory(unpacked: Path, tmp_path: Path) -> None:
    program = "import sys; from recur.cli import main; sys.exit(main())"
    assert "Θ(n²)" in run_unpacked(unpacked, tmp_path, program, "solve", "4T(n/2)+1")


def test_the_wheel_is_what_was_imported(unpacked: Path, tmp_path: Path) -> None:
    said = run_unpacked(unpacked, tmp_path, "import recur.cli, recur.grammar; print(recur.grammar.__file__)")
    assert Path(said.strip()).is_relative_to(unpacked)


def test_the_wheel_holds_the_grammar_the_type_marker_and_the_command(unpacked: Path) -> None:
    assert (unpacked / "recur" / "py.typed").is_file()
    there = {file.name for file in (CHECKOUT / "grammar").glob("*.lark")}
    assert there and there == {file.name for file in (unpacked / "recur" / "grammar").glob("*.lark")}
    (entry_points,) = unpacked.glob("recur_solver-*.dist-info/entry_points.txt")
    assert "recur = recur.cli:main" in entry_points.read_text(encoding="utf-8")


def test_the_wheel_holds_the_page(unpacked: Path) -> None:
    there = {file.name for file in (CHECKOUT / "recur" / "web" / "assets").iterdir()}
    assert "index.html" in there and there == {file.name for file in (unpacked / "recur" / "web" / "assets").iterdir()}


def test_the_wheel_brings_no_other_top_level_name(unpacked: Path) -> None:
    names = {entry.name for entry in unpacked.iterdir() if not entry.name.endswith(".dist-info")}
    assert names == {"recur"}


def test_the_installed_package_is_a_command(unpacked: Path, tmp_path: Path) -> None:
    program = "import runpy; runpy.run_module('recur', run_name='__main__', alter_sys=True)"
    assert run_unpacked(unpacked, tmp_path, program, "--version") == f"recur {recur.__version__}\n"


#: A Python that knows no editable installation, with the folder it is started in on its path, as `-c` and `-m` have it.
BARE = "import sys, importlib.machinery as m; sys.meta_path[:] = [m.BuiltinImporter, m.FrozenImporter, m.PathFinder]; "


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import recur; print(recur.solve('4T(n/2)+1').theta)", "n**2"),
        ("import recur.cli; sys.exit(recur.cli.main())", "Θ(n²)"),
        ("import runpy; runpy.run_module('recur', run_name='__main__', alter_sys=True)", "Θ(n²)"),
        ("import recur; print(len(recur.analyze('F(n):\\n  spawn F(n-1)').procedures))", "1"),
    ],
)
def test_a_bare_checkout_solves_in_its_own_folder(program: str, said: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-c", BARE + program, "solve", "4T(n/2)+1"],
        cwd=CHECKOUT,
        env=environment | {"PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    assert said in done.stdout


def kept_files() -> set[str]:
    """The files that the repository keeps, those not yet committed included."""
    if not (CHECKOUT / ".git").exists():
        pytest.skip("only a clone knows which files are kept")
    git = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = (
        subprocess.run(git, cwd=CHECKOUT, capture_output=True, check=True, timeout=PATIENCE).stdout.decode().split("\0")
    )
    return {name for name in listed if name and (CHECKOUT / name).is_file()}


def test_the_source_archive_holds_every_file_that_is_kept_and_no_other(tmp_path: Path) -> None:
    build_or_skip()
    kept = kept_files()
    tree = tmp_path / "tree"  # a copy: a list left by an older build would be read as the truth
    for name in kept:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        copy2(CHECKOUT / name, tree / name)
    (tree / "recur" / "__pycache__").mkdir()
    (tree / "recur" / "__pycache__" / "solver.cpython-311.pyc").touch()
    build = f"from setuptools.build_meta import build_sdist; build_sdist({str(tmp_path)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=tree, check=True, capture_output=True, timeout=PATIENCE)
    (archive,) = tmp_path.glob("recur_solver-*.tar.gz")
    with tarfile.open(archive) as packed:
        inside = {member.name.partition("/")[2] for member in packed if member.isfile()}
    made = {name for name in inside if name.startswith("recur_solver.egg-info/")} | {"PKG-INFO", "setup.cfg"}
    assert inside - made == kept
