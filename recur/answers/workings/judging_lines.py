"""A working judged: every link under what stands before it, up to the first that is false.

A link between formulas that hold T is an identity under the recurrence: it is tried exactly at many sizes, whatever the
first values are. In an induction T is what the hypothesis says of smaller sizes, put once into the recurrence.
Nothing is called false that fails at small sizes alone, or that hangs on a constant that may be chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from recur.answers.judging.question import Question
from recur.answers.workings.characteristic_lines import (
    FIBONACCI,
    is_trial,
    is_unknown,
    judged_equation,
    judged_root,
    with_golden_ratio,
)
from recur.answers.workings.corrections import Corrections
from recur.answers.workings.course_of_working import not_where_calls_end
from recur.answers.workings.exact_functions import OPEN_DOTS, WRITTEN_SHORT, first_free, is_stepping, steps_of
from recur.answers.workings.findings import NEUTRAL, RIGHT, UNJUDGED, Finding, slipped
from recur.answers.workings.growth_lines import EPSILONS, growth_of_formula, growth_of_function
from recur.answers.workings.hypotheses import (
    Hypothesis,
    functions_in,
    has_function,
    hypothesis_of_argument,
    with_every_call,
    with_function,
)
from recur.answers.workings.induction_lines import ABOVE, BELOW, InductionLines
from recur.answers.workings.lines import Role, Stated, WorkingLine, read_working
from recur.answers.workings.rounded_numbers import (
    judged_exponent_equation,
    judged_rounding,
    judged_solution,
)
from recur.answers.workings.samples import (
    INDICES,
    Condition,
    Standpoint,
    Trial,
    is_constant_name,
    try_for_some_constants,
)
from recur.answers.workings.tree_lines import top_of, try_quantity
from recur.answers.workings.working import JudgedLine, LineVerdict, Slip, Working
from recur.model import (
    Expr,
    RecurError,
    Step,
    expressions as ex,
    limits,
    step,
)
from recur.model.limits import DEFAULT_SECONDS, time_limit
from recur.model.logarithms import log_means
from recur.model.patterns import regex
from recur.model.records import replace
from recur.notation import python

_GROWTHS = frozenset("ΘOΩoω~")
_CHOSEN = regex(r"\b(?:with|where|taking|choos\w*|setting|pick\w*)\b")
_FAR = 10**9  # no first value is as great
_WHERE = regex(r"\b(?:where|with)\b")


def _of_trial(trial: Trial, slip: Slip, said: Step | None = None) -> Finding:
    return RIGHT if trial.is_true else slipped(slip, said) if trial.is_false else UNJUDGED


def check_working(
    recurrence: str, working: str, timeout: float | None = DEFAULT_SECONDS, *, log: str | None = None
) -> Working:
    """The working held against the recurrence: `.lines`, `.first_false`; lines that cannot be read are said to be so.

    >>> check_working("T(n) = T(n/2) + n, T(1) = 1", "T(n) = T(n/2) + n\\n= T(n/4) + 2n").first_false
    2
    """
    question = Question.read(recurrence, timeout, log)
    return judge_working(question, working, timeout, log)


def judge_working(
    question: Question, working: str, timeout: float | None = DEFAULT_SECONDS, log: str | None = None
) -> Working:
    """The same for a question that has been read."""
    if question.system is None:
        assert question.problem is not None
        raise question.problem
    with log_means(log), time_limit(timeout):
        r = question.system.asked
        lines = read_working(working, r.variable, frozenset(question.system.functions))
        return Working(question.text, _judged(WorkingJudge(question, question.system), lines), question.system)


def _judged(judged: WorkingJudge, lines: Sequence[WorkingLine]) -> tuple[JudgedLine, ...]:
    judged.foresee(lines)
    found: list[JudgedLine] = []
    stopped = False
    for line in lines:
        if stopped:
            found.append(JudgedLine(line.number, line.text, LineVerdict.NOT_JUDGED, claims=line.claims))
            continue
        one = judged.line(line)
        found.append(one)
        stopped = one.verdict is LineVerdict.FALSE
    return tuple(found)


class WorkingJudge(InductionLines):
    """Goes through a working line by line; `scene` and the fields below are what stands before."""

    def foresee(self, lines: Sequence[WorkingLine]) -> None:
        """Constants of the bounds that stand anywhere; first values, where the recurrence states none."""
        r = self.recurrence
        for stated in (stated for line in lines for stated in line.stated):
            for left, right in pairwise(stated.sides):
                if _is_of_function(left, r.function) and not any(map(_is_no_part_of_bounds, ex.walk(right))):
                    self.of_bounds |= ex.symbols(right)
        if "f" not in self.scene.system.functions and r.subcalls:
            self.scene.defined["f"] = r.variable, r.driving
        if not r.initial:
            self._foresee_first_values(lines)
        self.scene.changed()
        said = [stated for line in lines for stated in line.stated if stated.quantity is not None]
        self.top = top_of(self.scene, said) if said else 0
        logs = [x for line in lines for s in line.stated for side in s.sides for x in ex.walk(side)]
        if ex.Log(ex.Symbol("a"), ex.Symbol("b")) in logs:
            for name, x in self._master_letters().items():
                self._bind_letter(name, x)

    def _foresee_first_values(self, lines: Sequence[WorkingLine]) -> None:
        r = self.recurrence
        for line in lines:
            for stated in line.stated:
                match stated.sides:
                    case (ex.Call(name, (ex.Number(size),)), value, *_) if (
                        name == r.function and stated.relations[0] == "=" and size <= self._most_free()
                        and not ex.symbols(value) and not ex.has_call(value) and not isinstance(value, ex.Asymptotic)
                    ):  # fmt: skip
                        self.scene.stated[name, size] = value

    def _most_free(self) -> int:
        return max(first_free(self.recurrence)[1], 1)

    def line(self, line: WorkingLine) -> JudgedLine:
        """The line judged; what it binds and defines is kept."""
        self.line_words = line.words
        findings: list[Finding] = []
        if len(line.stated) == 1 and _is_remainder(line.stated[0]):
            self.supposed = self._as_condition(line.stated[0])
        held = self._fixed_on(line) + self.supposed
        if self.polynomial is not None and self.polynomial.coefficients == FIBONACCI:
            line = replace(line, stated=tuple(map(with_golden_ratio, line.stated)))
        for stated in _where_put_in(line.stated) if _WHERE.search(line.words) else line.stated:
            limits.check()
            own = {left for left, relation, _ in stated.conditions if relation == "="}
            kept = (c for c in held if c[0] not in own)  # n = 1: …, n = 2: …
            here = replace(stated, conditions=tuple(dict.fromkeys((*stated.conditions, *kept))))
            found = self._stated(here)
            held += tuple(c for c in here.conditions if c not in held) + self._as_condition(stated)
            if found.verdict is LineVerdict.FALSE:
                return JudgedLine(
                    line.number, line.text, LineVerdict.FALSE, found.slip, found.said, found.right, found.witness
                )
            findings.append(found)
        if line.unread:
            self.last = self.last if line.stated else None
            return JudgedLine(line.number, line.text, LineVerdict.UNREAD)
        if (too_weak := self._told_too_late(line)) is not None:
            return JudgedLine(line.number, line.text, LineVerdict.FALSE, too_weak.slip, too_weak.said)
        known = [each.verdict for each in findings if each.verdict is not None]
        if (missed := self._said_to_be_proved(line)) is not None:
            return JudgedLine(line.number, line.text, LineVerdict.FALSE, missed.slip, missed.said, missed.right)
        if known and all(verdict is LineVerdict.RIGHT for verdict in known):
            return JudgedLine(line.number, line.text, LineVerdict.RIGHT)
        if not line.stated:
            return JudgedLine(line.number, line.text, LineVerdict.UNREAD, claims=False)
        return JudgedLine(line.number, line.text, LineVerdict.NOT_JUDGED, claims=bool(known))

    def _fixed_on(self, line: WorkingLine) -> tuple[Condition, ...]:
        """T(2) = 4 ≤ 2c and T(3) = 5 ≤ 3c for c = 2: what is said of a constant at the end holds for the whole line."""
        found = [c for stated in line.stated for c in stated.conditions]
        known = self.scene.constants[0] if self.scene.constants else {}
        for stated in line.stated[1:] if _CHOSEN.search(line.words) else ():
            match stated.sides:
                case (ex.Symbol(name) as left, ex.Number() as right, *_) if (
                    stated.relations[0] == "=" and name not in known
                ):
                    found.append((left, "=", right))
        return tuple(
            condition for condition in dict.fromkeys(found)
            if isinstance(condition[0], ex.Symbol) and isinstance(condition[2], ex.Number)
            and condition[0].name != self.variable
            and (is_constant_name(condition[0].name) or condition[0].name in EPSILONS)
        )  # fmt: skip

    def _as_condition(self, stated: Stated) -> tuple[Condition, ...]:
        """n = 1, or n even, in front of what is said of it."""
        match stated:
            case Stated((ex.Apply() as left, ex.Number() as right), ("=",)) if _is_remainder(stated):
                return ((left, "=", right),)
            case Stated((ex.Symbol(name) as left, ex.Number() as right), ("=",)) if name == self.variable:
                return ((left, "=", right),)
        return ()

    def _stated(self, stated: Stated) -> Finding:
        self.role, self.here = stated.role, stated.conditions
        if stated.denied:
            return UNJUDGED
        if _is_remainder(stated):
            return NEUTRAL
        for left, relation, right in stated.conditions:
            if relation == "=" and left == ex.Symbol(self.variable):
                self._of_size(left, right)
            elif relation == "=" and left in (ex.Symbol("a"), ex.Symbol("b")) and isinstance(right, ex.Number):
                told = self._letter("a" if left == ex.Symbol("a") else "b", right)
                if told is not None and told.verdict is LineVerdict.FALSE:
                    return told
        if (uncovered := self._base_by_words(stated)) is not None:
            return uncovered
        if (misused := self._used_at_the_size_itself(stated)) is not None:
            return misused
        if stated.quantity is not None:
            return self._quantity(stated)
        if stated.role is Role.ASSUMED and not self._is_worked(stated):
            return self._assume(stated)
        if (defined := self._definition(stated)) is not None:
            return defined
        if (told := self._characteristic(stated)) is not None:
            return told
        found = self._chain(stated)
        for left, relation, right in stated.conditions:
            if relation == "=" and not isinstance(left, ex.Symbol) and found.verdict is not LineVerdict.FALSE:
                self._equation_for_letter(left, right)
        return found

    # What is assumed and defined

    def _is_worked(self, stated: Stated) -> bool:
        """T(n) = 2T(n/2) + n ≤ … is a step, whatever words stand around it."""
        if stated.lead:
            return True
        first = stated.sides[0]
        return bool(
            isinstance(first, ex.Call) and first == self.recurrence.left and any(map(ex.has_call, stated.sides[1:]))
        )

    def _assume(self, stated: Stated) -> Finding:
        if (defined := self._definition(stated)) is not None:
            return replace(defined, verdict=None) if defined.verdict is not LineVerdict.FALSE else defined
        for place, relation in enumerate(stated.relations):
            match stated.sides[place], stated.sides[place + 1]:
                case ex.Call(name, (ex.Symbol(variable),)), body if (
                    name == self.recurrence.function and relation in (*ABOVE, *BELOW, "=")
                    and not any(isinstance(x, ex.Asymptotic) for x in ex.walk(body))
                    and not (relation == "=" and set(self.scene.free(body)) - {variable})  # not a form to be fitted
                ):  # fmt: skip
                    self.hypothesis = Hypothesis(variable, relation, body, _is_of_smaller(stated, variable))
                    self.reached = None
                case ex.Call(name, (argument,)), body if name == self.recurrence.function and relation != "=":
                    if self.hypothesis is None and isinstance(argument, ex.Add | ex.Mul | ex.Apply):
                        self.hypothesis = hypothesis_of_argument(argument, relation, body, self.variable)
                        if self.hypothesis is None:
                            return UNJUDGED
                case ex.Call(), body if stated.sides[place] == self.recurrence.left and relation == "=":
                    self._guess_form(body)
        self.last = self.head = None
        return NEUTRAL

    def _definition(self, stated: Stated) -> Finding | None:
        if not stated.lead and len(stated.sides) > 2 and set(stated.relations) == {"="}:
            self._define_first(stated.sides)
        if (told := self._letter_in_chain(stated)) is not None:
            return told
        if stated.lead or len(stated.sides) != 2:
            return None
        left, right = stated.sides
        relation = stated.relations[0]
        if isinstance(right, ex.Asymptotic):
            return None
        if self._is_new_function(right) and not self._is_new_function(left):
            left, right = right, left  # T(2^k) =: S(k)
        if relation in (*ABOVE, *BELOW):
            return self._condition(left, relation, right)
        if relation != "=":
            return None
        match left:
            case ex.Call(name, (ex.Symbol(variable),)) if name not in self.scene.system.functions:
                return self._define(name, variable, right)
            case ex.Call() if (
                left == self.recurrence.left and self.polynomial is not None and is_trial(right, self.variable)
            ):
                return NEUTRAL
            case ex.Call(name, (ex.Number(size),)) if (name, size) in self.scene.stated:
                return NEUTRAL if self.scene.stated[name, size] == right else None
            case ex.Symbol(name) if name == self.variable:
                return self._of_size(left, right)
            case ex.Symbol(name) if name not in ex.symbols(right):
                return self._letter(name, right)
        return self._equation_for_letter(left, right)

    def _letter_in_chain(self, stated: Stated) -> Finding | None:
        """k = 3/4 < 1 says what k is, and more."""
        match stated:
            case Stated((ex.Symbol(name), x, _, *_) as sides, ("=", *relations), "") if (
                name != self.variable and self.scene.free(sides[0]) and name not in ex.symbols(x)
            ):
                told = self._letter(name, x)
                if told is not NEUTRAL:
                    return told if told is not None and told.verdict is LineVerdict.FALSE else None
                return self._chain(replace(stated, sides=sides[1:], relations=tuple(relations)))
        return None

    def _condition(self, left: Expr, relation: str, right: Expr) -> Finding | None:
        """c ≥ 2, n ≥ 1: chosen, and not claimed."""
        names = ex.symbols(left) | ex.symbols(right)
        calls = [x for side in (left, right) for x in ex.walk(side) if isinstance(x, ex.Call)]
        if not names or isinstance(left, ex.Call) or any(ex.symbols(x) for x in calls):
            return None
        chosen = all(map(is_constant_name, names)) and not self.here  # 2d ≤ e
        if not (isinstance(left, ex.Symbol) or isinstance(right, ex.Symbol) or chosen):
            return None
        self.assumed.append((left, relation, right))
        return NEUTRAL

    def _is_new_function(self, x: Expr) -> bool:
        match x:
            case ex.Call(name, (ex.Symbol(),)):
                return name not in (*WRITTEN_SHORT, *self.scene.system.functions, *self.scene.defined)
        return False

    def _define_first(self, sides: Sequence[Expr]) -> None:
        """S(k) = T(2^k) = S(k − 1) + 2^k says what S is, and more."""
        match sides[0]:
            case ex.Call(name, (ex.Symbol(variable),)) if self._is_new_function(sides[0]):
                told = [x for x in sides[1:] if ex.has_call(x) and name not in functions_in(x)]
                if told:
                    self._define(name, variable, told[0])

    def _define(self, name: str, variable: str, right: Expr) -> Finding | None:
        if name in self.scene.defined:
            return None
        if isinstance(right, ex.Asymptotic):
            return UNJUDGED
        if name in functions_in(right):
            return self._rename(name, variable, right)
        self.scene.defined[name] = variable, right
        self.scene.changed()
        return NEUTRAL

    def _rename(self, name: str, variable: str, right: Expr) -> Finding | None:
        """S(m) = 4S(m/2) + m², where n = 2^m: S(m) is T(2^m), if that has this recurrence or stands before."""
        values = self.scene.bound.get(variable, {})
        base = next((b for b in range(2, 11) if values and all(n == b**v for n, v in values.items())), None)
        if base is None:
            return UNJUDGED
        size = ex.Power(ex.number(base), ex.Symbol(variable))
        whole = ex.Call(self.recurrence.function, (size,))
        for meant in (whole, ex.divide(whole, size)):
            body = with_function(right, name, Hypothesis(variable, "=", meant))
            if self.scene.holds(meant, "=", body):
                self.scene.defined[name] = variable, meant
                self.scene.changed()
                self._note_recurrence(name, variable, right)
                return RIGHT
        body = with_function(right, name, Hypothesis(variable, "=", whole))
        if self.head != whole or self.scene.defined.keys() - {"f"} or self.last is None or not self._is_alike(body):
            return UNJUDGED
        return self._link(whole, "=", body, ())

    def _is_alike(self, body: Expr) -> bool:
        """4T(2^(m−1)) + m² after 4T(2^(m/2)) + m²: as many calls of T, and no more terms."""
        sides = (body, self.last or ex.ZERO)
        calls = [len([x for x in ex.walk(side) if isinstance(x, ex.Call)]) for side in sides]
        terms = [len(side.terms) if isinstance(side, ex.Add) else 1 for side in sides]
        return calls[0] == calls[1] and terms[0] == terms[1]

    def _note_recurrence(self, name: str, variable: str, right: Expr) -> None:
        """S(m) = 2S(m/2) + m is what the growth of S is judged by."""
        if any(isinstance(x, ex.Call) and x.function == name for x in ex.walk(right)):
            from recur.parsing import parse

            try:
                self.restated[name] = parse(f"{name}({variable}) = {python.write(right)}").recurrences[-1]
            except RecurError:
                return

    def _of_size(self, left: Expr, right: Expr) -> Finding | None:
        names = self.scene.free(right)
        if isinstance(right, ex.Number):
            return NEUTRAL
        if len(names) == 1:
            values = self.scene.searched(left, right, names[0])
            if values:
                self.scene.bound[names[0]] = values
            else:
                self.equations[names[0]] = left, right
            return NEUTRAL
        return None

    def _letter(self, name: str, right: Expr) -> Finding | None:
        if (told := self._rounded(ex.Symbol(name), "=", right)) is not None:
            return told
        known = name in self.scene.bound or (self.scene.constants and name in self.scene.constants[0])
        if known or name in self.scene.draws[0].letters:
            return None
        if self.polynomial is not None and is_unknown(name):
            return None
        if name in (master := self._master_letters()):
            self._bind_letter(name, master[name])
            return self._link(master[name], "=", right, ())
        solved = self._solved(name, right) if name in self.equations else NEUTRAL
        if solved.verdict is not LineVerdict.FALSE:
            self._bind_letter(name, right)
        return solved

    def _solved(self, name: str, told: Expr) -> Finding:
        """k = log_{3/2} n, held against (2/3)^k n = 1; a rounded number of levels solves nothing."""
        left, right = (ex.substitute(side, name, told) for side in self.equations[name])
        trial = self.scene.try_link(left, "=", right)
        rounded = any(isinstance(node, ex.Apply) and node.name in ("floor", "ceiling") for node in ex.walk(told))
        found = _of_trial(trial, Slip.LEVELS, not_where_calls_end(ex.Symbol(name), told))
        return UNJUDGED if rounded and found is not RIGHT else found

    def _bind_letter(self, name: str, x: Expr) -> None:
        values = self.scene.values_of(x, name)
        if values:
            self.scene.bound[name] = values
            self.letters[name] = x
        else:
            self.equations.setdefault(name, (ex.Symbol(name), x))

    def _master_letters(self) -> dict[str, Expr]:
        """a and b of T(n) = aT(n/b) + f(n), unless the working has them for constants."""
        r = self.recurrence
        lines = [line for line in steps_of(r) if line is not None]
        if not len(lines) == len(r.subcalls) == 1 or not 0 < lines[0][0] < 1:
            return {}
        told = {"a": r.subcalls[0].coefficient, "b": ex.Number(1 / lines[0][0])}
        return {name: x for name, x in told.items() if name not in self.of_bounds}

    def _equation_for_letter(self, left: Expr, right: Expr) -> Finding | None:
        """n/2^k = 1 says what k is, and so does (2/3)^k n = c, though k is no whole number at the sizes tried."""
        free = self.scene.free(left, right)
        names = [name for name in free if not is_constant_name(name)] or free
        if len(names) != 1 or is_unknown(names[0]) or ex.has_call(left) or ex.has_call(right):
            return None
        if self.scene.holds(left, "=", right):
            return None
        values = self.scene.searched(left, right, names[0])
        if values:
            self.scene.bound[names[0]] = values
            return NEUTRAL
        sized = [self.variable in ex.symbols(side) for side in (left, right)]
        if all(sized) or (free != names and not any(sized)):
            return None
        self.equations[names[0]] = left, right
        if any(sized):
            return NEUTRAL
        found = judged_exponent_equation(self.scene, (left, right), names[0])
        return found if found is RIGHT or "akra" in self.line_words else None

    # Trees and characteristic equations

    def _quantity(self, stated: Stated) -> Finding:
        found = _of_trial(
            try_quantity(self.scene, stated, self.top),
            Slip.TREE,
            step("The tree of this recurrence has another number here."),
        )
        if found.verdict is LineVerdict.FALSE:
            found = replace(found, right=self.corrections.of_tree(self.scene, stated, self.top))
        if found.verdict is LineVerdict.FALSE:
            return found
        links = self._links(stated.sides[0], stated, self.scene.with_conditions(stated.conditions))
        self.last = stated.sides[-1]
        return links if links.verdict is LineVerdict.FALSE or found is RIGHT else UNJUDGED

    def _characteristic(self, stated: Stated) -> Finding | None:
        """An equation in x alone, or x = 2."""
        if self.polynomial is None or stated.lead or set(stated.relations) != {"="}:
            return None
        names = [name for name in self.scene.free(*stated.sides) if is_unknown(name)]
        if len(names) != 1 or self.scene.free(*stated.sides) != names or any(map(ex.has_call, stated.sides)):
            return None
        if isinstance(stated.sides[0], ex.Symbol) and not ex.symbols(stated.sides[1]):
            return judged_root(self.scene, self.polynomial, stated.sides[-1], self.line_words)
        if "_" in names[0]:
            return None
        *before, left, right = stated.sides
        for one, other in zip(before, [*before[1:], left], strict=False):
            if (finding := self._link(one, "=", other, ())).verdict is LineVerdict.FALSE:
                return finding
        return judged_equation(self.scene, self.polynomial, left, right, names[0])

    # Chains

    def _chain(self, stated: Stated) -> Finding:
        scene = self.scene.with_conditions(stated.conditions or (self.conditions if stated.lead else ()))
        if len(stated.sides) == 1 and not stated.lead:
            return self._alone(stated, scene)
        if stated.lead:
            return self._going_on(stated, scene)
        left = stated.sides[0]
        match left:
            case ex.Call(name, (ex.Symbol(variable),)) if name in self.scene.defined:
                self._note_recurrence(name, variable, stated.sides[1])
        self.interrupted = None if left == self.recurrence.left else self._chain_of_function()
        self.head, self.conditions, self.all_equal = left, stated.conditions, True
        if left != self.recurrence.left:
            self.reached = self.reached if self.hypothesis else None
        return self._links(left, stated, scene)

    def _chain_of_function(self) -> Expr | None:
        """Where the chain that begins with T(n) stands."""
        return self.last if self.head == self.recurrence.left else self.interrupted

    def _going_on(self, stated: Stated, scene: Standpoint) -> Finding:
        """= …, which goes on from the line above, or from the chain of T(n) that an aside, n/2^i = 1, interrupted."""
        left, head, before = self.last, self.head, self.interrupted
        found = UNJUDGED if left is None else self._links(left, stated, scene)
        if (
            found is UNJUDGED
            and head is not None
            and self.all_equal
            and set(stated.relations) <= {"="} == {stated.lead}
        ):
            found = RIGHT if self._links(head, stated, scene) is RIGHT else UNJUDGED  # whatever is between them
        if found is not RIGHT and before is not None:
            self.head, self.interrupted = self.recurrence.left, None
            again = self._links(before, stated, scene)
            if again is RIGHT or found.slip is Slip.OTHER:
                return again
            self.head, self.interrupted = head, before
        self.last = stated.sides[-1]
        return found

    def _alone(self, stated: Stated, scene: Standpoint) -> Finding:
        """Which is O(n): said of what stands before, or of T."""
        if isinstance(stated.sides[0], ex.Asymptotic) and self.last is not None:
            said = replace(stated, lead="=")
            of_last = UNJUDGED if isinstance(self.last, ex.Asymptotic) else self._links(self.last, said, scene)
            if of_last is RIGHT:
                return of_last
            of_function = self._links(self.recurrence.left, said, scene)
            return of_function if of_function is RIGHT or of_last is UNJUDGED else of_last
        self.last, self.head = stated.sides[0], None
        return UNJUDGED

    def _links(self, left: Expr, stated: Stated, scene: Standpoint) -> Finding:
        relations = (stated.lead, *stated.relations) if stated.lead else stated.relations
        sides = stated.sides if stated.lead else stated.sides[1:]
        kept, self.scene = self.scene, scene
        worst, equal = RIGHT, left == self.head
        try:
            for relation, right in zip(relations, sides, strict=True):
                # S(m) = 2S(m/2) + m = Θ(m lg m) says it of S
                of_head = equal and isinstance(right, ex.Asymptotic) and has_function(left)
                found = self._link(self.head or left if of_head else left, relation, right, stated.conditions)
                equal = equal and relation == "="
                self.all_equal = self.all_equal and relation == "="
                if found.verdict is LineVerdict.FALSE:
                    return found
                worst = worst if found is RIGHT else found
                left = self.last = right
            return worst
        finally:
            scene, self.scene = self.scene, kept
            kept.constants = scene.constants

    def _rounded(self, left: Expr, relation: str, right: Expr) -> Finding | None:
        """≈ or = a number that is told to some places."""
        if not isinstance(right, ex.Number) or not (relation == "~" or (relation == "=" and right.decimal)):
            return None
        if isinstance(left, ex.Symbol) and left.name in self.equations:
            return judged_solution(self.scene, self.equations[left.name], left.name, right)
        return None if ex.symbols(left) or ex.has_call(left) else judged_rounding(self.scene, left, right)

    def _link(self, left: Expr, relation: str, right: Expr, conditions: Sequence[Condition]) -> Finding:
        found = self._link_with_dots(left, relation, right, conditions)
        openly = any(isinstance(x, ex.Call) and x.function == OPEN_DOTS for y in (left, right) for x in ex.walk(y))
        return UNJUDGED if openly and found.verdict is LineVerdict.FALSE else found

    def _link_with_dots(self, left: Expr, relation: str, right: Expr, conditions: Sequence[Condition]) -> Finding:
        if (told := self._rounded(left, relation, right)) is not None:
            return told
        if isinstance(right, ex.Asymptotic) or relation in _GROWTHS:
            kind, body = (right.kind, right.body) if isinstance(right, ex.Asymptotic) else (relation, right)
            if isinstance(left, ex.Asymptotic) and left.kind == kind:
                left = left.body  # Θ(n^d) = Θ(n³)
            found = self._growth(left, kind, body)
            rounded = relation == "~" and re.search(r"≈|approx", self.line_words)
            return UNJUDGED if rounded and found.verdict is LineVerdict.FALSE else found  # ≈ promises nothing exact
        if any(isinstance(x, ex.Asymptotic) for side in (left, right) for x in ex.walk(side)):
            return UNJUDGED
        conditions = (*conditions, *self.assumed)
        if self.hypothesis is not None and self._in_induction(left, relation, right):
            return self._inductive(left, relation, right, conditions)
        trial = self.scene.try_link(left, relation, right, conditions)
        if trial.is_true:
            return RIGHT
        if relation == "=" and ex.has_call(left) and (form := self._fitted(left, right)) is not None:
            return form
        free = [name for name in self.scene.free(left, right)]
        if relation != "=" and free:
            held = try_for_some_constants(self.scene, left, relation, right, conditions, {})
            return RIGHT if held else UNJUDGED
        if self._hangs_on_first_values(left, relation, right):
            return RIGHT if relation == "=" and left == self.recurrence.left and self._solves(right) else UNJUDGED
        if not trial.is_false or not self.exact or self._may_fix_first_values(left, relation, right):
            return RIGHT if self._may_fix_first_values(left, relation, right) else UNJUDGED
        if any(map(_has_rounded_exponent, (left, right))) or any(
            not is_constant_name(name) and (name in self.equations or name not in INDICES) for name in free
        ):
            return UNJUDGED  # n^1.585, or a letter whose values nothing tells
        if relation == "=" and not ex.has_call(left) and (told := self._coefficients(left, right)) is not None:
            return told
        if any(is_constant_name(name) for name in free) and (
            ex.has_call(left) or self.variable not in ex.symbols(left) | ex.symbols(right)
        ):
            return UNJUDGED  # an equation that says what the constants are
        return self._slipped(left, relation, right, conditions, trial)

    def _may_fix_first_values(self, left: Expr, relation: str, right: Expr) -> bool:
        """T(n) = n lg n + n for T = 2T(n/2) + n, whose first values are free: it is so if T(1) = 1."""
        r = self.recurrence
        whole = left == r.left or (ex.has_call(left) and self.head == r.left)
        if relation != "=" or not whole or has_function(right) or r.initial or self.scene.stated:
            return False
        low, high = first_free(r)
        if any(self._fixed_by(right, low, top) for top in (high, high + 1, high + 3)):
            return True
        return self._solves(right)

    def _solves(self, form: Expr) -> bool:
        """1 + log_{3/2} n has the first values that are stated, and keeps the recurrence."""
        r = self.recurrence
        sizes = [ex.number(case.high) for case in r.initial] + [
            ex.Number(x) for f, x in self.scene.stated if f == r.function
        ]
        begins = (self.scene.holds(ex.substitute(form, r.variable, x), "=", ex.Call(r.function, (x,))) for x in sizes)
        put_in = with_function(r.right, r.function, Hypothesis(r.variable, "=", form))
        return all(begins) and self.scene.holds(form, "=", put_in)

    def _hangs_on_first_values(self, left: Expr, relation: str, right: Expr) -> bool:
        """T(n) ≤ 6n, which holds if T(1) is small: where no first values are stated, they may be what is needed.

        T(n) = 3n − 2 for T(2n/3) + n, too, whatever is stated: from the sizes that are tried no call comes to T(1).
        """
        r = self.recurrence
        if _has_sized_call(right, r.function):
            left, relation, right = right, ex.MIRRORED.get(relation, relation), left
        if not _has_sized_call(left, r.function) or _has_sized_call(right, r.function):
            return False
        if relation != "=" and self.scene.draws[0].is_free(r):
            return not has_function(right) and self._may_hold(left, relation, right, least=0)
        if self.scene.comes_to_first_values():
            return False
        rights = [with_every_call(right, r.function, ex.number(x)) for x in (-_FAR, _FAR)]
        bounds = (relation,) if relation != "=" else ("<=", ">=")
        return all(any(self._may_hold(left, bound, x, least=-_FAR) for x in rights) for bound in bounds)

    def _may_hold(self, left: Expr, bound: str, right: Expr, least: int) -> bool:
        """Whether the bound on T is not false with first values, where they are free, that bear it best."""
        scene = replace(self.scene, _draws=None)
        for functions in scene.draws:
            functions.first = Fraction(least if bound in ABOVE else _FAR)
        return not scene.try_link(left, bound, right).is_false

    def _fixed_by(self, right: Expr, low: int, high: int) -> bool:
        r = self.recurrence
        stated: dict[tuple[str, Fraction], Expr] = {}
        for size in range(low if is_stepping(r) else max(low, 1), high + 1):
            stated[r.function, Fraction(size)] = ex.substitute(right, r.variable, ex.number(size))
        scene = Standpoint(self.scene.system, r, stated, dict(self.scene.defined), dict(self.scene.bound))
        if not scene.holds(r.left, "=", right):
            return False
        self.scene.stated.update(stated)
        self.scene.changed()
        return True

    # Inductions

    # Growth

    def _growth(self, left: Expr, kind: str, body: Expr) -> Finding:
        if (
            self.hypothesis is not None
            and kind in ("O", "Θ", "Ω")
            and (missed := self._missed(hidden=not (left == self.recurrence.left and self._has_new_factor))) is not None
        ):
            return missed
        in_letters, body = body, ex.substitute_all(body, self.letters)
        match left:
            case ex.Call(name, (ex.Symbol(variable),)) if (
                name == self.recurrence.function and variable == self.variable
            ):
                return growth_of_function(self.question, self.corrections, kind, body)
            case ex.Call(name, (ex.Symbol(variable),)) if name in self.restated:
                r = self.restated[name]
                text = f"{name}({r.variable}) = {python.write(r.right)}"
                renamed = Question.read(text, None)
                return growth_of_function(renamed, Corrections(renamed), kind, in_letters)
        left = left if isinstance(left, ex.Call) else ex.substitute_all(left, self.letters)
        return growth_of_formula(self.scene, self.corrections, left, kind, body, self.here)


def _where_put_in(stated: Sequence[Stated]) -> Iterator[Stated]:
    """L + (L − 1) + … + 1 where L = log₂ n: what a letter stands for is put in."""
    told: dict[str, Expr] = {}
    for each in stated[1:]:
        match each:
            case Stated((ex.Symbol(name), right), ("=",), "") if (
                name not in ex.symbols(right) and not isinstance(right, ex.Number)
            ):  # fmt: skip
                told[name] = right
    for each in stated:
        match each.sides:
            case (ex.Symbol(name), _) if name in told:
                yield each
            case sides:
                yield replace(each, sides=tuple(ex.substitute_all(x, told) for x in sides))


def _has_rounded_exponent(x: Expr) -> bool:
    """n^1.585"""
    return any(
        isinstance(node, ex.Power) and isinstance(node.exponent, ex.Number) and node.exponent.decimal
        for node in ex.walk(x)
    )


def _is_remainder(stated: Stated) -> bool:
    """n mod 2 = 0"""
    match stated:
        case Stated((ex.Apply("mod", (ex.Symbol(), ex.Number())), ex.Number()), ("=",), ""):
            return True
    return False


def _is_of_smaller(stated: Stated, variable: str) -> bool:
    """m < n"""
    return any(relation == "<" and left == ex.Symbol(variable) for left, relation, _ in stated.conditions)


def _is_of_function(x: Expr, function: str) -> bool:
    """T(n), T(k), T(n + 1)"""
    return isinstance(x, ex.Call) and x.function == function and bool(ex.symbols(x))


def _has_sized_call(x: Expr, function: str) -> bool:
    return any(_is_of_function(node, function) for node in ex.walk(x))


def _is_no_part_of_bounds(x: Expr) -> bool:
    """A call, Θ, or log_b a, whose letters are those of the master theorem."""
    master = isinstance(x, ex.Log) and x.base is not None and bool(ex.symbols(x.base))
    return master or isinstance(x, ex.Call | ex.Asymptotic)
