"""T(n) = Σ_{j<n} w(n, j)·T(j) + Σ aᵢ T(rᵢ n) + f(n) with weights w(n, j) ≈ ω(j/n)/n: Roura's theorem.

With Φ(p) = ∫ ω(z) z^p dz + Σ aᵢ rᵢ^p and Φ(p) = 1, T(n) = Θ(n^p (1 + ∫₁ⁿ f(u)/u^(p+1) du)), the continuous form of
Akra and Bazzi's theorem: at the growth n^a of f, Φ(a) below, at or above 1 means that the driving function dominates,
that all levels cost the same, or that the small sizes dominate. Quicksort: ω = 2, p = 1.

Source: Roura, Improved master theorems for divide-and-conquer recurrences, Journal of the ACM 48, 2001.
"""

from fractions import Fraction

from recur.asymptotics import UNIT, Growth, LevelSum, Monomial, Regime, level, level_sum, monomial_formula
from recur.model import Bounds, Expr, Solution, Step, Unmet, expressions as ex, step
from recur.model.expressions import ONE as ONE_FORMULA
from recur.model.records import frozen
from recur.numbers import Real, exact_formula, real
from recur.solving.divide_and_conquer.fractions import lower_toll, upper_toll
from recur.solving.history import shape_functions
from recur.solving.history.earlier_values import History, history_of, require_positive_start
from recur.solving.order import method
from recur.solving.problem import Problem, RecurrenceKind, Shrink

SOURCE = "Roura 2001, Improved master theorems"


@frozen
class _Reading:
    toll: Monomial | None
    sum: LevelSum | None
    growth: Growth


@method(
    "weighted history",
    about=(RecurrenceKind.HISTORY,),
    source=SOURCE,
    summary="T(n) = Σ w(n, j) T(j) + f(n), weights about ω(j/n)/n: quicksort, quickselect, Roura's theorem",
)
def solve(problem: Problem) -> Solution:
    r = problem.recurrence
    history = history_of(problem)
    shape = shape_functions.shape_of_history(history, _masses(problem), r.variable)
    exponent = shape_functions.exponent_of(shape)
    p = exponent.value
    upper = lower = None
    if history.upper is not None and r.relation != ">=":
        upper = _read(upper_toll(history.upper), p, r.variable)
    if history.lower is not None and r.relation != "<=":
        lower = _read(lower_toll(history.lower), p, r.variable)
        if upper is not None and lower.toll == upper.toll:
            lower = upper
        _check_start(problem, history, lower)
    told = upper or lower
    if told is None:
        raise Unmet("a bounded driving term", "nothing is known of the driving term on the side that is asked")
    bounds = Bounds(None if lower is None else lower.growth, None if upper is None else upper.growth)
    if history.monotone and (told.growth.monomial is None or real.sign(_power_of(told.growth)) < 0):
        raise Unmet("rising values", "max of two values is the value of the larger size only while {t} rises", t=r.left)
    return Solution(
        r,
        bounds,
        "weighted history",
        None if told.sum is None else told.sum.regime.value,
        _reason(told),
        _steps(problem, history, shape, exponent, told, bounds),
        where=() if exponent.definition is None or told.toll == told.growth.monomial else (exponent.definition,),
        leading=shape_functions.history_leading_term(shape, p, history.upper, r.variable)
        if history.exact and history.upper
        else None,
    )


def _masses(problem: Problem) -> tuple[tuple[Real, Real], ...]:
    found = []
    for call in problem.calls:
        if call.shrink is Shrink.CONSTANT:
            continue
        a = problem.constant_coefficient(call)
        if call.shrink is not Shrink.FRACTION or a is None or real.sign(a) <= 0:
            raise Unmet("further calls a·T(r n), a > 0", "beside the sum there is a call of size {x}", x=call.argument)
        found.append((a, call.ratio))
    return tuple(found)


def _power_of(growth: Growth) -> Real:
    return dict(growth.point.powers).get(0, Fraction(0))


def _read(toll: Monomial | None, p: Real, variable: str) -> _Reading:
    if toll is None:
        return _Reading(None, None, Growth(UNIT if p == 0 else level(0, p), variable))
    total = level_sum(toll, p)
    return _Reading(toll, total, Growth(total.growth, variable))


def _check_start(problem: Problem, history: History, lower: _Reading) -> None:
    """What the small sizes hand on must be positive where they dominate."""
    if lower.sum is None or lower.sum.growth == _leaf_growth(lower):
        require_positive_start(problem, history, lower.toll)


def _leaf_growth(lower: _Reading) -> Monomial | None:
    """The growth n^p of the small sizes alone, where it is that of the whole."""
    assert lower.sum is not None
    small = lower.sum.regime is Regime.LEAF_HEAVY or lower.sum.converges
    return lower.sum.growth if small else None


def _reason(told: _Reading) -> Step:
    regime = Regime.LEAF_HEAVY if told.sum is None else told.sum.regime
    return step(
        {
            Regime.ROOT_HEAVY: "Roura's theorem: the driving function outweighs the weighted earlier values.",
            Regime.BALANCED: "Roura's theorem: the weighted earlier values keep up with the driving function.",
            Regime.LEAF_HEAVY: "Roura's theorem: the weighted earlier values outweigh the driving function.",
        }[regime]
    )


