"""Certificates: what is proved is accepted by a checker of its own, and what was changed is refused."""

from __future__ import annotations

import ast
import copy
import json
import math
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import recur
from recur.model import Undecided
from recur.proofs import checker
from recur.proofs.certificates import certificates, checked_statement
from recur.proofs.checker import LINE, LOG, Ends, NotProved, SizesFrom, Total, check, check_text, product, seal
from tests.conftest import Recur

RECURRENCES = (
    "T(n) = 2T(floor(n/2)) + n, T(1) = 1",
    "T(n) = T(floor(n/2)) + T(ceil(n/2)) + 1, T(1) = 1",
    "T(n) = 3T(n/2) + n",
    "T(n) = 4T(floor(n/2)) + n^2, T(1) = 1",
    "T(n) = 7T(floor(n/2)) + n^2, T(1) = 1",
    "T(n) = T(n/3) + T(2n/3) + n",
    "T(n) = T(n-1) + n, T(0) = 0",
    "T(n) = 2T(n-1) + 1, T(0) = 0",
    "F(n) = F(n-1) + F(n-2), F(0) = 0, F(1) = 1",
    "T(n) = T(n/2) + T(n/3)",
    "T(n) = 2T(n/2) + 4T(n/4) + n",
    "T(n) = 8T(n/4) + n*sqrt(n)",
    "T(n) = 3T(n-2) + n, T(0) = 1, T(1) = 1",
    "T(n) = 2T(floor(n/2)) + n/log(n), T(1) = 1",
    "T(n) = T(floor(sqrt(n))) + 1, T(1) = 0",
    "T(n) = T(n/2) + 2^n",
    "T(n) = 3T(n/3) + n lg n",
    "T(n) = T(floor(n/2)) + T(ceil(n/2)) + floor(lg(n)), T(0) = 0, T(1) = 0",
    "T(n) = n + (4/n)*sum(k=0..n-1, T(k)), T(0) = 0",
    "T(n) = n*log(n) + (2/n)*sum(k=1..n-1, T(k)), T(1) = 0",
    "T(n) = 2T(n/2) + n, T(2) = 2",
    "T(n) = n*T(n-1) + n, T(0) = 0",
    "T(n) = n*T(n-1) + 2^n, T(0) = 1",
    "T(n) = T(n-1) + 7n + n!*n, T(0) = 0",
)
SOURCE = Path(checker.__file__)


@pytest.mark.parametrize("text", RECURRENCES)
def test_what_is_proved_has_a_certificate_that_is_accepted(text: str) -> None:
    found = certificates(recur.prove(text, timeout=None))
    assert [check(each)[0] for each in found] == ["upper", "lower"]


def test_a_system_put_into_one_equation_has_a_certificate_and_one_with_a_lemma_none() -> None:
    for text, claim in (
        ("A(n) = 2B(n/2) + n, A(1) = 1; B(n) = 2A(n/2) + 1, B(1) = 1", "A(n) = O(n log n)"),
        ("A(n) = A(floor(n/3)) + B(floor(2n/3)), A(1) = 1; B(n) = A(floor(2n/3)) + 1, B(1) = 1", "A(n) <= 9n"),
    ):
        assert [check(each)[0] for each in certificates(recur.prove(text, claim))] == ["upper"]
    with pytest.raises(Undecided, match="lemma"):
        certificates(recur.prove("S(n) = S(n-1) + n, S(0) = 0; T(n) = T(n-1) + S(n), T(0) = 0"))


def test_no_certificate_is_written_that_its_checker_refuses() -> None:
    """A base value that is no rational number, and one that is not known."""
    with pytest.raises(Undecided, match="no rational number"):
        certificates(recur.prove("T(n) = 2T(floor(n/2)) + n, T(1) = sqrt(2)", timeout=None))


def test_the_checker_is_short_and_stands_on_nothing_of_recur() -> None:
    text = SOURCE.read_text("utf-8")
    assert len(text.splitlines()) <= 300
    imported = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in imported if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in imported if isinstance(node, ast.ImportFrom)}
    assert names == {"__future__", "decimal", "fractions", "hashlib", "json", "math", "typing"}
    assert "float" not in text


