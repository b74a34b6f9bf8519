"""T(n) ≤ g(n), <, ≥ and > as they are stated: at every size of the domain, with g's own constants.

False where an exact value says so, or the growths; true where it is proved: by the closed form, by induction over the
recurrence, or by the growths alone where no base case is stated. Agreement at finitely many sizes is no proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from enum import StrEnum
from fractions import Fraction

from recur.answers.judging import exact_values
from recur.answers.judging.general_forms import general_form
from recur.answers.judging.growth_claims import Judged, Miss, extent, judge_growth
from recur.answers.judging.identities import is_identically_zero
from recur.answers.judging.leading_claims import closed_forms
from recur.answers.judging.question import Proved
from recur.answers.judging.verdict import Standing
from recur.asymptotics import Between, Growth, Monomial, Series, coefficient_sign, expand, monomials
from recur.asymptotics.dominance import nonnegative_from
from recur.evaluation.equation import straight_line
from recur.model import Claim, Expr, Progression, expressions as ex, limits
from recur.model.errors import InvalidRecurrence, LimitExceeded, RecurError, Undecided
from recur.model.records import frozen, replace
from recur.numbers import TooCoarse, real
from recur.numbers.exact import sign

RELATIONS = ("<=", "<", ">=", ">")
NEAR = 24  # sizes that may fail before a claim is no longer said to hold "from some size on"
SCANNED = 2_048  # sizes looked at one by one for the smallest that refutes


class Ground(StrEnum):
    """What a judgement of an inequality stands on."""

    VALUE = "value"  # refuted at a size
    SMALLEST = "smallest"  # at the smallest size there is
    CLOSED_FORM = "closed form"
    INDUCTION = "induction"
    GROWTH = "growth"  # for all large n, no base case being stated
    FREE_CONSTANT = "free constant"  # some constant will do: O or Ω
    NO_BASE = "no base case"
    HIDDEN = "hidden constants"
    AGREES = "agrees"  # at all sizes tried


@frozen
class Compared:
    """How an inequality fares: `difference` refutes it, `agrees` sizes did not, `onwards`: from there it is true."""

    judged: Judged
    ground: Ground
    difference: exact_values.Difference | None = None
    agrees: int = 0
    onwards: int | None = None


def judge_inequality(known: Proved, claim: Claim) -> Compared:
    """The claim T(n) kind body, for every n ≥ claim.start of the domain."""
    upper = claim.kind in ("<=", "<")
    free = _free_letters(known, claim.body)
    if free:
        return Compared(_with_free_constants(known, claim, upper, free), Ground.FREE_CONSTANT)
    later = _eventually(known, claim.body, upper)
    if known.system is None or known.recurrence is None or not exact_values.is_exact(known.system):
        return Compared(_by_growth(known, claim, upper, later), Ground.HIDDEN)
    if not exact_values.has_base(known.system) or claim.large:
        return Compared(_by_growth(known, claim, upper, later), Ground.GROWTH if later else Ground.NO_BASE)
    try:
        return _by_values(known, exact_values.ExactTable(known.system, known.recurrence.function), claim, upper, later)
    except InvalidRecurrence:  # the size of a call depends on a parameter
        return Compared(Judged(Standing.UNDECIDED), Ground.AGREES)


def _free_letters(known: Proved, body: Expr) -> frozenset[str]:
    held = frozenset((known.variable,))
    for r in () if known.system is None else known.system.recurrences:
        held = held.union(ex.symbols(r.right), *(ex.symbols(c.value) for c in r.initial))
    return ex.symbols(body) - held


def _with_free_constants(known: Proved, claim: Claim, upper: bool, free: frozenset[str]) -> Judged:
    """T ≤ c·n log n for some c is T = O(n log n); T ≤ n log n + cn leaves only the second term free."""
    kind = "O" if upper else "Ω"
    lead = expand(claim.body, known.variable).lead[1]
    at_0, at_1, at_2 = (ex.substitute_all(claim.body, dict.fromkeys(free, ex.number(value))) for value in (0, 1, 2))
    part = ex.subtract(at_1, at_0)
    linear = is_identically_zero(ex.subtract(ex.subtract(at_2, at_1), part), known.variable)
    if not linear or (not isinstance(lead, Between) and real.has_parameter(lead)):
        return judge_growth(kind, extent(claim.body, known.variable), known.bounds)
    later = _eventually(known, at_0, upper)
    allowed, c = expand(part, known.variable).lead
    if (coefficient_sign(c) > 0) != upper:  # the free part makes it harder to be true
        return _by_growth(known, replace(claim, body=at_0), upper, min(later, 0))
    if later > 0:
        return _by_growth(known, replace(claim, body=at_0), upper, later)
    forms = closed_forms(known, covering=True)
    if not forms and known.recurrence is not None:
        form = general_form(known.recurrence)
        forms = [] if form is None else [form]
    within = [_within(form, at_0, allowed, known.variable, upper) for form in forms]
    if within and all(within):
        return Judged(Standing.CORRECT)
    return Judged(Standing.WRONG, Miss.TIGHT) if False in within else Judged(Standing.UNDECIDED)


def _within(form: Expr, main: Expr, allowed: Monomial, variable: str, upper: bool) -> bool | None:
    """Whether form − main ≤ C·allowed for some C (≥ −C·allowed for a lower bound); None: not known."""
    try:
        left = expand(ex.subtract(form, main), variable)
        if left.is_zero:
            return True
        m, c = left.lead
        return monomials.compare(m, allowed) <= 0 or (coefficient_sign(c) < 0) == upper
    except Undecided:
        return None


def _by_growth(known: Proved, claim: Claim, upper: bool, later: int) -> Judged:
    """For all large n: T ≤ g holds where T grows more slowly, or as fast with a smaller constant."""
    if not later:
        return Judged(Standing.UNDECIDED)
    if later < 0:
        return Judged(Standing.WRONG, Miss.TIGHT, _tight_factor(known, claim, upper))
    return _tightness(known, claim, upper)


def _tightness(known: Proved, claim: Claim, upper: bool) -> Judged:
    """A true inequality is as tight as the bound it states: n² for n log n is not, and T(n) ≥ −5 still less."""
    loose = Judged(Standing.NOT_TIGHT, Miss.LOOSE)
    try:
        if not upper and _sign_later(claim.body, known.variable) <= 0:
            return loose if known.bounds.lower is not None else Judged(Standing.CORRECT)
        judged = judge_growth("O" if upper else "Ω", extent(claim.body, known.variable), known.bounds)
    except RecurError:
        return Judged(Standing.CORRECT)
    return judged if judged.standing is Standing.NOT_TIGHT else Judged(Standing.CORRECT)


def _tight_factor(known: Proved, claim: Claim, upper: bool) -> Growth | None:
    judged = judge_growth("O" if upper else "Ω", extent(claim.body, known.variable), known.bounds)
    return judged.factor if judged.standing is Standing.WRONG else None


def _eventually(known: Proved, body: Expr, upper: bool) -> int:
    """1 where T ≤ body (≥ for a lower bound) at all large n, −1 where it is false again and again; 0: not known."""
    signs = [_sign_later(ex.subtract(body, part), known.variable) for part in closed_forms(known, covering=True)]
    if not signs:
        signs = [_by_leading(known, body)]
    wanted = 1 if upper else -1
    if any(s == -wanted for s in signs):
        return -1
    return 1 if all(s == wanted for s in signs) else 0


def _sign_later(x: Expr, variable: str) -> int:
    """The sign of x at all large n; 0 where it is 0 or not known."""
    try:
        found = expand(x, variable)
        return 0 if found.is_zero else coefficient_sign(found.lead[1])
    except LimitExceeded:
        raise
    except RecurError:
        return 0


def _by_leading(known: Proved, body: Expr) -> int:
    """The sign of body − T by leading terms, or by the growths where T's constant is not known."""
    try:
        claimed = expand(body, known.variable)
        if claimed.is_zero:
            return -1 if known.bounds.lower is not None and not known.bounds.lower.is_zero else 0
        k, d = claimed.lead
        if known.leading is not None:
            m, c = expand(known.leading, known.variable).lead
            order = monomials.compare(k, m)
            if order:
                return coefficient_sign(d) if order > 0 else -coefficient_sign(c)
            if isinstance(c, Between) or isinstance(d, Between):
                return 0
            return real.compare(d, c)
        lower, upper = known.bounds.lower, known.bounds.upper
        if coefficient_sign(d) < 0:
            return -1 if lower is not None else 0
        claimed_growth = Growth(k, known.variable)
        if upper is not None and upper < claimed_growth:
            return 1
        return -1 if lower is not None and claimed_growth < lower else 0
    except LimitExceeded:
        raise
    except RecurError:
        return 0


