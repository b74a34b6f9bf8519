"""One normal form of every equation: all to one side, the call at the highest index alone, divided by its coefficient.

0 = a(n) - 2a(n - 1), x(n) = (x(n + 1) - 1)/2 and 4T(n) = T(2n) - n are a(n) = 2a(n - 1), x(n) = 2x(n - 1) + 1 and
T(n) = 4T(n/2) + n/2. Functions that stand on each other at the same size are told apart by exact elimination.
"""

from collections.abc import Iterable
from fractions import Fraction

from recur.model import Expr, expressions as ex
from recur.model.records import frozen, mutable
from recur.parsing.recurrences.equations import affine, cancel, collect, holds_call, is_canonical

_BEYOND = 10**12
_NOTHING, _UNIT = Fraction(0), Fraction(1)
#: How large an argument is for large n: the power of n, its factor, what is added.
Size = tuple[Fraction, Fraction, Fraction]


@frozen
class Unsolvable(Exception):
    """Why an equation cannot be brought into the form T(n) = …; `rest` = 0 is left where the call cancels."""

    reason: str
    rest: Expr | None = None


@frozen
class Isolated:
    """function(variable) relation right; `divisor` is what stood before the function (1: nothing did)."""

    function: str
    relation: str
    right: Expr
    divisor: Expr = ex.ONE


def size(argument: Expr, variable: str) -> Size | None:
    """The place of an argument among those of one function; None for 3, k and n/b, which are never the highest."""
    if isinstance(argument, ex.Symbol):
        return (_UNIT, _UNIT, _NOTHING) if argument.name == variable else None
    if isinstance(argument, ex.Mul | ex.Add) and len(argument.children) == 2:  # n/2 and n - 1, without arithmetic
        one, other = argument.children
        if isinstance(one, ex.Number) and isinstance(other, ex.Symbol) and other.name == variable:
            return _UNIT, one.value, _NOTHING
        if isinstance(one, ex.Symbol) and isinstance(other, ex.Number) and one.name == variable:
            return _UNIT, _UNIT, other.value
    line = affine(argument, variable)
    if line is not None:
        return (_UNIT, *line) if line[0] else None
    if isinstance(argument, ex.Apply) and argument.name in ("floor", "ceiling"):
        return size(argument.arguments[0], variable)
    if isinstance(argument, ex.Add):
        line, letters = _letters(argument, variable)
        signs = {_sign(letter) for letter in letters}
        if line is not None and len(signs) == 1:  # n + k lies above every n + 3, n - k below every n - 3
            return _UNIT, line[0], Fraction(_BEYOND * signs.pop())
        return None
    factor, base = _UNIT, argument
    if isinstance(base, ex.Mul) and len(base.factors) == 2 and isinstance(base.factors[0], ex.Number):
        factor, base = base.factors[0].value, base.factors[1]
    if isinstance(base, ex.Power) and base.base == ex.Symbol(variable) and isinstance(base.exponent, ex.Number):
        return base.exponent.value, factor, _NOTHING
    return None


def _letters(argument: ex.Add, variable: str) -> tuple[tuple[Fraction, Fraction] | None, list[Expr]]:
    """n + 2k + 1 as the line n + 1 and the letters 2k; no line where the variable stands in another way."""
    letters = [term for term in argument.terms if affine(term, variable) is None]
    plain = all(isinstance(node, ex.Number | ex.Symbol | ex.Mul) for term in letters for node in ex.walk(term))
    if not letters or not plain or any(ex.Symbol(variable) in ex.walk(term) for term in letters):
        return None, letters
    line = affine(ex.add(*(term for term in argument.terms if term not in letters)), variable)
    return (line if line is not None and line[0] else None), letters


@mutable
class Lead:
    """The largest call of one function in an equation, and how many calls of it are as large."""

    call: ex.Call
    size: Size
    times: int = 1


def leads(left: Expr, right: Expr, variable: str) -> list[Lead]:
    """What an equation may be solved for: the largest call of each function, the largest of them first.

    Where the left side is T(n) and all that is called on the right is plainly smaller, it is T(n) alone.
    """
    if isinstance(left, ex.Call) and left.arguments == (ex.Symbol(variable),) and _is_below(right, variable):
        return [Lead(left, (_UNIT, _UNIT, _NOTHING))]
    best: dict[str, Lead] = {}
    pending = [right, left]
    while pending:
        node = pending.pop()
        if isinstance(node, ex.Call) and len(node.arguments) == 1:
            own = size(node.arguments[0], variable)
            lead = best.get(node.function)
            if own is not None and (lead is None or own > lead.size):
                best[node.function] = Lead(node, own)
            elif own is not None and lead is not None and own == lead.size:
                lead.times += 1
        children = reversed(node.children)
        pending += [child for child in children if type(child) is not ex.Symbol and type(child) is not ex.Number]
    found = list(best.values())
    if len(found) > 1:
        found.sort(key=lambda lead: lead.size, reverse=True)
    return found


