"""How the fields of a verb are read, before anything is decided: what a page echoes while one types."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from recur.documents import blocks as b
from recur.documents.given import doubt, reading
from recur.model import Step, System

#: The languages of code, as they are called.
CALLED = {"python": "Python", "c": "C", "c++": "C++", "java": "Java"}


def reading_of(verb: str, text: str, second: str) -> b.Document:
    """The document of what was read; raises the error of what cannot be.

    >>> from recur.writers.text import render
    >>> print(render(reading_of("check", "T(n) = 2T(n/2) + n", "n log n")), end="")
    Read as  T(n) = 2·T(n/2) + n
    Answer   Θ(n log n)
    >>> print(render(reading_of("analyze", "def f(xs): return xs", "")), end="")
    Read as Python: f(xs)
    """
    return READERS.get(verb, _recurrence)(text, second)


def _recurrence(text: str, second: str = "") -> b.Document:
    from recur.parsing import parse

    return _system(parse(text), text)


def _system(system: System, text: str) -> b.Document:
    """The recurrences, and what may have been meant otherwise."""
    from recur.parsing.recurrences.reading import remarks

    return (reading(system.recurrences), *(doubt(remark, text) for remark in remarks(text)))


def _claimed(label: str) -> Callable[[str, str], b.Document]:
    """A recurrence, and what is claimed of the function that is asked for."""

    def read(text: str, second: str) -> b.Document:
        from recur.answers.judging.statements import statements
        from recur.parsing import parse, parse_claim_on

        system = parse(text)
        given, *doubts = _system(system, text)
        claim = parse_claim_on(system, second) if second.strip() else system.stated
        if claim is None:
            return (given, *doubts)
        about = system.claimed(claim)
        stated = statements(claim, about.function, about.variable)
        return (given, b.Given(label, (tuple(map(b.Displayed, stated)),)), *doubts)

    return read


def _functions(text: str, second: str) -> b.Document:
    from recur.parsing import parse_formula

    typed = [each for each in (text, second) if each.strip()]
    return (b.Given("Read as", tuple((b.Displayed(parse_formula(each)),) for each in typed)),)


def _program(text: str, second: str) -> b.Document:
    """The language, and the header of each function; a text in no other language is a program of recur's own."""
    from recur.parsing.languages.reading import read_source
    from recur.parsing.programs.program import parse_program

    file = read_source(text)
    if file is None:
        kind, headers = "a program", [(p.name, p.parameters) for p in parse_program(text).procedures]
    else:
        kind = CALLED[file.language]
        headers = [(f.name, tuple(parameter.name for parameter in f.parameters)) for f in file.functions]
    shown = ", ".join(f"{name}({', '.join(parameters)})" for name, parameters in headers)
    return (b.Paragraph(Step(f"Read as {kind}: {shown or 'statements outside of any function'}")),)


READERS: Mapping[str, Callable[[str, str], b.Document]] = {
    "check": _claimed("Answer"),
    "prove": _claimed("Claim"),
    "compare": _functions,
    "analyze": _program,
}
