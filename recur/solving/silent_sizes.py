"""Where an equation says nothing: the sizes at which the coefficient it was divided by is 0."""

from recur.model import Expr, Recurrence, Step, expressions as ex, step
from recur.numbers.exponential_polynomials import exponential_polynomial
from recur.numbers.polynomials import rational_roots


def silent_sizes(r: Recurrence) -> tuple[int, ...] | None:
    """The sizes without a stated value at which the divisor of a recurrence is 0; None: it is no polynomial.

    (n - 3)T(n) = T(n - 1) says nothing of T(3); at sizes below 1 there is nothing to say.
    """
    if isinstance(r.divisor, ex.Number):
        return ()
    zeros: set[int] = set()
    for factor in r.divisor.factors if isinstance(r.divisor, ex.Mul) else (r.divisor,):
        if isinstance(factor, ex.Power) and factor.exponent == ex.number(-1):
            continue
        terms = exponential_polynomial(factor, r.variable)
        if terms is None or set(terms) != {1}:
            return None
        zeros.update(int(x) for x in rational_roots(terms[next(iter(terms))]) if x.denominator == 1 and x > 0)
    return tuple(sorted(size for size in zeros if not any(_covers(c.low, c.high, size) for c in r.initial)))


def _covers(low: int | None, high: int, size: int) -> bool:
    return (low is None or low <= size) and size <= high


def silence(r: Recurrence) -> tuple[Step, ...]:
    """The assumption that comes with dividing by a coefficient which may be 0, in words; () where it never is."""
    sizes = silent_sizes(r)
    if sizes is None:
        return () if _is_positive(r.divisor) else (_nowhere_zero(r.divisor),)
    return tuple(
        step(
            "The equation leaves {t} open: at {n} = {k} its coefficient {d} is 0.",
            t=ex.Call(r.function, (ex.number(size),)),
            n=ex.Symbol(r.variable),
            k=ex.number(size),
            d=r.divisor,
        )
        for size in sizes
    )


def _nowhere_zero(divisor: Expr) -> Step:
    return step("The equation was divided by {d}: {r}.", d=divisor, r=ex.Relation("!=", divisor, ex.number(0)))


def _is_positive(divisor: Expr) -> bool:
    """Products of numbers, letters and their powers: letters are positive."""
    return all(isinstance(node, ex.Number | ex.Symbol | ex.Mul | ex.Power) for node in ex.walk(divisor))
