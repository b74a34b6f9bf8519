"""The text of a fork-join program as a Program; raises `SyntaxProblem` with the place and what was probably meant."""

import re
from collections.abc import Iterator

from recur.model import Expr, RecurError, expressions as ex, program as code
from recur.model.patterns import regex
from recur.model.records import replace
from recur.parsing.faults import Fault, invalid, place
from recur.parsing.programs import several_in_a_line
from recur.parsing.programs.calls import Calls, size_of_blocks
from recur.parsing.programs.curried import uncurried
from recur.parsing.programs.flat import INDENT, flat_headers, indented, is_flat, tells_blocks
from recur.parsing.programs.formulas import (
    grammar,
    parsed_formula,
    read_condition,
    read_conjuncts,
    reads,
    stated_cost,
    states_a_span,
)
from recur.parsing.programs.fragments import header_of_fragment
from recur.parsing.programs.layout import (
    HEADER,
    Block,
    BlockStructure,
    ProgramLine,
    is_closing_word,
    is_opening_word,
    is_preamble,
    lines_of,
    without_binding_words,
)
from recur.parsing.programs.line_kinds import (
    ASSIGNED,
    LOCKED,
    LineKind,
    line_kind,
    split_inline,
    split_list,
    statements_of,
    takes_lock,
)
from recur.parsing.programs.loops import head, stated_count, update
from recur.parsing.programs.python_like import refuse_costs_of_python
from recur.parsing.programs.said_in_words import refuse_hidden_spawn, refuse_labelled, refuse_touching, refuse_uncounted
from recur.parsing.programs.typeset import plain_program
from recur.parsing.tables import Misplaced
from recur.parsing.text.scanning import Lexeme

_ASSIGNMENT = regex(rf"(?:let\s+|int\s+|set\s+)?(?P<name>[A-Za-z_Α-ωα-ω]\w*['′]*)\s*{ASSIGNED}\s*(?P<value>.+)")
#: A[i], and A(i) = x: from then on A is an array, whichever brackets it has
_STORED = regex(rf"(?:let\s+|new\s+|var\s+)?(?P<name>[^\W\d]\w*['′]*)\s*(?:\[.*\]\s*(?:{ASSIGNED}|be\b)|{ASSIGNED})")
#: what leaves a loop, and what leaves a round of it
_LEAVES = {"break": "loop", "exit loop": "loop", "leave loop": "loop", "exit for": "loop", "exit while": "loop",
           "continue": "round"}  # fmt: skip
_ELEMENT = regex(rf"([^\W\d]\w*['′]*)(?:\[|\([^()]*\)\s*{ASSIGNED})")
_EXCHANGED = regex(
    r"(?:exchange|swap|interchange)\s*\(?\s*([^\W\d]\w*'*)\s*(?:with|and|,|↔|<->)\s*([^\W\d]\w*'*)\s*\)?"
    r"|([^\W\d]\w*'*)\s*(?:↔|<->)\s*([^\W\d]\w*'*)",
    re.IGNORECASE,
)
_TYPES = {
    "if": "IF",
    "elif": "ELIF",
    "else": "ELSE",
    "for": "FOR",
    "parallel": "FOR",
    "while": "WHILE",
    "repeat": "WHILE",
    "beside": "BESIDE",
}


def parse_program(text: str) -> code.Program:
    """The procedures of the text, in the order written, and warnings on what is probably not meant.

    >>> parse_program("F(n):\\n  if n > 1\\n    spawn F(n/2)\\n    F(n/2)\\n    sync").names
    ('F',)
    """
    text = plain_program(text)
    try:
        return Reader(text).program()
    except Fault as fault:
        raise as_error(fault, text) from None


def as_error(fault: Fault, text: str) -> RecurError:
    return fault.kind(fault.message, text=text, place=place(text, fault.start, fault.end), hint=fault.advice)


