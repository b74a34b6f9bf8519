"""Triangles of numbers, T(n, k) = A·T(n−1, k) + B·T(n−1, k−1) from T(0, 0), whose coefficients change with n or k.

A depends on k alone: the generating function of column k is xᵏ·ΠB(i)/Π(1 − A(i)x), and partial fractions give the sum
of Stirling numbers of the second kind. A depends on n alone: row n is Π(A(i) + By), as for those of the first kind.
Eulerian and Lah numbers have a sum and a product of their own. Source: Graham, Knuth, Patashnik, Concrete Mathematics,
chapter 6; Comtet, Advanced Combinatorics, chapter V.
"""

from __future__ import annotations

from fractions import Fraction

from recur.model import Step, Unmet, Verification, expressions as ex, step
from recur.model.records import frozen
from recur.model.several import ClosedLine, JointGrowthLine, MultivariateSolution
from recur.solving.several.joint_problem import (
    GRID,
    JointProblem,
    choose,
    column_series,
    joint_polynomial,
    on_points,
    one_less,
    region_of,
)

METHOD = "triangle of numbers"


@frozen
class _Triangle:
    """A = a₀ + a₁n + a₂k and B = b₀ + b₁n + b₂k; T(0, 0) = start."""

    a: tuple[Fraction, Fraction, Fraction]
    b: tuple[Fraction, Fraction, Fraction]
    start: Fraction
    n: ex.Symbol
    k: ex.Symbol
    index: ex.Symbol


@frozen
class _Known:
    """What is known of a triangle: a closed form, or the generating function of a column or a row, and its growth."""

    reason: Step
    steps: tuple[Step, ...]
    formula: ex.Expr | None
    series: tuple[ex.Expr, ...]
    growths: tuple[JointGrowthLine, ...]


def number_triangles(problem: JointProblem) -> MultivariateSolution:
    """The closed form or the generating function, and the growth along a column."""
    triangle = _triangle(problem)
    problem.require_open_conditions()
    problem.require_plain_borders()
    known = next((found for family in _FAMILIES if (found := family(triangle, problem)) is not None), None)
    if known is None:
        raise Unmet("coefficients", "the coefficients are those of no triangle that is known here")
    exact: tuple[ClosedLine, ...] = ()
    if known.formula is not None:
        value = problem.evaluated(known.formula)
        region, checked = region_of(problem, lambda point, found: value(point) == found)
        exact = (ClosedLine(known.formula, region),)
    else:
        checked = _rows_checked(problem, triangle)
    return MultivariateSolution(
        problem.recurrence, METHOD, known.reason, known.steps, known.growths, exact, known.series, verification=checked
    )


def _triangle(problem: JointProblem) -> _Triangle:
    shifts = problem.shifts
    if len(problem.sizes) != 2 or shifts is None or set(shifts) != {(-1, 0), (-1, -1)}:
        raise Unmet("calls", "the calls are not T(n−1, k) and T(n−1, k−1)")
    if problem.driving != ex.ZERO:
        raise Unmet("driving term", "a triangle of numbers has no driving term")
    lines = []
    for shift in ((-1, 0), (-1, -1)):
        found = joint_polynomial(shifts[shift], problem.sizes)
        if found is None or not set(found) <= {(0, 0), (1, 0), (0, 1)}:
            raise Unmet("coefficients", "a coefficient is not linear in the sizes")
        lines.append(tuple(found.get(row, Fraction(0)) for row in ((0, 0), (1, 0), (0, 1))))
    a, b = ((x[0], x[1], x[2]) for x in lines)
    # A triangle that starts at row 1 or column 1 is the same, as its rows and columns before are 0.
    start = problem.values.get((0, 0)) or problem.values.get((1, 1))
    if not start:
        raise Unmet("borders", "no value is stated where the triangle begins")
    r = problem.recurrence
    index = next(name for name in ("j", "i", "r", "h") if name not in (*r.sizes, *r.letters))
    first, second = map(ex.Symbol, r.sizes)
    return _Triangle(a, b, Fraction(start), first, second, ex.Symbol(index))


def _is(t: _Triangle, a: tuple[int, int, int], b: tuple[int, int, int]) -> bool:
    return t.a == tuple(map(Fraction, a)) and t.b == tuple(map(Fraction, b))


def _line(c: tuple[Fraction, Fraction, Fraction], n: ex.Expr, k: ex.Expr) -> ex.Expr:
    return ex.add(ex.mul(ex.number(c[1]), n), ex.mul(ex.number(c[2]), k), ex.number(c[0]))


def _factorial(x: ex.Expr) -> ex.Expr:
    return ex.Apply("factorial", (x,))


