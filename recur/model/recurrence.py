"""A recurrence as a value: normalised once, by the parser, into calls, a driving term and initial conditions.

T(n) = Σ coefficientᵢ · T(argumentᵢ) + driving + Σ nonlinear terms,    T(n) = value for low ≤ n ≤ high.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cached_property
from itertools import chain, count
from math import lcm

from recur.model import expressions as ex
from recur.model.errors import InvalidRecurrence
from recur.model.records import frozen, replace


@frozen
class Subcall:
    """coefficient · function(argument); equal calls have been merged."""

    function: str
    coefficient: ex.Expr
    argument: ex.Expr


@frozen
class InitialCondition:
    """function(n) relation value for low <= n <= high (low None: for every n <= high).

    `value` may hold the variable, or be Asymptotic("Θ", 1).
    """

    function: str
    low: int | None
    high: int
    value: ex.Expr
    relation: str = "="


@frozen
class Claim:
    """What somebody states: kind "Θ", "O", "Ω", "o", "ω", "~", "=", "<=", "<", ">=" or ">", and its body.

    It is about the function it names, or about the formula `left`: the 2n of T(n) ≤ 2n = O(n). `bare`: a formula
    alone, which states Θ without a sign. `start`: it holds for n ≥ start (None: for every n); `large`: for all large n.
    `beside` is all that is stated with it, as it was written: the links of a chain, a second bound. `case` and `values`
    are the reason that is given: case 2 of the master theorem, a = 2. `series`: the body is a generating function in
    this letter, the x of G(x) = 1/(1 − 2x).
    """

    kind: str
    body: ex.Expr
    function: str | None = None
    bare: bool = False
    left: ex.Expr | None = None
    start: int | None = None
    large: bool = False
    beside: tuple[Claim, ...] = ()
    case: str | None = None
    values: tuple[tuple[str, ex.Expr], ...] = ()
    series: str | None = None

    def renamed(self, variable: str, to: str) -> Claim:
        """The same claim with the size called otherwise."""

        def put(x: ex.Expr) -> ex.Expr:
            return ex.substitute(x, variable, ex.Symbol(to))

        left, values = self.left and put(self.left), tuple((name, put(value)) for name, value in self.values)
        beside = tuple(part.renamed(variable, to) for part in self.beside)
        return replace(self, body=put(self.body), left=left, beside=beside, values=values)


@frozen
class Recurrence:
    """One equation. `relation` is "=", "<=" or ">="; `right` is the whole right-hand side for showing.

    `subcalls` are the calls that enter linearly; `driving` is free of calls (0 when absent);
    `nonlinear` are the terms in which calls stand otherwise: inside max, min, Σ, products, powers.
    `restated` are further right-hand sides that the text gives, and that follow from this equation.
    `divisor` is what stood before the function and was divided by: where it is 0, the equation says nothing of the
    function. `turned` is the larger call that T(n) = T(2n) + 1 was solved for, where the text gives T(n) through it.
    `others` are the further sizes of T(m, n), beside the variable. The text gives the equation from `first` on; None
    where it says nothing.
    """

    function: str
    variable: str
    relation: str
    right: ex.Expr
    subcalls: tuple[Subcall, ...]
    driving: ex.Expr
    nonlinear: tuple[ex.Expr, ...] = ()
    initial: tuple[InitialCondition, ...] = ()
    claim: Claim | None = None
    restated: tuple[ex.Expr, ...] = ()
    divisor: ex.Expr = ex.ONE
    turned: ex.Call | None = None
    others: tuple[str, ...] = ()
    first: int | None = None

    @property
    def used_from(self) -> int | None:
        """The size behind the stated values, where the text gives the equation for larger ones alone."""
        stated = [c.high for c in self.initial if c.function == self.function]
        if self.first is None or not stated or self.first <= max(stated) + 1:
            return None
        return max(stated) + 1

    @property
    def stated_sizes(self) -> ex.Relation:
        """The sizes for which the text gives the equation, where it says so: n ≥ 11."""
        assert self.first is not None
        return ex.Relation(">=", ex.Symbol(self.variable), ex.number(self.first))

    @property
    def left(self) -> ex.Call:
        return ex.Call(self.function, tuple(map(ex.Symbol, (self.variable, *self.others))))


@frozen(slots=False)
class System:
    """Recurrences that were given together, in the order written; `powers_of` 2 where the text says so of the sizes.

    `facts` is what the text says besides: of a letter (c > 0), of sizes for which an equation holds (n > 1).
    """

    recurrences: tuple[Recurrence, ...]
    text: str = ""
    powers_of: int | None = None
    facts: tuple[ex.Relation, ...] = ()

    def named(self, function: str) -> Recurrence:
        for recurrence in self.recurrences:
            if recurrence.function == function:
                return recurrence
        raise InvalidRecurrence(f"{function} is not defined", hint=f"try {', '.join(self.functions)}")

    @cached_property
    def functions(self) -> tuple[str, ...]:
        return tuple(recurrence.function for recurrence in self.recurrences)

    @cached_property
    def asked(self) -> Recurrence:
        """The one that stands on the others: an answer without a name speaks of it; of several, the last one."""
        return components(self)[-1][-1]

    @cached_property
    def letters(self) -> frozenset[str]:
        """The unknown constants of all equations and their base cases."""
        return frozenset(letter for r in self.recurrences for letter in letters_of(r))

    def claimed(self, claim: Claim | None) -> Recurrence:
        """The one that a claim is about; a name of one's own is for the one that is asked for."""
        named = None if claim is None else claim.function
        return self.asked if named is None or named not in self.functions else self.named(named)

    @property
    def stated(self) -> Claim | None:
        """The claim that the text itself makes: the O(n^2) of T(n) = 2T(n/2) + n = O(n^2)."""
        claims = [replace(r.claim, function=r.function) for r in self.recurrences if r.claim is not None]
        return claims[-1] if claims else None


