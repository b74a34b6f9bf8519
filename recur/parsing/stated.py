"""The problem that a text states: a heading of a form, a line of a sheet, with its label, its points and sentences.

"Q3 (5 pts): Solve T(n) = 2T(n/2) + n for n > 1. Use Θ." states T(n) = 2T(n/2) + n for n > 1.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from recur.model import Recurrence, System
from recur.model.patterns import regex
from recur.model.records import frozen, replace
from recur.model.recurrence import callees
from recur.parsing.faults import Fault
from recur.parsing.recurrences.normalise import normalise
from recur.parsing.recurrences.reading import read

LONGEST = 4_000  # characters of a text that is looked at

_WORD = r"(?:question|exercise|problem|task|part|item|frage|aufgabe|exercice|pregunta|ejercicio|domanda|esercizio|q)"
_LABEL = regex(
    rf"\s*(?:{_WORD}\s*#?\s*(?P<named>\d{{1,3}}(?:\.\d{{1,2}})*-\d{{1,2}}(?![\w(])|\d{{1,3}}(?:\.\d{{1,2}})*(?:[a-z]\b)?)"
    r"(?:\s*[\-–—]+|\s*[.):]?(?![\w=]))"
    rf"|{_WORD}\s+(?P<lettered>[a-z])\s*[.):](?=\s|$)"
    r"|\(?(?P<listed>\d{1,3}(?:\.\d{1,2})*(?:-\d{1,2})?[a-z]?|[a-z]\d{0,2}|[ivx]{1,5})[.)](?!\d)(?:\s|(?=[A-Za-z(\[$\\])|(?:(?<=\))|(?<=\d\.))\Z)"
    r"|(?P<chaptered>\d{1,3}(?:\.\d{1,2})*-\d{1,2})\.?\s+(?=(?-i:[A-Z][a-z]+\s))"
    r"|(?P<numbered>\d{4,12})\s*:\s"
    r"|(?P<dashed>\d{1,3})\s*[:\-–—]\s)",
    re.I,
)
_WAYS = ("named", "lettered", "listed", "chaptered", "dashed")
_UNIT = r"(?:points?|pts?\.?|marks?|credits?|punkte?|puntos?|punti|p\.?|pkt\.?|%)"
_POINTS = regex(
    rf"[\[(]\s*(?:worth\s+)?(\d{{1,4}}(?:[.,/]\d{{1,3}})?)\s*{_UNIT}\s*(?:each)?\s*[\])]"
    rf"|[\[(]\s*\+\s*(\d{{1,4}})\s*{_UNIT}?\s*[\])]|[\[(]\s*{_UNIT}\s*[:=]?\s*(\d{{1,4}})\s*[\])]"
    rf"|(?<![\w(])(\d{{1,4}}(?:[.,]\d)?)\s+(?:points?|pts|marks|punkte?)\b\s*[:.]?",
    re.I,
)
_EACH = regex(rf"\d\s*{_UNIT}\s*(?:for\s+)?each\b|\beach\s*[:=]?\s*\(?\d{{1,4}}(?:[.,]\d)?\s*{_UNIT}", re.I)
_SENTENCE = regex(r"(?<=[.?!:;])\s+(?=[A-ZÄÖÜ¿$\\])|\?|\n\s*\n")
_RELATED = regex(r"[=≤≥<>]|\\[lg]eq?\b")
_END = regex(r"(?:</?\w+>|[\s.?!:;,])+\Z")
_STOP = regex(
    r"[.?!;]\s+(?=[A-ZÄÖÜ¿$\\])|\n|\$|\\[\])]|\\end\b|\s(?:is|are|and|by|using|where|then|find|show|what|prove|solve|give|which)\s",
    re.I,
)
_INTRODUCED = regex(
    r"\W*(?:(?:with|where|and|given|assume|assuming|let|base cases?|initial (?:conditions?|values?)|for)\b[\s:]*)+",
    re.I,
)
_DISPLAYS = regex(r"\\(?:begin|end)\{(?:equation|align|gather|displaymath|multline|eqnarray)\*?\}")
_MARKS = regex(r"\$+|\\[\[\]()]|`")  # of mathematics in a text
#: A function at a number, or its values at small sizes: what a line of base cases begins with.
_AT_A_NUMBER = regex(
    rf"(?:{_INTRODUCED.pattern})?\W{{0,6}}[A-Za-z]\w?(?:_\\?\w+)?\s*(?:\\left)?(?:[(\[]|_\{{?)\s*-?\d"
    rf"|(?:{_INTRODUCED.pattern})?\W{{0,6}}[A-Za-z]\s*\(\s*[a-z]\s*\)\s*=[^()]{{1,20}}\s(?:for|if|when)\s",
    re.I,
)
#: What a copy loses: the marks of floors and ceilings, and those of subscripts.
_LOST = frozenset("⌊⌋⌈⌉_{}-")
_LEFT = regex(r"(?<![\w\\])[A-Za-z]\w?\s*(?:\(\s*[a-zN]\s*\)|_\{?[a-z]\}?)\s*(?:=|≤|<=|\\leq?\b)")
#: Formulas between marks of mathematics, and words at the end that are no functions.
_SHOWN = regex(r"\$+([^$]+)\$+|\\\((.+?)\\\)|\\\[(.+?)\\\]", re.S)
_PLAIN_WORD = r"(?!(?:log|mod|sqrt|div|floor|ceil)\b)[^\W\d_]{3,}"
_WORDS_BEHIND = regex(
    r"(?:[\s,;]+[-–—]\s+(?=(?:find|give|solve|use|using|prove|show|state|what|how|determine|justify|explain|hint)\b))?"
    rf"(?:(?<=\s)|[\s,;]+)(?:{_PLAIN_WORD}|in|up\s+to|by|as)"
    rf"(?:[\s,;]+(?:{_PLAIN_WORD}|in|up|to|by|as|an?|of|if|it|is|the|[ΘΩωO]|big[-\s]?[OΘΩ]))*[\s.,;!?]*\Z",
    re.I,
)
_CALLS = regex(r"[A-Za-z]\w?\s*(?:\(|_|\[|\\left)|\b[a-z][nkmi]\s*=")  # the last lost its subscript
_BEGINS = regex(r"(?<![\w\\])\\?[A-Za-z](?:[A-Za-z]|_\w|₁|₂|∞)?\s*(?:\(|_|\[|\\left)")


@frozen
class StatedProblem:
    """A recurrence as it can be read, under its label; `doubt` tells why it does not stand in the text in this form."""

    text: str
    label: str = ""
    points: Fraction | None = None
    doubt: str = ""


def stated(text: str) -> StatedProblem | None:
    """The recurrence that the text states; None where it states none.

    >>> stated("2. (3 points) Give a tight bound: T(n)=7T(n/2)+n^2")
    StatedProblem(text='T(n)=7T(n/2)+n^2', label='2', points=Fraction(3, 1), doubt='')
    """
    if len(text) > LONGEST or _CALLS.search(text) is None:
        return None
    label, points, rest = labelled(text)
    for candidate, doubt in _candidates(text, rest):
        found = _recurrence(candidate)
        if found is not None:
            return StatedProblem(found[0], label, points, found[1] or doubt)
    return None


def begins_equation(text: str) -> bool:
    """Whether a left side stands in the text, T(n) = …, whatever follows."""
    return _LEFT.search(text) is not None


def labelled(text: str) -> tuple[str, Fraction | None, str]:
    """The label, the points, and the text without them.

    >>> labelled("(b) [4 points] Solve it")
    ('b', Fraction(4, 1), 'Solve it')
    """
    found = _LABEL.match(text)
    label = "" if found is None else re.sub(r"[\s()]", "", next((found[way] for way in _WAYS if found[way]), ""))
    rest = text if found is None else text[found.end() :]
    points, worth = points_of(rest), _POINTS.search(rest)
    if worth is not None:
        rest = f"{rest[: worth.start()]} {rest[worth.end() :]}"
    return label, points, rest.strip().lstrip(":–—").strip()


def points_of(text: str) -> Fraction | None:
    """The points that the text gives, "(3 points)"; None where it gives none."""
    worth = _POINTS.search(text)
    digits = "" if worth is None else next(group for group in worth.groups() if group)
    return (_fraction(digits.replace(",", ".")) or None) if digits else None


def are_of_each(text: str) -> bool:
    """Whether the points are those of each part: (2 points each)."""
    return _EACH.search(text) is not None


def is_unit(word: str) -> bool:
    """Whether the word is what points are counted in, as over a column of them."""
    return re.fullmatch(_UNIT, word, re.I) is not None


def _fraction(digits: str) -> Fraction | None:
    try:
        return Fraction(digits)
    except (ValueError, ZeroDivisionError):
        return None


def _candidates(text: str, rest: str) -> Iterator[tuple[str, str]]:
    """What may be the recurrence, with a doubt: all of it, without label and points, its sentences that hold an
    equation, and what begins with the first left side."""
    yield rest, ""
    yield text, ""
    related = [part.strip() for part in _SENTENCE.split(rest) if part and _RELATED.search(part)]
    yield "\n".join(related), ""
    yield from ((part, "") for part in related)
    shown = ["".join(part) for part in _SHOWN.findall(rest)]
    yield "\n".join(part for part in shown if _RELATED.search(part)), ""
    left = _LEFT.search(rest)
    if left is not None and left.start():
        before = " ".join(rest[: left.start()].split())
        yield rest[left.start() :], f"the words before the equation were not read: {before[:80]}"
    behind = None if left is None else _WORDS_BEHIND.search(rest, left.end())
    if left is not None and behind is not None:
        words = " ".join(f"{rest[: left.start()]} {behind[0]}".split())
        yield rest[left.start() : behind.start()], f"the words around the equation were not read: {words[:80]}"


def _recurrence(text: str) -> tuple[str, str] | None:
    """The equations alone, and the doubt under which they are read; None where there are none.

    Only floors, ceilings and subscripts whose marks a copy has lost are set again: no mistake is repaired.
    """
    doubt = ""
    system = _system(text)
    if isinstance(system, Fault):
        doubt, meant = system.message, system.suggestion
        if meant is None or not set(meant) - set(text) <= _LOST:
            return None
        text, system = meant, _system(meant)
    if not isinstance(system, System) or not _recursive(system):
        return None
    return _alone(text, system), doubt


def _system(text: str) -> System | Fault:
    try:
        return normalise(read(text), text)
    except Fault as fault:
        return fault


def _alone(text: str, system: System) -> str:
    """The shortest part of the text that states the same equations: words before them and sentences behind go.

    A claim about them (prove that T(n) = O(n^2)) is no part of the problem that is solved.
    """
    wanted, known = _bare(system), {text: True}

    def same(part: str) -> bool:
        if part not in known:
            known[part] = states_it(part)
        return known[part]

    def states_it(part: str) -> bool:
        found = _system(part) if part.count(r"\begin") == part.count(r"\end") else None
        return isinstance(found, System) and _bare(found) == wanted

    whole = text.strip()
    undisplayed = _DISPLAYS.sub(" ", whole).strip()
    whole = undisplayed if undisplayed != whole and same(undisplayed) else whole
    starts = (_END.sub("", whole[begins.start() :]) for begins in list(_BEGINS.finditer(whole))[:4])
    shorter = next((part for part in starts if same(part)), whole)
    stops = [*list(_STOP.finditer(shorter))[:6], *_WORDS_BEHIND.finditer(shorter)]
    ends = (_END.sub("", shorter[: stop.start()]) for stop in stops)
    shortest = next((part for part in ends if part and same(part)), shorter)
    lines = [" ".join(line.split()) for line in _MARKS.sub(" ", shortest).split("\n")]
    lines = [re.sub(r" +(?=[,;.])", "", line).strip().rstrip(",") for line in lines]
    unmarked = (joint.join(filter(None, lines)) for joint in (", ", " "))
    return next((part for part in unmarked if part != shortest and same(part)), shortest)


def independent_recurrences(text: str) -> tuple[str, ...]:
    """The recurrences of the text that have nothing to do with each other, each alone; none where they do not stand so.

    >>> independent_recurrences("T(n) = 2T(n/2) + n and S(n) = S(n-1) + 1")
    ('T(n) = 2T(n/2) + n', 'S(n) = S(n-1) + 1')
    """
    system = _system(text)
    if not isinstance(system, System):
        return ()
    groups = _unconnected(system)
    if len(groups) == 1:
        return (text,)
    parts = [part for group in groups if (part := _part(text, replace(system, recurrences=group))) is not None]
    return tuple(parts) if len(parts) == len(groups) else ()


def _unconnected(system: System) -> list[tuple[Recurrence, ...]]:
    """The recurrences of which none calls one of another group, in the order written."""
    groups: list[set[str]] = []
    for recurrence in system.recurrences:
        linked = {recurrence.function, *callees(recurrence)}
        groups = [
            *(group for group in groups if not group & linked),
            linked.union(*(group for group in groups if group & linked)),
        ]
    found = [tuple(r for r in system.recurrences if r.function in group) for group in groups]
    return sorted(found, key=lambda group: system.recurrences.index(group[0]))


def _part(text: str, system: System) -> str | None:
    """The part of the text from the head of one recurrence to that of another that states this system alone."""
    heads = [*(head.start() for head in _BEGINS.finditer(text)), len(text)]
    for start, end in combinations(heads, 2):
        part = _END.sub("", re.sub(r"[\s,;&]*(?:\b(?:and|or)\b|\\\\)?[\s,;&]*\Z", "", text[start:end]))
        found = _system(part)
        if isinstance(found, System) and _bare(found) == _bare(system):
            return _alone(part, found)
    return None


def _bare(system: System) -> System:
    return replace(system, text="", recurrences=tuple(replace(r, claim=None) for r in system.recurrences))


def continued(text: str, line: str) -> str | None:
    """The text with the base cases that stand alone on the line below it; None where the line says anything else.

    >>> continued("T(n) = 2T(n/2) + n", "where T(1) = 1")
    'T(n) = 2T(n/2) + n, T(1) = 1'
    """
    if len(text) + len(line) > LONGEST or _AT_A_NUMBER.match(line) is None or _BEGINS.search(text) is None:
        return None
    before = _system(text)
    if not isinstance(before, System) or (isinstance(alone := _system(line), System) and _recursive(alone)):
        return None
    cases = _INTRODUCED.sub("", line.strip(), count=1)
    for joined in (f"{_END.sub('', text)}, {cases}", f"{text}\n{line}"):
        after = _system(joined)
        if isinstance(after, System) and _adds_cases(before, after):
            return joined
    return None


def _recursive(system: System) -> bool:
    return any(r.subcalls or r.nonlinear for r in system.recurrences)


def _adds_cases(before: System, after: System) -> bool:
    """Whether the second is the first with more base cases."""
    if len(before.recurrences) != len(after.recurrences):
        return False
    pairs = list(zip(before.recurrences, after.recurrences, strict=True))
    same = all((one.function, one.variable, one.right) == (two.function, two.variable, two.right) for one, two in pairs)
    return same and any(len(two.initial) > len(one.initial) for one, two in pairs)
