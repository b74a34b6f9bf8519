"""Exercises made: drawn, solved, verified, given wrong answers; what does not hold up is drawn anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from random import Random

from recur.answers.judging.judging import judge
from recur.answers.judging.question import Question
from recur.answers.judging.verdict import Standing
from recur.answers.misconceptions.hints import hints
from recur.exercises.choosing import offered
from recur.exercises.distractors import wrong_bounds, wrong_solutions, wrong_work
from recur.exercises.exercise import FORMULA, PROOF, AnswerChoice, MadeExercise, difficulty_of
from recur.exercises.sameness import identity
from recur.exercises.topics import TOPICS, Draft
from recur.forkjoin.costs.analysis import Analysis, Measure, analyze
from recur.model import InvalidRecurrence, RecurError, Solution, expressions as ex
from recur.model.limits import work_limit
from recur.model.records import frozen
from recur.notation import text as notation
from recur.parsing import parse
from recur.proofs.proving import prove
from recur.solving.solver import solve_all
from recur.source_costs.source import analyze_text

MOST_DRAWN = 60  # drafts for one exercise
MOST_STEPS = 3_000_000  # of work for one draft, whatever the machine
LONGEST_ANSWER = 60


@frozen
class Wanted:
    """What is to be made: from which topics in turn, how many, and how difficult (0: as it comes)."""

    topics: tuple[str, ...]
    count: int
    seed: str
    difficulty: int = 0


def made(wanted: Wanted) -> Iterator[MadeExercise]:
    """The exercises, as they are found; the same for the same seed, and no two alike.

    Raises `InvalidRecurrence` where the topics have no more of this difficulty.
    """
    seen: set[str] = set()
    for number in range(1, wanted.count + 1):
        topic = wanted.topics[(number - 1) % len(wanted.topics)]
        chance = Random(f"{wanted.seed}/{topic}/{number}")
        for _ in range(MOST_DRAWN):
            found = attempted(topic, TOPICS[topic](chance), chance)
            if found is not None and identity(found) not in seen and wanted.difficulty in (0, found.difficulty):
                seen.add(identity(found))
                yield found.numbered(number)
                break
        else:
            level = f" of difficulty {wanted.difficulty}" if wanted.difficulty else ""
            raise InvalidRecurrence(
                f"no further exercise on {topic}{level} was found after {number - 1}",
                hint="ask for fewer, or for more topics",
            )


def attempted(topic: str, draft: Draft, chance: Random) -> MadeExercise | None:
    """The exercise that the draft is; None where it is not solved, not verified, or has too few wrong answers."""
    try:
        with work_limit(MOST_STEPS):
            return _exercise(topic, draft, chance)
    except RecurError:
        return None


def _exercise(topic: str, draft: Draft, chance: Random) -> MadeExercise | None:
    other = None
    text = draft.recurrence
    if draft.program:
        measures = _measures(draft)
        if measures is None:
            return None
        measure, other = measures
        if measure.solution is None:
            return None
        text = _typed(measure)
    system = parse(text)
    solutions = solve_all(system, None, general=draft.kind == FORMULA)
    question = Question(text, system, solutions)
    solution = solutions[-1]
    key = _key(solution, draft.kind)
    if key is None or len(notation.write(key)) > LONGEST_ANSWER or not _holds(question, solution, key):
        return None
    proof = None
    if draft.kind == PROOF and isinstance(key, ex.Asymptotic):
        proof = prove(text, notation.write(ex.Asymptotic("O", key.body)), None)
        if not proof.proved:
            return None
    choices = _choices(question, key, draft.kind, other, chance)
    if draft.kind != PROOF and not choices:
        return None
    difficulty = difficulty_of(solution, draft.kind, draft.program)
    return MadeExercise(
        0, topic, difficulty, draft.asked, draft.kind, text, system, key, solution, hints(solution), choices,
        draft.program, draft.language, proof,
    )  # fmt: skip


def _key(solution: Solution, kind: str) -> ex.Expr | None:
    """What is asked for: the tight bound, or the closed form where nothing in it needs an explanation."""
    if kind == FORMULA:
        return None if solution.where else solution.exact
    theta = solution.bounds.theta
    return None if theta is None or solution.where or solution.cases else ex.Asymptotic("Θ", theta.expression())


def _holds(question: Question, solution: Solution, key: ex.Expr) -> bool:
    """The solution was checked by values, and the key, read again as a student types it, is judged right."""
    checked = solution.verification if isinstance(key, ex.Asymptotic) else solution.exact_verification
    if checked.status == "unchecked":
        return False
    return judge(question, notation.write(key), None, with_table=False).verdict is Standing.CORRECT


def _choices(
    question: Question, key: ex.Expr, kind: str, other: Solution | None, chance: Random
) -> tuple[AnswerChoice, ...]:
    """The right answer among those that mistakes give; none where there are too few."""
    if kind == PROOF:
        return ()
    found = wrong_solutions(question) if kind == FORMULA else chain(wrong_work(question, other), wrong_bounds(question))
    by_answer: dict[str, AnswerChoice] = {}
    for choice in found:
        if len(choice.written) <= LONGEST_ANSWER:
            by_answer.setdefault(choice.written, choice)
    return offered(AnswerChoice(key, True), list(by_answer.values()), chance)


def _measures(draft: Draft) -> tuple[Measure, Solution | None] | None:
    """What the program is asked for, and the solution of the other of work and span."""
    found: Analysis = (
        analyze(draft.program) if draft.language == "spawn" else analyze_text(draft.program, name="function.py")
    )
    if not found.procedures:
        return None
    last = found.procedures[-1]
    asked, other = (last.work, last.span) if draft.measure == "work" else (last.span, last.work)
    return asked, other.solution


def _typed(measure: Measure) -> str:
    """The recurrence of a program as it is typed, with T for its function."""
    r = measure.recurrence

    def renamed(x: ex.Expr) -> ex.Expr:
        x = ex.rebuild(x, renamed) if x.children else x
        return ex.Call("T", x.arguments) if isinstance(x, ex.Call) and x.function == r.function else x

    return f"T({r.variable}) = {notation.write(renamed(r.right))}"


def named_topics(names: Sequence[str]) -> tuple[str, ...]:
    """The topics of these names, in this order; all of them where none is named."""
    for name in names:
        if name not in TOPICS:
            raise InvalidRecurrence(f"there is no topic {name}", hint=f"the topics are {', '.join(TOPICS)}")
    return tuple(names) or tuple(TOPICS)
