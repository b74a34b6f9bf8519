"""Costs as a lecture writes them: 8·M₁(n/2) + A₁(n) + Θ(1) for what is exactly 8·M₁(⌊n/2⌋) + A₁(n) + 3."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import lcm
from typing import Any, Generic, TypeVar, overload

from recur.asymptotics import Growth
from recur.asymptotics.several_sizes import JointGrowth
from recur.forkjoin.costs.costs import Cost
from recur.forkjoin.costs.growths import Scale
from recur.forkjoin.costs.joint_growths import JointScale
from recur.forkjoin.costs.normal_forms import polynomial_raw
from recur.forkjoin.costs.polynomials import Monomial, Polynomial
from recur.model import Expr, Undecided, expressions as ex
from recur.model.records import frozen

G = TypeVar("G", Growth, JointGrowth)


@frozen
class Split(Generic[G]):
    """One form of a cost: the terms with calls that stay, and the rest with its growth from below and above."""

    calls: Polynomial
    rest: Polynomial
    lower: G | None
    upper: G | None

    def asymptotic(self) -> Expr:
        """Θ of the rest; O where only that is known; the rest as it is where nothing is; 0 where there is none."""
        if not self.rest.terms:
            return ex.Number(Polynomial().constant_term)
        if self.lower is not None and self.lower == self.upper:
            return ex.Asymptotic("Θ", self.lower.expression())
        if self.upper is not None:
            return ex.Asymptotic("O", self.upper.expression())
        return self.rest.expression()


@overload
def split_form(form: Polynomial, keeps: Callable[[str], bool], scale: Scale) -> Split[Growth]: ...
@overload
def split_form(form: Polynomial, keeps: Callable[[str], bool], scale: JointScale) -> Split[JointGrowth]: ...
@overload
def split_form(form: Polynomial, keeps: Callable[[str], bool], scale: Scale | JointScale) -> Split[Any]: ...
def split_form(form: Polynomial, keeps: Callable[[str], bool], scale: Scale | JointScale) -> Split[Any]:
    """Apart: what calls a function that is kept, and everything else."""
    calls: list[tuple[Monomial, Fraction]] = []
    rest: list[tuple[Monomial, Fraction]] = []
    for m, c in form.terms:
        kept = any(isinstance(x, ex.Call) and keeps(x.function) for atom, _ in m for x in ex.walk(atom))
        (calls if kept else rest).append((m, c))
    others = Polynomial(tuple(rest))
    bounds = scale.bounds(others)
    return Split(Polynomial(tuple(calls)), others, bounds.lower, bounds.upper)


def shown(cost: Cost, scale: Scale | JointScale, rounded: bool, own: str = "") -> Expr:
    """The cost with Θ(…) for all but its calls, those of the function `own` first.

    ⌊n/2⌋ is written n/2 unless the program writes its roundings.
    """
    plain = [_always_running(form) for form in cost.forms]
    forms = [_ordered(f, own) for f in (plain if rounded else dict.fromkeys(map(unrounded, plain)))]
    return recursive_form([split_form(form, lambda _: True, scale) for form in forms])


def _always_running(form: Polynomial) -> Polynomial:
    """Without the factors min(m, 1) of loops that do not run at the smallest sizes."""
    found = Polynomial()
    for m, c in form.terms:
        factors = Polynomial.constant(c)
        for atom, e in m:
            x = _without_ends(atom)
            factors = factors * _power(x, e)
        found = found + factors
    return found


def _power(x: Expr, e: int) -> Polynomial:
    return Polynomial.constant(1) if x == ex.Number(Fraction(1)) else Polynomial(((frozenset({(x, e)}), Fraction(1)),))


def _without_ends(x: Expr) -> Expr:
    match x:
        case ex.Apply("min", (_, ex.Number(value))) if value == 1:
            return ex.Number(value)
        case ex.Range(op, index, low, ex.Apply("max", (first, last)), body) if first == low:
            return ex.Range(op, index, low, last, body)
    return x


def _ordered(form: Polynomial, own: str) -> Polynomial:
    """Calls of `own` before those of other functions."""

    def foreign(term: tuple[Monomial, Fraction]) -> bool:
        return not any(isinstance(x, ex.Call) and x.function == own for atom, _ in term[0] for x in ex.walk(atom))

    return Polynomial(tuple(sorted(form.terms, key=foreign)))


def recursive_form(parts: Sequence[Split[Any]]) -> Expr:
    """max over the parts of calls + Θ(rest): what all share stands outside, what cannot decide is left out."""
    kept = [p for i, p in enumerate(parts) if not any(_hides(q, p, j < i) for j, q in enumerate(parts) if j != i)]
    shared = Cost(tuple(p.calls for p in kept)).shared() if len(kept) > 1 else Polynomial()
    rests = list(dict.fromkeys(p.asymptotic() for p in kept))
    if len(kept) == 1:
        return _sum([kept[0].calls.expression(), rests[0]])
    if len(rests) == 1:
        branches = dict.fromkeys((p.calls - shared).expression() for p in kept)
        return _sum([ex.Apply("max", tuple(branches)), shared.expression(), rests[0]])
    whole = dict.fromkeys(_sum([p.calls.expression(), p.asymptotic()]) for p in kept)
    return ex.Apply("max", tuple(whole))


def _hides(one: Split[Any], other: Split[Any], earlier: bool) -> bool:
    """Is `one` never of smaller growth than `other`? Of two alike the earlier one stays."""
    return _covers(one, other) and (earlier or not _covers(other, one))


def _covers(one: Split[Any], other: Split[Any]) -> bool:
    if any(c < 0 for _, c in (one.calls - other.calls).terms):
        return False
    if not other.rest.terms:
        return True
    if one.lower is None or other.upper is None:
        return False
    try:
        return not one.lower < other.upper
    except Undecided:
        return False


def _sum(terms: Iterable[Expr]) -> Expr:
    return ex.add(*(t for t in terms if not (isinstance(t, ex.Number) and not t.value)))


def unrounded(form: Polynomial) -> Polynomial:
    """Calls at n/2 for those at ⌊n/2⌋ and ⌈n/2⌉; calls that become equal are added."""
    found = Polynomial()
    for m, c in form.terms:
        factors = frozenset((_unrounded_calls(atom), e) for atom, e in m)
        found = found + Polynomial(((factors, c),))
    return found


def _unrounded_calls(x: Expr) -> Expr:
    if isinstance(x, ex.Call):
        return ex.Call(x.function, tuple(_over_one_bar(polynomial_raw(_without_rounding(a))) for a in x.arguments))
    return ex.rebuild(x, _unrounded_calls) if x.children else x


def _over_one_bar(size: Polynomial) -> Expr:
    """n/2 − 1/2 as (n − 1)/2."""
    if size.constant_term.denominator == 1:
        return size.expression()
    bar = lcm(*(c.denominator for _, c in size.terms))
    return ex.divide((size * Polynomial.constant(bar)).expression(), ex.number(bar))


def _without_rounding(x: Expr) -> Expr:
    match x:
        case ex.Apply("floor" | "ceiling", (inner,)):
            return _without_rounding(inner)
        # ⌈n/2⌉ − 1 is how ⌊(n − 1)/2⌋ is kept: without its rounding it is (n − 1)/2
        case ex.Add((ex.Apply("ceiling", (inner,)), ex.Number(less))) if less < 0:
            steps = [c.denominator for _, c in polynomial_raw(inner).terms]
            return ex.add(_without_rounding(inner), ex.number(less + 1 - Fraction(1, lcm(*steps))))
    return ex.rebuild(x, _without_rounding) if x.children else x
