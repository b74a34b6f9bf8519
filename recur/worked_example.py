"""All that is told of one problem at once: a recurrence with its tree and exact values, a program with its values."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from fractions import Fraction

from recur.evaluation.evaluator import Evaluator, Value
from recur.forkjoin.costs.analysis import Analysis
from recur.model import Bounds, Expr, Recurrence, Solution, System, Unsolved, expressions as ex, limits
from recur.model.errors import InvalidRecurrence, RecurError
from recur.model.records import frozen
from recur.numbers import TooCoarse
from recur.parsing import parse
from recur.parsing.languages.reading import read_source
from recur.parsing.recurrences.reading import Remark, remarks
from recur.proofs.proof import Proof
from recur.proofs.proving import Proving
from recur.solving.remedies import remedied
from recur.solving.solver import solve_all
from recur.source_costs.source import analyze_text
from recur.trees.recursion_tree import RecursionTree, recursion_tree
from recur.verification.log_domain import LogDomain, NoModel

#: A tree or a plot is an extra: it may take so many steps, and is left out otherwise.
EXTRA_STEPS = 1_000_000
#: Binary digits of a fraction that is kept exactly: of longer ones the first digits are shown.
LONGEST_FRACTION = 4_096
WIDEST_BASE = 15  # the sizes are powers of b where every call is n/b with the same b up to this
MOST_SIZE, MOST_EXPONENTIAL, MOST_STEPS, MOST_POWER = 2**20, 2**9, 1000, 64
FAST_STEPS = 40  # sizes of a T(n-1) that grows exponentially
POWER = 12  # of n: what is larger at n = 1000 is taken for an exponential
PROGRAM_SIZES = (16, 128, 1024)


@frozen
class ReportSizes:
    """`linear`: they grow by steps, not by factors; `whole`: powers of the b that every call divides by."""

    values: tuple[int, ...] = ()
    linear: bool = False
    whole: bool = False


@frozen
class Samples:
    """Exact values of a function at growing sizes; `sizes` says which those are."""

    function: str
    variable: str
    bounds: Bounds
    values: tuple[Value, ...]
    sizes: ReportSizes
    solution: Solution | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What was assumed and rounded for the values."""
        rounded = [] if self.sizes.whole else [value.rounding for value in self.values]
        said = (*(v.assumed for v in self.values), *rounded, *(v.taken for v in self.values))
        return tuple(dict.fromkeys(note for note in said if note))


@frozen
class Extras:
    """What stands beside the answer for one function; None, and why, where there is none."""

    tree: RecursionTree | None
    no_tree: str
    samples: Samples | None


@frozen
class Findings:
    """A recurrence as typed, as read, and what became of it; `unsolved` holds the bounds proved all the same."""

    text: str
    system: System
    remarks: tuple[Remark, ...]
    solutions: tuple[Solution, ...]
    unsolved: Unsolved | None
    #: by function, in the order of the solutions; of what is unsolved, of the function asked for
    extras: dict[str, Extras]
    #: of the function that is asked for, by induction
    proof: Proof | None = None


def study(text: str, timeout: float | None = limits.DEFAULT_SECONDS, *, gf: bool = False) -> Findings:
    """Everything there is to tell of a recurrence or a system, within `timeout` seconds (None: no limit).

    `gf`: its generating function too.

    What is unsolved is no error here. Raises any other `RecurError`: the text cannot be read, or took too long.
    """
    unsolved: Unsolved | None = None
    solutions: tuple[Solution, ...] = ()
    with limits.time_limit(timeout):
        system = parse(text)
        said = tuple(remarks(text))
        try:
            solutions = solve_all(system, None, gf=gf)
        except Unsolved as problem:
            unsolved = remedied(problem)
        extras = {s.function: _extras(system, s.function, s.bounds, s) for s in solutions}
        if unsolved is not None and len(system.recurrences) == 1:
            asked = system.functions[-1]
            extras[asked] = _extras(system, asked, unsolved.bounds or Bounds(None, None), None)
        proof = _induction(system, solutions) if solutions and unsolved is None else None
    return Findings(text, system, said, solutions, unsolved, extras, proof)


def _induction(system: System, solutions: tuple[Solution, ...]) -> Proof | None:
    """The bound of the function asked for proved by induction, where it is within some steps."""
    try:
        with limits.work_limit(EXTRA_STEPS):
            found = Proving(system, solutions, None).proof()
    except (RecurError, TooCoarse):
        return None
    return found if found.proved else None


