"""Code in, complexity out: the functions of a source file as procedures of a program, and the program analysed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import TypeAlias

from recur.asymptotics import Growth
from recur.asymptotics.several_sizes import JointBounds, JointGrowth
from recur.forkjoin.costs.analysis import Analysis, ProcedureAnalysis, RefusedFunction, analysis_of
from recur.forkjoin.costs.evaluated import formula_value
from recur.forkjoin.costs.polynomials import Polynomial
from recur.forkjoin.costs.workspan import missing_names, stems_of
from recur.model import (
    Bounds,
    Expr,
    LimitExceeded,
    RecurError,
    Recurrence,
    System,
    Undecided,
    expressions as ex,
    limits,
    program as code,
    source_tree as tree,
)
from recur.model.errors import OutOfTime
from recur.model.inheritance import Inheritance
from recur.model.records import field, frozen, replace
from recur.source_costs.early_exits import machine_of, tried_inputs_of
from recur.source_costs.evaluating import Knowledge, RawCall, object_methods
from recur.source_costs.falling_tables import returned_tables, supposed_tables
from recur.source_costs.growing import changed_lengths, handed_back, lengthened, set_outside
from recur.source_costs.input_families import InputFamily
from recur.source_costs.kinds import LINKS, RESIZABLE, TAKES_CONTAINERS, kind_made, kinds_of
from recur.source_costs.locks import with_locks_in_a_row
from recur.source_costs.lowering import Lowering
from recur.source_costs.relinking import relinked
from recur.source_costs.remembering import forgets, is_memoised, keeps_few, moved_by_calls
from recur.source_costs.results import ResultSizes
from recur.source_costs.sizing import ChosenSizes, InSizes, LoweredFunction, Sizing, named_sizes, put_sizes
from recur.source_costs.source import reaching
from recur.source_costs.tail_calls import as_loop
from recur.source_costs.trials.cost_witnesses import CostTrials, may_not_add_up
from recur.source_costs.trials.tried_inputs import holds_fields
from recur.source_costs.values import (
    OPEN,
    OWN_RESULT,
    UNKNOWN,
    ContainerValue,
    NumberValue,
    TupleValue,
    UnknownValue,
    Value,
)
from recur.source_costs.visiting import kept_results, name_of, settings_in

_MOST_GROWTH = 10**300  # a larger one is told by no trial


@frozen(slots=False)
class LoweredFile:
    """The functions as procedures, circle by circle in the order in which they call each other."""

    circles: tuple[tuple[code.Procedure, ...], ...]
    refused: tuple[RefusedFunction, ...]
    order: tuple[str, ...]
    assumptions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sizes: Mapping[str, ChosenSizes] = field(default_factory=dict)
    #: trials of functions in which the data choose at several tests
    trials: Mapping[str, CostTrials] = field(default_factory=dict)


@frozen
class InputView:
    """Which inputs are looked at: all, those of one family, or, without `freedom`, what each of them costs at least.

    `sizes` are those that functions are measured by already. `even`: two parts of a whole are equally large, where the
    data choose how large: T(k) + T(n − 1 − k) is least there. Source: CLRS 4e, exercise 7.4-2.
    """

    freedom: bool = True
    inputs: InputFamily | None = None
    sizes: Mapping[str, ChosenSizes] = field(default_factory=dict)
    even: bool = False
    #: functions of which no input has been found that costs as much as all that the data may choose, put together
    denied: frozenset[str] = frozenset()


def analyze_source(
    file: tree.SourceFile,
    sizes: Sequence[int | str | Mapping[str, int | str]] = (),
    timeout: float | None = limits.DEFAULT_SECONDS,
) -> Analysis:
    """Work and span of every function of the file; those that cannot be costed are in `refused`, each with why."""
    found = CostedFile(file)
    try:
        with limits.time_limit(timeout):
            found.cost_worst(with_locks_in_a_row(file), sizes)
    except OutOfTime as over:
        found.give_up(over)
        if not found.costed:
            raise
    return found.analysis()


class CostedFile:
    """The circles of functions of a file that are costed so far."""

    def __init__(self, file: tree.SourceFile) -> None:
        self.text = file.text
        self.lowered = LoweredFile((), (), ())
        self.costed: dict[str, ProcedureAnalysis] = {}
        self.refused: dict[str, RefusedFunction] = {}
        self.procedures: dict[str, code.Procedure] = {}
        self.recurrences: list[Recurrence] = []
        self.warnings: dict[code.Warning, None] = {}
        #: functions whose Θ has been held against trials, where there are any
        self.tried: set[str] = set()

    def cost_all(
        self, file: tree.SourceFile, sizes: Sequence[int | str | Mapping[str, int | str]], view: InputView
    ) -> None:
        """What every function costs for the inputs that are looked at."""
        self.lower(file, view)
        for circle in self.lowered.circles:
            self.cost(circle, sizes)

    def cost_worst(self, file: tree.SourceFile, sizes: Sequence[int | str | Mapping[str, int | str]] = ()) -> None:
        """The worst case of every function: Θ where one input is seen to cost as much."""
        self.cost_all(file, sizes, InputView())
        denied = set()
        for name, trials in self.lowered.trials.items():
            if name in self.costed and _is_denied(self.costed[name], trials):
                denied.add(name)
            else:
                self.tried.add(name)
        if denied:
            self._cost_again(file, sizes, frozenset(denied))

    def _cost_again(
        self, file: tree.SourceFile, sizes: Sequence[int | str | Mapping[str, int | str]], denied: frozenset[str]
    ) -> None:
        """What is denied, and what calls it, as bounds."""
        names = self._reaching(denied)
        of_file = {f.key for f in file.functions}
        again = CostedFile(file)
        view = InputView(denied=denied, sizes=self.lowered.sizes)
        again.cost_all(reaching(file, sorted(names)) if names <= of_file else file, sizes, view)
        known = {r.function for r in again.recurrences}
        self.recurrences = [r for r in self.recurrences if r.function not in known] + again.recurrences
        self.warnings |= again.warnings
        for name in names:
            del self.costed[name]
            if name in again.costed:
                self.costed[name], self.procedures[name] = again.costed[name], again.procedures[name]
        self.refused |= {name: r for name, r in again.refused.items() if name in names}
        self.refused |= {r.name: r for r in again.lowered.refused if r.name in names}

    def _reaching(self, names: Set[str]) -> set[str]:
        """The costed functions that are among these or call one of them, at any depth."""
        return {name for name in self.costed if not names.isdisjoint(_reached_names(name, self.procedures))}

    def lower(self, file: tree.SourceFile, view: InputView) -> None:
        """The functions as procedures, before any of them is costed."""
        self.lowered = lower_file(file, view)
        self.remark(file.remarks)

    def cost(self, circle: tuple[code.Procedure, ...], sizes: Sequence[int | str | Mapping[str, int | str]]) -> None:
        known = self.procedures.keys() | {p.name for p in circle}
        circle = tuple(replace(p, body=_calling(p.body, known)) for p in circle)
        program = code.Program((*_reached(circle, self.procedures), *circle), self.text)
        for p in circle:
            for call in (c for s in code.statements_in(p.body) for c in code.invocations(s)):
                if call.defined and call.procedure in self.refused:
                    reason = self.refused[call.procedure].error.message
                    message = f"{call.procedure}, which is called here, is not told: {reason}"
                    self._refuse(circle, Undecided(message, text=self.text, place=call.place))
                    return
        try:
            analysis = analysis_of(program, sizes, [p.name for p in circle])
        except RecurError as error:
            self._refuse(circle, error)
            return
        self.procedures |= {p.name: p for p in circle}
        for p in circle:
            self.costed[p.name] = analysis.named(p.name)
        self.recurrences += [r for r in analysis.system.recurrences if r not in self.recurrences]
        self.warnings |= {w: None for w in analysis.warnings}

    def bounds_called(self, name: str) -> dict[str, Bounds | JointBounds]:
        """The bounds of the work of a function and of those that it calls, by what they are named in its recurrence."""
        p = self.procedures[name]
        program = code.Program((*_reached((p,), self.procedures), p), self.text)
        stems = stems_of(program.names + missing_names(program))
        return {f"{stems[q]}_1": self.costed[q].work.bounds for q in program.names if q in self.costed}

    def remark(self, remarks: Iterable[tree.SourceRemark]) -> None:
        for r in remarks:
            self.warnings[code.Warning(r.message, r.place, r.hint)] = None

    def _refuse(self, circle: Iterable[code.Procedure], error: RecurError) -> None:
        for p in circle:
            self.refused[p.name] = RefusedFunction(p.name, p.source, error, p.parameters)

    def give_up(self, over: OutOfTime) -> None:
        """What is left, where the time is over, each told to have been left: so is a Θ that was still to be tried."""
        for name in self._reaching(self.lowered.trials.keys() - self.tried):
            del self.costed[name]
        for circle in self.lowered.circles:
            self._refuse([p for p in circle if p.name not in self.costed | self.refused], over)

    def analysis(self) -> Analysis:
        refused = {r.name: r for r in self.lowered.refused} | self.refused
        ordered = [name for name in self.lowered.order if name in self.costed]
        return Analysis(
            code.Program(tuple(self.procedures[name] for name in ordered), self.text),
            tuple(self.costed[name] for name in ordered), System(tuple(self.recurrences)), tuple(self.warnings),
            tuple(refused[name] for name in self.lowered.order if name in refused), dict(self.lowered.assumptions),
        )  # fmt: skip


def _calling(body: tuple[code.Statement, ...], known: Set[str]) -> tuple[code.Statement, ...]:
    """The block, where calls of procedures that could not be costed are calls of unknown ones."""

    def call(c: code.Invocation) -> code.Invocation:
        return c if c.procedure in known or not c.defined else replace(c, defined=False, sizes=())

    def calls(found: tuple[code.Invocation, ...]) -> tuple[code.Invocation, ...]:
        return tuple(map(call, found))

    def statement(s: code.Statement) -> code.Statement:
        match s:
            case code.PlainStatement() | code.Return():
                return replace(s, calls=calls(s.calls))
            case code.ProcedureCall():
                return replace(s, call=call(s.call), calls=calls(s.calls))
            case code.For() | code.Beside():
                return replace(s, body=_calling(s.body, known))
            case code.If():
                return replace(s, branches=tuple(replace(b, body=_calling(b.body, known)) for b in s.branches))
        return s

    return tuple(map(statement, body))


def _reached_names(name: str, known: dict[str, code.Procedure]) -> frozenset[str]:
    """The procedure and all that it calls, by name."""
    return frozenset((name, *(p.name for p in _reached((known[name],), known))))


def _reached(circle: tuple[code.Procedure, ...], known: dict[str, code.Procedure]) -> tuple[code.Procedure, ...]:
    own = {p.name for p in circle}
    found: dict[str, code.Procedure] = {}
    pending = list(circle)
    while pending:
        p = pending.pop()
        for s in code.statements_in(p.body):
            for call in code.invocations(s):
                if call.procedure not in own and call.procedure not in found and call.procedure in known:
                    found[call.procedure] = known[call.procedure]
                    pending.append(known[call.procedure])
    return tuple(p for name, p in known.items() if name in found)


# ---- lowering


def lower_file(file: tree.SourceFile, view: InputView) -> LoweredFile:
    knowledge = knowledge_of(file)
    knowledge.freedom, knowledge.inputs, knowledge.sizes = view.freedom, view.inputs, view.sizes
    knowledge.even, knowledge.denied = view.even, view.denied
    chosen: dict[str, ChosenSizes] = {}
    circles: list[tuple[code.Procedure, ...]] = []
    names = {key: _shown(key, knowledge) for key in knowledge.functions}
    refused: dict[str, RefusedFunction] = {}
    assumptions: list[tuple[str, tuple[str, ...]]] = []
    for circle in _circles(knowledge):
        try:
            lowered, own, procedures = _sized_circle(circle, knowledge, view, chosen, names)
            if len(circle) == 1 and (looped := as_loop(knowledge.functions[circle[0]])) is not None:
                reached = _reached(procedures, {p.name: p for done in circles for p in done})
                if not _falls(procedures, reached, file.text):
                    lowered, own, procedures = _sized_as_loop(looped, knowledge, view, chosen, names)
        except RecurError as error:
            for key in circle:
                knowledge.refused[key] = error
                refused[key] = _refused(key, names[key], knowledge, error)
            continue
        except RecursionError:
            deep = LimitExceeded("this function is nested too deeply to be costed")
            for key in circle:
                knowledge.refused[key] = deep
                refused[key] = _refused(key, names[key], knowledge, deep)
            continue
        chosen |= own
        circles.append(procedures)
        assumptions += [(names[key], f.assumptions) for key, f in lowered.items() if f.assumptions]
    order = tuple(names[key] for key in knowledge.functions)
    trials = _trials(knowledge, refused.keys() | view.denied) if view.freedom and view.inputs is None else {}
    return LoweredFile(tuple(circles), tuple(refused.values()), order, tuple(assumptions), chosen, trials)


def _trials(knowledge: Knowledge, left_out: Set[str]) -> dict[str, CostTrials]:
    """Trials of the functions in which what the data choose at one test may keep out what they choose at another."""
    machine = machine_of(knowledge)
    found = {}
    for key, f in knowledge.functions.items():
        kept = is_memoised(f) or kept_results(f) is not None or bool(knowledge.captured.get(key))
        if key in left_out or kept or not may_not_add_up(f):
            continue
        parameters, seen = tried_inputs_of(f, knowledge), knowledge.trials.get(key)
        if not any(p.kind == "self" and not p.fields and holds_fields(p.name, f) for p in parameters):
            found[key] = CostTrials(machine, f, parameters, None if seen is None else seen[1].recipe)
    return found


def _is_denied(costed: ProcedureAnalysis, trials: CostTrials) -> bool:
    """Is there a Θ that none of the inputs tried shows?"""
    return costed.work.theta is not None and shows_less(costed.work.theta, trials)


def shows_less(theta: Growth | JointGrowth, trials: CostTrials) -> bool:
    """Do the trials tell that no input costs so much?"""
    formula = _without_logarithms(theta.expression())

    def growth(size: int) -> float | None:
        value = formula_value(formula, dict.fromkeys(ex.symbols(formula), size))
        return None if value is None or value <= 0 else float(value) if value < _MOST_GROWTH else None

    return trials.deny(growth)


def _without_logarithms(x: Expr) -> Expr:
    return ex.ONE if isinstance(x, ex.Log) and ex.symbols(x) else ex.rebuild(x, _without_logarithms)


_Sized: TypeAlias = tuple[dict[str, LoweredFunction], dict[str, ChosenSizes], tuple[code.Procedure, ...]]


def _sized_circle(
    circle: tuple[str, ...],
    knowledge: Knowledge,
    view: InputView,
    chosen: dict[str, ChosenSizes],
    names: dict[str, str],
) -> _Sized:
    lowered = _lowered_circle(circle, knowledge)
    own = {key: view.sizes[key] for key in lowered if key in view.sizes}
    if own.keys() != lowered.keys():
        own = Sizing(lowered, chosen).chosen()
    both = {**chosen, **own}
    return lowered, own, tuple(_procedure(f, both, names, frozenset(circle)) for f in lowered.values())


def _falls(procedures: tuple[code.Procedure, ...], reached: tuple[code.Procedure, ...], text: str) -> bool:
    """Is the recursion one that is solved, as its sizes fall?"""
    try:
        analysis_of(code.Program((*reached, *procedures), text), (), [p.name for p in procedures])
    except RecurError:
        return False
    return True


def _sized_as_loop(
    looped: tree.Function, knowledge: Knowledge, view: InputView, chosen: dict[str, ChosenSizes], names: dict[str, str]
) -> _Sized:
    """The function as a loop; as it is written where that tells no more."""
    key = looped.key
    before, result = knowledge.functions[key], knowledge.results.pop(key, None)
    knowledge.functions[key] = looped
    try:
        return _sized_circle((key,), knowledge, view, chosen, names)
    except RecurError:
        knowledge.functions[key] = before
        if result is not None:
            knowledge.results[key] = result
        return _sized_circle((key,), knowledge, view, chosen, names)


def _refused(key: str, name: str, knowledge: Knowledge, error: RecurError) -> RefusedFunction:
    f = knowledge.functions[key]
    return RefusedFunction(name, _header(f, knowledge.source), error, tuple(p.name for p in f.parameters))


def _shown(key: str, knowledge: Knowledge) -> str:
    return key


def _header(function: tree.Function, file: tree.SourceFile) -> code.SourceLine:
    lines = file.text.split("\n")
    line = function.place.line
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    return code.SourceLine(function.place, text.strip(), "", len(text) - len(text.lstrip()))


def _lowered_circle(circle: tuple[str, ...], knowledge: Knowledge) -> dict[str, LoweredFunction]:
    """Once more where one of them writes over an input of another one, which was lowered before it."""
    while True:
        before = set(knowledge.overwritten), {key: set(names) for key, names in knowledge.changed.items()}
        lowered = {key: _lowered(key, knowledge, circle) for key in circle}
        if len(circle) == 1 or before == (set(knowledge.overwritten), knowledge.changed):
            return lowered


def _lowered(key: str, knowledge: Knowledge, circle: tuple[str, ...]) -> LoweredFunction:
    function = knowledge.functions[key]
    if key not in knowledge.results and len(circle) == 1 and key in _called(function, knowledge):
        _find_result(key, knowledge)
    lowering, body = _lowered_with_tables(function, knowledge)
    if key not in knowledge.results:
        _keep_result(key, knowledge, lowering)
    if keeps_few(function) and any(
        not _is_recent(call, lowering) for call in lowering.raw_calls if call.function == key
    ):
        lowering.assumptions["kept results"] = None
    stated = lowering.stated_size()
    return LoweredFunction(
        key, function, body, lowering.raw_calls, frozenset(lowering.indices) | {f"?{i}" for i in lowering.indices},
        _header(function, knowledge.source), knowledge.source.text, lowering.choices,
        is_memoised(function) or kept_results(function) is not None, named_sizes(function),
        tuple(lowering.assumptions), knowledge.freedom, knowledge.even, stated,
    )  # fmt: skip


def _lowered_with_tables(function: tree.Function, knowledge: Knowledge) -> tuple[Lowering, tuple[code.Statement, ...]]:
    """The function where its tables hold nothing above their indices, as far as its stores keep that."""
    tables = supposed_tables(function, frozenset(knowledge.falling)) if knowledge.inputs is None else frozenset()
    while tables:
        lowering = Lowering(knowledge, function)
        lowering.tables = tables
        try:
            body = lowering.lower()
        except LimitExceeded:
            raise
        except RecurError:
            break
        if not lowering.broken:
            if returned_tables(function, tables) and not function.owner:
                knowledge.falling.add(function.name)
            return lowering, body or (_one_step(function, knowledge.source),)
        tables -= lowering.broken
    lowering = Lowering(knowledge, function)
    return lowering, lowering.lower() or (_one_step(function, knowledge.source),)


#: with lru_cache alone, a result that so many smaller ones came after is still kept
_RECENT = 64


def _is_recent(call: RawCall, lowering: Lowering) -> bool:
    """Does it ask for a result a fixed number of steps before this one, in one size that all calls make fall?"""
    own = [other for other in lowering.raw_calls if other.function == call.function]
    moved = {n for other in own for n, given in other.sizes.items() if given != Polynomial.atom(ex.Symbol(n))}
    steps = [Polynomial.atom(ex.Symbol(n)) - given for n in moved if (given := call.sizes[n]) is not None]
    return len(moved) == len(steps) == 1 and steps[0].value is not None and 0 < steps[0].value <= _RECENT


def _one_step(function: tree.Function, file: tree.SourceFile) -> code.Statement:
    """A function that does nothing is called all the same."""
    return code.PlainStatement(_header(function, file), code.StatedCost("=", ex.ONE))


def _find_result(key: str, knowledge: Knowledge) -> None:
    """What a recursive function returns: its kind first, then how large it is."""
    knowledge.results[key] = _guess(knowledge.functions[key], knowledge)
    for stage in range(2):
        lowering = Lowering(knowledge, knowledge.functions[key])
        lowering.lenient = True
        try:
            lowering.lower()
        except RecurError:
            knowledge.results.pop(key, None)
            return
        if stage:
            _keep_result(key, knowledge, lowering)
        else:
            knowledge.results[key] = _open_result(lowering)


def _keep_result(key: str, knowledge: Knowledge, lowering: Lowering) -> None:
    f = knowledge.functions[key]
    raw = tuple(
        name if knowledge.kinds.get((f.key, p.name)) == "number" else f"|{name}|"
        for p in f.parameters for name in (p.name,)
    )  # fmt: skip
    knowledge.results[key] = ResultSizes(key, lowering.returned, lowering.raw_calls, lowering.choices, raw).result()
    knowledge.result_choices[key] = lowering.choices


def _guess(f: tree.Function, knowledge: Knowledge) -> Value:
    """A container where a return says so; nothing else is known of it yet."""
    lists = {p.name for p in f.parameters if knowledge.kinds.get((f.key, p.name)) in ("list", "str")}
    for node in tree.walk(f):
        if isinstance(node, tree.Leave) and node.kind == "return" and node.value is not None:
            for inner in tree.walk(node.value):
                match inner:
                    case tree.Literal(value=str()):
                        return ContainerValue("str", Polynomial.atom(ex.Symbol(OWN_RESULT)), OPEN)
                    case tree.Collection(kind="list") | tree.Slice() | tree.Comprehension(kind="list"):
                        return ContainerValue("list", Polynomial.atom(ex.Symbol(OWN_RESULT)), OPEN)
            if isinstance(node.value, tree.NamedValue) and node.value.name in lists:
                kind = knowledge.kinds[f.key, node.value.name]
                return ContainerValue(kind, Polynomial.atom(ex.Symbol(OWN_RESULT)), OPEN)
    return UNKNOWN


def _open_result(lowering: Lowering) -> Value:
    """The kind of what is returned, with sizes that stand for those of the calls."""
    joined: Value | None = None
    for value, _ in lowering.returned:
        if not isinstance(value, UnknownValue):
            joined = value if joined is None else lowering.joined_elements(joined, value)
    return _opened(joined, OWN_RESULT)


def _opened(value: Value | None, name: str) -> Value:
    match value:
        case ContainerValue():
            element = None if value.element is None else _opened(value.element, f"{name}[]")
            return ContainerValue(value.kind, Polynomial.atom(ex.Symbol(name)), element)
        case NumberValue():
            return NumberValue()
        case TupleValue(items):
            return TupleValue(tuple(NumberValue() if isinstance(i, NumberValue) else UNKNOWN for i in items))
        case None:
            return UNKNOWN
    return UnknownValue(data=value.data) if isinstance(value, UnknownValue) else value


def _procedure(
    f: LoweredFunction, chosen: dict[str, ChosenSizes], names: dict[str, str], circle: frozenset[str]
) -> code.Procedure:
    own = chosen[f.key]
    body = InSizes(f, own, chosen, names, circle).body()
    sizes = tuple((name, ex.Symbol(words)) for name, words, _ in own.sizes)
    parameters = tuple(p.name for p in f.function.parameters if not p.read)
    return code.Procedure(names[f.key], parameters, body, f.source, sizes=sizes, distinct=_distinct(f, own, circle))


def _distinct(f: LoweredFunction, own: ChosenSizes, circle: frozenset[str]) -> code.StatedCost | None:
    """How many different calls a remembered function makes: n + 1 for each number that falls to 0.

    One that never comes back to itself makes one: `if v not in rows: rows[v] = []` keeps no result of a call. What
    every call hands on as it is has one value; each other argument counts as many as the size it stands in, which
    it makes fall by itself: in intervals i to j, both do. All of them come up where each moves alone by a fixed number.
    """
    if not f.distinct or not any(call.function in circle for call in f.made):
        return None
    if forgets(f.function):
        raise Undecided(
            "a cache of so many results forgets others, and how often they are worked out again is not known",
            text=f.text, place=f.source.place, hint="maxsize=None keeps all of them",
        )  # fmt: skip
    moved = moved_by_calls(f.function) if len(circle) == 1 else frozenset(p.name for p in f.function.parameters)
    counted = [[(q, name, p) for name, _, p in own.sizes for q in (m, f"|{m}|") if q in p.names] for m in sorted(moved)]
    steps = []
    for call in f.made if all(len(found) == 1 for found in counted) else ():
        if call.function == f.key:
            moves = [(p, p if (given := call.sizes.get(q)) is None else p.put(q, given)) for [(q, _, p)] in counted]
            whole = [(p, put_sizes(p, call.sizes)) for _, _, p in own.sizes]
            if all(q is not None and f.choices.at_least(p - q, 0) for p, q in (*moves, *whole)):
                steps.append([p - q for p, q in moves])
    if len(steps) < sum(call.function == f.key for call in f.made) or not all(len(found) == 1 for found in counted):
        raise Undecided(
            "how many different arguments are remembered is not known: one of them does not fall in every call",
            text=f.text, place=f.source.place, hint="say behind the header what it costs:  # cost: n",
        )  # fmt: skip
    alone = [[(i, d) for i, d in enumerate(step) if d.terms] for step in steps]
    reached = {one[0][0] for one in alone if len(one) == 1 and one[0][1].value is not None}
    kind = "Θ" if f.freedom and len(reached) == len(counted) else "O"
    return code.StatedCost(kind, ex.mul(*(ex.add(ex.Symbol(name), ex.ONE) for [(_, name, _)] in counted)))


# ---- what is known of the file


def knowledge_of(file: tree.SourceFile) -> Knowledge:
    imports = dict(file.imports)
    functions: dict[str, tree.Function] = {}
    captured: dict[str, tuple[str, ...]] = {}
    for f in _told_apart(file.functions):
        _add_function(f, functions, captured, frozenset())
    kinds = kinds_of(tuple(functions.values()), imports, file.language)
    knowledge = Knowledge(file, functions, kinds, imports, captured)
    knowledge.inheritance = Inheritance(file.classes, functions.values())
    knowledge.modules = frozenset(meaning.split(".")[0] for meaning in imports.values()) | frozenset(imports)
    _kinds_of_fields(functions, imports, kinds)

    def is_resizable(f: str, name: str) -> bool:
        return kinds.get((f, name), "") in RESIZABLE

    knowledge.mutated = changed_lengths(functions, captured, is_resizable)
    knowledge.lengthened = lengthened(functions, knowledge.mutated, is_resizable)
    knowledge.relinked = relinked(functions, knowledge.inheritance.bases.keys(), knowledge.makers)
    knowledge.handed_back = handed_back(functions, is_resizable)
    shared = {x.name for s in file.statements if isinstance(s, tree.Assigned) for x in tree.walk(s)
              if isinstance(x, tree.NamedValue)} if file.language != "python" else ()  # fmt: skip
    calls = {key: _called(f, knowledge) for key, f in functions.items()}
    knowledge.set_outside = set_outside(functions, calls, frozenset(shared))
    for f in functions.values():
        knowledge.deep[f.key] = _deep(f)
    _constants(knowledge)
    for key, names in captured.items():
        f = functions[key]
        for name in names:
            around = (g for g in functions.values() if g is not f and any(node is f for node in tree.walk(g)))
            kind = next((k for g in around for k in _made_as(name, g, imports)), "")
            if kind:
                kinds[f.key, name] = kind
    return knowledge


_HELD = frozenset(("list", "dict", "set", "deque"))


def _kinds_of_fields(
    functions: Mapping[str, tree.Function], imports: Mapping[str, str], kinds: dict[tuple[str, str], str]
) -> None:
    """self.edges = {} in one method tells all methods of the class that it is a dictionary; so does [] of lists.

    So does a walk over linked nodes that begins at a field: node = self.root; … node.left; and what a method does
    with the parameter that it keeps in it: self.rows = rows; len(rows).
    """
    made: dict[tuple[str, str], set[str]] = {}
    for f in functions.values():
        for name in _linked_fields(f, kinds) if f.owner else ():
            made.setdefault((f.owner, name), set()).add("nodes")
    for f in functions.values():
        for node in tree.walk(f) if f.owner else ():
            if isinstance(node, tree.Assigned):
                for t in node.targets:
                    if isinstance(t, tree.Member) and isinstance(t.value, tree.NamedValue) and t.value.name == "self":
                        given = kinds.get((f.key, name_of(node.value)), "")
                        kind = kind_made(node.value, imports) or (given if given in _HELD else "")
                        made.setdefault((f.owner, f"self.{t.name}"), set()).add(kind)
    for f in functions.values():
        for (owner, name), found in made.items():
            found = found - {""} if "nodes" in found else found
            if owner == f.owner and len(found) == 1 and found <= {"list", "dict", "set", "deque", "nodes"}:
                kinds.setdefault((f.key, name), *found)


def _linked_fields(f: tree.Function, kinds: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """The fields of the object that hold linked nodes."""
    for node in tree.walk(f):
        match node:
            case tree.Assigned(targets=targets, value=tree.Member(value=tree.NamedValue(name="self"), name=field)):
                names = [t.name for t in targets if isinstance(t, tree.NamedValue)]
                if any(kinds.get((f.key, name)) == "nodes" for name in names):
                    yield f"self.{field}"
            case tree.Member(name=part, value=tree.Member(value=tree.NamedValue(name="self"), name=field)):
                if part in LINKS:
                    yield f"self.{field}"


def _told_apart(functions: tuple[tree.Function, ...]) -> Iterator[tree.Function]:
    """The functions; inner ones of a name that occurs again are named with the function they stand in."""
    times: dict[str, int] = {}
    for f in functions:
        for node in tree.walk(f):
            if isinstance(node, tree.Function):
                times[node.name] = times.get(node.name, 0) + 1
    again = {name for name, count in times.items() if count > 1}
    for f in functions:
        inner = {node.name for node in tree.walk(f) if isinstance(node, tree.Function) and node is not f} & again
        yield _renamed_inside(f, {name: f"{f.name}.{name}" for name in inner}) if inner else f


def _renamed_inside(f: tree.Function, names: Mapping[str, str]) -> tree.Function:
    def change(node: tree.Node) -> tree.Node:
        if isinstance(node, tree.NamedValue):
            return replace(node, name=names.get(node.name, node.name))
        made = tree.with_children(node, change)
        if isinstance(made, tree.Function):
            made = replace(made, name=names.get(made.name, made.name))
        return made

    return tree.with_children(f, change)


def _made_as(name: str, f: tree.Function, imports: Mapping[str, str]) -> Iterator[str]:
    for node in tree.walk(f):
        for target, value in settings_in(node):
            if target == name and kind_made(value, imports):
                yield kind_made(value, imports)


def _written_to(f: tree.Function) -> Iterator[str]:
    """The names of containers that a function changes."""
    for node in tree.walk(f):
        match node:
            case tree.CallOf(function=tree.Member(value=tree.NamedValue(name=name))):
                yield name
            case tree.Assigned(targets=targets):
                yield from (
                    t.container.name
                    for t in targets
                    if isinstance(t, tree.Element) and isinstance(t.container, tree.NamedValue)
                )
            case tree.Update(target=tree.NamedValue(name=name) | tree.Element(container=tree.NamedValue(name=name))):
                yield name


def _add_function(
    f: tree.Function, functions: dict[str, tree.Function], captured: dict[str, tuple[str, ...]], outer: frozenset[str]
) -> None:
    key = f.key
    functions[key] = f
    own = frozenset(p.name for p in f.parameters)
    assigned = {
        x.name
        for node in tree.walk(f)
        if isinstance(node, (tree.Assigned, tree.EachLoop))
        for t in (node.targets if isinstance(node, tree.Assigned) else (node.target,))
        for x in tree.walk(t)
        if isinstance(x, tree.NamedValue) and not isinstance(t, (tree.Element, tree.Member))
    }
    used = {node.name for node in tree.walk(f) if isinstance(node, tree.NamedValue)}
    shared = {
        x.name
        for node in tree.walk(f)
        if isinstance(node, tree.Leave) and node.kind == "global" and node.value is not None
        for x in tree.walk(node.value)
        if isinstance(x, tree.NamedValue)
    }
    captured[key] = tuple(sorted((used & outer) - own - (assigned - shared)))
    for node in f.body:
        for inner in tree.walk(node):
            if isinstance(inner, tree.InnerFunction):
                _add_function(inner.function, functions, captured, outer | own | assigned)


def _gone_through(f: tree.Function) -> Iterator[tuple[tree.Expression, tree.Expression]]:
    """What loops and comprehensions go through, each with its target."""
    for node in tree.walk(f):
        match node:
            case tree.EachLoop(target=target, iterable=iterable):
                yield target, iterable
            case tree.Comprehension(clauses=clauses):
                yield from ((clause.target, clause.iterable) for clause in clauses)


def _deep(f: tree.Function) -> frozenset[str]:
    """The elements of parameters that the function goes through or asks the length of."""
    found: set[str] = set()
    rows: dict[str, str] = {}
    for target, iterable in _gone_through(f):
        if isinstance(target, tree.NamedValue) and isinstance(iterable, tree.NamedValue):
            rows[target.name] = iterable.name
    for _, iterable in _gone_through(f):
        if isinstance(iterable, tree.NamedValue) and iterable.name in rows:
            found.add(f"{rows[iterable.name]}[]")
    made = {t.name for x in tree.walk(f) if isinstance(x, tree.Assigned) and kind_made(x.value, {}) == "list"
            for t in x.targets if isinstance(t, tree.NamedValue)}  # fmt: skip
    for node in tree.walk(f):
        match node:
            case (
                tree.Operation(op="+", operands=(tree.NamedValue(name=one), tree.NamedValue(name=other)))
                | tree.Update(op="+", target=tree.NamedValue(name=one), value=tree.NamedValue(name=other))
            ) if one in made and other in rows:
                found.add(f"{rows[other]}[]")  # lists are joined with lists alone
            case (
                tree.Operation(op="+", operands=(tree.NamedValue(name=one), tree.Element(container=rest)))
                | tree.Update(op="+", target=tree.NamedValue(name=one), value=tree.Element(container=rest))
            ) if one in made and name_of(rest):
                found.add(f"{name_of(rest)}[]")
            case tree.CallOf(
                function=tree.NamedValue(name="sum"),
                arguments=(tree.NamedValue(name=name), *first),
                keywords=keywords,
            ) if any(kind_made(x, {}) in ("list", "tuple") for x in (*first, *(x for _, x in keywords))):
                found.add(f"{name}[]")
            case tree.CallOf(function=tree.NamedValue(name=name) | tree.Member(name=name), arguments=arguments) if (
                name.rpartition("::")[2] in TAKES_CONTAINERS or name in ("extend", "join")
            ):
                for x in arguments:
                    if isinstance(x, tree.NamedValue) and x.name in rows:
                        found.add(f"{rows[x.name]}[]")
                    if isinstance(x, tree.Unpacked) and isinstance(x.value, tree.NamedValue):
                        found.add(f"{x.value.name}[]")
            case tree.Unpacked(value=tree.NamedValue(name=name)) if name in rows:
                found.add(f"{rows[name]}[]")
    return frozenset(found)


def _constants(knowledge: Knowledge) -> None:
    """Numbers and containers that the module sets once, and no function sets."""
    written = {name for f in knowledge.functions.values() for name in _written_to(f)}
    for s in knowledge.source.statements:
        match s:
            case tree.Assigned(targets=(tree.NamedValue(name=name),), value=tree.Literal(value=value)):
                if isinstance(value, int) and abs(value) < 2**63:
                    knowledge.constants[name] = NumberValue(Polynomial.constant(value))
                elif isinstance(value, str):
                    knowledge.constants[name] = ContainerValue("str", Polynomial.constant(len(value)))
            case tree.Assigned(targets=(tree.NamedValue(name=name),), value=tree.Collection(kind=kind, items=items)):
                size = len(items) // 2 if kind == "dict" else len(items)
                length = None if name in written else Polynomial.constant(size)
                knowledge.constants[name] = ContainerValue(kind, length)
            case tree.Assigned(targets=(tree.NamedValue(name=name),), value=value) if kind_made(
                value, knowledge.imports
            ):
                knowledge.constants[name] = ContainerValue(kind_made(value, knowledge.imports), None)
    for name in knowledge.constants.keys() & frozenset().union(*knowledge.set_outside.values()):
        del knowledge.constants[name]


def _circles(knowledge: Knowledge) -> Iterator[tuple[str, ...]]:
    """Functions that call each other in a circle, those that are called before those that call them."""
    calls = {key: _called(f, knowledge) for key, f in knowledge.functions.items()}
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[tuple[str, ...]] = []

    def visit(root: str) -> None:
        work = [(root, iter(calls[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        while work:
            key, rest = work[-1]
            for callee in rest:
                if callee not in index:
                    index[callee] = low[callee] = len(index)
                    stack.append(callee)
                    work.append((callee, iter(calls[callee])))
                    break
                if callee in stack:
                    low[key] = min(low[key], index[callee])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[key])
                if low[key] == index[key]:
                    circle = []
                    while True:
                        circle.append(stack.pop())
                        if circle[-1] == key:
                            break
                    found.append(tuple(reversed(circle)))

    for key in calls:
        if key not in index:
            visit(key)
    yield from found


def _of_objects(node: tree.Node, plain: frozenset[str]) -> tuple[str, ...]:
    """The methods that it calls where it is done to an object; what `plain` names is none."""

    def may_be_object(x: tree.Expression) -> bool:
        if isinstance(x, tree.NamedValue):
            return x.name not in plain
        return isinstance(x, tree.CallOf | tree.Operation | tree.Conditional)

    match node:
        case tree.Operation(op=op, operands=operands) if any(map(may_be_object, operands)):
            return object_methods(op, len(operands))
        case tree.Element(container=container) if may_be_object(container):
            return ("__getitem__",)
        case tree.CallOf(function=tree.NamedValue(name="len" | "abs" as name), arguments=(x,)) if may_be_object(x):
            return (f"__{name}__",)
    return ()


def _called(f: tree.Function, knowledge: Knowledge) -> list[str]:
    found: dict[str, None] = {}
    classes = knowledge.inheritance.bases.keys()
    plain = frozenset(p.name for p in f.parameters if p.name != "self" and not any(c in p.declared for c in classes))
    for node in tree.walk(f):
        if isinstance(node, tree.InnerFunction):
            continue
        methods = _of_objects(node, plain)
        found |= {key: None for name in methods for key in knowledge.functions if key.endswith(f".{name}")}
        if isinstance(node, tree.NamedValue):
            made = (node.name, f"{node.name}.{node.name}", *knowledge.constructors(node.name))
            found |= {key: None for key in made if key in knowledge.functions}
        elif isinstance(node, tree.Member):
            for key in (f"{f.owner}.{node.name}", *(k for k in knowledge.functions if k.endswith(f".{node.name}"))):
                if key in knowledge.functions:
                    found[key] = None
    return list(found)