def named_value(function: str, size: int) -> str:
    """The letter that stands for T(0) in an answer: T₀."""
    return f"{function}_{size}"


def letters_of(r: Recurrence) -> tuple[str, ...]:
    """The unknown constants of the equation and of its base cases."""
    found = ex.symbols(r.right)
    for c in r.initial:
        if c.function == r.function and (more := ex.symbols(c.value)):
            found |= more
    return () if len(found) == 1 and r.variable in found else tuple(sorted(found - {r.variable}))


def names_of(r: Recurrence) -> frozenset[str]:
    """Every name that means something in it: its function, its variable, its letters."""
    return frozenset({r.function, r.variable, *letters_of(r)})


def unused_name(r: Recurrence, letters: str, besides: Iterable[str] = ()) -> str:
    """The first of the letters that means nothing in it, nor is one of those besides; else k_1, k_2, … for "kji"."""
    taken = names_of(r).union(besides)
    return next(name for name in chain(letters, (f"{letters[0]}_{i}" for i in count(1))) if name not in taken)


def components(system: System) -> tuple[tuple[Recurrence, ...], ...]:
    """The strongly connected components of the call graph, callees first, otherwise in the order written."""
    if len(system.recurrences) == 1 and set(callees(system.recurrences[0])) <= {system.recurrences[0].function}:
        return (system.recurrences,)
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[tuple[Recurrence, ...]] = []

    def visit(function: str) -> None:
        index[function] = low[function] = len(index)
        stack.append(function)
        for callee in callees(system.named(function)):
            if callee not in system.functions:
                raise InvalidRecurrence(f"the function {callee} is called but not defined")
            if callee not in index:
                visit(callee)
                low[function] = min(low[function], low[callee])
            elif callee in stack:
                low[function] = min(low[function], index[callee])
        if low[function] == index[function]:
            start = stack.index(function)
            members = stack[start:]
            del stack[start:]
            found.append(tuple(r for r in system.recurrences if r.function in members))

    for function in system.functions:
        if function not in index:
            visit(function)
    return tuple(found)


def callees(recurrence: Recurrence) -> tuple[str, ...]:
    """The functions called on the right-hand side, in the order of their first call."""
    linear = [call.function for call in recurrence.subcalls]
    inside = [x.function for term in recurrence.nonlinear for x in ex.walk(term) if isinstance(x, ex.Call)]
    return tuple(dict.fromkeys((*linear, *inside)))


def digit_base(r: Recurrence) -> int | None:
    """The b of an equation that asks for the last digit of n in base b and calls n/b; None for any other."""
    kinds = ex.kinds(r.right)
    if ex.ByRemainder not in kinds and (
        ex.Apply not in kinds or not any(isinstance(x, ex.Apply) and x.name == "mod" for x in ex.walk(r.right))
    ):
        return None
    sizes = [x.arguments[0] for x in ex.walk(r.right) if isinstance(x, ex.Call)]
    base = lcm(*(x.denominator for size in sizes for x in _scales(size)))
    return base if base > 1 else None


def _scales(size: ex.Expr) -> Iterator[Fraction]:
    """The 1/2 of n/2 and of (n − 1)/2, and −1/2."""
    for x in ex.walk(size):
        match x:
            case ex.Number(value):
                yield value
            case ex.Power(ex.Number(value), ex.Number(exponent)) if exponent == -1 and value:
                yield 1 / value
