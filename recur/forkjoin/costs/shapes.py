"""Which numbers are the sizes of a procedure: n, r − p + 1, the length of an array; and how large a call makes them.

One size if one will do; a parameter that counts, and that it does not tell, is a size of its own (`with_size`).

n if a parameter is called so; what the header states; the only parameter that counts anything; two bounds of a range
that the guard compares; the length of an array; else the last parameter that counts something.
"""

from collections.abc import Iterator

from recur.forkjoin.costs.halved_ranges import halved_range
from recur.forkjoin.costs.normal_forms import numeric, polynomial
from recur.forkjoin.costs.polynomials import Polynomial
from recur.model import Expr, InvalidRecurrence, Place, expressions as ex, program as code
from recur.model.records import frozen


@frozen(slots=False)
class SizeMeasure:
    """The size is called `variable`, and is `measure` in terms of the parameters; `start` is what each one then is.

    `inner` are parameters inside the range that is measured, as q in (p, q, r): p plus an offset of that name.
    `others` are the further sizes, each with its measure. `ranges` are the bounds of two ranges that are measured
    together, p₁ … r₁ and p₂ … r₂, and `second` names the length of the second one.
    """

    variable: str
    measure: Expr | None
    start: tuple[tuple[str, Polynomial], ...]
    inner: tuple[str, ...] = ()
    others: tuple[tuple[str, Expr], ...] = ()
    second: str = ""
    ranges: tuple[tuple[str, str], ...] = ()

    @property
    def sizes(self) -> tuple[str, ...]:
        return (self.variable, *(name for name, _ in self.others))

    @property
    def measures(self) -> tuple[tuple[str, Expr], ...]:
        """Each size with what it is; none of a procedure without a size."""
        return () if self.measure is None else ((self.variable, self.measure), *self.others)

    @property
    def description(self) -> str:
        """n, or n = r - p + 1 where the size is no parameter; m, n where there are several."""
        told = [name if x == ex.Symbol(name) else f"{name} = {x}" for name, x in self.measures]
        return ", ".join(told) or self.variable


class UntoldSize(InvalidRecurrence):
    """A cost depends on something of the procedure that its sizes do not tell, and that may be a size itself."""

    def __init__(self, message: str, text: str, place: Place, hint: str, procedure: str, measure: Expr) -> None:
        super().__init__(message, text=text, place=place, hint=hint)
        self.procedure = procedure
        self.measure = measure


def measures_of(program: code.Program) -> dict[str, SizeMeasure]:
    return {p.name: size_measure(p, program) for p in program.procedures}


def size_measure(procedure: code.Procedure, program: code.Program) -> SizeMeasure:
    if procedure.sizes is not None:
        return _measured_by(procedure, procedure.sizes)
    given = dict(procedure.given)
    parameters = set(procedure.parameters)
    if procedure.stated_size is not None:
        return _measured(procedure, procedure.stated_size, _fresh(procedure))
    for name, value in procedure.given:
        if name not in parameters and ex.symbols(value) and ex.symbols(value) <= _known(procedure):
            return _measured(procedure, value, name)
    counting = _counting(procedure, program)
    counting = [name for name in counting if name not in given]
    lengths = list(dict.fromkeys(s for x in _formulas(procedure) for s in sorted(ex.symbols(x)) if s.startswith("|")))
    if "n" in parameters and "n" not in given:
        return _measured(procedure, ex.Symbol("n"), "n")
    named = _named_difference(procedure, counting)
    if named is not None:
        return _measured(procedure, named[1], named[0])
    ranges = _two_ranges(procedure, counting)
    if ranges is not None:
        return _measured_together(procedure, ranges)
    interval = _interval(procedure, counting)
    if interval is not None:
        return _measured(procedure, interval, _fresh(procedure))
    if counting:
        return _measured(procedure, ex.Symbol(counting[-1]), counting[-1])
    if lengths:
        return _measured(procedure, ex.Symbol(lengths[0]), _length_name(procedure, lengths[0]))
    handed = _handed(procedure, program)
    if handed:
        first, last = ex.Symbol(handed[0]), ex.Symbol(handed[-1])
        measure = last if len(handed) == 1 else ex.add(ex.subtract(last, first), ex.number(1))
        return _measured(procedure, measure, _fresh(procedure))
    return SizeMeasure(_fresh(procedure), None, _opaque(procedure))


