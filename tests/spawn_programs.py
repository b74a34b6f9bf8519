"""What the tests of programs share: analysing a text, and its growth against an expected formula."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from fractions import Fraction

from recur.asymptotics.growth import Growth
from recur.evaluation.evaluator import Evaluator
from recur.forkjoin.costs.analysis import Analysis, analyze
from recur.forkjoin.costs.workspan import derive
from recur.forkjoin.dag.expansion import Expander
from recur.forkjoin.dag.series_parallel import Node, Parallel, Repeated, SeriesComposition, Strand
from recur.notation.python import write
from recur.parsing import parse_formula
from recur.parsing.programs.program import parse_program


def analysed(text: str, *sizes: int) -> Analysis:
    return analyze(textwrap.dedent(text).strip("\n"), sizes, timeout=600)


def growth(formula: str) -> Growth:
    return Growth.of(parse_formula(formula))


def thetas(analysis: Analysis, name: str = "") -> tuple[str | None, ...]:
    """Work, span and parallelism of a procedure (the first) as Python formulas."""
    p = analysis.named(name) if name else analysis.procedures[0]
    found = (p.work.theta, p.span.theta, p.parallelism.theta)
    return tuple(None if g is None else write(g.expression()) for g in found)


def counted(node: Node) -> tuple[Fraction, Fraction]:
    """Every strand counted one by one, and the longest path walked: what work and span mean."""
    match node:
        case Strand(cost):
            return Fraction(cost), Fraction(cost)
        case SeriesComposition(parts):
            pairs = [counted(part) for part in parts]
            return sum((w for w, _ in pairs), Fraction(0)), sum((s for _, s in pairs), Fraction(0))
        case Parallel(branches):
            pairs = [counted(branch) for branch in branches]
            return sum((w for w, _ in pairs), Fraction(0)), max((s for _, s in pairs), default=Fraction(0))
        case Repeated(body, times, parallel):
            pairs = [counted(body) for _ in range(times)]
            longest = max((s for _, s in pairs), default=Fraction(0))
            return sum((w for w, _ in pairs), Fraction(0)), (
                longest if parallel else sum((s for _, s in pairs), Fraction(0))
            )
    raise TypeError(node)


def differences(text: str, sizes: Iterable[int], procedure: str = "") -> list[str]:
    """Sizes at which the derived recurrences and the expanded program do not agree."""
    program = parse_program(textwrap.dedent(text).strip("\n"))
    derivation = derive(program)
    expander = Expander(program)
    found = []
    for d in derivation.derived:
        if procedure and d.procedure.name != procedure:
            continue
        work, span = (Evaluator(derivation.standing_on(f)) for f in (d.work_name, d.span_name))
        for size in sizes:
            node = expander.node(d.procedure.name, size)
            told = work.value(d.work_name, size).value, span.value(d.span_name, size).value
            if told != (node.work, node.span):
                found.append(f"{d.procedure.name}({size}): {told} derived, {(node.work, node.span)} counted")
    return found
