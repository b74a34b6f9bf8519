"""Files for Coq: coqc, where it is installed, accepts what is proved and refuses a constant that is too small."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

import recur
from recur.model import Undecided
from recur.proofs.certificates import Certificate, certificates
from recur.proofs.coq_text import coq_text

COQC = shutil.which("coqc")
#: a polynomial that is strengthened, one that is root-heavy, n log n with a floor, log n with a ceiling, n - 1
ACCEPTED = (
    "T(n) = 4T(floor(n/2)) + n, T(1) = 1",
    "T(n) = T(floor(n/2)) + T(ceil(n/2)) + 1, T(1) = 1",
    "T(n) = T(n-1) + n^2, T(0) = 0",
    "T(n) = 2T(floor(n/2)) + n, T(1) = 1",
    "T(n) = T(ceil(n/2)) + 1, T(1) = 1",
)
needs_coq = pytest.mark.skipif(COQC is None, reason="coqc IS NOT INSTALLED: no file for Coq was checked by it")


@cache
def has_interval() -> bool:
    """Whether Coq's library interval, which tells of logarithms, is installed beside it."""
    where = subprocess.run([str(COQC), "-where"], capture_output=True, text=True, check=True, timeout=60).stdout
    return (Path(where.strip()) / "user-contrib" / "Interval").exists()


def checked(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    if "From Interval" in text and not has_interval():
        pytest.skip("Coq's library interval IS NOT INSTALLED: no file with a logarithm was checked")
    file = folder / "proof.v"
    file.write_text(text, "utf-8")
    return subprocess.run(
        [str(COQC), "-q", file.name], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )


@needs_coq
@pytest.mark.parametrize("text", ACCEPTED)
def test_coq_accepts_both_sides_of_what_is_proved(text: str, tmp_path: Path) -> None:
    found = checked(coq_text(certificates(recur.prove(text, timeout=None))), tmp_path)
    assert found.returncode == 0, found.stderr


def smaller(certificate: Certificate) -> Certificate:
    """The leading constant a little smaller than the least one that is true."""
    [[_, _, *first], *others] = certificate["bound"]
    return {**certificate, "bound": [["*", "99/100", *first], *others]}


@needs_coq
@pytest.mark.parametrize("text", [ACCEPTED[0], ACCEPTED[3]])
def test_coq_refuses_a_constant_that_is_too_small(text: str, tmp_path: Path) -> None:
    upper = certificates(recur.prove(text, timeout=None))[0]
    found = checked(coq_text([smaller(upper)]), tmp_path)
    assert found.returncode != 0 and "Error" in found.stderr


def test_the_recurrence_is_a_hypothesis_and_nothing_is_admitted() -> None:
    for text in ACCEPTED:
        written = coq_text(certificates(recur.prove(text, timeout=None)))
        assert written.count("Hypothesis T_step") == written.count("Theorem bound") == 2
        assert not any(word in written for word in ("Admitted", "admit", "Axiom", "Parameter"))


@pytest.mark.parametrize(
    "text", ["T(n) = 3T(floor(n/2)) + n, T(1) = 1", "T(n) = 2T(n-1) + 1, T(0) = 0", "T(n) = 2T(n/2) + n lg n"]
)
def test_what_has_no_place_in_a_file_for_coq_is_declined(text: str) -> None:
    with pytest.raises(Undecided):
        coq_text(certificates(recur.prove(text, timeout=None)))
