"""Which builder gives a value each of its faces: one line each, imported when it is asked for."""

from collections.abc import Callable, Container, Mapping
from functools import cache
from importlib import import_module
from typing import Any

#: class of a value -> name of a face -> module:function, one after the other
FACES: Mapping[str, Mapping[str, str]] = {
    "Expr": {"text": "recur.notation.python:write", "sympy": "recur.model.symbolic:to_sympy"},
    "Domain": {"text": "recur.writers.json.answers:domain_text"},
    "Solution": {
        "text": "recur.documents.solution:document > recur.writers.text:render",
        "json": "recur.writers.json.answers:solution_object",
        "latex": "recur.documents.solution:formulas > recur.writers.notebook:display",
        "markdown": "recur.documents.solution:document > recur.writers.markdown:render",
        "value": "recur.evaluation.evaluator:value_of",
    },
    "MultivariateSolution": {
        "text": "recur.documents.several:document > recur.writers.text:render",
        "json": "recur.writers.json.several:multivariate_object",
        "latex": "recur.documents.several:formulas > recur.writers.notebook:display",
        "markdown": "recur.documents.several:document > recur.writers.markdown:render",
    },
    "Verdict": {
        "text": "recur.documents.verdict:document > recur.writers.text:render",
        "sentences": "recur.writers.json.verdict:sentences",
        "json": "recur.writers.json.verdict:check_object",
        "latex": "recur.documents.verdict:formulas > recur.writers.notebook:display",
        "markdown": "recur.documents.verdict:document > recur.writers.markdown:render",
    },
    "Proof": {
        "text": "recur.documents.proof:document > recur.writers.text:render",
        "json": "recur.writers.json.proof:proof_object",
        "latex": "recur.documents.proof:formulas > recur.writers.notebook:display",
        "markdown": "recur.documents.proof:document > recur.writers.markdown:render",
    },
    "Working": {
        "text": "recur.documents.working:document > recur.writers.text:render",
        "json": "recur.writers.json.working:working_object",
        "latex": "recur.documents.working:formulas > recur.writers.notebook:display",
        "markdown": "recur.documents.working:document > recur.writers.markdown:render",
    },
    "Analysis": {
        "text": "recur.documents.analysis:document > recur.writers.text:render",
        "json": "recur.writers.json.analysis:analysis_object",
        "latex": "recur.documents.analysis:formulas > recur.writers.notebook:display",
        "markdown": "recur.documents.analysis:document > recur.writers.markdown:render",
    },
    "Parallelism": {
        "text": "recur.documents.analysis:work_and_span > recur.writers.text:render",
        "json": "recur.writers.json.analysis:parallelism_object",
        "latex": "recur.documents.analysis:work_and_span > recur.writers.notebook:display",
        "markdown": "recur.documents.analysis:work_and_span > recur.writers.markdown:render",
    },
    "RecursionTree": {
        "text": "recur.documents.tree:document > recur.writers.text:render",
        "json": "recur.writers.json.tree:tree_object",
        "svg": "recur.pictures.tree:drawn > recur.pictures.svg:render",
    },
    "Evidence": {
        "text": "recur.documents.fit:document > recur.writers.text:render",
        "json": "recur.writers.json.fit:evidence_object",
        "latex": "recur.documents.fit:formulas > recur.writers.notebook:display",
        "svg": "recur.pictures.times:drawn > recur.pictures.svg:render",
        "html": "recur.documents.measured_example:times > recur.writers.html:fragment",
    },
    "Agreement": {"text": "recur.documents.measured:counts > recur.writers.text:render"},
    "Measured": {
        "text": "recur.documents.measured:document > recur.writers.text:render",
        "json": "recur.writers.json.measured:measured_object",
        "svg": "recur.pictures.measured:drawn > recur.pictures.svg:render",
    },
}
#: What a notebook takes of them, as it names them.
MIME = {
    "text": "text/plain",
    "latex": "text/latex",
    "markdown": "text/markdown",
    "svg": "image/svg+xml",
    "html": "text/html",
}


def face(value: object, name: str) -> Callable[..., Any]:
    """What builds that face of the value."""
    return builder(_faces(type(value))[name])


def bundle(value: object, wanted: Container[str] | None = None) -> dict[str, str]:
    """The faces that a notebook knows, or those of them that are wanted."""
    known = {MIME[name]: name for name in _faces(type(value)) if name in MIME}
    return {kind: face(value, name)(value) for kind, name in known.items() if wanted is None or kind in wanted}


def _faces(kind: type) -> Mapping[str, str]:
    return next(FACES[each.__name__] for each in kind.__mro__ if each.__name__ in FACES)


@cache
def builder(line: str) -> Callable[..., Any]:
    """The function that a line of the table names."""
    first, *rest = line.split(" > ")
    module, _, function = first.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    if not rest:
        return found
    following = builder(" > ".join(rest))
    return lambda value: following(found(value))
