"""How often a loop runs, from what one round does to the numbers its test compares.

A measure that is at least 1 while the loop goes on and falls by 1 in every round bounds the rounds by what it is at
first (a potential, as for two pointers that only move towards the end); one that is halved, by its logarithm.
Sources: Floyd, Assigning meanings to programs (1967); CLRS 4e, chapter 16 (potential method).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import lcm

from recur.forkjoin.costs.normal_forms import ceiling_of, floor_of, polynomial, whole
from recur.forkjoin.costs.polynomials import Polynomial
from recur.model import expressions as ex
from recur.model.program import Advance
from recur.model.records import frozen, replace
from recur.source_costs.choices import Choices

Fact = tuple[str, Polynomial]
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}


@frozen
class Rounds:
    """The index runs from `first` to `last`; `total` are the rounds, None where only their logarithm is written.

    `counts` is the quantity that the index itself is, in a loop that doubles or halves it.
    """

    first: Polynomial
    last: Polynomial
    step: Fraction = Fraction(1)
    progression: Advance = Advance.ADD
    total: Polynomial | None = None
    attained: bool = True
    counts: str = ""
    remark: str = ""
    #: is `total` the very number of rounds, unless a break or the data end the loop earlier?
    exact: bool = True
    #: the rounds are those of all rounds of so many loops around this one together
    shared: int = 0
    #: what falls by 1 at least in every round
    measure: Polynomial | None = None
    #: the quantity that is divided by 2 at least in every round
    halves: str = ""
    #: does every input take so many, up to a constant factor?
    certain: bool = False
    #: does every input take one at least?
    entered: bool = False


@frozen
class Round:
    """What one way through the body makes of each quantity, written in what they are at its begin."""

    ends: Mapping[str, Polynomial | None]
    facts: tuple[Fact, ...]
    #: what the items that it reads tell of their indices
    reads: tuple[Fact, ...] = ()


@frozen
class WhileLoop:
    """The ways through the body that go on; `start` is what each quantity is before the loop."""

    rounds: tuple[Round, ...]
    start: Mapping[str, Polynomial]
    choices: Choices
    #: do the data alone decide how each round goes, and whether the loop is left early?
    free: bool

    def found(self) -> Rounds | None:
        shared = [fact for fact in self.rounds[0].facts if all(fact in r.facts for r in self.rounds)]
        shared = [without_rounding(fact) for fact in shared]
        simpler = {simple: fact for fact in shared for simple in (self._unsquared(fact), self._steady(fact)) if simple}
        facts = list(dict.fromkeys([*simpler, *shared]))
        euclid = self._euclid(shared) or self._divided_out(shared)
        if euclid is not None:
            return euclid
        for fact in facts:
            for measure in _measures(fact):
                rounds = (
                    self._falling(measure, fact[0], len(shared) == 1) or self._multiplied(fact) or self._divided(fact)
                )
                if rounds is not None and fact in simpler and self._is_from_above(fact, simpler[fact]):
                    rounds = replace(rounds, exact=False, certain=False)
                if rounds is not None:
                    return self._unless_earlier(rounds, [f for f in shared if f != simpler.get(fact, fact)])
        for fact in facts:
            for measure in _measures(fact):
                rounds = self._halved(measure, len(shared) == 1) or self._rooted(fact)
                if rounds is not None:
                    return self._unless_earlier(rounds, [f for f in shared if f != simpler.get(fact, fact)])
        for one, other in combinations([m for fact in facts for m in _measures(fact)], 2):
            rounds = self._falling_together(one, other)
            if rounds is not None:
                return rounds
        return None

    def _unless_earlier(self, rounds: Rounds, others: Sequence[Fact]) -> Rounds:
        """while i < m and j < n may end with either; only the data may decide that another test never ends it."""
        if rounds.attained and rounds.total is not None and any(self._may_end(f, rounds.total) for f in others):
            return replace(rounds, attained=False, exact=False, certain=False)
        return rounds

    def _may_end(self, fact: Fact, total: Polynomial) -> bool:
        """May the comparison become false before so many rounds, as its quantities move and not as the data are?"""
        kept = []
        if any(isinstance(a, ex.Apply) for a in fact[1].atoms):  # n % i != 0 holds of a prime n all along
            return False
        for measure in _measures(fact):
            moves, first = self._changes(measure), self.at_first(measure)
            if moves is None or first is None or any(self.choices.chosen_in(m) for m in moves):
                return False
            falls = [m for m in moves if not self.choices.at_least(m, 0)]
            steps = [m.value for m in falls]
            slow = all(v is not None for v in steps) and self.choices.at_least(
                first - total.times(max((-v for v in steps if v is not None), default=0)), 0
            )
            kept.append(not falls or slow)
        return not any(kept)

    def in_turn(self, parts: Sequence[tuple[Fact, ...]]) -> Rounds | None:
        """while i < m or j < n: each round moves on in a part that still holds, and in none of them back.

        The sum of what is left in each, counted from 0, falls by 1 at least in every round, and is 0 at the end.
        """
        for measures in product(*([m for fact in part for m in _measures(fact)] for part in parts)):
            moves = [self._changes(m) for m in measures]
            first = [self.at_first(m) for m in measures]
            if None in moves or None in first or any("@" not in "".join(m.names) for m in measures):
                continue
            steps = [[c.value for c in move] for move in moves if move is not None]
            if any(c is None or c > 0 for step in steps for c in step):
                continue
            if all(self._moves_on(i, measures, [s[i] for s in steps], parts) for i in range(len(self.rounds))):
                total = sum((p for p in first if p is not None), Polynomial())
                return replace(self._counted(total, True), certain=True)
        return None

    def _moves_on(
        self,
        way: int,
        measures: Sequence[Polynomial],
        steps: Sequence[Fraction | None],
        parts: Sequence[tuple[Fact, ...]],
    ) -> bool:
        """Does one of the measures that is 1 at least fall on this way? One is, on every way that is gone at all."""
        facts = (*self.rounds[way].facts, *self.rounds[way].reads)
        denied = [any((_OPPOSITE[op], d) in facts for op, d in part) for part in parts]
        if all(denied):
            return True
        left = [i for i, no in enumerate(denied) if not no]
        for i, measure in enumerate(measures):
            if steps[i] is None or steps[i] == 0 or denied[i]:
                continue
            alone = left == [i] and len(parts[i]) == 1
            told = any(
                self.choices.at_least(measure - m, 0) for fact in facts if fact[0] != "!=" for m in _measures(fact)
            )
            if alone or told or self._is_not_none_left(i, measures[i], facts):
                return True
        return False

    def _is_not_none_left(self, i: int, measure: Polynomial, facts: Sequence[Fact]) -> bool:
        """Does the way tell that it is not 0, where it never falls below that, step by step?"""
        begin, moves = self.at_first(measure), self._changes(measure)
        small = moves is not None and all(c.value in (0, -1) for c in moves)
        asked = any(op == "!=" and d in (measure, -measure) for op, d in facts)
        if not (asked and small and begin is not None and self.choices.at_least(begin, 0)):
            return False
        assert moves is not None
        return all(
            not move.terms or any(
                self.choices.at_least(measure - m, 0) for fact in (*r.facts, *r.reads) for m in _measures(fact)
                if fact[0] != "!=" or m == measure
            )
            for move, r in zip(moves, self.rounds, strict=True)
        )  # fmt: skip

    def told_by_the_last(self) -> Rounds | None:
        """What each round has made sure of its end holds at the begin of the next one: all but the first know it."""
        first, *others = self.rounds
        for name, end in first.ends.items():
            for op, d in first.facts if end is not None and end != _own(name) else ():
                for side in (1, -1):
                    assert end is not None
                    rest = d - end.times(side)
                    ends = [r.ends.get(name) for r in others]
                    if any("@" in n for n in rest.names) or not all(
                        e is not None and (op, e.times(side) + rest) in r.facts
                        for e, r in zip(ends, others, strict=True)
                    ):
                        continue
                    told = (op, _own(name).times(side) + rest)
                    known = tuple(replace(r, facts=(told,)) for r in self.rounds)
                    found = replace(self, rounds=known).found()
                    if found is not None and found.total is not None:
                        return self._counted(found.total.plus(1), False, found.remark)
        return None

    def down_to_nothing(self, naturals: frozenset[str]) -> Rounds | None:
        """A length, or the number of nodes left, that each round makes smaller."""
        for name in sorted(naturals & self.start.keys()):
            found = self._falling(_own(name), ">", False)
            if found is not None:
                return replace(found, attained=False, exact=False, certain=False)
        return None

    # ---- measures

    def after(self, p: Polynomial, r: Round) -> Polynomial | None:
        """The formula with what each quantity is at the end of the round."""
        changed = sorted(name for name in p.names if "@" in name)
        if any(r.ends.get(name, _own(name)) is None for name in changed):
            return None
        for name in changed:
            p = p.put(name, Polynomial.atom(ex.Symbol(f"{name}\0")))
        for name in changed:
            end = r.ends.get(name, _own(name))
            assert end is not None
            p = p.put(f"{name}\0", end)
        return p

    def at_first(self, p: Polynomial) -> Polynomial | None:
        for name in sorted(name for name in p.names if "@" in name):
            if name in self.start:
                p = p.put(name, self.start[name])
        return p

    def _changes(self, measure: Polynomial) -> list[Polynomial] | None:
        found = [self.after(measure, r) for r in self.rounds]
        return None if None in found else [p - measure for p in found if p is not None]

    def _falling(self, measure: Polynomial, op: str, alone: bool) -> Rounds | None:
        if not any("@" in name for name in measure.names):
            return None
        changes = self._changes(measure)
        first = self.at_first(measure)
        if changes is None or first is None:
            return None
        falls = all(self.choices.at_least(-change, 1) for change in changes)
        if not falls and (first.value is not None or not _one_step(changes)):
            return None
        values = {change.value for change in changes}
        stays = values == {Fraction(-1)} or all(self.choices.at_least(measure + change, 0) for change in changes)
        if op == "!=" and not (stays and self.choices.at_least(first, 0)):
            return None
        same = next(iter(values)) if len(values) == 1 else None
        total = ceiling_of(first.times(-1 / same)) if same else first
        step = -changes[0]
        if (
            same is None
            and all(c == changes[0] for c in changes)
            and not any(n[0] == "?" or "@" in n for n in step.names)
        ):
            total, close = stepped(ceiling_of(polynomial(ex.divide(first.expression(), step.expression()))))
            return replace(self._counted(total, alone and close), exact=False)
        steady = None not in values
        attained = steady and (alone or self.free) and (len(values) == 1 or self.free)
        found = replace(self._counted(total, attained), exact=alone and len(values) == 1, measure=measure)
        return replace(found, certain=steady and alone)

    def _counted(self, total: Polynomial, attained: bool, remark: str = "") -> Rounds:
        return Rounds(Polynomial.constant(1), total, total=total, attained=attained, remark=remark, exact=False)

    def _falling_together(self, one: Polynomial, other: Polynomial) -> Rounds | None:
        both = [self._changes(m) for m in (one, other)]
        if both[0] is None or both[1] is None:
            return None
        pairs = list(zip(*both, strict=True))
        if not all(self.choices.at_least(-change, 0) for pair in pairs for change in pair):
            return None
        if not all(self.choices.at_least(-(a + b), 1) for a, b in pairs):
            return None
        first = [self.at_first(m) for m in (one, other)]
        if first[0] is None or first[1] is None:
            return None
        steady = all(change.value is not None for pair in pairs for change in pair)
        names = sorted(
            {name.split("@")[0] for m in (one, other) for name in m.names if "@" in name and "#" not in name}
        )
        found = self._counted(first[0] + first[1], steady and self.free, f"{' + '.join(names)} only moves on")
        return replace(found, measure=one + other)

    # ---- products and quotients

    def _variable(self, fact: Fact) -> tuple[str, str, Polynomial] | None:
        """v op bound, where one quantity that changes stands in it alone."""
        op, difference = fact
        changed = [
            n for n in difference.names if "@" in n and any(r.ends.get(n, _own(n)) != _own(n) for r in self.rounds)
        ]
        if len(changed) != 1:
            return None
        parts = difference.linear(changed[0])
        if parts is None or parts[0].value is None or not parts[0].value:
            return None
        slope, rest = parts[0].value, parts[1]
        if slope < 0:
            op = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(op, op)
        bound = self.at_first((-rest).times(1 / slope))
        return None if bound is None else (changed[0], op, bound)

    def _ends_of(self, name: str) -> list[Polynomial | None]:
        return [r.ends.get(name, _own(name)) for r in self.rounds]

    def _multiplied(self, fact: Fact) -> Rounds | None:
        found = self._variable(fact)
        if found is None or found[1] not in ("<", "<=", "!="):
            return None
        name, op, bound = found
        factors = set()
        for end in self._ends_of(name):
            parts = None if end is None else end.linear(name)
            if parts is None or parts[0].value is None or not self.choices.at_least(parts[1], 0):
                return None
            factors.add((parts[0].value, parts[1] == Polynomial()))
        least = min(f for f, _ in factors)
        first = self.start.get(name)
        if least >= 2 and first is not None and op in ("<", "<=") and not self.choices.at_least(first, 1):
            return self._multiplied_from_zero(name, bound if op == "<=" else bound.plus(-1), first)
        if least <= 1 or first is None or not self.choices.at_least(first, 1) or op == "!=":
            return None
        last = bound if op == "<=" else bound.plus(-1)
        exact = len(factors) == 1 and next(iter(factors))[1]
        ratio = ex.divide(last.expression(), first.expression())
        total = floor_of(polynomial(ex.Log(ratio, ex.Number(least)))).plus(1)
        return Rounds(first, last, least, Advance.MULTIPLY, total, exact or self.free, name)

    def _multiplied_from_zero(self, name: str, last: Polynomial, first: Polynomial) -> Rounds | None:
        """v ← 2v + 1 or more: v + 1 doubles."""
        own = _own(name)
        if not all(end is not None and self.choices.at_least(end - own.times(2), 1) for end in self._ends_of(name)):
            return None
        ratio = ex.divide(last.plus(1).expression(), first.plus(1).expression() if first.value is not None else ex.ONE)
        total = floor_of(polynomial(ex.Log(ratio, ex.TWO))).plus(1)
        return self._counted(total, self.free and first.value is not None, "it doubles")

    def _divided(self, fact: Fact) -> Rounds | None:
        found = self._variable(fact)
        if found is None or found[1] not in (">", ">=", "!="):
            return None
        name, op, bound = found
        divisors = set()
        for end in self._ends_of(name):
            divisor = None if end is None else _divisor(end, name)
            if divisor is None:
                return self._at_most_half(name, op, bound)
            divisors.add(divisor)
        low = bound.value
        if low is None:
            return self._at_most_half(name, op, bound)
        if low is None or (op == "!=" and low not in (0, 1)) or (op == ">" and low < 0) or (op == ">=" and low < 1):
            return None
        first = self.start.get(name)
        if first is None:
            return None
        last = low + 1 if op != ">=" else low
        same = len(divisors) == 1
        ratio = first.times(1 / last).expression()
        total = floor_of(polynomial(ex.Log(ratio, ex.Number(min(divisors))))).plus(1)
        return Rounds(first, Polynomial.constant(last), min(divisors), Advance.DIVIDE, total, same, name)

    def _at_most_half(self, name: str, op: str, bound: Polynomial) -> Rounds | None:
        """v ← (v − 1)/2, down to a bound that is not negative: v + 1 is halved at least."""
        first, kept = self.start.get(name), Polynomial.atom(ex.Symbol("kept"))
        ends = [None if end is None else end.put(name, kept) for end in self._ends_of(name)]
        positive = (op == ">" and self.choices.at_least(bound, 0)) or (op == ">=" and self.choices.at_least(bound, 1))
        if first is None or not positive or any("@" in n for n in first.names):
            return None
        if ends and all(p is not None and _is_quotient_by_a_size(p) for p in ends):
            total = floor_of(polynomial(ex.Log(first.plus(1).expression(), ex.TWO))).plus(1)
            return self._counted(total, False, "it is divided by 2 at least, where the loop ends at all")
        if not all(p is not None and self.choices.at_least(kept - p.times(2), 0) for p in ends):
            return None
        close = all(p is not None and self.choices.at_least(p.times(4) - kept.plus(-8), 0) for p in ends)
        total = floor_of(polynomial(ex.Log(first.plus(1).expression(), ex.TWO))).plus(1)
        attained = self.free and close and bound.value is not None
        return self._counted(total, attained, "it is halved")

    def _halved(self, measure: Polynomial, alone: bool) -> Rounds | None:
        """M' ≤ M/2 in every round: at most ⌊log₂ M⌋ + 1 of them."""
        if not any("@" in name for name in measure.names):
            return None
        d = Polynomial.atom(ex.Symbol("d"))
        found = [self.after(measure, r) for r in self.rounds]
        if None in found:
            return None
        pinned = _pinned(measure, d)
        if pinned is None:
            return None
        name, value = pinned
        after = [polynomial(p.put(name, value).expression()) for p in found if p is not None]
        if any(set(p.names) - {"d"} for p in after):
            return None
        if not all(self.choices.at_least(d - p.times(2), 0) for p in after):
            return None
        first = self.at_first(measure)
        if first is None:
            return None
        if self.choices.chosen_in(first):
            first = self.choices.bound_above(first)
            if first is None:
                return None
        close = all(self.choices.at_least(p.times(8) - d + Polynomial.constant(16), 0) for p in after)
        high = floor_of(polynomial(ex.Log(first.expression(), ex.TWO)))
        return Rounds(
            Polynomial(),
            high,
            total=high.plus(1),
            attained=close and self.free,
            remark="the range is halved",
            certain=close and alone,
        )

    def _rooted(self, fact: Fact) -> Rounds | None:
        """v² in every round, up to a bound: ⌊log₂ log₂ bound⌋ of them; a square root in every round alike."""
        found = self._variable(fact)
        if found is None:
            return None
        name, op, bound = found
        own = _own(name)
        root = floor_of(polynomial(ex.power(own.expression(), ex.Number(Fraction(1, 2)))))
        ends = set(self._ends_of(name))
        first = self.start.get(name)
        if first is None or len(ends) != 1:
            return None
        if ends == {own * own} and op in ("<", "<=") and self.choices.at_least(first, 2):
            top = bound
        elif ends <= {root, polynomial(ex.power(own.expression(), ex.Number(Fraction(1, 2))))} and op in (">", ">="):
            if bound.value is None or bound.value < 1:
                return None
            top = first
        else:
            return None
        inner = ex.Log(top.expression(), ex.TWO)
        total = floor_of(polynomial(ex.Log(inner, ex.TWO))).plus(1)
        return self._counted(total, self.free)

    def _divided_out(self, facts: Sequence[Fact]) -> Rounds | None:
        """n ← n/d as long as d divides n, d ≥ 2: at most log₂ n of them."""
        for op, difference in facts:
            match difference.expression():
                case ex.Apply("mod", (ex.Symbol(name), divisor)) if op == "=" and name in self.start:
                    by = polynomial(divisor)
                    quotient = floor_of(polynomial(ex.divide(ex.Symbol(name), divisor)))
                    first = self.start[name]
                    large = self.choices.at_least(by, 2) or any(
                        "@" in n for n in by.names
                    )  # asked again when it is known
                    if large and self._ends_of(name) == [quotient] * len(self.rounds):
                        total = floor_of(polynomial(ex.Log(first.expression(), ex.TWO))).plus(1)
                        return replace(self._counted(total, False, "it is divided by 2 at least"), halves=name)
        return None

    def _euclid(self, facts: Sequence[Fact]) -> Rounds | None:
        """a, b ← b, a mod b: b falls below half of itself in two rounds. Source: Knuth, TAOCP 2, section 4.5.3."""
        for op, difference in facts:
            for name in sorted(difference.names):
                if op not in ("!=", ">") or difference != _own(name):
                    continue
                ends = set(self._ends_of(name))
                for other in self.start if len(ends) == 1 and name in self.start else ():
                    if ends <= _remainders(_own(other), _own(name)) and set(self._ends_of(other)) == {_own(name)}:
                        high = floor_of(polynomial(ex.Log(self.start[name].expression(), ex.TWO))).times(2).plus(2)
                        return self._counted(high, False, "the remainder falls below half in two rounds")
        return None

    # ---- facts in a simpler form

    def _is_from_above(self, simple: Fact, fact: Fact) -> bool:
        """Is a bound that falls in the loop taken as it is before it?"""
        for name in fact[1].names - simple[1].names:
            parts = fact[1].linear(name)
            bounds = parts is not None and parts[0].value is not None and parts[0].value < 0
            if bounds and any(end != _own(name) for end in self._ends_of(name)):
                return True
        return False

    def _steady(self, fact: Fact) -> Fact | None:
        """The fact with what falls in every round as it is before the loop: a bound from above."""
        op, difference = fact
        if op not in ("<", "<="):
            return None
        for name in sorted(n for n in difference.names if "@" in n):
            parts = difference.linear(name)
            ends = self._ends_of(name)
            if None in ends or all(end == _own(name) for end in ends):
                continue
            falls = all(self.choices.at_least(_own(name) - end, 0) for end in ends if end is not None)
            steady = all(end is not None and (_own(name) - end).value is not None for end in ends)
            slope = None if parts is None else parts[0].value
            if slope is not None and slope < 0 and falls and not steady and name in self.start:
                difference = difference.put(name, self.start[name])
        return (op, difference) if difference != fact[1] else None

    def _unsquared(self, fact: Fact) -> Fact | None:
        """v^k ≤ R says v ≤ ⌊R^(1/k)⌋; so does a sum that grows with every round, v ≤ √(2R)."""
        op, difference = fact
        if op not in ("<", "<="):
            return None
        for m, c in difference.terms:
            if c > 0 and len(m) == 1:
                [(atom, e)] = m
                if e >= 2 and isinstance(atom, ex.Symbol) and "@" in atom.name:
                    rest = self._fallen((Polynomial(((m, c),)) - difference).times(1 / c))
                    if rest is None or atom.name in rest.names:
                        return None
                    root = floor_of(polynomial(ex.power(rest.expression(), ex.Number(Fraction(1, e)))))
                    return ("<=", Polynomial.atom(atom) - root)
        return self._accumulated(fact)

    def _fallen(self, rest: Polynomial) -> Polynomial | None:
        """What a bound is at most: quantities that only fall, as they are before the loop."""
        for name in sorted(n for n in rest.names if "@" in n):
            ends = self._ends_of(name)
            if name not in self.start or None in ends:
                return None
            if not all(self.choices.at_least(_own(name) - end, 0) for end in ends if end is not None):
                return None
            rest = rest.put(name, self.start[name])
        return rest

    def _accumulated(self, fact: Fact) -> Fact | None:
        """s ← s + i, i ← i + k: after t rounds s is at least k·t·(t − 1)/2."""
        found = self._variable_among(fact)
        if found is None:
            return None
        name, bound = found
        ends = set(self._ends_of(name))
        if len(ends) != 1:
            return None
        change = next(iter(ends))
        for inner in sorted(n for n in (change - _own(name)).names if "@" in n) if change is not None else ():
            assert change is not None
            parts = (change - _own(name)).linear(inner)
            steps = [None if e is None else (e - _own(inner)).value for e in self._ends_of(inner)]
            first = self.start.get(inner)
            if (
                parts is None or parts[0].value is None or parts[0].value <= 0 or len(set(steps)) != 1
                or not steps[0] or steps[0] <= 0 or first is None or first.value is None
            ):  # fmt: skip
                continue
            scale = 2 / (parts[0].value * steps[0])
            root = floor_of(polynomial(ex.power(bound.times(scale).expression(), ex.Number(Fraction(1, 2)))))
            return ("<=", (_own(inner) - first).times(1 / steps[0]) - root.plus(1))
        return None

    def _variable_among(self, fact: Fact) -> tuple[str, Polynomial] | None:
        _, difference = fact
        for name in sorted(n for n in difference.names if "@" in n):
            parts = difference.linear(name)
            if parts is not None and parts[0].value is not None and parts[0].value > 0:
                bound = self.at_first((-parts[1]).times(1 / parts[0].value))
                if bound is not None and not any("@" in n for n in bound.names):
                    return name, bound
        return None


