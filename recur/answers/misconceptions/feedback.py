"""What a student is told: which way the claim misses, by what factor, the likely mistake; never the answer."""

from fractions import Fraction

from recur.answers.judging.exact_claims import Fate, Tested
from recur.answers.judging.exact_values import Difference, Formula, unrounded
from recur.answers.judging.growth_claims import Judged, Miss, extent
from recur.answers.judging.inequalities import Compared, Ground
from recur.answers.judging.outcome import Outcome
from recur.answers.judging.question import Proved, Question
from recur.answers.judging.statements import SIDES, is_sum_with_bound, statement
from recur.answers.judging.style import style_note, style_tags
from recur.answers.judging.trivial_bounds import is_trivial
from recur.answers.judging.value_table import three_digits, value_table
from recur.answers.judging.verdict import TRIVIAL, SampledSize, Standing, Verdict
from recur.answers.misconceptions import misconceptions
from recur.answers.misconceptions.hints import hints, series_hints
from recur.answers.misconceptions.misconceptions import Scene
from recur.asymptotics import Growth
from recur.evaluation.equation import straight_line
from recur.model import Claim, Expr, LimitExceeded, RecurError, Step, Unsolved, expressions as ex, own_fault, step
from recur.model.records import replace
from recur.numbers import certain_digits

_MISSES = {
    ("Θ", Miss.LARGE): "Too large, by a factor {q}.",
    ("Θ", Miss.SMALL): "Too small, by a factor {q}.",
    ("O", Miss.LOOSE): "True, but larger than needed by a factor {q}.",
    ("O", Miss.TIGHT): "Too tight: {t} outgrows {g} by a factor {q}, so this is no upper bound.",
    ("Ω", Miss.LOOSE): "True, but smaller than possible by a factor {q}.",
    ("Ω", Miss.TIGHT): "Too tight: {g} outgrows {t} by a factor {q}, so this is no lower bound.",
    ("o", Miss.LOOSE): "True, but larger than needed by a factor {q}.",
    ("o", Miss.TIGHT): "Too tight: {t} outgrows {g} by a factor {q}.",
    ("ω", Miss.TIGHT): "Too tight: {g} outgrows {t} by a factor {q}.",
}
_ALONE = {
    Miss.NO_BOUND: "{g} is no bound: a bound is a positive function.",
    Miss.VANISHES: "{t} is 0 again and again, however large {n} is: no positive function bounds it from below.",
    Miss.NO_THETA: "No Θ holds for all sizes: {t} is {low} at infinitely many, {high} at infinitely many others.",
    Miss.NEGATIVE: "{t} has negative values. Of its absolute value this is right; Θ and Ω are said of positive ones.",
}
_SAME_ORDER = {
    "o": "{t} grows as fast as {g}, and o asks that it grow more slowly.",
    "ω": "{t} grows as fast as {g}, and ω asks that it grow faster.",
}


def verdict(
    question: Question,
    answer: str,
    claim: Claim,
    known: Proved,
    outcome: Outcome,
    with_table: bool = True,
) -> Verdict:
    """The verdict with all that there is to say about it; when time runs out, with what has been said so far."""
    judged = outcome.judged
    growth = _growth(claim, known)
    style = style_tags(claim, known.variable)
    notes, told = _explained(claim, known, outcome)
    reasons = _reasons(claim, known)
    notes, told = (*notes, *reasons[0]), (*told, *reasons[1])
    sides = _sidedness(claim, known, judged)
    if judged.standing is Standing.NOT_TIGHT and _says_nothing(claim, known):
        notes, told = (*notes, TRIVIAL), (*told, Step("So far from the truth a bound says nothing."))
    plainly = style_note(claim, style, growth)
    found = Verdict(
        question.text,
        answer,
        judged.standing,
        (*notes, *style, *sides),
        (*told, *plainly),
        system=question.system,
        claim=claim,
        factor=None if judged.factor is None else judged.factor.expression(),
        solution=known.solution,
    )
    if judged.standing is Standing.CORRECT:
        return found
    try:
        mistakes, likely = _mistakes_in_form(claim, known, outcome)
        if not mistakes:
            mistakes, likely = _mistakes(question, claim, known, judged, growth)
        found = replace(
            found,
            notes=(*notes, *mistakes, *style, *sides),
            feedback=(*told, *likely, *plainly),
            hints=_hints(claim, known) if with_table else (),
        )
        if not with_table or (outcome.compared is not None and outcome.compared.difference is not None):
            return found
        table, note = _table(question, claim, known, judged, growth)
        return replace(found, table=table, table_note=note)
    except LimitExceeded:
        return found


