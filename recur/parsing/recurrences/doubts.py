"""Texts that can be read in two ways, as one table: what is seen, what it would be read as, what may be meant.

Each doubt is a question: the text is not read, and the suggestion holds the whole text in the other reading. What is
read in one way and said (a log without a base, γ before a bracket) stands where it is read.
"""

import re
from collections.abc import Callable, Iterator
from math import comb

from recur.model.patterns import regex
from recur.model.records import frozen
from recur.parsing.faults import Fault
from recur.parsing.recurrences.naming import Names
from recur.parsing.text.vocabulary import WORDS

Match = re.Match[str]


@frozen
class Doubt:
    """`find` gives the place where the doubt arises, `meant` the whole text as it may have been meant.

    Where nothing matches `signs`, it does not arise. Both are given the text and the letters that are functions in it.
    """

    name: str
    example: str
    read: str  # what the example would be read as
    other: str  # what may have been meant
    signs: str
    find: Callable[[str, frozenset[str]], tuple[int, int] | None]
    asks: str  # the message; {found} is what stands at the place
    meant: Callable[[str, frozenset[str]], str | None]
    advice: str


def refuse_doubts(text: str, names: Names) -> None:
    """Raise Fault at the first doubt that the text leaves open."""
    if _SUSPECT.search(text) is None:
        return
    functions = frozenset(names.functions | names.sequences)
    for doubt in DOUBTS:
        place = doubt.find(text, functions)
        if place is not None:
            shown = " ".join(text[slice(*place)].split())
            meant = doubt.meant(text, functions)
            raise Fault(doubt.asks.format(found=shown), *place, meant, advice=doubt.advice)


# Floors and ceilings that a copied page has turned into letters ------------------------------------------

_MARKS = {"b": ("c", "⌊⌋"), "d": ("e", "⌈⌉")}
_BETWEEN_MARKS = regex(r"(?:\\?(?:log|lg|sqrt|frac)(?![a-z])|[af-zN0-9/÷√+−^().{} -]|=(?=[0-9]))+")
_ROUNDED = regex(r"[/÷√=]|log|lg|sqrt|frac")
_OPENED = r"(?<![A-Za-z_\\])[bd](?=\s?[^\s+*·=_,;])"
_WORST_LENGTH = 40


