"""The page's questions and their answers: JSON in, JSON out, the same documents as in the terminal.

A request has a `verb` and its `text`; `second` is what the verb holds beside it: the answer (check), the lines of a
working (working), the claim (prove), the other function (compare), the sizes (eval, analyze), the size (tree). The
verb `read` echoes how the fields of the verb `of` are read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from recur.model import InvalidRecurrence, RecurError, own_fault
from recur.model.limits import DEFAULT_SECONDS, MAX_CHARACTERS, time_limit
from recur.model.records import frozen, replace

if TYPE_CHECKING:
    from recur.documents.blocks import Document

LONGEST_SECONDS = 60.0
USUAL_SECONDS = min(DEFAULT_SECONDS, LONGEST_SECONDS)  # RECUR_TIMEOUT may be inf
#: A reading is echoed while one types: it is short or it is none.
READING_SECONDS = 2.0


@frozen
class Asked:
    """A request whose fields are of the right kind."""

    verb: str
    text: str
    second: str = ""
    hints: int = 0
    reveal: bool = False
    log: str = "2"
    seconds: float = USUAL_SECONDS
    of: str = "solve"


@frozen
class WebAnswer:
    """What is answered; `left`: how many hints are still to be had, `more`: whether what is right can be shown."""

    document: Document
    left: int = 0
    more: bool = False


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one request, whatever it is: what goes wrong is part of it, and nothing is raised.

    >>> answer({"verb": "solve", "text": "4T(n/2)+1"})["error"] is None
    True
    >>> answer({"verb": "solve", "text": "T(n) = ("})["error"]["kind"]
    'syntax'
    """
    from recur.model.logarithms import log_means

    text = request.get("text")
    text = text if isinstance(text, str) else ""
    try:
        asked = _asked(request)
        with log_means(asked.log), time_limit(asked.seconds):
            try:
                return _written(asked.verb, VERBS[asked.verb](asked))
            except RecurError as problem:
                return _refused(asked.verb, asked.text, problem)
    except RecurError as problem:
        return _failed(str(request.get("verb")), text, problem)
    except Exception as fault:
        # the page goes on, as a shell does after exit code 70
        return _failed(str(request.get("verb")), text, own_fault(fault))


def _asked(request: Mapping[str, Any]) -> Asked:
    verb, text, second = request.get("verb"), request.get("text"), request.get("second", "")
    if not isinstance(verb, str) or verb not in VERBS:
        raise InvalidRecurrence("this request has no verb that is known", hint=", ".join(VERBS))
    if not isinstance(text, str) or not isinstance(second, str):
        raise InvalidRecurrence("the fields text and second of a request are strings")
    if len(second) > MAX_CHARACTERS:
        raise InvalidRecurrence(f"the second field is longer than {MAX_CHARACTERS} characters")
    hints, log, seconds = request.get("hints", 0), request.get("log", "2"), request.get("seconds", USUAL_SECONDS)
    if not isinstance(hints, int) or hints < 0 or log not in ("2", "e", "10"):
        raise InvalidRecurrence('hints is a count, and log is "2", "e" or "10"')
    if not isinstance(seconds, int | float) or not 0 < seconds <= LONGEST_SECONDS:
        raise InvalidRecurrence(f"seconds is a number up to {LONGEST_SECONDS:g}")
    of = request.get("of", "solve")
    if of not in VERBS:
        raise InvalidRecurrence("this request is of no verb that is known", hint=", ".join(VERBS))
    if verb == "read":
        seconds = min(seconds, READING_SECONDS)
    return Asked(verb, text, second.strip(), hints, request.get("reveal") is True, log, float(seconds), of)


def _read(asked: Asked) -> WebAnswer:
    from recur.web.readings import reading_of

    return WebAnswer(reading_of(asked.of, asked.text, asked.second))


def _solve(asked: Asked) -> WebAnswer:
    from recur.documents.given import doubt
    from recur.documents.solution import document
    from recur.model import System
    from recur.parsing import parse_any
    from recur.parsing.recurrences.reading import remarks
    from recur.solving.solver import solve_all

    system = parse_any(asked.text)
    if not isinstance(system, System):
        from recur.documents import several
        from recur.solving.several.joint_solver import solve_multivariate

        return WebAnswer(several.document(solve_multivariate(system, None)))
    doubts = tuple(doubt(remark, asked.text) for remark in remarks(asked.text))
    return WebAnswer((*doubts, *document(solve_all(system, None), True, system)))


def _check(asked: Asked) -> WebAnswer:
    """The verdict; with `hints` so many hints in place of the feedback, and how many are left."""
    from recur.answers.judging.judging import check
    from recur.documents.verdict import document
    from recur.model import Unsolved
    from recur.solving.remedies import remedied

    verdict = check(asked.text, asked.second or None, None)
    problem = verdict.problem
    if isinstance(problem, Unsolved):
        verdict = replace(verdict, problem=remedied(problem))
    elif problem is not None and verdict.verdict in ("undecided", "unreadable") and problem.told_kind != "unsolved":
        raise problem
    left = max(0, len(verdict.hints) - asked.hints)
    return WebAnswer(document(verdict, asked.hints, asked.reveal, why=True), left, not asked.reveal)


