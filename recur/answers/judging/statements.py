"""A claim as a formula: T(n) = O(n²), T(n) ≤ 2n, 2n = O(n); each of those that were made, in their order."""

from recur.model import Claim, Expr, expressions as ex

#: The kinds that are relations between numbers; the others are classes of functions.
RELATIONS = ("=", "~", "<=", "<", ">=", ">")
#: What a relation says of the growth.
SIDES = {"<=": "O", "<": "O", ">=": "Ω", ">": "Ω", "=": "Θ", "~": "Θ"}


def statement(claim: Claim, function: str, variable: str) -> Expr:
    """The claim as a formula; a bound that names no function stands alone."""
    size = ex.Symbol(claim.series or variable)
    left = claim.left if claim.left is not None else ex.Call(claim.function or function, (size,))
    if claim.kind in RELATIONS:
        return ex.Relation(claim.kind, left, claim.body)
    if claim.kind == "Θ" and is_sum_with_bound(claim.body):
        return ex.Relation("=", left, claim.body)
    bound = ex.Asymptotic(claim.kind, claim.body)
    return bound if claim.left is None and claim.function is None else ex.Relation("=", left, bound)


def statements(claim: Claim, function: str, variable: str) -> tuple[Expr, ...]:
    """All that was stated, or the one claim there is; and from where on, if that is said."""
    stated = tuple(statement(part, function, variable) for part in claim.beside or (claim,))
    return stated if claim.start is None else (*stated, ex.Relation(">=", ex.Symbol(variable), ex.number(claim.start)))


def is_sum_with_bound(body: Expr) -> bool:
    """n lg n + O(n): a claim of what is left after the first terms, too."""
    return ex.Asymptotic in ex.kinds(body)
