"""An analysed program: each line beside what it adds, the recurrences and their growth, values at sizes."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from recur.documents import blocks as b, solution
from recur.documents.given import equation, said
from recur.documents.solution import asymptotics
from recur.forkjoin.costs.analysis import Analysis, Measure, ProcedureAnalysis, RefusedFunction, ShownLine, Values
from recur.forkjoin.costs.parallelism import Parallelism
from recur.model import Expr, RecurError, Solution, Step, SyntaxProblem, Unsolved, expressions as ex
from recur.model.program import Warning, is_serial
from recur.notation.layout import integer_digits

LONGEST = 15  # digits of a number before it is shown by its first ones and a power of ten
WIDEST_INDENT = 16


def document(analysis: Analysis, steps: bool = False, only: Sequence[str] = (), lines: bool = True) -> b.Document:
    """Every procedure, or those in `only`; `steps` adds the derivations, `lines` what each line costs."""
    found: list[b.Block] = []
    measures = ("work",) if is_serial_code(analysis) else ("work", "span")
    for procedure in chosen(analysis, only):
        found += [listing(procedure, measures) if lines else b.Heading(title(procedure)), terms(procedure, measures)]
        found += case_told(analysis, procedure)
        found += _problems(procedure)
        found += assumed(analysis.assumptions.get(procedure.name, ()))
        found += values(procedure.values, [name for name, _ in procedure.sizes], procedure.values_error)
        for label in measures if steps else ():
            found += _derived(label.capitalize(), procedure.work if label == "work" else procedure.span)
    found += [b.Failed(r.error, analysis.program.text, f"{r.name} is not told") for r in refusals(analysis, only)]
    return tuple(found)


def is_serial_code(analysis: Analysis) -> bool:
    """Is it code in a language in which most programs are serial, and is nothing in it started beside the rest?"""
    program = analysis.program
    return all(p.sizes is not None for p in program.procedures) and is_serial(program)


def work_and_span(found: Parallelism, steps: bool = False) -> b.Document:
    """Work, span and their quotient, from two recurrences."""
    sides = (("work", found.work), ("span", found.span))
    measured = [b.Term(name, equation(solved.recurrence), tuple(asymptotics(solved.bounds))) for name, solved in sides]
    quotient = b.Term("parallelism", None, tuple(asymptotics(found.bounds)))
    parts: list[b.Block] = [b.Terms((*measured, quotient)), *(b.Paragraph(remark, "Note") for remark in found.remarks)]
    parts += values(found.values, [found.work.variable], found.values_error)
    for label, solved in (("Work", found.work), ("Span", found.span)) if steps else ():
        parts += _derivation(label, solved)
    return tuple(parts)


def _derivation(label: str, solved: Solution) -> b.Document:
    return (b.Heading(label), *solution.document(solved))


def _derived(label: str, measure: Measure) -> b.Document:
    if measure.solution is not None:
        return _derivation(label, measure.solution)
    return (b.Heading(label), b.Steps(measure.steps)) if measure.steps else ()


def warned(warning: Warning, text: str) -> b.Failed:
    """What can be read and is probably not meant."""
    return b.Failed(SyntaxProblem(warning.message, place=warning.place, hint=warning.hint or None), text, "warning")


def chosen(analysis: Analysis, only: Sequence[str]) -> tuple[ProcedureAnalysis, ...]:
    return tuple(p for p in analysis.procedures if is_asked_for(p.name, only))


def is_asked_for(name: str, only: Sequence[str]) -> bool:
    """A method is named with its class or without; where nothing is named, everything is asked for."""
    wanted = {word.casefold() for word in only}
    return not wanted or bool(wanted & {name.casefold(), name.casefold().rpartition(".")[2]})


def case_told(analysis: Analysis, procedure: ProcedureAnalysis) -> list[b.Block]:
    """Which inputs the costs are of, where it is not the worst case."""
    if analysis.case == "worst":
        return []
    inputs = analysis.inputs.get(procedure.name)
    known = inputs or "no inputs are seen that cost less than the worst case"
    return [b.Paragraph(Step(f"{known}."), f"{analysis.case.capitalize()} case", apart=True)]


def assumed(facts: Sequence[str]) -> list[b.Block]:
    """What the costs stand on: a hash table takes one step on average, a comment is right."""
    return [b.Paragraph(Step(f"{'; '.join(map(_assumption, facts))}."), "Assumes", apart=True)] if facts else []


def _assumption(fact: str) -> str:
    kind, _, name = fact.partition(": ")
    if fact == "hashing":
        return "hashing takes one step, as it does on average"
    if fact == "kept results":
        return "the cache forgets no result: lru_cache alone keeps 128 of them, maxsize=None keeps all"
    if kind == "single":
        return f"{name} is a single value, such as a number, as its other uses tell"
    if kind == "taken for single":
        return f"{name} is a single value, such as a number: no line tells"
    return f"{fact}, as a comment states"


def refusals(analysis: Analysis, only: Sequence[str]) -> tuple[RefusedFunction, ...]:
    return tuple(r for r in analysis.refused if is_asked_for(r.name, only))


def title(procedure: ProcedureAnalysis) -> str:
    return f"{procedure.name}({', '.join(procedure.parameters)})"


def listing(procedure: ProcedureAnalysis, measures: tuple[str, ...] = ("work", "span")) -> b.Listing:
    note = "" if procedure.size == procedure.variable else f"with {procedure.size}"
    return b.Listing(title(procedure), note, tuple(_line(line, measures) for line in _once(procedure.lines)), measures)


def _once(lines: Sequence[ShownLine]) -> Iterator[ShownLine]:
    """A line of code that stands for several statements, such as the three parts of for, once for each of its costs."""
    seen: set[tuple[int, Expr | None]] = set()
    for line in lines:
        told = (line.source.place.line, line.work)
        if told not in seen:
            yield line
        seen.add(told)


def _line(line: ShownLine, measures: tuple[str, ...]) -> b.ListedLine:
    """The work of all equal lines together, the span of one."""
    work, span = line.work, line.span
    if work is not None and line.times > 1:
        work = ex.mul(ex.number(line.times), work)
    costs: tuple[b.Cell, b.Cell] = ("base", "base") if line.kind == "base" else (work or "", span or "")
    source = line.source
    shown = b.Source(" ".join(source.text.split()), min(source.indent, WIDEST_INDENT), line.times)
    return b.ListedLine(source.place.line, shown, costs[: len(measures)], source.remark)


def terms(procedure: ProcedureAnalysis, shown: tuple[str, ...] = ("work", "span")) -> b.Terms:
    """Work, span and T₁(n)/T∞(n), with what is proved of each; without a span the work alone."""
    measures = (("work", procedure.work), ("span", procedure.span))[: len(shown)]
    bounds = tuple(asymptotics(procedure.parallelism))
    ratio = ex.divide(procedure.work.recurrence.left, procedure.span.recurrence.left) if bounds else None
    measured = (b.Term(name, equation(m.recurrence), tuple(asymptotics(m.bounds))) for name, m in measures)
    return b.Terms((*measured, *([b.Term("parallelism", ratio, bounds)] if "span" in shown else [])))


def _problems(procedure: ProcedureAnalysis) -> list[b.Block]:
    """Why a recurrence has no bound, once where both have none for the same reason."""
    problems = {m.error.message: m for m in (procedure.span, procedure.work) if m.error is not None}
    return [_problem(m, m.error) for m in reversed(problems.values()) if m.error is not None]


def _problem(measure: Measure, error: RecurError) -> b.Paragraph:
    reason = error.reason if isinstance(error, Unsolved) else error.message
    return b.Paragraph(said(measure.recurrence.left, ": ", reason), apart=True)


def values(found: Sequence[Values], sizes: Sequence[str], problem: RecurError | None) -> list[b.Block]:
    """Exact work and span at each size, and what was assumed for them."""
    parts: list[b.Block] = []
    if found:
        names = ("work", "span", "work/span", "processors")
        rows = tuple(
            (
                *map(shortened, (v.size, *v.others)),
                fraction(v.work),
                fraction(v.span),
                decimal(v),
                shortened(v.processors),
            )
            for v in found
        )
        parts.append(b.Table((*(b.Column(ex.Symbol(size)) for size in sizes), *map(b.Column, names)), rows))
        parts += [b.Paragraph(Step(f"{note}."), "Note") for note in dict.fromkeys(v.note for v in found if v.note)]
    if problem is not None:
        parts.append(b.Paragraph(Step(f"no value: {problem.message}"), "Note"))
    return parts


def fraction(exact: Fraction) -> str:
    if exact.denominator == 1:
        return shortened(exact.numerator)
    whole = exact.numerator // exact.denominator
    if len(integer_digits(whole)) > LONGEST:
        return shortened(whole)
    return f"{integer_digits(whole)}.{exact.numerator % exact.denominator * 100 // exact.denominator:02d}"


def decimal(values: Values) -> str:
    """The quotient with one digit behind the point, cut off."""
    p = values.parallelism
    whole = p.numerator // p.denominator
    if whole >= 10**6:
        return shortened(whole)
    return f"{whole}.{p.numerator % p.denominator * 10 // p.denominator}"


def shortened(value: int) -> str:
    """1,234; of a long number its first digits and a power of ten."""
    digits = integer_digits(value)
    if len(digits) <= LONGEST:
        return f"{value:,}"
    return f"{digits[0]}.{digits[1:5]}e{len(digits) - 1}"


def formulas(analysis: Analysis) -> b.Document:
    """Work, span and parallelism of every procedure: all that one display can hold."""
    return document(analysis, lines=False)