def _is_below(x: Expr, variable: str) -> bool:
    """Is every call in x at n/2, n - 1 or the like, seen without arithmetic?"""
    if isinstance(x, ex.Call):
        return len(x.arguments) == 1 and _is_smaller(x.arguments[0], variable)
    for child in x.children:
        kind = type(child)
        if kind is not ex.Symbol and kind is not ex.Number and not _is_below(child, variable):
            return False
    return True


def _is_smaller(argument: Expr, variable: str) -> bool:
    if isinstance(argument, ex.Apply):
        return argument.name in ("floor", "ceiling") and _is_smaller(argument.arguments[0], variable)
    match argument:
        case ex.Mul((ex.Number(factor), ex.Symbol(name))):
            return name == variable and factor.numerator < factor.denominator
        case ex.Add((ex.Symbol(name), ex.Number(offset))):
            return name == variable and offset.numerator < 0
        case ex.Power(ex.Symbol(name), ex.Number(exponent)):
            return name == variable and exponent.numerator < exponent.denominator
        case ex.Symbol(name):
            return name != variable  # the k of a sum
    return isinstance(argument, ex.Number)


def isolate(left: Expr, relation: str, right: Expr, lead: ex.Call, variable: str, alone: bool = False) -> Isolated:
    """The equation solved for `lead` and shifted so that it stands at the variable itself; raises Unsolvable.

    `alone`: it is the left side, and not on the right.
    """
    divisor: Expr = ex.ONE
    if not alone:
        relation, right, divisor = _solved(left, relation, right, lead, variable)
    argument = lead.arguments[0]
    if not isinstance(argument, ex.Symbol):
        inner = _inverse(argument, variable)
        right, divisor = shift(right, variable, inner), shift(divisor, variable, inner)
    return Isolated(lead.function, relation, right, divisor)


def isolated_value(left: Expr, relation: str, right: Expr, lead: ex.Call) -> tuple[str, Expr]:
    """The relation and the value of T(0) in 2T(0) = 6 or 0 = T(0) - 3."""
    relation, value, _ = _solved(left, relation, right, lead, "")
    return relation, value


def _same(node: Expr, lead: ex.Call, variable: str) -> bool:
    """Are these one value? T(1 + n) is T(n + 1)."""
    if not isinstance(node, ex.Call) or node.function != lead.function or len(node.arguments) != 1:
        return False
    one, other = node.arguments[0], lead.arguments[0]
    if one == other:
        return True
    if is_canonical(one) and is_canonical(other):
        return False
    return affine(one, variable) == affine(other, variable) is not None


def _meets(x: Expr, lead: ex.Call, variable: str) -> bool:
    return any(_same(node, lead, variable) for node in ex.walk(x))


def _solved(left: Expr, relation: str, right: Expr, lead: ex.Call, variable: str) -> tuple[str, Expr, Expr]:
    root = _root(left, right, lead, variable) if relation == "=" else None
    if root is None:
        return _solved_as_line(left, relation, right, lead, variable)
    inside = ex.Call(f"{lead.function}^{root}", lead.arguments)
    left, right = (_with_power(x, lead, variable, inside) for x in (left, right))
    relation, value, divisor = _solved_as_line(left, relation, right, inside, variable)
    if root.denominator % 2 == 0 and not _is_positive(value, variable):
        raise Unsolvable(f"a root of {lead} is no negative number, and {value} is not seen to be none")
    return relation, ex.power(value, ex.Number(1 / root)), divisor


def _root(left: Expr, right: Expr, lead: ex.Call, variable: str) -> Fraction | None:
    """The e where the lead stands in powers T(n)^e alone, which e = ±1/k determine: 1/T(n), √T(n)."""
    found: set[Expr] = set()
    pending = [left, right]
    while pending:
        x = pending.pop()
        if _same(x, lead, variable):
            return None
        if isinstance(x, ex.Power) and _same(x.base, lead, variable):
            found.add(x.exponent)
        else:
            pending.extend(x.children)
    match [*found]:
        case [ex.Number(e)] if abs(e.numerator) == 1 and e != 1:
            return e
    return None


