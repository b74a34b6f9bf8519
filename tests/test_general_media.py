"""Every kind of general answer says in every medium what its form is, and which values would fix its constants."""

from __future__ import annotations

import json

import pytest

import recur as library
from tests.conftest import Recur

KINDS = {
    "constant coefficients": "a(n) = 5a(n-1) - 6a(n-2)",
    "a driving function": "a(n) = 4a(n-1) - 4a(n-2) + 2^n",
    "complex roots": "a(n) = 2a(n-1) - 2a(n-2) + n",
    "an irreducible cubic": "a(n) = a(n-1) + a(n-2) + a(n-3)",
    "some values": "a(n) = 5a(n-1) - 6a(n-2), a(0) = 1",
    "letters": "a(n) = 5a(n-1) - 6a(n-2) + c*2^n",
    "a table": "a(n) = c*a(n-1) + b^n",
    "coefficients that vary": "a(n) = n*a(n-1) + 1",
    "a product": "a(n) = a(n-1)*a(n-2)",
}


@pytest.mark.parametrize("text", KINDS.values(), ids=KINDS)
def test_the_line_about_free_constants_stands_in_every_medium(text: str, recur: Recur) -> None:
    for words in ([], ["--ascii"], ["--brief"], *(["--format", x] for x in ("latex", "markdown", "html"))):
        told = recur("solve", *words, text).stdout
        assert "free: give" in " ".join(told.split()), words
    report = recur("report", text).stdout
    assert "free: give" in report
    assert "free: give" in " ".join(recur("prompt", stdin=f"{text}\n").stdout.split())


@pytest.mark.parametrize("text", KINDS.values(), ids=KINDS)
def test_json_and_notebooks_name_the_constants(text: str, recur: Recur) -> None:
    (solution,) = json.loads(recur("solve", "--json", text).stdout)["solutions"]
    names = solution["constants"]
    forms = [solution["exact"], *(case["exact"] for case in solution["cases"])]
    assert names and any("free: give" in remark["text"] for remark in solution["remarks"])
    assert all(any(name in (form or "") for form in forms) for name in names)
    found = library.solve(text)
    bundle = found._repr_mimebundle_()
    assert all("free: give" in " ".join(bundle[medium].split()) for medium in ("text/plain", "text/markdown"))
    assert "text/latex" in bundle


@pytest.mark.parametrize("text", ["a(n) = 5a(n-1) - 6a(n-2)", "a(n) = 6a(n-1) - 9a(n-2)"])
def test_the_conditions_of_the_growth_are_conditions_on_the_constants(text: str, recur: Recur) -> None:
    (solution,) = json.loads(recur("solve", "--json", text).stdout)["solutions"]
    assert solution["theta"] is None
    conditions = [condition for case in solution["cases"] for condition in case["conditions"]]
    assert conditions and all(any(name in condition for name in solution["constants"]) for condition in conditions)
    for medium in ("latex", "markdown", "html"):
        told = recur("solve", "--format", medium, text).stdout
        assert "C" in told and ("\\ne" in told or "≠" in told)
