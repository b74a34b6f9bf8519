"""How a page sets a formula off: headings, labels, list marks, cells of a table, comments, numbers of equations.

Every function keeps the length of the text: what says nothing becomes blanks, a bar between two cells the one
sign that it means there. Whether a line is a label is told by what follows it, never by its words alone.
"""

import re

from recur.model.patterns import regex
from recur.parsing.text.blanks import blank
from recur.parsing.text.vocabulary import ARITHMETIC, LABELS, RELATION, WORDS

Match = re.Match[str]

#: A left side: T(n) =, a_{n+1} =, T_1(n) ≤, T∞(n) = ; what stands before it on its line may be a label.
_EQUATION = regex(
    r"[ \t]*(?:[A-Za-z]{1,3}['′]*|[A-Z][A-Za-z]{1,12})[ \t]*"
    r"(?:_[ \t]*(?:\{[^{}\n]{1,20}\}|\\?\w{1,8})|[0-9]{1,2}|[₀-ₜ]{1,4}|∞)?"
    rf"[ \t]*(?:[(\[][^()\[\]=<>\n]{{1,40}}[)\]])?[ \t]*{RELATION}"
)
_CALL = regex(r"[A-Za-z∞₀-₉][ \t]*[(\[]|[A-Za-z][ \t]*_|[A-Za-z][₀-ₜ]")
_BOUND = regex(
    r"[\s$*`]*(?:[A-Za-z][ \t]*\([a-z]\)[ \t]*)?(?:[OΘΩoωθ]|\\?(?:[Bb]ig)?(?:[Tt]heta|[Oo]mega|O))[ \t]*[({\[]"
)
#: The signs of markdown, tables, several lines, comments, numbers of equations and the end of a sentence.
_SET_OFF = regex(r"[`\"'*_!?~|\t&\n#%。]|  |//|--|===|\.\.|\.\s*$|[.,;…·-][ \t]*(?:eqn?\.?[ \t]*)?\(")


def laid_out_plainly(text: str) -> str:
    """The text without what only sets formulas off."""
    if _SET_OFF.search(text) is None and _EQUATION.match(text) is not None:
        return text
    text = _markdown(text)
    text = _cells(text)
    if "\n" in text:
        text = _underlined(text)
    if "*/" in text:
        text = _BLOCK.sub(blank, _REMARK.sub(blank, text))
    if "  " in text:
        text = _APART.sub(lambda match: "¿".ljust(len(match[0])), text)
    text = _labels(text)
    text = _comments(text)
    text = _numbers_of_equations(text)
    if text.endswith("..."):
        return text
    return _TRAILING.sub(lambda match: match[0].replace(".", " ").replace("?", " ").replace("。", " "), text)


# Markdown -----------------------------------------------------------------------------------------

_FENCE = regex(
    r"```(?:[A-Za-z]+(?=[ \t]*\r?\n)|(?:latex|tex|math|text)\b)?"
    r"|^[ \t]*~~~[a-z]*[ \t]*$|^[ \t]*:[a-z]+:(?=`)|^[ \t]*\.\.[ \t]+[a-z]+::",
    re.M,
)
_SINGLE_QUOTES = regex(r"^(\s*)'(?=[^']*'[\s.,;]*$)([^']*)'")
_STRONG = regex(r"(?<![\w)\]}*])(\*\*|__)(?=[^\s*_])([^\n]{0,400}?)(?<=[^\s*_])\1(?![\w*(])")
_SLANTED = regex(r"(?m)^([ \t]*(?:[-*+>][ \t]+)?)([*_])(?=[^\s*_])([^\n*_]{0,400}?)(?<=[^\s])\2(?![\w*(])")
#: "!!! example" of MkDocs, "> [!note]" of Obsidian: the whole line heads a box.
_BOX = regex(r"(?m)^[ \t]*(?:!!!|\?\?\?[+-]?|===)[ \t]+[A-Za-z\"'].*$|^[ \t]*>[ \t]*\[![A-Za-z]+\].*$")
_RULE = regex(r"(?m)^[ \t]*(?:={3,}|-{3,}|\*{3,}|_{3,}|\+[-=+]{3,}\+)[ \t]*$")


