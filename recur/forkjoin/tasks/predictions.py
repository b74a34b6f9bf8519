"""What a task declares about its work and span, as exact values at every size."""

import inspect
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from recur.evaluation.evaluator import Evaluator, Value
from recur.forkjoin.tasks.tasks import Task
from recur.model import InvalidRecurrence, RecurError, Recurrence, System, expressions as ex, limits
from recur.model.patterns import regex
from recur.model.records import field, frozen

#: E[T(n)]: the mean over the inputs, or over what the program draws
_EXPECTED = regex(r"(?:\bE|𝔼)\s*\[\s*(\w+\s*\([^\[\]]*\))\s*\]")
ESTIMATED = 20_000  # steps: sizes at which a recurrence has to be worked out for an estimate
LONGEST = 512  # binary digits of a fraction in an estimate
#: what is stated of T where a formula alone is typed
_OF_FORMULA = {"<=": "<=", "<": "<=", ">=": ">=", ">": ">="}


@frozen
class DeclaredCost:
    """`function` of a system, and its values; where the recurrence says nothing of small sizes, the values say what
    was assumed of them.

    `relation` is what is declared of the cost C and the values W: C = W, C ≤ W, C ≥ W, or, where the text holds O, Ω or
    Θ, that C is of this order. `expected`: of the mean of C.
    """

    text: str
    function: str
    system: System
    relation: str
    expected: bool
    _evaluator: Evaluator = field(repr=False, compare=False)
    _estimates: Evaluator = field(repr=False, compare=False)

    def __reduce__(self) -> tuple[Any, ...]:
        return _declared, (self.text, self.system, self.function, self.expected)

    @property
    def is_order(self) -> bool:
        """Is it declared up to a constant factor?"""
        return self.relation in ("O", "Ω", "Θ")

    @property
    def side(self) -> str:
        """ "O" of an upper bound, "Ω" of a lower one, "" of what is declared from both sides."""
        return {"<=": "O", "O": "O", ">=": "Ω", "Ω": "Ω"}.get(self.relation, "")

    def value(self, n: int) -> Value:
        return self._evaluator.value(self.function, n)

    def number(self, n: int) -> Fraction:
        """The value for an estimate: of an irrational one, or of a long fraction, its first digits.

        Raises `LimitExceeded` where too many sizes have to be worked out for it.
        """
        with limits.work_limit(ESTIMATED):
            return Fraction(self._estimates.value(self.function, n).value)


def declared_cost(text: str, function: str | None = None) -> DeclaredCost:
    """The prediction in a recurrence or a bound as it is typed; of several functions the last one named is meant.

    >>> declared_cost("2T(n/2) + n, T(1) = 1").value(8).value
    32
    >>> [declared_cost(text).relation for text in ("T(n) = T(n-1) + n", "T(n) <= n^2", "O(n log n)")]
    ['=', '<=', 'O']
    """
    plain = _EXPECTED.sub(r"\1", text)
    return _declared(text, _read(plain), function, plain != text)


def _read(text: str) -> System:
    from recur.parsing import parse, parse_claim

    try:
        return parse(text)
    except RecurError as problem:
        try:
            claim = parse_claim(text)
        except RecurError:
            raise problem from None
    if claim.beside or ex.has_call(claim.body):
        raise InvalidRecurrence("one recurrence or one bound is expected", text=text)
    variable = next(iter(sorted(ex.symbols(claim.body) - {"n"})), "n") if "n" not in ex.symbols(claim.body) else "n"
    relation, right = _OF_FORMULA.get(claim.kind, "="), claim.body
    if claim.kind in ("O", "Ω", "Θ"):
        right = ex.Asymptotic(claim.kind, claim.body)
    elif claim.kind != "=" and claim.kind not in _OF_FORMULA:
        raise InvalidRecurrence(f"{claim.kind} says nothing that counts at some sizes can show", text=text)
    return System((Recurrence("T", variable, relation, right, (), right),), text)


def work_of(task: Task) -> DeclaredCost | None:
    """The work that a task declares."""
    return _predictions(task)[0]


def span_of(task: Task) -> DeclaredCost | None:
    """The span that a task declares."""
    return _predictions(task)[1]


@cache
def _predictions(task: Task) -> tuple[DeclaredCost | None, DeclaredCost | None]:
    declared = task.declared
    if declared.spec is not None:
        return _specified(task, declared.spec)
    return (
        None if declared.work is None else declared_cost(declared.work),
        None if declared.span is None else declared_cost(declared.span),
    )


def _specified(task: Task, spec: str) -> tuple[DeclaredCost, DeclaredCost]:
    """Work and span of the procedure that a `.spawn` file, beside the task's own file, specifies."""
    from recur.forkjoin.costs.workspan import derive
    from recur.parsing.programs.program import parse_program

    file = Path(inspect.getfile(task.function)).resolve().parent / spec
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as problem:
        raise InvalidRecurrence(f"{task.name} is specified by {spec}, which cannot be read: {problem}") from None
    derivation = derive(parse_program(text))
    wanted = task.declared.procedure or task.name
    for derived in derivation.derived:
        if _plain(derived.procedure.name) == _plain(wanted):
            system = derivation.system
            return (
                _declared(spec, system, derived.work_name),
                _declared(spec, system, derived.span_name),
            )
    names = ", ".join(derived.procedure.name for derived in derivation.derived)
    raise InvalidRecurrence(f"{spec} has no procedure {wanted}", hint=f"procedure= is one of {names}")


def _declared(text: str, system: System, function: str | None, expected: bool = False) -> DeclaredCost:
    relation = _relation(system, text)
    return DeclaredCost(
        text,
        function or system.functions[-1],
        system,
        relation,
        expected,
        Evaluator(system),
        Evaluator(system, longest=LONGEST, many=True),
    )


def _relation(system: System, text: str) -> str:
    """What is stated of a function whose equations hold signs of order, or ≤ and ≥; all of them go one way."""
    formulas = [r.right for r in system.recurrences] + [case.value for r in system.recurrences for case in r.initial]
    orders = {node.kind for formula in formulas for node in ex.walk(formula) if isinstance(node, ex.Asymptotic)}
    relations = {r.relation for r in system.recurrences} | {c.relation for r in system.recurrences for c in r.initial}
    above, below = bool(orders & {"O", "o"}) or "<=" in relations, bool(orders & {"Ω", "ω"}) or ">=" in relations
    if above and below:
        raise InvalidRecurrence("it bounds from above and from below: declare one bound, or the cost itself", text=text)
    if orders:
        return "O" if above else "Ω" if below else "Θ"
    return "<=" if above else ">=" if below else "="


def _plain(name: str) -> str:
    """MERGE-SORT, merge_sort and MergeSort are one name."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())