def stepped(total: Polynomial) -> tuple[Polynomial, bool]:
    """The rounds of a loop whose step is no number, never less than 0; is that off by a constant at most?

    Where (n − 2i)/i falls below 0 the loop does not run: n/i is a bound that sums know, one too many a time or two.
    """
    kept = Polynomial(tuple((m, c) for m, c in total.terms if c > 0))
    return kept, all(c > 0 or not m for m, c in total.terms)


def _one_step(changes: Sequence[Polynomial]) -> bool:
    """Is every change the same size, as in i += width? It is not 0 where the loop ends at all."""
    if any(c != changes[0] for c in changes) or len(changes[0].terms) != 1:
        return False
    [(m, c)] = changes[0].terms
    return c < 0 and len(m) == 1 and all(
        e == 1 and isinstance(a, ex.Symbol) and a.name[0] != "?" and "@" not in a.name for a, e in m
    )  # fmt: skip


def _own(name: str) -> Polynomial:
    return Polynomial.atom(ex.Symbol(name))


def _remainders(a: Polynomial, b: Polynomial) -> set[Polynomial]:
    """a mod b, and a − ⌊a/b⌋·b, as the extended algorithm works it out."""
    quotient = floor_of(polynomial(ex.divide(a.expression(), b.expression())))
    return {Polynomial.atom(ex.Apply("mod", (a.expression(), b.expression()))), a - quotient * b}