def _by_values(known: Proved, table: exact_values.ExactTable, claim: Claim, upper: bool, later: int) -> Compared:
    formula = exact_values.Formula(claim.body, known.variable, {})
    if ex.symbols(claim.body) - {known.variable} or table.evaluator.constants:
        return Compared(_by_growth(known, claim, upper, later), Ground.GROWTH if later else Ground.NO_BASE)
    trial = _Trial(table, formula, claim, upper)
    ground, first = _settled(known, claim, upper, trial, later)
    if first is not None:
        onwards = None if later < 0 else _onwards(known, claim, upper, trial, first.size)
        return Compared(Judged(Standing.WRONG, Miss.TIGHT), Ground.SMALLEST, first, onwards=onwards)
    if ground is not None:
        return Compared(_tightness(known, claim, upper), ground)
    far = trial.scan(trial.far()) or (None if later >= 0 else trial.search())
    if far is not None:
        return Compared(Judged(Standing.WRONG, Miss.TIGHT), Ground.VALUE, far)
    if later < 0:
        return Compared(_by_growth(known, claim, upper, later), Ground.GROWTH)
    if _strengthened(known, claim, upper, trial):
        return Compared(_tightness(known, claim, upper), Ground.INDUCTION)
    return Compared(Judged(Standing.UNDECIDED), Ground.AGREES, agrees=trial.agreed)