def _is_positive(x: Expr, variable: str) -> bool:
    """Whether x ≥ 0 is seen for n ≥ 1: even roots and powers, n, letters, and what is made of them without a minus."""
    if isinstance(x, ex.Add):
        beside = ex.add(*(term for term in x.terms if not holds_call(term)))
        moved = ex.substitute(beside, variable, ex.add(ex.Symbol(variable), ex.ONE)) if variable else beside
        if all(c >= 0 for c in polynomial(moved, variable) or (-1,)):
            return all(_is_positive(term, variable) for term in x.terms if holds_call(term))
    match x:
        case ex.Number(value):
            return value >= 0
        case ex.Power(_, ex.Number(e)) if e.denominator % 2 == 0 or (e.denominator == 1 and e.numerator % 2 == 0):
            return True
        case ex.Power(base, _):
            return _is_positive(base, variable)
        case ex.Add() | ex.Mul():
            return all(_is_positive(part, variable) for part in x.children)
    return isinstance(x, ex.Symbol | ex.Constant)


def _with_power(x: Expr, lead: ex.Call, variable: str, inside: ex.Call) -> Expr:
    """x with a call in the place of each power of the lead."""
    if isinstance(x, ex.Power) and _same(x.base, lead, variable):
        return inside
    return ex.rebuild(x, lambda part: _with_power(part, lead, variable, inside)) if x.children else x


def _solved_as_line(left: Expr, relation: str, right: Expr, lead: ex.Call, variable: str) -> tuple[str, Expr, Expr]:
    factors: list[Expr] = []
    terms: list[Expr] = []
    _take_apart(right, ex.MINUS_ONE, lead, variable, factors, terms)
    _take_apart(left, ex.ONE, lead, variable, factors, terms)
    divisor = _sum(factors)
    if divisor == ex.ZERO:
        raise Unsolvable(f"{lead} cancels: the equation says nothing of it", collect(terms))
    turned = _is_negative(divisor, variable, relation)
    if turned:
        relation = ex.MIRRORED.get(relation, relation)
    terms.sort(key=lambda term: not holds_call(term))
    number, rest = _parted(divisor)
    inverse = ex.power(rest, ex.MINUS_ONE)
    value = collect(cancel(ex.mul(ex.Number(-1 / number), term, inverse)) for term in terms)
    return relation, value, divisor


def _parted(divisor: Expr) -> tuple[Fraction, Expr]:
    """The number and the rest of a product."""
    if isinstance(divisor, ex.Number):
        return divisor.value, ex.ONE
    if isinstance(divisor, ex.Mul) and isinstance(divisor.factors[0], ex.Number):
        return divisor.factors[0].value, ex.mul(*divisor.factors[1:])
    return Fraction(1), divisor


def _take_apart(x: Expr, factor: Expr, lead: ex.Call, variable: str, factors: list[Expr], terms: list[Expr]) -> None:
    """factor·x as a multiple of the lead plus terms without it."""
    if not _meets(x, lead, variable):
        if isinstance(x, ex.Add):
            terms.extend(ex.mul(factor, term) for term in x.terms)
        elif x != ex.ZERO:
            terms.append(ex.mul(factor, x))
    elif _same(x, lead, variable):
        factors.append(factor)
    elif isinstance(x, ex.Add):
        for term in x.terms:
            _take_apart(term, factor, lead, variable, factors, terms)
    elif isinstance(x, ex.Mul):
        holding = [part for part in x.factors if _meets(part, lead, variable)]
        if len(holding) > 1:
            raise Unsolvable(f"{lead} is multiplied by itself: the equation is not solved for it")
        rest = [part for part in x.factors if part is not holding[0]]
        _take_apart(holding[0], ex.mul(factor, *rest), lead, variable, factors, terms)
    else:
        raise Unsolvable(f"{lead} stands inside {_named(x)}: the equation cannot be solved for it")


def _named(x: Expr) -> str:
    if isinstance(x, ex.Power):
        return "a power"
    if isinstance(x, ex.Log):
        return "a logarithm"
    if isinstance(x, ex.Call):
        return f"a call of {x.function}"
    return x.name if isinstance(x, ex.Apply) else "a sum or a bound"


