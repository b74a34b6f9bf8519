"""Numbers that one function's bounds are about and that have no formula, in the answer of another that calls it.

T(n) = Θ(r^n), r the positive root of r⁷ = r⁶ + r² + 1, makes S(n) = S(n − 1) + T(n) of the order of r^n too: S's
answer says what r is, and where it has an r of its own T's is called r_T in it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain, count

from recur.asymptotics import Growth
from recur.model import Bounds, Definition, Recurrence, Solution, expressions as ex, letters_of
from recur.model.records import replace
from recur.model.recurrence import callees
from recur.numbers import real

#: of each function its definitions, by the name of the number
Definitions = Mapping[str, Mapping[str, Definition]]


def numbers_of(bounds: Bounds) -> set[str]:
    """The names of the numbers in them that have a definition."""
    return {name for side in (bounds.lower, bounds.upper) if side is not None for name in side.defined_numbers()}


def definitions_of(solution: Solution) -> dict[str, Definition]:
    """What those numbers are, whose names may be met by whoever calls the function."""
    names = numbers_of(solution.bounds)
    return {d.symbol: d for d in solution.where if d.symbol in names}


def met(component: Iterable[Recurrence], definitions: Definitions) -> tuple[Definition, ...]:
    """The definitions behind the bounds of the functions that these call."""
    called = dict.fromkeys(name for r in component for name in callees(r))
    return tuple(dict.fromkeys(d for name in called for d in definitions.get(name, {}).values()))


def clashes(component: Iterable[Recurrence], found: Iterable[Solution], others: Iterable[Definition]) -> set[str]:
    """The names of numbers of other functions that have another meaning too: as a letter, or by a definition."""
    meanings = Counter(d.symbol for d in {*others, *(d for s in found for d in s.where)})
    letters = {name for r in component for name in letters_of(r)}
    return {d.symbol for d in others if meanings[d.symbol] > 1 or d.symbol in letters}


def explained(solution: Solution, others: Iterable[Definition]) -> Solution:
    """The solution with the definitions of the numbers that came from other functions."""
    return replace(solution, where=tuple(dict.fromkeys((*solution.where, *others))))


def renamed(
    function: str, bounds: Bounds, own: Mapping[str, Definition], names: set[str], taken: set[str]
) -> tuple[Bounds, dict[str, Definition]]:
    """The bounds and the definitions of a function with these names written with the function's: r_T for r."""
    new = {name: _beside(f"{name}_{function}", taken) if name in names else name for name in own}
    told = {
        new[name]: replace(d, symbol=new[name], equation=ex.substitute(d.equation, name, ex.Symbol(new[name])))
        for name, d in own.items()
    }

    def sides(growth: Growth | None) -> Growth | None:
        if growth is None:
            return None
        x = growth.formula()
        for name, number in growth.defined_numbers().items():
            if name in names:
                x = ex.substitute(x, name, ex.Defined(new[name], real.under_name(number, new[name])))
        return Growth.of(x, growth.variable)

    return replace(bounds, lower=sides(bounds.lower), upper=sides(bounds.upper)), told


def _beside(name: str, taken: set[str]) -> str:
    return next(x for x in chain((name,), (f"{name}{i}" for i in count(2))) if x not in taken)