def _strengthened(known: Proved, claim: Claim, upper: bool, trial: _Trial) -> bool:
    """Is it proved by an induction with a lower-order term of its own, and at the sizes below by exact values?"""
    if known.system is None or known.solution is None or claim.kind in ("<", ">"):
        return False
    from recur.proofs.proving import Proving

    side = Proving(known.system, (known.solution,), replace(claim, start=None)).side(upper)
    if side is None:
        return False
    return trial.scan(trial.between(side.first)) is None and not trial.left_out(side.first)


def _settled(
    known: Proved, claim: Claim, upper: bool, trial: _Trial, later: int
) -> tuple[Ground | None, exact_values.Difference | None]:
    """The proof that the claim holds from the trial's first size on, or the smallest size that refutes it."""
    first = trial.scan(trial.near())
    if first is None and later >= 0:
        for ground, start in _proofs(known, claim, upper, trial):
            first = trial.scan(trial.between(start))
            if first is not None:
                break
            if not trial.left_out(start) and not (ground is Ground.INDUCTION and trial.silent):
                return ground, None
    if first is None and later < 0:
        first = trial.scan(trial.between(trial.start + SCANNED))
    return None, first


def _onwards(known: Proved, claim: Claim, upper: bool, trial: _Trial, failed: int) -> int | None:
    """The size from which the claim is true, where that is proved and near."""
    for _ in range(NEAR):
        trial = trial.begun_at(failed + 1)
        ground, found = _settled(known, claim, upper, trial, 0)
        if found is None:
            return None if ground is None else trial.first_size()
        failed = found.size
    return None


