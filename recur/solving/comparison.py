"""Which of two functions grows faster, and why: the sign of the fastest term of log f − log g."""

from enum import StrEnum

from recur.asymptotics import Growth, monomials, multiple
from recur.model import Expr, InvalidRecurrence, Step, Undecided, expressions as ex, limits, step
from recur.model.logarithms import decides_growth, remark_on
from recur.model.records import frozen
from recur.numbers import real


class Order(StrEnum):
    """How f grows beside g."""

    SLOWER = "slower"
    SAME = "same"
    FASTER = "faster"
    UNDECIDED = "undecided"


@frozen
class Comparison:
    """f and g as read, the order of f beside g, and the reason."""

    f: Expr
    g: Expr
    variable: str
    order: Order
    reason: Step
    remarks: tuple[Step, ...] = ()


def compare(
    f: str | Expr, g: str | Expr, timeout: float | None = limits.DEFAULT_SECONDS, log: str | None = None
) -> Comparison:
    """The growth of f beside that of g as the variable tends to infinity.

    >>> compare("n^(log n)", "2^(sqrt n)").order
    <Order.SLOWER: 'slower'>
    """
    with limits.time_limit(timeout):
        left, right = (_read(x, log) if isinstance(x, str) else x for x in (f, g))
        variable = _variable(left, right)
        try:
            order, reason = _decide(left, right, variable)
        except Undecided as doubt:
            order, reason = Order.UNDECIDED, Step(f"Not decided: {doubt.message}.")
        said = remark_on(x for x in (left, right) if decides_growth(x))
        return Comparison(left, right, variable, order, reason, () if said is None else (said,))


def _read(text: str, log_base: str | None) -> Expr:
    from recur.parsing import parse_formula

    x = parse_formula(text, log=log_base)
    # Θ(n log n) beside n²: the classes are compared by their bodies.
    if isinstance(x, ex.Asymptotic):
        x = x.body
    if ex.has_call(x) or any(isinstance(node, ex.Asymptotic) for node in ex.walk(x)):
        raise InvalidRecurrence("only explicit functions can be compared, not recurrences", text=text)
    return x


def _variable(f: Expr, g: Expr) -> str:
    """n where it occurs; otherwise the one symbol there is."""
    names = ex.symbols(f) | ex.symbols(g)
    if "n" in names or not names:
        return "n"
    if len(names) > 1:
        listed = ", ".join(sorted(names))
        raise InvalidRecurrence(f"the variable is not clear: {listed}", hint="call the variable n")
    return next(iter(names))


def _decide(f: Expr, g: Expr, variable: str) -> tuple[Order, Step]:
    a, b = Growth.of(f, variable), Growth.of(g, variable)
    if a.is_zero or b.is_zero:
        if a == b:
            return Order.SAME, Step("Both are 0.")
        order = Order.SLOWER if a.is_zero else Order.FASTER
        return order, Step(f"The {'first' if a.is_zero else 'second'} function is 0, the other is not.")
    lead = monomials.leading_difference(a.point, b.point)
    logs = ex.subtract(ex.log(f), ex.log(g))
    if lead is None:
        return Order.SAME, step(
            "{difference} stays bounded: both are {growth}.",
            difference=logs,
            growth=ex.Asymptotic("Θ", a.expression()),
        )
    m, c = lead
    rises = real.sign(c) > 0
    term = multiple(c, m, variable)
    return (Order.FASTER if rises else Order.SLOWER), step(
        "{difference} behaves like {term}, which tends to " + ("+∞" if rises else "−∞") + ".",
        difference=logs,
        term=term,
    )