def _sum(factors: Iterable[Expr]) -> Expr:
    """The sum of the factors; 1 - (1 - p) is p."""
    parts: list[Expr] = []
    for factor in factors:
        inner = factor.factors[1] if isinstance(factor, ex.Mul) and len(factor.factors) == 2 else None
        if isinstance(factor, ex.Mul) and isinstance(factor.factors[0], ex.Number) and isinstance(inner, ex.Add):
            parts.extend(ex.mul(factor.factors[0], term) for term in inner.terms)
        else:
            parts.append(factor)
    return collect(parts) if parts else ex.ZERO


def _is_negative(divisor: Expr, variable: str, relation: str) -> bool:
    """Does dividing turn a relation round? The sign for large n counts, letters are positive."""
    if isinstance(divisor, ex.Number):
        return divisor.value < 0
    if relation == "=":
        return False
    coefficients = polynomial(divisor, variable)
    if coefficients is not None:
        return coefficients[-1] < 0
    signs = {_sign(term) for term in (divisor.terms if isinstance(divisor, ex.Add) else (divisor,))}
    if len(signs) > 1 or 0 in signs:
        raise Unsolvable(f"whether {divisor} is positive decides which way the relation turns")
    return signs == {-1}


def _sign(term: Expr) -> int:
    """1 or -1 for a product of a number and positive letters; 0: nobody knows."""
    factors = term.factors if isinstance(term, ex.Mul) else (term,)
    if not all(isinstance(part, ex.Number | ex.Symbol) for part in factors):
        return 0
    return -1 if any(isinstance(part, ex.Number) and part.value < 0 for part in factors) else 1


def _inverse(argument: Expr, variable: str) -> Expr:
    """The size at which the argument is n: n - 2 for n + 2, n/2 for 2n, √n for n^2."""
    line = affine(argument, variable)
    if line is not None and line[0] > 0:
        return ex.add(ex.mul(ex.Number(1 / line[0]), ex.Symbol(variable)), ex.Number(-line[1] / line[0]))
    if isinstance(argument, ex.Add):
        line, letters = _letters(argument, variable)
        if line is not None and line[0] > 0:
            rest = ex.negate(ex.add(*letters, ex.Number(line[1])))
            return ex.mul(
                ex.Number(1 / line[0]),
                ex.add(ex.Symbol(variable), *(rest.terms if isinstance(rest, ex.Add) else (rest,))),
            )
    place = None if isinstance(argument, ex.Apply | ex.Add) else size(argument, variable)
    if place is None or place[0] <= 0 or place[1] <= 0:
        raise Unsolvable(f"the largest size, {argument}, cannot be turned into {variable}: T(n) = … is expected")
    scaled = ex.mul(ex.Number(1 / place[1]), ex.Symbol(variable))
    return ex.power(scaled, ex.Number(1 / place[0]))


def shift(x: Expr, variable: str, inner: Expr) -> Expr:
    """x at another size, its arguments in canonical form: F(n + 1) at n - 2 is F(n - 1)."""
    moved = ex.substitute(x, variable, inner)

    def tidy(node: Expr) -> Expr:
        line = affine(node, variable) if isinstance(node, ex.Add | ex.Mul) else None
        if line is not None and line[0]:
            return ex.add(ex.mul(ex.Number(line[0]), ex.Symbol(variable)), ex.Number(line[1]))
        coefficients = polynomial(node, variable) if isinstance(node, ex.Add) else None
        if coefficients is not None:
            powers = (
                ex.mul(ex.Number(c), ex.power(ex.Symbol(variable), ex.Number(Fraction(k))))
                for k, c in enumerate(coefficients)
            )
            return ex.add(*reversed(list(powers)))
        return ex.rebuild(node, tidy) if node.children else node

    return tidy(moved)


def polynomial(x: Expr, variable: str) -> list[Fraction] | None:
    """The coefficients of a polynomial in the variable, constant first; None for anything else."""
    if isinstance(x, ex.Number):
        return [x.value]
    if isinstance(x, ex.Symbol):
        return [Fraction(0), Fraction(1)] if x.name == variable else None
    if isinstance(x, ex.Power):
        exponent = x.exponent.value if isinstance(x.exponent, ex.Number) else Fraction(-1)
        base = polynomial(x.base, variable) if exponent.denominator == 1 and 0 <= exponent <= 16 else None
        if base is None:
            return None
        product = [Fraction(1)]
        for _ in range(int(exponent)):
            product = _times(product, base)
        return product
    if not isinstance(x, ex.Add | ex.Mul):
        return None
    total = [Fraction(0)] if isinstance(x, ex.Add) else [Fraction(1)]
    for child in x.children:
        part = polynomial(child, variable)
        if part is None:
            return None
        total = _plus(total, part) if isinstance(x, ex.Add) else _times(total, part)
    return total


