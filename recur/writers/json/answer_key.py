"""The key of a sheet as a JSON document: of schema 1, each problem as `solve` answers it."""

from recur.answers.grading.answer_key import AnsweredProblem
from recur.answers.grading.records import decimal
from recur.parsing.sheets import ProblemSheet, SkippedLines
from recur.writers.json.answers import SCHEMA, JsonObject, solve_document


def key_document(sheet: ProblemSheet, answered: list[AnsweredProblem]) -> JsonObject:
    """{"title", "problems": [{"label", "points", "line", "words", "key", …as `solve`}], "skipped": [{"line", …}]}."""
    return {
        "schema": SCHEMA,
        "title": sheet.title,
        "problems": list(map(_problem, answered)),
        "skipped": list(map(_skipped, sheet.skipped)),
        "error": None,
    }


def _skipped(each: SkippedLines) -> JsonObject:
    told = {"label": each.label or None, "points": decimal(each.points)}
    return {"line": each.line, "words": each.words, "labelled": bool(each.label), **told}


def _problem(each: AnsweredProblem) -> JsonObject:
    problem = each.problem
    told = {"label": problem.label, "points": decimal(problem.points), "line": problem.line, "words": problem.words}
    solved = solve_document(problem.recurrence, each.system, each.solutions, each.error)
    return {**told, "recurrence": problem.recurrence, "doubt": problem.doubt or None, "key": each.key or None, **solved}
