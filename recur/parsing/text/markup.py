"""HTML, and what pages are written in around it: tags, comments, entities and the braces of templates.

Every function keeps the length of the text: a tag becomes blanks, or the one sign that it means.
"""

import re

from recur.model.patterns import regex
from recur.parsing.faults import Fault
from recur.parsing.text.blanks import instead
from recur.parsing.text.characters import KNOWN_SIGNS, latin_twin
from recur.parsing.text.vocabulary import LOOK_ALIKES

Match = re.Match[str]

#: <name …>, </name> and <name/>; "n<m" and "1<n>0" are comparisons, for nothing closes them.
_TAG = regex(r"<(?P<close>/?)(?P<name>[A-Za-z][\w.:-]*)(?P<rest>\s[^<>]*|\s*/)?>")
_KNOWN_TAG = regex(
    r"(?:sub|sup|br|hr|p|div|li|tr|td|th|b|i|u|em|strong|code|pre|span|ul|ol|dl|dt|dd|table|tbody|thead|math|var|tt"
    r"|font|center|blockquote|small|big|mark|kbd|samp|img|a|h\d)",
    re.I,
)
#: Tags that begin a line of their own, and those that begin a cell of a table.
_LINES = regex(r"br|p|div|li|tr|pre|d[td]|h\d|table|blockquote")
_CELLS = frozenset(("td", "th"))
_COMMENT = regex(r"<!--.*?(?:-->|\Z)|\{/\*.*?\*/\}", re.S)
_ENTITY = regex(r"&(?:amp;)*(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]+\d{0,2}));|&(?:amp;)*(lt|gt|nbsp)\b")
_QUOTED = regex(r"\{\s*([\"'`])((?:(?!\1)[^{}\n]|\{[^{}\n]*\})*)\1\s*\}")
_TEMPLATE = regex(r"\{\{[<%][^{}]{0,200}[>%]\}\}|\{%[^{}]{0,200}%\}")
_BROKEN_SUPERSCRIPT = regex(r"<super>", re.I)
_MARKED_UP = regex("[<&{]")


def without_markup(text: str) -> str:
    """The text without tags; subscripts and superscripts become _{…} and ^{…}."""
    if _MARKED_UP.search(text) is None:
        return text
    if "{{" in text or "{%" in text:
        text = _TEMPLATE.sub(_blank, text)
    if "{" in text and ('"' in text or "'" in text or "`" in text):
        text = _QUOTED.sub(_unquote, text)
    if "<" in text:
        broken = _BROKEN_SUPERSCRIPT.search(text)
        if broken:
            raise Fault("<super> is no tag: a superscript seems to be lost here", broken.start(), broken.end())
        text = _COMMENT.sub(_blank, text)
        closed = {match["name"] for match in _TAG.finditer(text) if match["close"]}
        text = _TAG.sub(lambda match: _tag(match, closed), text)
    elif "{/*" in text:
        text = _COMMENT.sub(_blank, text)
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    return text


def _blank(match: Match) -> str:
    return "".join("\n" if character == "\n" else " " for character in match[0])


def _unquote(match: Match) -> str:
    r"""{">"}, {'n'} and {`T(n) = n`} of JSX: what is between the quotation marks."""
    start, end = match.start(2) - match.start(), match.end(2) - match.start()
    return " " * start + match[2] + " " * (len(match[0]) - end)


def _tag(match: Match, closed: set[str]) -> str:
    name = match["name"].lower()
    alone = match["close"] or (match["rest"] or "").rstrip().endswith("/")
    if not (alone or match["name"] in closed or _KNOWN_TAG.fullmatch(name)):
        return match[0]
    if name in ("sub", "sup"):
        return instead("}" if match["close"] else "_{" if name == "sub" else "^{", match)
    if name in _CELLS and not match["close"]:
        return instead("|", match)
    return instead("\n" if _LINES.fullmatch(name) else "", match)


def _entity(match: Match) -> str:
    decimal, hexadecimal, name, bare = match.groups()
    name = name or bare
    if name is None:
        sign = chr(min(int(decimal or hexadecimal, 10 if decimal else 16), 0x10FFFF))
    else:
        from html.entities import html5  # a large table, and hardly ever needed

        sign = html5.get(name + ";", "")
    twin = latin_twin(sign) if len(sign) == 1 else None
    if twin is not None:
        raise Fault(f"{match[0]} is not the Latin letter {twin} that it looks like", match.start(), match.end())
    sign = sign.translate(LOOK_ALIKES)
    if len(sign) != 1 or not (" " <= sign < "\x7f" or sign in KNOWN_SIGNS):
        raise Fault(f"unknown entity {match[0]}", match.start(), match.end())
    return instead(sign, match)
