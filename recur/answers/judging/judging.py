"""An answer held against a question: read, compared with what is proved, and told in words. Nothing here guesses.

Wrong means contradicted by a proof, correct means implied by one; everything else is undecided.
"""

from recur.answers.judging import general_claims, leading_claims
from recur.answers.judging.exact_claims import Fate, Tested, first_power, restricted_to, try_formula
from recur.answers.judging.general_claims import General, Scope
from recur.answers.judging.growth_claims import CORRECT, UNDECIDED, GrowthRange, Judged, Miss, extent, judge_growth
from recur.answers.judging.identities import differ_somewhere, same_function
from recur.answers.judging.inequalities import RELATIONS as INEQUALITIES, judge_inequality
from recur.answers.judging.links import first_size, judge_link, judge_restated
from recur.answers.judging.outcome import Outcome
from recur.answers.judging.question import Proved, Question
from recur.answers.judging.rounded_numbers import decimals_in, meant
from recur.answers.judging.statements import RELATIONS, SIDES, is_sum_with_bound
from recur.answers.judging.trivial_bounds import is_trivial
from recur.answers.judging.verdict import Standing, Verdict
from recur.answers.misconceptions import feedback
from recur.asymptotics import coefficient_sign, expand
from recur.model import Bounds, Claim, RecurError, Step, Unsolved, expressions as ex
from recur.model.errors import InvalidRecurrence, SeveralSizes, SyntaxProblem, Undecided
from recur.model.limits import DEFAULT_SECONDS, allowance, time_limit
from recur.model.logarithms import decides_growth, formulas_of, remark_on
from recur.model.records import replace

CONSTANTS = frozenset("cCdαε") | {"alpha", "epsilon"}
#: Letters that usually stand for a second size: a graph's edges, a length, an index.
SIZES = frozenset("mNMkxyVEsijl")
#: Letters of bounds, which are factors in o n² and ω·n² alone.
_OF_BOUNDS = frozenset(("o", "omega"))


def check(
    recurrence: str,
    answer: str | None = None,
    timeout: float | None = DEFAULT_SECONDS,
    *,
    strict: bool = False,
    log: str | None = None,
) -> Verdict:
    """The answer judged; without one, the claim that stands in the recurrence: T(n) = 2T(n/2) + n = O(n^2).

    n^1.585 is read as the n^(log_2 3) that it rounds, and noted as "rounded"; not so if `strict`.

    >>> check("T(n) = 2T(n/2) + n", "O(n^2)").verdict
    <Standing.NOT_TIGHT: 'not tight'>
    """
    timeout = allowance(timeout)  # a limit that is none is the caller's mistake, not a verdict
    question = Question.read(recurrence, timeout, log)
    if answer is None:
        return judge_stated(question, timeout, strict=strict)
    return judge(question, answer, timeout, strict=strict)


def judge_stated(question: Question, timeout: float | None = DEFAULT_SECONDS, *, strict: bool = False) -> Verdict:
    """The claim that the recurrence itself makes; raises a `RecurError` where it makes none."""
    if isinstance(question.problem, SeveralSizes) and question.problem.recurrence.claim is not None:
        return _of_several(question, question.problem, None, timeout)
    if question.stated is None:
        raise question.problem or InvalidRecurrence(
            "no answer is given, and the recurrence makes no claim",
            text=question.text,
            hint='add the answer: "O(n log n)"',
        )
    return _guarded(question, "", question.stated, timeout, strict=strict)


def judge(
    question: Question,
    answer: str,
    timeout: float | None = DEFAULT_SECONDS,
    *,
    with_table: bool = True,
    strict: bool = False,
) -> Verdict:
    """How the answer stands to what is proved. Raises nothing: what goes wrong is told in the verdict.

    `strict`: a decimal is the number that it is, and stands for no other.

    The table of values costs as much as all the rest: without it, and without hints, a class is judged twice as fast.
    """
    if isinstance(question.problem, SeveralSizes):
        return _of_several(question, question.problem, answer, timeout)
    return _guarded(question, answer, None, timeout, with_table, strict)


