"""A proof by induction as a page of a textbook: the claim, the base, the step as a chain with a reason each."""

from __future__ import annotations

from fractions import Fraction
from functools import cmp_to_key

from recur.asymptotics import UNIT, level, monomial_formula, monomials
from recur.documents import blocks as b
from recur.documents.given import listing, reading, said
from recur.documents.unrolling import definitions
from recur.model import Expr, Step, expressions as ex, step
from recur.model.records import replace
from recur.numbers.interval import Interval
from recur.proofs.bound_forms import over_base
from recur.proofs.enclosures import EnclosedSum, least, most
from recur.proofs.positive_forms import CallAtSize, PositiveForm
from recur.proofs.proof import BrokenStep, ChosenLetters, ClaimedSide, Disproof, Lemma, Proof, ProvedSide

#: sizes without a value are named up to so many
_NAMED = 3
_LONGEST = 1000  # denominators of coefficients that are written as they are
_PLACES = 1000


def document(proof: Proof) -> b.Document:
    """What was read, each side of the claim with its proof, and what was refused."""
    return (reading(proof.system.recurrences), *argument(proof))


def argument(proof: Proof) -> list[b.Block]:
    """All but what was read."""
    parts: list[b.Block] = []
    if proof.claim is not None and not _is_restated(proof):
        parts.append(b.Paragraph(_claimed(proof), "Claim"))
    if proof.reduced is not None:
        parts.append(b.Paragraph(proof.reduced, "First"))
    parts += [b.Paragraph(_letters(proof), "First")] if proof.scaled else []
    sides = _sides(proof)
    assert proof.form is not None or not sides
    parts += _refuted(proof) if proof.refuted else []
    for side in sides:
        assert proof.form is not None
        if len(proof.asked) > 1:
            parts.append(b.Heading("Upper bound" if side.proved.upper else "Lower bound", level=2))
        for lemma in side.lemmas:
            parts += _lemma(lemma, proof)
        parts += _side(side, side.form or proof.form, proof)
    if not proof.proved and not proof.refuted:
        parts += [b.Paragraph(why, "Open") for why in proof.refused]
    parts += [b.Paragraph(_result(proof), "Result")] if proof.proved else []
    parts += [b.Paragraph(Step(f"{note}."), "Note") for note in proof.assumed]
    parts += [b.Paragraph(_letters(proof), "Note")] if proof.letters and sides and not proof.scaled else []
    where = () if proof.solution is None else proof.solution.where
    parts += map(b.Paragraph, definitions(where, [side.proved.bound for side in sides]))
    return parts


def _lemma(lemma: Lemma, proof: Proof) -> list[b.Block]:
    """A bound on a function that is called, proved first."""
    about = replace(proof, recurrence=lemma.recurrence, claim=None, form=lemma.form, scaled=False)
    claim, *rest = _side(lemma.side, lemma.form, about)
    assert isinstance(claim, b.Paragraph)
    used = said("The calls of ", lemma.recurrence.left, " are replaced by it in what follows.")
    before = [block for each in lemma.side.lemmas for block in _lemma(each, proof)]
    return [*before, b.Paragraph(claim.said, "Lemma"), *rest, b.Paragraph(used, "So")]


def _refuted(proof: Proof) -> list[b.Block]:
    """What is false, what may lie behind it, and why no constant helps."""
    first, *others = proof.refused
    parts: list[b.Block] = [b.Paragraph(first, "False")]
    against = proof.disproof
    if against is not None and against.guess is not None:
        parts += _broken(against.guess, proof, mended=False)
    if against is not None:
        parts.append(b.Paragraph(_no_constant(proof, against), "Why"))
    parts += [b.Paragraph(why, "Hint") for why in others]
    if against is not None and against.side.proved.upper not in {side.proved.upper for side in _sides(proof)}:
        assert proof.form is not None
        parts.append(b.Heading("Upper bound" if against.side.proved.upper else "Lower bound", level=2))
        parts += _side(against.side, proof.form, proof)
    return parts


