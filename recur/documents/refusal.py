"""What is unsolved: why, what is proved all the same, what would make it solvable, what each method asked for."""

from recur.documents.blocks import Document, Refused
from recur.documents.given import as_given, said
from recur.model import Expr, Step, System, Unsolved, expressions as ex
from recur.model.several import MultivariateRecurrence

#: What went wrong, in a word.
LABELS = {
    "syntax": "error",
    "invalid": "error",
    "limit": "limit",
    "unsolved": "unsolved",
    "undecided": "undecided",
    "internal": "internal error",
}


def document(unsolved: Unsolved, read: System | MultivariateRecurrence, why: bool = False) -> Document:
    """How it was read, and why it is unsolved; with `why` all that each method said."""
    return as_given(read), refused(unsolved, why)


def refused(unsolved: Unsolved, why: bool = False, label: str = "unsolved", mark: str = "") -> Refused:
    methods, others = refusals(unsolved) if why else ((), ())
    return Refused(
        label,
        unsolved.reason,
        tuple(proved(unsolved)),
        unsolved.remedy,
        len(unsolved.refusals) > 1,
        why,
        methods,
        others,
        mark,
        unsolved.hint or "",
    )


def proved(unsolved: Unsolved) -> list[Expr]:
    """Ω(…) and O(…), as far as they are proved of what stays unsolved."""
    bounds = unsolved.bounds
    sides = () if bounds is None else (("Ω", bounds.lower), ("O", bounds.upper))
    found = [(kind, g.expression()) for kind, g in sides if g is not None]
    return [ex.Asymptotic(kind, x) for kind, x in found if x != ex.ZERO]


def refusals(unsolved: Unsolved) -> tuple[tuple[tuple[tuple[str, ...], Step], ...], tuple[str, ...]]:
    """(methods that fail alike, how they fail), in order; and the methods about other kinds of recurrence."""
    near = [refusal for refusal in unsolved.refusals if not refusal.other_shape] or list(unsolved.refusals)
    groups: dict[Step, list[str]] = {}
    for refusal in near:
        reason = said(Step(refusal.reason, refusal.formulas))  # alike where the names of formulas differ
        if refusal.hypothesis and not refusal.reason.startswith(refusal.hypothesis):
            reason = said(f"{refusal.hypothesis}: ", reason)
        groups.setdefault(reason, []).append(refusal.method)
    others = tuple(refusal.method for refusal in unsolved.refusals if refusal not in near)
    return tuple((tuple(methods), reason) for reason, methods in groups.items()), others
