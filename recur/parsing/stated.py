"""The problem that a text states: a heading of a form, a line of a sheet, with its label, its points and sentences.

"Q3 (5 pts): Solve T(n) = 2T(n/2) + n for n > 1. Use Θ." states T(n) = 2T(n/2) + n for n > 1.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from recur.model import System
from recur.parsing.faults import Fault
from recur.parsing.recurrences.normalise import normalise
from recur.parsing.recurrences.reading import read

LONGEST = 4_000  # characters of a text that is looked at

_WORD = r"(?:question|exercise|problem|task|part|item|frage|aufgabe|exercice|pregunta|ejercicio|domanda|esercizio|q)"
_LABEL = re.compile(
    rf"\s*(?:{_WORD}\s*#?\s*(?P<named>\d{{1,3}}(?:\.\d{{1,2}})*(?:[a-z]\b)?)\s*[.):\-–—]?(?![\w=])"
    r"|\(?(?P<listed>\d{1,3}(?:\.\d{1,2})*[a-z]?|[a-z]|[ivx]{1,5})[.)](?!\d)(?:\s|(?=[A-Za-z(\[$\\]))"
    r"|(?P<numbered>\d{4,12})\s*:\s"
    r"|(?P<dashed>\d{1,3})\s*[:\-–—]\s)",
    re.I,
)
_UNIT = r"(?:points?|pts?\.?|marks?|credits?|punkte?|puntos?|punti|p\.?|pkt\.?|%)"
_POINTS = re.compile(
    rf"[\[(]\s*(?:worth\s+)?(\d{{1,4}}(?:[.,/]\d{{1,3}})?)\s*{_UNIT}\s*(?:each)?\s*[\])]"
    rf"|[\[(]\s*{_UNIT}\s*[:=]?\s*(\d{{1,4}})\s*[\])]"
    rf"|(?<![\w(])(\d{{1,4}}(?:[.,]\d)?)\s+(?:points?|pts|marks|punkte?)\b\s*[:.]?",
    re.I,
)
_SENTENCE = re.compile(r"(?<=[.?!:;])\s+(?=[A-ZÄÖÜ¿$\\])|\?|\n\s*\n")
_RELATED = re.compile(r"[=≤≥<>]|\\[lg]eq?\b")
_END = re.compile(r"(?:</?\w+>|[\s.?!:;,])+\Z")
_ROUNDING = frozenset("⌊⌋⌈⌉")
_BEGINS = re.compile(r"(?<![\w\\])\\?[A-Za-z](?:[A-Za-z]|_\w|₁|₂|∞)?\s*(?:\(|_|\[|\\left)")


@dataclass(frozen=True, slots=True)
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
    if len(text) > LONGEST or _BEGINS.search(text) is None:
        return None
    label, points, rest = labelled(text)
    for candidate in _candidates(text, rest):
        found = _recurrence(candidate)
        if found is not None:
            return StatedProblem(found[0], label, points, found[1])
    return None


def labelled(text: str) -> tuple[str, Fraction | None, str]:
    """The label, the points, and the text without them.

    >>> labelled("(b) [4 points] Solve it")
    ('b', Fraction(4, 1), 'Solve it')
    """
    found = _LABEL.match(text)
    label = "" if found is None else re.sub(r"[\s()]", "", found["named"] or found["listed"] or found["dashed"] or "")
    rest = text if found is None else text[found.end() :]
    worth = _POINTS.search(rest)
    points = None
    if worth is not None:
        digits = next(group for group in worth.groups() if group).replace(",", ".")
        points = _fraction(digits)
        rest = f"{rest[: worth.start()]} {rest[worth.end() :]}"
    return label, points or None, rest.strip().lstrip(":–—").strip()


def _fraction(digits: str) -> Fraction | None:
    try:
        return Fraction(digits)
    except (ValueError, ZeroDivisionError):
        return None


def _candidates(text: str, rest: str) -> Iterator[str]:
    """What may be the recurrence: all of it, without label and points, and its sentences that hold an equation."""
    yield rest
    yield text
    related = [part.strip() for part in _SENTENCE.split(rest) if part and _RELATED.search(part)]
    yield "\n".join(related)
    yield from related


def _recurrence(text: str) -> tuple[str, str] | None:
    """The equations alone, and the doubt under which they are read; None where there are none.

    Only floors and ceilings whose marks a copy has turned into letters are set again: no mistake is repaired.
    """
    doubt = ""
    system = _system(text)
    if isinstance(system, Fault):
        doubt, meant = system.message, system.suggestion
        if meant is None or not set(meant) - set(text) <= _ROUNDING:
            return None
        text, system = meant, _system(meant)
    if not isinstance(system, System) or not any(r.subcalls or r.nonlinear for r in system.recurrences):
        return None
    return _alone(text, system), doubt


def _system(text: str) -> System | Fault:
    try:
        return normalise(read(text), text)
    except Fault as fault:
        return fault


def _alone(text: str, system: System) -> str:
    """The shortest end of the text that says the same: the words before the equation are left out."""
    whole = text.strip()
    for begins in list(_BEGINS.finditer(whole))[:4]:
        shorter = _END.sub("", whole[begins.start() :])
        found = _system(shorter)
        if isinstance(found, System) and replace(found, text=system.text) == system:
            return shorter
    return whole
