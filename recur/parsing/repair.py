"""What may have been meant: repairs of a text that cannot be read, offered only if the result can.

Each repair looks at one fault and proposes whole texts; a text with a further fault is repaired again, a
few times. The first text that can be read is the suggestion, so the likelier repairs stand first.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from recur.model import LimitExceeded
from recur.model.patterns import regex
from recur.parsing.faults import Fault
from recur.parsing.text.vocabulary import WORDS

Repair = Callable[[str, Fault], Iterator[str]]

MAX_REPAIRED = 400  # characters: a longer text is not searched
MAX_TRIES = 60
MAX_DEPTH = 4


def repaired(text: str, fault: Fault, reader: Callable[[str], object]) -> str | None:
    """The first repaired text that `reader` accepts; None if there is none near by."""
    if len(text) > MAX_REPAIRED or fault.kind is LimitExceeded or fault.message == "division by 0":
        return None
    tries = 0
    seen = {text}
    level = [(text, fault)]
    for _ in range(MAX_DEPTH):
        following: list[tuple[str, Fault]] = []
        for broken, problem in level:
            for candidate in _candidates(broken, problem, text, fault):
                if candidate in seen or tries >= MAX_TRIES:
                    continue
                seen.add(candidate)
                if "=" in text and "=" not in candidate:
                    continue  # no equation any more
                tries += 1
                try:
                    reader(candidate)
                except Fault as further:
                    if further.kind is not LimitExceeded:
                        following.append((candidate, further))
                else:
                    return candidate.strip()
        level = following
    return None


def _keeps(text: str, fault: Fault, candidate: str) -> bool:
    """Does every letter and digit outside the place of the fault stand in the repaired text?"""
    outside = text[: fault.start] + text[fault.end :]
    lost = Counter(filter(str.isalnum, outside)) - Counter(filter(str.isalnum, candidate))
    return not lost


def _candidates(text: str, fault: Fault, typed: str, shown: Fault) -> Iterator[str]:
    """Repairs of one fault; what was `typed` keeps its names outside the fault that is `shown`, which is the first."""
    if fault.suggestion is not None:
        yield fault.suggestion
    for repair in REPAIRS:
        for candidate in repair(text, fault):
            if repair in RESTATING or (_keeps(text, fault, candidate) and _keeps(typed, shown, candidate)):
                yield candidate


def _replaced(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


_POWER = regex(r"(?P<base>.*[A-Za-z)\]])\s*(?P<exponent>\d[\d.]*)$", re.S)
_TWICE = regex(r"(?P<base>[A-Za-z])\s*(?P=base)$")
_NUMBERED = regex(r"(?P<letter>[A-Za-z])(?P<digits>\d+)(?P<rest>[A-Za-z].*)$", re.S)
_SCIENTIFIC = regex(r"(?<![\w.])(\d+(?:\.\d+)?)[eE]\+?([-−]?)(\d+)")
_HEXADECIMAL = regex(r"(?<![\w.])0(?:[xX][0-9A-Fa-f]+|[bB][01]+|[oO][0-7]+)")


def lost_power(text: str, fault: Fault) -> Iterator[str]:
    """n2, n 2, (n+1)2 and nn: a superscript that was lost on the way."""
    if _SCIENTIFIC.search(text):
        yield _SCIENTIFIC.sub(_power_of_ten, text)
    if not any(word in fault.message for word in ("power", "two ways", "can be")):
        return
    span = text[fault.start : fault.end]
    numbered = _NUMBERED.match(span)
    if numbered:
        letter, digits, rest = numbered.groups()
        yield _replaced(text, fault.start, fault.end, f"{letter}_{digits}*{rest}")
        yield _replaced(text, fault.start, fault.end, f"{letter}*{digits}{rest}")
    for pattern in (_POWER, _TWICE):
        match = pattern.match(span)
        if match:
            exponent = match["exponent"] if pattern is _POWER else match["base"]
            yield _replaced(text, fault.start, fault.end, f"{match['base']}^{exponent}")


def _power_of_ten(match: re.Match[str]) -> str:
    factor = "" if match[1] == "1" else f"{match[1]}*"
    return f"{factor}10^(-{match[3]})" if match[2] else f"{factor}10^{match[3]}"


_LOG_BASE = regex(r"log\s*\[\s*(?:[Bb]ase)?\s*(\w+)\s*\]")
_DOUBLE_FACTORIAL = regex(r"([A-Za-z]|\([^()]*\))!!")


def other_notations(text: str, fault: Fault) -> Iterator[str]:
    """log[2](n); n!!; 0x10."""
    if "decimal digits" in fault.message:
        yield _HEXADECIMAL.sub(lambda match: str(int(match[0], 0)), text)
    if _LOG_BASE.search(text):
        yield _LOG_BASE.sub(r"log_\1", text)
    if "factorial" in fault.message:
        yield _DOUBLE_FACTORIAL.sub(r"(\1!)!", text)


_SUPER = regex(r"<super>\s*([^<>]+?)\s*<(?:/?super)>", re.I)


def broken_tag(text: str, fault: Fault) -> Iterator[str]:
    """n<super>2<super>."""
    if "<super>" in text.lower():
        yield _SUPER.sub(lambda m: f"^{_atom(m[1].replace(',', '.'))}", text)
        yield re.sub(r"<super>\s*([\w.]+)", r"^\1", text, flags=re.I)


def _atom(text: str) -> str:
    return text if re.fullmatch(r"\w+|\d+\.\d+", text) else f"({text})"


def equals_for_slash(text: str, fault: Fault) -> Iterator[str]:
    """T(n=2) and n= lg n: a printer's slash that came out as an equals sign."""
    if text[fault.start : fault.end] != "=" or "=" not in text[: fault.start]:
        return
    first = text.index("=")
    yield text[: first + 1] + re.sub(r"\s*=\s*", "/", text[first + 1 :])
    yield _replaced(text, fault.start, fault.end, "/")


