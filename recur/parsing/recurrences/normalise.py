"""Definitions to a System: each equation in normal form, with its first values and its claim.

Nothing here knows how functions grow; what is refused is refused because it says nothing: T(n) = T(n),
a function that nobody defines or two people define, a size that is not the variable.
"""

from collections.abc import Iterable, Iterator

from recur.model import Claim, Expr, InitialCondition, Recurrence, System, expressions as ex
from recur.model.records import field, mutable, replace
from recur.parsing.faults import Fault, invalid
from recur.parsing.formulas.building import RelationChain
from recur.parsing.recurrences.definitions import StatedDefinitions, StatedEquation, make_claim
from recur.parsing.recurrences.equations import expansion_of, holds_call, rename_calls
from recur.parsing.recurrences.reading import Reading
from recur.parsing.recurrences.stated_sizes import power_of

#: Characters of a statement that a message repeats.
_SHOWN = 60
_ROUNDINGS = ("floor", "ceiling")


def normalise(reading: Reading, text: str) -> System:
    """The system that the statements of a reading state; raises Fault."""
    return Normaliser(reading, text=text).system()


@mutable(slots=False)
class Normaliser(StatedDefinitions):
    """Checks and completes the definitions of a text."""

    text: str = ""
    restated: list[tuple[str, Expr]] = field(default_factory=list)  # a function, and a side that follows

    def system(self) -> System:
        self.define()
        for equation in self.equations:
            if _is_rounded_idly(equation.right, equation.variable):
                equation.right = _without_idle_rounding(equation.right, equation.variable)
        self._name_bare()
        self._settle_duplicates()
        self._set_apart()
        calls = self._called()
        if self._rename_twins(calls):
            calls = self._called()
        self._check_functions(calls)
        if self._use_one_letter(calls):
            calls = self._called()
        owned = self._claims()
        parts = zip(self.equations, calls, strict=True)
        recurrences = tuple(self._recurrence(equation, made, owned) for equation, made in parts)
        powers_of = power_of(self.text, self.reading.statements, self.reading.names)
        return System(recurrences, self.text, powers_of, tuple(_relations(self.facts)))

    def _called(self) -> list[list[ex.Call]]:
        """The calls on the right-hand side of each equation."""
        found = []
        for equation in self.equations:
            calls: list[ex.Call] = []
            _collect_calls(equation.right, calls)
            found.append(calls)
        return found

    def _name_bare(self) -> None:
        defined = {equation.function for equation in self.equations}
        for equation in self.equations:
            if equation.function:
                continue
            calls: list[ex.Call] = []
            _collect_calls(equation.right, calls)
            called = list(dict.fromkeys(call.function for call in calls))
            open_names = [name for name in called if name not in defined]
            if len(open_names) != 1:
                which = " or ".join(f"{name}({equation.variable})" for name in called)
                raise self.fault(f"say which function this is: {which} = …", equation.number)
            equation.function = open_names[0]
            defined.add(equation.function)

    def _settle_duplicates(self) -> None:
        """A function is defined once; a second "definition" T(n) = Θ(n) is a claim."""
        seen: dict[str, StatedEquation] = {}
        for equation in list(self.equations):
            first = seen.setdefault(equation.function, equation)
            if first is equation:
                continue
            if _is_bound(first.right) and holds_call(equation.right):
                first, equation = equation, first  # T(n) = O(n), where T(n) = …
                seen[first.function] = first
            if _is_bound(equation.right):
                self.claims.append((first.number, equation.function, make_claim(equation.right, "=")))
                self.equations.remove(equation)
            else:
                self._restated(first, equation)
        self._set_driving_functions_aside()
        if not self.equations:
            if self.initial:
                raise self.fault("only first values are given: the recurrence itself is missing", self.initial[0][0])
            raise self.fault("an equation such as T(n) = 2T(n/2) + n is expected", 0)

    def _set_driving_functions_aside(self) -> None:
        """f(n) = n beside T(n) = 2T(n/2) + n names the driving function, and is no second recurrence."""
        if len(self.equations) < 2:
            return
        called = {call.function for calls in self._called() for call in calls}
        named = [e for e in self.equations if e.function not in called and not holds_call(e.right)]
        for equation in named:
            recurring = [e for e in self.equations if e.variable == equation.variable and holds_call(e.right)]
            if any(expansion_of(e.right, e.variable).driving_term() == equation.right for e in recurring):
                self.equations.remove(equation)

    def _restated(self, first: StatedEquation, again: StatedEquation) -> None:
        """A second right-hand side: it follows from the first, or the text contradicts itself."""
        from recur.parsing.recurrences.agreement import Consequence, agreement, has_fixed_call

        function = again.function
        if first.variable != again.variable or first.relation != again.relation:
            raise self.fault(f"{function} is defined twice", again.number, function, leftmost=True)
        agreed = agreement(first.right, again.right, function, first.variable)
        if agreed is None:
            one, other = (self._quoted(*self._span(equation)) for equation in (first, again))
            message = f"{function} is defined twice, and the two are not seen to agree: {one} and {other}"
            if first.number != again.number:
                raise self.fault(message, again.number, function, leftmost=True)
            raise invalid(message, *self._span(again))
        if agreed is Consequence.SIMPLER and has_fixed_call(first.right, first.variable):
            first.right, again.right = again.right, first.right
        if agreed is not Consequence.SAME:
            self.restated.append((function, again.right))
        self.equations.remove(again)

    def _span(self, equation: StatedEquation) -> tuple[int, int]:
        """Where the right-hand side of an equation stands in the text; all of its statement where there is but one."""
        lexemes = self.reading.lexemes[equation.number]
        if not any(other.number == equation.number and other is not equation for other in self.equations):
            return lexemes[0].start, max(lexeme.end for lexeme in lexemes)
        depth, found, side = 0, [], 0
        for lexeme in lexemes:
            depth += (lexeme.type == "_LPAR") - (lexeme.type == "_RPAR")
            side += lexeme.type == "RELATION" and not depth
            if side == max(equation.side, 1) and lexeme.type != "RELATION":
                found.append(lexeme)
        return found[0].start, max(lexeme.end for lexeme in found)

    def _quoted(self, start: int, end: int) -> str:
        return " ".join(self.text[start:end][:_SHOWN].split())

    def _set_apart(self) -> None:
        """No function stands on itself at the same size by way of others, as in a(n) + b(n) = n, a(n) - b(n) = 1."""
        if len(self.equations) < 2:
            return
        from recur.parsing.recurrences.isolating import Isolated, Unsolvable, apart

        told = [Isolated(e.function, e.relation, e.right, e.divisor) for e in self.equations]
        try:
            told = apart(told, [e.variable for e in self.equations])
        except Unsolvable as error:
            raise self.fault(error.reason, self.equations[-1].number) from None
        for equation, found in zip(self.equations, told, strict=True):
            equation.right = found.right

    def _rename_twins(self, calls: list[list[ex.Call]]) -> bool:
        """t(n) = 2T(n/2) + n: T is t when nothing else is called T."""
        defined = {equation.function for equation in self.equations}
        called = {call.function for made in calls for call in made}
        called.update(condition.function for _, condition in self.initial)
        if called <= defined:
            return False
        twins = {name: name.swapcase() for name in called - defined if name.swapcase() in defined}
        for equation in self.equations:
            equation.right = rename_calls(equation.right, twins)
        self.initial = [
            (number, InitialCondition(twins.get(c.function, c.function), c.low, c.high, c.value, c.relation))
            for number, c in self.initial
        ]
        return bool(twins)

    def _use_one_letter(self, calls: list[list[ex.Call]]) -> bool:
        """A(n) = B(n−1), B(k) = A(k) + 1: functions that call each other are of one size, which has one letter."""
        if len({equation.variable for equation in self.equations}) < 2:
            return False
        reached = {e.function: {call.function for call in made} for e, made in zip(self.equations, calls, strict=True)}
        for through in reached:
            for name, functions in reached.items():
                reached[name] = functions | reached[through] if through in functions else functions
        changed = False
        for i, equation in enumerate(self.equations):
            circle = (e for e in self.equations[:i] if equation.function in reached[e.function])
            first = next((e for e in circle if e.function in reached[equation.function]), None)
            if first is not None and first.variable != equation.variable:
                self._rename_size(equation, first)
                changed = True
        return changed

    def _rename_size(self, equation: StatedEquation, first: StatedEquation) -> None:
        old, new = equation.variable, first.variable
        told = {
            name for chain in self.facts for side in chain.sides if isinstance(side, Expr) for name in ex.symbols(side)
        }
        indices = {x.index for x in ex.walk(equation.right) if isinstance(x, ex.Range)}
        if old in told or new in ex.symbols(equation.right) | indices:
            message = f"{first.function} and {equation.function} call each other, and their sizes have two letters"
            raise self.fault(message, equation.number, equation.function, leftmost=True)
        equation.right = ex.substitute(equation.right, old, ex.Symbol(new))
        equation.variable = new
        self.initial = [
            (
                number,
                replace(c, value=ex.substitute(c.value, old, ex.Symbol(new))) if c.function == equation.function else c,
            )
            for number, c in self.initial
        ]

    def _check_functions(self, calls: list[list[ex.Call]]) -> None:
        defined = {equation.function for equation in self.equations}
        for equation, made in zip(self.equations, calls, strict=True):
            for call in made:
                if call.function not in defined:
                    raise self._undefined(equation, call.function)
                if len(call.arguments) != 1:
                    message = f"{call.function} takes one size, not {len(call.arguments)}"
                    raise self.fault(message, equation.number, call.function)
        for number, condition in self.initial:
            if condition.function not in defined:
                message = f"{condition.function} has a first value, but no equation defines it"
                raise self.fault(message, number, condition.function)

    def _undefined(self, equation: StatedEquation, name: str) -> Fault:
        fault = self.fault(f"{name} is called, but no equation defines it", equation.number, name)
        product = f", or {name}*{equation.variable} where a product is meant" if len(name) == 1 else ""
        fault.advice = f"give its equation, {name}({equation.variable}) = …{product}"
        return fault

    def _claims(self) -> dict[str, Claim]:
        """The claim on each function: the one it names, or else the equation before it; the last of several."""
        owned: dict[str, Claim] = {}
        for number, function, claim in self.claims:
            owners = [equation for equation in self.equations if equation.number <= number]
            if function is not None:
                owners = [equation for equation in self.equations if equation.function == function]
            if not owners:
                message = f"{function} is claimed to grow so, but no equation defines it"
                raise self.fault(message, number)
            owner = owners[-1].function
            before = owned.get(owner)
            beside = () if before in (None, claim) else (*before.beside, replace(before, beside=()), *claim.beside)
            owned[owner] = replace(claim, beside=beside) if beside else claim
        return owned

    def _recurrence(self, equation: StatedEquation, calls: list[ex.Call], claims: dict[str, Claim]) -> Recurrence:
        variable, function = equation.variable, equation.function
        self._check_sizes(equation, calls)
        expansion = expansion_of(equation.right, variable)
        subcalls = expansion.subcalls()
        if any(subcall.function == function and subcall.argument == ex.Symbol(variable) for subcall in subcalls):
            raise self.both_sides(function, variable, equation.number)
        initial = self._first_values_of(function, variable)
        return Recurrence(
            function,
            variable,
            equation.relation,
            equation.right,
            subcalls,
            expansion.driving_term(),
            tuple(expansion.nonlinear),
            initial,
            claims.get(function),
            tuple(side for name, side in self.restated if name == function),
            equation.divisor,
            equation.turned,
            first=equation.first,
        )

    def _first_values_of(self, function: str, variable: str) -> tuple[InitialCondition, ...]:
        """The first values in the equation's variable; raises Fault where two cannot both be true."""
        stated = [(n, self._own(c, variable)) for n, c in self.initial if c.function == function]
        if len(stated) < 2:
            return tuple(condition for _, condition in stated)
        from recur.parsing.recurrences.first_values import contradiction, otherwise_values

        explicit = [condition for number, condition in stated if number not in self.rest]
        found: list[tuple[int, InitialCondition]] = []
        for number, condition in stated:
            parts = otherwise_values(condition, explicit) if number in self.rest else (condition,)
            found.extend((number, part) for part in parts)
        conditions = tuple(condition for _, condition in found)
        clash = contradiction(conditions, variable)
        if clash is not None:
            first, second, size = clash
            raise self._contradiction(found[first][0], found[second][0], f"{function}({size})")
        return conditions

    def _contradiction(self, first: int, second: int, value: str) -> Fault:
        spans = []
        for number in (first, second):
            lexemes = self.reading.lexemes[number]
            spans.append((min(x.start for x in lexemes), max(x.end for x in lexemes)))
        one, other = (self._quoted(*span) for span in spans)
        message = f"two first values contradict each other at {value[:_SHOWN]}: {one} and {other}"
        return invalid(message, *spans[1])

    def _own(self, condition: InitialCondition, variable: str) -> InitialCondition:
        """The first value in terms of the equation's variable: T(x) = x for x <= 2 beside T(n) = …"""
        value = condition.value
        for name in self.reading.names.variables:
            if name != variable and name in ex.symbols(value):
                value = ex.substitute(value, name, ex.Symbol(variable))
        if value is condition.value:
            return condition
        return InitialCondition(condition.function, condition.low, condition.high, value, condition.relation)

    def _check_sizes(self, equation: StatedEquation, calls: list[ex.Call]) -> None:
        """T(n) is not defined by T(n) itself, and every size has to do with the variable."""
        variable = equation.variable
        left = ex.Call(equation.function, (ex.Symbol(variable),))
        sizes = [ex.symbols(call.arguments[0]) for call in calls]
        if all(names == {variable} for names in sizes) and left not in calls:
            return
        known = {variable} | {node.index for node in ex.walk(equation.right) if isinstance(node, ex.Range)}
        known = known.union(*(names for names in sizes if variable in names))
        for call, names in zip(calls, sizes, strict=True):
            if call == left:
                raise self.both_sides(equation.function, variable, equation.number)
            strange = sorted(names - known)
            if strange and not holds_call(call.arguments[0]):
                message = f"the size {strange[0]} has nothing to do with the variable {variable}"
                raise self.fault(message, equation.number, strange[0])


