"""Check an answer against a recurrence, and say which way it misses.

examples:
  recur check "T(n) = 2T(n/2) + n" "O(n log n)"
  recur check "T(n) = T(n-1) + n, T(0) = 0" "T(n) = n(n+1)/2"
  recur check "T(n) = 2T(n/2) + n = O(n^2)"
  recur check "T(n) = 3T(n/2) + n" "n log n" --hint
  recur check --json - < pairs.jsonl
  recur check "T(n) = 2T(n/2) + n" - < answers.txt
  recur check "T(n) = 2T(n/2) + n" --working homework.txt
a line of pairs:
  {"recurrence": "T(n) = 2T(n/2) + n", "answer": "n log n"}
  or the recurrence, a tab, and the answer
exit codes:
  0 correct    1 wrong or not tight    2 unreadable    3 undecided
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from recur.model import RecurError
from recur.model.records import replace

from .batch import JsonObject, Reply, answer_each, as_unsolved, with_remedy
from .codes import SOLVED, UNDECIDED, WRONG, code_of, code_of_verdict
from .manner import Manner, PageFormat
from .options import answers, argument, option
from .pairs import assert_in_order, pairs, parted
from .words import Misused
from .workings import answer_working

if TYPE_CHECKING:
    from recur.answers.judging.question import Questions
    from recur.answers.judging.verdict import Verdict

ASKED_FOR = "learning"
WARM = ("T(n) = 2T(n/2) + n\tn^2", "T(n) = 3T(n-1) + n, T(0) = 1\tO(4^n)")


@answers(PageFormat, "why", "log", "jobs", "timeout")
def run(
    recurrence: Annotated[str, argument("RECURRENCE", "a recurrence, with or without a claim at its end, or -")],
    answer: Annotated[
        str | None, argument("[ANSWER]", 'Θ, O, Ω, o, ω or ~ of a function, "T(n) = 2^n - 1", "linear", or -')
    ] = None,
    hint: Annotated[int, option("--hint", "show the next step only; repeat it for one more", count=True)] = 0,
    reveal: Annotated[bool, option("--reveal", "show the solution and its derivation too")] = False,
    strict: Annotated[
        bool, option("--strict", "take a decimal as it is: n^1.585 is not n^(log_2 3), which it rounds")
    ] = False,
    working: Annotated[
        Path | None, option("--working FILE", "a whole working, judged line by line up to the first false one; or -")
    ] = None,
    *,
    asked: Manner,
) -> int:
    if working is not None:
        if answer is not None:
            raise Misused("give an answer or --working FILE, not both")
        return answer_working(recurrence, working, asked, hint, reveal)
    from recur.answers.judging.question import Questions

    checked = partial(_answer, Questions(asked.timeout), strict, asked, hint, reveal)
    return answer_each(pairs(recurrence, answer), asked, checked, _refuse, warm=WARM)


def _verdict(line: str, questions: Questions, strict: bool) -> Verdict:
    from recur.answers.judging.judging import judge, judge_stated

    recurrence, answer = parted(line)
    question = questions.of(recurrence)
    if answer is None:
        return judge_stated(question, questions.seconds, strict=strict)
    assert_in_order(recurrence, answer, question)
    return judge(question, answer, questions.seconds, strict=strict)


def _answer(questions: Questions, strict: bool, asked: Manner, hints: int, reveal: bool, line: str) -> Reply:
    verdict = _verdict(line, questions, strict)
    problem, code = verdict.problem, code_of_verdict(verdict.verdict)
    if problem is not None and code not in (SOLVED, WRONG):
        code = code_of(problem.kind)
    if asked.format == "json":
        from recur.writers.json.verdict import check_object

        return Reply(check_object(verdict, reveal), code)
    if unsolved := as_unsolved(problem):
        verdict = replace(verdict, problem=with_remedy(unsolved))
    elif problem is not None and code not in (SOLVED, WRONG, UNDECIDED):
        problem.text = problem.text or verdict.recurrence
        raise problem
    from recur.documents.verdict import document

    invite = asked.format == "text" and not reveal
    return Reply(asked.written(document(verdict, hints, reveal, invite, asked.why)), code)


def _refuse(line: str, problem: RecurError) -> JsonObject:
    """The document of a line from which no question could be made."""
    from recur.answers.judging.question import Question
    from recur.answers.misconceptions.feedback import undecided_verdict
    from recur.writers.json.verdict import check_object

    try:
        recurrence, answer = parted(line)
    except RecurError:
        recurrence, answer = line, None
    return check_object(undecided_verdict(Question(recurrence, problem=problem), answer or "", None, problem))