def _markdown(text: str) -> str:
    if "`" in text or "~" in text or ".." in text:
        text = _FENCE.sub(blank, text)
    if "!" in text or "?" in text or "===" in text:
        text = _BOX.sub(blank, text)
    text = text.replace("`", " ").replace('"', " ")
    if "'" in text:
        text = _SINGLE_QUOTES.sub(r"\1 \2 ", text)
    if "**" in text or "__" in text:
        text = _STRONG.sub(r"  \2  ", text)
    if "*" in text or "_" in text:
        text = _SLANTED.sub(r"\1 \3 ", text)
    return text


def _underlined(text: str) -> str:
    return _RULE.sub(blank, text)


# Cells of a table ---------------------------------------------------------------------------------

_BARS = regex(r"\|+|\t+|&+")
_DRAWN = regex(r"(?:[^|\n]{1,40}=)?[ \t]*\|")
#: The bar of [3 | n] and of "if 3 | n" is no cell's.
_DIVIDES = regex(r"(?:(?<=\[\d)|(?<=if \d)|(?<=when \d)|(?<=\[\d )|(?<=if \d )|(?<=when \d ))\|(?=\s?[A-Za-z]\b)")
_DASHES = frozenset("|+:- \t")
_BROKEN_OFF = regex(r"(?:[=<>≤≥+\-·*/^_,(\[{⌊⌈√]|\\(?:cdot|times|leq?|geq?))\Z")
_GOES_ON = regex(r"\s*(?:[=<>≤≥+*/^_·)\]}⌋⌉]|-(?![ \t]*$)|\\(?:leq?|geq?|approx|sim|cdot|times)(?![A-Za-z]))")
_CONDITION = regex(rf"\s*[A-Za-z]\s*(?:{RELATION}|is\b)|\s*[0-9]+\s*(?:<|≤)")

#: T(n/2) and T(n-1) in a cell without a relation: a right-hand side.
_RECURSION = regex(r"(?<![A-Za-z])(?:[A-NP-Z]|[fgtuw])[ \t]*\([^()]{0,20}[a-zN][^()]{0,20}[/+-]")
#: What a cell adds to its bound in brackets.
_NOTE = regex(r"(?<=\S)\s+\((?=[^()]*[A-Za-z]{3})(?:[^()]|\([^()]*\))*\)[\s.]*$")
_SPOKEN = regex(r"[^\W\d_]{3,}")
_ORDINAL = regex(r"\s*[(\[]?[\dA-Za-z]{1,3}[.)\]]?\s*")


def _cells(text: str) -> str:
    """Rows of tables, cell by cell: an equation stays, a bound beside it is a claim, words are passed over."""
    if not any(bar in text for bar in "|\t&"):
        return text
    text = _DIVIDES.sub("∣", text)
    lines = _without_brace(_without_head(text.split("\n")))
    return "\n".join(_row(line) if _BARS.search(line) else line for line in lines).replace("&", " ")


def _without_head(lines: list[str]) -> list[str]:
    """The lines of a table without its head, which stands over a line of dashes."""
    kept = list(lines)
    for number, line in enumerate(lines):
        if "-" in line and ("|" in line or "+" in line) and _DASHES.issuperset(line):
            kept[number] = " " * len(line)
            if number and "|" in lines[number - 1] and not re.search(RELATION, lines[number - 1]):
                kept[number - 1] = " " * len(lines[number - 1])
    return kept


def _without_brace(lines: list[str]) -> list[str]:
    """A brace drawn with bars, one at the left of each branch, goes."""
    drawn = [number for number, line in enumerate(lines) if line.count("|") == 1 and _DRAWN.match(line)]
    if len(drawn) < 2:
        return lines
    return [line.replace("|", " ") if number in drawn else line for number, line in enumerate(lines)]


