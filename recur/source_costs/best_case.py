"""The best case of code: what no input costs less than, and a kind of inputs that costs no more.

From below every test that the data decide goes the cheapest way, and every loop that they may leave is left in its
first round; that holds of every input. From above stands the worst case of one family of inputs, whose tests have
answers. Θ is told where the two meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from recur.asymptotics import Growth
from recur.asymptotics.several_sizes import JointBounds, JointGrowth
from recur.forkjoin.costs.analysis import Analysis, Measure, ProcedureAnalysis
from recur.model import Bounds, Undecided, Unsolved, expressions as ex, limits, source_tree as tree
from recur.model.records import replace
from recur.source_costs.analysis import CostedFile, InputView
from recur.source_costs.input_families import FAMILIES
from recur.source_costs.locks import with_locks_in_a_row
from recur.source_costs.sizing import ChosenSizes
from recur.source_costs.source import reaching

EVEN = "reached where the items are split into parts of equal size every time"
ALL_ALIKE = "every input of that size costs as much, up to a constant factor"


def analyze_best_case(
    file: tree.SourceFile,
    sizes: Sequence[int | str | Mapping[str, int | str]] = (),
    timeout: float | None = limits.DEFAULT_SECONDS,
) -> Analysis:
    """Work and span of every function in its best case; bounds alone where no family of inputs is seen to reach it."""
    with limits.time_limit(timeout):
        file = with_locks_in_a_row(file)
        worst = _costed(file, InputView(), sizes)
        known = worst.lowered.sizes
        least = _costed(file, InputView(freedom=False, even=True, sizes=known))
        found = {name: _both_sides(p, p, least.costed.get(name)) for name, p in worst.costed.items()}
        inputs = {name: ALL_ALIKE for name, p in found.items() if p.work.theta is not None}
        for words, view in _kinds_of_inputs(known):
            left = [name for name, p in found.items() if p.work.theta is None]
            asked = {f.key for f in file.functions}
            if not left:
                break
            # an inner function is asked for with the one that it stands in
            alike = _costed(reaching(file, left) if asked.issuperset(left) else file, view, sizes)
            for name, best in found.items():
                tried = alike.costed.get(name)
                if best.work.theta is not None or tried is None or tried.sizes != best.sizes:
                    continue
                if _is_less(tried.work.bounds.upper, best.work.bounds.upper):
                    found[name] = _both_sides(tried, worst.costed[name], least.costed.get(name))
                    inputs[name] = words
        worst.costed = found
        return replace(worst.analysis(), case="best", inputs=inputs)


def _kinds_of_inputs(sizes: Mapping[str, ChosenSizes]) -> Iterator[tuple[str, InputView]]:
    yield from ((f"reached where {family.words}", InputView(inputs=family, sizes=sizes)) for family in FAMILIES)
    yield EVEN, InputView(even=True, sizes=sizes)


def _costed(
    file: tree.SourceFile, view: InputView, sizes: Sequence[int | str | Mapping[str, int | str]] = ()
) -> CostedFile:
    found = CostedFile(file)
    found.cost_all(file, sizes, view)
    return found


def _both_sides(
    reached: ProcedureAnalysis, measured: ProcedureAnalysis, least: ProcedureAnalysis | None
) -> ProcedureAnalysis:
    """What the inputs that are looked at cost, with what all inputs cost from below."""
    below = least if least is not None and least.sizes == measured.sizes else None
    work = _bounded(reached.work, None if below is None else below.work)
    return replace(reached, work=work, span=_bounded(reached.span, None if below is None else below.span))


def _bounded(reached: Measure, least: Measure | None) -> Measure:
    upper = reached.bounds.upper
    lower = None if least is None else least.bounds.lower
    bounds: Bounds | JointBounds
    if isinstance(reached.bounds, JointBounds):
        sizes = (reached.recurrence.variable, *reached.recurrence.others)
        known = isinstance(lower, JointGrowth) and not lower.is_zero
        bounds = JointBounds(lower if known else JointGrowth.one(sizes), upper)  # type: ignore[arg-type]
    else:
        one = Growth.of(ex.ONE, reached.recurrence.variable)
        known = isinstance(lower, Growth) and not lower.is_zero
        bounds = Bounds(lower if known else one, upper)  # type: ignore[arg-type]
    error = None
    if bounds.theta is None:
        error = reached.error if upper is None else Unsolved(
            "no input of that size costs less than the first, and some cost no more than the second", (), None
        )  # fmt: skip
    return replace(reached, bounds=bounds, error=error, together=None)


def _is_less(one: Growth | JointGrowth | None, other: Growth | JointGrowth | None) -> bool:
    if one is None or other is None:
        return other is None and one is not None
    try:
        return bool(one < other)  # type: ignore[operator]
    except Undecided:
        return False
