"""The words on the command line: verbs, help, version, options that do not fit."""

from __future__ import annotations

import gc
import json
import re
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

import recur as library
from recur.cli import main
from recur.cli.app import verb_named, verbs
from recur.cli.help import HEADINGS, front_page, page_of
from recur.cli.inputs import MAX_LINE_BYTES
from recur.cli.words import Parameter
from tests.child_processes import PATIENCE

VERBS = ("solve", "unroll", "tree", "compare", "eval", "methods", "completion")


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"recur {library.__version__}\n"


def test_every_verb_is_found_by_its_file_name() -> None:
    assert set(verbs()) >= set(VERBS)


def test_a_file_that_is_not_a_command_is_no_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["terminal"]) == 2
    assert "unknown verb terminal" in capsys.readouterr().err


def test_the_help_shows_examples_before_the_verbs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(shown.index('recur solve "4T(n/2)+1"') < shown.index(f"\n  {verb} ") for verb in verbs())


def test_the_verbs_stand_under_the_heading_of_who_asks_for_them() -> None:
    asked_for = {found.asked_for for found in map(verb_named, verbs()) if found is not None}
    assert asked_for == HEADINGS.keys()
    page = front_page(80)
    assert page.index(HEADINGS["teaching"]) < page.index("\n  grade ") < page.index(HEADINGS["programs"])


