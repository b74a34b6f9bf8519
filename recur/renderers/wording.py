"""What every format says, apart from how it writes formulas: labels, readings, numbered sentences.

A `Writer` is one of the notations: it turns a formula into text; a `Voice` adds how plain words are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.model.derivation import Step
from recur.model.domain import Size
from recur.model.expressions import (
    MINUS_ONE,
    ONE,
    ZERO,
    Asymptotic,
    Call,
    Expr,
    Mul,
    Number,
    Power,
    Relation,
    Symbol,
    number,
    substitute,
)
from recur.model.recurrence import InitialCondition, Recurrence, System
from recur.model.solution import Definition, Magnitude, Solution, Unsolved, Verification

if TYPE_CHECKING:
    from recur.solving.comparison import Comparison

Writer = Callable[[Expr], str]
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
MOST_BITS = 80  # of a size that is written out


@dataclass(frozen=True, slots=True)
class Voice:
    """`formula` writes a formula inside a sentence, `words` makes plain text harmless.

    `mathematics`: are numbers such as 2^4096 set as formulas? A terminal shows them best as they are.
    """

    formula: Writer
    words: Callable[[str], str]
    mathematics: bool = True

    def sentence(self, step: Step) -> str:
        """The sentence of a step, its placeholders replaced by the formulas of those names."""
        return self.fill(step.sentence, dict(step.formulas))

    def fill(self, sentence: str, formulas: dict[str, Expr]) -> str:
        """Braces around anything but the name of a formula stay as they are: an error may quote LaTeX."""
        done, text = 0, ""
        for match in _PLACEHOLDER.finditer(sentence):
            if match[1] in formulas:
                text += self.words(sentence[done : match.start()]) + self.formula(formulas[match[1]])
                done = match.end()
        return text + self.words(sentence[done:])


def heading(solution: Solution, voice: Voice) -> str:
    """The one line on why: the theorem, the case and the reason."""
    reason = voice.sentence(solution.reason)
    method = solution.method[:1].upper() + solution.method[1:]
    if solution.reason.sentence.casefold().startswith(solution.method.casefold()):
        return reason
    case = f", case {solution.case}" if solution.case else ""
    return f"{voice.words(method + case)}: {reason}" if reason else f"{voice.words(method + case)}."


def left_side(solution: Solution) -> Expr:
    return Call(solution.function, (Symbol(solution.variable),))


def bounds(solution: Solution) -> list[Expr]:
    """T(n) = Θ(g); or the O and the Ω that are proved; then T ~ C·g where the constant is known."""
    left = left_side(solution)
    lower, upper, theta = solution.bounds.lower, solution.bounds.upper, solution.bounds.theta
    sides = (("Θ", theta),) if theta is not None else (("O", upper), ("Ω", lower))
    lines: list[Expr] = []
    for kind, growth in sides:
        formula = None if growth is None else growth.expression()
        # T(n) = Ω(0) says nothing, and the closed form 0 is shown as such.
        if formula is None or (formula == ZERO and (kind == "Ω" or solution.exact == ZERO)):
            continue
        lines.append(Relation("=", left, formula if formula == ZERO else Asymptotic(kind, formula)))
    if solution.leading is not None:
        lines.append(Relation("~", left, solution.leading))
    return lines


def cases(solution: Solution) -> list[tuple[Expr, tuple[Expr, ...]]]:
    """T(n) = Θ(g) and the conditions on the parameters under which it holds, a pair for each row of the table."""
    left = left_side(solution)
    return [(Relation("=", left, Asymptotic("Θ", c.growth.expression())), c.conditions) for c in solution.cases]


def closed_form(solution: Solution) -> tuple[Expr, Step] | None:
    """T(n) = …, and the words on which n it holds for: "for every n ≥ 0", "for n = 2^j"."""
    if solution.exact is None or solution.exact_domain is None:
        return None
    return Relation("=", left_side(solution), solution.exact), solution.exact_domain.told("for {domain}")


def equation(recurrence: Recurrence) -> Expr:
    return Relation(recurrence.relation, recurrence.left, recurrence.right)


def initial_values(recurrence: Recurrence) -> Iterator[tuple[Expr, Expr | None]]:
    """Each initial condition as an equation, and the range of n it holds on (None: it names its n)."""
    for condition in recurrence.initial:
        yield _initial(condition, recurrence.variable)


def _initial(condition: InitialCondition, variable: str) -> tuple[Expr, Expr | None]:
    n, low, high = Symbol(variable), condition.low, number(condition.high)
    if low == condition.high:
        value = substitute(condition.value, variable, high)
        return Relation(condition.relation, Call(condition.function, (high,)), value), None
    equation = Relation(condition.relation, Call(condition.function, (n,)), condition.value)
    domain = Relation("<=", n, high) if low is None else Relation("<=", number(low), Relation("<=", n, high))
    return equation, domain


def recurrences(read: System | Iterable[Solution]) -> tuple[Recurrence, ...]:
    if isinstance(read, System):
        return read.recurrences
    return tuple(solution.recurrence for solution in read)


def reading(read: System | Iterable[Solution], write: Writer) -> str:
    """All that was read, on one line: T(n) = 2·T(n/2) + n, T(1) = 1; A(n) = …"""
    return "; ".join(", ".join(given(recurrence, write)) for recurrence in recurrences(read))


def given(recurrence: Recurrence, write: Writer) -> list[str]:
    """The equation, then its initial conditions."""
    lines = [write(equation(recurrence))]
    for value, domain in initial_values(recurrence):
        lines.append(write(value) if domain is None else f"{write(value)} for {write(domain)}")
    return lines


def refusals(unsolved: Unsolved, voice: Voice) -> tuple[list[tuple[list[str], str]], list[str]]:
    """(methods that fail alike, how they fail), in order; and the methods about other kinds of recurrence."""
    near = [refusal for refusal in unsolved.refusals if not refusal.other_shape] or list(unsolved.refusals)
    groups: dict[str, list[str]] = {}
    for refusal in near:
        reason = voice.fill(refusal.reason, dict(refusal.formulas))
        hypothesis = voice.words(refusal.hypothesis)
        if hypothesis and not reason.startswith(hypothesis):
            reason = f"{hypothesis}: {reason}"
        groups.setdefault(reason, []).append(voice.words(refusal.method))
    others = [voice.words(refusal.method) for refusal in unsolved.refusals if refusal not in near]
    return [(methods, reason) for reason, methods in groups.items()], others


def proved(unsolved: Unsolved) -> list[Expr]:
    """Ω(…) and O(…), as far as they are proved of what stays unsolved."""
    bounds = unsolved.bounds
    sides = () if bounds is None else (("Ω", bounds.lower), ("O", bounds.upper))
    found = [(kind, g.expression()) for kind, g in sides if g is not None]
    return [Asymptotic(kind, x) for kind, x in found if x != ZERO]


ORDERS = {
    "slower": ("o", "grows more slowly than"),
    "same": ("Θ", "grows as fast as"),
    "faster": ("ω", "grows faster than"),
}


def compared(comparison: Comparison, voice: Voice) -> tuple[Expr | None, str]:
    """(n log n = o(n²), "n log n grows more slowly than n²."), or no claim where nothing was decided."""
    f, g = voice.formula(comparison.f), voice.formula(comparison.g)
    order = ORDERS.get(str(comparison.order))
    if order is None:
        return None, f"{voice.words('Undecided which grows faster, ')}{f}{voice.words(' or ')}{g}."
    claim = Relation("=", comparison.f, Asymptotic(order[0], comparison.g))
    return claim, f"{f}{voice.words(f' {order[1]} ')}{g}."


def explained(definition: Definition, voice: Voice, digits: int = 15) -> str:
    """p = 0.787…, the real root of (1/2)^p + (1/3)^p = 1: the value cut, never rounded."""
    value = definition.value
    point = value.find(".")
    cut = value if point < 0 or len(value) <= point + digits else value[: point + 1 + digits]
    shown = voice.formula(Relation("=", Symbol(definition.symbol), Number(Fraction(cut), True)))
    shown += "" if cut == value else voice.words("…")
    description = definition.description or "which satisfies"
    return f"{shown}, {voice.words(description)} {voice.formula(definition.equation)}"


def evidence(solution: Solution, voice: Voice) -> tuple[str, str]:
    """("Checked", "at 12 sizes, 2^10 … 2^2048: T(n) / (n log n) within [0.71, 0.98]."), or why not."""
    found: Verification = solution.verification
    if found.status != "checked":
        reason = found.reason or "no numeric check was possible"
        return "Unchecked", voice.words(sentence_end(reason))
    if not found.sizes:
        return "Checked", voice.words(sentence_end(found.reason))
    where = voice.words(f"at {found.sizes} sizes")
    if found.smallest is not None and found.largest is not None:
        sizes = _size(found.smallest, voice), _size(found.largest, voice)
        where += voice.words(", ") + voice.words(" … ").join(sizes)
    if found.against is None:
        return "Checked", where + voice.words(sentence_end(f": {found.reason}" if found.reason else ""))
    left = left_side(solution)
    ratio = voice.formula(left if found.against == ONE else Mul((left, Power(found.against, MINUS_ONE))))
    low, high = ratio_text(found.low), ratio_text(found.high)
    shown = f"$[{low}, {high}]$" if voice.mathematics else f"[{low},\u00a0{high}]"
    return "Checked", f"{where}{voice.words(': ')}{ratio}{voice.words(' within ')}{shown}."


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


def _size(size: Size | Magnitude, voice: Voice) -> str:
    if voice.mathematics and isinstance(size, Magnitude) and not size.doubly:
        return voice.formula(Power(number(size.base), number(size.exponent)))
    return voice.words(size_text(size))


def sentence_end(text: str) -> str:
    text = text.rstrip()
    return text if text.endswith((".", "!", "?", ":")) else text + "."


def joined(sentences: Iterable[str]) -> str:
    """Several short sentences as one: "…; …."""
    return sentence_end("; ".join(sentence.rstrip().rstrip(".") for sentence in sentences))
