"""Which first values would fix the free constants of a general solution, in one line."""

from itertools import count, islice

from recur.model import Solution, Step, expressions as ex, listed


def wish(solution: Solution) -> tuple[Step, ...]:
    """C₁ and C₂ are free: give a(0) and a(1) to fix them. As many values as constants, the least ones not stated.

    A sum over earlier values says itself from which of them its equation holds; functions that call each other say
    whose values their constants are.
    """
    r, domain = solution.recurrence, solution.exact_domain
    if not solution.constants or any(isinstance(x, ex.Range) for y in r.nonlinear for x in ex.walk(y)):
        return ()
    if any(c.function != r.function for c in r.subcalls):
        return ()
    stated = [c for c in r.initial if c.function == r.function]
    asked = (
        n
        for n in (count() if domain is None else map(int, domain.sizes()))
        if not any(n <= c.high and (c.low is None or c.low <= n) for c in stated)
    )
    fixed = {f"c{i}": ex.Symbol(name) for i, name in enumerate(solution.constants)}
    given = {f"t{n}": ex.Call(r.function, (ex.number(n),)) for n in islice(asked, len(fixed))}
    names = [listed([f"{{{name}}}" for name in group]) for group in (fixed, given)]
    are, them = ("are", "them") if len(fixed) > 1 else ("is", "it")
    return (Step(f"{names[0]} {are} free: give {names[1]} to fix {them}.", tuple({**fixed, **given}.items())),)
