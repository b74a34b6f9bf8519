"""Statements on a function of several sizes, C(n, k) = …, as rules: its equation, and its values at borders.

A border is where a size is given (C(n, 0) = 1), where two are tied together (C(n, n) = 1), or where a condition says so
(1 if m = 0 or n = 0; C(n, k) = 0 for k > n). What the equation is at other sizes is asked of nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from recur.model import Expr, expressions as ex
from recur.model.patterns import regex
from recur.model.records import field, mutable, replace
from recur.model.several import JointClaim, MultivariateRecurrence, SizeRule
from recur.parsing.faults import Fault, invalid
from recur.parsing.formulas.building import RelationChain
from recur.parsing.recurrences.courses import without_course
from recur.parsing.recurrences.equations import affine, holds_call
from recur.parsing.recurrences.reading import Reading, read

MOST_SIZES = 6
MOST_RULES = 60
_EITHER = regex(r"\bor\b|∨|\\lor\b|\\vee\b")
_LISTED = regex(r"\b(?:for|if|when|where|with|all|every)\s+\$?((?:[A-Za-z]\s*,\s*)+(?:and\s*)?)$")
#: What words may ask of a size; a formula holds or fails with it.
_IN_WORDS = regex(
    r"\b(?:positive|negative|non-?(?:negative|zero)|(?:un)?even|odd|large|small|big|enough|equal|unequal|distinct)\b",
    re.I,
)
_COMPARED = ("=", "<", "<=", ">", ">=", "!=")
_BOUNDS = frozenset("ΘOΩoω~")

Conjunction = tuple[ex.Relation, ...]


def read_multivariate(reading: Reading, text: str) -> MultivariateRecurrence:
    """The recurrence that the statements of a reading state; raises Fault."""
    return _Statements(reading, text).recurrence()


def read_joint_claim(text: str, recurrence: MultivariateRecurrence) -> JointClaim:
    """`Θ(mn)`, `C(n, k) = n!/(k!(n-k)!)`, `T(a, b) <= ab` in the sizes of the recurrence; raises Fault."""
    own = re.match(rf"\s*\$?\s*{recurrence.function}\s*\(([^()]*)\)", text)
    letters = [] if own is None else re.findall("[A-Za-z]+", own[1])
    kept, fixed = without_course(text, list(dict.fromkeys((*letters, *recurrence.sizes))))
    reading = _in_its_sizes(kept, recurrence)
    statements = _Statements(reading, text)
    if len(reading.statements) > 1 and any(s.chain.relations == () for s in reading.statements):
        raise statements.fault("one claim is expected, and this is a second one", 1)
    statement = reading.statements[0]
    sides = [side for side in statement.chain.sides if isinstance(side, Expr)]
    if len(sides) > 2 or len(sides) != len(statement.chain.sides) or any(map(holds_call, sides[1:])):
        raise statements.fault("one bound or one formula is expected, without calls on its right", 0)
    left = sides[0] if len(sides) == 2 else recurrence.left
    if not isinstance(left, ex.Call) or left.function != recurrence.function:
        raise statements.fault(f"let {recurrence.left} stand alone on its side", 0)
    names, course = _claimed_sizes(left, recurrence, statements)
    conditions = [] if statement.condition is None else [(statement.condition, 0)]
    conditions += [(other.chain, number) for number, other in enumerate(reading.statements[1:], 1)]
    where = tuple(
        ex.Relation(r.op, _renamed(r.left, names), _renamed(r.right, names))
        for chain, number in conditions
        for r in statements.conjunction(chain, number)
    )
    where = (*course, *where)
    either = _EITHER.search(kept) if where else None
    if either is not None:
        raise Fault("a claim holds where all its conditions do: none of them stands behind “or”", *either.span())
    body = _renamed(sides[-1], names)
    kind = statement.chain.relations[0] if statement.chain.relations else "="
    held = {x.name for name in fixed if isinstance(x := names.get(name, ex.Symbol(name)), ex.Symbol)}
    still = tuple(size for size in recurrence.sizes if size in held)
    if still == recurrence.sizes:
        raise statements.fault("one size has to grow", 0)
    strange = sorted(ex.symbols(body) - set(recurrence.sizes) - set(recurrence.letters))
    if strange:
        raise statements.fault(f"what {strange[0]} stands for is not said", 0)
    if isinstance(body, ex.Asymptotic):
        return JointClaim(body.kind, body.body, where, fixed=still)
    if any(isinstance(x, ex.Asymptotic) for x in ex.walk(body)):
        raise statements.fault("a bound inside a sum is not judged for several sizes", 0)
    asked = _IN_WORDS.search(kept)
    if asked is not None:
        raise Fault("conditions are read as formulas", *asked.span(), advice=f"such as {recurrence.sizes[0]} > 0")
    return JointClaim(kind, body, where, bare=len(sides) == 1, fixed=still)


def _claimed_sizes(
    left: ex.Call, recurrence: MultivariateRecurrence, statements: _Statements
) -> tuple[dict[str, Expr], tuple[ex.Relation, ...]]:
    """The sizes of the recurrence by the letters of a claim on it, and what T(n, n) or C(n, 2) says of both."""
    fault = statements.fault(f"let {recurrence.left} stand alone on its side", 0)
    if len(left.arguments) != len(recurrence.sizes):
        raise fault
    places = list(zip(left.arguments, recurrence.sizes, strict=True))
    names: dict[str, Expr] = {x.name: ex.Symbol(size) for x, size in places if isinstance(x, ex.Symbol)}
    for x, _ in places:
        letters = ex.symbols(x)
        line = affine(x, next(iter(letters))) if letters and letters <= set(names) else None
        if line is None and not isinstance(x, ex.Number):
            raise fault
    if not names:
        raise fault
    tied = ((ex.Symbol(size), _renamed(x, names)) for x, size in places)
    return names, tuple(ex.Relation("=", size, x) for size, x in tied if size != x)


def _in_its_sizes(text: str, recurrence: MultivariateRecurrence) -> Reading:
    """The text read with one size for its variable, whichever lets mn be a product."""
    first: Fault | None = None
    for size in sorted(recurrence.sizes, key=lambda name: name != "n"):
        try:
            return read(text, size, frozenset({recurrence.function}))
        except Fault as fault:
            first = first or fault
    assert first is not None
    raise first


@mutable
class _Told:
    """One case before its left side is put in order: left = value where any of the conjunctions holds."""

    left: ex.Call
    value: Expr
    number: int
    where: list[Conjunction] = field(default_factory=lambda: [()])
    otherwise: bool = False


@mutable(slots=False)
class _Statements:
    reading: Reading
    text: str
    told: list[_Told] = field(default_factory=list)
    claim: JointClaim | None = None
    claimed: int = 0  # the number of its statement

    def fault(self, message: str, number: int, advice: str | None = None, name: str | None = None) -> Fault:
        """A fault at a statement, or at the last call of that name in it."""
        lexemes = self.reading.lexemes[number]
        named = [x for x in lexemes if name is not None and name in (x.value, getattr(x.value, "name", None))]
        first, last = (named[-1], named[-1]) if named else (lexemes[0], lexemes[-1])
        found = invalid(message, first.start, last.end)
        found.advice = advice
        return found

    def recurrence(self) -> MultivariateRecurrence:
        for number in range(len(self.reading.statements)):
            self._statement(number)
        for earlier, later in pairwise(self.told):
            if later.otherwise and (earlier.left.function, earlier.left.arguments) != (
                later.left.function, later.left.arguments,
            ):  # fmt: skip
                raise self.fault("nothing stands before this that it could continue", later.number)
        main = next((told for told in self.told if holds_call(told.value) and _is_general(told.left)), None)
        if main is None:
            number = self.told[-1].number if self.told else 0
            raise self.fault("an equation such as T(m, n) = T(m-1, n) + T(m, n-1) is expected", number)
        function, sizes = main.left.function, _sizes_of(main.left)
        self._assert_one_function(function, len(sizes))
        rules = [(told, rule) for told in self.told for rule in self._rules(told, sizes)]
        if len(rules) > MOST_RULES:
            raise self.fault(f"more than {MOST_RULES} cases", rules[MOST_RULES][0].number)
        whole = any(not rule.where and holds_call(told.value) for told, rule in rules)
        owned = [holds_call(told.value) and _is_general(told.left) for told, _ in rules]
        owned = [
            own and not (whole and rule.where and isinstance(rule.value, ex.Call))
            for own, (_, rule) in zip(owned, rules, strict=True)
        ]  # p(n, k) = p(n, n) for k > n is a border
        borders = tuple(rule for own, (_, rule) in zip(owned, rules, strict=True) if not own)
        equations = tuple(rule for own, (_, rule) in zip(owned, rules, strict=True) if own)
        self._assert_one_equation(rules, sizes)
        claim = None if self.claim is None else replace(self.claim, fixed=self._fixed(sizes))
        return MultivariateRecurrence(function, sizes, borders, equations, self.text, claim)

    def _fixed(self, sizes: tuple[str, ...]) -> tuple[str, ...]:
        """The sizes that are fixed by words around the claim, which states nothing else."""
        lexemes, number = self.reading.lexemes, self.claimed
        start = lexemes[number - 1][-1].end if number else 0
        end = lexemes[number + 1][0].start if number + 1 < len(lexemes) else len(self.text)
        _, fixed = without_course(" " * start + self.text[start:end], sizes)
        if fixed == sizes:
            raise self.fault("one size has to grow", number)
        return fixed

    def _statement(self, number: int) -> None:
        statement = self.reading.statements[number]
        sides = statement.chain.sides
        if not all(isinstance(side, Expr) for side in sides):
            raise self.fault("a range a..b cannot stand here", number)
        formulas = [side for side in sides if isinstance(side, Expr)]
        relations = statement.chain.relations
        if relations and not any(map(holds_call, formulas)):
            self._aside(number, statement.chain)
        elif statement.lead == "=>" or (self.told and self._is_claim(formulas)):
            self._claims(number, formulas, relations, statement.condition)
        else:
            self._cases(number, formulas, relations, statement.lead, statement.condition)

    def _cases(
        self, number: int, sides: list[Expr], relations: tuple[str, ...], lead: str, condition: RelationChain | None
    ) -> None:
        """One case, or several that have one value: T(m, 0) = T(0, n) = 1; a branch without a left side continues."""
        if not relations or lead not in ("", "otherwise"):
            if not self.told or relations:
                raise self.fault("say which function this is: T(m, n) = …", number)
            sides, relations = [self.told[-1].left, *sides], ("=",)
        if set(relations) != {"="}:
            sign = next(sign for sign in relations if sign != "=")
            raise self.fault(f"with several sizes an equation is expected, not {sign!r}", number)
        lefts = [side for side in sides[:-1] if isinstance(side, ex.Call)]
        if len(lefts) != len(sides) - 1 or any(holds_call(x) for left in lefts for x in left.arguments):
            raise self.fault("a function of several sizes stands alone on its side: T(m, n) = …", number)
        where: list[Conjunction] = [()] if condition is None else [self.conjunction(condition, number)]
        otherwise = lead == "otherwise" or (condition is not None and not condition.sides)
        self.told += [_Told(left, sides[-1], number, list(where), otherwise) for left in lefts]

    def _is_claim(self, sides: list[Expr]) -> bool:
        return isinstance(sides[-1], ex.Asymptotic) and not holds_call(sides[-1])

    def _claims(
        self, number: int, sides: list[Expr], relations: tuple[str, ...], condition: RelationChain | None
    ) -> None:
        body = sides[-1]
        if not self.told or holds_call(body):
            raise self.fault("a claimed bound stands behind its equation, and holds no calls", number)
        kind = relations[-1] if relations and relations[-1] in _BOUNDS else "="
        where = () if condition is None else self.conjunction(condition, number)
        if isinstance(body, ex.Asymptotic):
            kind, body = body.kind, body.body
        self.claim, self.claimed = JointClaim(kind, body, where), number

    def _aside(self, number: int, chain: RelationChain) -> None:
        """A condition on a line of its own: of the case before it, joined to what stands there by its word."""
        if not self.told:
            raise self.fault("nothing stands before this condition", number)
        found = self.conjunction(chain, number)
        if self.claim is not None and self.claimed == number - 1:
            self.claim, self.claimed = replace(self.claim, where=(*self.claim.where, *found)), number
            return
        between = self.text[self.reading.lexemes[number - 1][-1].end : self.reading.lexemes[number][0].start]
        last = self.told[-1].number
        for told in self.told:
            if told.number != last:
                continue
            if _EITHER.search(between) and told.where != [()]:
                told.where = [*told.where, found]
            else:
                told.where = [*told.where[:-1], (*told.where[-1], *found)]

    def conjunction(self, chain: RelationChain, number: int) -> Conjunction:
        found: list[ex.Relation] = []
        for (left, right), op in zip(pairwise(chain.sides), chain.relations, strict=True):
            if not isinstance(left, Expr) or not isinstance(right, Expr) or op not in _COMPARED:
                raise self.fault("this condition cannot be read: m = 0, k > n or 1 <= k <= n is expected", number)
            found.append(ex.Relation(op, left, right))
        return (*self._named_before(chain, number), *found)

    def _named_before(self, chain: RelationChain, number: int) -> Iterator[ex.Relation]:
        """The m > 0 of "for m, n > 0", whether the condition stands in a statement or has become one."""
        if len(chain.sides) != 2 or not isinstance(chain.sides[0], ex.Symbol) or not isinstance(chain.sides[1], Expr):
            return
        lexemes = self.reading.lexemes[number]
        begins = next((i + 1 for i, lexeme in enumerate(lexemes[:-1]) if lexeme.type == "IF"), 0)
        before = self.text[: lexemes[begins].start]
        for name in re.findall("[A-Za-z]", listed[1]) if (listed := _LISTED.search(before)) else ():
            yield ex.Relation(chain.relations[0], ex.Symbol(name), chain.sides[1])

    def _assert_one_function(self, function: str, count: int) -> None:
        for told in self.told:
            calls = [told.left, *(x for x in ex.walk(told.value) if isinstance(x, ex.Call))]
            for call in calls:
                if call.function != function:
                    message = f"{call.function} stands beside {function}: of functions of several sizes one is read"
                    raise self.fault(message, told.number)
                if len(call.arguments) != count:
                    own = f"{count} sizes" if count > 1 else "one size"
                    message = f"{call.function} takes {own}, not {len(call.arguments)}"
                    raise self.fault(message, told.number, name=call.function)
        if count > MOST_SIZES:
            raise self.fault(f"{function} takes {count} sizes; at most {MOST_SIZES} are read", 0)

    def _assert_one_equation(self, rules: list[tuple[_Told, SizeRule]], sizes: tuple[str, ...]) -> None:
        """Of two equations that both hold everywhere, one says nothing, or contradicts the other."""
        general = [told for told, rule in rules if not rule.where and _is_general(told.left) and not told.otherwise]
        for again in general[1:]:
            raise self.fault(f"{again.left.function} is defined twice", again.number)
        stated: dict[frozenset[ex.Relation], Expr] = {}
        for told, rule in rules:
            if rule.where and not rule.recurs and stated.setdefault(frozenset(rule.where), rule.value) != rule.value:
                raise self.fault(f"{told.left} is stated twice, with different values", told.number)
        left = ex.Call(rules[0][0].left.function, tuple(map(ex.Symbol, sizes)))
        for told, rule in rules:
            if any(x == left for x in ex.walk(rule.value)) and _is_general(told.left):
                raise self.fault(f"{left} stands on both sides: a call must be at other sizes", told.number)

    def _rules(self, told: _Told, sizes: tuple[str, ...]) -> Iterator[SizeRule]:
        """The case in the names of the equation: T(0, x) = x as the value n where m = 0."""
        renamed: dict[str, Expr] = {}
        own: list[ex.Relation] = []
        for size, argument in zip(map(ex.Symbol, sizes), told.left.arguments, strict=True):
            if isinstance(argument, ex.Number):
                if argument.value.denominator != 1:
                    raise self.fault(f"a value at the size {argument.value}, which is no whole number", told.number)
                own.append(ex.Relation("=", size, argument))
                continue
            name = next(iter(ex.symbols(argument)), "")
            line = affine(argument, name)
            if line is None or line[0] != 1 or line[1].denominator != 1:
                raise self.fault(f"{argument} cannot be a size on the left side: n, n + 1 or a number can", told.number)
            shift = ex.number(line[1])
            if name in renamed:
                own.append(ex.Relation("=", size, ex.add(renamed[name], shift)))
            else:
                renamed[name] = ex.subtract(size, shift)
        for where in told.where:
            relations = [ex.Relation(r.op, _renamed(r.left, renamed), _renamed(r.right, renamed)) for r in where]
            yield SizeRule((*own, *map(_turned, relations)), _renamed(told.value, renamed))


def _is_general(left: ex.Call) -> bool:
    """T(m, n) and T(m + 1, n + 1), but neither T(0, n) nor T(n, n)."""
    names = [ex.symbols(argument) for argument in left.arguments]
    return all(len(found) == 1 for found in names) and len(frozenset().union(*names)) == len(names)


def _sizes_of(left: ex.Call) -> tuple[str, ...]:
    return tuple(name for argument in left.arguments for name in ex.symbols(argument))


def _renamed(x: Expr, names: dict[str, Expr]) -> Expr:
    """x with every name replaced at once: sizes may change places."""
    if isinstance(x, ex.Symbol):
        return names.get(x.name, x)
    if isinstance(x, ex.Range):
        kept = {name: value for name, value in names.items() if name != x.index}
        low, high = _renamed(x.low, names), _renamed(x.high, names)
        return ex.Range(x.op, x.index, low, high, _renamed(x.body, kept))
    if isinstance(x, ex.RootSum):
        names = {name: value for name, value in names.items() if name != x.index}
    return ex.rebuild(x, lambda child: _renamed(child, names)) if x.children else x


def _turned(r: ex.Relation) -> ex.Relation:
    """0 = m as m = 0."""
    if isinstance(r.right, ex.Symbol) and not isinstance(r.left, ex.Symbol):
        return ex.Relation(ex.MIRRORED[r.op], r.right, r.left)
    return r
