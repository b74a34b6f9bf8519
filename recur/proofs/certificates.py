"""A proved side as a certificate: all that `checker` needs, and nothing that it would have to believe.

Not every proof has one: the terms must be c·gⁿ·n^(q + rp)·(log_b n)^j with rational g, q, r and one p = log x/log y.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from recur.asymptotics import Monomial
from recur.evaluation.evaluator import Evaluator
from recur.model import Undecided, expressions as ex
from recur.numbers import Real, real
from recur.proofs import checker
from recur.proofs.enclosures import Factor
from recur.proofs.positive_forms import CallAtSize
from recur.proofs.proof import ClaimedSide, Proof

SCHEMA = 1
Certificate = dict[str, Any]


def certificates(proof: Proof) -> list[Certificate]:
    """One for each proved side; raises `Undecided` where a side has none."""
    return [_Writer(proof).certificate(side) for side in (proof.upper, proof.lower) if side is not None]


@dataclass
class _Writer:
    proof: Proof

    def certificate(self, side: ClaimedSide) -> Certificate:
        proof, found = self.proof, side.proved
        assert proof.form is not None
        form = proof.form
        if side.lemmas:
            raise Undecided("a certificate is of one function, and this proof has a lemma on another")
        if proof.letters:
            raise Undecided("a certificate has no letters: give them values")
        self.p = self._irrational()
        base = form.log.base
        if not found.rising and any(call.size.low != call.size.high for call in form.calls):
            raise Undecided("the bound need not rise where its calls are rounded")
        if any(m.exponential for m in found.terms) and any(call.size.ratio != 1 for call in form.calls):
            raise Undecided("an exponential is taken at a fraction of the size")
        driving = form.driven(max(8, found.first)).terms
        written = {
            "certificate": SCHEMA,
            "recurrence": str(ex.Relation("=", proof.recurrence.left, proof.recurrence.right)),
            "side": "upper" if found.upper else "lower",
            "bound": self._rows(found.terms.items()),
            "from": found.first,
            "step_from": found.step_from,
            "p": None if self.p is None else [str(self.p[0]), str(self.p[1])],
            "base": None if base is None else str(base),
            "calls": [_call(call) for call in form.calls],
            "driving": self._rows(driving.items()),
            "initial": list(self._initial(form.valid_from)),
        }
        sealed = {**written, "seal": checker.seal(written)}
        try:
            checker.check(sealed)
        except checker.NotProved as why:
            raise Undecided(f"the proof has no certificate that its checker follows: {why}") from None
        return sealed

    def _irrational(self) -> tuple[Fraction, Fraction] | None:
        """x and y of the p = log x/log y with Σ aᵢ rᵢ^p = 1, where all sizes are n/y."""
        assert self.proof.form is not None
        calls = self.proof.form.calls
        ratios = {call.size.ratio for call in calls}
        weights = [call.weight for call in calls]
        if len(ratios) != 1 or ratios == {Fraction(1)} or not all(isinstance(w, Fraction) for w in weights):
            return None
        total = sum((w for w in weights if isinstance(w, Fraction)), Fraction(0))
        y = 1 / ratios.pop()
        p = real.log_ratio(total, y)
        return None if isinstance(p, Fraction) else (total, y)

    def _rows(self, terms: Iterable[tuple[Monomial, Factor]]) -> list[dict[str, Any]]:
        return [self._row(m, c) for m, c in terms]

    def _row(self, m: Monomial, c: Factor) -> dict[str, Any]:
        powers = dict(m.powers)
        alpha, j = powers.pop(0, real.ZERO), powers.pop(1, real.ZERO)
        if powers or not isinstance(j, Fraction) or not isinstance(c, Fraction) or j not in range(13):
            raise Undecided("a certificate is written of powers of n and whole powers of log n with rational factors")
        q, r = self._parts(alpha)
        return {"c": str(c), "g": str(_base_of(m)), "q": str(q), "r": str(r), "j": int(j)}

    def _parts(self, alpha: Real) -> tuple[Fraction, Fraction]:
        """alpha = q + r·p"""
        if isinstance(alpha, Fraction):
            return alpha, Fraction(0)
        if self.p is not None:
            rest = alpha - real.log_ratio(*self.p)
            if isinstance(rest, Fraction):
                return rest, Fraction(1)
        raise Undecided("an exponent of the bound has no place in a certificate")

    def _initial(self, valid_from: int) -> Iterable[dict[str, Any]]:
        """The base values: those that are stated, those that are assumed, those below where the equation is used."""
        r = self.proof.recurrence
        values = Evaluator(self.proof.system)
        stated = [c for c in r.initial if c.function == r.function]
        start = values.start if values.start is not None else max((c.high for c in stated), default=-1) + 1
        lowest = min((c.high if c.low is None else c.low for c in stated), default=0)
        for n in range(max(lowest, 0), max(start, valid_from)):
            value = values.number(r.function, n)
            if not isinstance(value, int | Fraction):
                raise Undecided("a base value is no rational number")
            yield {"from": n, "to": n, "value": str(Fraction(value))}


def _base_of(m: Monomial) -> Fraction:
    """The g of gⁿ."""
    if not m.exponential:
        return Fraction(1)
    [(_, rate)] = m.exponential if len(m.exponential) == 1 else [(None, None)]
    g = None if rate is None else real.exponential(rate)
    if not isinstance(g, Fraction):
        raise Undecided("the base of an exponential is no rational number")
    return g


def _call(call: CallAtSize) -> dict[str, Any]:
    size = call.size
    if size.root != 1 or not isinstance(call.weight, Fraction):
        raise Undecided("a certificate is written of calls c·T(rn + o) with rational c, r and o")
    whole = math.lcm(size.ratio.denominator, size.low.denominator)
    if size.high - size.low != Fraction(whole - 1, whole):
        raise Undecided("a size is rounded more than once")
    up = any(isinstance(x, ex.Apply) and x.name == "ceiling" for x in ex.walk(call.argument))
    return {
        "coefficient": str(call.weight),
        "ratio": str(size.ratio),
        "offset": str(size.low if up else size.high),
        "round": "ceiling" if up else "floor",
    }
