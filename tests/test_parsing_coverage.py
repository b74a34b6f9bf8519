"""Nothing typed vanishes: every sign stands in a lexeme of a statement, or in a span that was passed over by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from recur.parsing.faults import Fault
from recur.parsing.recurrences.naming import Names, find_names
from recur.parsing.recurrences.reading import Reading, read
from recur.parsing.recurrences.stated_sizes import residues
from recur.parsing.text import cleaning, prose
from recur.parsing.text.scanning import Sign, scan

CASES = Path(__file__).parent / "cases"
KINDS = frozenset(
    (
        "characters", "markup", "typesetting", "layout", "language", "words", "remark",
        "separator", "connective", "subscript", "digits left out", "command",
    )
)  # fmt: skip


def texts() -> list[str]:
    found: list[str] = []
    for path in sorted(CASES.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            for key in ("text", "recurrence", "meaning", "answer"):
                if isinstance(case, dict) and isinstance(case.get(key), str):
                    found.append(case[key])
    return sorted(set(found))


TEXTS = texts()
#: What is put between, before and behind them.
SPLICES = [
    " T(1) = 1", " T(0) = 0 ", " n > 1", " for n > 1", " if n is even", "; S(n) = 2S(n/2)", " = O(n^2)", " = 1",
    " (base case)", " merge sort ", " where c > 0", ", ", "; ", "\n", " . ", ": ", " 3 ", " n ", " - ", " + ", "!", "'",
    "**", "`", "$", "\\ ", "{", "}", "(", ")", "[", "]", "|", "≤ ", "⇒", " log ", "_1", "²", "½", "…", " and ", "then ",
]  # fmt: skip


def unaccounted(text: str, reading: Reading) -> list[tuple[int, str]]:
    """The characters that no lexeme and no skipped span holds, and the words that both hold."""
    spans = {(lexeme.start, lexeme.end) for lexemes in reading.lexemes for lexeme in lexemes}
    read_at = {position for start, end in spans for position in range(start, end)}
    held = {position: span.kind for span in reading.skipped for position in range(span.start, span.end)}
    twice = {at for at in read_at & held.keys() if held[at] in ("words", "remark", "separator", "connective")}
    return [
        (at, c) for at, c in enumerate(text) if not c.isspace() and (at in twice or at not in read_at | held.keys())
    ]


def attempt(text: str) -> Reading | None:
    try:
        return read(text)
    except Fault:
        return None


@pytest.mark.parametrize("start", range(0, len(TEXTS), 100))
def test_every_sign_of_the_collections_is_read_or_passed_over_by_name(start: int) -> None:
    for text in TEXTS[start : start + 100]:
        reading = attempt(text)
        if reading is not None:
            assert not unaccounted(text, reading), text
            assert {span.kind for span in reading.skipped} <= KINDS


def test_most_of_the_collections_are_read() -> None:
    assert sum(attempt(text) is not None for text in TEXTS) > 0.9 * len(TEXTS)


@given(st.sampled_from(TEXTS), st.sampled_from(TEXTS + SPLICES), st.sampled_from(SPLICES), st.data())
def test_every_sign_of_a_splice_is_read_or_passed_over_by_name(
    one: str, other: str, between: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(one)))
    for text in (one + between + other, one[:at] + between + one[at:], other[: at or 1] + one[at:]):
        reading = attempt(text)
        if reading is not None:
            assert not unaccounted(text, reading), text


@pytest.mark.parametrize(
    ("text", "span", "kind"),
    [
        ("T(n) = 2T(n/2) + n (merge sort)", "merge", "words"),
        ("Solve T(n) = 2T(n/2) + n", "Solve", "words"),
        ("T(n) = 4T(n/4) + n where n is a power of 2", "2", "remark"),
        ("$T(n) = 2T(n/2) + n$", "$", "typesetting"),
        ("<p>T(n) = 2T(n/2) + n</p>", "<p>", "markup"),
        ("a) T(n) = 2T(n/2) + n", "a)", "layout"),
        ("T(n) = 2T(n/2) + n // mergesort", "mergesort", "layout"),
        ("T(n) = 2T(n/2) + n; T(1) = 1", ";", "separator"),
        ("T(n) = 2T(n/2) + n and T(1) = 1", "and", "connective"),
    ],
)
def test_what_is_passed_over_has_its_place_and_its_name(text: str, span: str, kind: str) -> None:
    at = text.index(span)
    held = [s.kind for s in read(text).skipped if s.start <= at and at + len(span) <= s.end]
    assert held == [kind]


@pytest.mark.parametrize("term", ["5n", "n^2", "n log n", "nlogn", "n/2", "2n - 1", "(n-1)/2"])
@pytest.mark.parametrize("words", [" cost ", " running time ", ", roughly "])
def test_a_term_behind_words_is_not_dropped_with_them(words: str, term: str) -> None:
    with pytest.raises(Fault):
        read(f"T(n) = 2T(n/2){words}{term}")


@pytest.mark.parametrize(
    "text",
    [
        "T(n) = 2T(n/2) + n is the recurrence for merge sort on n/2 elements",
        "The time for input n is T(n) = 2T(n/2) + n",
        "T(n) = 2T(n/2) + n, where n is a power of 2",
        "T(n) = 2T(n/2) + n for the input of size n",
    ],
)
def test_a_formula_far_from_the_equation_is_passed_over_with_its_sentence(text: str) -> None:
    assert len(read(text).statements) == 1


def _spelled(text: str) -> str:
    """The text as programs spell it."""
    return text.replace("^", "**").replace("Θ", "Theta").replace("Ω", "Omega")


def test_a_text_that_needs_no_cleaning_is_what_cleaning_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    stages = cleaning._stages()
    monkeypatch.setattr(cleaning, "_stages", lambda: told.append("asked") or stages)
    plain = 0
    for text in (spelled for typed in TEXTS for spelled in (typed, _spelled(typed)) if spelled.isascii()):
        told.clear()
        try:
            cleaning.clean(text)
        except Fault:
            continue
        if not told:
            plain += 1
            for _, stage in stages:
                assert stage(text) == text
    assert plain > 100


@pytest.mark.parametrize("text", ["Theta(7*(n*log(n)**2))", "Omega(n**2 + log(n))", "2**n", "2*(n + 1)**(n/2)"])
def test_what_programs_spell_is_plain(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "_stages", lambda: pytest.fail("a stage of cleaning is asked for"))
    assert cleaning.clean(text) == (text, [])


@pytest.mark.parametrize("text", ["n**2  n > 1", "Theta(n)  n > 1", "**n**", "Ex 3n**2-T(n) = T(n/2) + n"])
def test_what_is_set_apart_is_cleaned(text: str) -> None:
    assert cleaning.clean(text)[0] != text


@pytest.mark.parametrize("variable", ["n", None])
def test_formulas_alone_hold_no_prose(variable: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[list[Sign], Names]] = []
    for text in (spelled for typed in TEXTS for spelled in (typed, _spelled(typed), typed.replace("T(n)", "n"))):
        try:
            cleaned, _ = cleaning.clean(text)
            names = find_names(cleaned, variable)
            signs = residues(scan(cleaned), names)
        except Fault:
            continue
        if prose.is_formula_alone(signs):
            seen.append((signs, names))
    assert len(seen) > 100
    assert all(prose.drop_prose(signs, names) is signs for signs, names in seen)
    monkeypatch.setattr(prose, "is_formula_alone", lambda _: False)
    assert all(prose.drop_prose(signs, names) == signs for signs, names in seen)
