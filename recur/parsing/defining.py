"""Cases to definitions: the equation of each function and its first values."""

from __future__ import annotations

from dataclasses import dataclass, field

from recur.expressions import Asymptotic, Call, Expr, Number, Symbol, symbols, walk
from recur.parsing.cases import Case, Cases, is_first_value, make_claim
from recur.parsing.conditions import Interval, interval
from recur.parsing.equations import Unsolvable, holds_call, solve_for_call
from recur.recurrence import InitialCondition

_BOUNDS = {"=": "=", "<=": "<=", ">=": ">=", "<": "<=", ">": ">="}
_MIRRORED = {"<=": ">=", ">=": "<=", "<": ">", ">": "<"}


@dataclass(slots=True)
class Equation:
    """function(variable) relation right, before its right-hand side is taken apart.

    `function` is empty while a bare right-hand side has not been given its name.
    """

    function: str
    variable: str
    relation: str
    right: Expr
    number: int  # of the statement
    side: int = -1  # of its chain; -1: the statement has no other


@dataclass
class Definitions(Cases):
    """What the cases define: equations, and first values with the statements they stand in."""

    equations: list[Equation] = field(default_factory=list)
    initial: list[tuple[int, InitialCondition]] = field(default_factory=list)
    rest: set[int] = field(default_factory=set)  # statements whose first value holds "otherwise"

    def define(self) -> None:
        cases = self.cases()
        for case in cases:
            self._classify(case, cases)

    def _classify(self, case: Case, cases: list[Case]) -> None:
        if case.bare:
            self._bare(case)
            return
        sides, relations = case.sides, case.relations
        if "=>" in relations:
            position = relations.index("=>")
            rest, rest_relations = sides[position + 1 :], relations[position + 1 :]
            self.claim(case.number, case, rest, rest_relations)
            sides, relations = sides[: position + 1], relations[:position]
            if not relations:
                raise self.fault("an equation such as T(n) = 2T(n/2) + n is expected", case.number)
        if is_first_value(sides[0]):
            self._first_values(case, sides, relations)
            return
        self._equation(case, sides[0], relations[0], sides[1], cases)
        for position, (relation, side) in enumerate(zip(relations[1:], sides[2:], strict=True), 2):
            if holds_call(side):  # T(n) = T(n-1) + T(0) + n = T(n-1) + n: one equation, or two that disagree
                self._equation(case, sides[0], relation, side, cases)
                self.equations[-1].side = position
            else:
                kind = {"~": "~", "<=": "O", "<": "O", ">=": "Ω", ">": "Ω"}.get(relation, "=")
                self.claims.append((case.number, None, make_claim(side, kind)))

    def _first_values(self, case: Case, sides: tuple[Expr, ...], relations: tuple[str, ...]) -> None:
        """T(0) = T(1) = 1."""
        value = sides[-1]
        if holds_call(value):
            raise self.fault("a first value holds no calls", case.number)
        for left in sides[:-1]:
            if not isinstance(left, Call) or not isinstance(left.arguments[0], Number):
                raise self.fault("this chain of equations cannot be read", case.number)
            size = left.arguments[0].value
            if size.denominator != 1:
                raise self.fault(f"a first value at {size}, which is no integer", case.number)
            self._initial(case, left.function, Interval(int(size), int(size)), value, relations[-1])

    def _initial(self, case: Case, function: str, where: Interval, value: Expr, relation: str) -> None:
        if relation not in _BOUNDS:
            raise self.fault(f"{relation!r} cannot stand in a first value", case.number)
        if where.high is None:
            raise self.fault("a first value needs a condition such as n <= 1", case.number)
        condition = InitialCondition(function, where.low, where.high, value, _BOUNDS[relation])
        self.initial.append((case.number, condition))

    def _bare(self, case: Case) -> None:
        """2T(n/2) + n, maybe with => O(n log n): the left side is left to us."""
        right = case.sides[0]
        if not holds_call(right):
            message = "no function is called here: an equation such as T(n) = 2T(n/2) + n is expected"
            raise self.fault(message, case.number)
        if len(case.sides) > 1:
            self.claim(case.number, case, case.sides[1:], case.relations[1:])
        variable = self.reading.names.variables[0] if self.reading.names.variables else "n"
        self.equations.append(Equation("", variable, "=", right, case.number))

    def _variable_of(self, left: Expr, number: int) -> str:
        """The variable of an equation: the name in the argument of its left side."""
        names = self.reading.names
        found = [
            name
            for node in walk(left)
            if isinstance(node, Call)
            for argument in node.arguments
            for name in sorted(symbols(argument))
        ]
        for name in found:
            if names.variable(name) is not None:
                return name
        if found:
            return found[0]
        raise self.fault("there is no variable on the left side: T(n) = … is expected", number)

    def _equation(self, case: Case, left: Expr, relation: str, right: Expr, cases: list[Case]) -> None:
        number = case.number
        if relation not in _BOUNDS:
            raise self.fault(f"{relation!r} cannot stand in an equation", number)
        if not holds_call(left) or self._is_reversed(left, right):
            left, right, relation = right, left, _MIRRORED.get(relation, relation)
        if isinstance(left, Call) and len(left.arguments) != 1:
            message = f"{left.function} is given {len(left.arguments)} sizes: only functions of one size are solved"
            raise self.fault(message, number, left.function)
        variable = self._variable_of(left, number)
        where = self._where(case, variable, holds_call(right), cases)
        if where is not None and isinstance(left, Call):
            # No part at all: Θ(1) up to a size without a number, which is what is assumed anyway.
            for part in where:
                self._initial(case, left.function, part, right, relation)
            return
        try:
            function, relation, right = solve_for_call(left, _BOUNDS[relation], right, variable)
        except Unsolvable as error:
            raise self.fault(error.reason, number) from None
        self.equations.append(Equation(function, variable, relation, right, number))

    def _is_reversed(self, left: Expr, right: Expr) -> bool:
        """2T(n/2) + n = T(n)."""
        return (
            isinstance(right, Call)
            and not isinstance(left, Call)
            and all(isinstance(argument, Symbol) for argument in right.arguments)
            and right not in walk(left)
        )

    def _where(self, case: Case, variable: str, recursive: bool, cases: list[Case]) -> list[Interval] | None:
        """The sizes for which the case is a first value; None when it is the recurrence itself."""
        found: list[Interval] = []
        for condition in case.conditions:
            if not condition.sides:
                part = None if recursive else self._otherwise(case, variable, cases)
                self.rest.add(case.number)
            else:
                part = interval(condition, variable)
                if part is None and not recursive:
                    if self._says_constant(case.sides[1]):
                        return []
                    raise self.fault("this condition cannot be read: n = 1 or n <= 4 is expected", case.number)
            if part is not None and part.bounded:
                found.append(part)
        return found if found and not recursive else None

    def _otherwise(self, case: Case, variable: str, cases: list[Case]) -> Interval:
        """Otherwise, for a branch without calls: below the sizes of the branch that recurs."""
        for other in cases:
            for condition in other.conditions:
                where = interval(condition, variable) if condition.sides else None
                rest = where.complement() if where is not None else None
                if rest is not None and other is not case:
                    return rest
        return Interval(None, 1)

    def _says_constant(self, value: Expr) -> bool:
        return isinstance(value, Asymptotic) and isinstance(value.body, Number)
