"""Branches that parity decides: the body is run for n = 2h and for n = 2h + 1, so that no branch is left open.

A call at n − 1 of an odd size is one of an even size, and is replaced by what the even sizes cost: of fast
exponentiation, T(2h) = T(h) + a and T(2h + 1) = T(h) + b are left, and both are T(⌊n/2⌋) + Θ(1).
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import lcm

from recur.forkjoin.costs.choices import lowest
from recur.forkjoin.costs.costs import Cost, IndexRanges, largest
from recur.forkjoin.costs.execution import Execution
from recur.forkjoin.costs.normal_forms import floor_of, polynomial, whole
from recur.forkjoin.costs.polynomials import Monomial, Polynomial
from recur.forkjoin.costs.shapes import SizeMeasure
from recur.forkjoin.dag.run_state import Body, Reason
from recur.model import InvalidRecurrence, expressions as ex, program as code
from recur.model.records import frozen, replace

MOST_CLASSES = 6


@frozen
class ResidueClasses:
    """The costs of one function at the sizes modulus·h + r, by r, each a cost in h under the name of the size."""

    function: str
    size: str
    modulus: int
    costs: tuple[Cost, ...]

    def resolved(self) -> tuple[Cost, ...] | None:
        """Every class in calls that no residue decides, at ⌊n/modulus⌋; None where some do not come to an end."""
        n = Polynomial.atom(ex.Symbol(self.size)).times(Fraction(1, self.modulus))
        found = []
        for cost in self.costs:
            forms = [put for form in cost.forms for put in self._form(form, self.modulus)]
            if any(self._decided(node) for form in forms for atom in form.atoms for node in ex.walk(atom)):
                return None
            found.append(Cost(tuple(dict.fromkeys(form.put(self.size, floor_of(n)) for form in forms))))
        return tuple(found)

    def _form(self, form: Polynomial, depth: int) -> Iterator[Polynomial]:
        """The form with what the classes cost in place of the calls whose class is known."""
        term = next(((m, c) for m, c in form.terms if any(self._decided(a) for a, _ in m)), None)
        if term is None or not depth:
            yield form
            return
        (m, c) = term
        rest = form - Polynomial((term,))
        for inner in self._value(m):
            yield from self._form(rest + inner.times(c), depth - 1)

    def _value(self, m: Monomial) -> Iterator[Polynomial]:
        atom, e = next((a, e) for a, e in m if self._decided(a))
        assert isinstance(atom, ex.Call)
        others = Polynomial(((m - {(atom, e)}, Fraction(1)),))
        quotient, residue = self._parts(polynomial(atom.arguments[0]))
        for form in self.costs[residue].forms:
            yield form.put(self.size, quotient).raised(e) * others

    def _decided(self, x: ex.Expr) -> bool:
        """Is it a call of the function at modulus·(a whole number) + r?"""
        if not (isinstance(x, ex.Call) and x.function == self.function and len(x.arguments) == 1):
            return False
        return whole(self._parts(polynomial(x.arguments[0]))[0])

    def _parts(self, p: Polynomial) -> tuple[Polynomial, int]:
        residue = int(p.constant_term) % self.modulus
        return (p.plus(-residue)).times(Fraction(1, self.modulus)), residue


def modulus_of(procedure: code.Procedure) -> int | None:
    """The least common multiple of the numbers that conditions take remainders by; None where there are none."""
    found = 1
    for statement in code.statements_in(procedure.body):
        for branch in statement.branches if isinstance(statement, code.If) else ():
            for group in branch.condition.groups if branch.condition is not None else ():
                for node in (x for test in group for side in (test.left, test.right) for x in ex.walk(side)):
                    match node:
                        case ex.Apply("mod", (_, ex.Number(d))) if d.denominator == 1 and d > 1:
                            found = lcm(found, int(d))
    return found if 1 < found <= MOST_CLASSES else None


def by_residues(
    run: Callable[..., Execution], procedure: code.Procedure, shape: SizeMeasure, functions: tuple[str, str], body: Body
) -> tuple[Body, Body] | None:
    """The body with every branch decided by the residue of the size, and the least of what the residues cost."""
    modulus = modulus_of(procedure)
    if modulus is None or shape.others or not any(doubt.reason is Reason.SIZES for doubt in body.doubts):
        return None
    size = ex.Symbol(shape.variable)
    try:
        bodies = [
            run(fixed={size.name: Polynomial.atom(size).times(modulus).plus(r)}, least=body.least).run()
            for r in range(modulus)
        ]
    except InvalidRecurrence:
        return None
    if any(found.doubts or found.missing for found in bodies):
        return None
    least = modulus * max(found.least for found in bodies)
    domain = IndexRanges((size.name,), least)
    most: list[Cost] = []
    fewest: list[Cost] = []
    for part, function in enumerate(functions):
        costs = ResidueClasses(function, size.name, modulus, tuple(b.cost(part) for b in bodies)).resolved()
        if costs is None:
            return None
        most.append(largest(costs, domain))
        fewest.append(lowest(costs, domain))
    upper = replace(body, work=most[0], span=most[1], least=least)
    return upper, replace(upper, work=fewest[0], span=fewest[1])