def _row(line: str) -> str:
    """One line of a table; a line in which bars or tabs mean something else stays as it is."""
    bars = [*_BARS.finditer(line)]
    starts = [0, *(bar.end() for bar in bars)]
    ends = [*(bar.start() for bar in bars), len(line)]
    cells = [line[start:end] for start, end in zip(starts, ends, strict=True)]
    kinds = [_cell_kind(cell) for cell in cells]
    broken = any(_BROKEN_OFF.search(cell.rstrip()) for cell in cells[:-1]) or any(
        _GOES_ON.match(cell) for cell in cells[1:] if cell.strip()
    )
    balanced = all(cell.count("(") == cell.count(")") for cell in cells)
    if broken or not balanced or "equation" not in kinds or len({*kinds} - {""}) < 2 > kinds.count("equation"):
        framed = bars[0][0] == "|" and not cells[0].strip() and kinds.count("equation") == 1
        only_words = (
            len(bars) > 1 and "words" in kinds and bars[0][0] not in "&\t" and {*kinds} <= {"", "words", "number"}
        )
        if framed and balanced and not broken:
            return _BARS.sub(blank, line)
        return " " * len(line) if only_words and bars[0][0] == "|" else line
    written: list[str] = []
    seen = False
    for position, (cell, kind) in enumerate(zip(cells, kinds, strict=True)):
        if position:
            bar = bars[position - 1][0]
            mark = {"claim": "⇒", "condition": "¿", "equation": ";"}.get(kind, " ") if seen else " "
            written.append(mark.ljust(len(bar)))
        seen = seen or kind == "equation"
        keep = kind == "equation" or (seen and kind in ("claim", "condition"))
        plain = _NOTE.sub(blank, cell) if kind == "claim" else cell
        written.append(plain if keep else " " * len(cell))
    return "".join(written)


def _cell_kind(cell: str) -> str:
    if not cell.strip(" \t$\\"):
        return ""
    if _CONDITION.match(cell):
        return "condition"
    bare = _NOTE.sub("", cell)
    if re.search(RELATION, bare):
        return "equation" if _CALL.search(bare) else "condition" if "for" in cell or "if" in cell else "words"
    if _BOUND.match(bare):
        return "claim"
    if _RECURSION.search(bare):
        return "equation"
    spoken = any(word.lower() not in WORDS for word in _SPOKEN.findall(cell))
    return "words" if spoken else "number" if _ORDINAL.fullmatch(cell) else "formula"


# Labels -------------------------------------------------------------------------------------------

