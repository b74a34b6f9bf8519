"""Lines of an induction: the base, the step from the hypothesis, and whether it comes back to the claim."""

from __future__ import annotations

from collections.abc import Sequence

from recur.answers.workings.constant_lines import ConstantLines
from recur.answers.workings.exact_functions import WRITTEN_SHORT
from recur.answers.workings.findings import RIGHT, UNJUDGED, Finding, slipped
from recur.answers.workings.hypotheses import replaced, with_function
from recur.answers.workings.lines import Role, Stated, WorkingLine
from recur.answers.workings.samples import Condition, is_constant_name, try_for_some_constants
from recur.answers.workings.slips import slip_of_link
from recur.answers.workings.working import Slip
from recur.model import Expr, expressions as ex, step
from recur.model.patterns import regex

_STRICT = {"<": "<=", ">": ">="}
ABOVE, BELOW = frozenset(("<=", "<")), frozenset((">=", ">"))
_SIGN = {"<=": "≤", ">=": "≥", "<": "<", ">": ">", "=": "="}
_SAID_TO_HOLD = regex(r"\b(?:holds?|trivial\w*|clear\w*|true|obvious\w*|ok|works|satisfied|fine|covers?)\b")
_SAID_TO_BE_PROVED = regex(r"\b(?:holds?|prove[sdn]?|proof|done|complete|conclude|qed)\b")
#: The same beside a formula, where "it holds for c ≥ 1" and "the work done" say less.
_ENDS_PROOF = regex(r"\b(?:proves|prove[dn]|complete[sd]|qed)\b|∎|\bdone\W*$")
_SUFFICES = regex(
    r"\b(?:as long as|provided|if|when|whenever|holds?|for|choos\w*|taking|take|pick\w*|suffices|enough|with)\b"
)
_NOT_SAID = regex(r"\b(?:not|no|cannot|never|fails?|would|needs?|must|should|wants?)\b|n't\b")