@pytest.mark.parametrize("words", [["help"], ["help", "solve"]], ids=" ".join)
def test_help_is_a_word_too(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0
    shown = capsys.readouterr().out
    assert main([*words[1:], "--help"]) == 0
    assert capsys.readouterr().out == shown


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_each_verb_shows_examples_before_the_options(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([verb, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.index(f"recur {verb}", len("usage: recur ")) < shown.index("\noptions:")


@pytest.mark.parametrize("verb", ["", *verbs()])
def test_help_is_as_wide_as_the_terminal(verb: str) -> None:
    """Prose fills the width that there is; what is typed as it stands has at most eighty columns."""

    def longest(width: int) -> int:
        found = verb_named(verb)
        page = front_page(width) if found is None else page_of(found, width)
        return max(len(line) for line in page.splitlines() if not re.match(r" *(recur|usage:) ", line))

    assert longest(80) <= 80 and longest(100) <= 100
    assert longest(60) <= 80 and longest(100) > longest(60)


MISTAKES = [["nothing"], ["--nothing"], ["T(n)=2T(n/2)+n"], ["analyze", "there-is-no-such-file.spawn"], ["solve"]]


@pytest.mark.parametrize("words", [*MISTAKES, *([verb, "--no-such-option"] for verb in verbs())], ids=" ".join)
def test_what_is_said_of_a_mistake_fits_eighty_columns(
    words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(words) == 2
    assert max(map(len, capsys.readouterr().err.splitlines())) <= 80


def options() -> list[tuple[str, Parameter]]:
    found = [verb for verb in map(verb_named, verbs()) if verb is not None]
    return [(verb.name, parameter) for verb in found for parameter in verb.parameters if parameter.flags]


def test_an_option_means_the_same_in_every_verb() -> None:
    """A short flag belongs to one long one, and what it is followed by is the same, if one or several of it."""
    long, value = defaultdict(set), defaultdict(set)
    for _, parameter in options():
        for flag in parameter.flags:
            if len(flag) == 2:
                long[flag].add(parameter.title)
        value[parameter.title].add(
            "a format" if parameter.title == "--format" else parameter.shown.removesuffix(",...")
        )
    assert all(len(titles) == 1 for titles in long.values()), long
    assert all(len(shown) == 1 for shown in value.values()), value
    assert (long["-n"], long["-P"], long["-o"]) == ({"--sizes"}, {"--processors"}, {"--output"})
    assert (value["--output"], value["--plot"]) == ({"FILE"}, {"FILE"})


@pytest.mark.parametrize("verb", [verb for verb, parameter in options() if parameter.title == "--output"])
def test_a_file_whose_ending_says_no_format_is_refused_with_those_that_do(
    verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    words = {
        "compare": ["n", "n^2"],
        "eval": ["T(n)=T(n-1)+1", "3"],
        "methods": [],
        "parallelism": [],
        "speedup": [],
        "exercise": [],
    }
    assert main([verb, *words.get(verb, ["4T(n/2)+1"]), "-o", "answer.docx"]) == 2
    said = capsys.readouterr().err
    assert "answer.docx" in said and (".json" in said or ".html" in said)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "ending", "said"),
    [
        (["solve", "4T(n/2)+1"], ".tex", r"\end{document}"),
        (["solve", "4T(n/2)+1", "T(n)=T(n-1)+1"], ".md", r"\Theta(n)"),
        (["check", "4T(n/2)+1", "n^2"], ".json", '"verdict": "correct"'),
        (["compare", "n", "n^2"], ".txt", "n = o(n²)"),
        (["eval", "T(n)=T(n-1)+1, T(0)=0", "3"], ".txt", "T(3) = 3"),
        (["unroll", "T(n)=T(n-1)+1"], ".tex", r"\begin{document}"),
        (["tree", "2T(n/2)+n"], ".dot", "graph"),
        (["speedup", "--amdahl", "0.9"], ".md", "Amdahl"),
        (["methods"], ".json", '"methods"'),
        (["solve", "4T(n/2)+1", "T(n)=T(n-1)+1"], ".jsonl", '\n{"schema"'),
        (["solve", "4T(n/2)+1", "T(n)=T(n-1)+1"], ".html", "</main>\n</body>\n</html>"),
        (["tree", "2T(n/2)+n"], ".html", "<svg"),
    ],
)
def test_an_answer_goes_to_the_file_in_the_format_of_its_ending(
    words: list[str], ending: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"answer{ending}"
    assert main([*words, "-o", str(file)]) == 0
    assert capsys.readouterr().out == ""
    assert said in file.read_text(encoding="utf-8")


def test_no_words_at_all_show_the_help_and_are_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    said = capsys.readouterr()
    assert said.out == "" and "examples:" in said.err


def test_a_mistyped_verb_gets_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["slove", "4T(n/2)+1"]) == 2
    assert "did you mean solve?" in capsys.readouterr().err


def test_a_recurrence_without_a_verb_gets_the_verb_suggested(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["4T(n/2)+1"]) == 2
    assert 'recur solve "4T(n/2)+1"' in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["solve"],
        ["solve", "4T(n/2)+1", "--format", "pdf"],
        ["solve", "4T(n/2)+1", "--unknown"],
        ["solve", "4T(n/2)+1", "--format"],
        ["solve", "4T(n/2)+1", "--json=yes"],
        ["solve", "4T(n/2)+1", "-v"],
        ["solve", "4T(n/2)+1", "--timeout", "0"],
        ["solve", "4T(n/2)+1", "--timeout", "nan"],
        ["solve", "4T(n/2)+1", "--timeout", "soon"],
        ["compare", "n"],
        ["eval", "T(n)=T(n-1)+1"],
        ["methods", "n"],
        ["methods", "-T(n)"],
        ["-T(n-1)+n"],
        ["--unknown"],
    ],
    ids=" ".join,
)
def test_words_that_do_not_fit_are_a_usage_error(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("error: ") and "usage: recur" in said.err and "--help" in said.err
    assert "Traceback" not in said.err and "\0" not in said.err


@pytest.mark.parametrize(
    ("words", "meant"), [(["solve", "--stesp", "4T(n/2)+1"], "--steps"), (["eval", "--roundin"], "--rounding")]
)
def test_a_mistyped_option_gets_a_suggestion(words: list[str], meant: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert f"did you mean {meant}?" in capsys.readouterr().err


def test_a_format_that_there_is_not_is_met_with_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "4T(n/2)+1", "--format", "pdf"]) == 2
    said = capsys.readouterr().err
    assert all(form in said for form in ("pdf", "text", "latex", "markdown", "json"))


def test_square_brackets_are_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "--format", "[red]pdf[/red]", "4T(n/2)+1"]) == 2
    assert "[red]pdf[/red]" in capsys.readouterr().err
    assert main(["solve", "T(n) = [bold]T(n/2)[/bold]"]) == 2
    assert "T(n) = [bold]T(n/2)[/bold]" in capsys.readouterr().err


def test_of_two_options_that_disagree_the_last_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "4T(n/2)+1", "--brief", "--steps"]) == 0
    long = capsys.readouterr().out
    assert main(["solve", "4T(n/2)+1", "--steps", "--brief"]) == 0
    assert "Assumes" in long and "Assumes" not in capsys.readouterr().out


def test_no_time_limit_is_a_time_limit_too(capsys: pytest.CaptureFixture[str]) -> None:
    for seconds in ("inf", "1e300"):
        assert main(["solve", "4T(n/2)+1", "--timeout", seconds]) == 0


