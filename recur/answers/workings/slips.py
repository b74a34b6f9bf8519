"""The kind of a slip: the smallest change of a false link that makes it true is what was meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from recur.answers.workings.exact_functions import WRITTEN_SHORT, NoValue, steps_of
from recur.answers.workings.samples import INDICES, Condition, Standpoint
from recur.answers.workings.working import Slip
from recur.model import Expr, Step, expressions as ex, step
from recur.numbers import TooCoarse
from recur.numbers.exact import quotient

_MOST_CHANGES = 60
_HOLE = "□"
Place = tuple[int, ...]


def slip_of_link(
    scene: Standpoint,
    left: Expr,
    relation: str,
    right: Expr,
    conditions: Sequence[Condition],
    put_in: bool = False,
    counts_levels: bool = True,
) -> tuple[Slip, Step | None, Expr | None]:
    """What was done, in a sentence, and the right side with it undone; OTHER where no single change does.

    `put_in`: on the left stands what a hypothesis says of the calls; `counts_levels`: a logarithm may count levels.
    """
    if relation == "=":
        shows_calls = put_in or any(
            isinstance(x, ex.Call) and x.function not in WRITTEN_SHORT and ex.symbols(x) for x in ex.walk(right)
        )
        for count, (slip, said, changed) in enumerate(
            _changes(scene, left, right, conditions, shows_calls, counts_levels)
        ):
            if count > _MOST_CHANGES:
                break
            if scene.holds(left, "=", changed, conditions):
                return slip, said, changed
    return Slip.OTHER, step("This does not follow from what stands before it."), None


def _changes(
    scene: Standpoint, left: Expr, right: Expr, conditions: Sequence[Condition], shows_calls: bool, counts_levels: bool
) -> Iterator[tuple[Slip, Step, Expr]]:
    # a cost can miss its factor, or be taken at another size, beside calls, and in no closed form
    factors, ratios = _factors(scene) if shows_calls else (set(), set())
    others: list[tuple[Slip, Step, Expr]] = []
    yield from _dropped(scene, left, right, conditions)
    yield from (change for change in _shifts(right, in_exponents=True))
    if shows_calls:
        yield from _without_power(scene, right)
    for place, term in _terms(right):
        value = _value_for(scene, left, _with(right, place, ex.mul(ex.Symbol(_HOLE), term)), conditions)
        if value is None or not value:
            continue
        meant = ex.mul(ex.Number(value), term)
        changed = _with(right, place, meant)
        if value in factors:
            yield (
                Slip.FACTOR,
                step("{x} belongs to a call, and is not multiplied by its factor: {y}.", x=term, y=meant),
                changed,
            )
        elif value in ratios and ex.symbols(term):
            yield Slip.SIZE, step("{x} is the cost at another size: here it is {y}.", x=term, y=meant), changed
        else:
            others.append((Slip.ARITHMETIC, step("{x} stands where {y} is right.", x=term, y=meant), changed))
    for place, number in _numbers(right):
        value = _value_for(scene, left, _with(right, place, ex.Symbol(_HOLE)), conditions)
        if value is not None:
            yield (
                _kind_of_number(right, place, value),
                step("{x} stands where {y} is right.", x=number, y=ex.Number(value)),
                _with(right, place, ex.Number(value)),
            )
    if counts_levels:
        yield from (change for change in _shifts(right) if change[0] is Slip.LEVELS)
    yield from others
    if shows_calls:
        yield from _left_out(scene, left, right, conditions)
    yield from (change for change in _shifts(right) if change[0] is Slip.INDEX)
    yield from _left_out(scene, left, right, conditions)


def _kind_of_number(right: Expr, place: Place, meant: Fraction) -> Slip:
    """One too many beside a logarithm counts levels, beside a letter alone places: log n + 1, n − 2."""
    number, around = _at(right, place), _at(right, place[:-1]) if place else right
    if not isinstance(number, ex.Number) or abs(number.value - meant) != 1 or not isinstance(around, ex.Add):
        return Slip.ARITHMETIC
    others = [term for term in around.terms if term is not number]
    if any(isinstance(term, ex.Log) and ex.symbols(term) for term in others):
        return Slip.LEVELS
    alone = bool(place[:-1]) and all(isinstance(term, ex.Symbol) for term in others)
    return Slip.INDEX if alone else Slip.ARITHMETIC


def _without_power(scene: Standpoint, right: Expr) -> Iterator[tuple[Slip, Step, Expr]]:
    """T(n/3^k), which stands for 3^k calls."""
    factors = {c.coefficient for c in scene.recurrence.subcalls if c.coefficient != ex.ONE}
    letters = ex.symbols(right) & INDICES
    for place, node in _nodes(right):
        if isinstance(node, ex.Call) and node.function not in WRITTEN_SHORT and ex.symbols(node) & letters:
            for factor in factors:
                for name in sorted(ex.symbols(node) & letters):
                    meant = ex.mul(ex.power(factor, ex.Symbol(name)), node)
                    told = step("{x} belongs to a call, and is not multiplied by its factor: {y}.", x=node, y=meant)
                    yield Slip.FACTOR, told, _with(right, place, meant)


def _shifts(right: Expr, in_exponents: bool = False) -> Iterator[tuple[Slip, Step, Expr]]:
    """What counts levels or places, one more or less; in exponents alone: 3^(k−1) for 3^k."""
    for place, part in _parts(right):
        if in_exponents and not _is_exponent(right, place):
            continue
        for shifted in (ex.add(part, ex.ONE), ex.subtract(part, ex.ONE)):
            slip = Slip.LEVELS if isinstance(part, ex.Log) and ex.symbols(part) else Slip.INDEX
            yield slip, step("{x} stands where {y} is right.", x=part, y=shifted), _with(right, place, shifted)


def _is_exponent(x: Expr, place: Place) -> bool:
    return any(isinstance(_at(x, place[:i]), ex.Power) and place[i] == 1 for i in range(len(place)))


def _factors(scene: Standpoint) -> tuple[set[Fraction], set[Fraction]]:
    """The factors of the calls with their squares, and the ratios of their sizes."""
    r = scene.recurrence
    own = {c.coefficient.value for c in r.subcalls if isinstance(c.coefficient, ex.Number) and c.coefficient.value != 1}
    ratios = {line[0] for line in steps_of(r) if line is not None and line[0] != 1}
    return own | {c * c for c in own}, ratios | {q * q for q in ratios}


def _dropped(
    scene: Standpoint, left: Expr, right: Expr, conditions: Sequence[Condition]
) -> Iterator[tuple[Slip, Step, Expr]]:
    """A term that stands on the left, or in a call there; one that has gone into another, n + n = 3n, is none."""
    before, after = ([term for _, term in _terms(side)] or [side] for side in (left, right))
    before += _within_calls(scene, left)
    kept = [term for term in after if not ex.has_call(term)]
    gone = [term for term in before if scene.variable in ex.symbols(term) and not _calls_of_letters(term)]
    if len(before) > len(after):
        for term in gone:
            if term not in after and not any(x not in before and scene.is_multiple(term, x) for x in kept):
                yield Slip.DROPPED, step("{x} is dropped: in an equation it stays.", x=term), ex.add(right, term)


def _calls_of_letters(x: Expr) -> bool:
    """T(n − 1), and not T(1)"""
    return any(isinstance(node, ex.Call) and bool(ex.symbols(node)) for node in ex.walk(x))


def _left_out(
    scene: Standpoint, left: Expr, right: Expr, conditions: Sequence[Condition]
) -> Iterator[tuple[Slip, Step, Expr]]:
    """n/2, which stands on the left only once that is multiplied out."""
    n = ex.Symbol(scene.variable)
    for order in (ex.ONE, n, ex.power(n, ex.number(2))):
        value = _value_for(scene, left, ex.add(right, ex.mul(ex.Symbol(_HOLE), order)), conditions)
        if value:
            term = ex.mul(ex.Number(value), order)
            yield Slip.DROPPED, step("{x} is dropped: in an equation it stays.", x=term), ex.add(right, term)


def _within_calls(scene: Standpoint, x: Expr) -> list[Expr]:
    """What the recurrence has beside its calls, for each call in the formula: n − 2 for T(n − 2)."""
    r = scene.recurrence
    sizes = [node.arguments[0] for node in ex.walk(x) if isinstance(node, ex.Call) and node.function == r.function]
    return [ex.substitute(r.driving, r.variable, size) for size in sizes]


def _nodes(x: Expr, place: Place = ()) -> Iterator[tuple[Place, Expr]]:
    yield place, x
    if isinstance(x, ex.Call) and x.function not in WRITTEN_SHORT:
        yield from ((*((*place, i), child),) for i, child in enumerate(x.children))
        return
    for i, child in enumerate(x.children):
        yield from _nodes(child, (*place, i))


def _numbers(x: Expr) -> Iterator[tuple[Place, ex.Number]]:
    """The numbers that are no exponents of −1."""
    for place, node in _nodes(x):
        if isinstance(node, ex.Number) and node.value != -1:
            yield place, node


def _terms(x: Expr) -> Iterator[tuple[Place, Expr]]:
    for place, node in _nodes(x):
        if isinstance(node, ex.Add):
            yield from (((*place, i), term) for i, term in enumerate(node.terms))


def _parts(x: Expr) -> Iterator[tuple[Place, Expr]]:
    """Logarithms, letters in exponents and calls, upper ends of sums: what counts levels."""
    for place, node in _nodes(x):
        if isinstance(node, ex.Log | ex.Symbol) or (place and isinstance(_at(x, place[:-1]), ex.Call)):
            yield place, node


def _at(x: Expr, place: Place) -> Expr:
    for i in place:
        x = x.children[i]
    return x


def _with(x: Expr, place: Place, new: Expr) -> Expr:
    if not place:
        return new
    children = iter(enumerate(x.children))

    def change(child: Expr) -> Expr:
        i, _ = next(children)
        return _with(child, place[1:], new) if i == place[0] else child

    return ex.rebuild(x, change)


def _value_for(scene: Standpoint, left: Expr, form: Expr, conditions: Sequence[Condition]) -> Fraction | None:
    """The one number that, put for the hole, makes left = form at the first samples."""
    found: set[Fraction] = set()
    for count, (draw, letters) in enumerate(scene.samples((left, ex.substitute(form, _HOLE, ex.ONE)), conditions)):
        if count > 8 or len(found) > 1:
            break
        functions = scene.draws[draw]
        try:
            at_0, at_1 = (functions.value(form, {**letters, _HOLE: i}) for i in (0, 1))
            slope = at_1 - at_0
            wanted = quotient(functions.value(left, letters) - at_0, slope)
        except (NoValue, ZeroDivisionError, TooCoarse):
            continue
        if not isinstance(wanted, int | Fraction):
            return None
        found.add(Fraction(wanted))
    return found.pop() if len(found) == 1 else None