def mutated(certificate: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """One place of the certificate changed."""
    changed = copy.deepcopy(certificate)
    places: list[tuple[Any, Any]] = []

    def collect(value: Any) -> None:
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, inner in items:
            places.append((value, key))
            collect(inner)

    collect(changed)
    while changed == certificate:
        holder, key = rng.choice(places)
        value = holder[key]
        match value:
            case int():
                holder[key] = value + rng.choice([-2, -1, 1, 7])
            case str():
                holder[key] = rng.choice(["0", "1", "2", "-1", "1/3", value + "0", "upper", "lower", "ceiling", ""])
            case _:
                holder[key] = rng.choice([None, [], {}, 3])
    return changed


def test_a_certificate_that_was_changed_is_refused() -> None:
    rng = random.Random(18)
    found = [each for text in RECURRENCES for each in certificates(recur.prove(text, timeout=None))]
    for i in range(1000):
        with pytest.raises(NotProved):
            check_text(json.dumps(mutated(found[i % len(found)], rng)))


@pytest.mark.long
def test_one_that_was_changed_and_sealed_again_is_accepted_only_where_it_is_true() -> None:
    """Then it is a certificate of another statement: its bound is held against the values of its own recurrence."""
    rng = random.Random(19)
    found = [each for text in RECURRENCES for each in certificates(recur.prove(text, timeout=None))]
    accepted = refused = 0
    for i in range(900):
        changed = mutated(found[i % len(found)], rng)
        changed["seal"] = seal(changed)
        try:
            side, first = check_text(json.dumps(changed))
        except NotProved:
            refused += 1
            continue
        accepted += 1
        assert holds_at_sizes(changed, side, first), changed
    assert refused > 300 and accepted > 20


def holds_at_sizes(certificate: dict[str, Any], side: str, first: int) -> bool:
    """The statement at 120 sizes, in floating-point numbers and apart from the checker."""
    unknown = float(Fraction(certificate["x"][0])) if certificate["x"] else 1.0
    base = math.log(float(Fraction(certificate["base"]))) if certificate["base"] else 1.0

    def at(tree: Any, n: int) -> float:
        if isinstance(tree, str):
            return float(n) if tree == "n" else unknown if tree == "x" else float(Fraction(tree))
        x, *others = (at(part, n) for part in tree[1:])
        match tree[0]:
            case "+":
                return x + math.fsum(others)
            case "*":
                return math.prod(others, start=x)
            case "^":
                return float(x ** others[0])
            case "!":
                return math.gamma(x + 1)
            case "floor":
                return float(math.floor(x + 1e-9))
            case "ceiling":
                return float(math.ceil(x - 1e-9))
        return math.log(x) / (base if tree[0] == "log" else 1.0)

    known: dict[int, float] = {row["n"]: at(row["value"], 0) for row in certificate["initial"]}
    last = first + (120 if "!" not in json.dumps(certificate["bound"]) else 60)
    for n in range(max(known) + 1, last):
        calls = [(at(row["coefficient"], n), round(at(row["size"], n))) for row in certificate["calls"]]
        if all(size in known for _, size in calls):
            known[n] = at(certificate["driving"], n) + sum(a * known[size] for a, size in calls)
    turn = 1 if side == "upper" else -1
    bounds = {n: sum(at(term, n) for term in certificate["bound"]) for n in known if n >= first}
    return all((bounds[n] - known[n]) * turn >= -1e-9 * max(1.0, abs(known[n])) for n in bounds)


TRUE = {
    "certificate": 2, "recurrence": "", "side": "upper", "bound": [["*", "2", "n", ["log", "n"]]], "from": 2,
    "step_from": 4, "rising": True, "x": None, "base": "2", "driving": "n", "initial": [{"n": 1, "value": "1"}],
    "calls": [{"coefficient": "2", "size": ["floor", ["*", "1/2", "n"]]}],
}  # fmt: skip
LINEAR = {
    **TRUE, "bound": [["*", "3", "n"]], "rising": False, "driving": "1", "base": None, "from": 1, "step_from": 2,
    "calls": [{"coefficient": "1", "size": ["+", "n", "-1"]}], "initial": [{"n": 0, "value": "0"}],
}  # fmt: skip
ODD = ["+", "n", ["*", "-2", ["floor", ["*", "1/2", "n"]]]]
#: what each would have proved, were a part of it believed
FALSE = (
    (LINEAR, {"driving": ["^", ["+", "n", "2"], ["*", "1", "n"]]}, "a base that varies is no exponential"),
    (
        LINEAR,
        {"bound": [["+", "n", ["*", "-1", ["floor", "n"]]], "2"], "driving": "0"},
        "a bound is a sum of monomials",
    ),
    (
        LINEAR,
        {"bound": [["*", "1", ["^", "n", ["*", "1/2", "n", ["^", "n", "-1"], ["^", "2", "1/2"]]]]]},
        "n in a name",
    ),
    (LINEAR, {"bound": [["log", "n", "2"]]}, "a logarithm has one argument"),
    (LINEAR, {"initial": [{"n": 0, "value": "0"}, {"n": 0, "value": "-9"}]}, "one value a size"),
    (LINEAR, {"initial": []}, "no base values: nothing is said"),
    (LINEAR, {"initial": [{"n": -(10**15), "value": "0"}]}, "sizes that are not looked at in time"),
    (LINEAR, {"bound": [["^", "x", "n"]], "x": ["3/2", "2"], "driving": "0"}, "x = 1 here"),
    (LINEAR, {"calls": [{"coefficient": "1", "size": "n"}]}, "a size that is not smaller"),
    (LINEAR, {"calls": [{"coefficient": "1", "size": ["+", "n", "-2"]}], "step_from": 2}, "T(0) is below n = 1"),
    (LINEAR, {"calls": [{"coefficient": ["+", "5", ["*", "-1", "n"]], "size": ["+", "n", "-1"]}]}, "a factor below 0"),
    (LINEAR, {"driving": ["!", "n"]}, "n! outgrows n"),
    (LINEAR, {"bound": [["*", "3", "n"], ["*", "-1", ["^", ["!", "n"], "-1"], ["!", "n"], "n", "n"]]}, "3n - n^2"),
    (LINEAR, {"bound": [["!", ["*", "1/2", "n"]]]}, "a factorial of another size"),
    (LINEAR, {"driving": ["*", "1/9", ["!", "5/2"]]}, "a factorial of no whole number"),
    (LINEAR, {"driving": ["^", "2", ["^", "2", "40"]]}, "a number that is too large"),
    (LINEAR, {"driving": ["^", "7" * 4000, "9000"]}, "another one"),
    (
        LINEAR,
        {"bound": [["*", "1/2", "n"]], "initial": [{"n": 5, "value": "0"}], "step_from": 6},
        "n/2 < n - 5 from 11 on",
    ),
    (TRUE, {"bound": [["*", "99/100", "n", ["log", "n"]]]}, "the constant is 1 at least"),
    (TRUE, {"rising": False, "bound": [["*", "1", "n", ["log", "n"]], "-1"]}, "the base"),
    (TRUE, {"side": "lower"}, "from above alone"),
    (TRUE, {"base": "1/2"}, "a base below 1"),
    (TRUE, {"base": ["^", "2", "1/2"]}, "a base that is told by its lower end"),
    (LINEAR, {"side": "lower", "bound": ["-2"], "driving": ["^", "-2", "n"]}, "(-2)^n is below 0 at odd sizes"),
    (
        LINEAR,
        {
            "bound": ["10"],
            "driving": ["*", "n", ["+", "100", ["*", "-1", "n"]]],
            "initial": [{"n": 0, "value": "0"}, {"n": 100, "value": "0"}],
            "step_from": 101,
        },
        "the sizes between two base values have theirs by the equation",
    ),
    (
        LINEAR,
        {
            "bound": [["*", "2", ["^", "x", "n"]]],
            "x": ["1", "4"],
            "driving": "0",
            "calls": [{"coefficient": "2", "size": ["+", "n", "-1"]}],
            "initial": [{"n": 0, "value": "1"}],
        },
        "ends so wide that they do not tell x",
    ),
    (
        LINEAR,
        {
            "bound": [["*", "2", ["^", "x", "n"]]],
            "x": ["2", str(2 + Fraction(1, 1 << 100))],
            "driving": "0",
            "calls": [{"coefficient": ["+", "2", ["*", str(Fraction(1, 1 << 110)), ODD]], "size": ["+", "n", "-1"]}],
            "initial": [{"n": 0, "value": "1"}],
        },
        "no x has 2/x = 1 at even sizes and a little more at odd ones",
    ),
)
#: each asks for more than is looked at: numbers, powers and values that grow without end
ENDLESS = (
    (TRUE, {"base": "1000000000001/1000000000000", "bound": [["*", "1/10000000000000", "n", ["log", "n"]]]}),
    (LINEAR, {"driving": ["!", "10000000"]}),
    (LINEAR, {"driving": ["*", *[["^", "10", "100000"]] * 60]}),
    (LINEAR, {"calls": [{"coefficient": ["^", "n", "70000"], "size": ["+", "n", "-1"]}], "step_from": 4000}),
    (LINEAR, {"driving": ["^", "n", "-12"], "step_from": 4000}),
    (LINEAR, {"driving": ["+", *["n"] * 4000], "step_from": 4000}),
)


def test_hand_made_certificates_of_what_is_false_are_refused() -> None:
    for whole, changed, why in FALSE:
        check({**whole, "seal": seal(whole)})
        forged = {**whole, **changed}
        forged["seal"] = seal(forged)
        with pytest.raises(NotProved):
            check_text(json.dumps(forged))
            pytest.fail(why)


def test_certificates_without_end_are_refused_before_their_numbers_are_made() -> None:
    for whole, changed in ENDLESS:
        forged = {**whole, **changed}
        forged["seal"] = seal(forged)
        with pytest.raises(NotProved):
            check_text(json.dumps(forged))


def test_what_was_checked_is_said_by_its_formulas_and_not_by_the_words_beside_them() -> None:
    words = checked_statement({**TRUE, "recurrence": "T(n) = T(n/2) + 1"})
    assert words.startswith("T(n) <= 2*n*") and "2*T(floor(n/2)) + n, T(1) = 1" in words
    [upper, _] = certificates(recur.prove("F(n) = F(n-1) + F(n-2), F(0) = 0, F(1) = 1", timeout=None))
    assert checked_statement(upper).endswith("x = 1.61803398…")
    [upper, _] = certificates(recur.prove("T(n) = T(floor(n/2))/3, T(1) = 1", timeout=None))
    assert checked_statement(upper).endswith("x = -1.58496250…")


def test_no_bound_is_taken_to_rise_from_where_its_slope_has_a_pole() -> None:
    """U = n lg n / 10 − n falls at n = 1; over the leading term log n its slope has 1/log 1 there."""
    bound = Total({product(LINE, LOG): Ends.of(Fraction(1, 10)), LINE: Ends.of(-1)})
    with pytest.raises(NotProved):
        SizesFrom(1, "2", None).is_rising(bound)
    assert not SizesFrom(2, "2", None).is_rising(bound)


def test_what_is_rounded_lies_between_its_ends() -> None:
    """ln and exp of the checker against a series of its own, in exact rational numbers."""
    for x in (Fraction(2), Fraction(10**40 + 1, 3), Fraction(1, 7)):
        found = Ends.of(x).log()
        back = found.exp()
        assert back.low <= x <= back.high and back.high - back.low < x / 10**40
    e = sum((Fraction(1, math.factorial(k)) for k in range(60)), Fraction(0))
    assert Ends.of(1).exp().low <= e <= Ends.of(1).exp().high


def test_the_command_line_writes_and_verifies_them(recur: Recur, tmp_path: Path) -> None:
    written = recur("prove", RECURRENCES[0], "--format", "certificate")
    assert written.returncode == 0
    file = tmp_path / "proof.jsonl"
    file.write_text(written.stdout, "utf-8")
    verified = recur("prove", "--verify", str(file))
    assert verified.returncode == 0 and verified.stdout.count("verified") == 2
    file.write_text(written.stdout.replace('"step_from"', '"step_form"'), "utf-8")
    assert recur("prove", "--verify", str(file)).returncode == 1