_ENUMERATION = r"(?:[A-Za-z]{0,2}\d{1,3}(?:[.\-]\d{1,3}){0,3}[a-z]?|[A-Za-z]|[ivx]{1,5}|[IVX]{1,5})"
_MARK = regex(
    r"[ \t]*(?:(?://+|#+(?!\d)|--+(?!>)|;+|%+|(?:>(?!=)[ \t]*)+|\*(?=\s)|·(?=\s)|\[[ xX]\](?=\s))(?!\s*$)"
    rf"|{_ENUMERATION}[.)](?=\s+\S)|{_ENUMERATION}\.\)(?=\s+\S)|\d{{1,3}}(?:\.\d{{1,3}}){{2,3}}(?=\s))"
)
#: A dash before a statement, and not the sign of its first term: - 2T(n-1) + T(n) = n, - a_{n-1} = n - a_n.
_DASH = regex(
    r"[ \t]*-[ \t]+(?!\d)(?!(?:[A-Za-z]\w*'*[ \t]*[(\[][^()\[\]]*[)\]]|[A-Za-z](?:_\w|_?\{[^{}]*\})?)[ \t]*[+\-*/])"
    r"(?![A-Za-z]\w*'*[ \t]*[(\[{][^()\[\]{}=]*[+\-*/])(?=.*[=<>≤≥])"
)
#: (3) T(n) = …, [c]-T(n) = …, 4.4-9 T(n) = …, #2 T(n) = …: a label only before an equation; (3)T(n) is a product.
_NUMBERED = regex(
    rf"[ \t]*(?:\({_ENUMERATION}\)|\[{_ENUMERATION}\]|\(\*+\)|#+[ \t]*\d{{1,3}}[a-z]?"
    r"|[A-Z]?\d{1,3}(?:\.\d{1,3}){0,3}-\d{1,3}(?:\.?[a-z]|[ \t]?\([a-z]\))?)[.:)]?(?:-(?!>)|(?=[ \t]))"
)
#: 4.4-9: a chapter, a section and a number are no sum, whatever follows.
_SECTIONED = regex(r"[ \t]*\d{1,3}(?:\.\d{1,3})+-\d")
_PIECE = regex(
    r"[ \t]*(?:(?P<word>[^\W\d_]+(?:['’.-][^\W\d_]+)*)(?![(\[_^'’])"
    r"|(?P<number>[A-Z]?\d+(?:[.\-]\d+)*[a-z]?(?:\([a-z]{1,4}\)|\b(?![(\[])))"
    r"|(?P<aside>[(\[][^()\[\]=<>≤≥+*/^\n]{1,40}[)\]])|(?P<mark>[/,&#.•*'’]|-(?=\w)))"
)
_COLON = regex(r"[ \t]*[:：](?![=:])")
_ARROW = regex(r"[ \t]+(?:-{1,3}>?|⇒|=>|={1,2}>)[ \t]+")
#: A dash right behind a label in words is its own, whatever follows: Problem 5-T(n) = …
_STOP = regex(r"[ \t]*[.):]?(?:-{1,3}|(?=[ \t]))")
#: Problem 5 - 2T(n/2) + n and Problem 5-2T(n/2) + n: a dash between the number of an exercise and a right side is no
#: minus sign; the one of Problem 5 -T(n-1) + n is.
_NUMBER_DASH = regex(r"[.):]?-{1,3}[ \t]*|[.):]?[ \t]+(?:-{1,3}[ \t]+|(?=-))")
_PART_END = regex(r"[=<>≤≥,;]")
_ANSWER_LABELS = frozenset(["ans", "answer", "solution", "claim", "bound", "result", "answers"])
_LONGEST_LABEL = 120  # characters


def _labels(text: str) -> str:
    if "\n" not in text and _EQUATION.match(text):
        return text
    lines = text.split("\n")
    depth, blanked = 0, []
    for number, line in enumerate(lines):
        written = line
        if depth <= 0 and not _EQUATION.match(line):
            claim, end = _label_end(line, number > 0)
            if end:
                mark = "⇒" if claim else ""
                written = mark.rjust(min(len(mark) + len(line) - len(line.lstrip()), end)).ljust(end) + line[end:]
        depth += sum(map(line.count, "([{⌊⌈")) - sum(map(line.count, ")]}⌋⌉"))
        blanked.append(written)
    return "\n".join(blanked)


def _label_end(line: str, later: bool) -> tuple[bool, int]:
    """Where the labels end that the line begins with; and is the last an "Answer:" to what stands above?"""
    end, claim = 0, False
    for _ in range(6):  # "> - **Exercise 4.** (b)" is four
        match = _NUMBERED.match(line, end)
        if match is None or not _heads(line, match):
            match = _MARK.match(line, end) or _DASH.match(line, end)
        if match is not None and match.end() > end:
            end = match.end()
            continue
        word, stop = _worded(line, end)
        if not stop:
            break
        claim, end = later and word in _ANSWER_LABELS, stop
    return claim, end


def _heads(line: str, numbered: Match) -> bool:
    """Does an equation begin behind the number, or behind one mark more: 4-1 a. T(n) = …?"""
    end = numbered.end()
    if _SECTIONED.match(numbered[0]) is not None and _CALL.match(line, end + 1) is not None:
        return True
    mark = _MARK.match(line, end)
    return _EQUATION.match(line, end if mark is None else mark.end()) is not None


