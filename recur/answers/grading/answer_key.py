"""A sheet of exercises answered: each problem solved, and the sheet as an assignment that grades a class."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from recur.answers.grading.stated_tables import quoted
from recur.model import RecurError, Solution, System
from recur.model.limits import time_limit
from recur.notation import text as notation
from recur.parsing import parse, parse_claim
from recur.parsing.sheets import ProblemSheet, SheetProblem
from recur.solving.solver import solve_all


@dataclass(frozen=True, slots=True)
class AnsweredProblem:
    """A problem of a sheet with the solutions of its functions, or with what went wrong."""

    problem: SheetProblem
    system: System | None
    solutions: tuple[Solution, ...] = ()
    error: RecurError | None = None

    @property
    def key(self) -> str:
        """The tight bound as an answer is typed; nothing where there is none."""
        theta = self.solutions[-1].bounds.theta if self.solutions else None
        if theta is None:
            return ""
        return _readable(f"Θ({notation.write(theta.expression())})", self.solutions[-1].variable)


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
    for each in answered:
        problem = each.problem
        lines += ["", "[[question]]", f"id = {quoted(problem.label)}", f"recurrence = {quoted(problem.recurrence)}"]
        lines += [f"key = {quoted(each.key)}"] if each.key else [f"# {_remark(_why(each))}"]
        lines += [f"points = {_number(problem)}"] if problem.points is not None else []
        lines += [f"# read with a doubt: {_remark(problem.doubt)}"] if problem.doubt else []
    lines += ["", *(f"# skipped, line {each.line}: {_remark(each.words)}" for each in sheet.skipped)]
    return "\n".join(lines).rstrip() + "\n"


def _why(each: AnsweredProblem) -> str:
    return "no key: no tight bound was found" if each.error is None else f"no key: {each.error.message}"


def _number(problem: SheetProblem) -> str:
    points = problem.points or 1
    return str(points) if points == int(points) else str(float(points))


def _readable(claim: str, variable: str) -> str:
    """The claim, if it is read as such."""
    try:
        return claim if parse_claim(claim, variable).kind == "Θ" else ""
    except RecurError:
        return ""


def _remark(words: str) -> str:
    """Words on one line, without what a remark in TOML may not hold."""
    return "".join(sign for sign in " ".join(words.split()) if sign.isprintable())