def _says_nothing(claim: Claim, known: Proved) -> bool:
    """A bound of another class of growth; a lower one that is 0 or negative."""
    try:
        claimed = extent(claim.body, known.variable)
    except RecurError:
        return claim.kind in (">=", ">")
    return is_trivial(SIDES.get(claim.kind, claim.kind), claimed, known.bounds)


def unreadable(question: Question, answer: str, problem: RecurError) -> Verdict:
    told = (Step("The answer cannot be read; it is not counted as wrong."),)
    return Verdict(
        question.text, answer, Standing.UNREADABLE, ("unreadable",), told, system=question.system, problem=problem
    )


_TAGS = {
    "syntax": "recurrence-unreadable",
    "invalid": "recurrence-invalid",
    "unsolved": "recurrence-unsolved",
    "limit": "time-limit",
    "undecided": "not-comparable",
}


def undecided_verdict(question: Question, answer: str, claim: Claim | None, problem: RecurError | None) -> Verdict:
    """Nothing is proved, or nothing can be compared: the reason, and no blame."""
    if question.problem is not None and problem is question.problem:
        lead = "The recurrence is unsolved: " if question.key is None else "The key: "
    else:
        lead = "The claim cannot be compared with what is proved: "
    if isinstance(problem, Unsolved):
        reason = problem.reason
    else:
        reason = Step("nothing is proved of this function" if problem is None else problem.message)
    tags = (_TAGS.get(problem.kind, "undecided"),) if problem is not None else ("undecided",)
    told = (Step(f"{lead}{reason.sentence}.", reason.formulas),)
    return Verdict(
        question.text, answer, Standing.UNDECIDED, tags, told, system=question.system, claim=claim, problem=problem
    )


def fault(question: Question, answer: str, fault: Exception) -> Verdict:
    problem = own_fault(fault)
    told = (Step("Something in recur failed, so the answer is not judged."),)
    return Verdict(
        question.text, answer, Standing.UNDECIDED, ("internal",), told, system=question.system, problem=problem
    )


def _growth(claim: Claim, known: Proved) -> Growth | None:
    try:
        return extent(claim.body, known.variable).growth
    except RecurError:
        return None


def _formulas(claim: Claim, known: Proved, judged: Judged) -> dict[str, Expr]:
    name = "T" if known.recurrence is None else known.recurrence.function
    n = ex.Symbol(known.variable)
    found: dict[str, Expr] = {"t": ex.Call(name, (n,)), "g": claim.body, "n": n}
    if judged.factor is not None:
        found["q"] = _readable(judged.factor.expression())
    if judged.miss == Miss.NO_THETA:
        for name, growth in (("low", known.bounds.lower), ("high", known.bounds.upper)):
            if growth is not None:
                found[name] = ex.ZERO if growth.is_zero else ex.Asymptotic("Θ", growth.expression())
    return found


def _readable(x: Expr) -> Expr:
    """n^(log₂(3/2))/log n as n^0.585/log n: how large, where exactness is no matter."""
    if isinstance(x, ex.Power) and not isinstance(x.exponent, ex.Number) and not ex.symbols(x.exponent):
        return ex.Power(_readable(x.base), _decimal(x.exponent))
    return ex.rebuild(x, _readable) if x.children else x


def _decimal(x: Expr) -> Expr:
    """A constant rounded to three digits."""
    value = Formula(x, "", {}).at(0)
    text = None if value is None or isinstance(value, int | Fraction) else certain_digits(value, 12)
    if text is None:
        return x
    exact = Fraction(text)
    places = 3
    while abs(exact) * 10**places < 100 and places < 12:
        places += 1
    return ex.Number(round(exact, places), True)


def _say(sentence: str, formulas: dict[str, Expr]) -> Step:
    """The sentence with those of the formulas that it names."""
    return Step(sentence, tuple((name, x) for name, x in formulas.items() if f"{{{name}}}" in sentence))


