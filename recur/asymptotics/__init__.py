"""The asymptotic scale: monomials, expansions, the sums over levels and over sizes."""

from typing import TYPE_CHECKING

from recur.model.faces import face_of

if TYPE_CHECKING:
    from recur.asymptotics.expansion import expand, real_number
    from recur.asymptotics.growth import Growth, lower_bound, monomial_formula, multiple, upper_bound
    from recur.asymptotics.levels import LevelSum, Regime, level_sum
    from recur.asymptotics.monomials import UNIT, Monomial, level
    from recur.asymptotics.series import Between, Coefficient, Series, coefficient_sign
    from recur.asymptotics.sums import SumGrowth, summation

__all__ = [
    "UNIT", "Between", "Coefficient", "Growth", "LevelSum", "Monomial", "Regime", "Series", "SumGrowth",
    "coefficient_sign", "expand", "level", "level_sum", "lower_bound", "monomial_formula", "multiple",
    "real_number", "summation", "upper_bound",
]  # fmt: skip
if not TYPE_CHECKING:
    __getattr__ = face_of(
        __name__,
        {
            "expansion": "expand real_number",
            "growth": "Growth lower_bound monomial_formula multiple upper_bound",
            "levels": "LevelSum Regime level_sum",
            "monomials": "UNIT Monomial level",
            "series": "Between Coefficient Series coefficient_sign",
            "sums": "SumGrowth summation",
        },
    )
