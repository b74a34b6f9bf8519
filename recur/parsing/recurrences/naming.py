"""Which letters of a text are functions, which is the variable: settled before the signs are arranged.

T(n) = … makes T a function and n a variable; a_n or a_{n-1} makes a a sequence; in a bare right-hand side
the letters before brackets are the functions and what stands in the brackets tells the variable.
"""

import re

from recur.model.patterns import regex
from recur.model.records import field, mutable
from recur.parsing.text import vocabulary

_SUB = (
    r"(?:\s*_\s*\{[^{}=<>]*\}|\s*_\s*\\?[A-Za-z0-9]+|\s*_\s*∞|[0-9]+|"
    rf"[{re.escape(vocabulary.SUBSCRIPT_SIGNS)}]+|∞)?"
)
_NAME = rf"(?<![A-Za-z])(?P<name>[A-Za-z]++|[{''.join(vocabulary.GREEK)}φΦϕπ])(?P<sub>'*{_SUB}'*)\s*[(\[]"
#: A name and brackets around one number or one letter, maybe doubled or shifted: T(0), a(n), r(2n), a(n + 2).
_SIMPLE_CALL = regex(
    rf"{_NAME}\s*(?:(?P<number>[0-9]+)|(?P<factor>[0-9]+\s*[*·]?\s*)?(?P<variable>[A-Za-zα-ω]++|\\[a-z]+)"
    rf"\s*(?P<offset>[+\-*/·]\s*[0-9]+\s*)?)\s*[)\]](?P<relation>\s*{vocabulary.RELATION})?"
)
_ANY_RELATION = regex(vocabulary.RELATION)
_DIGIT_SIGNS = vocabulary.SUBSCRIPT_SIGNS[:10]
_INDEXED = regex(
    r"(?<![A-Za-z\\])(?P<name>[A-Za-z])\s*(?:_\s*(?:[{(]\s*(?:[0-9]+\s*)?(?P<inner>[a-zN])\s*(?:[+\-/]\s*[0-9]+\s*)?[})]"
    r"|(?P<letter>[a-zN])(?![A-Za-z]))"
    rf"|(?P<run>[{_DIGIT_SIGNS}]*[ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ][{re.escape(vocabulary.SUBSCRIPT_SIGNS)}]*))(?!\s*[(\[])"
)
#: S_{n,k} = …: a name with two or more indices, on the left side of an equation.
_INDEXED_TWICE = regex(
    r"(?<![A-Za-z\\])(?P<name>[A-Za-z])\s*_\s*\{\s*(?P<letter>[a-zN])\s*(?:[+-]\s*[0-9]+\s*)?"
    r"(?:,\s*[a-zN0-9]\s*(?:[+-]\s*[0-9]+\s*)?)+\}\s*="
)
#: LCS(m, n) = …, dp(i, j) = …: a word before brackets around several sizes, at the left of an equation.
_SIZE = r"(?:[A-Za-z]|[0-9]+)\s*(?:[+-]\s*[0-9]+\s*)?"
_OF_SEVERAL = regex(rf"(?<![A-Za-z])(?P<name>[A-Za-z]{{2,}}+)\s*[(\[]\s*(?P<inside>{_SIZE}(?:,\s*{_SIZE})+)[)\]]\s*=")
#: T[i][j] =, as arrays of several sizes are written.
_TABLE = regex(r"(?<![A-Za-z])(?P<name>[A-Za-z]++)(?:\[[^\[\]]{1,20}\]){2,}\s*=")
_APPLIED = regex(rf"{_NAME}(?=(?P<inside>[^=<>≤≥]{{0,60}}))")
_LETTER = regex(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])")
_EMBEDDED = regex("sqrt|log|lg|ln|cos|sin")
_NUMBERED_LETTER = regex("[A-Za-z][0-9]")
#: a(0) = a0, x_0 = x0: the value alone after its own call, up to the next statement.
_OWN_VALUE = regex(
    r"(?<![A-Za-z])([A-Za-z])(?:\s*[(\[]\s*([0-9]+)\s*[)\]]|\s*_\s*(?:([0-9])|\{\s*([0-9]+)\s*\}))"
    r"\s*=\s*(\1(?:\2|\3|\4))(?![A-Za-z0-9_.])(?=\s*(?:[;,.\n]|and\b|for\b|where\b|$))"
)
_NUMBERED = regex(r"(?<![A-Za-z])([A-Za-z])[0-9]+(?![A-Za-z0-9(.])")
#: Lower-case letters that are functions when a bracket follows, though nobody defined them.
FUNCTION_LETTERS = frozenset("fghtuvw")