def _working(asked: Asked) -> WebAnswer:
    """Each line with its mark, up to the first false one; it tells its slip, and no hint would tell less."""
    from recur.answers.workings.judging_lines import check_working
    from recur.documents.working import document

    if not asked.second:
        raise InvalidRecurrence("there is no working to judge", hint="one step a line, from the recurrence on")
    found = check_working(asked.text, asked.second, None)
    return WebAnswer(document(found, 0, asked.reveal), more=found.false_line is not None and not asked.reveal)


def _unroll(asked: Asked) -> WebAnswer:
    from recur.documents.unrolling import document
    from recur.trees.unrolling import unroll

    return WebAnswer(document(unroll(asked.text, timeout=None)))


def _tree(asked: Asked) -> WebAnswer:
    from recur.documents.tree import document
    from recur.trees.recursion_tree import recursion_tree

    return WebAnswer(document(recursion_tree(asked.text, asked.second or None, timeout=None)))


def _compare(asked: Asked) -> WebAnswer:
    from recur.documents.solution import comparison
    from recur.solving.comparison import compare

    return WebAnswer(comparison(compare(asked.text, asked.second, None)))


def _prove(asked: Asked) -> WebAnswer:
    from recur.answers.judging.refutation import why_false
    from recur.documents.proof import document
    from recur.proofs.proving import prove

    return WebAnswer(document(prove(asked.text, asked.second or None, None, refute=why_false)))


def _eval(asked: Asked) -> WebAnswer:
    from recur.documents.values import document
    from recur.evaluation.evaluator import evaluate_each
    from recur.evaluation.sizes import size_list
    from recur.model import System
    from recur.parsing import parse_any

    system = parse_any(asked.text)
    sizes = size_list(asked.second) if isinstance(system, System) else tuple(asked.second.split(";"))
    values = evaluate_each(system, sizes, timeout=None)
    problem = next((value for value in values if isinstance(value, RecurError)), None)
    if problem is not None and all(isinstance(value, RecurError) for value in values):
        raise problem
    return WebAnswer(document(system, sizes, values))


def _analyze(asked: Asked) -> WebAnswer:
    """A program or code with the derivations of its bounds; charts where it is a fork-join program."""
    from recur.documents.worked_example import program
    from recur.evaluation.sizes import read_joint_sizes
    from recur.worked_example import study_program

    analysis = study_program(asked.text, read_joint_sizes([asked.second] if asked.second else ()), None)
    if not analysis.names:
        raise InvalidRecurrence(
            "the program defines no function", hint="analyze reads functions, and loops outside of them"
        )
    return WebAnswer(program("", analysis).document)


def _report(asked: Asked) -> WebAnswer:
    """All that there is to tell: the derivation, the tree as a picture, the growth as a chart, exact values."""
    from recur.documents.worked_example import recurrence_chapter
    from recur.worked_example import study

    return WebAnswer(recurrence_chapter(study(asked.text, None)).document)


VERBS: Mapping[str, Callable[[Asked], WebAnswer]] = {
    "read": _read,
    "solve": _solve,
    "check": _check,
    "working": _working,
    "unroll": _unroll,
    "tree": _tree,
    "compare": _compare,
    "prove": _prove,
    "eval": _eval,
    "analyze": _analyze,
    "report": _report,
}


def _written(verb: str, told: WebAnswer, error: RecurError | None = None) -> dict[str, Any]:
    """The document in each notation that can be copied."""
    from recur.writers import html, latex, markdown, text

    return {
        "schema": 1,
        "verb": verb,
        "html": html.render(told.document),
        "text": text.render(told.document),
        "latex": "" if verb == "read" else latex.render(told.document),
        "markdown": "" if verb == "read" else markdown.render(told.document),
        "hints_left": told.left,
        "more": told.more,
        "error": error and {"kind": error.told_kind, "message": error.message, "hint": error.hint},
    }


def _refused(verb: str, text: str, problem: RecurError) -> dict[str, Any]:
    """What is unsolved with what is proved all the same; anything else at its place in the text."""
    from recur.documents.refusal import document
    from recur.model import Unsolved
    from recur.parsing import parse_any
    from recur.solving.remedies import remedied

    if not isinstance(problem, Unsolved):
        return _failed(verb, text, problem)
    return _written(verb, WebAnswer(document(remedied(problem), parse_any(text), why=True)), problem)


def _failed(verb: str, text: str, problem: RecurError) -> dict[str, Any]:
    from recur.documents.blocks import Failed

    told = _advised(problem)
    return _written(verb, WebAnswer((Failed(told, problem.text or text),)), told)


def _advised(problem: RecurError) -> RecurError:
    """With what can be done about it in a page, where the advice is for a shell."""
    from recur.model.errors import OutOfTime
    from recur.parsing.languages.syntax import CodeExtraMissing

    if isinstance(problem, OutOfTime):
        hint = "a smaller problem, or fewer functions at once, may be answered in time"
    elif isinstance(problem, CodeExtraMissing):
        hint = "Python is read here, and programs with spawn and sync; recur on a computer reads C, C++ and Java too"
    else:
        return problem
    return type(problem)(problem.message, text=problem.text, place=problem.place, hint=hint)