_CLOSERS = {"(": ")", "[": "]", "{": "}", "⌊": "⌋", "⌈": "⌉"}


def lost_closing_bracket(text: str, fault: Fault) -> Iterator[str]:
    """T(n/2 + n: closed before an operator, before an equals sign, or at the end."""
    opener = text[fault.start : fault.start + 1]
    if opener not in _CLOSERS or "not closed" not in fault.message:
        return
    closer, depth = _CLOSERS[opener], 0
    for offset in range(fault.start + 1, len(text)):
        character = text[offset]
        if character in _CLOSERS:
            depth += 1
        elif character in ")]}⌋⌉":
            if not depth:
                yield _replaced(text, offset, offset + 1, closer)
                yield _replaced(text, offset, offset, closer)
                break
            depth -= 1
        elif not depth and character in "+-−=<>≤≥,;\n" and offset > fault.start + 1:
            end = len(text[:offset].rstrip())
            yield _replaced(text, end, end, closer)
    end = len(text.rstrip(" .\n$"))
    yield _replaced(text, end, end, closer)


def lost_opening_bracket(text: str, fault: Fault) -> Iterator[str]:
    """O9n^2) is O(n^2); Tn/2) is T(n/2); a closing bracket too many goes."""
    if "closes nothing" not in fault.message:
        return
    for match in reversed(list(re.finditer(r"(?<=[A-Za-zΘΩω])9", text[: fault.start]))):
        yield _replaced(text, match.start(), match.end(), "(")
    for match in reversed(
        list(re.finditer(r"(?<![A-Za-z\\])[A-ZΘΩ](?=\s*(?:[a-zN](?![A-Za-z])|\d|lo?g))", text[: fault.start]))
    ):
        yield _replaced(text, match.end(), match.end(), "(")
    yield _replaced(text, fault.start, fault.end, "")


def _term_end(text: str, start: int) -> int:
    """Where the product that starts here ends: before + - = or a bracket that closes around it."""
    depth = 0
    for offset in range(start, len(text)):
        character = text[offset]
        if character in _CLOSERS:
            depth += 1
        elif character in ")]}⌋⌉":
            if not depth:
                return offset
            depth -= 1
        elif not depth and offset > start and character in "+-−=<>≤≥,;\n":
            return len(text[:offset].rstrip())
    return len(text.rstrip(" .$"))


