"""Blocks that have a look of their own in a terminal, as headings, paragraphs, lists and tables for other media."""

from recur.documents import blocks as b
from recur.documents.given import listing, said
from recur.model import Step


def plain_blocks(document: b.Document) -> b.Document:
    return tuple(part for block in document for part in _plain(block))


def _plain(block: b.Block) -> b.Document:
    match block:
        case b.Refused():
            return _refused(block)
        case b.Failed(error, text):
            return (b.Paragraph(Step(f"{text}: {error.message}")),)
        case b.Listing():
            return _listing(block)
        case b.Drawing():
            return ()
    return (block,)


def _listing(block: b.Listing) -> b.Document:
    names = ["source", *block.measures, *([""] if any(line.why for line in block.lines) else [])]
    columns = (b.Column("line"), *(b.Column(name, left=True) for name in names))
    rows = tuple((str(line.number), line.source, *line.costs, line.why)[: len(columns)] for line in block.lines)
    return b.Heading(f"{block.title}, {block.note}" if block.note else block.title), b.Table(columns, rows)


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