def _measures(fact: Fact) -> Iterator[Polynomial]:
    """What is at least 1 where the comparison holds."""
    op, d = fact
    match op:
        case "<":
            yield -d
        case "<=":
            yield (-d).plus(1)
        case ">":
            yield d
        case ">=":
            yield d.plus(1)
        case "!=":
            yield d
            yield -d


def without_rounding(fact: Fact) -> Fact:
    """x ≥ d(k + 1) for ⌊x/d⌋ > k, and x < dk for ⌊x/d⌋ < k. Source: GKP, section 3.1."""
    op, difference = fact
    floors = [(a, c) for m, c in difference.terms for a, e in m if isinstance(a, ex.Apply) and a.name == "floor"]
    if len(floors) != 1 or abs(floors[0][1]) != 1 or op not in ("<", "<=", ">", ">="):
        return fact
    [(atom, sign)] = floors
    rest = (difference - Polynomial.atom(atom).times(sign)).times(sign)
    inside = polynomial(atom.arguments[0])
    if atom in rest.atoms or not whole(rest) or not any("@" in name for name in inside.names):
        return fact
    op = op if sign > 0 else {"<": ">", "<=": ">=", ">": "<", ">=": "<="}[op]
    less = rest.plus(-1) if op in (">", "<=") else rest
    scale = lcm(*(c.denominator for _, c in inside.terms))
    return ("<" if op[0] == "<" else ">=", (inside + less).times(scale))


