"""The best case of code: no input of a size costs less, and a kind of inputs that is named costs no more."""

import json
from pathlib import Path

import pytest

import recur as library
from recur.forkjoin.costs.analysis import Analysis
from recur.model import InvalidRecurrence
from tests.conftest import Recur

CASES = Path(__file__).parent / "cases" / "source_costs"
ROWS = [json.loads(line) for line in (CASES / "best_cases.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def found() -> dict[str, Analysis]:
    files = dict.fromkeys(row["file"] for row in ROWS)
    return {f: library.analyze((CASES / f).read_text("utf-8"), name=f, case="best", timeout=None) for f in files}


def bounds(analysis: Analysis, name: str) -> str:
    if any(r.name == name for r in analysis.refused):
        return "refused"
    told = analysis.named(name).work.bounds
    if told.theta is not None:
        return f"Theta({told.theta.expression()})"
    assert told.lower is not None
    upper = "?" if told.upper is None else told.upper.expression()
    return f"O({upper}) Omega({told.lower.expression()})"


@pytest.mark.long
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["function"])
def test_the_best_case_is_what_no_input_costs_less_than(row: dict[str, str], found: dict[str, Analysis]) -> None:
    """Tests that the same data answer, a loop that data leave, a break outward and an else of a loop included."""
    assert bounds(found[row["file"]], row["function"]) == row["best"]


def test_which_inputs_reach_the_best_case_is_told(recur: Recur, tmp_path: Path) -> None:
    file = tmp_path / "sorting.py"
    file.write_text(
        "def find(xs, t):\n    for x in xs:\n        if x == t:\n            return True\n    return False\n"
    )
    told = recur("analyze", str(file), "--case", "best")
    assert "Best case  reached where all items, and what they are compared with, are equal." in told.stdout
    data = json.loads(recur("analyze", str(file), "--case", "best", "--json").stdout)["procedures"][0]
    assert (data["case"], data["work"]["theta"], data["inputs"][:13]) == ("best", "1", "reached where")
    assert json.loads(recur("analyze", str(file), "--json").stdout)["procedures"][0]["case"] == "worst"


def test_sizes_that_choose_a_branch_are_no_data() -> None:
    """What holds of some sizes only is no best case of a size."""
    told = library.analyze("def f(n):\n    if n % 7 == 3:\n        return 0\n    for i in range(n):\n        n += 0\n"
                           "    return n\n", name="f.py", case="best").procedures[0]  # fmt: skip
    assert told.work.theta is None


def test_a_bound_that_falls_in_the_loop_is_no_least_number_of_rounds() -> None:
    """A power of two is divided out in its first round: then 1 is left, and the loop over divisors ends."""
    told = library.analyze(
        "def f(n):\n    d = 2\n    while d * d <= n:\n        while n % d == 0:\n            n //= d\n"
        "        d += 1\n    return n\n", name="f.py", case="best",
    ).procedures[0].work.bounds  # fmt: skip
    assert told.theta is None and told.lower is not None and str(told.lower.expression()) == "1"


def test_no_other_case_is_told_and_none_of_what_is_run() -> None:
    with pytest.raises(InvalidRecurrence, match="there is no median case"):
        library.analyze("def f(n):\n    return n\n", name="f.py", case="median")


def test_what_stands_behind_else_of_a_while_loop_is_costed() -> None:
    source = "def f(n, xs):\n    while n > 0:\n        n -= 1\n    else:\n        for x in xs:\n            print()\n"
    assert str(library.analyze(source, name="f.py").procedures[0].work.theta.expression()) == "n + m"


def test_what_is_run_is_held_against_the_worst_case(recur: Recur, tmp_path: Path) -> None:
    file = tmp_path / "one.py"
    file.write_text("def f(n):\n    return n\n", encoding="utf-8")
    told = recur("analyze", str(file), "--case", "best", "--run")
    assert told.returncode == 2 and "worst case" in told.stderr


QUICK = """import random
def q(xs):
    if len(xs) <= 1:
        return xs
    p = {}
    a = [x for x in {} if x < p]
    b = [x for x in {} if x {} p]
    return q(a) + [p] + q(b)
"""


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("xs[0]", "xs[1:]", "xs[1:]", ">="), "every order"),
        (("xs[len(xs) // 2]", "xs", "xs", ">"), "every order"),
        (("random.choice(xs)", "xs", "xs", ">"), "drawn uniformly"),
        (("xs[random.randrange(len(xs))]", "xs", "xs", ">"), "drawn uniformly"),
        (("xs[random.randint(0, len(xs) - 1)]", "xs", "xs", ">"), "drawn uniformly"),
        (("xs[random.randint(0, 1)]", "xs", "xs", ">"), None),
        (("xs[-1]", "xs[1:]", "xs[1:]", ">="), None),
        (("random.choice(xs)", "xs[1:]", "xs[1:]", ">="), None),
        (("max(xs)", "xs", "xs", ">"), None),
    ],
    ids=str,
)
def test_a_pivot_of_uniform_rank_gives_the_expected_case(parts: tuple[str, ...], expected: str | None) -> None:
    """T(n) = (2/n) Σ T(k) + f(n), solved, with the law that it stands on; nothing else is told."""
    told = library.analyze(QUICK.format(*parts), name="q.py", case="expected")
    if expected is None:
        assert not told.procedures and [r.name for r in told.refused] == ["q"]
        return
    found = told.named("q")
    assert str(found.work.bounds.theta.expression()) == "n*log(n)" and found.work.solution is not None
    assert expected in told.inputs["q"] and "the items are different" in told.inputs["q"]


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("xs = sorted(xs)", ""),
        ("xs.sort()", ""),
        ("xs[0] = min(xs)", ""),
        ("", "p += 5"),
        ("", "if p > 3: return xs"),
        ("", "if p == max(xs):\n        for x in xs: print(sum(xs))"),
        ("", "for x in xs:\n        y = sum(xs) if x == p else 0"),
        ("prepare(xs)", ""),
    ],
)
def test_a_pivot_whose_rank_is_not_uniform_or_that_ends_it_early_gives_no_theta(before: str, behind: str) -> None:
    """The items are in the order in which they are handed on, and sizes alone decide what is done with them."""
    first = f"    {before}\n    p = xs[0]\n    {behind}\n".replace("    \n", "")
    text = "def prepare(ys):\n    ys.sort()\n" + QUICK.format("xs[0]", "xs", "xs", ">").replace(
        "    p = xs[0]\n", first
    )
    told = library.analyze(text, name="q.py", case="expected")
    assert [p.work.theta for p in told.procedures if p.name == "q"] in ([], [None])