def _of_column(t: _Triangle, body: ex.Expr, least: str = "") -> JointGrowthLine:
    course = step(f"for {{n}} → ∞ and fixed {{k}}{least}", n=t.n, k=t.k)
    return JointGrowthLine("~", body, course, (t.n.name,))


def _columns(t: _Triangle, problem: JointProblem) -> _Known | None:
    """A = αk + β, B constant or a multiple of k: S(n, k) = (1/k!) Σ (−1)^(k−j) C(k, j) jⁿ."""
    beta, of_n, alpha = t.a
    if of_n or t.b[1] or (t.b[0] and t.b[2]):
        return None
    x, i = ex.Symbol("x"), t.index
    top = _line((beta, Fraction(0), alpha), t.n, t.k)
    growing = bool(t.b[2])
    step_factor = t.b[2] if growing else t.b[0]
    front = ex.mul(ex.number(t.start), ex.power(ex.number(step_factor), t.k))
    if growing:
        front = ex.mul(front, _factorial(t.k))
    denominator = ex.Range("product", i.name, ex.ZERO, t.k,
                           one_less(ex.mul(_line((beta, Fraction(0), alpha), t.n, i), x)))  # fmt: skip
    column = ex.divide(ex.mul(front, ex.power(x, t.k)), denominator)
    left = column_series(problem.recurrence.function, x)
    told = step("The generating function {g} of column {k}, the sum of {t}, is that of the one before, times {f}:",
                ex.Relation("=", left, column), g=left, k=t.k, t=ex.mul(problem.recurrence.left, ex.power(x, t.n)),
                f=ex.divide(ex.mul(_line(t.b, t.n, t.k), x), one_less(ex.mul(top, x))),
                source="Concrete Mathematics, 7.4")  # fmt: skip
    if not alpha:
        formula = ex.mul(front, choose(t.n, t.k), ex.power(ex.number(beta), ex.subtract(t.n, t.k)))
        if beta <= 0:
            return None
        body = ex.mul(
            ex.number(t.start),
            ex.power(ex.number(step_factor), t.k),
            ex.power(ex.number(beta), ex.subtract(t.n, t.k)),
            ex.power(t.n, t.k),
            ex.ONE if growing else ex.power(_factorial(t.k), ex.MINUS_ONE),
        )
        return _Known(
            step("every column is a multiple of the binomials"), (told,), formula, (),
            (_of_column(t, body),),
        )  # fmt: skip
    share = ex.divide(front, ex.mul(ex.power(ex.number(alpha), t.k), _factorial(t.k)))
    if growing:
        share = ex.divide(
            ex.mul(ex.number(t.start), ex.power(ex.number(step_factor), t.k)), ex.power(ex.number(alpha), t.k)
        )
    terms = ex.mul(
        ex.power(ex.MINUS_ONE, ex.subtract(t.k, i)),
        choose(t.k, i),
        ex.power(_line((beta, Fraction(0), alpha), t.n, i), t.n),
    )
    formula = ex.mul(share, ex.Range("sum", i.name, ex.ZERO, t.k, terms))
    growths: tuple[JointGrowthLine, ...] = ()
    if alpha > 0 and beta >= 0 and step_factor > 0:
        growths = (_of_column(t, ex.mul(share, ex.power(top, t.n)), " ≥ 1" if not beta else ""),)
    return _Known(
        step("the columns have rational generating functions, and partial fractions give the sum"),
        (told, step("Partial fractions:", ex.Relation("=", problem.recurrence.left, formula))),
        formula,
        (),
        growths,
    )


def _rows(t: _Triangle, problem: JointProblem) -> _Known | None:
    """A = α(n + β), B constant: row n is Π (A(i) + By)."""
    beta, alpha, of_k = t.a
    if of_k or not alpha or t.b[1] or t.b[2]:
        return None
    y, i = ex.Symbol("y" if t.n != ex.Symbol("y") else "z"), t.index
    factor = ex.add(_line((beta, alpha, Fraction(0)), i, t.k), ex.mul(ex.number(t.b[0]), y))
    row = ex.mul(ex.number(t.start), ex.Range("product", i.name, ex.ONE, t.n, factor))
    left = ex.Range("sum", t.k.name, ex.ZERO, t.n,
                    ex.mul(problem.recurrence.left, ex.power(y, t.k)))  # fmt: skip
    told = step("The generating function of row {n} is that of the one before, times {f}:",
                ex.Relation("=", left, row), n=t.n, f=ex.add(_line(t.a, t.n, t.k), ex.mul(ex.number(t.b[0]), y)),
                source="Concrete Mathematics, 6.1")  # fmt: skip
    return _Known(
        step("every row is a product, as that of the Stirling numbers of the first kind"),
        (told,),
        None,
        (ex.Relation("=", left, row),),
        _row_growths(t, alpha, beta),
    )