def _no_constant(proof: Proof, against: Disproof) -> Step:
    upper = against.side.proved.upper
    ends = "falls below every positive constant" if upper else "grows beyond every constant"
    n = ex.Symbol(proof.recurrence.variable)
    divided = said("divided by ", against.claimed, " ") if ex.symbols(against.claimed) else Step("")
    main = "its leading term is " if len(against.side.proved.terms) > 1 else "this is "
    return said("No constant helps: ", _bound(proof, against.side), " for ",
                ex.Relation(">=", n, ex.number(against.side.first)), ", as is shown below; ", divided, main,
                against.ratio, ", which ", ends, ".")  # fmt: skip


def _sides(proof: Proof) -> list[ClaimedSide]:
    return [side for side in (proof.upper, proof.lower) if side is not None]


def formulas(proof: Proof) -> b.Document:
    """The bounds alone."""
    sides = _sides(proof)
    return (b.Display(tuple(b.Displayed(_bound(proof, side)) for side in sides)),)


def _is_restated(proof: Proof) -> bool:
    """Is the induction about the claim itself, so that it is told there?"""
    sides = _sides(proof)
    return (
        proof.proved
        and len(sides) == 1
        and sides[0].goal == sides[0].proved.bound
        and sides[0].chosen is None
        and (not proof.scaled)
    )


def _claimed(proof: Proof) -> Step:
    claim = proof.claim
    assert claim is not None
    left = proof.recurrence.left
    if claim.kind in ("Θ", "O", "Ω", "o", "ω"):
        return said(ex.Relation("=", left, ex.Asymptotic(claim.kind, claim.body)), ".")
    return said(ex.Relation(claim.kind, left, claim.body), ".")


#: how the signs stand in a sentence
WRITTEN = {"<=": "≤", ">=": "≥", "<": "<", ">": ">"}


def _sign(upper: bool, strict: bool) -> str:
    """≤ or ≥, and < or > where it is strict."""
    return ("<" if upper else ">") + ("" if strict else "=")


def _bound(proof: Proof, side: ClaimedSide) -> Expr:
    return ex.Relation(_sign(side.proved.upper, side.strict), proof.recurrence.left, side.goal)


def _side(side: ClaimedSide, form: PositiveForm, proof: Proof) -> list[b.Block]:
    """Claim, base, hypothesis, chain, conclusion."""
    found = side.proved
    n = ex.Symbol(form.variable)
    left = proof.recurrence.left
    parts: list[b.Block] = []
    if side.broken is not None:
        parts += _broken(side.broken, proof)
    word = "Claim" if proof.claim is None or (side.broken is None and side.goal == found.bound) else "Stronger"
    if proof.scaled and proof.claim is not None and word == "Claim":
        word = "Then"
    if side.chosen is not None:
        word = "Stronger" if side.goal != found.bound else "Then"
        parts.append(b.Paragraph(_constants(side.chosen, found.upper), "Choose"))
    claim = ex.Relation(_sign(found.upper, found.strict), left, found.bound)
    parts.append(b.Paragraph(said(claim, " for every ", ex.Relation(">=", n, ex.number(found.first)), "."), word))
    parts += _base(side, proof)
    parts.append(b.Paragraph(_hypothesis(found, form), "Step"))
    parts.append(_chain(found, form, left))
    if (why := _not_negative(found, form)) is not None:
        parts.append(b.Paragraph(why))
    if side.goal != found.bound or side.first != found.first:
        beyond = side.strict and not found.strict
        goal = ex.Relation(_sign(found.upper, beyond), found.bound, side.goal)
        parts.append(b.Paragraph(_within(goal, side, n, proof), "So"))
    return parts


