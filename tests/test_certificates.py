"""Certificates: what is proved is accepted by a checker of its own, and what was changed is refused."""

from __future__ import annotations

import ast
import copy
import json
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import recur
from recur.model import Undecided
from recur.proofs import checker
from recur.proofs.certificates import certificates
from recur.proofs.checker import CertificateScale, Ends, Key, NotProved, Total, check, check_text, seal
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
)
SOURCE = Path(checker.__file__)


@pytest.mark.parametrize("text", RECURRENCES)
def test_what_is_proved_has_a_certificate_that_is_accepted(text: str) -> None:
    found = certificates(recur.prove(text, timeout=None))
    assert [check(each)[0] for each in found] == ["upper", "lower"]


def test_a_system_of_one_rounding_has_a_certificate_and_one_with_a_lemma_none() -> None:
    nested = recur.prove("A(n) = 2B(n/2) + n, A(1) = 1; B(n) = 2A(n/2) + 1, B(1) = 1", "A(n) = O(n log n)")
    assert [check(each)[0] for each in certificates(nested)] == ["upper"]
    with pytest.raises(Undecided, match="lemma"):
        certificates(recur.prove("S(n) = S(n-1) + n, S(0) = 0; T(n) = T(n-1) + S(n), T(0) = 0"))
    text = "A(n) = A(floor(n/3)) + B(floor(2n/3)), A(1) = 1; B(n) = A(floor(2n/3)) + 1, B(1) = 1"
    with pytest.raises(Undecided, match="more than once"):
        certificates(recur.prove(text, "A(n) <= 9n"))


@pytest.mark.parametrize("text", ["T(n) = 8T(n/4) + n*sqrt(n)", "T(n) = 2T(n/2) + n, T(2) = 2"])
def test_no_certificate_is_written_that_its_checker_refuses(text: str) -> None:
    with pytest.raises(Undecided, match="its checker"):
        certificates(recur.prove(text, timeout=None))


def test_the_checker_is_short_and_stands_on_nothing_of_recur() -> None:
    text = SOURCE.read_text("utf-8")
    assert len(text.splitlines()) <= 300
    imported = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in imported if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in imported if isinstance(node, ast.ImportFrom)}
    assert names == {"__future__", "fractions", "functools", "hashlib", "json", "math", "typing"}
    assert "float(" not in text.replace("round(float(ln(x).low / ln(self.base).low))", "")  # a guess that is checked


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


def test_one_that_was_changed_and_sealed_again_is_accepted_only_where_it_is_true() -> None:
    """Then it is a certificate of another statement: its bound is held against the values of its own recurrence."""
    rng = random.Random(19)
    found = [each for text in RECURRENCES[:5] for each in certificates(recur.prove(text, timeout=None))]
    accepted = refused = 0
    for i in range(600):
        changed = mutated(found[i % len(found)], rng)
        changed["seal"] = seal(changed)
        try:
            side, first = check_text(json.dumps(changed))
        except NotProved:
            refused += 1
            continue
        accepted += 1
        assert holds_at_sizes(changed, side, first)
    assert refused > 300 and accepted > 20


def holds_at_sizes(certificate: dict[str, Any], side: str, first: int) -> bool:
    """The statement at 120 sizes, in floating-point numbers and apart from the checker."""
    import math

    p = certificate["p"] or ["1", "2"]
    exponent = math.log(float(Fraction(p[0]))) / math.log(float(Fraction(p[1])))
    base = math.log(float(Fraction(certificate["base"]))) if certificate["base"] else 1.0

    def total(rows: list[dict[str, Any]], n: int) -> float:
        found = 0.0
        for row in rows:
            power = float(Fraction(row["q"])) + float(Fraction(row["r"])) * exponent
            found += (
                float(Fraction(row["c"])) * float(Fraction(row["g"])) ** n * n**power * (math.log(n) / base) ** row["j"]
            )
        return found

    known: dict[int, float] = {}
    for row in certificate["initial"]:
        known |= dict.fromkeys(range(row["from"], row["to"] + 1), float(Fraction(row["value"])))
    for n in range(max(known) + 1, first + 120):
        value = total(certificate["driving"], n)
        for call in certificate["calls"]:
            size = Fraction(call["ratio"]) * n + Fraction(call["offset"])
            at = math.ceil(size) if call["round"] == "ceiling" else math.floor(size)
            value += float(Fraction(call["coefficient"])) * known[at]
        known[n] = value
    turn = 1 if side == "upper" else -1
    bounds = {n: total(certificate["bound"], n) for n in range(first, first + 120)}
    return all((bounds[n] - known[n]) * turn >= -1e-9 * max(1.0, abs(known[n])) for n in bounds)


def test_no_bound_is_taken_to_rise_from_where_its_slope_has_a_pole() -> None:
    """U = n lg n / 10 − n falls at n = 1; over the leading term log n its slope has 1/log 1 there."""
    scale = CertificateScale((Fraction(1), Fraction(2)), Fraction(2))
    bound = Total({Key(q=Fraction(1), j=1): Ends.of(Fraction(1, 10)), Key(q=Fraction(1)): Ends.of(-1)})
    with pytest.raises(NotProved):
        scale.is_rising(bound, 1)
    assert not scale.is_rising(bound, 2)


def test_the_command_line_writes_and_verifies_them(recur: Recur, tmp_path: Path) -> None:
    written = recur("prove", RECURRENCES[0], "--format", "certificate")
    assert written.returncode == 0
    file = tmp_path / "proof.jsonl"
    file.write_text(written.stdout, "utf-8")
    verified = recur("prove", "--verify", str(file))
    assert verified.returncode == 0 and verified.stdout.count("verified") == 2
    file.write_text(written.stdout.replace('"step_from"', '"step_form"'), "utf-8")
    assert recur("prove", "--verify", str(file)).returncode == 1
