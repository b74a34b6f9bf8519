"""Exact values T(n): each distinct size once, rational numbers exact, everything else to certain digits.

Sizes that a call leaves broken, such as n/2 of an odd n, are rounded down unless asked otherwise, and the
result says so. Where no base case is stated, T(n) = 1 below a threshold is assumed, and the result says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property, partial
from typing import TYPE_CHECKING

from recur.evaluation.arithmetic import MOST_BITS, START_BITS, Compiler
from recur.evaluation.base_cases import assumed_start
from recur.evaluation.binary_splitting import in_halves
from recur.evaluation.equation import OUTSIDE, Equation, Need, show
from recur.evaluation.fast_forward import fast_forward
from recur.evaluation.history import summary
from recur.evaluation.moving_window import through_window
from recur.evaluation.size_grid import on_size_grid
from recur.evaluation.sizes import whole_size
from recur.evaluation.upwards import KeptValues, steps_back, upwards
from recur.model import Expr, InitialCondition, System, components, expressions as ex, limits, listed
from recur.model.errors import InvalidRecurrence, LimitExceeded, RecurError
from recur.model.logarithms import formulas_of, remark_on
from recur.model.records import frozen, replace
from recur.numbers import TooCoarse, certain_digits, rational_text
from recur.numbers.exact import bits_of, narrow

if TYPE_CHECKING:
    from recur.model.several import MultivariateRecurrence
    from recur.model.solution import Solution
    from recur.numbers.exact import Enclosed

ROUNDINGS = ("floor", "ceiling", "exact")
MOST_SIZES = 2_000_000
MOST_STORED_BITS = 7_000_000_000  # of the values found and the sizes that wait for others, together
WAITING_BITS = 1_900  # what a size that waits takes besides its own digits
_MOST_BESIDE = 64  # sizes by which the end of a sum over earlier values may lie behind, where older ones are forgotten
DIGITS = 30


@frozen
class Value:
    """function(size) = value: exact, or a string of `digits` certain decimal digits, cut off and not rounded.

    `rounding`, `assumed`, `taken` and `read_as` are sentences, empty when there is nothing to say: which sizes were
    rounded, which base case was assumed, which unknown constants were given a value, what a log without a base is.
    """

    function: str
    size: int
    value: int | Fraction | str
    exact: bool = True
    digits: int | None = None
    rounding: str = ""
    assumed: str = ""
    taken: str = ""
    read_as: str = ""
    others: tuple[int, ...] = ()  # the further sizes of a point

    @property
    def text(self) -> str:
        """The value in decimal digits, however long."""
        return self.value if isinstance(self.value, str) else rational_text(self.value)


class Evaluator:
    """The values of a system, remembered from one question to the next.

    `base` replaces the stated base cases; `constants` gives numbers to unknown constants (1 otherwise). A fraction of
    more than `longest` binary digits is kept as an enclosure, where its first digits are all that is wanted. For who
    asks at `many` sizes, values go from one size to the next, and all of them are kept.
    """

    def __init__(
        self,
        system: System,
        rounding: str = "floor",
        base: Iterable[InitialCondition] | None = None,
        constants: Mapping[str, int | Fraction] | None = None,
        longest: int | None = None,
        many: bool = False,
    ) -> None:
        if rounding not in ROUNDINGS:
            raise ValueError(f"rounding is one of {', '.join(ROUNDINGS)}, not {rounding!r}")
        self.system = system
        self.rounding = rounding
        self.longest = longest
        self.many = many
        stated = [case for recurrence in system.recurrences for case in recurrence.initial]
        self._stated = list(stated if base is None else base)
        self._taken: dict[str, None] = {}
        self.constants = self._all_constants(dict(constants or {}))
        self.history = any(
            isinstance(node, ex.Range) and ex.has_call(node)
            for recurrence in system.recurrences
            for term in recurrence.nonlinear
            for node in ex.walk(term)
        )
        self.start: int | None = None  # T(n) = 1 is assumed below it
        self._compile(START_BITS)

    @cached_property
    def read_as(self) -> str:
        """What a log without a base was read as."""
        said = remark_on(x for recurrence in self.system.recurrences for x in formulas_of(recurrence))
        return "" if said is None else said.sentence.rstrip(".")

    def _all_constants(self, known: dict[str, int | Fraction]) -> dict[str, int | Fraction]:
        for recurrence in self.system.recurrences:
            formulas = [recurrence.right, *(case.value for case in recurrence.initial)]
            unknown = set().union(*(_free(formula, recurrence.variable) for formula in formulas))
            for name in sorted(unknown - known.keys()):
                if any(name in _free(call.argument, recurrence.variable) for call in recurrence.subcalls):
                    raise InvalidRecurrence(f"the size of a call depends on {name}, which has no value")
                known[name] = 1
                self._taken[f"{name} = 1"] = None
        return known

    def _compile(self, bits: int) -> None:
        self.bits = bits
        self._filled: int | None = None  # all values below it were worked out
        self.equations: dict[str, Equation] = {}
        for recurrence in self.system.recurrences:
            compiler = Compiler(recurrence.variable, self.constants, bits)
            equation = Equation(recurrence, compiler, self.rounding, self.longest)
            compiler.call, compiler.calls = equation.call, equation.call_row
            compiler.summary = partial(summary, equation)
            self.equations[recurrence.function] = equation
        covered = {case.function for case in self._stated}
        # Where one function of a circle has a base case, the text may settle the others: nothing is assumed of them.
        settled = {r.function for c in components(self.system) for r in c if covered & {m.function for m in c}}
        bare = {f for f, equation in self.equations.items() if f not in settled and _calls(equation)}
        for function, equation in self.equations.items():
            bases = [case for case in self._stated if case.function == function]
            equation.connect(self.equations, bases)
        if bare and self.start is None:
            self.start = max(assumed_start(self.equations[function]) for function in sorted(bare))
            for equation in self.equations.values():
                equation.rounded.clear()  # by the search for the base, not by a value
        for function in bare:
            assert self.start is not None
            assumed = InitialCondition(function, None, self.start - 1, ex.ONE)
            self.equations[function].connect(self.equations, [assumed])
        self.assuming = sorted(bare)

    def value(self, function: str, size: int, digits: int = DIGITS) -> Value:
        """function(size), with what had to be rounded and assumed on the way."""
        if size < 0 and function in self.assuming:
            raise InvalidRecurrence(
                f"{function}({show(size)}): sizes start at 0 where no base case says otherwise",
                hint=f"state a value at a negative size, such as {function}(-1) = 0, if that is meant",
            )
        number: Enclosed = narrow(self.number(function, size))
        if isinstance(number, int | Fraction):
            return self._said(Value(function, size, number))
        text = certain_digits(number, digits)
        while text is None and self.bits < MOST_BITS:
            self._compile(2 * self.bits)
            number = self.number(function, size)
            assert not isinstance(number, int | Fraction)
            text = certain_digits(number, digits)
        if text is None:
            raise LimitExceeded(f"{function}({show(size)}) loses too many digits to cancellation")
        return self._said(Value(function, size, text, exact=False, digits=digits))

    def _said(self, value: Value) -> Value:
        rounding, assumed, taken = self._rounding_note(), self._assumed_note(), self._taken_note()
        return replace(value, rounding=rounding, assumed=assumed, taken=taken, read_as=self.read_as)

    def number(self, function: str, size: int) -> Enclosed:
        """function(size) as a number: int, Fraction or Interval."""
        if function not in self.equations:
            raise InvalidRecurrence(f"{function} is not defined", hint=f"try {', '.join(self.equations)}")
        while True:
            try:
                return self._number(self.equations[function], size)
            except TooCoarse:
                if self.bits >= MOST_BITS:
                    raise LimitExceeded(f"{function}({show(size)}) needs more digits than allowed") from None
                self._compile(2 * self.bits)

    def _number(self, equation: Equation, size: int) -> Enclosed:
        known = equation.memo.get(size)
        if known is not None:
            return known
        needs = None
        if self.history:
            alone = not self.many and not self._is_too_far(equation, size)
            found = in_halves(self.equations, equation, size, self.run) if alone else None
            if found is not None:
                equation.memo[size] = found
                return found
            self._fill(size)
            equation = self.equations[equation.function]  # they may have been put together anew
        elif (needs := equation.at_hand(size)) is None:
            shortcuts: tuple[Callable[..., Enclosed | None], ...] = (fast_forward, on_size_grid)
            if not self._is_too_far(equation, size):
                shortcuts += (in_halves, upwards) if self.many else (in_halves, upwards, through_window)
            for shortcut in shortcuts:
                found = shortcut(self.equations, equation, size, self.run)
                if found is not None:
                    equation.memo[size] = found
                    return found
        return self.run(equation, size, needs)

    def _is_too_far(self, equation: Equation, size: int) -> bool:
        """Whether more steps lie before the size than are taken."""
        return equation.top is None or size - equation.top > MOST_SIZES

    def _fill(self, size: int) -> None:
        """Work upwards, so that sums over all earlier values find them."""
        lows = [e.bottom if e.bottom is not None else min(0, e.top or 0) for e in self.equations.values()]
        first = min(lows)
        if size - first > MOST_SIZES:
            raise too_many(size)
        if self._filled is not None and size < self._filled:
            self._compile(self.bits)  # what it stands on may be forgotten
        held = KeptValues(self.equations.values(), self._furthest_back)
        for smaller in range(first if self._filled is None else self._filled, size):
            for equation in self.equations.values():
                if smaller not in equation.memo and (equation.bottom is None or smaller >= equation.bottom):
                    held.add(smaller, self.run(equation, smaller))
            self._filled = smaller + 1  # also where the rest is stopped: older values may be forgotten by now
            if held.bits > MOST_STORED_BITS:
                raise too_many(size)
        self._filled = size

    @cached_property
    def _furthest_back(self) -> int:
        """How far behind a size the values are that it needs, but for those that running totals know."""
        reached = [steps_back(self.equations, equation) for equation in self.equations.values()]
        if None in reached:
            return MOST_SIZES
        return _MOST_BESIDE + max((i for found in reached if found is not None for i in found[1]), default=0)

    def run(self, equation: Equation, size: int, needs: list[Need] | None = None) -> Enclosed:
        """The value by working through every size it needs; `needs` are what it stands on, where all are known."""
        try:
            if needs is not None:
                equation.waiting[size] = needs
            return self._run(equation, size)
        except BaseException:  # Ctrl-C too
            for other in self.equations.values():
                other.waiting.clear()  # what waited for this value would wait for ever
            raise

    def _run(self, equation: Equation, size: int) -> Enclosed:
        """The value, on a stack of our own."""
        self._reject_slow(equation, size)
        if size in equation.memo:
            return equation.memo[size]
        needs = equation.attempt(size)
        if not needs:  # it stands on values that are known
            limits.check()
            return equation.memo[size]
        stack, wanted, current = [(equation, size)], size, equation
        bound, count, waiting, volume, counted = 4 * abs(size) + 1000, 0, 0, 0, 0
        while True:
            if needs:
                stack.extend(needs)
                if abs(needs[-1][1]) > bound:
                    raise InvalidRecurrence(f"the sizes that {equation.at(size)} needs grow without end")
                waiting += 1
                volume += WAITING_BITS + 2 * wanted.bit_length()
            else:
                stack.pop()
                count += 1
                found = current.memo[wanted]
                volume += bits_of(found) if isinstance(found, int) else 2 * bits_of(found)
            if not (count + waiting) & 255:
                limits.check(count - counted)
                counted = count
                if max(count, waiting) > MOST_SIZES or volume > MOST_STORED_BITS:
                    raise too_many(size)
            while stack and stack[-1][1] in stack[-1][0].memo:
                stack.pop()
            if not stack:
                break
            current, wanted = stack[-1]
            needs = current.attempt(wanted)
        limits.check(count - counted)
        return equation.memo[size]

    def _reject_slow(self, equation: Equation, size: int) -> None:
        """Refuse at once what shrinks so slowly that the number of sizes is hopeless."""
        if size - (equation.bottom or 0) <= MOST_SIZES or equation.waiting:
            return
        equation.cells[0] = size
        steps = []
        for other, argument, _ in equation.calls:
            try:
                step = size - argument()
            except OUTSIDE as fault:
                raise equation.undefined(fault) from None
            if other is equation and step > 0:
                steps.append(step)
        if steps:
            lowest = equation.floor(size, max(steps))
            if any((size - max(lowest, size // 2)) // step > MOST_SIZES for step in steps):
                raise too_many(size)

    @property
    def taken(self) -> tuple[str, ...]:
        """What was given a number for want of one: "c = 1", "Θ(n) as n"."""
        taken = dict(self._taken)
        for equation in self.equations.values():
            for unknown in equation.compiler.taken_as_body:
                taken[f"{unknown.kind}({unknown.body}) as {unknown.body}"] = None
        for bound in self._bounds():
            taken[f"{bound} as an equation"] = None
        return tuple(taken)

    def _bounds(self) -> Iterator[str]:
        """T(1) <= 5, and T(n) <= … of a recurrence: what is known from one side only."""
        for r in self.system.recurrences:
            if r.relation != "=":
                yield f"{r.left} {r.relation} ..."
        for case in self._stated:
            if case.relation != "=":
                at = str(case.high) if case.low == case.high else self.equations[case.function].recurrence.variable
                yield f"{case.function}({at}) {case.relation} {case.value}"

    def _rounding_note(self) -> str:
        rounded: dict[str, None] = {}
        for equation in self.equations.values():
            nodes = (x for term in equation.recurrence.nonlinear for x in ex.walk(term))
            written = [call.argument for call in equation.recurrence.subcalls]
            written += [x.arguments[0] for x in nodes if isinstance(x, ex.Call)]
            order = sorted(equation.rounded, key=lambda x: written.index(x) if x in written else len(written))
            rounded.update((str(argument), None) for argument in order)
        if not rounded:
            return ""
        return f"{listed(list(rounded))} rounded {'up' if self.rounding == 'ceiling' else 'down'}"

    def _assumed_note(self) -> str:
        cases = []
        for r in self.system.recurrences:
            if r.used_from is not None:
                given = f"the equation, which the text has for {r.variable} ≥ {r.first}"
                cases.append(f"{given}, from {r.variable} = {r.used_from} on")
        if not self.assuming or self.start is None:
            return f"{listed(cases)} assumed" if cases else ""
        for function in self.assuming:
            variable = self.equations[function].recurrence.variable
            cases.append(f"{function}({variable}) = 1 for {variable} < {self.start}")
        return f"{listed(cases)} assumed"

    def _taken_note(self) -> str:
        return f"{listed(list(self.taken))} taken" if self.taken else ""


def evaluate(
    recurrence: str | System,
    sizes: int | str | Sequence[int | str],
    *,
    function: str | None = None,
    rounding: str = "floor",
    timeout: float | None = limits.DEFAULT_SECONDS,
    log: str | None = None,
) -> tuple[Value, ...]:
    """T(n) at each of the sizes, or at the one; a size is an int or a formula without a variable, such as "2^4000".

    Of a function of several sizes they are points: "40,20". Of several functions the last one named is meant, unless
    `function` says otherwise.
    """
    if isinstance(sizes, str) or not isinstance(sizes, Iterable):
        sizes = (sizes,)
    with limits.time_limit(timeout):
        if isinstance(recurrence, str):
            from recur.parsing import parse_any

            read = parse_any(recurrence, log)
            if not isinstance(read, System):
                from recur.evaluation.points import point_values

                return point_values(read, sizes, rounding)
            system = read
        else:
            system = recurrence
        wanted = system.functions[-1] if function is None else function
        evaluator = Evaluator(system, rounding)
        return tuple(evaluator.value(wanted, whole_size(size)) for size in sizes)


def value_of(solution: Solution, n: int) -> int | Fraction | str:
    """The value at size n of what was solved."""
    system = solution.system or System((solution.recurrence,))
    return Evaluator(system).value(solution.function, n).value


def evaluate_each(
    system: System | MultivariateRecurrence,
    sizes: Sequence[int | str],
    *,
    function: str | None = None,
    rounding: str = "floor",
    timeout: float | None = limits.DEFAULT_SECONDS,
) -> tuple[Value | RecurError, ...]:
    """T(n) at each of the sizes, or why it has no value there: a size out of reach hides none of the others."""
    if not isinstance(system, System):
        from recur.evaluation.points import evaluate_points

        if function not in (None, system.function):
            raise InvalidRecurrence(f"{function} is not defined", hint=f"try {system.function}")
        return evaluate_points(system, sizes, rounding=rounding, timeout=timeout)
    wanted = system.functions[-1] if function is None else function
    evaluator = Evaluator(system, rounding)
    whole = [whole_size(size) for size in sizes]
    found: dict[int, Value | RecurError] = {}
    try:
        with limits.time_limit(timeout):
            for size in sorted(set(whole)):
                found[size] = _value_or_reason(evaluator, wanted, size)
    except LimitExceeded as problem:
        found |= {size: problem for size in whole if size not in found}
    return tuple(found[size] for size in whole)


def _value_or_reason(evaluator: Evaluator, function: str, size: int) -> Value | RecurError:
    try:
        return evaluator.value(function, size)
    except RecurError as problem:
        return problem


def too_many(size: int) -> LimitExceeded:
    return LimitExceeded(
        f"the value at n = {show(size)} needs too many smaller values; at most {MOST_SIZES:,} are worked out",
        hint="ask for a smaller size",
    )


def _calls(equation: Equation) -> bool:
    recurrence = equation.recurrence
    return bool(recurrence.subcalls) or any(ex.has_call(term) for term in recurrence.nonlinear)


def _free(x: Expr, variable: str) -> set[str]:
    return set(ex.symbols(x)) - {variable}
