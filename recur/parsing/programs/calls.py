"""Calls of the program's own procedures, wherever in a line they stand; names that nobody defines."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from recur.model import Expr, InvalidRecurrence, expressions as ex
from recur.model.patterns import regex
from recur.model.program import Invocation, Procedure, ProcedureCall, SourceLine, StatedCost, Sync, statements_in
from recur.parsing.faults import Fault, place
from recur.parsing.programs.formulas import parsed_formula
from recur.parsing.programs.known_functions import WORDS, asks_a_structure, takes_constant_time
from recur.parsing.programs.layout import ProgramLine
from recur.parsing.programs.line_kinds import ASSIGNED, SPAWN, split_list

_APPLIED = regex(r"(?P<method>\.)?(?P<name>[^\W\d]\w*(?:[-‐‑]\w+)*['′’]*)(?P<gap>\s*)\(")
_BARE = regex(
    rf"(?:[^=←⟵<()]*?{ASSIGNED}\s*)?(?:call\s+)?(?P<name>[^\W\d]\w*(?:[-‐‑]\w+)*['′’]*)(?=\s+(?!(?:is|and|or)\b)[\w|⌊])"
)
_SUBSCRIPTED = regex(r"(?<![\w.'′])(?P<name>[^\W\d]\w*(?:[-‐‑]\w+)*['′’]*)\[")
_QUOTED = regex(r'"[^"]*"')
_ASYMPTOTIC = regex(r"[OoΘθΩω]|(?:big-?)?(?:theta|omega|oh)", re.IGNORECASE)
_SLICE = regex(
    r"\s*[A-Za-z_]\w*'*\s*[\[(]\s*(?P<first>[^\[\],]*?)\s*(?P<dots>\.\.\.?|…|:)\s*(?P<last>[^\[\],]*?)\s*[\])]\s*"
)
_SIZE = regex(
    r"(?P<expected>expected|average|on average)?\s*(?:worst(?: case)?|at most|of|with)?\s*(?:size|length)?"
    r"\s*[:=]?\s*(?:at most\s+)?(?P<size>.+)",
    re.IGNORECASE,
)
#: the block of a matrix in a row and a column
_BLOCK = regex(r"[A-Z][A-Za-z]*['′]*_?\{?(?:\d,?\d|[₀-₉]{2})\}?")
_PARTED = regex(
    r"(?:partition|divide|split|subdivide)s?\b.*?\binto\b.*?(?<![\w/])(?P<rows>[\w()⌊⌋⌈⌉]+(?:\s*/\s*\d+)?)\s*(?:×|x|by)"
    r"\s*(?P<columns>[\w()⌊⌋⌈⌉]+(?:\s*/\s*\d+)?)\s*(?:sub|blocks?|matrices|parts|pieces)",
    re.IGNORECASE,
)
Warn = Callable[..., None]


class Calls:
    """Finds calls; keeps what was called to check it once every procedure is known.

    `elements` are the names that stand for numbers and arrays where the line is: before a bracket they are a factor,
    an element or a function handed on, and no procedure.
    """

    def __init__(self, text: str, parameters: Mapping[str, int], warn: Warn) -> None:
        self.text = text
        self.parameters = parameters
        self.folded = {folded(name, fold): name for fold in (False, True) for name in reversed(tuple(parameters))}
        self.warn = warn
        self.counts: list[tuple[Invocation, int, int]] = []
        self.elements: frozenset[str] = frozenset()
        #: the size of the blocks that matrices are parted into where the line is
        self.parted: Expr | None = None

    def defined(self, name: str, arguments: int | None = None) -> str | None:
        """The procedure of this name, written in any case, with or without hyphens.

        Beside a procedure Max(A, n) with another number of parameters, max(x, y) is the function.
        """
        exact = name.replace("′", "'").replace("’", "'")
        if exact in self.parameters:
            return exact
        found = self.folded.get(folded(name, False)) or self.folded.get(folded(name, True))
        if found is None or arguments is None or arguments == self.parameters[found]:
            return found
        return None if takes_constant_time(name, arguments) else found

    def spawn(self, line: ProgramLine, source: SourceLine, cost: StatedCost | None) -> ProcedureCall:
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
        at = begin + applied.end() - 1
        stop = self._closing(line, at)
        rest = line.text[stop + 1 :].strip(" ;.,")
        if rest and not rest.startswith("//"):
            raise Fault(
                "spawn takes one call, and the line goes on",
                line.start + stop + 1,
                line.end,
                advice="spawn the call, sync, and use its result in a later line",
            )
        call = self._invocation(line, self.defined(applied["name"]), applied["name"], begin, at + 1, stop, cost)
        inner = tuple(self._within(line, at + 1, stop, cost))
        return ProcedureCall(source, call, True, inner, (match["target"] or "").strip())

    def alone(self, line: ProgramLine, source: SourceLine, cost: StatedCost | None) -> ProcedureCall | None:
        """CALL, x = CALL, call CALL: nothing else on the line; None where no procedure of the program is called."""
        match = re.match(
            rf"(?:(?P<target>[^=←()]*?(?:\[[^\]]*\])?[^=←()]*?)\s*{ASSIGNED}\s*)?(?P<word>call\s+|invoke\s+|run\s+)?",
            line.text,
            re.I,
        )
        begin = match.end() if match else 0
        applied = _APPLIED.match(line.text, begin)
        if applied is None:
            return None
        name = self.defined(applied["name"], arguments_at(line.text, applied.end() - 1))
        if name is None:
            return None
        stop = self._closing(line, applied.end() - 1)
        if line.text[stop + 1 :].strip(" ;."):
            return None
        call = self._invocation(line, name, applied["name"], applied.start("name"), applied.end(), stop, None)
        inner = tuple(self._within(line, applied.end(), stop, cost))
        return ProcedureCall(source, call, False, inner, (match["target"] or "").strip() if match else "")

    def inside(self, line: ProgramLine, cost: StatedCost | None = None) -> tuple[Invocation, ...]:
        """The calls anywhere in the line, inner ones first; a stated cost is that of the procedures not defined."""
        return tuple(self._within(line, 0, len(line.text), cost))

    def refuse_square(self, line: ProgramLine, arrays: set[str]) -> None:
        """`F[n/2]` where F is a procedure, and nothing is ever stored in an array of that name."""
        shown = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), line.text)
        for match in _SUBSCRIPTED.finditer(shown):
            name = match["name"]
            if name in self.parameters and name not in arrays:
                start = line.start + match.start("name")
                raise Fault(
                    f"{name} is a procedure here, and {name}[…] an element of an array", start, start + len(name) + 1,
                    advice=f"call it with round brackets, {name}(…), or give the array another name",
                )  # fmt: skip

    def refuse_bare(self, line: ProgramLine) -> None:
        """`MERGE-SORT A[1..n/2]`, `call F with n/2`: a procedure of the program without its brackets."""
        match = _BARE.match(line.text)
        name = self.defined(match["name"]) if match is not None else None
        if match is None or name is None or match["name"] in self.elements:
            return
        if match["name"] == name or match["name"].isupper():
            start = line.start + match.start("name")
            raise Fault(
                f"{name} is called here without the brackets of its arguments", start, start + len(match["name"]),
                advice=f"such as  {name}(A, n/2)",
            )  # fmt: skip

    def _within(self, line: ProgramLine, begin: int, end: int, cost: StatedCost | None) -> Iterator[Invocation]:
        shown = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), line.text)
        for applied in _APPLIED.finditer(shown, begin, end):
            count = arguments_at(shown, applied.end() - 1)
            found = self._named(applied, count)
            if found is None:
                continue
            name, start = found
            stop = self._closing(line, applied.end() - 1)
            procedure = self.defined(name, count)
            stated = cost is not None
            if procedure is None and (stated or not self._is_procedure(name, count, applied, shown, stop)):
                continue
            yield self._invocation(line, procedure, name, start, applied.end(), stop, None)

    def _named(self, applied: re.Match[str], count: int) -> tuple[str, int] | None:
        """The name before the bracket and where it begins: of n-F(n/2) it is F, of MERGE-SORT(A) all of it."""
        whole, begin = applied["name"], applied.start("name")
        starts = [0, *(hyphen.end() for hyphen in re.finditer(r"[-‐‑]", whole))]
        for start in starts:
            if self.defined(whole[start:], count):
                return whole[start:], begin + start
        last = starts[-1]
        if last and (whole[: last - 1] in self.elements or whole[last - 2 : last - 1].isdigit()):
            return (whole[last:], begin + last) if not whole[last].isdigit() else None
        return whole, begin

    def _is_procedure(self, name: str, arguments: int, applied: re.Match[str], shown: str, stop: int) -> bool:
        """Is it called, though nothing says what it costs? Not a word, a factor, an element or a known function."""
        if applied["method"]:
            return not asks_a_structure(name, arguments)
        bare = name.replace("′", "'").replace("’", "'")
        if bare.casefold() in WORDS or bare in self.elements or takes_constant_time(bare, arguments):
            return False
        if _ASYMPTOTIC.fullmatch(name):
            return False
        before, after = shown[: applied.start("name")].strip(), shown[stop + 1 :].strip(" ;.")
        alone = not after and (not before or re.search(rf"(?:{ASSIGNED}|\b(?:call|run|return))$", before) is not None)
        return not applied["gap"] or alone

    def _closing(self, line: ProgramLine, at: int) -> int:
        stop = closing_bracket(line.text, at)
        if stop is None:
            raise Fault("a bracket is not closed", line.start + at, line.start + at + 1)
        return stop

    def _invocation(
        self,
        line: ProgramLine,
        procedure: str | None,
        written: str,
        start: int,
        inner: int,
        stop: int,
        cost: StatedCost | None,
    ) -> Invocation:
        given = line.text[inner:stop]
        parts = split_list(given) if given.strip() else []
        arguments = tuple(self._part_of_a_matrix(part) or _argument(part) for part in parts)
        where = place(self.text, line.start + start, line.start + stop + 1)
        if procedure is None:
            self._refuse_slip(written, line.start + start)
            return Invocation(written, arguments, where, defined=False, cost=cost)
        size, expected = _stated_size(line.comment)
        call = Invocation(procedure, arguments, where, size, expected)
        self.counts.append((call, line.start + start, line.start + stop + 1))
        return call

    def _part_of_a_matrix(self, argument: str) -> Expr | None:
        """A_11, A₁₁ or A11, where matrices are parted into blocks of that size: as a slice of this length is told."""
        if self.parted is None or not _BLOCK.fullmatch(argument.strip()):
            return None
        return ex.Apply("abs", (self.parted,))

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
        spawns = any(isinstance(s, ProcedureCall) and s.spawned for s in statements_in(procedure.body))
        for statement in statements_in(procedure.body):
            if isinstance(statement, Sync) and not spawns:
                at = self._offset(statement.source)
                self.warn("this sync has nothing to wait for: the procedure spawns nothing", at, at + 4)

    def _offset(self, source: SourceLine) -> int:
        lines = self.text.split("\n")
        return sum(len(line) + 1 for line in lines[: source.place.line - 1]) + source.place.column - 1

    def _refuse_slip(self, name: str, start: int) -> None:
        """MREGE(A, n/2) where MERGE is defined: a slip of the pen, not a procedure that is missing."""
        for meant in self.parameters:
            if is_slip(name.casefold(), meant.casefold()):
                raise Fault(
                    f"the procedure {name} is not defined", start, start + len(name),
                    kind=InvalidRecurrence, advice=f"did you mean {meant} ?",
                )  # fmt: skip


def size_of_blocks(lines: Iterable[ProgramLine]) -> Expr | None:
    """n/2, where a line says that matrices are parted into n/2 × n/2 submatrices."""
    for line in lines:
        match = _PARTED.match(line.text)
        if match is not None and match["rows"] == match["columns"]:
            return parsed_formula(match["rows"])
    return None


def arguments_at(text: str, bracket: int) -> int:
    """How many arguments stand in the bracket that is opened here."""
    stop = closing_bracket(text, bracket)
    given = text[bracket + 1 : stop]
    return len(split_list(given)) if given.strip() else 0


def folded(name: str, joined: bool) -> str:
    """The name in one case; `joined`, without its hyphens."""
    plain = name.casefold().replace("′", "'").replace("’", "'")
    return re.sub(r"[-‐‑_]", "", plain) if joined else plain


def is_slip(written: str, meant: str) -> bool:
    """One letter too many, too few or wrong, or two that changed places.

    >>> is_slip("mrege", "merge"), is_slip("merg", "merge"), is_slip("merge1", "merge2"), is_slip("merge", "p-merge")
    (True, True, False, False)
    """
    if len(meant) < 3 or written == meant or abs(len(written) - len(meant)) > 1:
        return False
    alike = next((i for i, (a, b) in enumerate(zip(written, meant, strict=False)) if a != b), -1)
    alike = alike if alike >= 0 else min(len(written), len(meant))
    one, other = written[alike:], meant[alike:]
    if not (one[:1] + other[:1]).isalpha():
        return False
    swapped = len(one) > 1 and len(other) > 1 and one[1] + one[0] + one[2:] == other
    return swapped or one[1:] == other[1:] or one[1:] == other or one == other[1:]


def closing_bracket(text: str, position: int) -> int | None:
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
        return parsed_formula(text)
    first = parsed_formula(sliced["first"]) if sliced["first"] else None
    last = parsed_formula(sliced["last"]) if sliced["last"] else None
    name = re.match(r"\s*([A-Za-z_]\w*'*)", text)
    assert name is not None
    python = sliced["dots"] == ":"
    if last is None:
        last = ex.Symbol(f"|{name[1]}|")
    if first is None:
        first = ex.ZERO if python else ex.ONE
    length = ex.add(last, ex.negate(first))
    # the length of a slice is told apart from a number by this mark; max is never written with one argument
    return ex.Apply("abs", (length if python else ex.add(length, ex.ONE),))


def _stated_size(comment: str) -> tuple[Expr | None, bool]:
    """`// size n/2`, `// expected: n/2`, `// at most 3n/4`."""
    text = comment.strip().rstrip(".")
    if not re.match(r"(?:expected|average|on average|worst|at most|size|of size|with size)\b", text, re.IGNORECASE):
        return None, False
    match = _SIZE.fullmatch(text)
    if match is None:
        return None, False
    size = parsed_formula(re.sub(r"\s*(?:elements?|entries|items)$", "", match["size"]))
    return size, size is not None and bool(match["expected"])
