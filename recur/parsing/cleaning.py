"""The text around a formula turned into blanks, sign for sign, so that every column stays where it was.

Comment marks, list numbers, code fences, HTML tags, `$` and the LaTeX that only sets type are blanked;
letters drawn in another face become the plain ones; entities and line breaks become the one sign they mean.
"""

from __future__ import annotations

import re
import unicodedata

from recur.limits import MAX_CHARACTERS, MAX_DIGITS
from recur.parsing.faults import Fault, beyond_limit
from recur.parsing.vocabulary import DECEPTIVE_LETTERS, GREEK, LOOK_ALIKES, SUBSCRIPT_SIGNS, SUPERSCRIPT_SIGNS

Match = re.Match[str]

#: Signs beyond ASCII that the scanner knows as they are.
KNOWN_SIGNS = frozenset("ΘΩωθφΦϕπΣΠ√∛∞⌊⌋⌈⌉≤≥≠~⇒∈·…" + "".join(GREEK)) | set(SUPERSCRIPT_SIGNS + SUBSCRIPT_SIGNS)

#: How the database of characters marks a letter in another face, 𝑇 or Ｔ; one without a mark is the letter itself.
_FACES = ("<font>", "<wide>", "<narrow>", "0")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_DIGITS = re.compile(rf"[0-9]{{{MAX_DIGITS + 1},}}")
_LONG_WORD = re.compile(r"[A-Za-z]{61,}")
_NEEDS_CLEANING = re.compile(
    r"[\\$`\"'&\n_#]|\*\*|//|<[A-Za-z/!]|^\s*(?:[-#*;%/>+•(]|\d+[.)]|[A-Za-z][A-Za-z ]*:)|[?.]\s*$"
)


def clean(text: str) -> str:
    """The text, equally long, with nothing left but what the scanner reads."""
    if len(text) > MAX_CHARACTERS:
        message = f"the text has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read"
        raise beyond_limit(message, 0, 1)
    digits = _DIGITS.search(text)
    if digits:
        message = f"a number of {len(digits[0]):,} digits; at most {MAX_DIGITS:,} are read"
        raise beyond_limit(message, digits.start(), digits.start() + 1)
    word = _LONG_WORD.search(text)
    if word:
        raise Fault(f"unknown name {word[0][:20]}…", word.start(), word.end())
    control = _CONTROL.search(text)
    if control:
        raise _strange(text, control.start())
    if not text.isascii():
        text = _latin(text)
    if _NEEDS_CLEANING.search(text):
        for stage in (_tags, _latex, _markdown, _lines):
            text = stage(text)
    return text


def _strange(text: str, position: int) -> Fault:
    """A sign the language does not have, by its code point: some of them cannot be seen."""
    character = text[position]
    name = unicodedata.name(character, "control character")
    seen = f"{character!r}, " if character.isprintable() else ""
    without = None if seen else text.replace(character, "")
    return Fault(f"unexpected character {seen}U+{ord(character):04X} ({name})", position, position + 1, without)


def _deceptive(text: str, position: int) -> Fault:
    """A letter that only looks like one of ours, by its name, and the text with those that are meant."""
    character = text[position]
    twin = _twin(character)
    assert twin is not None
    name = unicodedata.name(character, "a letter of another script")
    kind = "Latin letter" if twin.isalpha() else "digit"
    message = f"{character!r} is U+{ord(character):04X} ({name}), not the {kind} {twin} that it looks like"
    plain = "".join(_twin(letter) or letter for letter in text)
    return Fault(message, position, position + 1, plain, advice=f"write {twin} for it")


def _twin(character: str) -> str | None:
    """The Latin letter or digit that a sign only looks like; 𝑇 and Ｔ are Latin letters, ⅽ and Τ are none."""
    if character < "\x80":
        return None
    if character in DECEPTIVE_LETTERS:
        return DECEPTIVE_LETTERS[character]
    plain = unicodedata.normalize("NFKC", character)
    plain = DECEPTIVE_LETTERS.get(plain, plain)
    if len(plain) != 1 or not plain.isascii() or not plain.isalnum():
        return None
    kept = unicodedata.decomposition(character).startswith(_FACES) and plain == unicodedata.normalize("NFKC", character)
    return None if kept or character in KNOWN_SIGNS else plain


