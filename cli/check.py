"""Check an answer against a recurrence, and say which way it misses.

examples:
  recur check "T(n) = 2T(n/2) + n" "O(n log n)"
  recur check "T(n) = T(n-1) + n, T(0) = 0" "T(n) = n(n+1)/2"
  recur check "T(n) = 2T(n/2) + n = O(n^2)"
  recur check "T(n) = 3T(n/2) + n" "n log n" --hint
  recur check --json - < pairs.jsonl
  recur check "T(n) = 2T(n/2) + n" - < answers.txt
a line of pairs:
  {"recurrence": "T(n) = 2T(n/2) + n", "answer": "n log n"}
  or the recurrence, a tab, and the answer
exit codes:
  0 correct    1 wrong or not tight    2 unreadable    3 undecided
"""

from __future__ import annotations

import json as codec
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated

import typer

from recur.model.errors import LimitExceeded, Place, RecurError, SyntaxProblem

from .answering import JsonObject, Reply, answer_each, as_unsolved, understood, with_remedy
from .codes import SOLVED, UNDECIDED, code_of
from .documents import written
from .inputs import Input, read
from .options import Manner, Page, answers

if TYPE_CHECKING:
    from recur.answers.judging.question import Question
    from recur.answers.judging.verdict import Verdict

ASKED_FOR = "learning"

MISSED = 1
REMEMBERED = 1000  # questions


@answers(Page, "why", "log", "timeout")
def run(
    recurrence: Annotated[
        str, typer.Argument(metavar="RECURRENCE", help="a recurrence, with or without a claim at its end, or -")
    ],
    answer: Annotated[
        str | None,
        typer.Argument(metavar="[ANSWER]", help='Θ, O, Ω, o, ω or ~ of a function, "T(n) = 2^n - 1", "linear", or -'),
    ] = None,
    hint: Annotated[
        int,
        typer.Option("--hint", count=True, show_default=False, help="show the next step only; repeat it for one more"),
    ] = 0,
    reveal: Annotated[bool, typer.Option("--reveal", help="show the solution and its derivation too")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="take a decimal as it is: n^1.585 is not n^(log_2 3), which it rounds")
    ] = False,
    *,
    asked: Manner,
) -> int:
    checker = _Checker(asked, hint, reveal, strict)
    return answer_each(_inputs(recurrence, answer), asked, checker.reply, _refuse)


def _inputs(recurrence: str, answer: str | None) -> Iterable[Input]:
    """Each pair as one text: a JSON object, which no recurrence looks like."""
    if recurrence == "-":
        yield from read(["-"])
    elif answer == "-":
        yield from (_paired(recurrence, line) for line in read(["-"]))
    else:
        yield Input(_pair(recurrence, answer))


def _paired(recurrence: str, line: Input) -> Input:
    return line if line.problem is not None else Input(_pair(recurrence, line.text))


def _pair(recurrence: str, answer: str | None) -> str:
    return codec.dumps({"recurrence": recurrence, "answer": answer})


def _split(line: str) -> tuple[str, str | None]:
    """The recurrence and the answer of a line."""
    if not line.startswith("{"):
        recurrence, tab, answer = line.partition("\t")
        return recurrence, answer if tab else None
    try:
        found = codec.loads(line)
    except RecursionError:
        raise LimitExceeded("this JSON is nested too deeply", hint='a pair is {"recurrence": …, "answer": …}') from None
    except ValueError as fault:
        place = Place(1, getattr(fault, "colno", 1))
        message = "a line that starts with { must be a JSON object"
        raise SyntaxProblem(message, text=line, place=place, hint=f"JSON says: {fault}") from None
    recurrence, answer = found.get("recurrence"), found.get("answer")
    if not isinstance(recurrence, str) or not isinstance(answer, str | None):
        raise SyntaxProblem('the fields "recurrence" and "answer" must be strings', text=line, place=Place(1, 1))
    return recurrence, answer


@dataclass
class _Checker:
    """Judges the lines as they come; a recurrence that comes again is not solved again."""

    asked: Manner
    hints: int
    reveal: bool
    strict: bool = False
    questions: dict[str, Question] = field(default_factory=dict)

    def reply(self, line: str) -> Reply:
        verdict = self._verdict(*_split(line))
        if self.asked.format != "json" and (unsolved := as_unsolved(verdict.problem)):
            verdict = replace(verdict, problem=with_remedy(unsolved))
        code = _code(verdict)
        if self.asked.format == "json":
            from recur.writers.json.verdict import check_object

            return Reply(check_object(verdict, self.reveal), code)
        if verdict.problem is not None and code not in (SOLVED, MISSED, UNDECIDED):
            verdict.problem.text = verdict.problem.text or verdict.recurrence
            raise verdict.problem
        from recur.documents.verdict import document

        invite = self.asked.format == "text" and not self.reveal
        return Reply(written(document(verdict, self.hints, self.reveal, invite, self.asked.why), self.asked), code)

    def _verdict(self, recurrence: str, answer: str | None) -> Verdict:
        from recur.answers.judging.judging import judge, judge_stated
        from recur.answers.judging.question import Question

        question = self.questions.get(recurrence)
        if question is None:
            if len(self.questions) >= REMEMBERED:
                self.questions.clear()
            question = self.questions[recurrence] = Question.read(recurrence, self.asked.timeout)
        if answer is None:
            return judge_stated(question, self.asked.timeout, strict=self.strict)
        _assert_in_order(recurrence, answer, question)
        return judge(question, answer, self.asked.timeout, strict=self.strict)


def _assert_in_order(recurrence: str, answer: str, question: Question) -> None:
    """The recurrence comes first, then what is claimed of it."""
    if not answer.strip():
        raise SyntaxProblem("the answer is empty", text=recurrence, hint='such as "O(n log n)"')
    swapped = "=" in answer and "=" not in recurrence and question.problem is not None
    if swapped and understood(recurrence) is None and understood(answer) is not None:
        meant = f'recur check "{answer}" "{recurrence}"'
        raise SyntaxProblem("the recurrence comes first, then the answer", text=answer, hint=f"did you mean  {meant} ?")


def _code(verdict: Verdict) -> int:
    if verdict.verdict == "correct":
        return SOLVED
    if verdict.verdict in ("wrong", "not tight"):
        return MISSED
    return UNDECIDED if verdict.problem is None else code_of(verdict.problem.kind)


def _refuse(line: str, problem: RecurError) -> JsonObject:
    """The document of a line from which no question could be made."""
    from recur.answers.judging.question import Question
    from recur.answers.misconceptions.feedback import undecided
    from recur.writers.json.verdict import check_object

    try:
        recurrence, answer = _split(line)
    except RecurError:
        recurrence, answer = line, None
    return check_object(undecided(Question(recurrence, problem=problem), answer or "", None, problem))