@pytest.mark.parametrize(
    "calls", ["q(a) and q(b)", "q(a) + (q(b) if p > 0 else [])", "q(a) or [q(b) for x in [p] if x > 0]"]
)
def test_halves_that_are_not_both_sorted_for_sure_give_an_upper_bound_alone(calls: str) -> None:
    text = QUICK.format("xs[0]", "xs", "xs", ">").replace("q(a) + [p] + q(b)", calls)
    found = library.analyze(text, name="q.py", case="expected").named("q").work
    assert found.theta is None and str(found.bounds.upper.expression()) == "n*log(n)"
    assert found.recurrence.relation == "<=" and found.error is not None


def expected_rows() -> list[dict[str, str]]:
    return [json.loads(line) for line in (CASES / "expected_cases.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def on_average() -> Analysis:
    return library.analyze((CASES / "expected_cases.py").read_text("utf-8"), timeout=None, name="x.py", case="expected")


@pytest.mark.parametrize("row", expected_rows(), ids=lambda row: row["function"])
def test_a_range_that_is_split_around_a_pivot_of_uniform_rank(row: dict[str, str], on_average: Analysis) -> None:
    """In place, on one side or on both, read through the functions that draw and exchange; the law is told with it."""
    if row["expected"] == "refused":
        assert row["function"] in [r.name for r in on_average.refused]
    else:
        assert str(on_average.named(row["function"]).work.theta.expression()) == row["expected"]
        assert row["law"] in on_average.inputs[row["function"]]
