"""Draw the gallery: recurrences and programs of the textbooks as text and pictures, three of them in every format.

    python docs/gallery.py            writes docs/gallery/
    python docs/gallery.py --check    says which files are no longer what recur writes, and ends with 1 if there are any

Every file is what one command prints; the index says which. Look at the pictures after a change before keeping it.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from docs import commands

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "gallery"
PROGRAMS = "examples/programs"

#: name of the folder, recurrence, what it shows
RECURRENCES = (
    ("merge_sort", "T(n) = 2T(n/2) + n, T(1) = 0", "balanced: every level of the tree costs the same"),
    ("karatsuba", "T(n) = 3T(n/2) + n", "leaf-heavy: the leaves cost more than all the levels above them"),
    ("root_heavy", "T(n) = 3T(n/4) + n^2", "root-heavy: the root alone costs as much as all the rest"),
    ("matrix_product", "T(n) = 8T(n/2) + n^2", "leaf-heavy, and the leading constant is known"),
    ("one_logarithm_less", "T(n) = 2T(n/2) + n/log n", "a harmonic sum over the levels: log log n"),
    (
        "root_heavy_below_a_power",
        "T(n) = T(n/2) + n/log n",
        "case 3 below a power of n, and still tight",
    ),
    ("unequal_split", "T(n) = T(n/3) + T(2n/3) + n", "Akra–Bazzi with p = 1"),
    ("median_of_medians", "T(n) = T(n/5) + T(7n/10) + n", "Akra–Bazzi with p below the driving function"),
    ("hidden_driving_term", "T(n) = 2T(n/2) + O(n)", "bounds in, bounds out: O is not Θ"),
    ("rounded_merge_sort", "T(n) = T(floor(n/2)) + T(ceil(n/2)) + n, T(1) = 0", "floors and ceilings, exactly"),
    ("lucky_start", "T(n) = 5T(n-1) - 6T(n-2), T(0) = 1, T(1) = 2", "initial values that miss the dominant root"),
    ("fibonacci", "F(n) = F(n-1) + F(n-2), F(0) = 0, F(1) = 1", "characteristic polynomial, Binet's formula"),
    ("distinct_roots", "a(n) = 5a(n-1) - 6a(n-2), a(0) = 1, a(1) = 4", "the linear system for the constants"),
    ("repeated_root", "a(n) = 6a(n-1) - 9a(n-2)", "every solution, and Θ by its constants"),
    ("complex_roots", "a(n) = 2a(n-1) - 2a(n-2), a(0) = 1, a(1) = 3", "cosine and sine beside the complex roots"),
    ("resonance", "a(n) = 5a(n-1) - 6a(n-2) + 2^n", "a driving function that is homogeneous itself"),
    ("two_drivers", "a(n) = 3a(n-1) - 2a(n-2) + 2^n + n, a(0) = 0, a(1) = 1", "one trial function for each"),
    ("letters_that_meet", "T(n) = a*T(n-1) + b^n, T(0) = c", "a closed form for each way in which letters meet"),
    ("factorials_and_a_sum", "a(n) = n*a(n-1) + 1", "a sum that has no closed form is an answer"),
    ("sum_of_squares", "T(n) = sum(k=1..n, k^2)", "a sum without a recurrence"),
    ("square_root", "T(n) = 2T(sqrt(n)) + log n", "a change of variable"),
    ("quicksort", "T(n) = (2/n) * sum(k=0..n-1, T(k)) + n - 1, T(0) = 0", "full history"),
    ("system", "M(n) = 8M(n/2) + A(n), M(1) = 1; A(n) = 4A(n/2) + 1, A(1) = 1", "a function that uses another"),
)
#: name of the folder, file, size of the speed-up, what it shows
SPAWNED = (
    ("global_sum", "global_sum.spawn", "1024", "work n, span log n"),
    ("matrix_multiply", "matrix_multiply.spawn", "1024", "eight products, then a parallel addition"),
    ("merge_sort_serial_merge", "merge_sort_serial_merge.spawn", "2^14", "a serial merge leaves little parallelism"),
    ("merge_sort_parallel_merge", "merge_sort.spawn", "2^14", "a parallel merge leaves much of it"),
    ("fibonacci_program", "fibonacci.spawn", "32", "exponential work, linear span"),
    ("matrix_multiply_loops", "matrix_multiply_loops.spawn", "1024", "parallel loops"),
)
#: One of each kind of document stands for all in the other formats: what is said is the same, and a writer is a writer.
IN_EVERY_FORMAT = frozenset({"unequal_split", "system", "merge_sort_parallel_merge"})
#: Their calls stand inside a sum, or are taken away: no levels to draw.
WITHOUT_TREE = frozenset(
    {
        "lucky_start", "quicksort", "distinct_roots", "repeated_root", "complex_roots", "resonance", "two_drivers",
        "letters_that_meet", "factorials_and_a_sum", "sum_of_squares",
    }
)  # fmt: skip
INTRODUCTION = """# Gallery

Fifteen recurrences and six programs of the textbooks; two recurrences and a program in every format. Each file is what
one command prints; `python docs/gallery.py` draws them all anew."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A file of the gallery: the words of the command, and what the command is told about the terminal."""

    file: str
    words: tuple[str, ...]
    columns: int = 80

    @property
    def command(self) -> str:
        before = "" if self.columns == 80 else f"COLUMNS={self.columns} "
        return f"{before}recur {shlex.join(self.words)}"


