"""One line that holds several statements: side by side, spawned together, or the branches of a condition."""

import re
from collections.abc import Iterator

from recur.model.patterns import regex
from recur.model.records import frozen, replace
from recur.parsing.faults import Fault
from recur.parsing.programs.layout import ProgramLine
from recur.parsing.programs.line_kinds import ASSIGNED, split_list

_OPENING, _CLOSING = "([{⌊⌈", ")]}⌋⌉"
_TARGETS = regex(rf"\(?\s*(?P<names>[^=←⟵<():]*?,[^=←⟵<():]*?)\s*\)?\s*{ASSIGNED}\s*(?P<values>.+)")
_WHOLE = regex(rf"(?:(?P<target>[^=←⟵<()]*?)\s*{ASSIGNED}\s*)?(?:(?:cilk_)?spawn\s+|call\s+)?[^\W\d][\w'′’-]*\s*\(.*\)")
_RESULT = regex(rf"(?P<prefix>(?:[^=←⟵<()?]*?(?:\[[^\]]*\])?\s*{ASSIGNED}|return\b)?\s*)(?P<value>.+)", re.IGNORECASE)


_PAIR = regex(
    rf"(?:(?:_|\(\)|\(?[^=←⟵<():]*?,[^=←⟵<():]*?\)?)\s*{ASSIGNED}\s*)?(?:val\s+)?(?P<par>par(?:2|allel)?\s*)?"
    r"\((?P<inside>.*)\)",
    re.IGNORECASE,
)
_BETWEEN_CALLS = regex(r"\)\s*(?:\|\||∥|⫽)\s*(?:spawn\s+)?[^\W\d][\w'′’-]*\s*\(")
_THUNK = regex(r"(?:fn\s*(?:\(\s*\)|_)\s*=>|\(\s*\)\s*[=-]>|λ\s*(?:\(\s*\)|_)?\s*\.|lambda\s*:)\s*")


@frozen
class ConditionalLine:
    """prefix one, if the condition holds, else prefix other: three lines, at the places of their parts."""

    asked: ProgramLine
    one: ProgramLine
    other: ProgramLine | None


def side_by_side(line: ProgramLine) -> list[ProgramLine] | None:
    """The statements of  F(x) || G(y); None where nothing stands side by side.

    || means `or` as well: between a call with a target and one without it is asked for.
    """
    paired = _paired(line)
    if paired is not None:
        return paired
    parts = list(_split(line, ("∥", "⫽", "||")))
    if len(parts) < 2:
        if _BETWEEN_CALLS.search(line.text):
            raise _doubtful(line)
        return None
    named = _TARGETS.fullmatch(parts[0].text)
    if named is not None and len(split_list(named["names"])) == len(parts):  # (x, y) = F(..) || G(..)
        parts[0] = parts[0].part(named.start("values"))
    matches = [_WHOLE.fullmatch(part.text) for part in parts]
    if "∥" in line.text or "⫽" in line.text:
        return parts
    if not any(_called(part.text) for part in parts):
        return None
    whole = [match for match in matches if match is not None]
    if len(whole) == len(parts) and len({match["target"] is None for match in whole}) == 1:
        return parts
    raise _doubtful(line)


def _doubtful(line: ProgramLine) -> Fault:
    return Fault(
        "|| may mean side by side, or the logical or", line.start, line.end,
        advice="write ∥ or spawn for the one, or for the other",
    )  # fmt: skip


def _paired(line: ProgramLine) -> list[ProgramLine] | None:
    """The statements of  (x, y) = (F(..) || G(..))  and of  (x, y) = par (fn () => F(..), fn () => G(..))."""
    match = _PAIR.fullmatch(line.text)
    if match is None or _unbalanced(match["inside"]):
        return None
    marks = (",",) if match["par"] else ("∥", "⫽", "||")
    parts = [_forced(part) for part in _split(line.part(match.start("inside"), match.end("inside")), marks)]
    return parts if len(parts) > 1 and all(_WHOLE.fullmatch(part.text) for part in parts) else None


def _forced(part: ProgramLine) -> ProgramLine:
    """What the function without parameters does that par is given."""
    match = _THUNK.match(part.text)
    return part if match is None else part.part(match.end())


def listed_statements(line: ProgramLine) -> list[ProgramLine]:
    """The statements of a list: F(x), G(y) and H(z)."""
    return [part for side in _split(line, ("∥", "⫽", "||", ",")) for part in _split(side, (" and ",))]


