"""What is said of a formula with free constants: which solutions it gives, or what its parts leave."""

from recur.answers.judging.general_claims import General, Scope
from recur.answers.judging.question import Proved
from recur.answers.judging.series_claims import JudgedSeries
from recur.answers.judging.value_table import three_digits
from recur.answers.judging.vanishing import Residue
from recur.answers.judging.verdict import Standing
from recur.model import Claim, Expr, Step, expressions as ex, step

_COUNTS = {1: "one free constant", 2: "two free constants", 3: "three free constants", 4: "four free constants"}
_TAGS = {
    Scope.SOME: "not-general",
    Scope.UNUSED: "constants-left",
    Scope.UNFIT: "first-values-missed",
    Scope.MIXED: "no-solution",
    Scope.FALSE: "no-solution",
    Scope.MISNAMED: "first-values-missed",
}


#: What is incomplete, and not wrong.
_OF_SOLUTIONS = frozenset((Scope.SOME, Scope.UNUSED))


def of_all_solutions(
    found: General, t: Expr, known: Proved, standing: Standing
) -> tuple[tuple[str, ...], tuple[Step, ...]]:
    """The tag and the sentences; none of them gives a solution away."""
    if found.scope is Scope.ALL:
        return (), (Step(f"These are all solutions: they have {_counted(found.order)}."),) if found.order else ()
    if found.scope is Scope.SOME and known.bounds.theta is not None and found.family and not found.family.multiples:
        sentence = "The formula satisfies the recurrence, as others do; whether it is {t} depends on a base case."
        return ("base-case-needed", "not-general"), (step(sentence, t=t),)
    if found.scope is Scope.MIXED and standing is Standing.UNDECIDED:
        only = Step("So some choices of its constants alone give solutions: say which.")
        return ("no-solution",), (*_no_solution(found, t, known), only)
    if found.scope is Scope.OPEN:
        return ("not-proved",), (_open(found, t),)
    told = {
        Scope.SOME: _some,
        Scope.UNUSED: _unused,
        Scope.UNFIT: _unfit,
        Scope.MIXED: _no_solution,
        Scope.FALSE: _no_solution,
        Scope.MISNAMED: _misnamed,
    }[found.scope](found, t, known)
    wrong = ("formula-wrong",) if _OF_SOLUTIONS.isdisjoint((found.scope,)) else ()
    return (*wrong, _TAGS[found.scope]), told


def _counted(order: int) -> str:
    return _COUNTS.get(order, f"{order} free constants")


def _open(found: General, t: Expr) -> Step:
    if found.family is None:
        return Step("The constants do not stand as factors of summands: write {t} as such a sum.", (("t", t),))
    return Step("The formula can neither be proved nor refuted here.")


def _some(found: General, t: Expr, known: Proved) -> tuple[Step, ...]:
    assert found.family is not None
    constants = _counted(found.order)
    if not found.family.multiples:
        sentence = "This is one solution, and without first values there are others"
        return (Step(f"{sentence}: all of them have {constants}.", ()),)
    given = len(found.family.multiples)
    if given >= found.order:
        sentence = (
            "Its constants stand before functions that are multiples of each other, so not every solution is there"
        )
        return (Step(f"{sentence}: all of them need {constants} that are independent."),)
    return (Step(f"Each choice is a solution, but not every solution is there: all of them need {constants}."),)


def _unused(found: General, t: Expr, known: Proved) -> tuple[Step, ...]:
    sentence = "The constants are left open, and the first values settle them: put the sizes in that are given."
    return (Step(sentence),)


def _unfit(found: General, t: Expr, known: Proved) -> tuple[Step, ...]:
    assert found.family is not None
    if len(found.family.multiples) > 1:
        return (Step("Each choice of the constants solves the recurrence, and none has the first values."),)
    return (Step("Whatever its constant, it does not have the first values."),)


def _misnamed(found: General, t: Expr, known: Proved) -> tuple[Step, ...]:
    return (Step("It names a first value, and has another one at that size."),)


def _no_solution(found: General, t: Expr, known: Proved) -> tuple[Step, ...]:
    assert found.family is not None and found.part is not None and found.leaves is not None
    r = known.recurrence
    assert r is not None
    constant = ex.symbols(found.part) & set(found.family.constants)
    if found.part == ex.ZERO:
        return (Step("There is nothing in it for {f}: a particular solution is missing.", (("f", r.driving),)),)
    driven = r.driving != ex.ZERO
    formulas: list[tuple[str, Expr]] = [("p", found.part)]
    where = "the recurrence"
    if constant and driven:
        where += " without {f}"
        formulas.append(("f", r.driving))
    rest, said = _said(found.leaves, t, r.variable, constant)
    return (Step(f"{{p}} does not solve {where}: {said}.", (*formulas, *rest)),)


def _said(
    leaves: Residue, t: Expr, variable: str, constant: frozenset[str] | set[str]
) -> tuple[list[tuple[str, Expr]], str]:
    if leaves.formula is not None:
        left = ex.mul(*map(ex.Symbol, sorted(constant)), leaves.formula)
        return [("r", left)], "put in, it leaves {r}, the left side minus the right"
    if leaves.size is not None and leaves.value is not None:
        digits = three_digits(leaves.value)
        if digits is not None:
            return [("n", ex.Symbol(variable))], f"at {{n}} = {leaves.size} the left side minus the right is {digits}"
    return [], "put in, it leaves the two sides different"


def of_series(found: JudgedSeries, claim: Claim, t: Expr) -> tuple[tuple[str, ...], tuple[Step, ...]]:
    """The tag and the sentence for a generating function."""
    x = ex.Symbol(claim.series or "x")
    if found.pole:
        return ("pole",), (step("At {x} = 0 it has a pole, so it is no power series.", x=x),)
    if found.scope is Scope.FALSE:
        if found.size is None:
            return ("coefficient-wrong",), (Step("It does not satisfy the equation that the recurrence gives."),)
        power: Expr = ex.Power(x, ex.number(found.size))
        if found.exponential:
            power = ex.divide(power, ex.Apply("factorial", (ex.number(found.size),)))
        named: dict[str, Expr] = {"p": power}
        if found.value is None or found.claimed is None:
            return ("coefficient-wrong",), (
                Step(
                    "The first coefficient that does not satisfy the recurrence is that of {p}.", tuple(named.items())
                ),
            )
        assert isinstance(t, ex.Call)
        named |= {
            "c": ex.number(found.claimed),
            "t": ex.Relation("=", ex.Call(t.function, (ex.number(found.size),)), ex.number(found.value)),
        }
        sentence = "The first coefficient that is wrong is that of {p}: it is {c}, and {t}."
        return ("coefficient-wrong",), (Step(sentence, tuple(named.items())),)
    return {
        Scope.ALL: ((), ()),
        Scope.SOME: (
            ("not-general",),
            (Step("This is the series of some solutions: first values that are open must stay open."),),
        ),
        Scope.UNUSED: (("constants-left",), (Step("The constants are left open, and the first values settle them."),)),
        Scope.UNFIT: (("first-values-missed",), (Step("No choice of its constants gives the sequence."),)),
    }.get(found.scope, (("not-proved",), (Step("It can neither be proved nor refuted here."),)))
