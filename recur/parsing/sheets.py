"""A sheet of exercises as it is: LaTeX lists, Markdown lists, what was copied out of a PDF or a word processor.

A sheet is lines; a label or a bullet begins a problem, base cases below a recurrence belong to it, and so do sentences.
Nothing is passed over silently: what states no recurrence is listed with its line.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from itertools import count, pairwise
from unicodedata import normalize

from recur.model import LimitExceeded
from recur.model.patterns import regex
from recur.model.records import field, frozen, mutable, replace
from recur.parsing.sheet_lines import whole_lines
from recur.parsing.stated import are_of_each, continued, is_unit, labelled, points_of, stated

MOST_LINES, MOST_BYTES = 20_000, 4_000_000
LETTERS = 26


@frozen
class SheetProblem:
    """One problem: its label ("2b"), its points where it has any, its recurrence alone, and its words in the sheet."""

    label: str
    points: Fraction | None
    recurrence: str
    words: str
    line: int
    doubt: str = ""


@frozen
class SkippedLines:
    """What is no problem, and where it begins; with a label as problems have, and points, where it has them."""

    line: int
    words: str
    label: str = ""
    points: Fraction | None = None


@frozen
class ProblemSheet:
    """The problems in order, and what was skipped."""

    problems: tuple[SheetProblem, ...]
    skipped: tuple[SkippedLines, ...]
    title: str = ""


@frozen
class _Line:
    number: int
    text: str
    label: str = ""
    points: Fraction | None = None
    begins: bool = False  # a list or a heading says that something begins here
    is_heading: bool = False
    is_whole: bool = False  # the label is the whole one, with that of the list around it
    each: bool = False  # the points are those of each part
    depth: int = 0  # of the list: the blanks before the label; a heading is outside of all


@mutable
class _Block:
    """Lines that belong together, under a label."""

    line: int
    label: str = ""
    points: Fraction | None = None
    lines: list[str] = field(default_factory=list)
    begins: bool = False
    is_heading: bool = False
    is_whole: bool = False
    each: bool = False
    depth: int = 0
    gap: bool = False

    @property
    def words(self) -> str:
        return "\n".join(self.lines).strip()


def read_sheet(text: str) -> ProblemSheet:
    """The problems of a sheet.

    >>> read_sheet("1. (3 points) T(n) = 2T(n/2) + n\\n   T(1) = 1").problems[0].recurrence
    'T(n) = 2T(n/2) + n, T(1) = 1'
    """
    if len(text.splitlines()) > MOST_LINES:
        raise LimitExceeded(f"the sheet has more than {MOST_LINES:,} lines", hint="give its parts one after the other")
    lines = _latex(text) if _LISTED.search(text) or r"\begin{document}" in text else _plain(text)
    problems: list[SheetProblem] = []
    skipped: list[SkippedLines] = []
    title, above, parts, labels = "", _Block(0), 0, set[str]()
    for block in _blocks(_joined(lines)):
        found = stated(block.words)
        labels.add(block.label)
        parts = parts + 1 if not block.label and block.begins and above.label else 0
        label = _below(above, block, parts)
        if found is None:
            is_title = block.is_heading and not title
            title = block.words if is_title else title
            if block.words and not is_title:
                skipped.append(SkippedLines(block.line, block.words.lstrip(" .:"), label, block.points))
            is_part = block.label != label and not block.is_heading
            above = above if is_part or not (block.label or block.is_heading) else block
            continue
        is_part = label != block.label or bool(above.label and block.label.startswith(above.label))
        points = block.points or found.points or (above.points if is_part and above.each else None)
        problems.append(SheetProblem(label, points, found.text, block.words, block.line, found.doubt))
        if block.label and not is_part and (block.label[:1].isdigit() or not above.label[:1].isdigit()):
            above = _Block(0)  # the parts of a problem end where the next one begins
    return ProblemSheet(tuple(_labelled_apart(problems, labels)), tuple(skipped), title)


def _below(above: _Block, block: _Block, part: int) -> str:
    """The label with that of the problem above, of which this is a part: a below 2 is 2a, its first bullet too.

    1 below 2 is 2.1, where it stands deeper.
    """
    if not above.label[:1].isdigit() or (block.is_whole and above.is_whole):
        return block.label
    if block.label[:1].isdigit():
        if block.label.startswith(f"{above.label}."):
            return block.label
        return f"{above.label}.{block.label}" if block.depth > above.depth else block.label
    letter = chr(ord("a") + part - 1) if 0 < part <= LETTERS else ""
    part_of = letter or (block.label if _PART.fullmatch(block.label) else "")
    return f"{above.label}{part_of}" if part_of else block.label


def _labelled_apart(problems: list[SheetProblem], taken: set[str]) -> Iterator[SheetProblem]:
    """Each with a label of its own: what has none, or one that is taken, gets the next number that is free."""
    named = {problem.label for problem in problems} | taken
    free = (str(number) for number in count(1) if str(number) not in named)
    used: set[str] = set()
    for problem in problems:
        label = problem.label if problem.label and problem.label not in used else next(free)
        used.add(label)
        yield replace(problem, label=label)


# ---- lines into blocks


def _blocks(lines: Iterator[_Line]) -> Iterator[_Block]:
    """A block begins with a label, a bullet, or a recurrence where there is one already."""
    block = _Block(1)
    for line in lines:
        text = line.text.strip()
        if not text and not line.begins:
            block.gap = True
            continue
        if line.begins or line.is_heading:
            yield block
            said = [text] if text else []
            told = line.is_heading, line.is_whole, line.each, line.depth
            block = _Block(line.number, line.label, line.points, said, True, *told)
            continue
        if _starts_anew(block, text):
            yield block
            block = _Block(line.number)
        found = stated(block.words) if block.lines else None
        joined = continued(found.text, text) if found is not None else None
        block.lines.append(text)
        if joined is not None and (both := stated(block.words)) is not None and not _same(both.text, joined):
            block.lines = [joined]
        block.gap = False
    yield block


def _starts_anew(block: _Block, text: str) -> bool:
    """Whether a line without a label begins something else than what stands above it."""
    before, after = stated(block.words), stated(text)
    if block.is_heading:
        return True
    if before is None:
        return block.gap and not block.begins
    if continued(before.text, text) is not None:
        return False
    if after is None and stated(f"{block.words}\n{text}") is None:  # what is read already must not be lost
        return True
    return block.gap if after is None else block.gap or not _of_one_system(before.text, after.text)


def _of_one_system(before: str, after: str) -> bool:
    """Whether one of two recurrences calls the other."""
    one, other = _HEAD.match(before), _HEAD.match(after)
    if one is None or other is None or one[1] == other[1]:
        return False
    return f"{other[1]}(" in before.replace(" ", "") or f"{one[1]}(" in after.replace(" ", "")


def _same(one: str, other: str) -> bool:
    """Whether two texts state the same base cases."""
    return len(re.findall(r"=", one)) == len(re.findall(r"=", other))


def _joined(lines: Iterator[_Line]) -> Iterator[_Line]:
    """A displayed formula on one line, and a line that goes on with a sign or a condition behind the one before."""
    held: _Line | None = None
    depth = 0
    for line in lines:
        if held is not None and not line.begins and (depth > 0 or _GOES_ON.match(line.text)):
            held = replace(held, text=f"{held.text} {line.text.strip()}")
        else:
            if held is not None:
                yield held
            held, depth = line, 0
        depth += len(_OPENS.findall(line.text)) - len(_CLOSES.findall(line.text))
        depth += line.text.count("$$") % 2 * (-1 if depth > 0 else 1)
    if held is not None:
        yield held


_HEAD = regex(r"\\?([A-Za-z]\w?)\s*[(_\[]")
_GOES_ON = regex(r"\s*(?:[=≤≥<>+&·]|[-−–*](?![-*])|\\[lg]eq?\b|(?:if|otherwise|for|log|lg|ln)\b|\{)")
_ENVIRONMENT = r"\{(?:align|equation|cases|gather|split|aligned|multline|array|eqnarray|displaymath)\*?\}"
_OPENS = regex(rf"\\begin{_ENVIRONMENT}|\\\[|\\left\\\{{")
_CLOSES = regex(rf"\\end{_ENVIRONMENT}|\\\]|\\right\.")


# ---- Markdown, and text that was copied


_BULLET = regex(r"\s*(?:[-*+•▪◦‣·–]|\\textbullet)\s+(?:\[[ xX]\]\s+)?(?=\S)")
_SIGNS = frozenset("-+*·–−")
_RELATED = regex(r"[=≤≥<>]")
_CONDITION = regex(r"[,;]|\b(?:if|for|when|where|with|falls|für)\b")
#: Terms alone, up to the end of a line that ends no sentence: neither words nor relations.
_TERMS = regex(
    r"(?:[^A-Za-z=<>≤≥:;?]|\\?(?:log|lg|ln|sqrt|frac|cdot|floor|ceil|[lr]floor|[lr]ceil)|[A-Za-z](?![A-Za-z]))+"
    r"(?<![.,;:!?])"
)
_HEADING = regex(r"\s*#{1,6}\s+")
_INLINE = regex(r"(?:(?<=\s)|^)\(?(\d{1,2}|[a-z]|[ivx]+)[.)]\s+(?=[A-Za-z0-9\\$(])")
_EMPHASIS = regex(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1|(?<![\w*])\*(?=[A-Za-z(])([^*\n]+?)(?<=[\w).:])\*(?![\w*])")


_COUNT = regex(r"\s*((?:\d{1,2}\.)*\d{1,2})\s+(?=[A-Za-z]\w?\s*[(_])")
#: A brace that is drawn over three lines, with the left side in the middle.
_DRAWN = regex(
    r"^[ \t]*\{[ \t]*(?P<one>\S.*)\n[ \t]*(?P<head>[A-Za-z]\w?\s*\([a-zA-Z]\)\s*=)[ \t]*\{?[ \t]*\n[ \t]*\{[ \t]*"
    r"(?P<other>\S.*)$",
    re.M,
)
_ROW = regex(r"\s*\|(.*)\|\s*")  # a brace that is drawn with bars has none at the end
_RULED = regex(r"[\s|:+-]+")
#: "Problem 1" is outside of a list that begins with 1, wherever both stand.
_IN_WORDS = regex(r"\s*[^\W\d_]+\s*#?\s*\d")
_OUTSIDE = -1
_PART = regex(r"[a-z]|[ivx]+")
_NAMED = regex(r"\(?(\d{1,3}(?:\.\d{1,2})*[a-z]?|[a-z]|[ivx]{1,5})[.)]?")


def _plain(text: str) -> Iterator[_Line]:
    worth: int | None = None  # the column of points, in a table
    lines = whole_lines(_DRAWN.sub(r"\g<head> \g<one>\n\g<head> \g<other>\n", text))
    counted = _counted(lines)
    above = ""
    for number, raw in lines:
        line = re.sub(r"^\s*>\s?", "", raw)
        if number in counted:
            line = _COUNT.sub(r"\1. ", line, count=1)
        row = _ROW.fullmatch(line)
        if row is not None:
            cells = [] if _RULED.fullmatch(line) else [cell.strip() for cell in row[1].split("|")]
            worth = next((at for at, cell in enumerate(cells) if is_unit(cell)), worth)
            yield _row(number, cells, worth)
            continue
        worth = None
        if re.fullmatch(r"\s*(?:```.*|~~~.*|[-=_*]{3,}\s*|\\f)", line):
            yield _Line(number, "")
            continue
        heading = _HEADING.match(line)
        line = _HEADING.sub("", line, count=1)
        line = _EMPHASIS.sub(lambda found: found[2] or found[3], line)
        bullet = _BULLET.match(line) if heading is None and not _is_term(above, line) else None
        above = f"{above} {line}" if bullet is None and above and _GOES_ON.match(line) else line
        line = line[bullet.end() :] if bullet else line
        depth = _OUTSIDE if heading is not None else len(raw) - len(raw.lstrip())
        first, *rest = [part for each in _parted(line) for part in _around(each)]
        yield _labelled_line(number, first, bullet is not None, heading is not None, depth)
        yield from (_labelled_line(number, part, depth=depth) for part in rest)


def _is_term(above: str, line: str) -> bool:
    """Whether a sign goes on with the equation above, "+ n log n", and is no bullet as that has none or another."""
    sign = _BULLET.match(line)
    if sign is None or sign[0].strip() not in _SIGNS or above.lstrip()[:1] == sign[0].strip():
        return False
    equation, rest = _RELATED.split(above), _CONDITION.split(labelled(line.strip()[1:])[2])
    return len(equation) > 1 and all(map(_TERMS.fullmatch, (equation[-1], rest[0].rstrip(" ."))))


def _counted(lines: list[tuple[int, str]]) -> set[int]:
    """The numbers of lines that count on in bare numbers: 1 T(n) = …, 2 T(n) = … is a list, and no 2·T(n).

    So is 2.1 T(n) = … below a line that begins with 2.
    """
    found = [(at, mark[1].rpartition(".")) for at, line in lines if (mark := _COUNT.match(line))]
    pairs = [
        (one, other)
        for (one, (above, _, number)), (other, (beside, _, following)) in pairwise(found)
        if above == beside and int(following) == int(number) + 1
    ]
    heads = {mark[1] for _, line in lines if (mark := re.match(r"\s*(\d{1,2})\.\s", line))}
    return {at for pair in pairs for at in pair} | {
        at for at, (above, _, first) in found if first == "1" and above in heads
    }


def _row(number: int, cells: list[str], worth: int | None) -> _Line:
    """A row of a table: its label, where the first cell is one, its points, and what stands in the other cells."""
    label = _NAMED.fullmatch(cells[0]) if len(cells) > 1 else None
    points = None if worth is None or worth >= len(cells) else points_of(f"({cells[worth]} points)")
    rest = [cell for at, cell in enumerate(cells) if cell and not (at == 0 and label) and not (at == worth and points)]
    return _Line(number, " | ".join(rest), label[1] if label else "", points, bool(cells))


def _parted(line: str) -> list[str]:
    """The line cut before labels that follow each other in it: a) … b) … c) …"""
    marks = [(mark.start(), mark[1]) for mark in _INLINE.finditer(line)]
    for names in ("abcdefghij", tuple(map(str, range(1, 11))), _ROMAN):
        places: list[int] = []
        for place, name in marks:
            if len(places) < len(names) and name == names[len(places)]:
                places.append(place)
        if len(places) > 1:
            cuts = [*([0] if places[0] else []), *places, len(line)]
            return [line[start:end].strip().rstrip(";,") for start, end in pairwise(cuts)]
    return [line]


def _around(text: str) -> list[str]:
    """A label that stands before that of its first part, "1. a) …", on a line of its own."""
    outer, _, rest = labelled(text)
    inner = labelled(rest)[0] if outer[:1].isdigit() else ""
    return [text.removesuffix(rest), rest] if _PART.fullmatch(inner) else [text]


def _labelled_line(number: int, text: str, bulleted: bool = False, is_heading: bool = False, depth: int = 0) -> _Line:
    label, points, rest = labelled(text)
    if not label:
        return _Line(
            number, rest if points and bulleted else text, "", points if bulleted else None, bulleted, is_heading
        )
    outside = is_heading or _IN_WORDS.match(text) is not None
    return _Line(number, rest, label, points, True, each=are_of_each(text), depth=_OUTSIDE if outside else depth)


# ---- LaTeX


_POSED = r"(?:exercise|problem|question|task|prob|aufgabe|uebung|exercice|ejercicio|esercizio|homeworkproblem)"
_LISTED = regex(rf"\\(?:item|task|question|titledquestion|part)\b|\\begin\{{{_POSED}\*?\}}")
_COMMENT = regex(r"(?<!\\)%.*")
_LIST = regex(r"\\(begin|end)\{(enumerate|itemize|description|tasks|questions|parts|subparts)\}(\[[^\]]*\])?(\(\d+\))?")
_ITEM = regex(
    r"\\(item|task|titledquestion(?=\s*\{)|question|part|subpart)\b\*?(?:(?<=titledquestion)\s*\{[^{}]{0,80}\})?"
    r"\s*(?:\[([^\]]{0,40})\])?"
    rf"|\\(?P<place>begin|end)\{{{_POSED}\*?\}}\s*(?:\[(?P<told>[^\]]{{0,60}})\])?(?:\{{(?P<worth>\d{{1,3}})\}})?"
)
_TITLE = regex(r"\\(?:title|section|subsection|subsubsection|paragraph|chapter)\*?\{([^{}]*)\}")
_WORDS = regex(r"\\(?:textbf|textit|emph|textsc|underline|mbox|text|textrm|texttt)\{([^{}]*)\}")
_GONE = regex(
    r"\\(?:label|vspace|hspace|newpage|clearpage|bigskip|medskip|smallskip|noindent|maketitle|hfill|centering|pagebreak"
    r"|setcounter|usepackage|documentclass|author|date|droptotalpoints|droppoints|addpoints|begin|end)\*?(?:\[[^\]]*\])?"
    r"(?:\{(?:document|center|flushleft|solution|problem|exercise|[a-z]*:[^{}]*|[^{}]*)\})*(?:\{[^{}]*\})?"
)
#: Points at the right margin, and those of a macro that many sheets define.
_WORTH = regex(r"\\hfill\s*[\[(]\s*(\d{1,3})\s*[\])]|\\(?:points|marks|pts|worth)\s*\{\s*(\d{1,3})\s*\}")
#: L\"osen, R\'{e}soudre: letters with the marks that stand before them.
_ACCENTS = {'"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303"}
_ACCENT = regex(r"""\\(["'`^~])(?:\{([A-Za-z])\}|([A-Za-z]))""")
_STYLES = {"tasks": "a", "parts": "a", "subparts": "i"}
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


def _latex(text: str) -> Iterator[_Line]:
    """The lines of the body; each item under its number, as its list prints it."""
    lists = [("1", 0, "")]  # the style, the number and the label of the last item; what is in no list comes first
    inside = r"\begin{document}" not in text
    for number, raw in whole_lines(text):
        preamble, begins, body = _COMMENT.sub("", raw).partition(r"\begin{document}")
        yield from map(partial(_heading, number), filter(str.strip, "" if inside else _TITLE.findall(preamble)))
        inside, body = inside or bool(begins), f"{preamble}{body}" if inside else body
        parts = _TITLE.split(body) if inside else []  # the text between headings, and every other one a heading
        for position, part in enumerate(parts):
            if position % 2 and part.strip():
                yield _heading(number, part)
            elif not position % 2:
                yield from _items(number, part, lists)


def _heading(number: int, text: str) -> _Line:
    line = _labelled_line(number, text)
    return line if line.label else replace(line, is_heading=True)


def _items(number: int, line: str, lists: list[tuple[str, int, str]]) -> Iterator[_Line]:
    """The parts of a line between its items; the lists that are open are kept up to date."""
    position, label, points, begins = 0, "", None, False
    marks = sorted([*_LIST.finditer(line), *_ITEM.finditer(line)], key=lambda mark: mark.start())
    for mark in marks:
        before = line[position : mark.start()]
        if before.strip() or begins:
            yield _Line(number, _words_of(before), label, points, begins, is_whole=begins)
        position, label, points, begins = mark.end(), "", None, False
        if mark[1] == "begin":
            lists.append((_style(mark[2], mark[3] or "", len(lists) - 1), 0, ""))
        elif mark[1] == "end":
            del lists[max(1, len(lists) - 1) :]
        elif mark["place"] == "end":  # of _ITEM, as all that is left
            lists[0] = (*lists[0][:2], "")
        else:
            begins = True
            kind, given = mark[1] or "problem", mark[2] or ""
            label, points = _numbered_item(given, kind, lists if mark[1] else lists[:1])
            if not mark[1]:
                lists[0] = "1", lists[0][1] + 1, label
                points = points_of(f"({mark['told']})") or points_of(f"({mark['worth']} points)")
    rest = line[position:]
    if not begins:
        yield _Line(number, _words_of(rest))
        return
    own, worth, words = labelled(_words_of(rest))
    yield _Line(number, words, own or label, points or worth, True, is_whole=not own, each=are_of_each(rest))


def _words_of(line: str) -> str:
    line = _ACCENT.sub(lambda found: normalize("NFC", f"{found[2] or found[3]}{_ACCENTS[found[1]]}"), line)
    line = re.sub(r"(?<!\\)~", " ", _WORDS.sub(lambda found: found[1], line))
    line = _WORTH.sub(lambda found: f" ({found[1] or found[2]} points)", line)
    return _GONE.sub(
        lambda found: found[0] if re.match(rf"\\(?:begin|end){_ENVIRONMENT}", found[0]) else "", line
    ).strip()


def _style(kind: str, options: str, depth: int) -> str:
    """What an item is numbered with: "1", "a", "i", or "-" for none."""
    if kind in ("itemize", "description"):
        return "-"
    for style, signs in (("a", ("alph", "a)", "(a", "a.")), ("i", ("roman", "i)", "(i", "i.")), ("1", ("arabic", "1"))):
        if any(sign in options for sign in signs):
            return style
    return _STYLES.get(kind) or ("1", "a", "i", "a")[min(depth, 3)]


def _numbered_item(given: str, kind: str, lists: list[tuple[str, int, str]]) -> tuple[str, Fraction | None]:
    """The label of the next item, and the points that \\question[5] says."""
    points = Fraction(given) if kind != "item" and re.fullmatch(r"\d{1,4}", given) else None
    style, last, _ = lists[-1]
    if kind == "item" and given.strip():
        label, points = labelled(f"{given.strip().rstrip('.):')}) x")[0] or given.strip(), points_of(given)
    else:
        last += 1
        signs = {"-": "", "a": chr(ord("a") + (last - 1) % LETTERS), "i": _ROMAN[min(last, len(_ROMAN)) - 1]}
        label = signs.get(style, str(last))
    around = next((name for _, _, name in reversed(lists[:-1]) if name), "")
    if around[:1].isdigit() and label:
        label = f"{around}.{label}" if label[:1].isdigit() else f"{around}{label}"
    lists[-1] = style, last, label
    return label, points