def _divisor(end: Polynomial, name: str) -> Fraction | None:
    """c of ⌊v/c⌋ or v/c, c > 1."""
    own = _own(name)
    if len(end.terms) == 1 and end.terms[0][0] == own.terms[0][0]:
        return 1 / end.terms[0][1] if 0 < end.terms[0][1] < 1 else None
    match end.expression():
        case ex.Apply("floor", (inside,)):
            p = polynomial(inside)
            if len(p.terms) == 1 and p.terms[0][0] == own.terms[0][0] and 0 < p.terms[0][1] < 1:
                return 1 / p.terms[0][1]
    return None


def _is_quotient_by_a_size(p: Polynomial) -> bool:
    """⌊kept/b⌋ for a parameter b."""
    match p.expression():
        case ex.Apply("floor", (inside,)):
            terms = polynomial(inside).terms
            atoms = sorted(str(a) + ("" if e == 1 else "/") for a, e in terms[0][0]) if len(terms) == 1 else []
            plain = all(isinstance(a, ex.Symbol) and not {*a.name} & {"@", "?"} for m, _ in terms for a, _ in m)
            return (
                plain
                and terms[0][1] == 1
                and len(atoms) == 2
                and "kept" in atoms
                and sum(e for _, e in terms[0][0]) == 0
            )
    return False


def _pinned(measure: Polynomial, d: Polynomial) -> tuple[str, Polynomial] | None:
    """The last quantity of the measure, such that the measure is d."""
    for name in sorted((n for n in measure.names if "@" in n), reverse=True):
        parts = measure.linear(name)
        if parts is not None and parts[0].value in (1, -1):
            return name, (d - parts[1]).times(parts[0].value or 1)
    return None