@mutable
class Names:
    """`functions` may be called, `sequences` take subscripts, `numbered` letters are constants c1, c2, …

    `own_values` are the letters that first values are called by: the a0 of a(0) = a0.
    `stems` are the letters of functions whose names go on behind them: the PM of PM_1, the T of T'.
    """

    functions: set[str] = field(default_factory=set)
    sequences: set[str] = field(default_factory=set)
    variables: list[str] = field(default_factory=list)
    numbered: set[str] = field(default_factory=set)
    stems: set[str] = field(default_factory=set)
    own_values: set[str] = field(default_factory=set)

    def variable(self, name: str) -> str | None:
        """The variable that `name` means: N and n in one text are one."""
        if name in self.variables:
            return name
        if name in ("n", "N"):
            for variable in self.variables:
                if variable in ("n", "N"):
                    return variable
        return None

    def add_function(self, stem: str, suffix: str) -> None:
        """The function of these letters with what is written behind them: a subscript, primes or nothing."""
        name = full_name(stem, suffix) if suffix else stem
        self.functions.add(name)
        if name != stem:
            self.stems.update((stem, stem + "'" * suffix.count("'")))

    def add_variable(self, name: str) -> None:
        name = name.lstrip("\\")
        if self.variable(name) is None:
            self.variables.append(name)


def canonical_subscript(text: str) -> str:
    r"""₁, {1} and 1 are "1"; ∞, \infty and inf are "inf"."""
    text = text.translate(vocabulary.SUBSCRIPTS).strip().removeprefix("_").strip(" {}()\\")
    return "inf" if text in ("∞", "infty", "inf", "infinity") else text


def function_name(stem: str, subscript: str) -> str:
    return f"{stem}_{subscript}" if subscript else stem


def full_name(stem: str, suffix: str) -> str:
    """T, T_1, T' and T'_1, whichever way the subscript and the primes are written."""
    primes = suffix.count("'")
    return function_name(stem + "'" * primes, canonical_subscript(suffix.replace("'", "")) if suffix else "")


def find_names(text: str, variable: str | None) -> Names:
    """The names of a cleaned text; `variable` is known when a claim or a formula is read."""
    names = Names()
    if variable is not None:
        names.variables.append(variable)
    called = _find_defined(text, names, variable is None)
    if "," in text and variable is None:
        _find_of_several(text, names)
    if "_" in text or not text.isascii():
        _find_sequences(text, names, variable)
    if variable is None:
        if not names.variables or not (names.functions or names.sequences):
            _find_bare(text, names, called)
        for stem, suffix, argument in called:
            if names.variable(argument) is not None and names.variable(stem) is None:
                names.add_function(stem, suffix)
    if _NUMBERED_LETTER.search(text):
        names.numbered = set(_NUMBERED.findall(text)) - set(names.variables) - names.functions
        names.own_values = {match[5] for match in _OWN_VALUE.finditer(text)}
    return names


def _find_defined(text: str, names: Names, whole: bool) -> list[tuple[str, str, str]]:
    """What is defined, or has a first value, is a function everywhere: T(n) = …, a(2n) = …, a(0) = 3.

    The letters that a `whole` recurrence only calls, the a of 0 = a(n) - …, are handed back as stem, suffix and
    argument: which argument is the variable is not settled yet.
    """
    called: list[tuple[str, str, str]] = []
    for match in _SIMPLE_CALL.finditer(text):
        argument = match["variable"]
        stem = _stem(match["name"])
        if stem is None and whole and match["relation"] is not None and _recurs(match["name"], argument, text):
            stem = match["name"] if _begins_statement(text, match.start()) else None
        if stem is None or stem == argument:
            continue
        if argument is not None and len(stem) == 2 and stem[0] == argument and is_applied(stem[1], text):
            stem = stem[1]  # na(n) beside a(n - 1)
        alone = argument is not None and match["offset"] is None and match["factor"] is None
        if match["relation"] is not None:
            if argument is None:
                if whole:
                    names.add_function(stem, match["sub"])
                continue
            if alone or _begins_statement(text, match.start()):
                names.add_function(stem, match["sub"])
                names.add_variable(argument)
                continue
        if alone and whole and _is_name(stem):
            called.append((stem, match["sub"], argument.lstrip("\\")))
    return called


def _find_of_several(text: str, names: Names) -> None:
    """A word defined at several sizes at once, as dp(i, j) = … is; a single letter needs no such sign."""
    for match in _OF_SEVERAL.finditer(text):
        stem = _stem(match["name"])
        letters = _LETTER.findall(match["inside"])
        if stem is not None and stem == match["name"] and letters and _begins_statement(text, match.start()):
            names.add_function(stem, "")
            if not names.variables:
                names.add_variable("n" if "n" in letters else letters[0])


def tables_as_calls(text: str) -> str:
    """The text, equally long, with T[i, j] for the T[i][j] of a table that an equation of it is about.

    >>> tables_as_calls("dp[i][j] = dp[i-1][j] + dp[i][j-1]")
    'dp[i, j] = dp[i-1, j] + dp[i, j-1]'
    """
    for name in {match["name"] for match in _TABLE.finditer(text)}:
        indices = rf"(?<![A-Za-z]){name}(?:\[[^\[\]]*\]){{2,}}"
        text = re.sub(indices, lambda match: match[0].replace("][", ", "), text)
    return text


