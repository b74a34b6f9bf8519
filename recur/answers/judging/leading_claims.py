"""T ~ g: the leading terms compared, constants and all; and T = g + O(h): what is left after g held against h."""

from fractions import Fraction

from recur.answers.judging import exact_values
from recur.answers.judging.differences import difference_bound
from recur.answers.judging.exact_proofs import residual
from recur.answers.judging.general_forms import general_form
from recur.answers.judging.growth_claims import CORRECT, UNDECIDED, GrowthRange, Judged, Miss, extent, judge_growth
from recur.answers.judging.identities import is_identically_zero
from recur.answers.judging.question import Proved
from recur.answers.judging.size_classes import MULTIPLES, lattices, periodic_parts
from recur.answers.judging.statements import is_sum_with_bound
from recur.answers.judging.verdict import Standing
from recur.asymptotics import Between, Coefficient, Monomial, coefficient_sign, expand, monomials, series
from recur.asymptotics.growth import Growth, lower_bound, upper_bound
from recur.model import Bounds, Expr, LimitExceeded, RecurError, Recurrence, System, Undecided, expressions as ex
from recur.model.records import replace
from recur.numbers import real
from recur.parsing.recurrences.links import merged_growth


def judge_leading(known: Proved, body: Expr) -> Standing:
    """Whether T ~ body; undecided where T's own leading term is not proved, on each class of sizes."""
    try:
        claimed = expand(body, known.variable).lead
        if isinstance(claimed[1], Between):
            return Standing.UNDECIDED
        if known.leading is not None:
            return _same_lead(known.leading, claimed, known.variable)
        found = [_same_lead(part, claimed, known.variable) for part in closed_forms(known)]
        if Standing.WRONG in found or _differs_on_powers(known, claimed):
            return Standing.WRONG
        whole = bool(found) and len(found) == len(closed_forms(known, covering=True))
        return Standing.CORRECT if whole and set(found) == {Standing.CORRECT} else Standing.UNDECIDED
    except LimitExceeded:
        raise
    except RecurError:
        return Standing.UNDECIDED


def _same_lead(x: Expr, claimed: tuple[Monomial, Coefficient], variable: str) -> Standing:
    """Whether x ~ c·m."""
    try:
        found = expand(x, variable)
        if found.is_zero:
            return Standing.WRONG
        (m, c), (k, d) = found.lead, claimed
        if monomials.compare(m, k) != 0:
            return Standing.WRONG
        if isinstance(c, Between) or isinstance(d, Between):
            return Standing.UNDECIDED
        return Standing.CORRECT if real.compare(c, d) == 0 else Standing.WRONG
    except Undecided:
        return Standing.UNDECIDED


def _differs_on_powers(known: Proved, claimed: tuple[Monomial, Coefficient]) -> bool:
    """A closed form E of the sizes b^j alone refutes T ~ g where E and g differ, or where E cannot hold beside them.

    On the sizes m·b^j the solutions of T(n) = aT(n/b) + f(n) are E(n) + D·n^(log_b a); where D ≠ 0 and g is no larger
    than that power, T/g tends to two limits.
    """
    r, exact = known.recurrence, known.exact
    if r is None or exact is None or exact_everywhere(known) is not None:
        return False
    if _is_open_in(known, claimed[0]):
        return False
    if _same_lead(exact, claimed, known.variable) is Standing.WRONG:
        return True
    if len(r.subcalls) != 1 or r.nonlinear or known.system is None or len(known.system.recurrences) != 1:
        return False
    call, bs = r.subcalls[0], exact_values.division_factors(r)
    if not isinstance(call.coefficient, ex.Number) or call.coefficient.value <= 0 or len(bs) != 1:
        return False
    left = residual(_unrounded(r), exact)
    if left is None or not is_identically_zero(left, r.variable):
        return False
    leaves = monomials.level(0, real.log_ratio(call.coefficient.value, Fraction(bs[0])))
    return monomials.compare(claimed[0], leaves) <= 0 and _apart(known.system, r, exact, bs[0])