def _of_several(question: Question, several: SeveralSizes, answer: str | None, timeout: float | None) -> Verdict:
    from recur.answers.judging.several_claims import judge_several

    try:
        with time_limit(timeout):
            return judge_several(question, several.recurrence, answer)
    except (InvalidRecurrence, SyntaxProblem) as problem:
        return feedback.unreadable(question, answer or "", problem)
    except RecurError as problem:
        return feedback.undecided_verdict(question, answer or "", None, problem)
    except Exception as fault:
        return feedback.fault(question, answer or "", fault)


def judge_claim(
    question: Question, claim: Claim, timeout: float | None = DEFAULT_SECONDS, *, with_table: bool = True
) -> Verdict:
    """The same for an answer that has been read."""
    return _guarded(question, "", claim, timeout, with_table)


def _guarded(
    question: Question,
    answer: str,
    claim: Claim | None,
    timeout: float | None,
    with_table: bool = True,
    strict: bool = False,
) -> Verdict:
    """The claim judged within the limit; without one, the answer is read in the same time."""
    try:
        with time_limit(timeout):
            claim = claim or question.claim(answer)
            return _with_bases(_judged(question, answer, claim, with_table, strict), question)
    except RecurError as problem:
        if claim is None or isinstance(problem, InvalidRecurrence):
            return feedback.unreadable(question, answer, problem)
        return feedback.undecided_verdict(question, answer, claim, problem)
    except Exception as fault:
        return feedback.fault(question, answer, fault)


def _with_bases(verdict: Verdict, question: Question) -> Verdict:
    """The verdict, and what a log without a base was read as where it hangs on that."""
    claim = verdict.claim
    said = None if claim is None else _said_of_bases(claim, question)
    if said is None:
        return verdict
    return replace(verdict, notes=(*verdict.notes, "log-base"), feedback=(*verdict.feedback, said))


def _said_of_bases(claim: Claim, question: Question) -> Step | None:
    """Inside O, Θ and Ω the base matters in an exponent; in a constant, a formula or an inequality anywhere."""
    if claim.kind in ("~", "=", "<=", ">=", "<", ">") or leading_claims.split_hidden(claim.body) is not None:
        recurrences = () if question.system is None else question.system.recurrences
        return remark_on((claim.body, *(x for r in recurrences for x in formulas_of(r))))
    return (remark_on((claim.body,)) if decides_growth(claim.body) else None) or question.said_of_bases


def _judged(question: Question, answer: str, claim: Claim, with_table: bool, strict: bool) -> Verdict:
    named = claim.function
    if named is not None and question.system is not None:
        named = question.system.claimed(claim).function  # a name of the student's own: f(n) = Θ(n²) for T
    known = question.proved(named)
    either = known or _unsolved(question)
    if either is not None and either.recurrence is not None and claim.series is None:
        claim = replace(claim, body=general_claims.with_stated_values(either.recurrence, claim.body))
    if claim.series is not None:
        return _generating(question, answer, claim, either)
    general = None if either is None or claim.beside else _among_all_solutions(question, claim, either)
    if general is None:
        for part in (claim, *claim.beside):
            _refuse_strange_sizes(question, answer, part)
    if general is not None and either is not None:
        return feedback.verdict(question, answer, replace(claim, kind="=", bare=False), either, general, with_table)
    if known is None:
        return feedback.undecided_verdict(question, answer, claim, question.problem)
    if claim.beside:
        return _together(question, answer, claim, known, with_table, strict)
    outcome = _outcome(question, answer, claim, known, strict)
    return feedback.verdict(question, answer, claim, known, outcome, with_table)


