"""How a recurrence branches: T(n) = Σ aₗ·T(sₗ(n)) + f(n), where sₗ divides the size, lessens it or takes its root.

Steps of one kind commute, so a node that lies i₁ + i₂ + … steps below the root has a size with a short formula,
n·Π rₗ^iₗ or n − Σ cₗ·iₗ or n^(Π eₗ^iₗ): this is what makes a general level exist. Where sizes have no such formula
(n − √n, log n, n/log n) the reason is told as a refusal.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from fractions import Fraction

from recur.model import Expr, RecurError, Refusal, Solution, Step, Undecided, Unsolved, expressions as ex, step
from recur.model.records import frozen, replace
from recur.model.recurrence import InitialCondition, Recurrence, Subcall
from recur.numbers import Real, exact, exact_formula, real
from recur.solving.linear_forms import simplified
from recur.solving.problem import Problem, Shrink

Count = int | Expr
OTHERWISE = "recur solve may still find its growth, and recur tree -n SIZE counts the tree at one size"


class StepKind(StrEnum):
    """What one step does to the size."""

    DIVISION = "division"  # n -> r·n
    DECREMENT = "decrement"  # n -> n − c
    ROOT = "root"  # n -> n^e


@frozen
class Subproblem:
    """coefficient · T(size after one step); `amount` is the ratio r, the decrement c or the exponent e."""

    coefficient: Expr
    amount: Real


@frozen
class Branching:
    """Branches in the order written; the base is met at `base`, where T has `base_value` (None: not stated)."""

    recurrence: Recurrence
    kind: StepKind
    branches: tuple[Subproblem, ...]
    toll: Expr
    base: Fraction
    base_value: Expr | None
    rounded: bool
    notes: tuple[Step, ...]

    @property
    def n(self) -> ex.Symbol:
        return ex.Symbol(self.recurrence.variable)

    @property
    def single(self) -> Subproblem | None:
        """The only branch, when all subproblems have one size."""
        return self.branches[0] if len(self.branches) == 1 else None

    @property
    def has_constant_coefficients(self) -> bool:
        return not any(self.recurrence.variable in ex.symbols(b.coefficient) for b in self.branches)

    @property
    def counts(self) -> bool:
        """Whether the coefficients can be numbers of subproblems: none is plainly negative."""
        return not any(is_negative(branch.coefficient) for branch in self.branches)

    def call(self, size: Expr) -> Expr:
        return ex.Call(self.recurrence.function, (size,))

    def size(self, steps: Sequence[Count]) -> Expr:
        """The size of a node that `steps[l]` steps of branch l lead to, in any order."""
        pairs = [(branch.amount, count) for branch, count in zip(self.branches, steps, strict=True)]
        match self.kind:
            case StepKind.DIVISION:
                return multiplied(self.n, pairs)
            case StepKind.DECREMENT:
                taken = (ex.mul(ex.number(-1), exact_formula(c), _formula(count)) for c, count in pairs)
                return simplified(ex.add(self.n, *(_expanded(x) for x in taken)))
        return ex.power(self.n, multiplied(ex.Number(real.ONE), pairs))

    def toll_at(self, size: Expr) -> Expr:
        """f(size)"""
        return self.at(self.toll, size)

    def at(self, x: Expr, size: Expr) -> Expr:
        return _tidied(ex.substitute(x, self.recurrence.variable, size))

    @property
    def ends(self) -> tuple[Subproblem, ...]:
        """The branches whose sizes shrink fastest and slowest; all of them where that is not decided."""
        sign = -1 if self.kind is StepKind.DECREMENT else 1
        known = [(sign * b.amount, b) for b in self.branches if isinstance(b.amount, Fraction)]
        if len(self.branches) == 1 or len(known) < len(self.branches):
            return self.branches
        order = sorted(known, key=lambda pair: pair[0])
        return order[0][1], order[-1][1]

    @property
    def leaf(self) -> Expr:
        """T at the base: its value where it is stated."""
        return self.base_value if self.base_value is not None else self.call(ex.Number(self.base))


def multiplied(x: Expr, pairs: Iterable[tuple[Real, Count]]) -> Expr:
    """x·Π rᵢ^countᵢ, the rational ratios over one common bar: 2^j·n/3^k."""
    pairs = list(pairs)
    if len(pairs) == 1 and isinstance(ratio := pairs[0][0], Fraction):
        count = pairs[0][1]
        if ratio.numerator != 1:
            return ex.mul(geometric(ratio, count), x)
        if not isinstance(count, int):
            return ex.mul(x, ex.power(ex.power(ex.number(ratio.denominator), count), ex.number(-1)))
    front: Real = real.ONE
    above: dict[Expr, Expr] = {}
    below: dict[Expr, Expr] = {}
    for ratio, count in pairs:
        if isinstance(count, int):
            front = front * real.power(ratio, Fraction(count))
        elif isinstance(ratio, Fraction):
            _raise(above, ratio.numerator, count)
            _raise(below, ratio.denominator, count)
        else:
            flipped = exact_formula(real.ONE / ratio)
            if isinstance(flipped, ex.Symbol):
                below[flipped] = _more(below.get(flipped), count)
            else:
                above[exact_formula(ratio)] = _more(above.get(exact_formula(ratio)), count)
    common = [base for base in above if base in below]
    for base in common:  # cannot happen within one ratio, but 2/3 and 3/4 share the 3
        below[base] = simplified(ex.add(below[base], ex.mul(ex.number(-1), above.pop(base))))
    tops = [ex.power(base, exponent) for base, exponent in above.items()]
    bottoms = [ex.power(ex.power(base, exponent), ex.number(-1)) for base, exponent in below.items()]
    return ex.mul(exact_formula(front), *tops, x, *bottoms)


def _raise(powers: dict[Expr, Expr], whole: int, count: Expr) -> None:
    if whole == 1:
        return
    base, exponent = exact.perfect_power(whole)
    key = ex.number(base)
    powers[key] = _more(powers.get(key), ex.mul(ex.number(exponent), count))


def _more(known: Expr | None, count: Expr) -> Expr:
    return count if known is None else simplified(ex.add(known, _expanded(count)))


def geometric(ratio: Real, count: Count) -> Expr:
    """ratio^count; (1/2)^i as 1/2^i."""
    if isinstance(count, int):
        return exact_formula(real.power(ratio, Fraction(count)))
    if isinstance(ratio, Fraction) and ratio.numerator == 1:
        return multiplied(ex.number(1), [(ratio, count)])
    return ex.power(exact_formula(ratio), count)


def _formula(count: Count) -> Expr:
    return ex.number(count) if isinstance(count, int) else count


def _expanded(x: Expr) -> Expr:
    """A number times a sum, multiplied out."""
    match x:
        case ex.Mul((ex.Number() as scale, ex.Add(terms))):
            return ex.add(*(ex.mul(scale, term) for term in terms))
    return x


def _tidied(x: Expr) -> Expr:
    """Powers of products of numbers and symbols multiplied out: (n/2)² is n²/4, (n/2^i)² is n²/4^i."""
    if not x.children:
        return x
    x = ex.rebuild(x, _tidied)
    if isinstance(x, ex.Power) and isinstance(x.base, ex.Mul) and isinstance(x.exponent, ex.Number):
        return ex.mul(*(_raised(factor, x.exponent) for factor in x.base.factors))
    match x:
        case ex.Power(ex.Power(ex.Symbol() as base, inner), outer) if outer != ex.number(-1):
            return ex.power(base, ex.mul(inner, outer))
    return x


def _raised(factor: Expr, exponent: ex.Number) -> Expr:
    if isinstance(factor, ex.Number) and factor.value > 0:
        return exact_formula(real.power(factor.value, exponent.value))
    if isinstance(factor, ex.Power) and isinstance(factor.base, ex.Power) and factor.exponent == ex.number(-1):
        return ex.power(_raised(factor.base, exponent), ex.number(-1))
    if isinstance(factor, ex.Power) and isinstance(factor.base, ex.Number) and factor.base.value > 0:
        base = real.power(factor.base.value, abs(exponent.value))
        if isinstance(base, Fraction):
            raised = ex.power(ex.Number(base), factor.exponent)
            return raised if exponent.value > 0 else ex.power(raised, ex.number(-1))
    return ex.power(factor, exponent)


def branching(recurrence: Recurrence) -> Branching:
    """The recurrence as branches of one kind; `Unsolved` names what keeps a general level from existing."""
    problem = Problem(recurrence, {}, _no_auxiliary, lambda _: None)
    if recurrence.nonlinear:
        inside = recurrence.nonlinear[0]
        raise unsolved_tree("linear in the calls", "the calls stand inside {x}, not in a sum of multiples", x=inside)
    own = _varying(recurrence)
    if not own:
        raise unsolved_tree("a recursive call", "{f} does not call itself", f=ex.Symbol(recurrence.function))
    kinds: set[StepKind] = set()
    merged: dict[Real, Expr] = {}
    rounded = False
    shrinking = [call for call in problem.calls if call.shrink is not Shrink.CONSTANT]
    for call, subcall in zip(shrinking, own, strict=True):
        kind, amount, was_rounded = _step_of(call.shrink, call.ratio, subcall.argument, recurrence.variable)
        kinds.add(kind)
        rounded |= was_rounded
        merged[amount] = ex.add(merged[amount], call.coefficient) if amount in merged else call.coefficient
    if len(kinds) > 1:
        raise unsolved_tree("calls of one kind", "sizes such as {x} and {y} do not mix into a general one",
                      x=own[0].argument, y=own[-1].argument)  # fmt: skip
    kind = kinds.pop()
    branches = tuple(Subproblem(c, amount) for amount, c in merged.items())
    base, value, note = _base(recurrence, kind, branches)
    found = Branching(recurrence, kind, branches, _toll(recurrence), base, value, rounded, tuple(note))
    if found.single is None and not found.has_constant_coefficients:
        raise unsolved_tree(
            "constant coefficients", "with several sizes the coefficients must not vary with {n}", n=found.n
        )
    return found


def _varying(recurrence: Recurrence) -> list[Subcall]:
    """The calls of the function itself, those of a constant size such as T(1) apart."""
    name, variable = recurrence.function, recurrence.variable
    return [c for c in recurrence.subcalls if c.function == name and variable in ex.symbols(c.argument)]


def _toll(recurrence: Recurrence) -> Expr:
    """All that does not recurse: calls of other functions, and of constant sizes, included."""
    recursing = _varying(recurrence)
    rest = [c for c in recurrence.subcalls if c not in recursing]
    return ex.add(*(ex.mul(c.coefficient, ex.Call(c.function, (c.argument,))) for c in rest), recurrence.driving)


def _step_of(shrink: Shrink, ratio: Real, argument: Expr, variable: str) -> tuple[StepKind, Real, bool]:
    n = ex.Symbol(variable)
    bare = (
        argument.arguments[0] if isinstance(argument, ex.Apply) and argument.name in ("floor", "ceiling") else argument
    )
    rounded = bare is not argument
    if shrink is Shrink.FRACTION:
        scaled = ex.mul(exact_formula(ratio), n)
        if _same(bare, scaled, variable):
            return StepKind.DIVISION, ratio, rounded
        raise unsolved_tree(
            "sizes n/b",
            "the sizes that {x} leads to are not the size divided by a power: their offsets pile up",
            x=argument,
        )
    if shrink is Shrink.DECREMENT:
        difference = simplified(ex.add(n, ex.mul(ex.number(-1), bare)))
        if isinstance(difference, ex.Number) and difference.value.denominator == 1:
            return StepKind.DECREMENT, difference.value, rounded
        if isinstance(difference, ex.Symbol):
            return StepKind.DECREMENT, real.parameter(difference.name), rounded
    if isinstance(bare, ex.Power) and bare.base == n and isinstance(bare.exponent, ex.Number):
        return StepKind.ROOT, bare.exponent.value, rounded
    raise unsolved_tree(
        "sizes with a general formula",
        "after {k} steps of {x} the size has no short formula",
        k=ex.Symbol("k"),
        x=argument,
    )


def _same(x: Expr, y: Expr, variable: str) -> bool:
    from recur.asymptotics.expansion import expand

    try:
        return x == y or expand(ex.add(x, ex.mul(ex.number(-1), y)), variable).is_zero
    except RecurError:
        return False


def _base(
    recurrence: Recurrence, kind: StepKind, branches: tuple[Subproblem, ...]
) -> tuple[Fraction, Expr | None, list[Step]]:
    """The size at which the recursion ends, T there, and what is assumed."""
    mine = [c for c in recurrence.initial if c.function == recurrence.function]
    least = {StepKind.DIVISION: 1, StepKind.ROOT: 2, StepKind.DECREMENT: None}[kind]
    tops = [c.high for c in mine if least is None or c.high >= least]
    if not tops:
        start = Fraction(least if least is not None else _first_defined(recurrence))
        return start, None, [] if mine else [step("No base case is stated: the recursion is followed down to {t}.",
                                               t=ex.Call(recurrence.function, (ex.Number(start),)))]  # fmt: skip
    top = max(tops)
    decrements = [b.amount for b in branches if isinstance(b.amount, Fraction)]
    if kind is StepKind.DECREMENT and len(branches) == 1 and decrements:
        # T(0) and T(1) stated for T(n − 2): even sizes end at 0
        lowest = top - int(decrements[0]) + 1
        if all(_stated(mine, size) is not None for size in range(lowest, top)):
            top = lowest
    condition = _stated(mine, top)
    assert condition is not None
    value = ex.substitute(condition.value, recurrence.variable, ex.number(top))
    exact = condition.relation == "=" and not isinstance(value, ex.Asymptotic)
    return Fraction(top), value if exact else None, []


def _stated(conditions: Sequence[InitialCondition], size: int) -> InitialCondition | None:
    return next((c for c in conditions if size <= c.high and (c.low is None or c.low <= size)), None)


def _first_defined(recurrence: Recurrence) -> int:
    """0, unless the driving term has no value at 1 or 2."""
    from recur.evaluation.arithmetic import Compiler
    from recur.evaluation.equation import OUTSIDE

    names = ex.symbols(recurrence.driving) - {recurrence.variable}
    try:
        compiler = Compiler(recurrence.variable, dict.fromkeys(names, 1))
        driving = compiler.compile(recurrence.driving)
    except RecurError:
        return 0
    start = 0
    for size in (1, 2, 3):
        compiler.cells[0] = size
        try:
            driving()
        except (*OUTSIDE, RecurError):
            start = size
    return start


def is_negative(x: Expr) -> bool:
    """Whether a minus sign stands in front of x."""
    first = x.factors[0] if isinstance(x, ex.Mul) else x
    return isinstance(first, ex.Number) and first.value < 0


def unsolved_tree(hypothesis: str, reason: str, **formulas: Expr) -> Unsolved:
    refusal = Refusal("unrolling", hypothesis, reason, tuple(formulas.items()))
    told = Step(f"there is no general level to unroll to: {reason}", tuple(formulas.items()))
    return Unsolved(told, (refusal,), hint=OTHERWISE)


def _no_auxiliary(recurrence: Recurrence) -> Solution:
    raise Undecided("unrolling solves no auxiliary recurrence")


def without_driving(recurrence: Recurrence) -> Recurrence:
    """The same branches with nothing added: it counts the leaves."""
    own = tuple(_varying(recurrence))
    zero = ex.number(0)
    right = ex.add(*(ex.mul(c.coefficient, ex.Call(c.function, (c.argument,))) for c in own), zero)
    return replace(recurrence, relation="=", subcalls=own, driving=zero, right=right, initial=(), claim=None)
