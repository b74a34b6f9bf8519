"""Cases to definitions: the equation of each function and its first values."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from recur.model import Claim, Expr, InitialCondition, expressions as ex
from recur.model.records import field, frozen, mutable, replace
from recur.parsing.faults import Fault, invalid
from recur.parsing.formulas.building import RelationChain, Statement
from recur.parsing.recurrences import equations
from recur.parsing.recurrences.equations import affine, holds_call
from recur.parsing.recurrences.reading import Reading

if TYPE_CHECKING:
    from recur.parsing.recurrences.conditions import SizeInterval
    from recur.parsing.recurrences.isolating import Isolated, Lead
    from recur.parsing.recurrences.remainders import ResidueCase


@mutable
class CaseStatement:
    """A statement with its left side and its conditions found; `bare` if it has no left side at all."""

    sides: tuple[Expr, ...]
    relations: tuple[str, ...]
    conditions: list[RelationChain]
    number: int
    bare: bool = False


def is_first_value(left: Expr) -> bool:
    """T(1), a_0."""
    return isinstance(left, ex.Call) and len(left.arguments) == 1 and isinstance(left.arguments[0], ex.Number)


def make_claim(x: Expr, kind: str) -> Claim:
    return Claim(x.kind, x.body) if isinstance(x, ex.Asymptotic) else Claim(kind, x)


@mutable(slots=False)
class Cases:
    """The cases of a reading, and the claims found on the way: (statement, function if named, claim)."""

    reading: Reading
    claims: list[tuple[int, str | None, Claim]] = field(default_factory=list)
    values: dict[Expr, Expr] = field(default_factory=dict)
    conditions_lead: bool = False
    ahead: list[RelationChain] = field(default_factory=list)  # conditions that stand before what they are about
    facts: list[RelationChain] = field(
        default_factory=list
    )  # what is said of letters, such as c > 0, and of nothing else

    def fault(self, message: str, number: int, name: str | None = None, leftmost: bool = False) -> Fault:
        """A fault at a statement, or at the last (`leftmost`: the first) call or symbol of that name in it."""
        lexemes = self.reading.lexemes[number]
        if name is not None:
            for lexeme in lexemes if leftmost else reversed(lexemes):
                if lexeme.value == name or getattr(lexeme.value, "name", None) == name:
                    return invalid(message, lexeme.start, lexeme.end)
        return invalid(message, lexemes[0].start, lexemes[-1].end)

    def cases(self) -> list[CaseStatement]:
        """Left sides that were not repeated, conditions on a line of their own, definitions."""
        cases: list[CaseStatement] = []
        for number, statement in enumerate(self.reading.statements):
            case = self._case(number, statement, cases)
            if case is not None:
                if self.ahead and not is_first_value(case.sides[0]):
                    case.conditions += self.ahead
                    self.ahead = []
                cases.append(case)
        if self.ahead and cases:
            cases[-1].conditions += self.ahead
        if self.values:
            used = {node for case in cases for side in case.sides for node in ex.walk(side)}
            self.facts += [
                RelationChain((left, right), ("=",)) for left, right in self.values.items() if left not in used
            ]
            for case in cases:
                case.sides = tuple(equations.replace(side, self.values) for side in case.sides)
        return cases

    def _case(self, number: int, statement: Statement, cases: list[CaseStatement]) -> CaseStatement | None:
        chain, condition = statement.chain, statement.condition
        sides: tuple[Expr, ...] = tuple(side for side in chain.sides if isinstance(side, Expr))
        if len(sides) != len(chain.sides):
            raise self.fault("a range a..b cannot stand here", number)
        relations = chain.relations
        conditions = [] if condition is None else [condition]
        previous = cases[-1] if cases else None
        stated = bool(relations) and isinstance(sides[0], ex.Call) and holds_call(sides[-1])
        if (statement.lead == "=>" and not stated) or self._is_claim(sides, relations, cases):
            self.claim(number, previous, sides, relations)
            self.facts += conditions
            return None
        opens = stated and (statement.lead == "=>" or (statement.lead == "=" and previous is None))
        if statement.lead and not opens and not (statement.lead == "otherwise" and relations):
            if previous is None or previous.bare:
                raise self.fault("nothing stands before this that it could continue", number)
            lead = previous.relations[0] if statement.lead == "otherwise" else statement.lead
            return CaseStatement((previous.sides[0], *sides), (lead, *relations), conditions, number)
        if relations and not any(map(holds_call, sides)):
            self._side_condition(number, RelationChain(sides, relations), previous)
            self.facts += conditions
            return None
        if not relations and previous is not None and previous.conditions and not previous.bare:
            return CaseStatement((previous.sides[0], *sides), (previous.relations[0],), conditions, number)
        if not relations or (relations[0] == "=>" and holds_call(sides[0])):
            return CaseStatement(sides, relations, conditions, number, bare=True)
        return CaseStatement(sides, relations, conditions, number)

    def _is_claim(self, sides: tuple[Expr, ...], relations: tuple[str, ...], cases: list[CaseStatement]) -> bool:
        """A bound of its own after an equation: `…; Θ(n)` or `…; T(n) ~ n^2`."""
        if not cases or holds_call(sides[-1]):
            return False
        if not relations:
            return isinstance(sides[0], ex.Asymptotic) and not cases[-1].conditions
        return relations == ("~",) and isinstance(sides[0], ex.Call)

    def claim(
        self, number: int, previous: CaseStatement | None, sides: tuple[Expr, ...], relations: tuple[str, ...]
    ) -> None:
        if previous is None:
            raise self.fault("nothing stands before this claim", number)
        if holds_call(sides[-1]):
            raise self.fault("a claimed bound holds no calls", number)
        function = sides[0].function if isinstance(sides[0], ex.Call) else None
        kind = relations[-1] if relations and relations[-1] in ("~", "=") else "Θ"
        self.claims.append((previous.number, function, make_claim(sides[-1], kind)))

    def _side_condition(self, number: int, chain: RelationChain, previous: CaseStatement | None) -> None:
        """n >= 2 after an equation, 0 < a < 1, or a definition such as φ = (1 + √5)/2."""

        from recur.parsing.recurrences.conditions import remainder

        sides = [side for side in chain.sides if isinstance(side, Expr)]
        left, right = sides[0], sides[-1]
        names = self.reading.names
        about = {
            side.name for side in chain.sides if isinstance(side, ex.Symbol) and names.variable(side.name) is not None
        }
        if about or any(remainder(chain, name) is not None for name in names.variables):
            self.conditions_lead = self.conditions_lead or previous is None
            if self.conditions_lead or previous is None:
                self.ahead.append(chain)
            else:
                previous.conditions.append(chain)
            return
        defines = chain.relations == ("=",) and isinstance(left, ex.Symbol | ex.Constant)
        if defines and not any(isinstance(node, ex.Asymptotic) for node in ex.walk(right)):
            if self.values.setdefault(left, right) != right:
                raise self.fault(f"{left} is given two values: {self.values[left]} and {right}", number)
        elif any(isinstance(node, ex.Symbol | ex.Constant) for side in sides for node in ex.walk(side)):
            self.facts.append(chain)
        else:
            raise self.fault("this says nothing of a function, nor of a letter", number)


_BOUNDS = {"=": "=", "<=": "<=", ">=": ">=", "<": "<=", ">": ">="}


@mutable
class StatedEquation:
    """function(variable) relation right, before its right-hand side is taken apart.

    `function` is empty while a bare right-hand side has not been given its name; `divisor` is what the equation
    was divided by to leave the function alone, `turned` the larger call through which T(n) = … gave it. From `first` on
    the text gives it; None where it says nothing.
    """

    function: str
    variable: str
    relation: str
    right: Expr
    number: int  # of the statement
    side: int = -1  # of its chain; -1: the statement has no other
    divisor: Expr = ex.ONE
    turned: ex.Call | None = None
    first: int | None = None


@frozen
class Implicit:
    """left relation right, which may define any of the functions whose largest calls are `leads`.

    `told` is the equation for the first of them, once it has been solved.
    """

    left: Expr
    relation: str
    right: Expr
    variable: str
    leads: tuple[Lead, ...]
    case: CaseStatement
    side: int = -1
    told: StatedEquation | None = None


@mutable(slots=False)
class StatedDefinitions(Cases):
    """What the cases define: equations, and first values with the statements they stand in."""

    equations: list[StatedEquation] = field(default_factory=list)
    initial: list[tuple[int, InitialCondition]] = field(default_factory=list)
    rest: set[int] = field(default_factory=set)  # statements whose first value holds "otherwise"
    implicit: list[Implicit] = field(default_factory=list)
    branches: dict[str, list[tuple[StatedEquation, ResidueCase]]] = field(default_factory=dict)  # by function
    limited: list[tuple[StatedEquation, SizeInterval]] = field(default_factory=list)  # with calls, up to a size
    brackets: list[tuple[StatedEquation, SizeInterval]] = field(default_factory=list)  # [n > 5] + T(n-1), up to 5

    def define(self) -> None:
        cases = self.cases()
        for case in cases:
            self._classify(case, cases)
        if self.implicit:
            self._isolate_all()
        for function, branches in self.branches.items():
            self._join(function, branches)
        for told, where in self.limited:
            self._limit(told, where)

        for told, where in self.brackets:
            self._limit_brackets(told, where)

    def _limit(self, told: StatedEquation, where: SizeInterval) -> None:
        """The first values that an equation gives which holds up to a size, beside one that holds beyond it."""
        from recur.parsing.recurrences.limited_equations import NotWorkedOut

        beyond = [x for x in self.equations if x.function == told.function and x.relation == "="]
        if len(beyond) != 1 or told.relation != "=" or len(self.limited) > 1:
            raise self._beyond(told.variable, where, told.number)
        try:
            self._work_out(told, where, beyond[0])
        except NotWorkedOut as reason:
            message = f"the values up to {told.variable} = {where.high} are not worked out: {reason}"
            raise self.fault(message, told.number) from None

    def _limit_brackets(self, told: StatedEquation, where: SizeInterval) -> None:
        """The values up to the size from which on all brackets are constant; the equation as it was without them."""
        from recur.parsing.recurrences.limited_equations import NotWorkedOut

        places = [i for i, x in enumerate(self.equations) if (x.function, x.number) == (told.function, told.number)]
        try:
            if len(places) == 1 and told.relation == "=":
                self._work_out(told, where, self.equations[places[0]])
                return
        except NotWorkedOut:
            pass
        for i in places:
            self.equations[i] = told

    def _work_out(self, told: StatedEquation, where: SizeInterval, beyond: StatedEquation) -> None:
        from recur.parsing.recurrences.limited_equations import LimitedValues

        stated = {
            n: c.value.value
            for _, c in self.initial
            if c.function == told.function and isinstance(c.value, ex.Number) and c.relation == "="
            for n in range(c.high if c.low is None else c.low, c.high + 1)
        }
        right = ex.substitute(beyond.right, beyond.variable, ex.Symbol(told.variable))
        values = LimitedValues(told.function, told.variable, (told.right, where), right, stated)
        self.initial += [(told.number, c) for c in values.initial()]

    def _classify(self, case: CaseStatement, cases: list[CaseStatement]) -> None:
        if case.bare:
            self._bare(case)
            return
        sides, relations = case.sides, case.relations
        if "=>" in relations:
            position = relations.index("=>")
            rest, rest_relations = sides[position + 1 :], relations[position + 1 :]
            sides, relations = sides[: position + 1], relations[:position]
            if relations and holds_call(rest[-1]):  # T(n) = … ⇒ T(n) = …: again one equation, or two that disagree
                self._equation(case, sides[0], relations[0], sides[-1], cases)
                again = rest_relations[-1] if rest_relations else "="
                self._equation(case, sides[0], again, rest[-1], cases, len(case.sides) - 1)
                return
            self.claim(case.number, case, rest, rest_relations)
            if not relations:
                raise self.fault("an equation such as T(n) = 2T(n/2) + n is expected", case.number)
        if is_first_value(sides[0]):
            self._first_values(case, sides, relations)
            return
        self._refuse_joined_value(case, sides)
        self._equation(case, sides[0], relations[0], sides[1], cases)
        claimed: list[tuple[str, Expr]] = []
        for position, (relation, side) in enumerate(zip(relations[1:], sides[2:], strict=True), 2):
            if holds_call(side):  # T(n) = T(n-1) + T(0) + n = T(n-1) + n: one equation, or two that disagree
                self._equation(case, sides[0], relation, side, cases, position)
            else:
                claimed.append((relation, side))
        if claimed:
            from recur.parsing.recurrences.links import concluded

            self.claims.append((case.number, None, concluded(claimed)))

    def _refuse_joined_value(self, case: CaseStatement, sides: tuple[Expr, ...]) -> None:
        """T(n) = T(n-1) + n - T(0) = 0: the dash before a first value is no minus sign."""
        for side, value in pairwise(sides[1:]):
            first = next((x for x in ex.walk(side) if is_first_value(x)), None)
            if isinstance(first, ex.Call) and isinstance(value, ex.Number):
                size = first.arguments[0]
                shown = size.value if isinstance(size, ex.Number) else "…"
                message = f"{first.function}({shown}) = {value.value} stands behind an operator"
                raise self.fault(f"{message}: a first value is set apart by a comma", case.number)

    def _first_values(self, case: CaseStatement, sides: tuple[Expr, ...], relations: tuple[str, ...]) -> None:
        """T(0) = T(1) = 1."""

        from recur.parsing.recurrences.conditions import SizeInterval

        self.facts += case.conditions
        value = sides[-1]
        if holds_call(value):
            raise self.fault("a first value holds no calls", case.number)
        for left in sides[:-1]:
            if not isinstance(left, ex.Call) or not isinstance(left.arguments[0], ex.Number):
                raise self.fault("this chain of equations cannot be read", case.number)
            size = left.arguments[0].value
            if size.denominator != 1:
                raise self.fault(f"a first value at {size}, which is no integer", case.number)
            self._initial(case, left.function, SizeInterval(int(size), int(size)), value, relations[-1])

    def _initial(self, case: CaseStatement, function: str, where: SizeInterval, value: Expr, relation: str) -> None:
        if relation not in _BOUNDS:
            raise self.fault(f"{relation!r} cannot stand in a first value", case.number)
        if where.high is None:
            raise self.fault("a first value needs a condition such as n <= 1", case.number)
        condition = InitialCondition(function, where.low, where.high, value, _BOUNDS[relation])
        self.initial.append((case.number, condition))

    def _bare(self, case: CaseStatement) -> None:
        """2T(n/2) + n, maybe with => O(n log n): the left side is left to us."""
        right = case.sides[0]
        if not holds_call(right):
            message = "no function is called here: an equation such as T(n) = 2T(n/2) + n is expected"
            raise self.fault(message, case.number)
        self.facts += case.conditions
        if len(case.sides) > 1:
            self.claim(case.number, case, case.sides[1:], case.relations[1:])
        variable = self.reading.names.variables[0] if self.reading.names.variables else "n"
        first = self._first_size(case, ex.Symbol(variable), variable)
        self.equations.append(StatedEquation("", variable, "=", right, case.number, first=first))

    def _variable_of(self, left: Expr, right: Expr) -> str | None:
        """The variable of an equation: the name in the argument of a call, on its left side if there is one."""
        first = None
        for side in (left, right):
            for node in ex.walk(side):
                if not isinstance(node, ex.Call):
                    continue
                for name in (name for argument in node.arguments for name in sorted(ex.symbols(argument))):
                    if self.reading.names.variable(name) is not None:
                        return name
                    first = first or name
        return first

    def _equation(
        self,
        case: CaseStatement,
        left: Expr,
        relation: str,
        right: Expr,
        cases: list[CaseStatement],
        position: int = -1,
    ) -> None:
        from recur.parsing.recurrences.isolating import Lead, leads

        number = case.number
        if relation not in _BOUNDS:
            raise self.fault(f"{relation!r} cannot stand in an equation", number)
        for side in (left, right):
            if isinstance(side, ex.Call) and len(side.arguments) != 1:
                raise self._several_sizes(side, number)
        variable = self._variable_of(left, right)
        if variable is None:
            self._implicit_value(case, left, relation, right)
            return
        limited = self._limited_to(case, left, relation, right, variable, cases)
        if limited is not None:
            self.limited.append(limited)
            return
        right = self._with_last_terms(left, relation, right, variable)
        found = leads(left, right, variable)
        if not found:
            left, right, variable = self._in_own_size(left, right, variable)
            found = leads(left, right, variable)
        if not found:
            raise self._unsized(left, right, variable, number)
        alone = next((lead for lead in found if lead.call is left and lead.times == 1), None)
        if alone is None and found[0].call is right and found[0].times == 1:
            alone = found[0]
            left, right, relation = right, left, ex.MIRRORED.get(relation, relation)
        relation = _BOUNDS[relation]
        if self._is_for_a_remainder(case, left, variable) and isinstance(left, ex.Call):
            found = [Lead(left, (Fraction(1), Fraction(1), Fraction(0)))]
        elif alone is not None and alone is found[0]:
            found = [alone]
        elif alone is not None:
            found.sort(key=lambda lead: lead is not alone)
        equation = Implicit(left, relation, right, variable, tuple(found), case, position)
        if len(found) > 1 and not case.conditions:
            self.implicit.append(equation)
            return
        told = replace(
            self._isolated(equation, found[0]), first=self._first_size(case, found[0].call.arguments[0], variable)
        )
        if self._branches(told, found[0].call, case) or self._is_residue(told, left, found[0].call, case, cases):
            return
        told = self._settled(told)
        where = self._where(case, variable, holds_call(told.right), cases)
        if where and holds_call(told.right):
            raise self._beyond(variable, where[0], number)
        if where is None and alone is None:
            self.implicit.append(replace(equation, told=told))
        elif where is None:
            self.equations.append(told)
        # No part at all: Θ(1) up to a size without a number, which is what is assumed anyway.
        for part in where or ():
            self._initial(case, told.function, part, told.right, told.relation)

    def _in_own_size(self, left: Expr, right: Expr, variable: str) -> tuple[Expr, Expr, str]:
        """T(2^k) = … as T(n) = …; any other equation as it is."""
        from recur.parsing.recurrences.power_sizes import base_of_sizes, restated_in_size

        base = base_of_sizes((left, right), variable)
        if base is None:
            return left, right, variable
        n = next(name for name in ("n", "N", "m", "x") if name not in ex.symbols(left) | ex.symbols(right))
        return restated_in_size(left, variable, n, base), restated_in_size(right, variable, n, base), n

    def _first_size(self, case: CaseStatement, size: Expr, variable: str) -> int | None:
        """Behind the last size of this form for which the text does not give the equation: n > 3 of f(2n)."""
        if not case.conditions:
            return None
        from recur.parsing.recurrences.conditions import remainder, size_interval

        stated = [size_interval(c, variable) for c in case.conditions if c.sides]
        lows = [where.low for where in stated if where is not None and where.low is not None]
        line = affine(size, variable)
        if not lows or line is None or any(x.denominator != 1 for x in line):
            return None
        last = max(lows) - 1
        for own in filter(None, (remainder(c, variable) for c in case.conditions)):
            last -= (last - own.remainder) % own.modulus
        return int(line[0] * last + line[1]) + 1

    def _settled(self, told: StatedEquation) -> StatedEquation:
        """The equation beyond the sizes at which its brackets change: [n > 5] is 1 then."""
        if ex.Apply not in ex.kinds(told.right) or not any(
            isinstance(x, ex.Apply) and x.name in ("max", "min") for x in ex.walk(told.right)
        ):
            return told
        from recur.parsing.recurrences.conditions import SizeInterval
        from recur.parsing.recurrences.limited_equations import beyond_brackets

        right, last = beyond_brackets(told.right, told.variable)
        if last is None or not holds_call(told.right):
            return told
        self.brackets.append((told, SizeInterval(None, last)))
        return replace(told, right=right)

    def _limited_to(
        self, case: CaseStatement, left: Expr, relation: str, right: Expr, variable: str, cases: list[CaseStatement]
    ) -> tuple[StatedEquation, SizeInterval] | None:
        """T(n) = … with calls where that is said to hold up to a size; None where it is not. T(n + 1) is moved."""
        line = affine(left.arguments[0], variable) if isinstance(left, ex.Call) and case.conditions else None
        if not isinstance(left, ex.Call) or line is None or line[0] != 1 or not holds_call(right):
            return None
        from recur.parsing.recurrences.conditions import SizeInterval, size_interval
        from recur.parsing.recurrences.isolating import shift

        moved = line[1]
        found = SizeInterval()
        for condition in case.conditions:
            if condition.sides:
                part = size_interval(condition, variable)
            else:
                part = self._otherwise(case, variable, cases) if not moved else None
                part = None if part == SizeInterval(None, 1) else part
            if part is None:
                return None
            found = found.meet(part)
        if not found.bounded or moved.denominator != 1:
            return None
        if moved:
            right = shift(right, variable, ex.add(ex.Symbol(variable), ex.Number(-moved)))
        return StatedEquation(left.function, variable, relation, right, case.number), found.moved(int(moved))

    def _beyond(self, variable: str, where: SizeInterval, number: int) -> Fault:
        message = f"the recurrence is said to hold up to {variable} = {where.high} only: what is it beyond that?"
        return self.fault(message, number)

    def _require_all_sizes(self, case: CaseStatement, variable: str) -> None:
        """A branch for one remainder that is said to hold up to a size leaves the others open."""
        from recur.parsing.recurrences.conditions import size_interval

        for condition in case.conditions:
            where = size_interval(condition, variable) if condition.sides else None
            if where is not None and where.bounded:
                raise self._beyond(variable, where, case.number)

    def _is_for_a_remainder(self, case: CaseStatement, left: Expr, variable: str) -> bool:
        """C(n) = C(3n + 1) + 1 if n odd: the branch is about C(n), whatever it calls."""
        if not case.conditions or not isinstance(left, ex.Call) or left.arguments != (ex.Symbol(variable),):
            return False
        from recur.parsing.recurrences.conditions import remainder

        rest = left.function in self.branches
        return any(remainder(c, variable) is not None or (rest and not c.sides) for c in case.conditions)

    def _branches(self, told: StatedEquation, lead: ex.Call, case: CaseStatement) -> bool:
        """Is this what the function is for one remainder of its size, or for those that are left?"""
        if not case.conditions:
            return False
        from recur.parsing.recurrences.conditions import remainder
        from recur.parsing.recurrences.remainders import ResidueCase

        stated = [found for c in case.conditions if (found := remainder(c, told.variable)) is not None]
        otherwise = told.function in self.branches and any(not c.sides for c in case.conditions)
        if not stated and not otherwise:
            return False
        if lead.arguments != (ex.Symbol(told.variable),):
            message = f"a condition such as {told.variable} even goes with {told.function}({told.variable}) = …"
            raise self.fault(message, told.number)
        self._require_all_sizes(case, told.variable)
        branch = ResidueCase(stated[0] if stated else None, told.relation, told.right)
        self.branches.setdefault(told.function, []).append((told, branch))
        return True

    def _is_residue(
        self, told: StatedEquation, left: Expr, lead: ex.Call, case: CaseStatement, cases: list[CaseStatement]
    ) -> bool:
        """T(2n) = … beside T(2n + 1) = …: what the function is for one remainder of its size."""

        if len(cases) == 1:
            return False
        from recur.parsing.recurrences.remainders import ResidueCase, residue

        own = residue(left, told.variable)
        if own is None or left is not lead:
            return False
        others = {found for case in cases for side in case.sides[:1] if (found := residue(side, told.variable, lead))}
        if not any(
            found != own and not max(found.modulus, own.modulus) % min(found.modulus, own.modulus) for found in others
        ):
            return False
        self._require_all_sizes(case, told.variable)
        self.branches.setdefault(told.function, []).append((told, ResidueCase(own, told.relation, told.right)))
        return True

    def _join(self, function: str, branches: list[tuple[StatedEquation, ResidueCase]]) -> None:
        from recur.parsing.recurrences.remainders import Unjoinable, by_remainder

        first = branches[0][0]
        try:
            relation, right = by_remainder([branch for _, branch in branches], function, first.variable)
        except Unjoinable as reason:
            raise self.fault(str(reason), branches[-1][0].number) from None
        sizes = [told.first for told, _ in branches if told.first is not None]
        joined = StatedEquation(function, first.variable, relation, right, first.number)
        self.equations.append(replace(joined, first=max(sizes, default=None)))
        self.equations.sort(key=lambda equation: equation.number)

    def _unsized(self, left: Expr, right: Expr, variable: str, number: int) -> Fault:
        for side in (left, right):
            for node in ex.walk(side):
                if isinstance(node, ex.Call) and len(node.arguments) != 1:
                    return self._several_sizes(node, number)
        return self.fault(f"no function stands here at a size that grows with {variable}", number)

    def _several_sizes(self, call: ex.Call, number: int) -> Fault:
        message = f"{call.function} is given {len(call.arguments)} sizes: only functions of one size are solved"
        return self.fault(message, number, call.function)

    def _implicit_value(self, case: CaseStatement, left: Expr, relation: str, right: Expr) -> None:
        """2T(0) = 6 and 0 = T(0) - 3 are first values too."""

        from recur.parsing.recurrences.isolating import Unsolvable, isolated_value

        calls = {node for side in (left, right) for node in ex.walk(side) if isinstance(node, ex.Call)}
        if not calls:
            raise self.fault(
                "no function is called here: an equation such as T(n) = 2T(n/2) + n is expected", case.number
            )
        if len(calls) > 1:
            raise self.fault("two first values in one equation do not tell either", case.number)
        try:
            relation, value = isolated_value(left, _BOUNDS[relation], right, *calls)
        except Unsolvable as error:
            raise self.fault(error.reason, case.number) from None
        self._first_values(case, (*calls, value), (relation,))

    def _isolate_all(self) -> None:
        """The implicit equations, each solved for a function that no other defines."""
        defined = {equation.function for equation in self.equations}
        chosen = _chosen(self.implicit, defined)
        for equation, lead in zip(self.implicit, chosen, strict=True):
            if lead is None:
                name = equation.leads[0].call.function
                raise self.fault(f"{name} is defined twice", equation.case.number, name)
            solved = equation.told if lead is equation.leads[0] else None
            self.equations.append(solved or self._isolated(equation, lead))
        self.equations.sort(key=lambda equation: equation.number)

    def _isolated(self, equation: Implicit, lead: Lead) -> StatedEquation:
        """The equation for the function of `lead`; raises Fault where it says nothing, or is surely mistyped."""

        from recur.parsing.recurrences.isolating import Unsolvable, isolate

        number, variable, call = equation.case.number, equation.variable, lead.call
        alone = call is equation.left
        try:
            found = isolate(equation.left, equation.relation, equation.right, call, variable, alone and lead.times == 1)
        except Unsolvable as error:
            if error.rest is not None and self._repeats(call):
                raise self.both_sides(call.function, variable, number) from None
            if error.rest is None and (alone or call is equation.right):
                raise self.both_sides(call.function, variable, number) from None
            if error.rest is None:
                raise self.fault(error.reason, number, call.function) from None
            return self._without(equation, call, error.rest)
        if lead.times > 1 and self._is_doubtful(found, alone or call is equation.right):
            raise self.both_sides(call.function, variable, number)
        told = StatedEquation(
            found.function, variable, found.relation, found.right, number, equation.side, found.divisor
        )
        if equation.left == ex.Call(call.function, (ex.Symbol(variable),)) and (not alone or lead.times > 1):
            told.turned = call
        return told

    def _with_last_terms(self, left: Expr, relation: str, right: Expr, variable: str) -> Expr:
        """T(n) = 2Σ_{k≤n} T(k) and 2T(n) = Σ_{k≤n} binom(n, k)·T(k) have T(n) on both sides."""
        if ex.Range not in ex.kinds(right):
            return right
        n = ex.Symbol(variable)
        own = [x for x in (left.factors if isinstance(left, ex.Mul) else (left,)) if holds_call(x)]
        alone = len(own) == 1 and isinstance(own[0], ex.Call) and own[0].arguments == (n,) and relation == "="
        if not alone:
            return right
        from recur.parsing.recurrences.last_terms import with_last_terms

        return with_last_terms(right, variable, n)

    def _without(self, equation: Implicit, call: ex.Call, rest: Expr) -> StatedEquation:
        """x(n) = x(n) + x(n - 1) + x(n - 2) says 0 = x(n - 1) + x(n - 2)."""
        from recur.parsing.recurrences.isolating import leads
        from recur.parsing.recurrences.last_terms import with_last_terms

        number, name = equation.case.number, call.function
        before = ex.add(ex.Symbol(equation.variable), ex.MINUS_ONE)
        rest = with_last_terms(rest, equation.variable, before)
        left = next((lead for lead in leads(ex.ZERO, rest, equation.variable) if lead.call.function == name), None)
        if left is None or equation.relation != "=":
            says = "which says nothing of it" if rest == ex.ZERO else "and no value of it makes that true"
            message = f"{call} stands on both sides and cancels: what is left is 0 = {rest}, {says}"
            raise self.fault(message, number, name)
        told = self._isolated(replace(equation, left=ex.ZERO, right=rest), left)
        told.turned = call
        return told

    def _is_doubtful(self, found: Isolated, alone: bool) -> bool:
        """a_n = 2a_n-1 + 1: the same call twice where another size was meant, or it is multiplied by another."""
        own = any(isinstance(node, ex.Call) and node.function == found.function for node in ex.walk(found.right))
        sequence = found.function in self.reading.names.sequences
        return (sequence and not own) or (alone and (holds_call(found.divisor) or sequence))

    def _repeats(self, call: ex.Call) -> bool:
        """Whether a subscript may have been cut short, as in a_n = a_n-1 + 1."""
        return call.function in self.reading.names.sequences

    def both_sides(self, function: str, variable: str, number: int) -> Fault:
        message = f"{function}({variable}) stands on both sides: a call must be at another size"
        return self.fault(message, number, function)

    def _where(
        self, case: CaseStatement, variable: str, recursive: bool, cases: list[CaseStatement]
    ) -> list[SizeInterval] | None:
        """The sizes for which the case is a first value; None when it is the recurrence itself."""
        if not case.conditions:
            return None
        from recur.parsing.recurrences.conditions import size_interval

        found: list[SizeInterval] = []
        for condition in case.conditions:
            if not condition.sides:
                part = None if recursive else self._otherwise(case, variable, cases)
                self.rest.add(case.number)
            else:
                part = size_interval(condition, variable)
                if part is None and not recursive:
                    if self._says_constant(case.sides[1]):
                        return []
                    raise self.fault("this condition cannot be read: n = 1 or n <= 4 is expected", case.number)
            if part is not None and part.bounded:
                found.append(part)
            elif condition.sides:
                self.facts.append(condition)
        return found or None

    def _otherwise(self, case: CaseStatement, variable: str, cases: list[CaseStatement]) -> SizeInterval:
        """Otherwise, for a branch without calls: below the sizes of the branch that recurs."""

        from recur.parsing.recurrences.conditions import SizeInterval, size_interval

        for other in cases:
            for condition in other.conditions:
                where = size_interval(condition, variable) if condition.sides else None
                rest = where.complement() if where is not None else None
                if rest is not None and other is not case:
                    return rest
        return SizeInterval(None, 1)

    def _says_constant(self, value: Expr) -> bool:
        return isinstance(value, ex.Asymptotic) and isinstance(value.body, ex.Number)


def _chosen(equations: list[Implicit], defined: set[str]) -> list[Lead | None]:
    """A call for each equation to be solved for, no function twice; the largest calls where there is a choice."""
    owner: dict[str, int] = {}

    def place(position: int, tried: set[str]) -> bool:
        names = [lead.call.function for lead in equations[position].leads if lead.call.function not in defined]
        for name in sorted(names, key=owner.__contains__):  # what nobody else wants, first
            if name not in tried:
                tried.add(name)
                if name not in owner or place(owner[name], tried):
                    owner[name] = position
                    return True
        return False

    for position in range(len(equations)):
        place(position, set())
    mine = {position: name for name, position in owner.items()}
    return [
        next((lead for lead in equation.leads if lead.call.function == mine.get(position)), None)
        for position, equation in enumerate(equations)
    ]
