"""Forms with constants: T(n) = A·2^n + B·3^n, Bn + C put into the recurrence, and what A, B and C are."""

from __future__ import annotations

from collections.abc import Sequence

from recur.answers.workings.course_of_working import CourseOfWorking
from recur.answers.workings.findings import RIGHT, UNJUDGED, Finding, slipped
from recur.answers.workings.free_constants import fitted
from recur.answers.workings.hypotheses import Hypothesis, with_function
from recur.answers.workings.samples import Letters, is_constant_name
from recur.answers.workings.slips import slip_of_link
from recur.answers.workings.working import Slip
from recur.model import Expr, expressions as ex, step
from recur.model.records import replace


class ConstantLines(CourseOfWorking):
    """Lines that say of which form T is."""

    def _guess_form(self, form: Expr) -> None:
        """T(n) = an + b for some a and b: which they are, where the recurrence tells."""
        names = [name for name in self.scene.free(form) if is_constant_name(name)]
        if self.scene.free(form) == names and not self.scene.draws[0].is_free(self.recurrence) and self.exact:
            found = fitted(self.scene, self.recurrence.left, form, names) if names and not ex.has_call(form) else None
            if found is not None and found.fits and found.unique:
                self._keep_constants(found.constants)

    def _fitted(self, left: Expr, right: Expr) -> Finding | None:
        """T(n) = A·2^n + B·3^n: true where some constants make it so, which are then known."""
        names = [name for name in self.scene.free(right) if is_constant_name(name)]
        if not names or self.scene.free(right) != names or ex.has_call(right) or len(names) > 5:
            return None
        found = fitted(self.scene, left, right, names)
        if found is None:
            return UNJUDGED
        if found.fits:
            if found.unique:
                self._keep_constants(found.constants)
            return RIGHT
        if self.polynomial is None or not self.exact:
            return UNJUDGED
        if self.polynomial.has_multiple_root():
            return slipped(
                Slip.MULTIPLICITY,
                step("A root of multiplicity 2 gives {x} and {y}: no choice of the constants makes this form T.",
                     x=ex.Power(ex.Symbol("r"), ex.Symbol(self.variable)),
                     y=ex.mul(ex.Symbol(self.variable), ex.Power(ex.Symbol("r"), ex.Symbol(self.variable)))),
                self.corrections.in_equation(self.scene, left, ex.ZERO),
            )  # fmt: skip
        told = step("No choice of the constants makes this form T.")
        return slipped(Slip.OTHER, told, self.corrections.in_equation(self.scene, left, ex.ZERO))

    def _coefficients(self, left: Expr, right: Expr) -> Finding | None:
        """B n + C = 2(B(n−1) + C) + n for every n: what the constants of a particular solution are."""
        names = self.scene.free(left, right)
        if not names or self.hypothesis is not None or not all(map(is_constant_name, names)) or len(names) > 5:
            return None
        if self.variable not in ex.symbols(left) | ex.symbols(right) and len(names) > 1:
            return None
        if (put_in := self._form_put_in(left, right, names)) is not None:
            return put_in
        found = fitted(self.scene, ex.ZERO, ex.subtract(left, right), names)
        if found is None:
            return UNJUDGED
        if found.fits and found.unique:
            self._keep_constants(found.constants)
        return RIGHT if found.fits else UNJUDGED

    def _form_put_in(self, left: Expr, right: Expr, names: Sequence[str]) -> Finding | None:
        """Bn + C = 2(B(n − 1) + C) + n, a form put into the recurrence: false where what it tells of B and C is."""
        r = self.recurrence
        once = [node.name for node in ex.walk(left) if isinstance(node, ex.Symbol) and node.name != self.variable]
        others = [name for name in self.scene.defined if name != "f" and not name.startswith(f"{r.function}_")]
        if sorted(once) != sorted(names) or not set(names) & ex.symbols(right) or others:
            return None
        if self.variable not in ex.symbols(left):
            return None
        told = fitted(self.scene, ex.ZERO, ex.subtract(left, right), names)
        for shift in (0, 1, -1, 2):  # B(n + 1) + C stands for T(n + 1)
            form = ex.substitute(left, self.variable, ex.add(ex.Symbol(self.variable), ex.number(-shift)))
            image = with_function(r.right, r.function, Hypothesis(r.variable, "=", form))
            true = fitted(self.scene, ex.ZERO, ex.subtract(form, image), names)
            if true is None or not true.fits or not true.unique:
                return None
            if told is not None and told.fits and told.unique and told.constants == true.constants:
                return None
            if not shift:
                put_in, constants = image, true.constants
        if told is not None and told.fits and not told.unique:
            return None
        scene = replace(self.scene, constants=_joined(self.scene.constants, constants))
        slip, said, meant = slip_of_link(scene, put_in, "=", right, ())
        return slipped(slip, said if slip is not Slip.OTHER else step("The form put into the recurrence gives {x}.",
                                                                      x=put_in), meant or put_in)  # fmt: skip

    def _keep_constants(self, constants: Sequence[Letters]) -> None:
        self.scene.constants = _joined(self.scene.constants, constants)


def _joined(known: Sequence[Letters], constants: Sequence[Letters]) -> list[Letters]:
    return [{**(known[i] if known else {}), **letters} for i, letters in enumerate(constants)]
