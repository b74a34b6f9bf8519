"""Base values that are known from one side: O(1), ≤ c. From above they are a constant, from below they may be 0.

Where every call enters with a nonnegative factor, T rises with its base values; so the recurrence with the larger
base bounds T from above and the one with 0 from below. A driving term that outweighs the leaves makes the two agree.
"""

from recur.asymptotics import Growth
from recur.model import Expr, InitialCondition, Recurrence, Step, expressions as ex, step
from recur.model.records import replace
from recur.solving.problem import never_negative


def hidden_bases(r: Recurrence) -> tuple[InitialCondition, ...]:
    """The base cases that may be 0 for all that is said."""
    return tuple([c for c in r.initial if c.function == r.function and _may_vanish(c)])


def _may_vanish(c: InitialCondition) -> bool:
    return c.relation in ("<=", "<") or (isinstance(c.value, ex.Asymptotic) and c.value.kind in ("O", "o"))


def with_hidden_bases(r: Recurrence, zero: bool) -> Recurrence:
    """The recurrence with 0 for the hidden base values, or with Θ(…) for O(…) and an equation for ≤."""
    found = []
    for c in r.initial:
        if c.function == r.function and _may_vanish(c):
            body = ex.Asymptotic("Θ", c.value.body) if isinstance(c.value, ex.Asymptotic) else c.value
            c = replace(c, value=ex.ZERO if zero else body, relation="=")
        found.append(c)
    return replace(r, initial=tuple(found))


def rises_with_its_base(r: Recurrence) -> bool:
    """Whether larger base values can only make T larger."""
    linear = all(never_negative(c.coefficient, r.variable) for c in r.subcalls if c.function == r.function)
    return linear and all(_rises(x, r.variable) for x in r.nonlinear)


def _rises(x: Expr, variable: str) -> bool:
    if not ex.has_call(x):
        return never_negative(x, variable)
    match x:
        case ex.Call():
            return True
        case ex.Add(parts) | ex.Mul(parts) | ex.Apply("min" | "max" | "floor" | "ceiling", parts):
            return all(_rises(part, variable) for part in parts)
        case ex.Range("sum" | "max" | "min", _, _, _, body):
            return _rises(body, variable)
    return False


def usual_base(r: Recurrence, growth: Growth) -> Step:
    """ "Θ(n) if O(1) in T(1) = O(1) is meant as a positive constant." """
    first = hidden_bases(r)[0]
    meant = ex.Asymptotic("Θ", growth.expression())
    if isinstance(first.value, ex.Asymptotic):
        return step("{meant} if {o} in the base case is meant as Θ, a positive constant.", meant=meant, o=first.value)
    return step("{meant} if the bound {b} of the base case is reached.", meant=meant, b=first.value)


def hidden_step(r: Recurrence) -> Step:
    """What the hidden base values leave open from below."""
    first = hidden_bases(r)[0]
    at = ex.number(first.high) if first.low == first.high else ex.Symbol(r.variable)
    shown = ex.Relation(first.relation, ex.Call(r.function, (at,)), first.value)
    return step(
        "This holds from above. Base values of which only {b} is said may be 0, so they prove nothing from below.",
        b=shown,
    )
