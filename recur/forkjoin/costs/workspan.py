"""Work and span of every procedure as recurrences: exact ones, for values, from the costs of the bodies.

They are named as in lectures: A₁ and A∞ for ADD, from the initials of the name, or the whole name where two share them.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property, partial
from typing import TypeVar

from recur.forkjoin.costs.costs import Cost
from recur.forkjoin.costs.execution import Execution
from recur.forkjoin.costs.kept_results import with_kept_results
from recur.forkjoin.costs.polynomials import Polynomial
from recur.forkjoin.costs.residues import by_residues
from recur.forkjoin.costs.shapes import SizeMeasure, UntoldSize, measures_of, with_size
from recur.forkjoin.dag.expansion import Expander
from recur.forkjoin.dag.run_state import Body, UncertainBranch
from recur.model import Expr, InitialCondition, Recurrence, System, Unsolved, callees, expressions as ex
from recur.model.errors import InvalidRecurrence
from recur.model.linearity import split
from recur.model.program import (
    Invocation,
    Procedure,
    Program,
    SourceLine,
    Warning,
    calls_made,
    invocations,
    is_serial,
    statements_in,
)
from recur.model.records import field, frozen

Fact = TypeVar("Fact")

#: another value for the parameters that have to cancel
FAR = 1009
#: sizes that one procedure may have
MOST_SIZES = 4
#: guards up to which the base cases of several sizes are looked at one by one
MOST_GROUNDS = 64
#: letters that would be read as something else: O(n), e(n)
_RESERVED = frozenset(("O", "o", "E", "e"))


@frozen(slots=False)
class Derived:
    """What was derived of one procedure; `below` is a body whose costs are never above those of `body`.

    It is `body` itself unless a procedure is not defined, or a branch depends on sizes and not on the data.
    """

    procedure: Procedure
    shape: SizeMeasure
    work_name: str
    span_name: str
    body: Body
    below: Body
    recursive: bool
    #: by size, the bodies where it is 0, 1, … and too small for the general case; None where they are not known
    grounds: Mapping[str, tuple[Body, ...] | None] = field(default_factory=dict)

    def grounds_of(self, part: int) -> dict[str, tuple[Cost, ...] | None]:
        """The costs where one size is small, of the work (0) or the span (1)."""
        return {s: None if b is None else tuple(one.cost(part) for one in b) for s, b in self.grounds.items()}


@frozen(slots=False)
class Derivation:
    """The procedures in the order written, and the recurrences of all of them: exact ones, and such from below.

    What stands on something unknown has a recurrence from below only, which then is in both systems.
    """

    program: Program
    derived: tuple[Derived, ...]
    system: System
    warnings: tuple[Warning, ...]
    below: System
    shapes: Mapping[str, SizeMeasure]
    #: by procedure, the call of something unknown that it stands on
    unknown: Mapping[str, Invocation]
    #: by procedure, the branch that makes its recurrence, or that of a procedure it calls, a bound from above only
    bounded: Mapping[str, UncertainBranch]

    @cached_property
    def without_cost(self) -> Mapping[str, Invocation]:
        """As `unknown`, base cases included: they change no growth, and every value."""
        made = {
            p.name: [call for s in statements_in(p.body) for call in calls_made(s)] for p in self.program.procedures
        }
        missing = {name: [call for call in calls if call.unknown] for name, calls in made.items()}
        return spread(self.program, {name: calls[0] for name, calls in missing.items() if calls})

    def several_sizes(self, function: str) -> bool:
        """Has it, or a function that it calls, several sizes?"""
        return any(r.others for r in self.standing_on(function).recurrences)

    @cached_property
    def serial_code(self) -> bool:
        """Source code, whose sizes are given, and in which nothing is started beside the rest: its span is its work."""
        return all(p.sizes is not None for p in self.program.procedures) and is_serial(self.program)

    def standing_on(self, function: str) -> System:
        """The exact recurrences that the function needs, itself included."""
        return reached(self.system, function)


def reached(system: System, function: str) -> System:
    pending, seen = [function], set()
    while pending:
        name = pending.pop()
        if name not in seen:
            seen.add(name)
            pending.extend(callees(system.named(name)))
    return System(tuple(r for r in system.recurrences if r.function in seen), system.text)


def derive(program: Program) -> Derivation:
    """Work and span of each procedure; raises `InvalidRecurrence` with the place of what has no size.

    A parameter that a cost depends on, and that the size of its procedure does not tell, becomes a size of its own.
    """
    shapes = measures_of(program)
    while True:
        try:
            return _derived(program, shapes)
        except UntoldSize as untold:
            procedure, shape = program.named(untold.procedure), shapes[untold.procedure]
            wider = with_size(procedure, shape, untold.measure)
            if procedure.sizes is not None or wider is None or len(wider.sizes) > MOST_SIZES:
                raise
            shapes[untold.procedure] = wider


def _derived(program: Program, shapes: dict[str, SizeMeasure]) -> Derivation:
    stems = stems_of(program.names + missing_names(program))
    expander = Expander(program, shapes=shapes)
    recursive = _recursive(program)
    called = {call.procedure for p in program.procedures for call in calls_of(p)}
    derived: list[Derived] = []
    exact: list[Recurrence] = []
    lower: list[Recurrence] = []
    warnings = list(program.warnings)
    for procedure in program.procedures:
        run = partial(Execution, program, shapes, procedure, lambda name: _functions(stems[name]))
        work, span = _functions(stems[procedure.name])
        body, below = _bodies(run, procedure, shapes[procedure.name], (work, span))
        bases = _bases(expander, procedure, body, procedure.name in recursive, procedure.name in called, run)
        if procedure.name in recursive and not bases and body.least == 1 and not shapes[procedure.name].others:
            warnings.append(_no_base(procedure))
        shape = shapes[procedure.name]
        if shape.inner:
            warnings.append(_inside(procedure, shape))
        warnings += [_anywhere(name, source) for name, source in body.places]
        lowest = expander.clamped(procedure.name, (0,) * len(shape.sizes))
        grounds = _grounds(run, shape, body, lowest) if procedure.name in recursive else {}
        derived.append(Derived(procedure, shape, work, span, body, below, procedure.name in recursive, grounds))
        for name, part in ((work, 0), (span, 1)):
            values = [(low, high, pair[part]) for low, high, pair in bases]
            told, least = (_recurrence(name, shape.sizes, b.cost(part), values) for b in (body, below))
            exact.append(least if body.missing else told)
            lower.append(least)
    unknown = _unknown(program, derived)
    branches = {d.procedure.name: d.body.doubts[0] for d in derived if d.body.doubts}
    return Derivation(
        program, tuple(derived), System(tuple(exact)), tuple(warnings), System(tuple(lower)), shapes, unknown,
        spread(program, branches),
    )  # fmt: skip


def missing_names(program: Program) -> tuple[str, ...]:
    """The procedures that are called and not defined."""
    made = (call for p in program.procedures for s in statements_in(p.body) for call in calls_made(s))
    return tuple(dict.fromkeys(call.procedure for call in made if not call.defined))


def _unknown(program: Program, derived: Sequence[Derived]) -> dict[str, Invocation]:
    """The call of something unknown that a procedure makes, itself or through those that it calls."""
    found = {d.procedure.name: d.body.missing[0] for d in derived if d.body.missing}
    return spread(program, found)


def spread(program: Program, found: dict[str, Fact]) -> dict[str, Fact]:
    """What holds of a procedure holds of all that call it."""
    calls = {p.name: [c.procedure for c in calls_of(p)] for p in program.procedures}
    while True:
        new = {
            name: found[callee]
            for name in calls if name not in found
            for callee in reversed(calls[name]) if callee in found
        }  # fmt: skip
        if not new:
            return found
        found = {**found, **new}


def _functions(stem: str) -> tuple[str, str]:
    return f"{stem}_1", f"{stem}_inf"


def cost_recurrence(
    name: str, sizes: tuple[str, ...], right: Expr, initial: tuple[InitialCondition, ...] = ()
) -> Recurrence:
    parts = split(right)
    variable, *others = sizes
    return Recurrence(
        name, variable, "=", right, parts.subcalls, parts.driving, parts.nonlinear, initial, others=tuple(others)
    )


def _bodies(
    run: Callable[..., Execution], procedure: Procedure, shape: SizeMeasure, functions: tuple[str, str]
) -> tuple[Body, Body]:
    """The costs, and such as are never above them: the same ones where nothing is in doubt."""
    body = run().run()
    decided = by_residues(run, procedure, shape, functions, body)
    if decided is not None:
        return decided
    below = run(least=body.least, below=True).run() if body.missing or body.doubts else body
    return (body, below) if procedure.distinct is None else with_kept_results(procedure, shape, body, below)


def _grounds(
    run: Callable[..., Execution], shape: SizeMeasure, body: Body, lowest: tuple[int, ...]
) -> dict[str, tuple[Body, ...] | None]:
    """What is done where one size is too small: of several sizes, the others may still count there."""
    found: dict[str, tuple[Body, ...] | None] = {}
    for size, first in zip(shape.sizes, lowest, strict=True) if shape.others else ():
        try:
            small = range(first, body.least if body.least <= MOST_GROUNDS else 0)
            bodies = tuple(run(fixed={size: Polynomial.constant(value)}).run() for value in small)
        except InvalidRecurrence:
            bodies = ()
        found[size] = bodies or None
    return found


def _recurrence(
    name: str, sizes: tuple[str, ...], cost: Cost, bases: list[tuple[int | None, int, Fraction]]
) -> Recurrence:
    initial: list[InitialCondition] = []
    for low, high, value in bases:
        last = initial[-1] if initial else None
        if last is not None and last.value == ex.Number(value):
            initial[-1] = InitialCondition(name, last.low, high, last.value)
        else:
            initial.append(InitialCondition(name, low, high, ex.Number(value)))
    return cost_recurrence(name, sizes, cost.expression(), tuple(initial))


def _bases(
    expander: Expander, procedure: Procedure, body: Body, recursive: bool, called: bool, run: Callable[..., Execution]
) -> list[tuple[int | None, int, tuple[Fraction, Fraction]]]:
    """The exact values at the sizes that the guards cover, from running the program there; [] without a base case."""
    if body.least == 1 and not (recursive or called or body.work.calls):
        return []
    if expander.shapes[procedure.name].others:
        return []
    found: list[tuple[int | None, int, tuple[Fraction, Fraction]]] = []
    elsewhere = expander.elsewhere(FAR)
    for size in range(body.least):
        try:
            node = expander.node(procedure.name, size)
            other = elsewhere.node(procedure.name, size)
        except (InvalidRecurrence, Unsolved):
            return []
        if (node.work, node.span) != (other.work, other.span):
            # the run of the base case names the parameter that it depends on
            [lowest] = expander.clamped(procedure.name, (size,))
            run(fixed={expander.shapes[procedure.name].variable: Polynomial.constant(lowest)}).run()
            raise InvalidRecurrence(
                f"the base case of {procedure.name} costs more than its size tells: it depends on another parameter",
                text=expander.program.text, place=procedure.source.place,
                hint="say behind the header how the parameters depend on each other, such as  // m = n",
            )  # fmt: skip
        found.append((size if size else None, size, (Fraction(node.work), Fraction(node.span))))
    return found


def _no_base(procedure: Procedure) -> Warning:
    return Warning(
        f"{procedure.name} calls itself and has no base case: Θ(1) is taken for small sizes",
        procedure.source.place,
        "end the recursion, such as  if n = 1",
    )


def _inside(procedure: Procedure, shape: SizeMeasure) -> Warning:
    inner = ", ".join(shape.inner)
    what = f"{procedure.name} is measured by {shape.description}: {inner} is taken to lie inside that range"
    return Warning(what, procedure.source.place)


def _anywhere(name: str, source: SourceLine) -> Warning:
    what = f"{name} is taken to lie anywhere in the range that this call is handed, as the data have it"
    return Warning(what, source.place)


def _recursive(program: Program) -> frozenset[str]:
    """The procedures that come back to themselves."""
    calls = {p.name: {c.procedure for c in calls_of(p)} for p in program.procedures}
    found = set()
    for name in calls:
        reached, pending = set(), list(calls[name])
        while pending:
            callee = pending.pop()
            if callee not in reached:
                reached.add(callee)
                pending.extend(calls[callee])
        if name in reached:
            found.add(name)
    return frozenset(found)


def calls_of(procedure: Procedure) -> list[Invocation]:
    return [call for statement in statements_in(procedure.body) for call in invocations(statement)]


def stems_of(names: tuple[str, ...]) -> dict[str, str]:
    """The short name of each procedure: A for ADD, MS for MERGE-SORT; longer where two would share it.

    >>> stems_of(("MULT", "ADD", "MERGE", "MERGE-SORT"))
    {'MULT': 'MULT', 'ADD': 'A', 'MERGE': 'MERGE', 'MERGE-SORT': 'MS'}
    """
    initials = {name: _initials(name) for name in names}
    short = list(initials.values())
    return {
        name: stem if short.count(stem) == 1 and stem not in _RESERVED else _whole(name)
        for name, stem in initials.items()
    }


def _initials(name: str) -> str:
    words = [word for word in re.split(r"[-‐‑_]", name) if word]
    primes = "'" * (len(name) - len(name.rstrip("'′")))
    if len(words) == 1 and not name.isupper() and re.search(r"[a-z][A-Z]", name):
        words = re.findall(r"[A-Z]+[a-z]*|^[a-z]+", name)
    return "".join(word[0].upper() for word in words) + primes


def _whole(name: str) -> str:
    return re.sub(r"[-‐‑_]", "", name).replace("′", "'")
