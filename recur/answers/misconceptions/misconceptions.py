"""The likely mistake behind a wrong growth: each known mistake is made on purpose, and its result compared.

A mistake is a machine tag, a sentence that names it without giving the solution away, and a function from the
recurrence to what it would have answered. The files that register mistakes are listed at the end.
"""

from collections.abc import Callable, Iterator
from functools import cache, cached_property, lru_cache
from importlib import import_module

from recur.asymptotics import Growth, Monomial, level, upper_bound
from recur.model import (
    Bounds,
    Expr,
    LimitExceeded,
    RecurError,
    Recurrence,
    Solution,
    Step,
    System,
    Unsolved,
    expressions as ex,
)
from recur.model.records import field, frozen, mutable
from recur.solving.problem import Problem, RecursiveCall, Shrink

_FILES = ("trees", "steps", "misreadings")


@frozen(slots=False)
class Scene:
    """What a mistake starts from: the recurrence, what is proved, and what was claimed instead."""

    system: System
    recurrence: Recurrence
    proved: Bounds
    claimed: Growth
    body: Expr
    solutions: tuple[Solution, ...] = ()
    known: dict[str, Bounds] = field(default_factory=dict)

    @property
    def variable(self) -> str:
        return self.recurrence.variable

    @cached_property
    def problem(self) -> Problem:
        return Problem(self.recurrence, self.known, _unasked, lambda _: None)

    @cached_property
    def calls(self) -> tuple[RecursiveCall, ...]:
        """The calls as they shrink; none where one of them cannot be classified, or stands inside another function."""
        try:
            return () if self.recurrence.nonlinear else self.problem.calls
        except RecurError:
            return ()

    @cached_property
    def driving(self) -> Monomial | None:
        """The growth of the driving term, every O in it read as Θ; None for 0 and for what has no growth."""
        try:
            high = self.problem.tolls[1]
            return None if high is None or high.is_zero else upper_bound(high)
        except RecurError:
            return None

    @property
    def has_decimals(self) -> bool:
        """Whether a number in the answer is typed with a point or as a fraction."""
        return any([isinstance(x, ex.Number) and (x.decimal or x.value.denominator > 1) for x in ex.walk(self.body)])

    @property
    def growth(self) -> Monomial | None:
        """The growth that is proved, where it is one."""
        theta = self.proved.theta
        return None if theta is None else theta.monomial

    def all_shrink_by(self, *shrinks: Shrink) -> bool:
        return bool(self.calls) and all(call.shrink in shrinks for call in self.calls)


def _unasked(_: Recurrence) -> Solution:
    raise RecurError("a mistake needs no solution")


Result = Callable[[Scene], Iterator[Monomial | None]]


@frozen
class Mistake:
    """`of_base`: it is a mistake with the base cases, and explains an answer that they alone make wrong.

    `of_answer`: what it would answer hangs on what was answered.
    """

    tag: str
    sentence: str
    results: Result
    of_base: bool = False
    of_answer: bool = False


_REGISTERED: list[Mistake] = []


def mistake(tag: str, sentence: str, *, of_base: bool = False, of_answer: bool = False) -> Callable[[Result], Result]:
    """Register what the decorated function yields as the growths this mistake would answer."""

    def register(results: Result) -> Result:
        _REGISTERED.append(Mistake(tag, sentence, results, of_base, of_answer))
        return results

    return register


@cache
def registered() -> tuple[Mistake, ...]:
    for name in _FILES:
        import_module(f"recur.answers.misconceptions.{name}")
    return tuple(_REGISTERED)


@mutable(eq=False)
class Made:
    """What mistakes with the functions of a question would answer, and those found behind what was answered so far."""

    #: by the function, and by the place among those that are registered
    growths: dict[tuple[str, int], tuple[Growth, ...]] = field(default_factory=dict)
    behind: dict[tuple[str, Growth, bool, str], list[Mistake]] = field(default_factory=dict)


MOST_ANSWERED = 1_000  # growths, of which it is known what is behind them


def likely(scene: Scene, made: Made, tag: str = "") -> list[Mistake]:
    """The mistakes, or those of the tag, that would have answered just what was claimed, the likeliest first.

    Where the claim is right for other base cases, these are what was overlooked, and nothing else. `made` keeps what
    they would answer for the next answer to the same question.
    """
    asked = scene.recurrence.function, scene.claimed, scene.has_decimals, tag
    behind = made.behind.get(asked)
    if behind is None:
        known = enumerate(registered())
        found = [m for place, m in known if tag in ("", m.tag) and scene.claimed in _answered(m, place, scene, made)]
        if len(made.behind) >= MOST_ANSWERED:
            made.behind.clear()
        behind = made.behind[asked] = [m for m in found if m.of_base] or found
    return behind


def _answered(candidate: Mistake, place: int, scene: Scene, made: Made) -> tuple[Growth, ...]:
    name = scene.recurrence.function, place
    if candidate.of_answer or name not in made.growths:
        found: list[Growth] = []
        try:
            for m in candidate.results(scene):
                found += [Growth(m, scene.variable)] if m is not None and m != scene.growth else []
        except LimitExceeded:
            raise
        except RecurError:
            pass
        made.growths[name] = tuple(found)
    return made.growths[name]


@lru_cache(maxsize=256)
def solved(system: System) -> tuple[Solution, ...]:
    """Remembered, since a class gives many answers to one question.

    Nothing, where the growth depends on the base cases that were left out.
    """
    from recur.solving.solver import solve_all

    try:
        return solve_all(system, None)
    except Unsolved:
        return ()


@lru_cache(maxsize=256)
def supposed(system: System) -> tuple[Solution, ...]:
    """The growth, not yet held against values: that takes most of the time, and most mistakes explain no answer."""
    from recur.solving.solver import growth_unverified

    try:
        return growth_unverified(system)
    except Unsolved:
        return ()


@lru_cache(maxsize=256)
def is_borne_out(system: System, function: str) -> bool:
    """Whether values bear out what is supposed of the function."""
    from recur.solving.solver import verified

    try:
        return all(verified(s) is not None for s in supposed(system) if s.function == function)
    except Unsolved:
        return False


def told(found: list[Mistake]) -> tuple[Step, ...]:
    """The sentence of the likeliest one."""
    return (Step(found[0].sentence),) if found else ()


LOG = level(1)
