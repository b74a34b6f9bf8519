"""A closed form is shown only after exact values agree with it, on the sizes that meet the base exactly.

A base case that is not stated stays a symbol in the form; the form is linear in it, so that it holds for every value
once it holds for two.
"""

from fractions import Fraction
from itertools import islice, takewhile

from recur.evaluation.arithmetic import Compiler
from recur.model import Domain, Expr, InitialCondition, Solution, System, Tower, Verification, expressions as ex
from recur.model.records import replace
from recur.numbers import TooCoarse
from recur.numbers.exact import bits_of, sign
from recur.trees.branching import Branching
from recur.trees.chain_values import ChainValue, chain_value
from recur.trees.level_costs import sum_of
from recur.verification.agreement import verify_exact
from recur.verification.verify import Refuted

#: values tried for a base case that is not stated
TRIED = (Fraction(1), Fraction(7, 3))
TWO_BASES = "for two values of the base case"


def closed_form(found: Branching, system: System) -> tuple[ChainValue | None, Verification]:
    """The closed form, once exact values agree with it; a form that they refute is not handed on."""
    value = chain_value(found)
    if value is None or found.recurrence.relation != "=":
        return None, Verification("unchecked", reason="no closed form")
    try:
        verification = verified(found, system, value)
    except Refuted as refuted:
        return None, Verification("unchecked", reason=refuted.message)
    return (value, verification) if verification.status == "checked" else (None, verification)


def solved_form(system: System, solution: Solution) -> tuple[Expr | None, Domain | None, Verification]:
    """The solver's closed form, once it agrees with exact values at the first sizes that it is for."""
    assert solution.exact is not None and solution.exact_domain is not None
    sizes = [int(size) for size in islice(solution.exact_domain.sizes(), 16)]
    try:
        verification = verify_exact(system, solution.function, solution.exact, sizes)
    except Refuted as refuted:
        return None, None, Verification("unchecked", reason=refuted.message)
    if verification.status != "checked":
        return None, None, verification
    return solution.exact, solution.exact_domain, verification


def verified(found: Branching, system: System, value: ChainValue) -> Verification:
    """The closed form against exact values on its domain, for two values of a base that is not stated."""
    sizes = first_sizes(value.domain)
    if found.base_value is not None or any(size.denominator != 1 for size in sizes):
        if any(size.denominator != 1 for size in sizes):
            return _along_the_chain(found, value, sizes)
        return verify_exact(system, found.recurrence.function, value.value, [int(size) for size in sizes])
    result = Verification("unchecked")
    for base in TRIED:
        condition = InitialCondition(found.recurrence.function, None, int(found.base), ex.Number(base))
        stated = replace(found.recurrence, initial=(condition,))
        others = tuple(stated if r is found.recurrence else r for r in system.recurrences)
        formula = with_base(replace(found, base_value=ex.Number(base)), value.value)
        result = verify_exact(System(others), found.recurrence.function, formula, [int(size) for size in sizes])
        if result.status != "checked":
            return result
    return replace(result, against=None, reason=TWO_BASES)


def first_sizes(chain: Domain) -> list[Fraction]:
    """The sizes of a chain that are tried: few of them, and none with very many digits."""
    few = islice(chain.sizes(), 6 if isinstance(chain, Tower) else 13)
    return [Fraction(size) for size in takewhile(lambda size: bits_of(size) < 400, few)]


def _along_the_chain(found: Branching, value: ChainValue, sizes: list[Fraction]) -> Verification:
    """T(s) = a·T(s before it) + f(s) followed over sizes that are not whole."""
    branch = found.single
    assert branch is not None
    names = ex.symbols(found.recurrence.right) | ex.symbols(found.leaf)
    compiler = Compiler(None, {name: 1 for name in names - {found.n.name}}, 256)
    base = found.base_value if found.base_value is not None else ex.Number(TRIED[1])
    formula = with_base(replace(found, base_value=base), value.value)

    def at(x: Expr, size: Fraction) -> object:
        return compiler.compile(ex.substitute(x, found.n.name, ex.Number(size)))()

    current = at(base, found.base)
    coefficient = compiler.compile(branch.coefficient)()
    for position, size in enumerate(sizes):
        if position:
            current = coefficient * current + at(found.toll, size)  # type: ignore[operator]
        difference = current - at(formula, size)  # type: ignore[operator]
        if not _may_be_zero(difference):
            raise Refuted(f"the closed form differs from T at {size}")
    return Verification("checked", len(sizes), sizes[0], sizes[-1], Fraction(1), Fraction(1), value.value)


def _may_be_zero(difference: object) -> bool:
    try:
        return sign(difference) == 0  # type: ignore[arg-type]
    except TooCoarse:
        return True


def with_base(found: Branching, line: Expr) -> Expr:
    """The line with the stated value for T at the base."""
    wanted = found.call(ex.Number(found.base))
    if isinstance(line, ex.Add):
        return sum_of(*(_replaced(term, wanted, found.leaf) for term in line.terms))
    return _replaced(line, wanted, found.leaf)


def _replaced(x: Expr, old: Expr, new: Expr) -> Expr:
    if x == old:
        return new
    return ex.rebuild(x, lambda child: _replaced(child, old, new)) if x.children else x