def test_the_short_form_of_help_is_help(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["solve"]):
        assert main([*words, "--help"]) == 0
        spelled_out = capsys.readouterr().out
        assert main([*words, "-h"]) == 0
        assert capsys.readouterr().out == spelled_out


def test_the_examples_of_a_verb_stand_in_its_help_as_they_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    from recur.cli import solve

    assert main(["solve", "--help"]) == 0
    shown = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert solve.__doc__
    assert all(line.strip() in shown for line in solve.__doc__.strip().splitlines())


def test_a_formula_may_start_with_a_minus_sign(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "--json", "-(-n)", "n"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["f"], document["order"]) == ("-(-n)", "same")


def test_a_negative_number_is_an_argument_and_no_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "T(n)=T(n-1)+1, T(0)=0", "-5"]) == 2
    assert "unknown option" not in capsys.readouterr().err


def test_control_characters_of_a_usage_error_are_shown_not_sent(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["\x1b[2J"]) == 2
    assert "\x1b" not in capsys.readouterr().err


def test_a_line_holds_the_longest_text_even_when_each_character_is_escaped() -> None:
    from recur.model.limits import MAX_CHARACTERS

    assert len(rb"\ud83d\ude00") * MAX_CHARACTERS < MAX_LINE_BYTES


def modules_after(command_line: list[str], code: int, *words: str) -> set[str]:
    """The names of everything that is imported once the command has run and ended with this code."""
    program = command_line[-1].replace("sys.exit(main())", "print(main(), *sys.modules)")
    done = subprocess.run(
        [*command_line[:-1], program, *words], capture_output=True, check=True, encoding="utf-8", timeout=PATIENCE
    )
    ended, *modules = done.stdout.splitlines()[-1].split()
    assert int(ended) == code, done.stderr
    return set(modules)


HEAVY = frozenset({"sympy", "mpmath", "numpy", "pydantic", "rich"})


def test_the_version_imports_no_parser_and_no_library(command_line: list[str]) -> None:
    loaded = modules_after(command_line, 0, "--version")
    assert loaded.isdisjoint({"typer", "click", "argparse", "lark", "recur.model.expressions"} | HEAVY)


@pytest.mark.parametrize("words", [("--help",), ("solve", "--help"), ("completion", "bash")], ids=" ".join)
def test_help_and_completion_load_no_mathematics(words: tuple[str, ...], command_line: list[str]) -> None:
    loaded = modules_after(command_line, 0, *words)
    assert loaded.isdisjoint({"lark", "recur.model.expressions"} | HEAVY)


def test_only_the_verb_that_is_asked_for_is_imported(command_line: list[str]) -> None:
    loaded = modules_after(command_line, 0, "solve", "--help")
    assert {verb for verb in VERBS if f"recur.cli.{verb}" in loaded} == {"solve"}


def test_a_syntax_error_loads_no_method_and_no_sympy(command_line: list[str]) -> None:
    loaded = modules_after(command_line, 2, "solve", "T(n) = 2T(n/2 + n")
    assert loaded.isdisjoint({"recur.solving.solver", "recur.solving.order"} | HEAVY)


def test_a_class_graded_to_a_file_loads_no_page_and_no_engine(command_line: list[str], tmp_path: Path) -> None:
    table = tmp_path / "class.csv"
    table.write_text("student,recurrence,answer\nada,T(n) = 2T(n/2) + n,n\n", encoding="utf-8")
    loaded = modules_after(command_line, 0, "grade", str(table), "-o", str(tmp_path / "grades.jsonl"))
    assert loaded.isdisjoint({"recur.writers.html", "recur.pictures.svg", "recur.executors", "http.client"} | HEAVY)


def test_the_collector_of_a_program_that_calls_the_command_is_left_alone() -> None:
    before = gc.get_threshold()
    assert main(["solve", "4T(n/2)+1"]) == 0
    assert gc.get_threshold() == before


def test_a_plain_recurrence_loads_no_sympy_and_few_modules(command_line: list[str]) -> None:
    loaded = modules_after(command_line, 0, "solve", "4T(n/2)+1")
    assert loaded.isdisjoint({"sympy", "pydantic", "rich"})
    ours = {name for name in loaded if name.partition(".")[0] == "recur"}
    assert len(ours) <= 90, sorted(ours)  # what it does not reach is imported where it is reached
