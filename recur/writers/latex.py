r"""Documents as LaTeX that pdflatex compiles: plain ASCII, all words escaped, amsmath the only package."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import partial

from recur.documents import blocks as b
from recur.documents.given import said as sentence
from recur.documents.plain import plain_blocks
from recur.model import Expr, Step, Voice
from recur.notation import latex as notation
from recur.notation.layout import pieces, sides
from recur.writers.characters import to_latex, with_powers

VOICE = Voice(lambda x: f"${notation.write(x, inline=True)}$", partial(with_powers, words=to_latex))
#: inside a formula: the words stand apart, the formulas do not
ASIDE = Voice(notation.write, lambda words: words and rf"\text{{{to_latex(words)}}} ")
PREAMBLE = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{amsmath}
\setlength{\parindent}{0pt}
\setlength{\parskip}{0.5\baselineskip}
\setlength{\emergencystretch}{3em}
\begin{document}
"""
END = "\\end{document}\n"
WIDEST_CELL = 40  # characters of a cell that stand beside others without a break
PARAGRAPH = r"p{0.45\linewidth}"
WIDEST = 110  # characters of a displayed formula that fit on a line, as a rule


def render(document: b.Document, standalone: bool = False) -> str:
    """Every block as paragraphs and environments; `standalone` makes a whole document of them."""
    body = "\n\n".join(filter(None, map(_block, plain_blocks(document)))) + "\n"
    return f"{PREAMBLE}{body}{END}" if standalone else body


def _block(block: b.Block) -> str:
    match block:
        case b.Given(label, groups):
            return f"{label}\n{_aligned([_displayed(row) for group in groups for row in group])}"
        case b.Chain():
            return _aligned([chain_rows(block)])
        case b.Evaluated(rows):
            return " \\\\\n".join(VOICE.words(" ".join(filter(None, row))) for row in rows)
        case b.Terms(terms):
            return environment("align*", [_term(term) for term in terms])
        case b.Folded(title, summary, marked):
            head = rf"\textbf{{{to_latex(f'{title}: {summary}')}}}"
            return f"{head}\n\n{_list('itemize', map(_marked, marked))}" if marked else head
        case b.Definitions(pairs):
            items = (rf"\item[{to_latex(words)}] {VOICE.sentence(told)}" for words, told in pairs)
            return _list("description", items)
        case b.Paragraph(said, label):
            return _label(label) + VOICE.sentence(said)
        case b.Items(sentences, labels):
            marks = [rf"\item[{label}]" for label in labels] or [r"\item"] * len(sentences)
            return _list("itemize", [f"{m} {{}}{VOICE.sentence(x)}" for m, x in zip(marks, sentences, strict=True)])
        case b.Display(rows, where):
            shown = [_aligned([_displayed(row) for row in rows])] if rows else []
            return "\n\n".join((*shown, *(f"{VOICE.sentence(definition)}." for definition in where)))
        case b.Steps(steps):
            return _list("enumerate", map(_step, steps))
        case b.Heading(title, verdict, _):
            return rf"\textbf{{{VOICE.sentence(sentence(title))}}}" + (f": {to_latex(verdict)}" if verdict else "")
        case b.AnswerLine(word, _, said, details, _):
            told = rf"\textbf{{{to_latex(word)}}} {VOICE.sentence(said)}".rstrip()
            return "\n\n".join((told, *map(VOICE.sentence, details)))
        case b.Table():
            return _table(block)
        case b.Bars(_, _, label, said):
            return f"{label.capitalize()}: {VOICE.sentence(said)}." if said.sentence else ""
    return ""


def condition(said: Step) -> str:
    r"""Words beside a displayed formula: "for every n ≥ 3" is \quad \text{for every } n \ge 3."""
    return rf" \quad {ASIDE.sentence(said)}"


def _label(label: str | Expr) -> str:
    if isinstance(label, Expr):
        return f"{VOICE.formula(label)}: "
    return rf"\emph{{{to_latex(label)}}} " if label else ""


def chain_rows(found: b.Chain) -> list[str]:
    """The rows, the left side in the first alone, to be aligned at their signs."""
    rows, left = [], f"{notation.write(found.left)} "
    for link in found.links:
        if link.right is None:
            rows.append(r"&\mathrel{\phantom{=}} \vdots")
            continue
        sign = r"\approx" if link.sign == "≈" else notation.RELATIONS.get(link.sign, link.sign)
        rows.append(f"{left}&{sign} {notation.write(link.right)}{_told(link.said, link.condition)}")
        left = ""
    return rows


def _term(term: b.Term) -> str:
    told = r" \text{ and } ".join(map(notation.write, term.proved)) or r"\text{not known}"
    left = "" if term.formula is None else f"{notation.write(term.formula)} = "
    return rf"&\text{{{to_latex(term.name)}}} & {left}{told}"


def _marked(answer: b.Marked) -> str:
    head = rf"\item \textbf{{{to_latex(answer.question)}}} ({to_latex(answer.points)}):"
    if answer.answer is None:
        return f"{head} not handed in"
    said = to_latex(f"{answer.verdict}. {answer.said}".strip())
    return rf"{head} \texttt{{{to_latex(answer.answer) or 'no answer'}}}\\ {said}"