def _lost_marks(text: str, functions: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """Start, end and the other reading of every b…c and d…e around a term that can be rounded."""
    for opened in re.finditer(_OPENED, text):
        letter = opened[0]
        closer, marks = _MARKS[letter]
        if letter in functions:
            continue
        end = _closed(text, opened.end(), closer)
        inner = text[opened.end() : end].strip() if end is not None else ""
        if end is not None and _BETWEEN_MARKS.fullmatch(inner) and _ROUNDED.search(inner):
            yield opened.start(), end + 1, f"{marks[0]}{inner.replace('=', '/')}{marks[1]}"


def _closed(text: str, start: int, closer: str) -> int | None:
    """Where the letter stands that closes a term begun at `start`: at its own level, and after a whole term."""
    depth = 0
    for position in range(start, min(len(text), start + _WORST_LENGTH)):
        character = text[position]
        depth += (character in "({") - (character in ")}")
        if depth < 0:
            return None
        if character != closer or depth or not re.search(r"[A-Za-z0-9)}]\s?\Z", text[start:position]):
            continue
        if re.match(r"\s*[A-Za-z0-9(_^]", text[position + 1 :]) is None:
            return position
    return None


def _find_lost_marks(text: str, functions: frozenset[str]) -> tuple[int, int] | None:
    return next(((start, end) for start, end, _ in _lost_marks(text, functions)), None)


def _with_marks(text: str, functions: frozenset[str]) -> str:
    for start, end, other in reversed(list(_lost_marks(text, functions))):
        text = text[:start] + other + text[end:]
    return text


# A shell that has taken a variable ----------------------------------------------------------------------

_DOLLAR = regex(r"(?<!\\)\$")


def _find_lone_dollar(text: str, _functions: frozenset[str]) -> tuple[int, int] | None:
    found = list(_DOLLAR.finditer(text))
    return found[0].span() if len(found) == 1 else None


# Subscripts that a copy has lost --------------------------------------------------------------------------

_LOST_LEFT = regex(r"(?:^|(?<=[;,\n]))\s*(?P<name>[A-Za-z])(?P<index>[nkmi])\s*(?:=|<=|>=|≤|≥|~)", re.M)


def _lost_left(text: str) -> Match | None:
    return next((m for m in _LOST_LEFT.finditer(text) if m["name"] + m["index"] not in WORDS), None)


def _find_lost_subscript(text: str, _functions: frozenset[str]) -> tuple[int, int] | None:
    left = _lost_left(text)
    return None if left is None else (left.start("name"), left.end("index"))


def _with_subscripts(text: str, _functions: frozenset[str]) -> str | None:
    """an = 2an-1 + 1 as a_n = 2a_{n-1} + 1; none where 2n may have lost its own raised n."""
    left = _lost_left(text)
    if left is None or re.search(rf"[0-9]{left['index']}", text):
        return None
    name, index = left["name"], left["index"]
    shifted = rf"{index}(?:\s?([+\-–−])\s?([0-9]+)(?![0-9.]))?"
    term = re.compile(rf"(?<![A-Za-z\\_^]){name}(?:{shifted}|([0-9]+))(?![A-Za-z0-9])")

    def subscripted(match: Match) -> str:
        if match[3]:
            return f"{name}_{match[3]}"
        return f"{name}_{{{index}{'-' if match[1] != '+' else '+'}{match[2]}}}" if match[1] else f"{name}_{index}"

    first = text[: left.end("index")]
    return first[: left.start("name")] + f"{name}_{index}" + term.sub(subscripted, text[left.end("index") :])


# A label that may be a term -------------------------------------------------------------------------------

_LABEL_OR_TERM = regex(
    r"(?m)^[ \t]*(?P<label>[A-Z]?\d{1,2}(?:\.\d{1,2})*[a-z]?|[a-z])(?P<dash>-)[ \t]*"
    r"(?P<called>[A-Za-z])\w?[ \t]*(?:\(|_)(?P<size>[a-z])\)?[ \t]*[=<>≤≥]"
)


def _find_label_or_term(text: str, functions: frozenset[str]) -> tuple[int, int] | None:
    """No doubt where it holds the size, n-T(n) = T(n-1), or stands once more: 1-T(n) = (1-T(n-1))/2."""
    match = _LABEL_OR_TERM.search(text)
    if match is None or match["label"] in functions or match["label"].endswith(match["size"]):
        return None
    again = re.compile(rf"(?<![\w.]){re.escape(match['label'])}[ \t]*-[ \t]*{match['called']}")
    return None if again.search(text, match.end()) else (match.start("label"), match.end("dash"))


def _with_label(match: Match) -> str:
    return (
        f"{match[0][: match.start('dash') - match.start()]}) {match[0][match.end('dash') - match.start() :].lstrip()}"
    )


# Differences ------------------------------------------------------------------------------------------------

_DIFFERENCE = regex(
    r"(?:Δ|∆|\\?[Dd]elta)(?P<order>[²³]|[ \t]*\^[ \t]*\{?[23]\}?)?[ \t*·]*(?P<open>\()?[ \t]*"
    r"(?P<name>[A-Za-z])(?:_(?P<index>[a-z])|\((?P<size>[a-z])\)|_\{(?P<braced>[a-z])\})(?![A-Za-z0-9])"
    r"(?(open)[ \t]*\))"
)


def _find_difference(text: str, _functions: frozenset[str]) -> tuple[int, int] | None:
    match = _DIFFERENCE.search(text)
    return None if match is None else match.span()


def _written_out(match: Match) -> str:
    """Δᵏf(n) = Σ (−1)^i·binom(k, i)·f(n + k − i)."""
    name, size = match["name"], match["size"] or match["index"] or match["braced"]
    order = {"²": 2, "³": 3}.get(match["order"] or "") or int((match["order"] or "1").strip(" \t^{}"))
    terms = []
    for i in range(order + 1):
        at = f"{size}+{order - i}" if i < order else size
        call = f"{name}({at})" if match["size"] else f"{name}_{{{at}}}" if i < order else f"{name}_{at}"
        factor = str(comb(order, i)) if 0 < i < order else ""
        terms.append(f"{' - ' if i % 2 else ' + ' if i else ''}{factor}{call}")
    return f"({''.join(terms)})"


#: All that is asked about a text as a whole; the words are for the message, and for whoever reads the table.
DOUBTS: tuple[Doubt, ...] = (
    Doubt(
        "lost floor or ceiling",
        "T(n) = 2T(bn/2c) + n",
        "b and c are constants: T(b·n·c/2)",
        "T(⌊n/2⌋), whose marks became letters when a page was copied",
        _OPENED,
        _find_lost_marks,
        "{found} may be a floor or a ceiling whose marks became letters when it was copied",
        _with_marks,
        "put * between the factors if a product is meant",
    ),
    Doubt(
        "lone dollar",
        "Θ( log n$)",
        "Θ(log n)",
        "Θ($n log n$) in double quotes, where the shell has put nothing for $n",
        r"\$",
        _find_lone_dollar,
        "this $ stands alone: in double quotes the shell takes $n for a variable of its own and puts nothing there",
        lambda _text, _functions: None,
        "put the formula into single quotes, or leave out every $",
    ),
    Doubt(
        "lost subscript",
        "an = 2an-1 + 1, a0 = 1",
        "a·n = 2·a·n − 1 + 1",
        "a_n = 2a_{n-1} + 1, a_0 = 1",
        r"[A-Za-z][nkmi]\s*[=<>≤≥~]",
        _find_lost_subscript,
        "{found} is a product as it stands: subscripts (and perhaps powers) were lost when this was copied",
        _with_subscripts,
        "write a_n and a_{n-1} for a subscript, 2^n for a power",
    ),
    Doubt(
        "label or term",
        "2- T(n) = 2T(n/2) + n",
        "T(n) = 2 − 2T(n/2) − n",
        "T(n) = 2T(n/2) + n, the second of a list",
        r"^[ \t]*[A-Z]?[0-9a-z][0-9a-z.]{0,8}-",
        _find_label_or_term,
        "{found} before the left side can be the label of an exercise or a term",
        lambda text, _functions: _LABEL_OR_TERM.sub(_with_label, text, count=1),
        "put a blank before the minus sign and one behind it if a term is meant",
    ),
    Doubt(
        "difference or factor",
        "Δa_n = 2a_n",
        "Δ·a_n = 2·a_n, where Δ is a constant",
        "a_{n+1} − a_n = 2a_n",
        r"Δ|∆|[Dd]elta",
        _find_difference,
        "{found} can be a difference of two values or a product with a constant",
        lambda text, _functions: _DIFFERENCE.sub(_written_out, text),
        "name the constant by another letter if a product is meant",
    ),
)

_SUSPECT = regex("|".join(doubt.signs for doubt in DOUBTS), re.M)