def _latin(text: str) -> str:
    """Every letter in another face, and every mark in another drawing, becomes ours; the rest is named."""
    swapped = text.translate(LOOK_ALIKES)
    if swapped.startswith("\ufeff"):
        swapped = " " + swapped[1:]
    if all(character < "\x80" or character in KNOWN_SIGNS for character in swapped):
        return swapped
    letters = list(swapped)
    for position, character in enumerate(letters):
        if character < "\x80" or character in KNOWN_SIGNS:
            continue
        if _twin(character) is not None:
            raise _deceptive(text, position)
        plain = unicodedata.normalize("NFKC", character).translate(LOOK_ALIKES)
        if len(plain) != 1 or not (plain < "\x80" or plain in KNOWN_SIGNS):
            raise _strange(text, position)
        letters[position] = plain
    return "".join(letters)


def _blank(match: Match) -> str:
    return " " * len(match[0])


def _as(sign: str, match: Match) -> str:
    """`sign`, blanks up to the length of what it stands for."""
    return sign + " " * (len(match[0]) - len(sign))


# HTML ---------------------------------------------------------------------------------------------

_TAG = re.compile(
    r"<(/?)(sub|sup|br|p|div|li|tr|b|i|u|em|strong|code|pre|span|ul|ol|td|table|math|var|tt|font|center|blockquote|h\d)"
    r"\b[^<>]*>",
    re.I,
)
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]+));")
_BROKEN_SUPERSCRIPT = re.compile(r"<super>", re.I)


def _tags(text: str) -> str:
    broken = _BROKEN_SUPERSCRIPT.search(text)
    if broken:
        raise Fault("<super> is no tag: a superscript seems to be lost here", broken.start(), broken.end())
    if "<" in text:
        text = _TAG.sub(_tag, text)
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    return text


def _tag(match: Match) -> str:
    closing, name = match[1], match[2].lower()
    if name in ("sub", "sup"):
        return _as("}" if closing else "_{" if name == "sub" else "^{", match)
    return _as("\n" if name in ("br", "p", "div", "li", "tr", "pre") else "", match)


def _entity(match: Match) -> str:
    decimal, hexadecimal, name = match.groups()
    if name is None:
        sign = chr(min(int(decimal or hexadecimal, 10 if decimal else 16), 0x10FFFF))
    else:
        from html.entities import html5  # a large table, and hardly ever needed

        sign = html5.get(name + ";", "")
    if sign and _twin(sign) is not None:
        raise Fault(f"{match[0]} is not the Latin letter {_twin(sign)} that it looks like", match.start(), match.end())
    sign = sign.translate(LOOK_ALIKES)
    if len(sign) != 1 or not (" " <= sign < "\x7f" or sign in KNOWN_SIGNS):
        raise Fault(f"unknown entity {match[0]}", match.start(), match.end())
    return _as(sign, match)


# LaTeX --------------------------------------------------------------------------------------------

_PIECEWISE = re.compile(
    r"(?:\\left\s*)?(?:\\\{|\\lbrace)?\s*\\?begin\s*\{\s*(?:[dr]?cases\*?|array)\s*\}(?:\s*\{[lcr|@{}\s]*\})?"
    r"(?P<rows>.*?)(?:\\?end\s*\{\s*(?:[dr]?cases\*?|array)\s*\}|\Z)(?:\s*\\right\s*\.)?",
    re.S,
)
_ROW_END = re.compile(r"\\\\(?:\s*\[[^\]]*\])?|\\(?=\s*\n)")
_SPACING = re.compile(
    r"\\(?:[,;:!> ]|(?:quad|qquad|displaystyle|textstyle|limits|nolimits|left|right|[bB]igg?[lrm]?|middle|nonumber"
    r"|notag|hfill|hspace\*?\s*\{[^{}]*\}|label\s*\{[^{}]*\}|tag\*?\s*\{[^{}]*\}|textcolor\s*\{[^{}]*\}|color\s*\{[^{}]*\}"
    r"|begin\s*\{[a-zA-Z*]+\}|end\s*\{[a-zA-Z*]+\}|item|noindent|par)(?![A-Za-z]))"
)
_BARE_SIZING = re.compile(r"(?<![A-Za-z\\])(?:left|right)(?=\s*[\[({|)}\]])")
_WRAPPER = re.compile(
    r"\\(?:text(?:rm|it|bf|tt|sf|normal)?|math(?:rm|it|bf|cal|sf|tt|bb|scr|normal|frak)?|operatorname\*?|mbox|hbox|boxed|boldsymbol|bm|"
    r"ensuremath|emph|underline|rm|it|bf|cal)(?![A-Za-z])\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\})?"
)
_DISPLAY_END = re.compile(r"\\\]")
_MATH_MARK = re.compile(r"\\[()\[]|\$\$?")
_BETWEEN_FORMULAS = re.compile(r"(?<=[^\s$])[ \t]*\$\$?[ \t]+\$\$?|\\\)[ \t]+\\\(")


