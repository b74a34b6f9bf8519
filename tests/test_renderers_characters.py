"""What any text becomes for a terminal, for ASCII, for TeX and for Markdown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from recur.writers.characters import columns, printable, to_ascii, to_latex, to_markdown, with_powers


@given(st.text())
def test_nothing_printed_can_act_on_a_terminal(text: str) -> None:
    assert all(character.isprintable() or character == "\u00a0" for character in printable(text))


@given(st.text())
def test_ascii_is_ascii(text: str) -> None:
    assert to_ascii(printable(text)).isascii()


@given(st.text())
def test_latex_is_ascii_in_which_no_special_character_acts(text: str) -> None:
    written = to_latex(text)
    assert written.isascii()
    # What is left once our own commands and escapes are taken out holds nothing that TeX acts on.
    plain = re.sub(r"\{\\fontencoding\{T1\}\\selectfont ([^ ]*?)\}(?!\})", r"\1", written)
    for _ in range(3):
        plain = re.sub(r"\\(?:[`'^~=.\"]|[urHvdck](?=\{))\{(?:[A-Za-z]|\\[ij])\}", "a", plain)
    bare = re.sub(r"\\[a-zA-Z]+(\{\})?|\\[{}$&#%_]|\$[^$]*\$", "", plain)
    assert not set(bare) & set("\\{}$&#%_^")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\x1b[31mb", r"a\x1b[31mb"), ("\u202eabc", r"\u202eabc"), ("\x00", r"\x00"), ("n²", "n²"), ("a\nb", r"a\x0ab")],
)
def test_controls_and_direction_marks_are_shown_as_escapes(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Θ(n²) ≤ T₁", "Theta(n^2) <= T_1"),
        ("Akra–Bazzi … é", "Akra-Bazzi ... e"),
        ("⌊n/2⌋ − 1", "floor(n/2) - 1"),
        ("漢", r"\u6f22"),
    ],
)
def test_ascii_keeps_the_meaning(text: str, shown: str) -> None:
    assert to_ascii(text) == shown


def test_words_are_escaped_for_tex() -> None:
    assert to_latex(r"50% of $x_1 \input{f}") == r"50\% of \$x\_1 \textbackslash{}input\{f\}"
    assert to_latex("Θ–²") == r"$\Theta$--$^2$"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Müller", r"M\"{u}ller"),
        ("e\u0301", r"\'{e}"),
        ("Nguyễn", r"Nguy\~{\^{e}}n"),
        ("Łı", r"\L{}\i{}"),
        ("í", r"\'{\i}"),
        ("ę", r"{\fontencoding{T1}\selectfont \k{e}}"),
        ("漢", r"\textbackslash{}u6f22"),
        ("≠", r"$\ne$"),
    ],
)
def test_letters_keep_their_marks_in_tex(text: str, shown: str) -> None:
    assert to_latex(text) == shown


def test_words_are_escaped_for_markdown() -> None:
    assert to_markdown("*a* <b> [c](d) $e$ `f`") == r"\*a\* \<b\> \[c\](d) \$e\$ \`f\`"


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("漢字", 4), ("e\u0301", 1), ("Θ²", 2), ("", 0)])
def test_columns_are_those_of_a_terminal(text: str, width: int) -> None:
    assert columns(text) == width


@given(st.text() | st.from_regex(r"([0-9a-z^()$ ]){1,20}", fullmatch=True))
def test_powers_in_a_sentence_hold_letters_and_digits_only(text: str) -> None:
    written = with_powers(text, to_latex)
    for base, exponent in re.findall(r"\$(\w+)\^\{([^$]*)\}\$", written):
        assert re.fullmatch(r"\w+", base, re.ASCII) and re.fullmatch(r"\w+(\^\{\w+\})?", exponent, re.ASCII)
    plain = re.sub(r"\{\\fontencoding\{T1\}\\selectfont ([^ ]*?)\}(?!\})", r"\1", written)
    for _ in range(3):
        plain = re.sub(r"\\(?:[`'^~=.\"]|[urHvdck](?=\{))\{(?:[A-Za-z]|\\[ij])\}", "a", plain)
    bare = re.sub(r"\\[a-zA-Z]+(\{\})?|\\[{}$&#%_]|\$[^$]*\$", "", plain)
    assert not set(bare) & set("\\{}$&#%_^")


def test_powers_in_a_sentence_are_set_as_formulas() -> None:
    assert with_powers("near n = 2^12 and 2^(2^40).", to_latex) == "near n = $2^{12}$ and $2^{2^{40}}$."
    assert with_powers("a^b^c", to_markdown) == "a^b^c"
