"""Wrong answers that are worth choosing: each known mistake is made on purpose, and held against what is proved."""

from collections.abc import Iterator
from fractions import Fraction

from recur.answers.judging.judging import judge
from recur.answers.judging.question import Question
from recur.answers.judging.verdict import Standing
from recur.answers.misconceptions import misconceptions
from recur.asymptotics import Growth, level
from recur.asymptotics.monomials import multiply
from recur.exercises.exercise import AnswerChoice, has_double_root
from recur.model import Expr, RecurError, Solution, expressions as ex
from recur.notation import text as notation
from recur.numbers import real

#: Mistakes with what a student has typed, which nobody makes who chooses.
TYPED = frozenset({"rounded"})
TOO_MANY, TOO_FEW = "A logarithm too many stands in it besides.", "A logarithm is missing in it besides."
#: The mistake of somebody who counts the levels, and then once more.
TWICE = ("log-twice", "The levels are added up once: their number is one factor.")
#: The mistake of somebody for whom every tree has n leaves, and costs as much.
LINEAR = ("linear-tree", "Not every recursion tree costs n: what does a level of this one cost, and the whole?")
LOSES = (Standing.WRONG, Standing.NOT_TIGHT)


def wrong_bounds(question: Question) -> Iterator[AnswerChoice]:
    """The Θ that each mistake with the recurrence would answer, none of them right, no two equal.

    Behind them those with a second mistake: a logarithm too many, or one too few.
    """
    solution = question.solutions[-1]
    theta = solution.bounds.theta
    if theta is None or question.system is None:
        return
    known = {each.function: each.bounds for each in question.solutions[:-1]}
    scene = misconceptions.Scene(
        question.system, solution.recurrence, solution.bounds, theta, theta.expression(), question.solutions, known
    )
    seen, made = {theta}, []
    for mistake in misconceptions.registered():
        if mistake.of_base or mistake.tag in TYPED:
            continue
        try:
            found = [Growth(m, solution.variable) for m in mistake.results(scene) if m is not None]
        except RecurError:
            continue
        for growth in found:
            if growth not in seen:
                seen.add(growth)
                made.append((growth, mistake.tag, mistake.sentence))
    linear = Growth(level(0), solution.variable)
    if len(solution.recurrence.subcalls) > 1 and _new(linear, seen):
        made.append((linear, *LINEAR))
    yield from _losing(question, made, False)
    second = [
        (other, tag, f"{sentence} {beside}")
        for growth, tag, sentence in [*made, (theta, *TWICE)]
        for other, beside in _beside(growth)
        if tag != TWICE[0] or beside == TOO_MANY
    ]
    yield from _losing(question, [each for at, each in enumerate(second) if _new(each[0], seen)], True)


def _new(growth: Growth, seen: set[Growth]) -> bool:
    """Whether the growth was not seen yet; it is now."""
    known = growth in seen
    seen.add(growth)
    return not known


def _losing(question: Question, made: list[tuple[Growth, str, str]], is_compound: bool) -> Iterator[AnswerChoice]:
    for growth, tag, sentence in made:
        answer = ex.Asymptotic("Θ", growth.expression())
        if _loses(question, answer):
            yield AnswerChoice(answer, False, tag, sentence, is_compound)


def _beside(growth: Growth) -> Iterator[tuple[Growth, str]]:
    """The growth with a logarithm more, and with one less where it has one."""
    if growth.monomial is None or growth.monomial.exponential:
        return
    logs = dict(growth.monomial.powers).get(1, real.ZERO)
    yield Growth(multiply(growth.monomial, level(1)), growth.variable), TOO_MANY
    if real.compare(logs, real.ONE) >= 0:
        yield Growth(multiply(growth.monomial, level(1, -real.ONE)), growth.variable), TOO_FEW


def wrong_work(question: Question, other: Solution | None) -> Iterator[AnswerChoice]:
    """The work for the span, or the span for the work."""
    theta = None if other is None else other.bounds.theta
    if theta is not None:
        answer = ex.Asymptotic("Θ", theta.expression())
        if _loses(question, answer):
            sentence = "Calls that run beside each other add up in the work; in the span the longest counts."
            yield AnswerChoice(answer, False, "work-for-span", sentence)


def wrong_solutions(question: Question) -> Iterator[AnswerChoice]:
    """General solutions with the mistakes that are made with the characteristic equation."""
    solution = question.solutions[-1]
    if solution.exact is None:
        return
    seen = {notation.write(solution.exact)}
    for tag, sentence, answer in _made_on_purpose(solution):
        if notation.write(answer) not in seen:
            seen.add(notation.write(answer))
            if _loses(question, answer):
                yield AnswerChoice(answer, False, tag, sentence)


def _made_on_purpose(solution: Solution) -> Iterator[tuple[str, str, Expr]]:
    """Powers with other signs, and what is left of the solution when a part of it is forgotten."""
    exact, n = solution.exact, ex.Symbol(solution.variable)
    assert exact is not None
    powers = [p.base for p in ex.walk(exact) if isinstance(p, ex.Power) and p.exponent == n]
    bases = {base.value for base in powers if isinstance(base, ex.Number)}
    for base in sorted(bases):
        sentence = "A root has another sign: put it into the characteristic equation."
        yield "sign-of-a-root", sentence, _with_base(exact, n, base, -base)
    terms = exact.terms if isinstance(exact, ex.Add) else (exact,)
    free = [term for term in terms if ex.symbols(term).intersection(solution.constants)]
    for left_out in free if len(free) > 1 else ():
        rest = ex.add(*(term for term in terms if term is not left_out))
        yield "constant-missing", "How many constants does an equation of this order leave free?", rest
    if 0 < len(free) < len(terms):
        yield (
            "particular-missing",
            "This is the solution without the driving function. What does that add?",
            ex.add(*free),
        )
    if has_double_root(solution):
        double = "A double root gives two solutions, one of them with the factor n."
        yield "multiple-root", double, _without_factor(exact, n)


def _with_base(x: Expr, n: Expr, base: Fraction, other: Fraction) -> Expr:
    """x with the powers of one base to the n as powers of the other."""
    if isinstance(x, ex.Power) and x.exponent == n and x.base == ex.number(base):
        return ex.power(ex.number(other), n)
    return ex.rebuild(x, lambda child: _with_base(child, n, base, other)) if x.children else x


def _without_factor(x: Expr, n: Expr) -> Expr:
    """x with 1 for each n that is no exponent."""
    if x == n:
        return ex.number(1)
    if isinstance(x, ex.Power) or not x.children:
        return x
    return ex.rebuild(x, lambda child: _without_factor(child, n))


def _loses(question: Question, answer: Expr) -> bool:
    return judge(question, notation.write(answer), None, with_table=False).verdict in LOSES