class InductionLines(ConstantLines):
    """In an induction T is what the hypothesis says of smaller sizes, put once into the recurrence."""

    def _base_by_words(self, stated: Stated) -> Finding | None:
        """Base: n = 1 holds trivially."""
        guess = self.hypothesis
        if stated.role is not Role.BASE or guess is None or guess.relation not in (*ABOVE, *BELOW):
            return None
        match stated.sides:
            case (ex.Symbol(name), ex.Number() as size) if name in (self.variable, guess.variable):
                pass
            case (ex.Call(name, (ex.Number() as size,)), *_) if name == self.recurrence.function:
                pass
            case _:
                return None
        if not _SAID_TO_HOLD.search(self.line_words):
            return None
        return self._covered(size)

    def _covered(self, size: ex.Number) -> Finding | None:
        """BASE where no constant makes the claim true at this size."""
        guess, r = self.hypothesis, self.recurrence
        assert guess is not None
        value, bound = ex.Call(r.function, (size,)), guess.at(size)
        if self.scene.draws[0].is_free(r):
            return None
        held = try_for_some_constants(self.scene, value, guess.relation, bound, (), {})
        if held is not False:
            return None
        return slipped(
            Slip.BASE,
            step("The claim does not hold at {n}: {t} is not {s} {x}, whatever the constant.",
                 n=size, t=value, s=ex.Symbol(_SIGN[guess.relation]), x=bound),
        )  # fmt: skip

    def _used_at_the_size_itself(self, stated: Stated) -> Finding | None:
        """By the hypothesis, T(n) ≤ cn: that is what is to be proved, where the hypothesis is of the sizes below n."""
        guess = self.hypothesis
        if guess is None or not guess.smaller or self.reached is not None or stated.lead or not stated.by_hypothesis:
            return None
        match stated.sides:
            case (left, right) if left == self.recurrence.left and stated.relations[0] == guess.relation:
                n = ex.Symbol(self.variable)
                if right == guess.at(n) or self.scene.holds(right, "=", guess.at(n)):
                    return slipped(
                        Slip.NOT_SMALLER, step("The hypothesis is of sizes below {n}, and is used at {n} itself.", n=n)
                    )
        return None

    def _said_to_be_proved(self, line: WorkingLine) -> Finding | None:
        """Which proves the claim: after a step that did not come back to it."""
        said = _ENDS_PROOF if line.stated else _SAID_TO_BE_PROVED
        if any(stated.role is Role.ASSUMED for stated in line.stated) or _NOT_SAID.search(line.words):
            return None
        return self._missed() if said.search(line.words) else None

    def _in_induction(self, left: Expr, relation: str, right: Expr) -> bool:
        """Whether T stands for what is assumed of it: not where the recurrence is restated or a value worked out."""
        calls = [x for x in ex.walk(left) if isinstance(x, ex.Call)]
        if any(not ex.symbols(x) for x in calls):
            return False
        return not ex.has_call(right) or relation != "="

    def _inductive(self, left: Expr, relation: str, right: Expr, conditions: Sequence[Condition]) -> Finding:
        assert self.hypothesis is not None
        r, guess = self.recurrence, self.hypothesis
        if ex.has_call(left) and self._is_conclusion(left, relation, right):
            return self._missed() or RIGHT
        before, after = self._put_in(left), self._put_in(right)
        if ex.has_call(left) and guess.relation in _STRICT:
            relation = _STRICT.get(relation, relation)  # T(n − 1) is strictly below what stands for it
        if before is None or after is None:
            return UNJUDGED
        if (
            ex.has_call(left) and not self.scene.free(left, right)
            and self.scene.holds(left, relation, right, conditions)
        ):  # fmt: skip
            found = self._from_hypothesis(before, relation, after, conditions)
        elif relation == "=" or (guess.relation == "=" and relation == "="):
            found = self._equal(before, right if not ex.has_call(right) else after, left, conditions)
        else:
            at_size = before != after and self._at_size_itself(right, conditions)
            if at_size and self._comes_back(right) is False and not self.scene.holds(before, "=", after):
                return self._not_smaller(before)
            held = self._bounded(before, relation, after, conditions)
            self.bounded = None if any(map(self._on_constants, conditions)) else (before, relation, after)
            found = RIGHT if held else UNJUDGED if held is None else self._broken(left, before, relation, right)
        if self.head == r.left or left == r.left:
            self._reach(left, right)
        return found

    def _reach(self, left: Expr, right: Expr) -> None:
        """The bound that the step has come to: none above one that is within the claim, none with a new constant."""
        assert self.hypothesis is not None
        known = None if ex.has_call(left) or ex.has_call(right) else self.reached
        if known is None or not (self._with_new_constant(right, known) or self._comes_back(known)):
            self.reached = None if ex.has_call(right) else right

    def _with_new_constant(self, x: Expr, before: Expr) -> bool:
        """cn + 1 ≤ Cn, where C is chosen after c: it is not the constant of the claim."""
        assert self.hypothesis is not None
        return any(map(is_constant_name, ex.symbols(x) - ex.symbols(self.hypothesis.body) - ex.symbols(before)))

    def _comes_back(self, bound: Expr) -> bool | None:
        """Whether it is within the claim, with the constants of the claim; None where that is not known."""
        guess = self.hypothesis
        if guess is None or guess.relation not in (*ABOVE, *BELOW):
            return None
        return self._bounded(bound, guess.relation, guess.at(ex.Symbol(self.variable)), ())

    def _from_hypothesis(self, before: Expr, relation: str, after: Expr, conditions: Sequence[Condition]) -> Finding:
        """What is true of T is a false step where the hypothesis, put in, gives it but for a slip."""
        if relation != "=" and self._bounded(before, relation, after, conditions) is False:
            slip, said, meant = slip_of_link(self.scene, before, "=", after, conditions, True)
            if slip is not Slip.OTHER:
                return slipped(slip, said, meant)
        return RIGHT

    def _equal(self, before: Expr, right: Expr, left: Expr, conditions: Sequence[Condition]) -> Finding:
        assert self.hypothesis is not None
        trial = self.scene.try_link(before, "=", right, conditions)
        if trial.is_true:
            return RIGHT
        if not trial.is_false:
            return UNJUDGED
        if ex.has_call(left) and self.hypothesis.relation != "=" and self._bounded(before, "<=", right, conditions):
            return UNJUDGED  # "=" for ≤
        return self._slipped(before, "=", right, conditions, trial, ex.has_call(left))

    def _bounded(self, before: Expr, relation: str, after: Expr, conditions: Sequence[Condition]) -> bool | None:
        """For every constant that the line allows; where it says nothing, for some that has been chosen or may be."""
        on_line = [c for c in conditions if self._on_constants(c) and c in self.here]
        if on_line:
            return try_for_some_constants(self.scene, before, relation, after, on_line, {})
        trial = self.scene.try_link(before, relation, after, [c for c in conditions if not self._on_constants(c)])
        if trial.is_true and trial.held > 6:
            return True
        chosen = try_for_some_constants(self.scene, before, relation, after, conditions, {})
        return chosen or try_for_some_constants(self.scene, before, relation, after, (), {})

    def _told_too_late(self, line: WorkingLine) -> Finding | None:
        """≤ cn², and on the next line: provided c ≥ 1. Whether the step holds for all such constants."""
        if not line.stated or not _SUFFICES.search(line.words) or _NOT_SAID.search(line.words):
            return None
        if self.bounded is None or any(stated.lead or set(stated.relations) & {"="} for stated in line.stated):
            return None
        told = [condition for condition in self.assumed if self._on_constants(condition)]
        if not told or try_for_some_constants(self.scene, *self.bounded, told, {}) is not False:
            return None
        left, relation, right = self.bounded
        x = step("{x} is not {r} {y} for all of these constants.", x=left, r=ex.Symbol(_SIGN[relation]), y=right)
        return slipped(Slip.NOT_BELOW, x)

    def _on_constants(self, condition: Condition) -> bool:
        return self.variable not in ex.symbols(condition[0]) | ex.symbols(condition[2])

    def _put_in(self, x: Expr) -> Expr | None:
        """T(n) as the recurrence with the hypothesis in its calls, T of a smaller size as the hypothesis."""
        assert self.hypothesis is not None
        r, guess = self.recurrence, self.hypothesis
        if x == r.left or (isinstance(x, ex.Add | ex.Mul) and any(node == r.left for node in ex.walk(x))):
            x = replaced(x, r.left, r.right)
        if r.nonlinear and any(isinstance(node, ex.Range) and ex.has_call(node) for node in ex.walk(x)):
            return with_function(x, r.function, guess)
        if any(isinstance(node, ex.Call) and node.function not in WRITTEN_SHORT | {r.function} for node in ex.walk(x)):
            return None
        return with_function(x, r.function, guess)

    def _broken(self, left: Expr, before: Expr, relation: str, right: Expr) -> Finding:
        """A ≤ that no constant makes true."""
        assert self.hypothesis is not None
        n = ex.Symbol(self.variable)
        if right == self.hypothesis.at(n) or self.scene.holds(right, "=", self.hypothesis.at(n)):
            return slipped(
                Slip.NOT_BELOW,
                step("{x} is more than {y}, whatever the constant: the step does not come back to the claim.",
                     x=before, y=right),
            )  # fmt: skip
        if self.role is Role.BASE or not (ex.symbols(before) | ex.symbols(right)) & {
            self.variable,
            self.hypothesis.variable,
        }:
            return slipped(
                Slip.BASE if self.role is Role.BASE else Slip.ARITHMETIC,
                step("{x} is not {r} {y}.", x=left, r=ex.Symbol(_SIGN[relation]), y=right),
            )
        if ex.has_call(left):
            if self._at_size_itself(right, ()):
                return self._not_smaller(before)
            slip, said, meant = slip_of_link(self.scene, before, "=", right, (), True)
            if slip is not Slip.OTHER:
                return slipped(slip, said, meant)
            return slipped(Slip.OTHER, step("The hypothesis put into the recurrence gives {x}.", x=before), before)
        return slipped(Slip.ARITHMETIC, step("{x} is not {r} {y}.", x=before, r=ex.Symbol(_SIGN[relation]), y=right))

    def _is_conclusion(self, left: Expr, relation: str, right: Expr) -> bool:
        assert self.hypothesis is not None
        if left != self.recurrence.left or self.reached is None or relation != self.hypothesis.relation:
            return False
        return self.scene.holds(right, "=", self.hypothesis.at(ex.Symbol(self.variable)))

    def _missed(self, hidden: bool = False) -> Finding | None:
        """The step has ended above the claim, for every constant: what it proves is not the claim."""
        if self.hypothesis is None or self.reached is None or self._comes_back(self.reached) is not False:
            return None
        claim = self.hypothesis.at(ex.Symbol(self.variable))
        if hidden:
            told = "The step must come back to {x} with the same constant; {y} is not that, and no O makes it so."
            return slipped(Slip.HIDDEN, step(told, x=claim, y=self.reached))
        told = "The step must come back to {x} with the same constant; it has come to {y}."
        return slipped(Slip.CONSTANT, step(told, x=claim, y=self.reached))

    @property
    def _has_new_factor(self) -> bool:
        """Whether the step has come to 2cn for cn, and the O of T(n) hides nothing else."""
        assert self.hypothesis is not None
        claim = self.hypothesis.at(ex.Symbol(self.variable))
        return self.reached is not None and (
            self.last not in (None, self.reached) or self.scene.is_multiple(self.reached, claim)
        )
