"""T(n) = A·2^n + B·3^n: a formula with free constants held against all solutions of a linear recurrence.

The formula is P + Σ Cᵢ·Hᵢ. Every choice of the constants is a solution exactly where P satisfies the recurrence and
each Hᵢ the one without its driving function. Every solution is among them exactly where the Casoratian, the values of
the Hᵢ at as many sizes in a row as the order, has the order for its rank.
Source: Elaydi, An Introduction to Difference Equations, sections 2.2 and 2.3.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum

from recur.answers.judging import complex_values
from recur.answers.judging.complex_values import number_at
from recur.answers.judging.exact_proofs import residual
from recur.answers.judging.exact_values import Formula, certainly_differ, is_exact
from recur.answers.judging.phases import without_phases
from recur.answers.judging.rounded_numbers import has_rounded
from recur.answers.judging.vanishing import Residue, Undetermined, residue_of
from recur.evaluation.equation import straight_line
from recur.model import Expr, InitialCondition, Recurrence, Solution, System, expressions as ex, named_value, names_of
from recur.model.records import frozen, replace
from recur.numbers import Real, matrices, real

TRIED = 40  # sizes at which a formula is put in before a proof is looked for
_LATEST_WINDOW = 24
_MOST_CONSTANTS = 12
_MOST_LEVELS = 12
_MORE_SIZES = 4


class Scope(StrEnum):
    """Which solutions a formula with constants gives."""

    ALL = "all"
    SOME = "some"
    UNUSED = "first values unused"  # all that is stated fits some choice of the constants
    UNFIT = "no choice has the first values"
    MIXED = "some choices"  # of the constants; others are no solutions
    FALSE = "no solution"
    MISNAMED = "another value"  # at the size whose value it names
    OPEN = "open"


@frozen
class Family:
    """`particular` + Σ constant · function; the constants are free."""

    particular: Expr
    multiples: tuple[tuple[str, Expr], ...]

    @property
    def constants(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.multiples)

    @property
    def has_several_terms(self) -> bool:
        """C·2^n − n, not c·n²."""
        return len(self.multiples) + (self.particular != ex.ZERO) > 1

    @property
    def holds_rounded(self) -> bool:
        """1.618^n may stand for a power that solves, 2.0^n for no other."""
        return any(map(has_rounded, (self.particular, *self.functions)))

    @property
    def functions(self) -> list[Expr]:
        return [function for _, function in self.multiples]


@frozen
class General:
    """What became of the family: for `MIXED` and `FALSE`, the `part` that is no solution and what it `leaves`.

    `rank` of its functions are independent solutions of the homogeneous recurrence, where `order` would be all.
    `lacks` is certain: some solution is there for no choice of the constants.
    """

    scope: Scope
    family: Family | None = None
    rank: int = 0
    order: int = 0
    part: Expr | None = None
    leaves: Residue | None = None
    lacks: bool = False


NONLINEAR = General(Scope.OPEN)


def free_constants(recurrence: Recurrence, body: Expr) -> tuple[str, ...]:
    """The letters of the answer that the question does not have."""
    return tuple(sorted(ex.symbols(body) - names_of(recurrence)))


def is_linear_equation(system: System) -> bool:
    """One equation in which nothing is hidden, and that is a sum of multiples of earlier values and a function."""
    if len(system.recurrences) != 1 or not is_exact(system):
        return False
    (r,) = system.recurrences
    return bool(r.subcalls) and not r.nonlinear and all(call.function == r.function for call in r.subcalls)


def hold_general(recurrence: Recurrence, solution: Solution | None, body: Expr) -> General:
    """The formula against all solutions; the recurrence is linear.

    >>> from recur.parsing import parse, parse_formula
    >>> fibonacci = parse("T(n) = T(n-1) + 2T(n-2)").recurrences[0]
    >>> hold_general(fibonacci, None, parse_formula("A 2^n + B*(-1)^n")).scope
    <Scope.ALL: 'all'>
    >>> hold_general(fibonacci, None, parse_formula("A 2^n")).scope
    <Scope.SOME: 'some'>
    """
    if "i" not in names_of(recurrence):
        body = complex_values.with_imaginary_unit(body)
    family = as_family(body, free_constants(recurrence, body))
    if family is None or len(family.multiples) > _MOST_CONSTANTS:
        return NONLINEAR
    sizes, scale = _sizes(recurrence)
    try:
        left = _left_sides(recurrence, family)
        wrong = _first_wrong(left, family, recurrence.variable, sizes, scale)
        order = _order(recurrence, solution)
        solves = wrong is None or wrong[0] is family.particular
        rank = _rank(recurrence, family, order, scale) if solves and order is not None else 0
        if wrong is not None:
            scope = Scope.MIXED if _some_choice_solves(left, recurrence.variable, sizes) else Scope.FALSE
            lacks = _lacks_solutions(left, family, recurrence.variable, sizes, order or 0)
            return General(scope, family, rank, order or 0, *wrong, lacks)
        if order is None:
            return General(Scope.OPEN, family)
        stated = [case for case in recurrence.initial if case.function == recurrence.function]
        of_values = _of_values(recurrence, family, stated) if stated else None
    except Undetermined:
        return General(Scope.OPEN, family)
    if not _has_named_values(recurrence, body):
        return General(Scope.MISNAMED, family, rank, order)
    if stated:
        order = 0 if solution is None else len(solution.constants)
    return General(of_values or (Scope.ALL if rank >= order else Scope.SOME), family, rank, order)


def _has_named_values(recurrence: Recurrence, body: Expr) -> bool:
    """Whether T₀, where it stands in the formula, is its value at 0."""
    for n in range(_LATEST_WINDOW):
        name = named_value(recurrence.function, n)
        if name in ex.symbols(body):
            difference = number_at(ex.subtract(body, ex.Symbol(name)), recurrence.variable, n)
            if difference is None or not real.is_zero(difference):
                return False
    return True


def with_stated_values(recurrence: Recurrence, body: Expr) -> Expr:
    """The formula with the stated value for T₀, where it is stated."""
    values: dict[str, Expr] = {
        named_value(recurrence.function, case.high): case.value
        for case in recurrence.initial
        if case.function == recurrence.function and case.low in (None, case.high)
    }
    return body if ex.symbols(body).isdisjoint(values) else ex.substitute_all(body, values)


# -- the formula -------------------------------------------------------------------------------------------


def as_family(body: Expr, constants: Sequence[str]) -> Family | None:
    """The formula as a family; None where it is linear in its constants neither at once nor without phases."""
    body = without_phases(body, constants)
    if _degree(body, lambda x: isinstance(x, ex.Symbol) and x.name in constants) is None:
        return None
    zero: dict[str, Expr] = dict.fromkeys(constants, ex.ZERO)
    return Family(ex.substitute_all(body, zero), tuple((name, _coefficient(body, name)) for name in constants))


def _degree(x: Expr, is_unknown: Callable[[Expr], bool]) -> int | None:
    """0 or 1 where x is a sum of multiples of unknowns; None: they stand otherwise."""
    if is_unknown(x):
        return 1
    degrees = [_degree(child, is_unknown) for child in x.children]
    if None in degrees:
        return None
    held = sum(d for d in degrees if d is not None)
    if not held:
        return 0
    match x:
        case ex.Add():
            return 1
        case ex.Mul():
            return 1 if held == 1 else None
        case ex.Range("sum"):
            return 1 if degrees[:2] == [0, 0] else None
    return None


def _coefficient(x: Expr, name: str) -> Expr:
    """What the constant is multiplied with."""
    match x:
        case ex.Symbol():
            return ex.ONE if x.name == name else ex.ZERO
        case ex.Add(terms):
            return ex.add(*(_coefficient(term, name) for term in terms))
        case ex.Mul(factors) if name in ex.symbols(x):
            return ex.mul(*(_coefficient(f, name) if name in ex.symbols(f) else f for f in factors))
        case ex.Range(op, index, low, high, body) if name in ex.symbols(body):
            return ex.Range(op, index, low, high, _coefficient(body, name))
    return ex.ZERO


# -- put into the recurrence -------------------------------------------------------------------------------


def homogeneous(recurrence: Recurrence) -> Expr:
    """The right-hand side without the driving function."""
    return ex.add(*(ex.mul(c.coefficient, ex.Call(c.function, (c.argument,))) for c in recurrence.subcalls))


def _left_sides(recurrence: Recurrence, family: Family) -> list[Expr]:
    """What each part leaves when it is put in: of those with constants first, without the driving function."""
    without = replace(recurrence, right=homogeneous(recurrence), driving=ex.ZERO)
    found = [residual(without, h) for h in family.functions] + [residual(recurrence, family.particular)]
    left = [x for x in found if x is not None]
    if len(left) < len(found):
        raise Undetermined
    return left


def _first_wrong(
    left: Sequence[Expr], family: Family, variable: str, sizes: Sequence[int], scale: int | None
) -> tuple[Expr, Residue] | None:
    """The first part that leaves something, and what."""
    shown = [ex.mul(ex.Symbol(name), h) for name, h in family.multiples]
    for part, rest in zip([*shown, family.particular], left, strict=True):
        leaves = residue_of(rest, variable, sizes, scale)
        if leaves is not None:
            return part, leaves
    return None


def _some_choice_solves(left: Sequence[Expr], variable: str, sizes: Sequence[int]) -> bool:
    """Whether the constants can be chosen so that nothing is left; refuted where a few sizes already ask too much."""
    if len(left) < 2:
        return False
    if any(map(complex_values.is_complex, left)):
        return True
    rows = _values(left, variable, sizes[: len(left) + _MORE_SIZES])
    if rows is None:
        return True
    found = matrices.rank(rows)
    return found < len(left) and found == matrices.rank([row[:-1] for row in rows])


def _lacks_solutions(left: Sequence[Expr], family: Family, variable: str, sizes: Sequence[int], order: int) -> bool:
    """Whether the choices that solve are too few for all solutions: at a few sizes they leave nothing, at most."""
    functions = family.functions
    if not functions or any(map(complex_values.is_complex, (*left, *functions))):
        return False
    rows = _values(left[:-1], variable, sizes[: len(left) + _MORE_SIZES])
    values = _values(functions, variable, sizes[:order])
    if rows is None or values is None:
        return False
    return matrices.rank([*rows, *values]) - matrices.rank(rows) < order


def _sizes(recurrence: Recurrence) -> tuple[Sequence[int], int | None]:
    """The sizes at which a formula is put in, and b where they are the powers of b."""
    steps = _steps(recurrence)
    if steps is not None:
        return range(steps, steps + TRIED), None
    divided = _levels(recurrence)
    if divided is not None:
        b, levels = divided
        return [b**j for j in range(levels, levels + _MOST_LEVELS)], b
    return range(2, 2 + TRIED), None


def _steps(recurrence: Recurrence) -> int | None:
    """The largest i of calls T(n − i), where there are such and no others."""
    lines = [straight_line(call.argument, recurrence.variable) for call in recurrence.subcalls]
    if not lines or not all(
        line is not None and line[0] == 1 and line[1].denominator == 1 and line[1] < 0 for line in lines
    ):
        return None
    return max(-int(line[1]) for line in lines if line is not None)


def _levels(recurrence: Recurrence) -> tuple[int, int] | None:
    """(b, d) of calls T(n/b^i), i ≤ d."""
    lines = [straight_line(call.argument, recurrence.variable) for call in recurrence.subcalls]
    if not lines or not all(
        line is not None and 0 < line[0] < 1 and line[0].numerator == 1 and not line[1] for line in lines
    ):
        return None
    factors = sorted(line[0].denominator for line in lines if line is not None)
    b, levels = factors[0], 1
    while b**levels < factors[-1]:
        levels += 1
    return (b, levels) if set(factors) <= {b**i for i in range(1, levels + 1)} else None


def is_stepwise(recurrence: Recurrence) -> bool:
    """Whether all its calls are T(n − i)."""
    return _steps(recurrence) is not None


def _order(recurrence: Recurrence, solution: Solution | None) -> int | None:
    """How many constants all solutions have; None: not known."""
    steps, divided = _steps(recurrence), _levels(recurrence)
    if steps is not None:
        return steps
    if divided is not None:
        return divided[1]
    if solution is not None and solution.constants:
        return len(solution.constants)
    return 1 if len(recurrence.subcalls) == 1 else None


# -- how many solutions ------------------------------------------------------------------------------------


def _rank(recurrence: Recurrence, family: Family, order: int, scale: int | None) -> int:
    """The rank of the Casoratian: at first sizes, or at later ones where coefficients that vanish spoil the first."""
    if not family.multiples:
        return 0
    found = 0
    for start in range(_LATEST_WINDOW):
        sizes = [start + i if scale is None else scale ** (start + i) for i in range(order)]
        found = max(found, _rank_at(family.functions, recurrence.variable, sizes) or 0)
        if found >= order or (start > 2 and found and not _varies(recurrence)):
            break
    return found or _rank_of_one(recurrence, family)


def _varies(recurrence: Recurrence) -> bool:
    return any(recurrence.variable in ex.symbols(call.coefficient) for call in recurrence.subcalls)


def _rank_of_one(recurrence: Recurrence, family: Family) -> int:
    """1 where one of the functions certainly is not 0 at some size."""
    letters = frozenset[str]().union(*map(ex.symbols, family.functions)) - {recurrence.variable}
    if letters or any(map(complex_values.is_complex, family.functions)):
        raise Undetermined
    for function in family.functions:
        formula = Formula(function, recurrence.variable, {})
        values = (formula.at(n) for n in range(1, _LATEST_WINDOW))
        if any(value is not None and certainly_differ(value, 0) for value in values):
            return 1
    return 0


def rank_of(functions: Sequence[Expr], variable: str, order: int) -> int:
    """The rank of the values at the first `order` sizes; 0 where they are not known."""
    return _rank_at(functions, variable, range(order)) or 0


def _rank_at(functions: Sequence[Expr], variable: str, sizes: Sequence[int]) -> int | None:
    if any(map(complex_values.is_complex, functions)):
        found = [
            [value for f in functions if (value := complex_values.complex_at(f, variable, n)) is not None]
            for n in sizes
        ]
        return complex_values.complex_rank(found) if all(len(row) == len(functions) for row in found) else None
    rows = _values(functions, variable, sizes)
    return None if rows is None else matrices.rank(rows)


def _values(functions: Sequence[Expr], variable: str, sizes: Sequence[int]) -> list[list[Real]] | None:
    """A row for each size; None where a function has no value there."""
    rows = []
    for n in sizes:
        row = [value for f in functions if (value := number_at(f, variable, n)) is not None]
        if len(row) < len(functions):
            return None
        rows.append(row)
    return rows


def _of_values(recurrence: Recurrence, family: Family, stated: Sequence[InitialCondition]) -> Scope | None:
    """Whether some choice of the constants has the stated values; None: every choice has them."""
    variable = recurrence.variable
    rows: list[list[complex_values.Pair]] = []
    for case in stated:
        for n in range(case.high if case.low is None else case.low, case.high + 1):
            value = complex_values.complex_at(case.value, variable, n)
            here = [complex_values.complex_at(f, variable, n) for f in (*family.functions, family.particular)]
            known = [x for x in here if x is not None]
            if value is None or len(known) < len(here):
                raise Undetermined
            rows.append([*known[:-1], complex_values.subtracted(value, known[-1])])
    if all(complex_values.vanishes(x) for row in rows for x in row):
        return None
    plain = [row[:-1] for row in rows]
    return Scope.UNUSED if complex_values.complex_rank(rows) == complex_values.complex_rank(plain) else Scope.UNFIT