def _is_rounded_idly(x: Expr, variable: str) -> bool:
    """Whether a ⌊n − 1⌋ stands in it: sizes are whole."""
    return ex.Apply in ex.kinds(x) and any(_is_idle(part, variable) for part in ex.walk(x))


def _is_idle(x: Expr, variable: str) -> bool:
    return isinstance(x, ex.Apply) and x.name in _ROUNDINGS and ex.is_whole(x.arguments[0], {variable})


def _without_idle_rounding(x: Expr, variable: str) -> Expr:
    """⌊n − 1⌋ as n − 1."""
    if x.children:
        x = ex.rebuild(x, lambda part: _without_idle_rounding(part, variable))
    return x.arguments[0] if isinstance(x, ex.Apply) and _is_idle(x, variable) else x


def _is_bound(x: Expr) -> bool:
    return isinstance(x, ex.Asymptotic) and not holds_call(x)


def _collect_calls(x: Expr, into: list[ex.Call]) -> None:
    if isinstance(x, ex.Call):
        into.append(x)
    for child in x.children:
        kind = type(child)
        if kind is not ex.Symbol and kind is not ex.Number:
            _collect_calls(child, into)


def _relations(facts: Iterable[RelationChain]) -> Iterator[ex.Relation]:
    """1/4 ≤ α ≤ 3/4 as two relations, each once."""
    seen: set[ex.Relation] = set()
    for chain in facts:
        for op, left, right in zip(chain.relations, chain.sides, chain.sides[1:], strict=False):
            if isinstance(left, Expr) and isinstance(right, Expr):
                relation = ex.Relation(op, left, right)
                if relation not in seen:
                    seen.add(relation)
                    yield relation
