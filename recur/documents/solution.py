"""A solved recurrence: the answer first, the reason in one line, then the steps and the evidence; or a comparison."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.documents.blocks import Block, Display, Displayed, Document, Paragraph, Steps
from recur.documents.given import ended, joined, listing, reading, said
from recur.model import Progression, Recurrence, Size, Step, System, expressions as ex
from recur.model.solution import Bounds, Definition, Magnitude, Solution

if TYPE_CHECKING:
    from recur.asymptotics.several_sizes import JointBounds
    from recur.solving.comparison import Comparison

DIGITS = 15  # of a constant behind its point
SIGNIFICANT = 5  # digits of a small constant, at the least
LONG_BITS = 24  # of a power of two, that is then written as one
MOST_BITS = 80  # of a size that is written out


def document(
    solutions: Solution | Sequence[Solution], steps: bool = True, read: System | None = None, judged: bool = False
) -> Document:
    """The last solution is what was asked, those before it are what it stands on.

    `read` is the whole reading to echo; without it the recurrences of the solutions are shown. `judged`: what is stated
    beside them has been held against them.
    """
    found = (solutions,) if isinstance(solutions, Solution) else tuple(solutions)
    given = read.recurrences if read is not None else [each.recurrence for each in found]
    parts: list[Block] = [reading(given)]
    parts += [block for solution in found if (block := answer(solution)).rows or block.where]
    for solution in found:
        parts.append(Paragraph(reason(solution), left_side(solution) if len(found) > 1 else ""))
        parts += explanation(solution, steps)
    return (*parts, *unused(given)) if not judged else tuple(parts)


def unused(recurrences: Iterable[Recurrence]) -> list[Block]:
    """What was stated of a solution beside the recurrence: it is checked elsewhere, and passed over nowhere."""
    claims = [(each.claim, each.function, each.variable) for each in recurrences if each.claim is not None]
    if not claims:
        return []
    from recur.answers.judging.statements import statements

    stated = [statement for claim in claims for statement in statements(*claim)]
    told = said("Stated in the text, and not used here: ", listing(stated), ". recur check judges it.")
    return [Paragraph(told, "Note")] if stated else []


def answer(solution: Solution) -> Display:
    """The bounds, the table of cases, the closed form, and what the symbols in them are."""
    rows = [Displayed(bound) for bound in bounds(solution)]
    for case in solution.cases:
        condition = said("if ", listing(case.conditions, " and "))
        if case.growth is not None:
            free = set(solution.constants).intersection(*(ex.symbols(c) for c in case.conditions[:1]))
            left = ex.Apply("abs", (left_side(solution),)) if free else left_side(solution)  # of either sign
            bound = ex.Relation("=", left, ex.Asymptotic("O" if case.from_above else "Θ", case.growth.expression()))
            rows.append(Displayed(bound, condition=condition))
        if case.exact is not None:
            rows.append(Displayed(ex.Relation("=", left_side(solution), case.exact), condition=condition))
    found = closed_form(solution)
    closed = [] if found is None else [found]
    whole = [*closed, *rows] if solution.constants else [*rows, *closed]
    whole += constant_factors(solution)
    whole += generating_function(solution)
    return Display(tuple(whole), tuple(map(where, solution.where)))


def explanation(solution: Solution, steps: bool = True) -> Document:
    """What stands below the reason."""
    parts: list[Block] = [Paragraph(remark, "Note") for remark in solution.remarks]
    parts += derivation(solution) if steps else ()
    checked = solution.verification.status == "checked"
    return (*parts, *([evidence(solution)] if steps or not checked else []))


def derivation(solution: Solution) -> Document:
    """The numbered steps, and what they assume."""
    assumed = [Paragraph(joined(solution.assumptions), "Assumes")] if solution.assumptions else []
    return (*([Steps(tuple(solution.steps))] if solution.steps else []), *assumed)


def reason(solution: Solution) -> Step:
    """The one line on why: the theorem, the case and the reason."""
    if solution.reason.sentence.casefold().startswith(solution.method.casefold()):
        return solution.reason
    named = solution.method[:1].upper() + solution.method[1:] + (f", case {solution.case}" if solution.case else "")
    return said(f"{named}: ", solution.reason) if solution.reason.sentence else Step(f"{named}.")


def left_side(solution: Solution) -> ex.Expr:
    return ex.Call(solution.function, (ex.Symbol(solution.variable),))


def asymptotics(bounds: Bounds | JointBounds | None) -> list[ex.Expr]:
    """Θ(g); or the O and the Ω that are proved. Ω(0) says nothing."""
    if bounds is None:
        return []
    theta = bounds.theta
    sides = (("Θ", theta),) if theta is not None else (("O", bounds.upper), ("Ω", bounds.lower))
    return [ex.Asymptotic(kind, g.expression()) for kind, g in sides if g is not None and not g.is_zero]


def bounds(solution: Solution) -> list[ex.Expr]:
    """T(n) = Θ(g); or the O and the Ω that are proved; then T ~ C·g where the constant is known, or ln T ~ L."""
    left = left_side(solution)
    lower, upper, theta = solution.bounds.lower, solution.bounds.upper, solution.bounds.theta
    sides = (("Θ", theta),) if theta is not None else (("O", upper), ("Ω", lower))
    lines: list[ex.Expr] = []
    for kind, growth in sides:
        formula = None if growth is None else growth.expression()
        # T(n) = Ω(0) says nothing, and the closed form 0 is shown as such.
        if formula is None or (formula == ex.ZERO and (kind == "Ω" or solution.exact == ex.ZERO)):
            continue
        lines.append(ex.Relation("=", left, formula if formula == ex.ZERO else ex.Asymptotic(kind, formula)))
    if solution.leading is not None:
        lines.append(ex.Relation("~", left, solution.leading))
    if solution.logarithm is not None:
        lines.append(ex.Relation("~", ex.Log(left, ex.Constant("e")), solution.logarithm))
    return lines


def closed_form(solution: Solution) -> Displayed | None:
    """T(n) = …, and on which n it holds."""
    if solution.exact is None or solution.exact_domain is None:
        return None
    everywhere = isinstance(solution.exact_domain, Progression) and not solution.recurrence.nonlinear
    if solution.constants and everywhere and not solution.recurrence.initial:  # wherever the recurrence begins
        return Displayed(ex.Relation("=", left_side(solution), solution.exact))
    domain = solution.exact_domain.told("for {domain}")
    return Displayed(ex.Relation("=", left_side(solution), solution.exact), condition=domain)


def constant_factors(solution: Solution) -> list[Displayed]:
    """c₁·g(n) ≤ T(n) ≤ c₂·g(n) for n ≥ n₀, where it was asked for."""
    found = solution.factors
    theta = solution.bounds.theta
    if found is None or theta is None or found.lower is found.upper is None:
        return []
    g = _natural(theta.expression())
    whole: ex.Expr = left_side(solution)
    if found.lower is not None:
        whole = ex.Relation("<=", ex.mul(ex.number(found.lower), g), whole)
    if found.upper is not None:
        whole = ex.Relation("<=", whole, ex.mul(ex.number(found.upper), g))
    return [
        Displayed(whole, condition=said("for ", ex.Relation(">=", ex.Symbol(solution.variable), _size(found.first))))
    ]


def _natural(x: ex.Expr) -> ex.Expr:
    """With ln for the log of a class of growth, which has any base."""
    if isinstance(x, ex.Log) and x.base is None:
        return ex.Log(_natural(x.argument), ex.Constant("e"))
    return x if not x.children else ex.rebuild(x, _natural)


def _size(n: int) -> ex.Expr:
    """A power of two as one, where it is long."""
    if n.bit_length() > LONG_BITS and n & (n - 1) == 0:
        return ex.Power(ex.TWO, ex.number(n.bit_length() - 1))
    return ex.number(n)


def generating_function(solution: Solution) -> list[Displayed]:
    """G(x) = x/(1 − x − x²), where it was asked for."""
    found = solution.generating_function
    if found is None or found.formula is None:
        return []
    return [Displayed(ex.Relation("=", ex.Call(found.name, (ex.Symbol(found.variable),)), found.formula))]


def where(definition: Definition) -> Step:
    """where p = 0.787…, the real root of (1/2)^p + (1/3)^p = 1: the value cut, never rounded."""
    digits, _, exponent = definition.value.partition("e")
    whole, _, behind = digits.partition(".")
    kept = behind[: max(DIGITS, len(behind) - len(behind.lstrip("0")) + SIGNIFICANT)]
    shown = ex.Relation("=", ex.Symbol(definition.symbol), ex.Number(Fraction(f"{whole}.{kept}"), True))
    cut: list[str | ex.Expr] = ["" if kept == behind else "…"]
    if exponent:
        sign = "/" if exponent.startswith("-") else "·"
        cut = [f"{cut[0]}{sign}", ex.Power(ex.number(10), ex.number(abs(int(exponent))))]
    description = definition.description or "which satisfies"
    return said("where ", shown, *cut, f", {description} ", definition.equation)


def evidence(solution: Solution) -> Paragraph:
    """Checked at 12 sizes, 2^10 … 2^2048: T(n)/(n log n) within [0.71, 0.98]; or why not."""
    found = solution.verification
    if found.status != "checked":
        return Paragraph(ended(found.reason or "no numeric check was possible"), "Unchecked", doubtful=True)
    if not found.sizes:
        return Paragraph(ended(found.reason), "Proved" if found.proved else "Checked")
    sizes = f"at {found.sizes} sizes"
    if found.smallest is not None and found.largest is not None:
        sizes += f", {size_text(found.smallest)} … {size_text(found.largest)}"
    if found.against is None:
        return Paragraph(ended(sizes + (f": {found.reason}" if found.reason else "")), "Checked")
    left = left_side(solution)
    ratio = left if found.against == ex.ONE else ex.Mul((left, ex.Power(found.against, ex.MINUS_ONE)))
    return Paragraph(
        said(f"{sizes}: ", ratio, f" within [{ratio_text(found.low)},\u00a0{ratio_text(found.high)}]."), "Checked"
    )


def size_text(size: Size | Magnitude | None) -> str:
    """A size in plain words: 1000, 2^480, 2^(2^40), about 2^90."""
    match size:
        case None:
            return ""
        case Magnitude(base, exponent, doubly):
            return f"{base}^({base}^{exponent})" if doubly else f"{base}^{exponent}"
        case int() if size.bit_length() > MOST_BITS:
            return f"about 2^{size.bit_length() - 1}"
    return str(size)


def ratio_text(ratio: Fraction | None) -> str:
    return "" if ratio is None else f"{float(ratio):.3g}"


ORDERS = {
    "slower": ("o", "grows more slowly than"),
    "same": ("Θ", "grows as fast as"),
    "faster": ("ω", "grows faster than"),
}


def comparison(found: Comparison, steps: bool = True) -> Document:
    """Which of the two grows faster, as a formula and in words, and why; no formula where nothing was decided."""
    parts: list[Block] = []
    order = ORDERS.get(str(found.order))
    if order is None:
        told = said("Undecided which grows faster, ", found.f, " or ", found.g, ".")
    else:
        parts.append(Display((Displayed(ex.Relation("=", found.f, ex.Asymptotic(order[0], found.g))),)))
        told = said(found.f, f" {order[1]} ", found.g, ".")
    parts.append(Paragraph(said(told, " ", found.reason) if found.reason.sentence else told))
    parts += [Paragraph(remark, "Note") for remark in found.remarks]
    return (*parts, *([Steps(tuple(found.reason.substeps))] if steps and found.reason.substeps else []))


def formulas(solution: Solution) -> Document:
    """The recurrence, what is proved of it, and by which method: all that one display can hold."""
    reason = f"({solution.method}, case {solution.case})" if solution.case else f"({solution.method})"
    return reading([solution.recurrence]), answer(solution), Paragraph(Step(reason))
