"""A sheet of exercises answered: each problem solved, and the sheet as an assignment that grades a class."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cached_property
from itertools import count
from string import ascii_lowercase

from recur.answers.grading.stated_tables import quoted
from recur.model import RecurError, Solution, System
from recur.model.limits import time_limit
from recur.model.records import frozen
from recur.notation import text as notation
from recur.parsing import parse, parse_claim
from recur.parsing.sheets import ProblemSheet, SheetProblem, SkippedLines
from recur.parsing.stated import independent_recurrences
from recur.solving.solver import solve_all


@frozen(slots=False)
class AnsweredProblem:
    """A problem of a sheet with the solutions of its functions, or with what went wrong."""

    problem: SheetProblem
    system: System | None
    solutions: tuple[Solution, ...] = ()
    error: RecurError | None = None

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The recurrences that have nothing to do with each other; none where they cannot be told apart."""
        several = self.system is not None and len(self.system.recurrences) > 1
        return independent_recurrences(self.problem.recurrence) if several else (self.problem.recurrence,)

    @property
    def key(self) -> str:
        """The tight bound as an answer is typed; nothing where there is none, or one for each part."""
        return self.key_of(self.problem.recurrence) if len(self.parts) == 1 else ""

    def key_of(self, part: str) -> str:
        """The tight bound of the function that is asked for in a part."""
        if not self.solutions:
            return ""
        asked = parse(part).asked.function
        solution = next(each for each in self.solutions if each.function == asked)
        theta = solution.bounds.theta
        return "" if theta is None else _readable(f"Θ({notation.write(theta.expression())})", solution.variable)


def answered_sheet(sheet: ProblemSheet, seconds: float | None) -> Iterator[AnsweredProblem]:
    """Each problem answered, in order, as it comes; each within so many seconds."""
    for problem in sheet.problems:
        system = None
        try:
            with time_limit(seconds):
                system = parse(problem.recurrence)
                yield AnsweredProblem(problem, system, solve_all(system, seconds))
        except RecurError as error:
            yield AnsweredProblem(problem, system, error=error)


def assignment_text(sheet: ProblemSheet, answered: Iterable[AnsweredProblem]) -> str:
    """The sheet as the TOML of an assignment; what was skipped stands in it as remarks."""
    lines = [f"title = {quoted(sheet.title)}"] if sheet.title else []
    lines += ['# answers = "answers.csv"']
    taken = {problem.label for problem in sheet.problems}
    for each in answered:
        lines += ["", *_questions(each, taken)]
    lines += ["", *(f"# skipped, line {each.line}: {_remark(skipped_line(each))}" for each in sheet.skipped)]
    return "\n".join(lines).rstrip() + "\n"


def headed(label: str, points: Fraction | None) -> str:
    """A label with its points: 2a (3 points)."""
    worth = "" if points is None else f"({_number(points)} point{'' if points == 1 else 's'})"
    return " ".join(filter(None, (label, worth)))


def skipped_line(skipped: SkippedLines) -> str:
    """What was skipped, on one line, with its label and its points."""
    head = headed(skipped.label, skipped.points)
    return " ".join([*([f"{head}:"] if head else []), *skipped.words.split()])


def _questions(each: AnsweredProblem, taken: set[str]) -> Iterator[str]:
    """A question for each part, as an answer is one to one recurrence; what falls into no parts is a person's."""
    problem = each.problem
    if not each.parts:
        told = "several recurrences; write each as a question"
        yield f"# {_remark(problem.label)}: {told}: {_remark(problem.recurrence)}"
    for number, part in enumerate(each.parts):
        label = problem.label
        if len(each.parts) > 1:
            yield from [""] if number else []
            names = (f"{label}{sign}" for sign in (ascii_lowercase if label[-1:].isdigit() else count(1)))
            label = next(name for name in names if name not in taken)
            taken.add(label)
        yield from ("[[question]]", f"id = {quoted(label)}", f"recurrence = {quoted(part)}")
        key = each.key_of(part)
        yield f"key = {quoted(key)}" if key else f"# {_remark(_why(each))}"
        yield from [f"points = {_number(problem.points / len(each.parts))}"] if problem.points is not None else []
        yield from [f"# read with a doubt: {_remark(problem.doubt)}"] if problem.doubt else []


def _why(each: AnsweredProblem) -> str:
    return "no key: no tight bound was found" if each.error is None else f"no key: {each.error.message}"


def _number(points: Fraction) -> str:
    return str(points) if points.denominator == 1 else str(float(points))


def _readable(claim: str, variable: str) -> str:
    """The claim, if it is read as such."""
    try:
        return claim if parse_claim(claim, variable).kind == "Θ" else ""
    except RecurError:
        return ""


def _remark(words: str) -> str:
    """Words on one line, without what a remark in TOML may not hold."""
    return "".join(sign for sign in " ".join(words.split()) if sign.isprintable())
