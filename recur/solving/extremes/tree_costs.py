"""The extreme total cost of the binary trees of size n whose nodes split their size in two, one kind of cost at a time.

- At most (n − s)/δ + O(1) nodes have size s or more, where every split puts aside δ elements at least. So for a
  rising f no tree costs more than the chain, Σ_{j ≤ n} f(j) up to constants.
- With G(n) = n·(1 + ∫ f(u)/u² du), G(n) − G(x) − G(n − x) is of order f(n) for every x that is a constant fraction of
  n; and as G is convex up to linear terms, no split leaves less of it than the halving. So Θ(G) is the minimum where
  a split in constant fractions is allowed, and the maximum where no other split is.
- The same G, with g for f, has G(n) − G(x) − G(n − x) of order g(min(x, n − x)) or more for every x: costs g of the
  smaller parts add up to O(G), and the halving reaches it.

Source: the substitution method, CLRS 4e, section 4.3; Akra and Bazzi 1998 for the integral.
"""

from fractions import Fraction

from recur.asymptotics import UNIT, Monomial, level, level_sum, monomial_formula, monomials, summation
from recur.model import Expr, Step, Unmet, expressions as ex, step
from recur.model.expressions import ONE as ONE_FORMULA
from recur.model.records import frozen
from recur.numbers import real
from recur.solving.extremes.split_costs import PART
from recur.solving.extremes.splits import Choice

SOURCE = "CLRS 4e, section 4.3 (substitution method)"


@frozen
class Allowed:
    """What the range of splits allows: a constant part, a split in constant fractions, nothing but these."""

    thin: bool
    even: bool
    only_even: bool


@frozen
class CostShare:
    """A part of the total cost, and the sentence that proves it."""

    growth: Monomial
    told: Step


def of_leaves(variable: str) -> CostShare:
    n = ex.Symbol(variable)
    return CostShare(level(0), step("Every tree of size {n} has Θ({n}) leaves, each of constant cost.", n=n))


def of_nodes(variable: str) -> CostShare:
    n = ex.Symbol(variable)
    sentence = "The trees of size {n} have Θ({n}) nodes of constant size, each of constant cost or more."
    return CostShare(level(0), step(sentence, n=n))


def of_whole_size(choice: Choice, allowed: Allowed, f: Monomial, variable: str) -> CostShare:
    """Each node of size n costs f(n)."""
    if choice.op == "max" and allowed.thin:
        return _chain(f, variable)
    if not (allowed.even if choice.op == "min" else allowed.only_even):
        raise Unmet(
            "a range with constant parts or in constant fractions",
            "the range of {k} from {x} to {y} leaves the extreme split open",
            k=ex.Symbol(choice.index),
            x=choice.term.low,
            y=choice.term.high,
        )
    n, u = ex.Symbol(variable), ex.Symbol("u" if variable != "u" else "x")
    total = level_sum(f, real.ONE).growth
    inside = ex.divide(ex.substitute(monomial_formula(f, variable), variable, u), ex.power(u, ex.number(2)))
    g = ex.Call("G", (n,))
    form = ex.mul(n, ex.add(ONE_FORMULA, ex.Range("integral", u.name, ONE_FORMULA, n, inside)))
    if choice.op == "min":
        sentence = (
            "Up to linear terms {g} is convex, so no split leaves less of it in the two parts than the halving does, "
            "and there the difference is of the order of the driving function. So every tree costs at least of order "
            "{g}, and splits in constant fractions reach it:"
        )
    else:
        sentence = (
            "For a split in constant fractions {g} exceeds the sum of its values at the two parts by the order of the "
            "driving function. So by induction every tree costs {g} up to constants:"
        )
    definition = ex.Relation("=", g, ex.Relation("=", form, _theta(total, variable)))
    return CostShare(total, step(sentence, definition, g=g, source=SOURCE))


def _chain(f: Monomial, variable: str) -> CostShare:
    n, s, j = ex.Symbol(variable), ex.Symbol("s"), ex.Symbol("j" if variable != "j" else "i")
    if monomials.compare(f, UNIT) < 0:
        return CostShare(
            level(0), step("The nodes number {x}, and each costs a constant at most.", x=ex.Asymptotic("O", n))
        )
    total = summation(f).growth
    chain = ex.Range("sum", j.name, ONE_FORMULA, n, ex.substitute(monomial_formula(f, variable), variable, j))
    return CostShare(
        total,
        step(
            "Only {count} nodes of a tree have size {s} or more, because every split puts something aside. So a rising "
            "cost is largest for the chain, which puts aside a constant part each time:",
            ex.Relation("=", chain, _theta(total, variable)),
            count=ex.Asymptotic("O", ex.add(ex.subtract(n, s), ONE_FORMULA)),
            s=s,
            source=SOURCE,
        ),
    )


def of_smaller_part(choice: Choice, allowed: Allowed, g: Monomial, variable: str, *, alone: bool) -> CostShare:
    """Each split costs g(m) for its smaller part m; `alone` when nothing else is paid."""
    n, i = ex.Symbol(variable), ex.Symbol("i")
    if choice.op == "min" and alone:
        if not allowed.thin:
            raise Unmet("splits with a constant part", "no split with a constant part is in the range")
        sentence = "Putting aside a constant part every time costs a constant each, {x} in all."
        return CostShare(level(0), step(sentence, x=ex.Asymptotic("Θ", n)))
    if not allowed.even:
        raise Unmet("splits in constant fractions", "no split in constant fractions is in the range")
    total = level_sum(g, real.ONE).growth
    size = ex.power(ex.number(2), i)
    levels = ex.Range("sum", i.name, ex.number(0), ex.Call("log", (n,)), ex.divide(ex.Call("g", (size,)), size))
    return CostShare(
        total,
        step(
            "A split costs {g} for its smaller part {m}, at most half of what is split. So an element is in a smaller "
            "part of size between {size} and twice that once at most, and such parts cost {share} an element; the "
            "halving reaches the sum:",
            ex.Relation("=", ex.mul(n, levels), _theta(total, variable)),
            g=ex.Relation("=", ex.Call("g", (PART,)), _theta(g, variable, PART)),
            m=PART,
            size=size,
            share=ex.Asymptotic("O", ex.divide(ex.Call("g", (size,)), size)),
            source=SOURCE,
        ),
    )


def of_product(choice: Choice, allowed: Allowed, q: int, variable: str) -> CostShare:
    """Each split costs (x·(n − x))^q for the maximum."""
    if choice.op == "min" or not allowed.even:
        raise Unmet("splits in constant fractions", "the product of the parts is a cost of no known minimum")
    x, y, e = ex.Symbol("x"), ex.Symbol("y"), ex.number(2 * q)
    return CostShare(
        level(0, Fraction(2 * q)),
        step(
            "By the binomial theorem {a} exceeds {b} by a multiple of {p} at least: such costs add up to {c}, and the "
            "first halving alone costs as much.",
            a=ex.power(ex.add(x, y), e),
            b=ex.add(ex.power(x, e), ex.power(y, e)),
            p=ex.mul(ex.power(x, ex.number(q)), ex.power(y, ex.number(q))),
            c=ex.Asymptotic("O", ex.power(ex.Symbol(variable), e)),
            source=SOURCE,
        ),
    )


def _theta(m: Monomial, variable: str, at: ex.Symbol | None = None) -> Expr:
    body = monomial_formula(m, variable)
    return ex.Asymptotic("Θ", body if at is None else ex.substitute(body, variable, at))