def _handed(procedure: code.Procedure, program: code.Program) -> list[str]:
    """The parameters that callers give numbers to, where the body itself counts with none of them."""
    found: set[str] = set()
    for caller in program.procedures:
        counted = {name for x in _formulas(caller) for name in ex.symbols(x)}
        for call in (call for s in code.statements_in(caller.body) for call in code.invocations(s)):
            if call.procedure == procedure.name:
                pairs = zip(reversed(procedure.parameters), reversed(call.arguments), strict=False)
                found |= {name for name, x in pairs if x is not None and ex.symbols(x) <= counted}
    return [name for name in procedure.parameters if name in found]


def _known(procedure: code.Procedure) -> set[str]:
    return {*procedure.parameters, *(f"|{p}|" for p in procedure.parameters)}


def _fresh(procedure: code.Procedure) -> str:
    taken = {*procedure.parameters}
    return next(name for name in ("n", "N", "m", "size") if name not in taken)


def _length_name(procedure: code.Procedure, length: str) -> str:
    """n where the body says n = A.length."""
    for statement in code.statements_in(procedure.body):
        if isinstance(statement, code.PlainStatement) and statement.defines is not None:
            name, value = statement.defines
            if value == ex.Symbol(length):
                return name
    return _fresh(procedure)


def with_size(procedure: code.Procedure, shape: SizeMeasure, measure: Expr) -> SizeMeasure | None:
    """The measure with a further size, sizes in the order of the parameters; None where it is one already."""
    if any(x == measure for _, x in shape.measures):
        return None
    named = _named_so(procedure, measure)
    measures = [(name, x) for name, x in shape.measures if name != named]
    measures.append((named or _free_name(procedure, shape, measure), measure))
    order = [f"|{p}|" for p in procedure.parameters], list(procedure.parameters)
    measures.sort(key=lambda pair: max((o.index(s) for s in ex.symbols(pair[1]) for o in order if s in o), default=0))
    return _measured_by(procedure, tuple(measures))


def _named_so(procedure: code.Procedure, measure: Expr) -> str | None:
    """n of a procedure that begins with n = x.length."""
    defined = (s.defines for s in procedure.body if isinstance(s, code.PlainStatement) and s.defines is not None)
    return next((name for name, value in defined if value == measure), None)


def _free_name(procedure: code.Procedure, shape: SizeMeasure, measure: Expr) -> str:
    """The name of the parameter that is the size; for a length or a range, a letter that nothing else has."""
    if isinstance(measure, ex.Symbol) and not measure.name.startswith("|"):
        return measure.name
    taken = {*shape.sizes, *procedure.parameters}
    return next((letter for letter in "mkpqst" if letter not in taken), f"size{len(shape.sizes)}")


def _measured_by(procedure: code.Procedure, sizes: tuple[tuple[str, Expr], ...]) -> SizeMeasure:
    if not sizes:
        return SizeMeasure(_fresh(procedure), None, _opaque(procedure))
    (variable, measure), *others = sizes
    found = _measured(procedure, measure, variable)
    start = dict(found.start)
    for name, further in others:
        _solve_for_parameter(procedure, further, name, start)
    return SizeMeasure(variable, measure, tuple(start.items()), found.inner, tuple(others))


def _solve_for_parameter(procedure: code.Procedure, measure: Expr, variable: str, start: dict[str, Polynomial]) -> None:
    """Solve measure = variable for the last parameter in it that is still open."""
    n = Polynomial.atom(ex.Symbol(variable))
    p = polynomial(numeric(measure))
    for name in reversed([*procedure.parameters, *(f"|{q}|" for q in procedure.parameters)]):
        parts = p.linear(name)
        is_open = start.get(name) == Polynomial.atom(ex.Symbol(name))
        if is_open and parts is not None and parts[0].value in (1, -1):
            slope, rest = parts
            start[name] = (n - rest).times(slope.value or 1)
            break
    start[variable] = n


