"""recur report on the command line: what is read, where the page goes, exit codes; and how a browser takes it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from recur.cli import main
from tests import html_pages
from tests.child_processes import PATIENCE
from tests.html_pages import assert_mathematics, assert_readable, assert_stands_alone, words as shown_words

Recur = Callable[..., "subprocess.CompletedProcess[str]"]
CHECKOUT = Path(__file__).resolve().parent.parent
PROGRAM = CHECKOUT / "examples/programs/matrix_vector.spawn"
MERGE = "T(n) = 2T(n/2) + n"
UNSOLVED = "T(n) = 2T(n/2) + n*sin(n)^2/log log n"
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_browser = pytest.mark.skipif(BROWSER is None, reason="NO BROWSER: no chromium on PATH, the page is not looked at")
#: Put into a copy of the page: what a browser made of it, as data of the document.
MEASURE = """<script>addEventListener('load', () => {
  const root = document.documentElement, formulas = [...document.querySelectorAll('math')];
  const flat = formulas.filter(f => { const r = f.getBoundingClientRect(); return r.width < 3 || r.height < 5 });
  const stacked = [...document.querySelectorAll('mfrac')].filter(f => f.getAttribute('linethickness') !== '0').every(
    f => f.children[0].getBoundingClientRect().bottom <= f.children[1].getBoundingClientRect().top + 2);
  const raised = [...document.querySelectorAll('msup')].every(
    f => f.children[1].getBoundingClientRect().top <= f.children[0].getBoundingClientRect().top + 2);
  root.dataset.said = [formulas.length, flat.length, stacked, raised, root.scrollWidth - root.clientWidth].join(' ');
});</script>"""


def report(tmp_path: Path, *words: str) -> tuple[int, str]:
    file = tmp_path / "report.html"
    code = main(["report", *words, "-o", str(file)])
    return code, file.read_text(encoding="utf-8")


def problems(page: str) -> list[str]:
    return [shown_words(head) for head in html_pages.read(page).iter("h2")]


def test_recurrences_programs_and_files_make_one_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = tmp_path / "some.txt"
    listed.write_text('# two\n\n4T(n/2)+1\n"T(n) = T(n-1)\\n + 1"\n', encoding="utf-8")
    code, page = report(tmp_path, MERGE, str(listed), str(PROGRAM), "--title", "All <of> it")
    assert code == 0 and capsys.readouterr() == ("", "")
    assert problems(page) == [f"1{MERGE}", "24T(n/2)+1", "3T(n) = T(n-1) + 1", "4matrix_vector.spawn"]
    document = assert_stands_alone(page)
    assert_readable(document)
    assert assert_mathematics(page) > 20
    assert shown_words(next(document.iter("h1"))) == "All <of> it"


def test_a_dash_reads_standard_input_and_writes_standard_output(recur: Recur, tmp_path: Path) -> None:
    done = recur("report", "-", "-o", "-", stdin="2T(n/2)+n\n# no\n\nT(n)=T(n-1)+1\n")
    assert done.returncode == 0 and done.stderr == ""
    assert problems(done.stdout) == ["12T(n/2)+n", "2T(n)=T(n-1)+1"]
    assert not list(tmp_path.iterdir())
    assert recur("report", "2T(n/2)+n").stdout.startswith("<!DOCTYPE html>")  # a pipe needs no -o


def test_one_bad_line_never_stops_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, page = report(tmp_path, "T(n) = 2T(n/2", MERGE)
    assert code == 2
    assert "a bracket is not closed" in capsys.readouterr().err
    assert problems(page) == ["1T(n) = 2T(n/2", f"2{MERGE}"]
    sections = list(html_pages.read(page).iter("section"))
    assert "a bracket is not closed" in shown_words(sections[0]) and "Derivation" in shown_words(sections[1])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([MERGE], 0),
        ([UNSOLVED], 3),
        (["T(n) = T(n)"], 2),
        ([MERGE, UNSOLVED, "T(n) ="], 3),
    ],
)
def test_the_exit_code_is_the_largest_of_the_problems(words: list[str], code: int, tmp_path: Path) -> None:
    assert report(tmp_path, *words)[0] == code


def test_what_takes_too_long_says_so_on_the_page(recur: Recur) -> None:
    done = recur("report", "T(n) = T(n/2) + T(n/3) + n^(1/7)", "--timeout", "0.001", "-o", "-")
    assert done.returncode == 4 and "time limit" in done.stderr
    assert "time limit" in shown_words(html_pages.read(done.stdout))


def test_a_program_with_an_undefined_procedure_says_so(tmp_path: Path) -> None:
    file = tmp_path / "wrong.spawn"
    file.write_text("F(n):\n  spawn G(n/2)\n", encoding="utf-8")
    code, page = report(tmp_path, str(file))
    assert code == 3 and "G is not defined" in page  # its cost is unknown: no error, and no Θ


SORTING = """\
def insertion_sort(a):
    for i in range(1, len(a)):
        j = i
        while j > 0 and a[j - 1] > a[j]:
            a[j - 1], a[j] = a[j], a[j - 1]
            j -= 1


def counted(xs):
    seen = {}
    for x in xs:
        seen[x] = seen.get(x, 0) + 1
    return seen