def _worded(line: str, start: int) -> tuple[str, int]:
    """A label in words, `Exercise 4.4-2.` or `Merge sort (worst case):`, lower-case, and where it ends; 0 for none."""
    place, numbered = start, False
    words: list[str] = []
    while (piece := _PIECE.match(line, place)) is not None and piece.end() - start <= _LONGEST_LABEL:
        word = piece["word"]
        if word is not None:
            lone = len(word) == 1 and words and words[0] not in LABELS and not _COLON.match(line, piece.end())
            if lone or _bears_meaning(word):
                return "", 0
            words.append(word.lower())
        elif not words and piece["number"] is None:
            return "", 0
        numbered = numbered or piece["number"] is not None or (word is not None and len(word) == 1)
        place = piece.end()
        if words and words[0] in LABELS:  # "Exercise 4.4-2 T(n) = …" needs no colon
            stop = _STOP.match(line, place)
            if stop is not None and (numbered or piece["aside"]) and _EQUATION.match(line, stop.end()):
                return words[0], stop.end()
            dash = _NUMBER_DASH.match(line, place)
            if dash is not None and numbered and _RECURSION.search(_PART_END.split(line[dash.end() :], maxsplit=1)[0]):
                return words[0], dash.end()
    spoken = any(len(word) > 1 for word in words) or (numbered and place > start)
    colon = _COLON.match(line, place)
    if colon is not None and spoken:
        return " ".join(words), colon.end()
    arrow = _ARROW.match(line, place)
    if arrow is not None and spoken and words and _EQUATION.match(line, arrow.end()):
        return " ".join(words), arrow.end()
    return "", 0


def _bears_meaning(word: str) -> bool:
    """if, otherwise, plus: no word of a label."""
    small = word.lower()
    meaning = WORDS.get(small)
    return (meaning is not None and meaning.kind in ("IF", "OTHERWISE")) or small in ARITHMETIC


# Comments, numbers of equations, the end -------------------------------------------------------------

_REMARK = regex(r"(?<=\S)[ \t]*/\*[^*=\n]*[A-Za-z]{2}[^*=\n]*\*/")
#: `2T(n/2) + n    n > 1`: blanks set a branch and its condition apart.
_APART = regex(
    r"(?m)(?:(?<=[\d)\]}⌋⌉!])|(?<=(?<![A-Za-z])[a-zN]))[ \t]{2,}"
    r"(?=[A-Za-z][ \t]*(?:[<>]=?|≤|≥|≠|==?)[ \t]*\d+[ \t]*[,;.})]?[ \t]*$)"
)
_BLOCK = regex(r"(?m)^[ \t]*/\*+(?=\s)|(?<=\s)\*+/[ \t]*$|^[ \t]*\*/")
_COMMENT = regex(r"(?m)[ \t](?://+|#+|%+|--+)[ \t]*(?P<word>[A-Za-z]{2,})(?![\w(]).*$")
#: "(4.3)" at the end of a line, set apart from the formula by more than a blank.
_EQUATION_NUMBER = regex(
    r"(?m)(?:(?<=\S)[ \t]*(?:[.…·_]{3,}|-{2,}|…)[ \t]*|(?<=[\d)\]}⌋⌉!]|(?<![A-Za-z])[a-zN])[ \t]{2,}|(?<=[,;.])[ \t]+)"
    r"(?:eqn?\.?[ \t]*)?(?:\((?:[A-Z]\.)?\d{1,3}(?:\.\d{1,3}){0,2}[a-z]?['*]?\)|\(\*+\)|\([ivx]{1,4}\))"
    r"[ \t]*[.,;]?[ \t]*$"
)
_LAST_BRACKET = regex(r"(?m)(?:[ \t]{2}|[.,;…·_-][ \t]*(?:eqn?\.?[ \t]*)?)\([^()\n ]{1,9}\)[ \t.,;]*$")
_TRAILING = regex(r"(?<![.?\s。])[.?\s。]++$")


def _comments(text: str) -> str:
    if "//" in text or "#" in text or "%" in text or "--" in text:
        return _COMMENT.sub(lambda match: match[0] if match["word"].lower() in WORDS else blank(match), text)
    return text


def _numbers_of_equations(text: str) -> str:
    return _EQUATION_NUMBER.sub(blank, text) if _LAST_BRACKET.search(text) else text
