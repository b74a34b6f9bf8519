"""Closed forms of linear systems with sizes n, n − 1, …: first values that are not stated are the free constants.

What is called k sizes back needs its last k values; every later value is a linear combination of them and of driving
functions. Each function's own recurrence (`mutual_decrements`) is solved with those values, so that a constant means
the same in all of the answers. Source: Concrete Mathematics, section 7.3 (mutual recursion).
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

from recur.evaluation.arithmetic import Compiler
from recur.model import Bounds, Recurrence, Solution, Step, Unmet, Unsolved, expressions as ex, listed, names_of, step
from recur.model.records import frozen, replace
from recur.model.recurrence import InitialCondition
from recur.numbers import exponential_polynomials as ep
from recur.solving.linear import general_answers
from recur.solving.linear.general_solution import constant_names
from recur.solving.linear.superposition import over_letters
from recur.solving.mutual.mutual_decrements import alone, shift_of
from recur.solving.problem import Problem
from recur.verification.agreement import agree
from recur.verification.families import BITS, enclosed_digits, hold_family

NAME = "characteristic polynomial"
SOURCE = "Concrete Mathematics, section 7.3"
#: the rational coefficient of each product of letters
Value = dict[ex.Expr, Fraction]


@frozen
class Trajectories:
    """The values of every function over the letters; `names` are the constants and what each stands for."""

    values: Mapping[str, dict[int, Value]]
    last: int  # the largest size with a stated or a free value
    names: tuple[tuple[str, ex.Call], ...]


def completed(
    component: tuple[Recurrence, ...], found: list[Solution] | None, problem: Callable[[Recurrence], Problem]
) -> list[Solution] | None:
    """The solutions with their closed forms; `found` as they are where there are none to add."""
    try:
        scalars = alone(component, {})
        order = max(shift_of(c, r.variable)[0] for r, _ in scalars for c in r.subcalls)
        run = _run(component, 4 * order + len(component))
    except (Unmet, ValueError):
        return found
    # in an order of their own
    proved = {s.function: s if run is None or _agrees(s, run) else None for s in found or ()}
    if proved and all(s is not None and (s.exact is not None or s.cases) for s in proved.values()):
        return found
    whole: dict[str, Solution] = {}
    for r, (scalar, told) in zip(component, scalars, strict=True):
        form = None if run is None else _form(scalar, run, problem)
        if form is None or run is None:
            if None in proved.values():
                raise Unsolved("the stated values leave others open, which the growth may hang on")
            return found
        whole[r.function] = _with_form(r, proved.get(r.function), form, run, (told, scalar))
    return [whole[function] for function in proved or whole]


def _agrees(solution: Solution, run: Trajectories) -> bool:
    """Whether a closed form has the values of the system; its own recurrence may not hold yet at the first sizes."""
    if solution.exact is None or solution.exact_domain is None or solution.cases:
        return True
    compiler = Compiler(solution.variable, {d.symbol: enclosed_digits(d) for d in solution.where}, BITS)
    form = compiler.compile(solution.exact)
    known = run.values[solution.function]
    for n in sorted(known):
        if n in solution.exact_domain:
            compiler.cells[0] = n
            value = known[n].get(ex.ONE, Fraction(0))
            if not known[n].keys() <= {ex.ONE} or not agree(value, form()):
                return False
    return True


def _run(component: tuple[Recurrence, ...], length: int) -> Trajectories | None:
    """The values one after the other."""
    names = [r.function for r in component]
    calls = {r.function: [(c.function, *shift_of(c, r.variable)) for c in r.subcalls] for r in component}
    driving = {r.function: over_letters(r.driving, r.variable) for r in component}
    if any(f is None for f in driving.values()) or any(g not in names for found in calls.values() for g, _, _ in found):
        return None
    reach = {name: max((k for found in calls.values() for g, k, _ in found if g == name), default=0) for name in names}
    stated = {r.function: _stated(r) for r in component}
    if any(known is None for known in stated.values()):
        return None
    tops = [n for known in stated.values() for n in known or ()]
    last = max([*tops, max(reach.values()) - 1])
    taken = frozenset().union(*map(names_of, component))
    letters = constant_names(taken)
    values = {name: dict(known or {}) for name, known in stated.items()}
    at_once = _in_order(names, calls)
    for n in range(min(tops, default=0), last + 1):  # what follows from the stated values
        for name in at_once:
            if n not in values[name] and all(n - k in values[g] for g, k, _ in calls[name]):
                values[name][n] = _next(calls[name], driving[name] or {}, values, n)
    constants: list[tuple[str, ex.Call]] = []
    for name in names:
        for n in range(last - reach[name] + 1, last + 1):
            if n not in values[name]:
                if n < 0:
                    return None
                letter = next(letters)
                constants.append((letter, ex.Call(name, (ex.number(n),))))
                values[name][n] = {ex.Symbol(letter): Fraction(1)}
    for n in range(last + 1, last + 1 + length):
        for name in at_once:
            values[name][n] = _next(calls[name], driving[name] or {}, values, n)
    return Trajectories(values, last, tuple(constants))


def _stated(r: Recurrence) -> dict[int, Value] | None:
    found: dict[int, Value] = {}
    for case in r.initial:
        if case.function != r.function:
            continue
        if case.relation != "=" or case.low is None:
            return None
        for n in range(case.low, case.high + 1):
            value = over_letters(ex.substitute(case.value, r.variable, ex.number(n)), r.variable)
            if value is None:
                return None
            found[n] = {atom: Fraction(ep.at(terms, n)) for atom, terms in value.items()}
    return found


def _in_order(names: list[str], calls: Mapping[str, list[tuple[str, int, Fraction]]]) -> list[str]:
    """The functions, each after those that it calls at the same size; of these there is no circle."""
    found: list[str] = []
    while len(found) < len(names):
        found.append(next(x for x in names if x not in found and all(k or g in found for g, k, _ in calls[x])))
    return found


def _next(
    calls: list[tuple[str, int, Fraction]],
    driving: Mapping[ex.Expr, ep.Terms],
    values: Mapping[str, dict[int, Value]],
    n: int,
) -> Value:
    total: Value = {atom: Fraction(ep.at(terms, n)) for atom, terms in driving.items()}
    for name, k, c in calls:
        for atom, x in values[name][n - k].items():
            total[atom] = total.get(atom, Fraction(0)) + c * x
    return {atom: x for atom, x in total.items() if x}


def own_recurrence(component: tuple[Recurrence, ...], function: str) -> tuple[Step, Recurrence] | None:
    """The recurrence of one function alone, with the first values that the system gives it, and how it was found."""
    try:
        scalars = alone(component, {})
        order = max(shift_of(c, r.variable)[0] for r, _ in scalars for c in r.subcalls)
        run = _run(component, 4 * order + len(component))
    except (Unmet, ValueError):
        return None
    scalar, told = next(x for r, x in zip(component, scalars, strict=True) if r.function == function)
    own = None if run is None else _with_first_values(scalar, run)
    if own is None or run is None:
        return None
    top, known = own.initial[-1].high, run.values[function]
    low = next((n + 1 for n in range(top, -1, -1) if n not in known), 0)
    initial = tuple(InitialCondition(function, n, n, _formula(known[n])) for n in range(low, top + 1))
    return replace(told, display=(ex.Relation("=", own.left, own.right),)), replace(own, initial=initial)


def _with_first_values(scalar: Recurrence, run: Trajectories) -> Recurrence | None:
    """One function's recurrence from the first size on from which it holds."""
    known = run.values[scalar.function]
    driving = over_letters(scalar.driving, scalar.variable)
    calls = [(scalar.function, *shift_of(c, scalar.variable)) for c in scalar.subcalls]
    if driving is None or not calls:
        return None
    order = max(k for _, k, _ in calls)
    start = max(known) - order
    while all(n in known for n in range(start - 1, start + order)) and known[start + order - 1] == _next(
        calls, driving, run.values, start + order - 1
    ):
        start -= 1
    initial = tuple(InitialCondition(scalar.function, n, n, _formula(known[n])) for n in range(start, start + order))
    return replace(scalar, initial=initial)


