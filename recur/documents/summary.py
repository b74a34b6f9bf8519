"""Functions of many files in one table, each with its sizes and what is proved of its work."""

from collections.abc import Sequence

from recur.documents import blocks as b
from recur.documents.given import said
from recur.documents.solution import asymptotics
from recur.model import Expr, Step
from recur.source_costs.summary import FileSummary, FunctionSummary


def document(files: Sequence[FileSummary], case: str = "worst") -> b.Document:
    """A row for each function under the name of its file, then how many have which kind of bound."""
    parts: list[b.Block] = []
    for file in files:
        if file.functions or file.error is not None:
            parts.append(b.Heading(file.path, level=0))
        if file.error is not None:
            parts.append(b.Paragraph(Step(f"{file.error.message}."), "Not read"))
        if file.functions:
            parallel = any(f.work != f.span for f in file.functions)
            columns = [b.Column("line"), b.Column("function", left=True), b.Column("work", left=True)]
            columns += [b.Column("span", left=True, spare=1)] if parallel else []
            columns += [b.Column("with", left=True, spare=2)]
            rows = tuple(tuple(_cells(f, parallel)) for f in file.functions)
            parts.append(b.Table(tuple(columns), rows))
            parts += _reasons(file)
    told = counted([f for file in files for f in file.functions])
    parts.append(b.Paragraph(Step(told if case == "worst" else f"In the {case} case: {told}")))
    return tuple(parts)


def _cells(f: FunctionSummary, parallel: bool) -> list[b.Cell]:
    work = asymptotics(f.work)
    cells: list[b.Cell] = [str(f.line), b.Typed(f.name), said(*_listed(work)) if work else "not told"]
    if parallel:
        cells.append(said(*_listed(asymptotics(f.span))))
    return [*cells, b.Typed(f.sizes)]


def _listed(bounds: Sequence[Expr]) -> list[str | Expr]:
    return [part for bound in bounds for part in (", ", bound)][1:]


def _reasons(file: FileSummary) -> list[b.Block]:
    told = [(f"line {f.line}, {f.name}", Step(f"{f.reason}.")) for f in file.functions if f.reason]
    return [b.Definitions(tuple(told))] if told else []


def counted(functions: Sequence[FunctionSummary]) -> str:
    """12 functions: 9 with Θ, 2 with O alone, 1 not told."""
    tight = sum(f.tight for f in functions)
    above = sum(not f.tight and f.work is not None and f.work.upper is not None for f in functions)
    rest = len(functions) - tight - above
    kinds = [f"{tight} with Θ", *([f"{above} with O alone"] if above else []), *([f"{rest} not told"] if rest else [])]
    return f"{len(functions)} function{'s' if len(functions) != 1 else ''}: {', '.join(kinds)}."