def _explained(claim: Claim, known: Proved, outcome: Outcome) -> tuple[tuple[str, ...], tuple[Step, ...]]:
    """Tags and sentences on why the verdict is what it is."""
    judged, tested, compared = outcome.judged, outcome.tested, outcome.compared
    formulas = _formulas(claim, known, judged)
    if outcome.series is not None:
        from recur.answers.misconceptions.all_solutions import of_series

        return of_series(outcome.series, claim, formulas["t"])
    if outcome.general is not None:
        from recur.answers.misconceptions.all_solutions import of_all_solutions

        return of_all_solutions(outcome.general, formulas["t"], known, judged.standing)
    kind = SIDES.get(claim.kind, claim.kind)
    notes: list[str] = []
    told: list[Step] = []
    if judged.miss is not None:
        notes.append(judged.miss)
        sentence = _MISSES.get((kind, judged.miss))
        if sentence is not None and judged.factor is not None:
            told.append(_say(sentence, formulas))
        elif judged.miss in _ALONE:
            told.append(_say(_ALONE[judged.miss], formulas))
        elif kind in _SAME_ORDER and compared is None:
            told.append(_say(_SAME_ORDER[kind], formulas))
    elif claim.kind == "~" and judged.standing is Standing.WRONG:
        notes += ["growth-right", "leading-constant"]
        told.append(_say("The growth is right, the constant in front is not: the ratio does not tend to 1.", formulas))
    elif is_sum_with_bound(claim.body) and judged.standing is Standing.WRONG:
        notes.append("remainder")
        told.append(
            Step("What is left beside the leading terms is of another order, or they are not the leading terms.")
        )
    if judged.rounded:
        notes.append("rounded")
        told.append(_say("The decimal is the exact number, rounded: close to it, and not equal.", formulas))
    if tested is not None:
        more, said = _tested(tested, judged, formulas)
        notes += more
        told += said
    if compared is not None:
        more, said = _compared(compared, formulas)
        notes += more
        told += said
    elif judged.standing is Standing.UNDECIDED and tested is None and judged.miss is None:
        more, said = _between(claim, known, formulas)
        notes += more
        told += said
    return tuple(notes), tuple(told)


_OPEN = {
    Ground.NO_BASE: (
        "base-case-needed",
        "The two grow alike: which of them is larger depends on the base case, and none is stated.",
    ),
    Ground.HIDDEN: (
        "hidden-constants",
        "The recurrence fixes {t} only up to constants, so no inequality with constants of its own follows.",
    ),
    Ground.AGREES: ("not-proved", "It can neither be proved nor refuted here."),
}


def _compared(found: Compared, formulas: dict[str, Expr]) -> tuple[list[str], list[Step]]:
    """What became of an inequality."""
    standing = found.judged.standing
    if standing is Standing.UNDECIDED:
        tag, sentence = _OPEN.get(found.ground, _OPEN[Ground.AGREES])
        if found.agrees:
            sentence = f"It is true at all {found.agrees} sizes tried, which is no proof."
        return [tag], [_say(sentence, formulas)]
    notes, told = [], []
    if found.difference is not None:
        notes.append("false-at-a-size")
        told.append(_fails_at(found.difference, formulas, "claim", found.ground is Ground.SMALLEST))
        if found.onwards is not None:
            notes.append("true-from-some-size")
            told.append(_say(f"From {{n}} = {found.onwards} on it is true: say where it begins.", formulas))
    elif standing is Standing.WRONG and found.judged.factor is None:
        told.append(_say("It is false at all large {n}: the leading terms say so.", formulas))
    elif found.ground is Ground.GROWTH and standing is not Standing.WRONG:
        notes.append("large-sizes-only")
        told.append(_say("No base case is stated, so this is judged for all large {n}.", formulas))
    return notes, told


def _fails_at(d: Difference, formulas: dict[str, Expr], stated: str, smallest: bool = True) -> Step:
    value, claimed = three_digits(d.value) or "?", three_digits(d.claimed) or "?"
    lead = "The smallest size that refutes it" if smallest else "A size that refutes it"
    t = ex.substitute(formulas["t"], str(formulas["n"]), ex.number(d.size))
    return step(f"{lead}: {{t}} = {value}, and the {stated} gives {claimed}.", t=t)


