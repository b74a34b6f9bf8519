"""How the fields of a verb are read, before anything is decided: what a page echoes while one types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from recur.documents import blocks as b
from recur.documents.given import as_given, doubt
from recur.model import Step, System
from recur.model.several import MultivariateRecurrence

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
    return READERS.get(verb, _recurrence)(text, second.strip())


def _recurrence(text: str, second: str = "") -> b.Document:
    from recur.parsing import parse_any

    return _system(parse_any(text), text)


def _system(system: System | MultivariateRecurrence, text: str) -> b.Document:
    """The recurrences, and what may have been meant otherwise."""
    from recur.parsing.recurrences.reading import remarks

    return (as_given(system), *(doubt(remark, text) for remark in remarks(text)))


def _claimed(label: str) -> Callable[[str, str], b.Document]:
    """A recurrence, and what is claimed of the function that is asked for."""

    def read(text: str, second: str) -> b.Document:
        from recur.answers.judging.statements import statements
        from recur.documents.verdict import said_claim
        from recur.parsing import parse_any, parse_claim_on, parse_joint_claim

        system = parse_any(text)
        given, *doubts = _system(system, text)
        if not isinstance(system, System):
            joint = parse_joint_claim(second, system) if second else system.claim
            rows = () if joint is None else (said_claim(joint, b.Displayed(joint.formula(system.left))),)
            return (given, *([b.Given(label, (rows,))] if rows else []), *doubts)
        claim = parse_claim_on(system, second) if second else system.stated
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


def _sized(sizes: Callable[[str], Iterable[int]]) -> Callable[[str, str], b.Document]:
    """A recurrence, and the sizes that are asked about."""

    def read(text: str, second: str) -> b.Document:
        from recur.parsing import parse_any

        given, *doubts = _recurrence(text)
        system = parse_any(text)
        if not isinstance(system, System):
            from recur.evaluation.points import read_point

            points = [read_point(point, system) for point in second.split(";")] if second else []
            told = "; ".join(", ".join(map(str, point)) for point in points)
            return (given, *([b.Paragraph(Step(told), "At sizes")] if told else []), *doubts)
        return (given, *_at(sizes(second) if second else ()), *doubts)

    return read


def _each(second: str) -> Iterable[int]:
    from recur.evaluation.sizes import size_list, whole_size

    return map(whole_size, size_list(second))


def _one(second: str) -> Iterable[int]:
    from recur.evaluation.sizes import size_from_zero

    return (size_from_zero(second),)


def _at(sizes: Iterable[int | Mapping[str, int]]) -> b.Document:
    from recur.evaluation.equation import show

    shown = [
        show(size) if isinstance(size, int) else " and ".join(f"{name} = {show(n)}" for name, n in size.items())
        for size in sizes
    ]
    return (b.Paragraph(Step(", ".join(shown)), "At size"),) if shown else ()


def _program(text: str, second: str) -> b.Document:
    """The language, and the header of each function; a text in no other language is a program of recur's own."""
    from recur.evaluation.sizes import read_joint_sizes
    from recur.parsing.languages.reading import read_source
    from recur.parsing.programs.program import parse_program

    file = read_source(text)
    if file is None:
        kind, headers = "a program", [(p.name, p.parameters) for p in parse_program(text).procedures]
    else:
        kind = CALLED[file.language]
        headers = [(f.name, tuple(parameter.name for parameter in f.parameters)) for f in file.functions]
    shown = ", ".join(f"{name}({', '.join(parameters)})" for name, parameters in headers)
    told = Step(f"Read as {kind}: {shown or 'statements outside of any function'}")
    return (b.Paragraph(told), *_at(read_joint_sizes([second]) if second else ()))


READERS: Mapping[str, Callable[[str, str], b.Document]] = {
    "check": _claimed("Answer"),
    "prove": _claimed("Claim"),
    "tree": _sized(_one),
    "eval": _sized(_each),
    "compare": _functions,
    "analyze": _program,
}