def _is_open_in(known: Proved, m: Monomial) -> bool:
    """Has T(n) = aT(n/b) + f(n) any multiple of this power, n^(log_b a), as no base case is stated?"""
    r = known.recurrence
    if r is None or known.system is None or exact_values.has_base(known.system) or len(r.subcalls) != 1 or r.nonlinear:
        return False
    a, bs = r.subcalls[0].coefficient, exact_values.division_factors(r)
    if not isinstance(a, ex.Number) or a.value <= 0 or len(bs) != 1:
        return False
    return monomials.compare(m, monomials.level(0, real.log_ratio(a.value, Fraction(bs[0])))) == 0


def _unrounded(r: Recurrence) -> Recurrence:
    def change(x: Expr) -> Expr:
        if isinstance(x, ex.Call):
            return ex.Call(x.function, tuple(map(exact_values.unrounded, x.arguments)))
        return ex.rebuild(x, change) if x.children else x

    calls = tuple(replace(call, argument=exact_values.unrounded(call.argument)) for call in r.subcalls)
    return replace(r, right=change(r.right), subcalls=calls)


def _apart(system: System, r: Recurrence, exact: Expr, b: int) -> bool:
    """Whether T and the closed form of the powers of b certainly differ at some size m·b^i above the base cases."""
    if not exact_values.is_exact(system) or not exact_values.has_base(system):
        return False
    table = exact_values.ExactTable(system, r.function)
    formula = exact_values.Formula(exact, r.variable, {})
    for m in MULTIPLES:
        size = m
        while size <= table.top:
            size *= b
        value, other = table.value(size), formula.at(size)
        if value is not None and other is not None and exact_values.certainly_differ(value, other):
            return True
    return False


def exact_everywhere(known: Proved) -> Expr | None:
    """The closed form, if it holds at all large sizes that have a value with nothing rounded."""
    if (
        known.domain is None
        or known.recurrence is None
        or exact_values.covers_all_large(known.domain, known.recurrence)
    ):
        return known.exact
    return None


def closed_forms(known: Proved, *, covering: bool = False) -> list[Expr]:
    """The closed form, as one formula or as one for each class of sizes.

    `covering`: only where the classes hold every size.
    """
    exact = exact_everywhere(known)
    if exact is None:
        return []
    classes = periodic_parts(exact, known.variable)
    if not classes and not covering:
        classes = list(lattices(exact, known.variable))
    return classes or [exact]


def judge_on_classes(kind: str, claimed: GrowthRange, known: Proved) -> Judged:
    """A bound on each class of sizes n ≡ r (mod N): false on one is false.

    Undecided where T is negative on one and the bound holds of |T|: some say Θ of the absolute value.
    """
    found = [_on_class(kind, claimed, part, known.variable) for part in closed_forms(known, covering=True)]
    for standing in (Standing.WRONG, Standing.UNDECIDED):
        for judged in found:
            if judged.standing is standing:
                return judged
    if not found:
        return UNDECIDED
    return next((judged for judged in found if judged.standing is Standing.CORRECT), found[0])


def _on_class(kind: str, claimed: GrowthRange, part: Expr, variable: str) -> Judged:
    try:
        expansion = expand(part, variable)
        low = kind in ("Θ", "Ω", "ω")
        if expansion.is_zero:
            zero = Growth(None, variable)
            return Judged(Standing.WRONG, Miss.VANISHES) if low else judge_growth(kind, claimed, Bounds(zero, zero))
        growth = Growth(expansion.lead[0], variable)
        judged = judge_growth(kind, claimed, Bounds(growth, growth))
        negative = coefficient_sign(expansion.lead[1]) < 0
        return Judged(Standing.UNDECIDED, Miss.NEGATIVE) if low and negative and _holds(judged) else judged
    except Undecided:
        return UNDECIDED


def _holds(judged: Judged) -> bool:
    return judged.standing in (Standing.CORRECT, Standing.NOT_TIGHT)