def _list(kind: str, items: Iterable[str]) -> str:
    inner = "\n".join(items)
    return f"\\begin{{{kind}}}\n{inner}\n\\end{{{kind}}}"


def _displayed(row: b.Displayed) -> list[str]:
    *first, last = _rows(row.formula)
    return [*first, last + _told(row.said, row.condition)]


def _told(said: Step | None, holding: Step | None) -> str:
    holds = "" if holding is None else condition(holding)
    return holds if said is None else rf"{holds} \qquad \text{{{VOICE.sentence(said)}}}"


def _step(step: Step) -> str:
    sentence = VOICE.sentence(step)
    # A bracket right after \\item would be taken for its label.
    lines = [rf"\item {{}}{sentence}" if sentence.startswith("[") else rf"\item {sentence}"]
    source = f"[{to_latex(step.source)}]" if step.source else ""
    if source and not step.display:
        lines[0] += f" {source}"
    if step.display:
        lines.append(_aligned([_rows(formula) for formula in step.display]))
        lines += [rf"{{\raggedleft {source}\par}}"] if source else []
    if step.substeps:
        lines.append(_list("enumerate", map(_step, step.substeps)))
    return "\n".join(lines)


def _aligned(formulas: list[list[str]]) -> str:
    rows = [row for formula in formulas for row in formula]
    if len(rows) == 1:
        return f"\\[\n  {rows[0].replace('&', '')}\n\\]"
    return environment("align*", [row if "&" in row else f"& {row}" for row in rows])


def environment(name: str, rows: Sequence[str]) -> str:
    inner = " \\\\\n  ".join(rows)
    return f"\\begin{{{name}}}\n  {inner}\n\\end{{{name}}}"


def _rows(formula: Expr) -> list[str]:
    """A relation as rows to align at their first sign; a long chain, a long sum goes on further rows."""
    (_, first), *links = sides(formula)
    if not links:
        return [notation.write(formula)]
    if _length(formula) <= WIDEST:
        return [f"{notation.write(first)} &{' '.join(_signed(*link) for link in links)}"]
    rows = []
    for sign, side in links:
        (_, start), *rest = pieces(side, _length, WIDEST)
        rows.append(f"&{_signed(sign, start)}")
        rows += [rf"&\quad {{}}{more} {notation.write(piece)}" for more, piece in rest]
    return [f"{notation.write(first)} {rows[0]}", *rows[1:]]


def _length(formula: Expr) -> int:
    return len(notation.write(formula))


def _signed(sign: str, side: Expr) -> str:
    return f"{notation.RELATIONS[sign]} {notation.write(side)}"


def _table(table: b.Table) -> str:
    cells = [[row[i] for row in table.rows if row is not None] for i in range(len(table.columns))]
    sides = ("l" if column.left else "r" for column in table.columns)
    places = "".join(
        PARAGRAPH if any(map(_is_long, column)) else side for column, side in zip(cells, sides, strict=True)
    )
    head = " & ".join(_cell(column.heading) for column in table.columns) + r" \\ \hline"
    gap = r"$\vdots$" + " &" * (len(table.columns) - 1) + r" \\"
    rows = [gap if row is None else " & ".join(map(_cell, row)) + r" \\" for row in table.rows]
    note = f"\n\n{VOICE.words(table.note)}" if table.note else ""
    return "\n".join((rf"\begin{{tabular}}{{{places}}}", head, *rows, r"\end{tabular}")) + note


def _is_long(cell: b.Cell) -> bool:
    """Whether a cell does not stand beside others without a break."""
    match cell:
        case b.Source(text, indent):
            return indent + len(text) > WIDEST_CELL
        case b.Typed(text) | b.Listed(text=text):
            return len(text) > WIDEST_CELL
    return False


def _cell(cell: b.Cell) -> str:
    match cell:
        case b.Quantity():
            return " to ".join(dict.fromkeys(map(rounded, cell.ends))) + (r" \%" if cell.percent else "")
        case b.Digits(written):
            return digits(written)
        case b.Share():
            return VOICE.words(cell.percent)
        case b.Typed(text) | b.Listed(text=text):
            return to_latex(text)
        case b.Source(text, indent, times):
            ragged = r"\raggedright " if _is_long(cell) else ""
            return ragged + "~" * indent + to_latex(text) + (rf" $\times {times}$" if times > 1 else "")
        case Step():
            return VOICE.sentence(cell)
        case str():
            return VOICE.words(cell)
    return VOICE.formula(cell)


def digits(written: str) -> str:
    """1.73e5 as 1.73·10^5, 2^10 with its exponent raised."""
    front, e, exponent = written.partition("e")
    if e:
        return rf"${front} \cdot 10^{{{exponent}}}$"
    base, caret, exponent = written.partition("^")
    return f"${base}^{{{exponent}}}$" if caret else f"${written}$"


def rounded(value: Fraction) -> str:
    from recur.documents.speedup import decimal_formula  # no answer to a recurrence has a quantity in it

    return VOICE.formula(decimal_formula(value))
