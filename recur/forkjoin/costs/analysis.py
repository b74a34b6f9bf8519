"""A program analysed: work, span and parallelism of every procedure, line by line and solved, with values at sizes."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache, cached_property, partial
from typing import TypeAlias, TypeVar

from recur.asymptotics import Growth
from recur.asymptotics.several_sizes import JointBounds, JointGrowth
from recur.evaluation.evaluator import Evaluator
from recur.evaluation.sizes import read_joint_sizes
from recur.forkjoin.costs.costs import Cost
from recur.forkjoin.costs.joint_growths import scale_of
from recur.forkjoin.costs.lattice_paths import lattice_paths
from recur.forkjoin.costs.lecture_notation import shown
from recur.forkjoin.costs.one_sided import one_sided, undefined
from recur.forkjoin.costs.shapes import SizeMeasure
from recur.forkjoin.costs.solving import CostEquation, CostSolution, JointSolution, Outcome, ProgramSolver
from recur.forkjoin.costs.workspan import Derivation, Derived, cost_recurrence, derive
from recur.forkjoin.dag.expansion import Expander
from recur.forkjoin.dag.run_state import LineCost, Reason
from recur.model import (
    Bounds,
    Expr,
    InvalidRecurrence,
    RecurError,
    Recurrence,
    Solution,
    Step,
    System,
    Undecided,
    components,
    limits,
)
from recur.model.display import Answer
from recur.model.program import Program, SourceLine, Warning
from recur.model.records import field, frozen, replace

#: for the values of one procedure: its bounds are told whether or not these suffice
VALUE_STEPS = 1_000_000
_ROUNDING_WORDS = ("⌊", "⌈", "floor", "ceil", " div ")


#: a size, or by their names the values of several
Asked: TypeAlias = int | dict[str, int]


@frozen
class Measure:
    """Work or span: the recurrence as a lecture writes it, the exact one, and what solving it came to."""

    name: str
    recurrence: Recurrence
    exact: Recurrence
    bounds: Bounds | JointBounds
    solution: Solution | None = None
    error: RecurError | None = None
    #: how bounds in several sizes were found
    steps: tuple[Step, ...] = ()
    #: the body of Θ where it is no product of growths in one size each
    together: Expr | None = None

    @property
    def theta(self) -> Growth | JointGrowth | None:
        return self.bounds.theta


@frozen
class ShownLine:
    """One line of the source beside what it adds; `times` equal lines are one. Kind "base": the base case only."""

    source: SourceLine
    kind: str
    work: Expr | None
    span: Expr | None
    times: int = 1
    last_line: int = 0


@frozen
class Values:
    """Exact work and span at one size; work/span processors are all that can be kept busy on average.

    `others` are the further sizes of a procedure that has several, in their order.
    """

    size: int
    work: Fraction
    span: Fraction
    note: str = ""
    others: tuple[int, ...] = ()

    @property
    def parallelism(self) -> Fraction:
        return self.work / self.span if self.span else Fraction(0)

    @property
    def processors(self) -> int:
        """The most processors for which the speed-up can be linear: P ≤ T₁/T∞. Source: CLRS 4e, section 26.1."""
        return max(1, self.parallelism.numerator // self.parallelism.denominator)


@frozen
class ProcedureAnalysis:
    """What is known of one procedure: its work, its span, and what they rest on."""

    name: str
    parameters: tuple[str, ...]
    source: SourceLine
    sizes: tuple[tuple[str, Expr | None], ...]
    size: str
    work: Measure
    span: Measure
    lines: tuple[ShownLine, ...]
    values: tuple[Values, ...] = ()
    #: why there are no values
    values_error: RecurError | None = None

    @property
    def variable(self) -> str:
        """The first size."""
        return self.sizes[0][0]

    @property
    def parallelism(self) -> Bounds | JointBounds:
        """T₁/T∞ from below and above."""
        w, s = self.work.bounds, self.span.bounds
        if isinstance(w, JointBounds) and isinstance(s, JointBounds):
            return JointBounds(growth_quotient(w.lower, s.upper), growth_quotient(w.upper, s.lower))
        assert isinstance(w, Bounds) and isinstance(s, Bounds)
        return Bounds(growth_quotient(w.lower, s.upper), growth_quotient(w.upper, s.lower))


G = TypeVar("G", Growth, JointGrowth)


def growth_quotient(above: G | None, below: G | None) -> G | None:
    if above is None or below is None or above.is_zero or below.is_zero:
        return None
    return above / below


@frozen
class RefusedFunction:
    """A function of source code that could not be costed, and why."""

    name: str
    source: SourceLine
    error: RecurError
    parameters: tuple[str, ...] = ()


@frozen(slots=False)
class Analysis(Answer):
    """What was found of each procedure, in the order written; `system` holds the exact recurrences."""

    program: Program
    procedures: tuple[ProcedureAnalysis, ...]
    system: System
    warnings: tuple[Warning, ...] = ()
    refused: tuple[RefusedFunction, ...] = ()
    #: by procedure, what its costs stand on: "hashing", "cost: n log n" as a comment states it
    assumptions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: "worst", "best" or "expected"
    case: str = "worst"
    #: by procedure, what the inputs are that reach the best case, or the law of those that are expected
    inputs: Mapping[str, str] = field(default_factory=dict)

    def named(self, name: str) -> ProcedureAnalysis:
        for procedure in self.procedures:
            if procedure.name.casefold() == name.casefold():
                return procedure
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        return (*(p.name for p in self.procedures), *(r.name for r in self.refused))

    @cached_property
    def error(self) -> RecurError | None:
        """The first function that could not be costed, or the first recurrence that was not solved."""
        measures = (m.error for p in self.procedures for m in (p.work, p.span))
        return next((e for e in (*(r.error for r in self.refused), *measures) if e is not None), None)


def analyze(
    text: str | Program,
    sizes: Sequence[int | str | Mapping[str, int | str]] = (),
    timeout: float | None = limits.DEFAULT_SECONDS,
) -> Analysis:
    """Work, span and parallelism of every procedure of a fork-join program, with exact values at the sizes.

    Raises a `RecurError`: `SyntaxProblem` or `InvalidRecurrence` with the place in the program, `LimitExceeded`. A
    recurrence that is not solved is no error: its measure says why, and has the bounds that were proved.
    """
    with limits.time_limit(timeout):
        if isinstance(text, str):
            from recur.parsing.programs.program import parse_program

            program = parse_program(text)
        else:
            program = text
        return analysis_of(program, sizes, program.names)


def analysis_of(
    program: Program, sizes: Sequence[int | str | Mapping[str, int | str]], told: Sequence[str]
) -> Analysis:
    """The analysis of those procedures of the program that are to be told; the others are what they call."""
    derivation = derive(program)
    outcomes = _solved(derivation)
    asked = read_joint_sizes(sizes)
    found = tuple(_analysis(d, derivation, outcomes, asked) for d in derivation.derived if d.procedure.name in told)
    return Analysis(program, found, derivation.system, derivation.warnings)


def _solved(derivation: Derivation) -> dict[str, Outcome]:
    """Every function with its bounds; what stands on something unknown has one from below only."""
    outcomes = _outcomes(derivation, derivation.system, below=False)
    if not (derivation.unknown or derivation.bounded):
        return outcomes
    least = _outcomes(derivation, derivation.below, below=True)
    for d in derivation.derived:
        name = d.procedure.name
        for function in _solved_apart(d, derivation):
            upper, lower = outcomes[function].bounds.upper, least[function].bounds.lower
            if name in derivation.unknown:
                error = partial(undefined, derivation.unknown[name], derivation.program)
                outcomes[function] = outcomes[function].between(lower, None, error)
            elif name in derivation.bounded and lower != upper:
                problem = partial(_why_bounds_only, outcomes[function].error, derivation, name)
                outcomes[function] = outcomes[function].between(lower, upper, problem)
    return outcomes


def _why_bounds_only(error: RecurError | None, derivation: Derivation, name: str, bounds: Bounds | None) -> RecurError:
    return error or one_sided(derivation.bounded[name], derivation.program, bounds)


def _solved_apart(d: Derived, derivation: Derivation) -> tuple[str, ...]:
    """Work and span; the work alone of serial code, whose span it is too."""
    return (d.work_name,) if derivation.serial_code else (d.work_name, d.span_name)


def _outcomes(derivation: Derivation, system: System, below: bool) -> dict[str, Outcome]:
    equations = {
        name: CostEquation(
            name,
            d.shape.sizes,
            (d.below if below or d.body.missing else d.body).cost(part),
            below,
            d.grounds_of(part),
            d.body.least,
            not d.body.missing and all(doubt.reason is Reason.CHOICE for doubt in d.body.doubts),
        )
        for d in derivation.derived
        for part, name in enumerate(_solved_apart(d, derivation))
    }
    solver = ProgramSolver(system, told=lattice_paths(derivation))
    for component in components(system):
        if circle := tuple(equations[r.function] for r in component if r.function in equations):
            solver.solve(circle)
    return solver.outcomes


def _analysis(
    d: Derived, derivation: Derivation, outcomes: dict[str, Outcome], sizes: Sequence[Asked]
) -> ProcedureAnalysis:
    scale = scale_of(d.shape.sizes, {})
    rounded = _writes_roundings(derivation.program, d)
    measures: list[Measure] = []
    for part, name in enumerate((d.work_name, d.span_name)):
        told, least = (
            cost_recurrence(name, d.shape.sizes, shown(body.cost(part), scale, rounded, name))
            for body in (d.body, d.below)
        )
        if told != least and not d.body.missing:
            told = replace(told, relation="<=")
        exact = derivation.system.named(name)
        if d.body.missing:
            exact = cost_recurrence(name, d.shape.sizes, d.body.cost(part).expression(), exact.initial)
        outcome = outcomes.get(name) or _as_span(outcomes[d.work_name])
        solution: Solution | None = None
        steps: tuple[Step, ...] = ()
        together: Expr | None = None
        if isinstance(outcome, JointSolution):
            steps, together = outcome.steps, outcome.together
        elif outcome.solution is not None:
            solution = replace(outcome.solution, system=derivation.system)
        measures.append(Measure(name, told, exact, outcome.bounds, solution, outcome.error, steps, together))
    values, problem = _values(d, derivation, sizes)
    lines = _lines(d.body.lines, cache(lambda cost: shown(cost, scale, rounded)))
    p = d.procedure
    work, span = measures
    return ProcedureAnalysis(
        p.name,
        p.parameters,
        p.source,
        d.shape.measures or ((d.shape.variable, None),),
        d.shape.description,
        work,
        span,
        lines,
        values,
        problem,
    )


def _as_span(work: Outcome) -> Outcome:
    """What holds of the work of serial code holds of its span; how it was found is told of the work."""
    return CostSolution(work.bounds, None, work.error) if isinstance(work, CostSolution) else work


def _writes_roundings(program: Program, d: Derived) -> bool:
    first = d.procedure.source.place.line
    later = [p.source.place.line for p in program.procedures if p.source.place.line > first]
    own = "\n".join(program.text.split("\n")[first - 1 : min(later, default=None) and min(later) - 1])
    return any(word in own for word in _ROUNDING_WORDS)


def _values(d: Derived, derivation: Derivation, sizes: Sequence[Asked]) -> tuple[tuple[Values, ...], RecurError | None]:
    found: list[Values] = []
    if not sizes:
        return (), None
    unknown = derivation.without_cost.get(d.procedure.name)
    if unknown is not None:
        return (), undefined(unknown, derivation.program)
    # no maximum over branches is the cost where sizes decide between them, and no recurrence of several sizes is
    # worked out: the program is run
    kept = any(p.distinct is not None for p in derivation.program.procedures)
    is_run = kept or d.procedure.name in derivation.bounded or derivation.several_sizes(d.work_name)
    expander = Expander(derivation.program, shapes=dict(derivation.shapes)) if is_run else None
    try:
        with limits.work_limit(VALUE_STEPS):
            evaluators = {f: Evaluator(derivation.standing_on(f)) for f in (d.work_name, d.span_name)}
            for first, *others in _fitting(sizes, d.shape):
                if expander is not None:
                    node = expander.node(d.procedure.name, first, *others)
                    found.append(Values(first, Fraction(node.work), Fraction(node.span), others=tuple(others)))
                    continue
                work, span = (evaluators[name].value(name, first) for name in evaluators)
                if isinstance(work.value, str) or isinstance(span.value, str):
                    raise Undecided(f"the cost of {d.procedure.name} at size {first} is no rational number")
                found.append(Values(first, Fraction(work.value), Fraction(span.value), work.assumed or span.assumed))
    except RecurError as problem:
        return tuple(found), problem
    return tuple(found), None


def _fitting(sizes: Sequence[Asked], shape: SizeMeasure) -> list[tuple[int, ...]]:
    """Those of the sizes that are of this procedure, each in the order of its own; raises where none of them is."""
    found = []
    for asked in sizes:
        by_name = {shape.variable: asked} if isinstance(asked, int) else asked
        if by_name.keys() == {*shape.sizes}:
            found.append(tuple(by_name[name] for name in shape.sizes))
    if not found:
        named = ",".join(f"{name}=100" for name in shape.sizes)
        raise InvalidRecurrence(f"its sizes are {', '.join(shape.sizes)}: ask for them by name, such as -n {named}")
    return found


def _lines(lines: tuple[LineCost, ...], tell: Callable[[Cost], Expr]) -> tuple[ShownLine, ...]:
    """The lines in the order of the source, each once; equal spawns below each other are taken together."""
    merged: list[LineCost] = []
    for line in lines:
        last = merged[-1] if merged else None
        if (
            last is not None
            and last.source.place.line == line.source.place.line
            and "base" not in (last.kind, line.kind)
        ):
            kind = line.kind if last.kind in ("test", "else", "sync", "beside") else last.kind
            joined = replace(last, kind=kind, work=last.work.plus(line.work), span=last.span.plus(line.span))
            merged[-1] = joined
        else:
            merged.append(line)
    found: list[ShownLine] = []
    for line in merged:
        silent = line.kind in ("base", "sync", "else", "beside")
        work, span = (None if silent else tell(cost) for cost in (line.work, line.span))
        one = ShownLine(line.source, line.kind, work, span, 1, line.source.place.line)
        before = found[-1] if found else None
        if before is not None and line.kind == "spawn" == before.kind and (before.work, before.span) == (work, span):
            found[-1] = replace(before, times=before.times + 1, last_line=one.last_line)
        else:
            found.append(one)
    return tuple(found)
