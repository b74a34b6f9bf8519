"""Loops as the range of one index: for, downto, steps, doubling and halving; while loops whose variable tells its own.

i = first·b^t and i = ⌊first/b^t⌋ run over t = 0 … ⌊log_b(…)⌋; i = first + s·t over t = 0 … ⌊(last − first)/s⌋.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from recur.forkjoin.costs.costs import Loop
from recur.forkjoin.costs.evaluated import Sizes, formula_value
from recur.forkjoin.costs.halved_ranges import halved_range, rounds_of_halving
from recur.forkjoin.costs.moving_ends import (
    choosing,
    closing_ends,
    last_inside,
    moves_by_turns,
    moving_ends,
    sides_of_test,
    steady_steps,
)
from recur.forkjoin.costs.normal_forms import ceiling_of, floor_of, polynomial, whole
from recur.forkjoin.costs.polynomials import Polynomial
from recur.forkjoin.costs.shapes import valued
from recur.model import Expr, InvalidRecurrence, expressions as ex
from recur.model.program import Advance, Condition, For, PlainStatement, RelationTest, While, set_by, statements_in
from recur.model.records import frozen
from recur.parsing.programs.loops import updated

Problem = Callable[..., InvalidRecurrence]
Values = dict[str, Polynomial]


@frozen
class LoopRange:
    """The loop, what the names stand for inside it, and the names that nothing is known of after it, but by `moved`."""

    loop: Loop
    values: Values
    after: tuple[str, ...]
    #: may it end earlier, whatever the data are? and what the data have to choose for it to run so often
    at_most: bool = False
    asked: tuple[Condition, ...] = ()
    #: names that only rose or fell, 1 or −1, from a value on
    moved: tuple[tuple[str, int, Polynomial], ...] = ()


@frozen
class MovedName:
    """What a name that only rose, or only fell, has left behind."""

    step: int
    first: Polynomial


def range_of_for(
    statement: For, values: Values, taken: set[str], changed: Iterable[str], problem: Problem
) -> LoopRange:
    inner = _forgotten(values, changed)
    after = tuple(dict.fromkeys((statement.index, *changed)))
    if statement.count is not None:
        index = _fresh(statement.index, taken)
        inner[statement.index] = Polynomial.atom(ex.Symbol(f"{statement.index}\0"))
        high = floor_of(_at_least_whole(valued(statement.count.body, values)))
        return LoopRange(Loop(index, Polynomial.constant(1), high), inner, after)
    assert statement.first is not None and statement.last is not None
    first, last = floor_of(valued(statement.first, values)), floor_of(valued(statement.last, values))
    step = valued(statement.step, values)
    step = step if step.value is not None else floor_of(step)
    loop, value = _progression(statement.index, first, last, step, statement.progression, taken, statement, problem)
    inner[statement.index] = value
    return LoopRange(loop, inner, after)


def _at_least_whole(p: Polynomial) -> Polynomial:
    """A stated count is rounded up."""
    return p if whole(p) else ceiling_of(p)


def _progression(
    name: str,
    first: Polynomial,
    last: Polynomial,
    step: Polynomial,
    progression: Advance,
    taken: set[str],
    statement: For | While,
    problem: Problem,
) -> tuple[Loop, Polynomial]:
    """The loop over the index, and the value of the name at it."""
    index = _fresh(name, taken)
    own = Polynomial.atom(ex.Symbol(index))
    zero = Polynomial()
    if progression is Advance.ADD:
        s = step.value
        if s == 1 and first.value is not None:
            return Loop(index, first, last), own
        if s == -1 and last.value is not None:
            return Loop(index, last, first, falling=True), own
        if s is not None and s < 0:
            return Loop(index, zero, _quotient(first - last, -step)), first + own * step
        return Loop(index, zero, _quotient(last - first, step)), first + own * step
    b = step.value
    if b is None or b <= 1:
        raise problem(
            "the factor of this loop is not a number greater than 1", statement.source.place,
            "state how often it runs: // Θ(log n) iterations",
        )  # fmt: skip
    if progression is Advance.MULTIPLY:
        if first.value is not None and first.value < 1:
            raise problem("a loop that begins with 0 and multiplies never ends", statement.source.place)
        high = _levels(last, first, b) if last.constant_term >= 0 else _levels_below(last.plus(1), first, b)
        return Loop(index, zero, high), first * polynomial(ex.Power(ex.Number(b), ex.Symbol(index)))
    if last.value is not None and last.value < 1:
        last = Polynomial.constant(1)
    shrunk = ex.Apply(
        "floor", (ex.mul(first.expression(), ex.power(ex.Power(ex.Number(b), ex.Symbol(index)), ex.number(-1))),)
    )
    return Loop(index, zero, _levels(first, last, b)), Polynomial.atom(shrunk)


def _quotient(span: Polynomial, step: Polynomial) -> Polynomial:
    if step.value is not None:
        return floor_of(span.times(1 / step.value))
    return floor_of(polynomial(ex.divide(span.expression(), step.expression())))


def _levels(above: Polynomial, below: Polynomial, b: Fraction) -> Polynomial:
    """⌊log_b(above/below)⌋"""
    inside = ex.divide(above.expression(), below.expression())
    return floor_of(polynomial(ex.Log(polynomial(inside).expression(), ex.Number(b))))


def _levels_below(above: Polynomial, below: Polynomial, b: Fraction) -> Polynomial:
    """⌈log_b(above/below)⌉ − 1, the last t with below·b^t < above: defined down to above = below."""
    inside = ex.divide(above.expression(), below.expression())
    return ceiling_of(polynomial(ex.Log(polynomial(inside).expression(), ex.Number(b)))).plus(-1)


def _fresh(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "'"
    return name


def _forgotten(values: Values, changed: Iterable[str]) -> Values:
    """Inside a loop a name that its body sets may hold anything at first."""
    return {**values, **{name: Polynomial.atom(ex.Symbol(f"{name}\0")) for name in changed}}


def range_of_while(
    statement: While,
    values: Values,
    taken: set[str],
    changed: Iterable[str],
    problem: Problem,
    moved: Mapping[str, MovedName],
) -> LoopRange:
    """`moved` tells, of what stands for a name that has only moved one way, where it began."""
    inner = _forgotten(values, changed)
    if statement.count is not None:
        high = floor_of(_at_least_whole(valued(statement.count.body, values)))
        return LoopRange(Loop(_fresh("i", taken), Polynomial.constant(1), high), inner, tuple(changed))
    found = _by_tests(statement, values, inner, taken, tuple(changed), problem, moved)
    if found is not None:
        return found
    length = halved_range(statement)
    if length is not None:
        rounds = valued(rounds_of_halving(valued(length, values).expression()), values)
        return LoopRange(Loop(_fresh("i", taken), Polynomial.constant(1), rounds), inner, tuple(changed))
    raise problem(
        "how often this loop runs is not stated, and does not follow from its condition", statement.source.place,
        "write it behind the line: // Θ(log n) iterations",
    )  # fmt: skip


def _by_tests(
    statement: While, values: Values, inner: Values, taken: set[str], changed: tuple[str, ...], problem: Problem,
    moved: Mapping[str, MovedName],
) -> LoopRange | None:  # fmt: skip
    """By one of the comparisons that have to hold together, or by several whose names move by turns."""
    condition = statement.condition
    tests = [test for _, test in condition.together]
    tests = list(condition.groups[0]) if len(condition.groups) == 1 else tests
    sized = {at for at, _ in condition.together}
    data = tuple(reads for at, reads in enumerate(condition.reads) if condition.together and at not in sized)
    asked = (Condition(reads=data),) if data else ()
    started, late = dict(values), False
    for name, value in values.items():
        behind = moved.get(_only_name(value))
        if behind is not None and steady_steps(statement, [name]).get(name) == behind.step:
            started[name], late = behind.first, True
    steps = steady_steps(statement, [name for name in changed if name in values])
    onward = tuple((name, step, started[name]) for name, step in steps.items())
    for test in tests:
        found = _counted(statement, test, started, taken, problem)
        if found is not None:
            name, loop, value = found
            at_most = len(tests) > 1 or started[name] != values[name]
            inner[name] = inner[name] if at_most else value
            return LoopRange(loop, inner, changed, at_most, asked, onward)
    closing = closing_ends(statement, tests)
    if closing is not None and set(closing) <= started.keys():
        low, high = closing
        apart = started[high] - started[low]
        rounds = apart.plus(1) if tests[0].op in ("<=", ">=") else apart
        at_most = late or bool(data) or not moves_by_turns(statement.body, closing)
        loop = Loop(_fresh("i", taken), Polynomial.constant(1), rounds)
        return LoopRange(loop, inner, changed, at_most, choosing(statement), onward)
    ends = moving_ends(statement, tests)
    if not ends or any(end.name not in started for end, _ in ends):
        return None
    rounds = Polynomial.constant(1 - len(ends))
    for end, op in ends:
        last = last_inside(op, floor_of(valued(end.bound, values)), end.step > 0)
        assert last is not None
        rounds = rounds + (last - started[end.name]).times(end.step).plus(1)
    at_most = (
        late or len(ends) < max(2, len(tests)) or not moves_by_turns(statement.body, [end.name for end, _ in ends])
    )
    loop = Loop(_fresh("i", taken), Polynomial.constant(1), rounds)
    return LoopRange(loop, inner, changed, at_most, (*asked, *choosing(statement)), onward)


def _only_name(value: Polynomial) -> str:
    """The name that the value is, and nothing else."""
    atoms = value.atoms
    alone = len(atoms) == 1 and value == Polynomial.atom(next(iter(atoms)))
    (atom,) = atoms if alone else (None,)
    return atom.name if isinstance(atom, ex.Symbol) else ""


def _counted(
    statement: While, comparison: RelationTest, values: Values, taken: set[str], problem: Problem
) -> tuple[str, Loop, Polynomial] | None:
    """The loop of `while m > 1` whose body holds m = m/2 once and on its own level."""
    for name, op, bound in sides_of_test(comparison):
        how = _how(statement, name) if name in values else None
        if how is None:
            continue
        amount, progression = how
        step = valued(amount, values)
        rises = progression is Advance.MULTIPLY or (
            progression is Advance.ADD and step.value is not None and step.value > 0
        )
        end = last_inside(op, valued(bound, values), rises)
        if end is None or (progression is Advance.ADD and step.value is None):
            continue
        first = values[name]
        towards = (
            _towards(statement, bound, step.value, progression) if ex.symbols(bound) & {*set_by(statement.body)} else 0
        )
        if towards is None:
            continue
        closing = step - Polynomial.constant(towards)
        loop, at = _progression(name, first, floor_of(end), closing, progression, taken, statement, problem)
        return name, loop, at if not towards else first + Polynomial.atom(ex.Symbol(loop.index)) * step
    return None


def _towards(statement: While, bound: Expr, step: Fraction | None, progression: Advance) -> Fraction | None:
    """By how much the bound, a name alone, comes nearer in each round; None where it does not."""
    how = _how(statement, bound.name) if isinstance(bound, ex.Symbol) else None
    if how is None or progression is not Advance.ADD or how[1] is not Advance.ADD or not isinstance(how[0], ex.Number):
        return None
    return how[0].value if step is not None and step * how[0].value < 0 else None


def _how(statement: While, name: str) -> tuple[Expr, Advance] | None:
    """How the body changes the name, once and on its own level."""
    own = [s.defines[1] for s in statement.body if isinstance(s, PlainStatement) and s.defines and s.defines[0] == name]
    anywhere = [
        s for s in statements_in(statement.body) if isinstance(s, PlainStatement) and s.defines and s.defines[0] == name
    ]
    if len(own) != 1 or len(anywhere) != 1 or own[0] is None:
        return None
    how = updated(name, own[0])
    return None if how is None else (how[1], how[2])


def index_values(statement: For | While, values: Sizes) -> tuple[str, Sequence[int]] | None:
    """The name that counts, and its value in each iteration at one size; None where something has no value."""
    if statement.count is not None:
        times = formula_value(statement.count.body, values, up=True)
        name = statement.index if isinstance(statement, For) else ""
        return None if times is None else (f"{name}\0", range(max(0, ceil(times))))
    if isinstance(statement, For):
        ends = [formula_value(x, values) for x in (statement.first, statement.last, statement.step) if x is not None]
        if len(ends) < 3 or None in ends:
            return None
        first, last, step = (floor(x) for x in ends if x is not None)
        if not step:
            return None  # the loop never ends
        return statement.index, progression_values(first, last, step, statement.progression)
    tests = [test for group in statement.condition.groups for test in group]
    for comparison in (*tests, *(test for _, test in statement.condition.together)):
        found = _counted_values(statement, comparison, values)
        if found is not None:
            return found
    length = halved_range(statement)
    left = None if length is None else formula_value(length, values)
    return None if left is None else ("\0", range(floor(left).bit_length() if left > 0 else 0))


def length(values: Sequence[int]) -> int:
    """How many values, also of a range longer than a machine word tells."""
    if not isinstance(values, range):
        return len(values)
    return max(0, (values.stop - values.start + values.step - (1 if values.step > 0 else -1)) // values.step)


def progression_values(first: int, last: int, step: int, progression: Advance) -> Sequence[int]:
    if progression is Advance.ADD:
        return range(first, last + (1 if step > 0 else -1), step)
    found, value, power_of_step = [], first, 1
    if progression is Advance.MULTIPLY:
        while value <= last:
            found.append(value)
            value *= step
        return found
    while value >= max(1, last):
        found.append(value)
        power_of_step *= step
        value = first // power_of_step
    return found


def _counted_values(statement: While, comparison: RelationTest, values: Sizes) -> tuple[str, Sequence[int]] | None:
    for name, op, bound in sides_of_test(comparison):
        how = _how(statement, name)
        first, end = values.get(name), formula_value(bound, values)
        if how is None or first is None or end is None:
            continue
        amount, progression = how
        step = formula_value(amount, values)
        if step is None:
            continue
        rises = progression is Advance.MULTIPLY or (progression is Advance.ADD and step > 0)
        last = last_inside(op, Polynomial.constant(end), rises)
        if last is not None and last.value is not None:
            return name, progression_values(floor(first), floor(last.value), floor(step), progression)
    return None
