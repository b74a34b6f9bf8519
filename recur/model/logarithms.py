"""What a logarithm without a base means: base 2 in what is typed, as algorithm courses mean it, unless told otherwise.

Inside Θ the base is a constant factor and nothing depends on it. It decides the growth in an exponent, and the value in
a leading constant, an exact form or a table: there the base that was taken is said.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from recur.model import expressions as ex
from recur.model.derivation import Step
from recur.model.errors import InvalidRecurrence
from recur.model.recurrence import Recurrence

_BASES: dict[str, ex.Expr | None] = {"2": ex.TWO, "e": None, "10": ex.number(10)}
READ_AS = {
    "2": "log is read as log₂; ln is the natural one",
    "e": "log is read as ln, the natural logarithm; lg is the one to base 2",
    "10": "log is read as the one to base 10; lg is the one to base 2, ln the natural one",
}
_meant: ContextVar[str] = ContextVar("meant", default="2")


@contextmanager
def log_means(base: str | None) -> Iterator[None]:
    """What is read in the block has this base, "2", "e" or "10", for a log that names none (None: as before)."""
    if base is not None and base not in _BASES:
        raise InvalidRecurrence(f"{base!r} is no base that log can be given", hint='log="2", log="e" or log="10"')
    token = _meant.set(_meant.get() if base is None else base)
    try:
        yield
    finally:
        _meant.reset(token)


def unwritten(argument: ex.Expr) -> ex.Log:
    """log(argument) as it was typed, with the base that is meant."""
    return ex.Log(argument, _BASES[_meant.get()], unwritten=True)


def has_unwritten(x: ex.Expr) -> bool:
    return "unwritten" in ex.typed(x)


def with_bases(x: ex.Expr) -> ex.Expr:
    """The same formula with every base named, for places where the base matters."""
    if not has_unwritten(x):
        return x
    if isinstance(x, ex.Log) and x.unwritten:
        return ex.Log(with_bases(x.argument), ex.Constant("e") if x.base is None else x.base)
    return ex.rebuild(x, with_bases)


def without_bases(x: ex.Expr) -> ex.Expr:
    """The same order of growth, where the base of an unwritten log is a constant factor."""
    if not has_unwritten(x):
        return x
    if isinstance(x, ex.Log) and x.unwritten:
        return ex.Log(without_bases(x.argument))
    return ex.rebuild(x, without_bases)


def natural(x: ex.Expr) -> ex.Expr:
    """Logarithms without a base as natural ones: in T ~ C·g the base matters."""
    if isinstance(x, ex.Log) and x.base is None:
        return ex.Log(natural(x.argument), ex.Constant("e"))
    if ex.Log not in ex.kinds(x):
        return x
    unbased = any(isinstance(y, ex.Log) and y.base is None for y in ex.walk(x))
    return ex.rebuild(x, natural) if unbased else x  # rebuilding would put the 2 of 2 + √2 last


def decides_growth(x: ex.Expr) -> bool:
    """Whether another base of an unwritten log could change the order of growth: not as a factor, nor inside a log.

    >>> from recur.parsing import parse_formula
    >>> [decides_growth(parse_formula(text)) for text in ("n log n + n", "n^(log 7)", "7^log n", "log log n")]
    [False, True, True, False]
    """
    if not has_unwritten(x) or not ex.symbols(x):
        return False
    match x:
        case ex.Log(argument, _, True):
            return decides_growth(argument)
        case ex.Add(terms):
            logs = [node for node in ex.walk(x) if isinstance(node, ex.Log)]
            mixed = any(not log.unwritten for log in logs)  # log n − ln n is 0 for one base only
            return mixed or any(map(decides_growth, terms))
        case ex.Mul(factors):
            return any(map(decides_growth, factors))
        case ex.Power(base, exponent):
            return (has_unwritten(exponent) and _degree(exponent) != 0) or decides_growth(base)
        case ex.Apply("floor" | "ceiling" | "max" | "min" | "abs", arguments):
            return any(map(decides_growth, arguments))
        case ex.Range("sum" | "max" | "min", _, low, high, body):
            return has_unwritten(low) or has_unwritten(high) or decides_growth(body)
        case ex.Asymptotic(_, body):
            return decides_growth(body)
    return True


def _degree(x: ex.Expr) -> int | None:
    """k where another base multiplies x by c^k: 0 for log 3/log 2, 1 for 2 log n; None where it is no such factor."""
    if not has_unwritten(x):
        return 0
    match x:
        case ex.Log(argument, _, True):
            return None if has_unwritten(argument) else 1
        case ex.Mul(factors):
            degrees = [_degree(factor) for factor in factors]
            return sum(d for d in degrees if d is not None) if None not in degrees else None
        case ex.Power(base, ex.Number(k)) if k.denominator == 1:
            inner = _degree(base)
            return None if inner is None else inner * int(k)
    return None


def decides_growth_of(recurrence: Recurrence) -> bool:
    """Whether the order of growth of the solution could depend on the base of an unwritten log."""
    calls = recurrence.subcalls
    if any(has_unwritten(call.coefficient) for call in calls) or any(map(has_unwritten, recurrence.nonlinear)):
        return True
    if any(has_unwritten(call.argument) for call in calls) and not _is_one_plain_call(recurrence):
        return True
    return decides_growth(recurrence.driving)


def _is_one_plain_call(recurrence: Recurrence) -> bool:
    """T(n − log n) + 1: how often the size shrinks depends on the base by a factor only."""
    calls = recurrence.subcalls
    return len(calls) == 1 and calls[0].coefficient == ex.number(1) and not decides_growth(calls[0].argument)


def formulas_of(recurrence: Recurrence) -> Iterator[ex.Expr]:
    """What was typed of it: the right-hand side and the first values."""
    yield recurrence.right
    for condition in recurrence.initial:
        yield condition.value


def remark_on(formulas: Iterable[ex.Expr]) -> Step | None:
    """The note on the base of the first unwritten log in them; None where every log has its base."""
    for x in formulas:
        for node in ex.walk(x) if has_unwritten(x) else ():
            if isinstance(node, ex.Log) and node.unwritten:
                return _said(node.base)
    return None


def _said(base: ex.Expr | None) -> Step:
    return Step(f"{READ_AS[next(name for name, known in _BASES.items() if known == base)]}.")
