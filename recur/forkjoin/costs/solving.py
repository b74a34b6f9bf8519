"""The derived recurrences solved in dependency order: functions already solved enter as the growth they have.

A maximum with a branch that makes no recursive call, T(n) = max(T(n/2) + …, g(n)) + h(n), is squeezed between the
solutions without g and with g added; along a single chain of calls the longest detour is taken once, so that
T = Θ(max(U, g)), where U is the solution without g.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from recur.asymptotics import Growth
from recur.asymptotics.several_sizes import JointBounds, JointGrowth
from recur.forkjoin.costs.costs import Cost
from recur.forkjoin.costs.falling_sizes import FallingSizes, JointEquation
from recur.forkjoin.costs.growths import Scale
from recur.forkjoin.costs.joint_growths import JointScale
from recur.forkjoin.costs.lecture_notation import Split, recursive_form, split_form
from recur.forkjoin.costs.normal_forms import polynomial
from recur.forkjoin.costs.polynomials import Monomial, Polynomial
from recur.forkjoin.costs.solved_together import growth_together
from recur.forkjoin.costs.workspan import cost_recurrence, reached
from recur.model import Expr, LimitExceeded, RecurError, Recurrence, Step, System, expressions as ex, step
from recur.model.expressions import Call as Value
from recur.model.records import field, frozen, mutable, replace
from recur.model.solution import Bounds, Solution, Unsolved, Verification
from recur.solving.solver import solve_unverified, verified
from recur.verification.verify import Refuted, verify


def _with_first_values_of_one(system: System) -> System:
    """Costs are positive, and grow with what they are made of: c times as much at first is at most c times as much."""
    ones = (replace(r, initial=tuple(replace(first, value=ex.ONE) for first in r.initial)) for r in system.recurrences)
    return replace(system, recurrences=tuple(ones))


UNCHECKED_SUMS = Verification(
    "unchecked", reason="sums are bounded term by term, and too long to add up at large sizes"
)

SEVERAL_SIZES = Verification("unchecked", reason="a procedure that is called has several sizes")


@frozen
class CostEquation:
    """function(variable) = cost; from `below`, each form of a maximum is solved alone: one branch at every level."""

    function: str
    sizes: tuple[str, ...]
    cost: Cost
    below: bool = False
    #: by size, the costs where it is too small for the general case, for an equation in several sizes
    grounds: Mapping[str, tuple[Cost, ...] | None] = field(default_factory=dict)
    #: the first size that is large enough for the general case
    least: int = 1
    #: no branch is in doubt but which one the data choose, so that one that costs as much as all is the costliest
    certain: bool = True

    @property
    def variable(self) -> str:
        return self.sizes[0]


@mutable
class CostSolution:
    """What solving came to: a solution, or why there is none, with the bounds proved all the same."""

    bounds: Bounds
    solution: Solution | None = None
    error: RecurError | None = None

    def between(self, lower: Any, upper: Any, error: Callable[[Bounds | None], RecurError]) -> CostSolution:
        """What is left where the equation bounds the costs from one side only."""
        bounds = Bounds(lower, upper)
        return CostSolution(bounds, None, error(bounds))


@mutable
class JointSolution:
    """Bounds in several sizes, how they were found, and what is missing where they are not tight.

    `together` is the body of Θ where it is no product of growths in one size each, as binom(m + n, n).
    """

    bounds: JointBounds
    steps: tuple[Step, ...] = ()
    error: RecurError | None = None
    together: Expr | None = None

    def between(self, lower: Any, upper: Any, error: Callable[[Bounds | None], RecurError]) -> JointSolution:
        told = error(None)
        return JointSolution(JointBounds(lower, upper), self.steps, told, self.together if told is self.error else None)


#: what is found of one function
Outcome: TypeAlias = CostSolution | JointSolution


@mutable
class ProgramSolver:
    """Solves circle after circle; `exact` are the recurrences that every answer is checked against."""

    exact: System
    known: dict[str, Bounds | JointBounds] = field(default_factory=dict)
    #: what a theorem on whole procedures tells
    told: Mapping[str, Outcome] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def solve(self, circle: tuple[CostEquation, ...]) -> None:
        names = frozenset(equation.function for equation in circle)
        if names <= self.told.keys():
            self.outcomes |= {name: self.told[name] for name in names}
            self.known |= {name: self.told[name].bounds for name in names}
            return
        if any(len(equation.sizes) > 1 for equation in circle):
            self._solve_jointly(circle)
            return
        try:
            found = self._single(circle[0]) if len(circle) == 1 else self._mutual(circle, names)
        except LimitExceeded:
            raise
        except RecurError as error:
            found = {f: CostSolution(_partial(error), None, error) for f in names}
        for function, outcome in found.items():
            self.outcomes[function] = self._checked(function, outcome)
            self.known[function] = self.outcomes[function].bounds

    def _checked(self, function: str, outcome: CostSolution) -> CostSolution:
        """The answer held against exact values of the derived recurrences; against its own where those say nothing."""
        if outcome.solution is None:
            return outcome
        try:
            verification = self._evidence(function, outcome.bounds)
            if verification.status != "checked" and outcome.solution.system is not None:
                verification = verified(outcome.solution).verification
        except Refuted as refuted:
            return CostSolution(
                Bounds(None, None), None, Unsolved(f"the bound found is not borne out: {refuted.message}")
            )
        except LimitExceeded:
            raise
        except RecurError as error:
            return CostSolution(_partial(error), None, error)
        if verification.status != "checked" and self._written_out(function):
            verification = UNCHECKED_SUMS
        return CostSolution(outcome.bounds, replace(outcome.solution, verification=verification))

    def _evidence(self, function: str, bounds: Bounds) -> Verification:
        if self._written_out(function):
            return UNCHECKED_SUMS
        if any(r.others for r in reached(self.exact, function).recurrences):
            return SEVERAL_SIZES
        lower, upper = (None if g is None else g.expression() for g in (bounds.lower, bounds.upper))
        system = reached(self.exact, function)
        try:
            return verify(system, function, lower, upper)
        except Refuted:
            # 3000 steps below a grain of 1000 hide the growth in every size that can be looked at
            evidence = verify(_with_first_values_of_one(system), function, lower, upper)
            return replace(evidence, reason="every first value taken as 1, which changes no order of growth")

    def _written_out(self, function: str) -> bool:
        """Do sums that only adding up can evaluate stand in it, or in what it calls? They are slow at large sizes."""
        return any(isinstance(x, ex.Range) for r in reached(self.exact, function).recurrences for x in ex.walk(r.right))

    def _parts(self, equation: CostEquation, own: frozenset[str]) -> list[Split[Growth]]:
        scale = Scale(equation.variable, self.known)
        forms = dict.fromkeys(_with_constant_values(form, own) for form in equation.cost.forms)
        return [split_form(form, own.__contains__, scale) for form in forms]

    def _jointly(self, equation: CostEquation) -> JointSolution:
        """An equation in several sizes, through equations in one."""

        def in_one_size(size: str, calls: tuple[Polynomial, ...], growth: Growth) -> Bounds:
            rest = Polynomial() if growth.is_zero else Polynomial.constant(1)
            right = recursive_form([Split(each, rest, growth, growth) for each in calls])
            try:
                return solve_unverified(System((cost_recurrence(equation.function, (size,), right),)))[-1].bounds
            except LimitExceeded:
                raise
            except RecurError as error:
                return _partial(error)

        joint = JointEquation(equation.function, equation.sizes, equation.cost, equation.grounds, equation.least)
        falling = FallingSizes(joint, JointScale(equation.sizes, self.known), in_one_size)
        bounds = falling.bounds()
        error = growth = None
        if bounds.theta is None:
            scale = JointScale(equation.sizes, self.known)
            growth = growth_together(joint, scale) if equation.certain else None
            told = "the sizes fall in ways that are not solved together"
            if growth is not None:
                told = f"Θ({growth}) is no product of growths in one size each"
            error = Unsolved(f"only bounds are proved: {told}")
        return JointSolution(bounds, tuple(falling.steps), error, growth)

    def _solve_jointly(self, circle: tuple[CostEquation, ...]) -> None:
        for equation in circle:
            try:
                if len(circle) > 1:
                    raise Unsolved("procedures with several sizes that call each other in a circle are not solved")
                found: Outcome = self._jointly(equation)
            except LimitExceeded:
                raise
            except RecurError as error:
                several = len(equation.sizes) > 1
                found = (
                    JointSolution(JointBounds(None, None), (), error)
                    if several
                    else CostSolution(_partial(error), None, error)
                )
            self.outcomes[equation.function] = found
            self.known[equation.function] = found.bounds

    def _single(self, equation: CostEquation) -> dict[str, CostSolution]:
        parts = self._parts(equation, frozenset({equation.function}))
        if equation.below:  # what is known from below only is put in as that
            parts = [replace(p, upper=p.lower) if p.upper is None else p for p in parts]
        calling = [part for part in parts if part.calls.terms]
        if equation.below and len(calling) > 1:
            return {equation.function: self._one_branch(equation, parts)}
        if calling and len(calling) < len(parts):
            return {equation.function: self._with_detour(equation, parts, calling)}
        return {equation.function: self._plain(equation, parts)}

    def _one_branch(self, equation: CostEquation, parts: list[Split[Growth]]) -> CostSolution:
        """The largest of what the branches cost that are each taken at every level."""
        lowers = [self._plain(equation, [part]).bounds.lower for part in parts]
        return CostSolution(Bounds(max((g for g in lowers if g is not None), default=None), None))

    def _plain(self, equation: CostEquation, parts: list[Split[Growth]]) -> CostSolution:
        if not any(part.calls.terms for part in parts):
            return self._explicit(equation, parts)
        solved = solve_unverified(System((_recurrence(equation, recursive_form(parts)),)))[-1]
        solution = replace(solved, steps=(*self._entering(equation), *solved.steps))
        return CostSolution(solution.bounds, solution)

    def _explicit(self, equation: CostEquation, parts: list[Split[Growth]]) -> CostSolution:
        """No call is left: the growth is that of the costs themselves."""
        lowers, uppers = [p.lower for p in parts], [p.upper for p in parts]
        known = [g for g in lowers if g is not None]
        upper = None if None in uppers else max(g for g in uppers if g is not None)
        bounds = Bounds(max(known, default=None), upper)
        r = _recurrence(equation, equation.cost.expression())
        if bounds.theta is None:
            raise Unsolved("the growth of the costs is not known", (), bounds)
        result = ex.Relation("=", r.left, ex.Asymptotic("Θ", bounds.theta.expression()))
        solution = Solution(
            r, bounds, "explicit costs", None,
            step("there is no recursive call: the fastest term of the costs decides."),
            (*self._entering(equation), step("The fastest term gives {result}.", result=result)),
        )  # fmt: skip
        return CostSolution(bounds, solution)

    def _entering(self, equation: CostEquation) -> tuple[Step, ...]:
        """The growths that other functions enter with."""
        called = sorted(equation.cost.calls - {equation.function})
        formulas: list[Expr] = []
        for function in called:
            theta = self.known[function].theta if function in self.known else None
            if theta is not None:
                sizes = theta.sizes if isinstance(theta, JointGrowth) else (theta.variable,)
                left = Value(function, tuple(map(ex.Symbol, sizes)))
                formulas.append(ex.Relation("=", left, ex.Asymptotic("Θ", theta.expression())))
        if not formulas:
            return ()
        return (Step("The procedures that are called enter with their own growth:", (), tuple(formulas)),)

    def _with_detour(
        self, equation: CostEquation, parts: list[Split[Growth]], calling: list[Split[Growth]]
    ) -> CostSolution:
        """max(recursive branches, g): see the head of this module."""
        others = [part for part in parts if not part.calls.terms]
        lower = self._plain(equation, calling)
        detours = [p.upper for p in others]
        ground = [p.lower for p in others]
        if lower.solution is None or lower.bounds.theta is None or None in detours or None in ground:
            raise Unsolved("a branch of the maximum has no tight bound", (), lower.bounds)
        g = max(x for x in detours if x is not None)
        least = max(x for x in ground if x is not None)
        u = lower.bounds.theta
        if len(calling) == 1 and _one_call(calling[0].calls):
            bounds = Bounds(max(u, least), max(u, g))
            why = (
                "{t} is at least {u} and at least {g}; along the chain of calls {g} is taken once, "
                "and what comes before it adds at most {u}."
            )
        else:
            widened = [replace(part, upper=_larger(part.upper, g), lower=_larger(part.lower, g)) for part in calling]
            upper = self._plain(equation, [replace(w, rest=Polynomial.constant(1)) for w in widened])
            bounds = Bounds(max(u, least), upper.bounds.upper)
            why = "{t} lies between the solution without the branch {g}, and the one with {g} added on every level."
        if bounds.theta is None:
            raise Unsolved("the branches of the maximum leave a gap", (), bounds)
        r = _recurrence(equation, equation.cost.expression())
        shown = {"t": r.left, "u": ex.Asymptotic("Θ", u.expression()), "g": ex.Asymptotic("Θ", g.expression())}
        result = ex.Relation("=", r.left, ex.Asymptotic("Θ", bounds.theta.expression()))
        steps = (
            *lower.solution.steps,
            Step(why, tuple(shown.items())),
            step("So {result}.", result=result),
        )
        reason = step("the larger of the recursion alone and of the branch without a call decides.")
        return CostSolution(bounds, Solution(r, bounds, "longest branch", None, reason, steps))

    def _mutual(self, circle: tuple[CostEquation, ...], names: frozenset[str]) -> dict[str, CostSolution]:
        """A circle of procedures: those that do not call themselves are put into the others."""
        try:
            one = circle[0].variable
            alike = tuple(_in_variable(e, one) for e in circle)
            recurrences = tuple(_recurrence(e, recursive_form(self._parts(e, names))) for e in alike)
            own = {e.function: e.variable for e in circle}
            found = ((s, _bounds_in(s.bounds, own[s.function])) for s in solve_unverified(System(recurrences)))
            return {s.function: CostSolution(bounds, replace(s, bounds=bounds)) for s, bounds in found}
        except LimitExceeded:
            raise
        except RecurError as problem:
            return self._eliminated(circle, problem)

    def _eliminated(self, circle: tuple[CostEquation, ...], problem: RecurError) -> dict[str, CostSolution]:
        inner = next((e for e in circle if e.function not in e.cost.calls), None)
        if inner is None:
            raise problem
        rest = tuple(replace(e, cost=_put_function(e.cost, inner)) for e in circle if e is not inner)
        sub = ProgramSolver(self.exact, dict(self.known))
        names = frozenset(e.function for e in rest)
        found = sub._single(rest[0]) if len(rest) == 1 else sub._mutual(rest, names)
        self.known.update({f: outcome.bounds for f, outcome in found.items()})
        return {**found, inner.function: self._explicit(inner, self._parts(inner, frozenset()))}


def _in_variable(equation: CostEquation, variable: str) -> CostEquation:
    """The equation with another letter for its size: procedures that call each other have one."""
    if equation.variable == variable:
        return equation
    cost = equation.cost.put(equation.variable, Polynomial.atom(ex.Symbol(variable)))
    return replace(equation, sizes=(variable,), cost=cost)


def _bounds_in(bounds: Bounds, variable: str) -> Bounds:
    lower, upper = (g and replace(g, variable=variable) for g in (bounds.lower, bounds.upper))
    return Bounds(lower, upper)


def _larger(one: Growth | None, other: Growth) -> Growth:
    return other if one is None else max(one, other)


def _one_call(calls: Polynomial) -> bool:
    """A single call, once."""
    if len(calls.terms) != 1:
        return False
    [(m, c)] = calls.terms
    return c <= 1 and all(isinstance(atom, Value) and e == 1 for atom, e in m) and len(m) == 1


def _with_constant_values(form: Polynomial, own: frozenset[str]) -> Polynomial:
    """1 for T(0) and the like: whatever the value at one size is, it is a constant."""
    found = Polynomial()
    for m, c in form.terms:
        kept = frozenset(
            (a, e) for a, e in m
            if not (isinstance(a, Value) and a.function in own and not ex.symbols(a.arguments[0]))
        )  # fmt: skip
        found = found + Polynomial(((kept, c),))
    return found


def _put_function(cost: Cost, inner: CostEquation) -> Cost:
    """The cost with the right-hand side of `inner` for its calls."""
    found: list[Polynomial] = []
    for form in cost.forms:
        results = [Polynomial()]
        for m, c in form.terms:
            results = [r + part.times(c) for r in results for part in _put_term(m, inner)]
        found.extend(results)
    return Cost(tuple(dict.fromkeys(found)))


def _put_term(m: Monomial, inner: CostEquation) -> list[Polynomial]:
    for atom, e in m:
        if isinstance(atom, Value) and atom.function == inner.function and e == 1:
            rest = Polynomial(((m - {(atom, e)}, Fraction(1)),))
            argument = polynomial(atom.arguments[0])
            return [form.put(inner.variable, argument) * rest for form in inner.cost.forms]
        if any(isinstance(x, Value) and x.function == inner.function for x in ex.walk(atom)):
            raise Unsolved(f"{inner.function} is called inside a sum or a maximum, in a circle of procedures")
    return [Polynomial(((m, Fraction(1)),))]


def _recurrence(equation: CostEquation, right: Expr) -> Recurrence:
    return cost_recurrence(equation.function, equation.sizes, right)


def _partial(error: RecurError) -> Bounds:
    bounds = error.bounds if isinstance(error, Unsolved) else None
    return bounds or Bounds(None, None)
