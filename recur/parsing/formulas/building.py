"""The actions of the grammars: lexemes to formulas, and to the statements of recurrences, while a text is parsed."""

from fractions import Fraction
from typing import Any

from recur.model import Expr, expressions as ex
from recur.model.logarithms import unwritten
from recur.model.records import frozen
from recur.parsing.faults import Fault, invalid
from recur.parsing.text.scanning import Lexeme
from recur.parsing.text.vocabulary import LOGARITHMS


@frozen
class Span:
    """low .. high"""

    low: Expr
    high: Expr


@frozen
class RelationChain:
    """sides[0] relations[0] sides[1] … : an equation, a claim or a condition."""

    sides: tuple[Expr | Span, ...]
    relations: tuple[str, ...] = ()


@frozen
class Statement:
    """A chain with its condition (None: no condition; an empty chain: "otherwise").

    `lead` is the relation it begins with when its left side stands in the statement before; "otherwise"
    when it is the other branch of that one.
    """

    chain: RelationChain
    condition: RelationChain | None = None
    lead: str = ""


OTHERWISE = RelationChain(())
MOST_DEGREE = 60  # of an equation whose roots are summed over
MOST_BRANCHES = 60  # remainders of n mod m that are told apart
E_CONSTANT = ex.Constant("e")
LOG_BASES: dict[str, Expr] = {"lg": ex.TWO, "ln": E_CONSTANT}