def _steps(
    problem: Problem,
    history: History,
    shape: shape_functions.ShapeFunction,
    exponent: shape_functions.Exponent,
    told: _Reading,
    bounds: Bounds,
) -> tuple[Step, ...]:
    r = problem.recurrence
    n, p, z = ex.Symbol(r.variable), ex.Symbol("p"), ex.Symbol("z")
    steps = [_weights(history, n)]
    if history.monotone:
        steps.append(
            step("For bounds that rise with the size, the maximum of two values is the value of the larger size.")
        )
    pieces = [
        ex.Relation(
            "=", ex.Call("ω", (z,)), ex.mul(exact_formula(q.coefficient), ex.power(z, ex.Number(Fraction(q.degree))))
        )
        for q in shape.parts
    ]
    ends = [ex.Relation("<=", exact_formula(q.low), ex.Relation("<=", z, exact_formula(q.high))) for q in shape.parts]
    steps.append(
        step(
            "In the limit the size {z} enters with the density "
            + ", ".join(f"{{w{i}}} for {{e{i}}}" for i in range(len(pieces)))
            + "".join(f", and the size {{s{i}}} with the weight {{a{i}}}" for i in range(len(shape.masses)))
            + ".",
            **{
                "z": ex.mul(z, n),
                **{f"w{i}": w for i, w in enumerate(pieces)},
                **{f"e{i}": e for i, e in enumerate(ends)},
                **{f"s{i}": ex.mul(exact_formula(r_), n) for i, (_, r_) in enumerate(shape.masses)},
                **{f"a{i}": exact_formula(a) for i, (a, _) in enumerate(shape.masses)},
            },  # type: ignore[arg-type]
        )
    )
    steps.append(_exponent_step(shape, exponent, p))
    if told.toll is not None:
        steps.append(_comparison(problem, shape, exponent, told))
    u = ex.Symbol("u" if r.variable != "u" else "x")
    f = ex.Call("f", (u,))
    total = ex.Range("integral", u.name, ONE_FORMULA, n, ex.divide(f, ex.power(u, ex.add(p, ONE_FORMULA))))
    kind = "Θ" if bounds.theta is not None else "O" if bounds.upper is not None else "Ω"
    result = ex.Relation("=", r.left, ex.Asymptotic(kind, told.growth.expression()))
    form = ex.Asymptotic(kind, ex.mul(ex.power(n, p), ex.add(ONE_FORMULA, total)))
    steps.append(
        step(
            "The theorem gives {form}, that is {result}.",
            form=ex.Relation("=", r.left, form),
            result=result,
            source=SOURCE,
        )
    )
    return tuple(steps)


def _weights(history: History, n: ex.Symbol) -> Step:
    formulas: dict[str, Expr] = {}
    phrases = []
    for i, piece in enumerate(history.pieces):
        formulas |= {f"w{i}": piece.weight, f"x{i}": piece.low, f"y{i}": piece.high}
        phrases.append(f"{{w{i}}} for the sizes from {{x{i}}} to {{y{i}}}")
    sentence = "With the index renamed to be the size, each earlier value has the weight " + " and ".join(phrases) + "."
    return step(sentence, **formulas)  # type: ignore[arg-type]


def _exponent_step(shape: shape_functions.ShapeFunction, exponent: shape_functions.Exponent, p: ex.Symbol) -> Step:
    left = ex.add(
        *(shape_functions.integral(part, p) for part in shape.parts),
        *(ex.mul(exact_formula(a), ex.power(exact_formula(r), p)) for a, r in shape.masses),
    )
    if exponent.definition is not None:
        return step("The exponent {p} is the real root of this equation:", ex.Relation("=", left, ONE_FORMULA), p=p)
    return step(
        "{equation} holds for {p}.",
        equation=ex.Relation("=", left, ONE_FORMULA),
        p=ex.Relation("=", p, exact_formula(exponent.value)),
    )


def _comparison(
    problem: Problem, shape: shape_functions.ShapeFunction, exponent: shape_functions.Exponent, told: _Reading
) -> Step:
    n = ex.Symbol(problem.variable)
    assert told.toll is not None and told.sum is not None
    f = ex.Relation("=", ex.Call("f", (n,)), ex.Asymptotic("Θ", monomial_formula(told.toll, problem.variable)))
    watershed = ex.power(n, ex.Symbol("p") if exponent.definition is not None else exact_formula(exponent.value))
    sentence = {
        Regime.ROOT_HEAVY: "The driving function {f} is larger than {w} by a power of {n}: it dominates.",
        Regime.BALANCED: "The driving function {f} is {w} up to factors that no power of {n} exceeds.",
        Regime.LEAF_HEAVY: "The driving function {f} is smaller than {w} by a power of {n}: the small sizes dominate.",
    }[told.sum.regime]
    return step(sentence, f=f, w=watershed, n=n)
