"""Parallelism T₁/T∞ from two recurrences, one of the work and one of the span, without a program."""

from collections.abc import Sequence
from fractions import Fraction

from recur.asymptotics import Growth
from recur.evaluation.evaluator import Evaluator
from recur.evaluation.sizes import size_from_zero
from recur.forkjoin.costs.analysis import Values, growth_quotient
from recur.model import Bounds, Expr, Recurrence, Solution, Step, System, expressions as ex, limits, step
from recur.model.display import Answer
from recur.model.errors import InvalidRecurrence, RecurError, Undecided
from recur.model.logarithms import decides_growth_of, formulas_of, remark_on
from recur.model.patterns import regex
from recur.model.records import frozen
from recur.solving.solver import solve_all


@frozen
class Parallelism(Answer):
    """The two solutions in one variable, their quotient, and exact values at sizes."""

    work: Solution
    span: Solution
    bounds: Bounds
    values: tuple[Values, ...] = ()
    values_error: RecurError | None = None
    remarks: tuple[Step, ...] = ()


def parallelism(
    work: str, span: str, sizes: Sequence[int | str] = (), timeout: float | None = limits.DEFAULT_SECONDS
) -> Parallelism:
    """T₁/T∞ of two recurrences, such as "8T(n/2) + n^2" and "T(n/2) + log n"; a plain formula is taken as it is.

    Raises a `RecurError` as `solve` does, and `InvalidRecurrence` where the span outgrows the work, which no
    program does: the longest path is a part of the work.
    """
    with limits.time_limit(timeout):
        systems = [_read(work), _read(span)]
        w, s = (solve_all(system, None)[-1] for system in systems)
        upper, lower = _in(s.bounds, w.variable), w.bounds
        bounds = Bounds(growth_quotient(lower.lower, upper.upper), growth_quotient(lower.upper, upper.lower))
        _require_work_law(w, upper)
        values, problem = _values(systems, [w.function, s.function], sizes)
        return Parallelism(w, s, bounds, values, problem, _loose(w, s))


_CALL = regex(r"[A-Za-z]\w*[₁∞']?\s*[(\[]|_")
_FUNCTION = regex(r"=|(?<![A-Za-z])[A-Z]\w*[₁∞']?\s*[(\[]")
_CLASS = regex(r"\s*\\?(?:[OΘΩ]|Theta|Omega|theta|omega)\s*\(")


def _read(text: str) -> System:
    """A recurrence, or a formula or a class of growth without calls, which is one of an explicit function."""
    from recur.parsing import parse, parse_claim, parse_formula

    try:
        if _CLASS.match(text):
            claim = parse_claim(text)
            if claim.beside:
                raise InvalidRecurrence("one growth is expected, and these are several", text=text)
            formula: Expr = ex.Asymptotic(claim.kind, claim.body)
        else:
            formula = parse_formula(text)
    except RecurError as problem:
        # An unknown function makes it a recurrence; b(n+1)/2c, which may be a lost ⌊(n+1)/2⌋, is asked about.
        called = _CALL.search(text) and (isinstance(problem, InvalidRecurrence) or _FUNCTION.search(text))
        if _CLASS.match(text) or not called:
            raise
        try:
            return parse(text)
        except RecurError as other:
            raise (other if _FUNCTION.search(text) else problem) from None
    names = sorted(ex.symbols(formula)) or ["n"]
    variable = "n" if "n" in names else names[0]
    return System((Recurrence("T", variable, "=", formula, (), formula),), text)


def _in(bounds: Bounds, variable: str) -> Bounds:
    """The same growth with the other variable's name."""
    return Bounds(*(None if g is None else _renamed(g, variable) for g in (bounds.lower, bounds.upper)))


def _renamed(growth: Growth, variable: str) -> Growth:
    if growth.variable == variable:
        return growth
    return Growth.of(ex.substitute(growth.expression(), growth.variable, ex.Symbol(variable)), variable)


def _require_work_law(work: Solution, span: Bounds) -> None:
    try:
        if work.bounds.upper is not None and span.lower is not None and work.bounds.upper < span.lower:
            raise InvalidRecurrence(
                "the span grows faster than the work, which no program can have: the longest path is part of the work",
                hint="are --work and --span exchanged?",
            )
    except Undecided:
        return


def _loose(work: Solution, span: Solution) -> tuple[Step, ...]:
    found = []
    for name, solution in (("work", work), ("span", span)):
        if solution.bounds.theta is None and solution.bounds.upper is not None:
            upper = ex.Asymptotic("O", solution.bounds.upper.expression())
            found.append(step(f"the {name} is known up to a constant factor from above only: {{bound}}.", bound=upper))
    recurrences = [s.recurrence for s in (work, span) if s.recurrence is not None]
    said = remark_on(x for r in recurrences if decides_growth_of(r) for x in formulas_of(r))
    return tuple(found) if said is None else (*found, said)


def _values(
    systems: Sequence[System], functions: Sequence[str], sizes: Sequence[int | str]
) -> tuple[tuple[Values, ...], RecurError | None]:
    found: list[Values] = []
    if not sizes:
        return (), None
    evaluators = [Evaluator(system) for system in systems]
    for size in map(size_from_zero, sizes):
        try:
            pair = [e.value(f, size) for e, f in zip(evaluators, functions, strict=True)]
            work, span = (_exact(value.value) for value in pair)
        except RecurError as problem:
            return tuple(found), problem
        note = "; ".join(dict.fromkeys(s for v in pair for s in (v.assumed, v.rounding, v.taken, v.read_as) if s))
        found.append(Values(size, work, span, note))
    return tuple(found), None


def _exact(value: int | Fraction | str) -> Fraction:
    """The value, or the certain digits of an irrational one."""
    return Fraction(value.rstrip("…")) if isinstance(value, str) else Fraction(value)
