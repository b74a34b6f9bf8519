"""What can be read in two ways is said or asked, by every verb alike."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

import recur
from recur.cli import main
from recur.model.logarithms import READ_AS, decides_growth
from recur.notation import text as notation_text
from recur.parsing import parse, parse_formula
from recur.parsing.recurrences.doubts import DOUBTS, Doubt

STRASSEN = "T(n) = 7T(n/2) + n^2"


def told(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """All that a verb says, in one line; it must not fail."""
    assert main(words) not in (2, 70)
    said = capsys.readouterr()
    return " ".join((said.out + said.err).split())


#: Each verb with a log without a base, on which its answer hangs.
HANGING = {
    "solve": ["solve", "T(n) = 2T(n/2) + n^(log 3)"],
    "solve, a constant": ["solve", "--brief", "T(n) = 2T(n/2) + n log n"],
    "solve, an exact form": ["solve", "T(n) = T(n-1) + log n, T(0) = 0"],
    "check": ["check", STRASSEN, "Θ(n^{log 7})"],
    "check, the recurrence": ["check", "T(n) = 2T(n/2) + n^(log 3)", "n^(log_2 3)"],
    "check, a constant": ["check", "T(n) = 2T(n/2) + n", "T(n) ~ n log n"],
    "check, an inequality": ["check", "T(n) = 2T(n/2) + n, T(1) = 0", "T(n) <= n log n"],
    "check, a remainder": ["check", "T(n) = 2T(n/2) + n, T(1) = 1", "n log n + O(n)"],
    "compare": ["compare", "4^{\\log n}", "n^2"],
    "eval": ["eval", "T(n) = 2T(n/2) + log n, T(1) = 1", "1024"],
    "tree": ["tree", "T(n) = 2T(n/2) + n log n"],
    "tree at a size": ["tree", "T(n) = 2T(n/2) + n log n", "-n", "16"],
    "unroll": ["unroll", "T(n) = 2T(n/2) + n log n"],
    "parallelism": ["parallelism", "--work", "n^(log 7)", "--span", "log n"],
    "parallelism at a size": ["parallelism", "--work", "n log n", "--span", "n", "-n", "1024"],
    "speedup": ["speedup", "--work", "n log n", "--span", "log n", "-n", "1024", "-P", "4"],
    "report": ["report", "T(n) = 2T(n/2) + n^(log 3)", "-o", "-"],
}


@pytest.mark.parametrize("words", HANGING.values(), ids=HANGING)
def test_a_log_on_whose_base_the_answer_hangs_is_binary_and_the_verb_says_so(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert READ_AS["2"] in told(words, capsys)
    assert READ_AS["e"] in told([*words, "--log", "e"], capsys)
    assert READ_AS["10"] in told([*words, "--log", "10"], capsys)


WEIGHTLESS = {
    "check": ["check", "T(n) = 2T(n/2) + n log n", "O(n log^2 n)"],
    "check, a wrong answer": ["check", "T(n) = 3T(n/2) + n", "n log n"],
    "compare": ["compare", "n log n", "n^2"],
    "solve, growth alone": ["solve", "T(n) = 2T(n/2) + Θ(n log n)"],
    "parallelism": ["parallelism", "--work", "n log n", "--span", "log n"],
}


@pytest.mark.parametrize("words", WEIGHTLESS.values(), ids=WEIGHTLESS)
def test_nothing_is_said_where_the_base_weighs_nothing(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert "log is read as" not in told(words, capsys)


@pytest.mark.parametrize(
    ("answer", "binary", "natural"),
    [
        ("Θ(n^{log 7})", "correct", "wrong"),
        ("7^log n", "correct", "wrong"),
        ("n^(ln 7)", "wrong", "wrong"),
        ("n^(lg 7)", "correct", "correct"),
        ("n^(log_2 7)", "correct", "correct"),
        ("n^(log 7/log 2)", "correct", "correct"),
    ],
)
def test_the_verdict_follows_the_base_that_is_meant(answer: str, binary: str, natural: str) -> None:
    assert recur.check(STRASSEN, answer).verdict == binary
    assert recur.check(STRASSEN, answer, log="e").verdict == natural
    bare = binary != natural
    assert ("log-base" in recur.check(STRASSEN, answer).notes) is bare


def test_the_json_of_solve_and_check_carries_the_note(capsys: pytest.CaptureFixture[str]) -> None:
    main(["solve", "--json", "T(n) = T(n-1) + log n, T(0) = 0"])
    found = json.loads(capsys.readouterr().out)
    assert found["interpreted"] == "T(n) = T(n - 1) + log2(n), T(0) = 0"
    (solution,) = found["solutions"]
    assert solution["theta"] == "n*log(n)" and solution["exact"] == "log(factorial(n))/log(2)"
    assert READ_AS["2"] + "." in [remark["text"] for remark in solution["remarks"]]
    main(["check", "--json", STRASSEN, "n^log7"])
    assert "log-base" in json.loads(capsys.readouterr().out)["notes"]


def test_values_are_those_of_the_base_that_is_meant() -> None:
    text = "T(n) = T(n/2) + log n, T(1) = 0"
    assert recur.evaluate(text, [1024])[0].value == 55
    assert recur.evaluate(text.replace("log", "ln"), [1024]) != recur.evaluate(text, [1024])
    assert recur.evaluate(text, [1024], log="e")[0].value == recur.evaluate(text.replace("log", "ln"), [1024])[0].value
    assert recur.evaluate("T(n) = log n", [1000], log="10")[0].value == 3


def test_a_base_that_no_log_has_is_refused() -> None:
    with pytest.raises(recur.RecurError, match="no base"):
        recur.solve("2T(n/2) + n", log="3")


@pytest.mark.parametrize(("line", "verdict"), [("", "correct"), ('log = "e"\n', "wrong"), ("log = 10\n", "wrong")])
def test_an_assignment_says_what_log_is(
    line: str, verdict: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    homework = tmp_path / "homework.toml"
    homework.write_text(f'{line}[[question]]\nid = "1"\nrecurrence = "{STRASSEN}"\n', encoding="utf-8")
    answers = tmp_path / "answers.csv"
    answers.write_text("student,question,answer\nann,1,n^(log 7)\n", encoding="utf-8")
    assert main(["grade", str(homework), str(answers), "--format", "jsonl"]) == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["verdict"] == verdict and "log-base" in found["notes"]
    assert main(["grade", str(homework), str(answers), "--format", "jsonl", "--log", "2"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["verdict"] == "correct"


def test_the_prompt_says_it_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    typed = "T(n) = 2T(n/2) + n^(log 3)\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8"))
    assert READ_AS["2"] in told(["prompt"], capsys)


DECIDING = ["n^(log 7)", "7^log n", "(log n)!", "(log n)^(log n)", "2^sqrt(log n)", "e^(log n)", "log n - ln n"]
FACTORS = [
    "n log n + n",
    "log log n",
    "n/log^2 n",
    "n^(log 3/log 2)",
    "2^(log 3)",
    "log(n!)",
    "floor(log n)",
    "2^(lg n)",
]


@pytest.mark.parametrize("text", DECIDING + FACTORS)
def test_the_base_decides_the_growth_outside_of_factors_and_logs(text: str) -> None:
    assert decides_growth(parse_formula(text)) is (text in DECIDING)


#: What is asked: a text with the doubt as recurrence and as answer, and what may have been meant.
ASKED = {
    "lost floor": ("T(n) = 2T(bn/2c) + n", "bn/2c", "⌊n/2⌋"),
    "lost floor and ceiling": ("T(n) = T(bn/2c) + T(dn/2e) + n", "dn/2e", "⌈n/2⌉"),
    "lost floor of a root": ("T(n) = T(b√nc) + 1", "b√nc", "⌊√n⌋"),
    "lost floor of a sum": ("T(n) = T(b(n+1)/2c) + 1", "b(n+1)/2c", "⌊(n+1)/2⌋"),
    "lone dollar": ("T(n) = 2T(n/2) + log n$", " log n$", "single quotes"),
    "lost subscript": ("an = 3an-1 + 1, a0 = 1", "xn = xn-1 + 1", "_"),
    "lost power": ("an = 2na0 + 2n – 1", "an = 2na0 + 2n – 1", "2^n"),
    "Θ without brackets": ("T(n) = theta n log n", "theta n log n", "did you mean"),
    "iterated or power": ("T(n) = T(n/2) + log^(3) n", "log^(3) n", "log log n"),
    "number or factor": ("T(n) = 2T(n/2) + n (2)", "n log n (2)", "may be the number of this equation"),
    "γ before a bracket": ("T(n) = T(n/2) + γ(n+1)", "γ(n+1)", "gamma(n)"),
}
#: What can be asked of a recurrence only.
OF_RECURRENCES = {
    "2- T(n) = T(n-1) + n": "2) T(n) = T(n-1) + n",
    "5-T(n) = T(n-1) + n": "5) T(n) = T(n-1) + n",
    "Q5.2-T(n) = T(n-1) + n": "Q5.2) T(n) = T(n-1) + n",
    "Δa_n = 2n": "(a_{n+1} - a_n) = 2n",
    "Δ²a_n = 2": "(a_{n+2} - 2a_{n+1} + a_n) = 2",
    "Δ(T(n)) = n": "(T(n+1) - T(n)) = n",
    r"\Delta^3 f(n) = n": "(f(n+3) - 3f(n+2) + 3f(n+1) - f(n)) = n",
    r"\Delta f(n) = f(n), f(0) = 1": "(f(n+1) - f(n)) = f(n)",
}
BOTH = [("recurrence", text, told) for text, _, told in ASKED.values()]
BOTH += [("recurrence", text, told) for text, told in OF_RECURRENCES.items()]
BOTH += [("formula", text, told) for _, text, told in ASKED.values()]


def verbs_on(kind: str, text: str, folder: Path) -> dict[str, list[str]]:
    """Every verb that takes such a text, with nothing else in doubt."""
    if kind == "formula":
        return {
            "check": ["check", "2T(n/2) + n", text],
            "compare": ["compare", text, "n"],
            "parallelism": ["parallelism", "--work", text, "--span", "n"],
            "speedup": ["speedup", "--work", text, "--span", "n", "-P", "2"],
        }
    table = folder / "times.csv"
    table.write_text("n,time\n" + "".join(f"{2**k},{0.001 * 2**k}\n" for k in range(4, 12)), encoding="utf-8")
    return {
        "solve": ["solve", text],
        "check": ["check", text, "n"],
        "eval": ["eval", text, "8"],
        "tree": ["tree", text],
        "unroll": ["unroll", text],
        "report": ["report", text, "-o", "-"],
        "fit": ["fit", str(table), "--predict", text],
    }


@pytest.mark.parametrize(("kind", "text", "told"), BOTH)
def test_a_doubt_is_asked_by_every_verb_and_never_answered(
    kind: str, text: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for verb, words in verbs_on(kind, text, tmp_path).items():
        assert main(words) == 2, verb
        said = capsys.readouterr()
        if verb != "report":
            assert said.out == "", verb
        assert told in " ".join(said.err.split()), verb


@pytest.mark.parametrize("doubt", DOUBTS, ids=lambda doubt: doubt.name)
def test_a_doubt_is_found_in_its_example_and_not_in_what_was_meant(doubt: Doubt) -> None:
    assert doubt.find(doubt.example, frozenset()) is not None
    meant = doubt.meant(doubt.example, frozenset())
    if meant is not None:
        assert doubt.find(meant, frozenset()) is None
        assert parse(meant).recurrences


UNDOUBTED = [
    "T(n) = aT(n/b) + cn",
    "T(n) = T(n/2) + bn/c",
    "T(n) = T(n-1) + bn + c",
    "T(n) = 2T(n/2) + b*n/2*c",
    "d(n) = 2d(n/2) + e",
    "b(n) = 2b(n/2) + cn/2",
    "T(n) = T(n/2) + d, T(1) = e",
    "T(n) = $2T(n/2) + n$",
    "a_n = 2a_{n-1} + 1, a_0 = 1",
    "T(n) = T(n/2) + log^2 n",
    "T(n) = T(n/2) + γ n",
]


@pytest.mark.parametrize("text", UNDOUBTED)
def test_letters_that_are_meant_are_read(text: str) -> None:
    assert parse(text).recurrences


@pytest.mark.parametrize("text", ["gamma(n+1)", "Γ(n+1)", "\\Gamma(n+1)", "n gamma(n)"])
def test_gamma_before_a_bracket_is_the_function(text: str) -> None:
    assert recur.compare(text, "n!").order == "same"
    assert recur.compare("gamma(n+1/2)", "n!/sqrt(n)").order == "same"


EVEN_AND_ODD = [
    "T(n) = T(n/2) if n is even, T(n) = T(n-1) + 1 if n is odd, T(0) = 0",
    "T(n) = T(n/2) for even n; T(n-1) + 1 otherwise; T(0) = 0",
    "T(n) = T(n/2) if n mod 2 = 0; T(n) = T(n-1) + 1 if n mod 2 = 1; T(0) = 0",
    "T(n) = T(n/2) if n % 2 == 0; T(n) = T(n-1) + 1 if n % 2 != 0; T(0) = 0",
    "T(n) = T(n/2) if n ≡ 0 (mod 2); T(n) = T(n-1) + 1 if n ≡ 1 (mod 2); T(0) = 0",
    "T(n) = T(n/2) if n \\equiv 0 \\pmod 2; T(n) = T(n-1) + 1 if n \\equiv 1 \\pmod{2}; T(0) = 0",
    "T(n) = \\begin{cases} 0 & n = 0 \\\\ T(n/2) & \\text{if } n \\text{ is even} \\\\ "
    "T((n-1)/2) + 1 & \\text{if } n \\text{ is odd} \\end{cases}",
    "T(n) = T(n/2) if n is divisible by 2; T(n) = T(n-1) + 1 otherwise; T(0) = 0",
    "T(2n) = T(n), T(2n+1) = T(2n) + 1, T(0) = 0",
    "T(0) = 0; T(2n-1) = T(n-1) + 1; T(2n) = T(n)",
    "T(4n) = T(n), T(4n+1) = T(n) + 1, T(4n+2) = T(n) + 1, T(4n+3) = T(n) + 2, T(0) = 0",
    "T(n) = T(n div 2) + n mod 2, T(0) = 0",
    "T(n) = T(n // 2) + n % 2, T(0) = 0",
    "T(n) = T(n \\bmod 2) + T(n div 2) - T(0), T(0) = 0, T(1) = 1",
]


@pytest.mark.parametrize("text", EVEN_AND_ODD)
def test_divisions_remainders_and_parities_have_their_values(text: str) -> None:
    sizes = [*range(1, 40), 2**60 - 1]
    found = [value.value for value in recur.evaluate(text, sizes)]
    assert found == [n.bit_count() for n in sizes]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("T(n) = T(n/2) + 1 if n is even", "not defined for odd n"),
        ("T(n) = T(n/2) if n even; T(n) = T(n-1) if n odd; T(n) = 1 if n mod 2 = 1", "defined twice for odd n"),
        ("T(n) = T(n/3) if n mod 3 = 0; T(n) = T(n-1) if n mod 3 = 1", "not defined for n mod 3 = 2"),
    ],
)
def test_branches_that_are_no_function_are_refused(text: str, reason: str) -> None:
    with pytest.raises(recur.RecurError, match=reason):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "T(n) = T(n-1) + 1/n, T(0) = 0",
        "T(n) = T(n-1) + log(n^2)",
        "T(n) = (2/n)*sum(k = 0..n-1, T(k)) + n, T(0) = 0",
        "T(n) = T(n/log n) + 1",
    ],
)
@pytest.mark.parametrize("base", ["2", "e"])
def test_the_constant_that_is_shown_is_right_when_it_is_read_again(text: str, base: str) -> None:
    solution = recur.solve(text, log=base)
    assert solution.leading is not None
    shown = notation_text.write(solution.leading)
    assert recur.check(text, f"~ {shown}", log=base).verdict == "correct"
