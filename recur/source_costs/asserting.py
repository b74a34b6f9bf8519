"""A claimed complexity held against the derived one, for a test of a program."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from recur.answers.judging.growth_claims import extent, judge_growth
from recur.answers.judging.verdict import Standing
from recur.asymptotics import Growth
from recur.asymptotics.several_sizes import JointBounds, JointGrowth
from recur.forkjoin.costs.analysis import ProcedureAnalysis
from recur.model import Bounds, Claim, Expr, InvalidRecurrence, RecurError, Undecided, expressions as ex, limits
from recur.model.patterns import regex
from recur.parsing import parse_claim
from recur.source_costs.source import analyze_function, analyze_text, name_in_analysis

#: a letter that stands for itself, and is no name of a function
_LETTER = regex(r"(?<![^\W_])[a-zA-Z](?![\w(])")


def assert_complexity(
    function: str | Callable[..., Any], claim: str, of: str = "work", timeout: float | None = limits.DEFAULT_SECONDS
) -> None:
    """Raise an AssertionError unless what is derived of the function proves the claim.

    >>> assert_complexity("def f(n):\\n    for i in range(n):\\n        print(i)", "O(n)")
    """
    if of not in ("work", "span"):
        raise InvalidRecurrence(f"a claim is about work or span, not about {of}")
    analysis = (
        analyze_text(function, (), timeout) if isinstance(function, str) else analyze_function(function, (), timeout)
    )
    name = analysis.names[-1] if isinstance(function, str) else name_in_analysis(function)
    refused = {r.name: r.error for r in analysis.refused}
    if name in refused:
        raise AssertionError(f"{name} is not shown to be {claim}: {refused[name].message}")
    procedure = analysis.named(name)
    measure = procedure.work if of == "work" else procedure.span
    letters = tuple(size for size, _ in procedure.sizes)
    read, stated = _claim(claim, letters), claim
    with limits.time_limit(timeout):
        standing = _standing(read, measure.bounds)
    if standing is Standing.WRONG or (standing is not Standing.CORRECT and not _is_proved(standing, read.kind)):
        raise AssertionError(_message(procedure, of, stated, measure.bounds, measure.error))


def _is_proved(standing: Standing, kind: str) -> bool:
    """A bound from one side that is not tight is true all the same."""
    return standing is Standing.NOT_TIGHT and kind in ("O", "Ω", "o", "ω", "<=", ">=")


def _claim(text: str, letters: tuple[str, ...]) -> Claim:
    """The claim in the letters of the sizes; one in a single other letter means the single size."""
    words = [word for word in re.findall(r"[^\W\d_]\w*", text) if word in letters]
    claim = parse_claim(text, next(iter([*words, *_LETTER.findall(text)]), "n"))
    names = ex.symbols(claim.body) - set(letters)
    if len(letters) == 1 and len(names) == 1:
        (other,) = names
        return Claim(claim.kind, ex.substitute(claim.body, other, ex.Symbol(letters[0])))
    if names:
        raise InvalidRecurrence(
            f"{', '.join(sorted(names))} is no size of this function", hint=f"its sizes are {', '.join(letters)}"
        )
    return claim


def _standing(claim: Claim, bounds: Bounds | JointBounds) -> Standing:
    if isinstance(bounds, Bounds):
        growth = next((g for g in (bounds.upper, bounds.lower) if g is not None), None)
        if growth is None:
            return Standing.UNDECIDED
        return judge_growth(claim.kind, extent(claim.body, growth.variable), bounds).standing
    found = next((g for g in (bounds.upper, bounds.lower) if g is not None), None)
    if found is None:
        return Standing.UNDECIDED
    claimed = _joint(claim.body, found.sizes)
    above = bounds.upper is not None and bounds.upper + claimed == claimed
    below = bounds.lower is not None and bounds.lower + claimed == bounds.lower
    proved = {"O": above, "<=": above, "Ω": below, ">=": below, "Θ": above and below}.get(claim.kind, False)
    return Standing.CORRECT if proved else Standing.UNDECIDED


def _joint(body: Expr, sizes: tuple[str, ...]) -> JointGrowth:
    """A sum of products of growths in one size each."""
    total = JointGrowth(sizes)
    for term in body.terms if isinstance(body, ex.Add) else (body,):
        factors: dict[str, Growth] = {}
        for factor in term.factors if isinstance(term, ex.Mul) else (term,):
            names = ex.symbols(factor)
            if len(names) > 1:
                raise Undecided(f"{factor} is no product of growths in one size each")
            for name in names:
                one = Growth.of(factor, name)
                factors[name] = factors[name] * one if name in factors else one
        total = total + JointGrowth.of_factors(factors, sizes)
    return total


def _message(
    procedure: ProcedureAnalysis, of: str, claim: str, bounds: Bounds | JointBounds, error: RecurError | None
) -> str:
    """merge_sort is not shown to be O(n): its work is Θ(n log n), with n = len(xs)."""
    from recur.notation import text

    if bounds.theta is not None:
        found = f"is Θ({text.write(bounds.theta.expression())})"
    else:
        sides = (("Ω", bounds.lower), ("O", bounds.upper))
        shown = [f"{sign}({text.write(g.expression())})" for sign, g in sides if g is not None]
        found = f"is {' and '.join(shown)}" if shown else "has no bound that is proved"
    sizes = "" if procedure.size == procedure.variable else f", with {procedure.size}"
    why = "" if error is None else f" ({error.message})"
    equation = procedure.work.recurrence if of == "work" else procedure.span.recurrence
    return (
        f"{procedure.name} is not shown to be {claim}: its {of} {found}{sizes}{why}\n"
        f"  {text.write(equation.left)} {equation.relation} {text.write(equation.right)}"
    )
