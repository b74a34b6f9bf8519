"""What a working has come to, line by line, and how a false link of it is told."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from recur.answers.judging.question import Question
from recur.answers.workings.characteristic_lines import CharacteristicPolynomial
from recur.answers.workings.corrections import Corrections
from recur.answers.workings.findings import Finding, slipped
from recur.answers.workings.hypotheses import Hypothesis, is_sum, with_every_call
from recur.answers.workings.lines import Role
from recur.answers.workings.rounded_numbers import Equation
from recur.answers.workings.samples import INDICES, Condition, Standpoint, Trial
from recur.answers.workings.slips import slip_of_link
from recur.answers.workings.working import LineVerdict, Slip
from recur.model import Expr, Recurrence, Step, System, expressions as ex, step
from recur.model.derivation import listed
from recur.model.records import replace

MOST_SHOWN = 10**9  # of a number that shows a slip


class CourseOfWorking:
    """All that stands before a line; `scene` is what is bound and defined."""

    def __init__(self, question: Question, system: System) -> None:
        self.question = question
        self.recurrence: Recurrence = system.asked
        self.scene = Standpoint(system, self.recurrence)
        self.polynomial = CharacteristicPolynomial.of(self.recurrence)
        self.corrections = Corrections(question)
        self.hypothesis: Hypothesis | None = None
        self.last: Expr | None = None  # where a line that begins with = goes on
        self.interrupted: Expr | None = None  # and where the chain of T(n) stands, if an aside came between
        self.head: Expr | None = None
        self.all_equal = True  # whether only "=" stands in the chain so far
        self.bounded: tuple[Expr, str, Expr] | None = None  # a step that holds for some constants, none told yet
        self.reached: Expr | None = None  # the bound of T(n) that the step has come to
        self.assumed: list[Condition] = []
        self.conditions: tuple[Condition, ...] = ()  # k = n: of the chain that goes on
        self.equations: dict[str, Equation] = {}  # of a letter that no whole number solves
        self.restated: dict[str, Recurrence] = {}
        self.line_words = ""
        self.letters: dict[str, Expr] = {}  # L = log₂ n
        self.of_bounds: set[str] = set()  # constants of what T(n) is said to be: an + b
        self.role = Role.STEP
        self.here: tuple[Condition, ...] = ()  # the conditions of the statement that is judged
        self.top = 0  # the number of the level of the root
        self.supposed: tuple[Condition, ...] = ()  # n even, said on a line of its own

    @property
    def variable(self) -> str:
        return self.recurrence.variable

    @property
    def exact(self) -> bool:
        """Whether T is one function once its first values are known."""
        formulas = [x for r in self.scene.system.recurrences for x in (r.right, *(c.value for c in r.initial))]
        hidden = any(isinstance(x, ex.Asymptotic) for formula in formulas for x in ex.walk(formula))
        return not hidden and all(r.relation == "=" for r in self.scene.system.recurrences)

    def _slipped(
        self,
        left: Expr,
        relation: str,
        right: Expr,
        conditions: Sequence[Condition],
        trial: Trial,
        put_in: bool = False,
    ) -> Finding:
        """A false link: its slip, what would be right, and numbers that show that it is not."""
        if left != right and self._at_size_itself(right, conditions):
            return replace(self._not_smaller(left), witness=self._witness(left, right, trial))
        counts_levels = self.hypothesis is None
        slip, said, meant = slip_of_link(self.scene, left, relation, right, conditions, put_in, counts_levels)
        if slip is Slip.OTHER and is_sum(left) and not is_sum(right):
            slip, said = Slip.SUM, step("The sum is not {x}.", x=right)
        if isinstance(left, ex.Symbol) and left.name in self.scene.bound.keys() & INDICES:
            slip, said = Slip.LEVELS, not_where_calls_end(left, right)
        if meant is None and relation == "=":
            meant = self.corrections.in_equation(self.scene, left, right, conditions)
        return Finding(LineVerdict.FALSE, slip, said, meant, self._witness(left, right, trial))

    def _not_smaller(self, meant: Expr) -> Finding:
        told = step("The hypothesis is put in at {n}: the calls are of smaller sizes.", n=ex.Symbol(self.variable))
        return slipped(Slip.NOT_SMALLER, told, meant)

    def _at_size_itself(self, right: Expr, conditions: Sequence[Condition]) -> bool:
        r = self.recurrence
        if self.hypothesis is None or self.head != r.left or self.reached is not None:
            return False
        at_n = with_every_call(r.right, r.function, self.hypothesis.at(ex.Symbol(self.variable)))
        return self.scene.holds(at_n, "=", right, conditions)

    def _witness(self, left: Expr, right: Expr, trial: Trial) -> Step | None:
        """For n = 8, k = 2 the left side is 24 and the right 32; of sides with a T that is drawn nothing is shown."""
        if trial.witness is None:
            return None
        letters, *values = trial.witness
        calls = any(map(ex.has_call, (left, right)))
        names = ex.symbols(left) | ex.symbols(right)
        if any(name in self.scene.bound for name in names):
            names |= {self.variable}
        shown = {
            name: letters[name] for name in sorted(names, key=lambda x: (x != self.variable, x)) if name in letters
        }
        if not shown or len(shown) > 4 or (calls and self.scene.draws[0].is_free(self.recurrence)):
            return None
        exact = [Fraction(x) for x in (*shown.values(), *values) if isinstance(x, int | Fraction)]
        if len(exact) < len(shown) + 2 or any(abs(x) > MOST_SHOWN for x in exact):
            return None
        at = [ex.Relation("=", ex.Symbol(name), ex.number(x)) for name, x in zip(shown, exact, strict=False)]
        formulas = [("l", ex.number(exact[-2])), ("r", ex.number(exact[-1])), *((f"a{i}", x) for i, x in enumerate(at))]
        holes = listed(f"{{a{i}}}" for i in range(len(at)))
        return Step(f"For {holes} the left side is {{l}} and the right {{r}}.", tuple(formulas))


def not_where_calls_end(letter: Expr, told: Expr) -> Step:
    return step("{k} is not {x} where the calls end.", k=letter, x=told)