def false_part(
    question: Question, answer: str, claim: Claim, part: Claim, known: Proved, outcome: Outcome, with_table: bool
) -> Verdict:
    """A chain with a false link, or bounds one of which is false: the first one named, and what is wrong with it."""
    name = "T" if known.recurrence is None else known.recurrence.function
    chain = any(link.left is not None or ex.has_call(link.body) for link in claim.beside)
    lead = "The first false link is {link}." if chain else "This is false: {link}."
    named = step(lead, link=statement(part, name, known.variable))
    if part.left is not None or ex.has_call(part.body):
        return Verdict(
            question.text, answer, Standing.WRONG, ("false-link",), (named,), system=question.system, claim=claim,
            hints=() if known.solution is None else hints(known.solution), solution=known.solution,
        )  # fmt: skip
    found = verdict(question, answer, part, known, outcome, with_table)
    notes = ("false-link", *found.notes) if chain else found.notes
    return replace(found, claim=claim, notes=notes, feedback=(named, *found.feedback), table=(), table_note="")


def open_part(question: Question, answer: str, claim: Claim, part: Claim, known: Proved, outcome: Outcome) -> Verdict:
    """Nothing stated is false, and something is not decided."""
    name = "T" if known.recurrence is None else known.recurrence.function
    named = step("Not decided: {link}.", link=statement(part, name, known.variable))
    if part.left is not None or ex.has_call(part.body):
        return Verdict(
            question.text, answer, Standing.UNDECIDED, ("link-undecided",), (named,), system=question.system,
            claim=claim, solution=known.solution,
        )  # fmt: skip
    found = verdict(question, answer, part, known, outcome, False)
    return replace(found, claim=claim, feedback=(named, *found.feedback))


def _reasons(claim: Claim, known: Proved) -> tuple[tuple[str, ...], tuple[Step, ...]]:
    """The case and the values that an answer names beside its bound: they earn nothing, and a wrong one is told."""
    s, r = known.solution, known.recurrence
    if s is None or r is None or s.method != "master theorem" or len(r.subcalls) != 1:
        return (), ()
    if claim.case is None and not claim.values:
        return (), ()
    notes: list[str] = []
    told: list[Step] = []
    case = s.case or ""
    if claim.case is not None and case and not (case == claim.case or case[0] == claim.case):
        notes.append("wrong-case")
        told.append(step(f"Case {claim.case} is named, and it is not the case that applies."))
    line = straight_line(unrounded(r.subcalls[0].argument), r.variable)
    held = {"a": r.subcalls[0].coefficient}
    if line is not None and line[0] > 0 and not line[1]:
        held["b"] = ex.number(1 / line[0])
    for name, value in claim.values:
        if name in held and isinstance(value, ex.Number) and isinstance(held[name], ex.Number) and value != held[name]:
            notes.append("wrong-value")
            told.append(
                step(
                    "{name} = {value} is named, and the recurrence has another {name}.",
                    name=ex.Symbol(name),
                    value=value,
                )
            )
    return tuple(notes), tuple(told)


def _tested(tested: Tested, judged: Judged, formulas: dict[str, Expr]) -> tuple[list[str], list[Step]]:
    """What became of a formula."""
    notes: list[str] = []
    told: list[Step] = []
    if judged.standing is Standing.WRONG:
        if judged.miss is None and tested.grows_alike:
            notes.append("growth-right")
            told.append(_say("The growth is right, the formula is not.", formulas))
        notes.append("formula-wrong")
        if tested.difference is not None:
            told.append(_fails_at(tested.difference, formulas, "formula"))
        elif tested.fate is Fate.REFUTED:
            told.append(
                _say("Put {g} into both sides of the recurrence: they differ, whatever the base case.", formulas)
            )
        if tested.powers_of is not None:
            notes.append("only-on-powers")
            told.append(step(f"At the powers of {tested.powers_of} it is right: say so, or mind the rounding."))
    elif tested.fate is Fate.PROVED and tested.powers_of is not None:
        told.append(step(f"Right at the powers of {tested.powers_of}, where it was claimed."))
    elif tested.fate is Fate.OPEN:
        tag, sentence = _open(tested)
        notes.append(tag)
        told.append(_say(sentence, formulas))
    return notes, told


def _open(tested: Tested) -> tuple[str, str]:
    if tested.hidden:
        return "hidden-constants", "The recurrence fixes {t} only up to constants, so no formula can be its value."
    if tested.satisfies:
        return "base-case-needed", "The formula satisfies the recurrence; whether it is {t} depends on a base case."
    if tested.agrees:
        return "not-proved", f"The formula agrees at all {tested.agrees} sizes tried, which is no proof."
    return "not-proved", "The formula can neither be proved nor refuted here."


