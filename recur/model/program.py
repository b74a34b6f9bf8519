"""A fork-join program as a value: procedures of strands, calls, spawns, syncs, loops and branches.

Sizes are formulas in the names of the program; what is no arithmetic (arrays, blocks, text) is kept as text only.
Nothing here knows what a program costs.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TypeAlias

from recur.model.errors import Place
from recur.model.expressions import Expr
from recur.model.records import frozen


@frozen
class SourceLine:
    """The line a statement stands in, its text without the comment, the comment, and the columns it is indented by."""

    place: Place
    text: str
    comment: str = ""
    indent: int = 0
    #: why it costs what it costs: "slices copy"
    remark: str = ""


@frozen
class StatedCost:
    """What is stated of a cost or a count: kind "Θ", "O" or "=", and the formula; the span where it is stated apart.

    "O" says it from above only: from below a cost is one step, and a count is 0.
    """

    kind: str
    body: Expr
    span: Expr | None = None


@frozen
class Invocation:
    """procedure(arguments); an argument that is no arithmetic is None. `size` is the one a comment states.

    `sizes` are what the call makes of the sizes of a procedure that names them, in their order; an unknown one is None.
    A procedure that the program does not define costs what a comment states, or nobody knows what: `reason` may say
    why nothing is known of it.
    """

    procedure: str
    arguments: tuple[Expr | None, ...]
    place: Place
    size: Expr | None = None
    expected: bool = False
    defined: bool = True
    cost: StatedCost | None = None
    sizes: tuple[Expr | None, ...] = ()
    reason: str = ""

    @property
    def unknown(self) -> bool:
        """Does nothing say what the call costs?"""
        return not self.defined and self.cost is None


@frozen
class PlainStatement:
    """Instructions of Θ(1), or of the stated cost, after the calls that stand inside the line.

    `defines` is the name and the value of an assignment of arithmetic; an array cell defines nothing. `exchanges` are
    two names that change their values.
    """

    source: SourceLine
    cost: StatedCost | None = None
    calls: tuple[Invocation, ...] = ()
    defines: tuple[str, Expr | None] | None = None
    exchanges: tuple[str, str] | None = None


@frozen
class ProcedureCall:
    """A call on a line of its own: it costs what the procedure costs; spawned, it runs beside what follows."""

    source: SourceLine
    call: Invocation
    spawned: bool = False
    #: calls inside the arguments, made before this one
    calls: tuple[Invocation, ...] = ()
    target: str = ""


@frozen
class Sync:
    source: SourceLine


@frozen
class Return:
    """The procedure ends; only the loop around where `leaves` is "loop", only this round of it where it is "round"."""

    source: SourceLine
    calls: tuple[Invocation, ...] = ()
    cost: StatedCost | None = None
    leaves: str = ""


class Advance(StrEnum):
    """How the index of a loop goes on: by adding a step, by a factor, or by dividing."""

    ADD = "add"
    MULTIPLY = "multiply"
    DIVIDE = "divide"


@frozen
class For:
    """for index = first … last. `step` is what is added (negative downwards) or the factor; bounds are inclusive.

    `count` is a stated number of iterations, for a loop whose bounds are no arithmetic (then `first` is None).
    `shared` says that the count is all iterations in all rounds of that many loops around this one (amortised).
    `ends` are tests beside the bounds by which sizes and counters may end it early: while d < n and n % d.
    """

    source: SourceLine
    index: str
    first: Expr | None
    last: Expr | None
    body: tuple[Statement, ...]
    step: Expr
    progression: Advance = Advance.ADD
    parallel: bool = False
    count: StatedCost | None = None
    #: calls inside the bounds, made once
    calls: tuple[Invocation, ...] = ()
    shared: int = 0
    ends: tuple[Condition, ...] = ()


@frozen
class RelationTest:
    """left op right; op is "=", "!=", "<", "<=", ">" or ">="."""

    op: str
    left: Expr
    right: Expr


@frozen
class Condition:
    """Any of the groups holds whose comparisons all hold. No groups: it depends on the data.

    `calls` are made each time that it is tested; `reads` are the names and the elements, such as A[i], that each of
    its comparisons looks at. `free` says whether one input can choose at every level and in every round: where sizes,
    counters or parity decide it cannot; None is told by `reads`. `answered`: a test on the way here has settled it.
    `unseen`: what no input has been found to do: that the loop around "stays", that the branch is gone into "often",
    that all branches together are so "dear".
    `together`: without groups, comparisons of sizes that have to hold beside what the data decide, each with its place
    among `reads`.
    """

    groups: tuple[tuple[RelationTest, ...], ...] = ()
    source: SourceLine | None = None
    calls: tuple[Invocation, ...] = ()
    reads: tuple[frozenset[str], ...] = ()
    free: bool | None = None
    answered: bool = False
    unseen: str = ""
    together: tuple[tuple[int, RelationTest], ...] = ()


@frozen
class While:
    """A loop whose number of iterations is stated, or follows from the update of one variable in its body.

    `shared` is as in `For`.
    """

    source: SourceLine
    condition: Condition
    body: tuple[Statement, ...]
    count: StatedCost | None = None
    shared: int = 0


@frozen
class Beside:
    """Statements that run side by side, each of them a branch; the last to end ends them all."""

    source: SourceLine
    body: tuple[Statement, ...]


@frozen
class Branch:
    """The block of an `if` or `else if`; of an `else` when the condition is None."""

    source: SourceLine
    condition: Condition | None
    body: tuple[Statement, ...]


@frozen
class If:
    source: SourceLine
    branches: tuple[Branch, ...]


Statement: TypeAlias = PlainStatement | ProcedureCall | Sync | Return | For | While | Beside | If


@frozen
class Procedure:
    """NAME(parameters). `given` are the equations of the header's comment: n = r − p + 1, m = n.

    `stated_size` is a size stated without a name for it: "size: r − p + 1". `sizes` are the sizes by name, each in
    terms of the parameters and their lengths |a|; () is a procedure without any, None one whose size is found here.
    `distinct` is the number of different arguments of one whose results are kept: it is run once for each.
    """

    name: str
    parameters: tuple[str, ...]
    body: tuple[Statement, ...]
    source: SourceLine
    given: tuple[tuple[str, Expr], ...] = ()
    stated_size: Expr | None = None
    sizes: tuple[tuple[str, Expr], ...] | None = None
    distinct: StatedCost | None = None


@frozen
class Warning:
    """What can be read and is probably not meant; `hint` is what may be."""

    message: str
    place: Place
    hint: str = ""


@frozen
class Program:
    procedures: tuple[Procedure, ...]
    text: str = ""
    warnings: tuple[Warning, ...] = ()

    def named(self, name: str) -> Procedure:
        for procedure in self.procedures:
            if procedure.name == name:
                return procedure
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(procedure.name for procedure in self.procedures)


def is_serial(program: Program) -> bool:
    """Is nothing in it started beside the rest?"""
    return not any(
        isinstance(s, Beside) or (isinstance(s, ProcedureCall) and s.spawned) or (isinstance(s, For) and s.parallel)
        for p in program.procedures
        for s in statements_in(p.body)
    )


def blocks(statement: Statement) -> tuple[tuple[Statement, ...], ...]:
    """The blocks directly inside a statement."""
    match statement:
        case For() | While() | Beside():
            return (statement.body,)
        case If():
            return tuple(branch.body for branch in statement.branches)
    return ()


def statements_in(body: tuple[Statement, ...]) -> Iterator[Statement]:
    """Every statement of a block, outer ones first, in the order of the text."""
    for statement in body:
        yield statement
        for block in blocks(statement):
            yield from statements_in(block)


def set_by(body: tuple[Statement, ...]) -> list[str]:
    """The names that a block gives a value."""
    found = [s.defines[0] for s in statements_in(body) if isinstance(s, PlainStatement) and s.defines is not None]
    return found + [s.target for s in statements_in(body) if isinstance(s, ProcedureCall) and s.target]


def calls_made(statement: Statement) -> tuple[Invocation, ...]:
    """The calls that a statement makes itself, its blocks apart, in the order in which they are made."""
    match statement:
        case ProcedureCall():
            return (*statement.calls, statement.call)
        case PlainStatement() | Return() | For():
            return statement.calls
        case While():
            return statement.condition.calls
        case If():
            return tuple(call for b in statement.branches if b.condition is not None for call in b.condition.calls)
    return ()


def invocations(statement: Statement) -> tuple[Invocation, ...]:
    """Those of them whose procedure the program defines."""
    return tuple(call for call in calls_made(statement) if call.defined)