class _Trial:
    """Exact values of T and of the claim, side by side."""

    def __init__(
        self, table: exact_values.ExactTable, formula: exact_values.Formula, claim: Claim, upper: bool
    ) -> None:
        self.table, self.formula = table, formula
        self.strict, self.upper = claim.kind in ("<", ">"), upper
        base = min(table.bottom, table.top)
        self.start = base if claim.start is None else max(base, claim.start)
        self.agreed = 0
        self.known: set[int] = set()
        self.silent = False  # T has a value where the claim has none, as log log n at n = 1

    def near(self) -> Iterable[int]:
        return range(self.start, max(self.start, self.table.top) + 65)

    def between(self, end: int) -> Iterator[int]:
        """The sizes below `end`: every one, or those that have a value where no size is rounded."""
        bs = exact_values.division_factors(self.table.recurrence)
        lattice = (
            len(bs) > 0
            and not exact_values.is_rounded(self.table.recurrence)
            and len(self.table.recurrence.subcalls) == 1
        )
        if not lattice:
            yield from range(self.start, end)
            return
        sizes = {self.start}
        for m in range(max(1, self.table.bottom), self.table.top + 1):
            while m < min(end, exact_values.FURTHEST):
                sizes.add(m)
                m *= bs[0]
        yield from sorted(size for size in sizes if size >= self.start)

    def far(self) -> Iterator[int]:
        return (n for n in self.table.sizes() if n >= self.start)

    def search(self) -> exact_values.Difference | None:
        """A size that refutes what is false at all large ones."""
        size = max(self.start, self.table.top, 2)
        while size < 1 << 15:
            size *= 2
            found = self.scan((size, size + 1))
            if found is not None:
                return found
        return None

    def scan(self, sizes: Iterable[int]) -> exact_values.Difference | None:
        """The first of the sizes at which the claim is certainly false."""
        for size in sizes:
            if size in self.known:
                continue
            limits.check()
            value = self.table.value(size)
            if self.table.exhausted:
                return None
            claimed = None if value is None else self.formula.at(size)
            if value is None or claimed is None:
                self.known.add(size)
                self.silent |= value is not None and size > 0
                continue
            try:
                apart = sign(claimed - value)
            except TooCoarse:
                continue  # equal as far as can be seen
            if apart < 0 if self.upper else apart > 0:
                return exact_values.Difference(size, value, claimed)
            if not apart and self.strict:
                return exact_values.Difference(size, value, claimed)
            self.known.add(size)
            self.agreed += 1
        return None

    def left_out(self, end: int) -> bool:
        """Whether a size below `end` could not be compared for certain."""
        return self.table.exhausted or any(size not in self.known for size in self.between(end))

    def begun_at(self, start: int) -> _Trial:
        """The same from another size on."""
        other = copy(self)
        other.start, other.agreed, other.known, other.silent = start, 0, set(), False
        return other

    def first_size(self) -> int:
        """The first size that has a value."""
        return next(size for size in self.between(self.start + SCANNED) if self.table.value(size) is not None)


def _proofs(known: Proved, claim: Claim, upper: bool, trial: _Trial) -> Iterator[tuple[Ground, int]]:
    """How, and from which size on, the inequality is proved; the sizes below are for exact values."""
    if _chooses(claim.body):
        return
    strict = claim.kind in ("<", ">")
    for ground, prove in ((Ground.CLOSED_FORM, _by_closed_form), (Ground.INDUCTION, _by_induction)):
        try:
            start = prove(known, claim.body, upper, strict, trial)
        except LimitExceeded:
            raise
        except RecurError:
            continue
        if start is not None:
            yield ground, start


def _chooses(x: Expr) -> bool:
    """Whether an expansion for large n says nothing of small ones: max, min and | |."""
    return any(
        isinstance(y, ex.Range) or (isinstance(y, ex.Apply) and y.name in ("max", "min", "abs")) for y in ex.walk(x)
    )