def spawned_together(line: ProgramLine) -> list[ProgramLine]:
    """(x, y) = spawn F(..), spawn F(..)  and  x = spawn F(..), y = spawn F(..), one statement each."""
    if not re.search(r"\bspawn\b", line.text) or not (len(split_list(line.text)) > 1 or " and " in line.text):
        return [line]
    match = _TARGETS.fullmatch(line.text)
    if match is None:
        parts = [part for piece in _split(line, (",",)) for part in _split(piece, (" and ",))]
        return parts if all(map(_spawns_or_calls, parts)) else [line]
    names = [name.strip() for name in match["names"].split(",")]
    values = list(_split(line.part(match.start("values")), (",",)))
    if len(names) != len(values):
        return [line]
    return [_behind(f"{name} = ", value) for name, value in zip(names, values, strict=True)]


def _spawns_or_calls(part: ProgramLine) -> bool:
    return _WHOLE.fullmatch(part.text) is not None


def choice(line: ProgramLine) -> ConditionalLine | None:
    """x = F(..) if c else G(..),  x = if c then F(..) else G(..),  x = c ? F(..) : G(..),  return F(..) if c."""
    match = _RESULT.fullmatch(line.text)
    assert match is not None
    prefix = re.sub(r"\s*$", " ", match["prefix"]) if match["prefix"].strip() else ""
    value = line.part(match.start("value"))
    words = re.fullmatch(r"if\b(?P<c>.+?)\bthen\b(?P<one>.+?)(?:\belse\b(?P<other>.+))?", value.text, re.IGNORECASE)
    if words is None:
        words = re.fullmatch(r"(?P<c>[^?]+)\?(?P<one>.+?):(?P<other>.+)", value.text)
    if words is None:
        words = re.fullmatch(r"(?P<one>.+?)\bif\b(?P<c>.+?)(?:\belse\b(?P<other>.+))?", value.text, re.IGNORECASE)
    if words is None:
        return None
    other = words["other"]
    parts = [value.part(words.start(name), words.end(name)) for name in ("c", "one") if words[name] is not None]
    if any(_unbalanced(part.text) for part in parts) or (other is not None and _unbalanced(other)):
        raise Fault(
            "a choice inside an expression cannot be read", line.start, line.end,
            advice="write the branches on lines of their own:  if …  else …",
        )  # fmt: skip
    last = None if other is None else _behind(prefix, value.part(words.start("other"), words.end("other")))
    return ConditionalLine(_behind("if ", parts[0]), _behind(prefix, parts[1]), last)


def split_else(body: ProgramLine) -> tuple[ProgramLine, ProgramLine | None]:
    """x = 1 else x = 2: what stands before the else of the if around it, and the rest."""
    depth = opened = 0
    for match in re.finditer(r"[(\[{⌊⌈]|[)\]}⌋⌉]|\belse\b|\bif\b", body.text, re.IGNORECASE):
        word = match[0].lower()
        depth += (word in _OPENING) - (word in _CLOSING)
        if depth or word in _OPENING or word in _CLOSING:
            continue
        if word == "if":
            opened += 1
        elif opened:
            opened -= 1
        elif match.start():
            return body.part(0, match.start()), body.part(match.start())
    return body, None


def _called(text: str) -> bool:
    return re.search(r"[^\W\d][\w'′’-]*\s*\(", text) is not None


def _unbalanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character in _OPENING) - (character in _CLOSING)
        if depth < 0:
            return True
    return depth != 0


def _behind(prefix: str, part: ProgramLine) -> ProgramLine:
    """The line with words before it that stand elsewhere; its own places stay."""
    return replace(part, text=prefix + part.text, start=part.start - len(prefix))


def _split(line: ProgramLine, marks: tuple[str, ...]) -> Iterator[ProgramLine]:
    """The parts of a line between marks outside all brackets."""
    depth = start = at = 0
    text = line.text
    while at < len(text):
        depth += (text[at] in _OPENING) - (text[at] in _CLOSING)
        mark = next((mark for mark in marks if text.startswith(mark, at)), None) if depth <= 0 else None
        if mark is None:
            at += 1
            continue
        if text[start:at].strip():
            yield line.part(start, at)
        start = at = at + len(mark)
    if text[start:].strip():
        yield line.part(start)