def _together(question: Question, answer: str, claim: Claim, known: Proved, with_table: bool, strict: bool) -> Verdict:
    """Every link of a chain and every bound beside it: the first that is false decides, else the conclusion.

    Bounds that stand side by side are one answer, as good as the best of them; O and Ω of one growth are Θ.
    """
    parts = []
    for part in claim.beside:
        if part.left is not None:
            outcome = Outcome(judge_link(replace(part, start=claim.start), known.variable, first_size(known), strict))
        elif ex.has_call(part.body):
            outcome = Outcome(Judged(judge_restated(known, part.body)))
        else:
            outcome = _outcome(question, answer, part, known, strict)
        if outcome.judged.standing is Standing.WRONG:
            return feedback.false_part(question, answer, claim, part, known, outcome, with_table)
        parts.append((part, outcome))
    for part, outcome in parts:
        if outcome.judged.standing is Standing.UNDECIDED and not outcome.harmless:
            return feedback.open_part(question, answer, claim, part, known, outcome)
    candidates = [(claim, _outcome(question, answer, claim, known, strict))]
    if all(part.left is None and not ex.has_call(part.body) for part, _ in parts):
        candidates += [(part, outcome) for part, outcome in parts if outcome.judged.standing is Standing.CORRECT]
    best, outcome = min(candidates, key=lambda found: _ORDER.index(found[1].judged.standing))
    if any(found.judged.rounded for _, found in parts):
        outcome = replace(outcome, judged=replace(outcome.judged, rounded=True))
    whole = replace(best, beside=claim.beside, case=claim.case, values=claim.values)
    if _says_theta([part for part, found in parts if found.judged.standing is Standing.CORRECT], known.variable):
        whole = replace(whole, kind="Θ") if whole.kind in ("O", "Ω") else whole
    return feedback.verdict(question, answer, whole, known, outcome, with_table)


#: From the best to the worst.
_ORDER = (Standing.CORRECT, Standing.NOT_TIGHT, Standing.UNDECIDED, Standing.WRONG, Standing.UNREADABLE)


def _says_theta(parts: list[Claim], variable: str) -> bool:
    """Whether an O and an Ω of one growth are among them."""
    growths = {kind: [extent(p.body, variable).growth for p in parts if p.kind == kind] for kind in ("O", "Ω")}
    return any(above is not None and above == below for above in growths["O"] for below in growths["Ω"])


def _outcome(question: Question, answer: str, claim: Claim, known: Proved, strict: bool) -> Outcome:
    outcome = _against(question, answer, claim, known)
    if not strict and outcome.judged.standing in (Standing.WRONG, Standing.NOT_TIGHT):
        rounded = None if is_sum_with_bound(claim.body) else _as_rounded(claim, known)
        return outcome if rounded is None else Outcome(rounded)
    return outcome


def _generating(question: Question, answer: str, claim: Claim, known: Proved | None) -> Verdict:
    """A generating function: judged by itself, whatever is proved of the growth."""
    if known is None or known.recurrence is None or question.system is None:
        return feedback.undecided_verdict(question, answer, claim, question.problem)
    from recur.answers.judging.series_claims import judge_series

    found = judge_series(claim, known.recurrence, question.system, known.solution)
    if known.solution is not None:
        from recur.solving.linear.generating_function import with_generating_function

        known = replace(known, solution=with_generating_function(known.solution))
    return feedback.verdict(question, answer, claim, known, Outcome(Judged(_OF_SCOPE[found.scope]), series=found))


_OF_SCOPE = {
    Scope.ALL: Standing.CORRECT,
    Scope.SOME: Standing.NOT_TIGHT,
    Scope.UNUSED: Standing.NOT_TIGHT,
    Scope.UNFIT: Standing.WRONG,
    Scope.MIXED: Standing.WRONG,
    Scope.FALSE: Standing.WRONG,
    Scope.MISNAMED: Standing.WRONG,
    Scope.OPEN: Standing.UNDECIDED,
}


def _among_all_solutions(question: Question, claim: Claim, known: Proved) -> Outcome | None:
    """A formula with free constants, or one beside which there are other solutions; None: it is judged otherwise."""
    r = known.recurrence
    if question.system is None or r is None or not (claim.kind == "=" or claim.bare):
        return None
    if ex.has_call(claim.body) or is_sum_with_bound(claim.body):
        return None
    constants = general_claims.free_constants(r, claim.body)
    if not constants and r.initial:
        return None
    if general_claims.is_linear_equation(question.system):
        found = general_claims.hold_general(r, known.solution, claim.body)
    elif known.solution is not None and known.solution.constants and not known.solution.where:
        from recur.answers.judging.known_families import hold_beside

        found = hold_beside(r, known.solution, claim.body)
    else:
        return None
    if found.scope is Scope.OPEN and not constants:
        return None
    if found.scope is Scope.SOME and not constants and known.bounds.theta is not None and not claim.bare:
        return Outcome(UNDECIDED, general=found)  # it may be meant for one base case
    stated = not claim.bare and (found.scope in _OF_ANY_QUESTION or (found.scope is Scope.SOME and bool(constants)))
    if found.scope is Scope.ALL or stated or _is_asked(found, known):
        return Outcome(Judged(_OF_SCOPE[found.scope]), general=found)
    if claim.bare or found.scope is not Scope.MIXED:
        return None
    grown = _grown(claim, known.variable, known.bounds)
    return None if grown.standing is Standing.WRONG else Outcome(UNDECIDED, general=found)