def _constants(chosen: ChosenLetters, upper: bool) -> Step:
    """c = 2, and why: the base asks for so much, the step for so much."""
    c = ex.Symbol(next(iter(chosen.values)))
    sign = ">=" if upper else "<="
    asks = [said(f"the {who} asks for ", ex.Relation(sign, c, ex.number(x)))
            for who, x in (("step", chosen.step), ("base", chosen.base))
            if x is not None and x > 0 and x.denominator <= _LONGEST]  # fmt: skip
    every = " every larger one serves as well." if upper else " every smaller positive one serves as well."
    equations = listing([ex.Relation("=", ex.Symbol(x), ex.number(v)) for x, v in chosen.values.items()])
    return said(equations, *((": ", listing(asks, ", "), ";") if asks and chosen.monotone else ()),
                *((every if asks else f":{every}",) if chosen.monotone else (".",)))  # fmt: skip


def _within(goal: Expr, side: ClaimedSide, n: Expr, proof: Proof) -> Step:
    later = ex.Relation(">=", n, ex.number(side.first))
    if side.goal == side.proved.bound or side.first >= side.proved.first:
        sure = "positive" if side.strict else "not negative"
        return said(goal, " for ", later, f": the difference is {sure} from there on.")
    return said("The claim follows: ", goal, " at large sizes, and at the others the values of ", proof.recurrence.left,
                " say so, from ", later, " on.")  # fmt: skip


def _broken(broken: BrokenStep, proof: Proof, mended: bool = True) -> list[b.Block]:
    """Where the guess itself does not carry the step: it leaves more than it may."""
    assert proof.form is not None
    sign = -1 if broken.upper else 1
    left = _terms_formula(broken.residual.scaled(sign), proof.form)
    word = "more" if broken.upper else "less"
    if broken.letter is None or broken.scaled is None:
        told = said("With ", broken.bound, " alone the step comes to ", ex.add(broken.bound, *left),
                    f", which is {word}: the guess does not carry its own induction. A term of lower order is taken "
                    "away from it.")  # fmt: skip
    else:
        c = ex.Symbol(broken.letter)
        guess = ex.mul(c, broken.bound)
        parts = [ex.mul(c, x) for x in _terms_formula(broken.scaled.scaled(sign), proof.form)]
        always = all(most(x) <= 0 for x in broken.scaled.terms.values())
        end = (
            said("the guess does not carry its own induction. A term of lower order is taken away from it.")
            if mended
            else said("that it is ", ex.Asymptotic("O" if broken.upper else "Ω", broken.bound), " does not help, as "
                      "the hypothesis has to come back with the same constant.")
        )  # fmt: skip
        told = said("With ", guess, " the step comes to ", ex.add(guess, *parts, *left), f", which is {word} than ",
                    guess, "" if always else " at every large size", ", whatever ", c, " is: ", end)  # fmt: skip
    return [b.Paragraph(told, "Guess")]


def _base(side: ClaimedSide, proof: Proof) -> list[b.Block]:
    """The sizes below the step, in a table."""
    found = side.proved
    last = found.step_from - 1
    if not side.values:
        return [b.Paragraph(Step("No size lies below the first step."), "Base")]
    n = ex.Symbol(proof.recurrence.variable)
    sizes = said(ex.Relation("=", n, ex.number(last))) if last == found.first else said(
        ex.Relation("<=", ex.number(found.first), ex.Relation("<=", n, ex.number(last))))  # fmt: skip
    columns = tuple(b.Column(x) for x in (n, proof.recurrence.left, found.bound))
    rows: list[tuple[b.Cell, ...] | None] = []
    for before, v in zip((None, *side.values), side.values, strict=False):
        rows += [None] if before is not None and v.size > before.size + 1 else []
        rows.append((ex.number(v.size), first_digits(v.value), first_digits(v.bound)))
    found_values: list[b.Block] = [
        b.Paragraph(said("By the values, for ", sizes, ":"), "Base"),
        b.Table(columns, tuple(rows)),
    ]
    return [*found_values, *_without_value(side, proof)]


def _without_value(side: ClaimedSide, proof: Proof) -> list[b.Block]:
    """Sizes whose calls end where nothing is stated: no value, so no claim, and none where they are called."""
    if not side.without_value:
        return []
    function = proof.recurrence.function
    calls = [ex.Call(function, (ex.number(n),)) for n in side.without_value[:_NAMED]]
    named: list[str | Expr | Step] = [*calls, *(["others"] if len(side.without_value) > _NAMED else [])]
    which = listing(named, " and " if len(named) == 2 else ", ")
    what = "has no value, as what it calls" if len(named) == 1 else "have no value, as what they call"
    return [b.Paragraph(said(which, f" {what} is not stated; the claim is about the sizes that have one."))]


