"""Solutions written by hand for the tests of the renderers: lifelike words and numbers, not proofs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from recur.model.derivation import Step, step
from recur.model.domain import Powers
from recur.model.expressions import (
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    Add,
    Apply,
    Asymptotic,
    Call,
    Expr,
    Log,
    Mul,
    N,
    Power,
    Range,
    Relation,
    Symbol,
    add,
    divide,
    log,
    mul,
    number,
    power,
    subtract,
)
from recur.model.recurrence import InitialCondition, Recurrence, Subcall, System
from recur.model.solution import Bounds, Definition, Magnitude, Refusal, Solution, Unsolved, Verification


@dataclass(frozen=True)
class Shown:
    """All that a renderer asks of a growth: its formula."""

    formula: Expr

    def expression(self) -> Expr:
        return self.formula


A, B, INDEX, K, P = (Symbol(name) for name in "abikp")
HALF_N = divide(N, TWO)
LOG_N = log(N)
THETA_1 = Asymptotic("Θ", ONE)


def call(argument: Expr, function: str = "T") -> Expr:
    return Call(function, (argument,))


def tight(formula: Expr) -> Bounds:
    return Bounds(Shown(formula), Shown(formula))


def equal(*sides: Expr) -> Expr:
    return sides[0] if len(sides) == 1 else Relation("=", sides[0], equal(*sides[1:]))


def recurrence(driving: Expr, *calls: tuple[Expr, Expr], function: str = "T", **more: object) -> Recurrence:
    subcalls = tuple(Subcall(function, coefficient, argument) for coefficient, argument in calls)
    terms = [mul(coefficient, call(argument, function)) for coefficient, argument in calls]
    return Recurrence(function, "n", "=", add(*terms, driving), subcalls, driving, **more)  # type: ignore[arg-type]


def assumptions() -> tuple[Step, ...]:
    small = step("{t} for small n", t=equal(call(N), THETA_1))
    return small, step("{h} may be rounded either way", h=HALF_N)


def checked(sizes: int, first: int, last: int, ratios: tuple[str, str], against: Expr) -> Verification:
    """From 2^first to 2^last."""
    low, high = map(Fraction, ratios)
    return Verification("checked", sizes, Magnitude(2, first), Magnitude(2, last), low, high, against)


def harmonic_levels() -> Solution:
    """2T(n/2) + n/log n: case 2b, the first of the samples."""
    driving = divide(N, LOG_N)
    bound = mul(N, log(LOG_N))
    per_level = divide(N, subtract(LOG_N, mul(INDEX, log(TWO))))
    watershed = power(N, Log(A, B))
    summand = Power(subtract(LOG_N, mul(INDEX, log(TWO))), MINUS_ONE)
    levels = Mul((N, Range("sum", "i", ZERO, Log(N, TWO), summand)))
    return Solution(
        recurrence(driving, (TWO, HALF_N)),
        tight(bound),
        "master theorem",
        "2b",
        step("the driving function is the watershed {n} divided by exactly one logarithm.", n=N),
        (
            step(
                "{a} subproblems of size {size}, {b}; driving function {f}, that is {shape} with {k}, {p}.",
                a=equal(A, TWO),
                size=divide(N, B),
                b=equal(B, TWO),
                f=equal(Call("f", (N,)), driving),
                shape=mul(power(N, K), power(LOG_N, P)),
                k=equal(K, ONE),
                p=equal(P, MINUS_ONE),
            ),
            step(
                "Watershed function {w}. Since {balance}, the levels of the recursion tree are balanced up to"
                " logarithms.",
                w=equal(watershed, power(N, Log(TWO, TWO)), N),
                balance=equal(A, TWO, power(B, K)),
                source="CLRS 4e, Theorem 4.1",
            ),
            step(
                "Level {i} has {nodes} nodes of size {size} and costs {cost}.",
                i=INDEX,
                nodes=power(TWO, INDEX),
                size=divide(N, power(TWO, INDEX)),
                cost=per_level,
            ),
            step(
                "Over {levels} levels this is a harmonic sum:",
                equal(levels, Asymptotic("Θ", bound)),
                levels=Log(N, TWO),
                source="case 2b, p = −1",
            ),
        ),
        assumptions(),
        verification=Verification(
            "checked", 12, Magnitude(2, 10), Magnitude(2, 2048), Fraction("0.71"), Fraction("0.98"), bound
        ),
    )


def driven_from_above() -> Solution:
    """2T(n/2) + O(n): the upper and the lower bound differ."""
    driving = Asymptotic("O", N)
    upper = mul(N, LOG_N)
    return Solution(
        recurrence(driving, (TWO, HALF_N)),
        Bounds(Shown(N), Shown(upper)),
        "master theorem",
        "2a",
        step("the driving function is at most the watershed {n}, and {o} is no lower bound.", n=N, o=driving),
        (
            step(
                "With a driving function as large as {o} allows:",
                equal(call(N), Asymptotic("O", upper)),
                o=driving,
            ),
            step(
                "With it 0, only the leaves count:",
                equal(call(N), Asymptotic("Ω", power(N, Log(TWO, TWO))), Asymptotic("Ω", N)),
                source="CLRS 4e, Theorem 4.1",
            ),
        ),
        assumptions(),
        (step("{t} if {o} is meant as {m}.", t=Asymptotic("Θ", upper), o=driving, m=Asymptotic("Θ", N)),),
        verification=Verification("unchecked", reason="an O-term has no values to evaluate"),
    )


def matrix_product() -> tuple[Solution, Solution]:
    """A(n) = 4A(n/2) + Θ(1), M(n) = 8M(n/2) + A(n): a system, in dependency order."""
    square, cube = power(N, TWO), power(N, number(3))
    addition = Solution(
        recurrence(THETA_1, (number(4), HALF_N), function="A"),
        tight(square),
        "master theorem",
        "1",
        step("the leaves cost the most."),
        (step("{a} is more than {b}, so the costs of the levels grow downwards.", a=number(4), b=ONE),),
        assumptions=(step("{t} for small n", t=equal(call(N, "A"), THETA_1)),),
        verification=Verification(
            "checked", 14, Magnitude(2, 10), Magnitude(2, 4096), Fraction("1.00"), Fraction("1.34"), square
        ),
    )
    side, quadratic = call(N, "A"), Asymptotic("Θ", square)
    main = recurrence(side, (number(8), HALF_N), function="M")
    multiplication = Solution(
        main,
        tight(cube),
        "master theorem",
        "1",
        step("the leaves cost the most."),
        (
            step(
                "Put in {a}:",
                equal(call(N, "M"), Add((mul(number(8), call(HALF_N, "M")), quadratic))),
                a=equal(side, quadratic),
            ),
        ),
        assumptions=(step("{t} for small n", t=equal(call(N, "M"), THETA_1)),),
        verification=Verification(
            "checked", 14, Magnitude(2, 10), Magnitude(2, 4096), Fraction("0.97"), Fraction("2.01"), cube
        ),
    )
    return addition, multiplication


def critical_exponent() -> Solution:
    """T(n/2) + T(n/3) + 1 with a stated base: the exponent has no short formula."""
    third = divide(N, number(3))
    bound = power(N, P)
    one_at_first, then_20 = InitialCondition("T", 0, 19, ONE), InitialCondition("T", 20, 20, N)
    digits = "0.78788491102586976765434412519862513283473146206545"
    unfolded = Asymptotic("Θ", mul(bound, add(ONE, THETA_1)))
    definition = add(power(number("1/2"), P), power(number("1/3"), P))
    integral = Range("sum", "j", ONE, N, power(Symbol("j"), add(mul(MINUS_ONE, P), MINUS_ONE)))
    return Solution(
        recurrence(ONE, (ONE, HALF_N), (ONE, third), initial=(one_at_first, then_20)),
        tight(bound),
        "Akra–Bazzi",
        None,
        step("the driving function is below {w} by a power of {n}.", w=bound, n=N),
        (
            step("The critical exponent {p} solves", equal(definition, ONE), p=P, source="Akra & Bazzi 1998"),
            step(
                "The theorem's integral, written as a sum, stays bounded:",
                equal(integral, Asymptotic("Θ", ONE)),
                equal(call(N), unfolded, Asymptotic("Θ", bound)),
                source="Leighton 1996, Theorem 1",
            ),
        ),
        where=(Definition("p", equal(definition, ONE), digits, "the real root of"),),
        verification=Verification(
            "checked", 9, Magnitude(2, 10), Magnitude(2, 1024), Fraction("0.88"), Fraction("1.9"), bound
        ),
    )


def closed() -> Solution:
    """2T(n/2) + n with T(1) = 0: leading term and closed form."""
    form = mul(N, Log(N, TWO))
    return Solution(
        recurrence(N, (TWO, HALF_N), initial=(InitialCondition("T", 1, 1, ZERO),)),
        tight(mul(N, LOG_N)),
        "master theorem",
        "2a",
        step("every level of the recursion tree costs the same."),
        (step("There are {l} levels of cost {n} each.", l=Log(N, TWO), n=N),),
        leading=form,
        exact=form,
        exact_domain=Powers("n", 2),
        verification=Verification(
            "checked", 12, Magnitude(2, 10), Magnitude(2, 2048), Fraction("1"), Fraction("1"), form
        ),
    )


def unsolved() -> Unsolved:
    factor = power(Apply("sin", (N,)), TWO)
    return Unsolved(
        "no tight bound found",
        (
            Refusal("master theorem", "logarithmic powers", "{s} comes arbitrarily close to 0", (("s", factor),)),
            Refusal(
                "Akra–Bazzi",
                "polynomial growth",
                "the driving function varies too much from {a} to {b}",
                (("a", HALF_N), ("b", N)),
            ),
        ),
        Bounds(Shown(N), Shown(divide(mul(N, LOG_N), log(LOG_N)))),
        text="T(n) = 2T(n/2) + n·sin(n)^2/log log n",
    )


def everything() -> dict[str, tuple[Solution, ...]]:
    return {
        "harmonic_levels": (harmonic_levels(),),
        "driven_from_above": (driven_from_above(),),
        "matrix_product": matrix_product(),
        "critical_exponent": (critical_exponent(),),
        "closed_form": (closed(),),
    }


def system() -> System:
    addition, multiplication = matrix_product()
    return System((multiplication.recurrence, addition.recurrence))


@dataclass(frozen=True)
class Compared:
    """All that a renderer asks of a comparison."""

    order: str
    f: Expr
    g: Expr
    reason: Step
    remarks: tuple[Step, ...] = ()


def comparisons() -> dict[str, Compared]:
    steep, flat = power(N, LOG_N), power(TWO, power(N, number("1/2")))
    logarithms = step(
        "The difference of the logarithms, {d}, tends to {limit}.",
        d=subtract(power(LOG_N, TWO), mul(log(TWO), power(N, number("1/2")))),
        limit=mul(MINUS_ONE, Symbol("infinity")),
    )
    sides = (
        step("Of the first:", equal(log(steep), power(LOG_N, TWO))),
        step("Of the second: {s}.", s=log(flat)),
    )
    return {
        "slower": Compared("slower", steep, flat, replace(logarithms, substeps=sides)),
        "same": Compared(
            "same",
            mul(N, LOG_N),
            log(Apply("factorial", (N,))),
            step("By Stirling's formula the first is the leading term of the second.", source="GKP 9.29"),
        ),
        "undecided": Compared(
            "undecided", N, mul(N, Apply("sin", (N,))), step("{s} oscillates.", s=Apply("sin", (N,)))
        ),
    }