def _plus(p: list[Fraction], q: list[Fraction]) -> list[Fraction]:
    length = max(len(p), len(q))
    p, q = p + [Fraction(0)] * (length - len(p)), q + [Fraction(0)] * (length - len(q))
    total = [a + b for a, b in zip(p, q, strict=True)]
    while len(total) > 1 and not total[-1]:
        total.pop()
    return total


def _times(p: list[Fraction], q: list[Fraction]) -> list[Fraction]:
    product = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            product[i + j] += a * b
    return product


def apart(equations: list[Isolated], variables: list[str]) -> list[Isolated]:
    """Equations in which no function stands on itself at the same size by way of others: a(n) + b(n) = n among them."""
    by_name = {equation.function: position for position, equation in enumerate(equations)}
    ahead = [
        {
            by_name[node.function]
            for node in ex.walk(equation.right)
            if isinstance(node, ex.Call) and node.function in by_name and node.arguments == (ex.Symbol(variable),)
        }
        for equation, variable in zip(equations, variables, strict=True)
    ]
    found = list(equations)
    done: set[int] = set()
    for position in range(len(equations)):
        circle = sorted(_reached(ahead, position) & {i for i in range(len(ahead)) if position in _reached(ahead, i)})
        if position in done or len(circle) < 2:
            continue
        done.update(circle)
        for index, right in zip(circle, _eliminated([found[i] for i in circle], variables[position]), strict=True):
            found[index] = Isolated(found[index].function, "=", right, found[index].divisor)
    return found


def _reached(ahead: list[set[int]], start: int) -> set[int]:
    reached: set[int] = set()
    pending = list(ahead[start])
    while pending:
        position = pending.pop()
        if position not in reached:
            reached.add(position)
            pending.extend(ahead[position])
    return reached


def _eliminated(equations: list[Isolated], variable: str) -> list[Expr]:
    """The right-hand sides without the functions themselves at the variable, by exact elimination."""
    names = [equation.function for equation in equations]
    if any(equation.relation != "=" for equation in equations):
        raise Unsolvable(f"{' and '.join(names)} stand on each other at the same size, in an inequality")
    rows: list[list[Fraction]] = []
    rest: list[list[Expr]] = []
    for position, equation in enumerate(equations):
        row, terms = [Fraction(int(i == position)) for i in range(len(names))], [equation.right]
        for column, name in enumerate(names):
            factors: list[Expr] = []
            left: list[Expr] = []
            for term in terms:
                _take_apart(term, ex.ONE, ex.Call(name, (ex.Symbol(variable),)), variable, factors, left)
            factor, terms = _sum(factors), left
            if not isinstance(factor, ex.Number):
                raise Unsolvable(f"{' and '.join(names)} stand on each other at the same size, with a factor {factor}")
            row[column] -= factor.value
        rows.append(row)
        rest.append(terms)
    inverse = _inverted(rows)
    if inverse is None:
        circle = " → ".join((*names, names[0]))
        raise Unsolvable(f"{circle} stays at one size, and the equations do not determine {' and '.join(names)}")
    return [
        collect(
            ex.mul(ex.Number(weight), term)
            for weight, terms in zip(line, rest, strict=True)
            if weight
            for term in terms
        )
        for line in inverse
    ]


def _inverted(rows: list[list[Fraction]]) -> list[list[Fraction]] | None:
    """The inverse of a square matrix; None where there is none."""
    count = len(rows)
    wide = [row + [Fraction(int(i == j)) for j in range(count)] for i, row in enumerate(rows)]
    for column in range(count):
        pivot = next((i for i in range(column, count) if wide[i][column]), None)
        if pivot is None:
            return None
        wide[column], wide[pivot] = wide[pivot], wide[column]
        lead = wide[column][column]
        wide[column] = [value / lead for value in wide[column]]
        for i in range(count):
            factor = wide[i][column]
            if i != column and factor:
                wide[i] = [a - factor * b for a, b in zip(wide[i], wide[column], strict=True)]
    return [row[count:] for row in wide]
