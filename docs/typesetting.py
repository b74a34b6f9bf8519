"""Powers and indices of the prose set as such: n^(log_b a) becomes n with a superscript, in which b is a subscript."""

from __future__ import annotations

import re

#: What is not prose: code, tags, the addresses of links, headings (the table of contents repeats them as text).
_APART = re.compile(r"(^```.*?^```$|^#.*?$|`[^`\n]*`|<[a-zA-Z/!][^>\n]*>|\]\([^)\n]*\))", re.MULTILINE | re.DOTALL)
_MARK = re.compile(r"(?<=[\w)*’'|⌋⌉₀-₉α-ω])\^|(?<=[\w*])_(?=\w\b|\w[A-Z(]|[({])")
_POWER = re.compile(r"[−-]?(?:\d+(?:\.\d+)?|\w'?)")


def typeset(markdown: str) -> str:
    """The page with its formulas typeset.

    >>> typeset("n^(log_b a) and `n^2` in T_P")
    'n<sup>log<sub>b</sub> a</sup> and `n^2` in T<sub>P</sub>'
    """
    return "".join(part if i % 2 else _set(part) for i, part in enumerate(_APART.split(markdown)))


def _set(text: str) -> str:
    out, position = [], 0
    while (mark := _MARK.search(text, position)) is not None:
        out.append(text[position : mark.start()])
        tag = "sup" if mark[0] == "^" else "sub"
        inner, position = _argument(text, mark.end())
        out.append(f"<{tag}>{_set(inner)}</{tag}>" if inner else mark[0])
    return "".join(out) + text[position:]


def _argument(text: str, start: int) -> tuple[str, int]:
    """What is raised or lowered, without the brackets around it, and where it ends."""
    if text[start : start + 1] in ("(", "{"):
        depth = 0
        for end in range(start, len(text)):
            depth += (text[end] in "({") - (text[end] in ")}")
            if not depth:
                return text[start + 1 : end], end + 1
    found = _POWER.match(text, start)
    if found is None:
        return "", start
    end = found.end()
    if text[end : end + 1] == "(" and found[0].isupper():  # b^L(n), but n^p(1 + …)
        inner, after = _argument(text, end)
        return f"{found[0]}({inner})", after
    return found[0], end
