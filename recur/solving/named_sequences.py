"""What is said of recurrences that are known by a name, or for being out of reach, where no method solves them."""

from recur.model import Recurrence, Step, expressions as ex, step


def is_nested(r: Recurrence) -> bool:
    """Whether a value of the function stands in the size of a call."""
    return any(
        isinstance(x, ex.Call) and x.function == r.function and any(map(ex.has_call, x.arguments))
        for x in ex.walk(r.right)
    )


def named_sequence(r: Recurrence) -> Step | None:
    """One sentence on a nested recurrence or a tower of powers; None of any other."""
    if is_nested(r):
        return _nested(r)
    match r.right:
        case ex.Power(ex.Number(base), ex.Call()) if base >= 2:
            return step(
                "{t} is a tower of powers, an iterated exponentiation (tetration): it outgrows every growth that has a "
                "formula here, and its inverse grows like log*",
                t=r.left,
            )
    if any(_raises(x) and (x == r.right or not _falls(x)) for x in ex.walk(r.right)):
        return step(
            "{t} is an iterated exponentiation (tetration): whether it becomes a tower of powers or tends to a limit "
            "depends on its base and its first value, and no method here tells",
            t=r.left,
        )
    return None


def _raises(x: ex.Expr) -> bool:
    return isinstance(x, ex.Power) and ex.has_call(x.exponent)


def _falls(x: ex.Expr) -> bool:
    """Whether the exponent may fall with the values: T(n − 1)·e^(1 − T(n − 1)) is no tower of powers."""
    return any(isinstance(part, ex.Number) and part.value < 0 for part in ex.walk(x.children[1]))


def _nested(r: Recurrence) -> Step:
    n = ex.Symbol(r.variable)

    def value(less: int) -> ex.Expr:
        return ex.Call(r.function, (ex.add(n, ex.number(-less)),))

    hofstadter = {ex.Call(r.function, (ex.subtract(n, value(k)),)) for k in (1, 2)}
    if isinstance(r.right, ex.Add) and set(r.right.terms) == hofstadter:
        return step("{t} is Hofstadter's Q: it is not even known whether its sizes stay positive for ever", t=r.left)
    inside = next(
        x
        for x in ex.walk(r.right)
        if isinstance(x, ex.Call) and x.function == r.function and any(map(ex.has_call, x.arguments))
    )
    return step(
        "the size of {x} is a value itself: such a nested recurrence needs a proof of its own, and none is known here",
        x=inside,
    )