def _latex(text: str) -> str:
    if "begin" in text:
        text = _PIECEWISE.sub(_piecewise, text)
    if "$" in text:
        text = _BETWEEN_FORMULAS.sub(lambda match: _as(";", match), text)
        text = _MATH_MARK.sub(_blank, text)
    if "\\" in text:
        for _ in range(3):  # wrappers stand inside wrappers
            text, changed = _WRAPPER.subn(_unwrap, text)
            if not changed:
                break
        text = _BETWEEN_FORMULAS.sub(lambda match: _as(";", match), text)
        text = _ROW_END.sub(lambda match: _as("\n", match), text)
        text = _SPACING.sub(_blank, text)
        text = _DISPLAY_END.sub(lambda match: _as("\n", match), text)
        text = _MATH_MARK.sub(_blank, text)
    if "left" in text or "right" in text:
        text = _BARE_SIZING.sub(_blank, text)
    return text.replace("&", " ")


def _piecewise(match: Match) -> str:
    r"""`\begin{cases} a & n = 1 \\ b & n > 1 \end{cases}` as `a ¿ n = 1 ; b ¿ n > 1`, where ¿ means "if"."""
    start, end = match.start("rows") - match.start(), match.end("rows") - match.start()
    rows = _ROW_END.sub(lambda row: _as(";", row), match["rows"]).replace("\n", " ").replace("&", "¿")
    return " " * start + rows + " " * (len(match[0]) - end)


def _unwrap(match: Match) -> str:
    """What is set in another face stays, its command and braces go; \\text{if } keeps a blank around it."""
    if match[1] is None:
        return _blank(match)
    start, end = match.start(1) - match.start(), match.end(1) - match.start()
    return " " * start + match[1] + " " * (len(match[0]) - end)


# Markdown, quotation marks, and what stands before a formula on its line ------------------------------

_FENCE = re.compile(r"```[A-Za-z]*")
_EMPHASIS_START = re.compile(r"(?m)(?:(?<=\s)|^)(?:\*\*|__?)(?=[A-Za-z0-9(])")
_EMPHASIS_END = re.compile(r"(?<=[\w)\]}!])(?:\*\*|__?)(?=\s*$|\s*[,;.])", re.M)
_QUOTES = re.compile(r"[`\"]")


def _markdown(text: str) -> str:
    text = _QUOTES.sub(" ", _FENCE.sub(_blank, text))
    opened = _EMPHASIS_START.search(text)
    if opened and _EMPHASIS_END.search(text, opened.end()):
        text = _EMPHASIS_END.sub(_blank, _EMPHASIS_START.sub(_blank, text))
    return text


_MARK = re.compile(
    r"(?m)^[ \t]*(?://++|#++|--++|;++|%++|>++(?!=)|\*(?=\s)|•|\d{1,3}[.)](?=\s)|\(?[a-z]\)(?=\s+\w))(?!\s*$)"
)
_BULLET = re.compile(r"(?m)^[ \t]*-[ \t]+(?=.*[=<>≤≥])")
_LABEL = re.compile(r"(?m)^([ \t]*)([A-Za-z][A-Za-z \t]*):(?!=)")
_ANSWER_LABELS = frozenset(["ans", "answer", "solution", "claim", "bound", "result", "answers"])
_COMMENT = re.compile(r"(?m)[ \t](?://|#)[ \t]*[A-Za-z]{2,}.*$")
_TRAILING = re.compile(r"[.?\s]+$")


def _lines(text: str) -> str:
    text = _COMMENT.sub(_blank, _MARK.sub(_blank, text))
    text = _LABEL.sub(_label, _BULLET.sub(_blank, text))
    if text.endswith("..."):
        return text
    return _TRAILING.sub(lambda match: match[0].replace(".", " ").replace("?", " "), text)


def _label(match: Match) -> str:
    """`Ans: Θ(n)` is a claim on what came before; `Span:` and `Recurrence:` say nothing."""
    if match[2].strip().lower() in _ANSWER_LABELS and match.start() > 0:
        return match[1] + _as("⇒", match)[: len(match[0]) - len(match[1])]
    return _blank(match)
