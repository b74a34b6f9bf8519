"""T(n) = formula: refuted at the smallest size where the two differ, or proved to be one function; else undecided.

The proofs are in `exact_proofs`. Without a base case a formula can only satisfy the recurrence, or fail to.
"""

import re
from enum import StrEnum
from fractions import Fraction
from itertools import islice

from recur.answers.judging import exact_values
from recur.answers.judging.exact_proofs import proved, residual
from recur.answers.judging.identities import is_identically_zero
from recur.asymptotics import Between, expand
from recur.model import Expr, Progression, Recurrence, Size, Solution, System, expressions as ex
from recur.model.errors import InvalidRecurrence, RecurError
from recur.model.patterns import regex
from recur.model.records import frozen
from recur.numbers import Real, real
from recur.numbers.exact import narrow_rational

MOST_LEVELS = 40  # of an exponent that is stated for the first size
SKIPPED = 1000  # sizes between those tried that are looked at for a smaller refutation


class Fate(StrEnum):
    """What became of a formula."""

    PROVED = "proved"
    REFUTED = "refuted"
    OPEN = "open"


@frozen
class Tested:
    """`difference`: where it was refuted; `powers_of`: it is right at powers of that number only;

    `satisfies`: it satisfies the recurrence, so that some base case makes it right; `agrees`: sizes that agree.
    """

    fate: Fate
    difference: exact_values.Difference | None = None
    powers_of: int | None = None
    satisfies: bool = False
    agrees: int = 0
    hidden: bool = False  # O or Θ in the recurrence: it has no exact values
    grows_alike: bool = False  # the formula has the growth of T


_POWERS = regex(r"powers?\s+of\s+(?:(\d+)|two|three|four)|=\s*(\d+)\s*\^|=\s*(\d+)\*\*", re.I)
_FIRST_POWER = regex(r"=\s*(\d+)\s*(?:\^|\*\*)\s*\{?([a-z])\}?\W.*?\b\2\s*(?:>=|≥|\\geq?\b)\s*(\d+)", re.I)
_WORDS = {"two": 2, "three": 3, "four": 4}


def restricted_to(answer: str) -> int | None:
    """2 of "n lg n for n = 2^k" or "n a power of two": the sizes an answer speaks of.

    >>> restricted_to("T(n) = n lg n for n = 2^k")
    2
    """
    _, _, tail = re.sub(r"\b(for|if|when|where|whenever)\b", "\0", answer, count=1, flags=re.I).partition("\0")
    found = _POWERS.search(tail or (answer if "power" in answer.lower() else ""))
    if found is None:
        return None
    digits = next((group for group in found.groups() if group), None)
    base = int(digits[:6]) if digits else _WORDS[found[0].lower().split()[-1]]
    return base if base > 1 else None


def first_power(answer: str) -> int | None:
    """8 of "n lg n for n = 2^k, k ≥ 3": the smallest size an answer speaks of.

    >>> first_power("T(n) = n lg n for n = 2^k, k >= 3")
    8
    """
    found = _FIRST_POWER.search(answer)
    base, exponent = (int(found[1][:6]), int(found[3][:6])) if found else (1, 0)
    return base**exponent if base > 1 and exponent <= MOST_LEVELS else None


def try_formula(
    system: System,
    solution: Solution | None,
    function: str,
    body: Expr,
    powers_of: int | None,
    start: int | None = None,
) -> Tested:
    """The formula against the recurrence, at the sizes it is stated for: powers of a number, those from `start` on."""
    recurrence = system.named(function)
    if not exact_values.is_exact(system):
        return Tested(Fate.OPEN, hidden=True)
    if not exact_values.has_base(system):
        return _without_base(recurrence, body)
    try:
        table = exact_values.ExactTable(system, function)
    except InvalidRecurrence:  # the size of a call depends on a parameter
        return Tested(Fate.OPEN)
    strange = ex.symbols(body) - {recurrence.variable} - set(table.evaluator.constants)
    constants = {name: narrow_rational(Fraction(c)) for name, c in table.evaluator.constants.items()}
    if strange:
        return Tested(Fate.OPEN)
    formula = exact_values.Formula(body, recurrence.variable, constants)
    begun = [size for size in (_begins(solution), start) if size is not None]
    sizes = (n for n in table.sizes(powers_of) if all(n >= size for size in begun))
    difference, agrees = exact_values.hold_against(table, formula, sizes)
    if difference is not None:
        difference = _smallest(table, formula, difference) if powers_of is None else difference
        return Tested(Fate.REFUTED, difference, powers_of=_only_on_powers(table, formula, powers_of))
    if agrees and proved(table, solution, body, formula, powers_of):
        return Tested(Fate.PROVED, powers_of=powers_of, agrees=len(agrees))
    return Tested(Fate.OPEN, agrees=len(agrees))


def _smallest(
    table: exact_values.ExactTable, formula: exact_values.Formula, difference: exact_values.Difference
) -> exact_values.Difference:
    """The sizes that were skipped on the way to this one looked at too."""
    near = table.top + exact_values.EVERY
    skipped = range(near + 1, min(difference.size, near + SKIPPED))
    return exact_values.hold_against(table, formula, skipped)[0] or difference


def _begins(solution: Solution | None) -> Size | None:
    """Where the solver's closed form begins to hold: no formula of that kind can do better."""
    domain = None if solution is None else solution.exact_domain
    return domain.start if isinstance(domain, Progression) else None


def _without_base(recurrence: Recurrence, body: Expr) -> Tested:
    """Any formula that satisfies the recurrence is right for some base case; one that never does is wrong."""
    left = residual(recurrence, body)
    if left is None:
        return Tested(Fate.OPEN)
    if is_identically_zero(left, recurrence.variable):
        return Tested(Fate.OPEN, satisfies=True)
    try:
        found = expand(left, recurrence.variable)
        if found.terms and _is_number(found.lead[1]):
            return Tested(Fate.REFUTED)
    except RecurError:
        pass
    return Tested(Fate.OPEN)


def _is_number(c: Real | Between) -> bool:
    """A leading coefficient that is one number, and so not 0: the residual is not 0 at any large size."""
    return not isinstance(c, Between) and not real.has_parameter(c)


def _only_on_powers(table: exact_values.ExactTable, formula: exact_values.Formula, powers_of: int | None) -> int | None:
    """The b of calls T(⌊n/b⌋) when the formula is not refuted at the powers of b."""
    bs = exact_values.division_factors(table.recurrence)
    if powers_of is not None or len(bs) != 1:
        return None
    difference, agrees = exact_values.hold_against(table, formula, islice(table.sizes(bs[0]), 12))
    return bs[0] if difference is None and len(agrees) > 4 else None
