"""A class of answers graded: in their order, each different one judged once, on as many cores as are given."""

from collections.abc import Callable, Generator, Iterator, Sequence
from functools import partial
from itertools import starmap
from operator import itemgetter

from recur.answers.grading.assignment import Assignment, Exercise
from recur.answers.grading.decisions import Decisions
from recur.answers.grading.judgements import (
    MORE_TIME,
    NOTHING_ANSWERED,
    Graded,
    Judge,
    Judgement,
    Task,
    sentence,
    undecided,
    unreadable,
)
from recur.answers.grading.submissions import InvalidAssignment, Submission
from recur.answers.judging.verdict import Standing
from recur.crew import TRIES, Crew, Loss
from recur.model.limits import DEFAULT_SECONDS

#: Up to this many different answers, starting processes takes longer than judging.
FEW = 60
#: Judged before processes are copied for a class: what solving, judging and telling a mistake load is there then.
WARM: tuple[Task, ...] = (
    ("T(n) = 2T(n/2) + n", "", "O(n^2)"),
    ("T(n) = T(n-1) + 2^n, T(0) = 1", "", "n^2"),
    ("T(n) = T(T(n-1) - 1) + log n", "", "n"),  # which every method is tried at
)
#: A worker that is silent for this much longer than an answer may take hangs where no time limit reaches.
GRACE_SECONDS = 20.0
PATIENCE = 3 * (1 + MORE_TIME)  # a question, an answer and a key, each tried again with more time
LOST = {
    Loss.DIED: f"The process that judged this answer ended without a word, {TRIES} times; a person has to look.",
    Loss.HUNG: "Judging this answer did not end within its time limit; a person has to look.",
}
#: What makes the judge of a worker.
JudgeOf = Callable[[], Judge]


def grade(
    assignment: Assignment,
    submissions: Sequence[Submission],
    *,
    workers: int = 1,
    timeout: float | None = DEFAULT_SECONDS,
    known: Sequence[Judgement] = (),
    decisions: Decisions | None = None,
) -> Generator[Graded, None, None]:
    """Each submission graded, in order. `known` are the judgements of the first ones, from a run that was interrupted.

    With `workers` above 1 and enough to do, processes of their own judge. A row that is no answer is unreadable and
    stops nothing; what cannot be decided within `timeout` seconds is undecided. `decisions` are a person's.
    """
    decided = decisions or Decisions()
    judgements: dict[Task, Judgement] = {}
    exercises = list(map(assignment.exercise_of, submissions))
    for submission, exercise, judgement in zip(submissions, exercises, known, strict=False):
        task = _task(submission, exercise)
        if task is not None:
            judgements[task] = judgement
        yield decided.applied(Graded(submission, exercise, judgement))
    left = list(zip(submissions, exercises, strict=True))[len(known) :]
    tasks = list(starmap(_task, left))
    todo = list(dict.fromkeys(task for task in tasks if task is not None and task not in judgements))
    source = _judged(todo, workers, timeout, assignment.log)
    for (submission, exercise), task in zip(left, tasks, strict=True):
        if task is None:
            yield Graded(submission, exercise, _no_answer(submission, assignment))
            continue
        while task not in judgements:
            done, judgement = next(source)
            judgements[done] = judgement
        yield decided.applied(Graded(submission, exercise, judgements[task]))


def _task(submission: Submission, exercise: Exercise | None) -> Task | None:
    """What is to be judged; None where no look at the answer is needed."""
    if exercise is None or submission.problem is not None or not submission.answer:
        return None
    if submission.working:
        answer = "" if submission.answer == submission.working else exercise.rubric.as_asked(submission.answer)
        return exercise.recurrence, exercise.key, answer, submission.working
    return exercise.recurrence, exercise.key, exercise.rubric.as_asked(submission.answer)


def _no_answer(submission: Submission, assignment: Assignment) -> Judgement:
    if submission.problem is not None:
        return unreadable(sentence(submission.problem), "broken-row")
    if assignment.exercise_of(submission) is not None:
        return NOTHING_ANSWERED
    if not submission.question and not submission.recurrence:
        return unreadable("This row names no question.", "unknown-question")
    near = assignment.nearest(submission)
    told = f"did you mean {near}?" if near else f"there are {_listed([e.id for e in assignment.exercises])}."
    name = submission.question or submission.recurrence
    return unreadable(f"The assignment has no question {name[:80]}; {told}", "unknown-question")


def _listed(ids: Sequence[str]) -> str:
    return ", ".join(ids[:8]) + (", …" if len(ids) > 8 else "")


def _judged(
    tasks: Sequence[Task], workers: int, timeout: float | None, log: str | None
) -> Iterator[tuple[Task, Judgement]]:
    """Every task with its judgement, in whatever order they are finished."""
    judge_of = partial(Judge, timeout, log)
    if workers > 1 and len(tasks) > FEW:
        with judging_crew(tasks, workers, timeout, judge_of) as crew:
            yield from ((tasks[number], judgement) for number, judgement in crew.finished())
        return
    judge = judge_of()
    yield from ((task, judge.judge(task)) for task in tasks)


def judging_crew(
    tasks: Sequence[Task], workers: int, timeout: float | None, judge_of: JudgeOf
) -> Crew[Task, Judgement]:
    """Workers that judge; answers to one question go to one of them, which solves it once."""
    patience = None if timeout is None else PATIENCE * timeout + GRACE_SECONDS
    return Crew(tasks, workers, partial(_judging, judge_of), _lost, patience, itemgetter(0, 1), warm=WARM)


def _judging(judge_of: JudgeOf) -> Callable[[Task], Judgement]:
    return judge_of().judge


def _lost(_: Task, loss: Loss) -> Judgement:
    return undecided(LOST[loss], "worker-lost")


def assert_keys_hold(assignment: Assignment, timeout: float | None = DEFAULT_SECONDS) -> None:
    """Raise `InvalidAssignment` where a stated key contradicts what is proved of its recurrence."""
    judge = Judge(timeout, assignment.log)
    for exercise in assignment.exercises:
        if exercise.recurrence and exercise.key:
            judgement = judge.judge((exercise.recurrence, "", exercise.key))
            if judgement.verdict in (Standing.WRONG, Standing.NOT_TIGHT):
                raise InvalidAssignment(
                    f"the key of question {exercise.id}, {exercise.key}, is {judgement.verdict}: "
                    f"{' '.join(judgement.feedback)}",
                    hint=f'recur solve "{exercise.recurrence}" shows what is proved',
                )
