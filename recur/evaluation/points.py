"""Exact values of functions of several sizes at points: each point once, on a stack of our own, work counted.

Nothing is silently 0. A point that no rule of the text covers has no value, and the error names the call that asked for
it; the one convention, of triangles such as S(0, 0) = 1 (`zero_outside`), is said beside each value.
A size that no rule speaks of otherwise is at least 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.evaluation.arithmetic import START_BITS, Compiler
from recur.evaluation.equation import OUTSIDE
from recur.evaluation.evaluator import DIGITS, MOST_STORED_BITS, ROUNDINGS, Value
from recur.evaluation.lattice_rows import value_by_rows
from recur.evaluation.sizes import whole_size
from recur.model import InvalidRecurrence, LimitExceeded, RecurError, expressions as ex, limits, listed
from recur.model.logarithms import remark_on
from recur.model.records import frozen
from recur.model.several import MultivariateRecurrence, SizeRule
from recur.numbers import certain_digits
from recur.numbers.exact import bits_of, ceiling, floor, guard, narrow, sign

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

MOST_POINTS = 1_000_000
_CELLS_FOR_A_POINT = 4  # a point row by row is so much less work
_MANY_POINTS = 2_000  # from so many on a value is looked for row by row
_OF_A_POINT = 2_000  # bits that a point takes besides its value
#: What the sign of a − b says of a and b.
_SAYS: dict[str, tuple[int, ...]] = {"=": (0,), "!=": (-1, 1), "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1)}

Point = tuple[int, ...]


class _Asked(Exception):
    """Values that a formula asked for are not known yet."""

    def __init__(self, by: _CompiledRule | None, *points: Point) -> None:
        self.by = by
        self.points = points


class UnstatedValue(InvalidRecurrence):
    """The text does not say what the function is there."""


@frozen
class _CompiledRule:
    holds: Callable[[], bool]
    value: Callable[[], Enclosed]
    calls: tuple[Callable[[], Point], ...]  # the points that it surely asks for
    free: tuple[int, ...]  # the places of sizes that are at least 0, as no condition says otherwise


class PointEvaluator:
    """The values of one function of several sizes, remembered from one point to the next."""

    def __init__(
        self,
        recurrence: MultivariateRecurrence,
        rounding: str = "floor",
        most: int = MOST_POINTS,
        constants: Mapping[str, int | Fraction] | None = None,
        most_bits: int = MOST_STORED_BITS,
    ) -> None:
        if rounding not in ROUNDINGS:
            raise ValueError(f"rounding is one of {', '.join(ROUNDINGS)}, not {rounding!r}")
        self.recurrence = recurrence
        self.rounding = rounding
        self.most = most
        self.most_bits = most_bits
        self.memo: dict[Point, Enclosed] = {}
        self.unstated: dict[Point, UnstatedValue] = {}  # why points have no value: all that need them have none
        self.rounded: dict[str, None] = {}
        self.zeros = False  # whether the convention was used
        self.volume = 0
        r = recurrence
        taken: dict[str, int | Fraction] = {**dict.fromkeys(r.letters, 1), **(constants or {})}
        self.compiler = compiler = Compiler(r.sizes[0], taken, START_BITS, self._call)
        for slot, size in enumerate(r.sizes[1:], 1):
            compiler.cells.append(0)
            compiler.slots[size] = slot
        self.cells = compiler.cells
        points = [border for border in r.borders if border.is_point(r.sizes)]
        lines = [border for border in r.borders if not border.is_point(r.sizes)]
        others = [x for x in (*lines, *r.equations) if x.where and x.recurs]
        others += [x for x in (*lines, *r.equations) if not x.where]
        self._points = [self._compiled(rule) for rule in points]
        self._lines = [self._compiled(rule) for rule in lines if rule.where and not rule.recurs]
        self._others = [self._compiled(rule) for rule in others]
        self._by: Point | None = None  # whose value asked for the one that is worked out
        said = remark_on(rule.value for rule in (*r.borders, *r.equations))
        self.read_as = "" if said is None else said.sentence.rstrip(".")

    def _compiled(self, rule: SizeRule) -> _CompiledRule:
        compiler, sizes = self.compiler, self.recurrence.sizes
        tests = [(_SAYS[r.op], compiler.compile(r.left), compiler.compile(r.right)) for r in rule.where]
        spoken = {
            name
            for r in rule.where
            if r.op != "=" or (isinstance(r.right, ex.Number) and r.right.value < 0)
            for name in ex.symbols(r.left) | ex.symbols(r.right)
        }
        free = tuple(place for place, size in enumerate(sizes) if size not in spoken)

        def holds() -> bool:
            return all(sign(left() - right()) in signs for signs, left, right in tests)

        calls = tuple(self._point_of(call) for call in _plain_calls(rule.value))
        return _CompiledRule(holds, compiler.compile(rule.value), calls, free)

    def _call(self, x: ex.Call) -> Callable[[], Enclosed]:
        called, memo = self._point_of(x), self.memo

        def value() -> Enclosed:
            point = called()
            known = memo.get(point)
            if known is None:
                raise _Asked(None, point)
            return known

        return value

    def _point_of(self, x: ex.Call) -> Callable[[], Point]:
        arguments = [(argument, self.compiler.compile(argument)) for argument in x.arguments]
        whole = self._whole
        if len(arguments) == 2:
            (first, one), (second, two) = arguments
            return lambda: (whole(first, one()), whole(second, two()))
        return lambda: tuple([whole(argument, size()) for argument, size in arguments])

    def _whole(self, argument: ex.Expr, size: Enclosed) -> int:
        if isinstance(size, int):
            return size
        whole = narrow(size)
        if isinstance(whole, int):
            return whole
        if self.rounding == "exact":
            raise InvalidRecurrence(f"{self._at(tuple(self.cells[: len(self.recurrence.sizes)]))} calls a size that "
                                    f"is not whole: {argument}")  # fmt: skip
        self.rounded[str(argument)] = None
        return ceiling(whole) if self.rounding == "ceiling" else floor(whole)

    def _at(self, point: Point) -> str:
        return f"{self.recurrence.function}({', '.join(map(str, point))})"

    def value(self, point: Point, digits: int = DIGITS) -> Value:
        """The value at a point, with what had to be rounded, assumed and taken on the way."""
        if len(point) != len(self.recurrence.sizes):
            shown = f"{self.recurrence.function} takes {len(self.recurrence.sizes)} sizes"
            example = ",".join(str(10 * (i + 1)) for i in range(len(self.recurrence.sizes)))
            raise InvalidRecurrence(f"{shown}, not {len(point)}", hint=f"write them with commas between: {example}")
        number = narrow(self.number(point))
        taken = [f"{name} = 1" for name in self.recurrence.letters]
        taken += dict.fromkeys(f"{x.kind}({x.body}) as {x.body}" for x in self.compiler.taken_as_body)
        text = None if isinstance(number, int | Fraction) else certain_digits(number, digits)
        if text is None and not isinstance(number, int | Fraction):
            raise LimitExceeded(f"{self._at(point)} loses too many digits to cancellation")
        return Value(
            self.recurrence.function,
            point[0],
            number if isinstance(number, int | Fraction) else str(text),
            exact=text is None,
            digits=None if text is None else digits,
            rounding=self._rounding_note(),
            assumed=f"{self.recurrence.left} = 0 taken where the text gives no value" if self.zeros else "",
            taken=f"{listed(taken)} taken" if taken else "",
            read_as=self.read_as,
            others=point[1:],
        )

    def _rounding_note(self) -> str:
        if not self.rounded:
            return ""
        return f"{listed(list(self.rounded))} rounded {'up' if self.rounding == 'ceiling' else 'down'}"

    def number(self, point: Point) -> Enclosed:
        """The value as a number: int, Fraction or Interval; raises `UnstatedValue` where the text gives none."""
        waiting: dict[Point, _CompiledRule] = {}
        if len(point) == 2 and point not in self.memo and min(point) >= 0 and point[0] * point[1] >= _MANY_POINTS:
            found = value_by_rows(self.recurrence, self.compiler.constants, point, _CELLS_FOR_A_POINT * self.most)
            if found is not None:
                self.zeros = self.zeros or found[1]
                self._keep(point, found[0])
                return found[0]
        try:
            return self._number(point, waiting)
        except UnstatedValue as problem:
            self.unstated |= dict.fromkeys((point, *waiting), problem)
            raise

    def _number(self, point: Point, waiting: dict[Point, _CompiledRule]) -> Enclosed:
        """The same; what is `waiting` needs, one after the other, what is worked out."""
        stack: list[tuple[Point, Point | None]] = [(point, None)]
        steps = 0
        while stack:
            current, self._by = stack[-1]
            if current in self.memo:
                stack.pop()
                continue
            if current in self.unstated:
                raise self.unstated[current].with_traceback(None)
            steps += 1
            if not steps & 255:
                limits.check(256)
                self._assert_room(len(waiting))
            try:
                by = waiting.get(current) or self._rule(current)
                found = self._worked_out(by, current) if isinstance(by, _CompiledRule) else by
            except _Asked as asked:
                assert asked.by is not None
                waiting[current] = asked.by
                circle = next((other for other in asked.points if other in waiting), None)
                if circle is None:
                    stack += [(other, current) for other in asked.points]
                    continue
                found = self._circle(circle, current)
            self._keep(current, found)
            waiting.pop(current, None)
            stack.pop()
        return self.memo[point]

    def _keep(self, point: Point, found: Enclosed) -> None:
        self.memo[point] = found
        self.volume += bits_of(found) + _OF_A_POINT if isinstance(found, int) else 2 * bits_of(found) + _OF_A_POINT

        if self.volume > self.most_bits:
            self._assert_room(0)

    def _assert_room(self, waiting: int) -> None:
        if len(self.memo) + waiting > self.most or self.volume > self.most_bits:
            raise LimitExceeded(
                f"this needs the values at too many points; at most {self.most:,} are worked out",
                hint="ask for smaller sizes",
            )

    def _circle(self, asked: Point, by: Point) -> Enclosed:
        """A point that needs itself: 0 by the convention where its own equation asks for it at once."""
        if asked == by and self.recurrence.zero_outside:
            self.zeros = True
            return 0
        hint = f"state the values at such sizes, such as {self._at(by)} = 0"
        called = "itself" if asked == by else f"{self._at(asked)}, which needs it in turn"
        raise UnstatedValue(f"{self._at(by)} calls {called}", hint=hint)

    def _rule(self, point: Point) -> _CompiledRule | Enclosed:
        """The rule that gives the value at the point, or the value where it is stated or taken."""
        self.cells[: len(point)] = point
        for compiled in self._points:
            if compiled.holds():
                return compiled
        stated: Enclosed | None = None
        for compiled in self._lines:
            if self._holds(compiled, point):
                found = self._worked_out(compiled, point)
                if stated is not None and narrow(stated) != narrow(found):
                    raise UnstatedValue(f"{self._at(point)} is stated twice: it is {stated} and {found}")
                stated = found
        if stated is not None:
            return stated
        for compiled in self._others:
            if self._holds(compiled, point):
                return compiled
        if self.recurrence.zero_outside:
            self.zeros = True
            return 0
        raise self._uncovered(point)

    def _holds(self, compiled: _CompiledRule, point: Point) -> bool:
        for place in compiled.free:
            if point[place] < 0:
                return False
        return compiled.holds()

    def _worked_out(self, compiled: _CompiledRule, point: Point) -> Enclosed:
        self.cells[: len(point)] = point
        try:
            needs = [needed for call in compiled.calls if (needed := call()) not in self.memo]
            if not needs:
                return guard(compiled.value())
        except _Asked as asked:
            raise _Asked(compiled, *asked.points) from None
        except OUTSIDE:
            raise UnstatedValue(f"the formula for {self._at(point)} has no value there") from None
        raise _Asked(compiled, *needs)

    def _uncovered(self, point: Point) -> UnstatedValue:
        by = f", which {self._at(self._by)} calls" if self._by is not None else ""
        names = ", ".join(self.recurrence.sizes)
        return UnstatedValue(
            f"the text does not say what {self._at(point)} is{by}",
            hint=f"state the values of {self.recurrence.function}({names}) there, as in {self._at(point)} = 0",
        )


def _plain_calls(x: ex.Expr) -> list[ex.Call]:
    """The calls whose points depend on the sizes alone, and that are needed whatever they are."""
    if isinstance(x, ex.Call):
        return [x] if not any(map(ex.has_call, x.arguments)) else []
    if isinstance(x, ex.Range | ex.ByRemainder):
        return []
    return [call for child in x.children for call in _plain_calls(child)]


def point_values(
    recurrence: MultivariateRecurrence, points: Sequence[int | str | Sequence[int]], rounding: str = "floor"
) -> tuple[Value, ...]:
    """The value at each point; raises a `RecurError` at the first that has none."""
    evaluator = PointEvaluator(recurrence, rounding)
    return tuple(evaluator.value(read_point(point, recurrence)) for point in points)


def evaluate_points(
    recurrence: MultivariateRecurrence,
    points: Sequence[int | str | Sequence[int]],
    *,
    rounding: str = "floor",
    timeout: float | None = limits.DEFAULT_SECONDS,
) -> tuple[Value | RecurError, ...]:
    """The value at each point, or why it has none; "40,20" and "n=40, k=20" are points, and so is (40, 20)."""
    evaluator = PointEvaluator(recurrence, rounding)
    asked = [read_point(point, recurrence) for point in points]
    found: dict[Point, Value | RecurError] = {}
    try:
        with limits.time_limit(timeout):
            for point in sorted(set(asked)):
                try:
                    found[point] = evaluator.value(point)
                except RecurError as problem:
                    found[point] = problem
    except LimitExceeded as problem:
        found |= {point: problem for point in asked if point not in found}
    return tuple(found[point] for point in asked)


def read_point(text: int | str | Sequence[int], recurrence: MultivariateRecurrence) -> Point:
    """The sizes of a point: "40,20", "2^10, 5", "(40, 20)", "n=40,k=20".

    >>> from recur.parsing import parse_any
    >>> read_point("k=2, n=2^4", parse_any("C(n,k) = C(n-1,k-1) + C(n-1,k), C(0,0) = 1"))
    (16, 2)
    """
    if not isinstance(text, str):
        return (text,) if isinstance(text, int) else tuple(map(whole_size, text))
    inner = text.strip().removeprefix(recurrence.function).strip()
    parts = [part.strip() for part in (inner[1:-1] if inner[:1] == "(" and inner[-1:] == ")" else inner).split(",")]
    named = dict((name.strip(), size) for name, sign, size in (part.partition("=") for part in parts) if sign)
    if named:
        missing = [size for size in recurrence.sizes if size not in named]
        if missing or len(named) != len(parts) or len(parts) != len(recurrence.sizes):
            wanted = ",".join(f"{size}=10" for size in recurrence.sizes)
            raise InvalidRecurrence(f"{text[:40]} is no point of {recurrence.left}", hint=f"write {wanted}")
        parts = [named[size] for size in recurrence.sizes]
    return tuple(map(whole_size, parts))
