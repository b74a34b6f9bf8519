"""A certificate as a file for Coq: the recurrence is a hypothesis on T, the bound a theorem, every step is checked.

The induction is that of the certificate. For a polynomial bound U the difference U(b) − U(a) is (b − a)·Q(a, b) with
Q ≥ 0, so that a rounded size may be replaced by the end of what rounding leaves open. For terms n^q (log n)^j with
positive coefficients each factor is taken at that end, log(rn) being log n + log r. Coq 8.16 with coq-interval.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NoReturn

from recur.model import Undecided
from recur.model.records import frozen
from recur.numbers.interval import interval, logarithm
from recur.proofs.certificates import Tree

_MOST_POWER = 6
_LATE = 16
_MOST_VALUES = 64
_PLACES = 1000
_BITS = 64


@frozen
class _Term:
    """c·x^q·(lb x)^j"""

    c: Fraction
    q: int
    j: int


@frozen
class _CallText:
    """coefficient·T(⌊(p·n + k)/b⌋), a ceiling written as a floor."""

    coefficient: Fraction
    p: int
    k: int
    b: int
    low: Fraction  # size ≥ (p/b)·n + low
    high: Fraction

    @property
    def ratio(self) -> Fraction:
        return Fraction(self.p, self.b)

    def at(self, n: int) -> int:
        return (self.p * n + self.k) // self.b

    def written(self, n: str) -> str:
        whole = n if self.p == 1 else f"{self.p} * {n}"
        moved = f"{whole} + {self.k}" if self.k > 0 else f"{whole} - {-self.k}" if self.k else whole
        return f"({moved})" if self.b == 1 else f"(({moved}) / {self.b})"


def coq_text(certificates: list[dict[str, Any]]) -> str:
    """The file, a module for each side; raises `Undecided` where a bound is not of the two kinds."""
    files = [_File(each) for each in certificates]
    lines = [f"(* {certificates[0]['recurrence']}. Written by recur; coqc checks it. Print Assumptions lists",
             "   what of the real numbers it stands on. *)",
             "From Coq Require Import Reals Lra Lia Psatz Arith Wf_nat."]  # fmt: skip
    lines += ["From Interval Require Import Tactic."] if any(file.logs for file in files) else []
    lines.append("Open Scope R_scope.")
    for file in files:
        name = "Upper_bound" if file.upper else "Lower_bound"
        lines += ["", f"Module {name}.", *file.lines(), f"End {name}."]
    return "\n".join(lines) + "\n"


def _rational(x: Fraction) -> str:
    whole = f"{x.numerator}" if x.denominator == 1 else f"{x.numerator} / {x.denominator}"
    return f"({whole})" if x < 0 or x.denominator > 1 else whole


def _refuse() -> NoReturn:
    raise Undecided("a file for Coq is written of whole powers of n and of log n")


def _terms(tree: Tree) -> list[_Term]:
    """The tree of a certificate, multiplied out."""
    found: dict[tuple[int, int], Fraction] = {}
    for t in _multiplied_out(tree):
        found[t.q, t.j] = found.get((t.q, t.j), Fraction(0)) + t.c
    if any(q > _MOST_POWER for q, _ in found):
        _refuse()
    return [_Term(c, q, j) for (q, j), c in found.items() if c]


def _multiplied_out(tree: Tree) -> list[_Term]:
    match tree:
        case "n":
            return [_Term(Fraction(1), 1, 0)]
        case str(written) if written != "x":
            return [_Term(Fraction(written), 0, 0)]
        case ["+", *parts]:
            return [t for part in parts for t in _multiplied_out(part)]
        case ["*", *parts]:
            found = [_Term(Fraction(1), 0, 0)]
            for part in parts:
                found = [_Term(s.c * t.c, s.q + t.q, s.j + t.j) for s in found for t in _multiplied_out(part)]
            return found
        case ["^", base, str(written)] if written.isdigit():
            return _multiplied_out(["*", *[base] * min(int(written), _MOST_POWER + 1)])
        case ["log", "n"]:
            return [_Term(Fraction(1), 0, 1)]
    _refuse()


def _call(row: dict[str, Any]) -> _CallText:
    size, moved = row["size"], Fraction(0)
    match size:
        case ["+", *parts] if any(isinstance(part, list) for part in parts):
            moved = sum((Fraction(part) for part in parts if isinstance(part, str) and part != "n"), Fraction(0))
            rest = [part for part in parts if not isinstance(part, str) or part == "n"]
            size = rest[0] if len(rest) == 1 else _refuse()
    up = size[0] == "ceiling"
    line = {(t.q, t.j): t.c for t in _terms(size[1] if size[0] in ("floor", "ceiling") else size)}
    ratio, offset = line.pop((1, 0), Fraction(0)), line.pop((0, 0), Fraction(0)) + moved
    [weight] = _terms(row["coefficient"]) or _refuse()
    if line or not ratio or weight.q or weight.j:
        _refuse()
    b = math.lcm(ratio.denominator, offset.denominator)
    k = int(offset * b) + (b - 1 if up else 0)
    low = Fraction(k - (b - 1), b)
    return _CallText(weight.c, int(ratio * b), k, b, low, Fraction(k, b))


def _power(x: str, q: int) -> str:
    return x if q == 1 else f"{x} ^ {q}"


def _monomial_text(t: _Term, x: str, log: str) -> str:
    parts = ([_power(x, t.q)] if t.q else []) + ([_power(log, t.j)] if t.j else [])
    return " * ".join(parts)


def _sum_text(terms: list[_Term], x: str) -> str:
    shown = []
    for t in terms:
        m = _monomial_text(t, x, f"lb {x}" if x.isidentifier() else f"lb ({x})")
        shown.append(f"{_rational(t.c)} * ({m})" if m else _rational(t.c))
    return " + ".join(shown) or "0"


class _File:
    def __init__(self, certificate: dict[str, Any]) -> None:
        self.bound, self.driving = _terms(["+", *certificate["bound"]]), _terms(certificate["driving"])
        self.calls = [_call(row) for row in certificate["calls"]]
        self.first, self.start = certificate["from"], certificate["step_from"]
        self.upper = certificate["side"] == "upper"
        self.logs = any(t.j for t in self.bound)
        self.rough = self.logs and (not self.upper or any(call.high > 0 for call in self.calls))
        if self.rough:
            self.start = max(self.start, _LATE)  # log((n − 1)/2) is nearer to log(n/2) there
        self.base = Fraction(certificate["base"] or 2)
        self.known = {row["n"]: Fraction(row["value"]) for row in certificate["initial"]}
        self.stated = dict(self.known)
        if any(t.j for t in self.driving):
            raise Undecided("a file for Coq is written where the driving function has no logarithm")
        if self.logs and (certificate["base"] is None or any(t.c < 0 and (t.q or t.j) for t in self.bound)):
            raise Undecided("a file for Coq takes log n to a rational base, and no multiple of n from it")
        if self.logs and self.first < 2:
            raise Undecided("log n is 0 at n = 1")
        if self.start - max(self.known) > _MOST_VALUES:
            raise Undecided("too many sizes lie below the step for a file for Coq")

    @property
    def sign(self) -> str:
        return "<=" if self.upper else ">="

    def lines(self) -> Iterator[str]:
        if self.logs:
            yield from self._logarithm()
        yield f"Definition U (x : R) : R := {_sum_text(self.bound, 'x')}."
        yield f"Definition f (x : R) : R := {_sum_text(self.driving, 'x')}."
        yield ""
        if not self.logs:
            yield from self._rising()
        yield "Section Bound."
        yield "Variable T : nat -> R."
        for n, value in self.stated.items():
            yield f"Hypothesis T_{n} : T {n} = {_rational(value)}."
        later = max(self.stated) + 1
        called = " + ".join(f"{_rational(c.coefficient)} * T {c.written('n')}%nat" for c in self.calls)
        yield f"Hypothesis T_step : forall n : nat, ({later} <= n)%nat ->"
        yield f"  T n = {called + ' + ' if called else ''}f (INR n)."
        yield ""
        for n in range(later, self.start):
            yield from self._value(n)
        yield f"Theorem bound : forall n : nat, ({self.first} <= n)%nat -> T n {self.sign} U (INR n)."
        yield "Proof."
        yield "  induction n as [n IH] using lt_wf_ind. intros first."
        yield f"  destruct (le_lt_dec {self.start} n) as [big | small]."
        yield from self._step()
        yield from self._base()
        yield "Qed."
        yield "End Bound."

    # -- logarithms -------------------------------------------------------------------------------------------

    def _logarithm(self) -> Iterator[str]:
        b = _rational(self.base)
        yield f"Definition lb (x : R) : R := ln x / ln {b}."
        yield f"Lemma ln_base : 0 < ln {b}. Proof. interval. Qed."
        yield "Lemma lb_le : forall x y, 0 < x -> x <= y -> lb x <= lb y."
        yield "Proof."
        yield "  intros x y Hx H. unfold lb. apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, ln_base |]."
        yield "  destruct H as [H | ->]; [left; apply ln_increasing; lra | right; reflexivity]."
        yield "Qed."
        yield "Lemma lb_nonneg : forall x, 1 <= x -> 0 <= lb x."
        yield "Proof."
        yield "  intros x H. replace 0 with (lb 1) by (unfold lb; rewrite ln_1; lra). apply lb_le; lra."
        yield "Qed."
        yield "Lemma lb_mult : forall x y, 0 < x -> 0 < y -> lb (x * y) = lb x + lb y."
        yield "Proof."
        yield "  intros x y Hx Hy. unfold lb. rewrite ln_mult by lra. field. pose proof ln_base. lra."
        yield "Qed."
        yield "Lemma ln_le_less_one : forall z, 0 < z -> ln z <= z - 1."
        yield "Proof."
        yield "  intros z H. pose proof (exp_ineq1_le (ln z)) as E. rewrite exp_ln in E by exact H. lra."
        yield "Qed."
        yield ""

    def _log_bounds(self, x: Fraction) -> tuple[Fraction, Fraction]:
        """Rational numbers a little below and above log_b x."""
        found = logarithm(interval(x, _BITS)) * logarithm(interval(self.base, _BITS)).reciprocal()
        low, high = found.rationals()
        return Fraction(math.floor(low * _PLACES), _PLACES), Fraction(math.ceil(high * _PLACES), _PLACES)

    def _exact_log(self, x: Fraction) -> int | None:
        for k in range(-64, 65):
            if self.base**k == x:
                return k
        return None

    def _log_of(self, name: str, x: Fraction) -> Iterator[str]:
        """What is known of log x: its value for a power of the base, else two ends."""
        k = self._exact_log(x)
        text = _rational(x)
        if k is not None:
            power = f"{_rational(self.base)} ^ {abs(k)}"
            turned = f"/ ({power})" if k < 0 else power
            yield f"assert ({name} : lb {text} = {_rational(Fraction(k))})."
            yield f"{{ unfold lb. replace {text} with ({turned}) by (simpl; field)."
            yield f"  {'rewrite Rpower.ln_Rinv by (simpl; lra). ' if k < 0 else ''}rewrite ln_pow by lra."
            yield "  pose proof ln_base. simpl. field. lra. }"
            return
        low, high = self._log_bounds(x)
        yield f"assert ({name} : {_rational(low)} <= lb {text} <= {_rational(high)}) by (unfold lb; split; interval)."

    # -- the step ---------------------------------------------------------------------------------------------

    def _rising(self) -> Iterator[str]:
        """U(b) − U(a) = (b − a)·Q(a, b), Q ≥ 0 for b ≥ a ≥ first."""
        q = " + ".join(
            f"{_rational(t.c)} * ({' + '.join(self._mixed(i, t.q - 1 - i) for i in range(t.q))})"
            for t in self.bound
            if t.q
        )
        yield f"Lemma rising : forall a b, {self.first} <= a -> a <= b -> U a <= U b."
        yield "Proof."
        yield "  intros a b Ha Hb. unfold U."
        yield f"  assert (Q : 0 <= {q or '0'})."
        yield "  { " + ("assert (0 <= a * b) by nra. assert (a <= a * b) by nra. assert (b <= a * b) by nra. "
                         if any(t.q > 1 for t in self.bound) else "") + "nra. }"  # fmt: skip
        yield f"  assert (M := Rmult_le_pos (b - a) ({q or '0'}) ltac:(lra) Q). lra || nra."
        yield "Qed."
        yield ""

    @staticmethod
    def _mixed(i: int, k: int) -> str:
        parts = ([_power("a", i)] if i else []) + ([_power("b", k)] if k else [])
        return " * ".join(parts) or "1"

    def _step(self) -> Iterator[str]:
        yield f"  - set (x := INR n). assert (Hx : {self.start} <= x)."
        yield "    { apply le_INR in big. unfold x. simpl in big. lra. }"
        yield "    rewrite T_step by lia. fold x."
        if self.rough:
            yield from (f"    {line}" for line in self._growth_of_log())
        for i, call in enumerate(self.calls):
            yield from (f"    {line}" for line in self._one_call(i, call))
        yield f"    unfold U, f in *. {'lra || nra' if self.logs else 'nra'}."

    def _growth_of_log(self) -> Iterator[str]:
        """log x ≥ log N, and log x ≤ log N + (x/N − 1)/ln b."""
        n = Fraction(self.start)
        yield "assert (Lx : 0 <= lb x) by (apply lb_nonneg; lra)."
        yield from self._log_of("Ln", n)
        yield f"assert (Lg : lb {n} <= lb x) by (apply lb_le; lra)."
        inverse = logarithm(interval(self.base, _BITS)).reciprocal().rationals()[1]
        rate = Fraction(math.ceil(inverse * _PLACES), _PLACES)
        yield f"assert (Lh : lb x <= lb {n} + (x / {n} - 1) * {_rational(rate)})."
        yield f"{{ replace x with ({n} * (x / {n})) at 1 by field. rewrite lb_mult by lra."
        yield f"  apply Rplus_le_compat_l. unfold lb. assert (Z := ln_le_less_one (x / {n}) ltac:(lra))."
        yield f"  assert (W : / ln {_rational(self.base)} <= {_rational(rate)}) by interval."
        yield f"  assert (V : 0 <= / ln {_rational(self.base)}) by (left; apply Rinv_0_lt_compat, ln_base)."
        yield f"  assert (Y : 0 <= x / {n} - 1) by lra."
        yield f"  apply Rle_trans with ((x / {n} - 1) * / ln {_rational(self.base)})."
        yield "  - unfold Rdiv at 1. apply Rmult_le_compat_r; lra."
        yield "  - apply Rmult_le_compat_l; lra. }"

    def _one_call(self, i: int, call: _CallText) -> Iterator[str]:
        yield f"set (q{i} := {call.written('n')}%nat)."
        if call.b > 1:
            inner = call.written("n")[1:].rsplit(" / ", 1)[0]
            yield f"assert (E{i} := Nat.div_mod {inner} {call.b} ltac:(lia))."
            yield f"assert (M{i} := Nat.mod_upper_bound {inner} {call.b} ltac:(lia)). fold q{i} in E{i}."
        unfolded = f"unfold q{i}; " if call.b == 1 else ""
        yield f"assert (A{i} : T q{i} {self.sign} U (INR q{i})) by (apply IH; {unfolded}lia)."
        yield f"set (s{i} := INR q{i}) in *."
        top = f"{call.p} * n + {call.k}" if call.k >= 0 else f"{call.p} * n"
        size = f"{call.b} * q{i}" if call.k >= 0 else f"{call.b} * q{i} + {-call.k}"
        for name, left, right in (("H", size, top), ("G", top, f"{size} + {call.b - 1}")):
            yield f"assert ({name}{i} : ({left} <= {right})%nat) by ({unfolded}lia)."
            yield f"apply le_INR in {name}{i}. rewrite ?plus_INR, ?mult_INR in {name}{i}. simpl in {name}{i}."
            yield f"fold x in {name}{i}. fold s{i} in {name}{i}."
        yield f"assert (F{i} : ({self.first} <= q{i})%nat) by ({unfolded}lia)."
        yield f"apply le_INR in F{i}. simpl in F{i}. fold s{i} in F{i}."
        end = call.high if self.upper else call.low
        at_end = f"({_rational(call.ratio)} * x + {_rational(end)})"
        if not self.logs:
            a, b = (f"s{i}", at_end) if self.upper else (at_end, f"s{i}")
            yield f"assert (R{i} := rising {a} {b} ltac:(lra) ltac:(lra))."
            return
        yield from self._logs_of_call(i, call, end, at_end)

    def _logs_of_call(self, i: int, call: _CallText, end: Fraction, at_end: str) -> Iterator[str]:
        """Each factor at the end of what rounding leaves: s within r·x + e, log s within log x + log κ."""
        shrunk = call.ratio + (max(end, Fraction(0)) if self.upper else min(end, Fraction(0))) / self.start
        yield from self._log_of(f"K{i}", shrunk)
        yield f"assert (P{i} : 0 <= lb s{i}) by (apply lb_nonneg; lra)."
        kappa = _rational(shrunk)
        if self.upper:
            yield f"assert (L{i} : lb s{i} <= lb x + lb {kappa})."
        else:
            yield f"assert (L{i} : lb x + lb {kappa} <= lb s{i})."
        yield "{ rewrite <- lb_mult by lra. apply lb_le; lra. }"
        exact = self._exact_log(shrunk)
        low, high = self._log_bounds(shrunk)
        c = Fraction(exact) if exact is not None else high if self.upper else low
        there = f"(lb x + {_rational(c)})"
        for k, t in enumerate(t for t in self.bound if t.q or t.j):
            here = _monomial_text(t, f"s{i}", f"lb s{i}")
            then = _monomial_text(t, at_end, there)
            left, right = (here, then) if self.upper else (then, here)
            yield f"assert (B{i}_{k} : {left} <= {right})."
            split = "apply Rmult_le_compat; " if t.q and t.j else ""
            yield f"{{ {split}try apply pow_le; try apply pow_incr; lra. }}"

    # -- the base ---------------------------------------------------------------------------------------------

    def _value(self, n: int) -> Iterator[str]:
        value = sum((t.c * n**t.q for t in self.driving), Fraction(0))
        value += sum((call.coefficient * self.known[call.at(n)] for call in self.calls), Fraction(0))
        self.known[n] = value
        changed = " ".join(f"change {c.written(str(n))}%nat with {c.at(n)}%nat." for c in self.calls)
        used = ", ".join(f"T_{m}" for m in dict.fromkeys(call.at(n) for call in self.calls))
        yield f"Lemma T_{n} : T {n} = {_rational(value)}."
        yield f"Proof. rewrite T_step by lia. {changed} {f'rewrite {used}. ' if used else ''}unfold f. simpl. lra. Qed."

    def _base(self) -> Iterator[str]:
        sizes = range(self.first, self.start)
        if not sizes:
            yield "  - lia."
            return
        cases = " \\/ ".join(f"n = {n}%nat" for n in sizes)
        pattern = "->"
        for _ in sizes[1:]:
            pattern = f"[-> | {pattern}]" if pattern != "->" else "[-> | ->]"
        yield f"  - assert (C : {cases}) by lia."
        yield f"    destruct C as {pattern}." if len(sizes) > 1 else "    subst n."
        for n in sizes:
            yield f"    {{ rewrite T_{n}. replace (INR {n}) with {n} by (simpl; lra). unfold U."
            if self.logs:
                yield from (f"      {line}" for line in self._log_of("L", Fraction(n)))
            yield "      simpl. " + ("lra || nra. }" if self.logs else "lra. }")