def split_hidden(body: Expr) -> tuple[Expr, ex.Asymptotic] | None:
    """(n lg n, O(n)) of n lg n + O(n), n lg n − O(n) and n lg n (1 + O(1/log n)): a sum with one hidden term in it."""
    if not is_sum_with_bound(body):
        return None
    if isinstance(body, ex.Mul):
        sums = [x for x in body.factors if isinstance(x, ex.Add) and is_sum_with_bound(x)]
        rest = ex.mul(*(x for x in body.factors if x not in sums))
        body = ex.add(*(ex.mul(rest, term) for term in sums[0].terms)) if len(sums) == 1 else body
    if not isinstance(body, ex.Add):
        return None
    hidden = list(filter(is_sum_with_bound, body.terms))
    plain = [term for term in body.terms if term not in hidden]
    if len(hidden) != 1 or not plain:
        return None
    kind, inside = merged_growth("=", hidden[0])
    if isinstance(inside, ex.Mul) and isinstance(
        inside.factors[0], ex.Number
    ):  # a constant says nothing, whatever its sign
        inside = ex.mul(*inside.factors[1:])
    if kind not in ("O", "o", "Θ", "Ω", "ω") or is_sum_with_bound(inside):
        return None
    return ex.add(*plain), ex.Asymptotic(kind, inside)


def judge_expansion(known: Proved, main: Expr, hidden: ex.Asymptotic) -> Judged:
    """T = main + hidden: what the closed form leaves after main, beside hidden; without one, the leading terms."""
    rest = _remainder(known, main, hidden)
    if rest is Standing.CORRECT:
        return CORRECT
    claimed, small = extent(main, known.variable), extent(hidden.body, known.variable)
    lead = claimed.high if claimed.low == claimed.high else None
    is_open = lead is not None and not lead.is_zero and _is_open_in(known, lead.point)
    if rest is Standing.WRONG and not is_open:
        return Judged(Standing.WRONG)
    grown = judge_growth_of_expansion(known, main, hidden)
    if grown.standing is not Standing.CORRECT:
        return grown
    leading = judge_leading(known, main)
    if leading is Standing.CORRECT and hidden.kind == "o" and small.high == claimed.low:
        return CORRECT
    return Judged(Standing.WRONG) if leading is Standing.WRONG else UNDECIDED


def judge_growth_of_expansion(known: Proved, main: Expr, hidden: ex.Asymptotic) -> Judged:
    """T = Θ(main), where what is hidden is smaller; undecided where it is not."""
    claimed, small = extent(main, known.variable), extent(hidden.body, known.variable)
    if hidden.kind not in ("O", "o", "Θ") or claimed.low is None or small.high is None or small.high >= claimed.low:
        return UNDECIDED
    return judge_growth("Θ", claimed, known.bounds)


def _remainder(known: Proved, main: Expr, hidden: ex.Asymptotic) -> Standing:
    """A remainder that is smaller than O allows is within it all the same; false on one class of sizes is false."""
    forms = closed_forms(known, covering=True)
    if not forms and known.recurrence is not None and known.system is not None and len(known.system.recurrences) == 1:
        general = general_form(known.recurrence)
        forms = [] if general is None else [general]
    found = [_left(part, main, hidden, known.variable) for part in forms]
    if not found and known.recurrence is not None and hidden.kind in ("O", "o"):
        bound = difference_bound(known.recurrence, main)
        if bound is not None and _holds(
            judge_growth(hidden.kind, extent(hidden.body, known.variable), Bounds(None, bound))
        ):
            return Standing.CORRECT
    if Standing.WRONG in found:
        return Standing.WRONG
    if not found and known.exact is not None:  # true of some sizes only, where it may still be false
        some = _left(known.exact, main, hidden, known.variable)
        return Standing.WRONG if some is Standing.WRONG else Standing.UNDECIDED
    return Standing.CORRECT if found and set(found) == {Standing.CORRECT} else Standing.UNDECIDED


def _left(exact: Expr, main: Expr, hidden: ex.Asymptotic, variable: str) -> Standing:
    try:
        left = expand(ex.subtract(exact, main), variable)
        low, high = lower_bound(left), upper_bound(left)
        if low is None and not left.is_zero:
            low = lower_bound(series.scale(left, Fraction(-1)))
        lower, upper = (None if m is None else Growth(m, variable) for m in (low, high))
        zero = Growth(None, variable)
        proved = Bounds(zero, zero) if left.is_zero else Bounds(lower, upper)
        found = judge_growth(hidden.kind, extent(hidden.body, variable), proved).standing
    except LimitExceeded:
        raise
    except RecurError:
        return Standing.UNDECIDED
    return Standing.CORRECT if found is Standing.NOT_TIGHT else found
