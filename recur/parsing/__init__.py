"""Text to model: recurrences, claims and formulas the way people type and paste them.

Every error names its place in the text as it was given; a hint, where there is one, holds the whole text
repaired, and that text can be read.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from recur.model.errors import LimitExceeded, RecurError, SeveralSizes
from recur.model.expressions import Expr
from recur.model.limits import time_limit
from recur.model.logarithms import log_means
from recur.model.recurrence import Claim, System
from recur.parsing.faults import Fault, place
from recur.parsing.recurrences.normalise import normalise
from recur.parsing.recurrences.reading import read, several_sizes

if TYPE_CHECKING:
    from recur.model.several import JointClaim, MultivariateRecurrence

__all__ = ["parse", "parse_any", "parse_claim", "parse_claim_on", "parse_formula", "parse_joint_claim"]

T = TypeVar("T")


def parse(text: str, log: str | None = None) -> System:
    """The system of recurrences that the text states; `log` ("2", "e", "10") is the base of a log that names none.

    >>> parse("T(n) = 2T(n/2) + n, T(1) = 1").recurrences[0].initial[0].high
    1
    """
    found = parse_any(text, log)
    if isinstance(found, System):
        return found
    given = f"{found.function} is given {len(found.sizes)} sizes"
    raise SeveralSizes(f"{given}: only solve, eval and check take functions of several sizes", found, text=text)


def parse_any(text: str, log: str | None = None) -> System | MultivariateRecurrence:
    """The same, and the recurrence of a function of several sizes where the text states one.

    >>> parse_any("C(n, k) = C(n-1, k-1) + C(n-1, k), C(n, 0) = 1, C(n, n) = 1").sizes
    ('n', 'k')
    """
    with log_means(log):
        return _guarded(text, _system)


def parse_joint_claim(text: str, recurrence: MultivariateRecurrence, log: str | None = None) -> JointClaim:
    """What the text claims of a function of several sizes.

    >>> lattice = parse_any("T(m,n) = T(m-1,n) + n, T(0,n) = 0")
    >>> parse_joint_claim("T(a, b) = O(a b)", lattice).body
    Mul(factors=(Symbol(name='m'), Symbol(name='n')))
    """
    from recur.parsing.recurrences.several_sizes import read_joint_claim

    with log_means(log):
        return _guarded(text, lambda given: read_joint_claim(given, recurrence))


def parse_claim(
    text: str,
    variable: str = "n",
    log: str | None = None,
    functions: frozenset[str] = frozenset(),
    constants: frozenset[str] = frozenset(),
) -> Claim:
    """The bound that the text claims: kind and body; a bare formula claims Θ.

    In an answer to a question about `functions` the A of A(−2)^n is a constant, unless it is one of them. A letter of
    the question's `constants` is no other name for the size.

    >>> parse_claim("T(n) = O(n^2)").kind
    'O'
    """
    from recur.parsing.recurrences.claims import read_claim

    with log_means(log):
        return _guarded(text, lambda given: read_claim(given, variable, functions, constants))


def parse_claim_on(system: System, text: str, log: str | None = None) -> Claim:
    """What the text claims of the function that it names, in the variable of that one; else of the one asked for.

    >>> parse_claim_on(parse("M(n) = 8M(n/2) + A(n); A(m) = 4A(m/2) + 1"), "A(m) = O(m^2)").body
    Power(base=Symbol(name='m'), exponent=Number(value=Fraction(2, 1), decimal=False))
    """
    asked = system.asked.variable
    claim = parse_claim(text, asked, log, frozenset(system.functions), system.letters)
    own = system.claimed(claim).variable
    return claim if own == asked or claim.series is not None else claim.renamed(asked, own)


def parse_formula(text: str, variable: str = "n", log: str | None = None) -> Expr:
    """One formula, as `recur compare` and the sizes of `recur eval` take it.

    >>> parse_formula("2^10")
    Number(value=Fraction(1024, 1), decimal=False)
    """
    from recur.parsing.recurrences.claims import read_formula

    with log_means(log):
        return _guarded(text, lambda given: read_formula(given, variable))


def _system(text: str) -> System | MultivariateRecurrence:
    reading = read(text)
    if "," in text and several_sizes(reading) is not None:
        from recur.parsing.recurrences.several_sizes import read_multivariate

        return read_multivariate(reading, text)
    return normalise(reading, text)


def _guarded(text: str, reader: Callable[[str], T]) -> T:
    try:
        return reader(text)
    except Fault as fault:
        raise _as_error(fault, text, reader) from None


def _as_error(fault: Fault, text: str, reader: Callable[[str], object]) -> RecurError:
    hint = partial(_hint, fault, text, reader)
    return fault.kind(fault.message, text=text, place=place(text, fault.start, fault.end), hint=hint)


def _hint(fault: Fault, text: str, reader: Callable[[str], object]) -> str | None:
    """What may have been meant, looked for where it is asked for, in so many tries and by no clock."""
    from recur.parsing.repair import repaired

    try:
        with time_limit(None):
            suggestion = repaired(text, fault, reader)
    except LimitExceeded:
        suggestion = None
    return f"did you mean  {suggestion} ?" if suggestion is not None else fault.advice