def _hypothesis(found: ProvedSide, form: PositiveForm) -> Step:
    n, start = ex.Symbol(form.variable), ex.number(found.step_from)
    sizes = list(dict.fromkeys(map(written, form.calls)))
    let = said("Let ", ex.Relation(">=", n, start))
    if not sizes:
        return said(let, ".")
    what = "is smaller than " if len(sizes) == 1 else "are smaller than "
    return said(
        let, " and let the claim hold for every smaller size from ", ex.number(found.first), " on; ",
        listing(sizes), f" {what}", n, " and at least ", ex.number(found.first), ".",
    )  # fmt: skip


def _chain(found: ProvedSide, form: PositiveForm, left: Expr) -> b.Chain:
    sign = "<=" if found.upper else ">="
    links = [
        b.Link(
            _sign(found.upper, found.strict) if form.calls else "=",
            _substituted(found, form, False),
            step("the hypothesis"),
        )
    ]
    rounded = [call for call in form.calls if call.size.low != call.size.high]
    if found.rising and rounded:
        shown = listing([ex.Relation(sign, written(c), at_end(c, found.upper, form.variable)) for c in rounded])
        links.append(b.Link(sign, _substituted(found, form, True), said(shown, ", and the bound rises")))
    exact_rest = _is_exact(found.residual)
    rest = _sum_formula(found.residual, form)
    if rest != ex.ZERO and form.calls:
        after = ex.add(found.bound, ex.negate(rest)) if found.upper else ex.add(found.bound, rest)
        why = step("collected") if exact_rest else step("collected, the remainders of the series bounded")
        links.append(b.Link("=" if exact_rest and _is_sharp(found, form) else sign, after, why))
    later = said("for ", ex.Relation(">=", ex.Symbol(form.variable), ex.number(found.step_from)))
    if rest != ex.ZERO or not _is_sharp(found, form):
        links.append(b.Link(sign, found.bound, condition=later))
    else:
        identity = _reproduced(found, form)
        told = later if identity is None else said("as ", identity, ", ", later)
        links.append(b.Link("=", found.bound, condition=told))
    return b.Chain(left, tuple(links))


def _reproduced(found: ProvedSide, form: PositiveForm) -> Expr | None:
    """φ² = φ + 1: what makes gⁿ the sum of its earlier values."""
    (m, *others) = found.terms
    x = None if others or len(m.exponential) != 1 or m.powers else _monomial(m, form)
    if not isinstance(x, ex.Power) or isinstance(x.base, ex.Number) or form.driving != ex.ZERO:
        return None
    steps = [(call.coefficient, -call.size.high) for call in form.calls]
    order = max(k for _, k in steps)
    return ex.Relation("=", ex.power(x.base, ex.number(order)),
                       ex.add(*(ex.mul(a, ex.power(x.base, ex.number(order - k))) for a, k in steps)))  # fmt: skip


def _is_sharp(found: ProvedSide, form: PositiveForm) -> bool:
    """Is nothing rounded, or every rounding done with before?"""
    return found.rising or all(call.size.low == call.size.high for call in form.calls)


def _is_exact(total: EnclosedSum) -> bool:
    return all(isinstance(c, Fraction) and c.denominator <= _LONGEST for c in total.terms.values())


def _substituted(found: ProvedSide, form: PositiveForm, at_ends: bool) -> Expr:
    """Σ aᵢ·bound(sᵢ) + f"""
    parts = []
    for call in form.calls:
        size = at_end(call, found.upper, form.variable) if at_ends else written(call)
        parts.append(ex.mul(call.coefficient, ex.substitute(found.bound, form.variable, size)))
    return ex.add(*parts, form.driving)


