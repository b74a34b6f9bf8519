"""What a strand says in words and would not be counted: a bound, a recursion, a repetition, a thread."""

import re

from recur.model.patterns import regex
from recur.parsing.faults import Fault
from recur.parsing.programs.layout import ProgramLine
from recur.parsing.programs.line_kinds import ASSIGNED

_LABEL = regex(
    r"(?:[-*•–]|\(?\d+(?:\.\d+)*\s*[.):]|\d+(?=\s)|\(?[a-z]\)|(?:step|line)\s*\d+\s*[.:)]?)\s*"
    r"(?=(?:if|else|elif|for|foreach|while|repeat|parallel|spawn|sync|return)\b)",
    re.IGNORECASE,
)
_BOUND = regex(r"(?<![\w.])(?:[OoΘθΩω]|\\?(?:[Bb]ig-?)?(?:[Tt]heta|[Oo]mega))\s*\((?!\s*1\s*\))")
_GROWTH = regex(
    r"\b(?:in\s+|takes\s+|of\s+)?(?:linear|quadratic|cubic|logarithmic|exponential|polynomial)(?:\s+(?:time|work|cost|steps?))\b",
    re.IGNORECASE,
)
_LINE_LOOP = regex(r"(?<=\S)\s+for\s+\w+\s*(?:=|←|in|from)\s.*(?:\b(?:down)?to\b|\.\.|…)", re.IGNORECASE)
_WORDS = regex(
    r"(?:in\s+|takes\s+)?(?:linear|quadratic|cubic|logarithmic|exponential|polynomial)(?:\s+(?:time|work|cost|steps?))?\.?",
    re.IGNORECASE,
)
_TOUCHING = regex(r"\)\s+(?=[^\W\d][\w-]*['′]*\()")
_PARALLEL = regex(r"(?:in\s+)?par(?:allel)?\b", re.IGNORECASE)
_RECURSION = regex(r"\brecurs(?:e|es|ively|ive|ion|ing)\b", re.IGNORECASE)
_AGAIN = regex(
    r"\b(?:twice|thrice|(?:\w+|\))\s+times)\b|\bfor\s+(?:each|every|all|any)\b|\bfor\s+\w+\s*(?:=|←|in|from)\s"
    r"|(?<=\))\s*[×x*]\s*\d+\s*$|^\d+\s*[×x]?\s*(?=[^\W\d])|(?<=\))\s*(?:while|until)\b",
    re.IGNORECASE,
)
_THREAD = regex(rf"(?:[^=←(]*{ASSIGNED}\s*)?(?P<word>fork|async|thread|launch|go)\s+(?=[^\W\d][\w-]*['′]*\s*\()", re.I)
_SPAWN = regex(r"\b(?:cilk_)?spawn\b(?=\s+[^\W\d][\w-]*['′]*\s*\()", re.IGNORECASE)
_JOIN = regex(r"(?:join|wait|barrier|await)(?:\s+all)?\s*(?:\(\s*\))?[;.]?", re.IGNORECASE)


def refuse_labelled(line: ProgramLine) -> None:
    """6: for i = 1 to n, where not every line has its number: the loop would be taken for a step."""
    found = _LABEL.match(line.text)
    if found is not None:
        raise Fault(
            "this line begins with a label, which hides what it is",
            line.start, line.start + max(1, len(found[0].rstrip())),
            advice=f"write  {line.text[found.end() :]}",
        )  # fmt: skip


def refuse_hidden_spawn(line: ProgramLine) -> None:
    """A[f(x)] = spawn F(n): read as a call that is made at once, it would add to the span."""
    _refuse_match(
        _SPAWN, line, "this spawn is not read", "put the call behind it on a line of its own:  x = spawn F(A, n/2)"
    )


def refuse_uncounted(line: ProgramLine, calls: bool, stated: bool) -> None:
    """Raise at `merge: O(n)` and `recurse on a half`, unless a cost is stated; at `F(n/2) twice` and `fork F(n/2)`."""
    thread = _THREAD.match(line.text) if calls else _JOIN.fullmatch(line.text)
    if thread is not None:
        meant = f"spawn {line.text[thread.end() :]}" if calls else "sync"
        start, end = thread.span("word") if calls else thread.span()
        _refuse(line, (start, end), f"{line.text[start:end]} is no word of the language", f"did you mean  {meant} ?")
    if calls:
        _refuse_match(
            _AGAIN, line, "a repetition inside a line is not counted", "write it as a loop, or the call twice"
        )
        if _PARALLEL.match(line.text):
            refuse_touching(line)
    if stated:
        return
    _refuse_match(_BOUND, line, "a cost is counted where it stands behind //", "such as  merge  // Θ(n)")
    _refuse_match(_GROWTH, line, "a cost in words is not counted", "write it behind the line:  // Θ(n)")
    _refuse_match(_LINE_LOOP, line, "a loop inside a line is not counted", "write it as a loop of its own")
    if _WORDS.fullmatch(line.comment):
        start = line.comment_start
        advice = "write it as a bound, such as  // Θ(n)"
        raise Fault("a cost in words is not counted", start, start + len(line.comment) + 2, advice=advice)
    if not calls:
        _refuse_match(_RECURSION, line, "a recursion in words is not counted", "write the call, such as  F(A, n/2)")


def refuse_touching(branch: ProgramLine) -> None:
    """F(n/2) F(n/2) in a parallel block: two branches, or one after the other?"""
    _refuse_match(_TOUCHING, branch, "what runs side by side is parted by ||", "such as  F(n/2) || F(n/2)")


def _refuse_match(pattern: re.Pattern[str], line: ProgramLine, message: str, advice: str) -> None:
    found = pattern.search(line.text)
    if found is not None:
        _refuse(line, found.span(), message, advice)


def _refuse(line: ProgramLine, span: tuple[int, int], message: str, advice: str) -> None:
    raise Fault(message, line.start + span[0], line.start + span[1], advice=advice)