def _row_growths(t: _Triangle, alpha: Fraction, beta: Fraction) -> tuple[JointGrowthLine, ...]:
    """bᵏ·e_{n−k}(A(1), …, A(n)) ~ ΠA·(ln n/α)ᵏ/k!, and one logarithm less where A(1) = 0 has to be chosen."""
    b, start = t.b[0], t.start
    if abs(alpha) != 1 or beta / alpha not in (-1, 0) or b <= 0 or start <= 0:
        return ()
    logarithm = ex.Log(t.n, ex.Constant("e"))
    chosen = beta / alpha == -1
    power = ex.subtract(t.k, ex.ONE) if chosen else t.k
    whole = _factorial(ex.subtract(t.n, ex.ONE) if chosen else t.n)
    body = ex.mul(
        ex.number(start),
        ex.power(ex.number(b), t.k),
        whole,
        ex.power(logarithm, power),
        ex.power(_factorial(power), ex.MINUS_ONE),
    )
    if alpha < 0:
        body = ex.mul(ex.power(ex.MINUS_ONE, ex.subtract(t.n, t.k)), body)
    return (_of_column(t, body, " ≥ 1" if chosen else ""),)


def _rows_checked(problem: JointProblem, t: _Triangle) -> Verification:
    """The coefficients of the products Π (A(i) + By) against the exact values."""
    row = [t.start]
    count = 0
    for n in range(GRID):
        if n:
            a = t.a[0] + t.a[1] * n
            row = [a * x + t.b[0] * y for x, y in zip([*row, Fraction(0)], [Fraction(0), *row], strict=True)]
        for k in range(n + 1):
            stated = problem.values.get((n, k))
            if stated is None and (n == 0 or k == 0):
                continue  # the triangle is stated from row or column 1 on
            if stated != row[k]:
                raise Unmet("values", "the rows are not the products")
            count += 1
    return on_points(count, "the generating function of the rows")


def _eulerian(t: _Triangle, problem: JointProblem) -> _Known | None:
    """A = k + 1, B = n − k, or both with k − 1 for k: Σ (−1)ʲ C(n+1, j) (k + 1 − j)ⁿ."""
    top: ex.Expr
    if _is(t, (1, 0, 1), (0, 1, -1)):
        top = ex.add(t.k, ex.ONE)
    elif _is(t, (0, 0, 1), (1, 1, -1)):
        top = t.k
    else:
        return None
    i = t.index
    terms = ex.mul(ex.power(ex.MINUS_ONE, i), choose(ex.add(t.n, ex.ONE), i), ex.power(ex.subtract(top, i), t.n))
    formula = ex.mul(ex.number(t.start), ex.Range("sum", i.name, ex.ZERO, t.k, terms))
    body = ex.mul(ex.number(t.start), ex.power(top, t.n))
    told = step("These are Eulerian numbers; Worpitzky's identity turned round gives the sum.",
                ex.Relation("=", problem.recurrence.left, formula), source="Concrete Mathematics, 6.2")  # fmt: skip
    return _Known(
        step("the coefficients are those of the Eulerian numbers"), (told,), formula, (),
        (_of_column(t, body, "" if top != t.k else " ≥ 1"),),
    )  # fmt: skip


def _lah(t: _Triangle, problem: JointProblem) -> _Known | None:
    """A = n + k − 1, B = 1: C(n−1, k−1)·n!/k!."""
    if not _is(t, (-1, 1, 1), (1, 0, 0)):
        return None
    before = ex.subtract(t.n, ex.ONE), ex.subtract(t.k, ex.ONE)
    formula = ex.mul(ex.number(t.start), choose(*before), ex.divide(_factorial(t.n), _factorial(t.k)))
    body = ex.mul(
        ex.number(t.start), _factorial(t.n), ex.power(t.n, before[1]),
        ex.power(ex.mul(_factorial(t.k), _factorial(before[1])), ex.MINUS_ONE),
    )  # fmt: skip
    told = step("These are Lah numbers: {f} satisfies the equation, as its quotients show.", f=formula,
                source="Comtet, Advanced Combinatorics, III.3")  # fmt: skip
    return _Known(
        step("the coefficients are those of the Lah numbers"), (told,), formula, (),
        (_of_column(t, body, " ≥ 1"),),
    )  # fmt: skip


_FAMILIES = (_columns, _rows, _eulerian, _lah)