class Arithmetic:
    """One method a rule or alias of grammar/formula.lark; each is given the children of that rule."""

    def sum(self, children: list[Any]) -> Expr:
        terms = [children[0]]
        for sign, term in zip(children[1::2], children[2::2], strict=True):
            terms.append(ex.negate(term) if sign.type == "MINUS" else term)
        return ex.add(*terms)

    def negative(self, children: list[Any]) -> Expr:
        return ex.negate(children[1])

    def positive(self, children: list[Any]) -> Expr:
        value: Expr = children[1]
        return value

    def product(self, children: list[Any]) -> Expr:
        factors: list[Expr] = [children[0]]
        for sign, factor in zip(children[1::2], children[2::2], strict=True):
            if sign.type == "TIMES":
                factors.append(factor)
            elif sign.value == "mod":
                self.refuse_zero(factor, sign)
                factors = [ex.Apply("mod", (ex.mul(*factors), factor))]
            elif sign.value == "floor":
                factors = [ex.Apply("floor", (ex.mul(*factors, self.reciprocal(factor, sign)),))]
            else:
                factors.append(self.reciprocal(factor, sign))
        return ex.mul(*factors)

    def reciprocal(self, divisor: Expr, sign: Lexeme) -> Expr:
        self.refuse_zero(divisor, sign)
        return ex.power(divisor, ex.MINUS_ONE)

    def refuse_zero(self, divisor: Expr, sign: Lexeme) -> None:
        if isinstance(divisor, ex.Number) and not divisor.value:
            raise invalid("division by 0", sign.start, sign.end + 1)

    def tight(self, children: list[Any]) -> Expr:
        return ex.mul(children[0].value, children[1])

    def power(self, children: list[Any]) -> Expr:
        base, sign, exponent = children
        if isinstance(base, ex.Asymptotic):
            return ex.Asymptotic(base.kind, self._power(base.body, exponent, sign))
        return self._power(base, exponent, sign)

    def _power(self, base: Expr, exponent: Expr, sign: Lexeme) -> Expr:
        if isinstance(base, ex.Number) and isinstance(exponent, ex.Number):
            if not base.value and exponent.value < 0:
                raise invalid("division by 0", sign.start - 1, sign.end + 1)
            if base.value < 0 and exponent.value.denominator % 2 == 0:
                raise invalid("a root of a negative number", sign.start - 1, sign.end + 1)
        return ex.power(base, exponent)

    def factorial(self, children: list[Any]) -> Expr:
        return ex.Apply("factorial", (children[0],))

    def value(self, children: list[Any]) -> Expr:
        value: Expr = children[0].value
        return value

    def decoration(self, children: list[Any]) -> tuple[str, Expr]:
        return children[0].type, children[1]

    def applied(self, children: list[Any]) -> Expr:
        function: Lexeme = children[0]
        arguments: list[Expr] = []
        base, exponent = None, None
        for child in children[1:]:
            if isinstance(child, Expr):
                arguments.append(child)
            elif child[0] == "SUB":
                base = child[1]
            else:
                exponent = child[1]
        result = self._apply(function, tuple(arguments), base)
        return result if exponent is None else ex.power(result, exponent)

    def _apply(self, function: Lexeme, arguments: tuple[Expr, ...], base: Expr | None) -> Expr:
        name = str(function.value)
        argument = arguments[0]
        if name in LOGARITHMS:
            return self._logarithm(function, arguments, base)
        if base is not None:
            raise Fault(f"{name} takes no subscript", function.start, function.end)
        if name in ("sum", "product") and len(arguments) == 4:  # sum(T(k), k, 0, n-1)
            body, index, low, high = arguments
            if isinstance(index, ex.Symbol):
                return ex.Range(name, index.name, low, high, body)
        if name == "iverson":
            return self._iverson(function, arguments)
        wanted = ex.APPLICABLE.get(name, 1)
        if wanted is not None and len(arguments) != wanted:
            plural = "s" if wanted > 1 else ""
            message = f"{name} takes {wanted} argument{plural}, not {len(arguments)}"
            raise invalid(message, function.start, function.end)
        match name:
            case "sqrt":
                self._refuse_negative("a square root", argument, function)
                return ex.sqrt(argument)
            case "gamma":
                return ex.Apply("factorial", (ex.add(argument, ex.MINUS_ONE),))
            case "exp":
                return ex.power(E_CONSTANT, argument)
            case "sum" | "product":
                message = f"the {name} has no range: write {name}(i = 0..n-1, T(i))"
                raise Fault(message, function.start, function.end)
            case "max" | "min" if len(arguments) == 1:
                return argument
        return ex.Apply(name, arguments)

    def _iverson(self, function: Lexeme, arguments: tuple[Expr, ...]) -> Expr:
        """[n mod m = r]: 1 at the sizes with this remainder, and 0 at all others."""
        match arguments:
            case (size, ex.Number(modulus), ex.Number(rest)) if (
                modulus.denominator == rest.denominator == 1 and 2 <= modulus <= MOST_BRANCHES and 0 <= rest < modulus
            ):
                if modulus == 2:
                    odd = ex.Apply("mod", (size, ex.TWO))
                    return odd if rest else ex.subtract(ex.ONE, odd)
                ones = (ex.ONE if r == rest else ex.ZERO for r in range(int(modulus)))
                return ex.ByRemainder(size, tuple(ones))
            case (size, ex.Number(bound), ex.Number(comparison), ex.Number()) if bound.denominator == 1:
                return _one_beyond(size, bound, int(comparison))
        message = f"a condition n mod m = r with 0 <= r < m, 2 <= m <= {MOST_BRANCHES}, is expected here"
        raise invalid(message, function.start, function.end)

    def _logarithm(self, function: Lexeme, arguments: tuple[Expr, ...], base: Expr | None) -> Expr:
        if len(arguments) > 2 or (len(arguments) == 2 and (base is not None or function.value != "log")):
            raise invalid(f"{function.value} takes 1 argument, not {len(arguments)}", function.start, function.end)
        if len(arguments) == 2:
            base = arguments[1]
        elif base is None:
            base = LOG_BASES.get(str(function.value))
        self._refuse_negative("a logarithm", arguments[0], function, zero=True)
        if isinstance(base, ex.Number) and (base.value <= 0 or base.value == 1):
            raise invalid(f"{base.value} is no base of a logarithm", function.start, function.end)
        return self.without_base(arguments[0]) if base is None else ex.Log(arguments[0], base)

    def without_base(self, argument: Expr) -> Expr:
        return unwritten(argument)

    def _refuse_negative(self, what: str, x: Expr, function: Lexeme, zero: bool = False) -> None:
        """A number below 0, or a negative multiple of a name: sizes and constants are positive."""
        match x:
            case ex.Number(value) if value < 0 or (zero and not value):
                shown = str(value)
            case ex.Mul((ex.Number(value), ex.Symbol(name))) if value < 0:
                shown = f"{'-' if value == -1 else value}{name}"
            case _:
                return
        raise invalid(f"{what} of {shown}", function.start, function.end)


def _one_beyond(size: Expr, bound: Fraction, comparison: int) -> Expr:
    """[n > k], [n ≥ k], [n < k], [n ≤ k], [n = k], [n ≠ k] of whole n: min(1, max(0, n − k)) and the like."""
    shift = bound if comparison in (0, 3) else bound - 1
    beyond = ex.Apply("min", (ex.ONE, ex.Apply("max", (ex.ZERO, ex.add(size, ex.number(-shift))))))
    if comparison < 4:
        return beyond if comparison < 2 else ex.subtract(ex.ONE, beyond)
    away = ex.Apply("abs", (ex.add(size, ex.number(-bound)),))
    if comparison == 5:
        return ex.Apply("min", (ex.ONE, away))
    return ex.Apply("max", (ex.ZERO, ex.subtract(ex.ONE, away)))


