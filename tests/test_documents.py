"""A document says the same in every medium: each sentence, formula and number of it stands in all of them."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from fractions import Fraction

import pytest

from recur.documents import blocks as b, fit, scaling
from recur.documents.solution import where
from recur.forkjoin.laws.scaling import Law, law_speedups as scaled_speedup
from recur.measurement.judging import assess
from recur.model import Definition
from recur.model.derivation import Step, step
from recur.model.errors import SyntaxProblem
from recur.model.expressions import Asymptotic, Number, Symbol, mul
from recur.writers import html, latex, markdown, text
from tests.synthetic_times import SCENARIOS, samples
from tests.test_renderers_latex_markdown import balanced

N = Symbol("n")
HOSTILE = "</p><script>$x$ \\input{x} %&#_^~ | `code` [31m"
WRITERS: dict[str, Callable[[b.Document], str]] = {
    "text": text.render,
    "latex": latex.render,
    "markdown": markdown.render,
    "html": lambda document: "\n".join(html.parts(document)),
}
#: a block of each kind, with a word that has to be found again
BLOCKS: tuple[tuple[b.Block, str], ...] = (
    (b.Paragraph(Step("alone")), "alone"),
    (b.Paragraph(step("labelled {n}", n=N), "Note"), "labelled"),
    (b.Items((Step("first"), Step("second"))), "second"),
    (b.Display((b.Displayed(mul(Number(7), N), Step("what it is")),)), "7"),
    (b.Steps((Step("a step", source="a source"),)), "a source"),
    (b.Heading("A title", "its verdict", b.Tone.GOOD), "its verdict"),
    (b.AnswerLine("refuted", b.Tone.BAD, step("{f}", f=Asymptotic("Θ", N)), (Step("a detail"),)), "a detail"),
    (b.Table((b.Column("name", left=True), b.Column("value")), (("one", "1"), None, ("two", "2")), "a note"), "two"),
    (b.Table((b.Column("size"),), ((b.Digits("2^10"),), (b.Digits("17.3"),))), "17.3"),
    (b.Table((b.Column("at"), b.Column("share", left=True)), (("1", b.Share(Fraction(1, 3), Fraction(1))),)), "33"),
    (b.Given("Read as", ((b.Displayed(N), b.Displayed(mul(Number(7), N), condition=Step("for all sizes"))),)), "for"),
    (b.Display((b.Displayed(N),), (Step("where it is so"),)), "where it is so"),
    (b.Chain(N, (b.Link("=", mul(Number(7), N), Step("after a step")), b.Link("=", None))), "after"),
    (b.Terms((b.Term("work", N, (Asymptotic("Θ", N),)), b.Term("span", None, ()))), "known"),
    (b.Evaluated((("T(10^18)", "=", "123"), ("T(0)", "", "no value"))), "no value"),
    (b.Definitions((("a method", Step("its hypothesis")),)), "its hypothesis"),
    (b.Failed(SyntaxProblem("it is unreadable"), "its text"), "it is unreadable"),
    (b.Listing("MERGE(A, n)", "with n", (b.ListedLine(1, b.Source("a line", 2, 3), ("base", N)),)), "a line"),
    (b.Refused("unsolved", Step("the reason"), (N,), Step("the remedy"), True), "the reason"),
    (b.Refused("unsolved", Step("why"), (), None, True, True, ((("a method",), Step("fails")),), ("other",)), "fails"),
)


@pytest.mark.parametrize("medium", WRITERS)
@pytest.mark.parametrize(("block", "word"), BLOCKS, ids=lambda part: type(part).__name__)
def test_every_medium_writes_every_block(medium: str, block: b.Block, word: str) -> None:
    assert word in WRITERS[medium]((block,))


@pytest.mark.parametrize(("block", "word"), BLOCKS, ids=lambda part: type(part).__name__)
def test_what_opens_is_closed(block: b.Block, word: str) -> None:
    ElementTree.fromstring(f"<div>{WRITERS['html']((block,)).replace('&nbsp;', ' ')}</div>")
    written = latex.render((block,))
    assert written.isascii() and balanced(written) and written.count("$") % 2 == 0


@pytest.mark.parametrize("medium", WRITERS)
def test_plain_words_act_in_no_medium(medium: str) -> None:
    document = (
        b.Paragraph(Step(HOSTILE)),
        b.Items((Step(HOSTILE),)),
        b.Heading(HOSTILE, HOSTILE),
        b.AnswerLine(HOSTILE, b.Tone.BAD, Step(HOSTILE)),
        b.Table((b.Column(HOSTILE),), ((HOSTILE,),)),
    )
    written = WRITERS[medium](document)
    acts = {"text": "\x1b", "latex": r"\input", "markdown": "<script>", "html": "<script>"}
    assert acts[medium] not in written


def test_bars_are_for_media_that_have_lines_of_characters() -> None:
    bars = (b.Bars(("▁▂█",), ("_.#",), "residuals", Step("at most 2 %")),)
    assert "▁▂█" in text.render(bars) and "_.#" in text.render(bars, unicode=False)
    assert "at most 2" in latex.render(bars) and "▁" not in latex.render(bars)


@pytest.mark.parametrize("predicted", [None, "n log n", "n^3"])
def test_measured_times_are_told_alike_in_every_medium(predicted: str | None) -> None:
    document = fit.document(assess(samples("n log n", SCENARIOS[0], 0.05, 1), predicted))
    verdict = next(block for block in document if isinstance(block, b.AnswerLine))
    table = next(block for block in document if isinstance(block, b.Table))
    for medium, write in WRITERS.items():
        written = write(document)
        assert verdict.word in written
        last = table.rows[-1]
        assert last is not None
        for cell in last[:2]:
            assert str(cell) in written, medium
    assert latex.render(document).isascii()


def test_a_narrow_page_leaves_out_the_columns_that_can_be_spared() -> None:
    rows = (("1234567890", "1234567890", "1234567890"),)
    document = (b.Table((b.Column("kept"), b.Column("spared", spare=1), b.Column("first to go", spare=2)), rows),)
    assert "first to go" in text.render(document, 60)
    assert "first to go" not in text.render(document, 34) and "spared" in text.render(document, 34)
    assert "spared" not in text.render(document, 16)


def test_the_laws_are_told_in_every_medium() -> None:
    from fractions import Fraction

    document = scaling.sheet(scaled_speedup(Law.AMDAHL, Fraction(9, 10), [4, 8], None)).document()
    for write in WRITERS.values():
        assert "3.077" in write(document) and "half" in write(document).casefold()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0.78788491102586977253", "C = 0.787884911025869…,"),
        ("12.5", "C = 12.5,"),
        ("5.8887405366127710001e-36", "C = 5.888740536612771…/10³⁶,"),
        ("-3.25e+60", "C = −3.25·10⁶⁰,"),
        ("0.00000000000000012345678", "C = 0.00000000000000012345…,"),
    ],
)
def test_a_constant_is_cut_but_never_its_power_of_ten(value: str, shown: str) -> None:
    told = where(Definition("C", mul(Number(7), N), value, "a value beside"))
    assert shown in text.render((b.Display((b.Displayed(N),), (told,)),))
