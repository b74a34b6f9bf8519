"""Which kind of line a line is: spawn, sync, a loop, a branch, or a strand; and the misspelt ones told by name."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from recur.model.patterns import regex
from recur.model.records import frozen
from recur.parsing.faults import Fault
from recur.parsing.programs.layout import ProgramLine

_LINE = regex(
    r"(?P<sync>(?:cilk_)?sync(?:\s+all|hronize)?\s*(?:\(\s*\))?$)"
    r"|(?P<beside>(?:do\s+)?in\s+parallel(?:\s+do)?(?=\s*(?::|$))|parallel(?:\s+(?:do|begin|block|sections?))?(?=\s*(?::|$))"
    r"|(?:cobegin|parbegin)\b)"
    r"|(?P<switch>(?:switch|select\s+case)\b|case\b[^:]*:|default\s*:)"
    r"|(?P<parallel>(?:(?:in\s+)?parallel|do\s+in\s+parallel)[\s-]*(?:for(?:\s*(?:each|all))?)\b|cilk_for\b|pfor\b"
    r"|parfor\b|parallel_for\b|for\s*all\b|par\s+for\b)"
    r"|(?P<for>for(?:\s*each)?\b)"
    r"|(?P<while>while\b)"
    r"|(?P<repeat>repeat\b|loop\b|do\b(?!\s*$)|do$)"
    r"|(?P<elif>else\s*,?\s*if\b|elseif\b|elsif\b|elif\b)"
    r"|(?P<if>if\b)"
    r"|(?P<else>else\b|otherwise\b)"
    r"|(?P<then>then\b)"
    r"|(?P<return>return\b|output\b(?=\s*\S))",
    re.IGNORECASE,
)
#: x = …, x ← …, x := … and x <- … set x
ASSIGNED = r"(?:(?<![=!<>≤≥])=(?!=)|←|⟵|:=|<--?(?![\d-]))"
SPAWN = regex(
    rf"(?:(?P<target>\([^=←⟵<()]*\)|[^=←⟵<()]*(?:\[[^\]]*\])?[^=←⟵<()]*?)\s*{ASSIGNED}\s*)?"
    r"(?P<word>(?:cilk_)?spawn\b)\s*(?P<call>.*)",
    re.I,
)
_REDUCTION = regex(
    r"[\s,]+(?:with\s+)?reduction\s*\(\s*(?:[-+*·×&|^]{1,2}|min|max|and|or)\s*[:,][^()]*\)[\s:]*", re.IGNORECASE
)
_LOCK = regex(
    r"(?:(?:lock|acquire)\s+[A-Za-z]|atomic(?:ally)?\b|(?:begin|enter|start)\s+(?:of\s+)?(?:the\s+)?critical\b"
    r"|critical\s+section\b)",
    re.IGNORECASE,
)
#: said of the first line that takes a lock
LOCKED = "waiting for a lock is not counted: what is done under it runs one after the other"
_SPELLED = ("spawn", "sync", "parallel", "return", "while", "else", "for", "if")


@frozen
class LineKind:
    """The kind of a line, and what follows its first words."""

    name: str
    rest: ProgramLine


def line_kind(line: ProgramLine) -> LineKind:
    """sync, beside, switch, parallel, for, while, repeat, elif, if, else, then, return, spawn or strand."""
    match = _LINE.match(line.text)
    if match is not None:
        name = str(match.lastgroup)
        rest = line.part(match.end())
        return LineKind(name, _without_reduction(rest) if name == "parallel" else rest)
    if SPAWN.fullmatch(line.text):
        return LineKind("spawn", line)
    _refuse_slip(line)
    return LineKind("strand", line)


def _without_reduction(head: ProgramLine) -> ProgramLine:
    """The head of a parallel loop without OpenMP's clause: the tree of its spawns adds up what the rounds find."""
    clause = next((found for found in _REDUCTION.finditer(head.text) if found.end() == len(head.text)), None)
    return head if clause is None else head.part(0, clause.start())


def takes_lock(text: str) -> bool:
    """Is it `lock m`, `acquire m`, `atomic …`, or does a critical section begin there?"""
    return _LOCK.match(text) is not None


def _refuse_slip(line: ProgramLine) -> None:
    """`spwan F(n/2)`, `sycn`, `paralel for`: named, not taken for a strand."""
    word = re.match(rf"(?:.*?{ASSIGNED}\s*)?([A-Za-z]{{3,}})", line.text)
    if word is None:
        return
    written, follows = word[1], line.text[word.end() :].strip()
    near = get_close_matches(written.lower(), _SPELLED, 1, 0.75)
    if not near or written.lower() == near[0]:
        return
    meant = near[0]
    fits = {
        "spawn": bool(re.match(r"[A-Za-z][\w'-]*\s*\(", follows)),
        "sync": not follows,
        "parallel": follows.lower().startswith("for"),
        "else": not follows.rstrip(":"),
        "while": follows.endswith(":"),
        "for": follows.endswith(":"),
        "if": follows.endswith(":"),
        "return": bool(follows) and not follows.startswith(("=", "[", "(", "←", ".")),
    }[meant]
    if fits:
        start = line.start + word.start(1)
        suggestion = line.text[: word.start(1)] + meant + line.text[word.end(1) :]
        advice = f"did you mean  {suggestion} ?"
        raise Fault(f"{written} is no word of the language", start, start + len(written), advice=advice)


def split_inline(kind: LineKind, line: ProgramLine) -> tuple[ProgramLine, ProgramLine | None]:
    """(head, the first statement of the block that stands on the same line, if there is one)."""
    rest = kind.rest
    if kind.name in ("else", "then", "beside"):
        body = rest.text.lstrip(":, ")
        return line, rest.part(len(rest.text) - len(body)) if body else None
    depth = 0
    for position, character in enumerate(rest.text):
        depth += (character in "([{⌊⌈") - (character in ")]}⌋⌉")
        if character == ":" and depth <= 0 and not rest.text.startswith(":=", position):
            tail = rest.text[position + 1 :].strip()
            return rest.part(0, position), rest.part(position + 1) if tail else None
    pattern = r"\bthen\b" if kind.name in ("if", "elif") else r"\bdo\b(?!\s+in\s+parallel)"
    word = re.search(pattern, rest.text, re.IGNORECASE)
    if word is not None:
        tail = rest.text[word.end() :].strip()
        return rest.part(0, word.start()), rest.part(word.end()) if tail else None
    if kind.name in ("if", "elif"):
        word = re.search(r"\s(?:return\b|spawn\b)", rest.text)
        if word is not None:
            return rest.part(0, word.start()), rest.part(word.start())
    return rest, None


def statements_of(line: ProgramLine) -> Iterator[ProgramLine]:
    """`a = spawn F(n/2); b = F(n/2)`: the statements on one line."""
    depth, start = 0, 0
    text = line.text
    if re.match(r"(?:parallel\s+)?(?:for|cilk_for)\s*\(", text, re.IGNORECASE):
        yield line
        return
    for position, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if character == ";" and depth <= 0:
            if text[start:position].strip():
                yield line.part(start, position)
            start = position + 1
    if text[start:].strip():
        yield line if not start else line.part(start)


def split_list(text: str) -> list[str]:
    """The parts between the commas outside all brackets."""
    parts, depth, start = [], 0, 0
    for position, character in enumerate(text):
        depth += (character in "([{⌊⌈") - (character in ")]}⌋⌉")
        if character == "," and depth <= 0:
            parts.append(text[start:position])
            start = position + 1
    return [*parts, text[start:]]
