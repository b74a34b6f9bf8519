"""What needs a person, asked at the terminal: a case at a time, the most frequent first; each decision kept at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .terminal import printable_on

if TYPE_CHECKING:
    from recur.answers.grading.class_files import ClassFiles
    from recur.answers.grading.decisions import Decision, OpenCase
    from recur.answers.grading.gradebook import Gradebook

HOW = "Type points or a share (50%), and a remark behind; Enter leaves a case open, q ends."
NAMED = 6  # students named in a line


def decided(book: Gradebook, files: ClassFiles) -> Gradebook:
    """The book with what is decided now; what stays open stands in the file, to be decided there."""
    from recur.answers.grading.decisions import keep, read_decisions
    from recur.documents import gradebook as told

    path, cases = files.assert_asking(), book.open_cases
    if not cases:
        _say("No answer needs a person.")
        return book
    answers = sum(len(case.answers) for case in cases)
    _say(f"{told.counted(answers, 'answer')} in {told.counted(len(cases), 'case')} without points.\n{HOW}")
    count = 0
    for number, case in enumerate(cases, 1):
        decision = _asked(case, f"{number} of {len(cases)}")
        if decision is None:
            break
        if decision.share is not None:
            keep(path, [decision])
            count += 1
    known = read_decisions(path)
    book = book.with_decisions(known)
    files.rewrite(book.graded)
    left = [case.decided(None) for case in book.open_cases]
    keep(path, [each for each in left if not known.holds(each)])
    _say(f"{printable_on(str(path))}: {count} decided, {len(left)} open; every later run applies it.")
    return book


def _asked(case: OpenCase, place: str) -> Decision | None:
    """The decision about a case, one without a share where it is left open; None where no more is to be asked."""
    from recur.answers.grading.decisions import share_of
    from recur.documents import gradebook as told

    for line in _shown(case, place):
        _say(line)
    while True:
        words = _typed_in()
        if words is None or words.strip().casefold() in ("q", "quit"):
            return None
        points, _, remark = words.strip().partition(" ")
        if not points:
            return case.decided(None)
        try:
            return case.decided(share_of(points, case.exercise.points), remark.strip())
        except ValueError as fault:
            _say(f"{printable_on(str(fault))}: 0 to {told.number(case.exercise.points)}, or a share such as 50%")


def _shown(case: OpenCase, place: str) -> Sequence[str]:
    from recur.documents import gradebook as told

    exercise, graded = case.exercise, case.example
    points = f"{told.number(exercise.points)} point{'' if exercise.points == 1 else 's'}"
    asked = " ".join(dict.fromkeys((exercise.id, exercise.text)))
    return (
        "",
        printable_on(f"{place}: question {asked} ({points})"),
        *(
            printable_on(f"    {line}")
            for line in dict.fromkeys((graded.submission.answer, graded.submission.working))
            if line
        ),
        printable_on(f"    {told.reason(graded)}"),
        printable_on(f"    {told.counted(len(case.answers), 'answer')}: {told.whose(case.answers, NAMED).text}"),
    )


def _typed_in() -> str | None:
    """A line that is typed; None at the end of the input."""
    print("points> ", end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        _say("")
    return line or None


def _say(line: str) -> None:
    print(line, file=sys.stderr)
