"""What a reading states: every link of its chains and every bound beside them, and the conclusion that is drawn.

T(n) ≤ 2n = O(n) states T(n) ≤ 2n and 2n = O(n), and concludes T(n) = O(n).
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from recur.model import Claim, Expr, expressions as ex, named_value
from recur.model.patterns import regex
from recur.model.records import replace
from recur.parsing.faults import Fault, invalid
from recur.parsing.formulas.building import RelationChain
from recur.parsing.recurrences.equations import affine, expansion_of as taken_apart, holds_call, replace as put_in
from recur.parsing.recurrences.reading import Reading

#: What a ≤ b and b = c say of a and c; a pair that is missing says nothing.
_JOINED = {
    ("<=", "<="): "<=", ("<=", "<"): "<", ("<", "<="): "<", ("<", "<"): "<",
    (">=", ">="): ">=", (">=", ">"): ">", (">", ">="): ">", (">", ">"): ">", ("~", "~"): "~",
    ("<=", "Θ"): "O", ("<=", "O"): "O", ("<=", "o"): "o", ("<", "Θ"): "O", ("<", "O"): "O", ("<", "o"): "o",
    (">=", "Θ"): "Ω", (">=", "Ω"): "Ω", (">=", "ω"): "ω", (">", "Θ"): "Ω", (">", "Ω"): "Ω", (">", "ω"): "ω",
    ("<=", "~"): "O", ("<", "~"): "O", (">=", "~"): "Ω", (">", "~"): "Ω",
    ("Θ", "Θ"): "Θ", ("Θ", "O"): "O", ("Θ", "Ω"): "Ω", ("Θ", "o"): "o", ("Θ", "ω"): "ω",
    ("O", "Θ"): "O", ("O", "O"): "O", ("O", "o"): "o", ("o", "Θ"): "o", ("o", "O"): "o", ("o", "o"): "o",
    ("Ω", "Θ"): "Ω", ("Ω", "Ω"): "Ω", ("Ω", "ω"): "ω", ("ω", "Θ"): "ω", ("ω", "Ω"): "ω", ("ω", "ω"): "ω",
    **{("~", kind): kind for kind in "ΘOΩoω"},
}  # fmt: skip
#: What says most stands for the answer.
_STRENGTH = ("=", "~", "Θ", "O", "<=", "<", "o", "Ω", ">=", ">", "ω")
#: What the driving function is called, where no function of the question is.
_DRIVING = frozenset("fgh")
#: Names of free constants in a general solution: A, C₁.
_CONSTANT = regex(r"[A-EKLPQ](?:_[0-9]+)?")


class Unconcluded(Exception):
    """Nothing but calls stands beside T."""


def stated_claim(reading: Reading, variable: str, functions: frozenset[str] = frozenset()) -> Claim:
    """The conclusion, with all that is stated on the way beside it; raises Fault."""
    alone = _alone(reading)
    if alone is not None:
        kind, body = merged_growth("Θ", alone)
        return Claim(kind, body, bare=kind == "Θ" and not isinstance(alone, ex.Asymptotic))
    known = functions | reading.names.functions | reading.names.sequences
    values: dict[Expr, Expr] = {}
    stated: list[list[Claim]] = []
    start, large, listed = None, False, False
    for number, statement in enumerate(reading.statements):
        relations = statement.chain.relations
        place = reading.lexemes[number][0].start, reading.lexemes[number][-1].end
        sides = tuple(
            _with_values(_with_constants(side, known), functions) for side in _formulas(statement.chain, place)
        )
        if not statement.lead:
            sides, relations = _behind_asides(sides, relations, variable, functions)
        followed = any(_concludes(later.chain) for later in reading.statements[number + 1 :])
        if statement.lead == "otherwise":
            raise Fault("an answer with branches is not judged: give one bound", *place)
        if _is_value(sides, relations, statement.lead, variable):
            values[sides[0]], listed = sides[1], True
            continue
        # r = 1, 2
        listed = listed and not relations and not statement.lead and variable not in ex.symbols(sides[0])
        listed = listed and not _names_function(sides)
        if listed and followed:
            continue
        if listed:
            raise Fault("these are values of a letter: say what T(n) is", *place)
        if followed and not statement.lead and _is_aside(sides, relations, variable, functions):
            continue
        if statement.condition is not None:
            start, large = _domain(statement.condition, variable, place, (start, large))
        aside = stated and relations and not statement.lead and not _names_function(sides)
        if aside and _is_condition(sides, relations):
            start, large = _domain(statement.chain, variable, place, (start, large))
            continue
        if stated and not relations and not statement.lead and _is_letter(sides, variable):
            continue  # a·2^n + b, a and b constants
        if _is_first_value(sides):
            if not stated and number == len(reading.statements) - 1:
                raise Fault("this is one value: say what T(n) is", *place)
            raise invalid("a base case belongs to the recurrence, not to the answer", *place)
        about = sides if statement.lead else _of_the_function(sides, relations, variable)
        if about is None:
            raise Fault("this says something else than what T(n) is: let T(n) stand alone on its side", *place)
        try:
            stated += _chain(about, relations, statement.lead, place)
        except Unconcluded:
            raise invalid("a bound holds no calls", *place) from None
    if not stated:
        raise Fault("a bound is expected", 0, 1)
    # f(n) = n = Θ(n) is the driving function that is read off, beside the answer itself
    stated = [found for found in stated if found[-1].function not in _DRIVING - functions] or stated
    links = [link for found in stated for link in found[:-1]]
    best = min((found[-1] for found in stated), key=lambda claim: _STRENGTH.index(claim.kind))
    named = tuple((x.name, value) for x, value in values.items() if isinstance(x, ex.Symbol))

    def settled(claim: Claim) -> Claim:
        left = None if claim.left is None or not values else put_in(claim.left, values)
        body = put_in(claim.body, values) if values else claim.body
        return replace(claim, left=claim.left if left is None else left, body=body, start=start, large=large)

    beside = () if links == [best] else tuple(map(settled, links))
    return replace(settled(best), beside=beside, values=named)


def _alone(reading: Reading) -> Expr | None:
    """The one formula that is written, a bound or a plain one: no link, no call and no condition beside it."""
    if len(reading.statements) > 1:
        return None
    (statement,) = reading.statements
    chain = statement.chain
    if chain.relations or statement.lead or statement.condition is not None or len(chain.sides) > 1:
        return None
    (side,) = chain.sides
    body = side.body if isinstance(side, ex.Asymptotic) else side
    if not isinstance(side, Expr) or not isinstance(body, Expr):
        return None
    return side if ex.kinds(body).isdisjoint((ex.Call, ex.Asymptotic)) else None


def _formulas(chain: RelationChain, place: tuple[int, int]) -> tuple[Expr, ...]:
    sides = tuple(side for side in chain.sides if isinstance(side, Expr))
    if len(sides) < len(chain.sides):
        raise Fault("a range cannot stand here", *place)
    for side in sides:
        if isinstance(side, ex.Mul) and len({x.kind for x in side.factors if isinstance(x, ex.Asymptotic)}) > 1:
            raise Fault("two bounds stand side by side: say how they are joined, as in O(n) and Ω(n)", *place)
    return sides


def _with_constants(x: Expr, functions: frozenset[str]) -> Expr:
    """A(−2)^n as A·(−2)^n, C₁((1 + √5)/2)^n likewise: what nobody defined is no function, but a constant."""
    match x:
        case ex.Power(ex.Call(name, (base,)), exponent) if _is_constant(name, base, functions):
            return ex.mul(ex.Symbol(name), ex.power(_with_constants(base, functions), exponent))
        case ex.Call(name, (factor,)) if _is_constant(name, factor, functions):
            return ex.mul(ex.Symbol(name), _with_constants(factor, functions))
    return ex.rebuild(x, lambda child: _with_constants(child, functions)) if holds_call(x) else x


def _with_values(x: Expr, functions: frozenset[str]) -> Expr:
    """2^n·T(0) − 1 with a name, T₀, for the value of the function that is asked for; T(0) alone stays a call."""
    if isinstance(x, ex.Call) or not functions or not holds_call(x):
        return x

    def named(child: Expr) -> Expr:
        match child:
            case ex.Call(name, (ex.Number(k),)) if name in functions and k.denominator == 1 and k >= 0:
                return ex.Symbol(named_value(name, int(k)))
        return ex.rebuild(child, named) if child.children else child

    return named(x)


def _is_constant(name: str, argument: Expr, functions: frozenset[str]) -> bool:
    """A(n) is a value of a function that is not defined, whatever its name."""
    return name not in functions and not isinstance(argument, ex.Symbol) and _CONSTANT.fullmatch(name) is not None


def _is_value(sides: tuple[Expr, ...], relations: tuple[str, ...], lead: str, variable: str) -> bool:
    """φ = (1 + √5)/2, a = 2: a letter and what it stands for."""
    if lead or relations != ("=",) or not isinstance(sides[0], ex.Symbol | ex.Constant | ex.Add | ex.Mul):
        return False
    if isinstance(sides[1], ex.Asymptotic) or holds_call(sides[0]) or holds_call(sides[1]):
        return False
    return variable not in ex.symbols(sides[0]) | ex.symbols(sides[1]) and not any(
        isinstance(x, ex.Asymptotic) for x in sides
    )


def _behind_asides(
    sides: tuple[Expr, ...], relations: tuple[str, ...], variable: str, functions: frozenset[str]
) -> tuple[tuple[Expr, ...], tuple[str, ...]]:
    """f(n) = n = Θ(n) ⇒ T(n) = Θ(n log n), 2 > 1 ⇒ Θ(n²): what is concluded of T, without what it is concluded from."""
    while "=>" in relations:
        at = relations.index("=>")
        if not _is_aside(sides[: at + 1], relations[:at], variable, functions):
            break
        sides, relations = sides[at + 1 :], relations[at + 1 :]
    return sides, relations


def _is_aside(sides: tuple[Expr, ...], relations: tuple[str, ...], variable: str, functions: frozenset[str]) -> bool:
    """log_4 16 = 2, n < n², n = O(n^(2 − ε)), n^(log_b a) = n², f(n) = n: of numbers, or of the driving function."""
    called = {x.function for side in sides for x in ex.walk(side) if isinstance(x, ex.Call)}
    if not relations or called - (_DRIVING - functions) or _is_function_alone(sides[0]):
        return False
    if called:
        return True
    if isinstance(sides[-1], ex.Asymptotic):
        return not isinstance(sides[0], ex.Asymptotic)
    if any(isinstance(x, ex.Asymptotic) for side in sides for x in ex.walk(side)):
        return False
    ordered = any(relation not in ("=", "~") for relation in relations)
    return ordered or _is_watershed(sides[0], variable) or all(variable not in ex.symbols(side) for side in sides)


def _is_watershed(side: Expr, variable: str) -> bool:
    """n^(log_b a), which the master theorem compares with the driving function."""
    return (
        isinstance(side, ex.Power)
        and side.base == ex.Symbol(variable)
        and any(isinstance(x, ex.Log) for x in ex.walk(side.exponent))
    )


def _concludes(chain: RelationChain) -> bool:
    """It says what something is, and is no condition such as n ≥ 1."""
    return not chain.relations or any(
        isinstance(x, ex.Call | ex.Asymptotic) for side in chain.sides if isinstance(side, Expr) for x in ex.walk(side)
    )


def _is_function_alone(side: Expr) -> bool:
    """T, without its size: T = Θ(n)."""
    return isinstance(side, ex.Symbol) and side.name[0].isupper()


def _names_function(sides: tuple[Expr, ...]) -> bool:
    return any(holds_call(side) or isinstance(side, ex.Asymptotic) for side in sides)


def _is_condition(sides: tuple[Expr, ...], relations: tuple[str, ...]) -> bool:
    """n > 1, 0 < a < 1, a = b^k; a chain of formulas would be a second answer."""
    return any(relation not in ("=", "~") for relation in relations) or isinstance(sides[0], ex.Symbol)


def _is_letter(sides: tuple[Expr, ...], variable: str) -> bool:
    """A name alone, which claims nothing."""
    return len(sides) == 1 and isinstance(sides[0], ex.Symbol) and sides[0].name != variable


def _is_first_value(sides: tuple[Expr, ...]) -> bool:
    return isinstance(sides[0], ex.Call) and isinstance(sides[0].arguments[0], ex.Number)


def _of_the_function(sides: tuple[Expr, ...], relations: tuple[str, ...], variable: str) -> tuple[Expr, ...] | None:
    """T(n) + 1 = 2^n as T(n) = 2^n − 1, 2T(n) ≤ n as T(n) ≤ n/2, T(n+1) = 2^n as T(n) = 2^(n−1); |T(n)| = n is None.

    2T(n/2) + n = Θ(n log n) is the recurrence's right side, and so T(n) itself.
    """
    if not any(map(ex.has_call, sides)):
        return sides
    n = ex.Symbol(variable)
    if any(isinstance(side, ex.Call) and _is_plain(side, variable) for side in sides):
        return sides
    held = [
        i for i, side in enumerate(sides) if any(isinstance(x, ex.Call) and n in x.arguments for x in ex.walk(side))
    ]
    shifted = [i for i, side in enumerate(sides) if isinstance(side, ex.Call)]
    if not held and not shifted:
        return sides
    at = (held or shifted)[0]
    if len(held or shifted) > 1 or not relations:
        return None
    found = _isolated if held else _moved_back
    return found(sides, relations, at, variable)


def _is_plain(call: ex.Call, variable: str) -> bool:
    """T(n), or T of another letter, which has its own error, or of several sizes."""
    return len(call.arguments) > 1 or isinstance(call.arguments[0], ex.Symbol)


def _moved_back(sides: tuple[Expr, ...], relations: tuple[str, ...], at: int, variable: str) -> tuple[Expr, ...] | None:
    """T(n + k) = g(n) as T(n) = g(n − k), for a whole number k."""
    call = sides[at]
    assert isinstance(call, ex.Call)
    line = affine(call.arguments[0], variable)
    if line is None or line[0] != 1 or line[1].denominator != 1:
        return None
    earlier = ex.add(ex.Symbol(variable), ex.Number(-line[1]))
    moved = (ex.substitute(side, variable, earlier) for side in sides)
    return tuple(ex.Call(call.function, (ex.Symbol(variable),)) if i == at else x for i, x in enumerate(moved))


def _isolated(sides: tuple[Expr, ...], relations: tuple[str, ...], at: int, variable: str) -> tuple[Expr, ...] | None:
    """c·T(n) + f relation g as T(n) relation (g − f)/c, where c is positive or nothing is ordered by it."""
    found = taken_apart(sides[at], variable)
    calls, rest = found.subcalls(), found.driving_term()
    if found.nonlinear or len(calls) != 1 or calls[0].argument != ex.Symbol(variable):
        return None
    factor, bounded = calls[0].coefficient, any(isinstance(x, ex.Asymptotic) for side in sides for x in ex.walk(side))
    if bounded and rest != ex.Number(Fraction(0)):
        return None
    plain = set(relations) == {"="} and not bounded and isinstance(factor, ex.Number)
    if not _is_positive(factor) and not plain:
        return None

    def alone(side: Expr) -> Expr:
        kind, body = merged_growth("=", side)
        if isinstance(side, ex.Asymptotic) or kind != "=":
            return ex.Asymptotic(kind, ex.divide(body, factor))
        return ex.divide(ex.subtract(side, rest), factor)

    return tuple(
        ex.Call(calls[0].function, (ex.Symbol(variable),)) if i == at else alone(x) for i, x in enumerate(sides)
    )


def _is_positive(x: Expr) -> bool:
    """Certainly: a positive number, the size, a product or a power of such."""
    if isinstance(x, ex.Number):
        return x.value > 0
    if isinstance(x, ex.Mul):
        return all(map(_is_positive, x.factors))
    return isinstance(x, ex.Symbol) or (isinstance(x, ex.Power) and _is_positive(x.base))


def _domain(
    condition: RelationChain, variable: str, place: tuple[int, int], before: tuple[int | None, bool]
) -> tuple[int | None, bool]:
    """n ≥ 2, n ≥ n₀, "for large n"; n = 2^k and what is said of other letters leave open where it begins."""
    sides, relations = _formulas(condition, place), condition.relations
    n = ex.Symbol(variable)
    if len(sides) == 2 and sides[1] == n:
        sides, relations = (sides[1], sides[0]), (ex.MIRRORED.get(relations[0], relations[0]),)
    if len(sides) == 1:
        return before[0], before[1] or sides[0] == n
    if len(sides) == 2 and sides[0] == n and relations[0] in (">", ">="):
        if isinstance(sides[1], ex.Number):
            least = sides[1].value + (1 if relations[0] == ">" else 0)
            return -int(-least // 1) if relations[0] == ">=" else int(Fraction(least) // 1), before[1]
        return before[0], True
    if any(variable in ex.symbols(side) for side in sides) and not (relations == ("=",) and sides[0] == n):
        raise Fault("this condition cannot be judged: write it as n >= 2", *place)
    return before


def _chain(
    sides: tuple[Expr, ...], relations: tuple[str, ...], lead: str, place: tuple[int, int]
) -> Iterator[list[Claim]]:
    """On each side of T the links in order, and last what follows of T."""
    about = [i for i, side in enumerate(sides) if isinstance(side, ex.Call)]
    if any(holds_call(side) and not isinstance(side, ex.Call) for side in sides[-1:]):
        raise invalid("a bound holds no calls", *place)
    if len(about) > 1 and about[-1] == len(sides) - 1:
        raise invalid("a bound holds no calls", *place)
    unknown = [relation for relation in (*relations, lead) if relation == "!="]
    if unknown:
        raise Fault("an answer says what T(n) is, not what it is not", *place)
    if lead:
        yield _links(None, lead, sides, relations, False)
    elif about:
        t = about[0]
        call = sides[t]
        assert isinstance(call, ex.Call)
        function = call.function
        if t:
            flipped = tuple(ex.MIRRORED.get(r, r) for r in reversed(relations[:t]))
            yield _links(function, flipped[0], tuple(reversed(sides[:t])), flipped[1:], False)
        if t < len(sides) - 1:
            yield _links(function, relations[t], sides[t + 1 :], relations[t + 1 :], False)
        elif not t:
            raise invalid("a bound holds no calls", *place)
    elif relations and _is_function_alone(sides[0]):
        yield _links(None, relations[0], sides[1:], relations[1:], False)
    elif not relations:
        yield _links(None, "Θ", sides, (), True)
    elif set(relations) == {"="} and {getattr(side, "kind", "") for side in sides} == {"O", "Ω"}:
        for side in sides:  # O(n) = Ω(n): both
            yield _links(None, "Θ", (side,), (), True)
    else:
        bounded = any(isinstance(side, ex.Asymptotic) for side in (sides[0], sides[-1]))
        if not bounded and any(relation not in ("=", "~") for relation in relations):
            raise Fault("a bound is expected, not a comparison", *place)
        yield _links(None, "Θ", sides, relations, True)


def _links(
    function: str | None, first: str, sides: tuple[Expr, ...], relations: tuple[str, ...], bare: bool
) -> list[Claim]:
    """T first sides[0], sides[0] relations[0] sides[1], …; a recurrence written again is a link of its own."""
    links: list[Claim] = []
    total: str | None = "="
    last, left = None, None
    for step, side in zip((first, *relations), sides, strict=True):
        if holds_call(side):
            links.append(Claim("=" if step in ("=>", "Θ") else step, side, function))
            total = None if total is None else _followed(total, links[-1].kind)
            continue
        kind, body = merged_growth("=" if step == "=>" else step, side)
        if step == "=>" and left is None and not isinstance(side, ex.Asymptotic):
            kind = "Θ"
        plain = bare and left is None and kind == "Θ" and not isinstance(side, ex.Asymptotic)
        links.append(Claim(kind, body, None if left is not None else function, plain, left))
        total = None if total is None else _followed(total, kind)
        if total is not None:
            last = Claim(total, body, function, plain)
        left = side
    if last is None:
        raise Unconcluded
    return [*links, last]


def _followed(first: str, then: str) -> str | None:
    """What T first a and a then b say of T and b."""
    if "=" in (first, then):
        return then if first == "=" else first
    return _JOINED.get((first, then))


def concluded(links: Sequence[tuple[str, Expr]]) -> Claim:
    """What follows of T from T r₁ side₁ r₂ side₂ …, the links beside it: the end of T(n) = 2T(n/2) + n = n lg n = …"""
    relations, sides = zip(*links, strict=True)
    *made, conclusion = _links(None, relations[0], sides, relations[1:], False)
    return conclusion if len(made) == 1 else replace(conclusion, beside=tuple(made))


def merged_growth(kind: str, body: Expr) -> tuple[str, Expr]:
    """O(n) as kind O; n·O(log n) as O(n log n); O(n) + O(1) as O(n + 1); (1 + o(1))·g as ~ g."""
    whole = _of_bounds(body)
    if whole is None or kind not in ("=", "Θ", "~", "<=", ">=", "<", ">"):
        return kind, body
    if kind in ("=", "Θ", "~"):
        return whole
    return _JOINED.get((kind, whole[0]), kind), whole[1]


def _of_bounds(body: Expr) -> tuple[str, Expr] | None:
    if isinstance(body, ex.Asymptotic):
        return body.kind, body.body
    if isinstance(body, ex.Mul):
        near = [factor for factor in body.factors if _tends_to_1(factor)]
        bounds = [factor for factor in body.factors if isinstance(factor, ex.Asymptotic)]
        rest = [factor for factor in body.factors if not isinstance(factor, ex.Asymptotic) and factor not in near]
        if any(isinstance(node, ex.Asymptotic) for part in rest for node in ex.walk(part)):
            return None
        if len(bounds) == 1 and not near:
            return bounds[0].kind, ex.mul(*rest, bounds[0].body)
        if near and not bounds:
            return "~", ex.mul(*rest)
    terms = body.terms if isinstance(body, ex.Add) else ()
    kinds = {term.kind for term in terms if isinstance(term, ex.Asymptotic)}
    if terms and all(isinstance(term, ex.Asymptotic) for term in terms) and len(kinds) == 1:
        return kinds.pop(), ex.add(*(term.body for term in terms if isinstance(term, ex.Asymptotic)))
    return None


def _tends_to_1(x: Expr) -> bool:
    """1 + o(1), 1 − o(1)"""
    little = ex.Asymptotic("o", ex.Number(Fraction(1)))
    return isinstance(x, ex.Add) and set(x.terms) in ({ex.ONE, little}, {ex.ONE, ex.mul(ex.MINUS_ONE, little)})