_RANGED_CALL = regex(
    r"(?P<name>[A-Za-z]\w*)\s*\(\s*(?P<size>[A-Za-z])\s*(?P<range>(?:<=|>=|<|>|≤|≥)\s*\d+)\s*\)\s*=\s*(?P<value>[^,;\n]+)"
)


def condition_in_call(text: str, fault: Fault) -> Iterator[str]:
    """T(n <= 1) = 1."""
    if "cannot stand inside brackets" in fault.message:
        yield _RANGED_CALL.sub(
            lambda m: f"{m['name']}({m['size']}) = {m['value'].rstrip()} for {m['size']} {m['range']}", text
        )


_NUMERIC_POWER = regex(r"\^\s*(\d+[A-Za-z])")
_UNIT_POWER = regex(r"\^\s*(1\s*/\s*\w+)")


def open_exponent(text: str, fault: Fault) -> Iterator[str]:
    """2^2n is 2^(2n) and n^1/2 is n^(1/2)."""
    if "exponent" in fault.message:
        yield _NUMERIC_POWER.sub(r"^(\1)", text)
        yield _UNIT_POWER.sub(r"^(\1)", text)


def missing_brackets(text: str, fault: Fault) -> Iterator[str]:
    """O n^2, T n/2, T⌊n/2⌋: brackets around the argument. √2n and 1/nlogn: around the product."""
    if "bracket" in fault.message.lower() and "expected after" in fault.message:
        start = fault.end + (len(text[fault.end :]) - len(text[fault.end :].lstrip()))
        if text[start : start + 2].lower() == "of":
            start += len(text[start + 2 :]) - len(text[start + 2 :].lstrip()) + 2
        end = _term_end(text, start)
        if end > start:
            yield _replaced(text, fault.end, end, f"({text[start:end]})")
    if "root can end" in fault.message:
        argument = re.compile(r"(√|sqrt)\s*(\w+)").match(text, fault.start)
        if argument:
            yield _replaced(text, argument.start(2), argument.end(2), f"({argument[2]})")
    if "denominator" in fault.message:
        slash = max(text.rfind(sign, 0, fault.start + 1) for sign in "/÷")
        if slash >= 0:
            end = _term_end(text, slash + 1)
            yield _replaced(text, slash + 1, end, f"({text[slash + 1 : end].strip()})")


def commas(text: str, fault: Fault) -> Iterator[str]:
    """1,234,567 is 1234567; 1,234 could be 1.234."""
    span = text[fault.start : fault.end]
    if "," in span:
        yield re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
        yield _replaced(text, fault.start, fault.end, re.sub(r"(?<=\d)\s*,(?=\d)", ".", span))


_SPOKEN = {
    "plus": "+", "minus": "-", "times": "*", "over": "/", "squared": "^2", "cubed": "^3", "square": "^2",
    "cube": "^3", "logarithm": "log", "half": "1/2", "twice": "2",
}  # fmt: skip


def misspelt(text: str, fault: Fault) -> Iterator[str]:
    """plus, squared, lgo, flor: a word for a sign, or a slip of the keys."""
    word = text[fault.start : fault.end]
    if not fault.message.startswith("unknown name") or not word.isalpha():
        return
    if word.lower() in _SPOKEN:
        start = len(text[: fault.start].rstrip()) if _SPOKEN[word.lower()].startswith("^") else fault.start
        yield _replaced(text, start, fault.end, _SPOKEN[word.lower()])
        return
    from difflib import get_close_matches

    known = [name for name, meaning in WORDS.items() if meaning.kind != "THEN" and name.isascii()]
    for close in get_close_matches(word.lower(), known, 3, _ALIKE):
        if WORDS[close].kind in ("FUN", "ASYMPTOTIC", "CONSTANT") or close in _JOINING:
            yield _replaced(text, fault.start, fault.end, close)
    if re.fullmatch("[abcdijkmpqr]{1,3}[nN]", word):
        yield _replaced(text, fault.start, fault.end, "*".join(word))


#: How alike a word must be to a known one: "flor" and "floor" are 0.89, "mal" and "max" 0.67.
_ALIKE = 0.7
_JOINING = frozenset(("if", "for", "when", "where", "with", "and", "otherwise", "else"))

