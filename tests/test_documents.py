"""A document says the same in every medium: each sentence, formula and number of it stands in all of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from recur.documents import fit, scaling
from recur.documents.blocks import (
    Bars,
    Block,
    Column,
    Display,
    Document,
    Heading,
    Items,
    Paragraph,
    Row,
    Steps,
    Table,
    Tone,
    Verdict,
)
from recur.forkjoin.laws.scaling import Law
from recur.forkjoin.laws.scaling import scaled as scaled_speedup
from recur.measurement.judging import assess
from recur.model.derivation import Step, step
from recur.model.expressions import Asymptotic, Number, Symbol, mul
from recur.writers import html, latex, markdown, text
from tests.synthetic_times import SCENARIOS, samples

N = Symbol("n")
HOSTILE = "</p><script>$x$ \\input{x} %&#_^~ | `code` [31m"
WRITERS: dict[str, Callable[[Document], str]] = {
    "text": text.render,
    "latex": latex.render,
    "markdown": markdown.render,
    "html": lambda document: "\n".join(html.parts(document)),
}
#: a block of each kind, with a word that has to be found again
BLOCKS: tuple[tuple[Block, str], ...] = (
    (Paragraph(Step("alone")), "alone"),
    (Paragraph(step("labelled {n}", n=N), "Note"), "labelled"),
    (Items((Step("first"), Step("second"))), "second"),
    (Display((Row(mul(Number(7), N), Step("what it is")),)), "7"),
    (Steps((Step("a step", source="a source"),)), "a source"),
    (Heading("A title", "its verdict", Tone.GOOD), "its verdict"),
    (Verdict("refuted", Tone.BAD, step("{f}", f=Asymptotic("Θ", N)), (Step("a detail"),)), "a detail"),
    (Table((Column("name", left=True), Column("value")), (("one", "1"), None, ("two", "2"))), "two"),
)


@pytest.mark.parametrize("medium", WRITERS)
@pytest.mark.parametrize(("block", "word"), BLOCKS, ids=lambda part: type(part).__name__)
def test_every_medium_writes_every_block(medium: str, block: Block, word: str) -> None:
    assert word in WRITERS[medium]((block,))


@pytest.mark.parametrize("medium", WRITERS)
def test_plain_words_act_in_no_medium(medium: str) -> None:
    document = (
        Paragraph(Step(HOSTILE)),
        Items((Step(HOSTILE),)),
        Heading(HOSTILE, HOSTILE),
        Verdict(HOSTILE, Tone.BAD, Step(HOSTILE)),
        Table((Column(HOSTILE),), ((HOSTILE,),)),
    )
    written = WRITERS[medium](document)
    acts = {"text": "\x1b", "latex": r"\input", "markdown": "<script>", "html": "<script>"}
    assert acts[medium] not in written


def test_bars_are_for_media_that_have_lines_of_characters() -> None:
    bars = (Bars(("▁▂█",), ("_.#",), "residuals", Step("at most 2 %")),)
    assert "▁▂█" in text.render(bars) and "_.#" in text.render(bars, unicode=False)
    assert "at most 2" in latex.render(bars) and "▁" not in latex.render(bars)


@pytest.mark.parametrize("predicted", [None, "n log n", "n^3"])
def test_measured_times_are_told_alike_in_every_medium(predicted: str | None) -> None:
    document = fit.document(assess(samples("n log n", SCENARIOS[0], 0.05, 1), predicted))
    verdict = next(block for block in document if isinstance(block, Verdict))
    table = next(block for block in document if isinstance(block, Table))
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
    document = (Table((Column("kept"), Column("spared", spare=1), Column("first to go", spare=2)), rows),)
    assert "first to go" in text.render(document, 60)
    assert "first to go" not in text.render(document, 34) and "spared" in text.render(document, 34)
    assert "spared" not in text.render(document, 16)


def test_the_laws_are_told_in_every_medium() -> None:
    from fractions import Fraction

    document = scaling.scaled(scaled_speedup(Law.AMDAHL, Fraction(9, 10), [4, 8], None))
    for write in WRITERS.values():
        assert "3.077" in write(document) and "half" in write(document).casefold()