def written(call: CallAtSize) -> Expr:
    """The size of the call, with the rounding that is meant where none is written."""
    terms = call.argument.terms if isinstance(call.argument, ex.Add) else (call.argument,)
    rounded = any(isinstance(x, ex.Apply) and x.name in ("floor", "ceiling") for x in terms)
    if rounded or call.size.low == call.size.high:
        return call.argument
    return ex.Apply("floor", (call.argument,))


def at_end(call: CallAtSize, upper: bool, variable: str) -> Expr:
    """What the rounding leaves at most, or at least: n/2 and (n − 1)/2 for ⌊n/2⌋."""
    size = call.size
    main = ex.mul(ex.number(size.ratio), ex.power(ex.Symbol(variable), ex.number(size.root)))
    return ex.add(main, ex.number(size.high if upper else size.low))


def _sum_formula(total: EnclosedSum, form: PositiveForm) -> Expr:
    """Σ of the terms, each coefficient rounded down to three places where it is none of few digits."""
    return ex.add(*_terms_formula(total, form))


def _terms_formula(total: EnclosedSum, form: PositiveForm) -> list[Expr]:
    order = sorted(total.terms, key=cmp_to_key(monomials.compare), reverse=True)
    parts = []
    for m in order:
        c = least(total.terms[m])
        if c.denominator > _LONGEST:
            c = Fraction((c * _PLACES).__floor__(), _PLACES)
        if c:
            parts.append(ex.mul(ex.number(c), _monomial(m, form)))
    return parts


def _monomial(m: monomials.Monomial, form: PositiveForm) -> Expr:
    return over_base(monomial_formula(m, form.variable), form.variable, form.log.base)


def _not_negative(found: ProvedSide, form: PositiveForm) -> Step | None:
    """Why what is taken away is not negative."""
    lows = {m: least(c) for m, c in found.residual.terms.items()}
    if all(low >= 0 for low in lows.values()):
        return None
    if set(lows) <= {level(0), UNIT}:
        return None  # n − 1
    rest = _sum_formula(found.residual, form)
    lead = max(lows, key=cmp_to_key(monomials.compare))
    n = ex.Symbol(form.variable)
    return said(
        "Here ", ex.Relation(">=", rest, ex.ZERO), " for ", ex.Relation(">=", n, ex.number(found.step_from)),
        ": divided by ", _monomial(lead, form), " its negative terms only shrink from there on, and at ",
        ex.Relation("=", n, ex.number(found.step_from)), " they are outweighed.",
    )  # fmt: skip


def _result(proof: Proof) -> Step:
    scale = [ex.Symbol(name) for name in proof.letters] if proof.scaled else []
    sides = [said(_bound(proof, replace(side, goal=ex.mul(*scale, side.goal))), " for ",
                  ex.Relation(">=", ex.Symbol(proof.recurrence.variable), ex.number(side.first)))
             for side in _sides(proof)]  # fmt: skip
    return said(listing(sides, ", and "), ". ∎")


def _letters(proof: Proof) -> Step:
    listed = listing([ex.Symbol(name) for name in proof.letters])
    if proof.scaled:
        return said("It is enough to take ", listed, " = 1: ", proof.recurrence.left, " and the bounds are ", listed,
                    " times what they are then.")  # fmt: skip
    factors = [ex.ONE, *(ex.Symbol(name) for name in proof.letters)]
    most, fewest = ex.Apply("max", tuple(factors)), ex.Apply("min", tuple(factors))
    return said("With ", listed, " = 1; for other positive values the upper bound holds times ", most,
                ", the lower one times ", fewest, ".")  # fmt: skip


def first_digits(x: Interval, count: int = 4) -> str:
    """The number to a few digits, cut off."""
    low, high = x.rationals()
    if low == high and low.denominator == 1:
        return str(low)
    middle = (low + high) / 2
    whole = int(abs(middle))
    places = max(0, count - len(str(whole)))
    scaled = int(abs(middle) * 10**places)
    text = f"{scaled // 10**places}" + (f".{scaled % 10**places:0{places}d}" if places else "")
    return ("−" if middle < 0 and scaled else "") + text