_BARE_SUM = regex(r"(?:Σ|∑|\\sum|sum)\s*\(?\s*(?P<call>[A-Za-z]\w*)\s*\(\s*(?P<index>[a-z])\s*\)(?P<close>\s*\))?")
_DOTTED_SUM = regex(
    r"(?P<name>[A-Za-z])\((?P<low>\d+)\)\s*\+.*?(?:\.\.\.|…|⋯|\\[cl]?dots)\s*\+\s*(?P=name)\((?P<high>[^()]*)\)"
)


def sum_without_range(text: str, fault: Fault) -> Iterator[str]:
    """ΣT(i) and T(1) + T(2) + ... + T(n-1)."""
    if "range" in fault.message or "sum" in fault.message:
        yield _BARE_SUM.sub(lambda m: f"sum({m['index']}=0..n-1, {m['call']}({m['index']}))", text)
        yield _DOTTED_SUM.sub(lambda m: f"sum(k={m['low']}..{m['high']}, {m['name']}(k))", text)


_NO_NAME = regex(r"is no name here: is it (.+)\?$")


def subscript_in_line(text: str, fault: Fault) -> Iterator[str]:
    """a0 beside a_n is a_0, T0 beside T(n) is T(0)."""
    meant = _NO_NAME.search(fault.message)
    if meant:
        yield _replaced(text, fault.start, fault.end, meant[1])


_SHIFTED = regex(r"([A-Za-z])_([a-z])\s*([+\-−]\s*\d+)")


def other_names(text: str, fault: Fault) -> Iterator[str]:
    """T(m/2) beside T(n), S where only T is defined, a_n+1 for a_{n+1}."""
    if "both sides" in fault.message:
        yield _SHIFTED.sub(lambda m: f"{m[1]}_{{{m[2]}{m[3].replace(' ', '')}}}", text)
    size = re.search(r"(?:variable|the recurrence in) (\w+)$", fault.message)
    if size:
        wrong = text[fault.start : fault.end]
        yield re.sub(rf"(?<![A-Za-z]){re.escape(wrong)}(?![A-Za-z])", size[1], text)
        yield _replaced(text, fault.start, fault.end, size[1])
    if "no equation defines" in fault.message:
        defined = re.match(r"\s*([A-Za-z]\w*)\s*[(\[]", text)
        if defined:
            yield _replaced(text, fault.start, fault.end, defined[1])


_WORD_NEXT = regex(r"\s*(?:\\text\s*\{)?[^\W\d_]{2,}")


def stray_operator(text: str, fault: Fault) -> Iterator[str]:
    """A doubled or dangling operator goes."""
    span = text[fault.start : fault.end].strip()
    if "may be" in fault.message or not span or not all(sign in "+-−*·×/÷^=!,.;:|'`" for sign in span):
        return
    if span in "+-−*·×/÷" and _WORD_NEXT.match(text, fault.end):
        return  # "+ the cost of merging" lacks a formula: without the + it would be another recurrence
    after = re.compile(r"\s*[+\-*·/^=]").match(text, fault.end)
    if after:
        yield _replaced(text, fault.end, after.end(), "")
    if span == "^" and "before this" in fault.message and text[fault.start - 1 : fault.start] != "^":
        yield _replaced(text, fault.start, fault.start, "n")
    yield _replaced(text, fault.start, fault.end, "")


def plain_formula(text: str, fault: Fault) -> Iterator[str]:
    """O(n log n) where a formula is wanted."""
    if "plain formula" in fault.message:
        bound = re.fullmatch(r"\s*[$\\(]*(?:[OoΘΩω]|\\?[Tt]heta|\\?[Oo]mega)\s*\((.*)\)[$\\)]*\s*", text)
        if bound:
            yield bound[1]
        if "=" in text:
            yield text[text.rindex("=") + 1 :]


REPAIRS: tuple[Repair, ...] = (
    broken_tag,
    other_notations,
    lost_power,
    equals_for_slash,
    lost_closing_bracket,
    lost_opening_bracket,
    condition_in_call,
    open_exponent,
    missing_brackets,
    commas,
    misspelt,
    sum_without_range,
    subscript_in_line,
    other_names,
    stray_operator,
    plain_formula,
)
#: These write another notation for what stands there; all others keep every name and number.
RESTATING = frozenset((broken_tag, other_notations, lost_opening_bracket, sum_without_range, plain_formula))