def _by_closed_form(known: Proved, body: Expr, upper: bool, strict: bool, trial: _Trial) -> int | None:
    """body − T as a finite sum, on each class of sizes."""
    first = int(known.domain.start) if isinstance(known.domain, Progression) else None
    if first is None and trial.table.bottom != trial.table.top:
        return None  # several base cases begin several lattices, and the closed form may be that of one
    starts = []
    for part in closed_forms(known, covering=True):
        if _chooses(part):
            return None
        start = nonnegative_from(_sided(ex.subtract(body, part), known.variable, upper, strict))
        if start is None:
            return None
        starts.append(start)
    return max(*starts, trial.start, trial.table.top if first is None else first) if starts else None


def _sided(x: Expr, variable: str, upper: bool, strict: bool) -> Series:
    """x or −x expanded; for < less a small part of the leading term, which keeps it above 0."""
    found = expand(x if upper else ex.mul(ex.number(-1), x), variable)
    if strict:
        if found.is_zero:
            raise Undecided("equal")
        m, c = found.lead
        if coefficient_sign(c) > 0 and not isinstance(c, Between):
            less = c * Fraction(-1, 1000)
            return Series(((m, c + less), *found.terms[1:]), found.error)
        if isinstance(c, Between):
            raise Undecided("not certainly positive")
    return found


def _by_induction(known: Proved, body: Expr, upper: bool, _: bool, trial: _Trial) -> int | None:
    """T(n) = Σ aᵢT(mᵢ) + f(n) ≤ Σ aᵢg(mᵢ) + f(n) ≤ g(n) from N on, aᵢ ≥ 0; for smaller n by exact values.

    Where sizes are rounded g has to rise: then ⌊n/b⌋ loses nothing for an upper bound, and ⌈n/b⌉ nothing for a lower.
    """
    r = known.recurrence
    if r is None or known.system is None or len(known.system.recurrences) > 1:
        return None
    if r.nonlinear or r.relation != "=" or not r.subcalls:
        return None
    parts, least = [r.driving], trial.start
    for call in r.subcalls:
        if call.function != r.function or not isinstance(call.coefficient, ex.Number) or call.coefficient.value <= 0:
            return None
        size = _safe_size(call.argument, upper)
        line = None if size is None else straight_line(size, r.variable)
        if size is None or line is None:
            return None
        if size != call.argument and not _rises(body, r.variable):
            return None
        slope, offset = line
        if not 0 < slope <= 1 or (slope == 1 and offset > -1):
            return None
        while slope < 1 and slope * least + offset > least - 1:  # and below n
            least += 1
            if least > SCANNED:
                return None
        parts.append(ex.mul(call.coefficient, ex.substitute(body, r.variable, size)))
        while slope * least + offset - 1 < max(trial.start, 1):  # every call lies where the claim holds
            least += 1
            if least > SCANNED:
                return None
    left = ex.subtract(body, ex.add(*parts))
    start = nonnegative_from(expand(left if upper else ex.mul(ex.number(-1), left), r.variable))
    if start is None:
        return None
    return max(start, least, trial.table.top + 1)


def _safe_size(argument: Expr, upper: bool) -> Expr | None:
    """n/b for ⌊n/b⌋ where g rises and a bound from above is wanted; None where rounding loses."""
    match argument:
        case ex.Apply("floor" | "ceiling" as rounding, (inner,)):
            return inner if (rounding == "floor") == upper else None
    return argument


def _rises(body: Expr, variable: str) -> bool:
    """A sum of positive terms that all rise."""
    found = expand(body, variable)
    if found.error is not None:
        return False
    for m, c in found.terms:
        if isinstance(c, Between) or real.sign(c) <= 0:
            return False
        if m.exponential and any(real.sign(e) <= 0 for _, e in m.exponential):
            return False
        if any(real.sign(e) < 0 for _, e in m.powers) or any(k > 1 for k, _ in m.powers):
            return False
    return True