def _recurs(word: str, argument: str | None, text: str) -> bool:
    """Is a known function given by its own value at another size, as in fact(n) = n·fact(n - 1)?"""
    known = vocabulary.WORDS.get(word.lower())
    if argument is None or known is None or known.kind != "FUN":
        return False
    smaller = rf"(?<![A-Za-z]){word}\s*[(\[]\s*{re.escape(argument)}\s*[-−–/]\s*[0-9]+\s*[)\]]"
    return re.search(smaller, text) is not None


def _is_name(stem: str) -> bool:
    """May a function be called so that nobody defines? No words of prose, no nlog, and H and F are known numbers."""
    if len(stem) == 1:
        return stem not in ("H", "F")
    return (
        stem not in vocabulary.PROSE
        and stem not in vocabulary.GAMMAS
        and (not stem.islower() or (len(stem) > 2 and not _EMBEDDED.search(stem)))
    )


def _begins_statement(text: str, position: int) -> bool:
    """Does no relation stand between here and where the statement begins?"""
    start = max(text.rfind(mark, 0, position) for mark in ";,\n") + 1
    return _ANY_RELATION.search(text, start, position) is None


def is_applied(letter: str, text: str) -> bool:
    """a(n − 2), and not only a_{n−2}"""
    return re.search(rf"(?<![A-Za-z]){re.escape(letter)}\s*[(\[]", text) is not None


def _stem(word: str) -> str | None:
    """The function in a word before a bracket: T of nT(n) and aT(n); None for log(n) = …"""
    known = vocabulary.WORDS.get(word.lower())
    if (
        (known is not None and known.kind != "CONSTANT")
        or word in vocabulary.ASYMPTOTIC_LETTERS
        or word in vocabulary.ASYMPTOTIC_WORDS
    ):
        return None
    if len(word) > 1 and word[-1].isupper() and word[:-1].islower() and (len(word) <= 3):
        return word[-1]
    return word


def _find_sequences(text: str, names: Names, variable: str | None) -> None:
    for match in _INDEXED.finditer(text):
        stem = match["name"]
        index = (
            match["inner"] or match["letter"] or match["run"].translate(vocabulary.SUBSCRIPTS).lstrip("0123456789")[0]
        )
        called = stem in names.functions and _is_called(stem, text)
        if called or stem in ("O", "o") or index == "e":
            continue
        known = stem == "H" or (stem == "F" and (variable is not None or names.functions))
        if known and not re.search(stem + r"\s*_[^=+]*=", text):
            continue  # harmonic and Fibonacci numbers, unless a sequence of that name is defined
        if names.variables and names.variable(index) is None:
            continue
        names.sequences.add(stem)
        names.add_variable(index)
    for match in _INDEXED_TWICE.finditer(text) if "," in text else ():
        names.sequences.add(match["name"])
        names.add_variable(match["letter"])


def _is_called(stem: str, text: str) -> bool:
    """Does a letter stand in brackets behind the name? In a_n = 2a_{n-1}, a(0) = 1 none does."""
    return re.search(rf"(?<![A-Za-z]){re.escape(stem)}\s*[(\[][^)\]]*[A-Za-zα-ω]", text) is not None


def _find_bare(text: str, names: Names, called: list[tuple[str, str, str]]) -> None:
    """4T(n/2) + 1: T is the function, n the variable (n if it is there at all, else the first letter).

    In 2a(n - 1) + 1 the a is, since a recurrence has a function and there is no other letter before a bracket.
    """
    applied = [
        match for match in _APPLIED.finditer(text) if _stem(match["name"]) and match["name"] not in vocabulary.PROSE
    ]
    applied = [match for match in applied if match["name"] not in vocabulary.GAMMAS or match["name"] in names.functions]
    functions = [match for match in applied if _is_function_of(match, names)]
    if not functions and not called and not names.functions:
        sizes = {letter for match in applied for letter in _LETTER.findall(match["inside"].partition(")")[0])}
        functions = [match for match in applied if len(match["name"]) == 1 and sizes and match["name"] not in sizes]
    for match in functions:
        names.add_function(match["name"][-1], match["sub"])
    letters = [letter for match in functions for letter in _LETTER.findall(match["inside"])]
    letters.extend(argument for _, _, argument in called)
    for letter in ("n", "N", *letters, "n"):
        if (letter in letters or (letter == "n" and not letters)) and letter not in names.functions:
            names.add_variable(letter)
            return


def _is_function_of(match: re.Match[str], names: Names) -> bool:
    """Is the letter before this bracket a function by its looks, or by what else is said of it?"""
    word = match["name"]
    stem = word if len(word) == 1 else word[-1] if word[-1].isupper() and len(word) <= 3 else ""
    looks = stem.isupper() or stem in FUNCTION_LETTERS
    return bool(stem) and (looks or full_name(stem, match["sub"]) in names.functions)
