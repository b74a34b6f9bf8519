"""A range that a loop halves: while low < high, mid = ⌊(low + high)/2⌋, and either low = mid + 1 or high = mid.

Of d = high − low, at most ⌊d/2⌋ is left each time, and exactly that where the data choose the longer part, so that
the loop runs ⌊log₂ d⌋ + 1 times. Source: CLRS 4e, exercise 2.3-6 (binary search).
"""

from recur.forkjoin.costs.normal_forms import floor_of, numeric, polynomial
from recur.forkjoin.costs.polynomials import Polynomial
from recur.model import Expr, expressions as ex
from recur.model.program import If, PlainStatement, Return, Statement, While, statements_in


def halved_range(statement: While) -> Expr | None:
    """d, in terms of the ends before the loop; None where the loop does not halve a range each time."""
    groups = statement.condition.groups
    if len(groups) != 1 or len(groups[0]) != 1:
        return None
    [[test]] = groups
    low, high = (test.left, test.right) if test.op in ("<", "<=", "!=") else (test.right, test.left)
    if test.op == "=" or not (isinstance(low, ex.Symbol) and isinstance(high, ex.Symbol)):
        return None
    middle = _middle(statement.body, low.name, high.name)
    closed = test.op in ("<=", ">=")
    if middle is None or not _each_way_cuts(statement.body, low.name, high.name, middle, closed):
        return None
    length = ex.subtract(high, low)
    return ex.add(length, ex.ONE) if closed else length


def rounds_of_halving(length: Expr) -> Expr:
    """⌊log₂ d⌋ + 1"""
    return ex.add(ex.Apply("floor", (ex.Log(length, ex.TWO),)), ex.ONE)


def _middle(body: tuple[Statement, ...], low: str, high: str) -> str | None:
    """The name that the body gives the middle of the range."""
    half = polynomial(ex.divide(ex.add(ex.Symbol(low), ex.Symbol(high)), ex.TWO))
    for statement in body:
        if isinstance(statement, PlainStatement) and statement.defines is not None:
            name, value = statement.defines
            if value is not None and floor_of(polynomial(numeric(value))) == floor_of(half):
                return name
    return None


def _each_way_cuts(body: tuple[Statement, ...], low: str, high: str, middle: str, closed: bool) -> bool:
    """Does every way through the body leave, or take one half?"""
    mid = Polynomial.atom(ex.Symbol(middle))
    allowed = {low: (mid.plus(1),), high: (mid.plus(-1),) if closed else (mid, mid.plus(-1))}
    for statement in statements_in(body):
        if isinstance(statement, PlainStatement) and statement.defines is not None and statement.defines[0] in allowed:
            name, value = statement.defines
            if value is None or polynomial(numeric(value)) not in allowed[name]:
                return False
    return moves_each_way(body, frozenset(allowed))


def moves_each_way(body: tuple[Statement, ...], ends: frozenset[str]) -> bool:
    """Does every way through the block leave it, or set one of the names?"""
    for statement in body:
        match statement:
            case Return():
                return True
            case PlainStatement(defines=(name, _)) if name in ends:
                return True
            case If(branches=branches) if branches[-1].condition is None:
                if all(moves_each_way(branch.body, ends) for branch in branches):
                    return True
    return False