def _between(claim: Claim, known: Proved, formulas: dict[str, Expr]) -> tuple[list[str], list[Step]]:
    """Undecided although the growths can be compared: the claim lies between what is proved below and above."""
    if claim.kind == "~":
        return ["no-leading-constant"], [
            _say("The growth is right; the constant in front of it is not known.", formulas)
        ]
    lower, upper = known.bounds.lower, known.bounds.upper
    if known.cases:
        return ["parameters"], [step("It depends on the parameters whether this is right.")]
    if lower is not None and lower == upper:
        return ["not-comparable"], [_say("The claim cannot be compared with {t}.", formulas)]
    notes = ["bounds-differ"]
    told = [_say("What is proved of {t} from below and from above differs, and the claim lies between.", formulas)]
    hidden = _hidden_upper(known)
    if hidden and upper is not None and _growth(claim, known) == upper and claim.kind in ("Θ", "Ω"):
        notes.append("O-taken-as-theta")
        told.append(
            step(
                "{o} is only an upper bound and may hide 0; this is right if it is meant as {theta}.",
                o=hidden[0],
                theta=ex.Asymptotic("Θ", hidden[0].body),
            )
        )
    return notes, told


def _hidden_upper(known: Proved) -> list[ex.Asymptotic]:
    driving = () if known.recurrence is None else ex.walk(known.recurrence.driving)
    return [x for x in driving if isinstance(x, ex.Asymptotic) and x.kind == "O"]


def _sidedness(claim: Claim, known: Proved, judged: Judged) -> tuple[str, ...]:
    """A true bound from one side where both are proved."""
    if known.bounds.theta is None or judged.standing not in (Standing.CORRECT, Standing.NOT_TIGHT):
        return ()
    kind = claim.kind if claim.kind in ("=", "~") else SIDES.get(claim.kind, claim.kind)
    return {"O": ("upper-bound-only",), "Ω": ("lower-bound-only",)}.get(kind, ())


def _hints(claim: Claim, known: Proved) -> tuple[Step, ...]:
    if claim.series is not None:
        return () if known.recurrence is None else series_hints(claim, known.recurrence)
    return () if known.solution is None else hints(known.solution)


def _mistakes_in_form(claim: Claim, known: Proved, outcome: Outcome) -> tuple[tuple[str, ...], tuple[Step, ...]]:
    """Mistakes that a formula shows, where it is not what was asked for."""
    asked = outcome.tested is not None or outcome.general is not None
    missed = outcome.judged.standing in (Standing.WRONG, Standing.NOT_TIGHT)
    if known.recurrence is None or not asked or not missed:
        return (), ()
    from recur.answers.misconceptions.wrong_forms import form_scene, likely_in_form, told_in_form

    scene = form_scene(known.recurrence, known.solution, claim.body, outcome.general)
    found = [] if scene is None else list(likely_in_form(scene))
    return tuple(mistake.tag for mistake in found), told_in_form(found)


def _mistakes(
    question: Question, claim: Claim, known: Proved, judged: Judged, growth: Growth | None
) -> tuple[tuple[str, ...], tuple[Step, ...]]:
    if judged.miss in (None, *_ALONE) or growth is None or known.recurrence is None or question.system is None:
        return (), ()
    before = {s.function: s.bounds for s in question.solutions}
    scene = Scene(question.system, known.recurrence, known.bounds, growth, claim.body, question.solutions, before)
    loose = judged.standing is Standing.NOT_TIGHT  # a loose bound may be meant, a rounded number is not
    found = misconceptions.likely(scene, question.mistakes, "rounded" if loose else "")
    if claim.kind in ("o", "ω"):  # false for the growth with other base cases, too
        found = [m for m in found if not m.of_base]
    return tuple(dict.fromkeys(m.tag for m in found)), misconceptions.told(found)


def _table(
    question: Question, claim: Claim, known: Proved, judged: Judged, growth: Growth | None
) -> tuple[tuple[SampledSize, ...], str]:
    if judged.miss in (None, *_ALONE) and not (claim.kind == "~" and judged.standing is Standing.WRONG):
        return (), ""
    if question.system is None or known.recurrence is None:
        return (), ""
    growths = (growth, known.bounds.upper, known.bounds.lower)
    steep = any(g is not None and g.monomial is not None and g.monomial.exponential for g in growths)
    return value_table(question.system, known.recurrence.function, claim.body, steep)
