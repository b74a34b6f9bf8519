"""Code as people paste it, in fences, behind line numbers or prompts: what is no code becomes blank, no line moves."""

from __future__ import annotations

import re
from itertools import pairwise

from recur.model import Place, SyntaxProblem
from recur.model.patterns import regex
from recur.model.records import frozen

_FENCE = regex(r"^[ \t]*(?P<marks>`{3,}|~{3,})[ \t]*\{?\.?(?P<tag>[\w+#-]*)[^\n]*$", re.MULTILINE)
_TAGS = {
    "py": "python", "python": "python", "python3": "python", "pycon": "python", "c": "c", "h": "c", "cpp": "c++",
    "c++": "c++", "cc": "c++", "cxx": "c++", "hpp": "c++", "java": "java", "spawn": "spawn",
}  # fmt: skip
_PROMPT = regex(r"^(?:>>>|\.\.\.)(?: |$)")
_NUMBERED = regex(r"^[ \t]*\d+(?:[.:|)]|\b)[ \t]?")


@frozen
class Excerpt:
    """The code of a text, its lines where they were, and the language that a fence names."""

    text: str
    language: str = ""


def excerpt_of(text: str) -> Excerpt:
    """The code inside of fences, or the whole; without prompts and line numbers.

    >>> excerpt_of("Look:\\n```java\\nint i;\\n```\\n")
    Excerpt(text='\\n\\nint i;\\n\\n', language='java')
    >>> excerpt_of("1. Look:\\n   ```py\\n   if x:\\n       y()\\n   ```\\n").text  # in a list, as far in as its fence
    '\\n\\nif x:\\n    y()\\n\\n'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    fenced = _fenced(text)
    code = text if fenced is None else fenced.text
    return Excerpt(without_numbers(without_prompts(code)), "" if fenced is None else fenced.language)


def fenced_code(text: str) -> str:
    """What stands inside of fences, its lines where they were; the text as it is where it has none."""
    found = _fenced(text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if found is None else found.text


def without_prompts(text: str) -> str:
    """A session of the interpreter: its input, without what was printed."""
    lines = text.split("\n")
    if not any(line.startswith(">>>") for line in lines):
        return text
    return "\n".join(line[4:] if _PROMPT.match(line) else "" for line in lines)


def without_numbers(text: str) -> str:
    """A listing whose lines are numbered one by one; a line or two above it may have none."""
    lines = text.split("\n")
    found = [(at, _NUMBERED.match(line)) for at, line in enumerate(lines) if line.strip()]
    numbered = [(at, match) for at, match in found if match is not None]
    if len(numbered) < 3 or len(found) - len(numbered) > 1:
        return text
    numbers = [int(re.findall(r"\d+", match[0])[0]) for _, match in numbered]
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        return text
    for at, match in numbered:
        lines[at] = " " * len(match[0]) + lines[at][match.end() :]
    return "\n".join(_without_margin(lines, [at for at, _ in numbered]))


def _without_margin(lines: list[str], numbered: list[int]) -> list[str]:
    """Numbers and the blanks behind them gone: the first of these lines begins where a line begins."""
    margin = min((len(lines[at]) - len(lines[at].lstrip()) for at in numbered if lines[at].strip()), default=0)
    inside = set(numbered)
    return [line[margin:] if at in inside else line for at, line in enumerate(lines)]


def _fenced(text: str) -> Excerpt | None:
    """The blocks of the language that is named; those without a name count where none has one."""
    blocks: list[tuple[str, int, int, re.Match[str]]] = []
    opened: re.Match[str] | None = None
    for mark in _FENCE.finditer(text):
        if opened is None:
            opened = mark
        elif mark["marks"].startswith(opened["marks"]) and not mark["tag"]:
            blocks.append((_TAGS.get(opened["tag"].lower(), ""), opened.end(), mark.start(), opened))
            opened = None
    if opened is not None:
        blocks.append((_TAGS.get(opened["tag"].lower(), ""), opened.end(), len(text), opened))
    if not blocks:
        return None
    languages = list(dict.fromkeys(language for language, *_ in blocks if language))
    if len(languages) > 1:
        start = next(mark.start() for language, _, _, mark in blocks if language == languages[1])
        raise SyntaxProblem(
            f"here begins a block of {languages[1]}, and above it is one of {languages[0]}", text=text,
            place=Place(text.count("\n", 0, start) + 1, 1, 3), hint="give each language a text of its own",
        )  # fmt: skip
    language = languages[0] if languages else ""
    kept, at = "", 0
    for own, start, end, mark in blocks:
        if own == language:
            margin = rf"^[ \t]{{0,{mark.start('marks') - mark.start()}}}"
            kept += "\n" * text.count("\n", at, start) + re.sub(margin, "", text[start:end], flags=re.MULTILINE)
            at = end
    return Excerpt(kept + "\n" * text.count("\n", at), language)