def exhibits() -> Iterator[Exhibit]:
    for name, recurrence, _ in RECURRENCES:
        solve, tree = ("solve", recurrence), ("tree", recurrence)
        yield from _pages(f"{name}/solution", solve)
        if name not in WITHOUT_TREE:
            yield Exhibit(f"{name}/tree.svg", (*tree, "--format", "svg"))
        if name in IN_EVERY_FORMAT:
            yield Exhibit(f"{name}/tree.txt", tree)
            yield Exhibit(f"{name}/report.html", ("report", recurrence, "-o", "-"))
    for name, file, size, _ in SPAWNED:
        program = f"{PROGRAMS}/{file}"
        yield from _pages(f"{name}/analysis", ("analyze", program))
        yield Exhibit(f"{name}/speedup.svg", ("speedup", program, "-n", size, "--plot", "speedup.svg"))
        if name in IN_EVERY_FORMAT:
            yield Exhibit(f"{name}/report.html", ("report", program, "-o", "-"))


def _pages(stem: str, words: tuple[str, ...]) -> Iterator[Exhibit]:
    """One answer as text, or in every format."""
    yield Exhibit(f"{stem}.txt", words)
    if stem.partition("/")[0] not in IN_EVERY_FORMAT:
        return
    yield Exhibit(f"{stem}.120.txt", words, columns=120)
    yield Exhibit(f"{stem}.ascii.txt", (*words, "--ascii"))
    yield Exhibit(f"{stem}.md", (*words, "--format", "markdown"))
    yield Exhibit(f"{stem}.tex", (*words, "--format", "latex", "--standalone"))
    yield Exhibit(f"{stem}.json", (*words, "--json"))


def drawn(exhibit: Exhibit) -> str:
    """What the command writes: to standard output, or to the file of a picture."""
    from tempfile import TemporaryDirectory

    words = [*exhibit.words, "--timeout", "300"]
    with TemporaryDirectory() as folder:
        picture = Path(folder) / "speedup.svg"
        words = [str(picture) if word == picture.name else word for word in words]
        printed = _printed(words, exhibit.columns)
        return picture.read_text(encoding="utf-8") if picture.exists() else printed


def _printed(words: list[str], columns: int) -> str:
    """Standard output of the command in a terminal so wide, in UTF-8 and without colour."""
    done = commands.run(words, ROOT, variables={"COLUMNS": str(columns)})
    if done.returncode:
        raise SystemExit(f"recur {shlex.join(words)} ended with {done.returncode}\n{done.stderr}")
    return done.stdout


def index() -> str:
    """The page that shows everything, from what is stored."""
    parts = [INTRODUCTION, "## Recurrences"]
    for name, recurrence, shown in RECURRENCES:
        pictures = [] if name in WITHOUT_TREE else [f"![The recursion tree of {recurrence}]({name}/tree.svg)"]
        parts += [
            f"### `{recurrence}`",
            f"{_sentence(shown)}",
            *pictures,
            _session(f"{name}/solution.txt"),
            *_links(name),
        ]
    parts.append("## Programs")
    for name, file, size, shown in SPAWNED:
        source = (ROOT / PROGRAMS / file).read_text(encoding="utf-8").rstrip()
        picture = f"![The speed-up of {file} for n = {size}]({name}/speedup.svg)"
        block = f"```text\n{source}\n```"
        parts += [f"### `{file}`", _sentence(shown), block, _session(f"{name}/analysis.txt"), picture, *_links(name)]
    return "\n\n".join(parts) + "\n"


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _session(file: str) -> str:
    command = next(exhibit.command for exhibit in exhibits() if exhibit.file == file)
    shown = (FOLDER / file).read_text(encoding="utf-8").rstrip()
    return f"```text\n$ {command}\n{shown}\n```"


def _links(name: str) -> list[str]:
    """Every other file of the exhibit, by its name."""
    if name not in IN_EVERY_FORMAT:
        return []
    files = [exhibit.file for exhibit in exhibits() if exhibit.file.startswith(f"{name}/")]
    return ["In other formats: " + ", ".join(f"[{file.partition('/')[2]}]({file})" for file in files) + "."]


def differences() -> Iterator[str]:
    """The files that are not what recur writes now."""
    for exhibit in exhibits():
        if _stored(exhibit.file) != drawn(exhibit):
            yield exhibit.file
    if _stored("index.md") != index():
        yield "index.md"


def _stored(file: str) -> str | None:
    path = FOLDER / file
    return path.read_text(encoding="utf-8") if path.exists() else None


def unlisted() -> list[str]:
    """Files in the gallery that no command writes."""
    known = {"index.md", *(exhibit.file for exhibit in exhibits())}
    found = (path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())
    return sorted(set(found) - known)


def write() -> None:
    for exhibit in exhibits():
        path = FOLDER / exhibit.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(drawn(exhibit), encoding="utf-8", newline="")
    (FOLDER / "index.md").write_text(index(), encoding="utf-8", newline="")


def run(words: list[str]) -> int:
    if words not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    if not words:
        write()
    wrong = [*(differences() if words else ()), *unlisted()]
    for file in wrong:
        print(f"docs/gallery/{file} is not what recur writes now", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