"""


def test_one_function_of_a_file_is_reported_in_the_case_that_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "sorting.py"
    file.write_text(SORTING, encoding="utf-8")
    code, page = report(tmp_path, f"{file}:insertion_sort")
    words = shown_words(html_pages.read(page))
    assert code == 0 and problems(page) == ["sorting.py:insertion_sort"]
    assert "counted" not in words and "Best case" not in words and "/n2within" in "".join(words.split())
    code, page = report(tmp_path, f"{file}:insertion_sort", "--case", "best")
    words = shown_words(html_pages.read(page))
    assert code == 0 and "are equal" in words and "/nwithin" in "".join(words.split())
    assert "hashing takes one step" in report(tmp_path, f"{file}:counted")[1]  # what the cost stands on


def test_a_function_of_tasks_is_read_and_not_run(tmp_path: Path) -> None:
    file = tmp_path / "tasks.py"
    file.write_text(f"import recur.forkjoin\n1 / 0\n{SORTING}", encoding="utf-8")
    assert report(tmp_path, f"{file}:insertion_sort")[0] == 0


def test_a_function_or_a_case_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "sorting.py"
    file.write_text(SORTING, encoding="utf-8")
    assert report(tmp_path, f"{file}:sorted")[0] == 2 and "there is no function sorted" in capsys.readouterr().err
    assert main(["report", MERGE, "--case", "best", "-o", "-"]) == 2
    assert "--case belongs to code" in capsys.readouterr().err
    file.write_text("x = 3\n", encoding="utf-8")
    assert report(tmp_path, str(file))[0] == 2 and "defines no function" in capsys.readouterr().err


def test_sizes_can_be_chosen_for_programs(tmp_path: Path) -> None:
    _, page = report(tmp_path, str(PROGRAM), "-n", "8,2^6")
    assert "at n = 64" in page and "<td>1,024</td>" not in page


def test_a_file_of_times_is_a_chapter_with_its_picture(tmp_path: Path) -> None:
    code, page = report(tmp_path, str(CHECKOUT / "examples" / "measurements" / "sort_cpp.csv"))
    assert code == 0 and "named" in page and "<svg" in page and "residuals" in page and "35.0 µs" in page


def test_a_file_that_holds_no_times_is_a_chapter_that_says_so(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("name,colour\nrose,red\n", encoding="utf-8")
    code, page = report(tmp_path, str(file))
    assert code == 2 and "no column is named" in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.txt"], "cannot read nowhere.txt: no such file"),
        (["nowhere.spawn"], "cannot read nowhere.spawn: no such file"),
        ([str(CHECKOUT / "README.md")], "a report reads programs"),
        ([str(CHECKOUT)], "cannot read"),
    ],
)
def test_what_cannot_be_read_is_a_usage_error(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "report.html"
    assert main(["report", *words, "-o", str(file)]) == 2
    assert said in capsys.readouterr().err and not file.exists()


def test_nothing_to_report_on_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("# nothing\n", encoding="utf-8")
    assert main(["report", str(empty), "-o", "-"]) == 2
    assert "nothing to report on" in capsys.readouterr().err


def test_a_page_that_cannot_be_written_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", MERGE, "-o", str(tmp_path / "none" / "r.html")]) == 2
    assert "cannot write" in capsys.readouterr().err


def test_text_that_is_no_text_is_an_error_on_the_page(recur: Recur) -> None:
    done = recur("report", "-", "-o", "-", stdin=b"\xff\n2T(n/2)+n\n")
    assert done.returncode == 2 and "not UTF-8" in done.stdout and "Derivation" in done.stdout


def browser(*words: str) -> subprocess.CompletedProcess[str]:
    assert BROWSER is not None
    common = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage"]
    return subprocess.run(
        [BROWSER, *common, *words], capture_output=True, text=True, timeout=PATIENCE, check=False, errors="replace"
    )


@needs_browser
def test_a_browser_shows_the_page_without_complaint(tmp_path: Path) -> None:
    """No message on the console, formulas laid out, and nothing wider than a telephone of 400 points."""
    _, page = report(tmp_path, MERGE, UNSOLVED, "T(n) = T(n/2) + T(n/3) + 1", str(PROGRAM), "T(n) = 2T(n/2")
    file = tmp_path / "report.html"
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    done = browser(profile, "--enable-logging=stderr", "--dump-dom", file.as_uri())
    assert "<math" in done.stdout, done.stderr[-2000:]
    assert "CONSOLE" not in done.stderr

    policy = re.compile(r"<meta http-equiv=.*?>")
    measured = tmp_path / "measured.html"
    measured.write_text(policy.sub(MEASURE, page), encoding="utf-8")
    # a window is never narrower than 500 points: at 1.25 of them to a point of the page it has 400
    small = ("--force-device-scale-factor=1.25", "--window-size=500,900")
    said = browser(profile, *small, "--dump-dom", measured.as_uri()).stdout
    found = re.search(r'data-said="(\d+) (\d+) (\w+) (\w+) (-?\d+)"', said)
    assert found is not None
    assert int(found[1]) == len(re.findall("<math", page)) > 20
    assert found.groups()[1:] == ("0", "true", "true", "0")
