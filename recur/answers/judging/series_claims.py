"""G(x) = x/(1 − x − x²): a generating function held against the recurrence.

Two quotients of polynomials are one power series exactly when their cross products agree. Where values are open, G must
be the sum of a particular series and of multiples of those that the open values bring. Where no rational one is known,
exact values refute, and prove nothing.
Source: Wilf, generatingfunctionology, chapter 1.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import islice

from recur.answers.judging.exact_values import ExactTable
from recur.answers.judging.general_claims import Scope, as_family
from recur.model import Claim, Expr, Recurrence, Solution, System, Unmet, expressions as ex, named_value, names_of
from recur.model.errors import InvalidRecurrence
from recur.model.records import frozen
from recur.numbers import matrices
from recur.numbers.partial_fractions import coefficients
from recur.numbers.rational_functions import RationalFunction, added, quotient_of
from recur.solving.linear.rational_series import RationalSeries, known_series, rational_series

_TRIED = 48  # coefficients held against exact values
_ZERO: RationalFunction = ((), (Fraction(1),))


@frozen
class JudgedSeries:
    """How a generating function stands; the first `size` at which its coefficient `claimed` is not the `value`.

    `pole`: at 0, so that it is no power series. `rank` of the `order` open values are met by its constants.
    """

    scope: Scope
    size: int | None = None
    claimed: Fraction | None = None
    value: Fraction | None = None
    pole: bool = False
    exponential: bool = False  # `claimed` and `value` stand before xⁿ/n!
    rank: int = 0
    order: int = 0


OPEN = JudgedSeries(Scope.OPEN)


def judge_series(
    claim: Claim, recurrence: Recurrence, system: System, solution: Solution | None = None
) -> JudgedSeries:
    """The claimed series beside the sequence of the recurrence.

    >>> from recur.parsing import parse, parse_claim
    >>> system = parse("T(n) = 2T(n-1), T(0) = 1")
    >>> claim = parse_claim("G(x) = 1/(1 - 3x)", functions=frozenset("T"))
    >>> found = judge_series(claim, system.recurrences[0], system)
    >>> found.scope, found.size, int(found.claimed), int(found.value)
    (<Scope.FALSE: 'no solution'>, 1, 3, 2)
    """
    assert claim.series is not None
    letters = ex.symbols(claim.body) - {claim.series}
    exponential = solution is not None and solution.series is not None and solution.series.exponential
    if not letters and (exponential or quotient_of(claim.body, claim.series) is None):
        from recur.answers.judging.power_series_claims import judge_power_series

        return judge_power_series(claim.body, claim.series, recurrence, system, solution)
    family = as_family(claim.body, sorted(letters))
    if family is None:
        return OPEN
    parts: dict[str | None, RationalFunction] = {}
    for name, part in ((None, family.particular), *family.multiples):
        quotient = quotient_of(part, claim.series)
        if quotient is None:
            return OPEN
        if not quotient[1][0]:
            return JudgedSeries(Scope.FALSE, pole=True)
        parts[name] = quotient
    try:
        series = rational_series(recurrence) if solution is None else known_series(solution)
    except Unmet:
        return _by_values(parts, recurrence, system)
    return _by_quotients(parts, series, recurrence)


def _by_quotients(
    parts: Mapping[str | None, RationalFunction], series: RationalSeries, recurrence: Recurrence
) -> JudgedSeries:
    own = names_of(recurrence)
    open_ones: dict[Expr, RationalFunction] = {
        atom: quotient for atom, quotient in series.quotients.items() if isinstance(atom, ex.Call)
    }
    wanted: dict[str | None, RationalFunction] = {}
    for atom, quotient in series.quotients.items():
        if atom == ex.ONE:
            wanted[None] = quotient
        elif isinstance(atom, ex.Symbol):
            wanted[atom.name] = quotient
        elif atom not in open_ones:
            return OPEN  # products of letters
    free = [name for name in parts if name is not None and name not in own]
    rest = {
        name: _without_open(added(parts.get(name, _ZERO), wanted.get(name, _ZERO), Fraction(-1)), open_ones)
        for name in {*parts, *wanted}
    }
    fixed = [name for name, (left, _) in rest.items() if name not in free and left[0]]
    if not open_ones and free:
        return JudgedSeries(_of_constants(parts, wanted.get(None, _ZERO), free))
    wrong = [name for name, (left, _) in rest.items() if left[0]]
    if wrong:
        return _first_difference(parts, wanted, rest[None][0] if None in fixed else None, series)
    for name in free:
        sizes = [int(atom.children[0].value) for atom in open_ones if isinstance(atom.children[0], ex.Number)]
        column = [rest[name][1][i] for i in range(len(sizes))]
        named = {named_value(recurrence.function, n): n for n in sizes}
        if name in named and column != [int(n == named[name]) for n in sizes]:
            return JudgedSeries(Scope.FALSE)
    met = matrices.rank([[rest[name][1][i] for name in free] for i in range(len(open_ones))])
    return JudgedSeries(Scope.ALL if met >= len(open_ones) else Scope.SOME, rank=met, order=len(open_ones))


def _without_open(
    f: RationalFunction, open_ones: Mapping[Expr, RationalFunction]
) -> tuple[RationalFunction, list[Fraction]]:
    """f less the multiples of the open series that have its coefficients at the open sizes; and those coefficients."""
    found: list[Fraction] = []
    for atom, quotient in open_ones.items():
        size = atom.children[0]
        assert isinstance(size, ex.Number)
        n = int(size.value)
        found.append(coefficients(*f, n + 1)[n])
        f = added(f, quotient, -found[-1])
    return f, found


def _of_constants(parts: Mapping[str | None, RationalFunction], wanted: RationalFunction, free: Sequence[str]) -> Scope:
    """Whether some choice of the constants gives the series: as many coefficients as degrees decide it."""
    functions = [*(parts[name] for name in free), added(wanted, parts.get(None, _ZERO), Fraction(-1))]
    count = sum(len(p) + len(q) for p, q in functions)
    rows = list(zip(*(coefficients(*f, count) for f in functions), strict=True))
    return Scope.UNUSED if matrices.rank(rows) == matrices.rank([row[:-1] for row in rows]) else Scope.UNFIT


def _first_difference(
    parts: Mapping[str | None, RationalFunction],
    wanted: Mapping[str | None, RationalFunction],
    left: RationalFunction | None,
    series: RationalSeries,
) -> JudgedSeries:
    """The first coefficient that is wrong; below the first stated size none is."""
    if left is None:
        return JudgedSeries(Scope.FALSE)
    count = len(left[0]) + 1
    n = next(n for n, c in enumerate(coefficients(*left, count)) if c)
    if n < series.start:
        return OPEN
    claimed, value = (coefficients(*f.get(None, _ZERO), n + 1)[n] for f in (parts, wanted))
    if not series.is_rational:
        return JudgedSeries(Scope.FALSE, n)
    return JudgedSeries(Scope.FALSE, n, claimed, value)


def _by_values(parts: Mapping[str | None, RationalFunction], recurrence: Recurrence, system: System) -> JudgedSeries:
    """Refuted by exact values, or open."""
    if set(parts) != {None}:
        return OPEN
    if not any(case.function == recurrence.function for case in recurrence.initial):
        return OPEN
    try:
        table = ExactTable(system, recurrence.function)
    except InvalidRecurrence:  # the size of a call depends on a parameter
        return OPEN
    found = coefficients(*parts[None], _TRIED)
    for n in islice(range(max(table.bottom, 0), _TRIED), _TRIED):
        value = table.value(n)
        if isinstance(value, int | Fraction) and value != found[n]:
            return JudgedSeries(Scope.FALSE, n, found[n], Fraction(value))
    return OPEN
