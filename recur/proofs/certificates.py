"""A proved side as a certificate: all that `checker` needs, and nothing that it would have to believe."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

from recur.asymptotics import Monomial, real_number
from recur.evaluation.equation import OUTSIDE
from recur.evaluation.evaluator import Evaluator
from recur.model import Expr, RecurError, Undecided, expressions as ex
from recur.model.records import mutable
from recur.numbers import Real, real
from recur.proofs import checker
from recur.proofs.enclosures import Factor, least, most, without_factorial
from recur.proofs.positive_forms import CallAtSize, PositiveForm
from recur.proofs.proof import ClaimedSide, Proof, ProvedSide

SCHEMA = 2
Certificate = dict[str, Any]
#: a formula as the checker reads it: a rational number, "n", "x", or a list that begins with the name of an operation
Tree: TypeAlias = "str | list[Any]"

_LATER = (1, 2, 4, 8, 16)  # times the size from which the proof has its step: the checker's series are shorter
_BITS = 150
_WIDER = 1 << 140
_MOST_ROOT = 6
_SHOWN = 3  # base values in a statement
_DIGITS = 8


def certificates(proof: Proof) -> list[Certificate]:
    """One for each proved side; raises `Undecided` where a side has none."""
    return [_certificate(proof, side) for side in (proof.upper, proof.lower) if side is not None]


def checked_statement(certificate: Certificate) -> str:
    """What the checker has checked, read off the formulas that it reads and not off the words beside them."""
    base = certificate["base"]

    def formula(tree: Tree) -> Expr:
        if isinstance(tree, str):
            return ex.Symbol(tree) if tree in ("n", "x") else ex.number(Fraction(tree))
        parts = [formula(part) for part in tree[1:]]
        match tree[0]:
            case "+":
                return ex.add(*parts)
            case "*":
                return ex.mul(*parts)
            case "^":
                return ex.power(*parts)
            case "log" | "ln":
                return ex.Log(parts[0], None if tree[0] == "ln" or base is None else ex.number(Fraction(base)))
        return ex.Apply("factorial" if tree[0] == "!" else tree[0], (parts[0],))

    def at(size: Expr) -> Expr:
        return ex.Call("T", (size,))

    calls = [ex.mul(formula(row["coefficient"]), at(formula(row["size"]))) for row in certificate["calls"]]
    right = ex.add(*calls, formula(certificate["driving"]))
    bound = ex.add(*map(formula, certificate["bound"]))
    known = [str(ex.Relation("=", at(ex.number(row["n"])), formula(row["value"]))) for row in certificate["initial"]]
    listed = known if len(known) <= _SHOWN else [*known[:_SHOWN], "…"]
    claimed = ex.Relation("<=" if certificate["side"] == "upper" else ">=", at(ex.Symbol("n")), bound)
    recurrence = ex.Relation("=", at(ex.Symbol("n")), right)
    if certificate["x"]:
        x = Fraction(certificate["x"][0])
        whole, digits = divmod(int(abs(x) * 10**_DIGITS), 10**_DIGITS)
        listed.append(f"x = {'-' if x < 0 else ''}{whole}.{digits:0{_DIGITS}}…")
    return f"{claimed} for every n from {certificate['from']} on, where {', '.join((str(recurrence), *listed))}"


def _certificate(proof: Proof, side: ClaimedSide) -> Certificate:
    if side.lemmas:
        raise Undecided("a certificate is of one function, and this proof has a lemma on another")
    assert proof.form is not None
    trees, found = _Trees(proof.form, side.proved), side.proved
    written = {
        "certificate": SCHEMA,
        "recurrence": str(ex.Relation("=", proof.recurrence.left, proof.recurrence.right)),
        "side": "upper" if found.upper else "lower",
        "bound": [trees.term(m, c) for m, c in found.terms.items()],
        "from": found.first,
        "step_from": max(found.step_from, 2),
        "rising": found.rising and any(call.size.low != call.size.high for call in proof.form.calls),
        "x": trees.ends,
        "base": None if proof.form.log.base is None else str(proof.form.log.base),
        "calls": [trees.call(call) for call in proof.form.calls],
        "driving": trees.formula(proof.form.driving),
        "initial": list(_initial(proof, proof.form.valid_from)),
    }
    why: checker.NotProved | None = None
    for later in _LATER:
        tried = {**written, "step_from": max(found.step_from, 2) * later}
        sealed = {**tried, "seal": checker.seal(tried)}
        try:
            checker.check_text(json.dumps(sealed))
        except checker.NotProved as refused:
            why = why or refused
        else:
            return sealed
    raise Undecided(f"the proof has no certificate that its checker follows: {why}")


def _initial(proof: Proof, valid_from: int) -> Iterable[dict[str, Any]]:
    """The base values: those that are stated, those that are assumed, those below where the equation is used."""
    r = proof.recurrence
    values = Evaluator(proof.system)
    stated = [c for c in r.initial if c.function == r.function]
    start = values.start if values.start is not None else max((c.high for c in stated), default=-1) + 1
    lowest = min((c.high if c.low is None else c.low for c in stated), default=0)
    for n in range(max(lowest, 0), max(start, valid_from)):
        try:
            value = values.number(r.function, n)
        except (RecurError, *OUTSIDE):
            continue
        if not isinstance(value, int | Fraction):
            raise Undecided("a base value is no rational number")
        yield {"n": n, "value": str(Fraction(value))}


@mutable(slots=False)
class _Trees:
    """Formulas as trees; "x" is the one number among them that the calls define."""

    form: PositiveForm
    side: ProvedSide

    @cached_property
    def unknown(self) -> tuple[Real, Real] | None:
        """p with Σ aᵢ rᵢ^p = 1 as (p, p), the base g of the largest gⁿ as (g, ln g), where it is irrational."""
        if all(call.size.steps for call in self.form.calls):
            rates = [c for m in self.side.terms for _, c in without_factorial(m)[0].exponential]
            irrational = [c for c in rates if _root_of_rational(real.exponential(c)) is None]
            return (real.exponential(irrational[0]), irrational[0]) if irrational else None
        critical = self.form.critical
        p = real.ZERO if critical is None else dict(critical.powers).get(0, real.ZERO)
        return None if isinstance(p, Fraction) else (p, p)

    @property
    def ends(self) -> list[str] | None:
        if self.unknown is None:
            return None
        low, high = real.enclose(self.unknown[0], _BITS)
        return [
            str(Fraction(math.floor(low * _WIDER) - 1, _WIDER)),
            str(Fraction(math.ceil(high * _WIDER) + 1, _WIDER)),
        ]

    def term(self, m: Monomial, c: Factor) -> Tree:
        """A coefficient that lies between two ends is written as the end that claims more."""
        parts: list[Tree] = [str(least(c) if self.side.upper else most(c))]
        m, delta = without_factorial(m)
        if delta != 0:
            parts += self.power(["!", "n"], delta)
        for inner, rate in m.exponential:
            if inner != _SIZE:
                raise Undecided("a certificate has no exponential of another function than n")
            parts += self._exponential(real.exponential(rate), "n", rate)
        held: tuple[Tree, ...] = ("n", ["log", "n"], ["log", ["log", "n"]])
        for k, e in m.powers:
            parts += self.power(held[k], e)
        return ["*", *parts] if len(parts) > 1 else parts[0]

    def power(self, base: Tree, e: Real, written: Expr | None = None) -> list[Tree]:
        """n^(p + q) as n^p n^q, so that only p has a name."""
        if self.unknown is not None and self.unknown[0] is self.unknown[1]:
            rest = e - self.unknown[0]
            if isinstance(rest, Fraction):
                return [["^", base, "x"], *([["^", base, str(rest)]] if rest else [])]
        if isinstance(e, Fraction):
            return [["^", base, str(e)] if e != 1 else base]
        if written is None:
            raise Undecided("an exponent of the bound has no place in a certificate")
        return [["^", base, self.formula(written)]]

    def _exponential(self, base: Real, exponent: Tree, rate: Real) -> list[Tree]:
        """b^exponent by the primes of b."""
        found = _root_of_rational(base)
        if found is not None:
            g, k = found
            return [["^", str(prime), ["*", str(Fraction(e, k)), exponent]] for prime, e in real.prime_powers(g)]
        if self.unknown is not None:
            share = rate / self.unknown[1]
            if isinstance(share, Fraction) and self.unknown[0] is not self.unknown[1]:
                return [["^", "x", ["*", str(share), exponent]]]
        raise Undecided("the base of an exponential has no place in a certificate")

    def call(self, call: CallAtSize) -> dict[str, Any]:
        size = self.formula(call.argument)
        return {
            "coefficient": self.formula(call.coefficient),
            "size": size if _is_whole(call.argument, self.form.variable) else ["floor", size],
        }

    def formula(self, x: Expr) -> Tree:
        """A formula of the text, with the bases of its logarithms."""
        n = self.form.variable
        match x:
            case ex.Number(value) if isinstance(value, Fraction):
                return str(value)
            case ex.Symbol(name) if name == n:
                return "n"
            case ex.Add(terms):
                return ["+", *map(self.formula, terms)]
            case ex.Mul(factors):
                return ["*", *map(self.formula, factors)]
            case ex.Power(base, exponent) if n in ex.symbols(exponent) and n not in ex.symbols(base):
                b = real_number(base)
                return ["*", "1", *self._exponential(b, self.formula(exponent), real.ln(b))]
            case ex.Power(base, exponent) if n not in ex.symbols(exponent):
                return ["*", "1", *self.power(self.formula(base), real_number(exponent), exponent)]
            case ex.Log(argument, base):
                return self._logarithm(argument, base)
            case ex.Apply(("floor" | "ceiling") as name, (inner,)):
                return [name, self.formula(inner)]
            case ex.Apply("factorial", (inner,)):
                return ["!", self.formula(inner)]
        raise Undecided("a part of the recurrence has no place in a certificate")

    def _logarithm(self, argument: Expr, base: Expr | None) -> Tree:
        own = self.form.log.base
        if (base is None and own is None) or (base is not None and real_number(base) == own):
            return ["log", self.formula(argument)]
        natural = ["ln", self.formula(argument)]
        return natural if base is None else ["*", natural, ["^", ["ln", self.formula(base)], "-1"]]


_SIZE = Monomial(((0, Fraction(1)),))


def _root_of_rational(b: Real) -> tuple[Fraction, int] | None:
    """(g, k) with b^k = g, a rational number."""
    for k in range(1, _MOST_ROOT + 1):
        g = real.power(b, Fraction(k))
        if isinstance(g, Fraction):
            return g, k
    return None


def _is_whole(x: Expr, variable: str) -> bool:
    match x:
        case ex.Number(value):
            return isinstance(value, Fraction) and value.denominator == 1
        case ex.Symbol(name):
            return name == variable
        case ex.Add(parts) | ex.Mul(parts):
            return all(_is_whole(part, variable) for part in parts)
        case ex.Apply(name, _):
            return name in ("floor", "ceiling")
    return False