class Builder(Arithmetic):
    """The same for grammar/recurrence.lark."""

    def system(self, children: list[Any]) -> list[Statement]:
        return children

    def statement(self, children: list[Any]) -> Statement:
        return Statement(*children)

    def continued(self, children: list[Any]) -> Statement:
        lead, chain, *condition = children
        return Statement(chain, condition[0] if condition else None, lead.value)

    def alternative(self, children: list[Any]) -> Statement:
        return Statement(children[1], OTHERWISE, "otherwise")

    def condition(self, children: list[Any]) -> RelationChain:
        chain: RelationChain = children[1]
        return chain

    def otherwise(self, _children: list[Any]) -> RelationChain:
        return OTHERWISE

    def chain(self, children: list[Any]) -> RelationChain:
        if len(children) == 1:
            return RelationChain((children[0],))
        return RelationChain(tuple(children[::2]), tuple(relation.value for relation in children[1::2]))

    def span(self, children: list[Any]) -> Span:
        return Span(children[0], children[2])

    def before_big(self, children: list[Any]) -> Expr:
        return ex.mul(children[0], children[1])

    def call(self, children: list[Any]) -> Expr:
        return ex.Call(children[0].value, tuple(children[1:]))

    def asymptotic(self, children: list[Any]) -> Expr:
        kind, body = children
        if isinstance(body, ex.Asymptotic):
            raise Fault(f"{kind.value} of {body.kind} says nothing", kind.start, kind.end)
        return ex.Asymptotic(kind.value, body)

    def two(self, children: list[Any]) -> Expr:
        head, first, second = children
        if head.value == "fraction":
            return ex.mul(first, self.reciprocal(second, head))
        if head.value == "binomial":
            return ex.Apply("binomial", (first, second))
        return self._power(second, self.reciprocal(first, head), head)

    def big(self, children: list[Any]) -> Expr:
        head, bounds, *upper, body = children
        return self._range(head, bounds, upper[0] if upper else None, body)

    def big_call(self, children: list[Any]) -> Expr:
        head, first, second = children
        if len(first.sides) == 1:
            first, second = second, first
        if len(second.sides) != 1 or isinstance(second.sides[0], Span):
            raise Fault(f"the range of this {head.value} cannot be read", head.start, head.end)
        return self._range(head, first, None, second.sides[0])

    def _range(self, head: Lexeme, bounds: RelationChain, upper: Expr | None, body: Expr) -> Expr:
        if head.value == "sum" and upper is None and not ex.has_call(body) and (equation := _equation_of_roots(bounds)):
            return ex.RootSum(*equation, body)
        index, low, high = self._bounds(bounds, upper)
        if index is None or low is None or high is None:
            message = f"the range of this {head.value} cannot be read: write {head.value}(k = 1..n-1, T(k))"
            raise Fault(message, head.start, head.end)
        return ex.Range(str(head.value), index, low, high, body)

    def _bounds(self, bounds: RelationChain, upper: Expr | None) -> tuple[str | None, Expr | None, Expr | None]:
        """k = low (with an upper bound), k = low..high, or low <= k < high."""
        match bounds.sides, bounds.relations:
            case (ex.Symbol(index), Span(low, high)), ("=",) if upper is None:
                return index, low, high
            case (ex.Symbol(index), low), ("=",) if upper is not None and isinstance(low, Expr):
                return index, low, upper
            case (low, ex.Symbol(index), high), (below, above) if upper is None:
                if below in ("<", "<=") and above in ("<", "<=") and isinstance(low, Expr) and isinstance(high, Expr):
                    low = ex.add(low, ex.ONE) if below == "<" else low
                    return index, low, ex.add(high, ex.MINUS_ONE) if above == "<" else high
        return None, None, None


def _equation_of_roots(bounds: RelationChain) -> tuple[str, tuple[Fraction, ...]] | None:
    """The name and the coefficients of an equation of degree 2 … MOST_DEGREE in one name, x³ = x + 1."""
    if bounds.relations != ("=",) or any(isinstance(side, Span) for side in bounds.sides):
        return None
    left, right = bounds.sides
    assert isinstance(left, Expr) and isinstance(right, Expr)
    names = ex.symbols(left) | ex.symbols(right)
    if len(names) != 1:
        return None
    (name,) = names
    found = [Fraction(0)] * (MOST_DEGREE + 1)
    for side, sign in ((left, 1), (right, -1)):
        for term in side.terms if isinstance(side, ex.Add) else (side,):
            told = _monomial(term)
            if told is None or not 0 <= told[1] <= MOST_DEGREE:
                return None
            found[told[1]] += sign * told[0]
    while found and not found[-1]:
        found.pop()
    return (name, tuple(found)) if len(found) > 2 else None


def _monomial(x: Expr) -> tuple[Fraction, int] | None:
    """(c, k) of c·x^k, x the one name that occurs."""
    c, k = Fraction(1), 0
    for factor in x.factors if isinstance(x, ex.Mul) else (x,):
        match factor:
            case ex.Number(value):
                c *= value
            case ex.Symbol():
                k += 1
            case ex.Power(ex.Symbol(), ex.Number(value)) if value.denominator == 1:
                k += int(value)
            case _:
                return None
    return c, k