def study_program(
    text: str,
    sizes: tuple[int | str | Mapping[str, int | str], ...] = (),
    timeout: float | None = limits.DEFAULT_SECONDS,
    name: str = "",
    only: tuple[str, ...] = (),
    case: str = "worst",
    beside: Callable[[str], str | None] | None = None,
) -> Analysis:
    """Work, span and parallelism of each procedure, of a fork-join program with values at the sizes (or three).

    The `name` of a file of code tells its language; `only`, the `case` and the modules `beside` it are as in
    `analyze_text`.
    """
    with limits.time_limit(timeout):
        usual = PROGRAM_SIZES if read_source(text, name) is None else ()
        return analyze_text(text, sizes or usual, None, name, only, case, beside)


def _extras(system: System, function: str, bounds: Bounds, solution: Solution | None) -> Extras:
    tree, reason = None, ""
    try:
        with limits.work_limit(EXTRA_STEPS):
            tree = recursion_tree(system, function=function, timeout=None)
    except RecurError as problem:
        reason = problem.message
    return Extras(tree, reason, samples(system, function, bounds, solution))


def samples(system: System, function: str, bounds: Bounds, solution: Solution | None) -> Samples | None:
    """Exact values at as many of the sizes as can be worked out in some steps; None where there are fewer than two."""
    recurrence = system.named(function)
    sizes = _sizes(recurrence, bounds)
    found = _values(system, function, sizes)
    if found and sizes == STEPS and _explodes(found[-1]):
        sizes = FAST
        found = _values(system, function, sizes)
    if len(found) < 2:
        return None
    return Samples(function, recurrence.variable, bounds, tuple(found), sizes, solution)


def _values(system: System, function: str, sizes: ReportSizes) -> list[Value]:
    """The values that the steps suffice for."""
    found: list[Value] = []
    try:
        with limits.work_limit(EXTRA_STEPS):
            evaluator = Evaluator(system, longest=LONGEST_FRACTION, many=True)
            for size in sizes.values:
                with suppress(InvalidRecurrence):  # a size below the base cases: the next may have a value
                    found.append(evaluator.value(function, size))
    except RecurError:
        pass  # the values found so far are still a plot
    return found


def _explodes(last: Value) -> bool:
    """Whether a growth that nobody knows looks like no power of n."""
    return abs(Fraction(last.value)) > Fraction(last.size) ** POWER


def _sizes(recurrence: Recurrence, bounds: Bounds) -> ReportSizes:
    """Powers of b for n/b, powers of 2 as a rule; 1, 2, 3, … where a call takes a constant off and T explodes."""
    fast = any(g is not None and not g.is_zero and g.point.exponential for g in (bounds.lower, bounds.upper))
    n = ex.Symbol(recurrence.variable)
    nodes = list(ex.walk(recurrence.right))
    calls = [x.arguments[0] for x in nodes if isinstance(x, ex.Call) and x.arguments[0] != n]
    left = [_left_of(argument, recurrence.variable) for argument in calls]
    if any(share is None or share > 0.99 for share in left) or any(
        isinstance(x, ex.Range) and ex.has_call(x) for x in nodes
    ):
        return FAST if fast else STEPS
    if left and max(share for share in left if share is not None) < 0.75:
        return ReportSizes(tuple(2**k for k in range(1, MOST_POWER + 1)))  # T(√n): a power of n off at each step
    bases = {_divisor(argument, recurrence.variable) for argument in calls}
    b = bases.pop() if len(bases) == 1 else 0
    whole = 2 <= b <= WIDEST_BASE
    most = MOST_EXPONENTIAL if fast else MOST_SIZE
    powers = [1]
    while powers[-1] * (b if whole else 2) <= most:
        powers.append(powers[-1] * (b if whole else 2))
    return ReportSizes(tuple(powers), whole=whole)


def _left_of(argument: Expr, variable: str) -> float | None:
    """ln m / ln n for a call of size m at n = e^40, apart from constant factors; above 0.99 where m = n − c."""
    far = 40.0
    try:
        left = LogDomain(variable).positive(argument)(far)
    except (NoModel, ValueError, OverflowError, KeyError):
        return None
    return 1.0 if left > far - 1e-9 else min(left / far, 0.98)


def _divisor(argument: Expr, variable: str) -> int:
    """b of n/b, ⌊n/b⌋ and ⌈n/b⌉; 0 for anything else."""
    if isinstance(argument, ex.Apply) and argument.name in ("floor", "ceiling"):
        argument = argument.arguments[0]
    match argument:
        case ex.Mul((ex.Number(share), ex.Symbol(name))) if name == variable and Fraction(share).numerator == 1:
            return share.denominator
    return 0


def _spread(most: int) -> tuple[int, ...]:
    """1, 2, 3, 5, … most: about evenly spaced in the logarithm."""
    found = [1]
    while found[-1] < most:
        found.append(max(found[-1] + 1, found[-1] * 4 // 3))
    return (*found[:-1], most)


FAST, STEPS = ReportSizes(tuple(range(FAST_STEPS + 1)), linear=True), ReportSizes(_spread(MOST_STEPS))
