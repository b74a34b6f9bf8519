"""The expected case of code, where one random choice is plain: the pivot of quicksort, whose rank is uniform.

T(n) = (1/n)·Σ (T(k) + T(n − 1 − k)) + f(n) = (2/n)·Σ T(k) + f(n), over k = 0 … n − 1. Source: CLRS 4e, section 7.4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from recur.forkjoin.costs.analysis import Analysis, Measure, ProcedureAnalysis, RefusedFunction, ShownLine
from recur.forkjoin.costs.growths import Scale
from recur.forkjoin.costs.normal_forms import polynomial
from recur.forkjoin.costs.polynomials import Polynomial
from recur.forkjoin.costs.workspan import cost_recurrence
from recur.model import Expr, RecurError, System, Undecided, expressions as ex, limits, source_tree as tree
from recur.solving.solver import solve_all
from recur.source_costs import lowering
from recur.source_costs.analysis import CostedFile, InputView
from recur.source_costs.calling import called_name
from recur.source_costs.locks import with_locks_in_a_row
from recur.source_costs.visiting import times_set

#: what looks at a list only
_READS = frozenset(("len", "choice", "list", "tuple", "set", "sum", "min", "max", "sorted", "shuffle", "print"))
NO_CHOICE = "the expected case is told where an item splits its list, as in quicksort: nothing is random here"


@dataclass(frozen=True, slots=True)
class PivotSplit:
    """A list without its pivot is split into what is less and what is more; `drawn`: the program draws the pivot."""

    pivot: str
    drawn: bool

    @property
    def law(self) -> str:
        chosen = "the pivot is drawn uniformly" if self.drawn else "every order of the items is equally likely"
        return f"the items are different, and {chosen}, so that every rank of {self.pivot} has the probability 1/n"


def analyze_expected_case(
    file: tree.SourceFile,
    sizes: Sequence[int | str | Mapping[str, int | str]] = (),
    timeout: float | None = limits.DEFAULT_SECONDS,
) -> Analysis:
    """The expected work of the functions in which it is plain what is random; the others are refused by name."""
    with limits.time_limit(timeout):
        file = with_locks_in_a_row(file)
        worst, even = CostedFile(file), CostedFile(file)
        worst.cost_all(file, sizes, InputView())
        even.cost_all(file, (), InputView(even=True, sizes=worst.lowered.sizes))
        inputs: dict[str, str] = {}
        functions = {f.key: f for f in file.functions}
        for name, p in list(worst.costed.items()):
            split = None if name not in functions else pivot_split(functions[name])
            found = None if split is None or name not in even.costed else _expected(p, even.costed[name])
            if split is None or found is None:
                error = Undecided(NO_CHOICE, text=file.text, place=p.source.place)
                del worst.costed[name]
                worst.refused[name] = RefusedFunction(name, p.source, error, p.parameters)
            else:
                worst.costed[name], inputs[name] = found, split.law
        return replace(worst.analysis(), case="expected", inputs=inputs)


def _expected(worst: ProcedureAnalysis, even: ProcedureAnalysis) -> ProcedureAnalysis | None:
    """The average over all ranks of the pivot, if the rest costs as much at every rank, up to a constant factor."""
    if len(worst.sizes) != 1 or worst.work.theta is None:
        return None
    size, name = worst.variable, worst.work.name
    n = Polynomial.atom(ex.Symbol(size))
    calls, rest = _apart(worst.work.exact.right, name)
    _, other = _apart(even.work.exact.right, name)
    growths = [Scale(size, {}).bounds(p).theta for p in (rest, other)]
    ends = [Polynomial.atom(ex.Call(name, (p.expression(),))) for p in (n.plus(-1), Polynomial())]
    if calls != ends[0] + ends[1] or growths[0] is None or growths[0] != growths[1]:
        return None
    total = ex.Range("sum", "k", ex.ZERO, n.plus(-1).expression(), ex.Call(name, (ex.Symbol("k"),)))
    right = ex.add(ex.mul(ex.divide(ex.TWO, ex.Symbol(size)), total), rest.expression())
    recurrence = cost_recurrence(name, (size,), right)
    try:
        solution = solve_all(System((recurrence,)))[-1]
    except RecurError:
        return None
    average = ex.mul(ex.divide(ex.TWO, ex.Symbol(size)), total)
    shown = cost_recurrence(name, (size,), ex.add(average, ex.Asymptotic("Θ", growths[0].expression())))
    work = Measure(name, shown, recurrence, solution.bounds, solution)
    lines = tuple(_averaged(line, average) for line in worst.lines)
    return replace(
        worst, work=work, span=replace(work, name=worst.span.name), lines=lines, values=(), values_error=None
    )


def _averaged(line: ShownLine, average: Expr) -> ShownLine:
    """The line with the average in place of the calls at the worst ranks."""
    terms = line.work.terms if isinstance(line.work, ex.Add) else (line.work,)
    rest = [x for x in terms if x is not None and not ex.has_call(x)]
    if len(rest) == len(terms) or None in terms:
        return line
    work = ex.add(average, *rest)
    return replace(line, work=work, span=work)


def _apart(right: Expr, name: str) -> tuple[Polynomial, Polynomial]:
    """The calls of itself, and the rest."""
    p = polynomial(right)
    own = tuple((m, c) for m, c in p.terms if any(isinstance(a, ex.Call) and a.function == name for a, _ in m))
    return Polynomial(own), p - Polynomial(own)


# ---- what is split


def pivot_split(function: tree.Function) -> PivotSplit | None:
    """Two comprehensions over one list, which share all its items but the pivot, each handed to the function itself."""
    settings = list(_settings(function))
    for pivot, value in settings:
        found = _item_of(value)
        if found is None or times_set(function.body, pivot) > 1 or not _is_as_handed(function, found[0]):
            continue
        listed, drawn, first = found
        lengths = (name for name, x in settings if _is_length(x, listed) and times_set(function.body, name) == 1)
        if not _is_by_size(function.body, {listed, "len", *lengths}):
            continue
        once = [(name, x) for name, x in settings if times_set(function.body, name) == 1]
        whole = {listed, *(name for name, x in once if _without(x) == listed)}
        named = {name: _side(x, pivot, listed, whole) for name, x in once}
        own = [x for x in tree.walk(function) if isinstance(x, tree.CallOf) and called_name(x) == function.name]
        handed = [x.arguments[0] for x in own if len(x.arguments) == 1]
        sides = [
            named.get(x.name, "") if isinstance(x, tree.NamedValue) else _side(x, pivot, listed, whole) for x in handed
        ]
        rest = first and set(sides) in ({"< rest", ">= rest"}, {"<= rest", "> rest"})
        if len(own) == len(sides) == 2 and (rest or set(sides) == {"<", ">"}):
            return PivotSplit(pivot, drawn)
    return None


def _is_as_handed(function: tree.Function, name: str) -> bool:
    """Are the items in the order in which they are handed to the function?"""
    if name not in (p.name for p in function.parameters) or times_set(function.body, name):
        return False
    for node in tree.walk(function):
        match node:
            case tree.CallOf(function=tree.Member(value=tree.NamedValue(name=own))) if own == name:
                return False
            case tree.CallOf(arguments=arguments) if (
                any(x.name == name for x in arguments if isinstance(x, tree.NamedValue))
                and called_name(node) not in _READS
            ):
                return False
            case tree.Assigned(targets=targets) if any(_is_part(x, name) for t in targets for x in tree.walk(t)):
                return False
            case tree.Update(target=target) if _is_part(target, name):
                return False
    return True


def _is_by_size(body: tuple[tree.SourceStatement, ...], sizes: set[str]) -> bool:
    """Do sizes alone decide what is done? What only some items make dearer, or end, is dearer with a probability."""
    for s in body:
        match s:
            case tree.Alternatives(alternatives=alternatives):
                tests = [a.test for a in alternatives if a.test is not None]
                if not all(_asks_size(x, sizes) for x in tests) or not all(
                    _is_by_size(a.body, sizes) for a in alternatives
                ):
                    return False
            case tree.EachLoop(body=inner, otherwise=otherwise):
                if any(isinstance(x, tree.Leave) for x in inner) or not _is_by_size((*inner, *otherwise), sizes):
                    return False
            case tree.Assigned() | tree.Update() | tree.Evaluation() | tree.Leave():
                if any(_may_be_left_out(x) for x in tree.walk(s)):
                    return False
            case _:
                return False
    return True


def _asks_size(test: tree.Expression, sizes: set[str]) -> bool:
    nodes = list(tree.walk(test))
    names = {x.name for x in nodes if isinstance(x, tree.NamedValue)}
    return names <= sizes and not any(isinstance(x, tree.Element | tree.Slice) for x in nodes)


def _may_be_left_out(x: tree.Node) -> bool:
    """Is there a call in it that not every evaluation makes?"""
    match x:
        case tree.Conditional() | tree.Operation(op="and" | "or"):
            return any(isinstance(inner, tree.CallOf) for inner in tree.walk(x))
        case tree.Comprehension(items=items, clauses=clauses) if any(c.conditions for c in clauses):
            return any(isinstance(y, tree.CallOf | tree.Comprehension) for item in items for y in tree.walk(item))
    return False


def _is_part(x: tree.Node, name: str) -> bool:
    match x:
        case tree.Element(container=tree.NamedValue(name=own)) | tree.Slice(container=tree.NamedValue(name=own)):
            return own == name
    return False


def _settings(function: tree.Function) -> Iterator[tuple[str, tree.Expression]]:
    for node in tree.walk(function):
        if isinstance(node, tree.Assigned) and node.value is not None:
            for target in node.targets:
                if isinstance(target, tree.NamedValue):
                    yield target.name, node.value
                elif isinstance(target, tree.Collection) and isinstance(node.value, tree.Collection):
                    pairs = zip(target.items, node.value.items, strict=False)
                    yield from ((t.name, v) for t, v in pairs if isinstance(t, tree.NamedValue))


def _item_of(value: tree.Expression) -> tuple[str, bool, bool] | None:
    """The list whose item it is, whether that is drawn uniformly, and whether it is the first one."""
    match value:
        case tree.Element(container=tree.NamedValue(name=name), index=tree.CallOf(arguments=arguments) as index):
            ends = [lowering.shape_of(x) if not _is_length(x, name) else "len" for x in arguments]
            uniform = (called_name(index), ends) == ("randrange", ["len"])
            if called_name(index) == "randint" and len(arguments) == 2 and ends[0] == "0":
                match arguments[1]:
                    case tree.Operation(op="-", operands=(length, tree.Literal(value=1))):
                        uniform = _is_length(length, name)
            return (name, True, False) if uniform else None
        case tree.Element(container=tree.NamedValue(name=name), index=index):
            random = any(isinstance(x, tree.CallOf) and called_name(x) != "len" for x in tree.walk(index))
            return None if random else (name, False, isinstance(index, tree.Literal) and index.value == 0)
        case tree.CallOf(arguments=(tree.NamedValue(name=name),)) if called_name(value) == "choice":
            return name, True, False
    return None


def _is_length(x: tree.Expression, name: str) -> bool:
    match x:
        case tree.CallOf(function=tree.NamedValue(name="len"), arguments=(tree.NamedValue(name=own),)):
            return own == name
    return False


def _without(x: tree.Expression) -> str:
    """xs of xs[1:]."""
    match x:
        case tree.Slice(container=tree.NamedValue(name=name), low=tree.Literal(value=1), high=None, step=None):
            return name
    return ""


def _side(x: tree.Node, pivot: str, listed: str, whole: set[str]) -> str:
    """The comparison with the pivot that lets the items through; "rest" where the first item is left out."""
    match x:
        case tree.Comprehension(kind="list", clauses=(clause,)) if len(clause.conditions) == 1:
            target = clause.target.name if isinstance(clause.target, tree.NamedValue) else ""
            test = lowering.split_test(clause.conditions[0], target)
            if test is None or test[1] != pivot or test[0] not in ("<", "<=", ">", ">="):
                return ""
            over = lowering.shape_of(clause.iterable)
            if over == listed:
                return test[0]
            return f"{test[0]} rest" if over in whole or _without(clause.iterable) == listed else ""
    return ""