def _form(scalar: Recurrence, run: Trajectories, problem: Callable[[Recurrence], Problem]) -> Solution | None:
    """The closed form of one function, from the first size on from which its own recurrence holds."""
    own = _with_first_values(scalar, run)
    if own is None:
        return None
    found = general_answers.completed(problem(own), None)
    if found is None or found.exact is None or found.exact_domain is None:
        return None
    held = hold_family(own, found.exact, map(int, found.exact_domain.sizes()), found.where)
    return replace(found, exact_verification=held) if held.status == "checked" else None


def _formula(value: Value) -> ex.Expr:
    return ex.add(*(ex.mul(ex.number(x), atom) for atom, x in value.items()))


def _with_form(
    r: Recurrence, found: Solution | None, form: Solution, run: Trajectories, own: tuple[Step, Recurrence]
) -> Solution:
    assert form.exact is not None
    if found is not None and found.exact is not None:
        return found
    steps = form.steps
    told, scalar = own
    eliminated = replace(told, display=(ex.Relation("=", r.left, scalar.right),))
    if found is None:
        reason = step("the closed form is exact, whatever its signs; its growth is not told.")
        evidence = form.exact_verification
        found = Solution(r, Bounds(None, None), NAME, None, reason, (eliminated,), verification=evidence)
    letters = ex.symbols(form.exact)
    used = {f"v{i}": ex.Relation("=", x, ex.Symbol(name)) for i, (name, x) in enumerate(run.names)}
    free: list[Step] = []
    if used:
        said = listed([f"{{{name}}}" for name in used])
        free.append(Step(f"Not every value that is needed is stated: let {said}.", tuple(used.items())))
    named = {d.symbol: d for d in (*found.where, *form.where)}
    return replace(
        found,
        exact=form.exact,
        exact_domain=form.exact_domain,
        constants=tuple(name for name, _ in run.names if name in letters),
        steps=(*found.steps, *free, *steps),
        remarks=(*found.remarks, *_wish(run, letters)),
        where=tuple(named.values()),
        exact_verification=form.exact_verification,
    )


def _wish(run: Trajectories, letters: frozenset[str]) -> tuple[Step, ...]:
    """Which values of which functions would fix the constants."""
    names = [(name, x) for name, x in run.names if name in letters]
    if not names:
        return ()
    fixed = {f"c{i}": ex.Symbol(name) for i, (name, _) in enumerate(names)}
    given = {f"t{i}": x for i, (_, x) in enumerate(names)}
    said = [listed([f"{{{name}}}" for name in group]) for group in (fixed, given)]
    are, them = ("are", "them") if len(names) > 1 else ("is", "it")
    return (Step(f"{said[0]} {are} free: give {said[1]} to fix {them}.", tuple({**fixed, **given}.items())),)
