"""Exact numbers: reals compared with proof, rationals and intervals for values, and how they are written."""

from typing import TYPE_CHECKING

from recur.model.faces import face_of

if TYPE_CHECKING:
    from recur.numbers.decimals import certain_digits, rational_text
    from recur.numbers.exact import TooCoarse
    from recur.numbers.formulas import exact_formula
    from recur.numbers.polynomials import Polynomial
    from recur.numbers.real import Real
    from recur.numbers.roots import Root, largest_root, roots_of

__all__ = [
    "Polynomial", "Real", "Root", "TooCoarse", "certain_digits", "exact_formula", "largest_root",
    "rational_text", "roots_of",
]  # fmt: skip
if not TYPE_CHECKING:
    __getattr__ = face_of(
        __name__,
        {
            "decimals": "certain_digits rational_text",
            "exact": "TooCoarse",
            "formulas": "exact_formula",
            "polynomials": "Polynomial",
            "real": "Real",
            "roots": "Root largest_root roots_of",
        },
    )
