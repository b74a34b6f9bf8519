"""Which sizes the cost of a function is written in: those that its costs, its loops and its recursion stand on.

n for a parameter that is a number, len(xs) for a list, hi − lo where two bounds only enter by their difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property

from recur.forkjoin.costs.normal_forms import floor_of, polynomial
from recur.forkjoin.costs.polynomials import Polynomial
from recur.model import Expr, Undecided, expressions as ex, program as code, source_tree as tree
from recur.model.records import field, frozen, mutable, replace
from recur.source_costs.choices import Choices
from recur.source_costs.evaluating import DATA_TEST, RawCall
from recur.source_costs.values import RESULT
from recur.source_costs.visiting import settings_in

LETTERS = ("n", "m", "k", "p", "q", "r", "s", "t")


@mutable(slots=False)
class LoweredFunction:
    """A function with its body in raw sizes; calls of functions of the file are numbers into `calls`."""

    key: str
    function: tree.Function
    body: tuple[code.Statement, ...]
    calls: list[RawCall]
    indices: frozenset[str]
    source: code.SourceLine
    text: str
    choices: Choices
    distinct: bool = False
    #: the names of the sizes that the body itself gives: {"|xs|": "n"} for n = len(xs)
    named: Mapping[str, str] = field(default_factory=dict)
    assumptions: tuple[str, ...] = ()
    #: may the data choose what is dearest?
    freedom: bool = True
    #: are two parts of one whole, which the data choose, to be equally large?
    even: bool = False
    #: the size that its header states: its name, if it has one, what it is in words, and in raw sizes
    stated_size: tuple[str, str, Polynomial] | None = None

    @cached_property
    def made(self) -> tuple[RawCall, ...]:
        """The calls that stand in the body; others were looked at on the way."""
        numbers = {
            int(call.arguments[0].value): None
            for s in code.statements_in(self.body)
            for call in code.calls_made(s)
            if call.defined and isinstance(call.arguments[0], ex.Number)
        }
        return tuple(self.calls[number] for number in numbers)


@frozen
class ChosenSizes:
    """(name, what it is in words, what it is in raw sizes), and what each raw size then is."""

    sizes: tuple[tuple[str, str, Polynomial], ...]
    values: Mapping[str, Polynomial]
    #: results are remembered: a call costs that much only where it was not made before
    remembered: bool = False


def expressions_in(body: tuple[code.Statement, ...], tests: bool) -> Iterator[Expr]:
    """The formulas of costs and bounds; with `tests` those of comparisons instead."""
    for s in code.statements_in(body):
        if tests:
            for condition in _conditions(s):
                for group in condition.groups:
                    for c in group:
                        if c != DATA_TEST:
                            yield from (c.left, c.right)
            continue
        cost = getattr(s, "cost", None)
        if cost is not None:
            yield cost.body
        yield from (call.cost.body for call in code.calls_made(s) if call.cost is not None)
        if isinstance(s, code.For):
            yield from (x for x in (s.first, s.last, s.step) if x is not None)
            if s.count is not None:
                yield s.count.body


def compared_in(body: tuple[code.Statement, ...]) -> Iterator[frozenset[str]]:
    """The names that each comparison holds."""
    for s in code.statements_in(body):
        for condition in _conditions(s):
            for group in condition.groups:
                yield from (ex.symbols(c.left) | ex.symbols(c.right) for c in group if c != DATA_TEST)


def _conditions(s: code.Statement) -> Iterator[code.Condition]:
    if isinstance(s, code.If):
        yield from (b.condition for b in s.branches if b.condition is not None)
    elif isinstance(s, code.While):
        yield s.condition


class Sizing:
    """The sizes of one circle of functions that call each other; `known` are those of functions before it."""

    def __init__(self, circle: Mapping[str, LoweredFunction], known: Mapping[str, ChosenSizes]) -> None:
        self.circle, self.known = circle, known

    def chosen(self) -> dict[str, ChosenSizes]:
        used = self._used()
        return {key: self._combined(f, used[key]) for key, f in self.circle.items()}

    def _used(self) -> dict[str, set[str]]:
        used: dict[str, set[str]] = {}
        dropped: dict[str, set[str]] = {}
        for key, f in self.circle.items():
            names = {n for x in expressions_in(f.body, tests=False) for n in ex.symbols(x)}
            for call in f.made:
                if call.function in self.known:
                    for _, _, p in self.known[call.function].sizes:
                        value = put_sizes(p, call.sizes)
                        names |= value.names if value is not None else set()
            used[key] = {n for n in names if self._raw(n, f)}
            dropped[key] = self._first_of_euclid(f)
            for compared in compared_in(f.body):
                tested = {n for n in compared if self._raw(n, f)}
                if any(self._falls(f, n) for n in tested):
                    used[key] |= tested - dropped[key]
        changed = True
        while changed:
            changed = False
            for key, f in self.circle.items():
                for call in f.made:
                    for r in list(used.get(call.function, ())):
                        value = call.sizes.get(r)
                        new = {n for n in (value.names if value is not None else ()) if self._raw(n, f)} - used[key]
                        new -= dropped[key]
                        if new:
                            used[key] |= new
                            changed = True
        return used

    def _first_of_euclid(self, f: LoweredFunction) -> set[str]:
        """The a of f(b, a mod b): the other one is the size."""
        return {
            a
            for call in f.made
            if call.function == f.key
            for value in call.sizes.values()
            if value is not None
            for a in self._divided_by(value, call)
        }

    def _divided_by(self, value: Polynomial, call: RawCall) -> list[str]:
        match value.expression():
            case ex.Apply("mod", (ex.Symbol(a), ex.Symbol(b))) if call.sizes.get(a) == _symbol(b):
                return [a]
        return []

    def _raw(self, name: str, f: LoweredFunction) -> bool:
        return name not in f.indices and not name.startswith(("?", RESULT)) and name != "$data"

    def _falls(self, f: LoweredFunction, name: str) -> bool:
        """Does a recursive call change it to something known?"""
        own = Polynomial.atom(ex.Symbol(name))
        for call in f.made:
            if call.function in self.circle:
                value = call.sizes.get(name) if call.function == f.key else next(
                    (v for v in call.sizes.values() if v is not None and name in v.names), None
                )  # fmt: skip
                if value is not None and value != own:
                    return True
        return False

    # ---- names

    def _combined(self, f: LoweredFunction, used: set[str]) -> ChosenSizes:
        order = self._order(f)
        raw = sorted(used, key=lambda name: (order.get(base_of(name), 99), name))
        if f.stated_size is not None:
            return self._as_stated(f, raw, *f.stated_size)
        values: dict[str, Polynomial] = {}
        sizes: list[tuple[str, str, Polynomial]] = []
        taken = {p.name for p in f.function.parameters} - {"n"} | set(f.indices)
        while (found := self._difference(f, raw))[0] is not None:
            pair, inner = found
            assert pair is not None
            low, high, shift = pair
            name = self._name(f, "", taken | {base_of(n) for n in raw} | {p.name for p in f.function.parameters})
            measure = _symbol(high) - _symbol(low) + Polynomial.constant(shift)
            end = length_in_words(high) if high.startswith("|") else high
            words = f"{end} - {low} + {shift}" if shift else f"{end} - {low}"
            sizes.append((name, words, measure))
            values[high] = _symbol(low) + _symbol(name) - Polynomial.constant(shift)
            values["\0low"] = _symbol(low)
            taken.add(name)
            raw = [n for n in raw if n not in (low, high, inner)]
            if inner:  # it lies between the two
                width = _symbol(name) - Polynomial.constant(shift)
                values[inner] = _symbol(low) + f.choices.choose(Polynomial(), width, True, True)
        lengths = [n for n in raw if n.startswith("|")]
        for name in raw:
            if name.startswith("Σ"):
                own = self._name(f, "E", taken | set(raw))
                taken.add(own)
                rows = name.removeprefix("Σ").strip("|").split("[")[0]
                sizes.append((own, f"sum(len(row) for row in {rows})", _symbol(name)))
                values[name] = _symbol(own)
            elif f"Σ{name}" in raw:
                own = self._name(f, "V", taken | set(raw))
                taken.add(own)
                sizes.append((own, length_in_words(name), _symbol(name)))
                values[name] = _symbol(own)
            elif name.startswith("|"):
                own = f.named.get(name) or self._letter(name, lengths, taken | set(raw) | set(f.named.values()))
                taken.add(own)
                sizes.append((own, length_in_words(name), _symbol(name)))
                values[name] = _symbol(own)
            else:
                short = name.replace("self.", "").replace(".", "_")
                own = (
                    short if short == name or short not in {*raw, *(n for n, _, _ in sizes)} else name.replace(".", "_")
                )
                taken.add(own)
                sizes.append((own, name, _symbol(name)))
                values[name] = _symbol(own)
        if any("@" in own for own, _, _ in sizes):
            raise Undecided(
                f"what {f.function.name} costs hangs on what a loop makes of a size", text=f.text, place=f.source.place
            )
        if not sizes and self._recursive(f):
            raise Undecided(
                f"{f.function.name} calls itself, and no size is seen to fall", text=f.text, place=f.source.place,
                hint="say in a comment behind its header what falls:  # size: n",
            )  # fmt: skip
        return ChosenSizes(tuple(sizes), values, f.distinct)

    def _as_stated(self, f: LoweredFunction, raw: list[str], own: str, words: str, measure: Polynomial) -> ChosenSizes:
        """The one size that a comment states, where all costs hang on that alone."""
        for base in sorted(measure.names):
            slope, rest = measure.linear(base) or (Polynomial(), Polynomial())
            if slope.value not in (1, -1):
                continue
            name = self._name(f, own, ({p.name for p in f.function.parameters} - {"n", words}) | set(f.indices))
            value = (_symbol(name) - rest).times(slope.value or 1)
            left = {n for x in expressions_in(f.body, tests=False) for n in polynomial(x).put(base, value).names}
            others = [n for n in raw if n in left - {name} and n != base]
            if not others:
                return ChosenSizes(((name, words, measure),), {base: value, "\0low": _symbol(base)})
        raise Undecided(
            f"the cost of {f.function.name} does not hang on {words} alone", text=f.text, place=f.source.place
        )

    def _recursive(self, f: LoweredFunction) -> bool:
        return any(call.function in self.circle for call in f.made)

    def _order(self, f: LoweredFunction) -> dict[str, int]:
        return {p.name: i for i, p in enumerate(f.function.parameters)}

    def _name(self, f: LoweredFunction, wanted: str, taken: set[str]) -> str:
        if wanted and wanted not in taken:
            return wanted
        return next(c for c in LETTERS if c not in taken)

    def _letter(self, name: str, lengths: list[str], taken: set[str]) -> str:
        """n for one length; m, n for two in their order; k for the length of elements."""
        flat = [n for n in lengths if "[" not in n]
        if "[" in name:
            return next(c for c in ("k", "m", "p", "q", "r", "s", "t") if c not in taken)
        if len(flat) == 2 and "m" not in taken and "n" not in taken and name == flat[0]:
            return "m"
        return next((c for c in LETTERS if c not in taken), f"n_{base_of(name)}")

    # ---- hi − lo

    def _difference(self, f: LoweredFunction, raw: list[str]) -> tuple[tuple[str, str, int] | None, str]:
        numbers = [n for n in raw if not n.startswith("|")]
        pairs = [pair for i, a in enumerate(numbers) for b in numbers[i + 1 :] for pair in ((a, b), (b, a))]
        tested = list(compared_in(f.body))
        pairs += [
            (a, b)
            for a in numbers
            for b in raw
            if b.startswith("|") and "[" not in b and any({a, b} <= names for names in tested)
        ]
        for a, b in pairs:
            shift = 0 if b.startswith("|") else self._shift(f, a, b)
            if self._only_difference(f, a, b, shift):
                return (a, b, shift), ""
        order = [p.name for p in f.function.parameters]
        for a, b in pairs:
            if a in order and b in order:
                for c in order[order.index(a) + 1 : order.index(b)]:
                    shift = self._shift(f, a, b)
                    if c in numbers and self._only_difference(f, a, b, shift, c):
                        return (a, b, shift), c
        return None, ""

    def _shift(self, f: LoweredFunction, low: str, high: str) -> int:
        """1 where a test compares the bounds themselves, as lo > hi, or a loop runs over both; 0 for hi − lo."""
        for s in code.statements_in(f.body):
            for condition in _conditions(s):
                for group in condition.groups:
                    for c in group:
                        if {c.left, c.right} == {ex.Symbol(low), ex.Symbol(high)}:
                            return 1
            if isinstance(s, code.For) and s.last is not None and s.first is not None:
                length = (polynomial(s.last) - polynomial(s.first)).plus(1)
                shift = length - _symbol(high) + _symbol(low)
                if shift.value in (0, 1):
                    return int(shift.value or 0)
        return 0

    def _ends_by_one_of(self, f: LoweredFunction, low: str, high: str, value: Polynomial) -> bool:
        """Does a test ask one of the two where it stands, and not how far they are apart? if n == 0 ends f(n − 1, m).

        One that holds a third size, as key <= mid does, may tell which call is made, and not whether one is.
        """
        for s in code.statements_in(f.body):
            for branch in s.branches if isinstance(s, code.If) else ():
                ends = not any(
                    call.procedure == f.key for x in code.statements_in(branch.body) for call in code.calls_made(x)
                )
                for test in (c for g in (branch.condition.groups if branch.condition else ()) for c in g):
                    difference = polynomial(test.left) - polynomial(test.right)
                    asked = {low, high} & difference.names and (ends or difference.names <= {low, high})
                    if asked and low in difference.put(high, value).names:
                        return True
        return False

    def _only_difference(self, f: LoweredFunction, low: str, high: str, shift: int, inner: str = "") -> bool:
        value = _symbol(low) + _symbol("\0") - Polynomial.constant(shift)
        between = _symbol(low) + _symbol("\1")
        for x in expressions_in(f.body, tests=False):
            p = polynomial(x).put(high, value)
            if low in (p.put(inner, between) if inner else p).names:
                return False
        if inner and self._recursive(f):
            return False
        if any(call.function == f.key for call in f.made) and self._ends_by_one_of(f, low, high, value):
            return False
        if any(_falls_with("\0", rounds.put(high, value)) for rounds in _rounds(f.body)):
            return False
        measure = _symbol(high) - _symbol(low)
        falls = not any(call.function == f.key for call in f.made)
        seen = any(high in ex.symbols(x) for x in (*expressions_in(f.body, False), *expressions_in(f.body, True)))
        for call in f.made:
            if call.function == f.key:
                handed = put_sizes(measure, call.sizes)
                if handed is None or low in handed.put(high, value).names:
                    return False
                change = (handed - measure).value
                together = change == 0 and call.sizes.get(low) != _symbol(low)
                if together or (change is not None and change > 0):
                    return False
                seen, falls = True, falls or handed != measure
            elif call.function in self.known:
                for _, _, p in self.known[call.function].sizes:
                    handed = put_sizes(p, call.sizes)
                    if handed is not None and low in handed.put(high, value).names:
                        return False
                    seen = seen or (handed is not None and high in handed.names)
        return seen and falls


def _rounds(body: tuple[code.Statement, ...]) -> Iterator[Polynomial]:
    """How often each loop runs, up to a constant factor and one round."""
    for s in code.statements_in(body):
        if isinstance(s, code.For) and s.first is not None and s.last is not None:
            down = isinstance(s.step, ex.Number) and s.step.value < 0
            length = polynomial(s.last) - polynomial(s.first)
            yield length.times(-1) if down else length


def _falls_with(name: str, rounds: Polynomial) -> bool:
    """Is it the other end of the range that is the higher one?"""
    parts = rounds.linear(name)
    return parts is not None and parts[0].value is not None and parts[0].value < 0


def put_sizes(p: Polynomial, sizes: Mapping[str, Polynomial | None]) -> Polynomial | None:
    """The measure of the callee with what a call hands on; None where that is not known."""
    names = sorted(p.names)
    if any(n in sizes and sizes[n] is None for n in names):
        return None
    missing = [n for n in names if n not in sizes]
    if any(not n.strip("|Σ").startswith(("self.", "this.")) for n in missing):
        return None
    if any(n.strip("|Σ").split("[")[0].split(".")[0] + "." in sizes for n in missing):
        return None
    for n in names:
        p = p.put(n, _symbol(f"{n}\0"))
    for n in names:
        value = sizes.get(n, _symbol(n))
        assert value is not None
        p = p.put(f"{n}\0", value)
    return p


def remainder_halved(p: Polynomial) -> Polynomial | None:
    """b/2 for a mod b: two steps of Euclid's algorithm at least halve b. Source: Knuth, TAOCP 2, section 4.5.3."""
    match p.expression():
        case ex.Apply("mod", (ex.Symbol(), ex.Symbol(b))):
            return floor_of(_symbol(b).times(Fraction(1, 2)))
    return None


