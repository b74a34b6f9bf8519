"""Pseudo-code whose tests the data decide: its worst case is Θ where one input is seen to cost as much.

A procedure that makes no calls, and whose lines are read as lines of code, is carried out as such on small inputs, its
arrays from 1 on. What is not read so stays as it is told by its tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from recur.forkjoin.costs.analysis import Analysis, analyze
from recur.model import Expr, RecurError, expressions as ex, limits, program as code, source_tree as tree
from recur.model.patterns import regex
from recur.model.records import replace
from recur.parsing.languages.python import parse_python
from recur.source_costs.analysis import knowledge_of, shows_less
from recur.source_costs.early_exits import machine_of, tried_inputs_of
from recur.source_costs.trials.cost_witnesses import CostTrials, may_not_add_up

_SIGNS = (
    (regex(r"\bmod\b"), "%"), (regex(r"\bdiv\b"), "//"), (regex(r"≤"), "<="), (regex(r"≥"), ">="),
    (regex(r"≠|<>"), "!="), (regex(r"∧|&&"), " and "), (regex(r"∨|\|\|"), " or "), (regex(r"¬"), " not "),
    (regex(r"·|×"), "*"), (regex(r"\^"), "**"), (regex(r"\b(?:NIL|nil|null|NULL)\b"), "None"),
    (regex(r"\b(?:true|TRUE)\b"), "True"), (regex(r"\b(?:false|FALSE)\b"), "False"),
    (regex(r"\b(\w+)\.(?:length|size|len)\b"), r"len(\1)"), (regex(r"\|\s*([^\W\d]\w*)\s*\|"), r"len(\1)"),
)  # fmt: skip
_IF = regex(r"^(?:else\s*,?\s*if|elseif|elsif|elif|if|while)\b(.*?)(?:\s*(?:\bthen\b|\bdo\b|:).*)?$", re.IGNORECASE)
_SET = regex(r"^(?:set\s+|let\s+)?([^\W\d]\w*(?:\[[^=\[\]]*\])*)\s*(?:=(?!=)|←|⟵|:=|<-)\s*(.+)$", re.IGNORECASE)
_ALONE = regex(r"(?<![=!<>:])=(?!=)")
_NAME = regex(r"[^\W\d]\w*")


def analyze_pseudo_code(
    program: code.Program, sizes: Sequence[int | str | Mapping[str, int | str]], timeout: float | None
) -> Analysis:
    """As `forkjoin.costs.analysis.analyze`, with bounds alone where no input is seen to cost as much as Θ says."""
    with limits.time_limit(timeout):
        found = analyze(program, sizes, timeout)
        denied = {p.name for p in program.procedures if _is_denied(p, found)}
        if not denied:
            return found
        weighed = tuple(replace(p, body=_doubted(p.body)) if p.name in denied else p for p in program.procedures)
        return analyze(replace(program, procedures=weighed), sizes, timeout)


def _is_denied(procedure: code.Procedure, found: Analysis) -> bool:
    theta = next((p.work.theta for p in found.procedures if p.name == procedure.name), None)
    if theta is None or not any(isinstance(s, code.If | code.While) for s in code.statements_in(procedure.body)):
        return False
    text = _text(procedure)
    try:
        file = None if text is None else parse_python(text)
    except RecurError:
        return False
    if file is None or len(file.functions) != 1:
        return False
    function = _from_one(file.functions[0])
    if not may_not_add_up(function):
        return False
    known = knowledge_of(replace(file, functions=(function,)))
    return shows_less(theta, CostTrials(machine_of(known), function, tried_inputs_of(function, known), None))


def _from_one(function: tree.Function) -> tree.Function:
    """A[i] of an array that begins with A[1]; one that begins with A[0] has its last item first, as A[−1]."""

    def change(x: tree.Node) -> tree.Node:
        made = tree.with_children(x, change)
        if isinstance(made, tree.Element):
            return replace(made, index=tree.Operation(made.place, "-", (made.index, tree.Literal(made.place, 1))))
        return made

    return tree.with_children(function, change)


def _doubted(body: tuple[code.Statement, ...]) -> tuple[code.Statement, ...]:
    """The block, whose tests are no choice of the data."""

    def branch(b: code.Branch) -> code.Branch:
        condition = None if b.condition is None else replace(b.condition, free=False, unseen="dear")
        return replace(b, condition=condition, body=_doubted(b.body))

    def statement(s: code.Statement) -> code.Statement:
        match s:
            case code.If(branches=branches):
                return replace(s, branches=tuple(map(branch, branches)))
            case code.For() | code.While() | code.Beside():
                return replace(s, body=_doubted(s.body))
        return s

    return tuple(map(statement, body))


class _Unread(Exception):
    """A line that is not read as a line of code."""


def _text(procedure: code.Procedure) -> str | None:
    """The procedure in Python."""
    head = f"def tried({', '.join(procedure.parameters)}):"
    set_here = (_SET.match(s.source.text.strip()) for s in code.statements_in(procedure.body)
                if isinstance(s, code.PlainStatement))  # fmt: skip
    names = {m[1] for m in set_here if m is not None and _NAME.fullmatch(m[1])} - {*procedure.parameters}
    begin = [f"    {name} = 0" for name in sorted(names)]
    try:
        return "\n".join([head, *begin, *_block(procedure.body, 1)]) + "\n"
    except _Unread:
        return None


def _block(body: tuple[code.Statement, ...], depth: int) -> Iterator[str]:
    before = "    " * depth
    if not body:
        yield before + "pass"
    for s in body:
        match s:
            case code.PlainStatement(calls=(), cost=None):
                yield before + _line(s)
            case code.Return(calls=()):
                yield before + {"loop": "break", "round": "continue"}.get(s.leaves, "return")
            case code.For(first=first, last=last, progression=code.Advance.ADD, count=None, calls=()) if first and last:
                by = _formula(s.step)
                end = "- 1" if by.startswith("-") else "+ 1"
                yield f"{before}for {s.index} in range({_formula(first)}, {_formula(last)} {end}, {by}):"
                yield from _block(s.body, depth + 1)
            case code.While(count=None):
                yield f"{before}while {_asked(s.source)}:"
                yield from _block(s.body, depth + 1)
            case code.If(branches=branches):
                for at, b in enumerate(branches):
                    word = "else" if b.condition is None else f"{'elif' if at else 'if'} {_asked(b.source)}"
                    yield f"{before}{word}:"
                    yield from _block(b.body, depth + 1)
            case _:
                raise _Unread


def _formula(x: Expr) -> str:
    if any(isinstance(part, ex.Apply | ex.Log | ex.Call | ex.Power) for part in ex.walk(x)):
        raise _Unread
    return str(x)


def _asked(source: code.SourceLine) -> str:
    match = _IF.match(source.text.strip())
    if match is None:
        raise _Unread
    return _ALONE.sub("==", _code(match[1].strip()))


def _line(s: code.PlainStatement) -> str:
    """x = …; a name alone, x, and x ← x + 1 of what is nowhere set, are steps that change nothing that is asked."""
    match = _SET.match(s.source.text.strip())
    if match is not None:
        return f"{_code(match[1])} = {_code(match[2])}"
    if _NAME.fullmatch(s.source.text.strip()):
        return "pass"
    raise _Unread


def _code(text: str) -> str:
    for pattern, sign in _SIGNS:
        text = pattern.sub(sign, text)
    return text.rstrip(" ;,.")