def _measured(procedure: code.Procedure, measure: Expr, variable: str) -> SizeMeasure:
    """Solve measure = variable for the last parameter in it; the other ones stay open."""
    start = dict(_opaque(procedure))
    n = Polynomial.atom(ex.Symbol(variable))
    _solve_for_parameter(procedure, measure, variable, start)
    for name, value in procedure.given:
        if name != variable and (name in procedure.parameters):
            start[name] = valued(value, start)
    start[variable] = n
    inner = _inner(procedure, measure)
    if inner:
        ends = [name for name in procedure.parameters if name in ex.symbols(measure)]
        start |= {name: start[ends[0]] + Polynomial.atom(ex.Symbol(name)) for name in inner}
    return SizeMeasure(variable, measure, tuple(start.items()), inner)


def _inner(procedure: code.Procedure, measure: Expr) -> tuple[str, ...]:
    """The parameters that stand between the two bounds of the range and count too."""
    order = procedure.parameters
    ends = [position for position, name in enumerate(order) if name in ex.symbols(measure)]
    if len(ends) != 2:
        return ()
    used = {name for x in _formulas(procedure) for name in ex.symbols(x)} - dict(procedure.given).keys()
    return tuple(name for name in order[ends[0] + 1 : ends[1]] if name in used)


def valued(x: Expr, values: dict[str, Polynomial]) -> Polynomial:
    """The formula as a polynomial, with the values put in for their names all at once."""
    p = polynomial(numeric(x))
    moved = sorted(name for name in p.names if name in values and values[name] != Polynomial.atom(ex.Symbol(name)))
    if len(moved) > 1:
        for name in moved:
            p = p.put(name, Polynomial.atom(ex.Symbol(f"{name}\0")))
        for name in moved:
            p = p.put(f"{name}\0", values[name])
    elif moved:
        p = p.put(moved[0], values[moved[0]])
    return p


def _opaque(procedure: code.Procedure) -> tuple[tuple[str, Polynomial], ...]:
    names = [*procedure.parameters, *(f"|{p}|" for p in procedure.parameters)]
    return tuple((name, Polynomial.atom(ex.Symbol(name))) for name in names)


def _named_difference(procedure: code.Procedure, counting: list[str]) -> tuple[str, Expr] | None:
    """n = r − p + 1, where the body begins by giving the size a name; no bound that counts lies outside."""
    for statement in procedure.body:
        if isinstance(statement, code.PlainStatement) and statement.defines is not None:
            name, value = statement.defines
            ends = None if value is None else _difference(value)
            if value is not None and ends is not None and set(ends) <= set(procedure.parameters):
                order = [p for p in procedure.parameters if p in counting or p in ends]
                outermost = {order[0], order[-1]} == set(ends)
                return (name, value) if name not in procedure.parameters and outermost else None
    return None


def _interval(procedure: code.Procedure, counting: list[str]) -> Expr | None:
    """r − p + 1 where the guard compares p with r, loops run from p to r or lines count with r − p.

    r − p where the guard compares that. Of several such pairs of bounds the outermost ones.
    """
    pairs = _pairs_of_bounds(procedure, counting)
    if not pairs:
        return None
    low, high, extra = pairs[0]
    place = procedure.parameters.index
    among = [name for pair in pairs if pair[2] == extra for name in pair[:2]]
    first, last = min((low, high, *among), key=place), max((low, high, *among), key=place)
    return None if first == last else ex.add(ex.subtract(ex.Symbol(last), ex.Symbol(first)), ex.number(extra))


def _two_ranges(procedure: code.Procedure, counting: list[str]) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """p₁ … r₁ and p₂ … r₂ of one procedure, one behind the other in its header."""
    place = procedure.parameters.index
    pairs = _pairs_of_bounds(procedure, counting)
    ordered = {tuple(sorted(pair[:2], key=place)) for pair in pairs}
    ranges = sorted(((low, high) for low, high in ordered), key=lambda pair: place(pair[0]))
    if len(ranges) != 2 or not place(ranges[0][1]) < place(ranges[1][0]):
        return None
    return ranges[0], ranges[1]


