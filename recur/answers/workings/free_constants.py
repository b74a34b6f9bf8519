"""T(n) = A·2^n + B·3^n: which constants make a form T, by a linear system at exact sizes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from recur.answers.workings.exact_functions import NoValue, differ, sign_of, sizes_to_try
from recur.answers.workings.samples import Letters, Standpoint
from recur.model import Expr
from recur.model.records import frozen
from recur.numbers.exact import quotient

if TYPE_CHECKING:
    from recur.numbers.exact import Enclosed


@frozen
class Fitted:
    """Whether some constants make the form T, and which they are, by draw; `unique`: no others do."""

    fits: bool
    unique: bool
    constants: tuple[Letters, ...]


def fitted(scene: Standpoint, left: Expr, form: Expr, names: Sequence[str]) -> Fitted | None:
    """The constants with left = form at all sizes; None where the form is not linear in them, or has no values."""
    found: list[Letters] = []
    fits, unique = True, True
    for draw in range(len(scene.draws)):
        rows = _rows(scene, draw, left, form, names)
        if rows is None or len(rows) < len(names) + 2:
            return None
        solved = _solved(rows, len(names))
        if solved is None:
            return None
        values, independent, consistent = solved
        fits, unique = fits and consistent, unique and independent == len(names)
        found.append(dict(zip(names, values, strict=True)))  # type: ignore[arg-type]
    return Fitted(fits, unique, tuple(found))


def _rows(scene: Standpoint, draw: int, left: Expr, form: Expr, names: Sequence[str]) -> list[list[Enclosed]] | None:
    functions, rows = scene.draws[draw], []
    for n in sizes_to_try(scene.recurrence):
        here: Letters = {**functions.letters, scene.variable: n}
        here |= {name: values[n] for name, values in scene.bound.items() if n in values}
        here |= scene.constants[draw] if scene.constants else {}

        def at(*units: int, here: Letters = here) -> Enclosed:
            return functions.value(form, {**here, **dict(zip(names, map(Fraction, units), strict=True))})

        try:
            none = at(*[0] * len(names))
            columns = [at(*[int(i == j) for i in range(len(names))]) - none for j in range(len(names))]
            twice = at(*[2] * len(names)) - none
            if differ(twice, _total(columns) * 2):
                return None
            rows.append([*columns, functions.value(left, here) - none])
        except NoValue:
            continue
    return rows


def _total(values: Sequence[Enclosed]) -> Enclosed:
    total: Enclosed = 0
    for value in values:
        total = total + value
    return total


def _solved(rows: list[list[Enclosed]], unknowns: int) -> tuple[list[Enclosed], int, bool] | None:
    """Gauss: values of the unknowns (0 where one is free), the rank, and whether all rows agree."""
    rows = [list(row) for row in rows]
    pivots: list[tuple[int, int]] = []
    for column in range(unknowns):
        start = len(pivots)
        chosen = next((i for i in range(start, len(rows)) if sign_of(rows[i][column]) not in (0, None)), None)
        if chosen is None:
            continue
        rows[start], rows[chosen] = rows[chosen], rows[start]
        pivot = rows[start]
        for i, row in enumerate(rows):
            if i != start and sign_of(row[column]) != 0:
                factor = quotient(row[column], pivot[column])
                rows[i] = [
                    0 if j == column else x - factor * y for j, (x, y) in enumerate(zip(row, pivot, strict=True))
                ]
        pivots.append((start, column))
    values: list[Enclosed] = [0] * unknowns
    for i, column in pivots:
        values[column] = quotient(rows[i][-1], rows[i][column])
    return values, len(pivots), not any(differ(row[-1], 0) for row in rows[len(pivots) :])
