"""Calls of the program's own procedures, wherever in a line they stand; names that nobody defines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from recur.expressions import Expr, Symbol, add, negate
from recur.parsing.faults import Fault, invalid, place
from recur.parsing.spawn_formulas import formula
from recur.parsing.spawn_layout import Line
from recur.parsing.spawn_words import SPAWN, nearest, split_list
from recur.program import Call, Invocation, Procedure, Source, walk

_APPLIED = re.compile(r"(?<![\w.])([A-Za-zΑ-Ωα-ω](?:\w|[-‐‑](?=[A-Za-z]))*['′]*)\s*\(")
_SLICE = re.compile(
    r"\s*[A-Za-z_]\w*'*\s*[\[(]\s*(?P<first>[^\[\],]*?)\s*(?P<dots>\.\.\.?|…|:)\s*(?P<last>[^\[\],]*?)\s*[\])]\s*"
)
_SIZE = re.compile(
    r"(?P<expected>expected|average|on average)?\s*(?:worst(?: case)?|at most|of|with)?\s*(?:size|length)?"
    r"\s*[:=]?\s*(?:at most\s+)?(?P<size>.+)",
    re.IGNORECASE,
)
Warn = Callable[..., None]


class Calls:
    """Finds calls; keeps what was called to check it once every procedure is known."""

    def __init__(self, text: str, names: list[str], warn: Warn) -> None:
        self.text = text
        self.names = names
        self.folded = {name.casefold().replace("′", "'"): name for name in names}
        self.warn = warn
        self.counts: list[tuple[Invocation, int, int]] = []

    def defined(self, name: str) -> str | None:
        return self.folded.get(name.casefold().replace("′", "'"))

    def spawn(self, line: Line, source: Source) -> Call:
        """spawn CALL, x = spawn CALL."""
        match = SPAWN.fullmatch(line.text)
        assert match is not None
        begin = match.start("call")
        if re.search(r"\bspawn\b", match["call"]):
            start = line.start + begin + match["call"].index("spawn")
            raise Fault("one line spawns one call", start, start + 5, advice="put each spawn on a line of its own")
        applied = _APPLIED.match(match["call"])
        if applied is None:
            raise Fault(
                "a call is expected after spawn",
                line.start + match.start("word"),
                line.end,
                advice="such as  spawn F(A, n/2)",
            )
        name = self.defined(applied[1])
        if name is None:
            raise self._unknown(applied[1], line.start + begin + applied.start(1))
        stop = closing(line.text, begin + applied.end() - 1)
        if stop is None:
            at = line.start + begin + applied.end() - 1
            raise Fault("a bracket is not closed", at, at + 1)
        rest = line.text[stop + 1 :].strip(" ;.,")
        if rest and not rest.startswith("//"):
            at = line.start + stop + 1
            raise Fault(
                "spawn takes one call, and the line goes on",
                at,
                line.end,
                advice="spawn the call, sync, and use its result in a later line",
            )
        call = self._invocation(line, name, begin, begin + applied.end(), stop)
        inner = tuple(self._within(line, begin + applied.end(), stop))
        return Call(source, call, True, inner, (match["target"] or "").strip())

    def alone(self, line: Line, source: Source) -> Call | None:
        """CALL, x = CALL, call CALL: nothing else on the line."""
        match = re.match(
            r"(?:(?P<target>[^=←()]*?(?:\[[^\]]*\])?[^=←()]*?)\s*(?:=(?!=)|←|:=)\s*)?(?P<word>call\s+|invoke\s+|run\s+)?",
            line.text,
            re.I,
        )
        begin = match.end() if match else 0
        applied = _APPLIED.match(line.text, begin)
        if applied is None:
            return None
        stop = closing(line.text, applied.end() - 1)
        name = self.defined(applied[1])
        if name is None:
            if match and match["word"] and stop == len(line.text) - 1:
                raise self._unknown(applied[1], line.start + applied.start(1))
            return None
        if stop is None:
            raise Fault("a bracket is not closed", line.start + applied.end() - 1, line.start + applied.end())
        if line.text[stop + 1 :].strip(" ;."):
            return None
        call = self._invocation(line, name, applied.start(1), applied.end(), stop)
        inner = tuple(self._within(line, applied.end(), stop))
        return Call(source, call, False, inner, (match["target"] or "").strip() if match else "")

    def inside(self, line: Line) -> tuple[Invocation, ...]:
        """The calls anywhere in the line, inner ones first."""
        return tuple(self._within(line, 0, len(line.text)))

    def _within(self, line: Line, begin: int, end: int) -> Iterator[Invocation]:
        for applied in _APPLIED.finditer(line.text, begin, end):
            name = self.defined(applied[1])
            if name is None:
                continue
            stop = closing(line.text, applied.end() - 1)
            if stop is None:
                raise Fault("a bracket is not closed", line.start + applied.end() - 1, line.start + applied.end())
            yield self._invocation(line, name, applied.start(1), applied.end(), stop)

    def _invocation(self, line: Line, name: str, start: int, inner: int, stop: int) -> Invocation:
        given = line.text[inner:stop]
        parts = split_list(given) if given.strip() else []
        arguments = tuple(_argument(part) for part in parts)
        size, expected = _stated_size(line.comment)
        where = place(self.text, line.start + start, line.start + stop + 1)
        call = Invocation(name, arguments, where, size, expected)
        self.counts.append((call, line.start + start, line.start + stop + 1))
        return call

    def check_arity(self, procedures: tuple[Procedure, ...]) -> None:
        """Every call hands on as many arguments as the procedure has parameters."""
        wanted = {procedure.name: len(procedure.parameters) for procedure in procedures}
        for call, start, end in self.counts:
            if len(call.arguments) != wanted[call.procedure]:
                count = wanted[call.procedure]
                plural = "" if count == 1 else "s"
                self.warn(
                    f"{call.procedure} takes {count} argument{plural}, and is given {len(call.arguments)}: "
                    "the last ones are matched", start, end,
                )  # fmt: skip
        for procedure in procedures:
            self._lone_syncs(procedure)

    def _lone_syncs(self, procedure: Procedure) -> None:
        from recur.program import Sync

        spawns = any(isinstance(s, Call) and s.spawned for s in walk(procedure.body))
        for statement in walk(procedure.body):
            if isinstance(statement, Sync) and not spawns:
                at = self._offset(statement.source)
                self.warn("this sync has nothing to wait for: the procedure spawns nothing", at, at + 4)

    def _offset(self, source: Source) -> int:
        lines = self.text.split("\n")
        return sum(len(line) + 1 for line in lines[: source.place.line - 1]) + source.place.column - 1

    def doubt(self, line: Line) -> None:
        """MREGE(A, n/2) where MERGE is defined; PARTITION(A, n) where nothing says what it costs."""
        match = re.match(r"(?:[^=←()]*?(?:=(?!=)|←|:=)\s*)?(?:call\s+)?(?=[A-Z])", line.text)
        applied = _APPLIED.match(line.text, match.end()) if match else None
        if applied is None or closing(line.text, applied.end() - 1) != len(line.text) - 1:
            return
        name = applied[1]
        start = line.start + applied.start(1)
        near = nearest(name, self.names)
        if near is not None and len(name) > 2 and _close(name, near):
            raise self._unknown(name, start)
        if (len(name) > 1 and name.isupper()) or "-" in name:
            if name.casefold() in ("swap", "exchange", "min", "max", "abs", "print", "swap-elements"):
                return
            self.warn(
                f"{name} is not defined here: taken for a strand of Θ(1)", start, start + len(name),
                "state its cost behind the line, such as  // Θ(n)",
            )  # fmt: skip

    def _unknown(self, name: str, start: int) -> Fault:
        near = nearest(name, self.names)
        listed = ", ".join(self.names)
        advice = f"did you mean {near} ?" if near is not None else f"the program defines {listed}"
        return invalid_with(f"the procedure {name} is not defined", start, start + len(name), advice)


def invalid_with(message: str, start: int, end: int, advice: str) -> Fault:
    fault = invalid(message, start, end)
    fault.advice = advice
    return fault


def _close(name: str, near: str) -> bool:
    from difflib import SequenceMatcher

    return name.casefold() != near.casefold() and (
        SequenceMatcher(None, name.casefold(), near.casefold()).ratio() >= 0.75 and abs(len(name) - len(near)) <= 2
    )


def closing(text: str, position: int) -> int | None:
    """Where the bracket opened at this position is closed."""
    depth = 0
    for at in range(position, len(text)):
        depth += (text[at] in "([{") - (text[at] in ")]}")
        if not depth:
            return at
    return None


def _argument(text: str) -> Expr | None:
    """Arithmetic; of an array slice A[p..r] its length, as a multiple of the symbol for lengths."""
    sliced = _SLICE.fullmatch(text)
    if sliced is None:
        found = formula(text)
        return found if found is not None else None
    first = formula(sliced["first"]) if sliced["first"] else None
    last = formula(sliced["last"]) if sliced["last"] else None
    name = re.match(r"\s*([A-Za-z_]\w*'*)", text)
    assert name is not None
    python = sliced["dots"] == ":"
    if last is None:
        last = Symbol(f"|{name[1]}|")
    if first is None:
        from recur.expressions import ONE, ZERO

        first = ZERO if python else ONE
    length = add(last, negate(first))
    from recur.expressions import ONE, Apply

    # the length of a slice is told apart from a number by this mark; max is never written with one argument
    return Apply("abs", (length if python else add(length, ONE),))


def _stated_size(comment: str) -> tuple[Expr | None, bool]:
    """`// size n/2`, `// expected: n/2`, `// at most 3n/4`."""
    text = comment.strip().rstrip(".")
    if not re.match(r"(?:expected|average|on average|worst|at most|size|of size|with size)\b", text, re.IGNORECASE):
        return None, False
    match = _SIZE.fullmatch(text)
    if match is None:
        return None, False
    size = formula(re.sub(r"\s*(?:elements?|entries|items)$", "", match["size"]))
    return size, size is not None and bool(match["expected"])
