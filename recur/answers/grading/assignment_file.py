"""The TOML file of an assignment: its questions, keys, points and rubric.

title = "Homework 3"          # shown above the reports
answers = "answers.csv"       # where the answers are, beside this file, unless the command names them
attempts = "last"             # which answer counts of several to one question: last, first or best
accept = ["Θ"]                # the kinds of claim asked for: Θ O Ω o ω ~ =; without this line any kind
points = 1                    # of a question that does not say
columns = { student = "Matr.", merge = "Question 3" }     # what the table calls them, where recur does not see it

[rubric]                      # the share of the points: a number from 0 to 1, "1/2", "50%", or "person"
correct = 1
"not tight" = 0.5
wrong = 0
undecided = "person"          # no score: somebody has to look
unreadable = "person"
blank = 0                     # nothing was answered
"other kind" = 0.5            # correct, but of a kind that is not accepted

[rubric.tags]                 # where a note says more than the verdict: the least of these
"missing-log" = 0.25

[[question]]
id = "merge"                  # what the column question holds; without it 1, 2, 3 …
title = "Merge sort"          # shown beside the id
recurrence = "T(n) = 2T(n/2) + n"
key = "Θ(n log n)"            # optional: must agree with what is proved, or stands in where nothing is
points = 2
accept = ["Θ", "O"]           # overrides the list above
rubric = { "not tight" = 0, tags = { "missing-log" = 0.5 } }     # line by line over the rubric above
"""

from collections.abc import Mapping
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import Any

from recur.answers.grading.assignment import Assignment, Exercise, named
from recur.answers.grading.notes import NOTES
from recur.answers.grading.rubric import DEFAULT, KINDS, Rubric
from recur.answers.grading.stated_tables import StatedTables, spelled, text_of
from recur.answers.grading.submissions import FIELDS
from recur.model import Place, RecurError
from recur.model.records import replace

TOP = ("title", "answers", "attempts", "log", "accept", "points", "columns", "rubric", "question")
QUESTION = ("id", "title", "recurrence", "key", "points", "accept", "rubric")
BASES = ("2", "e", "10")
ATTEMPTS = ("last", "first", "best")
MOST_POINTS = 1_000_000


def read_assignment(path: Path) -> Assignment:
    """The assignment of a file; `answers` in it is meant from where the file stands."""
    assignment = parse_assignment(text_of(path, "an assignment"), path.name)
    return assignment if assignment.answers is None else replace(assignment, answers=path.parent / assignment.answers)


def parse_assignment(text: str, where: str = "assignment.toml") -> Assignment:
    """The assignment that the text states. Raises `InvalidAssignment` with the line and what was meant."""
    reading = _Reading(text, where, "question")
    return reading.assignment(reading.document)


