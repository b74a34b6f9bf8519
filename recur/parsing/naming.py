"""Which letters of a text are functions, which is the variable: settled before the signs are arranged.

T(n) = … makes T a function and n a variable; a_n or a_{n-1} makes a a sequence; in a bare right-hand side
the letters before brackets are the functions and what stands in the brackets tells the variable.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from recur.parsing.vocabulary import PROSE, SUBSCRIPT_SIGNS, SUBSCRIPTS, WORDS

_SUB = rf"(?:\s*_\s*\{{[^{{}}=<>]*\}}|\s*_\s*\\?[A-Za-z0-9]+|\s*_\s*∞|[0-9]+|[{re.escape(SUBSCRIPT_SIGNS)}]+|∞)?"
_RELATION = r"(?:==|:=|<=|>=|=<|=(?!>)|<|>|≤|≥|~|∈|\\(?:leq?|geq?|leqslant|geqslant|in|sim|approx)(?![A-Za-z]))"
_DEFINITION = re.compile(
    rf"(?<![A-Za-z])(?P<name>[A-Za-z]++)(?P<sub>{_SUB})\s*[(\[]\s*(?P<variable>[A-Za-zα-ω]++|\\[a-z]+)\s*(?:[+\-]\s*[0-9]+\s*)?[)\]]"
    rf"\s*{_RELATION}"
)
_INDEXED = re.compile(
    r"(?<![A-Za-z\\])(?P<name>[A-Za-z])\s*(?:_\s*(?:[{(]\s*(?P<inner>[a-zN])\s*(?:[+\-]\s*[0-9]+\s*)?[})]|(?P<letter>[a-zN])(?![A-Za-z]))"
    rf"|(?P<run>[ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ][{re.escape(SUBSCRIPT_SIGNS)}]*))(?!\s*[(\[])"
)
_APPLIED = re.compile(rf"(?<![A-Za-z])(?P<name>[A-Za-z]++)(?P<sub>{_SUB})\s*[(\[](?=(?P<inside>[^=<>≤≥]{{0,60}}))")
_NUMBERED = re.compile(r"(?<![A-Za-z])([A-Za-z])[0-9]+(?![A-Za-z0-9(.])")
_FIRST_CASE = re.compile(rf"(?P<name>[A-Za-z]++)(?P<sub>{_SUB})\s*[(\[]\s*[0-9]+\s*[)\]]\s*(?:=|<|>|≤|≥)")
#: Lower-case letters that are functions when a bracket follows, though nobody defined them.
FUNCTION_LETTERS = frozenset("fghtuvw")


@dataclass(slots=True)
class Names:
    """`functions` may be called, `sequences` take subscripts, `numbered` letters are constants c1, c2, …"""

    functions: set[str] = field(default_factory=set)
    sequences: set[str] = field(default_factory=set)
    variables: list[str] = field(default_factory=list)
    numbered: set[str] = field(default_factory=set)
    defined: bool = True

    def variable(self, name: str) -> str | None:
        """The variable that `name` means: N and n in one text are one."""
        if name in self.variables:
            return name
        if name in ("n", "N"):
            for variable in self.variables:
                if variable in ("n", "N"):
                    return variable
        return None


def canonical_subscript(text: str) -> str:
    r"""₁, {1} and 1 are "1"; ∞, \infty and inf are "inf"."""
    text = text.translate(SUBSCRIPTS).strip().removeprefix("_").strip(" {}()\\")
    return "inf" if text in ("∞", "infty", "inf", "infinity") else text


def function_name(stem: str, subscript: str) -> str:
    return f"{stem}_{subscript}" if subscript else stem


def find_names(text: str, variable: str | None) -> Names:
    """The names of a cleaned text; `variable` is known when a claim or a formula is read."""
    names = Names()
    if variable is not None:
        names.variables.append(variable)
    for match in _DEFINITION.finditer(text):
        stem = _stem(match["name"], match["variable"])
        if stem is None:
            continue
        names.functions.add(function_name(stem, canonical_subscript(match["sub"])))
        _add_variable(names, match["variable"].lstrip("\\"))
    if "_" in text or not text.isascii():
        _find_sequences(text, names, variable)
    names.defined = bool(names.functions or names.sequences)
    if not names.defined and variable is None:
        _find_bare(text, names)
    if any(character.isdigit() for character in text):
        names.numbered = set(_NUMBERED.findall(text)) - set(names.variables) - names.functions
    return names


def _stem(word: str, variable: str) -> str | None:
    """The function in a word before a bracket: T of nT(n) and aT(n); None for log(n) = …"""
    if word.lower() in WORDS or word in ("O", "o"):
        return None
    if len(word) > 1 and word[-1].isupper() and word[:-1].islower() and (len(word) <= 3):
        return word[-1]
    return word


def _add_variable(names: Names, variable: str) -> None:
    if names.variable(variable) is None:
        names.variables.append(variable)


def _find_sequences(text: str, names: Names, variable: str | None) -> None:
    for match in _INDEXED.finditer(text):
        stem = match["name"]
        index = match["inner"] or match["letter"] or match["run"].translate(SUBSCRIPTS)[0]
        if stem in names.functions or stem in ("O", "o") or index == "e":
            continue
        known = stem == "H" or (stem == "F" and (variable is not None or names.functions))
        if known and not re.search(stem + r"\s*_[^=+]*=", text):
            continue  # harmonic and Fibonacci numbers, unless a sequence of that name is defined
        if names.variables and names.variable(index) is None:
            continue
        names.sequences.add(stem)
        _add_variable(names, index)


def _find_bare(text: str, names: Names) -> None:
    """4T(n/2) + 1: T is the function, n the variable (n if it is there at all, else the first letter)."""
    inside: list[str] = []
    for match in _APPLIED.finditer(text):
        word = match["name"]
        if word.lower() in WORDS or word in PROSE or word in ("O", "o"):
            continue
        stem = word if len(word) == 1 else word[-1] if word[-1].isupper() and len(word) <= 3 else None
        if stem is None or not (stem.isupper() or stem in FUNCTION_LETTERS):
            continue
        if not _FIRST_CASE.match(text, match.start()):
            inside.append(match["inside"])
        names.functions.add(function_name(stem, canonical_subscript(match["sub"])))
    letters = [letter for part in inside for letter in re.findall(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])", part)]
    for letter in ("n", "N", *letters, "n"):
        if (letter in letters or (letter == "n" and not letters)) and letter not in names.functions:
            _add_variable(names, letter)
            return