def attained(p: Polynomial, choices: Choices) -> bool:
    """Can the data make all the choices in it?"""
    return all(
        choices.ranges[name].attained
        and attained(choices.ranges[name].low, choices)
        and attained(choices.ranges[name].high, choices)
        for name in choices.chosen_in(p)
    )


def put_values(p: Polynomial, values: Mapping[str, Polynomial]) -> Polynomial:
    names = sorted(n for n in p.names if n in values)
    for n in names:
        p = p.put(n, _symbol(f"{n}\0"))
    for n in names:
        p = p.put(f"{n}\0", values[n])
    return p


def base_of(name: str) -> str:
    return name.removeprefix("Σ").strip("|").split("[")[0].split(".")[0]


def length_in_words(name: str) -> str:
    """len(xs) for |xs|, len(xs[0]) for |xs[]|."""
    inside = name.strip("|")
    return f"len({inside.replace('[]', '[0]')})"


def _symbol(name: str) -> Polynomial:
    return Polynomial.atom(ex.Symbol(name))


@mutable(slots=False)
class InSizes:
    """A body rewritten from raw sizes into the chosen ones, its calls with their sizes."""

    f: LoweredFunction
    own: ChosenSizes
    all: Mapping[str, ChosenSizes]
    names: Mapping[str, str]
    in_circle: frozenset[str]
    #: how many loops are around
    loops: int = 0
    #: the choices by which two parts of one whole are equally large
    halves: set[str] = field(default_factory=set)

    def body(self) -> tuple[code.Statement, ...]:
        return self.block(self.f.body)

    def block(self, body: tuple[code.Statement, ...]) -> tuple[code.Statement, ...]:
        return tuple(made for s in body for made in self.statements(s))

    def statements(self, s: code.Statement) -> tuple[code.Statement, ...]:
        """The statement; calls that need not be as large stand under a test that may fail."""
        if not isinstance(s, (code.PlainStatement, code.Return)) or not any(self.bounded(c) for c in s.calls):
            return (self.statement(s),)
        apart = tuple(c for c in s.calls if self.bounded(c))
        line = code.PlainStatement(s.source, code.StatedCost("=", ex.ZERO), self.calls(apart))
        guarded = code.If(s.source, (code.Branch(s.source, code.Condition(free=False), (line,)),))
        return (guarded, self.statement(replace(s, calls=tuple(c for c in s.calls if c not in apart))))

    def formula(self, x: Expr) -> Expr:
        p = put_values(polynomial(x), self.own.values)
        if self.f.choices.chosen_in(p):
            p = self.f.choices.bound_above(p) or p
        return p.expression()

    def cost(self, cost: code.StatedCost | None) -> code.StatedCost | None:
        if cost is None:
            return None
        return replace(cost, body=self.formula(cost.body), span=None if cost.span is None else self.formula(cost.span))

    def calls(self, calls: tuple[code.Invocation, ...]) -> tuple[code.Invocation, ...]:
        return tuple(self.call(c) for c in calls)

    def call(self, call: code.Invocation) -> code.Invocation:
        if not call.defined:
            return replace(call, cost=self.cost(call.cost))
        raw = self.raw(call)
        arguments: list[Expr] = []
        if raw.function not in self.all:
            raise Undecided(f"{raw.function}, which is called here, is not told", text=self.f.text, place=raw.place)
        for _, words, p in self.all[raw.function].sizes:
            value = put_sizes(p, raw.sizes)
            settled = None if value is None else self.settled(value, raw.function in self.circle)
            if settled is None:
                raise Undecided(
                    f"how large {words} is in this call of {raw.function.split('.')[-1]} does not follow",
                    text=self.f.text, place=raw.place, hint="say behind the line what the call costs:  # cost: n",
                )  # fmt: skip
            arguments.append(put_values(settled, self.own.values).expression())
        return replace(call, procedure=self.names[raw.function], arguments=(), sizes=tuple(arguments))

    def raw(self, call: code.Invocation) -> RawCall:
        [number] = call.arguments
        assert isinstance(number, ex.Number)
        return self.f.calls[int(number.value)]

    def settled(self, value: Polynomial, own: bool) -> Polynomial | None:
        """The size in the worst case of what the data choose: of a split, the most uneven one.

        Where costs rise faster and faster with the size, T(k) + T(N − k) is largest at an end of the range of k:
        a sum of convex functions is convex. T is: T(n) − T(n − 1) rises with the cost of one level.
        """
        if not own:
            return self.f.choices.highest(value)
        if (halved := remainder_halved(value)) is not None:
            return halved
        for name in [n for n in reversed(self.f.choices.ranges) if n in self.worst]:
            if name in value.names:
                value = value.put(name, self.worst[name])
        return None if self.f.choices.chosen_in(value) else value

    @cached_property
    def circle(self) -> frozenset[str]:
        return frozenset(key for key in self.all if key in self.in_circle)

    @cached_property
    def worst(self) -> dict[str, Polynomial]:
        """Each choice that the sizes of recursive calls stand on, at the end that makes them largest."""
        found: dict[str, Polynomial] = {}
        sizes: list[Polynomial] = []
        for raw in self.f.made:
            if raw.function in self.circle:
                for _, _, p in self.all[raw.function].sizes:
                    value = put_sizes(p, raw.sizes)
                    if value is not None:
                        sizes.append(value)
        choices = self.f.choices
        for name in [n for n in reversed(choices.ranges) if n.startswith("?")]:
            held = [p for p in sizes if name in p.names]
            if not held:
                continue
            range_ = choices.ranges[name]
            signs = {choices.direction(p, name) for p in held}
            if signs == {1}:
                found[name] = range_.high
            elif signs == {-1}:
                found[name] = range_.low
            elif signs == {1, -1}:
                ends = [sorted(str(put_values(p.put(name, end), self.own.values).expression()) for p in held)
                        for end in (range_.low, range_.high)]  # fmt: skip
                if ends[0] == ends[1]:
                    found[name] = range_.high
                    may_be = not self.f.freedom or (range_.attained and range_.every)
                    if self.f.even and may_be and self._are_two(held):
                        found[name] = floor_of((range_.low + range_.high).times(Fraction(1, 2)))
                        self.halves.add(name)
            sizes = [p.put(name, found[name]) if name in found and name in p.names else p for p in sizes]
        return found

    def _are_two(self, parts: list[Polynomial]) -> bool:
        """Are the parts the sizes of two calls?"""
        return len(parts) == 2 and all(len(self.all[key].sizes) == 1 for key in self.circle)

    def bounded(self, call: code.Invocation) -> bool:
        """Is its size, or its object, one that the data need not choose, or may its result be remembered?"""
        if not call.defined:
            return False
        raw = self.raw(call)
        if raw.function not in self.all:
            return False
        remembered = self.loops and self.all[raw.function].remembered and raw.function not in self.in_circle
        if raw.bounded or remembered:
            return True
        values = [put_sizes(p, raw.sizes) for _, _, p in self.all[raw.function].sizes]
        if raw.function in self.circle and any(v is not None and remainder_halved(v) is not None for v in values):
            return True
        found = [v for v in values if v is not None and not attained(v, self.f.choices)]
        halved = self.f.even and not self.loops and bool(self.worst)
        return any(not (halved and self.f.choices.chosen_in(v) <= self.halves) for v in found)

    def condition(self, condition: code.Condition | None) -> code.Condition | None:
        if condition is None:
            return None
        allowed = {name for name, _, _ in self.own.sizes} | self.f.indices
        groups = []
        free = condition.free
        for group in condition.groups:
            tests = []
            for c in group:
                if c != DATA_TEST:
                    c = self._comparison(c)
                    names = ex.symbols(c.left) | ex.symbols(c.right)
                    if not names <= allowed:
                        # a number that is no size is data, unless it is compared with an index
                        alone = len(condition.groups) == len(group) == 1 and not names & self.f.indices
                        free = bool(free) or (alone and not condition.answered and self.f.freedom)
                        c = DATA_TEST
                tests.append(c)
            groups.append(tuple(tests))
        if groups and all(c == DATA_TEST for g in groups for c in g):
            free = bool(free)
        return replace(condition, groups=tuple(groups), free=free)

    def _comparison(self, c: code.RelationTest) -> code.RelationTest:
        left, right = (put_values(polynomial(x), self.own.values) for x in (c.left, c.right))
        low = self.own.values.get("\0low")
        if low is not None:
            left, right = left - right, Polynomial()
        return code.RelationTest(c.op, left.expression(), right.expression())

    def statement(self, s: code.Statement) -> code.Statement:
        match s:
            case code.PlainStatement():
                return replace(s, cost=self.cost(s.cost), calls=self.calls(s.calls))
            case code.Return():
                return replace(s, cost=self.cost(s.cost), calls=self.calls(s.calls))
            case code.ProcedureCall():
                return replace(s, call=self.call(s.call), calls=self.calls(s.calls))
            case code.For():
                first, last = (None if x is None else self.formula(x) for x in (s.first, s.last))
                self.loops += 1
                body = self.block(s.body)
                self.loops -= 1
                return replace(
                    s,
                    first=first,
                    last=last,
                    body=body,
                    count=self.cost(s.count),
                    calls=self.calls(s.calls),
                    ends=tuple(c for c in map(self.condition, s.ends) if c is not None),
                )
            case code.If():
                branches = tuple(
                    replace(b, condition=self.condition(b.condition), body=self.block(b.body)) for b in s.branches
                )
                return replace(s, branches=branches)
            case code.Beside():
                return replace(s, body=self.block(s.body))
        return s


def named_sizes(function: tree.Function) -> dict[str, str]:
    """{"|xs|": "n"} where the body says n = len(xs), and n is set nowhere else."""
    found: dict[str, str] = {}
    times: dict[str, int] = {}
    for node in tree.walk(function):
        for target, value in settings_in(node):
            times[target] = times.get(target, 0) + 1
            match value:
                case tree.CallOf(function=tree.NamedValue(name="len"), arguments=(tree.NamedValue(name=own),)):
                    found.setdefault(f"|{own}|", target)
                case tree.CallOf(
                    function=tree.NamedValue(name="len"),
                    arguments=(tree.Element(container=tree.NamedValue(name=own)),),
                ):
                    found.setdefault(f"|{own}[]|", target)
    # what an argument is kept in until a thread starts has a name that no program has
    once = {length: name for length, name in found.items() if times[name] == 1 and name.isidentifier()}
    return once if len(set(once.values())) == len(once) else {}