class Reader:
    """One reading of a text: its lines, its procedures by name, and the names of its numbers."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.warnings: list[code.Warning] = []
        self.lines: list[ProgramLine] = []
        self.headers: dict[int, re.Match[str]] = {}
        self._lay_out(uncurried(lines_of(text)))
        self.calls = Calls(text, {match["name"]: len(_shown(match)) for match in self.headers.values()}, self.warn)
        self.numbers: frozenset[str] = frozenset()
        self.spawned: dict[str, bool] = {}

    def _lay_out(self, written: list[ProgramLine]) -> None:
        """The lines without those that only close blocks; where nothing is indented, words tell the blocks."""
        written = [line for line in written if not is_opening_word(line.text) and not is_preamble(line.text)]
        written = list(map(without_binding_words, written))
        self.lines = [line for line in written if not is_closing_word(line.text)]
        if len({line.column for line in self.lines}) == 1 and len(self.lines) > 1:
            self.headers = flat_headers(self.lines, self._note)
        else:
            self.headers = {line.start: match for line in self.lines if (match := self._header(line)) is not None}
        if not self.headers and self.lines:
            written = self._headed(written)
        starts = [i for i, line in enumerate(written) if line.start in self.headers]
        placed = written[: starts[0] if starts else len(written)]
        for start, stop in zip(starts, [*starts, len(written)][1:], strict=True):
            header, body = written[start], written[start + 1 : stop]
            said = [line for line in body if not is_closing_word(line.text)]
            level = bool(said) and said[0].column <= header.column
            if level and len({line.column for line in said}) > 1:
                body = [replace(line, column=line.column + INDENT) for line in body]
            elif level or (is_flat(said) and tells_blocks(body)):
                body = indented(body, header.column, self._note)
            placed += [header, *body]
        self.lines = [line for line in placed if not is_closing_word(line.text)]

    def _headed(self, written: list[ProgramLine]) -> list[ProgramLine]:
        """Loops that stand alone, under a header of their own."""
        found = header_of_fragment(self.lines)
        if found is None:
            return written
        header, match = found
        self.headers = {header.start: match}
        return [header, *written]

    def _note(self, message: str, line: ProgramLine) -> None:
        self.warn(message, line.start, line.end)

    def program(self) -> code.Program:
        if not self.lines:
            raise Fault("there is no program to read", 0, max(1, len(self.text)), advice="begin with NAME(A, n):")
        if not self.headers:
            first = self.lines[0]
            raise Fault(
                "a program begins with the header of a procedure", first.start, first.end, advice="such as  SUM(A, n):"
            )
        refuse_costs_of_python(self.lines)
        self._refuse_square_calls()
        lexemes = self._lexemes()
        try:
            procedures = grammar().parse(lexemes, "program")
        except Misplaced as error:
            raise self._explain(lexemes[min(error.position, len(lexemes) - 1)]) from None
        self.calls.check_arity(procedures)
        self._warn_of_lock()
        return code.Program(procedures, self.text, tuple(self.warnings))

    def _refuse_square_calls(self) -> None:
        """`F[n/2]` calls nothing; where F is a procedure and no array, a call was meant."""
        arrays = {_parameter(part) for header in self.headers.values() for part in _shown(header)}
        body = [line for line in self.lines if line.start not in self.headers]
        for line in body:
            assigned = _STORED.match(line.text)
            arrays |= {assigned["name"]} if assigned is not None else set()
        for line in body:
            self.calls.refuse_square(line, arrays)

    def warn(self, message: str, start: int, end: int, hint: str = "") -> None:
        self.warnings.append(code.Warning(message, place(self.text, start, end), hint))

    def _warn_of_lock(self) -> None:
        """A strand that takes a lock where others run beside it: nothing here says how long it waits."""
        body = [line for line in self.lines if line.start not in self.headers]
        taken = next((line for line in body if takes_lock(line.text)), None)
        if taken is not None and any(line_kind(line).name in ("parallel", "spawn", "beside") for line in body):
            hint = "where all wait for one lock, the span is at least all the work under it"
            self.warn(LOCKED, taken.start, taken.end, hint)

    def _header(self, line: ProgramLine) -> re.Match[str] | None:
        """A header stands at the left margin, and a block follows it."""
        margin = min(other.column for other in self.lines)
        if line.column != margin:
            return None
        match = HEADER.fullmatch(line.text)
        if match is None or match["name"].lower() in ("if", "while", "for", "spawn", "sync", "return"):
            return None
        position = self.lines.index(line)
        if match["colon"] or match["word"]:
            return match
        follower = self.lines[position + 1] if position + 1 < len(self.lines) else None
        return match if follower is not None and follower.column > line.column else None

    def _lexemes(self) -> list[Lexeme]:
        out: list[Lexeme] = []
        layout = BlockStructure([Block(self.lines[0].column)])
        for line in self.lines:
            if line.start in self.headers:
                self._close(out, layout, line)
                out.append(self._open_procedure(line))
                layout.opens = line
                continue
            if not out:
                raise Fault("a program begins with the header of a procedure", line.start, line.end)
            self._statements(line, out, layout)
        end = ProgramLine("", len(self.text.rstrip()), layout.blocks[0].column)
        self._close(out, layout, end)
        return out

    def _close(self, out: list[Lexeme], layout: BlockStructure, line: ProgramLine) -> None:
        if layout.opens is not None:
            opener = layout.opens
            raise Fault("an indented block is expected after this line", opener.start, opener.end)
        out.extend(Lexeme("_DEDENT", None, line.start, line.start) for _ in range(layout.dedents(line)))

    def _open_procedure(self, line: ProgramLine) -> Lexeme:
        match = self.headers[line.start]
        shown = _shown(match)
        parameters = tuple(_parameter(part) for part in shown)
        for shown_name, name in zip(shown, parameters, strict=True):
            if not re.fullmatch(r"[^\W\d]\w*'*", name):
                at = line.start + line.text.index(shown_name)
                raise Fault(f"{shown_name} is no name of a parameter", at, at + len(shown_name))
        repeated = next((p for i, p in enumerate(parameters) if p in parameters[:i]), None)
        if repeated is not None:
            raise Fault(f"the parameter {repeated} is named twice", line.start, line.end)
        named = [other for other in self.headers.values() if other["name"] == match["name"]]
        if named[0] is not match:
            raise invalid(f"the procedure {match['name']} is defined twice", line.start, line.end)
        given, size = _given(line.comment)
        self.numbers = frozenset(
            {*parameters, "n", *(f"|{p}|" for p in parameters), *(name for name, _ in given), *self._locals(line)}
        )
        self.calls.elements = self.numbers | self._elements(line)
        self.calls.parted = size_of_blocks(self._body(line))
        source = code.SourceLine(place(self.text, line.start, line.end), line.text.rstrip(": "), line.comment)
        procedure = code.Procedure(match["name"], parameters, (), source, given, size)
        return Lexeme("HEADER", procedure, line.start, line.end)

    def _body(self, header: ProgramLine) -> Iterator[ProgramLine]:
        for line in self.lines[self.lines.index(header) + 1 :]:
            if line.start in self.headers:
                return
            yield line

    def _elements(self, header: ProgramLine) -> set[str]:
        """Names of arrays in the lines of this procedure."""
        return {name for line in self._body(header) for name in _ELEMENT.findall(line.text)}

    def _locals(self, header: ProgramLine) -> set[str]:
        """Names that the lines of this procedure give a value: they may stand in a stated cost."""
        names: set[str] = set()
        for line in self._body(header):
            kind = line_kind(line)
            found = head(split_inline(kind, line)[0]) if kind.name in ("for", "parallel") else None
            assigned = _ASSIGNMENT.fullmatch(line.text)
            names |= {found.index} if found else {assigned["name"].replace("′", "'")} if assigned else set()
        return names

    def _statements(self, line: ProgramLine, out: list[Lexeme], layout: BlockStructure, inline: bool = False) -> None:
        """The statements on one line; those behind the first stand in its block."""
        parts = [part for statement in statements_of(line) for part in several_in_a_line.spawned_together(statement)]
        for position, statement in enumerate(parts):
            follows = position > 0 and layout.opens is None
            column = layout.column if follows else line.column if not position else statement.column
            placed = replace(statement, column=column)
            self._statement(placed, out, layout, inline and not position, follows)

    def _statement(
        self, line: ProgramLine, out: list[Lexeme], layout: BlockStructure, inline: bool = False, follows: bool = False
    ) -> None:
        kind = line_kind(line)
        if kind.name == "switch":
            advice = "write  if … else if … else"
            raise Fault("the branches of a switch are not read", line.start, line.end, advice=advice)
        if kind.name == "then":
            _, body = split_inline(kind, line)
            opener = layout.opens
            if body is not None:
                self._inline(body, line if opener is None else opener, out, layout)
            return
        if kind.name in ("strand", "return") and self._several(line, kind, out, layout, inline, follows):
            return
        self._place(line, kind, out, layout, inline, follows)
        if kind.name not in _TYPES:
            out.append(self._simple(kind, line))
            return
        first, body = split_inline(kind, line)
        out.append(Lexeme(_TYPES[kind.name], self._opening(kind, line, first), line.start, line.end))
        layout.opens = line
        if body is not None and kind.name == "beside":
            self._branches_beside(several_in_a_line.listed_statements(body), line, out, layout)
        elif body is not None:
            self._inline(body, line, out, layout)

    def _place(
        self, line: ProgramLine, kind: LineKind, out: list[Lexeme], layout: BlockStructure, inline: bool, follows: bool
    ) -> None:
        """Where the line stands: it begins a block, ends some, or goes on in the same one."""
        if follows:
            return  # it stands in the block of the statement before it, on the same line
        if layout.indent(line, inline):
            out.append(Lexeme("_INDENT", None, line.start, line.start))
        else:
            count = layout.dedents(line, continues=kind.name in ("elif", "else"))
            out.extend(Lexeme("_DEDENT", None, line.start, line.start) for _ in range(count))

    def _inline(self, body: ProgramLine, opener: ProgramLine, out: list[Lexeme], layout: BlockStructure) -> None:
        """The block that stands behind its opener, with the else that may follow on the same line."""
        first, rest = several_in_a_line.split_else(body)
        self._statements(first, out, layout, inline=True)
        if rest is not None:
            self._statement(replace(rest, column=opener.column), out, layout)

    def _several(
        self, line: ProgramLine, kind: LineKind, out: list[Lexeme], layout: BlockStructure, inline: bool, follows: bool
    ) -> bool:
        """Statements side by side, and the branches of a choice: blocks though they stand on one line."""
        if not self.calls.inside(line):
            return False
        beside = several_in_a_line.side_by_side(line) if kind.name == "strand" else None
        if beside is not None:
            self._place(line, kind, out, layout, inline, follows)
            out.append(Lexeme("BESIDE", code.Beside(self._source(line), ()), line.start, line.end))
            self._branches_beside(beside, line, out, layout)
            return True
        found = several_in_a_line.choice(line)
        if found is None:
            return False
        self._place(line, kind, out, layout, inline, follows)
        asked = line_kind(found.asked)
        out.append(Lexeme("IF", self._opening(asked, found.asked, asked.rest), line.start, line.end))
        for position, branch in enumerate((found.one, found.other)):
            if branch is None:
                continue
            if self.calls.inside(branch) and several_in_a_line.choice(branch) is not None:
                raise Fault(
                    "a choice inside a choice cannot be read", line.start, line.end,
                    advice="write the branches on lines of their own:  if …  else …",
                )  # fmt: skip
            if position:
                out.append(Lexeme("ELSE", code.Branch(self._source(branch), None, ()), branch.start, branch.end))
            out.append(Lexeme("_INDENT", None, branch.start, branch.start))
            out.append(self._simple(line_kind(branch), branch))
            out.append(Lexeme("_DEDENT", None, branch.end, branch.end))
        return True

    def _branches_beside(
        self, branches: list[ProgramLine], line: ProgramLine, out: list[Lexeme], layout: BlockStructure
    ) -> None:
        layout.opens = None
        for branch in branches:
            refuse_touching(branch)
        out.append(Lexeme("_INDENT", None, line.start, line.start))
        out.extend(self._simple(line_kind(branch), branch) for branch in branches)
        out.append(Lexeme("_DEDENT", None, line.end, line.end))

    def _source(self, line: ProgramLine) -> code.SourceLine:
        return code.SourceLine(place(self.text, line.start, line.end), line.text, line.comment, line.column)

    def _simple(self, kind: LineKind, line: ProgramLine) -> Lexeme:
        source = self._source(line)
        if kind.name == "sync":
            return Lexeme("SYNC", code.Sync(source), line.start, line.end)
        if kind.name == "spawn":
            cost = self._cost(line)
            return Lexeme("SPAWN", self._costed(self.calls.spawn(line, source, cost), cost, line), line.start, line.end)
        if kind.name == "return":
            again = line_kind(kind.rest) if kind.rest.text else None
            if again is not None and again.name == "spawn":
                raise Fault(
                    "a spawned result cannot be returned at once",
                    line.start,
                    line.end,
                    advice="spawn, sync, then return",
                )
            cost = self._cost(line)
            return Lexeme("RETURN", code.Return(source, self.calls.inside(kind.rest, cost), cost), line.start, line.end)
        if (leaves := _LEAVES.get(line.text.strip(" ;.").lower())) is not None:
            return Lexeme("RETURN", code.Return(source, leaves=leaves), line.start, line.end)
        refuse_labelled(line)
        refuse_hidden_spawn(line)
        cost = self._cost(line)
        call = self.calls.alone(line, source, cost)
        if call is not None:
            return Lexeme("CALL", self._costed(call, cost, line), line.start, line.end)
        self.calls.refuse_bare(line)
        calls = self.calls.inside(line, cost)
        if calls and re.match(r"until\b", line.text, re.IGNORECASE):
            advice = "write the loop with while"
            raise Fault("what until asks is called in every round", line.start, line.end, advice=advice)
        refuse_uncounted(line, bool(calls), cost is not None)
        strand = code.PlainStatement(source, cost, calls, _defined(line.text), _exchanged(line.text))
        return Lexeme("STRAND", strand, line.start, line.end)

    def _costed(self, call: code.ProcedureCall, cost: code.StatedCost | None, line: ProgramLine) -> code.ProcedureCall:
        """What is stated behind a call is not what it costs where the program defines the procedure: that is said."""
        inner = any(not invocation.defined for invocation in call.calls)
        if cost is not None and call.call.defined and not inner:
            name, start = call.call.procedure, line.comment_start
            self.warn(
                f"{name} is defined in this program: its recurrence counts, not the cost stated here",
                start, start + len(line.comment) + 2,
            )  # fmt: skip
        return call

    def _cost(self, line: ProgramLine) -> code.StatedCost | None:
        cost = stated_cost(line.comment, self.numbers) if line.comment else None
        if (cost is None or cost.span is None) and states_a_span(line.comment):
            start = line.comment_start
            raise Fault(
                "a span is stated here, and not the work beside it", start, start + len(line.comment) + 2,
                advice="state both: // work Θ(n), span Θ(log n)",
            )  # fmt: skip
        if cost is None:
            return None
        if cost.kind == "Ω":
            start = line.comment_start
            raise invalid("Ω bounds a cost from below only: state Θ(…) or O(…)", start, start + len(line.comment) + 2)
        if cost.kind == "O" and cost.span is None and cost.body != ex.ONE:
            start = line.comment_start
            self.warn(
                f"O({cost.body}) is read as Θ({cost.body}): the cost of the worst case",
                start,
                start + len(line.comment) + 2,
            )
        # who writes O(n) behind a line of pseudo-code means what it costs
        return replace(cost, kind="Θ") if cost.kind == "O" else cost

    def _opening(self, kind: LineKind, line: ProgramLine, first: ProgramLine) -> object:
        source = self._source(line)
        count = stated_count(line.comment, self.numbers) if line.comment else None
        match kind.name:
            case "beside":
                return code.Beside(source, ())
            case "else":
                return code.Branch(source, None, ())
            case "if" | "elif":
                return code.Branch(source, self._condition(first, source), ())
            case "while":
                asked = self._condition(first, source)
                together = () if asked.groups else read_conjuncts(first.text)
                return code.While(source, replace(asked, together=together), (), count)
            case "repeat":
                if count is None:
                    raise Fault(
                        "how often this loop runs is not stated",
                        line.start,
                        line.end,
                        advice="write  // Θ(…) iterations  behind it",
                    )
                return code.While(source, code.Condition(), (), count)
        said = bool(re.search(r"\bparallel\b|\bpardo\b", line.text, re.IGNORECASE))
        if not said and (words := re.match(r"for\s*all\b", line.text, re.IGNORECASE)):
            self.warn(
                f"{words[0]} is read as a parallel loop: its rounds run side by side",
                line.start,
                line.start + words.end(),
                "for each, or for i = 1 to n, where they run one after the other",
            )
        return self._for(source, line, first, said or kind.name == "parallel", count)

    def _condition(self, asked: ProgramLine, source: code.SourceLine) -> code.Condition:
        return code.Condition(read_condition(asked.text), source, self.calls.inside(asked), reads(asked.text))

    def _for(
        self,
        source: code.SourceLine,
        line: ProgramLine,
        first: ProgramLine,
        parallel: bool,
        stated: code.StatedCost | None,
    ) -> code.For:
        found = head(first) if stated is None else None
        calls = self.calls.inside(first)
        if found is not None:
            return code.For(
                source, found.index, found.first, found.last, (), found.step, found.progression, parallel, calls=calls
            )
        if stated is None:
            raise Fault(
                "the range of this loop cannot be read", line.start, line.end,
                advice="write  for i = 1 to n  or state the count:  // Θ(n) iterations",
            )  # fmt: skip
        name = re.match(r"(?:each\s+)?([A-Za-z_]\w*)", first.text)
        return code.For(
            source, name[1] if name else "i", None, None, (), ex.ONE, code.Advance.ADD, parallel, stated, calls
        )

    def _explain(self, token: Lexeme) -> Fault:
        if token.type in ("ELSE", "ELIF"):
            return Fault("this else belongs to no if", token.start, token.end)
        if token.type == "HEADER":
            return Fault("an indented block is expected before this procedure", token.start, token.end)
        return Fault("this line cannot stand here", token.start, max(token.end, token.start + 1))


def _shown(header: re.Match[str]) -> list[str]:
    """The parameters as the header writes them."""
    return [part.strip() for part in split_list(header["parameters"]) if part.strip()]


def _parameter(text: str) -> str:
    """The name of a parameter: A of `int A[]`, n of `n: int` and of `n = 0`."""
    bare = re.sub(r"\[[^\]]*\]|\s*(?::|=).*$", "", text).strip().replace("′", "'")
    return bare.split()[-1].lstrip("*&") if bare.split() else text


def _given(comment: str) -> tuple[tuple[tuple[str, Expr], ...], Expr | None]:
    """`n = r - p + 1, m = n` and `size: r - p + 1` behind a header."""
    text = re.sub(r"^(?:where|with|the)\s+", "", comment.strip(), flags=re.IGNORECASE)
    sized = re.match(r"(?:input\s+)?size\s*(?:is|of)?\s*[:=]?\s*", text, re.IGNORECASE)
    if sized is not None:
        text = text[sized.end() :]
        plain = parsed_formula(text.rstrip("."))
        if plain is not None and "=" not in text:
            return (), plain
    found: list[tuple[str, Expr]] = []
    for part in re.split(r",|;|\band\b", text.rstrip(".")):
        sides = [side.strip() for side in re.split(r"=|≤|<=", part)]
        values = [parsed_formula(side) for side in sides]
        if len(sides) < 2 or any(value is None for value in values):
            continue
        for name, value in zip(sides, values[1:], strict=False):
            if re.fullmatch(r"[A-Za-z_]\w*'*", name) and value is not None:
                found.append((name, value))
    return tuple(found), None


def _defined(text: str) -> tuple[str, Expr | None] | None:
    """The variable that a strand sets; its value where that is arithmetic."""
    if "==" not in text:
        changed = update(text)
        if changed is not None:
            name, amount, progression = changed
            x = ex.Symbol(name)
            values = {"add": ex.add(x, amount), "multiply": ex.mul(x, amount), "divide": ex.divide(x, amount)}
            return name, values[progression.value]
    match = _ASSIGNMENT.fullmatch(text)
    if match is None:
        return None
    return match["name"].replace("′", "'"), parsed_formula(match["value"])


def _exchanged(text: str) -> tuple[str, str] | None:
    """The two names of `exchange p with r`; elements of arrays are no names."""
    match = _EXCHANGED.fullmatch(text.strip().replace("′", "'"))
    return None if match is None else (match[1] or match[3], match[2] or match[4])
