"""Statements to cases: what each statement is about, once left sides that were not repeated, conditions on a
line of their own, definitions of constants and claimed bounds have been put where they belong.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from recur.model.expressions import Asymptotic, Call, Constant, Expr, Number, Symbol, walk
from recur.model.recurrence import Claim
from recur.parsing.faults import Fault, invalid
from recur.parsing.formulas.building import RelationChain, Statement
from recur.parsing.recurrences.equations import holds_call, replace
from recur.parsing.recurrences.reading import Reading


@dataclass(slots=True)
class CaseStatement:
    """A statement with its left side and its conditions found; `bare` if it has no left side at all."""

    sides: tuple[Expr, ...]
    relations: tuple[str, ...]
    conditions: list[RelationChain]
    number: int
    bare: bool = False


def is_first_value(left: Expr) -> bool:
    """T(1), a_0."""
    return isinstance(left, Call) and len(left.arguments) == 1 and isinstance(left.arguments[0], Number)


def make_claim(x: Expr, kind: str) -> Claim:
    return Claim(x.kind, x.body) if isinstance(x, Asymptotic) else Claim(kind, x)


@dataclass
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
            used = {node for case in cases for side in case.sides for node in walk(side)}
            self.facts += [
                RelationChain((left, right), ("=",)) for left, right in self.values.items() if left not in used
            ]
            for case in cases:
                case.sides = tuple(replace(side, self.values) for side in case.sides)
        return cases

    def _case(self, number: int, statement: Statement, cases: list[CaseStatement]) -> CaseStatement | None:
        chain, condition = statement.chain, statement.condition
        sides: tuple[Expr, ...] = tuple(side for side in chain.sides if isinstance(side, Expr))
        if len(sides) != len(chain.sides):
            raise self.fault("a range a..b cannot stand here", number)
        relations = chain.relations
        conditions = [] if condition is None else [condition]
        previous = cases[-1] if cases else None
        stated = bool(relations) and isinstance(sides[0], Call) and holds_call(sides[-1])
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
            return isinstance(sides[0], Asymptotic) and not cases[-1].conditions
        return relations == ("~",) and isinstance(sides[0], Call)

    def claim(
        self, number: int, previous: CaseStatement | None, sides: tuple[Expr, ...], relations: tuple[str, ...]
    ) -> None:
        if previous is None:
            raise self.fault("nothing stands before this claim", number)
        if holds_call(sides[-1]):
            raise self.fault("a claimed bound holds no calls", number)
        function = sides[0].function if isinstance(sides[0], Call) else None
        kind = relations[-1] if relations and relations[-1] in ("~", "=") else "Θ"
        self.claims.append((previous.number, function, make_claim(sides[-1], kind)))

    def _side_condition(self, number: int, chain: RelationChain, previous: CaseStatement | None) -> None:
        """n >= 2 after an equation, 0 < a < 1, or a definition such as φ = (1 + √5)/2."""

        from recur.parsing.recurrences.conditions import remainder

        sides = [side for side in chain.sides if isinstance(side, Expr)]
        left, right = sides[0], sides[-1]
        names = self.reading.names
        about = {
            side.name for side in chain.sides if isinstance(side, Symbol) and names.variable(side.name) is not None
        }
        if about or any(remainder(chain, name) is not None for name in names.variables):
            self.conditions_lead = self.conditions_lead or previous is None
            if self.conditions_lead or previous is None:
                self.ahead.append(chain)
            else:
                previous.conditions.append(chain)
            return
        defines = chain.relations == ("=",) and isinstance(left, Symbol | Constant)
        if defines and not any(isinstance(node, Asymptotic) for node in walk(right)):
            if self.values.setdefault(left, right) != right:
                raise self.fault(f"{left} is given two values: {self.values[left]} and {right}", number)
        elif any(isinstance(node, Symbol | Constant) for side in sides for node in walk(side)):
            self.facts.append(chain)
        else:
            raise self.fault("this says nothing of a function, nor of a letter", number)