def _measured_together(procedure: code.Procedure, ranges: tuple[tuple[str, str], tuple[str, str]]) -> SizeMeasure:
    """n = (r₁ − p₁ + 1) + (r₂ − p₂ + 1), of which the second range has any part."""
    (p, r), (q, s) = ranges
    measure = ex.add(*(ex.subtract(ex.Symbol(high), ex.Symbol(low)) for low, high in ranges), ex.TWO)
    n = _fresh(procedure)
    second = next(name for name in ("n2", "m", "n_2", "k") if name not in procedure.parameters and name != n)
    length, own = Polynomial.atom(ex.Symbol(second)), Polynomial.atom(ex.Symbol(n))
    start = dict(_opaque(procedure))
    start |= {r: start[p] + (own - length).plus(-1), s: start[q] + length.plus(-1), n: own}
    return SizeMeasure(n, measure, tuple(start.items()), second=second, ranges=ranges)


def _pairs_of_bounds(procedure: code.Procedure, counting: list[str]) -> list[tuple[str, str, int]]:
    """(p, r, 1) where p is compared with r or a loop runs from p to r, (p, r, 0) where r − p is compared."""
    pairs: list[tuple[str, str, int]] = []
    for comparison in _comparisons(procedure.body):
        match comparison:
            case code.RelationTest("<" | "<=" | "=" | "!=", ex.Symbol(p), ex.Symbol(r)):
                pairs.append((p, r, 1))
            case code.RelationTest(">" | ">=", ex.Symbol(r), ex.Symbol(p)):
                pairs.append((p, r, 1))
            case code.RelationTest(_, left, right):
                pairs += [(*ends, 0) for side in (left, right) if (ends := _difference(side)) is not None]
    for statement in code.statements_in(procedure.body):
        if isinstance(statement, code.For) and statement.first is not None and statement.last is not None:
            ends = _difference(ex.subtract(statement.last, statement.first))
            if ends is not None:
                pairs.append((*ends, 1))
        elif isinstance(statement, code.While):
            ends = _halved_ends(procedure, statement)
            if ends is not None:
                pairs.append((*ends, 1))
    pairs = [pair for pair in pairs if pair[0] in counting and pair[1] in counting]
    if not pairs:
        found = [(*ends, 1) for x in _formulas(procedure) if (ends := _difference(x)) is not None]
        pairs = [pair for pair in found if pair[0] in counting and pair[1] in counting]
    return pairs


def _halved_ends(procedure: code.Procedure, statement: code.While) -> tuple[str, str] | None:
    """(p, r), where the loop halves a range that begins as p … r."""
    length = halved_range(statement)
    if length is None:
        return None
    first: dict[str, Expr] = {}
    for each in procedure.body:
        if isinstance(each, code.PlainStatement) and each.defines is not None and each.defines[1] is not None:
            first.setdefault(each.defines[0], _end_of_range(each.defines[1]))
    return _difference(ex.substitute_all(length, first))


def _end_of_range(x: Expr) -> Expr:
    """r + 1 for max(p, r + 1), which differs in empty ranges only."""
    if isinstance(x, ex.Apply) and x.name == "max":
        return next((a for a in x.arguments if not isinstance(a, ex.Symbol)), x)
    return x


def _difference(x: Expr) -> tuple[str, str] | None:
    """(p, r) of r − p, with or without a number beside it."""
    p = polynomial(x)
    plus = [a.name for a in p.atoms if isinstance(a, ex.Symbol) and p.by_monomial.get(frozenset({(a, 1)})) == 1]
    minus = [a.name for a in p.atoms if isinstance(a, ex.Symbol) and p.by_monomial.get(frozenset({(a, 1)})) == -1]
    return (minus[0], plus[0]) if len(plus) == len(minus) == 1 and len(p.atoms) == 2 else None


def _comparisons(body: tuple[code.Statement, ...]) -> Iterator[code.RelationTest]:
    for statement in code.statements_in(body):
        conditions = []
        if isinstance(statement, code.If):
            conditions = [branch.condition for branch in statement.branches if branch.condition is not None]
        elif isinstance(statement, code.While):
            conditions = [statement.condition]
        for condition in conditions:
            for group in condition.groups:
                yield from group
            yield from (test for _, test in condition.together)


def _formulas(procedure: code.Procedure) -> Iterator[Expr]:
    return counting_formulas(procedure.body)


