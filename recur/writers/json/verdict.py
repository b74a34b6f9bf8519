"""Judged answers as JSON documents, schema 1: the face that graders and notebooks read."""

from recur.answers.judging.verdict import Verdict
from recur.documents.verdict import claim_of, claims_of
from recur.model import Step
from recur.notation import python
from recur.writers.json.answers import PLAIN, SCHEMA, JsonObject, as_read, error_object, formula_text, solution_object

EXPECTED = (
    "function",
    "theta",
    "lower",
    "upper",
    "leading",
    "exact",
    "exact_domain",
    "where",
    "method",
    "case",
    "cases",
    "constants",
    "gf",
)


def check_object(verdict: Verdict, reveal: bool = False) -> JsonObject:
    """The verdict; `expected` is what is proved, for teachers and programs: no sentence of `feedback` tells it."""
    claim = claim_of(verdict)
    solution = None if verdict.solution is None else solution_object(verdict.solution)
    found: JsonObject = {
        "schema": SCHEMA,
        "input": verdict.recurrence,
        "answer": verdict.answer,
        "interpreted": {
            "recurrence": as_read(verdict.system if verdict.several is None else verdict.several.recurrence),
            "answer": None if claim is None else python.echo(claim),
            "kind": _kind(verdict),
        },
        "verdict": str(verdict.verdict),
        "notes": list(verdict.notes),
        "feedback": list(sentences(verdict)),
        "hints": [_told(step) for step in verdict.hints],
        "factor": formula_text(verdict.factor),
        "table": [{"size": r.size, "value": r.value, "claimed": r.claimed, "ratio": r.ratio} for r in verdict.table],
        "table_note": verdict.table_note,
        "expected": None if solution is None else {name: solution[name] for name in EXPECTED if name in solution},
        "score": None if verdict.score is None else float(verdict.score),
        "error": None if verdict.problem is None else error_object(verdict.problem),
    }
    if verdict.claim is not None and verdict.claim.beside:
        found["interpreted"]["stated"] = [python.write(x) for x in claims_of(verdict)]
    joint = None if verdict.several is None else verdict.several.claim
    if joint is not None and (joint.where or joint.fixed):
        found["interpreted"] |= {"where": [python.write(x) for x in joint.where], "fixed": list(joint.fixed)}
    if reveal:
        found["solution"] = solution
    return found


def _kind(verdict: Verdict) -> str | None:
    claim = verdict.claim if verdict.several is None else verdict.several.claim
    return None if claim is None else claim.kind


def sentences(verdict: Verdict) -> tuple[str, ...]:
    """The feedback in plain words."""
    return tuple(PLAIN.sentence(step) for step in verdict.feedback)


def _told(step: Step) -> str:
    """The sentence, and the formulas set below it."""
    return " ".join((PLAIN.sentence(step), *map(PLAIN.formula, step.display)))
