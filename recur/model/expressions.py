"""Formulas as frozen trees: what the parser reads, the methods build and the notations write.

The tree keeps what was written (its order, the base of a logarithm); the constructors `add`, `mul`,
`power` and `log` only flatten and fold rational numbers. It knows no calculus: growth does.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

from recur.model.display import Shown
from recur.model.records import Hashed, field, frozen


class Expr(Shown, Hashed):
    """A formula. Subclasses are frozen and compare by structure; it prints in Python syntax."""

    __slots__ = ("_contents",)
    _contents: Contents  # set when it is first asked for

    @property
    def children(self) -> tuple[Expr, ...]:
        return ()

    def _sympy_(self) -> Any:
        """sympy takes a formula wherever it takes its own: sympy.sympify(solution.exact)."""
        return self._face("sympy")


#: Of a formula: its free symbols, the classes of its nodes, and what `typed` tells of it.
Contents = tuple[frozenset[str], frozenset[type[Expr]], frozenset[str]]


@frozen
class Number(Expr):
    """An exact rational number; `decimal` remembers that it was written with a decimal point."""

    value: Fraction
    decimal: bool = field(default=False, compare=False)


@frozen
class Symbol(Expr):
    """The variable, or an unknown positive constant such as the c of c·n."""

    name: str


@frozen
class Defined(Symbol):
    """A symbol that an answer has defined, as r, the positive root of r³ = r + 1: no unknown, but that number.

    The r of another answer is another number, and so not equal to it.
    """

    number: Any  # a real number, known to any precision


@frozen
class Constant(Expr):
    """A named number: "e", "pi", "phi" (the golden ratio), "euler_gamma" or "i" (the imaginary unit)."""

    name: str


@frozen
class Add(Expr):
    terms: tuple[Expr, ...]

    @property
    def children(self) -> tuple[Expr, ...]:
        return self.terms


@frozen
class Mul(Expr):
    """A product; a quotient is a factor with a negative exponent."""

    factors: tuple[Expr, ...]

    @property
    def children(self) -> tuple[Expr, ...]:
        return self.factors


@frozen
class Power(Expr):
    base: Expr
    exponent: Expr

    @property
    def children(self) -> tuple[Expr, ...]:
        return (self.base, self.exponent)


@frozen
class Log(Expr):
    """A logarithm; `base` None is the natural one, or any in a class of growth.

    `unwritten` remembers that no base was typed: `base` is then what such a log is read as, and formulas that are
    echoed need not name it.
    """

    argument: Expr
    base: Expr | None = None
    unwritten: bool = field(default=False, compare=False)

    @property
    def children(self) -> tuple[Expr, ...]:
        return (self.argument,) if self.base is None else (self.argument, self.base)


@frozen
class Apply(Expr):
    """A known function: one of APPLICABLE."""

    name: str
    arguments: tuple[Expr, ...]

    @property
    def children(self) -> tuple[Expr, ...]:
        return self.arguments


#: name -> number of arguments (None: two or more)
APPLICABLE: dict[str, int | None] = {
    "floor": 1,
    "ceiling": 1,
    "factorial": 1,
    "log_star": 1,
    "abs": 1,
    "cos": 1,
    "sin": 1,
    "harmonic": 1,
    "fibonacci": 1,
    "max": None,
    "min": None,
    "mod": 2,
    "binomial": 2,
}


@frozen
class Call(Expr):
    """A value of an unknown function: T(n/2), T∞(n), a_{n-1}."""

    function: str
    arguments: tuple[Expr, ...]

    @property
    def children(self) -> tuple[Expr, ...]:
        return self.arguments


@frozen
class ByRemainder(Expr):
    """branches[argument mod m], m the number of branches: one formula for even sizes, another for odd ones."""

    argument: Expr
    branches: tuple[Expr, ...]

    @property
    def children(self) -> tuple[Expr, ...]:
        return (self.argument, *self.branches)

    @property
    def modulus(self) -> int:
        return len(self.branches)


@frozen
class Range(Expr):
    """op over index = low … high of body; op is "sum", "product", "max" or "min".

    "integral" (∫ from low to high of body d index) stands in derivations only.
    """

    op: str
    index: str
    low: Expr
    high: Expr
    body: Expr

    @property
    def children(self) -> tuple[Expr, ...]:
        return (self.low, self.high, self.body)


@frozen
class RootSum(Expr):
    """Σ of body over the complex roots of Σ cᵢ·indexⁱ, each counted once: Σ_{x² = x + 1} xⁿ are Lucas' numbers.

    `coefficients` are c₀ … c_d with d ≥ 2 and c_d ≠ 0. The sum is symmetric in the roots: it is rational where the body
    is a rational function of the index with rational coefficients. Where no root has a formula it is the closed form.
    Source: Stanley, Enumerative Combinatorics I, section 4.1.
    """

    index: str
    coefficients: tuple[Fraction, ...]
    body: Expr

    @property
    def children(self) -> tuple[Expr, ...]:
        return (self.body,)

    @property
    def equation(self) -> Expr:
        """The highest power of the index = the rest, over whole numbers: x³ = x² + x + 1."""
        return equation_of_roots(self.coefficients, self.index)


@frozen
class Asymptotic(Expr):
    """An unknown function known up to growth; kind is one of "Θ", "O", "Ω", "o", "ω", "~"."""

    kind: str
    body: Expr

    @property
    def children(self) -> tuple[Expr, ...]:
        return (self.body,)


@frozen
class Relation(Expr):
    """left op right, for the formulas of a derivation; op is "=", "<", "<=", ">", ">=", "!=" or "~"."""

    op: str
    left: Expr
    right: Expr

    @property
    def children(self) -> tuple[Expr, ...]:
        return (self.left, self.right)


#: What b op a is when the sides change places, or when both are multiplied by a negative number.
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}

ZERO, ONE, TWO, MINUS_ONE = (Number(Fraction(i)) for i in (0, 1, 2, -1))
N = Symbol("n")


_DIGITS = tuple(Number(Fraction(i)) for i in range(10))


def number(value: int | Fraction | str) -> Number:
    if isinstance(value, int):
        return _DIGITS[value] if 0 <= value < 10 else Number(Fraction(value))
    return Number(value if isinstance(value, Fraction) else Fraction(value))


def add(*terms: Expr) -> Expr:
    """The sum, flattened, its rational terms folded into one at the end."""
    kept: list[Expr] = []
    constant: Fraction | None = None
    for term in terms:
        if isinstance(term, Number):
            constant = term.value if constant is None else constant + term.value
        elif not isinstance(term, Add):
            kept.append(term)
        else:
            for part in term.terms:
                if not isinstance(part, Number):
                    kept.append(part)
                else:
                    constant = part.value if constant is None else constant + part.value
    if constant:
        kept.append(Number(constant))
    return (kept[0] if kept else ZERO) if len(kept) < 2 else Add(tuple(kept))


def mul(*factors: Expr) -> Expr:
    """The product, flattened, its rational factors folded into one in front; 0 absorbs."""
    kept: list[Expr] = []
    constant: Fraction | None = None
    for factor in factors:
        if isinstance(factor, Number):
            constant = factor.value if constant is None else constant * factor.value
        elif not isinstance(factor, Mul):
            kept.append(factor)
        else:
            for part in factor.factors:
                if not isinstance(part, Number):
                    kept.append(part)
                else:
                    constant = part.value if constant is None else constant * part.value
    if constant is not None and constant != 1:
        if not constant:
            return ZERO
        kept.insert(0, Number(constant))
    return (kept[0] if kept else ONE) if len(kept) < 2 else Mul(tuple(kept))


def negate(x: Expr) -> Expr:
    if isinstance(x, Number):
        return Number(-x.value)
    return mul(MINUS_ONE, x)


def subtract(x: Expr, y: Expr) -> Expr:
    return add(x, negate(y))


def divide(x: Expr, y: Expr) -> Expr:
    return mul(x, power(y, MINUS_ONE))


def power(base: Expr, exponent: Expr) -> Expr:
    """base^exponent; folds exponents 0 and 1 and small integer powers of rationals."""
    if exponent is MINUS_ONE and isinstance(base, Symbol):
        return Power(base, exponent)
    if isinstance(exponent, Number):
        if exponent.value == 1:
            return base
        if exponent.value == 0:
            return ONE
        if isinstance(base, Number):
            if base.value == 1:
                return ONE
            small = exponent.value.denominator == 1 and abs(exponent.value) <= 64
            if small and base.value and base.value.numerator.bit_length() < 64:
                if exponent is MINUS_ONE:
                    return Number(Fraction(base.value.denominator, base.value.numerator))
                return Number(base.value ** int(exponent.value))
        if isinstance(base, Power) and isinstance(base.exponent, Number) and exponent.value.denominator == 1:
            return power(base.base, Number(base.exponent.value * exponent.value))
    elif isinstance(base, Number) and base.value == 1:
        return ONE
    return Power(base, exponent)


def monomial(c: Fraction, x: Symbol, exponent: int) -> Expr:
    """c·x^exponent, c not 0."""
    if not exponent:
        return Number(c)
    raised: Expr = x if exponent == 1 else Power(x, Number(Fraction(exponent)))
    return raised if c == 1 else Mul((Number(c), raised))


def equation_of_roots(coefficients: Sequence[Fraction], name: str) -> Expr:
    """xᵈ = the rest of Σ cᵢxⁱ = 0, over whole numbers: r³ = r² + r + 1."""
    x = Symbol(name)
    below = lcm(*[c.denominator for c in coefficients])
    *rest, highest = (c * below for c in coefficients)
    terms = [monomial(-c, x, i) for i, c in reversed(list(enumerate(rest))) if c]
    return Relation("=", monomial(highest, x, len(rest)), add(*terms))


def log(argument: Expr, base: Expr | None = None) -> Expr:
    return Log(argument, base)


def sqrt(x: Expr) -> Expr:
    return power(x, Number(Fraction(1, 2)))


def walk(x: Expr) -> Iterator[Expr]:
    """Every node, parents first; iterative, so that nesting cannot exhaust the stack."""
    pending = [x]
    while pending:
        node = pending.pop()
        yield node
        children = node.children
        if children:
            pending += children[::-1]


def depth(x: Expr) -> int:
    """The nodes on the longest way down, x itself included; iterative, as `walk` is."""
    levels, row = 0, [x]
    while row:
        levels += 1
        row = [child for node in row for child in node.children]
    return levels


def symbols(x: Expr) -> frozenset[str]:
    """Names of the free symbols (the index of a sum is bound inside it)."""
    try:
        return x._contents[0]
    except AttributeError:
        return _collected(x)[0]


def kinds(x: Expr) -> frozenset[type[Expr]]:
    """The classes of its nodes.

    >>> sorted(kind.__name__ for kind in kinds(add(N, ONE)))
    ['Add', 'Number', 'Symbol']
    """
    try:
        return x._contents[1]
    except AttributeError:
        return _collected(x)[1]


def typed(x: Expr) -> frozenset[str]:
    """What equality passes over: "decimal" where a number was written with a point, "unwritten" for a log's base.

    >>> sorted(typed(Mul((Number(Fraction(3, 2), decimal=True), N))))
    ['decimal']
    """
    try:
        return x._contents[2]
    except AttributeError:
        return _collected(x)[2]


def contents(x: Expr) -> Contents:
    """The free symbols, the classes of the nodes and the marks of typing, worked out once for each formula."""
    try:
        return x._contents
    except AttributeError:
        return _collected(x)


#: What has neither symbols, marks nor children; a symbol that an answer has defined is that number.
_WITHOUT_SYMBOLS = frozenset({Constant, Defined})


def _collected(x: Expr) -> Contents:
    names: set[str] = set()
    found: set[type[Expr]] = set()
    marks: set[str] = set()
    pending = [x]
    while pending:
        node = pending.pop()
        kind = node.__class__
        found.add(kind)
        if kind is Symbol:
            names.add(node.name)  # type: ignore[attr-defined]
        elif kind is Number:
            if node.decimal:  # type: ignore[attr-defined]
                marks.add("decimal")
        elif kind in _WITHOUT_SYMBOLS:
            continue
        elif isinstance(node, Range | RootSum):
            inner, below, marked = contents(node.body)
            names |= inner - {node.index}
            found |= below
            marks |= marked
            if isinstance(node, Range):
                pending += (node.low, node.high)
        else:
            if kind is Log and node.unwritten:  # type: ignore[attr-defined]
                marks.add("unwritten")
            pending += node.children
    told = (frozenset(names), frozenset(found), frozenset(marks))
    object.__setattr__(x, "_contents", told)
    return told


def typed_marks(x: Expr) -> tuple[bool, ...]:
    """Which numbers were written with a point, which logarithms without a base; () where none is."""
    if not typed(x):
        return ()
    marks: list[bool] = []
    pending = [x]
    while pending:
        node = pending.pop()
        if isinstance(node, Number):
            marks.append(node.decimal)
            continue
        if isinstance(node, Log):
            marks.append(node.unwritten)
        pending += node.children
    return tuple(marks)


def is_whole(x: Expr, sizes: Container[str]) -> bool:
    """Whether x is a whole number wherever the sizes are whole, seen from its form, without any rounding.

    >>> is_whole(add(N, number(-1)), {"n"}), is_whole(divide(N, TWO), {"n"})
    (True, False)
    """
    match x:
        case Number(value):
            return value.denominator == 1
        case Symbol(name):
            return name in sizes
        case Add(parts) | Mul(parts):
            return all(is_whole(part, sizes) for part in parts)
    return False


def has_call(x: Expr) -> bool:
    return Call in kinds(x)


_CALLED = Symbol("a value")  # no name that can be typed


def with_calls_as(x: Expr, value: Expr) -> Expr:
    """The formula with one value in the place of every call."""
    return value if isinstance(x, Call) else rebuild(x, lambda part: with_calls_as(part, value)) if x.children else x


def beside_calls(x: Expr) -> frozenset[str]:
    """The symbols that stand outside the calls; in T(n − 1)^n that is n."""
    return symbols(with_calls_as(x, _CALLED)) - {_CALLED.name}


def rebuild(x: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """The node with `change` applied to its children, through the folding constructors."""
    match x:
        case Add(terms):
            return add(*map(change, terms))
        case Mul(factors):
            return mul(*map(change, factors))
        case Power(base, exponent):
            return power(change(base), change(exponent))
        case Log(argument, base, unwritten):
            return Log(change(argument), None if base is None else change(base), unwritten)
        case Apply(name, arguments):
            return Apply(name, tuple(map(change, arguments)))
        case Call(function, arguments):
            return Call(function, tuple(map(change, arguments)))
        case ByRemainder(argument, branches):
            return ByRemainder(change(argument), tuple(map(change, branches)))
        case Range(op, index, low, high, body):
            return Range(op, index, change(low), change(high), change(body))
        case RootSum(index, coefficients, body):
            return RootSum(index, coefficients, change(body))
        case Asymptotic(kind, body):
            return Asymptotic(kind, change(body))
        case Relation(op, left, right):
            return Relation(op, change(left), change(right))
    return x


def substitute(x: Expr, name: str, value: Expr) -> Expr:
    """x with every free Symbol(name) replaced by value."""
    if isinstance(x, Symbol):
        return value if x.name == name else x
    if isinstance(x, Range) and x.index == name:
        low, high = substitute(x.low, name, value), substitute(x.high, name, value)
        return Range(x.op, x.index, low, high, x.body)
    if not x.children or (isinstance(x, RootSum) and x.index == name):
        return x
    return rebuild(x, lambda child: substitute(child, name, value))


def substitute_all(x: Expr, values: Mapping[str, Expr]) -> Expr:
    """x with one name after the other replaced by its value."""
    for name, value in values.items():
        x = substitute(x, name, value)
    return x
