"""T(n) = f(n) without a call is its own closed form, with the sums in it closed that close."""

from itertools import count
from math import ceil as ceiling

from recur.evaluation.arithmetic import Compiler
from recur.evaluation.equation import OUTSIDE
from recur.model import Bounds, Expr, Progression, Recurrence, Solution, Step, Verification, expressions as ex, step
from recur.model.errors import RecurError
from recur.model.records import replace
from recur.solving.first_order.finite_sums import closed_sums, grown
from recur.solving.problem import Problem
from recur.verification.families import hold_family
from recur.verification.verify import Refuted

NAME = "explicit function"
_FURTHEST = 64  # sizes below which a sum may have no terms


def completed(problem: Problem, found: Solution | None) -> Solution | None:
    """The function itself is its closed form, its sums closed where they close; signs do not matter."""
    r = problem.recurrence
    hidden = any(isinstance(x, ex.Asymptotic | ex.ByRemainder | ex.Call) for x in ex.walk(r.right))
    if hidden or r.relation != "=" or (found is not None and found.exact is not None):
        return found
    if term_without_value(r.right) is not None:
        return found
    right, left_out = _where_terms_exist(r.right)
    exact = closed_sums(right)
    beginning = 1 + max((c.high for c in r.initial), default=-1)
    first = _first_held(replace(r, right=right, initial=()), exact, beginning)
    if first is None:
        return found
    start, evidence = first
    if found is None:
        reason = step("there is no recursive call: {t} is what it is said to be; its growth is not told.", t=r.left)
        found = grown(Solution(r, Bounds(None, None), NAME, None, reason, ()), exact)
    domain = Progression(r.variable, start)
    found = replace(found, exact=exact, exact_domain=domain, remarks=(*found.remarks, *left_out))
    if exact != r.right:
        told = step("As a closed form: {t}.", t=ex.Relation("=", r.left, exact))
        found = replace(found, steps=(*found.steps, *_telescoped(right, r.variable), told))
    elif not left_out and not any(isinstance(x, ex.Range) for x in ex.walk(exact)):
        return found
    return replace(found, verification=evidence, exact_verification=evidence)


def _telescoped(x: Expr, variable: str) -> list[Step]:
    """Why each sum up to n has its closed form F: F(n) − F(n − 1) is its last term, and F begins with the first."""
    told: list[Step] = []
    n = ex.Symbol(variable)
    for total in dict.fromkeys(y for y in ex.walk(x) if isinstance(y, ex.Range)):
        closed = closed_sums(total)
        if closed == total or total.high != n or not isinstance(total.low, ex.Number):
            continue
        form, before, first = (ex.Call("F", (x,)) for x in (n, ex.subtract(n, ex.ONE), total.low))
        named = {
            "s": ex.Relation("=", total, form),
            "f": ex.Relation("=", form, closed),
            "d": ex.Relation("=", ex.subtract(form, before), ex.substitute(total.body, total.index, n)),
            "z": ex.Relation("=", first, ex.substitute(total.body, total.index, total.low)),
        }
        sentence = "With {f} one has {d} and {z}, so {s}: the sum telescopes."
        told.append(step(sentence, source="Concrete Mathematics, section 2.6", **named))
    return told


def _first_held(r: Recurrence, exact: Expr, beginning: int) -> tuple[int, Verification] | None:
    """The first size from which the form is the function, and the evidence; below it a sum may have no terms."""
    for start in range(beginning, beginning + _FURTHEST):
        try:
            evidence = hold_family(r, exact, count(start))
        except Refuted:
            continue
        if evidence.status == "checked" and (evidence.proved or evidence.smallest == start):
            return start, evidence
    return None


def _where_terms_exist(x: Expr) -> tuple[Expr, tuple[Step, ...]]:
    """Sums from k = 1 on where they begin with 0·log 0, whose limit is 0; and what is said of it."""
    if isinstance(x, ex.Range) and x.op == "sum" and x.low == ex.ZERO and _tends_to_zero_with_log(x.body, x.index):
        k = ex.Symbol(x.index)
        said = step(
            "At {e} the term {x} has no value; it is taken as its limit 0.", e=ex.Relation("=", k, ex.ZERO), x=x.body
        )
        return replace(x, low=ex.ONE), (said,)
    said_of: list[Step] = []

    def part(child: Expr) -> Expr:
        told, said = _where_terms_exist(child)
        said_of.extend(said)
        return told

    return (ex.rebuild(x, part) if x.children else x), tuple(said_of)


def term_without_value(x: Expr) -> tuple[ex.Range, int] | None:
    """A Σ with a term that does not exist, and its index; where a limit stands for the term it does no harm."""
    for node in ex.walk(x):
        if (
            not isinstance(node, ex.Range)
            or not isinstance(node.low, ex.Number)
            or ex.symbols(node.body) > {node.index}
        ):
            continue
        low = ceiling(node.low.value)
        compiler = Compiler(node.index, {})
        try:
            value = compiler.compile(node.body)
            for k in range(low, low + _FURTHEST):
                compiler.cells[0] = k
                value()
        except OUTSIDE:
            if k or not _tends_to_zero_with_log(node.body, node.index):
                return node, k
        except RecurError:  # a letter without a number
            continue
    return None


def _tends_to_zero_with_log(x: Expr, index: str) -> bool:
    """k^a·(log k)^b times what has a value at 0, a > 0."""
    k = ex.Symbol(index)
    factors = x.factors if isinstance(x, ex.Mul) else (x,)
    logs = [f for f in factors if any(isinstance(y, ex.Log) and y.argument == k for y in ex.walk(f))]
    rest = [f for f in factors if f not in logs]
    powers = [f for f in rest if f == k or (isinstance(f, ex.Power) and f.base == k and _is_positive(f.exponent))]
    plain = all(isinstance(f, ex.Log) or (isinstance(f, ex.Power) and isinstance(f.base, ex.Log)) for f in logs)
    others = [f for f in rest if f not in powers]
    return bool(logs) and plain and bool(powers) and not any(index in ex.symbols(f) for f in others)


def _is_positive(x: Expr) -> bool:
    return isinstance(x, ex.Number) and x.value > 0
