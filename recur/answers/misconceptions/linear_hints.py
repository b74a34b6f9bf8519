"""The way to the general solution, a step at a time: equation, roots, homogeneous solutions, trial, constants."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from recur.answers.misconceptions.wrong_forms import FormScene, form_scene
from recur.model import Expr, Solution, Step, expressions as ex, listed, step
from recur.numbers import Polynomial, exponential_polynomials as ep, polynomials

_LETTERS = "ABDEFGHK"


def linear_hints(solution: Solution) -> tuple[Step, ...]:
    """After the first, which names the method; none where the data are not rational. The answer is in none of them."""
    scene = form_scene(solution.recurrence, solution, ex.ZERO, None)
    return () if scene is None else tuple(_told(scene))


def _told(scene: FormScene) -> Iterator[Step]:
    r, roots = scene.recurrence, polynomials.factors(scene.characteristic)
    equation = ex.equation_of_roots(scene.characteristic, "x" if r.variable != "x" else "z")
    yield step("The characteristic equation is {e}. What are its roots?", e=equation)
    rational = dict(sorted((-q[0], m) for q, m in roots if len(q) == 2))
    if rational:
        yield _roots(rational, all(len(q) == 2 for q, _ in roots))
    yield _homogeneous([m for _, m in roots], bool(scene.driving))
    for base, p in scene.driving.items():
        yield _trial(scene, base, p, rational.get(base, 0))
    if scene.driving:
        yield Step("Put it into the recurrence: on both sides the same must stand before each function.")
    if scene.first_values:
        sizes = [f"{{n}} = {size}" for size in sorted(scene.first_values)[-len(scene.characteristic) + 1 :]]
        sentence = f"Put {listed(sizes)} into the sum of all: that is a linear system for the constants."
        yield Step(sentence, (("n", ex.Symbol(r.variable)),))


def _roots(rational: Mapping[Fraction, int], all_of_them: bool) -> Step:
    named: dict[str, Expr] = {f"r{i}": ex.number(root) for i, root in enumerate(rational)}
    times = ["" if m == 1 else f" with multiplicity {m}" for m in rational.values()]
    said = listed([f"{{{name}}}{how}" for name, how in zip(named, times, strict=True)])
    others = "" if all_of_them else ", and others that are not rational"
    roots = "root is" if len(named) == 1 and all_of_them else "roots are"
    return Step(f"Its {roots} {said}{others}.", tuple(named.items()))


def _homogeneous(multiplicities: list[int], driven: bool) -> Step:
    without = " without the driving function" if driven else ""
    powers = "; one of multiplicity m gives m, with the factors 1, n, …, n^(m−1)" if max(multiplicities) > 1 else ""
    return Step(
        f"Each root r gives a solution r^n of the recurrence{without}{powers}. Each of them has a constant of its own."
    )


def _trial(scene: FormScene, base: Fraction, p: Polynomial, multiplicity: int) -> Step:
    """What to try for p(n)·βⁿ: a polynomial of its degree with unknown coefficients, times n^s where β is a root."""
    n = ex.Symbol(scene.recurrence.variable)
    free = [letter for letter in _LETTERS if letter != scene.recurrence.function]
    letters = [free[i] if len(p) <= len(free) else f"A_{i}" for i in range(len(p))]
    powers = [ex.power(n, ex.number(multiplicity + len(p) - 1 - i)) for i in range(len(p))]
    inner = ex.add(*(ex.mul(ex.Symbol(name), power) for name, power in zip(letters, powers, strict=True)))
    tried = inner if base == 1 else ex.mul(inner, ep.exponential_formula(base, n.name))
    formulas: dict[str, Expr] = {"f": ep.formula({base: p}, n.name), "x": tried}
    if not multiplicity:
        return Step("For {f} try {x}.", tuple(formulas.items()))
    formulas["b"] = ex.number(base)
    times = "n" if multiplicity == 1 else f"n^{multiplicity}"
    return Step(
        f"{{b}} is a characteristic root already, so there is a factor {times}: for {{f}} try {{x}}.",
        tuple(formulas.items()),
    )
