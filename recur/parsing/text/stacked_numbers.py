r"""Two numbers above each other in brackets as a function of both: {n \brace k} and {n \brack k} of Stirling, \atop.

Which function it is its equation says; the letter is one that the text does not use. Lengths are kept.
"""

import re

from recur.model.patterns import regex

_TWO = r"(?P<first>[^{}]{0,80}?)\\(?P<command>brace|brack|atop)(?![A-Za-z])(?P<second>[^{}]{0,80}?)"
_SIZED = r"\\(?:left|right|[bB]igg?[lr]?)\s{0,3}"
_STACKED = regex(
    rf"(?<![_^])(?:(?:{_SIZED})?(?P<opening>\\\{{|\\lbrace|\[|\(|\\langle)\s{{0,3}})?"
    rf"(?P<group>\{{)?(?<![_^]\{{){_TWO}(?(group)\}})"
    rf"(?(opening)\s{{0,3}}(?:{_SIZED})?(?:\\\}}|\\rbrace|\]|\)|\\rangle))"
)
_FRACTION = regex(
    r"\\genfrac\s{0,3}\{?\s{0,3}(?P<opening>\\\{|\\lbrace|\[|\(|\\langle)"
    r"\s{0,3}\}?\s{0,3}\{?\s{0,3}(?:\\\}|\\rbrace|\]|\)|\\rangle)\s{0,3}\}?"
    r"\s{0,3}\{[^{}]{0,20}\}\s{0,3}\{\d?\}\s{0,3}\{(?P<first>[^{}]{0,80})\}\s{0,3}\{(?P<second>[^{}]{0,80})\}"
)
#: The letters that books use, and others: subsets, cycles, Eulerian numbers.
_LETTERS = {"brace": "SUVW", "brack": "cRUVW", "(": "", "langle": "AEUVW"}
_KINDS = {"\\{": "brace", "\\lbrace": "brace", "[": "brack", "(": "(", "\\langle": "langle"}


def without_stacked_numbers(text: str) -> str:
    r"""k{n-1 \brace k} as k S(n-1, k), \left({n \atop k}\right) as binom(n, k)."""
    if not any(command in text for command in ("\\brac", "\\atop", "\\genfrac")):
        return text
    used = frozenset(re.findall(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])", text))

    def called(match: re.Match[str]) -> str:
        parts = match.groupdict()
        command, opening, whole = parts.get("command", "atop"), parts["opening"], match[0]
        if command != "atop" and opening is not None:  # ({n \brace k}): the bracket is another one
            return whole
        if opening is None and parts["group"] is None:
            return whole
        kind = command if command != "atop" else _KINDS[opening or "\\{"]
        name = next((x for x in _LETTERS[kind] if x not in used), "binom" if kind == "(" else None)
        found = f" {name}({parts['first'].strip()}, {parts['second'].strip()})"
        return whole if name is None or len(found) > len(whole) else found.ljust(len(whole))

    return _STACKED.sub(called, _FRACTION.sub(called, text))