#: What an equation says of itself, whether T's growth or all solutions are asked for.
_OF_ANY_QUESTION = (Scope.UNUSED, Scope.UNFIT, Scope.FALSE, Scope.MISNAMED)


def _unsolved(question: Question) -> Proved | None:
    """The one recurrence of the question, of which nothing is proved; a formula can be put into it all the same."""
    if question.system is None or len(question.system.recurrences) != 1 or not isinstance(question.problem, Unsolved):
        return None
    (r,) = question.system.recurrences
    return Proved(r.variable, Bounds(None, None), recurrence=r, system=question.system)


def _is_asked(found: General, known: Proved) -> bool:
    """Whether a formula is asked for, as the growth hangs on the constants, or is what a bare one must be.

    In c·n² the c of a Θ says nothing. C·2^n − n is no bound, nor are two independent homogeneous solutions, nor is
    A·2^n + B·3^n where 2^n does not solve. c·n² + d·n may be the shape of what solves f(n) = T(n) − T(n − 1).
    """
    if known.bounds.theta is None:
        return known.solution is not None and bool(known.solution.constants)
    r, family = known.recurrence, found.family
    if r is None or family is None or not family.has_several_terms or not general_claims.is_stepwise(r):
        return found.rank > 1
    if found.scope is not Scope.MIXED or found.rank > 1:
        return found.rank > 1 or found.scope is not Scope.OPEN
    return not family.holds_rounded and (r.driving == ex.ZERO or (found.order > 1 and found.lacks))


def _refuse_strange_sizes(question: Question, answer: str, claim: Claim) -> None:
    """A letter that the recurrence does not hold is a constant, such as c, unless it looks like another size."""
    if question.system is None:
        return
    strange = sorted(ex.symbols(claim.body) - question.names - CONSTANTS)
    if not strange:
        return
    variable = question.system.claimed(claim).variable
    if variable not in ex.symbols(claim.body):
        message = f"the answer is in {strange[0]}, the recurrence in {variable}"
        raise InvalidRecurrence(message, text=answer, hint=f"write it in {variable}")
    unsaid = sorted((SIZES | _OF_BOUNDS).intersection(strange))
    if unsaid:
        raise Undecided(f"what {unsaid[0]} stands for is not said")


def _as_rounded(claim: Claim, known: Proved) -> Judged | None:
    """n^2.81 for n^(log_2 7): what is meant is the exact number, which no decimal is."""
    theta = known.bounds.theta
    if theta is None or claim.kind in RELATIONS or not decimals_in(claim.body) or _is_no_bound(claim, known):
        return None
    growth = extent(claim.body, known.variable).growth
    exact = None if growth is None else meant(claim.body, growth, theta)
    return (
        None
        if exact is None
        else replace(judge_growth(claim.kind, GrowthRange(exact, exact), known.bounds), rounded=True)
    )


def _against(question: Question, answer: str, claim: Claim, known: Proved) -> Outcome:
    if known.cases:
        return Outcome(_uniformly(claim, known))
    claim = _as_meant(claim, known)
    parts = leading_claims.split_hidden(claim.body)
    if parts is not None and claim.kind in ("Θ", "~", "="):
        found = leading_claims.judge_expansion(known, *parts)
        if claim.bare and found.standing is Standing.UNDECIDED and not _has_first_values(question):
            grown = leading_claims.judge_growth_of_expansion(known, *parts)  # the constant alone hangs on them
            return Outcome(grown if grown.standing is Standing.CORRECT else found)
        return Outcome(found)
    if claim.kind in INEQUALITIES:
        compared = judge_inequality(known, claim)
        return Outcome(compared.judged, compared=compared)
    if claim.kind not in ("~", "="):
        return Outcome(_bound(claim, known))
    grown = _grown(claim, known.variable, known.bounds)
    if claim.kind == "=":
        return Outcome(*_formula(question, answer, claim, known, grown))
    if grown.standing is Standing.WRONG:
        return Outcome(grown)
    return Outcome(Judged(leading_claims.judge_leading(known, claim.body)))


