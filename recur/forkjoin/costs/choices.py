"""Which branches an input can choose: those that its data decide; not those that sizes, counters or parity decide.

A maximum over branches at every step is an upper bound. It is reached if one input takes the costliest branch each
time, as an adversary's array can; n is even and odd by turns whatever the data are.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import islice, product

from recur.forkjoin.costs.costs import Cost, IndexRanges, dominates
from recur.forkjoin.costs.polynomials import Monomial, Polynomial
from recur.model.expressions import Call, Symbol, symbols as expression_symbols, walk as walk_expression
from recur.model.program import (
    Condition,
    For,
    If,
    PlainStatement,
    Procedure,
    Program,
    Return,
    While,
    invocations,
    statements_in,
)
from recur.model.records import frozen

#: combinations of forms that are looked at for a bound from below
MOST_COMBINATIONS = 64


def handed_on(procedure: Procedure, program: Program) -> frozenset[str]:
    """The parameters that the procedure hands to itself as they are; none where others call it back."""
    kept = set(procedure.parameters)
    for other in program.procedures:
        for call in (call for statement in statements_in(other.body) for call in invocations(statement)):
            if other is not procedure and call.procedure == procedure.name and _calls(procedure, other):
                return frozenset()
            if other is procedure and call.procedure == procedure.name:
                pairs = zip(reversed(procedure.parameters), reversed(call.arguments), strict=False)
                same = {name for name, x in pairs if x == Symbol(name)}
                kept &= same
    return frozenset(kept)


def _calls(procedure: Procedure, other: Procedure) -> bool:
    return any(
        call.procedure == other.name for statement in statements_in(procedure.body) for call in invocations(statement)
    )


def counted_names(procedure: Procedure) -> frozenset[str]:
    """The names that the body sets, and only by arithmetic: counters, midpoints."""
    set_to: dict[str, bool] = {}
    for statement in statements_in(procedure.body):
        if isinstance(statement, PlainStatement) and statement.defines is not None:
            name, value = statement.defines
            set_to[name] = set_to.get(name, True) and value is not None
    return frozenset(name for name, always in set_to.items() if always)


@frozen
class BodyNames:
    """What the names of a body stand for: `kept` are handed on as they are, `counted` hold sizes and counters.

    `sizes` are what the procedure is measured by; `recursive`: it calls itself, with other sizes; `chosen` are places
    in a range that the data choose.
    """

    kept: frozenset[str]
    counted: frozenset[str]
    sizes: frozenset[str]
    recursive: bool
    chosen: frozenset[str] = frozenset()


def ends_by_sizes(procedure: Procedure) -> bool:
    """Does a loop of it end early where sizes and counters say so? Other sizes take longer, as primes do in a test."""
    loops = (s for s in statements_in(procedure.body) if isinstance(s, For | While))
    return any(any(_tests_that_leave(loop)) for loop in loops)


def left_by(loop: For | While) -> frozenset[str]:
    """The names of sizes and counters in the tests that end the loop early."""
    tests = (t for c in _tests_that_leave(loop) for group in c.groups for t in group)
    return frozenset(name for t in tests for name in expression_symbols(t.left) | expression_symbols(t.right))


def _tests_that_leave(loop: For | While) -> Iterator[Condition]:
    if isinstance(loop, For):
        yield from filter(_is_of_sizes, loop.ends)
    for s in statements_in(loop.body):
        for b in s.branches if isinstance(s, If) else ():
            leaves = any(isinstance(inner, Return) and inner.leaves != "round" for inner in b.body)
            if leaves and b.condition is not None and _is_of_sizes(b.condition):
                yield b.condition


def _is_of_sizes(condition: Condition) -> bool:
    """Are all of its comparisons arithmetic in names?"""
    tests = [test for group in condition.groups for test in group]
    return bool(tests) and all(expression_symbols(test.left) | expression_symbols(test.right) for test in tests)


def is_free(condition: Condition, values: Mapping[str, Polynomial], names: BodyNames) -> bool:
    """Can the data make the condition true or false, whatever the sizes are?"""
    return all(_part_is_free(part, values, names) for part in condition.reads)


def _part_is_free(part: frozenset[str], values: Mapping[str, Polynomial], names: BodyNames) -> bool:
    """A size alone leaves nothing open; a parameter that it is compared with does, as long as the size stays."""
    sized = part & names.sizes
    chosen = {name for name in part & names.kept if values.get(name) == Polynomial.atom(Symbol(name))} - sized
    if sized and not (chosen and not names.recursive):
        return any(_is_element(name) for name in part)
    return _data_decide(part - sized, values, names)


def _is_element(name: str) -> bool:
    """An element of an array, another one at every level if its index is."""
    return re.search(r"[\[(].*[A-Za-z]|\.", name) is not None


def _data_decide(part: frozenset[str], values: Mapping[str, Polynomial], names: BodyNames) -> bool:
    fixed = fresh = False
    for name in part:
        if re.search(r"[\[.(]", name):
            fresh = fresh or _is_element(name)
        elif name in values:
            value = values[name]
            if value.names & names.chosen:
                fresh = True
                continue
            own = value == Polynomial.atom(Symbol(name))
            if own and name in names.kept:
                continue
            unknown = own or value == Polynomial.atom(Symbol(f"{name}\0"))
            parameter = own and f"|{name}|" in values  # with the length of the array that it may be
            if unknown and name not in names.counted and not parameter:
                fresh = True
            else:
                fixed = True
    return fresh or not fixed


def lowest(costs: Iterable[Cost], domain: IndexRanges) -> Cost:
    """A cost that is above none of the given ones: term by term the least of them."""
    choices = list(costs)
    forms: list[Polynomial] = []
    for chosen in islice(product(*(cost.forms for cost in choices)), MOST_COMBINATIONS):
        forms.append(_least(chosen, domain))
    return Cost(tuple(dict.fromkeys(forms)) or (Polynomial(),))


def _least(forms: tuple[Polynomial, ...], domain: IndexRanges) -> Polynomial:
    for one in forms:
        if all(dominates(other, one, domain) for other in forms):
            return one
    keys: dict[Monomial, None] = {m: None for form in forms for m, _ in form.terms}
    zero = Fraction(0)
    least = Polynomial.make((m, min(form.by_monomial.get(m, zero) for form in forms)) for m in keys)
    if dominates(least, Polynomial(), domain):
        return least
    return Polynomial(tuple((m, c) for m, c in least.terms if c > 0 and _holds_calls(m)))


def _holds_calls(m: Monomial) -> bool:
    return any(isinstance(node, Call) for atom, _ in m for node in walk_expression(atom))
