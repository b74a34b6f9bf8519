"""Where a link is tried: sizes with what is bound to them, and numbers for the letters that are free."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.answers.workings.exact_functions import (
    DOTS,
    ExactFunctions,
    NoValue,
    differ,
    is_stepping,
    sign_of,
    sizes_to_try,
)
from recur.answers.workings.progressions import READINGS
from recur.model import Expr, Recurrence, System, expressions as ex
from recur.model.records import field, mutable, replace

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed

INDICES = frozenset("ijklmhtLrsqp")
DRAWS = 2  # of first values that are free
_LARGE_EXPONENTS = (12, 48, 40_000)
_LARGE_SIZES = (40, 160, 20_001)
#: Constants of an induction that are tried for "there is a c".
CONSTANTS = tuple(Fraction(c) for c in ("1/4", "1/2", "1", "3/2", "2", "3", "4", "8", "100", "10000"))
FEW_CONSTANTS = tuple(Fraction(c) for c in ("1/2", "1", "2", "4", "100", "10000"))
MOST_FREE = 3  # letters that are free together


def is_constant_name(name: str) -> bool:
    stem = name.split("_")[0]
    return stem in ("alpha", "beta", "gamma", "delta", "α", "β") or (len(stem) == 1 and stem in "ABCDEabcdpqK")


Letters = dict[str, "int | Fraction"]
Condition = tuple[Expr, str, Expr]


@mutable
class Trial:
    """What came of a link at its samples: those it holds at, those it certainly fails at, in the order of sizes."""

    held: int = 0
    failed: int = 0
    last_failed: bool = False
    sizes: set[int] = field(default_factory=set)  # at which it fails
    witness: tuple[Letters, Enclosed, Enclosed] | None = None  # the first failure: the letters, and both sides

    @property
    def is_true(self) -> bool:
        return self.held >= 2 and not self.failed

    @property
    def is_false(self) -> bool:
        """A link that fails at a small size alone may be meant for larger ones."""
        return self.failed >= 2 and self.last_failed and self.failed * 2 >= self.held


@mutable
class Standpoint:
    """All that a working has bound so far: first values, definitions, letters."""

    system: System
    recurrence: Recurrence
    stated: dict[tuple[str, Fraction], Expr] = field(default_factory=dict)
    defined: dict[str, tuple[str, Expr]] = field(default_factory=dict)
    bound: dict[str, dict[int, Fraction]] = field(default_factory=dict)
    constants: list[Letters] = field(default_factory=list)  # by draw: A, B once a form tells them
    _draws: list[ExactFunctions] | None = None

    @property
    def variable(self) -> str:
        return self.recurrence.variable

    def changed(self) -> None:
        self._draws = None

    @property
    def draws(self) -> list[ExactFunctions]:
        """T under each draw of what the recurrence leaves free."""
        if self._draws is None:
            self._draws = [self._draw(number) for number in range(DRAWS)]
        return self._draws

    def _draw(self, number: int) -> ExactFunctions:
        letters: Letters = {}
        for r in self.system.recurrences:
            formulas = (r.right, *(case.value for case in r.initial), *self.stated.values())
            for name in sorted(frozenset().union(*map(ex.symbols, formulas)) - {r.variable}):
                letters[name] = Fraction(random.Random(f"{number} {name}").randint(2, 9))
        return ExactFunctions(self.system, letters, number, dict(self.stated), dict(self.defined))

    def free(self, *formulas: Expr) -> list[str]:
        """The letters of the formulas that nothing gives a value."""
        known = {self.variable, *self.bound, *self.draws[0].letters}
        known |= self.constants[0].keys() if self.constants else set()
        return sorted(frozenset().union(*map(ex.symbols, formulas)) - known)

    def samples(self, formulas: Iterable[Expr], conditions: Iterable[Condition] = ()) -> Iterator[tuple[int, Letters]]:
        """(draw, letters) for the formulas, in the order of sizes."""
        formulas, conditions = tuple(formulas), tuple(conditions)
        free = self.free(*formulas)
        sized = self.variable not in frozenset().union(*map(ex.symbols, formulas)) and not any(
            name in self.bound for name in frozenset().union(*map(ex.symbols, formulas))
        )
        as_sizes = set(_in_calls(formulas)) & set(free) if sized else set()
        only = self.fixed_sizes(conditions)
        for n in only or sizes_to_try(self.recurrence):
            for draw, functions in enumerate(self.draws):
                here: Letters = {**functions.letters, self.variable: n}
                here |= {name: values[n] for name, values in self.bound.items() if n in values}
                if self.constants:
                    here |= self.constants[draw]
                for chosen in self._choices(free, as_sizes, n, draw):
                    yield draw, {**here, **chosen}

    def _choices(self, free: list[str], as_sizes: set[str], n: int, draw: int) -> Iterator[Letters]:
        choices: list[list[Fraction]] = []
        for name in free:
            if name in as_sizes:
                choices.append([Fraction(n)])
            elif name in INDICES:
                choices.append([Fraction(i) for i in (1, 2, 3)])
            else:
                choices.append([Fraction(random.Random(f"{draw} {name} {n}").randint(11, 97), 7)])
        if len(free) > MOST_FREE + 3:
            return
        for values in itertools.product(*choices):
            yield dict(zip(free, values, strict=True))

    def fixed_sizes(self, conditions: Iterable[Condition]) -> list[int]:
        """The n of a condition n = 1."""
        return [
            int(right.value)
            for left, relation, right in conditions
            if relation == "=" and left == ex.Symbol(self.variable) and isinstance(right, ex.Number)
        ]

    def try_link(self, left: Expr, relation: str, right: Expr, conditions: Iterable[Condition] = ()) -> Trial:
        """The link, with its dots read in that way in which it holds, if it does in any."""
        return self._read_some_way(left, relation, right, tuple(conditions), True)

    def holds(self, left: Expr, relation: str, right: Expr, conditions: Iterable[Condition] = ()) -> bool:
        """The same where it is enough to know whether the link is true: the first failure ends the trial."""
        return self._read_some_way(left, relation, right, tuple(conditions), False).is_true

    def _read_some_way(
        self, left: Expr, relation: str, right: Expr, conditions: tuple[Condition, ...], whole: bool
    ) -> Trial:
        first = self._tried(left, relation, right, conditions, whole)
        if not first.held + first.failed and relation == "=" and ex.has_call(left) and ex.has_call(right):
            first = self._beyond()._tried(left, relation, right, conditions, whole)
        dotted = any(isinstance(x, ex.Call) and x.function == DOTS for side in (left, right) for x in ex.walk(side))
        if first.is_true or not dotted:
            return first
        for reading in range(1, len(READINGS)):
            for functions in self.draws:
                functions.reading = reading
            again = self._tried(left, relation, right, conditions, whole)
            for functions in self.draws:
                functions.reading = 0
            if again.is_true:
                return again
            if not again.is_false and again.held:
                first = again
        if len(first.sizes) < 2 or any(map(self._is_progression_by_chance, (*ex.walk(left), *ex.walk(right)))):
            first.failed = 0
        return first

    def _is_progression_by_chance(self, x: Expr) -> bool:
        """1·2 + 2·3 + … + n(n + 1): one that begins with numbers, and comes to its end at some of the sizes alone."""
        match x:
            case ex.Call(name, (_, first, second, *_)) if name == DOTS and not ex.symbols(first) | ex.symbols(second):
                sizes = [n for n in sizes_to_try(self.recurrence) if self._has_value(self.recurrence.left, n)]
                return ex.symbols(x) <= {self.variable} and not all(self._has_value(x, n) for n in sizes)
        return False

    def _has_value(self, x: Expr, n: int) -> bool:
        functions = self.draws[0]
        try:
            functions.value(x, {**functions.letters, self.variable: n})
        except NoValue:
            return False
        return True

    def comes_to_first_values(self) -> bool:
        """Whether calls from the sizes tried, if they end, come to first values that are stated, or free and whole."""
        determined = replace(self, _draws=[replace(self.draws[0], determined=True, first=None, _known={})])
        left = self.recurrence.left
        sizes = [n for n in sizes_to_try(self.recurrence) if self._has_value(left, n)]
        return all(determined._has_value(left, n) for n in sizes)

    def is_multiple(self, x: Expr, y: Expr) -> bool:
        """2cn of cn: x(n)·y(2n) = x(2n)·y(n)."""
        n = self.variable
        if n not in ex.symbols(x) or n not in ex.symbols(y):
            return False
        x_later, y_later = (ex.substitute(each, n, ex.mul(ex.number(2), ex.Symbol(n))) for each in (x, y))
        return self.holds(ex.mul(x, y_later), "=", ex.mul(x_later, y))

    def _beyond(self) -> Standpoint:
        """The same where T is defined, too, where its stated first values do not reach: any T will do there."""
        draws = [replace(draw, beyond=True, _known={}) for draw in self.draws]
        return replace(self, _draws=draws)

    def _tried(self, left: Expr, relation: str, right: Expr, conditions: Sequence[Condition], whole: bool) -> Trial:
        """left relation right at the samples that give both sides a value: all, or all up to the first failure."""
        trial = Trial()
        for draw, letters in self.samples((left, right), conditions):
            functions = self.draws[draw]
            if not all(self._meets(functions, condition, letters) for condition in conditions):
                continue
            try:
                sides = functions.value(left, letters), functions.value(right, letters)
            except NoValue:
                continue
            holds = _holds(sides[0] - sides[1], relation)
            if holds is None:
                continue
            if not holds and trial.witness is None:
                trial.witness = letters, *sides
            trial.held += holds
            trial.failed += not holds
            trial.last_failed = not holds
            if not holds:
                trial.sizes.add(int(letters[self.variable]))
                if not whole:
                    break
        return trial

    def _meets(self, functions: ExactFunctions, condition: Condition, letters: Letters) -> bool:
        """Whether a sample is one that the condition speaks of; a condition on a free letter chooses no sample."""
        left, relation, right = condition
        if not ex.symbols(left) | ex.symbols(right) <= {self.variable, *self.bound}:
            return True
        try:
            return _holds(functions.value(left, letters) - functions.value(right, letters), relation) is not False
        except NoValue:
            return True

    def values_of(self, x: Expr, name: str) -> dict[int, Fraction]:
        """The value of a formula at each size, where it is a rational number."""
        found: dict[int, Fraction] = {}
        for n in sizes_to_try(self.recurrence):
            letters: Letters = {self.variable: n}
            letters |= {k: v[n] for k, v in self.bound.items() if n in v and k != name}
            try:
                value = self.draws[0].value(x, letters)
            except NoValue:
                continue
            if isinstance(value, int | Fraction):
                found[n] = Fraction(value)
        return found

    def with_conditions(self, conditions: Iterable[Condition]) -> Standpoint:
        """The scene in which k = log₂ n holds, where a condition says so of a letter."""
        bound = dict(self.bound)
        for left, relation, right in conditions:
            if relation == "=" and isinstance(left, ex.Symbol) and left.name != self.variable:
                values = self.values_of(right, left.name)
                if values:
                    bound[left.name] = values
        return self if bound == self.bound else replace(self, bound=bound, _draws=self._draws)

    def searched(self, left: Expr, right: Expr, name: str) -> dict[int, Fraction]:
        """The whole value of the letter at each size for which left = right."""
        found: dict[int, Fraction] = {}
        for n in sizes_to_try(self.recurrence):
            letters: Letters = {self.variable: n, **{k: v[n] for k, v in self.bound.items() if n in v}}
            hits = []
            for value in range(65):
                try:
                    gap = self.draws[0].value(ex.subtract(left, right), {**letters, name: value})
                except NoValue:
                    continue
                if not differ(gap, 0):
                    hits.append(value)
            if len(hits) == 1:
                found[n] = Fraction(hits[0])
        return found

    def large_sizes(self) -> list[int]:
        """Sizes for formulas without calls, at which lower-order terms have lost."""
        if is_stepping(self.recurrence):
            return list(_LARGE_SIZES)
        first = sizes_to_try(self.recurrence)
        step = max(first[1] // first[0], 2)
        return [first[0] * step**e if step < 16 else first[-1] for e in _LARGE_EXPONENTS]


def _in_calls(formulas: Iterable[Expr]) -> Iterator[str]:
    for x in formulas:
        for node in ex.walk(x):
            if isinstance(node, ex.Call):
                yield from (name for argument in node.arguments for name in ex.symbols(argument))


def _holds(gap: Enclosed, relation: str) -> bool | None:
    """Whether gap relation 0; None where the digits do not tell."""
    sign = sign_of(gap)
    match relation:
        case "=":
            return not sign
        case "<=":
            return sign is None or sign <= 0
        case ">=":
            return sign is None or sign >= 0
        case "<":
            return None if sign is None else sign < 0
        case ">":
            return None if sign is None else sign > 0
    return None


def try_for_some_constants(
    scene: Standpoint,
    left: Expr,
    relation: str,
    right: Expr,
    conditions: Iterable[Condition],
    given: Mapping[str, Fraction],
    sizes: Iterable[int] = (),
) -> bool | None:
    """Whether left relation right for large n: for every constant that the conditions allow, or, none said, for some.

    None: for some of those that are allowed and not for others, or nothing could be tried.
    """
    conditions = tuple(conditions)
    functions = scene.draws[0]
    fixed_before = {name: next(iter(v.values())) for name, v in scene.bound.items() if len(set(v.values())) == 1}
    given = {**fixed_before, **given}
    names = [name for name in scene.free(left, right) if name not in given]
    told = {name for a, _, b in conditions for name in ex.symbols(a) | ex.symbols(b)} & set(names)
    if len(names) > MOST_FREE:
        return None
    pool = CONSTANTS if len(names) < 2 else FEW_CONSTANTS
    ns = list(sizes) or scene.large_sizes()
    outcomes: list[bool] = []  # by choice of the constants that conditions speak of
    for fixed in itertools.product(pool, repeat=len(told)):
        chosen = {**functions.letters, **given, **dict(zip(sorted(told), fixed, strict=True))}
        if not all(_allowed(functions, condition, chosen) for condition in conditions):
            continue
        open_names = [name for name in names if name not in told]
        held = _for_some(scene, left, relation, right, chosen, pool, open_names, ns)
        if held is not None:
            outcomes.append(held)
        if told and held is False:
            break
    if not outcomes:
        return None
    return all(outcomes) if told else outcomes[0]


def _for_some(
    scene: Standpoint,
    left: Expr,
    relation: str,
    right: Expr,
    chosen: Letters,
    pool: Sequence[Fraction],
    names: Sequence[str],
    sizes: Sequence[int],
) -> bool | None:
    """Whether some numbers from the pool, put for the names, make it hold; None: nothing could be tried."""
    found = None
    for values in itertools.product(pool, repeat=len(names)):
        verdict = _at_all(scene, left, relation, right, {**chosen, **dict(zip(names, values, strict=True))}, sizes)
        if verdict:
            return True
        found = found if verdict is None else verdict
    return found


def _allowed(functions: ExactFunctions, condition: Condition, letters: Letters) -> bool:
    left, relation, right = condition
    try:
        return _holds(functions.value(left, letters) - functions.value(right, letters), relation) is not False
    except NoValue:
        return True


def _at_all(
    scene: Standpoint, left: Expr, relation: str, right: Expr, letters: Letters, sizes: Iterable[int]
) -> bool | None:
    found: list[bool] = []
    for n in sizes:
        here = {**letters, scene.variable: n}
        try:
            functions = scene.draws[0]
            holds = _holds(functions.value(left, here) - functions.value(right, here), relation)
        except NoValue:
            continue
        if holds is not None:
            found.append(holds)
    return found[-1] if found else None  # at the largest size