def _has_first_values(question: Question) -> bool:
    return question.system is None or any(r.initial for r in question.system.recurrences)


def _as_meant(claim: Claim, known: Proved) -> Claim:
    """A bare formula claims a Θ; where T is no positive function, and so has none, the formula itself."""
    if claim.bare and known.bounds.lower is None and leading_claims.exact_everywhere(known) is not None:
        return replace(claim, kind="=")
    return claim


def _bound(claim: Claim, known: Proved) -> Judged:
    """Θ, O, Ω, o or ω of a function, which has to be one that is positive."""
    if _is_no_bound(claim, known):
        return Judged(Standing.WRONG, Miss.NO_BOUND)
    claimed = extent(claim.body, known.variable)
    judged = judge_growth(claim.kind, claimed, known.bounds)
    if (
        judged.standing is Standing.CORRECT
        and claim.kind in ("o", "ω")
        and is_trivial(claim.kind, claimed, known.bounds)
    ):
        return judge_growth("O", claimed, known.bounds)
    return (
        leading_claims.judge_on_classes(claim.kind, claimed, known) if judged.standing is Standing.UNDECIDED else judged
    )


def _is_no_bound(claim: Claim, known: Proved) -> bool:
    """0, unless T is 0, and what is negative at all large sizes."""
    expansion = expand(claim.body, known.variable)
    if expansion.is_zero:
        return known.bounds.upper is None or not known.bounds.upper.is_zero
    try:
        return coefficient_sign(expansion.lead[1]) < 0
    except Undecided:
        return False


def _grown(claim: Claim, variable: str, bounds: Bounds) -> Judged:
    """The growth of a formula alone."""
    try:
        return judge_growth("Θ", extent(claim.body, variable), bounds)
    except Undecided:
        return UNDECIDED


def _uniformly(claim: Claim, known: Proved) -> Judged:
    """With parameters: what holds in every case of the table."""
    kind = SIDES.get(claim.kind, claim.kind)
    claimed = extent(claim.body, known.variable)
    found = {judge_growth(kind, claimed, c.bounds) for c in known.cases}
    standings = {judged.standing for judged in found}
    if len(standings) > 1 or (claim.kind in RELATIONS and standings != {Standing.WRONG}):
        return UNDECIDED
    return found.pop() if len(found) == 1 else Judged(standings.pop())


def _formula(
    question: Question, answer: str, claim: Claim, known: Proved, grown: Judged
) -> tuple[Judged, Tested | None]:
    if question.key is not None:
        return _beside_key(claim, known, grown), None
    assert question.system is not None and known.recurrence is not None
    function = known.recurrence.function
    start = first_power(answer) if claim.start is None else claim.start
    tested = try_formula(question.system, known.solution, function, claim.body, restricted_to(answer), start)
    tested = replace(tested, grows_alike=grown.standing is Standing.CORRECT)
    if tested.fate is Fate.PROVED:
        return CORRECT, tested
    if grown.standing is Standing.WRONG:
        return grown, tested
    apart = grown.standing is Standing.CORRECT and leading_claims.judge_leading(known, claim.body) is Standing.WRONG
    wrong = tested.fate is Fate.REFUTED or apart
    return (Judged(Standing.WRONG) if wrong else UNDECIDED), tested


def _beside_key(claim: Claim, known: Proved, grown: Judged) -> Judged:
    """A formula beside a key: the same function, another one, or not known."""
    if grown.standing is Standing.WRONG or known.exact is None:
        return grown if grown.standing is Standing.WRONG else UNDECIDED
    if same_function(claim.body, known.exact, known.variable):
        return CORRECT
    return Judged(Standing.WRONG) if differ_somewhere(claim.body, known.exact, known.variable) else UNDECIDED
