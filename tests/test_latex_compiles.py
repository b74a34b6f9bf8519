"""What is written as LaTeX compiles with pdflatex: as a document of its own, and inside another with amsmath alone."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from recur.documents.blocks import Paragraph
from recur.model.derivation import Step
from recur.writers import latex
from recur.writers.characters import TEX
from tests.child_processes import PATIENCE

Recur = Callable[..., "subprocess.CompletedProcess[str]"]
PROGRAMS = Path(__file__).resolve().parent.parent / "examples" / "programs"
pytestmark = pytest.mark.skipif(shutil.which("pdflatex") is None, reason="NOT TESTED: there is no pdflatex here")

MINIMAL = "\\documentclass{article}\n\\usepackage{amsmath}\n\\begin{document}\n%s\n\\end{document}\n"
#: The words of a command, without the format.
COMMANDS = (
    ("solve", "T(n) = 2T(n/2) + n/log n", "T(n) = T(n/3) + T(2n/3) + n", "T(n) = 2T(n/2) + O(n)"),
    ("solve", "M(n) = 8M(n/2) + A(n), M(1) = 1; A(n) = 4A(n/2) + 1, A(1) = 1"),
    ("solve", "T(n) = aT(n/b) + n^c", "T(n) = 2T(sqrt n) + log n"),
    ("solve", "F(n) = F(n-1) + F(n-2), F(0) = 0, F(1) = 1", "T(n) = 7T(n-3) + T(n-5) + n"),
    ("solve", "T(n) = (2/n) * sum(k=0..n-1, T(k)) + n - 1, T(0) = 0", "T(n) = n*T(n-1) + 1, T(0) = 1"),
    ("solve", "T(n) = T(floor(n/2)) + T(ceil(n/2)) + n, T(1) = 0"),
    ("check", "T(n) = 3T(n/2) + n", "Θ(n log n)", "--reveal"),
    ("check", "T(n) = 2T(n-1) + 1, T(0) = 0", "2^n", "--hint", "--hint"),
    ("compare", "n^(log n)", "2^(sqrt n)"),
    ("unroll", "T(n) = T(n/3) + T(2n/3) + n", "T(n) = 2T(n-1) + 1, T(0) = 0"),
    ("tree", "T(n) = T(n/5) + T(7n/10) + n"),
    ("tree", "T(n) = T(n/3) + T(2n/3) + n", "-n", "64"),
    ("analyze", str(PROGRAMS / "merge_sort.spawn"), str(PROGRAMS / "matrix_multiply.spawn"), "--steps", "-n", "16"),
    ("parallelism", str(PROGRAMS / "global_sum.spawn")),
    ("speedup", str(PROGRAMS / "global_sum.spawn"), "-n", "1024"),
    ("speedup", "--amdahl", "0.95"),
    ("fit", str(PROGRAMS.parent / "measurements" / "sort_cpp.csv"), "--predict", "n log n"),
)


def compile(source: str, folder: Path) -> str:
    """What pdflatex says; it must make a page without an error."""
    (folder / "page.tex").write_text(source, encoding="utf-8")
    words = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "page.tex"]
    done = subprocess.run(words, cwd=folder, capture_output=True, check=False, timeout=PATIENCE)
    said = done.stdout.decode(errors="replace")
    assert done.returncode == 0, said[said.find("\n!") :][:600]
    assert (folder / "page.pdf").exists()
    return said


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words)[:60])
def test_what_a_command_writes_compiles(words: tuple[str, ...], recur: Recur, tmp_path: Path) -> None:
    whole = recur(*words, "--format", "latex", "--standalone").stdout
    assert whole.startswith("\\documentclass") and whole.isascii()
    said = compile(whole, tmp_path)
    assert "Missing character" not in said
    part = recur(*words, "--format", "latex").stdout
    assert part.strip() and part.strip() in whole
    compile(MINIMAL % part, tmp_path)


def test_a_file_that_ends_in_tex_compiles(recur: Recur, tmp_path: Path) -> None:
    assert recur("tree", "T(n) = 2T(n/2) + n", "-o", "tree.tex").returncode == 0
    compile((tmp_path / "tree.tex").read_text(encoding="utf-8"), tmp_path)


def test_a_graded_class_compiles(recur: Recur, tmp_path: Path) -> None:
    homework = PROGRAMS.parent / "homework" / "matrices.toml"
    compile(recur("grade", str(homework), "--format", "latex").stdout, tmp_path)


def test_an_exam_with_its_key_compiles_whatever_its_title(recur: Recur, tmp_path: Path) -> None:
    words = ["--count", "9", "--seed", "3", "--title", "a_b $5 100% {x} \\input{y} #&~^<>", "-o", "exam.tex"]
    assert recur("exercise", *words).returncode == 0
    assert "Missing character" not in compile((tmp_path / "exam.tex").read_text(encoding="utf-8"), tmp_path)


def test_names_keep_their_accents_in_a_document_and_inside_another(tmp_path: Path) -> None:
    names = (
        Paragraph(Step("Zoë Müller-Łukasz, Nguyễn Thị, Şükrü ığ İ, Dvořák, Gąsienica, Đặng, Þór, Ålborg, i\u0308")),
    )
    assert "Missing character" not in compile(latex.render(names, True), tmp_path)
    compile(MINIMAL % latex.render(names), tmp_path)


def test_every_letter_of_plain_words_compiles(tmp_path: Path) -> None:
    words = "".join(TEX) + "²³₁₂ é ß λ 漢 \\input{x} $5 ^^41 2^10, n^k, 2^(2^40), a^b^c, x^{y}, 2^n^"
    every = (Paragraph(Step(words)), Paragraph(Step("".join(map(chr, range(32, 127))))))
    compile(latex.render(every, True), tmp_path)


def test_a_document_of_answers_of_which_one_is_an_error_compiles(recur: Recur, tmp_path: Path) -> None:
    done = recur("solve", "T(n) = 2T(n/2", "4T(n/2)+1", "--format", "latex", "--standalone")
    assert done.returncode == 2 and "error:" in done.stderr
    compile(done.stdout, tmp_path)


def test_standalone_is_refused_where_there_is_no_document(recur: Recur) -> None:
    done = recur("solve", "4T(n/2)+1", "--standalone")
    assert (done.returncode, done.stdout) == (2, "") and "--format latex" in done.stderr