def counting_formulas(body: tuple[code.Statement, ...]) -> Iterator[Expr]:
    """Every formula of a block in which a name counts something; a bare name handed on may be an array."""
    for comparison in _comparisons(body):
        yield comparison.left
        yield comparison.right
    for statement in code.statements_in(body):
        match statement:
            case code.For(first=first, last=last, step=step):
                yield from (x for x in (first, last, step) if x is not None)
            case code.PlainStatement(defines=(_, value)) if value is not None:
                yield value
        cost = getattr(statement, "cost", None) or getattr(statement, "count", None)
        if cost is not None:
            yield from (x for x in (cost.body, cost.span) if x is not None)
        for call in code.invocations(statement):
            yield from _counted_arguments(call)


def _counted_arguments(call: code.Invocation) -> Iterator[Expr]:
    if call.size is not None:
        yield call.size
    for argument in call.arguments:
        if argument is not None and not isinstance(argument, ex.Symbol):
            yield argument


def _counting(procedure: code.Procedure, program: code.Program) -> list[str]:
    """The parameters that count something, in their order."""
    used = {name for x in _formulas(procedure) for name in ex.symbols(x)}
    for statement in code.statements_in(procedure.body):
        for call in code.invocations(statement):
            callee = program.named(call.procedure)
            handed = zip(reversed(callee.parameters), reversed(call.arguments), strict=False)
            used |= {x.name for parameter, x in handed if isinstance(x, ex.Symbol) and parameter == "n"}
    return [p for p in procedure.parameters if p in used]


def sizes_of_call(
    call: code.Invocation, callee: code.Procedure, shape: SizeMeasure, values: dict[str, Polynomial]
) -> tuple[Polynomial, ...] | None:
    """The sizes that the call makes its procedure have; None where an argument it takes is not known."""
    if call.sizes:
        known = [valued(x, values) for x in call.sizes if x is not None]
        return tuple(known) if len(known) == len(shape.sizes) else None
    if call.size is not None and not shape.others:
        return (valued(call.size, values),)
    if shape.measure is None:
        return (Polynomial.constant(1),)
    arguments = _handed_on(call, callee, values)
    found = []
    for _, measure in shape.measures:
        if not polynomial(numeric(measure)).names <= arguments.keys():
            return None
        found.append(valued(measure, arguments))
    return tuple(found)


def falling_measure(
    call: code.Invocation, procedure: code.Procedure, shape: SizeMeasure, values: dict[str, Polynomial]
) -> Expr | None:
    """A parameter, its length or a range that is no size so far and becomes smaller in this call of itself."""
    start, handed = dict(shape.start), _handed_on(call, procedure, values)
    for name, value in handed.items():
        own = Polynomial.atom(ex.Symbol(name))
        fall = (own - value).value
        share = value.linear(name)
        halved = share is not None and not share[1].terms and share[0].value is not None and 0 < share[0].value < 1
        if start.get(name) == own and ((fall is not None and fall > 0) or halved):
            return ex.Symbol(name)
    used = frozenset(name for _, x in shape.measures for name in ex.symbols(x))
    interval = _interval(procedure, [name for name in procedure.parameters if name not in used])
    if interval is None or not ex.symbols(interval) <= handed.keys():
        return None
    return interval if valued(interval, handed) != valued(interval, start) else None


def _handed_on(call: code.Invocation, callee: code.Procedure, values: dict[str, Polynomial]) -> dict[str, Polynomial]:
    """What the parameters, and the lengths of those that are arrays, are in the call."""
    handed = dict(zip(reversed(callee.parameters), reversed(call.arguments), strict=False))
    arguments: dict[str, Polynomial] = {}
    for parameter, argument in handed.items():
        if argument is None:
            continue
        if isinstance(argument, ex.Apply) and argument.name == "abs":
            arguments[f"|{parameter}|"] = valued(argument.arguments[0], values)
        else:
            arguments[parameter] = valued(argument, values)
            if isinstance(argument, ex.Symbol) and f"|{argument.name}|" in values:
                arguments[f"|{parameter}|"] = values[f"|{argument.name}|"]
    return arguments


def longer_by(
    call: code.Invocation, callee: code.Procedure, shape: SizeMeasure, values: dict[str, Polynomial]
) -> Polynomial | None:
    """By how much the first of two ranges is longer than the second one in the call; None where that is not known."""
    handed = _handed_on(call, callee, values)
    if not {name for bounds in shape.ranges for name in bounds} <= handed.keys():
        return None
    (p, r), (q, s) = shape.ranges
    return (handed[r] - handed[p]) - (handed[s] - handed[q])
