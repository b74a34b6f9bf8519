"""The expected case of code, where it is plain what is random: the pivot of quicksort or of a selection.

Sorted on both sides: T(n) = (1/n)·Σ (T(k) + T(n − 1 − k)) + f(n) = (2/n)·Σ T(k) + f(n), over k = 0 … n − 1. On the side
alone that holds what is asked for: T(n) ≤ (1/n)·Σ max(T(k), T(n − 1 − k)) + f(n). Sources: CLRS 4e, sections 7.4, 9.2.
What every input costs is expected too; nothing else is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from recur.asymptotics import Growth
from recur.asymptotics.several_sizes import JointBounds, JointGrowth
from recur.forkjoin.costs.analysis import Analysis, Measure, ProcedureAnalysis, RefusedFunction, ShownLine
from recur.forkjoin.costs.growths import Scale
from recur.forkjoin.costs.normal_forms import polynomial
from recur.forkjoin.costs.workspan import cost_recurrence
from recur.model import (
    Bounds,
    Expr,
    RecurError,
    Recurrence,
    System,
    Undecided,
    Unsolved,
    expressions as ex,
    limits,
    program as code,
    source_tree as tree,
)
from recur.model.records import field, mutable, replace
from recur.solving.solver import solve_all
from recur.source_costs.analysis import CostedFile, InputView
from recur.source_costs.best_case import ALL_ALIKE
from recur.source_costs.locks import with_locks_in_a_row
from recur.source_costs.pivots import PivotSplit, hands_on, pivot_split
from recur.source_costs.searches import LAW, is_search

NO_CHOICE = (
    "it is not plain what is random: the expected case is told of a pivot of uniform rank and of a search item by item"
)
ONLY_SOME = "what only some items make dearer, or leave out, is done with a probability that is not told"
HINT = "--case worst tells what it costs at most, --case best what it costs at least"


@mutable(slots=False)
class _Side:
    """The functions for some of the inputs: as they are written, and what each costs where it is not averaged."""

    costs: CostedFile
    written: dict[str, code.Procedure] = field(default_factory=dict)
    own: dict[str, ProcedureAnalysis] = field(default_factory=dict)

    def cost(self, names: set[str], averaged: Mapping[str, ProcedureAnalysis]) -> None:
        """A circle of functions, where those that it calls cost what they do on average."""
        stated = {name: _as_stated(self.written[name], p) for name, p in averaged.items() if name in self.written}
        self.costs.procedures, self.costs.costed = self.written | stated, {**self.own, **averaged}
        for circle in self.costs.lowered.circles:
            if {p.name for p in circle} == names:
                self.costs.cost(circle, ())
        self.written |= {n: p for n, p in self.costs.procedures.items() if n in names}
        self.own |= {n: p for n, p in self.costs.costed.items() if n in names}


@mutable(slots=False)
class ExpectedFile:
    """The functions of a file, those that are called first: each is handed on with what it costs on average."""

    file: tree.SourceFile
    found: dict[str, ProcedureAnalysis] = field(default_factory=dict)
    #: what is random, by the function
    laws: dict[str, str] = field(default_factory=dict)
    #: those that cost the functions that are looked at now what they do on average
    averaged: set[str] = field(default_factory=set)

    def analysis(self) -> Analysis:
        above, below, even = sides = [_Side(CostedFile(self.file)) for _ in range(3)]
        above.costs.lower(self.file, InputView())
        known = above.costs.lowered.sizes
        below.costs.lower(self.file, InputView(freedom=False, even=True, sizes=known))
        even.costs.lower(self.file, InputView(even=True, sizes=known))
        functions = {f.key: f for f in _functions(self.file)}
        refused: dict[str, RefusedFunction] = {}
        for circle in above.costs.lowered.circles:
            caller = functions.get(circle[0].name) if len(circle) == 1 else None
            averaged = self.averaged = {n for n in self.found if self._is_as_expected(n, caller, functions)}
            for side in sides:
                side.cost({p.name for p in circle}, {name: self.found[name] for name in averaged})
            for name in (p.name for p in circle if p.name in above.own):
                average = self._average(name, caller, above.costs, below.own.get(name), even.own.get(name))
                if average is not None:
                    self.found[name] = average
                else:
                    p = above.own[name]
                    error = Undecided(NO_CHOICE, text=self.file.text, place=p.source.place, hint=HINT)
                    refused[name] = RefusedFunction(name, p.source, error, p.parameters)
        above.costs.procedures, above.costs.costed = above.written, self.found
        above.costs.refused |= refused
        return replace(above.costs.analysis(), case="expected", inputs=self.laws)

    def _is_as_expected(self, name: str, caller: tree.Function | None, functions: Mapping[str, tree.Function]) -> bool:
        """A draw is made anew in each call; the order of the items is that of the caller, who may have changed it."""
        if self.laws[name] == ALL_ALIKE or "drawn" in self.laws[name]:
            return True
        if self.laws[name] == LAW:  # what is looked for may be chosen by the caller
            return False
        return caller is not None and name in functions and hands_on(caller, functions[name])

    def _average(
        self, name: str, caller: tree.Function | None, above: CostedFile,
        least: ProcedureAnalysis | None, even: ProcedureAnalysis | None,
    ) -> ProcedureAnalysis | None:  # fmt: skip
        worst = above.costed[name]
        lower = None if least is None or least.sizes != worst.sizes else least.work.bounds.lower
        calls = self._laws_of_calls(above.procedures[name], name)
        names = {f.name: f for f in _functions(self.file)}
        split = None if caller is None else pivot_split(caller, names)
        if split is not None:
            found = average_over_ranks(worst, split, above.bounds_called(name), lower, even)
            if found is not None:
                self.laws[name] = "; ".join(dict.fromkeys((split.law, *calls)))
                return found
        upper = worst.work.bounds.upper
        searched = caller is not None and is_search(caller) and worst.work.bounds.theta is not None
        if upper is None or (not searched and (lower is None or lower != upper)):
            return None
        self.laws[name] = LAW if searched else "; ".join(dict.fromkeys(calls)) or ALL_ALIKE
        bounds = JointBounds(upper, upper) if isinstance(upper, JointGrowth) else Bounds(upper, upper)
        work = replace(worst.work, bounds=bounds, error=None, together=None)
        return replace(worst, work=work, values=(), values_error=None)

    def _laws_of_calls(self, procedure: code.Procedure, name: str) -> list[str]:
        called = {c.procedure for s in code.statements_in(procedure.body) for c in code.invocations(s)} - {name}
        return [self.laws[f] for f in self.laws if f in called & self.averaged and self.laws[f] != ALL_ALIKE]


def analyze_expected_case(file: tree.SourceFile, timeout: float | None = limits.DEFAULT_SECONDS) -> Analysis:
    """The expected work of the functions in which it is plain what is random; the others are refused by name."""
    with limits.time_limit(timeout):
        return ExpectedFile(with_locks_in_a_row(file)).analysis()


def average_over_ranks(
    worst: ProcedureAnalysis,
    split: PivotSplit,
    known: Mapping[str, Bounds | JointBounds],
    lower: Growth | JointGrowth | None,
    even: ProcedureAnalysis | None,
) -> ProcedureAnalysis | None:
    """The average over all ranks of the pivot: of both sides, or of the dearer side where one alone is gone into."""
    if len(worst.sizes) != 1 or worst.work.bounds.upper is None:
        return None
    size, name = worst.variable, worst.work.name
    ways = _calls_made(worst.work.exact.right, name)
    rest = Scale(size, known).side(polynomial(_without_calls(worst.work.exact.right, name)), upper=True)
    if ways is None or not 1 <= max(ways) <= 2 or rest is None:
        return None
    n, k = ex.Symbol(size), ex.Symbol("k" if size != "k" else "j")
    left, right = ex.Call(name, (k,)), ex.Call(name, (ex.subtract(ex.subtract(n, ex.ONE), k),))
    both = max(ways) == 2
    term, times = (left, ex.TWO) if both else (ex.Apply("max", (left, right)), ex.ONE)
    total = ex.Range("sum", k.name, ex.ZERO, ex.subtract(n, ex.ONE), term)
    average = ex.mul(ex.divide(times, n), total)
    recurrence = _at_most(cost_recurrence(name, (size,), ex.add(average, rest.expression())), both)
    try:
        solution = solve_all(System((recurrence,)))[-1]
    except RecurError:
        return None
    upper = solution.bounds.upper
    if both and split.by_size and _costs_as_much(even, name, known, rest):
        lower = upper
    bounds = Bounds(lower if isinstance(lower, Growth) else Growth.of(ex.ONE, size), upper)
    kind = "O" if bounds.theta is None else "Θ"
    shown = cost_recurrence(name, (size,), ex.add(average, ex.Asymptotic(kind, rest.expression())))
    error = None if bounds.theta is not None else Unsolved(ONLY_SOME, (), None)
    work = Measure(name, _at_most(shown, both and error is None), recurrence, bounds, solution, error)
    lines = tuple(_averaged(line, average, both) for line in worst.lines)
    return replace(
        worst, work=work, span=replace(work, name=worst.span.name), lines=lines, values=(), values_error=None
    )


def _at_most(recurrence: Recurrence, both: bool) -> Recurrence:
    return recurrence if both else replace(recurrence, relation="<=")


def _costs_as_much(
    even: ProcedureAnalysis | None, name: str, known: Mapping[str, Bounds | JointBounds], rest: Growth
) -> bool:
    """Does what is beside the calls grow as much where the two parts are equally large?"""
    if even is None:
        return False
    right = polynomial(_without_calls(even.work.exact.right, name))
    return Scale(even.variable, known).bounds(right).theta == rest


def _calls_made(right: Expr, name: str) -> set[int] | None:
    """How many calls of itself each way makes; None where that is not seen, as of calls in a loop."""
    match right:
        case ex.Call() if right.function == name:
            return {1}
        case ex.Add(terms=terms):
            found = {0}
            for term in terms:
                more = _calls_made(term, name)
                if more is None:
                    return None
                found = {a + b for a in found for b in more}
            return found
        case ex.Apply(name="max", arguments=arguments):
            each = [_calls_made(x, name) for x in arguments]
            return None if None in each else {k for ks in each for k in ks or ()}
    own = any(isinstance(x, ex.Call) and x.function == name for x in ex.walk(right))
    return None if own else {0}


def _without_calls(right: Expr, name: str) -> Expr:
    match right:
        case ex.Call() if right.function == name:
            return ex.ZERO
        case ex.Add(terms=terms):
            return ex.add(*(_without_calls(x, name) for x in terms))
        case ex.Apply(name="max", arguments=arguments):
            return ex.Apply("max", tuple(_without_calls(x, name) for x in arguments))
    return right


def _averaged(line: ShownLine, average: Expr, both: bool) -> ShownLine:
    """The line with the average in place of the calls at the worst ranks, where both are made in it."""
    terms = line.work.terms if isinstance(line.work, ex.Add) else (line.work,)
    own = [x for x in terms if x is not None and ex.has_call(x)]
    if len(own) < 2 or None in terms or not both:
        return line
    work = ex.add(average, *(x for x in terms if x is not None and not ex.has_call(x)))
    return replace(line, work=work, span=work)


def _as_stated(procedure: code.Procedure, average: ProcedureAnalysis) -> code.Procedure:
    """The function as one statement of its expected cost, for those that call it."""
    bounds = average.work.bounds
    growth = bounds.upper
    assert growth is not None
    cost = code.StatedCost("O" if bounds.theta is None else "Θ", growth.expression())
    return replace(procedure, body=(code.PlainStatement(procedure.source, cost),), distinct=None)


def _functions(file: tree.SourceFile) -> Iterator[tree.Function]:
    for f in file.functions:
        yield from (x for x in tree.walk(f) if isinstance(x, tree.Function))
