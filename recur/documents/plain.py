"""Blocks that have a look of their own in a terminal, as headings, paragraphs, lists and tables for other media."""

from recur.documents import blocks as b
from recur.documents.given import listing, said
from recur.model import Step

COSTS = (b.Column("line"), b.Column("source", left=True), b.Column("work", left=True), b.Column("span", left=True))


def plain_blocks(document: b.Document) -> b.Document:
    return tuple(part for block in document for part in _plain(block))


def _plain(block: b.Block) -> b.Document:
    match block:
        case b.Refused():
            return _refused(block)
        case b.Failed(error, text):
            return (b.Paragraph(Step(f"{text}: {error.message}")),)
        case b.Listing(title, note, lines):
            rows = tuple((str(line.number), line.source, *line.costs) for line in lines)
            return b.Heading(f"{title}, {note}" if note else title), b.Table(COSTS, rows)
        case b.Drawing():
            return ()
    return (block,)


def _refused(block: b.Refused) -> b.Document:
    proved = (" Proved all the same: ", listing(block.proved), ".") if block.proved else ()
    remedy = () if block.remedy is None else (" ", block.remedy)
    told = b.AnswerLine(f"{block.label.capitalize()}:", b.Tone.DOUBTFUL, said(block.reason, ".", *proved, *remedy))
    methods = tuple((", ".join(names), said(reason, ".")) for names, reason in block.methods)
    others = f"For other kinds of recurrence: {', '.join(block.others)}."
    return (
        told,
        *([b.Definitions(methods)] if methods else []),
        *([b.Paragraph(Step(others))] if block.others else []),
    )