class _Reading(StatedTables):
    """An assignment being read."""

    def assignment(self, document: Mapping[str, Any]) -> Assignment:
        self.known(document, TOP, "an assignment")
        attempts = self.word(document, "attempts") or "last"
        if attempts not in ATTEMPTS:
            raise self.wrong("attempts", f"attempts is one of {', '.join(ATTEMPTS)}, not {attempts!r}")
        log = str(document["log"]) if "log" in document else None
        if log not in (None, *BASES):
            raise self.wrong("log", f"log is one of {', '.join(BASES)}, the base of a log that names none, not {log!r}")
        rubric = self.rubric(document, Rubric())
        points = self.points(document, Fraction(1))
        tables = document.get("question")
        if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
            hint = 'each stands under a line [[question]]: recurrence = "T(n) = 2T(n/2) + n"'
            raise self.wrong("question", f"{self.where} has no questions", hint)
        exercises: dict[str, Exercise] = {}
        for number, table in enumerate(tables, 1):
            self.entry = number
            exercise = self.exercise(table, number, points, rubric)
            if named(exercise.id) in exercises:
                raise self.wrong("id", f"two questions have the id {exercise.id!r}")
            exercises[named(exercise.id)] = exercise
        self.entry = 0
        answers = self.word(document, "answers")
        path = Path(answers) if answers else None
        title, columns = self.word(document, "title"), self.columns(document, exercises)
        return Assignment(tuple(exercises.values()), title, attempts, path, log, columns)

    def columns(self, document: Mapping[str, Any], exercises: Mapping[str, Exercise]) -> dict[str, str]:
        """What the columns are called, by field or by the id of a question."""
        given = document.get("columns", {})
        if not isinstance(given, dict):
            raise self.wrong("columns", 'columns is a table of names: columns = { student = "Matr." }')
        ids = {name: exercise.id for name, exercise in exercises.items()}
        self.known((name for name in given if named(name) not in ids), FIELDS, "columns")
        return {ids.get(named(name)) or name: self.word(given, name) for name in given}

    def exercise(self, table: Mapping[str, Any], number: int, points: Fraction, rubric: Rubric) -> Exercise:
        self.known(table, QUESTION, "a question")
        given = table.get("id", number)
        if isinstance(given, bool) or not isinstance(given, str | int) or not str(given).strip():
            raise self.wrong("id", "an id is a name in quotation marks or a whole number")
        recurrence, key = self.word(table, "recurrence"), self.word(table, "key")
        if not recurrence and not key:
            raise self.wrong("id", f"question {given} has neither a recurrence nor a key")
        self.readable(recurrence, key)
        return Exercise(
            str(given).strip(), recurrence, key, self.points(table, points), self.rubric(table, rubric),
            self.word(table, "title"),
        )  # fmt: skip

    def readable(self, recurrence: str, key: str) -> None:
        """A question that cannot be read is the assignment's fault, and is told before any answer is looked at."""
        from recur.parsing import parse, parse_claim

        for field, text in (("recurrence", recurrence), ("key", key)):
            if text:
                try:
                    parse(text) if field == "recurrence" else parse_claim(text)
                except RecurError as problem:
                    wrong = self.wrong(field, f"the {field} cannot be read: {problem.message}", problem.hint)
                    wrong.place = self.inside(wrong.place, text, problem.place)
                    raise wrong from None

    def inside(self, place: Place | None, text: str, inner: Place | None) -> Place | None:
        """The place of a mistake in a text that stands on the line of its field as it is; else that of the field."""
        line = "" if place is None else self.text.split("\n")[place.line - 1]
        if place is None or inner is None or text not in line:
            return place
        return Place(place.line, line.index(text) + inner.column, inner.length)

    def rubric(self, table: Mapping[str, Any], above: Rubric) -> Rubric:
        given = table.get("rubric", {})
        if not isinstance(given, dict):
            raise self.wrong("rubric", 'a rubric is a table of shares: rubric = { "not tight" = 0.5 }')
        shares, tags = dict(above.shares), dict(above.tags)
        lines = {spelled(line): value for line, value in given.items() if line != "tags"}
        self.known(lines, (*DEFAULT, "tags"), "a rubric")
        for line, value in lines.items():
            shares[line] = self.share(line, value)
        tagged = given.get("tags", {})
        if not isinstance(tagged, dict):
            raise self.wrong("tags", "tags is a table of notes and shares")
        for tag, value in tagged.items():
            if tag not in NOTES:
                near = get_close_matches(tag, NOTES, n=1)
                hint = f"did you mean {near[0]}?" if near else "recur check --json and recur grade show the notes"
                raise self.wrong(tag, f"no answer is ever noted as {tag!r}", hint)
            tags[tag] = self.share(tag, value)
        return Rubric(shares, tags, self.kinds(table) if "accept" in table else above.accepted)

    def kinds(self, table: Mapping[str, Any]) -> tuple[str, ...]:
        given = table["accept"]
        kinds = [given] if isinstance(given, str) else given
        if not isinstance(kinds, list) or not all(isinstance(kind, str) and kind in KINDS for kind in kinds):
            raise self.wrong(
                "accept", f"accept lists kinds of claim, such as Θ, O, Ω, o, ω, ~ or =, not {self.shown(given)}"
            )
        return tuple(dict.fromkeys(KINDS[kind] for kind in kinds))

    def points(self, table: Mapping[str, Any], above: Fraction) -> Fraction:
        if "points" not in table:
            return above
        try:
            points = self.exact(table["points"])
        except (ValueError, OverflowError):
            points = None
        if points is None or not 0 < points <= MOST_POINTS:
            raise self.wrong("points", f"points is a positive number, not {self.shown(table['points'])}")
        return points
